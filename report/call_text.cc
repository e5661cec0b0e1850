#include "report/call_text.h"

#include <array>
#include <cerrno>

#include "absl/strings/str_cat.h"

namespace orderly {
namespace {

struct Named {
  int error;
  std::string_view name;
};

// EWOULDBLOCK is EAGAIN, ENOTSUP is EOPNOTSUPP.
constexpr std::array<Named, 33> kErrnos = {{
    {0, "-"},
    {EACCES, "EACCES"},
    {EADDRINUSE, "EADDRINUSE"},
    {EADDRNOTAVAIL, "EADDRNOTAVAIL"},
    {EAFNOSUPPORT, "EAFNOSUPPORT"},
    {EAGAIN, "EAGAIN"},
    {EALREADY, "EALREADY"},
    {EBADF, "EBADF"},
    {ECONNABORTED, "ECONNABORTED"},
    {ECONNREFUSED, "ECONNREFUSED"},
    {ECONNRESET, "ECONNRESET"},
    {EDESTADDRREQ, "EDESTADDRREQ"},
    {EFAULT, "EFAULT"},
    {EHOSTUNREACH, "EHOSTUNREACH"},
    {EINPROGRESS, "EINPROGRESS"},
    {EINTR, "EINTR"},
    {EINVAL, "EINVAL"},
    {EISCONN, "EISCONN"},
    {EMFILE, "EMFILE"},
    {EMSGSIZE, "EMSGSIZE"},
    {ENETUNREACH, "ENETUNREACH"},
    {ENOBUFS, "ENOBUFS"},
    {ENOMEM, "ENOMEM"},
    {ENOPROTOOPT, "ENOPROTOOPT"},
    {ENOTCONN, "ENOTCONN"},
    {ENOTSOCK, "ENOTSOCK"},
    {ENOTTY, "ENOTTY"},
    {EOPNOTSUPP, "EOPNOTSUPP"},
    {EPERM, "EPERM"},
    {EPIPE, "EPIPE"},
    {EPROTONOSUPPORT, "EPROTONOSUPPORT"},
    {ESPIPE, "ESPIPE"},
    {ETIMEDOUT, "ETIMEDOUT"},
}};

}  // namespace

std::string ErrnoText(int error) {
  for (const Named& named : kErrnos) {
    if (named.error == error) return std::string(named.name);
  }
  return absl::StrCat("errno ", error);
}

std::string CallText(const TraceEvent& call) {
  const bool told = call.text.find(" = ") != std::string::npos;
  if (told || (call.error == 0 && call.result == 0)) return call.text;
  if (call.error != 0)
    return absl::StrCat(call.text, " = -1 ", ErrnoText(call.error));
  return absl::StrCat(call.text, " = ", call.result);
}

}  // namespace orderly
