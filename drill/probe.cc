#include "drill/probe.h"

#include <cstdint>
#include <variant>

#include "absl/strings/str_cat.h"
#include "sim/tcp/tcp_counters.h"
#include "sim/tcp/tcp_state.h"

namespace orderly::drill {
namespace {

int64_t ValueOf(const CounterProbe& probe, const TcpCounters& counters) {
  return probe.name == "TcpExtBeyondWindow" ? counters.beyond_window
                                            : counters.receive_drops;
}

}  // namespace

std::optional<std::string> ProbeMismatch(const Step& step, Machine& machine) {
  if (const auto* const probe = std::get_if<StateProbe>(&step)) {
    const auto count = static_cast<int64_t>(machine.CountInState(probe->state));
    if (count == probe->expected) return std::nullopt;
    return absl::StrCat("expected ", probe->expected, " in ",
                        std::string(TcpStateName(probe->state)), ", got ",
                        count);
  }
  if (const auto* const some = std::get_if<SomeInState>(&step)) {
    if (machine.CountInState(some->state) > 0) return std::nullopt;
    return absl::StrCat("expected a connection in ",
                        std::string(TcpStateName(some->state)), ", got none");
  }
  if (const auto* const probe = std::get_if<CounterProbe>(&step)) {
    const int64_t value = ValueOf(*probe, machine.counters());
    if (value == probe->expected) return std::nullopt;
    return absl::StrCat("expected ", probe->name, " to be ", probe->expected,
                        ", got ", value);
  }
  return std::nullopt;
}

}  // namespace orderly::drill
