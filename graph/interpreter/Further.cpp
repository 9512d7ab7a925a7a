// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Further.cpp - operators beyond those of f32 and i8 -----------------===//

#include "../../kernels/common/math_reference.h"
#include "Evaluator.h"
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace sectile::graph {

namespace {

/// The element of an operand for a place in the result; dimensions of 1 are
/// repeated.
int64_t elementFor(const Shape &S, const Shape &At) {
  int64_t Index = 0;
  for (size_t D = 0; D < S.size(); ++D)
    Index = Index * S[D] + (S[D] == 1 ? 0 : At[At.size() - S.size() + D]);
  return Index;
}

int64_t numberOf(const Shape &S, const Shape &At) {
  int64_t Index = 0;
  for (size_t D = 0; D < S.size(); ++D)
    Index = Index * S[D] + At[D];
  return Index;
}

bool isWord(Type T) { return T == Type::I32 || T == Type::I64; }

int64_t difference(int64_t A, int64_t B) {
  return int64_t(uint64_t(A) - uint64_t(B));
}

/// Towards zero.
int64_t quotient(int64_t A, int64_t B) {
  if (B == 0)
    return 0;
  return B == -1 ? difference(0, A) : A / B;
}

} // namespace

/// Calls Each() with the number of each result, and which elements of inputs 0,
/// 1 and 2 it is of.
template <typename F> void Interpreter::broadcast(F Each) {
  forEach(result().Dims, [&](const Shape &At, int64_t I) {
    int64_t Of[3] = {};
    for (size_t N = 0; N < std::min<size_t>(Op->Inputs.size(), 3); ++N)
      Of[N] = elementFor(tensor(N).Dims, At);
    Each(I, Of);
  });
}

void Interpreter::comparison() {
  auto Holds = [&](auto A, auto B) {
    switch (Op->Code) {
    case Code::EQUAL:
      return A == B;
    case Code::NOT_EQUAL:
      return A != B;
    case Code::LESS:
      return A < B;
    case Code::LESS_EQUAL:
      return A <= B;
    case Code::GREATER:
      return A > B;
    default:
      return A >= B;
    }
  };
  broadcast([&](int64_t I, const int64_t *Of) {
    if (type(0) == Type::F32)
      return put(I, Holds(in<float>(0)[Of[0]], in<float>(1)[Of[1]]));
    if (!integer())
      return put(I, Holds(at(0, Of[0]), at(1, Of[1])));
    // With 8 bits of fraction, by the scales.
    auto Scaled = [&](size_t N) {
      int64_t V = at(N, Of[N]) - tensor(N).ZeroPoint;
      return Multiplication(double(tensor(N).Scales[0]))
          .apply(int32_t(V * 256));
    };
    put(I, Holds(Scaled(0), Scaled(1)));
  });
}

void Interpreter::logical() {
  broadcast([&](int64_t I, const int64_t *Of) {
    bool A = at(0, Of[0]);
    if (Op->Code == Code::LOGICAL_NOT)
      return put(I, !A);
    bool B = at(1, Of[1]);
    put(I, Op->Code == Code::LOGICAL_AND ? A && B : A || B);
  });
}

void Interpreter::select() {
  auto Size = size_t(bytesOf(result().ElementType));
  const Shape &C = tensor(0).Dims;
  bool Rows = Op->Code == Code::SELECT && C.size() == 1 &&
              result().Dims.size() > 1 && C[0] > 1;
  forEach(result().Dims, [&](const Shape &At, int64_t I) {
    bool First = at(0, Rows ? At[0] : elementFor(C, At));
    size_t N = First ? 1 : 2;
    std::memcpy(out<uint8_t>() + size_t(I) * Size,
                in<uint8_t>(N) + size_t(elementFor(tensor(N).Dims, At)) * Size,
                Size);
  });
}

/// A float beyond an integer type becomes its limit, a NaN 0; an integer loses
/// its upper bits.
void Interpreter::cast() {
  const Tensor &X = tensor(0), &Y = result();
  int64_t Shift = X.Unsigned ? 128 : 0;
  for (int64_t I = 0; I < Y.elements(); ++I) {
    if (Y.ElementType == Type::F32) {
      out<float>()[I] =
          type(0) == Type::F32 ? in<float>(0)[I] : float(at(0, I) + Shift);
      continue;
    }
    if (Y.ElementType == Type::Bool) {
      put(I,
          type(0) == Type::F32 ? in<float>(0)[I] != 0 : at(0, I) + Shift != 0);
      continue;
    }
    int64_t V = 0;
    bool IsUnsigned = Y.ElementType == Type::U8 || Y.Unsigned;
    if (type(0) == Type::F32) {
      double Real = in<float>(0)[I];
      auto Bits = int(8 * bytesOf(Y.ElementType));
      double Low = IsUnsigned ? 0 : -std::ldexp(1.0, Bits - 1);
      double End = std::ldexp(1.0, IsUnsigned ? Bits : Bits - 1);
      if (Real >= End)
        V = Bits == 64 ? std::numeric_limits<int64_t>::max() : int64_t(End) - 1;
      else if (Real < Low)
        V = int64_t(Low);
      else if (!std::isnan(Real))
        V = int64_t(Real);
    } else {
      V = at(0, I) + Shift;
    }
    put(I, Y.Unsigned ? V - 128 : V);
  }
}

/// i32 and i64, which wrap.
void Interpreter::integers() {
  broadcast([&](int64_t I, const int64_t *Of) {
    int64_t A = at(0, Of[0]);
    int64_t B = Op->Inputs.size() > 1 ? at(1, Of[1]) : 0;
    auto Wraps = [](uint64_t V) { return int64_t(V); };
    switch (Op->Code) {
    case Code::ADD:
      return put(I, Wraps(uint64_t(A) + uint64_t(B)));
    case Code::SUB:
      return put(I, difference(A, B));
    case Code::MUL:
      return put(I, Wraps(uint64_t(A) * uint64_t(B)));
    case Code::DIV:
      return put(I, quotient(A, B));
    case Code::MAXIMUM:
      return put(I, std::max(A, B));
    case Code::MINIMUM:
      return put(I, std::min(A, B));
    case Code::NEG:
      return put(I, difference(0, A));
    case Code::ABS:
      return put(I, A < 0 ? difference(0, A) : A);
    default: { // SQUARED_DIFFERENCE
      auto D = uint64_t(difference(A, B));
      return put(I, Wraps(D * D));
    }
    }
  });
}

void Interpreter::floored() {
  bool Remainder = Op->Code == Code::FLOOR_MOD;
  broadcast([&](int64_t I, const int64_t *Of) {
    if (type(0) == Type::F32) {
      float A = in<float>(0)[Of[0]];
      float B = in<float>(1)[Of[1]];
      float R = std::fmod(A, B);
      bool Other = R != 0 && (R < 0) != (B < 0);
      out<float>()[I] = Remainder ? (Other ? R + B : R)
                                  : float(std::floor(double(A) / double(B)));
      return;
    }
    int64_t A = at(0, Of[0]);
    int64_t B = at(1, Of[1]);
    int64_t R = B == 0 || B == -1 ? 0 : A % B;
    bool Other = R != 0 && (R < 0) != (B < 0);
    if (Remainder)
      put(I, R + (Other ? B : 0));
    else
      put(I, quotient(A, B) - (Other ? 1 : 0));
  });
}

void Interpreter::addN() {
  const Tensor &A = tensor(0), &R = result();
  for (int64_t I = 0; I < R.elements(); ++I) {
    if (!integer()) {
      float Sum = 0;
      for (size_t N = 0; N < Op->Inputs.size(); ++N)
        Sum += in<float>(N)[I];
      out<float>()[I] = Sum;
      continue;
    }
    // TFLM's sum starts with an element of 0, which is not the zero point.
    Multiplication Half(0.5);
    int64_t Sum = Half.apply(-A.ZeroPoint * (1 << 20));
    for (size_t N = 0; N < Op->Inputs.size(); ++N)
      Sum += Half.apply(int32_t(at(N, I) - A.ZeroPoint) * (1 << 20));
    Multiplication OfSum(2 * double(A.Scales[0]) /
                         ((1 << 20) * double(R.Scales[0])));
    put(I, limited(wrappedSum(OfSum.apply(wrappedSum(Sum, 0)), R.ZeroPoint)));
  }
}

void Interpreter::elu() {
  const Tensor &X = tensor(0);
  for (int64_t I = 0; I < result().elements(); ++I) {
    if (!integer()) {
      float V = in<float>(0)[I];
      out<float>()[I] = V < 0 ? exponential(V) - 1 : V;
      continue;
    }
    float V = X.Scales[0] * float(at(0, I) - X.ZeroPoint);
    V = V < 0 ? float(std::exp(double(V))) - 1 : V;
    put(I, quantisedReal(double(V), result()));
  }
}

void Interpreter::gelu() {
  const Tensor &X = tensor(0);
  constexpr float RootOfHalf = 0.70710678F;
  constexpr float RootOf2OverPi = 0.79788456F;
  for (int64_t I = 0; I < result().elements(); ++I) {
    float V = integer() ? X.Scales[0] * float(at(0, I) - X.ZeroPoint)
                        : in<float>(0)[I];
    float Inner = RootOf2OverPi * (V + 0.044715F * V * V * V);
    float Half = 0.5F * V;
    if (integer()) {
      float Y = Op->Approximate
                    ? Half * (1 + float(std::tanh(double(Inner))))
                    : Half * float(std::erfc(double(V * -RootOfHalf)));
      put(I, quantisedReal(double(Y), result()));
    } else {
      out<float>()[I] =
          Half * (1 + (Op->Approximate ? hyperbolicTangent(Inner)
                                       : math_erf(V * RootOfHalf)));
    }
  }
}

/// GATHER, GATHER_ND and EMBEDDING_LOOKUP: an index beyond a dimension is its
/// nearest.
void Interpreter::gatherByData() {
  bool Rows = Op->Code == Code::EMBEDDING_LOOKUP;
  size_t Data = Rows ? 1 : 0;
  size_t Indices = Rows ? 0 : 1;
  const Shape &X = tensor(Data).Dims, &At = tensor(Indices).Dims;
  auto Nearest = [&](int64_t I, size_t D) {
    return std::clamp<int64_t>(at(Indices, I), 0, X[D] - 1);
  };
  auto Size = size_t(bytesOf(type(Data)));
  forEach(result().Dims, [&](const Shape &Place, int64_t I) {
    Shape From;
    if (Op->Code == Code::GATHER_ND) {
      int64_t Row = 0;
      for (size_t D = 0; D + 1 < At.size(); ++D)
        Row = Row * At[D] + Place[D];
      for (int64_t D = 0; D < At.back(); ++D)
        From.push_back(Nearest(Row * At.back() + D, size_t(D)));
      From.insert(From.end(), Place.begin() + ptrdiff_t(At.size()) - 1,
                  Place.end());
    } else {
      auto Axis = Rows ? size_t(0) : size_t(Op->Axis);
      int64_t Which = 0;
      for (size_t D = 0; D < At.size(); ++D)
        Which = Which * At[D] + Place[Axis + D];
      From.assign(Place.begin(), Place.begin() + ptrdiff_t(Axis));
      From.push_back(Nearest(Which, Axis));
      From.insert(From.end(), Place.begin() + ptrdiff_t(Axis + At.size()),
                  Place.end());
    }
    int64_t Source = numberOf(X, From);
    if (type(Data) == Type::I8 && result().ElementType == Type::F32)
      out<float>()[I] =
          float(double(tensor(Data).Scales[0]) * double(at(Data, Source)));
    else
      std::memcpy(out<uint8_t>() + size_t(I) * Size,
                  in<uint8_t>(Data) + size_t(Source) * Size, Size);
  });
}

void Interpreter::updateSlice() {
  const Shape &X = tensor(0).Dims, &Part = tensor(1).Dims;
  auto Size = size_t(bytesOf(type(0)));
  std::memcpy(out<uint8_t>(), in<uint8_t>(0), size_t(tensor(0).bytes()));
  forEach(Part, [&](Shape At, int64_t I) {
    for (size_t D = 0; D < At.size(); ++D)
      At[D] += std::clamp<int64_t>(at(2, int64_t(D)), 0, X[D] - Part[D]);
    std::memcpy(out<uint8_t>() + size_t(numberOf(X, At)) * Size,
                in<uint8_t>(1) + size_t(I) * Size, Size);
  });
}

void Interpreter::cumsum() {
  const Tensor &X = tensor(0), &Y = result();
  auto A = size_t(Op->Axis);
  int64_t Depth = X.Dims[A];
  Shape Lines = X.Dims;
  Lines[A] = 1;
  Multiplication Half(0.5);
  Multiplication OfSum(integer() ? 2 * double(X.Scales[0]) /
                                       ((1 << 20) * double(Y.Scales[0]))
                                 : 0);
  forEach(Lines, [&](Shape At, int64_t) {
    float Real = 0;
    uint64_t Sum = 0;
    // Of i8 TFLM's sum starts with an element of 0.
    if (integer())
      Sum = uint64_t(int64_t(Half.apply(-X.ZeroPoint * (1 << 20))));
    for (int64_t K = 0; K < Depth; ++K) {
      At[A] = Op->Reverse ? Depth - 1 - K : K;
      int64_t I = numberOf(X.Dims, At);
      auto Store = [&] {
        if (integer())
          put(I, limited(wrappedSum(OfSum.apply(wrappedSum(int64_t(Sum), 0)),
                                    Y.ZeroPoint)));
        else if (type(0) == Type::F32)
          out<float>()[I] = Real;
        else
          put(I, int64_t(Sum));
      };
      if (Op->Exclusive)
        Store();
      if (type(0) == Type::F32)
        Real += in<float>(0)[I];
      else if (integer())
        Sum += uint64_t(
            int64_t(Half.apply(int32_t(at(0, I) - X.ZeroPoint) * (1 << 20))));
      else
        Sum += uint64_t(at(0, I));
      if (!Op->Exclusive)
        Store();
    }
  });
}

void Interpreter::l2Normalization() {
  int64_t Depth = tensor(0).Dims.back();
  for (int64_t First = 0; First < result().elements(); First += Depth) {
    if (integer()) {
      l2NormaliseInteger(in<int8_t>(0) + First, out<int8_t>() + First, Depth,
                         tensor(0).ZeroPoint);
      continue;
    }
    const float *X = in<float>(0) + First;
    float Sum = 0;
    for (int64_t I = 0; I < Depth; ++I)
      Sum = std::fma(X[I], X[I], Sum);
    float Norm = std::sqrt(Sum);
    if (Norm < 1e-6F)
      Norm = 1e-6F;
    for (int64_t I = 0; I < Depth; ++I)
      out<float>()[First + I] = X[I] / Norm;
  }
}

void Interpreter::l2Pool() {
  Image X(tensor(0).Dims), Y(result().Dims);
  int64_t Top = before(X.H, Y.H, Op->KernelH, 1, Op->StrideH);
  int64_t Left = before(X.W, Y.W, Op->KernelW, 1, Op->StrideW);
  forEach(result().Dims, [&](const Shape &At, int64_t Index) {
    float Sum = 0;
    int Count = 0;
    int64_t Row = At[1] * Op->StrideH - Top;
    int64_t Column = At[2] * Op->StrideW - Left;
    for (int64_t R = std::max<int64_t>(Row, 0);
         R < std::min(Row + Op->KernelH, X.H); ++R)
      for (int64_t C = std::max<int64_t>(Column, 0);
           C < std::min(Column + Op->KernelW, X.W); ++C) {
        float V = in<float>(0)[X.at(At[0], R, C, At[3])];
        Sum = std::fma(V, V, Sum);
        ++Count;
      }
    out<float>()[Index] = clamped(std::sqrt(Sum / float(Count)));
  });
}

void Interpreter::logSoftmax() {
  int64_t Depth = tensor(0).Dims.back();
  for (int64_t First = 0; First < result().elements(); First += Depth) {
    if (integer()) {
      logSoftmaxInteger(in<int8_t>(0) + First, out<int8_t>() + First, Depth,
                        double(tensor(0).Scales[0]));
      continue;
    }
    const float *X = in<float>(0) + First;
    float *Y = out<float>() + First;
    float Most = largest(X, Depth);
    float Sum = 0;
    for (int64_t I = 0; I < Depth; ++I)
      Sum += exponential(X[I] - Most);
    float Log = math_log(Sum);
    for (int64_t I = 0; I < Depth; ++I)
      Y[I] = X[I] - Most - Log;
  }
}

/// A step: the state of each filter moves by one element in time, and takes
/// what the input has for it.
void Interpreter::svdf() {
  const Tensor &X = tensor(0), &Time = tensor(2);
  int64_t Inputs = X.Dims[1];
  int64_t Filters = tensor(1).Dims[0];
  int64_t Memory = Time.Dims[1];
  int64_t Units = Filters / Op->Rank;
  bool Real = X.ElementType == Type::F32;
  auto *NextReal =
      reinterpret_cast<float *>(Values[size_t(Op->Outputs[1])].data());
  const Tensor &State = tensor(4);
  int64_t Limit = State.ElementType == Type::I8 ? 128 : 32768;
  auto Product = [&](const Tensor &A, const Tensor &B, const Tensor &C) {
    return Multiplication(
        Real ? 0 : double(A.Scales[0] * B.Scales[0] / C.Scales[0]));
  };
  Multiplication ToState = Product(X, tensor(1), State);
  Multiplication ToResult = Product(State, Time, result());
  for (int64_t B = 0; B < X.Dims[0]; ++B) {
    for (int64_t F = 0; F < Filters; ++F) {
      int64_t Row = (B * Filters + F) * Memory;
      for (int64_t M = 0; M + 1 < Memory; ++M)
        if (Real)
          NextReal[Row + M] = in<float>(4)[Row + M + 1];
        else
          put(Row + M, at(4, Row + M + 1), 1);
      float RealSum = 0;
      int64_t Sum = 0;
      for (int64_t I = 0; I < Inputs; ++I)
        if (Real)
          RealSum = std::fma(in<float>(0)[B * Inputs + I],
                             in<float>(1)[F * Inputs + I], RealSum);
        else
          Sum += (at(0, B * Inputs + I) - X.ZeroPoint) * at(1, F * Inputs + I);
      if (Real)
        NextReal[Row + Memory - 1] = RealSum;
      else
        put(Row + Memory - 1,
            std::clamp<int64_t>(ToState.apply(wrappedSum(Sum, 0)), -Limit,
                                Limit - 1) +
                State.ZeroPoint,
            1);
    }
    for (int64_t U = 0; U < Units; ++U) {
      float RealSum = Real && has(3) ? in<float>(3)[U] : 0;
      int64_t Sum = !Real && has(3) ? at(3, U) : 0;
      for (int64_t R = 0; R < Op->Rank; ++R) {
        int64_t F = U * Op->Rank + R;
        float Part = 0;
        for (int64_t M = 0; M < Memory; ++M) {
          int64_t Index = (B * Filters + F) * Memory + M;
          if (Real)
            Part =
                std::fma(in<float>(2)[F * Memory + M], NextReal[Index], Part);
          else
            Sum += at(2, F * Memory + M) *
                   (elementOf(size_t(Op->Outputs[1]), Index) - State.ZeroPoint);
        }
        RealSum = RealSum + Part;
      }
      // Of integers the activation is none: the format's converter lets the
      // limits of i8 be it.
      if (Real)
        out<float>()[B * Units + U] = clamped(RealSum);
      else
        put(B * Units + U,
            std::clamp<int64_t>(wrappedSum(ToResult.apply(wrappedSum(Sum, 0)),
                                           result().ZeroPoint),
                                -128, 127));
    }
  }
}

void Interpreter::lstm() {
  const Tensor &X = tensor(0);
  bool Real = X.ElementType == Type::F32;
  bool Wide = X.ElementType == Type::I16;
  int64_t Inputs = X.Dims[2];
  int64_t Units = tensor(1).Dims[0];
  int64_t Batch = X.Dims[Op->TimeMajor ? 1 : 0];
  int64_t Steps = X.Dims[Op->TimeMajor ? 0 : 1];
  auto Bytes = [&](size_t N) -> std::vector<uint8_t> & {
    return Values[size_t(Op->Outputs[N])];
  };
  Bytes(1) = Values[size_t(Op->Inputs[18])];
  Bytes(2) = Values[size_t(Op->Inputs[19])];
  auto *H = reinterpret_cast<float *>(Bytes(1).data());
  auto *C = reinterpret_cast<float *>(Bytes(2).data());
  auto Hidden = size_t(Op->Outputs[1]);
  auto Cell = size_t(Op->Outputs[2]);
  constexpr double Unit = 1.0 / 32768; // of sigmoids
  double CellScale = Real ? 1 : double(tensor(19).Scales[0]);
  double HiddenScale = Real ? 1 : double(tensor(18).Scales[0]);
  Multiplication Kept(Unit), Added(Unit * Unit / CellScale),
      ToHidden(Unit * Unit / HiddenScale);
  int Power = 0;
  (void)std::frexp(CellScale, &Power);
  Sigmoidal OfCell = Sigmoidal::ofPower(Power - 1 + 12, true);
  auto Short = [](int64_t V) { return std::clamp<int64_t>(V, -32768, 32767); };
  enum { Input, Forget, Update, Output };
  auto Gate = [&](int G, int64_t From, int64_t State, int64_t U) {
    size_t OfInput = 1 + size_t(G), OfState = 5 + size_t(G);
    auto Sum = [&](size_t W, bool IsState) {
      int64_t Size = IsState ? Units : Inputs;
      const Tensor &Of = IsState ? tensor(18) : X;
      int64_t S = IsState ? 0 : at(12 + size_t(G), U);
      for (int64_t I = 0; I < Size; ++I)
        S += at(W, U * Size + I) *
             ((IsState ? elementOf(Hidden, State + I) : at(0, From + I)) -
              Of.ZeroPoint);
      Multiplication By(double(Of.Scales[0] * tensor(W).Scales[0]) * 4096);
      return Short(Wide ? By.applyWide(S) : By.apply(wrappedSum(S, 0)));
    };
    int64_t Both = Short(Sum(OfInput, false) + Sum(OfState, true));
    return int64_t(Sigmoidal(1.0F / 4096, G == Update).of(Both));
  };
  auto RealGate = [&](int G, int64_t From, int64_t State, int64_t U) {
    float A = 0;
    float B = 0;
    for (int64_t I = 0; I < Inputs; ++I)
      A = std::fma(in<float>(0)[From + I],
                   in<float>(1 + size_t(G))[U * Inputs + I], A);
    for (int64_t I = 0; I < Units; ++I)
      B = std::fma(H[State + I], in<float>(5 + size_t(G))[U * Units + I], B);
    float S = A + in<float>(12 + size_t(G))[U] + B;
    return G == Update ? hyperbolicTangent(S) : sigmoid(S);
  };
  for (int64_t T = 0; T < Steps; ++T)
    for (int64_t B = 0; B < Batch; ++B) {
      int64_t Row = Op->TimeMajor ? T * Batch + B : B * Steps + T;
      int64_t From = Row * Inputs;
      int64_t State = B * Units;
      // No unit's state changes before all gates are known.
      std::vector<int64_t> NewHidden;
      std::vector<float> NewReal;
      for (int64_t U = 0; U < Units; ++U) {
        if (Real) {
          float Old = RealGate(Forget, From, State, U) * C[State + U];
          float New = RealGate(Input, From, State, U) *
                      RealGate(Update, From, State, U);
          float Sum = Old + New;
          if (Op->Clip > 0)
            Sum = std::max(std::min(Op->Clip, Sum), -Op->Clip);
          C[State + U] = Sum;
          NewReal.push_back(hyperbolicTangent(Sum) *
                            RealGate(Output, From, State, U));
          continue;
        }
        auto Times = [](const Multiplication &By, int64_t V, int64_t W) {
          return int64_t(By.apply(int32_t(V * W)));
        };
        int64_t Sum = Short(Times(Kept, Gate(Forget, From, State, U),
                                  elementOf(Cell, State + U))) +
                      Short(Times(Added, Gate(Input, From, State, U),
                                  Gate(Update, From, State, U)));
        Sum = Short(Sum);
        if (Op->Clip > 0) {
          auto Limit = int64_t(std::min(double(Op->Clip) / CellScale, 32767.0));
          Sum = std::clamp(Sum, -Limit, Limit);
        }
        put(State + U, Sum, 2);
        int64_t V = wrappedSum(
            Times(ToHidden, OfCell.of(Sum), Gate(Output, From, State, U)),
            tensor(18).ZeroPoint);
        NewHidden.push_back(Wide ? Short(V)
                                 : std::clamp<int64_t>(V, -128, 127));
      }
      for (int64_t U = 0; U < Units; ++U)
        if (Real) {
          H[State + U] = NewReal[size_t(U)];
          out<float>()[Row * Units + U] = NewReal[size_t(U)];
        } else {
          put(State + U, NewHidden[size_t(U)], 1);
          put(Row * Units + U, NewHidden[size_t(U)]);
        }
    }
}

/// Whether the operator is one of these.
bool Interpreter::further() {
  Type T = type(0);
  switch (Op->Code) {
  case Code::EQUAL:
  case Code::NOT_EQUAL:
  case Code::LESS:
  case Code::LESS_EQUAL:
  case Code::GREATER:
  case Code::GREATER_EQUAL:
    comparison();
    return true;
  case Code::LOGICAL_AND:
  case Code::LOGICAL_OR:
  case Code::LOGICAL_NOT:
    logical();
    return true;
  case Code::SELECT:
  case Code::SELECT_V2:
    select();
    return true;
  case Code::CAST:
    cast();
    return true;
  case Code::FILL:
    for (int64_t I = 0; I < result().elements(); ++I)
      std::memcpy(out<uint8_t>() + I * bytesOf(T), in<uint8_t>(0),
                  size_t(bytesOf(T)));
    return true;
  case Code::ADD:
  case Code::SUB:
  case Code::MUL:
  case Code::DIV:
  case Code::MAXIMUM:
  case Code::MINIMUM:
  case Code::SQUARED_DIFFERENCE:
  case Code::NEG:
  case Code::ABS:
    if (isWord(T))
      integers();
    return isWord(T);
  case Code::QUANTIZE:
    // i32, and u8 that is i8 inside.
    if (T == Type::U8 || result().ElementType == Type::U8) {
      for (int64_t I = 0; I < result().elements(); ++I)
        put(I, at(0, I) ^ 0x80);
      return true;
    }
    if (!isWord(T) && !isWord(result().ElementType))
      return false;
    for (int64_t I = 0; I < result().elements(); ++I) {
      Multiplication By(double(tensor(0).Scales[0]) /
                        double(result().Scales[0]));
      int32_t V =
          wrappedSum(By.apply(wrappedSum(at(0, I), -tensor(0).ZeroPoint)),
                     result().ZeroPoint);
      put(I, isWord(result().ElementType) ? V : limited(V));
    }
    return true;
  case Code::FLOOR_DIV:
  case Code::FLOOR_MOD:
    floored();
    return true;
  case Code::SIN:
  case Code::COS:
  case Code::LOG:
    for (int64_t I = 0; I < result().elements(); ++I) {
      float X = in<float>(0)[I];
      out<float>()[I] = Op->Code == Code::SIN   ? math_sin(X)
                        : Op->Code == Code::COS ? math_cos(X)
                                                : math_log(X);
    }
    return true;
  case Code::ADD_N:
    addN();
    return true;
  case Code::ELU:
    elu();
    return true;
  case Code::GELU:
    gelu();
    return true;
  case Code::GATHER:
    if (tensor(1).isConstant())
      return false;
    gatherByData();
    return true;
  case Code::GATHER_ND:
  case Code::EMBEDDING_LOOKUP:
    gatherByData();
    return true;
  case Code::DYNAMIC_UPDATE_SLICE:
    updateSlice();
    return true;
  case Code::CUMSUM:
    cumsum();
    return true;
  case Code::L2_NORMALIZATION:
    l2Normalization();
    return true;
  case Code::L2_POOL_2D:
    l2Pool();
    return true;
  case Code::LOG_SOFTMAX:
    logSoftmax();
    return true;
  case Code::SVDF:
    svdf();
    return true;
  case Code::UNIDIRECTIONAL_SEQUENCE_LSTM:
    lstm();
    return true;
  default:
    return false;
  }
}

} // namespace sectile::graph
