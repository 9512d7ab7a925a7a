// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- OnnxImport.cpp - an ONNX model as loops in MLIR --------------------===//

#include "OnnxImport.h"
#include "Bounds.h"
#include "Builder.h"
#include "onnx/Values.h"
#include <algorithm>

namespace sectile::graph {

namespace {

using onnx::Access;
using onnx::Code;
using onnx::Instruction;
using onnx::Nest;
using std::to_string;

const char *registerType(Type T) {
  return T == Type::Bool ? "i1" : T == Type::U64 ? "i64" : toString(T);
}

class OnnxImporter : Builder {
public:
  explicit OnnxImporter(const onnx::Model &M)
      : Builder(M.Tensors, M.Inputs, M.Outputs), M(M) {}
  Program run();
  std::string function(const std::string &Symbol, const Nest &Of,
                       unsigned Parameters);

private:
  const onnx::Model &M;
  const Nest *N = nullptr;
  std::vector<std::string> Arguments, Values;
  std::string OutArgument;

  void place();
  void nest();
  void bound();
  std::string argumentOf(const Access &A, bool Written);
  static std::string subscript(const Access &A);
  std::string memrefOf(const Access &A) const {
    const Tensor &T = M.Tensors[size_t(A.Tensor)];
    return memref({T.elements()}, T.ElementType);
  }
  std::string at(Scalars &S, const Access &A, size_t Offset) const;
  std::string loaded(Scalars &S, const Access &A, const std::string &From,
                     int64_t Offset) const;
  std::string narrowed(Scalars &S, const std::string &V, Type From,
                       Type To) const;
  std::string value(Scalars &S, const Instruction &I) const;
  std::string converted(Scalars &S, const std::string &X, Type From,
                        Type To) const;
};

/// The affine expression of an access's element.
std::string OnnxImporter::subscript(const Access &A) {
  std::string Text = to_string(A.Offset);
  for (size_t L = 0; L < A.Strides.size(); ++L)
    if (A.Strides[L])
      Text += " + %d" + to_string(L) + " * " + to_string(A.Strides[L]);
  return Text;
}

std::string OnnxImporter::argumentOf(const Access &A, bool Written) {
  const Tensor &T = M.Tensors[size_t(A.Tensor)];
  return argument(Builder::place(A.Tensor), {T.elements()}, T.ElementType,
                  Written, A.Advance * bytesOf(T.ElementType));
}

/// The index of an element that a register helps to choose.
std::string OnnxImporter::at(Scalars &S, const Access &A, size_t Offset) const {
  std::string Dims;
  std::string Operands;
  std::string Text = to_string(A.Offset);
  for (size_t L = 0; L < A.Strides.size(); ++L) {
    const char *Comma = L ? ", " : "";
    Dims += Comma;
    Dims += "d" + to_string(L);
    Operands += Comma;
    Operands += "%d" + to_string(L);
    if (A.Strides[L])
      Text += " + d" + to_string(L) + " * " + to_string(A.Strides[L]);
  }
  std::string Base = S.line("affine.apply affine_map<(" + Dims + ") -> (" +
                            Text + ")>(" + Operands + ")");
  std::string Moved =
      S.line("arith.index_cast " + Values[Offset] + " : " +
             registerType(N->Body[Offset].Result) + " to index");
  return S.op("arith.addi", {Base, Moved}, "index");
}

std::string OnnxImporter::loaded(Scalars &S, const Access &A,
                                 const std::string &From,
                                 int64_t Offset) const {
  Type T = M.Tensors[size_t(A.Tensor)].ElementType;
  std::string V = Offset < 0
                      ? S.line("affine.load " + From + "[" + subscript(A) +
                               "] : " + memrefOf(A))
                      : S.load(From, at(S, A, size_t(Offset)), memrefOf(A));
  switch (T) {
  case Type::I8:
    return S.convert("extsi", V, "i8", "i32");
  case Type::U8:
    return S.convert("extui", V, "i8", "i32");
  case Type::I16:
    return S.convert("extsi", V, "i16", "i32");
  case Type::U16:
    return S.convert("extui", V, "i16", "i32");
  case Type::U32:
    return S.convert("extui", V, "i32", "i64");
  case Type::F16:
  case Type::BF16:
    return S.convert("extf", V, toString(T), "f32");
  case Type::Bool:
    return S.compare("ne", V, S.constant(0, "i8"), "i8");
  default:
    return V;
  }
}

/// A register as an element.
std::string OnnxImporter::narrowed(Scalars &S, const std::string &V, Type From,
                                   Type To) const {
  if (To == Type::Bool)
    return S.convert("extui", V, "i1", "i8");
  const char *How = !isReal(To)       ? "trunci"
                    : To == Type::F64 ? "extf"
                                      : "truncf";
  if (elementOf(To) != std::string(registerType(From)))
    return S.convert(How, V, registerType(From), elementOf(To));
  return V;
}

std::string OnnxImporter::converted(Scalars &S, const std::string &X, Type From,
                                    Type To) const {
  bool Unsigned = From == Type::Bool || From == Type::U64;
  const char *How = isReal(To) && isReal(From)
                        ? To == Type::F64 ? "extf" : "truncf"
                    : isReal(To)         ? Unsigned ? "uitofp" : "sitofp"
                    : isReal(From)       ? To == Type::U64 ? "fptoui" : "fptosi"
                    : From == Type::Bool ? "extui"
                    : From == Type::I32  ? "extsi"
                                         : "trunci";
  if (!isReal(To) && !isReal(From) &&
      registerType(To) == std::string(registerType(From)))
    return X;
  return S.convert(How, X, registerType(From), registerType(To));
}

std::string OnnxImporter::value(Scalars &S, const Instruction &I) const {
  std::string T = registerType(I.Result);
  auto HasNoSign = [&](uint32_t Register) {
    Type Of = N->Body[Register].Result;
    return Of == Type::Bool || Of == Type::U64;
  };
  bool Real = isReal(I.Result);
  bool Unsigned = I.Result == Type::U64;
  auto Op = [&](const char *Name) {
    return S.op(std::string("arith.") + Name, {Values[I.A], Values[I.B]}, T);
  };
  auto Unary = [&](const char *Name) { return S.op(Name, {Values[I.A]}, T); };
  auto Compare = [&](const char *OfReals, const char *OfIntegers) {
    Type Of = N->Body[I.A].Result;
    return S.compare(isReal(Of) ? OfReals : OfIntegers, Values[I.A],
                     Values[I.B], registerType(Of));
  };
  switch (I.Op) {
  case Code::Load:
    // A function's parameters are registers.
    if (N->In.empty())
      return Arguments[I.A];
    return loaded(S, N->In[I.A], Arguments[I.A], -1);
  case Code::LoadAt:
    return loaded(S, N->In[I.A], Arguments[I.A], int64_t(I.B));
  case Code::Old:
    return loaded(S, N->Out, OutArgument, N->OutIndex);
  case Code::Loop:
    return S.line("arith.index_cast %d" + to_string(I.A) + " : index to i64");
  case Code::Constant:
    if (I.Result == Type::Bool)
      return S.line(std::string("arith.constant ") +
                    (I.Integer ? "true" : "false"));
    if (I.Result == Type::F64)
      return S.wideReal(I.Real);
    return Real ? S.real(float(I.Real)) : S.constant(I.Integer, T);
  case Code::Add:
    return Op(Real ? "addf" : "addi");
  case Code::Sub:
    return Op(Real ? "subf" : "subi");
  case Code::Mul:
    return Op(Real ? "mulf" : "muli");
  case Code::Div:
    return Op(Real ? "divf" : Unsigned ? "divui" : "divsi");
  case Code::Rem:
    return Op(Unsigned ? "remui" : "remsi");
  case Code::Fma:
    return S.op("math.fma", {Values[I.A], Values[I.B], Values[I.C]}, T);
  case Code::Neg:
    if (Real)
      return Unary("arith.negf");
    return S.op("arith.subi", {S.constant(0, T), Values[I.A]}, T);
  case Code::Abs: {
    if (Real)
      return Unary("math.absf");
    std::string Negative = S.compare("slt", Values[I.A], S.constant(0, T), T);
    return S.select(Negative,
                    S.op("arith.subi", {S.constant(0, T), Values[I.A]}, T),
                    Values[I.A], T);
  }
  case Code::Floor:
    return Unary("math.floor");
  case Code::Ceil:
    return Unary("math.ceil");
  case Code::RoundEven:
    return Unary("math.roundeven");
  case Code::Trunc:
    return Unary("math.trunc");
  case Code::Sqrt:
    return Unary("math.sqrt");
  case Code::Equal:
    return Compare("oeq", "eq");
  case Code::Less:
    // Of bools, false is less.
    return Compare("olt", HasNoSign(I.A) ? "ult" : "slt");
  case Code::LessEqual:
    return Compare("ole", HasNoSign(I.A) ? "ule" : "sle");
  case Code::Select:
    return S.select(Values[I.A], Values[I.B], Values[I.C], T);
  case Code::And:
    return Op("andi");
  case Code::Or:
    return Op("ori");
  case Code::Xor:
    return Op("xori");
  case Code::ShiftLeft:
    return Op("shli");
  case Code::ShiftRight:
    return Op("shrsi");
  case Code::ShiftRightUnsigned:
    return Op("shrui");
  case Code::Bitcast:
    return S.convert("bitcast", Values[I.A], registerType(N->Body[I.A].Result),
                     T);
  case Code::Convert:
    return converted(S, Values[I.A], N->Body[I.A].Result, I.Result);
  }
  return "";
}

void OnnxImporter::nest() {
  Arguments.clear();
  Values.clear();
  for (const Access &A : N->In)
    Arguments.push_back(argumentOf(A, false));
  OutArgument =
      N->Group < 0
          ? result(N->Out.Tensor, {M.Tensors[size_t(N->Out.Tensor)].elements()})
          : argumentOf(N->Out, true);
  for (size_t L = 0; L < N->Loops.size(); ++L)
    Body += "    affine.for %d" + to_string(L) + " = 0 to " +
            to_string(N->Loops[L]) + " {\n";
  Scalars S(Body, Next);
  for (const Instruction &I : N->Body)
    Values.push_back(value(S, I));
  std::string Stored = narrowed(S, Values.back(), N->Body.back().Result,
                                M.Tensors[size_t(N->Out.Tensor)].ElementType);
  if (N->OutIndex < 0)
    Body += "      affine.store " + Stored + ", " + OutArgument + "[" +
            subscript(N->Out) + "] : " + memrefOf(N->Out) + "\n";
  else {
    std::string Index = at(S, N->Out, size_t(N->OutIndex));
    Body += "      memref.store " + Stored + ", " + OutArgument + "[" + Index +
            "] : " + memrefOf(N->Out) + "\n";
  }
  for (size_t L = 0; L < N->Loops.size(); ++L)
    Body += "    }\n";
}

void OnnxImporter::place() {
  std::vector<Use> Uses;
  for (size_t I = 0; I < M.Nests.size(); ++I) {
    const Nest &Of = M.Nests[I];
    Use U{{}, Of.Out.Tensor, Of.IsAlias, I, I};
    for (const Access &A : Of.In)
      U.Inputs.push_back(A.Tensor);
    // What is repeated is in use from the first to the last repetition.
    if (Of.Group >= 0) {
      while (U.First > 0 && M.Nests[U.First - 1].Group == Of.Group)
        --U.First;
      while (U.Last + 1 < M.Nests.size() &&
             M.Nests[U.Last + 1].Group == Of.Group)
        ++U.Last;
    }
    Uses.push_back(std::move(U));
  }
  placeTensors(Uses);
}

/// What the report says of the nest's effort.
void OnnxImporter::bound() {
  int64_t Iterations = elementsOf(N->Loops) * N->Count;
  bool Sums = N->In.size() == 2 && std::any_of(N->Body.begin(), N->Body.end(),
                                               [](const Instruction &I) {
                                                 return I.Op == Code::Old;
                                               });
  if (Sums)
    Entry.MultiplyAccumulates = Iterations;
  // A matrix product has rows of one operand and columns of the other.
  auto Alone = [&](size_t This, size_t Other) {
    for (size_t L = 0; Sums && L < N->Loops.size(); ++L)
      if (N->Out.Strides[L] && N->In[This].Strides[L] &&
          !N->In[Other].Strides[L])
        return true;
    return false;
  };
  if (Alone(0, 1) && Alone(1, 0)) {
    auto IsByte = [&](const Access &A) {
      return bytesOf(M.Tensors[size_t(A.Tensor)].ElementType) == 1;
    };
    bool Bytes = IsByte(N->In[0]) && IsByte(N->In[1]);
    Entry.Least.Matrix = productCycles(Iterations, Bytes);
  } else {
    auto Operations =
        std::count_if(N->Body.begin(), N->Body.end(), [](const Instruction &I) {
          return I.Op > Code::Constant;
        });
    Entry.Least.Elementwise = elementwiseCycles(Iterations, Operations);
  }
  Entry.Least.Memory = memoryCycles(Entry.WeightBytes + Entry.DataBytes);
}

Program OnnxImporter::run() {
  place();
  for (Index = 0; Index < M.Nests.size(); ++Index) {
    N = &M.Nests[Index];
    const Tensor &Out = M.Tensors[size_t(N->Out.Tensor)];
    Entry = Layer();
    Entry.Name = N->Name;
    Entry.Result = Out.Dims;
    Entry.Output = Out.Name;
    if (!N->IsAlias) {
      for (const Access &A : N->In) {
        const Tensor &T = M.Tensors[size_t(A.Tensor)];
        (T.isConstant() ? Entry.WeightBytes : Entry.DataBytes) += T.bytes();
      }
      Entry.DataBytes += Out.bytes();
      bound();
      begin();
      nest();
      finish(N->Label, N->Group, N->Count);
    }
    Result.Layers.push_back(Entry);
  }
  return end();
}

std::string OnnxImporter::function(const std::string &Symbol, const Nest &Of,
                                   unsigned Parameters) {
  N = &Of;
  Body.clear();
  std::string List;
  for (unsigned I = 0; I < Parameters; ++I) {
    Arguments.push_back("%a" + to_string(I));
    List += (I ? ", " : "") + Arguments[I] + ": f32";
  }
  Scalars S(Body, Next);
  for (const Instruction &I : N->Body)
    Values.push_back(value(S, I));
  return "func.func private @" + Symbol + "(" + List +
         ") -> f32 attributes {passthrough = [\"alwaysinline\"]} {\n" + Body +
         "      return " + Values.back() + " : f32\n}\n";
}

} // namespace

Program importModel(const onnx::Model &M) { return OnnxImporter(M).run(); }

std::string elementaryName(const std::string &Name) {
  return "sectile_math_" + Name;
}

std::string elementaryFunction(const std::string &Name) {
  using onnx::Value;
  static const std::map<std::string, Value (*)(Value)> Unary = {
      {"atan", onnx::arcTangent},        {"cos", onnx::cosine},
      {"erf", onnx::errorFunction},      {"exp", onnx::exponential},
      {"log", onnx::logarithm},          {"sin", onnx::sine},
      {"tanh", onnx::hyperbolicTangent},
  };
  auto Found = Unary.find(Name);
  bool Power = Name == "powf";
  if (Found == Unary.end() && !Power)
    return "";
  Nest Of;
  std::vector<Value> X;
  for (uint32_t I = 0; I < (Power ? 2 : 1); ++I) {
    Instruction Parameter{Code::Load, Type::F32};
    Parameter.A = I;
    Of.Body.push_back(Parameter);
    X.push_back({&Of, I, Type::F32});
  }
  if (Power)
    onnx::power(X[0], X[1]);
  else
    Found->second(X[0]);
  static const onnx::Model Empty;
  return OnnxImporter(Empty).function(elementaryName(Name), Of,
                                      unsigned(X.size()));
}

} // namespace sectile::graph
