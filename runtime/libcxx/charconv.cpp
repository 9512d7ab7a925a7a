// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Text from floating-point numbers and back: what <charconv> and <format>
// declare to be in the library. The digits come from newlib's printf and
// strtod, which round correctly.
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <string>

namespace std {
inline namespace __1 {
namespace {

//===-- Floating-point numbers to text ----------------------------------===//

to_chars_result put(char *first, char *last, const char *text, size_t size) {
  if (size > size_t(last - first))
    return {last, errc::value_too_large};
  memcpy(first, text, size);
  return {first + size, errc{}};
}
to_chars_result put(char *first, char *last, const string &text) {
  return put(first, last, text.data(), text.size());
}

// printf ends with a zero, for which there may be no room.
string printed(const char *format, int precision, double value) {
  string text(size_t(snprintf(nullptr, 0, format, precision, value)), 0);
  snprintf(text.data(), text.size() + 1, format, precision, value);
  return text;
}

bool isSpecial(double value, string &text) {
  if (isfinite(value))
    return false;
  text = signbit(value) ? "-" : "";
  text += isnan(value) ? "nan" : "inf";
  return true;
}

// What is without sign: digits "d" or "d.ddd", times ten to the exponent.
struct Decimal {
  string digits; // without point
  int exponent;
};
Decimal decimal(double value, int digits) {
  string text = printed("%.*e", digits - 1, value);
  size_t e = text.find('e');
  Decimal d = {text.substr(0, e), atoi(text.c_str() + e + 1)};
  if (digits > 1)
    d.digits.erase(1, 1);
  return d;
}
template <class T> T parse(const char *text);
template <> float parse<float>(const char *text) {
  return strtof(text, nullptr);
}
template <> double parse<double>(const char *text) {
  return strtod(text, nullptr);
}
template <class T> bool readsBack(const Decimal &d, T value) {
  string text =
      d.digits + "e" + to_string(d.exponent - int(d.digits.size()) + 1);
  return parse<T>(text.c_str()) == value;
}

// The fewest digits that read back as the same number, and of those the
// nearest.
template <class T> Decimal shortest(T value) {
  using Limits = numeric_limits<T>;
  if (value == 0)
    return {"0", 0};
  // Up to digits10 digits survive the number: none fewer is missed by rounding
  // to so many. Numbers below the normal ones have less precision.
  int digits = value >= Limits::min() ? Limits::digits10 : 1;
  // Above a power of two numbers are twice as far apart as below: the nearest
  // text may be below it and read back as another, the next one above not.
  int exponent;
  bool power = frexp(value, &exponent) == T(0.5);
  for (; digits < Limits::max_digits10; ++digits) {
    Decimal d = decimal(value, digits);
    bool found = readsBack(d, value);
    if (!found && power && d.digits.back() != '9') {
      ++d.digits.back();
      found = readsBack(d, value);
    }
    if (found) {
      d.digits.erase(d.digits.find_last_not_of('0') + 1);
      return d;
    }
  }
  return decimal(value, digits);
}

string scientific(const Decimal &d) {
  string text = d.digits.substr(0, 1);
  if (d.digits.size() > 1)
    text += "." + d.digits.substr(1);
  int e = d.exponent < 0 ? -d.exponent : d.exponent;
  return text + (d.exponent < 0 ? "e-" : "e+") + (e < 10 ? "0" : "") +
         to_string(e);
}
string fixed(const Decimal &d, double value) {
  if (d.exponent < 0)
    return "0." + string(size_t(-d.exponent - 1), '0') + d.digits;
  size_t whole = size_t(d.exponent) + 1;
  if (whole > d.digits.size()) // as many characters, and none is nearer
    return printed("%.*f", 0, value);
  if (whole == d.digits.size())
    return d.digits;
  return d.digits.substr(0, whole) + "." + d.digits.substr(whole);
}
// As %a, without 0x: a fraction of T's own bits, as short as it can be.
template <class T> string hexadecimal(T value) {
  constexpr int bits = numeric_limits<T>::digits - 1; // after the point
  constexpr int least = numeric_limits<T>::min_exponent - 1;
  if (value == 0)
    return "0p+0";
  int exponent = max(ilogb(value), least);
  auto mantissa =
      static_cast<unsigned long long>(ldexp(value, bits - exponent));
  string text(1, char('0' + (mantissa >> bits)));
  mantissa &= (1ull << bits) - 1;
  if (mantissa)
    text += '.';
  for (int shift = bits; mantissa; mantissa &= (1ull << shift) - 1) {
    shift = max(shift - 4, 0);
    // 23 bits are five digits and three bits.
    unsigned digit = unsigned(mantissa >> shift);
    if (bits % 4 && shift == 0)
      digit <<= 4 - bits % 4;
    text += "0123456789abcdef"[digit & 15];
    if (shift == 0)
      break;
  }
  return text + (exponent < 0 ? "p-" : "p+") + to_string(abs(exponent));
}

template <class T>
to_chars_result shortestChars(char *first, char *last, T value,
                              chars_format format) {
  string text;
  if (isSpecial(value, text))
    return put(first, last, text);
  T positive = signbit(value) ? -value : value;
  text = signbit(value) ? "-" : "";
  if (format == chars_format::hex)
    return put(first, last, text + hexadecimal(positive));
  Decimal d = shortest(positive);
  string science = scientific(d);
  bool plain = format == chars_format::fixed;
  if (format == chars_format::general)
    plain = d.exponent >= -4 && d.exponent < 6;
  if (format == chars_format{}) { // whichever is shorter
    int size = int(d.digits.size());
    int length = d.exponent < 0           ? 1 - d.exponent + size
                 : d.exponent + 1 >= size ? d.exponent + 1
                                          : size + 1;
    plain = length <= int(science.size());
  }
  return put(first, last, text + (plain ? fixed(d, positive) : science));
}
to_chars_result preciseChars(char *first, char *last, double value,
                             chars_format format, int precision) {
  string text;
  if (isSpecial(value, text))
    return put(first, last, text);
  if (precision < 0)
    precision = 6;
  text = printed(format == chars_format::scientific ? "%.*e"
                 : format == chars_format::fixed    ? "%.*f"
                 : format == chars_format::hex      ? "%.*a"
                                                    : "%.*g",
                 precision, value);
  if (format == chars_format::hex)
    text.erase(text.find("0x"), 2);
  return put(first, last, text);
}

//===-- Floating-point numbers from text --------------------------------===//

bool isDigit(char c, bool hex) {
  return (c >= '0' && c <= '9') ||
         (hex && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
}
bool startsWith(const char *p, const char *last, const char *word) {
  for (; *word; ++p, ++word)
    if (p == last || (*p | 32) != *word)
      return false;
  return true;
}
// Where the number that starts at `first` ends; `first` if there is none.
const char *endOfNumber(const char *first, const char *last,
                        chars_format format) {
  const char *p = first;
  if (p != last && *p == '-')
    ++p;
  if (startsWith(p, last, "infinity"))
    return p + 8;
  if (startsWith(p, last, "inf"))
    return p + 3;
  if (startsWith(p, last, "nan")) {
    p += 3;
    if (p == last || *p != '(')
      return p;
    for (const char *q = p + 1; q != last; ++q) {
      if (*q == ')')
        return q + 1;
      if (!isDigit(*q, false) && *q != '_' &&
          !((*q | 32) >= 'a' && (*q | 32) <= 'z'))
        break;
    }
    return p;
  }
  bool hex = format == chars_format::hex, any = false;
  for (; p != last && isDigit(*p, hex); ++p)
    any = true;
  if (p != last && *p == '.')
    for (++p; p != last && isDigit(*p, hex); ++p)
      any = true;
  if (!any)
    return first;
  if (format == chars_format::fixed)
    return p;
  const char *q = p;
  if (q != last && (*q | 32) == (hex ? 'p' : 'e')) {
    ++q;
    if (q != last && (*q == '+' || *q == '-'))
      ++q;
    if (q != last && isDigit(*q, false)) {
      while (q != last && isDigit(*q, false))
        ++q;
      return q;
    }
  }
  return format == chars_format::scientific ? first : p;
}
} // namespace

template <class T>
__from_chars_result<T>
__from_chars_floating_point(_LIBCPP_NOESCAPE const char *first,
                            _LIBCPP_NOESCAPE const char *last,
                            chars_format format) {
  const char *end = endOfNumber(first, last, format);
  if (end == first)
    return {T(), 0, errc::invalid_argument};
  string text(first, end);
  if (format == chars_format::hex && text.find_first_of("nN") == string::npos)
    text.insert(text[0] == '-', "0x");
  T value = parse<T>(text.c_str());
  // Out of range: infinity or zero from what is neither.
  bool word = text.find_first_of("nN") != string::npos;
  size_t exponent = format == chars_format::hex ? text.find_first_of("pP")
                                                : text.find_first_of("eE");
  const char *nonzero =
      format == chars_format::hex ? "123456789abcdefABCDEF" : "123456789";
  size_t digit = text.find_first_of(nonzero);
  bool out = !word && (isinf(value) || (value == 0 && digit != string::npos &&
                                        digit < exponent));
  return {value, end - first, out ? errc::result_out_of_range : errc{}};
}
template __from_chars_result<float>
__from_chars_floating_point(_LIBCPP_NOESCAPE const char *,
                            _LIBCPP_NOESCAPE const char *, chars_format);
template __from_chars_result<double>
__from_chars_floating_point(_LIBCPP_NOESCAPE const char *,
                            _LIBCPP_NOESCAPE const char *, chars_format);

to_chars_result to_chars(char *first, char *last, float value) {
  return shortestChars(first, last, value, chars_format{});
}
to_chars_result to_chars(char *first, char *last, double value) {
  return shortestChars(first, last, value, chars_format{});
}
to_chars_result to_chars(char *first, char *last, long double value) {
  return shortestChars(first, last, double(value), chars_format{});
}
to_chars_result to_chars(char *first, char *last, float value,
                         chars_format format) {
  return shortestChars(first, last, value, format);
}
to_chars_result to_chars(char *first, char *last, double value,
                         chars_format format) {
  return shortestChars(first, last, value, format);
}
to_chars_result to_chars(char *first, char *last, long double value,
                         chars_format format) {
  return shortestChars(first, last, double(value), format);
}
to_chars_result to_chars(char *first, char *last, float value,
                         chars_format format, int precision) {
  return preciseChars(first, last, double(value), format, precision);
}
to_chars_result to_chars(char *first, char *last, double value,
                         chars_format format, int precision) {
  return preciseChars(first, last, value, format, precision);
}
to_chars_result to_chars(char *first, char *last, long double value,
                         chars_format format, int precision) {
  return preciseChars(first, last, double(value), format, precision);
}
} // namespace __1
} // namespace std
