// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Products, quotients and conversions near the limits of underflow and
// overflow: two exponents whose sum or difference is there.
#include "Items.h"
#include "Parts.h"

#include <algorithm>

namespace sectile::random {
namespace {

using isa::Inst;
using isa::Op;

struct Format {
  bool wide; // in a register of 64 bits, else 32
  int bias, digits;
};
constexpr Format f64 = {true, 1023, 53}, f32 = {false, 127, 24};

// A float of this exponent, at most the largest or smallest of its format.
uint8_t floatOfExponent(Writer &w, Stream &s, bool wide, int exponent) {
  uint8_t r = w.nonZeroTarget(s);
  int most = wide ? 2046 : 254, bias = wide ? f64.bias : f32.bias;
  uint64_t field = uint64_t(std::clamp(exponent + bias, 0, most));
  uint64_t bits = s.bits();
  if (s.oneIn(3)) // few bits: an exact result, or one halfway between two
    bits &= ~uint64_t(0) << (wide ? 40 : 12);
  w.constant(r, wide ? (bits & 0x800fffffffffffff) | field << 52
                     : (bits & 0x807fffff) | field << 23);
  return r;
}

void narrowingConversion(Writer &w, Stream &s) {
  static constexpr struct {
    Op op;
    bool wide;
    int bias, digits;
  } conversions[] = {{Op::FCVT_F32_F64, true, 127, 24},
                     {Op::FCVT_F16_F32, false, 15, 11},
                     {Op::FCVT_BF16_F32, false, 127, 8}};
  const auto &n = conversions[s.below(3)];
  int to = s.oneIn(3) ? n.bias + int(s.below(3)) - 1
                      : 2 - n.bias - int(s.below(unsigned(n.digits) + 3));
  uint8_t source = floatOfExponent(w, s, n.wide, to);
  w.emitIf(n.op, w.scalarTarget(s), source, 0, s);
}

} // namespace

void floatRangeLimits(Writer &w, Stream &s) {
  bool wide = s.oneIn(2);
  const int bias = wide ? f64.bias : f32.bias;
  const int digits = wide ? f64.digits : f32.digits;
  int target = s.oneIn(3) ? bias + int(s.below(3)) - 1
                          : 1 - bias - int(s.below(unsigned(digits) + 3)) + 1;
  if (s.oneIn(3))
    return narrowingConversion(w, s);
  int first = int(s.between(-bias + 2, bias));
  bool divide = s.oneIn(2);
  int second = divide ? first - target : target - first;
  if (second < 1 - bias || second > bias) {
    first = target / 2;
    second = divide ? first - target : target - first;
  }
  uint8_t x = floatOfExponent(w, s, wide, first);
  uint8_t y = x;
  while (y == x)
    y = floatOfExponent(w, s, wide, second);
  if (divide)
    return w.emitIf(wide ? Op::FDIV_F64 : Op::FDIV_F32, w.scalarTarget(s), x, y,
                    s);
  if (s.oneIn(2))
    return w.emitIf(wide ? Op::FMUL_F64 : Op::FMUL_F32, w.scalarTarget(s), x, y,
                    s);
  Inst inst;
  inst.op = wide ? Op::FMADD_F64 : Op::FMADD_F32;
  inst.d = w.scalarTarget(s);
  inst.a = x;
  inst.b = y;
  inst.c = s.oneIn(2) ? cornerValue(w, s) : w.scalarSource(s);
  if (w.has(inst.op))
    w.emitDrawn(inst, s);
}

} // namespace sectile::random
