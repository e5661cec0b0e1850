#include "drill/so/driven_machine.h"

#include <cerrno>
#include <chrono>
#include <fstream>
#include <utility>
#include <variant>

#include "sim/process/calls.h"
#include "sim/tcp/tcp_state.h"

namespace orderly::drill {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

// How long a packet, or the end of a call, is waited for.
constexpr Duration kLongest = hours(10);
// packetdrill sleeps until so long before an event, then asks for the time
// until it is there (MAX_SPIN_USECS): here it is there at once.
constexpr Duration kSpin = microseconds(20);
// What passes between two questions for the time of a thread that spins.
constexpr Duration kTick = microseconds(10);
constexpr int kQuestionsOfSpin = 8;
// Nobody asks anything for so long, in real time, while a call blocks: the
// program waits for its end. So long it does in the machine's time
// (packetdrill, await_idle_thread).
constexpr milliseconds kIdle(150);
constexpr Duration kPatience = seconds(1);
// For a thread to look at the clock when its call has ended, in real time.
constexpr milliseconds kLookAtClock(200);

int64_t Micros(Instant at) {
  return sys::kRealTimeStart * 1'000'000 +
         std::chrono::duration_cast<microseconds>(at - Instant()).count();
}

struct StateWord {
  TcpState state;
  const char* word;
};
constexpr StateWord kStates[] = {{TcpState::kListen, "listening"},
                                 {TcpState::kSynSent, "syn-sent"},
                                 {TcpState::kSynReceived, "syn-recv"},
                                 {TcpState::kEstablished, "established"},
                                 {TcpState::kFinWait1, "fin-wait-1"},
                                 {TcpState::kFinWait2, "fin-wait-2"},
                                 {TcpState::kCloseWait, "close-wait"},
                                 {TcpState::kClosing, "closing"},
                                 {TcpState::kLastAck, "last-ack"},
                                 {TcpState::kTimeWait, "time-wait"}};

}  // namespace

DrivenMachine::DrivenMachine(const TcpConfig& config, std::string states)
    : states_(std::move(states)),
      main_(std::this_thread::get_id()),
      now_(Micros(Instant())),
      thread_([this, config] {
        machine_ = std::make_unique<Machine>(config, /*keep_trace=*/false);
        TellStates();
        Live();
        machine_.reset();
      }) {
  Ask([] {});
}

DrivenMachine::~DrivenMachine() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

// --- The machine's thread.

void DrivenMachine::Live() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    const bool asked = changed_.wait_for(
        lock, kIdle, [this] { return stop_ || !questions_.empty(); });
    if (stop_) break;
    Question* question = nullptr;
    if (asked) {
      question = questions_.front();
      questions_.pop_front();
    }
    LetLookAtClock(lock);
    lock.unlock();
    if (question != nullptr) {
      question->work();
    } else {
      WaitOutBlocking();
    }
    TellStates();
    lock.lock();
    if (question != nullptr) {
      question->answered = true;
      changed_.notify_all();
    }
  }
  // Nobody is left waiting.
  blocking_ = Blocking::kReturned;
  changed_.notify_all();
}

bool DrivenMachine::Step(Instant until) {
  const bool stepped = machine_->Step(until);
  now_ = Micros(machine_->now());
  LookAtBlocking();
  return stepped;
}

void DrivenMachine::Advance(Instant until) {
  while (Step(until)) {
  }
  machine_->RunUntil(until);
  now_ = Micros(until);
}

// A call that has ended: its thread is woken, and looks at the clock before
// that goes on.
void DrivenMachine::LookAtBlocking() {
  std::unique_lock lock(mutex_);
  Caller& caller = machine_->blocking_caller();
  if (blocking_ != Blocking::kInCall || caller.busy()) return;
  blocking_ = Blocking::kReturned;
  blocking_result_ = caller.result();
  changed_.notify_all();
  LetLookAtClock(lock);
}

void DrivenMachine::LetLookAtClock(std::unique_lock<std::mutex>& lock) {
  if (blocking_ != Blocking::kReturned) return;
  changed_.wait_for(lock, kLookAtClock, [this] {
    return stop_ || blocking_ != Blocking::kReturned;
  });
  blocking_ = Blocking::kNone;
}

void DrivenMachine::WaitOutBlocking() {
  const Instant limit = machine_->now() + kPatience;
  while (machine_->blocking_caller().busy() && Step(limit)) {
    const std::lock_guard lock(mutex_);
    if (stop_ || !questions_.empty()) return;
  }
}

void DrivenMachine::TellStates() const {
  if (states_.empty()) return;
  std::ofstream out(states_, std::ios::trunc);
  for (const StateWord& known : kStates) {
    for (size_t i = machine_->CountInState(known.state); i > 0; --i)
      out << known.word << " 0 0 host peer\n";
  }
}

// --- Any thread.

void DrivenMachine::Ask(std::function<void()> work) {
  if (OnMain()) asked_ = 0;
  Question question{std::move(work)};
  std::unique_lock lock(mutex_);
  questions_.push_back(&question);
  changed_.notify_all();
  changed_.wait(lock, [&question] { return question.answered; });
}

int64_t DrivenMachine::Call(Caller::Job job) {
  if (!OnMain()) {
    Ask([this, &job] { BeginBlocking(job); });
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return blocking_ != Blocking::kInCall; });
    return blocking_result_;
  }
  int64_t result = 0;
  Ask([this, &job, &result] {
    Caller& caller = machine_->caller();
    machine_->Begin(caller, std::move(job));
    LookAtBlocking();
    const Instant limit = machine_->now() + kLongest;
    while (caller.busy() && Step(limit)) {
    }
    result = caller.busy() ? -EDEADLK : caller.result();
  });
  return result;
}

void DrivenMachine::BeginBlocking(const Caller::Job& job) {
  {
    const std::lock_guard lock(mutex_);
    blocking_ = Blocking::kInCall;
  }
  machine_->Begin(machine_->blocking_caller(), job);
  const std::lock_guard lock(mutex_);
  if (machine_->blocking_caller().busy()) return;
  blocking_ = Blocking::kReturned;
  blocking_result_ = machine_->blocking_caller().result();
}

bool DrivenMachine::Arrives(std::string_view packet) {
  bool known = false;
  Ask([this, packet, &known] {
    AddressBook::Arrival arrival = addresses_.FromWire(packet);
    known = !std::holds_alternative<std::monostate>(arrival);
    if (auto* segment = std::get_if<Segment>(&arrival))
      machine_->Inject(std::move(*segment));
    if (const auto* icmp = std::get_if<IcmpError>(&arrival))
      machine_->InjectIcmp(*icmp);
    LookAtBlocking();
  });
  return known;
}

std::optional<DrivenMachine::Packet> DrivenMachine::Next() {
  std::optional<Packet> next;
  Ask([this, &next] {
    const Instant limit = machine_->now() + kLongest;
    while (machine_->sent().empty() && Step(limit)) {
    }
    if (machine_->sent().empty()) return;
    const Machine::Sent sent = std::move(machine_->sent().front());
    machine_->sent().pop_front();
    next = Packet{addresses_.ToWire(sent.segment), Micros(sent.at)};
  });
  return next;
}

void DrivenMachine::Sleep(Duration duration) {
  Ask([this, duration] { Advance(machine_->now() + duration + kSpin); });
}

int64_t DrivenMachine::Now() {
  if (!OnMain()) {
    const std::lock_guard lock(mutex_);
    if (blocking_ == Blocking::kReturned) blocking_ = Blocking::kNone;
    changed_.notify_all();
    return now_;
  }
  const int asked = asked_ + 1;
  if (asked > kQuestionsOfSpin)
    Ask([this] { Advance(machine_->now() + kTick); });
  asked_ = asked;
  return now_;
}

}  // namespace orderly::drill
