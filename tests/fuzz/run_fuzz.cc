// The bytes are the tape of a run of the recommended row. What guides
// libFuzzer, besides the branches of the code, is where the run gets: each cell
// of the situation ledger is a counter of its own. A broken promise is a crash:
// its token is printed, and `orderly replay FILE` tells its story. With
// ORDERLY_LEDGER=FILE in the environment the ledger is written there at the
// end, for `orderly ledger`.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "properties/row.h"
#include "properties/run.h"
#include "properties/situation_ledger.h"
#include "properties/situations.h"
#include "search/token.h"
#include "sim/base/check.h"
#include "sim/choice/tape_bytes.h"

namespace {

// libFuzzer looks here after each input, and clears it (clang's documentation,
// "Extra coverage counters").
#ifdef __clang__
__attribute__((section("__libfuzzer_extra_counters")))
#endif
uint8_t counters[orderly::kCellCount];

struct LedgerOfThisProcess {
  orderly::SituationLedger ledger;
  ~LedgerOfThisProcess() {
    const char* path = std::getenv("ORDERLY_LEDGER");
    if (path != nullptr) std::ofstream(path) << ledger.ToText();
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  orderly::TapeBytesChoices choices({data, size});
  const orderly::Outcome outcome =
      orderly::RunOnce(orderly::kRecommendedRow, choices, {});
  static LedgerOfThisProcess whole;
  whole.ledger.Add(outcome.situations);
  for (const auto& reached : outcome.situations.cells())
    counters[reached.cell] = 1;
  for (const orderly::Violation& violation : outcome.violations) {
    std::fprintf(stderr, "VIOLATED  %s\norderly replay '%s'\n",
                 violation.happened.c_str(),
                 orderly::TokenText({orderly::kRecommendedRow,
                                     violation.promise, choices.tape()})
                     .c_str());
  }
  const bool every_promise_held = outcome.violations.empty();
  SIM_CHECK(every_promise_held);
  return 0;
}
