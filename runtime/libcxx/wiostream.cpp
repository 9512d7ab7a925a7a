// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The standard streams of wide characters.
#include "stdstreams.h"

namespace std {
inline namespace __1 {
alignas(wostream) char wcout[sizeof(wostream)];
alignas(wostream) char wcerr[sizeof(wostream)];
alignas(wostream) char wclog[sizeof(wostream)];
alignas(wistream) char wcin[sizeof(wistream)];
} // namespace __1
} // namespace std

void sectile::constructWide() {
  static bool done;
  if (done)
    return;
  done = true;
  static Place<OutBuffer<wchar_t>> out, error;
  static Place<InBuffer<wchar_t>> in;
  auto *wcout = new (std::wcout) std::wostream(out.make(stdout));
  auto *wcerr = new (std::wcerr) std::wostream(error.make(stderr));
  new (std::wclog) std::wostream(wcerr->rdbuf());
  wcerr->setf(std::ios_base::unitbuf);
  wcerr->tie(wcout);
  auto *wcin = new (std::wcin) std::wistream(in.make(stdin));
  wcin->tie(wcout);
}
void sectile::flushWide() {
  reinterpret_cast<std::wostream &>(std::wcout).flush();
  reinterpret_cast<std::wostream &>(std::wclog).flush();
}

namespace {
struct Init {
  Init() { sectile::constructWide(); }
  ~Init() { sectile::flushWide(); }
};
#pragma clang diagnostic ignored "-Winit-priority-reserved"
[[gnu::init_priority(100)]] Init init;
} // namespace
