#ifndef ORDERLY_PROPERTIES_CLAIMS_H_
#define ORDERLY_PROPERTIES_CLAIMS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "sim/tcp/stack_profile.h"

namespace orderly {

// One run that puts a claim to the test.
struct Shown {
  std::string_view id;      // "a2": the claim's letter and a number from 1
  std::string_view title;   // the circumstances
  std::string_view source;  // where a kernel was measured doing the same
  // A story aside shows the claim's effect from another cause than the claim
  // says, or what the claim leaves out; it does not count for the verdict.
  bool counts = true;
  bool expected = false;        // to hold, by the reference: on Linux
  Stack stack = Stack::kLinux;  // of both hosts
  bool held = false;            // in this run
  std::string fact;             // what was observed, with numbers
  std::string ladder;
};

// What people say about close() and shutdown(), and what comes of it: the table
// of measured ones (MEASURED.md, p12 and p16).
struct Claim {
  char id = 'a';
  std::string_view text;
  // From the stories that count: "TRUE" when it held in all, "FALSE" in none,
  // else "PARTLY".
  std::string_view verdict;
  std::string_view lesson;  // when it holds, and what to do
  std::vector<Shown> shown;
};

// Runs every story of every claim, in their order. Deterministic.
std::vector<Claim> Claims(Stack stack = Stack::kLinux);

// One story as a word for 'orderly replay': "o1:claim:a4:1f3c", or
// "o1:claim:a4@bsd:1f3c". The last part is a check of what the story showed.
std::string ClaimToken(const Shown& shown);
bool IsClaimToken(std::string_view text);
// Runs the story of a claim's token. kInvalidArgument: damaged, or no such
// story; kFailedPrecondition: it shows something else than it did. One
// sentence.
absl::StatusOr<Shown> ReplayClaim(std::string_view token);

// The verdict that stories allow. Requires one that counts.
std::string_view VerdictOf(const std::vector<Shown>& shown);

// All of it for a reader, with the command that replays each story. At
// most 100 columns.
std::string ClaimsText(const std::vector<Claim>& claims);
// One story, with its ladder.
std::string ClaimStoryText(const Shown& shown);

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_CLAIMS_H_
