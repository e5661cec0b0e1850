#include "report/ends.h"

#include <cerrno>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "report/call_text.h"
#include "sim/trace/trace_event.h"
#include "sim/wire/four_tuple.h"
#include "sim/wire/segment.h"

namespace orderly {
namespace {

FourTuple Reversed(const FourTuple& tuple) {
  return {tuple.remote, tuple.local};
}

// The connection of event `index`, seen from host 0.
std::optional<FourTuple> ConnectionOf(const Trace& trace, size_t index) {
  for (size_t i = index + 1; i > 0; --i) {
    const TraceEvent& event = trace.events()[i - 1];
    if (event.tuple.remote.port == 0 || event.host > 1) continue;
    return event.host == 0 ? event.tuple : Reversed(event.tuple);
  }
  return std::nullopt;
}

// tcp_reset: what the application is told of a reset.
int ErrorOfReset(TcpState state) {
  switch (state) {
    case TcpState::kSynSent:
      return ECONNREFUSED;
    case TcpState::kCloseWait:
      return EPIPE;
    case TcpState::kClosed:
    case TcpState::kListen:
    case TcpState::kTimeWait:
      return 0;
    case TcpState::kSynReceived:
    case TcpState::kEstablished:
    case TcpState::kFinWait1:
    case TcpState::kFinWait2:
    case TcpState::kClosing:
    case TcpState::kLastAck:
      return ECONNRESET;
  }
  return 0;
}

class Follower {
 public:
  explicit Follower(const FourTuple& tuple) : tuple_{tuple, Reversed(tuple)} {}

  void See(const TraceEvent& event) {
    if (event.host > 1) return;
    switch (event.kind) {
      case TraceKind::kDelivered:
        if (event.tuple == tuple_[event.host]) Arrives(event);
        break;
      case TraceKind::kSent:
        if (event.tuple == tuple_[event.host]) Queues(event.host, event);
        break;
      case TraceKind::kState:
        if (event.tuple == tuple_[event.host]) Moves(event);
        break;
      case TraceKind::kCall:
        if (event.tuple == tuple_[event.host]) Calls(event);
        break;
      case TraceKind::kDropped:
      case TraceKind::kDuplicated:
      case TraceKind::kHeld:
      case TraceKind::kReleased:
      case TraceKind::kNote:
        break;
    }
  }
  // What nobody can be told is not pending.
  std::array<End, 2> ends() const {
    std::array<End, 2> ends = ends_;
    for (size_t i = 0; i < 2; ++i) {
      if (closed_[i]) ends[i].error = 0;
    }
    return ends;
  }

 private:
  void Queues(size_t host, const TraceEvent& event) {
    ends_[host].unread = event.unread;
    ends_[host].unacknowledged = event.unacknowledged;
  }

  void Arrives(const TraceEvent& event) {
    const size_t host = event.peer;
    reset_at_[host] = event.at;
    reset_[host] = (event.flags & kRst) != 0;
    // A connection that the segment ended tells no queues any more.
    if (event.unread != 0 || event.unacknowledged != 0 || !reset_[host])
      Queues(host, event);
  }

  void Moves(const TraceEvent& event) {
    End& end = ends_[event.host];
    end.state = event.to;
    if (event.to != TcpState::kClosed) return;
    if (reset_[event.host] && reset_at_[event.host] == event.at)
      end.error = ErrorOfReset(event.from);
  }

  void Calls(const TraceEvent& event) {
    Queues(event.host, event);
    End& end = ends_[event.host];
    // An error is told once; it may also be swallowed by SO_ERROR.
    if (event.error != 0 && event.error == end.error) end.error = 0;
    if (event.text.find("SO_ERROR") != std::string::npos) end.error = 0;
    // Any later call shows that it was not the last handle.
    closed_[event.host] = event.text.starts_with("close") && event.error == 0;
  }

  std::array<FourTuple, 2> tuple_;
  std::array<End, 2> ends_;
  std::array<Instant, 2> reset_at_;
  std::array<bool, 2> reset_{};
  std::array<bool, 2> closed_{};
};

}  // namespace

std::array<End, 2> EndsAt(const Trace& trace, size_t index) {
  const std::optional<FourTuple> tuple = ConnectionOf(trace, index);
  if (!tuple.has_value()) return {};
  Follower follower(*tuple);
  for (size_t i = 0; i <= index; ++i) follower.See(trace.events()[i]);
  return follower.ends();
}

std::string EndsText(const std::array<End, 2>& ends,
                     const std::array<std::string, 2>& names,
                     const std::string& what) {
  std::string text =
      absl::StrFormat("%-36s %-13s %9s %14s  %s\n", absl::StrCat("AT ", what),
                      "state", "unread", "unacknowledged", "pending");
  for (size_t i = 0; i < 2; ++i) {
    absl::StrAppendFormat(&text, "   %-33s %-13s %9u %14u  %s\n", names[i],
                          std::string(TcpStateName(ends[i].state)),
                          ends[i].unread, ends[i].unacknowledged,
                          ErrnoText(ends[i].error));
  }
  return text;
}

}  // namespace orderly
