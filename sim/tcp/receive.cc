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
  if (sack_ != nullptr) ForgetReported();
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

// tcp_cleanup_rbuf: after the application has read, a window that opened by
// half its size is advertised.
void Connection::AckAfterRead(Instant now, size_t copied) {
  now_ = now;
  if (tcb_.state == TcpState::kClosed || tcb_.state == TcpState::kSynSent)
    return;
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
