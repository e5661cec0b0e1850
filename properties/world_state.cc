// What of a run is its state: what the rest of it depends on, and what is
// judged after it.
#include "properties/world.h"
#include "sim/base/state_hash.h"

namespace orderly {

void Disk::HashInto(StateHash& hash) const {
  // When it was committed is for situations only.
  const auto& [lines, synced, committed_at] = *this;
  hash.Add(synced, lines.size());
  for (const Line& line : lines)
    hash.Add(line.kind, line.id, line.intact, line.size);
}

void ClientLedger::HashInto(StateHash& hash) const {
  // When the goodbye was sent is for the price of a row only.
  const auto& [acked, said, heard, broken, told, said_at, owed] = *this;
  hash.AddEach(acked);
  hash.Add(said, heard, broken, told);
}

void ServerLedger::HashInto(StateHash& hash) const {
  const auto& [goodbye, heard, said, broken, told, owed] = *this;
  hash.Add(goodbye, heard, said, broken, told);
}

void StreamWitness::HashInto(StateHash& hash) const {
  const auto& [streams, found] = *this;
  for (const Stream& stream : streams) {
    hash.Add(stream.tuple.local.address, stream.tuple.local.port,
             stream.tuple.remote.address, stream.tuple.remote.port,
             stream.written, stream.read, stream.broken);
  }
  hash.Add(streams.size(), found);
}

void World::HashInto(StateHash& hash) const {
  // The row, the scenario and who looks on do not change during a run. Whether
  // it is late is judged at its end and written before it; what is owed only
  // gives it its words.
  const auto& [row, scenario, sim, client_host, server_host, processes, streams,
               disk, owed, client, server, situations, watcher, actor, probe,
               strikes, given_up, ruptured, late] = *this;
  hash.Add(sim, processes, streams, disk, client, server, ruptured,
           !late.empty());
}

}  // namespace orderly
