// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The values instructions work on, and the few operations the definitions
// share.
//
// All functions here and in the other headers of this folder are pure. They are
// `static` because translation units compiled for different host instruction
// sets include them, and the linker must not merge their copies.
#ifndef SECTILE_SEMANTICS_VALUE_H
#define SECTILE_SEMANTICS_VALUE_H

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace sectile {

// A tile register: 16 rows of 64 bytes, little-endian.
struct alignas(64) Tile {
  uint8_t bytes[1024];

  uint32_t word(unsigned row, unsigned col) const {
    uint32_t v;
    std::memcpy(&v, bytes + 64 * row + 4 * col, 4);
    return v;
  }
  void word(unsigned row, unsigned col, uint32_t v) {
    std::memcpy(bytes + 64 * row + 4 * col, &v, 4);
  }
  uint16_t half(unsigned row, unsigned col) const {
    uint16_t v;
    std::memcpy(&v, bytes + 64 * row + 2 * col, 2);
    return v;
  }
  void half(unsigned row, unsigned col, uint16_t v) {
    std::memcpy(bytes + 64 * row + 2 * col, &v, 2);
  }
  uint8_t byte(unsigned row, unsigned col) const {
    return bytes[64 * row + col];
  }
  void byte(unsigned row, unsigned col, uint8_t v) {
    bytes[64 * row + col] = v;
  }
};

namespace sem {

using U = uint64_t; // a register
using I = int64_t;
using W = uint32_t; // bits 31:0 of a register, or a word of a tile
using SW = int32_t;

//===-- Words of a tile -------------------------------------------------===//

static inline W lane(const Tile &t, unsigned n) {
  W v;
  std::memcpy(&v, t.bytes + 4 * n, 4);
  return v;
}
static inline void lane(Tile &t, unsigned n, W v) {
  std::memcpy(t.bytes + 4 * n, &v, 4);
}
// Each word from its row and column.
template <class F> static inline void fill(Tile &d, F f) {
  for (unsigned i = 0; i < 16; ++i)
    for (unsigned j = 0; j < 16; ++j)
      d.word(i, j, f(i, j));
}

//===-- Extension -------------------------------------------------------===//

static inline uint64_t sx8(uint64_t v) { return uint64_t(int64_t(int8_t(v))); }
static inline uint64_t sx16(uint64_t v) {
  return uint64_t(int64_t(int16_t(v)));
}
static inline uint64_t sx32(uint64_t v) {
  return uint64_t(int64_t(int32_t(v)));
}
static inline uint64_t zx8(uint64_t v) { return uint8_t(v); }
static inline uint64_t zx16(uint64_t v) { return uint16_t(v); }
static inline uint64_t zx32(uint64_t v) { return uint32_t(v); }
static constexpr uint64_t ones(unsigned n) {
  return n >= 64 ? ~uint64_t(0) : (uint64_t(1) << n) - 1;
}

//===-- Floats as bits --------------------------------------------------===//

constexpr uint32_t NAN32 = 0x7fc00000;
constexpr uint64_t NAN64 = 0x7ff8000000000000;
constexpr uint16_t NAN_F16 = 0x7e00;
constexpr uint16_t NAN_BF16 = 0x7fc0;
constexpr uint8_t NAN_E4M3 = 0x7f;
constexpr uint8_t NAN_E5M2 = 0x7e;

static inline float f32(uint64_t v) {
  return std::bit_cast<float>(uint32_t(v));
}
static inline double f64(uint64_t v) { return std::bit_cast<double>(v); }
// Results: the canonical NaN for any NaN; f32 words are sign-extended.
static inline uint32_t bits32(float x) {
  return x != x ? NAN32 : std::bit_cast<uint32_t>(x);
}
static inline uint64_t bits64(double x) {
  return x != x ? NAN64 : std::bit_cast<uint64_t>(x);
}
static inline uint64_t reg(float x) { return sx32(bits32(x)); }
static inline uint64_t reg(double x) { return bits64(x); }

// minimumNumber and maximumNumber of IEEE 754-2019, -0 < +0.
template <class F> static inline F minimumNumber(F a, F b) {
  if (a != a)
    return b;
  if (b != b)
    return a;
  if (a == b)
    return std::signbit(a) ? a : b;
  return a < b ? a : b;
}
template <class F> static inline F maximumNumber(F a, F b) {
  if (a != a)
    return b;
  if (b != b)
    return a;
  if (a == b)
    return std::signbit(a) ? b : a;
  return a < b ? b : a;
}

// Truncates and saturates; NaN gives 0. `end` is the first value above the
// integer's range, which F holds exactly.
template <class Int, class F> static inline Int truncate(F x) {
  constexpr bool isSigned = Int(-1) < Int(0);
  constexpr unsigned width = 8 * sizeof(Int);
  constexpr F end = F(uint64_t(1) << (width - 1)) * (isSigned ? 1 : 2);
  constexpr Int top = Int(ones(isSigned ? width - 1 : width));
  if (x != x)
    return 0;
  if (x >= end)
    return top;
  if (isSigned ? x < -end : x <= F(-1))
    return isSigned ? Int(-top - 1) : Int(0);
  return Int(x);
}

//===-- 16-bit floats ---------------------------------------------------===//

static inline uint32_t widenBF16(uint16_t h) {
  uint32_t w = uint32_t(h) << 16;
  return (w & 0x7fffffff) > 0x7f800000 ? NAN32 : w;
}
static inline uint16_t narrowBF16(uint32_t w) {
  if ((w & 0x7fffffff) > 0x7f800000)
    return NAN_BF16;
  return uint16_t((w + 0x7fff + ((w >> 16) & 1)) >> 16);
}
static inline uint32_t widenF16(uint16_t h) {
  uint32_t sign = uint32_t(h & 0x8000) << 16, exponent = (h >> 10) & 31,
           fraction = h & 1023;
  if (exponent == 31)
    return fraction ? NAN32 : sign | 0x7f800000;
  if (exponent != 0)
    return sign | (exponent + 112) << 23 | fraction << 13;
  return sign | std::bit_cast<uint32_t>(float(fraction) * 0x1p-24f);
}
static inline uint16_t narrowF16(uint32_t w) {
  uint16_t sign = uint16_t(w >> 16) & 0x8000;
  uint32_t a = w & 0x7fffffff;
  if (a > 0x7f800000)
    return NAN_F16;
  if (a >= 0x477ff000)
    return sign | 0x7c00;                     // rounds beyond 65504
  if (a < 0x38800000) {                       // below 2^-14: multiples of 2^-24
    float x = std::bit_cast<float>(a) + 0.5f; // ulp of [0.5, 1) is 2^-24
    return sign | uint16_t(std::bit_cast<uint32_t>(x) - 0x3f000000);
  }
  return sign | uint16_t((a - 0x38000000 + 0xfff + ((a >> 13) & 1)) >> 13);
}

//===-- 8-bit floats, of OCP ---------------------------------------------===//

// The upper half of an f16.
static inline uint32_t widenE5M2(uint8_t b) {
  return widenF16(uint16_t(b << 8));
}
static inline uint8_t narrowE5M2(uint32_t w) {
  uint8_t sign = uint8_t(w >> 24) & 0x80;
  uint32_t a = w & 0x7fffffff;
  if (a > 0x7f800000)
    return NAN_E5M2;
  if (a >= 0x47700000)
    return sign | 0x7c; // rounds beyond 57344
  if (a < 0x38800000) { // below 2^-14: multiples of 2^-16
    float x = std::bit_cast<float>(a) + 0x1p7f; // ulp of [2^7, 2^8) is 2^-16
    return sign | uint8_t(std::bit_cast<uint32_t>(x) - 0x43000000);
  }
  return sign | uint8_t((a - 0x38000000 + 0xfffff + ((a >> 21) & 1)) >> 21);
}
// No infinity: the largest exponent is one of numbers, up to 448, and of the
// NaN.
static inline uint32_t widenE4M3(uint8_t b) {
  uint32_t sign = uint32_t(b & 0x80) << 24, exponent = (b >> 3) & 15,
           fraction = b & 7;
  if (exponent == 15 && fraction == 7)
    return NAN32;
  if (exponent != 0)
    return sign | (exponent + 120) << 23 | fraction << 20;
  return sign | std::bit_cast<uint32_t>(float(fraction) * 0x1p-9f);
}
static inline uint8_t narrowE4M3(uint32_t w) {
  uint8_t sign = uint8_t(w >> 24) & 0x80;
  uint32_t a = w & 0x7fffffff;
  if (a > 0x7f800000)
    return NAN_E4M3;
  if (a >= 0x43e00000)
    return sign | 0x7e; // 448 and whatever is beyond
  if (a < 0x3c800000) { // below 2^-6: multiples of 2^-9
    float x = std::bit_cast<float>(a) + 0x1p14f; // ulp of [2^14, 2^15) is 2^-9
    return sign | uint8_t(std::bit_cast<uint32_t>(x) - 0x46800000);
  }
  return sign | uint8_t((a - 0x3c000000 + 0x7ffff + ((a >> 20) & 1)) >> 20);
}

//===-- Saturation ------------------------------------------------------===//

// The nearest integer of `Bits` bits.
template <unsigned Bits, bool Signed> static inline W saturate(SW v) {
  constexpr SW low = Signed ? -(SW(1) << (Bits - 1)) : 0;
  constexpr SW high = SW(ones(Signed ? Bits - 1 : Bits));
  return W(v < low ? low : v > high ? high : v) & W(ones(Bits));
}

} // namespace sem
} // namespace sectile
#endif
