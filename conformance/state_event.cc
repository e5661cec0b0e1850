#include "conformance/state_event.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "conformance/rig.h"
#include "conformance/state_event_table.h"
#include "sim/base/check.h"
#include "sim/wire/notation.h"

namespace orderly {
namespace {

std::string Trimmed(absl::string_view text) {
  return std::string(absl::StripAsciiWhitespace(text));
}

// The state, with the peer's next number and the next that it expects.
struct Situation {
  Socket* socket = nullptr;  // of the application; null: it has closed
  uint32_t peer_next = 1;
  uint32_t peer_expects = 1;
};

void Close(Socket*& socket) {
  socket->Close(/*wait_linger=*/false);
  socket = nullptr;
}

Situation Reach(Rig& rig, std::string_view state) {
  Situation s{&rig.Accepted()};
  const bool orphan = state.ends_with("orphan");
  const auto leave = [&] {
    if (orphan) {
      Close(s.socket);
    } else {
      s.socket->Shutdown(Socket::How::kWrite);
    }
  };
  const auto fin = [&] {
    rig.Send("F. 1:1(0) ack 1");
    s.peer_next = 2;
    rig.Run(milliseconds(60));
  };
  if (state == "CLOSE-WAIT") {
    fin();
  } else if (state.starts_with("FIN-WAIT-")) {
    leave();
    s.peer_expects = 2;
    if (state.starts_with("FIN-WAIT-2")) rig.Send(". 1:1(0) ack 2");
  } else if (state.starts_with("CLOSING")) {
    leave();
    fin();
    s.peer_expects = 2;
  } else if (state.starts_with("LAST-ACK")) {
    fin();
    leave();
    s.peer_expects = 2;
  } else if (state.starts_with("TIME-WAIT")) {
    leave();
    rig.Send("F. 1:1(0) ack 2");
    s.peer_next = s.peer_expects = 2;
  }
  SIM_CHECK(rig.Where() == state);
  rig.Sent();
  return s;
}

// The segment as in the transcript, in notation. FIRST is relative to the next
// number of the peer, ACK to what it expects.
struct SegmentRow {
  std::string_view name;
  std::string_view flags;
  int64_t first;
  size_t size;
  int64_t ack;
};
constexpr SegmentRow kSegments[] = {
    {"RST seq=rcv_nxt", "R", 0, 0, 0},
    {"RST seq=rcv_nxt+10", "R", 10, 0, 0},
    {"RST seq=rcv_nxt-1", "R", -1, 0, 0},
    {"RST seq=out of window", "R", 200000, 0, 0},
    {"RST|ACK exact", "R.", 0, 0, 0},
    {"RST|ACK exact, bad ack", "R.", 0, 0, 50000},
    {"SYN in window", "S", 5, 0, 0},
    {"SYN old (seq<rcv_nxt)", "S", -1000, 0, 0},
    {"SYN far new (seq+300000)", "S", 300000, 0, 0},
    {"ACK of unsent data", ".", 0, 0, 1000},
    {"old dup ACK", ".", 0, 0, 0},  // acknowledges the SYN alone
    {"ACK exact (acks FIN if any)", ".", 0, 0, 0},
    {"FIN in order", "F.", 0, 0, 0},
    {"FIN dup (seq=rcv_nxt-1)", "F.", -1, 0, 0},
    {"FIN out of order (+10)", "F.", 10, 0, 0},
    {"DATA+FIN in order", "FP.", 0, 2, 0},
    {"DATA in order", "P.", 0, 2, 0},
    {"DATA old dup", "P.", -1, 1, 0},
    {"DATA no ACK flag", "P", 0, 2, 0},
};

std::string Notation(const SegmentRow& row, const Situation& s) {
  const int64_t first = s.peer_next + row.first;
  std::string text =
      absl::StrCat(std::string(row.flags), " ", first, ":",
                   first + static_cast<int64_t>(row.size), "(", row.size, ")");
  if (row.flags.ends_with('.')) {
    const int64_t ack =
        row.name == "old dup ACK" ? 1 : s.peer_expects + row.ack;
    absl::StrAppend(&text, " ack ", ack);
  }
  return text;
}

std::string Emission(Rig& rig, SeqNum peer_iss) {
  std::string text;
  for (const Segment& segment : rig.TakeSent()) {
    // Retransmissions of our FIN are not what is looked at.
    if (segment.Has(kFin)) continue;
    const bool absolute_zero = segment.Has(kRst) && segment.seq == SeqNum(0);
    absl::StrAppend(
        &text, text.empty() ? "" : " ", FlagLetters(segment.flags),
        " seq=", absolute_zero ? "0*" : absl::StrCat(segment.seq - rig.iss()),
        " ack=", segment.Has(kAck) ? segment.ack - peer_iss : 0);
  }
  return text.empty() ? "-" : text;
}

std::string Application(Socket* socket) {
  if (socket == nullptr) return "-";
  const std::string poll = Poll(*socket);
  const std::string error = SoError(*socket);
  std::string got = Recv(*socket);
  if (got == StreamBytes(1, 2)) got = "2 bytes";
  return absl::StrCat(error, " | ", got, " | ", poll);
}

std::string WithoutPadding(const std::string& text) {
  std::vector<std::string> columns = absl::StrSplit(text, '|');
  for (std::string& column : columns) column = Trimmed(column);
  return absl::StrJoin(columns, " | ");
}

}  // namespace

std::vector<StateEventCell> StateEventCells() {
  std::vector<StateEventCell> cells;
  std::string state;
  const absl::string_view table(kStateEventTable.data(),
                                kStateEventTable.size());
  for (absl::string_view line : absl::StrSplit(table, '\n')) {
    if (absl::ConsumePrefix(&line, "## ")) {
      state = Trimmed(line);
    } else if (!line.empty()) {
      const std::vector<std::string> columns =
          absl::StrSplit(line, absl::MaxSplits(absl::string_view(" | "), 3));
      // The first column is as wide as its widest entry.
      SIM_CHECK(columns.size() == 4);
      cells.push_back({state, Trimmed(columns[0]), Trimmed(columns[1]),
                       Trimmed(columns[2]), WithoutPadding(columns[3])});
    }
  }
  return cells;
}

StateEventCell SeeStateEvent(const StateEventCell& cell, SeqNum host_iss,
                             SeqNum peer_iss) {
  Rig rig;
  rig.set_isns(host_iss, peer_iss);
  const Situation s = Reach(rig, cell.state);
  const auto* row = std::find_if(
      std::begin(kSegments), std::end(kSegments),
      [&cell](const SegmentRow& r) { return r.name == cell.segment; });
  SIM_CHECK(row != std::end(kSegments));
  rig.Send(Notation(*row, s));
  rig.Run(milliseconds(60));
  StateEventCell seen{cell.state, cell.segment, "", "", ""};
  seen.emission = Emission(rig, peer_iss);
  seen.after = rig.Where();
  seen.application = Application(s.socket);
  return seen;
}

}  // namespace orderly
