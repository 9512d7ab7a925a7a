// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// LZ77 with hash chains in the LZ4 block format's spirit: compress, expand,
// compare.
#include "../common/bench.h"

enum { N = 60000, HASH_BITS = 12, SHORTEST = 4, CHAIN = 8 };
static unsigned char data[N], packed[2 * N], expanded[N + 16];
static int32_t head[1 << HASH_BITS], previous[N];
static size_t packed_size;
static int equal;

void bench_setup(void) {
  uint64_t state = 11;
  int n = 0;
  while (n < N) {
    uint64_t r = bench_random(&state);
    int length = 4 + (int)(r >> 32 & 31);
    if (n > 64 && (r & 7) < 5) {
      int distance = 1 + (int)((r >> 40) % (uint64_t)(n < 4096 ? n : 4096));
      for (; length && n < N; length--, n++)
        data[n] = data[n - distance];
    } else {
      for (; length && n < N; length--, n++)
        data[n] = (unsigned char)('a' + (bench_random(&state) >> 59));
    }
  }
}

static uint32_t word_at(const unsigned char *p) {
  uint32_t w;
  __builtin_memcpy(&w, p, 4);
  return w;
}

static unsigned char *put_length(unsigned char *out, int n) {
  for (; n >= 255; n -= 255)
    *out++ = 255;
  *out++ = (unsigned char)n;
  return out;
}

static unsigned char *put_sequence(unsigned char *out,
                                   const unsigned char *literals, int count,
                                   int distance, int match) {
  unsigned char *token = out++;
  *token = (unsigned char)((count < 15 ? count : 15) << 4);
  if (count >= 15)
    out = put_length(out, count - 15);
  for (int i = 0; i < count; i++)
    *out++ = literals[i];
  if (match) {
    int m = match - SHORTEST;
    *token |= (unsigned char)(m < 15 ? m : 15);
    *out++ = (unsigned char)distance;
    *out++ = (unsigned char)(distance >> 8);
    if (m >= 15)
      out = put_length(out, m - 15);
  }
  return out;
}

static size_t compress(void) {
  unsigned char *out = packed;
  int literals = 0, i = 0;
  for (int h = 0; h < 1 << HASH_BITS; h++)
    head[h] = -1;
  while (i + SHORTEST <= N) {
    uint32_t h = word_at(data + i) * 2654435761u >> (32 - HASH_BITS);
    int best = 0, distance = 0;
    int candidate = head[h];
    for (int tries = CHAIN; candidate >= 0 && tries && i - candidate < 65536;
         tries--, candidate = previous[candidate]) {
      int length = 0;
      while (i + length < N && data[candidate + length] == data[i + length])
        length++;
      if (length > best) {
        best = length;
        distance = i - candidate;
      }
    }
    previous[i] = head[h];
    head[h] = i;
    if (best < SHORTEST) {
      i++;
      continue;
    }
    out = put_sequence(out, data + literals, i - literals, distance, best);
    i += best;
    literals = i;
  }
  out = put_sequence(out, data + literals, N - literals, 0, 0);
  return (size_t)(out - packed);
}

static size_t expand(const unsigned char *in, size_t size) {
  const unsigned char *end = in + size;
  unsigned char *out = expanded;
  while (in < end) {
    int token = *in++, n = token >> 4;
    if (n == 15) {
      int more;
      do
        n += more = *in++;
      while (more == 255);
    }
    for (; n; n--)
      *out++ = *in++;
    if (in >= end)
      break;
    int distance = in[0] | in[1] << 8;
    in += 2;
    n = token & 15;
    if (n == 15) {
      int more;
      do
        n += more = *in++;
      while (more == 255);
    }
    const unsigned char *from = out - distance;
    for (n += SHORTEST; n; n--)
      *out++ = *from++;
  }
  return (size_t)(out - expanded);
}

uint64_t bench_run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < BENCH_SCALE; k++) {
    packed_size = compress();
    size_t size = expand(packed, packed_size);
    equal = size == N && !memcmp(data, expanded, N);
    sum = sum * 3 + packed_size;
  }
  for (size_t i = 0; i < packed_size; i++)
    sum = sum * 5 + packed[i];
  return sum;
}

int bench_check(void) { return equal && packed_size < N * 3 / 4; }
