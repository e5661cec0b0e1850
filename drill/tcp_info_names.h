#ifndef ORDERLY_DRILL_TCP_INFO_NAMES_H_
#define ORDERLY_DRILL_TCP_INFO_NAMES_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace orderly::drill {

// How many bytes getsockopt(TCP_INFO) may fill: Linux's struct tcp_info.
size_t TcpInfoSize();

// What a name of %{ }% stands for, given what getsockopt(TCP_INFO) filled: a
// field (tcpi_snd_cwnd), or a constant (TCP_ESTABLISHED, TCP_CA_Open,
// TCPI_OPT_SACK, and nplab's TCPI_SYN_SENT). nullopt: unknown, or a field
// beyond what was filled.
std::optional<double> TcpInfoName(std::string_view name,
                                  std::span<const std::byte> info);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_TCP_INFO_NAMES_H_
