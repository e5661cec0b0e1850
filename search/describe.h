#ifndef ORDERLY_SEARCH_DESCRIBE_H_
#define ORDERLY_SEARCH_DESCRIBE_H_

#include <string>

#include "sim/choice/tape.h"

namespace orderly {

// A decision of a run of ours in words: "the third segment from server to
// client is lost", "the client sends PING every 20 ms".
std::string DescribeStep(const Step& step);

}  // namespace orderly

#endif  // ORDERLY_SEARCH_DESCRIBE_H_
