#ifndef ORDERLY_SCHEDULE_WORDS_H_
#define ORDERLY_SCHEDULE_WORDS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace orderly {

// One line of a .close file: its words, taken from the left. What does not fit
// is said once, with its place; from then on every Take gives a plain value.
class Words final {
 public:
  Words(std::string_view file, uint32_t line, std::string_view text);

  uint32_t line() const { return line_; }
  const std::string& remark() const { return remark_; }
  const absl::Status& status() const { return status_; }
  bool ok() const { return status_.ok(); }
  bool empty() const { return next_ >= words_.size(); }

  // The next word, if it is this one.
  bool Take(std::string_view word);
  void Expect(std::string_view word);
  // One of those; its number.
  size_t TakeOneOf(const std::vector<std::string_view>& words,
                   std::string_view what);
  // Any word that is not quoted; then what is quoted, without the quotes.
  std::string TakeWord(std::string_view what);
  bool AtQuoted() const { return !empty() && words_[next_].quoted; }
  std::string TakeQuoted();
  bool AtNumber() const;  // or at an address: "8", "10.0.0.2:7"
  // A number from 1, if the next word is one; else 1.
  uint32_t TakeCount();
  // One of these, of one word or more; its number.
  size_t TakeTextOf(const std::vector<std::string>& texts,
                    std::string_view what);
  void ExpectEnd();

  // Says what was expected at the next word, or at the one before it.
  void Refuse(std::string_view expected);
  void RefuseLast(std::string_view expected);
  // Says it of the line as a whole.
  void RefuseLine(std::string_view expected, std::string_view found);
  void RefuseEndOfFile(std::string_view expected);

 private:
  struct Word {
    std::string text;
    size_t column;
    bool quoted;
  };
  void Split(std::string_view text);
  void RefuseAt(size_t i, std::string_view expected);
  void RefuseAt(size_t i, std::string_view expected, std::string_view found);

  std::string file_;
  uint32_t line_;
  size_t end_column_ = 1;
  std::vector<Word> words_;
  std::string remark_;
  size_t next_ = 0;
  absl::Status status_;
};

}  // namespace orderly

#endif  // ORDERLY_SCHEDULE_WORDS_H_
