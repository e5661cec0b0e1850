#ifndef ORDERLY_SIM_WIRE_FOUR_TUPLE_H_
#define ORDERLY_SIM_WIRE_FOUR_TUPLE_H_

#include <compare>
#include <cstdint>

namespace orderly {

// An IPv4 address and a port, both in host byte order. Address 0 is INADDR_ANY,
// port 0 none.
struct Endpoint {
  uint32_t address = 0;
  uint16_t port = 0;
  friend auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

// A connection's name, seen from one end.
struct FourTuple {
  Endpoint local;
  Endpoint remote;
  friend auto operator<=>(const FourTuple&, const FourTuple&) = default;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_WIRE_FOUR_TUPLE_H_
