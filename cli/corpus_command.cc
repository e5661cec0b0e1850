#include <cstdio>
#include <filesystem>
#include <system_error>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/row_flags.h"
#include "search/corpus_files.h"

namespace orderly {

int RunCorpus(Flags flags) {
  const absl::StatusOr<Row> row = TakeRow(flags);
  if (!row.ok()) return UsageError(std::string(row.status().message()));
  uint64_t runs = 100'000;
  absl::Status status = flags.TakeNumber("runs", 100'000'000, runs);
  status.Update(flags.RefuseUnknown(
      "--goodbye, --server, --client, --stack, --client_stack, "
      "--server_stack and --runs"));
  if (!status.ok()) return UsageError(std::string(status.message()));
  if (flags.operands().size() != 1)
    return UsageError("corpus takes the folder for its files");
  const std::string& folder = flags.operands()[0];
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const SeedCorpus corpus = MakeSeedCorpus(*row, runs);
  for (const SeedCorpus::File& file : corpus.files) {
    const std::string_view bytes(
        reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size());
    status.Update(WriteFile(folder + "/" + file.name, bytes));
  }
  if (!status.ok()) return UsageError(std::string(status.message()));
  std::printf("%zu files reach %d cells of the situation ledger\n",
              corpus.files.size(), corpus.reached.cells_reached());
  return kHeld;
}

}  // namespace orderly
