#include <algorithm>
#include <cstdio>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "properties/claims.h"

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

// NOLINTNEXTLINE(performance-unnecessary-value-param): as every command.
int RunClaims(Flags flags) {
  const absl::Status status = flags.RefuseUnknown("none");
  if (!status.ok()) return UsageError(std::string(status.message()));
  if (!flags.operands().empty()) {
    return UsageError(
        "claims takes no operands; 'orderly replay' takes the tokens that it "
        "prints");
  }
  const std::vector<Claim> claims = Claims();
  std::fputs(ClaimsText(claims).c_str(), stdout);
  return AsOnLinux(claims) ? kHeld : kViolated;
}

}  // namespace orderly
