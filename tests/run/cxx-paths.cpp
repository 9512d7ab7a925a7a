// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Paths: their parts, elements in both directions, order, normal and relative forms.
// RUN: rm -rf %t && mkdir -p %t/host %t/guest
// RUN: g++ -w -std=c++17 %s -o %t/host.exe
// RUN: cd %t/host && %t/host.exe > %t/expected
// RUN: sectile-clang++ -std=c++17 -w -O2 %s -o %t/0.elf
// RUN: sectile-run --dir %t/guest %t/0.elf > %t/0.out
// RUN: diff %t/expected %t/0.out
#include <filesystem>
#include <iostream>
namespace fs = std::filesystem;
int main() {
  for (const char *t :
       {"",           "/",          "a",     "/a",      "a/",    "a/b",
        "/a/b/",      "a//b",       "a/./b", "a/../b",  "../a",  "/..",
        "/../a/b/..", ".",          "..",    "a.b",     "a.b.c", ".hidden",
        ".a.b",       "a.",         "..x",   "/a/.b",   "./",    "a/..",
        "a/b/../..",  "a/b/../../", "./a/.", "//a//b//"}) {
    fs::path p(t);
    std::cout << '"' << t << "\" rd=" << p.root_directory()
              << " rel=" << p.relative_path() << " par=" << p.parent_path()
              << " fn=" << p.filename() << " st=" << p.stem()
              << " ext=" << p.extension() << " norm=" << p.lexically_normal()
              << " abs=" << p.is_absolute() << " el=";
    for (auto e : p)
      std::cout << '[' << e.native() << ']';
    std::cout << " rev=";
    for (auto i = p.end(); i != p.begin();) {
      --i;
      auto e2 = *i;
      std::cout << "[" << e2.native() << ']';
    }
    std::cout << ' ' << fs::path(p).replace_extension("x")
              << fs::path(p).replace_filename("q") << (p / "z")
              << (fs::path("y") / p) << ' ' << (p < fs::path("a/b"))
              << (p == fs::path("a//b"))
              << (hash_value(p) == hash_value(fs::path("a//b"))) << '\n';
  }
  const char *rel[][2] = {{"/a/d", "/a/b/c"}, {"/a/b/c", "/a/d"},
                          {"a/b/c", "a"},     {"a/b/c", "a/b/c/x/y"},
                          {"a/b/c", "a/b/c"}, {"a/b", "c/d"},
                          {"/a", "b"},        {"a/b", "a/.."},
                          {"a", "../b"}};
  for (auto &r : rel)
    std::cout << fs::path(r[0]).lexically_relative(r[1])
              << fs::path(r[0]).lexically_proximate(r[1]) << '\n';
  std::cout << fs::path(u"\u00e9x") << fs::path(L"wide")
            << fs::path("\xc3\xa9").u16string().size()
            << fs::path("a/b").wstring().size() << '\n';
}
