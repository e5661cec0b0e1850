#ifndef ORDERLY_PROPERTIES_SIDE_H_
#define ORDERLY_PROPERTIES_SIDE_H_

#include <cstdint>

namespace orderly {

// One end of the session. Numbered as its host is.
enum class Side : uint8_t { kClient, kServer };
inline constexpr int kSideCount = 2;

}  // namespace orderly

#endif  // ORDERLY_PROPERTIES_SIDE_H_
