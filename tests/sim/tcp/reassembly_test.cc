// Segments of a known stream, in any order, with any overlaps and duplicates,
// give that stream to the reader.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "conformance/rig.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "rapidcheck/detail/TestMetadata.h"
#include "rapidcheck/detail/TestParams.h"

namespace orderly {
namespace {

std::string DataText(uint32_t first, uint32_t size, bool fin) {
  return absl::StrCat(fin ? "FP. " : "P. ", first, ":", first + size, "(", size,
                      ") ack 1");
}

TEST(ReassemblyTest, AnySegmentsGiveTheStreamAndThenEof) {
  rc::detail::TestParams params;
  params.seed = 1;
  params.maxSuccess = 300;
  const auto result = rc::detail::checkTestable(
      [](uint32_t isn, const std::vector<std::pair<uint16_t, uint16_t>>& raw) {
        constexpr uint32_t kLength = 5000;
        Rig rig;
        rig.set_isns(SeqNum(77), SeqNum(isn));
        Socket& socket = rig.Accepted();
        std::string got;
        const auto read = [&] {
          for (std::string part = Recv(socket, 700);
               part != "EAGAIN" && part != "EOF"; part = Recv(socket, 700))
            got += part;
        };
        std::vector<bool> sent(kLength + 1);
        for (const auto& [at, length] : raw) {
          const uint32_t first = at % kLength + 1;
          const uint32_t size =
              std::min(length % 1460U + 1, kLength + 1 - first);
          const bool fin = first + size == kLength + 1;
          rig.Send(DataText(first, size, fin));
          std::fill_n(sent.begin() + first - 1, size, true);
          if (length % 2 == 0) read();
          if (length % 5 == 0) rig.Run(milliseconds(50));
        }
        read();
        const auto hole = std::find(sent.begin(), sent.end(), false);
        RC_ASSERT(got ==
                  StreamBytes(1, static_cast<size_t>(hole - sent.begin())));
        // Now everything, in order.
        for (uint32_t first = 1; first <= kLength; first += 1000)
          rig.Send(DataText(first, 1000, first + 1000 > kLength));
        read();
        RC_ASSERT(got == StreamBytes(1, kLength));
        RC_ASSERT(Recv(socket) == "EOF");
        RC_ASSERT(rig.Where() == "CLOSE-WAIT");
      },
      rc::detail::TestMetadata(), params);
  EXPECT_TRUE(result.template is<rc::detail::SuccessResult>());
}

}  // namespace
}  // namespace orderly
