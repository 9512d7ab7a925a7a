// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What every trained network has: master weights and how they begin, options,
// and the learning rate of each epoch. The including file defines MODEL, its
// name, and WEIGHTS, how many weights there are.
#ifndef MODELS_COMMON_NETWORK_H
#define MODELS_COMMON_NETWORK_H

#include "options.h"

static float master[WEIGHTS];
static struct options o; // with the defaults of the network

// One matrix of the weights: where, how many, and between which -bound and
// bound they begin, uniformly. He's bound is sqrt(6 / inputs). A bound of 0 is
// for gains, which begin as 1.
struct initial {
  int first, count;
  float bound;
};

// What is in none of the matrices is a bias, and begins as zero.
static inline void initial_weights(const struct initial *m, int count,
                                   uint64_t *state) {
  memset(master, 0, sizeof master);
  for (int l = 0; l < count; l++)
    for (int i = 0; i < m[l].count; i++)
      master[m[l].first + i] =
          m[l].bound > 0
              ? (float)(int32_t)(random64(state) >> 32) * 0x1p-31f * m[l].bound
              : 1.0f;
}

// Half as much in the second third of the epochs, a quarter in the last.
static inline float rate_of(int64_t epoch) {
  const int64_t third = o.decay ? 3 * (epoch - 1) / o.epochs : 0;
  return third == 0 ? o.rate : third == 1 ? o.rate / 2 : o.rate / 4;
}

// The state of the random numbers, from which the weights are drawn first.
static inline uint64_t random_state(void) {
  return (uint64_t)o.seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
}

#endif
