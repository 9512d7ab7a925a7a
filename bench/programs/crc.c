// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// CRC-32 (IEEE): bit by bit, by a table of bytes, and by four tables.
#include "../common/bench.h"

enum { N = 40000 };
static unsigned char data[N];
static uint32_t tables[4][256];
static uint32_t bitwise, bytewise, wordwise, digits;

void bench_setup(void) {
  uint64_t state = 3;
  for (int i = 0; i < N; i++)
    data[i] = (unsigned char)(bench_random(&state) >> 56);
}

static uint32_t crc_bits(const unsigned char *p, size_t n) {
  uint32_t crc = ~0u;
  for (; n; n--) {
    crc ^= *p++;
    for (int bit = 0; bit < 8; bit++)
      crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
  }
  return ~crc;
}

static void make_tables(void) {
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t crc = i;
    for (int bit = 0; bit < 8; bit++)
      crc = crc >> 1 ^ (0xedb88320u & -(crc & 1));
    tables[0][i] = crc;
  }
  for (int i = 0; i < 256; i++)
    for (int t = 1; t < 4; t++)
      tables[t][i] = tables[t - 1][i] >> 8 ^ tables[0][tables[t - 1][i] & 255];
}

static uint32_t crc_bytes(const unsigned char *p, size_t n) {
  uint32_t crc = ~0u;
  for (; n; n--)
    crc = crc >> 8 ^ tables[0][(crc ^ *p++) & 255];
  return ~crc;
}

static uint32_t crc_words(const unsigned char *p, size_t n) {
  uint32_t crc = ~0u;
  for (; n >= 4; n -= 4, p += 4) {
    crc ^= (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
           (uint32_t)p[3] << 24;
    crc = tables[3][crc & 255] ^ tables[2][crc >> 8 & 255] ^
          tables[1][crc >> 16 & 255] ^ tables[0][crc >> 24];
  }
  for (; n; n--)
    crc = crc >> 8 ^ tables[0][(crc ^ *p++) & 255];
  return ~crc;
}

uint64_t bench_run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < BENCH_SCALE; k++) {
    make_tables();
    bitwise = crc_bits(data, N);
    for (int r = 0; r < 4; r++) {
      bytewise = crc_bytes(data, N);
      wordwise = crc_words(data, N);
      sum = sum * 5 + bytewise + wordwise;
    }
    sum += bitwise;
  }
  digits = crc_bytes((const unsigned char *)"123456789", 9);
  return sum;
}

int bench_check(void) {
  return bitwise == bytewise && bytewise == wordwise && digits == 0xcbf43926u;
}
