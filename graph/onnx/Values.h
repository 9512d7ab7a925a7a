// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Values.h - writes the statement of a nest ----------------*- C++ -*-===//
//
// Values are registers of a nest's body; their operators append instructions:
// `select(X < 0.0, exponential(X) - 1.0, X)`. Constants take the other
// operand's type.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_GRAPH_ONNX_VALUES_H
#define SECTILE_GRAPH_ONNX_VALUES_H

#include "Model.h"
#include <cmath>
#include <type_traits>

namespace sectile::graph::onnx {

struct Value {
  Nest *Of = nullptr;
  uint32_t Register = 0;
  Type T = Type::Other;
};

/// A constant in an expression.
struct Number {
  template <typename T>
    requires std::is_arithmetic_v<T>
  Number(T V) : Real(double(V)) {
    // Infinities and NaNs are for f32 alone.
    if constexpr (std::is_integral_v<T>)
      Integer = int64_t(V);
    else if (std::fabs(V) < T(0x1p62))
      Integer = int64_t(V);
  }
  double Real;
  int64_t Integer = 0;
};

/// The limits of a type; infinities of reals.
Number leastOf(Type T);
Number mostOf(Type T);

/// The type of a register that holds an element.
Type registerOf(Type Element);

Value constant(Nest &N, Type T, Number V);
Value load(Nest &N, const std::vector<Tensor> &Tensors, Access A);
Value loadAt(Nest &N, const std::vector<Tensor> &Tensors, Access A,
             Value Offset);
Value counter(Nest &N, size_t Loop);
/// Of the output, which has the type.
Value old(Nest &N, Type Element);

/// An operand, or a constant for one.
struct Operand {
  Operand(Value V) : V(V), IsValue(true) {}
  template <typename T>
    requires std::is_arithmetic_v<T>
  Operand(T C) : C(C) {}
  Value V;
  Number C{0};
  bool IsValue = false;
};

Value operator+(Operand A, Operand B);
Value operator-(Operand A, Operand B);
Value operator*(Operand A, Operand B);
Value operator/(Operand A, Operand B);
Value operator&(Operand A, Operand B);
Value operator|(Operand A, Operand B);
Value operator^(Operand A, Operand B);
Value operator==(Operand A, Operand B);
Value operator<(Operand A, Operand B);
Value operator>(Operand A, Operand B);
Value operator<=(Operand A, Operand B);
Value operator>=(Operand A, Operand B);
Value operator-(Value A);
Value operator!(Value A);
Value binary(Code Op, Operand A, Operand B);
Value unary(Code Op, Value A);
Value fma(Operand A, Operand B, Operand C);
Value select(Value If, Operand Then, Operand Else);
Value convert(Value A, Type To);
Value bitcast(Value A);

/// The larger and the smaller; the first if they are equal or one is a NaN.
Value larger(Operand A, Operand B);
Value smaller(Operand A, Operand B);
/// Of a real, within what \p To can be; a NaN gives 0.
Value saturated(Value A, Type To);

// Functions of f32: the sequences of <sectile_math.h>, of which each operation
// is rounded once, so that they have the same bits everywhere.
Value exponential(Value X);
Value logarithm(Value X);
Value hyperbolicTangent(Value X);
Value sigmoid(Value X);
Value errorFunction(Value X);
Value softplus(Value X);
Value sine(Value X);
Value cosine(Value X);
Value arcTangent(Value X);
Value power(Value X, Value Y);

// Activations, with the parameters that they take.
Value rectified(Value X);
Value softsign(Value X);
Value leaky(Value X, double Alpha, double);
Value elu(Value X, double Alpha, double);
Value hardSigmoid(Value X, double Alpha, double Beta);
Value thresholded(Value X, double Alpha, double);

} // namespace sectile::graph::onnx

#endif
