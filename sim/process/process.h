#ifndef ORDERLY_SIM_PROCESS_PROCESS_H_
#define ORDERLY_SIM_PROCESS_PROCESS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "sim/base/instant.h"
#include "sim/base/ring.h"
#include "sim/choice/choices.h"
#include "sim/host/host.h"
#include "sim/process/call_listener.h"
#include "sim/process/call_witness.h"
#include "sim/process/io_witness.h"
#include "sim/simulation.h"

namespace orderly {

struct Task;

// How long a process is preempted before a call: longer than a round trip,
// than a delayed ACK, than a retransmission time-out.
inline constexpr std::array<int, 6> kPauseMillis = {1, 5, 12, 30, 80, 300};
// When a wait is interrupted, or a poll() is wrong: after so many.
inline constexpr std::array<int, 3> kMomentMillis = {0, 3, 40};

// Which decisions processes make. With the defaults: none, so nothing is drawn.
struct ProcessOptions {
  // Which of several runnable processes goes first (Site::kSchedule).
  bool schedule = false;
  // Preempted before a call, for one of kPauseMillis (Site::kPause).
  // Odds of 0: never drawn; so the next two.
  Odds pause{0};
  // So many preemptions in a run; then none is drawn.
  uint32_t most_pauses = UINT32_MAX;
  // Killed before a call (Site::kKill), after the pause if there is one. Only
  // processes that are killable.
  Odds kill{0};
  // A read, or a write that does not block, moves fewer bytes than it could:
  // half, or one (Site::kShortRead, kShortWrite). Linux's blocking writes are
  // never short but for signals and errors, nor are reads with MSG_WAITALL.
  Odds short_io{0};
  // Calls fail as they may in the state they meet (syscall_faults.cc):
  // Site::kInterrupt, kSpurious, kNoMemory.
  Odds syscall_faults{0};
  // So many of those in a run; then none is drawn.
  uint32_t most_syscall_faults = UINT32_MAX;
  // Calls of one process; after them it is stuck and never runs again.
  uint64_t max_calls = 200'000;
};

// The processes of a run and their scheduler. A process is a function on a
// stack of its own that makes ordinary libc calls (sim/posix); it runs until it
// blocks, is preempted, or ends. Its descriptors refer to open files, which are
// counted: the last reference closes the socket, and a call that waits holds
// one.
//
// A killed process's descriptors are closed at once, as exit does: SO_LINGER
// with a time is not waited for. Then its function is run out, because C code
// cannot be unwound: every further call of it fails at once, and changes
// nothing in the run, nor the trace, nor the choices, until the function
// returns. After kMaxRunOut such calls its stack is abandoned. Code of the
// harness that runs inside a process asks Dying() to ignore what a dead one
// says. Processes that have not ended when this object goes, or when RunOut()
// is called, are run out, too.
//
// exit() abandons the stack: what the frames own is not destroyed.
//
// One at a time may exist for a simulation, which must outlive it. Everything
// stays on the thread that made it.
class Processes final : public Scheduler, public Actor {
 public:
  static constexpr uint64_t kMaxRunOut = 10'000;
  using Body = std::function<int()>;

  Processes(Simulation& sim, const ProcessOptions& options);
  explicit Processes(Simulation& sim) : Processes(sim, ProcessOptions{}) {}
  ~Processes() override;
  Processes(const Processes&) = delete;
  Processes& operator=(const Processes&) = delete;

  // Runs from the next time the simulation runs; what it returns is its status.
  ProcessId Spawn(Host& host, std::string_view name, Body body) {
    return SpawnAt(sim_.now(), host, name, std::move(body));
  }
  // A host that is off at that instant starts nothing: the process counts as
  // killed.
  ProcessId SpawnAt(Instant at, Host& host, std::string_view name, Body body);
  // SIGKILL. Nothing happens to one that has ended.
  void Kill(ProcessId id);
  // Kills the host's processes without a word on the wire.
  void PowerOff(Host& host);
  void PowerOn(Host& host);
  void set_killable(ProcessId id, bool killable);
  // The end of all faults: from now on nobody is preempted or killed, reads and
  // writes are whole, and no call fails that would not fail by itself.
  void Heal();
  // The end of the run: what has not ended is run out, and does not count as
  // ended or killed by it. Descriptors are dropped without effect on the world.
  // Must be called before anything goes that the functions refer to.
  void RunOut();
  // Hears which bytes sockets take and return. Null: nobody.
  void set_io_witness(IoWitness* witness) { witness_ = witness; }
  // Hears of every call. Null: nobody.
  void set_call_witness(CallWitness* witness) { call_witness_ = witness; }
  // Hears of calls and turns. To be set before the processes are spawned.
  void set_listener(CallListener* listener) { listener_ = listener; }

  // Ended in any way.
  bool done(ProcessId id) const;
  bool killed(ProcessId id) const;
  // Made max_calls calls.
  bool stuck(ProcessId id) const;
  // What it returned or gave to exit(). 128 + the signal of a killed one.
  int status(ProcessId id) const;
  // When it ended; Never() before.
  Instant ended_at(ProcessId id) const;
  // How many calls it made: the next question of Site::kKill has this index, if
  // all calls were asked for.
  uint64_t calls(ProcessId id) const;
  std::string_view name(ProcessId id) const;
  Host& host(ProcessId id) const;
  size_t count() const { return tasks_.size(); }
  bool all_done() const;
  // Of processes that have not ended.
  size_t open_descriptors() const;
  size_t open_descriptors(ProcessId id) const;
  // Stacks that were given up.
  uint64_t abandoned() const { return abandoned_; }
  // "server: in recv(1003), client: asleep until 3.2 s". Empty when all are
  // done.
  std::string WhoWaits() const;

  const ProcessOptions& options() const { return options_; }
  Simulation& sim() { return sim_; }

  // Of whom the events are: between two events.
  void HashInto(StateHash& hash) const;
  const Host* Wakes(uint64_t argument) const override;
  bool IsIdle(uint64_t argument) const override;
  void RunReady() override {
    if (!woken_.empty() || !ready_.empty() || !dying_.empty()) RunAllReady();
  }
  void OnEvent(uint64_t argument) override;

 private:
  friend struct Task;

  const Task& task(ProcessId id) const;
  Task& task(ProcessId id);
  Task& NewTask(Host& host, std::string_view name, Body body);
  inline void Ready(Task& task);
  inline void Resume(Task& task);
  inline Task& TakeReady();
  [[gnu::noinline]] void TellTurn();
  void RunAllReady();
  void RunOutTheDying();
  void KillTask(Task& task, int signal);
  // The calls of the closer's other threads that wait for this descriptor end
  // with EINTR.
  void Interrupt(const Task& closer, int fd);

  Simulation& sim_;
  ProcessOptions options_;
  IoWitness* witness_ = nullptr;
  CallWitness* call_witness_ = nullptr;
  CallListener* listener_ = nullptr;
  uint32_t actor_;
  Ring<Task*, 8> tasks_;  // by id, from 1
  Ring<Task*, 8> ready_;
  Ring<Task*, 8> woken_;  // something changed that they wait for
  Ring<Task*, 8> dying_;  // to be run out
  uint64_t abandoned_ = 0;
  uint32_t pauses_ = 0;
  uint32_t syscall_faults_ = 0;
};

// Of the code that runs now. kNone, false and null outside of processes.
ProcessId CurrentProcess();
bool InProcess();
// The current process was killed, and runs out.
bool Dying();
Processes* CurrentProcesses();
Simulation* CurrentSimulation();

// A call of the harness's own, as a simulated disk makes: the process may be
// preempted or killed before it as before any call, then it takes `time`. The
// text is for the trace. False when Dying(), also if the process died in the
// meantime. Requires InProcess().
[[nodiscard]] bool OwnCall(std::string_view text, Duration time);

// As fork() would, but for the memory: a second process on the same host that
// runs `body` and shares all open files of the caller under the same numbers.
// Requires InProcess(). kNone when Dying().
ProcessId ForkProcess(std::string_view name, Processes::Body body);
inline ProcessId ForkProcess(Processes::Body body) {
  return ForkProcess("child", std::move(body));
}
// A second function on the caller's own descriptors, as a thread has them: a
// number that one closes is closed for both, though a call that waits keeps its
// open file. Each ends, and is killed, alone; the last one closes what is open.
ProcessId StartThread(std::string_view name, Processes::Body body);

}  // namespace orderly

#endif  // ORDERLY_SIM_PROCESS_PROCESS_H_
