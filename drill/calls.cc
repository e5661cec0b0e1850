#include "drill/calls.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "drill/call_arguments.h"
#include "drill/message_calls.h"
#include "drill/option_values.h"
#include "drill/poll_calls.h"
#include "drill/value.h"

namespace orderly::drill {
namespace {

using Kind = Expression::Kind;
using Bytes = std::shared_ptr<std::string>;

// What libc told, as the kernel would.
int64_t Kernel(int64_t result) { return result < 0 ? -errno : result; }

ReadyCall Just(Caller::Job job) { return {std::move(job), nullptr}; }

sockaddr_in SockAddr(Endpoint endpoint) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(endpoint.port);
  address.sin_addr.s_addr = htonl(endpoint.address);
  return address;
}

template <int (*call)(int, const sockaddr*, socklen_t)>
int64_t Named(int fd, const sockaddr_in& address) {
  return Kernel(
      call(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)));
}

// --- One function a call, or a family. Arguments are the script's.

// A host has one address family: what is IPv6 runs as IPv4, but for what
// Families knows.
ReadyCall Socket(CallArguments& arguments, CallContext& context) {
  const int family = arguments.At(0).kind == Kind::kEllipsis
                         ? context.families.usual
                         : arguments.Int(0);
  const int type = arguments.Int(1);
  return Just([family, type, &context] {
    const int64_t fd = Kernel(::socket(AF_INET, type, 0));
    if (fd >= 0) context.families.Opened(static_cast<int>(fd), family);
    return fd;
  });
}

ReadyCall Bind(CallArguments& arguments, CallContext& context) {
  const int fd = arguments.Descriptor(0);
  const sockaddr_in address = SockAddr(arguments.Address(1, context.bind));
  return Just([fd, address, &context] {
    const bool any = address.sin_addr.s_addr == INADDR_ANY;
    if (const int64_t error = context.families.MayBind(fd, any)) return error;
    const int64_t result = Named<::bind>(fd, address);
    if (result == 0) context.families.Bound(fd);
    return result;
  });
}

ReadyCall Connect(CallArguments& arguments, CallContext& context) {
  const int fd = arguments.Descriptor(0);
  const sockaddr_in address = SockAddr(arguments.Address(1, context.connect));
  return Just([fd, address, &context] {
    if (const int64_t error = context.families.MayConnect(fd)) return error;
    return Named<::connect>(fd, address);
  });
}

ReadyCall Listen(CallArguments& arguments, CallContext& /*context*/) {
  const int fd = arguments.Descriptor(0);
  const int backlog = arguments.Int(1);
  return Just([fd, backlog] { return Kernel(::listen(fd, backlog)); });
}

ReadyCall Accept(CallArguments& arguments, CallContext& context) {
  const int fd = arguments.Descriptor(0);
  const int flags = arguments.size() > 3 ? arguments.Int(3) : 0;
  return Just([fd, flags, &context] {
    const int64_t child = Kernel(::accept4(fd, nullptr, nullptr, flags));
    if (child >= 0) context.families.Accepted(fd, static_cast<int>(child));
    return child;
  });
}

ReadyCall Close(CallArguments& arguments, CallContext& context) {
  const int fd = arguments.Descriptor(0);
  return Just([fd, &context] {
    if (context.epolls.Close(fd)) return int64_t{0};
    context.epolls.Closing(fd);
    return Kernel(::close(fd));
  });
}

ReadyCall Shutdown(CallArguments& arguments, CallContext& /*context*/) {
  const int fd = arguments.Descriptor(0);
  const int how = arguments.Int(1);
  return Just([fd, how] { return Kernel(::shutdown(fd, how)); });
}

ReadyCall Dup(CallArguments& arguments, CallContext& /*context*/) {
  const int fd = arguments.Descriptor(0);
  return Just([fd] { return Kernel(::dup(fd)); });
}

ReadyCall Fcntl(CallArguments& arguments, CallContext& /*context*/) {
  const int fd = arguments.Descriptor(0);
  const int command = arguments.Int(1);
  const int64_t value = arguments.size() > 2 ? arguments.Number(2) : 0;
  return Just(
      [fd, command, value] { return Kernel(::fcntl(fd, command, value)); });
}

// ioctl(fd, request, [value]): in or out.
ReadyCall Ioctl(CallArguments& arguments, CallContext& /*context*/) {
  const int fd = arguments.Descriptor(0);
  const auto request = static_cast<uint64_t>(arguments.Number(1));
  const bool compare = arguments.At(2).kind != Kind::kEllipsis;
  const int expected = compare ? arguments.Int(2) : 0;
  const auto value = std::make_shared<int>(request == FIONBIO ? expected : 0);
  ReadyCall ready;
  ready.job = [fd, request, value] {
    return Kernel(::ioctl(fd, request, value.get()));
  };
  if (!compare || request == FIONBIO) return ready;
  ready.mismatch = [value, expected]() -> std::optional<std::string> {
    if (*value == expected) return std::nullopt;
    return absl::StrCat("expected [", expected, "], got [", *value, "]");
  };
  return ready;
}

// read, recv, recvfrom: (fd, buffer, size[, flags, ...]). A string is what must
// arrive.
ReadyCall Receive(CallArguments& arguments, CallContext& /*context*/) {
  const int fd = arguments.Descriptor(0);
  const size_t size = arguments.Size(2);
  const int flags = arguments.size() > 3 ? arguments.Int(3) : 0;
  const bool compare = arguments.At(1).kind == Kind::kString;
  const std::string expected = compare ? Unescaped(arguments.At(1).text) : "";
  const auto buffer = std::make_shared<std::string>(size, '\0');
  const auto got = std::make_shared<size_t>(0);
  ReadyCall ready;
  const bool null = arguments.IsNull(1);
  ready.job = [fd, buffer, flags, got, null] {
    const int64_t result = Kernel(
        ::recv(fd, null ? nullptr : buffer->data(), buffer->size(), flags));
    if (result > 0) *got = static_cast<size_t>(result);
    return result;
  };
  if (!compare) return ready;
  ready.mismatch = [buffer, expected, got]() -> std::optional<std::string> {
    const std::string bytes = buffer->substr(0, *got);
    if (bytes == expected.substr(0, *got)) return std::nullopt;
    return absl::StrCat("expected the bytes \"", expected, "\", got \"", bytes,
                        "\"");
  };
  return ready;
}

// write, send, sendto: (fd, buffer, size[, flags, ...]).
ReadyCall Send(CallArguments& arguments, CallContext& /*context*/) {
  const int fd = arguments.Descriptor(0);
  const auto bytes = std::make_shared<std::string>(arguments.Bytes(1, 2));
  const int flags = arguments.size() > 3 ? arguments.Int(3) : 0;
  const bool null = arguments.IsNull(1);
  return Just([fd, bytes, flags, null] {
    return Kernel(
        ::send(fd, null ? nullptr : bytes->data(), bytes->size(), flags));
  });
}

ReadyCall SetSockOpt(CallArguments& arguments, CallContext& context) {
  const int fd = arguments.Descriptor(0);
  const int level = arguments.Int(1);
  const int name = arguments.Int(2);
  const Expression& scripted = arguments.At(3);
  const absl::StatusOr<std::string> value = OptionBytes(scripted);
  if (!value.ok()) arguments.Refuse(scripted);
  const auto bytes = std::make_shared<std::string>(value.value_or(""));
  const bool shorter =
      arguments.size() > 4 && arguments.At(4).kind == Kind::kNumber &&
      static_cast<size_t>(arguments.At(4).number) < bytes->size();
  const auto size = static_cast<socklen_t>(
      shorter ? static_cast<size_t>(arguments.At(4).number) : bytes->size());
  return Just([fd, level, name, bytes, size, &context] {
    int of = level;
    int option = name;
    const int64_t answer =
        context.families.Set(fd, of, option, bytes->data(), size);
    if (answer != Families::kNone) return answer;
    return Kernel(::setsockopt(fd, of, option, bytes->data(), size));
  });
}

ReadyCall GetSockOpt(CallArguments& arguments, CallContext& context) {
  const int fd = arguments.Descriptor(0);
  const int level = arguments.Int(1);
  const int name = arguments.Int(2);
  const Expression expected = arguments.At(3);
  constexpr size_t kRoom = 512;
  const auto bytes = std::make_shared<std::string>(kRoom, '\0');
  ReadyCall ready;
  ready.job = [fd, level, name, bytes, &context] {
    int of = level;
    int option = name;
    auto size = static_cast<socklen_t>(bytes->size());
    int64_t result = context.families.Get(fd, of, option, bytes->data(), &size);
    if (result == Families::kNone)
      result = Kernel(::getsockopt(fd, of, option, bytes->data(), &size));
    bytes->resize(size);
    return result;
  };
  ready.mismatch = [bytes, expected] {
    return OptionMismatch(expected, *bytes);
  };
  return ready;
}

struct Family {
  std::string_view name;
  ReadyCall (*prepare)(CallArguments& arguments, CallContext& context);
};

constexpr Family kCalls[] = {
    {"socket", Socket},
    {"bind", Bind},
    {"listen", Listen},
    {"accept", Accept},
    {"accept4", Accept},
    {"connect", Connect},
    {"close", Close},
    {"shutdown", Shutdown},
    {"dup", Dup},
    {"fcntl", Fcntl},
    {"ioctl", Ioctl},
    {"read", Receive},
    {"recv", Receive},
    {"recvfrom", Receive},
    {"write", Send},
    {"send", Send},
    {"sendto", Send},
    {"readv", ReadVector},
    {"writev", WriteVector},
    {"recvmsg", ReceiveMessage},
    {"sendmsg", SendMessage},
    {"setsockopt", SetSockOpt},
    {"getsockopt", GetSockOpt},
    {"poll", Poll},
    {"epoll_create", EpollCreate},
    {"epoll_create1", EpollCreate},
    {"epoll_ctl", EpollControl},
    {"epoll_wait", EpollWait},
};

const Family* FamilyOf(std::string_view name) {
  for (const Family& family : kCalls) {
    if (family.name == name) return &family;
  }
  return nullptr;
}

}  // namespace

int Descriptors::FirstOf(const SystemCall& call) const {
  if (call.arguments.empty()) return kNotOpen;
  const absl::StatusOr<int64_t> scripted = NumberOf(call.arguments[0]);
  return scripted.ok() ? Live(*scripted) : kNotOpen;
}

absl::StatusOr<ReadyCall> Prepare(const SystemCall& call,
                                  CallContext& context) {
  const Family* const family = FamilyOf(call.name);
  if (family == nullptr)
    return absl::UnimplementedError(absl::StrCat("the call ", call.name, "()"));
  CallArguments arguments(call, context);
  ReadyCall ready = family->prepare(arguments, context);
  if (!arguments.status().ok()) return arguments.status();
  return ready;
}

Caller::Job SocketNumberJob(int fd, int option) {
  return [fd, option] {
    int number = 0;
    socklen_t size = sizeof(number);
    const int64_t result =
        Kernel(::getsockopt(fd, SOL_SOCKET, option, &number, &size));
    return result < 0 ? result : int64_t{number};
  };
}

Caller::Job TcpInfoJob(int fd, std::vector<std::byte>& to) {
  return [fd, &to] {
    auto size = static_cast<socklen_t>(to.size());
    const int64_t result =
        Kernel(::getsockopt(fd, IPPROTO_TCP, TCP_INFO, to.data(), &size));
    return result < 0 ? result : int64_t{size};
  };
}

bool IsKnownCall(std::string_view name) { return FamilyOf(name) != nullptr; }

bool ReturnsDescriptor(std::string_view name) {
  return name == "socket" || name.starts_with("accept") || name == "dup" ||
         name.starts_with("epoll_create");
}

std::string CallText(const SystemCall& call) {
  Expression expression;
  expression.kind = Kind::kCall;
  expression.text = call.name;
  expression.items = call.arguments;
  return ExpressionText(expression);
}

}  // namespace orderly::drill
