// What of a host is its state. Sockets are named by their places.
#include <algorithm>

#include "sim/base/check.h"
#include "sim/base/state_hash.h"
#include "sim/host/host.h"

namespace orderly {
namespace {

void Add(StateHash& hash, Endpoint endpoint) {
  hash.Add(endpoint.address, endpoint.port);
}

// The oracle reads them.
void Add(StateHash& hash, const TcpCounters& it) {
  const auto& [abort_on_close, unread_at_close, abort_on_data, abort_on_linger,
               mini_socket_resets, abort_on_timeout, beyond_window,
               receive_drops] = it;
  hash.Add(abort_on_close, unread_at_close, abort_on_data, abort_on_linger,
           mini_socket_resets, abort_on_timeout, beyond_window, receive_drops);
}

}  // namespace

void TimeWait::HashInto(StateHash& hash) const {
  const auto& [config, remnant, expires_at, last_answer, answered,
               reuse_address] = *this;
  const auto& [tuple, state, snd_nxt, rcv_nxt, rcv_wnd, rcv_wscale, ts,
               lifetime] = remnant;
  Add(hash, tuple.local);
  Add(hash, tuple.remote);
  hash.Add(state, snd_nxt, rcv_nxt, rcv_wnd, rcv_wscale, lifetime, ts.on,
           ts.stored, ts.recent, ts.recent_at);
  hash.Add(expires_at, answered, reuse_address);
  if (answered) hash.Add(last_answer);
}

void Socket::HashInto(StateHash& hash) const {
  const auto& [non_blocking, host, connection, local, bound, is_listening,
               connecting, connected, orphan, closing, in_table, backlog,
               listener, known_state, accept_queue, waiters] = *this;
  Add(hash, local);
  hash.Add(non_blocking, connection, bound, is_listening, connecting, connected,
           orphan, closing, in_table, backlog, host->NumberOf(listener),
           known_state, accept_queue.size(), waiters.size());
  for (size_t i = 0; i < accept_queue.size(); ++i)
    hash.Add(host->NumberOf(accept_queue[i]));
  for (size_t i = 0; i < waiters.size(); ++i) hash.Add(waiters[i]->number());
}

uint32_t Host::NumberOf(const Socket* socket) const {
  const auto it = std::find_if(
      sockets_.begin(), sockets_.end(),
      [socket](const auto& owned) { return owned.get() == socket; });
  return it == sockets_.end()
             ? 0
             : static_cast<uint32_t>(it - sockets_.begin()) + 1;
}

void Host::HashInto(StateHash& hash) const {
  // Of these, the configuration does not change during a run.
  const auto& [name, id, powered, touched, address, config, sink, now, outbox,
               counters, sockets, table, listeners, time_waits, next_iss,
               next_port] = *this;
  SIM_CHECK(outbox.empty());
  Add(hash, counters);
  hash.Add(powered, next_iss, next_port, sockets.size(), table.size(),
           listeners.size());
  for (const auto& socket : sockets) hash.Add(*socket);
  for (const Socket* socket : table) hash.Add(NumberOf(socket));
  for (const Socket* socket : listeners) hash.Add(NumberOf(socket));
  hash.AddEach(time_waits);
}

}  // namespace orderly
