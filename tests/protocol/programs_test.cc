// //protocol:server and //protocol:client as programs, against each other on
// 127.0.0.1.

#include <stdio.h>
#include <sys/wait.h>

#include <cstdlib>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace protocol {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kServer[] = "protocol/server";
constexpr char kClient[] = "protocol/client";

// A command whose standard output (and error) is read to its end.
class Program {
 public:
  explicit Program(const std::string& command)
      : pipe_(popen((command + " 2>&1").c_str(), "r")) {}
  ~Program() {
    if (pipe_ != nullptr) pclose(pipe_);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  std::string Line() {
    char line[1000];
    return fgets(line, sizeof(line), pipe_) != nullptr ? line : "";
  }

  int ExitCode() {
    const int status = pclose(pipe_);
    pipe_ = nullptr;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  FILE* pipe_;
};

class ProgramsTest : public ::testing::Test {
 protected:
  std::string journal_ = ::testing::TempDir() + "/programs_test.journal";

  ProgramsTest() { std::remove(journal_.c_str()); }

  std::string ServerCommand(const std::string& flags) const {
    return std::string(kServer) + " --sessions=1 --journal=" + journal_ + " " +
           flags;
  }

  static std::string PortOf(const std::string& line) {
    return line.substr(line.rfind(':') + 1, line.size() - line.rfind(':') - 2);
  }
};

TEST_F(ProgramsTest, CloseOkCommitsOnBothSides) {
  for (const std::string session : {"1", "2"}) {
    Program server(ServerCommand("--heartbeat_ms=1 --ending=outq,close"));
    const std::string port = PortOf(server.Line());
    Program client(std::string(kClient) + " --port=" + port +
                   " --records=20 --pipeline=5 --heartbeat_ms=1 --ending=close"
                   " --heartbeats_until_confirmed=false --non_blocking");
    EXPECT_THAT(client.Line(),
                StartsWith("committed: 20 of 20 records acknowledged, final "
                           "message heard; "));
    EXPECT_EQ(client.ExitCode(), 0);
    EXPECT_THAT(server.Line(), StartsWith("session " + session +
                                          ": committed, 20 records durable"));
    EXPECT_EQ(server.ExitCode(), 0);
  }
}

TEST_F(ProgramsTest, EofClientThatDoesNotReadStaysUnknown) {
  Program server(ServerCommand("--goodbye=eof"));
  const std::string port = PortOf(server.Line());
  Program client(std::string(kClient) + " --port=" + port +
                 " --goodbye=eof --ending=close");
  EXPECT_THAT(client.Line(), StartsWith("unknown: 3 of 3"));
  EXPECT_EQ(client.ExitCode(), 3);
  EXPECT_THAT(server.Line(), HasSubstr("committed, 3 records durable"));
  EXPECT_EQ(server.ExitCode(), 0);
}

TEST_F(ProgramsTest, GoodbyesThatDifferRollBack) {
  Program server(ServerCommand("--goodbye=eof"));
  const std::string port = PortOf(server.Line());
  Program client(std::string(kClient) + " --port=" + port);
  EXPECT_THAT(client.Line(), StartsWith("unknown: "));
  EXPECT_EQ(client.ExitCode(), 3);
  EXPECT_THAT(server.Line(),
              HasSubstr("rupture: the peer broke the protocol of closing"));
  EXPECT_EQ(server.ExitCode(), 1);
}

TEST_F(ProgramsTest, UsageErrorsAreOneSentence) {
  struct Case {
    std::string command;
    std::string line;
  };
  const Case cases[] = {
      {"protocol/client --ending=drain",
       "client: unknown ending \"drain\": choose one of close | "
       "shutdown-wr,close | shutdown-wr,drain,close | shutdown-rdwr,close | "
       "linger0 | linger5 | outq,close | sleep,close\n"},
      {"protocol/client --goodbye=tschuess",
       "client: unknown goodbye \"tschuess\": choose one of eof, close-ok\n"},
      {"protocol/client --records=-1",
       "client: --records=-1 is not between 0 and 10000000\n"},
      {"protocol/client --records=x",
       "client: bad value in \"--records=x\": see --help\n"},
      {"protocol/client --pipeline",
       "client: no value in \"--pipeline\": see --help\n"},
      {"protocol/server --flagfile=/etc/passwd",
       "server: unknown flag \"--flagfile=/etc/passwd\": see --help\n"},
      {"protocol/server 4000",
       "server: unexpected argument \"4000\": see --help\n"},
  };
  for (const Case& c : cases) {
    Program program(c.command);
    EXPECT_EQ(program.Line(), c.line);
    EXPECT_EQ(program.Line(), "");
    EXPECT_EQ(program.ExitCode(), 64) << c.command;
  }
}

TEST_F(ProgramsTest, NobodyThereIsNoUsageError) {
  Program client("protocol/client --address=127.0.0.1 --port=0");
  EXPECT_THAT(client.Line(), StartsWith("client: cannot connect to 127.0.0.1"));
  EXPECT_EQ(client.ExitCode(), 69);
  Program server("protocol/server --journal=/nowhere/journal");
  EXPECT_THAT(server.Line(),
              StartsWith("server: cannot open the journal /nowhere/journal"));
  EXPECT_EQ(server.ExitCode(), 69);
}

TEST_F(ProgramsTest, HelpNamesEveryFlag) {
  Program client("protocol/client --help");
  std::string help;
  for (std::string line = client.Line(); !line.empty(); line = client.Line()) {
    help += line;
  }
  EXPECT_THAT(help, HasSubstr("  --records=3  How many records to send.\n"));
  EXPECT_THAT(help, HasSubstr("  --goodbye=close-ok  "));
  EXPECT_EQ(help.find("flagfile"), std::string::npos);
  EXPECT_EQ(client.ExitCode(), 0);
}

}  // namespace
}  // namespace protocol
