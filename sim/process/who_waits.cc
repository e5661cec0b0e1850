// What unfinished processes wait for, in words, and the calls that only the
// harness makes.
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "sim/base/check.h"
#include "sim/process/process.h"
#include "sim/process/task.h"

namespace orderly {
namespace {

// "3.2 s": milliseconds at most.
std::string Seconds(Instant at) {
  const int64_t millis = at.nanos() / 1'000'000;
  std::string text = absl::StrCat(millis / 1000);
  int64_t rest = millis % 1000;
  if (rest != 0) {
    absl::StrAppend(&text, ".");
    for (int64_t digit = 100; rest != 0; digit /= 10) {
      absl::StrAppend(&text, rest / digit);
      rest %= digit;
    }
  }
  return text + " s";
}

std::string Blocked(const Task& task) {
  const std::string until = task.deadline == Instant::Never()
                                ? ""
                                : " until " + Seconds(task.deadline);
  if (task.waits_in == Call::kSleep) return "asleep" + until;
  if (task.waits_in == Call::kPause) return "preempted" + until;
  const std::string_view call = CallName(task.waits_in);
  return absl::StrCat("in ", absl::string_view(call.data(), call.size()), "(",
                      task.waits_for < 0 ? "" : absl::StrCat(task.waits_for),
                      ")", until);
}

std::string Waits(const Task& task) {
  switch (task.phase) {
    case Task::Phase::kNew:
      return "not started until " + Seconds(task.deadline);
    case Task::Phase::kReady:
      return "runnable";
    case Task::Phase::kRunning:
      return "running";
    case Task::Phase::kBlocked:
      return Blocked(task);
    case Task::Phase::kStuck:
      return absl::StrCat("stuck after ", task.calls - 1, " calls");
    case Task::Phase::kEnd:
      return "run out";
  }
  return "?";
}

ProcessId Share(std::string_view name, Processes::Body body, bool thread) {
  Task* parent = current_task;
  SIM_CHECK(parent != nullptr);
  if (!parent->Enter(Call::kFork)) return ProcessId::kNone;
  const ProcessId id =
      parent->owner->Spawn(*parent->host, name, std::move(body));
  parent->ShareDescriptors(id, thread);
  parent->Record(
      Call::kFork, -1, static_cast<int64_t>(id), nullptr, 0,
      [thread] { return std::string(thread ? "start thread" : "fork"); });
  return id;
}

}  // namespace

std::string Processes::WhoWaits() const {
  std::string text;
  for (size_t i = 0; i < tasks_.size(); ++i) {
    const Task& task = *tasks_[i];
    if (task.ended) continue;
    absl::StrAppend(&text, text.empty() ? "" : ", ", task.name, ": ",
                    Waits(task));
  }
  return text;
}

bool OwnCall(std::string_view text, Duration time) {
  Task* task = current_task;
  SIM_CHECK(task != nullptr);
  if (!task->Enter(Call::kOwn, text)) return false;
  if (time > Duration(0) && !task->Sleep(Call::kOwn, task->now() + time))
    return false;
  task->Record(Call::kOwn, -1, 0, nullptr, 0,
               [text] { return std::string(text); });
  return true;
}

ProcessId ForkProcess(std::string_view name, Processes::Body body) {
  return Share(name, std::move(body), /*thread=*/false);
}

ProcessId StartThread(std::string_view name, Processes::Body body) {
  return Share(name, std::move(body), /*thread=*/true);
}

}  // namespace orderly
