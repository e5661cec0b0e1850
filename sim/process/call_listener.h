#ifndef ORDERLY_SIM_PROCESS_CALL_LISTENER_H_
#define ORDERLY_SIM_PROCESS_CALL_LISTENER_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "sim/process/call.h"

namespace orderly {

// A process of a run, from 1. kNone: not in a process.
enum class ProcessId : uint32_t { kNone = 0 };

// Who hears what the processes' decisions are about, before they are made: for
// a source of decisions that answers by meaning.
class CallListener {
 public:
  virtual ~CallListener() = default;
  // A call begins: the pause and the kill before it, and how short it is, are
  // asked after this. `bytes` are those that a write begins with, or the words
  // of a call of the harness; of a close: "listener" if its socket was never
  // connected.
  virtual void OnCall(ProcessId process, Call call, std::string_view bytes) = 0;
  // All these can run; which one goes first is asked next.
  virtual void OnTurn(std::span<const ProcessId> ready) = 0;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_PROCESS_CALL_LISTENER_H_
