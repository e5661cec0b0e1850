// Window scaling, timestamps and SACK under loss, duplication and reordering:
// whatever the two ends offer, every byte arrives once and in order.
#include <algorithm>
#include <chrono>
#include <string>

#include "gtest/gtest.h"
#include "sim/choice/random_choices.h"
#include "sim/peer.h"
#include "sim/simulation.h"
#include "sim/tcp/tcp_config.h"

namespace orderly {
namespace {

using std::chrono::milliseconds;

TcpConfig Offers(uint32_t bits) {
  TcpConfig config;
  config.window_scaling = (bits & 1) != 0;
  config.timestamps = (bits & 2) != 0;
  config.sack = (bits & 4) != 0;
  config.cubic = (bits & 8) != 0;
  if (config.window_scaling) config.receive_buffer = 200'000;
  return config;
}

std::string Bytes(size_t from, size_t size) {
  std::string bytes(size, '\0');
  for (size_t i = 0; i < size; ++i)
    bytes[i] = static_cast<char>((from + i) * 2654435761U >> 13);
  return bytes;
}

// One way of the stream.
struct Way {
  static constexpr size_t kTotal = 150'000;
  size_t sent = 0;
  size_t received = 0;
  bool intact = true;

  bool done() const { return received == kTotal; }
  void Move(Peer& from, Peer& to) {
    if (sent < kTotal) {
      const IoResult result =
          from.Send(Bytes(sent, std::min<size_t>(kTotal - sent, 20'000)));
      if (result.ok()) sent += static_cast<size_t>(result.value);
    }
    const IoResult result = to.Receive();
    if (!result.ok() || result.value == 0) return;
    const auto size = static_cast<size_t>(result.value);
    intact = intact && to.received() == Bytes(received, size);
    received += size;
  }
};

class OptionsStoryTest : public testing::TestWithParam<uint32_t> {};

TEST_P(OptionsStoryTest, EveryByteArrives) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    RandomChoices choices(seed);
    Simulation::Options options;
    options.link.decides = true;
    options.link.jitter = milliseconds(seed % 4);
    options.keep_trace = false;
    Simulation sim(choices, options);
    sim.AddHost("A", Offers(GetParam()));
    sim.AddHost("B", Offers(seed % 3 == 0 ? GetParam() ^ 7 : GetParam()));
    sim.network().set_fault_budget(0);
    auto [a, b] = sim.ConnectedPair("A", "B");
    sim.network().set_fault_budget(60);
    Way there;
    Way back;
    // Five minutes: what is lost again and again waits for a timer that backs
    // off, up to two minutes at a time (TCP_RTO_MAX).
    for (int i = 0; i < 60'000 && !(there.done() && back.done()); ++i) {
      there.Move(a, b);
      back.Move(b, a);
      sim.RunFor(milliseconds(5));
    }
    EXPECT_TRUE(there.done() && there.intact) << there.received;
    EXPECT_TRUE(back.done() && back.intact) << back.received;
    a.Close();
    b.Close();
    sim.RunToEnd(sim.now() + std::chrono::hours(1));
    EXPECT_EQ(sim.host(0).leftovers().what, "");
    EXPECT_EQ(sim.host(1).leftovers().what, "");
  }
}

INSTANTIATE_TEST_SUITE_P(Offers, OptionsStoryTest, testing::Range(0U, 16U));

}  // namespace
}  // namespace orderly
