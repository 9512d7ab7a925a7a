// Functional coverage of retired instructions, from the same description.
//
// Bins are enumerated from the generated tables, so what was never hit is
// known: each instruction; each operand class of it (register 0, the ends of an
// immediate, equal registers); each pair of units that meet in a hazard, by
// register file, kind and distance; branches both ways; each trap cause.
#ifndef SECTILE_COSIM_RANDOM_COVERAGE_H
#define SECTILE_COSIM_RANDOM_COVERAGE_H

#include "sectile/isa.h"

#include <array>
#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>

namespace sectile::random {

class Coverage {
public:
  Coverage();

  // An instruction that retired at pc; the next one follows at next.
  void retired(uint64_t pc, uint32_t word, uint64_t next);
  // A trap or interrupt was taken instead of the instruction; word is 0 where
  // there was none to fetch.
  void trapped(uint64_t cause, uint32_t word);

  // Adds the counts of a file that write() made; false if it is none.
  bool merge(std::istream &in);
  // One bin a line: count, a blank, name.
  void write(std::ostream &out) const;
  // Totals by group, and every bin with fewer hits than wanted.
  void report(std::ostream &out, uint64_t wanted) const;
  uint64_t instructions() const { return total; }

private:
  struct Recent {
    isa::Op op = isa::Op::Illegal;
    uint64_t scalarReads = 0, scalarWrites = 0, tileReads = 0, tileWrites = 0;
  };
  std::map<std::string, uint64_t> bins;
  // The bins hit at every instruction, by number, not by name.
  std::array<uint64_t, isa::opCount> executed{};
  static constexpr unsigned distances = 3;
  // [file][kind][distance][producer][consumer]
  uint64_t hazards[2][3][distances][isa::unitCount][isa::unitCount]{};
  std::array<Recent, distances> recent;
  uint64_t total = 0;

  std::map<std::string, uint64_t> all() const;
  static bool possible(unsigned file, unsigned kind, unsigned first,
                       unsigned second);
};

} // namespace sectile::random

#endif
