// Holds every file of the workspace to STYLE.md. BUILD.bazel says why this test
// may look outside its sandbox.

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "tools/style/rules.h"

namespace style {
namespace {

namespace fs = std::filesystem;

// MODULE.bazel among this test's inputs is a link to the one of the workspace.
fs::path WorkspaceRoot() { return fs::canonical("MODULE.bazel").parent_path(); }

bool IsSource(const fs::path& path) {
  constexpr std::array<std::string_view, 6> kExtensions = {
      ".h", ".cc", ".c", ".bzl", ".bazel", ".py"};
  const std::string extension = path.extension().string();
  return std::find(kExtensions.begin(), kExtensions.end(), extension) !=
             kExtensions.end() ||
         path.filename() == "bazelw";
}

// Relative paths, in their order. Hidden folders and links (bazel-out and its
// like) are left out.
std::vector<std::string> Sources(const fs::path& root) {
  std::vector<std::string> sources;
  for (fs::recursive_directory_iterator it(root), end; it != end; ++it) {
    if (it->is_symlink() || it->path().filename().string().starts_with('.')) {
      it.disable_recursion_pending();
    } else if (it->is_regular_file() && IsSource(it->path())) {
      sources.push_back(it->path().lexically_relative(root).generic_string());
    }
  }
  std::sort(sources.begin(), sources.end());
  return sources;
}

TEST(StyleTest, EverySourceKeepsIt) {
  const fs::path root = WorkspaceRoot();
  const std::vector<std::string> sources = Sources(root);
  ASSERT_TRUE(std::binary_search(sources.begin(), sources.end(),
                                 "tools/style/style_test.cc"))
      << root << " is not the workspace";
  for (const std::string& path : sources) {
    std::ifstream file(root / path);
    ASSERT_TRUE(file) << path;
    const std::string contents(std::istreambuf_iterator<char>(file), {});
    for (const Finding& finding : CheckFile(path, contents)) {
      ADD_FAILURE_AT(path.c_str(), finding.line) << finding.message;
    }
  }
}

}  // namespace
}  // namespace style
