// Counts bins; names are made only when somebody reads them.
#include "Coverage.h"

#include <istream>
#include <ostream>
#include <sstream>

namespace sectile::random {
namespace {

using isa::OperandClass;
using isa::Slot;

const char *const fileNames[] = {"scalar", "tile"};
const char *const kindNames[] = {"read after write", "write after write",
                                 "write after read"};

// Which units read and write which register file, by the tables.
struct UnitFiles {
  bool reads[2][isa::unitCount]{}, writes[2][isa::unitCount]{};
  UnitFiles() {
    for (unsigned n = 1; n < isa::opCount; n++) {
      const isa::Info &info = isa::info(isa::Op(n));
      for (const isa::Operand &o : info) {
        if (o.cls == OperandClass::imm)
          continue;
        unsigned file = o.cls == OperandClass::tile;
        reads[file][unsigned(info.unit)] |= o.isRead();
        writes[file][unsigned(info.unit)] |= o.isWritten();
      }
    }
  }
};

std::string name(isa::Op op) { return isa::info(op).mnemonic; }

// The operand bins of one instruction.
// Address operands of 0, and an address that is its own index, never retire:
// both lie outside memory.
bool isMemory(const isa::Info &info) {
  return (info.flags & (isa::mayLoad | isa::mayStore)) != 0;
}

template <typename Visit> void operandBins(const isa::Info &info, Visit visit) {
  for (const isa::Operand &o : info) {
    if (isMemory(info) && o.slot == Slot::a)
      continue;
    std::string base =
        std::string("operand ") + info.mnemonic + ' ' + o.name + ' ';
    if (o.cls == OperandClass::gpr || o.cls == OperandClass::shape)
      visit(base + "zero", o, [](const isa::Operand &o, const isa::Inst &i) {
        return i.get(o.slot) == 0;
      });
    if (o.cls == OperandClass::imm && o.immKind == isa::ImmKind::value) {
      visit(base + "minimum", o, [](const isa::Operand &o, const isa::Inst &i) {
        return i.get(o.slot) == o.minimum();
      });
      visit(base + "maximum", o, [](const isa::Operand &o, const isa::Inst &i) {
        return i.get(o.slot) == o.maximum();
      });
    }
  }
}

bool sameFile(const isa::Info &info, const isa::Operand &x,
              const isa::Operand &y) {
  if (isMemory(info) && x.slot == Slot::a && y.slot == Slot::b)
    return false;
  return x.cls != OperandClass::imm && y.cls != OperandClass::imm &&
         (x.cls == OperandClass::tile) == (y.cls == OperandClass::tile);
}

} // namespace

bool Coverage::possible(unsigned file, unsigned kind, unsigned first,
                        unsigned second) {
  static const UnitFiles files;
  bool firstReads = files.reads[file][first],
       firstWrites = files.writes[file][first];
  bool secondReads = files.reads[file][second],
       secondWrites = files.writes[file][second];
  switch (kind) {
  case 0:
    return firstWrites && secondReads;
  case 1:
    return firstWrites && secondWrites;
  default:
    return firstReads && secondWrites;
  }
}

Coverage::Coverage() {
  for (unsigned n = 1; n < isa::opCount; n++) {
    const isa::Info &info = isa::info(isa::Op(n));
    operandBins(info, [&](const std::string &bin, const isa::Operand &, auto) {
      bins[bin];
    });
    for (const isa::Operand *x = info.begin(); x != info.end(); ++x)
      for (const isa::Operand *y = x + 1; y != info.end(); ++y)
        if (sameFile(info, *x, *y))
          bins[std::string("alias ") + info.mnemonic + ' ' + x->name + '=' +
               y->name];
    if (info.kind == isa::Kind::branch) {
      bins["branch " + name(isa::Op(n)) + " taken"];
      bins["branch " + name(isa::Op(n)) + " not taken"];
    }
  }
  for (uint64_t cause = 0; cause < 16; cause++)
    for (uint64_t interrupt : {uint64_t(0), uint64_t(1) << 63})
      if (const char *text = isa::trapText(cause | interrupt))
        bins[std::string("trap ") + text];
}

void Coverage::retired(uint64_t pc, uint32_t word, uint64_t next) {
  isa::Inst inst = isa::decode(word);
  if (inst.op == isa::Op::Illegal)
    return;
  const isa::Info &info = isa::info(inst.op);
  total++;
  executed[unsigned(inst.op)]++;

  Recent now;
  now.op = inst.op;
  for (const isa::Operand &o : info) {
    if (o.cls == OperandClass::imm)
      continue;
    uint64_t bit = uint64_t(1) << inst.get(o.slot);
    if (o.cls == OperandClass::tile) {
      now.tileReads |= o.isRead() ? bit : 0;
      now.tileWrites |= o.isWritten() ? bit : 0;
    } else if (bit != 1) { // register 0 is never in the way
      now.scalarReads |= o.isRead() ? bit : 0;
      now.scalarWrites |= o.isWritten() ? bit : 0;
    }
  }
  for (unsigned d = 0; d < distances; d++) {
    const Recent &before = recent[d];
    if (before.op == isa::Op::Illegal)
      continue;
    auto first = unsigned(isa::info(before.op).unit),
         second = unsigned(info.unit);
    auto &scalar = hazards[0], &tile = hazards[1];
    scalar[0][d][first][second] += (before.scalarWrites & now.scalarReads) != 0;
    scalar[1][d][first][second] +=
        (before.scalarWrites & now.scalarWrites) != 0;
    scalar[2][d][first][second] += (before.scalarReads & now.scalarWrites) != 0;
    tile[0][d][first][second] += (before.tileWrites & now.tileReads) != 0;
    tile[1][d][first][second] += (before.tileWrites & now.tileWrites) != 0;
    tile[2][d][first][second] += (before.tileReads & now.tileWrites) != 0;
  }
  recent[2] = recent[1];
  recent[1] = recent[0];
  recent[0] = now;

  // Operand bins change names with the instruction; a sample is enough to tell
  // whether they are hit, and keeps the cost of a long campaign down.
  if (executed[unsigned(inst.op)] > 4096 && total % 16)
    return;
  operandBins(info,
              [&](const std::string &bin, const isa::Operand &o, auto hit) {
                if (hit(o, inst))
                  bins[bin]++;
              });
  for (const isa::Operand *x = info.begin(); x != info.end(); ++x)
    for (const isa::Operand *y = x + 1; y != info.end(); ++y)
      if (sameFile(info, *x, *y) && inst.get(x->slot) == inst.get(y->slot))
        bins[std::string("alias ") + info.mnemonic + ' ' + x->name + '=' +
             y->name]++;
  if (info.kind == isa::Kind::branch)
    bins["branch " + name(inst.op) +
         (next == pc + 4 ? " not taken" : " taken")]++;
}

void Coverage::trapped(uint64_t cause, uint32_t word) {
  // What always traps never retires.
  isa::Op op = isa::decode(word).op;
  if (op == isa::Op::ECALL || op == isa::Op::EBREAK)
    executed[unsigned(op)]++;
  const char *text = isa::trapText(cause);
  bins[std::string("trap ") + (text ? text : "unknown")]++;
  recent = {};
}

std::map<std::string, uint64_t> Coverage::all() const {
  std::map<std::string, uint64_t> named = bins;
  for (unsigned n = 1; n < isa::opCount; n++)
    named["instruction " + name(isa::Op(n))] += executed[n];
  for (unsigned file = 0; file < 2; file++)
    for (unsigned kind = 0; kind < 3; kind++)
      for (unsigned first = 0; first < isa::unitCount; first++)
        for (unsigned second = 0; second < isa::unitCount; second++)
          if (possible(file, kind, first, second))
            for (unsigned d = 0; d < distances; d++)
              named[std::string("hazard ") + fileNames[file] + ' ' +
                    kindNames[kind] + ' ' + isa::unitNames[first] + " -> " +
                    isa::unitNames[second] + ", distance " +
                    std::to_string(d + 1)] +=
                  hazards[file][kind][d][first][second];
  return named;
}

bool Coverage::merge(std::istream &in) {
  std::string line;
  if (!std::getline(in, line) || line.rfind("sectile coverage ", 0) != 0)
    return false;
  total += strtoull(line.c_str() + 17, nullptr, 10);
  // Named bins of every group go to one map: what is counted by number stays
  // apart, and all() adds both.
  while (std::getline(in, line)) {
    size_t blank = line.find(' ');
    if (blank == std::string::npos)
      return false;
    bins[line.substr(blank + 1)] += strtoull(line.c_str(), nullptr, 10);
  }
  return true;
}

void Coverage::write(std::ostream &out) const {
  out << "sectile coverage " << total << '\n';
  for (const auto &[bin, count] : all())
    out << count << ' ' << bin << '\n';
}

void Coverage::report(std::ostream &out, uint64_t wanted) const {
  struct Group {
    uint64_t bins = 0, hit = 0, enough = 0, hits = 0;
  };
  std::map<std::string, Group> groups;
  std::ostringstream missing;
  for (const auto &[bin, count] : all()) {
    Group &g = groups[bin.substr(0, bin.find(' '))];
    g.bins++;
    g.hit += count != 0;
    g.enough += count >= wanted;
    g.hits += count;
    // Every bin must be hit; hazards often enough for the rare timing.
    if (count == 0 || (count < wanted && bin.rfind("hazard ", 0) == 0))
      missing << "  " << count << ' ' << bin << '\n';
  }
  out << "instructions " << total
      << "\n\ngroup         bins   hit   >= " << wanted << '\n';
  for (const auto &[group, g] : groups) {
    char line[96];
    snprintf(line, sizeof line, "%-12s %5llu %5llu %6llu\n", group.c_str(),
             static_cast<unsigned long long>(g.bins),
             static_cast<unsigned long long>(g.hit),
             static_cast<unsigned long long>(g.enough));
    out << line;
  }
  if (!missing.str().empty())
    out << "\nnot hit, or hazards hit too seldom:\n" << missing.str();
}

} // namespace sectile::random
