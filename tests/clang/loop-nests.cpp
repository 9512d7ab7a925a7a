// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Nests over the storage of containers, whose pointers and sizes are loaded
// again in the nest, become tile code.
//
// RUN: sectile-clang++ -std=c++20 -O2 -c %s -o %t.o -Xclang -llvm-verify-each -Rpass=sectile-nests -Rpass-missed=sectile-nests 2>&1 | FileCheck %s
#include <cstddef>
#include <span>
#include <vector>

// CHECK: :[[@LINE+3]]:3: remark: loop nest becomes tile code, where tests at run time allow it
void vectors(std::vector<float> &c, const std::vector<float> &a, const std::vector<float> &b,
             size_t m, size_t n, size_t k) {
  for (size_t i = 0; i < m; i++)
    for (size_t j = 0; j < n; j++) {
      float s = 0;
      for (size_t p = 0; p < k; p++)
        s += a[i * k + p] * b[p * n + j];
      c[i * n + j] = s;
    }
}

// CHECK: :[[@LINE+3]]:3: remark: loop nest becomes tile code, where tests at run time allow it
void spans(std::span<int> c, std::span<const signed char> a, std::span<const signed char> b,
           size_t m, size_t n, size_t k) {
  for (size_t i = 0; i < m; i++)
    for (size_t p = 0; p < k; p++)
      for (size_t j = 0; j < n; j++)
        c[i * n + j] += a[i * k + p] * b[p * n + j];
}

struct Matrix {
  std::vector<float> elements;
  int rows, columns;
  float &operator()(int i, int j) { return elements[i * columns + j]; }
  const float &operator()(int i, int j) const { return elements[i * columns + j]; }
};

// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where tests at run time allow it
void matrices(Matrix &c, const Matrix &a, const Matrix &b) {
  for (int i = 0; i < c.rows; i++)
    for (int j = 0; j < c.columns; j++) {
      float s = 0;
      for (int k = 0; k < a.columns; k++)
        s += a(i, k) * b(k, j);
      c(i, j) = s;
    }
}

// Both operands are the same matrix.
// CHECK: :[[@LINE+2]]:3: remark: loop nest becomes tile code, where tests at run time allow it
void gram(float *c, const float *a, int m, int k) {
  for (int i = 0; i < m; i++)
    for (int j = 0; j < m; j++) {
      float s = 0;
      for (int p = 0; p < k; p++)
        s += a[i * k + p] * a[j * k + p];
      c[i * m + j] = s;
    }
}
