// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Builder.h - what importers write their programs with -----*- C++ -*-===//
//
// An importer derives from Builder and writes one function after the other. The
// builder decides where tensors are, and writes the function that calls the
// others in order.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_GRAPH_BUILDER_H
#define SECTILE_GRAPH_BUILDER_H

#include "Arena.h"
#include "Program.h"
#include <initializer_list>
#include <map>

namespace sectile::graph {

/// A part of one of the blocks of memory.
struct Place {
  enum BlockKind : uint8_t { Weights, Arena, Input, Output } Block;
  size_t Index = 0;   ///< of the buffer, input or output
  int64_t Offset = 0; ///< of weights
  bool operator==(const Place &) const = default;
};

/// MLIR's type of an element, which has no sign; a bool is a byte.
const char *elementOf(Type T);
std::string memref(const Shape &S, Type T);

/// Writes operations on values, one a line, and returns the value's name.
class Scalars {
public:
  Scalars(std::string &Text, unsigned &Next) : Text(Text), Next(Next) {}

  std::string constant(int64_t V, const std::string &T = "i32");
  std::string real(float V);
  std::string wideReal(double V); ///< of f64
  /// As MLIR writes it, by its bits.
  static std::string literal(float V);
  /// An operation whose operands and result have one type.
  std::string op(const std::string &Name, std::initializer_list<std::string> Of,
                 const std::string &T = "i32");
  std::string convert(const std::string &Name, const std::string &X,
                      const std::string &From, const std::string &To);
  std::string compare(const std::string &How, const std::string &X,
                      const std::string &Y, const std::string &T = "i32");
  std::string select(const std::string &If, const std::string &X,
                     const std::string &Y, const std::string &T);
  std::string load(const std::string &From, const std::string &Index,
                   const std::string &MemRef);
  std::string index(const std::string &X);

  std::string clampedBelow(const std::string &X, float Low);
  std::string clampedAbove(const std::string &X, float High);
  std::string fma(const std::string &X, const std::string &Y,
                  const std::string &Z);
  std::string mulf(const std::string &X, const std::string &Y);
  std::string addf(const std::string &X, const std::string &Y);
  /// 2^N for -126 <= N <= 127.
  std::string powerOfTwo(const std::string &N);
  /// e^X, by the sequence of <sectile_math.h>'s.
  std::string exponential(const std::string &X);
  std::string logistic(const std::string &X);
  std::string tanh(const std::string &X);
  std::string line(const std::string &Operation);

private:
  std::string &Text;
  unsigned &Next;
};

class Builder {
protected:
  /// What placement knows of an operator.
  struct Use {
    std::vector<int> Inputs; ///< -1 is an operand left out
    int Output;
    bool Alias; ///< the output is the input under another shape
    /// Its place in the order; that of the first and last of those that are
    /// repeated together.
    size_t First, Last;
    std::vector<int> Further = {}; ///< outputs after the first
  };

  Builder(const std::vector<Tensor> &Tensors, const std::vector<int> &Inputs,
          const std::vector<int> &Outputs)
      : Tensors(Tensors), Inputs(Inputs), Outputs(Outputs),
        Places(Tensors.size()) {}

  const std::vector<Tensor> &Tensors;
  const std::vector<int> &Inputs, &Outputs;
  Program Result;

  // The function that is being written.
  std::string Body;
  size_t Index = 0; ///< of the operator
  unsigned Next = 0;
  Layer Entry;

  /// Decides where each tensor is: one that is only another's shape is the same
  /// buffer, an output is where the caller wants it.
  /// \p Sizes are of those that take other than their plain bytes.
  void placeTensors(const std::vector<Use> &Uses,
                    const std::map<int, int64_t> &Sizes = {});
  Place place(int T) const { return Places[size_t(T)]; }
  Place constant(const void *Data, size_t Bytes);
  Place scratch(int64_t Bytes);
  /// A parameter of the function. \p Advance is how many bytes it moves each
  /// time that a repeated function is called.
  std::string argument(Place P, const Shape &S, Type T, bool Written = false,
                       int64_t Advance = 0);

  /// The parameter of a tensor that the function computes.
  std::string result(int T, const Shape &S);

  /// Begins and ends a function. It is called once, or, with others of the same
  /// group, \p Count times.
  void begin();
  void finish(const std::string &Label, int Group = -1, int64_t Count = 1);
  /// Declares a function that is called.
  void declare(const std::string &Function, const std::string &Types) {
    Declared[Function] = Types;
  }
  /// What is left: outputs that are copies, and the function Entry.
  Program end();

private:
  std::string WeightData;
  std::string Functions;
  std::vector<Interval> Buffers;
  std::vector<Place> Places; // of each tensor
  std::map<std::string, std::string> Declared;
  struct Argument {
    Place From;
    std::string MemRef;
    int64_t Advance;
  };
  std::string Parameters;
  std::vector<Argument> Arguments;
  struct Call {
    std::string Function;
    std::vector<Argument> Arguments;
    int Group;
    int64_t Count;
  };
  std::vector<Call> Calls;

  void writeFunction(const std::string &Name, int Group, int64_t Count);
  void copyOutputs();
};

} // namespace sectile::graph

#endif
