// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a function asks of its frame and of the machine: return addresses and
// frames of its callers, the canonical frame address, the thread's storage,
// the counters.
// RUN: sectile-clang -O0 -fno-omit-frame-pointer -mllvm -verify-machineinstrs %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang -O2 -fno-omit-frame-pointer -mllvm -verify-machineinstrs %s -o %t.elf && sectile-run %t.elf
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#define CHECK(condition)                                                                           \
  do                                                                                               \
    if (!(condition))                                                                              \
      exit(__LINE__ & 127);                                                              \
  while (0)
#define NOINLINE __attribute__((noinline, disable_tail_calls))



static void *frame[3];
static void *back[2];
static _Thread_local int first_of_thread = 5;
static volatile int sink;

NOINLINE static void innermost(void) {
  CHECK(__builtin_frame_address(1) == frame[1]);
  CHECK(__builtin_frame_address(2) == frame[2]);
  CHECK(__builtin_return_address(1) == back[0]);
  CHECK(__builtin_return_address(2) == back[1]);
  CHECK(__builtin_extract_return_addr(__builtin_return_address(0)) == __builtin_return_address(0));
  // Frames grow down, and the start of the program ends the chain.
  CHECK((uintptr_t)__builtin_frame_address(0) < (uintptr_t)frame[1]);
  void **walk = __builtin_frame_address(0);
  int depth = 0;
  while (walk[-2]) {
    walk = walk[-2];
    ++depth;
  }
  CHECK(depth >= 3);
  sink = 1;
}

// The saved arguments of a variadic function lie between its frame and its
// caller's.
NOINLINE static int variadic(int count, ...) {
  frame[1] = __builtin_frame_address(0);
  back[0] = __builtin_return_address(0);
  innermost();
  va_list list;
  va_start(list, count);
  int sum = 0;
  for (int i = 0; i < count; ++i)
    sum += va_arg(list, int);
  va_end(list);
  return sum;
}

NOINLINE static int aligned_and_dynamic(int n) {
  _Alignas(256) volatile char place[256];
  volatile char dynamic[n];
  place[0] = dynamic[n - 1] = 1;
  CHECK((uintptr_t)place % 256 == 0);
  frame[2] = __builtin_frame_address(0);
  back[1] = __builtin_return_address(0);
  return variadic(10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) + place[0] + dynamic[n - 1];
}

// Without arguments on the stack, sp at the call is where those of its callee
// begin.
NOINLINE static void *own_cfa(int a, ...) {
  va_list list;
  va_start(list, a);
  void *end_of_saved = (char *)list + 56; // a1..a7
  CHECK(__builtin_dwarf_cfa() == end_of_saved);
  va_end(list);
  return __builtin_dwarf_cfa();
}

int main(void) {
  CHECK(aligned_and_dynamic(1000) == 57);
  CHECK(own_cfa(1, 2) < __builtin_dwarf_cfa());

  CHECK((char *)&first_of_thread >= (char *)__builtin_thread_pointer());
  CHECK((char *)&first_of_thread < (char *)__builtin_thread_pointer() + 4096);

  unsigned long cycle = __builtin_readcyclecounter(), steady = __builtin_readsteadycounter();
  sink = 2;
  CHECK(__builtin_readcyclecounter() > cycle);
  CHECK(__builtin_readsteadycounter() >= steady);
  return 0;
}
