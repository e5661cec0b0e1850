#ifndef ORDERLY_PROPERTIES_LEDGER_H_
#define ORDERLY_PROPERTIES_LEDGER_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "properties/obligations.h"
#include "protocol/observer.h"
#include "sim/base/instant.h"

namespace orderly {

class StateHash;

// What the client was told, at the moment it learned it. A dead client learns
// nothing.
class ClientLedger final : public protocol::ClientObserver {
 public:
  // `owed` hears of what was made and met, and must outlive this.
  explicit ClientLedger(Obligations& owed) : owed_(owed) {}

  void RecordAcknowledged(uint64_t id) override;
  void GoodbyeSent() override;
  void FinalMessageHeard() override;
  void Ruptured() override;
  void Concluded(protocol::Verdict told) override;
  void HashInto(StateHash& hash) const;  // world_state.cc

  std::vector<uint64_t> acknowledged;
  bool goodbye_sent = false;
  bool final_message_heard = false;
  bool ruptured = false;
  std::optional<protocol::Verdict> verdict;
  std::optional<Instant> goodbye_sent_at;

 private:
  Obligations& owed_;
};

class ServerLedger final : public protocol::ServerObserver {
 public:
  explicit ServerLedger(Obligations& owed) : owed_(owed) {}

  void GoodbyeHeard() override;
  void FinalMessageHeard() override;
  void FinalMessageSent() override;
  void Ruptured() override;
  void Concluded(protocol::Verdict told) override;
  void HashInto(StateHash& hash) const;  // world_state.cc

  bool goodbye_heard = false;
  bool final_message_heard = false;
  bool final_message_sent = false;
  bool ruptured = false;
  std::optional<protocol::Verdict> verdict;

 private:
  Obligations& owed_;
};

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_LEDGER_H_
