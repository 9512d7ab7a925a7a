// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Attention.cpp - operators of transformers --------------------------===//
//
// Products of queries and keys, and rotations of positions. Heads are a
// dimension of their own, or parts of the last one.
//
//===----------------------------------------------------------------------===//

#include "Reader.h"
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace sectile::graph::onnx {

namespace {

constexpr double Infinity = std::numeric_limits<double>::infinity();

/// A tensor as [batch][head][place][element].
struct Heads {
  int Tensor = -1;
  int64_t Batch = 0, Count = 0, Length = 0, Size = 0;
  Shape Strides;
  Shape shape() const { return {Batch, Count, Length, Size}; }
  Access all() const { return {Tensor, 0, Strides}; }
};

Heads wholeHeads(Reader &R, int T) {
  const Shape &S = R.shape(T);
  return {T, S[0], S[1], S[2], S[3], stridesOf(S)};
}

/// Of three dimensions, the last has \p Count heads.
Heads splitHeads(int T, const Shape &S, int64_t Count) {
  int64_t Size = S[2] / Count;
  return {T, S[0], Count, S[1], Size, {S[1] * S[2], Size, S[2], 1}};
}

bool readHeads(Reader &R, size_t N, int64_t Count, Heads &To) {
  const Shape S = R.shape(R.in(N));
  if (S.size() == 4) {
    To = wholeHeads(R, R.in(N));
    return true;
  }
  if (S.size() != 3 || Count < 1 || S[2] % Count != 0)
    return R.fail("has an input of shape " + toString(S) + " and " +
                  std::to_string(Count) + " heads");
  To = splitHeads(R.in(N), S, Count);
  return true;
}

/// A result of the same form as the input.
Heads resultHeads(Reader &R, bool IsSplit, const Shape &S) {
  Shape Whole = IsSplit ? Shape{S[0], S[2], S[1] * S[3]} : S;
  int Y = R.output(0, R.firstType(), Whole);
  return IsSplit ? splitHeads(Y, Whole, S[1]) : wholeHeads(R, Y);
}

//===----------------------------------------------------------------------===//
// Attention
//===----------------------------------------------------------------------===//

/// Keys or values behind those of earlier calls, the node's input \p Past.
bool extend(Reader &R, Heads &Of, size_t Past, size_t Present) {
  if (!R.has(Past) && !R.wants(Present))
    return true;
  Shape S = Of.shape();
  int64_t Before = 0;
  if (R.has(Past)) {
    Shape P = R.shape(R.in(Past));
    if (P.size() == 4)
      Before = std::exchange(P[2], S[2]);
    if (P != S || R.type(R.in(Past)) != R.type(Of.Tensor))
      return R.fail("has keys or values of earlier calls of shape " +
                    toString(R.shape(R.in(Past))) + ", those of this are " +
                    toString(S));
  }
  S[2] += Before;
  int To = R.output(Present, R.type(Of.Tensor), S);
  Shape Strides = stridesOf(S);
  if (R.has(Past)) {
    const Shape P = R.shape(R.in(Past));
    R.copy(P, {To, 0, Strides}, {R.in(Past), 0, stridesOf(P)});
  }
  R.copy(Of.shape(), {To, Before * Strides[2], Strides}, Of.all());
  Of = wholeHeads(R, To);
  return true;
}

/// The mask, [batch][head][query][key] or repeated. What it lacks of keys is
/// masked.
bool readMask(Reader &R, const Shape &Scores, int &To) {
  To = R.in(3);
  Shape S = R.shape(To);
  int64_t Keys = S.empty() ? 1 : S.back();
  if (S.size() >= 1 && S.size() <= 4 && Keys < Scores[3] && Keys != 1) {
    S.back() = Scores[3];
    Type T = R.type(To);
    int Longer = R.temporary(T, S);
    R.fill(Longer, isReal(T) ? Number(-Infinity) : Number(0));
    R.copy(R.shape(To), {Longer, 0, stridesOf(S)},
           {To, 0, stridesOf(R.shape(To))});
    To = Longer;
  }
  int Like = R.temporary(Type::Bool, Scores);
  Shape Fits;
  if (!R.broadcast({To, Like}, Fits))
    return false;
  return Fits == Scores ||
         R.fail("has a mask of shape " + toString(R.shape(R.in(3))) +
                ", expected one that is repeated to " + toString(Scores));
}

struct Attention {
  Reader &R;
  Type T;
  Heads Q, K, V;
  double Scale = 1, Cap = 0;
  bool IsCausal = false;
  int64_t Past = 0;
  int64_t Left = -1, Right = -1; ///< how far keys are from a query, or any
  int64_t Mode = 0;              ///< which of the scores are the fourth result
  Shape S;                       ///< of the scores

  bool read();
  bool scores(int &Masked);
  int softmax(int Scores);
  void products(int Weights);
  /// The fourth result is what there is after a step.
  void keep(int64_t After, int Scores) {
    if (R.wants(3) && Mode == After)
      R.alias(R.output(3, T, S), Scores);
  }
};

bool Attention::read() {
  IsCausal = R.integer("is_causal", 0) != 0;
  int64_t QHeads = R.integer("q_num_heads", 0);
  int64_t KHeads = R.integer("kv_num_heads", 0);
  Mode = R.integer("qk_matmul_output_mode", 0);
  Cap = double(R.real("softcap", 0));
  Left = R.integer("left_window_size", -1);
  Right = R.integer("right_window_size", -1);
  auto Precision = DataType(R.integer("softmax_precision", 0));
  if (Precision != DataType::Undefined && Precision != DataType::Float &&
      typeOf(Precision) != R.statedType(0))
    return R.fail("computes its softmax in " + nameOf(Precision) +
                  ", which is not supported");
  if (!R.isReal(0) || !R.sameTypes(0, 3) || !readHeads(R, 0, QHeads, Q) ||
      !readHeads(R, 1, KHeads, K) || !readHeads(R, 2, KHeads, V))
    return false;
  T = R.firstType();
  if (R.shape(R.in(0)).size() != R.shape(R.in(1)).size() ||
      K.Batch != Q.Batch || V.Batch != Q.Batch || K.Size != Q.Size ||
      V.Count != K.Count || V.Length != K.Length || Q.Count % K.Count != 0)
    return R.fail("has queries, keys and values of shapes " +
                  toString(Q.shape()) + ", " + toString(K.shape()) + " and " +
                  toString(V.shape()));
  if (Mode < 0 || Mode > 3 || !(Cap >= 0))
    return R.fail("has the output mode " + std::to_string(Mode) +
                  " or a cap of " + std::to_string(Cap));
  constexpr int64_t Farthest = int64_t(1) << 31;
  if (Left < -1 || Right < -1 || Left > Farthest || Right > Farthest)
    return R.fail("has windows of " + std::to_string(Left) + " and " +
                  std::to_string(Right));
  // A window to the right of nothing else than what is causal.
  if (IsCausal && Right >= 0)
    Right = -1;
  if (R.has(4) != R.has(5) || (R.has(4) && R.has(6)))
    return R.fail("has keys of earlier calls without values, or also lengths");
  if (R.has(6) &&
      (R.type(R.in(6)) != Type::I64 || R.shape(R.in(6)) != Shape{Q.Batch}))
    return R.fail("has lengths of shape " + toString(R.shape(R.in(6))) +
                  ", expected " + toString(Shape{Q.Batch}));
  Scale = double(R.real("scale", float(1 / std::sqrt(double(Q.Size)))));
  Past = K.Length;
  if (!extend(R, K, 4, 1) || !extend(R, V, 5, 2))
    return false;
  Past = K.Length - Past;
  S = {Q.Batch, Q.Count, Q.Length, K.Length};
  return true;
}

bool Attention::scores(int &Masked) {
  int Products = R.temporary(T, S);
  Shape Strides = stridesOf(S);
  int64_t Group = Q.Count / K.Count; // of queries that have one key
  R.fill(Products, 0);
  R.nest(
      {S[0], K.Count, Group, S[2], S[3], Q.Size},
      {Products,
       0,
       {Strides[0], Group * Strides[1], Strides[1], Strides[2], 1, 0}},
      {{Q.Tensor,
        0,
        {Q.Strides[0], Group * Q.Strides[1], Q.Strides[1], Q.Strides[2], 0, 1}},
       {K.Tensor, 0, {K.Strides[0], K.Strides[1], 0, 0, K.Strides[2], 1}}},
      [&](Nest &N, const auto &X) { return fma(X[0], X[1], old(N, T)); });
  int Scaled = R.temporary(T, S);
  R.map(Scaled, {Products},
        [&](Nest &, const auto &X) { return X[0] * Scale; });
  keep(0, Scaled);
  int Capped = Scaled;
  if (Cap > 0) {
    Capped = R.temporary(T, S);
    R.map(Capped, {Scaled}, [&](Nest &, const auto &X) {
      return hyperbolicTangent(X[0] / Cap) * Cap;
    });
  }
  keep(1, Capped);
  Masked = Capped;
  int Mask = -1;
  if (R.has(3) && !readMask(R, S, Mask))
    return false;
  bool HasWindow = IsCausal || Left >= 0 || Right >= 0;
  if (Mask < 0 && !R.has(6) && !HasWindow) {
    keep(2, Masked);
    return true;
  }
  std::vector<int> In{Capped};
  if (Mask >= 0)
    In.push_back(Mask);
  if (R.has(6)) {
    In.push_back(R.temporary(Type::I64, {Q.Batch, 1, 1, 1}));
    R.alias(In.back(), R.in(6));
  }
  Masked = R.temporary(T, S);
  R.map(Masked, In, [&](Nest &N, const auto &X) {
    Value Y = X[0];
    if (Mask >= 0)
      Y = X[1].T == Type::Bool ? select(X[1], Y, -Infinity)
                               : Y + convert(X[1], T);
    if (R.has(6))
      Y = select(counter(N, 3) < X.back(), Y, -Infinity);
    if (!HasWindow)
      return Y;
    Value Place =
        R.has(6) ? counter(N, 2) + (X.back() - Q.Length) : counter(N, 2) + Past;
    if (Left >= 0)
      Y = select(Place - counter(N, 3) <= Left, Y, -Infinity);
    if (Right >= 0)
      Y = select(counter(N, 3) - Place <= Right, Y, -Infinity);
    return IsCausal ? select(counter(N, 3) <= Place, Y, -Infinity) : Y;
  });
  keep(2, Masked);
  return true;
}

/// Rows of which everything is masked are 0.
int Attention::softmax(int Scores) {
  Shape Kept = S;
  Kept.back() = 1;
  int Most = R.temporary(T, Kept);
  R.reduce(Most, Kept, Scores, -Infinity,
           [](Value Old, Value X) { return larger(Old, X); });
  int Powers = R.temporary(T, S);
  R.map(Powers, {Scores, Most}, [](Nest &, const auto &X) {
    return exponential(X[0] - select(X[1] == -Infinity, 0.0, X[1]));
  });
  int Sum = R.temporary(T, Kept);
  R.reduce(Sum, Kept, Powers, 0, [](Value Old, Value X) { return Old + X; });
  int Weights = R.temporary(T, S);
  R.map(Weights, {Powers, Sum}, [](Nest &, const auto &X) {
    return X[0] / select(X[1] == 0.0, 1.0, X[1]);
  });
  keep(3, Weights);
  return Weights;
}

void Attention::products(int Weights) {
  bool IsSplit = R.shape(R.in(0)).size() == 3;
  Heads Y = resultHeads(R, IsSplit, {S[0], S[1], S[2], V.Size});
  Shape Strides = stridesOf(S);
  int64_t Group = Q.Count / K.Count;
  R.fill(Y.Tensor, 0);
  R.nest(
      {S[0], K.Count, Group, S[2], V.Size, S[3]},
      {Y.Tensor,
       0,
       {Y.Strides[0], Group * Y.Strides[1], Y.Strides[1], Y.Strides[2], 1, 0}},
      {{Weights,
        0,
        {Strides[0], Group * Strides[1], Strides[1], Strides[2], 0, 1}},
       {V.Tensor, 0, {V.Strides[0], V.Strides[1], 0, 0, 1, V.Strides[2]}}},
      [&](Nest &N, const auto &X) { return fma(X[0], X[1], old(N, T)); });
}

bool attention(Reader &R) {
  Attention A{.R = R, .T = Type::F32, .Q = {}, .K = {}, .V = {}, .S = {}};
  int Scores = -1;
  if (!A.read() || !A.scores(Scores))
    return false;
  A.products(A.softmax(Scores));
  return true;
}

//===----------------------------------------------------------------------===//
// LinearAttention
//===----------------------------------------------------------------------===//

/// A state of [keys' elements][values' elements] for each head, to which each
/// step adds the product of its key and value, and which its query reads.
struct LinearAttention {
  Reader &R;
  Heads Q, K, V;
  int64_t Group = 1; ///< of queries that have one key
  bool Decays = false, Corrects = false;
  double Scale = 1;
  Shape S; ///< of the state

  bool read();
  void compute();

  /// Rows of heads, one of each step.
  static Access step(const Heads &Of, Shape Strides) {
    return {Of.Tensor, 0, std::move(Strides), Of.Strides[2]};
  }
  bool readFactors();
  Access Decay, Rate; ///< by loops batch, head, element
};

bool LinearAttention::readFactors() {
  const Shape Steps{Q.Batch, Q.Length};
  auto Read = [&](size_t N, const char *What, bool IsUsed, int64_t Many,
                  int64_t One, Access &To) {
    if (R.has(N) != IsUsed)
      return R.fail(std::string("has ") + (IsUsed ? "no " : "a ") + What);
    if (!IsUsed)
      return true;
    const Shape F = R.shape(R.in(N));
    int64_t Last = F.size() == 3 ? F[2] : 0;
    if ((Last != Many && Last != One) || F != Shape{Steps[0], Steps[1], Last})
      return R.fail(std::string("has a ") + What + " of shape " + toString(F));
    // One for each head, or for each of its elements, or one for all heads.
    int64_t Each = Last / K.Count;
    To = {R.in(N), 0, {Q.Length * Last, Each, Each > 1 ? 1 : 0}, Last};
    return true;
  };
  return Read(4, "decay", Decays, K.Count * K.Size, K.Count, Decay) &&
         Read(5, "rate", Corrects, K.Count, 1, Rate);
}

bool LinearAttention::read() {
  int64_t QHeads = R.integer("q_num_heads", 0);
  int64_t KHeads = R.integer("kv_num_heads", 0);
  std::string Rule = R.text("update_rule", "gated_delta");
  R.ignore("chunk_size"); // of no meaning for the result
  Decays = Rule == "gated" || Rule == "gated_delta";
  Corrects = Rule == "delta" || Rule == "gated_delta";
  if (!Decays && !Corrects && Rule != "linear")
    return R.fail("has the rule " + inQuotes(Rule));
  for (size_t N = 0; N < 3; ++N)
    if (R.shape(R.in(N)).size() != 3)
      return R.fail("has an input of shape " + toString(R.shape(R.in(N))));
  if (!R.isReal(0) || !R.sameTypes(0, 3) || !readHeads(R, 0, QHeads, Q) ||
      !readHeads(R, 1, KHeads, K) || !readHeads(R, 2, KHeads, V))
    return false;
  S = {Q.Batch, K.Count, K.Size, V.Size};
  if (K.Batch != Q.Batch || V.Batch != Q.Batch || K.Length != Q.Length ||
      V.Length != Q.Length || K.Size != Q.Size || Q.Count % K.Count != 0 ||
      (R.has(3) && R.shape(R.in(3)) != S))
    return R.fail(
        "has queries, keys and values of shapes " + toString(Q.shape()) + ", " +
        toString(K.shape()) + " and " + toString(V.shape()) +
        (R.has(3) ? ", and a state of " + toString(R.shape(R.in(3))) : ""));
  Group = Q.Count / K.Count;
  Scale = double(R.real("scale", 0));
  if (Scale == 0)
    Scale = double(float(1 / std::sqrt(double(Q.Size))));
  return readFactors();
}

void LinearAttention::compute() {
  constexpr Type T = Type::F32;
  const Shape Strides = stridesOf(S);
  int State = R.variable(T, S);
  Access All{State, 0, Strides};
  if (R.has(3))
    R.copy(S, All, {R.in(3), 0, Strides});
  else
    R.fill(State, 0);
  int64_t Width = Q.Count * V.Size;
  Heads Y{R.output(0, T, {Q.Batch, Q.Length, Width}),
          Q.Batch,
          Q.Count,
          Q.Length,
          V.Size,
          {Q.Length * Width, V.Size, Width, 1}};
  R.isVariable(Y.Tensor);
  auto Sum = [](Nest &N, const auto &X) {
    return fma(X[0], X[1], old(N, Type::F32));
  };
  Shape Rows{Q.Batch, K.Count, V.Size};
  int Added = R.variable(T, Rows);
  Access Value{Added, 0, stridesOf(Rows)};
  R.repeat(Q.Length);
  if (Decays) {
    Access Factor = Decay;
    Factor.Strides.push_back(0);
    R.nest(S, All, {Factor}, [](Nest &N, const auto &X) {
      return old(N, Type::F32) * exponential(X[0]);
    });
  }
  Access Values = step(V, {V.Strides[0], V.Strides[1], 1});
  if (Corrects) {
    R.fill(Added, 0);
    Shape Loops{Q.Batch, K.Count, V.Size, K.Size};
    Access To = Value;
    To.Strides.push_back(0);
    R.nest(Loops, To,
           {{State, 0, {Strides[0], Strides[1], 1, Strides[2]}},
            step(K, {K.Strides[0], K.Strides[1], 0, 1})},
           Sum);
    R.nest(Rows, Value, {Values, Rate}, [](Nest &N, const auto &X) {
      return X[1] * (X[0] - old(N, Type::F32));
    });
  } else {
    R.copy(Rows, Value, Values);
  }
  R.nest(S, All,
         {step(K, {K.Strides[0], K.Strides[1], 1, 0}),
          {Added, 0, {Value.Strides[0], Value.Strides[1], 0, 1}}},
         Sum);
  Shape Read{Q.Batch, K.Count, Group, V.Size};
  Access Out = step(Y, {Y.Strides[0], Group * Y.Strides[1], Y.Strides[1], 1});
  R.nest(Read, Out, {},
         [](Nest &N, const auto &) { return constant(N, Type::F32, 0); });
  Access Sums = Out;
  Sums.Strides.push_back(0);
  Shape Products = Read;
  Products.push_back(K.Size);
  R.nest(Products, Sums,
         {step(Q, {Q.Strides[0], Group * Q.Strides[1], Q.Strides[1], 0, 1}),
          {State, 0, {Strides[0], Strides[1], 0, 1, Strides[2]}}},
         Sum);
  R.nest(Read, Out, {},
         [&](Nest &N, const auto &) { return old(N, Type::F32) * Scale; });
  R.endRepeat();
  if (R.wants(1)) {
    // Of the type of the earlier state, if there is one.
    bool IsWide = R.has(3) && R.statedType(3) == Type::F32;
    R.alias(R.output(1, T, S, IsWide), State);
  }
}

bool linearAttention(Reader &R) {
  LinearAttention A{
      .R = R, .Q = {}, .K = {}, .V = {}, .S = {}, .Decay = {}, .Rate = {}};
  if (!A.read())
    return false;
  A.compute();
  return true;
}

//===----------------------------------------------------------------------===//
// RotaryEmbedding
//===----------------------------------------------------------------------===//

/// Pairs of elements are rotated by the angles of their places.
bool rotaryEmbedding(Reader &R) {
  Heads X;
  bool IsInterleaved = R.integer("interleaved", 0) != 0;
  int64_t Rotated = R.integer("rotary_embedding_dim", 0);
  if (!R.isReal(0) || !R.sameTypes(0, 3) ||
      !readHeads(R, 0, R.integer("num_heads", 0), X))
    return false;
  if (Rotated == 0)
    Rotated = X.Size;
  int64_t Half = Rotated / 2;
  const Shape C = R.shape(R.in(1));
  bool HasPlaces = R.has(3);
  bool Fits = Rotated > 0 && Rotated <= X.Size && Rotated % 2 == 0 &&
              R.shape(R.in(2)) == C && !C.empty() && C.back() == Half &&
              (HasPlaces ? C.size() == 2 : C == Shape{X.Batch, X.Length, Half});
  if (HasPlaces && (R.shape(R.in(3)) != Shape{X.Batch, X.Length} ||
                    R.type(R.in(3)) != Type::I64))
    Fits = false;
  if (!Fits)
    return R.fail("has cosines of shape " + toString(C) +
                  ", or places, that do not fit an input of shape " +
                  toString(R.shape(R.in(0))));
  Heads Y = resultHeads(R, R.shape(R.in(0)).size() == 3, X.shape());
  // The elements of a pair, and how far from one pair to the next.
  int64_t Second = IsInterleaved ? 1 : Half;
  int64_t Step = IsInterleaved ? 2 : 1;
  Shape Loops{X.Batch, X.Count, X.Length, Half};
  auto Part = [&](const Heads &Of, int64_t Offset, int64_t Stride) {
    return Access{Of.Tensor,
                  Offset,
                  {Of.Strides[0], Of.Strides[1], Of.Strides[2], Stride}};
  };
  auto Rotate = [&](bool IsSecond) {
    std::vector<Access> In{Part(X, 0, Step), Part(X, Second, Step)};
    auto Cache = [&](int T) {
      return Access{
          T, 0, {HasPlaces ? 0 : X.Length * Half, 0, HasPlaces ? 0 : Half, 1}};
    };
    if (HasPlaces)
      In.push_back({R.in(3), 0, {X.Length, 0, 1, 0}});
    else
      In.insert(In.end(), {Cache(R.in(1)), Cache(R.in(2))});
    R.nest(Loops, Part(Y, IsSecond ? Second : 0, Step), In,
           [&](Nest &N, const auto &V) {
             Value Cos;
             Value Sin;
             if (HasPlaces) {
               Value Row = smaller(larger(V[2], 0), C[0] - 1) * Half;
               Cos = R.at(N, Cache(R.in(1)), Row);
               Sin = R.at(N, Cache(R.in(2)), Row);
             } else {
               Cos = V[2];
               Sin = V[3];
             }
             return IsSecond ? fma(Cos, V[1], Sin * V[0])
                             : fma(Cos, V[0], -(Sin * V[1]));
           });
  };
  Rotate(false);
  Rotate(true);
  Loops.back() = X.Size - Rotated;
  if (Loops.back())
    R.copy(Loops, Part(Y, Rotated, 1), Part(X, Rotated, 1));
  return true;
}

} // namespace

OperatorTable attentionOperators() {
  return {
      {"Attention", 3, 7, attention},
      {"LinearAttention", 3, 6, linearAttention},
      {"RotaryEmbedding", 3, 4, rotaryEmbedding},
  };
}

} // namespace sectile::graph::onnx
