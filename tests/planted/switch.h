#ifndef ORDERLY_TESTS_PLANTED_SWITCH_H_
#define ORDERLY_TESTS_PLANTED_SWITCH_H_

#include <atomic>
#include <cstdint>

namespace orderly {

// The planted bugs, in the order of planted_bugs.cc, which says what each is.
// protocol/NAME.patch and tcp/NAME.patch plant them, in copies of the sources.
enum class Bug : uint8_t {
  kNone,
  kAcknowledgedBeforeApplied,
  kCloseOkBeforeDurable,
  kCloseOkCutInTwo,
  kCommitNotSynced,
  kCommitOnEof,
  kCrossingAnswerLeftUnsent,
  kCrossingNotAnswered,
  kDrainGivesUpSoon,
  kDrainReadsOnce,
  kDrainWithoutDeadline,
  kEagainRestartsOutput,
  kEagainTakenForEof,
  kEofMeansCommitted,
  kErrorSwallowed,
  kFailedWriteForgotten,
  kGoodbyeCutsMessage,
  kHalfCloseMisread,
  kHupBeforeIn,
  kLateErrorRollsBack,
  kLinger0AtTheEnd,
  kLoneRecordNotSynced,
  kNoDrain,
  kOneAckForABatch,
  kOwnHeartbeatIsProgress,
  kPartialWriteDropped,
  kPingAfterClose,
  kRdhupBeforeIn,
  kSecondHandleKept,
  kServerLeavesFirst,
  kSilenceTakenForGoodbye,
  kTailInUserSpace,
  kUnconfirmedMeansRolledBack,
  kWaitsWhileWriting,
  kWriteErrorHidesAnswer,
  kAcksBeyondGap,
  kClosingHasNoTimer,
  kClosingNeverLeft,
  kDuplicateDeliveredTwice,
  kDuplicateSynResets,
  kEofBeforeLastByte,
  kFinCountsTwice,
  kFinNotRetransmitted,
  kFinOvertakesUnsent,
  kFinRetransmittedWithoutData,
  kFinWait2ForEver,
  kGivesUpTooSoon,
  kHalfCloseDropsData,
  kLastAckDoesNotRetransmit,
  kMergeDropsFin,
  kNoZeroWindowProbe,
  kOneTimerForTwo,
  kOverlapDeliveredTwice,
  kPartialAckCountsWhole,
  kPartialAckStopsTimer,
  kProbesOnce,
  kResendsWrongBytes,
  kResetAnswersReset,
  kResetDropsUnread,
  kResetSentAsFin,
  kResetWithoutError,
  kSecondGapSkipped,
  kSynAckNotRepeated,
  kSynNotRepeated,
  kTimeWaitAckWar,
  kWindowUpdateIgnored,
};

// The bug that is switched on in this thread. Only Planting writes it.
extern constinit thread_local Bug planted_bug;
extern constinit std::atomic<Bug> planted_everywhere;

// Asked by the copies.
inline bool Planted(Bug bug) {
  return planted_bug == bug ||
         planted_everywhere.load(std::memory_order_relaxed) == bug;
}

// Switches a bug on in this thread, for as long as this lives.
class Planting final {
 public:
  explicit Planting(Bug bug) : before_(planted_bug) { planted_bug = bug; }
  ~Planting() { planted_bug = before_; }
  Planting(const Planting&) = delete;
  Planting& operator=(const Planting&) = delete;

 private:
  const Bug before_;
};

// In all threads: a search has its runs made again on another one
// (DeterminismGuard), which must have the same bug.
class PlantingEverywhere final {
 public:
  explicit PlantingEverywhere(Bug bug) { planted_everywhere = bug; }
  ~PlantingEverywhere() { planted_everywhere = Bug::kNone; }
  PlantingEverywhere(const PlantingEverywhere&) = delete;
  PlantingEverywhere& operator=(const PlantingEverywhere&) = delete;
};

}  // namespace orderly

namespace protocol {

using orderly::Bug;
using orderly::Planted;

}  // namespace protocol

#endif  // ORDERLY_TESTS_PLANTED_SWITCH_H_
