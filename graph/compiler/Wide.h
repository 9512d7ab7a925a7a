// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Wide.h - operators beyond those of f32 and i8 ------------*- C++ -*-===//
//
// Activations of 16 bits, integers that are not quantised, quantised u8 where
// it differs from i8, comparisons and choices, recurrent operators. What is a
// computation of each element is written as linalg operations; what is not
// calls the functions of graph/runtime/wide.h.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_GRAPH_WIDE_H
#define SECTILE_GRAPH_WIDE_H

#include "TfliteBuilder.h"

namespace sectile::graph {

class WideOperators : protected TfliteBuilder {
protected:
  using TfliteBuilder::TfliteBuilder;

  /// Writes the operator's function, if it is one of these.
  bool wide();
  /// Whether products are none of bytes: of activations of 16 bits, or of
  /// weights with a zero point.
  bool hasWideWeights() const {
    return in(0).ElementType == Type::I16 || in(1).ZeroPoint != 0;
  }
  /// The inputs that its function reads, of the others it has copies.
  static std::vector<int> inputsRead(const Operator &Op);

private:
  Type type(size_t N) const { return in(N).ElementType; }
  /// An operand's elements under the loops of a result: dimensions of 1 are
  /// repeated.
  Operand repeated(size_t N, const Shape &Of, const Shape &To);
  void map(const std::vector<Operand> &In, const Shape &S, const Compute &F);
  /// Each element of the result from those of operands that are repeated.
  void broadcast(size_t Count, const Compute &F);
  Value numbers(const std::vector<int64_t> &V) { return longArray(V); }
  Value whole(size_t N);
  Value made(size_t N);
  Value constants(const void *Data, int64_t Count, Type T);
  void before(int64_t &Top, int64_t &Left, bool Transposed) const;

  bool run(void (WideOperators::*Writes)()) {
    (this->*Writes)();
    return true;
  }

  void products();
  void matMul();
  void pools();
  void arithmetic();
  void quantised();
  void unary();
  void sigmoid(const char *Function);
  void softmax();
  void comparison();
  void logical();
  void select();
  void cast();
  void floored();
  void divideBytes();
  void addN();
  void elu();
  void gelu();
  void table(const std::array<int8_t, 256> &Values);
  void gather();
  void gatherNd();
  void embedding();
  void updateSlice();
  void cumsum();
  void rows();
  void svdf();
  void lstm();
  void arg();
  std::string realOf(Expression &E, const std::string &X, Type T);
};

} // namespace sectile::graph

#endif
