// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Calls the functions of a module that run.py generates, with its table, and
// writes the bytes of their results.
#include "table.h"
#include <stdio.h>
#include <string.h>

static unsigned char result[4096];

int main(void) {
  for (unsigned n = 0; n < sizeof table / sizeof *table; ++n) {
    memset(result, 0xAA, sizeof result);
    table[n].function(result, table[n].memory, table[n].indices);
    for (unsigned i = 0; i < table[n].size; ++i)
      printf("%02x", result[i]);
  }
  return 0;
}
