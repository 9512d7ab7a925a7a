// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- TfliteBuilder.h - what TensorFlow Lite's operators are made of -----===//

#ifndef SECTILE_GRAPH_TFLITE_BUILDER_H
#define SECTILE_GRAPH_TFLITE_BUILDER_H

#include "Builder.h"
#include "Model.h"
#include "Tables.h"
#include "schema_generated.h"
#include <array>
#include <functional>

namespace sectile::graph {

using Code = tflite::BuiltinOperator;
using Activation = tflite::ActivationFunctionType;

/// An operand of linalg.generic: a buffer and the map from loops to its
/// element.
struct Operand {
  std::string Value, MemRef, Map;
  std::string Element; // f32, i8 or i32
};

/// What TensorFlow Lite's operators compute with one element.
class Expression : public Scalars {
public:
  Expression(std::string &Text, unsigned &Next, bool SingleRounding)
      : Scalars(Text, Next), SingleRounding(SingleRounding) {}

  /// An integer element as i32.
  std::string widened(const std::string &X, Type T = Type::I8) {
    return T == Type::I32 ? X : convert("extsi", X, elementOf(T), "i32");
  }
  /// (X * Y + 2^30) / 2^31, rounded down.
  std::string highMultiply(const std::string &X, const std::string &Y) {
    std::string P = op(
        "arith.muli",
        {convert("extsi", X, "i32", "i64"), convert("extsi", Y, "i32", "i64")},
        "i64");
    P = op("arith.addi", {P, constant(int64_t(1) << 30, "i64")}, "i64");
    P = op("arith.shrsi", {P, constant(31, "i64")}, "i64");
    return convert("trunci", P, "i64", "i32");
  }
  /// X / 2^N, halves away from zero.
  std::string roundingShift(const std::string &X, const std::string &N) {
    std::string One = constant(1);
    std::string Mask = op("arith.subi", {op("arith.shli", {One, N}), One});
    std::string Rest = op("arith.andi", {X, Mask});
    std::string Negative =
        convert("extui", compare("slt", X, constant(0)), "i1", "i32");
    std::string Threshold =
        op("arith.addi", {op("arith.shrsi", {Mask, One}), Negative});
    std::string Up =
        convert("extui", compare("sgt", Rest, Threshold), "i1", "i32");
    return op("arith.addi", {op("arith.shrsi", {X, N}), Up});
  }
  std::string multiply(const std::string &X, Scaling S) {
    if (SingleRounding) {
      std::string P =
          op("arith.muli",
             {convert("extsi", X, "i32", "i64"), constant(S.Multiplier, "i64")},
             "i64");
      int64_t Half = int64_t(1) << (30 - S.Shift);
      P = op("arith.addi", {P, constant(Half, "i64")}, "i64");
      P = op("arith.shrsi", {P, constant(31 - S.Shift, "i64")}, "i64");
      return convert("trunci", P, "i64", "i32");
    }
    std::string V = X;
    if (S.left())
      V = op("arith.shli", {V, constant(S.left())});
    V = highMultiply(V, constant(S.Multiplier));
    return S.right() ? roundingShift(V, constant(S.right())) : V;
  }
  /// X * 2^N within 32 bits.
  std::string shiftSaturating(const std::string &X, int64_t N) {
    std::string Wide =
        op("arith.shli",
           {convert("extsi", X, "i32", "i64"), constant(N, "i64")}, "i64");
    Wide = op("arith.maxsi", {Wide, constant(INT32_MIN, "i64")}, "i64");
    Wide = op("arith.minsi", {Wide, constant(INT32_MAX, "i64")}, "i64");
    return convert("trunci", Wide, "i64", "i32");
  }
  /// An i32 within limits, as i8 or i16.
  std::string narrowed(const std::string &X, Limits L, Type T = Type::I8) {
    if (T == Type::I32)
      return X;
    std::string V = op("arith.maxsi", {X, constant(L.Low)});
    V = op("arith.minsi", {V, constant(L.High)});
    return convert("trunci", V, "i32", elementOf(T));
  }

  /// A / B of integers, towards zero; 0 of a division by 0.
  std::string quotient(const std::string &A, const std::string &B,
                       const std::string &T) {
    std::string Zero = constant(0, T);
    std::string None = compare("eq", B, Zero, T);
    std::string Negates = compare("eq", B, constant(-1, T), T);
    // Neither is left to the division, which is not defined of the least.
    std::string Safe =
        select(op("arith.ori", {None, Negates}, "i1"), constant(1, T), B, T);
    std::string Q = op("arith.divsi", {A, Safe}, T);
    Q = select(Negates, op("arith.subi", {Zero, A}, T), Q, T);
    return select(None, Zero, Q, T);
  }

  std::string activated(const std::string &X, Activation A) {
    switch (A) {
    case Activation::RELU:
      return clampedBelow(X, 0);
    case Activation::RELU_N1_TO_1:
      return clampedAbove(clampedBelow(X, -1), 1);
    case Activation::RELU6:
      return clampedAbove(clampedBelow(X, 0), 6);
    default:
      return X;
    }
  }
  /// The nearest i32, halves away from zero; of a NaN 0.
  std::string rounded(const std::string &X) {
    std::string Y = select(compare("oeq", X, X, "f32"), X, real(0), "f32");
    // Beyond, every result is the limit of i8.
    Y = clampedAbove(clampedBelow(Y, -0x1p20F), 0x1p20F);
    std::string Whole = op("math.trunc", {Y}, "f32");
    std::string Rest =
        op("math.absf", {op("arith.subf", {Y, Whole}, "f32")}, "f32");
    std::string Step =
        select(compare("oge", Rest, real(0.5F), "f32"),
               op("math.copysign", {real(1), Y}, "f32"), real(0), "f32");
    return convert("fptosi", addf(Whole, Step), "f32", "i32");
  }

private:
  bool SingleRounding;
};

class TfliteBuilder : protected Builder {
protected:
  explicit TfliteBuilder(const Model &M)
      : Builder(M.Tensors, M.Inputs, M.Outputs), M(M) {}

  const Model &M;
  const Operator *Op = nullptr;

  const Tensor &in(size_t N) const { return M.Tensors[size_t(Op->Inputs[N])]; }
  const Tensor &out() const { return M.Tensors[size_t(Op->Outputs[0])]; }
  bool has(size_t N) const {
    return N < Op->Inputs.size() && Op->Inputs[N] >= 0;
  }
  bool integer() const {
    Type T = in(0).ElementType;
    return T == Type::I8 || T == Type::I16;
  }

  /// Of the first operand: how often its part along the operator's axis is
  /// repeated, how many elements that has, and how many are between them.
  std::array<int64_t, 3> alongAxis() const {
    const Shape &X = in(0).Dims;
    int64_t Outer = 1;
    for (int64_t D = 0; D < Op->Axis; ++D)
      Outer *= X[size_t(D)];
    int64_t Depth = X[size_t(Op->Axis)];
    return {Outer, Depth, in(0).elements() / (Outer * Depth)};
  }

  /// The operator's operands under a shape of the caller's.
  std::string input(size_t N, const Shape &S) {
    return argument(place(Op->Inputs[N]), S, in(N).ElementType);
  }
  std::string output(const Shape &S) { return result(Op->Outputs[0], S); }
  std::string words(const std::vector<int32_t> &V) {
    return argument(constant(V.data(), 4 * V.size()), {int64_t(V.size())},
                    Type::I32);
  }

  using Value = std::pair<std::string, std::string>; // and its memref's type
  Value wordArray(const std::vector<int32_t> &V) {
    return {words(V), memref({int64_t(V.size())}, Type::I32)};
  }
  Value longArray(const std::vector<int64_t> &V) {
    Shape S{int64_t(V.size())};
    return {argument(constant(V.data(), 8 * V.size()), S, Type::I64),
            memref(S, Type::I64)};
  }
  void call(const std::string &Function, const std::vector<Value> &Pointers,
            const std::vector<int64_t> &Numbers);

  using Compute = std::function<std::string(Expression &,
                                            const std::vector<std::string> &In,
                                            const std::string &Old)>;
  void generic(const std::string &Loops, const std::string &Kinds,
               const std::vector<Operand> &In, const Operand &Out,
               const Compute &F);
  void fill(const std::string &Value, const Shape &S, Type T,
            const std::string &With);
  void copy(const std::string &From, const std::string &FromType,
            const std::string &To, const std::string &ToType, const Shape &S,
            Type T);
  std::string part(const std::string &Of, const Shape &Whole, Type T,
                   const Shape &Offsets, const Shape &Sizes, const Shape &Steps,
                   std::string &MemRef);
  void done() { finish(Op->Label); }
  static Operand operand(const std::string &Value, const Shape &S, Type T,
                         const std::string &Map) {
    return {Value, memref(S, T), Map, elementOf(T)};
  }
};

/// The names of so many loops: d0, d1.
std::string loops(size_t Count);
/// As MLIR writes it: [2, 3].
std::string list(const Shape &S);

} // namespace sectile::graph

#endif
