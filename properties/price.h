#ifndef ORDERLY_PROPERTIES_PRICE_H_
#define ORDERLY_PROPERTIES_PRICE_H_

#include <string>

#include "properties/row.h"
#include "sim/base/instant.h"

namespace orderly {

// What a row costs where nothing goes wrong: measured in one undisturbed run,
// from the client's goodbye until both processes have ended.
struct Price {
  Duration took{0};
  double round_trips = 0;  // of 20 ms
  uint32_t segments = 0;   // of the whole session
  // How long an ending may wait when the other side is gone; 0: it never waits.
  Duration at_most{0};
};
Price PriceOf(const Row& row);
// "1.5 round trips, 0.030 s; at most 5 s when the peer is gone"
std::string PriceText(const Price& price);
// Cheaper: fewer round trips; where equal, a shorter wait, then fewer steps.
bool Cheaper(const Row& a, const Row& b);

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_PRICE_H_
