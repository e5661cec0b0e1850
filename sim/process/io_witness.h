#ifndef ORDERLY_SIM_PROCESS_IO_WITNESS_H_
#define ORDERLY_SIM_PROCESS_IO_WITNESS_H_

#include <string_view>

#include "sim/wire/four_tuple.h"

namespace orderly {

// Who hears which bytes cross the border between processes and their sockets.
class IoWitness {
 public:
  virtual ~IoWitness() = default;
  // A socket took these bytes of a write.
  virtual void OnWritten(const FourTuple& tuple, std::string_view bytes) = 0;
  // A read consumed these (a peek does not).
  virtual void OnRead(const FourTuple& tuple, std::string_view bytes) = 0;
  // A read returned the end of the stream.
  virtual void OnEnd(const FourTuple& tuple) = 0;
  // The process was told an error of the socket, or shut its reading itself: an
  // end that is read afterwards is an echo, and no FIN.
  virtual void OnBroken(const FourTuple& tuple) = 0;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_PROCESS_IO_WITNESS_H_
