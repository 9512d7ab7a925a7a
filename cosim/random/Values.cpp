// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Draws corner values of the number formats.
#include "Values.h"
#include "Program.h"

#include <array>
#include <cstring>

namespace sectile::random {
namespace {

// The corner values of f16. (The upper half of an f32 is a bf16, so the corner
// values of f32 serve that format.)
uint16_t halfCorner(Stream &s) {
  static constexpr std::array<uint16_t, 16> corners = {
      0x0000, 0x8000, 0x7c00, 0xfc00, 0x7e00, 0x7c01, 0x7bff, 0xfbff,
      0x0400, 0x03ff, 0x0001, 0x8001, 0x3c00, 0xbc00, 0x7f80, 0x0080};
  return s.oneIn(4) ? uint16_t(s.bits()) : s.pick(corners);
}

// Corner values of f32, of integers and of the narrow formats.
uint32_t cornerWord(Stream &s) {
  static constexpr std::array<uint32_t, 40> corners = {
      0x00000000, 0x80000000, 0x3f800000, 0xbf800000, 0x7f800000, 0xff800000,
      0x7fc00000, 0xffc00000, 0x7f800001, 0xffbfffff, 0x00000001, 0x80000001,
      0x007fffff, 0x00800000, 0x00800001, 0x7f7fffff, 0xff7fffff, 0x3f800001,
      0x3f7fffff, 0x33800000, 0x4b800000, 0x4effffff, 0x4f000000, 0xcf000000,
      0x7fffffff, 0xffffffff, 0x00007fff, 0xffff8000, 0x000000ff, 0xffffff80,
      0x477fe000, 0x477ff000, 0x38800000, 0x33000000, 0x4f7fffff, 0x4f800000,
      0x5effffff, 0x5f000000, 0x5f7fffff, 0x5f800000};
  switch (s.below(9)) {
  case 8: { // near the limits of the integers
    uint32_t signAndFraction = uint32_t(s.bits()) & 0x807fffff;
    unsigned lowest = s.oneIn(2) ? 157 : 189;
    return signAndFraction | uint32_t(lowest + s.below(4)) << 23;
  }
  case 0:
  case 1:
    return s.pick(corners);
  case 2: { // near a corner
    uint32_t corner = s.pick(corners);
    return corner + uint32_t(s.between(-2, 2));
  }
  case 3: // a float of moderate size: sums cancel, products stay finite
  case 4: {
    // Any number of fraction bits, or one or two: each can be the last
    // significant bit, or the only one that decides a rounding.
    auto fraction = uint32_t(s.bits());
    if (s.oneIn(3))
      fraction &= ~uint32_t(0) << s.below(24);
    else if (s.oneIn(2)) {
      uint32_t second = s.oneIn(2);
      fraction = (fraction & 0x80000000) | uint32_t(1) << s.below(24);
      fraction |= second << s.below(23);
    }
    fraction &= 0x807fffff;
    return fraction | uint32_t(s.between(120, 134)) << 23;
  }
  case 5: { // two halves
    uint32_t low = halfCorner(s);
    return low | uint32_t(halfCorner(s)) << 16;
  }
  case 6: // bytes and small integers
    return uint32_t(s.between(-300, 300));
  default:
    return uint32_t(s.bits());
  }
}

// A float with one or two significant bits, the second often much lower than
// the first: a single bit may decide how a sum of their products is rounded.
uint32_t sparseWord(Stream &s) {
  uint32_t fraction = 0;
  if (s.oneIn(2))
    fraction = uint32_t(1) << s.below(s.oneIn(2) ? 5 : 23);
  uint32_t sign = uint32_t(s.oneIn(2)) << 31;
  return sign | uint32_t(s.between(115, 139)) << 23 | fraction;
}

uint64_t cornerDouble(Stream &s) {
  static constexpr std::array<uint64_t, 16> corners = {
      0x0000000000000000, 0x8000000000000000, 0x3ff0000000000000,
      0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000000000,
      0x7ff0000000000001, 0x0000000000000001, 0x000fffffffffffff,
      0x0010000000000000, 0x7fefffffffffffff, 0x43e0000000000000,
      0x7fffffffffffffff, 0xffffffffffffffff, 0x36a0000000000000,
      0x47efffffefffffff};
  switch (s.below(5)) {
  case 4: { // near the limits of the integers
    uint64_t signAndFraction = s.bits() & 0x800fffffffffffff;
    unsigned lowest = s.oneIn(2) ? 1053 : 1085;
    return signAndFraction | uint64_t(lowest + s.below(4)) << 52;
  }
  case 0: {
    uint64_t corner = s.pick(corners);
    return corner + uint64_t(s.between(-1, 1));
  }
  case 1: {
    uint64_t fraction = s.bits();
    if (s.oneIn(3))
      fraction &= ~uint64_t(0) << s.below(53);
    else if (s.oneIn(2)) {
      uint64_t second = s.oneIn(2);
      fraction = (fraction & uint64_t(1) << 63) | uint64_t(1) << s.below(53);
      fraction |= second << s.below(52);
    }
    fraction &= 0x800fffffffffffff;
    return fraction | uint64_t(s.between(1015, 1032)) << 52;
  }
  case 2:
    return s.bits();
  default: // a word as the scalar registers keep it
    return uint64_t(int64_t(int32_t(cornerWord(s))));
  }
}
uint64_t cornerPair(Stream &s) {
  uint64_t low = cornerWord(s);
  return low | uint64_t(cornerWord(s)) << 32;
}

} // namespace

std::vector<uint8_t> initialData(Stream &s) {
  std::vector<uint8_t> data(dataSize);
  // A quarter is drawn, the rest repeats it.
  constexpr size_t quarter = dataSize / 4;
  for (size_t i = 0; i < quarter; i += 8) {
    uint64_t value = s.oneIn(3) ? cornerDouble(s) : cornerPair(s);
    memcpy(&data[i], &value, 8);
  }
  for (size_t i = 0; i < floatTiles * 256; i++) {
    uint32_t value = sparseWord(s);
    if (i >= sparseTiles * 256)
      value ^= uint32_t(s.bits()) & 0x7fffff;
    memcpy(&data[floatsOffset + i * 4], &value, 4);
  }
  for (size_t n = 1; n < 4; n++)
    memcpy(&data[n * quarter], data.data(), quarter);
  return data;
}

} // namespace sectile::random
