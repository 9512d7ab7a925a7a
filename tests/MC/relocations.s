# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as -o %t.o %s
# RUN: sectile-objdump -d -r --no-show-raw-insn %t.o | FileCheck %s
# RUN: sectile-objdump -r %t.o | FileCheck --check-prefix=DATA %s
# RUN: llvm-readobj -r --expand-relocs %t.o | FileCheck --check-prefix=NUMBER %s

# One of each relocation; the addend is kept, the field is zero.

# CHECK: beq a0, a1, 0
# CHECK-NEXT: R_SECTILE_BRANCH13 far
# NUMBER: Type: Unknown (5)
beq a0, a1, far
# CHECK: bnei a0, -3, 0
# CHECK-NEXT: R_SECTILE_BRANCH13 far+0x10
# NUMBER: Type: Unknown (5)
bnei a0, -3, far+16
# CHECK: bbs a0, 63, 0
# CHECK-NEXT: R_SECTILE_BRANCH14 far-0x4
# NUMBER: Type: Unknown (6)
bbs a0, 63, far-4
# CHECK: j 0
# CHECK-NEXT: R_SECTILE_JUMP26 far
# NUMBER: Type: Unknown (7)
j far
# CHECK: call 0
# CHECK-NEXT: R_SECTILE_JUMP26 far
call far
# A symbol may have a register's name.
# CHECK: call 0
# CHECK-NEXT: R_SECTILE_JUMP26 a0
call a0
# CHECK: adrp a0, 0
# CHECK-NEXT: R_SECTILE_PAGE21 far+0x1000
# NUMBER: Type: Unknown (8)
adrp a0, %page(far+4096)
# CHECK: ldd a1, a0, 0
# CHECK-NEXT: R_SECTILE_LO12 far+0x1000
# NUMBER: Type: Unknown (9)
ldd a1, a0, %lo(far+4096)
# CHECK: stw a1, a0, 0
# CHECK-NEXT: R_SECTILE_LO12 far
stw a1, a0, %lo(far)
# CHECK: callr a0
# CHECK-NEXT: R_SECTILE_LO12 far
jalr ra, a0, %lo(far)
# CHECK: movz a0, 0, 0
# CHECK-NEXT: R_SECTILE_G0 far
# NUMBER: Type: Unknown (10)
movz a0, %g0(far), 0
# CHECK: movk a0, 0, 16
# CHECK-NEXT: R_SECTILE_G1 far
# NUMBER: Type: Unknown (11)
movk a0, %g1(far), 16
# CHECK: movk a0, 0, 32
# CHECK-NEXT: R_SECTILE_G2 far
# NUMBER: Type: Unknown (12)
movk a0, %g2(far), 32
# CHECK: movk a0, 0, 48
# CHECK-NEXT: R_SECTILE_G3 far
# NUMBER: Type: Unknown (13)
movk a0, %g3(far), 48
# CHECK: movz a0, 0, 16
# CHECK-NEXT: R_SECTILE_TPREL_G1 tls+0x8
# NUMBER: Type: Unknown (15)
movz a0, %tprel_g1(tls+8), 16
# CHECK: movk a0, 0, 0
# CHECK-NEXT: R_SECTILE_TPREL_G0 tls+0x8
# NUMBER: Type: Unknown (14)
movk a0, %tprel_g0(tls+8), 0
# CHECK: adrp a0, 0
# CHECK-NEXT: R_SECTILE_PAGE21 far
# CHECK-NEXT: mv a0, a0
# CHECK-NEXT: R_SECTILE_LO12 far
la a0, far

# A page is never known before linking, even in the same section.
# CHECK: adrp a0, 0
# CHECK-NEXT: R_SECTILE_PAGE21 {{.*}}
here:
adrp a0, %page(here)

# A constant's pieces are known.
# CHECK: addi a0, a0, 1656
# CHECK-NEXT: movz a0, 4660, 16
# CHECK-NEXT: movk a0, 22136, 0
# CHECK-NEXT: ret
addi a0, a0, %lo(constant)
movz a0, %g1(constant), 16
movk a0, %g0(constant), 0
ret
.set constant, 0x12345678

.data
# DATA: R_SECTILE_32 far
.word far
# DATA: R_SECTILE_64 far+0x5
.dword far+5
# DATA: R_SECTILE_PC32 far
.word far - .
# DATA: R_SECTILE_PC64 far
.dword far - .
# DATA: R_SECTILE_JUMP26 far+0x20
.reloc ., R_SECTILE_JUMP26, far+32
.word 0
# The names that every ELF target has.
# DATA: R_SECTILE_NONE far
.reloc ., BFD_RELOC_NONE, far
# DATA: R_SECTILE_32 far
.reloc ., BFD_RELOC_32, far
.word 0
# DATA: R_SECTILE_64 far
.reloc ., BFD_RELOC_64, far
.dword 0
