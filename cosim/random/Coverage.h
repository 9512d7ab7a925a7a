// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Functional coverage of retired instructions, from the same description.
//
// Bins are enumerated from the generated tables, so what was never hit is
// known:
//   instruction  each one
//   operand      register 0 and the ends of the range of an immediate
//   alias        equal registers of one instruction
//   equal        values of two registers, or of a register and an immediate; a
//                compare-and-swap that finds what it expects, and not
//   hazard       pairs of units, by register file, kind and distance
//   branch       both ways
//   trap         each cause, interrupts too
//   memory       aligned, misaligned, across a line
//   shape        rows and columns, and the first ones, 0, partial, full,
//                over-range; counts; strides; what begins or ends within
//                a byte
//   lanes        masks of no, some and all words; negative and repeated
//                indices
//   depth        of multiplies: none, one, odd, even, all but one, all, more
//   float        NaN, infinity, zero, subnormal as operand; overflow,
//                cancellation, subnormal as result
//   code         words that a program rewrote before running them
#ifndef SECTILE_COSIM_RANDOM_COVERAGE_H
#define SECTILE_COSIM_RANDOM_COVERAGE_H

#include "Hazard.h"
#include "sectile/isa.h"

#include <array>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <vector>

namespace sectile::random {

// An instruction that retired, as far as the bins depend on it.
struct Retire {
  uint64_t pc = 0;
  uint32_t word = 0;
  uint64_t next = 0; // pc of the next instruction
  unsigned writes = 0;
  struct {
    uint8_t number;
    uint64_t value;
  } registers[2] = {};
  const void *tile = nullptr; // the 1024 bytes of the tile written
  uint64_t address = 0;       // of a scalar or tile access, its first byte
};

// The mix of the instructions, and whether it is that of a campaign.
struct MixReport {
  double tile, multiply; // as fractions of all instructions
  double perTrap;        // instructions for each trap that is no interrupt
  bool holds() const {
    return tile >= 0.25 && multiply >= 0.05 && perTrap >= 500 &&
           perTrap <= 1500;
  }
};

class Coverage {
public:
  Coverage();
  ~Coverage();

  // Starts a program that has these words at `base`.
  void begin(const std::vector<uint32_t> &code, uint64_t base);
  void retired(const Retire &r);
  // A trap or interrupt was taken instead of the instruction; word is 0 where
  // there was none to fetch.
  void trapped(uint64_t cause, uint32_t word);

  void add(const Coverage &other);
  // Adds the counts of a file that write() made; or says what is wrong with it
  // and adds nothing. Bins that the description no longer has are left out.
  std::string merge(std::istream &in);
  // One bin a line: count, a blank, name; then the number of lines.
  void write(std::ostream &out) const;
  // Totals by group, every bin that was not hit, every hazard with fewer hits
  // than wanted, and the mix. True if nothing is missing.
  bool report(std::ostream &out, uint64_t wanted) const;
  uint64_t instructions() const { return total; }
  MixReport mix() const;

private:
  struct Table;
  struct OpBins;
  static const Table &table();
  struct Recent {
    isa::Op op = isa::Op::Illegal;
    uint64_t reads[fileCount] = {}, writes[fileCount] = {};
  };
  struct State;

  void floats(const OpBins &bins, const isa::Inst &inst, const Retire &r);

  std::vector<uint64_t> counts;
  uint64_t total = 0;
  std::array<Recent, hazardDistances> recent;
  // The registers of the running program, and the words that it has executed.
  std::unique_ptr<State> state;
};

} // namespace sectile::random

#endif
