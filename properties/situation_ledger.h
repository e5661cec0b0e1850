#ifndef ORDERLY_PROPERTIES_SITUATION_LEDGER_H_
#define ORDERLY_PROPERTIES_SITUATION_LEDGER_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "properties/cell.h"
#include "properties/situations.h"

namespace orderly {

// How many runs reached what: the sum over a search, over its threads, over the
// shards of a test. Text and back, so that those of many machines can be
// merged.
class SituationLedger final {
 public:
  void Add(const Situations& run);
  void Add(const SituationLedger& other);

  // Adds what another machine wrote. Errors: it is of another row; both have
  // too many runs.
  absl::Status Merge(const SituationLedger& other);

  // Of which row all the runs were, in words (RowWords()); "": it is not said,
  // or of several.
  const std::string& row() const { return row_; }
  void set_row(std::string row) { row_ = std::move(row); }
  uint64_t runs() const { return runs_; }
  uint64_t of(Situation s) const { return named_[static_cast<size_t>(s)]; }
  uint64_t of(const Cell& cell) const { return cells_[CellId(cell)]; }
  // How many cells were reached by any run.
  int cells_reached() const;

  // What no run reached of all that a search must reach before "held" means
  // anything: every named situation, and the transitions of an ending (a TCP
  // state x an event, of either side, in any phase).
  std::vector<std::string> Missing() const;

  // "unread data at close 412, RST overtakes data 37, ...; 214 cells"; zeros
  // are marked with (!).
  std::string Summary() const;
  // The table: a row an event, a column a TCP state, runs of both sides in all
  // phases.
  std::string Table() const;

  // "situation-ledger 1", a line with the number of runs, one with the row if
  // it is known, a line for each that was reached.
  std::string ToText() const;
  // Lines may end in CR LF. Errors: kInvalidArgument with the line, and what
  // was expected there.
  static absl::StatusOr<SituationLedger> FromText(std::string_view text);

  friend bool operator==(const SituationLedger&,
                         const SituationLedger&) = default;

 private:
  absl::Status TakeLine(size_t line, absl::string_view text);
  uint64_t Sum(TcpState state, Happening happening) const;

  // So that no sum of cells overflows.
  static constexpr uint64_t kMostRuns = 1'000'000'000'000'000;

  std::string row_;
  uint64_t runs_ = 0;
  std::array<uint64_t, kSituationCount> named_{};
  std::array<uint64_t, kCellCount> cells_{};
};

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_SITUATION_LEDGER_H_
