#ifndef ORDERLY_SEARCH_SHRINK_DOMAIN_H_
#define ORDERLY_SEARCH_SHRINK_DOMAIN_H_

#include "search/shrink/passes.h"
#include "sim/choice/site.h"

namespace orderly {

constexpr Domain DomainOf(Site site) {
  switch (site) {
    case Site::kScenario:
      return Domain::kScenario;
    case Site::kSchedule:
    case Site::kPause:
    case Site::kShortRead:
    case Site::kShortWrite:
    case Site::kRandom:
    case Site::kInterrupt:
    case Site::kSpurious:
    case Site::kNoMemory:
      return Domain::kProcesses;
    case Site::kFate:
    case Site::kLatency:
    case Site::kIss:
    case Site::kKill:
    case Site::kPower:
    case Site::kPartition:
    case Site::kOrder:
    case Site::kStrike:
    case Site::kTest:
      return Domain::kFaults;
  }
  return Domain::kFaults;
}

}  // namespace orderly

#endif  // ORDERLY_SEARCH_SHRINK_DOMAIN_H_
