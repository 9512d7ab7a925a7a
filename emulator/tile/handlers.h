// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The generic tile handlers: they take operands as rows and call the semantic
// function, which the compiler vectorises for the host that the including file
// is compiled for. A path replaces handlers for which it has a faster
// implementation. Everything is in an unnamed namespace, so that each file has
// its own copy.
#ifndef SECTILE_EMULATOR_TILE_HANDLERS_H
#define SECTILE_EMULATOR_TILE_HANDLERS_H

#include "engine/operands.h"
#include "system/operation.h"
#include "tile/tiles.h"

#include <tuple>
#include <utility>

namespace sectile {
namespace {

using isa::Op;

// The effect of a tile instruction is a separate function, because a function
// with local arrays cannot end in a tail call. It returns false, without
// effect, to leave the instruction to the interpreter.
#define SECTILE_WORK(NAME)                                                     \
  [[gnu::noinline]] bool NAME(Core *core, const Slot *ip)
template <bool (*Work)(Core *, const Slot *), unsigned Slots = 1>
const Slot *handler(SECTILE_HANDLER_ARGUMENTS) {
  if (__builtin_expect(!Work(core, ip), 0))
    SECTILE_EXIT(slow);
  SECTILE_NEXT(ip + Slots);
}

inline const Tile &rowsOf(Core *core, unsigned n) {
  if (__builtin_expect(!core->forms[n].rows, 0))
    materialise(*core, n);
  return core->rows[n];
}
// To be called before a tile is written: its other forms become invalid. Use
// `updated` if the old value is an operand.
inline Tile &written(Core *core, unsigned n) {
  core->forms[n] = TileForms();
  return core->rows[n];
}
inline Tile &updated(Core *core, unsigned n) {
  rowsOf(core, n);
  return written(core, n);
}

//===-- Operands --------------------------------------------------------===//

// Parameter N of a function, apart from a tile that it writes: registers,
// scalar or tile, are in a, b, c in this order; an immediate is in imm.
template <size_t N, class... P>
using Parameter = std::tuple_element_t<N, std::tuple<P...>>;
template <size_t N, class... P> uint8_t operandField(const Slot *s) {
  return registerField<1 + N - immediatesBefore<N, P...>()>(s);
}
template <size_t N, class... P> void prepareOperand(Core *core, const Slot *s) {
  if constexpr (std::is_same_v<Parameter<N, P...>, const Tile &>)
    rowsOf(core, operandField<N, P...>(s));
}
template <size_t N, class... P>
Parameter<N, P...> operand(Core *core, const Slot *s) {
  if constexpr (std::is_same_v<Parameter<N, P...>, const Tile &>)
    return core->rows[operandField<N, P...>(s)];
  else if constexpr (std::is_same_v<Parameter<N, P...>, int64_t>)
    return immediateField<immediatesBefore<N, P...>()>(s);
  else
    return core->r[operandField<N, P...>(s)];
}

//===-- Computing -------------------------------------------------------===//

// Calls a semantic function with the operands of a slot. A tile that it writes
// is its first parameter, an operand too if the record ties it.
template <Op O, auto F = Operation<O>::function> struct TileCompute;
template <Op O, class... P, void (*F)(Tile &, P...)> struct TileCompute<O, F> {
  static void apply(Core *core, const Slot *s) {
    applyEach(core, s, std::index_sequence_for<P...>());
  }
  template <size_t... N>
  static void applyEach(Core *core, const Slot *s, std::index_sequence<N...>) {
    // All operands are read first: the destination may be one of them.
    (prepareOperand<N, P...>(core, s), ...);
    Tile &d =
        isa::readsDestination(O) ? updated(core, s->d) : written(core, s->d);
    F(d, operand<N, P...>(core, s)...);
  }
};
template <Op O, class... P, uint64_t (*F)(P...)> struct TileCompute<O, F> {
  static void apply(Core *core, const Slot *s) {
    applyEach(core, s, std::index_sequence_for<P...>());
  }
  template <size_t... N>
  static void applyEach(Core *core, const Slot *s, std::index_sequence<N...>) {
    (prepareOperand<N, P...>(core, s), ...);
    core->r[s->d] = F(operand<N, P...>(core, s)...);
  }
};

template <Op O> SECTILE_WORK(tileCompute) {
  TileCompute<O>::apply(core, ip);
  return true;
}

//===-- Memory ----------------------------------------------------------===//

inline unsigned clampCount(uint64_t count, unsigned most) {
  return int64_t(count) < 0 ? 0 : count < most ? unsigned(count) : most;
}
// Whether `rows` rows of `bytes` bytes, `stride` apart, lie inside RAM.
inline bool inside(const Core *core, uint64_t offset, uint64_t stride,
                   unsigned rows, unsigned bytes) {
  uint64_t size = core->ramSize;
  uint64_t last = offset + stride * (rows - 1);
  return offset <= size - bytes && int64_t(stride) <= int64_t(size) &&
         int64_t(stride) >= -int64_t(size) && last <= size - bytes;
}
// Advances the address from row 0 and column 0 to the first element of the
// access. False if that is not in RAM: addresses are unbounded integers.
inline bool toBeginning(const Core *core, uint64_t &offset, uint64_t base,
                        uint64_t stride, const Extent &x, RowBytes row) {
  __int128 at = __int128(base) - ramBase +
                __int128(int64_t(stride)) * x.firstRow + row.first;
  offset = uint64_t(at);
  return at >= 0 && at < __int128(core->ramSize);
}
inline bool anyCode(const uint8_t *ram, uint64_t offset, uint64_t stride,
                    unsigned rows, unsigned bytes) {
  bool any = false;
  for (unsigned i = 0; i < rows; ++i, offset += stride)
    any |= isCode(ram, offset) || isCode(ram, offset + bytes - 1);
  return any;
}

// The rows of an access that begins at p, stride apart.
template <Op O>
inline void loadRows(Tile &d, const uint8_t *p, uint64_t stride, Extent x) {
  constexpr isa::Element element = Operation<O>::element;
  if constexpr (element == isa::Element::raw) {
    for (unsigned i = 0; i < x.rows; ++i, p = displaced(p, stride))
      __builtin_memcpy(d.bytes + 64 * (x.firstRow + i) + x.firstColumn, p,
                       x.columns);
  } else {
    const unsigned before = shapeOf(element).before(x.firstColumn);
    for (unsigned i = 0; i < x.rows; ++i, p = displaced(p, stride))
      for (unsigned j = 0; j < x.columns; ++j)
        Operation<O>::function(d, x.firstRow + i, x.firstColumn + j,
                               sem::elementInMemory<element>(p, before + j));
  }
}
template <Op O>
inline void storeRows(const Tile &d, uint8_t *p, uint64_t stride, Extent x) {
  constexpr ElementShape e = shapeOf(Operation<O>::element);
  if constexpr (Operation<O>::element == isa::Element::raw) {
    for (unsigned i = 0; i < x.rows; ++i, p = displaced(p, stride))
      __builtin_memcpy(p, d.bytes + 64 * (x.firstRow + i) + x.firstColumn,
                       x.columns);
  } else {
    for (unsigned i = 0; i < x.rows; ++i, p = displaced(p, stride))
      for (unsigned j = 0; j < x.columns; ++j) {
        uint64_t raw =
            Operation<O>::function(d, x.firstRow + i, x.firstColumn + j);
        __builtin_memcpy(p + e.byteOf(j), &raw, e.bytes());
      }
  }
}

template <Op O> SECTILE_WORK(loadRectangle) {
  constexpr ElementShape e = shapeOf(Operation<O>::element);
  Extent x = clampShape(core->r[ip->c], e);
  const RowBytes row = rowBytes(x, e);
  uint64_t offset = core->r[ip->a] - ramBase, stride = core->r[ip->b];
  if (x.rows == 0) {
    written(core, ip->d) = Tile();
    return true;
  }
  if (!x.fromBeginning() &&
      !toBeginning(core, offset, core->r[ip->a], stride, x, row))
    return false;
  if (__builtin_expect(!inside(core, offset, stride, x.rows, row.count), 0))
    return false;
  Tile &d = written(core, ip->d);
  if (x.rows != e.rows || x.columns != e.columns)
    d = Tile();
  loadRows<O>(d, displaced(core->ram, offset), stride, x);
  return true;
}
template <Op O> SECTILE_WORK(storeRectangle) {
  constexpr ElementShape e = shapeOf(Operation<O>::element);
  Extent x = clampShape(core->r[ip->c], e);
  const RowBytes row = rowBytes(x, e);
  uint64_t offset = core->r[ip->a] - ramBase, stride = core->r[ip->b];
  if (x.rows == 0)
    return true;
  if (!x.fromBeginning() &&
      !toBeginning(core, offset, core->r[ip->a], stride, x, row))
    return false;
  if (__builtin_expect(
          !inside(core, offset, stride, x.rows, row.count) ||
              anyCode(core->ram, offset, stride, x.rows, row.count),
          0))
    return false;
  storeRows<O>(rowsOf(core, ip->d), displaced(core->ram, offset), stride, x);
  return true;
}

// Linear: whole rows of the tile, then a part of a row.
template <Op O> SECTILE_WORK(loadLinear) {
  constexpr ElementShape e = shapeOf(Operation<O>::element);
  unsigned count = clampCount(core->r[ip->b], e.rows * e.columns);
  uint64_t offset = core->r[ip->a] - ramBase;
  if (count && __builtin_expect(!inside(core, offset, 0, 1, e.bytes(count)), 0))
    return false;
  Tile &d = written(core, ip->d);
  if (count != e.rows * e.columns)
    d = Tile();
  if (count == e.rows * e.columns) {
    loadRows<O>(d, displaced(core->ram, offset), e.bytes(e.columns),
                {0, e.rows, 0, e.columns});
    return true;
  }
  for (unsigned n = 0; n < count; ++n)
    Operation<O>::function(d, n / e.columns, n % e.columns,
                           sem::elementInMemory<Operation<O>::element>(
                               displaced(core->ram, offset), n));
  return true;
}
template <Op O> SECTILE_WORK(storeLinear) {
  constexpr ElementShape e = shapeOf(Operation<O>::element);
  unsigned count = clampCount(core->r[ip->b], e.rows * e.columns);
  uint64_t offset = core->r[ip->a] - ramBase;
  if (count == 0)
    return true;
  if (__builtin_expect(!inside(core, offset, 0, 1, e.bytes(count)), 0))
    return false;
  for (uint64_t at = offset; at < offset + e.bytes(count); at += 64)
    if (isCode(core->ram, at))
      return false;
  if (isCode(core->ram, offset + e.bytes(count) - 1))
    return false;
  const Tile &d = rowsOf(core, ip->d);
  if (count == e.rows * e.columns) {
    storeRows<O>(d, displaced(core->ram, offset), e.bytes(e.columns),
                 {0, e.rows, 0, e.columns});
    return true;
  }
  for (unsigned n = 0; n < count; ++n) {
    uint64_t raw = Operation<O>::function(d, n / e.columns, n % e.columns);
    __builtin_memcpy(displaced(core->ram, offset) + e.byteOf(n), &raw,
                     e.bytes());
  }
  return true;
}

// Single elements, where a mask is not 0: consecutive ones, or at the offsets
// in the words of a tile. All addresses are computed before anything is
// written, because the destination may be the mask or the index.
struct Lanes {
  unsigned count = 0;
  uint8_t number[256];
  uint64_t offset[256]; // in RAM
};
template <Op O> bool findLanes(Core *core, const Slot *s, Lanes &lanes) {
  constexpr ElementShape e = shapeOf(Operation<O>::element);
  constexpr bool gathers = isa::addressOf(O) == isa::AddressForm::laneGather;
  const Tile &b = rowsOf(core, s->b);
  const Tile &mask = gathers ? rowsOf(core, s->c) : b;
  const uint64_t base = core->r[s->a];
  // The interpreter handles sums that wrap.
  bool legal = int64_t(base) >= 0;
  for (unsigned n = 0; n < 256; ++n) {
    if (!sem::lane(mask, n))
      continue;
    uint64_t offset =
        base - ramBase +
        (gathers ? uint64_t(int64_t(int32_t(sem::lane(b, n)))) << s->imm
                 : e.byteOf(n));
    legal &= offset <= core->ramSize - e.bytes();
    lanes.number[lanes.count] = uint8_t(n);
    lanes.offset[lanes.count++] = offset;
  }
  return legal || lanes.count == 0;
}
template <Op O> SECTILE_WORK(loadLanes) {
  constexpr ElementShape e = shapeOf(Operation<O>::element);
  Lanes lanes;
  if (__builtin_expect(!findLanes<O>(core, ip, lanes), 0))
    return false;
  Tile &d = written(core, ip->d);
  d = Tile();
  for (unsigned k = 0; k < lanes.count; ++k) {
    unsigned n = lanes.number[k];
    Operation<O>::function(
        d, n / e.columns, n % e.columns,
        sem::elementInMemory<Operation<O>::element>(
            displaced(core->ram, lanes.offset[k]), e.before(n)));
  }
  return true;
}
template <Op O> SECTILE_WORK(storeLanes) {
  constexpr ElementShape e = shapeOf(Operation<O>::element);
  Lanes lanes;
  if (__builtin_expect(!findLanes<O>(core, ip, lanes), 0))
    return false;
  for (unsigned k = 0; k < lanes.count; ++k)
    if (isCode(core->ram, lanes.offset[k]) ||
        isCode(core->ram, lanes.offset[k] + e.bytes() - 1))
      return false;
  const Tile &d = rowsOf(core, ip->d);
  for (unsigned k = 0; k < lanes.count; ++k) {
    unsigned n = lanes.number[k];
    uint64_t raw = Operation<O>::function(d, n / e.columns, n % e.columns);
    __builtin_memcpy(displaced(core->ram, lanes.offset[k]), &raw, e.bytes());
  }
  return true;
}

// Rows at the offsets in the first word of each row of a tile.
struct Rows {
  Extent extent;
  RowBytes bytes;
  uint64_t offset[16]; // in RAM, of the first row and those after it
};
template <Op O> bool findRows(Core *core, const Slot *s, Rows &rows) {
  constexpr ElementShape e = shapeOf(Operation<O>::element);
  const Extent x = rows.extent = clampShape(core->r[s->c], e);
  rows.bytes = rowBytes(x, e);
  const Tile &index = rowsOf(core, s->b);
  const uint64_t base = core->r[s->a];
  bool legal = int64_t(base) >= 0;
  for (unsigned i = 0; i < x.rows; ++i) {
    rows.offset[i] = base - ramBase +
                     uint64_t(int64_t(int32_t(index.word(x.firstRow + i, 0)))) +
                     rows.bytes.first;
    legal &= rows.offset[i] <= core->ramSize - rows.bytes.count;
  }
  return legal || x.rows == 0;
}
template <Op O> SECTILE_WORK(loadGatheredRows) {
  Rows rows;
  if (__builtin_expect(!findRows<O>(core, ip, rows), 0))
    return false;
  Tile &d = written(core, ip->d);
  d = Tile();
  Extent row = rows.extent;
  row.rows = 1;
  for (unsigned i = 0; i < rows.extent.rows; ++i, ++row.firstRow)
    loadRows<O>(d, displaced(core->ram, rows.offset[i]), 0, row);
  return true;
}
template <Op O> SECTILE_WORK(storeScatteredRows) {
  Rows rows;
  if (__builtin_expect(!findRows<O>(core, ip, rows), 0))
    return false;
  for (unsigned i = 0; i < rows.extent.rows; ++i)
    if (anyCode(core->ram, rows.offset[i], 0, 1, rows.bytes.count))
      return false;
  const Tile &d = rowsOf(core, ip->d);
  Extent row = rows.extent;
  row.rows = 1;
  for (unsigned i = 0; i < rows.extent.rows; ++i, ++row.firstRow)
    storeRows<O>(d, displaced(core->ram, rows.offset[i]), 0, row);
  return true;
}

SECTILE_WORK(loadWhole) {
  uint64_t offset = core->r[ip->a] + uint64_t(int64_t(ip->imm)) - ramBase;
  if (__builtin_expect(offset > core->ramSize - 1024, 0))
    return false;
  __builtin_memcpy(&written(core, ip->d), displaced(core->ram, offset), 1024);
  return true;
}
SECTILE_WORK(storeWhole) {
  uint64_t offset = core->r[ip->a] + uint64_t(int64_t(ip->imm)) - ramBase;
  if (__builtin_expect(offset > core->ramSize - 1024 ||
                           anyCode(core->ram, offset, 256, 4, 256),
                       0))
    return false;
  __builtin_memcpy(displaced(core->ram, offset), &rowsOf(core, ip->d), 1024);
  return true;
}

//===-- The table -------------------------------------------------------===//

template <Op O> constexpr Handler accessHandler() {
  using isa::AddressForm;
  constexpr AddressForm form = isa::addressOf(O);
  constexpr bool loads = Operation<O>::kind == isa::Kind::tload;
  if constexpr (form == AddressForm::displacement)
    return loads ? handler<loadWhole> : handler<storeWhole>;
  else if constexpr (form == AddressForm::linear && loads)
    return handler<loadLinear<O>>;
  else if constexpr (form == AddressForm::linear)
    return handler<storeLinear<O>>;
  else if constexpr ((form == AddressForm::masked ||
                      form == AddressForm::laneGather) &&
                     loads)
    return handler<loadLanes<O>>;
  else if constexpr (form == AddressForm::masked ||
                     form == AddressForm::laneGather)
    return handler<storeLanes<O>>;
  else if constexpr (form == AddressForm::rowGather && loads)
    return handler<loadGatheredRows<O>>;
  else if constexpr (form == AddressForm::rowGather)
    return handler<storeScatteredRows<O>>;
  else if constexpr (loads)
    return handler<loadRectangle<O>>;
  else
    return handler<storeRectangle<O>>;
}

// The handler of any tile instruction; null for others.
template <Op O> constexpr Handler portableHandler() {
  using isa::Kind;
  constexpr Kind kind = Operation<O>::kind;
  if constexpr (kind == Kind::tile)
    return handler<tileCompute<O>>;
  else if constexpr (kind == Kind::tload || kind == Kind::tstore)
    return accessHandler<O>();
  else
    return nullptr;
}

template <size_t... N>
void fillTable(TileHandlers &t, std::index_sequence<N...>) {
  ((t.byOp[N] = portableHandler<Op(N)>()), ...);
}
inline void fillTable(TileHandlers &t) {
  fillTable(t, std::make_index_sequence<isa::opCount>());
}

} // namespace
} // namespace sectile
#endif
