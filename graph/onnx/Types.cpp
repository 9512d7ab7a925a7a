// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Types.cpp - the types of elements that operators read --------------===//
//
// f16 and bf16 are loaded as f32 and stored with one rounding. An operator
// whose nests store nothing that they compute on with reads them itself; for
// the others they become f32, so that sums are not rounded at each step. f64
// has no functions but a few, so operators that need others refuse it.
//
//===----------------------------------------------------------------------===//

#include "Reader.h"
#include <algorithm>
#include <array>

namespace sectile::graph::onnx {

Type typeOf(DataType T) {
  switch (T) {
  case DataType::Float:
    return Type::F32;
  case DataType::Int8:
    return Type::I8;
  case DataType::Uint8:
    return Type::U8;
  case DataType::Int32:
    return Type::I32;
  case DataType::Int64:
    return Type::I64;
  case DataType::Bool:
    return Type::Bool;
  case DataType::Float16:
    return Type::F16;
  case DataType::Bfloat16:
    return Type::BF16;
  case DataType::Double:
    return Type::F64;
  case DataType::Int16:
    return Type::I16;
  case DataType::Uint16:
    return Type::U16;
  case DataType::Uint32:
    return Type::U32;
  case DataType::Uint64:
    return Type::U64;
  default:
    return Type::Other;
  }
}

namespace {

/// Elementwise operators, copies, and extremes: of all types.
constexpr std::array All = {"Abs",
                            "Add",
                            "And",
                            "BitwiseAnd",
                            "BitwiseNot",
                            "BitwiseOr",
                            "BitwiseXor",
                            "CenterCropPad",
                            "ArgMax",
                            "ArgMin",
                            "BitCast",
                            "Cast",
                            "CastLike",
                            "Ceil",
                            "Celu",
                            "Clip",
                            "Compress",
                            "Concat",
                            "Constant",
                            "ConstantOfShape",
                            "DepthToSpace",
                            "Div",
                            "Dropout",
                            "Elu",
                            "Equal",
                            "Exp",
                            "Expand",
                            "EyeLike",
                            "Flatten",
                            "Floor",
                            "Gather",
                            "GatherElements",
                            "GatherND",
                            "Greater",
                            "GreaterOrEqual",
                            "HardSigmoid",
                            "HardSwish",
                            "Identity",
                            "If",
                            "IsInf",
                            "IsNaN",
                            "LeakyRelu",
                            "Less",
                            "LessOrEqual",
                            "Log",
                            "Loop",
                            "Max",
                            "MaxPool",
                            "MaxUnpool",
                            "Mean",
                            "Min",
                            "Mod",
                            "Mul",
                            "Neg",
                            "Not",
                            "OneHot",
                            "Or",
                            "PRelu",
                            "Scan",
                            "SplitToSequence",
                            "NonZero",
                            "Unique",
                            "Pad",
                            "Range",
                            "Reciprocal",
                            "ReduceMax",
                            "ReduceMin",
                            "Relu",
                            "Reshape",
                            "ReverseSequence",
                            "Round",
                            "Scatter",
                            "ScatterElements",
                            "ScatterND",
                            "Selu",
                            "Shape",
                            "Shrink",
                            "Sigmoid",
                            "Sign",
                            "Size",
                            "Slice",
                            "Softsign",
                            "SpaceToDepth",
                            "Split",
                            "Sqrt",
                            "Squeeze",
                            "Sub",
                            "Sum",
                            "Swish",
                            "Tanh",
                            "TensorScatter",
                            "ThresholdedRelu",
                            "Tile",
                            "TopK",
                            "Transpose",
                            "Trilu",
                            "Unsqueeze",
                            "Where",
                            "Xor",
                            "ArrayFeatureExtractor",
                            "Binarizer",
                            "Imputer",
                            "LabelEncoder",
                            "ZipMap"};

/// Functions that there are of f32 alone.
constexpr std::array Halves = {
    "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Cos",      "Cosh",
    "Erf",  "Gelu",  "Mish", "Pow",   "Sin",  "Sinh",  "Softplus", "Tan"};

/// Sums and products, in f64 as they are in f32.
constexpr std::array Doubles = {"Attention",
                                "AveragePool",
                                "BatchNormalization",
                                "Conv",
                                "ConvTranspose",
                                "CumProd",
                                "CumSum",
                                "Det",
                                "Einsum",
                                "Gemm",
                                "GlobalAveragePool",
                                "GlobalMaxPool",
                                "Hardmax",
                                "InstanceNormalization",
                                "GroupNormalization",
                                "LayerNormalization",
                                "LogSoftmax",
                                "MatMul",
                                "MeanVarianceNormalization",
                                "RMSNormalization",
                                "ReduceL1",
                                "ReduceL2",
                                "ReduceLogSum",
                                "ReduceLogSumExp",
                                "ReduceMean",
                                "ReduceProd",
                                "ReduceSum",
                                "ReduceSumSquare",
                                "RotaryEmbedding",
                                "Softmax",
                                "FeatureVectorizer",
                                "LinearClassifier",
                                "LinearRegressor",
                                "Normalizer",
                                "OneHotEncoder",
                                "SVMClassifier",
                                "SVMRegressor",
                                "Scaler",
                                "TreeEnsemble",
                                "TreeEnsembleClassifier",
                                "TreeEnsembleRegressor"};

/// Operators that get or give sequences and optional values.
constexpr std::array Lists = {"ConcatFromSequence",
                              "Identity",
                              "If",
                              "Loop",
                              "Optional",
                              "OptionalGetElement",
                              "OptionalHasElement",
                              "SequenceAt",
                              "SequenceConstruct",
                              "SequenceEmpty",
                              "SequenceErase",
                              "SequenceInsert",
                              "SequenceLength",
                              "SequenceMap"};

template <typename List> bool has(const List &Names, std::string_view Name) {
  return std::find(Names.begin(), Names.end(), Name) != Names.end();
}

} // namespace

TypeSupport typesOf(std::string_view Operator) {
  bool Any = has(All, Operator);
  return {Any || has(Halves, Operator), Any || has(Doubles, Operator)};
}

bool takesEmpty(std::string_view Operator) {
  // Scales or sizes of an interpolation may be left out in this way.
  return has(All, Operator) || has(Lists, Operator) || Operator == "Resize" ||
         Operator == "Upsample";
}

bool takesLists(std::string_view Operator) { return has(Lists, Operator); }

} // namespace sectile::graph::onnx
