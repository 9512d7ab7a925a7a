// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Atomic accesses without an instruction: 16 bytes, other sizes, and objects
// that are not aligned; the forms for 1 to 8 bytes as well, for callers that do
// not use the instructions. There is one hart, so code with interrupts disabled
// is indivisible: each function clears status.ie, accesses the object by plain
// loads and stores, and restores status.ie. This is atomic with respect to
// handlers that access the same object, also by instructions. It is not
// lock-free in the sense of C11, as __atomic_is_lock_free reports.
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef unsigned __int128 u128;

static inline uint64_t interrupts_off(void) {
  uint64_t status;
  __asm__ volatile("csrrc %0, status, %1"
                   : "=r"(status)
                   : "r"(UINT64_C(1))
                   : "memory");
  return status & 1;
}
static inline void interrupts_restore(uint64_t enabled) {
  __asm__ volatile("csrrs zero, status, %0" : : "r"(enabled) : "memory");
}

// Objects of any size and alignment.
#pragma redefine_extname generic_load __atomic_load
#pragma redefine_extname generic_store __atomic_store
#pragma redefine_extname generic_exchange __atomic_exchange
#pragma redefine_extname generic_compare_exchange __atomic_compare_exchange
#pragma redefine_extname generic_is_lock_free __atomic_is_lock_free

void generic_load(size_t size, void *object, void *result, int order) {
  (void)order;
  uint64_t enabled = interrupts_off();
  memcpy(result, object, size);
  interrupts_restore(enabled);
}
void generic_store(size_t size, void *object, void *value, int order) {
  (void)order;
  uint64_t enabled = interrupts_off();
  memcpy(object, value, size);
  interrupts_restore(enabled);
}
// The value and the result may be one object.
void generic_exchange(size_t size, void *object, void *value, void *result,
                      int order) {
  (void)order;
  unsigned char *at = object;
  const unsigned char *from = value;
  unsigned char *to = result;
  uint64_t enabled = interrupts_off();
  for (size_t i = 0; i < size; i++) {
    unsigned char old = at[i];
    at[i] = from[i];
    to[i] = old;
  }
  interrupts_restore(enabled);
}
bool generic_compare_exchange(size_t size, void *object, void *expected,
                              void *desired, int success, int failure) {
  (void)success, (void)failure;
  uint64_t enabled = interrupts_off();
  bool same = memcmp(object, expected, size) == 0;
  if (same)
    memcpy(object, desired, size);
  else
    memcpy(expected, object, size);
  interrupts_restore(enabled);
  return same;
}

// True for accesses by one instruction or a loop around cas: 1 to 8 bytes,
// aligned. A null address means an object that is aligned to its size.
bool generic_is_lock_free(size_t size, const volatile void *object) {
  return (size == 1 || size == 2 || size == 4 || size == 8) &&
         (uintptr_t)object % size == 0;
}

// The forms for a size, as libatomic names them, and those of __sync.
#define MODIFY(name, new, type, suffix)                                        \
  type __atomic_fetch_##name##_##suffix(volatile void *object, type value,     \
                                        int order) {                           \
    (void)order;                                                               \
    volatile type *at = object;                                                \
    uint64_t enabled = interrupts_off();                                       \
    type old = *at;                                                            \
    *at = (type)(new);                                                         \
    interrupts_restore(enabled);                                               \
    return old;                                                                \
  }                                                                            \
  type __atomic_##name##_fetch_##suffix(volatile void *object, type value,     \
                                        int order) {                           \
    (void)order;                                                               \
    volatile type *at = object;                                                \
    uint64_t enabled = interrupts_off();                                       \
    type old = *at, result = (type)(new);                                      \
    *at = result;                                                              \
    interrupts_restore(enabled);                                               \
    return result;                                                             \
  }                                                                            \
  type sync_fetch_##name##_##suffix(volatile void *, type) __asm__(            \
      "__sync_fetch_and_" #name "_" #suffix);                                  \
  type sync_fetch_##name##_##suffix(volatile void *object, type value) {       \
    return __atomic_fetch_##name##_##suffix(object, value, 0);                 \
  }                                                                            \
  type sync_##name##_fetch_##suffix(volatile void *, type) __asm__(            \
      "__sync_" #name "_and_fetch_" #suffix);                                  \
  type sync_##name##_fetch_##suffix(volatile void *object, type value) {       \
    return __atomic_##name##_fetch_##suffix(object, value, 0);                 \
  }

#define SIZE(type, suffix)                                                     \
  type __atomic_load_##suffix(const volatile void *object, int order) {        \
    (void)order;                                                               \
    uint64_t enabled = interrupts_off();                                       \
    type value = *(const volatile type *)object;                               \
    interrupts_restore(enabled);                                               \
    return value;                                                              \
  }                                                                            \
  void __atomic_store_##suffix(volatile void *object, type value, int order) { \
    (void)order;                                                               \
    uint64_t enabled = interrupts_off();                                       \
    *(volatile type *)object = value;                                          \
    interrupts_restore(enabled);                                               \
  }                                                                            \
  type __atomic_exchange_##suffix(volatile void *object, type value,           \
                                  int order) {                                 \
    (void)order;                                                               \
    volatile type *at = object;                                                \
    uint64_t enabled = interrupts_off();                                       \
    type old = *at;                                                            \
    *at = value;                                                               \
    interrupts_restore(enabled);                                               \
    return old;                                                                \
  }                                                                            \
  static type compare_swap_##suffix(volatile type *at, type expected,          \
                                    type desired) {                            \
    uint64_t enabled = interrupts_off();                                       \
    type old = *at;                                                            \
    if (old == expected)                                                       \
      *at = desired;                                                           \
    interrupts_restore(enabled);                                               \
    return old;                                                                \
  }                                                                            \
  bool __atomic_compare_exchange_##suffix(volatile void *object,               \
                                          void *expected, type desired,        \
                                          int success, int failure) {          \
    (void)success, (void)failure;                                              \
    type wanted = *(type *)expected;                                           \
    type old = compare_swap_##suffix(object, wanted, desired);                 \
    if (old != wanted)                                                         \
      *(type *)expected = old;                                                 \
    return old == wanted;                                                      \
  }                                                                            \
  type sync_val_##suffix(volatile void *, type, type) __asm__(                 \
      "__sync_val_compare_and_swap_" #suffix);                                 \
  type sync_val_##suffix(volatile void *object, type expected, type desired) { \
    return compare_swap_##suffix(object, expected, desired);                   \
  }                                                                            \
  bool sync_bool_##suffix(volatile void *, type, type) __asm__(                \
      "__sync_bool_compare_and_swap_" #suffix);                                \
  bool sync_bool_##suffix(volatile void *object, type expected,                \
                          type desired) {                                      \
    return compare_swap_##suffix(object, expected, desired) == expected;       \
  }                                                                            \
  type sync_set_##suffix(volatile void *,                                      \
                         type) __asm__("__sync_lock_test_and_set_" #suffix);   \
  type sync_set_##suffix(volatile void *object, type value) {                  \
    return __atomic_exchange_##suffix(object, value, 0);                       \
  }                                                                            \
  void sync_release_##suffix(volatile void *) __asm__(                         \
      "__sync_lock_release_" #suffix);                                         \
  void sync_release_##suffix(volatile void *object) {                          \
    __atomic_store_##suffix(object, 0, 0);                                     \
  }                                                                            \
  MODIFY(add, old + value, type, suffix)                                       \
  MODIFY(sub, old - value, type, suffix)                                       \
  MODIFY(and, old &value, type, suffix)                                        \
  MODIFY(or, old | value, type, suffix)                                        \
  MODIFY(xor, old ^ value, type, suffix)                                       \
  MODIFY(nand, ~(old & value), type, suffix)

SIZE(uint8_t, 1)
SIZE(uint16_t, 2)
SIZE(uint32_t, 4)
SIZE(uint64_t, 8)
SIZE(u128, 16)

// <stdatomic.h> declares these beside its macros of the same names.
#undef atomic_thread_fence
#undef atomic_signal_fence
#undef atomic_flag_test_and_set
#undef atomic_flag_test_and_set_explicit
#undef atomic_flag_clear
#undef atomic_flag_clear_explicit
void atomic_thread_fence(memory_order order) {
  (void)order;
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
}
void atomic_signal_fence(memory_order order) {
  (void)order;
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
}
bool atomic_flag_test_and_set_explicit(volatile atomic_flag *flag,
                                       memory_order order) {
  (void)order;
  return __atomic_test_and_set(flag, __ATOMIC_SEQ_CST);
}
bool atomic_flag_test_and_set(volatile atomic_flag *flag) {
  return __atomic_test_and_set(flag, __ATOMIC_SEQ_CST);
}
void atomic_flag_clear_explicit(volatile atomic_flag *flag,
                                memory_order order) {
  (void)order;
  __atomic_clear(flag, __ATOMIC_SEQ_CST);
}
void atomic_flag_clear(volatile atomic_flag *flag) {
  __atomic_clear(flag, __ATOMIC_SEQ_CST);
}

// Makes stored instructions visible to fetches: __builtin___clear_cache.
void __clear_cache(void *begin, void *end) {
  (void)begin, (void)end;
  __asm__ volatile("fence.i" : : : "memory");
}
