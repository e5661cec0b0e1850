#include "sim/base/error_name.h"

#include <cstring>

namespace orderly {

std::string ErrorName(int error) {
  if (error == 0) return "0";
  const char* const name = strerrorname_np(error);
  return name == nullptr ? "errno " + std::to_string(error) : name;
}

}  // namespace orderly
