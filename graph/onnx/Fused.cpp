// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Fused.cpp - operators that ONNX Runtime's optimiser fuses ----------===//
//
// Those of com.microsoft, and one of ONNX's own, that are more than a fixed
// sequence of operators: which ones they stand for depends on the node's
// attributes, on the inputs that it has, and on their shapes. Each writes this
// as text (Microsoft.cpp).
//
//===----------------------------------------------------------------------===//

#include "Reader.h"
#include <algorithm>
#include <array>
#include <cstdio>

namespace sectile::graph::onnx {

namespace {

/// A number as an attribute that is a float.
std::string literal(double V) {
  std::array<char, 32> Text{};
  std::snprintf(Text.data(), Text.size(), "%.9e", V);
  return Text.data();
}

std::string listOf(const Shape &S) {
  std::string Text = "{";
  for (int64_t D : S)
    Text += (Text.size() > 1 ? " " : "") + std::to_string(D);
  return Text + "}";
}

/// The text of a body, to which nodes are added.
class Writer {
public:
  explicit Writer(Reader &R) : R(R) {}
  Reader &R;
  std::string Text;

  /// A node, whose result gets a name.
  std::string add(const std::string &Node) {
    return give("t" + std::to_string(Count++), Node);
  }
  std::string give(const std::string &Names, const std::string &Node) {
    Text.append(Names).append(" = ").append(Node).append("; ");
    return Names;
  }
  std::string integers(const Shape &V) {
    return add("Constant[value_ints=" + listOf(V) + "]()");
  }
  std::string integer(int64_t V) {
    return add("Constant[value_int=" + std::to_string(V) + "]()");
  }
  std::string real(double V) {
    return add("Constant[value_float=" + literal(V) + "]()");
  }
  std::string reshape(const std::string &X, const Shape &S) {
    return add("Reshape(" + X + ", " + integers(S) + ")");
  }
  std::string transpose(const std::string &X, const Shape &Order) {
    return add("Transpose[perm=" + listOf(Order) + "](" + X + ")");
  }
  std::string unsqueeze(const std::string &X, const Shape &Axes) {
    return add("Unsqueeze(" + X + ", " + integers(Axes) + ")");
  }
  /// The same elements of the type of another tensor.
  std::string castLike(const std::string &X, const std::string &Like) {
    return add("CastLike(" + X + ", " + Like + ")");
  }
  std::string realLike(double V, const std::string &Like) {
    return castLike(real(V), Like);
  }
  /// 0 where \p Kept is true, elsewhere \p Other.
  std::string zeroWhere(const std::string &Kept, double Other,
                        const std::string &Like) {
    return castLike(
        add("Where(" + Kept + ", " + real(0) + ", " + real(Other) + ")"), Like);
  }
  std::string sliceOf(const std::string &X, int64_t First, int64_t End,
                      int64_t Axis) {
    return "Slice(" + X + ", " + integers({First}) + ", " + integers({End}) +
           ", " + integers({Axis}) + ")";
  }
  /// The heads before the rows: of [batch][row][head][element] in rows.
  std::string splitHeads(const std::string &X, const Shape &S) {
    return transpose(reshape(X, S), {0, 2, 1, 3});
  }
  /// Back from there: [batch][row][all elements].
  std::string joinedHeads(const std::string &X, const Shape &S) {
    return "Reshape(" + transpose(X, {0, 2, 1, 3}) + ", " + integers(S) + ")";
  }
  /// The numbers from 0 on.
  std::string range(int64_t End) {
    return add("Range(" + integer(0) + ", " + integer(End) + ", " + integer(1) +
               ")");
  }
  /// Parts of an axis, whose names are made of a letter and a number.
  std::vector<std::string> split(const std::string &X, int64_t Axis,
                                 const Shape &Sizes) {
    std::vector<std::string> Names;
    std::string All;
    for (size_t I = 0; I < Sizes.size(); ++I) {
      Names.push_back("t" + std::to_string(Count++));
      All += (I ? ", " : "") + Names.back();
    }
    give(All, "Split[axis=" + std::to_string(Axis) + "](" + X + ", " +
                  integers(Sizes) + ")");
    return Names;
  }
  std::string binary(const char *Operator, const std::string &A,
                     const std::string &B) {
    return add(Operator + ("(" + A) + ", " + B + ")");
  }

  const Shape &shape(size_t N) const { return R.shape(R.in(N)); }
  /// Fails if an input has another number of dimensions.
  bool ranks(size_t N, size_t Least, size_t Most) const {
    size_t Rank = shape(N).size();
    return (Rank >= Least && Rank <= Most) ||
           R.fail("has an input " + std::to_string(N) + " of shape " +
                  toString(shape(N)));
  }
  /// Fails if an input or attribute asks for what is not supported.
  bool lacks(size_t N, const char *What) const {
    return !R.has(N) ||
           R.fail(std::string("has ") + What + ", which is not supported");
  }
  bool isOff(const char *Name, int64_t Default = 0) const {
    return R.integer(Name, Default) == Default ||
           R.fail("has the attribute " + inQuotes(Name) +
                  ", which is not supported");
  }
  bool noResult(size_t N) const {
    return !R.wants(N) || R.fail("has a result " + std::to_string(N) +
                                 ", which is not supported");
  }

private:
  int Count = 0;
};

//===----------------------------------------------------------------------===//
// Attention
//===----------------------------------------------------------------------===//

/// What is added to the scores of \p Batch sequences and \p Keys keys: the mask
/// that is input \p N, 0 or the filter's value, and input \p Bias. Empty if
/// there is neither. Both have the type of \p Like.
bool scoreBias(Writer &W, size_t N, const char *Mask, size_t BiasNumber,
               const char *Bias, const char *Like, int64_t Batch, int64_t Keys,
               std::string &To) {
  To = W.R.has(BiasNumber) ? Bias : "";
  double Filter = double(W.R.real("mask_filter_value", -10000.0F));
  if (!W.R.has(N))
    return true;
  const Shape S = W.shape(N);
  std::string Whole = W.add("Cast[to=7](" + std::string(Mask) + ")");
  std::string Kept;
  if (S == Shape{Batch} || S == Shape{2 * Batch}) {
    // Lengths, and where sequences begin.
    std::string Place = W.range(Keys);
    std::vector<std::string> Ends =
        W.split(Whole, 0, Shape(S[0] == Batch ? 1 : 2, Batch));
    Kept = W.binary("Less", Place, W.unsqueeze(Ends[0], {1, 2, 3}));
    if (Ends.size() > 1)
      Kept = W.binary(
          "And", Kept,
          W.binary("GreaterOrEqual", Place, W.unsqueeze(Ends[1], {1, 2, 3})));
  } else if ((S.size() == 2 || S.size() == 3) && S[0] == Batch &&
             S.back() == Keys) {
    Kept = W.binary("Greater", Whole, W.integer(0));
    Kept = W.unsqueeze(Kept, S.size() == 2 ? Shape{1, 2} : Shape{1});
  } else {
    return W.R.fail("has a mask of shape " + toString(S) + " for " +
                    std::to_string(Batch) + " sequences of " +
                    std::to_string(Keys) + " keys, which is not supported");
  }
  std::string Added = W.zeroWhere(Kept, Filter, Like);
  To = To.empty() ? Added : W.binary("Add", Added, To);
  return true;
}

/// The attributes of ONNX's operator.
std::string attentionOf(Reader &R, int64_t Heads, int64_t KeyHeads,
                        bool IsCausal) {
  std::string Text = "Attention[q_num_heads=" + std::to_string(Heads) +
                     ", kv_num_heads=" + std::to_string(KeyHeads) +
                     ", is_causal=" + (IsCausal ? "1" : "0");
  if (auto Scale = double(R.real("scale", 0)); Scale != 0)
    Text += ", scale=" + literal(Scale);
  return Text + "](";
}

bool readHeadCount(Reader &R, const char *Name, int64_t &To) {
  To = R.integer(Name, 0);
  return (To > 0 && To <= 1 << 16) ||
         R.fail("has " + std::to_string(To) + " heads");
}

/// From the product of the input and the weights of all three on: \p Product.
bool selfAttention(Writer &W, const std::string &Product, int64_t Batch,
                   int64_t Length, const Shape &Sizes, size_t Mask, size_t Past,
                   size_t Bias, const char *Like) {
  Reader &R = W.R;
  int64_t Heads = 0;
  if (!readHeadCount(R, "num_heads", Heads) || !W.isOff("do_rotary") ||
      !W.isOff("past_present_share_buffer"))
    return false;
  if (Sizes[0] % Heads != 0 || Sizes[0] != Sizes[1] || Sizes[2] % Heads != 0)
    return R.fail("has hidden sizes of " + toString(Sizes) + " and " +
                  std::to_string(Heads) + " heads");
  std::vector<std::string> Parts = W.split(Product, 2, Sizes);
  int64_t Before = 0;
  std::string Earlier;
  if (R.has(Past)) {
    const Shape P = W.shape(Past);
    if (P.size() != 5 || P[0] != 2)
      return R.fail("has an earlier state of shape " + toString(P));
    Before = P[3];
    std::vector<std::string> States = W.split("past", 0, {1, 1});
    std::string Axes = W.integers({0});
    Earlier = ", " + W.binary("Squeeze", States[0], Axes) + ", " +
              W.binary("Squeeze", States[1], Axes);
  }
  std::string Added;
  if (!scoreBias(W, Mask, "mask", Bias, "attention_bias", Like, Batch,
                 Before + Length, Added))
    return false;
  bool IsCausal = R.integer("unidirectional", 0) != 0;
  W.give(R.wants(1) ? "y, key, value" : "y",
         attentionOf(R, Heads, Heads, IsCausal) + Parts[0] + ", " + Parts[1] +
             ", " + Parts[2] + ", " + Added + Earlier + ")");
  if (R.wants(1)) {
    std::string Key = W.unsqueeze("key", {0});
    std::string Value = W.unsqueeze("value", {0});
    W.give("present", "Concat[axis=0](" + Key + ", " + Value + ")");
  }
  return true;
}

bool attention(Writer &W) {
  Reader &R = W.R;
  if (!W.ranks(0, 3, 3) || !W.ranks(1, 2, 2) ||
      !W.lacks(6, "a length of the earlier state"))
    return false;
  Shape Sizes = R.integers("qkv_hidden_sizes");
  int64_t Width = W.shape(1)[1];
  if (Sizes.empty())
    Sizes.assign(3, Width / 3);
  if (Sizes.size() != 3 || Sizes[0] < 1 || Sizes[2] < 1 || Sizes[0] > Width ||
      Sizes[2] > Width || 2 * Sizes[0] + Sizes[2] != Width)
    return R.fail("has weights of shape " + toString(W.shape(1)) +
                  " for hidden sizes of " + toString(Sizes));
  std::string Product = W.add("MatMul(x, w)");
  if (R.has(2))
    Product = W.binary("Add", Product, "bias");
  return selfAttention(W, Product, W.shape(0)[0], W.shape(0)[1], Sizes, 3, 4, 5,
                       "x");
}

/// The same of integers, whose product is dequantised.
bool quantizedAttention(Writer &W) {
  if (!W.ranks(0, 3, 3) || !W.ranks(1, 2, 2))
    return false;
  int64_t Width = W.shape(1)[1];
  std::string X = W.add("DequantizeLinear(x, xs, xz)");
  std::string Weights = W.add("DequantizeLinear[axis=1](w, ws, wz)");
  std::string Product = W.binary("Add", W.binary("MatMul", X, Weights), "bias");
  return selfAttention(W, Product, W.shape(0)[0], W.shape(0)[1],
                       Shape(3, Width / 3), 5, 8, W.R.inputs(), "bias");
}

/// Queries, keys and values that are apart or in one tensor, and what is added
/// to them.
struct Projections {
  std::string Q, K, V;
  int64_t Batch = 0, Length = 0, Keys = 0;
  bool IsWhole = false; ///< the heads are a dimension
};

/// The \p Count parts of a tensor [batch][length][head][part][element].
std::vector<std::string> unpack(Writer &W, const char *X, const Shape &S,
                                int64_t Count) {
  std::vector<std::string> Parts = W.split(X, 3, Shape(size_t(Count), 1));
  for (std::string &P : Parts)
    P = W.reshape(P, {S[0], S[1], S[2] * S[4]});
  return Parts;
}

bool readProjections(Writer &W, int64_t Heads, Projections &To) {
  Reader &R = W.R;
  const Shape Q = W.shape(0);
  auto Wrong = [&] {
    return R.fail("has queries of shape " + toString(Q) +
                  (R.has(1) ? ", keys of " + toString(W.shape(1)) : "") +
                  (R.has(2) ? ", values of " + toString(W.shape(2)) : "") +
                  " and " + std::to_string(Heads) + " heads");
  };
  if (Q.size() != 3 && Q.size() != 5)
    return Wrong();
  To.Batch = Q[0];
  To.Length = To.Keys = Q[1];
  To.Q = "q";
  To.K = "k";
  To.V = "v";
  int64_t Width = Q.back();
  int64_t ValueWidth = Width;
  if (Q.size() == 5) {
    if (Q[2] != Heads || Q[3] != 3 || R.has(1) || R.has(2))
      return Wrong();
    std::vector<std::string> Parts = unpack(W, "q", Q, 3);
    To.Q = Parts[0];
    To.K = Parts[1];
    To.V = Parts[2];
    Width = ValueWidth = Heads * Q[4];
  } else if (!R.has(1)) {
    return Wrong();
  } else if (const Shape K = W.shape(1); K.size() == 5) {
    if (K[2] != Heads || K[3] != 2 || R.has(2))
      return Wrong();
    std::vector<std::string> Parts = unpack(W, "k", K, 2);
    To.K = Parts[0];
    To.V = Parts[1];
    To.Keys = K[1];
  } else if (!R.has(2) || (K.size() != 3 && K.size() != 4) ||
             W.shape(2).size() != K.size() || Width % Heads != 0) {
    return Wrong();
  } else {
    To.IsWhole = K.size() == 4;
    To.Keys = K[To.IsWhole ? 2 : 1];
    ValueWidth = W.shape(2).back();
  }
  if (R.has(3)) {
    // Keys that are there already have theirs.
    if (W.shape(3) != Shape{2 * Width + (To.IsWhole ? Width : ValueWidth)})
      return R.fail("has a bias of shape " + toString(W.shape(3)));
    std::vector<std::string> Biases =
        W.split("bias", 0, {Width, Width, To.IsWhole ? Width : ValueWidth});
    To.Q = W.binary("Add", To.Q, Biases[0]);
    if (!To.IsWhole) {
      To.K = W.binary("Add", To.K, Biases[1]);
      To.V = W.binary("Add", To.V, Biases[2]);
    }
  }
  if (To.IsWhole)
    To.Q = W.splitHeads(To.Q, {To.Batch, To.Length, Heads, Width / Heads});
  return true;
}

bool multiHeadAttention(Writer &W) {
  Reader &R = W.R;
  int64_t Heads = 0;
  Projections P;
  if (!readHeadCount(R, "num_heads", Heads) || !readProjections(W, Heads, P) ||
      !W.lacks(8, "a length of the earlier state") ||
      !W.lacks(9, "indirections of beams") || !W.noResult(3))
    return false;
  int64_t Before = 0;
  if (R.has(6) != R.has(7))
    return R.fail("has keys of earlier calls without values");
  if (R.has(6)) {
    if (!W.ranks(6, 4, 4) || !W.ranks(7, 4, 4))
      return false;
    Before = W.shape(6)[2];
  }
  std::string Added;
  if (!scoreBias(W, 4, "mask", 5, "attention_bias", "q", P.Batch,
                 Before + P.Keys, Added))
    return false;
  std::string Text =
      attentionOf(R, Heads, Heads, R.integer("unidirectional", 0) != 0) + P.Q +
      ", " + P.K + ", " + P.V + ", " + Added;
  if (R.has(6))
    Text += ", past_key, past_value";
  std::string States =
      R.wants(1) || R.wants(2) ? ", present_key, present_value" : "";
  W.give((P.IsWhole ? "whole" : "y") + States, Text + ")");
  if (P.IsWhole)
    W.give("y", W.joinedHeads("whole", {P.Batch, P.Length, -1}));
  return true;
}

/// The places of the node's queries: lengths less one are data.
std::string placesOf(Writer &W, int64_t Length) {
  std::string First =
      W.binary("Sub", W.add("Cast[to=7](lengths)"), W.integer(Length - 1));
  First = W.binary("Max", First, W.integer(0));
  return W.unsqueeze(First, {1});
}

bool groupQueryAttention(Writer &W) {
  Reader &R = W.R;
  int64_t Heads = 0;
  int64_t KeyHeads = 0;
  bool Ok = readHeadCount(R, "num_heads", Heads) &&
            readHeadCount(R, "kv_num_heads", KeyHeads) && W.ranks(0, 3, 3) &&
            W.lacks(11, "a sink") && W.lacks(12, "quantised keys") &&
            W.lacks(13, "quantised values") && W.isOff("smooth_softmax") &&
            W.isOff("qk_output") && W.noResult(3);
  for (const char *Name : {"k_quant_type", "v_quant_type"})
    if (Ok && R.text(Name, "NONE") != "NONE")
      Ok = R.fail("has quantised keys or values, which are not supported");
  R.ignore("kv_cache_bit_width");
  if (!Ok)
    return false;
  const Shape S = W.shape(0);
  bool IsPacked = !R.has(1);
  int64_t Parts = IsPacked ? Heads + 2 * KeyHeads : Heads;
  int64_t Size = S[2] / Parts;
  Shape KeyShape{S[0], S[1], KeyHeads * Size};
  if (S[2] % Parts != 0 || Size == 0 || R.has(1) != R.has(2) ||
      (!IsPacked && (W.shape(1) != KeyShape || W.shape(2) != KeyShape)) ||
      Heads % KeyHeads != 0 || W.shape(5).size() < 1 ||
      R.tensor(R.in(5)).elements() != S[0])
    return R.fail("has queries of shape " + toString(S) + ", " +
                  std::to_string(Heads) + " heads of queries and " +
                  std::to_string(KeyHeads) +
                  " of keys, and other keys or lengths");
  std::string Q = "q";
  std::string K = "k";
  std::string V = "v";
  if (IsPacked) {
    std::vector<std::string> All =
        W.split("q", 2, {Heads * Size, KeyHeads * Size, KeyHeads * Size});
    Q = All[0];
    K = All[1];
    V = All[2];
  }
  W.give("lengths", "Reshape(seqlens, " + W.integers({S[0]}) + ")");
  std::string Start = placesOf(W, S[1]);
  std::string Places = W.binary("Add", Start, W.range(S[1]));
  if (R.integer("do_rotary", 0) != 0) {
    if (!R.has(7) || !R.has(8))
      return R.fail("rotates without cosines and sines");
    std::string At = R.has(9) ? "places" : Places;
    auto Rotate = [&](std::string &X, int64_t Count) {
      X = W.add("RotaryEmbedding[num_heads=" + std::to_string(Count) +
                ", interleaved=" +
                std::to_string(R.integer("rotary_interleaved", 0) != 0) +
                ", rotary_embedding_dim=" +
                std::to_string(W.shape(7).size() == 2 ? 2 * W.shape(7)[1] : 0) +
                "](" + X + ", cosines, sines, " + At + ")");
    };
    Rotate(Q, Heads);
    Rotate(K, KeyHeads);
  }
  // The result's length is what there was and is new, or what the file says.
  int64_t Before = 0;
  if (R.has(3) != R.has(4))
    return R.fail("has keys of earlier calls without values");
  if (R.has(3)) {
    Shape Expected{S[0], KeyHeads, 0, Size};
    if (!W.ranks(3, 4, 4))
      return false;
    Expected[2] = Before = W.shape(3)[2];
    if (W.shape(3) != Expected || W.shape(4) != Expected)
      return R.fail("has keys or values of earlier calls of shape " +
                    toString(W.shape(3)));
  }
  int64_t Total = Before + S[1];
  if (R.tensor(R.in(6)).isConstant()) {
    std::vector<int64_t> Stated;
    if (!R.integersOf(6, "a total length", Stated))
      return false;
    if (Stated.size() != 1 || Stated[0] < S[1] || Stated[0] > Total)
      return R.fail("has a total length of " + toString(Stated) +
                    ", expected " + std::to_string(S[1]) + " to " +
                    std::to_string(Total));
    Total = std::max(Stated[0], Before);
  }
  std::string At = W.reshape(Start, {S[0]});
  auto Extend = [&](const std::string &Name, const std::string &New,
                    const char *Past) {
    std::string Update = W.splitHeads(New, {S[0], S[1], KeyHeads, Size});
    std::string Zero = W.realLike(0, "q");
    std::string Room = W.binary(
        "Expand", Zero, W.integers({S[0], KeyHeads, Total - Before, Size}));
    if (Total == Before)
      Room = Past;
    else if (R.has(3))
      Room = W.add("Concat[axis=2](" + std::string(Past) + ", " + Room + ")");
    W.give(Name,
           "TensorScatter[axis=2](" + Room + ", " + Update + ", " + At + ")");
  };
  Extend("present_key", K, "past_key");
  Extend("present_value", V, "past_value");
  std::string Keys = W.range(Total);
  std::string Queries = W.unsqueeze(Places, {2});
  std::string Kept = W.binary("LessOrEqual", Keys, Queries);
  if (int64_t Window = R.integer("local_window_size", -1); Window > 0)
    Kept = W.binary(
        "And", Kept,
        W.binary("Greater", W.binary("Add", Keys, W.integer(Window)), Queries));
  Kept = W.unsqueeze(Kept, {1});
  if (R.has(10))
    Kept = W.binary("Add", "attention_bias",
                    W.zeroWhere(Kept, -3e38, "attention_bias"));
  Q = W.splitHeads(Q, {S[0], S[1], Heads, Size});
  std::string Text = attentionOf(R, Heads, KeyHeads, false);
  if (auto Cap = double(R.real("softcap", 0)); Cap != 0)
    Text.insert(Text.size() - 2, ", softcap=" + literal(Cap));
  std::string Whole =
      W.add(Text + Q + ", present_key, present_value, " + Kept + ")");
  W.give("y", W.joinedHeads(Whole, {S[0], S[1], Heads * Size}));
  return true;
}

bool rotaryEmbedding(Writer &W) {
  Reader &R = W.R;
  if (!W.ranks(0, 3, 4) || !W.ranks(1, 1, 2) || !W.ranks(2, 2, 2) ||
      !W.isOff("is_packed_batching"))
    return false;
  if (R.real("scale", 1) != 1)
    return R.fail("has a scale, which is not supported");
  const Shape S = W.shape(0);
  int64_t Rotated = R.integer("rotary_embedding_dim", 0);
  int64_t Heads = R.integer("num_heads", 0);
  // Without a number of heads their size is that of the angles.
  int64_t Size = 2 * W.shape(2)[1];
  if (S.size() == 3 && Heads == 0 && Size > 0)
    Heads = S[2] / Size;
  std::string Places = "places";
  if (W.shape(1).size() == 1) {
    int64_t Length = S[S.size() == 3 ? 1 : 2];
    Places = W.binary("Add", W.reshape("places", {1, 1}), W.range(Length));
    Places = W.binary("Expand", Places, W.integers({S[0], Length}));
  }
  W.give("y",
         "RotaryEmbedding[interleaved, num_heads=" + std::to_string(Heads) +
             ", rotary_embedding_dim=" + std::to_string(Rotated) +
             "](x, cosines, sines, " + Places + ")");
  return true;
}

//===----------------------------------------------------------------------===//
// Normalisation of sums
//===----------------------------------------------------------------------===//

/// \p Operator is that of a sum, with an epsilon of 10^-12 if nothing is said.
std::string normalization(Writer &W, const char *Operator) {
  return std::string(Operator) +
         "[axis=-1, epsilon=" + literal(double(W.R.real("epsilon", 1e-12F))) +
         "](";
}

bool skipNormalization(Writer &W, bool IsCentred) {
  Reader &R = W.R;
  size_t Bias = IsCentred ? 4 : 3;
  std::string Sum = R.has(Bias) ? W.binary("Add", "x", "skip")
                                : W.give("sum", "Add(x, skip)");
  if (R.has(Bias))
    Sum = W.give("sum", "Add(" + Sum + ", bias)");
  bool HasBeta = IsCentred && R.has(3);
  std::string Results = IsCentred && R.wants(1)   ? "y, mean, inverse"
                        : IsCentred && R.wants(2) ? "y, unused, inverse"
                                                  : "y";
  W.give(Results, normalization(W, IsCentred ? "LayerNormalization"
                                             : "RMSNormalization") +
                      Sum + ", gamma" + (HasBeta ? ", beta)" : ")"));
  return true;
}

bool embedNormalization(Writer &W) {
  Reader &R = W.R;
  if (!W.ranks(0, 2, 2) || !W.ranks(2, 2, 2) || !W.ranks(3, 2, 2))
    return false;
  R.ignore("mask_index_type"); // whether there is a second result
  const Shape S = W.shape(0);
  if (!R.has(5) || !R.has(6) || R.has(1) != R.has(4))
    return R.fail("has segments without their embedding, or no scale or bias");
  std::string Places = R.has(8) ? W.add("Gather(place, places)")
                                : W.add(W.sliceOf("place", 0, S[1], 0));
  std::string Sum = W.binary("Add", W.add("Gather(word, ids)"), Places);
  if (R.has(1))
    Sum = W.binary("Add", Sum, W.add("Gather(segment, segments)"));
  W.give("sum", "Identity(" + Sum + ")");
  W.give("y", normalization(W, "LayerNormalization") + "sum, gamma, beta)");
  if (!R.wants(1))
    return true;
  if (R.has(7)) {
    std::string Ones =
        W.binary("Equal", W.add("Cast[to=7](mask)"), W.integer(1));
    W.give("lengths", "ReduceSum[keepdims=0](" +
                          W.add("Cast[to=6](" + Ones + ")") + ", " +
                          W.integers({1}) + ")");
  } else {
    W.give("lengths", "Expand(" + W.add("Cast[to=6](" + W.integer(0) + ")") +
                          ", " + W.integers({S[0]}) + ")");
  }
  return true;
}

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

/// An activation behind an operator, with its parameters.
bool activate(Writer &W, const std::string &X, std::string Name,
              const std::vector<float> &With) {
  auto Attributes = [&](const std::vector<const char *> &Names) {
    std::string Text;
    for (size_t I = 0; I < std::min(Names.size(), With.size()); ++I)
      Text += (I ? ", " : "[") + std::string(Names[I]) + "=" +
              literal(double(With[I]));
    return Text.empty() ? Text : Text + "]";
  };
  std::string Rest = "(" + X + ")";
  if (Name.empty()) {
    Name = "Identity";
  } else if (Name == "Clip" && With.size() == 2) {
    std::string Low = W.realLike(double(With[0]), X);
    std::string High = W.realLike(double(With[1]), X);
    Rest = "(" + X + ", " + Low + ", " + High + ")";
  } else if (Name == "LeakyRelu" || Name == "Elu" ||
             Name == "ThresholdedRelu" || Name == "Celu") {
    Name += Attributes({"alpha"});
  } else if (Name == "HardSigmoid") {
    Name += Attributes({"alpha", "beta"});
  } else if (Name != "Relu" && Name != "Sigmoid" && Name != "Tanh" &&
             Name != "Softplus" && Name != "Softsign") {
    return W.R.fail("has the activation " + inQuotes(Name) +
                    ", which is not supported");
  }
  W.give("y", Name + Rest);
  return true;
}

bool readActivation(Writer &W, const std::string &X) {
  std::vector<float> With = W.R.reals("activation_params");
  return activate(W, X, W.R.text("activation", ""), With);
}

/// Channels first, and back. A tensor without batch and channels is refused by
/// the operator.
std::string moved(Writer &W, const std::string &X, size_t Rank, bool IsLast) {
  Shape Order = allAxes(Rank);
  if (IsLast) // of what is now the second dimension
    std::rotate(Order.begin() + 1, Order.begin() + 2, Order.end());
  else
    std::rotate(Order.begin() + 1, Order.end() - 1, Order.end());
  return W.transpose(X, Order);
}

constexpr const char *ConvAttributes =
    "[auto_pad, dilations, group, kernel_shape, pads, strides](";

/// A convolution, with the channels first or last, what is added to it, and an
/// activation.
bool fusedConv(Writer &W, bool IsLast) {
  if (!W.ranks(0, 3, 5))
    return false;
  size_t Rank = W.shape(0).size();
  std::string Y = W.add(std::string("Conv") + ConvAttributes +
                        (IsLast ? moved(W, "x", Rank, false) : "x") +
                        (W.R.has(2) ? ", w, bias)" : ", w)"));
  if (IsLast)
    Y = moved(W, Y, Rank, true);
  if (W.R.has(3))
    Y = W.binary("Add", Y, "z");
  return readActivation(W, Y);
}

bool lastChannelsPool(Writer &W) {
  if (!W.ranks(0, 3, 5))
    return false;
  size_t Rank = W.shape(0).size();
  std::string Y = W.add("MaxPool[auto_pad, ceil_mode, dilations, kernel_shape, "
                        "pads, strides](" +
                        moved(W, "x", Rank, false) + ")");
  W.give("y", "Identity(" + moved(W, Y, Rank, true) + ")");
  return true;
}

/// A convolution of each channel with what was before, which is kept.
bool causalConv(Writer &W) {
  Reader &R = W.R;
  if (!W.ranks(0, 3, 3) || !W.ranks(1, 3, 3))
    return false;
  const Shape X = W.shape(0);
  int64_t Kept = W.shape(1)[2] - 1;
  std::string Activation = R.text("activation", "none");
  bool IsActive = Activation == "silu" || Activation == "swish";
  if (!IsActive && Activation != "none")
    return R.fail("has the activation " + inQuotes(Activation));
  if (R.has(3) && W.shape(3) != Shape{X[0], X[1], Kept})
    return R.fail("has an earlier state of shape " + toString(W.shape(3)));
  std::string All = "x";
  if (Kept > 0) {
    std::string Before = "past";
    if (!R.has(3))
      Before = W.binary("Expand", W.realLike(0, "x"),
                        W.integers({X[0], X[1], Kept}));
    All = W.add("Concat[axis=2](" + Before + ", x)");
  }
  std::string Y = W.add("Conv[group=" + std::to_string(X[1]) + "](" + All +
                        ", w" + (R.has(2) ? ", bias)" : ")"));
  W.give("y", (IsActive ? "Swish(" : "Identity(") + Y + ")");
  if (R.wants(1))
    W.give("present", W.sliceOf(All, X[2], X[2] + Kept, 2));
  return true;
}

bool fusedGemm(Writer &W) {
  std::string Y = W.add(std::string("Gemm[alpha, beta, transA, transB](a, b") +
                        (W.R.has(2) ? ", c)" : ")"));
  const float None = -1e30F;
  std::vector<float> With;
  for (const char *Name :
       {"activation_alpha", "activation_beta", "activation_gamma"}) {
    float V = W.R.real(Name, None);
    if (V == None)
      break;
    With.push_back(V);
  }
  // All of them, whichever the activation takes.
  W.R.ignore("activation_beta");
  W.R.ignore("activation_gamma");
  return activate(W, Y, W.R.text("activation", ""), With);
}

/// The last two dimensions change places, and the first one goes before them.
std::string transposed(Writer &W, size_t N, const char *Name,
                       const char *Matrix, const char *Batch) {
  bool IsMatrix = W.R.integer(Matrix, 0) != 0;
  bool IsBatch = W.R.integer(Batch, 0) != 0;
  size_t Rank = W.shape(N).size();
  if (Rank < 2 || !(IsMatrix || IsBatch))
    return Name;
  Shape Order = allAxes(Rank);
  // Of [a][b...][c][d] the batch is b... with a before c.
  if (IsBatch)
    std::rotate(Order.begin(), Order.begin() + 1, Order.end() - 1);
  if (IsMatrix)
    std::swap(Order[Rank - 1], Order[Rank - 2]);
  return W.transpose(Name, Order);
}

bool fusedMatMul(Writer &W) {
  std::string A = transposed(W, 0, "a", "transA", "transBatchA");
  std::string B = transposed(W, 1, "b", "transB", "transBatchB");
  std::string Y = W.binary("MatMul", A, B);
  if (auto Alpha = double(W.R.real("alpha", 1)); Alpha != 1)
    Y = W.binary("Mul", Y, W.realLike(Alpha, "a"));
  std::vector<float> With{W.R.real("activation_alpha", 0),
                          W.R.real("activation_beta", 0)};
  W.R.ignore("activation_gamma");
  W.R.ignore("activation_axis");
  return activate(W, Y, W.R.text("activation", ""), With);
}

/// A product of dequantised matrices; a bias is input \p Bias.
bool dequantizedProduct(Writer &W, const std::string &A, size_t Bias) {
  std::string B = W.add("DequantizeLinear[axis=-1](b, bs, bz)");
  bool HasBias = W.R.has(Bias);
  std::string Product = "MatMul(" + A + ", " + B + ")";
  W.give("y", HasBias ? "Add(" + W.add(Product) + ", bias)" : Product);
  return true;
}

bool integerMatMul(Writer &W) {
  return dequantizedProduct(W, W.add("DequantizeLinear[axis=-1](a, as, az)"),
                            6);
}

bool dynamicMatMul(Writer &W) {
  W.give("q, qs, qz", "DynamicQuantizeLinear(a)");
  return dequantizedProduct(W, W.add("DequantizeLinear(q, qs, qz)"), 4);
}

/// The weights of an LSTM, [direction][input][gate], in the order of ONNX's:
/// with one scale, one for each direction, or one for each of its gates.
bool gateWeights(Writer &W, size_t N, const std::string &Name,
                 std::string &To) {
  Reader &R = W.R;
  const Shape S = W.shape(N);
  size_t Scale = N == 1 ? 8 : 10;
  const Shape Scales = W.shape(Scale);
  if (S.size() != 3 || (Scales != Shape{S[0]} && Scales != Shape{S[0], S[2]}) ||
      W.shape(Scale + 1) != Scales)
    return R.fail("has weights, scales and zero points of shapes " +
                  toString(S) + ", " + toString(Scales) + " and " +
                  toString(W.shape(Scale + 1)));
  Shape Repeated{S[0], 1, Scales.size() == 2 ? S[2] : 1};
  auto As = [&](const std::string &X) {
    return W.reshape(W.castLike(X, "x"), Repeated);
  };
  std::string Values = W.castLike(Name, "x");
  Values = W.binary("Sub", Values, As(Name + "z"));
  Values = W.binary("Mul", Values, As(Name + "s"));
  To = W.transpose(Values, {0, 2, 1});
  return true;
}

/// An LSTM whose weights are dequantised; its products are those of floats.
bool quantizedLstm(Writer &W) {
  std::string Weights;
  std::string Recurrent;
  if (!gateWeights(W, 1, "w", Weights) || !gateWeights(W, 2, "r", Recurrent))
    return false;
  std::string Text =
      "LSTM[activation_alpha, activation_beta, activations, clip, direction, "
      "hidden_size, input_forget](x, " +
      Weights + ", " + Recurrent;
  const std::array<const char *, 5> Names = {"bias", "lengths", "hidden",
                                             "cell", "peepholes"};
  size_t Last = 0;
  for (size_t I = 0; I < Names.size(); ++I)
    if (W.R.has(I + 3))
      Last = I + 1;
  for (size_t I = 0; I < Last; ++I)
    Text += std::string(", ") + (W.R.has(I + 3) ? Names[I] : "");
  std::string Results;
  for (size_t N = 0; N < 3; ++N)
    if (W.R.wants(N))
      Results +=
          std::string(N ? ", " : "") + std::array{"y", "y_hidden", "y_cell"}[N];
    else if (N == 0)
      Results = "unused0";
    else if (N == 1 && W.R.wants(2))
      Results += ", unused1";
  W.give(Results, Text + ")");
  return true;
}

/// The \p Rows x \p Columns elements of \p Bits in bytes, of which the first
/// has the lowest bits; what is more of a row is left out.
std::string unpacked(Writer &W, const std::string &X, int64_t Rows,
                     int64_t Columns, int64_t Bits) {
  int64_t Each = 8 / Bits;
  int64_t Bytes = (Columns + Each - 1) / Each;
  std::string All = W.reshape(X, {Rows, Bytes, 1});
  if (Each > 1) {
    std::string Joined;
    for (int64_t I = 0; I < Each; ++I) {
      std::string By = W.add("Cast[to=2](" + W.integer(I * Bits) + ")");
      Joined.append(I ? ", " : "")
          .append(W.binary("BitShift[direction=RIGHT]", All, By));
    }
    std::string Mask = W.add("Cast[to=2](" + W.integer((1 << Bits) - 1) + ")");
    All = W.binary("BitwiseAnd", W.add("Concat[axis=2](" + Joined + ")"), Mask);
  }
  All = W.reshape(All, {Rows, Bytes * Each});
  if (Bytes * Each == Columns)
    return All;
  return W.add(W.sliceOf(All, 0, Columns, 1));
}

/// The zero points of blocks: those of the node, of which \p Columns are in a
/// row, or half of what the elements can be.
std::string zeroPoints(Writer &W, size_t N, int64_t Rows, int64_t Columns,
                       int64_t Bits) {
  if (W.R.has(N))
    return unpacked(W, "zeros", Rows, Columns, Bits);
  std::string Middle = W.add("Cast[to=2](" + W.integer(1 << (Bits - 1)) + ")");
  return W.binary("Expand", Middle, W.integers({Rows, Columns}));
}

bool isPower(Reader &R, int64_t Bits, int64_t Block) {
  if (Bits != 2 && Bits != 4 && Bits != 8)
    return R.fail("has elements of " + std::to_string(Bits) +
                  " bits, expected 2, 4 or 8");
  return (Block >= 16 && Block <= 1 << 16 && (Block & (Block - 1)) == 0) ||
         R.fail("has blocks of " + std::to_string(Block) +
                ", expected a power of 2 from 16 on");
}

bool blockMatMul(Writer &W) {
  Reader &R = W.R;
  int64_t K = R.integer("K", 0);
  int64_t N = R.integer("N", 0);
  int64_t Bits = R.integer("bits", 4);
  int64_t Block = R.integer("block_size", 0);
  R.ignore("accuracy_level"); // how much may be lost: nothing is
  if (!isPower(R, Bits, Block) || !W.lacks(4, "an order of the elements"))
    return false;
  if (K < 1 || N < 1 || K > 1 << 24 || N > 1 << 24)
    return R.fail("has weights of " + std::to_string(K) + " x " +
                  std::to_string(N));
  int64_t Blocks = (K + Block - 1) / Block;
  auto Elements = [&](size_t I) { return R.tensor(R.in(I)).elements(); };
  bool HasReals = R.has(3) && isReal(R.type(R.in(3)));
  int64_t Zeros = HasReals ? N * Blocks : N * ((Blocks * Bits + 7) / 8);
  if (R.type(R.in(1)) != Type::U8 ||
      Elements(1) != N * Blocks * (Block * Bits / 8) ||
      Elements(2) != N * Blocks || (R.has(3) && Elements(3) != Zeros))
    return R.fail("has weights, scales or zero points of shapes " +
                  toString(W.shape(1)) + ", " + toString(W.shape(2)) +
                  (R.has(3) ? ", " + toString(W.shape(3)) : "") + " for " +
                  std::to_string(N) + " x " + std::to_string(Blocks) +
                  " blocks of " + std::to_string(Block));
  std::string Q = unpacked(W, "b", N, Blocks * Block, Bits);
  std::string Scales = W.reshape("scales", {N, Blocks});
  std::string Weights;
  if (HasReals) {
    std::string Zero = W.reshape("zeros", {N, Blocks, 1});
    Weights = W.castLike(Q, "a");
    Weights = W.binary("Sub", W.reshape(Weights, {N, Blocks, Block}), Zero);
    Weights = W.binary("Mul", Weights, W.unsqueeze(Scales, {2}));
    Weights = W.reshape(Weights, {N, Blocks * Block});
  } else {
    std::string Zero = zeroPoints(W, 3, N, Blocks, Bits);
    Weights =
        W.add("DequantizeLinear[axis=1, block_size=" + std::to_string(Block) +
              "](" + Q + ", " + Scales + ", " + Zero + ")");
  }
  if (Blocks * Block != K)
    Weights = W.add(W.sliceOf(Weights, 0, K, 1));
  std::string Product = "MatMul(a, " + W.transpose(Weights, {1, 0}) + ")";
  W.give("y", R.has(5) ? "Add(" + W.add(Product) + ", bias)" : Product);
  return true;
}

/// Rows of a table of blocks; they are dequantised when they are chosen.
bool blockGather(Writer &W) {
  Reader &R = W.R;
  int64_t Bits = R.integer("bits", 4);
  int64_t Block = R.integer("block_size", 128);
  int64_t From = R.integer("gather_axis", 0);
  int64_t Axis = R.integer("quantize_axis", 1);
  if (!W.ranks(0, 2, 2) || !isPower(R, Bits, Block) || !R.axis(From, 2) ||
      !R.axis(Axis, 2))
    return false;
  if (From != 0 || Axis != 1)
    return R.fail("chooses along the axis " + std::to_string(From) +
                  " from blocks along " + std::to_string(Axis) +
                  ", expected 0 and 1");
  const Shape S = W.shape(0);
  // Bytes have several elements each, other types are unpacked.
  bool IsUnpacked = R.hasNibbles(R.in(0));
  int64_t Columns = S[1] * (IsUnpacked ? 1 : 8 / Bits);
  int64_t Blocks = (Columns + Block - 1) / Block;
  bool HasZeros = R.has(3);
  auto Fits = [&](size_t N, int64_t Expected) {
    return W.shape(N) == Shape{S[0], Expected} ||
           R.fail("has a scale or zero point of shape " + toString(W.shape(N)) +
                  ", expected " + toString({S[0], Expected}));
  };
  if (!Fits(2, Blocks) ||
      (HasZeros && !Fits(3, IsUnpacked ? Blocks : (Blocks * Bits + 7) / 8)))
    return false;
  std::string Table =
      IsUnpacked ? "data" : unpacked(W, "data", S[0], Columns, Bits);
  std::string Zeros;
  if (!IsUnpacked)
    Zeros = zeroPoints(W, 3, S[0], Blocks, Bits);
  else if (HasZeros)
    Zeros = "zeros";
  auto Chosen = [&](const std::string &X) {
    return X.empty() ? X : W.add("Gather[axis=0](" + X + ", indices)");
  };
  std::string Values = Chosen(Table);
  std::string Scales = Chosen("scales");
  std::string Zero = Chosen(Zeros);
  W.give("y", "DequantizeLinear[axis=-1, block_size=" + std::to_string(Block) +
                  "](" + Values + ", " + Scales +
                  (Zero.empty() ? "" : ", " + Zero) + ")");
  return true;
}

//===----------------------------------------------------------------------===//
// Elementwise
//===----------------------------------------------------------------------===//

bool biasAdd(Writer &W) {
  W.give("y", "Add(" + W.add("Add(x, bias)") + ", skip)");
  return true;
}

bool biasSplitGelu(Writer &W) {
  Reader &R = W.R;
  if (!W.ranks(0, 3, 3))
    return false;
  int64_t Half = W.shape(0)[2] / 2;
  std::vector<std::string> Parts =
      W.split(W.add("Add(x, bias)"), 2, {Half, W.shape(0)[2] - Half});
  if (2 * Half != W.shape(0)[2])
    return R.fail("has an odd number of elements to split");
  W.give("y", "Mul(" + Parts[0] + ", " + W.add("Gelu(" + Parts[1] + ")") + ")");
  return true;
}

bool groupNorm(Writer &W) {
  Reader &R = W.R;
  if (!W.ranks(0, 3, 5))
    return false;
  size_t Rank = W.shape(0).size();
  bool IsLast = R.integer("channels_last", 1) != 0;
  bool IsActive = R.integer("activation", 0) != 0;
  std::string X = IsLast ? moved(W, "x", Rank, false) : "x";
  std::string Y =
      W.add("GroupNormalization[num_groups=" +
            std::to_string(R.integer("groups", 0)) + ", epsilon=" +
            literal(double(R.real("epsilon", 1e-5F))) + "](" + X + ", " +
            W.castLike("gamma", "x") + ", " + W.castLike("beta", "x") + ")");
  if (IsActive)
    Y = W.add("Swish(" + Y + ")");
  W.give("y", "Identity(" + (IsLast ? moved(W, Y, Rank, true) : Y) + ")");
  return true;
}

} // namespace

std::vector<FusedOperator> fusedOperators() {
  auto Make = [](const char *Name, const char *Inputs, const char *Outputs,
                 auto F) {
    return FusedOperator{Name, Inputs, Outputs,
                         [F](Reader &R, std::string &To) {
                           Writer W(R);
                           bool Ok = F(W);
                           To = std::move(W.Text);
                           return Ok;
                         }};
  };
  auto Centred = [](Writer &W) { return skipNormalization(W, true); };
  auto Simplified = [](Writer &W) {
    return W.noResult(1) && W.noResult(2) && skipNormalization(W, false);
  };
  return {
      Make("Attention", "x,w,?bias,?mask,?past,?attention_bias,?length",
           "y,present", attention),
      Make("BiasAdd", "x,bias,skip", "y", biasAdd),
      Make("BiasSplitGelu", "x,bias", "y", biasSplitGelu),
      Make("CausalConvWithState", "x,w,?bias,?past", "y,present", causalConv),
      Make("DynamicQuantizeLSTM",
           "x,w,r,?bias,?lengths,?hidden,?cell,?peepholes,ws,wz,rs,rz",
           "y,y_hidden,y_cell", quantizedLstm),
      Make("DynamicQuantizeMatMul", "a,b,bs,?bz,?bias", "y", dynamicMatMul),
      Make("EmbedLayerNormalization",
           "ids,?segments,word,place,?segment,gamma,beta,?mask,?places",
           "y,lengths,sum", embedNormalization),
      Make("FusedConv", "x,w,?bias,?z", "y",
           [](Writer &W) { return fusedConv(W, false); }),
      Make("FusedGemm", "a,b,?c", "y", fusedGemm),
      Make("FusedMatMul", "a,b", "y", fusedMatMul),
      Make("FusedMatMulActivation", "a,b", "y", fusedMatMul),
      Make("GatherBlockQuantized", "data,indices,scales,?zeros", "y",
           blockGather),
      Make("GroupNorm", "x,gamma,beta", "y", groupNorm),
      Make("GroupQueryAttention",
           "q,?k,?v,?past_key,?past_value,seqlens,total,?cosines,?sines,"
           "?places,?attention_bias,?sink,?ks,?vs",
           "y,present_key,present_value,scores", groupQueryAttention),
      Make("MatMulIntegerToFloat", "a,b,as,bs,?az,?bz,?bias", "y",
           integerMatMul),
      Make("MatMulNBits", "a,b,scales,?zeros,?order,?bias", "y", blockMatMul),
      Make("MultiHeadAttention",
           "q,?k,?v,?bias,?mask,?attention_bias,?past_key,?past_value,"
           "?length,?beams",
           "y,present_key,present_value,scores", multiHeadAttention),
      Make("NhwcFusedConv", "x,w,?bias,?z", "y",
           [](Writer &W) { return fusedConv(W, true); }),
      Make("NhwcMaxPool", "x", "y", lastChannelsPool),
      Make("QAttention", "x,w,bias,xs,ws,?mask,?xz,?wz,?past", "y,present",
           quantizedAttention),
      Make("RotaryEmbedding", "x,places,cosines,sines", "y", rotaryEmbedding),
      Make("SkipLayerNormalization", "x,skip,gamma,?beta,?bias",
           "y,mean,inverse,sum", Centred),
      Make("SkipSimplifiedLayerNormalization", "x,skip,gamma,?bias",
           "y,mean,inverse,sum", Simplified),
      Make("TransposeMatMul", "a,b", "y", fusedMatMul),
  };
}

} // namespace sectile::graph::onnx
