#include "sim/process/process.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <vector>

#include "absl/strings/str_cat.h"
#include "sim/base/check.h"
#include "sim/process/task.h"

namespace orderly {

Processes::Processes(Simulation& sim, const ProcessOptions& options)
    : sim_(sim), options_(options), actor_(sim.AddActor(this)) {
  sim.SetScheduler(this);
}

Processes::~Processes() {
  RunOut();
  for (size_t i = 0; i < tasks_.size(); ++i) Task::Free(tasks_[i]);
  sim_.SetScheduler(nullptr);
}

const Task& Processes::task(ProcessId id) const {
  const auto i = static_cast<size_t>(id) - 1;
  SIM_CHECK(i < tasks_.size());
  return *tasks_[i];
}

Task& Processes::task(ProcessId id) {
  return const_cast<Task&>(std::as_const(*this).task(id));
}

Task& Processes::NewTask(Host& host, std::string_view name, Body body) {
  Task& task = *Task::New();
  tasks_.push_back(&task);
  task.owner = this;
  task.host = &host;
  task.id = static_cast<ProcessId>(tasks_.size());
  task.name = name;
  task.body = std::move(body);
  task.phase = Task::Phase::kNew;
  task.dying = task.ended = task.killed = task.killable = false;
  task.woken = task.timed_out = task.interrupted = task.random_seeded = false;
  task.waits_in = Call::kPause;
  task.waits_for = -1;
  task.deadline = Instant();
  task.status = task.saved_errno = 0;
  task.ended_at = Instant::Never();
  task.calls = task.run_out_calls = 0;
  const bool decides = options_.pause.per_65536 != 0 || listener_ != nullptr;
  task.learned = static_cast<uint64_t>(task.id);
  task.fast_calls = decides ? 0 : options_.max_calls;
  task.armed = Instant::Never();
  task.table = DescriptorTable::New();
  task.handlers.fill(nullptr);
  return task;
}

ProcessId Processes::SpawnAt(Instant at, Host& host, std::string_view name,
                             Body body) {
  Task& task = NewTask(host, name, std::move(body));
  if (at <= sim_.now()) {
    Ready(task);
  } else {
    task.armed = task.deadline = at;
    sim_.Schedule(actor_, at, static_cast<uint64_t>(task.id));
  }
  return task.id;
}

void Processes::set_killable(ProcessId id, bool killable) {
  Task& it = task(id);
  it.killable = killable;
  if (killable && options_.kill.per_65536 != 0) it.fast_calls = 0;
}

inline void Processes::Ready(Task& task) {
  if (!task.fiber.started() && !task.host->powered()) {
    KillTask(task, SIGKILL);
    return;
  }
  task.phase = Task::Phase::kReady;
  ready_.push_back(&task);
}

inline void Processes::Resume(Task& task) {
  if (!task.fiber.started()) task.fiber.Start(&Task::Run, &task);
  task.phase = Task::Phase::kRunning;
  const int our_errno = errno;
  errno = task.saved_errno;
  current_task = &task;
  task.fiber.Resume();
  current_task = nullptr;
  task.saved_errno = errno;
  errno = our_errno;
  if (!task.fiber.finished()) return;
  task.fiber.GiveBack();
  task.body = nullptr;
  task.phase = Task::Phase::kEnd;
}

void Processes::TellTurn() {
  std::vector<ProcessId> ready;
  for (size_t i = 0; i < ready_.size(); ++i) ready.push_back(ready_[i]->id);
  listener_->OnTurn(ready);
}

inline Task& Processes::TakeReady() {
  size_t first = 0;
  if (options_.schedule && ready_.size() > 1) {
    if (listener_ != nullptr) TellTurn();
    first = sim_.choices().Below(static_cast<uint32_t>(ready_.size()),
                                 Site::kSchedule, /*actor=*/0, Odds::Even(),
                                 static_cast<uint32_t>(ready_[0]->id));
  }
  Task& task = *ready_[first];
  if (first == 0) {
    ready_.pop_front();
  } else {
    ready_.erase(first);
  }
  return task;
}

void Processes::RunOutTheDying() {
  while (!dying_.empty()) {
    Task& task = *dying_.front();
    dying_.pop_front();
    Resume(task);
  }
}

[[gnu::flatten]] void Processes::RunAllReady() {
  while (true) {
    if (!dying_.empty()) [[unlikely]]
      RunOutTheDying();
    for (; !woken_.empty(); woken_.pop_front()) {
      Task& task = *woken_.front();
      task.woken = false;
      if (task.phase == Task::Phase::kBlocked && !task.dying &&
          task.ready(task, task.ready_context))
        Ready(task);
    }
    if (ready_.empty()) return;
    Resume(TakeReady());
  }
}

void Processes::OnEvent(uint64_t argument) {
  Task& it = task(static_cast<ProcessId>(argument));
  if (it.armed <= sim_.now()) it.armed = Instant::Never();
  if (it.ended) return;
  const bool blocked = it.phase == Task::Phase::kBlocked;
  if (!blocked && it.phase != Task::Phase::kNew) return;
  if (it.deadline <= sim_.now()) {
    it.timed_out = true;
    Ready(it);
  } else if (it.deadline < it.armed) {
    it.armed = it.deadline;
    sim_.Schedule(actor_, it.deadline, argument);
  }
}

void Processes::Kill(ProcessId id) { KillTask(task(id), SIGKILL); }

void Processes::KillTask(Task& task, int signal) {
  if (task.ended) return;
  if (signal == SIGKILL) {
    task.Note(static_cast<uint32_t>(signal), "killed");
  } else {
    task.Note(static_cast<uint32_t>(signal),
              signal == SIGPIPE ? "killed by SIGPIPE" : "killed by a signal");
  }
  if (call_witness_ != nullptr)
    call_witness_->OnCall(task.host->id(), Call::kExit, 128 + signal);
  task.killed = task.ended = true;
  task.status = 128 + signal;
  task.Die(sim_.now());
  task.CloseAll(/*quietly=*/false);
  if (task.phase == Task::Phase::kRunning) return;
  if (task.phase == Task::Phase::kReady) {
    size_t i = 0;
    while (ready_[i] != &task) ++i;
    ready_.erase(i);
  }
  if (task.fiber.started()) {
    dying_.push_back(&task);
  } else {
    task.body = nullptr;
    task.phase = Task::Phase::kEnd;
  }
}

void Processes::Heal() {
  options_.pause = options_.kill = Odds{0};
  options_.short_io = options_.syscall_faults = Odds{0};
}

void Processes::Interrupt(const Task& closer, int fd) {
  for (size_t i = 0; i < tasks_.size(); ++i) {
    Task& task = *tasks_[i];
    const bool waits_for_it = task.phase == Task::Phase::kBlocked &&
                              task.table == closer.table &&
                              task.waits_for == fd && !task.held.empty();
    if (!waits_for_it) continue;
    task.timed_out = task.interrupted = true;
    Ready(task);
  }
}

void Processes::PowerOff(Host& host) {
  sim_.Note(host, "power off");
  host.PowerOff();
  for (size_t i = 0; i < tasks_.size(); ++i) {
    Task& task = *tasks_[i];
    if (task.host == &host && task.phase != Task::Phase::kNew)
      KillTask(task, SIGKILL);
  }
}

void Processes::PowerOn(Host& host) {
  sim_.Note(host, "power on");
  host.PowerOn();
}

void Processes::RunOut() {
  SIM_CHECK(current_task == nullptr);
  ready_.clear();
  woken_.clear();
  dying_.clear();
  for (size_t i = 0; i < tasks_.size(); ++i) {
    Task& task = *tasks_[i];
    if (task.phase == Task::Phase::kEnd) continue;
    if (!task.dying) task.Die(sim_.now());
    task.CloseAll(/*quietly=*/true);
    if (task.fiber.started()) Resume(task);
    task.body = nullptr;
    task.phase = Task::Phase::kEnd;
  }
}

bool Processes::done(ProcessId id) const { return task(id).ended; }
bool Processes::killed(ProcessId id) const { return task(id).killed; }
bool Processes::stuck(ProcessId id) const {
  return task(id).calls > options_.max_calls;
}
int Processes::status(ProcessId id) const { return task(id).status; }
Instant Processes::ended_at(ProcessId id) const {
  return task(id).ended ? task(id).ended_at : Instant::Never();
}
uint64_t Processes::calls(ProcessId id) const { return task(id).calls; }
std::string_view Processes::name(ProcessId id) const { return task(id).name; }
Host& Processes::host(ProcessId id) const { return *task(id).host; }

bool Processes::all_done() const {
  for (size_t i = 0; i < tasks_.size(); ++i) {
    if (!tasks_[i]->ended) return false;
  }
  return true;
}

size_t Processes::open_descriptors(ProcessId id) const {
  size_t open = 0;
  if (task(id).table == nullptr) return 0;
  for (const Descriptor& descriptor : task(id).table->slots)
    open += descriptor.file != nullptr ? 1 : 0;
  return open;
}

size_t Processes::open_descriptors() const {
  size_t open = 0;
  for (size_t i = 0; i < tasks_.size(); ++i)
    open += open_descriptors(tasks_[i]->id);
  return open;
}

ProcessId CurrentProcess() {
  return current_task == nullptr ? ProcessId::kNone : current_task->id;
}
bool InProcess() { return current_task != nullptr; }
bool Dying() { return current_task != nullptr && current_task->dying; }
Processes* CurrentProcesses() {
  return current_task == nullptr ? nullptr : current_task->owner;
}
Simulation* CurrentSimulation() {
  return current_task == nullptr ? nullptr : &current_task->sim();
}

}  // namespace orderly
