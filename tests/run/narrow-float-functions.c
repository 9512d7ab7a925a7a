// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Mathematical functions of 16-bit floats are those of f32, rounded.
// RUN: sectile-clang -O0 -mllvm -verify-machineinstrs %s -o %t0.elf && sectile-run %t0.elf
// RUN: sectile-clang -O2 -mllvm -verify-machineinstrs %s -o %t2.elf && sectile-run %t2.elf
#include <math.h>
#include <string.h>

#define SAME(type, a, b)                                                                           \
  ({                                                                                               \
    type same_a = (a), same_b = (b);                                                                \
    memcmp(&same_a, &same_b, sizeof same_a) == 0;                                                                 \
  })
#define CHECK(...)                                                                                 \
  do {                                                                                             \
    if (!(__VA_ARGS__))                                                                            \
      return __LINE__;                                                                             \
  } while (0)

#define TEST(type)                                                                                 \
  static int test_##type(void) {                                                                   \
    const float inputs[] = {0.f,  -0.f,  0.5f, -0.5f,  1.5f,    -2.5f,                             \
                            0.75, 2.25f, -6.f, 1.0e-6, -30.25f, __builtin_inff()};                 \
    for (unsigned i = 0; i < sizeof inputs / sizeof *inputs; ++i) {                                \
      volatile type opaque = (type)inputs[i];                                                      \
      type x = opaque;                                                                             \
      float f = x;                                                                                 \
      if (f >= -1 && f <= 1) {                                                                     \
        CHECK(SAME(type, __builtin_elementwise_asin(x), (type)asinf(f)));                          \
        CHECK(SAME(type, __builtin_elementwise_acos(x), (type)acosf(f)));                          \
      }                                                                                            \
      CHECK(SAME(type, __builtin_elementwise_atan(x), (type)atanf(f)));                            \
      CHECK(SAME(type, __builtin_elementwise_atan2(x, (type)2), (type)atan2f(f, 2)));              \
      CHECK(SAME(type, __builtin_elementwise_sinh(x), (type)sinhf(f)));                            \
      CHECK(SAME(type, __builtin_elementwise_cosh(x), (type)coshf(f)));                            \
      CHECK(SAME(type, __builtin_elementwise_tanh(x), (type)tanhf(f)));                            \
      CHECK(SAME(type, __builtin_elementwise_exp(x), (type)expf(f)));                              \
      CHECK(SAME(type, __builtin_elementwise_ldexp(x, 3), (type)ldexpf(f, 3)));                    \
    }                                                                                              \
    return 0;                                                                                      \
  }
TEST(_Float16)
TEST(__bf16)

int main(void) {
  int line;
  if ((line = test__Float16()) || (line = test___bf16()))
    return line;
  // The whole part and the fraction.
  volatile double opaque = -5.25;
  double whole, fraction = modf(opaque, &whole);
  CHECK(whole == -5 && fraction == -0.25);
  opaque = __builtin_inf();
  fraction = modf(opaque, &whole);
  CHECK(whole == opaque && fraction == 0);
  opaque = __builtin_nan("");
  fraction = modf(opaque, &whole);
  CHECK(isnan(whole) && isnan(fraction));
  return 0;
}
