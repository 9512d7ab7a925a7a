# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as --show-encoding -o - %s | FileCheck %s
# RUN: sectile-as -o %t.o %s
# RUN: sectile-objdump -d --no-show-raw-insn %t.o | FileCheck --check-prefix=DUMP %s

# What is read is what is printed.
# CHECK: nop # encoding: [0x04,0x00,0x00,0x00]
# DUMP: nop
nop
# CHECK: mv a0, a1 # encoding: [0x04,0x29,0x00,0x00]
# DUMP: mv a0, a1
mv a0, a1
# CHECK: not a0, a1 # encoding: [0x04,0x29,0xff,0x9f]
# DUMP: not a0, a1
not a0, a1
# CHECK: neg a0, a1
# DUMP: neg a0, a1
neg a0, a1
# CHECK: negw a0, a1
# DUMP: negw a0, a1
negw a0, a1
# CHECK: seqz a0, a1
# DUMP: seqz a0, a1
seqz a0, a1
# CHECK: snez a0, a1
# DUMP: snez a0, a1
snez a0, a1
# CHECK: ret # encoding: [0x10,0x08,0x00,0x00]
# DUMP: ret
ret
# CHECK: jr a0
# DUMP: jr a0
jr a0
# CHECK: callr a0
# DUMP: callr a0
callr a0
# CHECK: sext.b a0, a1
# DUMP: sext.b a0, a1
sext.b a0, a1
# CHECK: sext.h a0, a1
# DUMP: sext.h a0, a1
sext.h a0, a1
# CHECK: sext.w a0, a1
# DUMP: sext.w a0, a1
sext.w a0, a1
# CHECK: zext.b a0, a1
# DUMP: zext.b a0, a1
zext.b a0, a1
# CHECK: zext.h a0, a1
# DUMP: zext.h a0, a1
zext.h a0, a1
# CHECK: zext.w a0, a1
# DUMP: zext.w a0, a1
zext.w a0, a1
# CHECK: beqz a0, 8
# DUMP: beqz a0, 8
beqz a0, 8
# CHECK: bnez a0, 8
# DUMP: bnez a0, 8
bnez a0, 8
# CHECK: bltz a0, 8
# DUMP: bltz a0, 8
bltz a0, 8
# CHECK: bgez a0, 8
# DUMP: bgez a0, 8
bgez a0, 8
# CHECK: csrr a0, instret
# DUMP: csrr a0, instret
csrr a0, instret
# CHECK: csrr a0, timecmp
# DUMP: csrr a0, timecmp
csrr a0, 8
# CHECK: csrw tvec, a0
# DUMP: csrw tvec, a0
csrw tvec, a0
# CHECK: csrs ie, a0
# DUMP: csrs ie, a0
csrs ie, a0
# CHECK: csrc ie, a0
# DUMP: csrc ie, a0
csrc ie, a0

# The other order of comparison.
# CHECK: blt a1, a0, 8
# DUMP: blt a1, a0, 8
bgt a0, a1, 8
# CHECK: bge a1, a0, 8
ble a0, a1, 8
# CHECK: bltu a1, a0, 8
bgtu a0, a1, 8
# CHECK: bgeu a1, a0, 8
bleu a0, a1, 8
# CHECK: blt zero, a0, 8
bgtz a0, 8
# CHECK: bge zero, a0, 8
blez a0, 8
# CHECK: slt a0, a2, a1
sgt a0, a1, a2
# CHECK: sltu a0, a2, a1
sgtu a0, a1, a2

# Shifts by a constant are bit fields.
# CHECK: insu a0, a1, 0, 64
# DUMP: insu a0, a1, 0, 64
slli a0, a1, 0
# CHECK: slli a0, a1, 1
# DUMP: slli a0, a1, 1
slli a0, a1, 1
# CHECK: slli a0, a1, 63
# DUMP: slli a0, a1, 63
insu a0, a1, 63, 1
# CHECK: srli a0, a1, 63
# DUMP: srli a0, a1, 63
srli a0, a1, 63
# CHECK: srai a0, a1, 32
# DUMP: srai a0, a1, 32
srai a0, a1, 32
# CHECK: slliw a0, a1, 31
# DUMP: slliw a0, a1, 31
slliw a0, a1, 31
# CHECK: srliw a0, a1, 31
# DUMP: srliw a0, a1, 31
srliw a0, a1, 31
# CHECK: sraiw a0, a1, 1
# DUMP: sraiw a0, a1, 1
sraiw a0, a1, 1
# By zero all three extend the sign of the word.
# CHECK: inss a0, a1, 0, 32
slliw a0, a1, 0
# CHECK: sext.w a0, a1
srliw a0, a1, 0
# CHECK: sext.w a0, a1
sraiw a0, a1, 0

# Every register has its number and its role as name.
# CHECK: add zero, ra, sp
add r0, r1, r2
# CHECK: add tp, a0, a7
add r3, r4, r11
# CHECK: add x0, x7, s0
add r12, r19, r20
# CHECK: add s11, s0, s1
add r31, fp, r21
