#ifndef ORDERLY_SEARCH_PRICE_H_
#define ORDERLY_SEARCH_PRICE_H_

#include <string>

#include "properties/row.h"
#include "search/check.h"
#include "sim/base/instant.h"

namespace orderly {

// What a row costs where nothing goes wrong: measured in one undisturbed run,
// from the client's goodbye until both processes have ended.
struct Price {
  Duration took{0};
  double round_trips = 0;  // of 20 ms
  uint32_t segments = 0;   // of the whole session
  // How long the two endings may wait, by their deadlines.
  Duration patience{0};
};
Price PriceOf(const Row& row);
// "1.55 round trips, 0.031 s where nothing goes wrong; 8.0 s at worst with a
// bad network, 60.0 s with a kill, cut or power loss": the worst of the runs.
std::string PriceText(const Price& price, const RowResult& runs);
// Cheaper: fewer round trips; where equal, a shorter wait, then fewer steps.
bool Cheaper(const Row& a, const Row& b);

}  // namespace orderly

#endif  // ORDERLY_SEARCH_PRICE_H_
