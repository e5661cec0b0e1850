#include "schedule/story.h"

#include <algorithm>

#include "properties/world.h"
#include "sim/base/check.h"
#include "sim/base/error_name.h"

namespace orderly {
namespace {

constexpr size_t kPreview = 40;  // as much as a trace keeps

SegmentKind KindOf(const TraceEvent& event) {
  if ((event.flags & kRst) != 0) return SegmentKind::kRst;
  if ((event.flags & kSyn) != 0) {
    return (event.flags & kAck) != 0 ? SegmentKind::kSynAck : SegmentKind::kSyn;
  }
  if (event.size > 0) return SegmentKind::kData;
  return (event.flags & kFin) != 0 ? SegmentKind::kFin : SegmentKind::kAck;
}

bool IsWordCharacter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z') || c == '_';
}

bool Fits(const SegmentName& name, const Story::Sent& sent) {
  if (sent.from_client != name.from_client) return false;
  if (name.text.empty()) return sent.kind == name.kind;
  return sent.kind == SegmentKind::kData &&
         Story::BeginsWith(sent.text, name.text);
}

bool Fits(const NamedCall& name, const Story::Begun& begun) {
  return begun.call == name.call &&
         (name.text.empty() || Story::BeginsWith(begun.text, name.text));
}

}  // namespace

Who Story::Process(ProcessId id) {
  return id == World::kServerProcess ? Who::kServer : Who::kClient;
}

Who Story::ProcessOfActor(uint8_t actor) {
  return Process(static_cast<ProcessId>(actor));
}

uint8_t Story::ActorOf(Who process) {
  return static_cast<uint8_t>(process == Who::kServer ? World::kServerProcess
                                                      : World::kClientProcess);
}

bool Story::BeginsWith(std::string_view said, std::string_view words) {
  return said.starts_with(words) &&
         (said.size() == words.size() || !IsWordCharacter(said[words.size()]));
}

std::string Story::MessageWords(std::string_view text) {
  size_t end = 0;
  const auto is_letter = [](char c) {
    return (c >= 'A' && c <= 'Z') || c == '_';
  };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  while (end < text.size() && is_letter(text[end])) ++end;
  constexpr size_t kShortest = 3;
  if (end < kShortest) return "";
  size_t number = end;
  if (number < text.size() && text[number] == ' ') ++number;
  const size_t digits = number;
  while (number < text.size() && is_digit(text[number])) ++number;
  if (number > digits) end = number;
  const std::string words(text.substr(0, end));
  return BeginsWith(text, words) ? words : "";
}

const Story::Sent& Story::segment(uint32_t number) const {
  const auto it = std::lower_bound(
      sent_.begin(), sent_.end(), number,
      [](const Sent& sent, uint32_t wanted) { return sent.number < wanted; });
  SIM_CHECK(it != sent_.end() && it->number == number);
  return *it;
}

void Story::AddSent(const TraceEvent& event) {
  Sent sent;
  sent.number = sent.original = event.number;
  sent.from_client = event.host == World::kClientHost;
  sent.kind = KindOf(event);
  sent.tuple = event.tuple;
  sent.seq = event.seq;
  sent.end = event.seq + std::max(event.size, 1U);
  sent.text = event.text;
  if (event.retransmission) {
    const auto first =
        std::find_if(sent_.begin(), sent_.end(), [&sent](const Sent& s) {
          return s.tuple == sent.tuple && s.kind == sent.kind &&
                 !Before(sent.seq, s.seq) && Before(sent.seq, s.end);
        });
    if (first != sent_.end()) {
      sent.original = first->original;
      sent.again = 1 + static_cast<uint32_t>(std::count_if(
                           first, sent_.end(), [&sent](const Sent& s) {
                             return s.original == sent.original && s.again > 0;
                           }));
    }
  }
  sent_.push_back(std::move(sent));
}

void Story::CatchUp() {
  const std::vector<TraceEvent>& events = trace_->events();
  for (; seen_ < events.size(); ++seen_) {
    if (events[seen_].kind == TraceKind::kSent) AddSent(events[seen_]);
  }
}

void Story::OnCall(ProcessId process, Call call, std::string_view bytes) {
  Begun begun;
  begun.process = Process(process);
  if (call == Call::kOwn) {  // "fsync journal"
    begun.call = bytes.substr(0, bytes.find(' '));
  } else if (call == Call::kClose) {
    begun.call = bytes.empty() ? CallName(call) : kCloseListener;
  } else {
    begun.call = CallName(call);
    begun.text = bytes.substr(0, kPreview);
  }
  begun.event = trace_->events().size();
  const auto i = static_cast<size_t>(begun.process);
  current_[i] = begun_.size();
  turns_[i] = 0;
  begun_.push_back(std::move(begun));
}

void Story::OnTurn(std::span<const ProcessId> ready) {
  ready_.clear();
  for (const ProcessId id : ready) ready_.push_back(Process(id));
  for (size_t i = 1; i < ready_.size(); ++i)
    ++turns_[static_cast<size_t>(ready_[i])];
}

void Story::OnMoment() {
  CatchUp();
  moments_.push_back({seen_, begun_.size()});
}

uint32_t SegmentFinder::Find(const Story& story) {
  for (; looked_at_ < story.sent().size() && found_ == 0; ++looked_at_) {
    const Story::Sent& sent = story.sent()[looked_at_];
    if (sent.again == 0) {
      if (!Fits(name_, sent) || ++count_ != name_.nth) continue;
      original_ = sent.number;
      if (name_.again == 0) found_ = sent.number;
    } else if (sent.original == original_) {
      again_ = sent.again;
      if (again_ == name_.again) found_ = sent.number;
    }
  }
  return found_;
}

std::optional<size_t> CallFinder::Find(const Story& story) {
  for (; looked_at_ < story.begun().size() && !found_; ++looked_at_) {
    const Story::Begun& begun = story.begun()[looked_at_];
    if (begun.process != process_) continue;
    if (place_.after.has_value() && anchors_ < place_.after->nth) {
      if (Fits(*place_.after, begun)) ++anchors_;
    } else if (Fits(place_.call, begun) && ++count_ == place_.call.nth) {
      found_ = looked_at_;
    }
  }
  return found_;
}

MomentFinder::MomentFinder(const StrikeStep& step) : event_(step.event) {
  if (step.segment.has_value()) {
    segment_.emplace(*step.segment);
  } else if (step.process != Who::kNobody) {
    call_.emplace(step.process, step.call);
  }
}

bool MomentFinder::Passed(const Story& story, const Story::Moment& moment) {
  if (call_.has_value()) {
    const std::optional<size_t> call = call_->Find(story);
    return call.has_value() && *call < moment.begun;
  }
  if (!segment_.has_value()) return true;
  const uint32_t number = segment_->Find(story);
  if (number == 0) return false;
  const std::vector<TraceEvent>& events = story.trace().events();
  for (; arrivals_ < moment.events && !arrived_; ++arrivals_) {
    const TraceEvent& event = events[arrivals_];
    arrived_ = event.kind == TraceKind::kDelivered && event.number == number;
  }
  return arrived_;
}

std::optional<size_t> MomentFinder::Find(const Story& story) {
  for (; looked_at_ < story.moments().size() && !found_; ++looked_at_) {
    if (Passed(story, story.moments()[looked_at_])) found_ = looked_at_;
  }
  return found_;
}

bool MomentFinder::IsNow(const Story& story) {
  const std::optional<size_t> from = Find(story);
  return from.has_value() && *from + event_ == story.moments().size();
}

size_t PlaceInStory(const Trace& trace, size_t event, bool of_segment) {
  if (!of_segment) return event;
  const std::vector<TraceEvent>& events = trace.events();
  const TraceEvent& sent = events[event - 1];
  for (size_t i = event; i < events.size() && events[i].at == sent.at; ++i) {
    if (events[i].kind == TraceKind::kCall && events[i].host == sent.host)
      return i + 1;
  }
  return event;
}

SaidStep SaidOf(const TraceEvent& event) {
  const std::string_view said = event.text;
  SaidStep step;
  step.process = Story::Process(static_cast<ProcessId>(event.process));
  const size_t name_end = std::min(said.find_first_of(" ("), said.size());
  step.call = said.substr(0, name_end);
  const std::string_view rest = said.substr(name_end);
  if (rest.starts_with(" \"")) {
    step.text = rest.substr(2, rest.find('"', 2) - 2);
  } else if (rest.starts_with("(")) {
    step.detail = rest.substr(1, rest.find(')') - 1);
  }
  if (step.call == "close" && event.tuple.remote.port == 0)
    step.call = kCloseListener;
  if (event.error != 0) {
    step.detail = ErrorName(event.error);
  } else if (step.call == "recv" && event.result == 0) {
    step.detail = "end";
  }
  return step;
}

bool Says(const TraceEvent& event, const SaidStep& step) {
  if (event.kind != TraceKind::kCall) return false;
  const SaidStep said = SaidOf(event);
  return said.process == step.process && said.call == step.call &&
         (step.text.empty() || Story::BeginsWith(said.text, step.text)) &&
         (step.detail.empty() || said.detail == step.detail);
}

}  // namespace orderly
