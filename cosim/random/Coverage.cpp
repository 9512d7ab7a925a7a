// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Counts bins by number; names are made once, from the description.
#include "Coverage.h"
#include "Operations.h"
#include "semantics/shape.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <istream>
#include <map>
#include <optional>
#include <ostream>
#include <sstream>
#include <string_view>
#include <unordered_map>

namespace sectile::random {
namespace {

using isa::Kind;
using isa::OperandClass;
using isa::Slot;

using Format = isa::FloatFormat;

enum class Class : uint8_t { nan, infinity, zero, subnormal, normal };
Class classify(Format f, uint64_t bits) {
  struct {
    unsigned exponentBits, fractionBits;
  } widths[] = {{0, 0}, {5, 10}, {8, 7}, {4, 3}, {5, 2}, {8, 23}, {11, 52}};
  static_assert(unsigned(Format::f16) == 1 && unsigned(Format::bf16) == 2 &&
                unsigned(Format::e4m3) == 3 && unsigned(Format::e5m2) == 4 &&
                unsigned(Format::f32) == 5 && unsigned(Format::f64) == 6);
  auto [exponentBits, fractionBits] = widths[unsigned(f)];
  uint64_t fraction = bits & ((uint64_t(1) << fractionBits) - 1);
  uint64_t ones = (uint64_t(1) << exponentBits) - 1;
  uint64_t exponent = bits >> fractionBits & ones;
  if (f == Format::e4m3 && exponent == ones) // the others are numbers
    return fraction == 7 ? Class::nan : Class::normal;
  if (exponent == ones)
    return fraction ? Class::nan : Class::infinity;
  if (exponent == 0)
    return fraction ? Class::subnormal : Class::zero;
  return Class::normal;
}
unsigned bitsOf(Format f) {
  return f == Format::f64                        ? 64
         : f == Format::f32                      ? 32
         : f == Format::f16 || f == Format::bf16 ? 16
                                                 : 8;
}
bool isFinite(Class c) { return c != Class::nan && c != Class::infinity; }

// 0, less than the full 16 of a row or column, up to 64, more than any form has
unsigned extent(uint64_t v) {
  return v == 0 ? 0 : v < 16 ? 1 : v <= 64 ? 2 : 3;
}
const char *const extentNames[] = {"0", "partial", "16 to 64", "over-range"};
unsigned countBin(int64_t v) {
  return v < 0 ? 0 : v == 0 ? 1 : v < 16 ? 2 : v < 256 ? 3 : v < 1024 ? 4 : 5;
}
const char *const countNames[] = {"negative",  "0",           "below 16",
                                  "below 256", "256 to 1023", "over-range"};
unsigned strideBin(int64_t v) {
  return v == 0 ? 0 : v == 64 ? 1 : v < 0 ? 2 : v % 64 ? 3 : 4;
}
const char *const strideNames[] = {"0", "64", "negative",
                                   "not a multiple of 64", "other"};
const char *const maskNames[] = {"none", "some", "all"};
const char *const indexNames[] = {"negative", "repeated"};
// Of `full` elements.
unsigned depthBin(int64_t v, int64_t full) {
  if (v < 2)
    return v < 0 ? 0 : v == 0 ? 1 : 2;
  if (v >= full - 1)
    return v < full ? 5 : v == full ? 6 : 7;
  return v % 2 ? 3 : 4;
}
const char *const depthNames[] = {"negative", "0",         "1",
                                  "odd",      "even",      "one less than full",
                                  "full",     "over-range"};
const char *const memoryNames[] = {"aligned", "misaligned", "across a line"};
const char *const halfNames[] = {"begins within a byte", "ends within a byte"};
const char *const operandNames[] = {"NaN", "infinity", "zero", "subnormal"};
const char *const resultNames[] = {"subnormal result", "overflow",
                                   "cancellation"};
const char *const codeNames[] = {"rewritten ahead", "rewritten after it ran"};

} // namespace

struct Coverage::OpBins {
  unsigned executed = 0;
  struct Equals {
    unsigned bin;
    Slot slot;
    int64_t value;
  };
  std::vector<Equals> operands;
  struct Alias {
    unsigned bin;
    Slot x, y;
  };
  std::vector<Alias> aliases;
  struct Equal {
    unsigned bin = 0;
    Slot x = Slot::a, y = Slot::b;
    bool immediate = false; // y is one
  } equal;
  // The first of a group's bins; 0 where the instruction has none.
  unsigned branch = 0, swap = 0, memory = 0, shape = 0, count = 0, stride = 0,
           half = 0;
  unsigned mask = 0, index = 0;
  Slot maskSlot = Slot::b;
  unsigned depth = 0;
  unsigned floatOperand = 0, floatSubnormal = 0, floatOverflow = 0,
           floatCancel = 0;
  Slot shapeSlot = Slot::c, countSlot = Slot::b;
  Format format = Format::none;
};

struct Coverage::Table {
  std::vector<std::string> names{""}; // bin 0 is none
  std::unordered_map<std::string, unsigned> numbers;
  std::array<OpBins, isa::opCount> ops;
  std::map<uint64_t, unsigned> traps;
  int hazard[fileCount][hazardKinds][hazardDistances][isa::unitCount]
            [isa::unitCount]{};
  unsigned code = 0;

  unsigned bin(const std::string &name) {
    names.push_back(name);
    numbers.emplace(name, unsigned(names.size() - 1));
    return unsigned(names.size() - 1);
  }
  template <size_t N>
  unsigned group(const std::string &name, const char *const (&last)[N],
                 unsigned from = 0) {
    auto first = unsigned(names.size());
    for (unsigned n = from; n < N; n++)
      bin(name + ' ' + last[n]);
    return first;
  }

  Table() {
    for (unsigned n = 1; n < isa::opCount; n++)
      describe(isa::Op(n), ops[n]);
    for (const Hazard &h : hazards())
      hazard[h.file][h.kind][h.distance - 1][unsigned(h.first)]
            [unsigned(h.second)] = int(bin("hazard " + toString(h)));
    for (uint64_t cause = 0; cause < 16; cause++)
      for (uint64_t interrupt : {uint64_t(0), uint64_t(1) << 63})
        if (const char *text = isa::trapText(cause | interrupt))
          traps[cause | interrupt] = bin(std::string("trap ") + text);
    code = group("code", codeNames);
  }

  // The first two scalar sources, or the only one and an immediate.
  OpBins::Equal equalOf(const isa::Info &info) {
    const isa::Operand *x = nullptr, *y = nullptr, *value = nullptr;
    for (const isa::Operand &o : info)
      if (o.cls == OperandClass::gpr && o.role == isa::Role::use) {
        if (!x)
          x = &o;
        else if (!y)
          y = &o;
      } else if (o.immKind == isa::ImmKind::value && o.cls == OperandClass::imm)
        value = &o;
    const isa::Operand *other = y ? y : value;
    if (!x || !other)
      return {};
    return {bin(std::string("equal ") + info.mnemonic + ' ' + x->name + '=' +
                other->name),
            x->slot, other->slot, !y};
  }

  // Masks and indices of a tile access.
  void describeLanes(isa::Op number, const std::string &mnemonic, OpBins &op) {
    auto form = isa::addressOf(number);
    bool lanes = form == isa::AddressForm::laneGather;
    if (lanes || form == isa::AddressForm::masked) {
      op.maskSlot = lanes ? Slot::c : Slot::b;
      op.mask = group("lanes " + mnemonic + " touched", maskNames);
    }
    if (lanes || form == isa::AddressForm::rowGather)
      op.index = group("lanes " + mnemonic + " index", indexNames);
  }

  void describe(isa::Op number, OpBins &op) {
    const isa::Info &info = isa::info(number);
    std::string mnemonic = info.mnemonic;
    op.executed = bin("instruction " + mnemonic);
    bool access = (info.flags & (isa::mayLoad | isa::mayStore)) != 0;
    const isa::Operand *shape = nullptr, *count = nullptr;
    for (const isa::Operand &o : info) {
      if (o.cls == OperandClass::shape)
        shape = &o;
      else if ((info.kind == Kind::tload || info.kind == Kind::tstore) &&
               o.cls == OperandClass::gpr && o.slot == Slot::b)
        count = &o;
      // An address of 0 never retires: it lies outside memory.
      if (access && o.slot == Slot::a)
        continue;
      std::string base = "operand " + mnemonic + ' ' + o.name + ' ';
      if (o.isScalar())
        op.operands.push_back({bin(base + "zero"), o.slot, 0});
      if (o.cls == OperandClass::imm && o.immKind == isa::ImmKind::value) {
        op.operands.push_back({bin(base + "minimum"), o.slot, o.minimum()});
        op.operands.push_back({bin(base + "maximum"), o.slot, o.maximum()});
      }
    }
    for (const isa::Operand *x = info.begin(); x != info.end(); ++x)
      for (const isa::Operand *y = x + 1; y != info.end(); ++y)
        // A base that is its own index lies outside memory as well.
        if (isRegister(*x) && isRegister(*y) && fileOf(*x) == fileOf(*y) &&
            !(access && x->slot == Slot::a && y->slot == Slot::b))
          op.aliases.push_back(
              {bin("alias " + mnemonic + ' ' + x->name + '=' + y->name),
               x->slot, y->slot});
    if (info.kind == Kind::compute || info.kind == Kind::branch)
      op.equal = equalOf(info);
    if (info.kind == Kind::cas) {
      op.swap = bin("equal " + mnemonic + " succeeds");
      bin("equal " + mnemonic + " fails");
    }
    if (info.kind == Kind::branch) {
      op.branch = bin("branch " + mnemonic + " taken");
      bin("branch " + mnemonic + " not taken");
    }
    if (info.kind == Kind::tload || info.kind == Kind::tstore) {
      op.memory = bin("memory " + mnemonic + " aligned");
      bin("memory " + mnemonic + " misaligned");
    } else if (access && info.accessBytes > 1) {
      // Atomics are aligned or trap.
      bool any = info.kind != Kind::amo && info.kind != Kind::cas;
      op.memory = bin("memory " + mnemonic + " aligned");
      for (unsigned n = 1; any && n < 3; n++)
        bin("memory " + mnemonic + ' ' + memoryNames[n]);
    }
    if (shape) {
      op.shapeSlot = shape->slot;
      op.shape = group("shape " + mnemonic + " rows", extentNames);
      group("shape " + mnemonic + " columns", extentNames);
      group("shape " + mnemonic + " first row", extentNames);
      group("shape " + mnemonic + " first column", extentNames);
      if (count)
        op.stride = group("shape " + mnemonic + " stride", strideNames);
      if (unsigned bits = isa::shapeOf(info.element).bits; bits && bits < 8)
        op.half = group("shape " + mnemonic, halfNames);
    } else if (count) {
      op.countSlot = count->slot;
      op.count = group("shape " + mnemonic + " count", countNames);
    }
    describeLanes(number, mnemonic, op);
    if (info.unit == isa::Unit::tmat)
      op.depth = group("depth " + mnemonic, depthNames);
    op.format = sourceFormat(info);
    if (op.format == Format::none)
      return;
    std::string base = "float " + mnemonic;
    op.floatOperand = unsigned(names.size());
    for (const char *name : operandNames)
      if (op.format != Format::e4m3 || name != operandNames[1])
        bin(base + " operand " + name);
    if (isa::overflows(number)) {
      op.floatSubnormal = bin(base + ' ' + resultNames[0]);
      op.floatOverflow = bin(base + ' ' + resultNames[1]);
    }
    if (isa::cancels(number))
      op.floatCancel = bin(base + ' ' + resultNames[2]);
  }
};

// What a program has left in the registers, and which words it has run.
struct Coverage::State {
  uint64_t scalars[32] = {};
  uint32_t tiles[32][256] = {};
  uint64_t base = 0;
  std::vector<uint32_t> loaded, ran; // 0: not yet
};

const Coverage::Table &Coverage::table() {
  static const Table t;
  return t;
}

Coverage::Coverage()
    : counts(table().names.size()), state(std::make_unique<State>()) {}
Coverage::~Coverage() = default;

void Coverage::begin(const std::vector<uint32_t> &code, uint64_t base) {
  *state = {};
  state->base = base;
  state->loaded = code;
  state->ran.assign(code.size(), 0);
  recent = {};
}

void Coverage::retired(const Retire &r) {
  isa::Inst inst = isa::decode(r.word);
  if (inst.op == isa::Op::Illegal)
    return;
  const Table &t = table();
  const isa::Info &info = isa::info(inst.op);
  const OpBins &bins = t.ops[unsigned(inst.op)];
  total++;
  uint64_t times = ++counts[bins.executed];

  Recent now;
  now.op = inst.op;
  for (const isa::Operand &o : info) {
    if (!isRegister(o))
      continue;
    File file = fileOf(o);
    uint64_t bit = uint64_t(1) << inst.get(o.slot);
    if (file == scalarFile && bit == 1) // register 0 has no hazards
      continue;
    now.reads[file] |= o.isRead() ? bit : 0;
    now.writes[file] |= o.isWritten() ? bit : 0;
  }
  for (unsigned d = 0; d < hazardDistances; d++) {
    const Recent &before = recent[d];
    if (before.op == isa::Op::Illegal)
      continue;
    auto first = unsigned(isa::info(before.op).unit),
         second = unsigned(info.unit);
    for (unsigned file = 0; file < fileCount; file++) {
      auto count = [&](HazardKind kind, uint64_t a, uint64_t b) {
        if (a & b)
          counts[unsigned(t.hazard[file][kind][d][first][second])]++;
      };
      count(readAfterWrite, before.writes[file], now.reads[file]);
      count(writeAfterWrite, before.writes[file], now.writes[file]);
      count(writeAfterRead, before.reads[file], now.writes[file]);
    }
  }
  recent[2] = recent[1];
  recent[1] = recent[0];
  recent[0] = now;

  uint64_t at = (r.pc - state->base) / 4;
  if (at < state->ran.size()) {
    uint32_t &ran = state->ran[at];
    if (ran && ran != r.word)
      counts[t.code + 1]++;
    else if (!ran && r.word != state->loaded[at])
      counts[t.code]++;
    ran = r.word;
  }

  // Of frequent instructions a sample is enough, which keeps a long campaign
  // fast.
  if (times <= 256 || total % 16 == 0) {
    for (const auto &[bin, slot, value] : bins.operands)
      counts[bin] += inst.get(slot) == value;
    for (const auto &[bin, x, y] : bins.aliases)
      counts[bin] += inst.get(x) == inst.get(y);
    if (bins.equal.bin) {
      const auto &[bin, x, y, immediate] = bins.equal;
      uint64_t value = state->scalars[inst.get(x)];
      counts[bin] += immediate ? value == uint64_t(inst.get(y))
                               : inst.get(x) != inst.get(y) &&
                                     value == state->scalars[inst.get(y)];
    }
    if (bins.swap && r.writes)
      counts[bins.swap + !(r.registers[0].value == state->scalars[inst.b])]++;
    if (bins.branch)
      counts[bins.branch + (r.next == r.pc + 4)]++;
    if (bins.memory && r.address) {
      bool tile = info.unit == isa::Unit::tmem;
      uint64_t bytes = tile ? 64 : info.accessBytes;
      bool pair = info.kind == Kind::loadpair || info.kind == Kind::storepair;
      if (r.address % (pair ? bytes / 2 : bytes) == 0)
        counts[bins.memory]++;
      else
        counts[bins.memory + 1]++;
      if (!tile && r.address % 64 + bytes > 64)
        counts[bins.memory + 2]++;
    }
    if (bins.shape && inst.get(bins.shapeSlot) != 0) {
      uint64_t shape = state->scalars[inst.get(bins.shapeSlot)];
      for (unsigned n = 0; n < 4; n++)
        counts[bins.shape + 4 * n + extent(shape >> 8 * n & 0xff)]++;
      if (bins.half) {
        const ElementShape e = shapeOf(info.element);
        const Extent x = clampShape(shape, e);
        counts[bins.half] += e.before(x.firstColumn) != 0;
        counts[bins.half + 1] += e.before(x.firstColumn + x.columns) != 0;
      }
    }
    if (bins.depth && inst.c != 0)
      counts[bins.depth + depthBin(int64_t(state->scalars[inst.c]),
                                   isa::multiplyOf(inst.op).depth())]++;
    if (bins.stride)
      counts[bins.stride + strideBin(int64_t(state->scalars[inst.b]))]++;
    if (bins.count)
      counts[bins.count +
             countBin(int64_t(state->scalars[inst.get(bins.countSlot)]))]++;
    if (bins.mask) {
      const uint32_t *mask = state->tiles[inst.get(bins.maskSlot)];
      auto touched = std::count_if(mask, mask + 256,
                                   [](uint32_t word) { return word != 0; });
      counts[bins.mask + (touched == 256 ? 2 : touched != 0)]++;
    }
    if (bins.index) {
      const uint32_t *index = state->tiles[inst.b];
      counts[bins.index] += int32_t(index[0]) < 0;
      counts[bins.index + 1] += index[0] == index[16];
    }
    if (bins.floatOperand)
      floats(bins, inst, r);
  }

  for (unsigned n = 0; n < r.writes; n++)
    state->scalars[r.registers[n].number] = r.registers[n].value;
  if (r.tile)
    for (const isa::Operand &o : info)
      if (o.isWritten() && o.cls == OperandClass::tile)
        memcpy(state->tiles[inst.get(o.slot)], r.tile, 1024);
}

void Coverage::floats(const OpBins &bins, const isa::Inst &inst,
                      const Retire &r) {
  const isa::Info &info = isa::info(inst.op);
  Format f = bins.format;
  const isa::Operand *first = nullptr;
  for (const isa::Operand &o : info)
    if (!first && isRegister(o) && o.isRead() && o.role != isa::Role::tied)
      first = &o;
  if (!first)
    return;
  auto operand = [&](Class c) {
    // e4m3 has no infinity, and no bin of it.
    if (c != Class::normal)
      counts[bins.floatOperand + unsigned(c) -
             (f == Format::e4m3 && c > Class::infinity)]++;
  };
  auto result = [&](bool finite, bool zero, Class c) {
    if (!finite)
      return;
    if (bins.floatOverflow && c == Class::infinity)
      counts[bins.floatOverflow]++;
    if (bins.floatSubnormal && c == Class::subnormal)
      counts[bins.floatSubnormal]++;
    if (bins.floatCancel && !zero && c == Class::zero)
      counts[bins.floatCancel]++;
  };
  if (first->cls != OperandClass::tile) {
    bool finite = true, zero = false;
    for (const isa::Operand &o : info)
      if (isRegister(o) && o.isRead()) {
        Class c = classify(f, state->scalars[inst.get(o.slot)]);
        finite &= isFinite(c);
        zero |= c == Class::zero;
      }
    operand(classify(f, state->scalars[inst.get(first->slot)]));
    if (r.writes)
      result(finite, zero, classify(f, r.registers[0].value));
    return;
  }
  const uint32_t *a = state->tiles[inst.get(first->slot)];
  for (unsigned n = 0; n < 256; n++) {
    for (unsigned bit = 0; bit < 32; bit += bitsOf(f))
      operand(classify(f, a[n] >> bit));
  }
  if (!r.tile || (!bins.floatSubnormal && !bins.floatCancel))
    return;
  const auto *to = static_cast<const uint32_t *>(r.tile);
  for (unsigned n = 0; n < 256; n++) {
    bool finite = true, zero = false;
    for (const isa::Operand &o : info)
      if (isRegister(o) && o.isRead()) {
        Class c = classify(f, o.cls == OperandClass::tile
                                  ? state->tiles[inst.get(o.slot)][n]
                                  : state->scalars[inst.get(o.slot)]);
        finite &= isFinite(c);
        zero |= c == Class::zero;
      }
    result(finite, zero, classify(f, to[n]));
  }
}

void Coverage::trapped(uint64_t cause, uint32_t word) {
  // An instruction that always traps never retires.
  isa::Op op = isa::decode(word).op;
  if (op == isa::Op::ECALL || op == isa::Op::EBREAK)
    counts[table().ops[unsigned(op)].executed]++;
  auto bin = table().traps.find(cause);
  if (bin != table().traps.end())
    counts[bin->second]++;
  recent = {};
}

void Coverage::add(const Coverage &other) {
  total += other.total;
  for (size_t n = 0; n < counts.size(); n++)
    counts[n] += other.counts[n];
}

// A number that begins at text[0] and ends before the first blank or the end.
static std::optional<uint64_t> leadingNumber(std::string_view text) {
  text = text.substr(0, text.find(' '));
  uint64_t value = 0;
  auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

// The first line has the number of instructions, each following line a bin, the
// last one the number of lines, by which a truncated file is recognised.
std::string Coverage::merge(std::istream &in) {
  static constexpr std::string_view head = "sectile coverage ";
  std::string line;
  if (!std::getline(in, line) || !line.starts_with(head))
    return "not a coverage file";
  auto all = leadingNumber(std::string_view(line).substr(head.size()));
  if (!all)
    return "line 1: expected a number of instructions";
  std::vector<uint64_t> sums = counts;
  for (uint64_t number = 2; std::getline(in, line); number++) {
    if (line.starts_with("lines ")) {
      auto lines = leadingNumber(std::string_view(line).substr(6));
      if (in.eof() || lines != number || in.peek() != EOF)
        break;
      counts = std::move(sums);
      total += *all;
      return "";
    }
    size_t blank = line.find(' ');
    auto count = leadingNumber(line);
    if (blank == std::string::npos || !count || in.eof())
      return "line " + std::to_string(number) + ": expected a count and a bin";
    auto bin = table().numbers.find(line.substr(blank + 1));
    if (bin != table().numbers.end())
      sums[bin->second] += *count;
  }
  return "truncated: the last line does not say how many lines there are";
}

void Coverage::write(std::ostream &out) const {
  out << "sectile coverage " << total << '\n';
  for (size_t n = 1; n < counts.size(); n++)
    out << counts[n] << ' ' << table().names[n] << '\n';
  out << "lines " << counts.size() + 1 << '\n';
}

MixReport Coverage::mix() const {
  uint64_t tile = 0, multiply = 0, traps = 0;
  for (unsigned n = 1; n < isa::opCount; n++) {
    isa::Unit unit = isa::info(isa::Op(n)).unit;
    uint64_t times = counts[table().ops[n].executed];
    if (unit == isa::Unit::tmem || unit == isa::Unit::tmat ||
        unit == isa::Unit::telem)
      tile += times;
    if (unit == isa::Unit::tmat)
      multiply += times;
  }
  for (const auto &[cause, bin] : table().traps)
    traps += cause >> 63 ? 0 : counts[bin];
  auto all = double(total ? total : 1);
  return {double(tile) / all, double(multiply) / all,
          traps ? all / double(traps) : 0};
}

bool Coverage::report(std::ostream &out, uint64_t wanted) const {
  struct Group {
    uint64_t bins = 0, hit = 0, enough = 0;
  };
  std::map<std::string, Group> groups;
  std::ostringstream missing;
  for (size_t n = 1; n < counts.size(); n++) {
    const std::string &bin = table().names[n];
    uint64_t count = counts[n];
    Group &g = groups[bin.substr(0, bin.find(' '))];
    g.bins++;
    g.hit += count != 0;
    g.enough += count >= wanted;
    // Every bin must be hit; hazards often enough for the rare timing.
    if (count == 0 || (count < wanted && bin.rfind("hazard ", 0) == 0))
      missing << "  " << count << ' ' << bin << '\n';
  }
  char line[128];
  out << "instructions " << total;
  snprintf(line, sizeof line, "\n\n%-12s %5s %5s   >= %llu\n", "group", "bins",
           "hit", static_cast<unsigned long long>(wanted));
  out << line;
  for (const auto &[group, g] : groups) {
    snprintf(line, sizeof line, "%-12s %5llu %5llu %6llu\n", group.c_str(),
             static_cast<unsigned long long>(g.bins),
             static_cast<unsigned long long>(g.hit),
             static_cast<unsigned long long>(g.enough));
    out << line;
  }
  out << "\nimpossible hazards, by the description:\n";
  for (const std::string &reason : excludedHazards())
    out << "  " << reason << '\n';
  MixReport m = mix();
  snprintf(line, sizeof line,
           "\nmix: %.1f %% tile instructions, %.1f %% tile multiplies, a trap "
           "per %.0f instructions%s\n",
           m.tile * 100, m.multiply * 100, m.perTrap,
           m.holds() ? "" : " (outside the required mix)");
  out << line;
  if (!missing.str().empty())
    out << "\nnot hit, or hazards hit too rarely:\n" << missing.str();
  return missing.str().empty();
}

} // namespace sectile::random
