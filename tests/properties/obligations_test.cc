#include "properties/obligations.h"

#include <gtest/gtest.h>

#include <chrono>

#include "protocol/goodbye.h"
#include "sim/base/instant.h"

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

}  // namespace
}  // namespace orderly
