// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileMatInt.h - the shortest way to a constant ---------*- C++ -*-===//
//
// Every 64-bit constant takes at most four instructions: a piece and three
// more pieces. Many take fewer by way of a shift, a rotation or a repetition:
// those are searched from the last instruction backwards.
//
//===----------------------------------------------------------------------===//
#ifndef SECTILE_TARGET_MATINT_H
#define SECTILE_TARGET_MATINT_H

#include "MCTargetDesc/SectileMCTargetDesc.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/MathExtras.h"

namespace llvm::SectileMatInt {

struct Step {
  unsigned Opcode; // the first reads r0 or nothing, the others the result
  int64_t Imm = 0;
  int64_t Imm2 = 0;
};
using Sequence = SmallVector<Step, 4>;

// One piece after the other, over zeros or over ones.
inline Sequence pieces(uint64_t V) {
  unsigned Ones = 0, Zeros = 0;
  for (unsigned I = 0; I < 64; I += 16) {
    uint16_t P = V >> I;
    Ones += P == 0xffff;
    Zeros += P == 0;
  }
  bool Negated = Ones > Zeros;
  uint16_t Fill = Negated ? 0xffff : 0;
  Sequence S;
  for (unsigned I = 0; I < 64; I += 16) {
    uint16_t P = V >> I;
    if (P == Fill)
      continue;
    if (S.empty())
      S.push_back({Negated ? Sectile::MOVN : Sectile::MOVZ,
                   Negated ? uint16_t(~P) : P, I});
    else
      S.push_back({Sectile::MOVK, P, I});
  }
  if (S.empty())
    S.push_back({Negated ? Sectile::MOVN : Sectile::MOVZ, 0, 0});
  return S;
}

// The constants of one instruction.
inline bool single(uint64_t V, Step &S) {
  if (isInt<13>(int64_t(V))) {
    S = {Sectile::ADDI, int64_t(V), 0};
    return true;
  }
  for (unsigned I = 0; I < 64; I += 16) {
    uint64_t Piece = uint64_t(0xffff) << I;
    if ((V & ~Piece) == 0) {
      S = {Sectile::MOVZ, int64_t(V >> I), I};
      return true;
    }
    if ((~V & ~Piece) == 0) {
      S = {Sectile::MOVN, int64_t(~V >> I), I};
      return true;
    }
  }
  return false;
}

// A sequence of at most Budget instructions, if there is one of a known form.
inline bool searchBackwards(uint64_t V, unsigned Budget, Sequence &Out) {
  Step First;
  if (single(V, First)) {
    Out = {First};
    return true;
  }
  if (Budget < 2)
    return false;
  auto Try = [&](uint64_t Before, Step Last) {
    if (!searchBackwards(Before, Budget - 1, Out))
      return false;
    Out.push_back(Last);
    return true;
  };

  unsigned TZ = countr_zero(V), LZ = countl_zero(V);
  if (TZ) {
    int64_t Pos = TZ;
    if (Try(V >> TZ, {Sectile::INSU, Pos, 64 - Pos}) ||
        Try(int64_t(V) >> TZ, {Sectile::INSU, Pos, 64 - Pos}))
      return true;
  }
  if (TZ && LZ) {
    unsigned Len = 64 - TZ - LZ;
    if (Try(SignExtend64(V >> TZ, Len), {Sectile::INSU, TZ, Len}))
      return true;
  }
  if (LZ) {
    Step Last = {Sectile::EXTU, LZ, 64 - int64_t(LZ)};
    if (Try(V << LZ, Last) || Try((V << LZ) | ((uint64_t(1) << LZ) - 1), Last))
      return true;
  }
  int64_t Low = SignExtend64<13>(V);
  if (Low && Try(V - Low, {Sectile::ADDI, Low, 0}))
    return true;
  if (uint32_t(V) == uint32_t(V >> 32)) {
    Step Last = {Sectile::INS, 32, 32};
    if (Try(int64_t(int32_t(V)), Last) || Try(uint32_t(V), Last))
      return true;
  }
  for (unsigned I = 0; I < 64; I += 16) {
    uint64_t Others = V & ~(uint64_t(0xffff) << I);
    Step Last = {Sectile::MOVK, uint16_t(V >> I), I};
    // What the piece was before: zeros, ones, or the same as another.
    if (Try(Others, Last) || Try(Others | (uint64_t(0xffff) << I), Last))
      return true;
    if (Budget > 2)
      for (unsigned J = 0; J < 64; J += 16)
        if (J != I && Try(Others | (V >> J & 0xffff) << I, Last))
          return true;
  }
  if (Budget == 2)
    for (unsigned R = 1; R < 64; ++R)
      if (Try(rotl(V, int(R)), {Sectile::RORI, int64_t(R), 0}))
        return true;
  return false;
}

inline Sequence generate(int64_t Value) {
  Step S;
  if (single(Value, S))
    return {S};
  // Pieces are the easiest to read: another form is taken only if it is
  // shorter.
  Sequence Best = pieces(Value), Found;
  for (unsigned Budget = 2; Budget < Best.size(); ++Budget)
    if (searchBackwards(Value, Budget, Found))
      return Found;
  return Best;
}

// Number of instructions.
inline unsigned cost(int64_t Value) { return generate(Value).size(); }

} // namespace llvm::SectileMatInt

#endif
