// Claims e, h, i, j: what close() does to what is not delivered.
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

constexpr size_t kMillion = 1'000'000;

// Takes a million bytes from one call.
TcpConfig Wordy() {
  TcpConfig config;
  config.send_buffer = 1 << 20;
  return config;
}

// A client that wrote a million bytes, and how it takes its leave.
class Leaving {
 public:
  explicit Leaving(Stack stack, bool with_unread = false)
      : world_(stack, Wordy()) {
    auto [client, server] = world_.Connect();
    client_ = client;
    server_ = server;
    if (with_unread) {
      server_->Send("!");
      world_.Run(ClaimWorld::kQuiet);
    }
    client_->Send(std::string(kMillion, 'x'));
  }
  Peer& client() { return *client_; }
  Peer& server() { return *server_; }
  ClaimWorld& world() { return world_; }

  void Close() {
    unacknowledged_ = client().unacknowledged();
    if (client().state() == TcpState::kFinWait1) --unacknowledged_;  // the FIN
    client().Close();
  }
  // The server reads after half a second. Held when bytes are missing, or not.
  StoryOutcome Judge(bool held_when_lost) {
    world_.Run(milliseconds(500));
    const Drained got = Drain(world_, server(), seconds(30));
    const size_t lost = kMillion - got.bytes;
    StoryOutcome outcome;
    outcome.held = (lost > 0) == held_when_lost;
    outcome.fact = absl::StrCat(
        Grouped(unacknowledged_), " bytes were not acknowledged at close(); ",
        lost == 0 ? "none" : Grouped(lost), " of ", Grouped(kMillion),
        " bytes lost, the reader got ", got.end);
    outcome.ladder = world_.LadderText();
    return outcome;
  }

 private:
  ClaimWorld world_;
  std::optional<Peer> client_;
  std::optional<Peer> server_;
  uint32_t unacknowledged_ = 0;
};

// --- e: data undelivered at close is discarded by the system.

StoryOutcome ClosedWithAMillionQueued(Stack stack) {
  Leaving leaving(stack);
  leaving.Close();
  return leaving.Judge(true);
}

StoryOutcome ClosedAndFirstFlightLost(Stack stack) {
  Leaving leaving(stack);
  leaving.Close();
  HeldSegments acks =
      leaving.world().sim.Hold(leaving.server() >> leaving.client(), Any());
  leaving.world().Run(milliseconds(100));
  acks.Drop();
  return leaving.Judge(true);
}

StoryOutcome ClosedWithUnreadByte(Stack stack) {
  Leaving leaving(stack, /*with_unread=*/true);
  leaving.Close();
  return leaving.Judge(true);
}

StoryOutcome ClosedWithLingerZero(Stack stack) {
  Leaving leaving(stack);
  leaving.client().SetLinger(Duration(0));
  leaving.Close();
  return leaving.Judge(true);
}

StoryOutcome ClosedAndPeerSilent(Stack stack) {
  Leaving leaving(stack);
  leaving.Close();
  leaving.world().sim.network().Cut(leaving.client() >> leaving.server(), true);
  leaving.world().Run(seconds(120));
  leaving.world().sim.network().Cut(leaving.client() >> leaving.server(),
                                    false);
  return leaving.Judge(true);
}

// --- h: close() right after shutdown() makes the kernel discard what is
// queued.

StoryOutcome ShutdownCloseQuietPeer(Stack stack) {
  Leaving leaving(stack);
  leaving.client().Shutdown(Socket::How::kWrite);
  leaving.Close();
  return leaving.Judge(true);
}

StoryOutcome ShutdownClosePeerSendsAByte(Stack stack) {
  Leaving leaving(stack);
  leaving.client().Shutdown(Socket::How::kWrite);
  leaving.Close();
  leaving.world().Run(milliseconds(50));
  leaving.server().Send("!");
  return leaving.Judge(true);
}

StoryOutcome CloseAlonePeerSendsAByte(Stack stack) {
  Leaving leaving(stack);
  leaving.Close();
  leaving.world().Run(milliseconds(50));
  leaving.server().Send("!");
  return leaving.Judge(true);
}

// --- i: one must wait between shutdown() and close() until read() returns 0.

// The server's last word is lost once while the client may still send.
StoryOutcome LastWord(Stack stack, bool wait, bool client_sends) {
  ClaimWorld world(stack);
  auto [client, server] = world.Connect();
  HeldSegments lost = world.sim.Hold(server >> client, Any());
  server.Send("CLOSE_OK");
  server.Shutdown(Socket::How::kWrite);
  if (!wait) server.Close();
  lost.Drop();
  if (client_sends) client.Send("heartbeat");
  const Drained got = Drain(world, client, seconds(10));
  const bool heard = got.text == "CLOSE_OK";
  client.Close();
  StoryOutcome outcome;
  outcome.fact = absl::StrCat("the client read ", got.bytes,
                              " of 8 bytes, then ", got.end);
  if (wait) {
    const Drained rest = Drain(world, server, seconds(10));
    absl::StrAppend(&outcome.fact, "; the server read ", rest.bytes,
                    " bytes more, then ", rest.end, ", and closed");
    server.Close();
    outcome.held = heard;
  } else {
    outcome.held = !heard;
  }
  world.Run(seconds(1));
  outcome.ladder = world.LadderText();
  return outcome;
}

StoryOutcome NotWaitingPeerSends(Stack stack) {
  return LastWord(stack, false, true);
}
StoryOutcome WaitingPeerSends(Stack stack) {
  return LastWord(stack, true, true);
}
StoryOutcome NotWaitingPeerQuiet(Stack stack) {
  return LastWord(stack, false, false);
}

StoryOutcome ZeroIsNotProcessed(Stack stack) {
  ClaimWorld world(stack);
  auto [client, server] = world.Connect();
  client.Close();
  world.Run(ClaimWorld::kQuiet);
  const Drained end = Drain(world, server, seconds(1));
  const IoResult sent = server.Send("last word");
  world.Run(ClaimWorld::kRtt);
  StoryOutcome outcome;
  outcome.held = server.state() != TcpState::kClosed;
  outcome.fact = absl::StrCat(
      "read() said ", end.end, "; ", sent.value,
      " bytes written after it were accepted and answered with a reset");
  outcome.ladder = world.LadderText();
  return outcome;
}

// --- j: send() success means only that the data reached the local buffer.

StoryOutcome AcceptedAndNeverAcknowledged(Stack stack) {
  ClaimWorld world(stack);
  auto [client, server] = world.Connect();
  HeldSegments data = world.sim.Hold(client >> server, HasData());
  const IoResult sent = client.Send(std::string(4500, 'x'));
  server.SetLinger(Duration(0));
  server.Close();
  data.Drop();
  world.Run(ClaimWorld::kRtt);
  const uint32_t left = client.unacknowledged();
  StoryOutcome outcome;
  outcome.held = sent.value == 4500 && left == 4500;
  outcome.fact = absl::StrCat(Grouped(4500), " bytes accepted by send(), ",
                              4500 - left, " acknowledged, ", Grouped(left),
                              " lost to the peer's reset");
  outcome.ladder = world.LadderText();
  return outcome;
}

StoryOutcome AcknowledgedAndNeverRead(Stack stack) {
  ClaimWorld world(stack);
  Peer listener = Peer::Listening(world.sim, world.sim.host(1), 7, 8);
  Peer client = Peer::Connecting(world.sim, world.sim.host(0), listener);
  world.Run(2 * ClaimWorld::kRtt);
  const IoResult sent = client.Send("order");
  world.Run(ClaimWorld::kQuiet);
  const uint32_t left = client.unacknowledged();
  listener.Close();
  const Drained got = Drain(world, client, seconds(1));
  StoryOutcome outcome;
  outcome.held = left == 0 && got.end == "ECONNRESET";
  outcome.fact = absl::StrCat(sent.value, " bytes accepted, SIOCOUTQ said ",
                              left, ", and nobody read one: ", got.end);
  outcome.ladder = world.LadderText();
  return outcome;
}

constexpr std::array<ClaimStory, 14> kStories = {{
    {"e1", "1 MB queued, the peer quiet, close() at once", "p12 L1", true,
     false, ClosedWithAMillionQueued},
    {"e2", "the same, and every acknowledgement is lost for 100 ms", "p05 5i",
     true, false, ClosedAndFirstFlightLost},
    {"e3", "another cause: one byte was unread at close()", "p12 L2", false,
     true, ClosedWithUnreadByte},
    {"e4", "another cause: SO_LINGER {1, 0}", "p12 L7", false, true,
     ClosedWithLingerZero},
    {"e5", "another cause: the peer was silent for two minutes", "p08 8k",
     false, true, ClosedAndPeerSilent},
    {"h1", "shutdown(SHUT_WR), close(), 1 MB queued, the peer quiet", "p12 L6",
     true, false, ShutdownCloseQuietPeer},
    {"h2", "the same, and the peer sends one byte", "p12 L4", true, true,
     ShutdownClosePeerSendsAByte},
    {"h3", "without the shutdown, and the peer sends one byte: the same loss",
     "p12 L3", false, true, CloseAlonePeerSendsAByte},
    {"i1", "not waiting, while the peer may still send", "p16 16f", true, true,
     NotWaitingPeerSends},
    {"i2", "waiting, while the peer may still send", "p16 16g", true, true,
     WaitingPeerSends},
    {"i3", "not waiting, with a peer that the protocol keeps silent", "p16 16e",
     true, false, NotWaitingPeerQuiet},
    {"i4", "it waited, but 0 does not mean that the peer still reads",
     "p15 15j", false, false, ZeroIsNotProcessed},
    {"j1", "the peer resets before anything is acknowledged", "p14 14g", true,
     true, AcceptedAndNeverAcknowledged},
    {"j2", "even acknowledged: the peer's listener closes", "p10 10a", true,
     true, AcknowledgedAndNeverRead},
}};

}  // namespace

std::span<const ClaimStory> DeliveryStories() { return kStories; }

}  // namespace orderly
