; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; Small variables of a module are merged into one object that is aligned to its
; size: one page register serves all of them, each access is one instruction.
; RUN: llc -load=%plugin -mtriple=sectile -O2 -verify-machineinstrs < %s | FileCheck %s

@count = internal global i32 0
@flag = internal global i8 0
@sum = internal global i64 0
@table = internal global [100 x i32] zeroinitializer

define void @step(i32 %x) {
; CHECK-LABEL: step:
; CHECK:       adrp [[PAGE:[a-z0-9]+]], %page([[ALL:[.A-Za-z_0-9]+]])
; CHECK-NOT:   adrp
; CHECK-DAG:   ldw {{.*}}, [[PAGE]], %lo([[ALL]]{{(\+4)?}})
; CHECK-DAG:   ldbu {{.*}}, [[PAGE]], %lo([[ALL]]{{(\+4)?}})
; CHECK-DAG:   ldd {{.*}}, [[PAGE]], %lo([[ALL]]+8)
; CHECK-NOT:   addi {{.*}}%lo
; CHECK:       ret
entry:
  %c = load i32, ptr @count
  %c1 = add i32 %c, %x
  store i32 %c1, ptr @count
  %f = load i8, ptr @flag
  %set = icmp ne i8 %f, 0
  br i1 %set, label %add, label %done
add:
  %s = load i64, ptr @sum
  %e = sext i32 %c1 to i64
  %s1 = add i64 %s, %e
  store i64 %s1, ptr @sum
  br label %done
done:
  ret void
}

; An array stays apart: its address takes an index.
define i32 @element(i64 %i) {
; CHECK-LABEL: element:
; CHECK:       adrp {{.*}}, %page(table)
; CHECK:       addi {{.*}}%lo(table)
; CHECK-NEXT:  ldxw
  %p = getelementptr i32, ptr @table, i64 %i
  %v = load i32, ptr %p
  ret i32 %v
}

; CHECK: .comm [[ALL]],16,16
