#include "conform/kernel_stack.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conform/words.h"
#include "sim/base/error_name.h"
#include "sim/host/poll_bits.h"
#include "sim/tcp/tcp_state.h"
#include "sim/wire/ip_bytes.h"

namespace orderly::conform {
namespace {

constexpr const char* kDevice = "orderly0";

struct Setting {
  const char* path;
  const char* value;
};
// What makes a kernel's answers depend on the story alone: no metrics of
// earlier connections, no rate limit, Reno, nothing that waits for less than a
// delayed ACK does.
constexpr std::array<Setting, 11> kSettings = {{
    {"tcp_congestion_control", "reno"},
    {"tcp_no_metrics_save", "1"},
    {"tcp_invalid_ratelimit", "0"},
    {"tcp_autocorking", "0"},
    {"tcp_ecn", "0"},
    {"tcp_sack", "1"},
    {"tcp_timestamps", "1"},
    {"tcp_window_scaling", "1"},
    {"tcp_early_retrans", "0"},
    {"tcp_comp_sack_nr", "0"},
    {"ip_local_port_range", "61000 65000"},
}};

absl::Status Failed(std::string_view what) {
  return absl::FailedPreconditionError(
      absl::StrCat(std::string(what), ": ", std::strerror(errno)));
}

std::string Answer(int64_t result) {
  return result < 0 ? ErrorName(errno) : absl::StrCat(result);
}
std::string Done(int result) { return result < 0 ? ErrorName(errno) : "0"; }

sockaddr_in Name(const Endpoint& endpoint) {
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(endpoint.port);
  name.sin_addr.s_addr = htonl(endpoint.address);
  return name;
}

// The interface's addresses and flags, by the old ioctls: no netlink needed.
absl::Status BringUp(int control, const char* device, uint32_t address) {
  ifreq request{};
  std::strncpy(request.ifr_name, device, IFNAMSIZ - 1);
  const auto set = [&request](uint32_t value) {
    const sockaddr_in name = Name({value, 0});
    std::memcpy(&request.ifr_addr, &name, sizeof(name));
  };
  set(address);
  if (address != 0 && ioctl(control, SIOCSIFADDR, &request) < 0)
    return Failed("cannot give the device an address");
  set(0xffffff00);
  if (address != 0 && ioctl(control, SIOCSIFNETMASK, &request) < 0)
    return Failed("cannot give the device a netmask");
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  if (ioctl(control, SIOCSIFFLAGS, &request) < 0)
    return Failed("cannot bring the device up");
  return absl::OkStatus();
}

std::string_view KernelStateName(uint8_t state) {
  constexpr std::array<TcpState, 12> kStates = {
      TcpState::kClosed,      TcpState::kEstablished, TcpState::kSynSent,
      TcpState::kSynReceived, TcpState::kFinWait1,    TcpState::kFinWait2,
      TcpState::kTimeWait,    TcpState::kClosed,      TcpState::kCloseWait,
      TcpState::kLastAck,     TcpState::kListen,      TcpState::kClosing};
  return state < kStates.size() ? TcpStateName(kStates[state]) : "?";
}

}  // namespace

std::string KernelStack::Release() {
  utsname name{};
  uname(&name);
  return name.release;
}

absl::StatusOr<std::unique_ptr<KernelStack>> KernelStack::New() {
  if (unshare(CLONE_NEWNET) < 0)
    return Failed(
        "a network namespace needs root (CAP_SYS_ADMIN and CAP_NET_ADMIN)");
  std::unique_ptr<KernelStack> stack(new KernelStack);
  const absl::Status status = stack->Configure();
  if (!status.ok()) return status;
  return stack;
}

absl::Status KernelStack::Configure() {
  // Others of this machine must not come between two steps: ticks would. Only
  // fewer stories need to be told again without it.
  const sched_param priority{1};
  (void)sched_setscheduler(0, SCHED_FIFO, &priority);
  device_ = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (device_ < 0) return Failed("/dev/net/tun");
  ifreq request{};
  std::strncpy(request.ifr_name, kDevice, IFNAMSIZ - 1);
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  if (ioctl(device_, TUNSETIFF, &request) < 0)
    return Failed("cannot make a TUN device");
  for (const Setting& setting : kSettings) {
    std::ofstream file(absl::StrCat("/proc/sys/net/ipv4/", setting.path));
    if (!(file << setting.value).flush())
      return Failed(absl::StrCat("cannot set net.ipv4.", setting.path));
  }
  // Absent where IPv6 is.
  std::ofstream("/proc/sys/net/ipv6/conf/all/disable_ipv6") << "1";
  const int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (control < 0) return Failed("cannot make a socket");
  absl::Status status = BringUp(control, "lo", 0);
  status.Update(BringUp(control, kDevice, kHostAddress));
  close(control);
  return status;
}

KernelStack::~KernelStack() {
  End();
  if (device_ >= 0) close(device_);
}

// What a story left is reset, so that nothing of it sends later.
void KernelStack::End() {
  if (listener_ >= 0) close(std::exchange(listener_, -1));
  if (port_ != 0) {
    Segment reset;
    reset.source = tuple_.remote;
    reset.destination = tuple_.local;
    reset.flags = kRst;
    // The first may draw a challenge ACK (RFC 5961, 3.2), which tells the
    // number.
    for (int i = 0; i < 2; ++i) {
      reset.seq = host_expects_;
      Deliver(reset);
      (void)Take();
    }
  }
  if (closing_.joinable()) closing_.join();
  if (socket_ >= 0) {
    const linger reset{1, 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
    close(std::exchange(socket_, -1));
  }
  lingers_ = false;
  std::array<char, 2048> packet;
  while (read(device_, packet.data(), packet.size()) > 0) {
  }
}

FourTuple KernelStack::Begin(Opening opening) {
  End();
  port_ = static_cast<uint16_t>(port_ < 10'000 || port_ >= 30'000 ? 10'000
                                                                  : port_ + 1);
  tuple_ = {{kHostAddress, port_},
            {kPeerAddress, static_cast<uint16_t>(port_ + 10'000)}};
  host_expects_ = SeqNum();
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  const sockaddr_in local = Name(tuple_.local);
  (void)bind(fd, reinterpret_cast<const sockaddr*>(&local), sizeof(local));
  if (opening == Opening::kAccepted || opening == Opening::kSynReceived) {
    (void)listen(fd, 16);
    listener_ = fd;
  } else {
    const sockaddr_in remote = Name(tuple_.remote);
    (void)connect(fd, reinterpret_cast<const sockaddr*>(&remote),
                  sizeof(remote));
    socket_ = fd;
  }
  return tuple_;
}

std::string KernelStack::Accept() {
  if (listener_ < 0) return "-";
  const int child =
      accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (child < 0) return ErrorName(errno);
  socket_ = child;
  close(std::exchange(listener_, -1));
  return "ok";
}

// With SO_LINGER it may wait: in a thread, which has a moment to end.
std::string KernelStack::Close() {
  const int fd = std::exchange(socket_, -1);
  if (!std::exchange(lingers_, false)) return Done(close(fd));
  closed_.store(false);
  closing_ = std::thread([this, fd] {
    close(fd);
    closed_.store(true);
  });
  return EndClose(kLingerPatience) ? "0" : "waits";
}

bool KernelStack::EndClose(uint32_t patience) {
  for (uint32_t i = 0; i < 10 * patience && !closed_.load(); ++i) usleep(100);
  if (!closed_.load()) return false;
  closing_.join();
  return true;
}

std::string KernelStack::Receive(size_t size, int flags) const {
  std::string bytes(size, '\0');
  const ssize_t n =
      recv(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT | flags);
  if (n < 0) return ErrorName(errno);
  bytes.resize(static_cast<size_t>(n));
  return BytesWord(bytes);
}

std::string KernelStack::Send(size_t size) const {
  const std::string bytes(size, 'x');
  return Answer(
      send(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL));
}

std::string KernelStack::Queue(unsigned long request) const {
  int value = 0;
  return ioctl(socket_, request, &value) < 0 ? ErrorName(errno)
                                             : absl::StrCat(value);
}

std::string KernelStack::Linger(bool on, uint32_t seconds) {
  lingers_ = on && seconds > 0;
  const linger value{on ? 1 : 0, static_cast<int>(seconds)};
  return Done(
      setsockopt(socket_, SOL_SOCKET, SO_LINGER, &value, sizeof(value)));
}

std::string KernelStack::Error() const {
  int error = 0;
  socklen_t size = sizeof(error);
  getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size);
  return ErrorName(error);
}

std::string KernelStack::Poll() const {
  pollfd it{socket_, POLLIN | POLLOUT | POLLRDHUP, 0};
  (void)poll(&it, 1, 0);
  return PollBitsText(static_cast<uint16_t>(it.revents));
}

std::string KernelStack::Call(const Step& step) {
  if (step.op == Op::kAccept) return Accept();
  if (socket_ < 0) return "-";
  const int on = 1;
  switch (step.op) {
    case Op::kSend:
      return Send(step.size);
    case Op::kReceive:
      return Receive(step.size, 0);
    case Op::kPeek:
      return Receive(step.size, MSG_PEEK);
    case Op::kShutRead:
      return Done(shutdown(socket_, SHUT_RD));
    case Op::kShutWrite:
      return Done(shutdown(socket_, SHUT_WR));
    case Op::kShutBoth:
      return Done(shutdown(socket_, SHUT_RDWR));
    case Op::kClose:
      return Close();
    case Op::kLinger:
      return Linger(true, step.size);
    case Op::kNoLinger:
      return Linger(false, 0);
    case Op::kNoDelay:
      return Done(
          setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)));
    case Op::kError:
      return Error();
    case Op::kPoll:
      return Poll();
    case Op::kInputQueue:
      return Queue(SIOCINQ);
    case Op::kOutputQueue:
      return Queue(SIOCOUTQ);
    case Op::kUnsentQueue:
      return Queue(SIOCOUTQNSD);
    case Op::kAccept:
    case Op::kSegment:
    case Op::kWait:
      break;
  }
  return "";
}

void KernelStack::Deliver(const Segment& segment) {
  const std::string packet = ToIpv4(segment);
  (void)!write(device_, packet.data(), packet.size());
  // What ended the wait of close() its thread has yet to follow up.
  if (closing_.joinable()) (void)EndClose(/*patience=*/2);
}

void KernelStack::Wait(uint32_t milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

std::vector<Segment> KernelStack::Take() {
  std::vector<Segment> sent;
  std::array<char, 2048> packet;
  for (;;) {
    const ssize_t n = read(device_, packet.data(), packet.size());
    if (n <= 0) return sent;
    std::optional<Segment> segment =
        FromIpv4({packet.data(), static_cast<size_t>(n)});
    if (!segment.has_value() || segment->source != tuple_.local ||
        segment->destination != tuple_.remote)
      continue;
    if (segment->Has(kAck) && !segment->Has(kRst)) host_expects_ = segment->ack;
    sent.push_back(*std::move(segment));
  }
}

std::string KernelStack::State() {
  if (socket_ < 0) return "-";
  tcp_info info{};
  socklen_t size = sizeof(info);
  if (getsockopt(socket_, IPPROTO_TCP, TCP_INFO, &info, &size) < 0)
    return ErrorName(errno);
  return std::string(KernelStateName(info.tcpi_state));
}

}  // namespace orderly::conform
