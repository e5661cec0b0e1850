#include "sim/trace/trace_event.h"

#include <array>

namespace orderly {

std::string_view TraceKindName(TraceKind kind) {
  static constexpr std::array<std::string_view, 9> kNames = {
      "sent",     "delivered", "dropped", "duplicated", "held",
      "released", "state",     "call",    "note"};
  return kNames[static_cast<size_t>(kind)];
}

}  // namespace orderly
