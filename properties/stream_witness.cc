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

// An end after an error is the error's echo, not the peer's FIN.
void StreamWitness::OnEnd(const FourTuple& tuple, bool clean) {
  if (!clean || breach_.has_value()) return;
  const Stream& stream = Of({tuple.remote, tuple.local});
  if (stream.read < stream.written.size()) {
    breach_ = absl::StrCat("The end of the stream came after ", stream.read,
                           " of ", stream.written.size(), " bytes.");
  }
}

}  // namespace orderly
