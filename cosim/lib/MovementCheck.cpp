// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "MovementCheck.h"

namespace sectile::cosim {

// As many instructions fit between fetch and retirement.
static constexpr unsigned stages = 5;

const char *MovementCheck::clock(const RtlCore &core, bool doesNothing) {
  const rtl::Trace &m = *core.trace;
  if (core.retired) {
    const rtl::Retire &r = *core.retired;
    if (!retire && ++unknown > stages)
      return "retires without having moved";
    if (retire) {
      if (retire->pc != r.pc || (!r.trap && !r.intr && retire->word != r.word))
        return "retires, but another one moved";
      isa::Unit unit = isa::info(isa::decode(r.word).op).unit;
      bool tile = !r.trap && !r.intr && !doesNothing &&
                  (unit == isa::Unit::tmem || unit == isa::Unit::tmat ||
                   unit == isa::Unit::telem);
      if (tile != retire->pushed)
        return tile ? "goes into no unit's queue" : "goes into a unit's queue";
      unsigned needs = r.trap || r.intr         ? 0
                       : unit == isa::Unit::fpu ? 1u << busyFloat
                       : unit == isa::Unit::div ? 1u << busyDivide
                                                : 0;
      if (needs & ~retire->busy)
        return "has been in a unit that was never busy";
    }
    retire.reset();
  } else if (retire) {
    return "leaves the memory stage and does not retire";
  }
  if (m.committed) {
    retire = memory;
    memory.reset();
  }
  if (m.push) {
    if (execute && execute->pushed)
      return "goes into a unit's queue twice";
    if (execute)
      execute->pushed = true;
    if (!slots[m.slot].ended())
      return "takes the slot of one in flight";
    slots[m.slot] = {true};
  }
  if (execute)
    execute->busy |= core.busy;
  if (m.executed) {
    memory = execute;
    execute.reset();
  }
  if (m.read) {
    execute = read;
    read.reset();
  }
  if (m.redirect)
    read.reset();
  else if (m.fetched)
    read = Moving{m.pc, m.word};
  if (const char *wrong = busy(core))
    return wrong;
  return units(m);
}

// What the counters count: a unit is busy in the cycle after a start.
const char *MovementCheck::busy(const RtlCore &core) {
  static constexpr Busy tile[rtl::tileUnits] = {busyMatrix, busyElementwise,
                                                busyTileMemory};
  if (mustBeBusy & ~core.busy)
    return "has started in a unit that is not busy";
  mustBeBusy = 0;
  for (unsigned n = 0; n != rtl::tileUnits; ++n)
    if (core.trace->start[n])
      mustBeBusy |= 1u << tile[n];
  return nullptr;
}

const char *MovementCheck::units(const rtl::Trace &m) {
  for (unsigned n = 0; n != rtl::tileUnits; ++n)
    if (m.start[n]) {
      Flight &f = slots[m.startSlot[n]];
      if (f.pushed && f.started)
        return "starts in its unit twice";
      f.started = true;
    }
  for (unsigned n = 0; n != rtl::tileUnits; ++n)
    if (m.copied[n]) {
      // The matrix unit reads ahead of its start.
      Flight &f = slots[m.copiedSlot[n]];
      if (f.pushed && f.copied)
        return "has read its tiles twice";
      f.copied = true;
    }
  for (unsigned n = 0; n != rtl::tileUnits; ++n)
    if (m.written[n]) {
      Flight &f = slots[m.writtenSlot[n]];
      if (f.pushed && !f.started)
        return "has written its tile before it started";
      if (f.pushed && f.written)
        return "has written its tile twice";
      f.written = true;
    }
  return nullptr;
}

const char *MovementCheck::finish() const {
  for (const Flight &f : slots)
    if (!f.ended())
      return "never ends in its unit";
  return nullptr;
}

} // namespace sectile::cosim
