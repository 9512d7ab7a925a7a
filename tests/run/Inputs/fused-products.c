// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Prints the bits of expressions that fuse and of such that don't, over random
// operands and some whose products cancel.
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static uint64_t state = 1;
static uint32_t draw(void) {
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(state >> 33);
}
// From 2^-8 to 2^8, either sign.
static float single(void) {
  uint32_t bits = (draw() & 0x807fffff) | (119 + draw() % 16) << 23;
  bits |= draw() << 31;
  float f;
  memcpy(&f, &bits, 4);
  return f;
}
static double wide(void) { return single() + single() * 0x1p-30; }

static uint64_t hash;
static void mix(uint64_t bits) {
  hash = (hash ^ bits) * UINT64_C(1099511628211);
}
#define MIX(x)                                                                 \
  do {                                                                         \
    __typeof__(x) value = (x);                                                 \
    uint64_t bits = 0;                                                         \
    memcpy(&bits, &value, sizeof value);                                       \
    mix(bits);                                                                 \
  } while (0)

#define EXPRESSIONS(T, A, B, C)                                                \
  do {                                                                         \
    T a = (A), b = (B), c = (C);                                               \
    MIX((T)(a * b + c));                                                       \
    MIX((T)(c + a * b));                                                       \
    MIX((T)(a * b - c));                                                       \
    MIX((T)(c - a * b));                                                       \
    MIX((T)(-(a * b) - c));                                                    \
    MIX((T)(a * b + c * a));                                                   \
    MIX((T)(a * b - a * b));                                                   \
    MIX((T)((a + b) * (a - b) + c));                                           \
    MIX((T)(a * (T)1.1f + c));                                                 \
    MIX((T)(a * (T) - 1.0f + c));                                              \
    MIX((T)(a * (T)2.0f + c));                                                 \
    MIX((T)((T)1.1f * (T)0.9f - (T)0.99f));                                    \
    MIX((T)((T)1.1f * (T)0.9f + c));                                           \
    T separate = a * b;                                                        \
    separate += c;                                                             \
    MIX(separate);                                                             \
  } while (0)

static void sums(int n) {
  float x[64], y[64], s = 0;
  double u[64], v[64], t = 0;
  _Float16 h[64], g[64], r = 0;
  for (int i = 0; i < n; i++) {
    x[i] = single(), y[i] = single(), u[i] = wide(), v[i] = wide();
    h[i] = (_Float16)single(), g[i] = (_Float16)single();
  }
  for (int i = 0; i < n; i++) {
    s += x[i] * y[i];
    t += u[i] * v[i];
    r += h[i] * g[i];
  }
  MIX(s);
  MIX(t);
  MIX(r);
  float last = 0;
  for (int i = 0; i < n; i++) // narrow operands, a wide sum
    last += (float)h[i] * (float)g[i];
  MIX(last);
  float poly = 0;
  for (int i = 0; i < n % 9; i++)
    poly = poly * x[0] + y[i];
  MIX(poly);
}

int main(void) {
  for (int i = 0; i < 2000; i++) {
    EXPRESSIONS(float, single(), single(), single());
    EXPRESSIONS(double, wide(), wide(), wide());
    EXPRESSIONS(_Float16, (_Float16)single(), (_Float16)single(),
                (_Float16)single());
    float same = single();
    EXPRESSIONS(float, same, same, -same *same);
    float _Complex z = single() + single() * 1.0fi,
                   w = single() + single() * 1.0fi;
    MIX(__real__(z * w));
    MIX(__imag__(z * w));
    sums(i % 64);
    if (i % 100 == 0)
      printf("%016llx\n", (unsigned long long)hash);
  }
  printf("%016llx\n", (unsigned long long)hash);
  return 0;
}
