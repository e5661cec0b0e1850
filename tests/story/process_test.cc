// Handles, and processes that die: ordinary socket calls on simulated
// processes.
#include "sim/process/process.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "report/call_text.h"
#include "tests/support/story.h"

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

class ProcessTest : public StoryTest {
 protected:
  using Handler = std::function<void(int)>;

  ProcessTest() {
    Client({});
    Server({});
  }

  // A server that greets, reads to the end and closes; a client that does as
  // it is told with its connection.
  void Play(std::string greeting, Handler client) {
    processes_.Spawn(sim_.host(1), "server",
                     [this, greeting = std::move(greeting)] {
                       Serve(greeting);
                       return 0;
                     });
    client_ =
        processes_.Spawn(sim_.host(0), "client", [client = std::move(client)] {
          const sockaddr_in address = ServerAddress();
          const int fd = socket(AF_INET, SOCK_STREAM, 0);
          EXPECT_EQ(connect(fd, reinterpret_cast<const sockaddr*>(&address),
                            sizeof(address)),
                    0);
          client(fd);
          return 0;
        });
  }

  std::string heard_;  // by the server: "hello, EOF"
  Processes processes_{sim_};
  ProcessId client_ = ProcessId::kNone;

 private:
  void Serve(const std::string& greeting) {
    const sockaddr_in address = ServerAddress();
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    EXPECT_EQ(bind(listener, reinterpret_cast<const sockaddr*>(&address),
                   sizeof(address)),
              0);
    listen(listener, 1);
    const int fd = accept(listener, nullptr, nullptr);
    if (!greeting.empty()) send(fd, greeting.data(), greeting.size(), 0);
    char buffer[64];
    ssize_t got = 0;
    while ((got = recv(fd, buffer, sizeof(buffer), 0)) > 0)
      heard_ += std::string(buffer, static_cast<size_t>(got)) + ", ";
    heard_ += got == 0 ? "EOF" : ErrnoText(errno);
    close(fd);
    close(listener);
  }
};

// close() of one of two handles says nothing; the last one sends the FIN. Probe
// p06 6a.
TEST_F(ProcessTest, DuplicatedHandle) {
  Play("", [](int fd) {
    const int second = dup(fd);
    usleep(50'000);
    close(fd);
    send(second, "still here", 10, 0);
    usleep(100'000);
    close(second);
  });
  Run(milliseconds(120));
  EXPECT_EQ(heard_, "still here, ");
  Run(seconds(1));
  EXPECT_EQ(heard_, "still here, EOF");
  EXPECT_EQ(LadderText(), R"(
client                                    server
connect(10.0.0.2:7)
dup = 1001
                                          accept = 1001
sleep(50 ms)
close
send "still here" = 10
            --[1] P. 1:11(10) ack 1->
                                          recv "still here" = 10
            <-[2] .  1:1(0) ack 11---
sleep(100 ms)
close
FIN-WAIT-1  --[3] F. 11:11(0) ack 1->
exit(0)
                                     [3]  CLOSE-WAIT
                                          recv = 0
                                          close
            <-[4] F. 1:1(0) ack 12---     LAST-ACK
                                          close
                                          exit(0)
TIME-WAIT   [4]
            --[5] .  12:12(0) ack 2->     CLOSED
)");
}

// A child's copy keeps the peer from seeing the end until the child ends. Probe
// p06 6c.
TEST_F(ProcessTest, ChildHoldsAHandle) {
  Play("", [](int fd) {
    ForkProcess([] {
      sleep(1);
      return 0;
    });
    usleep(50'000);
    close(fd);
  });
  Run(milliseconds(900));
  EXPECT_EQ(heard_, "");
  Run(seconds(1));
  EXPECT_EQ(heard_, "EOF");
  EXPECT_EQ(LadderText(), R"(
client                                  server
connect(10.0.0.2:7)
fork = 3
                                        accept = 1001
sleep(50 ms)
close
exit(0)
sleep(1000 ms)
exit(0)
FIN-WAIT-1  --[1] F. 1:1(0) ack 1->     CLOSE-WAIT
                                        recv = 0
                                        close
            <-[2] F. 1:1(0) ack 2--     LAST-ACK
                                        close
                                        exit(0)
TIME-WAIT   [2]
            --[3] .  2:2(0) ack 2->     CLOSED
)");
}

// kill -9 with everything read: what it wrote, then a clean EOF, even in the
// middle of a record. Probes p07 7b, 7e.
TEST_F(ProcessTest, KilledWithoutUnreadData) {
  Play("", [](int fd) {
    send(fd, "INSERT 1; INS", 13, 0);
    sleep(3600);
  });
  Run(seconds(1));
  processes_.Kill(client_);
  Run(seconds(1));
  EXPECT_EQ(heard_, "INSERT 1; INS, EOF");
  EXPECT_EQ(LadderText(), R"(
client                                    server
connect(10.0.0.2:7)
send "INSERT 1; INS" = 13
            --[1] P. 1:14(13) ack 1->
                                          accept = 1001
                                     [1]
                                          recv "INSERT 1; INS" = 13
            <-[2] .  1:1(0) ack 14---
* client: killed
FIN-WAIT-1  --[3] F. 14:14(0) ack 1->     CLOSE-WAIT
                                          recv = 0
                                          close
            <-[4] F. 1:1(0) ack 15---     LAST-ACK
                                          close
                                          exit(0)
TIME-WAIT   [4]
            --[5] .  15:15(0) ack 2->     CLOSED
)");
}

// kill -9 with unread data is a reset. Probe p07 7d.
TEST_F(ProcessTest, KilledWithUnreadData) {
  Play("hello", [](int fd) {
    send(fd, "INSERT 1; INS", 13, 0);
    sleep(3600);
  });
  Run(seconds(1));
  processes_.Kill(client_);
  Run(seconds(1));
  EXPECT_EQ(heard_, "INSERT 1; INS, ECONNRESET");
  EXPECT_EQ(LadderText(), R"(
client                                    server
connect(10.0.0.2:7)
send "INSERT 1; INS" = 13
            --[1] P. 1:14(13) ack 1->
                                          accept = 1001
                                          send "hello" = 5
            <-[2] P. 1:6(5) ack 1----
                                     [1]
                                          recv "INSERT 1; INS" = 13
            <-[3] .  6:6(0) ack 14---
            [2]
            --[4] .  14:14(0) ack 6->
            [3]
                                     [4]
* client: killed
CLOSED      --[5] R. 14:14(0) ack 6->     CLOSED
                                          recv = -1 ECONNRESET
                                          close
                                          close
                                          exit(0)
)");
}

// A killed process does not linger: SO_LINGER with a time is not waited for.
// Probe p05 5r.
TEST_F(ProcessTest, KilledDoesNotLinger) {
  Play("", [](int fd) {
    const linger five{.l_onoff = 1, .l_linger = 5};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &five, sizeof(five));
    send(fd, "bye", 3, 0);
    sleep(3600);
  });
  Run(seconds(1));
  sim_.network().Cut({0, 1}, true);
  const Instant killed = sim_.now();
  processes_.Kill(client_);
  Run(seconds(1));
  EXPECT_EQ(processes_.ended_at(client_), killed);
  sim_.network().Cut({0, 1}, false);
  Run(seconds(5));
  EXPECT_EQ(heard_, "bye, EOF");
  EXPECT_EQ(LadderText(), R"(
client                                  server
connect(10.0.0.2:7)
setsockopt(SO_LINGER, 5 s)
send "bye" = 3
            --[1] P. 1:4(3) ack 1->
                                        accept = 1001
                                   [1]
                                        recv "bye" = 3
            <-[2] .  1:1(0) ack 4--
* client: killed
FIN-WAIT-1  --[3] F. 4:4(0) ack 1-> lost
            --[4] F. 4:4(0) ack 1-> lost
            --[5] F. 4:4(0) ack 1-> lost
            --[6] F. 4:4(0) ack 1->     CLOSE-WAIT
                                        recv = 0
                                        close
            <-[7] F. 1:1(0) ack 5--     LAST-ACK
                                        close
                                        exit(0)
TIME-WAIT   [7]
            --[8] .  5:5(0) ack 2->     CLOSED
)");
}

// The host of a client loses power: the server is not told.
TEST_F(ProcessTest, PowerLossOfAClient) {
  Play("", [](int fd) {
    send(fd, "INSERT 1;", 9, 0);
    sleep(3600);
  });
  Run(seconds(1));
  processes_.PowerOff(sim_.host(0));
  Run(std::chrono::hours(1));
  EXPECT_EQ(heard_, "INSERT 1;, ");
  EXPECT_TRUE(processes_.killed(client_));
  EXPECT_EQ(LadderText(), R"(
client                                   server
connect(10.0.0.2:7)
send "INSERT 1;" = 9
            --[1] P. 1:10(9) ack 1->
                                         accept = 1001
                                    [1]
                                         recv "INSERT 1;" = 9
            <-[2] .  1:1(0) ack 10--
* power off
CLOSED
* client: killed
)");
}

}  // namespace
}  // namespace orderly
