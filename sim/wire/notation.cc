#include "sim/wire/notation.h"

#include "absl/strings/str_cat.h"
#include "sim/wire/tcp_options.h"

namespace orderly {
namespace {

std::string OptionText(OptionKind kind, const TcpOptions& options,
                       SeqNum sack_base) {
  switch (kind) {
    case OptionKind::kNop:
      return "nop";
    case OptionKind::kMss:
      return absl::StrCat("mss ", options.mss);
    case OptionKind::kWindowScale:
      return absl::StrCat("wscale ", static_cast<int>(options.window_scale));
    case OptionKind::kSackPermitted:
      return "sackOK";
    case OptionKind::kTimestamps:
      return absl::StrCat("TS val ", options.timestamp, " ecr ",
                          options.echoed);
    case OptionKind::kSack: {
      std::string text = "sack";
      for (uint8_t i = 0; i < options.sack.size(); ++i) {
        absl::StrAppend(&text, " ", options.sack[i].first - sack_base, ":",
                        options.sack[i].end - sack_base);
      }
      return text;
    }
  }
  return "";
}

std::string Join(const TcpOptions& options, SeqNum sack_base, bool padding) {
  std::string text;
  for (const OptionKind kind : LayoutOf(options)) {
    if (kind == OptionKind::kNop && !padding) continue;
    absl::StrAppend(&text, text.empty() ? "" : ",",
                    OptionText(kind, options, sack_base));
  }
  return text;
}

}  // namespace

std::string OptionsText(const TcpOptions& options, SeqNum sack_base) {
  return Join(options, sack_base, /*padding=*/true);
}

std::string FlagLetters(uint8_t flags) {
  std::string letters;
  if ((flags & kFin) != 0) letters += 'F';
  if ((flags & kSyn) != 0) letters += 'S';
  if ((flags & kRst) != 0) letters += 'R';
  if ((flags & kPsh) != 0) letters += 'P';
  if ((flags & kAck) != 0) letters += '.';
  if ((flags & kUrg) != 0) letters += 'U';
  if ((flags & kEce) != 0) letters += 'E';
  if ((flags & kCwr) != 0) letters += 'W';
  return letters.empty() ? "-" : letters;
}

std::string ShortSegmentText(const Segment& segment, SeqNum base,
                             SeqNum ack_base) {
  const uint32_t first = segment.seq - base;
  std::string text = absl::StrCat(FlagLetters(segment.flags), " ", first, ":",
                                  first + segment.payload.size(), "(",
                                  segment.payload.size(), ")");
  if (segment.Has(kAck))
    absl::StrAppend(&text, " ack ", segment.ack - ack_base);
  return text;
}

std::string SegmentText(const Segment& segment, SeqNum base, SeqNum ack_base) {
  const std::string options =
      Join(segment.options, ack_base, /*padding=*/false);
  return absl::StrCat(ShortSegmentText(segment, base, ack_base), " win ",
                      segment.window, options.empty() ? "" : " <", options,
                      options.empty() ? "" : ">");
}

}  // namespace orderly
