// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Executes one kind of tile instruction many times between two markers:
//
//   tile-costs-guest KIND
//
// The instructions are independent of each other and of memory that is not in
// the row before, so that their number times the cycles of their unit is what
// passes. Without an argument the kinds are printed.
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "common/markers.h"

enum { ROUNDS = 64, EACH = 4 }; // bench/tile-costs knows the product
static _Alignas(64) uint8_t from[4096], to[4096];

// Four tiles are written in turn.
#define FOUR(before, after)                                                    \
  before " t4, " after "\n" before " t5, " after "\n" before " t6, " after     \
         "\n" before " t7, " after "\n"
#define KIND(name, text)                                                       \
  static void name(void) {                                                     \
    for (int i = 0; i < ROUNDS; i++)                                           \
      __asm__ volatile(text ::"r"(from), "r"(to), "r"(INT64_C(1024)),          \
                       "r"(INT64_C(64))                                        \
                       : "t4", "t5", "t6", "t7", "memory");                    \
  }
KIND(add, FOUR("tadd.f32", "t0, t1"))
KIND(multiply_add, FOUR("tfmadd.f32", "t0, t1, t0"))
KIND(divide, FOUR("tdiv.f32", "t0, t1"))
KIND(choose, FOUR("tsel", "t0, t1, t2"))
KIND(pack, FOUR("tpackz.f16", "t0"))
KIND(permute, FOUR("tperm", "t0, t1"))
KIND(permute_rows, FOUR("tpermrow", "t0, t1"))
KIND(transpose, FOUR("ttrans", "t0"))
KIND(reduce, FOUR("tredrow.add.f32", "t0"))
KIND(matrix_f32, FOUR("tmma.f32", "t0, t1"))
KIND(load, FOUR("tldl.raw", "%0, %2"))
KIND(load_bytes, FOUR("tldl.u8", "%0, %2"))
KIND(load_rectangle, FOUR("tldr.raw", "%0, %3, zero"))
KIND(load_mask, FOUR("tldm.w32", "%0, t2"))
KIND(gather, FOUR("tldx.w32", "%0, t3, t2, 2"))
KIND(store, FOUR("tstl.raw", "%1, %2"))
KIND(store_mask, FOUR("tstm.w32", "%1, t2"))
KIND(scatter, FOUR("tstx.w32", "%1, t3, t2, 2"))

static const struct kind {
  const char *name;
  void (*run)(void);
} kinds[] = {
#define ENTRY(name) {#name, name}
    ENTRY(add),
    ENTRY(multiply_add),
    ENTRY(divide),
    ENTRY(choose),
    ENTRY(pack),
    ENTRY(permute),
    ENTRY(permute_rows),
    ENTRY(transpose),
    ENTRY(reduce),
    ENTRY(matrix_f32),
    ENTRY(load),
    ENTRY(load_bytes),
    ENTRY(load_rectangle),
    ENTRY(load_mask),
    ENTRY(gather),
    ENTRY(store),
    ENTRY(store_mask),
    ENTRY(scatter)};

int main(int argc, char **argv) {
  const struct kind *kind = kinds, *end = kinds + sizeof kinds / sizeof *kinds;
  if (argc == 1) {
    for (; kind < end; kind++)
      puts(kind->name);
    return 0;
  }
  while (kind < end && strcmp(kind->name, argv[1]) != 0)
    kind++;
  if (kind == end)
    return 2;
  // Ones, all lanes, and the number of each lane.
  __asm__ volatile("tsplat t0, %0\n tsplat t1, %0\n tsplat t2, %1\n"
                   " tidxlin t3" ::"r"(INT64_C(0x3f800000)),
                   "r"(INT64_C(-1))
                   : "t0", "t1", "t2", "t3");
  kind->run(); // the code is in the cache
  bench_begin();
  kind->run();
  // A scalar waits for the last result.
  __asm__ volatile("tgetw zero, t7, zero" ::: "memory");
  (void)*(volatile uint8_t *)to;
  bench_end();
  return 0;
}
