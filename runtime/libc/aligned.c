// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Aligned memory.
#include <errno.h>
#include <malloc.h>

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

// newlib's aligned_alloc calls it, but has it for one system only.
int posix_memalign(void **result, size_t alignment, size_t size) {
  if (alignment < sizeof(void *) || (alignment & (alignment - 1)))
    return EINVAL;
  void *memory = memalign(alignment, size);
  if (!memory)
    return ENOMEM;
  *result = memory;
  return 0;
}

#pragma clang attribute pop
