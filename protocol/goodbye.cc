#include "protocol/goodbye.h"

#include <array>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace protocol {
namespace {

using enum GoodbyeState;
using Action = GoodbyeAction;
using Row = std::array<GoodbyeStep, kGoodbyeInputs>;
using Table = std::array<Row, kGoodbyeStates>;

constexpr GoodbyeStep Go(GoodbyeState next, Action action = Action::kNone) {
  return {.next = next, .action = action};
}

constexpr GoodbyeStep Bad(GoodbyeState next, Action action = Action::kNone) {
  return {.next = next, .action = action, .violation = true};
}

// A state that this role never is in with this kind of goodbye.
constexpr Row Never(GoodbyeState state) {
  Row row;
  row.fill(Bad(state));
  return row;
}

// Nothing that comes after the last word matters.
constexpr Row Over(GoodbyeState state) {
  Row row;
  row.fill(Go(state));
  return row;
}

constexpr GoodbyeStep kBreak = Go(kRuptured);
constexpr GoodbyeStep kBreakBad = Bad(kRuptured);
constexpr GoodbyeStep kUndo = Go(kRuptured, Action::kRollBack);
constexpr GoodbyeStep kUndoBad = Bad(kRuptured, Action::kRollBack);

// Columns: kReady, kClose, kCloseOk, kBye, kEof, kRupture, kCommitDurable,
// kCommitFailed. Rows: the states in their order.

// clang-format off
constexpr Table kClientCloseOk = {{
    /* kOpen */
    {Go(kCloseSent, Action::kSendClose), Go(kFinishing), kBreakBad, kBreakBad,
     kBreak, kBreak, kBreakBad, kBreakBad},
    /* kFinishing */
    {Go(kCrossed, Action::kSendCloseOkThenClose), kBreakBad, kBreakBad,
     kBreakBad, kBreak, kBreak, kBreakBad, kBreakBad},
    /* kCloseSent */
    {Go(kCloseSent), Go(kCrossed, Action::kSendCloseOk), Go(kDone), kBreakBad,
     kBreak, kBreak, kBreakBad, kBreakBad},
    Never(kCloseAnswered),
    /* kCrossed */
    {Go(kCrossed), kBreakBad, Go(kDone), kBreakBad,
     kBreak, kBreak, kBreakBad, kBreakBad},
    Never(kEofMade), Never(kCommitting), Never(kCommittingCrossed),
    Never(kAwaitingCloseOk), Over(kDone), Never(kCutOff), Over(kRuptured),
}};

// Once the server heard CLOSE the decision is made: whatever else arrives
// while COMMIT becomes durable, its outcome is the journal's.
constexpr Table kServerCloseOk = {{
    /* kOpen */
    {Go(kCloseSent, Action::kSendClose), Go(kCommitting, Action::kCommit),
     kUndoBad, kUndoBad, kUndo, kUndo, kUndoBad, kUndoBad},
    Never(kFinishing),
    /* kCloseSent */
    {Go(kCloseSent), Go(kCommittingCrossed, Action::kCommit),
     Go(kCloseAnswered), kUndoBad, kUndo, kUndo, kUndoBad, kUndoBad},
    /* kCloseAnswered */
    {Go(kCloseAnswered), Go(kCommitting, Action::kCommit),
     kUndoBad, kUndoBad, kUndo, kUndo, kUndoBad, kUndoBad},
    Never(kCrossed), Never(kEofMade),
    /* kCommitting */
    {Go(kCommitting), Bad(kCommitting), Bad(kCommitting), Bad(kCommitting),
     Go(kCommitting), Go(kCommitting), Go(kDone, Action::kSendCloseOk),
     kBreak},
    /* kCommittingCrossed: after a rupture nobody will answer its CLOSE. */
    {Go(kCommittingCrossed), Bad(kCommittingCrossed), Go(kCommitting),
     Bad(kCommittingCrossed), Go(kCommitting), Go(kCommitting),
     Go(kAwaitingCloseOk, Action::kSendCloseOk), kBreak},
    /* kAwaitingCloseOk */
    {Go(kAwaitingCloseOk), Bad(kCutOff), Go(kDone), Bad(kCutOff), Go(kCutOff),
     Go(kCutOff), Bad(kCutOff), Bad(kCutOff)},
    Over(kDone), Over(kCutOff), Over(kRuptured),
}};

constexpr Table kClientEof = {{
    /* kOpen */
    {Go(kEofMade, Action::kMakeEof), kBreakBad, kBreakBad, kBreakBad,
     kBreak, kBreak, kBreakBad, kBreakBad},
    Never(kFinishing), Never(kCloseSent), Never(kCloseAnswered),
    Never(kCrossed),
    /* kEofMade */
    {Go(kEofMade), kBreakBad, kBreakBad, Go(kDone),
     kBreak, kBreak, kBreakBad, kBreakBad},
    Never(kCommitting), Never(kCommittingCrossed), Never(kAwaitingCloseOk),
    Over(kDone), Never(kCutOff), Over(kRuptured),
}};

constexpr Table kServerEof = {{
    /* kOpen: the server has no goodbye of its own to say first. */
    {Go(kOpen), kUndoBad, kUndoBad, kUndoBad,
     Go(kCommitting, Action::kCommit), kUndo, kUndoBad, kUndoBad},
    Never(kFinishing), Never(kCloseSent), Never(kCloseAnswered),
    Never(kCrossed), Never(kEofMade),
    /* kCommitting */
    {Go(kCommitting), Bad(kCommitting), Bad(kCommitting), Bad(kCommitting),
     Go(kCommitting), Go(kCommitting), Go(kDone, Action::kSendBye), kBreak},
    Never(kCommittingCrossed), Never(kAwaitingCloseOk),
    Over(kDone), Never(kCutOff), Over(kRuptured),
}};
// clang-format on

const Table& TableFor(Role role, GoodbyeKind kind) {
  const bool client = role == Role::kClient;
  switch (kind) {
    case GoodbyeKind::kEof:
      return client ? kClientEof : kServerEof;
    case GoodbyeKind::kCloseOk:
      break;
  }
  return client ? kClientCloseOk : kServerCloseOk;
}

}  // namespace

std::string_view GoodbyeName(GoodbyeKind kind) {
  switch (kind) {
    case GoodbyeKind::kEof:
      return "eof";
    case GoodbyeKind::kCloseOk:
      return "close-ok";
  }
  return "?";
}

absl::StatusOr<GoodbyeKind> ParseGoodbye(std::string_view name) {
  for (const GoodbyeKind kind : {GoodbyeKind::kEof, GoodbyeKind::kCloseOk}) {
    if (name == GoodbyeName(kind)) return kind;
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "unknown goodbye \"", absl::string_view(name.data(), name.size()),
      "\": choose one of eof, close-ok"));
}

GoodbyeStep NextGoodbye(Role role, GoodbyeKind kind, GoodbyeState state,
                        GoodbyeInput input) {
  return TableFor(role,
                  kind)[static_cast<size_t>(state)][static_cast<size_t>(input)];
}

bool IsFinal(GoodbyeState state) {
  return state == kDone || state == kCutOff || state == kRuptured;
}

bool RecordsAllowed(Role role, GoodbyeState state) {
  switch (role) {
    case Role::kClient:
      return state == kOpen;
    case Role::kServer:
      break;
  }
  return state == kOpen || state == kCloseSent;
}

std::string_view StateName(GoodbyeState state) {
  switch (state) {
    case kOpen:
      return "open";
    case kFinishing:
      return "finishing";
    case kCloseSent:
      return "close sent";
    case kCloseAnswered:
      return "close answered";
    case kCrossed:
      return "crossed";
    case kEofMade:
      return "eof made";
    case kCommitting:
      return "committing";
    case kCommittingCrossed:
      return "committing, crossed";
    case kAwaitingCloseOk:
      return "awaiting CLOSE_OK";
    case kDone:
      return "done";
    case kCutOff:
      return "cut off";
    case kRuptured:
      return "ruptured";
  }
  return "?";
}

std::string_view InputName(GoodbyeInput input) {
  switch (input) {
    case GoodbyeInput::kReady:
      return "ready";
    case GoodbyeInput::kClose:
      return "CLOSE";
    case GoodbyeInput::kCloseOk:
      return "CLOSE_OK";
    case GoodbyeInput::kBye:
      return "BYE";
    case GoodbyeInput::kEof:
      return "EOF";
    case GoodbyeInput::kRupture:
      return "rupture";
    case GoodbyeInput::kCommitDurable:
      return "commit durable";
    case GoodbyeInput::kCommitFailed:
      return "commit failed";
  }
  return "?";
}

}  // namespace protocol
