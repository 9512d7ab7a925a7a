// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Lockstep.h"
#include "sectile/emulator/command_line.h"
#include "sectile/platform.h"
#include <cstring>

namespace sectile::cosim {

using isa::Csr;
using isa::Kind;

Lockstep::Lockstep(RtlCore &c, Machine &m) : Lockstep(c, emulatorModel(m)) {}

Lockstep::Lockstep(RtlCore &c, std::unique_ptr<ReferenceModel> r)
    : core(c), reference(std::move(r)) {
  core.bus().patches = &patches;
  core.watching = true;
  for (unsigned n = 0; n < 32; ++n)
    shadow[n] = reference->tile(n);
}

bool Lockstep::differ(const std::string &what, const std::string &expected,
                      const std::string &found, uint64_t pc, uint32_t word) {
  if (!difference.what.empty())
    return false;
  difference = {what, expected, found, pc, word, core.cycles(), order, false};
  return false;
}

bool Lockstep::clock() {
  core.clock();
  // A tile is written after its instruction has retired, never before.
  bool same = true;
  if (core.retired) {
    lastRetirement = core.cycles();
    same = retire(*core.retired);
  }
  for (const TileWrite &w : core.tileWrites)
    same = same && tileWrite(w);
  if (same && core.tileStore)
    same = tileStore(*core.tileStore);
  if (same && core.trace)
    same = checkMovement(movements.clock(core, core.retired && didNothing()));
  if (same && core.busError)
    same = differ("bus", "no error response inside memory", "an error response",
                  reference->pc(), 0);
  if (same && core.bus().violation)
    same = differ("bus", "the handshake of AXI", core.bus().violation,
                  reference->pc(), 0);
  return same;
}

// The last instruction is a multiply that wrote no tile, since its depth is 0.
bool Lockstep::didNothing() const {
  const Retire &e = last.back();
  return isa::isMultiply(e.inst.op) && !e.trapped && e.tile < 0;
}

bool Lockstep::checkMovement(const char *wrong) {
  return !wrong ||
         differ("movement in the pipeline", "what the instructions do",
                std::string("an instruction ") + wrong, reference->pc(), 0);
}

bool Lockstep::retire(const rtl::Retire &r) {
  if (r.order != uint32_t(order))
    return differ("retire number", hex(uint32_t(order)), hex(r.order), r.pc,
                  r.word);
  Retire e;
  std::optional<Stop> stop;
  if (r.intr) {
    if (reference->pc() != r.pc)
      return differ("pc of an interrupt", hex(reference->pc()), hex(r.pc), r.pc,
                    r.word);
    // The core chooses when an interrupt is taken, but not whether it may be.
    reference->setCounter(Csr::TIME, reference->retired());
    uint64_t due = reference->csr(Csr::IP) & reference->csr(Csr::IE);
    if (!(reference->csr(Csr::STATUS) & 1) || !(due >> (r.cause & 63) & 1))
      return differ("interrupt",
                    "none: status " + hex(reference->csr(Csr::STATUS)) +
                        ", pending and enabled " + hex(due),
                    isa::trapText(r.cause) ? isa::trapText(r.cause)
                                           : hex(r.cause),
                    r.pc, r.word);
    stop = reference->interrupt(r.cause);
    e.order = reference->retired();
    e.pc = r.pc;
    e.trapped = true;
    e.cause = r.cause;
    remember(e);
    if (!compareControl(r))
      return false;
    ++order;
    return true;
  }
  // Timing is the core's choice, so the reference takes cycle counts as counted
  // from the core's outputs; time equals instret.
  isa::Inst inst = isa::decode(r.word);
  reference->setCounter(Csr::TIME, reference->retired());
  if (isa::info(inst.op).kind == Kind::csr && (inst.imm & 0x800) &&
      Csr(inst.imm) != Csr::HARTID && Csr(inst.imm) != Csr::INSTRET &&
      Csr(inst.imm) != Csr::TIME) {
    const uint64_t *counted = core.countersAt(r.order).find(Csr(inst.imm));
    reference->setCounter(Csr(inst.imm), counted ? *counted : 0);
  }
  stop = reference->step(e);
  remember(e);
  if (!compare(r, e) || !compareControl(r))
    return false;
  if (observe)
    observe(e);

  if (e.hostCommand) {
    // The command has run on the core's memory; the emulator's gets the same
    // bytes.
    for (const Bus::Patch &p : patches)
      reference->write(p.address, p.bytes.data(), p.bytes.size());
    patches.clear();
  }
  if (e.tile >= 0)
    tiles[r.order] = {reference->tile(unsigned(e.tile)), e.tile, e.pc, e.word};
  if (isa::info(e.inst.op).kind == Kind::tstore && !e.trapped) {
    Stored s;
    for (const MemoryAccess &a : e.accesses)
      for (unsigned n = 0; n < a.size; ++n)
        s.bytes[a.address + n] = a.data[n];
    s.pc = e.pc;
    s.word = e.word;
    if (!s.bytes.empty())
      stores[r.order] = std::move(s);
  }
  ++order;
  if (stop && *stop == Stop::fault) {
    halted = true;
    done = true;
  }
  if (core.exited) {
    done = true;
    exitStatus = core.outcome.status;
  }
  return true;
}

void Lockstep::remember(const Retire &e) {
  last.push_back(e);
  if (last.size() > 16)
    last.pop_front();
}

// After every instruction, so that a change of a register that none wrote is
// found as well.
bool Lockstep::compareControl(const rtl::Retire &r) {
  const rtl::CsrState &found = core.controlAfter(r.order + 1);
  auto check = [&](Csr number, uint64_t expected, uint64_t value) {
    return expected == value || differ(std::string("control register ") +
                                           isa::csrInfo(unsigned(number))->name,
                                       hex(expected), hex(value), r.pc, r.word);
  };
  // A trap without a handler halts; no program can see its change of status.
  bool halts = r.trap && reference->csr(Csr::TVEC) == 0;
  return (halts ||
          check(Csr::STATUS, reference->csr(Csr::STATUS), found.status)) &&
         check(Csr::TVEC, reference->csr(Csr::TVEC), found.tvec) &&
         check(Csr::EPC, reference->csr(Csr::EPC), found.epc) &&
         check(Csr::CAUSE, reference->csr(Csr::CAUSE), found.cause) &&
         check(Csr::TVAL, reference->csr(Csr::TVAL), found.tval) &&
         check(Csr::SCRATCH, reference->csr(Csr::SCRATCH), found.scratch) &&
         check(Csr::IE, reference->csr(Csr::IE), found.ie) &&
         check(Csr::IP, reference->csr(Csr::IP) & 1, found.software) &&
         check(Csr::TIMECMP, reference->csr(Csr::TIMECMP), found.timecmp);
}

bool Lockstep::compare(const rtl::Retire &r, const Retire &e) {
  auto check = [&](const char *what, uint64_t expected, uint64_t found) {
    return expected == found ||
           differ(what, hex(expected), hex(found), r.pc, r.word);
  };
  if (!check("pc", e.pc, r.pc))
    return false;
  if (r.trap != e.trapped)
    return differ("trap",
                  e.trapped ? std::string("trap: ") + isa::trapText(e.cause) +
                                  ", value " + hex(e.value)
                            : "no trap",
                  r.trap ? std::string("trap: ") +
                               (isa::trapText(r.cause) ? isa::trapText(r.cause)
                                                       : hex(r.cause)) +
                               ", value " + hex(r.tval)
                         : "no trap",
                  r.pc, r.word);
  if (r.trap)
    return check("trap cause", e.cause, r.cause) &&
           check("trap value", e.value, r.tval);
  if (!check("instruction word", e.word, r.word))
    return false;

  // Registers: what the core writes to r0 does not count.
  struct Writes {
    unsigned count = 0, number[2] = {};
    uint64_t value[2] = {};
    void add(unsigned n, uint64_t v) {
      number[count] = n;
      value[count++] = v;
    }
    std::string text(unsigned n) const {
      return n < count
                 ? std::string(isa::gprNames[number[n]]) + " = " + hex(value[n])
                 : "none";
    }
  } expected, found;
  for (unsigned n = 0; n < 2; ++n) {
    if (n < e.registerWrites)
      expected.add(e.registers[n].number, e.registers[n].value);
  }
  if (r.rdWrite && r.rd)
    found.add(r.rd, r.rdValue);
  if (r.rd2Write && r.rd2)
    found.add(r.rd2, r.rd2Value);
  for (unsigned n = 0; n < 2; ++n) {
    if ((n < expected.count) != (n < found.count) ||
        expected.number[n] != found.number[n])
      return differ("register write", expected.text(n), found.text(n), r.pc,
                    r.word);
    if (expected.value[n] != found.value[n])
      return differ(std::string("value of ") +
                        isa::gprNames[expected.number[n]],
                    hex(expected.value[n]), hex(found.value[n]), r.pc, r.word);
  }

  // Scalar accesses: a pair is one access of the core.
  Kind kind = isa::info(e.inst.op).kind;
  if (kind == Kind::tload || kind == Kind::tstore)
    return true;
  bool store = e.hostCommand.has_value(), load = false;
  uint64_t address = 0;
  unsigned size = 0;
  uint8_t data[32] = {};
  for (const MemoryAccess &a : e.accesses) {
    // A compare-and-swap that fails may report a store of the old value.
    if (kind == Kind::cas && a.isStore && !r.memWrite &&
        e.accesses.size() == 2 && !e.accesses[0].isStore &&
        a.value() == e.accesses[0].value())
      continue;
    bool merge = kind == Kind::loadpair || kind == Kind::storepair;
    if (!merge || !size) {
      // An atomic is reported as a store, which includes the result.
      if (size && !a.isStore)
        continue;
      address = a.address;
      size = 0;
    }
    std::memcpy(data + size, a.data, std::min<size_t>(a.size, 16));
    size += a.size;
    (a.isStore ? store : load) = true;
  }
  if (e.hostCommand) {
    if (!r.memWrite)
      return differ("memory access", "a host command", "none", r.pc, r.word);
    uint64_t command;
    std::memcpy(&command, r.memData, sizeof command);
    return check("host command", *e.hostCommand, command);
  }
  if (!check("memory read", load, r.memRead) ||
      !check("memory written", store, r.memWrite))
    return false;
  if (!load && !store)
    return true;
  if (!check("memory address", address, r.memAddr) ||
      !check("memory mask", (1u << size) - 1, r.memMask))
    return false;
  for (unsigned n = 0; n < size; ++n)
    if (data[n] != r.memData[n])
      return differ("memory byte " + std::to_string(n) + " at " + hex(address),
                    hex(data[n]), hex(r.memData[n]), r.pc, r.word);
  return true;
}

bool Lockstep::tileWrite(const TileWrite &w) {
  auto found = tiles.find(w.order);
  if (found == tiles.end())
    return differ("tile write", "none", "order " + hex(w.order), 0, 0);
  const Expected &e = found->second;
  if (e.number != w.tile)
    return differ("tile written", isa::tileNames[e.number],
                  isa::tileNames[w.tile], e.pc, e.word);
  Tile &t = shadow[w.tile];
  auto put = [&](unsigned row, unsigned column, uint32_t word) {
    std::memcpy(reinterpret_cast<uint8_t *>(&t) + row * 64 + column * 4, &word,
                4);
  };
  for (unsigned n = 0; n < 16; ++n)
    if (w.mask >> n & 1)
      w.column ? put(n, w.index, w.words[n]) : put(w.index, n, w.words[n]);
  if (!w.last)
    return true;
  const auto *expected = reinterpret_cast<const uint32_t *>(&e.tile),
             *is = reinterpret_cast<const uint32_t *>(&t);
  for (unsigned n = 0; n < 256; ++n)
    if (expected[n] != is[n]) {
      std::string all = " (row:", ours = " (row:";
      for (unsigned k = n & ~15u; k < (n | 15u) + 1; ++k) {
        all += " " + hex(expected[k]);
        ours += " " + hex(is[k]);
      }
      differ(std::string(isa::tileNames[w.tile]) + ", row " +
                 std::to_string(n / 16) + ", word " + std::to_string(n % 16),
             hex(expected[n]) + all + ")", hex(is[n]) + ours + ")", e.pc,
             e.word);
      difference.pastInstruction = w.order + 1 != uint32_t(order);
      return false;
    }
  ++tileCount;
  tiles.erase(found);
  return true;
}

bool Lockstep::tileStore(const TileStore &s) {
  auto it = stores.find(s.order);
  if (it == stores.end())
    return differ("tile store", "none", "order " + hex(s.order), 0, 0);
  Stored &e = it->second;
  for (unsigned n = 0; n < 64; ++n)
    if (s.strobe >> n & 1)
      e.found[s.address + n] = s.data[n];
  if (!s.last)
    return true;
  auto a = e.bytes.begin();
  auto b = e.found.begin();
  for (; a != e.bytes.end() || b != e.found.end(); ++a, ++b) {
    if (a == e.bytes.end() || b == e.found.end() || *a != *b)
      return differ(
          "bytes of a tile store",
          a == e.bytes.end() ? "none" : hex(a->second) + " at " + hex(a->first),
          b == e.found.end() ? "none" : hex(b->second) + " at " + hex(b->first),
          e.pc, e.word);
  }
  stores.erase(it);
  return true;
}

bool Lockstep::finish() {
  // Tile instructions in flight complete and the store buffer drains without
  // further instructions.
  for (int n = 0; n < 100000; ++n) {
    core.clock();
    for (const TileWrite &w : core.tileWrites)
      if (!tileWrite(w))
        return false;
    if (core.tileStore && !tileStore(*core.tileStore))
      return false;
    if (core.trace && !checkMovement(movements.clock(core)))
      return false;
    if (halted && core.retired)
      return differ("halt", "nothing after it", "a retirement",
                    core.retired->pc, core.retired->word);
    if (tiles.empty() && stores.empty() && core.drained() && n > 1000)
      break;
  }
  if (!core.drained())
    return differ("state after the run", "idle", "not idle", reference->pc(),
                  0);
  if (halted && !core.halted)
    return differ("halt", "halted", "not halted", reference->pc(), 0);
  if (!tiles.empty())
    return differ("tile result", isa::tileNames[tiles.begin()->second.number],
                  "never written", tiles.begin()->second.pc,
                  tiles.begin()->second.word);
  if (!stores.empty())
    return differ("tile store", "bytes in memory", "never written",
                  stores.begin()->second.pc, stores.begin()->second.word);
  if (!checkMovement(movements.finish()))
    return false;
  uint8_t expected[4096], found[4096];
  for (uint64_t address = SECTILE_RAM_BASE; address < reference->end();
       address += sizeof expected) {
    reference->read(address, expected, sizeof expected);
    core.bus().read(address, found, sizeof found);
    if (std::memcmp(expected, found, sizeof expected) != 0)
      for (unsigned n = 0; n < sizeof expected; ++n)
        if (expected[n] != found[n])
          return differ("memory after the run, at " + hex(address + n),
                        hex(expected[n]), hex(found[n]), 0, 0);
  }
  return true;
}

} // namespace sectile::cosim
