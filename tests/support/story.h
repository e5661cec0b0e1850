#ifndef ORDERLY_TESTS_SUPPORT_STORY_H_
#define ORDERLY_TESTS_SUPPORT_STORY_H_

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>

#include "gtest/gtest.h"
#include "report/ladder.h"
#include "sim/base/instant.h"
#include "sim/choice/byte_choices.h"
#include "sim/host/host.h"
#include "sim/host/io_result.h"
#include "sim/peer.h"
#include "sim/simulation.h"
#include "sim/tcp/tcp_config.h"
#include "sim/tcp/tcp_state.h"
#include "sim/wire/segment.h"
#include "sim/wire/seq_num.h"

namespace orderly {

// Of a link, unless a story says otherwise.
inline constexpr Duration kOneWay = std::chrono::milliseconds(10);
inline constexpr Duration kRtt = 2 * kOneWay;
// After it no acknowledgement is delayed any more.
inline constexpr Duration kQuiet = std::chrono::milliseconds(150);

// For GoogleTest.
void PrintTo(TcpState state, std::ostream* out);

// A count as digits, an error as its name, "EOF" for the end of the stream is
// what Reads() says.
std::string Told(const IoResult& result);

// What recv() says, as often as `times`: "hello, ECONNRESET, EOF".
std::string Reads(Peer& peer, size_t times = 1);

// Two hosts on a network that does nothing but what the story says.
class StoryTest : public testing::Test {
 protected:
  // Hosts of their own kind; before Connect().
  Host& Client(const TcpConfig& config) {
    return sim_.AddHost("client", config);
  }
  Host& Server(const TcpConfig& config) {
    return sim_.AddHost("server", config);
  }
  // Client and server, ESTABLISHED, nothing under way.
  std::pair<Peer, Peer> Connect();

  void Run(Duration duration = kRtt) { sim_.RunFor(duration); }
  std::string LadderText() const { return Ladder(sim_.trace()); }
  // With the SYNs.
  std::string WholeLadder() const {
    return Ladder(sim_.trace(), {.handshake = true});
  }
  // A segment that `from` did not send: its numbers are relative to the ISNs,
  // its ports those of the connection.
  struct Forged {
    uint8_t flags = kAck;
    uint32_t seq = 1;
    uint32_t ack = 1;
  };
  void Forge(const Peer& from, const Peer& to, const Forged& forged);

  ByteChoices perfect_network_{{}};
  Simulation sim_{perfect_network_};

 private:
  SeqNum client_iss_;
  SeqNum server_iss_;
  uint8_t client_id_ = 0;
};

}  // namespace orderly

#endif  // ORDERLY_TESTS_SUPPORT_STORY_H_
