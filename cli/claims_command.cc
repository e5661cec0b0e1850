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

int ShowOne(const std::string& id) {
  const std::optional<Shown> shown = ShowClaimStory(id);
  if (!shown.has_value()) {
    return UsageError("--story=" + id +
                      ": no such story; 'orderly claims' lists them");
  }
  std::fputs(ClaimStoryText(*shown).c_str(), stdout);
  return shown->held == shown->expected ? kHeld : kViolated;
}

}  // namespace

int RunClaims(Flags flags) {
  std::string story;
  absl::Status status = flags.TakeText("story", story);
  status.Update(flags.RefuseUnknown("--story"));
  if (!status.ok()) return UsageError(std::string(status.message()));
  if (!flags.operands().empty()) {
    return UsageError("claims takes no operands; give --story=ID");
  }
  if (!story.empty()) return ShowOne(story);
  const std::vector<Claim> claims = Claims();
  std::fputs(ClaimsText(claims).c_str(), stdout);
  return AsOnLinux(claims) ? kHeld : kViolated;
}

}  // namespace orderly
