// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Operators.cpp - checks of comparisons, choices and states ----------===//

#include "Reader.h"
#include <algorithm>
#include <cmath>

namespace sectile::graph {

bool Reader::checkComparison() {
  bool Orders = Op->Code != Code::EQUAL && Op->Code != Code::NOT_EQUAL;
  unsigned Set = Real | Byte | Word | Long | (Orders ? 0U : unsigned(Truth));
  Shape S;
  if (!arity(2, 2) || !typed(in(0), "input 0", Set) ||
      !typed(in(1), "input 1", Set) || !typed(out(), "output", Truth) ||
      !broadcast({0, 1}, S))
    return false;
  if (in(0).ElementType != in(1).ElementType)
    return fail("has inputs of different types, expected the same");
  // Bytes are compared after a multiplication by their scale.
  for (size_t N : {size_t(0), size_t(1)})
    if (in(N).ElementType == Type::I8 && in(N).Scales[0] >= 1)
      return fail("has an input with a scale of " +
                  std::to_string(in(N).Scales[0]) + ", expected less than 1");
  return resultShape(S);
}

bool Reader::checkLogical() {
  if (Op->Code == Code::LOGICAL_NOT)
    return arity(1, 1) && typed(in(0), "input", Truth) &&
           typed(out(), "output", Truth) && resultShape(in(0).Dims);
  Shape S;
  return arity(2, 2) && typed(in(0), "input 0", Truth) &&
         typed(in(1), "input 1", Truth) && typed(out(), "output", Truth) &&
         broadcast({0, 1}, S) && resultShape(S);
}

/// SELECT repeats a condition of one dimension along all but the first.
bool Reader::checkSelect() {
  if (!arity(3, 3) || !typed(in(0), "condition", Truth) ||
      !sameQuantization(in(1)) || !sameQuantization(in(2)))
    return false;
  Shape S;
  if (Op->Code == Code::SELECT_V2)
    return broadcast({0, 1, 2}, S) && resultShape(S);
  const Shape &C = in(0).Dims, &X = in(1).Dims;
  bool Fits = C == X || in(0).elements() == 1 ||
              (C.size() == 1 && !X.empty() && C[0] == X[0]);
  if (X != in(2).Dims || !Fits)
    return fail("has inputs of shapes " + toString(C) + ", " + toString(X) +
                " and " + toString(in(2).Dims));
  return resultShape(X);
}

bool Reader::checkCast() {
  return arity(1, 1) && typed(in(0), "input", Any) &&
         typed(out(), "output", Any) && resultShape(in(0).Dims);
}

/// What is known of shapes becomes constants.
bool Reader::checkShape() {
  if (!arity(1, 1) || !typed(out(), "output", Word | Long))
    return false;
  std::vector<int64_t> Values = in(0).Dims;
  if (Op->Code == Code::RANK)
    Values = {int64_t(in(0).Dims.size())};
  if (!resultShape(Op->Code == Code::RANK ? Shape()
                                          : Shape{int64_t(Values.size())}))
    return false;
  becomeConstant(Op->Outputs[0], Values);
  return true;
}

bool Reader::checkFill() {
  Shape S;
  if (!arity(2, 2) || !constantIndices(0, "the shape", S))
    return false;
  if (in(1).elements() != 1)
    return fail("fills with a value of shape " + toString(in(1).Dims));
  if (!sameQuantization(in(1)) || !resultShape(S))
    return false;
  // From here on the first input is the value.
  Op->Inputs = {Op->Inputs[1]};
  return true;
}

bool Reader::checkZerosLike() {
  if (!arity(1, 1) || !sameQuantization(in(0)) || !resultShape(in(0).Dims))
    return false;
  Tensor &Y = Result.Tensors[size_t(Op->Outputs[0])];
  uint8_t *To = storage(Y.bytes());
  std::fill_n(To, Y.bytes(), uint8_t(0));
  // Zeros of the elements, not of what they stand for.
  if (Y.Unsigned)
    std::fill_n(To, Y.bytes(), uint8_t(0x80));
  Y.Data = To;
  Result.Operators.pop_back();
  Op = nullptr;
  return true;
}

bool Reader::checkRange() {
  if (!arity(3, 3) || !typed(out(), "output", Word | Long) ||
      !sameTypes({0, 1, 2}))
    return false;
  int64_t Of[3];
  for (size_t N = 0; N < 3; ++N) {
    if (!in(N).isConstant() || in(N).elements() != 1)
      return fail("has a start, limit or step that is no constant");
    Of[N] = in(N).integer(0);
  }
  std::vector<int64_t> Values;
  if (Of[2] == 0)
    return fail("has a step of 0");
  for (int64_t V = Of[0]; Of[2] > 0 ? V < Of[1] : V > Of[1];) {
    Values.push_back(V);
    if (Values.size() > MostTensors || __builtin_add_overflow(V, Of[2], &V))
      return fail("has a range of more than 65,536 numbers");
  }
  if (Values.empty())
    return fail("has a range without numbers");
  if (!resultShape({int64_t(Values.size())}))
    return false;
  becomeConstant(Op->Outputs[0], Values);
  return true;
}

/// The places of what is true, which are known if the condition is.
bool Reader::checkWhere() {
  if (!arity(1, 1) || !typed(in(0), "condition", Truth) ||
      !typed(out(), "output", Long))
    return false;
  const Tensor &C = in(0);
  if (!C.isConstant())
    return fail("has a condition that is no constant, so that the shape of "
                "its result is not known");
  std::vector<int64_t> Values;
  int64_t Count = 0;
  for (int64_t I = 0; I < C.elements(); ++I) {
    if (!C.Data[I])
      continue;
    ++Count;
    int64_t Rest = I;
    Values.resize(Values.size() + C.Dims.size());
    for (size_t D = C.Dims.size(); D-- > 0; Rest /= C.Dims[D])
      Values[Values.size() - C.Dims.size() + D] = Rest % C.Dims[D];
  }
  if (Values.empty())
    return fail("has a condition that is nowhere true");
  if (!resultShape({Count, int64_t(C.Dims.size())}))
    return false;
  becomeConstant(Op->Outputs[0], Values);
  return true;
}

bool Reader::checkGatherNd() {
  if (!arity(2, 2) || !sameQuantization(in(0)) ||
      !typed(in(1), "list of indices", Word | Long))
    return false;
  const Shape &X = in(0).Dims, &At = in(1).Dims;
  if (At.empty() || X.size() < size_t(At.back()))
    return fail("has indices of shape " + toString(At) +
                " for an input of shape " + toString(X));
  auto Depth = size_t(At.back());
  for (int64_t I = 0; in(1).isConstant() && I < in(1).elements(); ++I) {
    int64_t Index = in(1).integer(I);
    int64_t Size = X[size_t(I) % Depth];
    if (Index < 0 || Index >= Size)
      return fail("takes index " + std::to_string(Index) +
                  " of a dimension of " + std::to_string(Size));
  }
  Shape S(At.begin(), At.end() - 1);
  S.insert(S.end(), X.begin() + ptrdiff_t(Depth), X.end());
  return resultShape(S);
}

bool Reader::checkFloored() {
  Shape S;
  unsigned Set = Real | Word | Long;
  return arity(2, 2) && typed(in(0), "input 0", Set) &&
         typed(in(1), "input 1", Set) && typed(out(), "output", Set) &&
         sameTypes({0, 1}) && broadcast({0, 1}, S) && resultShape(S);
}

bool Reader::checkCumsum() {
  const auto *O = arity(2, 2) ? options<CumsumOptions>() : nullptr;
  std::vector<int64_t> Axis;
  unsigned Set = Real | Signed | Word | Long;
  if (!O || !typed(in(0), "input", Set) || !typed(out(), "output", Set) ||
      !sameTypes({0}) || !constantIndices(1, "the axis", Axis))
    return false;
  if (Axis.size() != 1)
    return fail("has " + std::to_string(Axis.size()) + " axes, expected 1");
  if (!axis(Axis[0], in(0).Dims.size()))
    return false;
  Op->Exclusive = O->exclusive();
  Op->Reverse = O->reverse();
  return (in(0).ElementType != Type::I8 ||
          (rescaling(double(in(0).Scales[0]) / double(out().Scales[0])) &&
           average(in(0).Dims[size_t(Op->Axis)] << 15))) &&
         resultShape(in(0).Dims);
}

bool Reader::checkL2Normalization() {
  const auto *O = arity(1, 1) ? options<L2NormOptions>() : nullptr;
  if (!O || !noActivation(O->fused_activation_function()) ||
      !typed(in(0), "input", Real | Signed) ||
      !typed(out(), "output", Real | Signed) || !sameTypes({0}))
    return false;
  const Tensor &Y = out();
  if (in(0).Dims.empty())
    return fail("has an input without dimensions");
  if (Y.ElementType == Type::I8 &&
      (Y.Scales[0] != 1.0F / 128 || Y.ZeroPoint != 0))
    return fail("has an output with scale " + std::to_string(Y.Scales[0]) +
                " and zero point " + std::to_string(Y.ZeroPoint) +
                ", expected 1/128 and 0");
  if (Y.ElementType == Type::I8 && in(0).Dims.back() > 32768)
    return fail("has " + std::to_string(in(0).Dims.back()) +
                " elements in a row, expected at most 32768 for i8");
  return resultShape(in(0).Dims);
}

bool Reader::checkLogSoftmax() {
  if (!arity(1, 1) || !typed(in(0), "input", Real | Signed) ||
      !typed(out(), "output", Real | Signed) || !sameTypes({0}))
    return false;
  const Tensor &X = in(0), &Y = out();
  if (X.Dims.empty())
    return fail("has an input without dimensions");
  if (X.ElementType == Type::I8) {
    if (Y.Scales[0] != 1.0F / 16 || Y.ZeroPoint != 127)
      return fail("has an output with scale " + std::to_string(Y.Scales[0]) +
                  " and zero point " + std::to_string(Y.ZeroPoint) +
                  ", expected 1/16 and 127");
    if (X.Dims.back() >= 4096)
      return fail("has " + std::to_string(X.Dims.back()) +
                  " classes, expected less than 4096 for i8");
    if (double(X.Scales[0]) * (1 << 26) <= 1)
      return fail("has an input with a scale that is too small");
  }
  return resultShape(X.Dims);
}

bool Reader::checkAddN() {
  if (!arity(1, 64))
    return false;
  for (size_t N = 0; N < Op->Inputs.size(); ++N) {
    if (Op->Inputs[N] < 0)
      return fail("lacks input " + std::to_string(N));
    if (!typed(in(N), "input", Real | Signed) || !sameTypes({N}))
      return false;
    if (in(N).Dims != in(0).Dims || !quantisedAlike(in(N), in(0)))
      return fail("has inputs of different shapes or quantisations");
  }
  if (!typed(out(), "output", Real | Signed))
    return false;
  return (out().ElementType == Type::F32 ||
          rescaling(double(in(0).Scales[0]) / double(out().Scales[0]))) &&
         resultShape(in(0).Dims);
}

/// Rows of a table, of f32 or, of a table of i8, multiplied by its scale.
bool Reader::checkEmbedding() {
  if (!arity(2, 2) || !typed(in(0), "list of rows", Word) ||
      !typed(in(1), "table", Real | Signed) ||
      !typed(out(), "output", Real | Signed))
    return false;
  const Tensor &Rows = in(0), &Of = in(1);
  bool Scales = Of.ElementType == Type::I8 && out().ElementType == Type::F32;
  if (!Scales && !sameQuantization(Of))
    return false;
  if (Scales && Of.ZeroPoint != 0)
    return fail("has a table with a zero point of " +
                std::to_string(Of.ZeroPoint) + ", expected 0");
  if (Rows.Dims.size() != 1 || Of.Dims.size() < 2)
    return fail("has a list of rows of shape " + toString(Rows.Dims) +
                " and a table of shape " + toString(Of.Dims));
  for (int64_t I = 0; Rows.isConstant() && I < Rows.elements(); ++I)
    if (Rows.word(I) < 0 || Rows.word(I) >= Of.Dims[0])
      return fail("takes row " + std::to_string(Rows.word(I)) + " of " +
                  std::to_string(Of.Dims[0]));
  Shape S = Of.Dims;
  S[0] = Rows.Dims[0];
  return resultShape(S);
}

bool Reader::checkUpdateSlice() {
  if (!arity(3, 3) || !sameQuantization(in(0)) || !sameQuantization(in(1)) ||
      !typed(in(2), "list of starts", Word | Long))
    return false;
  const Shape &X = in(0).Dims, &Part = in(1).Dims;
  bool Fits = X.size() == Part.size() && !X.empty() &&
              in(2).Dims == Shape{int64_t(X.size())};
  for (size_t D = 0; Fits && D < X.size(); ++D)
    Fits = Part[D] <= X[D];
  if (!Fits)
    return fail("has inputs of shapes " + toString(X) + ", " + toString(Part) +
                " and " + toString(in(2).Dims));
  return resultShape(X);
}

/// The shape of what two shapes make together.
bool Reader::checkBroadcastArgs() {
  Shape A, B;
  if (!arity(2, 2) || !typed(out(), "output", Word | Long) ||
      !constantIndices(0, "input 0", A) || !constantIndices(1, "input 1", B))
    return false;
  Shape S(std::max(A.size(), B.size()), 1);
  for (const Shape *From : {&A, &B})
    for (size_t I = 0; I < From->size(); ++I) {
      int64_t &D = S[S.size() - From->size() + I];
      int64_t Given = (*From)[I];
      if (D != 1 && Given != 1 && D != Given)
        return fail("has inputs " + toString(A) + " and " + toString(B));
      D = D == 1 ? Given : D;
    }
  if (!resultShape({int64_t(S.size())}))
    return false;
  becomeConstant(Op->Outputs[0], S);
  return true;
}

/// Of integers, with constants alone: what shapes are computed with.
bool Reader::checkReduceProduct() {
  const auto *O = arity(2, 2) ? options<ReducerOptions>() : nullptr;
  if (!O || !typed(in(0), "input", Word | Long) || !sameTypes({0}))
    return false;
  if (!in(0).isConstant() || in(0).Dims.size() != 1)
    return fail("multiplies what is no constant list of i32 or i64");
  uint64_t Product = 1;
  for (int64_t I = 0; I < in(0).elements(); ++I)
    Product *= uint64_t(in(0).integer(I));
  if (!resultShape(O->keep_dims() ? Shape{1} : Shape()))
    return false;
  becomeConstant(Op->Outputs[0], {int64_t(Product)});
  return true;
}

bool Reader::checkSvdf() {
  if (Op->Inputs.size() != 5 || Op->Outputs.size() != 1)
    return fail("has " + std::to_string(Op->Inputs.size()) + " inputs and " +
                std::to_string(Op->Outputs.size()) +
                " outputs, expected 5 and 1");
  for (size_t N : {0, 1, 2, 4})
    if (Op->Inputs[N] < 0)
      return fail("lacks input " + std::to_string(N));
  const auto *O = options<SVDFOptions>();
  if (!O || !activation(O->fused_activation_function()) ||
      !typed(in(0), "input", Real | Signed) ||
      !typed(out(), "output", Real | Signed) || !sameTypes({0}))
    return false;
  const Tensor &X = in(0), &Feature = in(1), &Time = in(2);
  Type T = X.ElementType;
  bool Integer = T == Type::I8;
  if (Feature.ElementType != T || !Feature.isConstant() || !Time.isConstant() ||
      (Integer ? Time.ElementType != Type::I8 && Time.ElementType != Type::I16
               : Time.ElementType != T) ||
      !perTensor(Feature, "weights") || !perTensor(Time, "weights") ||
      Feature.ZeroPoint != 0 || Time.ZeroPoint != 0)
    return fail("has weights of another type than the input, of time i8 or "
                "i16, or that are no constants with one scale and zero point "
                "0");
  Op->Rank = O->rank();
  if (X.Dims.size() != 2 || Feature.Dims.size() != 2 || Time.Dims.size() != 2 ||
      Feature.Dims[1] != X.Dims[1] || Time.Dims[0] != Feature.Dims[0] ||
      Op->Rank < 1 || Feature.Dims[0] % Op->Rank != 0)
    return fail("has input and weights of shapes " + toString(X.Dims) + ", " +
                toString(Feature.Dims) + " and " + toString(Time.Dims) +
                " with rank " + std::to_string(Op->Rank));
  int64_t Batch = X.Dims[0];
  int64_t Filters = Feature.Dims[0];
  int64_t Units = Filters / Op->Rank;
  if (Op->Inputs[3] >= 0) {
    const Tensor &B = in(3);
    if (B.ElementType != (Integer ? Type::I32 : Type::F32) || !B.isConstant() ||
        B.elements() != Units)
      return fail("has a bias that is no constant of " + std::to_string(Units) +
                  (Integer ? " i32" : " f32") + " elements");
  }
  Type OfState = Time.ElementType;
  if (Integer) {
    const Tensor &State = in(4);
    if (State.Scales.size() != 1)
      return fail("has a state without a scale");
    if (!rescaling(double(X.Scales[0]) * double(Feature.Scales[0]) /
                   double(State.Scales[0])) ||
        !rescaling(double(State.Scales[0]) * double(Time.Scales[0]) /
                   double(out().Scales[0])))
      return false;
  }
  return resultShape({Batch, Units}) &&
         state(4, OfState, {Batch, Time.Dims[1] * Filters}, "a state");
}

bool Reader::checkLstm() {
  if (Op->Inputs.size() != 20 && Op->Inputs.size() != 24)
    return fail("has " + std::to_string(Op->Inputs.size()) +
                " inputs, expected 24");
  if (Op->Outputs.size() != 1)
    return fail("has " + std::to_string(Op->Outputs.size()) +
                " outputs, expected 1");
  for (size_t N = 0; N < Op->Inputs.size(); ++N) {
    bool Needed = N <= 8 || (N >= 12 && N <= 15) || N == 18 || N == 19;
    if (Needed && Op->Inputs[N] < 0)
      return fail("lacks input " + std::to_string(N));
    if (!Needed && Op->Inputs[N] >= 0)
      return fail("has peephole connections, a projection or a layer "
                  "normalisation, which are not supported");
  }
  const auto *O = options<UnidirectionalSequenceLSTMOptions>();
  if (!O)
    return false;
  if (O->fused_activation_function() != ActivationFunctionType::TANH)
    return fail("has another activation than TANH");
  Op->TimeMajor = O->time_major();
  Op->Clip = O->cell_clip();
  if (!(Op->Clip >= 0) || !std::isfinite(Op->Clip))
    return fail("has cells that are clipped at " + std::to_string(Op->Clip));
  const Tensor &X = in(0);
  if (!typed(X, "input", Real | Signed | Short) ||
      !typed(out(), "output", Real | Signed | Short) || !sameTypes({0}))
    return false;
  if (X.Dims.size() != 3 || in(1).Dims.size() != 2)
    return fail("has input and weights of shapes " + toString(X.Dims) +
                " and " + toString(in(1).Dims));
  Type T = X.ElementType;
  Type OfWeights = T == Type::F32 ? T : Type::I8;
  Type OfBias = T == Type::F32 ? T : T == Type::I8 ? Type::I32 : Type::I64;
  int64_t Inputs = X.Dims[2];
  int64_t Units = in(1).Dims[0];
  int64_t Batch = X.Dims[Op->TimeMajor ? 1 : 0];
  for (size_t N = 1; N <= 8; ++N) {
    const Tensor &W = in(N);
    Shape S{Units, N <= 4 ? Inputs : Units};
    if (W.ElementType != OfWeights || !W.isConstant() || W.ZeroPoint != 0 ||
        W.Unsigned || W.Dims != S)
      return fail("has weights that are no constant " +
                  std::string(toString(OfWeights)) + " of shape " +
                  toString(S) + " with zero point 0, as input " +
                  std::to_string(N));
    if (!perTensor(W, "weights"))
      return false;
  }
  for (size_t N = 12; N <= 15; ++N)
    if (in(N).ElementType != OfBias || !in(N).isConstant() ||
        in(N).Dims != Shape{Units})
      return fail("has a bias that is no constant " +
                  std::string(toString(OfBias)) + " of shape " +
                  std::to_string(Units));
  for (size_t N = 12; N <= 15 && OfBias == Type::I64; ++N)
    for (int64_t U = 0; U < Units; ++U)
      if (std::abs(double(in(N).integer(U))) >= double(int64_t(1) << 46))
        return fail("has a bias of " + std::to_string(in(N).integer(U)) +
                    ", expected less than 2^46");
  if (T != Type::F32) {
    const Tensor &Hidden = in(18), &Cell = in(19);
    // Its elements become the output's as they are.
    if (Hidden.Scales.size() != 1)
      return fail("has an output state without a scale");
    int Power = 0;
    if (Cell.Scales.size() != 1 || std::frexp(Cell.Scales[0], &Power) != 0.5F ||
        Power - 1 < -24 || Power - 1 > 0)
      return fail("has cells whose scale is no power of 2 from 2^-24 to 1");
    // A sum of 64 bits is multiplied by 15, of 32 bits by 31.
    double Most = T == Type::I16 ? 128 : 1 << 30;
    for (size_t N = 1; N <= 8; ++N) {
      double Ratio = double((N <= 4 ? X : Hidden).Scales[0]) *
                     double(in(N).Scales[0]) * 4096;
      if (Ratio >= Most)
        return fail("has scales whose ratio is " + std::to_string(Ratio) +
                    ", expected less than " + std::to_string(Most));
    }
    if (!rescaling(1.0 / (1 << 30) / double(Cell.Scales[0])) ||
        !rescaling(1.0 / (1 << 30) / double(Hidden.Scales[0])))
      return false;
  }
  Shape S{X.Dims[0], X.Dims[1], Units};
  return resultShape(S) && state(18, T, {Batch, Units}, "an output state") &&
         state(19, T == Type::F32 ? T : Type::I16, {Batch, Units},
               "a cell state");
}

} // namespace sectile::graph
