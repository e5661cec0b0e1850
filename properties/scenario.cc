#include "properties/scenario.h"

#include <algorithm>
#include <array>
#include <span>

#include "absl/strings/str_cat.h"
#include "properties/scenario_values.h"

namespace orderly {
namespace {

using ms = std::chrono::milliseconds;

// Most parameters of most runs are plain: two unusual ones together find more
// than twenty.
constexpr Odds kUnusual = Odds::OneIn(4);
constexpr Odds kRare = Odds::OneIn(8);

uint32_t Draw(Choices& choices, Parameter parameter, size_t count, Odds odds) {
  return choices.Below(static_cast<uint32_t>(count), Site::kScenario,
                       static_cast<uint32_t>(parameter), odds);
}

template <typename T, size_t n>
T Pick(Choices& choices, Parameter parameter, const std::array<T, n>& table,
       Odds odds = kUnusual) {
  return table[Draw(choices, parameter, n, odds)];
}

Odds OneInOrNever(uint32_t n) { return n == 0 ? Odds{0} : Odds::OneIn(n); }

void DrawFaults(Choices& choices, bool may_kill, Scenario& s) {
  s.network_faults = OneInOrNever(
      Pick(choices, Parameter::kNetworkFaults, kFaultOdds, Odds::OneIn(2)));
  s.pauses = OneInOrNever(
      Pick(choices, Parameter::kPreemption, kPauseOdds, Odds::OneIn(3)));
  if (may_kill) {
    s.killed =
        static_cast<Who>(Draw(choices, Parameter::kKill, 3, Odds::OneIn(6)));
  }
  const uint32_t power =
      Draw(choices, Parameter::kPowerLoss, 2 * kPowerTimes.size() + 1, kRare);
  if (power > 0) {
    s.power_lost = power % 2 == 1 ? Who::kClient : Who::kServer;
    s.power_lost_at = ms(kPowerTimes[(power - 1) / 2]);
    s.power_off_for = ms(kPowerOffFor[choices.Below(
        kPowerOffFor.size(), Site::kPower, 0, Odds::OneIn(2))]);
  }
  const uint32_t partition =
      Draw(choices, Parameter::kPartition, kPartitionTimes.size() + 1, kRare);
  if (partition > 0) {
    s.partition_at = ms(kPartitionTimes[partition - 1]);
    s.partition_for =
        ms(kPartitionFor[1 + choices.Below(kPartitionFor.size() - 1,
                                           Site::kPartition, 0)]);
  }
  s.short_io =
      OneInOrNever(Pick(choices, Parameter::kShortIo, kShortIoOdds, kRare));
  s.syscall_faults = OneInOrNever(
      Pick(choices, Parameter::kSyscallFaults, kSyscallFaultOdds, kRare));
}

template <size_t n>
std::string Sizes(const std::array<uint32_t, n>& table, uint32_t value,
                  std::string_view what) {
  return absl::StrCat(std::string(what), " is ", table[value], " bytes");
}

template <size_t n>
std::string Every(const std::array<int, n>& table, uint32_t value,
                  std::string_view what) {
  return absl::StrCat(std::string(what), " every ", table[value], " ms");
}

std::string DescribeFault(Parameter parameter, uint32_t v) {
  switch (parameter) {
    case Parameter::kNetworkFaults:
      return "the network may lose, repeat and delay segments";
    case Parameter::kPreemption:
      return "processes may be preempted";
    case Parameter::kKill:
      return v == 1 ? "the client may be killed" : "the server may be killed";
    case Parameter::kPowerLoss:
      return absl::StrCat("the ", v % 2 == 1 ? "client" : "server",
                          "'s host loses power at ", kPowerTimes[(v - 1) / 2],
                          " ms");
    case Parameter::kPartition:
      return absl::StrCat("the network is cut at ", kPartitionTimes[v - 1],
                          " ms");
    case Parameter::kShortIo:
      return "reads and writes may be short";
    case Parameter::kSyscallFaults:
      return "signals may end waits, poll() may be wrong, memory may be short";
    default:
      return "";
  }
}

std::string DescribeSession(Parameter parameter, uint32_t v) {
  switch (parameter) {
    case Parameter::kRecords:
      return absl::StrCat("the client sends ", kRecordCounts[v], " records");
    case Parameter::kRecordSize:
      return Sizes(kRecordSizes, v, "each record");
    case Parameter::kPipeline:
      return absl::StrCat("up to ", kPipelines[v],
                          " records are unacknowledged at a time");
    case Parameter::kServerReceiveBuffer:
      return Sizes(kReceiveBuffers, v, "the server's receive buffer");
    case Parameter::kClientReceiveBuffer:
      return Sizes(kReceiveBuffers, v, "the client's receive buffer");
    case Parameter::kServerSendBuffer:
      return Sizes(kSendBuffers, v, "the server's send buffer");
    case Parameter::kClientSendBuffer:
      return Sizes(kSendBuffers, v, "the client's send buffer");
    case Parameter::kServerReadPause:
      return Every(kReadPauses, v, "the server reads");
    case Parameter::kClientReadPause:
      return Every(kReadPauses, v, "the client reads");
    case Parameter::kClientHeartbeat:
      return Every(kHeartbeats, v, "the client sends PING");
    case Parameter::kServerHeartbeat:
      return Every(kHeartbeats, v, "the server sends PING");
    case Parameter::kFirstWord:
      return v == 1 ? "the server says CLOSE first" : "both say CLOSE at once";
    case Parameter::kNonBlocking:
      return absl::StrCat(
          (v & 1) != 0 ? "the client's" : "", v == 3 ? " and " : "",
          (v & 2) != 0 ? "the server's" : "", " socket is non-blocking");
    case Parameter::kSecondHandle:
      return absl::StrCat("the ", v == 1 ? "client" : "server",
                          " holds a second handle on its socket for 50 ms");
    case Parameter::kDelay:
      return absl::StrCat("a segment takes ", kDelays[v], " ms");
    case Parameter::kNagle:
      return "TCP_NODELAY is off";
    default:
      return DescribeFault(parameter, v);
  }
}

}  // namespace

std::optional<Step> HeartbeatStep(ms interval) {
  for (uint32_t value = 1; value < kHeartbeats.size(); ++value) {
    if (ms(kHeartbeats[value]) != interval) continue;
    return Step{Site::kScenario,
                static_cast<uint8_t>(Parameter::kClientHeartbeat), 0, value,
                static_cast<uint32_t>(kHeartbeats.size())};
  }
  return std::nullopt;
}

Scenario DrawScenario(Choices& choices, bool may_kill) {
  Scenario s;
  const uint32_t records = Pick(choices, Parameter::kRecords, kRecordCounts);
  const uint32_t size =
      Pick(choices, Parameter::kRecordSize, kRecordSizes, Odds::OneIn(2));
  // A session of more than 24 KB shows nothing that a shorter one does not.
  s.record_sizes.assign(size == 0 ? records : std::min(records, 24'000 / size),
                        size);
  s.pipeline = Pick(choices, Parameter::kPipeline, kPipelines);
  s.server_receive_buffer =
      Pick(choices, Parameter::kServerReceiveBuffer, kReceiveBuffers);
  s.client_receive_buffer =
      Pick(choices, Parameter::kClientReceiveBuffer, kReceiveBuffers, kRare);
  s.server_send_buffer =
      Pick(choices, Parameter::kServerSendBuffer, kSendBuffers, kRare);
  s.client_send_buffer =
      Pick(choices, Parameter::kClientSendBuffer, kSendBuffers, kRare);
  s.server_read_pause = ms(
      Pick(choices, Parameter::kServerReadPause, kReadPauses, Odds::OneIn(3)));
  s.client_read_pause =
      ms(Pick(choices, Parameter::kClientReadPause, kReadPauses));
  s.client_heartbeat = ms(
      Pick(choices, Parameter::kClientHeartbeat, kHeartbeats, Odds::OneIn(2)));
  s.server_heartbeat = ms(
      Pick(choices, Parameter::kServerHeartbeat, kHeartbeats, Odds::OneIn(3)));
  s.first_word =
      static_cast<FirstWord>(Draw(choices, Parameter::kFirstWord, 3, kUnusual));
  const uint32_t non_blocking =
      Draw(choices, Parameter::kNonBlocking, 4, kUnusual);
  s.client_non_blocking = (non_blocking & 1) != 0;
  s.server_non_blocking = (non_blocking & 2) != 0;
  s.second_handle =
      static_cast<Who>(Draw(choices, Parameter::kSecondHandle, 3, kRare));
  s.delay = ms(Pick(choices, Parameter::kDelay, kDelays));
  s.nagle = Draw(choices, Parameter::kNagle, 2, kRare) != 0;
  DrawFaults(choices, may_kill, s);
  return s;
}

std::string DescribeParameter(const Step& step) {
  if (step.site != Site::kScenario || step.actor >= kParameterCount) return "";
  return DescribeSession(static_cast<Parameter>(step.actor), step.value);
}

bool IsPermission(const Step& step) {
  constexpr std::array kPermissions = {
      Parameter::kNetworkFaults, Parameter::kPreemption, Parameter::kKill,
      Parameter::kShortIo, Parameter::kSyscallFaults};
  return step.site == Site::kScenario &&
         std::find(kPermissions.begin(), kPermissions.end(),
                   static_cast<Parameter>(step.actor)) != kPermissions.end();
}

}  // namespace orderly
