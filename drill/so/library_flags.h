#ifndef ORDERLY_DRILL_SO_LIBRARY_FLAGS_H_
#define ORDERLY_DRILL_SO_LIBRARY_FLAGS_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "sim/tcp/tcp_config.h"

namespace orderly::drill {

struct LibraryFlags {
  TcpConfig config;
  std::string states;
};

// The value of packetdrill's --so_flags, for //drill:packetdrill_so: a list of
// NAME=VALUE with commas between. states=FILE is the file of DrivenMachine;
// script=FILE is a script whose sysctls and options set the host's stage; any
// other is an option as after -- in a script, and overrides the script's.
// InvalidArgument, NotFound: a sentence.
absl::StatusOr<LibraryFlags> ReadLibraryFlags(std::string_view flags);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_SO_LIBRARY_FLAGS_H_
