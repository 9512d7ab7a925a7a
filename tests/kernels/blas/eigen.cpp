// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// REQUIRES: default-check
// Eigen compiled for Sectile with its products in libsectile_blas gives what
// Eigen without it gives, and solves what it says it solves.
// RUN: sectile-clang++ -O1 -std=c++17 -DEIGEN_USE_BLAS \
// RUN:   -isystem /usr/include/eigen3 %s -lsectile_blas -o %t.elf
// RUN: sectile-nm %t.elf | FileCheck --check-prefix=CALLS %s
// RUN: sectile-run %t.elf | FileCheck %s
// CALLS-DAG: T sgemm_
// CALLS-DAG: T sgemv_
// CALLS-DAG: T ssymm_
// CALLS-DAG: T ssyrk_
// CALLS-DAG: T strmm_
// CALLS-DAG: T strsm_
#include <Eigen/Dense>
#include <cstdio>

using Eigen::Lower;
using Eigen::Upper;

// The largest difference, in units of the rounding error of n products.
template <typename A, typename B>
static void compare(const char *what, const A &found, const B &expected) {
  using Matrix = Eigen::Matrix<typename A::Scalar, -1, -1>;
  const Matrix f = found, e = expected;
  const double error = (f - e).template lpNorm<Eigen::Infinity>() /
                       e.template lpNorm<Eigen::Infinity>();
  const double bound =
      200 * (double)Eigen::NumTraits<typename A::Scalar>::epsilon();
  std::printf("%s: %s\n", what, error <= bound ? "right" : "wrong");
  if (!(error <= bound))
    std::printf("  error %g, at most %g\n", error, bound);
}

template <typename T> static void test(const char *name) {
  using Matrix = Eigen::Matrix<T, -1, -1>;
  using Vector = Eigen::Matrix<T, -1, 1>;
  const int n = 77, m = 50;
  std::srand(1);
  const Matrix a = Matrix::Random(n, m), b = Matrix::Random(m, n),
               c = Matrix::Random(n, n), r = Matrix::Random(n, m);
  const Vector x = Vector::Random(n);
  std::printf("%s\n", name);
  compare("product", a * b, a.lazyProduct(b));
  compare("transposed product", a.transpose() * c,
          a.transpose().lazyProduct(c));
  compare("product with a vector", c * x, c.lazyProduct(x));
  const Matrix symmetric = c + c.transpose();
  Matrix half = Matrix::Zero(n, n);
  half.template triangularView<Lower>() = symmetric;
  compare("symmetric product", half.template selfadjointView<Lower>() * r,
          symmetric.lazyProduct(r));
  Matrix rank = Matrix::Zero(n, n);
  rank.template selfadjointView<Upper>().rankUpdate(a);
  Matrix all = a.lazyProduct(a.transpose());
  compare("rank update", rank, Matrix(all.template triangularView<Upper>()));
  const Matrix lower = c.template triangularView<Lower>();
  compare("triangular product", c.template triangularView<Lower>() * r,
          lower.lazyProduct(r));
  const Matrix dominant = c + Matrix::Identity(n, n) * T(n);
  const Matrix triangle = dominant.template triangularView<Upper>();
  const Matrix solved = dominant.template triangularView<Upper>().solve(r);
  compare("triangular solution", triangle.lazyProduct(solved), r);
  compare("LU", dominant.lazyProduct(dominant.partialPivLu().solve(r)), r);
  const Matrix positive = all + Matrix::Identity(n, n) * T(n);
  compare("Cholesky", positive.lazyProduct(positive.llt().solve(r)), r);
  compare("inverse", dominant.lazyProduct(dominant.inverse()),
          Matrix::Identity(n, n));
}

int main() {
  // CHECK: float
  // CHECK-COUNT-10: right
  // CHECK-NOT: wrong
  test<float>("float");
  // CHECK: double
  // CHECK-COUNT-10: right
  // CHECK-NOT: wrong
  test<double>("double");
}
