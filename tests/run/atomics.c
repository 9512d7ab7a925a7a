// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Atomic operations of every width have the value and the effect C11 says.
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang -O0 %s -o %t.elf && sectile-run %t.elf
#include <stdatomic.h>
#include <stdint.h>

#define CHECK(condition)                                                                           \
  do                                                                                               \
    if (!(condition))                                                                              \
      return __LINE__ & 127;                                                                       \
  while (0)

#define TEST(type)                                                                                 \
  do {                                                                                             \
    _Atomic type object = 5;                                                                       \
    CHECK(atomic_fetch_add(&object, 3) == 5 && object == 8);                                       \
    CHECK(atomic_fetch_sub(&object, 10) == 8 && (type)object == (type)-2);                         \
    CHECK(atomic_exchange(&object, 12) == (type)-2);                                               \
    CHECK(atomic_fetch_and(&object, 9) == 12 && object == 8);                                      \
    CHECK(atomic_fetch_or(&object, 1) == 8 && object == 9);                                        \
    CHECK(atomic_fetch_xor(&object, 3) == 9 && object == 10);                                      \
    type expected = 11;                                                                            \
    CHECK(!atomic_compare_exchange_strong(&object, &expected, 1) && expected == 10);               \
    CHECK(atomic_compare_exchange_strong(&object, &expected, 77) && object == 77);                 \
    atomic_store(&object, 3);                                                                      \
    CHECK(atomic_load(&object) == 3);                                                              \
  } while (0)

struct big { long a, b, c; };

int main(void) {
  TEST(int8_t);
  TEST(uint8_t);
  TEST(int16_t);
  TEST(uint16_t);
  TEST(int32_t);
  TEST(uint32_t);
  TEST(int64_t);
  TEST(uint64_t);
  static _Atomic struct big big;
  struct big one = {1, 2, 3};
  atomic_store(&big, one);
  struct big two = atomic_exchange(&big, ((struct big){4, 5, 6}));
  CHECK(two.c == 3);
  // The functions behind the macros.
  atomic_flag flag = ATOMIC_FLAG_INIT;
  CHECK(!(atomic_flag_test_and_set)(&flag) && (atomic_flag_test_and_set_explicit)(&flag, memory_order_acquire));
  (atomic_flag_clear)(&flag);
  (atomic_thread_fence)(memory_order_seq_cst);
  (atomic_signal_fence)(memory_order_seq_cst);
  CHECK(!(atomic_flag_test_and_set)(&flag));
  (atomic_flag_clear_explicit)(&flag, memory_order_release);
  CHECK(!atomic_flag_test_and_set(&flag));
  return 0;
}
