#ifndef ORDERLY_SIM_PROCESS_TASK_H_
#define ORDERLY_SIM_PROCESS_TASK_H_

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/hash.h"
#include "sim/base/instant.h"
#include "sim/host/waiter.h"
#include "sim/process/call.h"
#include "sim/process/fiber.h"
#include "sim/process/open_file.h"
#include "sim/process/process.h"

namespace orderly {

// The inside of a process: its fiber, its descriptors, what it waits for. For
// this folder and sim/posix only. Recycled, so that no run allocates.
struct Task final : public Waiter {
  // Lower numbers are libc's own, also inside a process: stdio and real files.
  static constexpr int kFirstDescriptor = 1000;
  static constexpr size_t kMaxDescriptors = 1024;
  static constexpr int kSignals = 32;

  enum class Phase : uint8_t { kNew, kReady, kRunning, kBlocked, kStuck, kEnd };
  using Handler = void (*)(int);
  // Whether there is something to do for who waits. Asked outside of the fiber.
  using Predicate = bool (*)(Task& task, void* context);

  static Task* New();
  static void Free(Task* task);

  // --- The entry and the end of every call.

  // Counts the call; the process may be preempted or killed before it. False:
  // it is dead, and the call must fail with no effect. `bytes` are those that a
  // write begins with, or the words of a call of the harness (CallListener).
  bool Enter(Call call, std::string_view bytes = {}) {
    return calls++ < fast_calls || EnterSlowly(call, bytes);
  }
  // Adds the call to the trace; the event itself is not kept.
  void Count(Call call, int fd, int64_t result) {
    Learn(Join((static_cast<uint64_t>(call) << 32) | static_cast<uint32_t>(fd),
               static_cast<uint64_t>(result), 0));
    trace().Count(TraceKind::kCall, now(),
                  (static_cast<uint64_t>(id) << 40) |
                      (static_cast<uint64_t>(call) << 32) |
                      static_cast<uint32_t>(fd),
                  static_cast<uint64_t>(result));
    if (owner->call_witness_ != nullptr)
      owner->call_witness_->OnCall(host->id(), call, result);
  }
  // Whatever a call tells its process, or keeps of it while it waits, must be
  // learned: where a process is, and what is in its memory, is a function of
  // that alone.
  void Learn(uint64_t word) { learned = Fold(learned, word); }
  void Learn(std::string_view bytes) {
    for (; !bytes.empty();
         bytes.remove_prefix(std::min<size_t>(8, bytes.size()))) {
      uint64_t word = bytes.size();
      for (size_t i = 0; i < bytes.size() && i < 8; ++i)
        word = (word << 8) ^ static_cast<uint8_t>(bytes[i]);
      Learn(word);
    }
  }
  void HashInto(StateHash& hash) const;
  bool keeps() const { return trace().keeps(); }
  // The event of the call that was counted last. Requires keeps(). `text` is
  // the call without its result. `result` is a count or a negative errno.
  struct Event {
    Call call;
    int fd = -1;
    int64_t result = 0;
    uint64_t asked = 0;
    FourTuple tuple;
    const Socket* socket = nullptr;  // null: gone, or none; then by the tuple
    std::string text;
  };
  void Keep(Event event);
  // Count(), and Keep() if it is wanted with the text that `text()` builds.
  // Returns the result.
  template <typename Text>
  int64_t Record(Call call, int fd, int64_t result, const Socket* socket,
                 uint64_t asked, Text text) {
    Count(call, fd, result);
    if (keeps()) [[unlikely]]
      KeepWithText(call, fd, result, socket, asked, text);
    return result;
  }
  // Not inline: rare, and what calls it is everywhere.
  template <typename Text>
  [[gnu::noinline]] void KeepWithText(Call call, int fd, int64_t result,
                                      const Socket* socket, uint64_t asked,
                                      const Text& text) {
    Keep({call, fd, result, asked, TupleOf(socket), socket, text()});
  }

  // --- Waiting. All return false when the process died meanwhile: then the
  // call must end at once and touch nothing.

  // Holds the open file until Unhold(), and is woken by its socket.
  void Hold(OpenFile* file) {
    ++file->references;
    held.push_back(file);
    file->socket->AddWaiter(this);
  }
  // The references of this call go; the last one closes.
  bool Unhold() { return held.empty() || UnholdAll(); }
  // Until is_ready(), or `until`: then timed_out.
  bool Block(Call call, int fd, Instant until, Predicate is_ready,
             void* context);
  // What a call says whose time is over: -EAGAIN; -EINTR if another thread
  // closed its descriptor, or a signal came.
  int64_t WaitedInVain() const { return interrupted ? -EINTR : -EAGAIN; }
  bool Sleep(Call call, Instant until) {
    return Block(call, -1, until, nullptr, nullptr);
  }
  uint32_t number() const override { return static_cast<uint32_t>(id); }
  void Wake() override {
    if (phase != Phase::kBlocked || woken || dying) return;
    woken = true;
    owner->woken_.push_back(this);
  }

  // --- Descriptors.

  // Null: not open.
  Descriptor* Find(int fd) {
    const auto i = static_cast<size_t>(fd - kFirstDescriptor);
    if (i >= table->slots.size() || table->slots[i].file == nullptr)
      return nullptr;
    return &table->slots[i];
  }
  // The lowest free number from `least`; takes over a reference. -EMFILE.
  int Open(OpenFile* file, bool close_on_exec, int least = kFirstDescriptor);
  bool CanOpen() const;
  // fork(): the other one, which has none yet, gets all descriptors and the
  // handlers of signals. A thread gets the table itself.
  void ShareDescriptors(ProcessId with, bool thread) const;
  // A reference goes. The last one closes the socket, which may wait
  // (SO_LINGER).
  // `told`, if wanted, is what close() says: 0 or -EWOULDBLOCK.
  bool Release(OpenFile* file, int64_t* told = nullptr);

  // Calls of other threads that wait for it end with EINTR.
  void InterruptOthers(int fd) const;

  // --- Signals and the end.

  // As raise(): the handler runs, or the process dies. False then.
  bool Signal(int signal);
  // exit(): descriptors are closed, nothing is waited for.
  void Exit(int exit_status);
  // From now on its calls are those of a dead process.
  void Die(Instant when);
  // The effects of a death on descriptors and calls in progress. With `quietly`
  // the sockets are not even closed.
  void CloseAll(bool quietly);
  // Something that happens to the process and is no call.
  void Note(uint32_t what, std::string_view text);

  Simulation& sim() const { return owner->sim(); }
  Trace& trace() const { return owner->sim().trace(); }
  Instant now() const { return owner->sim().now(); }
  uint32_t actor() const {
    return static_cast<uint32_t>(id) % Choices::kMaxActors;
  }
  IoWitness* witness() const { return owner->witness_; }
  // How many of `could` bytes a read or write moves (ProcessOptions::short_io).
  size_t Shorten(Site site, size_t could) {
    return could <= 1 || !MayShorten() ? could : DrawShorter(site, could);
  }
  bool MayShorten() const { return owner->options_.short_io.per_65536 != 0; }
  size_t DrawShorter(Site site, size_t could);
  // --- Faults that a call may meet (ProcessOptions::syscall_faults). All are
  // in syscall_faults.cc, with what allows them.

  bool MayFail() const { return owner->options_.syscall_faults.per_65536 != 0; }
  // When a signal ends the wait that begins now; Never(): none does.
  Instant DrawSignal(Call call);
  // When poll() finds something readable that is not there; Never(): it does
  // not.
  Instant DrawSpurious();
  // The kernel has no memory for what this call is to send.
  bool DrawNoMemory();
  Instant DrawMoment(Site site);

  // The connection's name, or what is known of it.
  static FourTuple TupleOf(const Socket* socket);

  static void Run(void* argument);  // the fiber's function
  bool UnholdAll();
  bool EnterSlowly(Call call, std::string_view bytes);
  bool RunOutCall();

  Processes* owner = nullptr;
  Host* host = nullptr;
  ProcessId id = ProcessId::kNone;
  Task* next_free = nullptr;
  std::string name;
  Processes::Body body;
  Fiber fiber;

  Phase phase = Phase::kNew;
  bool dying = false;  // dead, but the fiber has not ended
  bool ended = false;  // of its own will, or killed
  bool killed = false;
  bool killable = false;
  bool woken = false;  // in the list of those
  bool timed_out = false;
  // And by nothing else: a signal, or TcpConfig::close_wakes_readers.
  bool interrupted = false;
  bool random_seeded = false;
  int status = 0;
  int saved_errno = 0;
  Instant ended_at;

  uint64_t calls = 0;
  uint64_t fast_calls = 0;  // up to here Enter() has nothing to decide
  uint64_t run_out_calls = 0;
  uint64_t random = 0;  // getrandom()'s state
  uint64_t learned = 0;

  Call waits_in = Call::kPause;
  int waits_for = -1;  // descriptor
  Instant deadline;
  Instant armed;  // the earliest wake-up that is scheduled
  Predicate ready = nullptr;
  void* ready_context = nullptr;

  Ring<OpenFile*, 4> held;
  Socket* lingering = nullptr;               // close() waits for it
  DescriptorTable* table = nullptr;          // null once it has ended
  std::array<Handler, kSignals> handlers{};  // null: the default
};

// The process whose code runs on this thread; null outside. A plain
// thread-local pointer: libFuzzer's own threads, among others, are outside.
extern constinit thread_local Task* current_task;

}  // namespace orderly

#endif  // ORDERLY_SIM_PROCESS_TASK_H_
