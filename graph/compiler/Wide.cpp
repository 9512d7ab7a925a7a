// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Wide.cpp - operators beyond those of f32 and i8 --------------------===//

#include "Wide.h"
#include "Scalings.h"
#include "llvm/ADT/StringExtras.h"
#include <algorithm>
#include <bit>
#include <cmath>

namespace sectile::graph {

using std::to_string;

namespace {

/// As struct fixed_scale has it.
int64_t packed(Scaling S) {
  return int64_t(uint64_t(uint32_t(S.Multiplier)) | uint64_t(uint32_t(S.Shift))
                                                        << 32);
}

std::string suffixOf(Type T) { return toString(T); }

bool isWord(Type T) { return T == Type::I32 || T == Type::I64; }

} // namespace

std::vector<int> WideOperators::inputsRead(const Operator &Op) {
  if (Op.Code == Code::UNIDIRECTIONAL_SEQUENCE_LSTM)
    return {Op.Inputs[0], Op.Inputs[18], Op.Inputs[19]};
  return Op.Inputs;
}

Operand WideOperators::repeated(size_t N, const Shape &Of, const Shape &To) {
  Shape Kept;
  std::string Map;
  for (size_t D = 0; D < Of.size(); ++D)
    if (Of[D] != 1) {
      Kept.push_back(Of[D]);
      Map += (Map.empty() ? "d" : ", d") + to_string(To.size() - Of.size() + D);
    }
  if (Kept.empty()) {
    Kept = {1};
    Map = "0";
  }
  return operand(input(N, Kept), Kept, type(N), Map);
}

void WideOperators::map(const std::vector<Operand> &In, const Shape &S,
                        const Compute &F) {
  std::string All = loops(S.size());
  generic(All, std::string(S.size(), 'p'), In,
          operand(output(S), S, out().ElementType, All), F);
  done();
}

void WideOperators::broadcast(size_t Count, const Compute &F) {
  bool Flat = true;
  for (size_t N = 0; N < Count; ++N)
    Flat &= in(N).Dims == out().Dims;
  Shape S = Flat || out().Dims.empty() ? Shape{out().elements()} : out().Dims;
  std::vector<Operand> In;
  In.reserve(Count);
  for (size_t N = 0; N < Count; ++N)
    In.push_back(repeated(N, Flat ? S : in(N).Dims, S));
  map(In, S, F);
}

/// All elements of an input, as one row.
WideOperators::Value WideOperators::whole(size_t N) {
  Shape S{in(N).elements()};
  return {input(N, S), memref(S, type(N))};
}

/// Those of an output.
WideOperators::Value WideOperators::made(size_t N) {
  const Tensor &T = M.Tensors[size_t(Op->Outputs[N])];
  Shape S{T.elements()};
  return {result(Op->Outputs[N], S), memref(S, T.ElementType)};
}

WideOperators::Value WideOperators::constants(const void *Data, int64_t Count,
                                              Type T) {
  Shape S{Count};
  return {
      argument(TfliteBuilder::constant(Data, size_t(Count * bytesOf(T))), S, T),
      memref(S, T)};
}

/// What SAME adds before the first row and column.
void WideOperators::before(int64_t &Top, int64_t &Left, bool Transposed) const {
  Top = Left = 0;
  if (Op->Padding == tflite::Padding::VALID)
    return;
  // Of a transposed convolution the result has the part of the input.
  const Shape &X = (Transposed ? out() : in(0)).Dims;
  const Shape &Y = (Transposed ? in(0) : out()).Dims;
  auto Along = [](int64_t In, int64_t Out, int64_t Kernel, int64_t Dilation,
                  int64_t Stride) {
    int64_t Span = (Out - 1) * Stride + (Kernel - 1) * Dilation + 1;
    return std::max<int64_t>(Span - In, 0) / 2;
  };
  Top = Along(X[1], Y[1], Op->KernelH, Op->DilationH, Op->StrideH);
  Left = Along(X[2], Y[2], Op->KernelW, Op->DilationW, Op->StrideW);
}

/// Convolutions and FULLY_CONNECTED of 16 bits, or with weights of u8.
void WideOperators::products() {
  bool Matrix = Op->Code == Code::FULLY_CONNECTED;
  bool Depthwise = Op->Code == Code::DEPTHWISE_CONV_2D;
  bool Transposed = Op->Code == Code::TRANSPOSE_CONV;
  const Tensor &W = in(1);
  Shape X = in(0).Dims;
  Shape Y = out().Dims;
  if (Matrix) {
    int64_t Rows = in(0).elements() / W.Dims[1];
    X = {1, 1, Rows, W.Dims[1]};
    Y = {1, 1, Rows, W.Dims[0]};
  }
  int64_t Channels = Y[3];
  int64_t Top = 0;
  int64_t Left = 0;
  if (!Matrix)
    before(Top, Left, Transposed);
  bool Short = type(0) == Type::I16;
  // With one scale the product of scales is one of floats, but of signed
  // convolutions.
  bool Single = W.Scales.size() == 1 && (Matrix || in(0).Unsigned);
  std::vector<int64_t> Parameters;
  for (int64_t C = 0; C < Channels; ++C) {
    float Scale = W.Scales[W.Scales.size() == 1 ? 0 : size_t(C)];
    double Product = Single ? double(in(0).Scales[0] * Scale)
                            : double(in(0).Scales[0]) * double(Scale);
    Parameters.push_back(has(2) ? in(2).integer(C) : 0);
    Parameters.push_back(
        packed(Scaling::of(Product / double(out().Scales[0]))));
  }
  Limits L = limitsOf(*Op, out());
  std::vector<Value> Pointers{made(0), whole(0)};
  if (Short) {
    Pointers.push_back(whole(1));
  } else {
    std::vector<int16_t> Wide;
    Wide.reserve(size_t(W.elements()));
    for (int64_t I = 0; I < W.elements(); ++I)
      Wide.push_back(int16_t(W.integer(I) - W.ZeroPoint));
    Pointers.push_back(constants(Wide.data(), W.elements(), Type::I16));
  }
  Pointers.push_back(numbers(Parameters));
  Pointers.push_back(numbers({X[0],
                              X[1],
                              X[2],
                              X[3],
                              Y[1],
                              Y[2],
                              Channels,
                              Matrix ? 1 : Op->KernelH,
                              Matrix ? 1 : Op->KernelW,
                              Op->StrideH,
                              Op->StrideW,
                              Op->DilationH,
                              Op->DilationW,
                              Top,
                              Left,
                              Depthwise,
                              Transposed,
                              in(0).ZeroPoint,
                              out().ZeroPoint,
                              L.Low,
                              L.High,
                              Op->WideSums,
                              M.SingleRounding}));
  call(Short ? "sectile_wide_i16" : "sectile_wide_i8", Pointers, {});
  int64_t Depth = W.elements() / Channels;
  Entry.MultiplyAccumulates = Transposed
                                  ? in(0).elements() / X[3] * W.elements()
                                  : elementsOf(Y) * Depth;
  done();
}

void WideOperators::matMul() {
  const Shape &A = in(0).Dims, &B = in(1).Dims, &Y = out().Dims;
  size_t Rank = Y.size();
  int64_t Rows = Y[Rank - 2];
  int64_t Columns = Y[Rank - 1];
  int64_t Depth = A[A.size() - (Op->TransposesFirst ? 2 : 1)];
  int64_t Batches = out().elements() / (Rows * Columns);
  std::vector<int64_t> Offsets;
  for (const Shape *S : {&A, &B})
    for (int64_t N = 0; N < Batches; ++N) {
      // The number of the matrix: dimensions of 1 are repeated.
      int64_t Rest = N;
      int64_t At = 0;
      int64_t Stride = (*S)[S->size() - 1] * (*S)[S->size() - 2];
      for (size_t D = Rank - 2; D-- > 0; Rest /= Y[D]) {
        if (D + S->size() < Rank)
          continue;
        int64_t Size = (*S)[D + S->size() - Rank];
        At += (Size == 1 ? 0 : Rest % Y[D]) * Stride;
        Stride *= Size;
      }
      Offsets.push_back(At);
    }
  // The product of scales is one of floats.
  Scaling S = Scaling::of(double(in(0).Scales[0] * in(1).Scales[0]) /
                          double(out().Scales[0]));
  bool First = Op->TransposesFirst;
  bool Second = Op->TransposesSecond;
  call("sectile_wide_matmul_i16",
       {made(0), whole(0), whole(1), numbers(Offsets),
        numbers({Batches, Rows, Columns, Depth, First ? 1 : Depth,
                 First ? Rows : 1, Second ? 1 : Columns, Second ? Depth : 1,
                 packed(S)})},
       {});
  Entry.MultiplyAccumulates = out().elements() * Depth;
  done();
}

void WideOperators::pools() {
  const Shape &X = in(0).Dims, &Y = out().Dims;
  int64_t Top = 0;
  int64_t Left = 0;
  before(Top, Left, false);
  std::vector<int64_t> How{X[0],        X[1],        X[2],        X[3],
                           Y[1],        Y[2],        Op->KernelH, Op->KernelW,
                           Op->StrideH, Op->StrideW, Top,         Left};
  if (Op->Code == Code::L2_POOL_2D) {
    Value To = made(0);
    call("sectile_pool_l2_f32", {To, whole(0), numbers(How)}, {});
    if (Op->Activation != Activation::NONE) {
      Shape S{out().elements()};
      generic("i", "p", {}, operand(To.first, S, Type::F32, "i"),
              [&](Expression &E, const auto &, const auto &Old) {
                return E.activated(Old, Op->Activation);
              });
    }
    return done();
  }
  Limits L = limitsOf(*Op, out());
  for (int64_t N :
       {int64_t(L.Low), int64_t(L.High), int64_t(Op->Code == Code::MAX_POOL_2D),
        int64_t(in(0).Unsigned)})
    How.push_back(N);
  call(type(0) == Type::I16 ? "sectile_wide_pool_i16" : "sectile_wide_pool_i8",
       {made(0), whole(0), numbers(How)}, {});
  done();
}

/// Sums and the like of i32 and i64, which wrap.
void WideOperators::arithmetic() {
  Type T = out().ElementType;
  std::string Name = toString(T);
  broadcast(2, [&](Expression &E, const auto &In, const auto &) {
    const std::string &A = In[0], &B = In[1];
    switch (Op->Code) {
    case Code::ADD:
      return E.op("arith.addi", {A, B}, Name);
    case Code::SUB:
      return E.op("arith.subi", {A, B}, Name);
    case Code::MUL:
      return E.op("arith.muli", {A, B}, Name);
    case Code::MAXIMUM:
      return E.op("arith.maxsi", {A, B}, Name);
    case Code::MINIMUM:
      return E.op("arith.minsi", {A, B}, Name);
    case Code::DIV:
      return E.quotient(A, B, Name);
    default: { // SQUARED_DIFFERENCE
      std::string D = E.op("arith.subi", {A, B}, Name);
      return E.op("arith.muli", {D, D}, Name);
    }
    }
  });
}

/// Of two operands of 16 bits.
void WideOperators::quantised() {
  const Tensor &A = in(0), &B = in(1), &R = out();
  constexpr Type T = Type::I16;
  Limits L = limitsOf(*Op, R);
  if (Op->Code == Code::MAXIMUM || Op->Code == Code::MINIMUM)
    return broadcast(2, [&](Expression &E, const auto &In, const auto &) {
      return E.op(Op->Code == Code::MAXIMUM ? "arith.maxsi" : "arith.minsi",
                  {In[0], In[1]}, "i16");
    });
  double ScaleA = A.Scales[0];
  double ScaleB = B.Scales[0];
  double ScaleR = R.Scales[0];
  if (Op->Code == Code::MUL || Op->Code == Code::PRELU) {
    Scaling Positive = Scaling::of(ScaleA / ScaleR);
    Scaling Product = Scaling::of(ScaleA * ScaleB / ScaleR);
    return broadcast(2, [&](Expression &E, const auto &In, const auto &) {
      std::string X = E.widened(In[0], T);
      std::string V =
          E.multiply(E.op("arith.muli", {X, E.widened(In[1], T)}), Product);
      if (Op->Code == Code::PRELU)
        V = E.select(E.compare("sge", X, E.constant(0)),
                     E.multiply(X, Positive), V, "i32");
      return E.narrowed(V, L, T);
    });
  }
  bool Squares = Op->Code == Code::SQUARED_DIFFERENCE;
  int Bits = Squares ? 0 : 15;
  SumScaling Of = SumScaling::of(Op->Code, A, B, R);
  broadcast(2, [&](Expression &E, const auto &In, const auto &) {
    auto Scaled = [&](size_t N, Scaling S) {
      std::string V =
          E.op("arith.shli", {E.widened(In[N], T), E.constant(Bits)});
      return E.multiply(V, S);
    };
    std::string V = E.op(Op->Code == Code::ADD ? "arith.addi" : "arith.subi",
                         {Scaled(0, Of.A), Scaled(1, Of.B)});
    if (Squares)
      V = E.op("arith.muli", {V, V});
    return E.narrowed(E.multiply(V, Of.Result), L, T);
  });
}

/// An integer, or a bool, as f32.
std::string WideOperators::realOf(Expression &E, const std::string &X, Type T) {
  if (T == Type::F32)
    return X;
  if (T == Type::Bool || T == Type::U8)
    return E.convert("uitofp", X, "i8", "f32");
  return E.convert("sitofp", X, elementOf(T), "f32");
}

/// Of one operand, of 16 bits or an integer that is not quantised.
void WideOperators::unary() {
  const Tensor &X = in(0), &Y = out();
  Type T = X.ElementType;
  Type To = Y.ElementType;
  Shape S{Y.elements()};
  Operand From = operand(input(0, S), S, T, "d0");
  Limits L = limitsOf(*Op, Y);
  auto Map = [&](auto F) {
    map({From}, S, [&](Expression &E, const auto &In, const auto &) {
      return F(E, In[0]);
    });
  };
  auto ToResult = [&](Expression &E, const std::string &V) {
    return E.narrowed(E.op("arith.addi", {V, E.constant(Y.ZeroPoint)}), L, To);
  };
  if (T == Type::U8 || To == Type::U8) // what is i8 inside
    return Map([&](Expression &E, const std::string &V) {
      return E.op("arith.xori", {V, E.constant(-128, "i8")}, "i8");
    });
  if (isWord(T) && Op->Code != Code::QUANTIZE)
    return Map([&](Expression &E, const std::string &V) {
      std::string Name = toString(T);
      std::string Zero = E.constant(0, Name);
      std::string Negated = E.op("arith.subi", {Zero, V}, Name);
      return Op->Code == Code::NEG
                 ? Negated
                 : E.select(E.compare("slt", V, Zero, Name), Negated, V, Name);
    });
  if (Op->Code == Code::DEQUANTIZE)
    // Both factors are exact in f32, so the product is rounded once.
    return Map([&](Expression &E, const std::string &V) {
      std::string D =
          E.op("arith.subi", {E.widened(V, T), E.constant(X.ZeroPoint)});
      return E.mulf(E.convert("sitofp", D, "i32", "f32"), E.real(X.Scales[0]));
    });
  if (T == Type::F32) // QUANTIZE
    return Map([&](Expression &E, const std::string &V) {
      std::string D = E.op("arith.divf", {V, E.real(Y.Scales[0])}, "f32");
      return ToResult(E, E.rounded(D));
    });
  Scaling Ratio = Scaling::of(double(X.Scales[0]) / double(Y.Scales[0]));
  // Some operators divide scales as floats.
  Scaling Single = Scaling::of(double(X.Scales[0] / Y.Scales[0]));
  switch (Op->Code) {
  case Code::QUANTIZE:
    return Map([&](Expression &E, const std::string &V) {
      std::string D =
          E.op("arith.subi", {E.widened(V, T), E.constant(X.ZeroPoint)});
      return ToResult(E, E.multiply(D, Ratio));
    });
  case Code::RELU:
    L.Low = std::max(L.Low, Y.ZeroPoint);
    return Map([&](Expression &E, const std::string &V) {
      return ToResult(E, E.multiply(E.widened(V, T), Single));
    });
  case Code::RELU6: {
    float Six = std::min<float>(std::round(6 / X.Scales[0]), INT16_MAX);
    L = {0, int32_t(Six)};
    return Map([&](Expression &E, const std::string &V) {
      return E.narrowed(E.widened(V, T), L, T);
    });
  }
  case Code::ABS:
    return Map([&](Expression &E, const std::string &In) {
      std::string V = E.widened(In, T);
      V = E.op("arith.maxsi", {V, E.op("arith.subi", {E.constant(0), V})});
      if (X.Scales[0] != Y.Scales[0])
        V = E.multiply(V, Single);
      return ToResult(E, V);
    });
  default: { // LEAKY_RELU
    Scaling Negative =
        Scaling::of(std::fabs(double(X.Scales[0] * Op->Alpha / Y.Scales[0])));
    return Map([&](Expression &E, const std::string &In) {
      std::string V = E.widened(In, T);
      std::string N = E.multiply(V, Negative);
      if (Op->Alpha < 0)
        N = E.op("arith.subi", {E.constant(0), N});
      V = E.select(E.compare("sge", V, E.constant(0)), E.multiply(V, Single), N,
                   "i32");
      return ToResult(E, V);
    });
  }
  }
}

/// LOGISTIC and TANH of 16 bits.
void WideOperators::sigmoid(const char *Function) {
  SigmoidScaling S =
      SigmoidScaling::of(in(0).Scales[0], Op->Code == Code::TANH);
  std::array<uint16_t, 256> Table = sigmoidTable();
  Value To = made(0);
  Value From = whole(0);
  call(Function,
       {To, From, constants(Table.data(), 256, Type::I16),
        numbers(
            {out().elements(), S.Multiplier, S.Shift, Op->Code == Code::TANH})},
       {});
  done();
}

void WideOperators::softmax() {
  int64_t Depth = in(0).Dims.back();
  std::vector<int16_t> Tables = softmaxTables();
  Scaling S = Scaling::of(double(in(0).Scales[0]) * double(Op->Beta) /
                          (10.0 / 65535.0));
  call(
      "sectile_softmax_i16",
      {made(0), whole(0),
       constants(Tables.data(), int64_t(Tables.size()), Type::I16),
       numbers({in(0).elements() / Depth, Depth, packed(S), M.SingleRounding})},
      {});
  done();
}

void WideOperators::comparison() {
  Type T = type(0);
  const char *How = Op->Code == Code::EQUAL        ? "eq"
                    : Op->Code == Code::NOT_EQUAL  ? "ne"
                    : Op->Code == Code::LESS       ? "lt"
                    : Op->Code == Code::LESS_EQUAL ? "le"
                    : Op->Code == Code::GREATER    ? "gt"
                                                   : "ge";
  bool Equality = Op->Code == Code::EQUAL || Op->Code == Code::NOT_EQUAL;
  broadcast(2, [&](Expression &E, const auto &In, const auto &) {
    std::string Holds;
    if (T == Type::F32) {
      Holds = E.compare((Op->Code == Code::NOT_EQUAL ? "u" : "o") +
                            std::string(How),
                        In[0], In[1], "f32");
    } else if (T == Type::Bool) {
      std::string Zero = E.constant(0, "i8");
      Holds = E.compare(How, E.compare("ne", In[0], Zero, "i8"),
                        E.compare("ne", In[1], Zero, "i8"), "i1");
    } else {
      auto Scaled = [&](size_t N) {
        if (T != Type::I8)
          return In[N];
        std::string V =
            E.op("arith.subi", {E.widened(In[N]), E.constant(in(N).ZeroPoint)});
        return E.multiply(E.op("arith.shli", {V, E.constant(8)}),
                          Scaling::of(double(in(N).Scales[0])));
      };
      std::string A = Scaled(0);
      std::string B = Scaled(1);
      Holds = E.compare((Equality ? "" : "s") + std::string(How), A, B,
                        T == Type::I64 ? "i64" : "i32");
    }
    return E.convert("extui", Holds, "i1", "i8");
  });
}

void WideOperators::logical() {
  size_t Count = Op->Code == Code::LOGICAL_NOT ? 1 : 2;
  broadcast(Count, [&](Expression &E, const auto &In, const auto &) {
    std::string Zero = E.constant(0, "i8");
    std::string A = E.compare(Count == 1 ? "eq" : "ne", In[0], Zero, "i8");
    if (Count == 2)
      A = E.op(Op->Code == Code::LOGICAL_AND ? "arith.andi" : "arith.ori",
               {A, E.compare("ne", In[1], Zero, "i8")}, "i1");
    return E.convert("extui", A, "i1", "i8");
  });
}

void WideOperators::select() {
  Shape S = out().Dims.empty() ? Shape{1} : out().Dims;
  Shape Condition = in(0).Dims;
  // A row of conditions is one for each of the first dimension.
  if (Op->Code == Code::SELECT && Condition.size() == 1 && S.size() > 1 &&
      in(0).elements() > 1)
    Condition.resize(S.size(), 1);
  std::vector<Operand> In{repeated(0, Condition, S), repeated(1, in(1).Dims, S),
                          repeated(2, in(2).Dims, S)};
  map(In, S, [&](Expression &E, const auto &In, const auto &) {
    return E.select(E.compare("ne", In[0], E.constant(0, "i8"), "i8"), In[1],
                    In[2], elementOf(out().ElementType));
  });
}

void WideOperators::cast() {
  const Tensor &X = in(0), &Y = out();
  Type From = X.Unsigned ? Type::U8 : X.ElementType;
  Type To = Y.Unsigned ? Type::U8 : Y.ElementType;
  Shape S{Y.elements()};
  map({operand(input(0, S), S, X.ElementType, "d0")}, S,
      [&](Expression &E, const auto &In, const auto &) {
        std::string V = In[0];
        auto Flipped = [&](const std::string &V) {
          return E.op("arith.xori", {V, E.constant(-128, "i8")}, "i8");
        };
        if (X.Unsigned)
          V = Flipped(V);
        if (To == Type::F32)
          return From == Type::Bool
                     ? E.convert("uitofp",
                                 E.compare("ne", V, E.constant(0, "i8"), "i8"),
                                 "i1", "f32")
                     : realOf(E, V, From);
        if (To == Type::Bool) {
          std::string Holds =
              From == Type::F32
                  ? E.compare("une", V, E.real(0), "f32")
                  : E.compare("ne", V, E.constant(0, elementOf(From)),
                              elementOf(From));
          return E.convert("extui", Holds, "i1", "i8");
        }
        int64_t Bits = 8 * bytesOf(To);
        if (From == Type::F32) {
          // What is beyond the type becomes its limit.
          int64_t Low = To == Type::U8 ? 0 : -1;
          float High = std::ldexp(1.0F, int(Bits - (To == Type::U8 ? 0 : 1)));
          std::string Wide = To == Type::I64 ? "i64" : "i32";
          std::string Inside =
              E.op("arith.andi",
                   {E.compare("oge", V, E.real(Low ? -High : 0), "f32"),
                    E.compare("olt", V, E.real(High), "f32")},
                   "i1");
          std::string Safe = E.select(Inside, V, E.real(0), "f32");
          std::string Value = E.convert("fptosi", Safe, "f32", Wide);
          int64_t Most =
              To == Type::U8 ? 255 : int64_t((uint64_t(1) << (Bits - 1)) - 1);
          int64_t Least = To == Type::U8 ? 0 : -Most - 1;
          Value = E.select(E.compare("oge", V, E.real(High), "f32"),
                           E.constant(Most, Wide), Value, Wide);
          Value = E.select(E.compare("olt", V, E.real(Low ? -High : 0), "f32"),
                           E.constant(Least, Wide), Value, Wide);
          V = Bits < (To == Type::I64 ? 64 : 32)
                  ? E.convert("trunci", Value, Wide, elementOf(To))
                  : Value;
        } else {
          if (From == Type::Bool)
            V = E.convert("extui",
                          E.compare("ne", V, E.constant(0, "i8"), "i8"), "i1",
                          "i8");
          int64_t Has = 8 * bytesOf(From);
          if (Has > Bits)
            V = E.convert("trunci", V, elementOf(From), elementOf(To));
          else if (Has < Bits)
            V = E.convert(From == Type::U8 || From == Type::Bool ? "extui"
                                                                 : "extsi",
                          V, elementOf(From), elementOf(To));
        }
        return Y.Unsigned ? Flipped(V) : V;
      });
}

void WideOperators::floored() {
  Type T = out().ElementType;
  bool Remainder = Op->Code == Code::FLOOR_MOD;
  std::string Name = toString(T);
  broadcast(2, [&](Expression &E, const auto &In, const auto &) {
    const std::string &A = In[0], &B = In[1];
    if (T == Type::F32 && !Remainder) {
      // A quotient of f64 is rounded to f32 after it is floored.
      std::string Q = E.op("arith.divf",
                           {E.convert("extf", A, "f32", "f64"),
                            E.convert("extf", B, "f32", "f64")},
                           "f64");
      return E.convert("truncf", E.op("math.floor", {Q}, "f64"), "f64", "f32");
    }
    if (T == Type::F32) {
      std::string R = E.op("arith.remf", {A, B}, "f32");
      std::string Zero = E.real(0);
      std::string Differs = E.op(
          "arith.xori",
          {E.compare("olt", B, Zero, "f32"), E.compare("olt", R, Zero, "f32")},
          "i1");
      std::string Adds =
          E.op("arith.andi", {Differs, E.compare("une", R, Zero, "f32")}, "i1");
      return E.select(Adds, E.addf(R, B), R, "f32");
    }
    std::string Zero = E.constant(0, Name);
    std::string Q = E.quotient(A, B, Name);
    // Of a division by 0 there is no remainder either.
    std::string R =
        E.op("arith.subi", {A, E.op("arith.muli", {Q, B}, Name)}, Name);
    R = E.select(E.compare("eq", B, Zero, Name), Zero, R, Name);
    std::string Differs =
        E.op("arith.xori",
             {E.compare("slt", B, Zero, Name), E.compare("slt", R, Zero, Name)},
             "i1");
    std::string Corrects =
        E.op("arith.andi", {Differs, E.compare("ne", R, Zero, Name)}, "i1");
    if (Remainder)
      return E.select(Corrects, E.op("arith.addi", {R, B}, Name), R, Name);
    return E.select(
        Corrects, E.op("arith.subi", {Q, E.constant(1, Name)}, Name), Q, Name);
  });
}

/// DIV of i8, by a table of all quotients.
void WideOperators::divideBytes() {
  std::vector<int8_t> Quotients =
      quotients(in(0), in(1), out(), limitsOf(*Op, out()));
  Value Table = constants(Quotients.data(), 1 << 16, Type::I8);
  broadcast(2, [&](Expression &E, const auto &In, const auto &) {
    std::string Row = E.op(
        "arith.shli", {E.op("arith.addi", {E.widened(In[0]), E.constant(128)}),
                       E.constant(8)});
    std::string At =
        E.op("arith.addi",
             {Row, E.op("arith.addi", {E.widened(In[1]), E.constant(128)})});
    return E.load(Table.first, E.index(At), Table.second);
  });
}

void WideOperators::addN() {
  const Tensor &A = in(0), &R = out();
  Scaling Of, Result;
  if (integer()) {
    double Twice = 2 * double(A.Scales[0]);
    Of = Scaling::of(double(A.Scales[0]) / Twice);
    Result = Scaling::of(Twice / ((1 << 20) * double(R.Scales[0])));
  }
  broadcast(Op->Inputs.size(), [&](Expression &E, const auto &In,
                                   const auto &) {
    if (!integer()) {
      std::string Sum = E.real(0);
      for (const std::string &V : In)
        Sum = E.addf(Sum, V);
      return Sum;
    }
    auto Scaled = [&](const std::string &V) {
      std::string D = E.op("arith.subi", {V, E.constant(A.ZeroPoint)});
      return E.multiply(E.op("arith.shli", {D, E.constant(20)}), Of);
    };
    // TensorFlow Lite starts with the element 0, not with its zero point.
    std::string Sum = Scaled(E.constant(0));
    for (const std::string &V : In)
      Sum = E.op("arith.addi", {Sum, Scaled(E.widened(V))});
    return E.narrowed(
        E.op("arith.addi", {E.multiply(Sum, Result), E.constant(R.ZeroPoint)}),
        Limits());
  });
}

void WideOperators::table(const std::array<int8_t, 256> &Values) {
  Value Table = constants(Values.data(), 256, Type::I8);
  broadcast(1, [&](Expression &E, const auto &In, const auto &) {
    std::string At = E.op("arith.addi", {E.widened(In[0]), E.constant(128)});
    return E.load(Table.first, E.index(At), Table.second);
  });
}

void WideOperators::elu() {
  if (integer())
    return table(tableOfReals(*Op, in(0), out()));
  broadcast(1, [&](Expression &E, const auto &In, const auto &) {
    std::string Below =
        E.op("arith.subf", {E.exponential(In[0]), E.real(1)}, "f32");
    return E.select(E.compare("olt", In[0], E.real(0), "f32"), Below, In[0],
                    "f32");
  });
}

void WideOperators::gelu() {
  if (integer())
    return table(tableOfReals(*Op, in(0), out()));
  if (!Op->Approximate) {
    call("sectile_gelu_f32", {made(0), whole(0)}, {out().elements()});
    return done();
  }
  broadcast(1, [&](Expression &E, const auto &In, const auto &) {
    const std::string &X = In[0];
    std::string Cube = E.mulf(E.mulf(E.mulf(E.real(0.044715F), X), X), X);
    std::string T = E.tanh(E.mulf(E.real(0x1.988454p-1F), E.addf(X, Cube)));
    return E.mulf(E.mulf(E.real(0.5F), X), E.addf(E.real(1), T));
  });
}

/// GATHER with indices that are data.
void WideOperators::gather() {
  const Shape &X = in(0).Dims;
  auto A = size_t(Op->Axis);
  int64_t Outer = 1;
  int64_t Inner = bytesOf(type(0));
  for (size_t D = 0; D < A; ++D)
    Outer *= X[D];
  for (size_t D = A + 1; D < X.size(); ++D)
    Inner *= X[D];
  std::vector<int64_t> How(17);
  How[0] = Outer;
  How[1] = X[A] * Inner;
  How[2] = in(1).elements();
  How[3] = 1;
  How[4] = Inner;
  How[5] = Inner;
  How[11] = X[A];
  call("sectile_gather_" + suffixOf(type(1)),
       {made(0), whole(0), whole(1), numbers(How)}, {});
  done();
}

void WideOperators::gatherNd() {
  const Shape &X = in(0).Dims;
  int64_t Depth = in(1).Dims.back();
  std::vector<int64_t> How(17);
  How[0] = 1;
  How[2] = in(1).elements() / Depth;
  How[3] = Depth;
  int64_t Stride = bytesOf(type(0));
  for (size_t D = X.size(); D-- > 0; Stride *= X[D]) {
    if (int64_t(D) + 1 == Depth)
      How[4] = Stride;
    if (int64_t(D) < Depth) {
      How[5 + D] = Stride;
      How[11 + D] = X[D];
    }
  }
  call("sectile_gather_" + suffixOf(type(1)),
       {made(0), whole(0), whole(1), numbers(How)}, {});
  done();
}

void WideOperators::embedding() {
  const Tensor &Of = in(1);
  Type T = Of.ElementType;
  bool Scales = T != out().ElementType;
  int64_t Row = Of.elements() / Of.Dims[0] * bytesOf(T);
  std::vector<int64_t> How(17);
  How[0] = 1;
  How[2] = in(0).elements();
  How[3] = 1;
  How[4] = How[5] = Row;
  How[11] = Of.Dims[0];
  Shape S{out().elements()};
  Value To = made(0);
  Value Rows = To;
  if (Scales)
    Rows = {argument(scratch(S[0]), S, T, true), memref(S, T)};
  call("sectile_gather_i32", {Rows, whole(1), whole(0), numbers(How)}, {});
  if (Scales)
    generic("i", "p", {operand(Rows.first, S, T, "i")},
            operand(To.first, S, Type::F32, "i"),
            [&](Expression &E, const auto &In, const auto &) {
              return E.mulf(realOf(E, In[0], T), E.real(Of.Scales[0]));
            });
  done();
}

void WideOperators::updateSlice() {
  const Shape &X = in(0).Dims;
  std::vector<int64_t> How(15);
  How[0] = int64_t(X.size());
  How[1] = bytesOf(type(0));
  How[2] = in(0).bytes();
  for (size_t D = 0; D < X.size(); ++D) {
    How[3 + D] = X[D];
    How[9 + D] = in(1).Dims[D];
  }
  call("sectile_update_" + suffixOf(type(2)),
       {made(0), whole(0), whole(1), whole(2), numbers(How)}, {});
  done();
}

void WideOperators::cumsum() {
  auto [Outer, Depth, Inner] = alongAxis();
  Scaling Of, Result;
  if (type(0) == Type::I8) {
    double Twice = 2 * double(in(0).Scales[0]);
    Of = Scaling::of(double(in(0).Scales[0]) / Twice);
    Result = Scaling::of(Twice / ((1 << 20) * double(out().Scales[0])));
  }
  call("sectile_cumsum_" + suffixOf(type(0)),
       {made(0), whole(0),
        numbers({Outer, Depth, Inner, Op->Exclusive, Op->Reverse,
                 in(0).ZeroPoint, out().ZeroPoint, packed(Of), packed(Result),
                 M.SingleRounding})},
       {});
  done();
}

/// L2_NORMALIZATION and LOG_SOFTMAX.
void WideOperators::rows() {
  bool Log = Op->Code == Code::LOG_SOFTMAX;
  int64_t Depth = in(0).Dims.back();
  LogScaling S;
  if (Log && integer())
    S = LogScaling::of(double(in(0).Scales[0]), M.SingleRounding);
  call(std::string(Log ? "sectile_log_softmax_" : "sectile_l2_normalise_") +
           toString(type(0)),
       {made(0), whole(0),
        numbers({in(0).elements() / Depth, Depth, in(0).ZeroPoint,
                 packed(S.Scale), packed(S.Back), S.Lowest, M.SingleRounding})},
       {});
  done();
}

void WideOperators::svdf() {
  const Tensor &X = in(0), &Feature = in(1), &Time = in(2);
  Type OfState = Time.ElementType;
  int64_t Filters = Feature.Dims[0];
  int64_t Units = Filters / Op->Rank;
  Scaling ToState, ToResult;
  if (integer()) {
    const Tensor &State = in(4);
    ToState =
        Scaling::of(double(X.Scales[0] * Feature.Scales[0] / State.Scales[0]));
    ToResult =
        Scaling::of(double(State.Scales[0] * Time.Scales[0] / out().Scales[0]));
  }
  Value To = made(0);
  std::vector<Value> Pointers{To, made(1), whole(0), whole(1), whole(2)};
  std::vector<int32_t> Zeros(size_t(Units), 0);
  Pointers.push_back(has(3) ? whole(3)
                            : constants(Zeros.data(), Units, Type::I32));
  Pointers.push_back(whole(4));
  Pointers.push_back(
      numbers({X.Dims[0], X.Dims[1], Filters, Time.Dims[1], Op->Rank,
               X.ZeroPoint, in(4).ZeroPoint, out().ZeroPoint, packed(ToState),
               packed(ToResult), M.SingleRounding}));
  call("sectile_svdf_" + suffixOf(OfState), Pointers, {});
  Entry.MultiplyAccumulates =
      X.Dims[0] * (Feature.elements() + Time.elements());
  if (!integer() && Op->Activation != Activation::NONE) {
    Shape S{out().elements()};
    generic("i", "p", {}, operand(To.first, S, Type::F32, "i"),
            [&](Expression &E, const auto &, const auto &Old) {
              return E.activated(Old, Op->Activation);
            });
  }
  done();
}

void WideOperators::lstm() {
  const Tensor &X = in(0);
  Type T = X.ElementType;
  bool Real = T == Type::F32;
  int64_t Inputs = X.Dims[2];
  int64_t Units = in(1).Dims[0];
  int64_t Batch = X.Dims[Op->TimeMajor ? 1 : 0];
  int64_t Steps = X.Dims[Op->TimeMajor ? 0 : 1];
  std::string Weights;
  for (size_t N = 1; N <= 8; ++N)
    Weights.append(reinterpret_cast<const char *>(in(N).Data),
                   size_t(in(N).bytes()));
  std::vector<int64_t> Biases;
  std::string RealBiases;
  for (size_t N = 12; N <= 15; ++N)
    for (int64_t U = 0; U < Units; ++U)
      if (Real)
        RealBiases.append(reinterpret_cast<const char *>(in(N).Data + 4 * U),
                          4);
      else
        Biases.push_back(in(N).integer(U));
  std::vector<int64_t> How{Batch, Steps, Inputs, Units};
  auto Strides = [&](int64_t Size) {
    How.push_back(Op->TimeMajor ? Batch * Size : Size);
    How.push_back(Op->TimeMajor ? Size : Steps * Size);
  };
  Strides(Inputs);
  Strides(Units);
  LstmScaling S;
  if (!Real)
    S = LstmScaling::of(*Op, M);
  for (const Scaling &Of : S.Gates)
    How.push_back(packed(Of));
  for (Scaling Of : {S.Forget, S.Update, S.Output})
    How.push_back(packed(Of));
  How.push_back(X.ZeroPoint);
  How.push_back(in(18).ZeroPoint);
  How.push_back(Real ? int64_t(std::bit_cast<uint32_t>(Op->Clip)) : S.Clip);
  How.push_back(S.CellPower);
  How.push_back(M.SingleRounding);
  Shape Scratch{4 * Units};
  Type OfCell = Real ? T : Type::I16;
  std::vector<Value> Pointers{made(0), made(1), made(2), whole(0)};
  Pointers.push_back(constants(Weights.data(),
                               int64_t(Weights.size()) / (Real ? 4 : 1),
                               Real ? T : Type::I8));
  Pointers.push_back(Real ? constants(RealBiases.data(), 4 * Units, T)
                          : numbers(Biases));
  Pointers.push_back(whole(18));
  Pointers.push_back(whole(19));
  Pointers.push_back(numbers(How));
  Pointers.emplace_back(
      argument(scratch(Scratch[0] * bytesOf(OfCell)), Scratch, OfCell, true),
      memref(Scratch, OfCell));
  if (!Real) {
    std::array<uint16_t, 256> Table = sigmoidTable();
    Pointers.push_back(constants(Table.data(), 256, Type::I16));
  }
  call("sectile_lstm_" + suffixOf(T), Pointers, {});
  Entry.MultiplyAccumulates = Batch * Steps * 4 * Units * (Inputs + Units);
  done();
}

/// ARG_MAX and ARG_MIN of 16 bits, or with a result of i64.
void WideOperators::arg() {
  auto [Outer, Depth, Inner] = alongAxis();
  Shape S{out().elements()};
  Value To = made(0);
  Value Found = To;
  bool Long = out().ElementType == Type::I64;
  if (Long)
    Found = {argument(scratch(4 * S[0]), S, Type::I32, true),
             memref(S, Type::I32)};
  call("sectile_arg_" + suffixOf(type(0)),
       {Found, whole(0),
        numbers({Outer, Depth, Inner, Op->Code == Code::ARG_MAX})},
       {});
  if (Long)
    generic("i", "p", {operand(Found.first, S, Type::I32, "i")},
            operand(To.first, S, Type::I64, "i"),
            [](Expression &E, const auto &In, const auto &) {
              return E.convert("extsi", In[0], "i32", "i64");
            });
  done();
}

bool WideOperators::wide() {
  using W = WideOperators;
  Type T = type(0);
  Type To = out().ElementType;
  switch (Op->Code) {
  case Code::CONV_2D:
  case Code::DEPTHWISE_CONV_2D:
  case Code::TRANSPOSE_CONV:
  case Code::FULLY_CONNECTED:
    return hasWideWeights() && run(&W::products);
  case Code::BATCH_MATMUL:
    return T == Type::I16 && run(&W::matMul);
  case Code::L2_POOL_2D:
    return run(&W::pools);
  case Code::AVERAGE_POOL_2D:
    return (T == Type::I16 || in(0).Unsigned) && run(&W::pools);
  case Code::MAX_POOL_2D:
    return T == Type::I16 && run(&W::pools);
  case Code::DIV:
    if (T == Type::I8)
      return run(&W::divideBytes);
    return isWord(T) && run(&W::arithmetic);
  case Code::ADD:
  case Code::SUB:
  case Code::MUL:
  case Code::MAXIMUM:
  case Code::MINIMUM:
  case Code::SQUARED_DIFFERENCE:
  case Code::PRELU:
    if (T == Type::I16)
      return run(&W::quantised);
    return isWord(T) && run(&W::arithmetic);
  case Code::LOGISTIC:
  case Code::TANH:
    if (T == Type::I8 && in(0).Unsigned) {
      table(tableOfReals(*Op, in(0), out()));
      return true;
    }
    if (T != Type::I16)
      return false;
    sigmoid("sectile_sigmoid_i16");
    return true;
  case Code::SOFTMAX:
    return T == Type::I16 && run(&W::softmax);
  case Code::QUANTIZE:
    return !(To == Type::I8 && (T == Type::I8 || T == Type::F32)) &&
           run(&W::unary);
  case Code::DEQUANTIZE:
  case Code::RELU:
  case Code::RELU6:
  case Code::ABS:
  case Code::NEG:
  case Code::LEAKY_RELU:
    return (T == Type::I16 || isWord(T)) && run(&W::unary);
  case Code::EQUAL:
  case Code::NOT_EQUAL:
  case Code::LESS:
  case Code::LESS_EQUAL:
  case Code::GREATER:
  case Code::GREATER_EQUAL:
    return run(&W::comparison);
  case Code::LOGICAL_AND:
  case Code::LOGICAL_OR:
  case Code::LOGICAL_NOT:
    return run(&W::logical);
  case Code::SELECT:
  case Code::SELECT_V2:
    return run(&W::select);
  case Code::CAST:
    return run(&W::cast);
  case Code::FILL:
    broadcast(1,
              [](Expression &, const auto &In, const auto &) { return In[0]; });
    return true;
  case Code::FLOOR_DIV:
  case Code::FLOOR_MOD:
    return run(&W::floored);
  case Code::ADD_N:
    return run(&W::addN);
  case Code::ELU:
    return run(&W::elu);
  case Code::GELU:
    return run(&W::gelu);
  case Code::SIN:
  case Code::COS:
  case Code::LOG:
    call(Op->Code == Code::SIN   ? "sectile_sin_f32"
         : Op->Code == Code::COS ? "sectile_cos_f32"
                                 : "sectile_log_f32",
         {made(0), whole(0)}, {out().elements()});
    done();
    return true;
  case Code::GATHER:
    return !in(1).isConstant() && run(&W::gather);
  case Code::GATHER_ND:
    return run(&W::gatherNd);
  case Code::EMBEDDING_LOOKUP:
    return run(&W::embedding);
  case Code::DYNAMIC_UPDATE_SLICE:
    return run(&W::updateSlice);
  case Code::CUMSUM:
    return run(&W::cumsum);
  case Code::L2_NORMALIZATION:
  case Code::LOG_SOFTMAX:
    return run(&W::rows);
  case Code::SVDF:
    return run(&W::svdf);
  case Code::UNIDIRECTIONAL_SEQUENCE_LSTM:
    return run(&W::lstm);
  case Code::ARG_MAX:
  case Code::ARG_MIN:
    return (T == Type::I16 || To == Type::I64) && run(&W::arg);
  default:
    return false;
  }
}

} // namespace sectile::graph
