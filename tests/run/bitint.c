// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// _BitInt of any width: arithmetic wraps at the width, quotients and
// conversions are right beyond what the runtime has functions for.
// RUN: sectile-clang -O0 -mllvm -verify-machineinstrs %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang -O2 -mllvm -verify-machineinstrs %s -o %t.elf && sectile-run %t.elf
typedef unsigned _BitInt(200) u200;
typedef _BitInt(200) s200;
typedef unsigned _BitInt(7) u7;

#define OPAQUE(x) ({ volatile __typeof__(x) opaque = (x); opaque; })

int main(void) {
  u200 a = OPAQUE(((u200)0x123456789abcdef0u << 130) + 12345), b = OPAQUE(((u200)1 << 70) + 7);
  u200 q = a / b, r = a % b;
  if (q * b + r != a || r >= b || q >> 64 == 0)
    return 1;
  s200 n = OPAQUE(-(s200)1000000007 * ((s200)1 << 150));
  if (n / 1000000007 != -((s200)1 << 150) || n % 1000000007 != 0)
    return 2;
  if ((double)n != -1000000007.0 * 0x1p150 || (s200)OPAQUE(-0x1.8p190) != -((s200)3 << 189))
    return 3;
  if ((float)OPAQUE(((u200)1 << 126) + 1) != 0x1p126f)
    return 4;
  u7 small = OPAQUE((u7)100);
  if ((u7)(small + small) != 72 || (u7)(small * small) != 16 || (u7)~small != 27)
    return 5;
  s200 product;
  product = OPAQUE(n) * 3;
  if (product / 3 != n || product - n != 2 * n || (product << 5) >> 5 != product)
    return 6;
  return 0;
}
