#ifndef ORDERLY_DRILL_EPOLL_H_
#define ORDERLY_DRILL_EPOLL_H_

#include <sys/epoll.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "sim/host/waiter.h"
#include "sim/process/task.h"

namespace orderly::drill {

// epoll(7) for a script's process: sim/posix has none. The descriptors of the
// instances are their own, from kFirst on. Calls run on a fiber, and return a
// result or a negative errno.
class Epolls final {
 public:
  static constexpr int kFirst = 0x40000000;

  int Create();
  int64_t Control(int epoll, int operation, int fd, const epoll_event* event);
  // Events in the order in which descriptors became ready. `until`: as poll().
  int64_t Wait(int epoll, epoll_event* events, int most, Instant until);
  // Whether this was one of ours.
  bool Close(int epoll);
  // A descriptor of a socket is about to be closed: nothing watches it any
  // more.
  void Closing(int fd);

 private:
  struct Instance;
  // A descriptor of interest (struct epitem).
  struct Item final : Waiter {
    void Wake() override;  // ep_poll_callback

    Instance* instance = nullptr;
    int fd = -1;
    Socket* socket = nullptr;
    epoll_event event{};
    bool queued = false;  // in the ready list
  };
  struct Instance {
    std::vector<std::unique_ptr<Item>> items;
    std::deque<Item*> ready;
    Task* waits = nullptr;  // in Wait()
  };

  static bool SomeReady(Task& task, void* context);
  static uint32_t Bits(const Item& item);
  static int Harvest(Instance& instance, epoll_event* events, int most);
  static void Forget(Instance& instance, const Item& item);
  Instance* Find(int epoll);

  std::vector<std::unique_ptr<Instance>> instances_;
};

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_EPOLL_H_
