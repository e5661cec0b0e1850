#ifndef ORDERLY_SIM_CHOICE_SITE_H_
#define ORDERLY_SIM_CHOICE_SITE_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace orderly {

// What a decision is about. With the actor (which link, process or parameter)
// and the count of earlier decisions of the same site and actor it names the
// decision: the name survives an unrelated new decision elsewhere in the
// program. Names, not numbers, appear in tokens; add at the end, never reuse a
// name.
enum class Site : uint8_t {
  kFate,        // what becomes of a segment; actor: link
  kLatency,     // extra delay of a segment; actor: link
  kIss,         // initial sequence number; actor: host
  kSchedule,    // which runnable process goes first
  kPause,       // how long a process is preempted before a call; actor: process
  kKill,        // whether a process is killed before a call; actor: process
  kShortRead,   // how many bytes fewer a read returns; actor: process
  kShortWrite,  // how many bytes fewer a write takes; actor: process
  kPower,       // when a host loses power, and for how long; actor: host
  kPartition,   // when the network splits, and for how long
  kScenario,    // a parameter of the scenario; actor: which
  kRandom,      // what getrandom() returns; actor: process
  kTest,        // free for tests
  kInterrupt,   // when a signal ends a wait (EINTR); actor: process
  kSpurious,    // when poll() says readable and nothing is; actor: process
  kNoMemory,    // whether send() or connect() finds no memory; actor: process
  // Asked only where the source Wants() them:
  kOrder,   // which of the segments under way to a host, and of its processes'
            // wake-ups, comes first; actor: link of the first to arrive
  kStrike,  // what strikes after an event: a forged reset, power, a partition
};
inline constexpr int kSiteCount = 18;

// "fate", "latency", ...
std::string_view SiteName(Site site);
std::optional<Site> ParseSite(std::string_view name);

}  // namespace orderly

#endif  // ORDERLY_SIM_CHOICE_SITE_H_
