#include "properties/ledger.h"

#include "sim/process/process.h"

namespace orderly {

void ClientLedger::RecordAcknowledged(uint64_t id) {
  if (!Dying()) acknowledged.push_back(id);
}
void ClientLedger::GoodbyeSent() {
  if (Dying()) return;
  goodbye_sent = true;
  goodbye_sent_at = CurrentSimulation()->now();
}
void ClientLedger::FinalMessageHeard() { final_message_heard |= !Dying(); }
void ClientLedger::Ruptured() { ruptured |= !Dying(); }
void ClientLedger::Concluded(protocol::Verdict told) {
  if (!Dying()) verdict = told;
}

void ServerLedger::GoodbyeHeard() { goodbye_heard |= !Dying(); }
void ServerLedger::FinalMessageHeard() { final_message_heard |= !Dying(); }
void ServerLedger::FinalMessageSent() { final_message_sent |= !Dying(); }
void ServerLedger::Ruptured() { ruptured |= !Dying(); }
void ServerLedger::Concluded(protocol::Verdict told) {
  if (!Dying()) verdict = told;
}

}  // namespace orderly
