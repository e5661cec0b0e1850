#include "drill/epoll.h"

#include <algorithm>
#include <cerrno>

#include "sim/host/host.h"
#include "sim/process/calls.h"

namespace orderly::drill {
namespace {

constexpr uint32_t kAlways = EPOLLERR | EPOLLHUP;

bool Is(const epoll_event& event, uint32_t flag) {
  return (event.events & flag) != 0;
}

}  // namespace

void Epolls::Item::Wake() {
  if (queued || event.events == 0) return;
  queued = true;
  instance->ready.push_back(this);
  if (instance->waits != nullptr) instance->waits->Wake();
}

Epolls::Instance* Epolls::Find(int epoll) {
  const auto i = static_cast<size_t>(epoll) - kFirst;
  return i < instances_.size() ? instances_[i].get() : nullptr;
}

int Epolls::Create() {
  instances_.push_back(std::make_unique<Instance>());
  return kFirst + static_cast<int>(instances_.size()) - 1;
}

uint32_t Epolls::Bits(const Item& item) {
  return item.socket->PollBits() & (item.event.events | kAlways);
}

void Epolls::Forget(Instance& instance, const Item& item) {
  item.socket->RemoveWaiter(const_cast<Item*>(&item));
  std::erase(instance.ready, &item);
  std::erase_if(instance.items,
                [&item](const auto& other) { return other.get() == &item; });
}

// ep_insert, ep_modify, ep_remove.
int64_t Epolls::Control(int epoll, int operation, int fd,
                        const epoll_event* event) {
  Instance* const instance = Find(epoll);
  const Descriptor* const descriptor = current_task->Find(fd);
  if (instance == nullptr || descriptor == nullptr) return -EBADF;
  const auto found =
      std::find_if(instance->items.begin(), instance->items.end(),
                   [fd](const auto& item) { return item->fd == fd; });
  const bool known = found != instance->items.end();
  if (operation == EPOLL_CTL_ADD && known) return -EEXIST;
  if (operation != EPOLL_CTL_ADD && !known) return -ENOENT;
  if (operation == EPOLL_CTL_DEL) {
    Forget(*instance, **found);
    return 0;
  }
  if (operation == EPOLL_CTL_MOD &&
      (Is(*event, EPOLLEXCLUSIVE) || Is((*found)->event, EPOLLEXCLUSIVE)))
    return -EINVAL;
  Item* item = known ? found->get() : nullptr;
  if (item == nullptr) {
    item = instance->items.emplace_back(std::make_unique<Item>()).get();
    item->instance = instance;
    item->fd = fd;
    item->socket = descriptor->file->socket;
    item->socket->AddWaiter(item);
  }
  item->event = *event;
  if (Bits(*item) != 0) item->Wake();
  return 0;
}

// ep_send_events: level-triggered ones stay in the list.
int Epolls::Harvest(Instance& instance, epoll_event* events, int most) {
  int count = 0;
  std::deque<Item*> again;
  while (!instance.ready.empty() && count < most) {
    Item* const item = instance.ready.front();
    instance.ready.pop_front();
    item->queued = false;
    const uint32_t bits = Bits(*item);
    if (bits == 0) continue;
    events[count].events = bits;
    events[count++].data = item->event.data;
    if (Is(item->event, EPOLLONESHOT)) {
      item->event.events = 0;  // until EPOLL_CTL_MOD
    } else if (!Is(item->event, EPOLLET)) {
      item->queued = true;
      again.push_back(item);
    }
  }
  instance.ready.insert(instance.ready.end(), again.begin(), again.end());
  return count;
}

bool Epolls::SomeReady(Task& /*task*/, void* context) {
  const Instance& instance = *static_cast<Instance*>(context);
  return std::any_of(instance.ready.begin(), instance.ready.end(),
                     [](const Item* item) { return Bits(*item) != 0; });
}

int64_t Epolls::Wait(int epoll, epoll_event* events, int most, Instant until) {
  Instance* const instance = Find(epoll);
  if (instance == nullptr) return -EBADF;
  if (most <= 0) return -EINVAL;
  Task& task = *current_task;
  int count = Harvest(*instance, events, most);
  instance->waits = &task;
  while (count == 0 && until > task.now()) {
    if (!task.Block(Call::kPoll, -1, until, SomeReady, instance))
      return -ECONNRESET;
    count = Harvest(*instance, events, most);
    if (task.timed_out) break;
  }
  instance->waits = nullptr;
  return count;
}

void Epolls::Closing(int fd) {
  for (const std::unique_ptr<Instance>& instance : instances_) {
    const auto found =
        std::find_if(instance->items.begin(), instance->items.end(),
                     [fd](const auto& item) { return item->fd == fd; });
    if (found != instance->items.end()) Forget(*instance, **found);
  }
}

bool Epolls::Close(int epoll) {
  Instance* const instance = Find(epoll);
  if (instance == nullptr) return false;
  while (!instance->items.empty()) Forget(*instance, *instance->items.back());
  return true;
}

}  // namespace orderly::drill
