#ifndef ORDERLY_DRILL_OPTION_PARSER_H_
#define ORDERLY_DRILL_OPTION_PARSER_H_

#include "absl/status/status.h"
#include "drill/cursor.h"
#include "drill/script.h"

namespace orderly::drill {

// <mss 1000,nop,wscale 7>, or <...> in an outbound packet.
absl::Status ParseOptions(Cursor& cursor, TcpPacket& packet);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_OPTION_PARSER_H_
