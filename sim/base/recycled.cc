#include "sim/base/recycled.h"

#include <utility>

namespace orderly {

constinit thread_local std::array<Recycler::Piece*, Recycler::kClasses>
    Recycler::free_{};

// What is given back after it (by a thread's last destructors) is not freed any
// more: at the end of a program, or in a thread that ends with a world alive.
struct Recycler::AtThreadEnd {
  ~AtThreadEnd() {
    for (Piece*& first : free_) {
      while (first != nullptr)
        ::operator delete(std::exchange(first, first->next));
    }
  }
};

void* Recycler::Allocate(size_t size_class) {
  // Made at the first use, so that the quick way needs to ask nothing.
  static thread_local AtThreadEnd at_thread_end;
  (void)at_thread_end;
  return ::operator new (size_t{1} << (size_class + kSmallest));
}

}  // namespace orderly
