# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as --show-encoding -o - %s | FileCheck --check-prefixes=TEXT,BYTES %s
# RUN: sectile-as -o %t.o %s
# RUN: sectile-objdump -d --no-show-raw-insn %t.o | FileCheck --check-prefix=TEXT %s

# TEXT: mul a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x06,0x06]
mul a0, a1, a2
# TEXT: mul s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x13,0x06]
mul s11, sp, x7
# TEXT: mulh a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x26,0x06]
mulh a0, a1, a2
# TEXT: mulh s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x33,0x06]
mulh s11, sp, x7
# TEXT: mulhu a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x46,0x06]
mulhu a0, a1, a2
# TEXT: mulhu s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x53,0x06]
mulhu s11, sp, x7
# TEXT: mulhsu a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x66,0x06]
mulhsu a0, a1, a2
# TEXT: mulhsu s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x73,0x06]
mulhsu s11, sp, x7
# TEXT: div a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x06,0x07]
div a0, a1, a2
# TEXT: div s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x13,0x07]
div s11, sp, x7
# TEXT: divu a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x26,0x07]
divu a0, a1, a2
# TEXT: divu s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x33,0x07]
divu s11, sp, x7
# TEXT: rem a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x46,0x07]
rem a0, a1, a2
# TEXT: rem s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x53,0x07]
rem s11, sp, x7
# TEXT: remu a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x66,0x07]
remu a0, a1, a2
# TEXT: remu s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x73,0x07]
remu s11, sp, x7
# TEXT: mulw a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x06,0x86]
mulw a0, a1, a2
# TEXT: mulw s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x13,0x86]
mulw s11, sp, x7
# TEXT: divw a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x06,0x87]
divw a0, a1, a2
# TEXT: divw s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x13,0x87]
divw s11, sp, x7
# TEXT: divuw a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x26,0x87]
divuw a0, a1, a2
# TEXT: divuw s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x33,0x87]
divuw s11, sp, x7
# TEXT: remw a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x46,0x87]
remw a0, a1, a2
# TEXT: remw s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x53,0x87]
remw s11, sp, x7
# TEXT: remuw a0, a1, a2
# BYTES-SAME: # encoding: [0x01,0x29,0x66,0x87]
remuw a0, a1, a2
# TEXT: remuw s11, sp, x7
# BYTES-SAME: # encoding: [0xc1,0x17,0x73,0x87]
remuw s11, sp, x7
# TEXT: madd a0, a1, a2, a3
# BYTES-SAME: # encoding: [0x03,0x29,0xe6,0x00]
madd a0, a1, a2, a3
# TEXT: madd s11, sp, x7, zero
# BYTES-SAME: # encoding: [0xc3,0x17,0x13,0x00]
madd s11, sp, x7, zero
# TEXT: msub a0, a1, a2, a3
# BYTES-SAME: # encoding: [0x03,0x29,0xe6,0x04]
msub a0, a1, a2, a3
# TEXT: msub s11, sp, x7, zero
# BYTES-SAME: # encoding: [0xc3,0x17,0x13,0x04]
msub s11, sp, x7, zero
# TEXT: maddw a0, a1, a2, a3
# BYTES-SAME: # encoding: [0x03,0x29,0xe6,0x10]
maddw a0, a1, a2, a3
# TEXT: maddw s11, sp, x7, zero
# BYTES-SAME: # encoding: [0xc3,0x17,0x13,0x10]
maddw s11, sp, x7, zero
# TEXT: msubw a0, a1, a2, a3
# BYTES-SAME: # encoding: [0x03,0x29,0xe6,0x14]
msubw a0, a1, a2, a3
# TEXT: msubw s11, sp, x7, zero
# BYTES-SAME: # encoding: [0xc3,0x17,0x13,0x14]
msubw s11, sp, x7, zero
