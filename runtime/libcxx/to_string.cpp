// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// std::to_string: digits of integers by <charconv>, of others by printf.
#include <charconv>
#include <cstdio>
#include <string>

namespace std {
inline namespace __1 {
namespace {
template <class T> string text(T value) {
  char buffer[24];
  return {buffer, to_chars(buffer, buffer + sizeof buffer, value).ptr};
}
string printed(double value) {
  // printf ends with a zero, as strings do.
  string text(size_t(snprintf(nullptr, 0, "%f", value)), 0);
  snprintf(text.data(), text.size() + 1, "%f", value);
  return text;
}
} // namespace

string to_string(int value) { return text(value); }
string to_string(unsigned value) { return text(value); }
string to_string(long value) { return text(value); }
string to_string(unsigned long value) { return text(value); }
string to_string(long long value) { return text(value); }
string to_string(unsigned long long value) { return text(value); }
string to_string(float value) { return printed(double(value)); }
string to_string(double value) { return printed(value); }
string to_string(long double value) { return printed(double(value)); }
} // namespace __1
} // namespace std
