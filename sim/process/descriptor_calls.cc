// close(2), dup(2), fcntl(2) and ioctl(2).
#include <fcntl.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "sim/process/calls.h"
#include "sim/tcp/tcp_config.h"

namespace orderly::sys {

// For who listens: "listener", or nothing of a socket that was connected.
static std::string_view WhatCloses(Task& task, int fd) {
  if (task.dying) return "";  // it has no descriptors any more
  const Descriptor* descriptor = task.Find(fd);
  const bool connected =
      descriptor != nullptr &&
      Task::TupleOf(descriptor->file->socket).remote.port != 0;
  return connected ? "" : "listener";
}

int64_t Close(Task& task, int fd) {
  if (!task.Enter(Call::kClose, WhatCloses(task, fd))) return 0;
  Descriptor* descriptor = task.Find(fd);
  const auto text = [] { return std::string("close"); };
  if (descriptor == nullptr)
    return task.Record(Call::kClose, fd, -EBADF, nullptr, 0, text);
  OpenFile* file = descriptor->file;
  const TcpConfig& config = task.host->config();
  if (config.linger_non_blocking == LingerNonBlocking::kRefuses &&
      file->references == 1 && file->socket->nonblocking &&
      file->socket->WouldLinger()) {
    return task.Record(Call::kClose, fd, -EWOULDBLOCK, file->socket, 0, text);
  }
  descriptor->file = nullptr;
  if (config.close_wakes_readers && file->references > 1)
    task.InterruptOthers(fd);
  // The socket may be gone afterwards; its connection may live on.
  const FourTuple tuple =
      task.keeps() ? Task::TupleOf(file->socket) : FourTuple{};
  int64_t told = 0;
  if (!task.Release(file, &told)) return 0;
  task.Count(Call::kClose, fd, told);
  if (task.keeps())
    task.Keep({Call::kClose, fd, told, 0, tuple, nullptr, text()});
  return told;
}

int64_t Dup(Task& task, int fd, int least, bool close_on_exec) {
  if (!task.Enter(Call::kDup)) return -EMFILE;
  const Descriptor* descriptor = task.Find(fd);
  int64_t result = -EBADF;
  Socket* socket = nullptr;
  if (descriptor != nullptr) {
    OpenFile* file = descriptor->file;
    socket = file->socket;
    result =
        task.Open(file, close_on_exec, std::max(least, Task::kFirstDescriptor));
    if (result >= 0) ++file->references;
  }
  return task.Record(Call::kDup, fd, result, socket, 0,
                     [] { return std::string("dup"); });
}

int64_t DupTo(Task& task, int fd, int to, bool close_on_exec) {
  if (!task.Enter(Call::kDup)) return -EMFILE;
  const Descriptor* descriptor = task.Find(fd);
  constexpr int kEnd =
      Task::kFirstDescriptor + static_cast<int>(Task::kMaxDescriptors);
  int64_t result = to;
  if (descriptor == nullptr || to < 0 || to >= kEnd) {
    result = -EBADF;
  } else if (to < Task::kFirstDescriptor) {
    result = -ENOSYS;  // over one of libc's: not simulated
  }
  Socket* socket = nullptr;
  if (result >= 0) {
    OpenFile* file = descriptor->file;
    socket = file->socket;
    ++file->references;
    if (Descriptor* open = task.Find(to)) {
      OpenFile* old = open->file;
      *open = {file, close_on_exec};
      if (!task.Release(old)) return -EBADF;
    } else {
      (void)task.Open(file, close_on_exec, to);
    }
  }
  return task.Record(Call::kDup, fd, result, socket, 0,
                     [to] { return absl::StrCat("dup2(", to, ")"); });
}

int64_t Fcntl(Task& task, int fd, int command, int64_t argument) {
  if (command == F_DUPFD || command == F_DUPFD_CLOEXEC) {
    return Dup(task, fd, static_cast<int>(argument),
               command == F_DUPFD_CLOEXEC);
  }
  if (!task.Enter(Call::kFcntl)) return 0;
  Descriptor* descriptor = task.Find(fd);
  int64_t result = 0;
  if (descriptor == nullptr) {
    result = -EBADF;
  } else {
    Socket& socket = *descriptor->file->socket;
    switch (command) {
      case F_GETFL:
        result = O_RDWR | (socket.nonblocking ? O_NONBLOCK : 0);
        break;
      case F_SETFL:
        socket.nonblocking = (argument & O_NONBLOCK) != 0;
        break;
      case F_GETFD:
        result = descriptor->close_on_exec ? FD_CLOEXEC : 0;
        break;
      case F_SETFD:
        descriptor->close_on_exec = (argument & FD_CLOEXEC) != 0;
        break;
      default:
        result = -EINVAL;
    }
  }
  task.Count(Call::kFcntl, fd, result);
  return result;
}

int64_t Ioctl(Task& task, int fd, uint64_t request, void* argument) {
  if (!task.Enter(Call::kIoctl)) return -ECONNRESET;
  Socket* socket = SocketOf(task, fd);
  IoResult count;
  std::string_view name;
  if (socket == nullptr) {
    count = IoResult::Error(EBADF);
  } else if (request == FIONBIO) {
    int on = 0;
    std::memcpy(&on, argument, sizeof(on));
    socket->nonblocking = on != 0;
  } else if (request == SIOCINQ) {
    count = socket->InputQueue();
    name = "SIOCINQ";
  } else if (request == SIOCOUTQ) {
    count = socket->OutputQueue();
    name = "SIOCOUTQ";
  } else if (request == SIOCOUTQNSD) {
    count = socket->UnsentQueue();
    name = "SIOCOUTQNSD";
  } else {
    count = IoResult::Error(ENOTTY);
  }
  const int64_t result = count.ok() ? count.value : -count.error;
  if (name.empty()) {
    task.Count(Call::kIoctl, fd, result);
    return result;
  }
  if (count.ok()) {
    const auto value = static_cast<int>(count.value);
    std::memcpy(argument, &value, sizeof(value));
  }
  // The trace tells the count, the caller gets 0.
  task.Record(Call::kIoctl, fd, result, socket, 0, [name] {
    return absl::StrCat("ioctl(", absl::string_view(name.data(), name.size()),
                        ")");
  });
  return count.ok() ? 0 : result;
}

}  // namespace orderly::sys
