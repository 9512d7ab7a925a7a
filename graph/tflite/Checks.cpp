// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Checks.cpp - operands, shapes and types of operators ---------------===//

#include "Reader.h"
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

namespace sectile::graph {

bool Reader::arity(size_t Least, size_t Most) {
  if (Op->Inputs.size() < Least || Op->Inputs.size() > Most)
    return fail("has " + std::to_string(Op->Inputs.size()) +
                " inputs, expected " +
                (Least == Most
                     ? std::to_string(Least)
                     : std::to_string(Least) + " to " + std::to_string(Most)));
  if (Op->Outputs.size() != 1)
    return fail("has " + std::to_string(Op->Outputs.size()) +
                " outputs, expected 1");
  // Only what is optional may be left out.
  for (size_t I = 0; I < Least; ++I)
    if (Op->Inputs[I] < 0)
      return fail("lacks input " + std::to_string(I));
  return true;
}

/// The type is one of a set; a quantised one has one scale.
bool Reader::typed(const Tensor &T, const char *What, unsigned Set) {
  static constexpr std::pair<unsigned, Type> All[] = {
      {Real, Type::F32},   {Byte, Type::I8},  {Signed, Type::I8},
      {Short, Type::I16},  {Word, Type::I32}, {Long, Type::I64},
      {Truth, Type::Bool}, {Plain, Type::U8}};
  std::vector<std::string> Names;
  for (auto [Bit, Of] : All) {
    if (!(Set & Bit))
      continue;
    if (T.ElementType == Of && !(Bit == Signed && T.Unsigned)) {
      // Conversions alone know of a zero point of 16 bits.
      if (Of == Type::I16 && T.ZeroPoint != 0 && Op->Code != Code::QUANTIZE &&
          Op->Code != Code::DEQUANTIZE)
        return fail(std::string(What) + " has a zero point of " +
                    std::to_string(T.ZeroPoint) + ", expected 0 of i16");
      return perTensor(T, What);
    }
    Names.emplace_back(toString(Of));
    if (Bit == Byte)
      Names.emplace_back("quantised u8");
  }
  std::string Text;
  for (size_t I = 0; I < Names.size(); ++I)
    Text += (I == 0 ? "" : I + 1 < Names.size() ? ", " : " or ") + Names[I];
  return fail(std::string(What) +
              " has a type that is not supported, expected " + Text);
}

bool Reader::perTensor(const Tensor &T, const char *What) {
  if (isQuantised(T.ElementType) && T.Scales.size() != 1)
    return fail(std::string(What) + " has " + std::to_string(T.Scales.size()) +
                " scales, expected 1");
  return true;
}

bool Reader::quantisedAlike(const Tensor &A, const Tensor &B) const {
  return A.ElementType == B.ElementType &&
         (!isQuantised(A.ElementType) ||
          (A.Scales == B.Scales && A.ZeroPoint == B.ZeroPoint));
}

/// For operators that copy elements.
bool Reader::sameQuantization(const Tensor &A) {
  const Tensor &B = out();
  if (A.ElementType >= Type::F16 || A.ElementType != B.ElementType)
    return fail("has input and output of different types, or of one that is "
                "not supported");
  return quantisedAlike(A, B) ||
         fail("has input and output of different quantisations, expected the "
              "same");
}

bool Reader::sameTypes(std::initializer_list<size_t> Operands) {
  for (size_t N : Operands)
    if (in(N).ElementType != out().ElementType)
      return fail(
          "has inputs and output of different types, expected the same");
  return true;
}

/// The shape of operands of which dimensions of 1 are repeated.
bool Reader::broadcast(std::initializer_list<size_t> Operands, Shape &To) {
  std::string Shapes;
  size_t Rank = 0;
  for (size_t N : Operands) {
    Rank = std::max(Rank, in(N).Dims.size());
    Shapes += (Shapes.empty() ? "" : " and ") + toString(in(N).Dims);
  }
  To.assign(Rank, 1);
  for (size_t N : Operands) {
    const Shape &S = in(N).Dims;
    for (size_t I = 0; I < S.size(); ++I) {
      int64_t &D = To[Rank - S.size() + I];
      if (D != 1 && S[I] != 1 && D != S[I])
        return fail("has inputs of shapes " + Shapes);
      D = std::max(D, S[I]);
    }
  }
  return true;
}

bool Reader::resultShape(const Shape &S, size_t Output) {
  Tensor &Y = Result.Tensors[size_t(Op->Outputs[Output])];
  if (!Infers)
    return Y.Dims == S || fail("has an output of shape " + toString(Y.Dims) +
                               ", expected " + toString(S));
  double Elements = 1;
  for (int64_t D : S) {
    Elements *= double(D);
    if (D < 1 || Elements > double(MostBytes) || S.size() > MostDimensions)
      return fail("computes the shape " + toString(S) +
                  ", expected at most 6 dimensions of at least 1 and 2^30 "
                  "elements");
  }
  Y.Dims = S;
  return account(Y, Op->Label);
}

/// The format computes nothing that is defined beyond this factor.
bool Reader::rescaling(double Factor) {
  return Factor < double(1 << 30) ||
         fail("has scales whose ratio is " + std::to_string(Factor) +
              ", expected less than 2^30");
}

/// So many bytes or words of 16 bits fit into a sum of 32 bits.
bool Reader::average(int64_t Count) {
  int Bits = in(0).ElementType == Type::I16 ? 15 : 23;
  return Count <= int64_t(1) << Bits ||
         fail("averages " + std::to_string(Count) +
              " elements, expected at most 2^" + std::to_string(Bits));
}

bool Reader::noActivation(ActivationFunctionType A) {
  return A == ActivationFunctionType::NONE ||
         fail("has a fused activation, which is not supported");
}

bool Reader::activation(ActivationFunctionType A) {
  Op->Activation = A;
  if (A >= ActivationFunctionType::NONE && A <= ActivationFunctionType::RELU6)
    return true;
  return fail(
      "has a fused activation that is not supported, expected NONE, RELU, "
      "RELU_N1_TO_1 or RELU6");
}

bool Reader::window(tflite::Padding P, int StrideH, int StrideW, int64_t H,
                    int64_t W, int DilationH, int DilationW) {
  if (P != tflite::Padding::SAME && P != tflite::Padding::VALID)
    return fail("has an unknown padding");
  for (int64_t N : {int64_t(StrideH), int64_t(StrideW), H, W,
                    int64_t(DilationH), int64_t(DilationW)})
    if (N < 1 || N > MostWindow)
      return fail("has a stride, dilation or window of " + std::to_string(N) +
                  ", expected 1 to 32768");
  Op->Padding = P;
  Op->StrideH = StrideH;
  Op->StrideW = StrideW;
  Op->KernelH = H;
  Op->KernelW = W;
  Op->DilationH = DilationH;
  Op->DilationW = DilationW;
  return true;
}

bool Reader::windowShape(int64_t Channels) {
  auto Size = [&](int64_t In, int64_t Kernel, int64_t Dilation,
                  int64_t Stride) {
    if (Op->Padding == tflite::Padding::SAME)
      return (In + Stride - 1) / Stride;
    int64_t Window = (Kernel - 1) * Dilation + 1;
    return In < Window ? 0 : (In - Window) / Stride + 1;
  };
  const Shape &S = in(0).Dims;
  // A copy of the input with what SAME adds is a buffer too.
  auto Reach = [](int64_t In, int64_t Out, int64_t Kernel, int64_t Dilation,
                  int64_t Stride) {
    return std::max(In, (Out - 1) * Stride + (Kernel - 1) * Dilation + 1);
  };
  if (Op->Padding == tflite::Padding::SAME &&
      double(S[0] * S[3] * bytesOf(in(0).ElementType)) *
              double(Reach(S[1],
                           Size(S[1], Op->KernelH, Op->DilationH, Op->StrideH),
                           Op->KernelH, Op->DilationH, Op->StrideH)) *
              double(Reach(S[2],
                           Size(S[2], Op->KernelW, Op->DilationW, Op->StrideW),
                           Op->KernelW, Op->DilationW, Op->StrideW)) >
          double(MostBytes))
    return fail("has an input of more than 1 GiB with its padding");
  return resultShape({S[0], Size(S[1], Op->KernelH, Op->DilationH, Op->StrideH),
                      Size(S[2], Op->KernelW, Op->DilationW, Op->StrideW),
                      Channels});
}

bool Reader::constantIndices(size_t N, const char *What,
                             std::vector<int64_t> &To) {
  const Tensor &T = in(N);
  if ((T.ElementType != Type::I32 && T.ElementType != Type::I64) ||
      !T.isConstant() || T.elements() > 12)
    return fail(std::string(What) + " is no constant of type i32 or i64");
  for (int64_t I = 0; I < T.elements(); ++I) {
    To.push_back(T.integer(I));
    if (To.back() < INT32_MIN || To.back() > INT32_MAX)
      return fail(std::string(What) + " has a number beyond 32 bits");
  }
  return true;
}

/// Weights and, as input 2, the bias of \p Channels outputs.
bool Reader::weights(const Tensor &W, int64_t Channels, int Dimension) {
  if (!typed(in(0), "input", Arithmetic) || !typed(out(), "output", Arithmetic))
    return false;
  Type T = in(0).ElementType;
  Type OfWeights = T == Type::I16 ? Type::I8 : T;
  if (W.ElementType != OfWeights || out().ElementType != T)
    return fail(T == Type::I16
                    ? "has input, weights and output of types other than i16, "
                      "i8 and i16"
                    : "has input, weights and output of different types, "
                      "expected the same");
  if (!W.isConstant())
    return fail("has weights that are no constant");
  bool HasBias = Op->Inputs.size() > 2 && Op->Inputs[2] >= 0;
  TensorType OfNoBias = TensorType::FLOAT32;
  bool MayBeShort = false; // sums of 32 bits
  if (const auto *O = Table->builtin_options_as<Conv2DOptions>()) {
    OfNoBias = O->quantized_bias_type();
    MayBeShort = true;
  } else if (const auto *O =
                 Table->builtin_options_as<FullyConnectedOptions>()) {
    OfNoBias = O->quantized_bias_type();
    MayBeShort = true;
  }
  bool Short = MayBeShort && (HasBias ? in(2).ElementType == Type::I32
                                      : OfNoBias == TensorType::INT32);
  Op->WideSums = T == Type::I16 && !Short;
  if (OfWeights == Type::I8) {
    if (W.Scales.empty() ||
        (W.Scales.size() > 1 && W.QuantizedDimension != Dimension))
      return fail("has weights without scales, or with scales along another "
                  "dimension than that of the outputs");
    if (W.ZeroPoint != 0 && !W.Unsigned)
      return fail("has weights with a zero point of " +
                  std::to_string(W.ZeroPoint) + ", expected 0");
    if (W.Unsigned && W.Scales.size() > 1)
      return fail("has weights of u8 with " + std::to_string(W.Scales.size()) +
                  " scales, expected 1");
    for (float S : W.Scales) {
      double Ratio =
          double(in(0).Scales[0]) * double(S) / double(out().Scales[0]);
      // A sum of 64 bits is multiplied by 15.
      if (Op->WideSums && Ratio >= 128)
        return fail("has scales whose ratio is " + std::to_string(Ratio) +
                    ", expected less than 2^7");
      if (!rescaling(Ratio))
        return false;
    }
  }
  if (!HasBias)
    return true;
  const Tensor &B = in(2);
  bool OfType = T == Type::F32 ? B.ElementType == Type::F32
                : T == Type::I16
                    ? B.ElementType == Type::I32 || B.ElementType == Type::I64
                    : B.ElementType == Type::I32;
  // A sum of 64 bits times 15 must fit into 64.
  for (int64_t I = 0;
       B.ElementType == Type::I64 && B.isConstant() && I < B.elements(); ++I)
    if (B.integer(I) >= int64_t(1) << 46 || B.integer(I) < -(int64_t(1) << 46))
      return fail("has a bias of " + std::to_string(B.integer(I)) +
                  ", expected less than 2^46");
  if (!OfType || !B.isConstant() || B.elements() != Channels)
    return fail("has a bias that is no constant of " +
                std::to_string(Channels) +
                (T == Type::F32   ? " f32"
                 : T == Type::I16 ? " i32 or i64"
                                  : " i32") +
                " elements");
  return true;
}

bool Reader::checkConvolution() {
  if (!arity(2, 3))
    return false;
  bool Depthwise = Op->Code == Code::DEPTHWISE_CONV_2D;
  const Shape &X = in(0).Dims, &W = in(1).Dims;
  if (X.size() != 4 || W.size() != 4)
    return fail("has input and weights of shapes " + toString(X) + " and " +
                toString(W) + ", expected 4 dimensions each");
  int64_t Channels = Depthwise ? W[3] : W[0];
  if (Depthwise ? W[0] != 1 || W[3] % X[3] != 0 : W[3] != X[3])
    return fail("has weights of shape " + toString(W) + " for " +
                std::to_string(X[3]) + " channels" +
                (Depthwise ? "" : "; groups are not supported"));
  if (Depthwise) {
    const auto *O = options<DepthwiseConv2DOptions>();
    if (!O || !activation(O->fused_activation_function()) ||
        !window(O->padding(), O->stride_h(), O->stride_w(), W[1], W[2],
                O->dilation_h_factor(), O->dilation_w_factor()))
      return false;
  } else {
    const auto *O = options<Conv2DOptions>();
    if (!O || !activation(O->fused_activation_function()) ||
        !window(O->padding(), O->stride_h(), O->stride_w(), W[1], W[2],
                O->dilation_h_factor(), O->dilation_w_factor()))
      return false;
  }
  return weights(in(1), Channels, Depthwise ? 3 : 0) && windowShape(Channels);
}

/// The shape of the output is an operand; a convolution of it with the same
/// window has the shape of the input.
bool Reader::checkTransposeConv() {
  const auto *O = arity(3, 4) ? options<TransposeConvOptions>() : nullptr;
  std::vector<int64_t> Given;
  if (!O || !activation(O->fused_activation_function()) ||
      (in(0).isConstant() &&
       !constantIndices(0, "the shape of the output", Given)))
    return false;
  // The file has the shape of the result too.
  if (Given.empty() && !Infers)
    Given = out().Dims;
  return transposeConv(Given, O->padding(), O->stride_h(), O->stride_w());
}

/// MediaPipe's form, whose result is as large as the windows of all elements
/// are, or as the input times the strides.
bool Reader::checkCustom() {
  const auto *Name =
      File.operator_codes()->Get(Table->opcode_index())->custom_code();
  if (!Name || Name->str() != "Convolution2DTransposeBias")
    return fail("is not supported");
  if (!arity(3, 3))
    return false;
  const auto *Bytes = Table->custom_options();
  std::array<int32_t, 3> Options{}; // padding, column's and row's stride
  if (!Bytes || Bytes->size() < sizeof Options)
    return fail("has no options");
  std::memcpy(Options.data(), Bytes->data(), sizeof Options);
  auto [Pads, StrideW, StrideH] = Options;
  if ((Pads != 1 && Pads != 2) || std::min(StrideH, StrideW) < 1 ||
      std::max(StrideH, StrideW) > MostWindow)
    return fail("has the padding " + std::to_string(Pads) + " and strides of " +
                std::to_string(StrideH) + " and " + std::to_string(StrideW));
  const Shape &X = in(0).Dims, &W = in(1).Dims;
  if (X.size() != 4 || W.size() != 4 || !typed(in(0), "input", Real))
    return X.size() == 4 && W.size() == 4
               ? false
               : fail("has input and weights of shapes " + toString(X) +
                      " and " + toString(W));
  auto Size = [&](int64_t In, int64_t Kernel, int64_t Stride) {
    int64_t Whole = (In - 1) * Stride + Kernel;
    return Pads == 2
               ? Whole
               : Whole - std::max<int64_t>(Kernel - (In - 1) % Stride - 1, 0);
  };
  Shape Given{X[0], Size(X[1], W[1], StrideH), Size(X[2], W[2], StrideW), W[0]};
  Op->Code = Code::TRANSPOSE_CONV;
  Op->Name = EnumNameBuiltinOperator(Op->Code);
  Op->Activation = ActivationFunctionType::NONE;
  Op->Inputs = {-1, Op->Inputs[1], Op->Inputs[0], Op->Inputs[2]};
  return transposeConv(Given, Pads == 1 ? Padding::SAME : Padding::VALID,
                       StrideH, StrideW);
}

bool Reader::transposeConv(const Shape &Given, tflite::Padding Pads,
                           int StrideH, int StrideW) {
  // From here on the operands are those of a convolution.
  Op->Inputs = {Op->Inputs[2], Op->Inputs[1],
                Op->Inputs.size() > 3 ? Op->Inputs[3] : -1};
  const Shape &X = in(0).Dims, &W = in(1).Dims;
  const Shape &Y = Infers ? Given : out().Dims;
  if (X.size() != 4 || W.size() != 4 || Y.size() != 4 || W[3] != X[3])
    return fail("has input, weights and output of shapes " + toString(X) +
                ", " + toString(W) + " and " + toString(Y));
  if (!window(Pads, StrideH, StrideW, W[1], W[2], 1, 1))
    return false;
  auto Size = [&](int64_t Out, int64_t Kernel, int64_t Stride) {
    if (Op->Padding == tflite::Padding::SAME)
      return (Out + Stride - 1) / Stride;
    return Out < Kernel ? 0 : (Out - Kernel) / Stride + 1;
  };
  if (Size(Y[1], Op->KernelH, Op->StrideH) != X[1] ||
      Size(Y[2], Op->KernelW, Op->StrideW) != X[2])
    return fail("has an output of shape " + toString(Y) +
                " for an input of shape " + toString(X));
  // The kernel copies the input with what its taps reach around it.
  if (double(X[0] * X[3] * bytesOf(in(0).ElementType)) *
          double(X[1] + Op->KernelH) * double(X[2] + Op->KernelW) >
      double(MostBytes))
    return fail("has an input of more than 1 GiB with its padding");
  Shape Expected{X[0], Y[1], Y[2], W[0]};
  if (Given != Expected)
    return fail("has the shape " + toString(Given) + " as operand, expected " +
                toString(Expected));
  return weights(in(1), W[0], 0) && resultShape(Expected);
}

bool Reader::checkFullyConnected() {
  const auto *O = arity(2, 3) ? options<FullyConnectedOptions>() : nullptr;
  if (!O || !activation(O->fused_activation_function()))
    return false;
  if (O->weights_format() != 0)
    return fail("has shuffled weights, which are not supported");
  const Shape &W = in(1).Dims;
  if (W.size() != 2 || in(0).elements() % W[1] != 0)
    return fail("has weights of shape " + toString(W) +
                " for an input of shape " + toString(in(0).Dims));
  int64_t Rows = in(0).elements() / W[1];
  Shape Expected{Rows, W[0]};
  if (O->keep_num_dims()) {
    Expected = in(0).Dims;
    if (Expected.empty() || Expected.back() != W[1])
      return fail("keeps dimensions, but the last one of " +
                  toString(in(0).Dims) + " is not " + std::to_string(W[1]));
    Expected.back() = W[0];
  }
  return weights(in(1), W[0], 0) && resultShape(Expected);
}

bool Reader::checkBatchMatMul() {
  const auto *O = arity(2, 2) ? options<BatchMatMulOptions>() : nullptr;
  if (!O || !typed(in(0), "input 0", Arithmetic) ||
      !typed(in(1), "input 1", Arithmetic) ||
      !typed(out(), "output", Arithmetic) || !sameTypes({0, 1}))
    return false;
  Type T = out().ElementType;
  Op->TransposesFirst = O->adj_x();
  Op->TransposesSecond = O->adj_y();
  const Shape &A = in(0).Dims, &B = in(1).Dims;
  auto Wrong = [&] {
    return fail("has inputs of shapes " + toString(A) + " and " + toString(B));
  };
  if (A.size() < 2 || B.size() < 2)
    return Wrong();
  auto Last = [](const Shape &S, bool Second) {
    return S[S.size() - (Second ? 1 : 2)];
  };
  if (Last(A, !O->adj_x()) != Last(B, O->adj_y()))
    return Wrong();
  // Dimensions before the last two are repeated as those of sums are.
  Shape Expected(std::max(A.size(), B.size()), 1);
  for (const Shape *S : {&A, &B})
    for (size_t I = 0; I + 2 < S->size(); ++I) {
      int64_t &D = Expected[Expected.size() - S->size() + I];
      if (D != 1 && (*S)[I] != 1 && D != (*S)[I])
        return Wrong();
      D = std::max(D, (*S)[I]);
    }
  Expected[Expected.size() - 2] = Last(A, O->adj_x());
  Expected[Expected.size() - 1] = Last(B, !O->adj_y());
  if (T != Type::F32) {
    double Ratio = double(in(0).Scales[0]) * double(in(1).Scales[0]) /
                   double(out().Scales[0]);
    if (!rescaling(T == Type::I16 ? Ratio * (1 << 23) : Ratio))
      return false;
  }
  return resultShape(Expected);
}

bool Reader::checkPool() {
  const auto *O = arity(1, 1) ? options<Pool2DOptions>() : nullptr;
  if (!O || !activation(O->fused_activation_function()) ||
      !window(O->padding(), O->stride_h(), O->stride_w(), O->filter_height(),
              O->filter_width(), 1, 1))
    return false;
  if (in(0).Dims.size() != 4)
    return fail("has an input of shape " + toString(in(0).Dims) +
                ", expected 4 dimensions");
  if (Op->KernelH * Op->KernelW > 1 << 16)
    return fail("has a window of " + std::to_string(Op->KernelH * Op->KernelW) +
                " elements, expected at most 65536");
  return typed(in(0), "input",
               Op->Code == Code::L2_POOL_2D ? unsigned(Real)
                                            : unsigned(Arithmetic)) &&
         sameQuantization(in(0)) && windowShape(in(0).Dims[3]);
}

bool Reader::checkElementwise() {
  if (!arity(2, 2))
    return false;
  ActivationFunctionType A = ActivationFunctionType::NONE;
  // Without options there is no activation.
  if (const auto *Add = Table->builtin_options_as<AddOptions>())
    A = Add->fused_activation_function();
  else if (const auto *Sub = Table->builtin_options_as<SubOptions>())
    A = Sub->fused_activation_function();
  else if (const auto *Mul = Table->builtin_options_as<MulOptions>())
    A = Mul->fused_activation_function();
  else if (const auto *Div = Table->builtin_options_as<DivOptions>())
    A = Div->fused_activation_function();
  if (!activation(A))
    return false;
  bool Selects = Op->Code == Code::MAXIMUM || Op->Code == Code::MINIMUM;
  unsigned Set = Op->Code == Code::DIV     ? unsigned(Real | Byte | Word)
                 : Op->Code == Code::PRELU ? unsigned(Arithmetic)
                                           : unsigned(Arithmetic | Word | Long);
  if (!typed(in(0), "input 0", Set) || !typed(in(1), "input 1", Set) ||
      !typed(out(), "output", Set) || !sameTypes({0, 1}))
    return false;
  Type T = out().ElementType;
  if ((T == Type::I32 || T == Type::I64) && !noActivation(A))
    return false;
  if (Selects && (!sameQuantization(in(0)) || !sameQuantization(in(1))))
    return false;
  if (isQuantised(T) && !Selects) {
    double A = in(0).Scales[0], B = in(1).Scales[0], R = out().Scales[0];
    double Larger = std::max(A, B);
    bool Ok =
        Op->Code == Code::MUL     ? rescaling(A * B / R)
        : Op->Code == Code::DIV   ? rescaling(A / (B * R))
        : Op->Code == Code::PRELU ? rescaling(A / R) && rescaling(A * B / R)
        : Op->Code == Code::SQUARED_DIFFERENCE ? rescaling(Larger * Larger / R)
                                               : rescaling(Larger / R);
    if (!Ok)
      return false;
  }
  Shape Expected;
  if (!broadcast({0, 1}, Expected))
    return false;
  if (Op->Code == Code::PRELU && Expected != in(0).Dims)
    return fail("has a slope of shape " + toString(in(1).Dims) +
                " for an input of shape " + toString(in(0).Dims));
  return resultShape(Expected);
}

bool Reader::checkUnary() {
  if (!arity(1, 1))
    return false;
  const Tensor &X = in(0), &Y = out();
  if (Op->Code == Code::DEQUANTIZE && X.ElementType == Type::F16)
    return convertHalves();
  unsigned Set = Arithmetic;
  switch (Op->Code) {
  case Code::QUANTIZE:
    if (!typed(X, "input", Arithmetic | Word) ||
        !typed(Y, "output", Quantised | Word))
      return false;
    if (X.ElementType == Type::F32 && Y.ElementType == Type::I32)
      return fail("quantises f32 to i32, which is not supported");
    if ((X.ElementType == Type::I32 && X.Scales.size() != 1) ||
        (Y.ElementType == Type::I32 && Y.Scales.size() != 1))
      return fail("has an input or output of i32 without one scale");
    break;
  case Code::DEQUANTIZE:
    if (!typed(X, "input", Quantised) || !typed(Y, "output", Real))
      return false;
    break;
  case Code::ABS:
  case Code::NEG:
    Set = Op->Code == Code::ABS ? unsigned(Arithmetic | Word | Long)
                                : unsigned(Real | Word | Long);
    break;
  case Code::SQRT:
  case Code::RSQRT:
  case Code::EXP:
  case Code::SQUARE:
  case Code::FLOOR:
  case Code::CEIL:
  case Code::ROUND:
  case Code::SIN:
  case Code::COS:
  case Code::LOG:
    Set = Real;
    break;
  case Code::ELU:
  case Code::GELU:
    Set = Real | Signed;
    break;
  case Code::HARD_SWISH:
    Set = Real | Byte;
    break;
  default:
    break;
  }
  bool Converts = Op->Code == Code::QUANTIZE || Op->Code == Code::DEQUANTIZE;
  if (Op->Code == Code::SOFTMAX && X.ElementType == Type::I8 &&
      Y.ElementType == Type::I16) {
    if (!perTensor(X, "input") || !perTensor(Y, "output"))
      return false;
    if (Y.ZeroPoint != INT16_MIN || std::fabs(Y.Scales[0] * 65536 - 1) > 0.001F)
      return fail("has an output of i16 with scale " +
                  std::to_string(Y.Scales[0]) + " and zero point " +
                  std::to_string(Y.ZeroPoint) +
                  ", expected 1/65536 and -32768");
    Converts = true;
  }
  if (!Converts &&
      (!typed(X, "input", Set) || !typed(Y, "output", Set) || !sameTypes({0})))
    return false;
  switch (Op->Code) {
  case Code::LEAKY_RELU: {
    const auto *O = options<LeakyReluOptions>();
    if (!O)
      return false;
    Op->Alpha = O->alpha();
    if (!std::isfinite(Op->Alpha))
      return fail("has a slope that is no number");
    if (isQuantised(X.ElementType) &&
        !rescaling(std::fabs(double(Op->Alpha)) * double(X.Scales[0]) /
                   double(Y.Scales[0])))
      return false;
    break;
  }
  case Code::GELU: {
    const auto *O = options<GeluOptions>();
    if (!O)
      return false;
    Op->Approximate = O->approximate();
    break;
  }
  case Code::HARD_SWISH:
    // TFLM's 16-bit form of it has no shift to the left at the end.
    if (X.ElementType == Type::I8 && (1.0F / 128) * X.Scales[0] >= Y.Scales[0])
      return fail("has an input with a scale that is 128 times that of the "
                  "output, or more");
    if (X.ElementType == Type::I8 && (1.0F / 128) * X.Scales[0] >= 1)
      return fail("has an input with a scale that is too large");
    break;
  default:
    break;
  }
  bool Rescales = Op->Code == Code::QUANTIZE || Op->Code == Code::RELU ||
                  Op->Code == Code::ABS || Op->Code == Code::LEAKY_RELU;
  if (Rescales && isQuantised(X.ElementType) && isQuantised(Y.ElementType) &&
      !rescaling(double(X.Scales[0]) / double(Y.Scales[0])))
    return false;
  if (X.ElementType == Type::I8 && !Converts) {
    // The format fixes the quantisation of these results.
    auto Fixed = [&](float Scale, int ZeroPoint) {
      if (Y.Scales[0] == Scale && Y.ZeroPoint == ZeroPoint)
        return true;
      return fail("has an output with scale " + std::to_string(Y.Scales[0]) +
                  " and zero point " + std::to_string(Y.ZeroPoint) +
                  ", expected " + std::to_string(Scale) + " and " +
                  std::to_string(ZeroPoint));
    };
    if (Op->Code == Code::TANH && !Fixed(1.0F / 128, 0))
      return false;
    if ((Op->Code == Code::LOGISTIC || Op->Code == Code::SOFTMAX) &&
        !Fixed(1.0F / 256, -128))
      return false;
    if (Op->Code == Code::RELU6 && !sameQuantization(X))
      return false;
  }
  if (X.ElementType == Type::I16 && !Converts) {
    bool Sigmoidal = Op->Code == Code::TANH || Op->Code == Code::LOGISTIC ||
                     Op->Code == Code::SOFTMAX;
    if (Sigmoidal && Y.Scales[0] != 1.0F / 32768)
      return fail("has an output with scale " + std::to_string(Y.Scales[0]) +
                  ", expected 1/32768");
    // Its multiplier has 15 bits.
    if ((Op->Code == Code::TANH || Op->Code == Code::LOGISTIC) &&
        double(X.Scales[0]) * 4096 * 3 > 32767)
      return fail("has an input with a scale that is too large");
    if (Op->Code == Code::SOFTMAX && X.Dims.size() &&
        X.Dims.back() >= int64_t(1) << 15)
      return fail("has " + std::to_string(X.Dims.back()) +
                  " classes, expected less than 32768 for i16");
    if (Op->Code == Code::RELU6 && !sameQuantization(X))
      return false;
  }
  if (Op->Code == Code::SOFTMAX) {
    const auto *O = options<SoftmaxOptions>();
    if (!O)
      return false;
    Op->Beta = O->beta();
    if (!std::isfinite(Op->Beta) || Op->Beta <= 0)
      return fail("has a beta of " + std::to_string(Op->Beta) +
                  ", expected a positive number");
    if (X.Dims.empty())
      return fail("has an input without dimensions");
    // TFLM's fixed-point form needs a multiplier above 1, and a sum of up to
    // 2^12 in its format.
    if (X.ElementType == Type::I8 &&
        double(Op->Beta) * double(X.Scales[0]) * (1 << 26) <= 1)
      return fail("has an input with a scale that is too small");
    if (X.ElementType == Type::I8 && X.Dims.back() >= 4096)
      return fail("has " + std::to_string(X.Dims.back()) +
                  " classes, expected less than 4096 for i8");
  }
  return resultShape(X.Dims);
}

namespace {
float fromHalf(uint16_t Bits) {
  uint32_t Sign = uint32_t(Bits & 0x8000) << 16;
  uint32_t Exponent = Bits >> 10 & 31;
  uint32_t Fraction = Bits & 1023;
  if (Exponent == 31)
    return std::bit_cast<float>(Sign | 0x7f800000 | Fraction << 13);
  float Magnitude = std::ldexp(float(Exponent ? 1024 + Fraction : Fraction),
                               int(std::max(Exponent, 1U)) - 25);
  return Sign ? -Magnitude : Magnitude;
}

} // namespace

/// Weights of 16 bits are constants of 32 for everything that follows; the
/// operator is none.
bool Reader::convertHalves() {
  const Tensor &X = in(0);
  if (!X.isConstant() || out().ElementType != Type::F32)
    return fail(
        "converts f16 that is no constant, or to another type than f32");
  if (!resultShape(X.Dims))
    return false;
  Result.Converted.push_back(
      std::make_unique<uint8_t[]>(size_t(out().bytes())));
  uint8_t *To = Result.Converted.back().get();
  for (int64_t I = 0, E = X.elements(); I < E; ++I) {
    uint16_t Half = 0;
    std::memcpy(&Half, X.Data + 2 * I, sizeof Half);
    float Value = fromHalf(Half);
    std::memcpy(To + 4 * I, &Value, sizeof Value);
  }
  Result.Tensors[size_t(Op->Outputs[0])].Data = To;
  Result.Operators.pop_back();
  Op = nullptr;
  return true;
}

bool Reader::checkReshape() {
  if (!arity(1, 2) || !sameQuantization(in(0)))
    return false;
  const Shape &X = in(0).Dims;
  if (!Infers)
    return in(0).elements() == out().elements() ||
           fail("has an input of shape " + toString(X) +
                " and an output of shape " + toString(out().Dims));
  Shape S;
  if (Op->Code == Code::RESHAPE) {
    if (Op->Inputs.size() > 1 && Op->Inputs[1] >= 0) {
      if (!constantIndices(1, "the shape", S))
        return false;
    } else if (const auto *O = options<ReshapeOptions>()) {
      if (O->new_shape())
        S.assign(O->new_shape()->begin(), O->new_shape()->end());
    } else {
      return false;
    }
    int64_t Product = 1;
    auto Open = S.end();
    for (auto D = S.begin(); D != S.end(); ++D) {
      if (*D == -1 && Open == S.end()) {
        Open = D;
        continue;
      }
      Product = *D < 1 || Product > MostBytes ? 0 : Product * *D;
      if (Product < 1)
        return fail("has the shape " + toString(S) + " as operand");
    }
    if (Open != S.end() && Product > 0)
      *Open = in(0).elements() / Product;
    if (elementsOf(S) != in(0).elements())
      return fail("cannot give " + toString(X) + " the shape " + toString(S));
    return resultShape(S);
  }
  if (Op->Code == Code::EXPAND_DIMS) {
    std::vector<int64_t> Axis;
    if (Op->Inputs.size() < 2 || !constantIndices(1, "the axis", Axis))
      return fail("lacks its axis");
    if (Axis.size() != 1 || !axis(Axis[0], X.size() + 1))
      return fail("has " + std::to_string(Axis.size()) + " axes, expected 1");
    S = X;
    S.insert(S.begin() + Op->Axis, 1);
    return resultShape(S);
  }
  std::vector<bool> Dropped(X.size());
  bool All = true;
  if (const auto *O = Table->builtin_options_as<SqueezeOptions>())
    if (O->squeeze_dims())
      for (int32_t D : *O->squeeze_dims()) {
        if (!axis(D, X.size()))
          return false;
        Dropped[size_t(Op->Axis)] = true;
        All = false;
      }
  for (size_t D = 0; D < X.size(); ++D)
    if (!(X[D] == 1 && (All || Dropped[D])))
      S.push_back(X[D]);
  return resultShape(S);
}

bool Reader::checkPad() {
  std::vector<int64_t> Pads;
  size_t Operands = Op->Code == Code::PADV2 ? 3 : 2;
  if (!arity(Operands, Operands) || !sameQuantization(in(0)) ||
      (Operands == 3 && !sameQuantization(in(2))) ||
      !constantIndices(1, "the list of paddings", Pads))
    return false;
  Shape S = in(0).Dims;
  if (Pads.size() != 2 * S.size())
    return fail("has " + std::to_string(Pads.size()) + " paddings for " +
                std::to_string(S.size()) + " dimensions");
  for (size_t I = 0; I < S.size(); ++I) {
    if (Pads[2 * I] < 0 || Pads[2 * I + 1] < 0)
      return fail("has a negative padding");
    S[I] += Pads[2 * I] + Pads[2 * I + 1];
    Op->Indices.push_back(Pads[2 * I]);
  }
  if (Operands == 3 && (in(2).elements() != 1 || !in(2).isConstant()))
    return fail("pads with a value that is no constant");
  return resultShape(S);
}

bool Reader::checkMean() {
  const auto *O = arity(2, 2) ? options<ReducerOptions>() : nullptr;
  std::vector<int64_t> Axes;
  if (!O || !constantIndices(1, "the list of axes", Axes))
    return false;
  const Shape &S = in(0).Dims;
  std::vector<bool> Reduced(S.size());
  for (int64_t A : Axes) {
    if (A < 0)
      A += int64_t(S.size());
    if (A < 0 || A >= int64_t(S.size()))
      return fail("has an axis beyond the dimensions of " + toString(S));
    Reduced[size_t(A)] = true;
  }
  Shape Expected;
  for (size_t I = 0; I < S.size(); ++I) {
    if (Reduced[I])
      Op->Indices.push_back(int64_t(I));
    if (!Reduced[I] || O->keep_dims())
      Expected.push_back(Reduced[I] ? 1 : S[I]);
  }
  if (Op->Code == Code::REDUCE_ALL || Op->Code == Code::REDUCE_ANY)
    return typed(in(0), "input", Truth) && typed(out(), "output", Truth) &&
           resultShape(Expected);
  if (!typed(in(0), "input", Arithmetic) ||
      !typed(out(), "output", Arithmetic) || !sameTypes({0}))
    return false;
  if ((Op->Code == Code::REDUCE_MAX || Op->Code == Code::REDUCE_MIN) &&
      !sameQuantization(in(0)))
    return false;
  return resultShape(Expected) &&
         average(in(0).elements() / out().elements()) &&
         (in(0).ElementType == Type::F32 ||
          rescaling(double(in(0).Scales[0]) / double(out().Scales[0])));
}

bool Reader::checkConcatenation() {
  const auto *O = arity(1, 64) ? options<ConcatenationOptions>() : nullptr;
  if (!O)
    return false;
  if (!noActivation(O->fused_activation_function()))
    return false;
  const Shape &First = in(0).Dims;
  Op->Axis = O->axis() < 0 ? O->axis() + int64_t(First.size()) : O->axis();
  if (Op->Axis < 0 || Op->Axis >= int64_t(First.size()))
    return fail("has axis " + std::to_string(O->axis()) + " for " +
                std::to_string(First.size()) + " dimensions");
  Shape Expected = First;
  Expected[size_t(Op->Axis)] = 0;
  for (size_t N = 0; N < Op->Inputs.size(); ++N) {
    if (Op->Inputs[N] < 0)
      return fail("lacks input " + std::to_string(N));
    if (!sameQuantization(in(N)))
      return false;
    Shape S = in(N).Dims;
    if (S.size() != First.size())
      return fail("has inputs of different numbers of dimensions");
    Expected[size_t(Op->Axis)] += S[size_t(Op->Axis)];
    S[size_t(Op->Axis)] = First[size_t(Op->Axis)];
    if (S != First)
      return fail("has inputs of shapes " + toString(First) + " and " +
                  toString(in(N).Dims));
  }
  return resultShape(Expected);
}

bool Reader::checkTranspose() {
  if (!arity(2, 2) || !sameQuantization(in(0)) ||
      !constantIndices(1, "the permutation", Op->Indices))
    return false;
  const Shape &S = in(0).Dims;
  std::vector<int64_t> Sorted = Op->Indices;
  std::sort(Sorted.begin(), Sorted.end());
  if (Sorted.size() != S.size())
    return fail("has a permutation of " + std::to_string(Sorted.size()) +
                " numbers for " + std::to_string(S.size()) + " dimensions");
  for (size_t I = 0; I < S.size(); ++I)
    if (Sorted[I] != int64_t(I))
      return fail("has a permutation that lacks " + std::to_string(I));
  Shape Expected;
  for (int64_t From : Op->Indices)
    Expected.push_back(S[size_t(From)]);
  return resultShape(Expected);
}

/// Slices along each dimension, of those that are stated; new dimensions are
/// between them, and others where the ellipsis is, or behind them.
bool Reader::checkStridedSlice() {
  const auto *O = arity(4, 4) ? options<StridedSliceOptions>() : nullptr;
  std::vector<int64_t> Begin, End, Step;
  if (!O || !sameQuantization(in(0)) ||
      !constantIndices(1, "the begin", Begin) ||
      !constantIndices(2, "the end", End) ||
      !constantIndices(3, "the step", Step))
    return false;
  const Shape &S = in(0).Dims;
  size_t Count = Begin.size();
  if (End.size() != Count || Step.size() != Count || Count > 31)
    return fail("has begin, end and step of " + std::to_string(Count) + ", " +
                std::to_string(End.size()) + " and " +
                std::to_string(Step.size()) + " elements");
  auto Is = [&](int Mask, size_t I) { return (Mask >> I & 1) != 0; };
  auto Ellipsis = size_t(std::countr_zero(uint32_t(O->ellipsis_mask())));
  size_t Stated = 0; // dimensions of the input
  for (size_t I = 0; I < Count; ++I)
    Stated += I != Ellipsis && !Is(O->new_axis_mask(), I);
  if (std::popcount(uint32_t(O->ellipsis_mask())) > 1)
    return fail("has more than one ellipsis");
  if (Stated > S.size())
    return fail("has begin, end and step of " + std::to_string(Stated) +
                " dimensions of " + toString(S));
  Shape Expected;
  size_t D = 0;
  auto Whole = [&] {
    for (size_t Left = S.size() - Stated; Left > 0; --Left, ++D) {
      Op->Indices.push_back(0);
      Op->Steps.push_back(1);
      Op->Counts.push_back(S[D]);
      Expected.push_back(S[D]);
    }
  };
  for (size_t I = 0; I < Count; ++I) {
    if (I == Ellipsis) {
      Whole();
      continue;
    }
    if (Is(O->new_axis_mask(), I)) {
      Expected.push_back(1);
      continue;
    }
    bool Shrinks = Is(O->shrink_axis_mask(), I);
    int64_t By = Step[I];
    if (By == 0 || By > MostBytes || By < -MostBytes || (Shrinks && By < 0))
      return fail("has a step of " + std::to_string(By) + ", expected " +
                  (Shrinks ? "a positive one" : "another than 0"));
    // Before the first and behind the last element.
    int64_t Low = By > 0 ? 0 : -1;
    int64_t High = By > 0 ? S[D] : S[D] - 1;
    auto Clamped = [&](int64_t N) {
      return std::clamp(N < 0 ? N + S[D] : N, Low, High);
    };
    int64_t From =
        Is(O->begin_mask(), I) ? (By > 0 ? Low : High) : Clamped(Begin[I]);
    int64_t To = Is(O->end_mask(), I)
                     ? (By > 0 ? High : Low)
                     : Clamped(O->offset() ? From + End[I] : End[I]);
    if (Shrinks)
      To = From + 1;
    int64_t Size = By > 0 ? To - From : From - To;
    if (Size <= 0 || From < 0 || From >= S[D])
      return fail("takes nothing of dimension " + std::to_string(D));
    Op->Indices.push_back(From);
    Op->Steps.push_back(By);
    Op->Counts.push_back((Size + std::abs(By) - 1) / std::abs(By));
    if (!Shrinks)
      Expected.push_back(Op->Counts.back());
    ++D;
  }
  if (Ellipsis >= Count)
    Whole();
  return resultShape(Expected);
}

bool Reader::checkSlice() {
  std::vector<int64_t> Size;
  if (!arity(3, 3) || !sameQuantization(in(0)) ||
      !constantIndices(1, "the begin", Op->Indices) ||
      !constantIndices(2, "the size", Size))
    return false;
  const Shape &S = in(0).Dims;
  if (Op->Indices.size() != S.size() || Size.size() != S.size())
    return fail("has begin and size of other lengths than the " +
                std::to_string(S.size()) + " dimensions");
  for (size_t I = 0; I < S.size(); ++I) {
    int64_t From = Op->Indices[I];
    int64_t Count = Size[I] == -1 ? S[I] - From : Size[I];
    if (From < 0 || Count < 1 || From + Count > S[I])
      return fail("takes " + std::to_string(Count) + " from " +
                  std::to_string(From) + " of a dimension of " +
                  std::to_string(S[I]));
    Op->Steps.push_back(1);
    Op->Counts.push_back(Count);
  }
  return resultShape(Op->Counts);
}

/// An axis of an operand of so many dimensions.
bool Reader::axis(int64_t Given, size_t Dimensions) {
  Op->Axis = Given < 0 ? Given + int64_t(Dimensions) : Given;
  return (Op->Axis >= 0 && Op->Axis < int64_t(Dimensions)) ||
         fail("has axis " + std::to_string(Given) + " for " +
              std::to_string(Dimensions) + " dimensions");
}

bool Reader::checkGather() {
  const auto *O = arity(2, 2) ? options<GatherOptions>() : nullptr;
  if (!O || !sameQuantization(in(0)) || !axis(O->axis(), in(0).Dims.size()))
    return false;
  if (O->batch_dims() != 0)
    return fail("has dimensions of a batch, which are not supported");
  const Tensor &At = in(1);
  if (!typed(At, "list of indices", Word | Long))
    return false;
  const Shape &X = in(0).Dims;
  int64_t Size = X[size_t(Op->Axis)];
  for (int64_t I = 0; At.isConstant() && I < At.elements(); ++I) {
    if (At.integer(I) < 0 || At.integer(I) >= Size)
      return fail("takes index " + std::to_string(At.integer(I)) +
                  " of a dimension of " + std::to_string(Size));
    Op->Indices.push_back(At.integer(I));
  }
  Shape Expected(X.begin(), X.begin() + Op->Axis);
  Expected.insert(Expected.end(), At.Dims.begin(), At.Dims.end());
  Expected.insert(Expected.end(), X.begin() + Op->Axis + 1, X.end());
  return resultShape(Expected);
}

bool Reader::checkTile() {
  std::vector<int64_t> Times;
  if (!arity(2, 2) || !sameQuantization(in(0)) ||
      !constantIndices(1, "the list of repetitions", Times))
    return false;
  Shape S = in(0).Dims;
  if (Times.size() != S.size())
    return fail("has " + std::to_string(Times.size()) + " repetitions for " +
                std::to_string(S.size()) + " dimensions");
  for (size_t I = 0; I < S.size(); ++I) {
    if (Times[I] < 1 || Times[I] > MostBytes)
      return fail("has " + std::to_string(Times[I]) +
                  " repetitions, expected at least 1");
    S[I] *= Times[I];
  }
  return resultShape(S);
}

bool Reader::checkBroadcast() {
  std::vector<int64_t> S;
  if (!arity(2, 2) || !sameQuantization(in(0)) ||
      !constantIndices(1, "the shape", S))
    return false;
  const Shape &X = in(0).Dims;
  for (size_t I = 0; I < X.size(); ++I)
    if (X.size() > S.size() ||
        (X[I] != 1 && X[I] != S[S.size() - X.size() + I]))
      return fail("cannot repeat " + toString(X) + " to " + toString(S));
  return resultShape(S);
}

bool Reader::checkReverse() {
  std::vector<int64_t> Axes;
  if (!arity(2, 2) || !sameQuantization(in(0)) ||
      !constantIndices(1, "the list of axes", Axes))
    return false;
  for (int64_t A : Axes) {
    if (!axis(A, in(0).Dims.size()))
      return false;
    Op->Indices.push_back(Op->Axis);
  }
  return resultShape(in(0).Dims);
}

bool Reader::checkResize() {
  std::vector<int64_t> Size;
  if (!arity(2, 2) || !sameQuantization(in(0)) ||
      !constantIndices(1, "the size", Size))
    return false;
  auto Read = [&](const auto *O) {
    if (!O)
      return false;
    Op->AlignCorners = O->align_corners();
    Op->HalfPixelCenters = O->half_pixel_centers();
    return true;
  };
  bool Bilinear = Op->Code == Code::RESIZE_BILINEAR;
  if (Bilinear && !typed(in(0), "input", Real | Byte))
    return false;
  if (Bilinear ? !Read(options<ResizeBilinearOptions>())
               : !Read(options<ResizeNearestNeighborOptions>()))
    return false;
  const Shape &X = in(0).Dims;
  if (X.size() != 4 || Size.size() != 2)
    return fail("resizes " + toString(X) + " to " +
                std::to_string(Size.size()) +
                " extents, expected 4 dimensions and 2 extents");
  // The form of i8 has 10 bits of fraction in 32.
  for (int64_t N : {X[1], X[2], Size[0], Size[1]})
    if (Bilinear && (N < 1 || N > 1 << 16))
      return fail("resizes from or to " + std::to_string(N) +
                  " rows or columns, expected 1 to 65536");
  return resultShape({X[0], Size[0], Size[1], X[3]});
}

bool Reader::checkMirrorPad() {
  std::vector<int64_t> Pads;
  const auto *O = arity(2, 2) ? options<MirrorPadOptions>() : nullptr;
  if (!O || !sameQuantization(in(0)) ||
      !constantIndices(1, "the list of paddings", Pads))
    return false;
  Op->Symmetric = O->mode() == MirrorPadMode::SYMMETRIC;
  Shape S = in(0).Dims;
  if (Pads.size() != 2 * S.size())
    return fail("has " + std::to_string(Pads.size()) + " paddings for " +
                std::to_string(S.size()) + " dimensions");
  for (size_t I = 0; I < S.size(); ++I) {
    int64_t Most = S[I] - (Op->Symmetric ? 0 : 1);
    for (int64_t P : {Pads[2 * I], Pads[2 * I + 1]})
      if (P < 0 || P > Most)
        return fail("mirrors " + std::to_string(P) +
                    " elements of a dimension of " + std::to_string(S[I]));
    S[I] += Pads[2 * I] + Pads[2 * I + 1];
    Op->Indices.push_back(Pads[2 * I]);
  }
  return resultShape(S);
}

bool Reader::block(int Size) {
  Op->BlockSize = Size;
  return (Size >= 1 && Size <= MostWindow) ||
         fail("has a block of " + std::to_string(Size) +
              ", expected at least 1");
}

bool Reader::checkSpaceAndDepth() {
  if (!arity(1, 1) || !sameQuantization(in(0)))
    return false;
  const Shape &X = in(0).Dims;
  if (X.size() != 4)
    return fail("has an input of shape " + toString(X) +
                ", expected 4 dimensions");
  if (Op->Code == Code::SPACE_TO_DEPTH) {
    const auto *O = options<SpaceToDepthOptions>();
    if (!O || !block(O->block_size()))
      return false;
    int64_t B = Op->BlockSize;
    if (X[1] % B != 0 || X[2] % B != 0)
      return fail("has an input of shape " + toString(X) + " and a block of " +
                  std::to_string(B));
    return resultShape({X[0], X[1] / B, X[2] / B, X[3] * B * B});
  }
  const auto *O = options<DepthToSpaceOptions>();
  if (!O || !block(O->block_size()))
    return false;
  int64_t B = Op->BlockSize;
  if (X[3] % (B * B) != 0)
    return fail("has an input of shape " + toString(X) + " and a block of " +
                std::to_string(B));
  return resultShape({X[0], X[1] * B, X[2] * B, X[3] / (B * B)});
}

bool Reader::checkSpaceAndBatch() {
  std::vector<int64_t> Pads;
  if (!arity(3, 3) || !sameQuantization(in(0)) ||
      !constantIndices(1, "the list of blocks", Op->Steps) ||
      !constantIndices(2, "the list of paddings", Pads))
    return false;
  Shape S = in(0).Dims;
  size_t Count = Op->Steps.size();
  if (S.size() < Count + 1 || Pads.size() != 2 * Count)
    return fail("has " + std::to_string(Count) + " blocks and " +
                std::to_string(Pads.size()) + " paddings for " +
                std::to_string(S.size()) + " dimensions");
  bool ToBatch = Op->Code == Code::SPACE_TO_BATCH_ND;
  for (size_t I = 0; I < Count; ++I) {
    int64_t B = Op->Steps[I];
    int64_t Sum = Pads[2 * I] + Pads[2 * I + 1];
    if (B < 1 || B > MostWindow || Pads[2 * I] < 0 || Pads[2 * I + 1] < 0)
      return fail("has a block of " + std::to_string(B) +
                  " or a negative padding");
    int64_t &D = S[I + 1];
    D = ToBatch ? D + Sum : D * B - Sum;
    if ((ToBatch ? D % B : S[0] % B) != 0 || D < 1 || S[0] > MostBytes)
      return fail("has an input of shape " + toString(in(0).Dims) +
                  " that its blocks do not divide");
    D = ToBatch ? D / B : D;
    S[0] = ToBatch ? S[0] * B : S[0] / B;
    Op->Indices.push_back(Pads[2 * I]);
  }
  return resultShape(S);
}

/// SPLIT, SPLIT_V and UNPACK: each output is a part of the input along an axis.
bool Reader::checkSplit() {
  bool Unpacks = Op->Code == Code::UNPACK;
  size_t Operands = Unpacks ? 1 : Op->Code == Code::SPLIT ? 2 : 3;
  if (Op->Inputs.size() != Operands || Op->Outputs.empty())
    return fail("has " + std::to_string(Op->Inputs.size()) + " inputs and " +
                std::to_string(Op->Outputs.size()) + " outputs, expected " +
                std::to_string(Operands) + " and at least 1");
  for (size_t I = 0; I < Operands; ++I)
    if (Op->Inputs[I] < 0)
      return fail("lacks input " + std::to_string(I));
  size_t Data = Op->Code == Code::SPLIT ? 1 : 0;
  std::vector<int64_t> Axis;
  if (Unpacks) {
    const auto *O = options<UnpackOptions>();
    if (!O)
      return false;
    Axis.push_back(O->axis());
  } else if (!constantIndices(Op->Code == Code::SPLIT ? 0 : 2, "the axis",
                              Axis)) {
    return false;
  }
  if (Axis.size() != 1)
    return fail("has " + std::to_string(Axis.size()) + " axes, expected 1");
  std::vector<int64_t> Sizes;
  if (Op->Code == Code::SPLIT_V && Infers &&
      !constantIndices(1, "the list of sizes", Sizes))
    return false;
  if (Data == 1) // from here on the first input is what is split
    Op->Inputs = {Op->Inputs[1]};
  else
    Op->Inputs.resize(1);
  const Shape &X = in(0).Dims;
  if (!axis(Axis[0], X.size()))
    return false;
  auto A = size_t(Op->Axis);
  auto Count = int64_t(Op->Outputs.size());
  if (Op->Code == Code::SPLIT)
    Sizes.assign(Op->Outputs.size(), X[A] / Count);
  if (int64_t(Sizes.size()) == Count && Infers)
    for (int64_t &Size : Sizes)
      if (Size == -1) {
        Size = X[A] + 1;
        for (int64_t Other : Sizes)
          Size -= &Other == &Size ? 0 : Other;
      }
  int64_t Begin = 0;
  const Shape From = X;
  for (size_t N = 0; N < Op->Outputs.size(); ++N) {
    const Tensor &Y = Result.Tensors[size_t(Op->Outputs[N])];
    if (Y.ElementType >= Type::F16 || !quantisedAlike(Y, in(0)))
      return fail("has input and outputs of different types or quantisations");
    Shape Expected = From;
    int64_t Size = Unpacks                      ? 1
                   : Infers && N < Sizes.size() ? Sizes[N]
                   : Y.Dims.size() > A          ? Y.Dims[A]
                                                : 0;
    if (Unpacks)
      Expected.erase(Expected.begin() + Op->Axis);
    else
      Expected[A] = Size;
    if (!resultShape(Expected, N))
      return false;
    Op->Indices.push_back(Begin);
    Begin += Size;
  }
  return Begin == From[A] || fail("has outputs of " + std::to_string(Begin) +
                                  " elements together, of a dimension of " +
                                  std::to_string(From[A]));
}

bool Reader::checkPack() {
  const auto *O = arity(1, 64) ? options<PackOptions>() : nullptr;
  if (!O)
    return false;
  for (size_t N = 0; N < Op->Inputs.size(); ++N) {
    if (Op->Inputs[N] < 0)
      return fail("lacks input " + std::to_string(N));
    if (!sameQuantization(in(N)))
      return false;
    if (in(N).Dims != in(0).Dims)
      return fail("has inputs of shapes " + toString(in(0).Dims) + " and " +
                  toString(in(N).Dims));
  }
  Shape Expected = in(0).Dims;
  if (!axis(O->axis(), Expected.size() + 1))
    return false;
  Expected.insert(Expected.begin() + Op->Axis, int64_t(Op->Inputs.size()));
  return resultShape(Expected);
}

bool Reader::checkArg() {
  std::vector<int64_t> Axis;
  if (!arity(2, 2) || !typed(in(0), "input", Arithmetic) ||
      !constantIndices(1, "the axis", Axis))
    return false;
  if (Axis.size() != 1)
    return fail("has " + std::to_string(Axis.size()) + " axes, expected 1");
  Shape S = in(0).Dims;
  if (!axis(Axis[0], S.size()))
    return false;
  S.erase(S.begin() + Op->Axis);
  return typed(out(), "output", Word | Long) && resultShape(S);
}

} // namespace sectile::graph
