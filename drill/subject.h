#ifndef ORDERLY_DRILL_SUBJECT_H_
#define ORDERLY_DRILL_SUBJECT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "drill/machine.h"
#include "drill/numbering.h"
#include "drill/script.h"
#include "drill/settings.h"
#include "drill/timestamps.h"

namespace orderly::drill {

// The socket under test: packetdrill looks at one connection at a time, and
// this is its wire side. A new listen() or connect() begins another; segments
// of other connections are not the script's.
class Subject final {
 public:
  Subject(Machine& machine, const Settings& settings)
      : machine_(machine), settings_(settings) {}

  // socket(), listen(), connect() and accept(), with their descriptors.
  void Exists(int fd);
  bool BeginsAnother(const SystemCall& call, int fd) const;
  void Listens(int fd);
  void Connects(int fd);
  void Accepted(int fd);
  // close(): the number may become another socket's.
  void Closed(int fd) {
    if (fd == fd_) fd_ = -1;
  }

  // A segment was read as `expected` has it: TS val of both is a pair from now
  // on. With --tcp_ts_tick_usecs, how it is not what the clock makes it.
  std::optional<std::string> TimestampMismatch(const TcpPacket& expected,
                                               const TcpPacket& got,
                                               Duration tolerance);
  // The host's numbers and the peer's.
  const Numbering& numbering() const { return numbering_; }
  // Of the run; -1: the connection has none (yet).
  int fd() const { return fd_; }

  // Takes the next segment that the host sent on the connection, waiting for it
  // until `limit`. `expected` tells the script's ISN. nullopt: there is none.
  std::optional<Machine::Sent> Next(const TcpPacket& expected, Instant limit);
  // The same, without waiting, of a segment that no packet of the script is
  // for.
  std::optional<Machine::Sent> Unread();
  // The segment that Next() or Unread() took was not for them: it comes again.
  void PutBack(Machine::Sent sent);
  // An inbound packet arrives. Unimplemented: sim/wire has not what it has.
  absl::Status Inject(const TcpPacket& scripted);
  absl::Status Inject(const IcmpPacket& packet);

 private:
  enum class Phase : uint8_t {
    kNone,
    kListening,
    kConnecting,  // connect() was called, its SYN was not read
    kSynSent,
    kSynReceived,  // the script's SYN arrived at a listener
    kOpen
  };

  void Begin(Phase phase, int fd);
  // Whether it is the connection's; learns what it tells of it.
  bool Takes(const Segment& segment);
  void Learn(const TcpPacket& expected, const Segment& segment);
  void ArrivesFrom(const TcpPacket& packet);
  absl::Status EchoTimestamps(TcpPacket& packet) const;

  Machine& machine_;
  const Settings& settings_;
  Phase phase_ = Phase::kNone;
  bool listens_ = false;  // a listener was there
  int fd_ = -1;
  Endpoint local_;
  Endpoint remote_;
  uint16_t next_port_ = 40000;  // of the peer, for its next connection
  Numbering numbering_;
  Timestamps timestamps_;
};

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_SUBJECT_H_
