// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The BLAS, for float, double and both complex types, once. The interfaces, C's
// and Fortran's, are in entries.hpp.
//
// Each routine takes its arguments in the order of CBLAS and returns the
// position there of the first that is wrong, or 0. Work on vectors is axpy and
// dot on columns, so that the order of rows, a band and the packed format only
// say where a column is. Work on matrices is gemm: the other routines split
// their triangle in two until a block is small. gemm of floats is the kernel on
// tiles.
//
// As in the reference BLAS, where beta is 0 the result is written and not read,
// and where alpha is 0 the operands are not read.
#ifndef BLAS_HPP
#define BLAS_HPP

#include <float.h>
#include <math.h>

#include "cblas.h"

extern "C" {
#include "../common/status.h"
#include "../gemm/gemm.h"
#include "../gemm/gemv.h"
}

namespace blas {

using Complex = _Complex float;
using Complex16 = _Complex double;

template <typename T> struct RealOf {
  using Type = T;
};
template <> struct RealOf<Complex> {
  using Type = float;
};
template <> struct RealOf<Complex16> {
  using Type = double;
};
template <typename T> using Real = typename RealOf<T>::Type;
template <typename T> constexpr bool isComplex = !__is_same(T, Real<T>);

template <typename T> inline Real<T> realPart(T x) {
  if constexpr (isComplex<T>)
    return __real__ x;
  else
    return x;
}
template <typename T> inline T conjugate(T x, bool wanted = true) {
  if constexpr (isComplex<T>)
    return wanted ? ~x : x;
  else
    return x;
}
// As the reference: the sum of both magnitudes.
template <typename T> inline Real<T> magnitude(T x) {
  if constexpr (isComplex<T>)
    return __builtin_fabs(__real__ x) + __builtin_fabs(__imag__ x);
  else
    return __builtin_elementwise_abs(x);
}

// Arguments that name a choice; `bad` is none of them.
enum class Order { row, column, bad };
enum class Op { none, transposed, adjoint, bad };
enum class Half { upper, lower, bad };
enum class Diagonal { stored, ones, bad };
enum class Side { left, right, bad };

// The position of the first argument that is wrong, given in ascending order.
class Check {
  int found = 0;

public:
  Check &unless(bool right, int position) {
    if (!right && !found)
      found = position;
    return *this;
  }
  template <typename Choice> Check &choice(Choice c, int position) {
    return unless(c != Choice::bad, position);
  }
  Check &size(int n, int position) { return unless(n >= 0, position); }
  Check &increment(int n, int position) { return unless(n != 0, position); }
  Check &stride(int ld, int extent, int position) {
    return unless(ld >= (extent > 1 ? extent : 1), position);
  }
  operator int() const { return found; }
};

// A vector whose first element is the last in memory if the increment is
// negative.
template <typename T> struct Vector {
  T *p;
  long step;
  Vector(T *p, long step) : p(p), step(step) {}
  Vector(int n, T *x, int increment)
      : p(increment < 0 ? x + (1 - (long)n) * increment : x), step(increment) {}
  operator Vector<const T>() const { return {p, step}; }
  T &operator[](long i) const { return p[i * step]; }
  Vector from(long i) const { return {p + i * step, step}; }
};
template <typename T> using Const = Vector<const T>;
// So that an argument does not take part in deducing T.
template <typename T> struct Same {
  using Type = T;
};
template <typename T> using In = typename Same<Const<T>>::Type;

//--- Level 1
//-------------------------------------------------------------------

template <typename T>
void axpy(long n, T alpha, In<T> x, Vector<T> y, bool conjugated = false) {
  if (x.step == 1 && y.step == 1) {
    const T *p = x.p;
    T *q = y.p;
    if (isComplex<T> && conjugated)
      for (long i = 0; i < n; i++)
        q[i] += alpha * conjugate(p[i]);
    else
      for (long i = 0; i < n; i++)
        q[i] += alpha * p[i];
    return;
  }
  for (long i = 0; i < n; i++)
    y[i] += alpha * conjugate(x[i], conjugated);
}

float dotOfFloats(long n, const float *x, const float *y);

// The products of x, conjugated if wanted, and y.
template <typename T> T dot(long n, In<T> x, In<T> y, bool conjugated = false) {
  if constexpr (__is_same(T, float))
    if (x.step == 1 && y.step == 1)
      return dotOfFloats(n, x.p, y.p);
  T sum = 0;
  for (long i = 0; i < n; i++)
    sum += conjugate(x[i], conjugated) * y[i];
  return sum;
}

template <typename T> void scale(long n, T alpha, Vector<T> x) {
  if (x.step == 1) {
    T *p = x.p;
    for (long i = 0; i < n; i++)
      p[i] *= alpha;
    return;
  }
  for (long i = 0; i < n; i++)
    x[i] *= alpha;
}

// x = beta * x, written only if beta is 0.
template <typename T> void multiply(long n, T beta, Vector<T> x) {
  if (beta == T(0))
    for (long i = 0; i < n; i++)
      x[i] = 0;
  else if (beta != T(1))
    scale(n, beta, x);
}

template <typename T> void copy(long n, In<T> x, Vector<T> y) {
  if (x.step == 1 && y.step == 1) {
    __builtin_memmove(y.p, x.p, n > 0 ? (unsigned long)n * sizeof(T) : 0);
    return;
  }
  for (long i = 0; i < n; i++)
    y[i] = x[i];
}

template <typename T> void swap(long n, Vector<T> x, Vector<T> y) {
  for (long i = 0; i < n; i++) {
    const T old = x[i];
    x[i] = y[i];
    y[i] = old;
  }
}

// Vectors of one operand whose increment is not positive have no elements.
template <typename T> Real<T> asum(int n, const T *x, int increment) {
  Real<T> sum = 0;
  if (increment > 0)
    for (long i = 0; i < n; i++)
      sum += magnitude(x[i * increment]);
  return sum;
}

// The sum of squares is scaled by the largest magnitude so far: it neither
// overflows nor underflows if the result does not.
template <typename T> Real<T> nrm2(int n, const T *x, int increment) {
  Real<T> largest = 0, sum = 1;
  if (n < 1 || increment < 1)
    return 0;
  const auto add = [&](Real<T> part) {
    const Real<T> size = __builtin_elementwise_abs(part);
    if (size == 0)
      return;
    if (largest < size) {
      const Real<T> ratio = largest / size;
      sum = 1 + sum * ratio * ratio;
      largest = size;
    } else if (__builtin_isinf(largest) && __builtin_isinf(size)) {
      sum += 1;
    } else {
      const Real<T> ratio = size / largest;
      sum += ratio * ratio;
    }
  };
  for (long i = 0; i < n; i++) {
    const T value = x[i * increment];
    add(realPart(value));
    if constexpr (isComplex<T>)
      add(__imag__ value);
  }
  // A NaN before any other number has changed nothing but the sum.
  return sum != sum ? sum : largest * (Real<T>)sqrt((double)sum);
}

// The first element of the largest magnitude, counted from 0; -1 if none.
template <typename T> long iamax(int n, const T *x, int increment) {
  if (n < 1 || increment < 1)
    return -1;
  long found = 0;
  Real<T> largest = magnitude(x[0]);
  for (long i = 1; i < n; i++) {
    const Real<T> size = magnitude(x[i * increment]);
    if (size > largest) {
      largest = size;
      found = i;
    }
  }
  return found;
}

template <typename T, typename C, typename S>
void rotate(long n, Vector<T> x, Vector<T> y, C c, S s) {
  for (long i = 0; i < n; i++) {
    const T old = x[i];
    x[i] = c * old + s * y[i];
    y[i] = c * y[i] - s * old;
  }
}

template <typename T> void rotg(T &a, T &b, T &c, T &s) {
  const T sizeA = __builtin_elementwise_abs(a),
          sizeB = __builtin_elementwise_abs(b);
  const T smallest = __is_same(T, float) ? (T)FLT_MIN : (T)DBL_MIN;
  if (sizeB == 0) {
    c = 1;
    s = b = 0;
    return;
  }
  if (sizeA == 0) {
    c = 0;
    s = 1;
    a = b;
    b = 1;
    return;
  }
  T scale = sizeA > sizeB ? sizeA : sizeB;
  scale = scale < smallest ? smallest : scale;
  scale = scale > 1 / smallest ? 1 / smallest : scale;
  const T sign = __builtin_copysign((T)1, sizeA > sizeB ? a : b);
  const T r =
      sign * scale *
      (T)sqrt((double)((a / scale) * (a / scale) + (b / scale) * (b / scale)));
  c = a / r;
  s = b / r;
  b = sizeA > sizeB ? s : c != 0 ? 1 / c : 1;
  a = r;
}

// The rotation that makes b 0: complex a and b, real c.
template <typename T> void rotg(T &a, T b, Real<T> &c, T &s) {
  const auto size = [](T x) {
    return (Real<T>)hypot((double)__real__ x, (double)__imag__ x);
  };
  const Real<T> sizeA = size(a), sizeB = size(b);
  if (sizeA == 0) {
    c = 0;
    s = 1;
    a = b;
    return;
  }
  const Real<T> norm = (Real<T>)hypot((double)sizeA, (double)sizeB);
  const T direction = a / sizeA;
  c = sizeA / norm;
  s = direction * conjugate(b) / norm;
  a = direction * norm;
}

// A modified rotation: H is stored as the parameters of the reference are.
template <typename T> void rotm(long n, Vector<T> x, Vector<T> y, const T *h) {
  if (h[0] == -2)
    return;
  const T h11 = h[0] == 0 ? 1 : h[1], h21 = h[0] == 1 ? -1 : h[2],
          h12 = h[0] == 1 ? 1 : h[3], h22 = h[0] == 0 ? 1 : h[4];
  for (long i = 0; i < n; i++) {
    const T old = x[i];
    x[i] = h11 * old + h12 * y[i];
    y[i] = h21 * old + h22 * y[i];
  }
}

template <typename T> void rotmg(T &d1, T &d2, T &x1, T y1, T *h) {
  // Scale factors stay between both by powers of 4096.
  constexpr T gamma = 4096, high = 16777216, low = T(1) / 16777216;
  T flag = -1, h11 = 0, h21 = 0, h12 = 0, h22 = 0;
  const auto nothing = [&] { d1 = d2 = x1 = 0; };
  if (d1 < 0) {
    nothing();
  } else {
    const T p2 = d2 * y1;
    if (p2 == 0) {
      h[0] = -2;
      return;
    }
    const T p1 = d1 * x1, q2 = p2 * y1, q1 = p1 * x1;
    bool done = false;
    if (__builtin_elementwise_abs(q1) > __builtin_elementwise_abs(q2)) {
      h21 = -y1 / x1;
      h12 = p2 / p1;
      const T u = 1 - h12 * h21;
      if (u > 0) {
        flag = 0;
        d1 /= u;
        d2 /= u;
        x1 *= u;
      } else {
        nothing();
        h21 = h12 = 0;
        done = true;
      }
    } else if (q2 < 0) {
      nothing();
      done = true;
    } else {
      flag = 1;
      h11 = p1 / p2;
      h22 = x1 / y1;
      const T u = 1 + h11 * h22, old = d2 / u;
      d2 = d1 / u;
      d1 = old;
      x1 = y1 * u;
    }
    const auto whole = [&] { // H has all four elements
      if (flag == 0)
        h11 = h22 = 1;
      else if (flag == 1) {
        h21 = -1;
        h12 = 1;
      }
      flag = -1;
    };
    if (!done) {
      while (d1 != 0 && (d1 <= low || d1 >= high)) {
        whole();
        const T by = d1 <= low ? gamma : 1 / gamma;
        d1 *= by * by;
        x1 /= by;
        h11 /= by;
        h12 /= by;
      }
      while (d2 != 0 && (__builtin_elementwise_abs(d2) <= low ||
                         __builtin_elementwise_abs(d2) >= high)) {
        whole();
        const T by = __builtin_elementwise_abs(d2) <= low ? gamma : 1 / gamma;
        d2 *= by * by;
        h21 /= by;
        h22 /= by;
      }
    }
  }
  // Elements that the flag implies are left as they are.
  if (flag != 1) {
    h[2] = h21;
    h[3] = h12;
  }
  if (flag != 0) {
    h[1] = h11;
    h[4] = h22;
  }
  h[0] = flag;
}

//--- Level 2: matrices by columns
//----------------------------------------------

// Where the columns of a matrix are, and which rows of each are stored. Rows of
// a matrix in row order are columns of its transpose.
template <typename T> struct Columns {
  enum Format { dense, band, packed } format;
  T *a;
  long ld, rows, below, above; // diagonals of a band
  bool upper;                  // of a packed triangle

  T &at(long i, long j) const {
    switch (format) {
    case dense:
      return a[i + j * ld];
    case band:
      return a[above + i - j + j * ld];
    default:
      return upper ? a[i + j * (j + 1) / 2] : a[i + j * (2 * rows - j - 1) / 2];
    }
  }
  long first(long j) const { return j > above ? j - above : 0; }
  long end(long j) const { return j + below + 1 < rows ? j + below + 1 : rows; }
  Vector<T> column(long i, long j) const { return {&at(i, j), 1}; }
};

// A triangle of n rows with k diagonals beside the main one.
template <typename T> struct Triangle : Columns<T> {
  using Base = Columns<T>;
  Triangle(typename Base::Format format, T *a, int n, int k, int ld, bool upper)
      : Base{format, a, ld, n, upper ? 0 : k, upper ? k : 0, upper} {}
  // The rows of a column beside the diagonal.
  long begin(long j) const { return this->upper ? this->first(j) : j + 1; }
  long beyond(long j) const { return this->upper ? j : this->end(j); }
  long count(long j) const {
    return beyond(j) > begin(j) ? beyond(j) - begin(j) : 0;
  }
};

// The half that a matrix in row order has in column order, as its transpose.
inline bool isUpper(Order order, Half half) {
  return (half == Half::upper) == (order == Order::column);
}

// y = alpha * op(A) * x + beta * y; m rows, n columns of what is stored.
template <typename T>
void multiplyColumns(Columns<const T> a, long n, bool transposed,
                     bool conjugated, T alpha, In<T> x, T beta, Vector<T> y) {
  multiply(transposed ? n : a.rows, beta, y);
  if (alpha == T(0))
    return;
  for (long j = 0; j < n; j++) {
    const long i = a.first(j), count = a.end(j) - i;
    if (count <= 0)
      continue;
    const Const<T> column = a.column(i, j);
    if (transposed)
      y[j] += alpha * dot<T>(count, column, x.from(i), conjugated);
    else
      axpy(count, alpha * x[j], column, y.from(i), conjugated);
  }
}

template <typename T>
int gemv(Order order, Op op, int m, int n, T alpha, const T *a, int lda,
         const T *x, int incx, T beta, T *y, int incy) {
  const bool rows = order == Order::row;
  if (const int bad = Check()
                          .choice(order, 1)
                          .choice(op, 2)
                          .size(m, 3)
                          .size(n, 4)
                          .stride(lda, rows ? n : m, 7)
                          .increment(incx, 9)
                          .increment(incy, 12))
    return bad;
  if (m == 0 || n == 0)
    return 0;
  const bool across = op != Op::none;
  if constexpr (__is_same(T, float))
    if (incx == 1 && incy == 1 &&
        gemv_f32(rows ? m : n, rows ? n : m, alpha, a, lda, x, beta, y,
                 across == rows ? GEMV_TRANSPOSED : 0) == KERNEL_OK)
      return 0;
  multiplyColumns<T>({Columns<const T>::dense, a, lda, rows ? n : m,
                      rows ? n : m, rows ? m : n, false},
                     rows ? m : n, across != rows, op == Op::adjoint, alpha,
                     {across ? m : n, x, incx}, beta,
                     {across ? n : m, y, incy});
  return 0;
}

template <typename T>
int gbmv(Order order, Op op, int m, int n, int kl, int ku, T alpha, const T *a,
         int lda, const T *x, int incx, T beta, T *y, int incy) {
  const bool rows = order == Order::row;
  if (const int bad = Check()
                          .choice(order, 1)
                          .choice(op, 2)
                          .size(m, 3)
                          .size(n, 4)
                          .size(kl, 5)
                          .size(ku, 6)
                          .unless(lda > (long)kl + ku, 9)
                          .increment(incx, 11)
                          .increment(incy, 14))
    return bad;
  if (m == 0 || n == 0)
    return 0;
  const bool across = op != Op::none;
  multiplyColumns<T>({Columns<const T>::band, a, lda, rows ? n : m,
                      rows ? ku : kl, rows ? kl : ku, false},
                     rows ? m : n, across != rows, op == Op::adjoint, alpha,
                     {across ? m : n, x, incx}, beta,
                     {across ? n : m, y, incy});
  return 0;
}

// x = op(A) * x. Elements of A that meet a zero of x are not used, as in the
// reference.
template <typename T>
void multiplyTriangle(Triangle<const T> a, bool transposed, bool conjugated,
                      bool ones, Vector<T> x) {
  const long n = a.rows;
  for (long step = 0; step < n; step++) {
    const long j = a.upper != transposed ? step : n - 1 - step;
    const long i = a.begin(j), count = a.count(j);
    const T diagonal = ones ? T(1) : conjugate(a.at(j, j), conjugated);
    if (transposed) {
      T sum = ones ? x[j] : x[j] * diagonal;
      if (count)
        sum += dot<T>(count, a.column(i, j), x.from(i), conjugated);
      x[j] = sum;
    } else if (x[j] != T(0)) {
      if (count)
        axpy<T>(count, x[j], a.column(i, j), x.from(i), conjugated);
      if (!ones)
        x[j] *= diagonal;
    }
  }
}

// Solves op(A) * x = b; x is b before.
template <typename T>
void solveTriangle(Triangle<const T> a, bool transposed, bool conjugated,
                   bool ones, Vector<T> x) {
  const long n = a.rows;
  for (long step = 0; step < n; step++) {
    const long j = a.upper != transposed ? n - 1 - step : step;
    const long i = a.begin(j), count = a.count(j);
    if (transposed && count)
      x[j] -= dot<T>(count, a.column(i, j), x.from(i), conjugated);
    if (!transposed && x[j] == T(0))
      continue;
    if (!ones)
      x[j] /= conjugate(a.at(j, j), conjugated);
    if (!transposed && count)
      axpy<T>(count, -x[j], a.column(i, j), x.from(i), conjugated);
  }
}

// The six routines: dense, band and packed; multiply and solve.
template <typename T>
int triangular(typename Columns<const T>::Format format, bool solve,
               Order order, Half half, Op op, Diagonal diagonal, int n, int k,
               const T *a, int lda, T *x, int incx) {
  using Shape = Columns<const T>;
  Check check;
  check.choice(order, 1)
      .choice(half, 2)
      .choice(op, 3)
      .choice(diagonal, 4)
      .size(n, 5);
  if (format == Shape::dense)
    check.stride(lda, n, 7).increment(incx, 9);
  else if (format == Shape::band)
    check.size(k, 6).unless(lda > k, 8).increment(incx, 10);
  else
    check.increment(incx, 8);
  if (check || n == 0)
    return check;
  const Triangle<const T> triangle(format, a, n, format == Shape::band ? k : n,
                                   lda, isUpper(order, half));
  const bool transposed = (op != Op::none) != (order == Order::row);
  (solve ? solveTriangle<T>
         : multiplyTriangle<T>)(triangle, transposed, op == Op::adjoint,
                                diagonal == Diagonal::ones, {n, x, incx});
  return 0;
}

// y = alpha * A * x + beta * y with one half of A, which is symmetric, or
// Hermitian if wanted. In row order the stored half is conjugated.
template <typename T>
int symmetricVector(typename Columns<const T>::Format format, bool hermitian,
                    Order order, Half half, int n, int k, T alpha, const T *a,
                    int lda, const T *px, int incx, T beta, T *py, int incy) {
  using Shape = Columns<const T>;
  Check check;
  check.choice(order, 1).choice(half, 2).size(n, 3);
  if (format == Shape::dense)
    check.stride(lda, n, 6).increment(incx, 8).increment(incy, 11);
  else if (format == Shape::band)
    check.size(k, 4).unless(lda > k, 7).increment(incx, 9).increment(incy, 12);
  else
    check.increment(incx, 7).increment(incy, 10);
  if (check || n == 0)
    return check;
  const Triangle<const T> triangle(format, a, n, format == Shape::band ? k : n,
                                   lda, isUpper(order, half));
  const Const<T> x(n, px, incx);
  const Vector<T> y(n, py, incy);
  multiply(n, beta, y);
  if (alpha == T(0))
    return 0;
  const bool conjugated = hermitian && order == Order::row;
  for (long j = 0; j < n; j++) {
    const long i = triangle.begin(j), count = triangle.count(j);
    const T factor = alpha * x[j];
    T sum = 0;
    if (count) {
      const Const<T> column = triangle.column(i, j);
      axpy<T>(count, factor, column, y.from(i), conjugated);
      sum = dot<T>(count, column, x.from(i), hermitian && !conjugated);
    }
    const T middle = triangle.at(j, j);
    y[j] += factor * (hermitian ? T(realPart(middle)) : middle) + alpha * sum;
  }
  return 0;
}

// A = alpha * x * y' + A, with the conjugate of y if wanted.
template <typename T>
int ger(bool conjugated, Order order, int m, int n, T alpha, const T *px,
        int incx, const T *py, int incy, T *a, int lda) {
  const bool rows = order == Order::row;
  if (const int bad = Check()
                          .choice(order, 1)
                          .size(m, 2)
                          .size(n, 3)
                          .increment(incx, 6)
                          .increment(incy, 8)
                          .stride(lda, rows ? n : m, 10))
    return bad;
  if (m == 0 || n == 0 || alpha == T(0))
    return 0;
  const Const<T> x(m, px, incx), y(n, py, incy);
  for (long j = 0; j < (rows ? m : n); j++) {
    const Vector<T> line(a + j * lda, 1);
    if (rows)
      axpy<T>(n, alpha * x[j], y, line, conjugated);
    else
      axpy<T>(m, alpha * conjugate(y[j], conjugated), x, line);
  }
  return 0;
}

// A = alpha * x * x' + A, of which one half is stored: with py, A = alpha * x *
// y' + conj(alpha) * y * x' + A.
template <typename T>
int rankUpdate(typename Columns<T>::Format format, bool hermitian, Order order,
               Half half, int n, T alpha, const T *px, int incx, const T *py,
               int incy, T *a, int lda) {
  using Shape = Columns<T>;
  Check check;
  check.choice(order, 1).choice(half, 2).size(n, 3).increment(incx, 6);
  if (py)
    check.increment(incy, 8);
  if (format == Shape::dense)
    check.stride(lda, n, py ? 10 : 8);
  if (check || n == 0 || alpha == T(0))
    return check;
  const Triangle<T> triangle(format, a, n, n, lda, isUpper(order, half));
  const Const<T> x(n, px, incx), y(n, py ? py : px, py ? incy : incx);
  // In row order the element of a column is that of the transpose.
  const bool rows = hermitian && order == Order::row;
  const auto add = [&](long j, T factor, Const<T> left, Const<T> right) {
    const long i = triangle.begin(j), count = triangle.count(j);
    const T times = (rows ? conjugate(factor) : factor) *
                    conjugate(right[j], hermitian && !rows);
    if (count)
      axpy<T>(count, times, left.from(i), triangle.column(i, j), rows);
    triangle.at(j, j) += times * conjugate(left[j], rows);
  };
  for (long j = 0; j < n; j++) {
    add(j, alpha, x, y);
    if (py)
      add(j, conjugate(alpha, hermitian), y, x);
    if (hermitian)
      triangle.at(j, j) = realPart(triangle.at(j, j));
  }
  return 0;
}

//--- Level 3: matrices of any order, transposed and conjugated
//------------------

template <typename T> struct View {
  T *p;
  long ld;
  bool columns;    // the elements of a column are neighbours
  bool conjugated; // of what is read

  View(T *p, long ld, Order order)
      : p(p), ld(ld), columns(order == Order::column), conjugated(false) {}
  View(T *p, long ld, bool columns, bool conjugated)
      : p(p), ld(ld), columns(columns), conjugated(conjugated) {}
  operator View<const T>() const { return {p, ld, columns, conjugated}; }
  T &at(long i, long j) const {
    return columns ? p[i + j * ld] : p[j + i * ld];
  }
  T value(long i, long j) const {
    return conjugate<__remove_const(T)>(at(i, j), conjugated);
  }
  View part(long i, long j) const {
    return {&at(i, j), ld, columns, conjugated};
  }
  View transposed(bool conjugate = false) const {
    return {p, ld, !columns, conjugated != conjugate};
  }
  View under(Op op) const {
    return op == Op::none ? *this : transposed(op == Op::adjoint);
  }
  Vector<T> column(long j) const {
    return columns ? Vector<T>(p + j * ld, 1) : Vector<T>(p + j, ld);
  }
  Vector<T> row(long i) const { return transposed().column(i); }
};
template <typename T> using InView = typename Same<View<const T>>::Type;

template <typename T> void multiply(long m, long n, T beta, View<T> c) {
  for (long j = 0; j < (c.columns ? n : m); j++)
    multiply(c.columns ? m : n, beta, Vector<T>(c.p + j * c.ld, 1));
}

// C = alpha * A * B + beta * C
template <typename T>
void product(long m, long n, long k, T alpha, InView<T> a, InView<T> b, T beta,
             View<T> c) {
  if (m <= 0 || n <= 0)
    return;
  if (c.columns) { // by rows: the transposed product
    product<T>(n, m, k, alpha, b.transposed(), a.transposed(), beta,
               c.transposed());
    return;
  }
  if (k <= 0 || alpha == T(0)) {
    multiply(m, n, beta, c);
    return;
  }
  if constexpr (__is_same(T, float)) {
    const int stored =
        (a.columns ? GEMM_A_KM : 0) | (b.columns ? GEMM_B_NK : 0);
    if (gemm_f32_scaled(m, n, k, alpha, a.p, a.ld, b.p, b.ld, beta, c.p, c.ld,
                        stored) == KERNEL_OK)
      return;
    // C shares memory with A or B: element by element, as the reference.
  }
  multiply(m, n, beta, c);
  for (long i = 0; i < m; i++)
    if (b.columns)
      for (long j = 0; j < n; j++) {
        T sum = 0;
        for (long l = 0; l < k; l++)
          sum += a.value(i, l) * b.value(l, j);
        c.at(i, j) += alpha * sum;
      }
    else
      for (long l = 0; l < k; l++)
        axpy<T>(n, alpha * a.value(i, l), b.row(l), c.row(i), b.conjugated);
}

// Blocks of this size are not split further.
constexpr long smallTriangle = 16, smallProduct = 64;

// The first half of n, a multiple of the block.
inline long halfOf(long n, long block) {
  const long blocks = (n + block - 1) / block;
  return (blocks + 1) / 2 * block;
}

// Where the diagonal blocks are computed as whole matrices. A static workspace:
// the interface has no place for one.
template <typename T> inline T block[smallProduct * smallProduct];

// m rows of n floats from n lines of m.
void transposeFloats(long m, long n, const float *from, long fromStride,
                     float *to, long toStride);

// B = op(A) * B or, to solve, op(A)^-1 * B; A is a triangle of m rows, which
// are few.
template <typename T>
void smallTriangleOfMatrix(bool solve, bool upper, bool ones, long m, long n,
                           View<const T> a, View<T> b) {
  for (long step = 0; step < m; step++) {
    const long l = upper == solve ? m - 1 - step : step;
    const T diagonal = ones ? T(1) : a.value(l, l);
    const auto beside = [&](T factor) {
      const long begin = upper ? 0 : l + 1, end = upper ? l : m;
      if (b.columns)
        for (long j = 0; j < n; j++) {
          const T times = factor * b.at(l, j);
          if (times != T(0))
            for (long i = begin; i < end; i++)
              b.at(i, j) += times * a.value(i, l);
        }
      else
        for (long i = begin; i < end; i++)
          axpy<T>(n, factor * a.value(i, l), b.row(l), b.row(i));
    };
    if (!solve)
      beside(1);
    if (!ones) {
      const Vector<T> row = b.row(l);
      if (solve)
        for (long j = 0; j < n; j++)
          row[j] /= diagonal;
      else
        scale(n, diagonal, row);
    }
    if (solve)
      beside(-1);
  }
}

// The same of any number of rows.
template <typename T>
void triangleOfMatrix(bool solve, bool upper, bool ones, long m, long n,
                      View<const T> a, View<T> b) {
  if (m > smallTriangle) {
    const long h = halfOf(m, smallTriangle), rest = m - h;
    const View<T> first = b, second = b.part(h, 0);
    const auto one = [&](bool last) {
      triangleOfMatrix<T>(solve, upper, ones, last ? rest : h, n,
                          last ? a.part(h, h) : a, last ? second : first);
    };
    const auto both = [&] { // the block beside the triangles
      const T factor = solve ? -1 : 1;
      if (upper)
        product<T>(h, n, rest, factor, a.part(0, h), second, 1, first);
      else
        product<T>(rest, n, h, factor, a.part(h, 0), first, 1, second);
    };
    // A product needs the rows that follow as they were, a solution those
    // before as they become.
    const bool fromLast = upper == solve;
    one(fromLast);
    both();
    one(!fromLast);
    return;
  }
  if constexpr (__is_same(T, float))
    if (b.columns && n > 1) {
      // Rows that are neighbours, for whole vectors, a few columns at a time.
      constexpr long most = smallProduct * smallProduct / smallTriangle;
      for (long j = 0; j < n; j += most) {
        const long width = n - j < most ? n - j : most;
        T *const columns = b.p + j * b.ld;
        transposeFloats(m, width, columns, b.ld, block<T>, most);
        smallTriangleOfMatrix<T>(solve, upper, ones, m, width, a,
                                 View<T>(block<T>, most, Order::row));
        transposeFloats(width, m, block<T>, most, columns, b.ld);
      }
      return;
    }
  smallTriangleOfMatrix<T>(solve, upper, ones, m, n, a, b);
}

template <typename T>
int triangularMatrix(bool solve, Order order, Side side, Half half, Op op,
                     Diagonal diagonal, int m, int n, T alpha, const T *pa,
                     int lda, T *pb, int ldb) {
  if (const int bad = Check()
                          .choice(order, 1)
                          .choice(side, 2)
                          .choice(half, 3)
                          .choice(op, 4)
                          .choice(diagonal, 5)
                          .size(m, 6)
                          .size(n, 7)
                          .stride(lda, side == Side::left ? m : n, 10)
                          .stride(ldb, order == Order::row ? n : m, 12))
    return bad;
  if (m == 0 || n == 0)
    return 0;
  const bool left = side == Side::left;
  // B * op(A) is the transpose of op(A)' * B'.
  View<T> b(pb, ldb, order);
  View<const T> a = View<const T>(pa, lda, order).under(op);
  if (!left) {
    b = b.transposed();
    a = a.transposed();
  }
  multiply<T>(left ? m : n, left ? n : m, alpha, b);
  if (alpha != T(0))
    triangleOfMatrix<T>(
        solve, (half == Half::upper) == ((op != Op::none) == !left),
        diagonal == Diagonal::ones, left ? m : n, left ? n : m, a, b);
  return 0;
}

template <typename T>
int gemm(Order order, Op opA, Op opB, int m, int n, int k, T alpha, const T *a,
         int lda, const T *b, int ldb, T beta, T *c, int ldc) {
  const bool columns = order == Order::column;
  if (const int bad = Check()
                          .choice(order, 1)
                          .choice(opA, 2)
                          .choice(opB, 3)
                          .size(m, 4)
                          .size(n, 5)
                          .size(k, 6)
                          .stride(lda, (opA == Op::none) == columns ? m : k, 9)
                          .stride(ldb, (opB == Op::none) == columns ? k : n, 11)
                          .stride(ldc, columns ? m : n, 14))
    return bad;
  product<T>(m, n, k, alpha, View<const T>(a, lda, order).under(opA),
             View<const T>(b, ldb, order).under(opB), beta,
             View<T>(c, ldc, order));
  return 0;
}

// C = alpha * A * B + beta * C; A is symmetric or Hermitian, one half stored.
template <typename T>
void symmetricProduct(bool upper, bool hermitian, long m, long n, T alpha,
                      View<const T> a, View<const T> b, T beta, View<T> c) {
  if (m > smallProduct) {
    const long h = halfOf(m, smallProduct), rest = m - h;
    const View<const T> stored = upper ? a.part(0, h) : a.part(h, 0);
    const View<const T> other = stored.transposed(hermitian);
    symmetricProduct<T>(upper, hermitian, h, n, alpha, a, b, beta, c);
    product<T>(h, n, rest, alpha, upper ? stored : other, b.part(h, 0), 1, c);
    symmetricProduct<T>(upper, hermitian, rest, n, alpha, a.part(h, h),
                        b.part(h, 0), beta, c.part(h, 0));
    product<T>(rest, n, h, alpha, upper ? other : stored, b, 1, c.part(h, 0));
    return;
  }
  const View<T> whole(block<T>, smallProduct, Order::row);
  for (long i = 0; i < m; i++)
    for (long j = upper ? i : 0; j < (upper ? m : i + 1); j++) {
      const T value = a.value(i, j);
      whole.at(i, j) = hermitian && i == j ? T(realPart(value)) : value;
      if (i != j)
        whole.at(j, i) = conjugate(value, hermitian);
    }
  product<T>(m, n, m, alpha, whole, b, beta, c);
}

template <typename T>
int symmetricMatrix(bool hermitian, Order order, Side side, Half half, int m,
                    int n, T alpha, const T *pa, int lda, const T *pb, int ldb,
                    T beta, T *pc, int ldc) {
  const bool left = side == Side::left;
  if (const int bad = Check()
                          .choice(order, 1)
                          .choice(side, 2)
                          .choice(half, 3)
                          .size(m, 4)
                          .size(n, 5)
                          .stride(lda, left ? m : n, 8)
                          .stride(ldb, order == Order::row ? n : m, 10)
                          .stride(ldc, order == Order::row ? n : m, 13))
    return bad;
  View<const T> a(pa, lda, order), b(pb, ldb, order);
  View<T> c(pc, ldc, order);
  if (alpha == T(0)) {
    multiply<T>(m, n, beta, c);
    return 0;
  }
  const bool upper = (half == Half::upper) == left;
  if (!left) {
    a = a.transposed();
    b = b.transposed();
    c = c.transposed();
  }
  if (m > 0 && n > 0)
    symmetricProduct<T>(upper, hermitian, left ? m : n, left ? n : m, alpha, a,
                        b, beta, c);
  return 0;
}

// One half of C = alpha * A * B + beta * C, and with `twice` conj(alpha) * B' *
// A' added: A is n x k, B is k x n.
template <typename T>
void triangleProduct(bool upper, bool hermitian, bool twice, long n, long k,
                     T alpha, View<const T> a, View<const T> b, T beta,
                     View<T> c) {
  const T other = conjugate(alpha, hermitian);
  const auto rectangle = [&](long m, long width, View<const T> left,
                             View<const T> right, long i, long j, T alpha1,
                             T alpha2, T beta1, View<T> to) {
    product<T>(m, width, k, alpha1, left.part(i, 0), right.part(0, j), beta1,
               to);
    if (twice)
      product<T>(m, width, k, alpha2, right.transposed(hermitian).part(i, 0),
                 left.transposed(hermitian).part(0, j), 1, to);
  };
  if (n > smallProduct) {
    const long h = halfOf(n, smallProduct), rest = n - h;
    triangleProduct<T>(upper, hermitian, twice, h, k, alpha, a, b, beta, c);
    if (upper)
      rectangle(h, rest, a, b, 0, h, alpha, other, beta, c.part(0, h));
    else
      rectangle(rest, h, a, b, h, 0, alpha, other, beta, c.part(h, 0));
    triangleProduct<T>(upper, hermitian, twice, rest, k, alpha, a.part(h, 0),
                       b.part(0, h), beta, c.part(h, h));
    return;
  }
  // Rows of the block are lines of C in memory.
  const View<T> whole(block<T>, smallProduct, c.columns, false);
  rectangle(n, n, a, b, 0, 0, alpha, other, 0, whole);
  const bool after = upper != c.columns; // what follows the diagonal of a line
  for (long i = 0; i < n; i++) {
    const long first = after ? i : 0, count = after ? n - i : i + 1;
    const Vector<T> line(c.p + i * c.ld + first, 1);
    multiply(count, beta, line);
    axpy<T>(count, 1, Vector<T>(block<T> + i * smallProduct + first, 1), line);
    if (hermitian)
      c.at(i, i) = realPart(c.at(i, i));
  }
}

// A * A' and, with pb, A * B' + B * A'; of op, C = op(A) * op(A)'.
template <typename T>
int rankProduct(bool hermitian, Order order, Half half, Op op, int n, int k,
                T alpha, const T *pa, int lda, const T *pb, int ldb, T beta,
                T *pc, int ldc, bool twice = false) {
  const bool none = op == Op::none;
  const int extent = none == (order == Order::column) ? n : k;
  Check check;
  // Of complex matrices each routine has one of the two transpositions.
  check.choice(order, 1)
      .choice(half, 2)
      .choice(op, 3)
      .unless(!isComplex<T> || none ||
                  op == (hermitian ? Op::adjoint : Op::transposed),
              3)
      .size(n, 4)
      .size(k, 5)
      .stride(lda, extent, 8);
  if (twice)
    check.stride(ldb, extent, 10).stride(ldc, n, 13);
  else
    check.stride(ldc, n, 11);
  if (check || n == 0 || ((alpha == T(0) || k == 0) && beta == T(1)))
    return check;
  const View<const T> a = View<const T>(pa, lda, order).under(op);
  const View<const T> b =
      View<const T>(twice ? pb : pa, twice ? ldb : lda, order)
          .under(op)
          .transposed(hermitian);
  triangleProduct<T>(half == Half::upper, hermitian, twice, n,
                     alpha == T(0) ? 0 : k, alpha, a, b, beta,
                     View<T>(pc, ldc, order));
  return 0;
}

} // namespace blas

#endif
