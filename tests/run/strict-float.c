// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Strict floating point compiles for every type and has the values of plain
// floating point: there is one rounding mode and there are no flags.
// RUN: sectile-clang -O0 -ffp-model=strict -mllvm -verify-machineinstrs %s -o %t0.elf && sectile-run %t0.elf
// RUN: sectile-clang -O2 -ffp-model=strict -mllvm -verify-machineinstrs %s -o %t2.elf && sectile-run %t2.elf
// RUN: sectile-clang -O2 -frounding-math -mllvm -verify-machineinstrs %s -o %tr.elf && sectile-run %tr.elf
// RUN: sectile-clang -O2 -ftrapping-math -mllvm -verify-machineinstrs %s -o %tt.elf && sectile-run %tt.elf
#include <math.h>
#include <stdint.h>

// Opaque, so that nothing is computed by the compiler.
#define OPAQUE(type, value)                                                                        \
  ({                                                                                               \
    volatile type opaque = (value);                                                                \
    opaque;                                                                                        \
  })
#define CHECK(condition)                                                                           \
  do {                                                                                             \
    if (!(condition))                                                                              \
      return __LINE__;                                                                             \
  } while (0)

// nan: a quiet NaN; third: a third in the type.
#define TEST(type, third)                                                                          \
  static int test_##type(void) {                                                                   \
    type one = OPAQUE(type, (type)1), three = OPAQUE(type, (type)3);                               \
    type nan = OPAQUE(type, (type)__builtin_nanf("")), zero = OPAQUE(type, (type)0);               \
    CHECK(one / three == third && -(one / three) == -third);                                       \
    CHECK(one + three == 4 && one - three == -2 && three * three == 9);                            \
    CHECK(one < three && !(three < one) && one <= one && three > one && three >= one);             \
    CHECK(!(nan < one) && !(nan > one) && !(nan == nan) && nan != nan && !(one <= nan));           \
    CHECK(__builtin_isless(one, three) && __builtin_isunordered(nan, one));                        \
    CHECK(__builtin_islessgreater(one, three) && !__builtin_islessgreater(one, nan));              \
    CHECK(one / zero > 1000 && one / -zero < -1000);                                               \
    CHECK((int)(three / (one + one)) == 1 && (long)-three == -3 && (uint64_t)three == 3);          \
    CHECK((uint8_t)three == 3 && (signed char)-three == -3);                                       \
    CHECK((type)OPAQUE(int, -7) == -7 && (type)OPAQUE(uint64_t, 77) == 77);                        \
    CHECK((type)OPAQUE(signed char, -7) == -7 && (type)OPAQUE(unsigned short, 77) == 77);          \
    CHECK((type)OPAQUE(__int128, -7) == -7 && (__int128)three == 3);                               \
    CHECK((float)three == 3 && (double)three == 3 && (_Float16)three == 3 && (__bf16)three == 3);  \
    CHECK((type)__builtin_sqrt(OPAQUE(type, 9)) == 3 && (type)fmin(one, three) == 1);              \
    CHECK((type)fma(three, three, one) == 10 && (type)floor(one / three) == 0);                    \
    CHECK((type)rint(three / (one + one)) == 2 && lrint(three / (one + one)) == 2);                \
    CHECK((type)round((one + one + three) / (one + one)) == 3 && (type)fmod(three, 2) == 1);       \
    return 0;                                                                                      \
  }
TEST(double, 0x1.5555555555555p-2)
TEST(float, 0x1.555556p-2f)
TEST(_Float16, (_Float16)0x1.554p-2f)
TEST(__bf16, (__bf16)0x1.56p-2f)

typedef float vector __attribute__((vector_size(16)));

int main(void) {
  int line;
  if ((line = test_double()) || (line = test_float()) || (line = test__Float16()) ||
      (line = test___bf16()))
    return line;
  vector a = {1, 2, 3, 4}, b = {OPAQUE(float, 3), 3, 3, 3};
  vector c = a / b;
  CHECK(c[0] == 0x1.555556p-2f && c[2] == 1 && (a < b)[1] == -1 && (a < b)[3] == 0);
  CHECK(fabs(sin(OPAQUE(double, 0.5)) - 0.479425538604203) < 1e-15);
  return 0;
}
