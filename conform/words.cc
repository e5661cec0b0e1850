#include "conform/words.h"

#include <poll.h>

#include <cstring>

#include "absl/strings/str_cat.h"

namespace orderly::conform {

std::string ErrorWord(int error) {
  if (error == 0) return "0";
  const char* name = strerrorname_np(error);
  return name == nullptr ? absl::StrCat("errno ", error) : name;
}

std::string BytesWord(std::string_view bytes) {
  if (bytes.empty()) return "EOF";
  constexpr size_t kMost = 8;
  return absl::StrCat(bytes.size(), " bytes ",
                      std::string(bytes.substr(0, kMost)),
                      bytes.size() > kMost ? "..." : "");
}

std::string PollWord(uint32_t bits) {
  struct Name {
    uint32_t bit;
    const char* name;
  };
  constexpr Name kNames[] = {{POLLIN, "IN"},
                             {POLLOUT, "OUT"},
                             {POLLRDHUP, "RDHUP"},
                             {POLLHUP, "HUP"},
                             {POLLERR, "ERR"}};
  std::string text;
  for (const auto& [bit, name] : kNames) {
    if ((bits & bit) != 0)
      absl::StrAppend(&text, text.empty() ? "" : " ", name);
  }
  return text.empty() ? "0" : text;
}

}  // namespace orderly::conform
