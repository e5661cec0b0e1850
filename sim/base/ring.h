#ifndef ORDERLY_SIM_BASE_RING_H_
#define ORDERLY_SIM_BASE_RING_H_

#include <cstddef>
#include <memory>
#include <new>
#include <utility>

#include "sim/base/check.h"

namespace orderly {

// A double-ended queue in one circular array: the first kInline elements need
// no allocation. Worlds are made 100,000 times a second, and std::deque
// allocates 500 bytes before its first element. kInline is a power of two.
// Elements are moved when the array grows. Not copyable.
template <typename T, size_t kInline>
class Ring final {
  static_assert(kInline > 0 && (kInline & (kInline - 1)) == 0);

 public:
  Ring() = default;
  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;
  ~Ring() {
    clear();
    if (slots_ != inline_slots())
      std::allocator<T>().deallocate(slots_, capacity_);
  }

  bool empty() const { return size_ == 0; }
  size_t size() const { return size_; }

  T& operator[](size_t i) { return slots_[(head_ + i) & (capacity_ - 1)]; }
  const T& operator[](size_t i) const {
    return slots_[(head_ + i) & (capacity_ - 1)];
  }
  T& front() { return slots_[head_]; }
  const T& front() const { return slots_[head_]; }
  T& back() { return (*this)[size_ - 1]; }
  const T& back() const { return (*this)[size_ - 1]; }

  template <typename... Args>
  T& emplace_back(Args&&... args) {
    if (size_ == capacity_) Grow();
    T* slot = &slots_[(head_ + size_) & (capacity_ - 1)];
    ++size_;
    return *::new (static_cast<void*>(slot)) T(std::forward<Args>(args)...);
  }
  void push_back(T value) { emplace_back(std::move(value)); }

  // Requires !empty().
  void pop_front() {
    slots_[head_].~T();
    head_ = (head_ + 1) & (capacity_ - 1);
    --size_;
  }
  void pop_back() {
    back().~T();
    --size_;
  }
  // Requires i <= size(). Moves the later elements up by one.
  void insert(size_t i, T value) {
    push_back(std::move(value));
    for (size_t j = size_ - 1; j > i; --j)
      std::swap((*this)[j], (*this)[j - 1]);
  }
  // Requires i < size(). Moves the later elements down by one.
  void erase(size_t i) {
    for (size_t j = i; j + 1 < size_; ++j)
      (*this)[j] = std::move((*this)[j + 1]);
    pop_back();
  }
  void clear() {
    while (size_ > 0) pop_front();
    head_ = 0;
  }

 private:
  T* inline_slots() { return reinterpret_cast<T*>(inline_); }

  // Out of line: it is rare, and what calls it is everywhere.
  [[gnu::noinline]] void Grow() {
    const size_t larger = capacity_ * 2;
    SIM_CHECK(larger > size_);
    T* bigger = std::allocator<T>().allocate(larger);
    for (size_t i = 0; i < size_; ++i) {
      ::new (static_cast<void*>(bigger + i)) T(std::move((*this)[i]));
      (*this)[i].~T();
    }
    if (slots_ != inline_slots())
      std::allocator<T>().deallocate(slots_, capacity_);
    slots_ = bigger;
    capacity_ = larger;
    head_ = 0;
  }

  alignas(T) unsigned char inline_[kInline * sizeof(T)];
  T* slots_ = inline_slots();
  size_t capacity_ = kInline;
  size_t head_ = 0;
  size_t size_ = 0;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_BASE_RING_H_
