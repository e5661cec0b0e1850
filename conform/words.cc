#include "conform/words.h"

#include "absl/strings/str_cat.h"

namespace orderly::conform {

std::string BytesWord(std::string_view bytes) {
  if (bytes.empty()) return "EOF";
  constexpr size_t kMost = 8;
  return absl::StrCat(bytes.size(), " bytes ",
                      std::string(bytes.substr(0, kMost)),
                      bytes.size() > kMost ? "..." : "");
}

}  // namespace orderly::conform
