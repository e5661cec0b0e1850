#include "properties/oracle.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"

namespace orderly {
namespace {

using Finding = std::optional<std::string>;

std::string FinalMessage(const World& world) {
  return world.row().goodbye == protocol::GoodbyeKind::kEof ? "BYE"
                                                            : "CLOSE_OK";
}

std::string Goodbye(const World& world) {
  return world.row().goodbye == protocol::GoodbyeKind::kEof
             ? "the end of the stream"
             : "CLOSE";
}

// The journal is a prefix of what the client sent, byte for byte.
Finding JournalIsIntact(const World& world) {
  uint64_t expected = 0;
  for (const Disk::Line& line : world.disk().lines()) {
    if (line.kind != protocol::EntryKind::kRecord) continue;
    ++expected;
    if (line.id != expected) {
      return absl::StrCat("Record ", line.id,
                          " is in the journal where record ", expected,
                          " should be.");
    }
    const auto& sizes = world.scenario().record_sizes;
    const bool whole = line.id <= sizes.size() &&
                       line.size == sizes[line.id - 1] && line.intact;
    if (whole) continue;
    return absl::StrCat("Record ", line.id,
                        " is in the journal with bytes that the client did "
                        "not send.");
  }
  return std::nullopt;
}

Finding AckedSurvives(const World& world) {
  if (Finding finding = JournalIsIntact(world)) return finding;
  const auto durable = static_cast<uint64_t>(
      std::count_if(world.disk().lines().begin(), world.disk().lines().end(),
                    [](const Disk::Line& line) {
                      return line.kind == protocol::EntryKind::kRecord;
                    }));
  uint64_t expected = 0;
  for (const uint64_t id : world.client().acknowledged) {
    ++expected;
    if (id != expected) {
      return absl::StrCat("Record ", id, " was acknowledged where record ",
                          expected, " was due.");
    }
    if (id <= durable) continue;
    return absl::StrCat("Record ", id,
                        " was acknowledged to the client and is not in the "
                        "server's journal, which holds ",
                        durable, " records.");
  }
  return std::nullopt;
}

Finding GoodbyeHeard(const World& world) {
  if (world.ruptured()) return std::nullopt;
  const bool committed = world.disk().committed();
  if (!world.server().goodbye_heard) {
    return absl::StrCat("The server never heard ", Goodbye(world),
                        world.client().goodbye_sent
                            ? ", which the client meant to send"
                            : ", which the client could not send",
                        "; it ", committed ? "committed" : "rolled back",
                        ", and the client believes ", ClientBelief(world), ".");
  }
  if (!world.client().final_message_heard) {
    return absl::StrCat("The client never heard ", FinalMessage(world),
                        world.server().final_message_sent
                            ? ", which the server had sent"
                            : ", which the server did not get to send",
                        "; the server ",
                        committed ? "committed" : "rolled back",
                        ", and the client believes ", ClientBelief(world), ".");
  }
  if (!world.server().final_message_heard) {
    return absl::StrCat(
        "The server never heard the answer to its own CLOSE; "
        "the client believes ",
        ClientBelief(world), ".");
  }
  return std::nullopt;
}

// What the server itself concluded, if it lived to conclude.
Finding ServerKnowsItself(const World& world) {
  const std::optional<protocol::Verdict> verdict = world.server().verdict;
  if (!verdict.has_value() || world.server_killed()) return std::nullopt;
  const bool committed = world.disk().committed();
  if ((*verdict == protocol::Verdict::kCommitted) == committed) {
    return std::nullopt;
  }
  return absl::StrCat(
      "The server concluded ", std::string(protocol::VerdictName(*verdict)),
      ", and its journal has ", committed ? "a" : "no", " COMMIT.");
}

Finding Agree(const World& world) {
  if (Finding finding = ServerKnowsItself(world)) return finding;
  const std::optional<protocol::Verdict> verdict = world.client().verdict;
  if (!verdict.has_value()) return std::nullopt;  // it died undecided
  const bool committed = world.disk().committed();
  switch (*verdict) {
    case protocol::Verdict::kCommitted:
      if (committed) return std::nullopt;
      return "The client believes committed, and the server's journal has no "
             "COMMIT.";
    case protocol::Verdict::kRolledBack:
      if (!committed) return std::nullopt;
      return "The client believes rolled back, and the server committed.";
    case protocol::Verdict::kUnknown:
      if (world.ruptured()) return std::nullopt;
      return absl::StrCat(
          "The client does not know how the session ended, "
          "though nothing was killed or cut; the server ",
          committed ? "committed" : "rolled back", ".");
  }
  return std::nullopt;
}

// Judged by the bytes that the server read, not by what it says it heard.
Finding RuptureRollsBack(const World& world) {
  if (!world.disk().committed()) return std::nullopt;
  const bool by_message =
      world.row().goodbye == protocol::GoodbyeKind::kCloseOk;
  if (by_message && !world.streams().HasRead(World::kPort, "CLOSE\n")) {
    return "The server committed, and had read no CLOSE.";
  }
  if (world.client().goodbye_sent) return std::nullopt;
  return absl::StrCat("The server committed, and the client (",
                      ClientBelief(world), ") had not said goodbye.");
}

Finding StreamIntact(const World& world) { return world.streams().breach(); }

Finding BothFinish(const World& world) {
  if (!world.late().empty()) {
    return absl::StrCat(
        "Two minutes after the start not all have ended: ", world.late(), ".");
  }
  if (world.sim().exhausted()) return "The run never came to rest.";
  const size_t descriptors = world.processes().open_descriptors();
  if (descriptors > 0) {
    return absl::StrCat(descriptors, " descriptors are left open.");
  }
  for (size_t i = 0; i < world.sim().host_count(); ++i) {
    const Host::Leftovers left = world.sim().host(i).leftovers();
    if (left.sockets + left.connections + left.time_waits == 0) continue;
    return absl::StrCat("The ", world.sim().host(i).name(),
                        "'s host still has ", left.what,
                        " after a quarter of an hour.");
  }
  if (!world.sim().idle()) return "A timer is left after a quarter of an hour.";
  return std::nullopt;
}

Finding Check(Promise promise, const World& world) {
  switch (promise) {
    case Promise::kAckedSurvives:
      return AckedSurvives(world);
    case Promise::kGoodbyeHeard:
      return GoodbyeHeard(world);
    case Promise::kAgree:
      return Agree(world);
    case Promise::kRuptureRollsBack:
      return RuptureRollsBack(world);
    case Promise::kStreamIntact:
      return StreamIntact(world);
    case Promise::kBothFinish:
      return BothFinish(world);
  }
  return std::nullopt;
}

Cause CauseAt(const Host& host) {
  const TcpCounters& counters = host.counters();
  if (counters.abort_on_close > 0) return Cause::kUnreadAtClose;
  if (counters.abort_on_data + counters.mini_socket_resets > 0) {
    return Cause::kDataAfterClose;
  }
  if (counters.abort_on_linger > 0) return Cause::kLinger0;
  if (counters.abort_on_timeout > 0) return Cause::kGaveUp;
  return Cause::kNone;
}

// Only what is lost on the way has a cause in TCP: in that of the side that had
// sent what the other one did not hear, or else in the other's.
void AddCause(const World& world, Violation& violation) {
  const bool lost = violation.promise == Promise::kGoodbyeHeard ||
                    violation.promise == Promise::kAgree;
  if (!lost) return;
  const size_t sender =
      world.server().goodbye_heard ? World::kServerHost : World::kClientHost;
  for (const size_t i : {sender, 1 - sender}) {
    const Host& host = world.sim().host(i);
    const Cause cause = CauseAt(host);
    if (cause == Cause::kNone) continue;
    violation.cause = cause;
    absl::StrAppend(&violation.happened, " ",
                    CauseSentence(cause, host.name()));
    const protocol::Ending ending =
        i == World::kServerHost ? world.row().server : world.row().client;
    if (ending == protocol::Ending::kLinger5) {
      absl::StrAppend(
          &violation.happened,
          " SO_LINGER did not help: close() waited and returned 0.");
    }
    return;
  }
}

}  // namespace

std::string ClientBelief(const World& world) {
  if (world.client().verdict.has_value()) {
    return std::string(protocol::VerdictName(*world.client().verdict));
  }
  return world.client_killed() ? "nothing: it was killed" : "nothing yet";
}

std::string ServerBelief(const World& world) {
  return world.disk().committed() ? "committed" : "rolled back";
}

std::vector<Violation> Judge(const World& world) {
  std::vector<Violation> violations;
  for (const Promise promise : kAllPromises) {
    if (Finding finding = Check(promise, world)) {
      Violation& violation = violations.emplace_back();
      violation.promise = promise;
      violation.happened = std::move(*finding);
      AddCause(world, violation);
    }
  }
  return violations;
}

}  // namespace orderly
