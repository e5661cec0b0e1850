#ifndef ORDERLY_CONFORMANCE_RULES_OF_CALLS_H_
#define ORDERLY_CONFORMANCE_RULES_OF_CALLS_H_

#include <string_view>

namespace orderly {

// What the calls of an application say and do. "# " begins a section; a rule is
// a sentence, where RFC and Linux say it, the tests that show it, and the
// measured cases that it explains.
inline constexpr std::string_view kRulesOfCalls = R"(
# recv() and read()
A reset leaves what was readable: data, then the error once, then the end of the stream for ever.
rfc 9293, 3.10.7.4, second, flushes all queues; --stack=rfc9293
linux tcp_recvmsg_locked, tcp_reset
test //tests/sim/host:error_order_test ErrorOrderTest.RecvGivesDataThenErrorOnceThenEof ErrorOrderTest.WithoutDataTheErrorComesFirst ErrorOrderTest.AHalfClosedSocketGetsDataThenTheError
case 1a 1d 1h L11 L18
Data that comes right before a reset is readable.
rfc 9293, 3.10.7.4, second
linux tcp_recvmsg_locked
test //tests/sim/host:measured_test MeasuredTest.DataRightBeforeAResetIsReadable
case 15q
SO_ERROR takes the error: what follows looks like a clean end.
rfc POSIX, SO_ERROR
linux sock_error
test //tests/sim/host:error_order_test ErrorOrderTest.SoErrorMakesTheResetInvisibleToRecv
case 1b L17
A send() that fails takes the error as well; the answer can still be read.
rfc POSIX, send()
linux sk_stream_error
test //tests/sim/host:error_order_test ErrorOrderTest.AFailedSendMakesTheResetInvisibleToRecv
case 1c L12
So does MSG_PEEK.
rfc -
linux tcp_recvmsg_locked
test //tests/sim/host:error_order_test ErrorOrderTest.PeekTakesTheError
case 1e
After a FIN recv() never tells of a reset.
rfc 9293, 3.10.7.4, second, tells it
linux tcp_recvmsg_locked tests SOCK_DONE first
test //tests/sim/host:error_order_test ErrorOrderTest.AfterAFinRecvNeverTellsOfAReset
case 1f
Data behind a hole is never delivered once a reset came.
rfc 9293, 3.10.7.4, second
linux tcp_done
test //tests/sim/host:error_order_test ErrorOrderTest.EarlyDataIsNeverDelivered
case 1i
A reader that waits is woken by a reset; a call that has some bytes leaves the error for the next.
rfc 9293, 3.10.7.4, second
linux tcp_reset, tcp_recvmsg_locked
test //tests/sim/host:error_order_test ErrorOrderTest.AReaderIsWokenByAReset ErrorOrderTest.ACallThatHasBytesLeavesTheErrorForTheNext
case 1j 1k
SO_RCVLOWAT hides neither a reset nor the end; a peek at the end takes nothing.
rfc POSIX, SO_RCVLOWAT
linux sock_rcvlowat
test //tests/sim/host:error_order_test ErrorOrderTest.LowWaterDoesNotHideAReset
test //tests/sim/host:measured_test MeasuredTest.PeekAtTheEndTakesNothing
case 1l 16j
A reset with other flags or with payload is a reset.
rfc 9293, 3.5.3
linux tcp_validate_incoming
test //tests/sim/host:error_order_test ErrorOrderTest.AResetWithOtherFlagsOrPayloadIsAReset
case 15i
The end of SO_RCVTIMEO is EAGAIN, not the end of the stream.
rfc POSIX, SO_RCVTIMEO
linux sock_rcvtimeo
test //tests/sim/posix:posix_test PosixCallsTest.TimeoutsAndLowWater
case 15o
# send() and write()
send() after the peer's FIN is legal; EPIPE comes once its reset did.
rfc 9293, 3.6, half-close
linux tcp_sendmsg_locked
test //tests/sim/host:error_order_test ErrorOrderTest.SendAfterAFinIsLegal
case 14a
After a reset the first send() says ECONNRESET without SIGPIPE, the next EPIPE with it.
rfc POSIX, send()
linux sk_stream_error
test //tests/sim/host:error_order_test ErrorOrderTest.SendAfterAResetFailsOnceWithoutASignal
test //tests/sim/posix:posix_test PosixCallsTest.SigpipeKillsUnlessItIsMasked
case 14b 14d 10m
After FIN and reset, and after one's own SHUT_WR, every send() is EPIPE.
rfc POSIX, shutdown()
linux tcp_reset: EPIPE in CLOSE-WAIT
test //tests/sim/host:error_order_test ErrorOrderTest.AfterFinAndResetEverySendIsEpipe ErrorOrderTest.SendAfterOwnShutdownIsEpipe
case 1g 14c 14e
What a peer that has fully closed answers with a reset is lost.
rfc 9293, 3.10.7.1
linux tcp_v4_send_reset
test //tests/story:claims_test ClaimsTest.EveryStoryEndsAsExpected
case 15j
A send() of nothing takes the error; one in SYN-SENT waits.
rfc -
linux sk_stream_wait_connect
test //tests/sim/host:error_order_test ErrorOrderTest.AnEmptySendTakesTheError ErrorOrderTest.SendInSynSentWaits
case 14f 14k
A send() that waits is woken by a reset or SHUT_WR: the count first, then the error.
rfc -
linux sk_stream_wait_memory
test //tests/sim/posix:measured_test BlockedSendTest.AResetGivesTheCountFirstThenTheError BlockedSendTest.ShutWrOfAnotherThreadWakesIt
case 14g 14h
SIOCOUTQ counts the FIN and keeps its value after a reset; SIOCINQ does not count the FIN.
rfc -
linux tcp_ioctl, tcp_inq
test //tests/sim/host:poll_test PollTest.OutqCountsTheFinAndNsdWhatWasNotSent PollTest.OutqIsFrozenByAReset PollTest.InqDoesNotCountTheFin
case 14i 14j 15d
FIN takes along what Nagle, TCP_CORK or MSG_MORE held.
rfc 9293, 3.10.4
linux tcp_send_fin
test //tests/sim/host:close_test CloseTest.CorkedBytesGoOutWithTheFin CloseTest.FinTakesAlongWhatNagleHeld
case 14l 14m 14n
# close()
close() in every state, with and without unread data and SO_LINGER {1, 0}.
rfc 9293, 3.10.4, 3.10.5; 1122, 4.2.2.13
linux __tcp_close, tcp_disconnect
test //tests/sim/host:close_matrix_test CloseMatrixTest.EmitsAndLeavesWhatLinuxDoes
case p19 2j 2l 5c 5d 5e 5h 5s
One unread byte makes close() a reset, which drops what was not acknowledged.
rfc 9293, 3.6.1 (SHLD-3); 2525, 2.17
linux __tcp_close
test //tests/sim/host:measured_test MeasuredTest.OneUnreadByteMakesCloseAReset MeasuredTest.UnreadDataBeforeAFinResetsToo
test //tests/sim/host:close_test CloseTest.AfterItsResetTheHostAnswersWithResets
case 2a 2b 2e 2h L2 L10
Peeked data is unread, and so is one byte of five.
rfc 9293, 3.6.1
linux __tcp_close compares with copied_seq
test //tests/sim/host:close_test CloseTest.PeekedDataIsUnread CloseTest.OneByteOfFiveLeftIsUnread
case 2c 2d
A FIN is not unread data, nor is data behind a hole: its filling then draws the reset.
rfc 9293, 3.6.1
linux __tcp_close
test //tests/sim/host:close_test CloseTest.FinAloneIsNotUnread CloseTest.EofNeedNotBeRead CloseTest.EarlyDataIsNotUnreadUntilTheHoleIsFilled
case 2f 2g 2i
Data after SHUT_RD is unread until it is read.
rfc -
linux tcp_data_queue
test //tests/sim/host:close_test CloseTest.DataAfterShutRdIsUnread
test //tests/sim/host:measured_test MeasuredTest.DataReadAfterShutRdLeavesAFin
case 2k 15p
New data for a closed socket resets it and drops what it had to deliver.
rfc 1122, 4.2.2.13
linux tcp_rcv_state_process, TCPAbortOnData
test //tests/sim/host:close_test CloseTest.DataForAnOrphanDestroysWhatWasNotAcknowledged CloseTest.DataForAnOrphanDestroysWhatWasNotSent CloseTest.OutOfOrderDataForAnOrphanResets
test //tests/sim/host:measured_test MeasuredTest.DataWithTheAckOfAnOrphansFinResets
case 3a 3b 3c 3r 16f L3 L4 L14 L15
Old data for a closed socket is acknowledged, data beyond the peer's FIN ignored.
rfc 9293, 3.10.7.4, first and seventh
linux tcp_validate_incoming, tcp_rcv_state_process
test //tests/sim/host:close_test CloseTest.OldDataForAnOrphanIsAcknowledged
test //tests/sim/host:measured_test MeasuredTest.DataBeyondAFinIsIgnored
case 3i 3j 3k 3o
An orphan's FIN-WAIT-2 takes a bare FIN in order, and resets for anything new else.
rfc 1122, 4.2.2.13
linux tcp_timewait_state_process
test //tests/sim/host:measured_test MeasuredTest.AnOrphansFinWait2TakesABareFinOnly
test //tests/story:late_data_test LateDataTest.ToAnOrphanInFinWait2
case 3d 3e 3f 3p 3q
FINs that cross go through CLOSING; a FIN that acknowledges ours leads to TIME-WAIT.
rfc 9293, 3.6, case 3
linux tcp_fin, tcp_rcv_state_process
test //tests/sim/host:close_test CloseTest.SimultaneousCloseGoesThroughClosing
test //tests/sim/host:measured_test MeasuredTest.AnOrphanInFinWait1TakesAFin
case 3g 3h 9h 15f 16d
The kernel goes on delivering after close(): lost data and FIN are sent again, together.
rfc 9293, 3.10.4
linux tcp_retransmit_timer, tcp_collapse_retrans
test //tests/sim/tcp:retransmission_test RetransmissionTest.FinIsSentWithWhatIsSentAgain RetransmissionTest.FinAloneIsSentAgain
test //tests/story:late_data_test LateDataTest.NoneToAnOrphanInFinWait1
case 15k 15n 16e L1 L6
What a client gets for six ways to close, 6 MB among them.
rfc 9293, 3.6.1
linux __tcp_close
test //tests/sim/posix:measured_test SixRowTest.ClientGetsWhatItGetsOnLinux
case L7
# shutdown()
SHUT_WR sends the FIN behind all data, waits for nothing, and may be repeated; then ENOTCONN.
rfc 9293, 3.6; POSIX, shutdown()
linux tcp_shutdown, inet_shutdown
test //tests/sim/host:shutdown_test ShutdownTest.OfWriteSendsAFinAndMayBeRepeated ShutdownTest.AfterBothFinsIsNotConnected ShutdownTest.WaitsForNothingAndDiscardsNothing
case 15c 16b
The other direction stays open after SHUT_WR.
rfc 9293, 3.6
linux tcp_rcv_state_process
test //tests/sim/host:shutdown_test ShutdownTest.OfWriteLeavesTheOtherDirectionOpen
case 3l
SHUT_RD says nothing on the wire; data that comes later is acknowledged and readable.
rfc -
linux tcp_data_queue
test //tests/sim/host:shutdown_test ShutdownTest.OfReadHasNoEffectOnTheWire
case 3n
SHUT_RDWR keeps what was unread, and resets when data comes later.
rfc 1122, 4.2.2.13
linux tcp_rcv_state_process
test //tests/sim/host:shutdown_test ShutdownTest.OfBothResetsWhenDataComesLater ShutdownTest.OfBothKeepsUnreadDataReadable
case 3m 15a
Draining to the end between SHUT_WR and close() loses nothing.
rfc 9112, 9.6
linux tcp_rcv_state_process
test //tests/story:late_data_test LateDataTest.DrainedBeforeClose
case 16g L5
With shutdown() or without, the states after close() are the same.
rfc 9293, 3.6
linux tcp_close_state
test //tests/story:claims_test ClaimsTest.EveryStoryEndsAsExpected
case 16a
# SO_LINGER
{1, 0} is a reset, and all that was queued is gone; in LAST-ACK not even a reset.
rfc 9293, 3.10.5 (ABORT)
linux tcp_disconnect
test //tests/story:linger_test LingerTest.ZeroInEstablished LingerTest.ZeroInLastAck LingerTest.ZeroInLastAckWithUnsentData
case 5a 5b 5f 5g
{1, n} waits for the ACK of the FIN, also for the window; returns 0 whatever comes.
rfc POSIX, close()
linux inet_release, sk_stream_wait_close
test //tests/sim/host:close_test CloseTest.LingerWaitsUntilTheFinIsAcknowledged CloseTest.LingerTimeoutDiscardsNothing CloseTest.DataDuringLingerResets CloseTest.ResetDuringLingerEndsIt
test //tests/sim/host:measured_test MeasuredTest.LingerWaitsForTheWindow
case 5i 5j 5n 5o 5p L8
It waits on a non-blocking descriptor, too.
rfc -; BSD differs: --stack=bsd
linux inet_release
test //tests/sim/posix:posix_test PosixCallsTest.LingerGivesUpWhenItsTimeIsOver
case 5k
Unread data beats it: the reset is at once.
rfc 9293, 3.6.1
linux __tcp_close
test //tests/sim/host:close_test CloseTest.UnreadDataBeatsLinger
case 2m
Who exits does not wait, but {1, 0} resets; only the last handle counts.
rfc -
linux inet_release, PF_EXITING
test //tests/sim/host:close_test CloseTest.ExitDoesNotLinger
test //tests/sim/posix:measured_test HandlesTest.ExitWithLinger0Resets
test //tests/story:claims_test ClaimsTest.EveryStoryEndsAsExpected
case 5l 5q 5r
Without it close() returns at once and everything is delivered; shutdown() never lingers.
rfc 9293, 3.10.4
linux tcp_close
test //tests/story:orphan_test OrphanTest.ZeroWindowAtClose
test //tests/sim/host:shutdown_test ShutdownTest.IgnoresLinger
case 5t 5u
Accepted sockets inherit it; it is told as it was set.
rfc -
linux sk_clone_lock
test //tests/sim/host:close_test CloseTest.AcceptedSocketsInheritLinger
test //tests/sim/posix:measured_test HandlesTest.LingerIsToldAsItWasSet
case 15b 15l
# poll()
The bits in every situation: RDHUP while data is unread, HUP when both directions are shut.
rfc POSIX, poll()
linux tcp_poll
test //tests/sim/host:poll_test PollTest.Fresh PollTest.Listener PollTest.SynSentAndRefused PollTest.Established PollTest.SendBufferFullThenReset PollTest.PeerFinIsLevelTriggeredForEver PollTest.RdhupWhileDataIsUnread PollTest.OwnFin PollTest.BothDirectionsShut PollTest.Closing PollTest.FinThenReset
case p11 15m L19
)";

}  // namespace orderly

#endif  // ORDERLY_CONFORMANCE_RULES_OF_CALLS_H_
