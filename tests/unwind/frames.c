// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An unwinder finds the callers and their registers from every instruction of
// every kind of frame, by the DWARF call frame information alone.
//
// RUN: sectile-clang -g -O0 %s -o %t.elf && sectile-unwind %t.elf | FileCheck %s --check-prefixes=CHECK,KEPT
// RUN: sectile-clang -g -O1 %s -o %t.elf && sectile-unwind %t.elf | FileCheck %s --check-prefixes=CHECK,TAIL
// RUN: sectile-clang -g -O2 %s -o %t.elf && sectile-unwind %t.elf | FileCheck %s --check-prefixes=CHECK,TAIL
// RUN: sectile-clang -g -Os %s -o %t.elf && sectile-unwind %t.elf | FileCheck %s --check-prefixes=CHECK,TAIL
// RUN: sectile-clang -g -O2 -fno-omit-frame-pointer %s -o %t.elf && sectile-unwind %t.elf | FileCheck %s --check-prefixes=CHECK,TAIL
//
// At -O0 only the tail call that the source demands is one.
// CHECK: marker < saved < early < early
// KEPT-SAME: < tail_called
// TAIL-SAME: < tail_called
// CHECK-SAME: < realigned_dynamic < spilled < realigned < huge < large < medium < dynamic < variadic < main < __sectile_start < _start
// CHECK-NEXT: instructions
#include <stdarg.h>

#define NOINLINE __attribute__((noinline))
typedef float tile __attribute__((vector_size(1024)));

static volatile long sink;
static tile *volatile tiles;

// Leaf without a frame.
NOINLINE long marker(long a) { return a + 1; }
NOINLINE static void use(void *p) {
  __asm__ volatile("" ::"r"(p) : "memory");
}

// Registers in pairs, an odd number of them.
NOINLINE static long saved(long a, long b, long c, long d, long e, long f) {
  sink = marker(a);
  sink = marker(b + sink);
  return marker(c) + a * b + c * d + e * f + sink;
}

// Code follows a return.
NOINLINE static long early(long n) {
  if (n == 0) {
    long r = saved(1, 2, 3, 4, 5, 6);
    return r + sink;
  }
  if (n == 3)
    return 7;
  long r = early(n - 1);
  for (long i = 0; i < 3; ++i)
    r += marker(i) * n;
  if (r == 12345) {
    marker(r);
    return 9;
  }
  return r + early(3);
}

NOINLINE static long tail_called(long a) { return early(1) + a; }
// Leaves by a jump after it has had a frame.
NOINLINE static long tail(long a) {
  long array[20];
  use(array);
  sink = a;
  __attribute__((musttail)) return tail_called(a);
}

// A base pointer.
NOINLINE static long realigned_dynamic(long n) {
  __attribute__((aligned(64))) char aligned[64];
  char array[n];
  use(aligned);
  use(array);
  long r = tail(n);
  use(array);
  return r + aligned[0];
}

// Tiles that live over a call.
NOINLINE static long spilled(long n) {
  tile a = tiles[0], b = tiles[1];
  long r = realigned_dynamic(n);
  tiles[0] = a + b;
  return r;
}

NOINLINE static long realigned(long n) {
  __attribute__((aligned(64))) long array[8];
  use(array);
  long r = spilled(n + 1);
  use(array);
  return r + n;
}

// The frame takes a constant in a register.
NOINLINE static long huge(long n) {
  char array[100000];
  use(array);
  long r = realigned(n);
  use(array);
  return r + n;
}

// The frame takes two steps.
NOINLINE static long large(long n) {
  char array[7000];
  use(array);
  long r = huge(n);
  use(array);
  return r + n;
}
NOINLINE static void large_leaf(void) {
  char array[6000];
  __asm__ volatile("" ::"r"(array) : "memory");
}
NOINLINE static void huge_leaf(void) {
  char array[60000];
  __asm__ volatile("" ::"r"(array) : "memory");
}

// Beyond the reach of a pair's displacement.
NOINLINE static long medium(long n) {
  char array[1000];
  use(array);
  long r = large(n);
  large_leaf();
  huge_leaf();
  use(array);
  return r + n;
}

NOINLINE static long many(long a, long b, long c, long d, long e, long f,
                          long g, long h, long i, long j) {
  return marker(a + b + c + d + e + f + g + h) + i + j;
}

// The stack pointer moves, also for the arguments of a call.
NOINLINE static long dynamic(long n) {
  long r = 0;
  for (long i = 1; i < 3; ++i) {
    char *array = __builtin_alloca(n * i);
    use(array);
    r += medium(n) + many(1, 2, 3, 4, 5, 6, 7, 8, 9, i);
    use(array);
  }
  return r;
}

NOINLINE static long variadic(int n, ...) {
  va_list list;
  va_start(list, n);
  long r = 0;
  for (int i = 0; i < n; ++i)
    r += dynamic(va_arg(list, long));
  va_end(list);
  return r;
}

int main(void) {
  static tile memory[2];
  tiles = memory;
  long a = sink + 1, b = sink + 2;
  sink = variadic(2, 100L, 40L);
  return (int)(a + b + sink) & 0;
}
