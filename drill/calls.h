#ifndef ORDERLY_DRILL_CALLS_H_
#define ORDERLY_DRILL_CALLS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "drill/caller.h"
#include "drill/epoll.h"
#include "drill/families.h"
#include "drill/script.h"
#include "sim/wire/four_tuple.h"

namespace orderly::drill {

// The numbers that a script gives descriptors, and those of the run.
class Descriptors final {
 public:
  // One that is not open in the script is not open in the run, either.
  int Live(int64_t scripted) const {
    const auto it = live_.find(scripted);
    return it == live_.end() ? kNotOpen : it->second;
  }
  // The first argument of a call, if it is one.
  int FirstOf(const SystemCall& call) const;
  void Add(int64_t scripted, int live) { live_[scripted] = live; }

 private:
  static constexpr int kNotOpen = 0x7ffffff0;
  std::map<int64_t, int> live_;
};

// A call of a script, ready to be made.
struct ReadyCall {
  Caller::Job job;
  // After it returned, 0 or more: what it wrote that is not what the script
  // expects, as "expected ..., got ..."; nullopt: nothing.
  std::function<std::optional<std::string>()> mismatch;
};

// What a call's arguments may refer to.
struct CallContext {
  Descriptors descriptors;
  Epolls epolls;
  Families families;
  Endpoint bind;     // for bind(fd, ..., ...)
  Endpoint connect;  // for connect(fd, ..., ...)
};

// Unimplemented for a call, a constant or an argument that is not known here.
// `context` must outlive what is returned.
absl::StatusOr<ReadyCall> Prepare(const SystemCall& call, CallContext& context);

// A number that getsockopt() tells of SOL_SOCKET.
Caller::Job SocketNumberJob(int fd, int option);
// getsockopt(TCP_INFO): the result is the number of bytes. `to` must outlive
// it.
Caller::Job TcpInfoJob(int fd, std::vector<std::byte>& to);

// Whether there is such a call here.
bool IsKnownCall(std::string_view name);
// Whether what it returns is a new descriptor.
bool ReturnsDescriptor(std::string_view name);

// "write(4, ..., 24)".
std::string CallText(const SystemCall& call);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_CALLS_H_
