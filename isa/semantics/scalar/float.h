// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Scalar floating point (isa/scalar/Float.td).
#ifndef SECTILE_SEMANTICS_SCALAR_FLOAT_H
#define SECTILE_SEMANTICS_SCALAR_FLOAT_H

#include "semantics/value.h"

namespace sectile::sem {

static inline U FADD_F32(U a, U b) { return reg(f32(a) + f32(b)); }
static inline U FSUB_F32(U a, U b) { return reg(f32(a) - f32(b)); }
static inline U FMUL_F32(U a, U b) { return reg(f32(a) * f32(b)); }
static inline U FDIV_F32(U a, U b) { return reg(f32(a) / f32(b)); }
static inline U FSQRT_F32(U a) { return reg(std::sqrt(f32(a))); }
static inline U FMIN_F32(U a, U b) {
  return reg(minimumNumber(f32(a), f32(b)));
}
static inline U FMAX_F32(U a, U b) {
  return reg(maximumNumber(f32(a), f32(b)));
}
static inline U FNEAR_F32(U a) { return reg(std::nearbyint(f32(a))); }
static inline U FFLOOR_F32(U a) { return reg(std::floor(f32(a))); }
static inline U FCEIL_F32(U a) { return reg(std::ceil(f32(a))); }
static inline U FTRUNC_F32(U a) { return reg(std::trunc(f32(a))); }
static inline U FMADD_F32(U a, U b, U c) {
  return reg(std::fma(f32(a), f32(b), f32(c)));
}
static inline U FMSUB_F32(U a, U b, U c) {
  return reg(std::fma(f32(a), f32(b), -f32(c)));
}
static inline U FNMADD_F32(U a, U b, U c) {
  return reg(std::fma(-f32(a), f32(b), f32(c)));
}
static inline U FNMSUB_F32(U a, U b, U c) {
  return reg(std::fma(-f32(a), f32(b), -f32(c)));
}

static inline U FADD_F64(U a, U b) { return reg(f64(a) + f64(b)); }
static inline U FSUB_F64(U a, U b) { return reg(f64(a) - f64(b)); }
static inline U FMUL_F64(U a, U b) { return reg(f64(a) * f64(b)); }
static inline U FDIV_F64(U a, U b) { return reg(f64(a) / f64(b)); }
static inline U FSQRT_F64(U a) { return reg(std::sqrt(f64(a))); }
static inline U FMIN_F64(U a, U b) {
  return reg(minimumNumber(f64(a), f64(b)));
}
static inline U FMAX_F64(U a, U b) {
  return reg(maximumNumber(f64(a), f64(b)));
}
static inline U FNEAR_F64(U a) { return reg(std::nearbyint(f64(a))); }
static inline U FFLOOR_F64(U a) { return reg(std::floor(f64(a))); }
static inline U FCEIL_F64(U a) { return reg(std::ceil(f64(a))); }
static inline U FTRUNC_F64(U a) { return reg(std::trunc(f64(a))); }
static inline U FMADD_F64(U a, U b, U c) {
  return reg(std::fma(f64(a), f64(b), f64(c)));
}
static inline U FMSUB_F64(U a, U b, U c) {
  return reg(std::fma(f64(a), f64(b), -f64(c)));
}
static inline U FNMADD_F64(U a, U b, U c) {
  return reg(std::fma(-f64(a), f64(b), f64(c)));
}
static inline U FNMSUB_F64(U a, U b, U c) {
  return reg(std::fma(-f64(a), f64(b), -f64(c)));
}

constexpr U SIGN32 = U(1) << 31, SIGN64 = U(1) << 63;
static inline U FSGNJ_F32(U a, U b) {
  return sx32((a & ~SIGN32) | (b & SIGN32));
}
static inline U FSGNJN_F32(U a, U b) {
  return sx32((a & ~SIGN32) | (~b & SIGN32));
}
static inline U FSGNJX_F32(U a, U b) { return sx32(a ^ (b & SIGN32)); }
static inline U FSGNJ_F64(U a, U b) { return (a & ~SIGN64) | (b & SIGN64); }
static inline U FSGNJN_F64(U a, U b) { return (a & ~SIGN64) | (~b & SIGN64); }
static inline U FSGNJX_F64(U a, U b) { return a ^ (b & SIGN64); }
static inline U FEQ_F32(U a, U b) { return f32(a) == f32(b); }
static inline U FLT_F32(U a, U b) { return f32(a) < f32(b); }
static inline U FLE_F32(U a, U b) { return f32(a) <= f32(b); }
static inline U FEQ_F64(U a, U b) { return f64(a) == f64(b); }
static inline U FLT_F64(U a, U b) { return f64(a) < f64(b); }
static inline U FLE_F64(U a, U b) { return f64(a) <= f64(b); }

static inline U FCVT_F32_I32(U a) { return reg(float(SW(a))); }
static inline U FCVT_F32_U32(U a) { return reg(float(W(a))); }
static inline U FCVT_F32_I64(U a) { return reg(float(I(a))); }
static inline U FCVT_F32_U64(U a) { return reg(float(a)); }
static inline U FCVT_F64_I32(U a) { return reg(double(SW(a))); }
static inline U FCVT_F64_U32(U a) { return reg(double(W(a))); }
static inline U FCVT_F64_I64(U a) { return reg(double(I(a))); }
static inline U FCVT_F64_U64(U a) { return reg(double(a)); }
static inline U FCVT_I32_F32(U a) { return U(I(truncate<SW>(f32(a)))); }
static inline U FCVT_U32_F32(U a) { return sx32(truncate<W>(f32(a))); }
static inline U FCVT_I64_F32(U a) { return U(truncate<I>(f32(a))); }
static inline U FCVT_U64_F32(U a) { return truncate<U>(f32(a)); }
static inline U FCVT_I32_F64(U a) { return U(I(truncate<SW>(f64(a)))); }
static inline U FCVT_U32_F64(U a) { return sx32(truncate<W>(f64(a))); }
static inline U FCVT_I64_F64(U a) { return U(truncate<I>(f64(a))); }
static inline U FCVT_U64_F64(U a) { return truncate<U>(f64(a)); }
static inline U FCVT_F64_F32(U a) { return reg(double(f32(a))); }
static inline U FCVT_F32_F64(U a) { return reg(float(f64(a))); }
static inline U FCVT_F32_F16(U a) { return sx32(widenF16(uint16_t(a))); }
static inline U FCVT_F32_BF16(U a) { return sx32(widenBF16(uint16_t(a))); }
static inline U FCVT_F16_F32(U a) { return sx16(narrowF16(W(a))); }
static inline U FCVT_BF16_F32(U a) { return sx16(narrowBF16(W(a))); }

} // namespace sectile::sem
#endif
