// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Model.cpp - reads and checks a TensorFlow Lite model ---------------===//

#include "Model.h"
#include "schema_generated.h"
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace sectile::graph {

// Its names come after those of this namespace: Model, Tensor and Operator.
using namespace tflite;
using Code = BuiltinOperator;

static_assert(std::endian::native == std::endian::little,
              "constants are used as they are in the file");

namespace {

// Larger models are refused: they would not fit into the machine's memory.
constexpr int64_t MostBytes = int64_t(1) << 30;
constexpr size_t MostDimensions = 6;
constexpr size_t MostTensors = 1 << 16;
// Strides, dilations and windows, so that products with them do not overflow.
constexpr int64_t MostWindow = 1 << 15;

std::string quoted(const std::string &Name) {
  // Names come from the file: nothing unprintable gets to a terminal.
  std::string Result = "'";
  for (char C : Name.substr(0, 80))
    Result += C >= ' ' && C < 127 ? C : '?';
  return Result + (Name.size() > 80 ? "...'" : "'");
}

class Reader {
public:
  Reader(const tflite::Model &File, std::vector<std::string> &Errors)
      : File(File), Errors(Errors) {}
  bool run();
  Model Result;

private:
  const tflite::Model &File;
  std::vector<std::string> &Errors;
  const SubGraph *Graph = nullptr;
  const tflite::Operator *Table = nullptr; // of the operator that is read
  Operator *Op = nullptr;

  bool readTensor(const tflite::Tensor &From, unsigned Index);
  bool readQuantization(const QuantizationParameters &From, Tensor &To,
                        const std::string &Label);
  bool readOperator(const tflite::Operator &From, unsigned Index,
                    std::vector<bool> &Known);
  bool error(const std::string &Text) {
    Errors.push_back(Text);
    return false;
  }

  // Checks of one operator: fail() says what is wrong with it.
  bool fail(const std::string &Text) { return error(Op->Label + ": " + Text); }
  const Tensor &in(size_t N) const {
    return Result.Tensors[size_t(Op->Inputs[N])];
  }
  const Tensor &out() const { return Result.Tensors[size_t(Op->Outputs[0])]; }
  bool check();
  template <typename T> const T *options();
  bool arity(size_t Least, size_t Most);
  bool arithmeticType(const Tensor &T, const char *What);
  bool perTensor(const Tensor &T, const char *What);
  bool sameQuantization(const Tensor &A);
  bool resultShape(const Shape &S);
  bool rescaling(double Factor);
  bool average(int64_t Count);
  bool activation(ActivationFunctionType A);
  bool window(tflite::Padding P, int StrideH, int StrideW, int64_t H, int64_t W,
              int DilationH, int DilationW);
  bool windowShape(int64_t Channels);
  bool constantIndices(size_t N, const char *What, std::vector<int64_t> &To);
  bool weights(const Tensor &W, int64_t Channels, int Dimension);
  bool checkConvolution();
  bool checkTransposeConv();
  bool checkFullyConnected();
  bool checkBatchMatMul();
  bool checkPool();
  bool checkElementwise();
  bool checkUnary();
  bool convertHalves();
  bool checkReshape();
  bool checkPad();
  bool checkMean();
  bool checkConcatenation();
  bool checkTranspose();
  bool checkStridedSlice();
  bool checkSlice();
  bool axis(int64_t Given, size_t Dimensions);
  bool block(int Size);
  bool checkGather();
  bool checkTile();
  bool checkBroadcast();
  bool checkReverse();
  bool checkResize();
  bool checkMirrorPad();
  bool checkSpaceAndDepth();
  bool checkSpaceAndBatch();
  bool checkSplit();
  bool checkPack();
  bool checkArg();
};

bool Reader::run() {
  if (File.version() != 3)
    return error("is of version " + std::to_string(File.version()) +
                 " of the format, expected 3");
  if (!File.subgraphs() || File.subgraphs()->size() != 1)
    return error(
        "has " +
        std::to_string(File.subgraphs() ? File.subgraphs()->size() : 0) +
        " subgraphs, expected 1");
  Graph = File.subgraphs()->Get(0);
  if (!Graph->tensors() || !Graph->operators() || !Graph->inputs() ||
      !Graph->outputs() || !File.operator_codes() || !File.buffers())
    return error("has no tensors, operators, operator codes, buffers, inputs "
                 "or outputs");
  if (Graph->tensors()->size() > MostTensors ||
      Graph->operators()->size() > MostTensors)
    return error("has more than 65,536 tensors or operators");
  if (Graph->operators()->size() == 0)
    return error("has no operator");

  int64_t Bytes = 0;
  bool Ok = true;
  for (unsigned I = 0; I < Graph->tensors()->size(); ++I) {
    Ok &= readTensor(*Graph->tensors()->Get(I), I);
    Bytes += Result.Tensors.back().bytes();
    if (Bytes > MostBytes)
      return error("has tensors of more than 1 GiB");
  }
  if (!Ok)
    return false;

  std::vector<bool> Known(Result.Tensors.size());
  for (size_t I = 0; I < Known.size(); ++I)
    Known[I] = Result.Tensors[I].isConstant();
  auto Endpoints = [&](const flatbuffers::Vector<int32_t> &From,
                       const char *What, std::vector<int> &To) {
    if (From.size() == 0)
      return error(std::string("has no ") + What);
    for (int32_t I : From) {
      if (I < 0 || size_t(I) >= Result.Tensors.size())
        return error(std::string("names tensor ") + std::to_string(I) + " as " +
                     What + ", of " + std::to_string(Result.Tensors.size()));
      const Tensor &T = Result.Tensors[size_t(I)];
      if (T.ElementType >= Type::F16)
        return error(
            std::string(What) + " " + quoted(T.Name) +
            ": has a type that is not supported, expected f32, i8 or i32");
      To.push_back(I);
    }
    return true;
  };
  if (!Endpoints(*Graph->inputs(), "input", Result.Inputs) ||
      !Endpoints(*Graph->outputs(), "output", Result.Outputs))
    return false;
  for (int I : Result.Inputs) {
    if (Known[size_t(I)])
      return error("input " + quoted(Result.Tensors[size_t(I)].Name) +
                   ": is a constant or an input twice");
    Known[size_t(I)] = true;
  }
  // All operators are looked at, so that all that is unsupported is named.
  for (unsigned I = 0; I < Graph->operators()->size(); ++I)
    Ok &= readOperator(*Graph->operators()->Get(I), I, Known);
  if (!Ok)
    return false;
  for (int I : Result.Outputs)
    if (!Known[size_t(I)])
      return error("output " + quoted(Result.Tensors[size_t(I)].Name) +
                   ": is computed by no operator");
  return true;
}

bool Reader::readTensor(const tflite::Tensor &From, unsigned Index) {
  Tensor T;
  T.Name = From.name() ? From.name()->str() : "";
  Result.Tensors.push_back(T);
  Tensor &To = Result.Tensors.back();
  std::string Label = "tensor " + std::to_string(Index) + " " + quoted(To.Name);
  switch (From.type()) {
  case TensorType::FLOAT32:
    To.ElementType = Type::F32;
    break;
  case TensorType::INT8:
    To.ElementType = Type::I8;
    break;
  case TensorType::INT32:
    To.ElementType = Type::I32;
    break;
  case TensorType::FLOAT16:
    To.ElementType = Type::F16;
    break;
  default:
    break; // an error of the operator that uses it
  }
  int64_t Elements = 1;
  if (From.shape()) {
    if (From.shape()->size() > MostDimensions)
      return error(Label + ": has " + std::to_string(From.shape()->size()) +
                   " dimensions, expected at most 6");
    for (int32_t D : *From.shape()) {
      if (D <= 0)
        return error(Label + ": has a dimension of " + std::to_string(D) +
                     ", expected a fixed size of at least 1");
      Elements *= D;
      if (Elements > MostBytes)
        return error(Label + ": has more than 2^30 elements");
      To.Dims.push_back(D);
    }
  }
  if (From.is_variable())
    return error(Label + ": is a variable, which is not supported");
  if (From.sparsity())
    return error(Label + ": is sparse, which is not supported");
  if (From.buffer() >= File.buffers()->size())
    return error(Label + ": has buffer " + std::to_string(From.buffer()) +
                 " of " + std::to_string(File.buffers()->size()));
  const Buffer *Data = File.buffers()->Get(From.buffer());
  if (Data->offset() > 1 || Data->size() > 1)
    return error(Label + ": has its data outside of the flatbuffer, which is "
                         "not supported");
  if (Data->data() && Data->data()->size()) {
    if (To.ElementType != Type::Other &&
        int64_t(Data->data()->size()) != To.bytes())
      return error(Label + ": has " + std::to_string(Data->data()->size()) +
                   " bytes of data, expected " + std::to_string(To.bytes()) +
                   " for " + toString(To.ElementType) + " " +
                   toString(To.Dims));
    To.Data = Data->data()->data();
  }
  return !From.quantization() ||
         readQuantization(*From.quantization(), To, Label);
}

bool Reader::readQuantization(const QuantizationParameters &From, Tensor &To,
                              const std::string &Label) {
  if (From.details())
    return error(Label + ": has a quantisation of its own kind, which is not "
                         "supported");
  if (!From.scale() || From.scale()->size() == 0)
    return true;
  To.QuantizedDimension = From.quantized_dimension();
  for (float S : *From.scale()) {
    if (!std::isfinite(S) || S <= 0)
      return error(Label + ": has a scale of " + std::to_string(S) +
                   ", expected a positive number");
    To.Scales.push_back(S);
  }
  if (To.Scales.size() > 1 &&
      (To.QuantizedDimension < 0 ||
       size_t(To.QuantizedDimension) >= To.Dims.size() ||
       To.Dims[size_t(To.QuantizedDimension)] != int64_t(To.Scales.size())))
    return error(Label + ": has " + std::to_string(To.Scales.size()) +
                 " scales along dimension " +
                 std::to_string(To.QuantizedDimension) + " of " +
                 toString(To.Dims));
  if (!From.zero_point() || From.zero_point()->size() == 0)
    return true;
  if (From.zero_point()->size() != 1 &&
      From.zero_point()->size() != To.Scales.size())
    return error(Label + ": has " + std::to_string(From.zero_point()->size()) +
                 " zero points for " + std::to_string(To.Scales.size()) +
                 " scales");
  int64_t First = From.zero_point()->Get(0);
  for (int64_t Z : *From.zero_point())
    if (Z != First || (To.ElementType == Type::I8 && (Z < -128 || Z > 127)) ||
        (To.ElementType == Type::I32 && Z != 0))
      return error(Label + ": has a zero point of " + std::to_string(Z) +
                   ", expected one for all channels and within the type");
  if (To.ElementType == Type::I8)
    To.ZeroPoint = int32_t(First);
  return true;
}

bool Reader::readOperator(const tflite::Operator &From, unsigned Index,
                          std::vector<bool> &Known) {
  Result.Operators.emplace_back();
  Op = &Result.Operators.back();
  Table = &From;
  Op->Label = "operator " + std::to_string(Index);
  if (From.opcode_index() >= File.operator_codes()->size())
    return fail("has operator code " + std::to_string(From.opcode_index()) +
                " of " + std::to_string(File.operator_codes()->size()));
  const OperatorCode *OC = File.operator_codes()->Get(From.opcode_index());
  // Old files have the code in the first field, new ones in the second.
  int Number =
      std::max<int>(OC->deprecated_builtin_code(), int(OC->builtin_code()));
  Op->Code = Code(Number);
  Op->Name = Number >= int(Code::MIN) && Number <= int(Code::MAX)
                 ? EnumNameBuiltinOperator(Op->Code)
                 : "number " + std::to_string(Number);
  if (Op->Code == Code::CUSTOM && OC->custom_code())
    Op->Name += " " + quoted(OC->custom_code()->str());
  Op->Label += ", " + Op->Name;

  auto Read = [&](const flatbuffers::Vector<int32_t> *Indices, const char *What,
                  std::vector<int> &To, int Least) {
    if (!Indices)
      return true;
    for (int32_t I : *Indices) {
      if (I < Least || I >= int64_t(Result.Tensors.size()))
        return fail(std::string("names tensor ") + std::to_string(I) + " as " +
                    What + ", of " + std::to_string(Result.Tensors.size()));
      To.push_back(I);
    }
    return true;
  };
  if (!Read(From.outputs(), "output", Op->Outputs, 0))
    return false;
  if (!Op->Outputs.empty())
    Op->Label += " " + quoted(Result.Tensors[size_t(Op->Outputs[0])].Name);
  if (!Read(From.inputs(), "input", Op->Inputs, -1))
    return false;
  for (int I : Op->Inputs)
    if (I >= 0 && !Known[size_t(I)])
      return fail("uses tensor " + quoted(Result.Tensors[size_t(I)].Name) +
                  " before it is computed");
  for (int I : Op->Outputs) {
    if (Known[size_t(I)])
      return fail("computes tensor " + quoted(Result.Tensors[size_t(I)].Name) +
                  " once more");
    Known[size_t(I)] = true;
  }
  return check();
}

bool Reader::check() {
  switch (Op->Code) {
  case Code::CONV_2D:
  case Code::DEPTHWISE_CONV_2D:
    return checkConvolution();
  case Code::TRANSPOSE_CONV:
    return checkTransposeConv();
  case Code::FULLY_CONNECTED:
    return checkFullyConnected();
  case Code::BATCH_MATMUL:
    return checkBatchMatMul();
  case Code::AVERAGE_POOL_2D:
  case Code::MAX_POOL_2D:
    return checkPool();
  case Code::ADD:
  case Code::SUB:
  case Code::MUL:
  case Code::MAXIMUM:
  case Code::MINIMUM:
  case Code::DIV:
  case Code::SQUARED_DIFFERENCE:
  case Code::PRELU:
    return checkElementwise();
  case Code::RELU:
  case Code::RELU6:
  case Code::LOGISTIC:
  case Code::TANH:
  case Code::SOFTMAX:
  case Code::QUANTIZE:
  case Code::DEQUANTIZE:
  case Code::ABS:
  case Code::NEG:
  case Code::SQRT:
  case Code::RSQRT:
  case Code::EXP:
  case Code::SQUARE:
  case Code::FLOOR:
  case Code::CEIL:
  case Code::ROUND:
  case Code::LEAKY_RELU:
  case Code::HARD_SWISH:
    return checkUnary();
  case Code::RESHAPE:
  case Code::SQUEEZE:
  case Code::EXPAND_DIMS:
    return checkReshape();
  case Code::PAD:
  case Code::PADV2:
    return checkPad();
  case Code::MEAN:
  case Code::SUM:
  case Code::REDUCE_MAX:
  case Code::REDUCE_MIN:
    return checkMean();
  case Code::ARG_MAX:
  case Code::ARG_MIN:
    return checkArg();
  case Code::GATHER:
    return checkGather();
  case Code::TILE:
    return checkTile();
  case Code::BROADCAST_TO:
    return checkBroadcast();
  case Code::REVERSE_V2:
    return checkReverse();
  case Code::RESIZE_BILINEAR:
  case Code::RESIZE_NEAREST_NEIGHBOR:
    return checkResize();
  case Code::MIRROR_PAD:
    return checkMirrorPad();
  case Code::SPACE_TO_DEPTH:
  case Code::DEPTH_TO_SPACE:
    return checkSpaceAndDepth();
  case Code::SPACE_TO_BATCH_ND:
  case Code::BATCH_TO_SPACE_ND:
    return checkSpaceAndBatch();
  case Code::SPLIT:
  case Code::SPLIT_V:
  case Code::UNPACK:
    return checkSplit();
  case Code::PACK:
    return checkPack();
  case Code::CONCATENATION:
    return checkConcatenation();
  case Code::TRANSPOSE:
    return checkTranspose();
  case Code::STRIDED_SLICE:
    return checkStridedSlice();
  case Code::SLICE:
    return checkSlice();
  default:
    return fail("is not supported");
  }
}

/// The operator's options. A table without fields may be left out.
template <typename T> const T *Reader::options() {
  if (const auto *Found = Table->builtin_options_as<T>())
    return Found;
  fail("has no options");
  return nullptr;
}

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

/// The type is f32, or i8 with one scale.
bool Reader::arithmeticType(const Tensor &T, const char *What) {
  if (T.ElementType == Type::F32)
    return true;
  if (T.ElementType != Type::I8)
    return fail(std::string(What) + " has a type that is not supported, "
                                    "expected f32 or i8");
  return perTensor(T, What);
}

bool Reader::perTensor(const Tensor &T, const char *What) {
  if (T.ElementType == Type::I8 && T.Scales.size() != 1)
    return fail(std::string(What) + " has " + std::to_string(T.Scales.size()) +
                " scales, expected 1");
  return true;
}

/// For operators that copy elements.
bool Reader::sameQuantization(const Tensor &A) {
  const Tensor &B = out();
  if (A.ElementType >= Type::F16 || A.ElementType != B.ElementType)
    return fail(
        "has input and output of different types, or of one that is not "
        "supported, expected f32, i8 or i32");
  if (A.ElementType == Type::I8 &&
      (A.Scales != B.Scales || A.ZeroPoint != B.ZeroPoint))
    return fail("has input and output of different quantisations, expected the "
                "same");
  return true;
}

bool Reader::resultShape(const Shape &S) {
  return out().Dims == S ||
         fail("has an output of shape " + toString(out().Dims) + ", expected " +
              toString(S));
}

/// The format computes nothing that is defined beyond this factor.
bool Reader::rescaling(double Factor) {
  return Factor < double(1 << 30) ||
         fail("has scales whose ratio is " + std::to_string(Factor) +
              ", expected less than 2^30");
}

/// So many bytes fit into a sum of 32 bits.
bool Reader::average(int64_t Count) {
  return Count <= 1 << 23 || fail("averages " + std::to_string(Count) +
                                  " elements, expected at most 2^23");
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
  if (T.ElementType != Type::I32 || !T.isConstant() || T.elements() > 12)
    return fail(std::string(What) + " is no constant of type i32");
  for (int64_t I = 0; I < T.elements(); ++I)
    To.push_back(T.word(I));
  return true;
}

/// Weights and, as input 2, the bias of \p Channels outputs.
bool Reader::weights(const Tensor &W, int64_t Channels, int Dimension) {
  if (!arithmeticType(in(0), "input") || !arithmeticType(out(), "output"))
    return false;
  Type T = in(0).ElementType;
  if (W.ElementType != T || out().ElementType != T)
    return fail(
        "has input, weights and output of different types, expected the "
        "same");
  if (!W.isConstant())
    return fail("has weights that are no constant");
  if (T == Type::I8) {
    if (W.Scales.empty() ||
        (W.Scales.size() > 1 && W.QuantizedDimension != Dimension))
      return fail("has weights without scales, or with scales along another "
                  "dimension than that of the outputs");
    if (W.ZeroPoint != 0)
      return fail("has weights with a zero point of " +
                  std::to_string(W.ZeroPoint) + ", expected 0");
    for (float S : W.Scales)
      if (!rescaling(double(in(0).Scales[0]) * double(S) /
                     double(out().Scales[0])))
        return false;
  }
  if (Op->Inputs.size() < 3 || Op->Inputs[2] < 0)
    return true;
  const Tensor &B = in(2);
  if (B.ElementType != (T == Type::I8 ? Type::I32 : Type::F32) ||
      !B.isConstant() || B.elements() != Channels)
    return fail("has a bias that is no constant of " +
                std::to_string(Channels) + (T == Type::I8 ? " i32" : " f32") +
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
      !constantIndices(0, "the shape of the output", Given))
    return false;
  // From here on the operands are those of a convolution.
  Op->Inputs = {Op->Inputs[2], Op->Inputs[1],
                Op->Inputs.size() > 3 ? Op->Inputs[3] : -1};
  const Shape &X = in(0).Dims, &W = in(1).Dims, &Y = out().Dims;
  if (X.size() != 4 || W.size() != 4 || Y.size() != 4 || W[3] != X[3])
    return fail("has input, weights and output of shapes " + toString(X) +
                ", " + toString(W) + " and " + toString(Y));
  if (!window(O->padding(), O->stride_h(), O->stride_w(), W[1], W[2], 1, 1))
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
  return weights(in(1), W[0], 0) && resultShape(Given) &&
         resultShape({X[0], Y[1], Y[2], W[0]});
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
  if (!O || !arithmeticType(in(0), "input 0") ||
      !arithmeticType(in(1), "input 1") || !arithmeticType(out(), "output"))
    return false;
  Type T = out().ElementType;
  if (in(0).ElementType != T || in(1).ElementType != T)
    return fail("has inputs and output of different types, expected the same");
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
  return (T == Type::F32 ||
          rescaling(double(in(0).Scales[0]) * double(in(1).Scales[0]) /
                    double(out().Scales[0]))) &&
         resultShape(Expected);
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
  return arithmeticType(in(0), "input") && sameQuantization(in(0)) &&
         windowShape(in(0).Dims[3]);
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
  if (!arithmeticType(in(0), "input 0") || !arithmeticType(in(1), "input 1") ||
      !arithmeticType(out(), "output"))
    return false;
  if (in(0).ElementType != in(1).ElementType ||
      in(0).ElementType != out().ElementType)
    return fail("has inputs and output of different types, expected the same");
  if (Op->Code == Code::DIV && out().ElementType != Type::F32)
    return fail("divides i8, which is not supported, expected f32");
  bool Selects = Op->Code == Code::MAXIMUM || Op->Code == Code::MINIMUM;
  if (Selects && (!sameQuantization(in(0)) || !sameQuantization(in(1))))
    return false;
  if (out().ElementType == Type::I8 && !Selects) {
    double A = in(0).Scales[0], B = in(1).Scales[0], R = out().Scales[0];
    double Larger = std::max(A, B);
    bool Ok =
        Op->Code == Code::MUL     ? rescaling(A * B / R)
        : Op->Code == Code::PRELU ? rescaling(A / R) && rescaling(A * B / R)
        : Op->Code == Code::SQUARED_DIFFERENCE ? rescaling(Larger * Larger / R)
                                               : rescaling(Larger / R);
    if (!Ok)
      return false;
  }
  Shape Expected(std::max(in(0).Dims.size(), in(1).Dims.size()), 1);
  for (size_t N : {size_t(0), size_t(1)}) {
    const Shape &S = in(N).Dims;
    for (size_t I = 0; I < S.size(); ++I) {
      int64_t &D = Expected[Expected.size() - S.size() + I];
      if (D != 1 && S[I] != 1 && D != S[I])
        return fail("has inputs of shapes " + toString(in(0).Dims) + " and " +
                    toString(in(1).Dims));
      D = std::max(D, S[I]);
    }
  }
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
  if (!arithmeticType(X, "input") || !arithmeticType(Y, "output"))
    return false;
  bool Converts = Op->Code == Code::QUANTIZE || Op->Code == Code::DEQUANTIZE;
  if (Op->Code == Code::QUANTIZE && Y.ElementType != Type::I8)
    return fail("has an output of type f32, expected i8");
  if (Op->Code == Code::DEQUANTIZE &&
      (X.ElementType != Type::I8 || Y.ElementType != Type::F32))
    return fail("converts other types than i8 to f32");
  if (!Converts && X.ElementType != Y.ElementType)
    return fail("has input and output of different types, expected the same");
  switch (Op->Code) {
  case Code::NEG:
  case Code::SQRT:
  case Code::RSQRT:
  case Code::EXP:
  case Code::SQUARE:
  case Code::FLOOR:
  case Code::CEIL:
  case Code::ROUND:
    if (X.ElementType != Type::F32)
      return fail("has an input of type i8, expected f32");
    break;
  case Code::LEAKY_RELU: {
    const auto *O = options<LeakyReluOptions>();
    if (!O)
      return false;
    Op->Alpha = O->alpha();
    if (!std::isfinite(Op->Alpha))
      return fail("has a slope that is no number");
    if (X.ElementType == Type::I8 &&
        !rescaling(std::fabs(double(Op->Alpha)) * double(X.Scales[0]) /
                   double(Y.Scales[0])))
      return false;
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
  if (Rescales && X.ElementType == Type::I8 &&
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
  return true;
}

bool Reader::checkReshape() {
  if (!arity(1, 2) || !sameQuantization(in(0)))
    return false;
  if (in(0).elements() != out().elements())
    return fail("has an input of shape " + toString(in(0).Dims) +
                " and an output of shape " + toString(out().Dims));
  return true;
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
  if (!arithmeticType(in(0), "input") || !arithmeticType(out(), "output"))
    return false;
  if (in(0).ElementType != out().ElementType)
    return fail("has input and output of different types, expected the same");
  if ((Op->Code == Code::REDUCE_MAX || Op->Code == Code::REDUCE_MIN) &&
      !sameQuantization(in(0)))
    return false;
  return average(in(0).elements() / out().elements()) &&
         (in(0).ElementType == Type::F32 ||
          rescaling(double(in(0).Scales[0]) / double(out().Scales[0]))) &&
         resultShape(Expected);
}

bool Reader::checkConcatenation() {
  const auto *O = arity(1, 64) ? options<ConcatenationOptions>() : nullptr;
  if (!O)
    return false;
  if (O->fused_activation_function() != ActivationFunctionType::NONE)
    return fail("has a fused activation, which is not supported");
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

bool Reader::checkStridedSlice() {
  const auto *O = arity(4, 4) ? options<StridedSliceOptions>() : nullptr;
  std::vector<int64_t> Begin, End, Step;
  if (!O || !sameQuantization(in(0)) ||
      !constantIndices(1, "the begin", Begin) ||
      !constantIndices(2, "the end", End) ||
      !constantIndices(3, "the step", Step))
    return false;
  if (O->ellipsis_mask() || O->new_axis_mask() || O->offset())
    return fail(
        "has an ellipsis, a new axis or an offset, which are not supported");
  const Shape &S = in(0).Dims;
  if (Begin.size() != S.size() || End.size() != S.size() ||
      Step.size() != S.size())
    return fail("has begin, end and step of other sizes than the " +
                std::to_string(S.size()) + " dimensions");
  Shape Expected;
  for (size_t I = 0; I < S.size(); ++I) {
    if (Step[I] < 1 || Step[I] > MostBytes)
      return fail("has a step of " + std::to_string(Step[I]) +
                  ", expected a positive one");
    auto Clamped = [&](int64_t N) {
      return std::clamp<int64_t>(N < 0 ? N + S[I] : N, 0, S[I]);
    };
    int64_t From = O->begin_mask() >> I & 1 ? 0 : Clamped(Begin[I]);
    int64_t To = O->end_mask() >> I & 1 ? S[I] : Clamped(End[I]);
    bool Shrinks = O->shrink_axis_mask() >> I & 1;
    if (Shrinks)
      To = From + 1;
    if (From >= To || To > S[I])
      return fail("takes nothing of dimension " + std::to_string(I));
    Op->Indices.push_back(From);
    Op->Steps.push_back(Step[I]);
    Op->Counts.push_back((To - From + Step[I] - 1) / Step[I]);
    if (!Shrinks)
      Expected.push_back(Op->Counts.back());
  }
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
  if (At.ElementType != Type::I32 || !At.isConstant())
    return fail("has indices that are no constant of type i32");
  const Shape &X = in(0).Dims;
  int64_t Size = X[size_t(Op->Axis)];
  for (int64_t I = 0; I < At.elements(); ++I) {
    if (At.word(I) < 0 || At.word(I) >= Size)
      return fail("takes index " + std::to_string(At.word(I)) +
                  " of a dimension of " + std::to_string(Size));
    Op->Indices.push_back(At.word(I));
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
  if (Bilinear && !arithmeticType(in(0), "input"))
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
  if (Data == 1) // from here on the first input is what is split
    Op->Inputs = {Op->Inputs[1]};
  else
    Op->Inputs.resize(1);
  const Shape &X = in(0).Dims;
  if (!axis(Axis[0], X.size()))
    return false;
  auto A = size_t(Op->Axis);
  int64_t Begin = 0;
  for (int I : Op->Outputs) {
    const Tensor &Y = Result.Tensors[size_t(I)];
    if (Y.ElementType != in(0).ElementType || Y.ElementType >= Type::F16 ||
        (Y.ElementType == Type::I8 &&
         (Y.Scales != in(0).Scales || Y.ZeroPoint != in(0).ZeroPoint)))
      return fail("has input and outputs of different types or quantisations");
    Shape Expected = X;
    int64_t Size = Unpacks ? 1 : Y.Dims.size() > A ? Y.Dims[A] : 0;
    if (Unpacks)
      Expected.erase(Expected.begin() + Op->Axis);
    else
      Expected[A] = Size;
    if (Y.Dims != Expected)
      return fail("has an output of shape " + toString(Y.Dims) + ", expected " +
                  toString(Expected));
    Op->Indices.push_back(Begin);
    Begin += Size;
  }
  return Begin == X[A] ||
         fail("has outputs of " + std::to_string(Begin) +
              " elements together, of a dimension of " + std::to_string(X[A]));
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
  if (!arity(2, 2) || !arithmeticType(in(0), "input") ||
      !constantIndices(1, "the axis", Axis))
    return false;
  if (Axis.size() != 1)
    return fail("has " + std::to_string(Axis.size()) + " axes, expected 1");
  Shape S = in(0).Dims;
  if (!axis(Axis[0], S.size()))
    return false;
  S.erase(S.begin() + Op->Axis);
  if (out().ElementType != Type::I32)
    return fail("has an output that is not of type i32");
  return resultShape(S);
}

} // namespace

std::optional<Model> readModel(std::string_view Bytes,
                               std::vector<std::string> &Errors) {
  // The verifier trusts that there are a root and an identifier.
  if (Bytes.size() < 8 || Bytes.substr(4, 4) != ModelIdentifier()) {
    Errors.emplace_back("is no TensorFlow Lite model, expected the identifier "
                        "TFL3 at byte 4");
    return std::nullopt;
  }
  flatbuffers::Verifier Verifier(
      reinterpret_cast<const uint8_t *>(Bytes.data()), Bytes.size(), 64,
      1U << 22);
  if (!VerifyModelBuffer(Verifier)) {
    Errors.emplace_back("is damaged: an offset leads outside of the file");
    return std::nullopt;
  }
  Reader R(*GetModel(Bytes.data()), Errors);
  if (!R.run())
    return std::nullopt;
  return std::move(R.Result);
}

} // namespace sectile::graph
