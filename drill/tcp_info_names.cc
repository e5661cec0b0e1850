#include "drill/tcp_info_names.h"

#include <linux/tcp.h>

#include <algorithm>
#include <cstring>

namespace orderly::drill {
namespace {

struct Field {
  std::string_view name;
  size_t end;  // of the field in the struct
  double (*value)(const tcp_info& info);
};

template <auto member>
double Get(const tcp_info& info) {
  return static_cast<double>(info.*member);
}
// Fields lie in the order of their offsets; a bit field takes its byte.
template <auto member>
Field Of(std::string_view name) {
  constexpr tcp_info kInfo{};
  const auto* const begin = reinterpret_cast<const std::byte*>(&kInfo);
  const auto* const field =
      reinterpret_cast<const std::byte*>(&(kInfo.*member));
  return {name, static_cast<size_t>(field - begin) + sizeof(kInfo.*member),
          Get<member>};
}

// What a simulation does not know is not here: a script that asks is skipped.
const Field kFields[] = {
    Of<&tcp_info::tcpi_state>("tcpi_state"),
    Of<&tcp_info::tcpi_ca_state>("tcpi_ca_state"),
    Of<&tcp_info::tcpi_retransmits>("tcpi_retransmits"),
    Of<&tcp_info::tcpi_probes>("tcpi_probes"),
    Of<&tcp_info::tcpi_backoff>("tcpi_backoff"),
    Of<&tcp_info::tcpi_options>("tcpi_options"),
    {"tcpi_snd_wscale", 7,
     [](const tcp_info& i) { return static_cast<double>(i.tcpi_snd_wscale); }},
    {"tcpi_rcv_wscale", 7,
     [](const tcp_info& i) { return static_cast<double>(i.tcpi_rcv_wscale); }},
    Of<&tcp_info::tcpi_rto>("tcpi_rto"),
    Of<&tcp_info::tcpi_ato>("tcpi_ato"),
    Of<&tcp_info::tcpi_snd_mss>("tcpi_snd_mss"),
    Of<&tcp_info::tcpi_rcv_mss>("tcpi_rcv_mss"),
    Of<&tcp_info::tcpi_unacked>("tcpi_unacked"),
    Of<&tcp_info::tcpi_sacked>("tcpi_sacked"),
    Of<&tcp_info::tcpi_lost>("tcpi_lost"),
    Of<&tcp_info::tcpi_retrans>("tcpi_retrans"),
    Of<&tcp_info::tcpi_fackets>("tcpi_fackets"),
    Of<&tcp_info::tcpi_last_data_sent>("tcpi_last_data_sent"),
    Of<&tcp_info::tcpi_last_data_recv>("tcpi_last_data_recv"),
    Of<&tcp_info::tcpi_last_ack_recv>("tcpi_last_ack_recv"),
    Of<&tcp_info::tcpi_pmtu>("tcpi_pmtu"),
    Of<&tcp_info::tcpi_rcv_ssthresh>("tcpi_rcv_ssthresh"),
    Of<&tcp_info::tcpi_rtt>("tcpi_rtt"),
    Of<&tcp_info::tcpi_rttvar>("tcpi_rttvar"),
    Of<&tcp_info::tcpi_snd_ssthresh>("tcpi_snd_ssthresh"),
    Of<&tcp_info::tcpi_snd_cwnd>("tcpi_snd_cwnd"),
    Of<&tcp_info::tcpi_advmss>("tcpi_advmss"),
    Of<&tcp_info::tcpi_reordering>("tcpi_reordering"),
    Of<&tcp_info::tcpi_rcv_rtt>("tcpi_rcv_rtt"),
    Of<&tcp_info::tcpi_rcv_space>("tcpi_rcv_space"),
    Of<&tcp_info::tcpi_total_retrans>("tcpi_total_retrans"),
    Of<&tcp_info::tcpi_bytes_acked>("tcpi_bytes_acked"),
    Of<&tcp_info::tcpi_bytes_received>("tcpi_bytes_received"),
    Of<&tcp_info::tcpi_notsent_bytes>("tcpi_notsent_bytes"),
    Of<&tcp_info::tcpi_min_rtt>("tcpi_min_rtt"),
    Of<&tcp_info::tcpi_delivered>("tcpi_delivered"),
    Of<&tcp_info::tcpi_dsack_dups>("tcpi_dsack_dups"),
    Of<&tcp_info::tcpi_reord_seen>("tcpi_reord_seen"),
    Of<&tcp_info::tcpi_snd_wnd>("tcpi_snd_wnd"),
};

struct Constant {
  std::string_view name;
  int value;
};
// include/net/tcp_states.h, include/uapi/linux/tcp.h; the second names of the
// states are those of nplab's scripts.
constexpr Constant kConstants[] = {
    {"TCP_ESTABLISHED", 1},     {"TCPI_ESTABLISHED", 1},
    {"TCP_SYN_SENT", 2},        {"TCPI_SYN_SENT", 2},
    {"TCP_SYN_RECV", 3},        {"TCPI_SYN_RECEIVED", 3},
    {"TCP_FIN_WAIT1", 4},       {"TCPI_FIN_WAIT_1", 4},
    {"TCP_FIN_WAIT2", 5},       {"TCPI_FIN_WAIT_2", 5},
    {"TCP_TIME_WAIT", 6},       {"TCPI_TIME_WAIT", 6},
    {"TCP_CLOSE", 7},           {"TCPI_CLOSED", 7},
    {"TCP_CLOSE_WAIT", 8},      {"TCPI_CLOSE_WAIT", 8},
    {"TCP_LAST_ACK", 9},        {"TCPI_LAST_ACK", 9},
    {"TCP_LISTEN", 10},         {"TCPI_LISTEN", 10},
    {"TCP_CLOSING", 11},        {"TCPI_CLOSING", 11},
    {"TCP_CA_Open", 0},         {"TCP_CA_Disorder", 1},
    {"TCP_CA_CWR", 2},          {"TCP_CA_Recovery", 3},
    {"TCP_CA_Loss", 4},         {"TCPI_OPT_TIMESTAMPS", 1},
    {"TCPI_OPT_SACK", 2},       {"TCPI_OPT_WSCALE", 4},
    {"TCPI_OPT_ECN", 8},        {"TCPI_OPT_ECN_SEEN", 16},
    {"TCPI_OPT_SYN_DATA", 32},  {"TCPI_OPT_USEC_TS", 64},
    {"TCPI_OPT_TFO_CHILD", 128}};

}  // namespace

size_t TcpInfoSize() { return sizeof(tcp_info); }

std::optional<double> TcpInfoName(std::string_view name,
                                  std::span<const std::byte> info) {
  for (const Constant& constant : kConstants) {
    if (constant.name == name) return constant.value;
  }
  tcp_info filled{};
  std::memcpy(&filled, info.data(), std::min(info.size(), sizeof(filled)));
  for (const Field& field : kFields) {
    if (field.name == name && field.end <= info.size())
      return field.value(filled);
  }
  return std::nullopt;
}

}  // namespace orderly::drill
