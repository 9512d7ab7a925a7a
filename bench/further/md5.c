// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// MD5 of messages of many lengths (RFC 1321).
#include "../common/bench.h"

enum { N = 4096 };
static unsigned char message[N + 128];
static uint32_t state[4];
// 2^32 |sin(i + 1)|
static const uint32_t sine[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a,
    0xa8304613, 0xfd469501, 0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be,
    0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340,
    0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8,
    0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c,
    0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa,
    0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92,
    0xffeff47d, 0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1,
    0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};
static const unsigned char shifts[4][4] = {
    {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

void bench_setup(void) {
  uint64_t random = 2;
  for (int i = 0; i < N; i++)
    message[i] = (unsigned char)(bench_random(&random) >> 56);
}

static void block(const unsigned char *p) {
  uint32_t w[16], a = state[0], b = state[1], c = state[2], d = state[3];
  for (int i = 0; i < 16; i++)
    w[i] = (uint32_t)p[4 * i] | (uint32_t)p[4 * i + 1] << 8 |
           (uint32_t)p[4 * i + 2] << 16 | (uint32_t)p[4 * i + 3] << 24;
  for (int i = 0; i < 64; i++) {
    uint32_t f;
    int k;
    switch (i >> 4) {
    case 0:
      f = (b & c) | (~b & d), k = i;
      break;
    case 1:
      f = (d & b) | (~d & c), k = 5 * i + 1;
      break;
    case 2:
      f = b ^ c ^ d, k = 3 * i + 5;
      break;
    default:
      f = c ^ (b | ~d), k = 7 * i;
      break;
    }
    uint32_t t = a + f + sine[i] + w[k & 15];
    int s = shifts[i >> 4][i & 3];
    a = d;
    d = c;
    c = b;
    b += t << s | t >> (32 - s);
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
}

static void md5(const unsigned char *p, size_t n) {
  unsigned char tail[128] = {0};
  size_t rest = n & 63, end = rest < 56 ? 64 : 128;
  state[0] = 0x67452301;
  state[1] = 0xefcdab89;
  state[2] = 0x98badcfe;
  state[3] = 0x10325476;
  for (size_t i = 0; i + 64 <= n; i += 64)
    block(p + i);
  for (size_t i = 0; i < rest; i++)
    tail[i] = p[n - rest + i];
  tail[rest] = 0x80;
  for (int i = 0; i < 8; i++)
    tail[end - 8 + (size_t)i] = (unsigned char)((uint64_t)n * 8 >> 8 * i);
  for (size_t i = 0; i < end; i += 64)
    block(tail + i);
}

uint64_t bench_run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < BENCH_SCALE; k++)
    for (size_t n = 0; n < N; n += 97) {
      md5(message + n % 7, n);
      sum = sum * 3 + state[0] + state[3];
    }
  return sum;
}

int bench_check(void) {
  md5((const unsigned char *)"abc", 3);
  return state[0] == 0x98500190 && state[1] == 0xb04fd23c &&
         state[2] == 0x7d3f96d6 && state[3] == 0x727fe128;
}
