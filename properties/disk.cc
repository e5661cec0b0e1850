#include "properties/disk.h"

#include <algorithm>
#include <chrono>

#include "protocol/payload.h"
#include "sim/process/process.h"

namespace orderly {

bool Disk::Append(const protocol::Entry& entry) {
  if (Dying()) return false;
  Line& line = lines_.emplace_back();
  line.kind = entry.kind;
  line.id = entry.id;
  if (entry.kind == protocol::EntryKind::kCommit) {
    committed_at_ = CurrentSimulation()->now();
  }
  if (entry.kind == protocol::EntryKind::kRecord) {
    line.intact = protocol::IsPattern(entry.id, entry.payload);
    line.size = static_cast<uint32_t>(entry.payload.size());
  }
  return true;
}

bool Disk::Sync() {
  if (Dying()) return false;
  const size_t to_sync = lines_.size();
  if (!OwnCall("fsync journal", std::chrono::milliseconds(1))) return false;
  synced_ = std::max(synced_, to_sync);
  return true;
}

bool Disk::committed() const {
  return std::any_of(lines_.begin(), lines_.end(), [](const Line& line) {
    return line.kind == protocol::EntryKind::kCommit;
  });
}

}  // namespace orderly
