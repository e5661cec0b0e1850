#include "drill/message_calls.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "drill/value.h"

namespace orderly::drill {
namespace {

using Kind = Expression::Kind;

int64_t Kernel(int64_t result) { return result < 0 ? -errno : result; }

// Buffers, and what refers to them.
struct Vector {
  std::vector<std::string> buffers;
  std::vector<iovec> pieces;
  std::string control;
  int flags = 0;  // msg_flags that came back
};
using SharedVector = std::shared_ptr<Vector>;

SharedVector VectorOf(CallArguments& arguments, const Expression& list) {
  constexpr int64_t kMost = 64 << 20;
  auto vector = std::make_shared<Vector>();
  for (const Expression& item : list.items) {
    if (item.kind != Kind::kGroup || item.items.size() != 2) {
      arguments.Refuse(list);
      return vector;
    }
    const absl::StatusOr<int64_t> size = NumberOf(item.items[1]);
    if (!size.ok() || *size < 0 || *size > kMost) {
      arguments.Refuse(item);
      return vector;
    }
    std::string& bytes = vector->buffers.emplace_back(
        item.items[0].kind == Kind::kString ? Unescaped(item.items[0].text)
                                            : "");
    bytes.resize(static_cast<size_t>(*size));
  }
  for (std::string& bytes : vector->buffers)
    vector->pieces.push_back({bytes.data(), bytes.size()});
  return vector;
}

msghdr MessageOf(Vector& vector) {
  msghdr message{};
  message.msg_iov = vector.pieces.data();
  message.msg_iovlen = vector.pieces.size();
  if (!vector.control.empty()) {
    message.msg_control = vector.control.data();
    message.msg_controllen = vector.control.size();
  }
  return message;
}

// The first control message's, as [level, type, int].
struct Control {
  int64_t level = 0;
  int64_t type = 0;
  int64_t data = 0;
  friend bool operator==(const Control&, const Control&) = default;
};

absl::StatusOr<std::vector<Control>> ControlsOf(const Expression& list) {
  std::vector<Control> controls;
  for (const Expression& item : list.items) {
    Control control;
    const std::pair<const char*, int64_t*> fields[] = {
        {"cmsg_level", &control.level},
        {"cmsg_type", &control.type},
        {"cmsg_data", &control.data}};
    for (const auto& [name, to] : fields) {
      const Expression* const field = Field(item, name);
      if (field == nullptr)
        return absl::UnimplementedError(ExpressionText(item));
      const absl::StatusOr<int64_t> number = NumberOf(*field);
      if (!number.ok()) return number.status();
      *to = *number;
    }
    controls.push_back(control);
  }
  return controls;
}

std::vector<Control> ControlsIn(Vector& vector) {
  msghdr message = MessageOf(vector);
  std::vector<Control> controls;
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr;
       header = CMSG_NXTHDR(&message, header)) {
    int data = 0;
    if (header->cmsg_len >= CMSG_LEN(sizeof(data)))
      std::memcpy(&data, CMSG_DATA(header), sizeof(data));
    controls.push_back({header->cmsg_level, header->cmsg_type, data});
  }
  return controls;
}

std::string ControlText(const std::vector<Control>& controls) {
  std::string text;
  for (const Control& control : controls) {
    absl::StrAppend(&text, text.empty() ? "" : ", ",
                    "{cmsg_level=", control.level, ", cmsg_type=", control.type,
                    ", cmsg_data=", control.data, "}");
  }
  return absl::StrCat("[", text, "]");
}

}  // namespace

ReadyCall ReadVector(CallArguments& arguments, CallContext& /*context*/) {
  const int fd = arguments.Descriptor(0);
  const SharedVector vector = VectorOf(arguments, arguments.At(1));
  return {[fd, vector] {
            return Kernel(::readv(fd, vector->pieces.data(),
                                  static_cast<int>(vector->pieces.size())));
          },
          nullptr};
}

ReadyCall WriteVector(CallArguments& arguments, CallContext& /*context*/) {
  const int fd = arguments.Descriptor(0);
  const SharedVector vector = VectorOf(arguments, arguments.At(1));
  return {[fd, vector] {
            return Kernel(::writev(fd, vector->pieces.data(),
                                   static_cast<int>(vector->pieces.size())));
          },
          nullptr};
}

ReadyCall ReceiveMessage(CallArguments& arguments, CallContext& /*context*/) {
  const int fd = arguments.Descriptor(0);
  const Expression& message = arguments.At(1);
  const int flags = arguments.Int(2);
  const Expression* const iov = Field(message, "msg_iov");
  if (iov == nullptr) arguments.Refuse(message);
  const SharedVector vector =
      VectorOf(arguments, iov == nullptr ? message : *iov);
  const Expression* const control = Field(message, "msg_control");
  const absl::StatusOr<std::vector<Control>> expected =
      ControlsOf(control == nullptr ? Expression() : *control);
  if (!expected.ok()) arguments.Refuse(*control);
  constexpr size_t kRoom = 256;
  if (control != nullptr) vector->control.resize(kRoom);
  const Expression* const msg_flags = Field(message, "msg_flags");
  const int wanted_flags =
      msg_flags == nullptr ? 0
                           : static_cast<int>(NumberOf(*msg_flags).value_or(0));
  ReadyCall ready;
  ready.job = [fd, vector, flags] {
    msghdr header = MessageOf(*vector);
    const int64_t result = Kernel(::recvmsg(fd, &header, flags));
    vector->control.resize(header.msg_controllen);
    vector->flags = header.msg_flags;
    return result;
  };
  ready.mismatch = [vector, wanted = expected.value_or(std::vector<Control>()),
                    wanted_flags]() -> std::optional<std::string> {
    const std::vector<Control> got = ControlsIn(*vector);
    if (got != wanted)
      return absl::StrCat("expected msg_control=", ControlText(wanted),
                          ", got ", ControlText(got));
    if (vector->flags == wanted_flags) return std::nullopt;
    return absl::StrCat("expected msg_flags=", wanted_flags, ", got ",
                        vector->flags);
  };
  return ready;
}

ReadyCall SendMessage(CallArguments& arguments, CallContext& /*context*/) {
  const int fd = arguments.Descriptor(0);
  const Expression& message = arguments.At(1);
  const int flags = arguments.Int(2);
  const Expression* const iov = Field(message, "msg_iov");
  const Expression* const control = Field(message, "msg_control");
  if (iov == nullptr || (control != nullptr && !control->items.empty()))
    arguments.Refuse(message);
  const SharedVector vector =
      VectorOf(arguments, iov == nullptr ? message : *iov);
  return {[fd, vector, flags] {
            const msghdr header = MessageOf(*vector);
            return Kernel(::sendmsg(fd, &header, flags));
          },
          nullptr};
}

}  // namespace orderly::drill
