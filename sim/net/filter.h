#ifndef ORDERLY_SIM_NET_FILTER_H_
#define ORDERLY_SIM_NET_FILTER_H_

#include <cstdint>
#include <functional>

#include "sim/wire/segment.h"

namespace orderly {

// Which segments a gate is for.
using Filter = std::function<bool(const Segment&)>;

inline Filter Any() {
  return [](const Segment&) { return true; };
}
inline Filter IsSyn() {
  return [](const Segment& s) { return s.Has(kSyn); };
}
inline Filter IsFin() {
  return [](const Segment& s) { return s.Has(kFin); };
}
inline Filter IsRst() {
  return [](const Segment& s) { return s.Has(kRst); };
}
inline Filter HasData() {
  return [](const Segment& s) { return !s.payload.empty(); };
}
// An ACK and nothing else.
inline Filter IsPureAck() {
  return [](const Segment& s) { return s.flags == kAck && s.payload.empty(); };
}

}  // namespace orderly

#endif  // ORDERLY_SIM_NET_FILTER_H_
