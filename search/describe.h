#ifndef ORDERLY_SEARCH_DESCRIBE_H_
#define ORDERLY_SEARCH_DESCRIBE_H_

#include <cstddef>
#include <optional>
#include <string>

#include "sim/choice/tape.h"
#include "sim/trace/trace.h"

namespace orderly {

// A decision of a run of ours in words: "the third segment from server to
// client is lost", "the client sends PING every 20 ms".
std::string DescribeStep(const Step& step);

// The event that sent the segment whose fate a step decides: the nth that its
// host sent the other. nullopt for other steps, and where there is none.
std::optional<size_t> SentEvent(const Trace& trace, const Step& step);

}  // namespace orderly

#endif  // ORDERLY_SEARCH_DESCRIBE_H_
