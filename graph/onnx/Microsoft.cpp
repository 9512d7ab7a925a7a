// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Microsoft.cpp - operators of ONNX Runtime --------------------------===//
//
// What its quantiser and optimiser write in the domain com.microsoft are
// functions of ONNX's operators, which are stated here as text:
//
//   y = Operator[attribute, attribute=text](a, b); z = ...
//
// An attribute without a text is that of the node; a text may be a number, or
// integers in braces. An input may be empty, results may be several. Operators
// between DequantizeLinear and QuantizeLinear are computed with integers. What
// depends on the node Fused.cpp writes.
//
//===----------------------------------------------------------------------===//

#include "Reader.h"
#include <algorithm>
#include <array>
#include <charconv>

namespace sectile::graph::onnx {

namespace {

struct Definition {
  const char *Name;
  const char *Inputs, *Body; ///< the result is y
  int64_t Version = LastVersion;
};

constexpr std::array Definitions = {
    Definition{"BiasGelu", "x,b", "s = Add(x, b); y = Gelu(s)"},
    Definition{"DequantizeLinear", "x,s,z",
               "y = DequantizeLinear[axis, block_size](x, s, z)"},
    Definition{"ExpandDims", "x,a",
               "n = Constant[value_ints={1}](); b = Reshape(a, n); "
               "y = Unsqueeze(x, b)"},
    Definition{"FastGelu", "x", "y = Gelu[approximate=tanh](x)"},
    Definition{"FastGelu", "x,b",
               "s = Add(x, b); y = Gelu[approximate=tanh](s)"},
    Definition{"GatherND", "x,i", "y = GatherND(x, i)"},
    Definition{"Gelu", "x", "y = Gelu(x)"},
    Definition{"GemmFastGelu", "x,w",
               "m = MatMul(x, w); y = Gelu[approximate=tanh](m)"},
    Definition{"GemmFastGelu", "x,w,b",
               "m = MatMul(x, w); s = Add(m, b); "
               "y = Gelu[approximate=tanh](s)"},
    Definition{"GridSample", "x,g",
               "y = GridSample[align_corners, mode, padding_mode](x, g)", 16},
    Definition{"MatMulInteger16", "a,b",
               "p = Cast[to=6](a); q = Cast[to=6](b); y = MatMul(p, q)"},
    Definition{"MulInteger", "a,az,b,bz",
               "p = Cast[to=6](a); q = Cast[to=6](az); r = Cast[to=6](b); "
               "s = Cast[to=6](bz); t = Sub(p, q); u = Sub(r, s); "
               "y = Mul(t, u)"},
    Definition{"Pad", "x,p,v", "y = Pad[mode](x, p, v)"},
    Definition{"QGemm", "a,as,az,b,bs,bz,c,ys,yz",
               "p = DequantizeLinear(a, as, az); "
               "q = DequantizeLinear(b, bs, bz); s = Mul(as, bs); "
               "r = DequantizeLinear[axis=0](c, s); "
               "g = Gemm[transA, transB, alpha](p, q, r); "
               "y = QuantizeLinear(g, ys, yz)"},
    Definition{"QLinearAdd", "a,as,az,b,bs,bz,ys,yz",
               "p = DequantizeLinear(a, as, az); "
               "q = DequantizeLinear(b, bs, bz); s = Add(p, q); "
               "y = QuantizeLinear(s, ys, yz)"},
    Definition{"QLinearAveragePool", "x,xs,xz,ys,yz",
               "p = DequantizeLinear(x, xs, xz); "
               "q = AveragePool[auto_pad, ceil_mode, count_include_pad, "
               "kernel_shape, pads, strides](p); "
               "y = QuantizeLinear(q, ys, yz)"},
    Definition{"QLinearGlobalAveragePool", "x,xs,xz,ys,yz",
               "p = DequantizeLinear(x, xs, xz); q = GlobalAveragePool(p); "
               "y = QuantizeLinear(q, ys, yz)"},
    Definition{"QLinearLeakyRelu", "x,xs,xz,ys,yz",
               "p = DequantizeLinear(x, xs, xz); q = LeakyRelu[alpha](p); "
               "y = QuantizeLinear(q, ys, yz)"},
    Definition{"QLinearMul", "a,as,az,b,bs,bz,ys,yz",
               "p = DequantizeLinear(a, as, az); "
               "q = DequantizeLinear(b, bs, bz); s = Mul(p, q); "
               "y = QuantizeLinear(s, ys, yz)"},
    Definition{"QLinearSigmoid", "x,xs,xz,ys,yz",
               "p = DequantizeLinear(x, xs, xz); q = Sigmoid(p); "
               "y = QuantizeLinear(q, ys, yz)"},
    Definition{"QLinearSoftmax", "x,xs,xz,ys,yz",
               "p = DequantizeLinear(x, xs, xz); q = Softmax[axis](p); "
               "y = QuantizeLinear(q, ys, yz)"},
    Definition{"QuantizeLinear", "x,s,z",
               "y = QuantizeLinear[axis, block_size](x, s, z)"},
    Definition{"QLinearReduceMean", "x,xs,xz,ys,yz",
               "p = DequantizeLinear(x, xs, xz); "
               "q = ReduceMean[axes, keepdims](p); "
               "y = QuantizeLinear(q, ys, yz)",
               13},
    Definition{"QLinearWhere", "c,a,as,az,b,bs,bz,ys,yz",
               "p = DequantizeLinear(a, as, az); "
               "q = DequantizeLinear(b, bs, bz); s = Where(c, p, q); "
               "y = QuantizeLinear(s, ys, yz)"},
    Definition{"QuickGelu", "x", "y = Swish[alpha](x)"},
    Definition{"SimplifiedLayerNormalization", "x,w",
               "y = RMSNormalization[axis, epsilon, stash_type](x, w)"},
    Definition{"Range", "a,b,c", "y = Range(a, b, c)"},
    Definition{"ReduceSumInteger", "x",
               "p = Cast[to=6](x); y = ReduceSum[axes, keepdims](p)", 11},
    Definition{"SwiGLU", "a,b", "s = Swish[alpha](a); y = Mul(s, b)"},
    Definition{"Trilu", "x,k", "y = Trilu[upper](x, k)"},
};
/// Of any number of inputs.
constexpr std::string_view Concatenation = "QLinearConcat";

/// The parts between separators, without spaces around them.
std::vector<std::string_view> parts(std::string_view Text, char At) {
  std::vector<std::string_view> To;
  while (!Text.empty()) {
    size_t End = std::min(Text.find(At), Text.size());
    std::string_view Part = Text.substr(0, End);
    Part.remove_prefix(std::min(Part.find_first_not_of(' '), Part.size()));
    Part = Part.substr(0, Part.find_last_not_of(' ') + 1);
    To.push_back(Part);
    Text.remove_prefix(std::min(End + 1, Text.size()));
  }
  return To;
}

/// A number, integers in braces, or a text.
void setValue(Attribute &A, std::string_view Text) {
  auto IsAll = [](std::string_view Of, auto &To) {
    auto [Last, Wrong] = std::from_chars(Of.begin(), Of.end(), To);
    return Wrong == std::errc() && Last == Of.end();
  };
  if (Text.starts_with('{')) {
    A.Type = Attribute::Ints;
    for (std::string_view Of : parts(Text.substr(1, Text.size() - 2), ' '))
      IsAll(Of, A.Integers.emplace_back());
  } else if (IsAll(Text, A.I)) {
    A.Type = Attribute::Int;
  } else if (IsAll(Text, A.F)) {
    A.Type = Attribute::Float;
  } else {
    A.S = Text;
    A.Type = Attribute::String;
  }
}

NodeMessage nodeOf(std::string_view Text) {
  NodeMessage To;
  size_t Equals = Text.find(" = ");
  size_t Inputs = Text.find('(');
  std::string_view Name = Text.substr(Equals + 3, Inputs - Equals - 3);
  To.Outputs = parts(Text.substr(0, Equals), ',');
  To.Inputs = parts(Text.substr(Inputs + 1, Text.find(')') - Inputs - 1), ',');
  size_t Attributes = std::min(Name.find('['), Name.size());
  To.Operator = Name.substr(0, Attributes);
  if (Attributes == Name.size())
    return To;
  Name = Name.substr(Attributes + 1, Name.size() - Attributes - 2);
  for (std::string_view Of : parts(Name, ',')) {
    Attribute A;
    A.Name = Of.substr(0, Of.find('='));
    if (A.Name == Of) {
      A.Reference = Of;
    } else {
      setValue(A, Of.substr(A.Name.size() + 1));
    }
    To.Attributes.push_back(A);
  }
  return To;
}

void addNodes(FunctionMessage &To, std::string_view Body) {
  for (std::string_view Node : parts(Body, ';'))
    if (!Node.empty())
      To.Nodes.push_back(nodeOf(Node));
}

FunctionMessage stated(const Definition &D) {
  FunctionMessage F;
  F.Name = D.Name;
  F.Inputs = parts(D.Inputs, ',');
  F.Outputs = {"y"};
  addNodes(F, D.Body);
  F.Sets = {{"", D.Version}};
  return F;
}

const std::vector<FusedOperator> &fused() {
  static const std::vector<FusedOperator> All = fusedOperators();
  return All;
}

/// Those of ONNX's own domain. ONNX Runtime has the second one there, too.
constexpr std::array<std::string_view, 3> Own = {
    "CausalConvWithState", "SimplifiedLayerNormalization", "SwiGLU"};

} // namespace

/// The scale and zero point of the result, and then each part with its own.
FunctionMessage Reader::quantizedConcatenation(size_t Inputs) {
  auto Name = [&](const char *What, size_t N) -> std::string_view {
    Texts.push_back(What + std::to_string(N));
    return Texts.back();
  };
  FunctionMessage F;
  F.Name = Concatenation;
  F.Inputs = {"ys", "yz"};
  F.Outputs = {"y"};
  NodeMessage Join;
  for (size_t N = 0; 3 * N + 2 < Inputs; ++N) {
    NodeMessage Part;
    Part.Operator = "DequantizeLinear";
    Part.Inputs = {Name("x", N), Name("s", N), Name("z", N)};
    Part.Outputs = {Name("p", N)};
    F.Inputs.insert(F.Inputs.end(), Part.Inputs.begin(), Part.Inputs.end());
    Join.Inputs.push_back(Part.Outputs[0]);
    F.Nodes.push_back(std::move(Part));
  }
  Join.Operator = "Concat";
  Join.Outputs = {"q"};
  Attribute Axis;
  Axis.Name = Axis.Reference = "axis";
  Join.Attributes.push_back(Axis);
  F.Nodes.push_back(std::move(Join));
  F.Nodes.push_back(nodeOf("y = QuantizeLinear(q, ys, yz)"));
  return F;
}

bool isBuiltIn(const NodeMessage &N) {
  bool IsOwn = std::find(Own.begin(), Own.end(), N.Operator) != Own.end();
  if (N.Domain.empty() || N.Domain == "ai.onnx")
    return IsOwn;
  if (N.Domain != "com.microsoft" || N.Operator == "SwiGLU")
    return false;
  std::vector<std::string> All = builtInOperators();
  return std::find(All.begin(), All.end(), N.Operator) != All.end();
}

/// The function that a node calls. Its operands are known.
bool Reader::state(const NodeMessage &N, FunctionMessage &To) {
  for (int T : Operands)
    if (isList(T) || (T >= 0 && tensor(T).elements() == 0))
      return fail("has an input that is a sequence, or has no elements");
  if (N.Operator == Concatenation) {
    if (N.Inputs.size() < 5 || N.Inputs.size() > 5 + 3 * 4096)
      return fail("has " + std::to_string(inputs()) + " inputs");
    To = quantizedConcatenation(N.Inputs.size());
    return true;
  }
  for (const FusedOperator &F : fused())
    if (N.Operator == F.Name) {
      To.Name = F.Name;
      To.Inputs = parts(F.Inputs, ',');
      To.Outputs = parts(F.Outputs, ',');
      for (size_t I = 0; I < To.Inputs.size(); ++I)
        if (To.Inputs[I].starts_with('?'))
          To.Inputs[I].remove_prefix(1);
        else if (!has(I))
          return fail("has no input " + std::to_string(I));
      Texts.emplace_back();
      if (!F.Body(*this, Texts.back()) || Failed)
        return false;
      addNodes(To, Texts.back());
      return true;
    }
  for (const Definition &D : Definitions)
    if (N.Operator == D.Name &&
        (To.Nodes.empty() || N.Inputs.size() > To.Inputs.size()))
      To = stated(D);
  return true;
}

const FunctionMessage *Reader::builtIn(const NodeMessage &N) {
  FunctionMessage F;
  F.Sets = {{"", LastVersion}};
  if (!state(N, F))
    return nullptr;
  // Before version 13 the dimensions of a softmax from the axis on are one.
  auto Of = std::find_if(N.Attributes.begin(), N.Attributes.end(),
                         [](const Attribute &A) { return A.Name == "opset"; });
  if (Of != N.Attributes.end() && Of->I < 13)
    F.Sets = {{"", 12}};
  BuiltIn.push_back(std::move(F));
  return &BuiltIn.back();
}

/// Whether all attributes of the node are those of a function's nodes.
bool Reader::hasOnlyAttributesOf(const FunctionMessage &F) {
  for (const Attribute &A : Node->Attributes) {
    bool IsUsed = Seen.count(A.Name) != 0 ||
                  (A.Name == "opset" && F.Name == "QLinearSoftmax");
    for (const NodeMessage &N : F.Nodes)
      for (const Attribute &Of : N.Attributes)
        IsUsed |= Of.Reference == A.Name;
    // Channels are the second dimension.
    IsUsed |= A.Name == "channels_last" && A.Type == Attribute::Int && A.I == 0;
    if (!IsUsed)
      return fail("has the attribute " + inQuotes(A.Name) +
                  ", which is not supported");
  }
  return true;
}

std::vector<std::string> builtInOperators() {
  std::vector<std::string> Names{std::string(Concatenation)};
  for (const Definition &D : Definitions)
    Names.emplace_back(D.Name);
  for (const FusedOperator &F : fused())
    Names.emplace_back(F.Name);
  return Names;
}

} // namespace sectile::graph::onnx
