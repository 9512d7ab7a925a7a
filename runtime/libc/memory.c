// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The heap.
#include "host.h"

#include <stddef.h>

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

// The heap grows from the end of the program. The stack begins at the
// thread-local variables; this many bytes below are reserved for it. The
// emulator reads the end of the heap to detect that the stack has grown into
// it.
extern char _end[];
char *__sectile_heap_end = _end;

void *_sbrk(ptrdiff_t increment) {
  char *limit = (char *)__builtin_thread_pointer() - SECTILE_STACK_SIZE;
  char *now = __sectile_heap_end;
  if (increment > limit - now || increment < _end - now) {
    errno = ENOMEM;
    return (void *)-1;
  }
  __sectile_heap_end = now + increment;
  return now;
}

#pragma clang attribute pop
