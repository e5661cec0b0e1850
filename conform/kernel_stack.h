#ifndef ORDERLY_CONFORM_KERNEL_STACK_H_
#define ORDERLY_CONFORM_KERNEL_STACK_H_

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "conform/stack.h"

namespace orderly::conform {

// The kernel that this runs on, behind a TUN device in a network namespace of
// its own. What is written to the device the kernel has handled when write()
// returns, so that answers need no waiting.
class KernelStack final : public Stack {
 public:
  // Puts the calling thread into a new network namespace, for good.
  // kFailedPrecondition: no privileges, or no /dev/net/tun; says which.
  static absl::StatusOr<std::unique_ptr<KernelStack>> New();
  ~KernelStack() override;
  KernelStack(const KernelStack&) = delete;
  KernelStack& operator=(const KernelStack&) = delete;

  FourTuple Begin(Opening opening) override;
  std::string Call(const Step& step) override;
  void Deliver(const Segment& segment) override;
  void Wait(uint32_t milliseconds) override;
  std::vector<Segment> Take() override;
  std::string State() override;

  // "6.18.1".
  static std::string Release();

 private:
  KernelStack() = default;
  absl::Status Configure();
  std::string Accept();
  std::string Receive(size_t size, int flags) const;
  std::string Send(size_t size) const;
  std::string Queue(unsigned long request) const;
  std::string Linger(bool on, uint32_t seconds);
  std::string Error() const;
  std::string Poll() const;
  std::string Close();
  // Whether a close() that lingers has returned within so many milliseconds.
  bool EndClose(uint32_t patience);
  void End();

  int device_ = -1;
  int listener_ = -1;
  int socket_ = -1;  // -1: no descriptor
  bool lingers_ = false;
  std::thread closing_;  // close() waits in it
  std::atomic<bool> closed_ = false;
  uint16_t port_ = 0;  // of the host; the peer's is 10,000 more
  FourTuple tuple_;
  // To end what is left of a story: the numbers of an exact reset.
  SeqNum host_expects_;
};

}  // namespace orderly::conform

#endif  // ORDERLY_CONFORM_KERNEL_STACK_H_
