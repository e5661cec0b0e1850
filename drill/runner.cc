#include "drill/runner.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "drill/assertion.h"
#include "drill/call_result.h"
#include "drill/calls.h"
#include "drill/command.h"
#include "drill/machine.h"
#include "drill/packet_match.h"
#include "drill/packet_text.h"
#include "drill/probe.h"
#include "drill/run_on_stage.h"
#include "drill/run_record.h"
#include "drill/settings.h"
#include "drill/stage.h"
#include "drill/subject.h"
#include "drill/tcp_info_names.h"
#include "drill/timing.h"
#include "drill/value.h"
#include "drill/wire_options.h"

namespace orderly::drill {
namespace {

using std::chrono::seconds;

// How long a packet is waited for beyond its time.
constexpr Duration kGrace = seconds(2);

// nullopt: go on.
using Outcome = std::optional<Verdict>;

// A call that blocks and has not been looked at since it began.
struct Pending {
  const SystemCall* call = nullptr;
  ReadyCall ready;
  Instant end;
  Duration tolerance{0};
};

class Runner final {
 public:
  Runner(const Script& script, const RunOptions& options,
         const Settings& settings, const TcpConfig& config)
      : script_(script),
        options_(options),
        settings_(settings),
        machine_(config, options.ladder),
        subject_(machine_, settings_) {
    if (options.pcap) machine_.set_capture(&capture_);
    context_.families.usual = settings.ipv6_sockets ? AF_INET6 : AF_INET;
    context_.families.ipv6_on_wire = settings.ipv6;
    context_.bind = {Machine::kHostAddress, settings.bind_port};
    context_.connect = {Machine::kPeerAddress, settings.connect_port};
  }

  Verdict Run() {
    for (size_t i = 0; i < script_.events.size(); ++i) {
      const Event& event = script_.events[i];
      if (event.open_before) ForgetUnread();
      if (Outcome outcome = RunEvent(event)) return *std::move(outcome);
      if (Outcome outcome = LookAtBlocking()) return *std::move(outcome);
    }
    if (Outcome outcome = WaitForBlocking()) return *std::move(outcome);
    if (script_.open_at_end) return {};
    if (Outcome outcome = LookAtUnread(script_.events.back().place))
      return *std::move(outcome);
    return {};
  }

  void Tell(RunResult& result) const {
    if (options_.ladder) result.ladder = LadderOf(machine_.trace());
    if (options_.pcap) result.pcap = CaptureFile(capture_, settings_.ipv6);
  }

 private:
  // --- Time.

  Duration Tolerance(Instant at) const {
    return ToleranceOf(settings_, at - last_event_);
  }

  // An event takes time, if only a nanosecond here: an answer that a script
  // gives after a millisecond was under way for more than that.
  void TakeTime() { machine_.RunUntil(machine_.now() + Duration(1)); }

  // Until the time of an event that is the script's to make.
  Outcome WaitFor(const Event& event) {
    const When when = TimeOf(event.time, machine_.now());
    if (machine_.now() > when.from + Tolerance(when.from)) {
      return Failed(
          event.place,
          absl::StrCat("expected to be here at ", SecondsText(when.from),
                       ", got here at ", SecondsText(machine_.now())));
    }
    if (when.from > machine_.now()) machine_.RunUntil(when.from);
    TakeTime();
    last_event_ = std::max(when.from, last_event_);
    return std::nullopt;
  }

  // --- Events.

  Outcome RunEvent(const Event& event) {
    event_base_ = machine_.now();
    if (const auto* tcp = std::get_if<TcpPacket>(&event.action)) {
      return tcp->inbound ? Inbound(event, *tcp) : Outbound(event, *tcp);
    }
    if (Outcome outcome = WaitFor(event)) return outcome;
    if (Outcome outcome = LookAtBlocking()) return outcome;
    if (const auto* call = std::get_if<SystemCall>(&event.action))
      return MakeCall(event, *call);
    if (const auto* command = std::get_if<Command>(&event.action))
      return RunCommand(*command);
    if (const auto* code = std::get_if<Code>(&event.action))
      return Assert(event, *code);
    if (const auto* icmp = std::get_if<IcmpPacket>(&event.action)) {
      if (absl::Status status = subject_.Inject(*icmp); !status.ok())
        return VerdictOf(status, event.place);
      return std::nullopt;
    }
    return Skipped("a packet that is not TCP");
  }

  Outcome Inbound(const Event& event, const TcpPacket& packet) {
    if (Outcome outcome = WaitFor(event)) return outcome;
    if (absl::Status status = subject_.Inject(packet); !status.ok())
      return VerdictOf(status, event.place);
    return std::nullopt;
  }

  Outcome Outbound(const Event& event, const TcpPacket& expected) {
    const When when = TimeOf(event.time, machine_.now());
    const Instant limit = when.to + kGrace;
    std::optional<Machine::Sent> sent = subject_.Next(expected, limit);
    if (!sent.has_value()) {
      if (settings_.packets_may_differ) return std::nullopt;
      return Failed(
          event.place,
          absl::StrCat("expected ", PacketText(expected), "\ngot      nothing",
                       when.any ? "" : " until ",
                       when.any ? "" : SecondsText(limit)));
    }
    TcpPacket got = AsWritten(sent->segment, subject_.numbering());
    Gather(expected, limit, got);
    Outcome outcome = Compare(event, expected, got, *sent, when);
    last_event_ = when.any ? sent->at : std::max(when.from, last_event_);
    TakeTime();
    if (settings_.packets_may_differ && outcome.has_value() &&
        outcome->kind == Verdict::Kind::kFail)
      return std::nullopt;
    return outcome;
  }

  // Of a packet that is longer than a segment: the burst that adds up to it.
  void Gather(const TcpPacket& expected, Instant limit, TcpPacket& got) {
    while (!settings_.strict_segments && got.payload < expected.payload) {
      std::optional<Machine::Sent> next = subject_.Next(expected, limit);
      if (!next.has_value()) return;
      const TcpPacket piece = AsWritten(next->segment, subject_.numbering());
      if (!Continues(got, piece) ||
          got.payload + piece.payload > expected.payload) {
        subject_.PutBack(*std::move(next));
        return;
      }
      got.payload += piece.payload;
      got.flags = piece.flags;
      got.options = piece.options;
    }
  }

  Outcome Compare(const Event& event, const TcpPacket& expected,
                  const TcpPacket& got, const Machine::Sent& sent,
                  const When& when) {
    const TcpPacket shown = InTheStyleOf(expected, got);
    if (!Difference(expected, got).empty())
      return Failed(event.place, Aligned(expected, shown));
    const absl::StatusOr<bool> ip = IpFieldsMatch(expected.ip, sent.segment);
    if (!ip.ok()) return VerdictOf(ip.status(), event.place);
    if (!*ip) {
      return Failed(event.place, absl::StrCat("expected ", PacketText(expected),
                                              " with other IP fields"));
    }
    const Duration since_start = last_event_ - Instant();
    if (std::optional<std::string> other = subject_.TimestampMismatch(
            expected, got, ToleranceOf(settings_, since_start)))
      return Failed(event.place, *std::move(other));
    if (when.any) return std::nullopt;
    const Duration tolerance = Tolerance(when.from);
    if (sent.at >= when.from - tolerance && sent.at <= when.to + tolerance)
      return std::nullopt;
    return Failed(event.place, WrongTime(PacketText(shown), when, sent.at));
  }

  // --- Calls.

  Outcome MakeCall(const Event& event, const SystemCall& call) {
    absl::StatusOr<ReadyCall> ready = Prepare(call, context_);
    if (!ready.ok()) return VerdictOf(ready.status(), event.place);
    if (Outcome outcome = Announce(call)) return outcome;
    if (call.end.has_value()) return MakeBlockingCall(event, call, *ready);
    Caller& caller = machine_.caller();
    machine_.Begin(caller, ready->job);
    // One that blocks though the script does not say so holds everything up, as
    // it does in packetdrill.
    const Instant limit = machine_.now() + kLongest;
    while (caller.busy() && machine_.Step(limit)) {
    }
    if (caller.busy()) {
      return Failed(event.place,
                    absl::StrCat("expected ", CallText(call), " = ",
                                 ResultText(call), ", got a call that blocks"));
    }
    return LookAtResult(call, *ready, caller.result());
  }

  Outcome MakeBlockingCall(const Event& event, const SystemCall& call,
                           const ReadyCall& ready) {
    if (machine_.blocking_caller().busy()) {
      return Failed(event.place,
                    "expected the call before this one to have returned");
    }
    const bool relative = event.time.kind == Time::Kind::kRelative;
    pending_ = std::make_unique<Pending>();
    pending_->call = &call;
    pending_->ready = ready;
    pending_->end = (relative ? event_base_ : Instant()) + *call.end;
    pending_->tolerance = Tolerance(pending_->end);
    machine_.Begin(machine_.blocking_caller(), ready.job);
    return std::nullopt;
  }

  // The socket under test changes with listen() and connect(): what the one
  // before it sent is looked at for the last time.
  Outcome Announce(const SystemCall& call) {
    const int fd = context_.descriptors.FirstOf(call);
    if (!subject_.BeginsAnother(call, fd)) return std::nullopt;
    if (Outcome outcome = LookAtUnread(call.place)) return outcome;
    if (call.name == "listen") subject_.Listens(fd);
    if (call.name == "connect") subject_.Connects(fd);
    return std::nullopt;
  }

  Outcome LookAtResult(const SystemCall& call, const ReadyCall& ready,
                       int64_t result) {
    const absl::StatusOr<std::optional<std::string>> mismatch =
        ResultMismatch(call, ready, result);
    if (!mismatch.ok()) return VerdictOf(mismatch.status(), call.place);
    if (mismatch->has_value()) return Failed(call.place, **mismatch);
    if (call.name == "close")
      subject_.Closed(context_.descriptors.FirstOf(call));
    if (result < 0 || !ReturnsDescriptor(call.name)) return std::nullopt;
    const absl::StatusOr<int64_t> scripted = NumberOf(call.result);
    const int fd = static_cast<int>(result);
    if (scripted.ok()) context_.descriptors.Add(*scripted, fd);
    if (call.name == "socket") subject_.Exists(fd);
    if (call.name.starts_with("accept")) subject_.Accepted(fd);
    return std::nullopt;
  }

  Outcome LookAtBlocking() {
    if (pending_ == nullptr || machine_.blocking_caller().busy())
      return std::nullopt;
    const std::unique_ptr<Pending> done = std::move(pending_);
    const Instant ended = machine_.blocking_caller().ended_at();
    if (ended < done->end - done->tolerance ||
        ended > done->end + done->tolerance) {
      return Failed(
          done->call->place,
          absl::StrCat("expected ", CallText(*done->call), " to return at ",
                       SecondsText(done->end), ", got ", SecondsText(ended)));
    }
    return LookAtResult(*done->call, done->ready,
                        machine_.blocking_caller().result());
  }

  Outcome WaitForBlocking() {
    if (pending_ == nullptr) return std::nullopt;
    const Instant limit = std::max(pending_->end, machine_.now()) + kGrace;
    while (machine_.blocking_caller().busy() && machine_.Step(limit)) {
    }
    if (!machine_.blocking_caller().busy()) return LookAtBlocking();
    return Failed(pending_->call->place,
                  absl::StrCat("expected ", CallText(*pending_->call),
                               " to return at ", SecondsText(pending_->end),
                               ", got a call that still blocks"));
  }

  // --- Commands and assertions.

  Outcome RunCommand(const Command& command) {
    const absl::StatusOr<std::vector<Step>> steps = StepsOf(command.text);
    if (!steps.ok()) return VerdictOf(steps.status(), command.place);
    TcpConfig config = machine_.config();
    if (absl::Status status = ApplyCommand(command, settings_, config);
        !status.ok())
      return VerdictOf(status, command.place);
    machine_.Reconfigure(config);
    for (const Step& step : *steps) {
      if (std::holds_alternative<DropAll>(step)) machine_.DropAll();
      if (std::optional<std::string> mismatch = ProbeMismatch(step, machine_))
        return Failed(command.place, *std::move(mismatch));
    }
    return std::nullopt;
  }

  Outcome Assert(const Event& event, const Code& code) {
    std::vector<std::byte> info(TcpInfoSize());
    int64_t size = -1;
    if (subject_.fd() >= 0) {
      machine_.Begin(machine_.caller(), TcpInfoJob(subject_.fd(), info));
      size = machine_.caller().result();
    }
    if (size < 0) {
      return Failed(event.place,
                    "expected a descriptor to take tcp_info from, got none");
    }
    info.resize(static_cast<size_t>(size));
    const absl::StatusOr<std::optional<std::string>> failed = FailedAssertion(
        code.text,
        [this, &info](std::string_view name) -> std::optional<double> {
          // SO_MEMINFO tells the same.
          if (name == "SK_MEMINFO_RCVBUF") return SocketNumber(SO_RCVBUF);
          if (name == "SK_MEMINFO_SNDBUF") return SocketNumber(SO_SNDBUF);
          return TcpInfoName(name, info);
        });
    if (!failed.ok()) return VerdictOf(failed.status(), event.place);
    if (!failed->has_value()) return std::nullopt;
    return Failed(event.place, absl::StrCat("expected ", **failed));
  }

  double SocketNumber(int option) {
    machine_.Begin(machine_.caller(), SocketNumberJob(subject_.fd(), option));
    return static_cast<double>(machine_.caller().result());
  }

  // --- What nobody read.

  void ForgetUnread() {
    machine_.RunUntil(machine_.now());
    while (subject_.Unread().has_value()) {
    }
  }

  Outcome LookAtUnread(Place place) {
    if (options_.lenient) return std::nullopt;
    const std::optional<Machine::Sent> sent = subject_.Unread();
    if (!sent.has_value()) return std::nullopt;
    const TcpPacket packet = AsWritten(sent->segment, subject_.numbering());
    return Failed(place, absl::StrCat("expected no segment that is not read\n",
                                      "got      ", PacketText(packet), " at ",
                                      SecondsText(sent->at)));
  }

  const Script& script_;
  const RunOptions& options_;
  const Settings settings_;
  CallContext context_;  // before the machine, whose calls refer to it
  std::unique_ptr<Pending> pending_;
  std::vector<Machine::Sent> capture_;
  Machine machine_;
  Subject subject_;
  Instant last_event_;
  Instant event_base_;
};

}  // namespace

RunResult RunOnStage(const Script& script, const RunOptions& options,
                     const Settings& settings, const TcpConfig& config) {
  Runner runner(script, options, settings, config);
  RunResult result;
  result.verdict = runner.Run();
  runner.Tell(result);
  return result;
}

}  // namespace orderly::drill
