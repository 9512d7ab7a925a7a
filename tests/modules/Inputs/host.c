// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Conversions that the host's libgcc lacks: bfloat with one rounding.
#include <string.h>

typedef unsigned u32;
static __bf16 narrow(double a) {
  float f = (float)a;
  u32 bits;
  memcpy(&bits, &f, 4);
  if (f != a && a == a) { // round to odd
    double back = f;
    if (__builtin_fabs(back) > __builtin_fabs(a))
      bits--;
    bits |= 1;
  }
  unsigned short high = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
  if (a != a)
    high = bits >> 16 | 0x40;
  __bf16 r;
  memcpy(&r, &high, 2);
  return r;
}
__bf16 __truncsfbf2(float a) { return narrow(a); }
__bf16 __truncdfbf2(double a) { return narrow(a); }
