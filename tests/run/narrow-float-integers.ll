; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; Functions of 16-bit floats between floats and integers: to nearest even, away
; from zero, exponents and powers.
; RUN: sectile-clang -O0 -x ir %s -o %t0.elf && sectile-run %t0.elf
; RUN: sectile-clang -O2 -x ir %s -o %t2.elf && sectile-run %t2.elf

@half_x = global half 0xHC960
@half_h = global half 0xH4100
@half_ten = global half 0xH4900
define i1 @half_lrint64() {
  %v = load volatile half, ptr @half_h
  %r = call i64 @llvm.lrint.i64.f16(half %v)
  %c = icmp eq i64 %r, 2
  ret i1 %c
}
define i1 @half_llrint64() {
  %v = load volatile half, ptr @half_h
  %r = call i64 @llvm.llrint.i64.f16(half %v)
  %c = icmp eq i64 %r, 2
  ret i1 %c
}
define i1 @half_lround64() {
  %v = load volatile half, ptr @half_h
  %r = call i64 @llvm.lround.i64.f16(half %v)
  %c = icmp eq i64 %r, 3
  ret i1 %c
}
define i1 @half_llround64() {
  %v = load volatile half, ptr @half_h
  %r = call i64 @llvm.llround.i64.f16(half %v)
  %c = icmp eq i64 %r, 3
  ret i1 %c
}
define i1 @half_lrint32() {
  %v = load volatile half, ptr @half_x
  %r = call i32 @llvm.lrint.i32.f16(half %v)
  %c = icmp eq i32 %r, -11
  ret i1 %c
}
define i1 @half_lround32() {
  %v = load volatile half, ptr @half_x
  %r = call i32 @llvm.lround.i32.f16(half %v)
  %c = icmp eq i32 %r, -11
  ret i1 %c
}
define i1 @half_powi() {
  %v = load volatile half, ptr @half_h
  %r = call half @llvm.powi.f16.i32(half %v, i32 2)
  %w = fpext half %r to float
  %c = fcmp oeq float %w, 6.25
  ret i1 %c
}
define i1 @half_powi_negative() {
  %v = load volatile half, ptr @half_h
  %q = fdiv half 0xH4900, %v
  %r = call half @llvm.powi.f16.i32(half %q, i32 -2)
  %w = fpext half %r to float
  %c = fcmp oeq float %w, 0.0625
  ret i1 %c
}
define i1 @half_frexp() {
  %v = load volatile half, ptr @half_x
  %s = call { half, i32 } @llvm.frexp.f16.i32(half %v)
  %f = extractvalue { half, i32 } %s, 0
  %e = extractvalue { half, i32 } %s, 1
  %d = fcmp oeq half %f, 0xHB960
  %g = icmp eq i32 %e, 4
  %c = and i1 %d, %g
  ret i1 %c
}
define i1 @half_modf() {
  %v = load volatile half, ptr @half_x
  %s = call { half, half } @llvm.modf.f16(half %v)
  %f = extractvalue { half, half } %s, 0
  %e = extractvalue { half, half } %s, 1
  %d = fcmp oeq half %f, 0xHBA00
  %g = fcmp oeq half %e, 0xHC900
  %c = and i1 %d, %g
  ret i1 %c
}
@bfloat_x = global bfloat 0xRC12C
@bfloat_h = global bfloat 0xR4020
@bfloat_ten = global bfloat 0xR4120
define i1 @bfloat_lrint64() {
  %v = load volatile bfloat, ptr @bfloat_h
  %r = call i64 @llvm.lrint.i64.bf16(bfloat %v)
  %c = icmp eq i64 %r, 2
  ret i1 %c
}
define i1 @bfloat_llrint64() {
  %v = load volatile bfloat, ptr @bfloat_h
  %r = call i64 @llvm.llrint.i64.bf16(bfloat %v)
  %c = icmp eq i64 %r, 2
  ret i1 %c
}
define i1 @bfloat_lround64() {
  %v = load volatile bfloat, ptr @bfloat_h
  %r = call i64 @llvm.lround.i64.bf16(bfloat %v)
  %c = icmp eq i64 %r, 3
  ret i1 %c
}
define i1 @bfloat_llround64() {
  %v = load volatile bfloat, ptr @bfloat_h
  %r = call i64 @llvm.llround.i64.bf16(bfloat %v)
  %c = icmp eq i64 %r, 3
  ret i1 %c
}
define i1 @bfloat_lrint32() {
  %v = load volatile bfloat, ptr @bfloat_x
  %r = call i32 @llvm.lrint.i32.bf16(bfloat %v)
  %c = icmp eq i32 %r, -11
  ret i1 %c
}
define i1 @bfloat_lround32() {
  %v = load volatile bfloat, ptr @bfloat_x
  %r = call i32 @llvm.lround.i32.bf16(bfloat %v)
  %c = icmp eq i32 %r, -11
  ret i1 %c
}
define i1 @bfloat_powi() {
  %v = load volatile bfloat, ptr @bfloat_h
  %r = call bfloat @llvm.powi.bf16.i32(bfloat %v, i32 2)
  %w = fpext bfloat %r to float
  %c = fcmp oeq float %w, 6.25
  ret i1 %c
}
define i1 @bfloat_powi_negative() {
  %v = load volatile bfloat, ptr @bfloat_h
  %q = fdiv bfloat 0xR4120, %v
  %r = call bfloat @llvm.powi.bf16.i32(bfloat %q, i32 -2)
  %w = fpext bfloat %r to float
  %c = fcmp oeq float %w, 0.0625
  ret i1 %c
}
define i1 @bfloat_frexp() {
  %v = load volatile bfloat, ptr @bfloat_x
  %s = call { bfloat, i32 } @llvm.frexp.bf16.i32(bfloat %v)
  %f = extractvalue { bfloat, i32 } %s, 0
  %e = extractvalue { bfloat, i32 } %s, 1
  %d = fcmp oeq bfloat %f, 0xRBF2C
  %g = icmp eq i32 %e, 4
  %c = and i1 %d, %g
  ret i1 %c
}
define i1 @bfloat_modf() {
  %v = load volatile bfloat, ptr @bfloat_x
  %s = call { bfloat, bfloat } @llvm.modf.bf16(bfloat %v)
  %f = extractvalue { bfloat, bfloat } %s, 0
  %e = extractvalue { bfloat, bfloat } %s, 1
  %d = fcmp oeq bfloat %f, 0xRBF40
  %g = fcmp oeq bfloat %e, 0xRC120
  %c = and i1 %d, %g
  ret i1 %c
}

; The number of the first that fails.
define i32 @main() {
  %c0 = call i1 @half_lrint64()
  br i1 %c0, label %l1, label %f1
f1:
  ret i32 1
l1:
  %c1 = call i1 @half_llrint64()
  br i1 %c1, label %l2, label %f2
f2:
  ret i32 2
l2:
  %c2 = call i1 @half_lround64()
  br i1 %c2, label %l3, label %f3
f3:
  ret i32 3
l3:
  %c3 = call i1 @half_llround64()
  br i1 %c3, label %l4, label %f4
f4:
  ret i32 4
l4:
  %c4 = call i1 @half_lrint32()
  br i1 %c4, label %l5, label %f5
f5:
  ret i32 5
l5:
  %c5 = call i1 @half_lround32()
  br i1 %c5, label %l6, label %f6
f6:
  ret i32 6
l6:
  %c6 = call i1 @half_powi()
  br i1 %c6, label %l7, label %f7
f7:
  ret i32 7
l7:
  %c7 = call i1 @half_powi_negative()
  br i1 %c7, label %l8, label %f8
f8:
  ret i32 8
l8:
  %c8 = call i1 @half_frexp()
  br i1 %c8, label %l9, label %f9
f9:
  ret i32 9
l9:
  %c9 = call i1 @half_modf()
  br i1 %c9, label %l10, label %f10
f10:
  ret i32 10
l10:
  %c10 = call i1 @bfloat_lrint64()
  br i1 %c10, label %l11, label %f11
f11:
  ret i32 11
l11:
  %c11 = call i1 @bfloat_llrint64()
  br i1 %c11, label %l12, label %f12
f12:
  ret i32 12
l12:
  %c12 = call i1 @bfloat_lround64()
  br i1 %c12, label %l13, label %f13
f13:
  ret i32 13
l13:
  %c13 = call i1 @bfloat_llround64()
  br i1 %c13, label %l14, label %f14
f14:
  ret i32 14
l14:
  %c14 = call i1 @bfloat_lrint32()
  br i1 %c14, label %l15, label %f15
f15:
  ret i32 15
l15:
  %c15 = call i1 @bfloat_lround32()
  br i1 %c15, label %l16, label %f16
f16:
  ret i32 16
l16:
  %c16 = call i1 @bfloat_powi()
  br i1 %c16, label %l17, label %f17
f17:
  ret i32 17
l17:
  %c17 = call i1 @bfloat_powi_negative()
  br i1 %c17, label %l18, label %f18
f18:
  ret i32 18
l18:
  %c18 = call i1 @bfloat_frexp()
  br i1 %c18, label %l19, label %f19
f19:
  ret i32 19
l19:
  %c19 = call i1 @bfloat_modf()
  br i1 %c19, label %l20, label %f20
f20:
  ret i32 20
l20:
  ret i32 0
}
