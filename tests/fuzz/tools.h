// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the fuzzers of the tools share: an input in a file of its own, in
// memory, since the tools take paths.
#ifndef SECTILE_TESTS_FUZZ_TOOLS_H
#define SECTILE_TESTS_FUZZ_TOOLS_H

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

// LLVM's library, which is not instrumented, does not know of the parts of its
// arenas that instrumented copies of the same inline functions poison.
extern "C" const char *__asan_default_options() {
  return "allow_user_poisoning=0:detect_leaks=0";
}

inline std::string inputFile(const uint8_t *data, size_t size) {
  static int file = memfd_create("input", 0);
  if (ftruncate(file, 0) != 0 || lseek(file, 0, SEEK_SET) != 0 ||
      pwrite(file, data, size, 0) != ssize_t(size))
    abort();
  // By a path that is not one of the open descriptors' own.
  return "/proc/" + std::to_string(getpid()) + "/fd/" + std::to_string(file);
}

#endif
