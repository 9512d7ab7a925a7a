// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// There is one rounding mode and there are no flags: what agrees with that
// succeeds, anything else is refused.
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
// RUN: sectile-clang++ -x c++ -O0 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
#include <fenv.h>
#include <float.h>
#include <stdio.h>

int main(void) {
  printf("%d %d\n", fegetround() == FE_TONEAREST, FLT_ROUNDS); // CHECK: 1 1
  printf("%d %d %d %d %d\n", fesetround(FE_TONEAREST), !fesetround(FE_UPWARD), !fesetround(FE_DOWNWARD),
         !fesetround(FE_TOWARDZERO), !fesetround(17)); // CHECK: 0 0 0 0 0
  volatile double zero = 0, one = 1 / zero;
  printf("%d %d %g\n", feclearexcept(FE_ALL_EXCEPT), fetestexcept(FE_ALL_EXCEPT), one); // CHECK: 0 0 inf
  printf("%d %d\n", feraiseexcept(0), feraiseexcept(FE_INEXACT) != 0); // CHECK: 0 1
  fexcept_t flags;
  printf("%d", fegetexceptflag(&flags, FE_ALL_EXCEPT));
  printf(" %d", fesetexceptflag(&flags, FE_ALL_EXCEPT));
  fenv_t environment;
  printf(" %d", feholdexcept(&environment));
  printf(" %d", feupdateenv(&environment));
  printf(" %d", fegetenv(&environment));
  printf(" %d %d\n", fesetenv(&environment), fesetenv(FE_DFL_ENV)); // CHECK: 0 0 0 0 0 0 0
  return 0;
}
