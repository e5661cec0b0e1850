#include "report/ladder_rows.h"

#include <algorithm>
#include <map>
#include <utility>

#include "sim/tcp/tcp_state.h"
#include "sim/wire/four_tuple.h"
#include "sim/wire/segment.h"
#include "sim/wire/seq_num.h"

namespace orderly {
namespace {

using Kind = LadderRow::Kind;
using Mark = LadderRow::Mark;

bool IsShown(const TraceEvent& event) {
  switch (event.kind) {
    case TraceKind::kSent:
    case TraceKind::kDelivered:
    case TraceKind::kDropped:
    case TraceKind::kDuplicated:
    case TraceKind::kHeld:
    case TraceKind::kReleased:
      return event.host < 2 && event.peer < 2 && event.host != event.peer;
    case TraceKind::kState:
      // From FIN-WAIT-2 to itself: the mini-object took over.
      return event.host < 2 && event.from != event.to;
    case TraceKind::kCall:
    case TraceKind::kNote:
      return event.host < 2;
  }
  return false;
}

// The first event after one host is ESTABLISHED, if both ever are; else 0.
size_t AfterHandshake(const std::vector<TraceEvent>& events) {
  size_t first[2] = {0, 0};
  for (size_t i = 0; i < events.size(); ++i) {
    const TraceEvent& event = events[i];
    if (event.kind != TraceKind::kState || event.host > 1) continue;
    if (event.to == TcpState::kEstablished && first[event.host] == 0)
      first[event.host] = i + 1;
  }
  return first[0] == 0 || first[1] == 0 ? 0 : std::min(first[0], first[1]);
}

// Initial sequence numbers, as the SYNs of the trace tell them. A forged SYN
// opens nothing, so it changes nothing.
class Bases {
 public:
  void Sent(const TraceEvent& event) {
    if ((event.flags & kSyn) == 0) return;
    if (!base_.contains(event.tuple)) base_[event.tuple] = event.seq;
    last_syn_[event.tuple] = event.seq;
  }
  void State(const TraceEvent& event) {
    if (event.to != TcpState::kSynSent && event.to != TcpState::kSynReceived)
      return;
    const auto syn = last_syn_.find(event.tuple);
    if (syn != last_syn_.end()) base_[event.tuple] = syn->second;
  }
  SeqNum Of(const FourTuple& tuple) const {
    const auto base = base_.find(tuple);
    return base == base_.end() ? SeqNum(0) : base->second;
  }

 private:
  std::map<FourTuple, SeqNum> base_;
  std::map<FourTuple, SeqNum> last_syn_;
};

bool IsActiveReset(const TraceEvent& event) {
  return (event.flags & (kRst | kAck)) == (kRst | kAck);
}

class Builder {
 public:
  Builder(const Trace& trace, bool handshake, const MarkedEvents& marked)
      : events_(trace.events()),
        start_(handshake ? 0 : AfterHandshake(events_)),
        marked_(marked) {}

  std::vector<LadderRow> Build() {
    for (size_t i = 0; i < events_.size(); ++i) {
      const TraceEvent& event = events_[i];
      if (!IsShown(event)) continue;
      if (i < start_ || EndsHandshake(event)) {
        Learn(event);
        continue;
      }
      LadderRow& row = Take(event);
      if (marked_.mark == i) row.marked = true;
      if (marked_.decided == i) row.decided = true;
    }
    return std::move(rows_);
  }

 private:
  // The last ACK of a handshake that is not shown, and the state it leads to.
  bool EndsHandshake(const TraceEvent& event) const {
    if (start_ == 0) return false;
    switch (event.kind) {
      case TraceKind::kDelivered:
      case TraceKind::kDropped:
      case TraceKind::kDuplicated:
      case TraceKind::kHeld:
      case TraceKind::kReleased:
        return !numbers_.contains(event.number);
      case TraceKind::kState:
        return event.to == TcpState::kEstablished;
      case TraceKind::kSent:
      case TraceKind::kCall:
      case TraceKind::kNote:
        return false;
    }
    return false;
  }
  // What is not shown still tells numbers and queues.
  void Learn(const TraceEvent& event) {
    if (event.kind == TraceKind::kSent) bases_.Sent(event);
    if (event.kind == TraceKind::kState) bases_.State(event);
    if (event.kind == TraceKind::kDelivered) unread_[event.peer] = event.unread;
  }

  LadderRow& Take(const TraceEvent& event) {
    switch (event.kind) {
      case TraceKind::kSent:
        return Sent(event);
      case TraceKind::kDelivered:
        return Delivered(event);
      case TraceKind::kDropped:
        return Marked(event, Mark::kLost, Kind::kLoss);
      case TraceKind::kDuplicated:
        return Marked(event, Mark::kTwice, Kind::kReleased);
      case TraceKind::kHeld:
        return Marked(event, Mark::kHeld, Kind::kReleased);
      case TraceKind::kReleased:
        return Later(event, Kind::kReleased);
      case TraceKind::kState:
        bases_.State(event);
        return State(event);
      case TraceKind::kCall:
        return Call(event);
      case TraceKind::kNote:
        break;
    }
    LadderRow& row = NewRow(Kind::kPlain, event);
    row.side[event.host].note = &event;
    return row;
  }

  LadderRow& NewRow(Kind kind, const TraceEvent& event) {
    LadderRow& row = rows_.emplace_back();
    row.kind = kind;
    row.at = event.at;
    return row;
  }

  void SetQueues(LadderRow& row, size_t side, const TraceEvent& event) {
    row.side[side].has_queues = true;
    row.side[side].unread = unread_[side] = event.unread;
    row.side[side].unacknowledged = event.unacknowledged;
  }

  LadderRow& Sent(const TraceEvent& event) {
    bases_.Sent(event);
    LadderRow& row = NewRow(Kind::kSegment, event);
    Describe(row, event);
    numbers_[event.number] = row.number = ++sent_;
    row.unread_before = unread_[event.host];
    SetQueues(row, event.host, event);
    return row;
  }

  void Describe(LadderRow& row, const TraceEvent& event) {
    const FourTuple back{event.tuple.remote, event.tuple.local};
    row.segment = &event;
    row.from = event.host;
    row.seq = event.seq - bases_.Of(event.tuple);
    row.ack = event.ack - bases_.Of(back);
    const auto number = numbers_.find(event.number);
    row.number = number == numbers_.end() ? 0 : number->second;
  }

  // A row for what becomes of a segment after its own row.
  LadderRow& Later(const TraceEvent& event, Kind kind) {
    LadderRow& row = NewRow(kind, event);
    Describe(row, event);
    return row;
  }

  bool LastRowSends(const TraceEvent& event) const {
    return !rows_.empty() && rows_.back().kind == Kind::kSegment &&
           rows_.back().segment->number == event.number;
  }

  LadderRow& Marked(const TraceEvent& event, Mark mark, Kind later) {
    if (!LastRowSends(event)) return Later(event, later);
    rows_.back().mark = mark;
    return rows_.back();
  }

  LadderRow& Delivered(const TraceEvent& event) {
    const bool at_once = LastRowSends(event) &&
                         rows_.back().mark == Mark::kNone &&
                         !rows_.back().arrived;
    // A release whose arrival is the next thing to happen needs no row.
    const bool released = !rows_.empty() &&
                          rows_.back().kind == Kind::kReleased &&
                          rows_.back().segment->number == event.number;
    if (released) {
      const LadderRow release = rows_.back();
      rows_.pop_back();
      LadderRow& arrival = Later(event, Kind::kArrival);
      arrival.marked = release.marked;
      arrival.decided = release.decided;
    }
    LadderRow& row =
        at_once || released ? rows_.back() : Later(event, Kind::kArrival);
    row.arrived = true;
    row.arrived_at = event.at;
    SetQueues(row, event.peer, event);
    return row;
  }

  // Whether `host` did something in this row at that instant: sent, or took an
  // arrival.
  static bool Sends(const LadderRow& row, size_t host, Instant at) {
    return row.kind == Kind::kSegment && row.from == host && row.at == at;
  }
  static bool Receives(const LadderRow& row, size_t host, Instant at) {
    return row.segment != nullptr && row.arrived && row.to() == host &&
           row.arrived_at == at;
  }

  // A host sends before it tells its new state. The state belongs to the
  // segment of the call (a FIN, a SYN, a reset of ours), else to the arrival
  // that caused it.
  LadderRow* CauseOf(const TraceEvent& event) {
    const size_t host = event.host;
    const bool by_call = event.to == TcpState::kFinWait1 ||
                         event.to == TcpState::kLastAck ||
                         event.to == TcpState::kSynSent;
    LadderRow* sender = nullptr;
    for (size_t i = rows_.size(); i > 0; --i) {
      LadderRow& row = rows_[i - 1];
      if (row.at < event.at && !Receives(row, host, event.at)) break;
      if (row.side[host].state.has_value()) {
        if (Sends(row, host, event.at) || Receives(row, host, event.at)) break;
        continue;
      }
      if (Sends(row, host, event.at)) {
        const bool own = by_call || (event.to == TcpState::kClosed &&
                                     IsActiveReset(*row.segment));
        if (own) return &row;
        if (sender == nullptr) sender = &row;
      }
      if (!by_call && Receives(row, host, event.at)) return &row;
    }
    return sender;
  }

  LadderRow& State(const TraceEvent& event) {
    gone_[event.host] =
        event.to == TcpState::kClosed || event.to == TcpState::kTimeWait;
    LadderRow* cause = CauseOf(event);
    LadderRow& row = cause != nullptr ? *cause : NewRow(Kind::kPlain, event);
    row.side[event.host].state = event.to;
    return row;
  }

  LadderRow& Call(const TraceEvent& event) {
    const size_t host = event.host;
    const bool same = !rows_.empty() && rows_.back().at == event.at &&
                      rows_.back().side[host].call == nullptr &&
                      (Sends(rows_.back(), host, event.at) ||
                       (rows_.back().kind == Kind::kPlain &&
                        rows_.back().side[host].state.has_value()));
    LadderRow& row = same ? rows_.back() : NewRow(Kind::kPlain, event);
    row.side[host].call = &event;
    // A connection that is gone tells no queues.
    if (event.tuple.local.port != 0 && !gone_[host])
      SetQueues(row, host, event);
    return row;
  }

  const std::vector<TraceEvent>& events_;
  size_t start_;
  MarkedEvents marked_;
  Bases bases_;
  std::vector<LadderRow> rows_;
  std::map<uint32_t, uint32_t> numbers_;  // by the trace's number
  uint32_t sent_ = 0;
  std::array<uint32_t, 2> unread_{};
  std::array<bool, 2> gone_{};
};

}  // namespace

std::vector<LadderRow> LadderRows(const Trace& trace, bool handshake,
                                  const MarkedEvents& marked) {
  return Builder(trace, handshake, marked).Build();
}

}  // namespace orderly
