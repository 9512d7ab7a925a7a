// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Reader.h - reads a graph, one operator after the other ---*- C++ -*-===//
//
// What the operators have in hand: the node's inputs and attributes, and
// functions that write nests. A nest on constants that copies or computes
// integers, or that is small, is executed at once and its result is a constant:
// shapes are known, and weights are in the order that the nests want.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_GRAPH_ONNX_READER_H
#define SECTILE_GRAPH_ONNX_READER_H

#include "Format.h"
#include "Model.h"
#include "Quantized.h"
#include "Values.h"
#include <functional>
#include <set>

namespace sectile::graph::onnx {

/// A name from the file, of which nothing unprintable gets to a terminal.
std::string inQuotes(std::string_view Name);

Type typeOf(DataType T);

/// What an operator reads itself, other than f32 and integers.
struct TypeSupport {
  bool Half;   ///< f16 and bf16; else they become f32 first
  bool Double; ///< f64; else it is an error
};
TypeSupport typesOf(std::string_view Operator);
/// The versions of ONNX's own operators that are read.
constexpr int64_t FirstVersion = 1, LastVersion = 28;
/// Whether it reads constants without elements, other than numbers of axes and
/// the like: it divides by no size.
bool takesEmpty(std::string_view Operator);
/// Whether it reads sequences and optional values.
bool takesLists(std::string_view Operator);

/// 0, 1, ...: of a tensor of so many dimensions.
Shape allAxes(size_t Rank);
/// Row by row.
Shape stridesOf(const Shape &S);
/// Of an operand that is repeated along the dimensions that it lacks.
Shape repeatedStrides(const Shape &Operand, const Shape &Result);

class Reader {
public:
  Reader(const Options &O, std::vector<std::string> &Errors)
      : O(O), Errors(Errors) {}
  bool run(const ModelMessage &File);
  Model Result;

  // The node.
  bool fail(const std::string &Text);
  int64_t version() const { return Version; }
  size_t inputs() const { return Node->Inputs.size(); }
  size_t outputs() const { return Node->Outputs.size(); }
  bool has(size_t N) const { return N < Operands.size() && Operands[N] != -1; }
  bool wants(size_t N) const {
    return N < Node->Outputs.size() && !Node->Outputs[N].empty();
  }
  int in(size_t N) const { return Operands[N]; }

  // Sequences, and optional values that are not there, are known when the file
  // is read: a number below -1 stands for a list of operands.
  static bool isList(int T) { return T < -1; }
  /// Fails if an input is a list.
  bool isTensor(size_t N) {
    return !isList(in(N)) ||
           fail("has an input " + std::to_string(N) + " that is no tensor");
  }
  const std::vector<int> &list(int T) const { return Lists[size_t(-2 - T)]; }
  int listOf(std::vector<int> Elements) {
    Lists.push_back(std::move(Elements));
    return -1 - int(Lists.size());
  }
  /// An optional value without one.
  static int nothing() { return -2; }
  /// Whether elements have 4 bits in the file; they are bytes here.
  bool hasNibbles(int T) const { return Nibbles.count(T) != 0; }
  void isNibble(int T) { Nibbles.insert(T); }
  /// The tensor has numbers that stand for strings.
  void standsForText(int T) { Words.insert(T); }
  /// The node's output \p N is what there is already.
  void bind(size_t N, int T) {
    if (wants(N))
      Names[std::string(Node->Outputs[N])] = T;
  }
  const Tensor &tensor(int T) const { return Result.Tensors[size_t(T)]; }
  const Shape &shape(int T) const { return tensor(T).Dims; }
  Type type(int T) const { return tensor(T).ElementType; }
  Type firstType() const { return type(in(0)); }
  /// Of an input that became f32, what it was.
  Type statedType(size_t N) const {
    return Half && type(in(N)) == Type::F32 ? *Half : type(in(N));
  }

  // Attributes; each that is not asked for is an error.
  const Attribute *attribute(const char *Name, int32_t Kind);
  int64_t integer(const char *Name, int64_t Default);
  float real(const char *Name, float Default);
  std::string text(const char *Name, const char *Default);
  std::vector<int64_t> integers(const char *Name);
  std::vector<float> reals(const char *Name);
  void ignore(const char *Name) { Seen.insert(Name); }

  /// A constant's elements; fails if it is none.
  bool integersOf(size_t N, const char *What, std::vector<int64_t> &To);
  bool realsOf(size_t N, const char *What, std::vector<float> &To);
  /// Likewise, of f64, f16 and bf16 as well.
  bool realsOf(size_t N, const char *What, std::vector<double> &To);
  /// A dimension, which counts from the end if it is negative.
  bool axis(int64_t &Axis, size_t Rank);
  /// All of one type.
  bool sameTypes(size_t First, size_t Last);
  bool isReal(size_t N);
  /// The shape of an elementwise result.
  bool broadcast(const std::vector<int> &Of, Shape &To);

  /// Tensors: the node's output \p N, intermediate ones, and constants.
  /// \p IsWide: f32 even if the operator computes f16.
  int output(size_t N, Type T, const Shape &S, bool IsWide = false);
  int temporary(Type T, const Shape &S);
  /// One that repeated nests write: what it begins with is no constant.
  int variable(Type T, const Shape &S) {
    int To = temporary(T, S);
    isVariable(To);
    return To;
  }
  void isVariable(int T) { Written.insert(T); }
  /// The same values in another type that has them, or rounded.
  int converted(int X, Type To);
  int constantTensor(Type T, const Shape &S, std::string Data);
  int integerTensor(const std::vector<int64_t> &V);
  int realTensor(const std::vector<float> &V, const Shape &S);
  int scalarTensor(float V) { return realTensor({V}, {}); }

  // Nests.
  using Body = std::function<Value(Nest &, const std::vector<Value> &)>;
  /// The body gets the elements of the inputs and gives that of the output.
  void nest(const Shape &Loops, Access Out, const std::vector<Access> &In,
            const Body &F);
  /// Of elements of the same place, or repeated.
  void map(int Out, const std::vector<int> &In, const Body &F);
  /// Likewise, with the elementwise nests that the inputs come from.
  void mapWhole(int Out, const std::vector<int> &In, const Body &F) {
    mapInto(shape(Out), {Out, 0, stridesOf(shape(Out))}, In, F);
  }
  /// Likewise, to a part of the output.
  void mapInto(const Shape &Loops, Access Out, const std::vector<int> &In,
               const Body &F) {
    mapNest(Loops, std::move(Out), In, F, true);
  }
  Origins Known;
  void fill(int Out, Number With);
  void copy(const Shape &Loops, Access Out, Access In);
  /// The output is the input, whose elements are in the same order.
  void alias(int Out, int In);
  /// A tensor as one of another shape.
  int viewed(int X, const Shape &S);
  /// A nest whose output's place depends on a register, which \p F sets.
  void scatter(const Shape &Loops, Access Out, const std::vector<Access> &In,
               const std::function<Value(Nest &, const std::vector<Value> &,
                                         Value &Index)> &F);
  /// A reduction. \p Kept has 1 where \p X is reduced.
  void reduce(int Out, const Shape &Kept, int X, Number Start,
              const std::function<Value(Value Old, Value X)> &F);
  /// Reads the nodes of a graph that is an attribute, whose inputs are the
  /// given tensors, and gives its outputs.
  bool inlined(const Attribute &Graph, const std::vector<int> &Inputs,
               std::vector<int> &Outputs);
  /// The node's output \p N is a tensor or a list that there is.
  void giveOutput(size_t N, int T);
  /// The repetition of what follows, up to end().
  void repeat(int64_t Count);
  void endRepeat();
  Value at(Nest &N, Access A, Value Offset) {
    return loadAt(N, Result.Tensors, std::move(A), Offset);
  }

private:
  const Options &O;
  std::vector<std::string> &Errors;
  std::map<std::string, int, std::less<>> Names;
  std::vector<std::vector<int>> Lists{{}}; ///< the first is nothing()
  std::map<std::string, const FunctionMessage *, std::less<>> Functions;
  /// Of the function that is read: the attributes that its nodes refer to.
  const std::map<std::string_view, const Attribute *> *Given = nullptr;
  const NodeMessage *Node = nullptr;
  size_t NodeNumber = 0;
  std::string Outer; ///< labels of the nodes whose graphs are read
  size_t Depth = 0;
  size_t Inlined = 0; ///< effort for graphs that are attributes
  int64_t Version = 0;
  std::vector<int> Operands;
  std::set<std::string, std::less<>> Seen;
  std::set<std::string, std::less<>> Missing; ///< results of what failed
  bool Failed = false;
  int Groups = 0;
  int Group = -1;
  int64_t Count = 1;
  int64_t Bytes = 0; ///< of all tensors
  /// Nests that made a constant, in case that others complete it at run time.
  std::map<int, std::vector<Nest>> Folded;
  std::set<int> Written;
  std::set<int> Nibbles;
  std::set<int> Words;
  /// The type of operands that became f32, and results that will be of it.
  std::optional<Type> Half;
  std::vector<std::pair<size_t, int>> Wide;
  std::optional<Quantized> Moved; ///< of a node that moves integers

  bool error(const std::string &Text) {
    Errors.push_back(Text);
    return false;
  }
  std::string label() const;
  void mapNest(const Shape &Loops, Access Out, const std::vector<int> &In,
               const Body &F, bool Whole);
  Value loaded(Nest &N, int T, bool Whole);
  size_t Levels = 0; ///< of nests in nests
  bool movesIntegers();
  void dequantizeResults();
  void limitSums();
  bool widenOperands();
  void narrowResults();
  bool readSets(const std::vector<OperatorSet> &Sets);
  bool readInputs(const GraphMessage &G);
  bool readInitializer(const TensorMessage &T);
  bool readNode(const NodeMessage &N);
  bool readResolved();
  bool readOperator();
  bool readOperands();
  bool resolve(NodeMessage &N);
  const FunctionMessage *functionOf(const NodeMessage &N) const;
  bool call(const FunctionMessage &F);
  // Microsoft.cpp: functions that no file has to state.
  const FunctionMessage *builtIn(const NodeMessage &N);
  bool state(const NodeMessage &N, FunctionMessage &To);
  bool hasOnlyAttributesOf(const FunctionMessage &F);
  FunctionMessage quantizedConcatenation(size_t Inputs);
  std::deque<FunctionMessage> BuiltIn;
  std::deque<std::string> Texts; ///< names in them
  /// The nodes of a graph or function, whose names are not those outside.
  bool readInner(const std::vector<NodeMessage> &Nodes,
                 const std::vector<std::string_view> &Results,
                 std::vector<int> &Outputs);
  bool enter(size_t Nodes);
  bool readOutputs(const GraphMessage &G);
  int add(Type T, const Shape &S, std::string Name);
  void emit(Nest N);
  bool fold(const Nest &N);
  void removeUnused();

public:
  /// A tensor of the file, or -1 and a message about \p What.
  int constantOf(const TensorMessage &T, const std::string &What);
};

/// The operators of com.microsoft.
std::vector<std::string> builtInOperators();
/// Whether a node is one of them.
bool isBuiltIn(const NodeMessage &N);

/// An operator whose nodes depend on what it has: \p Body writes them.
struct FusedOperator {
  const char *Name;
  const char *Inputs, *Outputs; ///< a ? is before what may be left out
  std::function<bool(Reader &, std::string &)> Body;
};
std::vector<FusedOperator> fusedOperators();

struct OperatorEntry {
  const char *Name;
  size_t Least, Most; ///< inputs
  bool (*Read)(Reader &);
  const char *Domain = "";
};
using OperatorTable = std::vector<OperatorEntry>;
OperatorTable elementwiseOperators();
OperatorTable layoutOperators();
OperatorTable productOperators();
OperatorTable reductionOperators();
OperatorTable recurrentOperators();
OperatorTable samplingOperators();
OperatorTable signalOperators();
OperatorTable controlOperators();
OperatorTable quantizedOperators();
OperatorTable sequenceOperators();
OperatorTable selectionOperators();
OperatorTable textOperators();
OperatorTable trainingOperators();
OperatorTable attentionOperators();
OperatorTable estimatorOperators();

// Shared by operators.
/// Of convolutions and pools along one dimension.
struct Window {
  int64_t Kernel = 1, Stride = 1, Dilation = 1, Before = 0, After = 0;
  int64_t Size = 0; ///< of the result
};
/// Reads strides, dilations, pads and auto_pad for an input N x C x ...
bool windows(Reader &R, const Shape &X, const Shape &Kernel, bool Ceil,
             std::vector<Window> &To);
/// The input with what its windows see beyond its ends. \p Last: the channels
/// of each of \p Groups are the last dimension.
int padded(Reader &R, int X, const std::vector<Window> &W, Number With,
           int64_t Groups, bool Last);
constexpr int64_t Unlimited = int64_t(1) << 62;

} // namespace sectile::graph::onnx

#endif
