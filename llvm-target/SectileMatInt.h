//===- SectileMatInt.h - the shortest way to a constant ---------------*- C++ -*-===//
//
// Every 64-bit constant takes at most four instructions: a piece and three
// more pieces. Many take fewer by way of a shift, a rotation or a repetition.
//
//===----------------------------------------------------------------------===//
#ifndef SECTILE_TARGET_MATINT_H
#define SECTILE_TARGET_MATINT_H

#include "MCTargetDesc/SectileMCTargetDesc.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/MathExtras.h"

namespace llvm::SectileMatInt {

struct Step {
  unsigned Opcode; // the first reads r0 or nothing, the others the result
  int64_t Imm = 0;
  int64_t Imm2 = 0;
};
using Sequence = SmallVector<Step, 4>;

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

inline bool single(uint64_t V, Step &S) {
  if (isInt<13>(int64_t(V))) {
    S = {Sectile::ADDI, int64_t(V), 0};
    return true;
  }
  Sequence P = pieces(V);
  S = P[0];
  return P.size() == 1;
}

inline Sequence generate(int64_t Value) {
  uint64_t V = Value;
  Step S;
  if (single(V, S))
    return {S};
  Sequence Best = pieces(V);
  if (Best.size() == 2)
    return Best;

  auto Try = [&](uint64_t First, Step Second) {
    Step F;
    if (!single(First, F))
      return false;
    Best = {F, Second};
    return true;
  };
  unsigned TZ = countr_zero(V), LZ = countl_zero(V);
  if (TZ && (Try(V >> TZ, {Sectile::INSU, int64_t(TZ), 64 - int64_t(TZ)}) ||
             Try(int64_t(V) >> TZ, {Sectile::INSU, int64_t(TZ), 64 - int64_t(TZ)})))
    return Best;
  if (LZ && (Try(V << LZ, {Sectile::EXTU, int64_t(LZ), 64 - int64_t(LZ)}) ||
             Try((V << LZ) | ((uint64_t(1) << LZ) - 1),
                 {Sectile::EXTU, int64_t(LZ), 64 - int64_t(LZ)})))
    return Best;
  for (unsigned R = 1; R < 64; ++R)
    if (Try((V << R) | (V >> (64 - R)), {Sectile::RORI, int64_t(R), 0}))
      return Best;
  int64_t Low = SignExtend64<13>(V);
  if (Try(V - Low, {Sectile::ADDI, Low, 0}))
    return Best;
  // Both halves alike.
  if (uint32_t(V) == uint32_t(V >> 32)) {
    Sequence Half = pieces(uint32_t(V));
    if (Half.size() < Best.size() - 1 || isInt<13>(int32_t(V))) {
      Step F;
      if (single(int64_t(int32_t(V)), F))
        Half = {F};
      Half.push_back({Sectile::INS, 32, 32});
      return Half;
    }
  }
  return Best;
}

// Number of instructions.
inline unsigned cost(int64_t Value) { return generate(Value).size(); }

} // namespace llvm::SectileMatInt

#endif
