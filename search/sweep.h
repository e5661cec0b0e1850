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
  uint64_t places = 0;  // how many there are
  struct Broken {
    uint64_t places = 0;         // where it broke the promise
    std::optional<Token> first;  // replays the first of them
  };
  std::array<Broken, kPromiseCount> broken;
};

struct Sweep {
  Token story;
  uint64_t events = 0;
  // What the story breaks without any fault; it says nothing of a fault then.
  std::array<bool, kPromiseCount> broken_before{};
  std::vector<SweptFault> faults;
  // A token was not what it was made for: nothing here can be trusted.
  std::optional<std::string> stale;

  bool held() const;
};

// Runs the story of a token once for each fault at each place: every segment
// lost, either process killed before each of its calls, and after every event,
// while there is a process or a connection, every Strike. A token that kills
// somebody already is not swept for kills.
Sweep SweepStory(const Token& story);

// A table of faults and promises, and a token for each that was broken.
std::string SweepText(const Sweep& sweep);

}  // namespace orderly

#endif  // ORDERLY_SEARCH_SWEEP_H_
