#ifndef ORDERLY_PROTOCOL_CLIENT_SESSION_H_
#define ORDERLY_PROTOCOL_CLIENT_SESSION_H_

#include "protocol/observer.h"
#include "protocol/options.h"
#include "protocol/report.h"

namespace protocol {

// Sends the records over the connected socket `fd`, says goodbye, runs the
// ending, and closes `fd` in every case. One thread; returns after the peer's
// final message, a rupture, or at most an idle timeout of silence. A session
// that breaks off closes without its ending; under kEof by RST, because there
// any end of the stream would be a goodbye.
ClientReport RunClientSession(int fd, const ClientOptions& options,
                              ClientObserver& observer);
ClientReport RunClientSession(int fd, const ClientOptions& options);

}  // namespace protocol

#endif  // ORDERLY_PROTOCOL_CLIENT_SESSION_H_
