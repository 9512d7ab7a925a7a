// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "system/hart.h"
#include "semantics/shape.h"

#include <algorithm>
#include <chrono>

namespace sectile {

using isa::Csr;

static uint64_t hostNanoseconds() {
  return uint64_t(std::chrono::duration_cast<std::chrono::nanoseconds>(
                      std::chrono::steady_clock::now().time_since_epoch())
                      .count());
}

Hart::Hart(const MachineOptions &o, Registers &x, Ram &memory)
    : options(o), registers(x), ram(memory), startTime(hostNanoseconds()) {
  registers.ram = ram.data();
  registers.ramSize = ram.size();
  registers.r[fullRegister] = fullShape;
}

//===-- Registers -------------------------------------------------------===//

const Tile &Hart::tile(unsigned number) const {
  materialise(registers, number);
  return registers.rows[number];
}

void Hart::setTile(unsigned number, const Tile &value) {
  registers.forms[number] = TileForms();
  registers.rows[number] = value;
}

//===-- Control registers -----------------------------------------------===//

uint64_t Hart::readCsr(Csr number) const {
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

void Hart::writeCsr(Csr number, uint64_t v) {
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

//===-- Time ------------------------------------------------------------===//

uint64_t Hart::clock() const {
  return options.realTime ? hostNanoseconds() - startTime : retired;
}

uint64_t Hart::time() const {
  return options.lockstep ? counters[unsigned(Csr::TIME) & 0xff] : clock();
}

uint64_t Hart::untilEvent(uint64_t most) const {
  if (options.lockstep || !(status & 1) || !(ie & 2))
    return most;
  if (options.realTime)
    return std::min<uint64_t>(most, 4096);
  return std::min(most, retired >= timecmp ? 0 : timecmp - retired);
}

//===-- Traps -----------------------------------------------------------===//

uint64_t Hart::pending() const {
  return (softwarePending ? 1 : 0) | (time() >= timecmp ? 2 : 0);
}

std::optional<uint64_t> Hart::interruptDue() const {
  if (options.lockstep || !(status & 1) || ie == 0)
    return std::nullopt;
  uint64_t due = pending() & ie;
  if (due & 1)
    return interruptBit | 0;
  if (due & 2)
    return interruptBit | 1;
  return std::nullopt;
}

void Hart::noteTrap(uint64_t why, uint64_t value) {
  epc = pc;
  cause = why;
  tval = value;
}

bool Hart::enterHandler() {
  if (tvec == 0)
    return false;
  status = (status & 1) << 1;
  pc = tvec;
  return true;
}

void Hart::returnFromTrap() { status = 2 | (status >> 1 & 1); }

} // namespace sectile
