// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// std::stoi and the similar functions, for strings of char and, compiled a
// second time, of wchar_t.
#include <cerrno>
#include <cstdlib>
#include <cwchar>
#include <stdexcept>
#include <string>

namespace std {
inline namespace __1 {
#ifndef SECTILE_WIDE
using Char = char;
#define TO(number) str##number
#else
using Char = wchar_t;
#define TO(number) wcs##number
#endif
using String = basic_string<Char>;

// Like strtol and the similar functions: the number, its end, and errors.
template <class T, class Convert>
static T number(const char *function, const String &text, size_t *index,
                Convert convert) {
  Char *end;
  int before = errno;
  errno = 0;
  T value = convert(text.c_str(), &end);
  int problem = errno;
  errno = before;
  if (end == text.c_str())
    __throw_invalid_argument(
        (std::string(function) + ": no conversion").c_str());
  if (problem == ERANGE)
    __throw_out_of_range((std::string(function) + ": out of range").c_str());
  if (index)
    *index = size_t(end - text.c_str());
  return value;
}

int stoi(const String &text, size_t *index, int base) {
  long value = number<long>("stoi", text, index, [&](auto p, auto end) {
    return TO(tol)(p, end, base);
  });
  if (value != int(value))
    __throw_out_of_range("stoi: out of range");
  return int(value);
}
long stol(const String &text, size_t *index, int base) {
  return number<long>("stol", text, index,
                      [&](auto p, auto end) { return TO(tol)(p, end, base); });
}
unsigned long stoul(const String &text, size_t *index, int base) {
  return number<unsigned long>("stoul", text, index, [&](auto p, auto end) {
    return TO(toul)(p, end, base);
  });
}
long long stoll(const String &text, size_t *index, int base) {
  return number<long long>("stoll", text, index, [&](auto p, auto end) {
    return TO(toll)(p, end, base);
  });
}
unsigned long long stoull(const String &text, size_t *index, int base) {
  return number<unsigned long long>(
      "stoull", text, index,
      [&](auto p, auto end) { return TO(toull)(p, end, base); });
}
float stof(const String &text, size_t *index) {
  return number<float>("stof", text, index, TO(tof));
}
double stod(const String &text, size_t *index) {
  return number<double>("stod", text, index, TO(tod));
}
long double stold(const String &text, size_t *index) {
  return number<double>("stold", text, index, TO(tod));
}
} // namespace __1
} // namespace std
