#include "tests/planted/planted_bugs.h"

namespace orderly {

std::vector<PlantedBug> PlantedBugs() {
  std::vector<PlantedBug> bugs;
  for (const auto part : {ProtocolBugs(), TcpBugs()}) {
    bugs.insert(bugs.end(), part.begin(), part.end());
  }
  return bugs;
}

}  // namespace orderly
