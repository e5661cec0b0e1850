#ifndef ORDERLY_SIM_STREAM_SEND_QUEUE_H_
#define ORDERLY_SIM_STREAM_SEND_QUEUE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "sim/base/check.h"
#include "sim/base/instant.h"
#include "sim/base/ring.h"
#include "sim/stream/byte_queue.h"
#include "sim/wire/segment.h"

namespace orderly {

class StateHash;

// One piece of the stream as it went (or will go) onto the wire. Linux's
// sk_buff, without its bytes.
struct Piece {
  SeqNum seq;
  uint32_t size = 0;  // payload bytes
  bool push = false;
  bool fin = false;
  bool ends_record = false;  // MSG_EOR: nothing is appended (eor)
  // Of a piece that was sent:
  bool lost = false;             // believed lost; to be sent again
  bool retransmitted = false;    // sent more than once (Karn: no RTT sample)
  bool in_flight_again = false;  // sent again since it was marked lost
  bool sacked = false;           // arrived, before what precedes it
  bool joined = false;           // one sk_buff with the piece before it
  Instant sent_at;

  SeqNum end() const { return seq + size + (fin ? 1 : 0); }
};

// What the application wrote and the peer has not acknowledged: first the sent
// pieces, then the unsent ones. Linux's sk_write_queue and tcp_rtx_queue.
// Windows and timers are the connection's affair.
class SendQueue final {
 public:
  // Sets the sequence number of the first byte. Requires an empty queue.
  void Start(SeqNum first) { una_ = end_ = first; }
  // Numbers that carry nothing: a SYN; what tcp_disconnect skips.
  void Skip(uint32_t numbers) { end_ += numbers; }

  SeqNum una() const {
    return una_;
  }  // SND.UNA: first byte (or FIN) not acknowledged
  SeqNum end() const {
    return end_;
  }  // write_seq: one past the last byte or FIN written
  uint32_t bytes() const { return bytes_.size(); }
  bool has_unsent() const { return unsent_ > 0; }
  bool has_sent() const { return sent_ > 0; }
  size_t sent_count() const { return sent_; }
  Piece& sent(size_t i) { return pieces_[i]; }
  const Piece& sent(size_t i) const { return pieces_[i]; }
  // Whether the next piece is not joined to sent piece i.
  bool last_of_packet(size_t i) const {
    return i + 1 >= sent_ || !pieces_[i + 1].joined;
  }
  const Piece& next_unsent() const { return pieces_[sent_]; }
  bool single_unsent() const { return unsent_ == 1; }
  uint32_t unsent_bytes() const;

  // Appends to the last unsent piece if it is smaller than `piece_limit` and
  // takes more, else to a new one, as much as fits there. Returns how much.
  uint32_t WriteSome(std::string_view bytes, uint32_t piece_limit);
  // How much WriteSome() could append without a new piece.
  uint32_t TailRoom(uint32_t piece_limit) const {
    if (!has_unsent() || pieces_.back().ends_record) return 0;
    const uint32_t size = pieces_.back().size;
    return size < piece_limit ? piece_limit - size : 0;
  }
  // sk_buffs: pieces, less those that are joined to another.
  uint32_t packets() const;
  // Moves bytes of the second unsent piece to the first until it has `size`
  // (tcp_grow_skb): a PSH within a burst moves to its end.
  void GrowNext(uint32_t size) {
    if (unsent_ > 1) JoinUnsent(size);
  }
  // Marks the last unsent piece to be pushed (PSH). No effect when all is sent.
  void MarkPush();
  // What the last unsent piece begins with is not the end of a write any more.
  void UnmarkPush() {
    if (has_unsent()) pieces_.back().push = false;
  }
  // Nothing is appended to the last unsent piece (MSG_EOR).
  void EndRecord() {
    if (has_unsent()) pieces_.back().ends_record = true;
  }
  // Queues the FIN: on the last unsent piece, or on a piece of its own.
  void WriteFin();

  // Moves the first `size` bytes of the first unsent piece to the sent ones
  // (with its FIN and PSH when that is all of it) and returns the new sent
  // piece. Requires has_unsent() and size <= next_unsent().size. Without
  // `with_fin` a FIN stays behind.
  Piece& Send(uint32_t size, Instant now, bool with_fin = true);
  // The bytes of a sent piece.
  Payload BytesOf(const Piece& piece) const {
    return bytes_.Slice(piece.seq - bytes_start_, piece.size);
  }

  // Forgets everything before `ack`. Pieces that are acknowledged in part are
  // cut. Requires una() < ack, at most the end of the last sent piece.
  // `told` hears of each piece that goes as a whole.
  template <typename Told>
  void Acknowledge(SeqNum ack, Told told);
  void Acknowledge(SeqNum ack) {
    Acknowledge(ack, [](const Piece& /*piece*/) {});
  }
  // Cuts a sent piece in two after `size` bytes, to be retransmitted with a
  // smaller MSS.
  void SplitSent(size_t i, uint32_t size);
  // Makes sent pieces i and i + 1 one (tcp_collapse_retrans).
  void MergeSent(size_t i);
  // Forgets every byte; una() and end() stay (Linux: SIOCOUTQ keeps its value
  // after a reset).
  void Purge();
  void HashInto(StateHash& hash) const;

 private:
  ByteQueue bytes_;
  SeqNum bytes_start_;      // sequence number of the first byte of bytes_
  Ring<Piece, 32> pieces_;  // the sent ones first
  size_t sent_ = 0;         // how many those are
  size_t unsent_ = 0;       // ... and the others
  SeqNum una_;
  SeqNum end_;

  Piece& AddUnsent();
  void JoinUnsent(uint32_t size);
  Piece& SplitUnsent(uint32_t size);
  void PopAcknowledgedBytes(SeqNum ack);
};

// What every segment passes through is inline.

inline Piece& SendQueue::AddUnsent() {
  Piece& piece = pieces_.emplace_back();
  piece.seq = end_;
  ++unsent_;
  return piece;
}

inline uint32_t SendQueue::WriteSome(std::string_view bytes,
                                     uint32_t piece_limit) {
  if (bytes_.size() == 0) bytes_start_ = end_;
  Piece* last = has_unsent() ? &pieces_.back() : nullptr;
  if (last == nullptr || last->size >= piece_limit || last->ends_record) {
    last = &AddUnsent();
  }
  const auto n = static_cast<uint32_t>(
      std::min<size_t>(bytes.size(), piece_limit - last->size));
  bytes_.Append(bytes.substr(0, n));
  last->size += n;
  end_ += n;
  return n;
}

inline void SendQueue::MarkPush() {
  if (has_unsent()) pieces_.back().push = true;
}

inline Piece& SendQueue::Send(uint32_t size, Instant now, bool with_fin) {
  Piece* piece = &pieces_[sent_];
  if (size < piece->size || (piece->fin && !with_fin))
    piece = &SplitUnsent(size);
  ++sent_;
  --unsent_;
  piece->sent_at = now;
  return *piece;
}

inline void SendQueue::PopAcknowledgedBytes(SeqNum ack) {
  // The FIN takes a number but no byte.
  bytes_.PopFront(std::min(ack - bytes_start_, bytes_.size()));
  bytes_start_ = ack;
}

template <typename Told>
void SendQueue::Acknowledge(SeqNum ack, Told told) {
  SIM_CHECK(After(ack, una_));
  for (; sent_ > 0 && !After(pieces_.front().end(), ack); --sent_) {
    told(std::as_const(pieces_.front()));
    pieces_.pop_front();
  }
  if (sent_ > 0 && Before(pieces_.front().seq, ack)) {
    Piece& cut = pieces_.front();
    const uint32_t n = std::min(ack - cut.seq, cut.size);
    cut.seq += n;
    cut.size -= n;
  }
  if (bytes_.size() > 0) PopAcknowledgedBytes(ack);
  una_ = ack;
}

}  // namespace orderly

#endif  // ORDERLY_SIM_STREAM_SEND_QUEUE_H_
