#ifndef ORDERLY_CONFORMANCE_PAGE_H_
#define ORDERLY_CONFORMANCE_PAGE_H_

#include <cstddef>
#include <string>

namespace orderly {

// How much of a measured table the simulator does as Linux did.
struct Agreement {
  size_t agree = 0;
  size_t of = 0;
  friend bool operator==(const Agreement&, const Agreement&) = default;
};
// Run the table now.
Agreement StateEventAgreement();  // probe p04
Agreement CloseAgreement();       // probe p19

// The conformance page: every rule with its sources, its tests and what it was
// measured against. Brief: how many of each section.
std::string ConformancePage(bool brief);
// Whether the tables agree in every cell.
bool AllAgree();

}  // namespace orderly

#endif  // ORDERLY_CONFORMANCE_PAGE_H_
