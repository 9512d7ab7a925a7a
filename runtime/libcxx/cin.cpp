// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// std::cin. A program that reads also writes: reading flushes cout.
#include "stdstreams.h"

namespace std {
inline namespace __1 {
alignas(istream) char cin[sizeof(istream)];
extern char cout[];
} // namespace __1
} // namespace std

void sectile::constructIn() {
  static bool done;
  if (done)
    return;
  done = true;
  constructOut();
  static Place<InBuffer<char>> in;
  auto *cin = new (std::cin) std::istream(in.make(stdin));
  cin->tie(reinterpret_cast<std::ostream *>(std::cout));
}

namespace {
struct Init {
  Init() { sectile::constructIn(); }
};
#pragma clang diagnostic ignored "-Winit-priority-reserved"
[[gnu::init_priority(100)]] Init init;
} // namespace
