// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Quantized.cpp - operators between DequantizeLinear and Quantize- ---===//
//===---------------- Linear ----------------------------------------------===//

#include "Quantized.h"
#include "Reader.h"
#include <algorithm>
#include <array>
#include <cmath>

namespace sectile::graph::onnx {

namespace {

bool isNibble(DataType T) {
  return T == DataType::Int4 || T == DataType::Uint4;
}

Value roundOf(Value X) { return unary(Code::RoundEven, X); }

template <typename Map> void copyEntry(Map &Of, int To, int From) {
  if (auto It = Of.find(From); It != Of.end()) {
    auto Entry = It->second;
    Of[To] = std::move(Entry);
  }
}

template <typename Map> auto find(Map &Of, int T) {
  auto It = Of.find(T);
  return It == Of.end() ? nullptr : &It->second;
}

/// Whether two tensors are constants of the same elements; -1 is a 0.
bool sameConstant(Reader &R, int A, int B) {
  if (A == B)
    return true;
  auto IsZero = [&](int T) {
    const Tensor &Of = R.tensor(T);
    return Of.isConstant() && std::all_of(Of.Data, Of.Data + Of.bytes(),
                                          [](uint8_t V) { return V == 0; });
  };
  if (A < 0 || B < 0)
    return IsZero(std::max(A, B));
  const Tensor &X = R.tensor(A);
  const Tensor &Y = R.tensor(B);
  return X.isConstant() && Y.isConstant() && X.ElementType == Y.ElementType &&
         X.bytes() == Y.bytes() &&
         std::equal(X.Data, X.Data + X.bytes(), Y.Data);
}

/// One number, or one for each of a dimension, as an operand that is repeated.
bool channelOperand(Reader &R, int T, int64_t Axis, int &To) {
  const Shape &X = R.shape(R.in(0));
  if (R.tensor(T).elements() == 1) {
    To = R.viewed(T, {});
    return true;
  }
  if (R.shape(T).size() != 1 || R.shape(T)[0] != X[size_t(Axis)])
    return R.fail("has a scale or zero point of shape " + toString(R.shape(T)) +
                  " for an input of shape " + toString(X));
  Shape S(X.size() - size_t(Axis), 1);
  S[0] = R.shape(T)[0];
  To = R.viewed(T, S);
  return true;
}

/// One number for each block of elements along a dimension, as one for each
/// element.
bool blockOperand(Reader &R, int T, int64_t Axis, int64_t Block, int &To) {
  const Shape X = R.shape(R.in(0));
  auto A = size_t(Axis);
  Shape Blocks = X;
  Blocks[A] = (X[A] + Block - 1) / Block;
  if (R.shape(T) != Blocks)
    return R.fail("has a scale or zero point of shape " + toString(R.shape(T)) +
                  ", expected " + toString(Blocks) + " for blocks of " +
                  std::to_string(Block));
  To = R.temporary(R.type(T), X);
  Access From{T, 0, stridesOf(Blocks)};
  int64_t Stride = From.Strides[A];
  From.Strides[A] = 0;
  R.nest(X, {To, 0, stridesOf(X)}, {}, [&](Nest &N, const auto &) {
    return R.at(N, From, counter(N, A) / Block * Stride);
  });
  return true;
}

/// Reads the node's scale and zero point, \p To, which are repeated as \p Scale
/// and \p Zero.
bool readQuantization(Reader &R, Quantized &To, int &Scale, int &Zero) {
  To.Axis = R.integer("axis", 1);
  To.Scale = R.in(1);
  To.Zero = R.has(2) ? R.in(2) : -1;
  Zero = -1;
  To.Block = R.integer("block_size", 0);
  bool Many = R.tensor(To.Scale).elements() != 1 || To.Block;
  if (To.Block < 0)
    return R.fail("has blocks of " + std::to_string(To.Block));
  if (Many && !R.axis(To.Axis, R.shape(R.in(0)).size()))
    return false;
  if (R.type(To.Scale) != Type::F32)
    return R.fail("has a scale that is no f32");
  if (R.has(2) && R.tensor(To.Zero).elements() != R.tensor(To.Scale).elements())
    return R.fail("has scales and zero points of shapes " +
                  toString(R.shape(To.Scale)) + " and " +
                  toString(R.shape(To.Zero)));
  auto Read = [&](int T, int &Operand) {
    return To.Block ? blockOperand(R, T, To.Axis, To.Block, Operand)
                    : channelOperand(R, T, To.Axis, Operand);
  };
  return Read(To.Scale, Scale) && (To.Zero < 0 || Read(To.Zero, Zero));
}

/// A quotient as an integer of type \p T, or of 4 bits of it.
Value quantized(Value Quotient, const Value *Zero, Type T, bool IsNibble) {
  Value Y = roundOf(Quotient);
  if (Zero)
    Y = Y + convert(*Zero, Type::F32);
  if (!IsNibble)
    return saturated(Y, T);
  bool IsSigned = T == Type::I8;
  Y = saturated(Y, T);
  return larger(smaller(Y, IsSigned ? 7 : 15), IsSigned ? -8 : 0);
}

/// Sums go to the result by one factor: their own, divided by the scale.
void quantizeSums(Reader &R, const ScaledSums &Of, int Y, int Scale, int Zero) {
  int Factor = R.temporary(Type::F32, R.shape(Of.Factor));
  R.map(Factor, {Of.Factor, Scale},
        [](Nest &, const auto &V) { return V[0] / V[1]; });
  std::vector<int> In{Of.Sums, Factor, Scale};
  if (Zero >= 0)
    In.push_back(Zero);
  R.map(Y, In, [&](Nest &, const auto &V) {
    Value P = convert(V[0], Type::F32) * V[1];
    if (std::isfinite(Of.Low))
      P = larger(P, Of.Low == 0 ? Operand(0.0) : Operand(Of.Low / V[2]));
    if (std::isfinite(Of.High))
      P = smaller(P, Of.High / V[2]);
    return quantized(P, Zero < 0 ? nullptr : &V[3], R.type(Y), R.hasNibbles(Y));
  });
}

bool quantizeLinear(Reader &R) {
  Quantized To;
  int Scale = -1;
  int Zero = -1;
  int X = R.in(0);
  R.ignore("saturate"); // of types of 8 bits that are not supported
  if (!R.isReal(0) || !readQuantization(R, To, Scale, Zero))
    return false;
  auto Stated = DataType(R.integer("output_dtype", 0));
  Type T = Zero >= 0                       ? R.type(Zero)
           : Stated != DataType::Undefined ? typeOf(Stated)
                                           : Type::U8;
  bool IsNibble =
      (Zero >= 0 && R.hasNibbles(To.Zero)) || (Zero < 0 && isNibble(Stated));
  if (Zero < 0 && IsNibble)
    T = Stated == DataType::Int4 ? Type::I8 : Type::U8;
  if (T != Type::U8 && T != Type::I8 && T != Type::U16 && T != Type::I16)
    return R.fail("has a result of a type that is not supported, expected "
                  "an integer of 4, 8 or 16 bits");
  DataType Own = !IsNibble       ? Stated
                 : T == Type::I8 ? DataType::Int4
                                 : DataType::Uint4;
  if (Stated != DataType::Undefined &&
      (Stated != Own || (!IsNibble && typeOf(Stated) != T)))
    return R.fail("has a result of type " + nameOf(Stated) +
                  " and a zero point of another");
  auto Precision = DataType(R.integer("precision", 0));
  if (Precision != DataType::Undefined && Precision != DataType::Float)
    return R.fail("has the precision " + nameOf(Precision) +
                  ", which is not supported");
  int Y = R.output(0, T, R.shape(X));
  if (IsNibble)
    R.isNibble(Y);
  bool IsOne = R.tensor(Scale).elements() == 1;
  // What has just been dequantised in the same way.
  auto IsAs = [&](const Quantized &Of) {
    return IsOne && R.type(Of.Values) == T &&
           R.hasNibbles(Of.Values) == IsNibble &&
           sameConstant(R, Of.Scale, To.Scale) &&
           sameConstant(R, Of.Zero, To.Zero);
  };
  const Quantized *From = find(R.Known.Dequantized, X);
  if (From && IsAs(*From)) {
    R.alias(Y, From->Values);
    return true;
  }
  if (const ScaledSums *Sums = find(R.Known.Sums, X); Sums && IsOne) {
    quantizeSums(R, *Sums, Y, Scale, Zero);
    return true;
  }
  auto Quantize = [&](Nest &, const auto &V) {
    return quantized(V[0] / V[1], Zero < 0 ? nullptr : &V[2], T, IsNibble);
  };
  std::vector<int> In{X, Scale};
  if (Zero >= 0)
    In.push_back(Zero);
  const std::vector<Part> *Parts = find(R.Known.Parts, X);
  if (!Parts || !IsOne) {
    R.mapWhole(Y, In, Quantize);
    return true;
  }
  Shape Strides = stridesOf(R.shape(Y));
  for (const Part &P : std::vector<Part>(*Parts)) {
    From = find(R.Known.Dequantized, P.Tensor);
    if (From && IsAs(*From)) {
      const Shape &S = R.shape(P.Tensor);
      R.copy(S, {Y, P.Offset, Strides}, {From->Values, 0, stridesOf(S)});
      continue;
    }
    In[0] = P.Tensor;
    R.mapInto(R.shape(P.Tensor), {Y, P.Offset, Strides}, In, Quantize);
  }
  return true;
}

bool dequantizeLinear(Reader &R) {
  Quantized Of;
  int Scale = -1;
  int Zero = -1;
  int X = R.in(0);
  Type T = R.type(X);
  if (T != Type::U8 && T != Type::I8 && T != Type::U16 && T != Type::I16 &&
      T != Type::I32)
    return R.fail("has an input of a type that is not supported");
  if (!readQuantization(R, Of, Scale, Zero))
    return false;
  auto Stated = DataType(R.integer("output_dtype", 0));
  if (Stated != DataType::Undefined && typeOf(Stated) != R.statedType(1))
    return R.fail("has a result of type " + nameOf(Stated) +
                  " and a scale of another, which is not supported");
  if (Zero >= 0 && R.type(Zero) != T)
    return R.fail("has a zero point of another type than its input");
  std::vector<int> In{X, Scale};
  if (Zero >= 0)
    In.push_back(Zero);
  R.Known.Any = true;
  int Y = R.output(0, Type::F32, R.shape(X));
  R.map(Y, In, [&](Nest &, const auto &V) {
    Value Difference = Zero >= 0 ? V[0] - V[2] : V[0];
    return convert(Difference, Type::F32) * V[1];
  });
  Of.Values = X;
  if (!Of.Block)
    R.Known.Dequantized[Y] = Of;
  return true;
}

/// Operators that move elements, or choose among them by their order.
constexpr std::array Moves = {
    "DepthToSpace",   "Dropout",   "Expand",        "Flatten",  "Gather",
    "GatherElements", "GatherND",  "GlobalMaxPool", "Identity", "MaxPool",
    "ReduceMax",      "ReduceMin", "Reshape",       "Resize",   "Slice",
    "SpaceToDepth",   "Split",     "Squeeze",       "Tile",     "Transpose",
    "Unsqueeze",      "Upsample"};

} // namespace

void Origins::copy(int To, int From) {
  if (!Any)
    return;
  copyEntry(Dequantized, To, From);
  copyEntry(Sums, To, From);
  copyEntry(Parts, To, From);
  copyEntry(Maps, To, From);
}

int64_t scalesOf(Reader &R, const Quantized &Q) {
  return R.tensor(Q.Scale).elements();
}

const Quantized *bytesOf(Reader &R, size_t Input) {
  const Quantized *Q =
      R.has(Input) ? find(R.Known.Dequantized, R.in(Input)) : nullptr;
  return Q && graph::bytesOf(R.type(Q->Values)) == 1 ? Q : nullptr;
}

const Quantized *tensorOf(Reader &R, size_t Input) {
  const Quantized *Q = bytesOf(R, Input);
  return Q && scalesOf(R, *Q) == 1 &&
                 (Q->Zero < 0 || R.tensor(Q->Zero).isConstant())
             ? Q
             : nullptr;
}

int factorOf(Reader &R, const Quantized &X, const Quantized &W,
             const Shape &Repeated) {
  int Factor = R.temporary(Type::F32, Repeated);
  R.map(Factor, {R.viewed(X.Scale, {}), R.viewed(W.Scale, Repeated)},
        [](Nest &, const auto &V) { return V[0] * V[1]; });
  return Factor;
}

/// Whether the scale of \p Bias is that of the products, but for rounding.
static bool hasProductsScale(Reader &R, const Quantized &Bias,
                             const Quantized &X, const Quantized &W) {
  const Tensor &B = R.tensor(Bias.Scale);
  const Tensor &XS = R.tensor(X.Scale);
  const Tensor &WS = R.tensor(W.Scale);
  if (!B.isConstant() || !XS.isConstant() || !WS.isConstant() ||
      B.elements() != WS.elements() || !sameConstant(R, Bias.Zero, -1))
    return false;
  for (int64_t I = 0; I < B.elements(); ++I) {
    double Expected = double(XS.real(0)) * double(WS.real(I));
    if (!(std::fabs(double(B.real(I)) - Expected) <=
          1e-6 * std::fabs(Expected)))
      return false;
  }
  return true;
}

int biasOf(Reader &R, size_t Input, const Quantized &X, const Quantized &W,
           int Factor) {
  if (!R.has(Input))
    return -1;
  int Bias = R.in(Input);
  Shape S{R.tensor(Bias).elements()};
  const Quantized *Of = find(R.Known.Dequantized, Bias);
  if (Of && R.type(Of->Values) == Type::I32 && hasProductsScale(R, *Of, X, W))
    return R.viewed(Of->Values, S);
  // Another, or a float: the nearest that the sums can begin with.
  int To = R.temporary(Type::I32, S);
  int By = R.viewed(Factor, R.tensor(Factor).elements() == 1 ? Shape{} : S);
  R.map(To, {R.viewed(Bias, S), By}, [](Nest &, const auto &V) {
    return saturated(roundOf(V[0] / V[1]), Type::I32);
  });
  return To;
}

bool giveSums(Reader &R, int Sums, int Factor) {
  int Y = R.output(0, Type::F32, R.shape(Sums));
  R.map(Y, {Sums, Factor},
        [](Nest &, const auto &V) { return convert(V[0], Type::F32) * V[1]; });
  R.Known.Sums[Y] = {Sums, Factor};
  return true;
}

int64_t zeroOf(Reader &R, const Quantized &Q) {
  return Q.Zero < 0 ? 0 : integerOf(R.type(Q.Zero), R.tensor(Q.Zero).Data);
}

int meanFactor(Reader &R, const Quantized &Q, int Counts) {
  int Factor = R.temporary(Type::F32, R.shape(Counts));
  R.map(Factor, {R.viewed(Q.Scale, {}), Counts},
        [](Nest &, const auto &V) { return V[0] / V[1]; });
  return Factor;
}

int dequantized(Reader &R, int Values, const Quantized &Like) {
  Quantized Of = Like;
  Of.Values = Values;
  int Y = R.temporary(Type::F32, R.shape(Values));
  std::vector<int> In{Values, R.viewed(Of.Scale, {})};
  if (Of.Zero >= 0)
    In.push_back(R.viewed(Of.Zero, {}));
  R.map(Y, In, [](Nest &, const auto &V) {
    Value Difference = V.size() > 2 ? V[0] - V[2] : V[0];
    return convert(Difference, Type::F32) * V[1];
  });
  R.Known.Dequantized[Y] = Of;
  return Y;
}

/// If the node only moves the elements of a dequantised tensor, it gets the
/// integers, and its results are dequantised.
bool Reader::movesIntegers() {
  Moved.reset();
  if (!Known.Any || Operands.empty() ||
      std::find(Moves.begin(), Moves.end(), Node->Operator) == Moves.end())
    return false;
  const Quantized *Of = tensorOf(*this, 0);
  if (!Of || !tensor(Of->Scale).isConstant() ||
      !(tensor(Of->Scale).real(0) > 0))
    return false;
  // Places in a window are not elements, and interpolation is no choice.
  if (Node->Operator == "MaxPool" && wants(1))
    return false;
  for (const Attribute &A : Node->Attributes)
    if ((A.Name == "mode" && A.S != "nearest" &&
         Node->Operator != "DepthToSpace") ||
        A.S == "tf_crop_and_resize")
      return false;
  Moved = *Of;
  Operands[0] = Of->Values;
  return true;
}

void Reader::dequantizeResults() {
  if (!Moved)
    return;
  Quantized Of = *Moved;
  Moved.reset();
  for (std::string_view Name : Node->Outputs) {
    auto It = Names.find(Name);
    if (It == Names.end() || It->second < 0 ||
        type(It->second) != type(Of.Values))
      continue;
    It->second = dequantized(*this, It->second, Of);
  }
}

/// Limits of sums that are quantised after Relu and Clip.
void Reader::limitSums() {
  if (!Known.Any || Operands.empty() || Operands[0] < 0 ||
      (Node->Operator != "Relu" && Node->Operator != "Clip"))
    return;
  const ScaledSums *From = find(Known.Sums, Operands[0]);
  auto To = Names.find(Node->Outputs[0]);
  if (!From || To == Names.end())
    return;
  ScaledSums Of = *From;
  double Low =
      Node->Operator == "Relu" ? 0 : -std::numeric_limits<double>::infinity();
  double High = std::numeric_limits<double>::infinity();
  if (Node->Operator == "Clip" && Version < 11) {
    Low = double(real("min", float(Low)));
    High = double(real("max", float(High)));
  }
  for (size_t N = 1; N < 3 && Node->Operator == "Clip"; ++N)
    if (has(N)) {
      if (!tensor(in(N)).isConstant())
        return;
      (N == 1 ? Low : High) = double(tensor(in(N)).real(0));
    }
  Of.Low = std::min(std::max(Of.Low, Low), High);
  Of.High = std::min(std::max(Of.High, Low), High);
  Known.Sums[To->second] = Of;
}

OperatorTable quantizedOperators() {
  return {{"DequantizeLinear", 2, 3, dequantizeLinear},
          {"QuantizeLinear", 2, 3, quantizeLinear}};
}

} // namespace sectile::graph::onnx
