#ifndef ORDERLY_SIM_BASE_RECYCLED_H_
#define ORDERLY_SIM_BASE_RECYCLED_H_

#include <array>
#include <bit>
#include <cstddef>
#include <new>
#include <vector>

#include "sim/base/address_sanitizer.h"

namespace orderly {

// Memory of worlds that are gone, for those to come: a world lives for a few
// microseconds, and malloc would take a tenth of them. By powers of two, per
// thread, never zeroed; given back to the system when the thread ends. With
// AddressSanitizer nothing is recycled, so that it sees every use after the
// end.
class Recycler final {
 public:
  Recycler() = delete;

  static void* Take(size_t bytes) {
    const size_t size_class = ClassOf(bytes);
    if (size_class >= kClasses) return ::operator new(bytes);
    Piece* const piece = free_[size_class];
    if (piece == nullptr) [[unlikely]]
      return Allocate(size_class);
    free_[size_class] = piece->next;
    return piece;
  }
  // Requires the same size as when it was taken.
  static void Give(void* memory, size_t bytes) {
    const size_t size_class = ClassOf(bytes);
    if (size_class >= kClasses) {
      ::operator delete(memory);
      return;
    }
    free_[size_class] = ::new (memory) Piece{free_[size_class]};
  }

 private:
  struct Piece {
    Piece* next;
  };
  struct AtThreadEnd;
  // Pieces of 16 bytes to 64 KiB.
  static constexpr size_t kSmallest = 4;
#ifdef ORDERLY_ASAN
  static constexpr size_t kClasses = 0;
#else
  static constexpr size_t kClasses = 13;
#endif

  static size_t ClassOf(size_t bytes) {
    const auto bits = static_cast<size_t>(std::bit_width((bytes - 1) | 15));
    return bits - kSmallest;
  }
  static void* Allocate(size_t size_class);

  static constinit thread_local std::array<Piece*, kClasses> free_;
};

// What derives from it is made with new from recycled memory.
struct Recycled {
  // NOLINTNEXTLINE(misc-new-delete-overloads): the sized one below is its own.
  static void* operator new(size_t bytes) { return Recycler::Take(bytes); }
  static void operator delete(void* memory, size_t bytes) {
    Recycler::Give(memory, bytes);
  }
  friend bool operator==(const Recycled&, const Recycled&) = default;
};

// For containers.
template <typename T>
struct RecyclingAllocator {
  using value_type = T;
  RecyclingAllocator() = default;
  template <typename U>
  // NOLINTNEXTLINE(google-explicit-constructor): containers convert it.
  RecyclingAllocator(const RecyclingAllocator<U>& /*other*/) {}

  T* allocate(size_t n) {
    return static_cast<T*>(Recycler::Take(n * sizeof(T)));
  }
  void deallocate(T* memory, size_t n) {
    Recycler::Give(memory, n * sizeof(T));
  }
  friend bool operator==(RecyclingAllocator, RecyclingAllocator) {
    return true;
  }
};

template <typename T>
using RecycledVector = std::vector<T, RecyclingAllocator<T>>;

}  // namespace orderly

#endif  // ORDERLY_SIM_BASE_RECYCLED_H_
