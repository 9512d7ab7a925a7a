// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// std::cout and its kin exist before the first constructor and after the last
// destructor, also those with a priority, and go in step with stdio; what is in
// their buffers at the end is written.
// RUN: sectile-clang++ -O2 %s -o %t.elf && echo "7 word" | sectile-run %t.elf 2>%t.err | FileCheck %s
// RUN: FileCheck --check-prefix=ERR %s < %t.err
// RUN: sectile-clang++ -O0 -DFIRST %s -o %t.elf && echo "7 word" | sectile-run %t.elf 2>%t.err | FileCheck %s
#ifndef FIRST
#include <cstdio>
#include <iostream>
#include <string>
#endif

// CHECK: first
// CHECK-NEXT: early
// CHECK-NEXT: make
// CHECK-NEXT: main
// CHECK-NEXT: printf
// CHECK-NEXT: 7 word 1
// CHECK-NEXT: atexit
// CHECK-NEXT: end
// CHECK-NEXT: late
// CHECK-NEXT: last
// ERR: clog cerr
#ifdef FIRST // before any header
extern "C" int puts(const char *);
struct Before {
  Before() { puts("first"); }
};
[[gnu::init_priority(101)]] static Before before;
#include <cstdio>
#include <iostream>
#include <string>
#endif

struct Early {
  Early() {
#ifndef FIRST
    std::cout << "first\n";
#endif
    std::cout << "early\n";
  }
  ~Early() { std::cout << "last"; }
};
[[gnu::init_priority(102)]] static Early early;
struct Object {
  Object() { std::cout << "make\n"; }
  ~Object() { std::printf("end\n"), std::cout << "late\n"; }
};
static Object object;
static std::ios_base::Init init;

int main() {
  std::atexit([] { std::cout << "atexit\n"; });
  std::cout << "main\n";
  std::printf("printf\n");
  int n;
  std::string word;
  std::cin >> n >> word;
  std::cout << n << ' ' << word << ' ' << std::cin.get() / 10 << '\n';
  std::clog << "clog ";
  std::cerr << "cerr\n";
}
