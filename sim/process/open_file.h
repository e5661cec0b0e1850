#ifndef ORDERLY_SIM_PROCESS_OPEN_FILE_H_
#define ORDERLY_SIM_PROCESS_OPEN_FILE_H_

#include <cstdint>
#include <vector>

#include "sim/host/socket.h"

namespace orderly {

// What descriptors refer to: dup(), fork() and calls in progress count. Flags
// such as O_NONBLOCK are the socket's. From this thread's free list.
struct OpenFile {
  Socket* socket = nullptr;
  uint32_t references = 0;
  OpenFile* next_free = nullptr;

  // With one reference.
  static OpenFile* New(Socket* socket);
  // Requires that there is no reference, and that the socket is closed or of no
  // more concern.
  static void Free(OpenFile* file);
};

// A number of a process.
struct Descriptor {
  OpenFile* file = nullptr;  // null: not open
  bool close_on_exec = false;
};

// The numbers of a process, shared by its threads. From this thread's free
// list.
struct DescriptorTable {
  std::vector<Descriptor> slots;
  uint32_t users = 0;
  DescriptorTable* next_free = nullptr;

  // Empty, with one user.
  static DescriptorTable* New();
  // Requires that there is no user and no open descriptor.
  static void Free(DescriptorTable* table);
};

}  // namespace orderly

#endif  // ORDERLY_SIM_PROCESS_OPEN_FILE_H_
