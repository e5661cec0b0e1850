#ifndef ORDERLY_SIM_PROCESS_CALL_WITNESS_H_
#define ORDERLY_SIM_PROCESS_CALL_WITNESS_H_

#include <cstdint>

#include "sim/process/call.h"

namespace orderly {

// Who hears of every call that a process makes, when it is over.
class CallWitness {
 public:
  virtual ~CallWitness() = default;
  // By a process of this host (Host::id()). `result` is a count or a negative
  // errno. A process that is killed counts as kExit with 128 + the signal.
  virtual void OnCall(uint8_t host, Call call, int64_t result) = 0;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_PROCESS_CALL_WITNESS_H_
