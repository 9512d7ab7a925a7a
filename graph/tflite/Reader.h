// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Reader.h - how a TensorFlow Lite file becomes a model ----*- C++ -*-===//
//
// Of use to the files of this folder alone. Model.cpp reads tensors, operators
// and subgraphs; Checks.cpp and the files beside it check each operator.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_GRAPH_TFLITE_READER_H
#define SECTILE_GRAPH_TFLITE_READER_H

#include "Model.h"
#include "schema_generated.h"
#include <initializer_list>
#include <map>

namespace sectile::graph {

// Its names come after those of this namespace: Model, Tensor and Operator.
using namespace tflite;
using Code = BuiltinOperator;

// Larger models are refused: they would not fit into the machine's memory.
inline constexpr int64_t MostBytes = int64_t(1) << 30;
inline constexpr size_t MostDimensions = 6;
inline constexpr size_t MostTensors = 1 << 16;
// Strides, dilations and windows, so that products with them do not overflow.
inline constexpr int64_t MostWindow = 1 << 15;
// Loops are written out.
inline constexpr unsigned MostIterations = 4096;
inline constexpr unsigned MostDepth = 16; // of calls of subgraphs

/// For messages: in quotes, with nothing unprintable.
std::string quoted(const std::string &Name);

class Reader {
public:
  Reader(const tflite::Model &File, const ReadOptions &Given,
         std::vector<std::string> &Errors, bool Infers)
      : File(File), Given(Given), Errors(Errors), Infers(Infers) {}
  bool run();
  Model Result;

  struct Supported {
    Code Which;
    bool (Reader::*Check)();
  };
  static const std::vector<Supported> &supported();

private:
  /// A subgraph that is being read. One that is called, or repeated, becomes
  /// operators of the model, each time anew.
  struct Scope {
    const SubGraph *Graph = nullptr;
    std::vector<int> Tensors; ///< the model's number of each of its tensors
    std::string Prefix;       ///< of labels
    unsigned Depth = 0;       ///< of calls
  };
  /// What persists from one run to the next: where its value is first, and
  /// where it is after the operators that have been read.
  struct Variable {
    std::string Name;
    int First = -1, Last = -1;
  };

  const tflite::Model &File;
  const ReadOptions &Given;
  std::vector<std::string> &Errors;
  bool Infers;                 ///< shapes of results are not those of the file
  std::vector<bool> Known;     ///< of each tensor, whether it has a value
  std::vector<bool> Variables; ///< whether it is a variable
  std::vector<Variable> States;
  std::map<int, size_t> StateOf; ///< of tensors that are variables or handles
  /// Tensors of subgraphs that are the same in each repetition.
  std::map<std::pair<const SubGraph *, unsigned>, int> Shared;
  /// Tensors whose shape is none, and what is wrong if they are used.
  std::map<int, std::string> Unshaped;
  int64_t Bytes = 0;       ///< of all tensors together
  unsigned Iterations = 0; ///< of loops that were written out

  Scope *Within = nullptr;
  const tflite::Operator *Table = nullptr; // of the operator that is read
  Operator *Op = nullptr;

  bool readTensors(Scope &S, const std::vector<int> &Arguments);
  bool readTensor(const tflite::Tensor &From, const std::string &Label);
  bool readQuantization(const QuantizationParameters &From, Tensor &To,
                        const std::string &Label);
  bool densify(const SparsityParameters &P, const uint8_t *Data, int64_t Size,
               Tensor &T, const std::string &Label);
  bool shaped(int T);
  bool endpoints(const Scope &S);
  bool giveShapes(const Scope &S);
  bool readOperators(Scope &S);
  bool readOperator(const tflite::Operator &From, unsigned Index);
  void unpackNibbles(Tensor &T);
  bool dequantizeWeights();
  std::map<int, int> Dequantized; ///< weights that are f32 for some operators
  void makeSigned(Tensor &T);
  void convertEndpoints();
  int convertedEndpoint(int T, bool In);
  int addTensor(Tensor T, bool IsKnown);
  uint8_t *storage(int64_t Size);
  bool account(const Tensor &T, const std::string &Label);
  bool error(const std::string &Text) {
    Errors.push_back(Text);
    return false;
  }

  // Control.cpp: subgraphs that are called, and variables.
  bool call(int Subgraph, const std::vector<int> &Arguments,
            std::vector<int> &Results);
  bool become(const std::vector<int> &Outputs, const std::vector<int> &Values);
  bool truth(int T, const char *What, bool &Value);
  bool choose(int Then, int Else);
  bool checkIf();
  bool checkWhile();
  bool checkCallOnce();
  bool checkVarHandle();
  bool checkReadVariable();
  bool checkAssignVariable();
  int firstValue(size_t State, const Tensor &Like);
  /// Input N is a variable: the operator takes its value, and its last output
  /// becomes the next one.
  bool state(size_t N, Type T, const Shape &S, const char *What);
  void finishVariables();

  // Fold.cpp: integers that depend on shapes and constants alone.
  bool fold();
  void becomeConstant(int T, const std::vector<int64_t> &Values);

  // Checks of one operator: fail() says what is wrong with it.
  bool fail(const std::string &Text) { return error(Op->Label + ": " + Text); }
  const Tensor &in(size_t N) const {
    return Result.Tensors[size_t(Op->Inputs[N])];
  }
  const Tensor &out() const { return Result.Tensors[size_t(Op->Outputs[0])]; }
  bool check();
  template <typename T> const T *options();
  bool arity(size_t Least, size_t Most);
  /// Types, as a set.
  enum TypeSet : unsigned {
    Real = 1,
    Byte = 2,
    Short = 4,
    Word = 8,
    Long = 16,
    Truth = 32,
    Plain = 64,   ///< u8 that is not quantised
    Signed = 128, ///< i8, not quantised u8
    Quantised = Byte | Short,
    Arithmetic = Real | Quantised,
    Any = Real | Byte | Short | Word | Long | Truth | Plain
  };
  bool typed(const Tensor &T, const char *What, unsigned Set);
  bool quantisedAlike(const Tensor &A, const Tensor &B) const;
  bool broadcast(std::initializer_list<size_t> Operands, Shape &To);
  bool sameTypes(std::initializer_list<size_t> Operands);
  bool noActivation(ActivationFunctionType A);
  static bool isQuantised(Type T) { return T == Type::I8 || T == Type::I16; }
  bool perTensor(const Tensor &T, const char *What);
  bool sameQuantization(const Tensor &A);
  bool resultShape(const Shape &S, size_t Output = 0);
  bool rescaling(double Factor);
  bool average(int64_t Count);
  bool activation(ActivationFunctionType A);
  bool window(tflite::Padding P, int StrideH, int StrideW, int64_t H, int64_t W,
              int DilationH, int DilationW);
  bool windowShape(int64_t Channels);
  bool checkComparison();
  bool checkLogical();
  bool checkSelect();
  bool checkCast();
  bool checkShape();
  bool checkFill();
  bool checkZerosLike();
  bool checkRange();
  bool checkWhere();
  bool checkGatherNd();
  bool checkFloored();
  bool checkCumsum();
  bool checkL2Normalization();
  bool checkLogSoftmax();
  bool checkAddN();
  bool checkEmbedding();
  bool checkUpdateSlice();
  bool checkBroadcastArgs();
  bool checkSvdf();
  bool checkLstm();
  bool checkReduceProduct();
  bool checkDensify();
  bool checkCustom();
  bool constantIndices(size_t N, const char *What, std::vector<int64_t> &To);
  bool weights(const Tensor &W, int64_t Channels, int Dimension);
  bool checkConvolution();
  bool checkTransposeConv();
  bool transposeConv(const Shape &Given, tflite::Padding Pads, int StrideH,
                     int StrideW);
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

/// The operator's options. A table without fields may be left out.
template <typename T> const T *Reader::options() {
  if (const auto *Found = Table->builtin_options_as<T>())
    return Found;
  fail("has no options");
  return nullptr;
}

} // namespace sectile::graph

#endif
