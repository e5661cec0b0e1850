#include "tests/support/story.h"

#include <ostream>

#include "report/call_text.h"

namespace orderly {

void PrintTo(TcpState state, std::ostream* out) { *out << TcpStateName(state); }

std::string Told(const IoResult& result) {
  return result.ok() ? std::to_string(result.value) : ErrnoText(result.error);
}

std::string Reads(Peer& peer, size_t times) {
  std::string said;
  for (size_t i = 0; i < times; ++i) {
    const IoResult result = peer.Receive();
    if (i > 0) said += ", ";
    if (!result.ok()) {
      said += Told(result);
    } else {
      said += result.value == 0 ? "EOF" : peer.received();
    }
  }
  return said;
}

std::pair<Peer, Peer> StoryTest::Connect() {
  auto [client, server] = sim_.ConnectedPair("client", "server");
  client_iss_ = client.connection()->tcb().iss;
  server_iss_ = server.connection()->tcb().iss;
  client_id_ = client.host().id();
  return {client, server};
}

void StoryTest::Forge(const Peer& from, const Peer& to, const Forged& forged) {
  const bool by_client = from.host().id() == client_id_;
  Segment segment;
  segment.source = from.tuple().local;
  segment.destination = from.tuple().remote;
  segment.flags = forged.flags;
  segment.seq = (by_client ? client_iss_ : server_iss_) + forged.seq;
  segment.ack = (by_client ? server_iss_ : client_iss_) + forged.ack;
  segment.window = 0xffff;
  sim_.Inject(from >> to, segment);
}

}  // namespace orderly
