// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Model.h - an ONNX model as loop nests --------------------*- C++ -*-===//
//
// readModel() turns an ONNX file into loop nests over tensors of fixed shapes.
// A nest has one statement: it computes one element of one tensor from
// elements of others. There are more than a hundred operators, but only one
// kind of nest, so the compiler and the interpreter both state how a nest is
// executed and nothing else. What an operator means is stated once, in
// the files of this folder, and held to ONNX's own test data.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_GRAPH_ONNX_MODEL_H
#define SECTILE_GRAPH_ONNX_MODEL_H

#include "Tensor.h"
#include <deque>
#include <map>
#include <optional>
#include <string_view>

namespace sectile::graph::onnx {

/// What an instruction computes. Operands have one type, if nothing else is
/// said; registers are f32, f64, i32, i64, u64 or bool.
enum class Code : uint8_t {
  /// The element of In[A]: a narrow integer as i32, u32 as i64, f16 and bf16
  /// as f32.
  Load,
  LoadAt,   ///< the element of In[A], B elements after the access
  Old,      ///< the element that will be overwritten
  Loop,     ///< the counter of loop A, as i64
  Constant, ///< Real, or Integer
  Add,
  Sub,
  Mul,
  Div, ///< of integers towards zero; B is neither 0 nor -1
  Rem, ///< of integers, with A's sign; B is neither 0 nor -1
  Fma, ///< A * B + C, rounded once
  Neg,
  Abs,
  Floor,
  Ceil,
  RoundEven,
  Trunc,
  Sqrt,
  Equal, ///< comparisons are ordered, their result is bool
  Less,
  LessEqual,
  Select, ///< A ? B : C
  And,
  Or,
  Xor,
  ShiftLeft,
  ShiftRight,         ///< with copies of the sign
  ShiftRightUnsigned, ///< with zeros
  Bitcast,            ///< between f32 and i32, f64 and i64
  /// To the type; of reals to integers towards zero, and within the type.
  Convert
};

struct Instruction {
  Code Op;
  Type Result;
  uint32_t A = 0, B = 0, C = 0; ///< registers: numbers of instructions
  int64_t Integer = 0;
  double Real = 0;
};

/// An element: Offset + the sum of the loops' counters times their strides.
struct Access {
  int Tensor = -1;
  int64_t Offset = 0;
  std::vector<int64_t> Strides;
  int64_t Advance = 0; ///< each time that the nest's group is repeated
};

struct Nest {
  std::string Name;  ///< of the operator
  std::string Label; ///< for messages
  size_t Node = 0;
  /// The output is the input under another shape, and nothing is computed.
  bool IsAlias = false;
  std::vector<int64_t> Loops; ///< how often, from the outermost on
  std::vector<Access> In;
  Access Out;
  /// The last is stored: of integers what fits, of reals rounded to the
  /// element's type.
  std::vector<Instruction> Body;
  int64_t OutIndex = -1; ///< the register that is added to where it is stored
  int Group = -1;        ///< of consecutive nests that are repeated together
  int64_t Count = 1;     ///< how often
};

struct Model {
  std::vector<Tensor> Tensors;
  std::vector<Nest> Nests;
  std::vector<int> Inputs, Outputs;
  std::deque<std::string> Storage; ///< of constants that are not in the file
};

/// What the caller says of a model.
struct Options {
  std::map<std::string, Shape> InputShapes;
  /// Of inputs that become constants: the text of a number, for all elements.
  std::map<std::string, std::string> InputValues;
  std::string Folder; ///< where external data are
};

/// The model in \p Bytes, which must outlive it. If something is wrong,
/// nothing, and at least one message in \p Errors, without the file's name.
std::optional<Model> readModel(std::string_view Bytes, const Options &O,
                               std::vector<std::string> &Errors);

/// Whether a file is one of ONNX, by the ending of its name.
inline bool isFile(std::string_view Path) {
  return Path.size() > 5 && Path.substr(Path.size() - 5) == ".onnx";
}

/// Adds NAME=SHAPE, as 1x3x224x224, to the options. Returns what is wrong, or
/// nothing.
std::string addInputShape(const std::string &Text, Options &To);

/// Likewise NAME=NUMBER.
std::string addInputValue(const std::string &Text, Options &To);

/// The operators that are supported, sorted.
std::vector<std::string> operators();

/// An element: of a real type, and of others.
double realOf(Type T, const uint8_t *Data);
int64_t integerOf(Type T, const uint8_t *Data);

/// The bits of a real as f16 or bf16, rounded once, to nearest even.
uint16_t halved(double V, Type To);

/// Executes a nest, on the data of its inputs and of its output.
void execute(const Nest &N, const std::vector<Tensor> &Tensors,
             const std::vector<const uint8_t *> &In, uint8_t *Out,
             int64_t Iteration);

} // namespace sectile::graph::onnx

#endif
