; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; The elements whose mask is set come first, the others are those of the third
; operand; elements that are no whole number of bytes, and more than a byte
; counts.
; RUN: sectile-clang -O0 -x ir %s -o %t0.elf && sectile-run %t0.elf
; RUN: sectile-clang -O2 -x ir %s -o %t2.elf && sectile-run %t2.elf
@a = global <5 x i7> <i7 1, i7 2, i7 3, i7 -4, i7 5>
@m = global <5 x i1> <i1 false, i1 true, i1 false, i1 true, i1 true>
@p = global <5 x i7> <i7 11, i7 12, i7 13, i7 14, i7 15>
@index = global i64 299

define i32 @main() {
  %a = load <5 x i7>, ptr @a
  %m = load <5 x i1>, ptr @m
  %p = load <5 x i7>, ptr @p
  %r = call <5 x i7> @llvm.experimental.vector.compress.v5i7(<5 x i7> %a, <5 x i1> %m, <5 x i7> %p)
  %same = icmp eq <5 x i7> %r, <i7 2, i7 -4, i7 5, i7 14, i7 15>
  %good = call i1 @llvm.vector.reduce.and.v5i1(<5 x i1> %same)
  br i1 %good, label %long, label %fail
long:
  ; All 300 of 400.
  %n = load volatile i64, ptr @index
  %s = call <400 x i32> @llvm.stepvector.v400i32()
  %mask = icmp ult <400 x i32> %s, splat (i32 300)
  %v = trunc <400 x i32> %s to <400 x i8>
  %c = call <400 x i8> @llvm.experimental.vector.compress.v400i8(<400 x i8> %v, <400 x i1> %mask, <400 x i8> splat (i8 9))
  %x = extractelement <400 x i8> %c, i64 %n
  %n1 = add i64 %n, 1
  %y = extractelement <400 x i8> %c, i64 %n1
  %xgood = icmp eq i8 %x, 43
  %ygood = icmp eq i8 %y, 9
  %both = and i1 %xgood, %ygood
  br i1 %both, label %done, label %fail
done:
  ret i32 0
fail:
  ret i32 1
}
