// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// std::cout, std::cerr and std::clog. <iostream> declares them as streams; here
// they are only memory, so that nothing but the first constructor of the
// program constructs them.
#include "stdstreams.h"

namespace std {
inline namespace __1 {
alignas(ostream) char cout[sizeof(ostream)];
alignas(ostream) char cerr[sizeof(ostream)];
alignas(ostream) char clog[sizeof(ostream)];
} // namespace __1
} // namespace std

void sectile::constructOut() {
  static bool done;
  if (done)
    return;
  done = true;
  static Place<OutBuffer<char>> out, error;
  auto *cout = new (std::cout) std::ostream(out.make(stdout));
  auto *cerr = new (std::cerr) std::ostream(error.make(stderr));
  new (std::clog) std::ostream(cerr->rdbuf());
  cerr->setf(std::ios_base::unitbuf);
  cerr->tie(cout);
}
void sectile::flushOut() {
  reinterpret_cast<std::ostream &>(std::cout).flush();
  reinterpret_cast<std::ostream &>(std::clog).flush();
}

namespace {
struct Init {
  Init() { sectile::constructOut(); }
  ~Init() { sectile::flushOut(); }
};
#pragma clang diagnostic ignored "-Winit-priority-reserved"
// Before all others, those with a priority of the user's included.
[[gnu::init_priority(100)]] Init init;
} // namespace
