#ifndef ORDERLY_SIM_HOST_POLL_BITS_H_
#define ORDERLY_SIM_HOST_POLL_BITS_H_

#include <cstdint>
#include <string>

namespace orderly {

// Of poll(2): "IN OUT RDHUP HUP ERR"; "0" for none of these.
std::string PollBitsText(uint32_t bits);

}  // namespace orderly

#endif  // ORDERLY_SIM_HOST_POLL_BITS_H_
