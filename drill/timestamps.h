#ifndef ORDERLY_DRILL_TIMESTAMPS_H_
#define ORDERLY_DRILL_TIMESTAMPS_H_

#include <cstdint>
#include <map>
#include <optional>

namespace orderly::drill {

// How TS val of the host's segments and TS ecr of the peer's, as a script
// numbers them, become those of the wire. Each val that is read is a pair; the
// peer echoes it by the script's number. (packetdrill: ts_val_map.)
class Timestamps final {
 public:
  // A segment was read whose val the script gives as `scripted`.
  void Read(uint32_t scripted, uint32_t live);
  // A val of the wire in the script's numbers: the first pair gives the offset.
  uint32_t ToScript(uint32_t live) const {
    return live - first_live_ + first_scripted_;
  }
  // What the peer echoes. `scaled` (--tcp_ts_ecr_scaled): by the offset, if no
  // val was read that the script numbers so. nullopt: it cannot be known.
  std::optional<uint32_t> Echo(uint32_t scripted, bool scaled) const;

 private:
  std::map<uint32_t, uint32_t> live_;
  uint32_t first_scripted_ = 0;
  uint32_t first_live_ = 0;
};

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_TIMESTAMPS_H_
