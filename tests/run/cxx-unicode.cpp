// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Conversions between UTF-8, UTF-16 and UTF-32, complete, cut off and wrong, and
// streams in arrays.
// RUN: rm -rf %t && mkdir -p %t/host %t/guest
// RUN: g++ -w -std=c++17 %s -o %t/host.exe
// RUN: cd %t/host && %t/host.exe > %t/expected
// RUN: sectile-clang++ -std=c++17 -w -O2 %s -o %t/0.elf
// RUN: sectile-run --dir %t/guest %t/0.elf > %t/0.out
// RUN: diff %t/expected %t/0.out
#include <codecvt>
#include <cstdio>
#include <cstring>
#include <locale>
#include <string>
#include <strstream>
template <class F> void conv(const char *name, F &f, const std::string &bytes) {
  using E = typename F::intern_type;
  std::mbstate_t st{};
  E out[40];
  const char *fn;
  E *tn;
  auto r =
      f.in(st, bytes.data(), bytes.data() + bytes.size(), fn, out, out + 8, tn);
  printf("%s in %d %d:", name, r, int(fn - bytes.data()));
  for (E *p = out; p != tn; ++p)
    printf(" %x", unsigned(*p));
  char back[60];
  const E *en;
  char *bn;
  std::mbstate_t s2{};
  r = f.out(s2, out, tn, en, back, back + 10, bn);
  printf(" out %d %d %d:", r, int(en - out), int(bn - back));
  for (char *p = back; p != bn; ++p)
    printf("%02x", *p & 255);
  std::mbstate_t s3{};
  printf(" len %d\n",
         f.length(s3, bytes.data(), bytes.data() + bytes.size(), 3));
}
int main() {
  for (std::string b :
       {"abc", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", "\xf0\x9f\x98",
        "a\xff"
        "b",
        "\xc0\x80", "\xf4\x90\x80\x80", "\xef\xbb\xbfx"}) {
    std::codecvt_utf8<char32_t> a;
    conv("utf8-32", a, b);
    std::codecvt_utf8_utf16<char16_t> c;
    conv("utf8-utf16", c, b);
    std::codecvt_utf8<char32_t, 0x10ffff, std::consume_header> d;
    conv("hdr", d, b);
    std::codecvt_utf8<char16_t> e;
    if (b.find('\xf0') == b.npos)
      conv("ucs2", e, b);
    auto &g = std::use_facet<std::codecvt<char16_t, char, std::mbstate_t>>(
        std::locale());
    conv("facet16", g, b);
    auto &h = std::use_facet<std::codecvt<char32_t, char, std::mbstate_t>>(
        std::locale());
    conv("facet32", h, b);
  }
  for (std::string b :
       {std::string("\0a\0b", 4), std::string("\xd8\x3d\xde\x00\0x", 6),
        std::string("\xfe\xff\0z", 4), std::string("\xdc\x00\0x", 4)}) {
    std::codecvt_utf16<char32_t> a;
    conv("utf16be", a, b);
    std::codecvt_utf16<char32_t, 0x10ffff, std::little_endian> l;
    conv("utf16le", l, b);
  }
  std::wstring_convert<std::codecvt_utf8<wchar_t>> w;
  auto ws = w.from_bytes("h\xc3\xa9");
  printf("%zu %x %s\n", ws.size(), unsigned(ws[1]),
         w.to_bytes(L"\x20ac").c_str());
  {
    std::ostrstream os;
    os << "strstream " << 42 << std::ends;
    printf("%s %d\n", os.str(), os.pcount());
    os.freeze(false);
  }
  {
    std::istrstream is("7 8 nine");
    int a, b;
    std::string c;
    is >> a >> b >> c;
    printf("%d %d %s\n", a, b, c.c_str());
  }
  {
    char buf[16];
    std::strstream ss(buf, 16, std::ios::in | std::ios::out);
    ss << "xy 12";
    std::string s;
    int n;
    ss >> s >> n;
    printf("%s %d\n", s.c_str(), n);
    ss.seekg(0);
    ss.clear();
    char c;
    ss.get(c);
    printf("%c %d\n", c, (int)ss.tellp());
  }
  {
    std::ostrstream os;
    for (int i = 0; i < 200; ++i)
      os << i << ',';
    os << std::ends;
    printf("%zu %d\n", strlen(os.str()), os.pcount());
    os.freeze(false);
  }
}
