#ifndef ORDERLY_DRILL_FAMILIES_H_
#define ORDERLY_DRILL_FAMILIES_H_

#include <sys/socket.h>

#include <cstdint>
#include <map>

namespace orderly::drill {

// What sockets of AF_INET6 are to the calls of a script. The machine's speak
// IPv4 inside, whatever they are called: this is the rest of the difference.
class Families final {
 public:
  // Of socket(..., ...), and whether IPv6 is on the wire (--ip_version).
  int usual = AF_INET;
  bool ipv6_on_wire = false;

  void Opened(int fd, int family) { sockets_[fd] = {family, false, false}; }
  void Accepted(int listener, int fd) { sockets_[fd] = sockets_[listener]; }
  // Before bind() and connect() with an address of the run: 0, or a negative
  // errno of an IPv6 socket that is not to speak IPv4.
  int64_t MayBind(int fd, bool any);
  int64_t MayConnect(int fd) const;
  void Bound(int fd) { sockets_[fd].bound = true; }

  // What of an option is this object's to answer, and what is another option's:
  // then `level` and `name` change, and `answer` stays kNone.
  static constexpr int64_t kNone = 1;
  int64_t Set(int fd, int& level, int& name, const void* value, socklen_t size);
  int64_t Get(int fd, int& level, int& name, void* value,
              socklen_t* size) const;

 private:
  struct Kind {
    int family = AF_INET;
    bool v6_only = false;  // IPV6_V6ONLY
    bool bound = false;
  };

  bool IsIpv6(int fd) const;

  std::map<int, Kind> sockets_;  // by the descriptor of the run
};

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_FAMILIES_H_
