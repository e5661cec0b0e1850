#ifndef ORDERLY_PROTOCOL_MESSAGE_STREAM_H_
#define ORDERLY_PROTOCOL_MESSAGE_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "protocol/clock.h"
#include "protocol/codec.h"
#include "protocol/options.h"

namespace protocol {

enum class StreamEvent : uint8_t {
  kBytes,    // Next() may have messages.
  kQuiet,    // A deadline passed, or output can be written again.
  kEof,      // The peer ended its stream; told once.
  kRupture,  // An error or silence; last_error() and reason() say which.
};

// Messages over a connected socket that it does not own: an output buffer, a
// decoder, and waits with deadlines. Flush() and Receive() alternate; writing
// never blocks, and a write error is no rupture: what the peer said before may
// still be unread, so only reading tells how the connection ended.
class MessageStream {
 public:
  MessageStream(int fd, const StreamOptions& options);
  MessageStream(const MessageStream&) = delete;
  MessageStream& operator=(const MessageStream&) = delete;

  // Queues a message; Flush() sends it.
  void Write(const Message& message) { AppendMessage(message, output_); }
  // Queues a RECORD and returns the place for its payload, valid until the
  // next call of a non-const method.
  std::span<char> WriteRecord(uint64_t id, size_t length);

  // Sends what the socket takes now. Once a write failed, discards.
  void Flush();

  // Waits until something can be told, `until` at the latest; sends nothing.
  StreamEvent Receive(Nanos until);
  // The next message among the received bytes.
  Decoded Next() { return decoder_.Next(); }
  // Adds bytes that someone else read from the socket.
  void Feed(std::string_view bytes) { decoder_.Feed(bytes); }

  bool mid_message() const { return decoder_.mid_message(); }
  size_t pending() const { return output_.size() - sent_; }
  bool write_failed() const { return write_failed_; }
  // Both count from the start of the stream; queued() - written() bytes wait.
  uint64_t queued() const { return written_ + pending(); }
  uint64_t written() const { return written_; }
  uint64_t bytes_read() const { return read_; }
  int last_error() const { return last_error_; }
  // Why Receive() told kRupture; static storage.
  std::string_view reason() const { return reason_; }
  // When the last Receive() returned.
  Nanos now() const { return now_; }

 private:
  StreamEvent Wait(Nanos wake);
  StreamEvent ReadOnce(bool must_progress, int flags);
  StreamEvent Rupture(int error, std::string_view reason);
  short Interest() const;
  Nanos IdleDeadline() const;
  bool paused() const { return now_ < read_resumes_; }

  const int fd_;
  const StreamOptions options_;
  const bool non_blocking_;
  std::string output_;
  size_t sent_ = 0;  // Of output_.
  Decoder decoder_;
  uint64_t written_ = 0;
  uint64_t read_ = 0;
  bool write_failed_ = false;
  bool read_ended_ = false;
  int last_error_ = 0;
  std::string_view reason_;
  Nanos now_;
  Nanos last_progress_;
  Nanos read_resumes_ = Nanos::min();
};

}  // namespace protocol

#endif  // ORDERLY_PROTOCOL_MESSAGE_STREAM_H_
