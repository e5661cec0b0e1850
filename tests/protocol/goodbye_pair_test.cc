// Two goodbye machines, one on each end of two queues, through every order of
// local decisions, deliveries and one break of the connection.

#include <deque>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "protocol/goodbye.h"
#include "protocol/report.h"

namespace protocol {
namespace {

using enum GoodbyeState;
using State = GoodbyeState;
using Input = GoodbyeInput;
using Action = GoodbyeAction;

struct Side {
  State state = kOpen;
  std::string inbox;  // Inputs on their way to this side, one char each.
  bool sent_goodbye = false;
  bool committed = false;
  bool rolled_back = false;
  bool may_be_ready = true;
};

char Coded(Input input) {
  return static_cast<char>('a' + static_cast<int>(input));
}
Input Uncoded(char c) { return static_cast<Input>(c - 'a'); }

struct World {
  GoodbyeKind kind = GoodbyeKind::kCloseOk;
  Side client;
  Side server;
  bool broken = false;
  bool violated = false;

  std::string Key() const {
    const auto key = [](const Side& s) {
      return std::to_string(static_cast<int>(s.state)) + s.inbox + "/" +
             std::to_string(s.sent_goodbye) + std::to_string(s.committed) +
             std::to_string(s.rolled_back) + std::to_string(s.may_be_ready);
    };
    return key(client) + "|" + key(server) + std::to_string(broken);
  }
};

void Send(World& world, Side& to, Input input) {
  if (!world.broken) to.inbox.push_back(Coded(input));
}

void Give(World& world, Role role, Input input) {
  const bool is_client = role == Role::kClient;
  Side& me = is_client ? world.client : world.server;
  Side& peer = is_client ? world.server : world.client;
  const bool was_final = IsFinal(me.state);
  const GoodbyeStep step = NextGoodbye(role, world.kind, me.state, input);
  me.state = step.next;
  world.violated = world.violated || step.violation;
  switch (step.action) {
    case Action::kNone:
    case Action::kCommit:  // Durable later, as an event of its own.
      break;
    case Action::kSendClose:
      Send(world, peer, Input::kClose);
      me.sent_goodbye = true;
      break;
    case Action::kSendCloseOk:
      Send(world, peer, Input::kCloseOk);
      break;
    case Action::kSendCloseOkThenClose:
      Send(world, peer, Input::kCloseOk);
      Send(world, peer, Input::kClose);
      me.sent_goodbye = true;
      break;
    case Action::kSendBye:
      Send(world, peer, Input::kBye);
      break;
    case Action::kMakeEof:
      Send(world, peer, Input::kEof);
      me.sent_goodbye = true;
      break;
    case Action::kRollBack:
      me.rolled_back = true;
      break;
  }
  if (input == Input::kCommitDurable) me.committed = true;
  // Whoever is done closes; a client that made EOF has already.
  const bool eof_is_out =
      is_client && world.kind == GoodbyeKind::kEof && me.sent_goodbye;
  if (!was_final && IsFinal(me.state) && !eof_is_out) {
    Send(world, peer, me.state == kRuptured ? Input::kRupture : Input::kEof);
  }
}

bool Committing(const World& world) {
  return world.server.state == kCommitting ||
         world.server.state == kCommittingCrossed;
}

void Deliver(World& world, Role role) {
  Side& me = role == Role::kClient ? world.client : world.server;
  const Input input = Uncoded(me.inbox.front());
  me.inbox.erase(0, 1);
  Give(world, role, input);
}

struct Rules {
  bool server_may_go_first = true;
  bool may_break = false;
};

std::vector<World> Successors(const World& world, const Rules& rules) {
  std::vector<World> next;
  const auto add = [&](const std::function<void(World&)>& change) {
    next.push_back(world);
    change(next.back());
  };
  const State client = world.client.state;
  if (client == kOpen || client == kFinishing) {
    add([](World& w) { Give(w, Role::kClient, Input::kReady); });
  }
  if (rules.server_may_go_first && world.server.may_be_ready) {
    add([](World& w) {
      w.server.may_be_ready = false;
      Give(w, Role::kServer, Input::kReady);
    });
  }
  if (Committing(world)) {
    add([](World& w) { Give(w, Role::kServer, Input::kCommitDurable); });
  }
  for (const Role role : {Role::kClient, Role::kServer}) {
    const Side& me = role == Role::kClient ? world.client : world.server;
    if (!me.inbox.empty()) add([role](World& w) { Deliver(w, role); });
  }
  if (!rules.may_break || world.broken) return next;
  for (size_t c = 0; c <= world.client.inbox.size(); ++c) {
    for (size_t s = 0; s <= world.server.inbox.size(); ++s) {
      add([c, s](World& w) {
        w.client.inbox.resize(c);
        w.client.inbox.push_back(Coded(Input::kRupture));
        w.server.inbox.resize(s);
        w.server.inbox.push_back(Coded(Input::kRupture));
        w.broken = true;
      });
    }
  }
  return next;
}

struct Explored {
  size_t worlds = 0;
  std::vector<World> ends;  // Worlds in which nothing can happen any more.
  std::set<State> client_states;
  bool violated = false;
};

Explored Explore(GoodbyeKind kind, const Rules& rules) {
  Explored explored;
  std::set<std::string> seen;
  World start;
  start.kind = kind;
  std::deque<World> todo = {start};
  while (!todo.empty() && explored.worlds < 1'000'000) {
    const World world = todo.front();
    todo.pop_front();
    if (!seen.insert(world.Key()).second) continue;
    ++explored.worlds;
    explored.violated = explored.violated || world.violated;
    explored.client_states.insert(world.client.state);
    const std::vector<World> next = Successors(world, rules);
    if (next.empty()) explored.ends.push_back(world);
    todo.insert(todo.end(), next.begin(), next.end());
  }
  return explored;
}

Verdict VerdictOf(const Side& client) {
  return ClientVerdict({.goodbye_sent = client.sent_goodbye,
                        .confirmed = client.state == kDone});
}

TEST(GoodbyePairTest, EveryOrderOfCloseOkFinishesClean) {
  for (const bool server_may_go_first : {false, true}) {
    const Explored explored = Explore(
        GoodbyeKind::kCloseOk, {.server_may_go_first = server_may_go_first});
    EXPECT_FALSE(explored.violated);
    EXPECT_FALSE(explored.ends.empty());
    for (const World& end : explored.ends) {
      EXPECT_EQ(end.client.state, kDone);
      EXPECT_EQ(end.server.state, kDone);
      EXPECT_TRUE(end.server.committed);
      EXPECT_FALSE(end.server.rolled_back);
    }
    EXPECT_EQ(explored.client_states.contains(kCrossed), server_may_go_first);
    EXPECT_EQ(explored.client_states.contains(kFinishing), server_may_go_first);
  }
}

TEST(GoodbyePairTest, EveryOrderOfEofFinishesClean) {
  const Explored explored = Explore(GoodbyeKind::kEof, {});
  EXPECT_FALSE(explored.violated);
  EXPECT_FALSE(explored.ends.empty());
  for (const World& end : explored.ends) {
    EXPECT_EQ(end.client.state, kDone);
    EXPECT_EQ(end.server.state, kDone);
    EXPECT_TRUE(end.server.committed);
  }
}

TEST(GoodbyePairTest, WhereverTheConnectionBreaksTheSidesAgree) {
  for (const GoodbyeKind kind : {GoodbyeKind::kEof, GoodbyeKind::kCloseOk}) {
    const Explored explored = Explore(kind, {.may_break = true});
    EXPECT_FALSE(explored.violated);
    std::set<std::pair<Verdict, bool>> outcomes;
    for (const World& end : explored.ends) {
      EXPECT_TRUE(IsFinal(end.client.state)) << StateName(end.client.state);
      EXPECT_TRUE(IsFinal(end.server.state)) << StateName(end.server.state);
      EXPECT_NE(end.server.committed, end.server.rolled_back);
      outcomes.insert({VerdictOf(end.client), end.server.committed});
    }
    const std::set<std::pair<Verdict, bool>> expected = {
        {Verdict::kCommitted, true},
        {Verdict::kUnknown, true},
        {Verdict::kUnknown, false},
        {Verdict::kRolledBack, false},
    };
    EXPECT_EQ(outcomes, expected);
  }
}

// A killed client's kernel ends its stream: what CLOSE_OK tells apart and EOF
// does not.
TEST(GoodbyePairTest, EofOfAKilledClientCommitsOnlyUnderEof) {
  World killed;
  killed.kind = GoodbyeKind::kCloseOk;
  Give(killed, Role::kServer, Input::kEof);
  EXPECT_TRUE(killed.server.rolled_back);
  World naive;
  naive.kind = GoodbyeKind::kEof;
  Give(naive, Role::kServer, Input::kEof);
  EXPECT_EQ(naive.server.state, kCommitting);
}

}  // namespace
}  // namespace protocol
