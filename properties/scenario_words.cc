#include "properties/scenario_words.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "properties/scenario.h"
#include "properties/scenario_values.h"

namespace orderly {
namespace {

using Values = std::vector<std::string>;

template <typename Table>
Values Numbers(const Table& table, std::string_view plain = "") {
  Values values;
  for (const auto number : table) values.push_back(absl::StrCat(number));
  if (!plain.empty()) values[0] = plain;
  return values;
}

template <typename Table>
Values Times(const Table& table, std::string_view plain = "") {
  Values values;
  for (const auto number : table) values.push_back(absl::StrCat(number, "ms"));
  if (!plain.empty()) values[0] = plain;
  return values;
}

// As DrawFaults numbers them.
Values PowerLosses() {
  Values values = {"never"};
  for (const int time : kPowerTimes) {
    values.push_back(absl::StrCat("client at ", time, "ms"));
    values.push_back(absl::StrCat("server at ", time, "ms"));
  }
  return values;
}

Values Partitions() {
  Values values = {"never"};
  for (const int time : kPartitionTimes)
    values.push_back(absl::StrCat("at ", time, "ms"));
  return values;
}

// The first of the table is no partition; one that there is has a length.
Values PartitionLengths() {
  Values values = Times(kPartitionFor);
  values.erase(values.begin());
  return values;
}

Setting Of(std::string_view name, Parameter parameter, Values values) {
  return {name, Site::kScenario, static_cast<uint8_t>(parameter),
          std::move(values)};
}

std::vector<Setting> MakeSettings() {
  const Values off_on = {"off", "on"};
  const Values sides = {"nobody", "client", "server"};
  return {
      Of("records", Parameter::kRecords, Numbers(kRecordCounts)),
      Of("record-size", Parameter::kRecordSize, Numbers(kRecordSizes)),
      Of("pipeline", Parameter::kPipeline, Numbers(kPipelines)),
      Of("heartbeat client", Parameter::kClientHeartbeat,
         Times(kHeartbeats, "off")),
      Of("heartbeat server", Parameter::kServerHeartbeat,
         Times(kHeartbeats, "off")),
      Of("reads-every client", Parameter::kClientReadPause, Times(kReadPauses)),
      Of("reads-every server", Parameter::kServerReadPause, Times(kReadPauses)),
      Of("first-word", Parameter::kFirstWord, {"client", "server", "both"}),
      Of("rcvbuf client", Parameter::kClientReceiveBuffer,
         Numbers(kReceiveBuffers, "default")),
      Of("rcvbuf server", Parameter::kServerReceiveBuffer,
         Numbers(kReceiveBuffers, "default")),
      Of("sndbuf client", Parameter::kClientSendBuffer,
         Numbers(kSendBuffers, "default")),
      Of("sndbuf server", Parameter::kServerSendBuffer,
         Numbers(kSendBuffers, "default")),
      Of("non-blocking", Parameter::kNonBlocking,
         {"nobody", "client", "server", "both"}),
      Of("second-handle", Parameter::kSecondHandle, sides),
      Of("nagle", Parameter::kNagle, off_on),
      Of("one-way", Parameter::kDelay, Times(kDelays)),
      Of("power-off", Parameter::kPowerLoss, PowerLosses()),
      {"power-back-after", Site::kPower, 0, Times(kPowerOffFor, "never")},
      Of("partition", Parameter::kPartition, Partitions()),
      {"partition-lasts", Site::kPartition, 0, PartitionLengths()},
  };
}

}  // namespace

const std::vector<Setting>& AllSettings() {
  static const auto& settings = *new std::vector<Setting>(MakeSettings());
  return settings;
}

const Setting* SettingOf(const Step& step) {
  const std::vector<Setting>& all = AllSettings();
  const auto it =
      std::find_if(all.begin(), all.end(), [&step](const Setting& setting) {
        return setting.site == step.site && setting.actor == step.actor &&
               step.index == 0 && step.bound == setting.values.size() &&
               step.value < step.bound;
      });
  return it == all.end() ? nullptr : &*it;
}

}  // namespace orderly
