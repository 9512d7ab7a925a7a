# RUN: not sectile-as -o %t.o %s 2>&1 | FileCheck %s
# RUN: not ls %t.o

# Every kind of operand: the column of the culprit and what is legal there.

# CHECK: :[[#@LINE+1]]:14: error: immediate must be an integer in the range [-4096, 4095] or %lo(symbol){{$}}
addi a0, a1, 4096
# CHECK: :[[#@LINE+1]]:14: error: immediate must be an integer in the range [-4096, 4095] or %lo(symbol){{$}}
addi a0, a1, -4097
# CHECK: :[[#@LINE+1]]:14: error: %page is not allowed here: immediate must be an integer in the range [-4096, 4095] or %lo(symbol){{$}}
addi a0, a1, %page(sym)
# CHECK: :[[#@LINE+1]]:21: error: expected ')'{{$}}
addi a0, a1, %lo(sym
# CHECK: :[[#@LINE+1]]:14: error: unknown specifier, expected %page, %lo, %g0 to %g3, %tprel_g0 or %tprel_g1{{$}}
addi a0, a1, %foo(sym)
# CHECK: :[[#@LINE+1]]:11: error: too few operands for instruction{{$}}
add a0, a1
# CHECK: :[[#@LINE+1]]:17: error: too many operands for instruction{{$}}
add a0, a1, a2, a3
# CHECK: :[[#@LINE+1]]:13: error: expected scalar register{{$}}
add a0, a1, t2
# CHECK: :[[#@LINE+1]]:13: error: expected scalar register{{$}}
add a0, a1, 5
# CHECK: :[[#@LINE+1]]:18: error: expected tile register{{$}}
tmma.f32 t0, t1, a1
# CHECK: :[[#@LINE+1]]:18: error: expected tile register{{$}}
tmma.f32 t0, t1, 5
# CHECK: :[[#@LINE+1]]:18: error: immediate must be a multiple of 8 in the range [-512, 504]{{$}}
ldpd a0, a1, sp, 4
# CHECK: :[[#@LINE+1]]:18: error: immediate must be a multiple of 8 in the range [-512, 504]{{$}}
ldpd a0, a1, sp, 512
# CHECK: :[[#@LINE+1]]:18: error: immediate must be a multiple of 4 in the range [-256, 252]{{$}}
ldpw a0, a1, sp, 2
# CHECK: :[[#@LINE+1]]:13: error: immediate must be a multiple of 64 in the range [-1048576, 1048512]{{$}}
tld t0, sp, 32
# CHECK: :[[#@LINE+1]]:13: error: immediate must be a multiple of 64 in the range [-1048576, 1048512]{{$}}
tld t0, sp, 1048576
# CHECK: :[[#@LINE+1]]:26: error: immediate must be a multiple of 2 in the range [0, 2]{{$}}
tldx.w32 t0, a0, t1, t2, 1
# CHECK: :[[#@LINE+1]]:18: error: expected tile register{{$}}
tldx.w32 t0, a0, a1, t2, 0
# CHECK: :[[#@LINE+1]]:10: error: immediate must be an integer in the range [-16, 15]{{$}}
beqi a0, 16, 8
# CHECK: :[[#@LINE+1]]:11: error: immediate must be an integer in the range [0, 31]{{$}}
bltui a0, -1, 8
# CHECK: :[[#@LINE+1]]:9: error: immediate must be an integer in the range [0, 63]{{$}}
bbc a0, 64, 8
# CHECK: :[[#@LINE+1]]:17: error: immediate must be an integer in the range [1, 64]{{$}}
extu a0, a1, 0, 0
# CHECK: :[[#@LINE+1]]:17: error: immediate must be an integer in the range [1, 64]{{$}}
extu a0, a1, 0, 65
# CHECK: :[[#@LINE+1]]:10: error: immediate must be an integer in the range [0, 65535] or a piece of a symbol{{$}}
movz a0, 65536, 0
# CHECK: :[[#@LINE+1]]:13: error: immediate must be a multiple of 16 in the range [0, 48]{{$}}
movz a0, 1, 8
# CHECK: :[[#@LINE+1]]:20: error: %g1 belongs at position 16{{$}}
movz a0, %g1(sym), 0
# CHECK: :[[#@LINE+1]]:10: error: %lo is not allowed here: immediate must be an integer in the range [0, 65535] or a piece of a symbol{{$}}
movz a0, %lo(sym), 0
# CHECK: :[[#@LINE+1]]:19: error: immediate must be an integer in the range [0, 7]{{$}}
shadd a0, a1, a2, 8
# CHECK: :[[#@LINE+1]]:19: error: immediate must be an integer in the range [0, 1]{{$}}
tpack.f16 t0, t1, 2
# CHECK: :[[#@LINE+1]]:18: error: immediate must be an integer in the range [0, 3]{{$}}
tpack.i8 t0, t1, 4
# CHECK: :[[#@LINE+1]]:10: error: control register must be a name or an integer in the range [0, 4095]{{$}}
csrr a0, 4096
# CHECK: :[[#@LINE+1]]:10: error: there is no control register 291{{$}}
csrr a0, 0x123
# CHECK: :[[#@LINE+1]]:6: error: control register cycle is read-only{{$}}
csrw cycle, a0
# CHECK: :[[#@LINE+1]]:10: error: control register must be a name or an integer in the range [0, 4095]{{$}}
csrr a0, bogus
# CHECK: :[[#@LINE+1]]:11: error: control register cycle is read-only{{$}}
csrrs a0, cycle, a1
# CHECK: :[[#@LINE+1]]:13: error: branch target must be a symbol or a multiple of 4 in the range [-16384, 16380]{{$}}
beq a0, a1, 2
# CHECK: :[[#@LINE+1]]:13: error: branch target must be a symbol or a multiple of 4 in the range [-16384, 16380]{{$}}
beq a0, a1, 16384
# CHECK: :[[#@LINE+1]]:12: error: branch target must be a symbol or a multiple of 4 in the range [-32768, 32764]{{$}}
bbs a0, 1, 32768
# CHECK: :[[#@LINE+1]]:3: error: branch target must be a symbol or a multiple of 4 in the range [-134217728, 134217724]{{$}}
j 134217728
# CHECK: :[[#@LINE+1]]:3: error: %lo is not allowed here: branch target must be a symbol or a multiple of 4 in the range [-134217728, 134217724]{{$}}
j %lo(x)
# CHECK: :[[#@LINE+1]]:6: error: branch target must be a symbol or a multiple of 4 in the range [-134217728, 134217724]{{$}}
call 2
# CHECK: :[[#@LINE+1]]:10: error: operand must be %page(symbol) or a multiple of 4096 in the range [-4294967296, 4294963200]{{$}}
adrp a0, sym
# CHECK: :[[#@LINE+1]]:10: error: operand must be %page(symbol) or a multiple of 4096 in the range [-4294967296, 4294963200]{{$}}
adrp a0, 1
# CHECK: :[[#@LINE+1]]:10: error: %lo is not allowed here: operand must be %page(symbol) or a multiple of 4096 in the range [-4294967296, 4294963200]{{$}}
adrp a0, %lo(sym)
# CHECK: :[[#@LINE+1]]:10: error: operand must be %page(symbol) or a multiple of 4096 in the range [-4294967296, 4294963200]{{$}}
adrp a0, 4294967296
# CHECK: :[[#@LINE+1]]:1: error: unknown instruction 'ad'; did you mean add, and?{{$}}
ad a0, a1, a2
# CHECK: :[[#@LINE+1]]:1: error: unknown instruction 'ttmma.f32'; did you mean tmma.f32?{{$}}
ttmma.f32 t0, t1, t2
# CHECK: :[[#@LINE+1]]:1: error: unknown instruction 'xyzzyplugh'{{$}}
xyzzyplugh a0
# CHECK: :[[#@LINE+1]]:8: error: literal value out of range for directive{{$}}
li a0, 0x10000000000000000
# CHECK: :[[#@LINE+1]]:8: error: operand must be a symbol{{$}}
la a0, 5
# CHECK: :[[#@LINE+1]]:14: error: immediate must be an integer in the range [0, 63]{{$}}
slli a0, a1, 64
# CHECK: :[[#@LINE+1]]:15: error: immediate must be an integer in the range [0, 31]{{$}}
slliw a0, a1, 32
# CHECK: :[[#@LINE+1]]:8: error: unexpected token, expected comma or end of line{{$}}
add a0 a1, a2
# CHECK: :[[#@LINE+1]]:16: error: unexpected token, expected comma or end of line{{$}}
add a0, a1, a2 junk
# CHECK: :[[#@LINE+1]]:5: error: too many operands for instruction{{$}}
nop a0
# CHECK: :[[#@LINE+1]]:10: error: unexpected token, expected comma or end of line{{$}}
ldd a0, 8(sp)
# CHECK: :[[#@LINE+1]]:7: error: specifier is not allowed in data{{$}}
.word %lo(sym)
# CHECK: :[[#@LINE+1]]:5: error: too many operands for instruction{{$}}
ret 5
# CHECK: :[[#@LINE+1]]:7: error: out of range literal value{{$}}
.byte 256
# CHECK: :[[#@LINE+1]]:1: error: unknown instruction 'fadd'; did you mean add, fadd.f32, fadd.f64, madd?{{$}}
fadd a0, a1, a2
# CHECK: :[[#@LINE+1]]:14: error: expected tile register{{$}}
tadd.f32 t0, a0, t1
# CHECK: :[[#@LINE+1]]:22: error: expected scalar register{{$}}
tldr.f16 t0, a0, a1, t1
# CHECK: :[[#@LINE+1]]:6: error: expected scalar register{{$}}
stpd t0, a1, sp, 0
# CHECK: :[[#@LINE+1]]:14: error: immediate must be an integer in the range [-4096, 4095] or %lo(symbol){{$}}
jalr a0, a1, 4096
# CHECK: :[[#@LINE+1]]:10: error: control register must be a name or an integer in the range [0, 4095]{{$}}
csrr a0, -1
# CHECK: :[[#@LINE+1]]:15: error: immediate must be an integer in the range [0, 31]{{$}}
sraiw a0, a1, -1
# CHECK: :[[#@LINE+1]]:6: error: expected scalar register{{$}}
bgtz t0, 8
# CHECK: :[[#@LINE+1]]:8: error: expected scalar register{{$}}
zext.b t0, a0
# CHECK: :[[#@LINE+1]]:8: error: expected scalar register{{$}}
mv a0, t0
# CHECK: :[[#@LINE+1]]:20: error: %g0 belongs at position 0{{$}}
movk a0, %g0(sym), 48
# CHECK: :[[#@LINE+1]]:26: error: %tprel_g1 belongs at position 16{{$}}
movz a0, %tprel_g1(sym), 0
# CHECK: :[[#@LINE+1]]:5: error: %lo is not allowed here: expected scalar register{{$}}
ldd %lo(sym), a0, 0
# CHECK: :[[#@LINE+1]]:5: error: %g0 is not allowed here: expected scalar register{{$}}
add %g0(x), a0, a1
# CHECK: :[[#@LINE+1]]:1: error: unexpected token at start of statement{{$}}
%lo(x) a0
# CHECK: :[[#@LINE+1]]:18: error: expected scalar register{{$}}
amoadd.w a0, a1, 4
# CHECK: :[[#@LINE+1]]:17: error: too few operands for instruction{{$}}
cas.d a0, a1, a2
# CHECK: :[[#@LINE+1]]:11: error: expected scalar register{{$}}
tputw t0, t1, a0
# CHECK: :[[#@LINE+1]]:7: error: expected scalar register{{$}}
tgetw t0, t1, a0
# CHECK: :[[#@LINE+1]]:13: error: %lo is not allowed here: immediate must be a multiple of 64 in the range [-1048576, 1048512]{{$}}
tld t0, sp, %lo(sym)
# CHECK: :[[#@LINE+1]]:18: error: %lo is not allowed here: immediate must be a multiple of 8 in the range [-512, 504]{{$}}
ldpd a0, a1, sp, %lo(sym)
# CHECK: :[[#@LINE+1]]:7: error: too many operands for instruction{{$}}
ecall a0
# CHECK: :[[#@LINE+1]]:6: error: too few operands for instruction{{$}}
tzero
# CHECK: :[[#@LINE+1]]:12: error: expected scalar register{{$}}
tsplat t0, 1
# CHECK: :[[#@LINE+1]]:4: error: expected scalar register{{$}}
li t0, 1
# CHECK: :[[#@LINE+1]]:4: error: expected scalar register{{$}}
la t0, sym
# CHECK: :[[#@LINE+1]]:8: error: %lo is not allowed here: operand must be a symbol{{$}}
la a0, %lo(sym)
# CHECK: :[[#@LINE+1]]:14: error: %lo is not allowed here: immediate must be an integer in the range [0, 63]{{$}}
extu a0, a1, %lo(x), 3
# CHECK: :[[#@LINE+1]]:9: error: too many operands for instruction{{$}}
fence.i 0
# CHECK: :[[#@LINE+1]]:1: error: unknown instruction 'tadd'; did you mean add, madd, tadd.f32, tadd.i32?{{$}}
tadd t0, t1, t2
# CHECK: :[[#@LINE+1]]:11: error: too many operands for instruction{{$}}
li a0, 5, 6
# CHECK: :[[#@LINE+1]]:16: error: unexpected token, expected comma or end of line{{$}}
addi a0, a1, 1 2
# CHECK: :[[#@LINE+1]]:9: error: unexpected token{{$}}
.word 1 2

# That a symbol is no constant is known at the end of the file.
# CHECK: :[[#@LINE+1]]:14: error: immediate must be an integer in the range [-4096, 4095] or %lo(symbol){{$}}
addi a0, a1, sym
# CHECK: :[[#@LINE+1]]:8: error: immediate must be a 64-bit constant{{$}}
li a0, sym
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
