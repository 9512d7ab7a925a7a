// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the back end cannot do is an error, without output.
//
// RUN: rm -f %t.o
// RUN: not sectile-clang -c %s -o %t.o 2>&1 | FileCheck %s
// RUN: not ls %t.o
// CHECK: error: {{.*}}
void f(void) { __asm__ volatile("no such instruction"); }
