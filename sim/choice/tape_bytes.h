#ifndef ORDERLY_SIM_CHOICE_TAPE_BYTES_H_
#define ORDERLY_SIM_CHOICE_TAPE_BYTES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/choice/choices.h"
#include "sim/choice/tape.h"

namespace orderly {

// A tape as a fuzzer writes it: four bytes a step - site, actor, index, value.
// Any bytes are a tape, and only what they name is disturbed: taking four away
// takes a disturbance away, and changing one changes one. (ByteChoices, a byte
// a question, is for who draws bytes that are mostly zero.) Numbers that are
// too large count from 0 again; of two steps of one name the later one holds.
class TapeBytesChoices final : public Choices {
 public:
  static constexpr size_t kStepSize = 4;
  static constexpr size_t kMostSteps = 256;  // what follows them is ignored

  // How many of so many bytes are read: whole steps, and not too many.
  static constexpr size_t BytesRead(size_t size) {
    return std::min(size / kStepSize, kMostSteps) * kStepSize;
  }

  // The bytes must outlive this.
  explicit TapeBytesChoices(std::span<const uint8_t> bytes);

 private:
  struct Named {
    uint32_t name;  // site, actor, index
    uint8_t value;
  };
  uint32_t Answer(const Question& question) override;

  std::vector<Named> steps_;  // by name, each once
};

// The bytes of a tape. Lossy: what a byte cannot hold is left out.
std::vector<uint8_t> TapeBytes(const Tape& tape);

}  // namespace orderly

#endif  // ORDERLY_SIM_CHOICE_TAPE_BYTES_H_
