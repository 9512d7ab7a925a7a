// The scalar handlers of the fast engine. This file is compiled twice: for any
// host, and for x86-64-v3 hosts (SECTILE_ENGINE names the result), whose fused
// multiply-add, bit counting and three-operand shifts save a lot.
//
// A handler takes its operands from the slot, computes with the semantic
// function and goes on to the next slot. Memory accesses that are not simply
// inside RAM, and stores over translated code, leave the engine.
#include "core.h"
#include "semantics/scalar.h"

namespace sectile {
namespace {

using isa::Op;

#define SECTILE_HANDLER(NAME) const Slot *NAME(SECTILE_HANDLER_ARGUMENTS)

inline const Link &link(const Slot *ip) {
  return *reinterpret_cast<const Link *>(ip + 1);
}

//===-- Computing -------------------------------------------------------===//

// By the signature of the semantic function: registers come from a, b, c. One
// immediate after two registers is in c, two are in b and c.
template <auto F> struct Compute;
template <uint64_t (*F)(uint64_t)> struct Compute<F> {
  static uint64_t apply(const uint64_t *r, const Slot *s) { return F(r[s->a]); }
};
template <uint64_t (*F)(uint64_t, uint64_t)> struct Compute<F> {
  static uint64_t apply(const uint64_t *r, const Slot *s) {
    return F(r[s->a], r[s->b]);
  }
};
template <uint64_t (*F)(uint64_t, uint64_t, uint64_t)> struct Compute<F> {
  static uint64_t apply(const uint64_t *r, const Slot *s) {
    return F(r[s->a], r[s->b], r[s->c]);
  }
};
template <uint64_t (*F)(uint64_t, int64_t)> struct Compute<F> {
  static uint64_t apply(const uint64_t *r, const Slot *s) {
    return F(r[s->a], s->imm);
  }
};
template <uint64_t (*F)(uint64_t, uint64_t, int64_t)> struct Compute<F> {
  static uint64_t apply(const uint64_t *r, const Slot *s) {
    return F(r[s->a], r[s->b], s->c);
  }
};
template <uint64_t (*F)(uint64_t, int64_t, int64_t)> struct Compute<F> {
  static uint64_t apply(const uint64_t *r, const Slot *s) {
    return F(r[s->a], s->b, s->c);
  }
};
template <uint64_t (*F)(int64_t, int64_t)> struct Compute<F> {
  static uint64_t apply(const uint64_t *, const Slot *s) {
    return F(s->imm, s->c);
  }
};
// INS, the only one whose destination is an operand too.
template <uint64_t (*F)(uint64_t, uint64_t, int64_t, int64_t)>
struct Compute<F> {
  static uint64_t apply(const uint64_t *r, const Slot *s) {
    return F(r[s->d], r[s->a], s->b, s->c);
  }
};

template <auto F> SECTILE_HANDLER(compute) {
  core->r[ip->d] = Compute<F>::apply(core->r, ip);
  SECTILE_NEXT(ip + 1);
}
SECTILE_HANDLER(movk) {
  core->r[ip->d] = sem::MOVK(core->r[ip->d], ip->imm, ip->c);
  SECTILE_NEXT(ip + 1);
}
// ADRP: the translator knows the page.
SECTILE_HANDLER(page) {
  core->r[ip->d] = uint64_t(uint32_t(ip->imm)) << 12;
  SECTILE_NEXT(ip + 1);
}
SECTILE_HANDLER(nop) { SECTILE_NEXT(ip + 1); }
SECTILE_HANDLER(count) {
  ++core->counters[uint32_t(ip->imm)];
  SECTILE_NEXT(ip + 1);
}
SECTILE_HANDLER(slow) {
  (void)ram, (void)limit;
  SECTILE_EXIT(slow);
}

//===-- Memory ----------------------------------------------------------===//

enum class Address { displacement, index, wordIndex };
template <Address A> inline uint64_t address(const uint64_t *r, const Slot *s) {
  if constexpr (A == Address::displacement)
    return r[s->a] + uint64_t(int64_t(s->imm));
  if constexpr (A == Address::index)
    return r[s->a] + (r[s->b] << s->c);
  return r[s->a] + (uint64_t(uint32_t(r[s->b])) << s->c);
}
// limit is the size of RAM less 8: an access of up to 8 bytes there is inside.
template <unsigned Bytes> inline uint64_t loadBytes(const uint8_t *p) {
  uint64_t v = 0;
  __builtin_memcpy(&v, p, Bytes);
  return v;
}
template <unsigned Bytes> inline void storeBytes(uint8_t *p, uint64_t v) {
  __builtin_memcpy(p, &v, Bytes);
}

template <auto F, unsigned Bytes, Address A> SECTILE_HANDLER(load) {
  uint64_t offset = address<A>(core->r, ip) - ramBase;
  if (__builtin_expect(offset > limit, 0))
    SECTILE_EXIT(slow);
  core->r[ip->d] = F(loadBytes<Bytes>(ram + offset));
  SECTILE_NEXT(ip + 1);
}
template <auto F, unsigned Bytes, Address A> SECTILE_HANDLER(store) {
  uint64_t offset = address<A>(core->r, ip) - ramBase;
  if (__builtin_expect(offset > limit, 0))
    SECTILE_EXIT(slow);
  if (__builtin_expect(isCode(ram, offset), 0))
    SECTILE_EXIT(slow);
  storeBytes<Bytes>(ram + offset, F(core->r[ip->d]));
  SECTILE_NEXT(ip + 1);
}
template <auto F, unsigned Bytes> SECTILE_HANDLER(loadPair) {
  uint64_t offset = address<Address::displacement>(core->r, ip) - ramBase;
  if (__builtin_expect(offset > limit - 8, 0))
    SECTILE_EXIT(slow);
  uint64_t first = F(loadBytes<Bytes / 2>(ram + offset)),
           second = F(loadBytes<Bytes / 2>(ram + offset + Bytes / 2));
  core->r[ip->d] = first;
  core->r[ip->c] = second;
  SECTILE_NEXT(ip + 1);
}
template <auto F, unsigned Bytes> SECTILE_HANDLER(storePair) {
  uint64_t offset = address<Address::displacement>(core->r, ip) - ramBase;
  if (__builtin_expect(offset > limit - 8, 0))
    SECTILE_EXIT(slow);
  if (__builtin_expect(isCode(ram, offset), 0))
    SECTILE_EXIT(slow);
  storeBytes<Bytes / 2>(ram + offset, F(core->r[ip->d]));
  storeBytes<Bytes / 2>(ram + offset + Bytes / 2, F(core->r[ip->c]));
  SECTILE_NEXT(ip + 1);
}
template <unsigned Bytes> inline uint64_t fromMemory(uint64_t raw) {
  return Bytes == 4 ? sem::sx32(raw) : raw;
}
template <auto F, unsigned Bytes> SECTILE_HANDLER(amo) {
  uint64_t offset = core->r[ip->a] - ramBase;
  if (__builtin_expect(
          offset > limit || offset % Bytes != 0 || isCode(ram, offset), 0))
    SECTILE_EXIT(slow);
  uint64_t old = loadBytes<Bytes>(ram + offset);
  storeBytes<Bytes>(ram + offset, F(old, core->r[ip->b]));
  core->r[ip->d] = fromMemory<Bytes>(old);
  SECTILE_NEXT(ip + 1);
}
template <auto F, unsigned Bytes> SECTILE_HANDLER(cas) {
  uint64_t offset = core->r[ip->a] - ramBase;
  if (__builtin_expect(
          offset > limit || offset % Bytes != 0 || isCode(ram, offset), 0))
    SECTILE_EXIT(slow);
  uint64_t old = loadBytes<Bytes>(ram + offset);
  storeBytes<Bytes>(ram + offset, F(old, core->r[ip->b], core->r[ip->c]));
  core->r[ip->d] = fromMemory<Bytes>(old);
  SECTILE_NEXT(ip + 1);
}

//===-- Control ---------------------------------------------------------===//

// Leaving a block: the next one's instructions are paid for on entry.
#define SECTILE_ENTER(BLOCK, TAKEN)                                            \
  do {                                                                         \
    Block *block_ = (BLOCK);                                                   \
    int64_t after_ = left - block_->count;                                     \
    if (__builtin_expect(after_ < 0, 0)) {                                     \
      core->exitTaken = (TAKEN);                                               \
      SECTILE_EXIT(unlinked);                                                  \
    }                                                                          \
    left = after_;                                                             \
    SECTILE_NEXT(block_->slots());                                             \
  } while (0)

// The second operand of a comparison with an immediate is in b.
template <auto F> struct Condition;
template <bool (*F)(uint64_t, uint64_t)> struct Condition<F> {
  static bool apply(const uint64_t *r, const Slot *s) {
    return F(r[s->a], r[s->b]);
  }
};
template <bool (*F)(uint64_t, int64_t)> struct Condition<F> {
  static bool apply(const uint64_t *r, const Slot *s) {
    return F(r[s->a], int8_t(s->b));
  }
};

template <auto F> SECTILE_HANDLER(branch) {
  if (Condition<F>::apply(core->r, ip))
    SECTILE_ENTER(link(ip).taken, true);
  SECTILE_ENTER(link(ip).next, false);
}
SECTILE_HANDLER(jump) { SECTILE_ENTER(link(ip).taken, true); }
SECTILE_HANDLER(call) {
  core->r[1] = link(ip).returnAddress;
  SECTILE_ENTER(link(ip).taken, true);
}
SECTILE_HANDLER(jumpRegister) {
  uint64_t target = sem::JALR(core->r[ip->a], ip->imm);
  if (__builtin_expect(target & 3, 0))
    SECTILE_EXIT(slow);
  core->r[ip->d] = link(ip).returnAddress;
  Block *block = core->jumps[(target >> 2) % Core::jumpEntries];
  int64_t after = left - block->count;
  if (__builtin_expect(block->pc != target || after < 0, 0)) {
    core->target = target;
    SECTILE_EXIT(lookup);
  }
  left = after;
  SECTILE_NEXT(block->slots());
}

constexpr Address addressOf(Op op) {
  if (op >= Op::LDXB && op <= Op::LDXWU)
    return Address::index;
  if (op >= Op::STXB && op <= Op::STXD)
    return Address::index;
  if (op >= Op::LDZB && op <= Op::LDZWU)
    return Address::wordIndex;
  if (op >= Op::STZB && op <= Op::STZD)
    return Address::wordIndex;
  return Address::displacement;
}

template <Op O, auto F> constexpr Handler computeHandler() {
  if constexpr (O == Op::MOVK)
    return movk;
  else
    return compute<F>;
}

// What each kind needs; the others are left to step() or the tile paths.
#define SECTILE_TABLE_compute(NAME, BYTES)                                     \
  t.byOp[unsigned(Op::NAME)] = computeHandler<Op::NAME, sem::NAME>();
#define SECTILE_TABLE_load(NAME, BYTES)                                        \
  t.byOp[unsigned(Op::NAME)] = load<sem::NAME, BYTES, addressOf(Op::NAME)>;
#define SECTILE_TABLE_store(NAME, BYTES)                                       \
  t.byOp[unsigned(Op::NAME)] = store<sem::NAME, BYTES, addressOf(Op::NAME)>;
#define SECTILE_TABLE_loadpair(NAME, BYTES)                                    \
  t.byOp[unsigned(Op::NAME)] = loadPair<sem::NAME, BYTES>;
#define SECTILE_TABLE_storepair(NAME, BYTES)                                   \
  t.byOp[unsigned(Op::NAME)] = storePair<sem::NAME, BYTES>;
#define SECTILE_TABLE_amo(NAME, BYTES)                                         \
  t.byOp[unsigned(Op::NAME)] = amo<sem::NAME, BYTES>;
#define SECTILE_TABLE_cas(NAME, BYTES)                                         \
  t.byOp[unsigned(Op::NAME)] = cas<sem::NAME, BYTES>;
#define SECTILE_TABLE_branch(NAME, BYTES)                                      \
  t.byOp[unsigned(Op::NAME)] = branch<sem::NAME>;
#define SECTILE_TABLE_jump(NAME, BYTES)
#define SECTILE_TABLE_pcpage(NAME, BYTES)
#define SECTILE_TABLE_csr(NAME, BYTES)
#define SECTILE_TABLE_system(NAME, BYTES)
#define SECTILE_TABLE_tile(NAME, BYTES)
#define SECTILE_TABLE_tload(NAME, BYTES)
#define SECTILE_TABLE_tstore(NAME, BYTES)

Handlers makeHandlers() {
  Handlers t;
#define SECTILE_OP(NAME, UNIT, KIND, BYTES, ELEMENT)                           \
  SECTILE_TABLE_##KIND(NAME, BYTES)
#include "sectile/operations.def"
  t.byOp[unsigned(Op::J)] = jump;
  t.byOp[unsigned(Op::CALL)] = call;
  t.byOp[unsigned(Op::JALR)] = jumpRegister;
  t.byOp[unsigned(Op::ADRP)] = page;
  // Order is always kept, and stores to code are always seen.
  t.byOp[unsigned(Op::FENCE)] = nop;
  t.byOp[unsigned(Op::FENCE_I)] = nop;
  t.jump = jump;
  t.slow = slow;
  t.count = count;
  t.nop = nop;
  return t;
}

} // namespace

const Handlers &SECTILE_ENGINE() {
  static const Handlers table = makeHandlers();
  return table;
}

} // namespace sectile
