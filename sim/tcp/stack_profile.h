#ifndef ORDERLY_SIM_TCP_STACK_PROFILE_H_
#define ORDERLY_SIM_TCP_STACK_PROFILE_H_

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "sim/tcp/tcp_config.h"

namespace orderly {

// Whose TCP a host has. Linux was measured; the others are Linux's but for the
// differences that a document names: StackDifferences() lists all of them.
enum class Stack : uint8_t { kLinux, kRfc9293, kWindows, kBsd };
inline constexpr std::array<Stack, 4> kAllStacks = {
    Stack::kLinux, Stack::kRfc9293, Stack::kWindows, Stack::kBsd};

// "linux", "rfc9293", "windows", "bsd".
std::string_view StackName(Stack stack);
// One sentence that names what there is, and the nearest to `name`.
absl::StatusOr<Stack> ParseStack(std::string_view name);
TcpConfig StackConfig(Stack stack);
// Changes what this stack does differently from Linux, and nothing else.
void TakeStack(Stack stack, TcpConfig& config);

// The two ends of a connection.
struct Stacks {
  Stack client = Stack::kLinux;
  Stack server = Stack::kLinux;
  friend bool operator==(const Stacks&, const Stacks&) = default;
};

// Something that the stacks do not all do alike.
struct StackDifference {
  std::string_view situation;  // "RST meets data that nobody has read"
  std::string_view source;     // of whoever differs from Linux
  // What a host does that is configured so, in a few words.
  std::string (*answer)(const TcpConfig& config);
  // Does it as `from` does.
  void (*take)(const TcpConfig& from, TcpConfig& to);
};
// A profile is Linux's configuration with some of them taken: there are no
// others.
std::span<const StackDifference> StackDifferences();

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_STACK_PROFILE_H_
