// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Interpreter.cpp - what a model computes, on the host ---------------===//

#include "Evaluator.h"
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace sectile::graph {

// e^x as <sectile_math.h> defines it.
float exponential(float X) {
  if (std::isnan(X))
    return X;
  float Y = std::min(std::max(X, -104.0F), 89.0F);
  float N = std::nearbyint(Y * 0x1.715476p+0F);
  float R = std::fma(-N, 0x1.62e43p-1F, Y);
  R = std::fma(N, 0x1.05c61p-29F, R);
  float Q = R * 0x1.6a241ap-10F + 0x1.1239f2p-7F;
  Q = std::fma(Q, R, 0x1.5558f2p-5F);
  Q = std::fma(Q, R, 0x1.555492p-3F);
  Q = std::fma(Q, R, 0x1.fffffcp-2F);
  return std::ldexp(std::fma(R * R, Q, R) + 1.0F, int(N));
}

float sigmoid(float X) { return 1.0F / (1.0F + exponential(-X)); }

// Below 5/8 an odd polynomial, whose relative error stays small; above it e^2x.
float hyperbolicTangent(float X) {
  float A = std::fabs(X);
  float S = X * X;
  float P = std::fma(S, -0x1.75e1d4p-8F, 0x1.52269cp-6F);
  P = std::fma(P, S, -0x1.b83c5ap-5F);
  P = std::fma(P, S, 0x1.110726p-3F);
  P = std::fma(P, S, -0x1.555532p-2F);
  float Small = std::fma(P * S, X, X);
  float Large = std::copysign(1.0F - 2.0F / (exponential(A + A) + 1.0F), X);
  return A < 0.625F ? Small : std::isnan(X) ? X : Large;
}

/// The fused activation.
float Interpreter::clamped(float X) const {
  auto Between = [](float Low, float V, float High) {
    return V < Low ? Low : High < V ? High : V;
  };
  constexpr float Infinity = std::numeric_limits<float>::infinity();
  switch (Op->Activation) {
  case Activation::RELU:
    return Between(0, X, Infinity);
  case Activation::RELU_N1_TO_1:
    return Between(-1, X, 1);
  case Activation::RELU6:
    return Between(0, X, 6);
  default:
    return X;
  }
}

int64_t Interpreter::elementOf(size_t T, int64_t I) const {
  const uint8_t *From = Values[T].data();
  switch (M.Tensors[T].ElementType) {
  case Type::I8:
    return reinterpret_cast<const int8_t *>(From)[I];
  case Type::I16:
    return reinterpret_cast<const int16_t *>(From)[I];
  case Type::I32:
    return reinterpret_cast<const int32_t *>(From)[I];
  case Type::I64:
    return reinterpret_cast<const int64_t *>(From)[I];
  case Type::Bool:
    return From[I] != 0;
  default: // U8
    return From[I];
  }
}

void Interpreter::put(int64_t I, int64_t Value, size_t Output) {
  auto T = size_t(Op->Outputs[Output]);
  auto Size = size_t(bytesOf(M.Tensors[T].ElementType));
  std::memcpy(Values[T].data() + size_t(I) * Size, &Value, Size);
}

int64_t Interpreter::scaledSum(int64_t Sum, const Multiplication &By) const {
  return Op->WideSums ? By.applyWide(Sum)
                      : By.apply(int32_t(uint32_t(uint64_t(Sum))));
}

int64_t Interpreter::limited(int64_t X) const {
  const Tensor &T = result();
  auto Quantized = [&](float Real) {
    return int64_t(T.ZeroPoint) + saturated(std::round(Real / T.Scales[0]));
  };
  bool Short = T.ElementType == Type::I16;
  int64_t Low = Short ? -32768 : -128;
  int64_t High = Short ? 32767 : 127;
  if (Op->Activation == Activation::RELU || Op->Activation == Activation::RELU6)
    Low = std::max(Low, Quantized(0));
  if (Op->Activation == Activation::RELU6)
    High = std::min(High, Quantized(6));
  if (Op->Activation == Activation::RELU_N1_TO_1) {
    Low = std::max(Low, Quantized(-1));
    High = std::min(High, Quantized(1));
  }
  return std::min(std::max(X, Low), High);
}

/// What SAME adds before the first element.
int64_t Interpreter::before(int64_t In, int64_t Out, int64_t Kernel,
                            int64_t Dilation, int64_t Stride) const {
  if (Op->Padding == tflite::Padding::VALID)
    return 0;
  int64_t Needed = (Out - 1) * Stride + (Kernel - 1) * Dilation + 1;
  return Needed > In ? (Needed - In) / 2 : 0;
}

/// Each result is the sum over a window of weights. Place() says which pixel of
/// the input a weight belongs to, if any; beyond the borders there is a zero.
template <typename PlaceOf>
void Interpreter::windowSums(bool Depthwise, PlaceOf Place) {
  Image X(tensor(0).Dims), W(tensor(1).Dims);
  int64_t Channels = result().Dims[3];
  int64_t Multiplier = Channels / X.C; // of a depthwise convolution
  std::vector<Multiplication> Scales;
  if (integer())
    Scales = channelMultipliers(tensor(0), tensor(1), result(), Channels);
  forEach(result().Dims, [&](const Shape &At, int64_t Index) {
    int64_t O = At[3];
    float Real = 0;
    int64_t Sum = 0;
    for (int64_t KY = 0; KY < Op->KernelH; ++KY)
      for (int64_t KX = 0; KX < Op->KernelW; ++KX) {
        int64_t Row = 0, Column = 0;
        if (!Place(At, KY, KX, Row, Column))
          continue;
        bool Inside = Row >= 0 && Row < X.H && Column >= 0 && Column < X.W;
        int64_t First = Depthwise ? O / Multiplier : 0;
        int64_t End = Depthwise ? First + 1 : X.C;
        for (int64_t C = First; C < End; ++C) {
          int64_t From = Inside ? X.at(At[0], Row, Column, C) : 0;
          int64_t Weight = Depthwise ? W.at(0, KY, KX, O) : W.at(O, KY, KX, C);
          if (!integer())
            Real = std::fma(Inside ? in<float>(0)[From] : 0.0F,
                            in<float>(1)[Weight], Real);
          else if (Inside)
            Sum += (at(0, From) - tensor(0).ZeroPoint) *
                   (at(1, Weight) - tensor(1).ZeroPoint);
        }
      }
    if (!integer()) {
      out<float>()[Index] = clamped(has(2) ? Real + in<float>(2)[O] : Real);
      return;
    }
    if (has(2))
      Sum += at(2, O);
    put(Index, limited(wrappedSum(scaledSum(Sum, Scales[size_t(O)]),
                                  result().ZeroPoint)));
  });
}

void Interpreter::convolution() {
  Image X(tensor(0).Dims), Y(result().Dims);
  int64_t Top = before(X.H, Y.H, Op->KernelH, Op->DilationH, Op->StrideH);
  int64_t Left = before(X.W, Y.W, Op->KernelW, Op->DilationW, Op->StrideW);
  windowSums(Op->Code == Code::DEPTHWISE_CONV_2D,
             [&](const Shape &At, int64_t KY, int64_t KX, int64_t &Row,
                 int64_t &Column) {
               Row = At[1] * Op->StrideH + KY * Op->DilationH - Top;
               Column = At[2] * Op->StrideW + KX * Op->DilationW - Left;
               return true;
             });
}

/// An element of the input reaches the results that its window covers.
void Interpreter::transposedConvolution() {
  Image X(tensor(0).Dims), Y(result().Dims);
  int64_t Top = before(Y.H, X.H, Op->KernelH, 1, Op->StrideH);
  int64_t Left = before(Y.W, X.W, Op->KernelW, 1, Op->StrideW);
  windowSums(false, [&](const Shape &At, int64_t KY, int64_t KX, int64_t &Row,
                        int64_t &Column) {
    Row = At[1] + Top - KY;
    Column = At[2] + Left - KX;
    if (Row % Op->StrideH != 0 || Column % Op->StrideW != 0)
      return false;
    Row /= Op->StrideH;
    Column /= Op->StrideW;
    return true;
  });
}

void Interpreter::fullyConnected() {
  int64_t Outputs = tensor(1).Dims[0];
  int64_t Depth = tensor(1).Dims[1];
  std::vector<Multiplication> Scales;
  if (integer() && tensor(1).Scales.size() == 1)
    // The product of the scales is one of floats here, in convolutions one of
    // doubles.
    Scales.assign(size_t(Outputs), Multiplication(double(tensor(0).Scales[0] *
                                                         tensor(1).Scales[0]) /
                                                  double(result().Scales[0])));
  else if (integer())
    Scales = channelMultipliers(tensor(0), tensor(1), result(), Outputs);
  for (int64_t I = 0, E = result().elements(); I < E; ++I) {
    int64_t O = I % Outputs;
    int64_t Row = I / Outputs * Depth;
    int64_t Weights = O * Depth;
    if (integer()) {
      int64_t Sum = has(2) ? at(2, O) : 0;
      for (int64_t K = 0; K < Depth; ++K)
        Sum += (at(0, Row + K) - tensor(0).ZeroPoint) *
               (at(1, Weights + K) - tensor(1).ZeroPoint);
      put(I, limited(wrappedSum(scaledSum(Sum, Scales[size_t(O)]),
                                result().ZeroPoint)));
    } else {
      float Sum = 0;
      for (int64_t K = 0; K < Depth; ++K)
        Sum = std::fma(in<float>(0)[Row + K], in<float>(1)[Weights + K], Sum);
      out<float>()[I] = clamped(has(2) ? Sum + in<float>(2)[O] : Sum);
    }
  }
}

void Interpreter::resizeBilinear() {
  Image X(tensor(0).Dims), Y(result().Dims);
  // A place between two rows or columns: of floats in their units, of i8 in
  // 1/1024 of them.
  auto Real = [&](int64_t At, int64_t In, int64_t Out) {
    float Scale = float(In) / float(Out);
    if (Op->AlignCorners && Out > 1)
      Scale = float(In - 1) / float(Out - 1);
    return Op->HalfPixelCenters ? (float(At) + 0.5F) * Scale - 0.5F
                                : float(At) * Scale;
  };
  auto Fixed = [&](int64_t At, int64_t In, int64_t Out) {
    if (Op->AlignCorners && Out > 1) {
      --In;
      --Out;
    }
    int64_t Scale = (1024 * In + Out / 2) / Out;
    return At * Scale + (Op->HalfPixelCenters ? Scale / 2 - 512 : 0);
  };
  forEach(result().Dims, [&](const Shape &At, int64_t Index) {
    // Quantised u8 is computed with floats, of its own elements.
    bool Unsigned = tensor(0).Unsigned;
    if (!integer() || Unsigned) {
      float Row = Real(At[1], X.H, Y.H);
      float Column = Real(At[2], X.W, Y.W);
      auto Y0 = std::max<int64_t>(int64_t(std::floor(Row)), 0);
      auto X0 = std::max<int64_t>(int64_t(std::floor(Column)), 0);
      int64_t Y1 = std::min(int64_t(std::ceil(Row)), X.H - 1);
      int64_t X1 = std::min(int64_t(std::ceil(Column)), X.W - 1);
      float DY = Row - float(Y0);
      float DX = Column - float(X0);
      auto Value = [&](int64_t R, int64_t C) {
        int64_t I = X.at(At[0], R, C, At[3]);
        return Unsigned ? float(at(0, I) + 128) : in<float>(0)[I];
      };
      float Sum = Value(Y0, X0) * (1 - DY) * (1 - DX);
      Sum += Value(Y1, X0) * DY * (1 - DX);
      Sum += Value(Y0, X1) * (1 - DY) * DX;
      Sum += Value(Y1, X1) * DY * DX;
      if (Unsigned)
        put(Index, int64_t(std::floor(Sum + 0.5F)) - 128);
      else
        out<float>()[Index] = Sum;
      return;
    }
    int64_t Row = Fixed(At[1], X.H, Y.H);
    int64_t Column = Fixed(At[2], X.W, Y.W);
    int64_t Y0 = std::max<int64_t>(Row / 1024, 0);
    int64_t X0 = std::max<int64_t>(Column / 1024, 0);
    int64_t Y1 = std::min((Row + 1023) / 1024, X.H - 1);
    int64_t X1 = std::min((Column + 1023) / 1024, X.W - 1);
    int64_t DY = Row - 1024 * Y0;
    int64_t DX = Column - 1024 * X0;
    auto Value = [&](int64_t R, int64_t C) {
      return int64_t(in<int8_t>(0)[X.at(At[0], R, C, At[3])]);
    };
    int64_t Sum = Value(Y0, X0) * (1024 - DY) * (1024 - DX) +
                  Value(Y1, X0) * DY * (1024 - DX) +
                  Value(Y0, X1) * (1024 - DY) * DX + Value(Y1, X1) * DY * DX;
    out<int8_t>()[Index] =
        int8_t((Sum + (Sum > 0 ? 1 << 19 : -(1 << 19))) / (1 << 20));
  });
}

void Interpreter::batchMatMul() {
  const Tensor &A = tensor(0), &B = tensor(1), &Y = result();
  // The number of an element whose last two indices are these; dimensions of 1
  // before them are repeated.
  auto Number = [](const Shape &S, Shape At, int64_t I, int64_t J) {
    At.erase(At.begin(), At.end() - ptrdiff_t(S.size()));
    At[At.size() - 2] = I;
    At.back() = J;
    int64_t Index = 0;
    for (size_t D = 0; D < S.size(); ++D)
      Index = Index * S[D] + std::min(At[D], S[D] - 1);
    return Index;
  };
  int64_t Depth = A.Dims[A.Dims.size() - (Op->TransposesFirst ? 2 : 1)];
  Multiplication Scale(
      integer() ? double(A.Scales[0] * B.Scales[0]) / double(Y.Scales[0]) : 0);
  forEach(Y.Dims, [&](const Shape &At, int64_t Index) {
    int64_t M = At[At.size() - 2];
    int64_t N = At.back();
    float Real = 0;
    int64_t Sum = 0;
    for (int64_t K = 0; K < Depth; ++K) {
      int64_t I = Op->TransposesFirst ? Number(A.Dims, At, K, M)
                                      : Number(A.Dims, At, M, K);
      int64_t J = Op->TransposesSecond ? Number(B.Dims, At, N, K)
                                       : Number(B.Dims, At, K, N);
      if (integer())
        Sum += (at(0, I) - A.ZeroPoint) * (at(1, J) - B.ZeroPoint);
      else
        Real = std::fma(in<float>(0)[I], in<float>(1)[J], Real);
    }
    // Of 16 bits the sum has 64.
    if (type(0) == Type::I16)
      put(Index, limited(Scale.applyWide(Sum)));
    else if (integer())
      put(Index,
          limited(wrappedSum(Scale.apply(int32_t(uint32_t(uint64_t(Sum)))),
                             Y.ZeroPoint)));
    else
      out<float>()[Index] = Real;
  });
}

void Interpreter::pool() {
  bool Maximum = Op->Code == Code::MAX_POOL_2D;
  Image X(tensor(0).Dims), Y(result().Dims);
  int64_t Top = before(X.H, Y.H, Op->KernelH, 1, Op->StrideH);
  int64_t Left = before(X.W, Y.W, Op->KernelW, 1, Op->StrideW);
  forEach(result().Dims, [&](const Shape &At, int64_t Index) {
    int32_t Count = 0;
    int32_t Sum = 0;
    int32_t Most = std::numeric_limits<int32_t>::min();
    float RealSum = 0;
    float RealMost = std::numeric_limits<float>::lowest();
    for (int64_t KY = 0; KY < Op->KernelH; ++KY)
      for (int64_t KX = 0; KX < Op->KernelW; ++KX) {
        int64_t IY = At[1] * Op->StrideH + KY - Top;
        int64_t IX = At[2] * Op->StrideW + KX - Left;
        if (IY < 0 || IY >= X.H || IX < 0 || IX >= X.W)
          continue;
        ++Count;
        int64_t From = X.at(At[0], IY, IX, At[3]);
        if (integer()) {
          auto V = int32_t(at(0, From));
          Sum += V;
          Most = std::max(Most, V);
        } else {
          float V = in<float>(0)[From];
          RealSum += V;
          RealMost = RealMost < V ? V : RealMost;
        }
      }
    Count = std::max(Count, 1); // no window is outside of the input
    // Halves are rounded away from zero, of u8 upwards.
    int32_t Average = (Sum > 0 ? Sum + Count / 2 : Sum - Count / 2) / Count;
    if (tensor(0).Unsigned)
      Average = (Sum + 128 * Count + Count / 2) / Count - 128;
    if (integer())
      put(Index, limited(Maximum ? Most : Average));
    else
      out<float>()[Index] =
          clamped(Maximum ? RealMost : RealSum / float(Count));
  });
}

void Interpreter::elementwise() {
  // The position in an operand, of which dimensions may be repeated.
  auto From = [](const Shape &S, const Shape &At) {
    int64_t Index = 0;
    for (size_t D = 0; D < S.size(); ++D)
      Index = Index * S[D] + (S[D] == 1 ? 0 : At[At.size() - S.size() + D]);
    return Index;
  };
  const Tensor &A = tensor(0), &B = tensor(1), &R = result();
  if (Op->Code == Code::MAXIMUM || Op->Code == Code::MINIMUM) {
    bool Largest = Op->Code == Code::MAXIMUM;
    forEach(R.Dims, [&](const Shape &At, int64_t I) {
      int64_t X = From(A.Dims, At);
      int64_t Y = From(B.Dims, At);
      auto Select = [&](const auto *P, const auto *Q, auto *To) {
        bool First = Largest ? P[X] > Q[Y] : P[X] < Q[Y];
        To[I] = First ? P[X] : Q[Y];
      };
      if (integer())
        put(I, Largest ? std::max(at(0, X), at(1, Y))
                       : std::min(at(0, X), at(1, Y)));
      else
        Select(in<float>(0), in<float>(1), out<float>());
    });
    return;
  }
  if (!integer()) {
    forEach(R.Dims, [&](const Shape &At, int64_t I) {
      float X = in<float>(0)[From(A.Dims, At)];
      float Y = in<float>(1)[From(B.Dims, At)];
      switch (Op->Code) {
      case Code::ADD:
        X = X + Y;
        break;
      case Code::SUB:
        X = X - Y;
        break;
      case Code::DIV:
        X = X / Y;
        break;
      case Code::SQUARED_DIFFERENCE:
        X = (X - Y) * (X - Y);
        break;
      case Code::PRELU:
        X = X >= 0 ? X : X * Y;
        break;
      default:
        X = X * Y;
      }
      out<float>()[I] = clamped(X);
    });
    return;
  }
  bool Short = type(0) == Type::I16;
  double ScaleA = A.Scales[0];
  double ScaleB = B.Scales[0];
  double ScaleR = R.Scales[0];
  auto Each = [&](auto F) {
    forEach(R.Dims, [&](const Shape &At, int64_t I) {
      auto X = int32_t(at(0, From(A.Dims, At)) - A.ZeroPoint);
      auto Y = int32_t(at(1, From(B.Dims, At)) - B.ZeroPoint);
      put(I, limited(wrappedSum(F(X, Y), R.ZeroPoint)));
    });
  };
  if (Op->Code == Code::DIV)
    return Each([&, Q = Quotient(A, B, R)](int32_t X, int32_t Y) {
      return Q.of(X, Y);
    });
  if (Op->Code == Code::MUL)
    return Each([Scale = Multiplication(ScaleA * ScaleB / ScaleR)](
                    int32_t X, int32_t Y) { return Scale.apply(X * Y); });
  if (Op->Code == Code::PRELU) {
    Multiplication Positive(ScaleA / ScaleR),
        Negative(ScaleA * ScaleB / ScaleR);
    return Each([&](int32_t X, int32_t Y) {
      return X >= 0 ? Positive.apply(X) : Negative.apply(X * Y);
    });
  }
  double Twice = 2 * std::max(ScaleA, ScaleB);
  if (Op->Code == Code::SQUARED_DIFFERENCE) {
    int32_t One = Short ? 1 : 128;
    Multiplication ByA(ScaleA / Twice), ByB(ScaleB / Twice);
    Multiplication OfSquare(Twice * Twice / (double(One) * One * ScaleR));
    return Each([&](int32_t X, int32_t Y) {
      int32_t D = ByA.apply(X * One) - ByB.apply(Y * One);
      return OfSquare.apply(D * D);
    });
  }
  int32_t One = Short ? 1 << 15 : 1 << 20;
  double Factors[] = {ScaleA / Twice, ScaleB / Twice, Twice / (One * ScaleR)};
  if (Op->Code == Code::SUB) {
    // TFLM divides the scales of a difference as floats.
    auto Factor = float(Twice);
    Factors[0] = double(A.Scales[0] / Factor);
    Factors[1] = double(B.Scales[0] / Factor);
    Factors[2] = double(Factor / (float(One) * R.Scales[0]));
  }
  Multiplication OfA(Factors[0]), OfB(Factors[1]), OfSum(Factors[2]);
  Each([&](int32_t X, int32_t Y) {
    X = OfA.apply(X * One);
    Y = OfB.apply(Y * One);
    return OfSum.apply(Op->Code == Code::ADD ? X + Y : X - Y);
  });
}

void Interpreter::unary() {
  if (Op->Code == Code::SOFTMAX)
    return softmax();
  int64_t Count = result().elements();
  const Tensor &Y = result();
  if (Op->Code == Code::DEQUANTIZE) {
    for (int64_t I = 0; I < Count; ++I)
      out<float>()[I] = float(double(tensor(0).Scales[0]) *
                              double(at(0, I) - tensor(0).ZeroPoint));
    return;
  }
  if (integer())
    return unaryInteger();
  for (int64_t I = 0; I < Count; ++I) {
    float X = in<float>(0)[I];
    switch (Op->Code) {
    case Code::RELU:
      out<float>()[I] = X < 0 ? 0 : X;
      break;
    case Code::ABS:
      out<float>()[I] = std::fabs(X);
      break;
    case Code::NEG:
      out<float>()[I] = -X;
      break;
    case Code::SQRT:
      out<float>()[I] = std::sqrt(X);
      break;
    case Code::RSQRT:
      out<float>()[I] = 1 / std::sqrt(X);
      break;
    case Code::EXP:
      out<float>()[I] = exponential(X);
      break;
    case Code::SQUARE:
      out<float>()[I] = X * X;
      break;
    case Code::FLOOR:
      out<float>()[I] = std::floor(X);
      break;
    case Code::CEIL:
      out<float>()[I] = std::ceil(X);
      break;
    case Code::ROUND:
      out<float>()[I] = std::nearbyint(X);
      break;
    case Code::LEAKY_RELU:
      out<float>()[I] = X > 0 ? X : X * Op->Alpha;
      break;
    case Code::HARD_SWISH: {
      float Gate = X + 3;
      Gate = Gate < 0 ? 0 : Gate > 6 ? 6 : Gate;
      out<float>()[I] = X * Gate / 6;
      break;
    }
    case Code::RELU6:
      out<float>()[I] = X > 6 ? 6 : X < 0 ? 0 : X;
      break;
    case Code::LOGISTIC:
      out<float>()[I] = sigmoid(X);
      break;
    case Code::TANH:
      out<float>()[I] = hyperbolicTangent(X);
      break;
    default: // QUANTIZE
      put(I, limited(Y.ZeroPoint + saturated(std::round(X / Y.Scales[0]))));
    }
  }
}

void Interpreter::unaryInteger() {
  const Tensor &T = tensor(0), &Y = result();
  bool Short = T.ElementType == Type::I16;
  double Ratio = double(T.Scales[0]) / double(Y.Scales[0]);
  for (int64_t I = 0, E = Y.elements(); I < E; ++I) {
    auto X = int32_t(at(0, I) - T.ZeroPoint);
    int64_t R = 0;
    switch (Op->Code) {
    case Code::RELU:
      R = Multiplication(double(T.Scales[0] / Y.Scales[0])).apply(X);
      R = std::max<int64_t>(wrappedSum(R, Y.ZeroPoint), Y.ZeroPoint);
      break;
    case Code::RELU6:
      R = std::clamp<int64_t>(
          X, 0,
          std::clamp<int64_t>(T.ZeroPoint +
                                  saturated(std::round(6 / T.Scales[0])),
                              Short ? -32768 : -128, Short ? 32767 : 127) -
              T.ZeroPoint);
      R += T.ZeroPoint;
      break;
    case Code::ABS:
      R = std::abs(X);
      if (T.Scales[0] != Y.Scales[0])
        R = Multiplication(double(T.Scales[0] / Y.Scales[0])).apply(int32_t(R));
      R += Y.ZeroPoint;
      break;
    case Code::LEAKY_RELU: {
      float Factor = T.Scales[0];
      if (X < 0)
        Factor *= Op->Alpha;
      Factor /= Y.Scales[0];
      R = Multiplication(std::fabs(double(Factor))).apply(X);
      R = wrappedSum(Factor < 0 ? -int32_t(R) : int32_t(R), Y.ZeroPoint);
      break;
    }
    case Code::HARD_SWISH:
      R = Y.ZeroPoint + hardSwishInteger(X, T.Scales[0], Y.Scales[0]);
      break;
    case Code::LOGISTIC:
    case Code::TANH: {
      bool Tanh = Op->Code == Code::TANH;
      R = Short ? Sigmoidal(T.Scales[0], Tanh).of(X)
          : T.Unsigned
              ? quantisedReal(
                    Tanh ? std::tanh(double(T.Scales[0] * float(X)))
                         : double(1 / (1 + float(std::exp(-double(T.Scales[0] *
                                                                  float(X)))))),
                    Y)
          : Tanh ? tanhInteger(X, T.Scales[0])
                 : logisticInteger(X, T.Scales[0]);
      break;
    }
    default: // QUANTIZE
      R = wrappedSum(Multiplication(Ratio).apply(X), Y.ZeroPoint);
    }
    put(I, limited(R));
  }
}

float largest(const float *X, int64_t Count) {
  float Most = std::numeric_limits<float>::lowest();
  for (int64_t I = 0; I < Count; ++I)
    Most = Most < X[I] ? X[I] : Most;
  return Most;
}

void Interpreter::softmax() {
  int64_t Depth = tensor(0).Dims.back();
  for (int64_t First = 0, E = result().elements(); First < E; First += Depth) {
    if (type(0) == Type::I16) {
      softmaxShort(in<int16_t>(0) + First, out<int16_t>() + First, Depth,
                   double(tensor(0).Scales[0]) * double(Op->Beta));
      continue;
    }
    if (integer()) {
      std::vector<int64_t> Y =
          softmaxInteger(in<int8_t>(0) + First, Depth,
                         double(Op->Beta) * double(tensor(0).Scales[0]),
                         int(8 * bytesOf(result().ElementType)));
      for (int64_t I = 0; I < Depth; ++I)
        put(First + I, Y[size_t(I)]);
      continue;
    }
    const float *X = in<float>(0) + First;
    float *Y = out<float>() + First;
    float Most = largest(X, Depth);
    float Sum = 0;
    for (int64_t I = 0; I < Depth; ++I) {
      Y[I] = exponential((X[I] - Most) * Op->Beta);
      Sum += Y[I];
    }
    for (int64_t I = 0; I < Depth; ++I)
      Y[I] = Y[I] / Sum;
  }
}

/// Copies element after element of an input to where Target() says.
template <typename Function>
void Interpreter::copy(const Shape &From, Function Target) {
  auto Size = size_t(bytesOf(type(0)));
  forEach(From, [&](const Shape &At, int64_t I) {
    auto [To, Source] = Target(At, I);
    std::memcpy(out<uint8_t>() + size_t(To) * Size,
                in<uint8_t>(0) + size_t(Source) * Size, Size);
  });
}

namespace {
int64_t position(const Shape &S, const Shape &At) {
  int64_t Index = 0;
  for (size_t D = 0; D < S.size(); ++D)
    Index = Index * S[D] + At[D];
  return Index;
}
} // namespace

void Interpreter::pad() {
  for (int64_t I = 0; I < result().elements(); ++I)
    if (Op->Code == Code::PADV2)
      std::memcpy(out<uint8_t>() + I * bytesOf(result().ElementType),
                  in<uint8_t>(2), size_t(bytesOf(result().ElementType)));
    else if (integer())
      put(I, result().ZeroPoint);
  copy(tensor(0).Dims, [&](Shape At, int64_t I) {
    for (size_t D = 0; D < At.size(); ++D)
      At[D] += Op->Indices[D];
    return std::pair(position(result().Dims, At), I);
  });
}

void Interpreter::transpose() {
  copy(tensor(0).Dims, [&](const Shape &At, int64_t I) {
    Shape To;
    for (int64_t D : Op->Indices)
      To.push_back(At[size_t(D)]);
    return std::pair(position(result().Dims, To), I);
  });
}

void Interpreter::stridedSlice() {
  copy(Op->Counts, [&](Shape At, int64_t I) {
    for (size_t D = 0; D < At.size(); ++D)
      At[D] = Op->Indices[D] + At[D] * Op->Steps[D];
    return std::pair(I, position(tensor(0).Dims, At));
  });
}

/// PACK: its inputs are rows of a concatenation.
void Interpreter::pack() {
  int64_t Inner = bytesOf(type(0));
  for (size_t D = size_t(Op->Axis) + 1; D < result().Dims.size(); ++D)
    Inner *= result().Dims[D];
  auto Count = int64_t(Op->Inputs.size());
  for (int64_t I = 0; I * Inner < result().bytes(); ++I)
    std::memcpy(out<uint8_t>() + I * Inner,
                in<uint8_t>(size_t(I % Count)) + I / Count * Inner,
                size_t(Inner));
}

/// Takes each element of output \p N from where Source() says, by the
/// positions.
template <typename Function> void Interpreter::take(size_t N, Function Source) {
  const Tensor &Y = M.Tensors[size_t(Op->Outputs[N])];
  auto Size = size_t(bytesOf(Y.ElementType));
  Bytes &To = Values[size_t(Op->Outputs[N])];
  forEach(Y.Dims, [&](const Shape &At, int64_t I) {
    std::memcpy(To.data() + size_t(I) * Size,
                in<uint8_t>(0) +
                    size_t(position(tensor(0).Dims, Source(At))) * Size,
                Size);
  });
}

void Interpreter::split() {
  for (size_t N = 0; N < Op->Outputs.size(); ++N)
    take(N, [&](Shape At) {
      if (Op->Code == Code::UNPACK)
        At.insert(At.begin() + Op->Axis, 0);
      At[size_t(Op->Axis)] += Op->Indices[N];
      return At;
    });
}

void Interpreter::moves() {
  const Shape &X = tensor(0).Dims, &Y = result().Dims;
  // RESIZE_NEAREST_NEIGHBOR, in floats.
  auto Nearest = [&](int64_t At, size_t D) {
    float Scale = float(X[D]) / float(Y[D]);
    if (Op->AlignCorners && Y[D] > 1)
      Scale = float(X[D] - 1) / float(Y[D] - 1);
    float Place = (float(At) + (Op->HalfPixelCenters ? 0.5F : 0)) * Scale;
    Place = Op->AlignCorners ? std::round(Place) : std::floor(Place);
    return std::min(X[D] - 1, int64_t(Place));
  };
  int64_t B = Op->BlockSize;
  take(0, [&](Shape At) {
    switch (Op->Code) {
    case Code::GATHER: {
      auto A = At.begin() + Op->Axis;
      int64_t Which = 0;
      for (int64_t D : tensor(1).Dims) {
        Which = Which * D + *A;
        A = At.erase(A);
      }
      At.insert(A, Op->Indices[size_t(Which)]);
      break;
    }
    case Code::TILE:
      for (size_t D = 0; D < X.size(); ++D)
        At[D] %= X[D];
      break;
    case Code::BROADCAST_TO:
      At.erase(At.begin(), At.end() - ptrdiff_t(X.size()));
      for (size_t D = 0; D < X.size(); ++D)
        At[D] = std::min(At[D], X[D] - 1);
      break;
    case Code::REVERSE_V2:
      for (int64_t A : Op->Indices)
        At[size_t(A)] = X[size_t(A)] - 1 - At[size_t(A)];
      break;
    case Code::RESIZE_NEAREST_NEIGHBOR:
      At[1] = Nearest(At[1], 1);
      At[2] = Nearest(At[2], 2);
      break;
    case Code::MIRROR_PAD:
      for (size_t D = 0; D < X.size(); ++D) {
        int64_t &I = At[D];
        I -= Op->Indices[D];
        if (I < 0)
          I = Op->Symmetric ? -1 - I : -I;
        if (I >= X[D])
          I = X[D] - 1 - (I - X[D]) - (Op->Symmetric ? 0 : 1);
      }
      break;
    case Code::SPACE_TO_DEPTH:
      At[1] = At[1] * B + At[3] / (B * X[3]);
      At[2] = At[2] * B + At[3] / X[3] % B;
      At[3] %= X[3];
      break;
    case Code::DEPTH_TO_SPACE:
      At[3] += (At[1] % B * B + At[2] % B) * Y[3];
      At[1] /= B;
      At[2] /= B;
      break;
    default: { // BATCH_TO_SPACE_ND
      int64_t Image = 0;
      for (size_t D = 1; D <= Op->Steps.size(); ++D) {
        int64_t Block = Op->Steps[D - 1];
        At[D] += Op->Indices[D - 1];
        Image = Image * Block + At[D] % Block;
        At[D] /= Block;
      }
      At[0] += Image * Y[0];
    }
    }
    return At;
  });
}

/// Each element of the input has one place in the result; what none has is
/// padding.
void Interpreter::spaceToBatch() {
  for (int64_t I = 0; integer() && I < result().elements(); ++I)
    put(I, result().ZeroPoint);
  copy(tensor(0).Dims, [&](Shape At, int64_t I) {
    int64_t Image = 0;
    for (size_t D = 1; D <= Op->Steps.size(); ++D) {
      int64_t Block = Op->Steps[D - 1];
      At[D] += Op->Indices[D - 1];
      Image = Image * Block + At[D] % Block;
      At[D] /= Block;
    }
    At[0] += Image * tensor(0).Dims[0];
    return std::pair(position(result().Dims, At), I);
  });
}

/// REDUCE_MAX and REDUCE_MIN, of truth values REDUCE_ANY and REDUCE_ALL.
void Interpreter::reduceToExtreme() {
  Shape Kept = tensor(0).Dims;
  for (int64_t A : Op->Indices)
    Kept[size_t(A)] = 1;
  auto Reduce = [&](const auto *From, auto *To, auto Least, auto Most) {
    bool Largest = Op->Code == Code::REDUCE_MAX || Op->Code == Code::REDUCE_ANY;
    std::fill_n(To, result().elements(), Largest ? Least : Most);
    forEach(tensor(0).Dims, [&](Shape At, int64_t I) {
      for (int64_t A : Op->Indices)
        At[size_t(A)] = 0;
      auto &Old = To[position(Kept, At)];
      if (Largest ? From[I] > Old : From[I] < Old)
        Old = From[I];
    });
  };
  if (type(0) == Type::Bool)
    return Reduce(in<uint8_t>(0), out<uint8_t>(), uint8_t(0), uint8_t(1));
  if (type(0) == Type::I16)
    return Reduce(in<int16_t>(0), out<int16_t>(), int16_t(-32768),
                  int16_t(32767));
  if (integer())
    return Reduce(in<int8_t>(0), out<int8_t>(), int8_t(-128), int8_t(127));
  using Limit = std::numeric_limits<float>;
  Reduce(in<float>(0), out<float>(), Limit::lowest(), Limit::max());
}

/// ARG_MAX and ARG_MIN: the first of the largest or smallest.
void Interpreter::arg() {
  const Shape &X = tensor(0).Dims;
  auto A = size_t(Op->Axis);
  forEach(result().Dims, [&](const Shape &Place, int64_t I) {
    Shape At = Place;
    At.insert(At.begin() + Op->Axis, 0);
    auto Find = [&](const auto *From) {
      int64_t Best = 0;
      for (int64_t K = 1; K < X[A]; ++K) {
        Shape First = At;
        Shape Next = At;
        First[A] = Best;
        Next[A] = K;
        auto Old = From[position(X, First)];
        auto New = From[position(X, Next)];
        if (Op->Code == Code::ARG_MAX ? New > Old : New < Old)
          Best = K;
      }
      return Best;
    };
    put(I, type(0) == Type::I16 ? Find(in<int16_t>(0))
           : integer()          ? Find(in<int8_t>(0))
                                : Find(in<float>(0)));
  });
}

void Interpreter::concatenation() {
  int64_t Inner = bytesOf(type(0));
  for (size_t D = size_t(Op->Axis) + 1; D < result().Dims.size(); ++D)
    Inner *= result().Dims[D];
  int64_t Row = result().Dims[size_t(Op->Axis)] * Inner;
  int64_t Done = 0;
  for (size_t N = 0; N < Op->Inputs.size(); ++N) {
    int64_t Part = tensor(N).Dims[size_t(Op->Axis)] * Inner;
    for (int64_t I = 0; I * Row < result().bytes(); ++I)
      std::memcpy(out<uint8_t>() + I * Row + Done, in<uint8_t>(N) + I * Part,
                  size_t(Part));
    Done += Part;
  }
}

void Interpreter::mean() {
  const Shape &S = tensor(0).Dims;
  Shape Kept = S;
  int64_t Count = 1;
  for (int64_t A : Op->Indices) {
    Count *= S[size_t(A)];
    Kept[size_t(A)] = 1;
  }
  std::vector<uint32_t> Sums(size_t(elementsOf(Kept)));
  forEach(S, [&](Shape At, int64_t I) {
    for (int64_t A : Op->Indices)
      At[size_t(A)] = 0;
    int64_t To = position(Kept, At);
    if (integer())
      Sums[size_t(To)] += uint32_t(int32_t(at(0, I)));
    else
      out<float>()[To] += in<float>(0)[I];
  });
  const Tensor &X = tensor(0), &Y = result();
  if (Op->Code == Code::SUM && !integer())
    return;
  for (int64_t I = 0; I < Y.elements(); ++I)
    if (integer())
      put(I, limited(wrappedSum(
                 Multiplication::mean(double(X.Scales[0]) / double(Y.Scales[0]),
                                      Op->Code == Code::SUM ? 1 : Count)
                     .apply(int32_t(int32_t(Sums[size_t(I)]) -
                                    X.ZeroPoint * Count)),
                 Y.ZeroPoint)));
    else
      out<float>()[I] /= float(Count);
}

void Interpreter::execute() {
  if (further())
    return;
  switch (Op->Code) {
  case Code::CONV_2D:
  case Code::DEPTHWISE_CONV_2D:
    return convolution();
  case Code::TRANSPOSE_CONV:
    return transposedConvolution();
  case Code::BATCH_MATMUL:
    return batchMatMul();
  case Code::RESIZE_BILINEAR:
    return resizeBilinear();
  case Code::FULLY_CONNECTED:
    return fullyConnected();
  case Code::AVERAGE_POOL_2D:
  case Code::MAX_POOL_2D:
    return pool();
  case Code::ADD:
  case Code::SUB:
  case Code::MUL:
  case Code::MAXIMUM:
  case Code::MINIMUM:
  case Code::DIV:
  case Code::SQUARED_DIFFERENCE:
  case Code::PRELU:
    return elementwise();
  case Code::PAD:
  case Code::PADV2:
    return pad();
  case Code::MEAN:
  case Code::SUM:
    return mean();
  case Code::REDUCE_ALL:
  case Code::REDUCE_ANY:
  case Code::REDUCE_MAX:
  case Code::REDUCE_MIN:
    return reduceToExtreme();
  case Code::ARG_MAX:
  case Code::ARG_MIN:
    return arg();
  case Code::GATHER:
  case Code::TILE:
  case Code::BROADCAST_TO:
  case Code::REVERSE_V2:
  case Code::RESIZE_NEAREST_NEIGHBOR:
  case Code::MIRROR_PAD:
  case Code::SPACE_TO_DEPTH:
  case Code::DEPTH_TO_SPACE:
  case Code::BATCH_TO_SPACE_ND:
    return moves();
  case Code::SPACE_TO_BATCH_ND:
    return spaceToBatch();
  case Code::SPLIT:
  case Code::SPLIT_V:
  case Code::UNPACK:
    return split();
  case Code::PACK:
    return pack();
  case Code::CONCATENATION:
    return concatenation();
  case Code::TRANSPOSE:
    return transpose();
  case Code::STRIDED_SLICE:
  case Code::SLICE:
    return stridedSlice();
  case Code::RESHAPE:
  case Code::SQUEEZE:
  case Code::EXPAND_DIMS:
    Values[size_t(Op->Outputs[0])] = Values[size_t(Op->Inputs[0])];
    return;
  default:
    return unary();
  }
}

std::vector<Bytes> Interpreter::run(const std::vector<Bytes> &Inputs,
                                    const Observer &Seen) {
  Multiplication::roundOnce(M.SingleRounding);
  for (size_t I = 0; I < M.Tensors.size(); ++I)
    if (const uint8_t *Data = M.Tensors[I].Data)
      if (M.Tensors[I].ElementType != Type::Other)
        Values[I].assign(Data, Data + M.Tensors[I].bytes());
  for (size_t I = 0; I < Inputs.size(); ++I)
    Values[size_t(M.Inputs[I])] = Inputs[I];
  for (size_t L = 0; L < M.Operators.size(); ++L) {
    Op = &M.Operators[L];
    for (int I : Op->Outputs)
      Values[size_t(I)].assign(size_t(M.Tensors[size_t(I)].bytes()), 0);
    execute();
    for (size_t I = 0; Seen && I < Op->Outputs.size(); ++I)
      Seen(L, I, Values[size_t(Op->Outputs[I])]);
  }
  std::vector<Bytes> Outputs;
  Outputs.reserve(M.Outputs.size());
  for (int I : M.Outputs)
    Outputs.push_back(Values[size_t(I)]);
  return Outputs;
}

std::vector<Bytes> interpret(const Model &M, const std::vector<Bytes> &Inputs,
                             const Observer &Seen) {
  return Interpreter(M).run(Inputs, Seen);
}

} // namespace sectile::graph
