// The heap.
#include "host.h"

#include <stddef.h>

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

// The heap grows from the end of the program. The stack begins where the
// thread-local variables do; the eight mebibytes below are its own.
void *_sbrk(ptrdiff_t increment) {
  extern char _end[];
  static char *now = _end;
  char *limit = (char *)__builtin_thread_pointer() - (8 << 20);
  if (increment > limit - now || increment < _end - now) {
    errno = ENOMEM;
    return (void *)-1;
  }
  char *old = now;
  now += increment;
  return old;
}

#pragma clang attribute pop
