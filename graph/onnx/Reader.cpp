// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Reader.cpp - reads a graph, one operator after the other -----------===//

#include "Reader.h"
#include <algorithm>
#include <bit>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <numeric>

namespace sectile::graph::onnx {

static_assert(std::endian::native == std::endian::little,
              "constants are used as they are in the file");

namespace {

// Larger models are refused: they would not fit into the machine's memory.
constexpr int64_t MostBytes = int64_t(1) << 30;
constexpr size_t MostDimensions = 8;
constexpr size_t MostNodes = 1 << 16;
/// Constants that take longer are computed when the program runs.
constexpr int64_t MostFolded = int64_t(1) << 27;
/// What is rounded may be shapes, which some exporters compute in f32; the rest
/// is the program's, so that two ways of computing it are compared.
constexpr int64_t MostFoldedReal = 64;

/// The elements of a shape, or -1 if there are too many or a dimension is
/// negative.
int64_t checkedElements(const Shape &S) {
  int64_t Product = 1;
  for (int64_t D : S) {
    if (D < 0 || (D > 0 && Product > MostBytes / D))
      return -1;
    Product *= D;
  }
  return Product;
}

const std::map<std::string, OperatorEntry, std::less<>> &table() {
  static const auto Entries = [] {
    std::map<std::string, OperatorEntry, std::less<>> To;
    for (const OperatorTable &T :
         {elementwiseOperators(), layoutOperators(), productOperators(),
          reductionOperators(), recurrentOperators(), samplingOperators(),
          signalOperators(), controlOperators(), quantizedOperators(),
          sequenceOperators(), selectionOperators(), textOperators(),
          trainingOperators(), attentionOperators(), estimatorOperators()})
      for (const OperatorEntry &E : T)
        To.emplace(E.Name, E);
    return To;
  }();
  return Entries;
}

bool isDefault(std::string_view Domain) {
  return Domain.empty() || Domain == "ai.onnx";
}

std::string plural(size_t N, const char *What) {
  return std::to_string(N) + " " + What + (N == 1 ? "" : "s");
}

} // namespace

std::vector<std::string> operators() {
  std::vector<std::string> List;
  for (const auto &[Name, Entry] : table())
    List.push_back(Name);
  std::vector<std::string> Others = builtInOperators();
  List.insert(List.end(), Others.begin(), Others.end());
  std::sort(List.begin(), List.end());
  List.erase(std::unique(List.begin(), List.end()), List.end());
  return List;
}

std::string inQuotes(std::string_view Name) {
  std::string Text = "'";
  for (char C : Name.substr(0, 80))
    Text += C >= ' ' && C < 127 ? C : '?';
  return Text + (Name.size() > 80 ? "...'" : "'");
}

Shape allAxes(size_t Rank) {
  Shape Axes(Rank);
  std::iota(Axes.begin(), Axes.end(), 0);
  return Axes;
}

Shape stridesOf(const Shape &S) {
  Shape Strides(S.size());
  int64_t Stride = 1;
  for (size_t D = S.size(); D-- > 0;) {
    Strides[D] = Stride;
    Stride *= S[D];
  }
  return Strides;
}

Shape repeatedStrides(const Shape &Operand, const Shape &Result) {
  Shape Own = stridesOf(Operand);
  Shape Strides(Result.size());
  for (size_t D = 0; D < Operand.size(); ++D)
    if (Operand[D] != 1)
      Strides[Result.size() - Operand.size() + D] = Own[D];
  return Strides;
}

//===----------------------------------------------------------------------===//
// The node that is read
//===----------------------------------------------------------------------===//

std::string Reader::label() const {
  std::string Text = Outer + "node " + std::to_string(NodeNumber) + ", ";
  std::string Operator = inQuotes(Node->Operator);
  Text += Operator.substr(1, Operator.size() - 2);
  std::string_view Name = Node->Name;
  if (Name.empty() && !Node->Outputs.empty())
    Name = Node->Outputs[0];
  return Text + " " + inQuotes(Name);
}

bool Reader::fail(const std::string &Text) {
  Failed = true;
  return error(label() + ": " + Text);
}

const Attribute *Reader::attribute(const char *Name, int32_t Kind) {
  Seen.insert(Name);
  for (const Attribute &A : Node->Attributes) {
    if (A.Name != Name)
      continue;
    if (A.Type == Kind)
      return &A;
    fail("has the attribute " + inQuotes(Name) + " of another type");
    return nullptr;
  }
  return nullptr;
}

int64_t Reader::integer(const char *Name, int64_t Default) {
  const Attribute *A = attribute(Name, Attribute::Int);
  return A ? A->I : Default;
}

float Reader::real(const char *Name, float Default) {
  const Attribute *A = attribute(Name, Attribute::Float);
  return A ? A->F : Default;
}

std::string Reader::text(const char *Name, const char *Default) {
  const Attribute *A = attribute(Name, Attribute::String);
  return A ? std::string(A->S) : Default;
}

std::vector<int64_t> Reader::integers(const char *Name) {
  const Attribute *A = attribute(Name, Attribute::Ints);
  return A ? A->Integers : std::vector<int64_t>();
}

std::vector<float> Reader::reals(const char *Name) {
  const Attribute *A = attribute(Name, Attribute::Floats);
  return A ? A->Reals : std::vector<float>();
}

bool Reader::integersOf(size_t N, const char *What, std::vector<int64_t> &To) {
  const Tensor &T = tensor(in(N));
  if (!T.isConstant())
    return fail(std::string("has ") + What +
                " that the program computes, expected a constant");
  if (graph::isReal(T.ElementType) || T.ElementType == Type::Bool)
    return fail(std::string("has ") + What + " of type " +
                graph::toString(T.ElementType) + ", expected i64 or i32");
  for (int64_t I = 0; I < T.elements(); ++I)
    To.push_back(integerOf(T.ElementType, T.Data + I * bytesOf(T.ElementType)));
  return true;
}

bool Reader::realsOf(size_t N, const char *What, std::vector<float> &To) {
  const Tensor &T = tensor(in(N));
  if (!T.isConstant() || T.ElementType != Type::F32)
    return fail(std::string("has ") + What + ", expected a constant of f32");
  for (int64_t I = 0; I < T.elements(); ++I)
    To.push_back(T.real(I));
  return true;
}

bool Reader::realsOf(size_t N, const char *What, std::vector<double> &To) {
  const Tensor &T = tensor(in(N));
  if (!T.isConstant() || !graph::isReal(T.ElementType))
    return fail(std::string("has ") + What + ", expected a constant of reals");
  for (int64_t I = 0; I < T.elements(); ++I)
    To.push_back(realOf(T.ElementType, T.Data + I * bytesOf(T.ElementType)));
  return true;
}

bool Reader::axis(int64_t &Axis, size_t Rank) {
  auto R = int64_t(Rank);
  if (Axis < -R || Axis >= R)
    return fail("has the axis " + std::to_string(Axis) + " of " +
                plural(Rank, "dimension"));
  if (Axis < 0)
    Axis += R;
  return true;
}

bool Reader::sameTypes(size_t First, size_t Last) {
  for (size_t N = First + 1; N < std::min(Last, inputs()); ++N)
    if (has(N) && type(in(N)) != type(in(First)))
      return fail(std::string("has inputs of types ") +
                  graph::toString(type(in(First))) + " and " +
                  graph::toString(type(in(N))));
  return true;
}

bool Reader::isReal(size_t N) {
  return graph::isReal(type(in(N))) ||
         fail(std::string("has an input of type ") +
              graph::toString(type(in(N))) + ", expected f32");
}

bool Reader::broadcast(const std::vector<int> &Of, Shape &To) {
  To.clear();
  for (int T : Of) {
    const Shape &S = shape(T);
    if (S.size() > To.size())
      To.insert(To.begin(), S.size() - To.size(), 1);
    for (size_t D = 0; D < S.size(); ++D) {
      int64_t &Size = To[To.size() - S.size() + D];
      if (Size != S[D] && Size != 1 && S[D] != 1)
        return fail("has inputs of shapes " + graph::toString(shape(Of[0])) +
                    " and " + graph::toString(S));
      Size = Size == 1 ? S[D] : Size;
    }
  }
  return true;
}

//===----------------------------------------------------------------------===//
// Tensors
//===----------------------------------------------------------------------===//

int Reader::add(Type T, const Shape &S, std::string Name) {
  Tensor To;
  To.Name = std::move(Name);
  To.ElementType = T;
  To.Dims = S;
  int64_t Elements = checkedElements(S);
  if (Elements < 0 || S.size() > MostDimensions ||
      Bytes + Elements * bytesOf(T) > MostBytes) {
    // What follows is read with the smallest of shapes, to find all errors.
    if (!Node)
      error("has inputs and initializers of more than 1 GiB");
    else if (!Failed)
      fail("has a result of shape " + graph::toString(S) +
           ": more than 8 dimensions, or all tensors together more than 1 GiB");
    Failed = true;
    To.Dims.assign(std::min(S.size(), MostDimensions), 1);
  } else {
    Bytes += Elements * bytesOf(T);
  }
  Result.Tensors.push_back(std::move(To));
  return int(Result.Tensors.size()) - 1;
}

int Reader::output(size_t N, Type T, const Shape &S, bool IsWide) {
  if (!wants(N))
    return temporary(T, S);
  std::string Name(Node->Outputs[N]);
  bool Narrows = Half && T == Type::F32 && !IsWide;
  int To = add(T, S, Name);
  Names[Name] = To;
  if (Narrows)
    Wide.push_back({N, To});
  return To;
}

int Reader::converted(int X, Type To) {
  if (type(X) == To)
    return X;
  int Y = temporary(To, shape(X));
  map(Y, {X},
      [&](Nest &, const auto &V) { return convert(V[0], registerOf(To)); });
  return Y;
}

/// f16 and bf16 become f32 for an operator that does not load them itself; what
/// it computes is rounded by narrowResults().
bool Reader::widenOperands() {
  Half.reset();
  Wide.clear();
  const TypeSupport Of = typesOf(Node->Operator);
  for (int &T : Operands) {
    if (T < 0)
      continue;
    if (type(T) == Type::F64 && !Of.Double)
      return fail("has an input of type f64, which is not supported");
    if (Of.Half || (type(T) != Type::F16 && type(T) != Type::BF16))
      continue;
    if (!Half)
      Half = type(T);
    T = converted(T, Type::F32);
  }
  return true;
}

void Reader::narrowResults() {
  if (!Half)
    return;
  Type To = *Half;
  Half.reset();
  for (auto [N, From] : Wide)
    Names[std::string(Node->Outputs[N])] = converted(From, To);
}

int Reader::temporary(Type T, const Shape &S) {
  return add(T, S,
             Node && !Node->Outputs.empty() ? std::string(Node->Outputs[0])
                                            : std::string());
}

int Reader::constantTensor(Type T, const Shape &S, std::string Data) {
  int To = temporary(T, S);
  Result.Storage.push_back(std::move(Data));
  // One byte more, so that a constant without elements has data as well.
  Result.Storage.back().push_back(0);
  Result.Tensors[size_t(To)].Data =
      reinterpret_cast<const uint8_t *>(Result.Storage.back().data());
  return To;
}

int Reader::integerTensor(const std::vector<int64_t> &V) {
  return constantTensor(
      Type::I64, {int64_t(V.size())},
      std::string(reinterpret_cast<const char *>(V.data()), 8 * V.size()));
}

int Reader::realTensor(const std::vector<float> &V, const Shape &S) {
  return constantTensor(
      Type::F32, S,
      std::string(reinterpret_cast<const char *>(V.data()), 4 * V.size()));
}

//===----------------------------------------------------------------------===//
// Nests
//===----------------------------------------------------------------------===//

namespace {

bool countsWith(const Nest &N, size_t Loop) {
  return std::any_of(N.Body.begin(), N.Body.end(), [&](const Instruction &I) {
    return I.Op == Code::Loop && I.A == Loop;
  });
}

template <typename Function> void eachAccess(Nest &N, Function F) {
  for (Access &A : N.In)
    F(A);
  F(N.Out);
}

void removeLoop(Nest &N, size_t L) {
  N.Loops.erase(N.Loops.begin() + ptrdiff_t(L));
  eachAccess(
      N, [&](Access &A) { A.Strides.erase(A.Strides.begin() + ptrdiff_t(L)); });
  for (Instruction &I : N.Body)
    if (I.Op == Code::Loop && I.A > L)
      --I.A;
}

/// Joins loops that count like one, and leaves those of one iteration out.
void simplify(Nest &N) {
  for (size_t L = N.Loops.size(); L-- > 0;) {
    bool Next = L + 1 < N.Loops.size();
    if (N.Loops[L] == 1) {
      if (!countsWith(N, L))
        removeLoop(N, L);
    } else if (Next && !countsWith(N, L) && !countsWith(N, L + 1)) {
      bool Joins = true;
      eachAccess(N, [&](const Access &A) {
        Joins &= A.Strides[L] == A.Strides[L + 1] * N.Loops[L + 1];
      });
      if (!Joins)
        continue;
      N.Loops[L + 1] *= N.Loops[L];
      removeLoop(N, L);
    }
  }
}

/// Whether a nest computes nothing that is rounded.
bool isExact(const Nest &N) {
  return std::all_of(N.Body.begin(), N.Body.end(), [](const Instruction &I) {
    switch (I.Op) {
    case Code::Load:
    case Code::LoadAt:
    case Code::Old:
    case Code::Constant:
    case Code::Select:
    case Code::Bitcast:
      return true;
    default:
      return !isReal(I.Result);
    }
  });
}

} // namespace

/// Executes a nest on constants, if it is small or nothing in it is rounded.
bool Reader::fold(const Nest &N) {
  int T = N.Out.Tensor;
  bool Begun = Folded.count(T) != 0;
  int64_t Iterations = checkedElements(N.Loops);
  if (N.Group >= 0 || (Written.count(T) && !Begun) || Iterations < 0 ||
      Iterations > (isExact(N) ? MostFolded : MostFoldedReal))
    return false;
  std::vector<const uint8_t *> In;
  for (const Access &A : N.In) {
    if (!tensor(A.Tensor).isConstant())
      return false;
    In.push_back(tensor(A.Tensor).Data);
  }
  Tensor &Out = Result.Tensors[size_t(T)];
  if (!Begun) {
    Result.Storage.emplace_back(size_t(Out.bytes()) + 1, '\0');
    Out.Data = reinterpret_cast<const uint8_t *>(Result.Storage.back().data());
  }
  execute(N, Result.Tensors, In, const_cast<uint8_t *>(Out.Data), 0);
  Folded[T].push_back(N);
  return true;
}

void Reader::emit(Nest N) {
  N.Name = inQuotes(Node->Operator);
  N.Name = N.Name.substr(1, N.Name.size() - 2);
  N.Label = label();
  N.Node = NodeNumber;
  N.Group = Group;
  N.Count = Count;
  // What is wrong is known: nothing will be executed.
  if (Failed)
    return;
  // What an elementwise nest began may be a sum.
  Known.Maps.erase(N.Out.Tensor);
  if (elementsOf(N.Loops) == 0) {
    // A constant without elements.
    static const uint8_t None = 0;
    Tensor &Out = Result.Tensors[size_t(N.Out.Tensor)];
    if (Out.elements() == 0)
      Out.Data = &None;
    return;
  }
  simplify(N);
  if (fold(N)) {
    Written.insert(N.Out.Tensor);
    return;
  }
  int T = N.Out.Tensor;
  Written.insert(T);
  if (auto F = Folded.find(T); F != Folded.end()) {
    Result.Tensors[size_t(T)].Data = nullptr;
    for (Nest &Earlier : F->second)
      Result.Nests.push_back(std::move(Earlier));
    Folded.erase(F);
  }
  Result.Nests.push_back(std::move(N));
}

void Reader::nest(const Shape &Loops, Access Out, const std::vector<Access> &In,
                  const Body &F) {
  scatter(
      Loops, std::move(Out), In,
      [&](Nest &N, const std::vector<Value> &V, Value &) { return F(N, V); });
}

void Reader::scatter(
    const Shape &Loops, Access Out, const std::vector<Access> &In,
    const std::function<Value(Nest &, const std::vector<Value> &, Value &)>
        &F) {
  Nest N;
  N.Loops = Loops;
  N.Out = std::move(Out);
  std::vector<Value> Values;
  Values.reserve(In.size());
  for (const Access &A : In)
    Values.push_back(load(N, Result.Tensors, A));
  Value Index;
  Value V = F(N, Values, Index);
  if (Index.Of)
    N.OutIndex = Index.Register;
  // The last instruction's result is stored.
  if (V.Register + 1 != N.Body.size())
    select(constant(N, Type::Bool, 1), V, V);
  emit(std::move(N));
}

void Reader::map(int Out, const std::vector<int> &In, const Body &F) {
  Shape S = shape(Out);
  mapNest(S, {Out, 0, stridesOf(S)}, In, F, false);
}

/// The element of a tensor in a nest whose loops are a result's dimensions.
/// What is dequantised is computed there, and with \p Whole all that is
/// elementwise: each of its operations is rounded as before.
Value Reader::loaded(Nest &N, int T, bool Whole) {
  constexpr size_t MostInstructions = 256;
  constexpr size_t MostLevels = 64;
  Access A{T, 0, repeatedStrides(shape(T), N.Loops)};
  auto It = Known.Maps.find(T);
  if (Group >= 0 || It == Known.Maps.end() || tensor(T).isConstant() ||
      !(Whole || Known.Dequantized.count(T)) ||
      N.Body.size() + It->second.Body.size() > MostInstructions ||
      Levels >= MostLevels)
    return load(N, Result.Tensors, A);
  ++Levels;
  const Nest &From = It->second;
  size_t First = N.Loops.size() - From.Loops.size();
  std::vector<uint32_t> Registers;
  for (Instruction I : From.Body) {
    if (I.Op == Code::Load) {
      const Access &Of = From.In[I.A];
      Access Moved{Of.Tensor, Of.Offset, Shape(N.Loops.size())};
      for (size_t D = 0; D < From.Loops.size(); ++D)
        if (From.Loops[D] != 1)
          Moved.Strides[First + D] = Of.Strides[D];
      bool IsAll = Of.Offset == 0 &&
                   Moved.Strides == repeatedStrides(shape(Of.Tensor), N.Loops);
      Value V =
          IsAll ? loaded(N, Of.Tensor, Whole) : load(N, Result.Tensors, Moved);
      Registers.push_back(V.Register);
      continue;
    }
    auto Move = [&](uint32_t &R) {
      R = R < Registers.size() ? Registers[R] : 0;
    };
    Move(I.A);
    Move(I.B);
    Move(I.C);
    N.Body.push_back(I);
    Registers.push_back(uint32_t(N.Body.size() - 1));
  }
  --Levels;
  return {&N, Registers.back(), N.Body[Registers.back()].Result};
}

void Reader::mapNest(const Shape &Loops, Access Out, const std::vector<int> &In,
                     const Body &F, bool Whole) {
  Nest N;
  N.Loops = Loops;
  N.Out = std::move(Out);
  std::vector<Value> Values;
  Values.reserve(In.size());
  for (int T : In)
    Values.push_back(loaded(N, T, Whole));
  Value V = F(N, Values);
  // The last instruction's result is stored.
  if (V.Register + 1 != N.Body.size())
    select(constant(N, Type::Bool, 1), V, V);
  bool IsPlain = std::all_of(N.Body.begin(), N.Body.end(), [](auto &I) {
    return I.Op != Code::Loop && I.Op != Code::LoadAt && I.Op != Code::Old;
  });
  int To = N.Out.Tensor;
  bool IsKept = Known.Any && Group < 0 && IsPlain && type(To) == Type::F32 &&
                N.Out.Offset == 0 && Loops == shape(To);
  Nest Copy = IsKept ? N : Nest();
  emit(std::move(N));
  if (IsKept)
    Known.Maps[To] = std::move(Copy);
}

void Reader::fill(int Out, Number With) {
  map(Out, {}, [&](Nest &N, const auto &) {
    return constant(N, registerOf(type(Out)), With);
  });
}

void Reader::copy(const Shape &Loops, Access Out, Access In) {
  nest(Loops, std::move(Out), {std::move(In)},
       [](Nest &, const auto &V) { return V[0]; });
}

void Reader::alias(int Out, int In) {
  Tensor &To = Result.Tensors[size_t(Out)];
  if (To.Dims == shape(In))
    Known.copy(Out, In);
  if (tensor(In).isConstant()) {
    To.Data = tensor(In).Data;
    return;
  }
  Nest N;
  N.IsAlias = true;
  N.In.push_back({In, 0, {}});
  N.Out = {Out, 0, {}};
  N.Name = inQuotes(Node->Operator);
  N.Name = N.Name.substr(1, N.Name.size() - 2);
  N.Label = label();
  N.Node = NodeNumber;
  Result.Nests.push_back(std::move(N));
}

int Reader::viewed(int X, const Shape &S) {
  if (shape(X) == S)
    return X;
  int View = temporary(type(X), S);
  alias(View, X);
  return View;
}

void Reader::reduce(int Out, const Shape &Kept, int X, Number Start,
                    const std::function<Value(Value Old, Value X)> &F) {
  fill(Out, Start);
  Shape Loops = shape(X);
  nest(Loops, {Out, 0, repeatedStrides(Kept, Loops)},
       {{X, 0, stridesOf(Loops)}},
       [&](Nest &N, const auto &V) { return F(old(N, type(Out)), V[0]); });
}

void Reader::repeat(int64_t Times) {
  Group = Groups++;
  Count = Times;
}

void Reader::endRepeat() {
  Group = -1;
  Count = 1;
}

/// Nests whose results nothing uses, and what only they use.
void Reader::removeUnused() {
  std::vector<bool> Used(Result.Tensors.size());
  for (int T : Result.Outputs)
    Used[size_t(T)] = true;
  // What is repeated uses what a later nest of the same group wrote.
  std::set<int> Groups;
  std::vector<Nest> Kept;
  for (size_t I = Result.Nests.size(); I-- > 0;) {
    Nest &N = Result.Nests[I];
    if (!Used[size_t(N.Out.Tensor)] && N.Group < 0)
      continue;
    for (const Access &A : N.In)
      Used[size_t(A.Tensor)] = true;
    Kept.push_back(std::move(N));
  }
  std::reverse(Kept.begin(), Kept.end());
  Result.Nests = std::move(Kept);
}

//===----------------------------------------------------------------------===//
// The file
//===----------------------------------------------------------------------===//

namespace {

/// Bytes of a file in the model's folder, and nowhere else.
std::string externalData(const TensorMessage &T, const std::string &Folder,
                         int64_t Size, std::string &To) {
  std::string Location;
  uint64_t Offset = 0;
  for (const Entry &E : T.External)
    if (E.Key == "location")
      Location = E.Value;
    else if (E.Key == "offset")
      Offset = std::strtoull(std::string(E.Value).c_str(), nullptr, 10);
  namespace fs = std::filesystem;
  std::error_code EC;
  fs::path Base = fs::weakly_canonical(Folder.empty() ? "." : Folder, EC);
  fs::path Path = fs::weakly_canonical(Base / Location, EC);
  auto Inside =
      std::mismatch(Base.begin(), Base.end(), Path.begin(), Path.end());
  if (EC || Location.empty() || Inside.first != Base.end() ||
      fs::path(Location).is_absolute())
    return "has external data in " + inQuotes(Location) +
           ", which is not in the model's folder";
  if (!fs::is_regular_file(Path, EC))
    return "has external data in " + inQuotes(Location) + ", which is no file";
  std::ifstream File(Path, std::ios::binary);
  To.resize(size_t(Size));
  if (Offset > uint64_t(1) << 40 || !File.seekg(std::streamoff(Offset)) ||
      !File.read(To.data(), Size))
    return "has external data in " + inQuotes(Location) + ", which is shorter";
  return "";
}

} // namespace

/// Elements of 4 bits as bytes.
static std::string unpacked(const std::string &Packed, int64_t Elements,
                            bool IsSigned) {
  std::string To;
  for (int64_t I = 0; I < Elements; ++I) {
    int V = uint8_t(Packed[size_t(I / 2)]) >> (I % 2 ? 4 : 0) & 15;
    To.push_back(char(IsSigned && V > 7 ? V - 16 : V));
  }
  return To;
}

int Reader::constantOf(const TensorMessage &T, const std::string &What) {
  auto Wrong = [&](const std::string &Text) {
    error(What + ": " + Text);
    return -1;
  };
  Type Element = typeOf(T.Type);
  bool HasNibbles = T.Type == DataType::Int4 || T.Type == DataType::Uint4;
  if (HasNibbles)
    Element = T.Type == DataType::Int4 ? Type::I8 : Type::U8;
  if (Element == Type::Other)
    return Wrong("has type " + nameOf(T.Type) + ", which is not supported");
  if (T.IsSegment)
    return Wrong("is a segment, which is not supported");
  int64_t Elements = checkedElements(T.Dims);
  if (Elements < 0 || T.Dims.size() > MostDimensions)
    return Wrong("has " + plural(T.Dims.size(), "dimension") +
                 " of a size that is not supported");
  int64_t Size = HasNibbles ? (Elements + 1) / 2 : Elements * bytesOf(Element);
  auto Make = [&](std::string Data) {
    if (!HasNibbles)
      return constantTensor(Element, T.Dims, std::move(Data));
    int To = constantTensor(Element, T.Dims,
                            unpacked(Data, Elements, Element == Type::I8));
    Nibbles.insert(To);
    return To;
  };
  auto Count = [&](int64_t Found) {
    return Wrong("has " + std::to_string(Found) + " bytes of data, expected " +
                 std::to_string(Size));
  };
  if (T.IsExternal) {
    std::string Data;
    if (std::string Why = externalData(T, O.Folder, Size, Data); !Why.empty())
      return Wrong(Why);
    return Make(std::move(Data));
  }
  std::string_view Raw = T.HasRaw               ? T.Raw
                         : Element == Type::F64 ? T.Doubles
                                                : T.Floats;
  if (T.HasRaw || Element == Type::F32 || Element == Type::F64) {
    if (int64_t(Raw.size()) != Size)
      return Count(int64_t(Raw.size()));
    return Make(std::string(Raw));
  }
  if (int64_t(T.Integers.size()) * bytesOf(Element) != Size)
    return Count(int64_t(T.Integers.size()) * bytesOf(Element));
  std::string Data;
  for (int64_t V : T.Integers)
    Data.append(reinterpret_cast<const char *>(&V), size_t(bytesOf(Element)));
  return Make(std::move(Data));
}

bool Reader::readInitializer(const TensorMessage &T) {
  std::string Name(T.Name);
  int To = constantOf(T, "initializer " + inQuotes(Name));
  if (To < 0)
    return false;
  if (!Names.emplace(Name, To).second)
    return error("initializer " + inQuotes(Name) + ": is there twice");
  Result.Tensors[size_t(To)].Name = Name;
  return true;
}

/// The bytes of a number of this type, nothing if the text is none.
static std::string elementOf(Type T, const std::string &Text) {
  char *End = nullptr;
  errno = 0;
  auto Bytes = [&](const auto &V) {
    return std::string(reinterpret_cast<const char *>(&V), size_t(bytesOf(T)));
  };
  auto IsWhole = [&] { return *End == 0 && End != Text.c_str() && !errno; };
  if (T == Type::F32) {
    float Real = std::strtof(Text.c_str(), &End);
    return *End || End == Text.c_str() ? "" : Bytes(Real);
  }
  if (isReal(T)) {
    double Real = std::strtod(Text.c_str(), &End);
    if (*End || End == Text.c_str())
      return "";
    return T == Type::F64 ? Bytes(Real) : Bytes(halved(Real, T));
  }
  if (T == Type::U64) {
    unsigned long long Whole = std::strtoull(Text.c_str(), &End, 10);
    return IsWhole() && Text.find('-') == std::string::npos ? Bytes(Whole) : "";
  }
  long long Whole = std::strtoll(Text.c_str(), &End, 10);
  if (!IsWhole() || Whole < leastOf(T).Integer || Whole > mostOf(T).Integer)
    return "";
  return Bytes(Whole);
}

bool Reader::readInputs(const GraphMessage &G) {
  bool Ok = true;
  std::set<std::string> Given;
  for (const ValueMessage &V : G.Inputs) {
    std::string Name(V.Name);
    // Old files name initializers as inputs as well.
    if (Names.count(Name))
      continue;
    std::string What = "input " + inQuotes(Name);
    Type T = typeOf(V.Type);
    if (!V.IsTensor || T == Type::Other) {
      Ok = error(What + ": has type " +
                 (V.IsTensor ? nameOf(V.Type) : "other than a tensor") +
                 ", expected one of numbers or bool");
      continue;
    }
    Shape S = V.Dims;
    bool IsOpen = !V.HasShape || std::any_of(S.begin(), S.end(),
                                             [](int64_t D) { return D < 0; });
    auto Fixed = O.InputShapes.find(Name);
    if (Fixed != O.InputShapes.end()) {
      Given.insert(Name);
      bool Fits = !V.HasShape || S.size() == Fixed->second.size();
      for (size_t D = 0; Fits && V.HasShape && D < S.size(); ++D)
        Fits = S[D] < 0 || S[D] == Fixed->second[D];
      if (!Fits) {
        Ok = error(What + ": is given the shape " +
                   graph::toString(Fixed->second) +
                   ", which is not what the file says");
        continue;
      }
      S = Fixed->second;
    } else if (IsOpen) {
      Ok = error(What + ": has a shape that is not fixed, expected --input " +
                 Name.substr(0, 80) + "=SHAPE");
      continue;
    }
    // As the keys of steps before the first one.
    if (Fixed != O.InputShapes.end() && checkedElements(S) == 0 &&
        S.size() <= MostDimensions && !O.InputValues.count(Name)) {
      Names[Name] = constantTensor(T, S, "");
      continue;
    }
    if (checkedElements(S) <= 0 || S.size() > MostDimensions) {
      Ok = error(What + ": has the shape " + graph::toString(S) +
                 ", expected at most 8 dimensions of at least 1 and 2^30 "
                 "elements");
      continue;
    }
    if (auto Value = O.InputValues.find(Name); Value != O.InputValues.end()) {
      Given.insert(Name);
      std::string Data = elementOf(T, Value->second);
      if (Data.empty()) {
        Ok = error(What + ": is given the value " + inQuotes(Value->second) +
                   ", which is none of type " + graph::toString(T));
        continue;
      }
      std::string All;
      for (int64_t I = 0; I < checkedElements(S); ++I)
        All += Data;
      Names[Name] = constantTensor(T, S, std::move(All));
      continue;
    }
    int To = add(T, S, Name);
    Names[Name] = To;
    Written.insert(To);
    Result.Inputs.push_back(To);
  }
  std::set<std::string> Told;
  for (const auto &[Name, S] : O.InputShapes)
    Told.insert(Name);
  for (const auto &[Name, V] : O.InputValues)
    Told.insert(Name);
  for (const std::string &Name : Told)
    if (!Given.count(Name))
      Ok = error("input " + inQuotes(Name) + ": is not in the file");
  return Ok;
}

bool Reader::readOutputs(const GraphMessage &G) {
  if (G.Outputs.empty())
    return error("has no output");
  bool Ok = true;
  for (const ValueMessage &V : G.Outputs) {
    auto It = Names.find(V.Name);
    std::string What = "output " + inQuotes(V.Name);
    if (It == Names.end() || It->second == -1) {
      Ok = error(What + ": is computed by no node");
      continue;
    }
    if (isList(It->second)) {
      // A sequence is as many outputs as it has elements.
      for (int T : list(It->second)) {
        if (isList(T) || tensor(T).elements() == 0)
          Ok = error(What + ": has an element that is a sequence, or has no "
                            "elements");
        else
          Result.Outputs.push_back(T);
      }
      if (list(It->second).empty())
        Ok = error(What + ": has no elements");
      continue;
    }
    const Tensor &T = tensor(It->second);
    bool IsText = V.Type == DataType::String && Words.count(It->second) != 0;
    if (V.IsTensor && !IsText && typeOf(V.Type) != T.ElementType)
      Ok = error(What + ": has type " + nameOf(V.Type) + ", computed is " +
                 graph::toString(T.ElementType));
    // Its shape is what is computed: many files state that of another size of
    // the input, or another view of it, which ONNX Runtime takes, too.
    if (T.elements() == 0)
      Ok = error(What + ": has no elements");
    Result.Outputs.push_back(It->second);
  }
  return Ok;
}

/// The operands of a node, and whether all of them are known.
bool Reader::readOperands() {
  bool Known = true;
  Operands.clear();
  for (std::string_view Name : Node->Inputs) {
    auto From = Names.find(Name);
    Operands.push_back(Name.empty() || From == Names.end() ? -1 : From->second);
    if (Name.empty() || From != Names.end())
      continue;
    Known = false;
    // What an operator with an error would have computed is no second error.
    if (!Missing.count(Name))
      fail("has the input " + inQuotes(Name) +
           ", which no input, initializer or earlier node is");
  }
  return Known;
}

/// Checks what all operators have in common, and reads the node.
bool Reader::readOperator() {
  const NodeMessage &N = *Node;
  const OperatorEntry &E = table().find(N.Operator)->second;
  if (N.Inputs.size() < E.Least || N.Inputs.size() > E.Most)
    return fail("has " + plural(N.Inputs.size(), "input") + ", expected " +
                (E.Least == E.Most    ? std::to_string(E.Least)
                 : E.Most > MostNodes ? "at least " + std::to_string(E.Least)
                                      : std::to_string(E.Least) + " to " +
                                            std::to_string(E.Most)));
  for (size_t I = 0; I < E.Least; ++I)
    if (!has(I))
      return fail("has no input " + std::to_string(I));
  Half.reset();
  if (isDefault(N.Domain) && Version == 0)
    return fail("is of a version that the file does not say");
  if (Version < 6)
    ignore("consumed_inputs"); // of no meaning even then
  bool TakesLists = takesLists(N.Operator);
  for (int T : Operands) {
    if (isList(T) && !TakesLists)
      return fail("has an input that is a sequence, or nothing");
    if (T >= 0 && tensor(T).elements() == 0 &&
        (!tensor(T).isConstant() ||
         (!takesEmpty(N.Operator) && type(T) != Type::I64 &&
          type(T) != Type::I32)))
      return fail("has an input without elements");
  }
  std::vector<int> Floats = Operands;
  movesIntegers();
  if (!(TakesLists || widenOperands()) || !E.Read(*this) || Failed)
    return false;
  dequantizeResults();
  narrowResults();
  Operands = std::move(Floats);
  limitSums();
  for (const Attribute &A : N.Attributes)
    if (!Seen.count(A.Name))
      return fail("has the attribute " + inQuotes(A.Name) +
                  ", which is not supported");
  for (std::string_view Name : N.Outputs)
    if (!Name.empty() && !Names.count(Name))
      return fail("has the result " + inQuotes(Name) +
                  ", which is not supported");
  return !Failed;
}

/// Attributes that refer to those of the function that is read.
bool Reader::resolve(NodeMessage &N) {
  for (size_t I = 0; I < N.Attributes.size();) {
    Attribute &A = N.Attributes[I];
    if (A.Reference.empty()) {
      ++I;
      continue;
    }
    if (!Given)
      return fail("refers to an attribute of a function");
    auto It = Given->find(A.Reference);
    if (It == Given->end()) {
      N.Attributes.erase(N.Attributes.begin() + ptrdiff_t(I));
      continue;
    }
    std::string_view Name = A.Name;
    A = *It->second;
    A.Name = Name;
    ++I;
  }
  return true;
}

namespace {

std::string qualified(std::string_view Domain, std::string_view Name) {
  std::string Text(isDefault(Domain) ? "" : Domain);
  return Text.append(":").append(Name);
}

} // namespace

/// Whether an operator is in the list; and what is said if it is not.
static bool isSupported(const NodeMessage &N) {
  auto It = table().find(N.Operator);
  return It != table().end() &&
         (isDefault(N.Domain) ? *It->second.Domain == 0
                              : N.Domain == It->second.Domain);
}

static std::string whyUnsupported(const NodeMessage &N) {
  bool IsRandom = N.Operator == "Bernoulli" || N.Operator == "Multinomial" ||
                  N.Operator.starts_with("Random");
  std::string Why = IsRandom ? "draws random numbers, which ONNX does not "
                               "define, and is not supported"
                             : "is not supported";
  if (!isDefault(N.Domain))
    Why += " in the domain " + inQuotes(N.Domain);
  return Why;
}

const FunctionMessage *Reader::functionOf(const NodeMessage &N) const {
  auto It = Functions.find(qualified(N.Domain, N.Operator));
  return It == Functions.end() ? nullptr : It->second;
}

bool Reader::readNode(const NodeMessage &Of) {
  Node = &Of;
  if (std::none_of(Of.Attributes.begin(), Of.Attributes.end(),
                   [](const Attribute &A) { return !A.Reference.empty(); }))
    return readResolved();
  NodeMessage Resolved = Of;
  Node = &Resolved;
  bool Ok = resolve(Resolved) && readResolved();
  Node = &Of;
  return Ok;
}

/// The node, whose attributes have values.
bool Reader::readResolved() {
  const NodeMessage &N = *Node;
  Seen.clear();
  Failed = false;
  const FunctionMessage *F = functionOf(N);
  bool IsStated = !F && isBuiltIn(N);
  bool IsKnown = F || IsStated || isSupported(N);
  if (!IsKnown)
    fail(whyUnsupported(N));
  if (N.Outputs.empty())
    return fail("has no output");
  for (std::string_view Name : N.Outputs)
    if (!Name.empty() && Names.count(Name))
      return fail("has the result " + inQuotes(Name) +
                  ", which is there already");
  bool Ok = readOperands() && IsKnown;
  if (Ok && IsStated) {
    F = builtIn(N);
    Ok = F && hasOnlyAttributesOf(*F);
  }
  Ok = Ok && (F ? call(*F) : readOperator());
  for (std::string_view Name : N.Outputs) {
    if (Name.empty())
      continue;
    auto To = Names.find(Name);
    if (!Ok) {
      Names.erase(std::string(Name));
      Missing.insert(std::string(Name));
    } else if (To->second >= 0 && tensor(To->second).elements() == 0 &&
               !tensor(To->second).isConstant()) {
      Ok = fail("has a result without elements");
    }
  }
  return Ok;
}

/// Whether so many more nodes may be read.
bool Reader::enter(size_t Nodes) {
  // Names are copied, too.
  Inlined += Nodes + Names.size() / 16 + 1;
  return (Depth < 8 && Inlined <= MostNodes) ||
         fail("has graphs of more than 8 levels or 65,536 nodes");
}

/// The numbers of nodes, each behind those whose results it uses. That is the
/// order of most files; nodes of a cycle are the last.
static std::vector<size_t> orderOf(const std::vector<NodeMessage> &Nodes) {
  std::map<std::string_view, size_t> From;
  for (size_t I = 0; I < Nodes.size(); ++I)
    for (std::string_view Name : Nodes[I].Outputs)
      if (!Name.empty())
        From.emplace(Name, I);
  std::vector<std::vector<size_t>> Users(Nodes.size());
  std::vector<size_t> Waits(Nodes.size());
  bool IsOrdered = true;
  for (size_t I = 0; I < Nodes.size(); ++I)
    for (std::string_view Name : Nodes[I].Inputs)
      if (auto It = From.find(Name); It != From.end()) {
        IsOrdered &= It->second < I;
        Users[It->second].push_back(I);
        ++Waits[I];
      }
  std::vector<size_t> Order;
  Order.reserve(Nodes.size());
  std::set<size_t> Ready;
  for (size_t I = 0; I < Nodes.size(); ++I)
    if (IsOrdered)
      Order.push_back(I);
    else if (Waits[I] == 0)
      Ready.insert(I);
  while (!Ready.empty()) {
    size_t Next = *Ready.begin();
    Ready.erase(Ready.begin());
    Order.push_back(Next);
    for (size_t User : Users[Next])
      if (--Waits[User] == 0)
        Ready.insert(User);
  }
  for (size_t I = 0; !IsOrdered && I < Nodes.size(); ++I)
    if (Waits[I] != 0)
      Order.push_back(I);
  return Order;
}

bool Reader::readInner(const std::vector<NodeMessage> &Nodes,
                       const std::vector<std::string_view> &Results,
                       std::vector<int> &Outputs) {
  const NodeMessage *OuterNode = Node;
  auto OuterOperands = Operands;
  auto OuterSeen = Seen;
  size_t OuterNumber = NodeNumber;
  std::string OuterLabels = Outer;
  Outer = label() + ": ";
  ++Depth;
  bool Ok = true;
  for (size_t I : orderOf(Nodes)) {
    NodeNumber = I;
    Ok = Ok && readNode(Nodes[I]);
  }
  std::string Lost;
  for (std::string_view Name : Results) {
    auto It = Names.find(Name);
    if (It == Names.end() || It->second == -1)
      Lost = Name;
    else
      Outputs.push_back(It->second);
  }
  Node = OuterNode;
  Operands = std::move(OuterOperands);
  Seen = std::move(OuterSeen);
  NodeNumber = OuterNumber;
  Outer = std::move(OuterLabels);
  --Depth;
  Failed = !Ok;
  if (Ok && !Lost.empty())
    return fail("has a graph that does not compute " + inQuotes(Lost));
  return Ok;
}

bool Reader::inlined(const Attribute &Graph, const std::vector<int> &Inputs,
                     std::vector<int> &Outputs) {
  GraphMessage G;
  if (std::string Why = decode(Graph.Body, G); !Why.empty())
    return fail("has a graph that " + Why);
  if (!enter(G.Nodes.size() + G.Initializers.size()))
    return false;
  if (G.Inputs.size() != Inputs.size() || G.HasSparse)
    return fail("has a graph of " + plural(G.Inputs.size(), "input") +
                ", expected " + std::to_string(Inputs.size()));
  // Names of the graph are its own, others are those around it.
  auto OuterNames = Names;
  bool Ok = true;
  for (const TensorMessage &T : G.Initializers) {
    int To = constantOf(T, label() + ": initializer " + inQuotes(T.Name));
    Ok &= To >= 0;
    if (To >= 0)
      Names[std::string(T.Name)] = To;
  }
  for (size_t I = 0; I < Inputs.size(); ++I)
    Names[std::string(G.Inputs[I].Name)] = Inputs[I];
  std::set<std::string_view> Own;
  for (const NodeMessage &N : G.Nodes)
    for (std::string_view Name : N.Outputs)
      if (!Name.empty() && Own.insert(Name).second)
        Names.erase(std::string(Name));
  std::vector<std::string_view> Results;
  Results.reserve(G.Outputs.size());
  for (const ValueMessage &V : G.Outputs)
    Results.push_back(V.Name);
  Ok = Ok && readInner(G.Nodes, Results, Outputs);
  Names = std::move(OuterNames);
  Failed = !Ok;
  return Ok;
}

/// A node of which the file has a function: its nodes, with their own names.
bool Reader::call(const FunctionMessage &F) {
  if (!enter(F.Nodes.size()))
    return false;
  if (inputs() > F.Inputs.size() || outputs() > F.Outputs.size())
    return fail("has " + plural(inputs(), "input") + " and " +
                plural(outputs(), "output") + " of a function of " +
                std::to_string(F.Inputs.size()) + " and " +
                std::to_string(F.Outputs.size()));
  std::map<std::string_view, const Attribute *> Attributes;
  for (const Attribute &A : F.Defaults)
    Attributes[A.Name] = &A;
  for (const Attribute &A : Node->Attributes)
    Attributes[A.Name] = &A;
  auto OuterNames = std::move(Names);
  const auto *OuterGiven = Given;
  int64_t OuterVersion = Version;
  Names.clear();
  Given = &Attributes;
  for (size_t I = 0; I < F.Inputs.size(); ++I)
    Names[std::string(F.Inputs[I])] = I < inputs() ? in(I) : -1;
  std::vector<std::string_view> Results;
  std::vector<size_t> Wanted;
  for (size_t N = 0; N < outputs(); ++N)
    if (wants(N)) {
      Wanted.push_back(N);
      Results.push_back(F.Outputs[N]);
    }
  std::vector<int> Outputs;
  bool Ok = (F.Sets.empty() || readSets(F.Sets)) &&
            readInner(F.Nodes, Results, Outputs);
  Names = std::move(OuterNames);
  Given = OuterGiven;
  Version = OuterVersion;
  for (size_t N = 0; Ok && N < Outputs.size(); ++N)
    giveOutput(Wanted[N], Outputs[N]);
  return Ok;
}

void Reader::giveOutput(size_t N, int T) {
  if (isList(T))
    bind(N, T);
  else if (wants(N))
    alias(output(N, type(T), shape(T)), T);
}

/// The versions of the operators of a file or function.
bool Reader::readSets(const std::vector<OperatorSet> &Sets) {
  // Other operators than ONNX's own need none of it.
  Version = 0;
  bool Others = false;
  for (const OperatorSet &S : Sets)
    if (isDefault(S.Domain))
      Version = S.Version;
    else
      Others = true;
  if ((Version >= FirstVersion && Version <= LastVersion) ||
      (Version == 0 && Others))
    return true;
  std::string Text = "uses version " + std::to_string(Version) +
                     " of the operators, expected " +
                     std::to_string(FirstVersion) + " to " +
                     std::to_string(LastVersion);
  return Node ? fail(Text) : error(Text);
}

bool Reader::run(const ModelMessage &File) {
  if (!File.HasGraph)
    return error("has no graph");
  const GraphMessage &G = File.Graph;
  if (!readSets(File.Sets))
    return false;
  for (const FunctionMessage &F : File.Functions)
    Functions.emplace(qualified(F.Domain, F.Name), &F);
  if (G.Nodes.size() > MostNodes || G.Initializers.size() > MostNodes ||
      G.Inputs.size() > MostNodes)
    return error("has more than 65,536 nodes, initializers or inputs");
  if (G.HasSparse)
    return error("has sparse initializers, which are not supported");
  bool Ok = true;
  for (const TensorMessage &T : G.Initializers)
    Ok &= readInitializer(T);
  Ok &= readInputs(G);
  if (!Ok || Failed)
    return false;
  for (size_t I : orderOf(G.Nodes)) {
    NodeNumber = I;
    Ok &= readNode(G.Nodes[I]);
  }
  if (!Ok || !readOutputs(G))
    return false;
  removeUnused();
  return true;
}

std::string addInputShape(const std::string &Text, Options &To) {
  size_t Equals = Text.rfind('=');
  Shape S;
  bool Ok = Equals != std::string::npos && Equals > 0;
  for (size_t At = Ok ? Equals + 1 : 0; Ok;) {
    size_t End = std::min(Text.find('x', At), Text.size());
    std::string Digits = Text.substr(At, End - At);
    Ok = !Digits.empty() && Digits.size() < 11 &&
         std::all_of(
             Digits.begin(), Digits.end(),
             [](char C) { return C >= '0' && C <= '9'; });
    if (Ok)
      S.push_back(std::strtoll(Digits.c_str(), nullptr, 10));
    if (End == Text.size())
      break;
    At = End + 1;
  }
  if (!Ok || !To.InputShapes.emplace(Text.substr(0, Equals), S).second)
    return "--input " + inQuotes(Text) +
           ": expected NAME=SHAPE, as x=1x3x224x224, once for each input";
  return "";
}

std::string addInputValue(const std::string &Text, Options &To) {
  size_t Equals = Text.rfind('=');
  if (Equals == std::string::npos || Equals == 0 || Equals + 1 == Text.size() ||
      !To.InputValues.emplace(Text.substr(0, Equals), Text.substr(Equals + 1))
           .second)
    return "--value " + inQuotes(Text) +
           ": expected NAME=NUMBER, as sr=16000, once for each input";
  return "";
}

std::optional<Model> readModel(std::string_view Bytes, const Options &O,
                               std::vector<std::string> &Errors) {
  ModelMessage File;
  if (std::string Why = decode(Bytes, File); !Why.empty()) {
    Errors.push_back(Why);
    return std::nullopt;
  }
  Reader R(O, Errors);
  if (!R.run(File))
    return std::nullopt;
  return std::move(R.Result);
}

} // namespace sectile::graph::onnx
