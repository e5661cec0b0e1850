#include <algorithm>
#include <cstdio>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "properties/claims.h"
#include "sim/tcp/stack_profile.h"

namespace orderly {
namespace {

// A claim's verdict is no failure; a story that did not go as on Linux is.
bool AsOnLinux(const std::vector<Claim>& claims) {
  return std::all_of(claims.begin(), claims.end(), [](const Claim& claim) {
    return std::all_of(
        claim.shown.begin(), claim.shown.end(),
        [](const Shown& shown) { return shown.held == shown.expected; });
  });
}

}  // namespace

int RunClaims(Flags flags) {
  std::string name = "linux";
  absl::Status status = flags.TakeText("stack", name);
  status.Update(flags.RefuseUnknown("--stack"));
  if (!status.ok()) return UsageError(std::string(status.message()));
  const absl::StatusOr<Stack> stack = ParseStack(name);
  if (!stack.ok()) return UsageError(std::string(stack.status().message()));
  if (!flags.operands().empty()) {
    return UsageError(
        "claims takes no operands; 'orderly replay' takes the tokens that it "
        "prints");
  }
  const std::vector<Claim> claims = Claims(*stack);
  std::fputs(ClaimsText(claims).c_str(), stdout);
  // What other stacks do differently is theirs.
  if (*stack != Stack::kLinux) return kHeld;
  return AsOnLinux(claims) ? kHeld : kViolated;
}

}  // namespace orderly
