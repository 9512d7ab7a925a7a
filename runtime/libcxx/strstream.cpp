// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Streams in arrays of characters, which C++26 no longer has.
#include <algorithm>
#include <climits>
#include <cstring>
#include <new>
#include <strstream>

#pragma clang diagnostic ignored "-Wdeprecated-declarations"

namespace std {
inline namespace __1 {
strstreambuf::strstreambuf(streamsize size)
    : __strmode_(__dynamic), __alsize_(size), __palloc_(nullptr),
      __pfree_(nullptr) {}
strstreambuf::strstreambuf(void *(*allocate)(size_t), void (*release)(void *))
    : __strmode_(__dynamic), __alsize_(__default_alsize), __palloc_(allocate),
      __pfree_(release) {}

// An array of `size` characters, of a text if it is 0, or without end.
void strstreambuf::__init(char *first, streamsize size, char *write) {
  if (size == 0)
    size = streamsize(strlen(first));
  else if (size < 0)
    size = INT_MAX;
  setg(first, first, write ? write : first + size);
  if (write)
    setp(write, write + size);
}
strstreambuf::strstreambuf(char *first, streamsize size, char *write)
    : __strmode_(), __alsize_(__default_alsize), __palloc_(nullptr),
      __pfree_(nullptr) {
  __init(first, size, write);
}
strstreambuf::strstreambuf(const char *first, streamsize size)
    : __strmode_(__constant), __alsize_(__default_alsize), __palloc_(nullptr),
      __pfree_(nullptr) {
  __init(const_cast<char *>(first), size, nullptr);
}
strstreambuf::strstreambuf(signed char *first, streamsize size,
                           signed char *write)
    : strstreambuf(reinterpret_cast<char *>(first), size,
                   reinterpret_cast<char *>(write)) {}
strstreambuf::strstreambuf(const signed char *first, streamsize size)
    : strstreambuf(reinterpret_cast<const char *>(first), size) {}
strstreambuf::strstreambuf(unsigned char *first, streamsize size,
                           unsigned char *write)
    : strstreambuf(reinterpret_cast<char *>(first), size,
                   reinterpret_cast<char *>(write)) {}
strstreambuf::strstreambuf(const unsigned char *first, streamsize size)
    : strstreambuf(reinterpret_cast<const char *>(first), size) {}

strstreambuf::~strstreambuf() {
  if (!eback() || !(__strmode_ & __allocated) || (__strmode_ & __frozen))
    return;
  if (__pfree_)
    __pfree_(eback());
  else
    delete[] eback();
}

void strstreambuf::swap(strstreambuf &other) {
  streambuf::swap(other);
  std::swap(__strmode_, other.__strmode_);
  std::swap(__alsize_, other.__alsize_);
  std::swap(__palloc_, other.__palloc_);
  std::swap(__pfree_, other.__pfree_);
}

void strstreambuf::freeze(bool on) {
  if (__strmode_ & __dynamic)
    __strmode_ = on ? __strmode_ | __frozen : __strmode_ & ~__frozen;
}
char *strstreambuf::str() {
  freeze();
  return eback();
}
int strstreambuf::pcount() const { return int(pptr() - pbase()); }

strstreambuf::int_type strstreambuf::overflow(int_type c) {
  if (c == EOF)
    return 0;
  if (pptr() == epptr()) {
    if (!(__strmode_ & __dynamic) || (__strmode_ & __frozen))
      return EOF;
    // All that is read and written moves to an array twice as large.
    size_t before = size_t((epptr() ? epptr() : egptr()) - eback());
    size_t size = max({size_t(__alsize_), 2 * before, size_t(16)});
    char *array =
        __palloc_ ? static_cast<char *>(__palloc_(size)) : new char[size];
    if (!array)
      return EOF;
    if (before)
      memcpy(array, eback(), before);
    ptrdiff_t readAt = gptr() - eback(), readEnd = egptr() - eback();
    ptrdiff_t written = pptr() - pbase(),
              base = pbase() ? pbase() - eback() : 0;
    if (__strmode_ & __allocated) {
      if (__pfree_)
        __pfree_(eback());
      else
        delete[] eback();
    }
    setg(array, array + readAt, array + readEnd);
    setp(array + base, array + size);
    __pbump(written);
    __strmode_ |= __allocated;
  }
  *pptr() = char(c);
  pbump(1);
  return static_cast<unsigned char>(c);
}
strstreambuf::int_type strstreambuf::pbackfail(int_type c) {
  if (gptr() == eback())
    return EOF;
  if (c == EOF) {
    gbump(-1);
    return 0;
  }
  if (gptr()[-1] != char(c)) {
    if (__strmode_ & __constant)
      return EOF;
    gptr()[-1] = char(c);
  }
  gbump(-1);
  return c;
}
strstreambuf::int_type strstreambuf::underflow() {
  if (gptr() == egptr()) {
    if (egptr() >= pptr())
      return EOF;
    setg(eback(), gptr(), pptr()); // what has been written since
  }
  return static_cast<unsigned char>(*gptr());
}

strstreambuf::pos_type strstreambuf::seekoff(off_type offset,
                                             ios_base::seekdir from,
                                             ios_base::openmode which) {
  bool in = which & ios_base::in, out = which & ios_base::out;
  if ((!in && !out) || (in && out && from == ios_base::cur) ||
      (in && !gptr()) || (out && !pptr()))
    return pos_type(-1);
  char *end = epptr() ? epptr() : egptr();
  off_type place = offset;
  if (from == ios_base::cur)
    place += in ? gptr() - eback() : pptr() - eback();
  else if (from == ios_base::end)
    place += end - eback();
  if (place < 0 || place > end - eback())
    return pos_type(-1);
  char *to = eback() + place;
  if (in)
    setg(eback(), to, max(to, egptr()));
  if (out) {
    char *base = min(pbase(), to);
    setp(base, end);
    __pbump(to - base);
  }
  return pos_type(place);
}
strstreambuf::pos_type strstreambuf::seekpos(pos_type place,
                                             ios_base::openmode which) {
  return seekoff(off_type(place), ios_base::beg, which);
}

istrstream::~istrstream() = default;
ostrstream::~ostrstream() = default;
strstream::~strstream() = default;
} // namespace __1
} // namespace std
