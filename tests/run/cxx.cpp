// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// C++ without exceptions: constructors of globals, virtual functions, local
// statics, new and delete, and the containers and algorithms of libc++.
// RUN: sectile-clang++ -O2 -std=c++20 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <memory>
#include <numeric>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

struct Noisy {
  const char *name;
  explicit Noisy(const char *name) : name(name) { std::printf("make %s\n", name); }
  ~Noisy() { std::printf("end %s\n", name); }
};
static Noisy global("global");

struct Shape {
  virtual ~Shape() = default;
  virtual int area() const = 0;
};
struct Square : Shape {
  int side;
  explicit Square(int side) : side(side) {}
  int area() const override { return side * side; }
};

static int sum(std::span<const int> values) {
  return std::accumulate(values.begin(), values.end(), 0);
}

int main() {
  // CHECK: make global
  // CHECK-NEXT: main
  std::puts("main");
  static Noisy local("local"); // CHECK-NEXT: make local
  std::unique_ptr<Shape> shape = std::make_unique<Square>(7);
  std::printf("area %d\n", shape->area()); // CHECK-NEXT: area 49
  std::array<int, 5> a = {5, 3, 1, 4, 2};
  std::sort(a.begin(), a.end());
  std::printf("%d %d %d\n", a[0], a[4], sum(a)); // CHECK-NEXT: 1 5 15
  std::vector<std::string> words = {"tile", "array", "register", "a string that is too long to be inline"};
  std::ranges::sort(words);
  std::printf("%s %zu\n", words[0].c_str(), words.size()); // CHECK-NEXT: a string that is too long to be inline 4
  std::map<std::string, int> count;
  for (const std::string &w : words)
    count[w.substr(0, 1)]++;
  std::printf("%d %d\n", count["a"], count["t"]); // CHECK-NEXT: 2 1
  static_assert(std::is_same_v<decltype(a)::value_type, int>);
  return 0;
  // CHECK-NEXT: end local
  // CHECK-NEXT: end global
}
