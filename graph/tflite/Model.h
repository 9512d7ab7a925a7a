// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Model.h - a TensorFlow Lite model that was checked -------*- C++ -*-===//
//
// readModel() turns the bytes of a file into a model of which everything that
// follows may rely: indices are in range, constants have the size of their
// shape, each operator has operands of a supported type and quantisation, and
// every shape is the one that the operator computes. Whatever is wrong is
// reported with the operator's name, all errors at once.
//
// The compiler and the interpreter share this reader. It decides what a model
// is, and computes nothing of what one computes: they derive paddings,
// multipliers and tables each on its own.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_GRAPH_MODEL_H
#define SECTILE_GRAPH_MODEL_H

#include "Tensor.h"
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sectile::tflite {
enum class BuiltinOperator : int32_t;
enum class Padding : int8_t;
enum class ActivationFunctionType : int8_t;
} // namespace sectile::tflite

namespace sectile::graph {

struct Operator {
  tflite::BuiltinOperator Code;
  std::string Name;        ///< CONV_2D
  std::string Label;       ///< operator 3, CONV_2D 'name of its output'
  std::vector<int> Inputs; ///< indices of tensors; -1 is an operand left out
  std::vector<int> Outputs;

  // Options, where the operator has them.
  tflite::ActivationFunctionType Activation;
  tflite::Padding Padding;
  int64_t StrideH = 1, StrideW = 1;
  int64_t DilationH = 1, DilationW = 1;
  int64_t KernelH = 1, KernelW = 1;
  float Beta = 1;
  float Alpha = 0; ///< of LEAKY_RELU
  int64_t Axis = 0;
  /// CONV_2D, FULLY_CONNECTED and the like of i16: sums have 64 bits, not 32.
  bool WideSums = false;
  bool Exclusive = false, Reverse = false; ///< CUMSUM
  int64_t Rank = 1;                        ///< SVDF: filters of a unit
  bool TimeMajor = false;                  ///< an LSTM: time comes first
  float Clip = 0;                          ///< an LSTM: of its cells, if not 0
  bool TransposesFirst = false, TransposesSecond = false; ///< BATCH_MATMUL
  int64_t BlockSize = 1; ///< of SPACE_TO_DEPTH and DEPTH_TO_SPACE
  bool AlignCorners = false, HalfPixelCenters = false; ///< of a resizing
  bool Approximate = false; ///< GELU by a hyperbolic tangent
  bool Symmetric = false;   ///< MIRROR_PAD repeats the border itself
  /// Reductions and REVERSE_V2: the axes, ascending. TRANSPOSE: the
  /// permutation. PADs and SPACE_TO_BATCH_ND: what is added before each
  /// dimension, BATCH_TO_SPACE_ND: what is dropped there. STRIDED_SLICE: the
  /// first index of each. GATHER: those that are taken. SPLITs: where each
  /// output begins.
  std::vector<int64_t> Indices;
  /// STRIDED_SLICE: the step of each dimension, and how many are taken.
  /// SPACE_TO_BATCH_ND and BATCH_TO_SPACE_ND: the blocks of each dimension.
  std::vector<int64_t> Steps, Counts;
};

struct Model {
  std::vector<Tensor> Tensors;
  std::vector<Operator> Operators; ///< each after those whose results it uses
  std::vector<int> Inputs, Outputs;
  /// Whether products of sums and scales are rounded once, not twice.
  bool SingleRounding = false;
  /// Constants that are not in the file as they are used.
  std::vector<std::unique_ptr<uint8_t[]>> Converted;
};

/// What the command line says of a file.
struct ReadOptions {
  /// If there are any, the shapes of all results are computed anew.
  std::map<std::string, Shape> InputShapes;
  /// Variables are further inputs and outputs, after those of the file. Else
  /// they are zeros, or what CALL_ONCE computes, each time that a model runs.
  bool State = false;
};

/// The model in \p Bytes, which must outlive it. If something is wrong,
/// nothing, and at least one message in \p Errors, without the file's name.
std::optional<Model> readModel(std::string_view Bytes, const ReadOptions &Given,
                               std::vector<std::string> &Errors);

/// The operators that are supported, sorted.
std::vector<std::string> operators();

} // namespace sectile::graph

#endif
