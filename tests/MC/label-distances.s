# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# An operand may be a constant that only the end of the file tells: a distance of
# labels or a symbol that is set, before or after its definition.
# RUN: sectile-as %s -o %t.o
# RUN: sectile-objdump -d --no-show-raw-insn %t.o | FileCheck %s
# RUN: llvm-readelf -r %t.o | FileCheck --check-prefix=NONE %s
# RUN: not sectile-as --defsym WRONG=1 %s -o %t.no.o 2>&1 | FileCheck --check-prefix=WRONG %s
# RUN: not ls %t.no.o
# RUN: not sectile-as --defsym RANGE=1 %s -o %t.no.o 2>&1 | FileCheck --check-prefix=RANGE %s
# RUN: not ls %t.no.o
# NONE: no relocations

        .data
msg:    .ascii "hello, world\n"
        .set len, . - msg
        .text
# CHECK: li a2, 13
        li      a2, len
# CHECK-NEXT: addi a3, a0, 14
        addi    a3, a0, len + 1
# CHECK-NEXT: li a4, 8
        li      a4, end - begin
# CHECK-NEXT: movz a5, 5008, 0
        li      a5, later
# CHECK-NEXT: addi a6, a0, -8
        addi    a6, a0, begin - end
# CHECK-NEXT: ldd a0, sp, 8
        ldd     a0, sp, end - begin
# CHECK-NEXT: ldpd a0, a1, sp, 8
        ldpd    a0, a1, sp, end - begin
# CHECK-NEXT: tld t0, sp, 128
        tld     t0, sp, (end - begin) * 16
# CHECK-NEXT: ins a1, a2, 2, 4
        ins     a1, a2, (end - begin) / 4, end - begin - 4
# CHECK-NEXT: movz a1, 8, 32
        movz    a1, end - begin, (end - begin) * 4
# CHECK-NEXT: beqi a0, 8, 8
        beqi    a0, end - begin, 8
# CHECK-NEXT: movz a7, 4472, 0
# CHECK-NEXT: movk a7, 1, 16
        li      a7, far - begin
# CHECK-NEXT: movn x1, 4471, 0
# CHECK-NEXT: movk x1, 65534, 16
        li      x1, begin - far
begin:  nop
        nop
end:
        .set later, end - begin + 5000
        .space 70000
far:
# Known already.
        slli    a0, a0, end - begin
        .ifdef WRONG
# WRONG: :[[#@LINE+1]]:{{[0-9]+}}: error: the count of a shift must be known here: immediate must be an integer in the range [0, 63]
        slli    a0, a0, after - far
# WRONG: :[[#@LINE+1]]:{{[0-9]+}}: error: immediate must be a 64-bit constant
        li      a0, msg - begin
# WRONG: :[[#@LINE+1]]:{{[0-9]+}}: error: immediate must be a multiple of 8 in the range [-512, 504]
        ldpd    a0, a1, sp, begin
# WRONG: :[[#@LINE+1]]:{{[0-9]+}}: error: immediate must be an integer in the range [-4096, 4095] or %lo(symbol)
        addi    a0, a0, nowhere - begin
        .endif
        .ifdef RANGE
# RANGE: :[[#@LINE+1]]:25: error: immediate must be an integer in the range [-4096, 4095] or %lo(symbol), found 70016
        addi    a0, a0, after - end
# RANGE: :[[#@LINE+1]]:29: error: immediate must be a multiple of 8 in the range [-512, 504], found 4
        ldpd    a0, a1, sp, after - further
        .endif
further: nop
after:
