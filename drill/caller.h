#ifndef ORDERLY_DRILL_CALLER_H_
#define ORDERLY_DRILL_CALLER_H_

#include <cstdint>
#include <functional>
#include <optional>

#include "sim/base/instant.h"
#include "sim/process/task.h"

namespace orderly::drill {

// A thread of the simulated process under test: it makes calls, one at a time,
// when it is told to. Stays where it is.
class Caller final {
 public:
  // Returns a result, or a negative errno. Runs on the fiber and may block.
  using Job = std::function<int64_t()>;

  Caller() = default;
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;

  // The body of the thread: returns when the run ends.
  int Run();

  // Requires !busy(). The job begins when processes run next.
  void Begin(Job job);
  bool busy() const { return job_ != nullptr; }
  // Of the last job that ended.
  int64_t result() const { return result_; }
  Instant ended_at() const { return ended_at_; }

 private:
  static bool HasJob(Task& task, void* context);

  Task* task_ = nullptr;  // of the thread, once it runs
  Job job_;
  int64_t result_ = 0;
  Instant ended_at_;
};

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_CALLER_H_
