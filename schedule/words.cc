#include "schedule/words.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace orderly {
namespace {

constexpr uint32_t kMostCount = 1'000'000;

std::string Str(std::string_view text) { return std::string(text); }

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool IsPrintable(char c) { return c >= ' ' && c <= '~'; }

// What a terminal may see of any text.
std::string Shown(std::string_view text) {
  constexpr size_t kMost = 40;
  std::string shown;
  for (const char c : text.substr(0, kMost)) shown += IsPrintable(c) ? c : '?';
  return text.size() > kMost ? shown + "..." : shown;
}

}  // namespace

Words::Words(std::string_view file, uint32_t line, std::string_view text)
    : file_(file), line_(line) {
  Split(text);
}

void Words::Split(std::string_view text) {
  size_t at = 0;
  while (true) {
    while (at < text.size() && IsBlank(text[at])) ++at;
    end_column_ = at + 1;
    if (at >= text.size()) return;
    const size_t begin = at;
    if (text[at] == '#') {
      while (at < text.size() && (text[at] == '#' || IsBlank(text[at]))) ++at;
      remark_ = text.substr(at);
      while (!remark_.empty() && IsBlank(remark_.back())) remark_.pop_back();
      return;
    }
    const bool quoted = text[at] == '"';
    if (quoted) {
      const size_t end = text.find('"', at + 1);
      at = end == std::string_view::npos ? text.size() : end + 1;
      const bool closed = end != std::string_view::npos && end > begin + 1;
      const size_t length = closed ? end - begin - 1 : 0;
      words_.push_back({Str(closed ? text.substr(begin + 1, length)
                                   : text.substr(begin, at - begin)),
                        begin + 1, true});
      if (!closed) RefuseAt(words_.size() - 1, "a text between two '\"'");
    } else {
      while (at < text.size() && !IsBlank(text[at]) && text[at] != '"') ++at;
      words_.push_back({Str(text.substr(begin, at - begin)), begin + 1, false});
    }
    for (const char c : words_.back().text) {
      if (!IsPrintable(c))
        RefuseAt(words_.size() - 1, "printable ASCII characters");
    }
  }
}

void Words::RefuseAt(size_t i, std::string_view expected,
                     std::string_view found) {
  if (!status_.ok()) return;
  status_ = absl::InvalidArgumentError(
      absl::StrCat(file_, ":", line_, ":",
                   i < words_.size() ? words_[i].column : end_column_,
                   ": expected ", Str(expected), ", found ", Str(found)));
}

void Words::RefuseAt(size_t i, std::string_view expected) {
  RefuseAt(i, expected,
           i < words_.size() ? absl::StrCat("'", Shown(words_[i].text), "'")
                             : std::string("the end of the line"));
}

void Words::Refuse(std::string_view expected) { RefuseAt(next_, expected); }
void Words::RefuseLast(std::string_view expected) {
  RefuseAt(next_ == 0 ? 0 : next_ - 1, expected);
}
void Words::RefuseLine(std::string_view expected, std::string_view found) {
  RefuseAt(0, expected, found);
}
void Words::RefuseEndOfFile(std::string_view expected) {
  RefuseAt(words_.size(), expected, "the end of the file");
}

bool Words::Take(std::string_view word) {
  if (empty() || words_[next_].quoted || words_[next_].text != word)
    return false;
  ++next_;
  return true;
}

void Words::Expect(std::string_view word) {
  if (!Take(word)) Refuse(absl::StrCat("'", Str(word), "'"));
}

size_t Words::TakeOneOf(const std::vector<std::string_view>& words,
                        std::string_view what) {
  for (size_t i = 0; i < words.size(); ++i) {
    if (Take(words[i])) return i;
  }
  std::vector<std::string> all(words.begin(), words.end());
  Refuse(absl::StrCat(Str(what), " (", absl::StrJoin(all, ", "), ")"));
  return 0;
}

std::string Words::TakeWord(std::string_view what) {
  if (!empty() && !words_[next_].quoted) return words_[next_++].text;
  Refuse(what);
  return "";
}

std::string Words::TakeQuoted() {
  if (AtQuoted()) return words_[next_++].text;
  Refuse("a text in quotes");
  return "";
}

bool Words::AtNumber() const {
  return !empty() && !words_[next_].quoted &&
         words_[next_].text.find_first_not_of("0123456789.:") ==
             std::string::npos;
}

uint32_t Words::TakeCount() {
  if (empty() || words_[next_].quoted) return 1;
  const std::string& text = words_[next_].text;
  if (text[0] < '0' || text[0] > '9') return 1;
  uint32_t count = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, count);
  if (error != std::errc() || stopped != end || count == 0 ||
      count > kMostCount) {
    Refuse(absl::StrCat("a whole number from 1 to ", kMostCount));
    return 1;
  }
  ++next_;
  return count;
}

size_t Words::TakeTextOf(const std::vector<std::string>& texts,
                         std::string_view what) {
  std::optional<size_t> found;
  size_t end = next_;
  std::string rest;
  for (size_t i = next_; i < words_.size(); ++i) {
    absl::StrAppend(&rest, rest.empty() ? "" : " ", words_[i].text);
    const auto it = std::find(texts.begin(), texts.end(), rest);
    if (it == texts.end()) continue;
    found = static_cast<size_t>(it - texts.begin());
    end = i + 1;
  }
  if (found.has_value()) {
    next_ = end;
    return *found;
  }
  RefuseAt(next_, what,
           rest.empty() ? std::string("the end of the line")
                        : absl::StrCat("'", Shown(rest), "'"));
  return 0;
}

void Words::ExpectEnd() {
  if (!empty()) Refuse("the end of the line");
}

}  // namespace orderly
