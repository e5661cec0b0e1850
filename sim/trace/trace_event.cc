#include "sim/trace/trace_event.h"

#include <array>

#include "absl/strings/str_format.h"

namespace orderly {

std::string_view TraceKindName(TraceKind kind) {
  static constexpr std::array<std::string_view, 9> kNames = {
      "sent",     "delivered", "dropped", "duplicated", "held",
      "released", "state",     "call",    "note"};
  return kNames[static_cast<size_t>(kind)];
}

std::string TraceEventText(const TraceEvent& event) {
  std::string text = absl::StrFormat(
      "%.6f ms  %s  host %d", static_cast<double>(event.at.nanos()) / 1e6,
      std::string(TraceKindName(event.kind)), event.host);
  switch (event.kind) {
    case TraceKind::kSent:
    case TraceKind::kDelivered:
    case TraceKind::kDropped:
    case TraceKind::kDuplicated:
    case TraceKind::kHeld:
    case TraceKind::kReleased:
      absl::StrAppendFormat(
          &text, " to %d: segment %d, flags 0x%02x, %u:%u(%d) ack %u win %d",
          event.peer, event.number, event.flags, event.seq.value(),
          event.seq.value() + event.size, event.size, event.ack.value(),
          event.window);
      break;
    case TraceKind::kState:
      absl::StrAppendFormat(&text, ": %s -> %s",
                            std::string(TcpStateName(event.from)),
                            std::string(TcpStateName(event.to)));
      break;
    case TraceKind::kCall:
      absl::StrAppendFormat(&text,
                            ": process %d, descriptor %d, result %d, "
                            "errno %d",
                            event.process, event.descriptor, event.result,
                            event.error);
      break;
    case TraceKind::kNote:
      break;
  }
  return event.text.empty() ? text : text + "  " + event.text;
}

}  // namespace orderly
