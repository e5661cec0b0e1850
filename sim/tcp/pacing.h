#ifndef ORDERLY_SIM_TCP_PACING_H_
#define ORDERLY_SIM_TCP_PACING_H_

#include <algorithm>
#include <cstdint>

#include "sim/base/instant.h"
#include "sim/tcp/tcp_config.h"

namespace orderly {

// How fast a connection may send, which says how long one burst is
// (sk_pacing_rate, tcp_tso_autosize). Nothing waits for it: that is a qdisc's
// work.
struct Pacing {
  uint64_t rate = UINT64_MAX;  // bytes a second
  Duration least_rtt{0};       // tcp_min_rtt; 0: not measured

  // tcp_update_rtt_min, without its window of five minutes.
  void NoteRtt(Duration rtt) {
    const Duration least = std::max<Duration>(rtt, Duration(1000));
    if (least_rtt.count() == 0 || least < least_rtt) least_rtt = least;
  }

  struct Flow {
    uint32_t mss;
    uint32_t cwnd;     // segments
    uint32_t out;      // segments sent and not acknowledged
    uint32_t percent;  // of what one window a round trip is
    Duration srtt;
  };
  // tcp_update_pacing_rate.
  void Update(const Flow& flow) {
    const auto srtt =
        static_cast<uint64_t>(std::max<int64_t>(Micros(flow.srtt), 1));
    rate = uint64_t{flow.mss} * 10'000 * flow.percent *
           std::max(flow.cwnd, flow.out) / srtt;
  }

  // tcp_tso_segs: a millisecond's worth, and the more the nearer the peer is.
  uint32_t MostInBurst(const TcpConfig& config, uint32_t mss,
                       Duration least) const {
    constexpr uint32_t kShift = 10;  // sk_pacing_shift
    const uint32_t most = 65'536 - 1 - config.packet_head;
    uint64_t bytes = rate >> kShift;
    const int64_t steps = Micros(least) >> config.tso_rtt_log;
    if (least.count() > 0 && steps < 32) bytes += most >> steps;
    bytes = std::min<uint64_t>(bytes, most);
    return std::max(static_cast<uint32_t>(bytes / mss), config.min_tso_segs);
  }

 private:
  static int64_t Micros(Duration d) {
    return std::chrono::duration_cast<std::chrono::microseconds>(d).count();
  }
};

}  // namespace orderly

#endif  // ORDERLY_SIM_TCP_PACING_H_
