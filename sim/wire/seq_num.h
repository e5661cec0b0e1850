#ifndef ORDERLY_SIM_WIRE_SEQ_NUM_H_
#define ORDERLY_SIM_WIRE_SEQ_NUM_H_

#include <cstdint>

namespace orderly {

// A sequence number: a point on a circle of 2^32 (RFC 9293, 3.4). Compared by
// the shorter way round, so there is no operator< that a container could use.
// The only place where it is a bare integer.
class SeqNum {
 public:
  constexpr SeqNum() = default;
  explicit constexpr SeqNum(uint32_t value) : value_(value) {}
  constexpr uint32_t value() const { return value_; }

  friend constexpr bool operator==(SeqNum, SeqNum) = default;
  friend constexpr SeqNum operator+(SeqNum s, uint32_t n) {
    return SeqNum(s.value_ + n);
  }
  friend constexpr SeqNum operator-(SeqNum s, uint32_t n) {
    return SeqNum(s.value_ - n);
  }
  // How far `a` is after `b`, modulo 2^32.
  friend constexpr uint32_t operator-(SeqNum a, SeqNum b) {
    return a.value_ - b.value_;
  }
  constexpr SeqNum& operator+=(uint32_t n) {
    value_ += n;
    return *this;
  }

 private:
  uint32_t value_ = 0;
};

constexpr bool Before(SeqNum a, SeqNum b) {
  return static_cast<int32_t>(a - b) < 0;
}
constexpr bool After(SeqNum a, SeqNum b) { return Before(b, a); }
constexpr SeqNum Later(SeqNum a, SeqNum b) { return Before(a, b) ? b : a; }

}  // namespace orderly

#endif  // ORDERLY_SIM_WIRE_SEQ_NUM_H_
