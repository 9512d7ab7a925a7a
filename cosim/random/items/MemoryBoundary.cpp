// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Masked or indexed words that end at the end of memory; or a rectangle that
// ends there, or a byte before or after it; or a load that begins at the start
// of memory. Whether the access is inside memory depends on its rows, columns
// and stride, and not on the elements before the first.
#include "Items.h"
#include "Parts.h"
#include "semantics/shape.h"

#include <algorithm>

namespace sectile::random {

using isa::Inst;
using isa::Kind;
using isa::Op;
using isa::OperandClass;

namespace {

// All tile accesses of an address form.
std::vector<Op> accesses(const Writer &w, isa::AddressForm form) {
  std::vector<Op> found;
  for (const std::vector<Op> *ops : {&w.ops.tileLoads, &w.ops.tileStores})
    for (Op op : *ops)
      if (isa::addressOf(op) == form)
        found.push_back(op);
  return found;
}

// Words in order, of which the last, or the one after it, is at the end.
void lanesAtTheEnd(Writer &w, Stream &s) {
  bool masked = s.oneIn(2);
  std::vector<Op> ops = accesses(w, masked ? isa::AddressForm::masked
                                           : isa::AddressForm::laneGather);
  if (ops.empty() || !w.has(Op::TMASK_LIN) || !w.has(Op::TIDXLIN))
    return;
  Inst inst = w.draw(s, s.pick(ops));
  const ElementShape element = shapeOf(isa::info(inst.op).element);
  unsigned count = 1 + s.below(256);
  uint8_t r = w.nonZeroTarget(s), mask = uint8_t(s.below(31));
  w.constant(r, count);
  w.emit(Op::TMASK_LIN, mask, r, 0);
  if (masked) {
    inst.b = mask;
  } else {
    inst.b = uint8_t(mask + 1), inst.c = mask, inst.imm = 2;
    w.emit(Op::TIDXLIN, inst.b, 0, 0);
  }
  w.constant(
      regCode,
      memoryEnd - element.bytes(count) +
          uint64_t(s.oneIn(2) ? 0 : s.between(-1, int64_t(element.bytes()))));
  inst.a = regCode;
  w.emitDrawn(inst, s);
}

} // namespace

void memoryBoundary(Writer &w, Stream &s) {
  if (s.oneIn(3))
    return lanesAtTheEnd(w, s);
  std::vector<Op> rectangles = accesses(w, isa::AddressForm::rectangle);
  if (rectangles.empty())
    return;
  Inst inst = w.draw(s, s.pick(rectangles));
  const isa::Info &info = isa::info(inst.op);
  unsigned rows = 1 + s.below(s.oneIn(2) ? 16 : 80),
           columns = 1 + s.below(s.oneIn(2) ? 16 : 80);
  int64_t stride = s.oneIn(2) ? 64 : s.between(-300, 300);
  const ElementShape element = shapeOf(info.element);
  uint64_t extents = rows | columns << 8;
  if (s.oneIn(2)) {
    extents |= uint64_t(s.below(std::min(rows, 20u))) << 16;
    extents |= uint64_t(s.below(std::min(columns, 20u))) << 24;
  }
  const Extent extent = clampShape(extents, element);
  auto place = [&](unsigned row, unsigned byte) {
    return int64_t(row) * stride + int64_t(byte);
  };
  unsigned last = extent.firstRow + std::max(extent.rows, 1u) - 1;
  unsigned left = element.byteOf(extent.firstColumn),
           right = element.bytes(extent.firstColumn + extent.columns);
  bool low = info.kind == Kind::tload && s.oneIn(3);
  int64_t at =
      low ? int64_t(codeBase) -
                std::min(place(extent.firstRow, left), place(last, left))
          : int64_t(memoryEnd) -
                std::max(place(extent.firstRow, right), place(last, right));
  uint8_t shape = w.nonZeroTarget(s), step = w.anotherTarget(s, shape);
  w.constant(shape, extents);
  w.constant(step, uint64_t(stride));
  w.constant(regCode, uint64_t(at + (s.oneIn(2) ? 0 : s.between(-1, 1))));
  inst.a = regCode;
  for (const isa::Operand &o : info)
    if (o.cls == OperandClass::shape)
      inst.set(o.slot, shape);
  inst.b = step;
  w.emitDrawn(inst, s);
}

} // namespace sectile::random
