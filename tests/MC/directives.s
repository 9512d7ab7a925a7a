# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as -I %S/Inputs -o %t.o %s
# RUN: llvm-readelf -S -s -x .data %t.o | FileCheck %s
# RUN: llvm-dwarfdump --eh-frame %t.o | FileCheck --check-prefix=CFI %s

# CHECK: .bss NOBITS
# CHECK: .rodata.str PROGBITS {{.*}} AMS
# CHECK: .init_array INIT_ARRAY
# CHECK: .tbss NOBITS {{.*}} WAT
# CHECK: group GROUP
# CHECK: WEAK DEFAULT {{.*}} weak
# CHECK: OBJECT GLOBAL DEFAULT COM common

# CHECK: Hex dump of section '.data':
# CHECK-NEXT: 01020003 00000004 00000000 00000061
# CHECK-NEXT: 62000000 05050505 0a0b0c00 07000000

.macro three first
  add \first, \first, \first
.endm

.text
.weak weak
weak:
.cfi_startproc
# CFI: DW_CFA_def_cfa: reg2 +0
# CFI: DW_CFA_advance_loc: 4
# CFI-NEXT: DW_CFA_def_cfa_offset: +16
# CFI-NEXT: DW_CFA_offset: reg1 -8
# CFI-NEXT: DW_CFA_offset: reg20 -16
addi sp, sp, -16
.cfi_def_cfa_offset 16
.cfi_offset ra, -8
.cfi_offset s0, -16
three a0
.rept 2
nop
.endr
.p2align 4
ret
.cfi_endproc

.data
.byte 1
.half 2
.word 3
.dword 4
.asciz "ab"
.p2align 2
.fill 4, 1, 5
.include "bytes.s"
.p2align 2
.if 1 == 2
.word 99
.else
.word 7
.endif

.bss
.space 100
.section .rodata.str, "aMS", @progbits, 1
.asciz "merged"
.section .init_array, "aw", @init_array
.dword weak
.section .tbss, "awT", @nobits
.space 8
.section .text.group, "axG", @progbits, signature, comdat
nop
.comm common, 64, 8
