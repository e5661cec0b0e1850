#include "sim/process/task.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <utility>

#include "absl/strings/str_cat.h"
#include "sim/base/check.h"
#include "sim/base/error_name.h"
#include "sim/tcp/tcp_config.h"

namespace orderly {
namespace {

struct FreeList {
  Task* head = nullptr;
  ~FreeList() {
    while (head != nullptr) {
      Task* task = head;
      head = task->next_free;
      delete task;
    }
  }
};
thread_local FreeList free_list;

// A count is told of what moves bytes or finds events; else only a failure, or
// a value.
bool TellsZero(Call call) {
  return call == Call::kSend || call == Call::kRecv || call == Call::kPoll ||
         call == Call::kSelect || call == Call::kIoctl;
}

bool StoppedLingering(Task& task, void* /*context*/) {
  return !task.lingering->connection().lingering();
}

}  // namespace

constinit thread_local Task* current_task = nullptr;

Task* Task::New() {
  Task* task = free_list.head;
  if (task == nullptr) return new Task;
  free_list.head = std::exchange(task->next_free, nullptr);
  return task;
}

void Task::Free(Task* task) {
  task->next_free = free_list.head;
  free_list.head = task;
}

void Task::Run(void* argument) {
  Task& task = *static_cast<Task*>(argument);
  const int returned = task.body();
  task.body = nullptr;  // what it holds may make calls when it goes
  if (!task.dying) task.Exit(returned);
}

bool Task::EnterSlowly(Call call, std::string_view bytes) {
  if (dying) return RunOutCall();
  const ProcessOptions& options = owner->options_;
  if (owner->listener_ != nullptr) owner->listener_->OnCall(id, call, bytes);
  if (calls > options.max_calls) {
    phase = Phase::kStuck;
    fiber.Leave();
    return false;
  }
  if (options.pause.per_65536 != 0 && owner->pauses_ < options.most_pauses) {
    const uint32_t pause =
        sim().choices().Below(kPauseMillis.size() + 1, Site::kPause, actor(),
                              options.pause, static_cast<uint32_t>(calls));
    if (pause != 0) {
      ++owner->pauses_;
      const std::chrono::milliseconds length(kPauseMillis[pause - 1]);
      if (!Sleep(Call::kPause, now() + length)) return false;
    }
  }
  if (killable && options.kill.per_65536 != 0 &&
      sim().choices().Happens(options.kill, Site::kKill, actor(),
                              static_cast<uint32_t>(calls))) {
    owner->KillTask(*this, SIGKILL);
    return false;
  }
  return true;
}

bool Task::RunOutCall() {
  if (++run_out_calls > Processes::kMaxRunOut) {
    ++owner->abandoned_;
    fiber.Finish();
  }
  return false;
}

void Task::Keep(Event event) {
  TraceEvent kept;
  kept.at = now();
  kept.kind = TraceKind::kCall;
  kept.host = host->id();
  kept.process = static_cast<uint8_t>(id);
  kept.tuple = event.tuple;
  kept.descriptor = event.fd;
  kept.size = static_cast<uint32_t>(event.asked);
  kept.result = event.result < 0 ? -1 : event.result;
  kept.error = event.result < 0 ? static_cast<int32_t>(-event.result) : 0;
  const Socket* socket = event.socket != nullptr
                             ? event.socket
                             : host->FindConnection(event.tuple);
  if (socket != nullptr) {
    kept.unread = socket->connection().unread();
    kept.unacknowledged = socket->connection().unacknowledged();
  }
  kept.text = std::move(event.text);
  if (event.result < 0) {
    absl::StrAppend(&kept.text, " = -1 ", ErrorName(kept.error));
  } else if (TellsZero(event.call) ||
             (event.result > 0 && event.call != Call::kExit)) {
    absl::StrAppend(&kept.text, " = ", event.result);
  }
  trace().Keep(std::move(kept));
}

FourTuple Task::TupleOf(const Socket* socket) {
  if (socket == nullptr) return {};
  const FourTuple& tuple = socket->connection().tcb().tuple;
  if (tuple.local.port != 0) return tuple;
  return {socket->LocalName(), {}};
}

void Task::Note(uint32_t what, std::string_view text) {
  trace().Count(TraceKind::kNote, now(), static_cast<uint64_t>(id), what);
  if (!keeps()) return;
  TraceEvent event;
  event.at = now();
  event.kind = TraceKind::kNote;
  event.host = host->id();
  event.process = static_cast<uint8_t>(id);
  event.text =
      absl::StrCat(name, ": ", absl::string_view(text.data(), text.size()));
  trace().Keep(std::move(event));
}

bool Task::Block(Call call, int fd, Instant until, Predicate is_ready,
                 void* context) {
  Learn(static_cast<uint64_t>(call));
  phase = Phase::kBlocked;
  waits_in = call;
  waits_for = fd;
  deadline = until;
  ready = is_ready;
  ready_context = context;
  timed_out = interrupted = false;
  const Instant signal = MayFail() ? DrawSignal(call) : Instant::Never();
  const bool comes_first = signal < until;
  if (comes_first) deadline = until = signal;
  // An earlier wake-up arms the next one: most deadlines are never reached.
  if (until < armed) {
    armed = until;
    sim().Schedule(owner->actor_, until, static_cast<uint64_t>(id));
  }
  fiber.Leave();
  interrupted |= timed_out && comes_first;
  return !dying;
}

bool Task::UnholdAll() {
  do {
    OpenFile* const file = held.back();
    held.pop_back();
    file->socket->RemoveWaiter(this);
    if (file->references > 1) {
      --file->references;
    } else if (!Release(file)) {
      return false;
    }
  } while (!held.empty());
  return true;
}

bool Task::CanOpen() const {
  if (table->slots.size() < kMaxDescriptors) return true;
  return std::any_of(table->slots.begin(), table->slots.end(),
                     [](const Descriptor& d) { return d.file == nullptr; });
}

int Task::Open(OpenFile* file, bool close_on_exec, int least) {
  std::vector<Descriptor>& slots = table->slots;
  auto i = static_cast<size_t>(least - kFirstDescriptor);
  while (i < slots.size() && slots[i].file != nullptr) ++i;
  if (i >= kMaxDescriptors) return -EMFILE;
  if (i >= slots.size()) slots.resize(i + 1);
  slots[i] = {file, close_on_exec};
  return kFirstDescriptor + static_cast<int>(i);
}

void Task::ShareDescriptors(ProcessId with, bool thread) const {
  Task& child = owner->task(with);
  child.handlers = handlers;
  child.Learn(learned);  // it has its parent's memory
  if (thread) {
    child.table->users = 0;
    DescriptorTable::Free(child.table);
    child.table = table;
    ++table->users;
    return;
  }
  child.table->slots = table->slots;
  for (const Descriptor& descriptor : table->slots) {
    if (descriptor.file != nullptr) ++descriptor.file->references;
  }
}

void Task::InterruptOthers(int fd) const { owner->Interrupt(*this, fd); }

bool Task::Release(OpenFile* file, int64_t* told) {
  if (--file->references > 0) return true;
  Socket* socket = file->socket;
  OpenFile::Free(file);
  const TcpConfig& config = host->config();
  const Instant until =
      now() + socket->connection().options().linger.value_or(Duration(0));
  const bool waits = !socket->nonblocking ||
                     config.linger_non_blocking == LingerNonBlocking::kWaits;
  if (!waits && told != nullptr && socket->WouldLinger()) *told = -EWOULDBLOCK;
  if (socket->Close(/*wait_linger=*/waits).error != EAGAIN) return true;
  lingering = socket;
  socket->AddWaiter(this);
  if (!Block(Call::kClose, -1, until, StoppedLingering, nullptr)) return false;
  socket->RemoveWaiter(this);
  lingering = nullptr;
  const bool in_vain = timed_out && socket->connection().lingering();
  socket->FinishClose(in_vain);
  if (in_vain && told != nullptr &&
      config.linger_timeout == LingerTimeout::kDiscardsAndFails)
    *told = -EWOULDBLOCK;
  return true;
}

void Task::CloseAll(bool quietly) {
  const auto drop = [quietly](OpenFile* file) {
    if (--file->references > 0) return;
    Socket* socket = file->socket;
    OpenFile::Free(file);
    if (!quietly) (void)socket->Close(/*wait_linger=*/false);
  };
  for (OpenFile* file : held) file->socket->RemoveWaiter(this);
  for (OpenFile* file : held) drop(file);
  held.clear();
  if (lingering != nullptr) {
    lingering->RemoveWaiter(this);
    if (!quietly) lingering->FinishClose(/*timed_out=*/false);
    lingering = nullptr;
  }
  DescriptorTable* left = std::exchange(table, nullptr);
  if (left == nullptr || --left->users > 0) return;
  for (const Descriptor& descriptor : left->slots) {
    if (descriptor.file != nullptr) drop(descriptor.file);
  }
  DescriptorTable::Free(left);
}

void Task::Die(Instant when) {
  dying = true;
  ended_at = when;
  fast_calls = 0;
}

void Task::Exit(int exit_status) {
  status = exit_status;
  ended = true;
  ended_at = now();
  Record(Call::kExit, -1, exit_status & 0xff, nullptr, 0,
         [exit_status] { return absl::StrCat("exit(", exit_status, ")"); });
  CloseAll(/*quietly=*/false);
}

bool Task::Signal(int signal) {
  const Handler handler = handlers[static_cast<size_t>(signal)];
  if (handler == SIG_IGN && signal != SIGKILL) return true;
  if (handler != SIG_DFL && signal != SIGKILL) {
    handler(signal);
    return !dying;
  }
  if (signal == SIGCHLD || signal == SIGURG || signal == SIGWINCH ||
      signal == SIGCONT) {
    return true;
  }
  owner->KillTask(*this, signal);
  return false;
}

size_t Task::DrawShorter(Site site, size_t could) {
  const Odds odds = owner->options_.short_io;
  switch (sim().choices().Below(3, site, actor(), odds,
                                static_cast<uint32_t>(calls))) {
    case 1:
      return could / 2;
    case 2:
      return 1;
    default:
      return could;
  }
}

}  // namespace orderly
