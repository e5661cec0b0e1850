#ifndef ORDERLY_DRILL_POLL_CALLS_H_
#define ORDERLY_DRILL_POLL_CALLS_H_

#include "drill/call_arguments.h"
#include "drill/calls.h"

// poll(2) with {fd=3, events=POLLIN, revents=0}, epoll(7) with
// {events=EPOLLIN, fd=3} (or ptr, u32, u64).
namespace orderly::drill {

ReadyCall Poll(CallArguments& arguments, CallContext& context);
ReadyCall EpollCreate(CallArguments& arguments, CallContext& context);
ReadyCall EpollControl(CallArguments& arguments, CallContext& context);
ReadyCall EpollWait(CallArguments& arguments, CallContext& context);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_POLL_CALLS_H_
