// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "net.h"
#include <stdio.h>

static _Alignas(64) char arena[net_arena_bytes];

int main(void) {
  float x[12] = {-1, 1.5F, -0.5F, 2}, y[12];
  struct net_inputs inputs = {x};
  struct net_outputs outputs = {y};
  int status = net_run(&inputs, &outputs, arena);
  printf("%g %g %g %g\n", y[0], y[1], y[2], y[3]);
  return status;
}
