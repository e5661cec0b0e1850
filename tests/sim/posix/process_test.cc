#include "sim/process/process.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sim/choice/choices.h"
#include "sim/choice/random_choices.h"
#include "sim/process/call_listener.h"
#include "sim/process/io_witness.h"
#include "sim/wire/segment.h"
#include "tests/sim/posix/programs.h"
#include "tests/sim/posix/world.h"

namespace orderly {
namespace {

using ::std::chrono::milliseconds;
using ::std::chrono::seconds;

TEST(ProcessTest, PowerLossSaysNothing) {
  PosixWorld world;
  const ProcessId server = world.Server([] { return EchoServer(kPort); });
  const ProcessId client = world.Client([] {
    const int fd = ConnectTo(kServerAddress, kPort);
    // One more that the server never accepts.
    EXPECT_GE(ConnectTo(kServerAddress, kPort), 0);
    sleep(2);
    EXPECT_EQ(write(fd, "x", 1), 1);
    char byte = 0;
    EXPECT_EQ(read(fd, &byte, 1), -1);
    return errno;
  });
  world.RunFor(seconds(1));
  const uint32_t sent = world.sim.segments_sent();
  world.processes.PowerOff(world.server);
  EXPECT_EQ(world.sim.segments_sent(), sent);
  EXPECT_TRUE(world.processes.killed(server));
  EXPECT_EQ(world.server.leftovers().what, "");
  EXPECT_EQ(world.server.leftovers().sockets, 0U);
  const ProcessId too_early = world.Server([] { return 0; });
  EXPECT_TRUE(world.processes.killed(too_early));
  const ProcessId again =
      world.processes.SpawnAt(world.sim.now() + milliseconds(500), world.server,
                              "again", [] { return 7; });
  world.processes.PowerOn(world.server);
  world.Run();
  EXPECT_EQ(world.processes.status(client), ECONNRESET);
  EXPECT_EQ(world.processes.status(again), 7);
  EXPECT_EQ(world.processes.ended_at(again), Instant() + milliseconds(1500));
}

TEST(ProcessTest, ExitEndsAtOnce) {
  PosixWorld world;
  world.Server([] { return EchoServer(kPort); });
  const ProcessId client = world.Client([]() -> int {
    EXPECT_GE(ConnectTo(kServerAddress, kPort), 0);
    exit(42);
  });
  world.Run();
  EXPECT_EQ(world.processes.status(client), 42);
  EXPECT_FALSE(world.processes.killed(client));
  EXPECT_TRUE(world.processes.all_done()) << world.processes.WhoWaits();
  EXPECT_EQ(world.Sent(kFin), 2);
  EXPECT_TRUE(world.clean());
}

// Probe p06 6c: a child's copy keeps the end from the peer.
TEST(ProcessTest, ForkedCopyDelaysTheEnd) {
  PosixWorld world;
  Instant end_at;
  world.Server([&] {
    const int fd = AcceptOn(kPort);
    char byte = 0;
    EXPECT_EQ(read(fd, &byte, 1), 0);
    end_at = CurrentSimulation()->now();
    return 0;
  });
  world.Client([] {
    const int fd = ConnectTo(kServerAddress, kPort);
    const ProcessId child = ForkProcess([fd] {
      sleep(4);
      return close(fd);
    });
    EXPECT_NE(child, ProcessId::kNone);
    return close(fd);
  });
  world.Run();
  EXPECT_EQ(end_at, Instant() + seconds(4) + milliseconds(20 + 10));
  EXPECT_TRUE(world.clean());
}

// Probe p06 6d: a blocked recv() keeps its open file; who closes the number
// neither wakes it nor sends a FIN.
TEST(ProcessTest, BlockedReceiveHoldsTheConnection) {
  PosixWorld world;
  Instant end_at;
  world.Server([&] {
    const int fd = AcceptOn(kPort);
    sleep(2);
    EXPECT_EQ(write(fd, "x", 1), 1);
    char byte = 0;
    EXPECT_EQ(read(fd, &byte, 1), 0);
    end_at = CurrentSimulation()->now();
    return 0;
  });
  world.Client([] {
    const int fd = ConnectTo(kServerAddress, kPort);
    StartThread("closer", [fd] {
      sleep(1);
      EXPECT_EQ(close(fd), 0);
      EXPECT_EQ(close(fd), -1);
      return 0;
    });
    char byte = 0;
    EXPECT_EQ(recv(fd, &byte, 1, 0), 1);
    EXPECT_EQ(CurrentSimulation()->now(),
              Instant() + seconds(2) + milliseconds(30 + 10));
    EXPECT_EQ(recv(fd, &byte, 1, 0), -1);
    EXPECT_EQ(errno, EBADF);
    sleep(10);
    return 0;
  });
  world.Run();
  EXPECT_EQ(end_at, Instant() + seconds(2) + milliseconds(30 + 20));
}

TEST(ProcessTest, AProcessThatSpinsIsStuck) {
  ByteChoices perfect({});
  ProcessOptions options;
  options.max_calls = 50;
  PosixWorld world(perfect, {}, options);
  const ProcessId id = world.Client([] {
    while (!Dying()) close(-5000 + 6000);
    return 0;
  });
  world.Run();
  EXPECT_TRUE(world.processes.stuck(id));
  EXPECT_FALSE(world.processes.done(id));
  EXPECT_EQ(world.processes.WhoWaits(), "client: stuck after 50 calls");
}

TEST(ProcessTest, UnfinishedProcessesAreRunOut) {
  bool ran_out = false;
  {
    PosixWorld world;
    world.Client([&] {
      const int listener = ListenOn(kPort);
      EXPECT_EQ(accept(listener, nullptr, nullptr), -1);
      ran_out = Dying();
      return 0;
    });
    world.Run();
    EXPECT_FALSE(ran_out);
    EXPECT_EQ(world.processes.open_descriptors(), 1U);
  }
  EXPECT_TRUE(ran_out);
}

TEST(ProcessTest, OwnCallTakesItsTime) {
  PosixWorld world;
  Instant after;
  const ProcessId id = world.Client([&] {
    EXPECT_TRUE(OwnCall("fsync journal", milliseconds(3)));
    after = CurrentSimulation()->now();
    EXPECT_EQ(CurrentProcesses()->name(CurrentProcess()), "client");
    return 0;
  });
  EXPECT_FALSE(InProcess());
  world.Run();
  EXPECT_EQ(after, Instant() + milliseconds(3));
  EXPECT_EQ(world.Calls(id).front(), "fsync journal");
}

// Hears the calls, and is asked about them by number.
class Listening final : public Choices, public CallListener {
 public:
  std::vector<std::string> heard;

 private:
  void OnCall(ProcessId id, Call call, std::string_view bytes) override {
    heard.push_back(std::to_string(static_cast<uint32_t>(id)) + " " +
                    std::string(CallName(call)) + std::string(bytes));
  }
  void OnTurn(std::span<const ProcessId> ready) override {
    heard.push_back("turn of " + std::to_string(ready.size()));
  }
  uint32_t Answer(const Question& question) override {
    heard.push_back(std::string(SiteName(question.site)) + " " +
                    std::to_string(question.about));
    return 0;
  }
};

TEST(ProcessTest, AListenerHearsWhatIsAskedAbout) {
  Listening choices;
  ProcessOptions options;
  options.schedule = true;
  options.kill = Odds::OneIn(2);
  PosixWorld world(choices, {}, options);
  world.processes.set_listener(&choices);
  world.Client([] {
    EXPECT_TRUE(OwnCall("fsync journal", Duration(0)));
    return 0;
  });
  world.processes.set_killable(world.Server([] { return usleep(1); }), true);
  world.Run();
  EXPECT_EQ(choices.heard, (std::vector<std::string>{"turn of 2", "schedule 1",
                                                     "1 harnessfsync journal",
                                                     "2 sleep", "kill 1"}));
}

TEST(ProcessTest, EachHasItsOwnExceptions) {
  PosixWorld world;
  const auto body = [](int pause) {
    int sum = 0;
    for (int i = 0; i < 20; ++i) {
      try {
        throw pause + i;
      } catch (const int caught) {
        usleep(static_cast<useconds_t>(pause));
        sum += caught == pause + i ? 1 : 0;
        try {
          throw 7L;
        } catch (const long seven) {
          usleep(11);
          sum += seven == 7 ? 1 : 0;
        }
      }
    }
    return sum;
  };
  const ProcessId one = world.Client([&body] { return body(10); });
  const ProcessId two = world.Server([&body] { return body(13); });
  world.Run();
  EXPECT_EQ(world.processes.status(one), 40);
  EXPECT_EQ(world.processes.status(two), 40);
}

class CountingWitness final : public IoWitness {
 public:
  void OnWritten(const FourTuple& /*tuple*/, std::string_view bytes) override {
    written += bytes;
  }
  void OnRead(const FourTuple& /*tuple*/, std::string_view bytes) override {
    read += bytes;
  }
  void OnEnd(const FourTuple& /*tuple*/) override { ++ends; }
  void OnBroken(const FourTuple& /*tuple*/) override { ends += 100; }
  std::string written;
  std::string read;
  int ends = 0;
};

TEST(ProcessTest, WitnessHearsEveryByteOnce) {
  CountingWitness witness;
  PosixWorld world;
  world.processes.set_io_witness(&witness);
  world.Server([] { return CountServer(kPort); });
  world.Client([] { return CountClient(kServerAddress, kPort, 5000); });
  world.Run();
  EXPECT_EQ(witness.written.size(), 5004U);
  EXPECT_EQ(witness.read.size(), 5004U);
  EXPECT_EQ(witness.read, witness.written);
  EXPECT_EQ(witness.ends, 1);
}

uint64_t DigestOf(uint64_t seed, bool keep) {
  Simulation::Options options;
  options.keep_trace = keep;
  options.link.decides = true;
  ProcessOptions process_options;
  process_options.schedule = true;
  process_options.pause = Odds::OneIn(10);
  process_options.kill = Odds::OneIn(50);
  process_options.short_io = Odds::OneIn(4);
  RandomChoices choices(seed);
  PosixWorld world(choices, options, process_options);
  world.Server([] { return EchoServer(kPort); });
  world.processes.set_killable(
      world.Client([] { return EchoClient(kServerAddress, kPort, 4); }), true);
  world.Run();
  return world.sim.trace().digest();
}

TEST(DeterminismTest, SameSeedSameDigestOnTwoThreads) {
  constexpr uint64_t kSeeds = 100;
  std::array<std::vector<uint64_t>, 2> digests;
  {
    std::vector<std::jthread> threads;
    for (std::vector<uint64_t>& mine : digests) {
      threads.emplace_back([&mine] {
        for (uint64_t seed = 0; seed < kSeeds; ++seed)
          mine.push_back(DigestOf(seed, /*keep=*/false));
      });
    }
  }
  EXPECT_EQ(digests[0], digests[1]);
  for (uint64_t seed = 0; seed < kSeeds; ++seed)
    ASSERT_EQ(DigestOf(seed, /*keep=*/true), digests[0][seed]) << seed;
}

}  // namespace
}  // namespace orderly
