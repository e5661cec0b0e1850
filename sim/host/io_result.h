#ifndef ORDERLY_SIM_HOST_IO_RESULT_H_
#define ORDERLY_SIM_HOST_IO_RESULT_H_

#include <cstdint>

namespace orderly {

// What a socket call tells the application: a count (0 bytes received is the
// end of the stream), or an errno. EAGAIN means that a blocking call would
// wait.
struct IoResult {
  int64_t value = 0;
  int error = 0;         // errno; 0: the call succeeded
  bool sigpipe = false;  // the process gets SIGPIPE unless MSG_NOSIGNAL

  bool ok() const { return error == 0; }
  static IoResult Of(int64_t value) { return {value, 0, false}; }
  static IoResult Error(int error) { return {-1, error, false}; }
  friend bool operator==(const IoResult&, const IoResult&) = default;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_HOST_IO_RESULT_H_
