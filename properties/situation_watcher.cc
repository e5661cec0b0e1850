#include "properties/situation_watcher.h"

#include <cerrno>

namespace orderly {
namespace {

Happening ArrivalOf(const Segment& segment) {
  if (segment.Has(kRst)) return Happening::kReset;
  if (segment.Has(kSyn)) return Happening::kSyn;
  if (!segment.payload.empty()) return Happening::kData;
  return segment.Has(kFin) ? Happening::kFin : Happening::kAck;
}

bool IsOfConnection(int64_t result) {
  return result == -ECONNRESET || result == -EPIPE || result == -ETIMEDOUT ||
         result == -ECONNREFUSED || result == -ENOTCONN ||
         result == -EHOSTUNREACH;
}

}  // namespace

Phase SituationWatcher::PhaseOf(uint8_t host) const {
  if (ended_[host]) return Phase::kEnded;
  if (host == static_cast<uint8_t>(Side::kClient)) {
    if (client_.final_message_heard) return Phase::kFinal;
    if (client_.ruptured) return Phase::kRuptured;
    return client_.goodbye_sent ? Phase::kGoodbye : Phase::kTalking;
  }
  if (server_.final_message_sent) return Phase::kFinal;
  if (server_.ruptured) return Phase::kRuptured;
  return server_.goodbye_heard ? Phase::kGoodbye : Phase::kTalking;
}

void SituationWatcher::Note(uint8_t host, Happening happening) {
  situations_.Note(
      {static_cast<Side>(host), states_[host], happening, PhaseOf(host)},
      sim_.choices().questions());
}

void SituationWatcher::OnState(const Host& host, const FourTuple& tuple,
                               TcpState /*from*/, TcpState to) {
  // A listener's own state is nobody's connection.
  if (to != TcpState::kListen) states_[host.id()] = to;
  if (to == TcpState::kClosing) situations_.Note(Situation::kFinsCross);
  if (to != TcpState::kFinWait1 && to != TcpState::kLastAck) return;
  const Socket* socket = host.FindConnection(tuple);
  if (socket == nullptr) return;
  // The FIN has to wait for the peer's window, and the peer for its reader.
  const Connection& connection = socket->connection();
  const uint32_t in_flight = connection.unacknowledged() - connection.unsent();
  if (connection.unsent() > 0 && in_flight >= connection.tcb().snd_wnd) {
    situations_.Note(Situation::kZeroWindowAtClose);
  }
}

void SituationWatcher::OnSent(Direction direction, const Segment& segment) {
  if (segment.retransmission) Note(direction.from, Happening::kSentAgain);
}

void SituationWatcher::OnDelivered(Direction direction, const Segment& segment,
                                   bool overtook) {
  Note(direction.to, ArrivalOf(segment));
  if (segment.window == 0 && !segment.Has(kRst))
    Note(direction.to, Happening::kZeroWindow);
  if (segment.Has(kRst) && overtook) {
    situations_.Note(Situation::kRstOvertakesData);
  }
  // A heartbeat for a side that has ended its own direction.
  const TcpState state = states_[direction.to];
  if (state != TcpState::kFinWait1 && state != TcpState::kFinWait2) return;
  if (segment.payload.view().ends_with("PING\n")) {
    situations_.Note(Situation::kHeartbeatCrossesGoodbye);
  }
}

void SituationWatcher::OnDropped(Direction direction, const Segment& segment) {
  Note(direction.from, Happening::kLost);
  if (segment.flags != kAck || !segment.payload.empty()) return;
  const TcpState state = states_[direction.from];
  if (state == TcpState::kTimeWait || state == TcpState::kClosing) {
    situations_.Note(Situation::kLastAckLost);
  }
}

void SituationWatcher::OnCall(uint8_t host, Call call, int64_t result) {
  if (IsOfConnection(result)) {
    Note(host, Happening::kFailed);
  } else if (call == Call::kSend) {
    if (result > 0) Note(host, Happening::kSend);
  } else if (call == Call::kRecv) {
    if (result >= 0)
      Note(host, result == 0 ? Happening::kEndRead : Happening::kRecv);
  } else if (call == Call::kShutdown) {
    Note(host, Happening::kShutdown);
  } else if (call == Call::kClose) {
    Note(host, Happening::kClose);
  } else if (call == Call::kExit) {
    Note(host, Happening::kEnded);
    ended_[host] = true;
  }
}

void SituationWatcher::Finish() {
  for (size_t i = 0; i < sim_.host_count(); ++i) {
    const TcpCounters& counters = sim_.host(i).counters();
    if (counters.abort_on_close + counters.unread_at_close > 0) {
      situations_.Note(Situation::kUnreadDataAtClose);
    }
    if (counters.abort_on_data + counters.mini_socket_resets > 0) {
      situations_.Note(Situation::kDataForClosedReader);
    }
  }
}

}  // namespace orderly
