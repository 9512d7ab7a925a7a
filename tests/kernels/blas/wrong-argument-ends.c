// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Unless the program says otherwise, a wrong argument ends it with a message.
// RUN: sectile-clang -O1 %s -lsectile_blas -o %t.elf
// RUN: not sectile-run %t.elf 2>&1 | FileCheck %s
// CHECK: Parameter 7 to routine cblas_dgemv was incorrect
// CHECK-NOT: computed
#include <cblas.h>
#include <stdio.h>

int main(void) {
  static double a[4], x[2], y[2];
  cblas_dgemv(CblasRowMajor, CblasNoTrans, 2, 2, 1, a, 1, x, 1, 0, y, 1);
  printf("computed\n");
  return 0;
}
