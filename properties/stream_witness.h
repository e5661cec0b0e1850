#ifndef ORDERLY_PROPERTIES_STREAM_WITNESS_H_
#define ORDERLY_PROPERTIES_STREAM_WITNESS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/process/io_witness.h"
#include "sim/wire/four_tuple.h"

namespace orderly {

class StateHash;

// Holds what sockets accepted against what sockets of the other end returned.
class StreamWitness final : public IoWitness {
 public:
  void OnWritten(const FourTuple& tuple, std::string_view bytes) override;
  void OnRead(const FourTuple& tuple, std::string_view bytes) override;
  void OnEnd(const FourTuple& tuple) override;
  void OnBroken(const FourTuple& tuple) override;

  // Whether the bytes that this end has read contain `text`.
  bool HasRead(uint16_t local_port, std::string_view text) const;

  // The first breach, as a sentence; nullopt: streams are intact.
  const std::optional<std::string>& breach() const { return breach_; }
  void HashInto(StateHash& hash) const;  // world_state.cc

 private:
  struct Stream {
    FourTuple tuple;  // seen from the writer
    std::string written;
    size_t read = 0;
    bool broken = false;  // its reader was told an error
  };
  Stream& Of(const FourTuple& from_writer);

  std::vector<Stream> streams_;
  std::optional<std::string> breach_;
};

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_STREAM_WITNESS_H_
