// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Atomic objects of 16 bytes and of odd sizes: std::atomic, _Atomic, __atomic and
// __sync link and have the values that C++ and C say; nothing of 16 bytes claims
// to be lock-free, and a static answer agrees with one at run time.
// RUN: sectile-clang++ -O2 -std=c++20 %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang++ -O0 -std=c++20 %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang++ -O2 -flto -std=c++20 %s -o %t.elf && sectile-run %t.elf
#include <atomic>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define CHECK(condition)                                                                           \
  do                                                                                               \
    if (!(condition)) {                                                                            \
      printf("line %d: %s\n", __LINE__, #condition);                                               \
      return 1;                                                                                    \
    }                                                                                              \
  while (0)

struct Pair {
  long a, b;
};
struct Odd {
  char bytes[11];
};
typedef unsigned __int128 u128;
static constexpr u128 wide(uint64_t high, uint64_t low) { return (u128)high << 64 | low; }

static int objects() {
  std::atomic<Pair> pair{{1, 2}};
  Pair old = pair.exchange({3, 4});
  CHECK(old.a == 1 && old.b == 2);
  Pair expected = {3, 5};
  CHECK(!pair.compare_exchange_strong(expected, {7, 8}));
  CHECK(expected.a == 3 && expected.b == 4);
  CHECK(pair.compare_exchange_weak(expected, {7, 8}));
  CHECK(pair.load().a == 7 && pair.load().b == 8);
  pair.store({9, 10}, std::memory_order_release);
  CHECK(pair.load(std::memory_order_relaxed).b == 10);
  CHECK(!pair.is_lock_free() && !std::atomic<Pair>::is_always_lock_free);

  std::atomic<Odd> odd{{"abcdef"}};
  Odd other = {"ghijkl"};
  CHECK(!strcmp(odd.exchange(other).bytes, "abcdef") && !strcmp(odd.load().bytes, "ghijkl"));
  CHECK(!odd.is_lock_free());

  std::atomic<u128> number{wide(1, ~0ull)};
  CHECK(number.fetch_add(1) == wide(1, ~0ull) && number == wide(2, 0));
  CHECK(number.fetch_sub(1) == wide(2, 0) && number == wide(1, ~0ull));
  CHECK((number |= wide(6, 0)) == wide(7, ~0ull));
  CHECK((number &= wide(5, 0xff)) == wide(5, 0xff));
  CHECK((number ^= wide(1, 1)) == wide(4, 0xfe));
  CHECK(!number.is_lock_free());
  std::atomic<long> eight{};
  std::atomic<char> one{};
  CHECK(eight.is_lock_free() && one.is_lock_free() && std::atomic<long>::is_always_lock_free);
  return 0;
}

static int builtins() {
  static u128 n = wide(1, 2);
  u128 expected = wide(1, 2);
  CHECK(__atomic_load_n(&n, __ATOMIC_ACQUIRE) == expected);
  CHECK(__atomic_compare_exchange_n(&n, &expected, wide(3, 4), false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));
  CHECK(!__atomic_compare_exchange_n(&n, &expected, 0, true, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED));
  CHECK(expected == wide(3, 4));
  CHECK(__atomic_fetch_nand(&n, wide(1, 4), __ATOMIC_SEQ_CST) == wide(3, 4) && n == wide(~1ull, ~4ull));
  CHECK(__atomic_add_fetch(&n, wide(1, 5), __ATOMIC_SEQ_CST) == wide(0, 0));
  CHECK(__atomic_exchange_n(&n, 5, __ATOMIC_SEQ_CST) == 0);
  CHECK(__atomic_fetch_max((__int128 *)&n, (__int128)-1, __ATOMIC_SEQ_CST) == 5 && n == 5);
  __atomic_store_n(&n, wide(8, 8), __ATOMIC_RELEASE);

  CHECK(__sync_fetch_and_add(&n, 1) == wide(8, 8));
  CHECK(__sync_sub_and_fetch(&n, wide(1, 0)) == wide(7, 9));
  CHECK(__sync_fetch_and_or(&n, wide(8, 0)) == wide(7, 9));
  CHECK(__sync_and_and_fetch(&n, wide(8, 1)) == wide(8, 1));
  CHECK(__sync_xor_and_fetch(&n, 3) == wide(8, 2));
  CHECK(__sync_fetch_and_nand(&n, wide(8, 2)) == wide(8, 2) && n == wide(~8ull, ~2ull));
  CHECK(__sync_bool_compare_and_swap(&n, wide(~8ull, ~2ull), 1) && n == 1);
  CHECK(__sync_val_compare_and_swap(&n, 2, 3) == 1 && n == 1);
  CHECK(__sync_lock_test_and_set(&n, 4) == 1 && n == 4);
  __sync_lock_release(&n);
  CHECK(n == 0);
  return 0;
}

// The functions by name, as another compiler calls them.
#define DECLARE(type, n)                                                                           \
  type load_##n(const volatile void *, int) asm("__atomic_load_" #n);                              \
  type add_##n(volatile void *, type, int) asm("__atomic_fetch_add_" #n);                          \
  bool swap_##n(volatile void *, void *, type, int, int) asm("__atomic_compare_exchange_" #n);     \
  type sync_##n(volatile void *, type) asm("__sync_fetch_and_sub_" #n);                            \
  type set_##n(volatile void *, type, type) asm("__sync_val_compare_and_swap_" #n);
extern "C" {
DECLARE(uint8_t, 1)
DECLARE(uint16_t, 2)
DECLARE(uint32_t, 4)
DECLARE(uint64_t, 8)
DECLARE(u128, 16)
bool lock_free(size_t, const volatile void *) asm("__atomic_is_lock_free");
}

#define NAMED(type, n)                                                                             \
  do {                                                                                             \
    type object = (type)-3, expected = (type)-3;                                                   \
    CHECK(load_##n(&object, 0) == (type)-3);                                                       \
    CHECK(add_##n(&object, 5, 0) == (type)-3 && object == 2);                                      \
    CHECK(!swap_##n(&object, &expected, 9, 0, 0) && expected == 2);                                \
    CHECK(swap_##n(&object, &expected, (type)-9, 0, 0) && object == (type)-9);                     \
    CHECK(sync_##n(&object, 1) == (type)-9 && object == (type)-10);                                \
    CHECK(set_##n(&object, (type)-10, 6) == (type)-10 && object == 6);                             \
    CHECK(lock_free(n, &object) == (n < 16));                                                      \
  } while (0)

static int named() {
  NAMED(uint8_t, 1);
  NAMED(uint16_t, 2);
  NAMED(uint32_t, 4);
  NAMED(uint64_t, 8);
  NAMED(u128, 16);
  long two[2];
  CHECK(lock_free(8, 0) && !lock_free(8, (char *)two + 4) && !lock_free(3, 0) && !lock_free(0, 0));
  return 0;
}

int main() { return objects() || builtins() || named(); }
