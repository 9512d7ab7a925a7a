// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A timer interrupts atomic operations of 16 bytes at every instruction in turn;
// its handler changes the same object. No change is lost, no half of one is
// seen, and interrupts are on afterwards, but not if they were off before.
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run %t.elf
#include <stdint.h>
#include <stdio.h>

typedef unsigned __int128 u128;

static u128 object; // two equal halves
static volatile int interrupts, torn;
static const u128 both = (u128)1 << 64 | 1;

#define SET(csr, value) __asm__ volatile("csrrw zero, " #csr ", %0" : : "r"((uint64_t)(value)) : "memory")
#define GET(csr)                                                                                   \
  ({                                                                                               \
    uint64_t value;                                                                                \
    __asm__ volatile("csrrs %0, " #csr ", zero" : "=r"(value) : : "memory");                       \
    value;                                                                                         \
  })

__attribute__((used)) static void handle(void) {
  SET(timecmp, ~0ull);
  u128 seen = __atomic_fetch_add(&object, both, __ATOMIC_SEQ_CST);
  torn += (uint64_t)(seen >> 64) != (uint64_t)seen;
  interrupts++;
}

// Every register that a call may change.
__asm__("        .text\n"
        "        .p2align 2\n"
        "handler:\n"
        "        addi sp, sp, -144\n"
        "        std ra, sp, 0\n"
        "        std a0, sp, 8\n        std a1, sp, 16\n        std a2, sp, 24\n        std a3, sp, 32\n"
        "        std a4, sp, 40\n        std a5, sp, 48\n        std a6, sp, 56\n        std a7, sp, 64\n"
        "        std x0, sp, 72\n        std x1, sp, 80\n        std x2, sp, 88\n        std x3, sp, 96\n"
        "        std x4, sp, 104\n        std x5, sp, 112\n        std x6, sp, 120\n        std x7, sp, 128\n"
        "        call handle\n"
        "        ldd ra, sp, 0\n"
        "        ldd a0, sp, 8\n        ldd a1, sp, 16\n        ldd a2, sp, 24\n        ldd a3, sp, 32\n"
        "        ldd a4, sp, 40\n        ldd a5, sp, 48\n        ldd a6, sp, 56\n        ldd a7, sp, 64\n"
        "        ldd x0, sp, 72\n        ldd x1, sp, 80\n        ldd x2, sp, 88\n        ldd x3, sp, 96\n"
        "        ldd x4, sp, 104\n        ldd x5, sp, 112\n        ldd x6, sp, 120\n        ldd x7, sp, 128\n"
        "        addi sp, sp, 144\n"
        "        tret\n");
extern char handler[];

__attribute__((noinline)) static void work(int n) {
  switch (n % 4) {
  case 0:
    __atomic_fetch_add(&object, both, __ATOMIC_SEQ_CST);
    break;
  case 1: {
    u128 expected = __atomic_load_n(&object, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(&object, &expected, expected + both, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
      torn += (uint64_t)(expected >> 64) != (uint64_t)expected;
    break;
  }
  case 2:
    __sync_fetch_and_add(&object, both);
    break;
  case 3: { // the generic form
    u128 expected, desired;
    __atomic_load(&object, &expected, __ATOMIC_SEQ_CST);
    do
      desired = expected + both;
    while (!__atomic_compare_exchange(&object, &expected, &desired, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));
  }
  }
}

int main(void) {
  SET(tvec, (uintptr_t)handler);
  SET(timecmp, ~0ull);
  SET(ie, 2);
  SET(status, 1);
  int rounds = 0;
  for (int delay = 0; delay < 200; delay++)
    for (int n = 0; n < 4; n++, rounds++) {
      SET(timecmp, GET(time) + (uint64_t)delay);
      work(n);
      if (!(GET(status) & 1))
        return 1;
      while (GET(timecmp) != ~0ull) // until it has come
        ;
    }
  SET(status, 0);
  __atomic_fetch_add(&object, both, __ATOMIC_SEQ_CST);
  if (GET(status) & 1)
    return 2;
  uint64_t low = (uint64_t)object, high = (uint64_t)(object >> 64);
  printf("%d rounds, %d interrupts, %d torn, %lu %lu\n", rounds, interrupts, torn, (long)low, (long)high);
  return !(interrupts == rounds && torn == 0 && low == (uint64_t)(2 * rounds + 1) && high == low);
}
