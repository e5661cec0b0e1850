#ifndef ORDERLY_DRILL_CALL_ARGUMENTS_H_
#define ORDERLY_DRILL_CALL_ARGUMENTS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "drill/calls.h"
#include "drill/script.h"

namespace orderly::drill {

// Takes the arguments of a call apart, by position. The first that is missing
// or has no value is kept as status(); what is read then is 0.
class CallArguments final {
 public:
  CallArguments(const SystemCall& call, const CallContext& context)
      : call_(call), context_(context) {}

  const absl::Status& status() const { return status_; }
  size_t size() const { return call_.arguments.size(); }
  // An ellipsis for one that is missing.
  const Expression& At(size_t i);
  int64_t Number(size_t i);
  int Int(size_t i) { return static_cast<int>(Number(i)); }
  // A descriptor of the run.
  int Descriptor(size_t i);
  // Bytes of a buffer: the string, and zeros up to the size that argument
  // `size_at` gives.
  std::string Bytes(size_t i, size_t size_at);
  // Whether a buffer is NULL.
  bool IsNull(size_t i);
  // A size that a buffer of ours may have.
  size_t Size(size_t i);
  // {sa_family = AF_INET, ...}; `otherwise` for "...".
  Endpoint Address(size_t i, Endpoint otherwise);
  void Refuse(const Expression& expression);

 private:
  void Note(absl::Status status) { status_.Update(std::move(status)); }

  const SystemCall& call_;
  const CallContext& context_;
  absl::Status status_;
};

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_CALL_ARGUMENTS_H_
