// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the page "Adding a multiply type" gives i16: the products of halfwords
// with signs, 32 of them, onto the accumulator or zero, modulo 2^32.
#include "semantics/tile/multiply.h"

using namespace sectile;

int main() {
  Tile a{}, b{}, d{};
  for (unsigned k = 0; k < 32; ++k) {
    a.half(0, k, 0x8000); // row 0: the smallest
    b.half(1, k, 0x8000);
    a.half(3, k, uint16_t(k));
    b.half(5, k, uint16_t(-int(k + 1)));
  }
  b.half(7, 31, 0xffff);
  sem::TMMAZ_I16(d, a, b, 32);
  // 32 * 2^30 wraps to 0; sum of k (k + 1) to 31 is 10912.
  bool zero = d.word(0, 1) == 0 && d.word(3, 5) == uint32_t(-10912) &&
              d.word(3, 7) == uint32_t(-31) && d.word(0, 7) == 0x8000;
  b.half(1, 0, 0x7fff);
  sem::TMMA_I16(d, a, b, 32);
  // 31 * 2^30 - 32768 * 32767 = 30 * 2^30 + 2^15, and -2 * 2^30 is 2^31.
  bool onto = d.word(0, 1) == 0x80008000 && d.word(3, 5) == uint32_t(-21824) &&
              d.word(0, 7) == 0x10000;
  // Of 31 elements the last is not looked at.
  sem::TMMAZ_I16(d, a, b, 31);
  bool shallow = d.word(3, 7) == 0 && d.word(3, 5) == uint32_t(-9920);
  return !(shallow && zero && onto &&
           isa::multiplyOf(isa::Op::TMMA_I16).depth() == 32);
}
