// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The scalar handlers of the fast engine. This file is compiled twice: for any
// host, and for x86-64-v3 hosts (SECTILE_ENGINE names the result), whose fused
// multiply-add, bit counting and three-operand shifts make it faster.
//
// A handler takes its operands from the slot, calls the semantic function and
// continues with the next slot. Memory accesses that are not entirely inside
// RAM, and stores over translated code, leave the engine.
//
// Most of a handler's time is spent in the jump to the next one. Therefore the
// effect of an instruction is a Part, and a handler executes one Part, or two
// for pairs of the most common instructions.
#include "engine/operands.h"
#include "system/operation.h"

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

// Calls a semantic function with the operands of a slot.
template <Op O, auto F = Operation<O>::function> struct Compute;
template <Op O, class... P, uint64_t (*F)(P...)> struct Compute<O, F> {
  [[gnu::always_inline]] static uint64_t apply(const uint64_t *r,
                                               const Slot *s) {
    return applyEach(r, s, std::index_sequence_for<P...>());
  }
  template <size_t... N>
  [[gnu::always_inline]] static uint64_t
  applyEach(const uint64_t *r, const Slot *s, std::index_sequence<N...>) {
    return F(scalarOperand<O, N, P...>(r, s)...);
  }
};

// A Part's run() returns false, with nothing done, to leave the engine.
#define SECTILE_PART                                                           \
  [[gnu::always_inline]] static bool run(const Slot *ip, Core *core,           \
                                         [[maybe_unused]] uint8_t *ram,        \
                                         [[maybe_unused]] uint64_t limit)

template <Op O> struct ComputePart {
  SECTILE_PART {
    core->r[ip->d] = Compute<O>::apply(core->r, ip);
    return true;
  }
};
// An ADDI of the stack pointer: leaves the engine if the result is outside the
// bounds of the stack.
struct WatchedAddiPart {
  SECTILE_PART {
    uint64_t value = core->r[ip->a] + uint64_t(int64_t(ip->imm));
    if (__builtin_expect(value - core->stackLow > core->stackSpan, 0))
      return false;
    core->r[stackPointer] = value;
    return true;
  }
};
// The translator has computed the page.
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
    return r[s->a] + (r[s->b] << s->imm);
  return r[s->a] + (uint64_t(uint32_t(r[s->b])) << s->imm);
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

template <Op O> struct LoadPart {
  SECTILE_PART {
    uint64_t offset = address<isa::addressOf(O)>(core->r, ip) - ramBase;
    if (__builtin_expect(offset > limit, 0))
      return false;
    core->r[ip->d] =
        Operation<O>::function(loadBytes<Operation<O>::bytes>(ram + offset));
    return true;
  }
};
template <Op O> struct StorePart {
  SECTILE_PART {
    uint64_t offset = address<isa::addressOf(O)>(core->r, ip) - ramBase;
    if (__builtin_expect(offset > limit || isCode(ram, offset), 0))
      return false;
    storeBytes<Operation<O>::bytes>(ram + offset,
                                    Operation<O>::function(core->r[ip->d]));
    return true;
  }
};
template <Op O> SECTILE_HANDLER(loadPair) {
  constexpr auto f = Operation<O>::function;
  constexpr unsigned bytes = Operation<O>::bytes;
  uint64_t offset = address<AddressForm::displacement>(core->r, ip) - ramBase;
  if (__builtin_expect(offset > limit - 8, 0))
    SECTILE_EXIT(slow);
  uint64_t first = f(loadBytes<bytes / 2>(ram + offset)),
           second = f(loadBytes<bytes / 2>(ram + offset + bytes / 2));
  core->r[ip->d] = first;
  core->r[ip->c] = second;
  SECTILE_NEXT(ip + 1);
}
template <Op O> SECTILE_HANDLER(storePair) {
  constexpr auto f = Operation<O>::function;
  constexpr unsigned bytes = Operation<O>::bytes;
  uint64_t offset = address<AddressForm::displacement>(core->r, ip) - ramBase;
  if (__builtin_expect(offset > limit - 8, 0))
    SECTILE_EXIT(slow);
  if (__builtin_expect(isCode(ram, offset), 0))
    SECTILE_EXIT(slow);
  storeBytes<bytes / 2>(ram + offset, f(core->r[ip->d]));
  storeBytes<bytes / 2>(ram + offset + bytes / 2, f(core->r[ip->c]));
  SECTILE_NEXT(ip + 1);
}
template <unsigned Bytes> inline uint64_t fromMemory(uint64_t raw) {
  return Bytes == 4 ? sem::sx32(raw) : raw;
}
template <Op O> SECTILE_HANDLER(atomic) {
  constexpr auto f = Operation<O>::function;
  constexpr unsigned bytes = Operation<O>::bytes;
  uint64_t offset = core->r[ip->a] - ramBase;
  if (__builtin_expect(
          offset > limit || offset % bytes != 0 || isCode(ram, offset), 0))
    SECTILE_EXIT(slow);
  uint64_t old = loadBytes<bytes>(ram + offset);
  if constexpr (Operation<O>::kind == isa::Kind::cas)
    storeBytes<bytes>(ram + offset, f(old, core->r[ip->b], core->r[ip->c]));
  else
    storeBytes<bytes>(ram + offset, f(old, core->r[ip->b]));
  core->r[ip->d] = fromMemory<bytes>(old);
  SECTILE_NEXT(ip + 1);
}

//===-- Control ---------------------------------------------------------===//

// Leaves a block. All instructions of the next one are subtracted from the
// budget on entry.
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

// An immediate that is compared is in b.
template <Op O> struct Condition {
  static bool apply(const uint64_t *r, const Slot *s) {
    return compare(Operation<O>::function, r, s);
  }
  static bool compare(bool (*)(uint64_t, uint64_t), const uint64_t *r,
                      const Slot *s) {
    return Operation<O>::function(r[s->a], r[s->b]);
  }
  static bool compare(bool (*)(uint64_t, int64_t), const uint64_t *r,
                      const Slot *s) {
    return Operation<O>::function(r[s->a], int8_t(s->b));
  }
};

template <Op O> SECTILE_HANDLER(branch) {
  if (Condition<O>::apply(core->r, ip))
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

// The part of an operation, or void if it has a handler of its own.
template <Op O> constexpr auto partOf() {
  using isa::Kind;
  if constexpr (O == watchedAddi)
    return WatchedAddiPart();
  else if constexpr (Operation<O>::kind == Kind::compute)
    return ComputePart<O>();
  else if constexpr (Operation<O>::kind == Kind::load)
    return LoadPart<O>();
  else if constexpr (Operation<O>::kind == Kind::store)
    return StorePart<O>();
}
template <Op O> using PartOf = decltype(partOf<O>());

template <Op O> SECTILE_HANDLER(one) {
  if (!PartOf<O>::run(ip, core, ram, limit))
    SECTILE_EXIT(slow);
  SECTILE_NEXT(ip + 1);
}
template <Op First, Op Second> SECTILE_HANDLER(two) {
  if (!PartOf<First>::run(ip, core, ram, limit))
    SECTILE_EXIT(slow);
  ++ip;
  if (!PartOf<Second>::run(ip, core, ram, limit))
    SECTILE_EXIT(slow);
  SECTILE_NEXT(ip + 1);
}
template <Op First, Op Second> SECTILE_HANDLER(thenBranch) {
  if (!PartOf<First>::run(ip, core, ram, limit))
    SECTILE_EXIT(slow);
  ++ip;
  if (Condition<Second>::apply(core->r, ip))
    SECTILE_ENTER(link(ip).taken, true);
  SECTILE_ENTER(link(ip).next, false);
}

// Other instructions that write the stack pointer.
template <Op O> SECTILE_HANDLER(watched) {
  uint64_t before = core->r[stackPointer];
  if (!PartOf<O>::run(ip, core, ram, limit))
    SECTILE_EXIT(slow);
  if (__builtin_expect(core->r[stackPointer] - core->stackLow > core->stackSpan,
                       0)) {
    core->r[stackPointer] = before;
    SECTILE_EXIT(slow);
  }
  SECTILE_NEXT(ip + 1);
}

// The most common instructions of compiled code.
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

// Null if the tile paths have one, or the interpreter must execute it.
template <Op O> constexpr Handler handlerOf() {
  using isa::Kind;
  constexpr Kind kind = Operation<O>::kind;
  if constexpr (!std::is_void_v<PartOf<O>>)
    return one<O>;
  else if constexpr (kind == Kind::loadpair)
    return loadPair<O>;
  else if constexpr (kind == Kind::storepair)
    return storePair<O>;
  else if constexpr (kind == Kind::amo || kind == Kind::cas)
    return atomic<O>;
  else if constexpr (kind == Kind::branch)
    return branch<O>;
  else if constexpr (kind == Kind::pcpage)
    return page;
  else
    return nullptr;
}
template <size_t... N> void fillTable(Handlers &t, std::index_sequence<N...>) {
  ((t.byOp[N] = handlerOf<Op(N)>()), ...);
}

Handlers makeHandlers() {
  Handlers t;
  fillTable(t, std::make_index_sequence<isa::opCount>());
  t.byOp[unsigned(Op::J)] = jump;
  t.byOp[unsigned(Op::CALL)] = call;
  t.byOp[unsigned(Op::JALR)] = jumpRegister;
  // Accesses are always in order, and changed code always takes effect.
  t.byOp[unsigned(Op::FENCE)] = nop;
  t.byOp[unsigned(Op::FENCE_I)] = nop;
  t.jump = jump;
  t.slow = slow;
  t.count = count;
  t.nop = nop;
  t.pairOf = pairOf;
  // The instructions by which compiled code writes the stack pointer.
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
