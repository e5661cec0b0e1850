#include "search/price.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "properties/run.h"
#include "sim/choice/byte_choices.h"

namespace orderly {
namespace {

using std::chrono::seconds;

// What each ending can wait for: the protocol's defaults.
Duration Patience(protocol::Ending ending) {
  switch (ending) {
    case protocol::Ending::kClose:
    case protocol::Ending::kShutdownWrClose:
    case protocol::Ending::kShutdownRdwrClose:
    case protocol::Ending::kLinger0:
      return seconds(0);
    case protocol::Ending::kShutdownWrDrainClose:
    case protocol::Ending::kOutqClose:
      return protocol::EndingOptions().deadline;
    case protocol::Ending::kLinger5:
      return seconds(5);
    case protocol::Ending::kSleepClose:
      return seconds(1);
  }
  return seconds(0);
}

}  // namespace

Price PriceOf(const Row& row) {
  ByteChoices perfect_network({});
  const Outcome outcome = RunOnce(row, perfect_network, {});
  Price price;
  price.took = outcome.goodbye_took;
  const Duration round_trip = 2 * outcome.scenario.delay;
  price.round_trips = static_cast<double>(price.took.count()) /
                      static_cast<double>(round_trip.count());
  price.segments = outcome.segments;
  price.patience = Patience(row.server) + Patience(row.client);
  return price;
}

std::string PriceText(const Price& price, const RowResult& runs) {
  const auto in_seconds = [](Duration d) {
    return static_cast<double>(d.count()) / 1e9;
  };
  const auto worst = [&in_seconds](Duration d) {
    return d == Duration(0) ? std::string("not seen")
                            : absl::StrFormat("%.1f s", in_seconds(d));
  };
  return absl::StrFormat(
      "%.2f round trips, %.3f s where nothing goes wrong; at worst %s with a "
      "bad network, %s with a kill, cut or power loss",
      price.round_trips, in_seconds(price.took), worst(runs.worst_calm),
      worst(runs.worst_ruptured));
}

bool Cheaper(const Row& a, const Row& b) {
  const Price pa = PriceOf(a);
  const Price pb = PriceOf(b);
  return std::tuple(pa.took, pa.patience, pa.segments) <
         std::tuple(pb.took, pb.patience, pb.segments);
}

}  // namespace orderly
