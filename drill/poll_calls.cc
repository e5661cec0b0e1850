#include "drill/poll_calls.h"

#include <poll.h>
#include <sys/epoll.h>

#include <cerrno>
#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "drill/value.h"

namespace orderly::drill {
namespace {

using Kind = Expression::Kind;

int64_t NumberField(CallArguments& arguments, const Expression& group,
                    std::string_view name) {
  const Expression* const field = Field(group, name);
  const absl::StatusOr<int64_t> number =
      field == nullptr ? absl::StatusOr<int64_t>(absl::UnimplementedError(""))
                       : NumberOf(*field);
  if (!number.ok()) arguments.Refuse(group);
  return number.value_or(0);
}

std::string Hex(uint32_t bits) { return absl::StrCat("0x", absl::Hex(bits)); }

// The events of one descriptor, and its data, which is the script's own.
epoll_event EventOf(CallArguments& arguments, const Expression& group) {
  epoll_event event{};
  event.events = static_cast<uint32_t>(NumberField(arguments, group, "events"));
  for (const char* name : {"fd", "ptr", "u32", "u64"}) {
    if (Field(group, name) == nullptr) continue;
    event.data.u64 = static_cast<uint64_t>(NumberField(arguments, group, name));
    return event;
  }
  arguments.Refuse(group);
  return event;
}

Instant Until(int64_t millis) {
  return millis < 0 ? Instant::Never()
                    : current_task->now() + std::chrono::milliseconds(millis);
}

std::string EventsText(const std::vector<epoll_event>& events, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) {
    const uint64_t data = events[i].data.u64;
    absl::StrAppend(&text, text.empty() ? "" : ", ",
                    "{events=", Hex(events[i].events), ", fd=", data, "}");
  }
  return text;
}

}  // namespace

ReadyCall Poll(CallArguments& arguments, CallContext& context) {
  const auto fds = std::make_shared<std::vector<pollfd>>();
  std::vector<int> expected;
  for (const Expression& item : arguments.At(0).items) {
    pollfd entry{};
    entry.fd = context.descriptors.Live(NumberField(arguments, item, "fd"));
    entry.events = static_cast<int16_t>(NumberField(arguments, item, "events"));
    fds->push_back(entry);
    expected.push_back(
        Field(item, "revents") == nullptr
            ? 0
            : static_cast<int>(NumberField(arguments, item, "revents")));
  }
  const int millis = arguments.Int(2);
  ReadyCall ready;
  ready.job = [fds, millis]() -> int64_t {
    const int result = ::poll(fds->data(), fds->size(), millis);
    return result < 0 ? -errno : result;
  };
  ready.mismatch = [fds, expected]() -> std::optional<std::string> {
    for (size_t i = 0; i < expected.size(); ++i) {
      const auto got = static_cast<uint16_t>((*fds)[i].revents);
      if (got == static_cast<uint16_t>(expected[i])) continue;
      return absl::StrCat(
          "expected revents=", Hex(static_cast<uint32_t>(expected[i])),
          ", got ", Hex(got));
    }
    return std::nullopt;
  };
  return ready;
}

ReadyCall EpollCreate(CallArguments& /*arguments*/, CallContext& context) {
  return {[&context]() -> int64_t { return context.epolls.Create(); }, nullptr};
}

// epoll_ctl(epoll, operation, fd, {events=..., fd=...})
ReadyCall EpollControl(CallArguments& arguments, CallContext& context) {
  const int epoll = arguments.Descriptor(0);
  const int operation = arguments.Int(1);
  const int fd = arguments.Descriptor(2);
  const Expression& group = arguments.At(3);
  const bool has_event = group.kind == Kind::kGroup;
  const epoll_event event =
      has_event ? EventOf(arguments, group) : epoll_event{};
  return {[&context, epoll, operation, fd, event] {
            return context.epolls.Control(epoll, operation, fd, &event);
          },
          nullptr};
}

// epoll_wait(epoll, [{...}, ...], most, milliseconds)
ReadyCall EpollWait(CallArguments& arguments, CallContext& context) {
  const int epoll = arguments.Descriptor(0);
  std::vector<epoll_event> expected;
  const Expression& list = arguments.At(1);
  if (list.kind == Kind::kGroup) {
    expected.push_back(EventOf(arguments, list));
  } else {
    for (const Expression& item : list.items)
      expected.push_back(EventOf(arguments, item));
  }
  const int most = arguments.Int(2);
  const int64_t millis = arguments.Number(3);
  const auto events = std::make_shared<std::vector<epoll_event>>(
      static_cast<size_t>(most > 0 && most < 1024 ? most : 1));
  const auto count = std::make_shared<size_t>(0);
  ReadyCall ready;
  ready.job = [&context, epoll, events, count, most, millis] {
    const int64_t result = context.epolls.Wait(
        epoll, events->data(),
        most > 0 ? static_cast<int>(events->size()) : most, Until(millis));
    if (result > 0) *count = static_cast<size_t>(result);
    return result;
  };
  ready.mismatch = [events, count, expected]() -> std::optional<std::string> {
    for (size_t i = 0; i < *count && i < expected.size(); ++i) {
      const uint64_t data = (*events)[i].data.u64;
      const uint64_t wanted = expected[i].data.u64;
      if ((*events)[i].events == expected[i].events && data == wanted) continue;
      return absl::StrCat("expected ", EventsText(expected, expected.size()),
                          ", got ", EventsText(*events, *count));
    }
    return std::nullopt;
  };
  return ready;
}

}  // namespace orderly::drill
