#include "sim/wire/notation.h"

#include "absl/strings/str_cat.h"

namespace orderly {
namespace {

std::string OptionsText(const TcpOptions& options) {
  std::string text;
  const auto add = [&text](const std::string& option) {
    absl::StrAppend(&text, text.empty() ? "" : ",", option);
  };
  if (options.mss != 0) add(absl::StrCat("mss ", options.mss));
  if (options.sack_permitted) add("sackOK");
  if (options.window_scale >= 0)
    add(absl::StrCat("wscale ", static_cast<int>(options.window_scale)));
  return text.empty() ? "" : absl::StrCat(" <", text, ">");
}

}  // namespace

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
  return absl::StrCat(ShortSegmentText(segment, base, ack_base), " win ",
                      segment.window, OptionsText(segment.options));
}

}  // namespace orderly
