// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- TfliteBuilder.cpp - what TensorFlow Lite's operators are made of ---===//

#include "TfliteBuilder.h"
#include "llvm/Support/raw_ostream.h"

namespace sectile::graph {

using std::to_string;

void TfliteBuilder::generic(const std::string &Loops, const std::string &Kinds,
                            const std::vector<Operand> &In, const Operand &Out,
                            const Compute &F) {
  std::string Maps;
  std::string Values;
  std::string Types;
  std::string Block;
  std::vector<std::string> Names;
  for (const Operand &O : In) {
    Maps += "affine_map<(" + Loops + ") -> (" + O.Map + ")>, ";
    Values += (Values.empty() ? "" : ", ") + O.Value;
    Types += (Types.empty() ? "" : ", ") + O.MemRef;
    Names.push_back("%x" + to_string(Names.size()));
    Block += Names.back() + ": " + O.Element + ", ";
  }
  std::string Iterators;
  for (char K : Kinds)
    Iterators += std::string(Iterators.empty() ? "" : ", ") +
                 (K == 'p' ? "\"parallel\"" : "\"reduction\"");
  Body += "    linalg.generic {indexing_maps = [" + Maps + "affine_map<(" +
          Loops + ") -> (" + Out.Map + ")>],\n      iterator_types = [" +
          Iterators + "]}" +
          (In.empty() ? "" : "\n      ins(" + Values + " : " + Types + ")") +
          " outs(" + Out.Value + " : " + Out.MemRef + ") {\n    ^bb0(" + Block +
          "%z: " + Out.Element + "):\n";
  Expression E(Body, Next, M.SingleRounding);
  std::string Value = F(E, Names, "%z");
  Body += "      linalg.yield " + Value + " : " + Out.Element + "\n    }\n";
}

std::string loops(size_t Count) {
  std::string Text;
  for (size_t I = 0; I < Count; ++I)
    Text += (I ? ", d" : "d") + to_string(I);
  return Text;
}

void TfliteBuilder::fill(const std::string &Value, const Shape &S, Type T,
                         const std::string &With) {
  int64_t Count = elementsOf(S);
  // One loop over all elements is what the vectoriser wants; the shape is one
  // of the function's arguments, so the same block of memory is collapsed.
  std::string Flat = Value;
  if (S.size() > 1) {
    Flat = "%f" + to_string(Next++);
    std::string Group;
    for (size_t I = 0; I < S.size(); ++I)
      Group += (I ? ", " : "") + to_string(I);
    Body += "    " + Flat + " = memref.collapse_shape " + Value + " [[" +
            Group + "]] : " + memref(S, T) + " into " + memref({Count}, T) +
            "\n";
  }
  std::string Name = "%c" + to_string(Next++);
  Body +=
      "    " + Name + " = arith.constant " + With + " : " + elementOf(T) + "\n";
  generic("i", "p", {}, operand(Flat, {Count}, T, "i"),
          [&](Expression &, const auto &, const auto &) { return Name; });
}

/// Both of shape \p S, whatever their layouts.
void TfliteBuilder::copy(const std::string &From, const std::string &FromType,
                         const std::string &To, const std::string &ToType,
                         const Shape &S, Type T) {
  std::string All = loops(S.size());
  generic(All, std::string(S.size(), 'p'),
          {{From, FromType, All, elementOf(T)}},
          {To, ToType, All, elementOf(T)},
          [](Expression &, const auto &In, const auto &) { return In[0]; });
}

std::string list(const Shape &S) {
  std::string Text;
  for (int64_t D : S)
    Text += (Text.empty() ? "" : ", ") + to_string(D);
  return "[" + Text + "]";
}

/// A rectangle of a buffer.
std::string TfliteBuilder::part(const std::string &Of, const Shape &Whole,
                                Type T, const Shape &Offsets,
                                const Shape &Sizes, const Shape &Steps,
                                std::string &MemRef) {
  Shape Strides(Whole.size());
  int64_t Stride = 1;
  int64_t Offset = 0;
  for (size_t D = Whole.size(); D-- > 0;) {
    Strides[D] = Stride * Steps[D];
    Offset += Offsets[D] * Stride;
    Stride *= Whole[D];
  }
  std::string Type = memref(Sizes, T);
  Type.pop_back();
  MemRef = Type + ", strided<" + list(Strides) +
           ", offset: " + to_string(Offset) + ">>";
  std::string Name = "%s" + to_string(Next++);
  Body += "    " + Name + " = memref.subview " + Of + list(Offsets) +
          list(Sizes) + list(Steps) + " : " + memref(Whole, T) + " to " +
          MemRef + "\n";
  return Name;
}

/// Calls a function of graph/runtime/kernels.h.
void TfliteBuilder::call(const std::string &Function,
                         const std::vector<Value> &Pointers,
                         const std::vector<int64_t> &Numbers) {
  std::string Values;
  std::string Types;
  llvm::raw_string_ostream Stream(Body);
  auto Add = [&](const std::string &Value, const char *Type) {
    const char *Comma = Values.empty() ? "" : ", ";
    Values += Comma;
    Values += Value;
    Types += Comma;
    Types += Type;
  };
  for (const auto &[Name, MemRef] : Pointers) {
    unsigned N = Next++;
    Stream << "    %i" << N << " = memref.extract_aligned_pointer_as_index "
           << Name << " : " << MemRef << " -> index\n    %j" << N
           << " = arith.index_cast %i" << N << " : index to i64\n    %q" << N
           << " = llvm.inttoptr %j" << N << " : i64 to !llvm.ptr\n";
    Add("%q" + to_string(N), "!llvm.ptr");
  }
  for (int64_t Number : Numbers) {
    unsigned N = Next++;
    Stream << "    %n" << N << " = arith.constant " << Number << " : i64\n";
    Add("%n" + to_string(N), "i64");
  }
  Stream << "    llvm.call @" << Function << "(" << Values << ") : (" << Types
         << ") -> ()\n";
  declare(Function, Types);
}

} // namespace sectile::graph
