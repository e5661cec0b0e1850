#ifndef ORDERLY_CONFORM_SIM_STACK_H_
#define ORDERLY_CONFORM_SIM_STACK_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "conform/stack.h"
#include "sim/host/host.h"
#include "sim/tcp/tcp_config.h"

namespace orderly::conform {

// One simulated host; every story gets a new one.
class SimStack final : public Stack, public SegmentSink {
 public:
  explicit SimStack(const TcpConfig& config) : config_(config) {}
  ~SimStack() override = default;

  FourTuple Begin(Opening opening) override;
  std::string Call(const Step& step) override;
  void Deliver(const Segment& segment) override;
  void Wait(uint32_t milliseconds) override;
  std::vector<Segment> Take() override { return std::exchange(sent_, {}); }
  std::string State() override;

 private:
  void Transmit(Host& from, SegmentPtr&& segment) override {
    (void)from;
    sent_.push_back(std::move(*segment));
  }
  void StateChanged(Host& /*host*/, const FourTuple& /*tuple*/,
                    TcpState /*from*/, TcpState /*to*/) override {}
  std::string Accept();
  std::string Close();
  void EndClose();
  void PassAMoment();

  const TcpConfig config_;
  std::optional<Host> host_;
  Instant now_;
  Socket* listener_ = nullptr;
  Socket* socket_ = nullptr;   // null: no descriptor
  Socket* closing_ = nullptr;  // close() waits
  std::vector<Segment> sent_;
};

}  // namespace orderly::conform

#endif  // ORDERLY_CONFORM_SIM_STACK_H_
