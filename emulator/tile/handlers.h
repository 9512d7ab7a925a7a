// The tile handlers that every path has in the same form: operands as rows,
// computed by the semantic function, which the compiler vectorises for the
// host that the including file is compiled for. A path overrides what it can do
// better. Everything is in an unnamed namespace: each file has its own.
#ifndef SECTILE_EMULATOR_TILE_HANDLERS_H
#define SECTILE_EMULATOR_TILE_HANDLERS_H

#include "engine/core.h"
#include "semantics/shape.h"
#include "semantics/tile.h"

namespace sectile {
namespace {

using isa::Op;

// What a tile instruction does, kept out of the handler: a function with arrays
// of its own can't end in a tail call. False, with nothing done, to leave the
// instruction to step().
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
// Before a tile is written: its other forms are stale from now on. `updated` if
// what it holds is an operand too.
inline Tile &written(Core *core, unsigned n) {
  core->forms[n] = TileForms();
  return core->rows[n];
}
inline Tile &updated(Core *core, unsigned n) {
  rowsOf(core, n);
  return written(core, n);
}

//===-- Computing -------------------------------------------------------===//

// By the signature of the semantic function. Operands come from a, b, c; an
// immediate from imm. The record says whether d is an operand, as of TMMA.
template <auto F, bool Tied> struct TileCompute;
#define SECTILE_TILE_COMPUTE(PARAMETERS, ...)                                  \
  template <void(*F) PARAMETERS, bool Tied> struct TileCompute<F, Tied> {      \
    static void apply(Core *core, const Slot *s) {                             \
      [[maybe_unused]] const uint64_t *r = core->r;                            \
      __VA_ARGS__                                                              \
    }                                                                          \
  };
#define SECTILE_D (Tied ? updated(core, s->d) : written(core, s->d))
SECTILE_TILE_COMPUTE((Tile &), F(SECTILE_D);)
SECTILE_TILE_COMPUTE((Tile &, uint64_t), F(SECTILE_D, r[s->a]);)
SECTILE_TILE_COMPUTE((Tile &, uint64_t, uint64_t),
                     F(SECTILE_D, r[s->a], r[s->b]);)
SECTILE_TILE_COMPUTE((Tile &, const Tile &), const Tile &a = rowsOf(core, s->a);
                     F(SECTILE_D, a);)
SECTILE_TILE_COMPUTE((Tile &, const Tile &, uint64_t),
                     const Tile &a = rowsOf(core, s->a);
                     F(SECTILE_D, a, r[s->b]);)
SECTILE_TILE_COMPUTE((Tile &, const Tile &, int64_t),
                     const Tile &a = rowsOf(core, s->a);
                     F(SECTILE_D, a, int64_t(s->imm));)
SECTILE_TILE_COMPUTE((Tile &, const Tile &, const Tile &),
                     const Tile &a = rowsOf(core, s->a);
                     const Tile &b = rowsOf(core, s->b); F(SECTILE_D, a, b);)
SECTILE_TILE_COMPUTE((Tile &, const Tile &, uint64_t, const Tile &),
                     const Tile &a = rowsOf(core, s->a);
                     const Tile &c = rowsOf(core, s->c);
                     F(SECTILE_D, a, r[s->b], c);)
SECTILE_TILE_COMPUTE((Tile &, const Tile &, const Tile &, uint64_t),
                     const Tile &a = rowsOf(core, s->a);
                     const Tile &b = rowsOf(core, s->b);
                     F(SECTILE_D, a, b, r[s->c]);)
SECTILE_TILE_COMPUTE((Tile &, const Tile &, const Tile &, const Tile &),
                     const Tile &a = rowsOf(core, s->a);
                     const Tile &b = rowsOf(core, s->b);
                     const Tile &c = rowsOf(core, s->c); F(SECTILE_D, a, b, c);)
template <uint64_t (*F)(const Tile &, uint64_t), bool Tied>
struct TileCompute<F, Tied> {
  static void apply(Core *core, const Slot *s) {
    core->r[s->d] = F(rowsOf(core, s->a), core->r[s->b]);
  }
};
#undef SECTILE_TILE_COMPUTE
#undef SECTILE_D

template <auto F, Op O> SECTILE_WORK(tileCompute) {
  TileCompute<F, isa::readsDestination(O)>::apply(core, ip);
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
inline bool anyCode(const uint8_t *ram, uint64_t offset, uint64_t stride,
                    unsigned rows, unsigned bytes) {
  bool any = false;
  for (unsigned i = 0; i < rows; ++i, offset += stride)
    any |= isCode(ram, offset) || isCode(ram, offset + bytes - 1);
  return any;
}

inline uint64_t rawElement(const uint8_t *p, unsigned bytes) {
  uint64_t v = 0;
  __builtin_memcpy(&v, p, bytes);
  return v;
}

// Rows of `columns` elements at p, stride apart.
template <auto F, isa::Element E>
inline void loadRows(Tile &d, const uint8_t *p, uint64_t stride, Extent x) {
  constexpr ElementShape e = shapeOf(E);
  if constexpr (E == isa::Element::raw) {
    for (unsigned i = 0; i < x.rows; ++i, p = displaced(p, stride))
      __builtin_memcpy(d.bytes + 64 * i, p, x.columns);
  } else {
    for (unsigned i = 0; i < x.rows; ++i, p = displaced(p, stride))
      for (unsigned j = 0; j < x.columns; ++j) {
        uint64_t raw = 0;
        __builtin_memcpy(&raw, p + e.bytes * j, e.bytes);
        F(d, i, j, raw);
      }
  }
}
template <auto F, isa::Element E>
inline void storeRows(const Tile &d, uint8_t *p, uint64_t stride, Extent x) {
  constexpr ElementShape e = shapeOf(E);
  if constexpr (E == isa::Element::raw) {
    for (unsigned i = 0; i < x.rows; ++i, p = displaced(p, stride))
      __builtin_memcpy(p, d.bytes + 64 * i, x.columns);
  } else {
    for (unsigned i = 0; i < x.rows; ++i, p = displaced(p, stride))
      for (unsigned j = 0; j < x.columns; ++j) {
        uint64_t raw = F(d, i, j);
        __builtin_memcpy(p + e.bytes * j, &raw, e.bytes);
      }
  }
}

template <auto F, isa::Element E> SECTILE_WORK(loadRectangle) {
  constexpr ElementShape e = shapeOf(E);
  Extent x = clampShape(core->r[ip->c], e);
  uint64_t offset = core->r[ip->a] - ramBase, stride = core->r[ip->b];
  if (x.rows == 0 || x.columns == 0) {
    written(core, ip->d) = Tile();
    return true;
  }
  if (__builtin_expect(
          !inside(core, offset, stride, x.rows, x.columns * e.bytes), 0))
    return false;
  Tile &d = written(core, ip->d);
  if (x.rows != e.rows || x.columns != e.columns)
    d = Tile();
  loadRows<F, E>(d, displaced(core->ram, offset), stride, x);
  return true;
}
template <auto F, isa::Element E> SECTILE_WORK(storeRectangle) {
  constexpr ElementShape e = shapeOf(E);
  Extent x = clampShape(core->r[ip->c], e);
  uint64_t offset = core->r[ip->a] - ramBase, stride = core->r[ip->b];
  if (x.rows == 0 || x.columns == 0)
    return true;
  if (__builtin_expect(
          !inside(core, offset, stride, x.rows, x.columns * e.bytes) ||
              anyCode(core->ram, offset, stride, x.rows, x.columns * e.bytes),
          0))
    return false;
  storeRows<F, E>(rowsOf(core, ip->d), displaced(core->ram, offset), stride, x);
  return true;
}

// Linear: whole rows of the tile, and what is left in one more.
template <auto F, isa::Element E> SECTILE_WORK(loadLinear) {
  constexpr ElementShape e = shapeOf(E);
  unsigned count = clampCount(core->r[ip->b], e.rows * e.columns);
  uint64_t offset = core->r[ip->a] - ramBase;
  if (count &&
      __builtin_expect(!inside(core, offset, 0, 1, count * e.bytes), 0))
    return false;
  Tile &d = written(core, ip->d);
  if (count != e.rows * e.columns)
    d = Tile();
  if (count == e.rows * e.columns) {
    loadRows<F, E>(d, displaced(core->ram, offset), e.columns * e.bytes,
                   {e.rows, e.columns});
    return true;
  }
  for (unsigned n = 0; n < count; ++n)
    F(d, n / e.columns, n % e.columns,
      rawElement(displaced(core->ram, offset) + e.bytes * n, e.bytes));
  return true;
}
template <auto F, isa::Element E> SECTILE_WORK(storeLinear) {
  constexpr ElementShape e = shapeOf(E);
  unsigned count = clampCount(core->r[ip->b], e.rows * e.columns);
  uint64_t offset = core->r[ip->a] - ramBase;
  if (count == 0)
    return true;
  if (__builtin_expect(!inside(core, offset, 0, 1, count * e.bytes), 0))
    return false;
  for (uint64_t at = offset; at < offset + count * e.bytes; at += 64)
    if (isCode(core->ram, at))
      return false;
  if (isCode(core->ram, offset + count * e.bytes - 1))
    return false;
  const Tile &d = rowsOf(core, ip->d);
  if (count == e.rows * e.columns) {
    storeRows<F, E>(d, displaced(core->ram, offset), e.columns * e.bytes,
                    {e.rows, e.columns});
    return true;
  }
  for (unsigned n = 0; n < count; ++n) {
    uint64_t raw = F(d, n / e.columns, n % e.columns);
    __builtin_memcpy(displaced(core->ram, offset) + e.bytes * n, &raw, e.bytes);
  }
  return true;
}

template <auto F> SECTILE_WORK(loadWhole) {
  uint64_t offset = core->r[ip->a] + uint64_t(int64_t(ip->imm)) - ramBase;
  if (__builtin_expect(offset > core->ramSize - 1024, 0))
    return false;
  __builtin_memcpy(&written(core, ip->d), displaced(core->ram, offset), 1024);
  return true;
}
template <auto F> SECTILE_WORK(storeWhole) {
  uint64_t offset = core->r[ip->a] + uint64_t(int64_t(ip->imm)) - ramBase;
  if (__builtin_expect(offset > core->ramSize - 1024 ||
                           anyCode(core->ram, offset, 256, 4, 256),
                       0))
    return false;
  __builtin_memcpy(displaced(core->ram, offset), &rowsOf(core, ip->d), 1024);
  return true;
}

template <Op O, auto F, isa::Element E> constexpr Handler loadHandler() {
  if constexpr (isa::addressOf(O) == isa::AddressForm::displacement)
    return handler<loadWhole<F>>;
  else if constexpr (isa::addressOf(O) == isa::AddressForm::linear)
    return handler<loadLinear<F, E>>;
  else
    return handler<loadRectangle<F, E>>;
}
template <Op O, auto F, isa::Element E> constexpr Handler storeHandler() {
  if constexpr (isa::addressOf(O) == isa::AddressForm::displacement)
    return handler<storeWhole<F>>;
  else if constexpr (isa::addressOf(O) == isa::AddressForm::linear)
    return handler<storeLinear<F, E>>;
  else
    return handler<storeRectangle<F, E>>;
}

#define SECTILE_TILES_tile(NAME, ELEMENT)                                      \
  t.byOp[unsigned(Op::NAME)] = handler<tileCompute<sem::NAME, Op::NAME>>;
#define SECTILE_TILES_tload(NAME, ELEMENT)                                     \
  t.byOp[unsigned(Op::NAME)] =                                                 \
      loadHandler<Op::NAME, sem::NAME, isa::Element::ELEMENT>();
#define SECTILE_TILES_tstore(NAME, ELEMENT)                                    \
  t.byOp[unsigned(Op::NAME)] =                                                 \
      storeHandler<Op::NAME, sem::NAME, isa::Element::ELEMENT>();
#define SECTILE_TILES_compute(NAME, ELEMENT)
#define SECTILE_TILES_load(NAME, ELEMENT)
#define SECTILE_TILES_store(NAME, ELEMENT)
#define SECTILE_TILES_loadpair(NAME, ELEMENT)
#define SECTILE_TILES_storepair(NAME, ELEMENT)
#define SECTILE_TILES_amo(NAME, ELEMENT)
#define SECTILE_TILES_cas(NAME, ELEMENT)
#define SECTILE_TILES_branch(NAME, ELEMENT)
#define SECTILE_TILES_jump(NAME, ELEMENT)
#define SECTILE_TILES_pcpage(NAME, ELEMENT)
#define SECTILE_TILES_csr(NAME, ELEMENT)
#define SECTILE_TILES_system(NAME, ELEMENT)

inline void fillTable(TileHandlers &t) {
#define SECTILE_OP(NAME, UNIT, KIND, BYTES, ELEMENT)                           \
  SECTILE_TILES_##KIND(NAME, ELEMENT)
#include "sectile/operations.def"
}

} // namespace
} // namespace sectile
#endif
