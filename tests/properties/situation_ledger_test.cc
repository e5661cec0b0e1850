#include "properties/situation_ledger.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "properties/cell.h"
#include "properties/situations.h"

namespace orderly {
namespace {

constexpr Cell kCell = {Side::kServer, TcpState::kFinWait1, Happening::kReset,
                        Phase::kFinal};

Situations OneRun() {
  Situations run;
  run.Note(Situation::kFinsCross);
  run.Note(kCell, 12);
  run.Note(kCell, 15);  // again: once a run counts
  return run;
}

TEST(CellTest, IdsAndNamesGoBothWays) {
  for (uint16_t id = 0; id < kCellCount; ++id) {
    EXPECT_EQ(CellId(CellOf(id)), id);
  }
  EXPECT_EQ(CellName(kCell), "server FIN-WAIT-1 x RST, final");
  EXPECT_EQ(ParseCell("server FIN-WAIT-1 x RST, final"), kCell);
  EXPECT_EQ(ParseCell("server FIN-WAIT-1 x RST"), std::nullopt);
}

TEST(SituationLedgerTest, CountsRunsNotTimes) {
  SituationLedger ledger;
  ledger.Add(OneRun());
  ledger.Add(OneRun());
  EXPECT_EQ(ledger.runs(), 2U);
  EXPECT_EQ(ledger.of(Situation::kFinsCross), 2U);
  EXPECT_EQ(ledger.of(kCell), 2U);
  EXPECT_EQ(ledger.cells_reached(), 1);
}

TEST(SituationLedgerTest, TextIsLosslessAndMerges) {
  SituationLedger ledger;
  ledger.Add(OneRun());
  const auto again = SituationLedger::FromText(ledger.ToText());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, ledger);
  SituationLedger both = ledger;
  both.Add(*again);
  EXPECT_EQ(both.runs(), 2U);
  EXPECT_EQ(both.of(kCell), 2U);
}

TEST(SituationLedgerTest, MissingNamesWhatMustBeReached) {
  SituationLedger ledger;
  ledger.Add(OneRun());
  const std::vector<std::string> missing = ledger.Missing();
  const auto lacks = [&](const char* what) {
    return std::find(missing.begin(), missing.end(), what) != missing.end();
  };
  EXPECT_FALSE(lacks("FINs cross"));
  EXPECT_FALSE(lacks("FIN-WAIT-1 x RST"));
  EXPECT_TRUE(lacks("last ACK lost"));
  EXPECT_TRUE(lacks("LAST-ACK x ACK"));
  EXPECT_NE(ledger.Summary().find("last ACK lost 0 (!)"), std::string::npos);
  EXPECT_NE(ledger.Summary().find("LAST-ACK x ACK 0 (!)"), std::string::npos);
}

TEST(SituationLedgerTest, WhatIsNoLedgerIsRefusedWithItsLine) {
  const auto message = [](const char* text) {
    return std::string(SituationLedger::FromText(text).status().message());
  };
  EXPECT_EQ(message("trace 1\n"), "line 1: expected \"situation-ledger 1\"");
  EXPECT_EQ(message("situation-ledger 1\n"),
            "line 2: expected \"runs\" and a number");
  EXPECT_EQ(message("situation-ledger 1\nruns 5\nmany FINs cross\n"),
            "line 3: expected a number of runs, and what they reached");
  EXPECT_EQ(message("situation-ledger 1\nruns 5\n3 FINs cross\n3 snow\n"),
            "line 4: expected a situation, or a cell as \"server FIN-WAIT-1 x "
            "RST, final\"");
  EXPECT_EQ(
      message("situation-ledger 1\nruns 5\n3 FINs cross\n2 FINs cross\n"),
      "line 4: expected each once, and \"FINs cross\" is there before it");
  EXPECT_EQ(message("situation-ledger 1\nruns 5\n6 FINs cross\n"),
            "line 3: expected at most the 5 runs of line 2");
  EXPECT_EQ(message("situation-ledger 1\nruns 18446744073709551615\n"),
            "line 2: expected at most 1000000000000000 runs");
}

TEST(SituationLedgerTest, LinesMayEndAsOnWindows) {
  const auto ledger = SituationLedger::FromText(
      "situation-ledger 1\r\nruns 5\r\n3 FINs cross\r\n");
  ASSERT_TRUE(ledger.ok()) << ledger.status();
  EXPECT_EQ(ledger->of(Situation::kFinsCross), 3U);
}

TEST(SituationLedgerTest, RowIsKeptAndNotMixedWithAnother) {
  SituationLedger close;
  close.Add(OneRun());
  close.set_row("close-ok server close client close");
  const auto again = SituationLedger::FromText(close.ToText());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, close);

  SituationLedger whole;
  EXPECT_TRUE(whole.Merge(close).ok());
  EXPECT_EQ(whole, close);
  EXPECT_TRUE(whole.Merge(close).ok());
  EXPECT_EQ(whole.row(), close.row());
  SituationLedger linger = close;
  linger.set_row("close-ok server linger0 client close");
  EXPECT_EQ(whole.Merge(linger).message(),
            "it is of row 'close-ok server linger0 client close', and what is "
            "before it of row 'close-ok server close client close'; merge "
            "those of one row");
  EXPECT_EQ(whole.runs(), 2U);
}

TEST(SituationLedgerTest, SumsThatWouldOverflowAreRefused) {
  const auto most =
      SituationLedger::FromText("situation-ledger 1\nruns 1000000000000000\n");
  ASSERT_TRUE(most.ok()) << most.status();
  SituationLedger whole = *most;
  EXPECT_EQ(whole.Merge(*most).message(),
            "it makes more than 1000000000000000 runs");
}

}  // namespace
}  // namespace orderly
