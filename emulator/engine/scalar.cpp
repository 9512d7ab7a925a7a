// The scalar handlers of the fast engine. This file is compiled twice: for any
// host, and for x86-64-v3 hosts (SECTILE_ENGINE names the result), whose fused
// multiply-add, bit counting and three-operand shifts save a lot.
//
// A handler takes its operands from the slot, computes with the semantic
// function and goes on to the next slot. Memory accesses that are not simply
// inside RAM, and stores over translated code, leave the engine.
//
// Most of the time of a handler goes into finding the next one. So what an
// instruction does is a Part, and a handler does one of them or, for the most
// common instructions in a row, two.
#include "semantics/scalar.h"
#include "engine/core.h"

#include <algorithm>
#include <iterator>
#include <type_traits>
#include <utility>

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

// A Part's run() returns false, with nothing done, to leave the engine.
#define SECTILE_PART                                                           \
  [[gnu::always_inline]] static bool run(const Slot *ip, Core *core,           \
                                         [[maybe_unused]] uint8_t *ram,        \
                                         [[maybe_unused]] uint64_t limit)

template <auto F> struct ComputePart {
  SECTILE_PART {
    core->r[ip->d] = Compute<F>::apply(core->r, ip);
    return true;
  }
};
// Of the stack pointer, which decides whether it stays where the stack may be.
struct WatchedAddiPart {
  SECTILE_PART {
    uint64_t value = core->r[ip->a] + uint64_t(int64_t(ip->imm));
    if (__builtin_expect(value - core->stackLow > core->stackSpan, 0))
      return false;
    core->r[stackPointer] = value;
    return true;
  }
};
struct MovkPart {
  SECTILE_PART {
    core->r[ip->d] = sem::MOVK(core->r[ip->d], ip->imm, ip->c);
    return true;
  }
};
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

using isa::AddressForm;
template <AddressForm A>
inline uint64_t address(const uint64_t *r, const Slot *s) {
  if constexpr (A == AddressForm::displacement)
    return r[s->a] + uint64_t(int64_t(s->imm));
  if constexpr (A == AddressForm::index)
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

template <auto F, unsigned Bytes, AddressForm A> struct LoadPart {
  SECTILE_PART {
    uint64_t offset = address<A>(core->r, ip) - ramBase;
    if (__builtin_expect(offset > limit, 0))
      return false;
    core->r[ip->d] = F(loadBytes<Bytes>(ram + offset));
    return true;
  }
};
template <auto F, unsigned Bytes, AddressForm A> struct StorePart {
  SECTILE_PART {
    uint64_t offset = address<A>(core->r, ip) - ramBase;
    if (__builtin_expect(offset > limit || isCode(ram, offset), 0))
      return false;
    storeBytes<Bytes>(ram + offset, F(core->r[ip->d]));
    return true;
  }
};
template <auto F, unsigned Bytes> SECTILE_HANDLER(loadPair) {
  uint64_t offset = address<AddressForm::displacement>(core->r, ip) - ramBase;
  if (__builtin_expect(offset > limit - 8, 0))
    SECTILE_EXIT(slow);
  uint64_t first = F(loadBytes<Bytes / 2>(ram + offset)),
           second = F(loadBytes<Bytes / 2>(ram + offset + Bytes / 2));
  core->r[ip->d] = first;
  core->r[ip->c] = second;
  SECTILE_NEXT(ip + 1);
}
template <auto F, unsigned Bytes> SECTILE_HANDLER(storePair) {
  uint64_t offset = address<AddressForm::displacement>(core->r, ip) - ramBase;
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

//===-- One or two instructions -----------------------------------------===//

template <Op O> struct PartOf;
template <Op O> struct ConditionOf;
#define SECTILE_PART_compute(NAME, BYTES)                                      \
  template <> struct PartOf<Op::NAME> {                                        \
    using Type = std::conditional_t<Op::NAME == Op::MOVK, MovkPart,            \
                                    ComputePart<sem::NAME>>;                   \
  };
#define SECTILE_PART_load(NAME, BYTES)                                         \
  template <> struct PartOf<Op::NAME> {                                        \
    using Type = LoadPart<sem::NAME, BYTES, isa::addressOf(Op::NAME)>;         \
  };
#define SECTILE_PART_store(NAME, BYTES)                                        \
  template <> struct PartOf<Op::NAME> {                                        \
    using Type = StorePart<sem::NAME, BYTES, isa::addressOf(Op::NAME)>;        \
  };
#define SECTILE_PART_branch(NAME, BYTES)                                       \
  template <> struct ConditionOf<Op::NAME> {                                   \
    using Type = Condition<sem::NAME>;                                         \
  };
#define SECTILE_PART_loadpair(NAME, BYTES)
#define SECTILE_PART_storepair(NAME, BYTES)
#define SECTILE_PART_amo(NAME, BYTES)
#define SECTILE_PART_cas(NAME, BYTES)
#define SECTILE_PART_jump(NAME, BYTES)
#define SECTILE_PART_pcpage(NAME, BYTES)
#define SECTILE_PART_csr(NAME, BYTES)
#define SECTILE_PART_system(NAME, BYTES)
#define SECTILE_PART_tile(NAME, BYTES)
#define SECTILE_PART_tload(NAME, BYTES)
#define SECTILE_PART_tstore(NAME, BYTES)
#define SECTILE_OP(NAME, UNIT, KIND, BYTES, ELEMENT)                           \
  SECTILE_PART_##KIND(NAME, BYTES)
#include "sectile/operations.def"

template <> struct PartOf<watchedAddi> {
  using Type = WatchedAddiPart;
};

template <Op O> SECTILE_HANDLER(one) {
  if (!PartOf<O>::Type::run(ip, core, ram, limit))
    SECTILE_EXIT(slow);
  SECTILE_NEXT(ip + 1);
}
template <Op First, Op Second> SECTILE_HANDLER(two) {
  if (!PartOf<First>::Type::run(ip, core, ram, limit))
    SECTILE_EXIT(slow);
  ++ip;
  if (!PartOf<Second>::Type::run(ip, core, ram, limit))
    SECTILE_EXIT(slow);
  SECTILE_NEXT(ip + 1);
}
template <Op First, Op Second> SECTILE_HANDLER(thenBranch) {
  if (!PartOf<First>::Type::run(ip, core, ram, limit))
    SECTILE_EXIT(slow);
  ++ip;
  if (ConditionOf<Second>::Type::apply(core->r, ip))
    SECTILE_ENTER(link(ip).taken, true);
  SECTILE_ENTER(link(ip).next, false);
}

// Others that write the stack pointer.
template <Op O> SECTILE_HANDLER(watched) {
  uint64_t before = core->r[stackPointer];
  if (!PartOf<O>::Type::run(ip, core, ram, limit))
    SECTILE_EXIT(slow);
  if (__builtin_expect(core->r[stackPointer] - core->stackLow > core->stackSpan,
                       0)) {
    core->r[stackPointer] = before;
    SECTILE_EXIT(slow);
  }
  SECTILE_NEXT(ip + 1);
}

// What compiled code has most of.
constexpr Op parts[] = {
    watchedAddi, Op::ADDI,  Op::ADDIW, Op::ADD,  Op::ADDW,  Op::SUB,  Op::SUBW,
    Op::AND,     Op::ANDI,  Op::ANDN,  Op::OR,   Op::XOR,   Op::EXTU, Op::INSU,
    Op::SHADD,   Op::RORIW, Op::MUL,   Op::MULW, Op::MADDW, Op::SLL,  Op::SRL,
    Op::SLTU,    Op::MOVZ,  Op::MOVK,  Op::LDBU, Op::LDHU,  Op::LDW,  Op::LDWU,
    Op::LDD,     Op::LDXBU, Op::LDXW,  Op::LDXD, Op::STB,   Op::STH,  Op::STW,
    Op::STD,     Op::STXB,  Op::STXW};
constexpr Op branches[] = {Op::BEQ,  Op::BNE,  Op::BLT,   Op::BGE,  Op::BLTU,
                           Op::BGEU, Op::BEQI, Op::BNEI,  Op::BLTI, Op::BGEI,
                           Op::BBC,  Op::BBS,  Op::BLTUI, Op::BGEUI};
constexpr size_t partCount = std::size(parts),
                 branchCount = std::size(branches);

struct Pairs {
  Handler handlers[partCount][partCount + branchCount];
};
template <size_t... N> constexpr Pairs makePairs(std::index_sequence<N...>) {
  Pairs p = {};
  ((p.handlers[N / partCount][N % partCount] =
        two<parts[N / partCount], parts[N % partCount]>),
   ...);
  return p;
}
template <size_t... N>
constexpr void addBranches(Pairs &p, std::index_sequence<N...>) {
  ((p.handlers[N / branchCount][partCount + N % branchCount] =
        thenBranch<parts[N / branchCount], branches[N % branchCount]>),
   ...);
}
Handler pairOf(Op first, Op second) {
  static constexpr Pairs pairs = [] {
    Pairs p = makePairs(std::make_index_sequence<partCount * partCount>());
    addBranches(p, std::make_index_sequence<partCount * branchCount>());
    return p;
  }();
  size_t row = std::find(parts, std::end(parts), first) - parts,
         column = std::find(parts, std::end(parts), second) - parts;
  if (column == partCount)
    column += std::find(branches, std::end(branches), second) - branches;
  return row < partCount && column < partCount + branchCount
             ? pairs.handlers[row][column]
             : nullptr;
}

// What each kind needs; the others are left to step() or the tile paths.
#define SECTILE_TABLE_compute(NAME, BYTES)                                     \
  t.byOp[unsigned(Op::NAME)] = one<Op::NAME>;
#define SECTILE_TABLE_load(NAME, BYTES)                                        \
  t.byOp[unsigned(Op::NAME)] = one<Op::NAME>;
#define SECTILE_TABLE_store(NAME, BYTES)                                       \
  t.byOp[unsigned(Op::NAME)] = one<Op::NAME>;
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
  t.pairOf = pairOf;
  // What compiled code writes the stack pointer by.
  t.stack[unsigned(Op::ADDI)] = one<watchedAddi>;
  t.stack[unsigned(Op::ADD)] = watched<Op::ADD>;
  t.stack[unsigned(Op::SUB)] = watched<Op::SUB>;
  t.stack[unsigned(Op::AND)] = watched<Op::AND>;
  t.stack[unsigned(Op::ANDI)] = watched<Op::ANDI>;
  t.stack[unsigned(Op::INS)] = watched<Op::INS>;
  t.stack[unsigned(Op::LDD)] = watched<Op::LDD>;
  return t;
}

} // namespace

const Handlers &SECTILE_ENGINE() {
  static const Handlers table = makeHandlers();
  return table;
}

} // namespace sectile
