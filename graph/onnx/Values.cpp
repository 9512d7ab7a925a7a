// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Values.cpp - writes the statement of a nest ------------------------===//

#include "Values.h"
#include <array>
#include <limits>

namespace sectile::graph::onnx {

namespace {

Value append(Nest *N, Instruction I) {
  N->Body.push_back(I);
  return {N, uint32_t(N->Body.size() - 1), I.Result};
}

Instruction instruction(Code Op, Type T, const Value *A = nullptr,
                        const Value *B = nullptr, const Value *C = nullptr) {
  Instruction I{Op, T};
  I.A = A ? A->Register : 0;
  I.B = B ? B->Register : 0;
  I.C = C ? C->Register : 0;
  return I;
}

Value valueOf(const Operand &A, Value Like) {
  return A.IsValue ? A.V : constant(*Like.Of, Like.T, A.C);
}

Value compare(Code Op, const Operand &A, const Operand &B) {
  Value Like = A.IsValue ? A.V : B.V;
  Value X = valueOf(A, Like);
  Value Y = valueOf(B, Like);
  return append(Like.Of, instruction(Op, Type::Bool, &X, &Y));
}

} // namespace

Number leastOf(Type T) {
  switch (T) {
  case Type::F32:
  case Type::F16:
  case Type::BF16:
  case Type::F64:
    return -std::numeric_limits<double>::infinity();
  case Type::I8:
    return INT8_MIN;
  case Type::I16:
    return INT16_MIN;
  case Type::I32:
    return INT32_MIN;
  case Type::I64:
    return INT64_MIN;
  default:
    return 0;
  }
}

Number mostOf(Type T) {
  switch (T) {
  case Type::F32:
  case Type::F16:
  case Type::BF16:
  case Type::F64:
    return std::numeric_limits<double>::infinity();
  case Type::I8:
    return INT8_MAX;
  case Type::U8:
    return UINT8_MAX;
  case Type::I16:
    return INT16_MAX;
  case Type::U16:
    return UINT16_MAX;
  case Type::I32:
    return INT32_MAX;
  case Type::U32:
    return UINT32_MAX;
  case Type::U64: // its bits
    return -1;
  case Type::Bool:
    return 1;
  default:
    return INT64_MAX;
  }
}

Type registerOf(Type Element) {
  switch (Element) {
  case Type::I8:
  case Type::U8:
  case Type::I16:
  case Type::U16:
    return Type::I32;
  case Type::U32:
    return Type::I64;
  case Type::F16:
  case Type::BF16:
    return Type::F32;
  default:
    return Element;
  }
}

Value constant(Nest &N, Type T, Number V) {
  Instruction I{Code::Constant, T};
  I.Integer = V.Integer;
  I.Real = T == Type::F32 ? double(float(V.Real)) : V.Real;
  return append(&N, I);
}

Value load(Nest &N, const std::vector<Tensor> &Tensors, Access A) {
  Instruction I{Code::Load, registerOf(Tensors[size_t(A.Tensor)].ElementType)};
  I.A = uint32_t(N.In.size());
  N.In.push_back(std::move(A));
  return append(&N, I);
}

Value loadAt(Nest &N, const std::vector<Tensor> &Tensors, Access A,
             Value Offset) {
  Instruction I{Code::LoadAt,
                registerOf(Tensors[size_t(A.Tensor)].ElementType)};
  I.A = uint32_t(N.In.size());
  I.B = Offset.Register;
  N.In.push_back(std::move(A));
  return append(&N, I);
}

Value counter(Nest &N, size_t Loop) {
  Instruction I{Code::Loop, Type::I64};
  I.A = uint32_t(Loop);
  return append(&N, I);
}

Value old(Nest &N, Type Element) {
  return append(&N, {Code::Old, registerOf(Element)});
}

Value binary(Code Op, Operand A, Operand B) {
  Value Like = A.IsValue ? A.V : B.V;
  Value X = valueOf(A, Like);
  Value Y = valueOf(B, Like);
  return append(Like.Of, instruction(Op, Like.T, &X, &Y));
}

Value unary(Code Op, Value A) { return append(A.Of, instruction(Op, A.T, &A)); }

Value operator+(Operand A, Operand B) { return binary(Code::Add, A, B); }
Value operator-(Operand A, Operand B) { return binary(Code::Sub, A, B); }
Value operator*(Operand A, Operand B) { return binary(Code::Mul, A, B); }
Value operator/(Operand A, Operand B) { return binary(Code::Div, A, B); }
Value operator&(Operand A, Operand B) { return binary(Code::And, A, B); }
Value operator|(Operand A, Operand B) { return binary(Code::Or, A, B); }
Value operator^(Operand A, Operand B) { return binary(Code::Xor, A, B); }
Value operator==(Operand A, Operand B) { return compare(Code::Equal, A, B); }
Value operator<(Operand A, Operand B) { return compare(Code::Less, A, B); }
Value operator>(Operand A, Operand B) { return compare(Code::Less, B, A); }
Value operator<=(Operand A, Operand B) {
  return compare(Code::LessEqual, A, B);
}
Value operator>=(Operand A, Operand B) {
  return compare(Code::LessEqual, B, A);
}
Value operator-(Value A) { return unary(Code::Neg, A); }
Value operator!(Value A) { return A ^ 1; }

Value fma(Operand A, Operand B, Operand C) {
  Value Like = A.IsValue ? A.V : B.IsValue ? B.V : C.V;
  Value X = valueOf(A, Like);
  Value Y = valueOf(B, Like);
  Value Z = valueOf(C, Like);
  return append(Like.Of, instruction(Code::Fma, Like.T, &X, &Y, &Z));
}

Value select(Value If, Operand Then, Operand Else) {
  Value Like = Then.IsValue ? Then.V : Else.V;
  Value X = valueOf(Then, Like);
  Value Y = valueOf(Else, Like);
  return append(If.Of, instruction(Code::Select, X.T, &If, &X, &Y));
}

Value convert(Value A, Type To) {
  To = registerOf(To);
  if (A.T == To)
    return A;
  // Other than 0 is true.
  if (To == Type::Bool)
    return !(A == 0);
  return append(A.Of, instruction(Code::Convert, To, &A));
}

Value bitcast(Value A) {
  Type To = A.T == Type::F32   ? Type::I32
            : A.T == Type::F64 ? Type::I64
            : A.T == Type::I64 ? Type::F64
                               : Type::F32;
  return append(A.Of, instruction(Code::Bitcast, To, &A));
}

Value larger(Operand A, Operand B) {
  Value Like = A.IsValue ? A.V : B.V;
  Value X = valueOf(A, Like);
  Value Y = valueOf(B, Like);
  return select(X < Y, Y, X);
}

Value smaller(Operand A, Operand B) {
  Value Like = A.IsValue ? A.V : B.V;
  Value X = valueOf(A, Like);
  Value Y = valueOf(B, Like);
  return select(Y < X, Y, X);
}

Value saturated(Value A, Type To) {
  Value X = select(A == A, A, 0.0);
  bool Wide = A.T == Type::F64;
  auto Within = [&](double Low, double High) {
    return convert(larger(smaller(X, High), Low), registerOf(To));
  };
  // The upper limits are the largest numbers of the type below 2^31 and on.
  switch (To) {
  case Type::I8:
    return Within(-128, 127);
  case Type::U8:
    return Within(0, 255);
  case Type::I16:
    return Within(-32768, 32767);
  case Type::U16:
    return Within(0, 65535);
  case Type::I32:
    return Within(-0x1p31, Wide ? 0x7fffffffp0 : 0x1.fffffep30);
  case Type::U32:
    return Within(0, Wide ? 0xffffffffp0 : 0x1.fffffep31);
  case Type::U64:
    return Within(0, Wide ? 0x1.fffffffffffffp63 : 0x1.fffffep63);
  default:
    return Within(-0x1p63, Wide ? 0x1.fffffffffffffp62 : 0x1.fffffep62);
  }
}

//===----------------------------------------------------------------------===//
// Elementary functions
//===----------------------------------------------------------------------===//

namespace {

/// Factor * X + First, and on by fused multiply-adds.
template <size_t Count>
Value polynomial(Value X, double Factor, double First,
                 const std::array<double, Count> &Rest) {
  Value P = X * Factor + First;
  for (double C : Rest)
    P = fma(P, X, C);
  return P;
}

Value keepNaN(Value Y, Value X) { return select(X == X, Y, X); }

/// 2^N of -126 <= N <= 127, an i32.
Value powerOfTwo(Value N) {
  return bitcast(binary(Code::ShiftLeft, N + 127, 23));
}

/// P * 2^N of -252 <= N <= 254: the first product is exact, the second rounds.
Value scaled(Value P, Value N) {
  Value Half = binary(Code::ShiftRight, N, 1);
  return P * powerOfTwo(Half) * powerOfTwo(N - Half);
}

Value copySign(Value Magnitude, Value Sign) {
  return bitcast((bitcast(Magnitude) & int64_t(0x7fffffff)) |
                 (bitcast(Sign) & int64_t(INT32_MIN)));
}

/// X = 2^K * M with M from the root of 1/2 to that of 2; X is positive. Place
/// is M's distance from the root of 1/2, as bits.
Value split(Value X, Value &K, Value &Place) {
  Value Tiny = X < 0x1p-126;
  Value Bits = bitcast(select(Tiny, X * 0x1p25, X));
  Place = Bits - 0x3f3504f3;
  Value Whole = binary(Code::ShiftRight, Place, 23);
  K = convert(Whole - select(Tiny, constant(*X.Of, Type::I32, 25), 0),
              Type::F32);
  return bitcast(Bits - binary(Code::ShiftLeft, Whole, 23));
}

constexpr double Infinity = std::numeric_limits<double>::infinity();
constexpr double NaN = std::numeric_limits<double>::quiet_NaN();

// Of f64: series of Taylor, and ln 2 in two pieces.
constexpr double Ln2 = 0x1.62e42fefa39efp-1;
constexpr double Ln2Low = 0x1.abc9e3b39803fp-56;

/// (e^R - 1) / R of a small R.
Value exponentialSeries(Value R) {
  double Factorial = 6227020800; // of 13
  Value P = constant(*R.Of, Type::F64, 1 / Factorial);
  for (int K = 12; K > 0; --K) {
    Factorial /= K + 1;
    P = fma(P, R, 1 / Factorial);
  }
  return P;
}

/// X = N ln 2 + the result; N is integral.
Value reduced(Value X, Value &N) {
  N = unary(Code::RoundEven, X * 0x1.71547652b82fep+0);
  return fma(N, -Ln2Low, fma(N, -Ln2, X));
}

Value widePowerOfTwo(Value N) {
  return bitcast(binary(Code::ShiftLeft, N + 1023, 52));
}

Value wideExponential(Value X) {
  Value Y = smaller(larger(select(X == X, X, 0.0), -746.0), 710.0);
  Value N;
  Value R = reduced(Y, N);
  Value P = fma(exponentialSeries(R), R, 1.0);
  Value K = convert(N, Type::I64);
  Value Half = binary(Code::ShiftRight, K, 1);
  return keepNaN(P * widePowerOfTwo(Half) * widePowerOfTwo(K - Half), X);
}

Value wideTangent(Value X) {
  Value A = unary(Code::Abs, X);
  // From 22 on it is 1.
  Value Y = smaller(select(X == X, A, 0.0), 22.0) * 2.0;
  Value N;
  Value R = reduced(Y, N);
  Value Power = widePowerOfTwo(convert(N, Type::I64));
  Value Less1 = fma(Power, exponentialSeries(R) * R, Power - 1.0);
  Value T = Less1 / (Less1 + 2.0);
  return select(X == 0.0, X, keepNaN(select(X < 0.0, -T, T), X));
}

Value wideLogarithm(Value X) {
  Value Tiny = X < 0x1p-1022;
  Value Bits = bitcast(select(Tiny, X * 0x1p54, X));
  Value Whole = binary(Code::ShiftRight, Bits - 0x3fe6a09e667f3bcd, 52);
  Value K = convert(Whole - select(Tiny, constant(*X.Of, Type::I64, 54), 0),
                    Type::F64);
  Value F = bitcast(Bits - binary(Code::ShiftLeft, Whole, 52)) - 1.0;
  Value S = F / (F + 2.0);
  Value Z = S * S;
  Value P = constant(*X.Of, Type::F64, 2.0 / 23);
  for (int I = 21; I > 1; I -= 2)
    P = fma(P, Z, 2.0 / I);
  Value Half = F * F * 0.5;
  Value Low = fma(S, fma(P, Z, Half), K * Ln2Low);
  Value Y = fma(K, Ln2, F - (Half - Low));
  Y = select(X < Infinity, Y, X);
  Y = select(X == 0.0, -Infinity, Y);
  return select(X >= 0.0, Y, NaN);
}

} // namespace

Value exponential(Value X) {
  if (X.T == Type::F64)
    return wideExponential(X);
  Value Y = select(X == X, X, 0.0);
  Y = smaller(larger(Y, -104.0), 89.0);
  Value N = unary(Code::RoundEven, Y * 0x1.715476p+0);
  Value R = fma(N, -0x1.62e43p-1, Y);
  R = fma(N, 0x1.05c61p-29, R);
  Value Q = polynomial<3>(R, 0x1.6a241ap-10, 0x1.1239f2p-7,
                          {0x1.5558f2p-5, 0x1.555492p-3, 0x1.fffffcp-2});
  Value P = fma(R * R, Q, R) + 1.0;
  return keepNaN(scaled(P, convert(N, Type::I32)), X);
}

Value logarithm(Value X) {
  if (X.T == Type::F64)
    return wideLogarithm(X);
  Value K;
  Value Place;
  Value F = split(X, K, Place) - 1.0;
  Value S = F / (F + 2.0);
  Value Z = S * S;
  Value R = polynomial<2>(Z, 0x1.e2fdd2p-3, 0x1.2438a8p-2,
                          {0x1.999a7cp-2, 0x1.555554p-1}) *
            Z;
  Value Half = F * F * 0.5;
  Value Low = fma(S, Half + R, K * 0x1.7f7d1cp-20);
  Value Y = fma(K, 0x1.62e4p-1, F - (Half - Low));
  Y = select(X < Infinity, Y, X);
  Y = select(X == 0.0, -Infinity, Y);
  return select(X >= 0.0, Y, NaN);
}

Value hyperbolicTangent(Value X) {
  if (X.T == Type::F64)
    return wideTangent(X);
  Value A = unary(Code::Abs, X);
  Value S = X * X;
  Value P = fma(S, -0x1.75e1d4p-8, 0x1.52269cp-6);
  for (double C : {-0x1.b83c5ap-5, 0x1.110726p-3, -0x1.555532p-2})
    P = fma(P, S, C);
  Value Small = fma(P * S, X, X);
  Value Large = 1.0 - 2.0 / (exponential(A + A) + 1.0);
  return keepNaN(select(A < 0.625, Small, copySign(Large, X)), X);
}

Value sigmoid(Value X) { return 1.0 / (exponential(-X) + 1.0); }

Value errorFunction(Value X) {
  Value A = unary(Code::Abs, X);
  Value P = polynomial<5>(X * X, 0x1.603a7cp-14, -0x1.ab48c8p-11,
                          {0x1.54e64ep-8, -0x1.b811c2p-6, 0x1.ce2e30p-4,
                           -0x1.812744p-2, 0x1.06eba8p-3});
  Value Small = fma(X, P, X);
  Value T = smaller(A, 3.95);
  Value G = polynomial<5>(T, 0x1.7b4f58p-17, -0x1.533ff8p-12,
                          {0x1.ddd024p-9, -0x1.856b98p-6, 0x1.b32d0ep-4,
                           0x1.4531fap-1, 0x1.20ef2ep+0});
  Value Large = copySign(1.0 - exponential(-(G * T)), X);
  return keepNaN(select(A < 0.921875, Small, Large), X);
}

Value softplus(Value X) {
  // ln(1 + e^-|X|) = 2 S (1 + S^2 R(S^2)), S = E / (E + 2).
  Value E = exponential(-unary(Code::Abs, X));
  Value S = E / (E + 2.0);
  Value Z = S * S;
  Value R = polynomial<2>(Z, 0x1.1efa3ap-3, 0x1.1eb5bcp-3,
                          {0x1.99d280p-3, 0x1.555500p-2});
  Value Twice = S + S;
  return keepNaN(larger(X, 0.0) + fma(Twice, Z * R, Twice), X);
}

namespace {

/// The cosine and the sine of X's distance from the nearest multiple of pi / 2,
/// and which multiple that is, of which the last two bits matter.
Value quadrant(Value X, Value &Cosine, Value &Multiple) {
  // 32 zeros and the bits of 2 / pi.
  static constexpr std::array<uint32_t, 8> TwoOverPi = {
      0,          0xa2f9836e, 0x4e441529, 0xfc2757d1,
      0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab};
  Nest &N = *X.Of;
  Value A = unary(Code::Abs, X);
  Value Bits = bitcast(A);
  Value M = convert((Bits & 0x7fffff) | 0x800000, Type::I64);
  Value Offset = larger(binary(Code::ShiftRight, Bits, 23) - 120, 0);
  Value Word = binary(Code::ShiftRight, Offset, 5);
  Value Shift = convert(Offset & 31, Type::I64);
  auto Low = [](Value V) { return V & int64_t(0xffffffff); };
  std::array<Value, 4> U;
  for (size_t I = 0; I < 4; ++I) {
    U[I] = constant(N, Type::I64, int64_t(TwoOverPi[I]));
    for (int64_t W = 1; W < 5; ++W)
      U[I] = select(Word == W, int64_t(TwoOverPi[I + size_t(W)]), U[I]);
  }
  std::array<Value, 3> W;
  for (size_t I = 0; I < 3; ++I) {
    Value Pair = binary(Code::ShiftLeft, U[I], 32) | U[I + 1];
    W[I] = Low(binary(Code::ShiftRightUnsigned,
                      binary(Code::ShiftLeft, Pair, Shift), 32));
  }
  // M times 96 bits, of which the upper 64 are kept.
  Value Below = binary(Code::ShiftRightUnsigned, M * W[2], 32);
  Value Product = binary(Code::ShiftLeft, M * W[0], 32) + M * W[1] + Below;
  Value Large = A >= 0.5;
  Multiple = convert(binary(Code::ShiftRightUnsigned,
                            Product + (int64_t(0x20000000) << 32), 62),
                     Type::I32);
  Multiple = select(Large, Multiple, 0);
  // The fraction, from -1/2 up to 1/2, in units of 2^-64, and its magnitude.
  Value Top = binary(Code::ShiftLeft, Product, 2);
  Value Negative = binary(Code::ShiftRight, Top, 63);
  Value Magnitude = Top ^ Negative;
  Value HighPart =
      convert(binary(Code::ShiftRightUnsigned, Magnitude, 48), Type::F32);
  Value MiddlePart = convert(
      binary(Code::ShiftRightUnsigned, Magnitude, 32) & 0xffff, Type::F32);
  Value LowPart = convert(
      binary(Code::ShiftRightUnsigned, Magnitude, 8) & 0xffffff, Type::F32);
  Value T = fma(LowPart, 0x1p-24, MiddlePart);
  Value V = fma(HighPart, 65536.0, T);
  Value Lost = fma(HighPart, 65536.0, -V) + T;
  // pi / 2 in two pieces.
  Value ByLow = V * -0x1.777a5cp-57;
  Value Angle = fma(V, 0x1.921fb6p-32, ByLow);
  Value AngleLow = fma(V, 0x1.921fb6p-32, -Angle) + ByLow;
  Value Lower = fma(Lost, 0x1.921fb6p-32, AngleLow);
  Value R = select(Large, Angle, A);
  Value RLow = select(Large, Lower, 0.0);
  Value Z = R * R;
  Value P = polynomial<1>(Z, -0x1.994e5cp-13, 0x1.110760p-7, {-0x1.555546p-3});
  Value Sine = R + fma(R * Z, P, RLow);
  Value Q = polynomial<1>(Z, 0x1.9a020cp-16, -0x1.6c0c8ap-10, {0x1.55554ap-5});
  Value One = constant(N, Type::F32, 1.0);
  Value C = fma(Z, -0.5, One);
  Value CLost = fma(Z, -0.5, One - C);
  Cosine = C + fma(Z * Z, Q, fma(-R, RLow, CLost));
  return select(Large & (Negative < 0), -Sine, Sine);
}

Value ofQuadrant(Value Even, Value Odd, Value Multiple, Value Sign, Value X) {
  Value Y = select((Multiple & 1) == 1, Odd, Even);
  return select(unary(Code::Abs, X) < Infinity, bitcast(bitcast(Y) ^ Sign),
                NaN);
}

Value halfTurn(Value Multiple) {
  return binary(Code::ShiftLeft, binary(Code::ShiftRightUnsigned, Multiple, 1),
                31);
}

} // namespace

Value sine(Value X) {
  Value C;
  Value Multiple;
  Value S = quadrant(X, C, Multiple);
  Value Sign = bitcast(X) & int64_t(INT32_MIN);
  return ofQuadrant(S, C, Multiple, halfTurn(Multiple) ^ Sign, X);
}

Value cosine(Value X) {
  Value C;
  Value Multiple;
  Value S = quadrant(X, C, Multiple);
  return ofQuadrant(C, S, Multiple, halfTurn(Multiple + 1), X);
}

Value arcTangent(Value X) {
  // Above tan(3 pi / 8) it is pi / 2 - atan(1 / A), above tan(pi / 8)
  // pi / 4 + atan((A - 1) / (A + 1)).
  Value A = unary(Code::Abs, X);
  Value Far = A > 2.414213562373095;
  Value Middle = A > 0.4142135623730950;
  Value Y = select(Far, -1.0 / A, select(Middle, (A - 1.0) / (A + 1.0), A));
  Value Base = select(
      Far, 1.5707963267948966,
      select(Middle, constant(*X.Of, Type::F32, 0.7853981633974483), 0.0));
  Value Z = Y * Y;
  Value P = fma(Z, 8.05374449538e-2, -1.38776856032e-1);
  P = fma(P, Z, 1.99777106478e-1);
  P = fma(P, Z, -3.33329491539e-1);
  return keepNaN(copySign(Base + fma(P * Z, Y, Y), X), X);
}

namespace {

/// log2 of X > 0 as a sum of two numbers.
Value log2Pair(Value X, Value &Low) {
  static constexpr std::array<double, 16> Centres = {
      0x1.62p+0, 0x1.54p+0, 0x1.46p+0, 0x1.3ap+0, 0x1.2ep+0, 0x1.23p+0,
      0x1.19p+0, 0x1.10p+0, 0x1.07p+0, 0x1p+0,    0x1.dep-1, 0x1.c4p-1,
      0x1.acp-1, 0x1.98p-1, 0x1.84p-1, 0x1.72p-1};
  static constexpr std::array<double, 16> LogHigh = {
      -0x1.ded4p-2, -0x1.a338p-2, -0x1.6518p-2, -0x1.2db0p-2,
      -0x1.e840p-3, -0x1.7aa0p-3, -0x1.1350p-3, -0x1.6640p-4,
      -0x1.3ee0p-5, 0.0,          0x1.9610p-4,  0x1.7048p-3,
      0x1.08bcp-2,  0x1.4f70p-2,  0x1.99b0p-2,  0x1.dfdcp-2};
  static constexpr std::array<double, 16> LogLow = {
      0x1.5dee4ep-25,  0x1.3eb014p-19,
      -0x1.fc8cf0p-19, -0x1.0fc4dap-18,
      -0x1.7ce9cep-20, 0x1.382fa2p-23,
      0x1.e4b770p-19,  0x1.20a6dep-21,
      0x1.9ed730p-18,  0.0,
      -0x1.a832a2p-19, -0x1.fce386p-19,
      0x1.c1b2c0p-19,  -0x1.134c4ep-20,
      0x1.caa5b2p-20,  0x1.89d586p-18};
  Value K;
  Value Place;
  Value M = split(X, K, Place);
  Value I = binary(Code::ShiftRightUnsigned, Place, 19) & 15;
  auto Entry = [&](const std::array<double, 16> &Of) {
    Value V = constant(*X.Of, Type::F32, Of[0]);
    for (int J = 1; J < 16; ++J)
      V = select(I == J, Of[size_t(J)], V);
    return V;
  };
  Value Centre = Entry(Centres);
  Value Product = M * Centre;
  Value ProductLow = fma(M, Centre, -Product);
  Value OneLess = Product - 1.0;
  Value R = OneLess + ProductLow;
  Value RLow = OneLess - R + ProductLow;
  Value Square = R * R;
  Value SquareLow = fma(R, R, -Square);
  Value P = polynomial<3>(R, 0x1.1f14a0p-3, -0x1.55a87cp-3,
                          {0x1.999ad4p-3, -0x1.fffffap-3, 0x1.555556p-2});
  Value T = fma(Square, -0.5, R);
  Value TLow = fma(Square, -0.5, R - T);
  TLow = fma(R * Square, P, TLow);
  TLow = TLow + fma(-RLow, R, RLow);
  TLow = fma(SquareLow, -0.5, TLow);
  Value Main = T * 0x1.715476p+0;
  Value MainLow = fma(T, 0x1.715476p+0, -Main);
  Value Rest = fma(TLow, 0x1.715476p+0, MainLow);
  Rest = fma(T, 0x1.4ae0c0p-26, Rest);
  Value Whole = K + Entry(LogHigh);
  Value Sum = Whole + Main;
  Value Back = Sum - Whole;
  Value Lost = Whole - (Sum - Back) + (Main - Back);
  Value Small = Lost + Rest + Entry(LogLow);
  Value High = Sum + Small;
  Low = Small - (High - Sum);
  return High;
}

} // namespace

Value power(Value X, Value Y) {
  Nest &N = *X.Of;
  Value A = unary(Code::Abs, X);
  Value Low;
  Value High = log2Pair(A, Low);
  High = select(A == 0.0, -Infinity, High);
  High = select(A == Infinity, Infinity, High);
  Value Product = Y * High;
  Value ProductLow = fma(Y, Low, fma(Y, High, -Product));
  auto Within = [](Value V, double Limit) {
    return smaller(larger(select(V == V, V, 0.0), -Limit), Limit);
  };
  Value P = Within(Product, 300);
  Value PLow = Within(ProductLow, 1);
  Value Whole = unary(Code::RoundEven, P);
  Value Result = polynomial<5>(
      P - Whole + PLow, 0x1.446c6ap-13, 0x1.5f0896p-10,
      {0x1.3b29e4p-7, 0x1.c6af6cp-5, 0x1.ebfbe0p-3, 0x1.62e430p-1, 1.0});
  Value E = larger(smaller(convert(Whole, Type::I32), 250), -250);
  Result = scaled(Result, E);
  Result = select(A == 1.0, 1.0, Result);
  // An odd integral Y keeps X's sign. A half of Y is integral if Y is even.
  auto IsWhole = [](Value V) { return unary(Code::Trunc, V) == V; };
  Value Integral = IsWhole(Y);
  Value Odd = Integral & !IsWhole(Y * 0.5);
  Value Sign = select(Odd, bitcast(X) & int64_t(INT32_MIN), 0);
  Result = bitcast(bitcast(Result) | Sign);
  Value IsNumber =
      (X == X) & (Y == Y) & !((X < 0.0) & (A < Infinity) & !Integral);
  Result = select(IsNumber, Result, NaN);
  return select((Y == 0.0) | (X == 1.0), constant(N, Type::F32, 1.0), Result);
}

Value rectified(Value X) { return select(X < 0, 0, X); }

Value softsign(Value X) { return X / (unary(Code::Abs, X) + 1.0); }

Value leaky(Value X, double Alpha, double) {
  return select(X < 0.0, X * Alpha, X);
}

Value elu(Value X, double Alpha, double) {
  return select(X < 0.0, (exponential(X) - 1.0) * Alpha, X);
}

Value hardSigmoid(Value X, double Alpha, double Beta) {
  return larger(smaller(fma(X, Alpha, constant(*X.Of, X.T, Beta)), 1.0), 0.0);
}

Value thresholded(Value X, double Alpha, double) {
  return select(X > Alpha, X, 0.0);
}

} // namespace sectile::graph::onnx
