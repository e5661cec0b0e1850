#include "conform/random_story.h"

#include <array>

#include "sim/wire/segment.h"

namespace orderly::conform {
namespace {

class Teller final {
 public:
  explicit Teller(Choices& choices) : choices_(choices) {}

  Story Tell() {
    story_.opening = static_cast<Opening>(Below(kOpeningCount));
    if (Below(2) == 0) story_.offers = static_cast<uint8_t>(Below(kOffers));
    ReachAState();
    const uint32_t steps = 1 + Below(12);
    for (uint32_t i = 0; i < steps; ++i) story_.steps.push_back(AnyStep());
    return std::move(story_);
  }

 private:
  uint32_t Below(uint32_t bound) {
    return choices_.Below(bound, Site::kScenario, 0);
  }
  template <typename T, size_t n>
  T OneOf(const T (&values)[n]) {
    return values[Below(n)];
  }

  void Call(Op op, uint32_t size = 0) {
    story_.steps.push_back({.op = op, .size = size});
  }
  void Arrives(uint8_t flags, uint32_t size = 0, AckBase ack = AckBase::kAll) {
    story_.steps.push_back(
        {.op = Op::kSegment, .size = size, .flags = flags, .ack_base = ack});
  }

  // The states that opening alone does not reach, with and without unread and
  // unacknowledged data, as an orphan or not.
  void ReachAState() {
    if (story_.opening == Opening::kSynSent ||
        story_.opening == Opening::kSynReceived)
      return;
    if (Below(4) == 0) Call(Op::kNoDelay);
    if (Below(6) == 0) Call(Op::kLinger, OneOf<uint32_t>({0, 0, 1, 5}));
    if (Below(3) == 0) Arrives(kPsh | kAck, OneOf<uint32_t>({1, 10, 1000}));
    if (Below(3) == 0) Call(Op::kSend, OneOf<uint32_t>({1, 10, 1000, 3000}));
    const Op end = OneOf({Op::kClose, Op::kShutWrite, Op::kShutBoth});
    switch (Below(8)) {
      case 0:  // ESTABLISHED
      case 1:
        return;
      case 2:  // FIN-WAIT-1
        Call(end);
        return;
      case 3:  // FIN-WAIT-2
        Call(end);
        Arrives(kAck);
        return;
      case 4:  // CLOSE-WAIT
        Arrives(kFin | kAck);
        return;
      case 5:  // LAST-ACK
        Arrives(kFin | kAck);
        Call(end);
        return;
      case 6:  // CLOSING
        Call(end);
        Arrives(kFin | kAck, 0, AckBase::kLast);
        return;
      default:  // TIME-WAIT
        Call(end);
        Arrives(kFin | kAck);
        return;
    }
  }

  // Long enough for a delayed ACK, or for one retransmission, and far from the
  // next; rare, because a kernel's time is real.
  Step AnyStep() {
    if (Below(1000) == 0)
      return {.op = Op::kWait, .size = OneOf<uint32_t>({60, 300})};
    return Below(2) == 0 ? AnyCall() : AnySegment();
  }

  Step AnyCall() {
    const Op op = static_cast<Op>(Below(kCallCount));
    switch (op) {
      case Op::kSend:
        return {.op = op,
                .size = OneOf<uint32_t>({1, 10, 1000, 3000, 20000, 100000})};
      case Op::kReceive:
      case Op::kPeek:
        return {.op = op, .size = OneOf<uint32_t>({1, 10, 65536, 65536})};
      case Op::kLinger:
        return {.op = op, .size = OneOf<uint32_t>({0, 1, 5})};
      default:
        return {.op = op};
    }
  }

  Step AnySegment() {
    Step step;
    step.op = Op::kSegment;
    step.flags =
        OneOf<uint8_t>({kAck, kAck, kPsh | kAck, kPsh | kAck, kPsh | kAck,
                        kFin | kAck, kFin | kAck, kFin | kPsh | kAck, kRst,
                        kRst | kAck, kSyn, kSyn | kAck, kFin, kPsh, 0});
    const bool data = (step.flags & (kSyn | kRst)) == 0;
    if (data && (step.flags & kPsh) != 0)
      step.size = OneOf<uint32_t>({1, 10, 100, 1000});
    if (Below(3) == 0) {
      step.seq_base = OneOf({SeqBase::kNext, SeqBase::kNext,
                             SeqBase::kWindowEnd, SeqBase::kFirst});
      step.seq_offset =
          OneOf<int32_t>({0, 1, -1, 2, -2, 10, -10, 100, -100, 1000, -1000});
    }
    if (Below(3) == 0) {
      step.ack_base = OneOf({AckBase::kAll, AckBase::kLast});
      step.ack_offset = OneOf<int32_t>({0, 0, 1, -1, 10, -10, 100000, -100000});
    }
    if ((story_.offers & kOfferTimestamps) != 0 && Below(4) == 0)
      step.stamp = OneOf({Stamp::kOld, Stamp::kNone});
    if (Below(6) == 0) step.window = OneOf<uint16_t>({0, 1, 500, 1000, 65535});
    return step;
  }

  Choices& choices_;
  Story story_;
};

}  // namespace

Story RandomStory(Choices& choices) { return Teller(choices).Tell(); }

}  // namespace orderly::conform
