#include "protocol/client_session.h"

#include <algorithm>
#include <variant>

#include "protocol/clock.h"
#include "protocol/codec.h"
#include "protocol/ending.h"
#include "protocol/goodbye.h"
#include "protocol/message_stream.h"

namespace protocol {
namespace {

// Records are cut into the output only below this much unsent output.
constexpr size_t kEnoughOutput = 64 * 1024;

class ClientSession {
 public:
  ClientSession(int fd, const ClientOptions& options, ClientObserver& observer)
      : fd_(fd),
        options_(options),
        observer_(observer),
        stream_(fd, options.stream),
        heartbeat_(options.heartbeat, stream_.now()) {}

  ClientReport Run();

 private:
  bool Over() const;
  void SendRecords();
  void Beat();
  void SayGoodbyeIfDue();
  void NoteGoodbyeSent();
  Nanos NextDeadline() const;
  void Hear(StreamEvent event);
  void HearMessages();
  void HearMessage(const Message& message);
  void HearAck(uint64_t id);
  void HearBye(uint64_t count);
  void Take(GoodbyeInput input, std::string_view reason = {});
  void Act(GoodbyeAction action);
  void NoteRupture(std::string_view reason);
  void Conclude();
  void End();
  void EndByEof();

  bool AllSent() const {
    return report_.records_sent == options_.record_sizes.size();
  }
  uint64_t Unacknowledged() const {
    return report_.records_sent - report_.records_acknowledged;
  }
  bool Drained() const;
  bool CanSayGoodbye() const;
  bool Beats() const;

  const int fd_;
  const ClientOptions& options_;
  ClientObserver& observer_;
  MessageStream stream_;
  Heartbeat heartbeat_;
  ClientReport report_;
  GoodbyeState state_ = GoodbyeState::kOpen;
  Nanos goodbye_due_ = kNever;
  uint64_t close_end_ = 0;  // Where CLOSE ends in the stream, once queued.
  bool broken_off_ = false;
  bool concluded_ = false;
};

ClientReport ClientSession::Run() {
  while (true) {
    SendRecords();
    SayGoodbyeIfDue();
    Beat();
    stream_.Flush();
    NoteGoodbyeSent();
    if (Over()) break;
    Hear(stream_.Receive(NextDeadline()));
  }
  if (stream_.write_failed()) NoteRupture("a write failed");
  End();
  Conclude();
  report_.state = state_;
  report_.stream.bytes_written = stream_.written();
  report_.stream.bytes_read = stream_.bytes_read();
  report_.stream.last_error = stream_.last_error();
  return report_;
}

bool ClientSession::Over() const {
  if (broken_off_ || state_ == GoodbyeState::kEofMade) return true;
  return IsFinal(state_) && stream_.pending() == 0;
}

void ClientSession::SendRecords() {
  if (stream_.write_failed()) return;
  while (RecordsAllowed(Role::kClient, state_) && !AllSent() &&
         Unacknowledged() < std::max<size_t>(options_.pipeline_depth, 1) &&
         stream_.pending() < kEnoughOutput) {
    const uint32_t size = options_.record_sizes[report_.records_sent];
    const uint64_t id = ++report_.records_sent;
    options_.fill_payload(id, stream_.WriteRecord(id, size));
  }
}

// A heartbeat behind unsent output would tell the peer nothing new.
void ClientSession::Beat() {
  if (!heartbeat_.Due(stream_.now()) || !Beats()) return;
  if (stream_.pending() > 0 || stream_.write_failed()) return;
  stream_.Write({.kind = MessageKind::kPing});
}

bool ClientSession::Beats() const {
  switch (state_) {
    case GoodbyeState::kOpen:
    case GoodbyeState::kFinishing:
      return true;
    case GoodbyeState::kCloseSent:
    case GoodbyeState::kCrossed:
      return options_.heartbeats_until_confirmed;
    case GoodbyeState::kCloseAnswered:
    case GoodbyeState::kEofMade:
    case GoodbyeState::kCommitting:
    case GoodbyeState::kCommittingCrossed:
    case GoodbyeState::kAwaitingCloseOk:
    case GoodbyeState::kDone:
    case GoodbyeState::kCutOff:
    case GoodbyeState::kRuptured:
      break;
  }
  return false;
}

bool ClientSession::Drained() const {
  if (Unacknowledged() > 0) return false;
  return state_ == GoodbyeState::kFinishing ||
         (state_ == GoodbyeState::kOpen && AllSent());
}

// An ending must not cut a message in two.
bool ClientSession::CanSayGoodbye() const {
  if (!Drained() || stream_.write_failed()) return false;
  return options_.goodbye == GoodbyeKind::kCloseOk || stream_.pending() == 0;
}

void ClientSession::SayGoodbyeIfDue() {
  if (!Drained()) return;
  if (state_ == GoodbyeState::kFinishing) {
    goodbye_due_ = stream_.now();
  } else if (goodbye_due_ == kNever) {
    goodbye_due_ = stream_.now() + options_.goodbye_delay;
  }
  if (CanSayGoodbye() && stream_.now() >= goodbye_due_) {
    Take(GoodbyeInput::kReady);
  }
}

void ClientSession::NoteGoodbyeSent() {
  if (close_end_ == 0 || report_.goodbye_sent) return;
  if (stream_.written() < close_end_) return;
  report_.goodbye_sent = true;
  observer_.GoodbyeSent();
}

Nanos ClientSession::NextDeadline() const {
  const Nanos goodbye = CanSayGoodbye() ? goodbye_due_ : kNever;
  return Beats() ? std::min(goodbye, heartbeat_.next()) : goodbye;
}

void ClientSession::Hear(StreamEvent event) {
  switch (event) {
    case StreamEvent::kBytes:
      return HearMessages();
    case StreamEvent::kQuiet:
      return;
    case StreamEvent::kEof:
      return Take(GoodbyeInput::kEof,
                  "the stream ended before the last message");
    case StreamEvent::kRupture:
      NoteRupture(stream_.reason());
      broken_off_ = true;
      return Take(GoodbyeInput::kRupture);
  }
}

void ClientSession::HearMessages() {
  while (state_ != GoodbyeState::kRuptured) {
    const Decoded decoded = stream_.Next();
    if (const auto* message = std::get_if<Message>(&decoded)) {
      HearMessage(*message);
    } else if (std::holds_alternative<NeedMore>(decoded)) {
      return;
    } else {
      report_.stream.malformed = std::get<Malformed>(decoded);
      return Take(GoodbyeInput::kRupture, "the peer sent a malformed message");
    }
  }
}

void ClientSession::HearMessage(const Message& message) {
  switch (message.kind) {
    case MessageKind::kRecord:
      return Take(GoodbyeInput::kRupture, "the server sent a record");
    case MessageKind::kAck:
      return HearAck(message.number);
    case MessageKind::kPing:
      return;
    case MessageKind::kClose:
      return Take(GoodbyeInput::kClose);
    case MessageKind::kCloseOk:
      return Take(GoodbyeInput::kCloseOk);
    case MessageKind::kBye:
      return HearBye(message.number);
  }
}

void ClientSession::HearAck(uint64_t id) {
  if (IsFinal(state_)) return;
  if (Unacknowledged() == 0 || id != report_.records_acknowledged + 1) {
    return Take(GoodbyeInput::kRupture, "an ACK is not the next one due");
  }
  report_.records_acknowledged = id;
  observer_.RecordAcknowledged(id);
}

void ClientSession::HearBye(uint64_t count) {
  if (count != report_.records_acknowledged && !IsFinal(state_)) {
    return Take(GoodbyeInput::kRupture, "BYE counts other records");
  }
  Take(GoodbyeInput::kBye);
}

void ClientSession::Take(GoodbyeInput input, std::string_view reason) {
  const GoodbyeState before = state_;
  const GoodbyeStep step =
      NextGoodbye(Role::kClient, options_.goodbye, state_, input);
  state_ = step.next;
  if (state_ == GoodbyeState::kDone && before != GoodbyeState::kDone) {
    report_.heard_final_message = true;
    observer_.FinalMessageHeard();
    Conclude();
  }
  if (state_ == GoodbyeState::kRuptured) {
    broken_off_ = true;
    NoteRupture(step.violation ? "the peer broke the protocol of closing"
                               : reason);
  }
  Act(step.action);
}

void ClientSession::Act(GoodbyeAction action) {
  switch (action) {
    case GoodbyeAction::kSendCloseOk:
      return stream_.Write({.kind = MessageKind::kCloseOk});
    case GoodbyeAction::kSendCloseOkThenClose:
      stream_.Write({.kind = MessageKind::kCloseOk});
      [[fallthrough]];
    case GoodbyeAction::kSendClose:
      stream_.Write({.kind = MessageKind::kClose});
      close_end_ = stream_.queued();
      return;
    case GoodbyeAction::kNone:
    case GoodbyeAction::kMakeEof:  // Over() ends the loop, EndByEof() does it.
    case GoodbyeAction::kSendBye:
    case GoodbyeAction::kCommit:
    case GoodbyeAction::kRollBack:
      return;
  }
}

void ClientSession::NoteRupture(std::string_view reason) {
  if (report_.stream.rupture) return;
  report_.stream.rupture = true;
  report_.stream.reason = reason;
  observer_.Ruptured();
}

void ClientSession::Conclude() {
  if (concluded_) return;
  concluded_ = true;
  report_.verdict = ClientVerdict({.goodbye_sent = report_.goodbye_sent,
                                   .confirmed = report_.heard_final_message});
  observer_.Concluded(report_.verdict);
}

void ClientSession::End() {
  if (state_ == GoodbyeState::kEofMade) return EndByEof();
  Ending ending = options_.ending;
  EndingOptions ending_options = options_.ending_options;
  if (broken_off_) {
    Conclude();
    ending = options_.goodbye == GoodbyeKind::kEof ? Ending::kLinger0
                                                   : Ending::kClose;
    ending_options.second_handle = std::chrono::milliseconds(0);
  }
  report_.stream.ending =
      RunEnding(fd_, ending, ending_options, [](std::string_view) {});
}

// The ending is the goodbye; only one that still reads can hear the answer.
void ClientSession::EndByEof() {
  report_.goodbye_sent = true;
  observer_.GoodbyeSent();
  report_.stream.ending =
      RunEnding(fd_, options_.ending, options_.ending_options,
                [this](std::string_view bytes) {
                  stream_.Feed(bytes);
                  HearMessages();
                });
  const bool waited_in_vain =
      report_.stream.ending.ended_by != EndedBy::kClosed &&
      state_ == GoodbyeState::kEofMade;
  if (waited_in_vain) {
    Take(GoodbyeInput::kRupture, "the ending heard no final message");
  }
}

}  // namespace

ClientReport RunClientSession(int fd, const ClientOptions& options,
                              ClientObserver& observer) {
  return ClientSession(fd, options, observer).Run();
}

ClientReport RunClientSession(int fd, const ClientOptions& options) {
  ClientObserver nobody;
  return RunClientSession(fd, options, nobody);
}

}  // namespace protocol
