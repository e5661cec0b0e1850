#include "tests/cli/orderly_run.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <fstream>

namespace orderly {

CliResult Orderly(const std::string& arguments) {
  std::FILE* pipe =
      popen(("(cli/orderly " + arguments + ") 2>&1").c_str(), "r");
  EXPECT_NE(pipe, nullptr);
  CliResult result;
  char buffer[4096];
  while (const size_t n = std::fread(buffer, 1, sizeof(buffer), pipe)) {
    result.output.append(buffer, n);
  }
  const int status = pclose(pipe);
  result.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return result;
}

std::string FirstToken(const std::string& text) {
  const size_t at = text.find("o1:");
  if (at == std::string::npos) return "";
  return text.substr(at, text.find_first_of("' \n", at) - at);
}

std::string WriteTestFile(const std::string& name, const std::string& text) {
  std::string path = testing::TempDir() + "/" + name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

}  // namespace orderly
