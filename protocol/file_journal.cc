#include "protocol/file_journal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace protocol {
namespace {

constexpr std::array<uint32_t, 256> kCrcTable = [] {
  std::array<uint32_t, 256> table = {};
  for (uint32_t i = 0; i < table.size(); ++i) {
    uint32_t rest = i;
    for (int bit = 0; bit < 8; ++bit) {
      rest = (rest >> 1) ^ ((rest & 1) != 0 ? 0xEDB88320u : 0);
    }
    table[i] = rest;
  }
  return table;
}();

// CRC-32 as in IEEE 802.3, of the pieces so far; starts from 0.
uint32_t ExtendCrc(uint32_t crc, std::string_view bytes) {
  crc = ~crc;
  for (const char c : bytes) {
    crc = (crc >> 8) ^ kCrcTable[(crc ^ static_cast<uint8_t>(c)) & 0xff];
  }
  return ~crc;
}

std::string_view KindName(EntryKind kind) {
  switch (kind) {
    case EntryKind::kRecord:
      return "RECORD ";
    case EntryKind::kCommit:
      return "COMMIT ";
    case EntryKind::kRollback:
      return "ROLLBACK ";
  }
  return "?";
}

bool TakeWord(std::string_view word, std::string_view& text) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

bool TakeNumber(std::string_view& text, uint64_t& number) {
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop == end || *stop != ' ') return false;
  text.remove_prefix(static_cast<size_t>(stop - text.data()) + 1);
  return true;
}

// The entry at the front of `text` as its line tells it: only its encoding,
// compared with the text, says whether all of it is there.
std::optional<Entry> ReadLine(std::string_view text) {
  for (const EntryKind kind :
       {EntryKind::kRecord, EntryKind::kCommit, EntryKind::kRollback}) {
    std::string_view rest = text;
    if (!TakeWord(KindName(kind), rest)) continue;
    Entry entry = {.kind = kind};
    if (!TakeNumber(rest, entry.session)) return std::nullopt;
    if (!TakeNumber(rest, entry.id)) return std::nullopt;
    if (kind != EntryKind::kRecord) return entry;
    uint64_t length = 0;
    if (!TakeNumber(rest, length)) return std::nullopt;
    const size_t payload = rest.find('\n');
    if (payload == rest.npos) return std::nullopt;
    rest.remove_prefix(payload + 1);
    if (length > rest.size()) return std::nullopt;
    entry.payload = rest.substr(0, length);
    return entry;
  }
  return std::nullopt;
}

void Count(const Entry& entry, Recovery& recovery) {
  auto& sessions = recovery.sessions;
  auto found = std::find_if(
      sessions.begin(), sessions.end(),
      [&](const RecoveredSession& s) { return s.session == entry.session; });
  if (found == sessions.end()) {
    sessions.push_back({.session = entry.session});
    found = sessions.end() - 1;
  }
  switch (entry.kind) {
    case EntryKind::kRecord:
      ++found->records;
      return;
    case EntryKind::kCommit:
      found->verdict = Verdict::kCommitted;
      return;
    case EntryKind::kRollback:
      found->verdict = Verdict::kRolledBack;
      return;
  }
}

absl::Status Failed(const char* doing, const std::string& path, int error) {
  return absl::UnavailableError(absl::StrCat("cannot ", doing, " the journal ",
                                             path, ": ", strerror(error)));
}

bool IsRegular(int fd) {
  struct stat status = {};
  return fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

bool ReadAll(int fd, std::string& text) {
  char buffer[16 * 1024];
  while (true) {
    const ssize_t size = read(fd, buffer, sizeof(buffer));
    if (size == 0) return true;
    if (size == -1 && errno == EINTR) continue;
    if (size == -1) return false;
    text.append(buffer, static_cast<size_t>(size));
  }
}

bool WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t size = write(fd, text.data(), text.size());
    if (size == -1 && errno == EINTR) continue;
    if (size <= 0) return false;
    text.remove_prefix(static_cast<size_t>(size));
  }
  return true;
}

// A new file survives a crash only once its directory does.
bool SyncDirectory(const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string directory =
      slash == path.npos ? "." : path.substr(0, slash + 1);
  const int fd = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd == -1) return false;
  const bool synced = fsync(fd) == 0;
  close(fd);
  return synced;
}

}  // namespace

void AppendEntry(const Entry& entry, std::string& out) {
  const size_t start = out.size();
  out.append(KindName(entry.kind));
  absl::StrAppend(&out, entry.session, " ", entry.id, " ");
  const bool is_record = entry.kind == EntryKind::kRecord;
  if (is_record) absl::StrAppend(&out, entry.payload.size(), " ");
  uint32_t crc = ExtendCrc(0, std::string_view(out).substr(start));
  if (is_record) crc = ExtendCrc(crc, entry.payload);
  absl::StrAppendFormat(&out, "%08x\n", crc);
  if (!is_record) return;
  out.append(entry.payload);
  out.push_back('\n');
}

uint64_t Recovery::NextSession() const {
  uint64_t next = 1;
  for (const RecoveredSession& s : sessions) {
    next = std::max(next, s.session + 1);
  }
  return next;
}

Recovery RecoverJournal(std::string_view text) {
  Recovery recovery;
  std::string encoded;
  while (true) {
    const std::string_view rest = text.substr(recovery.valid_bytes);
    const std::optional<Entry> entry = ReadLine(rest);
    if (!entry) break;
    encoded.clear();
    AppendEntry(*entry, encoded);
    if (!rest.starts_with(encoded)) break;
    Count(*entry, recovery);
    ++recovery.entries;
    recovery.valid_bytes += encoded.size();
  }
  recovery.torn_bytes = text.size() - recovery.valid_bytes;
  return recovery;
}

absl::StatusOr<std::unique_ptr<FileJournal>> FileJournal::Open(
    const std::string& path) {
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC,
                      S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH);
  if (fd == -1) return Failed("open", path, errno);
  std::unique_ptr<FileJournal> journal(new FileJournal(fd));
  if (flock(fd, LOCK_EX | LOCK_NB) == -1) return Failed("lock", path, errno);
  if (!IsRegular(fd)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "cannot use the journal ", path, ": it is no regular file"));
  }
  std::string text;
  if (!ReadAll(fd, text)) return Failed("read", path, errno);
  journal->recovery_ = RecoverJournal(text);
  const auto size = static_cast<off_t>(journal->recovery_.valid_bytes);
  const bool torn = journal->recovery_.torn_bytes > 0;
  if (torn && ftruncate(fd, size) == -1) return Failed("mend", path, errno);
  if (fsync(fd) == -1 || !SyncDirectory(path)) {
    return Failed("sync", path, errno);
  }
  return journal;
}

FileJournal::FileJournal(int fd) : fd_(fd) {}

FileJournal::~FileJournal() { close(fd_); }

bool FileJournal::Append(const Entry& entry) {
  if (!failed_) AppendEntry(entry, pending_);
  return !failed_;
}

// After a failed sync the kernel may have dropped the pages: a later success
// would prove nothing about them, so the failure is for good.
bool FileJournal::Sync() {
  if (failed_) return false;
  failed_ = !WriteAll(fd_, pending_) || fdatasync(fd_) == -1;
  pending_.clear();
  return !failed_;
}

}  // namespace protocol
