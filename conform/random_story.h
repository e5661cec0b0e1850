#ifndef ORDERLY_CONFORM_RANDOM_STORY_H_
#define ORDERLY_CONFORM_RANDOM_STORY_H_

#include "conform/step.h"
#include "sim/choice/choices.h"

namespace orderly::conform {

// An opening, a way to some state, then up to twelve calls and segments of any
// kind: most are what a peer might send, some are at the edges of the window.
Story RandomStory(Choices& choices);

}  // namespace orderly::conform

#endif  // ORDERLY_CONFORM_RANDOM_STORY_H_
