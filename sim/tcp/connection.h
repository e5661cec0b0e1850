#ifndef ORDERLY_SIM_TCP_CONNECTION_H_
#define ORDERLY_SIM_TCP_CONNECTION_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "sim/base/instant.h"
#include "sim/base/ring.h"
#include "sim/stream/receive_queue.h"
#include "sim/stream/send_queue.h"
#include "sim/tcp/ack_news.h"
#include "sim/tcp/ack_policy.h"
#include "sim/tcp/congestion.h"
#include "sim/tcp/receive_memory.h"
#include "sim/tcp/remnant.h"
#include "sim/tcp/rtt_estimator.h"
#include "sim/tcp/sack_state.h"
#include "sim/tcp/socket_options.h"
#include "sim/tcp/tcb.h"
#include "sim/tcp/tcp_config.h"
#include "sim/tcp/tcp_counters.h"
#include "sim/tcp/tcp_info.h"
#include "sim/tcp/timers.h"
#include "sim/wire/segment.h"

namespace orderly {

// Segments that a connection wants on the wire, in order. Its host drains it
// after every entry.
using Outbox = Ring<SegmentPtr, 16>;

struct IcmpError;

// One TCP connection, sans I/O: time and segments come in, segments go out. It
// has no clock, network or randomness; its initial sequence number is an
// argument. RFC 9293, with Linux 6.18's behaviour where they differ. Not
// copyable, does not move.
//
// Every entry takes `now`, which never goes back. After an entry: segments may
// be in the outbox, NextDeadline() and state() may have changed, TakeChanged()
// says whether anyone who waits should look again, and TakeRemnant() may hand
// over what a TIME-WAIT or orphaned FIN-WAIT-2 leaves.
class Connection final {
 public:
  // All must outlive the connection.
  Connection(const TcpConfig& config, Outbox& outbox, TcpCounters& counters);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // SO_SNDBUF and SO_RCVBUF, before the connection is opened.
  void SetBuffers(uint32_t send, uint32_t receive);
  void SetSendBuffer(uint32_t bytes);
  void SetReceiveBuffer(uint32_t bytes);

  // Active OPEN: sends the SYN. Requires CLOSED.
  void Connect(Instant now, const FourTuple& tuple, SeqNum iss);
  // A listener's child: SYN-RECEIVED, sends the SYN-ACK. Requires CLOSED, and a
  // SYN.
  void AcceptSyn(Instant now, const Segment& syn, SeqNum iss);

  // What becomes of a segment for a listener's child in SYN-RECEIVED (Linux:
  // tcp_check_req).
  enum class RequestVerdict : uint8_t {
    kDrop,      // nothing more to do
    kReset,     // answer with a reset; the child stays
    kDestroy,   // the child goes
    kEstablish  // pass it on to OnSegment()
  };
  RequestVerdict CheckRequest(Instant now, const Segment& segment);

  void OnSegment(Instant now, const Segment& segment);
  // An ICMP error about one of our segments. False: it does not count.
  bool OnIcmp(Instant now, const IcmpError& icmp);
  void OnTimeout(Instant now);
  Instant NextDeadline() const { return timers_.next(); }

  // Takes as many bytes as fit in the send buffer. Requires may_send().
  size_t Write(Instant now, std::string_view bytes, WriteFlags flags);
  // A writer found the buffer full: TakeChanged() will say when there is room.
  void WantSpace() { space_wanted_ = true; }
  // The device takes no data (with counts_packets): it stays unsent.
  void SetDeviceFull(bool full) { device_full_ = full; }
  // Copies what is readable; unless peeking, it is consumed and the window may
  // be advertised anew.
  size_t Read(char* to, size_t size, bool peek) {
    return received_.unread() == 0 ? 0 : received_.Read(to, size, peek);
  }
  // recv() told the end of the stream: the FIN leaves the queue.
  void ReadFin() { lone_fin_ = false; }
  // The end of a recv(): the window may have to be advertised
  // (tcp_cleanup_rbuf).
  void ReadDone(Instant now, size_t copied) {
    if (copied > 0 || ack_.scheduled) AckAfterRead(now, copied);
  }

  // shutdown(2). Requires a state other than CLOSED, LISTEN and SYN-SENT.
  void Shutdown(Instant now, bool read, bool write);
  // close(2) of the last handle, up to the point where SO_LINGER waits. What is
  // left to do:
  enum class CloseResult : uint8_t { kGone, kOrphan, kLinger };
  CloseResult Close(Instant now);
  // The rest of close(2): no descriptor refers to it from now on.
  void BecomeOrphan(Instant now);
  // Whether close(2) with SO_LINGER must wait still.
  bool lingering() const;
  // shutdown(2) in SYN-SENT: CLOSED, and may be connected again.
  void Disconnect(Instant now);
  // RST and gone (linger 0, tcp_abort). `error` is what the application gets.
  void Abort(Instant now, int error);
  // Gone without a word: the host lost power.
  void Vanish() { Done(); }
  // shutdown(2) of a CLOSED socket sets the bits all the same.
  void MarkShut(bool read, bool write);

  TcpState state() const { return tcb_.state; }
  const Tcb& tcb() const { return tcb_; }
  SocketOptions& options() { return options_; }
  const SocketOptions& options() const { return options_; }
  void OptionsChanged(Instant now);
  // TCP_QUICKACK: ACKs at once, or with what the application answers.
  void SetQuickAck(Instant now, bool quick);
  bool quick_ack() const { return ack_.pingpong == 0; }
  uint32_t unread() const { return received_.unread(); }
  uint32_t early_bytes() const { return received_.early_bytes(); }
  // SIOCOUTQ: write_seq - SND.UNA. Counts the FIN; a reset leaves it.
  uint32_t unacknowledged() const;
  // write_seq - SND.NXT: SIOCOUTQNSD.
  uint32_t unsent() const;
  // How much Write() takes; at most, where packets are counted.
  uint32_t send_space() const {
    return counts_packets() ? PacketSpace() : byte_space();
  }
  uint32_t byte_space() const {
    return queue_.bytes() < send_buffer_ ? send_buffer_ - queue_.bytes() : 0;
  }
  bool writeable() const;     // POLLOUT: a third of the buffer is free
  bool may_write_on() const;  // of a writer that waits
  uint32_t send_buffer() const { return send_buffer_; }
  bool counts_packets() const { return config_.counts_packets; }
  uint32_t receive_buffer() const { return receive_buffer_; }
  // The window takes no further segment (tcp_epollin_ready).
  bool window_closing() const { return ReceiveWindow() <= ack_.peer_mss; }
  int error() const { return tcb_.error; }
  int TakeError();
  int TakeSoftError();
  const RttEstimator& rtt() const { return rtt_; }
  const Congestion& congestion() const { return congestion_; }
  const Timers& timers() const { return timers_; }
  TcpInfo Info(Instant now) const;       // TCP_INFO
  void HashInto(StateHash& hash) const;  // hash_state.cc
  bool TakeChanged() { return std::exchange(changed_, false); }
  bool has_remnant() const { return remnant_.has_value(); }
  // Requires has_remnant().
  Remnant TakeRemnant();

 private:
  // kOne: kPush, and no more than one burst (tcp_push_one).
  enum class Nagle : uint8_t { kAsSet, kOff, kPush, kOne, kCork };
  enum class Arrival : uint8_t { kGoOn, kStop };

  // connection.cc
  void Move(TcpEvent event);
  void Done();
  void LeaveRemnant(TcpState state, Duration lifetime);
  void Fail(int error);
  // The MSS that a SYN tells.
  uint16_t OfferedMss() const;
  void StartReceiving(const Segment& syn);
  void GuessPeerMss();
  void AgreeOnOptions(const Segment& syn);
  void InitTransfer();
  void ArmKeepAlive();
  void QueueFin();
  Duration FinWait2Time() const;
  void EnterOrphanFinWait2();

  // output.cc
  inline Segment& NewSegment(SeqNum seq, uint8_t flags);
  void SendSyn(bool with_ack);
  void Extend(Segment& segment);
  void StampTime(TcpOptions& options) const;
  uint32_t TimestampNow() const;
  void SendAck();
  void SendReset();
  void SendProbe();
  void SendChallengeAck();
  bool RateLimited();
  void Transmit(Piece& piece, bool again, bool ends_burst = false);
  bool PushPending(Nagle nagle);
  inline void SendBurst(uint32_t burst);
  void PushAndProbe(Nagle nagle);
  inline bool NagleHolds(bool partial, Nagle nagle) const;
  inline uint32_t BurstSize(const Piece& head, uint32_t quota,
                            Nagle nagle) const;
  bool ShouldDefer(const Piece& head, uint32_t in_flight,
                   uint32_t most_in_burst) const;
  inline void ValidateCwnd(bool limited);
  inline std::pair<uint32_t, uint32_t> ReceiveSpace() const;
  inline uint32_t SelectWindow();
  inline uint32_t SelectPlainWindow();
  inline uint16_t AdvertiseWindow();
  void SelectInitialWindow();
  uint32_t SelectScaledWindow();
  // tcp_receive_window: what is left of the window that the peer was told.
  uint32_t ReceiveWindow() const {
    const auto left =
        static_cast<int32_t>((tcb_.rcv_wup + tcb_.rcv_wnd) - tcb_.rcv_nxt);
    return left < 0 ? 0 : static_cast<uint32_t>(left);
  }
  SeqNum WindowEnd() const { return queue_.una() + tcb_.snd_wnd; }
  inline SeqNum AcceptableSeq() const;
  void SyncMss();
  void CheckIdle();

  // send_buffer.cc
  uint32_t QueuedMemory() const;
  uint32_t UnsentLowWater() const;
  bool MemoryFree(uint32_t unsent) const;
  uint32_t PacketSpace() const;
  void CheckSpace();
  void ExpandSendBuffer();
  size_t WritePackets(std::string_view bytes, WriteFlags flags);
  void UpdatePacingRate();
  uint32_t MostInBurst() const;
  void SplitAtSacked();

  // acknowledge_inline.h, recovery.cc
  enum class AckVerdict : uint8_t { kOld, kUseful, kUnsent, kTooOld };
  inline AckVerdict AckArrives(const Segment& segment);
  inline AckVerdict PlainAckArrives(const Segment& segment, uint32_t window);
  AckVerdict ExtendedAckArrives(const Segment& segment);
  inline bool UpdateWindow(const Segment& segment, uint32_t window);
  inline uint32_t CleanSent(const Segment& segment);
  bool Recover(bool advanced, bool duplicate, uint32_t& delivered);
  bool HoldRecovered();
  Congestion::Outstanding Outstanding() const;
  void MarkHeadLost();
  void CongestionEchoed(SeqNum ack);
  void RetransmitLost();
  bool RetransmitPiece(size_t i, bool ends_burst = false);
  size_t RetransmitBurst(size_t i, uint32_t most);
  inline uint32_t InFlight() const;
  uint32_t InFlightInTrouble() const;
  inline void CheckProbeTimer();
  inline void RearmRetransmit();

  // sack_receive.cc
  void NoteDuplicate(SeqNum first, SeqNum end);
  void NoteEarly(SeqNum first, SeqNum end);
  void NoteCovered();
  bool CompressAck();

  // sack_acknowledge.cc
  SeqNum HighestSacked() const;
  SegmentCounts CountSent() const;
  bool Valid(SackBlock block, SeqNum una, bool duplicate) const;
  bool DuplicateArrived(const Segment& segment, SeqNum prior_una,
                        AckNews& news);
  void TagPiece(Piece& piece, bool duplicate, SeqNum highest, SeqNum una,
                AckNews& news);
  void TagSacked(const Segment& segment, SeqNum prior_una, AckNews& news);
  void CheckReordering(SeqNum low);
  void CleanTagged(const Segment& segment, AckNews& news);
  void ControlCongestion(const AckNews& news, uint32_t lost);
  AckVerdict SackAckArrives(const Segment& segment, uint32_t window);

  // sack_recovery.cc
  void MarkLost(Piece& piece);
  Duration ReorderingWindow() const;
  void UpdateReorderingWindow();
  Duration DetectLoss();
  void IdentifyLoss(AckNews& news);
  bool AnyRetransmitted() const;
  void TryKeepOpen();
  bool OnlyDelayed(const AckNews& news) const;
  bool MayUndo(const AckNews& news) const;
  void UndoReduction(bool unmark_losses);
  bool TryUndoByDuplicates();
  bool TryUndoLoss(const AckNews& news, bool spurious);
  void EndRecovery(const AckNews& news);
  void EnterSackRecovery();
  void Reneged(AckNews& news);
  void ProcessLoss(uint32_t duplicates, AckNews& news);
  void FastRetransmitAlert(SeqNum prior_una, uint32_t duplicates,
                           AckNews& news);
  void ResendAsToldBy(const AckNews& news);
  void EnterSackLoss();
  Duration RtoLeft() const;
  bool ScheduleTailProbe(bool advancing);
  void SetSendTimer();
  void TimeSent();
  void OnTailProbeTimeout();
  void TailProbeAcked(SeqNum ack, const AckNews& news, bool duplicate);
  void OnReorderTimeout();

  // timestamps.cc
  bool PawsDiscards(const Segment& segment);
  bool DisorderedAck(const Segment& segment) const;
  void NoteTimestamp(const Segment& segment);
  bool EchoesSince(Instant since, uint32_t echoed) const;
  bool EchoedBefore(const Segment& segment, Instant at) const;
  void SampleEcho(const Segment& segment);

  // segment_arrives.cc
  void InSynSent(const Segment& segment);
  inline Arrival Validate(const Segment& segment);
  inline bool InSequence(const Segment& segment) const;
  inline bool ResetCounts(const Segment& segment) const;
  void ResetArrives();
  bool Predicted(const Segment& segment) const;
  bool InPredictedForm(const Segment& segment) const;
  bool IsLastReported(SeqNum seq) const;
  void AnswerOutOfWindow(const Segment& segment);
  inline Arrival CheckAck(const Segment& segment);
  inline Arrival OurFinAcked(const Segment& segment);
  Arrival Established(const Segment& segment);
  void ReplyReset(const Segment& segment);
  inline void TextArrives(const Segment& segment);

  // receive_inline.h, receive.cc
  inline void DataArrives(const Segment& segment);
  void TakeEarly();
  inline void TakeInOrder(Payload payload, bool fin);
  inline void MeasureSegment(const Segment& segment);
  void FinArrives();
  bool MakeRoom(const Segment& segment);
  bool TakeMemory(const Segment& segment);
  void GrowWindow(const Segment& segment);
  void GrowBuffer();
  void OutOfWindow();
  inline void IncreaseQuickAcks(uint32_t most);
  inline void CountData(const Segment& segment);
  void EnterQuickAck(uint32_t most);
  inline void CheckSpaceAndAck();
  void AckAfterRead(Instant now, size_t copied);
  inline void AckIfDue(bool early_possible);
  inline void DelayAck();

  // icmp.cc
  void RevertBackOff(SeqNum seq);
  void PathMtuReduced(const IcmpError& icmp);

  // timeout.cc
  void OnRetransmitTimeout();
  void OnSynTimeout();
  void OnProbeTimeout();
  void OnDelayedAckTimeout();
  void OnSlowTimeout();
  void OnKeepAlive();
  bool TimedOut(uint32_t boundary, Duration base, Duration timeout) const;
  bool ShrunkWindowTimedOut() const;
  void FinWait2Over();
  Duration ClampToUserTimeout(Duration delay) const;
  Duration ClampProbe(Duration delay) const;
  uint32_t OrphanRetries(bool alive) const;
  void WriteFailed();
  Duration ProbeDelay() const;
  Duration SynAckDelay() const;

  const TcpConfig& config_;
  Outbox& outbox_;
  TcpCounters& counters_;
  Instant now_;
  Tcb tcb_;
  SocketOptions options_;
  uint32_t send_buffer_;
  uint32_t receive_buffer_;
  SendQueue queue_;
  ReceiveQueue received_;
  RttEstimator rtt_;
  Congestion congestion_;
  AckPolicy ack_;
  Timers timers_;
  std::unique_ptr<SackState> sack_;        // once both ends agreed on it
  std::unique_ptr<ReceiveMemory> memory_;  // TcpConfig::charge_packets
  Instant syn_sent_at_;
  uint32_t syn_repeats_ = 0;  // how often our SYN was sent again
  Duration armed_idle_{0};    // keep_idle when the timer was set
  uint16_t peer_mss_ = 536;
  bool fin_queued_ = false;
  bool lone_fin_ = false;      // the peer's FIN waits, behind no data
  bool request_ = false;       // a listener's child that is not established
  bool deferred_ = false;      // ... and whose handshake is over: acked
  bool space_wanted_ = false;  // SOCK_NOSPACE: a writer found the buffer full
  bool changed_ = false;
  bool device_full_ = false;
  bool cwnd_limited_ = false;
  uint32_t max_packets_out_ = 0;
  SeqNum cwnd_usage_seq_;
  std::optional<Remnant> remnant_;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_CONNECTION_H_
