; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
; RUN: sectile-opt --passes=instcombine -S %s -o - | FileCheck %s
; RUN: not sectile-opt --passes=nonsense %s -o /dev/null 2>&1 | FileCheck %s --check-prefix=ERROR
; RUN: sectile-opt --help | FileCheck %s --check-prefix=HELP
target triple = "sectile-unknown-elf"

; CHECK-LABEL: @f
; CHECK-NEXT: ret i32 %a
define i32 @f(i32 %a) {
  %r = add i32 %a, 0
  ret i32 %r
}
; ERROR: unknown pass name 'nonsense'
; HELP: --passes
