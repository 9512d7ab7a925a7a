// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Conversions between encodings of Unicode: the facets of char16_t and
// char32_t, and those of <codecvt>. They keep no state from call to call.
#include "facets.h"

#include <codecvt>

#pragma clang diagnostic ignored "-Wdeprecated-declarations"

namespace {
using Result = std::codecvt_base::result;
constexpr Result ok = std::codecvt_base::ok;
constexpr Result partial = std::codecvt_base::partial;
constexpr Result error = std::codecvt_base::error;

bool isSurrogate(char32_t c) { return c >= 0xd800 && c < 0xe000; }

// An encoding reads a character and moves `p` behind it, and writes one;
// neither moves if that fails.

template <class Unit> struct Utf8 {
  static Result get(const Unit *&p, const Unit *end, char32_t &c) {
    auto at = [p](int i) { return static_cast<unsigned char>(p[i]); };
    unsigned first = at(0);
    int size = first < 0x80   ? 1
               : first < 0xc2 ? 0
               : first < 0xe0 ? 2
               : first < 0xf0 ? 3
               : first < 0xf5 ? 4
                              : 0;
    if (!size)
      return error;
    c = size == 1 ? first : first & (0x7f >> size);
    for (int i = 1; i < size; ++i) {
      if (p + i == end)
        return partial;
      unsigned next = at(i);
      if ((next & 0xc0) != 0x80)
        return error;
      c = c << 6 | (next & 0x3f);
      // The second byte reveals overlong forms, surrogates and numbers out of
      // range.
      if (i == 1 &&
          ((first == 0xe0 && next < 0xa0) || (first == 0xed && next >= 0xa0) ||
           (first == 0xf0 && next < 0x90) || (first == 0xf4 && next >= 0x90)))
        return error;
    }
    p += size;
    return ok;
  }
  static Result put(char32_t c, Unit *&p, Unit *end) {
    int size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    if (end - p < size)
      return partial;
    if (size == 1) {
      *p++ = Unit(c);
      return ok;
    }
    for (int i = size - 1; i > 0; --i, c >>= 6)
      p[i] = Unit(0x80 | (c & 0x3f));
    p[0] = Unit((0xf00 >> size & 0xff) | c);
    p += size;
    return ok;
  }
};

/// One unit a character, as far as it goes.
template <class Unit> struct Ucs {
  static Result get(const Unit *&p, const Unit *, char32_t &c) {
    c = char32_t(*p++);
    return ok;
  }
  static Result put(char32_t c, Unit *&p, Unit *end) {
    if (sizeof(Unit) == 2 && c > 0xffff)
      return error;
    if (p == end)
      return partial;
    *p++ = Unit(c);
    return ok;
  }
};

/// In units that are characters of 16 bits or more.
template <class Unit> struct Utf16 {
  static Result get(const Unit *&p, const Unit *end, char32_t &c) {
    char32_t first = char32_t(p[0]);
    if (first > 0xffff || (first >= 0xdc00 && first < 0xe000))
      return error;
    if (!isSurrogate(first)) {
      c = first;
      ++p;
      return ok;
    }
    if (p + 1 == end)
      return partial;
    char32_t second = char32_t(p[1]);
    if (second < 0xdc00 || second >= 0xe000)
      return error;
    c = 0x10000 + ((first & 0x3ff) << 10 | (second & 0x3ff));
    p += 2;
    return ok;
  }
  static Result put(char32_t c, Unit *&p, Unit *end) {
    if (end - p < (c > 0xffff ? 2 : 1))
      return partial;
    if (c > 0xffff) {
      *p++ = Unit(0xd800 + ((c - 0x10000) >> 10));
      *p++ = Unit(0xdc00 + (c & 0x3ff));
    } else {
      *p++ = Unit(c);
    }
    return ok;
  }
};

/// In pairs of bytes.
template <bool Little> struct Utf16Bytes {
  static char32_t unit(const char *p) {
    auto low = static_cast<unsigned char>(p[Little ? 0 : 1]);
    auto high = static_cast<unsigned char>(p[Little ? 1 : 0]);
    return char32_t(high << 8 | low);
  }
  static Result get(const char *&p, const char *end, char32_t &c) {
    if (end - p < 2)
      return partial;
    char16_t units[2] = {char16_t(unit(p)), 0};
    bool both = end - p >= 4;
    if (both)
      units[1] = char16_t(unit(p + 2));
    const char16_t *q = units;
    Result result = Utf16<char16_t>::get(q, units + (both ? 2 : 1), c);
    p += 2 * (q - units);
    return result;
  }
  static Result put(char32_t c, char *&p, char *end) {
    char16_t units[2], *q = units;
    Utf16<char16_t>::put(c, q, units + 2);
    if (end - p < 2 * (q - units))
      return partial;
    for (char16_t *u = units; u != q; ++u) {
      *p++ = char(Little ? *u & 255 : *u >> 8);
      *p++ = char(Little ? *u >> 8 : *u & 255);
    }
    return ok;
  }
};

constexpr char32_t last = 0x10ffff;

template <class From, class To, class In, class Out>
Result convert(const In *from, const In *fromEnd, const In *&fromNext, Out *to,
               Out *toEnd, Out *&toNext, char32_t most) {
  Result result = ok;
  while (from != fromEnd) {
    const In *next = from;
    char32_t c = 0;
    result = From::get(next, fromEnd, c);
    if (result == ok && (c > most || c > last || isSurrogate(c)))
      result = error;
    if (result == ok)
      result = To::put(c, to, toEnd);
    if (result != ok)
      break;
    from = next;
  }
  fromNext = from;
  toNext = to;
  return result;
}

// How many bytes make up to `count` units.
template <class From, class To, class Unit, class In>
int lengthOf(const In *from, const In *end, size_t count, char32_t most) {
  const In *p = from;
  while (p != end && count > 0) {
    const In *next = p;
    char32_t c = 0;
    if (From::get(next, end, c) != ok || c > most || isSurrogate(c))
      break;
    Unit units[4], *u = units;
    if (To::put(c, u, units + 4) != ok || size_t(u - units) > count)
      break;
    count -= size_t(u - units);
    p = next;
  }
  return int(p - from);
}

// A byte order mark is read and written only by what <codecvt> has.
template <class Bytes, class Extern>
const Extern *behindMark(const Extern *from, const Extern *end, unsigned mode) {
  const Extern *next = from;
  char32_t c = 0;
  if ((mode & std::consume_header) && from != end &&
      Bytes::get(next, end, c) == ok && c == 0xfeff)
    return next;
  return from;
}
template <class Bytes, class Extern>
bool putMark(Extern *&to, Extern *end, unsigned mode) {
  return !(mode & std::generate_header) || Bytes::put(0xfeff, to, end) == ok;
}
} // namespace

// The members that a facet overrides: from units of Intern in the encoding
// Inside to units of Extern in the encoding Outside.
#define CONVERSION(Class, Intern, Extern, Inside, Outside, most, mode)         \
  codecvt_base::result Class::do_out(mbstate_t &, const Intern *from,          \
                                     const Intern *fromEnd,                    \
                                     const Intern *&fromNext, Extern *to,      \
                                     Extern *toEnd, Extern *&toNext) const {   \
    fromNext = from;                                                           \
    toNext = to;                                                               \
    if (!putMark<Outside>(to, toEnd, mode))                                    \
      return partial;                                                          \
    return convert<Inside, Outside>(from, fromEnd, fromNext, to, toEnd,        \
                                    toNext, most);                             \
  }                                                                            \
  codecvt_base::result Class::do_in(mbstate_t &, const Extern *from,           \
                                    const Extern *fromEnd,                     \
                                    const Extern *&fromNext, Intern *to,       \
                                    Intern *toEnd, Intern *&toNext) const {    \
    return convert<Outside, Inside>(behindMark<Outside>(from, fromEnd, mode),  \
                                    fromEnd, fromNext, to, toEnd, toNext,      \
                                    most);                                     \
  }                                                                            \
  codecvt_base::result Class::do_unshift(mbstate_t &, Extern *to, Extern *,    \
                                         Extern *&toNext) const {              \
    toNext = to;                                                               \
    return noconv;                                                             \
  }                                                                            \
  int Class::do_encoding() const noexcept { return 0; }                        \
  bool Class::do_always_noconv() const noexcept { return false; }              \
  int Class::do_length(mbstate_t &, const Extern *from, const Extern *end,     \
                       size_t count) const {                                   \
    const Extern *first = behindMark<Outside>(from, end, mode);                \
    return int(first - from) +                                                 \
           lengthOf<Outside, Inside, Intern>(first, end, count, most);         \
  }                                                                            \
  int Class::do_max_length() const noexcept {                                  \
    return (mode & consume_header) ? 4 + int(markSize<Outside>) : 4;           \
  }

namespace {
template <class Encoding> constexpr size_t markSize = 2;
template <class Unit> constexpr size_t markSize<Utf8<Unit>> = 3;
} // namespace

namespace std {
inline namespace __1 {
using Codecvt16 = codecvt<char16_t, char, mbstate_t>;
using Codecvt32 = codecvt<char32_t, char, mbstate_t>;
using Codecvt16_8 = codecvt<char16_t, char8_t, mbstate_t>;
using Codecvt32_8 = codecvt<char32_t, char8_t, mbstate_t>;
#define FACET(Class, Intern, Extern, Inside)                                   \
  locale::id Class::id;                                                        \
  Class::~codecvt() = default;                                                 \
  CONVERSION(Class, Intern, Extern, Inside<Intern>, Utf8<Extern>, last, 0u)
FACET(Codecvt16, char16_t, char, Utf16)
FACET(Codecvt32, char32_t, char, Ucs)
FACET(Codecvt16_8, char16_t, char8_t, Utf16)
FACET(Codecvt32_8, char32_t, char8_t, Ucs)
template class codecvt_byname<char16_t, char, mbstate_t>;
template class codecvt_byname<char32_t, char, mbstate_t>;
template class codecvt_byname<char16_t, char8_t, mbstate_t>;
template class codecvt_byname<char32_t, char8_t, mbstate_t>;

__narrow_to_utf8<16>::~__narrow_to_utf8() = default;
__narrow_to_utf8<32>::~__narrow_to_utf8() = default;
__widen_from_utf8<16>::~__widen_from_utf8() = default;
__widen_from_utf8<32>::~__widen_from_utf8() = default;

// <codecvt>: deprecated since C++17, but often the only way there is.
using Big16 = __codecvt_utf16<char16_t, false>;
using Big32 = __codecvt_utf16<char32_t, false>;
using BigWide = __codecvt_utf16<wchar_t, false>;
using Little16 = __codecvt_utf16<char16_t, true>;
using Little32 = __codecvt_utf16<char32_t, true>;
using LittleWide = __codecvt_utf16<wchar_t, true>;
#define MODAL(Class, Intern, Inside, Outside)                                  \
  CONVERSION(Class, Intern, char, Inside<Intern>, Outside,                     \
             char32_t(__maxcode_), unsigned(__mode_))
MODAL(__codecvt_utf8<char16_t>, char16_t, Ucs, Utf8<char>)
MODAL(__codecvt_utf8<char32_t>, char32_t, Ucs, Utf8<char>)
MODAL(__codecvt_utf8<wchar_t>, wchar_t, Ucs, Utf8<char>)
MODAL(__codecvt_utf8_utf16<char16_t>, char16_t, Utf16, Utf8<char>)
MODAL(__codecvt_utf8_utf16<char32_t>, char32_t, Utf16, Utf8<char>)
MODAL(__codecvt_utf8_utf16<wchar_t>, wchar_t, Utf16, Utf8<char>)
MODAL(Big16, char16_t, Ucs, Utf16Bytes<false>)
MODAL(Big32, char32_t, Ucs, Utf16Bytes<false>)
MODAL(BigWide, wchar_t, Ucs, Utf16Bytes<false>)
MODAL(Little16, char16_t, Ucs, Utf16Bytes<true>)
MODAL(Little32, char32_t, Ucs, Utf16Bytes<true>)
MODAL(LittleWide, wchar_t, Ucs, Utf16Bytes<true>)
} // namespace __1
} // namespace std
SECTILE_MAKE(codecvt16, std::Codecvt16)
SECTILE_MAKE(codecvt32, std::Codecvt32)
SECTILE_MAKE(codecvt16_8, std::Codecvt16_8)
SECTILE_MAKE(codecvt32_8, std::Codecvt32_8)
