#ifndef ORDERLY_PROTOCOL_JOURNAL_H_
#define ORDERLY_PROTOCOL_JOURNAL_H_

#include <cstdint>
#include <string_view>

namespace protocol {

enum class EntryKind : uint8_t { kRecord, kCommit, kRollback };

struct Entry {
  EntryKind kind = EntryKind::kRecord;
  uint64_t session = 0;
  uint64_t id = 0;  // RECORD: its id; COMMIT and ROLLBACK: how many records.
  std::string_view payload = {};

  friend bool operator==(const Entry&, const Entry&) = default;
};

// Where a server makes its promises durable. Port: FileJournal in production,
// a simulated disk in a simulation.
class Journal {
 public:
  virtual ~Journal() = default;

  // Adds an entry after all earlier ones; `payload` is used only during the
  // call. False: the journal has failed for good, here or before.
  [[nodiscard]] virtual bool Append(const Entry& entry) = 0;

  // True: every entry appended so far survives a crash of the host. False: any
  // entry since the last success may or may not survive; the journal has
  // failed for good.
  [[nodiscard]] virtual bool Sync() = 0;
};

}  // namespace protocol

#endif  // ORDERLY_PROTOCOL_JOURNAL_H_
