#ifndef ORDERLY_CONFORMANCE_RULES_H_
#define ORDERLY_CONFORMANCE_RULES_H_

#include <string>
#include <vector>

namespace orderly {

// A test by its label and its name: "//tests/sim/host:close_test",
// "CloseTest.FinAloneIsNotUnread".
struct ShownBy {
  std::string label;
  std::string name;
};

// Something that Linux does, and the simulator does too.
struct Rule {
  std::string section;
  std::string sentence;
  std::string rfc;           // where an RFC says so, or says otherwise; "-"
  std::string linux_source;  // functions of net/ipv4 and net/core
  std::vector<ShownBy> tests;
  std::vector<std::string> cases;  // measured: "1a", "p04"
};

// In the order of the page. A rule without tests is one that is not simulated.
std::vector<Rule> Rules();
// The names of all measured cases, each once: "1a", "1b", ..., "p04".
std::vector<std::string> MeasuredCases();

}  // namespace orderly

#endif  // ORDERLY_CONFORMANCE_RULES_H_
