#ifndef ORDERLY_SIM_PROCESS_FIBER_H_
#define ORDERLY_SIM_PROCESS_FIBER_H_

#include <cstddef>

namespace orderly {

// A function on a stack of its own, which can be left in the middle and gone on
// with. Stacks are pooled per thread, with a guard page below each. Known to
// AddressSanitizer. Stays on one thread; does not nest. An exception that
// leaves the function ends the program.
class Fiber final {
 public:
  using Entry = void (*)(void* argument);
  // Address space; only what is touched costs memory.
  static constexpr size_t kStackBytes = 256 << 10;

  Fiber() = default;
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;
  // Requires that it has not started, or has finished, or is never needed
  // again: what its frames own is not destroyed.
  ~Fiber() { GiveBack(); }

  // `entry` will run at the first Resume(). Requires !started().
  void Start(Entry entry, void* argument);
  bool started() const { return stack_ != nullptr; }
  // Runs until the fiber leaves or finishes. Not from inside a fiber.
  void Resume();
  bool finished() const { return finished_; }
  // The stack goes back to the pool; then it can start anew.
  void GiveBack();

  // Inside: returns at the next Resume().
  void Leave();
  // Inside: the frames are given up.
  [[noreturn]] void Finish();

 private:
  struct Switches;
  friend struct Switches;

  Entry entry_ = nullptr;
  void* argument_ = nullptr;
  char* stack_ = nullptr;
  bool finished_ = false;
  // The exceptions that are being handled: the C++ runtime keeps them per
  // thread.
  struct Exceptions {
    void* caught = nullptr;
    unsigned int uncaught = 0;
  };
  Exceptions exceptions_;
  void* own_context_ = nullptr;
  void* caller_context_ = nullptr;
  // AddressSanitizer's: the fake stacks of both, and the bounds of the caller's
  // stack.
  void* own_fake_ = nullptr;
  void* caller_fake_ = nullptr;
  const void* caller_bottom_ = nullptr;
  size_t caller_size_ = 0;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_PROCESS_FIBER_H_
