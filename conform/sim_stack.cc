#include "conform/sim_stack.h"

#include <algorithm>
#include <cerrno>
#include <chrono>

#include "absl/strings/str_cat.h"
#include "conform/words.h"
#include "sim/base/check.h"
#include "sim/base/error_name.h"
#include "sim/host/poll_bits.h"

namespace orderly::conform {
namespace {

constexpr uint16_t kHostPort = 80;
constexpr uint16_t kPeerPort = 40000;

std::string Value(const IoResult& result) {
  return result.ok() ? absl::StrCat(result.value) : ErrorName(result.error);
}

}  // namespace

FourTuple SimStack::Begin(Opening opening) {
  sent_.clear();
  listener_ = socket_ = closing_ = nullptr;
  now_ = Instant();
  host_.emplace("host", 0, kHostAddress, config_, *this);
  host_->set_iss_base(SeqNum(0xfffffff0));
  Socket& socket = *host_->NewSocket();
  const FourTuple tuple{{kHostAddress, kHostPort}, {kPeerAddress, kPeerPort}};
  SIM_CHECK(socket.Bind(tuple.local).ok());
  if (opening == Opening::kAccepted || opening == Opening::kSynReceived) {
    SIM_CHECK(socket.Listen(16).ok());
    listener_ = &socket;
  } else {
    SIM_CHECK(socket.Connect(tuple.remote).error == EINPROGRESS);
    socket_ = &socket;
  }
  return tuple;
}

std::string SimStack::Accept() {
  if (listener_ == nullptr) return "-";
  Socket* child = nullptr;
  const IoResult result = listener_->Accept(child);
  if (!result.ok()) return ErrorName(result.error);
  socket_ = child;
  (void)listener_->Close(/*wait_linger=*/false);
  listener_ = nullptr;
  return "ok";
}

std::string SimStack::Close() {
  Socket* socket = std::exchange(socket_, nullptr);
  if (socket->Close(/*wait_linger=*/true).error != EAGAIN) return "0";
  closing_ = socket;
  Wait(kLingerPatience);
  return closing_ == nullptr ? "0" : "waits";
}

void SimStack::Deliver(const Segment& segment) {
  PassAMoment();
  host_->Deliver(segment);
  EndClose();
}

void SimStack::EndClose() {
  if (closing_ == nullptr || closing_->connection().lingering()) return;
  std::exchange(closing_, nullptr)->FinishClose(/*timed_out=*/false);
}

// As much as a kernel needs for a step. Nothing is due so soon, but what is due
// is reckoned in round trips.
void SimStack::PassAMoment() {
  now_ += std::chrono::microseconds(20);
  host_->AdvanceTo(now_);
}

std::string SimStack::Call(const Step& step) {
  PassAMoment();
  if (step.op == Op::kAccept) return Accept();
  if (socket_ == nullptr) return "-";
  Socket& socket = *socket_;
  SocketOptions& options = socket.connection().options();
  switch (step.op) {
    case Op::kSend:
      return Value(socket.Send(std::string(step.size, 'x'), {.more = false}));
    case Op::kReceive:
    case Op::kPeek: {
      std::string bytes(step.size, '\0');
      const bool peek = step.op == Op::kPeek;
      const IoResult result =
          socket.Receive(bytes.data(), bytes.size(), peek, false);
      if (!result.ok()) return ErrorName(result.error);
      bytes.resize(static_cast<size_t>(result.value));
      socket.ReceiveDone(peek ? 0 : bytes.size());
      return BytesWord(bytes);
    }
    case Op::kShutRead:
      return ErrorName(socket.Shutdown(Socket::How::kRead).error);
    case Op::kShutWrite:
      return ErrorName(socket.Shutdown(Socket::How::kWrite).error);
    case Op::kShutBoth:
      return ErrorName(socket.Shutdown(Socket::How::kBoth).error);
    case Op::kClose:
      return Close();
    case Op::kLinger:
      options.linger = std::chrono::seconds(step.size);
      return "0";
    case Op::kNoLinger:
      options.linger.reset();
      return "0";
    case Op::kNoDelay:
      options.no_delay = options.push_held = true;
      socket.SetOptionsChanged();
      return "0";
    case Op::kError:
      return ErrorName(socket.TakeError());
    case Op::kPoll:
      return PollBitsText(socket.PollBits());
    case Op::kInputQueue:
      return Value(socket.InputQueue());
    case Op::kOutputQueue:
      return Value(socket.OutputQueue());
    case Op::kUnsentQueue:
      return Value(socket.UnsentQueue());
    case Op::kAccept:
    case Op::kSegment:
    case Op::kWait:
      break;
  }
  SIM_CHECK(false);
  return "";
}

void SimStack::Wait(uint32_t milliseconds) {
  const Instant until = now_ + std::chrono::milliseconds(milliseconds);
  while (host_->NextDeadline() <= until) {
    now_ = std::max(now_, host_->NextDeadline());
    host_->AdvanceTo(now_);
    host_->OnTimeout();
  }
  now_ = until;
  host_->AdvanceTo(now_);
  EndClose();
}

std::string SimStack::State() {
  return socket_ == nullptr ? "-" : std::string(TcpStateName(socket_->state()));
}

}  // namespace orderly::conform
