#ifndef ORDERLY_SEARCH_PROPERTY_H_
#define ORDERLY_SEARCH_PROPERTY_H_

#include <cstdint>
#include <optional>
#include <string>

#include "properties/row.h"
#include "properties/situation_ledger.h"

namespace orderly {

struct PropertyOptions {
  uint64_t seed = 1;  // fixed: a cached green stays true
  int runs = 500;
};

struct PropertyResult {
  // What a person reads of the first failure, shrunk by our own shrinker, with
  // the token; nullopt: held.
  std::optional<std::string> failure;
  uint64_t runs = 0;
  SituationLedger situations;
};

// Checks every promise of a row with rapidcheck: the bytes of a run are drawn
// up front, mostly zeros, and are all of its decisions. rapidcheck neither
// shrinks (it would halve numbers of which only a remainder matters) nor
// prints.
PropertyResult CheckProperty(const Row& row, const PropertyOptions& options);

}  // namespace orderly

#endif  // ORDERLY_SEARCH_PROPERTY_H_
