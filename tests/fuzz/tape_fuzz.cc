// Any text is a tape or is refused with a sentence; a tape's text is itself,
// and whatever it says, a run with it comes to an end and tells what did not
// fit. (A token's check keeps a fuzzer from finding this behind it.)
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "search/check.h"
#include "search/token.h"
#include "sim/base/check.h"
#include "sim/choice/tape.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using orderly::Tape;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  absl::StatusOr<Tape> tape = Tape::FromText(text);
  if (!tape.ok()) {
    SIM_CHECK(!tape.status().message().empty());
    return 0;
  }
  const absl::StatusOr<Tape> again = Tape::FromText(tape->ToText());
  SIM_CHECK(again.ok());
  SIM_CHECK(*again == *tape);
  orderly::Token token;
  token.row = {protocol::GoodbyeKind::kCloseOk,
               protocol::Ending::kShutdownWrDrainClose,
               protocol::Ending::kClose};
  token.tape = *std::move(tape);
  const orderly::Replay first = orderly::ReplayToken(token, false);
  const orderly::Replay second = orderly::ReplayToken(token, true);
  SIM_CHECK(first.outcome.digest == second.outcome.digest);
  SIM_CHECK(first.stale == second.stale);
  return 0;
}
