// The machine: memory, traps, the precise step, the translator and the loop
// around the fast engine.
#include "sectile/emulator/machine.h"
#include "machine/implementation.h"

#include "semantics/tile.h"
#include "tile/handlers.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <sys/mman.h>

namespace sectile {

using isa::Csr;
using isa::Inst;
using isa::Op;
using isa::Trap;

namespace {
constexpr uint64_t interruptBit = uint64_t(1) << 63;
constexpr uint64_t arenaSize = uint64_t(256) << 20;
constexpr unsigned maximumBlock = 128; // instructions
// After so many in the engine a request to stop is looked for.
constexpr uint64_t requestInterval = 1 << 20;

Block unlinkedBlock = {~uint64_t(0), unlinkedCount, 0};

uint64_t hostNanoseconds() {
  return uint64_t(std::chrono::duration_cast<std::chrono::nanoseconds>(
                      std::chrono::steady_clock::now().time_since_epoch())
                      .count());
}
} // namespace

//===-- Memory ----------------------------------------------------------===//

Machine::Implementation::Implementation(MachineOptions o, GuestMemory &m)
    : options(std::move(o)), memory(m) {
  if (options.memory < 8192 || options.memory % 4096 != 0 ||
      options.memory > uint64_t(1) << 40) {
    problem = "memory of " + std::to_string(options.memory) +
              " bytes: expected a multiple of 4096 from 8192 to 2^40";
    return;
  }
  if (!hostHas(options.tiles)) {
    problem =
        std::string("this host lacks the instructions of the tile path '") +
        toString(options.tiles) + "'";
    return;
  }
  host = std::make_unique<HostDevice>(options.host);
  if (!host->error().empty()) {
    problem = host->error();
    return;
  }
  // RAM begins on a huge page: tiles touch a page or two per row.
  constexpr uint64_t hugePage = 2 << 20;
  flagBytes =
      ((options.memory >> granuleShift) + hugePage - 1) & ~(hugePage - 1);
  mappedBytes = flagBytes + options.memory + ramPadding + hugePage;
  auto map = [](uint64_t size) -> uint8_t * {
    void *p = ::mmap(nullptr, size, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return p == MAP_FAILED ? nullptr : static_cast<uint8_t *>(p);
  };
  mapping = map(mappedBytes);
  arena = map(arenaSize);
  if (!mapping || !arena) {
    problem =
        "cannot reserve " + std::to_string(options.memory) + " bytes of memory";
    return;
  }
  core = std::make_unique<Core>();
  core->ram = mapping + flagBytes;
  core->ram += -reinterpret_cast<uintptr_t>(core->ram) & (hugePage - 1);
  ::madvise(core->ram, options.memory, MADV_HUGEPAGE);
  core->ramSize = options.memory;
  core->r[fullRegister] = ~uint64_t(0);
  handlers = options.tiles == TilePath::portable ? &engineBase() : &engineV3();
  tiles = options.tiles == TilePath::avx512 ? &tilesAvx512()
          : options.tiles == TilePath::avx2 ? &tilesAvx2()
                                            : &tilesPortable();
  startTime = hostNanoseconds();
  flush();
}

Machine::Implementation::~Implementation() {
  if (mapping)
    ::munmap(mapping, mappedBytes);
  if (arena)
    ::munmap(arena, arenaSize);
}

bool Machine::Implementation::inRam(uint64_t address, uint64_t size) const {
  return address >= ramBase && address - ramBase <= core->ramSize &&
         size <= core->ramSize - (address - ramBase);
}

// Everything that changes memory outside the fast engine comes through here.
void Machine::Implementation::storeBytes(uint64_t address, const void *data,
                                         uint64_t size) {
  if (size == 0)
    return;
  uint64_t offset = address - ramBase;
  std::memcpy(core->ram + offset, data, size);
  for (uint64_t g = offset >> granuleShift;
       g <= (offset + size - 1) >> granuleShift; ++g)
    if (core->ram[~int64_t(g)]) {
      // Granules are coarse: only a word that was translated counts.
      for (uint64_t w = offset >> 2; w <= (offset + size - 1) >> 2; ++w)
        if (codeWords.contains(w)) {
          flush();
          return;
        }
      return;
    }
}

//===-- Control registers -----------------------------------------------===//

uint64_t Machine::Implementation::time() const {
  if (options.lockstep)
    return counters[unsigned(Csr::TIME) & 0xff];
  return options.realTime ? hostNanoseconds() - startTime : retired;
}

uint64_t Machine::Implementation::pending() const {
  return (softwarePending ? 1 : 0) | (time() >= timecmp ? 2 : 0);
}

uint64_t Machine::Implementation::readCsr(Csr number) const {
  switch (number) {
  case Csr::STATUS:
    return status;
  case Csr::TVEC:
    return tvec;
  case Csr::EPC:
    return epc;
  case Csr::CAUSE:
    return cause;
  case Csr::TVAL:
    return tval;
  case Csr::SCRATCH:
    return scratch;
  case Csr::IE:
    return ie;
  case Csr::IP:
    return pending();
  case Csr::TIMECMP:
    return timecmp;
  case Csr::INSTRET:
    return retired;
  case Csr::TIME:
    return time();
  case Csr::CYCLE:
    if (!options.lockstep)
      return retired;
    break;
  default:
    break;
  }
  return unsigned(number) & 0x800 ? counters[unsigned(number) & 0xff] : 0;
}

void Machine::Implementation::writeCsr(Csr number, uint64_t v) {
  switch (number) {
  case Csr::STATUS:
    status = v & 3;
    break;
  case Csr::TVEC:
    tvec = v & ~uint64_t(3);
    break;
  case Csr::EPC:
    epc = v & ~uint64_t(3);
    break;
  case Csr::CAUSE:
    cause = v;
    break;
  case Csr::TVAL:
    tval = v;
    break;
  case Csr::SCRATCH:
    scratch = v;
    break;
  case Csr::IE:
    ie = v & 3;
    break;
  case Csr::IP:
    softwarePending = v & 1;
    break;
  case Csr::TIMECMP:
    timecmp = v;
    break;
  default:
    break;
  }
}

//===-- Traps -----------------------------------------------------------===//

std::optional<Stop> Machine::Implementation::trap(uint64_t why, uint64_t value,
                                                  Retire &r) {
  r.trapped = true;
  r.cause = why;
  r.value = value;
  epc = pc;
  cause = why;
  tval = value;
  if (hooks.trap)
    hooks.trap(why, value, pc);
  if (tvec == 0) {
    lastFault = {why, value, pc, r.word};
    r.nextPc = pc;
    return Stop::fault;
  }
  status = (status & 1) << 1;
  pc = r.nextPc = tvec;
  return std::nullopt;
}

// The interrupt that is taken before the next instruction, if any.
std::optional<uint64_t> Machine::Implementation::interruptDue() const {
  if (options.lockstep || !(status & 1) || ie == 0)
    return std::nullopt;
  uint64_t due = pending() & ie;
  if (due & 1)
    return interruptBit | 0;
  if (due & 2)
    return interruptBit | 1;
  return std::nullopt;
}

//===-- The stack -------------------------------------------------------===//
//
// The C library's start-up code puts the stack at the end of RAM; it grows down
// to where the heap ends by then, or to the end of the program. A program that
// grows it further destroys what is there and fails anywhere later, so writes
// of the stack pointer are watched. What the engine compares is a part of the
// stack that is surely free; the rest is here.
//
// A value that the stack pointer gets from itself, less something, is a frame.
// Any other value outside the stack is another stack, of a coroutine or a
// thread: nothing is known of those, and the program is watched no longer.

namespace {
// A stack that is deeper than this far below the last look is looked at again.
constexpr uint64_t stackWindow = 64 << 10;
} // namespace

void Machine::Implementation::watchStack(const Program &program) {
  programEnd = program.end();
  heapEndAt = program.addressOf("__sectile_heap_end");
  bool known = options.watchStack && !options.lockstep &&
               program.addressOf("__sectile_start");
  setStack(known ? Stack::waiting : Stack::off);
}

uint64_t Machine::Implementation::lowestStack() const {
  uint64_t heapEnd = 0;
  if (heapEndAt && inRam(*heapEndAt, 8))
    std::memcpy(&heapEnd, core->ram + (*heapEndAt - ramBase), 8);
  return heapEnd > programEnd && heapEnd <= ramBase + core->ramSize
             ? heapEnd
             : programEnd;
}

bool Machine::Implementation::inStack(uint64_t address) const {
  return address >= lowestStack() && address <= ramBase + core->ramSize;
}

// After the stack pointer has been set from outside.
void Machine::Implementation::findStack() {
  if (stack == Stack::off)
    return;
  if (!inStack(core->r[stackPointer]))
    setStack(Stack::waiting);
  else // the heap never comes closer
    setStack(Stack::watched, ramBase + core->ramSize -
                                 std::min(core->ramSize, SECTILE_STACK_SIZE));
}

void Machine::Implementation::setStack(Stack state, uint64_t low) {
  // Translated code watches or does not.
  if ((stack == Stack::off) != (state == Stack::off))
    flush();
  stack = state;
  core->stackLow = state == Stack::off       ? 0
                   : state == Stack::waiting ? ~uint64_t(0)
                                             : std::max(low, programEnd);
  core->stackSpan = state == Stack::off ? ~uint64_t(0)
                    : state == Stack::waiting
                        ? 0
                        : ramBase + core->ramSize - core->stackLow;
}

// The stack pointer was `before`; the instruction at `at` has written it.
bool Machine::Implementation::stackOverflow(uint64_t before, const Inst &i,
                                            uint64_t at) {
  uint64_t now = core->r[stackPointer];
  if (now - core->stackLow <= core->stackSpan)
    return false;
  if (inStack(now)) {
    if (stack == Stack::waiting)
      findStack();
    if (now < core->stackLow)
      setStack(Stack::watched, std::max(lowestStack(), now - stackWindow));
    return false;
  }
  if (stack == Stack::waiting)
    return false;
  bool grows = int64_t(now - before) < 0 && fromStackPointer(i, at);
  stackLimit = lowestStack();
  setStack(Stack::off);
  return grows;
}

// Whether an instruction takes a value that comes from the stack pointer, by
// way of the instructions before it: an allocation of a size that is known at
// run time is computed elsewhere first.
bool Machine::Implementation::fromStackPointer(const Inst &inst,
                                               uint64_t at) const {
  constexpr unsigned most = 64;
  Inst i = inst;
  for (unsigned n = 0; n < most; ++n) {
    // Of its operands one at most is an address: the first register it reads.
    int source = -1;
    for (const isa::Operand &o : isa::info(i.op)) {
      if (o.cls != isa::OperandClass::gpr || !o.isRead())
        continue;
      if (i.get(o.slot) == stackPointer)
        return true;
      if (source < 0)
        source = int(i.get(o.slot));
    }
    if (source <= 0 || isa::info(i.op).kind != isa::Kind::compute)
      return false;
    // Who wrote that.
    for (bool found = false; !found; ++n) {
      at -= 4;
      if (n == most || !inRam(at, 4))
        return false;
      uint32_t word;
      std::memcpy(&word, core->ram + (at - ramBase), 4);
      i = isa::decode(word);
      isa::Kind kind = isa::info(i.op).kind;
      if (kind == isa::Kind::branch || kind == isa::Kind::jump ||
          kind == isa::Kind::system || i.op == Op::Illegal)
        return false;
      for (const isa::Operand &o : isa::info(i.op))
        found |= o.cls == isa::OperandClass::gpr && o.isWritten() &&
                 int(i.get(o.slot)) == source;
    }
  }
  return false;
}

//===-- One instruction -------------------------------------------------===//

// Executes one instruction and notes what it does. A member function that
// finds a trap returns false.
struct Machine::Implementation::Executor {
  Implementation &m;
  Retire &r;
  const Inst &i;
  uint64_t *x;
  // Set where an instruction ends otherwise than by going on at pc + 4.
  std::optional<Stop> stop = std::nullopt;

  void writeRegister(unsigned n, uint64_t v) {
    if (n == 0)
      return;
    x[n] = v;
    r.registers[r.registerWrites++] = {uint8_t(n), v};
  }
  bool fail(Trap cause, uint64_t value) {
    stop = m.trap(uint64_t(cause), value, r);
    return false;
  }
  MemoryAccess &note(uint64_t address, unsigned size, bool isStore,
                     const void *data) {
    MemoryAccess &access = r.accesses.emplace_back();
    access.address = address;
    access.size = size;
    access.isStore = isStore;
    std::memcpy(access.data, data, size);
    return access;
  }
  // The first byte of [address, address + size) that is not in RAM, or the
  // address after it.
  uint64_t firstIllegal(uint64_t address, unsigned size) const {
    for (unsigned n = 0; n < size; ++n)
      if (!m.inRam(address + n, 1))
        return address + n;
    return address + size;
  }

  //===-- Computing -----------------------------------------------------===//

  // An operand by the type of the parameter; registers come from a, b, c, or
  // start with d where the instruction ties a scalar.
  template <Op O, auto F, class R, class... P> void computeWith(R (*)(P...)) {
    constexpr bool tied = O == Op::MOVK || O == Op::INS;
    const uint8_t fields[] = {i.d, i.a, i.b, i.c};
    unsigned field = tied ? 0 : 1, immediate = 0;
    auto operand = [&]<class T>(T *) -> T {
      if constexpr (std::is_same_v<T, uint64_t>)
        return x[fields[field++]];
      else
        return immediate++ ? i.imm2 : i.imm;
    };
    std::tuple<P...> operands{operand(static_cast<P *>(nullptr))...};
    writeRegister(i.d, std::apply(F, operands));
  }
  template <Op O, auto F, unsigned, isa::Element> bool compute() {
    computeWith<O, F>(F);
    return true;
  }
  template <Op O, auto F, unsigned, isa::Element> bool pcpage() {
    writeRegister(i.d, F(m.pc, i.imm));
    return true;
  }

  //===-- Memory --------------------------------------------------------===//

  template <Op O> uint64_t address() const {
    constexpr isa::AddressForm form = isa::addressOf(O);
    if constexpr (form == isa::AddressForm::index)
      return x[i.a] + (x[i.b] << i.imm);
    else if constexpr (form == isa::AddressForm::wordIndex)
      return x[i.a] + (sem::zx32(x[i.b]) << i.imm);
    else
      return x[i.a] + uint64_t(i.imm);
  }
  // Raw bytes of a load.
  bool fetch(uint64_t at, unsigned size, void *data) {
    if (!m.inRam(at, size))
      return fail(Trap::LOAD_FAULT, firstIllegal(at, size));
    std::memcpy(data, m.core->ram + (at - ramBase), size);
    note(at, size, false, data);
    return true;
  }
  bool put(uint64_t at, unsigned size, const void *data) {
    if (size == 8 && at == SECTILE_HOST_DEVICE) {
      note(at, size, true, data);
      uint64_t block;
      std::memcpy(&block, data, 8);
      r.hostCommand = block;
      return true;
    }
    if (!m.inRam(at, size))
      return fail(Trap::STORE_FAULT, firstIllegal(at, size));
    note(at, size, true, data);
    m.storeBytes(at, data, size);
    return true;
  }

  template <Op O, auto F, unsigned Bytes, isa::Element> bool load() {
    uint64_t raw = 0;
    if (!fetch(address<O>(), Bytes, &raw))
      return false;
    writeRegister(i.d, F(raw));
    return true;
  }
  template <Op O, auto F, unsigned Bytes, isa::Element> bool store() {
    uint64_t raw = F(x[i.d]);
    return put(address<O>(), Bytes, &raw);
  }
  template <Op O, auto F, unsigned Bytes, isa::Element> bool loadpair() {
    uint8_t raw[16];
    if (!fetch(address<O>(), Bytes, raw))
      return false;
    uint64_t first = 0, second = 0;
    std::memcpy(&first, raw, Bytes / 2);
    std::memcpy(&second, raw + Bytes / 2, Bytes / 2);
    writeRegister(i.d, F(first));
    writeRegister(i.c, F(second));
    return true;
  }
  template <Op O, auto F, unsigned Bytes, isa::Element> bool storepair() {
    uint64_t first = F(x[i.d]), second = F(x[i.c]);
    uint8_t raw[16];
    std::memcpy(raw, &first, Bytes / 2);
    std::memcpy(raw + Bytes / 2, &second, Bytes / 2);
    return put(address<O>(), Bytes, raw);
  }
  template <unsigned Bytes, class New> bool atomic(New newValue) {
    uint64_t at = x[i.a], raw = 0;
    if (at % Bytes != 0)
      return fail(Trap::MISALIGNED_ATOMIC, at);
    if (!fetch(at, Bytes, &raw))
      return false;
    uint64_t after = newValue(raw);
    note(at, Bytes, true, &after);
    m.storeBytes(at, &after, Bytes);
    writeRegister(i.d, Bytes == 4 ? sem::sx32(raw) : raw);
    return true;
  }
  template <Op O, auto F, unsigned Bytes, isa::Element> bool amo() {
    return atomic<Bytes>([&](uint64_t old) { return F(old, x[i.b]); });
  }
  template <Op O, auto F, unsigned Bytes, isa::Element> bool cas() {
    return atomic<Bytes>([&](uint64_t old) { return F(old, x[i.b], x[i.c]); });
  }

  //===-- Control -------------------------------------------------------===//

  template <auto F> bool taken(bool (*)(uint64_t, uint64_t)) const {
    return F(x[i.a], x[i.b]);
  }
  template <auto F> bool taken(bool (*)(uint64_t, int64_t)) const {
    return F(x[i.a], i.imm);
  }
  template <Op O, auto F, unsigned, isa::Element> bool branch() {
    bool twoRegisters =
        std::is_same_v<decltype(F), bool (*)(uint64_t, uint64_t)>;
    if (taken<F>(F))
      r.nextPc = m.pc + uint64_t(twoRegisters ? i.imm : int64_t(i.imm2));
    return true;
  }
  template <Op O, auto F, unsigned, isa::Element> bool jump() {
    uint64_t target = F(O == Op::JALR ? x[i.a] : m.pc, i.imm);
    if (target % 4 != 0)
      return fail(Trap::MISALIGNED_JUMP, target);
    if (O != Op::J)
      writeRegister(O == Op::CALL ? 1 : i.d, m.pc + 4);
    r.nextPc = target;
    return true;
  }
  template <Op O, auto F, unsigned, isa::Element> bool csr() {
    auto number = Csr(i.imm);
    uint64_t old = m.readCsr(number), operand = x[i.a];
    if (O == Op::CSRRW || i.a != 0)
      m.writeCsr(number, F(old, operand));
    writeRegister(i.d, old);
    return true;
  }
  bool system() {
    switch (i.op) {
    case Op::ECALL:
      return fail(Trap::ECALL, 0);
    case Op::EBREAK:
      return fail(Trap::BREAKPOINT, 0);
    case Op::TRET:
      r.nextPc = m.epc;
      m.status = 2 | (m.status >> 1 & 1);
      return true;
    default:
      return true; // fences: order is always kept; WFI may return early
    }
  }

  //===-- Tiles ---------------------------------------------------------===//

  // Done by the handler of the tile path, on a block of this one instruction.
  template <Op O, auto F, unsigned, isa::Element> bool tile() {
    m.runHandler(i);
    if constexpr (O == Op::TGETW)
      writeRegister(i.d, x[i.d]);
    else
      r.tile = i.d;
    return true;
  }

  // Calls act(row, columns, address) for each row of a tile access, in memory
  // order, and is the same for loads, stores and checks. Addresses are
  // unbounded integers.
  using Wide = __int128;
  template <Op O, unsigned Bytes, isa::Element E, class Act>
  void eachRow(Act act) const {
    constexpr ElementShape e = shapeOf(E);
    if constexpr (isa::addressOf(O) == isa::AddressForm::displacement) {
      Wide base = Wide(x[i.a]) + i.imm;
      for (unsigned row = 0; row < 16; ++row)
        act(row, 64u, base + 64 * row);
    } else if constexpr (isa::addressOf(O) == isa::AddressForm::rectangle) {
      Extent extent = clampShape(i.c == 0 ? ~uint64_t(0) : x[i.c], e);
      if (extent.columns)
        for (unsigned row = 0; row < extent.rows; ++row)
          act(row, extent.columns, Wide(x[i.a]) + Wide(int64_t(x[i.b])) * row);
    } else {
      unsigned count = clampCount(x[i.b], e.rows * e.columns);
      for (unsigned done = 0; done < count; done += e.columns)
        act(done / e.columns, std::min(e.columns, count - done),
            Wide(x[i.a]) + Wide(done) * e.bytes);
    }
  }
  template <Op O, unsigned Bytes, isa::Element E> bool check(Trap cause) {
    bool legal = true;
    uint64_t bad = 0;
    eachRow<O, Bytes, E>([&](unsigned, unsigned columns, Wide address) {
      Wide low = ramBase, high = low + m.core->ramSize,
           after = address + columns * Bytes;
      if (!legal || (address >= low && after <= high))
        return;
      legal = false;
      bad = uint64_t(address < low || address >= high ? address : high);
    });
    return legal || fail(cause, bad);
  }
  template <Op O, auto F, unsigned Bytes, isa::Element E> bool tload() {
    if (!check<O, Bytes, E>(Trap::LOAD_FAULT))
      return false;
    Tile result = {};
    eachRow<O, Bytes, E>([&](unsigned row, unsigned columns, Wide address) {
      const uint8_t *p = m.core->ram + (uint64_t(address) - ramBase);
      note(uint64_t(address), columns * Bytes, false, p);
      for (unsigned j = 0; j < columns; ++j)
        F(result, row, j, rawElement(p + Bytes * j, Bytes));
    });
    m.core->forms[i.d] = TileForms();
    m.core->rows[i.d] = result;
    r.tile = i.d;
    return true;
  }
  template <Op O, auto F, unsigned Bytes, isa::Element E> bool tstore() {
    if (!check<O, Bytes, E>(Trap::STORE_FAULT))
      return false;
    materialise(*m.core, i.d);
    const Tile &source = m.core->rows[i.d];
    eachRow<O, Bytes, E>([&](unsigned row, unsigned columns, Wide address) {
      uint8_t data[64];
      for (unsigned j = 0; j < columns; ++j) {
        uint64_t raw = F(source, row, j);
        std::memcpy(data + Bytes * j, &raw, Bytes);
      }
      note(uint64_t(address), columns * Bytes, true, data);
      m.storeBytes(uint64_t(address), data, columns * Bytes);
    });
    return true;
  }

  bool execute() {
    switch (i.op) {
    case Op::Illegal:
      return fail(Trap::ILLEGAL, r.word);
#define SECTILE_CALL_compute(NAME, KIND, BYTES, ELEMENT)                       \
  return KIND<Op::NAME, sem::NAME, BYTES, isa::Element::ELEMENT>();
#define SECTILE_CALL_pcpage SECTILE_CALL_compute
#define SECTILE_CALL_load SECTILE_CALL_compute
#define SECTILE_CALL_store SECTILE_CALL_compute
#define SECTILE_CALL_loadpair SECTILE_CALL_compute
#define SECTILE_CALL_storepair SECTILE_CALL_compute
#define SECTILE_CALL_amo SECTILE_CALL_compute
#define SECTILE_CALL_cas SECTILE_CALL_compute
#define SECTILE_CALL_branch SECTILE_CALL_compute
#define SECTILE_CALL_jump SECTILE_CALL_compute
#define SECTILE_CALL_csr SECTILE_CALL_compute
#define SECTILE_CALL_tile SECTILE_CALL_compute
#define SECTILE_CALL_tload SECTILE_CALL_compute
#define SECTILE_CALL_tstore SECTILE_CALL_compute
#define SECTILE_CALL_system(NAME, KIND, BYTES, ELEMENT) return system();
#define SECTILE_OP(NAME, UNIT, KIND, BYTES, ELEMENT)                           \
  case Op::NAME:                                                               \
    SECTILE_CALL_##KIND(NAME, KIND, BYTES, ELEMENT)
#include "sectile/operations.def"
    }
    return true;
  }
};

void Machine::Implementation::runHandler(const Inst &i) {
  Slot slots[3] = {};
  fillSlot(slots[0], i, pc);
  slots[1].handler = handlers->slow;
  core->left = 0;
  enterEngine(*core, slots);
}

std::optional<Stop> Machine::Implementation::step(Retire &r) {
  r.order = retired;
  r.pc = r.nextPc = pc;
  r.word = 0;
  r.inst = Inst();
  r.trapped = false;
  r.cause = r.value = 0;
  r.registerWrites = 0;
  r.tile = -1;
  r.accesses.clear();
  r.hostCommand.reset();

  std::optional<Stop> stop;
  if (auto due = interruptDue()) {
    stop = trap(*due, 0, r);
  } else if (pc % 4 != 0 || !inRam(pc, 4)) {
    stop = trap(uint64_t(Trap::FETCH_FAULT), pc, r);
  } else {
    std::memcpy(&r.word, core->ram + (pc - ramBase), 4);
    r.inst = isa::decode(r.word);
    r.nextPc = pc + 4;
    Executor executor{*this, r, r.inst, core->r};
    uint64_t sp = core->r[stackPointer];
    if (executor.execute()) {
      if (stack != Stack::off && core->r[stackPointer] != sp &&
          stackOverflow(sp, r.inst, pc)) {
        lastFault = {0, core->r[stackPointer], pc, r.word};
        stop = Stop::stackOverflow;
      }
      pc = r.nextPc;
      ++retired;
      if (options.countInstructions)
        ++stepCounts[unsigned(r.inst.op)];
      if (r.hostCommand && !options.lockstep)
        stop = hostCommand(*r.hostCommand);
    } else {
      stop = executor.stop;
    }
  }
  if (hooks.memory)
    for (const MemoryAccess &access : r.accesses)
      hooks.memory(access, r.pc);
  if (hooks.retire)
    hooks.retire(r);
  return stop;
}

std::optional<Stop> Machine::Implementation::hostCommand(uint64_t block) {
  HostDevice::Outcome outcome;
  if (customHost) {
    outcome = customHost(block, memory);
  } else {
    outcome = host->command(block, memory,
                            options.realTime ? hostNanoseconds() - startTime
                                             : retired);
  }
  if (!outcome.exited)
    return std::nullopt;
  exitStatus = outcome.status;
  return Stop::exited;
}

//===-- Translation -----------------------------------------------------===//

void Machine::Implementation::flush() {
  for (Block *&jump : core->jumps)
    jump = &unlinkedBlock;
  blocks.clear();
  blockAt.clear();
  ++flushes;
  for (uint64_t g : codeGranules)
    core->ram[~int64_t(g)] = 0;
  codeGranules.clear();
  codeWords.clear();
  arenaUsed = 0;
  if (options.countInstructions) {
    collectCounts();
    blockCounts.clear();
  }
}

void Machine::Implementation::fillSlot(Slot &s, const Inst &i,
                                       uint64_t at) const {
  s.handler = tiles->byOp[unsigned(i.op)] ? tiles->byOp[unsigned(i.op)]
                                          : handlers->byOp[unsigned(i.op)];
  if (!s.handler)
    s.handler = handlers->slow;
  s.d = i.d;
  s.a = i.a;
  s.b = i.b;
  s.c = i.c;
  s.imm = int32_t(i.imm);
  unsigned immediates = 0, registers = 0;
  bool writesStack = false;
  for (const isa::Operand &o : isa::info(i.op)) {
    if (o.cls == isa::OperandClass::imm) {
      ++immediates;
      continue;
    }
    ++registers;
    uint8_t &field = o.slot == isa::Slot::d   ? s.d
                     : o.slot == isa::Slot::a ? s.a
                     : o.slot == isa::Slot::b ? s.b
                                              : s.c;
    writesStack |= o.cls == isa::OperandClass::gpr && o.isWritten() &&
                   field == stackPointer;
    if (o.cls == isa::OperandClass::shape && field == 0)
      field = fullRegister;
    if (o.cls == isa::OperandClass::gpr && o.role == isa::Role::def &&
        field == 0)
      field = sinkRegister;
    // Keeping a part of r0 keeps nothing.
    if (o.cls == isa::OperandClass::gpr && o.role == isa::Role::tied &&
        field == 0)
      s.handler = handlers->nop;
  }
  if (writesStack && stack != Stack::off) {
    s.handler = handlers->stack[unsigned(i.op)];
    if (!s.handler)
      s.handler = handlers->slow;
  }
  switch (isa::info(i.op).kind) {
  case isa::Kind::compute:
    // Two immediates go to b and c, or c alone where imm holds the first.
    if (i.op == Op::MOVZ || i.op == Op::MOVN || i.op == Op::MOVK) {
      s.c = uint8_t(i.imm2);
    } else if (immediates == 2) {
      s.b = uint8_t(i.imm);
      s.c = uint8_t(i.imm2);
    } else if (i.op == Op::SHADD || i.op == Op::SHADDU || i.op == Op::TSHAPE) {
      s.c = uint8_t(i.imm);
    }
    break;
  case isa::Kind::load:
  case isa::Kind::store:
    if (registers == 3)
      s.c = uint8_t(i.imm);
    break;
  case isa::Kind::branch:
    if (immediates == 2) {
      s.b = uint8_t(i.imm);
      s.imm = i.imm2;
    }
    break;
  case isa::Kind::pcpage: {
    uint64_t page = sem::ADRP(at, i.imm);
    s.imm = int32_t(uint32_t(page >> 12));
    if (page >> 44)
      s.handler = handlers->slow;
    break;
  }
  default:
    break;
  }
}

// Gives the first of two slots a handler that does both, if there is one.
bool Machine::Implementation::fuse(Slot *slots, const Inst &one,
                                   const Inst &two) const {
  if (Handler both = tiles->paired[unsigned(one.op)]) {
    if (one.op != two.op || one.a != two.a || one.d == two.d)
      return false;
    for (uint8_t operand : {one.a, one.b, two.b})
      if (operand == one.d || operand == two.d)
        return false;
    slots[0].handler = both;
    return true;
  }
  // Not where a slot has another handler than its operation's.
  auto partOf = [&](const Slot &s, Op op) {
    return s.handler == handlers->byOp[unsigned(op)]          ? op
           : s.handler == handlers->stack[unsigned(Op::ADDI)] ? watchedAddi
                                                              : Op::Illegal;
  };
  Op first = partOf(slots[0], one.op), second = partOf(slots[1], two.op);
  if (first == Op::Illegal || second == Op::Illegal)
    return false;
  Handler both = handlers->pairOf(first, second);
  if (both)
    slots[0].handler = both;
  return both != nullptr;
}

// The block at `at`, translated if need be; null if nothing can be fetched
// there.
Block *Machine::Implementation::blockFor(uint64_t at) {
  if (auto found = blockAt.find(at); found != blockAt.end())
    return found->second;
  if (at % 4 != 0 || !inRam(at, 4))
    return nullptr;
  constexpr uint64_t most = sizeof(Block) + (maximumBlock + 4) * sizeof(Slot);
  if (arenaUsed + most > arenaSize)
    flush();

  auto *block = reinterpret_cast<Block *>(arena + arenaUsed);
  *block = {at, 0, options.countInstructions ? 1u : 0u};
  Slot *slot = block->slots();
  auto *counted =
      options.countInstructions ? &blockCounts.emplace_back() : nullptr;
  if (counted)
    *slot++ = {handlers->count, 0, 0, 0, 0, int32_t(blockCounts.size() - 1)};
  Link following = {&unlinkedBlock, {&unlinkedBlock}};
  bool ended = false;
  uint64_t pcNow = at;
  Inst previous;
  bool fused = false; // the last two slots are done by one handler
  while (!ended && block->count < maximumBlock && inRam(pcNow, 4)) {
    if (pcNow != at && breakpoints.count(pcNow))
      break;
    uint32_t word;
    std::memcpy(&word, core->ram + (pcNow - ramBase), 4);
    Inst i = isa::decode(word);
    fillSlot(*slot, i, pcNow);
    if (counted)
      counted->push_back(i.op);
    ++block->count;
    isa::Kind kind = isa::info(i.op).kind;
    if (kind == isa::Kind::branch || kind == isa::Kind::jump ||
        slot->handler == handlers->slow) {
      ended = true;
      if (i.op == Op::CALL || i.op == Op::JALR)
        following.returnAddress = pcNow + 4;
    }
    fused = !fused && block->count > 1 && fuse(slot - 1, previous, i);
    previous = i;
    ++slot;
    uint64_t offset = pcNow - ramBase;
    codeWords.insert(offset >> 2);
    // A store is checked by its first byte: the granule before counts as well
    // for an access that starts there and reaches over.
    for (uint64_t g : {offset >> granuleShift,
                       (offset >= 64 ? offset - 64 : 0) >> granuleShift})
      if (!core->ram[~int64_t(g)]) {
        core->ram[~int64_t(g)] = 1;
        codeGranules.push_back(g);
      }
    pcNow += 4;
  }
  if (!ended)
    *slot++ = {handlers->jump, 0, 0, 0, 0, 0};
  *reinterpret_cast<Link *>(slot++) = following;
  arenaUsed = uint64_t(reinterpret_cast<uint8_t *>(slot) - arena);
  if (counted)
    countersChanged();
  blocks.push_back(block);
  blockAt.emplace(at, block);
  return block;
}

// The block a slot belongs to: blocks are in the arena in order.
Block *Machine::Implementation::blockOf(const Slot *slot) const {
  auto after = std::upper_bound(blocks.begin(), blocks.end(), slot,
                                [](const Slot *s, const Block *b) {
                                  return reinterpret_cast<const uint8_t *>(s) <
                                         reinterpret_cast<const uint8_t *>(b);
                                });
  return *(after - 1);
}

//===-- Statistics ------------------------------------------------------===//

void Machine::Implementation::countersChanged() {
  executions.resize(blockCounts.size());
  core->counters = executions.data();
}

void Machine::Implementation::collectCounts() {
  for (size_t n = 0; n < blockCounts.size() && n < executions.size(); ++n)
    for (Op op : blockCounts[n])
      stepCounts[unsigned(op)] += executions[n];
  std::fill(executions.begin(), executions.end(), 0);
}

//===-- The loop around the engine --------------------------------------===//

// How many instructions may retire before an interrupt has to be looked for.
uint64_t Machine::Implementation::untilEvent() const {
  if (options.lockstep || !(status & 1) || !(ie & 2))
    return requestInterval;
  if (options.realTime)
    return 4096;
  uint64_t now = retired;
  return now >= timecmp ? 0 : timecmp - now;
}

Stop Machine::Implementation::run(uint64_t count) {
  uint64_t target = count > ~retired ? ~uint64_t(0) : retired + count;
  bool first = true;
  // Traps since an instruction retired last. A handler whose first instruction
  // traps again retires nothing ever.
  uint64_t traps = 0;
  Retire &r = record;
  auto single = [&]() {
    std::optional<Stop> stop = step(r);
    traps = r.trapped ? traps + 1 : 0;
    return stop;
  };
  while (true) {
    if (stopRequested.exchange(false))
      return Stop::requested;
    if (retired >= target || traps > count)
      return Stop::limit;
    if (!first && breakpoints.count(pc))
      return Stop::breakpoint;
    bool stepOnly = (first && breakpoints.count(pc)) || hooks.retire ||
                    hooks.memory || hooks.trap || interruptDue();
    first = false;
    Block *block = stepOnly ? nullptr : blockFor(pc);
    uint64_t budget =
        std::min({target - retired, untilEvent(), requestInterval});
    if (!block || block->count > budget) {
      if (auto stop = single())
        return *stop;
      continue;
    }

    // In the engine. `budget` counts down as blocks are entered.
    core->left = int64_t(budget) - block->count;
    const Slot *slot = block->slots();
    bool again = true;
    while (again) {
      again = false;
      enterEngine(*core, slot);
      Block *at = blockOf(core->exitSlot);
      uint64_t index = uint64_t(core->exitSlot - at->slots()) - at->extra;
      if (core->exit == Exit::slow) {
        // The slot was not executed, and all after it neither.
        core->left += int64_t(at->count - index);
        pc = at->pc + 4 * index;
        uncount(*at, index);
      } else {
        // The block is done; where to go on is known. The pc of the last
        // instruction is that of the exit unless the block just ended.
        bool fellOff = index == at->count;
        const Slot &last = *core->exitSlot;
        auto *links = const_cast<Link *>(
            reinterpret_cast<const Link *>(core->exitSlot + 1));
        if (core->exit == Exit::lookup)
          pc = core->target;
        else if (fellOff)
          pc = at->pc + 4 * uint64_t(at->count);
        else
          pc = at->pc + 4 * index +
               (core->exitTaken ? uint64_t(int64_t(last.imm)) : 4);
        if (breakpoints.empty() || !breakpoints.count(pc)) {
          uint64_t before = flushes;
          Block *next = blockFor(pc);
          if (next && before == flushes) {
            if (core->exit == Exit::lookup)
              core->jumps[(pc >> 2) % Core::jumpEntries] = next;
            else
              (core->exitTaken ? links->taken : links->next) = next;
          }
          if (next && next->count <= core->left) {
            core->left -= next->count;
            slot = next->slots();
            again = true;
          }
        }
      }
    }
    retired += budget - uint64_t(core->left);
    if (budget != uint64_t(core->left))
      traps = 0;
    if (core->exit == Exit::slow && retired < target && !interruptDue()) {
      if (auto stop = single())
        return *stop;
    }
  }
}

// Instructions from `index` on were counted with their block but not executed.
void Machine::Implementation::uncount(const Block &block, uint64_t index) {
  if (!options.countInstructions)
    return;
  uint64_t id = uint32_t(const_cast<Block &>(block).slots()->imm);
  for (uint64_t n = index; n < block.count; ++n)
    --stepCounts[unsigned(blockCounts[id][n])];
}

//===-- The public face -------------------------------------------------===//

Machine::Machine(MachineOptions options)
    : self(std::make_unique<Implementation>(std::move(options), *this)) {}
Machine::~Machine() = default;

const std::string &Machine::error() const { return self->problem; }
const MachineOptions &Machine::options() const { return self->options; }

bool Machine::load(const Program &program, std::string &error) {
  if (!program.load(*this, error))
    return false;
  self->pc = program.entry();
  self->watchStack(program);
  self->findStack();
  return true;
}

uint64_t Machine::reg(unsigned number) const {
  return number < 32 ? self->core->r[number] : 0;
}
void Machine::setReg(unsigned number, uint64_t value) {
  if (number > 0 && number < 32)
    self->core->r[number] = value;
  if (number == stackPointer)
    self->findStack();
}
const Tile &Machine::tile(unsigned number) const {
  materialise(*self->core, number % 32);
  return self->core->rows[number % 32];
}
void Machine::setTile(unsigned number, const Tile &value) {
  self->core->forms[number % 32] = TileForms();
  self->core->rows[number % 32] = value;
}
uint64_t Machine::pc() const { return self->pc; }
void Machine::setPc(uint64_t value) { self->pc = value & ~uint64_t(3); }
uint64_t Machine::csr(Csr number) const { return self->readCsr(number); }
void Machine::setCsr(Csr number, uint64_t value) {
  self->writeCsr(number, value);
}
bool Machine::read(uint64_t address, void *data, uint64_t size) {
  if (!self->inRam(address, size))
    return false;
  if (size)
    std::memcpy(data, self->core->ram + (address - ramBase), size);
  return true;
}
bool Machine::write(uint64_t address, const void *data, uint64_t size) {
  if (!self->inRam(address, size))
    return false;
  self->storeBytes(address, data, size);
  return true;
}
uint64_t Machine::end() const { return ramBase + self->options.memory; }
uint64_t Machine::retired() const { return self->retired; }
void Machine::setRetired(uint64_t count) { self->retired = count; }

Stop Machine::run(uint64_t count) { return self->run(count); }
std::optional<Stop> Machine::step(Retire &record) { return self->step(record); }
std::optional<Stop> Machine::step() { return self->step(self->record); }
void Machine::requestStop() { self->stopRequested = true; }
int Machine::exitStatus() const { return self->exitStatus; }
const Fault &Machine::fault() const { return self->lastFault; }
uint64_t Machine::stackLimit() const { return self->stackLimit; }

void Machine::addBreakpoint(uint64_t address) {
  self->breakpoints.insert(address);
  self->flush();
}
void Machine::clearBreakpoints() {
  self->breakpoints.clear();
  self->flush();
}
void Machine::setHooks(Hooks hooks) { self->hooks = std::move(hooks); }

std::optional<Stop> Machine::interrupt(uint64_t cause) {
  Retire &r = self->record;
  r.word = 0;
  return self->trap(cause, 0, r);
}
void Machine::setCounter(Csr number, uint64_t value) {
  self->counters[unsigned(number) & 0xff] = value;
}
void Machine::setHost(
    std::function<HostDevice::Outcome(uint64_t, GuestMemory &)> host) {
  self->customHost = std::move(host);
}

std::vector<HostDevice::File> Machine::files() const {
  return self->host->files();
}
bool Machine::setFiles(const std::vector<HostDevice::File> &files,
                       std::string &error) {
  return self->host->restore(files, error);
}

std::vector<uint64_t> Machine::counts() const {
  self->collectCounts();
  return {self->stepCounts.begin(), self->stepCounts.end()};
}

} // namespace sectile
