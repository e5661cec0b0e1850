#ifndef ORDERLY_SEARCH_TOKEN_H_
#define ORDERLY_SEARCH_TOKEN_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "properties/promise.h"
#include "properties/row.h"
#include "sim/choice/tape.h"

namespace orderly {

// A run that anyone can repeat: what was run, which promise broke (if one did),
// and the decisions. One word that survives a shell and a chat:
//   o1:close-ok:close:close:goodbye-heard:scenario.9.0=1/6+fate.5.3=1/6:9f3a
// version, goodbye, server's ending, client's ending, promise or "-", tape, and
// a check of everything before it. Of a host that is not Linux the ending says
// so: "close@windows".
struct Token {
  Row row;
  std::optional<Promise> promise;
  Tape tape;
  friend bool operator==(const Token&, const Token&) = default;
};

std::string TokenText(const Token& token);
// A token as it was pasted: without the spaces and the quotes around it.
std::string_view TrimmedToken(std::string_view text);
// Of what is pasted, as above. Errors: kInvalidArgument; one sentence that
// names the part, its text, what was expected and what to type next.
absl::StatusOr<Token> ParseToken(std::string_view text);

}  // namespace orderly

#endif  // ORDERLY_SEARCH_TOKEN_H_
