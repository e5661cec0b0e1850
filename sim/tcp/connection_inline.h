#ifndef ORDERLY_SIM_TCP_CONNECTION_INLINE_H_
#define ORDERLY_SIM_TCP_CONNECTION_INLINE_H_

#include <algorithm>
#include <cstdint>
#include <utility>

#include "sim/tcp/connection.h"

// What every segment passes through in more than one file of Connection. For
// those files only.
namespace orderly {

// tcp_packets_in_flight.
inline uint32_t Connection::InFlight() const {
  return congestion_.phase() == Congestion::Phase::kOpen
             ? static_cast<uint32_t>(queue_.sent_count())
             : InFlightInTrouble();
}

constexpr uint32_t kGsoMax = 65536 - 1 - 320;  // sk_gso_max_size

// Up to a multiple of what one unit of a scaled window counts.
inline uint32_t ScaledUp(uint32_t window, uint8_t scale) {
  const uint32_t unit = 1U << scale;
  return (window + unit - 1) & ~(unit - 1);
}

// tcp_full_space and tcp_space: what the window may be at most, and what of it
// is free.
inline std::pair<uint32_t, uint32_t> Connection::ReceiveSpace() const {
  if (memory_ != nullptr) [[unlikely]]
    return {memory_->full(), memory_->free()};
  const uint32_t used = received_.unread() + received_.early_bytes();
  return {receive_buffer_, receive_buffer_ > used ? receive_buffer_ - used : 0};
}

// __tcp_select_window, of a window that is not scaled. Silly windows are not
// advertised (RFC 9293, 3.8.6.2.2).
inline uint32_t Connection::SelectPlainWindow() {
  const auto [space, unused] = ReceiveSpace();
  const uint32_t full = std::min(tcb_.window_clamp, space);
  uint32_t free = unused;
  const uint32_t mss = std::min(ack_.peer_mss, full);
  if (mss == 0) return 0;
  if (free < full / 2) {
    ack_.quick = 0;
    if (free < space / 16 || free < mss) return 0;
  }
  free = std::min(free, tcb_.rcv_limit);
  const uint32_t window = tcb_.rcv_wnd;
  if (window + mss <= free || window > free) return free / mss * mss;
  if (mss == full && free > window + full / 2) return free;
  return window;
}

inline uint32_t Connection::SelectWindow() {
  return tcb_.rcv_wscale == 0 ? SelectPlainWindow() : SelectScaledWindow();
}

// tcp_select_window: the window to put into a segment. What was offered is
// never taken back.
inline uint16_t Connection::AdvertiseWindow() {
  if (tcb_.rcv_limit == 0) {
    SelectInitialWindow();
  } else {
    if (tcb_.state == TcpState::kEstablished ||
        tcb_.state == TcpState::kFinWait1 ||
        tcb_.state == TcpState::kFinWait2 ||
        tcb_.state == TcpState::kCloseWait ||
        tcb_.state == TcpState::kClosing || tcb_.state == TcpState::kLastAck) {
      tcb_.rcv_wnd = std::max(SelectPlainWindow(), ReceiveWindow());
    }
  }
  tcb_.rcv_wup = tcb_.rcv_nxt;
  return static_cast<uint16_t>(std::min<uint32_t>(tcb_.rcv_wnd, 0xffff));
}

inline void Connection::RearmRetransmit() {
  if (!queue_.has_sent()) {
    timers_.ClearSend();
    return;
  }
  Duration rto = rtt_.rto();
  // What these two waited is part of the time-out.
  if (timers_.send > Timers::Send::kZeroWindowProbe) [[unlikely]]
    rto = std::max(RtoLeft(), config_.tick);
  timers_.SetSend(Timers::Send::kRetransmit, now_ + rto);
}

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_CONNECTION_INLINE_H_
