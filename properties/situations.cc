#include "properties/situations.h"

#include "absl/strings/str_cat.h"

namespace orderly {

std::string_view SituationName(Situation situation) {
  static constexpr std::array<std::string_view, kSituationCount> kNames = {
      "unread data at close",
      "data for a closed reader",
      "RST overtakes data",
      "FINs cross",
      "last ACK lost",
      "zero window at close",
      "kill before commit",
      "kill after commit",
      "heartbeat crosses the goodbye",
      "power lost",
      "partition"};
  return kNames[static_cast<size_t>(situation)];
}

void SituationCounts::Add(const SituationCounts& other) {
  for (size_t i = 0; i < reached_.size(); ++i) reached_[i] += other.reached_[i];
}

std::string SituationCounts::ToText() const {
  std::string text;
  for (size_t i = 0; i < reached_.size(); ++i) {
    absl::StrAppend(&text, text.empty() ? "" : ", ",
                    std::string(SituationName(static_cast<Situation>(i))), " ",
                    reached_[i], reached_[i] == 0 ? " (!)" : "");
  }
  return text;
}

std::vector<Situation> SituationCounts::Missing() const {
  std::vector<Situation> missing;
  for (size_t i = 0; i < reached_.size(); ++i) {
    if (reached_[i] == 0) missing.push_back(static_cast<Situation>(i));
  }
  return missing;
}

void SituationWatcher::OnState(const Host& host, const FourTuple& tuple,
                               TcpState /*from*/, TcpState to) {
  if (to == TcpState::kClosing) counts_.Note(Situation::kFinsCross);
  if (to != TcpState::kFinWait1 && to != TcpState::kLastAck) return;
  const Socket* socket = host.FindConnection(tuple);
  if (socket == nullptr) return;
  // The FIN has to wait for the peer's window, and the peer for its reader.
  const Connection& connection = socket->connection();
  const uint32_t in_flight = connection.unacknowledged() - connection.unsent();
  if (connection.unsent() > 0 && in_flight >= connection.tcb().snd_wnd) {
    counts_.Note(Situation::kZeroWindowAtClose);
  }
}

void SituationWatcher::OnDelivered(Direction direction, const Segment& segment,
                                   bool overtook) {
  if (segment.Has(kRst) && overtook) {
    counts_.Note(Situation::kRstOvertakesData);
  }
  // A heartbeat for a side that has ended its own direction.
  if (!segment.payload.view().ends_with("PING\n")) return;
  const FourTuple tuple{segment.destination, segment.source};
  const auto state = sim_.host(direction.to).StateOf(tuple);
  if (state == TcpState::kFinWait1 || state == TcpState::kFinWait2) {
    counts_.Note(Situation::kHeartbeatCrossesGoodbye);
  }
}

void SituationWatcher::OnDropped(Direction direction, const Segment& segment) {
  if (segment.flags != kAck || !segment.payload.empty()) return;
  const FourTuple tuple{segment.source, segment.destination};
  const auto state = sim_.host(direction.from).StateOf(tuple);
  if (state == TcpState::kTimeWait || state == TcpState::kClosing) {
    counts_.Note(Situation::kLastAckLost);
  }
}

void SituationWatcher::Finish() {
  for (size_t i = 0; i < sim_.host_count(); ++i) {
    const TcpCounters& counters = sim_.host(i).counters();
    if (counters.abort_on_close + counters.unread_at_close > 0) {
      counts_.Note(Situation::kUnreadDataAtClose);
    }
    if (counters.abort_on_data + counters.mini_socket_resets > 0) {
      counts_.Note(Situation::kDataForClosedReader);
    }
  }
}

}  // namespace orderly
