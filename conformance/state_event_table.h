#ifndef ORDERLY_CONFORMANCE_STATE_EVENT_TABLE_H_
#define ORDERLY_CONFORMANCE_STATE_EVENT_TABLE_H_

#include <string_view>

namespace orderly {

// What Linux 6.18 does with each of 19 segments in each of 11 states, measured
// with tcp_invalid_ratelimit 0 (probe p04; the rows are its transcript's).
// Columns: the segment | what is emitted (seq=0*: the absolute number 0) | the
// state after | SO_ERROR, then recv(), and the poll bits before both. "orphan":
// no descriptor refers to it. A live socket whose connection is GONE or in
// TIME-WAIT is CLOSED.
inline constexpr std::string_view kStateEventTable = R"(
## ESTABLISHED
RST seq=rcv_nxt             | -              | GONE              | ECONNRESET | EOF     | IN OUT RDHUP HUP ERR
RST seq=rcv_nxt+10          | . seq=1 ack=1  | ESTABLISHED       | 0          | EAGAIN  | OUT
RST seq=rcv_nxt-1           | -              | ESTABLISHED       | 0          | EAGAIN  | OUT
RST seq=out of window       | -              | ESTABLISHED       | 0          | EAGAIN  | OUT
RST|ACK exact               | -              | GONE              | ECONNRESET | EOF     | IN OUT RDHUP HUP ERR
RST|ACK exact, bad ack      | -              | GONE              | ECONNRESET | EOF     | IN OUT RDHUP HUP ERR
SYN in window               | . seq=1 ack=1  | ESTABLISHED       | 0          | EAGAIN  | OUT
SYN old (seq<rcv_nxt)       | . seq=1 ack=1  | ESTABLISHED       | 0          | EAGAIN  | OUT
SYN far new (seq+300000)    | . seq=1 ack=1  | ESTABLISHED       | 0          | EAGAIN  | OUT
ACK of unsent data          | . seq=1 ack=1  | ESTABLISHED       | 0          | EAGAIN  | OUT
old dup ACK                 | -              | ESTABLISHED       | 0          | EAGAIN  | OUT
ACK exact (acks FIN if any) | -              | ESTABLISHED       | 0          | EAGAIN  | OUT
FIN in order                | . seq=1 ack=2  | CLOSE-WAIT        | 0          | EOF     | IN OUT RDHUP
FIN dup (seq=rcv_nxt-1)     | . seq=1 ack=1  | ESTABLISHED       | 0          | EAGAIN  | OUT
FIN out of order (+10)      | . seq=1 ack=1  | ESTABLISHED       | 0          | EAGAIN  | OUT
DATA+FIN in order           | . seq=1 ack=4  | CLOSE-WAIT        | 0          | 2 bytes | IN OUT RDHUP
DATA in order               | . seq=1 ack=3  | ESTABLISHED       | 0          | 2 bytes | IN OUT
DATA old dup                | . seq=1 ack=1  | ESTABLISHED       | 0          | EAGAIN  | OUT
DATA no ACK flag            | -              | ESTABLISHED       | 0          | EAGAIN  | OUT

## CLOSE-WAIT
RST seq=rcv_nxt             | -              | GONE              | EPIPE      | EOF     | IN OUT RDHUP HUP ERR
RST seq=rcv_nxt+10          | . seq=1 ack=2  | CLOSE-WAIT        | 0          | EOF     | IN OUT RDHUP
RST seq=rcv_nxt-1           | -              | GONE              | EPIPE      | EOF     | IN OUT RDHUP HUP ERR
RST seq=out of window       | -              | CLOSE-WAIT        | 0          | EOF     | IN OUT RDHUP
RST|ACK exact               | -              | GONE              | EPIPE      | EOF     | IN OUT RDHUP HUP ERR
RST|ACK exact, bad ack      | -              | GONE              | EPIPE      | EOF     | IN OUT RDHUP HUP ERR
SYN in window               | . seq=1 ack=2  | CLOSE-WAIT        | 0          | EOF     | IN OUT RDHUP
SYN old (seq<rcv_nxt)       | . seq=1 ack=2  | CLOSE-WAIT        | 0          | EOF     | IN OUT RDHUP
SYN far new (seq+300000)    | . seq=1 ack=2  | CLOSE-WAIT        | 0          | EOF     | IN OUT RDHUP
ACK of unsent data          | . seq=1 ack=2  | CLOSE-WAIT        | 0          | EOF     | IN OUT RDHUP
old dup ACK                 | -              | CLOSE-WAIT        | 0          | EOF     | IN OUT RDHUP
ACK exact (acks FIN if any) | -              | CLOSE-WAIT        | 0          | EOF     | IN OUT RDHUP
FIN in order                | -              | CLOSE-WAIT        | 0          | EOF     | IN OUT RDHUP
FIN dup (seq=rcv_nxt-1)     | . seq=1 ack=2  | CLOSE-WAIT        | 0          | EOF     | IN OUT RDHUP
FIN out of order (+10)      | -              | CLOSE-WAIT        | 0          | EOF     | IN OUT RDHUP
DATA+FIN in order           | -              | CLOSE-WAIT        | 0          | EOF     | IN OUT RDHUP
DATA in order               | -              | CLOSE-WAIT        | 0          | EOF     | IN OUT RDHUP
DATA old dup                | . seq=1 ack=2  | CLOSE-WAIT        | 0          | EOF     | IN OUT RDHUP
DATA no ACK flag            | -              | CLOSE-WAIT        | 0          | EOF     | IN OUT RDHUP

## FIN-WAIT-1
RST seq=rcv_nxt             | -              | GONE              | ECONNRESET | EOF     | IN OUT RDHUP HUP ERR
RST seq=rcv_nxt+10          | . seq=2 ack=1  | FIN-WAIT-1        | 0          | EAGAIN  | OUT
RST seq=rcv_nxt-1           | -              | FIN-WAIT-1        | 0          | EAGAIN  | OUT
RST seq=out of window       | -              | FIN-WAIT-1        | 0          | EAGAIN  | OUT
RST|ACK exact               | -              | GONE              | ECONNRESET | EOF     | IN OUT RDHUP HUP ERR
RST|ACK exact, bad ack      | -              | GONE              | ECONNRESET | EOF     | IN OUT RDHUP HUP ERR
SYN in window               | . seq=2 ack=1  | FIN-WAIT-1        | 0          | EAGAIN  | OUT
SYN old (seq<rcv_nxt)       | . seq=2 ack=1  | FIN-WAIT-1        | 0          | EAGAIN  | OUT
SYN far new (seq+300000)    | . seq=2 ack=1  | FIN-WAIT-1        | 0          | EAGAIN  | OUT
ACK of unsent data          | . seq=2 ack=1  | FIN-WAIT-1        | 0          | EAGAIN  | OUT
old dup ACK                 | -              | FIN-WAIT-1        | 0          | EAGAIN  | OUT
ACK exact (acks FIN if any) | -              | FIN-WAIT-2        | 0          | EAGAIN  | OUT
FIN in order                | . seq=2 ack=2  | TIME-WAIT orphan  | 0          | EOF     | IN OUT RDHUP HUP
FIN dup (seq=rcv_nxt-1)     | . seq=2 ack=1  | FIN-WAIT-2        | 0          | EAGAIN  | OUT
FIN out of order (+10)      | . seq=2 ack=1  | FIN-WAIT-2        | 0          | EAGAIN  | OUT
DATA+FIN in order           | . seq=2 ack=4  | TIME-WAIT orphan  | 0          | 2 bytes | IN OUT RDHUP HUP
DATA in order               | . seq=2 ack=3  | FIN-WAIT-2        | 0          | 2 bytes | IN OUT
DATA old dup                | . seq=2 ack=1  | FIN-WAIT-2        | 0          | EAGAIN  | OUT
DATA no ACK flag            | -              | FIN-WAIT-1        | 0          | EAGAIN  | OUT

## FIN-WAIT-1 orphan
RST seq=rcv_nxt             | -              | GONE              | -
RST seq=rcv_nxt+10          | . seq=2 ack=1  | FIN-WAIT-1 orphan | -
RST seq=rcv_nxt-1           | -              | FIN-WAIT-1 orphan | -
RST seq=out of window       | -              | FIN-WAIT-1 orphan | -
RST|ACK exact               | -              | GONE              | -
RST|ACK exact, bad ack      | -              | GONE              | -
SYN in window               | . seq=2 ack=1  | FIN-WAIT-1 orphan | -
SYN old (seq<rcv_nxt)       | . seq=2 ack=1  | FIN-WAIT-1 orphan | -
SYN far new (seq+300000)    | . seq=2 ack=1  | FIN-WAIT-1 orphan | -
ACK of unsent data          | . seq=2 ack=1  | FIN-WAIT-1 orphan | -
old dup ACK                 | -              | FIN-WAIT-1 orphan | -
ACK exact (acks FIN if any) | -              | FIN-WAIT-2 orphan | -
FIN in order                | . seq=2 ack=2  | TIME-WAIT orphan  | -
FIN dup (seq=rcv_nxt-1)     | . seq=2 ack=1  | FIN-WAIT-2 orphan | -
FIN out of order (+10)      | R seq=2 ack=0  | GONE              | -
DATA+FIN in order           | R seq=2 ack=0  | GONE              | -
DATA in order               | R seq=2 ack=0  | GONE              | -
DATA old dup                | -              | FIN-WAIT-2 orphan | -
DATA no ACK flag            | -              | FIN-WAIT-1 orphan | -

## FIN-WAIT-2
RST seq=rcv_nxt             | -              | GONE              | ECONNRESET | EOF     | IN OUT RDHUP HUP ERR
RST seq=rcv_nxt+10          | . seq=2 ack=1  | FIN-WAIT-2        | 0          | EAGAIN  | OUT
RST seq=rcv_nxt-1           | -              | FIN-WAIT-2        | 0          | EAGAIN  | OUT
RST seq=out of window       | -              | FIN-WAIT-2        | 0          | EAGAIN  | OUT
RST|ACK exact               | -              | GONE              | ECONNRESET | EOF     | IN OUT RDHUP HUP ERR
RST|ACK exact, bad ack      | -              | GONE              | ECONNRESET | EOF     | IN OUT RDHUP HUP ERR
SYN in window               | . seq=2 ack=1  | FIN-WAIT-2        | 0          | EAGAIN  | OUT
SYN old (seq<rcv_nxt)       | . seq=2 ack=1  | FIN-WAIT-2        | 0          | EAGAIN  | OUT
SYN far new (seq+300000)    | . seq=2 ack=1  | FIN-WAIT-2        | 0          | EAGAIN  | OUT
ACK of unsent data          | . seq=2 ack=1  | FIN-WAIT-2        | 0          | EAGAIN  | OUT
old dup ACK                 | -              | FIN-WAIT-2        | 0          | EAGAIN  | OUT
ACK exact (acks FIN if any) | -              | FIN-WAIT-2        | 0          | EAGAIN  | OUT
FIN in order                | . seq=2 ack=2  | TIME-WAIT orphan  | 0          | EOF     | IN OUT RDHUP HUP
FIN dup (seq=rcv_nxt-1)     | . seq=2 ack=1  | FIN-WAIT-2        | 0          | EAGAIN  | OUT
FIN out of order (+10)      | . seq=2 ack=1  | FIN-WAIT-2        | 0          | EAGAIN  | OUT
DATA+FIN in order           | . seq=2 ack=4  | TIME-WAIT orphan  | 0          | 2 bytes | IN OUT RDHUP HUP
DATA in order               | . seq=2 ack=3  | FIN-WAIT-2        | 0          | 2 bytes | IN OUT
DATA old dup                | . seq=2 ack=1  | FIN-WAIT-2        | 0          | EAGAIN  | OUT
DATA no ACK flag            | -              | FIN-WAIT-2        | 0          | EAGAIN  | OUT

## FIN-WAIT-2 orphan
RST seq=rcv_nxt             | -              | GONE              | -
RST seq=rcv_nxt+10          | -              | GONE              | -
RST seq=rcv_nxt-1           | . seq=2 ack=1  | FIN-WAIT-2 orphan | -
RST seq=out of window       | . seq=2 ack=1  | FIN-WAIT-2 orphan | -
RST|ACK exact               | -              | GONE              | -
RST|ACK exact, bad ack      | -              | GONE              | -
SYN in window               | R. seq=0* ack=7 | GONE              | -
SYN old (seq<rcv_nxt)       | . seq=2 ack=1  | FIN-WAIT-2 orphan | -
SYN far new (seq+300000)    | . seq=2 ack=1  | FIN-WAIT-2 orphan | -
ACK of unsent data          | -              | FIN-WAIT-2 orphan | -
old dup ACK                 | -              | FIN-WAIT-2 orphan | -
ACK exact (acks FIN if any) | -              | FIN-WAIT-2 orphan | -
FIN in order                | . seq=2 ack=2  | TIME-WAIT orphan  | -
FIN dup (seq=rcv_nxt-1)     | . seq=2 ack=1  | FIN-WAIT-2 orphan | -
FIN out of order (+10)      | R seq=2 ack=0  | GONE              | -
DATA+FIN in order           | R seq=2 ack=0  | GONE              | -
DATA in order               | R seq=2 ack=0  | GONE              | -
DATA old dup                | . seq=2 ack=1  | FIN-WAIT-2 orphan | -
DATA no ACK flag            | -              | FIN-WAIT-2 orphan | -

## CLOSING
RST seq=rcv_nxt             | -              | GONE              | ECONNRESET | EOF     | IN OUT RDHUP HUP ERR
RST seq=rcv_nxt+10          | . seq=2 ack=2  | CLOSING           | 0          | EOF     | IN OUT RDHUP HUP
RST seq=rcv_nxt-1           | -              | GONE              | ECONNRESET | EOF     | IN OUT RDHUP HUP ERR
RST seq=out of window       | -              | CLOSING           | 0          | EOF     | IN OUT RDHUP HUP
RST|ACK exact               | -              | GONE              | ECONNRESET | EOF     | IN OUT RDHUP HUP ERR
RST|ACK exact, bad ack      | -              | GONE              | ECONNRESET | EOF     | IN OUT RDHUP HUP ERR
SYN in window               | . seq=2 ack=2  | CLOSING           | 0          | EOF     | IN OUT RDHUP HUP
SYN old (seq<rcv_nxt)       | . seq=2 ack=2  | CLOSING           | 0          | EOF     | IN OUT RDHUP HUP
SYN far new (seq+300000)    | . seq=2 ack=2  | CLOSING           | 0          | EOF     | IN OUT RDHUP HUP
ACK of unsent data          | . seq=2 ack=2  | CLOSING           | 0          | EOF     | IN OUT RDHUP HUP
old dup ACK                 | -              | CLOSING           | 0          | EOF     | IN OUT RDHUP HUP
ACK exact (acks FIN if any) | -              | TIME-WAIT orphan  | 0          | EOF     | IN OUT RDHUP HUP
FIN in order                | -              | TIME-WAIT orphan  | 0          | EOF     | IN OUT RDHUP HUP
FIN dup (seq=rcv_nxt-1)     | -              | TIME-WAIT orphan  | 0          | EOF     | IN OUT RDHUP HUP
FIN out of order (+10)      | -              | TIME-WAIT orphan  | 0          | EOF     | IN OUT RDHUP HUP
DATA+FIN in order           | -              | TIME-WAIT orphan  | 0          | EOF     | IN OUT RDHUP HUP
DATA in order               | -              | TIME-WAIT orphan  | 0          | EOF     | IN OUT RDHUP HUP
DATA old dup                | -              | TIME-WAIT orphan  | 0          | EOF     | IN OUT RDHUP HUP
DATA no ACK flag            | -              | CLOSING           | 0          | EOF     | IN OUT RDHUP HUP

## CLOSING orphan
RST seq=rcv_nxt             | -              | GONE              | -
RST seq=rcv_nxt+10          | . seq=2 ack=2  | CLOSING orphan    | -
RST seq=rcv_nxt-1           | -              | GONE              | -
RST seq=out of window       | -              | CLOSING orphan    | -
RST|ACK exact               | -              | GONE              | -
RST|ACK exact, bad ack      | -              | GONE              | -
SYN in window               | . seq=2 ack=2  | CLOSING orphan    | -
SYN old (seq<rcv_nxt)       | . seq=2 ack=2  | CLOSING orphan    | -
SYN far new (seq+300000)    | . seq=2 ack=2  | CLOSING orphan    | -
ACK of unsent data          | . seq=2 ack=2  | CLOSING orphan    | -
old dup ACK                 | -              | CLOSING orphan    | -
ACK exact (acks FIN if any) | -              | TIME-WAIT orphan  | -
FIN in order                | -              | TIME-WAIT orphan  | -
FIN dup (seq=rcv_nxt-1)     | -              | TIME-WAIT orphan  | -
FIN out of order (+10)      | -              | TIME-WAIT orphan  | -
DATA+FIN in order           | -              | TIME-WAIT orphan  | -
DATA in order               | -              | TIME-WAIT orphan  | -
DATA old dup                | -              | TIME-WAIT orphan  | -
DATA no ACK flag            | -              | CLOSING orphan    | -

## LAST-ACK
RST seq=rcv_nxt             | -              | GONE              | ECONNRESET | EOF     | IN OUT RDHUP HUP ERR
RST seq=rcv_nxt+10          | . seq=2 ack=2  | LAST-ACK          | 0          | EOF     | IN OUT RDHUP HUP
RST seq=rcv_nxt-1           | -              | GONE              | ECONNRESET | EOF     | IN OUT RDHUP HUP ERR
RST seq=out of window       | -              | LAST-ACK          | 0          | EOF     | IN OUT RDHUP HUP
RST|ACK exact               | -              | GONE              | ECONNRESET | EOF     | IN OUT RDHUP HUP ERR
RST|ACK exact, bad ack      | -              | GONE              | ECONNRESET | EOF     | IN OUT RDHUP HUP ERR
SYN in window               | . seq=2 ack=2  | LAST-ACK          | 0          | EOF     | IN OUT RDHUP HUP
SYN old (seq<rcv_nxt)       | . seq=2 ack=2  | LAST-ACK          | 0          | EOF     | IN OUT RDHUP HUP
SYN far new (seq+300000)    | . seq=2 ack=2  | LAST-ACK          | 0          | EOF     | IN OUT RDHUP HUP
ACK of unsent data          | . seq=2 ack=2  | LAST-ACK          | 0          | EOF     | IN OUT RDHUP HUP
old dup ACK                 | -              | LAST-ACK          | 0          | EOF     | IN OUT RDHUP HUP
ACK exact (acks FIN if any) | -              | GONE              | 0          | EOF     | IN OUT RDHUP HUP
FIN in order                | -              | GONE              | 0          | EOF     | IN OUT RDHUP HUP
FIN dup (seq=rcv_nxt-1)     | -              | GONE              | 0          | EOF     | IN OUT RDHUP HUP
FIN out of order (+10)      | -              | GONE              | 0          | EOF     | IN OUT RDHUP HUP
DATA+FIN in order           | -              | GONE              | 0          | EOF     | IN OUT RDHUP HUP
DATA in order               | -              | GONE              | 0          | EOF     | IN OUT RDHUP HUP
DATA old dup                | -              | GONE              | 0          | EOF     | IN OUT RDHUP HUP
DATA no ACK flag            | -              | LAST-ACK          | 0          | EOF     | IN OUT RDHUP HUP

## LAST-ACK orphan
RST seq=rcv_nxt             | -              | GONE              | -
RST seq=rcv_nxt+10          | . seq=2 ack=2  | LAST-ACK orphan   | -
RST seq=rcv_nxt-1           | -              | GONE              | -
RST seq=out of window       | -              | LAST-ACK orphan   | -
RST|ACK exact               | -              | GONE              | -
RST|ACK exact, bad ack      | -              | GONE              | -
SYN in window               | . seq=2 ack=2  | LAST-ACK orphan   | -
SYN old (seq<rcv_nxt)       | . seq=2 ack=2  | LAST-ACK orphan   | -
SYN far new (seq+300000)    | . seq=2 ack=2  | LAST-ACK orphan   | -
ACK of unsent data          | . seq=2 ack=2  | LAST-ACK orphan   | -
old dup ACK                 | -              | LAST-ACK orphan   | -
ACK exact (acks FIN if any) | -              | GONE              | -
FIN in order                | -              | GONE              | -
FIN dup (seq=rcv_nxt-1)     | -              | GONE              | -
FIN out of order (+10)      | -              | GONE              | -
DATA+FIN in order           | -              | GONE              | -
DATA in order               | -              | GONE              | -
DATA old dup                | -              | GONE              | -
DATA no ACK flag            | -              | LAST-ACK orphan   | -

## TIME-WAIT orphan
RST seq=rcv_nxt             | -              | GONE              | -
RST seq=rcv_nxt+10          | -              | TIME-WAIT orphan  | -
RST seq=rcv_nxt-1           | -              | TIME-WAIT orphan  | -
RST seq=out of window       | -              | TIME-WAIT orphan  | -
RST|ACK exact               | -              | GONE              | -
RST|ACK exact, bad ack      | -              | GONE              | -
SYN in window               | . seq=2 ack=2  | TIME-WAIT orphan  | -
SYN old (seq<rcv_nxt)       | . seq=2 ack=2  | TIME-WAIT orphan  | -
SYN far new (seq+300000)    | . seq=2 ack=2  | TIME-WAIT orphan  | -
ACK of unsent data          | -              | TIME-WAIT orphan  | -
old dup ACK                 | -              | TIME-WAIT orphan  | -
ACK exact (acks FIN if any) | -              | TIME-WAIT orphan  | -
FIN in order                | . seq=2 ack=2  | TIME-WAIT orphan  | -
FIN dup (seq=rcv_nxt-1)     | . seq=2 ack=2  | TIME-WAIT orphan  | -
FIN out of order (+10)      | . seq=2 ack=2  | TIME-WAIT orphan  | -
DATA+FIN in order           | . seq=2 ack=2  | TIME-WAIT orphan  | -
DATA in order               | . seq=2 ack=2  | TIME-WAIT orphan  | -
DATA old dup                | . seq=2 ack=2  | TIME-WAIT orphan  | -
DATA no ACK flag            | . seq=2 ack=2  | TIME-WAIT orphan  | -
)";

}  // namespace orderly

#endif  // ORDERLY_CONFORMANCE_STATE_EVENT_TABLE_H_
