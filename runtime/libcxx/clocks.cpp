// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Clocks and random_device, over the clock of the host device. It counts from
// the start of the program: retired instructions or, if the user asks, real
// time.
#include "host.h"

#include <chrono>
#include <random>
#include <string>

namespace std {
inline namespace __1 {
namespace chrono {
static nanoseconds sinceStart() {
  return nanoseconds(host_command(SECTILE_HOST_CLOCK, 0, 0, 0, 0));
}
system_clock::time_point system_clock::now() noexcept {
  return time_point(duration_cast<microseconds>(sinceStart()));
}
time_t system_clock::to_time_t(const time_point &t) noexcept {
  return time_t(floor<seconds>(t.time_since_epoch()).count());
}
system_clock::time_point system_clock::from_time_t(time_t t) noexcept {
  return time_point(seconds(t));
}
steady_clock::time_point steady_clock::now() noexcept {
  return time_point(sinceStart());
}
} // namespace chrono

// The machine has no source of entropy: the numbers look random, and differ
// from run to run if the clock does.
static unsigned long long state;
random_device::random_device(const string &) {
  if (!state)
    state = (unsigned long long)chrono::sinceStart().count() | 1;
}
random_device::~random_device() = default;
unsigned random_device::operator()() {
  state += 0x9e3779b97f4a7c15;
  unsigned long long z = state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return unsigned(z >> 32);
}
double random_device::entropy() const noexcept { return 0; }
} // namespace __1
} // namespace std
