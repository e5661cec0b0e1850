// What was found once is found again, before anything else is searched.
#include <gtest/gtest.h>

#include "tests/schedule/folder.h"

namespace orderly {
namespace {

TEST(RegressionsTest, EachFitsWhatItExpects) { ExpectRegressionsFit(); }

}  // namespace
}  // namespace orderly
