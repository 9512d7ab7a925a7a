// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// -femulated-tls: a thread-local variable is memory that is taken when it is
// first used. There is one thread, so it is taken once.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// What the compiler makes of a variable.
struct __emutls_control {
  size_t size, alignment;
  void *address;       // null before the first use
  const void *initial; // null for zeros
};

__attribute__((weak)) void *__emutls_get_address(struct __emutls_control *v) {
  if (v->address)
    return v->address;
  size_t alignment =
      v->alignment > sizeof(void *) ? v->alignment : sizeof(void *);
  size_t size = v->size + (-v->size & (alignment - 1));
  void *p = aligned_alloc(alignment, size);
  if (!p)
    abort();
  if (v->initial)
    memcpy(p, v->initial, v->size);
  else
    memset(p, 0, v->size);
  v->address = p;
  return p;
}
