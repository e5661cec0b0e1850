#ifndef ORDERLY_DRILL_SO_PACKETDRILL_INTERFACE_H_
#define ORDERLY_DRILL_SO_PACKETDRILL_INTERFACE_H_

#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>

// What packetdrill (google/packetdrill, gtests/net/packetdrill/packetdrill.h)
// asks of a library that is named with --so_filename: a function
// packetdrill_interface_init that fills in a table of functions in this order.
// Each gets `userdata` first, and otherwise does what the call of its name
// does. Plain C in its layout; the order is the interface.
extern "C" {

struct PacketdrillInterface {
  void* userdata;
  void (*free)(void* userdata);
  int (*socket)(void*, int domain, int type, int protocol);
  int (*bind)(void*, int fd, const sockaddr* address, socklen_t size);
  int (*listen)(void*, int fd, int backlog);
  int (*accept)(void*, int fd, sockaddr* address, socklen_t* size);
  int (*connect)(void*, int fd, const sockaddr* address, socklen_t size);
  ssize_t (*read)(void*, int fd, void* to, size_t size);
  ssize_t (*readv)(void*, int fd, const iovec* to, int count);
  ssize_t (*recv)(void*, int fd, void* to, size_t size, int flags);
  ssize_t (*recvfrom)(void*, int fd, void* to, size_t size, int flags,
                      sockaddr* address, socklen_t* address_size);
  ssize_t (*recvmsg)(void*, int fd, msghdr* message, int flags);
  ssize_t (*write)(void*, int fd, const void* from, size_t size);
  ssize_t (*writev)(void*, int fd, const iovec* from, int count);
  ssize_t (*send)(void*, int fd, const void* from, size_t size, int flags);
  ssize_t (*sendto)(void*, int fd, const void* from, size_t size, int flags,
                    const sockaddr* address, socklen_t address_size);
  ssize_t (*sendmsg)(void*, int fd, const msghdr* message, int flags);
  int (*fcntl)(void*, int fd, int command, ...);
  int (*ioctl)(void*, int fd, unsigned long request, ...);
  int (*close)(void*, int fd);
  int (*shutdown)(void*, int fd, int how);
  int (*getsockopt)(void*, int fd, int level, int name, void* value,
                    socklen_t* size);
  int (*setsockopt)(void*, int fd, int level, int name, const void* value,
                    socklen_t size);
  int (*poll)(void*, pollfd* fds, nfds_t count, int timeout);
  // A packet arrives at the host. 0, or -1.
  int (*netdev_send)(void*, const void* packet, size_t size);
  // The next packet that the host sent, waiting for it, and when it did. `size`
  // is the room, then the packet's, and 0 if there is none. 0, or -1.
  int (*netdev_receive)(void*, void* packet, size_t* size, long long* micros);
  int (*usleep)(void*, useconds_t micros);
  int (*gettimeofday)(void*, timeval* time, struct timezone* zone);
  int (*epoll_create)(void*, int size);
  int (*epoll_ctl)(void*, int epoll, int operation, int fd, epoll_event* event);
  int (*epoll_wait)(void*, int epoll, epoll_event* events, int most,
                    int timeout);
  int (*pipe)(void*, int fds[2]);
  int (*splice)(void*, int from, loff_t* from_offset, int to, loff_t* to_offset,
                size_t size, unsigned int flags);
};

// `flags` is the value of --so_flags, or null; read README.md.
void packetdrill_interface_init(const char* flags,
                                PacketdrillInterface* interface);

}  // extern "C"

#endif  // ORDERLY_DRILL_SO_PACKETDRILL_INTERFACE_H_
