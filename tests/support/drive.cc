#include "tests/support/drive.h"

#include "sim/base/check.h"
#include "tests/support/story.h"

namespace orderly {
namespace {

// The near end's part of a close, as its holder does it.
void EndWriting(Peer& near, Holder holder) {
  if (holder == Holder::kOrphan) {
    near.Close();
  } else {
    near.Shutdown(Socket::How::kWrite);
  }
}

// The same, with the FIN lost.
void LoseFin(Simulation& sim, Peer& near, const Peer& far, Holder holder) {
  const Direction direction = near >> far;
  sim.network().Cut(direction, true);
  EndWriting(near, holder);
  sim.network().Cut(direction, false);
}

void DriveClosed(Simulation& sim, Peer& near, Peer& far, Holder holder) {
  far.SetLinger(Duration(0));
  far.Close();
  sim.RunFor(kRtt);
  if (holder == Holder::kOrphan) near.Close();
}

Driven DriveListen(Simulation& sim) {
  Host& host = sim.HostNamed("near");
  Driven driven{.host = &host, .tuple = {}, .near = {}, .far = {}};
  driven.near = Peer::Listening(sim, host, 7, 8);
  driven.tuple = driven.near->tuple();
  return driven;
}

// `answer`: the server's, else the client's half of the handshake.
Driven DriveOpening(Simulation& sim, bool answer) {
  Host& near = sim.HostNamed("near");
  Host& far = sim.HostNamed("far");
  const Direction back{near.id(), far.id()};
  Host& serving = answer ? near : far;
  const Peer listener = Peer::Listening(sim, serving, 7, 8);
  sim.network().Cut(back, true);
  Peer client = Peer::Connecting(sim, answer ? far : near, listener);
  sim.RunFor(kRtt);
  sim.network().Cut(back, false);
  Driven driven{.host = &near, .tuple = client.tuple(), .near = {}, .far = {}};
  if (answer) {
    driven.tuple = {client.tuple().remote, client.tuple().local};
  } else {
    driven.near = client;
  }
  return driven;
}

void DriveEstablished(Simulation& sim, TcpState state, Peer& near, Peer& far,
                      Holder holder) {
  switch (state) {
    case TcpState::kListen:
    case TcpState::kSynSent:
    case TcpState::kSynReceived:
    case TcpState::kEstablished:
      break;
    case TcpState::kClosed:
      DriveClosed(sim, near, far, holder);
      break;
    case TcpState::kFinWait1:
      LoseFin(sim, near, far, holder);
      break;
    case TcpState::kFinWait2:
      EndWriting(near, holder);
      sim.RunFor(kQuiet);
      break;
    case TcpState::kCloseWait:
      far.Shutdown(Socket::How::kWrite);
      sim.RunFor(kQuiet);
      break;
    case TcpState::kClosing:
      LoseFin(sim, near, far, holder);
      far.Shutdown(Socket::How::kWrite);
      sim.RunFor(kRtt);
      break;
    case TcpState::kLastAck:
      far.Shutdown(Socket::How::kWrite);
      sim.RunFor(kQuiet);
      LoseFin(sim, near, far, holder);
      break;
    case TcpState::kTimeWait:
      near.Close();
      sim.RunFor(kQuiet);
      far.Shutdown(Socket::How::kWrite);
      sim.RunFor(kQuiet);
      break;
  }
}

}  // namespace

bool CanBeHeld(TcpState state, Holder holder) {
  switch (state) {
    case TcpState::kClosed:
    case TcpState::kFinWait1:
    case TcpState::kFinWait2:
    case TcpState::kClosing:
    case TcpState::kLastAck:
      return true;
    case TcpState::kListen:
    case TcpState::kSynSent:
    case TcpState::kEstablished:
    case TcpState::kCloseWait:
      return holder == Holder::kLive;
    case TcpState::kSynReceived:
    case TcpState::kTimeWait:
      return holder == Holder::kOrphan;
  }
  return false;
}

Driven DriveTo(Simulation& sim, TcpState state, Holder holder) {
  SIM_CHECK(CanBeHeld(state, holder));
  Driven driven;
  if (state == TcpState::kListen) {
    driven = DriveListen(sim);
  } else if (state == TcpState::kSynSent || state == TcpState::kSynReceived) {
    driven = DriveOpening(sim, state == TcpState::kSynReceived);
  } else {
    auto [near, far] = sim.ConnectedPair("near", "far");
    DriveEstablished(sim, state, near, far, holder);
    driven = {
        .host = &near.host(), .tuple = near.tuple(), .near = near, .far = far};
  }
  SIM_CHECK(driven.state() == state);
  return driven;
}

}  // namespace orderly
