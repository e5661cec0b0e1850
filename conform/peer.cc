#include "conform/peer.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "sim/wire/notation.h"

namespace orderly::conform {
namespace {

constexpr uint16_t kWindow = 60000;

// Byte number `first` (from 1) and those after it: "abc...zabc...".
std::string StreamBytes(uint32_t first, uint32_t size) {
  std::string bytes;
  bytes.reserve(size);
  for (uint32_t i = 0; i < size; ++i)
    bytes += static_cast<char>('a' + (first - 1 + i) % 26);
  return bytes;
}

std::string InBrackets(const TcpOptions& options, SeqNum sack_base) {
  const std::string text = OptionsText(options, sack_base);
  return text.empty() ? "" : absl::StrCat(" <", text, ">");
}

std::string FullText(const Segment& segment, SeqNum base, SeqNum ack_base) {
  return absl::StrCat(ShortSegmentText(segment, base, ack_base), " win ",
                      segment.window, InBrackets(segment.options, ack_base));
}

// What the peer knows: its own numbers, and what the host said last.
class Peer final {
 public:
  Peer(Stack& stack, const Story& story)
      : stack_(stack),
        offers_(story.offers),
        tuple_(stack.Begin(story.opening)) {}

  Record Open(Opening opening) {
    Record record;
    switch (opening) {
      case Opening::kAccepted:
        Handshake();
        (void)stack_.Call({.op = Op::kAccept});
        break;
      case Opening::kSynReceived:
        Syn();
        break;
      case Opening::kConnected:
        Look();
        Send({.op = Op::kSegment, .flags = kSyn | kAck});
        break;
      case Opening::kSynSent:
        break;
    }
    record.push_back(Look());
    return record;
  }

  StepRecord Take(const Step& step) {
    std::string result;
    std::string injected;
    if (step.op == Op::kSegment) {
      injected = Send(step);
    } else if (step.op == Op::kWait) {
      stack_.Wait(step.size);
    } else {
      result = stack_.Call(step);
    }
    StepRecord record = Look();
    record.result = std::move(result);
    record.injected = std::move(injected);
    return record;
  }

 private:
  void Syn() { Send({.op = Op::kSegment, .flags = kSyn}); }
  void Handshake() {
    Syn();
    Look();
    Send({.op = Op::kSegment, .flags = kAck});
  }

  SeqNum SeqOf(const Step& step) const {
    switch (step.seq_base) {
      case SeqBase::kNext:
        return next_ + static_cast<uint32_t>(step.seq_offset);
      case SeqBase::kWindowEnd:
        return window_end_ + static_cast<uint32_t>(step.seq_offset);
      case SeqBase::kFirst:
        return kFirst + static_cast<uint32_t>(step.seq_offset);
    }
    return next_;
  }

  void AddOptions(const Step& step, Segment& segment) {
    TcpOptions& options = segment.options;
    if (segment.Has(kSyn)) {
      options.mss = kPeerMss;
      options.sack_permitted = (offers_ & kOfferSack) != 0;
      if ((offers_ & kOfferScaling) != 0) options.window_scale = kPeerScale;
    }
    options.timestamps =
        (offers_ & kOfferTimestamps) != 0 && step.stamp != Stamp::kNone;
    if (!options.timestamps) return;
    options.timestamp =
        step.stamp == Stamp::kOld ? clock_ - kLongAgo : ++clock_;
    if (segment.Has(kAck)) options.echoed = host_clock_;
  }

  std::string Send(const Step& step) {
    Segment segment;
    segment.source = tuple_.remote;
    segment.destination = tuple_.local;
    segment.flags = step.flags;
    segment.seq = SeqOf(step);
    segment.window = step.window;
    if (segment.Has(kAck)) {
      const SeqNum base =
          step.ack_base == AckBase::kAll ? received_ : acknowledged_;
      segment.ack = base + static_cast<uint32_t>(step.ack_offset);
      if (step.ack_offset == 0) acknowledged_ = segment.ack;
    }
    AddOptions(step, segment);
    segment.payload =
        Payload::Copy(StreamBytes(segment.seq - kFirst, step.size));
    if (step.seq_base == SeqBase::kNext && step.seq_offset == 0 &&
        !segment.Has(kRst))
      next_ = segment.end();
    stack_.Deliver(segment);
    segment.options.echoed -= host_clock_first_;
    return FullText(segment, kFirst, host_first_);
  }

  // A clock begins anywhere, and a kernel's runs on during a story.
  void NoteClock(Segment& segment) {
    if (!segment.options.timestamps) return;
    if (segment.Has(kSyn) && host_clock_first_ == 0)
      host_clock_first_ = segment.options.timestamp;
    host_clock_ = segment.options.timestamp;
    segment.options.timestamp = 0;
  }

  void NoteWindow(const Segment& segment) {
    const bool scaled = (offers_ & kOfferScaling) != 0 && !segment.Has(kSyn);
    window_end_ =
        segment.ack + (uint32_t{segment.window} << (scaled ? kHostScale : 0));
  }

  StepRecord Look() {
    StepRecord record;
    for (Segment& segment : stack_.Take()) {
      NoteClock(segment);
      if (segment.Has(kSyn)) {
        host_first_ = segment.seq;
        received_ = acknowledged_ = segment.seq;
      }
      if (!segment.Has(kRst)) {
        if (segment.seq == received_) received_ = segment.end();
        if (segment.Has(kAck)) NoteWindow(segment);
      }
      // A reset that answers a segment without ACK has the number 0 itself.
      const SeqNum base = segment.Has(kRst) && segment.seq == SeqNum(0)
                              ? SeqNum(0)
                              : host_first_;
      record.sent.push_back(FullText(segment, base, kFirst));
    }
    record.state = stack_.State();
    return record;
  }

  static constexpr SeqNum kFirst{1'000'000};
  static constexpr uint32_t kLongAgo = 10'000;

  Stack& stack_;
  const uint8_t offers_;
  const FourTuple tuple_;
  SeqNum next_ = kFirst;
  SeqNum window_end_ = kFirst + kWindow;
  SeqNum host_first_;
  SeqNum received_;      // one past what the host sent in order
  SeqNum acknowledged_;  // of it
  uint32_t clock_ = kFirstStamp - 1;
  uint32_t host_clock_ = 0;  // its last timestamp
  uint32_t host_clock_first_ = 0;
};

}  // namespace

Record Play(const Story& story, Stack& stack) {
  Peer peer(stack, story);
  Record record = peer.Open(story.opening);
  for (const Step& step : story.steps) record.push_back(peer.Take(step));
  return record;
}

}  // namespace orderly::conform
