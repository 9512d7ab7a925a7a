// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Elementwise.cpp - operators of elements ----------------------------===//
//
// Arithmetic, comparisons, logic, activations, conversions: each element of the
// result depends on those of the same place, or of operands that are repeated.
//
//===----------------------------------------------------------------------===//

#include "Reader.h"
#include <algorithm>
#include <array>
#include <limits>
#include <numbers>

namespace sectile::graph::onnx {

namespace {

constexpr double Infinity = std::numeric_limits<double>::infinity();

Value absolute(Value X) { return unary(Code::Abs, X); }
Value root(Value X) { return unary(Code::Sqrt, X); }

/// The quotient, which wraps; by 0 it is 0.
Value quotient(Value A, Value B) {
  if (graph::isReal(A.T))
    return A / B;
  if (A.T == Type::U64)
    return select(B == 0, 0, A / select(B == 0, 1, B));
  Value Small = (B == 0) | (B == -1);
  return select(Small, select(B == 0, 0, unary(Code::Neg, A)),
                A / select(Small, 1, B));
}

Value remainder(Value A, Value B) {
  if (graph::isReal(A.T))
    return fma(-unary(Code::Trunc, A / B), B, A);
  if (A.T == Type::U64)
    return select(B == 0, 0, binary(Code::Rem, A, select(B == 0, 1, B)));
  Value Small = (B == 0) | (B == -1);
  return select(Small, 0, binary(Code::Rem, A, select(Small, 1, B)));
}

/// x^e by squaring, of integers; 0 of a negative exponent, as numpy's casts.
Value integerPower(Value X, Value E) {
  Value Result = constant(*X.Of, X.T, 1);
  Value Base = X;
  for (int Bit = 0; Bit < 6; ++Bit) {
    Value Has = (binary(Code::ShiftRight, E, Bit) & 1) == 1;
    Result = select(Has, Result * Base, Result);
    Base = Base * Base;
  }
  return select(E < 0, 0, Result);
}

//===----------------------------------------------------------------------===//
// One operand
//===----------------------------------------------------------------------===//

using Function = Value (*)(Value);

template <Function F> bool unaryReal(Reader &R) {
  if (!R.isReal(0))
    return false;
  R.map(R.output(0, R.type(R.in(0)), R.shape(R.in(0))), {R.in(0)},
        [](Nest &, const auto &V) { return F(V[0]); });
  return true;
}

/// Of any arithmetic type.
template <Function F> bool unaryAny(Reader &R) {
  Type T = R.type(R.in(0));
  if (T == Type::Bool)
    return R.fail("has an input of type bool");
  R.map(R.output(0, T, R.shape(R.in(0))), {R.in(0)},
        [](Nest &, const auto &V) { return F(V[0]); });
  return true;
}

/// Two parameters from attributes.
using Parametric = Value (*)(Value, double, double);
template <Parametric F>
bool activation(Reader &R, const char *First, float FirstDefault,
                const char *Second = nullptr, float SecondDefault = 0) {
  if (!R.isReal(0))
    return false;
  float A = R.real(First, FirstDefault);
  float B = Second ? R.real(Second, SecondDefault) : 0;
  R.map(R.output(0, R.type(R.in(0)), R.shape(R.in(0))), {R.in(0)},
        [&](Nest &, const auto &V) { return F(V[0], A, B); });
  return true;
}

Value floorOf(Value X) { return unary(Code::Floor, X); }
Value ceilOf(Value X) { return unary(Code::Ceil, X); }
Value roundOf(Value X) { return unary(Code::RoundEven, X); }
Value negated(Value X) { return -X; }
Value reciprocal(Value X) { return 1.0 / X; }
Value signOf(Value X) { return select(X > 0, 1, select(X < 0, -1, X)); }
Value hardSwish(Value X) {
  Value Gate = fma(X, 1.0 / 6, constant(*X.Of, X.T, 0.5));
  return X * larger(smaller(Gate, 1.0), 0.0);
}
Value mish(Value X) { return X * hyperbolicTangent(softplus(X)); }
Value tangent(Value X) { return sine(X) / cosine(X); }
Value arcSine(Value X) {
  // X / (1 + the cosine of the arc) is the tangent of its half.
  Value A = arcTangent(X / (root((1.0 - X) * (1.0 + X)) + 1.0));
  return A + A;
}
Value arcCosine(Value X) {
  Value A = arcTangent(root((1.0 - X) / (1.0 + X)));
  return A + A;
}
/// Of the exponential less 1 near 0, a series; both parts are below 1.
Value hyperbolicSine(Value X) {
  Value A = absolute(X);
  Value E = exponential(A * 0.5);
  Value Large = 0.5 * E * E - 0.5 / (E * E);
  Value Z = X * X;
  Value P = fma(Z, 1.0 / 362880, constant(*X.Of, X.T, 1.0 / 5040));
  P = fma(P, Z, 1.0 / 120);
  P = fma(P, Z, 1.0 / 6);
  return select(A < 1.0, fma(P * Z, X, X), select(X < 0.0, -Large, Large));
}
Value hyperbolicCosine(Value X) {
  Value E = exponential(absolute(X) * 0.5);
  return 0.5 * E * E + 0.5 / (E * E);
}
/// ln(1 + X), of which the rounding of the sum is made good.
Value logarithmPlus1(Value X) {
  Value S = X + 1.0;
  Value Small = S == 1.0;
  return select(Small, X, logarithm(S) * (X / select(Small, 1.0, S - 1.0)));
}
Value inverseHyperbolicSine(Value X) {
  Value A = absolute(X);
  Value Z = A * A;
  Value Y = logarithmPlus1(A + Z / (root(Z + 1.0) + 1.0));
  // Beyond, the square is infinite.
  Y = select(A > 0x1p60, logarithm(A) + 0.6931471805599453, Y);
  return select(X < 0.0, -Y, Y);
}
Value inverseHyperbolicCosine(Value X) {
  Value M = X - 1.0;
  Value Y = logarithmPlus1(M + root(M) * root(X + 1.0));
  return select(X > 0x1p60, logarithm(X) + 0.6931471805599453, Y);
}
Value inverseHyperbolicTangent(Value X) {
  return 0.5 * logarithmPlus1((X + X) / (1.0 - X));
}

Value selu(Value X, double Alpha, double Gamma) {
  Value Below = fma(exponential(X), Alpha, constant(*X.Of, X.T, -Alpha));
  return select(X > 0.0, X, Below) * Gamma;
}
Value celu(Value X, double Alpha, double) {
  return rectified(X) + smaller((exponential(X / Alpha) - 1.0) * Alpha, 0.0);
}
Value shrink(Value X, double Lambda, double Bias) {
  return select(X < -Lambda, X + Bias, select(X > Lambda, X - Bias, 0.0));
}

Value swish(Value X, double Alpha, double) { return X * sigmoid(X * Alpha); }

Value geluExact(Value X) {
  return 0.5 * X * (errorFunction(X * (std::numbers::sqrt2 / 2)) + 1.0);
}
Value geluByTanh(Value X) {
  Value Cubic = fma(X * X * X, 0.044715, X);
  // The root of 2 / pi.
  return 0.5 * X * (hyperbolicTangent(Cubic * 0.7978845608028654) + 1.0);
}

bool gelu(Reader &R) {
  std::string How = R.text("approximate", "none");
  if (How == "none")
    return unaryReal<geluExact>(R);
  if (How == "tanh")
    return unaryReal<geluByTanh>(R);
  return R.fail("has the approximation " + inQuotes(How));
}

bool isNaN(Reader &R) {
  if (!R.isReal(0))
    return false;
  R.map(R.output(0, Type::Bool, R.shape(R.in(0))), {R.in(0)},
        [](Nest &, const auto &V) { return !(V[0] == V[0]); });
  return true;
}

bool isInf(Reader &R) {
  if (!R.isReal(0))
    return false;
  bool Positive = R.integer("detect_positive", 1) != 0;
  bool Negative = R.integer("detect_negative", 1) != 0;
  R.map(R.output(0, Type::Bool, R.shape(R.in(0))), {R.in(0)},
        [&](Nest &, const auto &V) {
          Value High = V[0] == (Positive ? Infinity : -Infinity);
          Value Low = V[0] == (Negative ? -Infinity : Infinity);
          return Positive || Negative ? High | Low : High & Low;
        });
  return true;
}

bool logicalNot(Reader &R) {
  if (R.type(R.in(0)) != Type::Bool)
    return R.fail("has an input that is no bool");
  R.map(R.output(0, Type::Bool, R.shape(R.in(0))), {R.in(0)},
        [](Nest &, const auto &V) { return !V[0]; });
  return true;
}

//===----------------------------------------------------------------------===//
// Two operands and more
//===----------------------------------------------------------------------===//

/// The operands, and the shape of the result. Before version 7 the second was
/// repeated where an attribute said so, from a dimension on that it named.
bool readPair(Reader &R, int &A, int &B, Shape &S) {
  A = R.in(0);
  B = R.in(1);
  if (R.version() >= 7)
    return R.broadcast({A, B}, S);
  const Shape First = R.shape(A);
  Shape Second = R.shape(B);
  auto Differ = [&] {
    return R.fail("has inputs of shapes " + toString(First) + " and " +
                  toString(R.shape(R.in(1))));
  };
  if (R.integer("broadcast", 0) == 0)
    return First == Second ? R.broadcast({A, B}, S) : Differ();
  int64_t Most = int64_t(First.size()) - int64_t(Second.size());
  int64_t Axis = R.integer("axis", Most);
  if (Most < 0)
    return Differ();
  if (!R.axis(Axis, First.size() + 1))
    return false;
  if (Axis > Most)
    return R.fail("has the axis " + std::to_string(Axis) +
                  " for inputs of shapes " + toString(First) + " and " +
                  toString(Second));
  Second.resize(Second.size() + size_t(Most - Axis), 1);
  B = R.viewed(B, Second);
  return R.broadcast({A, B}, S) && (S == First || Differ());
}

/// The result has the operands' type, or is a bool.
template <Value (*F)(Value, Value), bool IsComparison = false>
bool arithmetic(Reader &R) {
  Shape S;
  int A = -1;
  int B = -1;
  if (!R.sameTypes(0, 2) || !readPair(R, A, B, S))
    return false;
  Type T = R.type(A);
  if (T == Type::Bool && !IsComparison)
    return R.fail("has inputs of type bool");
  R.map(R.output(0, IsComparison ? Type::Bool : T, S), {A, B},
        [](Nest &, const auto &V) { return F(V[0], V[1]); });
  return true;
}

template <Code Op> bool logical(Reader &R) {
  Shape S;
  int A = -1;
  int B = -1;
  if (!readPair(R, A, B, S))
    return false;
  if (R.type(A) != Type::Bool || R.type(B) != Type::Bool)
    return R.fail("has inputs that are no bool");
  R.map(R.output(0, Type::Bool, S), {A, B},
        [](Nest &, const auto &V) { return binary(Op, V[0], V[1]); });
  return true;
}

/// Of any number of operands.
template <Value (*F)(Value, Value), bool IsMean = false>
bool variadic(Reader &R) {
  Shape S;
  std::vector<int> In;
  for (size_t N = 0; N < R.inputs(); ++N) {
    if (!R.has(N))
      return R.fail("has no input " + std::to_string(N));
    In.push_back(R.in(N));
  }
  if (!R.sameTypes(0, R.inputs()) || !R.broadcast(In, S))
    return false;
  Type T = R.type(In[0]);
  if (T == Type::Bool || (IsMean && !isReal(T)))
    return R.fail("has inputs of a type that is not supported");
  R.map(R.output(0, T, S), In, [&](Nest &, const auto &V) {
    Value Result = V[0];
    for (size_t N = 1; N < V.size(); ++N)
      Result = F(Result, V[N]);
    return IsMean ? Result / double(V.size()) : Result;
  });
  return true;
}

Value sum(Value A, Value B) { return A + B; }
Value difference(Value A, Value B) { return A - B; }
Value product(Value A, Value B) { return A * B; }
Value maximum(Value A, Value B) {
  if (!isReal(A.T))
    return larger(A, B);
  // A NaN is the result.
  return select(A == A, select(B <= A, A, B), A);
}
Value minimum(Value A, Value B) {
  if (!isReal(A.T))
    return smaller(A, B);
  return select(A == A, select(A <= B, A, B), A);
}
Value equal(Value A, Value B) { return A == B; }
Value less(Value A, Value B) { return A < B; }
Value greater(Value A, Value B) { return A > B; }
Value lessEqual(Value A, Value B) { return A <= B; }
Value greaterEqual(Value A, Value B) { return A >= B; }
/// A negative slope of what is below 0.
Value slope(Value X, Value S) { return select(X < 0, X * S, X); }

bool pow(Reader &R) {
  Shape S;
  int X = -1;
  int Y = -1;
  if (!readPair(R, X, Y, S))
    return false;
  Type T = R.type(X);
  Type E = R.type(Y);
  if (T == Type::Bool || E == Type::Bool)
    return R.fail("has an input of type bool");
  const Tensor &Exponent = R.tensor(Y);
  // The most frequent power is exact but for one rounding.
  bool Square = isReal(T) && E == Type::F32 && Exponent.isConstant() &&
                Exponent.elements() == 1 && Exponent.real(0) == 2.0F;
  R.map(R.output(0, T, S), {X, Y}, [&](Nest &, const auto &V) {
    if (Square)
      return V[0] * V[0];
    if (!isReal(T) && !isReal(E))
      return integerPower(V[0], convert(V[1], V[0].T));
    Value P = power(convert(V[0], Type::F32), convert(V[1], Type::F32));
    return isReal(T) ? P : saturated(P, T);
  });
  return true;
}

bool mod(Reader &R) {
  Shape S;
  bool LikeC = R.integer("fmod", 0) != 0;
  if (!R.sameTypes(0, 2) || !R.broadcast({R.in(0), R.in(1)}, S))
    return false;
  Type T = R.type(R.in(0));
  if (T == Type::Bool || (isReal(T) && !LikeC))
    return R.fail(std::string("has inputs of type ") + toString(T));
  R.map(R.output(0, T, S), {R.in(0), R.in(1)}, [&](Nest &, const auto &V) {
    Value Rest = remainder(V[0], V[1]);
    if (LikeC)
      return Rest;
    // It has the sign of the divisor.
    Value Other = (Rest ^ V[1]) < 0;
    return select(!(Rest == 0) & Other, Rest + V[1], Rest);
  });
  return true;
}

bool bitShift(Reader &R) {
  Shape S;
  std::string Direction = R.text("direction", "");
  if (!R.sameTypes(0, 2) || !R.broadcast({R.in(0), R.in(1)}, S))
    return false;
  Type T = R.type(R.in(0));
  if (T != Type::U8 && T != Type::U16 && T != Type::U32 && T != Type::U64)
    return R.fail(std::string("has inputs of type ") + toString(T) +
                  ", expected u8, u16, u32 or u64");
  if (Direction != "LEFT" && Direction != "RIGHT")
    return R.fail("has the direction " + inQuotes(Direction));
  // By the width and more, nothing is left.
  int64_t Width = 8 * bytesOf(T);
  R.map(R.output(0, T, S), {R.in(0), R.in(1)}, [&](Nest &, const auto &V) {
    Value Shifted =
        binary(Direction == "LEFT" ? Code::ShiftLeft : Code::ShiftRightUnsigned,
               V[0], smaller(V[1], Width - 1));
    return select(V[1] < Width, Shifted, 0);
  });
  return true;
}

bool isWhole(Reader &R, size_t N) {
  Type T = R.type(R.in(N));
  return (!isReal(T) && T != Type::Bool) ||
         R.fail(std::string("has an input of type ") + toString(T) +
                ", expected an integer");
}

template <Code Op> Value bits(Value A, Value B) { return binary(Op, A, B); }

template <Code Op> bool bitwise(Reader &R) {
  return isWhole(R, 0) && arithmetic<bits<Op>>(R);
}

Value complement(Value X) { return X ^ -1; }

bool bitwiseNot(Reader &R) { return isWhole(R, 0) && unaryAny<complement>(R); }

bool where(Reader &R) {
  Shape S;
  if (!R.sameTypes(1, 3) || !R.broadcast({R.in(0), R.in(1), R.in(2)}, S))
    return false;
  if (R.type(R.in(0)) != Type::Bool)
    return R.fail("has a condition that is no bool");
  R.map(R.output(0, R.type(R.in(1)), S), {R.in(0), R.in(1), R.in(2)},
        [](Nest &, const auto &V) { return select(V[0], V[1], V[2]); });
  return true;
}

bool clip(Reader &R) {
  Type T = R.type(R.in(0));
  if (T == Type::Bool)
    return R.fail("has an input of type bool");
  int X = R.in(0);
  if (R.version() < 11) {
    float Low = R.real("min", -Infinity);
    float High = R.real("max", Infinity);
    if (!R.isReal(0))
      return false;
    R.map(R.output(0, T, R.shape(X)), {X}, [&](Nest &, const auto &V) {
      return select(V[0] > High, High, select(V[0] < Low, Low, V[0]));
    });
    return true;
  }
  std::vector<int> In{X};
  for (size_t N = 1; N < 3; ++N)
    if (R.has(N)) {
      if (R.type(R.in(N)) != T || R.tensor(R.in(N)).elements() != 1 ||
          R.shape(R.in(N)).size() > R.shape(X).size())
        return R.fail("has a limit that is no scalar of the input's type");
      In.push_back(R.in(N));
    }
  R.map(R.output(0, T, R.shape(X)), In, [&](Nest &, const auto &V) {
    Value Y = V[0];
    size_t N = 1;
    if (R.has(1)) {
      Y = select(Y < V[N], V[N], Y);
      ++N;
    }
    return R.has(2) ? select(Y > V[N], V[N], Y) : Y;
  });
  return true;
}

bool prelu(Reader &R) {
  if (R.firstType() == Type::Bool)
    return R.fail("has inputs of type bool");
  const Shape X = R.shape(R.in(0));
  int Slope = R.in(1);
  if (R.version() < 7 && X.size() > 2 && R.shape(Slope) == Shape{X[1]}) {
    // Before version 7 a slope was of a channel.
    Shape Channels(X.size() - 1, 1);
    Channels[0] = X[1];
    Slope = R.viewed(Slope, Channels);
  }
  Shape S;
  if (!R.sameTypes(0, 2) || !R.broadcast({R.in(0), Slope}, S))
    return false;
  if (S != X)
    return R.fail("has a slope of shape " + toString(R.shape(R.in(1))) +
                  " for an input of shape " + toString(X));
  R.map(R.output(0, R.firstType(), S), {R.in(0), Slope},
        [](Nest &, const auto &V) { return slope(V[0], V[1]); });
  return true;
}

//===----------------------------------------------------------------------===//
// Conversions
//===----------------------------------------------------------------------===//

/// An integer as a real of which storing it as \p To rounds once. f32 has too
/// few bits to be in between, but i64 has more than f64: below those that f64
/// has there is one bit that says whether there were others.
Value asReal(Value X, Type To) {
  if (To == Type::F32 || To == Type::F64 || X.T == Type::Bool)
    return convert(X, To);
  if (X.T == Type::I32)
    return convert(X, Type::F64);
  Value Rest = X & 0x7ff;
  Value Kept = (X ^ Rest) | select(Rest == 0, constant(*X.Of, X.T, 0), 0x800);
  Value Large = X.T == Type::U64
                    ? X > (int64_t(1) << 53)
                    : (X > (int64_t(1) << 53)) | (X < -(int64_t(1) << 53));
  return convert(select(Large, Kept, X), Type::F64);
}

bool castTo(Reader &R, Type To) {
  int X = R.in(0);
  Type From = R.type(X);
  int Y = R.output(0, To, R.shape(X));
  if (From == To) {
    R.alias(Y, X);
    return true;
  }
  R.map(Y, {X}, [&](Nest &, const auto &V) {
    // What is stored as a real is rounded there, from a type that has it.
    if (isReal(To))
      return isReal(From) ? V[0] : asReal(V[0], To);
    return isReal(From) && To != Type::Bool ? saturated(V[0], To)
                                            : convert(V[0], To);
  });
  return true;
}

bool cast(Reader &R) {
  auto To = DataType(R.integer("to", 0));
  // These are of types of 8 bits that are not supported.
  R.ignore("saturate");
  R.ignore("round_mode");
  if (typeOf(To) == Type::Other)
    return R.fail("converts to " + nameOf(To) + ", which is not supported");
  return castTo(R, typeOf(To));
}

/// The same bits, of 32 or 64, as another type, or of integers of one size.
bool bitCast(Reader &R) {
  Type From = R.firstType();
  auto Stated = DataType(R.integer("to", 0));
  Type To = typeOf(Stated);
  int64_t Size = bytesOf(From);
  bool IsReal = isReal(From) || isReal(To);
  if (To == Type::Other || bytesOf(To) != Size ||
      (From != To && (To == Type::Bool || (IsReal && Size < 4))))
    return R.fail(std::string("has an input of type ") + toString(From) +
                  " for the bits of " + nameOf(Stated) +
                  ", which is not supported");
  Type Whole = Size == 8 ? Type::I64 : Type::I32;
  R.map(R.output(0, To, R.shape(R.in(0))), {R.in(0)},
        [&](Nest &, const auto &V) {
          if (From == To || !IsReal)
            return convert(V[0], registerOf(To));
          if (isReal(From) && isReal(To))
            return V[0];
          return isReal(From) ? convert(bitcast(V[0]), registerOf(To))
                              : bitcast(convert(V[0], Whole));
        });
  return true;
}

bool castLike(Reader &R) {
  R.ignore("saturate");
  R.ignore("round_mode");
  return castTo(R, R.type(R.in(1)));
}

bool identity(Reader &R) {
  R.giveOutput(0, R.in(0));
  return true;
}

bool dropout(Reader &R) {
  R.ignore("seed");
  R.ignore("ratio");
  if (R.version() < 7 && R.integer("is_test", 0) == 0)
    return R.fail("drops elements at random, which is not supported");
  if (R.has(2)) {
    const Tensor &Training = R.tensor(R.in(2));
    if (!Training.isConstant())
      return R.fail("has a mode that the program computes");
    // A ratio of 0 drops nothing.
    std::vector<double> Ratio{0.5};
    if (R.has(1)) {
      Ratio.clear();
      if (!R.realsOf(1, "a ratio", Ratio))
        return false;
    }
    if (Training.Data[0] && (Ratio.size() != 1 || Ratio[0] != 0))
      return R.fail("drops elements at random, which is not supported");
  }
  if (R.wants(1))
    R.fill(R.output(1, Type::Bool, R.shape(R.in(0))), 1);
  return identity(R);
}

} // namespace

OperatorTable elementwiseOperators() {
  constexpr size_t Many = size_t(1) << 20;
  return {
      {"Abs", 1, 1, unaryAny<absolute>},
      {"Acos", 1, 1, unaryReal<arcCosine>},
      {"Acosh", 1, 1, unaryReal<inverseHyperbolicCosine>},
      {"Add", 2, 2, arithmetic<sum>},
      {"And", 2, 2, logical<Code::And>},
      {"Asin", 1, 1, unaryReal<arcSine>},
      {"Asinh", 1, 1, unaryReal<inverseHyperbolicSine>},
      {"Atan", 1, 1, unaryReal<arcTangent>},
      {"Atanh", 1, 1, unaryReal<inverseHyperbolicTangent>},
      {"BitShift", 2, 2, bitShift},
      {"BitwiseAnd", 2, 2, bitwise<Code::And>},
      {"BitwiseNot", 1, 1, bitwiseNot},
      {"BitwiseOr", 2, 2, bitwise<Code::Or>},
      {"BitwiseXor", 2, 2, bitwise<Code::Xor>},
      {"BitCast", 1, 1, bitCast},
      {"Cast", 1, 1, cast},
      {"CastLike", 2, 2, castLike},
      {"Ceil", 1, 1, unaryReal<ceilOf>},
      {"Celu", 1, 1, [](Reader &R) { return activation<celu>(R, "alpha", 1); }},
      {"Clip", 1, 3, clip},
      {"Cos", 1, 1, unaryReal<cosine>},
      {"Cosh", 1, 1, unaryReal<hyperbolicCosine>},
      {"Div", 2, 2, arithmetic<quotient>},
      {"Dropout", 1, 3, dropout},
      {"Elu", 1, 1, [](Reader &R) { return activation<elu>(R, "alpha", 1); }},
      {"Equal", 2, 2, arithmetic<equal, true>},
      {"Erf", 1, 1, unaryReal<errorFunction>},
      {"Exp", 1, 1, unaryReal<exponential>},
      {"Floor", 1, 1, unaryReal<floorOf>},
      {"Gelu", 1, 1, gelu},
      {"Greater", 2, 2, arithmetic<greater, true>},
      {"GreaterOrEqual", 2, 2, arithmetic<greaterEqual, true>},
      {"HardSigmoid", 1, 1,
       [](Reader &R) {
         return activation<hardSigmoid>(R, "alpha", 0.2F, "beta", 0.5F);
       }},
      {"HardSwish", 1, 1, unaryReal<hardSwish>},
      {"Identity", 1, 1, identity},
      {"IsInf", 1, 1, isInf},
      {"IsNaN", 1, 1, isNaN},
      {"LeakyRelu", 1, 1,
       [](Reader &R) { return activation<leaky>(R, "alpha", 0.01F); }},
      {"Less", 2, 2, arithmetic<less, true>},
      {"LessOrEqual", 2, 2, arithmetic<lessEqual, true>},
      {"Log", 1, 1, unaryReal<logarithm>},
      {"Max", 1, Many, variadic<maximum>},
      {"Mean", 1, Many, variadic<sum, true>},
      {"Min", 1, Many, variadic<minimum>},
      {"Mish", 1, 1, unaryReal<mish>},
      {"Mod", 2, 2, mod},
      {"Mul", 2, 2, arithmetic<product>},
      {"Neg", 1, 1, unaryAny<negated>},
      {"Not", 1, 1, logicalNot},
      {"Or", 2, 2, logical<Code::Or>},
      {"PRelu", 2, 2, prelu},
      {"Pow", 2, 2, pow},
      {"Reciprocal", 1, 1, unaryReal<reciprocal>},
      {"Relu", 1, 1, unaryAny<rectified>},
      {"Round", 1, 1, unaryReal<roundOf>},
      {"Selu", 1, 1,
       [](Reader &R) {
         if (R.version() < 6)
           return R.fail("had other constants before version 6");
         return activation<selu>(R, "alpha", 1.67326319217681884765625F,
                                 "gamma", 1.05070102214813232421875F);
       }},
      {"Shrink", 1, 1,
       [](Reader &R) {
         return activation<shrink>(R, "lambd", 0.5F, "bias", 0);
       }},
      {"Sigmoid", 1, 1, unaryReal<sigmoid>},
      {"Sign", 1, 1, unaryAny<signOf>},
      {"Sin", 1, 1, unaryReal<sine>},
      {"Sinh", 1, 1, unaryReal<hyperbolicSine>},
      {"Softplus", 1, 1, unaryReal<softplus>},
      {"Softsign", 1, 1, unaryReal<softsign>},
      {"Sqrt", 1, 1, unaryReal<root>},
      {"Sub", 2, 2, arithmetic<difference>},
      {"Sum", 1, Many, variadic<sum>},
      {"Swish", 1, 1,
       [](Reader &R) { return activation<swish>(R, "alpha", 1); }},
      {"Tan", 1, 1, unaryReal<tangent>},
      {"Tanh", 1, 1, unaryReal<hyperbolicTangent>},
      {"ThresholdedRelu", 1, 1,
       [](Reader &R) { return activation<thresholded>(R, "alpha", 1); }},
      {"Where", 3, 3, where},
      {"Xor", 2, 2, logical<Code::Xor>},
  };
}

} // namespace sectile::graph::onnx
