// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Text.cpp - counts of words -----------------------------------------===//

#include "Reader.h"
#include <algorithm>

namespace sectile::graph::onnx {

namespace {

/// Runs of N words, one after the other in Words; their places in the result
/// and their weights.
struct Runs {
  int64_t N = 0;
  std::vector<int64_t> Words, Places;
};

/// Reads the pool of runs, which has those of one word first.
bool readRuns(Reader &R, std::vector<Runs> &To, int64_t &Results) {
  std::vector<int64_t> Starts = R.integers("ngram_counts");
  std::vector<int64_t> Places = R.integers("ngram_indexes");
  std::vector<int64_t> Pool = R.integers("pool_int64s");
  if (R.attribute("pool_strings", Attribute::Strings))
    return R.fail("has words that are strings, which are not supported");
  auto Size = int64_t(Pool.size());
  int64_t Next = 0; // of Places
  Results = 0;
  for (size_t I = 0; I < Starts.size(); ++I) {
    int64_t End = I + 1 < Starts.size() ? Starts[I + 1] : Size;
    auto N = int64_t(I + 1);
    if (Starts[I] < 0 || End < Starts[I] || End > Size ||
        (End - Starts[I]) % N != 0)
      return R.fail("has a pool that is not divided into runs of words");
    Runs Of{N, {Pool.begin() + Starts[I], Pool.begin() + End}, {}};
    for (int64_t K = 0; K < (End - Starts[I]) / N; ++K, ++Next) {
      if (Next >= int64_t(Places.size()) || Places[size_t(Next)] < 0 ||
          Places[size_t(Next)] >= 1 << 24)
        return R.fail("has not one place for each run of words");
      Of.Places.push_back(Places[size_t(Next)]);
      Results = std::max(Results, Places[size_t(Next)] + 1);
    }
    To.push_back(std::move(Of));
  }
  return (!To.empty() && Next == int64_t(Places.size())) ||
         R.fail("has not one place for each run of words");
}

/// How often runs of words are in each row of the input.
bool tfIdf(Reader &R) {
  const Shape X = R.shape(R.in(0));
  std::string Mode = R.text("mode", "");
  int64_t Least = R.integer("min_gram_length", 0);
  int64_t Most = R.integer("max_gram_length", 0);
  int64_t Skips = R.integer("max_skip_count", 0);
  std::vector<float> Weights = R.reals("weights");
  std::vector<Runs> All;
  int64_t Results = 0;
  if (!readRuns(R, All, Results))
    return false;
  if (Mode != "TF" && Mode != "IDF" && Mode != "TFIDF")
    return R.fail("has the mode " + inQuotes(Mode));
  if (X.empty() || X.size() > 2)
    return R.fail("has an input of shape " + toString(X));
  if (R.firstType() != Type::I32 && R.firstType() != Type::I64)
    return R.fail(std::string("has an input of type ") +
                  toString(R.firstType()) + ", expected i32 or i64");
  if (Least < 1 || Most < Least || Skips < 0 || Skips > 1 << 12 ||
      Most > int64_t(All.size()))
    return R.fail("has lengths of runs or skips that are not supported");
  int64_t Rows = X.size() == 2 ? X[0] : 1;
  int64_t Length = X.back();
  int Counts = R.temporary(Type::F32, {Rows, Results});
  R.fill(Counts, 0);
  std::vector<float> Factors(size_t(Results), 1);
  size_t Run = 0;
  for (const Runs &Of : All) {
    for (int64_t Place : Of.Places) {
      if (!Weights.empty() && Run >= Weights.size())
        return R.fail("has not one weight for each run of words");
      Factors[size_t(Place)] = Weights.empty() ? 1 : Weights[Run++];
    }
    if (Of.N < Least || Of.N > Most || Of.Places.empty())
      continue;
    auto Count = int64_t(Of.Places.size());
    int Words = R.integerTensor(Of.Words);
    int Places = R.integerTensor(Of.Places);
    // A run of one word has nothing to skip.
    for (int64_t Step = 1; Step <= (Of.N == 1 ? 1 : Skips + 1); ++Step) {
      int64_t Positions = Length - (Of.N - 1) * Step;
      if (Positions < 1)
        break;
      std::vector<Access> In{{Places, 0, {0, 1, 0}}};
      for (int64_t K = 0; K < Of.N; ++K) {
        In.push_back({R.in(0), K * Step, {Length, 0, 1}});
        In.push_back({Words, K, {0, Of.N, 0}});
      }
      R.scatter({Rows, Count, Positions}, {Counts, 0, {Results, 0, 0}}, In,
                [&](Nest &N, const auto &V, Value &Index) {
                  Index = V[0];
                  N.OutIndex = Index.Register;
                  Value Same = constant(N, Type::Bool, 1);
                  for (size_t K = 1; K < V.size(); K += 2)
                    Same = Same & (convert(V[K], Type::I64) == V[K + 1]);
                  Value Old = old(N, Type::F32);
                  return select(Same, Old + 1.0, Old);
                });
    }
  }
  Shape S{Rows, Results};
  if (X.size() == 1)
    S.erase(S.begin());
  int By = R.realTensor(Factors, {Results});
  R.map(R.output(0, Type::F32, S), {R.viewed(Counts, S), By},
        [&](Nest &, const auto &V) {
          if (Mode == "TF")
            return V[0];
          return Mode == "TFIDF" ? V[0] * V[1] : select(V[0] > 0.0, V[1], 0.0);
        });
  return true;
}

} // namespace

OperatorTable textOperators() { return {{"TfIdfVectorizer", 1, 1, tfIdf}}; }

} // namespace sectile::graph::onnx
