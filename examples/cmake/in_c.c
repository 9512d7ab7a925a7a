// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tiles.h"
#include <stdio.h>

int main(void) {
  float from[16][16], to[16][16];
  for (int i = 0; i < 16; i++)
    for (int j = 0; j < 16; j++)
      from[i][j] = 16.0f * i + j;
  transpose(&to[0][0], &from[0][0]);
  int wrong = 0;
  for (int i = 0; i < 16; i++)
    for (int j = 0; j < 16; j++)
      wrong += to[j][i] != from[i][j];
  printf("%d of 256 are wrong\n", wrong);
  return wrong != 0 || double_it(21) != 42;
}
