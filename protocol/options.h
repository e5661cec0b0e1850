#ifndef ORDERLY_PROTOCOL_OPTIONS_H_
#define ORDERLY_PROTOCOL_OPTIONS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

#include "protocol/ending.h"
#include "protocol/goodbye.h"
#include "protocol/payload.h"

namespace protocol {

// How a session uses its socket. Zero durations mean "never" or "none".
struct StreamOptions {
  // True: O_NONBLOCK, reads first and polls on EAGAIN. False: O_NONBLOCK is
  // left as it was, polls before each read, and blocks in recv() when neither
  // a timer nor output is pending. Writes never block in either mode, so two
  // sides with full buffers keep reading.
  bool non_blocking = false;
  bool no_delay = true;      // TCP_NODELAY
  size_t read_chunk = 4096;  // At most this much a recv(); at least 1.
  // A slow reader: how long after each recv() the next one may come.
  std::chrono::milliseconds read_pause{0};
  // No byte from the peer for this long is a rupture.
  std::chrono::milliseconds idle_timeout = std::chrono::seconds(30);
};

struct ClientOptions {
  GoodbyeKind goodbye = GoodbyeKind::kCloseOk;
  StreamOptions stream = {};
  Ending ending = Ending::kShutdownWrDrainClose;
  EndingOptions ending_options = {};

  // The payload sizes of records 1, 2, ...; owned by the caller. Each at most
  // kMaxPayload.
  std::span<const uint32_t> record_sizes = {};
  void (*fill_payload)(uint64_t id, std::span<char> out) = &FillPattern;
  // At most this many records unacknowledged at a time; at least 1.
  size_t pipeline_depth = 1;

  std::chrono::milliseconds heartbeat{0};
  // Heartbeats go on after CLOSE until CLOSE_OK is heard, as those of a timer
  // that knows nothing of the goodbye do. False: CLOSE stops them.
  bool heartbeats_until_confirmed = true;

  // How long after its last ACK the client leaves the first word to the
  // server; 0: it goes first.
  std::chrono::milliseconds goodbye_delay{0};
};

struct ServerOptions {
  GoodbyeKind goodbye = GoodbyeKind::kCloseOk;
  StreamOptions stream = {};
  Ending ending = Ending::kShutdownWrDrainClose;
  EndingOptions ending_options = {};

  uint64_t session = 1;  // Stands in every journal entry.
  std::chrono::milliseconds heartbeat{0};

  // Above 0, close-ok only: the server says CLOSE, unless the client did
  // before, `goes_first_delay` after it acknowledged this many records.
  uint64_t goes_first_after_records = 0;
  std::chrono::milliseconds goes_first_delay{0};
};

}  // namespace protocol

#endif  // ORDERLY_PROTOCOL_OPTIONS_H_
