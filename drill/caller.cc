#include "drill/caller.h"

#include <utility>

#include "sim/base/check.h"
#include "sim/process/call.h"

namespace orderly::drill {

bool Caller::HasJob(Task& /*task*/, void* context) {
  return static_cast<Caller*>(context)->busy();
}

int Caller::Run() {
  task_ = current_task;
  while (true) {
    while (!busy()) {
      if (!task_->Block(Call::kOwn, -1, Instant::Never(), HasJob, this))
        return 0;
    }
    result_ = job_();
    ended_at_ = task_->now();
    job_ = nullptr;
    if (task_->dying) return 0;
  }
}

void Caller::Begin(Job job) {
  SIM_CHECK(!busy() && task_ != nullptr);
  job_ = std::move(job);
  task_->Wake();
}

}  // namespace orderly::drill
