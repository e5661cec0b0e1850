#ifndef ORDERLY_TESTS_PROTOCOL_MEMORY_JOURNAL_H_
#define ORDERLY_TESTS_PROTOCOL_MEMORY_JOURNAL_H_

#include <string>

#include "protocol/journal.h"
#include "protocol/payload.h"

namespace protocol {

// Notes entries as letters: r a record with the pattern's payload, x any other
// record, C, R, and | a Sync. Fails for good at a letter of `fails_at`.
class MemoryJournal final : public Journal {
 public:
  MemoryJournal() = default;
  explicit MemoryJournal(char fails_at) : fails_at_(fails_at) {}

  const std::string& text() const { return text_; }

  bool Append(const Entry& entry) override {
    switch (entry.kind) {
      case EntryKind::kRecord:
        return Note(IsPattern(entry.id, entry.payload) ? 'r' : 'x');
      case EntryKind::kCommit:
        return Note('C');
      case EntryKind::kRollback:
        return Note('R');
    }
    return false;
  }
  bool Sync() override { return Note('|'); }

 private:
  bool Note(char letter) {
    failed_ = failed_ || letter == fails_at_;
    if (!failed_) text_.push_back(letter);
    return !failed_;
  }

  std::string text_;
  char fails_at_ = '\0';
  bool failed_ = false;
};

}  // namespace protocol

#endif  // ORDERLY_TESTS_PROTOCOL_MEMORY_JOURNAL_H_
