#ifndef ORDERLY_CONFORM_SCRIPT_TEXT_H_
#define ORDERLY_CONFORM_SCRIPT_TEXT_H_

#include <string>

#include "conform/difference.h"
#include "conform/peer.h"
#include "conform/step.h"

namespace orderly::conform {

// A story as a packetdrill script that expects what `record` says. What
// packetdrill has no words for is a comment; a close() that waits is taken to
// wait for as long as SO_LINGER says.
std::string ScriptText(const Story& story, const Record& record);

// The same of the kernel's record, with what the simulated host did instead in
// comments.
std::string ScriptText(const Difference& difference);

}  // namespace orderly::conform

#endif  // ORDERLY_CONFORM_SCRIPT_TEXT_H_
