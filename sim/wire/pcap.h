#ifndef ORDERLY_SIM_WIRE_PCAP_H_
#define ORDERLY_SIM_WIRE_PCAP_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace orderly {

// A capture file (draft-ietf-opsawg-pcap) of IP packets as they are
// (LINKTYPE_RAW), with nanoseconds: its beginning, and a packet in it. Little
// endian. A packet is at most 65,535 bytes.
std::string PcapHeader();
std::string PcapRecord(int64_t nanos_since_1970, std::string_view packet);

}  // namespace orderly

#endif  // ORDERLY_SIM_WIRE_PCAP_H_
