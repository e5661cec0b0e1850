#ifndef ORDERLY_DRILL_CURSOR_H_
#define ORDERLY_DRILL_CURSOR_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "drill/token.h"

namespace orderly::drill {

// Where a parser is in the words of a script. Errors say what was expected and
// what is there.
class Cursor final {
 public:
  // Requires a last token of kEnd. `tokens` must outlive the cursor.
  explicit Cursor(const std::vector<Token>& tokens) : tokens_(tokens) {}

  const Token& Peek(size_t ahead = 0) const {
    return tokens_[at_ + ahead < tokens_.size() ? at_ + ahead
                                                : tokens_.size() - 1];
  }
  // Never beyond the end.
  const Token& Next() {
    const Token& token = Peek();
    if (at_ + 1 < tokens_.size()) ++at_;
    return token;
  }
  bool Accept(char sign) {
    if (!Peek().Is(sign)) return false;
    Next();
    return true;
  }
  bool AcceptWord(const char* word) {
    if (!Peek().IsWord(word)) return false;
    Next();
    return true;
  }
  absl::Status Expect(char sign);
  // "expected WHAT, got ..." at the next token.
  absl::Status Expected(std::string_view what) const;
  // An integer, decimal or hexadecimal, from `least` to `most`.
  absl::StatusOr<int64_t> Number(std::string_view what, int64_t least,
                                 int64_t most);

 private:
  const std::vector<Token>& tokens_;
  size_t at_ = 0;
};

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_CURSOR_H_
