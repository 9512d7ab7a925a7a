// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Eight and nine queens by backtracking on arrays and on bits; a sudoku.
#include "../common/bench.h"

static int column[16], solutions, bit_solutions, sudoku_steps;
static char used_column[16], used_up[32], used_down[32];
static char board[81];
static int row_mask[9], column_mask[9], box_mask[9];
static const char puzzle[] = "53..7....6..195....98....6.8...6...34..8.3..17..."
                             "2...6.6....28....419..5....8..79";

void bench_setup(void) {}

static void place(int row, int n) {
  if (row == n) {
    solutions++;
    return;
  }
  for (int c = 0; c < n; c++) {
    if (used_column[c] || used_up[row + c] || used_down[row - c + n])
      continue;
    used_column[c] = used_up[row + c] = used_down[row - c + n] = 1;
    column[row] = c;
    place(row + 1, n);
    used_column[c] = used_up[row + c] = used_down[row - c + n] = 0;
  }
}

static void place_bits(unsigned all, unsigned columns, unsigned left,
                       unsigned right) {
  if (columns == all) {
    bit_solutions++;
    return;
  }
  for (unsigned free = all & ~(columns | left | right); free;
       free &= free - 1) {
    unsigned bit = free & -free;
    place_bits(all, columns | bit, (left | bit) << 1, (right | bit) >> 1);
  }
}

static int solve(int at) {
  while (at < 81 && board[at])
    at++;
  if (at == 81)
    return 1;
  int r = at / 9, c = at % 9, b = r / 3 * 3 + c / 3;
  int taken = row_mask[r] | column_mask[c] | box_mask[b];
  for (int d = 1; d <= 9; d++) {
    if (taken >> d & 1)
      continue;
    sudoku_steps++;
    board[at] = (char)d;
    row_mask[r] ^= 1 << d;
    column_mask[c] ^= 1 << d;
    box_mask[b] ^= 1 << d;
    if (solve(at + 1))
      return 1;
    board[at] = 0;
    row_mask[r] ^= 1 << d;
    column_mask[c] ^= 1 << d;
    box_mask[b] ^= 1 << d;
  }
  return 0;
}

static int sudoku(void) {
  for (int i = 0; i < 9; i++)
    row_mask[i] = column_mask[i] = box_mask[i] = 0;
  for (int i = 0; i < 81; i++) {
    int d = puzzle[i] == '.' ? 0 : puzzle[i] - '0';
    board[i] = (char)d;
    if (d) {
      row_mask[i / 9] |= 1 << d;
      column_mask[i % 9] |= 1 << d;
      box_mask[i / 27 * 3 + i % 9 / 3] |= 1 << d;
    }
  }
  return solve(0);
}

uint64_t bench_run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < BENCH_SCALE; k++) {
    solutions = bit_solutions = sudoku_steps = 0;
    place(0, 8);
    place_bits(511, 0, 0, 0);
    sum = sum * 3 +
          (uint64_t)(sudoku() + solutions + bit_solutions + sudoku_steps);
  }
  return sum;
}

int bench_check(void) {
  int full = 1;
  for (int i = 0; i < 9; i++)
    full &=
        row_mask[i] == 0x3fe && column_mask[i] == 0x3fe && box_mask[i] == 0x3fe;
  return solutions == 92 && bit_solutions == 352 && full && board[2] == 4;
}
