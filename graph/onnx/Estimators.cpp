// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Estimators.cpp - the operators of ai.onnx.ml -----------------------===//
//
// What converters of scikit-learn, XGBoost and LightGBM write: linear models,
// trees, support vectors, and operators that prepare their inputs. The
// machine has no strings: labels that are strings are their numbers in the
// list of labels. Trees and votes follow ONNX Runtime where ONNX is vague.
//
//===----------------------------------------------------------------------===//

#include "Reader.h"
#include <algorithm>
#include <array>
#include <limits>

namespace sectile::graph::onnx {

namespace {

constexpr const char *Domain = "ai.onnx.ml";

std::string sizeOf(const std::vector<int64_t> &V) {
  return std::to_string(V.size());
}

//===----------------------------------------------------------------------===//
// Inputs
//===----------------------------------------------------------------------===//

/// The input as rows of reals; one of one dimension is one row.
bool readRows(Reader &R, int &X, int64_t &Rows, int64_t &Columns,
              bool IsWide = false) {
  const Shape S = R.shape(R.in(0));
  if (S.empty() || S.size() > 2)
    return R.fail("has an input of shape " + toString(S) +
                  ", expected 1 or 2 dimensions");
  if (R.firstType() == Type::Bool)
    return R.fail("has an input of type bool");
  Rows = S.size() == 2 ? S[0] : 1;
  Columns = S.back();
  bool IsDouble = IsWide && R.firstType() == Type::F64;
  X = R.viewed(R.converted(R.in(0), IsDouble ? Type::F64 : Type::F32),
               {Rows, Columns});
  return true;
}

/// A constant for each column, of which the attribute may state one for all.
bool readColumns(Reader &R, const char *Name, int64_t Columns, int &To) {
  std::vector<float> V = R.reals(Name);
  if (V.size() != 1 && int64_t(V.size()) != Columns)
    return R.fail("has " + std::to_string(V.size()) + " numbers as " +
                  inQuotes(Name) + ", expected 1 or " +
                  std::to_string(Columns));
  auto Size = int64_t(V.size());
  To = R.realTensor(V, {Size});
  return true;
}

bool scaler(Reader &R) {
  const Shape S = R.shape(R.in(0));
  int Offset = -1;
  int Scale = -1;
  if (S.empty() || R.firstType() == Type::Bool)
    return R.fail("has an input that is a scalar, or bool");
  if (!readColumns(R, "offset", S.back(), Offset) ||
      !readColumns(R, "scale", S.back(), Scale))
    return false;
  R.map(R.output(0, Type::F32, S),
        {R.converted(R.in(0), Type::F32), Offset, Scale},
        [](Nest &, const auto &V) { return (V[0] - V[1]) * V[2]; });
  return true;
}

bool binarizer(Reader &R) {
  float Threshold = R.real("threshold", 0);
  Type T = R.firstType();
  R.map(R.output(0, T, R.shape(R.in(0))), {R.in(0)}, [&](Nest &N, auto &V) {
    // Integers become reals, as the threshold is one.
    Value X = isReal(T) ? V[0] : convert(V[0], Type::F32);
    return select(X > Threshold, constant(N, V[0].T, 1),
                  constant(N, V[0].T, 0));
  });
  return true;
}

/// Rows divided by a norm, or as they are if it is 0.
bool normalizer(Reader &R) {
  std::string Norm = R.text("norm", "MAX");
  int X = -1;
  int64_t Rows = 0;
  int64_t Columns = 0;
  if (!readRows(R, X, Rows, Columns))
    return false;
  if (Norm != "MAX" && Norm != "L1" && Norm != "L2")
    return R.fail("has the norm " + inQuotes(Norm));
  Shape Kept{Rows, 1};
  int By = R.temporary(Type::F32, Kept);
  bool IsMax = Norm == "MAX";
  R.reduce(By, Kept, X, IsMax ? leastOf(Type::F32) : Number(0),
           [&](Value Old, Value V) {
             if (IsMax)
               return larger(Old, V);
             return Norm == "L1" ? Old + unary(Code::Abs, V) : fma(V, V, Old);
           });
  R.map(R.output(0, Type::F32, R.shape(R.in(0))), {X, By},
        [&](Nest &, const auto &V) {
          Value N = Norm == "L2" ? unary(Code::Sqrt, V[1]) : V[1];
          return select(N == 0.0, V[0], V[0] / select(N == 0.0, 1.0, N));
        });
  return true;
}

bool imputer(Reader &R) {
  const Shape S = R.shape(R.in(0));
  Type T = R.firstType();
  if (S.empty())
    return R.fail("has an input that is a scalar");
  if (!isReal(T) && T != Type::I64)
    return R.fail(std::string("has an input of type ") + toString(T) +
                  ", expected reals or i64");
  std::vector<int64_t> Integers = R.integers("imputed_value_int64s");
  int64_t Replaced = R.integer("replaced_value_int64", 0);
  float Real = R.real("replaced_value_float", 0);
  int By = -1;
  if (isReal(T)) {
    if (!readColumns(R, "imputed_value_floats", S.back(), By))
      return false;
  } else {
    R.ignore("imputed_value_floats");
    if (Integers.size() != 1 && int64_t(Integers.size()) != S.back())
      return R.fail("has " + sizeOf(Integers) +
                    " numbers as 'imputed_value_int64s', expected 1 or " +
                    std::to_string(S.back()));
    By = R.integerTensor(Integers);
  }
  R.map(R.output(0, T, S), {R.in(0), By}, [&](Nest &, const auto &V) {
    if (!isReal(T))
      return select(V[0] == Replaced, V[1], V[0]);
    Value To = convert(V[1], V[0].T);
    return Real != Real ? select(V[0] == V[0], V[0], To)
                        : select(V[0] == Real, To, V[0]);
  });
  return true;
}

/// Elements of the last dimension.
bool arrayFeatureExtractor(Reader &R) {
  Shape X = R.shape(R.in(0));
  int64_t Count = R.tensor(R.in(1)).elements();
  if (X.empty() || R.type(R.in(1)) != Type::I64)
    return R.fail("has an input that is a scalar, or indices that are no i64");
  if (X.size() == 1)
    X.insert(X.begin(), 1);
  int64_t Last = X.back();
  X.pop_back();
  int64_t Rows = elementsOf(X);
  X.push_back(Count);
  Access From{R.in(0), 0, {Last, 0}};
  R.nest({Rows, Count}, {R.output(0, R.firstType(), X), 0, {Count, 1}},
         {{R.in(1), 0, {0, 1}}}, [&](Nest &N, const auto &V) {
           return R.at(N, From, smaller(larger(V[0], 0), Last - 1));
         });
  return true;
}

/// The inputs' rows one behind the other, each cut or filled with 0.
bool featureVectorizer(Reader &R) {
  std::vector<int64_t> Sizes = R.integers("inputdimensions");
  if (Sizes.size() != R.inputs())
    return R.fail("has " + sizeOf(Sizes) + " sizes for " +
                  std::to_string(R.inputs()) + " inputs");
  int64_t Rows = -1;
  int64_t Columns = 0;
  for (size_t I = 0; I < Sizes.size(); ++I) {
    const Shape &S = R.shape(R.in(I));
    // Of one dimension, an element is a row.
    if (S.empty() || S.size() > 2 || R.type(R.in(I)) == Type::Bool ||
        (Rows >= 0 && S[0] != Rows) || Sizes[I] < 1 || Sizes[I] > 1 << 24)
      return R.fail("has an input " + std::to_string(I) + " of shape " +
                    toString(S) + ", of which a row has " +
                    std::to_string(Sizes[I]) + " elements");
    Rows = S[0];
    Columns += Sizes[I];
  }
  int Y = R.output(0, Type::F32, {Rows, Columns});
  R.fill(Y, 0);
  int64_t First = 0;
  for (size_t I = 0; I < Sizes.size(); ++I) {
    const Shape &S = R.shape(R.in(I));
    int64_t Width = S.size() == 2 ? S[1] : 1;
    R.copy({Rows, std::min(Width, Sizes[I])}, {Y, First, {Columns, 1}},
           {R.converted(R.in(I), Type::F32), 0, {Width, 1}});
    First += Sizes[I];
  }
  return true;
}

/// 1 at the place of a category; nothing but 0 of what is none.
bool oneHotEncoder(Reader &R) {
  std::vector<int64_t> Categories = R.integers("cats_int64s");
  R.ignore("zeros"); // 0: what is no category is an error of the caller's
  if (R.attribute("cats_strings", Attribute::Strings) || Categories.empty())
    return R.fail("has categories that are strings, which are not supported");
  Shape S = R.shape(R.in(0));
  if (R.firstType() == Type::Bool)
    return R.fail("has an input of type bool");
  auto Count = int64_t(Categories.size());
  Shape X = S;
  X.push_back(1);
  S.push_back(Count);
  R.map(R.output(0, Type::F32, S),
        {R.viewed(R.in(0), X), R.integerTensor(Categories)},
        [](Nest &N, const auto &V) {
          Value Is = isReal(V[0].T) ? V[0] == convert(V[1], V[0].T)
                                    : convert(V[0], Type::I64) == V[1];
          return select(Is, constant(N, Type::F32, 1),
                        constant(N, Type::F32, 0));
        });
  return true;
}

/// A tensor of the attribute \p Name + one of the endings, or -1.
int listOf(Reader &R, const std::string &Name, Type &Of) {
  std::vector<int64_t> Integers = R.integers((Name + "_int64s").c_str());
  std::vector<float> Reals = R.reals((Name + "_floats").c_str());
  Of = Reals.empty() ? Type::I64 : Type::F32;
  if (const Attribute *A =
          R.attribute((Name + "_tensor").c_str(), Attribute::Tensor)) {
    int T = R.constantOf(A->T, inQuotes(Name + "_tensor"));
    if (T < 0)
      return -1;
    Of = R.type(T);
    return R.viewed(T, {R.tensor(T).elements()});
  }
  if (R.attribute((Name + "_strings").c_str(), Attribute::Strings) ||
      (Reals.empty() && Integers.empty())) {
    R.fail("has " + Name +
           " that are strings or missing, which is not supported");
    return -1;
  }
  auto Size = int64_t(Reals.size());
  return Reals.empty() ? R.integerTensor(Integers)
                       : R.realTensor(Reals, {Size});
}

/// The value of the first key that an element is.
bool labelEncoder(Reader &R) {
  Type Key = Type::Other;
  Type T = Type::Other;
  int Keys = listOf(R, "keys", Key);
  int Values = Keys < 0 ? -1 : listOf(R, "values", T);
  if (Values < 0)
    return false;
  const Shape S = R.shape(R.in(0));
  int64_t Count = R.shape(Keys)[0];
  if (R.firstType() != Key || R.shape(Values)[0] != Count || Count == 0)
    return R.fail(std::string("has an input of type ") +
                  toString(R.firstType()) + " for " + std::to_string(Count) +
                  " keys of " + toString(Key) + " and " +
                  std::to_string(R.shape(Values)[0]) + " values");
  int Other = -1;
  float Real = R.real("default_float", -0.0F);
  int64_t Integer = R.integer("default_int64", -1);
  R.ignore("default_string");
  if (const Attribute *A = R.attribute("default_tensor", Attribute::Tensor)) {
    Other = R.constantOf(A->T, "'default_tensor'");
    if (Other < 0)
      return false;
    if (R.type(Other) != T || R.tensor(Other).elements() != 1)
      return R.fail("has a default that is no element of the values' type");
  } else {
    Other = isReal(T) ? R.converted(R.scalarTensor(Real), T)
                      : R.converted(R.integerTensor({Integer}), T);
  }
  int Y = R.output(0, T, S);
  Shape One(S.size(), 0);
  R.copy(S, {Y, 0, stridesOf(S)}, {Other, 0, One});
  // From the last key to the first, which is the one that counts.
  Shape Loops = S;
  Loops.insert(Loops.begin(), Count);
  auto At = [&](int64_t Stride, const Shape &Rest) {
    Shape To = Rest;
    To.insert(To.begin(), Stride);
    return To;
  };
  R.nest(Loops, {Y, 0, At(0, stridesOf(S))},
         {{R.in(0), 0, At(0, stridesOf(S))},
          {Keys, Count - 1, At(-1, One)},
          {Values, Count - 1, At(-1, One)}},
         [&](Nest &N, const auto &V) {
           Value Is = V[0] == V[1];
           if (isReal(Key)) // a NaN is a key, too
             Is = Is | (!(V[0] == V[0]) & !(V[1] == V[1]));
           return select(Is, V[2], old(N, T));
         });
  return true;
}

/// A map for each row from labels to numbers: here the numbers alone.
bool zipMap(Reader &R) {
  std::vector<int64_t> Labels = R.integers("classlabels_int64s");
  const Attribute *Texts =
      R.attribute("classlabels_strings", Attribute::Strings);
  size_t Count = Texts ? Texts->Texts.size() : Labels.size();
  const Shape &S = R.shape(R.in(0));
  if (S.empty() || S.back() != int64_t(Count))
    return R.fail("has an input of shape " + toString(S) + " for " +
                  std::to_string(Count) + " labels");
  int Y = R.output(0, R.firstType(), S);
  R.alias(Y, R.in(0));
  return true;
}

//===----------------------------------------------------------------------===//
// Results
//===----------------------------------------------------------------------===//

enum class Transform { None, Softmax, Logistic, SoftmaxZero, Probit };
constexpr std::array<const char *, 5> Transforms = {
    "NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO", "PROBIT"};

bool readTransform(Reader &R, Transform &To) {
  std::string Name = R.text("post_transform", "NONE");
  const auto *It = std::find(Transforms.begin(), Transforms.end(), Name);
  if (It == Transforms.end())
    return R.fail("has the transformation " + inQuotes(Name));
  To = Transform(It - Transforms.begin());
  return true;
}

/// The inverse of the distribution function, by the approximation that ONNX's
/// reference has.
Value probit(Value V) {
  constexpr double Pi = 3.14159265358979323846;
  Value X = V * 2.0 - 1.0;
  Value Log = logarithm((1.0 - X) * (X + 1.0));
  Value A = Log * 0.5 + 2.0 / (Pi * 0.147);
  Value B = Log * (1.0 / 0.147);
  Value Root = unary(Code::Sqrt, unary(Code::Sqrt, A * A - B) - A);
  return select(X < 0.0, -Root, Root) * 1.41421356;
}

/// Writes the transformed rows of \p Scores to \p To.
void transform(Reader &R, Transform T, int Scores, int To) {
  const Shape S = R.shape(Scores);
  Shape Kept{S[0], 1};
  if (T == Transform::None) {
    R.alias(To, Scores);
    return;
  }
  if (T == Transform::Logistic || T == Transform::Probit) {
    R.map(To, {Scores}, [&](Nest &, const auto &V) {
      return T == Transform::Probit ? probit(V[0]) : sigmoid(V[0]);
    });
    return;
  }
  bool Zero = T == Transform::SoftmaxZero;
  int Largest = R.temporary(Type::F32, Kept);
  R.reduce(Largest, Kept, Scores, leastOf(Type::F32),
           [](Value Old, Value V) { return larger(Old, V); });
  int Powers = R.temporary(Type::F32, S);
  R.map(Powers, {Scores, Largest}, [&](Nest &, const auto &V) {
    Value Power = exponential(V[0] - V[1]);
    // What is nearly 0 stays so.
    return Zero ? select(unary(Code::Abs, V[0]) > 1e-7F, Power,
                         V[0] * exponential(-V[1]))
                : Power;
  });
  int Sum = R.temporary(Type::F32, Kept);
  R.reduce(Sum, Kept, Powers, 0, [](Value Old, Value V) { return Old + V; });
  R.map(To, {Powers, Sum}, [&](Nest &, const auto &V) {
    Value By = select(V[1] == 0.0, 1.0, V[1]);
    return Zero ? select(V[1] == 0.0, 0.5, V[0] / By) : V[0] / V[1];
  });
}

struct Labels {
  std::vector<int64_t> Of;
  bool AreTexts = false;
  int64_t size() const { return int64_t(Of.size()); }
};

bool readLabels(Reader &R, const char *Integers, Labels &To) {
  To.Of = R.integers(Integers);
  if (const Attribute *A =
          R.attribute("classlabels_strings", Attribute::Strings);
      A && To.Of.empty()) {
    To.AreTexts = true;
    for (size_t I = 0; I < A->Texts.size(); ++I)
      To.Of.push_back(int64_t(I));
  }
  return !To.Of.empty() || R.fail("has no labels of classes");
}

int labelOutput(Reader &R, const Labels &L, int64_t Rows) {
  int Y = R.output(0, Type::I64, {Rows});
  if (L.AreTexts)
    R.standsForText(Y);
  return Y;
}

/// The label of the first of the largest scores.
void giveLargest(Reader &R, const Labels &L, int Scores) {
  int64_t Rows = R.shape(Scores)[0];
  int64_t Classes = R.shape(Scores)[1];
  int Largest = R.temporary(Type::F32, {Rows, 1});
  R.reduce(Largest, {Rows, 1}, Scores, leastOf(Type::F32),
           [](Value Old, Value V) { return larger(Old, V); });
  int Place = R.temporary(Type::I64, {Rows});
  R.fill(Place, Classes - 1);
  R.nest({Rows, Classes}, {Place, 0, {1, 0}},
         {{Scores, 0, {Classes, 1}}, {Largest, 0, {1, 0}}},
         [](Nest &N, const auto &V) {
           Value Old = old(N, Type::I64);
           return smaller(Old, select(V[0] == V[1], counter(N, 1), Old));
         });
  Access Table{R.integerTensor(L.Of), 0, {0}};
  R.nest({Rows}, {labelOutput(R, L, Rows), 0, {1}}, {{Place, 0, {1}}},
         [&](Nest &N, const auto &V) { return R.at(N, Table, V[0]); });
}

/// The second label where the score of it is above \p Threshold.
void giveSecond(Reader &R, const Labels &L, int Scores, double Threshold) {
  const Shape S = R.shape(Scores);
  int64_t First = L.Of.size() == 2 ? L.Of[0] : 0;
  R.nest({S[0]}, {labelOutput(R, L, S[0]), 0, {1}},
         {{Scores, S[1] - 1, {S[1]}}}, [&](Nest &N, const auto &V) {
           return select(V[0] > Threshold, constant(N, Type::I64, L.Of.back()),
                         constant(N, Type::I64, First));
         });
}

/// Both scores of two classes, of which there is the second: the first is the
/// difference from 1, or the opposite. \p S has Rows x 1 elements.
int withOpposite(Reader &R, int S, bool FromOne) {
  int64_t Rows = R.shape(S)[0];
  int Both = R.temporary(Type::F32, {Rows, 2});
  R.nest({Rows}, {Both, 0, {2}}, {{S, 0, {1}}},
         [&](Nest &, const auto &V) { return FromOne ? 1.0 - V[0] : -V[0]; });
  R.copy({Rows}, {Both, 1, {2}}, {S, 0, {1}});
  return Both;
}

/// Scores of two classes, of which \p S is that of the second. Only a logistic
/// function is a function of both.
void giveBoth(Reader &R, Transform T, int S, bool FromOne) {
  int64_t Rows = R.shape(S)[0];
  int Y = R.output(1, Type::F32, {Rows, 2});
  if (T == Transform::Logistic) {
    transform(R, T, withOpposite(R, S, false), Y);
    return;
  }
  if (T == Transform::Probit) {
    int P = R.temporary(Type::F32, {Rows, 1});
    transform(R, T, S, P);
    S = P;
  }
  R.alias(Y, withOpposite(R, S, FromOne));
}

/// Rows of \p X times rows of \p W, and the start.
int products(Reader &R, int X, int W, int Start) {
  int64_t Rows = R.shape(X)[0];
  int64_t Columns = R.shape(X)[1];
  int64_t Results = R.shape(W)[0];
  int Y = R.temporary(Type::F32, {Rows, Results});
  R.copy({Rows, Results}, {Y, 0, {Results, 1}}, {Start, 0, {0, 1}});
  R.nest({Rows, Results, Columns}, {Y, 0, {Results, 1, 0}},
         {{X, 0, {Columns, 0, 1}}, {W, 0, {0, Columns, 1}}},
         [](Nest &N, const auto &V) {
           return fma(V[0], V[1], old(N, Type::F32));
         });
  return Y;
}

/// The scores of a linear model.
bool readLinear(Reader &R, int64_t Results, int &To) {
  int X = -1;
  int64_t Rows = 0;
  int64_t Columns = 0;
  if (!readRows(R, X, Rows, Columns))
    return false;
  std::vector<float> W = R.reals("coefficients");
  std::vector<float> Start = R.reals("intercepts");
  if (Start.empty())
    Start.assign(size_t(Results), 0);
  if (Results < 1 || int64_t(W.size()) / Results != Columns ||
      int64_t(W.size()) % Results != 0 || int64_t(Start.size()) != Results)
    return R.fail("has " + std::to_string(W.size()) + " coefficients and " +
                  std::to_string(Start.size()) + " intercepts for " +
                  std::to_string(Results) + " results of " +
                  std::to_string(Columns) + " columns");
  To = products(R, X, R.realTensor(W, {Results, Columns}),
                R.realTensor(Start, {Results}));
  return true;
}

bool linearRegressor(Reader &R) {
  int64_t Targets = R.integer("targets", 1);
  Transform T{};
  int Scores = -1;
  if (!readTransform(R, T) || !readLinear(R, Targets, Scores))
    return false;
  transform(R, T, Scores, R.output(0, Type::F32, R.shape(Scores)));
  return true;
}

bool linearClassifier(Reader &R) {
  Labels L;
  Transform T{};
  int Scores = -1;
  R.ignore("multi_class");
  if (!readLabels(R, "classlabels_ints", L) || !readTransform(R, T))
    return false;
  // Of two classes the scores of the second may be the only ones.
  auto Stated = int64_t(R.reals("intercepts").size());
  bool IsOne = L.size() == 2 && Stated == 1;
  if (!readLinear(R, IsOne ? 1 : L.size(), Scores))
    return false;
  if (R.shape(Scores)[1] == 1)
    giveSecond(R, L, Scores, 0);
  else
    giveLargest(R, L, Scores);
  if (IsOne)
    giveBoth(R, T, Scores, true);
  else
    transform(R, T, Scores, R.output(1, Type::F32, R.shape(Scores)));
  return true;
}

//===----------------------------------------------------------------------===//
// Trees
//===----------------------------------------------------------------------===//

enum class Rule { LessEqual, Less, GreaterEqual, Greater, Equal, Unequal };
constexpr std::array<const char *, 6> Rules = {"BRANCH_LEQ", "BRANCH_LT",
                                               "BRANCH_GTE", "BRANCH_GT",
                                               "BRANCH_EQ",  "BRANCH_NEQ"};
constexpr size_t MostNodes = size_t(1) << 22;

/// How the weights of a row's leaves become one.
enum class Aggregate { Average, Sum, Min, Max };
constexpr std::array<const char *, 4> Aggregates = {"AVERAGE", "SUM", "MIN",
                                                    "MAX"};

/// All trees. A leaf is followed by itself, so that a row stays there.
struct Forest {
  std::vector<int64_t> Features, Thens, Elses, Rules, Missing;
  std::vector<double> Values;
  std::vector<int64_t> Leaves; ///< of each node, its row in Weights, or -1
  std::vector<int64_t> Roots;
  std::vector<double> Wide; ///< weights: of each leaf, one for each result
  int64_t Results = 0;
  Aggregate How = Aggregate::Sum;
  bool IsDouble = false;

  size_t size() const { return Features.size(); }
  int64_t add(int64_t Feature, Rule By, double Value, bool IsMissingTrue) {
    Features.push_back(Feature);
    Rules.push_back(int64_t(By));
    Values.push_back(Value);
    Missing.push_back(IsMissingTrue);
    Thens.push_back(int64_t(size()) - 1);
    Elses.push_back(int64_t(size()) - 1);
    Leaves.push_back(-1);
    return int64_t(size()) - 1;
  }
  double none() const {
    constexpr double Infinity = std::numeric_limits<double>::infinity();
    return How == Aggregate::Min   ? Infinity
           : How == Aggregate::Max ? -Infinity
                                   : 0;
  }
  /// A weight of a leaf, which may have several.
  void weigh(int64_t Node, int64_t Result, double Weight) {
    int64_t &Leaf = Leaves[size_t(Node)];
    if (Leaf < 0) {
      Leaf = int64_t(Wide.size()) / Results;
      Wide.insert(Wide.end(), size_t(Results), none());
    }
    double &To = Wide[size_t(Leaf * Results + Result)];
    To = How == Aggregate::Min   ? std::min(To, Weight)
         : How == Aggregate::Max ? std::max(To, Weight)
         : IsDouble              ? To + Weight
                                 : double(float(To) + float(Weight));
  }
};

/// How far the last leaf is from its root; -1 if a node is below itself.
int64_t depthOf(const Forest &F) {
  std::vector<int64_t> Depths(F.size(), -1);
  std::vector<bool> Open(F.size());
  int64_t Most = 0;
  for (int64_t Root : F.Roots) {
    std::vector<int64_t> Path{Root};
    while (!Path.empty()) {
      auto N = size_t(Path.back());
      int64_t Then = F.Thens[N];
      int64_t Else = F.Elses[N];
      if (Depths[N] < 0 && Then == Path.back()) {
        Depths[N] = 0;
      } else if (Depths[N] < 0 && !Open[N]) {
        Open[N] = true;
        for (int64_t Next : {Then, Else}) {
          if (Open[size_t(Next)] && Depths[size_t(Next)] < 0)
            return -1;
          Path.push_back(Next);
        }
        continue;
      } else if (Depths[N] < 0) {
        if (Depths[size_t(Then)] < 0 || Depths[size_t(Else)] < 0)
          return -1;
        Depths[N] = 1 + std::max(Depths[size_t(Then)], Depths[size_t(Else)]);
      }
      Path.pop_back();
    }
    Most = std::max(Most, Depths[size_t(Root)]);
  }
  return Most;
}

/// The elements of an attribute that is a tensor, or another that is floats.
bool numbers(Reader &R, const std::string &Name, bool &IsDouble,
             std::vector<double> &To) {
  std::vector<float> Reals = R.reals(Name.c_str());
  To.assign(Reals.begin(), Reals.end());
  std::string AsTensor = Name + "_as_tensor";
  const Attribute *A = R.attribute(AsTensor.c_str(), Attribute::Tensor);
  if (!A)
    return true;
  int T = R.constantOf(A->T, inQuotes(AsTensor));
  if (T < 0)
    return false;
  if (!isReal(R.type(T)))
    return R.fail("has no reals as " + inQuotes(AsTensor));
  IsDouble |= R.type(T) == Type::F64;
  const Tensor &Of = R.tensor(T);
  To.clear();
  for (int64_t I = 0; I < Of.elements(); ++I)
    To.push_back(realOf(Of.ElementType, Of.Data + I * bytesOf(Of.ElementType)));
  return true;
}

/// Nodes as versions 1 and 3 of the operators state them.
struct Places {
  std::map<std::pair<int64_t, int64_t>, int64_t> Of; ///< of tree and node
};

bool readNodes(Reader &R, Forest &F, Places &To) {
  std::vector<int64_t> Trees = R.integers("nodes_treeids");
  std::vector<int64_t> Ids = R.integers("nodes_nodeids");
  std::vector<int64_t> Features = R.integers("nodes_featureids");
  std::vector<int64_t> Thens = R.integers("nodes_truenodeids");
  std::vector<int64_t> Elses = R.integers("nodes_falsenodeids");
  std::vector<int64_t> Missing = R.integers("nodes_missing_value_tracks_true");
  const Attribute *Modes = R.attribute("nodes_modes", Attribute::Strings);
  std::vector<double> Values;
  R.ignore("nodes_hitrates");
  R.ignore("nodes_hitrates_as_tensor");
  if (!numbers(R, "nodes_values", F.IsDouble, Values))
    return false;
  size_t Count = Trees.size();
  Missing.resize(Missing.empty() ? Count : Missing.size());
  if (Count == 0 || Count > MostNodes || !Modes || Modes->Texts.size() != Count)
    return R.fail("has " + std::to_string(Count) +
                  " nodes of trees, each of which has to have a mode");
  for (size_t Size : {Ids.size(), Features.size(), Thens.size(), Elses.size(),
                      Missing.size(), Values.size()})
    if (Size != Count)
      return R.fail("has lists of " + std::to_string(Count) + " and " +
                    std::to_string(Size) + " nodes of trees");
  for (size_t I = 0; I < Count; ++I)
    if (!To.Of.emplace(std::pair(Trees[I], Ids[I]), int64_t(I)).second)
      return R.fail("has node " + std::to_string(Ids[I]) + " of tree " +
                    std::to_string(Trees[I]) + " twice");
  std::set<int64_t> Begun;
  for (size_t I = 0; I < Count; ++I) {
    std::string_view Mode = Modes->Texts[I];
    const auto *By = std::find(Rules.begin(), Rules.end(), Mode);
    bool IsLeaf = Mode == "LEAF";
    if (!IsLeaf && By == Rules.end())
      return R.fail("has a node of mode " + inQuotes(Mode));
    F.add(IsLeaf ? 0 : Features[I],
          IsLeaf ? Rule::LessEqual : Rule(By - Rules.begin()), Values[I],
          Missing[I] != 0);
    // The first node of a tree is its root.
    if (Begun.insert(Trees[I]).second)
      F.Roots.push_back(int64_t(I));
    if (IsLeaf)
      continue;
    auto Then = To.Of.find({Trees[I], Thens[I]});
    auto Else = To.Of.find({Trees[I], Elses[I]});
    if (Then == To.Of.end() || Else == To.Of.end() ||
        Then->second == int64_t(I) || Else->second == int64_t(I))
      return R.fail("has a node " + std::to_string(Ids[I]) + " of tree " +
                    std::to_string(Trees[I]) + " with no node behind it");
    F.Thens[I] = Then->second;
    F.Elses[I] = Else->second;
  }
  return true;
}

bool isLeaf(const Forest &F, int64_t Node) {
  return F.Thens[size_t(Node)] == Node;
}

/// Weights of leaves, whose attributes begin with \p Kind. \p Used: which
/// results have any.
bool readWeights(Reader &R, const std::string &Kind, const Places &P, Forest &F,
                 std::set<int64_t> &Used, bool &IsNegative) {
  auto Name = [&](const char *What) { return Kind + What; };
  std::vector<int64_t> Trees = R.integers(Name("_treeids").c_str());
  std::vector<int64_t> Nodes = R.integers(Name("_nodeids").c_str());
  std::vector<int64_t> Ids = R.integers(Name("_ids").c_str());
  std::vector<double> Weights;
  if (!numbers(R, Name("_weights"), F.IsDouble, Weights))
    return false;
  size_t Count = Trees.size();
  if (Nodes.size() != Count || Ids.size() != Count || Weights.size() != Count ||
      Count == 0)
    return R.fail("has not one tree, node and result for each of " +
                  std::to_string(Weights.size()) + " weights");
  for (size_t I = 0; I < Count; ++I) {
    auto Node = P.Of.find({Trees[I], Nodes[I]});
    if (Node == P.Of.end() || Ids[I] < 0 || Ids[I] >= F.Results)
      return R.fail("has a weight of node " + std::to_string(Nodes[I]) +
                    " of tree " + std::to_string(Trees[I]) + " and result " +
                    std::to_string(Ids[I]) + ", which are not there");
    Used.insert(Ids[I]);
    IsNegative |= Weights[I] < 0;
    if (F.Wide.size() > MostNodes * 8)
      return R.fail("has more than 2^25 weights of leaves");
    if (isLeaf(F, Node->second))
      F.weigh(Node->second, Ids[I], Weights[I]);
  }
  return true;
}

int realsOf(Reader &R, Type T, const std::vector<double> &V) {
  if (T == Type::F32) {
    std::vector<float> Narrow(V.begin(), V.end());
    return R.realTensor(Narrow, {int64_t(V.size())});
  }
  return R.constantTensor(T, {int64_t(V.size())},
                          std::string(reinterpret_cast<const char *>(V.data()),
                                      V.size() * sizeof(double)));
}

int indices(Reader &R, const std::vector<int64_t> &V) {
  std::vector<int32_t> Narrow(V.begin(), V.end());
  return R.constantTensor(
      Type::I32, {int64_t(V.size())},
      std::string(reinterpret_cast<const char *>(Narrow.data()),
                  Narrow.size() * sizeof(int32_t)));
}

Value follows(Rule By, Value X, Value V) {
  switch (By) {
  case Rule::LessEqual:
    return X <= V;
  case Rule::Less:
    return X < V;
  case Rule::GreaterEqual:
    return X >= V;
  case Rule::Greater:
    return X > V;
  case Rule::Equal:
    return X == V;
  case Rule::Unequal:
    return !(X == V);
  }
  return {};
}

/// The aggregated weights of all rows, as f32 or, if \p T is it, f64.
bool readScores(Reader &R, Forest &F, Type T, int X, int64_t Rows,
                int64_t Columns, int &To) {
  int64_t Depth = depthOf(F);
  if (Depth < 0)
    return R.fail("has a tree in which a node is below itself");
  auto Trees = int64_t(F.Roots.size());
  for (size_t I = 0; I < F.size(); ++I)
    if (F.Features[I] < 0 || F.Features[I] >= Columns)
      return R.fail("has a node of column " + std::to_string(F.Features[I]) +
                    " of " + std::to_string(Columns));
  // A leaf without weights adds nothing.
  auto Nothing = int64_t(F.Wide.size()) / F.Results;
  F.Wide.insert(F.Wide.end(), size_t(F.Results), F.none());
  for (int64_t &Leaf : F.Leaves)
    Leaf = Leaf < 0 ? Nothing : Leaf;

  Access Features{indices(R, F.Features), 0, {0, 0}};
  Access Thens{indices(R, F.Thens), 0, {0, 0}};
  Access Elses{indices(R, F.Elses), 0, {0, 0}};
  Access ByRule{indices(R, F.Rules), 0, {0, 0}};
  Access Missing{indices(R, F.Missing), 0, {0, 0}};
  Access Values{realsOf(R, T, F.Values), 0, {0, 0}};
  std::set<int64_t> Used(F.Rules.begin(), F.Rules.end());
  bool HasMissing =
      std::find(F.Missing.begin(), F.Missing.end(), 1) != F.Missing.end();
  int Place = R.variable(Type::I32, {Trees, Rows});
  Access Of{Place, 0, {Rows, 1}};
  R.copy({Trees, Rows}, Of, {indices(R, F.Roots), 0, {1, 0}});
  if (Depth > 0) {
    R.repeat(Depth);
    R.nest({Trees, Rows}, Of, {}, [&](Nest &N, const auto &) {
      Value At = convert(old(N, Type::I32), Type::I64);
      Value Column = convert(R.at(N, Features, At), Type::I64);
      Value V = R.at(N, {X, 0, {0, Columns}}, Column);
      Value By = R.at(N, Values, At);
      Value Is = follows(Rule(*Used.begin()), V, By);
      if (Used.size() > 1) {
        Value Mode = R.at(N, ByRule, At);
        for (int64_t Rule : Used)
          Is = select(Mode == Rule, follows(onnx::Rule(Rule), V, By), Is);
      }
      if (HasMissing)
        Is = Is | (!(V == V) & (R.at(N, Missing, At) == 1));
      return select(Is, R.at(N, Thens, At), R.at(N, Elses, At));
    });
    R.endRepeat();
  }
  // The leaves' weights, in the order of the trees.
  int64_t Results = F.Results;
  Access Leaves{indices(R, F.Leaves), 0, {0, 0, 0}};
  Access Weights{realsOf(R, T, F.Wide), 0, {0, 1, 0}};
  To = R.temporary(T, {Rows, Results});
  R.fill(To, F.none());
  R.nest({Rows, Results, Trees}, {To, 0, {Results, 1, 0}},
         {{Place, 0, {1, 0, Rows}}}, [&](Nest &N, const auto &V) {
           Value Leaf =
               convert(R.at(N, Leaves, convert(V[0], Type::I64)), Type::I64);
           Value W = R.at(N, Weights, Leaf * Results);
           Value Old = old(N, T);
           return F.How == Aggregate::Min   ? smaller(Old, W)
                  : F.How == Aggregate::Max ? larger(Old, W)
                                            : Old + W;
         });
  return true;
}

/// What is added to the weights. A result that no leaf has a weight of is 0.
int withBase(Reader &R, const Forest &F, int Scores,
             const std::vector<double> &Base) {
  Type T = R.type(Scores);
  auto Trees = double(F.Roots.size());
  bool IsExtreme = F.How == Aggregate::Min || F.How == Aggregate::Max;
  if (Base.empty() && F.How == Aggregate::Sum)
    return Scores;
  int To = R.temporary(T, R.shape(Scores));
  int Start = realsOf(R, T, Base.empty() ? std::vector<double>{0} : Base);
  R.map(To, {Scores, Start}, [&](Nest &, const auto &V) {
    Value S = V[0];
    if (F.How == Aggregate::Average)
      S = S / Trees;
    if (IsExtreme)
      S = select(S == F.none(), 0.0, S);
    return Base.empty() ? S : S + V[1];
  });
  return To;
}

bool readBase(Reader &R, Forest &F, std::vector<double> &To) {
  if (!numbers(R, "base_values", F.IsDouble, To))
    return false;
  return To.size() < 2 || int64_t(To.size()) == F.Results ||
         R.fail("has " + std::to_string(To.size()) + " base values for " +
                std::to_string(F.Results) + " results");
}

/// The type in which trees compare and add: f64 if the input is.
Type treeType(Reader &R, int X) {
  return R.type(X) == Type::F64 ? Type::F64 : Type::F32;
}

bool treeRegressor(Reader &R) {
  Forest F;
  Places P;
  Transform T{};
  int X = -1;
  int64_t Rows = 0;
  int64_t Columns = 0;
  F.Results = R.integer("n_targets", 1);
  std::string How = R.text("aggregate_function", "SUM");
  const auto *It = std::find(Aggregates.begin(), Aggregates.end(), How);
  if (It == Aggregates.end() || F.Results < 1 || F.Results > 1 << 16)
    return R.fail("has the aggregate function " + inQuotes(How) + " of " +
                  std::to_string(F.Results) + " targets");
  F.How = Aggregate(It - Aggregates.begin());
  std::vector<double> Base;
  std::set<int64_t> Used;
  bool IsNegative = false;
  if (!readRows(R, X, Rows, Columns, true) || !readTransform(R, T) ||
      !readBase(R, F, Base))
    return false;
  F.IsDouble = treeType(R, X) == Type::F64;
  int Scores = -1;
  if (!readNodes(R, F, P) ||
      !readWeights(R, "target", P, F, Used, IsNegative) ||
      !readScores(R, F, treeType(R, X), X, Rows, Columns, Scores))
    return false;
  Scores = R.converted(withBase(R, F, Scores, Base), Type::F32);
  transform(R, F.Results == 1 && T != Transform::Probit ? Transform::None : T,
            Scores, R.output(0, Type::F32, {Rows, F.Results}));
  return true;
}

bool treeClassifier(Reader &R) {
  Forest F;
  Places P;
  Transform T{};
  Labels L;
  int X = -1;
  int64_t Rows = 0;
  int64_t Columns = 0;
  std::vector<double> Base;
  std::set<int64_t> Used;
  bool IsNegative = false;
  if (!readRows(R, X, Rows, Columns, true) || !readTransform(R, T) ||
      !readLabels(R, "classlabels_int64s", L))
    return false;
  F.IsDouble = treeType(R, X) == Type::F64;
  F.Results = L.size();
  int Scores = -1;
  if (!readBase(R, F, Base) || !readNodes(R, F, P) ||
      !readWeights(R, "class", P, F, Used, IsNegative) ||
      !readScores(R, F, treeType(R, X), X, Rows, Columns, Scores))
    return false;
  // Weights of one of two classes are those of the second.
  bool IsOne = L.size() <= 2 && Used.size() == 1;
  if (!IsOne) {
    Scores = R.converted(withBase(R, F, Scores, Base), Type::F32);
    giveLargest(R, L, Scores);
    transform(R, T, Scores, R.output(1, Type::F32, {Rows, L.size()}));
    return true;
  }
  int One = R.temporary(R.type(Scores), {Rows, 1});
  R.copy({Rows}, {One, 0, {1}}, {Scores, *Used.begin(), {L.size()}});
  if (!Base.empty())
    Base = {Base[std::min(size_t(*Used.begin()), Base.size() - 1)]};
  One = R.converted(withBase(R, F, One, Base), Type::F32);
  bool IsBinary = L.size() == 2;
  giveSecond(R, IsBinary ? L : Labels{{1}, false}, One,
             IsBinary && !IsNegative ? 0.5 : 0);
  if (!IsBinary) {
    transform(R, T == Transform::Probit ? T : Transform::None, One,
              R.output(1, Type::F32, {Rows, 1}));
  } else if (*Used.begin() == 1) {
    int Both = R.temporary(Type::F32, {Rows, 2});
    R.fill(Both, 0);
    R.copy({Rows}, {Both, 1, {2}}, {One, 0, {1}});
    transform(R, T, Both, R.output(1, Type::F32, {Rows, 2}));
  } else {
    giveBoth(R, T, One, !IsNegative);
  }
  return true;
}

/// Integers of an attribute that is a list.
bool integersInto(Reader &R, const char *Name, size_t Count,
                  std::vector<int64_t> &To) {
  To = R.integers(Name);
  return To.size() == Count ||
         R.fail("has " + sizeOf(To) + " elements of " + inQuotes(Name) +
                ", expected " + std::to_string(Count));
}

/// A tensor's elements, as reals.
bool tensorInto(Reader &R, const char *Name, std::vector<double> &To) {
  const Attribute *A = R.attribute(Name, Attribute::Tensor);
  if (!A)
    return true;
  int T = R.constantOf(A->T, inQuotes(Name));
  if (T < 0)
    return false;
  const Tensor &Of = R.tensor(T);
  for (int64_t I = 0; I < Of.elements(); ++I) {
    const uint8_t *P = Of.Data + I * bytesOf(Of.ElementType);
    To.push_back(isReal(Of.ElementType) ? realOf(Of.ElementType, P)
                                        : double(integerOf(Of.ElementType, P)));
  }
  return true;
}

/// Version 5: nodes and leaves in lists of their own, and sets of values.
bool treeEnsemble(Reader &R) {
  constexpr int64_t IsMember = 6;
  Forest F;
  int X = -1;
  int64_t Rows = 0;
  int64_t Columns = 0;
  F.Results = R.integer("n_targets", 1);
  int64_t How = R.integer("aggregate_function", 1);
  int64_t T = R.integer("post_transform", 0);
  std::vector<int64_t> Roots = R.integers("tree_roots");
  std::vector<int64_t> Features = R.integers("nodes_featureids");
  size_t Count = Features.size();
  std::vector<int64_t> Thens, Elses, ThenLeaves, ElseLeaves, Targets;
  std::vector<int64_t> Missing = R.integers("nodes_missing_value_tracks_true");
  std::vector<double> Modes, Splits, Weights, Members;
  R.ignore("nodes_hitrates");
  if (How < 0 || How > 3 || T < 0 || T > 4 || F.Results < 1 ||
      F.Results > 1 << 16 || Roots.empty() || Count == 0 || Count > MostNodes)
    return R.fail("has an aggregate function, a transformation, targets, "
                  "roots or nodes that are none");
  Missing.resize(Missing.empty() ? Count : Missing.size());
  if (!readRows(R, X, Rows, Columns, true) ||
      !integersInto(R, "nodes_truenodeids", Count, Thens) ||
      !integersInto(R, "nodes_falsenodeids", Count, Elses) ||
      !integersInto(R, "nodes_trueleafs", Count, ThenLeaves) ||
      !integersInto(R, "nodes_falseleafs", Count, ElseLeaves) ||
      !tensorInto(R, "nodes_modes", Modes) ||
      !tensorInto(R, "nodes_splits", Splits) ||
      !tensorInto(R, "leaf_weights", Weights) ||
      !tensorInto(R, "membership_values", Members) ||
      !integersInto(R, "leaf_targetids", Weights.size(), Targets))
    return false;
  if (Modes.size() != Count || Splits.size() != Count ||
      Missing.size() != Count || Weights.empty())
    return R.fail("has lists of " + std::to_string(Count) + ", " +
                  std::to_string(Modes.size()) + " and " +
                  std::to_string(Splits.size()) + " nodes of trees");
  F.How = Aggregate(How);
  F.IsDouble = R.type(X) == Type::F64;
  for (size_t I = 0; I < Count; ++I) {
    if (!(Modes[I] >= 0 && Modes[I] <= double(IsMember)))
      return R.fail("has a node of a mode that is none");
    F.add(Features[I], Rule(int64_t(Modes[I]) % IsMember), Splits[I],
          Missing[I] != 0);
  }
  for (size_t I = 0; I < Weights.size(); ++I) {
    if (Targets[I] < 0 || Targets[I] >= F.Results)
      return R.fail("has a leaf of target " + std::to_string(Targets[I]));
    if (F.Wide.size() > MostNodes * 8)
      return R.fail("has more than 2^25 weights of leaves");
    F.weigh(F.add(0, Rule::LessEqual, 0, false), Targets[I], Weights[I]);
  }
  auto Next = [&](int64_t Id, bool IsLeaf, int64_t &To) {
    if (Id < 0 || Id >= int64_t(IsLeaf ? Weights.size() : Count))
      return false;
    To = IsLeaf ? int64_t(Count) + Id : Id;
    return true;
  };
  size_t Member = 0;
  for (size_t I = 0; I < Count; ++I) {
    if (!Next(Thens[I], ThenLeaves[I] != 0, F.Thens[I]) ||
        !Next(Elses[I], ElseLeaves[I] != 0, F.Elses[I]) ||
        F.Thens[I] == int64_t(I) || F.Elses[I] == int64_t(I))
      return R.fail("has a node " + std::to_string(I) +
                    " with no node or leaf behind it");
    if (int64_t(Modes[I]) != IsMember)
      continue;
    // A set is a node for each of its elements; a NaN ends it.
    size_t At = I;
    int64_t Else = F.Elses[I];
    bool IsFirst = true;
    for (; Member < Members.size() && !std::isnan(Members[Member]); ++Member) {
      if (!IsFirst) {
        int64_t New = F.add(Features[I], Rule::Equal, 0, Missing[I] != 0);
        F.Elses[At] = New;
        At = size_t(New);
        F.Thens[At] = F.Thens[I];
      }
      IsFirst = false;
      F.Values[At] = Members[Member];
      F.Rules[At] = int64_t(Rule::Equal);
      F.Elses[At] = Else;
    }
    ++Member;
    if (IsFirst)
      return R.fail("has a node " + std::to_string(I) + " of an empty set");
  }
  for (int64_t Root : Roots) {
    if (Root < 0 || Root >= int64_t(Count))
      return R.fail("has a root " + std::to_string(Root) + " of " +
                    std::to_string(Count) + " nodes");
    F.Roots.push_back(Root);
  }
  int Scores = -1;
  if (!readScores(R, F, treeType(R, X), X, Rows, Columns, Scores))
    return false;
  Scores = withBase(R, F, Scores, {});
  if (T != 0)
    Scores = R.converted(Scores, Type::F32);
  int Y = R.output(0, R.firstType(), {Rows, F.Results});
  int To = T == 0 ? -1 : R.temporary(Type::F32, {Rows, F.Results});
  if (T != 0)
    transform(R, Transform(T), Scores, To);
  R.alias(Y, R.converted(T == 0 ? Scores : To, R.firstType()));
  return true;
}

//===----------------------------------------------------------------------===//
// Support vectors
//===----------------------------------------------------------------------===//

struct Kernel {
  std::string Name;
  double Gamma = 0, Constant = 0, Degree = 0;
};

bool readKernel(Reader &R, Kernel &To) {
  To.Name = R.text("kernel_type", "LINEAR");
  std::vector<float> Parameters = R.reals("kernel_params");
  if (To.Name != "LINEAR" && To.Name != "POLY" && To.Name != "RBF" &&
      To.Name != "SIGMOID")
    return R.fail("has the kernel " + inQuotes(To.Name));
  if (!Parameters.empty() && Parameters.size() != 3)
    return R.fail("has " + std::to_string(Parameters.size()) +
                  " parameters of the kernel, expected 3");
  if (!Parameters.empty())
    To = {To.Name, Parameters[0], Parameters[1], Parameters[2]};
  return true;
}

/// The kernel of each row and each of \p Count vectors.
int kernels(Reader &R, const Kernel &K, int X, const std::vector<float> &V,
            int64_t Count) {
  int64_t Rows = R.shape(X)[0];
  int64_t Columns = R.shape(X)[1];
  int Vectors = R.realTensor(V, {Count, Columns});
  if (K.Name != "RBF") {
    int S = products(R, X, Vectors,
                     R.realTensor(std::vector<float>(size_t(Count)), {Count}));
    if (K.Name == "LINEAR")
      return S;
    int Y = R.temporary(Type::F32, {Rows, Count});
    R.map(Y, {S}, [&](Nest &N, const auto &Of) {
      Value Moved = Of[0] * K.Gamma + K.Constant;
      return K.Name == "SIGMOID"
                 ? hyperbolicTangent(Moved)
                 : power(Moved, constant(N, Type::F32, K.Degree));
    });
    return Y;
  }
  int S = R.temporary(Type::F32, {Rows, Count});
  R.fill(S, 0);
  R.nest({Rows, Count, Columns}, {S, 0, {Count, 1, 0}},
         {{X, 0, {Columns, 0, 1}}, {Vectors, 0, {0, Columns, 1}}},
         [](Nest &N, const auto &Of) {
           Value D = Of[0] - Of[1];
           return fma(D, D, old(N, Type::F32));
         });
  int Y = R.temporary(Type::F32, {Rows, Count});
  R.map(Y, {S},
        [&](Nest &, const auto &Of) { return exponential(Of[0] * -K.Gamma); });
  return Y;
}

bool svmRegressor(Reader &R) {
  Kernel K;
  Transform T{};
  int X = -1;
  int64_t Rows = 0;
  int64_t Columns = 0;
  int64_t Count = R.integer("n_supports", 0);
  bool IsOneClass = R.integer("one_class", 0) != 0;
  std::vector<float> Vectors = R.reals("support_vectors");
  std::vector<float> W = R.reals("coefficients");
  std::vector<float> Rho = R.reals("rho");
  if (!readRows(R, X, Rows, Columns) || !readKernel(R, K) ||
      !readTransform(R, T))
    return false;
  if (T != Transform::None)
    return R.fail("has a transformation, which is not supported");
  if (Rho.size() != 1 || Count < 0 || Count > 1 << 24 ||
      int64_t(Vectors.size()) != Count * Columns ||
      int64_t(W.size()) != (Count ? Count : Columns))
    return R.fail("has " + std::to_string(Count) + " vectors of " +
                  std::to_string(Vectors.size()) + " elements, " +
                  std::to_string(W.size()) + " coefficients and " +
                  std::to_string(Rho.size()) + " constants for " +
                  std::to_string(Columns) + " columns");
  int Of = Count ? kernels(R, K, X, Vectors, Count) : X;
  int64_t Size = R.shape(Of)[1];
  int S = products(R, Of, R.realTensor(W, {1, Size}), R.realTensor(Rho, {1}));
  R.map(R.output(0, Type::F32, {Rows, 1}), {S}, [&](Nest &N, const auto &V) {
    return IsOneClass ? select(V[0] > 0.0, constant(N, Type::F32, 1),
                               constant(N, Type::F32, -1))
                      : V[0];
  });
  return true;
}

/// The probabilities of classes, of those of each of two: libsvm's second
/// method, by as many steps, of which those after the last that is needed
/// change nothing. \p P has Rows x Classes x Classes elements.
int coupled(Reader &R, int Pairs, int64_t Rows, int64_t K) {
  constexpr int64_t Steps = 100;
  int Q = R.temporary(Type::F32, {Rows, K, K});
  R.fill(Q, 0);
  // Q[t][t] is the sum of squares of column t, Q[t][j] = -P[j][t] P[t][j].
  Shape Each{K * K, K, 0, 1};
  R.nest({Rows, K, K}, {Q, 0, {K * K, K + 1, 0}}, {{Pairs, 0, {K * K, 1, K}}},
         [&](Nest &N, const auto &V) {
           Value Old = old(N, Type::F32);
           return select(counter(N, 1) == counter(N, 2), Old,
                         fma(V[0], V[0], Old));
         });
  R.nest({Rows, K, K}, {Q, 0, {K * K, K, 1}},
         {{Pairs, 0, {K * K, K, 1}}, {Pairs, 0, {K * K, 1, K}}},
         [&](Nest &N, const auto &V) {
           return select(counter(N, 1) == counter(N, 2), old(N, Type::F32),
                         -(V[0] * V[1]));
         });
  int P = R.variable(Type::F32, {Rows, K});
  R.fill(P, 1.0 / double(K));
  int QP = R.variable(Type::F32, {Rows, K});
  int Total = R.variable(Type::F32, {Rows, 1});
  int Worst = R.variable(Type::F32, {Rows, 1});
  int Change = R.variable(Type::F32, {Rows, 1});
  int Done = R.variable(Type::I32, {Rows, 1});
  R.fill(Done, 0);
  Shape One{1};
  R.repeat(Steps);
  R.fill(QP, 0);
  R.nest({Rows, K, K}, {QP, 0, {K, 1, 0}},
         {{Q, 0, {K * K, K, 1}}, {P, 0, {K, 0, 1}}},
         [](Nest &N, const auto &V) {
           return fma(V[0], V[1], old(N, Type::F32));
         });
  R.fill(Total, 0);
  R.nest({Rows, K}, {Total, 0, {1, 0}}, {{P, 0, {K, 1}}, {QP, 0, {K, 1}}},
         [](Nest &N, const auto &V) {
           return fma(V[0], V[1], old(N, Type::F32));
         });
  R.fill(Worst, 0);
  R.nest({Rows, K}, {Worst, 0, {1, 0}}, {{QP, 0, {K, 1}}, {Total, 0, {1, 0}}},
         [](Nest &N, const auto &V) {
           return larger(old(N, Type::F32), unary(Code::Abs, V[0] - V[1]));
         });
  R.nest({Rows}, {Done, 0, {1}}, {{Worst, 0, {1}}},
         [&](Nest &N, const auto &V) {
           return select(V[0] < 0.005 / double(K), constant(N, Type::I32, 1),
                         old(N, Type::I32));
         });
  for (int64_t C = 0; C < K; ++C) {
    R.nest({Rows}, {Change, 0, {1}},
           {{Done, 0, {1}},
            {QP, C, {K}},
            {Total, 0, {1}},
            {Q, C * (K + 1), {K * K}}},
           [](Nest &, const auto &V) {
             return select(V[0] == 1, 0.0, (V[2] - V[1]) / V[3]);
           });
    R.nest({Rows}, {Total, 0, {1}},
           {{Change, 0, {1}}, {QP, C, {K}}, {Q, C * (K + 1), {K * K}}},
           [](Nest &N, const auto &V) {
             Value By = V[0] + 1.0;
             Value New = old(N, Type::F32) + V[0] * (V[0] * V[2] + V[1] * 2.0);
             return New / By / By;
           });
    R.nest({Rows, K}, {QP, 0, {K, 1}},
           {{Change, 0, {1, 0}}, {Q, C * K, {K * K, 1}}},
           [](Nest &N, const auto &V) {
             return (old(N, Type::F32) + V[0] * V[1]) / (V[0] + 1.0);
           });
    R.nest({Rows, K}, {P, 0, {K, 1}}, {{Change, 0, {1, 0}}},
           [&](Nest &N, const auto &V) {
             Value Old = old(N, Type::F32);
             return select(counter(N, 1) == C, Old + V[0], Old) / (V[0] + 1.0);
           });
  }
  R.endRepeat();
  return P;
}

/// The probability of the first of each two classes, by Platt's sigmoid.
int pairsOf(Reader &R, int Scores, const std::vector<float> &A,
            const std::vector<float> &B, int64_t Classes) {
  int64_t Rows = R.shape(Scores)[0];
  int64_t Pairs = R.shape(Scores)[1];
  constexpr float Least = 1e-7F;
  int P = R.temporary(Type::F32, {Rows, Classes, Classes});
  R.fill(P, 0);
  int64_t Pair = 0;
  for (int64_t I = 0; I < Classes; ++I)
    for (int64_t J = I + 1; J < Classes; ++J, ++Pair) {
      auto Of = [&](Value S) {
        Value V = 1.0 - sigmoid(S * A[size_t(Pair)] + B[size_t(Pair)]);
        return smaller(larger(V, Least), 1 - Least);
      };
      R.nest({Rows}, {P, I * Classes + J, {Classes * Classes}},
             {{Scores, Pair, {Pairs}}},
             [&](Nest &, const auto &V) { return Of(V[0]); });
      R.nest({Rows}, {P, J * Classes + I, {Classes * Classes}},
             {{Scores, Pair, {Pairs}}},
             [&](Nest &, const auto &V) { return 1.0 - Of(V[0]); });
    }
  return P;
}

bool svmClassifier(Reader &R) {
  Kernel K;
  Transform T{};
  Labels L;
  int X = -1;
  int64_t Rows = 0;
  int64_t Columns = 0;
  std::vector<int64_t> PerClass = R.integers("vectors_per_class");
  std::vector<float> Vectors = R.reals("support_vectors");
  std::vector<float> W = R.reals("coefficients");
  std::vector<float> Rho = R.reals("rho");
  std::vector<float> A = R.reals("prob_a");
  std::vector<float> B = R.reals("prob_b");
  if (!readRows(R, X, Rows, Columns) || !readKernel(R, K) ||
      !readTransform(R, T) || !readLabels(R, "classlabels_ints", L))
    return false;
  int64_t Classes = L.size();
  int64_t Pairs = Classes * (Classes - 1) / 2;
  int64_t Count = 0;
  for (int64_t N : PerClass) {
    if (N < 0 || N > 1 << 24)
      return R.fail("has a class of " + std::to_string(N) + " vectors");
    Count += N;
  }
  bool IsLinear = Count == 0;
  size_t Weights = size_t(IsLinear ? Classes * Columns : (Classes - 1) * Count);
  if (Classes < 2 || Classes > 256 || W.size() != Weights ||
      (!IsLinear && (int64_t(PerClass.size()) != Classes ||
                     int64_t(Vectors.size()) != Count * Columns ||
                     int64_t(Rho.size()) != Pairs)) ||
      (IsLinear && Rho.size() != 1) || A.size() != B.size() ||
      (!A.empty() && int64_t(A.size()) != Pairs))
    return R.fail("has vectors, coefficients, constants or probabilities "
                  "that do not fit " +
                  std::to_string(Classes) + " classes of " +
                  std::to_string(Columns) + " columns");
  if (IsLinear) {
    std::vector<float> Start(size_t(Classes), Rho[0]);
    int S = products(R, X, R.realTensor(W, {Classes, Columns}),
                     R.realTensor(Start, {Classes}));
    giveLargest(R, L, S);
    transform(R, T, S, R.output(1, Type::F32, {Rows, Classes}));
    return true;
  }
  // Of each two classes, the vectors of both: of each its row of weights.
  std::vector<float> Of(size_t(Pairs * Count));
  std::vector<int64_t> First(1, 0);
  for (int64_t N : PerClass)
    First.push_back(First.back() + N);
  int64_t Pair = 0;
  for (int64_t I = 0; I < Classes; ++I)
    for (int64_t J = I + 1; J < Classes; ++J, ++Pair) {
      for (int64_t V = First[size_t(I)]; V < First[size_t(I) + 1]; ++V)
        Of[size_t(Pair * Count + V)] = W[size_t((J - 1) * Count + V)];
      for (int64_t V = First[size_t(J)]; V < First[size_t(J) + 1]; ++V)
        Of[size_t(Pair * Count + V)] = W[size_t(I * Count + V)];
    }
  int Scores =
      products(R, kernels(R, K, X, Vectors, Count),
               R.realTensor(Of, {Pairs, Count}), R.realTensor(Rho, {Pairs}));
  // The class with the most votes, or the most probable one.
  int Votes = R.temporary(Type::F32, {Rows, Classes});
  R.fill(Votes, 0);
  Pair = 0;
  for (int64_t I = 0; I < Classes; ++I)
    for (int64_t J = I + 1; J < Classes; ++J, ++Pair)
      for (int64_t C : {I, J})
        R.nest({Rows}, {Votes, C, {Classes}}, {{Scores, Pair, {Pairs}}},
               [&](Nest &N, const auto &V) {
                 Value Old = old(N, Type::F32);
                 Value IsFirst = V[0] > 0.0;
                 return select(C == I ? IsFirst : !IsFirst, Old + 1.0, Old);
               });
  giveLargest(R, L, Votes);
  if (!A.empty()) {
    int P = coupled(R, pairsOf(R, Scores, A, B, Classes), Rows, Classes);
    transform(R, T, P, R.output(1, Type::F32, {Rows, Classes}));
    return true;
  }
  if (Pairs == 1)
    giveBoth(R, T, Scores, T != Transform::None);
  else
    transform(R, T, Scores, R.output(1, Type::F32, {Rows, Pairs}));
  return true;
}

} // namespace

OperatorTable estimatorOperators() {
  constexpr size_t Any = size_t(1) << 12;
  return {{"ArrayFeatureExtractor", 2, 2, arrayFeatureExtractor, Domain},
          {"Binarizer", 1, 1, binarizer, Domain},
          {"FeatureVectorizer", 1, Any, featureVectorizer, Domain},
          {"Imputer", 1, 1, imputer, Domain},
          {"LabelEncoder", 1, 1, labelEncoder, Domain},
          {"LinearClassifier", 1, 1, linearClassifier, Domain},
          {"LinearRegressor", 1, 1, linearRegressor, Domain},
          {"Normalizer", 1, 1, normalizer, Domain},
          {"OneHotEncoder", 1, 1, oneHotEncoder, Domain},
          {"SVMClassifier", 1, 1, svmClassifier, Domain},
          {"SVMRegressor", 1, 1, svmRegressor, Domain},
          {"Scaler", 1, 1, scaler, Domain},
          {"TreeEnsemble", 1, 1, treeEnsemble, Domain},
          {"TreeEnsembleClassifier", 1, 1, treeClassifier, Domain},
          {"TreeEnsembleRegressor", 1, 1, treeRegressor, Domain},
          {"ZipMap", 1, 1, zipMap, Domain}};
}

} // namespace sectile::graph::onnx
