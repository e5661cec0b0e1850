#ifndef ORDERLY_PROPERTIES_SCENARIO_H_
#define ORDERLY_PROPERTIES_SCENARIO_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/choice/choices.h"

namespace orderly {

// The parameters of a scenario, in the order in which they are drawn. Each is
// an actor of Site::kScenario; value 0 is the plainest. Names are tokens' and
// readers': add at the end.
enum class Parameter : uint8_t {
  kRecords,
  kRecordSize,
  kPipeline,
  kServerReceiveBuffer,
  kClientReceiveBuffer,
  kServerSendBuffer,
  kClientSendBuffer,
  kServerReadPause,
  kClientReadPause,
  kClientHeartbeat,
  kServerHeartbeat,
  kFirstWord,
  kNonBlocking,
  kSecondHandle,
  kDelay,
  kNagle,
  kNetworkFaults,
  kPreemption,
  kKill,
  kPowerLoss,
  kPartition,
  kShortIo,
  kSyscallFaults,
};
inline constexpr int kParameterCount = 23;

enum class FirstWord : uint8_t { kClient, kServer, kBoth };
enum class Who : uint8_t { kNobody, kClient, kServer };

// What happens around a session: everything but its row. Printable, and a
// function of the choices alone.
struct Scenario {
  using ms = std::chrono::milliseconds;

  std::vector<uint32_t> record_sizes;
  uint32_t pipeline = 1;
  uint32_t server_receive_buffer = 0;  // 0: the default
  uint32_t client_receive_buffer = 0;
  uint32_t server_send_buffer = 0;
  uint32_t client_send_buffer = 0;
  ms server_read_pause{0};
  ms client_read_pause{0};
  ms client_heartbeat{0};
  ms server_heartbeat{0};
  FirstWord first_word = FirstWord::kClient;
  bool server_non_blocking = false;
  bool client_non_blocking = false;
  Who second_handle = Who::kNobody;
  ms delay{10};
  bool nagle = false;

  Odds network_faults{0};
  Odds pauses{0};
  Odds short_io{0};
  Odds syscall_faults{0};
  Who killed = Who::kNobody;
  Who power_lost = Who::kNobody;
  ms power_lost_at{0};
  ms power_off_for{0};  // 0: for ever
  ms partition_at{0};
  ms partition_for{0};  // 0: none

  // A rupture of the environment's making may happen.
  bool ruptures() const {
    return killed != Who::kNobody || power_lost != Who::kNobody ||
           partition_for.count() > 0;
  }
};

// The step of a tape that makes the client send PING so often; nullopt: no
// scenario has that.
std::optional<Step> HeartbeatStep(std::chrono::milliseconds interval);

Scenario DrawScenario(Choices& choices, bool may_kill);

// What a step of a tape says about a scenario: "client sends a heartbeat every
// 20 ms"; empty for steps of other sites.
std::string DescribeParameter(const Step& step);

// Whether a step only permits faults, which are steps of their own: "processes
// may be preempted".
bool IsPermission(const Step& step);

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_SCENARIO_H_
