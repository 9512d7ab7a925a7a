// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Interrupts by software and by the timer, taken or only pending.
#include "Items.h"
#include "Parts.h"

namespace sectile::random {
namespace {

using isa::Op;

// Interrupts are disabled and one becomes pending, while the program reads ip
// and status. A trap keeps them disabled, and so they stay until the next item
// that enables them.
void pendingInterrupt(Writer &w, Stream &s) {
  w.emit(Op::ADDI, regCode, 0, 0, 1);
  w.emit(Op::CSRRC, 0, regCode, 0, int64_t(isa::Csr::STATUS));
  w.emit(Op::ADDI, regCode, 0, 0, int64_t(s.below(4)));
  w.emit(Op::CSRRW, 0, regCode, 0, int64_t(isa::Csr::IE));
  w.emit(Op::CSRRS, regCode, 0, 0, int64_t(isa::Csr::TIME));
  w.emit(Op::ADDI, regCode, regCode, 0, int64_t(s.below(6)));
  w.emit(Op::CSRRW, 0, regCode, 0, int64_t(isa::Csr::TIMECMP));
  if (s.oneIn(w.options.mix.trapEvery ? 16 : ~0u))
    w.emit(Op::ECALL, 0, 0, 0);
  for (unsigned n = 1 + s.below(5); n; n--) {
    isa::Csr number = s.oneIn(4) ? isa::Csr::STATUS : isa::Csr::IP;
    w.emit(Op::CSRRS, w.scalarTarget(s), 0, 0, int64_t(number));
  }
  w.emit(Op::MOVN, regCode, 0, 0, 0, 0);
  w.emit(Op::CSRRW, 0, regCode, 0, int64_t(isa::Csr::TIMECMP));
}

void timerInterrupt(Writer &w, Stream &s) {
  w.emit(Op::CSRRS, regCode, 0, 0, int64_t(isa::Csr::TIME));
  w.emit(Op::ADDI, regCode, regCode, 0, int64_t(s.below(16)));
  w.emit(Op::CSRRW, 0, regCode, 0, int64_t(isa::Csr::TIMECMP));
}

void softwareInterrupt(Writer &w) {
  w.emit(Op::ADDI, regCode, 0, 0, 1);
  w.emit(Op::CSRRS, 0, regCode, 0, int64_t(isa::Csr::IP));
}

} // namespace

void interrupt(Writer &w, Stream &s) {
  if (!w.has(Op::CSRRS))
    return;
  if (s.oneIn(3))
    return pendingInterrupt(w, s);
  bool timer = s.oneIn(2);
  w.emit(Op::ADDI, regCode, 0, 0, 3);
  w.emit(Op::CSRRW, 0, regCode, 0, int64_t(isa::Csr::IE));
  if (timer)
    timerInterrupt(w, s);
  else
    softwareInterrupt(w);
  // Interrupts are still disabled: wfi returns at once or waits for the timer.
  if (s.oneIn(4))
    w.emit(Op::WFI, 0, 0, 0);
  w.emit(Op::ADDI, regCode, 0, 0, 1);
  w.emit(Op::CSRRS, 0, regCode, 0, int64_t(isa::Csr::STATUS));
  for (unsigned n = s.below(6); n; n--)
    oneOf(w, s, s.oneIn(2) ? w.ops.elementwise : w.ops.alu);
}

} // namespace sectile::random
