#ifndef ORDERLY_CONFORM_DIFFERENCE_H_
#define ORDERLY_CONFORM_DIFFERENCE_H_

#include <cstddef>
#include <optional>
#include <string>

#include "conform/peer.h"
#include "conform/step.h"

namespace orderly::conform {

// Where two records of a story part.
struct Difference {
  Story story;
  size_t step = 0;  // 0: the opening
  Record host;      // the simulated one's
  Record kernel;
};

// nullopt: they agree, step by step.
std::optional<Difference> FindDifference(const Story& story, Stack& host,
                                         Stack& kernel);

// Drops steps, then makes them smaller, while the stacks still differ.
Difference Shrink(const Difference& difference, Stack& host, Stack& kernel);

// What kind it is: the state and the step where they part, without numbers.
// Differences of one kind have one cause, as a rule.
std::string KindOf(const Difference& difference);

}  // namespace orderly::conform

#endif  // ORDERLY_CONFORM_DIFFERENCE_H_
