#ifndef ORDERLY_PROTOCOL_FILE_JOURNAL_H_
#define ORDERLY_PROTOCOL_FILE_JOURNAL_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "protocol/journal.h"
#include "protocol/report.h"

namespace protocol {

// A journal's text, one entry after another:
//
//   RECORD <session> <id> <length> <crc>\n<payload>\n
//   COMMIT <session> <records> <crc>\n
//   ROLLBACK <session> <records> <crc>\n
//
// Numbers are decimal; the CRC-32 (8 hex digits) covers the line before it and
// the payload.
void AppendEntry(const Entry& entry, std::string& out);

// What the journal holds of one session; kUnknown: neither COMMIT nor ROLLBACK.
struct RecoveredSession {
  uint64_t session = 0;
  uint64_t records = 0;
  Verdict verdict = Verdict::kUnknown;

  friend bool operator==(const RecoveredSession&,
                         const RecoveredSession&) = default;
};

struct Recovery {
  std::vector<RecoveredSession> sessions;  // In order of first appearance.
  uint64_t entries = 0;
  uint64_t valid_bytes = 0;
  // What follows the last whole entry: a write that a crash interrupted.
  uint64_t torn_bytes = 0;

  uint64_t NextSession() const;  // Above every session's number.
};

// Reads entries up to the first that is incomplete or whose checksum fails.
Recovery RecoverJournal(std::string_view text);

// A journal in a file of its own; Sync() is one write and one fdatasync().
class FileJournal final : public Journal {
 public:
  // Opens or creates the file, locks it against other processes, recovers it
  // and cuts a torn tail off.
  static absl::StatusOr<std::unique_ptr<FileJournal>> Open(
      const std::string& path);
  ~FileJournal() override;
  FileJournal(const FileJournal&) = delete;
  FileJournal& operator=(const FileJournal&) = delete;

  // As it was found by Open().
  const Recovery& recovery() const { return recovery_; }

  bool Append(const Entry& entry) override;
  bool Sync() override;

 private:
  explicit FileJournal(int fd);

  int fd_;
  Recovery recovery_;
  std::string pending_;
  bool failed_ = false;
};

}  // namespace protocol

#endif  // ORDERLY_PROTOCOL_FILE_JOURNAL_H_
