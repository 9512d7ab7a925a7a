// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the programs of run.py have in common.
#include <stdio.h>
#include <string.h>

typedef signed char i8;
typedef unsigned char u8;
typedef short i16;
typedef unsigned short u16;
typedef int i32;
typedef unsigned u32;
typedef long long i64;
typedef unsigned long long u64;
typedef __int128 i128;
typedef unsigned __int128 u128;

#define NOINLINE __attribute__((noinline))

// Hides from the optimiser what is at an address.
static inline void escape(void *p) { __asm__ volatile("" : : "r"(p) : "memory"); }

static inline u64 next(u64 x) {
  x = (x + 0x9e3779b97f4a7c15) * 0xbf58476d1ce4e5b9;
  x = (x ^ x >> 27) * 0x94d049bb133111eb;
  return x ^ x >> 31;
}

static NOINLINE unsigned _BitInt(256) wide(u64 seed) {
  unsigned _BitInt(256) x = next(seed);
  for (int i = 1; i < 4; ++i)
    x = x << 64 | next(seed + i);
  // Often a small number, or one of many ones.
  if (seed % 5 == 0)
    x >>= seed % 251;
  if (seed % 7 == 0)
    x = ~(x >> seed % 256);
  return x;
}
#define seed(Type, Number) ((Type)wide(Number))

static inline u64 mixed(u64 h, unsigned _BitInt(256) x) {
  for (int i = 0; i < 4; ++i, x >>= 64)
    h = (h ^ (u64)x) * 0x100000001b3;
  return h;
}
#define mix(Hash, Value) ((void)((Hash) = mixed(Hash, (unsigned _BitInt(256))(Value))))

static inline u64 mixed_float(u64 h, double x) {
  u64 bits;
  memcpy(&bits, &x, 8);
  return (h ^ (x == x ? bits : 0x7ff8000000000000)) * 0x100000001b3;
}
#define mixf(Hash, Value) ((void)((Hash) = mixed_float(Hash, (double)(Value))))

// The nearest integer toward zero that the type has; of a NaN zero.
#define saturated(Type, Value)                                                                     \
  ({                                                                                               \
    double v_ = (Value);                                                                           \
    int bits_ = 8 * sizeof(Type);                                                                  \
    int sign_ = (Type)-1 < 0;                                                                      \
    double top_ = __builtin_ldexp(1, bits_ - sign_), low_ = sign_ ? -top_ : 0;                     \
    Type least_ = sign_ ? (Type)((Type)1 << (bits_ - 1)) : (Type)0;                                \
    v_ != v_       ? (Type)0                                                                       \
    : v_ >= top_   ? (Type)~least_                                                                 \
    : v_ <= low_   ? least_                                                                        \
                   : (Type)v_;                                                                     \
  })
