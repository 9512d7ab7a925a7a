// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The prologue with the trap handler, and the epilogue with the hash.
#include "Frame.h"
#include "host_device.h"
#include "items/Items.h"
#include "items/Parts.h"

namespace sectile::random {
namespace {

using isa::Inst;
using isa::Op;

// Preserves all registers. Interrupts are acknowledged and return to where they
// occurred, a fetch fault continues at regResume, any other trapping
// instruction is skipped.
void trapHandler(Writer &w) {
  constexpr unsigned t = 31;
  auto csr = [&](Op op, unsigned d, isa::Csr number, unsigned a) {
    w.emit(op, d, a, 0, int64_t(number));
  };
  csr(Op::CSRRW, t, isa::Csr::SCRATCH, t);
  csr(Op::CSRRS, t, isa::Csr::CAUSE, 0);
  w.emit(Op::BBS, 0, t, 0, 63, 6 * 4);
  w.emit(Op::BEQI, 0, t, 0, 1, 10 * 4);
  csr(Op::CSRRS, t, isa::Csr::EPC, 0);
  w.emit(Op::ADDI, t, t, 0, 4);
  csr(Op::CSRRW, 0, isa::Csr::EPC, t);
  w.emit(Op::J, 0, 0, 0, 7 * 4);
  // interrupt
  w.emit(Op::MOVZ, t, 0, 0, 1, 0);
  csr(Op::CSRRC, 0, isa::Csr::IP, t);
  w.emit(Op::MOVN, t, 0, 0, 0, 0);
  csr(Op::CSRRW, 0, isa::Csr::TIMECMP, t);
  w.emit(Op::BEQ, 0, 0, 0, 8);
  // fetch fault
  csr(Op::CSRRW, 0, isa::Csr::EPC, regResume);
  // return
  csr(Op::CSRRW, t, isa::Csr::SCRATCH, t);
  w.emit(Op::TRET, 0, 0, 0);
}

// Stores the state that the program was started with, at addresses beyond the
// data that the prologue loads.
void storeState(Writer &w) {
  w.constant(regCode, dataBase + 64 * 1024);
  for (unsigned r = 1; r < 32; r++)
    w.emit(Op::STD, r, regCode, 0, int64_t(r) * 8);
  for (unsigned t = 0; t < 32; t++)
    w.emit(Op::TST, t, regData, 0, int64_t(32 + t) * 1024);
}

void setRegistersAndTiles(Writer &w, Stream &s) {
  for (unsigned t = 0; t < 32; t++)
    w.emit(Op::TLD, t, regData, 0, int64_t(t) * 1024);
  for (unsigned r = 1; r < 32; r++)
    if (!isReserved(r))
      w.emit(Op::LDD, r, regData, 0, int64_t(r) * 8 + int64_t(s.below(64)) * 8);
  for (unsigned p = 0; p < regPointers; p++)
    setPointer(w, s, regPointer0 + p);
  w.constant(regIndex, s.below(256));
  w.constant(regStride, 64);
  w.constant(regCounter, 0);
  w.constant(regCode, 0);
  w.constant(regResume, codeBase);
}

// Writes a command's block, then its address to the host device.
void command(Writer &w, unsigned operation,
             std::initializer_list<uint64_t> arguments) {
  w.constant(12, SECTILE_HOST_DEVICE);
  w.constant(13, dataBase + 1024);
  w.emit(Op::ADDI, 8, 0, 0, operation);
  w.emit(Op::STD, 8, 13, 0, 0);
  int64_t at = 16;
  for (uint64_t argument : arguments) {
    w.constant(8, argument);
    w.emit(Op::STD, 8, 13, 0, at);
    at += 8;
  }
  w.emit(Op::STD, 13, 12, 0, 0);
}

// FNV-1a over 64-bit words of the first part of the data, printed as sixteen
// hexadecimal digits and a newline.
void printHash(Writer &w) {
  // a0 hash, a1 cursor, a2 end, a3 multiplier
  w.constant(4, 14695981039346656037u);
  w.constant(5, dataBase);
  w.constant(6, dataBase + 1024 * 34);
  w.constant(7, 1099511628211u);
  w.emit(Op::LDD, 8, 5, 0, 0);
  w.emit(Op::XOR, 4, 4, 8);
  w.emit(Op::MUL, 4, 4, 7);
  w.emit(Op::ADDI, 5, 5, 0, 8);
  w.emit(Op::BLTU, 0, 5, 6, -16);
  // the digits, into the data
  w.constant(9, 60);
  w.constant(5, dataBase);
  w.emit(Op::SRL, 8, 4, 9);
  w.emit(Op::ANDI, 8, 8, 0, 15);
  w.emit(Op::SLTI, 10, 8, 0, 10);
  w.emit(Op::ADDI, 11, 8, 0, 'a' - 10);
  w.emit(Op::ADDI, 8, 8, 0, '0');
  Inst select;
  select.op = Op::SEL;
  select.d = 8;
  select.a = 8;
  select.b = 11;
  select.c = 10;
  w.emit(select);
  w.emit(Op::STB, 8, 5, 0, 0);
  w.emit(Op::ADDI, 5, 5, 0, 1);
  w.emit(Op::ADDI, 9, 9, 0, -4);
  w.emit(Op::BGEI, 0, 9, 0, 0, -9 * 4);
  w.emit(Op::ADDI, 8, 0, 0, '\n');
  w.emit(Op::STB, 8, 5, 0, 0);
  command(w, SECTILE_HOST_WRITE, {1, dataBase, 17});
}

// The drawn access may be inside memory and not trap; then the breakpoint
// halts.
void halt(Writer &w, Stream &s) {
  w.emit(Op::CSRRW, 0, 0, 0, int64_t(isa::Csr::TVEC));
  trap(w, s);
  w.emit(Op::EBREAK, 0, 0, 0);
}

} // namespace

void prologue(Writer &w, Stream &s) {
  // A jump over the trap handler, written when its length is known.
  size_t start = w.program.code.size();
  w.word(0);
  uint64_t handler = w.here();
  trapHandler(w);
  Inst jump;
  jump.op = Op::J;
  jump.imm = int64_t(w.here() - (codeBase + start * 4));
  w.program.code[start] = isa::encode(jump);
  w.constant(1, handler);
  w.emit(Op::CSRRW, 0, 1, 0, int64_t(isa::Csr::TVEC));
  w.constant(regData, dataBase);
  if (w.options.fromState)
    storeState(w);
  setRegistersAndTiles(w, s);
}

void epilogue(Writer &w, Stream &s) {
  // No interrupt from here on.
  w.constant(regCode, 3);
  w.emit(Op::CSRRC, 0, regCode, 0, int64_t(isa::Csr::STATUS));
  for (unsigned r = 1; r < 32; r++)
    if (!isReserved(r))
      w.emit(Op::STD, r, regData, 0, int64_t(r) * 8);
  for (unsigned t = 0; t < 32; t++)
    w.emit(Op::TST, t, regData, 0, 1024 + int64_t(t) * 1024);
  for (unsigned n = 0; n < isa::csrCount; n++)
    w.emit(Op::CSRRS, 4, 0, 0, int64_t(isa::csrs[n].number));
  if (w.options.hash)
    printHash(w);
  if (w.options.halts)
    return halt(w, s);
  command(w, SECTILE_HOST_EXIT, {0});
  w.emit(Op::J, 0, 0, 0, 0);
}

} // namespace sectile::random
