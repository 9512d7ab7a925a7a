// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Control.cpp - operators that contain graphs ------------------------===//
//
// A condition that is known chooses a graph; a loop whose length is known is
// its graph as often. What depends on data is computed in both ways, and chosen
// when the program runs.
//
//===----------------------------------------------------------------------===//

#include "Reader.h"

namespace sectile::graph::onnx {

namespace {

/// Whether an input is a constant of one bool.
bool knownCondition(Reader &R, int T, bool &To) {
  if (R.isList(T))
    return R.fail("has a condition that is no tensor");
  const Tensor &Condition = R.tensor(T);
  if (!Condition.isConstant() || Condition.ElementType != Type::Bool ||
      Condition.elements() != 1)
    return R.fail("has a condition that is no constant of one bool");
  To = Condition.Data[0] != 0;
  return true;
}

/// Whether an input is one bool that the program computes.
bool isComputed(Reader &R, int T) {
  return !R.isList(T) && !R.tensor(T).isConstant() && R.type(T) == Type::Bool &&
         R.tensor(T).elements() == 1;
}

/// \p Then where the condition is true; -1 and a message if they differ in type
/// or shape.
int chosen(Reader &R, int Condition, int Then, int Else) {
  if (Then == Else)
    return Then;
  if (R.isList(Then) || R.isList(Else) || R.type(Then) != R.type(Else) ||
      R.shape(Then) != R.shape(Else)) {
    auto Text = [&](int T) {
      return R.isList(T) ? "no tensor"
                         : std::string(toString(R.type(T))) + " " +
                               toString(R.shape(T));
    };
    R.fail("has a condition that depends on data, and results of different "
           "types or shapes: " +
           Text(Then) + " and " + Text(Else));
    return -1;
  }
  int Y = R.temporary(R.type(Then), R.shape(Then));
  R.map(Y, {R.viewed(Condition, {}), Then, Else},
        [](Nest &, const auto &V) { return select(V[0], V[1], V[2]); });
  return Y;
}

/// Whether two bools are true.
int both(Reader &R, int A, int B) {
  int Y = R.temporary(Type::Bool, {});
  R.map(Y, {R.viewed(A, {}), R.viewed(B, {})},
        [](Nest &, const auto &V) { return V[0] & V[1]; });
  return Y;
}

/// Both graphs, whose results are chosen from.
bool chooseResults(Reader &R, const Attribute &Then, const Attribute &Else) {
  std::vector<int> Yes;
  std::vector<int> No;
  bool Fits = R.inlined(Then, {}, Yes);
  if (!R.inlined(Else, {}, No) || !Fits)
    return R.fail("has a condition that depends on data, so that both graphs "
                  "are read; --value NAME=NUMBER makes an input a constant");
  if (Yes.size() != R.outputs() || No.size() != R.outputs())
    return R.fail("has graphs of " + std::to_string(Yes.size()) + " and " +
                  std::to_string(No.size()) + " outputs, expected " +
                  std::to_string(R.outputs()));
  for (size_t N = 0; N < Yes.size(); ++N) {
    int Y = chosen(R, R.in(0), Yes[N], No[N]);
    if (Y < 0)
      return false;
    R.giveOutput(N, Y);
  }
  return true;
}

bool conditional(Reader &R) {
  bool Condition = false;
  const Attribute *Then = R.attribute("then_branch", Attribute::Graph);
  const Attribute *Else = R.attribute("else_branch", Attribute::Graph);
  if (!Then || !Else)
    return R.fail("has not two graphs");
  if (isComputed(R, R.in(0)))
    return chooseResults(R, *Then, *Else);
  if (!knownCondition(R, R.in(0), Condition))
    return false;
  std::vector<int> Outputs;
  if (!R.inlined(Condition ? *Then : *Else, {}, Outputs))
    return false;
  if (Outputs.size() != R.outputs())
    return R.fail("has a graph of " + std::to_string(Outputs.size()) +
                  " outputs, expected " + std::to_string(R.outputs()));
  for (size_t N = 0; N < Outputs.size(); ++N)
    R.giveOutput(N, Outputs[N]);
  return true;
}

/// Tensors of one shape as one, with a new dimension; -1 and a message if they
/// are not.
int stacked(Reader &R, const std::vector<int> &Parts, int64_t Axis) {
  int First = Parts[0];
  for (int T : Parts)
    if (R.isList(T) || R.shape(T) != R.shape(First) ||
        R.type(T) != R.type(First)) {
      R.fail("has results of different shapes in its iterations");
      return -1;
    }
  Shape S = R.shape(First);
  if (!R.axis(Axis, S.size() + 1))
    return -1;
  Shape All = S;
  All.insert(All.begin() + Axis, int64_t(Parts.size()));
  int Y = R.temporary(R.type(First), All);
  Shape Strides = stridesOf(All);
  int64_t Step = Strides[size_t(Axis)];
  Strides.erase(Strides.begin() + Axis);
  for (size_t I = 0; I < Parts.size(); ++I)
    R.copy(S, {Y, int64_t(I) * Step, Strides}, {Parts[I], 0, stridesOf(S)});
  return Y;
}

bool stack(Reader &R, size_t Output, const std::vector<int> &Parts,
           int64_t Axis) {
  int Y = stacked(R, Parts, Axis);
  if (Y >= 0)
    R.giveOutput(Output, Y);
  return Y >= 0;
}

/// An element along a dimension, which is not there any more.
int slice(Reader &R, int X, size_t Axis, int64_t At) {
  Shape S = R.shape(X);
  Shape Strides = stridesOf(S);
  int64_t Step = Strides[Axis];
  S.erase(S.begin() + ptrdiff_t(Axis));
  Strides.erase(Strides.begin() + ptrdiff_t(Axis));
  int Y = R.temporary(R.type(X), S);
  R.copy(S, {Y, 0, stridesOf(S)}, {X, At * Step, Strides});
  return Y;
}

bool loop(Reader &R) {
  const Attribute *Body = R.attribute("body", Attribute::Graph);
  if (!Body)
    return R.fail("has no graph");
  std::vector<int64_t> Trips;
  if (R.inputs() < 2)
    return R.fail("has " + std::to_string(R.inputs()) +
                  " inputs, expected at least 2");
  // Without a number, the condition ends it.
  constexpr int64_t Most = 1 << 12;
  if (!R.has(0))
    Trips.push_back(Most + 1);
  else if (!R.isTensor(0) || !R.integersOf(0, "a number of iterations", Trips))
    return false;
  bool Goes = true;
  int Active = -1;     // whether the loop goes on, once that depends on data
  bool IsOpen = false; // how many iterations there are depends on data
  if (R.has(1) && isComputed(R, R.in(1)))
    Active = R.in(1);
  else if (R.has(1) && !knownCondition(R, R.in(1), Goes))
    return false;
  if (Trips.size() != 1 || (R.has(0) && Trips[0] > Most))
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
    if (I == Most)
      return R.fail("has a condition that is true 4,096 times");
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
    IsOpen |= Active >= 0;
    for (size_t N = 0; N < Carried.size(); ++N) {
      Carried[N] =
          Active < 0 ? Out[1 + N] : chosen(R, Active, Out[1 + N], Carried[N]);
      if (Active >= 0 && Carried[N] < 0)
        return false;
    }
    if (isComputed(R, Out[0]))
      Active = Active < 0 ? Out[0] : both(R, Active, Out[0]);
    else if (!knownCondition(R, Out[0], Goes))
      return false;
    if (Active >= 0 && !R.has(0))
      return R.fail("has a condition that depends on data, and no number of "
                    "iterations");
    if (Active < 0)
      Condition = Out[0];
    Scanned.emplace_back(Out.begin() + 1 + ptrdiff_t(Carried.size()),
                         Out.end());
  }
  size_t Results = Carried.size() + (Scanned.empty() ? 0 : Scanned[0].size());
  if (R.outputs() > Results)
    return R.fail("has " + std::to_string(R.outputs()) + " outputs, expected " +
                  std::to_string(Results));
  for (size_t N = 0; N < Carried.size(); ++N)
    if (R.wants(N))
      R.giveOutput(N, Carried[N]);
  for (size_t K = 0; Carried.size() + K < R.outputs(); ++K) {
    if (!R.wants(Carried.size() + K))
      continue;
    if (IsOpen)
      return R.fail("has a result of each iteration, and a condition that "
                    "depends on data");
    std::vector<int> Parts;
    Parts.reserve(Scanned.size());
    for (const std::vector<int> &Of : Scanned)
      Parts.push_back(Of[K]);
    if (!stack(R, Carried.size() + K, Parts, 0))
      return false;
  }
  return true;
}

/// Numbers of an attribute of which there is one for each of \p Count, or none.
bool numbers(Reader &R, const char *Name, size_t Count,
             std::vector<int64_t> &To) {
  To = R.integers(Name);
  if (To.empty())
    To.assign(Count, 0);
  return To.size() == Count ||
         R.fail("has " + std::to_string(To.size()) + " " + Name +
                ", expected " + std::to_string(Count));
}

/// The graph is read for each of the slices of the last inputs.
bool scan(Reader &R) {
  const Attribute *Body = R.attribute("body", Attribute::Graph);
  int64_t Scanned = R.integer("num_scan_inputs", 0);
  // Before version 9 there are lengths, and everything has a batch.
  bool IsOld = R.version() < 9;
  size_t First = IsOld ? 1 : 0;
  if (!Body)
    return R.fail("has no graph");
  if (IsOld && R.has(0))
    return R.fail("has lengths of its sequences, which is not supported");
  int64_t Count = int64_t(R.inputs()) - int64_t(First);
  if (Scanned < 1 || Scanned > Count)
    return R.fail("scans " + std::to_string(Scanned) + " of " +
                  std::to_string(Count) + " inputs");
  auto States = size_t(Count - Scanned);
  if (R.outputs() < States)
    return R.fail("has too few outputs");
  std::vector<int64_t> InAxes;
  std::vector<int64_t> InBackwards;
  std::vector<int64_t> OutAxes;
  std::vector<int64_t> OutBackwards;
  size_t Results = R.outputs() - States;
  if (!numbers(R, IsOld ? "directions" : "scan_input_directions",
               size_t(Scanned), InBackwards) ||
      !numbers(R, "scan_input_axes", size_t(Scanned), InAxes) ||
      !numbers(R, "scan_output_axes", Results, OutAxes) ||
      !numbers(R, "scan_output_directions", Results, OutBackwards))
    return false;
  int64_t Length = -1;
  int64_t Batch = 1;
  for (size_t N = First; N < R.inputs(); ++N) {
    if (!R.has(N))
      return R.fail("has no input " + std::to_string(N));
    if (!R.isTensor(N))
      return false;
    const Shape &S = R.shape(R.in(N));
    if (IsOld) {
      if (S.empty() || (N > First && S[0] != Batch))
        return R.fail("has inputs of different batches");
      Batch = S[0];
    }
    if (N < First + States)
      continue;
    int64_t &Axis = InAxes[N - First - States];
    if (IsOld)
      Axis = 1;
    if (!R.axis(Axis, S.size()))
      return false;
    if (Length >= 0 && S[size_t(Axis)] != Length)
      return R.fail("scans inputs of different lengths");
    Length = S[size_t(Axis)];
  }
  if (Length < 1 || Length > 1 << 12 || Batch > 1 << 12)
    return R.fail("has not one length from 1 to 4,096");
  std::vector<std::vector<int>> Final(States);
  std::vector<std::vector<int>> Stacked(Results);
  for (int64_t B = 0; B < Batch; ++B) {
    std::vector<int> Carried;
    Carried.reserve(States);
    for (size_t N = 0; N < States; ++N)
      Carried.push_back(IsOld ? slice(R, R.in(First + N), 0, B)
                              : R.in(First + N));
    std::vector<std::vector<int>> Parts(Results);
    for (int64_t I = 0; I < Length; ++I) {
      std::vector<int> In = Carried;
      for (size_t N = 0; N < size_t(Scanned); ++N) {
        int X = R.in(First + States + N);
        int64_t At = InBackwards[N] ? Length - 1 - I : I;
        if (IsOld)
          X = slice(R, X, 0, B);
        In.push_back(slice(R, X, size_t(InAxes[N]) - First, At));
      }
      std::vector<int> Out;
      if (!R.inlined(*Body, In, Out))
        return false;
      if (Out.size() != States + Results)
        return R.fail("has a graph of " + std::to_string(Out.size()) +
                      " outputs, expected " + std::to_string(States + Results));
      Carried.assign(Out.begin(), Out.begin() + ptrdiff_t(States));
      for (size_t K = 0; K < Results; ++K)
        Parts[K].insert(OutBackwards[K] ? Parts[K].begin() : Parts[K].end(),
                        Out[States + K]);
    }
    for (size_t N = 0; N < States; ++N)
      Final[N].push_back(Carried[N]);
    for (size_t K = 0; K < Results; ++K) {
      if (!IsOld) {
        if (!stack(R, States + K, Parts[K], OutAxes[K]))
          return false;
        continue;
      }
      int Whole = stacked(R, Parts[K], 0);
      if (Whole < 0)
        return false;
      Stacked[K].push_back(Whole);
    }
  }
  for (size_t N = 0; N < States; ++N)
    if (!IsOld)
      R.giveOutput(N, Final[N][0]);
    else if (!stack(R, N, Final[N], 0))
      return false;
  for (size_t K = 0; IsOld && K < Results; ++K)
    if (!stack(R, States + K, Stacked[K], 0))
      return false;
  return true;
}

} // namespace

OperatorTable controlOperators() {
  constexpr size_t Many = size_t(1) << 20;
  return {{"If", 1, 1, conditional},
          {"Loop", 0, Many, loop},
          {"Scan", 0, Many, scan}};
}

} // namespace sectile::graph::onnx
