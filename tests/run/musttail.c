// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A call that must be a tail call is one, whatever its arguments: the stack
// does not grow, and each argument is read before its place is overwritten.
// RUN: sectile-clang -O0 -mllvm -verify-machineinstrs %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang -O2 -mllvm -verify-machineinstrs %s -o %t.elf && sectile-run %t.elf
#include <sectile.h>

#define TAIL [[clang::musttail]] return

typedef struct {
  long a, b, c;
} triple;

static long registers(long n, long sum);
static long other(long n, long sum) { TAIL registers(n - 1, sum + 1); }
static long registers(long n, long sum) {
  if (n <= 0)
    return sum;
  TAIL other(n - 1, sum + 1);
}

// i and j are on the stack and change places.
static long stack(long a, long b, long c, long d, long e, long f, long g, long h, long i, long j,
                  int n) {
  if (n == 0)
    return i * 1000 + j + a - h;
  TAIL stack(b, c, d, e, f, g, h, a, j, i, n - 1);
}

// So do the copies of structures.
static long copies(triple x, triple y, int n) {
  if (n == 0)
    return x.a * 10000 + y.a * 100 + x.c - y.b;
  x.c += 1;
  TAIL copies(y, x, n - 1);
}

static triple result(triple x, int n) {
  if (n == 0)
    return x;
  TAIL result((triple){x.b, x.c, x.a + 1}, n - 1);
}

// The ninth and the tenth tile go by reference.
static int tiles(tile_i32_t a, tile_i32_t b, tile_i32_t c, tile_i32_t d, tile_i32_t e,
                 tile_i32_t f, tile_i32_t g, tile_i32_t h, tile_i32_t i, tile_i32_t j, int n) {
  if (n == 0)
    return tile_get_i32(i, 7) * 100 + tile_get_i32(j, 255);
  TAIL tiles(a, b, c, d, e, f, g, h, j, i, n - 1);
}

typedef long handler(long n, long sum);
static handler *const table[] = {registers, other};
static long indirect(long n, long sum) { TAIL table[n & 1](n, sum); }

int main(void) {
  if (registers(1000000, 0) != 1000000)
    return 1;
  if (stack(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1000000) != 9 * 1000 + 10 + 1 - 8)
    return 2;
  if (stack(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1000001) != 10 * 1000 + 9 + 2 - 1)
    return 3;
  triple x = {1, 2, 3}, y = {4, 5, 6};
  if (copies(x, y, 1000001) != 4 * 10000 + 1 * 100 + (6 + 500000) - 2)
    return 4;
  if (x.c != 3 || y.c != 6)
    return 5;
  triple r = result(x, 300000);
  if (r.a != 1 + 100000 || r.b != 2 + 100000 || r.c != 3 + 100000)
    return 6;
  tile_i32_t t = tile_splat_i32(5), u = tile_splat_i32(6);
  if (tiles(t, t, t, t, t, t, t, t, t, u, 10001) != 605)
    return 7;
  if (indirect(100000, 0) != 100000)
    return 8;
  return 0;
}
