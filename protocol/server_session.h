#ifndef ORDERLY_PROTOCOL_SERVER_SESSION_H_
#define ORDERLY_PROTOCOL_SERVER_SESSION_H_

#include "protocol/journal.h"
#include "protocol/observer.h"
#include "protocol/options.h"
#include "protocol/report.h"

namespace protocol {

// Serves one client on the accepted socket `fd`: records go to `journal` and
// are acknowledged once durable, a goodbye is answered once COMMIT is durable,
// anything else ends in ROLLBACK. Then runs the ending (after a rupture only
// close) and closes `fd` in every case. One thread; returns after the goodbye,
// a rupture, or at most an idle timeout of silence.
ServerReport RunServerSession(int fd, const ServerOptions& options,
                              Journal& journal, ServerObserver& observer);
ServerReport RunServerSession(int fd, const ServerOptions& options,
                              Journal& journal);

}  // namespace protocol

#endif  // ORDERLY_PROTOCOL_SERVER_SESSION_H_
