#ifndef ORDERLY_DRILL_SO_LIBRARY_H_
#define ORDERLY_DRILL_SO_LIBRARY_H_

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <map>

#include "drill/epoll.h"
#include "drill/so/driven_machine.h"
#include "drill/so/library_flags.h"
#include "sim/process/task.h"

namespace orderly::drill {

// What is behind the `userdata` of PacketdrillInterface.
struct Library {
  explicit Library(const LibraryFlags& flags)
      : machine(flags.config, flags.states) {}

  DrivenMachine machine;
  Epolls epolls;                // only in jobs, as the next
  std::map<int, int> families;  // of descriptors: AF_INET, AF_INET6
};

// The one that packetdrill uses now; null: none.
inline std::atomic<Library*> the_library = nullptr;

// Makes a system call of the machine's: `job(task, library)` gives a result or
// a negative errno, which becomes errno and -1.
template <typename Result = int, typename Job>
Result Make(void* userdata, Job job) {
  auto& library = *static_cast<Library*>(userdata);
  const int64_t result = library.machine.Call(
      [&library, &job] { return job(*current_task, library); });
  if (result >= 0) return static_cast<Result>(result);
  errno = static_cast<int>(-result);
  return -1;
}

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_SO_LIBRARY_H_
