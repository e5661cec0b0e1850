#include <cstdint>
#include <utility>
#include <vector>

#include "properties/scenario.h"
#include "search/shrink/domain.h"
#include "search/shrink/passes.h"
#include "sim/net/fate.h"
#include "sim/net/network.h"

namespace orderly {
namespace {

// Which segments of a link may be the one.
constexpr uint32_t kSweep = 24;
// Fewer steps of a domain are a story already.
constexpr size_t kLeastSteps = 3;

// The steps of a lost segment. A run records their real bounds.
std::vector<Step> Loss(uint8_t link, uint32_t index) {
  constexpr auto kPermission = static_cast<uint8_t>(Parameter::kNetworkFaults);
  constexpr auto kDrop = static_cast<uint32_t>(Fate::kDrop);
  return {{Site::kFate, link, index, kDrop, kDrop + 1},
          {Site::kScenario, kPermission, 0, 1, 2}};
}

}  // namespace

bool Substitute(Attempts& attempts, Domain domain) {
  std::vector<Step> others = attempts.steps();
  std::erase_if(others, [domain](const Step& step) {
    return DomainOf(step.site) == domain || IsPermission(step);
  });
  if (others.size() + kLeastSteps > attempts.steps().size()) return false;
  for (uint32_t index = 0; index < kSweep; ++index) {
    for (const uint32_t link :
         {Network::LinkNumber({0, 1}), Network::LinkNumber({1, 0})}) {
      std::vector<Step> fewer = others;
      for (const Step& step : Loss(static_cast<uint8_t>(link), index))
        fewer.push_back(step);
      if (attempts.Try(std::move(fewer))) return true;
    }
  }
  return false;
}

}  // namespace orderly
