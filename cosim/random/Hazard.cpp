// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The list of hazards, from the operands of the generated tables.
#include "Hazard.h"

namespace sectile::random {
namespace {

using isa::Kind;
using isa::Slot;

const char *const fileNames[] = {"scalar", "tile"};
const char *const kindNames[] = {"read after write", "write after write",
                                 "write after read"};

struct UnitUse {
  bool uses[fileCount][2][isa::unitCount]{}; // [file][writes][unit]
  UnitUse() {
    for (unsigned n = 1; n < isa::opCount; n++) {
      const isa::Info &info = isa::info(isa::Op(n));
      for (const isa::Operand &o : info)
        if (isRegister(o)) {
          uses[fileOf(o)][0][unsigned(info.unit)] |= o.isRead();
          uses[fileOf(o)][1][unsigned(info.unit)] |= o.isWritten();
        }
    }
  }
};

const UnitUse &use() {
  static const UnitUse u;
  return u;
}

} // namespace

const std::vector<Hazard> &hazards() {
  static const std::vector<Hazard> all = [] {
    std::vector<Hazard> list;
    for (unsigned file = 0; file < fileCount; file++)
      for (unsigned kind = 0; kind < hazardKinds; kind++)
        for (unsigned first = 0; first < isa::unitCount; first++)
          for (unsigned second = 0; second < isa::unitCount; second++)
            for (unsigned d = 1; d <= hazardDistances; d++) {
              Hazard h{File(file), HazardKind(kind), uint8_t(d),
                       isa::Unit(first), isa::Unit(second)};
              if (use().uses[file][h.firstWrites()][first] &&
                  use().uses[file][h.secondWrites()][second])
                list.push_back(h);
            }
    return list;
  }();
  return all;
}

std::vector<std::string> excludedHazards() {
  std::vector<std::string> reasons;
  for (unsigned file = 0; file < fileCount; file++)
    for (bool writes : {false, true}) {
      std::string units;
      for (unsigned unit = 0; unit < isa::unitCount; unit++)
        if (!use().uses[file][writes][unit])
          units +=
              (units.empty() ? "" : ", ") + std::string(isa::unitNames[unit]);
      if (!units.empty())
        reasons.push_back(std::string("no instruction ") +
                          (writes ? "writes" : "reads") + " a " +
                          fileNames[file] + " register in " + units);
    }
  return reasons;
}

std::string toString(const Hazard &h) {
  return std::string(fileNames[h.file]) + ' ' + kindNames[h.kind] + ' ' +
         isa::unitNames[unsigned(h.first)] + " -> " +
         isa::unitNames[unsigned(h.second)] + ", distance " +
         std::to_string(h.distance);
}

bool isAddress(const isa::Info &info, const isa::Operand &o) {
  if (!isRegister(o))
    return false;
  // A stride or an index, which come with a shape or a mask in c.
  bool three = false;
  for (const isa::Operand &other : info)
    three |= other.slot == Slot::c;
  switch (info.kind) {
  case Kind::load:
  case Kind::store:
    return o.slot == Slot::a || o.slot == Slot::b;
  case Kind::loadpair:
  case Kind::storepair:
  case Kind::amo:
  case Kind::cas:
    return o.slot == Slot::a;
  case Kind::tload:
  case Kind::tstore:
    return o.slot == Slot::a || (o.slot == Slot::b && three);
  default:
    return false;
  }
}

} // namespace sectile::random
