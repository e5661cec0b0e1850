// What follows from data that arrived, and from their being read: tcp_fin,
// tcp_cleanup_rbuf.
#include <algorithm>
#include <utility>

#include "sim/base/check.h"
#include "sim/tcp/connection.h"
#include "sim/tcp/connection_inline.h"
#include "sim/tcp/receive_inline.h"

namespace orderly {

// tcp_enter_quickack_mode.
void Connection::EnterQuickAck(uint32_t most) {
  IncreaseQuickAcks(most);
  ack_.pingpong = 0;
  ack_.timeout = config_.delayed_ack_min;
}

// tcp_ofo_queue.
void Connection::TakeEarly() {
  if (sack_ != nullptr) NoteCovered();
  EarlyPiece early;
  while (tcb_.state != TcpState::kClosed &&
         received_.TakeEarly(tcb_.rcv_nxt, early)) {
    TakeInOrder(std::move(early.payload), early.fin);
  }
  if (sack_ != nullptr) {
    sack_->report.DropBefore(tcb_.rcv_nxt);
    SyncMss();
  }
  // RFC 5681, 4.2: an ACK at once when a gap is filled.
  if (!received_.has_early()) ack_.now = true;
}

void Connection::OutOfWindow() {
  EnterQuickAck(config_.quick_acks);
  ack_.scheduled = true;
}

// tcp_fin. The FIN is acknowledged when there is something to say or the
// delayed-ACK timer fires, but at once where the connection closes.
void Connection::FinArrives() {
  tcb_.rcv_nxt += 1;
  ack_.scheduled = true;
  tcb_.read_shut = true;
  tcb_.done = true;
  received_.DropEarly();
  lone_fin_ = received_.unread() == 0;
  changed_ = true;
  switch (tcb_.state) {
    case TcpState::kSynReceived:
    case TcpState::kEstablished:
      Move(TcpEvent::kFinArrived);
      ack_.pingpong = std::max(ack_.pingpong, 1U);
      break;
    // These two still report what came early.
    case TcpState::kFinWait1:
      SendAck();
      Move(TcpEvent::kFinArrived);
      break;
    case TcpState::kFinWait2:
      SendAck();
      LeaveRemnant(TcpState::kTimeWait, config_.time_wait);
      break;
    case TcpState::kCloseWait:
    case TcpState::kClosing:
    case TcpState::kLastAck:
    case TcpState::kClosed:
    case TcpState::kListen:
    case TcpState::kSynSent:
    case TcpState::kTimeWait:
      break;
  }
  if (sack_ == nullptr) return;
  sack_->report.Clear();
  SyncMss();
}

// tcp_try_rmem_schedule, tcp_prune_queue. Packets are not made smaller by
// putting them together (tcp_collapse).
bool Connection::MakeRoom(const Segment& segment) {
  if (memory_->CanTake()) return true;
  ack_.quick = 0;
  // tcp_clamp_window.
  if (!options_.receive_buffer_locked &&
      memory_->buffer() < config_.receive_buffer_max) {
    memory_->set_buffer(
        std::min(memory_->charged(), config_.receive_buffer_max));
    receive_buffer_ = memory_->buffer() / 2;
  }
  if (memory_->CanTake()) return true;
  tcb_.rcv_limit = std::min(tcb_.window_clamp, 2 * tcb_.advmss);
  // What came early goes, from the end, but not for what came later still.
  if (!received_.has_early() ||
      After(segment.seq, received_.early(received_.early_count() - 1).seq))
    return false;
  received_.DropEarly();
  memory_->Drop(tcb_.rcv_nxt);
  if (sack_ != nullptr) sack_->report.Clear();
  return memory_->CanTake();
}

// Data in order, or a FIN. False: they are dropped. The first one is always
// taken.
bool Connection::TakeMemory(const Segment& segment) {
  if (!MakeRoom(segment)) {
    memory_->set_short(true);
    ack_.now = ack_.scheduled = true;
    changed_ = true;
    if (received_.unread() > 0 && !segment.payload.empty()) {
      ++counters_.receive_drops;
      return false;
    }
  }
  memory_->Charge(segment);
  return true;
}

// tcp_grow_window.
void Connection::GrowWindow(const Segment& segment) {
  const uint32_t most = std::min(tcb_.window_clamp, memory_->free());
  if (most <= tcb_.rcv_limit) return;
  const uint32_t growth =
      memory_->Growth(segment, tcb_.advmss, ack_.peer_mss,
                      config_.receive_buffer_max, tcb_.rcv_limit);
  if (growth == 0) return;
  tcb_.rcv_limit += std::min(most - tcb_.rcv_limit, growth);
  ack_.quick |= 1;
}

// tcp_rcvbuf_grow, of a connection where something came early: what waits for
// it must fit, too. What a reader who keeps up earns (tcp_rcv_space_adjust) is
// not here.
void Connection::GrowBuffer() {
  constexpr uint32_t kInitialWindow = 10;  // TCP_INIT_CWND
  if (options_.receive_buffer_locked || !received_.has_early()) return;
  const uint32_t space =
      std::min({tcb_.rcv_limit, tcb_.rcv_wnd, kInitialWindow * tcb_.advmss});
  const SeqNum last = received_.early(received_.early_count() - 1).end();
  if (!memory_->GrowTo(2 * space + (last - tcb_.rcv_nxt),
                       config_.receive_buffer_max))
    return;
  receive_buffer_ = memory_->buffer() / 2;
  tcb_.window_clamp = memory_->full();
}

// tcp_cleanup_rbuf: after the application has read, a window that opened by
// half its size is advertised.
void Connection::AckAfterRead(Instant now, size_t copied) {
  now_ = now;
  if (tcb_.state == TcpState::kClosed || tcb_.state == TcpState::kSynSent)
    return;
  if (memory_ != nullptr) {
    memory_->Release(tcb_.rcv_nxt - received_.unread() - (tcb_.done ? 1 : 0));
  }
  bool due = false;
  if (ack_.scheduled) {
    const bool drained =
        copied > 0 && received_.unread() == 0 && !received_.has_early() &&
        (ack_.pushed_twice || (ack_.pushed && ack_.pingpong == 0));
    due = tcb_.rcv_nxt - tcb_.rcv_wup > ack_.peer_mss || drained;
  }
  if (copied > 0 && !due && !tcb_.read_shut) {
    const uint32_t window = ReceiveWindow();
    if (2 * window <= tcb_.window_clamp) {
      const uint32_t wider = SelectWindow();
      due = wider > 0 && wider >= 2 * window;
    }
  }
  if (due) SendAck();
}

}  // namespace orderly
