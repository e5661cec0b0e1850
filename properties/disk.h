#ifndef ORDERLY_PROPERTIES_DISK_H_
#define ORDERLY_PROPERTIES_DISK_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "protocol/journal.h"
#include "sim/base/instant.h"

namespace orderly {

class StateHash;

// The server's disk as its journal uses it. What is appended survives the
// process at once (the page cache is the kernel's), and the host's power only
// once it is synced. Sync() takes a millisecond of virtual time, in which the
// process can be killed. What a dead process says is ignored.
class Disk final : public protocol::Journal {
 public:
  struct Line {
    protocol::EntryKind kind = protocol::EntryKind::kRecord;
    uint64_t id = 0;
    bool intact = true;  // the payload is the pattern of its id
    uint32_t size = 0;
  };

  bool Append(const protocol::Entry& entry) override;
  bool Sync() override;

  // The host lost power: what was not synced is gone.
  void LosePower() { lines_.resize(synced_); }

  // What a recovery would find.
  const std::vector<Line>& lines() const { return lines_; }
  bool committed() const;
  // When COMMIT was written; Never() if it was not.
  Instant committed_at() const { return committed_at_; }

  void HashInto(StateHash& hash) const;  // world_state.cc

 private:
  std::vector<Line> lines_;
  size_t synced_ = 0;
  Instant committed_at_ = Instant::Never();
};

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_DISK_H_
