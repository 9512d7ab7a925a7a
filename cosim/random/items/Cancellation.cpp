// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Sums that nearly or exactly cancel: only low bits remain, which expose a lost
// sticky bit or a wrong rounding.
#include "Items.h"
#include "Parts.h"

namespace sectile::random {
namespace {

using isa::Inst;
using isa::Op;

struct FloatOps {
  Op add, subtract, multiply, signInverse;
  Op multiplyAdd, multiplySubtract, negMultiplyAdd, negMultiplySubtract;
};
constexpr FloatOps single = {Op::FADD_F32,   Op::FSUB_F32,  Op::FMUL_F32,
                             Op::FSGNJN_F32, Op::FMADD_F32, Op::FMSUB_F32,
                             Op::FNMADD_F32, Op::FNMSUB_F32};
constexpr FloatOps wide = {Op::FADD_F64,   Op::FSUB_F64,  Op::FMUL_F64,
                           Op::FSGNJN_F64, Op::FMADD_F64, Op::FMSUB_F64,
                           Op::FNMADD_F64, Op::FNMSUB_F64};

// The operands of one item: two values and a scratch register.
struct Operands {
  const FloatOps &op;
  bool isWide;
  uint8_t x, y, r;
};

// A sum that is out of range.
void overflow(Writer &w, Stream &s, Operands f) {
  int64_t upper = (f.isWide ? 0x7fe0 : 0x7f00) + int64_t(s.below(16));
  upper += s.oneIn(2) ? 0x8000 : 0;
  w.emit(Op::MOVZ, f.r, 0, 0, upper, f.isWide ? 48 : 16);
  if (s.oneIn(2)) {
    uint8_t other = s.oneIn(2) ? f.r : f.y;
    return w.emitIf(f.op.add, w.scalarTarget(s), f.r, other, s);
  }
  w.emitIf(f.op.signInverse, f.y = w.nonZeroTarget(s), f.r, f.r, s);
  w.emitIf(f.op.subtract, w.scalarTarget(s), f.r, f.y, s);
}

void exactZero(Writer &w, Stream &s, Operands f) {
  bool add = s.oneIn(2);
  if (add)
    w.emitIf(f.op.signInverse, f.r, f.x, f.x, s);
  w.emitIf(add ? f.op.add : f.op.subtract, w.scalarTarget(s), f.x,
           add ? f.r : f.x, s);
}

// The difference of a value and its neighbour.
void neighbour(Writer &w, Stream &s, Operands f) {
  w.emit(Op::ADDI, f.r, f.x, 0, s.between(-2, 2));
  w.emitIf(f.op.subtract, w.scalarTarget(s), f.x, f.r, s);
}

void productError(Writer &w, Stream &s, Operands f) {
  w.emitIf(f.op.multiply, f.r, f.x, f.y, s);
  bool negated = s.oneIn(2), second = s.oneIn(2);
  if (negated)
    w.emitIf(f.op.signInverse, f.r, f.r, f.r, s);
  Inst inst;
  inst.op = negated  ? second ? f.op.multiplyAdd : f.op.negMultiplySubtract
            : second ? f.op.multiplySubtract
                     : f.op.negMultiplyAdd;
  inst.d = w.scalarTarget(s);
  inst.a = f.x;
  inst.b = f.y;
  inst.c = f.r;
  if (w.has(inst.op))
    w.emitDrawn(inst, s);
}

// An operand whose exponent is shifted out, almost or entirely.
void tinyOperand(Writer &w, Stream &s, Operands f) {
  w.emit(Op::EXTU, f.r, f.x, 0, 0, int32_t(1 + s.below(f.isWide ? 54 : 25)));
  uint8_t target = w.scalarTarget(s);
  w.emitIf(s.oneIn(2) ? f.op.add : f.op.multiply, target, f.r, f.y, s);
}

} // namespace

void floatCancellation(Writer &w, Stream &s) {
  bool isWide = s.oneIn(2);
  Operands f{isWide ? wide : single, isWide, 0, 0, 0};
  f.x = s.oneIn(2) ? cornerValue(w, s) : w.scalarSource(s);
  f.y = s.oneIn(2) ? cornerValue(w, s) : w.scalarSource(s);
  f.r = w.nonZeroTarget(s);
  switch (s.below(6)) {
  case 0:
    return neighbour(w, s, f);
  case 1:
  case 2:
    return productError(w, s, f);
  case 3:
    return tinyOperand(w, s, f);
  case 4:
    return overflow(w, s, f);
  default:
    return exactZero(w, s, f);
  }
}

void tileCancellation(Writer &w, Stream &s) {
  uint8_t x = w.tile(s), y = w.tile(s), t = uint8_t(s.below(32));
  Inst inst;
  switch (s.below(3)) {
  case 0:
    w.emit(Op::ADDI, regCode, 0, 0, s.between(-3, 3));
    w.emitIf(Op::TSADD_I32, t, x, regCode, s);
    return w.emitIf(Op::TSUB_F32, w.tile(s), x, t, s);
  case 1:
    w.emitIf(Op::TMUL_F32, t, x, y, s);
    inst.op = s.oneIn(2) ? Op::TFMSUB_F32 : Op::TFNMADD_F32;
    break;
  default: // each element scaled by a power of two
    w.emit(Op::ADDI, regCode, 0, 0, s.between(-60, 60));
    w.emitIf(Op::TSSCALE_F32, t, x, regCode, s);
    inst.op = s.oneIn(2) ? Op::TFMADD_F32 : Op::TFNMSUB_F32;
    break;
  }
  inst.d = w.tile(s);
  inst.a = x;
  inst.b = y;
  inst.c = t;
  if (w.has(inst.op))
    w.emitDrawn(inst, s);
}

} // namespace sectile::random
