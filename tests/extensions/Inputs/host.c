// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the host's library lacks: conversions to bfloat with one rounding.
#include <string.h>

static __bf16 narrow(double a) {
  float f = (float)a;
  unsigned bits;
  memcpy(&bits, &f, 4);
  if (f != a && a == a) { // round to odd
    if (__builtin_fabs(f) > __builtin_fabs(a))
      bits--;
    bits |= 1;
  }
  unsigned short high = a != a ? bits >> 16 | 0x40 : (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
  __bf16 r;
  memcpy(&r, &high, 2);
  return r;
}
__bf16 __truncsfbf2(float a) { return narrow(a); }
__bf16 __truncdfbf2(double a) { return narrow(a); }
