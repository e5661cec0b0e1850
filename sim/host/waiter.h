#ifndef ORDERLY_SIM_HOST_WAITER_H_
#define ORDERLY_SIM_HOST_WAITER_H_

#include <cstdint>

namespace orderly {

// Someone who waits for a socket to change. Woken at every change, needed or
// not; looks again itself.
class Waiter {
 public:
  virtual ~Waiter() = default;
  // Must not call the socket or its host: it only notes that there is something
  // to look at.
  virtual void Wake() = 0;
  // Of a process: which it is. 0: somebody else.
  virtual uint32_t number() const { return 0; }
};

}  // namespace orderly

#endif  // ORDERLY_SIM_HOST_WAITER_H_
