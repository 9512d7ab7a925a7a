// Draws the items of a random program and wraps them into something that runs.
#include "Generator.h"
#include "Hazard.h"
#include "host_device.h"
#include "semantics/shape.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <random>

namespace sectile::random {
namespace {

using isa::Inst;
using isa::Kind;
using isa::Op;
using isa::OperandClass;
using isa::Unit;

// Registers an item finds set and leaves so. All others hold anything.
enum Reserved : uint8_t {
  regStride = 18,   // -4096..4096
  regIndex = 19,    // 0..255
  regPointer0 = 20, // four pointers into the middle of the data
  regPointers = 4,
  regResume = 24,  // where to go on after a jump to nowhere
  regCode = 25,    // scratch of templates
  regCounter = 26, // of loops
  regData = 27,    // start of the data
};
bool isReserved(unsigned r) { return r >= regStride && r <= regData; }

// Small, independent streams: the item's index is part of the seed.
class Stream {
public:
  Stream(uint64_t seed, uint64_t index) : engine(seeded(seed, index)) {}
  uint64_t bits() { return engine(); }
  // 0..n-1; n > 0. The bias is of no importance here.
  unsigned below(unsigned n) { return unsigned(engine() % n); }
  bool oneIn(unsigned n) { return below(n) == 0; }
  int64_t between(int64_t low, int64_t high) {
    return low + int64_t(engine() % (uint64_t(high - low) + 1));
  }
  template <typename Container> auto pick(const Container &c) {
    return c[below(unsigned(c.size()))];
  }

private:
  static std::mt19937_64 seeded(uint64_t seed, uint64_t index) {
    std::seed_seq sequence{uint32_t(seed), uint32_t(seed >> 32),
                           uint32_t(index), uint32_t(index >> 32)};
    return std::mt19937_64(sequence);
  }
  std::mt19937_64 engine;
};

// The upper half of an f32 is a bf16; these are the corners of f16.
uint16_t halfCorner(Stream &s) {
  static constexpr std::array<uint16_t, 16> corners = {
      0x0000, 0x8000, 0x7c00, 0xfc00, 0x7e00, 0x7c01, 0x7bff, 0xfbff,
      0x0400, 0x03ff, 0x0001, 0x8001, 0x3c00, 0xbc00, 0x7f80, 0x0080};
  return s.oneIn(4) ? uint16_t(s.bits()) : s.pick(corners);
}

// Values at which arithmetic goes wrong first.
uint32_t cornerWord(Stream &s) {
  static constexpr std::array<uint32_t, 40> corners = {
      0x00000000, 0x80000000, 0x3f800000, 0xbf800000, 0x7f800000, 0xff800000,
      0x7fc00000, 0xffc00000, 0x7f800001, 0xffbfffff, 0x00000001, 0x80000001,
      0x007fffff, 0x00800000, 0x00800001, 0x7f7fffff, 0xff7fffff, 0x3f800001,
      0x3f7fffff, 0x33800000, 0x4b800000, 0x4effffff, 0x4f000000, 0xcf000000,
      0x7fffffff, 0xffffffff, 0x00007fff, 0xffff8000, 0x000000ff, 0xffffff80,
      0x477fe000, 0x477ff000, 0x38800000, 0x33000000, 0x4f7fffff, 0x4f800000,
      0x5effffff, 0x5f000000, 0x5f7fffff, 0x5f800000};
  switch (s.below(9)) {
  case 8: // about as large as an integer can be
    return (uint32_t(s.bits()) & 0x807fffff) |
           uint32_t((s.oneIn(2) ? 157 : 189) + s.below(4)) << 23;
  case 0:
  case 1:
    return s.pick(corners);
  case 2: // near a corner
    return s.pick(corners) + uint32_t(s.between(-2, 2));
  case 3: // a float of moderate size: sums cancel, products stay finite
  case 4: {
    // Any number of bits, or one or two: each can be the last that counts, or
    // the only one that a rounding hangs on.
    auto fraction = uint32_t(s.bits());
    if (s.oneIn(3))
      fraction &= ~uint32_t(0) << s.below(24);
    else if (s.oneIn(2))
      fraction = (fraction & 0x80000000) | uint32_t(1) << s.below(24) |
                 uint32_t(s.oneIn(2)) << s.below(23);
    fraction &= 0x807fffff;
    return fraction | uint32_t(s.between(120, 134)) << 23;
  }
  case 5: // two halves
    return halfCorner(s) | uint32_t(halfCorner(s)) << 16;
  case 6: // bytes and small integers
    return uint32_t(s.between(-300, 300));
  default:
    return uint32_t(s.bits());
  }
}

// A float of one bit or two, the second often far below: in a sum of their
// products a rounding may hang on a single bit.
uint32_t sparseWord(Stream &s) {
  uint32_t fraction = 0;
  if (s.oneIn(2))
    fraction = uint32_t(1) << s.below(s.oneIn(2) ? 5 : 23);
  return uint32_t(s.oneIn(2)) << 31 | uint32_t(s.between(115, 139)) << 23 |
         fraction;
}
// Where the data has tiles of them, and behind these of floats with all bits
// drawn. Pointers stay away; only juggle() and stampede() write there.
constexpr unsigned floatsOffset = 64 * 1024, sparseTiles = 64, floatTiles = 128;

uint64_t cornerDouble(Stream &s) {
  static constexpr std::array<uint64_t, 16> corners = {
      0x0000000000000000, 0x8000000000000000, 0x3ff0000000000000,
      0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000000000,
      0x7ff0000000000001, 0x0000000000000001, 0x000fffffffffffff,
      0x0010000000000000, 0x7fefffffffffffff, 0x43e0000000000000,
      0x7fffffffffffffff, 0xffffffffffffffff, 0x36a0000000000000,
      0x47efffffefffffff};
  switch (s.below(5)) {
  case 4: // about as large as an integer can be
    return (s.bits() & 0x800fffffffffffff) |
           uint64_t((s.oneIn(2) ? 1053 : 1085) + s.below(4)) << 52;
  case 0:
    return s.pick(corners) + uint64_t(s.between(-1, 1));
  case 1: {
    uint64_t fraction = s.bits();
    if (s.oneIn(3))
      fraction &= ~uint64_t(0) << s.below(53);
    else if (s.oneIn(2))
      fraction = (fraction & uint64_t(1) << 63) | uint64_t(1) << s.below(53) |
                 uint64_t(s.oneIn(2)) << s.below(52);
    fraction &= 0x800fffffffffffff;
    return fraction | uint64_t(s.between(1015, 1032)) << 52;
  }
  case 2:
    return s.bits();
  default: // a word as the scalar registers keep it
    return uint64_t(int64_t(int32_t(cornerWord(s))));
  }
}

class Writer {
public:
  Writer(const Options &options) : options(options) {
    for (unsigned n = 1; n < isa::opCount; n++) {
      Op op = Op(n);
      if (options.implemented && !options.implemented(op))
        continue;
      classify(op);
    }
  }

  Program write() {
    Stream setup(options.seed, ~uint64_t(0));
    program.data.resize(dataSize);
    // A quarter is drawn, the rest repeats it.
    for (size_t i = 0; i < dataSize / 4; i += 8) {
      uint64_t value = setup.oneIn(3) ? cornerDouble(setup)
                                      : cornerWord(setup) |
                                            uint64_t(cornerWord(setup)) << 32;
      memcpy(&program.data[i], &value, 8);
    }
    for (size_t i = 0; i < floatTiles * 256; i++) {
      uint32_t value = sparseWord(setup);
      if (i >= sparseTiles * 256)
        value ^= uint32_t(setup.bits()) & 0x7fffff;
      memcpy(&program.data[floatsOffset + i * 4], &value, 4);
    }
    for (size_t quarter = 1; quarter < 4; quarter++)
      memcpy(&program.data[quarter * (dataSize / 4)], program.data.data(),
             dataSize / 4);
    item = ~0u;
    prologue(setup);
    walks = setup.oneIn(8);
    program.fromState = options.fromState;
    for (unsigned i = 0; i < options.items; i++) {
      item = i;
      Stream s(options.seed, i);
      size_t size = program.code.size();
      drawItem(s);
      // An item that is left out is drawn all the same: what the next ones find
      // in lastScalar and lastTile must not depend on it.
      if (!options.keep.empty() &&
          !(i < options.keep.size() && options.keep[i])) {
        program.code.resize(size);
        program.itemOf.resize(size);
      }
    }
    item = ~0u;
    epilogue();
    return std::move(program);
  }

private:
  const Options &options;
  Program program;
  unsigned item = 0;
  bool walks = false; // a program that is hard on the caches
  std::vector<Op> alu, fpu, loads, stores, atomics, branches, csrs, matrix,
      elementwise, tileLoads, tileStores;
  // The control registers that do not steer the program.
  static constexpr std::array<isa::Csr, 9> writableCsrs = {
      isa::Csr::SCRATCH, isa::Csr::EPC,     isa::Csr::CAUSE,
      isa::Csr::TVAL,    isa::Csr::SCRATCH, isa::Csr::EPC,
      isa::Csr::CAUSE,   isa::Csr::TVAL,    isa::Csr::TIMECMP};
  // The operands by which an instruction of a unit reads or writes a register.
  struct Port {
    Op op;
    isa::Slot slot;
    bool address; // cannot hold anything
  };
  std::vector<Port> ports[fileCount][2][isa::unitCount]; // [file][writes][unit]
  // What was written last: the next operands prefer it, so that hazards happen.
  std::array<uint8_t, 4> lastScalar = {4, 5, 6, 7}, lastTile = {0, 1, 2, 3};

  void classify(Op op) {
    const isa::Info &info = isa::info(op);
    for (const isa::Operand &o : info)
      if (isRegister(o) && info.kind != Kind::system) {
        // The target of a jump is no value to be drawn.
        bool address = isAddress(info, o) || info.kind == Kind::jump;
        if (o.isRead() && info.kind != Kind::jump)
          ports[fileOf(o)][0][unsigned(info.unit)].push_back(
              {op, o.slot, address});
        if (o.isWritten())
          ports[fileOf(o)][1][unsigned(info.unit)].push_back(
              {op, o.slot, false});
      }
    switch (info.kind) {
    case Kind::compute:
      (info.unit == Unit::fpu || (info.mnemonic[0] == 'f') ? fpu : alu)
          .push_back(op);
      break;
    case Kind::pcpage:
      alu.push_back(op);
      break;
    case Kind::branch:
      branches.push_back(op);
      break;
    case Kind::load:
    case Kind::loadpair:
      loads.push_back(op);
      break;
    case Kind::store:
    case Kind::storepair:
      stores.push_back(op);
      break;
    case Kind::amo:
    case Kind::cas:
      atomics.push_back(op);
      break;
    case Kind::csr:
      csrs.push_back(op);
      break;
    case Kind::tile:
      (info.unit == Unit::tmat ? matrix : elementwise).push_back(op);
      break;
    case Kind::tload:
      tileLoads.push_back(op);
      break;
    case Kind::tstore:
      tileStores.push_back(op);
      break;
    case Kind::jump:
    case Kind::system:
    case Kind::illegal:
      break; // by template
    }
  }

  bool has(Op op) const {
    return !options.implemented || options.implemented(op);
  }

  void word(uint32_t w) {
    program.code.push_back(w);
    program.itemOf.push_back(item);
  }
  void emit(const Inst &inst) {
    uint32_t w = isa::encode(inst);
    assert(isa::decode(w) == inst && "an operand does not fit its field");
    word(w);
  }
  void emit(Op op, unsigned d, unsigned a, unsigned b, int64_t imm = 0,
            int32_t imm2 = 0) {
    Inst inst;
    inst.op = op;
    inst.d = uint8_t(d);
    inst.a = uint8_t(a);
    inst.b = uint8_t(b);
    inst.imm = imm;
    inst.imm2 = imm2;
    emit(inst);
  }
  uint64_t here() const { return codeBase + program.code.size() * 4; }

  void constant(unsigned r, uint64_t value) {
    emit(Op::MOVZ, r, 0, 0, int64_t(value & 0xffff), 0);
    for (int hw = 16; hw < 64; hw += 16)
      if (value >> hw & 0xffff)
        emit(Op::MOVK, r, 0, 0, int64_t(value >> hw & 0xffff), hw);
  }

  uint8_t scalarSource(Stream &s) {
    return s.oneIn(2) ? s.pick(lastScalar) : uint8_t(s.below(32));
  }
  uint8_t scalarTarget(Stream &s) {
    for (;;) {
      uint8_t r = s.oneIn(3) ? s.pick(lastScalar) : uint8_t(s.below(32));
      if (!isReserved(r))
        return r;
    }
  }
  uint8_t tile(Stream &s) {
    return s.oneIn(2) ? s.pick(lastTile) : uint8_t(s.below(32));
  }
  uint8_t pointer(Stream &s) {
    return uint8_t(regPointer0 + s.below(regPointers));
  }
  // Rows or columns: none, part of 16, all, up to the 64 of the largest form,
  // more than any form takes.
  static unsigned extent(Stream &s) {
    switch (s.below(6)) {
    case 0:
      return 0;
    case 1:
    case 2:
      return 1 + s.below(15);
    case 3:
      return s.oneIn(2) ? 16 : 64;
    case 4:
      return 17 + s.below(48);
    default:
      return 65 + s.below(191);
    }
  }
  // A register that holds a shape, or a number of elements.
  uint8_t makeShape(Stream &s) {
    uint8_t r = nonZeroTarget(s);
    constant(r, extent(s) | uint64_t(extent(s)) << 8 |
                    (s.oneIn(4) ? s.bits() << 16 : 0));
    return r;
  }
  uint8_t makeCount(Stream &s) {
    uint8_t r = nonZeroTarget(s);
    switch (s.below(6)) {
    case 0:
      emit(Op::ADDI, r, 0, 0, s.between(-2, 0));
      break;
    case 1:
      emit(Op::ADDI, r, 0, 0, s.between(1, 16));
      break;
    case 2:
    case 3:
      emit(Op::ADDI, r, 0, 0, s.between(1, 300));
      break;
    case 4:
      emit(Op::ADDI, r, 0, 0, s.between(255, 1030));
      break;
    default:
      constant(r, s.bits() >> s.below(64));
      break;
    }
    return r;
  }
  uint8_t anotherTarget(Stream &s, uint8_t than) {
    for (;;)
      if (uint8_t r = nonZeroTarget(s); r != than)
        return r;
  }
  uint8_t nonZeroTarget(Stream &s) {
    for (;;)
      if (uint8_t r = scalarTarget(s))
        return r;
  }

  // Registers and immediates at random, those at the ends of their ranges
  // often.
  Inst draw(Stream &s, Op op) {
    Inst inst;
    inst.op = op;
    for (const isa::Operand &o : isa::info(op)) {
      switch (o.cls) {
      case OperandClass::gpr:
        inst.set(o.slot, o.isWritten() ? scalarTarget(s) : scalarSource(s));
        break;
      case OperandClass::tile:
        inst.set(o.slot, tile(s));
        break;
      case OperandClass::shape:
        inst.set(o.slot, s.oneIn(4) ? 0 : scalarSource(s));
        break;
      case OperandClass::imm: {
        int64_t step = int64_t(1) << o.shift;
        int64_t steps = (o.maximum() - o.minimum()) / step;
        int64_t n = s.oneIn(4) ? (s.oneIn(2) ? 0 : steps) : s.between(0, steps);
        inst.set(o.slot, o.minimum() + n * step);
        break;
      }
      }
    }
    return inst;
  }
  void remember(const Inst &inst, Stream &s) {
    for (const isa::Operand &o : isa::info(inst.op))
      if (o.isWritten())
        (o.cls == OperandClass::tile ? lastTile : lastScalar)[s.below(4)] =
            uint8_t(inst.get(o.slot));
  }
  void emitDrawn(const Inst &inst, Stream &s) {
    emit(inst);
    remember(inst, s);
  }

  void prologue(Stream &s) {
    // Patched below: a jump over the trap handler.
    size_t start = program.code.size();
    word(0);
    uint64_t handler = here();
    // Preserves all registers. Interrupts are acknowledged and return to where
    // they came from; a fetch fault goes on at regResume; all others are
    // skipped.
    constexpr unsigned t = 31;
    auto csr = [&](Op op, unsigned d, isa::Csr number, unsigned a) {
      emit(op, d, a, 0, int64_t(number));
    };
    csr(Op::CSRRW, t, isa::Csr::SCRATCH, t);
    csr(Op::CSRRS, t, isa::Csr::CAUSE, 0);
    emit(Op::BBS, 0, t, 0, 63, 6 * 4);
    emit(Op::BEQI, 0, t, 0, 1, 10 * 4);
    csr(Op::CSRRS, t, isa::Csr::EPC, 0);
    emit(Op::ADDI, t, t, 0, 4);
    csr(Op::CSRRW, 0, isa::Csr::EPC, t);
    emit(Op::J, 0, 0, 0, 7 * 4);
    // interrupt
    emit(Op::MOVZ, t, 0, 0, 1, 0);
    csr(Op::CSRRC, 0, isa::Csr::IP, t);
    emit(Op::MOVN, t, 0, 0, 0, 0);
    csr(Op::CSRRW, 0, isa::Csr::TIMECMP, t);
    emit(Op::BEQ, 0, 0, 0, 8);
    // fetch fault
    csr(Op::CSRRW, 0, isa::Csr::EPC, regResume);
    // return
    csr(Op::CSRRW, t, isa::Csr::SCRATCH, t);
    emit(Op::TRET, 0, 0, 0);

    Inst jump;
    jump.op = Op::J;
    jump.imm = int64_t(here() - (codeBase + start * 4));
    program.code[start] = isa::encode(jump);
    constant(1, handler);
    csr(Op::CSRRW, 0, isa::Csr::TVEC, 1);
    constant(regData, dataBase);
    if (options.fromState) {
      // Behind what is loaded next.
      constant(regCode, dataBase + 64 * 1024);
      for (unsigned r = 1; r < 32; r++)
        emit(Op::STD, r, regCode, 0, int64_t(r) * 8);
      for (unsigned t = 0; t < 32; t++)
        emit(Op::TST, t, regData, 0, int64_t(32 + t) * 1024);
    }
    for (unsigned t = 0; t < 32; t++)
      emit(Op::TLD, t, regData, 0, int64_t(t) * 1024);
    for (unsigned r = 1; r < 32; r++)
      if (!isReserved(r))
        emit(Op::LDD, r, regData, 0, int64_t(r) * 8 + int64_t(s.below(64)) * 8);
    for (unsigned p = 0; p < regPointers; p++)
      setPointer(s, regPointer0 + p);
    constant(regIndex, s.below(256));
    constant(regStride, 64);
    constant(regCounter, 0);
    constant(regCode, 0);
    constant(regResume, codeBase);
  }

  void setPointer(Stream &s, unsigned r) {
    uint64_t at = dataSize / 4 + s.below(dataSize / 2);
    if (s.oneIn(6)) // behind the data, where nothing has been loaded
      at =
          dataSize + s.below(unsigned(memoryEnd - dataBase - dataSize * 5 / 4));
    switch (s.below(8)) {
    case 0: // any byte
      break;
    case 1:
    case 2: // the next access crosses a line
      at |= 56 + s.below(8);
      break;
    case 3:
      at &= ~uint64_t(7);
      break;
    default:
      at &= ~uint64_t(63);
    }
    constant(r, dataBase + at);
  }

  // All registers go to memory, then a hash of the first part of the data to
  // the console: two runs agree if they print the same.
  void epilogue() {
    // No interrupt from here on.
    constant(regCode, 3);
    emit(Op::CSRRC, 0, regCode, 0, int64_t(isa::Csr::STATUS));
    for (unsigned r = 1; r < 32; r++)
      if (!isReserved(r))
        emit(Op::STD, r, regData, 0, int64_t(r) * 8);
    for (unsigned t = 0; t < 32; t++)
      emit(Op::TST, t, regData, 0, 1024 + int64_t(t) * 1024);
    for (unsigned n = 0; n < isa::csrCount; n++)
      emit(Op::CSRRS, 4, 0, 0, int64_t(isa::csrs[n].number));
    if (options.hash)
      printHash();
    command(SECTILE_HOST_EXIT, {0});
    emit(Op::J, 0, 0, 0, 0);
  }

  // Stores a command's block and its address to the host device.
  void command(unsigned operation, std::initializer_list<uint64_t> arguments) {
    constant(12, SECTILE_HOST_DEVICE);
    constant(13, dataBase + 1024);
    emit(Op::ADDI, 8, 0, 0, operation);
    emit(Op::STD, 8, 13, 0, 0);
    int64_t at = 16;
    for (uint64_t argument : arguments) {
      constant(8, argument);
      emit(Op::STD, 8, 13, 0, at);
      at += 8;
    }
    emit(Op::STD, 13, 12, 0, 0);
  }

  void printHash() {
    // a0 hash, a1 cursor, a2 end, a3 multiplier
    constant(4, 14695981039346656037u);
    constant(5, dataBase);
    constant(6, dataBase + 1024 * 34);
    constant(7, 1099511628211u);
    emit(Op::LDD, 8, 5, 0, 0);
    emit(Op::XOR, 4, 4, 8);
    emit(Op::MUL, 4, 4, 7);
    emit(Op::ADDI, 5, 5, 0, 8);
    emit(Op::BLTU, 0, 5, 6, -16);
    // sixteen hexadecimal digits and a newline, into the data
    constant(9, 60);
    constant(5, dataBase);
    emit(Op::SRL, 8, 4, 9);
    emit(Op::ANDI, 8, 8, 0, 15);
    emit(Op::SLTI, 10, 8, 0, 10);
    emit(Op::ADDI, 11, 8, 0, 'a' - 10);
    emit(Op::ADDI, 8, 8, 0, '0');
    Inst select;
    select.op = Op::SEL;
    select.d = 8;
    select.a = 8;
    select.b = 11;
    select.c = 10;
    emit(select);
    emit(Op::STB, 8, 5, 0, 0);
    emit(Op::ADDI, 5, 5, 0, 1);
    emit(Op::ADDI, 9, 9, 0, -4);
    emit(Op::BGEI, 0, 9, 0, 0, -9 * 4);
    emit(Op::ADDI, 8, 0, 0, '\n');
    emit(Op::STB, 8, 5, 0, 0);
    command(SECTILE_HOST_WRITE, {1, dataBase, 17});
  }

  void drawItem(Stream &s) {
    const Mix &m = options.mix;
    if (m.trapEvery && s.oneIn(m.trapEvery))
      return trap(s);
    if (m.hazardEvery && s.oneIn(m.hazardEvery))
      return hazard(s);
    if (s.oneIn(walks ? 120 : 1000))
      return s.oneIn(2) ? walk(s) : juggle(s);
    if (s.oneIn(120))
      return crowd(s);
    if (s.oneIn(300))
      return brim(s);
    if (s.oneIn(400))
      return stampede(s);
    if (s.oneIn(80))
      return exact(s);
    // Now and then new values, or everything would drown in NaNs and zeros.
    if (s.oneIn(12))
      return refresh(s);
    unsigned total = m.alu + m.fpu + m.memory + m.atomic + m.branch + m.system +
                     m.matrix + m.elementwise + m.tileMemory;
    unsigned n = s.below(total);
    auto in = [&](unsigned weight) {
      bool hit = n < weight;
      n -= hit ? 0 : weight;
      return hit;
    };
    if (in(m.alu))
      return plain(s, alu);
    if (in(m.fpu)) {
      if (s.oneIn(4))
        return cancel(s, s.oneIn(2));
      return s.oneIn(6) ? brink(s, s.oneIn(2)) : floating(s);
    }
    if (in(m.memory))
      return scalarMemory(s);
    if (in(m.atomic))
      return atomic(s);
    if (in(m.branch))
      return branch(s);
    if (in(m.system))
      return system(s);
    if (in(m.matrix))
      return plain(s, matrix);
    if (in(m.elementwise)) {
      // The one way from a tile to a scalar register is drawn more often.
      if (has(Op::TGETW) && s.oneIn(5))
        return emitDrawn(draw(s, Op::TGETW), s);
      return s.oneIn(12) ? cancelTiles(s) : plain(s, elementwise);
    }
    return tileMemory(s);
  }

  void plain(Stream &s, const std::vector<Op> &ops) {
    if (ops.empty())
      return;
    Op op = s.pick(ops);
    // One at a time, those that take a hundred cycles would slow everything.
    if (isSlow(op) && !s.oneIn(3))
      op = s.pick(ops);
    Inst inst = draw(s, op);
    if (s.oneIn(6))
      relate(s, inst);
    if (op == Op::TMASK_LIN && s.oneIn(2))
      inst.a = makeCount(s);
    for (const isa::Operand &o : isa::info(op))
      if (o.cls == OperandClass::shape && s.oneIn(2))
        inst.set(o.slot, makeShape(s));
    emitDrawn(inst, s);
  }
  // Scalar operands that have to do with each other, as drawn ones never do:
  // equal, or but for one bit, or to the immediate, or so at the ends of their
  // range.
  void relate(Stream &s, Inst &inst) {
    std::vector<const isa::Operand *> source;
    const isa::Operand *immediate = nullptr;
    for (const isa::Operand &o : isa::info(inst.op))
      if (o.cls == OperandClass::gpr && o.isRead() && !o.isWritten())
        source.push_back(&o);
      else if (o.cls == OperandClass::imm && o.immKind != isa::ImmKind::pcrel)
        immediate = &o;
    while (source.size() > 2) // any two of them
      source.erase(source.begin() + s.below(unsigned(source.size())));
    if (source.empty())
      return;
    uint8_t r = nonZeroTarget(s);
    if (source.size() == 1) {
      if (!immediate)
        return;
      constant(r, uint64_t(inst.get(immediate->slot)) +
                      uint64_t(s.oneIn(3) ? s.between(-1, 1) : 0));
    } else if (s.oneIn(3)) { // any number of bits
      uint8_t q = nonZeroTarget(s);
      constant(q, uint64_t(int64_t(s.bits()) >> s.below(64)));
      inst.set(source[1]->slot, q);
      constant(r, uint64_t(int64_t(s.bits()) >> s.below(64)));
    } else {
      auto other = uint8_t(inst.get(source[1]->slot));
      if (s.oneIn(2)) {
        constant(r, uint64_t(1) << s.below(64));
        emit(Op::XOR, r, other, r == other ? 0 : r);
      } else {
        emit(Op::ADDI, r, other, 0, s.oneIn(3) ? s.between(-1, 1) : 0);
      }
    }
    inst.set(source[0]->slot, r);
  }
  static bool isSlow(Op op) {
    return isa::info(op).unit == Unit::div || op == Op::TDIV_F32 ||
           op == Op::TSDIV_F32 || op == Op::TSQRT_F32;
  }

  // ---- hazards ------------------------------------------------------------
  // Two instructions of two units that meet in a register, a few instructions
  // apart. The pairs come evenly from the list of all that can be, so that the
  // rare ones are not left to chance.
  void hazard(Stream &s) {
    const Hazard &h = s.pick(hazards());
    const Port *first = port(s, h.file, h.firstWrites(), h.first, true);
    // What was just computed is no address, unless a copy of one.
    const Port *second = port(s, h.file, h.secondWrites(), h.second, false);
    if (!first || !second)
      return;
    uint8_t r = h.file == tileFile ? uint8_t(s.below(32)) : nonZeroTarget(s);
    // The second's addresses are ready before the first, since nothing may
    // stand between.
    Inst b = prepare(s, *second, r, regCounter);
    Inst a = prepare(s, *first, r, regCode);
    complete(a, 0);
    emitDrawn(a, s);
    for (unsigned n = 1; n < h.distance; n++)
      emitDrawn(draw(s, fast(s, s.oneIn(2) && !elementwise.empty() ? elementwise
                                                                   : alu)),
                s);
    unsigned over = s.below(3);
    complete(b, over);
    emitDrawn(b, s);
    if (isa::info(b.op).unit == Unit::branch)
      for (; over; over--)
        plain(s, alu);
  }
  Op fast(Stream &s, const std::vector<Op> &ops) {
    for (;;)
      if (Op op = s.pick(ops); !isSlow(op))
        return op;
  }
  const Port *port(Stream &s, File file, bool writes, Unit unit,
                   bool addresses) {
    const std::vector<Port> &all = ports[file][writes][unsigned(unit)];
    for (unsigned n = 0; n < 64 && !all.empty(); n++) {
      const Port &p = all[s.below(unsigned(all.size()))];
      if ((addresses || !p.address) && (!isSlow(p.op) || s.oneIn(4)))
        return &p;
    }
    return nullptr;
  }
  // The instruction with r in its place, all else drawn; what its address
  // needs is emitted.
  Inst prepare(Stream &s, const Port &p, uint8_t r, uint8_t scratch) {
    const isa::Info &info = isa::info(p.op);
    Inst inst = draw(s, p.op);
    switch (info.kind) {
    case Kind::load:
    case Kind::store:
    case Kind::loadpair:
    case Kind::storepair:
    case Kind::amo:
    case Kind::cas:
    case Kind::tload:
    case Kind::tstore:
      inst = placed(s, p.op, scratch);
      break;
    case Kind::csr:
      inst.imm = int64_t(s.pick(writableCsrs));
      break;
    case Kind::jump: // the page behind; complete() knows the rest
      emit(Op::ADRP, scratch, 0, 0, 4096);
      inst.a = scratch;
      inst.imm = -int64_t((here() - 4) / 4096 * 4096 + 4096);
      break;
    default:
      break;
    }
    if (p.address) {
      auto from = uint8_t(inst.get(p.slot));
      emit(Op::ADDI, r, from, 0, 0);
    }
    inst.set(p.slot, r);
    return inst;
  }
  // Jumps and branches go on `over` instructions later.
  void complete(Inst &inst, unsigned over) {
    const isa::Info &info = isa::info(inst.op);
    int64_t distance = int64_t(over + 1) * 4;
    if (info.kind == Kind::jump)
      inst.imm += int64_t(here()) + distance;
    else if (info.kind == Kind::branch)
      for (const isa::Operand &o : info)
        if (o.immKind == isa::ImmKind::pcrel)
          inst.set(o.slot, distance);
  }

  // ---- values -------------------------------------------------------------
  // Scalar floats, every other time on values from the data's first page, which
  // keeps its corner values: what a program computes soon is NaN or infinite.
  void floating(Stream &s) {
    if (fpu.empty())
      return;
    Inst inst = draw(s, s.pick(fpu));
    for (const isa::Operand &o : isa::info(inst.op))
      if (o.cls == OperandClass::gpr && o.isRead() && s.oneIn(2))
        inst.set(o.slot, cornerValue(s));
    if (s.oneIn(3))
      relate(s, inst);
    emitDrawn(inst, s);
  }
  uint8_t cornerValue(Stream &s) {
    uint8_t r = nonZeroTarget(s);
    emit(Op::LDD, r, regData, 0, int64_t(s.below(512)) * 8);
    return r;
  }
  // Sums that nearly or quite cancel: what is left are the low bits, in which
  // a lost sticky bit or a wrong rounding shows.
  void cancel(Stream &s, bool wide) {
    uint8_t x = s.oneIn(2) ? cornerValue(s) : scalarSource(s);
    uint8_t y = s.oneIn(2) ? cornerValue(s) : scalarSource(s);
    uint8_t r = nonZeroTarget(s);
    switch (s.below(6)) {
    case 4: // large: a sum is out of range
      emit(Op::MOVZ, r, 0, 0,
           (wide ? 0x7fe0 : 0x7f00) + int64_t(s.below(16)) +
               (s.oneIn(2) ? 0x8000 : 0),
           wide ? 48 : 16);
      if (s.oneIn(2))
        return emitIf(wide ? Op::FADD_F64 : Op::FADD_F32, scalarTarget(s), r,
                      s.oneIn(2) ? r : y, s);
      emitIf(wide ? Op::FSGNJN_F64 : Op::FSGNJN_F32, y = nonZeroTarget(s), r, r,
             s);
      return emitIf(wide ? Op::FSUB_F64 : Op::FSUB_F32, scalarTarget(s), r, y,
                    s);
    case 5: { // exactly nothing
      bool add = s.oneIn(2);
      if (add)
        emitIf(wide ? Op::FSGNJN_F64 : Op::FSGNJN_F32, r, x, x, s);
      return emitIf(wide  ? add ? Op::FADD_F64 : Op::FSUB_F64
                    : add ? Op::FADD_F32
                          : Op::FSUB_F32,
                    scalarTarget(s), x, add ? r : x, s);
    }
    case 0: // a value and its neighbour
      emit(Op::ADDI, r, x, 0, s.between(-2, 2));
      return emitIf(wide ? Op::FSUB_F64 : Op::FSUB_F32, scalarTarget(s), x, r,
                    s);
    case 1: // a product's rounding error
    case 2: {
      emitIf(wide ? Op::FMUL_F64 : Op::FMUL_F32, r, x, y, s);
      bool negated = s.oneIn(2), second = s.oneIn(2);
      if (negated)
        emitIf(wide ? Op::FSGNJN_F64 : Op::FSGNJN_F32, r, r, r, s);
      Inst inst;
      if (wide)
        inst.op = negated  ? second ? Op::FMADD_F64 : Op::FNMSUB_F64
                  : second ? Op::FMSUB_F64
                           : Op::FNMADD_F64;
      else
        inst.op = negated  ? second ? Op::FMADD_F32 : Op::FNMSUB_F32
                  : second ? Op::FMSUB_F32
                           : Op::FNMADD_F32;
      inst.d = scalarTarget(s);
      inst.a = x;
      inst.b = y;
      inst.c = r;
      if (has(inst.op))
        emitDrawn(inst, s);
      return;
    }
    default: // tiny: the exponent is all but gone
      emit(Op::EXTU, r, x, 0, 0, int32_t(1 + s.below(wide ? 54 : 25)));
      return emitIf(wide         ? s.oneIn(2) ? Op::FADD_F64 : Op::FMUL_F64
                    : s.oneIn(2) ? Op::FADD_F32
                                 : Op::FMUL_F32,
                    scalarTarget(s), r, y, s);
    }
  }
  // Products, quotients and conversions at the brink of underflow or overflow:
  // two exponents whose sum or difference is there.
  void brink(Stream &s, bool wide) {
    int bias = wide ? 1023 : 127, digits = wide ? 53 : 24;
    int target = s.oneIn(3) ? bias + int(s.below(3)) - 1
                            : 1 - bias - int(s.below(unsigned(digits) + 3)) + 1;
    auto value = [&](bool asWide, int exponent) {
      uint8_t r = nonZeroTarget(s);
      int most = asWide ? 2046 : 254, first = asWide ? 1023 : 127;
      uint64_t field = uint64_t(std::clamp(exponent + first, 0, most));
      uint64_t bits = s.bits();
      if (s.oneIn(3)) // few bits: exact, or halfway
        bits &= ~uint64_t(0) << (asWide ? 40 : 12);
      constant(r, asWide ? (bits & 0x800fffffffffffff) | field << 52
                         : (bits & 0x807fffff) | field << 23);
      return r;
    };
    if (s.oneIn(3)) { // a narrowing conversion
      static constexpr struct {
        Op op;
        bool wide;
        int bias, digits;
      } narrow[] = {{Op::FCVT_F32_F64, true, 127, 24},
                    {Op::FCVT_F16_F32, false, 15, 11},
                    {Op::FCVT_BF16_F32, false, 127, 8}};
      const auto &n = narrow[s.below(3)];
      int to = s.oneIn(3) ? n.bias + int(s.below(3)) - 1
                          : 2 - n.bias - int(s.below(unsigned(n.digits) + 3));
      return emitIf(n.op, scalarTarget(s), value(n.wide, to), 0, s);
    }
    int first = int(s.between(-bias + 2, bias));
    bool divide = s.oneIn(2);
    int second = divide ? first - target : target - first;
    if (second < 1 - bias || second > bias) {
      first = target / 2;
      second = divide ? first - target : target - first;
    }
    uint8_t x = value(wide, first);
    uint8_t y = x;
    while (y == x)
      y = value(wide, second);
    if (divide)
      return emitIf(wide ? Op::FDIV_F64 : Op::FDIV_F32, scalarTarget(s), x, y,
                    s);
    if (s.oneIn(2))
      return emitIf(wide ? Op::FMUL_F64 : Op::FMUL_F32, scalarTarget(s), x, y,
                    s);
    Inst inst;
    inst.op = wide ? Op::FMADD_F64 : Op::FMADD_F32;
    inst.d = scalarTarget(s);
    inst.a = x;
    inst.b = y;
    inst.c = s.oneIn(2) ? cornerValue(s) : scalarSource(s);
    if (has(inst.op))
      emitDrawn(inst, s);
  }
  void emitIf(Op op, uint8_t d, uint8_t a, uint8_t b, Stream &s) {
    if (!has(op))
      return;
    Inst inst;
    inst.op = op;
    inst.d = d;
    inst.a = a;
    inst.b = b;
    emitDrawn(inst, s);
  }
  void cancelTiles(Stream &s) {
    uint8_t x = tile(s), y = tile(s), t = uint8_t(s.below(32));
    Inst inst;
    switch (s.below(3)) {
    case 0:
      emit(Op::ADDI, regCode, 0, 0, s.between(-3, 3));
      emitIf(Op::TSADD_I32, t, x, regCode, s);
      return emitIf(Op::TSUB_F32, tile(s), x, t, s);
    case 1:
      emitIf(Op::TMUL_F32, t, x, y, s);
      inst.op = s.oneIn(2) ? Op::TFMSUB_F32 : Op::TFNMADD_F32;
      break;
    default: // each lane a power of two apart
      emit(Op::ADDI, regCode, 0, 0, s.between(-60, 60));
      emitIf(Op::TSSCALE_F32, t, x, regCode, s);
      inst.op = s.oneIn(2) ? Op::TFMADD_F32 : Op::TFNMSUB_F32;
      break;
    }
    inst.d = tile(s);
    inst.a = x;
    inst.b = y;
    inst.c = t;
    if (has(inst.op))
      emitDrawn(inst, s);
  }

  void loadFloats(Stream &s, unsigned t) {
    Inst load;
    load.op = Op::TLD;
    load.d = uint8_t(t);
    load.a = regData;
    load.imm = floatsOffset + int64_t(s.below(floatTiles)) * 1024;
    emit(load);
  }
  // Tile arithmetic on such floats, now and then moved to where results are
  // subnormal or too large.
  void exact(Stream &s) {
    if (s.oneIn(4))
      return residue(s);
    std::vector<Op> ops;
    bool matrixOnly = s.oneIn(2);
    for (Op op : matrixOnly ? matrix : elementwise) {
      const isa::Info &info = isa::info(op);
      if (strstr(info.name, "_F32") || (matrixOnly && strstr(info.name, "F16")))
        if (!isSlow(op) || s.oneIn(2))
          ops.push_back(op);
    }
    if (ops.empty())
      return;
    Inst inst = draw(s, s.pick(ops));
    for (const isa::Operand &o : isa::info(inst.op))
      if (o.cls == OperandClass::tile && o.isRead()) {
        loadFloats(s, unsigned(inst.get(o.slot)));
        if (!matrixOnly && has(Op::TSSCALE_F32) && s.oneIn(3)) {
          emit(Op::ADDI, regCode, 0, 0,
               s.oneIn(3) ? s.between(90, 130) : s.between(-160, -90));
          emit(Op::TSSCALE_F32, unsigned(inst.get(o.slot)),
               unsigned(inst.get(o.slot)), regCode);
        }
      }
    emitDrawn(inst, s);
  }
  // The rounding errors of products: their sum less itself.
  void residue(Stream &s) {
    for (Op op : {Op::TLDR_RAW, Op::TMMAZ_F32, Op::TMMA_F32, Op::TNEG_F32})
      if (!has(op))
        return;
    std::array<uint8_t, 3> t; // different ones
    t[0] = uint8_t(s.below(32));
    t[1] = uint8_t((t[0] + 1 + s.below(15)) % 32);
    t[2] = uint8_t((t[1] + 1 + s.below(15)) % 32);
    uint8_t shape = nonZeroTarget(s), step = anotherTarget(s, shape);
    constant(shape, 16 | 4 << 8); // one column, so that a sum is a product
    constant(step, 64);
    constant(regCode,
             dataBase + floatsOffset + uint64_t(s.below(floatTiles)) * 1024);
    Inst column;
    column.op = Op::TLDR_RAW;
    column.d = t[0];
    column.a = regCode;
    column.b = step;
    column.c = shape;
    emit(column);
    loadFloats(s, t[1]);
    emit(Op::TMMAZ_F32, t[2], t[0], t[1]);
    emit(Op::TNEG_F32, t[2], t[2], 0);
    emit(Op::TMMA_F32, t[2], t[0], t[1]);
  }

  void refresh(Stream &s) {
    switch (s.below(5)) {
    case 0:
      return setPointer(s, pointer(s));
    case 1:
      constant(regIndex, s.below(256));
      return;
    case 2: {
      // A row's lines are often the same as the last row's, or the same but for
      // the page.
      static constexpr std::array<int, 16> strides = {
          0,  64, -64, 1,    63,   128,   512,  -512,
          16, 32, -1,  4096, 4032, -4096, 2048, 4095};
      int stride = s.oneIn(3) ? int(s.between(-512, 512)) : s.pick(strides);
      if (stride > 4095)
        constant(regStride, uint64_t(stride));
      else
        emit(Op::ADDI, regStride, 0, 0, stride);
      return;
    }
    case 3: {
      uint8_t t = tile(s);
      Inst load;
      load.op = Op::TLD;
      load.d = t;
      load.a = regData;
      load.imm = int64_t(s.below(dataSize / 64 - 16)) * 64;
      return emitDrawn(load, s);
    }
    default: {
      Inst load;
      load.op = Op::LDD;
      load.d = scalarTarget(s);
      load.a = regData;
      load.imm = int64_t(s.oneIn(4) ? s.below(4096) : s.below(512) * 8);
      return emitDrawn(load, s);
    }
    }
  }

  // The operands that form the address come from the reserved registers, those
  // that carry data from anywhere.
  Inst addressed(Stream &s, Op op) {
    Inst inst = draw(s, op);
    inst.a = pointer(s);
    bool indexed = false, displaced = false;
    for (const isa::Operand &o : isa::info(op)) {
      indexed |= o.slot == isa::Slot::b;
      displaced |= o.slot == isa::Slot::imm && o.cls == OperandClass::imm;
    }
    if (indexed)
      inst.b = s.oneIn(16) ? 0 : uint8_t(regIndex);
    // Now and then from a register of the common ones, which a load may then
    // overwrite.
    if (s.oneIn(4))
      inst.a = copyOf(s, inst.a);
    else if (indexed && s.oneIn(3))
      inst.b = copyOf(s, regIndex);
    if (s.oneIn(2))
      for (const isa::Operand &o : isa::info(op))
        if (o.isWritten() && o.cls == OperandClass::gpr) {
          uint8_t again = !isReserved(inst.a) ? inst.a
                          : indexed && !isReserved(inst.b)
                              ? inst.b
                              : uint8_t(inst.get(o.slot));
          inst.set(o.slot, again);
          if (s.oneIn(2))
            break;
        }
    return inst;
  }
  uint8_t copyOf(Stream &s, uint8_t source) {
    uint8_t r;
    do
      r = scalarTarget(s);
    while (r == 0);
    emit(Op::ADDI, r, source, 0, 0);
    return r;
  }

  void scalarMemory(Stream &s) {
    bool store = s.oneIn(2);
    const std::vector<Op> &ops = store ? stores : loads;
    if (!ops.empty())
      emitDrawn(addressed(s, s.pick(ops)), s);
  }

  // Nothing may change what a loop counts with.
  void spare(Stream &s, Inst &inst, std::initializer_list<unsigned> registers) {
    for (const isa::Operand &o : isa::info(inst.op))
      while (o.isWritten() && o.cls == OperandClass::gpr &&
             std::find(registers.begin(), registers.end(),
                       unsigned(inst.get(o.slot))) != registers.end())
        inst.set(o.slot, scalarTarget(s));
  }
  // Loops through memory, twice the same way: lines leave the first level for
  // others and come back from the second, are written there, and leave it too.
  void walk(Stream &s) {
    if (loads.empty() || stores.empty())
      return;
    static constexpr std::array<int, 8> strides = {64,   -64,  128,   1024,
                                                   4096, 8192, -8192, 1};
    int stride = s.oneIn(3) ? int(s.between(-512, 512)) : s.pick(strides);
    // No further than the pointers' distance from the data's ends.
    unsigned most = std::min(s.oneIn(4) ? 160u : 40u,
                             unsigned(dataSize / 8) /
                                 unsigned(std::max(std::abs(stride), 1)));
    uint8_t from = pointer(s), step = nonZeroTarget(s);
    unsigned bodies = 1 + s.below(2);
    constant(step, uint64_t(int64_t(stride)));
    auto body = [&](bool store) {
      emit(Op::ADDI, regCounter, 0, 0, s.between(4, most));
      emit(Op::ADDI, regCode, from, 0, 0);
      uint64_t top = here();
      for (unsigned n = 1 + s.below(3); n; n--) {
        Inst inst =
            placed(s, s.pick(store && s.oneIn(2) ? stores : loads), regCode);
        spare(s, inst, {step});
        inst.a = regCode;
        emitDrawn(inst, s);
        for (unsigned k = s.below(3); k; k--)
          if (!elementwise.empty() && !matrix.empty()) {
            Inst tiles = draw(s, fast(s, s.oneIn(4) ? matrix : elementwise));
            spare(s, tiles, {step});
            emitDrawn(tiles, s);
          }
      }
      emit(Op::ADD, regCode, regCode, step);
      emit(Op::ADDI, regCounter, regCounter, 0, -1);
      emit(Op::BNEI, 0, regCounter, 0, 0, int32_t(int64_t(top - here())));
    };
    for (; bodies; bodies--) {
      body(s.oneIn(2));
      body(s.oneIn(2));
    }
  }
  // A loop of loads and stores, one right behind the other, whose lines share a
  // place in the first level and a few places in the second: hardly one is
  // where it was left. For both configurations' sizes of the caches.
  void juggle(Stream &s) {
    if (loads.empty() || stores.empty())
      return;
    bool small = s.oneIn(2);
    uint64_t first = small ? 1024 : 32 * 1024,
             second = small ? 8192 : 512 * 1024;
    uint8_t count = nonZeroTarget(s), third = anotherTarget(s, count);
    const std::array<uint8_t, 3> bases = {regCode, regCounter, third};
    uint64_t base = dataBase + s.below(dataSize / 4);
    for (uint8_t r : bases)
      constant(r, base + s.below(4) * first + s.below(small ? 4 : 2) * second);
    emit(Op::ADDI, count, 0, 0, s.between(2, 4));
    uint64_t top = here();
    for (unsigned n = 8 + s.below(40); n; n--) {
      Inst inst = draw(s, s.pick(s.oneIn(2) ? stores : loads));
      for (const isa::Operand &o : isa::info(inst.op)) {
        if (o.slot == isa::Slot::b && isAddress(isa::info(inst.op), o))
          inst.b = 0;
        if (o.slot != isa::Slot::imm || o.cls != OperandClass::imm)
          continue;
        int64_t offset = int64_t(s.below(4)) * 1024 +
                         (s.oneIn(2) ? int64_t(s.below(16)) * 64 : 0) +
                         s.below(s.oneIn(4) ? 64 : 48);
        if (!small || offset > o.maximum())
          offset = std::min(offset % 64, o.maximum());
        inst.imm = offset >> o.shift << o.shift;
      }
      inst.a = s.pick(bases);
      spare(s, inst, {count, third});
      emitDrawn(inst, s);
      // Sixteen lines written in a row, while another one comes to the same
      // place.
      if (s.oneIn(6) && has(Op::TST))
        emit(Op::TST, tile(s), s.pick(bases), 0, int64_t(s.below(4)) * 64);
      if (s.oneIn(8) && !elementwise.empty() && !matrix.empty()) {
        Inst other = draw(s, fast(s, s.oneIn(3) ? matrix : elementwise));
        spare(s, other, {count, third});
        emitDrawn(other, s);
      }
    }
    emit(Op::ADDI, count, count, 0, -1);
    emit(Op::BNEI, 0, count, 0, 0, int32_t(int64_t(top - here())));
  }

  // An access with its operands in the reserved registers; `scratch` serves an
  // aligned address or a far base.
  Inst placed(Stream &s, Op op, uint8_t scratch) {
    const isa::Info &info = isa::info(op);
    Inst inst = draw(s, op);
    inst.a = pointer(s);
    if (info.kind == Kind::amo || info.kind == Kind::cas) {
      emit(Op::ANDI, scratch, inst.a, 0, -8);
      inst.a = scratch;
    } else if (info.unit == Unit::tmem) {
      bool rectangle = false, displaced = false;
      for (const isa::Operand &o : info) {
        rectangle |= o.cls == OperandClass::shape;
        displaced |= o.cls == OperandClass::imm;
        if (o.cls == OperandClass::shape && s.oneIn(2))
          inst.set(o.slot, makeShape(s));
        // A whole tile's displacement can reach a megabyte; the data is
        // smaller, so the far ones get a base of their own.
        if (o.cls == OperandClass::imm && s.oneIn(4)) {
          constant(scratch, dataBase + dataSize / 2 - uint64_t(inst.imm));
          inst.a = scratch;
        } else if (o.cls == OperandClass::imm) {
          inst.imm = s.between(-16, 16) * 64;
        }
      }
      // A rectangle's b is the stride; a linear access takes any count.
      if (rectangle)
        inst.b = s.oneIn(16) ? 0 : uint8_t(regStride);
      else if (!displaced && s.oneIn(2))
        inst.b = makeCount(s);
    } else {
      for (const isa::Operand &o : info)
        if (o.slot == isa::Slot::b && isAddress(info, o))
          inst.b = s.oneIn(16) ? 0 : uint8_t(regIndex);
    }
    return inst;
  }

  void atomic(Stream &s) {
    if (atomics.empty())
      return;
    Inst inst = draw(s, s.pick(atomics));
    // An aligned address in a register of its own, or in the target.
    uint8_t address =
        s.oneIn(4) && inst.d && !isReserved(inst.d) ? inst.d : uint8_t(regCode);
    emit(Op::ANDI, address, pointer(s), 0, -8);
    inst.a = address;
    // One that finds what it expects, or all of it but a bit.
    if (isa::info(inst.op).kind == Kind::cas && s.oneIn(2)) {
      uint8_t r = nonZeroTarget(s);
      if (r != address) {
        emit(Op::LDD, r, address, 0, 0);
        if (s.oneIn(3)) {
          uint8_t bit = nonZeroTarget(s);
          if (bit != r && bit != address) {
            constant(bit, uint64_t(1) << s.below(64));
            emit(Op::XOR, r, r, bit);
          }
        }
        inst.b = r;
      }
    }
    emitDrawn(inst, s);
  }

  void tileMemory(Stream &s) {
    bool store = s.oneIn(3);
    const std::vector<Op> &ops = store ? tileStores : tileLoads;
    if (ops.empty())
      return;
    // Now and then more than any queue holds.
    if (s.oneIn(16))
      for (unsigned n = 4 + s.below(20); n; n--)
        emitDrawn(
            placed(s, s.pick(s.oneIn(4) ? tileStores : tileLoads), regCode), s);
    Inst inst = placed(s, s.pick(ops), regCode);
    emitDrawn(inst, s);
    // What was stored may be overwritten, but not before it has been read.
    if (store && s.oneIn(4) && !elementwise.empty()) {
      Inst over = draw(s, fast(s, elementwise));
      for (const isa::Operand &o : isa::info(over.op))
        if (o.isWritten() && o.cls == OperandClass::tile)
          over.d = inst.d;
      emitDrawn(over, s);
    }
  }

  // Tile stores wait long for their tile; many scalar stores pass them, and
  // then a load waits for one of them: nothing that counts stores may come
  // round.
  void stampede(Stream &s) {
    if (!has(Op::TDIV_F32) || !has(Op::TST))
      return;
    uint8_t t = tile(s);
    uint64_t base = dataBase + s.below(dataSize / 2 / 64) * 64;
    constant(regCode, base);
    constant(regCounter, base + 64 * 1024);
    unsigned slow = 2 + s.below(4);
    for (unsigned n = slow; n; n--)
      emit(Op::TDIV_F32, t, t, tile(s));
    // Often so many that what follows is at the far end of the scoreboard.
    unsigned tiles = s.oneIn(2) ? 1 + s.below(16) : 15 - slow + s.below(4);
    for (unsigned n = 0; n < tiles; n++)
      emit(Op::TST, t, regCode, 0, int64_t(n) * 1024);
    // One behind them writes what a multiply adds to, which comes when others
    // are done.
    if (s.oneIn(2) && !matrix.empty() && !elementwise.empty()) {
      auto other = [&] { return uint8_t((t + 1 + s.below(31)) % 32); };
      uint8_t sum = other();
      auto emitOn = [&](Inst inst, uint8_t d) {
        for (const isa::Operand &o : isa::info(inst.op))
          if (o.cls == OperandClass::tile)
            inst.set(o.slot, o.isWritten() ? d : other());
        emitDrawn(inst, s);
      };
      for (unsigned n = 1 + s.below(2); n; n--)
        emitOn(draw(s, s.pick(matrix)), other());
      emitOn(draw(s, fast(s, elementwise)), sum);
      for (unsigned n = s.below(16); n; n--)
        emit(Op::DIV, scalarTarget(s), scalarSource(s), scalarSource(s));
      emitOn(draw(s, s.pick(matrix)), sum);
    }
    for (unsigned n = 30 + s.below(30); n; n--)
      emit(Op::STW, scalarSource(s), regCounter, 0, int64_t(n) * 64);
    emit(Op::LDD, scalarTarget(s), regCode, 0, int64_t(s.below(tiles)) * 1024);
  }

  // A rectangle that ends where memory does, or a byte before or after, or
  // loads one that begins there: whether it is inside takes its rows, columns
  // and stride.
  void brim(Stream &s) {
    std::vector<Op> rectangles;
    for (const std::vector<Op> *ops : {&tileLoads, &tileStores})
      for (Op op : *ops)
        for (const isa::Operand &o : isa::info(op))
          if (o.cls == OperandClass::shape)
            rectangles.push_back(op);
    if (rectangles.empty())
      return;
    Inst inst = draw(s, s.pick(rectangles));
    const isa::Info &info = isa::info(inst.op);
    unsigned rows = 1 + s.below(s.oneIn(2) ? 16 : 80),
             columns = 1 + s.below(s.oneIn(2) ? 16 : 80);
    int64_t stride = s.oneIn(2) ? 64 : s.between(-300, 300);
    const ElementShape element = shapeOf(info.element);
    const Extent extent = clampShape(rows | columns << 8, element);
    int64_t span = int64_t(extent.rows - 1) * stride;
    int64_t row = int64_t(extent.columns) * element.bytes;
    bool low = info.kind == Kind::tload && s.oneIn(3);
    int64_t at = low ? int64_t(codeBase) - std::min<int64_t>(span, 0)
                     : int64_t(memoryEnd) - std::max<int64_t>(span, 0) - row;
    uint8_t shape = nonZeroTarget(s), step = anotherTarget(s, shape);
    constant(shape, rows | columns << 8);
    constant(step, uint64_t(stride));
    constant(regCode, uint64_t(at + (s.oneIn(2) ? 0 : s.between(-1, 1))));
    inst.a = regCode;
    for (const isa::Operand &o : info)
      if (o.cls == OperandClass::shape)
        inst.set(o.slot, shape);
    inst.b = step;
    emitDrawn(inst, s);
  }

  // Many tile instructions at once: loads fill the queue of the tile memory
  // unit, and what follows depends on them and on each other, in a few tiles.
  void crowd(Stream &s) {
    if (tileLoads.empty() || tileStores.empty() || matrix.empty() ||
        elementwise.empty())
      return;
    std::array<uint8_t, 6> few;
    for (uint8_t &t : few)
      t = uint8_t(s.below(32));
    bool apart = s.oneIn(2);
    auto among = [&](Inst inst) {
      for (const isa::Operand &o : isa::info(inst.op))
        if (o.cls == OperandClass::tile)
          inst.set(o.slot, s.pick(few));
      emitDrawn(inst, s);
    };
    for (unsigned n = 6 + s.below(14); n; n--) {
      Inst inst = placed(s, s.pick(tileLoads), regCode);
      inst.d = n < few.size() ? few[n] : uint8_t(s.below(32));
      // Or what follows depends on no load, and ends before them.
      while (apart && std::find(few.begin(), few.end(), inst.d) != few.end())
        inst.d = uint8_t(s.below(32));
      emitDrawn(inst, s);
    }
    for (unsigned n = 8 + s.below(12); n; n--)
      switch (s.below(6)) {
      case 5: // now and then a while passes
        plain(s, alu);
        break;
      case 0:
        among(placed(s, s.pick(s.oneIn(2) ? tileStores : tileLoads), regCode));
        break;
      case 1:
      case 2:
        among(draw(s, fast(s, elementwise)));
        break;
      default:
        among(draw(s, fast(s, matrix)));
      }
  }

  void branch(Stream &s) {
    switch (s.below(8)) {
    case 0: { // a bounded loop, taken backwards
      emit(Op::ADDI, regCounter, 0, 0, s.between(1, 4));
      size_t top = program.code.size();
      for (unsigned n = 1 + s.below(4); n; n--)
        plain(s, s.oneIn(3) ? elementwise : alu);
      emit(Op::ADDI, regCounter, regCounter, 0, -1);
      auto distance = (int64_t(top) - int64_t(program.code.size())) * 4;
      emit(Op::BNEI, 0, regCounter, 0, 0, int32_t(distance));
      return;
    }
    case 1: { // a jump or a call over a few instructions
      unsigned over = s.below(4);
      emit(s.oneIn(2) ? Op::J : Op::CALL, 0, 0, 0, int64_t(over + 1) * 4);
      for (; over; over--)
        plain(s, alu);
      return;
    }
    case 2:
    case 3:
    case 4: { // an indirect jump, its address made just before or a little
              // earlier
      unsigned between = s.below(3), over = s.below(4);
      uint64_t base = here();
      uint64_t target = base + (2 + between + over) * 4;
      // the page of the adrp, the rest as offset
      uint64_t offset = target - (base & ~uint64_t(4095));
      if (offset > 4095 || alu.empty()) // does not fit: no jump
        return plain(s, alu);
      emit(Op::ADRP, regCode, 0, 0, 0);
      for (; between; between--)
        plain(s, s.oneIn(4) ? elementwise : alu);
      Inst jump;
      jump.op = Op::JALR;
      jump.d = s.oneIn(3) ? 0 : scalarTarget(s);
      jump.a = regCode;
      // Counted anew: what lies between may be several instructions, or none.
      jump.imm = int64_t(here() + (1 + over) * 4 - (base & ~uint64_t(4095)));
      // Now and then from a far base, the offset at one end of its range;
      // always if the page of the adrp has fallen too far behind.
      if (s.oneIn(4) || jump.imm > 4095) {
        int64_t far = s.oneIn(2) ? -4096 : 4095;
        uint64_t after = here() + (3 + over) * 4;
        constant(regCode, after - uint64_t(far));
        assert(here() == after - (1 + over) * 4);
        jump.imm = far;
      }
      emitDrawn(jump, s);
      for (; over; over--)
        plain(s, alu);
      return;
    }
    default: { // a forward branch, either way
      if (branches.empty())
        return;
      unsigned over = s.below(4);
      Inst inst = draw(s, s.pick(branches));
      if (s.oneIn(3))
        relate(s, inst);
      for (const isa::Operand &o : isa::info(inst.op))
        if (o.immKind == isa::ImmKind::pcrel)
          inst.set(o.slot, int64_t(over + 1) * 4);
      emit(inst);
      for (; over; over--)
        plain(s, s.oneIn(3) ? elementwise : alu);
      return;
    }
    }
  }

  void system(Stream &s) {
    switch (s.below(5)) {
    case 0: { // a control register: the ones that steer the program are left
              // alone
      if (csrs.empty())
        return;
      Inst inst = draw(s, s.pick(csrs));
      if (s.oneIn(2)) // any of them can be read
        inst.a = 0;
      bool writes = inst.op == Op::CSRRW || inst.a != 0;
      inst.imm = writes ? int64_t(s.pick(writableCsrs))
                        : int64_t(isa::csrs[s.below(isa::csrCount)].number);
      return emitDrawn(inst, s);
    }
    case 1:
      return emit(Op::FENCE, 0, 0, 0);
    case 2:
      return emit(Op::FENCE_I, 0, 0, 0);
    case 3: { // code that changes
      if (s.oneIn(2))
        return rewrite(s);
      // an instruction is stored ahead, then run
      Inst fresh = alu.empty() ? Inst{} : draw(s, s.pick(alu));
      if (fresh.op == Op::Illegal)
        return;
      uint8_t value = scalarTarget(s);
      uint32_t w = isa::encode(fresh);
      // 3 or 4 words of constants, the address, store, fence, then the target
      size_t address = program.code.size();
      emit(Op::MOVZ, value ? value : 1, 0, 0, w & 0xffff, 0);
      emit(Op::MOVK, value ? value : 1, 0, 0, w >> 16, 16);
      uint64_t target = codeBase + (address + 8) * 4;
      emit(Op::MOVZ, regCode, 0, 0, int64_t(target & 0xffff), 0);
      emit(Op::MOVK, regCode, 0, 0, int64_t(target >> 16 & 0xffff), 16);
      emit(Op::STW, value ? value : 1, regCode, 0, 0);
      emit(Op::FENCE_I, 0, 0, 0);
      emit(Op::ADDI, regCode, 0, 0, 0);
      emit(Op::ADDI, regCode, 0, 0, 0);
      word(0); // the word that is written: illegal if the fence failed
      remember(fresh, s);
      return;
    }
    default: { // an interrupt, by software or by the timer
      if (!has(Op::CSRRS))
        return;
      if (s.oneIn(3))
        return pending(s);
      bool timer = s.oneIn(2);
      emit(Op::ADDI, regCode, 0, 0, 3);
      emit(Op::CSRRW, 0, regCode, 0, int64_t(isa::Csr::IE));
      if (timer) {
        emit(Op::CSRRS, regCode, 0, 0, int64_t(isa::Csr::TIME));
        emit(Op::ADDI, regCode, regCode, 0, int64_t(s.below(16)));
        emit(Op::CSRRW, 0, regCode, 0, int64_t(isa::Csr::TIMECMP));
      } else {
        emit(Op::ADDI, regCode, 0, 0, 1);
        emit(Op::CSRRS, 0, regCode, 0, int64_t(isa::Csr::IP));
      }
      if (s.oneIn(4)) // pending and enabled below: returns at once or waits for
                      // the timer
        emit(Op::WFI, 0, 0, 0);
      emit(Op::ADDI, regCode, 0, 0, 1);
      emit(Op::CSRRS, 0, regCode, 0, int64_t(isa::Csr::STATUS));
      for (unsigned n = s.below(6); n; n--)
        plain(s, s.oneIn(2) ? elementwise : alu);
      return;
    }
    }
  }

  // Interrupts are off, and one becomes pending: the program watches, a trap
  // keeps them off, and they stay off to the next template that turns them on.
  void pending(Stream &s) {
    emit(Op::ADDI, regCode, 0, 0, 1);
    emit(Op::CSRRC, 0, regCode, 0, int64_t(isa::Csr::STATUS));
    emit(Op::ADDI, regCode, 0, 0, int64_t(s.below(4)));
    emit(Op::CSRRW, 0, regCode, 0, int64_t(isa::Csr::IE));
    emit(Op::CSRRS, regCode, 0, 0, int64_t(isa::Csr::TIME));
    emit(Op::ADDI, regCode, regCode, 0, int64_t(s.below(6)));
    emit(Op::CSRRW, 0, regCode, 0, int64_t(isa::Csr::TIMECMP));
    if (s.oneIn(options.mix.trapEvery ? 16 : ~0u))
      emit(Op::ECALL, 0, 0, 0);
    for (unsigned n = 1 + s.below(5); n; n--)
      emit(Op::CSRRS, scalarTarget(s), 0, 0,
           int64_t(s.oneIn(4) ? isa::Csr::STATUS : isa::Csr::IP));
    emit(Op::MOVN, regCode, 0, 0, 0, 0);
    emit(Op::CSRRW, 0, regCode, 0, int64_t(isa::Csr::TIMECMP));
  }

  // An instruction runs, is replaced by another one and runs again: what the
  // caches and the fetch hold of it must go.
  void rewrite(Stream &s) {
    if (alu.empty())
      return;
    Inst old = draw(s, s.pick(alu)), fresh = draw(s, s.pick(alu));
    uint32_t w = isa::encode(fresh);
    uint8_t value = nonZeroTarget(s);
    emit(Op::ADDI, regCounter, 0, 0, 2);
    uint64_t top = here();
    emit(old);
    // The new word and its place, while the old one may still be under way.
    emit(Op::MOVZ, value, 0, 0, w & 0xffff, 0);
    emit(Op::MOVK, value, 0, 0, w >> 16, 16);
    constant(regCode, top);
    emit(Op::STW, value, regCode, 0, 0);
    for (unsigned n = s.below(4); n; n--)
      plain(s, s.oneIn(3) ? elementwise : alu);
    emit(Op::FENCE_I, 0, 0, 0);
    emit(Op::ADDI, regCounter, regCounter, 0, -1);
    emit(Op::BNEI, 0, regCounter, 0, 0, int32_t(int64_t(top - here())));
    remember(fresh, s);
  }

  // An address at most so far before the end of memory, or anywhere behind it.
  static uint64_t nearEnd(Stream &s, unsigned distance) {
    return !s.oneIn(3)  ? memoryEnd - s.below(distance)
           : s.oneIn(2) ? memoryEnd + s.below(distance)
                        : memoryEnd | uint64_t(1) << (23 + s.below(40));
  }

  // One trap of each cause, precise whatever is under way.
  void trap(Stream &s) {
    switch (s.below(10)) {
    case 0:
      return emit(Op::ECALL, 0, 0, 0);
    case 1:
      return emit(Op::EBREAK, 0, 0, 0);
    case 2:
      for (;;) {
        auto w =
            s.oneIn(4) ? (s.oneIn(2) ? 0 : ~uint32_t(0)) : uint32_t(s.bits());
        if (isa::decode(w).op == Op::Illegal)
          return word(w);
      }
    case 3: { // misaligned jump
      emit(Op::ADRP, regCode, 0, 0, 0);
      emit(Op::JALR, scalarTarget(s), regCode, 0, s.between(1, 3));
      return;
    }
    case 4: { // a jump to nowhere; the handler goes on behind it
      Inst jump;
      jump.op = Op::JALR;
      jump.d = 0;
      jump.a = 0;
      jump.imm = int64_t(s.below(1024)) * 4;
      constant(regResume, resumeAfter());
      emit(jump);
      return;
    }
    case 5: { // a scalar access outside memory, or to the device
      bool store = s.oneIn(2);
      const std::vector<Op> &ops = store ? stores : loads;
      if (ops.empty())
        return;
      static constexpr std::array<uint64_t, 5> bad = {
          0, SECTILE_HOST_DEVICE + 1, SECTILE_RAM_BASE - 4, ~uint64_t(0) - 7,
          uint64_t(1) << 63};
      constant(regCode, s.oneIn(2) ? nearEnd(s, 9) : s.pick(bad));
      Inst inst = draw(s, s.pick(ops));
      inst.a = regCode;
      for (const isa::Operand &o : isa::info(inst.op)) {
        if (o.slot == isa::Slot::b)
          inst.b = 0;
        if (o.slot == isa::Slot::imm && o.cls == OperandClass::imm)
          inst.imm = 0;
      }
      return emit(inst);
    }
    case 6: { // a misaligned atomic
      if (atomics.empty())
        return;
      Inst inst = draw(s, s.pick(atomics));
      emit(Op::ORI, regCode, pointer(s), 0, 1 + int64_t(s.below(3)));
      inst.a = regCode;
      return emit(inst);
    }
    case 7: { // an atomic on the device
      if (atomics.empty())
        return;
      Inst inst = draw(s, s.pick(atomics));
      constant(regCode, SECTILE_HOST_DEVICE);
      inst.a = regCode;
      return emit(inst);
    }
    default: { // a tile access that is partly outside: nothing may change
      bool store = s.oneIn(2);
      const std::vector<Op> &ops = store ? tileStores : tileLoads;
      if (ops.empty())
        return;
      Inst inst = draw(s, s.pick(ops));
      switch (s.below(4)) {
      case 0:
        constant(regCode, SECTILE_HOST_DEVICE);
        break;
      case 1:
      case 2: // the last rows, or part of one
        constant(regCode, nearEnd(s, 1200));
        break;
      default:
        constant(regCode, SECTILE_RAM_BASE - 1 - s.below(200));
        break;
      }
      inst.a = regCode;
      bool rectangle = false;
      for (const isa::Operand &o : isa::info(inst.op)) {
        rectangle |= o.cls == OperandClass::shape;
        if (o.cls == OperandClass::imm)
          inst.imm = 0;
      }
      if (rectangle)
        inst.b = regStride;
      return emit(inst);
    }
    }
  }

  // The address behind the next jump, when the constant that holds it is
  // still to be written: its length depends on its value.
  uint64_t resumeAfter() const {
    for (unsigned words = 1; words <= 4; words++) {
      uint64_t address = here() + (words + 1) * 4;
      unsigned needed = 1;
      for (int hw = 16; hw < 64; hw += 16)
        needed += (address >> hw & 0xffff) != 0;
      if (needed == words)
        return address;
    }
    return here();
  }
};

} // namespace

Program generate(const Options &options) {
  assert(options.items >= 1 && options.items <= 200000);
  return Writer(options).write();
}

std::vector<uint8_t> toElf(const Program &program) {
  // Two loadable segments and nothing else.
  std::vector<uint8_t> out(64 + 2 * 56);
  auto put = [&](size_t at, uint64_t value, unsigned bytes) {
    for (unsigned i = 0; i < bytes; i++)
      out[at + i] = uint8_t(value >> 8 * i);
  };
  memcpy(out.data(),
         "\x7f"
         "ELF\2\1\1",
         7);
  put(16, 2, 2);      // executable
  put(18, 0x5ec7, 2); // Sectile
  put(20, 1, 4);
  put(24, codeBase, 8);
  put(32, 64, 8); // program headers
  put(52, 64, 2);
  put(54, 56, 2);
  put(56, 2, 2);
  auto segment = [&](unsigned n, uint64_t address, const void *bytes,
                     size_t size, unsigned flags) {
    while (out.size() % 4096)
      out.push_back(0);
    size_t header = 64 + n * 56;
    put(header, 1, 4);
    put(header + 4, flags, 4);
    put(header + 8, out.size(), 8);
    put(header + 16, address, 8);
    put(header + 24, address, 8);
    put(header + 32, size, 8);
    put(header + 40, size, 8);
    put(header + 48, 4096, 8);
    auto *first = static_cast<const uint8_t *>(bytes);
    out.insert(out.end(), first, first + size);
  };
  // Code is written by the programs that change it.
  segment(0, codeBase, program.code.data(), program.code.size() * 4, 7);
  segment(1, dataBase, program.data.data(), program.data.size(), 6);
  return out;
}

std::string toText(const Program &program) {
  std::string text;
  char line[160];
  for (size_t i = 0; i < program.code.size(); i++) {
    uint64_t pc = codeBase + i * 4;
    Inst inst = isa::decode(program.code[i]);
    std::string body =
        inst.op == Op::Illegal ? ".word" : isa::toString(inst, pc);
    snprintf(line, sizeof line, "%08llx: %08x  %-40s",
             static_cast<unsigned long long>(pc), program.code[i],
             body.c_str());
    text += line;
    if (program.itemOf[i] != ~0u)
      text += " # item " + std::to_string(program.itemOf[i]);
    text += '\n';
  }
  return text;
}

} // namespace sectile::random
