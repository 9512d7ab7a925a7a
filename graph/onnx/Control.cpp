// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Control.cpp - operators that contain graphs ------------------------===//
//
// A condition that is known chooses a graph; a loop whose length is known is
// its graph as often. Nothing is decided when the program runs.
//
//===----------------------------------------------------------------------===//

#include "Reader.h"

namespace sectile::graph::onnx {

namespace {

/// Whether an input is a constant of one bool.
bool knownCondition(Reader &R, int T, bool &To) {
  const Tensor &Condition = R.tensor(T);
  if (!Condition.isConstant() || Condition.ElementType != Type::Bool ||
      Condition.elements() != 1)
    return R.fail("has a condition that is no constant of one bool");
  To = Condition.Data[0] != 0;
  return true;
}

void giveOutput(Reader &R, size_t N, int T) {
  R.alias(R.output(N, R.type(T), R.shape(T)), T);
}

bool conditional(Reader &R) {
  bool Condition = false;
  const Attribute *Then = R.attribute("then_branch", Attribute::Graph);
  const Attribute *Else = R.attribute("else_branch", Attribute::Graph);
  if (!Then || !Else)
    return R.fail("has not two graphs");
  if (!knownCondition(R, R.in(0), Condition))
    return false;
  std::vector<int> Outputs;
  if (!R.inlined(Condition ? *Then : *Else, {}, Outputs))
    return false;
  if (Outputs.size() != R.outputs())
    return R.fail("has a graph of " + std::to_string(Outputs.size()) +
                  " outputs, expected " + std::to_string(R.outputs()));
  for (size_t N = 0; N < Outputs.size(); ++N)
    giveOutput(R, N, Outputs[N]);
  return true;
}

bool loop(Reader &R) {
  const Attribute *Body = R.attribute("body", Attribute::Graph);
  if (!Body)
    return R.fail("has no graph");
  std::vector<int64_t> Trips;
  if (!R.has(0))
    return R.fail("has no number of iterations, which is not supported");
  if (!R.integersOf(0, "a number of iterations", Trips))
    return false;
  bool Goes = true;
  if (R.has(1) && !knownCondition(R, R.in(1), Goes))
    return false;
  if (Trips.size() != 1 || Trips[0] > 1 << 12)
    return R.fail("has not one number of iterations up to 4,096");
  int Condition = R.constantTensor(Type::Bool, {}, std::string(1, 1));
  std::vector<int> Carried;
  for (size_t N = 2; N < R.inputs(); ++N) {
    if (!R.has(N))
      return R.fail("has no input " + std::to_string(N));
    Carried.push_back(R.in(N));
  }
  std::vector<std::vector<int>> Scanned;
  for (int64_t I = 0; Goes && I < Trips[0]; ++I) {
    std::vector<int> In{
        R.constantTensor(Type::I64, {},
                         std::string(reinterpret_cast<const char *>(&I), 8)),
        Condition};
    In.insert(In.end(), Carried.begin(), Carried.end());
    std::vector<int> Out;
    if (!R.inlined(*Body, In, Out))
      return false;
    if (Out.size() < 1 + Carried.size())
      return R.fail("has a graph of too few outputs");
    Condition = Out[0];
    if (!knownCondition(R, Condition, Goes))
      return false;
    Carried.assign(Out.begin() + 1,
                   Out.begin() + 1 + ptrdiff_t(Carried.size()));
    Scanned.emplace_back(Out.begin() + 1 + ptrdiff_t(Carried.size()),
                         Out.end());
  }
  size_t Results = Carried.size() + (Scanned.empty() ? 0 : Scanned[0].size());
  if (R.outputs() > Results)
    return R.fail("has " + std::to_string(R.outputs()) + " outputs, expected " +
                  std::to_string(Results));
  for (size_t N = 0; N < Carried.size(); ++N)
    if (R.wants(N))
      giveOutput(R, N, Carried[N]);
  for (size_t K = 0; Carried.size() + K < R.outputs(); ++K) {
    int First = Scanned[0][K];
    Shape S = R.shape(First);
    Shape All = S;
    All.insert(All.begin(), int64_t(Scanned.size()));
    int Y = R.output(Carried.size() + K, R.type(First), All);
    for (size_t I = 0; I < Scanned.size(); ++I) {
      int From = Scanned[I][K];
      if (R.shape(From) != S || R.type(From) != R.type(First))
        return R.fail("has results of different shapes in its iterations");
      R.copy(S, {Y, int64_t(I) * elementsOf(S), stridesOf(S)},
             {From, 0, stridesOf(S)});
    }
  }
  return true;
}

} // namespace

OperatorTable controlOperators() {
  constexpr size_t Many = size_t(1) << 20;
  return {{"If", 1, 1, conditional}, {"Loop", 2, Many, loop}};
}

} // namespace sectile::graph::onnx
