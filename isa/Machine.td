// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Machine.td - platform, control registers, trap causes -------------------===//
//
// Definitions that are neither registers nor instructions, and that several parts use:
// the emulator, the RTL, the assembler, the linker and the manual.
//
//===----------------------------------------------------------------------===//

// Numbers that programs, tools and the core agree on. A number of 64 bits is an
// address or a size.
class PlatformNumber<int width, int value, string text> {
  int Bits = width;
  int Value = value;
  string Text = text;
}
def ELF_MACHINE      : PlatformNumber<16, 0x5ec7, "e_machine of objects and programs">;
def RAM_BASE         : PlatformNumber<64, 0x80000000, "first address of memory">;
def HOST_DEVICE      : PlatformNumber<64, 0x10000000, "address of the host device">;
def HOST_DEVICE_SIZE : PlatformNumber<64, 0x1000, "size of its page; memory never overlaps it">;
def STACK_SIZE       : PlatformNumber<64, 0x800000, "bytes at the end of memory that the C library's heap leaves to the stack">;

class ControlRegister<bits<12> number, bit readOnly, string description> {
  string Name = !tolower(!subst("CSR_", "", NAME));
  bits<12> Number = number;
  bit ReadOnly = readOnly;
  string Description = description;
}
// Numbers with bit 11 set are read-only.
def CSR_STATUS  : ControlRegister<0x000, 0, "bit 0 ie: interrupts enabled; bit 1 pie: ie before the trap; others read 0">;
def CSR_TVEC    : ControlRegister<0x001, 0, "address of the trap handler, bits 1:0 read 0; 0 makes a trap halt the machine with a report">;
def CSR_EPC     : ControlRegister<0x002, 0, "pc of the instruction that trapped or was interrupted, bits 1:0 read 0">;
def CSR_CAUSE   : ControlRegister<0x003, 0, "trap cause; bit 63 set for interrupts">;
def CSR_TVAL    : ControlRegister<0x004, 0, "trap value: address or instruction word">;
def CSR_SCRATCH : ControlRegister<0x005, 0, "free for the trap handler">;
def CSR_IE      : ControlRegister<0x006, 0, "interrupt enable: bit 0 software, bit 1 timer">;
def CSR_IP      : ControlRegister<0x007, 0, "interrupt pending: bit 0 software, writable; bit 1 timer, time >= timecmp, read-only">;
def CSR_TIMECMP : ControlRegister<0x008, 0, "timer compare, all ones after reset">;
def CSR_HARTID  : ControlRegister<0x800, 1, "number of this core">;
def CSR_CYCLE   : ControlRegister<0x801, 1, "clock cycles; in the emulator retired instructions">;
def CSR_INSTRET : ControlRegister<0x802, 1, "instructions retired before this one">;
def CSR_TIME    : ControlRegister<0x803, 1, "time in ticks; retired instructions unless real time is requested">;
def CSR_BUSY_TMEM   : ControlRegister<0x810, 1, "cycles in which the tile memory unit works; 0 in the emulator">;
def CSR_BUSY_TMAT   : ControlRegister<0x811, 1, "cycles in which the matrix unit works; 0 in the emulator">;
def CSR_BUSY_TELEM  : ControlRegister<0x812, 1, "cycles in which the elementwise unit works; 0 in the emulator">;
def CSR_BUSY_FPU    : ControlRegister<0x813, 1, "cycles in which the scalar floating-point unit works; 0 in the emulator">;
def CSR_BUSY_DIV    : ControlRegister<0x814, 1, "cycles in which the divider works; 0 in the emulator">;
def CSR_STALL_FETCH : ControlRegister<0x818, 1, "cycles without a retirement waiting for an instruction; 0 in the emulator">;
def CSR_STALL_DATA  : ControlRegister<0x819, 1, "cycles without a retirement waiting for scalar data memory; 0 in the emulator">;
def CSR_STALL_UNIT  : ControlRegister<0x81a, 1, "cycles without a retirement waiting for a scalar result or unit; 0 in the emulator">;
def CSR_STALL_TILE  : ControlRegister<0x81b, 1, "cycles without a retirement waiting for a tile register or queue; 0 in the emulator">;

class TrapCause<int number, bit interrupt, string text, string value> {
  int Number = number;
  bit Interrupt = interrupt;
  string Text = text;
  string Value = value;
}
def TRAP_MISALIGNED_JUMP   : TrapCause<0, 0, "misaligned jump", "target address">;
def TRAP_FETCH_FAULT       : TrapCause<1, 0, "instruction access fault", "address of the instruction">;
def TRAP_ILLEGAL           : TrapCause<2, 0, "illegal instruction", "the instruction word">;
def TRAP_BREAKPOINT        : TrapCause<3, 0, "breakpoint", "0">;
def TRAP_MISALIGNED_ATOMIC : TrapCause<4, 0, "misaligned atomic access", "address">;
def TRAP_LOAD_FAULT        : TrapCause<5, 0, "load access fault", "first illegal byte's address">;
def TRAP_STORE_FAULT       : TrapCause<7, 0, "store access fault", "first illegal byte's address">;
def TRAP_ECALL             : TrapCause<8, 0, "environment call", "0">;
def TRAP_SOFTWARE          : TrapCause<0, 1, "software interrupt", "0">;
def TRAP_TIMER             : TrapCause<1, 1, "timer interrupt", "0">;

// Major opcodes that are reserved for extensions; a record that uses one is an error.
class ReservedMajor<int number, string purpose> {
  int Number = number;
  string Purpose = purpose;
}
def : ReservedMajor<0, "the illegal all-zero word">;
def : ReservedMajor<63, "the illegal all-one word">;
def : ReservedMajor<50, "structured sparse multiplies">;
def : ReservedMajor<51, "structured sparse multiplies">;
def : ReservedMajor<52, "block-scaled multiplies">;
def : ReservedMajor<53, "block-scaled multiplies">;
def : ReservedMajor<54, "channels between cores">;
def : ReservedMajor<55, "channels between cores">;
