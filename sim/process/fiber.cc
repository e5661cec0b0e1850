#include "sim/process/fiber.h"

#include <cxxabi.h>
#include <sys/mman.h>
#include <unistd.h>

#include <boost/context/detail/fcontext.hpp>
#include <cstring>
#include <vector>

#include "sim/base/address_sanitizer.h"
#include "sim/base/check.h"

#ifdef ORDERLY_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

namespace orderly {
namespace {

using ::boost::context::detail::fcontext_t;
using ::boost::context::detail::jump_fcontext;
using ::boost::context::detail::make_fcontext;
using ::boost::context::detail::transfer_t;

// To create a stack with its guard costs 10 us, to take one from here nothing.
class StackPool final {
 public:
  StackPool() = default;
  StackPool(const StackPool&) = delete;
  StackPool& operator=(const StackPool&) = delete;
  ~StackPool() {
    for (char* stack : free_) munmap(stack - Guard(), Bytes());
  }

  char* Take() {
    if (free_.empty()) return Map();
    char* stack = free_.back();
    free_.pop_back();
    return stack;
  }
  void Return(char* stack) {
#ifdef ORDERLY_ASAN
    // The frames that were left there are gone.
    __asan_unpoison_memory_region(stack, Fiber::kStackBytes);
#endif
    free_.push_back(stack);
  }

 private:
  static size_t Guard() {
    static const auto page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
    return page;
  }
  static size_t Bytes() { return Fiber::kStackBytes + Guard(); }
  static char* Map() {
    void* memory = mmap(nullptr, Bytes(), PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    SIM_CHECK(memory != MAP_FAILED);
    SIM_CHECK(mprotect(memory, Guard(), PROT_NONE) == 0);
    return static_cast<char*>(memory) + Guard();
  }

  std::vector<char*> free_;
};

// The C++ runtime's, of this thread, which never move.
void* ExceptionGlobals() {
  static constinit thread_local void* globals = nullptr;
  if (globals == nullptr) globals = abi::__cxa_get_globals();
  return globals;
}

StackPool& Stacks() {
  static thread_local StackPool pool;
  return pool;
}

}  // namespace

// The three jumps, each with what AddressSanitizer must be told before it and
// after it. `fake` is where the stack that is left keeps its fake frames; null
// when it is left for ever.
struct Fiber::Switches {
  static void ToFiber(Fiber& fiber) {
    // The Itanium C++ ABI, 2.2.2, __cxa_eh_globals: two words.
    void* exceptions = ExceptionGlobals();
    Exceptions callers;
    std::memcpy(&callers, exceptions, sizeof(callers));
    std::memcpy(exceptions, &fiber.exceptions_, sizeof(callers));
#ifdef ORDERLY_ASAN
    __sanitizer_start_switch_fiber(&fiber.caller_fake_, fiber.stack_,
                                   kStackBytes);
#endif
    fiber.own_context_ = jump_fcontext(fiber.own_context_, &fiber).fctx;
#ifdef ORDERLY_ASAN
    __sanitizer_finish_switch_fiber(fiber.caller_fake_, nullptr, nullptr);
#endif
    std::memcpy(&fiber.exceptions_, exceptions, sizeof(callers));
    std::memcpy(exceptions, &callers, sizeof(callers));
  }

  static void ToCaller(Fiber& fiber, bool for_ever) {
#ifdef ORDERLY_ASAN
    __sanitizer_start_switch_fiber(for_ever ? nullptr : &fiber.own_fake_,
                                   fiber.caller_bottom_, fiber.caller_size_);
#endif
    (void)for_ever;
    const transfer_t back = jump_fcontext(fiber.caller_context_, nullptr);
    Arrive(fiber, back, fiber.own_fake_);
  }

  static void Begin(transfer_t from) {
    Fiber& fiber = *static_cast<Fiber*>(from.data);
    Arrive(fiber, from, nullptr);
    fiber.entry_(fiber.argument_);
    fiber.Finish();
  }

  static void Arrive(Fiber& fiber, const transfer_t& from, void* fake) {
    fiber.caller_context_ = from.fctx;
#ifdef ORDERLY_ASAN
    __sanitizer_finish_switch_fiber(fake, &fiber.caller_bottom_,
                                    &fiber.caller_size_);
#endif
    (void)fake;
  }
};

void Fiber::Start(Entry entry, void* argument) {
  SIM_CHECK(!started());
  entry_ = entry;
  argument_ = argument;
  finished_ = false;
  stack_ = Stacks().Take();
  own_fake_ = nullptr;
  exceptions_ = {};
  own_context_ =
      make_fcontext(stack_ + kStackBytes, kStackBytes, &Switches::Begin);
}

void Fiber::Resume() {
  SIM_CHECK(started());
  SIM_CHECK(!finished_);
  Switches::ToFiber(*this);
}

void Fiber::Leave() { Switches::ToCaller(*this, /*for_ever=*/false); }

void Fiber::Finish() {
  finished_ = true;
  Switches::ToCaller(*this, /*for_ever=*/true);
  __builtin_unreachable();
}

void Fiber::GiveBack() {
  if (stack_ == nullptr) return;
  Stacks().Return(stack_);
  stack_ = nullptr;
}

}  // namespace orderly
