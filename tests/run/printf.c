// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// printf prints integers of all widths and floating point as the C standard says.
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
// RUN: sectile-clang -O0 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
#include <inttypes.h>
#include <stdio.h>

int main(void) {
  // CHECK: -1 4294967295 -9223372036854775808 18446744073709551615
  printf("%d %u %" PRId64 " %" PRIu64 "\n", -1, 0xffffffffu, INT64_MIN, UINT64_MAX);
  // CHECK-NEXT: |  ff|00ff|0xff|377|c|text|
  printf("|%4x|%04x|%#x|%o|%c|%s|\n", 255, 255, 255, 255, 'c', "text");
  // CHECK-NEXT: 3.141593 1.000000e-10 0.1 1e+100 inf nan -0
  printf("%f %e %g %g %g %g %g\n", 3.14159265, 1e-10, 0.1, 1e100, 1.0 / 0.0, __builtin_nan(""), -0.0);
  // CHECK-NEXT: 0.1000000000000000055511151231257827
  printf("%.34f\n", 0.1);
  // CHECK-NEXT: 1.5 2.500
  printf("%.1f %.3Lf\n", 1.5f, 2.5L);
  // CHECK-NEXT: 1e+03 1.01e+03 1.005805030e+10 1.00580503e+10 2
  printf("%.3g %.3g %.9e %.10g %.1g\n", 1005.0, 1006.0, 10058050305.0, 10058050305.0, 2.5);
  return 0;
}
