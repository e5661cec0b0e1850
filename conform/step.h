#ifndef ORDERLY_CONFORM_STEP_H_
#define ORDERLY_CONFORM_STEP_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace orderly::conform {

// How the connection begins. The stack under test is the host; what the peer
// says is written by hand.
enum class Opening : uint8_t {
  kAccepted,     // the peer connected, and accept() has returned
  kConnected,    // the host connected
  kSynSent,      // the host's SYN is not answered yet
  kSynReceived,  // the peer's SYN was answered, not more
};
inline constexpr uint32_t kOpeningCount = 4;
std::string_view OpeningName(Opening opening);

// What the peer offers in its SYN: bits. The host always offers all.
inline constexpr uint8_t kOfferTimestamps = 1;
inline constexpr uint8_t kOfferSack = 2;
inline constexpr uint8_t kOfferScaling = 4;
inline constexpr uint32_t kOffers = 8;
// "timestamps, sack"; empty for none.
std::string OffersText(uint8_t offers);

// A call of the application, or something that the peer or time does.
enum class Op : uint8_t {
  kSend,     // size
  kReceive,  // size
  kPeek,     // size
  kShutRead,
  kShutWrite,
  kShutBoth,
  kClose,
  kLinger,  // size: seconds; 0: a reset
  kNoLinger,
  kError,  // SO_ERROR
  kPoll,
  kInputQueue,
  kOutputQueue,
  kUnsentQueue,
  kAccept,
  kNoDelay,
  kSegment,  // the peer sends one
  kWait,     // size: milliseconds
};
inline constexpr uint32_t kCallCount = static_cast<uint32_t>(Op::kSegment);

// Where a sequence number is counted from. All are as the peer sees them.
enum class SeqBase : uint8_t {
  kNext,       // what the peer has not sent yet: the normal one
  kWindowEnd,  // one past what the host last offered to take
  kFirst,      // the peer's initial number
};
// The same for an acknowledgement.
enum class AckBase : uint8_t {
  kAll,   // everything that the host sent in order
  kLast,  // what the peer acknowledged last
};

// The timestamp of a segment, where both ends offered them.
enum class Stamp : uint8_t {
  kNow,   // later than that of the segment before
  kOld,   // from before the connection (RFC 7323, 5.3)
  kNone,  // no option
};

struct Step {
  Op op = Op::kPoll;
  uint32_t size = 0;  // of a call's bytes, or of a segment's payload
  // Of a segment:
  uint8_t flags = 0;
  SeqBase seq_base = SeqBase::kNext;
  int32_t seq_offset = 0;
  AckBase ack_base = AckBase::kAll;
  int32_t ack_offset = 0;
  uint16_t window = 60000;
  Stamp stamp = Stamp::kNow;
  bool operator==(const Step&) const = default;
};

struct Story {
  Opening opening = Opening::kAccepted;
  uint8_t offers = 0;
  std::vector<Step> steps;
};

// "recv 10", "peer F. next+1 (10) ack all-1 win 0": for a reader.
std::string StepText(const Step& step);

}  // namespace orderly::conform

#endif  // ORDERLY_CONFORM_STEP_H_
