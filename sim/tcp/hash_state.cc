// What of a connection is its state. Its clock is not: every entry sets it.
#include "sim/base/check.h"
#include "sim/base/state_hash.h"
#include "sim/tcp/connection.h"

namespace orderly {
namespace {

void Add(StateHash& hash, const FourTuple& tuple) {
  hash.Add(tuple.local.address, tuple.local.port, tuple.remote.address,
           tuple.remote.port);
}

void Add(StateHash& hash, const Timestamps& it) {
  const auto& [on, stored, recent, recent_at] = it;
  hash.Add(on, stored, recent, recent_at);
}

void Add(StateHash& hash, const Pacing& it) {
  const auto& [rate, least_rtt] = it;
  hash.Add(rate, least_rtt);
}

void Add(StateHash& hash, const AckPolicy& it) {
  const auto& [quick, pingpong, timeout, last_data_at, peer_mss, last_size,
               scheduled, now, pushed, pushed_twice, timer, timer_at] = it;
  hash.Add(quick, pingpong, timeout, last_data_at, peer_mss, last_size,
           scheduled, now, pushed, pushed_twice, timer, timer_at);
}

void Add(StateHash& hash, const Timers& it) {
  const auto& [send, slow, send_at, delayed_ack_at, slow_at] = it;
  hash.Add(send, slow, send_at, delayed_ack_at, slow_at);
}

void Add(StateHash& hash, const SocketOptions& it) {
  const auto& [linger, no_delay, cork, push_held, keep_alive, keep_idle,
               keep_interval, keep_count, user_timeout, most_segment,
               syn_retries, defer_accept, tell_unread, unsent_low_water,
               linger2, receive_buffer_locked, send_buffer_locked,
               reuse_address, accepted, receive_errors, receive_low_water,
               receive_timeout, send_timeout] = it;
  hash.Add(linger, no_delay, cork, push_held, keep_alive, keep_idle,
           keep_interval, keep_count, user_timeout, most_segment, syn_retries,
           defer_accept, tell_unread, unsent_low_water, linger2,
           receive_buffer_locked, send_buffer_locked, reuse_address, accepted,
           receive_errors, receive_low_water, receive_timeout, send_timeout);
}

void Add(StateHash& hash, const Tcb& it) {
  const auto& [tuple, state, iss, irs, snd_nxt, snd_wnd, snd_wl1, max_window,
               piece_limit, snd_sml, pushed_seq, mss, path_mss, pacing,
               snd_wscale, rcv_wscale, extended, scaled, rcv_nxt, rcv_wup,
               rcv_wnd, rcv_limit, window_clamp, advmss, ts, ecn, read_shut,
               write_shut, done, orphan, error, soft_error, retransmits,
               backoff, probes, retransmit_since, retransmit_since_set,
               probe_since, probe_since_set, bytes_acked, delivered,
               total_retransmits, last_sent_data, last_arrival, last_challenge,
               challenged] = it;
  Add(hash, tuple);
  Add(hash, pacing);
  Add(hash, ts);
  hash.Add(state, iss, irs, snd_nxt, snd_wnd, snd_wl1, max_window, piece_limit,
           snd_sml, pushed_seq, mss, path_mss, snd_wscale, rcv_wscale, extended,
           scaled, rcv_nxt, rcv_wup, rcv_wnd, rcv_limit, window_clamp, advmss,
           ecn, read_shut, write_shut, done, orphan, error, soft_error,
           retransmits, backoff, probes, retransmit_since, retransmit_since_set,
           probe_since, probe_since_set, bytes_acked, delivered,
           total_retransmits, last_sent_data, last_arrival, last_challenge,
           challenged);
}

void Add(StateHash& hash, const Rack& it) {
  const auto& [sent_at, end, rtt, advanced, duplicate_seen, window_steps,
               window_persists] = it;
  hash.Add(sent_at, end, rtt, advanced, duplicate_seen, window_steps,
           window_persists);
}

void Add(StateHash& hash, const SackState& it) {
  const auto& [report, compressed_at, duplicates_sent, compressed, rack,
               reordering, reordering_seen, least_rtt, lost_ever,
               duplicates_ever, delivered, window_round_end, probe_out,
               probe_again, probe_end, undo_armed, undo_marker,
               undo_retransmissions, frto] = it;
  Add(hash, rack);
  hash.Add(report, compressed_at, duplicates_sent, compressed, reordering,
           reordering_seen, least_rtt, lost_ever, duplicates_ever, delivered,
           window_round_end, probe_out, probe_again, probe_end, undo_armed,
           undo_marker, undo_retransmissions, frto);
}

void Add(StateHash& hash, SackBlock block) { hash.Add(block.first, block.end); }

}  // namespace

void RttEstimator::HashInto(StateHash& hash) const {
  const auto& [least, most, rto, srtt8, mdev4, mdev_max, rttvar, round_end] =
      *this;
  hash.Add(least, most, rto, srtt8, mdev4, mdev_max, rttvar, round_end);
}

void Cubic::HashInto(StateHash& hash) const {
  const auto& [jiffy, step, last_max, last_cwnd, last_time, origin,
               time_to_origin, least, epoch_start, acks, reno_cwnd, found,
               in_round, samples, round_start, last_ack, round_end,
               round_least] = *this;
  hash.Add(jiffy, step, last_max, last_cwnd, last_time, origin, time_to_origin,
           least, epoch_start, acks, reno_cwnd, found, in_round, samples,
           round_start, last_ack, round_end, round_least);
}

void Congestion::HashInto(StateHash& hash) const {
  const auto& [cubic, cwnd, initial_cwnd, kept, ssthresh, grown, duplicate_acks,
               reordering, prior_cwnd, prior_ssthresh, prr_delivered, prr_out,
               high_seq, phase] = *this;
  if (cubic != nullptr) hash.Add(*cubic);
  hash.Add(cwnd, initial_cwnd, kept, ssthresh, grown, duplicate_acks,
           reordering, prior_cwnd, prior_ssthresh, prr_delivered, prr_out,
           high_seq, phase);
}

void Ecn::HashInto(StateHash& hash) const {
  const auto& [on, seen, echo, tell_reduced] = *this;
  hash.Add(on, seen, echo, tell_reduced);
}

void SackReport::HashInto(StateHash& hash) const {
  const auto& [count, duplicate_set, duplicate, blocks] = *this;
  hash.Add(count, duplicate_set);
  if (duplicate_set) Add(hash, duplicate);
  for (uint8_t i = 0; i < count; ++i) Add(hash, blocks[i]);
}

void ReceiveMemory::HashInto(StateHash& hash) const {
  const auto& [buffer, charged, ratio, is_short, packets] = *this;
  hash.Add(buffer, charged, ratio, is_short, packets.size());
  for (size_t i = 0; i < packets.size(); ++i)
    hash.Add(packets[i].first, packets[i].end, packets[i].bytes);
}

void Connection::HashInto(StateHash& hash) const {
  const auto& [config, outbox, counters, now, tcb, options, send_buffer,
               receive_buffer, queue, received, rtt, congestion, ack, timers,
               sack, memory, syn_sent_at, syn_repeats, armed_idle, peer_mss,
               fin_queued, lone_fin, request, deferred, space_wanted, changed,
               device_full, cwnd_limited, max_packets_out, cwnd_usage_seq,
               remnant] = *this;
  SIM_CHECK(outbox.empty());
  SIM_CHECK(!remnant.has_value());
  Add(hash, tcb);
  Add(hash, options);
  Add(hash, ack);
  Add(hash, timers);
  if (sack != nullptr) Add(hash, *sack);
  if (memory != nullptr) hash.Add(*memory);
  hash.Add(send_buffer, receive_buffer, queue, received, rtt, congestion,
           syn_sent_at, syn_repeats, armed_idle, peer_mss, fin_queued, lone_fin,
           request, deferred, space_wanted, changed, device_full, cwnd_limited,
           max_packets_out, cwnd_usage_seq);
}

}  // namespace orderly
