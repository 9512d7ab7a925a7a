// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Model.cpp - reads and checks a TensorFlow Lite model ---------------===//

#include "Reader.h"
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace sectile::graph {

static_assert(std::endian::native == std::endian::little,
              "constants are used as they are in the file");

std::string quoted(const std::string &Name) {
  // Names come from the file: nothing unprintable gets to a terminal.
  std::string Result = "'";
  for (char C : Name.substr(0, 80))
    Result += C >= ' ' && C < 127 ? C : '?';
  return Result + (Name.size() > 80 ? "...'" : "'");
}

int Reader::addTensor(Tensor T, bool IsKnown) {
  Result.Tensors.push_back(std::move(T));
  Known.push_back(IsKnown);
  Variables.push_back(false);
  return int(Result.Tensors.size()) - 1;
}

uint8_t *Reader::storage(int64_t Size) {
  Result.Converted.push_back(std::make_unique<uint8_t[]>(size_t(Size)));
  return Result.Converted.back().get();
}

bool Reader::account(const Tensor &T, const std::string &Label) {
  Bytes += T.bytes();
  return Bytes <= MostBytes ||
         error(Label + ": is one tensor too many, all have more than 1 GiB");
}

bool Reader::run() {
  if (File.version() != 3)
    return error("is of version " + std::to_string(File.version()) +
                 " of the format, expected 3");
  if (!File.subgraphs() || File.subgraphs()->size() == 0)
    return error("has no subgraph");
  if (!File.operator_codes() || !File.buffers())
    return error("has no operator codes or buffers");
  Scope Main;
  Main.Graph = File.subgraphs()->Get(0);
  if (!Main.Graph->tensors() || !Main.Graph->operators() ||
      !Main.Graph->inputs() || !Main.Graph->outputs())
    return error("has no tensors, operators, inputs or outputs");
  if (Main.Graph->operators()->size() == 0)
    return error("has no operator");
  if (!readTensors(Main, {}) || !endpoints(Main))
    return false;
  // All operators are looked at, so that all that is unsupported is named.
  if (!readOperators(Main))
    return false;
  for (int I : Result.Outputs)
    if (!Known[size_t(I)])
      return error("output " + quoted(Result.Tensors[size_t(I)].Name) +
                   ": is computed by no operator");
  finishVariables();
  convertEndpoints();
  return true;
}

/// \p Arguments are the values of the subgraph's inputs, if it is called.
bool Reader::readTensors(Scope &S, const std::vector<int> &Arguments) {
  if (S.Graph->tensors()->size() > MostTensors ||
      S.Graph->operators()->size() > MostTensors ||
      Result.Tensors.size() + S.Graph->tensors()->size() > 16 * MostTensors)
    return error(S.Prefix + "has more than 65,536 tensors or operators");
  S.Tensors.assign(S.Graph->tensors()->size(), -1);
  for (size_t I = 0; I < Arguments.size(); ++I) {
    int32_t To = S.Graph->inputs()->Get(unsigned(I));
    if (To < 0 || size_t(To) >= S.Tensors.size())
      return error(S.Prefix + "names tensor " + std::to_string(To) +
                   " as input, of " + std::to_string(S.Tensors.size()));
    S.Tensors[size_t(To)] = Arguments[I];
  }
  bool Ok = true;
  for (unsigned I = 0; I < S.Graph->tensors()->size(); ++I) {
    int &To = S.Tensors[I];
    if (To >= 0)
      continue;
    auto Found = Shared.find({S.Graph, I});
    if (Found != Shared.end()) {
      To = Found->second;
      continue;
    }
    const tflite::Tensor &From = *S.Graph->tensors()->Get(I);
    std::string Label = S.Prefix + "tensor " + std::to_string(I) + " " +
                        quoted(From.name() ? From.name()->str() : "");
    To = addTensor({}, false);
    Ok &= readTensor(From, Label);
    const Tensor &T = Result.Tensors[size_t(To)];
    Known[size_t(To)] = T.isConstant();
    if (!account(T, Label))
      return false;
    if (T.isConstant() || From.is_variable())
      Shared[{S.Graph, I}] = To;
    if (From.is_variable()) {
      Variables[size_t(To)] = true;
      StateOf[To] = States.size();
      States.push_back({T.Name});
    }
  }
  return Ok;
}

/// The last of the tensors.
bool Reader::readTensor(const tflite::Tensor &From, const std::string &Label) {
  Tensor &To = Result.Tensors.back();
  To.Name = From.name() ? From.name()->str() : "";
  bool HasNibbles = false;
  switch (From.type()) {
  case TensorType::FLOAT32:
    To.ElementType = Type::F32;
    break;
  case TensorType::INT8:
    To.ElementType = Type::I8;
    break;
  case TensorType::INT16:
    To.ElementType = Type::I16;
    break;
  case TensorType::INT32:
    To.ElementType = Type::I32;
    break;
  case TensorType::INT64:
    To.ElementType = Type::I64;
    break;
  case TensorType::UINT8:
    To.ElementType = Type::U8;
    break;
  case TensorType::BOOL:
    To.ElementType = Type::Bool;
    break;
  case TensorType::FLOAT16:
    To.ElementType = Type::F16;
    break;
  case TensorType::INT4:
    // Constants have two in a byte, and are i8 from here on.
    To.ElementType = Type::I8;
    HasNibbles = true;
    break;
  default:
    break; // an error of the operator that uses it
  }
  if (From.buffer() >= File.buffers()->size())
    return error(Label + ": has buffer " + std::to_string(From.buffer()) +
                 " of " + std::to_string(File.buffers()->size()));
  const Buffer *Data = File.buffers()->Get(From.buffer());
  bool Constant = Data->data() && Data->data()->size();
  bool Open = false; // a size is not known
  int64_t Elements = 1;
  if (From.shape()) {
    if (From.shape()->size() > MostDimensions)
      return error(Label + ": has " + std::to_string(From.shape()->size()) +
                   " dimensions, expected at most 6");
    // The shape of a scalar is an empty list.
    bool Empty = From.shape()->size() == 1 && From.shape()->Get(0) == 0 &&
                 (To.ElementType == Type::I32 || To.ElementType == Type::I64);
    if (Empty && !Constant) {
      To.Dims = {0};
      To.Data = storage(1);
      return true;
    }
    for (int32_t D : *From.shape()) {
      Open |= D <= 0;
      if (D <= 0 && (!Infers || Constant)) {
        // Tensors that nothing uses may have any shape.
        Unshaped[int(Result.Tensors.size()) - 1] =
            Label + ": has a dimension of " + std::to_string(D) +
            ", expected a fixed size of at least 1" +
            (Constant ? "" : "; --input gives the shapes of inputs");
        To.Dims.clear();
        return true;
      }
      Elements *= std::max(D, 1);
      if (Elements > MostBytes)
        return error(Label + ": has more than 2^30 elements");
      To.Dims.push_back(D);
    }
  }
  if (Data->offset() > 1 || Data->size() > 1)
    return error(Label + ": has its data outside of the flatbuffer, which is "
                         "not supported");
  bool IsRead = Constant && !From.is_variable();
  if (HasNibbles && (!IsRead || From.sparsity()))
    // An error of the operator that uses it.
    To.ElementType = Type::Other;
  if (IsRead && From.sparsity() && To.ElementType != Type::Other) {
    if (!densify(*From.sparsity(), Data->data()->data(), Data->data()->size(),
                 To, Label))
      return false;
  } else if (IsRead) {
    bool IsPacked = HasNibbles && To.ElementType != Type::Other;
    int64_t Expected = IsPacked ? (Elements + 1) / 2 : To.bytes();
    if (To.ElementType != Type::Other &&
        int64_t(Data->data()->size()) != Expected)
      return error(Label + ": has " + std::to_string(Data->data()->size()) +
                   " bytes of data, expected " + std::to_string(Expected) +
                   " for " + (IsPacked ? "i4" : toString(To.ElementType)) +
                   " " + toString(To.Dims));
    To.Data = Data->data()->data();
    if (IsPacked)
      unpackNibbles(To);
  }
  if (IsRead) {
    for (int64_t I = 0; To.ElementType == Type::Bool && I < Elements; ++I)
      if (To.Data[I] > 1)
        return error(Label + ": has a bool of " + std::to_string(To.Data[I]) +
                     ", expected 0 or 1");
  }
  if (Open || (Infers && !To.isConstant()))
    To.Dims.clear(); // until it is computed
  if (From.quantization() && !readQuantization(*From.quantization(), To, Label))
    return false;
  if (To.ElementType == Type::U8 && !To.Scales.empty())
    makeSigned(To);
  return true;
}

/// Elements of 4 bits, of which the first has the lower ones, as bytes.
void Reader::unpackNibbles(Tensor &T) {
  int64_t Elements = T.elements();
  uint8_t *To = storage(Elements);
  for (int64_t I = 0; I < Elements; ++I) {
    int V = T.Data[I / 2] >> (I % 2 ? 4 : 0) & 15;
    To[I] = uint8_t(V > 7 ? V - 16 : V);
  }
  T.Data = To;
}

/// Quantised u8 is i8 for everything that follows: both differ from their zero
/// points by the same.
void Reader::makeSigned(Tensor &T) {
  T.ElementType = Type::I8;
  T.Unsigned = true;
  T.ZeroPoint -= 128;
  if (!T.isConstant())
    return;
  uint8_t *To = storage(T.bytes());
  std::transform(T.Data, T.Data + T.bytes(), To,
                 [](uint8_t V) { return uint8_t(V ^ 0x80); });
  T.Data = To;
}

bool Reader::shaped(int T) {
  auto Found = Unshaped.find(T);
  if (Found == Unshaped.end())
    return true;
  return error(Found->second);
}

/// The model's inputs and outputs.
bool Reader::endpoints(const Scope &S) {
  auto Read = [&](const flatbuffers::Vector<int32_t> &From, const char *What,
                  std::vector<int> &To) {
    if (From.size() == 0)
      return error(std::string("has no ") + What);
    for (int32_t I : From) {
      if (I < 0 || size_t(I) >= S.Tensors.size())
        return error(std::string("names tensor ") + std::to_string(I) + " as " +
                     What + ", of " + std::to_string(S.Tensors.size()));
      int T = S.Tensors[size_t(I)];
      if (!shaped(T))
        return false;
      if (Result.Tensors[size_t(T)].ElementType >= Type::F16)
        return error(std::string(What) + " " +
                     quoted(Result.Tensors[size_t(T)].Name) +
                     ": has a type that is not supported, expected f32, i8, "
                     "u8, i16, i32, i64 or bool");
      if (Variables[size_t(T)])
        return error(std::string(What) + " " +
                     quoted(Result.Tensors[size_t(T)].Name) +
                     ": is a variable");
      To.push_back(T);
    }
    return true;
  };
  if (!Read(*S.Graph->inputs(), "input", Result.Inputs) ||
      !Read(*S.Graph->outputs(), "output", Result.Outputs))
    return false;
  for (int I : Result.Inputs) {
    if (Known[size_t(I)])
      return error("input " + quoted(Result.Tensors[size_t(I)].Name) +
                   ": is a constant or an input twice");
    Known[size_t(I)] = true;
  }
  return !Infers || giveShapes(S);
}

/// The shapes of inputs: those of the command line, or else of the file.
bool Reader::giveShapes(const Scope &S) {
  std::map<std::string, Shape> Left = Given.InputShapes;
  for (unsigned N = 0; N < S.Graph->inputs()->size(); ++N) {
    Tensor &T = Result.Tensors[size_t(Result.Inputs[N])];
    std::string Label = "input " + quoted(T.Name);
    const tflite::Tensor &From =
        *S.Graph->tensors()->Get(unsigned(S.Graph->inputs()->Get(N)));
    Shape InFile;
    bool Open = false;
    if (From.shape())
      for (int32_t D : *From.shape()) {
        InFile.push_back(D);
        Open |= D <= 0;
      }
    auto Found = Left.find(T.Name);
    if (Found == Left.end()) {
      if (Open)
        return error(Label +
                     ": has a shape that is not fixed, expected "
                     "--input " +
                     T.Name + "=SHAPE");
      T.Dims = InFile;
    } else {
      T.Dims = Found->second;
      Left.erase(Found);
      bool Fits = InFile.empty() || InFile.size() == T.Dims.size();
      for (int64_t D : T.Dims)
        Fits &= D >= 1;
      if (!Fits || T.Dims.size() > MostDimensions ||
          elementsOf(T.Dims) > MostBytes)
        return error(Label + ": is given the shape " + toString(T.Dims) +
                     ", expected " + std::to_string(InFile.size()) +
                     " dimensions of at least 1 and at most 2^30 elements");
    }
    if (!account(T, Label))
      return false;
  }
  for (const auto &[Name, Unused] : Left)
    return error("input " + quoted(Name) + ": is not in the file");
  return true;
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
  // Those of a bias say nothing new.
  bool IsBias = To.ElementType == Type::I32 || To.ElementType == Type::I64;
  if (To.Scales.size() > 1 && !IsBias &&
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
  bool IsByte = To.ElementType == Type::I8;
  bool IsUnsigned = To.ElementType == Type::U8;
  bool IsShort = To.ElementType == Type::I16;
  bool HasNone = To.ElementType == Type::I32 || To.ElementType == Type::I64;
  for (int64_t Z : *From.zero_point())
    if (Z != First || (IsByte && (Z < -128 || Z > 127)) ||
        (IsUnsigned && (Z < 0 || Z > 255)) ||
        (IsShort && (Z < INT16_MIN || Z > INT16_MAX)) || (HasNone && Z != 0))
      return error(Label + ": has a zero point of " + std::to_string(Z) +
                   ", expected one for all channels and within the type");
  if (IsByte || IsUnsigned || IsShort)
    To.ZeroPoint = int32_t(First);
  return true;
}

bool Reader::readOperators(Scope &S) {
  bool Ok = true;
  Scope *Outer = Within;
  Within = &S;
  for (unsigned I = 0; I < S.Graph->operators()->size(); ++I)
    Ok &= readOperator(*S.Graph->operators()->Get(I), I);
  Within = Outer;
  return Ok;
}

bool Reader::readOperator(const tflite::Operator &From, unsigned Index) {
  if (Result.Operators.size() > 16 * MostTensors)
    return error("has too many operators, with those of repeated subgraphs");
  Result.Operators.emplace_back();
  Op = &Result.Operators.back();
  Table = &From;
  Op->Label = Within->Prefix + "operator " + std::to_string(Index);
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
      if (I < Least || I >= int64_t(Within->Tensors.size()))
        return fail(std::string("names tensor ") + std::to_string(I) + " as " +
                    What + ", of " + std::to_string(Within->Tensors.size()));
      To.push_back(I < 0 ? -1 : Within->Tensors[size_t(I)]);
      if (To.back() >= 0 && !shaped(To.back()))
        return false;
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
    if (I >= 0 && !Known[size_t(I)] && !Variables[size_t(I)])
      return fail("uses tensor " + quoted(Result.Tensors[size_t(I)].Name) +
                  " before it is computed");
  for (int I : Op->Outputs) {
    if (Known[size_t(I)] || Variables[size_t(I)])
      return fail("computes tensor " + quoted(Result.Tensors[size_t(I)].Name) +
                  " once more");
    Known[size_t(I)] = true;
  }
  return check();
}

const std::vector<Reader::Supported> &Reader::supported() {
  static const std::vector<Supported> All = {
      {Code::CONV_2D, &Reader::checkConvolution},
      {Code::DEPTHWISE_CONV_2D, &Reader::checkConvolution},
      {Code::TRANSPOSE_CONV, &Reader::checkTransposeConv},
      {Code::FULLY_CONNECTED, &Reader::checkFullyConnected},
      {Code::BATCH_MATMUL, &Reader::checkBatchMatMul},
      {Code::AVERAGE_POOL_2D, &Reader::checkPool},
      {Code::MAX_POOL_2D, &Reader::checkPool},
      {Code::ADD, &Reader::checkElementwise},
      {Code::SUB, &Reader::checkElementwise},
      {Code::MUL, &Reader::checkElementwise},
      {Code::MAXIMUM, &Reader::checkElementwise},
      {Code::MINIMUM, &Reader::checkElementwise},
      {Code::DIV, &Reader::checkElementwise},
      {Code::SQUARED_DIFFERENCE, &Reader::checkElementwise},
      {Code::PRELU, &Reader::checkElementwise},
      {Code::RELU, &Reader::checkUnary},
      {Code::RELU6, &Reader::checkUnary},
      {Code::LOGISTIC, &Reader::checkUnary},
      {Code::TANH, &Reader::checkUnary},
      {Code::SOFTMAX, &Reader::checkUnary},
      {Code::QUANTIZE, &Reader::checkUnary},
      {Code::DEQUANTIZE, &Reader::checkUnary},
      {Code::ABS, &Reader::checkUnary},
      {Code::NEG, &Reader::checkUnary},
      {Code::SQRT, &Reader::checkUnary},
      {Code::RSQRT, &Reader::checkUnary},
      {Code::EXP, &Reader::checkUnary},
      {Code::SQUARE, &Reader::checkUnary},
      {Code::FLOOR, &Reader::checkUnary},
      {Code::CEIL, &Reader::checkUnary},
      {Code::ROUND, &Reader::checkUnary},
      {Code::LEAKY_RELU, &Reader::checkUnary},
      {Code::HARD_SWISH, &Reader::checkUnary},
      {Code::RESHAPE, &Reader::checkReshape},
      {Code::SQUEEZE, &Reader::checkReshape},
      {Code::EXPAND_DIMS, &Reader::checkReshape},
      {Code::PAD, &Reader::checkPad},
      {Code::PADV2, &Reader::checkPad},
      {Code::MEAN, &Reader::checkMean},
      {Code::SUM, &Reader::checkMean},
      {Code::REDUCE_ALL, &Reader::checkMean},
      {Code::REDUCE_ANY, &Reader::checkMean},
      {Code::REDUCE_MAX, &Reader::checkMean},
      {Code::REDUCE_MIN, &Reader::checkMean},
      {Code::ARG_MAX, &Reader::checkArg},
      {Code::ARG_MIN, &Reader::checkArg},
      {Code::GATHER, &Reader::checkGather},
      {Code::TILE, &Reader::checkTile},
      {Code::BROADCAST_TO, &Reader::checkBroadcast},
      {Code::REVERSE_V2, &Reader::checkReverse},
      {Code::RESIZE_BILINEAR, &Reader::checkResize},
      {Code::RESIZE_NEAREST_NEIGHBOR, &Reader::checkResize},
      {Code::MIRROR_PAD, &Reader::checkMirrorPad},
      {Code::SPACE_TO_DEPTH, &Reader::checkSpaceAndDepth},
      {Code::DEPTH_TO_SPACE, &Reader::checkSpaceAndDepth},
      {Code::SPACE_TO_BATCH_ND, &Reader::checkSpaceAndBatch},
      {Code::BATCH_TO_SPACE_ND, &Reader::checkSpaceAndBatch},
      {Code::SPLIT, &Reader::checkSplit},
      {Code::SPLIT_V, &Reader::checkSplit},
      {Code::UNPACK, &Reader::checkSplit},
      {Code::PACK, &Reader::checkPack},
      {Code::CONCATENATION, &Reader::checkConcatenation},
      {Code::TRANSPOSE, &Reader::checkTranspose},
      {Code::STRIDED_SLICE, &Reader::checkStridedSlice},
      {Code::SLICE, &Reader::checkSlice},
      {Code::EQUAL, &Reader::checkComparison},
      {Code::NOT_EQUAL, &Reader::checkComparison},
      {Code::LESS, &Reader::checkComparison},
      {Code::LESS_EQUAL, &Reader::checkComparison},
      {Code::GREATER, &Reader::checkComparison},
      {Code::GREATER_EQUAL, &Reader::checkComparison},
      {Code::LOGICAL_AND, &Reader::checkLogical},
      {Code::LOGICAL_OR, &Reader::checkLogical},
      {Code::LOGICAL_NOT, &Reader::checkLogical},
      {Code::SELECT, &Reader::checkSelect},
      {Code::SELECT_V2, &Reader::checkSelect},
      {Code::CAST, &Reader::checkCast},
      {Code::SHAPE, &Reader::checkShape},
      {Code::RANK, &Reader::checkShape},
      {Code::FILL, &Reader::checkFill},
      {Code::ZEROS_LIKE, &Reader::checkZerosLike},
      {Code::RANGE, &Reader::checkRange},
      {Code::WHERE, &Reader::checkWhere},
      {Code::GATHER_ND, &Reader::checkGatherNd},
      {Code::FLOOR_DIV, &Reader::checkFloored},
      {Code::FLOOR_MOD, &Reader::checkFloored},
      {Code::CUMSUM, &Reader::checkCumsum},
      {Code::L2_NORMALIZATION, &Reader::checkL2Normalization},
      {Code::L2_POOL_2D, &Reader::checkPool},
      {Code::LOG_SOFTMAX, &Reader::checkLogSoftmax},
      {Code::ADD_N, &Reader::checkAddN},
      {Code::EMBEDDING_LOOKUP, &Reader::checkEmbedding},
      {Code::DYNAMIC_UPDATE_SLICE, &Reader::checkUpdateSlice},
      {Code::BROADCAST_ARGS, &Reader::checkBroadcastArgs},
      {Code::SVDF, &Reader::checkSvdf},
      {Code::UNIDIRECTIONAL_SEQUENCE_LSTM, &Reader::checkLstm},
      {Code::REDUCE_PROD, &Reader::checkReduceProduct},
      {Code::DENSIFY, &Reader::checkDensify},
      {Code::CUSTOM, &Reader::checkCustom},
      {Code::SIN, &Reader::checkUnary},
      {Code::COS, &Reader::checkUnary},
      {Code::LOG, &Reader::checkUnary},
      {Code::ELU, &Reader::checkUnary},
      {Code::GELU, &Reader::checkUnary},
      {Code::IF, &Reader::checkIf},
      {Code::WHILE, &Reader::checkWhile},
      {Code::CALL_ONCE, &Reader::checkCallOnce},
      {Code::VAR_HANDLE, &Reader::checkVarHandle},
      {Code::READ_VARIABLE, &Reader::checkReadVariable},
      {Code::ASSIGN_VARIABLE, &Reader::checkAssignVariable},
  };
  return All;
}

/// Weights of 8 bits for activations of f32 become f32, as of a model whose
/// weights alone are quantised.
bool Reader::dequantizeWeights() {
  bool IsTransposed = Op->Code == Code::TRANSPOSE_CONV;
  switch (Op->Code) {
  case Code::BATCH_MATMUL:
  case Code::CONV_2D:
  case Code::DEPTHWISE_CONV_2D:
  case Code::FULLY_CONNECTED:
  case Code::SVDF:
  case Code::TRANSPOSE_CONV:
  case Code::UNIDIRECTIONAL_SEQUENCE_LSTM:
    break;
  default:
    return true;
  }
  size_t Data = IsTransposed ? 2 : 0;
  if (Data >= Op->Inputs.size() || Op->Inputs[Data] < 0 ||
      in(Data).ElementType != Type::F32)
    return true;
  for (int &I : Op->Inputs) {
    if (I < 0)
      continue;
    const Tensor From = Result.Tensors[size_t(I)];
    if (From.ElementType != Type::I8 || !From.isConstant() ||
        From.Scales.empty())
      continue;
    auto [Known, IsNew] = Dequantized.emplace(I, -1);
    if (IsNew) {
      Tensor To = From;
      To.ElementType = Type::F32;
      To.Scales.clear();
      To.ZeroPoint = 0;
      To.Unsigned = false;
      if (!account(To, Op->Label))
        return false;
      // Scales are of one dimension, whose elements are so far apart.
      int64_t Step = 1;
      for (size_t D = size_t(From.QuantizedDimension) + 1;
           From.Scales.size() > 1 && D < From.Dims.size(); ++D)
        Step *= From.Dims[D];
      uint8_t *Values = storage(To.bytes());
      auto Scales = int64_t(From.Scales.size());
      for (int64_t N = 0, E = From.elements(); N < E; ++N) {
        auto Difference = float(int8_t(From.Data[N]) - From.ZeroPoint);
        float Value = Difference * From.Scales[size_t(N / Step % Scales)];
        std::memcpy(Values + 4 * N, &Value, sizeof Value);
      }
      To.Data = Values;
      Known->second = addTensor(To, true);
    }
    I = Known->second;
  }
  return true;
}

bool Reader::check() {
  if (!dequantizeWeights())
    return false;
  for (const Supported &S : supported())
    if (S.Which == Op->Code)
      return (this->*S.Check)() && fold();
  return fail("is not supported");
}

/// Inputs and outputs of u8 that are i8 inside are converted.
int Reader::convertedEndpoint(int T, bool In) {
  const Tensor Inside = Result.Tensors[size_t(T)];
  if (!Inside.Unsigned)
    return T;
  Tensor Outside = Inside;
  Outside.ElementType = Type::U8;
  Outside.Unsigned = false;
  Outside.ZeroPoint += 128;
  Outside.Data = nullptr;
  int Added = addTensor(Outside, true);
  Operator Converts;
  Converts.Code = Code::QUANTIZE;
  Converts.Name = "QUANTIZE";
  Converts.Label = (In ? "input " : "output ") + quoted(Inside.Name);
  Converts.Inputs = {In ? Added : T};
  Converts.Outputs = {In ? T : Added};
  if (In)
    Result.Operators.insert(Result.Operators.begin(), Converts);
  else
    Result.Operators.push_back(Converts);
  return Added;
}

void Reader::convertEndpoints() {
  for (int &I : Result.Outputs)
    I = convertedEndpoint(I, false);
  for (int &I : Result.Inputs)
    I = convertedEndpoint(I, true);
}

std::vector<std::string> operators() {
  std::vector<std::string> Names;
  for (const Reader::Supported &S : Reader::supported())
    Names.emplace_back(EnumNameBuiltinOperator(S.Which));
  std::sort(Names.begin(), Names.end());
  return Names;
}

namespace {

bool isOpen(const flatbuffers::Vector<int32_t> *Shape) {
  return Shape && std::any_of(Shape->begin(), Shape->end(),
                              [](int32_t D) { return D <= 0; });
}

/// Whether the file may leave the shape of a tensor to the runtime. Old files
/// state none, as of a scalar.
bool isOpen(const tflite::Tensor &T) {
  return isOpen(T.shape()) || isOpen(T.shape_signature()) ||
         (!T.has_rank() && (!T.shape() || T.shape()->size() == 0));
}

/// Inputs whose shape in the file is one of many, which may be what is wrong.
void nameOpenInputs(const SubGraph &G, std::vector<std::string> &To) {
  for (int32_t I : *G.inputs()) {
    if (I < 0 || unsigned(I) >= G.tensors()->size())
      continue;
    const tflite::Tensor &T = *G.tensors()->Get(unsigned(I));
    if (!isOpen(T.shape_signature()) || !T.shape() || !T.name())
      continue;
    Shape S(T.shape()->begin(), T.shape()->end());
    To.push_back("input " + quoted(T.name()->str()) + ": is taken as " +
                 toString(S) + ", the file leaves its shape open; --input " +
                 T.name()->str() + "=SHAPE gives another");
  }
}

} // namespace

std::optional<Model> readModel(std::string_view Bytes, const ReadOptions &Given,
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
  const tflite::Model &File = *GetModel(Bytes.data());
  bool Infers = !Given.InputShapes.empty();
  Reader R(File, Given, Errors, Infers);
  if (R.run())
    return std::move(R.Result);
  // Shapes of results that the file leaves open follow from those of inputs.
  const SubGraph *Main = File.subgraphs() && File.subgraphs()->size() != 0
                             ? File.subgraphs()->Get(0)
                             : nullptr;
  if (Infers || !Main || !Main->tensors() || !Main->inputs() ||
      std::none_of(Main->tensors()->begin(), Main->tensors()->end(),
                   [](const tflite::Tensor *T) { return isOpen(*T); }))
    return std::nullopt;
  std::vector<std::string> Second;
  Reader Again(File, Given, Second, true);
  if (Again.run()) {
    Errors.clear();
    return std::move(Again.Result);
  }
  nameOpenInputs(*Main, Errors);
  return std::nullopt;
}

} // namespace sectile::graph
