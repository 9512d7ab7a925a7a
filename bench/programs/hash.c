// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A hash table of strings, open addressing, FNV-1a: count the words of a text,
// look all of them up again, delete a third.
#include "../common/bench.h"

enum { WORDS = 30000, DISTINCT = 4000, SLOTS = 16384, LONGEST = 12 };
typedef struct {
  const char *key;
  uint32_t hash, count;
} slot;
static char names[DISTINCT][LONGEST + 1];
static uint16_t text[WORDS];
static slot table[SLOTS];
static uint32_t expected[DISTINCT];
static int consistent = 1;

void bench_setup(void) {
  uint64_t state = 2;
  for (int i = 0; i < DISTINCT; i++) {
    int length = 3 + (int)(bench_random(&state) >> 32) % (LONGEST - 6);
    if (length < 3)
      length = 3;
    for (int j = 0; j < length; j++)
      names[i][j] = (char)('a' + (bench_random(&state) >> 40) % 26);
    for (int j = 0, n = i; j < 3; j++, n /= 26)
      names[i][length + j] = (char)('a' + n % 26); // distinct
  }
  for (int i = 0; i < WORDS; i++) {
    uint32_t r = (uint32_t)(bench_random(&state) >> 33);
    text[i] = (uint16_t)((r % DISTINCT) * (uint64_t)((r >> 12) % DISTINCT) /
                         DISTINCT);
    expected[text[i]]++;
  }
}

static uint32_t hash_of(const char *s) {
  uint32_t h = 2166136261u;
  for (; *s; s++)
    h = (h ^ (unsigned char)*s) * 16777619u;
  return h;
}

static slot *find(const char *key) {
  uint32_t h = hash_of(key);
  for (uint32_t i = h;; i++) {
    slot *s = &table[i % SLOTS];
    if (!s->key || (s->hash == h && !strcmp(s->key, key))) {
      s->hash = h;
      return s;
    }
  }
}

static void erase(slot *s) {
  uint32_t hole = (uint32_t)(s - table);
  for (uint32_t i = hole + 1;; i++) {
    slot *t = &table[i % SLOTS];
    if (!t->key)
      break;
    uint32_t home = t->hash % SLOTS;
    if (((i - home) % SLOTS) >= ((i - hole) % SLOTS)) {
      table[hole % SLOTS] = *t;
      hole = i % SLOTS;
    }
  }
  table[hole % SLOTS].key = 0;
}

uint64_t bench_run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < BENCH_SCALE; k++) {
    memset(table, 0, sizeof table);
    for (int i = 0; i < WORDS; i++) {
      slot *s = find(names[text[i]]);
      s->key = names[text[i]];
      s->count++;
    }
    for (int i = 0; i < DISTINCT; i++) {
      slot *s = find(names[i]);
      uint32_t count = s->key ? s->count : 0;
      if (count != expected[i])
        consistent = 0;
      sum = sum * 33 + count;
    }
    for (int i = 0; i < DISTINCT; i += 3) {
      slot *s = find(names[i]);
      if (s->key)
        erase(s);
    }
    for (int i = 0; i < DISTINCT; i++)
      sum += find(names[i])->key != 0;
  }
  return sum;
}

int bench_check(void) {
  for (int i = 0; i < DISTINCT; i++)
    if ((find(names[i])->key != 0) != (i % 3 != 0 && expected[i] != 0))
      return 0;
  return consistent;
}
