// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ./check's plug-in limits what clang-tidy knows of parents to our own files; the
// reports, in namespaces, classes and templates too, are those without it.
// REQUIRES: default-check
// RUN: not clang-tidy-22 --quiet %s -- -std=c++20 -fno-rtti -isystem %llvm_include \
// RUN:   > %t.without 2>/dev/null
// RUN: not clang-tidy-22 --quiet --load=%build/lib/libsectile-tidy.so \
// RUN:   -checks=sectile-own-declarations %s -- -std=c++20 -fno-rtti -isystem %llvm_include \
// RUN:   > %t.with 2>/dev/null
// RUN: diff %t.without %t.with && FileCheck %s < %t.with
#include <llvm/ADT/StringMap.h>
#include <memory>
#include <string>
#include <vector>

namespace other {
// CHECK: error: no definition found for 'Elsewhere'
class Elsewhere;
} // namespace other

namespace here {

class Elsewhere {};

// CHECK: error: an assignment within an 'if' condition
inline int assigned(int a, int b) {
  if ((a = b))
    return 1;
  return a;
}

template <class T> struct Names {
  std::vector<std::string> all;
  T length() const {
    T sum = 0;
    // CHECK: error: the loop variable's type is not a reference type
    for (const auto name : all)
      sum += name.size();
    return sum;
  }
};
size_t used(const Names<size_t> &n) { return n.length(); }

// CHECK: error: both sides of operator are equivalent
bool redundant(int a) { return a > 0 || a > 0; }

// CHECK: error: 's' used after it was moved
size_t moved(std::string s) {
  std::string all = std::move(s);
  return all.size() + s.size();
}

// CHECK: error: this loop is infinite
void endless(int i, int limit) {
  int j = 0;
  while (i < limit)
    ++j;
}

// CHECK: error: Dereference of null pointer
int null(bool b) {
  int *p = nullptr;
  return b ? *p : 0;
}

} // namespace here
