// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Scalings.cpp - multipliers and tables of operators -----------------===//

#include "Scalings.h"
#include "runtime/fixed_point.h"
#include "schema_generated.h"
#include "llvm/ADT/bit.h"
#include <algorithm>
#include <cmath>

namespace sectile::graph {

using Code = tflite::BuiltinOperator;

SumScaling SumScaling::of(Code C, const Tensor &X, const Tensor &Y,
                          const Tensor &R) {
  SumScaling S;
  float Larger = std::max(X.Scales[0], Y.Scales[0]);
  if (C == Code::SUB) {
    // Of a difference all quotients are those of floats.
    float Twice = 2 * Larger;
    float Fraction = float(1 << (R.ElementType == Type::I16 ? 15 : 20));
    S.A = Scaling::of(double(X.Scales[0] / Twice));
    S.B = Scaling::of(double(Y.Scales[0] / Twice));
    S.Result = Scaling::of(double(Twice / (Fraction * R.Scales[0])));
    return S;
  }
  double Twice = 2 * double(Larger);
  S.A = Scaling::of(double(X.Scales[0]) / Twice);
  S.B = Scaling::of(double(Y.Scales[0]) / Twice);
  bool Short = R.ElementType == Type::I16;
  if (C == Code::SQUARED_DIFFERENCE) {
    int Bits = Short ? 0 : 7;
    // The product is one of floats.
    float Fraction = float(1 << (2 * Bits)) * R.Scales[0];
    S.Result = Scaling::of(Twice * Twice / double(Fraction));
  } else {
    double Fraction = 1 << (Short ? 15 : 20);
    S.Result = Scaling::of(Twice / (Fraction * double(R.Scales[0])));
  }
  return S;
}

SigmoidScaling SigmoidScaling::of(float Scale, bool Tanh) {
  SigmoidScaling S;
  int Power = 0;
  bool IsPower = std::frexp(Scale, &Power) == 0.5F;
  int Left = Power - 1 + 12;
  if (IsPower && (Left == 0 || (Tanh && Left == 1))) {
    S.Multiplier = 3 << Left;
    return S;
  }
  double Multiplier = double(Scale) * 4096 * 3;
  while (Multiplier <= 32767.0 / 2 && S.Shift <= 30) {
    ++S.Shift;
    Multiplier *= 2;
  }
  S.Multiplier = int32_t(Multiplier);
  return S;
}

std::array<uint16_t, 256> sigmoidTable() {
  std::array<uint16_t, 256> Table{};
  auto At = [](double I) { return 65536 / (1 + std::exp(-I / 24)); };
  // Each value is raised by half of what the line to the next one lacks in the
  // middle.
  for (size_t I = 0; I < 255; ++I) {
    auto X = double(I);
    double Lacks = At(X + 0.5) - (At(X) + At(X + 1)) / 2;
    Table[I] = uint16_t(std::round(At(X) + Lacks / 2));
  }
  Table[255] = 65535;
  return Table;
}

namespace {

/// Values at 512 steps, each moved so that the line to the next is as far below
/// the function in the middle as above it at the ends.
template <typename Function>
void appendTable(std::vector<int16_t> &To, float Scale, int32_t ZeroPoint,
                 Function F) {
  float Low = Scale * float(INT16_MIN - ZeroPoint);
  float High = Scale * float(INT16_MAX - ZeroPoint);
  float Step = (High - Low) / 512;
  float OutScale = 2.0F / 65535;
  float Inverse = 65536.0F / (OutScale * INT16_MAX - OutScale * INT16_MIN);
  auto Clamped = [](float V) {
    return int16_t(std::clamp<float>(V, INT16_MIN, INT16_MAX));
  };
  for (int I = 0; I < 512; ++I) {
    float At = Low + float(I) * Step;
    float Here = std::round(F(At) * Inverse);
    float Next = F(Low + float(I + 1) * Step) * Inverse;
    float Middle = std::round(F(At + Step / 2) * Inverse);
    float OnLine = std::round((Next + Here) / 2);
    To.push_back(Clamped(Here - std::round((OnLine - Middle) / 2)));
  }
  To.push_back(Clamped(std::round(F(High) * Inverse)));
}

} // namespace

std::vector<int16_t> softmaxTables() {
  std::vector<int16_t> Tables;
  appendTable(Tables, 10.0F / 65535, INT16_MAX,
              [](float X) { return std::exp(X); });
  appendTable(Tables, 1.0F / 65535, INT16_MIN,
              [](float X) { return 1 / (1 + X); });
  return Tables;
}

LogScaling LogScaling::of(double InputScale, bool SingleRounding) {
  LogScaling S;
  double Most = SingleRounding ? double((1 << 30) - 1) : double(INT32_MAX);
  S.Scale = Scaling::of(std::min(InputScale * double(1 << 26), Most));
  S.Back = Scaling::of(double(int64_t(1) << (31 - S.Scale.Shift)) /
                       double(S.Scale.Multiplier));
  S.Lowest = -int64_t(std::floor(std::ldexp(31.0, 26 - S.Scale.Shift)));
  return S;
}

LstmScaling LstmScaling::of(const Operator &Op, const Model &M) {
  auto In = [&](size_t N) -> const Tensor & {
    return M.Tensors[size_t(Op.Inputs[N])];
  };
  LstmScaling S;
  constexpr double OfGate = 1.0 / 4096;
  constexpr double OfSigmoid = 1.0 / 32768;
  for (size_t N = 0; N < 8; ++N) {
    float Product = In(N < 4 ? 0 : 18).Scales[0] * In(N + 1).Scales[0];
    S.Gates[N] = Scaling::of(double(Product) / OfGate);
  }
  double Cell = In(19).Scales[0];
  S.Forget = Scaling::of(OfSigmoid * Cell / Cell);
  S.Update = Scaling::of(OfSigmoid * OfSigmoid / Cell);
  S.Output = Scaling::of(OfSigmoid * OfSigmoid / double(In(18).Scales[0]));
  int Power = 0;
  std::frexp(In(19).Scales[0], &Power);
  S.CellPower = Power - 1;
  S.Clip =
      Op.Clip > 0 ? int64_t(std::min(double(Op.Clip) / Cell, 32767.0)) : -1;
  return S;
}

namespace {

/// A quotient with 31 bits, scaled.
int64_t quotient(int32_t A, int32_t B, Scaling S) {
  if (B == 0 || A == 0)
    return 0;
  if (B < 0) {
    A = -A;
    B = -B;
  }
  // 1 / B in 31 bits of fraction of the number below 2 that its bits are.
  int Bits = 31 - llvm::countl_zero(uint32_t(B));
  int32_t F = int32_t((uint32_t(B) << (31 - Bits)) - (uint32_t(1) << 31));
  int32_t R = fixed_reciprocal(F);
  int Room = A > 0 ? llvm::countl_zero(uint32_t(A)) - 1
                   : llvm::countl_zero(2 * uint32_t(-A) - 1);
  int32_t Q = fixed_high(int32_t(uint32_t(A) << Room), R);
  int Right = Bits + Room - S.Shift;
  int64_t Scaled = fixed_high(Q, S.Multiplier);
  if (Right <= 0)
    return Scaled * (int64_t(1) << std::min(-Right, 31));
  if (Right > 31)
    return 0;
  int64_t Magnitude = (std::abs(Scaled) + (int64_t(1) << (Right - 1))) >> Right;
  return Scaled < 0 ? -Magnitude : Magnitude;
}

} // namespace

std::vector<int8_t> quotients(const Tensor &A, const Tensor &B,
                              const Tensor &Result, Limits L) {
  Scaling S =
      Scaling::of(double(A.Scales[0] / (B.Scales[0] * Result.Scales[0])));
  std::vector<int8_t> Table;
  Table.reserve(1 << 16);
  for (int32_t X = -128; X < 128; ++X)
    for (int32_t Y = -128; Y < 128; ++Y)
      Table.push_back(int8_t(std::clamp<int64_t>(
          quotient(X - A.ZeroPoint, Y - B.ZeroPoint, S) + Result.ZeroPoint,
          L.Low, L.High)));
  return Table;
}

namespace {

/// GELU of floats, of which each function is rounded once.
float gelu(float X, bool Approximate) {
  if (Approximate)
    return 0.5F * X *
           (1 + float(std::tanh(
                    double(0x1.988454p-1F * (X + 0.044715F * X * X * X)))));
  return 0.5F * X * float(std::erfc(double(X * -0x1.6a09e6p-1F)));
}

} // namespace

Table tableOfReals(const Operator &Op, const Tensor &Input,
                   const Tensor &Result) {
  Code C = Op.Code;
  Table Values{};
  float Inverse = 1 / Result.Scales[0];
  for (size_t I = 0; I < Values.size(); ++I) {
    float X = Input.Scales[0] * float(int32_t(I) - 128 - Input.ZeroPoint);
    // Of floats, by functions that are rounded once.
    float Y = C == Code::LOGISTIC ? 1 / (1 + float(std::exp(-double(X))))
              : C == Code::TANH   ? float(std::tanh(double(X)))
              : C == Code::GELU   ? gelu(X, Op.Approximate)
              : X < 0             ? float(std::exp(double(X))) - 1
                                  : X;
    float Steps = std::round(Y * Inverse) + float(Result.ZeroPoint);
    Values[I] = int8_t(std::clamp<float>(Steps, -128, 127));
  }
  return Values;
}

} // namespace sectile::graph
