// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The base of all streams.
#include <algorithm>
#include <cstdlib>
#include <exception>
#include <ios>
#include <locale>
#include <new>
#include <string>

namespace std {
inline namespace __1 {
// Before C++17 a program may use their addresses.
#define CONSTANT(type, name) const ios_base::type ios_base::name;
CONSTANT(fmtflags, boolalpha)
CONSTANT(fmtflags, dec)
CONSTANT(fmtflags, fixed)
CONSTANT(fmtflags, hex)
CONSTANT(fmtflags, internal)
CONSTANT(fmtflags, left)
CONSTANT(fmtflags, oct)
CONSTANT(fmtflags, right)
CONSTANT(fmtflags, scientific)
CONSTANT(fmtflags, showbase)
CONSTANT(fmtflags, showpoint)
CONSTANT(fmtflags, showpos)
CONSTANT(fmtflags, skipws)
CONSTANT(fmtflags, unitbuf)
CONSTANT(fmtflags, uppercase)
CONSTANT(fmtflags, adjustfield)
CONSTANT(fmtflags, basefield)
CONSTANT(fmtflags, floatfield)
CONSTANT(iostate, badbit)
CONSTANT(iostate, eofbit)
CONSTANT(iostate, failbit)
CONSTANT(iostate, goodbit)
CONSTANT(openmode, app)
CONSTANT(openmode, ate)
CONSTANT(openmode, binary)
CONSTANT(openmode, in)
CONSTANT(openmode, noreplace)
CONSTANT(openmode, out)
CONSTANT(openmode, trunc)
#undef CONSTANT

namespace {
struct Category final : __do_message {
  const char *name() const noexcept override { return "iostream"; }
  string message(int value) const override {
    if (value == int(io_errc::stream))
      return "unspecified iostream_category error";
    return __do_message::message(value);
  }
};
union Forever {
  Category category;
  constexpr Forever() : category() {}
  constexpr ~Forever() {}
};
constinit Forever forever;
} // namespace
const error_category &iostream_category() noexcept { return forever.category; }

ios_base::failure::failure(const string &text, const error_code &code)
    : system_error(code, text) {}
ios_base::failure::failure(const char *text, const error_code &code)
    : system_error(code, text) {}
ios_base::failure::~failure() noexcept = default;

// The locale is kept in a pointer: an ios_base may be destroyed that was never
// initialized.
static_assert(sizeof(locale) == sizeof(void *));
static locale &localeIn(void *&place) {
  return *reinterpret_cast<locale *>(&place);
}

void ios_base::init(void *buffer) {
  __rdbuf_ = buffer;
  __rdstate_ = buffer ? goodbit : badbit;
  __exceptions_ = goodbit;
  __fmtflags_ = skipws | dec;
  __width_ = 0;
  __precision_ = 6;
  __fn_ = nullptr;
  __index_ = nullptr;
  __event_size_ = __event_cap_ = 0;
  __iarray_ = nullptr;
  __iarray_size_ = __iarray_cap_ = 0;
  __parray_ = nullptr;
  __parray_size_ = __parray_cap_ = 0;
  new (&__loc_) locale;
}
ios_base::~ios_base() {
  if (!__loc_)
    return;
  __call_callbacks(erase_event);
  localeIn(__loc_).~locale();
  free(__fn_);
  free(__index_);
  free(__iarray_);
  free(__parray_);
}

locale ios_base::imbue(const locale &next) {
  locale &now = localeIn(__loc_);
  locale old = now;
  now = next;
  __call_callbacks(imbue_event);
  return old;
}
locale ios_base::getloc() const {
  return localeIn(const_cast<ios_base *>(this)->__loc_);
}

void ios_base::clear(iostate state) {
  __rdstate_ = __rdbuf_ ? state : state | badbit;
  if (__rdstate_ & __exceptions_)
    __throw_failure("ios_base::clear");
}
// They are called where an exception was caught: there are none.
void ios_base::__set_badbit_and_consider_rethrow() {
  __rdstate_ |= badbit;
  if (__exceptions_ & badbit)
    terminate();
}
void ios_base::__set_failbit_and_consider_rethrow() {
  __rdstate_ |= failbit;
  if (__exceptions_ & failbit)
    terminate();
}

//===-- Arrays of words, pointers and callbacks -------------------------===//

template <class T> static bool grow(T *&array, size_t &room, size_t needed) {
  if (needed <= room)
    return true;
  size_t next = max(needed, 2 * room);
  auto *more = static_cast<T *>(realloc(array, next * sizeof(T)));
  if (!more)
    return false;
  array = more;
  room = next;
  return true;
}

int ios_base::__xindex_ = 0;
int ios_base::xalloc() { return __xindex_++; }

long &ios_base::iword(int index) {
  size_t needed = size_t(index) + 1;
  if (index < 0 || !grow(__iarray_, __iarray_cap_, needed)) {
    static long nothing;
    setstate(badbit);
    return nothing = 0;
  }
  for (; __iarray_size_ < needed; ++__iarray_size_)
    __iarray_[__iarray_size_] = 0;
  return __iarray_[index];
}
void *&ios_base::pword(int index) {
  size_t needed = size_t(index) + 1;
  if (index < 0 || !grow(__parray_, __parray_cap_, needed)) {
    static void *nothing;
    setstate(badbit);
    return nothing = nullptr;
  }
  for (; __parray_size_ < needed; ++__parray_size_)
    __parray_[__parray_size_] = nullptr;
  return __parray_[index];
}

void ios_base::register_callback(event_callback function, int index) {
  size_t needed = __event_size_ + 1, room = __event_cap_;
  if (!grow(__index_, room, needed) || !grow(__fn_, __event_cap_, needed)) {
    setstate(badbit);
    return;
  }
  __fn_[__event_size_] = function;
  __index_[__event_size_] = index;
  ++__event_size_;
}
void ios_base::__call_callbacks(event which) {
  for (size_t i = __event_size_; i-- > 0;)
    __fn_[i](which, *this, __index_[i]);
}

void ios_base::copyfmt(const ios_base &other) {
  auto copied = [this](auto *&to, size_t &room, auto *from, size_t size) {
    if (!grow(to, room, size)) {
      setstate(badbit);
      return size_t(0);
    }
    copy(from, from + size, to);
    return size;
  };
  __fmtflags_ = other.__fmtflags_;
  __precision_ = other.__precision_;
  __width_ = other.__width_;
  localeIn(__loc_) = localeIn(const_cast<ios_base &>(other).__loc_);
  size_t room = __event_cap_, size = other.__event_size_;
  __event_size_ = copied(__index_, room, other.__index_, size);
  __event_size_ = copied(__fn_, __event_cap_, other.__fn_, size);
  __iarray_size_ =
      copied(__iarray_, __iarray_cap_, other.__iarray_, other.__iarray_size_);
  __parray_size_ =
      copied(__parray_, __parray_cap_, other.__parray_, other.__parray_size_);
}

void ios_base::move(ios_base &other) {
  // *this is not initialized; the other keeps its buffer and loses the rest.
  __fmtflags_ = other.__fmtflags_;
  __precision_ = other.__precision_;
  __width_ = other.__width_;
  __rdstate_ = other.__rdstate_;
  __exceptions_ = other.__exceptions_;
  __rdbuf_ = nullptr;
  new (&__loc_) locale(localeIn(other.__loc_));
  __fn_ = exchange(other.__fn_, nullptr);
  __index_ = exchange(other.__index_, nullptr);
  __event_size_ = exchange(other.__event_size_, 0);
  __event_cap_ = exchange(other.__event_cap_, 0);
  __iarray_ = exchange(other.__iarray_, nullptr);
  __iarray_size_ = exchange(other.__iarray_size_, 0);
  __iarray_cap_ = exchange(other.__iarray_cap_, 0);
  __parray_ = exchange(other.__parray_, nullptr);
  __parray_size_ = exchange(other.__parray_size_, 0);
  __parray_cap_ = exchange(other.__parray_cap_, 0);
}
void ios_base::swap(ios_base &other) noexcept {
  std::swap(__fmtflags_, other.__fmtflags_);
  std::swap(__precision_, other.__precision_);
  std::swap(__width_, other.__width_);
  std::swap(__rdstate_, other.__rdstate_);
  std::swap(__exceptions_, other.__exceptions_);
  std::swap(__loc_, other.__loc_);
  std::swap(__fn_, other.__fn_);
  std::swap(__index_, other.__index_);
  std::swap(__event_size_, other.__event_size_);
  std::swap(__event_cap_, other.__event_cap_);
  std::swap(__iarray_, other.__iarray_);
  std::swap(__iarray_size_, other.__iarray_size_);
  std::swap(__iarray_cap_, other.__iarray_cap_);
  std::swap(__parray_, other.__parray_);
  std::swap(__parray_size_, other.__parray_size_);
  std::swap(__parray_cap_, other.__parray_cap_);
}

// The standard streams have no buffers beside those of <stdio.h>.
bool ios_base::sync_with_stdio(bool now) {
  static bool before = true;
  return exchange(before, now);
}
} // namespace __1
} // namespace std
