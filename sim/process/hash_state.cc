// What of the processes of a run is its state.
#include "sim/base/state_hash.h"
#include "sim/process/task.h"

namespace orderly {

// Where a living process is follows from what it has learned, and so does what
// its memory holds; a dead one has none.
void Task::HashInto(StateHash& hash) const {
  hash.Add(phase == Phase::kStuck, ended, killed);
  if (ended) return;
  hash.Add(learned, phase, killable, woken, timed_out, interrupted, waits_in,
           waits_for, deadline, armed, held.size());
  for (size_t i = 0; i < held.size(); ++i)
    hash.Add(host->NumberOf(held[i]->socket));
  hash.Add(lingering == nullptr ? 0 : host->NumberOf(lingering));
  for (const Descriptor& descriptor : table->slots) {
    hash.Add(descriptor.file == nullptr
                 ? 0
                 : host->NumberOf(descriptor.file->socket));
  }
}

void Processes::HashInto(StateHash& hash) const {
  hash.Add(pauses_, syscall_faults_, tasks_.size());
  for (size_t i = 0; i < tasks_.size(); ++i) hash.Add(*tasks_[i]);
}

// A wake-up may be that of an earlier wait, and only arm the next one.
const Host* Processes::Wakes(uint64_t argument) const {
  const Task& it = task(static_cast<ProcessId>(argument));
  const bool waits =
      it.phase == Task::Phase::kBlocked || it.phase == Task::Phase::kNew;
  return waits && !it.ended && it.deadline <= it.armed ? it.host : nullptr;
}

bool Processes::IsIdle(uint64_t argument) const {
  const Task& it = task(static_cast<ProcessId>(argument));
  return it.ended || it.phase == Task::Phase::kStuck;
}

}  // namespace orderly
