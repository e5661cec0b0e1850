#ifndef ORDERLY_REPORT_CALL_TEXT_H_
#define ORDERLY_REPORT_CALL_TEXT_H_

#include <string>
#include <string_view>

#include "sim/trace/trace_event.h"

namespace orderly {

// "ECONNRESET"; "errno 999" for one that no call of ours returns; "-" for 0.
std::string ErrnoText(int error);

// A kCall event as a reader would write it: "recv(4) = -1 ECONNRESET". The
// result is added unless the event's text has one, or it is a plain 0.
std::string CallText(const TraceEvent& call);

}  // namespace orderly

#endif  // ORDERLY_REPORT_CALL_TEXT_H_
