#ifndef ORDERLY_SEARCH_CORPUS_FILES_H_
#define ORDERLY_SEARCH_CORPUS_FILES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "properties/row.h"
#include "properties/situation_ledger.h"

namespace orderly {

// A corpus for libFuzzer: tapes as bytes (sim/choice/tape_bytes.h).
struct SeedCorpus {
  struct File {
    std::string name;  // a function of the bytes
    std::vector<uint8_t> bytes;
  };
  std::vector<File> files;
  SituationLedger reached;  // by the files
};

// From `runs` runs of the default strategy: those that reached a cell of the
// situation ledger that none before had, without those that later ones made
// needless. Runs that break a promise are left out: they would be crashes.
SeedCorpus MakeSeedCorpus(const Row& row, uint64_t runs);

}  // namespace orderly

#endif  // ORDERLY_SEARCH_CORPUS_FILES_H_
