// Claims c, d, k: handles, and processes that end. Applications are processes
// here: ordinary socket calls.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "properties/claims_stories.h"
#include "report/call_text.h"
#include "sim/process/process.h"
#include "sim/trace/trace_event.h"

namespace orderly {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

sockaddr_in ServerAddress() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(7);
  address.sin_addr.s_addr = htonl(0x0a000002);  // the second host
  return address;
}

// The first connection of a listener that is closed again.
int AcceptOne() {
  const sockaddr_in address = ServerAddress();
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listener, reinterpret_cast<const sockaddr*>(&address),
           sizeof(address)) != 0 ||
      listen(listener, 1) != 0)
    return -1;
  const int fd = accept(listener, nullptr, nullptr);
  close(listener);
  return fd;
}

int Dial() {
  const sockaddr_in address = ServerAddress();
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  const int result =
      connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  return result == 0 ? fd : -1;
}

// What a server read until the end, and when that came.
struct Heard {
  std::string bytes;
  std::string end = "nothing more";
  Instant at;
};

void Listen(int fd, Heard& heard) {
  char buffer[256];
  while (true) {
    const ssize_t got = recv(fd, buffer, sizeof(buffer), 0);
    if (got > 0) {
      heard.bytes.append(buffer, static_cast<size_t>(got));
      continue;
    }
    if (Dying()) return;
    heard.end = got == 0 ? "EOF" : ErrnoText(errno);
    heard.at = CurrentSimulation()->now();
    return;
  }
}

// A client that does as it is told, and a server that reads to the end.
class Pair {
 public:
  // `greeting`: the server's first words, if any.
  Pair(Stack stack, std::function<void(int)> client, std::string greeting = "")
      : world_(stack) {
    processes_.Spawn(world_.sim.host(1), "server",
                     [this, greeting = std::move(greeting)] {
                       const int fd = AcceptOne();
                       if (!greeting.empty())
                         send(fd, greeting.data(), greeting.size(), 0);
                       Listen(fd, heard_);
                       return close(fd);
                     });
    client_ = processes_.Spawn(world_.sim.host(0), "client",
                               [client = std::move(client)] {
                                 client(Dial());
                                 return 0;
                               });
  }
  void Run(Duration duration) { world_.Run(duration); }
  void KillClient() { processes_.Kill(client_); }
  const Heard& heard() const { return heard_; }
  std::string HeardText() const {
    return absl::StrCat("the server read ", heard_.bytes.size(),
                        " bytes, then ", heard_.end);
  }
  std::string LadderText() const { return world_.LadderText(); }
  // How many FINs and resets the client has sent.
  size_t Ends() const {
    size_t ends = 0;
    for (const TraceEvent& event : world_.sim.trace().events()) {
      if (event.kind == TraceKind::kSent && event.host == 0 &&
          (event.flags & (kFin | kRst)) != 0)
        ++ends;
    }
    return ends;
  }

 private:
  Heard heard_;
  ClaimWorld world_;
  Processes processes_{world_.sim};
  ProcessId client_ = ProcessId::kNone;
};

// --- c: EOF without the client calling shutdown() or close().

StoryOutcome ClientReturns(Stack stack) {
  Pair pair(stack, [](int fd) { send(fd, "INSERT 1;", 9, 0); });
  pair.Run(seconds(2));
  return {pair.heard().end == "EOF", pair.HeardText(), pair.LadderText()};
}

StoryOutcome ClientKilledInMidRecord(Stack stack) {
  Pair pair(stack, [](int fd) {
    send(fd, "INSERT 1; INS", 13, 0);
    sleep(3600);
  });
  pair.Run(seconds(1));
  pair.KillClient();
  pair.Run(seconds(1));
  return {pair.heard().end == "EOF",
          absl::StrCat(pair.HeardText(), ": half a record, a clean end"),
          pair.LadderText()};
}

StoryOutcome ClientKilledWithUnreadData(Stack stack) {
  Pair pair(
      stack,
      [](int fd) {
        send(fd, "INSERT 1; INS", 13, 0);
        sleep(3600);
      },
      "HELLO");
  pair.Run(seconds(1));
  pair.KillClient();
  pair.Run(seconds(1));
  return {pair.heard().end == "EOF",
          absl::StrCat(pair.HeardText(), ": 5 bytes were unread"),
          pair.LadderText()};
}

// --- d: close() counts handles, shutdown() does not.

StoryOutcome OneOfTwoHandlesCloses(Stack stack) {
  size_t after_first = 0;
  size_t after_second = 0;
  Pair* running = nullptr;
  Pair pair(stack, [&](int fd) {
    const int second = dup(fd);
    close(fd);
    sleep(1);
    after_first = running->Ends();
    close(second);
    after_second = running->Ends();
  });
  running = &pair;
  pair.Run(seconds(3));
  return {after_first == 0 && after_second == 1 && pair.heard().end == "EOF",
          absl::StrCat(after_first, " FINs after the first close(), ",
                       after_second, " after the second; ", pair.HeardText()),
          pair.LadderText()};
}

StoryOutcome ChildHoldsTheLastHandle(Stack stack) {
  Pair pair(stack, [](int fd) {
    ForkProcess([] {
      sleep(5);
      return 0;
    });
    close(fd);
  });
  pair.Run(seconds(4));
  const std::string early = pair.heard().end;
  pair.Run(seconds(4));
  return {early != "EOF" && pair.heard().end == "EOF",
          absl::StrCat("4 s after the parent's close(): ", early,
                       "; after the child's end: ", pair.heard().end),
          pair.LadderText()};
}

StoryOutcome LingerZeroWaitsForTheLastHandle(Stack stack) {
  size_t after_first = 0;
  Pair* running = nullptr;
  Pair pair(stack, [&](int fd) {
    const linger zero{.l_onoff = 1, .l_linger = 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &zero, sizeof(zero));
    const int second = dup(fd);
    close(fd);
    sleep(1);
    after_first = running->Ends();
    close(second);
  });
  running = &pair;
  pair.Run(seconds(3));
  return {after_first == 0 && pair.heard().end == "ECONNRESET",
          absl::StrCat(after_first,
                       " resets after the first close(); after "
                       "the second the server got ",
                       pair.heard().end),
          pair.LadderText()};
}

StoryOutcome ShutdownIgnoresHandles(Stack stack) {
  size_t ends = 0;
  Pair* running = nullptr;
  Pair pair(stack, [&](int fd) {
    const int second = dup(fd);
    shutdown(second, SHUT_WR);
    ends = running->Ends();
    sleep(1);
  });
  running = &pair;
  pair.Run(milliseconds(500));
  const bool heard = pair.heard().end == "EOF";
  const std::string text = pair.HeardText();
  pair.Run(seconds(2));
  return {ends == 1 && heard,
          absl::StrCat(ends, " FIN at once with two handles open; ", text),
          pair.LadderText()};
}

// --- k: SHUT_RDWR sends FIN whatever the handles and does not deallocate.

StoryOutcome RdwrKeepsTheDescriptor(Stack stack) {
  size_t ends = 0;
  std::string read;
  int type = 0;
  int closed = -1;
  Pair* running = nullptr;
  Pair pair(
      stack,
      [&](int fd) {
        sleep(1);
        const int second = dup(fd);
        shutdown(second, SHUT_RDWR);
        ends = running->Ends();
        socklen_t size = sizeof(type);
        getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size);
        char buffer[16];
        const ssize_t got = recv(fd, buffer, sizeof(buffer), 0);
        if (got > 0) read.assign(buffer, static_cast<size_t>(got));
        close(second);
        closed = close(fd);
      },
      "HELLO");
  running = &pair;
  pair.Run(seconds(3));
  return {
      ends == 1 && read == "HELLO" && type == SOCK_STREAM && closed == 0,
      absl::StrCat(ends, " FIN at once with two handles open; ", read.size(),
                   " of 5 queued bytes were still read; close() said ", closed),
      pair.LadderText()};
}

StoryOutcome DataAfterRdwrResets(Stack stack) {
  ClaimWorld world(stack);
  auto [client, server] = world.Connect();
  client.Shutdown(Socket::How::kBoth);
  world.Run(ClaimWorld::kQuiet);
  server.Send("late");
  world.Run(ClaimWorld::kRtt);
  const IoResult told = client.Receive();
  return {told.error == 0,
          absl::StrCat("4 bytes arrived after it: the descriptor says ",
                       ErrnoText(told.error), ", the peer was reset"),
          world.LadderText()};
}

constexpr std::array<ClaimStory, 9> kStories = {{
    {"c1", "the client's main() returns", "p07 7a, 7e", true, true,
     ClientReturns},
    {"c2", "kill -9 in the middle of a record", "p07 7b, p12 L16", true, true,
     ClientKilledInMidRecord},
    {"c3", "kill -9 with unread data in the client's queue: no EOF, a reset",
     "p07 7d", false, false, ClientKilledWithUnreadData},
    {"d1", "two handles, closed one after the other", "p06 6a", true, true,
     OneOfTwoHandlesCloses},
    {"d2", "a child has the last handle", "p06 6c", true, true,
     ChildHoldsTheLastHandle},
    {"d3", "SO_LINGER {1, 0} and two handles", "p05 5l", true, true,
     LingerZeroWaitsForTheLastHandle},
    {"d4", "SHUT_WR through one of two handles", "p06 6b", true, true,
     ShutdownIgnoresHandles},
    {"k1", "two handles and unread data", "p15 15a, p06 6b", true, true,
     RdwrKeepsTheDescriptor},
    {"k2", "what it leaves out: is the descriptor safe from late data?",
     "p03 3m", false, false, DataAfterRdwrResets},
}};

}  // namespace

std::span<const ClaimStory> HandleStories() { return kStories; }

}  // namespace orderly
