#include "protocol/server_session.h"

#include <algorithm>
#include <variant>

#include "protocol/clock.h"
#include "protocol/codec.h"
#include "protocol/ending.h"
#include "protocol/goodbye.h"
#include "protocol/message_stream.h"

namespace protocol {
namespace {

// A client that sends records and reads no answers is cut off here.
constexpr size_t kMostOutput = 1024 * 1024;

class ServerSession {
 public:
  ServerSession(int fd, const ServerOptions& options, Journal& journal,
                ServerObserver& observer)
      : fd_(fd),
        options_(options),
        journal_(journal),
        observer_(observer),
        stream_(fd, options.stream),
        heartbeat_(options.heartbeat, stream_.now()) {}

  ServerReport Run();

 private:
  bool Over() const;
  void SayCloseIfDue();
  void Beat();
  void NoteFinalMessageSent();
  Nanos NextDeadline() const;
  void Hear(StreamEvent event);
  void HearEof();
  void HearMessages();
  void HearMessage(const Message& message);
  void HearRecord(const Message& message);
  void AcknowledgeDurable();
  void Take(GoodbyeInput input, std::string_view reason = {});
  void NoteHeard(GoodbyeInput input);
  void Act(GoodbyeAction action);
  void WriteFinal(const Message& message);
  void Commit();
  void RollBack();
  bool Record(EntryKind kind);
  void NoteRupture(std::string_view reason);
  void Conclude(Verdict verdict);

  bool Beats() const {
    return state_ == GoodbyeState::kOpen ||
           state_ == GoodbyeState::kCloseSent ||
           state_ == GoodbyeState::kCloseAnswered;
  }

  const int fd_;
  const ServerOptions& options_;
  Journal& journal_;
  ServerObserver& observer_;
  MessageStream stream_;
  Heartbeat heartbeat_;
  ServerReport report_;
  GoodbyeState state_ = GoodbyeState::kOpen;
  uint64_t appended_ = 0;  // Records in the journal, durable or not.
  Nanos close_due_ = kNever;
  uint64_t final_end_ = 0;  // Where CLOSE_OK or BYE ends, once queued.
  bool broken_off_ = false;
};

ServerReport ServerSession::Run() {
  while (true) {
    SayCloseIfDue();
    Beat();
    stream_.Flush();
    NoteFinalMessageSent();
    if (Over()) break;
    Hear(stream_.Receive(NextDeadline()));
  }
  if (stream_.write_failed()) NoteRupture("a write failed");
  EndingOptions ending_options = options_.ending_options;
  if (broken_off_) ending_options.second_handle = std::chrono::milliseconds(0);
  report_.stream.ending =
      RunEnding(fd_, broken_off_ ? Ending::kClose : options_.ending,
                ending_options, [](std::string_view) {});
  report_.state = state_;
  report_.stream.bytes_written = stream_.written();
  report_.stream.bytes_read = stream_.bytes_read();
  report_.stream.last_error = stream_.last_error();
  return report_;
}

bool ServerSession::Over() const {
  return broken_off_ || (IsFinal(state_) && stream_.pending() == 0);
}

void ServerSession::SayCloseIfDue() {
  if (stream_.now() < close_due_) return;
  close_due_ = kNever;
  Take(GoodbyeInput::kReady);
}

// A heartbeat behind unsent output would tell the peer nothing new.
void ServerSession::Beat() {
  if (!heartbeat_.Due(stream_.now()) || !Beats()) return;
  if (stream_.pending() > 0 || stream_.write_failed()) return;
  stream_.Write({.kind = MessageKind::kPing});
}

void ServerSession::NoteFinalMessageSent() {
  if (final_end_ == 0 || report_.final_message_sent) return;
  if (stream_.written() < final_end_) return;
  report_.final_message_sent = true;
  observer_.FinalMessageSent();
}

Nanos ServerSession::NextDeadline() const {
  return Beats() ? std::min(close_due_, heartbeat_.next()) : close_due_;
}

void ServerSession::Hear(StreamEvent event) {
  switch (event) {
    case StreamEvent::kBytes:
      return HearMessages();
    case StreamEvent::kQuiet:
      return;
    case StreamEvent::kEof:
      return HearEof();
    case StreamEvent::kRupture:
      NoteRupture(stream_.reason());
      broken_off_ = true;
      return Take(GoodbyeInput::kRupture);
  }
}

// Only an end between two messages can be a goodbye, and only where no failed
// write may have swallowed the error that recv() owed.
void ServerSession::HearEof() {
  if (stream_.mid_message()) {
    return Take(GoodbyeInput::kRupture, "the stream ended inside a message");
  }
  if (stream_.write_failed()) {
    return Take(GoodbyeInput::kRupture, "the stream ended after a write error");
  }
  Take(GoodbyeInput::kEof, "the stream ended before the last message");
}

void ServerSession::HearMessages() {
  while (state_ != GoodbyeState::kRuptured) {
    const Decoded decoded = stream_.Next();
    if (const auto* message = std::get_if<Message>(&decoded)) {
      HearMessage(*message);
    } else if (std::holds_alternative<NeedMore>(decoded)) {
      return AcknowledgeDurable();
    } else {
      report_.stream.malformed = std::get<Malformed>(decoded);
      return Take(GoodbyeInput::kRupture, "the peer sent a malformed message");
    }
  }
}

void ServerSession::HearMessage(const Message& message) {
  switch (message.kind) {
    case MessageKind::kRecord:
      return HearRecord(message);
    case MessageKind::kAck:
      return Take(GoodbyeInput::kRupture, "the client sent an ACK");
    case MessageKind::kBye:
      return Take(GoodbyeInput::kBye);
    case MessageKind::kPing:
      return;
    case MessageKind::kClose:
      AcknowledgeDurable();
      return Take(GoodbyeInput::kClose);
    case MessageKind::kCloseOk:
      return Take(GoodbyeInput::kCloseOk);
  }
}

void ServerSession::HearRecord(const Message& message) {
  if (!RecordsAllowed(Role::kServer, state_)) {
    return Take(GoodbyeInput::kRupture, "a record came after the goodbye");
  }
  if (message.number != appended_ + 1) {
    return Take(GoodbyeInput::kRupture, "a record is not the next one due");
  }
  if (!journal_.Append({.kind = EntryKind::kRecord,
                        .session = options_.session,
                        .id = message.number,
                        .payload = message.payload})) {
    report_.journal_failed = true;
    return Take(GoodbyeInput::kRupture, "the journal failed");
  }
  ++appended_;
}

// One Sync() for all records of one read; none is acknowledged before it.
void ServerSession::AcknowledgeDurable() {
  if (report_.records_durable == appended_) return;
  if (!journal_.Sync()) {
    report_.journal_failed = true;
    return Take(GoodbyeInput::kRupture, "the journal failed");
  }
  while (report_.records_durable < appended_) {
    const uint64_t id = ++report_.records_durable;
    observer_.RecordDurable(id);
    stream_.Write({.kind = MessageKind::kAck, .number = id});
    if (id == options_.goes_first_after_records) {
      close_due_ = stream_.now() + options_.goes_first_delay;
    }
  }
  if (stream_.pending() > kMostOutput) {
    Take(GoodbyeInput::kRupture, "the client reads no acknowledgements");
  }
}

void ServerSession::Take(GoodbyeInput input, std::string_view reason) {
  const bool was_final = IsFinal(state_);
  const GoodbyeStep step =
      NextGoodbye(Role::kServer, options_.goodbye, state_, input);
  state_ = step.next;
  if (!was_final) NoteHeard(input);
  if (state_ == GoodbyeState::kRuptured || state_ == GoodbyeState::kCutOff) {
    NoteRupture(step.violation ? "the peer broke the protocol of closing"
                               : reason);
  }
  if (state_ == GoodbyeState::kRuptured) broken_off_ = true;
  Act(step.action);
}

void ServerSession::NoteHeard(GoodbyeInput input) {
  if (input != GoodbyeInput::kClose && input != GoodbyeInput::kCloseOk &&
      input != GoodbyeInput::kEof) {
    return;
  }
  const bool committing = state_ == GoodbyeState::kCommitting ||
                          state_ == GoodbyeState::kCommittingCrossed;
  if (committing) observer_.GoodbyeHeard();
  if (state_ == GoodbyeState::kCommitting || state_ == GoodbyeState::kDone) {
    report_.heard_final_message = true;
    observer_.FinalMessageHeard();
  }
}

void ServerSession::Act(GoodbyeAction action) {
  switch (action) {
    case GoodbyeAction::kSendClose:
      return stream_.Write({.kind = MessageKind::kClose});
    case GoodbyeAction::kSendCloseOk:
      return WriteFinal({.kind = MessageKind::kCloseOk});
    case GoodbyeAction::kSendBye:
      return WriteFinal(
          {.kind = MessageKind::kBye, .number = report_.records_durable});
    case GoodbyeAction::kCommit:
      return Commit();
    case GoodbyeAction::kRollBack:
      return RollBack();
    case GoodbyeAction::kNone:
    case GoodbyeAction::kSendCloseOkThenClose:
    case GoodbyeAction::kMakeEof:
      return;
  }
}

void ServerSession::WriteFinal(const Message& message) {
  stream_.Write(message);
  final_end_ = stream_.queued();
}

void ServerSession::Commit() {
  const bool durable = Record(EntryKind::kCommit);
  Conclude(durable ? Verdict::kCommitted : Verdict::kUnknown);
  Take(durable ? GoodbyeInput::kCommitDurable : GoodbyeInput::kCommitFailed,
       "the journal failed");
}

void ServerSession::RollBack() {
  if (!report_.journal_failed) Record(EntryKind::kRollback);
  Conclude(Verdict::kRolledBack);
}

bool ServerSession::Record(EntryKind kind) {
  const bool durable =
      journal_.Append(
          {.kind = kind, .session = options_.session, .id = appended_}) &&
      journal_.Sync();
  if (!durable) report_.journal_failed = true;
  return durable;
}

void ServerSession::NoteRupture(std::string_view reason) {
  if (report_.stream.rupture) return;
  report_.stream.rupture = true;
  report_.stream.reason = reason;
  observer_.Ruptured();
}

void ServerSession::Conclude(Verdict verdict) {
  report_.verdict = verdict;
  observer_.Concluded(verdict);
}

}  // namespace

ServerReport RunServerSession(int fd, const ServerOptions& options,
                              Journal& journal, ServerObserver& observer) {
  return ServerSession(fd, options, journal, observer).Run();
}

ServerReport RunServerSession(int fd, const ServerOptions& options,
                              Journal& journal) {
  ServerObserver nobody;
  return RunServerSession(fd, options, journal, nobody);
}

}  // namespace protocol
