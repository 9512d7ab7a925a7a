// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Shortest paths in a graph of adjacency lists, with a binary heap.
#include "../common/bench.h"

enum { NODES = 800, EDGES = 5000, FAR = 0x3fffffff };
static int head[NODES], target[EDGES], cost[EDGES], link_[EDGES];
static int distance[NODES], heap[NODES], place[NODES], heap_size;

void bench_setup(void) {
  uint64_t random = 17;
  for (int i = 0; i < NODES; i++)
    head[i] = -1;
  for (int e = 0; e < EDGES; e++) {
    int from = e < NODES ? e : (int)((bench_random(&random) >> 33) % NODES);
    target[e] = (int)((bench_random(&random) >> 33) % NODES);
    cost[e] = 1 + (int)((bench_random(&random) >> 33) % 1000);
    link_[e] = head[from];
    head[from] = e;
  }
}

static void set(int at, int node) {
  heap[at] = node;
  place[node] = at;
}

static void rise(int at) {
  int node = heap[at];
  while (at > 0 && distance[heap[(at - 1) / 2]] > distance[node]) {
    set(at, heap[(at - 1) / 2]);
    at = (at - 1) / 2;
  }
  set(at, node);
}

static int take(void) {
  int least = heap[0], node = heap[--heap_size], at = 0;
  for (int child; (child = 2 * at + 1) < heap_size; at = child) {
    if (child + 1 < heap_size &&
        distance[heap[child + 1]] < distance[heap[child]])
      child++;
    if (distance[heap[child]] >= distance[node])
      break;
    set(at, heap[child]);
  }
  if (heap_size)
    set(at, node);
  place[least] = -2;
  return least;
}

static void search(int start) {
  for (int i = 0; i < NODES; i++) {
    distance[i] = FAR;
    place[i] = -1;
  }
  distance[start] = 0;
  heap_size = 1;
  set(0, start);
  while (heap_size) {
    int node = take();
    for (int e = head[node]; e >= 0; e = link_[e]) {
      int d = distance[node] + cost[e], to = target[e];
      if (d >= distance[to])
        continue;
      distance[to] = d;
      if (place[to] < 0)
        set(heap_size++, to);
      rise(place[to]);
    }
  }
}

uint64_t bench_run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < BENCH_SCALE * 2; k++) {
    search(k * 37 % NODES);
    for (int i = 0; i < NODES; i++)
      sum = sum * 3 + (uint64_t)distance[i];
  }
  return sum;
}

int bench_check(void) {
  // no edge shortens a path, and every reached node has an edge that explains
  // it
  int explained = 0, reached = 0;
  search(0);
  static char has[NODES];
  for (int i = 0; i < NODES; i++)
    if (distance[i] < FAR)
      for (int e = head[i]; e >= 0; e = link_[e]) {
        if (distance[i] + cost[e] < distance[target[e]])
          return 0;
        if (distance[i] + cost[e] == distance[target[e]])
          has[target[e]] = 1;
      }
  for (int i = 1; i < NODES; i++) {
    reached += distance[i] < FAR;
    explained += has[i] && distance[i] < FAR;
  }
  return reached == explained && reached > NODES / 2;
}
