// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Evaluator.h - computes one operator after the other ------*- C++ -*-===//
//
// Interpreter.cpp has the operators of f32 and of quantised elements,
// Further.cpp those of other types, with states, and with places that are data.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_GRAPH_EVALUATOR_H
#define SECTILE_GRAPH_EVALUATOR_H

#include "FixedPoint.h"
#include "Interpreter.h"
#include "schema_generated.h"

namespace sectile::graph {

using Code = tflite::BuiltinOperator;
using Activation = tflite::ActivationFunctionType;

// Functions of f32, as docs/models.md defines them.
float exponential(float X);
float sigmoid(float X);
float hyperbolicTangent(float X);
/// NaNs are passed over.
float largest(const float *X, int64_t Count);

/// A tensor of four dimensions.
struct Image {
  int64_t N, H, W, C;
  explicit Image(const Shape &S) : N(S[0]), H(S[1]), W(S[2]), C(S[3]) {}
  int64_t at(int64_t B, int64_t Y, int64_t X, int64_t Channel) const {
    return ((B * H + Y) * W + X) * C + Channel;
  }
};

/// Calls \p F with the position of each element of a shape, in order.
template <typename Function> void forEach(const Shape &S, Function F) {
  Shape At(S.size(), 0);
  for (int64_t I = 0, E = elementsOf(S); I < E; ++I) {
    F(At, I);
    for (size_t D = S.size(); D-- > 0;) {
      if (++At[D] < S[D])
        break;
      At[D] = 0;
    }
  }
}

class Interpreter {
public:
  explicit Interpreter(const Model &M) : M(M), Values(M.Tensors.size()) {}
  std::vector<Bytes> run(const std::vector<Bytes> &Inputs,
                         const Observer &Seen);

private:
  const Model &M;
  std::vector<Bytes> Values;
  const Operator *Op = nullptr;

  const Tensor &tensor(size_t N) const {
    return M.Tensors[size_t(Op->Inputs[N])];
  }
  const Tensor &result() const { return M.Tensors[size_t(Op->Outputs[0])]; }
  bool has(size_t N) const {
    return N < Op->Inputs.size() && Op->Inputs[N] >= 0;
  }
  template <typename T> const T *in(size_t N) const {
    return reinterpret_cast<const T *>(Values[size_t(Op->Inputs[N])].data());
  }
  template <typename T> T *out() {
    return reinterpret_cast<T *>(Values[size_t(Op->Outputs[0])].data());
  }
  /// Whether elements are quantised.
  bool integer() const {
    Type T = tensor(0).ElementType;
    return T == Type::I8 || T == Type::I16;
  }
  Type type(size_t N) const { return tensor(N).ElementType; }
  /// Element of an input, or of another tensor, of any integer type.
  int64_t at(size_t N, int64_t I) const {
    return elementOf(size_t(Op->Inputs[N]), I);
  }
  int64_t elementOf(size_t T, int64_t I) const;
  /// Element of an output.
  void put(int64_t I, int64_t Value, size_t Output = 0);

  float clamped(float X) const;
  /// The fused activation, and the limits of the type.
  int64_t limited(int64_t X) const;
  int64_t scaledSum(int64_t Sum, const Multiplication &By) const;
  int64_t before(int64_t In, int64_t Out, int64_t Kernel, int64_t Dilation,
                 int64_t Stride) const;
  void execute();
  void convolution();
  void transposedConvolution();
  template <typename PlaceOf> void windowSums(bool Depthwise, PlaceOf Place);
  void batchMatMul();
  void resizeBilinear();
  void fullyConnected();
  void pool();
  void elementwise();
  void unary();
  void unaryInteger();
  void softmax();
  void pad();
  void mean();
  void concatenation();
  void transpose();
  void stridedSlice();
  void pack();
  void split();
  void moves();
  void spaceToBatch();
  void reduceToExtreme();
  void arg();
  // Further.cpp.
  bool further();
  template <typename F> void broadcast(F Each);
  void comparison();
  void logical();
  void select();
  void cast();
  void integers();
  void floored();
  void addN();
  void elu();
  void gelu();
  void gatherByData();
  void updateSlice();
  void cumsum();
  void l2Normalization();
  void l2Pool();
  void logSoftmax();
  void svdf();
  void lstm();
  template <typename Function> void take(size_t N, Function Source);
  template <typename Function> void copy(const Shape &From, Function Target);
};

} // namespace sectile::graph

#endif
