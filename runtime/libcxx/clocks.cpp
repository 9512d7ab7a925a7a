// Clocks and random_device, over the host device's clock. It runs from an
// unspecified start: dates mean something only where the emulator gives the
// host's time.
#include <chrono>
#include <random>
#include <string>
#include <sys/time.h>

namespace std {
inline namespace __1 {
namespace chrono {
static long long microseconds_() {
  timeval now;
  gettimeofday(&now, nullptr);
  return now.tv_sec * 1000000LL + now.tv_usec;
}
system_clock::time_point system_clock::now() noexcept {
  return time_point(microseconds(microseconds_()));
}
time_t system_clock::to_time_t(const time_point &t) noexcept {
  return time_t(floor<seconds>(t.time_since_epoch()).count());
}
system_clock::time_point system_clock::from_time_t(time_t t) noexcept {
  return time_point(seconds(t));
}
steady_clock::time_point steady_clock::now() noexcept {
  return time_point(microseconds(microseconds_()));
}
} // namespace chrono

// The machine has no source of entropy: numbers that look random and differ
// from run to run as far as the clock does.
static unsigned long long state;
random_device::random_device(const string &) {
  if (!state)
    state = (unsigned long long)chrono::microseconds_() | 1;
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
