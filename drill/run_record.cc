#include "drill/run_record.h"

#include "report/ladder.h"
#include "sim/process/calls.h"
#include "sim/wire/ip_bytes.h"
#include "sim/wire/ipv6_bytes.h"
#include "sim/wire/pcap.h"

namespace orderly::drill {
namespace {

Ipv6Address LocalIpv6(uint32_t address) {
  Ipv6Address ipv6 = MappedIpv4(address);
  constexpr Ipv6Address kPrefix = {0xfd, 0x3d, 0xfa, 0x7b, 0xd1, 0x7d};
  for (size_t i = 0; i + 4 < ipv6.size(); ++i) ipv6[i] = kPrefix[i];
  return ipv6;
}

}  // namespace

std::string LadderOf(const Trace& trace) {
  TimedLadderOptions ladder;
  ladder.handshake = true;
  ladder.max_rows = 0;
  return TimedLadder(trace, {"host", "script"}, ladder);
}

std::string CaptureFile(const std::vector<Machine::Sent>& segments, bool ipv6) {
  constexpr int64_t kStart = sys::kRealTimeStart * 1'000'000'000;
  std::string file = PcapHeader();
  for (const Machine::Sent& sent : segments) {
    std::string packet = ToIpv4(sent.segment);
    if (ipv6) {
      packet = ToIpv6(packet, {LocalIpv6(sent.segment.source.address),
                               LocalIpv6(sent.segment.destination.address)});
    }
    file += PcapRecord(kStart + (sent.at - Instant()).count(), packet);
  }
  return file;
}

}  // namespace orderly::drill
