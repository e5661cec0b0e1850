// The witness of stream-intact is not blind.
#include "properties/stream_witness.h"

#include <gtest/gtest.h>

namespace orderly {
namespace {

constexpr FourTuple kWriter = {{1, 1000}, {2, 7}};
constexpr FourTuple kReader = {{2, 7}, {1, 1000}};

TEST(StreamWitnessTest, WholeStreamAndItsEndAreIntact) {
  StreamWitness witness;
  witness.OnWritten(kWriter, "hello");
  witness.OnRead(kReader, "he");
  witness.OnRead(kReader, "llo");
  witness.OnEnd(kReader);
  EXPECT_EQ(witness.breach(), std::nullopt);
}

TEST(StreamWitnessTest, OtherByteIsABreach) {
  StreamWitness witness;
  witness.OnWritten(kWriter, "hello");
  witness.OnRead(kReader, "hexlo");
  EXPECT_EQ(witness.breach(),
            "Bytes 0 to 5 of the stream are not what was written.");
}

TEST(StreamWitnessTest, ByteReadTwiceIsABreach) {
  StreamWitness witness;
  witness.OnWritten(kWriter, "hello");
  witness.OnRead(kReader, "hel");
  witness.OnRead(kReader, "llo");
  EXPECT_TRUE(witness.breach().has_value());
}

TEST(StreamWitnessTest, ByteThatNobodyWroteIsABreach) {
  StreamWitness witness;
  witness.OnWritten(kWriter, "hi");
  witness.OnRead(kReader, "hi!");
  EXPECT_TRUE(witness.breach().has_value());
}

TEST(StreamWitnessTest, EndBeforeTheLastByteIsABreach) {
  StreamWitness witness;
  witness.OnWritten(kWriter, "hello");
  witness.OnRead(kReader, "hel");
  witness.OnEnd(kReader);
  EXPECT_EQ(witness.breach(), "The end of the stream came after 3 of 5 bytes.");
}

TEST(StreamWitnessTest, EndAfterAnErrorIsItsEcho) {
  StreamWitness witness;
  witness.OnWritten(kWriter, "hello");
  witness.OnRead(kReader, "hel");
  witness.OnBroken(kReader);
  witness.OnEnd(kReader);
  EXPECT_EQ(witness.breach(), std::nullopt);
}

TEST(StreamWitnessTest, KnowsWhatAPortHasRead) {
  StreamWitness witness;
  witness.OnWritten(kWriter, "PING\nCLOSE\n");
  witness.OnRead(kReader, "PING\nCLO");
  EXPECT_FALSE(witness.HasRead(7, "CLOSE\n"));
  witness.OnRead(kReader, "SE\n");
  EXPECT_TRUE(witness.HasRead(7, "CLOSE\n"));
  EXPECT_FALSE(witness.HasRead(1000, "CLOSE\n"));
}

}  // namespace
}  // namespace orderly
