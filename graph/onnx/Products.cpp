// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Products.cpp - operators that are sums of products -----------------===//
//
// Convolutions and matrix products. The three innermost loops are a matrix
// product, so that the compiler makes tile code of them; weights are copied
// into their order, which costs nothing if they are constant.
//
//===----------------------------------------------------------------------===//

#include "Reader.h"
#include <algorithm>

namespace sectile::graph::onnx {

bool windows(Reader &R, const Shape &X, const Shape &Kernel, bool Ceil,
             std::vector<Window> &To) {
  size_t Rank = X.size() - 2;
  std::vector<int64_t> Strides = R.integers("strides");
  std::vector<int64_t> Dilations = R.integers("dilations");
  std::vector<int64_t> Pads = R.integers("pads");
  std::string Auto = R.text("auto_pad", "NOTSET");
  Strides.resize(Strides.empty() ? Rank : Strides.size(), 1);
  Dilations.resize(Dilations.empty() ? Rank : Dilations.size(), 1);
  Pads.resize(Pads.empty() ? 2 * Rank : Pads.size(), 0);
  bool Ok = Kernel.size() == Rank && Strides.size() == Rank &&
            Dilations.size() == Rank && Pads.size() == 2 * Rank;
  constexpr int64_t Most = 1 << 15; // so that products do not overflow
  for (size_t D = 0; Ok && D < Rank; ++D)
    Ok = std::min({Kernel[D], Strides[D], Dilations[D]}) >= 1 &&
         std::max({Kernel[D], Strides[D], Dilations[D], Pads[D],
                   Pads[D + Rank]}) <= Most &&
         std::min(Pads[D], Pads[D + Rank]) >= 0;
  if (!Ok)
    return R.fail("has a window, strides, dilations or pads that are not " +
                  std::to_string(Rank) +
                  " numbers from 1, pads from 0, to "
                  "32,768");
  if (Auto != "NOTSET" && Auto != "VALID" && Auto != "SAME_UPPER" &&
      Auto != "SAME_LOWER")
    return R.fail("has the padding " + inQuotes(Auto));
  for (size_t D = 0; D < Rank; ++D) {
    Window W{Kernel[D], Strides[D], Dilations[D], 0, 0};
    int64_t In = X[D + 2];
    int64_t Span = (W.Kernel - 1) * W.Dilation + 1;
    if (Auto == "NOTSET") {
      W.Before = Pads[D];
      W.After = Pads[D + Rank];
    } else if (Auto != "VALID") {
      int64_t Size = (In + W.Stride - 1) / W.Stride;
      int64_t Missing = std::max<int64_t>((Size - 1) * W.Stride + Span - In, 0);
      W.Before = Auto == "SAME_UPPER" ? Missing / 2 : (Missing + 1) / 2;
      W.After = Missing - W.Before;
    }
    int64_t Room = In + W.Before + W.After - Span;
    if (Room < 0)
      return R.fail("has a window of " + std::to_string(Span) +
                    " for a dimension of " + std::to_string(In));
    W.Size = (Room + (Ceil ? W.Stride - 1 : 0)) / W.Stride + 1;
    // No window begins behind the input.
    if (Ceil && (W.Size - 1) * W.Stride >= In + W.Before)
      --W.Size;
    To.push_back(W);
  }
  return true;
}

int padded(Reader &R, int X, const std::vector<Window> &W, Number With,
           int64_t Groups, bool Last) {
  const Shape S = R.shape(X);
  Shape Padded{S[0]};
  if (Last)
    Padded.push_back(Groups);
  else
    Padded.push_back(S[1]);
  Shape Inner = S; // what is copied
  bool Fits = true;
  for (size_t D = 0; D < W.size(); ++D) {
    int64_t Span =
        (W[D].Size - 1) * W[D].Stride + (W[D].Kernel - 1) * W[D].Dilation + 1;
    Fits &= W[D].Before == 0 && Span <= S[D + 2];
    Padded.push_back(Span);
    Inner[D + 2] = std::max<int64_t>(std::min(S[D + 2], Span - W[D].Before), 0);
  }
  if (Last)
    Padded.push_back(S[1] / Groups);
  if (Fits && !Last)
    return X;
  int To = R.temporary(R.type(X), Padded);
  if (!Fits)
    R.fill(To, With);
  if (elementsOf(Inner) == 0)
    return To;
  Shape ToStrides = stridesOf(Padded);
  Shape FromStrides = stridesOf(S);
  Access Out{To, 0, {}};
  for (size_t D = 0; D < W.size(); ++D)
    Out.Offset += W[D].Before * ToStrides[D + 2];
  if (!Last) {
    Out.Strides = ToStrides;
    R.copy(Inner, Out, {X, 0, FromStrides});
    return To;
  }
  Shape Loops{S[0], Groups};
  Loops.insert(Loops.end(), Inner.begin() + 2, Inner.end());
  Loops.push_back(S[1] / Groups);
  Access In{X, 0, {FromStrides[0], FromStrides[1] * (S[1] / Groups)}};
  In.Strides.insert(In.Strides.end(), FromStrides.begin() + 2,
                    FromStrides.end());
  In.Strides.push_back(FromStrides[1]);
  Out.Strides = ToStrides;
  R.copy(Loops, Out, In);
  return To;
}

namespace {

/// A product added to a sum.
Value accumulated(Value X, Value W, Value Sum) {
  return isReal(Sum.T) ? fma(X, W, Sum) : Sum + X * W;
}

/// Adds the products of a nest to \p Out, which holds what sums begin with.
void addProducts(Reader &R, const Shape &Loops, const Access &Out,
                 const Access &X, const Access &W) {
  Type T = R.type(Out.Tensor);
  R.nest(Loops, Out, {X, W}, [&](Nest &N, const auto &V) {
    Type Sum = registerOf(T);
    return accumulated(convert(V[0], Sum), convert(V[1], Sum), old(N, T));
  });
}

/// Loops in their final order, with the strides of three accesses.
struct Order {
  Reader &R;
  Shape Loops;
  Access Out, X, W;
  void add(int64_t Count, int64_t OutStride, int64_t XStride, int64_t WStride) {
    Loops.push_back(Count);
    Out.Strides.push_back(OutStride);
    X.Strides.push_back(XStride);
    W.Strides.push_back(WStride);
  }
};

/// What a sum begins with, for each channel, or 0.
void startSums(Reader &R, int Y, int Bias) {
  if (Bias < 0)
    return R.fill(Y, 0);
  Shape S(R.shape(Y).size() - 1, 1);
  S[0] = R.tensor(Bias).elements();
  R.map(Y, {R.viewed(Bias, S)}, [](Nest &, const auto &V) { return V[0]; });
}

/// Weights [M][C / Groups][window] as [M][window][C / Groups].
int channelsLast(Reader &R, int W) {
  const Shape S = R.shape(W);
  Shape To{S[0]};
  To.insert(To.end(), S.begin() + 2, S.end());
  To.push_back(S[1]);
  Shape Own = stridesOf(S);
  Shape From{Own[0]};
  From.insert(From.end(), Own.begin() + 2, Own.end());
  From.push_back(Own[1]);
  int Copy = R.temporary(R.type(W), To);
  R.copy(To, {Copy, 0, stridesOf(To)}, {W, 0, From});
  return Copy;
}

/// Adds the products of windows of \p X, [N][Groups][...][C], and \p W,
/// [M][window][C], to Y.
void addWindows(Reader &R, int Y, int X, int W, const std::vector<Window> &Win,
                int64_t Groups) {
  const Shape &YS = R.shape(Y), &XS = R.shape(X), &WS = R.shape(W);
  Shape YStrides = stridesOf(YS);
  Shape XStrides = stridesOf(XS);
  Shape WStrides = stridesOf(WS);
  int64_t M = YS[1] / Groups;
  size_t Rank = Win.size();
  size_t Row = Rank - 1;
  Order O{R, {}, {Y, 0, {}}, {X, 0, {}}, {W, 0, {}}};
  auto Tap = [&](size_t D) {
    O.add(Win[D].Kernel, 0, Win[D].Dilation * XStrides[D + 2], WStrides[D + 1]);
  };
  O.add(YS[0], YStrides[0], XStrides[0], 0);
  O.add(Groups, M * YStrides[1], XStrides[1], M * WStrides[0]);
  for (size_t D = 0; D < Row; ++D)
    O.add(Win[D].Size, YStrides[D + 2], Win[D].Stride * XStrides[D + 2], 0);
  for (size_t D = 0; D < Row; ++D)
    Tap(D);
  // A row of the window is contiguous if its columns are neighbours.
  bool Joins = Win[Row].Dilation == 1;
  if (!Joins)
    Tap(Row);
  O.add(M, YStrides[1], 0, WStrides[0]);
  O.add(Win[Row].Size, YStrides[Row + 2], Win[Row].Stride * XStrides[Row + 2],
        0);
  if (Joins)
    Tap(Row);
  O.add(WS.back(), 0, 1, 1);
  addProducts(R, O.Loops, O.Out, O.X, O.W);
}

struct Convolution {
  std::vector<Window> Windows;
  int64_t Groups = 1;
  Shape Result;
};

bool readConvolution(Reader &R, int X, int W, Convolution &To) {
  const Shape &XS = R.shape(X), &WS = R.shape(W);
  To.Groups = R.integer("group", 1);
  if (XS.size() < 3 || WS.size() != XS.size())
    return R.fail("has input and weights of shapes " + toString(XS) + " and " +
                  toString(WS) + ", expected as many dimensions, at least 3");
  if (To.Groups < 1 || To.Groups > XS[1] || XS[1] % To.Groups != 0 ||
      WS[0] % To.Groups != 0 || WS[1] != XS[1] / To.Groups)
    return R.fail("has weights of shape " + toString(WS) + " for " +
                  std::to_string(XS[1]) + " channels in " +
                  std::to_string(To.Groups) + " groups");
  Shape Kernel(WS.begin() + 2, WS.end());
  std::vector<int64_t> Stated = R.integers("kernel_shape");
  if (!Stated.empty() && Stated != Kernel)
    return R.fail("has a window of " + toString(Stated) +
                  " for weights of shape " + toString(WS));
  if (!windows(R, XS, Kernel, false, To.Windows))
    return false;
  To.Result = {XS[0], WS[0]};
  for (const Window &Win : To.Windows)
    To.Result.push_back(Win.Size);
  return true;
}

/// A convolution of one channel a group in two dimensions, of stride 1: rows of
/// the result that are as long as the input's follow each other as those do,
/// and all of a channel's are one long loop. What is in between is not used.
void convolveRows(Reader &R, int Y, int X, int W, const Convolution &C,
                  int Bias) {
  const Shape YS = R.shape(Y);
  Shape XStrides = stridesOf(R.shape(X));
  Shape WStrides = stridesOf(R.shape(W));
  int64_t Row = XStrides[2];
  int64_t Count = (YS[2] - 1) * Row + YS[3];
  int64_t M = YS[1] / C.Groups;
  int Rows = R.temporary(R.type(Y), {YS[0], YS[1], Count});
  startSums(R, Rows, Bias);
  Order O{R, {}, {Rows, 0, {}}, {X, 0, {}}, {W, 0, {}}};
  O.add(YS[0], YS[1] * Count, XStrides[0], 0);
  O.add(C.Groups, M * Count, XStrides[1], M * WStrides[0]);
  O.add(M, Count, 0, WStrides[0]);
  for (size_t D = 0; D < 2; ++D)
    O.add(C.Windows[D].Kernel, 0, C.Windows[D].Dilation * XStrides[D + 2],
          WStrides[D + 2]);
  O.add(Count, 1, 1, 0);
  addProducts(R, O.Loops, O.Out, O.X, O.W);
  R.copy(YS, {Y, 0, stridesOf(YS)}, {Rows, 0, {YS[1] * Count, Count, Row, 1}});
}

/// The sums of a convolution, which begin with the bias.
void convolve(Reader &R, int Y, int X, int W, const Convolution &C, int Bias,
              Number Outside) {
  const Shape YS = R.shape(Y);
  const Shape WS = R.shape(W);
  size_t Rank = C.Windows.size();
  bool Pointwise = true;
  bool Strides = false;
  for (const Window &Win : C.Windows) {
    Pointwise &=
        Win.Kernel == 1 && Win.Stride == 1 && !Win.Before && !Win.After;
    Strides |= Win.Stride > 1;
  }
  if (!Pointwise && WS[1] > 1) {
    startSums(R, Y, Bias);
    return addWindows(R, Y, padded(R, X, C.Windows, Outside, C.Groups, true),
                      channelsLast(R, W), C.Windows, C.Groups);
  }
  int From = padded(R, X, C.Windows, Outside, C.Groups, false);
  // Longer rows are loops of the vectoriser's length by themselves.
  if (!Pointwise && !Strides && Rank == 2 && YS[3] < 128)
    return convolveRows(R, Y, From, W, C, Bias);
  startSums(R, Y, Bias);
  Shape YStrides = stridesOf(YS);
  Shape WStrides = stridesOf(WS);
  Shape XStrides = stridesOf(R.shape(From));
  int64_t M = YS[1] / C.Groups;
  Order O{R, {}, {Y, 0, {}}, {From, 0, {}}, {W, 0, {}}};
  auto Result = [&](size_t D) {
    O.add(C.Windows[D].Size, YStrides[D + 2],
          C.Windows[D].Stride * XStrides[D + 2], 0);
  };
  O.add(YS[0], YStrides[0], XStrides[0], 0);
  O.add(C.Groups, M * YStrides[1], WS[1] * XStrides[1], M * WStrides[0]);
  if (Pointwise) {
    O.add(M, YStrides[1], 0, WStrides[0]);
    for (size_t D = 0; D < Rank; ++D)
      Result(D);
    O.add(WS[1], 0, XStrides[1], WStrides[1]);
  } else {
    // One channel a group: rows of the result are what is contiguous.
    for (size_t D = 0; D + 1 < Rank; ++D)
      Result(D);
    for (size_t D = 0; D < Rank; ++D)
      O.add(C.Windows[D].Kernel, 0, C.Windows[D].Dilation * XStrides[D + 2],
            WStrides[D + 2]);
    O.add(M, YStrides[1], 0, WStrides[0]);
    Result(Rank - 1);
  }
  addProducts(R, O.Loops, O.Out, O.X, O.W);
}

bool biasFits(Reader &R, size_t N, int64_t Channels, Type T) {
  return !R.has(N) ||
         (R.shape(R.in(N)) == Shape{Channels} && R.type(R.in(N)) == T) ||
         R.fail("has a bias of shape " + toString(R.shape(R.in(N))) + " for " +
                std::to_string(Channels) + " channels, or of another type");
}

bool convolveBytes(Reader &R, int Y, int X, int W, int XZero, int WZero,
                   int Bias, const Convolution &C);

/// Of bytes that were dequantised: sums are integers.
bool convolveDequantized(Reader &R, const Quantized &X, const Quantized &W,
                         const Convolution &C) {
  Shape Repeated(scalesOf(R, W) == 1 ? 0 : C.Result.size() - 1, 1);
  if (!Repeated.empty())
    Repeated[0] = C.Result[1];
  int Factor = factorOf(R, X, W, Repeated);
  int Bias = biasOf(R, 2, X, W, Factor);
  int Sums = R.temporary(Type::I32, C.Result);
  return convolveBytes(R, Sums, X.Values, W.Values, X.Zero, W.Zero, Bias, C) &&
         giveSums(R, Sums, Factor);
}

bool conv(Reader &R) {
  Convolution C;
  if (!R.isReal(0) || !R.sameTypes(0, 2) ||
      !readConvolution(R, R.in(0), R.in(1), C) ||
      !biasFits(R, 2, C.Result[1], R.firstType()))
    return false;
  const Quantized *QX = tensorOf(R, 0);
  const Quantized *QW = bytesOf(R, 1);
  if (QX && QW && (scalesOf(R, *QW) == 1 || QW->Axis == 0))
    return convolveDequantized(R, *QX, *QW, C);
  int Y = R.output(0, R.firstType(), C.Result);
  convolve(R, Y, R.in(0), R.in(1), C, R.has(2) ? R.in(2) : -1, 0);
  return true;
}

/// A convolution of the input with zeros between its elements and the weights
/// backwards.
bool convTranspose(Reader &R) {
  const Shape X = R.shape(R.in(0));
  const Shape W = R.shape(R.in(1));
  int64_t Groups = R.integer("group", 1);
  if (!R.isReal(0) || !R.sameTypes(0, 2))
    return false;
  if (X.size() < 3 || W.size() != X.size() || Groups < 1 || Groups > X[1] ||
      X[1] % Groups != 0 || W[0] != X[1])
    return R.fail("has input and weights of shapes " + toString(X) + " and " +
                  toString(W));
  size_t Rank = X.size() - 2;
  std::vector<int64_t> Stated = R.integers("kernel_shape");
  Shape Kernel(W.begin() + 2, W.end());
  std::vector<int64_t> Strides = R.integers("strides");
  std::vector<int64_t> Dilations = R.integers("dilations");
  std::vector<int64_t> Pads = R.integers("pads");
  std::vector<int64_t> Extra = R.integers("output_padding");
  std::vector<int64_t> Sizes = R.integers("output_shape");
  std::string Auto = R.text("auto_pad", "NOTSET");
  auto Default = [](std::vector<int64_t> &V, size_t Size, int64_t With) {
    if (V.empty())
      V.assign(Size, With);
    return V.size() == Size;
  };
  bool HasSizes = !Sizes.empty();
  if (Sizes.size() == Rank + 2)
    Sizes.erase(Sizes.begin(), Sizes.begin() + 2);
  bool Ok = Default(Strides, Rank, 1) && Default(Dilations, Rank, 1) &&
            Default(Pads, 2 * Rank, 0) && Default(Extra, Rank, 0) &&
            Default(Sizes, Rank, 1) && (Stated.empty() || Stated == Kernel);
  constexpr int64_t Most = 1 << 15;
  for (size_t D = 0; Ok && D < Rank; ++D)
    Ok = std::min({Kernel[D], Strides[D], Dilations[D], Sizes[D]}) >= 1 &&
         std::min({Pads[D], Pads[D + Rank], Extra[D]}) >= 0 &&
         std::max({Kernel[D], Strides[D], Dilations[D], Pads[D], Pads[D + Rank],
                   Extra[D], Sizes[D]}) <= Most;
  if (!Ok || (Auto != "NOTSET" && Auto != "VALID" && Auto != "SAME_UPPER" &&
              Auto != "SAME_LOWER"))
    return R.fail("has a window, strides, dilations, pads or sizes that are "
                  "not supported");
  // Windows of the spread input.
  std::vector<Window> Windows(Rank);
  Shape Spread{X[0], Groups};
  Shape Result{X[0], W[1] * Groups};
  Shape First(Rank);
  Shape Count(Rank);
  for (size_t D = 0; D < Rank; ++D) {
    int64_t Span = (Kernel[D] - 1) * Dilations[D] + 1;
    int64_t Full = Strides[D] * (X[D + 2] - 1) + Extra[D] + Span;
    bool Same = Auto == "SAME_UPPER" || Auto == "SAME_LOWER";
    int64_t Size = HasSizes ? Sizes[D]
                   : Same   ? X[D + 2] * Strides[D]
                            : Full - Pads[D] - Pads[D + Rank];
    int64_t Before = Pads[D];
    if (HasSizes || Same) {
      int64_t Total = std::max<int64_t>(Full - Size, 0);
      Before = Auto == "SAME_UPPER" ? Total / 2 : Total - Total / 2;
    }
    if (Size < 1)
      return R.fail("has a result without elements");
    Windows[D] = {Kernel[D], 1, Dilations[D], 0, 0, Size};
    Result.push_back(Size);
    Spread.push_back(Size + Span - 1);
    // Element I is at Place + I * stride.
    int64_t Place = Span - 1 - Before;
    int64_t Skipped = Place < 0 ? (-Place + Strides[D] - 1) / Strides[D] : 0;
    int64_t Fit = (Spread.back() - 1 - Place) < 0
                      ? 0
                      : (Spread.back() - 1 - Place) / Strides[D] + 1;
    First[D] = Skipped;
    Count[D] = std::max<int64_t>(std::min(X[D + 2], Fit) - Skipped, 0);
    Windows[D].Before = Place + Skipped * Strides[D];
  }
  int64_t C = X[1] / Groups;
  Spread.push_back(C);
  if (!biasFits(R, 2, Result[1], R.firstType()))
    return false;
  int Y = R.output(0, R.firstType(), Result);
  int S = R.temporary(R.firstType(), Spread);
  R.fill(S, 0);
  Shape SStrides = stridesOf(Spread);
  Shape XStrides = stridesOf(X);
  Shape Loops{X[0], Groups};
  Access To{S, 0, {SStrides[0], SStrides[1]}};
  Access From{R.in(0), 0, {XStrides[0], C * XStrides[1]}};
  for (size_t D = 0; D < Rank; ++D) {
    Loops.push_back(Count[D]);
    To.Offset += Windows[D].Before * SStrides[D + 2];
    From.Offset += First[D] * XStrides[D + 2];
    To.Strides.push_back(SStrides[D + 2] * Strides[D]);
    From.Strides.push_back(XStrides[D + 2]);
  }
  Loops.push_back(C);
  To.Strides.push_back(1);
  From.Strides.push_back(XStrides[1]);
  if (elementsOf(Loops))
    R.copy(Loops, To, From);
  // [C][M][window] as [group][M][window, backwards][C].
  Shape WStrides = stridesOf(W);
  Shape Turned{Groups, W[1]};
  Access Backwards{R.in(1), 0, {C * WStrides[0], WStrides[1]}};
  for (size_t D = 0; D < Rank; ++D) {
    Turned.push_back(Kernel[D]);
    Backwards.Offset += (Kernel[D] - 1) * WStrides[D + 2];
    Backwards.Strides.push_back(-WStrides[D + 2]);
  }
  Turned.push_back(C);
  Backwards.Strides.push_back(WStrides[0]);
  Shape Packed = Turned;
  Packed.erase(Packed.begin());
  Packed[0] *= Groups;
  int Weights = R.temporary(R.firstType(), Packed);
  R.copy(Turned, {Weights, 0, stridesOf(Turned)}, Backwards);
  startSums(R, Y, R.has(2) ? R.in(2) : -1);
  addWindows(R, Y, S, Weights, Windows, Groups);
  return true;
}

//===----------------------------------------------------------------------===//
// Matrices
//===----------------------------------------------------------------------===//

/// A batched product of A and B, whose result's shape is given by \p To.
struct Matrices {
  Shape Result;
  Shape Loops;
  Access A, B;
  Shape OutStrides;
};

bool readMatrices(Reader &R, int A, int B, Matrices &To) {
  Shape AS = R.shape(A);
  Shape BS = R.shape(B);
  bool ARow = AS.size() == 1;
  bool BColumn = BS.size() == 1;
  if (ARow)
    AS.insert(AS.begin(), 1);
  if (BColumn)
    BS.push_back(1);
  bool Ok = AS.size() >= 2 && BS.size() >= 2 && AS.back() == BS[BS.size() - 2];
  Shape Batch;
  size_t Rank = std::max(AS.size(), BS.size());
  for (size_t D = 0; Ok && D + 2 < Rank; ++D) {
    auto Of = [&](const Shape &S) {
      return D + S.size() < Rank ? 1 : S[D + S.size() - Rank];
    };
    Ok = Of(AS) == Of(BS) || Of(AS) == 1 || Of(BS) == 1;
    Batch.push_back(Of(AS) == 1 ? Of(BS) : Of(AS));
  }
  if (!Ok)
    return R.fail("has inputs of shapes " + toString(R.shape(A)) + " and " +
                  toString(R.shape(B)));
  int64_t M = AS[AS.size() - 2];
  int64_t K = AS.back();
  int64_t N = BS.back();
  To.Result = Batch;
  if (!ARow)
    To.Result.push_back(M);
  if (!BColumn)
    To.Result.push_back(N);
  Shape Whole = Batch;
  Whole.insert(Whole.end(), {M, N});
  To.OutStrides = stridesOf(Whole);
  To.OutStrides.push_back(0);
  To.Loops = Whole;
  To.Loops.push_back(K);
  auto Strides = [&](const Shape &S, int64_t OfM, int64_t OfN, int64_t OfK) {
    Shape Of = repeatedStrides(S, [&] {
      Shape Like = Batch;
      Like.insert(Like.end(), {S[S.size() - 2], S.back()});
      return Like;
    }());
    Of.resize(Batch.size());
    Of.insert(Of.end(), {OfM, OfN, OfK});
    return Of;
  };
  To.A = {A, 0, Strides(AS, K, 0, 1)};
  To.B = {B, 0, Strides(BS, 0, 1, N)};
  return true;
}

/// The sums begin with \p Bias, or with 0 if it is -1.
void multiply(Reader &R, const Matrices &Of, int Y, int Bias = -1) {
  if (Bias < 0)
    R.fill(Y, 0);
  else
    R.map(Y, {Bias}, [](Nest &, const auto &V) { return V[0]; });
  addProducts(R, Of.Loops, {Y, 0, Of.OutStrides}, Of.A, Of.B);
}

bool multiplyBytes(Reader &R, int A, int B, int AZero, int BZero,
                   const Matrices &Of, int Y, int Bias);

/// Likewise of matrices: \p B has one scale, or one for each column.
bool multiplyDequantized(Reader &R, const Quantized &A, const Quantized &B,
                         int Values) {
  Matrices Of;
  if (!readMatrices(R, A.Values, Values, Of))
    return false;
  Shape Columns;
  if (scalesOf(R, B) != 1)
    Columns.push_back(scalesOf(R, B));
  int Factor = factorOf(R, A, B, Columns);
  int Bias = biasOf(R, 2, A, B, Factor);
  int Sums = R.temporary(Type::I32, Of.Result);
  return multiplyBytes(R, A.Values, Values, A.Zero, B.Zero, Of, Sums, Bias) &&
         giveSums(R, Sums, Factor);
}

/// Whether the scales of a matrix are those of what the result repeats.
bool isByColumn(Reader &R, const Quantized &B, int64_t Axis) {
  return scalesOf(R, B) == 1 ||
         (R.shape(B.Values).size() == 2 && B.Axis == Axis);
}

bool matMul(Reader &R) {
  Matrices Of;
  if (!R.sameTypes(0, 2) || !readMatrices(R, R.in(0), R.in(1), Of))
    return false;
  const Quantized *QA = tensorOf(R, 0);
  const Quantized *QB = bytesOf(R, 1);
  if (QA && QB && isByColumn(R, *QB, 1))
    return multiplyDequantized(R, *QA, *QB, QB->Values);
  Type T = R.type(R.in(0));
  if (!isReal(T) && T != Type::I32 && T != Type::I64 && T != Type::U32 &&
      T != Type::U64)
    return R.fail("has inputs of a type that is not supported");
  multiply(R, Of, R.output(0, T, Of.Result));
  return true;
}

bool gemm(Reader &R) {
  const Shape &A = R.shape(R.in(0)), &B = R.shape(R.in(1));
  bool TransA = R.integer("transA", 0) != 0;
  bool TransB = R.integer("transB", 0) != 0;
  float Alpha = R.real("alpha", 1);
  float Beta = R.real("beta", 1);
  if (R.version() < 7)
    R.ignore("broadcast"); // the addend is repeated if it is smaller
  if (!R.isReal(0) || !R.sameTypes(0, 3))
    return false;
  if (A.size() != 2 || B.size() != 2 || A[TransA ? 0 : 1] != B[TransB ? 1 : 0])
    return R.fail("has inputs of shapes " + toString(A) + " and " +
                  toString(B));
  int64_t M = A[TransA ? 1 : 0];
  int64_t K = A[TransA ? 0 : 1];
  int64_t N = B[TransB ? 0 : 1];
  const Quantized *QA = tensorOf(R, 0);
  const Quantized *QB = bytesOf(R, 1);
  bool HasRow =
      !R.has(2) || R.tensor(R.in(2)).elements() == 1 ||
      (R.shape(R.in(2)).back() == N && R.tensor(R.in(2)).elements() == N);
  if (QA && QB && !TransA && Alpha == 1 && Beta == 1 && HasRow &&
      isByColumn(R, *QB, TransB ? 0 : 1)) {
    const Quantized Rows = *QA;
    const Quantized Weights = *QB;
    int Values = Weights.Values;
    if (TransB) {
      Values = R.temporary(R.type(Weights.Values), {K, N});
      R.copy({K, N}, {Values, 0, {N, 1}}, {Weights.Values, 0, {1, K}});
    }
    return multiplyDequantized(R, Rows, Weights, Values);
  }
  int Y = R.output(0, R.firstType(), {M, N});
  int Sums = Alpha == 1 ? Y : R.temporary(R.firstType(), {M, N});
  Shape Fits;
  if (R.has(2)) {
    if (!R.broadcast({R.in(2), Y}, Fits))
      return false;
    if (Fits != Shape{M, N})
      return R.fail("has an addend of shape " + toString(R.shape(R.in(2))));
  }
  auto Scaled = [&](Value V) { return Beta == 1 ? V : V * Beta; };
  if (R.has(2) && Alpha == 1)
    R.map(Sums, {R.in(2)}, [&](Nest &, const auto &V) { return Scaled(V[0]); });
  else
    R.fill(Sums, 0);
  addProducts(R, {M, N, K}, {Sums, 0, {N, 1, 0}},
              {R.in(0), 0, {TransA ? 1 : K, 0, TransA ? M : 1}},
              {R.in(1), 0, {0, TransB ? K : 1, TransB ? 1 : N}});
  if (Alpha == 1)
    return true;
  std::vector<int> In{Sums};
  if (R.has(2))
    In.push_back(R.in(2));
  R.map(Y, In, [&](Nest &, const auto &V) {
    Value P = V[0] * Alpha;
    return V.size() > 1 ? P + Scaled(V[1]) : P;
  });
  return true;
}

/// "..." are the dimensions that the letters of an input leave, with letters
/// that are not there: of inputs that have fewer, the last ones.
bool spellOut(Reader &R, std::string &Text) {
  constexpr const char *Dots = "...";
  if (Text.find(Dots) == std::string::npos)
    return true;
  if (Text.find("->") == std::string::npos)
    return false;
  std::string Free;
  for (char C = 'Z'; C >= 'A'; --C)
    if (Text.find(C) == std::string::npos)
      Free += C;
  size_t Most = 0;
  size_t Input = 0;
  std::string Result;
  for (size_t At = 0; At < Text.size();) {
    // Each operand, and what is behind it.
    size_t End = std::min(Text.find_first_of(",-", At), Text.size());
    std::string Term = Text.substr(At, End - At);
    if (size_t Place = Term.find(Dots); Place != std::string::npos) {
      bool IsResult = At >= 2 && Text[At - 1] == '>';
      size_t Letters = Term.size() - 3;
      size_t Rank = Most;
      if (!IsResult) {
        if (!R.has(Input) || R.shape(R.in(Input)).size() < Letters)
          return false;
        Rank = R.shape(R.in(Input)).size() - Letters;
      }
      if (Rank > Free.size())
        return false;
      Most = std::max(Most, Rank);
      // The last dimension has the same letter everywhere.
      std::string Letter = Free.substr(0, Rank);
      Term.replace(Place, 3, std::string(Letter.rbegin(), Letter.rend()));
    }
    ++Input;
    Result += Term;
    if (End < Text.size()) {
      size_t Length = Text[End] == '-' ? 2 : 1;
      Result += Text.substr(End, Length);
      At = End + Length;
    } else {
      At = End;
    }
  }
  Text = Result;
  return true;
}

/// A tensor with a letter for each dimension.
struct Factor {
  std::string Letters;
  int Tensor;
};

Shape sizesOf(const std::string &Letters,
              const std::map<char, int64_t> &Sizes) {
  Shape S;
  for (char C : Letters)
    S.push_back(Sizes.at(C));
  return S;
}

/// Sums of one tensor's elements, or of products of two.
void contract(Reader &R, const std::vector<Factor> &In, const Factor &Out,
              const std::map<char, int64_t> &Sizes) {
  std::string Labels = Out.Letters;
  for (const Factor &F : In)
    for (char C : F.Letters)
      if (Labels.find(C) == std::string::npos)
        Labels += C;
  auto Of = [&](const Factor &F) {
    Access A{F.Tensor, 0, Shape(Labels.size())};
    Shape Own = stridesOf(R.shape(F.Tensor));
    for (size_t D = 0; D < F.Letters.size(); ++D)
      A.Strides[Labels.find(F.Letters[D])] += Own[D];
    return A;
  };
  std::vector<Access> From;
  From.reserve(In.size());
  for (const Factor &F : In)
    From.push_back(Of(F));
  R.fill(Out.Tensor, 0);
  R.nest(sizesOf(Labels, Sizes), Of(Out), From, [&](Nest &N, const auto &V) {
    Value Sum = old(N, R.type(Out.Tensor));
    return V.size() == 2 ? accumulated(V[0], V[1], Sum) : Sum + V[0];
  });
}

bool einsum(Reader &R) {
  std::string Text = R.text("equation", "");
  Text.erase(std::remove(Text.begin(), Text.end(), ' '), Text.end());
  if (!spellOut(R, Text))
    return R.fail("has the equation " + inQuotes(Text) +
                  ", which does not fit its inputs");
  size_t Arrow = Text.find("->");
  std::string Left = Text.substr(0, Arrow);
  std::vector<std::string> Terms{""};
  for (char C : Left)
    if (C == ',')
      Terms.emplace_back();
    else
      Terms.back() += C;
  auto Letters = [](const std::string &S) {
    return std::all_of(S.begin(), S.end(), [](char C) {
      return (C >= 'a' && C <= 'z') || (C >= 'A' && C <= 'Z');
    });
  };
  // Without an arrow: what is there once, sorted.
  std::string Out;
  if (Arrow != std::string::npos)
    Out = Text.substr(Arrow + 2);
  else
    for (char C = 'A'; C <= 'z'; ++C)
      if (std::count(Left.begin(), Left.end(), C) == 1)
        Out += C;
  bool Ok = Terms.size() == R.inputs() && Letters(Out);
  std::map<char, int64_t> Sizes;
  for (size_t N = 0; Ok && N < Terms.size(); ++N) {
    Ok = R.has(N) && Letters(Terms[N]) &&
         Terms[N].size() == R.shape(R.in(N)).size();
    for (size_t D = 0; Ok && D < Terms[N].size(); ++D) {
      char C = Terms[N][D];
      Ok = Sizes.emplace(C, R.shape(R.in(N))[D]).first->second ==
           R.shape(R.in(N))[D];
    }
  }
  for (size_t D = 0; Ok && D < Out.size(); ++D)
    Ok = Sizes.count(Out[D]) && Out.find(Out[D], D + 1) == std::string::npos;
  if (!Ok)
    return R.fail("has the equation " + inQuotes(Text) +
                  ", which is not supported or does not fit its inputs");
  if (!R.sameTypes(0, R.inputs()))
    return false;
  if (R.firstType() == Type::Bool)
    return R.fail("has inputs of type bool");
  std::vector<Factor> In;
  In.reserve(Terms.size());
  for (size_t N = 0; N < Terms.size(); ++N)
    In.push_back({Terms[N], R.in(N)});
  // Products of two: of the next with all before, with what is used later.
  while (In.size() > 2) {
    std::string Kept;
    for (char C : In[0].Letters + In[1].Letters) {
      bool IsUsed = Out.find(C) != std::string::npos;
      for (size_t N = 2; N < In.size(); ++N)
        IsUsed |= In[N].Letters.find(C) != std::string::npos;
      if (IsUsed && Kept.find(C) == std::string::npos)
        Kept += C;
    }
    int Product = R.temporary(R.firstType(), sizesOf(Kept, Sizes));
    contract(R, {In[0], In[1]}, {Kept, Product}, Sizes);
    In.erase(In.begin());
    In[0] = {Kept, Product};
  }
  contract(R, In, {Out, R.output(0, R.firstType(), sizesOf(Out, Sizes))},
           Sizes);
  return true;
}

/// By Gauss: the row with the largest element of the first column is the first,
/// and what is left of the others is one row and column smaller.
bool determinant(Reader &R) {
  const Shape X = R.shape(R.in(0));
  if (!R.isReal(0))
    return false;
  if (X.size() < 2 || X.back() != X[X.size() - 2] || X.back() > 256)
    return R.fail("has an input of shape " + toString(X) +
                  ", expected square matrices of at most 256 rows");
  Type T = R.firstType();
  Shape S(X.begin(), X.end() - 2);
  int64_t Count = elementsOf(S);
  int M = R.in(0);
  int Product = R.temporary(T, {Count});
  R.fill(Product, 1);
  for (int64_t N = X.back(); N > 0; --N) {
    int64_t Size = N * N;
    int Place = R.temporary(Type::I64, {Count});
    R.fill(Place, 0);
    R.nest({Count, N}, {Place, 0, {1, 0}}, {{M, 0, {Size, N}}},
           [&](Nest &Of, const auto &V) {
             Value Old = old(Of, Type::I64);
             Value Best = R.at(Of, {M, 0, {Size, 0}}, Old * N);
             return select(unary(Code::Abs, V[0]) > unary(Code::Abs, Best),
                           counter(Of, 1), Old);
           });
    int Next = R.temporary(T, {Count});
    R.nest({Count}, {Next, 0, {1}}, {{Product, 0, {1}}, {Place, 0, {1}}},
           [&](Nest &Of, const auto &V) {
             Value P = V[0] * R.at(Of, {M, 0, {Size}}, V[1] * N);
             return select(V[1] == 0, P, -P);
           });
    Product = Next;
    if (N == 1)
      break;
    int Rest = R.temporary(T, {Count, N - 1, N - 1});
    R.nest(
        {Count, N - 1, N - 1}, {Rest, 0, stridesOf(R.shape(Rest))},
        {{Place, 0, {1, 0, 0}}}, [&](Nest &Of, const auto &V) {
          // The first row is where the chosen one was.
          Value Row = counter(Of, 1) + 1;
          Row = select(Row == V[0], 0, Row) * N;
          Value Chosen = V[0] * N;
          Access First{M, 0, {Size, 0, 0}};
          Access Others{M, 1, {Size, 0, 1}};
          Value Pivot = R.at(Of, First, Chosen);
          Value Factor =
              select(Pivot == 0.0, 0.0,
                     R.at(Of, First, Row) / select(Pivot == 0.0, 1.0, Pivot));
          return fma(-Factor, R.at(Of, Others, Chosen), R.at(Of, Others, Row));
        });
    M = Rest;
  }
  R.alias(R.output(0, T, S), Product);
  return true;
}

//===----------------------------------------------------------------------===//
// Integers
//===----------------------------------------------------------------------===//

bool isByte(Reader &R, size_t N) {
  Type T = R.type(R.in(N));
  return T == Type::I8 || T == Type::U8 ||
         R.fail(std::string("has an input of type ") + toString(T) +
                ", expected i8 or u8");
}

/// An input, or -1.
int optionalInput(Reader &R, size_t N) { return R.has(N) ? R.in(N) : -1; }

/// The zero point of an operand if it is one constant; -1 is a 0.
bool constantZero(Reader &R, int Zero, int64_t &To) {
  To = 0;
  if (Zero < 0)
    return true;
  const Tensor &T = R.tensor(Zero);
  if (!T.isConstant())
    return false;
  for (int64_t I = 0; I < T.elements(); ++I) {
    int64_t V = T.ElementType == Type::I8 ? int64_t(int8_t(T.Data[I]))
                                          : int64_t(T.Data[I]);
    if (I && V != To)
      return false;
    To = V;
  }
  return true;
}

/// The operand less its zero point, as i32; the zero point may be one for each
/// of the dimension \p Axis.
bool withoutZero(Reader &R, int X, int Zero, size_t Axis, int &To) {
  const Shape S = R.shape(X);
  std::vector<int> In{X};
  if (Zero >= 0) {
    int64_t Count = R.tensor(Zero).elements();
    if (Count != 1 && (Axis >= S.size() || Count != S[Axis]))
      return R.fail("has " + std::to_string(Count) +
                    " zero points for an input of shape " + toString(S));
    Shape Repeated(Count == 1 ? 0 : S.size() - Axis, 1);
    if (Count != 1)
      Repeated[0] = Count;
    In.push_back(R.viewed(Zero, Repeated));
  }
  To = R.temporary(Type::I32, S);
  R.map(To, In, [](Nest &, const auto &V) {
    return V.size() > 1 ? V[0] - V[1] : convert(V[0], Type::I32);
  });
  return true;
}

/// Sums of products of bytes without their zero points, of type i32. Weights
/// whose zero point is 0 are multiplied as they are, and what the input's zero
/// point adds is taken from what the sums begin with.
bool convolveBytes(Reader &R, int Y, int X, int W, int XZero, int WZero,
                   int Bias, const Convolution &C) {
  int64_t ZeroX = 0;
  int64_t ZeroW = 0;
  if (constantZero(R, XZero, ZeroX) && constantZero(R, WZero, ZeroW) &&
      ZeroW == 0) {
    const Shape WS = R.shape(W);
    Shape Kept(WS.size(), 1);
    Kept[0] = WS[0];
    int Sums = R.temporary(Type::I32, Kept);
    R.reduce(Sums, Kept, W, 0, [](Value Old, Value V) { return Old + V; });
    int Start = R.temporary(Type::I32, {WS[0]});
    std::vector<int> In{R.viewed(Sums, {WS[0]})};
    if (Bias >= 0)
      In.push_back(Bias);
    R.map(Start, In, [&](Nest &, const auto &V) {
      Value Less = V[0] * -ZeroX;
      return V.size() > 1 ? V[1] + Less : Less;
    });
    convolve(R, Y, X, W, C, Start, ZeroX);
    return true;
  }
  int XPlain = -1;
  int WPlain = -1;
  if (!withoutZero(R, X, XZero, SIZE_MAX, XPlain) ||
      !withoutZero(R, W, WZero, 0, WPlain))
    return false;
  convolve(R, Y, XPlain, WPlain, C, Bias, 0);
  return true;
}

/// The product of two bytes' matrices without their zero points, as i32; \p
/// Bias is one for each column, or -1.
bool multiplyBytes(Reader &R, int A, int B, int AZero, int BZero,
                   const Matrices &Of, int Y, int Bias) {
  int64_t ZeroA = 0;
  int64_t ZeroB = 0;
  if (constantZero(R, AZero, ZeroA) && constantZero(R, BZero, ZeroB) &&
      ZeroB == 0 && R.shape(B).size() == 2) {
    const Shape BS = R.shape(B);
    int Sums = R.temporary(Type::I32, {1, BS[1]});
    R.reduce(Sums, {1, BS[1]}, B, 0,
             [](Value Old, Value V) { return Old + V; });
    std::vector<int> In{R.viewed(Sums, {BS[1]})};
    if (Bias >= 0)
      In.push_back(Bias);
    R.map(Y, In, [&](Nest &, const auto &V) {
      Value Less = V[0] * -ZeroA;
      return V.size() > 1 ? V[1] + Less : Less;
    });
    addProducts(R, Of.Loops, {Y, 0, Of.OutStrides}, Of.A, Of.B);
    return true;
  }
  int APlain = -1;
  int BPlain = -1;
  size_t ARank = R.shape(A).size();
  size_t BRank = R.shape(B).size();
  if (!withoutZero(R, A, AZero, ARank < 2 ? SIZE_MAX : ARank - 2, APlain) ||
      !withoutZero(R, B, BZero, BRank < 2 ? SIZE_MAX : BRank - 1, BPlain))
    return false;
  Matrices Plain = Of;
  Plain.A.Tensor = APlain;
  Plain.B.Tensor = BPlain;
  multiply(R, Plain, Y, Bias);
  return true;
}

bool convInteger(Reader &R) {
  Convolution C;
  if (!isByte(R, 0) || !isByte(R, 1) ||
      !readConvolution(R, R.in(0), R.in(1), C))
    return false;
  return convolveBytes(R, R.output(0, Type::I32, C.Result), R.in(0), R.in(1),
                       optionalInput(R, 2), optionalInput(R, 3), -1, C);
}

bool matMulInteger(Reader &R) {
  Matrices Of;
  if (!isByte(R, 0) || !isByte(R, 1) || !readMatrices(R, R.in(0), R.in(1), Of))
    return false;
  return multiplyBytes(R, R.in(0), R.in(1), optionalInput(R, 2),
                       optionalInput(R, 3), Of,
                       R.output(0, Type::I32, Of.Result), -1);
}

/// From sums to bytes. Scales are the inputs \p A, \p B and \p Result; that of
/// B may be one for each of the result's dimension \p Axis.
bool requantize(Reader &R, int Sums, size_t A, size_t B, size_t Result,
                size_t Zero, size_t Axis) {
  const Shape S = R.shape(Sums);
  for (size_t N : {A, B, Result})
    if (R.type(R.in(N)) != Type::F32 ||
        (N != B && R.tensor(R.in(N)).elements() != 1))
      return R.fail("has a scale that is no f32, or more than one");
  int64_t Count = R.tensor(R.in(B)).elements();
  if ((Count != 1 && (Axis >= S.size() || Count != S[Axis])) ||
      !isByte(R, Zero) || R.tensor(R.in(Zero)).elements() != 1)
    return R.fail("has scales or a zero point that do not fit");
  Shape Repeated(Count == 1 ? 0 : S.size() - Axis, 1);
  if (Count != 1)
    Repeated[0] = Count;
  auto As = [&](size_t N, const Shape &To) { return R.viewed(R.in(N), To); };
  int Factor = R.temporary(Type::F32, Repeated);
  R.map(Factor, {As(A, {}), As(B, Repeated), As(Result, {})},
        [](Nest &, const auto &V) { return V[0] * V[1] / V[2]; });
  Type T = R.type(R.in(Zero));
  R.map(R.output(0, T, S), {Sums, Factor, As(Zero, {})},
        [&](Nest &, const auto &V) {
          Value Y = convert(V[0], Type::F32) * V[1];
          return saturated(unary(Code::RoundEven, Y) + convert(V[2], Type::F32),
                           T);
        });
  return true;
}

bool qLinearConv(Reader &R) {
  Convolution C;
  if (!isByte(R, 0) || !isByte(R, 3) ||
      !readConvolution(R, R.in(0), R.in(3), C) ||
      !biasFits(R, 8, C.Result[1], Type::I32))
    return false;
  int Sums = R.temporary(Type::I32, C.Result);
  return convolveBytes(R, Sums, R.in(0), R.in(3), R.in(2), R.in(5),
                       optionalInput(R, 8), C) &&
         requantize(R, Sums, 1, 4, 6, 7, 1);
}

bool qLinearMatMul(Reader &R) {
  Matrices Of;
  if (!isByte(R, 0) || !isByte(R, 3) || !readMatrices(R, R.in(0), R.in(3), Of))
    return false;
  int Sums = R.temporary(Type::I32, Of.Result);
  return multiplyBytes(R, R.in(0), R.in(3), R.in(2), R.in(5), Of, Sums, -1) &&
         requantize(R, Sums, 1, 4, 6, 7, Of.Result.size() - 1);
}

} // namespace

OperatorTable productOperators() {
  return {
      {"Conv", 2, 3, conv},
      {"ConvInteger", 2, 4, convInteger},
      {"ConvTranspose", 2, 3, convTranspose},
      {"Det", 1, 1, determinant},
      {"Einsum", 1, 16, einsum},
      {"Gemm", 2, 3, gemm},
      {"MatMul", 2, 2, matMul},
      {"MatMulInteger", 2, 4, matMulInteger},
      {"QLinearConv", 8, 9, qLinearConv},
      {"QLinearMatMul", 8, 8, qLinearMatMul},
  };
}

} // namespace sectile::graph::onnx
