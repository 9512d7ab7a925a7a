// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Constants, addresses and bit fields (isa/scalar/Constants.td). ADRP gets the
// pc first.
#ifndef SECTILE_SEMANTICS_SCALAR_CONSTANTS_H
#define SECTILE_SEMANTICS_SCALAR_CONSTANTS_H

#include "semantics/value.h"

namespace sectile::sem {

static inline U MOVZ(I imm, I hw) { return U(imm) << hw; }
static inline U MOVN(I imm, I hw) { return ~(U(imm) << hw); }
static inline U MOVK(U d, I imm, I hw) {
  return (d & ~(U(0xffff) << hw)) | U(imm) << hw;
}
static inline U ADRP(U pc, I target) { return (pc & ~U(4095)) + U(target); }
static inline U EXTU(U a, I pos, I len) {
  return (a >> pos) & ones(unsigned(len));
}
static inline U EXTS(U a, I pos, I len) {
  return U(I(U(I(a) >> pos) << (64 - len)) >> (64 - len));
}
static inline U INSU(U a, I pos, I len) {
  return (a & ones(unsigned(len))) << pos;
}
static inline U INSS(U a, I pos, I len) {
  return U(I(a << (64 - len)) >> (64 - len)) << pos;
}
static inline U INS(U d, U a, I pos, I len) {
  U field = ones(unsigned(len)) << pos;
  return (d & ~field) | ((a << pos) & field);
}
static inline U RORI(U a, I pos) { return std::rotr(a, int(pos)); }
static inline U RORIW(U a, I pos) {
  return sx32(std::rotr(W(a), int(pos & 31)));
}

} // namespace sectile::sem
#endif
