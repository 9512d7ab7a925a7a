// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The BLAS against a reference of its own that computes with whole matrices.
//
//   blas_test s|d|c|z      the routines of a type, over random shapes
// Numbers are small integers, so that every result is exact in any order of
// summation, and solutions are known before the system is. What a format does
// not store, and what lies between rows and between elements of vectors, is NaN
// and must be so afterwards. Compiled for Sectile the program calls the library
// and compares all of the memory; it prints a digest of what must be there. For
// the host it prints the digests of the reference alone, so both must be the
// same text.
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#ifdef __sectile__
#include <cblas.h>
#else
#include "cblas.h"
#endif

namespace {

template <typename A, typename B> struct Equal {
  static constexpr bool value = false;
};
template <typename A> struct Equal<A, A> {
  static constexpr bool value = true;
};
using ComplexF = _Complex float;
using ComplexD = _Complex double;
template <typename T>
constexpr bool isComplex =
    Equal<T, ComplexF>::value || Equal<T, ComplexD>::value;
template <typename T, bool single> struct RealOf {
  using Type = float;
};
template <typename T> struct RealOf<T, false> {
  using Type = double;
};
template <typename T>
using Real = typename RealOf<T, Equal<T, float>::value ||
                                    Equal<T, ComplexF>::value>::Type;

template <typename T> T conj(T x, bool wanted = true) {
  if constexpr (isComplex<T>)
    return wanted ? ~x : x;
  else
    return x;
}
template <typename T> Real<T> realPart(T x) {
  if constexpr (isComplex<T>)
    return __real__ x;
  else
    return x;
}

uint64_t state = 1;
int failures;

uint64_t random64() {
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return state * UINT64_C(0x2545f4914f6cdd1d);
}
int below(int n) { return (int)(random64() >> 33) % n; }
bool coin() { return below(2) != 0; }

template <typename T> T number() {
  T x = (Real<T>)(below(7) - 3);
  if constexpr (isComplex<T>)
    __imag__ x = (Real<T>)(below(7) - 3);
  return x;
}
// One by which a division of integers is exact.
template <typename T> T divisor() {
  T x = (Real<T>)(coin() ? 2 : -1);
  if constexpr (isComplex<T>)
    if (coin()) {
      __imag__ x = __real__ x;
      __real__ x = 0;
    }
  return x;
}
template <typename T> T power() { // 2, for what a solution is scaled by
  return T(Real<T>(2));
}

constexpr int LARGEST = 140, SPACE = 26000;

template <typename T> struct Matrix {
  int m = 0, n = 0;
  T v[LARGEST][LARGEST];
};
// Operands and what is compared.
template <typename T> Matrix<T> A;
template <typename T> Matrix<T> B;
template <typename T> Matrix<T> C;
template <typename T> Matrix<T> X;
template <typename T> T memoryA[SPACE];
template <typename T> T memoryB[SPACE];
template <typename T> T memoryC[SPACE];
template <typename T> T expected[SPACE];

template <typename T> void poison(T *memory) {
  memset((void *)memory, 0xff, SPACE * sizeof(T));
}

template <typename T> void fill(Matrix<T> &x, int m, int n) {
  x.m = m;
  x.n = n;
  for (int i = 0; i < m; i++)
    for (int j = 0; j < n; j++)
      x.v[i][j] = number<T>();
}

// How a matrix is stored.
enum Format { dense, band, packed };
struct Layout {
  CBLAS_LAYOUT order;
  Format format;
  int ld;
  int below, above; // diagonals that are stored
  bool skipped;     // not the main one
  bool upper;       // of a half
  long at(int i, int j, int n) const {
    const bool columns = order == CblasColMajor;
    switch (format) {
    case dense:
      return columns ? i + (long)j * ld : j + (long)i * ld;
    case band:
      return columns ? above + i - j + (long)j * ld
                     : below + j - i + (long)i * ld;
    default:
      // The half by columns or by rows, whole lines of which precede.
      const int line = columns ? j : i, place = columns ? i : j;
      return upper == columns ? place + (long)line * (line + 1) / 2
                              : place + (long)line * (2 * n - line - 1) / 2;
    }
  }
};

template <typename T>
void store(const Matrix<T> &x, const Layout &layout, T *memory) {
  for (int i = 0; i < x.m; i++)
    for (int j = 0; j < x.n; j++)
      if (i - j <= layout.below && j - i <= layout.above &&
          !(layout.skipped && i == j))
        memory[layout.at(i, j, x.n)] = x.v[i][j];
}
Layout whole(CBLAS_LAYOUT order, int m, int n) {
  return {order,   dense,   (order == CblasColMajor ? m : n) + 1 + below(3),
          LARGEST, LARGEST, false,
          false};
}
// One half.
Layout half(CBLAS_LAYOUT order, Format format, int n, int k, bool upper,
            bool ones) {
  const int far = format == band ? k : LARGEST;
  return {order,
          format,
          format == band ? k + 1 + below(3) : n + 1 + below(3),
          upper ? 0 : far,
          upper ? far : 0,
          ones,
          upper};
}

template <typename T> void storeVector(const T *x, int n, int inc, T *memory) {
  for (int i = 0; i < n; i++)
    memory[inc > 0 ? (long)i * inc : (long)(i - (n - 1)) * inc] = x[i];
}
int increment() {
  const int inc = below(3) + 1;
  return coin() ? inc : -inc;
}

template <typename T>
T element(const Matrix<T> &x, CBLAS_TRANSPOSE op, int i, int j) {
  return op == CblasNoTrans ? x.v[i][j] : conj(x.v[j][i], op == CblasConjTrans);
}

CBLAS_LAYOUT anyOrder() { return coin() ? CblasRowMajor : CblasColMajor; }
CBLAS_TRANSPOSE anyOp() {
  const int c = below(3);
  return c == 0 ? CblasNoTrans : c == 1 ? CblasTrans : CblasConjTrans;
}
CBLAS_UPLO uplo(bool upper) { return upper ? CblasUpper : CblasLower; }
CBLAS_DIAG diag(bool ones) { return ones ? CblasUnit : CblasNonUnit; }

// Zeros without sign: the order of a sum decides about it.
template <typename T> void unsignZeros(T *memory) {
  Real<T> *parts = (Real<T> *)memory;
  const int count = isComplex<T> ? 2 * SPACE : SPACE;
  for (int i = 0; i < count; i++)
    if (parts[i] == 0)
      parts[i] = 0;
}

// Compares all of memoryC with what is expected, and prints a digest of that.
template <typename T> void compare(const char *name, int a, int b, int c) {
  unsignZeros(expected<T>);
  uint64_t h = UINT64_C(0xcbf29ce484222325);
  const unsigned char *bytes = (const unsigned char *)expected<T>;
  const size_t size = sizeof expected<T>;
  for (size_t i = 0; i < size; i++)
    h = (h ^ bytes[i]) * UINT64_C(0x100000001b3);
  printf("%s %d %d %d: %016llx\n", name, a, b, c, (unsigned long long)h);
#ifdef __sectile__
  unsignZeros(memoryC<T>);
  if (memcmp((const void *)memoryC<T>, (const void *)expected<T>,
             sizeof expected<T>) != 0) {
    failures++;
    long at = 0;
    while (memcmp((const void *)&memoryC<T>[at], (const void *)&expected<T>[at],
                  sizeof(T)) == 0)
      at++;
    printf("wrong at element %ld: found %g, expected %g\n", at,
           (double)realPart(memoryC<T>[at]), (double)realPart(expected<T>[at]));
  }
#endif
}

// The function of a type; of real types or of complex types alone, another
// name.
#ifdef __sectile__
#define CALL(name, ...)                                                        \
  do {                                                                         \
    if constexpr (Equal<T, float>::value)                                      \
      cblas_s##name(__VA_ARGS__);                                              \
    else if constexpr (Equal<T, double>::value)                                \
      cblas_d##name(__VA_ARGS__);                                              \
    else if constexpr (Equal<T, ComplexF>::value)                              \
      cblas_c##name(__VA_ARGS__);                                              \
    else                                                                       \
      cblas_z##name(__VA_ARGS__);                                              \
  } while (0)
#define CALL_REAL(name, ...)                                                   \
  do {                                                                         \
    if constexpr (Equal<T, float>::value)                                      \
      cblas_s##name(__VA_ARGS__);                                              \
    else                                                                       \
      cblas_d##name(__VA_ARGS__);                                              \
  } while (0)
#define CALL_COMPLEX(name, ...)                                                \
  do {                                                                         \
    if constexpr (Equal<T, ComplexF>::value)                                   \
      cblas_c##name(__VA_ARGS__);                                              \
    else                                                                       \
      cblas_z##name(__VA_ARGS__);                                              \
  } while (0)
#else
template <typename... Any> void nothing(const Any &...) {}
#define CALL(name, ...) nothing(__VA_ARGS__)
#define CALL_REAL(name, ...) nothing(__VA_ARGS__)
#define CALL_COMPLEX(name, ...) nothing(__VA_ARGS__)
#endif
#define CALL_EITHER(real, complex, ...)                                        \
  do {                                                                         \
    if constexpr (isComplex<T>)                                                \
      CALL_COMPLEX(complex, __VA_ARGS__);                                      \
    else                                                                       \
      CALL_REAL(real, __VA_ARGS__);                                            \
  } while (0)

// How CBLAS takes a number.
template <typename T> auto scalar(const T &x) {
  if constexpr (isComplex<T>)
    return (const void *)&x;
  else
    return x;
}

template <typename T> T alphaOf(int which) {
  const T some = number<T>();
  return which == 0 ? T(Real<T>(0)) : which == 1 ? T(Real<T>(1)) : some;
}

// beta * old, which is NaN if beta is 0: it must not be read.
template <typename T> T scaled(T beta, T old) {
  return beta == T(Real<T>(0)) ? T(Real<T>(0)) : beta * old;
}

//--- Level 1 and 2
//---------------------------------------------------------------

template <typename T> T vectorX[LARGEST];
template <typename T> T vectorY[LARGEST];
template <typename T> T result[LARGEST];

template <typename T> void vectors(int n) {
  for (int i = 0; i < n; i++) {
    vectorX<T>[i] = number<T>();
    vectorY<T>[i] = number<T>();
  }
}

template <typename T> void testVectors() {
  const int n = coin() ? below(8) : below(LARGEST), incx = increment(),
            incy = increment();
  const T alpha = alphaOf<T>(below(5));
  vectors<T>(n);
  const auto begin = [&] {
    poison(memoryA<T>);
    poison(memoryC<T>);
    poison(expected<T>);
    storeVector(vectorX<T>, n, incx, memoryA<T>);
    storeVector(vectorY<T>, n, incy, memoryC<T>);
  };
  begin();
  for (int i = 0; i < n; i++)
    result<T>[i] = vectorY<T>[i] + alpha * vectorX<T>[i];
  storeVector(result<T>, n, incy, expected<T>);
  CALL(axpy, n, scalar(alpha), memoryA<T>, incx, memoryC<T>, incy);
  compare<T>("axpy", n, incx, incy);
  begin();
  storeVector(vectorX<T>, n, incy, expected<T>);
  CALL(copy, n, memoryA<T>, incx, memoryC<T>, incy);
  compare<T>("copy", n, incx, incy);
  begin();
  storeVector(vectorX<T>, n, incy, expected<T>);
  CALL(swap, n, memoryA<T>, incx, memoryC<T>, incy);
  compare<T>("swap", n, incx, incy);
  // scal and what gives a number take no vector backwards.
  begin();
  const int step = incy < 0 ? -incy : incy;
  for (int i = 0; i < n; i++)
    result<T>[i] = alpha * vectorX<T>[i];
  storeVector(vectorX<T>, n, step, memoryC<T>);
  storeVector(vectorX<T>, n, step, expected<T>);
  storeVector(result<T>, n, step, expected<T>);
  CALL(scal, n, scalar(alpha), memoryC<T>, step);
  CALL(scal, n, scalar(alpha), memoryC<T>, -step);
  compare<T>("scal", n, step, 0);

  T product = Real<T>(0), conjugated = Real<T>(0);
  Real<T> sizes = 0, largest = -1;
  int first = 0;
  for (int i = 0; i < n; i++) {
    product += vectorX<T>[i] * vectorY<T>[i];
    conjugated += conj(vectorX<T>[i]) * vectorY<T>[i];
    Real<T> size = realPart(vectorX<T>[i]);
    size = size < 0 ? -size : size;
    if constexpr (isComplex<T>) {
      const Real<T> other = __imag__ vectorX<T>[i];
      size += other < 0 ? -other : other;
    }
    sizes += size;
    if (size > largest) {
      largest = size;
      first = i;
    }
  }
  poison(memoryC<T>);
  poison(expected<T>);
  expected<T>[0] = product;
  expected<T>[1] = conjugated;
  expected<T>[2] = sizes;
  expected<T>[3] = Real<T>(first);
#ifdef __sectile__
  poison(memoryA<T>);
  poison(memoryB<T>);
  storeVector(vectorX<T>, n, incx, memoryA<T>);
  storeVector(vectorY<T>, n, incy, memoryB<T>);
  if constexpr (isComplex<T>) {
    CALL_COMPLEX(dotu_sub, n, memoryA<T>, incx, memoryB<T>, incy, memoryC<T>);
    CALL_COMPLEX(dotc_sub, n, memoryA<T>, incx, memoryB<T>, incy,
                 memoryC<T> + 1);
  } else if constexpr (Equal<T, float>::value) {
    memoryC<T>[0] = cblas_sdot(n, memoryA<T>, incx, memoryB<T>, incy);
    memoryC<T>[1] = (T)cblas_dsdot(n, memoryA<T>, incx, memoryB<T>, incy);
    if (cblas_sdsdot(n, 4, memoryA<T>, incx, memoryB<T>, incy) !=
        memoryC<T>[0] + 4)
      failures++;
  } else {
    memoryC<T>[0] = memoryC<T>[1] =
        cblas_ddot(n, memoryA<T>, incx, memoryB<T>, incy);
  }
  poison(memoryA<T>);
  storeVector(vectorX<T>, n, step, memoryA<T>);
  if constexpr (Equal<T, float>::value) {
    memoryC<T>[2] = cblas_sasum(n, memoryA<T>, step);
    memoryC<T>[3] = (T)cblas_isamax(n, memoryA<T>, step);
  } else if constexpr (Equal<T, double>::value) {
    memoryC<T>[2] = cblas_dasum(n, memoryA<T>, step);
    memoryC<T>[3] = (T)cblas_idamax(n, memoryA<T>, step);
  } else if constexpr (Equal<T, ComplexF>::value) {
    memoryC<T>[2] = cblas_scasum(n, memoryA<T>, step);
    memoryC<T>[3] = (Real<T>)cblas_icamax(n, memoryA<T>, step);
  } else {
    memoryC<T>[2] = cblas_dzasum(n, memoryA<T>, step);
    memoryC<T>[3] = (Real<T>)cblas_izamax(n, memoryA<T>, step);
  }
#endif
  compare<T>("numbers", n, incx, incy);
}

// gemv and gbmv.
template <typename T> void testVectorProduct() {
  const CBLAS_LAYOUT order = anyOrder();
  const CBLAS_TRANSPOSE op = anyOp();
  const int m = below(60), n = below(60), kl = below(5), ku = below(5),
            incx = increment(), incy = increment();
  const bool banded = coin();
  const T alpha = alphaOf<T>(below(5)), beta = alphaOf<T>(below(4));
  const int rows = op == CblasNoTrans ? m : n, columns = m + n - rows;
  fill(A<T>, m, n);
  vectors<T>(LARGEST);
  Layout layout = whole(order, m, n);
  if (banded)
    layout = {order, band, kl + ku + 1 + below(3), kl, ku, false, false};
  poison(memoryA<T>);
  poison(memoryB<T>);
  poison(memoryC<T>);
  poison(expected<T>);
  store(A<T>, layout, memoryA<T>);
  storeVector(vectorX<T>, columns, incx, memoryB<T>);
  const bool unread = beta == T(Real<T>(0)) && m && n;
  if (!unread)
    storeVector(vectorY<T>, rows, incy, memoryC<T>);
  for (int i = 0; i < rows; i++) {
    T sum = Real<T>(0);
    for (int j = 0; j < columns; j++) {
      const int r = op == CblasNoTrans ? i : j, c = i + j - r;
      if (!banded || (r - c <= kl && c - r <= ku))
        sum += element(A<T>, op, i, j) * vectorX<T>[j];
    }
    result<T>[i] =
        m && n ? scaled(beta, vectorY<T>[i]) + alpha * sum : vectorY<T>[i];
  }
  storeVector(result<T>, rows, incy, expected<T>);
  if (banded)
    CALL(gbmv, order, op, m, n, kl, ku, scalar(alpha), memoryA<T>, layout.ld,
         memoryB<T>, incx, scalar(beta), memoryC<T>, incy);
  else
    CALL(gemv, order, op, m, n, scalar(alpha), memoryA<T>, layout.ld,
         memoryB<T>, incx, scalar(beta), memoryC<T>, incy);
  compare<T>(banded ? "gbmv" : "gemv", m, n, (int)order + (int)op);
}

// A random triangle of X, zero elsewhere.
template <typename T>
void fillTriangle(Matrix<T> &x, int n, int k, bool upper, bool ones) {
  fill(x, n, n);
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) {
      const int far = upper ? j - i : i - j;
      if (far < 0 || far > k)
        x.v[i][j] = Real<T>(0);
      if (i == j)
        x.v[i][j] = ones ? T(Real<T>(1)) : divisor<T>();
    }
}

// trmv, tbmv, tpmv and the three that solve.
template <typename T> void testTriangleVector() {
  const CBLAS_LAYOUT order = anyOrder();
  const CBLAS_TRANSPOSE op = anyOp();
  const Format format = (Format)below(3);
  const bool upper = coin(), ones = coin(), solve = coin();
  const int n = below(50), k = format == band ? below(6) : LARGEST,
            incx = increment();
  fillTriangle(A<T>, n, k, upper, ones);
  vectors<T>(n);
  const Layout layout = half(order, format, n, k, upper, ones);
  poison(memoryA<T>);
  poison(memoryC<T>);
  poison(expected<T>);
  store(A<T>, layout, memoryA<T>);
  for (int i = 0; i < n; i++) {
    T sum = Real<T>(0);
    for (int j = 0; j < n; j++)
      sum += element(A<T>, op, i, j) * vectorX<T>[j];
    result<T>[i] = sum;
  }
  storeVector(solve ? result<T> : vectorX<T>, n, incx, memoryC<T>);
  storeVector(solve ? vectorX<T> : result<T>, n, incx, expected<T>);
#define TRIANGLE(suffix)                                                       \
  if (format == dense)                                                         \
    CALL(tr##suffix, order, uplo(upper), op, diag(ones), n, memoryA<T>,        \
         layout.ld, memoryC<T>, incx);                                         \
  else if (format == band)                                                     \
    CALL(tb##suffix, order, uplo(upper), op, diag(ones), n, k, memoryA<T>,     \
         layout.ld, memoryC<T>, incx);                                         \
  else                                                                         \
    CALL(tp##suffix, order, uplo(upper), op, diag(ones), n, memoryA<T>,        \
         memoryC<T>, incx)
  if (solve) {
    TRIANGLE(sv);
  } else {
    TRIANGLE(mv);
  }
  compare<T>(solve ? "t?sv" : "t?mv", n, format, (int)order + (int)op);
}

// A random symmetric matrix, Hermitian if wanted.
template <typename T>
void fillSymmetric(Matrix<T> &x, int n, int k, bool hermitian) {
  fill(x, n, n);
  for (int i = 0; i < n; i++)
    for (int j = 0; j <= i; j++) {
      if (i - j > k)
        x.v[i][j] = Real<T>(0);
      if (i == j && hermitian)
        x.v[i][j] = realPart(x.v[i][j]);
      else
        x.v[j][i] = conj(x.v[i][j], hermitian);
    }
}

// symv, sbmv, spmv; hemv, hbmv, hpmv.
template <typename T> void testSymmetricVector() {
  const CBLAS_LAYOUT order = anyOrder();
  const Format format = (Format)below(3);
  const bool upper = coin();
  const int n = below(50), k = format == band ? below(6) : LARGEST,
            incx = increment(), incy = increment();
  const T alpha = alphaOf<T>(below(5)), beta = alphaOf<T>(below(4));
  fillSymmetric(A<T>, n, k, true);
  vectors<T>(n);
  const Layout layout = half(order, format, n, k, upper, false);
  poison(memoryA<T>);
  poison(memoryB<T>);
  poison(memoryC<T>);
  poison(expected<T>);
  store(A<T>, layout, memoryA<T>);
  storeVector(vectorX<T>, n, incx, memoryB<T>);
  if (beta != T(Real<T>(0)))
    storeVector(vectorY<T>, n, incy, memoryC<T>);
  for (int i = 0; i < n; i++) {
    T sum = Real<T>(0);
    for (int j = 0; j < n; j++)
      sum += A<T>.v[i][j] * vectorX<T>[j];
    result<T>[i] = scaled(beta, vectorY<T>[i]) + alpha * sum;
  }
  storeVector(result<T>, n, incy, expected<T>);
  if (format == dense)
    CALL_EITHER(symv, hemv, order, uplo(upper), n, scalar(alpha), memoryA<T>,
                layout.ld, memoryB<T>, incx, scalar(beta), memoryC<T>, incy);
  else if (format == band)
    CALL_EITHER(sbmv, hbmv, order, uplo(upper), n, k, scalar(alpha), memoryA<T>,
                layout.ld, memoryB<T>, incx, scalar(beta), memoryC<T>, incy);
  else
    CALL_EITHER(spmv, hpmv, order, uplo(upper), n, scalar(alpha), memoryA<T>,
                memoryB<T>, incx, scalar(beta), memoryC<T>, incy);
  compare<T>("s?mv", n, format, (int)order + upper);
}

// ger; syr, spr, syr2, spr2 and the Hermitian ones.
template <typename T> void testRank() {
  const CBLAS_LAYOUT order = anyOrder();
  const int m = below(50), n = below(50), incx = increment(),
            incy = increment();
  const T alpha = alphaOf<T>(below(5));
  const bool conjugated = isComplex<T> && coin();
  const auto begin = [&](const Layout &layout) {
    poison(memoryA<T>);
    poison(memoryB<T>);
    poison(memoryC<T>);
    poison(expected<T>);
    store(C<T>, layout, memoryC<T>);
  };
  fill(C<T>, m, n);
  vectors<T>(LARGEST);
  Layout layout = whole(order, m, n);
  begin(layout);
  storeVector(vectorX<T>, m, incx, memoryA<T>);
  storeVector(vectorY<T>, n, incy, memoryB<T>);
  for (int i = 0; i < m; i++)
    for (int j = 0; j < n; j++)
      C<T>.v[i][j] += alpha * vectorX<T>[i] * conj(vectorY<T>[j], conjugated);
  store(C<T>, layout, expected<T>);
  if constexpr (!isComplex<T>)
    CALL_REAL(ger, order, m, n, alpha, memoryA<T>, incx, memoryB<T>, incy,
              memoryC<T>, layout.ld);
  else if (conjugated)
    CALL_COMPLEX(gerc, order, m, n, &alpha, memoryA<T>, incx, memoryB<T>, incy,
                 memoryC<T>, layout.ld);
  else
    CALL_COMPLEX(geru, order, m, n, &alpha, memoryA<T>, incx, memoryB<T>, incy,
                 memoryC<T>, layout.ld);
  compare<T>("ger", m, n, (int)order);

  const bool upper = coin(), two = coin(), inHalf = coin();
  const Real<T> times = realPart(alpha);
  fillSymmetric(C<T>, n, LARGEST, true);
  layout = half(order, inHalf ? packed : dense, n, 0, upper, false);
  begin(layout);
  storeVector(vectorX<T>, n, incx, memoryA<T>);
  storeVector(vectorY<T>, n, incy, memoryB<T>);
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++)
      C<T>.v[i][j] +=
          two ? alpha * vectorX<T>[i] * conj(vectorY<T>[j]) +
                    conj(alpha) * vectorY<T>[i] * conj(vectorX<T>[j])
              : times * vectorX<T>[i] * conj(vectorX<T>[j]);
  store(C<T>, layout, expected<T>);
  if (two && inHalf)
    CALL_EITHER(spr2, hpr2, order, uplo(upper), n, scalar(alpha), memoryA<T>,
                incx, memoryB<T>, incy, memoryC<T>);
  else if (two)
    CALL_EITHER(syr2, her2, order, uplo(upper), n, scalar(alpha), memoryA<T>,
                incx, memoryB<T>, incy, memoryC<T>, layout.ld);
  else if (inHalf)
    CALL_EITHER(spr, hpr, order, uplo(upper), n, times, memoryA<T>, incx,
                memoryC<T>);
  else
    CALL_EITHER(syr, her, order, uplo(upper), n, times, memoryA<T>, incx,
                memoryC<T>, layout.ld);
  compare<T>(two ? "s?r2" : "s?r", n, inHalf, (int)order + upper);
}

//--- Level 3
//-------------------------------------------------------------------

int extent() { return below(4) ? below(40) : below(LARGEST); }

template <typename T> void testProduct() {
  const CBLAS_LAYOUT order = anyOrder();
  const CBLAS_TRANSPOSE opA = anyOp(), opB = anyOp();
  const int m = extent(), n = extent(), k = extent();
  const T alpha = alphaOf<T>(below(5)), beta = alphaOf<T>(below(4));
  const bool acrossA = opA != CblasNoTrans, acrossB = opB != CblasNoTrans;
  fill(A<T>, acrossA ? k : m, acrossA ? m : k);
  fill(B<T>, acrossB ? n : k, acrossB ? k : n);
  fill(C<T>, m, n);
  const Layout a = whole(order, A<T>.m, A<T>.n),
               b = whole(order, B<T>.m, B<T>.n), c = whole(order, m, n);
  poison(memoryA<T>);
  poison(memoryB<T>);
  poison(memoryC<T>);
  poison(expected<T>);
  if (alpha != T(Real<T>(0))) { // not read
    store(A<T>, a, memoryA<T>);
    store(B<T>, b, memoryB<T>);
  }
  if (beta != T(Real<T>(0)))
    store(C<T>, c, memoryC<T>);
  for (int i = 0; i < m; i++)
    for (int j = 0; j < n; j++) {
      T sum = Real<T>(0);
      for (int l = 0; l < k; l++)
        sum += element(A<T>, opA, i, l) * element(B<T>, opB, l, j);
      C<T>.v[i][j] = scaled(beta, C<T>.v[i][j]) + alpha * sum;
    }
  store(C<T>, c, expected<T>);
  CALL(gemm, order, opA, opB, m, n, k, scalar(alpha), memoryA<T>, a.ld,
       memoryB<T>, b.ld, scalar(beta), memoryC<T>, c.ld);
  compare<T>("gemm", m, n, k);
}

// trmm and trsm.
template <typename T> void testTriangle() {
  const CBLAS_LAYOUT order = anyOrder();
  const CBLAS_TRANSPOSE op = anyOp();
  const bool upper = coin(), ones = coin(), solve = coin(), left = coin();
  const int m = extent(), n = extent(), size = left ? m : n;
  const T alpha = solve ? power<T>() : alphaOf<T>(below(5));
  fillTriangle(A<T>, size, LARGEST, upper, ones);
  fill(X<T>, m, n);
  const Layout a = half(order, dense, size, 0, upper, ones),
               b = whole(order, m, n);
  C<T>.m = m;
  C<T>.n = n;
  for (int i = 0; i < m; i++)
    for (int j = 0; j < n; j++) {
      T sum = Real<T>(0);
      for (int l = 0; l < size; l++)
        sum += left ? element(A<T>, op, i, l) * X<T>.v[l][j]
                    : X<T>.v[i][l] * element(A<T>, op, l, j);
      C<T>.v[i][j] = solve ? sum / alpha : alpha * sum;
    }
  poison(memoryA<T>);
  poison(memoryC<T>);
  poison(expected<T>);
  store(A<T>, a, memoryA<T>);
  store(solve ? C<T> : X<T>, b, memoryC<T>);
  store(solve ? X<T> : C<T>, b, expected<T>);
  const CBLAS_SIDE side = left ? CblasLeft : CblasRight;
  if (solve)
    CALL(trsm, order, side, uplo(upper), op, diag(ones), m, n, scalar(alpha),
         memoryA<T>, a.ld, memoryC<T>, b.ld);
  else
    CALL(trmm, order, side, uplo(upper), op, diag(ones), m, n, scalar(alpha),
         memoryA<T>, a.ld, memoryC<T>, b.ld);
  compare<T>(solve ? "trsm" : "trmm", m, n, (int)order + (int)op);
}

// symm and hemm.
template <typename T> void testSymmetric() {
  const CBLAS_LAYOUT order = anyOrder();
  const bool upper = coin(), left = coin(), hermitian = isComplex<T> && coin();
  const int m = extent(), n = extent(), size = left ? m : n;
  const T alpha = alphaOf<T>(below(5)), beta = alphaOf<T>(below(4));
  fillSymmetric(A<T>, size, LARGEST, hermitian);
  fill(B<T>, m, n);
  fill(C<T>, m, n);
  const Layout a = half(order, dense, size, 0, upper, false),
               b = whole(order, m, n), c = whole(order, m, n);
  poison(memoryA<T>);
  poison(memoryB<T>);
  poison(memoryC<T>);
  poison(expected<T>);
  store(A<T>, a, memoryA<T>);
  store(B<T>, b, memoryB<T>);
  if (beta != T(Real<T>(0)))
    store(C<T>, c, memoryC<T>);
  for (int i = 0; i < m; i++)
    for (int j = 0; j < n; j++) {
      T sum = Real<T>(0);
      for (int l = 0; l < size; l++)
        sum += left ? A<T>.v[i][l] * B<T>.v[l][j] : B<T>.v[i][l] * A<T>.v[l][j];
      C<T>.v[i][j] = scaled(beta, C<T>.v[i][j]) + alpha * sum;
    }
  store(C<T>, c, expected<T>);
  const CBLAS_SIDE side = left ? CblasLeft : CblasRight;
  if constexpr (isComplex<T>) {
    if (hermitian)
      CALL_COMPLEX(hemm, order, side, uplo(upper), m, n, &alpha, memoryA<T>,
                   a.ld, memoryB<T>, b.ld, &beta, memoryC<T>, c.ld);
    else
      CALL_COMPLEX(symm, order, side, uplo(upper), m, n, &alpha, memoryA<T>,
                   a.ld, memoryB<T>, b.ld, &beta, memoryC<T>, c.ld);
  } else {
    CALL_REAL(symm, order, side, uplo(upper), m, n, alpha, memoryA<T>, a.ld,
              memoryB<T>, b.ld, beta, memoryC<T>, c.ld);
  }
  compare<T>(hermitian ? "hemm" : "symm", m, n, (int)order + upper);
}

// syrk, syr2k, herk and her2k.
template <typename T> void testRankProduct() {
  const CBLAS_LAYOUT order = anyOrder();
  const bool upper = coin(), two = coin(), hermitian = isComplex<T> && coin(),
             across = coin();
  const CBLAS_TRANSPOSE op = !across                  ? CblasNoTrans
                             : hermitian              ? CblasConjTrans
                             : isComplex<T> || coin() ? CblasTrans
                                                      : CblasConjTrans;
  const int n = extent(), k = extent();
  T alpha = alphaOf<T>(below(5)), beta = alphaOf<T>(below(4));
  if (hermitian) {
    beta = realPart(beta);
    if (!two)
      alpha = realPart(alpha);
  }
  fill(A<T>, across ? k : n, across ? n : k);
  fill(B<T>, across ? k : n, across ? n : k);
  fillSymmetric(C<T>, n, LARGEST, hermitian);
  const Layout a = whole(order, A<T>.m, A<T>.n),
               b = whole(order, A<T>.m, A<T>.n),
               c = half(order, dense, n, 0, upper, false);
  poison(memoryA<T>);
  poison(memoryB<T>);
  poison(memoryC<T>);
  poison(expected<T>);
  store(A<T>, a, memoryA<T>);
  store(B<T>, b, memoryB<T>);
  if (beta != T(Real<T>(0)))
    store(C<T>, c, memoryC<T>);
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) {
      T sum = Real<T>(0);
      for (int l = 0; l < k; l++) {
        const auto at = [&](const Matrix<T> &x, int r) {
          return element(x, op, r, l);
        };
        sum += two ? alpha * at(A<T>, i) * conj(at(B<T>, j), hermitian) +
                         conj(alpha, hermitian) * at(B<T>, i) *
                             conj(at(A<T>, j), hermitian)
                   : alpha * at(A<T>, i) * conj(at(A<T>, j), hermitian);
      }
      C<T>.v[i][j] = scaled(beta, C<T>.v[i][j]) + sum;
    }
  store(C<T>, c, expected<T>);
  const Real<T> realAlpha = realPart(alpha), realBeta = realPart(beta);
  if (!hermitian && two)
    CALL(syr2k, order, uplo(upper), op, n, k, scalar(alpha), memoryA<T>, a.ld,
         memoryB<T>, b.ld, scalar(beta), memoryC<T>, c.ld);
  else if (!hermitian)
    CALL(syrk, order, uplo(upper), op, n, k, scalar(alpha), memoryA<T>, a.ld,
         scalar(beta), memoryC<T>, c.ld);
  if constexpr (isComplex<T>) {
    if (hermitian && two)
      CALL_COMPLEX(her2k, order, uplo(upper), op, n, k, &alpha, memoryA<T>,
                   a.ld, memoryB<T>, b.ld, realBeta, memoryC<T>, c.ld);
    else if (hermitian)
      CALL_COMPLEX(herk, order, uplo(upper), op, n, k, realAlpha, memoryA<T>,
                   a.ld, realBeta, memoryC<T>, c.ld);
  }
  compare<T>(two ? "??r2k" : "??rk", n, k, (int)order + (int)op);
}

template <typename T> int testAll() {
  for (int i = 0; i < 25; i++) {
    testVectors<T>();
    testVectorProduct<T>();
    testTriangleVector<T>();
    testTriangleVector<T>();
    testSymmetricVector<T>();
    testRank<T>();
    testProduct<T>();
    testTriangle<T>();
    testTriangle<T>();
    testSymmetric<T>();
    testRankProduct<T>();
  }
  return failures != 0;
}

} // namespace

int main(int argc, char **argv) {
  const char *kind = argc == 2 ? argv[1] : "";
  if (!strcmp(kind, "s"))
    return testAll<float>();
  if (!strcmp(kind, "d"))
    return testAll<double>();
  if (!strcmp(kind, "c"))
    return testAll<ComplexF>();
  if (!strcmp(kind, "z"))
    return testAll<ComplexD>();
  fprintf(stderr, "usage: blas_test s|d|c|z\n");
  return 2;
}
