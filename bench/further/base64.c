// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Base64, encoded and decoded with checks, and the lengths of UTF-8 sequences.
#include "../common/bench.h"

enum { N = 30000 };
static unsigned char data[N], back[N + 3];
static char text[N / 3 * 4 + 8];
static signed char value_of[256];
static int length, restored, characters;

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void bench_setup(void) {
  uint64_t random = 11;
  for (int i = 0; i < N; i++)
    data[i] = (unsigned char)(bench_random(&random) >> 56);
  for (int i = 0; i < 256; i++)
    value_of[i] = -1;
  for (int i = 0; i < 64; i++)
    value_of[(unsigned char)alphabet[i]] = (signed char)i;
}

static int encode(char *to, const unsigned char *from, int n) {
  char *begin = to;
  for (; n >= 3; n -= 3, from += 3) {
    unsigned bits = (unsigned)from[0] << 16 | (unsigned)from[1] << 8 | from[2];
    *to++ = alphabet[bits >> 18];
    *to++ = alphabet[bits >> 12 & 63];
    *to++ = alphabet[bits >> 6 & 63];
    *to++ = alphabet[bits & 63];
  }
  if (n) {
    unsigned bits =
        (unsigned)from[0] << 16 | (n > 1 ? (unsigned)from[1] << 8 : 0);
    *to++ = alphabet[bits >> 18];
    *to++ = alphabet[bits >> 12 & 63];
    *to++ = n > 1 ? alphabet[bits >> 6 & 63] : '=';
    *to++ = '=';
  }
  return (int)(to - begin);
}

// The number of bytes, or -1 at a character that doesn't belong there.
static int decode(unsigned char *to, const char *from, int n) {
  unsigned char *begin = to;
  unsigned bits = 0;
  int count = 0;
  for (int i = 0; i < n && from[i] != '='; i++) {
    int v = value_of[(unsigned char)from[i]];
    if (v < 0)
      return -1;
    bits = bits << 6 | (unsigned)v;
    if (++count == 4) {
      *to++ = (unsigned char)(bits >> 16);
      *to++ = (unsigned char)(bits >> 8);
      *to++ = (unsigned char)bits;
      bits = 0;
      count = 0;
    }
  }
  if (count > 1)
    *to++ = (unsigned char)(bits >> (count == 2 ? 4 : 10));
  if (count > 2)
    *to++ = (unsigned char)(bits >> 2);
  return (int)(to - begin);
}

// Characters of what is read as UTF-8; a byte that is in no sequence counts as
// one.
static int count_characters(const unsigned char *p, int n) {
  int count = 0;
  for (int i = 0; i < n; count++) {
    unsigned char lead = p[i];
    int size = lead < 0x80                   ? 1
               : lead >= 0xc2 && lead < 0xe0 ? 2
               : (lead & 0xf0) == 0xe0       ? 3
               : lead >= 0xf0 && lead < 0xf5 ? 4
                                             : 1;
    int k = 1;
    while (k < size && i + k < n && (p[i + k] & 0xc0) == 0x80)
      k++;
    i += k == size ? size : 1;
  }
  return count;
}

uint64_t bench_run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < BENCH_SCALE; k++) {
    length = encode(text, data, N - k % 3);
    restored = decode(back, text, length);
    characters = count_characters(data, N);
    sum = sum * 31 + (uint64_t)(length + restored + characters) + back[k % N];
  }
  return sum;
}

int bench_check(void) {
  for (int i = 0; i < restored; i++)
    if (back[i] != data[i])
      return 0;
  return restored > N - 3 && characters <= N && characters > N / 4 &&
         decode(back, "ab!d", 4) == -1;
}
