// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Facets of the "C" locale, of which a program links only those that it uses.
//
// Each facet below is made by a function that locale.cpp refers to weakly, and
// that is in the archive's member with the facet's id. So a facet is linked if
// something in the program uses its id, and is in the locale if it is linked.
#ifndef SECTILE_LIBCXX_FACETS_H
#define SECTILE_LIBCXX_FACETS_H

#include <locale>
#include <new>

// X(name, type, category)
#define SECTILE_FACETS(X)                                                      \
  X(ctype, ctype<char>, ctype)                                                 \
  X(wctype, ctype<wchar_t>, ctype)                                             \
  X(codecvt, SECTILE_PACK(codecvt<char, char, mbstate_t>), ctype)              \
  X(wcodecvt, SECTILE_PACK(codecvt<wchar_t, char, mbstate_t>), ctype)          \
  X(codecvt16, SECTILE_PACK(codecvt<char16_t, char, mbstate_t>), ctype)        \
  X(codecvt32, SECTILE_PACK(codecvt<char32_t, char, mbstate_t>), ctype)        \
  X(codecvt16_8, SECTILE_PACK(codecvt<char16_t, char8_t, mbstate_t>), ctype)   \
  X(codecvt32_8, SECTILE_PACK(codecvt<char32_t, char8_t, mbstate_t>), ctype)   \
  X(numpunct, numpunct<char>, numeric)                                         \
  X(wnumpunct, numpunct<wchar_t>, numeric)                                     \
  X(num_get, num_get<char>, numeric)                                           \
  X(wnum_get, num_get<wchar_t>, numeric)                                       \
  X(num_put, num_put<char>, numeric)                                           \
  X(wnum_put, num_put<wchar_t>, numeric)                                       \
  X(collate, collate<char>, collate)                                           \
  X(wcollate, collate<wchar_t>, collate)                                       \
  X(messages, messages<char>, messages)                                        \
  X(wmessages, messages<wchar_t>, messages)                                    \
  X(time_get, time_get<char>, time)                                            \
  X(wtime_get, time_get<wchar_t>, time)                                        \
  X(time_put, time_put<char>, time)                                            \
  X(wtime_put, time_put<wchar_t>, time)                                        \
  X(moneypunct, SECTILE_PACK(moneypunct<char, false>), monetary)               \
  X(moneypunct_intl, SECTILE_PACK(moneypunct<char, true>), monetary)           \
  X(wmoneypunct, SECTILE_PACK(moneypunct<wchar_t, false>), monetary)           \
  X(wmoneypunct_intl, SECTILE_PACK(moneypunct<wchar_t, true>), monetary)       \
  X(money_get, money_get<char>, monetary)                                      \
  X(wmoney_get, money_get<wchar_t>, monetary)                                  \
  X(money_put, money_put<char>, monetary)                                      \
  X(wmoney_put, money_put<wchar_t>, monetary)
#define SECTILE_PACK(...) __VA_ARGS__

// Files of facets for char are compiled once more for wchar_t.
#ifndef SECTILE_WIDE
#define SECTILE_CHAR char
#define SECTILE_TEXT(text) text
#define SECTILE_NAME(name) name
#else
#define SECTILE_CHAR wchar_t
#define SECTILE_TEXT(text) L##text
#define SECTILE_NAME(name) w##name
#endif

namespace sectile {
struct Facet {
  std::locale::facet *facet;
  std::locale::id *id;
};
#define SECTILE_DECLARE(name, type, category) [[gnu::weak]] Facet make_##name();
SECTILE_FACETS(SECTILE_DECLARE)
#undef SECTILE_DECLARE

// "C" under one of its names, which all facets with a name must have.
void checkLocaleName(const char *facet, const char *name);
} // namespace sectile

// It is never destroyed: one reference is never released.
#define SECTILE_MAKE_WITH(name, type, ...)                                     \
  sectile::Facet sectile::make_##name() {                                      \
    alignas(type) static char place[sizeof(type)];                             \
    return {new (place) type(__VA_ARGS__), &type::id};                         \
  }
#define SECTILE_MAKE(...) SECTILE_MAKE_(__VA_ARGS__)
#define SECTILE_MAKE_(name, ...)                                               \
  sectile::Facet sectile::make_##name() {                                      \
    using Type = __VA_ARGS__;                                                  \
    alignas(Type) static char place[sizeof(Type)];                             \
    return {new (place) Type(1), &Type::id};                                   \
  }

#endif
