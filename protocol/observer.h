#ifndef ORDERLY_PROTOCOL_OBSERVER_H_
#define ORDERLY_PROTOCOL_OBSERVER_H_

#include <cstdint>

#include "protocol/report.h"

namespace protocol {

// Witnesses of a session: each method is called when the application learns
// the fact, before its next system call. All may be left out. A session whose
// process was killed runs to its end on errors and goes on talking.

class ClientObserver {
 public:
  virtual ~ClientObserver() = default;
  virtual void RecordAcknowledged(uint64_t /*id*/) {}
  // send() took the last byte of CLOSE; eof: the next call begins the ending.
  virtual void GoodbyeSent() {}
  virtual void FinalMessageHeard() {}
  // At most once; the verdict may still be committed.
  virtual void Ruptured() {}
  // Exactly once, before the ending if it cannot change the verdict.
  virtual void Concluded(Verdict /*verdict*/) {}
};

class ServerObserver {
 public:
  virtual ~ServerObserver() = default;
  // Synced, and about to be acknowledged.
  virtual void RecordDurable(uint64_t /*id*/) {}
  // The client asked for the commit: CLOSE, or the end of its stream (eof).
  virtual void GoodbyeHeard() {}
  // As ServerReport::heard_final_message.
  virtual void FinalMessageHeard() {}
  virtual void FinalMessageSent() {}
  virtual void Ruptured() {}
  // Exactly once: when COMMIT or ROLLBACK is durable or has failed.
  virtual void Concluded(Verdict /*verdict*/) {}
};

}  // namespace protocol

#endif  // ORDERLY_PROTOCOL_OBSERVER_H_
