#ifndef ORDERLY_CONFORMANCE_RULES_OF_THE_WIRE_H_
#define ORDERLY_CONFORMANCE_RULES_OF_THE_WIRE_H_

#include <string_view>

namespace orderly {

// Every measured case, by probe: "1a-1l" are twelve. MEASURED.md says what the
// probes are.
inline constexpr std::string_view kMeasuredCases =
    "p01 1a-1l p02 2a-2n p03 3a-3r p04 p05 5a-5u p06 6a-6k p07 7a-7h p08 8a-8h "
    "8i 8i2 8j-8u p09 9a-9o p10 10a-10h 10h2 10i-10o p11 p12 L1-L19 p14 "
    "14a-14n "
    "p15 15a-15q p16 16a-16j p17 17a-17c p18 18a-18c p19 p20 20a";

// Segments, time, and who holds a connection; as in rules_of_calls.h. Cases
// that are not simulated stand in the last section.
inline constexpr std::string_view kRulesOfTheWire = R"(
# Segments
19 segments in each of 11 states: what is sent, the state after, SO_ERROR, recv() and poll().
rfc 9293, 3.10.7; 5961
linux tcp_validate_incoming, tcp_rcv_state_process, tcp_timewait_state_process
test //tests/sim/host:state_event_test StateEventTest.DoesWhatLinuxDoes StateEventTest.DoesTheSameWhereSequenceNumbersWrapAround
case p04
A FIN before the last data waits; nothing is lost. Data beyond a FIN is dropped.
rfc 9293, 3.10.7.4, eighth
linux tcp_ofo_queue
test //tests/sim/tcp:acknowledging_test AcknowledgingTest.AFinBeforeTheLastDataWaits AcknowledgingTest.DataBeyondAFinIsDropped
case 9k 9l
A reset that overtakes data is challenged: data that comes in between is taken, lost data is lost.
rfc 5961, 3.2
linux tcp_validate_incoming
test //tests/story:reset_test ResetTest.AheadOfLateData ResetTest.AheadOfLostData
case 9m 16h
A reset at the end of what SACK reports counts as exact.
rfc 5961, 3.2, has only RCV.NXT
linux tcp_validate_incoming
test //tests/sim/host:measured_test MeasuredTest.AResetAtTheEndOfWhatSackReportsCounts
case 9n
One challenge ACK in half a second; data is always answered.
rfc 5961, 7
linux tcp_oow_rate_limited
test //tests/sim/host:time_wait_test RateLimitTest.OneChallengeAckInHalfASecond RateLimitTest.DataIsNotLimited
case 18a 18b 18c
A FIN without data is taken at a zero window, one with data is not; one beyond the window is.
rfc 9293, 3.10.7.4, first, takes none of them; --stack=rfc9293
linux tcp_data_queue, tcp_sequence
test //tests/sim/tcp:acknowledging_test AcknowledgingTest.ABareFinIsTakenAtAZeroWindow AcknowledgingTest.AFinOneBeyondTheWindowIsTaken
case 8h 8i 8i2
An ICMP error is a hint on an open connection, and names the error of a time-out.
rfc 1122, 4.2.3.9; 5927
linux tcp_v4_err
test //tests/sim/host:icmp_test IcmpTest.IsAHintOnceTheConnectionIsOpen IcmpTest.IsToldAtOnceToWhoAskedForIt
test //tests/sim/host:measured_test MeasuredTest.AnIcmpHintNamesTheErrorOfATimeOut
case 15g 15h 16i
# Time and orphans
A live socket gives up after 15 retries (938 s measured) and says ETIMEDOUT.
rfc 9293, 3.8.3
linux tcp_write_timeout
test //tests/sim/host:horizon_test HorizonTest.LiveDataIsSentFifteenTimesAndFailsAfter924SecondsAndMore
case 8f 17a
A closed one after 8 (107 s measured), and tells nobody.
rfc 9293, 3.8.3, does not tell them apart; --stack=rfc9293
linux tcp_orphan_retries, tcp_out_of_resources
test //tests/sim/host:horizon_test HorizonTest.OrphanedDataIsGivenUpAfterEightRetransmissions
test //tests/sim/host:measured_test MeasuredTest.ASilentPeerOfAnOrphanWithAShortRtoMax
case 8e 8k
At a zero window a closed one gives up though its probes are answered (341 s measured); a live one never.
rfc 9293, 3.8.6.1
linux tcp_probe_timer
test //tests/sim/host:horizon_test HorizonTest.OrphanBehindAZeroWindowIsGivenUpThoughProbesAreAnswered HorizonTest.OrphanWithOnlyAFinBehindAZeroWindowIsGivenUp HorizonTest.OrphanRetriesAndRtoMaxShortenTheWait HorizonTest.LiveSocketProbesAnAnsweringPeerForEver
case 8a 8b 8c 8d 8j 17c
A FIN waits for the window like data.
rfc 9293, 3.8.6
linux tcp_send_fin, tcp_snd_wnd_test
test //tests/sim/host:horizon_test HorizonTest.FinWaitsForTheWindow
case 8g
An orphan's FIN-WAIT-2 lasts tcp_fin_timeout or TCP_LINGER2; that of a live socket has no timer.
rfc 9293, 3.6, has none
linux tcp_fin_time, tcp_keepalive_timer
test //tests/sim/host:horizon_test HorizonTest.OrphanedFinWait2LastsSixtySeconds HorizonTest.LiveFinWait2HasNoTimer HorizonTest.Linger2IsTheLifeOfAnOrphansFinWait2 HorizonTest.NegativeLinger2ResetsWhenTheFinIsAcknowledged HorizonTest.NegativeLinger2ResetsAtCloseInFinWait2 HorizonTest.LongLinger2KeepsTheFullSocketForTheFirstPart
case 8l 8m 8n 8o 8p 17b
TCP_USER_TIMEOUT bounds retransmission, answered probes and orphans.
rfc 5482
linux tcp_write_timeout, tcp_probe_timer
test //tests/sim/host:horizon_test HorizonTest.UserTimeoutBoundsRetransmission HorizonTest.UserTimeoutBoundsAnOrphan HorizonTest.UserTimeoutBoundsAZeroWindowThatIsAnswered
case 8q 8r
SO_KEEPALIVE resets a silent peer, also in FIN-WAIT-2, but not while data is unacknowledged.
rfc 9293, 3.8.4
linux tcp_keepalive_timer
test //tests/sim/host:horizon_test KeepAliveTest.ResetsASilentPeer KeepAliveTest.IsSilentWhileDataIsUnacknowledged KeepAliveTest.WorksInFinWait2
case 8s 8t 8u
# TIME-WAIT
An exact reset ends it, unless tcp_rfc1337.
rfc 1337
linux tcp_timewait_state_process
test //tests/sim/host:time_wait_test TimeWaitTest.IsAssassinatedByAnExactReset TimeWaitTest.SurvivesTheResetWithRfc1337
case 9a 9b
It answers a repeated FIN and old data, and starts again.
rfc 9293, 3.10.7.4, eighth
linux tcp_timewait_state_process
test //tests/sim/host:time_wait_test TimeWaitTest.StartsAgainAtARepeatedFin TimeWaitTest.AcksOldData
case 9c 9f
It gives way to a newer SYN; an older one draws an ACK, whose reset ends it.
rfc 1122, 4.2.2.13; 6191
linux tcp_timewait_state_process
test //tests/sim/host:time_wait_test TimeWaitTest.GivesWayToANewSynWithAListener TimeWaitTest.AcksAnOldSynAndDiesByTheResetThatItDraws
case 9d 9e
An orphan's FIN-WAIT-2 is laxer with resets.
rfc 9293, 3.10.7.4, without 5961
linux tcp_timewait_state_process
test //tests/sim/host:time_wait_test TimeWaitTest.OfFinWait2IsLaxerWithResets
case 9g
The passive closer has none; a FIN after its end is reset.
rfc 9293, 3.6
linux tcp_rcv_state_process
test //tests/sim/host:time_wait_test TimeWaitTest.IsNotForThePassiveCloser TimeWaitTest.AfterItsEndAFinIsReset
case 9i 9j
Its port can be bound again only if both sockets said SO_REUSEADDR.
rfc -
linux inet_csk_get_port
test //tests/sim/host:time_wait_test ReuseAddressTest.NeedsBothSockets
case 9o 20a
# listen(), accept() and connect()
A listener that closes resets whom nobody accepted, with data that was acknowledged; half-open ones vanish.
rfc -
linux inet_csk_listen_stop
test //tests/sim/host:listen_test ListenTest.ClosedListenerResetsChildrenWithTheirAcknowledgedData ListenTest.ClosedListenerForgetsHalfOpenChildren
case 10a 10b
SHUT_RD of a listener ends its listening, SHUT_WR does nothing.
rfc -
linux inet_shutdown
test //tests/sim/host:shutdown_test ShutdownTest.OfAListenersReadSideEndsItsListening ShutdownTest.OfAListenersWriteSideDoesNothing
case 10c 10d
A child that was reset, or has data and a FIN, is accepted like any other.
rfc POSIX, accept(), allows ECONNABORTED
linux inet_csk_accept
test //tests/sim/host:listen_test ListenTest.AChildThatWasResetIsAccepted ListenTest.AChildThatWasResetKeepsItsData ListenTest.DataAndFinBeforeAcceptAreNormal
case 10e 10f 10g 10o
A full queue ignores the last ACK and drops SYNs; with tcp_abort_on_overflow it resets.
rfc -
linux tcp_check_req, tcp_conn_request
test //tests/sim/host:listen_test ListenTest.FullQueueIgnoresTheLastAckAndSendsTheSynAckAgain ListenTest.FullQueueDropsSyns ListenTest.FullQueueResetsWithAbortOnOverflow
case 10h 10h2 10i
A reset in SYN-RECEIVED leaves nothing; a closed port answers with resets.
rfc 9293, 3.10.7.1, 3.10.7.4
linux tcp_check_req, tcp_v4_send_reset
test //tests/sim/host:listen_test ListenTest.ResetInSynReceivedLeavesNothing ListenTest.ClosedPortsAnswerWithResets
case 10j 10k
close() in SYN-SENT is silent, shutdown() disconnects; the SYN-ACK that comes is reset.
rfc 9293, 3.10.4
linux tcp_close_state, tcp_disconnect
test //tests/sim/host:listen_test ListenTest.CloseInSynSentIsSilentAndTheSynAckIsReset
test //tests/sim/host:shutdown_test ShutdownTest.InSynSentDisconnects
case 10l 10n
# Handles and processes
close() of one handle of several says nothing; shutdown() acts at once.
rfc POSIX, close()
linux fput, inet_shutdown
test //tests/story:process_test ProcessTest.DuplicatedHandle
test //tests/sim/posix:measured_test HandlesTest.UnreadDataResetsAtTheLastCloseOnly
test //tests/story:claims_test ClaimsTest.EveryStoryEndsAsExpected
case 6a 6b 6j
A child's copy keeps the end from the peer.
rfc -
linux fput
test //tests/story:process_test ProcessTest.ChildHoldsAHandle
case 6c 6i
A call that waits holds its file: close() of another thread neither wakes it nor sends a FIN.
rfc -; Windows differs: --stack=windows
linux fget, inet_release
test //tests/sim/posix:process_test ProcessTest.BlockedReceiveHoldsTheConnection
test //tests/sim/posix:measured_test BlockedSendTest.CloseOfAnotherThreadDoesNotWakeIt AcceptTest.CloseOfAnotherThreadDoesNotWakeABlockedAccept
case 6d 6h 16c
shutdown() of another thread wakes whoever waits.
rfc -
linux inet_shutdown
test //tests/sim/posix:measured_test HandlesTest.ShutRdwrWakesABlockedReaderAndSendsAFin HandlesTest.ShutRdWakesABlockedReaderSilently
case 6e 6f
exit(), a crash and kill -9 send the same FIN; with unread data a reset.
rfc -
linux do_exit, inet_release
test //tests/sim/posix:measured_test HandlesTest.ACrashSendsTheSameFinAsAnExit HandlesTest.WhatAKilledProcessWroteIsDelivered
test //tests/story:process_test ProcessTest.KilledWithoutUnreadData ProcessTest.KilledWithUnreadData
case 7a 7b 7c 7d 7e 7f L9 L16
Power loss says nothing; a host without memory answers with a reset.
rfc 9293, 3.5.1
linux tcp_v4_send_reset
test //tests/story:power_test PowerTest.LossAndReboot
case 7g 7h
CLOSE and CLOSE_OK, then close() by both: nothing is lost while neither sends more.
rfc 9112, 9.6
linux tcp_close
test //tests/story:claims_test ClaimsTest.EveryStoryEndsAsExpected
case L13
# Not simulated
Urgent data: close() with one out-of-band byte unread is a reset.
case 2n
A signal that ends the wait of close() with SO_LINGER.
case 5m
Descriptors in messages (SCM_RIGHTS).
case 6g
epoll in a process (orderly drill has it).
case 6k
ss -K.
case 15e
)";

}  // namespace orderly

#endif  // ORDERLY_CONFORMANCE_RULES_OF_THE_WIRE_H_
