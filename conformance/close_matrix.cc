#include "conformance/close_matrix.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance/rig.h"
#include "sim/wire/notation.h"

namespace orderly {
namespace {

constexpr auto kClean = CloseRow::Unread::kNo;
constexpr auto kUnread = CloseRow::Unread::kYes;
constexpr auto kOff = CloseRow::Linger0::kNo;
constexpr auto kOn = CloseRow::Linger0::kYes;

// clang-format off
constexpr CloseRow kRows[] = {
    {"ESTABLISHED",         kClean,  kOff, "F.", "FIN-WAIT-1 orphan"},
    {"ESTABLISHED",         kClean,  kOn,  "R.", "GONE"},
    {"ESTABLISHED",         kUnread, kOff, "R.", "GONE"},
    {"ESTABLISHED",         kUnread, kOn,  "R.", "GONE"},
    {"ESTABLISHED, unsent", kClean,  kOff, "-",  "FIN-WAIT-1 orphan"},
    {"ESTABLISHED, unsent", kClean,  kOn,  "R.", "GONE"},
    {"ESTABLISHED, unsent", kUnread, kOff, "R.", "GONE"},
    {"ESTABLISHED, unsent", kUnread, kOn,  "R.", "GONE"},
    {"CLOSE-WAIT",          kClean,  kOff, "F.", "LAST-ACK orphan"},
    {"CLOSE-WAIT",          kClean,  kOn,  "R.", "GONE"},
    {"CLOSE-WAIT",          kUnread, kOff, "R.", "GONE"},
    {"CLOSE-WAIT",          kUnread, kOn,  "R.", "GONE"},
    {"FIN-WAIT-1",          kClean,  kOff, "-",  "FIN-WAIT-1 orphan"},
    {"FIN-WAIT-1",          kClean,  kOn,  "R.", "GONE"},
    {"FIN-WAIT-1",          kUnread, kOff, "R.", "GONE"},
    {"FIN-WAIT-1",          kUnread, kOn,  "R.", "GONE"},
    {"FIN-WAIT-2",          kClean,  kOff, "-",  "FIN-WAIT-2 orphan"},
    {"FIN-WAIT-2",          kClean,  kOn,  "R.", "GONE"},
    {"FIN-WAIT-2",          kUnread, kOff, "R.", "GONE"},
    {"FIN-WAIT-2",          kUnread, kOn,  "R.", "GONE"},
    {"CLOSING",             kClean,  kOff, "-",  "CLOSING orphan"},
    {"CLOSING",             kClean,  kOn,  "-",  "GONE"},
    {"CLOSING",             kUnread, kOff, "R.", "GONE"},
    {"CLOSING",             kUnread, kOn,  "R.", "GONE"},
    {"LAST-ACK",            kClean,  kOff, "-",  "LAST-ACK orphan"},
    {"LAST-ACK",            kClean,  kOn,  "-",  "GONE"},
    {"LAST-ACK",            kUnread, kOff, "R.", "GONE"},
    {"LAST-ACK",            kUnread, kOn,  "R.", "GONE"},
    {"LAST-ACK, unsent",    kClean,  kOff, "-",  "LAST-ACK orphan"},
    {"LAST-ACK, unsent",    kClean,  kOn,  "R.", "GONE"},  // probe p05 5g
    {"CLOSED (time-wait)",  kClean,  kOff, "-",  "TIME-WAIT orphan"},
    {"CLOSED (time-wait)",  kClean,  kOn,  "-",  "TIME-WAIT orphan"},
    {"CLOSED (time-wait)",  kUnread, kOff, "-",  "TIME-WAIT orphan"},
    {"CLOSED (time-wait)",  kUnread, kOn,  "-",  "TIME-WAIT orphan"},
    {"CLOSED (passive)",    kClean,  kOff, "-",  "GONE"},
    {"CLOSED (passive)",    kClean,  kOn,  "-",  "GONE"},
    {"CLOSED (passive)",    kUnread, kOff, "-",  "GONE"},
    {"CLOSED (passive)",    kUnread, kOn,  "-",  "GONE"},
    {"CLOSED (reset)",      kClean,  kOff, "-",  "GONE"},
    {"CLOSED (reset)",      kClean,  kOn,  "-",  "GONE"},
    {"CLOSED (reset)",      kUnread, kOff, "-",  "GONE"},
    {"CLOSED (reset)",      kUnread, kOn,  "-",  "GONE"},
    {"SYN-SENT",            kClean,  kOff, "-",  "GONE"},
    {"SYN-SENT",            kClean,  kOn,  "-",  "GONE"},
};
// clang-format on

// The peer's next number is 1, or 7 with unread data.
class Scene {
 public:
  explicit Scene(const CloseRow& row)
      : data_(row.unread == CloseRow::Unread::kYes) {
    const bool unsent = row.state.ends_with("unsent");
    if (unsent) rig_.peer_window = 1000;
    if (row.state == "SYN-SENT") {
      socket_ = &rig_.Connecting();
    } else {
      socket_ = &rig_.Accepted();
      Reach(row.state);
    }
    rig_.Run(milliseconds(60));
    rig_.Sent();
  }
  Rig& rig() { return rig_; }
  Socket& socket() { return *socket_; }

 private:
  void Data(uint32_t ack) {
    if (data_) rig_.Send(absl::StrCat("P. 1:7(6) ack ", ack));
  }
  std::string Next() const { return data_ ? "7:7(0)" : "1:1(0)"; }
  std::string AfterFin() const { return data_ ? "8:8(0)" : "2:2(0)"; }
  void Fin(uint32_t ack) {
    rig_.Send(absl::StrCat("F. ", Next(), " ack ", ack));
  }
  void ShutWrite() { socket_->Shutdown(Socket::How::kWrite); }

  void Reach(std::string_view state) {
    if (state == "ESTABLISHED, unsent") {
      SendBytes(*socket_, 5000);
      Data(1001);
    } else if (state == "ESTABLISHED") {
      Data(1);
    } else if (state == "FIN-WAIT-1") {
      ShutWrite();
      Data(1);
    } else if (state == "FIN-WAIT-2") {
      ShutWrite();
      rig_.Send(". 1:1(0) ack 2");
      Data(2);
    } else if (state == "CLOSING") {
      ShutWrite();
      Data(1);
      Fin(1);
    } else if (state == "CLOSED (time-wait)") {
      ShutWrite();
      rig_.Send(". 1:1(0) ack 2");
      Data(2);
      Fin(2);
    } else if (state == "CLOSED (reset)") {
      Data(1);
      rig_.Send(absl::StrCat("R ", Next()));
    } else {
      Data(1);
      Fin(1);
      if (state == "LAST-ACK, unsent") SendBytes(*socket_, 5000);
      if (state != "CLOSE-WAIT") ShutWrite();
      if (state == "CLOSED (passive)")
        rig_.Send(absl::StrCat(". ", AfterFin(), " ack 2"));
    }
  }

  bool data_;
  Rig rig_;
  Socket* socket_ = nullptr;
};

}  // namespace

std::span<const CloseRow> CloseRows() { return kRows; }

Closed SeeClose(const CloseRow& row) {
  Scene scene(row);
  if (row.linger0 == CloseRow::Linger0::kYes)
    scene.socket().connection().options().linger = Duration(0);
  Closed closed;
  closed.ok = scene.socket().Close(/*wait_linger=*/true).ok();
  std::vector<std::string> flags;
  for (const Segment& segment : scene.rig().TakeSent())
    flags.push_back(FlagLetters(segment.flags));
  closed.emission = flags.empty() ? "-" : absl::StrJoin(flags, " ");
  closed.after = scene.rig().Where();
  return closed;
}

}  // namespace orderly
