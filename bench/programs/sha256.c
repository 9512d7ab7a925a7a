// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// SHA-256 of a buffer, and of the standard's example.
#include "../common/bench.h"

enum { N = 60000 };
static unsigned char data[N], digest[32], example[32];

static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

void bench_setup(void) {
  uint64_t state = 4;
  for (int i = 0; i < N; i++)
    data[i] = (unsigned char)(bench_random(&state) >> 56);
}

static uint32_t rotate(uint32_t x, int n) { return x >> n | x << (32 - n); }

static void block(uint32_t h[8], const unsigned char *p) {
  uint32_t w[64];
  for (int i = 0; i < 16; i++, p += 4)
    w[i] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 |
           p[3];
  for (int i = 16; i < 64; i++) {
    uint32_t x = w[i - 15], y = w[i - 2];
    w[i] = w[i - 16] + w[i - 7] + (rotate(x, 7) ^ rotate(x, 18) ^ x >> 3) +
           (rotate(y, 17) ^ rotate(y, 19) ^ y >> 10);
  }
  uint32_t a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6],
           z = h[7];
  for (int i = 0; i < 64; i++) {
    uint32_t t = z + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
                 ((e & f) ^ (~e & g)) + constants[i] + w[i];
    uint32_t u = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) +
                 ((a & b) ^ (a & c) ^ (b & c));
    z = g, g = f, f = e, e = d + t, d = c, c = b, b = a, a = t + u;
  }
  h[0] += a, h[1] += b, h[2] += c, h[3] += d, h[4] += e, h[5] += f, h[6] += g,
      h[7] += z;
}

static void sha256(const unsigned char *p, size_t n, unsigned char *out) {
  uint32_t h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  uint64_t bits = (uint64_t)n * 8;
  for (; n >= 64; n -= 64, p += 64)
    block(h, p);
  unsigned char last[128];
  memset(last, 0, sizeof last);
  memcpy(last, p, n);
  last[n] = 0x80;
  size_t blocks = n < 56 ? 1 : 2;
  for (int i = 0; i < 8; i++)
    last[blocks * 64 - 1 - (size_t)i] = (unsigned char)(bits >> (8 * i));
  for (size_t i = 0; i < blocks; i++)
    block(h, last + 64 * i);
  for (int i = 0; i < 32; i++)
    out[i] = (unsigned char)(h[i / 4] >> (24 - i % 4 * 8));
}

uint64_t bench_run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < BENCH_SCALE; k++) {
    sha256(data, N, digest);
    for (int i = 0; i < 8; i++)
      sum = sum << 8 | digest[i];
  }
  sha256((const unsigned char *)"abc", 3, example);
  return sum;
}

int bench_check(void) {
  static const unsigned char abc[32] = {
      0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40,
      0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17,
      0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad};
  return !memcmp(example, abc, 32);
}
