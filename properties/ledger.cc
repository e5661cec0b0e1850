#include "properties/ledger.h"

#include "sim/process/process.h"

namespace orderly {
namespace {

Instant Now() { return CurrentSimulation()->now(); }

}  // namespace

void ClientLedger::RecordAcknowledged(uint64_t id) {
  if (!Dying()) acknowledged.push_back(id);
}
void ClientLedger::GoodbyeSent() {
  if (Dying()) return;
  goodbye_sent = true;
  goodbye_sent_at = Now();
  owed_.Meet(Duty::kAcknowledgements);
  owed_.Owe(Duty::kFinalMessage, Now());
}
void ClientLedger::FinalMessageHeard() {
  if (Dying()) return;
  final_message_heard = true;
  owed_.Meet(Duty::kFinalMessage);
}
void ClientLedger::Ruptured() { ruptured |= !Dying(); }
void ClientLedger::Concluded(protocol::Verdict told) {
  if (Dying()) return;
  verdict = told;
  owed_.Meet(Duty::kAcknowledgements);
  owed_.Meet(Duty::kFinalMessage);
  owed_.Owe(Duty::kServerEnd, Now());
}

void ServerLedger::GoodbyeHeard() {
  if (Dying()) return;
  goodbye_heard = true;
  owed_.Meet(Duty::kGoodbye);
  owed_.Owe(Duty::kJournal, Now());
}
void ServerLedger::FinalMessageHeard() { final_message_heard |= !Dying(); }
void ServerLedger::FinalMessageSent() { final_message_sent |= !Dying(); }
void ServerLedger::Ruptured() { ruptured |= !Dying(); }
void ServerLedger::Concluded(protocol::Verdict told) {
  if (Dying()) return;
  verdict = told;
  owed_.Meet(Duty::kGoodbye);
  owed_.Meet(Duty::kJournal);
  owed_.Owe(Duty::kClientEnd, Now());
}

}  // namespace orderly
