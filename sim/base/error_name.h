#ifndef ORDERLY_SIM_BASE_ERROR_NAME_H_
#define ORDERLY_SIM_BASE_ERROR_NAME_H_

#include <string>

namespace orderly {

// Of an errno: "ECONNRESET"; "0" for none; "errno 4711" for what has no name.
std::string ErrorName(int error);

}  // namespace orderly

#endif  // ORDERLY_SIM_BASE_ERROR_NAME_H_
