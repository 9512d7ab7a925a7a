// Atomic accesses that no instruction does: other sizes, or not aligned. There
// is one hart, and a program that takes interrupts itself has to keep such
// objects out of its handlers; then plain accesses are indivisible.
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#pragma redefine_extname generic_load __atomic_load
#pragma redefine_extname generic_store __atomic_store
#pragma redefine_extname generic_exchange __atomic_exchange
#pragma redefine_extname generic_compare_exchange __atomic_compare_exchange

void generic_load(size_t size, void *object, void *result, int order) {
  (void)order;
  memcpy(result, object, size);
}
void generic_store(size_t size, void *object, void *value, int order) {
  (void)order;
  memcpy(object, value, size);
}
void generic_exchange(size_t size, void *object, void *value, void *result,
                      int order) {
  (void)order;
  memcpy(result, object, size);
  memcpy(object, value, size);
}
bool generic_compare_exchange(size_t size, void *object, void *expected,
                              void *desired, int success, int failure) {
  (void)success, (void)failure;
  if (memcmp(object, expected, size) == 0) {
    memcpy(object, desired, size);
    return true;
  }
  memcpy(expected, object, size);
  return false;
}

// Instructions that were written become visible: __builtin___clear_cache.
void __clear_cache(void *begin, void *end) {
  (void)begin, (void)end;
  __asm__ volatile("fence.i" : : : "memory");
}
