// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Builder.cpp - what importers write their programs with -------------===//

#include "Builder.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>

namespace sectile::graph {

using std::to_string;

const char *elementOf(Type T) {
  switch (T) {
  case Type::Bool:
  case Type::U8:
    return "i8";
  case Type::U16:
    return "i16";
  case Type::U32:
    return "i32";
  case Type::U64:
    return "i64";
  default:
    return toString(T);
  }
}

std::string memref(const Shape &S, Type T) {
  std::string Text = "memref<";
  for (int64_t D : S)
    Text += to_string(D) + "x";
  return Text + elementOf(T) + ">";
}

std::string Scalars::constant(int64_t V, const std::string &T) {
  return line("arith.constant " + to_string(V) + " : " + T);
}

std::string Scalars::literal(float V) {
  return "0x" + llvm::utohexstr(llvm::bit_cast<uint32_t>(V), false, 8);
}

std::string Scalars::real(float V) {
  return line("arith.constant " + literal(V) + " : f32");
}

std::string Scalars::wideReal(double V) {
  return line("arith.constant 0x" +
              llvm::utohexstr(llvm::bit_cast<uint64_t>(V), false, 16) +
              " : f64");
}

std::string Scalars::op(const std::string &Name,
                        std::initializer_list<std::string> Of,
                        const std::string &T) {
  return line(Name + " " + llvm::join(Of, ", ") + " : " + T);
}

std::string Scalars::convert(const std::string &Name, const std::string &X,
                             const std::string &From, const std::string &To) {
  return line("arith." + Name + " " + X + " : " + From + " to " + To);
}

std::string Scalars::compare(const std::string &How, const std::string &X,
                             const std::string &Y, const std::string &T) {
  return line((T[0] == 'f' ? "arith.cmpf " : "arith.cmpi ") + How + ", " + X +
              ", " + Y + " : " + T);
}

std::string Scalars::select(const std::string &If, const std::string &X,
                            const std::string &Y, const std::string &T) {
  return line("arith.select " + If + ", " + X + ", " + Y + " : " + T);
}

std::string Scalars::load(const std::string &From, const std::string &Index,
                          const std::string &MemRef) {
  return line("memref.load " + From + "[" + Index + "] : " + MemRef);
}

std::string Scalars::index(const std::string &X) {
  return line("arith.index_cast " + X + " : i32 to index");
}

std::string Scalars::clampedBelow(const std::string &X, float Low) {
  std::string L = real(Low);
  return select(compare("olt", X, L, "f32"), L, X, "f32");
}

std::string Scalars::clampedAbove(const std::string &X, float High) {
  std::string H = real(High);
  return select(compare("ogt", X, H, "f32"), H, X, "f32");
}

std::string Scalars::fma(const std::string &X, const std::string &Y,
                         const std::string &Z) {
  return op("math.fma", {X, Y, Z}, "f32");
}

std::string Scalars::mulf(const std::string &X, const std::string &Y) {
  return op("arith.mulf", {X, Y}, "f32");
}

std::string Scalars::addf(const std::string &X, const std::string &Y) {
  return op("arith.addf", {X, Y}, "f32");
}

std::string Scalars::powerOfTwo(const std::string &N) {
  std::string Bits =
      op("arith.shli", {op("arith.addi", {N, constant(127)}), constant(23)});
  return convert("bitcast", Bits, "i32", "f32");
}

std::string Scalars::exponential(const std::string &X) {
  std::string Ordered = compare("oeq", X, X, "f32");
  // A NaN has no integer; what is computed from 0 instead is dropped.
  std::string Y = select(Ordered, X, real(0), "f32");
  Y = clampedAbove(clampedBelow(Y, -104), 89);
  std::string N = op("math.roundeven", {mulf(Y, real(0x1.715476p+0F))}, "f32");
  std::string R = fma(N, real(-0x1.62e43p-1F), Y);
  R = fma(N, real(0x1.05c61p-29F), R);
  std::string Q = addf(mulf(R, real(0x1.6a241ap-10F)), real(0x1.1239f2p-7F));
  for (float C : {0x1.5558f2p-5F, 0x1.555492p-3F, 0x1.fffffcp-2F})
    Q = fma(Q, R, real(C));
  std::string P = addf(fma(mulf(R, R), Q, R), real(1));
  // P * 2^N: the first factor is exact, the second rounds once.
  std::string K = convert("fptosi", N, "f32", "i32");
  std::string Half = op("arith.shrsi", {K, constant(1)});
  std::string Rest = op("arith.subi", {K, Half});
  std::string E = mulf(mulf(P, powerOfTwo(Half)), powerOfTwo(Rest));
  return select(Ordered, E, X, "f32");
}

std::string Scalars::logistic(const std::string &X) {
  std::string E = exponential(op("arith.negf", {X}, "f32"));
  return op("arith.divf", {real(1), addf(real(1), E)}, "f32");
}

std::string Scalars::tanh(const std::string &X) {
  std::string A = op("math.absf", {X}, "f32");
  std::string S = mulf(X, X);
  std::string P = fma(S, real(-0x1.75e1d4p-8F), real(0x1.52269cp-6F));
  for (float C : {-0x1.b83c5ap-5F, 0x1.110726p-3F, -0x1.555532p-2F})
    P = fma(P, S, real(C));
  std::string Small = fma(mulf(P, S), X, X);
  std::string E = addf(exponential(addf(A, A)), real(1));
  std::string Large =
      op("arith.subf", {real(1), op("arith.divf", {real(2), E}, "f32")}, "f32");
  Large = op("math.copysign", {Large, X}, "f32");
  std::string Result =
      select(compare("olt", A, real(0.625F), "f32"), Small, Large, "f32");
  return select(compare("oeq", X, X, "f32"), Result, X, "f32");
}

std::string Scalars::line(const std::string &Operation) {
  std::string Name = "%v" + to_string(Next++);
  Text += "      " + Name + " = " + Operation + "\n";
  return Name;
}

void Builder::placeTensors(const std::vector<Use> &Uses,
                           const std::map<int, int64_t> &Sizes) {
  std::vector<int> Root(Tensors.size());
  for (size_t I = 0; I < Root.size(); ++I)
    Root[I] = int(I);
  for (const Use &U : Uses)
    if (U.Alias)
      Root[size_t(U.Output)] = Root[size_t(U.Inputs[0])];
  std::vector<size_t> Last(Tensors.size());
  std::vector<bool> Used(Tensors.size());
  for (const Use &U : Uses)
    for (int I : U.Inputs)
      if (I >= 0) {
        auto R = size_t(Root[size_t(I)]);
        Last[R] = std::max(Last[R], U.Last);
        Used[R] = true;
      }
  std::vector<bool> Done(Tensors.size());
  for (size_t I = 0; I < Inputs.size(); ++I) {
    Places[size_t(Inputs[I])] = {Place::Input, I};
    Done[size_t(Inputs[I])] = true;
  }
  for (size_t I = 0; I < Outputs.size(); ++I) {
    auto R = size_t(Root[size_t(Outputs[I])]);
    Used[R] = true;
    if (!Done[R] && !Tensors[R].isConstant()) {
      Places[R] = {Place::Output, I};
      Done[R] = true;
    } else {
      // It is copied when everything else is done.
      Last[R] = Uses.size();
    }
  }
  auto Buffer = [&](const Use &U, size_t T) {
    if (U.Alias || Done[T])
      return;
    Places[T] = {Place::Arena, Buffers.size()};
    Done[T] = true;
    Result.TensorBytes += Tensors[T].bytes();
    auto Size = Sizes.find(int(T));
    Buffers.push_back({Size == Sizes.end() ? Tensors[T].bytes() : Size->second,
                       U.First, std::max(U.Last, Last[T])});
  };
  for (const Use &U : Uses) {
    Buffer(U, size_t(U.Output));
    for (int T : U.Further)
      Buffer(U, size_t(T));
  }
  for (size_t I = 0; I < Tensors.size(); ++I) {
    const Tensor &T = Tensors[I];
    if (T.isConstant() && Used[I] && T.ElementType != Type::Other)
      Places[I] = constant(T.Data, size_t(T.bytes()));
  }
  for (size_t I = 0; I < Tensors.size(); ++I)
    Places[I] = Places[size_t(Root[I])];
}

Place Builder::constant(const void *Data, size_t Bytes) {
  WeightData.resize((WeightData.size() + 63) / 64 * 64);
  Place P{Place::Weights, 0, int64_t(WeightData.size())};
  WeightData.append(static_cast<const char *>(Data), Bytes);
  return P;
}

Place Builder::scratch(int64_t Bytes) {
  Buffers.push_back({Bytes, Index, Index});
  return {Place::Arena, Buffers.size() - 1};
}

std::string Builder::argument(Place P, const Shape &S, Type T, bool Written,
                              int64_t Advance) {
  std::string Name = "%a" + to_string(Arguments.size());
  // No element that is written is read through another operand: the arena's
  // buffers in use are disjoint, and the caller's are its own.
  Parameters += (Arguments.empty() ? "" : ", ") + Name + ": " + memref(S, T) +
                " {llvm.noalias" + (Written ? "" : ", llvm.readonly") + "}";
  Arguments.push_back({P, memref(S, T), Advance});
  return Name;
}

void Builder::begin() {
  Body.clear();
  Parameters.clear();
  Arguments.clear();
  Next = 0;
}

void Builder::writeFunction(const std::string &Name, int Group, int64_t Count) {
  Functions += "  func.func private @" + Name + "(" + Parameters +
               ") attributes {passthrough = [\"noinline\"]} {\n" + Body +
               "    return\n  }\n";
  Calls.push_back({Name, Arguments, Group, Count});
}

void Builder::finish(const std::string &Label, int Group, int64_t Count) {
  Entry.Function = layerName(Index, Entry.Name);
  Functions += "  // " + Label + "\n";
  writeFunction(Entry.Function, Group, Count);
}

std::string Builder::result(int T, const Shape &S) {
  const Tensor &Of = Tensors[size_t(T)];
  Entry.Tensors.push_back({unsigned(Arguments.size()), Of});
  return argument(place(T), S, Of.ElementType, true);
}

/// Outputs that are an input, a constant or another output too.
void Builder::copyOutputs() {
  for (size_t I = 0; I < Outputs.size(); ++I) {
    const Tensor &T = Tensors[size_t(Outputs[I])];
    if (place(Outputs[I]) == Place{Place::Output, I})
      continue;
    begin();
    Shape S{T.elements()};
    std::string MemRef = memref(S, T.ElementType);
    std::string From = argument(place(Outputs[I]), S, T.ElementType);
    std::string To = argument({Place::Output, I}, S, T.ElementType, true);
    llvm::raw_string_ostream(Body)
        << "    affine.for %i = 0 to " << S[0] << " {\n      %v = affine.load "
        << From << "[%i] : " << MemRef << "\n      affine.store %v, " << To
        << "[%i] : " << MemRef << "\n    }\n";
    writeFunction("output_" + to_string(I), -1, 1);
  }
}

Program Builder::end() {
  copyOutputs();
  Result.LargestUse = largestUse(Buffers);
  // MLIR has no memref of nothing.
  Result.ArenaBytes = std::max<int64_t>(placeBuffers(Buffers), 64);
  if (WeightData.empty())
    WeightData.resize(1);
  Result.WeightBytes = int64_t(WeightData.size());
  std::string Bytes = "memref<" + to_string(WeightData.size()) + "xi8>";
  std::string Parameters;
  auto Parameter = [&](const char *Name, const std::vector<int> &List,
                       std::vector<Tensor> &To) {
    for (size_t I = 0; I < List.size(); ++I) {
      const Tensor &T = Tensors[size_t(List[I])];
      Parameters += "%" + std::string(Name) + to_string(I) + ": memref<" +
                    to_string(T.bytes()) + "xi8>, ";
      To.push_back(T);
    }
  };
  Parameter("in", Inputs, Result.Inputs);
  Parameter("out", Outputs, Result.Outputs);
  std::string ArenaType = "memref<" + to_string(Result.ArenaBytes) + "xi8>";
  unsigned Number = 0;
  int Group = -1;
  std::string Text;
  llvm::raw_string_ostream Stream(Text);
  for (const Call &C : Calls) {
    if (Group >= 0 && C.Group != Group)
      Stream << "    }\n";
    if (C.Group >= 0 && C.Group != Group)
      Stream << "    %from" << C.Group << " = arith.constant 0 : index\n    %to"
             << C.Group << " = arith.constant " << C.Count
             << " : index\n    %step" << C.Group
             << " = arith.constant 1 : index\n    scf.for %t" << C.Group
             << " = %from" << C.Group << " to %to" << C.Group << " step %step"
             << C.Group << " {\n";
    Group = C.Group;
    std::string Values;
    std::string Types;
    for (const Argument &A : C.Arguments) {
      std::string Base;
      std::string Type;
      int64_t Offset = A.From.Offset;
      switch (A.From.Block) {
      case Place::Weights:
        Base = "%weights";
        Type = Bytes;
        break;
      case Place::Arena:
        Base = "%arena";
        Type = ArenaType;
        Offset = Buffers[A.From.Index].Offset;
        break;
      case Place::Input:
      case Place::Output:
        bool In = A.From.Block == Place::Input;
        Base = (In ? "%in" : "%out") + to_string(A.From.Index);
        const Tensor &T = (In ? Result.Inputs : Result.Outputs)[A.From.Index];
        Type = "memref<" + to_string(T.bytes()) + "xi8>";
        break;
      }
      std::string At = "%o" + to_string(Number);
      Stream << "    " << At << " = arith.constant " << Offset << " : index\n";
      if (A.Advance) {
        Stream << "    %y" << Number << " = arith.constant " << A.Advance
               << " : index\n    %m" << Number << " = arith.muli %t" << Group
               << ", %y" << Number << " : index\n    %n" << Number
               << " = arith.addi %o" << Number << ", %m" << Number
               << " : index\n";
        At = "%n" + to_string(Number);
      }
      Stream << "    %p" << Number << " = memref.view " << Base << "[" << At
             << "][] : " << Type << " to " << A.MemRef << "\n";
      const char *Comma = Values.empty() ? "" : ", ";
      Values += Comma;
      Values += "%p" + to_string(Number++);
      Types += Comma;
      Types += A.MemRef;
    }
    Stream << "    func.call @" << C.Function << "(" << Values << ") : ("
           << Types << ") -> ()\n";
  }
  if (Group >= 0)
    Stream << "    }\n";
  std::string Declarations;
  for (const auto &[Function, Types] : Declared)
    Declarations.append("  llvm.func @")
        .append(Function)
        .append("(")
        .append(Types)
        .append(")\n");
  Result.Mlir =
      "module {\n" + Declarations + Functions + "  func.func @" +
      std::string(graph::Entry) + "(" + Parameters + "%arena: " + ArenaType +
      ") {\n    %weights = memref.get_global @weights : " + Bytes + "\n" +
      Text + "    return\n  }\n" +
      "  memref.global \"private\" constant @weights : " + Bytes + " = dense<" +
      (WeightData.size() == 1 ? to_string(int(WeightData[0]))
                              : "\"0x" + llvm::toHex(WeightData) + "\"") +
      "> {alignment = 64 : i64}\n}\n";
  return std::move(Result);
}

} // namespace sectile::graph
