#ifndef ORDERLY_SIM_BASE_CHECK_H_
#define ORDERLY_SIM_BASE_CHECK_H_

namespace orderly {

// Prints "file:line: check failed: <fact>" and aborts. For our own bugs only:
// what a peer, a user or a file can do wrong is never a check.
[[noreturn]] void CheckFailed(const char* file, int line, const char* fact);

}  // namespace orderly

// Always on, in every build: a simulator that goes on after its own bug proves
// nothing. One fact per check.
#define SIM_CHECK(fact)                                  \
  do {                                                   \
    if (!(fact)) [[unlikely]]                            \
      ::orderly::CheckFailed(__FILE__, __LINE__, #fact); \
  } while (false)

#endif  // ORDERLY_SIM_BASE_CHECK_H_
