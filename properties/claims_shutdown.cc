// Claims b, f, g: what shutdown() does, and what leaving it out does.
#include <array>
#include <string>

#include "absl/strings/str_cat.h"
#include "properties/claims_stories.h"
#include "sim/trace/trace_event.h"

namespace orderly {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

// Room for two segments.
TcpConfig Narrow() {
  TcpConfig config;
  config.receive_buffer = 2920;
  return config;
}

// --- b: SHUT_WR gives the peer EOF without closing the socket.

StoryOutcome EofAndAReply(Stack stack) {
  ClaimWorld world(stack);
  auto [client, server] = world.Connect();
  client.Send("question");
  client.Shutdown(Socket::How::kWrite);
  const Drained asked = Drain(world, server, seconds(1));
  server.Send("answer");
  server.Close();
  const Drained answered = Drain(world, client, seconds(1));
  StoryOutcome outcome;
  outcome.held = asked.end == "EOF" && answered.text == "answer";
  outcome.fact = absl::StrCat("the server read ", asked.bytes, " bytes, then ",
                              asked.end, "; its answer of ", answered.bytes,
                              " bytes was read after that");
  client.Close();
  world.Run(seconds(1));
  outcome.ladder = world.LadderText();
  return outcome;
}

StoryOutcome EofWaitsForTheWindow(Stack stack) {
  ClaimWorld world(stack, {}, Narrow());
  auto [client, server] = world.Connect();
  client.Send(std::string(2920, 'x'));
  world.Run(ClaimWorld::kQuiet);
  client.Shutdown(Socket::How::kWrite);
  world.Run(seconds(60));
  const bool early = server.state() != TcpState::kEstablished;
  const Drained got = Drain(world, server, seconds(1));
  StoryOutcome outcome;
  outcome.held = !early && got.bytes == 2920 && got.end == "EOF" &&
                 client.socket() != nullptr;
  outcome.fact = absl::StrCat(
      "60 s at a zero window: no FIN was sent; then the server read ",
      Grouped(got.bytes), " bytes and ", got.end);
  client.Close();
  world.Run(seconds(1));
  outcome.ladder = world.LadderText();
  return outcome;
}

// --- f: omitting shutdown may leave the socket lingering in the stack.

enum class Farewell : uint8_t { kClose, kShutWr, kShutRdwr };

struct Remains {
  std::string states;  // the client's
  Instant gone;
  std::string ladder;
};

Remains Leave(Stack stack, Farewell farewell) {
  ClaimWorld world(stack);
  auto [client, server] = world.Connect();
  const size_t first = world.sim.trace().events().size();
  client.Send("bye!");
  switch (farewell) {
    case Farewell::kClose:
      break;
    case Farewell::kShutWr:
      client.Shutdown(Socket::How::kWrite);
      break;
    case Farewell::kShutRdwr:
      client.Shutdown(Socket::How::kBoth);
      break;
  }
  client.Close();
  world.Run(ClaimWorld::kQuiet);
  Drain(world, server, seconds(1));
  server.Close();
  world.Run(seconds(100));
  Remains remains;
  for (size_t i = first; i < world.sim.trace().events().size(); ++i) {
    const TraceEvent& event = world.sim.trace().events()[i];
    if (event.kind != TraceKind::kState || event.host != 0) continue;
    absl::StrAppend(&remains.states, remains.states.empty() ? "" : ", ",
                    std::string(TcpStateName(event.to)));
    remains.gone = event.at;
  }
  remains.ladder = world.LadderText();
  return remains;
}

StoryOutcome Compare(Stack stack, Farewell with) {
  const Remains plain = Leave(stack, Farewell::kClose);
  const Remains other = Leave(stack, with);
  StoryOutcome outcome;
  outcome.held = plain.states != other.states || plain.gone != other.gone;
  outcome.fact = absl::StrCat(
      outcome.held ? "without it: " : "with and without it: ", plain.states);
  outcome.ladder = plain.ladder;
  return outcome;
}

StoryOutcome WithoutShutWr(Stack stack) {
  return Compare(stack, Farewell::kShutWr);
}
StoryOutcome WithoutShutRdwr(Stack stack) {
  return Compare(stack, Farewell::kShutRdwr);
}

StoryOutcome WithoutClose(Stack stack) {
  ClaimWorld world(stack);
  auto [client, server] = world.Connect();
  client.Shutdown(Socket::How::kWrite);
  world.Run(hours(1));
  StoryOutcome outcome;
  outcome.held = client.state() == TcpState::kFinWait2;
  outcome.fact = absl::StrCat("an hour after shutdown() alone: ",
                              std::string(TcpStateName(client.state())),
                              ", without a timer");
  outcome.ladder = world.LadderText();
  return outcome;
}

// --- g: shutdown() flushes the buffer and raises an error if it is not empty.

StoryOutcome ShutdownWithAFullQueue(Stack stack) {
  ClaimWorld world(stack, {}, Narrow());
  auto [client, server] = world.Connect();
  client.Send(std::string(20'000, 'x'));
  const Instant before = world.sim.now();
  const IoResult result = client.Shutdown(Socket::How::kWrite);
  const Duration took = world.sim.now() - before;
  const uint32_t unsent = client.connection()->unsent() - 1;  // less the FIN
  const Drained got = Drain(world, server, seconds(10));
  StoryOutcome outcome;
  outcome.held = !result.ok() || unsent == 0;
  outcome.fact = absl::StrCat("it returned ", result.value, " after ",
                              took.count(), " ns with ", Grouped(unsent),
                              " bytes unsent; the peer later read ",
                              Grouped(got.bytes), " of 20,000, then ", got.end);
  outcome.ladder = world.LadderText();
  return outcome;
}

constexpr std::array<ClaimStory, 6> kStories = {{
    {"b1", "a question, SHUT_WR, and the answer is read after it", "p03 3l",
     true, true, EofAndAReply},
    {"b2", "after all data, and only when the peer's window is open", "p08 8g",
     true, true, EofWaitsForTheWindow},
    {"f1", "close() against SHUT_WR and close()", "p16 16a", true, false,
     WithoutShutWr},
    {"f2", "close() against SHUT_RDWR and close()", "p16 16a", true, false,
     WithoutShutRdwr},
    {"f3", "what does: leaving out close()", "p08 8p", false, true,
     WithoutClose},
    {"g1", "SHUT_WR with most of 20,000 bytes unsent", "p16 16b", true, false,
     ShutdownWithAFullQueue},
}};

}  // namespace

std::span<const ClaimStory> ShutdownStories() { return kStories; }

}  // namespace orderly
