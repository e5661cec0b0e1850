#include "conformance/rig.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "sim/base/check.h"
#include "sim/host/poll_bits.h"
#include "sim/wire/notation.h"

namespace orderly {
namespace {

uint8_t FlagOf(char letter) {
  switch (letter) {
    case 'F':
      return kFin;
    case 'S':
      return kSyn;
    case 'R':
      return kRst;
    case 'P':
      return kPsh;
    case '.':
      return kAck;
    default:
      break;
  }
  SIM_CHECK(letter == '-');
  return 0;
}

int64_t Number(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = error == std::errc() && end != text.data();
  SIM_CHECK(is_number);
  return number;
}

}  // namespace

std::string StreamBytes(uint32_t first, size_t size) {
  std::string bytes;
  for (size_t i = 0; i < size; ++i)
    bytes += static_cast<char>('a' + (first - 1 + i) % 26);
  return bytes;
}

Rig::Rig(const TcpConfig& config)
    : config_(config), host_("kernel", 0, kAddress, config_, *this) {
  host_.set_iss_base(iss_);
}

void Rig::set_isns(SeqNum host, SeqNum peer) {
  iss_ = host;
  peer_iss_ = peer;
  host_.set_iss_base(host);
}

FourTuple Rig::tuple() const {
  return {{kAddress, kPort}, {kPeerAddress, peer_port_}};
}

void Rig::Transmit(Host&, SegmentPtr&& segment) {
  records_.push_back({now_, std::move(*segment)});
}

void Rig::StateChanged(Host&, const FourTuple&, TcpState, TcpState) {}

void Rig::Run(Duration duration) {
  const Instant until = now_ + duration;
  while (host_.NextDeadline() <= until) {
    now_ = std::max(now_, host_.NextDeadline());
    host_.AdvanceTo(now_);
    host_.OnTimeout();
  }
  now_ = until;
  host_.AdvanceTo(now_);
}

// "mss 1000,sackOK,TS val 1 ecr 2,nop,wscale 7,sack 1:2 3:4".
TcpOptions Rig::ParseOptions(std::string_view text) const {
  TcpOptions options;
  const std::vector<std::string> list =
      absl::StrSplit(absl::string_view(text.data(), text.size()), ',');
  for (const std::string& option : list) {
    const std::vector<std::string> words = absl::StrSplit(option, ' ');
    if (words[0] == "mss")
      options.mss = static_cast<uint16_t>(Number(words[1]));
    if (words[0] == "wscale")
      options.window_scale = static_cast<int8_t>(Number(words[1]));
    if (words[0] == "sackOK") options.sack_permitted = true;
    if (words[0] == "TS") {
      options.timestamps = true;
      options.timestamp = static_cast<uint32_t>(Number(words[2]));
      options.echoed = static_cast<uint32_t>(Number(words[4]));
    }
    if (words[0] != "sack") continue;
    for (size_t i = 1; i < words.size(); ++i) {
      const size_t colon = words[i].find(':');
      options.sack.push_back(
          {iss_ + static_cast<uint32_t>(Number(words[i])),
           iss_ + static_cast<uint32_t>(Number(words[i].substr(colon + 1)))});
    }
  }
  return options;
}

// "FLAGS FIRST:END(SIZE) [ack N] [win N] [<mss N,...>]".
void Rig::Send(std::string_view text) {
  const size_t bracket = text.find('<');
  const std::string_view plain = text.substr(0, bracket);
  const std::vector<std::string> words = absl::StrSplit(
      absl::string_view(plain.data(), plain.size()), ' ', absl::SkipEmpty());
  SIM_CHECK(words.size() >= 2);
  Segment segment;
  segment.source = {kPeerAddress, peer_port_};
  segment.destination = {kAddress, kPort};
  for (const char letter : words[0]) segment.flags |= FlagOf(letter);
  const std::string_view range = words[1];
  const auto first = static_cast<uint32_t>(Number(range));
  segment.seq = peer_iss_ + first;
  const auto size =
      static_cast<size_t>(Number(range.substr(range.find('(') + 1)));
  segment.payload = Payload::Copy(StreamBytes(first, size));
  segment.window = static_cast<uint16_t>(peer_window);
  for (size_t i = 2; i + 1 < words.size(); i += 2) {
    const auto value = static_cast<uint32_t>(Number(words[i + 1]));
    if (words[i] == "ack") segment.ack = iss_ + value;
    if (words[i] == "win") segment.window = static_cast<uint16_t>(value);
  }
  if (bracket != std::string_view::npos) {
    segment.options =
        ParseOptions(text.substr(bracket + 1, text.size() - bracket - 2));
  }
  host_.Deliver(segment);
}

std::vector<Rig::Record> Rig::Take() {
  std::vector<Record> taken;
  std::vector<Record> rest;
  for (Record& record : records_) {
    const bool mine = record.segment.destination.port == peer_port_;
    (mine ? taken : rest).push_back(std::move(record));
  }
  records_ = std::move(rest);
  return taken;
}

std::string Rig::Sent() {
  std::vector<std::string> texts;
  for (const Record& record : Take())
    texts.push_back(ShortSegmentText(record.segment, iss_, peer_iss_));
  return texts.empty() ? "-" : absl::StrJoin(texts, ", ");
}

std::string Rig::SentAt(Instant since) {
  std::vector<std::string> texts;
  for (const Record& record : Take()) {
    const int64_t ms = (record.at - since).count() / 1'000'000;
    texts.push_back(
        absl::StrFormat("%d.%03d %s", ms / 1000, ms % 1000,
                        ShortSegmentText(record.segment, iss_, peer_iss_)));
  }
  return texts.empty() ? "-" : absl::StrJoin(texts, ", ");
}

std::string Rig::SentInFull() {
  std::vector<std::string> texts;
  for (const Record& record : Take())
    texts.push_back(SegmentText(record.segment, iss_, peer_iss_));
  return texts.empty() ? "-" : absl::StrJoin(texts, ", ");
}

std::vector<Segment> Rig::TakeSent() {
  std::vector<Segment> segments;
  for (Record& record : Take()) segments.push_back(std::move(record.segment));
  return segments;
}

Socket& Rig::Listen(int backlog) {
  Socket* listener = host_.NewSocket();
  listener->connection().options().reuse_address = true;
  SIM_CHECK(listener->Bind({kAddress, kPort}).ok());
  SIM_CHECK(listener->Listen(backlog).ok());
  return *listener;
}

void Rig::Handshake() {
  NewPeer();
  host_.set_iss_base(iss_);
  Send("S 0:0(0) <" + peer_options + ">");
  Run(kHandshake);
  Send(". 1:1(0) ack 1");
  static_cast<void>(Take());
}

Socket& Rig::Accept(Socket& listener) {
  Socket* child = nullptr;
  SIM_CHECK(listener.Accept(child).ok());
  return *child;
}

Socket& Rig::Accepted() {
  Socket& listener = Listen();
  Handshake();
  Socket& child = Accept(listener);
  listener.Close(/*wait_linger=*/false);
  static_cast<void>(Take());
  return child;
}

Socket& Rig::Connecting() {
  NewPeer();
  host_.set_iss_base(iss_);
  Socket* socket = host_.NewSocket();
  socket->connection().options().reuse_address = true;
  SIM_CHECK(socket->Bind({kAddress, kPort}).ok());
  SIM_CHECK(socket->Connect({kPeerAddress, peer_port_}).error == EINPROGRESS);
  return *socket;
}

Socket& Rig::Connected() {
  Socket& socket = Connecting();
  Run(kHandshake);
  Send("S. 0:0(0) ack 1 <" + peer_options + ">");
  static_cast<void>(Take());
  return socket;
}

std::string Rig::Where() {
  const std::optional<TcpState> state = host_.StateOf(tuple());
  if (!state.has_value()) return "GONE";
  const Socket* socket = host_.FindConnection(tuple());
  const bool orphan = socket == nullptr || socket->connection().tcb().orphan;
  return absl::StrCat(std::string(TcpStateName(*state)),
                      orphan ? " orphan" : "");
}

std::string Recv(Socket& socket, size_t size, bool peek) {
  std::string bytes(size, '\0');
  const IoResult result = socket.Receive(bytes.data(), size, peek, false);
  if (!result.ok()) return ErrorName(result.error);
  socket.ReceiveDone(static_cast<size_t>(result.value));
  return result.value == 0 ? "EOF"
                           : bytes.substr(0, static_cast<size_t>(result.value));
}

std::string SendBytes(Socket& socket, size_t size, uint32_t first) {
  const IoResult result =
      socket.Send(StreamBytes(first, size), {.more = false});
  if (!result.ok())
    return absl::StrCat(ErrorName(result.error),
                        result.sigpipe ? " SIGPIPE" : "");
  return absl::StrCat(result.value);
}

std::string SoError(Socket& socket) { return ErrorName(socket.TakeError()); }

std::string Shut(Socket& socket, Socket::How how) {
  return ErrorName(socket.Shutdown(how).error);
}

std::string Poll(const Socket& socket) {
  return PollBitsText(socket.PollBits());
}

std::string Queues(const Socket& socket) {
  const auto text = [](const IoResult& result) {
    return result.ok() ? absl::StrCat(result.value) : ErrorName(result.error);
  };
  return absl::StrCat("INQ=", text(socket.InputQueue()),
                      " OUTQ=", text(socket.OutputQueue()),
                      " NSD=", text(socket.UnsentQueue()));
}

}  // namespace orderly
