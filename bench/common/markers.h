// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The markers of a benchmark: functions without effect, called just before what
// is measured and just after. Included once in a program.
#ifndef BENCH_MARKERS_H
#define BENCH_MARKERS_H

#ifdef __cplusplus
extern "C" {
#endif
__attribute__((noinline)) void bench_begin(void) {
  __asm__ volatile("" ::: "memory");
}
__attribute__((noinline)) void bench_end(void) {
  __asm__ volatile("" ::: "memory");
}
#ifdef __cplusplus
}
#endif

#endif
