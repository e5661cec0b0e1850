#ifndef ORDERLY_TESTS_CLI_ORDERLY_RUN_H_
#define ORDERLY_TESTS_CLI_ORDERLY_RUN_H_

#include <string>

namespace orderly {

struct CliResult {
  int code = -1;
  std::string output;  // both streams, unless the arguments redirect one
};

// Runs `orderly` as a shell does: `arguments` may quote and redirect.
CliResult Orderly(const std::string& arguments);

// The first token that a text shows; "" if there is none.
std::string FirstToken(const std::string& text);

// A file among the test's own, with this text; its path.
std::string WriteTestFile(const std::string& name, const std::string& text);

// README's loss: goodbye-heard and agree are broken.
inline constexpr char kLoss[] =
    "o1:close-ok:close:close:goodbye-heard:"
    "fate.5.4=1/7+scenario.9.0=1/6+scenario.16.0=1/4:6065";

}  // namespace orderly

#endif  // ORDERLY_TESTS_CLI_ORDERLY_RUN_H_
