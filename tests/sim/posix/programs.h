#ifndef ORDERLY_TESTS_SIM_POSIX_PROGRAMS_H_
#define ORDERLY_TESTS_SIM_POSIX_PROGRAMS_H_

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Plain C that knows nothing of a simulation. Each returns 0, or the number of
// the step that failed.

// Echoes what its one client sends, until that ends; listens on the port with
// poll() on non-blocking sockets.
int EchoServer(uint16_t port);
// Sends `rounds` lines and reads each back, with blocking calls. `address` in
// host byte order.
int EchoClient(uint32_t address, uint16_t port, int rounds);
// Reads to the end, then answers with the number of bytes and closes.
int CountServer(uint16_t port);
// Sends `size` bytes, ends its half, and reads the answer: must be the number.
int CountClient(uint32_t address, uint16_t port, int size);
// Connects without blocking and waits with select(). `expected`: what SO_ERROR
// says.
int SelectClient(uint32_t address, uint16_t port, int expected);
// Two handles on a connection: the peer sees the end only after the second
// close.
int DupClient(uint32_t address, uint16_t port);

#ifdef __cplusplus
}
#endif

#endif  // ORDERLY_TESTS_SIM_POSIX_PROGRAMS_H_
