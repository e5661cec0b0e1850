#ifndef ORDERLY_CONFORMANCE_CLOSE_MATRIX_H_
#define ORDERLY_CONFORMANCE_CLOSE_MATRIX_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace orderly {

// close() in a state, with or without unread data, with or without SO_LINGER
// {1, 0}.
struct CloseRow {
  enum class Unread : bool { kNo, kYes };
  enum class Linger0 : bool { kNo, kYes };
  std::string_view state;
  Unread unread;
  Linger0 linger0;
  std::string_view emission;  // "F.", "R.", "-"
  std::string_view after;     // as Rig::Where() says it
};

// Probe p19, as measured.
std::span<const CloseRow> CloseRows();
// What the simulated host sends and where it is then.
struct Closed {
  bool ok = false;  // what close() returned
  std::string emission;
  std::string after;
};
Closed SeeClose(const CloseRow& row);

}  // namespace orderly

#endif  // ORDERLY_CONFORMANCE_CLOSE_MATRIX_H_
