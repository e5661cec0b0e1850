#include "sim/wire/pcap.h"

namespace orderly {
namespace {

void Put32(std::string& to, uint64_t value) {
  for (int shift = 0; shift < 32; shift += 8)
    to += static_cast<char>((value >> shift) & 0xff);
}

}  // namespace

std::string PcapHeader() {
  constexpr uint32_t kNanosecondMagic = 0xa1b23c4d;
  constexpr uint32_t kVersion = 4U << 16 | 2;
  constexpr uint32_t kLongest = 65535;
  constexpr uint32_t kLinkTypeRaw = 101;
  std::string bytes;
  for (const uint32_t field :
       {kNanosecondMagic, kVersion, 0U, 0U, kLongest, kLinkTypeRaw})
    Put32(bytes, field);
  return bytes;
}

std::string PcapRecord(int64_t nanos_since_1970, std::string_view packet) {
  constexpr int64_t kNanos = 1'000'000'000;
  std::string bytes;
  Put32(bytes, static_cast<uint64_t>(nanos_since_1970 / kNanos));
  Put32(bytes, static_cast<uint64_t>(nanos_since_1970 % kNanos));
  Put32(bytes, packet.size());
  Put32(bytes, packet.size());
  bytes += packet;
  return bytes;
}

}  // namespace orderly
