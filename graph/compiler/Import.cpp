// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Import.cpp - a model as loops in MLIR ------------------------------===//

#include "Import.h"
#include "Bounds.h"
#include "Copies.h"
#include "Scalings.h"
#include "Tiles.h"
#include "Wide.h"
#include "runtime/kernels.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace sectile::graph {

namespace {

using std::to_string;

class Importer : WideOperators {
public:
  explicit Importer(const Model &M) : WideOperators(M) {}
  Program run();

private:
  struct Window {
    int64_t Top, Left, Height, Width; // of the padded input
  };
  Window windowOf() const;
  std::string padded(const Window &W, Type T, const std::string &With);
  std::string zero(Type T) const { return T == Type::F32 ? "0.0" : "0"; }

  void convolution();
  void matrixProduct(int64_t Rows, const std::vector<Scaling> &Scales);
  void finishSums(const std::string &Sums, int64_t Rows, int64_t Channels);
  static int64_t kernelRowWords(int64_t Channels);
  /// What struct sectile_conv says besides the operator's own numbers.
  struct KernelPlan {
    int64_t KernelW, StrideW;
    int64_t DilationH = 1, DilationW = 1, Top = 0, Left = 0, Groups = 1;
    Window Padded{0, 0, 0, 0};
    int64_t Bytes = 0; // of the copy with its padding
    int64_t RowWords = 0;
    bool AnyLeft = false;
    bool Gathers = false;
    bool Blocks = false;  // of 16 channels, apart in the copy
    int64_t Patches = 0;  // bytes behind the copy
    bool Columns = false; // of one channel, as sectile_columns_i8 makes them
    std::optional<TilesPlan> Tiles{}; // if it is computed so
  };
  KernelPlan kernelPlan(int64_t Groups) const {
    KernelPlan Plan{Op->KernelW, Op->StrideW};
    Plan.Groups = Groups;
    return Plan;
  }
  Value kernelNumbers(const Shape &X, const Shape &Y, const KernelPlan &Plan);
  Window kernelWindow(const Shape &X) const;
  Window blockWindow(const Shape &X) const;
  std::vector<int32_t> kernelOffsets(const Shape &X, const Shape &Y,
                                     const KernelPlan &Plan,
                                     bool &Gathers) const;
  std::vector<Value> kernelShape(const Shape &X, const Shape &Y,
                                 KernelPlan Plan,
                                 const std::vector<Scaling> &Scales);
  bool isRare(const std::vector<Scaling> &Scales) const;
  Convolution geometry(const Shape &X, const Shape &Y, const KernelPlan &Plan,
                       bool Rare) const;
  std::optional<TilesPlan> tilesPlan(const Shape &X, const Shape &Y,
                                     const KernelPlan &Plan, bool Rare) const;
  /// A dense convolution, or a product, by tiles if that can be: of the input,
  /// or of its columns.
  struct Dense {
    Shape X, Y;
    KernelPlan Plan;
  };
  Dense dense(bool Rare) const;
  bool isProduct() const;
  static bool isSingle(const Shape &X, const KernelPlan &Plan, int64_t Depth);
  bool byBlocks() const;
  /// Tensors that are not plain.
  std::map<int, BlockLayout> Layouts;
  const BlockLayout *layoutOf(int T) const;
  Shape placed(int T) const;
  void chooseLayouts();
  std::vector<Value> tilesNumbers(const TilesPlan &Plan, int64_t RowWords,
                                  bool AnyLeft, int64_t Table);
  void convolutionKernel(const char *Function, const Shape &X, const Shape &Y,
                         KernelPlan Plan, int64_t Depth,
                         const std::vector<Scaling> &Scales,
                         const std::function<int64_t(int64_t, int64_t)> &Weight,
                         const std::vector<int8_t> &Packed = {});
  Value columns(const Shape &To);
  std::vector<int8_t> denseWeights() const;
  std::vector<int8_t> blockWeights() const;
  void integerConvolution();
  void transposedConvolution();
  void batchMatMul();
  void resizeBilinear();
  void poolKernel();
  std::vector<Scaling> scales(int64_t Channels) const;
  void fullyConnected();
  void pool();
  void elementwise();
  void elementwiseOnTiles();
  void unary();
  void softmax();
  void softmaxInteger(int64_t Rows, int64_t Depth);
  void pad();
  struct Reduction {
    Shape Kept;
    std::string Map, Kinds;
    int64_t Count = 1; // elements of each result
  };
  Reduction reduction() const;
  void mean();
  void concatenation();
  void transpose();
  void stridedSlice();
  void moves();
  void reduceToExtreme();
  void arg();
  void layer();
};

bool isAlias(const Operator &Op) {
  return Op.Code == Code::RESHAPE || Op.Code == Code::SQUEEZE ||
         Op.Code == Code::EXPAND_DIMS;
}

Importer::Window Importer::windowOf() const {
  const Shape &X = in(0).Dims, &Y = out().Dims;
  Window W{0, 0, X[1], X[2]};
  if (Op->Padding == tflite::Padding::VALID)
    return W;
  auto Along = [](int64_t In, int64_t Out, int64_t Kernel, int64_t Dilation,
                  int64_t Stride, int64_t &Before, int64_t &Size) {
    int64_t Span = (Out - 1) * Stride + (Kernel - 1) * Dilation + 1;
    int64_t Missing = std::max<int64_t>(Span - In, 0);
    Before = Missing / 2;
    Size = In + Missing;
  };
  Along(X[1], Y[1], Op->KernelH, Op->DilationH, Op->StrideH, W.Top, W.Height);
  Along(X[2], Y[2], Op->KernelW, Op->DilationW, Op->StrideW, W.Left, W.Width);
  return W;
}

/// The input with its padding, as N x Height x (Width * C): columns and
/// channels are one dimension, along which a row of the window is contiguous.
std::string Importer::padded(const Window &W, Type T, const std::string &With) {
  const Shape &X = in(0).Dims;
  Shape Flat{X[0], W.Height, W.Width * X[3]};
  if (W.Height == X[1] && W.Width == X[2])
    return input(0, Flat);
  std::string From = input(0, {X[0], X[1], X[2] * X[3]});
  std::string To = argument(scratch(elementsOf(Flat) * (T == Type::I8 ? 1 : 4)),
                            Flat, T, true);
  fill(To, Flat, T, With);
  std::string ToType;
  Shape Inner{X[0], X[1], X[2] * X[3]};
  std::string Middle =
      part(To, Flat, T, {0, W.Top, W.Left * X[3]}, Inner, {1, 1, 1}, ToType);
  copy(From, memref(Inner, T), Middle, ToType, Inner, T);
  return To;
}

std::vector<Scaling> Importer::scales(int64_t Channels) const {
  std::vector<Scaling> S;
  if (!integer())
    return S;
  const std::vector<float> &W = in(1).Scales;
  // Of u8 the product of scales is one of floats.
  if (in(0).Unsigned) {
    double Product = in(0).Scales[0] * W[0];
    S.assign(size_t(Channels), Scaling::of(Product / double(out().Scales[0])));
    return S;
  }
  for (int64_t C = 0; C < Channels; ++C)
    S.push_back(Scaling::of(double(in(0).Scales[0]) *
                            double(W[W.size() == 1 ? 0 : size_t(C)]) /
                            double(out().Scales[0])));
  return S;
}

int64_t Importer::kernelRowWords(int64_t Channels) {
  return (Channels + 30) / 16 * 16;
}

/// As struct sectile_conv has them.
Importer::Value Importer::kernelNumbers(const Shape &X, const Shape &Y,
                                        const KernelPlan &Plan) {
  Limits L = integer() ? limitsOf(*Op, out()) : Limits();
  return longArray({X[0],
                    X[1],
                    X[2],
                    X[3],
                    Y[1],
                    Y[2],
                    Y[3],
                    Op->KernelH,
                    Plan.KernelW,
                    Op->StrideH,
                    Plan.StrideW,
                    Plan.DilationH,
                    Plan.DilationW,
                    Plan.Top,
                    Plan.Left,
                    Plan.Groups,
                    Plan.Padded.Top,
                    Plan.Padded.Left,
                    Plan.Padded.Height,
                    Plan.Padded.Width,
                    Plan.Bytes,
                    in(0).ZeroPoint,
                    out().ZeroPoint,
                    L.Low,
                    L.High,
                    M.SingleRounding,
                    Plan.RowWords,
                    Plan.AnyLeft,
                    Plan.Gathers});
}

Importer::Window Importer::kernelWindow(const Shape &X) const {
  // A product of matrices is a window of one element.
  return X == in(0).Dims && Op->Code != Code::FULLY_CONNECTED
             ? windowOf()
             : Window{0, 0, X[1], X[2]};
}

/// Rows by blocks share their padding: what is behind one is before the next.
Importer::Window Importer::blockWindow(const Shape &X) const {
  Window W = kernelWindow(X);
  W.Width = X[2] + std::max(W.Left, W.Width - X[2] - W.Left);
  return W;
}

/// Where the window of each pixel begins in the input with its padding, in
/// bytes. Sets \p Gathers unless the 16 pixels of each tile are at equal
/// distances.
std::vector<int32_t> Importer::kernelOffsets(const Shape &X, const Shape &Y,
                                             const KernelPlan &Plan,
                                             bool &Gathers) const {
  Window W = Plan.Blocks ? blockWindow(X) : kernelWindow(X);
  int64_t Channels = Plan.Blocks ? 16 : X[3];
  int64_t Pixel = Plan.StrideW * Channels;
  int64_t Row = (Plan.Columns ? 1 : Op->StrideH) * W.Width * Channels;
  int64_t Image = W.Height * W.Width * Channels;
  std::vector<int32_t> Offsets;
  for (int64_t N = 0; N < Y[0]; ++N)
    for (int64_t H = 0; H < Y[1]; ++H)
      for (int64_t P = 0; P < Y[2]; ++P)
        Offsets.push_back(int32_t(N * Image + H * Row + P * Pixel));
  Gathers = Y[2] % 16 != 0;
  for (size_t I = 0; Gathers && I < Offsets.size(); ++I)
    if (Offsets[I] != int64_t(I) * Pixel)
      return Offsets;
  Gathers = false;
  return Offsets;
}

bool anyLeft(const std::vector<Scaling> &Scales) {
  return std::any_of(Scales.begin(), Scales.end(),
                     [](const Scaling &S) { return S.left() > 0; });
}

/// Whether the results are finished in another way than most models' are.
bool Importer::isRare(const std::vector<Scaling> &Scales) const {
  return M.SingleRounding || anyLeft(Scales);
}

/// What the kernels of kernels/conv read of a layer, and memory for the input
/// with its padding.
std::vector<Importer::Value>
Importer::kernelShape(const Shape &X, const Shape &Y, KernelPlan Plan,
                      const std::vector<Scaling> &Scales) {
  Window W = kernelWindow(X);
  int64_t Copy = W.Height > X[1] || W.Width > X[2]
                     ? (X[0] * W.Height * W.Width * X[3] + 63) / 64 * 64
                     : int64_t(0);
  Plan.DilationH = Op->DilationH;
  Plan.DilationW = Op->DilationW;
  Plan.Top = W.Top;
  Plan.Left = W.Left;
  Plan.Padded = W;
  Plan.Bytes = Copy;
  Plan.RowWords = kernelRowWords(Y[3]);
  Plan.AnyLeft = anyLeft(Scales);
  Shape Bytes{std::max<int64_t>(Copy + Plan.Patches, 1)};
  return {kernelNumbers(X, Y, Plan),
          {argument(scratch(Bytes[0]), Bytes, Type::I8, true),
           memref(Bytes, Type::I8)}};
}

Convolution Importer::geometry(const Shape &X, const Shape &Y,
                               const KernelPlan &Plan, bool Rare) const {
  bool Product = Op->Code == Code::FULLY_CONNECTED || Plan.Columns;
  Window W = Plan.Blocks ? blockWindow(X) : kernelWindow(X);
  return {X,
          Y,
          Product ? 1 : Op->KernelH,
          Plan.KernelW,
          Product ? 1 : Op->StrideH,
          Plan.StrideW,
          Product ? 1 : Op->DilationH,
          Product ? 1 : Op->DilationW,
          W.Top,
          W.Left,
          W.Height,
          W.Width,
          Plan.Blocks,
          Rare,
          layoutOf(Op->Inputs[0]) != nullptr,
          layoutOf(Op->Outputs[0])};
}

std::optional<TilesPlan> Importer::tilesPlan(const Shape &X, const Shape &Y,
                                             const KernelPlan &Plan,
                                             bool Rare) const {
  return planTiles(geometry(X, Y, Plan, Rare), in(0).ZeroPoint);
}

const BlockLayout *Importer::layoutOf(int T) const {
  auto L = Layouts.find(T);
  return L == Layouts.end() ? nullptr : &L->second;
}

/// A tensor's bytes as they are in memory.
Shape Importer::placed(int T) const {
  const BlockLayout *L = layoutOf(T);
  return {L ? L->Bytes : M.Tensors[size_t(T)].elements()};
}

/// Whether a depthwise convolution of i8 is computed by blocks of 16 channels.
bool Importer::byBlocks() const {
  return Op->Code == Code::DEPTHWISE_CONV_2D && in(0).ElementType == Type::I8 &&
         in(1).isConstant() && out().Dims[3] == in(0).Dims[3] &&
         !hasWideWeights() && out().Dims[3] > 8 &&
         Op->KernelH <= SECTILE_TILES_OWN_PIECES && Op->KernelW <= 4 &&
         Op->DilationW == 1;
}

/// Whether a single pixel is multiplied, for which there is a kernel.
bool Importer::isSingle(const Shape &X, const KernelPlan &Plan, int64_t Depth) {
  return Plan.Groups == 1 && !Plan.Columns && X[0] * X[1] * X[2] == 1 &&
         Depth == X[3];
}

/// A tensor that only a depthwise convolution by blocks reads is written as
/// that reads it, if a convolution by tiles writes it: so it needs no copy.
void Importer::chooseLayouts() {
  std::vector<int> Readers(M.Tensors.size());
  std::vector<const Operator *> Writer(M.Tensors.size());
  for (const Operator &O : M.Operators) {
    for (int I : O.Inputs)
      if (I >= 0)
        ++Readers[size_t(I)];
    if (O.Code == Code::CONV_2D)
      Writer[size_t(O.Outputs[0])] = &O;
  }
  for (int T : M.Outputs)
    ++Readers[size_t(T)];
  for (const Operator &O : M.Operators) {
    Op = &O;
    int T = O.Inputs.empty() ? -1 : O.Inputs[0];
    if (T < 0 || !Writer[size_t(T)] || Readers[size_t(T)] != 1 || !byBlocks())
      continue;
    KernelPlan Plan = kernelPlan(1);
    Plan.Blocks = true;
    std::optional<BlockLayout> L = blockLayout(
        geometry(in(0).Dims, out().Dims, Plan, false), in(0).ZeroPoint);
    Op = Writer[size_t(T)];
    if (!L || in(0).ElementType != Type::I8 || hasWideWeights())
      continue;
    Layouts.emplace(T, std::move(*L));
    Dense D = dense(isRare(scales(out().Dims[3])));
    if (!D.Plan.Tiles ||
        isSingle(D.X, D.Plan, in(1).elements() / in(1).Dims[0]))
      Layouts.erase(T);
  }
}

/// As struct sectile_tiles has them, and memory for the copy.
std::vector<Importer::Value> Importer::tilesNumbers(const TilesPlan &Plan,
                                                    int64_t RowWords,
                                                    bool AnyLeft,
                                                    int64_t Table) {
  const BlockLayout *To = layoutOf(Op->Outputs[0]);
  Limits L = limitsOf(*Op, out());
  std::vector<int64_t> Numbers = Plan.Geometry;
  Numbers.insert(Numbers.end(), {out().ZeroPoint, L.Low, L.High,
                                 M.SingleRounding, RowWords, AnyLeft});
  Numbers.insert(Numbers.end(), Plan.Copy.begin(), Plan.Copy.end());
  Numbers.push_back(Table);
  Numbers.insert(Numbers.end(), Plan.Counts.begin(), Plan.Counts.end());
  int64_t Scatter = To ? Table + int64_t(Plan.Tables.size()) : 0;
  Numbers.push_back(Scatter);
  if (To)
    Numbers.insert(Numbers.end(),
                   {Scatter + int64_t(Plan.Scatter.size()),
                    int64_t(To->Padding.size()) / 4, To->ZeroPoint,
                    Plan.FillsBefore, Plan.FillsEach});
  else
    Numbers.resize(Numbers.size() + 5);
  Shape Bytes{std::max<int64_t>(Plan.CopyBytes, 1)};
  return {longArray(Numbers),
          {argument(scratch(Bytes[0]), Bytes, Type::I8, true),
           memref(Bytes, Type::I8)}};
}

/// A convolution of i8, by a kernel. Weight() says where the weight of a
/// channel and a term is in the file, \p Packed is what the kernel reads if
/// that is something else. Channels beyond those of the result are further
/// pixels.
void Importer::convolutionKernel(
    const char *Function, const Shape &X, const Shape &Y, KernelPlan Plan,
    int64_t Depth, const std::vector<Scaling> &Scales,
    const std::function<int64_t(int64_t, int64_t)> &Weight,
    const std::vector<int8_t> &Packed) {
  int64_t Channels = Y[3];
  auto Own = int64_t(Scales.size());
  auto Words = size_t(kernelRowWords(Channels));
  std::vector<int32_t> Rows(4 * Words);
  for (int64_t C = 0; C < Channels; ++C) {
    // The bias, less the products of the input's zero point: the rest is a
    // product of plain bytes.
    int64_t Of = C % Own;
    uint32_t Sum = has(2) ? uint32_t(in(2).word(Of)) : 0;
    for (int64_t K = 0; K < Depth; ++K)
      Sum -= uint32_t(in(0).ZeroPoint * int8_t(in(1).Data[Weight(Of, K)]));
    const Scaling &S = Scales[size_t(Of)];
    int32_t Row[] = {int32_t(Sum), S.Multiplier, S.left(), S.right()};
    for (size_t I = 0; I < 4; ++I)
      Rows[I * Words + size_t(C)] = Row[I];
  }
  bool Single = isSingle(X, Plan, Depth);
  std::optional<TilesPlan> Tiles;
  if (!Single)
    Tiles = std::move(Plan.Tiles);
  std::vector<int32_t> Offsets = kernelOffsets(X, Y, Plan, Plan.Gathers);
  if (Tiles ? Tiles->Gathers : Plan.Gathers)
    Rows.insert(Rows.end(), Offsets.begin(), Offsets.end());
  auto Table = int64_t(Rows.size());
  const BlockLayout *To = layoutOf(Op->Outputs[0]);
  if (Tiles) {
    Rows.insert(Rows.end(), Tiles->Tables.begin(), Tiles->Tables.end());
    Rows.insert(Rows.end(), Tiles->Scatter.begin(), Tiles->Scatter.end());
    if (To)
      Rows.insert(Rows.end(), To->Padding.begin(), To->Padding.end());
  }
  Shape Flat = placed(Op->Outputs[0]);
  Shape From = placed(Op->Inputs[0]);
  Shape Weights{Packed.empty() ? in(1).elements() : int64_t(Packed.size())};
  std::vector<Value> Pointers{{output(Flat), memref(Flat, Type::I8)}};
  if (To) {
    Entry.Tensors.back().Offsets = To->Offsets;
    Entry.Tensors.back().Block = To->Block;
  }
  Pointers.insert(
      Pointers.end(),
      {Plan.Columns ? columns(X)
                    : Value{input(0, From), memref(From, Type::I8)},
       {Packed.empty() ? input(1, Weights)
                       : argument(constant(Packed.data(), Packed.size()),
                                  Weights, Type::I8),
        memref(Weights, Type::I8)},
       wordArray(Rows)});
  std::vector<Value> How =
      Tiles ? tilesNumbers(*Tiles, int64_t(Words), anyLeft(Scales), Table)
            : kernelShape(X, Y, Plan, Scales);
  Pointers.push_back(How[0]);
  if (!Single)
    Pointers.push_back(How[1]);
  call(Single  ? "sectile_product_i8"
       : Tiles ? Tiles->Function
               : Function,
       Pointers, {});
  Entry.MultiplyAccumulates = elementsOf(Y) * Depth;
  done();
}

/// From sums of floats to the result: bias and activation.
void Importer::finishSums(const std::string &Sums, int64_t Rows,
                          int64_t Channels) {
  Shape S{Rows, Channels};
  if (!has(2) && Op->Activation == Activation::NONE)
    return;
  std::vector<Operand> In;
  if (has(2))
    In.push_back(operand(input(2, {Channels}), {Channels}, Type::F32, "o"));
  generic("m, o", "pp", In, operand(Sums, S, Type::F32, "m, o"),
          [&](Expression &E, const auto &In, const auto &Old) {
            return E.activated(has(2) ? E.addf(Old, In[0]) : Old,
                               Op->Activation);
          });
}

/// The product of two floats added to a sum.
std::string accumulate(Expression &E, const std::vector<std::string> &In,
                       const std::string &Old) {
  return E.fma(In[0], In[1], Old);
}

/// Rows of the input times rows of the weights.
void Importer::matrixProduct(int64_t Rows, const std::vector<Scaling> &Scales) {
  int64_t Channels = in(1).Dims[0];
  int64_t Depth = in(1).elements() / Channels;
  if (integer()) {
    Dense D = dense(isRare(Scales));
    return convolutionKernel(
        "sectile_conv_i8", D.X, D.Y, D.Plan, Depth, Scales,
        [&](int64_t C, int64_t K) { return C * Depth + K; });
  }
  constexpr Type T = Type::F32;
  std::string X = input(0, {Rows, Depth});
  std::string W = input(1, {Channels, Depth});
  std::string Sums = output({Rows, Channels});
  fill(Sums, {Rows, Channels}, T, "0.0");
  generic("m, o, k", "ppr",
          {operand(X, {Rows, Depth}, T, "m, k"),
           operand(W, {Channels, Depth}, T, "o, k")},
          operand(Sums, {Rows, Channels}, T, "m, o"), accumulate);
  Entry.MultiplyAccumulates = Rows * Channels * Depth;
  finishSums(Sums, Rows, Channels);
  done();
}

void Importer::fullyConnected() {
  std::vector<Scaling> S = scales(in(1).Dims[0]);
  // With one scale the product of scales is one of floats.
  if (integer() && in(1).Scales.size() == 1)
    std::fill(S.begin(), S.end(),
              Scaling::of(double(in(0).Scales[0] * in(1).Scales[0]) /
                          double(out().Scales[0])));
  matrixProduct(in(0).elements() / in(1).Dims[1], S);
}

/// The input of a convolution of one channel, in which the rows of a window are
/// the channels of \p To.
Importer::Value Importer::columns(const Shape &To) {
  const Shape &X = in(0).Dims;
  Window W = windowOf();
  Shape Flat{elementsOf(To)};
  Shape From{in(0).elements()};
  Value Columns{argument(scratch(Flat[0]), Flat, Type::I8, true),
                memref(Flat, Type::I8)};
  int64_t Together =
      Op->DilationH == 1 ? (64 - Op->KernelH) / Op->StrideH + 1 : 1;
  // As struct sectile_columns has them.
  call("sectile_columns_i8",
       {Columns,
        {input(0, From), memref(From, Type::I8)},
        longArray({X[0], X[1], X[2], To[1], To[2], To[3], Op->StrideH,
                   Op->DilationH, W.Top, W.Left, in(0).ZeroPoint, Together})},
       {});
  return Columns;
}

/// The weights of a depthwise convolution as those of one that takes all
/// channels, most of them 0.
std::vector<int8_t> Importer::denseWeights() const {
  int64_t Inputs = in(0).Dims[3];
  int64_t Outputs = out().Dims[3];
  int64_t Taps = Op->KernelH * Op->KernelW;
  std::vector<int8_t> Dense(size_t(Outputs * Taps * Inputs));
  for (int64_t O = 0; O < Outputs; ++O)
    for (int64_t T = 0; T < Taps; ++T)
      Dense[size_t((O * Taps + T) * Inputs + O * Inputs / Outputs)] =
          int8_t(in(1).Data[T * Outputs + O]);
  return Dense;
}

/// Those of a depthwise convolution by blocks of 16 channels: of each block
/// three rows of the window in a line of memory each, of each pixel 16
/// channels.
std::vector<int8_t> Importer::blockWeights() const {
  int64_t Channels = out().Dims[3];
  int64_t Taps = Op->KernelH * Op->KernelW;
  std::vector<int8_t> Packed(
      size_t((Channels + 15) / 16 * SECTILE_TILES_OWN_PIECES * 64));
  for (int64_t C = 0; C < Channels; ++C)
    for (int64_t T = 0; T < Taps; ++T)
      Packed[size_t((C / 16 * SECTILE_TILES_OWN_PIECES + T / Op->KernelW) * 64 +
                    T % Op->KernelW * 16 + C % 16)] =
          int8_t(in(1).Data[T * Channels + C]);
  return Packed;
}

bool Importer::isProduct() const {
  return Op->Code == Code::FULLY_CONNECTED ||
         (Op->Code == Code::CONV_2D && Op->KernelH * Op->KernelW == 1 &&
          Op->StrideH == 1 && Op->StrideW == 1);
}

Importer::Dense Importer::dense(bool Rare) const {
  const Shape &X = in(0).Dims, &Y = out().Dims;
  if (isProduct()) {
    int64_t Channels = in(1).Dims[0];
    int64_t Depth = in(1).elements() / Channels;
    int64_t Rows = in(0).elements() / Depth;
    Dense D{{1, 1, Rows, Depth}, {1, 1, Rows, Channels}, {1, 1}};
    D.Plan.Tiles = tilesPlan(D.X, D.Y, D.Plan, Rare);
    return D;
  }
  Dense D{X, Y, kernelPlan(1)};
  D.Plan.Tiles = tilesPlan(X, Y, D.Plan, Rare);
  if (D.Plan.Tiles || X[3] != 1 || Op->DilationW != 1 || Op->KernelH == 1 ||
      Op->KernelH > 64)
    return D;
  Dense Columns{{X[0], Y[1], windowOf().Width, Op->KernelH}, Y, D.Plan};
  Columns.Plan.Columns = true;
  Columns.Plan.Tiles = tilesPlan(Columns.X, Y, Columns.Plan, Rare);
  return Columns.Plan.Tiles ? Columns : D;
}

void Importer::integerConvolution() {
  bool Depthwise = Op->Code == Code::DEPTHWISE_CONV_2D;
  const Shape &X = in(0).Dims, &Y = out().Dims;
  int64_t Channels = Y[3];
  int64_t Taps = Op->KernelH * Op->KernelW;
  int64_t Depth = Depthwise ? Taps : Taps * X[3];
  std::vector<Scaling> Scales = scales(Channels);
  bool Rare = isRare(Scales);
  auto Weight = [&](int64_t C, int64_t K) {
    return Depthwise ? K * Channels + C : C * Depth + K;
  };
  if (byBlocks()) {
    KernelPlan Plan = kernelPlan(1);
    Plan.Blocks = true;
    Plan.Tiles = tilesPlan(X, Y, Plan, Rare); // any such window has one
    return convolutionKernel("", X, Y, Plan, Depth, Scales, Weight,
                             blockWeights());
  }
  if (Depthwise && !matrixBeatsDepthwise(*Op, X[3], Channels))
    return convolutionKernel("sectile_conv_depthwise_i8", X, Y,
                             kernelPlan(X[3]), Depth, Scales, Weight);
  KernelPlan Plan = kernelPlan(1);
  if (!Depthwise) {
    Dense D = dense(Rare);
    if (D.Plan.Columns) {
      std::vector<int8_t> Packed;
      for (int64_t C = 0; C < Channels; ++C)
        for (int64_t W = 0; W < Op->KernelW; ++W)
          for (int64_t H = 0; H < Op->KernelH; ++H)
            Packed.push_back(
                int8_t(in(1).Data[(C * Op->KernelH + H) * Op->KernelW + W]));
      return convolutionKernel("", D.X, Y, D.Plan, Depth, Scales, Weight,
                               Packed);
    }
    Plan = D.Plan;
  }
  if (!Depthwise && !Plan.Tiles && patchesPay(*Op, X[3], Channels)) {
    Plan.Patches = (Y[0] * Y[1] * Y[2] * Depth + 63) / 64 * 64;
    return convolutionKernel("sectile_conv_patches_i8", X, Y, Plan, Depth,
                             Scales, Weight);
  }
  // With few output channels, those of neighbouring pixels fill a tile: a wider
  // window, in which each pixel has the weights at its place.
  int64_t Pixels = Op->DilationW == 1 && Op->StrideW <= Op->KernelW
                       ? std::max<int64_t>(16 / Channels, 1)
                       : 1;
  while (Y[2] % Pixels != 0)
    --Pixels;
  std::vector<int8_t> Packed;
  if (Depthwise)
    Packed = denseWeights();
  if (Pixels > 1) {
    auto At = [&](int64_t I) {
      return Depthwise ? Packed[size_t(I)] : int8_t(in(1).Data[I]);
    };
    Plan.KernelW += (Pixels - 1) * Op->StrideW;
    Plan.StrideW *= Pixels;
    int64_t Row = Op->KernelW * X[3];
    int64_t WideRow = Plan.KernelW * X[3];
    std::vector<int8_t> Wide(size_t(Pixels * Channels * Op->KernelH * WideRow));
    for (int64_t P = 0; P < Pixels; ++P)
      for (int64_t I = 0; I < Channels * Op->KernelH; ++I)
        for (int64_t K = 0; K < Row; ++K)
          Wide[size_t((P * Channels * Op->KernelH + I) * WideRow +
                      P * Op->StrideW * X[3] + K)] = At(I * Row + K);
    Packed = std::move(Wide);
  }
  Shape To{Y[0], Y[1], Y[2] / Pixels, Channels * Pixels};
  if (Depthwise || Pixels > 1)
    Plan.Tiles = tilesPlan(X, To, Plan, Rare);
  convolutionKernel("sectile_conv_i8", X, To, Plan, Depth, Scales, Weight,
                    Packed);
}

void Importer::convolution() {
  bool Depthwise = Op->Code == Code::DEPTHWISE_CONV_2D;
  const Shape &X = in(0).Dims, &Y = out().Dims;
  int64_t Channels = Y[3];
  int64_t Taps = Op->KernelH * Op->KernelW;
  if (isProduct())
    return matrixProduct(X[0] * X[1] * X[2], scales(Channels));

  int64_t Rows = Y[0] * Y[1] * Y[2];
  int64_t Depth = Depthwise ? Taps : Taps * X[3];
  if (integer())
    return integerConvolution();
  constexpr Type T = Type::F32;
  Window Area = windowOf();
  std::string From = padded(Area, T, "0.0");
  Shape FromShape{X[0], Area.Height, Area.Width * X[3]};
  std::string Sums = output({Rows, Channels});
  fill(Sums, {Rows, Channels}, T, "0.0");
  // The same memory with its rows and columns apart, and of a depthwise
  // convolution with the results of each channel together.
  std::string Apart = "%e" + to_string(Next++);
  int64_t Results = Depthwise ? Channels / X[3] : 1;
  Shape ApartShape = Y;
  std::string Groups = "[[0, 1, 2], [3]]";
  if (Depthwise) {
    ApartShape = {Y[0], Y[1], Y[2], X[3], Results};
    Groups = "[[0, 1, 2], [3, 4]]";
  }
  Body += "    " + Apart + " = memref.expand_shape " + Sums + " " + Groups +
          " output_shape " + list(ApartShape) + " : " +
          memref({Rows, Channels}, T) + " into " + memref(ApartShape, T) + "\n";
  std::string Row =
      "h * " + to_string(Op->StrideH) + " + y * " + to_string(Op->DilationH);
  std::string Column = "w * " + to_string(Op->StrideW * X[3]);
  std::string Step = to_string(Op->DilationW * X[3]);
  // The loops of the window are outside of those of a matrix product, so that
  // each sum still adds its terms in ascending order.
  if (Depthwise) {
    Shape W{Op->KernelH, Op->KernelW, X[3], Results};
    generic("n, h, w, y, x, c, r", "ppprrpp",
            {operand(From, FromShape, T,
                     "n, " + Row + ", " + Column + " + x * " + Step + " + c"),
             operand(input(1, W), W, T, "y, x, c, r")},
            operand(Apart, ApartShape, T, "n, h, w, c, r"), accumulate);
  } else if (Op->DilationW == 1) {
    Shape W{Channels, Op->KernelH, Op->KernelW * X[3]};
    generic("n, h, y, w, o, k", "pprppr",
            {operand(From, FromShape, T, "n, " + Row + ", " + Column + " + k"),
             operand(input(1, W), W, T, "o, y, k")},
            operand(Apart, ApartShape, T, "n, h, w, o"), accumulate);
  } else {
    Shape W{Channels, Op->KernelH, Op->KernelW, X[3]};
    generic("n, h, y, x, w, o, k", "pprrppr",
            {operand(From, FromShape, T,
                     "n, " + Row + ", " + Column + " + x * " + Step + " + k"),
             operand(input(1, W), W, T, "o, y, x, k")},
            operand(Apart, ApartShape, T, "n, h, w, o"), accumulate);
  }
  Entry.MultiplyAccumulates = Rows * Channels * Depth;
  finishSums(Sums, Rows, Channels);
  done();
}

/// The kernels of kernels/conv; scratch memory holds the input with what lies
/// around it, and parameters of channels.
void Importer::transposedConvolution() {
  const Shape &X = in(0).Dims, &Y = out().Dims;
  Type T = in(0).ElementType;
  int64_t Channels = Y[3];
  struct Side {
    int64_t Pad, Size;
  };
  auto Along = [&](size_t D, int64_t Kernel, int64_t Stride) {
    int64_t Pad = 0;
    if (Op->Padding == tflite::Padding::SAME)
      Pad = std::max<int64_t>((X[D] - 1) * Stride + Kernel - Y[D], 0) / 2;
    // The first and the last place that a tap reads.
    int64_t Reach = std::max<int64_t>(Kernel - 1 - Pad, 0);
    int64_t Before = (Reach + Stride - 1) / Stride;
    int64_t Last = (Y[D] - 1 + Pad) / Stride;
    return Side{Pad, Before + std::max(Last + 1, X[D])};
  };
  Side H = Along(1, Op->KernelH, Op->StrideH);
  Side W = Along(2, Op->KernelW, Op->StrideW);
  int64_t Words = kernelRowWords(Channels);
  int64_t Bytes = X[0] * H.Size * W.Size * X[3] * bytesOf(T) + 16 * Words +
                  4 * (elementsOf(Y) / Channels) + 128;
  Shape Flat{elementsOf(Y)};
  Shape From{in(0).elements()};
  Shape Weights{in(1).elements()};
  Shape Rows{elementsOf(Y) / Channels, Channels};
  std::string To = output(Rows);
  std::vector<Value> Pointers{{To, memref(Rows, T)},
                              {input(0, From), memref(From, T)},
                              {input(1, Weights), memref(Weights, T)}};
  if (integer()) {
    std::vector<Scaling> S = scales(Channels);
    std::vector<int32_t> Parameters(3 * size_t(Words));
    for (int64_t C = 0; C < Channels; ++C) {
      int32_t Of[] = {has(2) ? in(2).word(C) : 0, S[size_t(C)].Multiplier,
                      S[size_t(C)].Shift};
      for (size_t I = 0; I < 3; ++I)
        Parameters[I * size_t(Words) + size_t(C)] = Of[I];
    }
    Pointers.push_back(wordArray(Parameters));
  }
  KernelPlan Plan = kernelPlan(1);
  Plan.Top = H.Pad;
  Plan.Left = W.Pad;
  Plan.Bytes = Bytes;
  Plan.RowWords = Words;
  Pointers.push_back(kernelNumbers(X, Y, Plan));
  Shape Scratch{Bytes};
  Pointers.emplace_back(argument(scratch(Bytes), Scratch, Type::I8, true),
                        memref(Scratch, Type::I8));
  call(integer() ? "sectile_conv_transposed_i8" : "sectile_conv_transposed_f32",
       Pointers, {});
  Entry.MultiplyAccumulates = From[0] * in(1).elements() / X[3];
  if (!integer())
    finishSums(To, Rows[0], Channels);
  done();
}

/// Each result is a sum of four elements, with weights from its row and column.
void Importer::resizeBilinear() {
  const Shape &X = in(0).Dims, &Y = out().Dims;
  Type T = out().ElementType;
  // Of u8 the weights are floats too.
  bool IsReal = T == Type::F32 || out().Unsigned;
  constexpr int64_t One = 1 << 10; // of the weights of i8
  std::vector<Operand> In;
  auto Table = [&](const void *Data, int64_t Count, Type Of, const char *Loop) {
    Shape S{Count};
    In.push_back(operand(argument(constant(Data, size_t(4 * Count)), S, Of), S,
                         Of, Loop));
  };
  // Places before and after, and their weights.
  auto Along = [&](size_t D, int64_t Stride, const char *Loop) {
    std::vector<int32_t> Place[2];
    std::vector<int32_t> Fixed[2];
    std::vector<float> Real[2];
    bool Corners = Op->AlignCorners && Y[D] > 1;
    int64_t From = Corners ? X[D] - 1 : X[D];
    int64_t To = Corners ? Y[D] - 1 : Y[D];
    float Scale = float(From) / float(To);
    int64_t Scale10 = (One * From + To / 2) / To;
    for (int64_t I = 0; I < Y[D]; ++I) {
      float At = Op->HalfPixelCenters ? (float(I) + 0.5F) * Scale - 0.5F
                                      : float(I) * Scale;
      int64_t At10 = I * Scale10;
      if (Op->HalfPixelCenters)
        At10 += Scale10 / 2 - One / 2;
      int64_t Low = IsReal ? int64_t(std::floor(At)) : At10 / One;
      int64_t High = IsReal ? int64_t(std::ceil(At)) : (At10 + One - 1) / One;
      Low = std::max<int64_t>(Low, 0);
      High = std::min(High, X[D] - 1);
      Place[0].push_back(int32_t(Low * Stride));
      Place[1].push_back(int32_t(High * Stride));
      Fixed[0].push_back(int32_t(One - (At10 - One * Low)));
      Fixed[1].push_back(int32_t(At10 - One * Low));
      Real[0].push_back(1 - (At - float(Low)));
      Real[1].push_back(At - float(Low));
    }
    for (const auto &V : Place)
      Table(V.data(), Y[D], Type::I32, Loop);
    for (int I : {0, 1})
      if (IsReal)
        Table(Real[I].data(), Y[D], Type::F32, Loop);
      else
        Table(Fixed[I].data(), Y[D], Type::I32, Loop);
  };
  Along(1, X[2] * X[3], "h");
  Along(2, X[3], "w");
  std::vector<int32_t> Images;
  std::vector<int32_t> Channels;
  Images.reserve(size_t(X[0]));
  Channels.reserve(size_t(X[3]));
  for (int64_t N = 0; N < X[0]; ++N)
    Images.push_back(int32_t(N * X[1] * X[2] * X[3]));
  for (int64_t C = 0; C < X[3]; ++C)
    Channels.push_back(int32_t(C));
  Table(Images.data(), X[0], Type::I32, "n");
  Table(Channels.data(), X[3], Type::I32, "c");
  Shape Flat{in(0).elements()};
  std::string From = input(0, Flat);
  generic(
      "n, h, w, c", "pppp", In, operand(output(Y), Y, T, "n, h, w, c"),
      [&](Expression &E, const auto &In, const auto &) {
        std::string Base = E.op("arith.addi", {In[8], In[9]});
        auto Term = [&](size_t H, size_t W) {
          std::string At = E.op("arith.addi", {In[H], In[4 + W]});
          At = E.op("arith.addi", {At, Base});
          std::string V = E.load(From, E.index(At), memref(Flat, T));
          if (IsReal && T != Type::F32)
            V = E.convert("sitofp",
                          E.op("arith.addi", {E.widened(V), E.constant(128)}),
                          "i32", "f32");
          if (IsReal)
            return E.mulf(E.mulf(V, In[2 + H]), In[6 + W]);
          return E.op(
              "arith.muli",
              {E.op("arith.muli", {E.widened(V), In[2 + H]}), In[6 + W]});
        };
        std::string Terms[] = {Term(0, 0), Term(1, 0), Term(0, 1), Term(1, 1)};
        std::string Sum = Terms[0];
        for (int I : {1, 2, 3})
          Sum = IsReal ? E.addf(Sum, Terms[I])
                       : E.op("arith.addi", {Sum, Terms[I]});
        if (T == Type::F32)
          return Sum;
        if (IsReal) {
          Sum = E.convert("fptosi", E.addf(Sum, E.real(0.5F)), "f32", "i32");
          Sum = E.op("arith.addi", {Sum, E.constant(-128)});
          return E.convert("trunci", Sum, "i32", "i8");
        }
        std::string Half =
            E.select(E.compare("sgt", Sum, E.constant(0)), E.constant(1 << 19),
                     E.constant(-(1 << 19)), "i32");
        Sum = E.op("arith.divsi",
                   {E.op("arith.addi", {Sum, Half}), E.constant(1 << 20)});
        return E.convert("trunci", Sum, "i32", "i8");
      });
  done();
}

void Importer::batchMatMul() {
  const Shape &Y = out().Dims;
  Type T = out().ElementType;
  Type SumType = integer() ? Type::I32 : T;
  size_t Rank = Y.size();
  // Loops over the result, then over the depth.
  std::string Row = "d" + to_string(Rank - 2);
  std::string Column = "d" + to_string(Rank - 1);
  std::string Depth = "d" + to_string(Rank);
  auto Factor = [&](size_t N, const std::string &Side, bool SideFirst) {
    const Shape &S = in(N).Dims;
    Shape Kept;
    std::string Map;
    for (size_t D = 0; D + 2 < S.size(); ++D)
      if (S[D] != 1) {
        Kept.push_back(S[D]);
        Map += "d" + to_string(Rank - S.size() + D) + ", ";
      }
    Kept.push_back(S[S.size() - 2]);
    Kept.push_back(S.back());
    Map += SideFirst ? Side + ", " + Depth : Depth + ", " + Side;
    return operand(input(N, Kept), Kept, T, Map);
  };
  std::vector<Operand> In{Factor(0, Row, !Op->TransposesFirst),
                          Factor(1, Column, Op->TransposesSecond)};
  std::string To = output(Y);
  std::string Sums =
      integer() ? argument(scratch(4 * elementsOf(Y)), Y, Type::I32, true) : To;
  fill(Sums, Y, SumType, zero(SumType));
  generic(loops(Rank + 1), std::string(Rank, 'p') + "r", In,
          operand(Sums, Y, SumType, loops(Rank)),
          [&](Expression &E, const auto &In, const auto &Old) {
            if (!integer())
              return accumulate(E, In, Old);
            std::string A = E.op(
                "arith.subi", {E.widened(In[0]), E.constant(in(0).ZeroPoint)});
            std::string B = E.op(
                "arith.subi", {E.widened(In[1]), E.constant(in(1).ZeroPoint)});
            return E.op("arith.addi", {Old, E.op("arith.muli", {A, B})});
          });
  const Shape &X = in(0).Dims;
  Entry.MultiplyAccumulates =
      elementsOf(Y) * X[X.size() - (Op->TransposesFirst ? 2 : 1)];
  if (!integer())
    return done();
  // The product of scales is one of floats.
  Scaling S = Scaling::of(double(in(0).Scales[0] * in(1).Scales[0]) /
                          double(out().Scales[0]));
  generic(loops(Rank), std::string(Rank, 'p'),
          {operand(Sums, Y, Type::I32, loops(Rank))},
          operand(To, Y, T, loops(Rank)),
          [&](Expression &E, const auto &In, const auto &) {
            return E.narrowed(E.op("arith.addi", {E.multiply(In[0], S),
                                                  E.constant(out().ZeroPoint)}),
                              Limits());
          });
  done();
}

void Importer::poolKernel() {
  const Shape &X = in(0).Dims, &Y = out().Dims;
  bool Average = Op->Code == Code::AVERAGE_POOL_2D;
  Shape Flat{out().elements()};
  Shape From{in(0).elements()};
  std::vector<Value> Pointers{{output(Flat), memref(Flat, Type::I8)},
                              {input(0, From), memref(From, Type::I8)}};
  if (Average && Y[1] == 1 && Y[2] == 1 && Op->KernelH == X[1] &&
      Op->KernelW == X[2]) {
    // As struct sectile_average has it.
    Limits L = limitsOf(*Op, out());
    int64_t Rows = X[1] * X[2];
    int64_t Bits = std::bit_width(uint64_t(Rows)) - 1;
    bool Power = Rows == int64_t(1) << Bits;
    // The reciprocal is below 2^31, and of other rows above 2^30: what it
    // exceeds 2^(32 + shift) / Rows by never reaches another quotient.
    int64_t Shift = Power ? Bits : Bits - 1;
    int64_t Reciprocal = Power ? 0 : (int64_t(1) << (32 + Shift)) / Rows + 1;
    Pointers.push_back(
        longArray({X[0], Rows, X[3], Power, Rows % 2 == 0,
                   128 * Rows + Rows / 2, Reciprocal, Shift, L.Low, L.High}));
    call("sectile_average_rows_i8", Pointers, {});
    return done();
  }
  for (const Value &V : kernelShape(X, Y, kernelPlan(X[3]), {}))
    Pointers.push_back(V);
  call(Average ? "sectile_pool_average_i8" : "sectile_pool_max_i8", Pointers,
       {});
  done();
}

void Importer::pool() {
  if (integer())
    return poolKernel();
  const Shape &X = in(0).Dims, &Y = out().Dims;
  bool Maximum = Op->Code == Code::MAX_POOL_2D;
  constexpr Type T = Type::F32;
  Window Area = windowOf();
  // Neither changes a result: a sum begins with +0, a maximum with the least.
  std::string Least = "-3.40282347E+38";
  std::string From = padded(Area, T, Maximum ? Least : zero(T));
  Shape FromShape{X[0], Area.Height, Area.Width * X[3]};
  std::string To = output(Y);
  fill(To, Y, T, Maximum ? Least : zero(T));
  std::string Row = "h * " + to_string(Op->StrideH) + " + y";
  std::string Column = "w * " + to_string(Op->StrideW * X[3]) + " + x * " +
                       to_string(X[3]) + " + c";
  // Only its shape matters, which gives the window's loops their lengths.
  std::string Extent = "%e" + to_string(Next++);
  std::string ExtentType = memref({Op->KernelH, Op->KernelW}, T);
  ExtentType.pop_back();
  ExtentType += ", strided<[0, 0]>>";
  Body += "    " + Extent + " = memref.reinterpret_cast " + From +
          " to offset: [0], sizes: " + list({Op->KernelH, Op->KernelW}) +
          ", strides: [0, 0] : " + memref(FromShape, T) + " to " + ExtentType +
          "\n";
  generic("n, h, w, y, x, c", "ppprrp",
          {operand(From, FromShape, T, "n, " + Row + ", " + Column),
           {Extent, ExtentType, "y, x", toString(T)}},
          operand(To, Y, T, "n, h, w, c"),
          [&](Expression &E, const auto &In, const auto &Old) {
            return Maximum ? E.select(E.compare("olt", Old, In[0], "f32"),
                                      In[0], Old, "f32")
                           : E.addf(Old, In[0]);
          });
  if (Maximum && Op->Activation == Activation::NONE)
    return done();
  // Of an average, how many elements are inside of the input.
  std::vector<int32_t> Counts;
  for (int64_t H = 0; H < Y[1]; ++H)
    for (int64_t W = 0; W < Y[2]; ++W) {
      auto Inside = [](int64_t At, int64_t Kernel, int64_t Size) {
        return std::min(At + Kernel, Size) - std::max<int64_t>(At, 0);
      };
      Counts.push_back(
          int32_t(Inside(H * Op->StrideH - Area.Top, Op->KernelH, X[1]) *
                  Inside(W * Op->StrideW - Area.Left, Op->KernelW, X[2])));
    }
  std::vector<Operand> In;
  if (!Maximum)
    In.push_back(operand(argument(constant(Counts.data(), 4 * Counts.size()),
                                  {Y[1], Y[2]}, Type::I32),
                         {Y[1], Y[2]}, Type::I32, "h, w"));
  generic("n, h, w, c", "pppp", In, operand(To, Y, T, "n, h, w, c"),
          [&](Expression &E, const auto &In, const auto &Old) {
            std::string V = Old;
            if (!Maximum)
              V = E.op("arith.divf",
                       {V, E.convert("sitofp", In[0], "i32", "f32")}, "f32");
            return E.activated(V, Op->Activation);
          });
  done();
}

/// ADD, SUB and MUL of two i8 operands of one shape.
void Importer::elementwiseOnTiles() {
  Shape S{out().elements()};
  Limits L = limitsOf(*Op, out());
  int32_t Single = M.SingleRounding;
  auto Operand = [&](size_t N) {
    return Value{input(N, S), memref(S, Type::I8)};
  };
  if (Op->Code == Code::MUL) {
    Scaling Of = Scaling::of(double(in(0).Scales[0]) * double(in(1).Scales[0]) /
                             double(out().Scales[0]));
    call("sectile_multiply_i8",
         {{output(S), memref(S, Type::I8)},
          Operand(0),
          Operand(1),
          // As struct sectile_product has them.
          wordArray({in(0).ZeroPoint, in(1).ZeroPoint, Of.left(), Of.Multiplier,
                     Of.right(), Single, out().ZeroPoint, L.Low, L.High})},
         {out().elements()});
    return done();
  }
  SumScaling Of = SumScaling::of(Op->Code, in(0), in(1), out());
  auto Exact = [](const Scaling &S) {
    return S.Multiplier == 1 << 30 && S.Shift == 0;
  };
  // The operand with the larger scale comes first.
  size_t First = Exact(Of.A) ? 0 : 1;
  size_t Second = 1 - First;
  const Scaling &OfSecond = Second == 0 ? Of.A : Of.B;
  bool Scaled = !Exact(OfSecond);
  bool Subtracts = Op->Code == Code::SUB;
  auto Factor = [&](size_t N, int Bits) {
    return (Subtracts && N == 1 ? -1 : 1) * (int32_t(1) << Bits);
  };
  int32_t A = Factor(First, 19);
  int32_t B = Scaled ? 1 << 20 : Factor(Second, 19);
  // As struct sectile_sum has them.
  call("sectile_add_i8",
       {{output(S), memref(S, Type::I8)},
        Operand(First),
        Operand(Second),
        wordArray(
            {A,
             -in(First).ZeroPoint * A - (Scaled ? 0 : in(Second).ZeroPoint * B),
             B, -in(Second).ZeroPoint * B, Scaled, OfSecond.Multiplier,
             OfSecond.right(), Subtracts && Second == 1, Of.Result.left(),
             Of.Result.Multiplier, Of.Result.right(), Single, out().ZeroPoint,
             L.Low, L.High})},
       {out().elements()});
  done();
}

void Importer::elementwise() {
  const Tensor &A = in(0), &B = in(1), &R = out();
  Type T = A.ElementType;
  bool Flat = A.Dims == B.Dims;
  Shape S = Flat ? Shape{R.elements()} : R.Dims;
  // An operand without the dimensions along which it is repeated.
  if (integer() && Flat &&
      (Op->Code == Code::ADD || Op->Code == Code::SUB || Op->Code == Code::MUL))
    return elementwiseOnTiles();
  auto Repeated = [&](size_t N) {
    if (Flat)
      return operand(input(N, S), S, T, "d0");
    const Shape &From = in(N).Dims;
    Shape Kept;
    std::string Map;
    for (size_t D = 0; D < From.size(); ++D)
      if (From[D] != 1) {
        Kept.push_back(From[D]);
        Map +=
            (Map.empty() ? "d" : ", d") + to_string(S.size() - From.size() + D);
      }
    if (Kept.empty()) {
      Kept = {1};
      Map = "0";
    }
    return operand(input(N, Kept), Kept, T, Map);
  };
  std::vector<Operand> In{Repeated(0), Repeated(1)};
  std::string Loops = loops(S.size());
  Operand Out = operand(output(S), S, T, Loops);
  if (Op->Code == Code::MAXIMUM || Op->Code == Code::MINIMUM) {
    bool Largest = Op->Code == Code::MAXIMUM;
    generic(Loops, std::string(S.size(), 'p'), In, Out,
            [&](Expression &E, const auto &In, const auto &) {
              std::string How = integer() ? "s" : "o";
              std::string First = E.compare(How + (Largest ? "gt" : "lt"),
                                            In[0], In[1], toString(T));
              return E.select(First, In[0], In[1], toString(T));
            });
    return done();
  }
  if (Op->Code == Code::PRELU) {
    Scaling Positive;
    Scaling Negative;
    if (integer()) {
      double Ratio = double(A.Scales[0]) / double(R.Scales[0]);
      Positive = Scaling::of(Ratio);
      Negative = Scaling::of(double(A.Scales[0]) * double(B.Scales[0]) /
                             double(R.Scales[0]));
    }
    generic(Loops, std::string(S.size(), 'p'), In, Out,
            [&](Expression &E, const auto &In, const auto &) {
              if (!integer())
                return E.select(E.compare("oge", In[0], E.real(0), "f32"),
                                In[0], E.mulf(In[0], In[1]), "f32");
              std::string X = E.op("arith.subi",
                                   {E.widened(In[0]), E.constant(A.ZeroPoint)});
              std::string Y = E.op("arith.subi",
                                   {E.widened(In[1]), E.constant(B.ZeroPoint)});
              std::string V = E.select(
                  E.compare("sge", X, E.constant(0)), E.multiply(X, Positive),
                  E.multiply(E.op("arith.muli", {X, Y}), Negative), "i32");
              return E.narrowed(
                  E.op("arith.addi", {V, E.constant(R.ZeroPoint)}), Limits());
            });
    return done();
  }
  Limits L;
  SumScaling Of;
  Scaling OfResult;
  if (integer()) {
    L = limitsOf(*Op, R);
    Of = SumScaling::of(Op->Code, A, B, R);
    OfResult = Op->Code == Code::MUL
                   ? Scaling::of(double(A.Scales[0]) * double(B.Scales[0]) /
                                 double(R.Scales[0]))
                   : Of.Result;
  }
  std::string Suffix = integer() ? "i" : "f";
  std::string Name = (Op->Code == Code::ADD                  ? "arith.add"
                      : Op->Code == Code::SUB                ? "arith.sub"
                      : Op->Code == Code::DIV                ? "arith.div"
                      : Op->Code == Code::SQUARED_DIFFERENCE ? "arith.sub"
                                                             : "arith.mul") +
                     Suffix;
  generic(Loops, std::string(S.size(), 'p'), In, Out,
          [&](Expression &E, const auto &In, const auto &) {
            bool Squares = Op->Code == Code::SQUARED_DIFFERENCE;
            if (!integer()) {
              std::string V = E.op(Name, {In[0], In[1]}, "f32");
              return E.activated(Squares ? E.mulf(V, V) : V, Op->Activation);
            }
            std::string X =
                E.op("arith.subi", {E.widened(In[0]), E.constant(A.ZeroPoint)});
            std::string Y =
                E.op("arith.subi", {E.widened(In[1]), E.constant(B.ZeroPoint)});
            if (Op->Code != Code::MUL) {
              int Bits = Squares ? 7 : 20;
              X = E.multiply(E.op("arith.shli", {X, E.constant(Bits)}), Of.A);
              Y = E.multiply(E.op("arith.shli", {Y, E.constant(Bits)}), Of.B);
            }
            std::string V = E.op(Name, {X, Y});
            if (Squares)
              V = E.op("arith.muli", {V, V});
            V = E.multiply(V, OfResult);
            V = E.op("arith.addi", {V, E.constant(R.ZeroPoint)});
            return E.narrowed(V, L);
          });
  done();
}

void Importer::unary() {
  const Tensor &X = in(0), &Y = out();
  Shape S{Y.elements()};
  Operand From = operand(input(0, S), S, X.ElementType, "i");
  Operand To = operand(output(S), S, Y.ElementType, "i");
  if (integer() && Y.ElementType == Type::I8) {
    Table Values = tableOf(*Op, X, Y, M.SingleRounding);
    std::string Table =
        argument(constant(Values.data(), Values.size()), {256}, Type::I8);
    generic("i", "p", {From}, To,
            [&](Expression &E, const auto &In, const auto &) {
              std::string At =
                  E.op("arith.addi", {E.widened(In[0]), E.constant(128)});
              return E.load(Table, E.index(At), memref({256}, Type::I8));
            });
    return done();
  }
  generic(
      "i", "p", {From}, To, [&](Expression &E, const auto &In, const auto &) {
        const std::string &V = In[0];
        switch (Op->Code) {
        case Code::RELU:
          return E.clampedBelow(V, 0);
        case Code::RELU6:
          return E.clampedAbove(E.clampedBelow(V, 0), 6);
        case Code::LOGISTIC:
          return E.logistic(V);
        case Code::TANH:
          return E.tanh(V);
        case Code::ABS:
          return E.op("math.absf", {V}, "f32");
        case Code::NEG:
          return E.op("arith.negf", {V}, "f32");
        case Code::SQRT:
          return E.op("math.sqrt", {V}, "f32");
        case Code::RSQRT:
          return E.op("arith.divf", {E.real(1), E.op("math.sqrt", {V}, "f32")},
                      "f32");
        case Code::EXP:
          return E.exponential(V);
        case Code::SQUARE:
          return E.mulf(V, V);
        case Code::FLOOR:
          return E.op("math.floor", {V}, "f32");
        case Code::CEIL:
          return E.op("math.ceil", {V}, "f32");
        case Code::ROUND:
          return E.op("math.roundeven", {V}, "f32");
        case Code::LEAKY_RELU:
          return E.select(E.compare("ogt", V, E.real(0), "f32"), V,
                          E.mulf(V, E.real(Op->Alpha)), "f32");
        case Code::HARD_SWISH: {
          std::string Six =
              E.clampedAbove(E.clampedBelow(E.addf(V, E.real(3)), 0), 6);
          return E.op("arith.divf", {E.mulf(V, Six), E.real(6)}, "f32");
        }
        case Code::DEQUANTIZE: {
          // Both factors are exact in f32, so the product is rounded once.
          std::string D =
              E.op("arith.subi", {E.widened(V), E.constant(X.ZeroPoint)});
          return E.mulf(E.convert("sitofp", D, "i32", "f32"),
                        E.real(X.Scales[0]));
        }
        default: { // QUANTIZE
          std::string D = E.op("arith.divf", {V, E.real(Y.Scales[0])}, "f32");
          return E.narrowed(
              E.op("arith.addi", {E.rounded(D), E.constant(Y.ZeroPoint)}),
              Limits());
        }
        }
      });
  done();
}

void Importer::softmax() {
  int64_t Depth = in(0).Dims.back();
  int64_t Rows = in(0).elements() / Depth;
  if (integer())
    return softmaxInteger(Rows, Depth);
  Shape S{Rows, Depth};
  Operand X = operand(input(0, S), S, Type::F32, "m, k");
  Operand Y = operand(output(S), S, Type::F32, "m, k");
  auto Row = [&](const std::string &With) {
    std::string Value = argument(scratch(4 * Rows), {Rows}, Type::F32, true);
    fill(Value, {Rows}, Type::F32, With);
    return operand(Value, {Rows}, Type::F32, "m");
  };
  Operand Most = Row("-3.40282347E+38");
  generic("m, k", "pr", {X}, Most,
          [](Expression &E, const auto &In, const auto &Old) {
            return E.select(E.compare("olt", Old, In[0], "f32"), In[0], Old,
                            "f32");
          });
  generic("m, k", "pp", {X, Most}, Y,
          [&](Expression &E, const auto &In, const auto &) {
            std::string D = E.op("arith.subf", {In[0], In[1]}, "f32");
            return E.exponential(E.mulf(D, E.real(Op->Beta)));
          });
  Operand Sum = Row("0.0");
  generic("m, k", "pr", {Y}, Sum,
          [](Expression &E, const auto &In, const auto &Old) {
            return E.addf(Old, In[0]);
          });
  generic("m, k", "pp", {Sum}, Y,
          [](Expression &E, const auto &In, const auto &Old) {
            return E.op("arith.divf", {Old, In[0]}, "f32");
          });
  done();
}

void Importer::softmaxInteger(int64_t Rows, int64_t Depth) {
  Shape S{Rows, Depth};
  Shape Flat{Rows * Depth};
  Type T = out().ElementType; // i8 or i16
  int64_t Bits = 8 * bytesOf(T);
  std::array<int32_t, 256> Powers =
      exponentials(double(Op->Beta) * double(in(0).Scales[0]));
  std::string Table =
      argument(constant(Powers.data(), sizeof Powers), {256}, Type::I32);
  if (T == Type::I8 && Depth <= SECTILE_SOFTMAX_DEPTH) {
    // As struct sectile_softmax has them.
    call("sectile_softmax_i8",
         {{output(Flat), memref(Flat, Type::I8)},
          {input(0, Flat), memref(Flat, Type::I8)},
          {Table, memref({256}, Type::I32)},
          longArray({Rows, Depth})},
         {});
    return done();
  }
  Operand X = operand(input(0, S), S, Type::I8, "m, k");
  Operand Y = operand(output(S), S, T, "m, k");
  auto Row = [&](const std::string &With) {
    std::string Value = argument(scratch(4 * Rows), {Rows}, Type::I32, true);
    fill(Value, {Rows}, Type::I32, With);
    return operand(Value, {Rows}, Type::I32, "m");
  };
  // The power of an element, whose row's largest is given.
  auto Power = [&](Expression &E, const std::string &V,
                   const std::string &Most) {
    std::string D = E.op("arith.subi", {Most, E.widened(V)});
    return E.load(Table, E.index(D), memref({256}, Type::I32));
  };
  Operand Most = Row("-128");
  generic("m, k", "pr", {X}, Most,
          [](Expression &E, const auto &In, const auto &Old) {
            return E.op("arith.maxsi", {Old, E.widened(In[0])});
          });
  Operand Sum = Row("0");
  generic("m, k", "pr", {X, Most}, Sum,
          [&](Expression &E, const auto &In, const auto &Old) {
            return E.op(
                "arith.addi",
                {Old, E.roundingShift(Power(E, In[0], In[1]), E.constant(12))});
          });
  // 1 / sum in Q0.31 of its bits after the first, by Newton and Raphson.
  Operand Inverse = Row("0");
  generic("m", "p", {Sum}, Inverse,
          [](Expression &E, const auto &In, const auto &) {
            std::string Shift = E.op("math.ctlz", {In[0]});
            std::string F = E.op("arith.shli", {In[0], Shift});
            F = E.op("arith.subi", {F, E.constant(INT32_MIN)});
            // (F + 1) / 2 of a number below 1: no carry.
            std::string Half = E.op("arith.shrui", {F, E.constant(1)});
            Half = E.op("arith.addi", {Half, E.constant(1 << 30)});
            std::string R = E.op(
                "arith.addi", {E.constant(1515870810),
                               E.highMultiply(Half, E.constant(-1010580540))});
            for (int Step = 0; Step < 3; ++Step) {
              std::string Error = E.op(
                  "arith.subi", {E.constant(1 << 29), E.highMultiply(Half, R)});
              R = E.op("arith.addi",
                       {R, E.shiftSaturating(E.highMultiply(R, Error), 2)});
            }
            return E.shiftSaturating(R, 1);
          });
  generic("m, k", "pp", {X, Most, Sum, Inverse}, Y,
          [&](Expression &E, const auto &In, const auto &) {
            // 12 integer bits of the sum, 8 or 16 bits of the result.
            std::string Shift =
                E.op("arith.subi",
                     {E.constant(12 + 31 - Bits), E.op("math.ctlz", {In[2]})});
            std::string V = E.highMultiply(In[3], Power(E, In[0], In[1]));
            V = E.op("arith.addi", {E.roundingShift(V, Shift),
                                    E.constant(-(int64_t(1) << (Bits - 1)))});
            return E.narrowed(V, limitsOf(*Op, out()), T);
          });
  done();
}

void Importer::pad() {
  const Shape &X = in(0).Dims, &Y = out().Dims;
  Type T = in(0).ElementType;
  std::string From = input(0, X);
  std::string To = output(Y);
  std::string With = T == Type::F32 ? "0.0" : to_string(out().ZeroPoint);
  if (Op->Code == Code::PADV2)
    With = T == Type::F32 ? Expression::literal(in(2).real(0))
                          : to_string(in(2).integer(0));
  fill(To, Y, T, With);
  std::string ToType;
  std::string Middle =
      part(To, Y, T, Op->Indices, X, Shape(X.size(), 1), ToType);
  copy(From, memref(X, T), Middle, ToType, X, T);
  done();
}

void Importer::concatenation() {
  const Shape &Y = out().Dims;
  Type T = out().ElementType;
  std::string To = output(Y);
  Shape Offsets(Y.size(), 0);
  for (size_t N = 0; N < Op->Inputs.size(); ++N) {
    Shape X = in(N).Dims;
    if (Op->Code == Code::PACK)
      X.insert(X.begin() + Op->Axis, 1);
    std::string From = input(N, X);
    std::string ToType;
    std::string Part = part(To, Y, T, Offsets, X, Shape(X.size(), 1), ToType);
    copy(From, memref(X, T), Part, ToType, X, T);
    Offsets[size_t(Op->Axis)] += X[size_t(Op->Axis)];
  }
  done();
}

void Importer::stridedSlice() {
  const Shape &X = in(0).Dims;
  Type T = in(0).ElementType;
  std::string From = input(0, X);
  std::string To = output(Op->Counts);
  std::string FromType;
  std::string Part =
      part(From, X, T, Op->Indices, Op->Counts, Op->Steps, FromType);
  copy(Part, FromType, To, memref(Op->Counts, T), Op->Counts, T);
  done();
}

void Importer::transpose() {
  const Shape &X = in(0).Dims, &Y = out().Dims;
  Type T = in(0).ElementType;
  // Loops run over the result; its dimension I is the input's Indices[I].
  std::vector<std::string> Map(X.size());
  for (size_t I = 0; I < X.size(); ++I)
    Map[size_t(Op->Indices[I])] = "d" + to_string(I);
  std::string Loops = loops(Y.size());
  generic(Loops, std::string(Y.size(), 'p'),
          {operand(input(0, X), X, T, llvm::join(Map, ", "))},
          operand(output(Y), Y, T, Loops),
          [](Expression &, const auto &In, const auto &) { return In[0]; });
  done();
}

/// The dimensions that a reduction keeps, and which loops run over them.
Importer::Reduction Importer::reduction() const {
  const Shape &X = in(0).Dims;
  Reduction R;
  R.Kinds = std::string(X.size(), 'p');
  for (int64_t A : Op->Indices) {
    R.Kinds[size_t(A)] = 'r';
    R.Count *= X[size_t(A)];
  }
  for (size_t D = 0; D < X.size(); ++D)
    if (R.Kinds[D] == 'p') {
      R.Kept.push_back(X[D]);
      R.Map += (R.Map.empty() ? "d" : ", d") + to_string(D);
    }
  if (R.Kept.empty()) {
    R.Kept = {1};
    R.Map = "0";
  }
  return R;
}

/// REDUCE_MAX and REDUCE_MIN, of truth values REDUCE_ANY and REDUCE_ALL.
void Importer::reduceToExtreme() {
  const Shape &X = in(0).Dims;
  Type T = in(0).ElementType;
  bool Largest = Op->Code == Code::REDUCE_MAX || Op->Code == Code::REDUCE_ANY;
  Reduction R = reduction();
  std::string From = input(0, X);
  std::string To = output(R.Kept);
  fill(To, R.Kept, T,
       T == Type::Bool  ? (Largest ? "0" : "1")
       : T == Type::I8  ? (Largest ? "-128" : "127")
       : T == Type::I16 ? (Largest ? "-32768" : "32767")
                        : (Largest ? "-3.40282347E+38" : "3.40282347E+38"));
  generic(loops(X.size()), R.Kinds, {operand(From, X, T, loops(X.size()))},
          operand(To, R.Kept, T, R.Map),
          [&](Expression &E, const auto &In, const auto &Old) {
            if (T != Type::F32)
              return E.op(Largest ? "arith.maxsi" : "arith.minsi", {Old, In[0]},
                          elementOf(T));
            return E.select(
                E.compare(Largest ? "ogt" : "olt", In[0], Old, "f32"), In[0],
                Old, "f32");
          });
  done();
}

void Importer::arg() {
  Type T = in(0).ElementType;
  Shape From{in(0).elements()};
  Shape Flat{out().elements()};
  auto [Outer, Depth, Inner] = alongAxis();
  // As struct sectile_arg has them.
  std::vector<int64_t> Words{Outer, Depth, Inner, Op->Code == Code::ARG_MAX};
  call(T == Type::I8 ? "sectile_arg_i8" : "sectile_arg_f32",
       {{output(Flat), memref(Flat, Type::I32)},
        {input(0, From), memref(From, T)},
        longArray(Words)},
       {});
  done();
}

/// Operators that move elements as copyPlan() says.
void Importer::moves() {
  Shape X = in(0).Dims;
  Type T = in(0).ElementType;
  std::string From = input(0, X);
  if (Op->Code == Code::SPACE_TO_BATCH_ND) {
    Shape Before(X.size());
    Shape Whole = X;
    for (size_t I = 0; I < Op->Steps.size(); ++I) {
      Before[I + 1] = Op->Indices[I];
      Whole[I + 1] = out().Dims[I + 1] * Op->Steps[I];
    }
    std::string Copy =
        argument(scratch(elementsOf(Whole) * bytesOf(T)), Whole, T, true);
    fill(Copy, Whole, T, T == Type::F32 ? "0.0" : to_string(out().ZeroPoint));
    std::string PartType;
    std::string Part =
        part(Copy, Whole, T, Before, X, Shape(X.size(), 1), PartType);
    copy(From, memref(X, T), Part, PartType, X, T);
    From = Copy;
    X = Whole;
  }
  for (size_t I = 0; I < Op->Outputs.size(); ++I) {
    const Shape &Y = M.Tensors[size_t(Op->Outputs[I])].Dims;
    call("sectile_copy",
         {{result(Op->Outputs[I], Y), memref(Y, T)},
          {From, memref(X, T)},
          longArray(encodeCopy(copyPlan(*Op, X, Y, I), bytesOf(T)))},
         {});
  }
  done();
}

void Importer::mean() {
  const Shape &X = in(0).Dims;
  auto [Kept, Map, Kinds, Count] = reduction();
  Type T = in(0).ElementType;
  Type SumType = integer() ? Type::I32 : Type::F32;
  std::string From = input(0, X);
  std::string To = output(Kept);
  std::string Sums =
      integer() ? argument(scratch(4 * elementsOf(Kept)), Kept, Type::I32, true)
                : To;
  fill(Sums, Kept, SumType, zero(SumType));
  generic(loops(X.size()), Kinds, {operand(From, X, T, loops(X.size()))},
          operand(Sums, Kept, SumType, Map),
          [&](Expression &E, const auto &In, const auto &Old) {
            return integer() ? E.op("arith.addi", {Old, E.widened(In[0], T)})
                             : E.addf(Old, In[0]);
          });
  std::string Loops = loops(Kept.size());
  std::string Parallel(Kept.size(), 'p');
  if (!integer() && Op->Code == Code::SUM)
    return done();
  if (!integer()) {
    generic(Loops, Parallel, {}, operand(To, Kept, T, Loops),
            [&](Expression &E, const auto &, const auto &Old) {
              return E.op("arith.divf", {Old, E.real(float(Count))}, "f32");
            });
    return done();
  }
  // The division is part of the multiplier, with as many bits as it can take.
  Scaling S = Scaling::of(double(in(0).Scales[0]) / double(out().Scales[0]));
  if (Op->Code == Code::MEAN) {
    int32_t Bits =
        std::min({int32_t(llvm::Log2_64(uint64_t(Count))), 32, 31 + S.Shift});
    S.Multiplier = int32_t((int64_t(S.Multiplier) << Bits) / Count);
    S.Shift -= Bits;
  }
  generic(
      Loops, Parallel, {operand(Sums, Kept, Type::I32, Loops)},
      operand(To, Kept, T, Loops),
      [&](Expression &E, const auto &In, const auto &) {
        std::string V =
            E.op("arith.subi", {In[0], E.constant(in(0).ZeroPoint * Count)});
        V = E.op("arith.addi", {E.multiply(V, S), E.constant(out().ZeroPoint)});
        return E.narrowed(V, limitsOf(*Op, out()), T);
      });
  done();
}

void Importer::layer() {
  if (wide())
    return;
  switch (Op->Code) {
  case Code::CONV_2D:
  case Code::DEPTHWISE_CONV_2D:
    return convolution();
  case Code::TRANSPOSE_CONV:
    return transposedConvolution();
  case Code::BATCH_MATMUL:
    return batchMatMul();
  case Code::RESIZE_BILINEAR:
    return resizeBilinear();
  case Code::FULLY_CONNECTED:
    return fullyConnected();
  case Code::AVERAGE_POOL_2D:
  case Code::MAX_POOL_2D:
    return pool();
  case Code::ADD:
  case Code::SUB:
  case Code::MUL:
  case Code::MAXIMUM:
  case Code::MINIMUM:
  case Code::DIV:
  case Code::SQUARED_DIFFERENCE:
  case Code::PRELU:
    return elementwise();
  case Code::SOFTMAX:
    return softmax();
  case Code::PAD:
  case Code::PADV2:
    return pad();
  case Code::MEAN:
  case Code::SUM:
    return mean();
  case Code::REDUCE_ALL:
  case Code::REDUCE_ANY:
  case Code::REDUCE_MAX:
  case Code::REDUCE_MIN:
    return reduceToExtreme();
  case Code::ARG_MAX:
  case Code::ARG_MIN:
    return arg();
  case Code::GATHER:
  case Code::TILE:
  case Code::BROADCAST_TO:
  case Code::REVERSE_V2:
  case Code::RESIZE_NEAREST_NEIGHBOR:
  case Code::MIRROR_PAD:
  case Code::SPACE_TO_DEPTH:
  case Code::DEPTH_TO_SPACE:
  case Code::SPACE_TO_BATCH_ND:
  case Code::BATCH_TO_SPACE_ND:
  case Code::SPLIT:
  case Code::SPLIT_V:
  case Code::UNPACK:
    return moves();
  case Code::CONCATENATION:
  case Code::PACK:
    return concatenation();
  case Code::TRANSPOSE:
    return transpose();
  case Code::STRIDED_SLICE:
  case Code::SLICE:
    // A part of a buffer has its elements in the buffer's order.
    if (std::any_of(Op->Steps.begin(), Op->Steps.end(),
                    [](int64_t Step) { return Step < 0; }))
      return moves();
    return stridedSlice();
  default:
    return unary();
  }
}

Program Importer::run() {
  std::vector<Use> Uses;
  for (size_t I = 0; I < M.Operators.size(); ++I) {
    const Operator &O = M.Operators[I];
    Uses.push_back({inputsRead(O), O.Outputs[0], isAlias(O), I, I,
                    std::vector<int>(O.Outputs.begin() + 1, O.Outputs.end())});
  }
  chooseLayouts();
  std::map<int, int64_t> Sizes;
  for (const auto &[T, Layout] : Layouts)
    Sizes[T] = Layout.Bytes;
  placeTensors(Uses, Sizes);
  for (Index = 0; Index < M.Operators.size(); ++Index) {
    Op = &M.Operators[Index];
    Entry = Layer();
    Entry.Name = Op->Name;
    Entry.Result = out().Dims;
    Entry.Output = out().Name;
    for (int I : Op->Inputs)
      if (I >= 0)
        (M.Tensors[size_t(I)].isConstant() ? Entry.WeightBytes
                                           : Entry.DataBytes) +=
            M.Tensors[size_t(I)].bytes();
    for (int I : Op->Outputs)
      Entry.DataBytes += M.Tensors[size_t(I)].bytes();
    Entry.Least = boundOf(M, *Op);
    begin();
    if (!isAlias(*Op))
      layer();
    else
      Entry.DataBytes = Entry.WeightBytes = 0;
    Result.Layers.push_back(Entry);
  }
  return end();
}

} // namespace

Program importModel(const Model &M) { return Importer(M).run(); }

} // namespace sectile::graph
