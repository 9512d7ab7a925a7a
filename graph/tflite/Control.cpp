// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Control.cpp - subgraphs that are called, and variables -------------===//
//
// A condition that is known chooses a branch, whose operators become the
// model's; of one that depends on data both branches are computed. A loop whose
// condition is known each time is written out. A variable is one tensor after
// the other, each of which one operator computes.
//
//===----------------------------------------------------------------------===//

#include "Reader.h"
#include <algorithm>

namespace sectile::graph {

/// Reads the operators of a subgraph. The caller is not one of the model's.
bool Reader::call(int Index, const std::vector<int> &Arguments,
                  std::vector<int> &Results) {
  if (Index < 0 || size_t(Index) >= File.subgraphs()->size())
    return fail("calls subgraph " + std::to_string(Index) + " of " +
                std::to_string(File.subgraphs()->size()));
  Scope S;
  S.Graph = File.subgraphs()->Get(unsigned(Index));
  S.Prefix = "subgraph " + std::to_string(Index) + ", ";
  S.Depth = Within->Depth + 1;
  if (S.Depth > MostDepth)
    return fail("calls subgraphs that call each other more than 16 times");
  if (!S.Graph->tensors() || !S.Graph->operators() || !S.Graph->outputs())
    return fail("calls subgraph " + std::to_string(Index) +
                ", which has no tensors, operators or outputs");
  size_t Inputs = S.Graph->inputs() ? S.Graph->inputs()->size() : 0;
  if (Inputs != Arguments.size())
    return fail("gives " + std::to_string(Arguments.size()) +
                " inputs to subgraph " + std::to_string(Index) + ", expected " +
                std::to_string(Inputs));
  Operator *Caller = Op;
  const tflite::Operator *OfCaller = Table;
  bool Ok = readTensors(S, Arguments) && readOperators(S);
  Op = Caller;
  Table = OfCaller;
  if (!Ok)
    return false;
  Results.clear();
  for (int32_t I : *S.Graph->outputs()) {
    if (I < 0 || size_t(I) >= S.Tensors.size())
      return fail("calls subgraph " + std::to_string(Index) +
                  ", which names tensor " + std::to_string(I) +
                  " as output, of " + std::to_string(S.Tensors.size()));
    int T = S.Tensors[size_t(I)];
    if (!Known[size_t(T)] || Variables[size_t(T)])
      return fail("calls subgraph " + std::to_string(Index) +
                  ", whose output " + quoted(Result.Tensors[size_t(T)].Name) +
                  " is computed by no operator");
    Results.push_back(T);
  }
  return true;
}

/// The outputs of an operator are other tensors under another name.
bool Reader::become(const std::vector<int> &Outputs,
                    const std::vector<int> &Values) {
  if (Outputs.size() > Values.size())
    return fail("has " + std::to_string(Outputs.size()) +
                " outputs, expected " + std::to_string(Values.size()));
  std::string Label = Op->Label;
  std::string Name = Op->Name;
  for (size_t I = 0; I < Outputs.size(); ++I) {
    Tensor &To = Result.Tensors[size_t(Outputs[I])];
    const Tensor &From = Result.Tensors[size_t(Values[I])];
    auto Handle = StateOf.find(Values[I]);
    if (Handle != StateOf.end()) {
      StateOf[Outputs[I]] = Handle->second;
      continue;
    }
    if (Infers) {
      To.Dims = From.Dims;
      if (!account(To, Label))
        return false;
    }
    if (!quantisedAlike(To, From) || To.Dims != From.Dims)
      return fail("has output " + std::to_string(I) + " of " +
                  toString(To.ElementType) + " " + toString(To.Dims) +
                  ", expected " + toString(From.ElementType) + " " +
                  toString(From.Dims) + " of the same quantisation");
    if (From.isConstant()) {
      To.Data = From.Data;
      continue;
    }
    Operator Alias;
    Alias.Code = Code::RESHAPE;
    Alias.Name = Name;
    Alias.Label = Label;
    Alias.Inputs = {Values[I]};
    Alias.Outputs = {Outputs[I]};
    Result.Operators.push_back(Alias);
  }
  Op = nullptr;
  return true;
}

/// A condition that is a constant.
bool Reader::truth(int T, const char *What, bool &Value) {
  const Tensor &C = Result.Tensors[size_t(T)];
  if (C.ElementType != Type::Bool || C.elements() != 1)
    return fail(std::string("has ") + What + " of " + toString(C.ElementType) +
                " " + toString(C.Dims) + ", expected one bool");
  if (!C.isConstant())
    return fail(std::string("has ") + What + " that depends on data");
  Value = C.Data[0] != 0;
  return true;
}

/// Computes both branches, of which the condition chooses the results.
bool Reader::choose(int Then, int Else) {
  Operator Caller = std::move(*Op);
  Result.Operators.pop_back();
  Op = &Caller;
  std::vector<Variable> Before = States;
  std::vector<int> Yes;
  std::vector<int> No;
  std::vector<int> Arguments(Caller.Inputs.begin() + 1, Caller.Inputs.end());
  if (!call(Then, Arguments, Yes) || !call(Else, Arguments, No))
    return false;
  for (size_t I = 0; I < States.size(); ++I) {
    int Last = I < Before.size() ? Before[I].Last : -1;
    if (States[I].Last != Last && States[I].Last != States[I].First)
      return fail("assigns to a variable under a condition that depends on "
                  "data, which is not supported");
  }
  if (Yes.size() < Caller.Outputs.size() || No.size() < Caller.Outputs.size())
    return fail("has " + std::to_string(Caller.Outputs.size()) +
                " outputs, expected at most " +
                std::to_string(std::min(Yes.size(), No.size())));
  for (size_t I = 0; I < Caller.Outputs.size(); ++I) {
    const Tensor &A = Result.Tensors[size_t(Yes[I])];
    const Tensor &B = Result.Tensors[size_t(No[I])];
    Tensor &To = Result.Tensors[size_t(Caller.Outputs[I])];
    if (Infers) {
      To.Dims = A.Dims;
      if (!account(To, Caller.Label))
        return false;
    }
    if (StateOf.count(Yes[I]) || StateOf.count(No[I]) ||
        !quantisedAlike(A, B) || !quantisedAlike(To, A) || A.Dims != B.Dims ||
        To.Dims != A.Dims)
      return fail("has a condition that depends on data, and results of " +
                  std::string(toString(A.ElementType)) + " " +
                  toString(A.Dims) + " and " + toString(B.ElementType) + " " +
                  toString(B.Dims) + " for output " + std::to_string(I) +
                  ", expected the same type, shape and quantisation");
    Operator Select;
    Select.Code = Code::SELECT_V2;
    Select.Name = Caller.Name;
    Select.Label = Caller.Label;
    Select.Inputs = {Caller.Inputs[0], Yes[I], No[I]};
    Select.Outputs = {Caller.Outputs[I]};
    Result.Operators.push_back(Select);
  }
  Op = nullptr;
  return true;
}

bool Reader::checkIf() {
  const auto *O = options<IfOptions>();
  if (!O)
    return false;
  if (Op->Inputs.empty() ||
      *std::min_element(Op->Inputs.begin(), Op->Inputs.end()) < 0)
    return fail("lacks an input");
  const Tensor &C = in(0);
  if (!C.isConstant() && C.ElementType == Type::Bool && C.elements() == 1)
    return choose(O->then_subgraph_index(), O->else_subgraph_index());
  bool Holds = false;
  if (!truth(Op->Inputs[0], "a condition", Holds))
    return false;
  Operator Caller = std::move(*Op);
  Result.Operators.pop_back();
  Op = &Caller;
  std::vector<int> Results;
  std::vector<int> Arguments(Caller.Inputs.begin() + 1, Caller.Inputs.end());
  return call(Holds ? O->then_subgraph_index() : O->else_subgraph_index(),
              Arguments, Results) &&
         become(Caller.Outputs, Results);
}

bool Reader::checkWhile() {
  const auto *O = options<WhileOptions>();
  if (!O)
    return false;
  if (Op->Inputs.empty() ||
      *std::min_element(Op->Inputs.begin(), Op->Inputs.end()) < 0)
    return fail("lacks an input");
  Operator Caller = std::move(*Op);
  Result.Operators.pop_back();
  Op = &Caller;
  std::vector<int> Values = Caller.Inputs;
  for (;;) {
    std::vector<int> Results;
    bool Goes = false;
    if (!call(O->cond_subgraph_index(), Values, Results))
      return false;
    if (Results.size() != 1)
      return fail("has a condition of " + std::to_string(Results.size()) +
                  " results, expected 1");
    if (!truth(Results[0], "a number of iterations", Goes))
      return false;
    if (!Goes)
      return become(Caller.Outputs, Values);
    if (++Iterations > MostIterations)
      return fail("makes more than " + std::to_string(MostIterations) +
                  " iterations, with those of other loops");
    if (!call(O->body_subgraph_index(), Values, Results))
      return false;
    if (Results.size() != Values.size())
      return fail("has a body of " + std::to_string(Results.size()) +
                  " results, expected " + std::to_string(Values.size()));
    Values = Results;
  }
}

/// Computes the first values of variables. Those are inputs if states are.
bool Reader::checkCallOnce() {
  const auto *O = options<CallOnceOptions>();
  if (!O)
    return false;
  Operator Caller = std::move(*Op);
  Result.Operators.pop_back();
  Op = &Caller;
  std::vector<int> Results;
  bool Ok = Given.State || call(O->init_subgraph_index(), {}, Results);
  Op = nullptr;
  return Ok;
}

bool Reader::checkVarHandle() {
  const auto *O = options<VarHandleOptions>();
  if (!O)
    return false;
  if (Op->Outputs.size() != 1)
    return fail("has " + std::to_string(Op->Outputs.size()) +
                " outputs, expected 1");
  std::string Name = O->shared_name() ? O->shared_name()->str() : "";
  if (O->container() && O->container()->size())
    Name = O->container()->str() + "/" + Name;
  size_t I = 0;
  // A variable that is a tensor has no handle of this name.
  while (I < States.size() && States[I].Name != "handle " + Name)
    ++I;
  if (I == States.size())
    States.push_back({"handle " + Name});
  StateOf[Op->Outputs[0]] = I;
  Result.Operators.pop_back();
  Op = nullptr;
  return true;
}

/// What a variable is at first: an input, or zeros.
int Reader::firstValue(size_t State, const Tensor &Like) {
  Variable &V = States[State];
  Tensor T = Like;
  constexpr std::string_view Handle = "handle ";
  T.Name = V.Name.starts_with(Handle) ? V.Name.substr(Handle.size()) : V.Name;
  T.Data = nullptr;
  if (!Given.State) {
    uint8_t *Zeros = storage(T.bytes());
    std::fill_n(Zeros, T.bytes(), uint8_t(T.ZeroPoint));
    T.Data = Zeros;
  }
  V.First = V.Last = addTensor(T, true);
  return V.First;
}

bool Reader::checkReadVariable() {
  if (!arity(1, 1))
    return false;
  auto Found = StateOf.find(Op->Inputs[0]);
  if (Found == StateOf.end() || Variables[size_t(Op->Inputs[0])])
    return fail("reads what is no variable");
  if (out().ElementType >= Type::F16)
    return fail("has an output of a type that is not supported");
  if (States[Found->second].Last < 0) {
    if (Infers && out().Dims.empty())
      return fail("reads a variable before it is assigned, whose shape is not "
                  "known");
    firstValue(Found->second, out());
  }
  Operator Caller = std::move(*Op);
  Result.Operators.pop_back();
  Op = &Caller;
  return become(Caller.Outputs, {States[Found->second].Last});
}

bool Reader::checkAssignVariable() {
  if (Op->Inputs.size() != 2 || Op->Inputs[0] < 0 || Op->Inputs[1] < 0 ||
      !Op->Outputs.empty())
    return fail("has " + std::to_string(Op->Inputs.size()) + " inputs and " +
                std::to_string(Op->Outputs.size()) +
                " outputs, expected 2 and none");
  auto Found = StateOf.find(Op->Inputs[0]);
  if (Found == StateOf.end() || Variables[size_t(Op->Inputs[0])])
    return fail("assigns to what is no variable");
  Variable &V = States[Found->second];
  int From = Op->Inputs[1];
  if (V.Last >= 0) {
    const Tensor &Old = Result.Tensors[size_t(V.Last)];
    const Tensor &New = Result.Tensors[size_t(From)];
    if (!quantisedAlike(Old, New) || Old.Dims != New.Dims)
      return fail("assigns " + std::string(toString(New.ElementType)) + " " +
                  toString(New.Dims) + " to a variable of " +
                  toString(Old.ElementType) + " " + toString(Old.Dims));
  }
  V.Last = From;
  Result.Operators.pop_back();
  Op = nullptr;
  return true;
}

bool Reader::state(size_t N, Type T, const Shape &S, const char *What) {
  int Input = Op->Inputs[N];
  if (!Variables[size_t(Input)])
    return fail(std::string("has ") + What + " that is no variable");
  Tensor Like = in(N);
  if (Infers)
    Like.Dims = S;
  if (Like.ElementType != T || Like.elements() != elementsOf(S))
    return fail(std::string("has ") + What + " of " +
                toString(Like.ElementType) + " " + toString(Like.Dims) +
                ", expected " + toString(T) + " " + toString(S));
  size_t Of = StateOf[Input];
  if (States[Of].Last < 0)
    firstValue(Of, Like);
  Op->Inputs[N] = States[Of].Last;
  Like.Data = nullptr;
  States[Of].Last = addTensor(Like, true);
  Op->Outputs.push_back(States[Of].Last);
  return account(Like, Op->Label);
}

/// Variables whose first value was asked for are inputs, and outputs.
void Reader::finishVariables() {
  if (!Given.State)
    return;
  for (const Variable &V : States)
    if (V.First >= 0) {
      Result.Inputs.push_back(V.First);
      Result.Outputs.push_back(V.Last);
    }
}

} // namespace sectile::graph
