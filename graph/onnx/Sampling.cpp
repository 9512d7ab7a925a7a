// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Sampling.cpp - operators that choose elements by their values ------===//

#include "Reader.h"
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace sectile::graph::onnx {

namespace {

/// The K largest or smallest elements, one after the other: each is the extreme
/// of those that are not taken yet, of equal ones the first.
bool topK(Reader &R) {
  const Shape X = R.shape(R.in(0));
  int64_t Axis = R.integer("axis", -1);
  bool Largest = R.integer("largest", 1) != 0;
  R.ignore("sorted");
  std::vector<int64_t> K;
  if (R.has(1)) {
    if (!R.integersOf(1, "a number of elements", K))
      return false;
  } else {
    K.push_back(R.integer("k", 0));
  }
  Type T = R.type(R.in(0));
  if (!R.axis(Axis, X.size()))
    return false;
  auto A = size_t(Axis);
  if (K.size() != 1 || K[0] < 1 || K[0] > X[A] || T == Type::Bool)
    return R.fail("has not one number of elements from 1 to " +
                  std::to_string(X[A]) + ", or an input of type bool");
  Shape S = X;
  S[A] = K[0];
  int Values = R.output(0, T, S);
  int Indices = R.output(1, Type::I64, S);
  Shape Kept = X;
  Kept[A] = 1;
  int Taken = R.variable(Type::Bool, X);
  R.fill(Taken, 0);
  // Where the best so far is; -1 is nowhere.
  int Best = R.temporary(T, Kept);
  int Place = R.temporary(Type::I64, Kept);
  Shape Each = repeatedStrides(Kept, X);
  Shape XStrides = stridesOf(X);
  Shape SStrides = stridesOf(S);
  Shape KStrides = stridesOf(Kept);
  Shape Rows = Kept;
  R.repeat(K[0]);
  R.fill(Place, -1);
  R.nest(X, {Place, 0, Each}, {{R.in(0), 0, XStrides}, {Taken, 0, XStrides}},
         [&](Nest &N, const auto &V) {
           Value Old = old(N, Type::I64);
           Access Row{R.in(0), 0, XStrides};
           Row.Strides[A] = 0;
           Value Other = R.at(N, Row, larger(Old, 0) * XStrides[A]);
           Value Better = Largest ? V[0] > Other : V[0] < Other;
           Value Free = V[1] == 0;
           return select(Free & (Better | (Old < 0)), counter(N, A), Old);
         });
  Access Row{R.in(0), 0, XStrides};
  R.nest(
      Rows, {Best, 0, KStrides}, {{Place, 0, KStrides}},
      [&](Nest &N, const auto &V) { return R.at(N, Row, V[0] * XStrides[A]); });
  R.copy(Rows, {Values, 0, SStrides, SStrides[A]}, {Best, 0, KStrides});
  R.copy(Rows, {Indices, 0, SStrides, SStrides[A]}, {Place, 0, KStrides});
  R.scatter(Rows, {Taken, 0, XStrides}, {{Place, 0, KStrides}},
            [&](Nest &N, const auto &V, Value &Index) {
              Index = V[0] * XStrides[A];
              return constant(N, Type::Bool, 1);
            });
  R.endRepeat();
  return true;
}

/// Elements at the places that a MaxPool named, others are 0.
bool maxUnpool(Reader &R) {
  const Shape X = R.shape(R.in(0));
  Shape Kernel = R.integers("kernel_shape");
  Shape Strides = R.integers("strides");
  Shape Pads = R.integers("pads");
  if (X.size() < 3)
    return R.fail("has an input of shape " + toString(X));
  size_t Rank = X.size() - 2;
  if (Strides.empty())
    Strides.assign(Rank, 1);
  if (Pads.empty())
    Pads.assign(2 * Rank, 0);
  constexpr int64_t Most = 1 << 15;
  bool Ok = Kernel.size() == Rank && Strides.size() == Rank &&
            Pads.size() == 2 * Rank && R.shape(R.in(1)) == X &&
            R.type(R.in(1)) == Type::I64;
  Shape S{X[0], X[1]};
  for (size_t D = 0; Ok && D < Rank; ++D) {
    Ok = std::min(Kernel[D], Strides[D]) >= 1 &&
         std::max({Kernel[D], Strides[D], Pads[D], Pads[D + Rank]}) <= Most &&
         std::min(Pads[D], Pads[D + Rank]) >= 0;
    if (Ok)
      S.push_back((X[D + 2] - 1) * Strides[D] - Pads[D] - Pads[D + Rank] +
                  Kernel[D]);
    Ok = Ok && S.back() >= 1;
  }
  if (!Ok)
    return R.fail("has a window, strides, pads or indices that are not "
                  "supported");
  Type T = R.type(R.in(0));
  // A larger result has the rest behind.
  Shape Whole = S;
  if (R.has(2)) {
    Whole.clear();
    if (!R.integersOf(2, "a shape of the result", Whole))
      return false;
    Ok = Whole.size() == S.size();
    for (size_t D = 0; Ok && D < S.size(); ++D)
      Ok = Whole[D] >= S[D];
    if (!Ok)
      return R.fail("has a result of shape " + toString(Whole) +
                    ", expected at least " + toString(S));
  }
  int Result = R.output(0, T, Whole);
  int Y = Whole == S ? Result : R.temporary(T, S);
  R.fill(Y, 0);
  if (Y != Result)
    R.fill(Result, 0);
  int64_t Last = R.tensor(Y).elements() - 1;
  Shape Own = stridesOf(X);
  R.scatter(X, {Y, 0, Shape(X.size())}, {{R.in(0), 0, Own}, {R.in(1), 0, Own}},
            [&](Nest &, const auto &V, Value &Index) {
              Index = larger(smaller(V[1], Last), 0);
              return V[0];
            });
  if (Y != Result)
    R.copy(S, {Result, 0, stridesOf(Whole)}, {Y, 0, stridesOf(S)});
  return true;
}

//===----------------------------------------------------------------------===//
// GridSample
//===----------------------------------------------------------------------===//

Value floorOf(Value X) { return unary(Code::Floor, X); }

struct Grid {
  bool Corners; ///< -1 and 1 are the centres of the outermost elements
  enum { Zeros, Border, Reflection } Outside;

  /// From -1 to 1 to a place in elements.
  Value place(Value V, int64_t Size) const {
    auto N = double(Size);
    return Corners ? (V + 1.0) * ((N - 1) / 2) : ((V + 1.0) * N - 1.0) * 0.5;
  }
  /// Within the image, where places beyond have elements.
  Value inside(Value V, int64_t Size) const {
    auto N = double(Size);
    if (Outside == Reflection) {
      // A distance from the lower end, folded.
      double Low = Corners ? 0 : -0.5;
      double Span = Corners ? N - 1 : N;
      if (Span == 0)
        return V * 0.0;
      Value D = unary(Code::Abs, V - Low);
      Value Turns = floorOf(D / Span);
      Value Rest = D - Turns * Span;
      Value Odd = Turns - floorOf(Turns * 0.5) * 2.0 == 1.0;
      V = select(Odd, Span - Rest, Rest) + Low;
    }
    return Outside == Zeros ? V : larger(smaller(V, N - 1), 0.0);
  }
};

/// The weights of four elements from one before the place on, A = -0.75.
std::array<Value, 4> cubicWeights(Value F) {
  auto Near = [](Value D) { return ((D * 1.25) - 2.25) * D * D + 1.0; };
  auto Far = [](Value D) { return ((D * -0.75 + 3.75) * D - 6.0) * D + 3.0; };
  return {Far(F + 1.0), Near(F), Near(1.0 - F), Far(2.0 - F)};
}

/// Places far outside see what those a few elements outside do.
Value nearImage(Value P, int64_t Size) {
  return larger(smaller(select(P == P, P, -4.0), double(Size) + 4), -4.0);
}

/// The element of images of shape \p X at a whole place, 0 outside.
Value elementAt(Reader &R, Nest &N, const Access &Image, const Shape &X,
                const std::vector<Value> &At) {
  Value Inside = constant(N, Type::Bool, 1);
  Value Index;
  for (size_t D = 0; D < At.size(); ++D) {
    auto Last = double(X[D + 2] - 1);
    Inside = Inside & (At[D] >= 0.0) & (At[D] <= Last);
    Value I = saturated(larger(smaller(At[D], Last), 0.0), Type::I64);
    Index = D == 0 ? I : Index * X[D + 2] + I;
  }
  return select(Inside, R.at(N, Image, Index), 0.0);
}

/// Between the elements around a place: the corners of a square or cube, in the
/// elements' order.
template <typename Elements>
Value betweenCorners(Nest &N, Type T, const std::vector<Value> &Low,
                     const std::vector<Value> &Fraction, Elements Element) {
  size_t Rank = Low.size();
  Value Sum = constant(N, T, 0);
  for (unsigned Corner = 0; Corner < 1U << Rank; ++Corner) {
    std::vector<Value> At;
    Value W;
    for (size_t D = 0; D < Rank; ++D) {
      bool High = (Corner >> (Rank - 1 - D) & 1) != 0;
      Value Of = High ? Fraction[D] : 1.0 - Fraction[D];
      W = D == 0 ? Of : W * Of;
      At.push_back(Low[D] + (High ? 1 : 0));
    }
    Sum = fma(W, Element(At), Sum);
  }
  return Sum;
}

/// Of images with two or three dimensions; the grid's last dimension has the
/// place along the image's last one first.
bool gridSample(Reader &R) {
  const Shape X = R.shape(R.in(0));
  const Shape G = R.shape(R.in(1));
  // Version 20 gave them other names.
  std::string Mode = R.text("mode", R.version() < 20 ? "bilinear" : "linear");
  if (Mode == "bilinear" || Mode == "bicubic")
    Mode.erase(0, 2);
  std::string Padding = R.text("padding_mode", "zeros");
  Grid Of{R.integer("align_corners", 0) != 0, Grid::Zeros};
  if (!R.isReal(0) || !R.isReal(1))
    return false;
  size_t Rank = X.size() - 2;
  if (X.size() < 4 || X.size() > 5 || G.size() != X.size() || G[0] != X[0] ||
      G.back() != int64_t(Rank))
    return R.fail("has inputs of shapes " + toString(X) + " and " +
                  toString(G));
  bool Known = Padding == "zeros";
  if (Padding == "border" || Padding == "reflection") {
    Of.Outside = Padding == "border" ? Grid::Border : Grid::Reflection;
    Known = true;
  }
  if (!Known || (Mode != "nearest" && Mode != "linear" && Mode != "cubic") ||
      (Mode == "cubic" && Rank != 2))
    return R.fail("has the mode " + inQuotes(Mode) + " or the padding " +
                  inQuotes(Padding) + " of " + std::to_string(Rank) +
                  " dimensions");
  Shape S{X[0], X[1]};
  S.insert(S.end(), G.begin() + 1, G.end() - 1);
  int Y = R.output(0, Type::F32, S);
  Access Image{R.in(0), 0, Shape(S.size())};
  std::copy_n(stridesOf(X).begin(), 2, Image.Strides.begin());
  Shape GStrides = stridesOf(G);
  std::vector<Access> Places;
  for (size_t D = 0; D < Rank; ++D) {
    Places.push_back({R.in(1), int64_t(Rank - 1 - D), {GStrides[0], 0}});
    Places.back().Strides.insert(Places.back().Strides.end(),
                                 GStrides.begin() + 1, GStrides.end() - 1);
  }
  auto SizeOf = [&](size_t D) { return X[D + 2]; };
  R.nest(S, {Y, 0, stridesOf(S)}, Places, [&](Nest &N, const auto &V) {
    auto PlaceOf = [&](Value P, int64_t Size) {
      P = Of.place(P, Size);
      // Cubic reads beyond the ends, so elements are folded, not places.
      return Mode == "cubic" && Of.Outside == Grid::Border ? nearImage(P, Size)
             : Mode == "cubic" ? larger(smaller(P, 0x1p20), -0x1p20)
                               : nearImage(Of.inside(P, Size), Size);
    };
    auto Element = [&](std::vector<Value> At) {
      for (size_t D = 0; Of.Outside != Grid::Zeros && D < Rank; ++D)
        At[D] = unary(Code::RoundEven, Of.inside(At[D], SizeOf(D)));
      return elementAt(R, N, Image, X, At);
    };
    std::vector<Value> P;
    std::vector<Value> Low;
    std::vector<Value> Fraction;
    for (size_t D = 0; D < Rank; ++D) {
      P.push_back(PlaceOf(V[D], SizeOf(D)));
      if (Mode == "nearest") {
        P[D] = unary(Code::RoundEven, P[D]);
        continue;
      }
      Low.push_back(floorOf(P[D]));
      Fraction.push_back(P[D] - Low[D]);
    }
    if (Mode == "nearest")
      return Element(P);
    if (Mode == "linear")
      return betweenCorners(N, Type::F32, Low, Fraction, Element);
    Value Sum = constant(N, Type::F32, 0);
    std::array<Value, 4> WX = cubicWeights(Fraction[1]);
    std::array<Value, 4> WY = cubicWeights(Fraction[0]);
    for (size_t I = 0; I < 4; ++I) {
      Value Row = constant(N, Type::F32, 0);
      for (size_t J = 0; J < 4; ++J)
        Row = fma(WX[J],
                  Element({Low[0] + (double(I) - 1), Low[1] + (double(J) - 1)}),
                  Row);
      Sum = fma(WY[I], Row, Sum);
    }
    return Sum;
  });
  return true;
}

/// The places of a result's elements in an image, from a matrix for each.
bool affineGrid(Reader &R) {
  const Shape Theta = R.shape(R.in(0));
  bool Corners = R.integer("align_corners", 0) != 0;
  std::vector<int64_t> Size;
  if (!R.isReal(0) || !R.integersOf(1, "a size", Size))
    return false;
  size_t Rank = Size.size() < 2 ? 0 : Size.size() - 2;
  auto Places = int64_t(Rank);
  bool Fits =
      (Rank == 2 || Rank == 3) && Theta == Shape{Size[0], Places, Places + 1};
  for (int64_t D : Size)
    Fits &= D >= 1 && D <= 1 << 24;
  if (!Fits)
    return R.fail("has matrices of shape " + toString(Theta) +
                  " for an image of shape " + toString(Size));
  Shape S{Size[0]};
  S.insert(S.end(), Size.begin() + 2, Size.end());
  S.push_back(Places);
  // The last dimension's place is the first.
  std::vector<Access> In;
  for (size_t D = 0; D < Rank; ++D) {
    int64_t Count = Size[Rank + 1 - D];
    std::vector<float> At;
    At.reserve(size_t(Count));
    for (int64_t I = 0; I < Count; ++I)
      At.push_back(!Corners     ? float(double(2 * I + 1) / double(Count) - 1)
                   : Count == 1 ? 0.0F
                                : float(double(2 * I) / double(Count - 1) - 1));
    In.push_back({R.realTensor(At, {Count}), 0, Shape(S.size())});
    In.back().Strides[Rank - D] = 1;
  }
  for (int64_t K = 0; K <= Places; ++K) {
    In.push_back({R.in(0), K, Shape(S.size())});
    In.back().Strides[0] = Places * (Places + 1);
    In.back().Strides.back() = Places + 1;
  }
  int Y = R.output(0, Type::F32, S);
  R.nest(S, {Y, 0, stridesOf(S)}, In, [&](Nest &, const auto &V) {
    Value Sum = V[2 * Rank];
    for (size_t D = 0; D < Rank; ++D)
      Sum = fma(V[D], V[Rank + D], Sum);
    return Sum;
  });
  return true;
}

//===----------------------------------------------------------------------===//
// DeformConv
//===----------------------------------------------------------------------===//

/// A convolution of images whose windows have a place for each element. The
/// elements of all windows are one matrix, with which the weights multiply.
bool deformedConvolution(Reader &R) {
  const Shape X = R.shape(R.in(0));
  const Shape W = R.shape(R.in(1));
  int64_t Groups = R.integer("group", 1);
  int64_t Fields = R.integer("offset_group", 1); // of places
  std::vector<int64_t> Stated = R.integers("kernel_shape");
  if (!R.isReal(0) || !R.sameTypes(0, 5))
    return false;
  if (X.size() != 4 || W.size() != 4 || Groups < 1 || Fields < 1 ||
      X[1] % Groups != 0 || X[1] % Fields != 0 || W[0] % Groups != 0 ||
      W[1] != X[1] / Groups || (!Stated.empty() && Stated != Shape{W[2], W[3]}))
    return R.fail("has an input of shape " + toString(X) +
                  " and weights of shape " + toString(W) + " in " +
                  std::to_string(Groups) + " and " + std::to_string(Fields) +
                  " groups, expected images");
  std::vector<Window> Win;
  if (!windows(R, X, {W[2], W[3]}, false, Win))
    return false;
  int64_t Taps = W[2] * W[3];
  int64_t H = Win[0].Size;
  int64_t Width = Win[1].Size;
  if (R.shape(R.in(2)) != Shape{X[0], Fields * Taps * 2, H, Width} ||
      (R.has(3) && R.shape(R.in(3)) != Shape{W[0]}) ||
      (R.has(4) && R.shape(R.in(4)) != Shape{X[0], Fields * Taps, H, Width}))
    return R.fail("has places of shape " + toString(R.shape(R.in(2))) +
                  ", a bias or a mask that do not fit " + std::to_string(H) +
                  "x" + std::to_string(Width) + " results");
  Type T = R.firstType();
  // Loops over images, fields, channels of each, the window, and the result.
  int64_t Each = X[1] / Fields;
  int64_t Area = H * Width;
  Shape Loops{X[0], Fields, Each, W[2], W[3], H, Width};
  int Columns = R.temporary(T, {X[0], X[1], Taps, Area});
  Access Image{
      R.in(0),
      0,
      {X[1] * X[2] * X[3], Each * X[2] * X[3], X[2] * X[3], 0, 0, 0, 0}};
  auto Map = [&](int Of, int64_t Parts, int64_t First) {
    int64_t Tap = Parts * Area;
    return Access{
        Of,
        First * Area,
        {Fields * Taps * Tap, Taps * Tap, 0, W[3] * Tap, Tap, Width, 1}};
  };
  std::vector<Access> In{Map(R.in(2), 2, 0), Map(R.in(2), 2, 1)};
  if (R.has(4))
    In.push_back(Map(R.in(4), 1, 0));
  R.nest(
      Loops, {Columns, 0, stridesOf(Loops)}, In, [&](Nest &N, const auto &V) {
        std::vector<Value> Low;
        std::vector<Value> Fraction;
        for (size_t D = 0; D < 2; ++D) {
          Value Of = nearImage(convert(counter(N, 5 + D) * Win[D].Stride +
                                           counter(N, 3 + D) * Win[D].Dilation -
                                           Win[D].Before,
                                       T) +
                                   V[D],
                               X[D + 2]);
          Low.push_back(floorOf(Of));
          Fraction.push_back(Of - Low[D]);
        }
        Value Sum = betweenCorners(N, T, Low, Fraction,
                                   [&](const std::vector<Value> &At) {
                                     return elementAt(R, N, Image, X, At);
                                   });
        return R.has(4) ? Sum * V[2] : Sum;
      });
  int64_t M = W[0] / Groups;
  int64_t Depth = W[1] * Taps;
  int Y = R.output(0, T, {X[0], W[0], H, Width});
  if (R.has(3))
    R.copy(R.shape(Y), {Y, 0, stridesOf(R.shape(Y))},
           {R.in(3), 0, {0, 1, 0, 0}});
  else
    R.fill(Y, 0);
  R.nest({X[0], Groups, M, Area, Depth},
         {Y, 0, {W[0] * Area, M * Area, Area, 1, 0}},
         {{R.in(1), 0, {0, M * Depth, Depth, 0, 1}},
          {Columns, 0, {X[1] * Taps * Area, Depth * Area, 0, 1, Area}}},
         [&](Nest &N, const auto &V) { return fma(V[0], V[1], old(N, T)); });
  return true;
}

//===----------------------------------------------------------------------===//
// RoiAlign
//===----------------------------------------------------------------------===//

struct Regions {
  bool HalfPixel, Average;
  double Scale;
  int64_t Height, Width; ///< of a result
};

/// Samples \p Count regions from \p First on, in each of their cells
/// \p Rows x \p Columns places, which are combined in \p Y.
void sampleRegions(Reader &R, const Regions &Of, int Y, int64_t First,
                   int64_t Count, int64_t Rows, int64_t Columns) {
  const Shape X = R.shape(R.in(0));
  Shape XStrides = stridesOf(X);
  Shape YStrides = stridesOf(R.shape(Y));
  std::vector<Access> In{{R.in(2), First, {1, 0, 0, 0, 0, 0}}};
  for (int64_t K = 0; K < 4; ++K)
    In.push_back({R.in(1), 4 * First + K, {4, 0, 0, 0, 0, 0}});
  Access Image{R.in(0), 0, {0, XStrides[1], 0, 0, 0, 0}};
  R.nest({Count, X[1], Of.Height, Rows, Columns, Of.Width},
         {Y,
          First * YStrides[0],
          {YStrides[0], YStrides[1], YStrides[2], 0, 0, 1}},
         In, [&](Nest &N, const auto &V) {
           double Half = Of.HalfPixel ? 0.5 : 0;
           auto Place = [&](size_t Axis, int64_t Cells, size_t Cell,
                            int64_t Samples, size_t Sample) {
             Value Start = V[1 + Axis] * Of.Scale - Half;
             Value Size = V[3 + Axis] * Of.Scale - Half - Start;
             // The older form has regions of at least one element.
             if (!Of.HalfPixel)
               Size = larger(Size, 1.0);
             Value Step = Size / double(Cells);
             Value C = convert(counter(N, Cell), Type::F32);
             Value S = convert(counter(N, Sample), Type::F32) + 0.5;
             return Start + C * Step + S * Step / double(Samples);
           };
           Value PX = Place(0, Of.Width, 5, Columns, 4);
           Value PY = Place(1, Of.Height, 2, Rows, 3);
           Value Inside = (PX >= -1.0) & (PX <= double(X[3])) & (PY >= -1.0) &
                          (PY <= double(X[2]));
           // The elements around a place, and the weight of the second.
           auto Around = [](Value P, int64_t Size, Value &Low, Value &High) {
             Value Last = constant(*P.Of, Type::F32, double(Size - 1));
             P = smaller(larger(P, 0.0), Last);
             Value Whole = floorOf(P);
             Low = saturated(Whole, Type::I64);
             High = smaller(Low + 1, Size - 1);
             return P - Whole;
           };
           Value X0;
           Value X1;
           Value Y0;
           Value Y1;
           Value FX = Around(PX, X[3], X0, X1);
           Value FY = Around(PY, X[2], Y0, Y1);
           Value Batch =
               larger(smaller(convert(V[0], Type::I64), X[0] - 1), 0) *
               XStrides[0];
           auto Part = [&](Value AtY, Value AtX, Value WY, Value WX) {
             return WY * WX * R.at(N, Image, Batch + AtY * X[3] + AtX);
           };
           Value GX = 1.0 - FX;
           Value GY = 1.0 - FY;
           const std::array<Value, 4> Parts = {
               Part(Y0, X0, GY, GX), Part(Y0, X1, GY, FX), Part(Y1, X0, FY, GX),
               Part(Y1, X1, FY, FX)};
           Value Sample = Parts[0];
           for (size_t K = 1; K < 4; ++K)
             Sample = Of.Average ? Sample + Parts[K] : larger(Sample, Parts[K]);
           Sample = select(Inside, Sample, 0.0);
           Value Old = old(N, Type::F32);
           return Of.Average ? Old + Sample : larger(Old, Sample);
         });
}

bool roiAlign(Reader &R) {
  const Shape X = R.shape(R.in(0));
  const Shape Boxes = R.shape(R.in(1));
  std::string Mode = R.text("mode", "avg");
  std::string How =
      R.text("coordinate_transformation_mode",
             R.version() < 16 ? "output_half_pixel" : "half_pixel");
  int64_t Samples = R.integer("sampling_ratio", 0);
  Regions Of{How == "half_pixel", Mode == "avg",
             double(R.real("spatial_scale", 1)), R.integer("output_height", 1),
             R.integer("output_width", 1)};
  constexpr int64_t Most = 1 << 12;
  if (!R.isReal(0) || !R.sameTypes(0, 2))
    return false;
  if (X.size() != 4 || Boxes.size() != 2 || Boxes[1] != 4 ||
      R.shape(R.in(2)) != Shape{Boxes[0]} || R.type(R.in(2)) != Type::I64)
    return R.fail("has inputs of shapes " + toString(X) + ", " +
                  toString(Boxes) + " and " + toString(R.shape(R.in(2))));
  if ((Mode != "avg" && Mode != "max") ||
      (How != "half_pixel" && How != "output_half_pixel") || Samples < 0 ||
      std::min(Of.Height, Of.Width) < 1 ||
      std::max({Of.Height, Of.Width, Samples}) > Most)
    return R.fail("has a mode, a size or a number of samples that are not "
                  "supported");
  Shape S{Boxes[0], X[1], Of.Height, Of.Width};
  int Sums = R.temporary(Type::F32, S);
  std::vector<float> Counts;
  R.fill(Sums, Of.Average ? Number(0) : leastOf(Type::F32));
  if (Samples) {
    sampleRegions(R, Of, Sums, 0, Boxes[0], Samples, Samples);
    Counts.assign(size_t(Boxes[0]), float(Samples * Samples));
  } else {
    // As many samples as a cell has elements, which depends on the region.
    if (Boxes[0] > Most)
      return R.fail("has more than 4,096 regions");
    std::vector<float> V;
    if (!R.realsOf(1, "regions, on which the number of samples depends", V))
      return false;
    for (int64_t I = 0; I < Boxes[0]; ++I) {
      auto SamplesOf = [&](size_t Axis, int64_t Cells) {
        const float *Box = &V[size_t(4 * I)];
        double Size = double(Box[Axis + 2] - Box[Axis]) * Of.Scale;
        if (!Of.HalfPixel)
          Size = std::max(Size, 1.0);
        Size = std::ceil(Size / double(Cells));
        return Size >= 0 && Size <= double(Most) ? int64_t(Size) : -1;
      };
      int64_t Rows = SamplesOf(1, Of.Height);
      int64_t Columns = SamplesOf(0, Of.Width);
      if (Rows < 0 || Columns < 0)
        return R.fail("has a region that is too large or no region");
      if (Rows && Columns)
        sampleRegions(R, Of, Sums, I, 1, Rows, Columns);
      Counts.push_back(float(std::max<int64_t>(Rows * Columns, 1)));
    }
  }
  int Y = R.output(0, Type::F32, S);
  if (!Of.Average) {
    R.alias(Y, Sums);
    return true;
  }
  R.map(Y, {Sums, R.realTensor(Counts, {Boxes[0], 1, 1, 1})},
        [](Nest &, const auto &V) { return V[0] / V[1]; });
  return true;
}

} // namespace

OperatorTable samplingOperators() {
  return {
      {"AffineGrid", 2, 2, affineGrid},
      {"DeformConv", 3, 5, deformedConvolution},
      {"GridSample", 2, 2, gridSample},
      {"MaxUnpool", 2, 3, maxUnpool},
      {"RoiAlign", 3, 3, roiAlign},
      {"TopK", 1, 2, topK},
  };
}

} // namespace sectile::graph::onnx
