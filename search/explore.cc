#include "search/explore.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "properties/run.h"
#include "properties/scenario.h"
#include "properties/world.h"
#include "search/check.h"
#include "search/describe.h"
#include "search/explore_choices.h"
#include "search/parallel.h"
#include "search/state_set.h"
#include "sim/base/check.h"
#include "sim/base/hash.h"
#include "sim/base/state_hash.h"

namespace orderly {
namespace {

constexpr uint32_t kNobody = ~0U;
// Of the first merged runs all are audited: small explorations have no more.
constexpr uint64_t kAuditAll = 256;
constexpr uint64_t kAuditOneIn = 64;
// Runs that are made before what they found is put together. Not more, so that
// few of them get into states that are new to all of them.
constexpr size_t kMostAtOnce = 2048;

// A run: all that an earlier one did, and one step more.
struct Node {
  uint32_t parent = kNobody;
  uint32_t position = 0;  // of its step's question
  Step step;
  Left left;
};

struct Visit {
  uint64_t state;
  size_t branches;  // how many the run had listed when it got there
};

uint64_t StateOf(const World& world) {
  StateHash hash;
  world.HashInto(hash);
  return hash.value();
}

// Notes the states of a run after its last step, up to the first that is known.
class Walker final : public RunProbe {
 public:
  using State = uint64_t (*)(const World& world);
  Walker(const ExploreChoices& choices, State state_of, const StateSet* known,
         Left left)
      : choices_(choices), state_of_(state_of), known_(known), left_(left) {}

  bool GoesOn(const World& world) override {
    if (!choices_.is_new()) return true;
    const uint64_t state = state_of_(world);
    // An event of no consequence leads nowhere.
    if (!visits_.empty() && visits_.back().state == state) return true;
    visits_.push_back({state, choices_.branches().size()});
    return known_ == nullptr || !known_->Covers(state, left_);
  }
  std::vector<Visit> Take() { return std::move(visits_); }

 private:
  const ExploreChoices& choices_;
  const State state_of_;
  const StateSet* known_;
  const Left left_;
  std::vector<Visit> visits_;
};

struct Finished {
  std::vector<Visit> visits;
  std::vector<ExploreChoices::Branch> branches;
  Outcome outcome;
};

struct Audit {
  uint64_t state = 0;
  uint32_t first = 0;
  uint32_t later = 0;
};

// "one record and its goodbye (the client sends PING every 20 ms; either side
// may be killed before a call)".
std::string SessionText(const ExploreOptions& options) {
  std::vector<std::string> more;
  for (const Step& step : options.scenario.steps())
    more.push_back(DescribeStep(step));
  if (options.bound.kills > 0) {
    const std::string who = !options.server_may_die   ? "the client"
                            : !options.client_may_die ? "the server"
                                                      : "either side";
    more.push_back(who + " may be killed before a call");
  }
  std::string text = "one record and its goodbye";
  if (!more.empty())
    absl::StrAppend(&text, " (", absl::StrJoin(more, "; "), ")");
  return text;
}

class Explorer {
 public:
  Explorer(const Row& row, const ExploreOptions& options)
      : row_(row), options_(options), scenario_(ScenarioOf(kNobody)) {
    result_.bound = options.bound;
    result_.session = SessionText(options);
    for (const Step& step : options.scenario.steps())
      SIM_CHECK(step.actor != static_cast<uint8_t>(Parameter::kSecondHandle));
  }

  Exploration Run() {
    nodes_.push_back({kNobody,
                      0,
                      {},
                      {static_cast<uint8_t>(options_.bound.faults),
                       static_cast<uint8_t>(options_.bound.kills)}});
    while (result_.schedules < nodes_.size() && !Stops()) RunSome();
    result_.complete = result_.schedules == nodes_.size() && !cut_ &&
                       !result_.nondeterministic.has_value();
    result_.states = states_.size();
    ShrinkFound();
    return std::move(result_);
  }

 private:
  bool Stops() const {
    return result_.nondeterministic.has_value() ||
           result_.schedules >= options_.max_schedules ||
           states_.size() >= options_.max_states ||
           (options_.stop_at_first && !result_.held());
  }

  // One record of ten bytes; the network may do what Fate lists.
  Tape ScenarioOf(uint32_t killed) const {
    std::vector<Step> steps = options_.scenario.steps();
    const auto add = [&steps](Parameter parameter, uint32_t value,
                              uint32_t bound) {
      steps.push_back(
          {Site::kScenario, static_cast<uint8_t>(parameter), 0, value, bound});
    };
    if (options_.bound.faults > 0) add(Parameter::kNetworkFaults, 1, 4);
    if (killed != kNobody) add(Parameter::kKill, killed, 3);
    return Tape(std::move(steps));
  }

  std::vector<Step> StepsOf(uint32_t node) const {
    std::vector<Step> steps;
    for (; nodes_[node].parent != kNobody; node = nodes_[node].parent)
      steps.push_back(nodes_[node].step);
    return steps;
  }

  // As a token has it: with who is killed.
  Tape TapeOf(uint32_t node) const {
    std::vector<Step> steps = StepsOf(node);
    uint32_t killed = kNobody;
    for (const Step& step : steps) {
      if (step.site != Site::kKill) continue;
      // By Processes' numbers: the server is the first.
      killed =
          static_cast<uint32_t>(step.actor == 1 ? Who::kServer : Who::kClient);
    }
    const Tape scenario = ScenarioOf(killed);
    steps.insert(steps.end(), scenario.steps().begin(), scenario.steps().end());
    return Tape(std::move(steps));
  }

  Finished RunNode(uint32_t node, Left left, const StateSet* known) const {
    ExploreChoices choices(options_.bound, scenario_);
    choices.Restart(StepsOf(node), nodes_[node].position, left);
    Walker walker(choices,
                  options_.state_of == nullptr ? &StateOf : options_.state_of,
                  known, left);
    RunOptions run;
    run.either_may_die = options_.bound.kills > 0;
    run.probe = &walker;
    Finished finished;
    finished.outcome = RunOnce(row_, choices, run);
    finished.branches = choices.branches();
    finished.visits = walker.Take();
    return finished;
  }

  // Against what was known before all of them; then one after the other, as if
  // each had been made alone. So threads change nothing.
  void RunSome() {
    const size_t begin = result_.schedules;
    const size_t count = std::min(kMostAtOnce, nodes_.size() - begin);
    std::vector<Finished> finished(count);
    const StateSet* known = options_.merge_states ? &states_ : nullptr;
    InParallel(options_.threads, count, [&](size_t i) {
      const auto node = static_cast<uint32_t>(begin + i);
      finished[i] = RunNode(node, nodes_[node].left, known);
    });
    for (size_t i = 0; i < count; ++i) {
      Take(static_cast<uint32_t>(begin + i), finished[i]);
      finished[i] = {};
    }
    result_.schedules += count;
    MakeAudits();
    if (options_.progress) options_.progress(result_.schedules);
  }

  void Take(uint32_t node, const Finished& run) {
    const Left left = nodes_[node].left;
    size_t branches = 0;
    for (const Visit& visit : run.visits) {
      AddChildren(node, run, branches, visit.branches);
      branches = visit.branches;
      if (!options_.merge_states) continue;
      if (states_.Covers(visit.state, left)) {
        ++result_.merged;
        NoteAudit({visit.state, states_.FirstAt(visit.state), node});
        return;
      }
      states_.Enter(visit.state, left, node);
    }
    AddChildren(node, run, branches, run.branches.size());
    SIM_CHECK(!run.outcome.given_up);
    for (const Violation& violation : run.outcome.violations)
      Record(node, violation, run.outcome.digest);
  }

  void AddChildren(uint32_t node, const Finished& run, size_t from, size_t to) {
    for (; from < to; ++from) {
      const auto& [step, position] = run.branches[from];
      if (step.site == Site::kKill && !MayDie(step)) continue;
      if (nodes_.size() >= options_.max_schedules) {
        cut_ = true;
        return;
      }
      nodes_.push_back({node, position, step, nodes_[node].left.After(step)});
    }
  }
  bool MayDie(const Step& kill) const {
    return kill.actor == 1 ? options_.server_may_die : options_.client_may_die;
  }

  // What is reported was run twice, the second time as its token is.
  void Record(uint32_t node, const Violation& violation, uint64_t digest) {
    auto& broken = result_.broken[static_cast<size_t>(violation.promise)];
    if (broken.has_value()) return;
    const Token token{row_, violation.promise, TapeOf(node)};
    const Replay replay = ReplayToken(token, /*keep_trace=*/false);
    if (replay.stale.has_value() || replay.outcome.digest != digest) {
      result_.nondeterministic =
          absl::StrCat("a schedule and its token differ: ", TokenText(token));
    }
    broken = {token, violation.happened};
  }

  void NoteAudit(const Audit& audit) {
    const uint64_t name = Mix64(audit.state + audit.later * kGoldenGamma);
    if (result_.merged <= kAuditAll || name % kAuditOneIn == 0)
      audits_.push_back(audit);
  }

  void MakeAudits() {
    std::vector<uint8_t> failed(audits_.size());
    InParallel(options_.threads, audits_.size(), [&](size_t i) {
      const Left left =
          Common(nodes_[audits_[i].first].left, nodes_[audits_[i].later].left);
      const Finished first = RunNode(audits_[i].first, left, nullptr);
      const Finished later = RunNode(audits_[i].later, left, nullptr);
      failed[i] = GoOnAlike(audits_[i].state, first, later) ? 0 : 1;
    });
    for (size_t i = 0; i < audits_.size(); ++i) {
      if (failed[i] == 0 || result_.nondeterministic.has_value()) continue;
      const Row& row = row_;
      const auto text = [&row, this](uint32_t node) {
        return TokenText({row, std::nullopt, TapeOf(node)});
      };
      result_.nondeterministic =
          absl::StrCat("states that were taken as equal went on differently: ",
                       text(audits_[i].first), " and ", text(audits_[i].later));
    }
    result_.audited += audits_.size();
    audits_.clear();
  }

  static Left Common(Left a, Left b) {
    return {std::min(a.faults, b.faults), std::min(a.kills, b.kills)};
  }

  // From the state on: every later state, what else could have been decided
  // between them, and what was judged.
  static bool GoOnAlike(uint64_t state, const Finished& a, const Finished& b) {
    const auto from = [state](const Finished& run) {
      return std::find_if(run.visits.begin(), run.visits.end(),
                          [state](const Visit& v) { return v.state == state; });
    };
    const auto in_a = from(a);
    const auto in_b = from(b);
    if (in_a == a.visits.end() || in_b == b.visits.end()) return false;
    const auto offered = [](const Finished& run, const Visit& visit) {
      return std::span(run.branches).subspan(visit.branches);
    };
    return std::equal(in_a, a.visits.end(), in_b, b.visits.end(),
                      [](const Visit& x, const Visit& y) {
                        return x.state == y.state;
                      }) &&
           std::ranges::equal(offered(a, *in_a), offered(b, *in_b), IsAlike) &&
           std::ranges::equal(a.outcome.violations, b.outcome.violations,
                              [](const Violation& x, const Violation& y) {
                                return x.promise == y.promise &&
                                       x.cause == y.cause;
                              });
  }
  // How many decisions a run made before is not its state.
  static bool IsAlike(const ExploreChoices::Branch& x,
                      const ExploreChoices::Branch& y) {
    return x.step.site == y.step.site && x.step.actor == y.step.actor &&
           x.step.value == y.step.value && x.step.bound == y.step.bound;
  }

  void ShrinkFound() {
    constexpr uint64_t kTrials = 1500;
    for (auto& broken : result_.broken) {
      if (!broken.has_value()) continue;
      const auto shrunk = ShrinkToken(broken->token, kTrials);
      if (!shrunk.has_value()) continue;
      broken->token = shrunk->token;
      const Replay replay = ReplayToken(broken->token, /*keep_trace=*/false);
      for (const Violation& violation : replay.outcome.violations) {
        if (violation.promise == *broken->token.promise)
          broken->happened = violation.happened;
      }
    }
  }

  const Row& row_;
  const ExploreOptions& options_;
  const Tape scenario_;
  std::vector<Node> nodes_;
  StateSet states_;
  std::vector<Audit> audits_;
  bool cut_ = false;
  Exploration result_;
};

}  // namespace

bool Exploration::held() const {
  return std::none_of(broken.begin(), broken.end(),
                      [](const auto& found) { return found.has_value(); });
}

Exploration Explore(const Row& row, const ExploreOptions& options) {
  return Explorer(row, options).Run();
}

std::string ExplorationText(const Exploration& exploration) {
  const auto counted = [](uint64_t n, absl::string_view one) {
    return absl::StrCat(n, " ", one, n == 1 ? "" : "s");
  };
  return absl::StrCat(
      counted(exploration.schedules, "schedule"), ", ",
      counted(exploration.states, "distinct state"), ", ",
      counted(exploration.merged, "run"), " merged, ", exploration.audited,
      " of those audited; ",
      exploration.complete ? "complete to " : "NOT complete to ",
      BoundText(exploration.bound), " of ", exploration.session);
}

}  // namespace orderly
