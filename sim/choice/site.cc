#include "sim/choice/site.h"

#include <array>

namespace orderly {
namespace {

constexpr std::array<std::string_view, kSiteCount> kNames = {
    "fate",       "latency",     "iss",      "schedule",  "pause",    "kill",
    "short-read", "short-write", "power",    "partition", "scenario", "random",
    "test",       "interrupt",   "spurious", "no-memory", "order",    "strike"};

}  // namespace

std::string_view SiteName(Site site) {
  return kNames[static_cast<size_t>(site)];
}

std::optional<Site> ParseSite(std::string_view name) {
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Site>(i);
  }
  return std::nullopt;
}

}  // namespace orderly
