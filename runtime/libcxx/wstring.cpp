// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// std::wstring, once for all programs.
#include <string>

namespace std {
inline namespace __1 {
template class basic_string<wchar_t>;

// As to_string, whose characters are all ASCII.
template <class T> static wstring widened(T value) {
  string text = to_string(value);
  return wstring(text.begin(), text.end());
}
wstring to_wstring(int value) { return widened(value); }
wstring to_wstring(long value) { return widened(value); }
wstring to_wstring(long long value) { return widened(value); }
wstring to_wstring(unsigned value) { return widened(value); }
wstring to_wstring(unsigned long value) { return widened(value); }
wstring to_wstring(unsigned long long value) { return widened(value); }
wstring to_wstring(float value) { return widened(value); }
wstring to_wstring(double value) { return widened(value); }
wstring to_wstring(long double value) { return widened(value); }
} // namespace __1
} // namespace std
