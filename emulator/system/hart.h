// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The architectural state of a hart, and the rules of traps, interrupts and
// control registers. Nothing here executes instructions.
#ifndef SECTILE_EMULATOR_SYSTEM_HART_H
#define SECTILE_EMULATOR_SYSTEM_HART_H

#include "sectile/emulator/machine.h"
#include "system/ram.h"

#include <array>

namespace sectile {

constexpr uint64_t interruptBit = uint64_t(1) << 63;

class Hart {
public:
  // The caller owns the registers: a back end adds data of its own to them.
  Hart(const MachineOptions &options, Registers &registers, Ram &ram);

  const MachineOptions &options;
  Registers &registers;
  Ram &ram;

  uint64_t pc = 0, retired = 0;
  uint64_t status = 0, tvec = 0, epc = 0, cause = 0, tval = 0, scratch = 0,
           ie = 0;
  uint64_t timecmp = ~uint64_t(0);
  bool softwarePending = false;
  std::array<uint64_t, 256> counters = {}; // 0x800 and up: what lockstep gave

  //===-- Registers -----------------------------------------------------===//
  const Tile &tile(unsigned number) const;
  void setTile(unsigned number, const Tile &value);

  //===-- Control registers ---------------------------------------------===//
  uint64_t readCsr(isa::Csr number) const;
  void writeCsr(isa::Csr number, uint64_t value);

  //===-- Time ----------------------------------------------------------===//
  // What the time register reads.
  uint64_t time() const;
  // What the host device's clock says.
  uint64_t clock() const;
  // How many instructions may retire before the next check for an interrupt; at
  // most `most`.
  uint64_t untilEvent(uint64_t most) const;

  //===-- Traps ---------------------------------------------------------===//
  // The interrupt that is taken before the next instruction, if any.
  std::optional<uint64_t> interruptDue() const;
  // Records a trap at pc in the control registers.
  void noteTrap(uint64_t why, uint64_t value);
  // Continues in the handler; false, without effect, if there is none.
  bool enterHandler();
  void returnFromTrap(); // all but the jump to epc

private:
  uint64_t startTime;

  uint64_t pending() const;
};

} // namespace sectile
#endif
