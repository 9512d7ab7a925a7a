// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The buffers of the standard streams: those of <stdio.h>, so that both ways to
// write and read can be mixed. Wide characters go as bytes, as codecvt<wchar_t,
// char, mbstate_t> has them.
#ifndef SECTILE_LIBCXX_STDSTREAMS_H
#define SECTILE_LIBCXX_STDSTREAMS_H

#include <cstdio>
#include <istream>
#include <new>
#include <ostream>
#include <streambuf>

namespace sectile {
template <class Char> class OutBuffer : public std::basic_streambuf<Char> {
  using Base = std::basic_streambuf<Char>;
  using Traits = typename Base::traits_type;
  using Int = typename Base::int_type;

public:
  explicit OutBuffer(std::FILE *file) : file(file) {}

protected:
  Int overflow(Int c) override {
    if (Traits::eq_int_type(c, Traits::eof()))
      return Traits::not_eof(c);
    return put(Traits::to_char_type(c)) ? c : Traits::eof();
  }
  std::streamsize xsputn(const Char *text, std::streamsize size) override {
    if constexpr (sizeof(Char) == 1)
      return std::streamsize(std::fwrite(text, 1, size_t(size), file));
    std::streamsize done = 0;
    while (done < size && put(text[done]))
      ++done;
    return done;
  }
  int sync() override { return std::fflush(file) == 0 ? 0 : -1; }

private:
  bool put(Char c) {
    if (sizeof(Char) > 1 && (c < 0 || c > Char(255)))
      return false;
    return std::putc(static_cast<unsigned char>(c), file) != EOF;
  }
  std::FILE *file;
};

template <class Char> class InBuffer : public std::basic_streambuf<Char> {
  using Base = std::basic_streambuf<Char>;
  using Traits = typename Base::traits_type;
  using Int = typename Base::int_type;

public:
  explicit InBuffer(std::FILE *file) : file(file) {}

protected:
  Int underflow() override {
    int c = std::getc(file);
    if (c == EOF)
      return Traits::eof();
    std::ungetc(c, file);
    return Traits::to_int_type(Char(c));
  }
  Int uflow() override {
    int c = std::getc(file);
    if (c == EOF)
      return last = Traits::eof();
    return last = Traits::to_int_type(Char(c));
  }
  Int pbackfail(Int c) override {
    // The end of the file stands for the character that was read last.
    if (Traits::eq_int_type(c, Traits::eof()))
      c = last;
    last = Traits::eof();
    if (Traits::eq_int_type(c, Traits::eof()))
      return c;
    return std::ungetc(int(c), file) == EOF ? Traits::eof() : c;
  }

private:
  std::FILE *file;
  Int last = Traits::eof();
};

/// Room for an object that is constructed by hand and never destroyed.
template <class T> struct Place {
  alignas(T) char bytes[sizeof(T)];
  template <class... A> T *make(A... arguments) {
    return new (bytes) T(arguments...);
  }
};

// Each constructs its streams, at its first call only.
void constructOut();
void constructIn();
void constructWide();
// What is still to be written at the end.
void flushOut();
void flushWide();
} // namespace sectile

#endif
