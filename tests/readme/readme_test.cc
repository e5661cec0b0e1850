// What README shows of the program is what the program prints: every console
// block that starts with "$ orderly" is run again.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

constexpr char kPrompt[] = "```console\n$ orderly ";

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// What the command prints. Its arguments are README's, and ours.
std::string Output(const std::string& arguments) {
  const std::string command = "cli/orderly " + arguments;
  std::FILE* pipe = popen(command.c_str(), "r");
  EXPECT_NE(pipe, nullptr);
  std::string output;
  char buffer[4096];
  while (const size_t n = std::fread(buffer, 1, sizeof(buffer), pipe)) {
    output.append(buffer, n);
  }
  pclose(pipe);
  return output;
}

TEST(ReadmeTest, ShowsWhatTheProgramPrints) {
  const std::string readme = ReadFile("README.md");
  std::string fresh;
  size_t from = 0;
  size_t blocks = 0;
  for (size_t at = readme.find(kPrompt); at != std::string::npos;
       at = readme.find(kPrompt, from)) {
    const size_t arguments = at + sizeof(kPrompt) - 1;
    const size_t line_end = readme.find('\n', arguments);
    const size_t block_end = readme.find("```", line_end);
    ASSERT_NE(block_end, std::string::npos);
    fresh += readme.substr(from, line_end + 1 - from);
    fresh += Output(readme.substr(arguments, line_end - arguments));
    from = block_end;
    ++blocks;
  }
  fresh += readme.substr(from);
  EXPECT_GE(blocks, 2);
  if (fresh == readme) return;
  const char* folder = std::getenv("TEST_UNDECLARED_OUTPUTS_DIR");
  const std::string path = std::string(folder == nullptr ? "." : folder);
  std::ofstream(path + "/README.md", std::ios::binary) << fresh;
  ADD_FAILURE() << "README.md does not show what the program prints; the test "
                   "wrote a fresh README.md to its undeclared outputs";
}

}  // namespace
