// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The frame of a benchmark program: input, marker, work, marker, result.
#include "bench.h"
#include "markers.h"

// Not inlined, and with an effect that the compiler cannot see: the instruction
// counter needs the address of each.
int main(void) {
  bench_setup();
  bench_begin();
  uint64_t result = bench_run();
  bench_end();

  char text[] = "0000000000000000 good\n";
  for (int i = 15; i >= 0; i--, result >>= 4)
    text[i] = "0123456789abcdef"[result & 15];
  int good = bench_check();
  if (!good)
    memcpy(text + 17, "BAD ", 4);
  bench_write(text, sizeof text - 1);
  return !good;
}
