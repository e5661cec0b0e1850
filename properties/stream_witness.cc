#include "properties/stream_witness.h"

#include "absl/strings/str_cat.h"

namespace orderly {

StreamWitness::Stream& StreamWitness::Of(const FourTuple& from_writer) {
  for (Stream& stream : streams_) {
    if (stream.tuple == from_writer) return stream;
  }
  Stream& stream = streams_.emplace_back();
  stream.tuple = from_writer;
  return stream;
}

void StreamWitness::OnWritten(const FourTuple& tuple, std::string_view bytes) {
  Of(tuple).written.append(bytes);
}

void StreamWitness::OnRead(const FourTuple& tuple, std::string_view bytes) {
  Stream& stream = Of({tuple.remote, tuple.local});
  const std::string_view written = stream.written;
  const bool intact = stream.read <= written.size() &&
                      written.substr(stream.read, bytes.size()) == bytes;
  if (!intact && !breach_.has_value()) {
    breach_ =
        absl::StrCat("Bytes ", stream.read, " to ", stream.read + bytes.size(),
                     " of the stream are not what was written.");
  }
  stream.read += bytes.size();
}

void StreamWitness::OnBroken(const FourTuple& tuple) {
  Of({tuple.remote, tuple.local}).broken = true;
}

// Whatever TCP thinks of it: an end that nothing excuses must be after all.
void StreamWitness::OnEnd(const FourTuple& tuple) {
  const Stream& stream = Of({tuple.remote, tuple.local});
  if (stream.broken || breach_.has_value()) return;
  if (stream.read < stream.written.size()) {
    breach_ = absl::StrCat("The end of the stream came after ", stream.read,
                           " of ", stream.written.size(), " bytes.");
  }
}

bool StreamWitness::HasRead(uint16_t local_port, std::string_view text) const {
  for (const Stream& stream : streams_) {
    if (stream.tuple.remote.port != local_port) continue;
    const std::string_view read =
        std::string_view(stream.written).substr(0, stream.read);
    if (read.find(text) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace orderly
