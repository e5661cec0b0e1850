// The library for packetdrill, as packetdrill uses it: by its table alone.
#include <arpa/inet.h>
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>
#include <string>
#include <thread>

#include "drill/so/packetdrill_interface.h"
#include "sim/base/address_sanitizer.h"
#include "sim/wire/ip_bytes.h"
#include "sim/wire/ipv6_bytes.h"
#include "sim/wire/payload.h"
#include "sim/wire/segment.h"

namespace orderly::drill {
namespace {

constexpr Endpoint kHost = {0xc0a81234, 8080};
constexpr Endpoint kPeer = {0xc0000201, 41000};
constexpr Ipv6Address kHostV6 = {0xfd, 0x3d, 0, 0, 0, 0, 0, 0,
                                 0,    0,    0, 0, 0, 0, 0, 7};
constexpr Ipv6Address kPeerV6 = {0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0,
                                 0,    0, 0,    0,    0, 0, 0, 9};

class PacketdrillSoTest : public testing::Test {
 protected:
  void SetUp() override {
#ifdef ORDERLY_ASAN
    GTEST_SKIP() << "a sanitizer's library cannot be loaded with RTLD_DEEPBIND";
#endif
  }

  void Load(const char* flags) {
    // As packetdrill loads it.
    void* const library =
        dlopen("drill/libpacketdrill_so.so",
               RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE | RTLD_DEEPBIND);
    ASSERT_NE(library, nullptr) << dlerror();
    using Init = void (*)(const char*, PacketdrillInterface*);
    const auto init =
        reinterpret_cast<Init>(dlsym(library, "packetdrill_interface_init"));
    ASSERT_NE(init, nullptr);
    init(flags, &so_);
    world_ = so_.userdata;
  }
  void TearDown() override {
    if (world_ != nullptr) so_.free(world_);
  }

  int64_t Micros() {
    timeval now{};
    EXPECT_EQ(so_.time_of_day(world_, &now, nullptr), 0);
    return now.tv_sec * int64_t{1'000'000} + now.tv_usec;
  }

  void Arrives(uint8_t flags, uint32_t seq, uint32_t ack,
               std::string_view data = "") {
    Segment segment;
    segment.source = kPeer;
    segment.destination = kHost;
    segment.flags = flags;
    segment.seq = SeqNum(seq);
    segment.ack = SeqNum(ack);
    segment.window = 65535;
    if ((flags & kSyn) != 0) segment.options.mss = 1000;
    segment.payload = Payload::Copy(data);
    std::string packet = ToIpv4(segment);
    if (ipv6_) packet = ToIpv6(packet, {kPeerV6, kHostV6});
    EXPECT_EQ(so_.netdev_send(world_, packet.data(), packet.size()), 0);
  }

  // nullopt: nothing was sent, or what is no TCP.
  std::optional<Segment> Sent() {
    std::string packet(65536, '\0');
    size_t size = packet.size();
    long long micros = 0;
    EXPECT_EQ(so_.netdev_receive(world_, packet.data(), &size, &micros), 0);
    packet.resize(size);
    sent_at_ = micros;
    if (!ipv6_) return FromIpv4(packet);
    Ipv6Names names;
    const std::optional<std::string> ipv4 = ToIpv4(packet, names);
    if (!ipv4.has_value()) return std::nullopt;
    EXPECT_EQ(names, (Ipv6Names{kHostV6, kPeerV6}));
    return FromIpv4(*ipv4);
  }

  int Listener() {
    const int fd =
        so_.socket(world_, ipv6_ ? AF_INET6 : AF_INET, SOCK_STREAM, 0);
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_port = htons(kHost.port);
    in.sin_addr.s_addr = htonl(kHost.address);
    sockaddr_in6 in6{};
    in6.sin6_family = AF_INET6;
    in6.sin6_port = htons(kHost.port);
    std::memcpy(&in6.sin6_addr, kHostV6.data(), kHostV6.size());
    const auto* const name = ipv6_ ? reinterpret_cast<const sockaddr*>(&in6)
                                   : reinterpret_cast<const sockaddr*>(&in);
    EXPECT_EQ(so_.bind(world_, fd, name, ipv6_ ? sizeof(in6) : sizeof(in)), 0);
    EXPECT_EQ(so_.listen(world_, fd, 5), 0);
    return fd;
  }

  // A listener, and the descriptor of a connection: RCV.NXT is 1.
  int Accepted() {
    const int listener = Listener();
    Arrives(kSyn, 0, 0);
    const std::optional<Segment> syn_ack = Sent();
    EXPECT_TRUE(syn_ack.has_value());
    if (!syn_ack.has_value()) return -1;
    EXPECT_EQ(syn_ack->flags, kSyn | kAck);
    EXPECT_EQ(syn_ack->ack, SeqNum(1));
    EXPECT_EQ(syn_ack->options.mss, ipv6_ ? 1440 : 1460);
    host_next_ = (syn_ack->seq + 1).value();
    Arrives(kAck, 1, host_next_);
    return so_.accept(world_, listener, reinterpret_cast<sockaddr*>(&name_),
                      &name_size_);
  }

  PacketdrillInterface so_{};
  void* world_ = nullptr;
  bool ipv6_ = false;
  int64_t sent_at_ = 0;
  uint32_t host_next_ = 0;
  sockaddr_storage name_{};
  socklen_t name_size_ = sizeof(name_);
};

TEST_F(PacketdrillSoTest, ConnectionIsOpenedUsedAndReset) {
  Load(nullptr);
  const int fd = Accepted();
  ASSERT_GE(fd, 0);
  const auto& peer = reinterpret_cast<const sockaddr_in&>(name_);
  EXPECT_EQ(peer.sin_family, AF_INET);
  EXPECT_EQ(ntohl(peer.sin_addr.s_addr), kPeer.address);
  EXPECT_EQ(ntohs(peer.sin_port), kPeer.port);

  Arrives(kPsh | kAck, 1, host_next_, "hello");
  std::string text(10, '\0');
  EXPECT_EQ(so_.read(world_, fd, text.data(), text.size()), 5);
  EXPECT_EQ(text.substr(0, 5), "hello");
  EXPECT_EQ(Sent()->ack, SeqNum(6));
  EXPECT_EQ(so_.write(world_, fd, "abc", 3), 3);
  const std::optional<Segment> data = Sent();
  ASSERT_TRUE(data.has_value());
  EXPECT_EQ(data->payload.view(), "abc");
  EXPECT_EQ(data->source, kHost);
  EXPECT_EQ(data->destination, kPeer);

  tcp_info info{};
  socklen_t size = sizeof(info);
  EXPECT_EQ(so_.getsockopt(world_, fd, IPPROTO_TCP, TCP_INFO, &info, &size), 0);
  EXPECT_EQ(info.tcpi_state, TCP_ESTABLISHED);
  Arrives(kRst, 6, 0);
  errno = 0;
  EXPECT_EQ(so_.read(world_, fd, text.data(), text.size()), -1);
  EXPECT_EQ(errno, ECONNRESET);
  EXPECT_EQ(so_.close(world_, fd), 0);
  EXPECT_EQ(so_.close(world_, fd), -1);
  EXPECT_EQ(errno, EBADF);
}

TEST_F(PacketdrillSoTest, TimePassesOnlyWhereItIsWaitedFor) {
  Load(nullptr);
  (void)Listener();
  const int64_t start = Micros();
  EXPECT_EQ(Micros(), start);
  so_.usleep(world_, 1'000'000);
  EXPECT_NEAR(static_cast<double>(Micros() - start), 1e6, 100);
  const int64_t before = Micros();
  Arrives(kSyn, 0, 0);
  ASSERT_TRUE(Sent().has_value());
  EXPECT_EQ(sent_at_, before);
  // It is sent again a second later: who receives waits for it.
  ASSERT_TRUE(Sent().has_value());
  EXPECT_NEAR(static_cast<double>(sent_at_ - before), 1e6, 10'000);
  EXPECT_EQ(Micros(), sent_at_);
}

TEST_F(PacketdrillSoTest, WhoAsksForTheTimeOverAndOverWaits) {
  Load(nullptr);
  const int64_t until = Micros() + 250;
  int asked = 0;
  while (Micros() < until && asked < 1000) ++asked;
  EXPECT_LT(asked, 1000);
}

TEST_F(PacketdrillSoTest, WhereNothingIsSentNothingIsReceived) {
  Load(nullptr);
  (void)Listener();
  EXPECT_EQ(Sent(), std::nullopt);
}

// packetdrill makes them on a second thread, and its first goes on.
TEST_F(PacketdrillSoTest, CallThatBlocksReturnsWhenItsDataArrive) {
  Load(nullptr);
  const int fd = Accepted();
  const int64_t start = Micros();
  int64_t returned_at = 0;
  ssize_t got = 0;
  std::atomic<bool> begins = false;
  std::thread blocking([&] {
    char byte = 0;
    begins = true;
    got = so_.read(world_, fd, &byte, 1);
    returned_at = Micros();
  });
  // In real time, for the call to begin.
  while (!begins) std::this_thread::yield();
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  so_.usleep(world_, 3000);
  EXPECT_EQ(got, 0);
  Arrives(kPsh | kAck, 1, host_next_, "x");
  so_.usleep(world_, 5000);
  blocking.join();
  EXPECT_EQ(got, 1);
  EXPECT_NEAR(static_cast<double>(returned_at - start), 3000, 100);
}

TEST_F(PacketdrillSoTest, ProgramThatOnlyWaitsForACallSeesItEnd) {
  Load(nullptr);
  const int fd = Accepted();
  const timeval patience{0, 400'000};
  EXPECT_EQ(so_.setsockopt(world_, fd, SOL_SOCKET, SO_RCVTIMEO, &patience,
                           sizeof(patience)),
            0);
  int error = 0;
  std::thread blocking([&] {
    char byte = 0;
    if (so_.read(world_, fd, &byte, 1) < 0) error = errno;
    (void)Micros();
  });
  blocking.join();
  EXPECT_EQ(error, EAGAIN);
}

TEST_F(PacketdrillSoTest, Ipv6IsSpokenWhereItIsNamed) {
  ipv6_ = true;
  Load("ip_version=ipv6");
  const int fd = Accepted();
  ASSERT_GE(fd, 0);
  const auto& peer = reinterpret_cast<const sockaddr_in6&>(name_);
  EXPECT_EQ(name_size_, sizeof(sockaddr_in6));
  EXPECT_EQ(peer.sin6_family, AF_INET6);
  EXPECT_EQ(std::memcmp(&peer.sin6_addr, kPeerV6.data(), kPeerV6.size()), 0);
}

TEST_F(PacketdrillSoTest, MappedConnectSpeaksIpv4) {
  Load("ip_version=ipv4-mapped-ipv6");
  const int fd = so_.socket(world_, AF_INET6, SOCK_STREAM | SOCK_NONBLOCK, 0);
  sockaddr_in6 to{};
  to.sin6_family = AF_INET6;
  to.sin6_port = htons(80);
  const Ipv6Address mapped = MappedIpv4(kPeer.address);
  std::memcpy(&to.sin6_addr, mapped.data(), mapped.size());
  EXPECT_EQ(
      so_.connect(world_, fd, reinterpret_cast<sockaddr*>(&to), sizeof(to)),
      -1);
  EXPECT_EQ(errno, EINPROGRESS);
  const std::optional<Segment> syn = Sent();
  ASSERT_TRUE(syn.has_value());
  EXPECT_EQ(syn->flags, kSyn);
  EXPECT_EQ(syn->destination, (Endpoint{kPeer.address, 80}));
}

TEST_F(PacketdrillSoTest, FlagsThatAreNoneEndTheProgramWithASentence) {
  EXPECT_EXIT(Load("ip_version=ipv5"), testing::ExitedWithCode(2),
              "--so_flags: expected --ip_version=ipv4, ipv4-mapped-ipv6 or "
              "ipv6, got 'ipv5'");
}

}  // namespace
}  // namespace orderly::drill
