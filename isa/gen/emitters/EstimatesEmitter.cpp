// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- EstimatesEmitter.cpp - the tables of the estimates -----------------===//
//
// The tables of trcpe and trsqrte are part of their definition, so emulator and
// core share the numbers. Each binade of the operand has 128 intervals; an
// entry is the function at the interval's middle, (257 + 2i) / 256, doubled to
// lie in [1, 2) and correctly rounded to 16 fraction bits. The computation in
// integers is exact, and no entry lies halfway between two such numbers.
//
//===----------------------------------------------------------------------===//

#include "emitters/Emitters.h"
#include "emitters/Names.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace sectile::gen;

/// 2 / middle in units of 2^-16, without the leading one.
static unsigned reciprocal(unsigned Index) {
  unsigned Middle = 257 + 2 * Index; // in units of 2^-8
  return ((1u << 26) / Middle + 1) / 2 - (1u << 16);
}

/// 2 / sqrt(middle) in units of 2^-16, without the leading one; the binade is
/// [1, 2) below index 128, [2, 4) above.
static unsigned reciprocalRoot(unsigned Index) {
  uint64_t Middle = uint64_t(257 + 2 * (Index & 127)) << (Index >> 7);
  // The largest X with X <= 2^22 / sqrt(Middle), which is twice the result.
  uint64_t X = 0;
  for (uint64_t Bit = 1 << 18; Bit; Bit >>= 1)
    if ((X | Bit) * (X | Bit) * Middle <= uint64_t(1) << 44)
      X |= Bit;
  return unsigned((X + 1) / 2) - (1u << 16);
}

namespace {
struct Table {
  const char *CxxName, *Function, *Comment;
  unsigned IndexBits;
  unsigned (*Entry)(unsigned);
};
} // namespace
static constexpr Table Tables[] = {
    {"reciprocalEstimates", "reciprocal_estimate",
     "trcpe, by the fraction's first bits", 7, reciprocal},
    {"reciprocalRootEstimates", "reciprocal_root_estimate",
     "trsqrte, by the parity of the exponent and the fraction's first bits", 8,
     reciprocalRoot}};

void sectile::gen::emitEstimates(const Description &, raw_ostream &OS) {
  OS << Notice << R"(// The fractions, 16 bits each, that estimates begin with.
#ifndef SECTILE_ESTIMATES_H
#define SECTILE_ESTIMATES_H
#include <cstdint>

namespace sectile::isa {
)";
  for (const Table &T : Tables) {
    OS << "\n// " << T.Comment << "\ninline constexpr uint32_t " << T.CxxName
       << "[] = {";
    for (unsigned N = 0; N != 1u << T.IndexBits; ++N)
      OS << (N % 8 ? " " : "\n    ") << hex(T.Entry(N), 4) << ',';
    OS << "};\n";
  }
  OS << "\n} // namespace sectile::isa\n#endif\n";
}

void sectile::gen::emitEstimateFunctions(raw_ostream &OS) {
  for (const Table &T : Tables) {
    OS << "  // The fraction of an estimate: " << T.Comment
       << ".\n  function automatic logic [15:0] " << T.Function
       << "(input logic [" << T.IndexBits - 1
       << ":0] index);\n    unique case (index)\n";
    for (unsigned N = 0; N != 1u << T.IndexBits; ++N)
      OS << "      " << T.IndexBits << "'d" << N << ": " << T.Function
         << " = 16'h" << hex(T.Entry(N), 4).substr(2) << ";\n";
    OS << "    endcase\n  endfunction\n\n";
  }
}
