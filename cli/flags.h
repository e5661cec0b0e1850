#ifndef ORDERLY_CLI_FLAGS_H_
#define ORDERLY_CLI_FLAGS_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace orderly {

// The words of one subcommand: flags "--name=value" or "--name", and operands.
// In a name '-' is '_': "--client-stack" is "--client_stack".
// Abseil's flags know no subcommands and exit with 1, which is "violated" here.
class Flags final {
 public:
  // Refuses what is not of that form, an empty name, and a name given twice.
  static absl::StatusOr<Flags> Parse(std::span<const std::string_view> words);

  const std::vector<std::string>& operands() const { return operands_; }
  bool Has(std::string_view name) const;
  // Takes a flag out; `value` keeps its default if the flag is not there.
  // Errors name the flag, its value and what was expected.
  absl::Status TakeNumber(std::string_view name, uint64_t most,
                          uint64_t& value);
  absl::Status TakeText(std::string_view name, std::string& value);
  absl::Status TakeSwitch(std::string_view name, bool& value);
  // After all Take...(): an error that names the first flag nobody knows, and
  // `known`, if there is one.
  absl::Status RefuseUnknown(std::string_view known) const;

 private:
  struct Flag {
    std::string name;
    std::string value;
    bool has_value = false;
    std::string next;  // the word behind it, which may be meant as its value
  };
  static std::string WithoutValue(const Flag& flag);
  // Null if it was not given.
  const Flag* Take(std::string_view name, Flag& taken);

  std::vector<Flag> flags_;
  std::vector<std::string> operands_;
};

}  // namespace orderly

#endif  // ORDERLY_CLI_FLAGS_H_
