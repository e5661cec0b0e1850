#ifndef ORDERLY_DRILL_VERDICT_H_
#define ORDERLY_DRILL_VERDICT_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "drill/script.h"

namespace orderly::drill {

// What became of a script.
struct Verdict {
  enum class Kind : uint8_t {
    kPass,
    kFail,
    kRejected,  // cannot be read: a failure, whose text begins with its place
    kSkip
  };
  Kind kind = Kind::kPass;
  Place place;       // of a failure: the event's
  std::string text;  // "expected ... got ...", or why it is skipped
};

Verdict Failed(Place place, std::string text);
Verdict Skipped(std::string text);
// Of what was found before the run, whose message has the place: kRejected, or
// kSkip for Unimplemented.
Verdict RejectedOr(const absl::Status& status);
// Unimplemented is the interpreter's lack: skipped. Anything else fails.
Verdict VerdictOf(const absl::Status& status, Place place);

// "PASS a.pkt", "FAIL a.pkt:12: expected ...", "SKIP a.pkt: Fast Open". A
// failure of a packet has a second line, with what was got under what was
// expected.
std::string VerdictLine(const Verdict& verdict, const std::string& file);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_VERDICT_H_
