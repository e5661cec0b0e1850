#include "protocol/payload.h"

#include <string>

#include "gtest/gtest.h"

namespace protocol {
namespace {

TEST(PayloadTest, FilledIsThePatternAtEverySize) {
  for (const uint64_t id : {0u, 1u, 2u, 41u, 255u, 256u, 1'000'003u}) {
    for (const size_t size : {0u, 1u, 255u, 256u, 257u, 512u, 1000u}) {
      std::string payload(size, '\0');
      FillPattern(id, payload);
      for (size_t i = 0; i < size; ++i) {
        ASSERT_EQ(payload[i], PatternByte(id, i)) << id << " " << i;
      }
      EXPECT_TRUE(IsPattern(id, payload)) << id << " " << size;
    }
  }
}

TEST(PayloadTest, EveryChangedByteAndEveryOtherRecordIsNoticed) {
  std::string payload(600, '\0');
  FillPattern(7, payload);
  for (char& c : payload) {
    c ^= 1;
    EXPECT_FALSE(IsPattern(7, payload));
    c ^= 1;
  }
  EXPECT_FALSE(IsPattern(8, payload));
  EXPECT_FALSE(IsPattern(7, payload.substr(1)));
}

}  // namespace
}  // namespace protocol
