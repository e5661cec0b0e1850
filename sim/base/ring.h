#ifndef ORDERLY_SIM_BASE_RING_H_
#define ORDERLY_SIM_BASE_RING_H_

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

#include "sim/base/check.h"
#include "sim/base/recycled.h"

namespace orderly {

// A double-ended queue in one array: the first kInline elements need no
// allocation. Worlds are made 100,000 times a second, and std::deque allocates
// 500 bytes before its first element. What is popped leaves a gap at the front;
// at the end of the array, what is left moves into it, so that no access needs
// to wrap around. kInline is a power of two. Not copyable.
template <typename T, size_t kInline>
class Ring final {
  static_assert(kInline > 0 && (kInline & (kInline - 1)) == 0);

 public:
  Ring() = default;
  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;
  ~Ring() {
    clear();
    GiveBack();
  }

  bool empty() const { return first_ == last_; }
  size_t size() const { return static_cast<size_t>(last_ - first_); }

  T& operator[](size_t i) { return first_[i]; }
  const T& operator[](size_t i) const { return first_[i]; }
  T* begin() { return first_; }
  T* end() { return last_; }
  T& front() { return *first_; }
  const T& front() const { return *first_; }
  T& back() { return last_[-1]; }
  const T& back() const { return last_[-1]; }

  template <typename... Args>
  T& emplace_back(Args&&... args) {
    if (last_ == end_) [[unlikely]]
      MakeRoom();
    return *::new (static_cast<void*>(last_++)) T(std::forward<Args>(args)...);
  }
  void push_back(const T& value) { emplace_back(value); }
  void push_back(T&& value) { emplace_back(std::move(value)); }

  // Requires !empty().
  void pop_front() { (first_++)->~T(); }
  void pop_back() { (--last_)->~T(); }
  // Requires i <= size(). Moves the later elements up by one.
  void insert(size_t i, T value) {
    push_back(std::move(value));
    for (size_t j = size() - 1; j > i; --j) std::swap(first_[j], first_[j - 1]);
  }
  // Requires i < size(). Moves the later elements down by one.
  void erase(size_t i) {
    for (T* it = first_ + i + 1; it != last_; ++it) it[-1] = std::move(*it);
    pop_back();
  }
  void clear() {
    if constexpr (!std::is_trivially_destructible_v<T>) {
      for (T* it = first_; it != last_; ++it) it->~T();
    }
    first_ = last_ = slots_;
  }

 private:
  T* inline_slots() { return reinterpret_cast<T*>(inline_); }
  size_t capacity() const { return static_cast<size_t>(end_ - slots_); }
  void GiveBack() {
    if (slots_ != inline_slots())
      Recycler::Give(slots_, capacity() * sizeof(T));
  }

  // Closes the gap; in a larger array, when the gap is smaller than the rest.
  // Out of line: it is rare, and what calls it is everywhere.
  [[gnu::noinline]] void MakeRoom() {
    const size_t count = size();
    const size_t before = capacity();
    const size_t after = count <= before / 2 ? before : before * 2;
    SIM_CHECK(after > count);
    T* const slots = after == before
                         ? slots_
                         : static_cast<T*>(Recycler::Take(after * sizeof(T)));
    for (size_t i = 0; i < count; ++i) {
      ::new (static_cast<void*>(slots + i)) T(std::move(first_[i]));
      first_[i].~T();
    }
    if (slots != slots_) GiveBack();
    slots_ = first_ = slots;
    last_ = slots + count;
    end_ = slots + after;
  }

  alignas(T) unsigned char inline_[kInline * sizeof(T)];
  T* slots_ = inline_slots();
  T* first_ = slots_;
  T* last_ = slots_;
  T* end_ = slots_ + kInline;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_BASE_RING_H_
