#ifndef ORDERLY_SIM_PROCESS_TCP_INFO_VALUE_H_
#define ORDERLY_SIM_PROCESS_TCP_INFO_VALUE_H_

#include <cstddef>

#include "sim/tcp/tcp_info.h"

namespace orderly::sys {

// TCP_INFO as getsockopt(2) fills it: Linux's struct tcp_info, which goes on
// where libc's ends. The fields that mean something in a simulation; the others
// are 0. Stores at most `size` bytes, and returns how many.
size_t StoreTcpInfo(const TcpInfo& told, void* to, size_t size);

}  // namespace orderly::sys

#endif  // ORDERLY_SIM_PROCESS_TCP_INFO_VALUE_H_
