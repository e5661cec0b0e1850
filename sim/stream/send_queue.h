#ifndef ORDERLY_SIM_STREAM_SEND_QUEUE_H_
#define ORDERLY_SIM_STREAM_SEND_QUEUE_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sim/base/instant.h"
#include "sim/base/ring.h"
#include "sim/stream/byte_queue.h"
#include "sim/wire/segment.h"

namespace orderly {

// One piece of the stream as it went (or will go) onto the wire. Linux's
// sk_buff, without its bytes.
struct Piece {
  SeqNum seq;
  uint32_t size = 0;  // payload bytes
  bool push = false;
  bool fin = false;
  // Of a piece that was sent:
  bool lost = false;             // believed lost; to be sent again
  bool retransmitted = false;    // sent more than once (Karn: no RTT sample)
  bool in_flight_again = false;  // sent again since it was marked lost
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

  SeqNum una() const {
    return una_;
  }  // SND.UNA: first byte (or FIN) not acknowledged
  SeqNum end() const {
    return end_;
  }  // write_seq: one past the last byte or FIN written
  uint32_t bytes() const { return bytes_.size(); }
  bool has_unsent() const { return !unsent_.empty(); }
  bool has_sent() const { return !sent_.empty(); }
  size_t sent_count() const { return sent_.size(); }
  Piece& sent(size_t i) { return sent_[i]; }
  const Piece& sent(size_t i) const { return sent_[i]; }
  const Piece& next_unsent() const { return unsent_.front(); }
  bool single_unsent() const { return unsent_.size() == 1; }
  uint32_t unsent_bytes() const;

  // Appends to the last unsent piece if it is smaller than `piece_limit`, else
  // to a new one, as much as fits there. Returns how much.
  uint32_t WriteSome(std::string_view bytes, uint32_t piece_limit);
  // Moves bytes of the following pieces to the first unsent one until it has
  // `size` (tcp_grow_skb): a PSH within a burst moves to its end.
  void GrowNext(uint32_t size);
  // Marks the last unsent piece to be pushed (PSH). No effect when all is sent.
  void MarkPush();
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
  void Acknowledge(SeqNum ack);
  // Cuts a sent piece in two after `size` bytes, to be retransmitted with a
  // smaller MSS.
  void SplitSent(size_t i, uint32_t size);
  // Makes sent pieces i and i + 1 one (tcp_collapse_retrans).
  void MergeSent(size_t i);
  // Forgets every byte; una() and end() stay (Linux: SIOCOUTQ keeps its value
  // after a reset).
  void Purge();

 private:
  ByteQueue bytes_;
  SeqNum bytes_start_;  // sequence number of the first byte of bytes_
  Ring<Piece, 16> sent_;
  Ring<Piece, 8> unsent_;
  SeqNum una_;
  SeqNum end_;

  void PopAcknowledgedBytes(SeqNum ack);
};

}  // namespace orderly

#endif  // ORDERLY_SIM_STREAM_SEND_QUEUE_H_
