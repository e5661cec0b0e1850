#ifndef ORDERLY_SEARCH_COMPARE_H_
#define ORDERLY_SEARCH_COMPARE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "search/check.h"
#include "search/price.h"

namespace orderly {

struct CompareOptions {
  std::vector<Row> rows;
  uint64_t runs = 3000;            // of every row
  uint64_t held_runs = 20'000;     // of every row that held so long
  uint64_t winner_runs = 100'000;  // of the cheapest row that holds
  uint64_t first_seed = 1;
  uint32_t threads = 2;
  // Called now and then with the runs made so far, from any thread.
  std::function<void(uint64_t runs)> progress;
};

struct Comparison {
  std::vector<RowResult> rows;  // in the order of the options
  // The cheapest row that holds everything over winner_runs, and its search.
  std::optional<RowResult> winner;
  Price winner_price;
  uint64_t runs = 0;       // in all
  uint64_t row_runs = 0;   // of every row
  uint64_t held_runs = 0;  // of every row that held in those
  std::optional<std::string> nondeterministic;
};

// Searches every row, then, cheapest first, those that held, until one holds
// everything for winner_runs. The result does not depend on the threads.
Comparison Compare(const CompareOptions& options);

// The promises, the matrix, the tokens (unless brief), and the cheapest row, as
// `orderly compare` prints them.
std::string ComparisonText(const Comparison& comparison, bool brief);

}  // namespace orderly

#endif  // ORDERLY_SEARCH_COMPARE_H_
