#ifndef ORDERLY_SIM_PROCESS_TCP_INFO_VALUE_H_
#define ORDERLY_SIM_PROCESS_TCP_INFO_VALUE_H_

#include <netinet/tcp.h>

#include "sim/tcp/tcp_info.h"

namespace orderly::sys {

// TCP_INFO as getsockopt(2) fills it.
// The fields that mean something in a simulation; the others are 0.
// libc's structure ends here; Linux's goes on.
tcp_info AsLinuxTells(const TcpInfo& told);

}  // namespace orderly::sys

#endif  // ORDERLY_SIM_PROCESS_TCP_INFO_VALUE_H_
