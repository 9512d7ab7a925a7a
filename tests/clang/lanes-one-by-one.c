// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Lanes that are computed one by one, as by a function without a form on tiles, compile in
// seconds; what has instructions on tiles stays in them.
// RUN: sectile-clang -O2 -S %s -o - | FileCheck %s
static float exponential(float x) {
  const float n = __builtin_roundevenf(x * 0x1.715476p+0f);
  float r = __builtin_fmaf(n, -0x1.62e43p-1f, x), q = r * 0x1.6a241ap-10f + 0x1.1239f2p-7f;
  q = __builtin_fmaf(q, r, 0x1.5558f2p-5f);
  q = __builtin_fmaf(q, r, 0x1.555492p-3f);
  const int k = (int)n, half = k >> 1, rest = k - half;
  union {
    unsigned bits;
    float value;
  } a = {(unsigned)(half + 127) << 23}, b = {(unsigned)(rest + 127) << 23};
  return (q + 1.0f) * a.value * b.value;
}

static float hyperbolic(float x) {
  const float a = __builtin_fabsf(x), s = x * x;
  if (a < 0.625f)
    return __builtin_fmaf(s * __builtin_fmaf(s, -0x1.75e1d4p-8f, 0x1.52269cp-6f), x, x);
  return __builtin_canonicalizef(1.0f - 2.0f / (exponential(a + a) + 1.0f));
}

// CHECK-LABEL: one_by_one:
void one_by_one(float *restrict y, float *restrict cell, const float *restrict gate, long n, float limit) {
  for (long i = 0; i < n; ++i) {
    float c = gate[i] * cell[i] + gate[n + i] * gate[2 * n + i];
    if (limit > 0) {
      c = c < limit ? c : limit;
      c = c < -limit ? -limit : c;
    }
    cell[i] = c;
    y[i] = hyperbolic(c) * gate[3 * n + i];
  }
}

// CHECK-LABEL: signs:
// CHECK-NOT: tgetw
// CHECK: tsand.i32
// CHECK: tor.i32
// CHECK: ret
void signs(float *restrict y, const float *restrict x, const float *restrict s, long n) {
  for (long i = 0; i < n; ++i)
    y[i] = __builtin_copysignf(1.0f - 2.0f / (x[i] + 1.0f), s[i]);
}

// CHECK-LABEL: limits:
// CHECK-NOT: tgetw
// CHECK: tmin.f32
// CHECK: ret
void limits(float *restrict y, const float *restrict x, const float *restrict s, long n) {
  for (long i = 0; i < n; ++i)
    y[i] = __builtin_elementwise_minimum(x[i], s[i]);
}

// CHECK-LABEL: halves_away_from_zero:
// CHECK-NOT: tgetw
// CHECK: ttrunc.f32
// CHECK: ret
void halves_away_from_zero(float *restrict y, const float *restrict x, long n) {
  for (long i = 0; i < n; ++i)
    y[i] = __builtin_roundf(x[i]);
}

// CHECK-LABEL: zeros:
// CHECK-NOT: tgetw
// CHECK: tssrl.i32
// CHECK: ret
void zeros(int *restrict y, const unsigned *restrict x, long n) {
  for (long i = 0; i < n; ++i)
    y[i] = x[i] ? __builtin_clz(x[i]) : 32;
}
