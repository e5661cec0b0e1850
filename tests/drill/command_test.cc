// Shell commands, sysctls and options: what they mean to a simulated host.
#include "drill/command.h"

#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "drill/parser.h"
#include "drill/settings.h"

namespace orderly::drill {
namespace {

std::vector<Step> Steps(std::string_view command) {
  const absl::StatusOr<std::vector<Step>> steps = StepsOf(command);
  EXPECT_TRUE(steps.ok()) << steps.status();
  return steps.ok() ? *steps : std::vector<Step>();
}

TEST(CommandTest, KnowsThePresetAndSysctls) {
  const std::vector<Step> steps = Steps(
      "../../common/defaults.sh\n"
      "sysctl -q net.ipv4.tcp_fin_timeout=7 net/ipv4/tcp_retries2=3 # more\n"
      "../common/set_sysctls.py \\\n"
      "  \"/proc/sys/net/ipv4/tcp_wmem=4096 50000 4194304\"\n"
      "echo 1 > /proc/sys/net/ipv4/tcp_rfc1337");
  ASSERT_EQ(steps.size(), 5U);
  EXPECT_TRUE(std::holds_alternative<DefaultsPreset>(steps[0]));
  TcpConfig config;
  for (size_t i = 1; i < steps.size(); ++i)
    EXPECT_TRUE(ApplySysctl(std::get<Sysctl>(steps[i]), config).ok());
  EXPECT_EQ(config.fin_timeout, std::chrono::seconds(7));
  EXPECT_EQ(config.retries, 3U);
  EXPECT_EQ(config.send_buffer, 50'000U);
  EXPECT_TRUE(config.rfc1337);
}

TEST(CommandTest, KnowsProbesAndQueues) {
  for (const char* text : {"test $(ss -Htan state time-wait | wc -l) = 2",
                           "[ $(ss -Htan state time-wait | wc -l) -eq 2 ]"}) {
    const std::vector<Step> steps = Steps(text);
    ASSERT_EQ(steps.size(), 1U) << text;
    EXPECT_EQ(std::get<StateProbe>(steps[0]).state, TcpState::kTimeWait);
    EXPECT_EQ(std::get<StateProbe>(steps[0]).expected, 2);
  }
  EXPECT_TRUE(std::holds_alternative<DropAll>(
      Steps("tc qdisc replace dev tun0 root pfifo limit 0")[0]));
  EXPECT_TRUE(Steps("true; tc qdisc add dev tun0 root pfifo\n"
                    "ip tcp_metrics flush all > /dev/null 2>&1")
                  .empty());
}

TEST(CommandTest, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(std::string(StepsOf("true && reboot now").status().message()),
            "the command `reboot now`");
  TcpConfig config;
  EXPECT_EQ(
      std::string(ApplySysctl({"net.inet.tcp.ecn", "1"}, config).message()),
      "sysctl net.inet.tcp.ecn");
  EXPECT_EQ(std::string(
                ApplySysctl({"net.ipv4.tcp_retries2", "x"}, config).message()),
            "net.ipv4.tcp_retries2: expected a number, got 'x'");
}

TEST(CommandTest, ReadsOptions) {
  const auto settings = [](const std::string& options) {
    return SettingsOf(*ParseScript(options + "\n0 `true`"));
  };
  EXPECT_EQ(settings("--tolerance_usecs=75000")->tolerance,
            std::chrono::milliseconds(75));
  EXPECT_EQ(settings("--ip_version=ipv6")->ip_version, IpVersion::kIpv6);
  EXPECT_EQ(settings("--tolerance_usecs=much").status(),
            absl::InvalidArgumentError(
                "1:1: expected --tolerance_usecs=NUMBER, got 'much'"));
  EXPECT_EQ(settings("--warp").status(),
            absl::UnimplementedError("the option --warp"));
}

}  // namespace
}  // namespace orderly::drill
