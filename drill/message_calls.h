#ifndef ORDERLY_DRILL_MESSAGE_CALLS_H_
#define ORDERLY_DRILL_MESSAGE_CALLS_H_

#include "drill/call_arguments.h"
#include "drill/calls.h"

// Calls with several buffers: [{..., 1000}, {"abc", 3}], and
// {msg_name(...)=..., msg_iov(1)=[{..., 1000}], msg_flags=0,
// msg_control=[...]}.
namespace orderly::drill {

ReadyCall ReadVector(CallArguments& arguments, CallContext& context);
ReadyCall WriteVector(CallArguments& arguments, CallContext& context);
ReadyCall ReceiveMessage(CallArguments& arguments, CallContext& context);
ReadyCall SendMessage(CallArguments& arguments, CallContext& context);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_MESSAGE_CALLS_H_
