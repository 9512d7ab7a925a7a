// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: sectile-clang -O1 -S -emit-llvm %s -o - | FileCheck %s
// RUN: not sectile-clang -fsyntax-only -DERRORS %s 2>&1 | FileCheck %s --check-prefix=ERROR
typedef float tile_f32_t __attribute__((vector_size(1024)));

// CHECK-LABEL: @constraints
long constraints(long a, tile_f32_t t, void *p) {
  long r;
  // CHECK: asm "add $0, $1, $2", "=r,r,I"(i64 %0, i32 4095)
  __asm__("add %0, %1, %2" : "=r"(r) : "r"(a), "I"(4095));
  // CHECK: asm sideeffect "tst $0, $1, 0", "t,r,~{memory}"
  __asm__ volatile("tst %0, %1, 0" : : "t"(t), "r"(p) : "memory");
  // CHECK: asm sideeffect "", "K,J,~{r4},~{r20},~{t31}"
  __asm__ volatile("" : : "K"(8191), "J"(0) : "a0", "fp", "t31");
  // CHECK: asm "mv $0, $1", "={r4},{r5}"
  register long x __asm__("a1") = a;
  register long y __asm__("a0");
  __asm__("mv %0, %1" : "=r"(y) : "r"(x));
  return r + y;
}

// CHECK-LABEL: @breakpoint
// CHECK: asm sideeffect "ebreak"
void breakpoint(void) { __builtin_debugtrap(); }

#ifdef ERRORS
void errors(void) {
  // ERROR: :[[@LINE+1]]:{{[0-9]+}}: error: value '4096' out of range for constraint 'I'
  __asm__ volatile("" : : "I"(4096));
  // ERROR: :[[@LINE+1]]:{{[0-9]+}}: error: invalid input constraint 'y'
  __asm__ volatile("" : : "y"(0));
  // ERROR: :[[@LINE+1]]:{{[0-9]+}}: error: unknown register name 'eax' in asm
  __asm__ volatile("" : : : "eax");
}
#endif
