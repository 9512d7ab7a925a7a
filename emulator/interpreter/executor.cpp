// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One instruction after the other, by the kind that its record names. Operands
// are fetched as the record lists them: the parameters of a semantic function
// are the operands that the instruction reads, in the order of the record.
#include "interpreter/executor.h"
#include "system/operation.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>

namespace sectile {

using isa::AddressForm;
using isa::Op;
using isa::Operand;
using isa::OperandClass;
using isa::Trap;

constexpr unsigned returnAddress = 1;

Executor::Executor(Hart &h, Retire &record)
    : hart(h), r(record), i(record.inst), info(isa::info(record.inst.op)),
      x(h.registers.r) {}

//===-- Operands --------------------------------------------------------===//

// As a shape or a depth r0 is full.
uint64_t Executor::shape(unsigned number) const {
  return number == 0 ? fullShape : x[number];
}

// A register that the instruction reads.
uint64_t Executor::scalar(const Operand &o) const {
  auto number = unsigned(i.get(o.slot));
  return o.cls == OperandClass::shape || o.cls == OperandClass::depth
             ? shape(number)
             : x[number];
}

// The operand that is written first, second, ...
const Operand *Executor::written(unsigned number) const {
  for (const Operand &o : info)
    if (o.isWritten() && number-- == 0)
      return &o;
  return nullptr;
}

// The next operand that is read, from an operand on. A tile that is written is
// the function's first parameter and not among them.
template <class T> T Executor::next(const Operand *&from) const {
  while (!from->isRead() ||
         (from->cls == OperandClass::tile && from->isWritten()))
    ++from;
  const Operand &o = *from++;
  if constexpr (std::is_same_v<T, const Tile &>)
    return hart.tile(unsigned(i.get(o.slot)));
  else if constexpr (std::is_same_v<T, int64_t>)
    return i.get(o.slot);
  else
    return scalar(o);
}

// Calls a semantic function. The static analyser sees these functions where the
// engine and the tile paths call them; here it would follow each of their paths
// for each way to fetch the operands.
#ifdef __clang_analyzer__
template <auto F, class... A>
std::invoke_result_t<decltype(F), A...> invoke(A &&...arguments);
#else
template <auto F, class... A>
std::invoke_result_t<decltype(F), A...> invoke(A &&...arguments) {
  return F(std::forward<A>(arguments)...);
}
#endif

// The result of a semantic function of the operands: a value, or a tile.
template <auto F, class... P> auto Executor::call(auto (*)(P...)) const {
  const Operand *from = info.begin();
  if constexpr (std::is_same_v<std::tuple_element_t<0, std::tuple<P...>>,
                               Tile &>) {
    return [&]<class... Q>(void (*)(Tile &, Q...)) {
      std::tuple<Q...> operands{next<Q>(from)...};
      const Operand &d = *written(0);
      Tile result = d.isRead() ? hart.tile(unsigned(i.get(d.slot))) : Tile();
      std::apply([&](auto &...each) { invoke<F>(result, each...); }, operands);
      return result;
    }(F);
  } else {
    std::tuple<P...> operands{next<P>(from)...};
    return std::apply([](auto &...each) { return invoke<F>(each...); },
                      operands);
  }
}

void Executor::writeRegister(unsigned n, uint64_t v) {
  if (n == 0)
    return;
  x[n] = v;
  r.registers[r.registerWrites++] = {uint8_t(n), v};
}

void Executor::writeTile(unsigned n, const Tile &v) {
  hart.setTile(n, v);
  r.tile = int(n);
}

//===-- Computing -------------------------------------------------------===//

template <Op O> Executor::Result Executor::compute() {
  constexpr auto f = Operation<O>::function;
  writeRegister(unsigned(i.get(written(0)->slot)), call<f>(f));
  return {};
}

template <Op O> Executor::Result Executor::tile() {
  constexpr auto f = Operation<O>::function;
  if constexpr (isa::isMultiply(O))
    if (sem::multipliesNothing<O>(shape(i.c)))
      return {};
  auto n = unsigned(i.get(written(0)->slot));
  auto result = call<f>(f);
  if constexpr (std::is_same_v<decltype(result), Tile>)
    writeTile(n, result);
  else
    writeRegister(n, result);
  return {};
}

template <Op O> Executor::Result Executor::pcpage() {
  writeRegister(i.d, Operation<O>::function(hart.pc, i.imm));
  return {};
}

//===-- Control ---------------------------------------------------------===//

template <Op O> Executor::Result Executor::branch() {
  constexpr auto f = Operation<O>::function;
  if (call<f>(f))
    for (const Operand &o : info)
      if (o.immKind == isa::ImmKind::pcrel)
        r.nextPc = hart.pc + uint64_t(i.get(o.slot));
  return {};
}

template <Op O> Executor::Result Executor::jump() {
  uint64_t target =
      Operation<O>::function(O == Op::JALR ? x[i.a] : hart.pc, i.imm);
  if (target % 4 != 0)
    return FoundTrap{Trap::MISALIGNED_JUMP, target};
  if (O != Op::J)
    writeRegister(O == Op::CALL ? returnAddress : i.d, hart.pc + 4);
  r.nextPc = target;
  return {};
}

template <Op O> Executor::Result Executor::csr() {
  auto number = isa::Csr(i.imm);
  uint64_t old = hart.readCsr(number), operand = x[i.a];
  if (O == Op::CSRRW || i.a != 0)
    hart.writeCsr(number, Operation<O>::function(old, operand));
  writeRegister(i.d, old);
  return {};
}

Executor::Result Executor::system() {
  switch (i.op) {
  case Op::ECALL:
    return FoundTrap{Trap::ECALL, 0};
  case Op::EBREAK:
    return FoundTrap{Trap::BREAKPOINT, 0};
  case Op::TRET:
    r.nextPc = hart.epc;
    hart.returnFromTrap();
    return {};
  default:
    return {}; // fences: order is always kept; WFI may return early
  }
}

//===-- Memory ----------------------------------------------------------===//

// Of a scalar access.
uint64_t Executor::address() const {
  switch (isa::addressOf(i.op)) {
  case AddressForm::index:
    return x[i.a] + (x[i.b] << i.imm);
  case AddressForm::wordIndex:
    return x[i.a] + (uint64_t(uint32_t(x[i.b])) << i.imm);
  default:
    return x[i.a] + uint64_t(i.imm);
  }
}

// The first byte of [address, address + size) that is not in RAM, or the
// address after it.
uint64_t Executor::firstIllegal(uint64_t address, unsigned size) const {
  for (unsigned n = 0; n < size; ++n)
    if (!hart.ram.contains(address + n, 1))
      return address + n;
  return address + size;
}

void Executor::note(uint64_t address, unsigned size, bool isStore,
                    const void *data) {
  MemoryAccess &access = r.accesses.emplace_back();
  access.address = address;
  access.size = size;
  access.isStore = isStore;
  std::memcpy(access.data, data, size);
}

Executor::Result Executor::load(uint64_t at, unsigned size, void *data) {
  if (!hart.ram.contains(at, size))
    return FoundTrap{Trap::LOAD_FAULT, firstIllegal(at, size)};
  std::memcpy(data, hart.ram.at(at), size);
  note(at, size, false, data);
  return {};
}

Executor::Result Executor::store(uint64_t at, unsigned size, const void *data) {
  if (size == 8 && at == SECTILE_HOST_DEVICE) {
    note(at, size, true, data);
    std::memcpy(&r.hostCommand.emplace(), data, 8);
    return {};
  }
  if (!hart.ram.contains(at, size))
    return FoundTrap{Trap::STORE_FAULT, firstIllegal(at, size)};
  note(at, size, true, data);
  hart.ram.store(at, data, size);
  return {};
}

template <Op O> Executor::Result Executor::load() {
  uint64_t raw = 0;
  Result trap = load(address(), Operation<O>::bytes, &raw);
  if (!trap)
    writeRegister(i.d, Operation<O>::function(raw));
  return trap;
}

template <Op O> Executor::Result Executor::store() {
  uint64_t raw = Operation<O>::function(x[i.d]);
  return store(address(), Operation<O>::bytes, &raw);
}

template <Op O> Executor::Result Executor::loadpair() {
  constexpr unsigned half = Operation<O>::bytes / 2;
  uint8_t raw[16];
  if (Result trap = load(address(), 2 * half, raw))
    return trap;
  uint64_t first = 0, second = 0;
  std::memcpy(&first, raw, half);
  std::memcpy(&second, raw + half, half);
  writeRegister(i.d, Operation<O>::function(first));
  writeRegister(i.c, Operation<O>::function(second));
  return {};
}

template <Op O> Executor::Result Executor::storepair() {
  constexpr unsigned half = Operation<O>::bytes / 2;
  uint64_t first = Operation<O>::function(x[i.d]),
           second = Operation<O>::function(x[i.c]);
  uint8_t raw[16];
  std::memcpy(raw, &first, half);
  std::memcpy(raw + half, &second, half);
  return store(address(), 2 * half, raw);
}

template <class New>
Executor::Result Executor::atomic(unsigned bytes, New newValue) {
  uint64_t at = x[i.a], raw = 0;
  if (at % bytes != 0)
    return FoundTrap{Trap::MISALIGNED_ATOMIC, at};
  if (Result trap = load(at, bytes, &raw))
    return trap;
  uint64_t after = newValue(raw);
  note(at, bytes, true, &after);
  hart.ram.store(at, &after, bytes);
  writeRegister(i.d, bytes == 4 ? uint64_t(int64_t(int32_t(raw))) : raw);
  return {};
}
template <Op O> Executor::Result Executor::amo() {
  return atomic(Operation<O>::bytes, [&](uint64_t old) {
    return Operation<O>::function(old, x[i.b]);
  });
}
template <Op O> Executor::Result Executor::cas() {
  return atomic(Operation<O>::bytes, [&](uint64_t old) {
    return Operation<O>::function(old, x[i.b], x[i.c]);
  });
}

//===-- Tile accesses ---------------------------------------------------===//

// The rows of a tile access in the order of memory. Addresses are unbounded
// integers.
Executor::RowAccesses Executor::rowAccesses(isa::Element element) const {
  RowAccesses rows;
  const ElementShape e = isa::shapeOf(element);
  // The row's column 0 is, or would be, at an address.
  auto add = [&](unsigned row, unsigned first, unsigned columns, Wide address) {
    RowBytes bytes = rowBytes({row, 1, first, columns}, e);
    rows.rows[rows.count++] = {row, first, columns, address + bytes.first,
                               bytes.count};
  };
  const Wide base = x[i.a];
  switch (isa::addressOf(i.op)) {
  case AddressForm::displacement:
    for (unsigned row = 0; row < e.rows; ++row)
      add(row, 0, e.columns, base + i.imm + e.bytes(e.columns) * row);
    break;
  case AddressForm::rectangle: {
    Extent extent = clampShape(shape(i.c), e);
    for (unsigned n = 0; n < extent.rows; ++n) {
      unsigned row = extent.firstRow + n;
      add(row, extent.firstColumn, extent.columns,
          base + Wide(int64_t(x[i.b])) * row);
    }
    break;
  }
  case AddressForm::linear: {
    auto count =
        unsigned(std::clamp<int64_t>(int64_t(x[i.b]), 0, e.rows * e.columns));
    for (unsigned done = 0; done < count; done += e.columns)
      add(done / e.columns, 0, std::min(e.columns, count - done),
          base + e.byteOf(done));
    break;
  }
  case AddressForm::masked: {
    const Tile &mask = hart.tile(i.b);
    for (unsigned n = 0; n < lanes; ++n)
      if (sem::lane(mask, n))
        add(n / e.columns, n % e.columns, 1,
            base + e.byteOf(n - n % e.columns));
    break;
  }
  case AddressForm::rowGather: {
    Extent extent = clampShape(shape(i.c), e);
    const Tile &index = hart.tile(i.b);
    for (unsigned n = 0; n < extent.rows; ++n) {
      unsigned row = extent.firstRow + n;
      add(row, extent.firstColumn, extent.columns,
          base + int32_t(index.word(row, 0)));
    }
    break;
  }
  case AddressForm::laneGather: {
    const Tile &index = hart.tile(i.b), &mask = hart.tile(i.c);
    for (unsigned n = 0; n < lanes; ++n)
      if (sem::lane(mask, n))
        add(n / e.columns, n % e.columns, 1,
            base + Wide(int32_t(sem::lane(index, n))) * (1 << i.imm) -
                e.byteOf(n % e.columns));
    break;
  }
  default:
    break;
  }
  return rows;
}

Executor::Result Executor::checkRows(const RowAccesses &accesses,
                                     Trap cause) const {
  const Wide low = ramBase, high = hart.ram.end();
  for (const RowAccess &row : std::span(accesses.rows, accesses.count)) {
    Wide end = row.address + row.bytes;
    if (row.address < low || row.address >= high)
      return FoundTrap{cause, uint64_t(row.address)};
    if (end > high)
      return FoundTrap{cause, uint64_t(high)};
  }
  return {};
}

template <Op O> Executor::Result Executor::tload() {
  constexpr isa::Element element = Operation<O>::element;
  RowAccesses rows = rowAccesses(element);
  if (Result trap = checkRows(rows, Trap::LOAD_FAULT))
    return trap;
  Tile result = {};
  for (const RowAccess &row : std::span(rows.rows, rows.count)) {
    const uint8_t *p = hart.ram.at(uint64_t(row.address));
    note(uint64_t(row.address), row.bytes, false, p);
    const unsigned before = isa::shapeOf(element).before(row.first);
    for (unsigned j = 0; j < row.columns; ++j)
      Operation<O>::function(result, row.row, row.first + j,
                             sem::elementInMemory<element>(p, before + j));
  }
  writeTile(i.d, result);
  return {};
}

template <Op O> Executor::Result Executor::tstore() {
  constexpr unsigned bytes = Operation<O>::bytes;
  RowAccesses rows = rowAccesses(Operation<O>::element);
  if (Result trap = checkRows(rows, Trap::STORE_FAULT))
    return trap;
  const Tile &source = hart.tile(i.d);
  for (const RowAccess &row : std::span(rows.rows, rows.count)) {
    uint8_t data[64];
    for (unsigned j = 0; j < row.columns; ++j) {
      uint64_t raw = Operation<O>::function(source, row.row, row.first + j);
      std::memcpy(data + bytes * j, &raw, bytes);
    }
    note(uint64_t(row.address), row.bytes, true, data);
    hart.ram.store(uint64_t(row.address), data, row.bytes);
  }
  return {};
}

//===-- Dispatch --------------------------------------------------------===//

template <Op O> Executor::Result Executor::executeAs() {
  using isa::Kind;
  constexpr Kind kind = Operation<O>::kind;
  if constexpr (kind == Kind::compute)
    return compute<O>();
  else if constexpr (kind == Kind::tile)
    return tile<O>();
  else if constexpr (kind == Kind::pcpage)
    return pcpage<O>();
  else if constexpr (kind == Kind::branch)
    return branch<O>();
  else if constexpr (kind == Kind::jump)
    return jump<O>();
  else if constexpr (kind == Kind::load)
    return load<O>();
  else if constexpr (kind == Kind::store)
    return store<O>();
  else if constexpr (kind == Kind::loadpair)
    return loadpair<O>();
  else if constexpr (kind == Kind::storepair)
    return storepair<O>();
  else if constexpr (kind == Kind::amo)
    return amo<O>();
  else if constexpr (kind == Kind::cas)
    return cas<O>();
  else if constexpr (kind == Kind::csr)
    return csr<O>();
  else if constexpr (kind == Kind::tload)
    return tload<O>();
  else if constexpr (kind == Kind::tstore)
    return tstore<O>();
  else
    return system();
}

Executor::Result Executor::execute() {
  switch (i.op) {
  case Op::Illegal:
    return FoundTrap{Trap::ILLEGAL, r.word};
#define SECTILE_OP(NAME, UNIT, KIND, BYTES, ELEMENT)                           \
  case Op::NAME:                                                               \
    return executeAs<Op::NAME>();
#include "sectile/operations.def"
  }
  return {};
}

} // namespace sectile
