#ifndef ORDERLY_DRILL_SO_DRIVEN_MACHINE_H_
#define ORDERLY_DRILL_SO_DRIVEN_MACHINE_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "drill/machine.h"
#include "drill/so/address_book.h"
#include "sim/base/instant.h"
#include "sim/tcp/tcp_config.h"

namespace orderly::drill {

// A machine whose clock goes on only when the program that drives it from
// outside waits. The program has a main thread, which is the one that makes
// this object, and one for calls that block. The machine, with its fibers,
// lives on a thread of its own: any thread may ask, one question is answered at
// a time, in order. Stays where it is.
class DrivenMachine final {
 public:
  // `states`: a file that always says what connections there are, a line each,
  // begun with its state in the words of ss(8). Empty: none.
  DrivenMachine(const TcpConfig& config, std::string states);
  ~DrivenMachine();
  DrivenMachine(const DrivenMachine&) = delete;
  DrivenMachine& operator=(const DrivenMachine&) = delete;

  // A system call of the process under test: a result, or a negative errno. One
  // that blocks on the main thread lets the time pass.
  int64_t Call(Caller::Job job);
  // A packet arrives. False: none that TCP knows.
  bool Arrives(std::string_view packet);
  // The next packet that the host sent, waiting for it as long as something can
  // happen within kLongest.
  struct Packet {
    std::string bytes;
    int64_t micros = 0;  // as Now()
  };
  std::optional<Packet> Next();
  // The main thread sleeps.
  void Sleep(Duration duration);
  // Microseconds since 1970. A main thread that asks over and over waits for
  // the time to pass, and it does.
  int64_t Now();

  // Only in jobs.
  AddressBook& addresses() { return addresses_; }

 private:
  // Where the calls of the blocking thread are, between the two.
  enum class Blocking : uint8_t { kNone, kInCall, kReturned };
  struct Question {
    std::function<void()> work;
    bool answered = false;
  };

  bool OnMain() const { return std::this_thread::get_id() == main_; }
  void Ask(std::function<void()> work);
  void Live();
  void BeginBlocking(const Caller::Job& job);
  // Handles what happens up to `until`, one event at a time; false: there is
  // nothing left.
  bool Step(Instant until);
  void Advance(Instant until);
  void LookAtBlocking();
  // A call has returned, and its thread has not looked at the clock: before
  // that nothing else happens.
  void LetLookAtClock(std::unique_lock<std::mutex>& lock);
  void WaitOutBlocking();
  void TellStates() const;

  const std::string states_;
  const std::thread::id main_;
  std::atomic<int64_t> now_;    // microseconds
  std::atomic<int> asked_ = 0;  // for the time, with nothing in between

  // On the machine's thread.
  std::unique_ptr<Machine> machine_;
  AddressBook addresses_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Question*> questions_;
  Blocking blocking_ = Blocking::kNone;
  int64_t blocking_result_ = 0;
  bool stop_ = false;
  std::thread thread_;  // the last: it uses the rest
};

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_SO_DRIVEN_MACHINE_H_
