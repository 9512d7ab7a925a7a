// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Integer multiply and divide (isa/scalar/MultiplyDivide.td).
#ifndef SECTILE_SEMANTICS_SCALAR_MULTIPLY_DIVIDE_H
#define SECTILE_SEMANTICS_SCALAR_MULTIPLY_DIVIDE_H

#include "semantics/value.h"

namespace sectile::sem {

static inline U MUL(U a, U b) { return a * b; }
static inline U MULH(U a, U b) {
  return U(__extension__(__int128) I(a) * I(b) >> 64);
}
static inline U MULHU(U a, U b) {
  return U(__extension__(unsigned __int128) a * b >> 64);
}
static inline U MULHSU(U a, U b) { return MULHU(a, b) - (I(a) < 0 ? b : 0); }
static inline U MULW(U a, U b) { return sx32(a * b); }
static inline U MADD(U a, U b, U c) { return c + a * b; }
static inline U MSUB(U a, U b, U c) { return c - a * b; }
static inline U MADDW(U a, U b, U c) { return sx32(c + a * b); }
static inline U MSUBW(U a, U b, U c) { return sx32(c - a * b); }
// A divisor of -1 negates: the most negative number by -1 is itself.
static inline U DIV(U a, U b) {
  return b == 0 ? ~U(0) : b == ~U(0) ? 0 - a : U(I(a) / I(b));
}
static inline U DIVU(U a, U b) { return b == 0 ? ~U(0) : a / b; }
static inline U REM(U a, U b) {
  return b == 0 ? a : b == ~U(0) ? 0 : U(I(a) % I(b));
}
static inline U REMU(U a, U b) { return b == 0 ? a : a % b; }
static inline U DIVW(U a, U b) { return sx32(DIV(sx32(a), sx32(b))); }
static inline U DIVUW(U a, U b) { return sx32(DIVU(zx32(a), zx32(b))); }
static inline U REMW(U a, U b) { return sx32(REM(sx32(a), sx32(b))); }
static inline U REMUW(U a, U b) { return sx32(REMU(zx32(a), zx32(b))); }

} // namespace sectile::sem
#endif
