// Claim a: after CLOSE and CLOSE_OK, just close() both ends.
#include <array>
#include <string>

#include "absl/strings/str_cat.h"
#include "properties/claims_stories.h"
#include "sim/net/filter.h"
#include "sim/net/gate.h"

namespace orderly {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::string_view kCloseOk = "CLOSE_OK";

// A server that may have much to say before its last word.
TcpConfig Wordy() {
  TcpConfig config;
  config.send_buffer = 1 << 20;
  return config;
}

// The client says CLOSE, and the server has read it.
std::pair<Peer, Peer> Agree(ClaimWorld& world) {
  auto [client, server] = world.Connect();
  client.Send("CLOSE");
  world.Run(ClaimWorld::kQuiet);
  server.Receive();
  return {client, server};
}

// What the client got of `wanted` bytes, of which CLOSE_OK are the last.
StoryOutcome Judge(ClaimWorld& world, Peer& client, size_t wanted) {
  const Drained got = Drain(world, client, seconds(10));
  const bool all = got.bytes == wanted;
  StoryOutcome outcome;
  outcome.held = all;
  outcome.fact =
      absl::StrCat("the client read ", Grouped(got.bytes), " of ",
                   Grouped(wanted), " bytes, then ", got.end,
                   all ? ": CLOSE_OK was heard" : ": CLOSE_OK is lost");
  client.Close();
  world.Run(seconds(1));
  outcome.ladder = world.LadderText();
  return outcome;
}

StoryOutcome EachHeardTheLast(Stack stack) {
  ClaimWorld world(stack);
  auto [client, server] = Agree(world);
  server.Send(kCloseOk);
  server.Close();
  return Judge(world, client, kCloseOk.size());
}

StoryOutcome CloseOkLostOnce(Stack stack) {
  ClaimWorld world(stack);
  auto [client, server] = Agree(world);
  HeldSegments lost = world.sim.Hold(server >> client, Any());
  server.Send(kCloseOk);
  server.Close();
  lost.Drop();
  return Judge(world, client, kCloseOk.size());
}

StoryOutcome FinsCross(Stack stack) {
  ClaimWorld world(stack);
  auto [client, server] = Agree(world);
  HeldSegments lost = world.sim.Hold(server >> client, Any());
  server.Send(kCloseOk);
  server.Close();
  lost.Drop();
  client.Shutdown(Socket::How::kWrite);
  return Judge(world, client, kCloseOk.size());
}

StoryOutcome HeartbeatCrosses(Stack stack) {
  ClaimWorld world(stack);
  auto [client, server] = Agree(world);
  HeldSegments lost = world.sim.Hold(server >> client, Any());
  server.Send(kCloseOk);
  server.Close();
  lost.Drop();
  client.Send("heartbeat");
  return Judge(world, client, kCloseOk.size());
}

StoryOutcome HeartbeatCrossesALongTail(Stack stack) {
  constexpr size_t kTail = 200'000;
  ClaimWorld world(stack, {}, Wordy());
  auto [client, server] = Agree(world);
  server.Send(std::string(kTail, 'x'));
  server.Send(kCloseOk);
  client.Send("heartbeat");
  server.Close();
  return Judge(world, client, kTail + kCloseOk.size());
}

StoryOutcome OneByteUnread(Stack stack) {
  constexpr size_t kTail = 200'000;
  ClaimWorld world(stack, {}, Wordy());
  auto [client, server] = Agree(world);
  client.Send("!");
  world.Run(ClaimWorld::kQuiet);
  server.Send(std::string(kTail, 'x'));
  server.Send(kCloseOk);
  server.Close();
  return Judge(world, client, kTail + kCloseOk.size());
}

StoryOutcome ReaderPausesSixMinutes(Stack stack) {
  constexpr size_t kTail = 200'000;
  ClaimWorld world(stack, {}, Wordy());
  auto [client, server] = Agree(world);
  server.Send(std::string(kTail, 'x'));
  server.Send(kCloseOk);
  server.Close();
  world.Run(seconds(360));
  return Judge(world, client, kTail + kCloseOk.size());
}

constexpr std::array<ClaimStory, 7> kStories = {{
    {"a1", "each side has read the other's last byte", "p12 L13, p16 16d", true,
     true, EachHeardTheLast},
    {"a2", "CLOSE_OK and the FIN are lost on the wire once", "p05 5i", true,
     true, CloseOkLostOnce},
    {"a3", "CLOSE_OK is lost once, and the FINs cross: sent again from CLOSING",
     "p16 16e", true, true, FinsCross},
    {"a4", "CLOSE_OK is lost once, and a heartbeat of the client is under way",
     "p16 16f", true, false, HeartbeatCrosses},
    {"a5", "nothing is lost, but a heartbeat meets 200 kB of tail", "p12 L15",
     true, false, HeartbeatCrossesALongTail},
    {"a6", "one byte of the client is unread when the server closes", "p12 L2",
     true, false, OneByteUnread},
    {"a7", "the client does not read for six minutes", "p08 8j", true, false,
     ReaderPausesSixMinutes},
}};

}  // namespace

std::span<const ClaimStory> AgreementStories() { return kStories; }

}  // namespace orderly
