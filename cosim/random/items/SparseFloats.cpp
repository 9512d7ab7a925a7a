// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tile arithmetic on floats with one or two significant bits, or with all bits
// drawn: a single bit may decide how a sum is rounded.
#include "Items.h"
#include "Parts.h"
#include "Values.h"

namespace sectile::random {
namespace {

using isa::FloatFormat;
using isa::Inst;
using isa::Op;
using isa::OperandClass;

void loadFloatTile(Writer &w, Stream &s, unsigned t) {
  Inst load;
  load.op = Op::TLD;
  load.d = uint8_t(t);
  load.a = regData;
  load.imm = floatsOffset + int64_t(s.below(floatTiles)) * 1024;
  w.emit(load);
}

// The operands and the result that are floats are f32; there is at least one.
bool isOnF32(const isa::Info &info) {
  bool any = false;
  for (const isa::Operand &o : info) {
    if (o.floats != FloatFormat::none && o.floats != FloatFormat::f32)
      return false;
    any |= o.floats == FloatFormat::f32;
  }
  return any;
}

// Elementwise instructions on f32 alone, or multiplies that sum floats.
std::vector<Op> floatOps(Writer &w, Stream &s, bool matrix) {
  std::vector<Op> ops;
  for (Op op : matrix ? w.ops.matrix : w.ops.elementwise) {
    if (matrix ? isa::multiplyOf(op).sum() == isa::ElementType::f32
               : isOnF32(isa::info(op)))
      if (!isSlow(op) || s.oneIn(2))
        ops.push_back(op);
  }
  return ops;
}

// Scales a tile to where results are subnormal or too large.
void scaleTile(Writer &w, Stream &s, unsigned t) {
  w.emit(Op::ADDI, regCode, 0, 0,
         s.oneIn(3) ? s.between(90, 130) : s.between(-160, -90));
  w.emit(Op::TSSCALE_F32, t, t, regCode);
}

} // namespace

void sparseFloats(Writer &w, Stream &s) {
  bool matrix = s.oneIn(2);
  std::vector<Op> ops = floatOps(w, s, matrix);
  if (ops.empty())
    return;
  Inst inst = w.draw(s, s.pick(ops));
  for (const isa::Operand &o : isa::info(inst.op))
    if (o.cls == OperandClass::tile && o.isRead()) {
      auto t = unsigned(inst.get(o.slot));
      loadFloatTile(w, s, t);
      if (!matrix && w.has(Op::TSSCALE_F32) && s.oneIn(3))
        scaleTile(w, s, t);
    }
  w.emitDrawn(inst, s);
}

// The rounding errors of products: the matrix unit computes -(a * b) rounded,
// then adds a * b to it.
void productRoundingErrors(Writer &w, Stream &s) {
  for (Op op : {Op::TLDR_RAW, Op::TMMAZ_F32, Op::TMMA_F32, Op::TNEG_F32})
    if (!w.has(op))
      return;
  std::array<uint8_t, 3> t; // different ones
  t[0] = uint8_t(s.below(32));
  t[1] = uint8_t((t[0] + 1 + s.below(15)) % 32);
  t[2] = uint8_t((t[1] + 1 + s.below(15)) % 32);
  uint8_t shape = w.nonZeroTarget(s), step = w.anotherTarget(s, shape);
  w.constant(shape, 16 | 4 << 8); // one column, so that a sum is a product
  w.constant(step, 64);
  w.constant(regCode,
             dataBase + floatsOffset + uint64_t(s.below(floatTiles)) * 1024);
  Inst column;
  column.op = Op::TLDR_RAW;
  column.d = t[0];
  column.a = regCode;
  column.b = step;
  column.c = shape;
  w.emit(column);
  loadFloatTile(w, s, t[1]);
  w.emit(Op::TMMAZ_F32, t[2], t[0], t[1]);
  w.emit(Op::TNEG_F32, t[2], t[2], 0);
  w.emit(Op::TMMA_F32, t[2], t[0], t[1]);
}

} // namespace sectile::random
