// The simulated host as a library for packetdrill's --so_filename.
//
// packetdrill takes the tcp_info of %{ }% from libc's getsockopt() and not from
// the table, and closes with libc's close() what a script left open: who loads
// this library with LD_PRELOAD as well gives it those, too.
#include <dlfcn.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <span>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "drill/epoll.h"
#include "drill/so/driven_machine.h"
#include "drill/so/library_flags.h"
#include "drill/so/packetdrill_interface.h"
#include "sim/process/calls.h"
#include "sim/process/task.h"

namespace orderly::drill {
namespace {

struct Library {
  explicit Library(const LibraryFlags& flags)
      : machine(flags.config, flags.states) {}

  DrivenMachine machine;
  Epolls epolls;                // only in jobs, as the next
  std::map<int, int> families;  // of descriptors: AF_INET, AF_INET6
};

// The one that packetdrill uses, for getsockopt() below.
std::atomic<Library*> the_library = nullptr;

// --- From here to the machine.

template <typename Result = int, typename Job>
Result Make(void* userdata, Job job) {
  auto& library = *static_cast<Library*>(userdata);
  const int64_t result = library.machine.Call(
      [&library, &job] { return job(*current_task, library); });
  if (result >= 0) return static_cast<Result>(result);
  errno = static_cast<int>(-result);
  return -1;
}

const sockaddr* Plain(const sockaddr_storage& name) {
  return reinterpret_cast<const sockaddr*>(&name);
}

Instant Until(const Task& task, int millis) {
  return millis < 0 ? Instant::Never()
                    : task.now() + std::chrono::milliseconds(millis);
}

// --- The table. Names and arguments are those of the calls.

void Free(void* userdata) {
  the_library = nullptr;
  delete static_cast<Library*>(userdata);
}

// IPv6 is IPv4 inside, but for the names.
int NewSocket(void* userdata, int domain, int type, int protocol) {
  return Make(userdata, [=](Task& task, Library& library) {
    const int inside = domain == AF_INET6 ? AF_INET : domain;
    const int64_t fd = sys::NewSocket(task, inside, type, protocol);
    if (fd >= 0) library.families[static_cast<int>(fd)] = domain;
    return fd;
  });
}

int Bind(void* userdata, int fd, const sockaddr* address, socklen_t size) {
  return Make(userdata, [=](Task& task, Library& library) {
    const auto name = library.machine.addresses().Local(address, size);
    return name.has_value()
               ? sys::Bind(task, fd, Plain(*name), sizeof(sockaddr_in))
               : sys::Bind(task, fd, address, size);
  });
}

int Listen(void* userdata, int fd, int backlog) {
  return Make(userdata, [=](Task& task, Library& /*library*/) {
    return sys::Listen(task, fd, backlog);
  });
}

int Accept(void* userdata, int fd, sockaddr* address, socklen_t* size) {
  return Make(userdata, [=](Task& task, Library& library) {
    sockaddr_in peer{};
    socklen_t peer_size = sizeof(peer);
    const int64_t child = sys::Accept(
        task, fd, reinterpret_cast<sockaddr*>(&peer), &peer_size, 0);
    if (child < 0) return child;
    const int family = library.families[fd];
    library.families[static_cast<int>(child)] = family;
    library.machine.addresses().TellRemote(family, ntohs(peer.sin_port),
                                           address, size);
    return child;
  });
}

int Connect(void* userdata, int fd, const sockaddr* address, socklen_t size) {
  return Make(userdata, [=](Task& task, Library& library) {
    const auto name = library.machine.addresses().Remote(address, size);
    return name.has_value()
               ? sys::Connect(task, fd, Plain(*name), sizeof(sockaddr_in))
               : sys::Connect(task, fd, address, size);
  });
}

ssize_t ReceiveVector(void* userdata, int fd, std::span<const iovec> to,
                      int flags) {
  return Make<ssize_t>(userdata, [=](Task& task, Library& /*library*/) {
    return sys::Receive(task, fd, to, flags);
  });
}

ssize_t SendVector(void* userdata, int fd, std::span<const iovec> from,
                   int flags) {
  return Make<ssize_t>(userdata, [=](Task& task, Library& /*library*/) {
    return sys::Send(task, fd, from, flags);
  });
}

ssize_t Recv(void* userdata, int fd, void* to, size_t size, int flags) {
  const iovec piece{to, size};
  return ReceiveVector(userdata, fd, std::span(&piece, 1), flags);
}

ssize_t Read(void* userdata, int fd, void* to, size_t size) {
  return Recv(userdata, fd, to, size, 0);
}

ssize_t ReadV(void* userdata, int fd, const iovec* to, int count) {
  return ReceiveVector(userdata, fd, {to, static_cast<size_t>(count)}, 0);
}

ssize_t RecvFrom(void* userdata, int fd, void* to, size_t size, int flags,
                 sockaddr* /*address*/, socklen_t* address_size) {
  if (address_size != nullptr) *address_size = 0;  // a stream has none
  return Recv(userdata, fd, to, size, flags);
}

// Without control messages.
ssize_t RecvMsg(void* userdata, int fd, msghdr* message, int flags) {
  const ssize_t result = ReceiveVector(
      userdata, fd, {message->msg_iov, message->msg_iovlen}, flags);
  message->msg_namelen = 0;
  message->msg_controllen = 0;
  message->msg_flags = 0;
  return result;
}

ssize_t Send(void* userdata, int fd, const void* from, size_t size, int flags) {
  const iovec piece{const_cast<void*>(from), size};
  return SendVector(userdata, fd, std::span(&piece, 1), flags);
}

ssize_t Write(void* userdata, int fd, const void* from, size_t size) {
  return Send(userdata, fd, from, size, 0);
}

ssize_t WriteV(void* userdata, int fd, const iovec* from, int count) {
  return SendVector(userdata, fd, {from, static_cast<size_t>(count)}, 0);
}

ssize_t SendTo(void* userdata, int fd, const void* from, size_t size, int flags,
               const sockaddr* /*address*/, socklen_t /*address_size*/) {
  return Send(userdata, fd, from, size, flags);
}

ssize_t SendMsg(void* userdata, int fd, const msghdr* message, int flags) {
  return SendVector(userdata, fd, {message->msg_iov, message->msg_iovlen},
                    flags);
}

int Fcntl(void* userdata, int fd, int command, ...) {
  va_list list;
  va_start(list, command);
  const long argument = va_arg(list, long);
  va_end(list);
  return Make(userdata, [=](Task& task, Library& /*library*/) {
    return sys::Fcntl(task, fd, command, argument);
  });
}

int Ioctl(void* userdata, int fd, unsigned long request, ...) {
  va_list list;
  va_start(list, request);
  void* const argument = va_arg(list, void*);
  va_end(list);
  return Make(userdata, [=](Task& task, Library& /*library*/) {
    return sys::Ioctl(task, fd, request, argument);
  });
}

int Close(void* userdata, int fd) {
  return Make(userdata, [=](Task& task, Library& library) {
    if (library.epolls.Close(fd)) return int64_t{0};
    library.epolls.Closing(fd);
    return sys::Close(task, fd);
  });
}

int Shutdown(void* userdata, int fd, int how) {
  return Make(userdata, [=](Task& task, Library& /*library*/) {
    return sys::Shutdown(task, fd, how);
  });
}

int GetSockOpt(void* userdata, int fd, int level, int name, void* value,
               socklen_t* size) {
  return Make(userdata, [=](Task& task, Library& /*library*/) {
    return sys::GetSockOpt(task, fd, level, name, value, size);
  });
}

int SetSockOpt(void* userdata, int fd, int level, int name, const void* value,
               socklen_t size) {
  return Make(userdata, [=](Task& task, Library& /*library*/) {
    return sys::SetSockOpt(task, fd, level, name, value, size);
  });
}

int Poll(void* userdata, pollfd* fds, nfds_t count, int timeout) {
  return Make(userdata, [=](Task& task, Library& /*library*/) {
    return sys::Poll(task, fds, count, Until(task, timeout));
  });
}

int NetdevSend(void* userdata, const void* packet, size_t size) {
  auto& machine = static_cast<Library*>(userdata)->machine;
  // What TCP does not know is lost, as at a host.
  (void)machine.Arrives({static_cast<const char*>(packet), size});
  return 0;
}

int NetdevReceive(void* userdata, void* packet, size_t* size,
                  long long* micros) {
  auto& machine = static_cast<Library*>(userdata)->machine;
  const auto next = machine.Next();
  const size_t room = std::exchange(*size, 0);
  *micros = machine.Now();
  if (!next.has_value() || next->bytes.size() > room) return 0;
  std::memcpy(packet, next->bytes.data(), next->bytes.size());
  *size = next->bytes.size();
  *micros = next->micros;
  return 0;
}

int USleep(void* userdata, useconds_t micros) {
  static_cast<Library*>(userdata)->machine.Sleep(
      std::chrono::microseconds(micros));
  return 0;
}

int GetTimeOfDay(void* userdata, timeval* time, struct timezone* /*zone*/) {
  const int64_t now = static_cast<Library*>(userdata)->machine.Now();
  *time = {now / 1'000'000, now % 1'000'000};
  return 0;
}

int EpollCreate(void* userdata, int /*size*/) {
  return Make(userdata, [](Task& /*task*/, Library& library) {
    return int64_t{library.epolls.Create()};
  });
}

int EpollControl(void* userdata, int epoll, int operation, int fd,
                 epoll_event* event) {
  return Make(userdata, [=](Task& /*task*/, Library& library) {
    return library.epolls.Control(epoll, operation, fd, event);
  });
}

int EpollWait(void* userdata, int epoll, epoll_event* events, int most,
              int timeout) {
  return Make(userdata, [=](Task& task, Library& library) {
    return library.epolls.Wait(epoll, events, most, Until(task, timeout));
  });
}

int Pipe(void* /*userdata*/, int* /*fds*/) {
  errno = ENOSYS;
  return -1;
}

int Splice(void* /*userdata*/, int /*from*/, loff_t* /*from_offset*/,
           int /*to*/, loff_t* /*to_offset*/, size_t /*size*/,
           unsigned int /*flags*/) {
  errno = ENOSYS;
  return -1;
}

// The library that a descriptor is of; null: it is the kernel's.
Library* LibraryOf(int fd) {
  return fd >= Task::kFirstDescriptor ? the_library.load() : nullptr;
}

// getsockopt() for %{ }%: never shorter than it was asked for, since
// packetdrill knows more fields of tcp_info than there are here; those are 0.
// Reno and CUBIC have no TCP_CC_INFO; SO_MEMINFO is not known, and 0.
int Sample(Library* library, int fd, int level, int name, void* value,
           socklen_t* size) {
  if (level == IPPROTO_TCP && name == TCP_CC_INFO) {
    *size = 0;
    return 0;
  }
  std::memset(value, 0, *size);
  if (level == SOL_SOCKET && name == SO_MEMINFO) return 0;
  socklen_t told = *size;
  const int result = GetSockOpt(library, fd, level, name, value, &told);
  if (level != IPPROTO_TCP || name != TCP_INFO) *size = told;
  return result;
}

}  // namespace
}  // namespace orderly::drill

extern "C" {

[[gnu::visibility("default")]] void packetdrill_interface_init(
    const char* flags, PacketdrillInterface* interface) {
  using namespace orderly::drill;  // NOLINT(google-build-using-namespace)
  const absl::StatusOr<LibraryFlags> read =
      ReadLibraryFlags(flags == nullptr ? "" : flags);
  if (!read.ok()) {
    std::fprintf(stderr, "--so_flags: %s\n",
                 std::string(read.status().message()).c_str());
    std::exit(2);
  }
  auto* const library = new Library(*read);
  the_library = library;
  *interface = {.userdata = library,
                .free = Free,
                .socket = NewSocket,
                .bind = Bind,
                .listen = Listen,
                .accept = Accept,
                .connect = Connect,
                .read = Read,
                .readv = ReadV,
                .recv = Recv,
                .recvfrom = RecvFrom,
                .recvmsg = RecvMsg,
                .write = Write,
                .writev = WriteV,
                .send = Send,
                .sendto = SendTo,
                .sendmsg = SendMsg,
                .fcntl = Fcntl,
                .ioctl = Ioctl,
                .close = Close,
                .shutdown = Shutdown,
                .getsockopt = GetSockOpt,
                .setsockopt = SetSockOpt,
                .poll = Poll,
                .netdev_send = NetdevSend,
                .netdev_receive = NetdevReceive,
                .usleep = USleep,
                .gettimeofday = GetTimeOfDay,
                .epoll_create = EpollCreate,
                .epoll_ctl = EpollControl,
                .epoll_wait = EpollWait,
                .pipe = Pipe,
                .splice = Splice};
}

// The two calls that packetdrill makes past its table: it asks for what %{ }%
// may look at, and closes what a script left open.
[[gnu::visibility("default")]] int getsockopt(int fd, int level, int name,
                                              void* value,
                                              socklen_t* size) noexcept {
  if (orderly::drill::Library* const library = orderly::drill::LibraryOf(fd))
    return orderly::drill::Sample(library, fd, level, name, value, size);
  using Function = int (*)(int, int, int, void*, socklen_t*);
  static const auto next =
      reinterpret_cast<Function>(dlsym(RTLD_NEXT, "getsockopt"));
  return next(fd, level, name, value, size);
}

[[gnu::visibility("default")]] int close(int fd) {
  if (orderly::drill::Library* const library = orderly::drill::LibraryOf(fd))
    return orderly::drill::Close(library, fd);
  using Function = int (*)(int);
  static const auto next =
      reinterpret_cast<Function>(dlsym(RTLD_NEXT, "close"));
  return next(fd);
}

}  // extern "C"
