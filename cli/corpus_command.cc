#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/row_flags.h"
#include "search/corpus_files.h"

namespace orderly {
namespace {

// A folder that files can be written to.
absl::Status MakeFolder(const std::string& folder) {
  if (folder.empty() || folder == "-") {
    return absl::InvalidArgumentError(
        "corpus: '" + folder + "' is no folder; name one for many files");
  }
  std::error_code error;
  if (std::filesystem::exists(folder, error) &&
      !std::filesystem::is_directory(folder, error)) {
    return absl::InvalidArgumentError(
        folder + ": is a file; name a folder for many files");
  }
  std::filesystem::create_directories(folder, error);
  if (error) {
    return absl::UnavailableError(folder + ": cannot be made (" +
                                  error.message() + "); name another folder");
  }
  return CanBeWritten(folder + "/.new");
}

}  // namespace

int RunCorpus(Flags flags) {
  const absl::StatusOr<Row> row = TakeRow(flags);
  if (!row.ok()) return UsageError(std::string(row.status().message()));
  uint64_t runs = 100'000;
  absl::Status status = flags.TakeNumber("runs", 100'000'000, runs);
  status.Update(flags.RefuseUnknown(
      "--goodbye, --server, --client, --stack, --client_stack, "
      "--server_stack and --runs"));
  if (!status.ok()) return UsageError(std::string(status.message()));
  if (runs == 0) return UsageError("--runs=0: expected at least 1");
  if (flags.operands().size() != 1)
    return UsageError("corpus takes the folder for its files");
  const std::string& folder = flags.operands()[0];
  status = MakeFolder(folder);
  if (!status.ok()) return UsageError(std::string(status.message()));
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
