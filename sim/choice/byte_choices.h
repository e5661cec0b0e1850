#ifndef ORDERLY_SIM_CHOICE_BYTE_CHOICES_H_
#define ORDERLY_SIM_CHOICE_BYTE_CHOICES_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "sim/choice/choices.h"

namespace orderly {

// Answers from bytes: rapidcheck's, libFuzzer's, or none. One byte a question
// up to a bound of 256, else four (little-endian). After the last byte every
// answer is benign, so that shorter input means fewer disturbances. Odds are
// ignored: a fuzzer finds its own. The bytes must outlive this.
class ByteChoices final : public Choices {
 public:
  explicit ByteChoices(std::span<const uint8_t> bytes) : bytes_(bytes) {}

 private:
  uint32_t Answer(const Question& question) override {
    const size_t width = question.bound <= 256 ? 1 : 4;
    uint32_t number = 0;
    for (size_t i = 0; i < width; ++i) {
      if (next_ < bytes_.size())
        number |= static_cast<uint32_t>(bytes_[next_++]) << (8 * i);
    }
    return number % question.bound;
  }

  std::span<const uint8_t> bytes_;
  size_t next_ = 0;
};

}  // namespace orderly

#endif  // ORDERLY_SIM_CHOICE_BYTE_CHOICES_H_
