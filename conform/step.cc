#include "conform/step.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "sim/wire/notation.h"

namespace orderly::conform {
namespace {

std::string Offset(int32_t offset) {
  return offset == 0 ? "" : absl::StrFormat("%+d", offset);
}

std::string SegmentStepText(const Step& step) {
  constexpr std::array<const char*, 3> kSeqBases = {"next", "window end",
                                                    "first"};
  constexpr std::array<const char*, 2> kAckBases = {"all", "last"};
  std::string text =
      absl::StrCat("peer ", FlagLetters(step.flags), " ",
                   kSeqBases[static_cast<size_t>(step.seq_base)],
                   Offset(step.seq_offset), " (", step.size, ")");
  if ((step.flags & kAck) != 0) {
    absl::StrAppend(&text, " ack ",
                    kAckBases[static_cast<size_t>(step.ack_base)],
                    Offset(step.ack_offset));
  }
  constexpr std::array<const char*, 3> kStamps = {"", " old stamp",
                                                  " no stamp"};
  return absl::StrCat(text, " win ", step.window,
                      kStamps[static_cast<size_t>(step.stamp)]);
}

}  // namespace

std::string_view OpeningName(Opening opening) {
  constexpr std::array<std::string_view, kOpeningCount> kNames = {
      "accepted", "connected", "SYN-SENT", "SYN-RECEIVED"};
  return kNames[static_cast<size_t>(opening)];
}

std::string OffersText(uint8_t offers) {
  std::string text;
  const auto add = [&](uint8_t offer, const char* name) {
    if ((offers & offer) != 0)
      absl::StrAppend(&text, text.empty() ? "" : ", ", name);
  };
  add(kOfferTimestamps, "timestamps");
  add(kOfferSack, "sack");
  add(kOfferScaling, "scaling");
  return text;
}

std::string StepText(const Step& step) {
  switch (step.op) {
    case Op::kSend:
      return absl::StrCat("send ", step.size);
    case Op::kReceive:
      return absl::StrCat("recv ", step.size);
    case Op::kPeek:
      return absl::StrCat("recv(MSG_PEEK) ", step.size);
    case Op::kShutRead:
      return "shutdown(SHUT_RD)";
    case Op::kShutWrite:
      return "shutdown(SHUT_WR)";
    case Op::kShutBoth:
      return "shutdown(SHUT_RDWR)";
    case Op::kClose:
      return "close";
    case Op::kLinger:
      return absl::StrCat("SO_LINGER {1, ", step.size, "}");
    case Op::kNoLinger:
      return "SO_LINGER {0, 0}";
    case Op::kError:
      return "SO_ERROR";
    case Op::kPoll:
      return "poll";
    case Op::kInputQueue:
      return "SIOCINQ";
    case Op::kOutputQueue:
      return "SIOCOUTQ";
    case Op::kUnsentQueue:
      return "SIOCOUTQNSD";
    case Op::kAccept:
      return "accept";
    case Op::kNoDelay:
      return "TCP_NODELAY";
    case Op::kSegment:
      return SegmentStepText(step);
    case Op::kWait:
      return absl::StrCat("wait ", step.size, " ms");
  }
  return "";
}

}  // namespace orderly::conform
