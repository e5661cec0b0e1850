#include <algorithm>
#include <cerrno>

#include "properties/claims_stories.h"
#include "report/call_text.h"
#include "report/ladder.h"

namespace orderly {

ClaimWorld::ClaimWorld(Stack stack, const TcpConfig& client_config,
                       const TcpConfig& server_config) {
  TcpConfig client = client_config;
  TcpConfig server = server_config;
  TakeStack(stack, client);
  TakeStack(stack, server);
  sim.AddHost("client", client);
  sim.AddHost("server", server);
}

std::string ClaimWorld::LadderText() const {
  return Ladder(sim.trace(), {.max_rows = 24});
}

Drained Drain(ClaimWorld& world, Peer& reader, Duration most) {
  constexpr size_t kKept = 64;
  Drained drained;
  const Instant latest = world.sim.now() + most;
  while (true) {
    const IoResult result = reader.Receive();
    if (result.error == EAGAIN) {
      if (world.sim.now() >= latest) {
        drained.end = "nothing more";
        return drained;
      }
      world.Run(std::chrono::milliseconds(10));
      continue;
    }
    if (!result.ok() || result.value == 0) {
      drained.end = result.ok() ? "EOF" : ErrnoText(result.error);
      return drained;
    }
    drained.bytes += static_cast<size_t>(result.value);
    const size_t room = kKept - std::min(kKept, drained.text.size());
    drained.text += reader.received().substr(0, room);
  }
}

std::string Grouped(uint64_t number) {
  std::string digits = std::to_string(number);
  for (size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

}  // namespace orderly
