#ifndef _GNU_SOURCE
// For accept4(). NOLINTNEXTLINE(bugprone-reserved-identifier)
#define _GNU_SOURCE 1
#endif

#include "tests/sim/posix/programs.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static struct sockaddr_in Address(uint32_t address, uint16_t port) {
  struct sockaddr_in name;
  memset(&name, 0, sizeof(name));
  name.sin_family = AF_INET;
  name.sin_port = htons(port);
  name.sin_addr.s_addr = htonl(address);
  return name;
}

static int Listen(uint16_t port) {
  const struct sockaddr_in name = Address(INADDR_ANY, port);
  const int one = 1;
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) != 0 ||
      bind(fd, (const struct sockaddr*)&name, sizeof(name)) != 0 ||
      listen(fd, 8) != 0) {
    close(fd);
    return -1;
  }
  return fd;
}

// Tries again while nobody listens.
static int Connect(uint32_t address, uint16_t port) {
  const struct sockaddr_in name = Address(address, port);
  const struct timespec pause = {0, 20000000};
  for (int attempt = 0; attempt < 100; ++attempt) {
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0) return -1;
    if (connect(fd, (const struct sockaddr*)&name, sizeof(name)) == 0)
      return fd;
    close(fd);
    nanosleep(&pause, NULL);
  }
  return -1;
}

static int SendAll(int fd, const char* bytes, size_t size) {
  while (size > 0) {
    const ssize_t sent = send(fd, bytes, size, MSG_NOSIGNAL);
    if (sent <= 0) return -1;
    bytes += sent;
    size -= (size_t)sent;
  }
  return 0;
}

static int ReceiveAll(int fd, char* to, size_t size) {
  while (size > 0) {
    const ssize_t got = recv(fd, to, size, 0);
    if (got <= 0) return -1;
    to += got;
    size -= (size_t)got;
  }
  return 0;
}

// One turn: waits for room if there is something to send, else for input.
static int EchoTurn(int fd, char* buffer, size_t room, size_t* pending) {
  struct pollfd wanted = {fd, *pending > 0 ? POLLOUT : POLLIN, 0};
  if (poll(&wanted, 1, -1) != 1) return -1;
  if (*pending > 0) {
    const ssize_t sent = send(fd, buffer, *pending, MSG_NOSIGNAL);
    if (sent < 0) return errno == EAGAIN ? 1 : -1;
    memmove(buffer, buffer + sent, *pending - (size_t)sent);
    *pending -= (size_t)sent;
    return 1;
  }
  const ssize_t got = recv(fd, buffer, room, 0);
  if (got < 0) return errno == EAGAIN ? 1 : -1;
  *pending = (size_t)got;
  return got > 0;
}

int EchoServer(uint16_t port) {
  char buffer[512];
  size_t pending = 0;
  const int listener = Listen(port);
  if (listener < 0) return 1;
  struct pollfd wanted = {listener, POLLIN, 0};
  if (poll(&wanted, 1, 60000) != 1) return 2;
  const int fd = accept(listener, NULL, NULL);
  if (fd < 0) return 3;
  const int flags = fcntl(fd, F_GETFL);
  if (fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0) return 4;
  int turn = 1;
  while (turn > 0) turn = EchoTurn(fd, buffer, sizeof(buffer), &pending);
  const int closed = close(fd) + close(listener);
  return turn < 0 ? 5 : closed;
}

int EchoClient(uint32_t address, uint16_t port, int rounds) {
  char line[64];
  char back[64];
  struct timespec before;
  struct timespec after;
  const int fd = Connect(address, port);
  if (fd < 0) return 1;
  clock_gettime(CLOCK_MONOTONIC, &before);
  for (int i = 0; i < rounds; ++i) {
    const int size = snprintf(line, sizeof(line), "line %d of %d\n", i, rounds);
    if (SendAll(fd, line, (size_t)size) != 0) return 2;
    if (ReceiveAll(fd, back, (size_t)size) != 0) return 3;
    if (memcmp(line, back, (size_t)size) != 0) return 4;
  }
  clock_gettime(CLOCK_MONOTONIC, &after);
  if (rounds > 0 && after.tv_sec == before.tv_sec &&
      after.tv_nsec == before.tv_nsec)
    return 5;
  if (shutdown(fd, SHUT_WR) != 0) return 6;
  if (recv(fd, back, sizeof(back), 0) != 0) return 7;
  return close(fd);
}

int CountServer(uint16_t port) {
  char buffer[1000];
  size_t total = 0;
  ssize_t got = 0;
  const int listener = Listen(port);
  if (listener < 0) return 1;
  const int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  if (fd < 0) return 2;
  while ((got = read(fd, buffer, sizeof(buffer))) > 0) total += (size_t)got;
  if (got < 0) return 3;
  char number[32];
  const int size = snprintf(number, sizeof(number), "%zu", total);
  struct iovec pieces[2] = {{number, 1}, {number + 1, (size_t)size - 1}};
  if (writev(fd, pieces, 2) != size) return 4;
  return close(fd) + close(listener);
}

int CountClient(uint32_t address, uint16_t port, int size) {
  char answer[32];
  const int fd = Connect(address, port);
  char* bytes = calloc((size_t)size, 1);
  const int sent = fd < 0 ? -1 : SendAll(fd, bytes, (size_t)size);
  free(bytes);
  if (sent != 0) return 1;
  if (shutdown(fd, SHUT_WR) != 0) return 2;
  const ssize_t got = recv(fd, answer, sizeof(answer) - 1, MSG_WAITALL);
  if (got <= 0) return 3;
  answer[got] = '\0';
  if (strtol(answer, NULL, 10) != size) return 4;
  return close(fd);
}

int SelectClient(uint32_t address, uint16_t port, int expected) {
  const struct sockaddr_in name = Address(address, port);
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (connect(fd, (const struct sockaddr*)&name, sizeof(name)) != -1) return 1;
  if (errno != EINPROGRESS) return 2;
  fd_set writeable;
  FD_ZERO(&writeable);
  FD_SET(fd, &writeable);
  struct timeval timeout = {20, 0};
  if (select(fd + 1, NULL, &writeable, NULL, &timeout) != 1) return 3;
  if (!FD_ISSET(fd, &writeable)) return 4;
  if (timeout.tv_sec >= 20) return 5;
  int error = -1;
  socklen_t size = sizeof(error);
  if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return 6;
  if (error != expected) return 7;
  // The error was told once.
  if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return 8;
  if (error != 0) return 9;
  return close(fd);
}

int DupClient(uint32_t address, uint16_t port) {
  char byte = 0;
  const int fd = Connect(address, port);
  if (fd < 0) return 1;
  const int second = dup(fd);
  if (second < 0 || second == fd) return 2;
  if (close(fd) != 0) return 3;
  if (write(fd, "x", 1) != -1 || errno != EBADF) return 4;
  if (write(second, "x", 1) != 1) return 5;
  if (recv(second, &byte, 1, MSG_DONTWAIT) != -1 || errno != EAGAIN) return 6;
  if (dup2(second, fd) != fd) return 7;
  if (close(second) != 0) return 8;
  return close(fd);
}
