#ifndef ORDERLY_CONFORM_STACK_H_
#define ORDERLY_CONFORM_STACK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "conform/step.h"
#include "sim/wire/segment.h"

namespace orderly::conform {

// The addresses of every story. The ports change from one to the next.
inline constexpr uint32_t kHostAddress = 0xc0000201;  // 192.0.2.1
inline constexpr uint32_t kPeerAddress = 0xc0000202;  // 192.0.2.2

// How long a close() that lingers may take to be called one that returns, in
// milliseconds.
inline constexpr uint32_t kLingerPatience = 10;

// A TCP with one application on it: the simulated one or a kernel's. What it
// does it does at once: after a call or an arrival Take() has what it sent.
class Stack {
 public:
  virtual ~Stack() = default;
  // A new story: an application that listens, or connects, at new ports. What
  // is left of the last one is gone, or of no more concern.
  virtual FourTuple Begin(Opening opening) = 0;
  // A call (not kSegment, not kWait): "10", "EAGAIN", "IN OUT"; what a call
  // with no descriptor says is "-".
  virtual std::string Call(const Step& step) = 0;
  virtual void Deliver(const Segment& segment) = 0;
  virtual void Wait(uint32_t milliseconds) = 0;
  // What was sent to the current peer since the last look, in order.
  virtual std::vector<Segment> Take() = 0;
  // Of the socket: "ESTABLISHED"; "-": there is no descriptor.
  virtual std::string State() = 0;
};

}  // namespace orderly::conform

#endif  // ORDERLY_CONFORM_STACK_H_
