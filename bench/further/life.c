// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Conway's game of life: cells as bytes, and as bits of words; both must agree.
#include "../common/bench.h"

enum { SIZE = 64 };
static unsigned char cells[SIZE + 2][SIZE + 2], other[SIZE + 2][SIZE + 2];
static uint64_t rows[SIZE + 2], new_rows[SIZE + 2];
static int generation, alive;

void bench_setup(void) {
  uint64_t random = 41;
  for (int y = 1; y <= SIZE; y++) {
    rows[y] = bench_random(&random) & bench_random(&random);
    for (int x = 1; x <= SIZE; x++)
      cells[y][x] = rows[y] >> (x - 1) & 1;
  }
}

static void step_cells(void) {
  for (int y = 1; y <= SIZE; y++)
    for (int x = 1; x <= SIZE; x++) {
      int n = cells[y - 1][x - 1] + cells[y - 1][x] + cells[y - 1][x + 1] +
              cells[y][x - 1] + cells[y][x + 1] + cells[y + 1][x - 1] +
              cells[y + 1][x] + cells[y + 1][x + 1];
      other[y][x] = n == 3 || (n == 2 && cells[y][x]);
    }
  for (int y = 1; y <= SIZE; y++)
    for (int x = 1; x <= SIZE; x++)
      cells[y][x] = other[y][x];
}

// Adds the bit planes of eight neighbours.
static void step_rows(void) {
  for (int y = 1; y <= SIZE; y++) {
    uint64_t one = 0, two = 0, four = 0;
    for (int dy = -1; dy <= 1; dy++)
      for (int dx = -1; dx <= 1; dx++) {
        if (dx == 0 && dy == 0)
          continue;
        uint64_t r = rows[y + dy], add = dx < 0 ? r << 1 : dx > 0 ? r >> 1 : r;
        uint64_t carry = one & add;
        one ^= add;
        four |= two & carry;
        two ^= carry;
      }
    new_rows[y] = two & ~four & (one | rows[y]);
  }
  for (int y = 1; y <= SIZE; y++)
    rows[y] = new_rows[y];
}

uint64_t bench_run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < BENCH_SCALE * 6; k++) {
    step_cells();
    step_rows();
    generation++;
    alive = 0;
    for (int y = 1; y <= SIZE; y++)
      alive += __builtin_popcountll(rows[y]);
    sum = sum * 11 + (uint64_t)alive;
  }
  return sum;
}

int bench_check(void) {
  int count = 0;
  for (int y = 1; y <= SIZE; y++)
    for (int x = 1; x <= SIZE; x++) {
      if (cells[y][x] != (rows[y] >> (x - 1) & 1))
        return 0;
      count += cells[y][x];
    }
  return count == alive && generation > 0;
}
