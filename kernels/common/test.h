// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the test programs of kernels share: a generator, the same on host and
// guest, and a digest of results.
#ifndef KERNELS_COMMON_TEST_H
#define KERNELS_COMMON_TEST_H

#include <stddef.h>
#include <stdint.h>

static uint64_t random_state = 1;
static inline uint64_t random64(void) { // xorshift64*
  random_state ^= random_state >> 12;
  random_state ^= random_state << 25;
  random_state ^= random_state >> 27;
  return random_state * UINT64_C(0x2545f4914f6cdd1d);
}

static inline uint64_t digest_of(const void *p, size_t n) { // FNV-1a
  uint64_t h = UINT64_C(0xcbf29ce484222325);
  for (const unsigned char *c = p; n; n--)
    h = (h ^ *c++) * UINT64_C(0x100000001b3);
  return h;
}

#endif
