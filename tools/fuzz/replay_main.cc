// Runs LLVMFuzzerTestOneInput on nothing, then on each file named (a folder: on
// each file in it, by name). Exit code 2 if one cannot be read.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> FilesAt(const fs::path& path) {
  if (!fs::is_directory(path)) return {path};
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(path)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::optional<std::string> Contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

int main(int argc, char** argv) {
  LLVMFuzzerTestOneInput(nullptr, 0);
  int replayed = 0;
  for (int i = 1; i < argc; ++i) {
    for (const fs::path& path : FilesAt(argv[i])) {
      const std::optional<std::string> input = Contents(path);
      if (!input.has_value()) {
        std::fprintf(stderr, "cannot read %s\n", path.c_str());
        return 2;
      }
      // Before it runs: a crash needs to be told whose it is.
      std::fprintf(stderr, "replay %s (%zu bytes)\n", path.c_str(),
                   input->size());
      LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input->data()),
                             input->size());
      ++replayed;
    }
  }
  std::fprintf(stderr, "%d inputs replayed\n", replayed);
  return 0;
}
