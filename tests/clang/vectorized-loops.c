// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The loop vectoriser makes tile code of loops over words.
//
// RUN: sectile-clang -O2 -S %s -o - | FileCheck %s
// RUN: sectile-clang -O2 -fno-vectorize -S %s -o - | FileCheck %s --check-prefix=SCALAR --implicit-check-not=tldl
// RUN: sectile-clang -Os -S %s -o - | FileCheck %s --check-prefix=SMALL --implicit-check-not=tldl
// RUN: sectile-clang -O2 -c %s -o %t.o -Rpass=loop-vectorize 2>&1 | FileCheck %s --check-prefix=REMARK
// RUN: sectile-clang -O2 -c %s -o %t.o -Rpass-missed=loop-vectorize 2>&1 | FileCheck %s --check-prefix=MISSED
// RUN: sectile-clang -O2 -DWIDTH -c %s -o %t.o 2>&1 | FileCheck %s --check-prefix=WIDTH
#include <stddef.h>

// 16 iterations and fewer stay scalar; the last iterations are a count.
// CHECK-LABEL: saxpy:
// CHECK:      b{{[a-z]+}}
// CHECK:      tldl.raw [[X:t[0-9]+]], a1, [[COUNT:[a-z0-9]+]]
// CHECK-NEXT: tldl.raw [[Y:t[0-9]+]], a0, [[COUNT]]
// CHECK-NEXT: tfbmadd.f32 [[R:t[0-9]+]], [[X]], {{[a-z0-9]+}}, [[Y]]
// CHECK-NEXT: tstl.raw [[R]], a0, [[COUNT]]
// CHECK:      fmadd.f32
// SCALAR-LABEL: saxpy:
// SMALL-LABEL: saxpy:
// REMARK: :[[@LINE+2]]:3: remark: vectorized loop (vectorization width: 256
void saxpy(float *restrict y, const float *x, float a, int n) {
  for (int i = 0; i < n; i++)
    y[i] += a * x[i];
}

// CHECK-LABEL: sum:
// CHECK: tadd.i32
// CHECK: tredrow.add.i32
// CHECK: tredcol.add.i32
// REMARK: :[[@LINE+3]]:3: remark: vectorized loop
int sum(const int *x, int n) {
  int s = 0;
  for (int i = 0; i < n; i++)
    s += x[i];
  return s;
}

// A condition is a mask, words are indices.
// CHECK-LABEL: chosen:
// CHECK: tclt.f32
// CHECK: tldx.w32
// CHECK: tstm.w32
void chosen(float *restrict y, const float *x, const int *at, int n) {
  for (int i = 0; i < n; i++)
    if (y[i] > 0)
      y[i] = x[at[i]];
}

// Callers keep their tiles over the memory functions, whoever defines them.
// CHECK-LABEL: memset:
// CHECK-NOT: {{[[:space:]]t[0-9]+}}
// CHECK: ret
void *memset(void *p, int v, size_t n) {
  unsigned *w = p;
  for (size_t i = 0; i < n / 4; i++)
    w[i] = (unsigned)v * 0x01010101u;
  return p;
}

// Bytes are words in between.
// CHECK-LABEL: bytes:
// CHECK: tldl.u8
// CHECK: tssrl.i32
// CHECK: tstl.u8
void bytes(unsigned char *restrict y, const unsigned char *x, int n) {
  for (int i = 0; i < n; i++)
    y[i] = (unsigned char)((x[i] + 3) >> 1);
}

// A store saturates by itself.
// CHECK-LABEL: requantise:
// CHECK: tldl.raw [[X:t[0-9]+]]
// CHECK-NEXT: tssra.i32 [[Y:t[0-9]+]], [[X]]
// CHECK-NOT: ts{{min|max|and}}
// CHECK: tstl.i8 [[Y]]
void requantise(signed char *restrict y, const int *x, int n) {
  for (int i = 0; i < n; i++) {
    int v = x[i] >> 9;
    y[i] = (signed char)(v > 127 ? 127 : v < -128 ? -128 : v);
  }
}

// Every second element: the lanes' offsets are constant, a scalar counts. Two
// rectangles where more than 256 are left.
// CHECK-LABEL: apart:
// CHECK: tldx.w32
// CHECK: tstl.raw
// CHECK: tldr.raw
// CHECK: tldr.raw
// CHECK-NEXT: tperm
// CHECK-NEXT: tperm
// CHECK-NEXT: tsel
// CHECK-NOT: tgetw
// CHECK: ret
void apart(float *restrict y, const float *x, int n) {
  for (int i = 0; i < n; i++)
    y[i] = x[2 * i] + 1;
}

// A distance that is known only at run time: words count the offsets, if they
// fit.
// CHECK-LABEL: strides:
// CHECK: max
// CHECK-NEXT: mul
// CHECK-NEXT: maxu
// CHECK: bgeu
// CHECK-NOT: bgeu
// CHECK: tidxlin [[AT:t[0-9]+]]
// CHECK: tsmul.i32 [[OFFSET:t[0-9]+]], [[AT]]
// CHECK: tldx.w32 {{t[0-9]+}}, a1, [[OFFSET]]
// CHECK: tsadd.i32 [[OFFSET]], [[OFFSET]]
// CHECK: tstl.raw
// REMARK: :[[@LINE+2]]:3: remark: vectorized loop
void strides(float *restrict y, const float *x, int n, int s) {
  for (int i = 0; i < n; i++)
    y[i] = x[i * s];
}

// The number of iterations is not clear, but a difference says if there are few.
// CHECK-LABEL: halfway:
// CHECK: srliw [[START:[a-z0-9]+]], a3, 1
// CHECK-NOT: max
// CHECK: sub
// CHECK-NEXT: bltui {{[a-z0-9]+}}, 17
// CHECK: tldl.raw
void halfway(float *restrict a, const float *b, const float *c, int n) {
  for (int i = n / 2; i < n; i++)
    a[i] = b[i - n / 2] + c[i];
}

// Neighbours at an index that may wrap: one vector of indices, two bases.
// CHECK-LABEL: pools:
// CHECK: addi [[NEXT:[a-z0-9]+]], a1, 4
// CHECK: tldx.w32 {{t[0-9]+}}, a1, [[AT:t[0-9]+]]
// CHECK: tldx.w32 {{t[0-9]+}}, [[NEXT]], [[AT]]
// CHECK: tstl.raw
void pools(float *restrict y, const float *x, int row, int n) {
  for (int i = 0; i < n; i++) {
    float a = x[2 * row + 2 * i], b = x[2 * row + 2 * i + 1];
    y[i] = a > b ? a : b;
  }
}

// The address of a row depends on the counter of the loop around it.
// CHECK-LABEL: every_second:
// CHECK-DAG: tldx.w32
// CHECK-DAG: tldr.raw
// CHECK-DAG: tperm
void every_second(float *restrict y, const float *x, int n, long row) {
  for (int j = 0; j < n; j++)
    for (int i = 0; i < n; i++)
      y[j * row + i] = x[j * row + 2 * i] * x[(j + 1) * row + 2 * i];
}

// Where the number of iterations is the same for all rows, one comparison selects for all of them.
// CHECK-LABEL: all_rows:
// CHECK: bltui {{[a-z0-9]+}}, 17, [[SHORT:[.A-Z0-9_]+]]
// CHECK-NOT: 17
// CHECK: tldl.raw
// CHECK: [[SHORT]]:
// CHECK: ldxw
void all_rows(float (*restrict y)[1024], const float (*x)[1024], int rows, int n) {
  for (int j = 1; j < rows; j++)
    for (int i = 0; i < n; i++)
      y[j][i] = y[j - 1][i] + x[j][i];
}

// A sum whose order is not free.
// MISSED: :[[@LINE+3]]:3: remark: loop not vectorized: cannot prove it is safe to reorder floating-point operations; allow it by '#pragma clang fp reassociate(on)'
float dot(const float *x, const float *y, int n) {
  float s = 0;
  for (int i = 0; i < n; i++)
    s += x[i] * y[i];
  return s;
}

// A maximum by comparison: if it is a zero, whose sign depends on the order, or if the first
// element is no number, the scalar loop computes it.
// CHECK-LABEL: by_comparison:
// CHECK: feq.f32
// CHECK: tmax.f32
// CHECK: tredcol.max.f32
// CHECK: feq.f32
// CHECK: ldxw
float by_comparison(const float *x, int n) {
  float most = x[0];
  for (int i = 1; i < n; i++)
    if (x[i] > most)
      most = x[i];
  return most;
}

// An element that is no number replaces the greatest one before it: that there is one is found as well.
// CHECK-LABEL: by_comparison_with_nan:
// CHECK-DAG: tmin.f32
// CHECK-DAG: tcne.f32
// CHECK: tredcol.max.i32
float by_comparison_with_nan(const float *x, int n) {
  float least = 0;
  for (int i = 0; i < n; i++)
    least = least < x[i] ? least : x[i];
  return least;
}

// Of maxima that are no number if an element is none there is no tile instruction.
// MISSED: :[[@LINE+5]]:3: remark: loop not vectorized: its maximum or minimum is no number if an element is none
// CHECK-LABEL: maximum:
// CHECK-NOT: tgetw
float maximum(const float *x, int n) {
  float most = 0;
  for (int i = 0; i < n; i++)
    most = __builtin_elementwise_maximum(most, x[i]);
  return most;
}

// The first value of a sum is written to a tile of zeros.
// CHECK-LABEL: sum_from:
// CHECK-NOT: stw
// CHECK: tzero
// CHECK: tputw
// CHECK: tadd.i32
int sum_from(int s, const int *x, int n) {
  for (int i = 0; i < n; i++)
    s += x[i];
  return s;
}

// A count of 64 bits, and a sum of bytes: words are enough for so many iterations.
// CHECK-LABEL: count_positive:
// CHECK: tclt.f32
// CHECK: tredcol.add.i32
size_t count_positive(const float *x, int n) {
  size_t c = 0;
  for (int i = 0; i < n; i++)
    if (x[i] > 0)
      c++;
  return c;
}
// CHECK-LABEL: sum_bytes:
// CHECK: 128, 16
// CHECK: tldl.u8
// CHECK: tredcol.add.i32
long sum_bytes(long s, const unsigned char *x, size_t n) {
  for (size_t i = 0; i < n; i++)
    s += x[i];
  return s;
}

// lrintf rounds to 64 bits, of which 32 are used; where limits follow before, a word is enough.
// CHECK-LABEL: quantise:
// CHECK: tldl.raw
// CHECK: tsll.i32
// CHECK: tstl.i8
void quantise(signed char *restrict q, const float *x, float scale, int n) {
  for (int i = 0; i < n; i++) {
    int v = (int)__builtin_lrintf(x[i] * scale);
    q[i] = v < -128 ? -128 : v > 127 ? 127 : v;
  }
}
// CHECK-LABEL: quantise_long:
// CHECK: tldl.raw
// CHECK-NOT: tsll.i32
// CHECK: tstl.u8
void quantise_long(signed char *restrict q, const float *x, float scale, int n) {
  for (int i = 0; i < n; i++) {
    long v = __builtin_lroundf(x[i] * scale);
    q[i] = v < -128 ? -128 : v > 127 ? 127 : v;
  }
}

// Backwards: the last lanes, in the other order.
// CHECK-LABEL: backwards:
// CHECK: tldm.w32
// CHECK-NEXT: tperm
// CHECK-NEXT: tpermrow
// CHECK: tstl.raw
void backwards(float *restrict y, const float *x, int n) {
  for (int i = 0; i < n; i++)
    y[i] = x[n - 1 - i];
}

// Half precision is converted by the accesses.
// CHECK-LABEL: halves:
// CHECK: tldl.f16
// CHECK: tldl.bf16
// CHECK: tfmadd.f32
// CHECK: tstl.f16
void halves(_Float16 *restrict y, const __bf16 *x, float *restrict z, int n) {
  for (int i = 0; i < n; i++)
    y[i] = (_Float16)((float)y[i] * (float)x[i] + z[i]);
}

// The counter is compared as a word; fewer iterations than lanes get a mask.
// CHECK-LABEL: few:
// CHECK: tsclt.i32
// CHECK-NOT: tgetw
// CHECK: ret
void few(float *restrict y, const float *x, int k) {
  for (int i = 0; i < 64; i++)
    if (i < k)
      y[i] = x[i] * 2;
}

// Quotients of integers.
// CHECK-LABEL: quotients:
// CHECK: tdiv.f32
// CHECK-NOT: tgetw
// CHECK: ret
void quotients(unsigned *restrict y, const unsigned *x, unsigned k, int n) {
  for (int i = 0; i < n; i++)
    y[i] = x[i] / k;
}

// Doubles have no tiles.
// CHECK-LABEL: doubles:
// CHECK-NOT: tldl
// CHECK: fadd.f64
// CHECK-NOT: fadd.f64
// CHECK: ret
void doubles(double *restrict y, const double *x, int n) {
  for (int i = 0; i < n; i++)
    y[i] += x[i];
}

#ifdef WIDTH
// WIDTH: :[[@LINE+1]]:6: warning: loop not vectorized with 4 lanes, the width of tiles is 256
void width(float *restrict y, const float *x, int n) {
#pragma clang loop vectorize_width(4)
  for (int i = 0; i < n; i++)
    y[i] = x[i] * 2;
}
#endif
