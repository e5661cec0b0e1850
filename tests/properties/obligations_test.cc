#include "properties/obligations.h"

#include <gtest/gtest.h>

#include <chrono>

#include "properties/ledger.h"
#include "protocol/goodbye.h"
#include "protocol/report.h"
#include "sim/base/instant.h"
#include "sim/choice/byte_choices.h"
#include "sim/process/process.h"
#include "sim/simulation.h"

namespace orderly {
namespace {

using protocol::GoodbyeKind;

Instant At(int millis) { return Instant() + std::chrono::milliseconds(millis); }

TEST(ObligationsTest, FromTheStartEachWaitsForTheOther) {
  const Obligations owed;
  EXPECT_EQ(owed.WhoWaits(Side::kClient, GoodbyeKind::kCloseOk),
            "the client waits for what the server says to its records since "
            "0.00 s");
  EXPECT_EQ(owed.WhoWaits(Side::kServer, GoodbyeKind::kCloseOk),
            "the server waits for CLOSE of the client since 0.00 s");
  EXPECT_EQ(owed.WhoWaits(Side::kServer, GoodbyeKind::kEof),
            "the server waits for the end of the client's stream since 0.00 s");
}

TEST(ObligationsTest, IsHotFromWhenItIsMadeUntilItIsMet) {
  Obligations owed;
  owed.Meet(Duty::kAcknowledgements);
  EXPECT_FALSE(owed.hot(Duty::kFinalMessage));
  owed.Owe(Duty::kFinalMessage, At(60));
  owed.Owe(Duty::kFinalMessage, At(900));  // it is as old as it is
  EXPECT_TRUE(owed.hot(Duty::kFinalMessage));
  EXPECT_EQ(owed.WhoWaits(Side::kClient, GoodbyeKind::kCloseOk),
            "the client waits for CLOSE_OK of the server since 0.06 s");
  owed.Meet(Duty::kFinalMessage);
  EXPECT_EQ(owed.WhoWaits(Side::kClient, GoodbyeKind::kCloseOk),
            "the client waits for nobody");
}

TEST(ObligationsTest, WhoHasEndedWaitsForNobody) {
  Obligations owed;
  owed.Owe(Duty::kJournal, At(10));
  EXPECT_EQ(owed.WhoWaits(Side::kServer, GoodbyeKind::kCloseOk),
            "the server waits for CLOSE of the client since 0.00 s and for its "
            "journal since 0.01 s");
  owed.End(Side::kServer);
  EXPECT_EQ(owed.WhoWaits(Side::kServer, GoodbyeKind::kCloseOk),
            "the server waits for nobody");
  EXPECT_TRUE(owed.hot(Duty::kAcknowledgements));  // the client's
}

// One host, and on it a process that runs `body`.
void RunProcess(const Processes::Body& body) {
  ByteChoices perfect{{}};
  Simulation sim(perfect, {});
  Host& host = sim.AddHost("host");
  Processes processes(sim);
  processes.Spawn(host, "process", body);
  sim.RunToEnd(At(60'000));
}

void Work(int millis) {
  EXPECT_TRUE(OwnCall("work", std::chrono::milliseconds(millis)));
}

TEST(ObligationsTest, TheClientsLedgerMakesAndMeetsThem) {
  Obligations owed;
  ClientLedger ledger(owed);
  const auto waits = [&owed] {
    return owed.WhoWaits(Side::kClient, GoodbyeKind::kCloseOk);
  };
  RunProcess([&] {
    Work(60);
    ledger.RecordAcknowledged(1);
    EXPECT_EQ(waits(),
              "the client waits for what the server says to its records since "
              "0.00 s");
    ledger.GoodbyeSent();
    Work(30);
    EXPECT_EQ(waits(),
              "the client waits for CLOSE_OK of the server since 0.06 s");
    ledger.FinalMessageHeard();
    EXPECT_EQ(waits(), "the client waits for nobody");
    ledger.Concluded(protocol::Verdict::kCommitted);
    EXPECT_EQ(waits(), "the client waits for the server's end since 0.09 s");
    return 0;
  });
}

TEST(ObligationsTest, TheServersLedgerMakesAndMeetsThem) {
  Obligations owed;
  ServerLedger ledger(owed);
  const auto waits = [&owed] {
    return owed.WhoWaits(Side::kServer, GoodbyeKind::kCloseOk);
  };
  RunProcess([&] {
    Work(60);
    ledger.GoodbyeHeard();
    EXPECT_EQ(waits(), "the server waits for its journal since 0.06 s");
    Work(10);
    ledger.Concluded(protocol::Verdict::kCommitted);
    EXPECT_EQ(waits(), "the server waits for the client's end since 0.07 s");
    return 0;
  });
}

// A rupture is no word of the other side: who heard of it has concluded.
TEST(ObligationsTest, WhoGivesUpWaitsForTheEndAlone) {
  Obligations owed;
  ClientLedger ledger(owed);
  RunProcess([&] {
    ledger.GoodbyeSent();
    ledger.Ruptured();
    EXPECT_TRUE(owed.hot(Duty::kFinalMessage));
    ledger.Concluded(protocol::Verdict::kUnknown);
    EXPECT_FALSE(owed.hot(Duty::kFinalMessage));
    EXPECT_TRUE(owed.hot(Duty::kServerEnd));
    return 0;
  });
}

}  // namespace
}  // namespace orderly
