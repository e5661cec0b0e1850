#ifndef ORDERLY_TESTS_SCHEDULE_FOLDER_H_
#define ORDERLY_TESTS_SCHEDULE_FOLDER_H_

#include <string>
#include <vector>

namespace orderly {

// A .close file as it is.
struct CloseFile {
  std::string path;
  std::string text;
};
// Those of a folder of the workspace, by name.
std::vector<CloseFile> CloseFilesIn(const std::string& folder);

// Reads and runs every .close file of properties/regressions; each must fit
// what it expects.
void ExpectRegressionsFit();

}  // namespace orderly

#endif  // ORDERLY_TESTS_SCHEDULE_FOLDER_H_
