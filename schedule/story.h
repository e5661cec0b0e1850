#ifndef ORDERLY_SCHEDULE_STORY_H_
#define ORDERLY_SCHEDULE_STORY_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "properties/run.h"
#include "schedule/schedule.h"
#include "sim/trace/trace.h"

namespace orderly {

// A run as far as it has come, in terms that have names: who sent what as the
// how-manyth, and which calls began.
class Story final {
 public:
  // A segment that was sent.
  struct Sent {
    uint32_t number = 0;
    bool from_client = false;
    SegmentKind kind = SegmentKind::kAck;
    uint32_t original = 0;  // the number of the first transmission, or its own
    uint32_t again = 0;     // of a retransmission: the how-manyth
    FourTuple tuple;
    SeqNum seq;
    SeqNum end;
    std::string text;  // the first bytes of its payload
  };
  // A call that began.
  struct Begun {
    Who process = Who::kNobody;
    std::string call;
    std::string text;  // the first bytes of a write
    size_t event = 0;  // how many events there were before it
  };
  // Between two events of the simulation, where something may strike.
  struct Moment {
    size_t events = 0;
    size_t begun = 0;
  };

  void Start(const Trace& trace) { trace_ = &trace; }
  // Looks at what the trace has since the last time.
  void CatchUp();
  void OnCall(ProcessId process, Call call, std::string_view bytes);
  void OnTurn(std::span<const ProcessId> ready);
  // Whether something strikes is asked.
  void OnMoment();

  const std::vector<Sent>& sent() const { return sent_; }
  const std::vector<Begun>& begun() const { return begun_; }
  const std::vector<Moment>& moments() const { return moments_; }
  const Sent& segment(uint32_t number) const;
  bool started() const { return trace_ != nullptr; }
  size_t events() const { return seen_; }
  const Trace& trace() const { return *trace_; }

  // The call that a process is in, as an index of begun(); nullopt: it has not
  // started.
  std::optional<size_t> in_call(Who process) const {
    return current_[static_cast<size_t>(process)];
  }
  // Who can run now, the first in line first; and of one that is not: how often
  // that has been so in the call that it is in.
  const std::vector<Who>& ready() const { return ready_; }
  uint32_t turns(Who process) const {
    return turns_[static_cast<size_t>(process)];
  }

  static Who Process(ProcessId id);
  // Of an actor of a site whose actors are processes.
  static Who ProcessOfActor(uint8_t actor);
  static uint8_t ActorOf(Who process);
  // Whether what is said begins with these words, which end there.
  static bool BeginsWith(std::string_view said, std::string_view words);
  // The words that a message begins with, and its number: "RECORD 2". Empty: it
  // is none.
  static std::string MessageWords(std::string_view text);

 private:
  void AddSent(const TraceEvent& event);

  const Trace* trace_ = nullptr;
  size_t seen_ = 0;
  std::vector<Sent> sent_;
  std::vector<Begun> begun_;
  std::vector<Moment> moments_;
  std::vector<Who> ready_;
  std::array<std::optional<size_t>, 3> current_;
  std::array<uint32_t, 3> turns_{};
};

// Finds the segment of a name, as soon as it is sent.
class SegmentFinder final {
 public:
  explicit SegmentFinder(const SegmentName& name) : name_(name) {}
  // Its number; 0: not sent yet.
  uint32_t Find(const Story& story);
  // How many were sent that fit, and how often the named one was sent again;
  // as of the last Find() in vain.
  uint32_t count() const { return count_; }
  uint32_t again() const { return again_; }

 private:
  SegmentName name_;
  size_t looked_at_ = 0;
  uint32_t count_ = 0;
  uint32_t original_ = 0;
  uint32_t again_ = 0;
  uint32_t found_ = 0;
};

// Finds the call of a place, as soon as it begins.
class CallFinder final {
 public:
  CallFinder(Who process, const CallPlace& place)
      : process_(process), place_(place) {}
  // Its index in begun(); nullopt: it has not begun.
  std::optional<size_t> Find(const Story& story);
  // How many began that fit what it is counted from, and after that itself; as
  // of the last Find() in vain.
  uint32_t anchors() const { return anchors_; }
  uint32_t count() const { return count_; }

 private:
  Who process_;
  CallPlace place_;
  size_t looked_at_ = 0;
  uint32_t anchors_ = 0;
  uint32_t count_ = 0;
  std::optional<size_t> found_;
};

// Finds the moment after what a strike follows, as soon as it is there.
class MomentFinder final {
 public:
  explicit MomentFinder(const StrikeStep& step);
  // Its index in moments(), from which a step counts; nullopt: not yet.
  std::optional<size_t> Find(const Story& story);
  // The moment of a step, counted from there.
  bool IsNow(const Story& story);

 private:
  // Whether it had happened by then.
  bool Passed(const Story& story, const Story::Moment& moment);

  uint32_t event_;
  std::optional<SegmentFinder> segment_;
  std::optional<CallFinder> call_;
  size_t looked_at_ = 0;
  size_t arrivals_ = 0;  // events that were looked at
  bool arrived_ = false;
  std::optional<size_t> found_;
};

// Where a reader expects a decision that was made when there were so many
// events: one about a segment behind the call that sent it, which returns only
// after it.
size_t PlaceInStory(const Trace& trace, size_t event, bool of_segment);

// A kCall event of a process, as an anchor would say it: with everything.
SaidStep SaidOf(const TraceEvent& event);
// Whether an event is what an anchor says.
bool Says(const TraceEvent& event, const SaidStep& step);

}  // namespace orderly

#endif  // ORDERLY_SCHEDULE_STORY_H_
