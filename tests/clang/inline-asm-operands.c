// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Scalars and the vectors of a scalar register have no place in a tile: the
// error is the only one.
// RUN: not sectile-clang -O0 -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=OPERAND --implicit-check-not=error:
// RUN: not sectile-clang -O2 -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=OPERAND --implicit-check-not=error:
// RUN: sectile-clang -O2 -c -flto %s -o %t.bc
// RUN: not sectile-clang -O2 -nostdlib -Wl,-e,output %t.bc -o %t.elf 2>&1 | FileCheck %s --check-prefix=LINK --implicit-check-not=error:
// LINK-COUNT-4: error: {{.*}}couldn't allocate {{.*}} for constraint 't'
typedef float pair __attribute__((vector_size(8)));
double output(double x) {
  long double d;
  // OPERAND: :[[@LINE+1]]:{{[0-9]+}}: error: couldn't allocate output register for constraint 't'
  __asm__("" : "=t"(d) : "0"(x));
  return d;
}
// OPERAND: :[[@LINE+1]]:{{[0-9]+}}: error: couldn't allocate input reg for constraint 't'
void input(int a) { __asm__ volatile("" : : "t"(a)); }
pair both(pair a) {
  // OPERAND: :[[@LINE+1]]:{{[0-9]+}}: error: couldn't allocate output register for constraint 't'
  __asm__("" : "+t"(a));
  return a;
}
__int128 wide(__int128 a) {
  // OPERAND: :[[@LINE+1]]:{{[0-9]+}}: error: couldn't allocate output register for constraint 't'
  __asm__("" : "+t"(a));
  return a;
}
