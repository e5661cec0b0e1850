#ifndef ORDERLY_SEARCH_SWEEP_H_
#define ORDERLY_SEARCH_SWEEP_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "properties/promise.h"
#include "search/token.h"

namespace orderly {

// One fault, tried at every place of a story, alone each time.
struct SweptFault {
  std::string name;     // "a segment is lost"
  uint64_t places = 0;  // how many were tried
  // Why it was not tried at all, or not everywhere; "": it was.
  std::string note;
  struct Broken {
    uint64_t applies = 0;  // where the promise promised anything
    uint64_t places = 0;   // where the run broke it
    // Replays the first of them, unless the story breaks the promise anyway.
    std::optional<Token> first;
  };
  std::array<Broken, kPromiseCount> broken;
};

struct Sweep {
  Token story;
  uint64_t events = 0;
  // What the story breaks without a further fault; where a run breaks that,
  // too, it says nothing of the fault.
  std::array<bool, kPromiseCount> broken_before{};
  std::vector<SweptFault> faults;
  // A token was not what it was made for: nothing here can be trusted.
  std::optional<std::string> stale;

  // Neither the story nor the story with any of the faults broke a promise.
  bool held() const;
};

// Runs the story of a token once for each fault at each place: every segment
// lost, either process killed before each of its calls, and after every event,
// while there is a process or a connection, every Strike. A token that kills
// somebody already is not swept for kills, and one with all the faults that the
// network may make not for losses after them: both are noted.
Sweep SweepStory(const Token& story);

// A table of faults and promises, and a token for each that was broken.
std::string SweepText(const Sweep& sweep);

}  // namespace orderly

#endif  // ORDERLY_SEARCH_SWEEP_H_
