// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the test programs of kernels share: a generator, the same on host and
// guest, a digest of results, the check of a call that must fail, and the
// choice of a test by its name.
#ifndef KERNELS_COMMON_TEST_H
#define KERNELS_COMMON_TEST_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

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

// A call that must fail. Its status is compared on the guest, where the kernel
// is; the host prints what is expected. Whether it changed nothing is for the
// test to see.
#ifdef __sectile__
#define FAILS(expected_status, ...)                                            \
  do {                                                                         \
    const int status = __VA_ARGS__;                                            \
    printf("%s: %d\n", #__VA_ARGS__, status);                                  \
    failures += status != (expected_status);                                   \
  } while (0)
#else
#define FAILS(expected_status, ...)                                            \
  printf("%s: %d\n", #__VA_ARGS__, expected_status)
#endif

struct named_test {
  const char *name;
  void (*run)(void);
};

// The main function of a program whose only argument is the name of a test.
static inline int run_named_test(int argc, char **argv, const char *program,
                                 const struct named_test *tests, size_t count,
                                 const int *failures) {
  for (size_t i = 0; argc == 2 && i < count; i++)
    if (strcmp(argv[1], tests[i].name) == 0) {
      tests[i].run();
      printf(*failures ? "%d failures\n" : "all agree\n", *failures);
      return *failures != 0;
    }
  fprintf(stderr, "usage: %s ", program);
  for (size_t i = 0; i < count; i++)
    fprintf(stderr, "%s%s", i ? "|" : "", tests[i].name);
  fputc('\n', stderr);
  return 2;
}

#endif
