// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Huffman coding: count, build the tree with a heap, assign codes, encode,
// decode bit by bit, compare.
#include "../common/bench.h"

enum { N = 40000, SYMBOLS = 256 };
static unsigned char data[N], decoded[N], packed[2 * N];
static struct {
  uint32_t count;
  int16_t child[2];
} node[2 * SYMBOLS];
static uint64_t code[SYMBOLS];
static uint8_t length[SYMBOLS];
static int heap[SYMBOLS + 1], heap_size, equal;

void bench_setup(void) {
  uint64_t state = 7;
  for (int i = 0; i < N; i++) {
    uint64_t r = bench_random(&state);
    data[i] = (unsigned char)(__builtin_ctzll(r | 1ull << 40) * 5 + (r >> 60));
  }
}

static void push(int n) {
  int i = ++heap_size;
  for (; i > 1 && node[heap[i / 2]].count > node[n].count; i /= 2)
    heap[i] = heap[i / 2];
  heap[i] = n;
}

static int pop(void) {
  int top = heap[1], last = heap[heap_size--], i = 1;
  for (int child; (child = 2 * i) <= heap_size; i = child) {
    if (child < heap_size &&
        node[heap[child + 1]].count < node[heap[child]].count)
      child++;
    if (node[heap[child]].count >= node[last].count)
      break;
    heap[i] = heap[child];
  }
  heap[i] = last;
  return top;
}

static void assign(int n, uint64_t bits, int depth) {
  if (n < SYMBOLS) {
    code[n] = bits;
    length[n] = (uint8_t)depth;
    return;
  }
  assign(node[n].child[0], bits, depth + 1);
  assign(node[n].child[1], bits | 1ull << depth, depth + 1);
}

static int build(void) {
  memset(node, 0, sizeof node);
  memset(length, 0, sizeof length);
  for (int i = 0; i < N; i++)
    node[data[i]].count++;
  heap_size = 0;
  for (int i = 0; i < SYMBOLS; i++)
    if (node[i].count)
      push(i);
  int next = SYMBOLS;
  while (heap_size > 1) {
    int a = pop(), b = pop();
    node[next].count = node[a].count + node[b].count;
    node[next].child[0] = (int16_t)a;
    node[next].child[1] = (int16_t)b;
    push(next++);
  }
  assign(heap[1], 0, 0);
  return heap[1];
}

static size_t encode(void) {
  uint64_t buffer = 0;
  int held = 0;
  unsigned char *out = packed;
  for (int i = 0; i < N; i++) {
    buffer |= code[data[i]] << held;
    held += length[data[i]];
    for (; held >= 8; held -= 8, buffer >>= 8)
      *out++ = (unsigned char)buffer;
  }
  *out++ = (unsigned char)buffer;
  return (size_t)(out - packed);
}

static void decode(int root) {
  size_t bit = 0;
  for (int i = 0; i < N; i++) {
    int n = root;
    while (n >= SYMBOLS) {
      n = node[n].child[packed[bit / 8] >> (bit % 8) & 1];
      bit++;
    }
    decoded[i] = (unsigned char)n;
  }
}

uint64_t bench_run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < BENCH_SCALE; k++) {
    int root = build();
    size_t size = encode();
    decode(root);
    equal = !memcmp(data, decoded, N);
    sum = sum * 3 + size;
    for (int i = 0; i < SYMBOLS; i++)
      sum = sum * 3 + length[i];
  }
  return sum;
}

int bench_check(void) { return equal; }
