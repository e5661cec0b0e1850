#include "search/corpus_files.h"

#include <bitset>

#include "absl/strings/str_format.h"
#include "properties/cell.h"
#include "properties/run.h"
#include "search/strategy.h"
#include "sim/base/hash.h"
#include "sim/choice/tape_bytes.h"

namespace orderly {
namespace {

using Cells = std::bitset<kCellCount>;

struct Kept {
  std::vector<uint8_t> bytes;
  Outcome outcome;
  Cells cells;
};

Cells CellsOf(const Outcome& outcome) {
  Cells cells;
  for (const Situations::Reached& reached : outcome.situations.cells())
    cells[reached.cell] = true;
  return cells;
}

// By the bytes, not by the tape: a byte cannot hold every step.
Kept RunBytes(const Row& row, std::vector<uint8_t> bytes) {
  TapeBytesChoices choices(bytes);
  Kept kept;
  kept.outcome = RunOnce(row, choices, {});
  kept.cells = CellsOf(kept.outcome);
  kept.bytes = std::move(bytes);
  return kept;
}

std::string NameOf(const std::vector<uint8_t>& bytes) {
  uint64_t digest = kGoldenGamma;
  for (const uint8_t byte : bytes) digest = Fold(digest, byte);
  return absl::StrFormat("%016x", digest);
}

}  // namespace

SeedCorpus MakeSeedCorpus(const Row& row, uint64_t runs) {
  const auto strategy = NewStrategy(kDefaultStrategy);
  std::vector<Kept> kept;
  Cells all;
  for (uint64_t seed = 1; seed <= runs; ++seed) {
    Choices& choices = strategy->Next(seed);
    const Outcome outcome = RunOnce(row, choices, {});
    strategy->Learn(choices, outcome);
    if ((CellsOf(outcome) & ~all).none()) continue;
    Kept again = RunBytes(row, TapeBytes(choices.tape()));
    if (!again.outcome.violations.empty() || (again.cells & ~all).none())
      continue;
    // The run of a perfect network: libFuzzer begins with no bytes anyway.
    if (again.bytes.empty()) continue;
    all |= again.cells;
    kept.push_back(std::move(again));
  }
  // The last ones reached the most at once: what they cover needs no other.
  SeedCorpus corpus;
  Cells covered;
  for (size_t i = kept.size(); i-- > 0;) {
    if ((kept[i].cells & ~covered).none()) continue;
    covered |= kept[i].cells;
    corpus.reached.Add(kept[i].outcome.situations);
    corpus.files.push_back({NameOf(kept[i].bytes), std::move(kept[i].bytes)});
  }
  return corpus;
}

}  // namespace orderly
