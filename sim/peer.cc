#include "sim/peer.h"

#include "sim/base/check.h"

namespace orderly {

Peer Peer::Listening(Simulation& sim, Host& host, uint16_t port, int backlog) {
  Peer peer(sim, host, host.NewSocket());
  peer.socket_->connection().options().reuse_address = true;
  SIM_CHECK(peer.socket_->Bind({0, port}).ok());
  SIM_CHECK(peer.socket_->Listen(backlog).ok());
  peer.tuple_.local = {host.address(), port};
  return peer;
}

Peer Peer::Connecting(Simulation& sim, Host& host, const Peer& listener) {
  Peer peer(sim, host, host.NewSocket());
  (void)peer.socket_->Connect(listener.tuple_.local);
  peer.tuple_ = peer.socket_->connection().tcb().tuple;
  return peer;
}

Peer Peer::Accept() {
  Socket* child = nullptr;
  SIM_CHECK(socket_->Accept(child).ok());
  Peer peer(*sim_, *host_, child);
  peer.tuple_ = child->connection().tcb().tuple;
  return peer;
}

IoResult Peer::Send(std::string_view bytes) { return socket_->Send(bytes, {}); }

IoResult Peer::Receive(size_t most) {
  received_.resize(most);
  const IoResult result = socket_->Receive(received_.data(), most,
                                           /*peek=*/false, /*have_some=*/false);
  const size_t copied =
      result.value > 0 ? static_cast<size_t>(result.value) : 0;
  received_.resize(copied);
  socket_->ReceiveDone(copied);
  return result;
}

IoResult Peer::Peek(size_t most) {
  received_.resize(most);
  const IoResult result = socket_->Receive(received_.data(), most,
                                           /*peek=*/true, /*have_some=*/false);
  received_.resize(result.value > 0 ? static_cast<size_t>(result.value) : 0);
  return result;
}

IoResult Peer::Close() {
  SIM_CHECK(socket_ != nullptr);
  const IoResult result = socket_->Close(/*wait_linger=*/true);
  if (result.ok()) socket_ = nullptr;
  return result;
}

void Peer::FinishClose(bool timed_out) {
  socket_->FinishClose(timed_out);
  socket_ = nullptr;
}

TcpState Peer::state() const {
  if (socket_ != nullptr) return socket_->state();
  return host_->StateOf(tuple_).value_or(TcpState::kClosed);
}

const Connection* Peer::connection() const {
  if (socket_ != nullptr) return &socket_->connection();
  const Socket* orphan = host_->FindConnection(tuple_);
  return orphan == nullptr ? nullptr : &orphan->connection();
}

}  // namespace orderly
