// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A treap keyed by integers: insert, look up, walk in order, delete half.
#include "../common/bench.h"

enum { N = 6000 };
typedef struct treap {
  struct treap *left, *right;
  uint32_t key, priority;
  uint64_t value;
} treap;
static treap pool[N];
static uint32_t keys[N];
static treap *root;
static int used, ordered;

void bench_setup(void) {
  uint64_t state = 8;
  for (int i = 0; i < N; i++) {
    keys[i] = (uint32_t)(i * 2654435761u); // distinct
    pool[i].priority = (uint32_t)(bench_random(&state) >> 32);
  }
}

static treap *rotate_right(treap *t) {
  treap *l = t->left;
  t->left = l->right;
  l->right = t;
  return l;
}

static treap *rotate_left(treap *t) {
  treap *r = t->right;
  t->right = r->left;
  r->left = t;
  return r;
}

static treap *insert(treap *t, uint32_t key) {
  if (!t) {
    t = &pool[used++];
    t->left = t->right = 0;
    t->key = key;
    t->value = key ^ 0x5555;
    return t;
  }
  if (key < t->key) {
    t->left = insert(t->left, key);
    if (t->left->priority > t->priority)
      t = rotate_right(t);
  } else {
    t->right = insert(t->right, key);
    if (t->right->priority > t->priority)
      t = rotate_left(t);
  }
  return t;
}

static treap *find(uint32_t key) {
  treap *t = root;
  while (t && t->key != key)
    t = key < t->key ? t->left : t->right;
  return t;
}

static treap *join(treap *l, treap *r) {
  if (!l)
    return r;
  if (!r)
    return l;
  if (l->priority > r->priority) {
    l->right = join(l->right, r);
    return l;
  }
  r->left = join(l, r->left);
  return r;
}

static void erase(uint32_t key) {
  treap **at = &root;
  while (*at && (*at)->key != key)
    at = key < (*at)->key ? &(*at)->left : &(*at)->right;
  if (*at)
    *at = join((*at)->left, (*at)->right);
}

static uint64_t walk(const treap *t, uint64_t sum) {
  for (; t; t = t->right)
    sum = (walk(t->left, sum) * 31 + t->key) ^ t->value;
  return sum;
}

static int height(const treap *t) {
  if (!t)
    return 0;
  int l = height(t->left), r = height(t->right);
  return 1 + (l > r ? l : r);
}

uint64_t bench_run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < BENCH_SCALE; k++) {
    root = 0;
    used = 0;
    for (int i = 0; i < N; i++)
      root = insert(root, keys[i]);
    for (int i = 0; i < N; i++)
      sum += find(keys[i])->value + (find(keys[i] + 1) != 0);
    sum = walk(root, sum) + (uint64_t)height(root);
    for (int i = 0; i < N; i += 2)
      erase(keys[i]);
    sum = walk(root, sum);
  }
  return sum;
}

static uint32_t last;
static int check_order(const treap *t) {
  if (!t)
    return 0;
  int n = check_order(t->left);
  if (t->key < last)
    ordered = 0;
  last = t->key;
  return n + 1 + check_order(t->right);
}

int bench_check(void) {
  ordered = 1;
  if (check_order(root) != N / 2)
    return 0;
  for (int i = 0; i < N; i++)
    if ((find(keys[i]) != 0) != (i % 2 == 1))
      return 0;
  return ordered;
}
