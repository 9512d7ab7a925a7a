// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Calls functions of tests/modules/functions.py with corner and random values
// and writes their results. The same source is compiled for Sectile and for the
// host, with a table of functions that run.py generates.
#include "table.h"
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static uint64_t state;
static uint64_t random64(void) {
  state += 0x9e3779b97f4a7c15;
  uint64_t x = state;
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
  x = (x ^ x >> 27) * 0x94d049bb133111eb;
  return x ^ x >> 31;
}

// Bits at a position of a buffer that is zero there.
static void put(unsigned char *buffer, unsigned position, unsigned bits, const uint64_t *value) {
  for (unsigned i = 0; i < bits; ++i)
    if (value[i / 64] >> i % 64 & 1)
      buffer[(position + i) / 8] |= 1 << (position + i) % 8;
}

static void integer(unsigned bits, uint64_t value[4]) {
  unsigned kind = random64() % 12;
  for (int i = 0; i < 4; ++i)
    value[i] = kind < 6 ? random64() : 0;
  switch (kind) {
  case 4: // a run of ones somewhere
  case 5:
    value[0] >>= random64() % 64;
    value[1] = value[2] = value[3] = 0;
    break;
  case 7:
    value[0] = 1;
    break;
  case 8: // -1
  case 9: // the largest
    memset(value, 255, 32);
    if (kind == 8)
      break;
    value[(bits - 1) / 64] ^= (uint64_t)1 << (bits - 1) % 64;
    break;
  case 10: // the smallest
    value[(bits - 1) / 64] = (uint64_t)1 << (bits - 1) % 64;
    break;
  case 11: // small
    value[0] = random64() % 8;
    break;
  }
}

static uint64_t floating(unsigned bits, unsigned fraction) {
  unsigned exponent = bits - 1 - fraction;
  uint64_t ones = ((uint64_t)1 << exponent) - 1, bias = ones >> 1;
  uint64_t mask = ((uint64_t)1 << fraction) - 1;
  uint64_t sign = random64() & (uint64_t)1 << (bits - 1);
  uint64_t f = random64() & mask, e;
  switch (random64() % 16) {
  case 0:
    return sign; // zero
  case 1:
    return sign | ones << fraction; // infinity
  case 2:
    return sign | ones << fraction | (mask ^ mask >> 1); // NaN
  case 3:
    return sign | (random64() & 1 ? 1 : f); // subnormal
  case 4:
    return sign | (ones << fraction) - 1; // the largest
  case 5:
    return sign | (uint64_t)1 << fraction; // the smallest normal
  case 6:
    return sign | bias << fraction; // one
  case 7: { // a multiple of a half
    e = bias + random64() % 5;
    return sign | e << fraction | (f & (mask & ~(mask >> (e - bias + 1))));
  }
  case 8:
    e = random64() % ones; // any
    break;
  default:
    e = bias - 6 + random64() % 14; // near one
  }
  return sign | e << fraction | f;
}

static _Alignas(4096) unsigned char operands[4][8192], result[16384];

int main(void) {
  for (unsigned n = 0; n < sizeof table / sizeof *table; ++n)
    for (unsigned round = 0; round < ROUNDS; ++round) {
      state = SEED + (uint64_t)n * 1000003 + round * 7919;
      memset(operands, 0, sizeof operands);
      memset(result, 0, table[n].result);
      for (unsigned k = 0; k < 4; ++k)
        for (unsigned i = 0; i < table[n].operand[k].count; ++i) {
          unsigned bits = table[n].operand[k].bits;
          uint64_t value[4] = {0};
          if (table[n].operand[k].fraction)
            value[0] = floating(bits, table[n].operand[k].fraction);
          else
            integer(bits, value);
          put(operands[k], i * bits, bits, value);
        }
      table[n].function(result, operands[0], operands[1], operands[2], operands[3]);
      fwrite(result, 1, table[n].result, stdout);
    }
  return 0;
}
