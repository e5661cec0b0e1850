#ifndef ORDERLY_SCHEDULE_SCHEDULE_H_
#define ORDERLY_SCHEDULE_SCHEDULE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "properties/promise.h"
#include "properties/row.h"
#include "properties/scenario.h"
#include "properties/strike.h"
#include "sim/choice/tape.h"
#include "sim/net/fate.h"

// A run as a story in words: what the world does to it, addressed by meaning;
// what the two sides do, as anchors; and what comes of it. The values behind a
// .close file.
namespace orderly {

enum class SegmentKind : uint8_t { kSyn, kSynAck, kAck, kData, kFin, kRst };
inline constexpr int kSegmentKindCount = 6;
std::string_view SegmentKindName(SegmentKind kind);

// `s>c ack 3`, `c>s "RECORD 2"`, `s>c data 1 again 2`: the nth of its kind, or
// that begins with this text, in the run; or a retransmission of that one.
struct SegmentName {
  bool from_client = false;
  SegmentKind kind = SegmentKind::kData;
  std::string text;
  uint32_t nth = 1;
  uint32_t again = 0;  // 0: the first transmission
  friend bool operator==(const SegmentName&, const SegmentName&) = default;
};

// What a file calls the close of a socket that was never connected: `close`
// alone ends a session.
inline constexpr std::string_view kCloseListener = "close-listener";

// `send "CLOSE"`, `recv 3`: the nth call of this name, or of those that write
// this text, of its process.
struct NamedCall {
  std::string call;
  std::string text;
  uint32_t nth = 1;
  friend bool operator==(const NamedCall&, const NamedCall&) = default;
};
// `poll 2 after send "CLOSE"`: counted from there.
struct CallPlace {
  NamedCall call;
  std::optional<NamedCall> after;
  friend bool operator==(const CallPlace&, const CallPlace&) = default;
};

// `net lose s>c "CLOSE_OK"`: what becomes of a segment.
struct NetStep {
  Fate fate = Fate::kDrop;
  SegmentName segment;
  friend bool operator==(const NetStep&, const NetStep&) = default;
};
// `kill server before send "CLOSE_OK"`, `pause client 80ms before recv 2`,
// `short-read server half at recv 1`, `interrupt client 3ms at poll 2`,
// `spurious ...`, `no-memory client at send`: before or in a call. The value is
// that of the site's decision.
struct CallStep {
  Site site = Site::kKill;
  Who process = Who::kClient;
  uint32_t value = 1;
  CallPlace place;
  friend bool operator==(const CallStep&, const CallStep&) = default;
};
// `run client first at recv 3`: where it could run and was not the first in
// line. Without a place: at its start. `turn`: of those in that call.
struct TurnStep {
  Who process = Who::kClient;
  std::optional<CallPlace> place;
  uint32_t turn = 1;
  friend bool operator==(const TurnStep&, const TurnStep&) = default;
};
// `forge rst s>c after server send "CLOSE_OK"`, `power off server 300ms after
// net deliver c>s fin`, `cut network 12000ms after start event 7`: what strikes
// after something began or arrived, or the start; `event`: after so many events
// from there, where the first is that one itself.
struct StrikeStep {
  Strike strike = Strike::kResetClient;
  Who process = Who::kNobody;  // of a call
  CallPlace call = {};
  std::optional<SegmentName> segment = std::nullopt;  // that arrived
  uint32_t event = 1;
  friend bool operator==(const StrikeStep&, const StrikeStep&) = default;
};
// `choice random.1.0=3/65536`: a decision that has no words.
struct ChoiceStep {
  Step step;
  friend bool operator==(const ChoiceStep&, const ChoiceStep&) = default;
};
// `server recv "CLOSE"`, `client recv ECONNRESET`, `server shutdown SHUT_WR`:
// a call that must return so, after the anchor before it. The detail is an
// errno, `end` (of the stream), or the call's argument; empty: any.
struct SaidStep {
  Who process = Who::kClient;
  std::string call;
  std::string text;
  std::string detail;
  friend bool operator==(const SaidStep&, const SaidStep&) = default;
};
// `net deliver s>c rst`: a segment that must arrive, after the anchor before.
struct DeliverStep {
  SegmentName segment;
  friend bool operator==(const DeliverStep&, const DeliverStep&) = default;
};

using StepWords = std::variant<NetStep, CallStep, TurnStep, StrikeStep,
                               ChoiceStep, SaidStep, DeliverStep>;

struct ScheduleStep {
  StepWords words;
  std::string remark;  // for a reader: the comment behind it
  uint32_t line = 0;   // of the file; 0: none
};

// A decision about the scenario. Requires SettingOf(step).
struct ScheduleSetting {
  Step step;
  std::string remark;
  uint32_t line = 0;
};

// `expect broken agree by data-after-close`, `expect held all`,
// `expect client committed`.
struct Expectation {
  enum class Of : uint8_t { kBroken, kHeldAll, kClient, kServer };
  Of of = Of::kHeldAll;
  Promise promise = Promise::kAckedSurvives;  // of kBroken
  Cause cause = Cause::kNone;                 // of kBroken; kNone: any
  std::string belief = {};  // of kClient and kServer: as Outcome has it
  uint32_t line = 0;
};

struct Schedule {
  Row row;
  std::vector<ScheduleSetting> settings;
  std::vector<ScheduleStep> steps;
  std::vector<Expectation> expectations;
};

// The file's text, and single lines of it without their ends.
std::string ScheduleText(const Schedule& schedule);
std::string StepLine(const StepWords& step);
std::string SettingLine(const Step& step);
std::string CallText(const NamedCall& name);
std::string ExpectationLine(const Expectation& expectation);

// The words of a file, for those who write and read them.
std::string_view WhoName(Who who);        // "client", "server"
std::string_view CauseName(Cause cause);  // "data-after-close"; "" for none
// What a file says for what Outcome calls a side's belief.
std::string_view BeliefName(std::string_view belief);
std::string DelayText(Fate fate);  // "60ms": of a delay, or an outage
// "forge rst s>c", "cut network 300ms".
std::string_view StrikeName(Strike strike);

}  // namespace orderly

#endif  // ORDERLY_SCHEDULE_SCHEDULE_H_
