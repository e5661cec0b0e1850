#ifndef ORDERLY_PROPERTIES_SCENARIO_WORDS_H_
#define ORDERLY_PROPERTIES_SCENARIO_WORDS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/choice/site.h"
#include "sim/choice/tape.h"

namespace orderly {

// A decision about a scenario that a person can make: "heartbeat client" is
// "off", "20ms", ... The odds of faults are none: they follow from the faults.
struct Setting {
  std::string_view name;
  Site site;
  uint8_t actor;
  std::vector<std::string> values;  // by number; the first is the plain one

  // The decision for a value. Requires 0 < value < values.size().
  Step Decide(uint32_t value) const {
    return {site, actor, 0, value, static_cast<uint32_t>(values.size())};
  }
};

// In the order of a reader: who, what is sent, the sockets, the faults.
const std::vector<Setting>& AllSettings();
// Null: the step is no setting.
const Setting* SettingOf(const Step& step);

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_SCENARIO_WORDS_H_
