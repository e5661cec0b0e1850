#include "protocol/goodbye.h"

#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace protocol {
namespace {

using enum GoodbyeState;
using State = GoodbyeState;
using Input = GoodbyeInput;
using Action = GoodbyeAction;

constexpr Role kRoles[] = {Role::kClient, Role::kServer};
constexpr GoodbyeKind kKinds[] = {GoodbyeKind::kEof, GoodbyeKind::kCloseOk};

std::vector<State> States() {
  std::vector<State> states;
  for (int i = 0; i < kGoodbyeStates; ++i) {
    states.push_back(static_cast<State>(i));
  }
  return states;
}

std::vector<Input> Inputs() {
  std::vector<Input> inputs;
  for (int i = 0; i < kGoodbyeInputs; ++i) {
    inputs.push_back(static_cast<Input>(i));
  }
  return inputs;
}

bool IsCommitting(State state) {
  return state == kCommitting || state == kCommittingCrossed;
}

std::string ActionName(Action action) {
  switch (action) {
    case Action::kNone:
      return "";
    case Action::kSendClose:
      return ", send CLOSE";
    case Action::kSendCloseOk:
      return ", send CLOSE_OK";
    case Action::kSendCloseOkThenClose:
      return ", send CLOSE_OK CLOSE";
    case Action::kSendBye:
      return ", send BYE";
    case Action::kMakeEof:
      return ", make EOF";
    case Action::kCommit:
      return ", commit";
    case Action::kRollBack:
      return ", roll back";
  }
  return "?";
}

// The moves that change something, without violations and ruptures, of every
// state that can be reached.
std::string Moves(Role role, GoodbyeKind kind) {
  std::string text;
  std::set<State> seen = {kOpen};
  std::vector<State> todo = {kOpen};
  while (!todo.empty()) {
    const State state = todo.front();
    todo.erase(todo.begin());
    for (const Input input : Inputs()) {
      const GoodbyeStep step = NextGoodbye(role, kind, state, input);
      const bool stays =
          step.next == state && step.action == Action::kNone && !step.violation;
      if (seen.insert(step.next).second) todo.push_back(step.next);
      if (step.violation || step.next == kRuptured || stays) continue;
      text += std::string(StateName(state)) + " + " +
              std::string(InputName(input)) + " -> " +
              std::string(StateName(step.next)) + ActionName(step.action) +
              "\n";
    }
  }
  return text;
}

TEST(GoodbyeTest, ClientCloseOkMoves) {
  EXPECT_EQ(Moves(Role::kClient, GoodbyeKind::kCloseOk),
            R"(open + ready -> close sent, send CLOSE
open + CLOSE -> finishing
close sent + CLOSE -> crossed, send CLOSE_OK
close sent + CLOSE_OK -> done
finishing + ready -> crossed, send CLOSE_OK CLOSE
crossed + CLOSE_OK -> done
)");
}

TEST(GoodbyeTest, ServerCloseOkMoves) {
  EXPECT_EQ(Moves(Role::kServer, GoodbyeKind::kCloseOk),
            R"(open + ready -> close sent, send CLOSE
open + CLOSE -> committing, commit
close sent + CLOSE -> committing, crossed, commit
close sent + CLOSE_OK -> close answered
committing + commit durable -> done, send CLOSE_OK
committing, crossed + CLOSE_OK -> committing
committing, crossed + EOF -> committing
committing, crossed + rupture -> committing
committing, crossed + commit durable -> awaiting CLOSE_OK, send CLOSE_OK
close answered + CLOSE -> committing, commit
awaiting CLOSE_OK + CLOSE_OK -> done
awaiting CLOSE_OK + EOF -> cut off
awaiting CLOSE_OK + rupture -> cut off
)");
}

TEST(GoodbyeTest, EofMoves) {
  EXPECT_EQ(Moves(Role::kClient, GoodbyeKind::kEof),
            R"(open + ready -> eof made, make EOF
eof made + BYE -> done
)");
  EXPECT_EQ(Moves(Role::kServer, GoodbyeKind::kEof),
            R"(open + EOF -> committing, commit
committing + commit durable -> done, send BYE
)");
}

TEST(GoodbyeTest, EveryCellKeepsTheRules) {
  for (const Role role : kRoles) {
    for (const GoodbyeKind kind : kKinds) {
      for (const State state : States()) {
        for (const Input input : Inputs()) {
          SCOPED_TRACE(std::string(StateName(state)) + " + " +
                       std::string(InputName(input)));
          const GoodbyeStep step = NextGoodbye(role, kind, state, input);
          if (IsFinal(state)) {
            EXPECT_EQ(step.next, state);
            EXPECT_EQ(step.action, Action::kNone);
          }
          if (step.action == Action::kCommit) {
            EXPECT_EQ(role, Role::kServer);
            EXPECT_EQ(input,
                      kind == GoodbyeKind::kEof ? Input::kEof : Input::kClose);
            EXPECT_TRUE(IsCommitting(step.next));
          }
          if (role == Role::kServer && (step.action == Action::kSendCloseOk ||
                                        step.action == Action::kSendBye)) {
            EXPECT_EQ(input, Input::kCommitDurable);
          }
          if (step.action == Action::kRollBack) {
            EXPECT_EQ(role, Role::kServer);
            EXPECT_FALSE(IsCommitting(state));
          }
          // A server that ruptures has either rolled back or lost its journal.
          if (role == Role::kServer && state != kRuptured &&
              step.next == kRuptured) {
            EXPECT_TRUE(step.action == Action::kRollBack ||
                        input == Input::kCommitFailed);
          }
        }
      }
    }
  }
}

TEST(GoodbyeTest, EveryStateIsReachedBySomebodyAndLeftBehind) {
  std::set<State> reached;
  for (const Role role : kRoles) {
    for (const GoodbyeKind kind : kKinds) {
      std::vector<State> todo = {kOpen};
      std::set<State> seen = {kOpen};
      while (!todo.empty()) {
        const State state = todo.back();
        todo.pop_back();
        bool can_end = IsFinal(state);
        for (const Input input : Inputs()) {
          const State next = NextGoodbye(role, kind, state, input).next;
          if (seen.insert(next).second) todo.push_back(next);
          can_end = can_end || next != state;
        }
        EXPECT_TRUE(can_end) << StateName(state);
      }
      reached.insert(seen.begin(), seen.end());
    }
  }
  EXPECT_EQ(reached.size(), static_cast<size_t>(kGoodbyeStates));
}

TEST(GoodbyeTest, Names) {
  for (const GoodbyeKind kind : kKinds) {
    const auto parsed = ParseGoodbye(GoodbyeName(kind));
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(*parsed, kind);
  }
  EXPECT_EQ(ParseGoodbye("CLOSE").status().message(),
            "unknown goodbye \"CLOSE\": choose one of eof, close-ok");
}

}  // namespace
}  // namespace protocol
