#ifndef ORDERLY_PROPERTIES_CLAIMS_STORIES_H_
#define ORDERLY_PROPERTIES_CLAIMS_STORIES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "sim/base/instant.h"
#include "sim/choice/byte_choices.h"
#include "sim/peer.h"
#include "sim/simulation.h"
#include "sim/tcp/stack_profile.h"
#include "sim/tcp/tcp_config.h"

namespace orderly {

// For claims_*.cc only.

struct StoryOutcome {
  bool held = false;
  std::string fact;
  std::string ladder;
};

// A row of the table of stories; `id` begins with its claim's letter.
struct ClaimStory {
  std::string_view id;
  std::string_view title;
  std::string_view source;
  bool counts = true;
  bool expected = false;  // on Linux
  StoryOutcome (*run)(Stack stack) = nullptr;
};

// By file. In each, a claim's stories stand together.
std::span<const ClaimStory> AgreementStories();  // a
std::span<const ClaimStory> DeliveryStories();   // e, h, i, j
std::span<const ClaimStory> ShutdownStories();   // b, f, g
std::span<const ClaimStory> HandleStories();     // c, d, k

// Two hosts on a perfect network, 10 ms apart.
struct ClaimWorld {
  static constexpr Duration kRtt = std::chrono::milliseconds(20);
  // No acknowledgement is delayed longer.
  static constexpr Duration kQuiet = std::chrono::milliseconds(150);

  // Both hosts have this TCP, with those configurations.
  explicit ClaimWorld(Stack stack, const TcpConfig& client_config = {},
                      const TcpConfig& server_config = {});

  std::pair<Peer, Peer> Connect() {
    return sim.ConnectedPair("client", "server");
  }
  void Run(Duration duration) { sim.RunFor(duration); }
  // At most 24 rows of it.
  std::string LadderText() const;

  ByteChoices choices{{}};
  Simulation sim{choices};
};

// What a reader got who reads every 10 ms until the end of the stream, an
// error, or `most` of time without either.
struct Drained {
  size_t bytes = 0;
  std::string text;  // the first bytes
  std::string end;   // "EOF", "ECONNRESET", "nothing more"
};
Drained Drain(ClaimWorld& world, Peer& reader, Duration most);

// "1,000,000".
std::string Grouped(uint64_t number);

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_CLAIMS_STORIES_H_
