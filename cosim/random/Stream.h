// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The pseudo-random numbers that an item of a program is drawn from.
#ifndef SECTILE_COSIM_RANDOM_STREAM_H
#define SECTILE_COSIM_RANDOM_STREAM_H

#include <cstdint>
#include <random>

namespace sectile::random {

// One stream per item (and draw in separate statements: C++ does not specify
// the order in which arguments are evaluated): the item's index is part of the
// seed, so that leaving an item out changes no other.
class Stream {
public:
  Stream(uint64_t seed, uint64_t index) : engine(seeded(seed, index)) {}
  uint64_t bits() { return engine(); }
  // 0..n-1; n > 0. The small bias of the remainder does not matter here.
  unsigned below(unsigned n) { return unsigned(engine() % n); }
  // True with probability 1/n.
  bool oneIn(unsigned n) { return below(n) == 0; }
  // low..high, both included.
  int64_t between(int64_t low, int64_t high) {
    return low + int64_t(engine() % (uint64_t(high - low) + 1));
  }
  template <typename Container> auto pick(const Container &c) {
    return c[below(unsigned(c.size()))];
  }

private:
  static std::mt19937_64 seeded(uint64_t seed, uint64_t index) {
    std::seed_seq sequence{uint32_t(seed), uint32_t(seed >> 32),
                           uint32_t(index), uint32_t(index >> 32)};
    return std::mt19937_64(sequence);
  }
  std::mt19937_64 engine;
};

} // namespace sectile::random

#endif
