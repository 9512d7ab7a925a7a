// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Tiles.cpp - convolutions by tiles of 16 pixels ---------------------===//

#include "Tiles.h"
#include "runtime/kernels.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>
#include <cstdint>

namespace sectile::graph {

namespace {

using llvm::divideCeilSigned;

constexpr int64_t MostPieces = SECTILE_TILES_PIECES;
constexpr int64_t OwnPieces = SECTILE_TILES_OWN_PIECES;
constexpr int64_t DeepPieces = 9;
constexpr int64_t Together = SECTILE_TILES_GROUP;
// Images of fewer bytes are filled as a whole.
constexpr int64_t SmallImage = 2048;

/// Two words that say where it is, rows, and bytes of a row.
void addRectangle(std::vector<int32_t> &To, int64_t A, int64_t B, int64_t Rows,
                  int64_t Bytes) {
  for (int64_t V : {A, B, Rows, Bytes})
    To.push_back(int32_t(V));
}

class Planner {
public:
  Planner(const Convolution &C, int64_t ZeroPoint)
      : C(C), ZeroPoint(ZeroPoint), Channels(C.Depthwise ? 16 : C.X[3]),
        Pixel(C.StrideW * Channels), Pixels(C.Y[1] * C.Y[2]),
        Blocks(divideCeilSigned(C.Y[3], 16)) {}
  std::optional<TilesPlan> run();
  std::optional<BlockLayout> layout();

private:
  enum class Reach { Linear, Rows, Columns, Places, Gathers };

  const Convolution &C;
  int64_t ZeroPoint;
  int64_t Channels; ///< of a pixel of what is read
  /// Bytes from window to window, of a row, to the next row of windows, of an
  /// image.
  int64_t Pixel, Pitch = 0, Row = 0, Image = 0;
  int64_t Pixels, Blocks;
  Reach How = Reach::Gathers;
  int64_t Places = 0;    ///< of a row
  int64_t SecondRow = 0; ///< from the even rows of the copy to the odd ones
  int64_t Pieces = 0, Run = 0, Last = 0, Depth = 0;
  std::vector<int64_t> Piece;
  std::vector<int32_t> Deep; ///< the pieces, if they are more
  TilesPlan Plan;

  void reach();
  bool window();
  void geometry();
  int64_t tiles() const;
  int64_t lastRow(int64_t Tile) const;
  int64_t rowAt(int64_t H) const;
  void fillBytes(int64_t From, int64_t To);
  int64_t fillRows(int64_t N, int64_t From);
  void fillImage(int64_t N);
  bool readsCopy() const;
  int64_t images() const { return (C.Depthwise ? Blocks : 1) * C.X[0]; }
  int64_t copyBytes() const;
  void copy();
  void scatter();
  void schedule(const std::vector<int64_t> &Needed, int64_t Groups);
};

/// How tiles reach their pixels, and the rows that the copy has for that.
void Planner::reach() {
  const Shape &X = C.X, &Y = C.Y;
  Pitch = C.Width * Channels;
  Row = C.StrideH * Pitch;
  Image = C.Height * Pitch;
  if ((Y[1] == 1 || Row == Y[2] * Pixel) &&
      (X[0] == 1 || Image == Pixels * Pixel)) {
    How = Reach::Linear;
    return;
  }
  if (Y[2] % 16 == 0) {
    How = Reach::Rows;
    return;
  }
  if (!C.Depthwise && Y[1] % 16 == 0) {
    How = Reach::Columns;
    return;
  }
  // Gathers take as long as products, but the first one waits for its index;
  // places between rows are computed in vain. With strides of 2 even and odd
  // rows are apart.
  bool Twos = C.StrideH == 2 && C.StrideW == 2 && C.DilationH == 1;
  if (!C.Depthwise || X[0] != 1 ||
      !(Twos || (C.StrideH == 1 && C.StrideW == 1)))
    return;
  Places = divideCeilSigned(C.Width, C.StrideW);
  if (divideCeilSigned((Y[1] - 1) * Places + Y[2], 16) >
      divideCeilSigned(Pixels, 16))
    return;
  How = Reach::Places;
  if (Twos) {
    Pitch = 2 * Places * Channels;
    Row = Pitch;
    SecondRow = divideCeilSigned(C.Height, 2) * Pitch;
    Image = 2 * SecondRow;
  }
}

/// The pieces of a window: rows, or 64 bytes of what is contiguous.
bool Planner::window() {
  if (C.DilationW != 1 && C.KernelW != 1)
    return false;
  int64_t Bytes = C.KernelW * Channels;
  int64_t Next = C.DilationH * Pitch;
  if (C.Depthwise) {
    // Rows that the window does not have get weights of 0.
    Pieces = OwnPieces;
    Run = Last = Bytes;
    Piece = SecondRow ? std::vector<int64_t>{0, SecondRow, Pitch, 0}
                      : std::vector<int64_t>{0, Next, 2 * Next, 0};
    return C.KernelH <= OwnPieces && Bytes <= 64;
  }
  Depth = C.KernelH * Bytes;
  int64_t Rows = C.KernelH;
  if (C.KernelH == 1 || Next == Bytes) {
    Rows = 1;
    Bytes = Depth;
    Pieces = divideCeilSigned(Depth, 64);
    Run = Next = 64;
    Last = Depth - (Pieces - 1) * 64;
  } else {
    Pieces = C.KernelH;
    Run = Last = Bytes;
  }
  Piece = {0, Next, 2 * Next, 3 * Next};
  // Three or four pieces leave no registers to the offsets of results.
  if (Pieces <= (C.Result ? 2 : MostPieces) && Run <= 64)
    return true;
  // Each piece costs two loads; weights that are loaded for each tile pay where
  // they are as many products.
  for (int64_t R = 0; R < Rows; ++R)
    for (int64_t B = 0; B < Bytes; B += 64)
      for (int64_t V :
           {R * Next + B, R * Bytes + B, std::min<int64_t>(Bytes - B, 64)})
        Deep.push_back(int32_t(V));
  Pieces = int64_t(Deep.size()) / 3;
  if (Pieces > DeepPieces || Depth < 32 * Pieces)
    return false;
  Pieces = Pieces > 6 ? DeepPieces : 6;
  Deep.resize(size_t(3 * Pieces)); // the rest is empty
  return true;
}

int64_t Planner::tiles() const {
  return divideCeilSigned(How == Reach::Places ? (C.Y[1] - 1) * Places + C.Y[2]
                                               : C.X[0] * Pixels,
                          16);
}

void Planner::geometry() {
  const Shape &Y = C.Y;
  int64_t Result = Y[3]; // bytes of a pixel
  int64_t XPixel = Pixel, YPixel = Result, XTile = 16 * Pixel,
          YTile = 16 * Result, RowTiles = INT64_MAX, XRow = 0, YRow = 0,
          Rows = INT64_MAX, XImage = 0, YImage = 0;
  if (How == Reach::Rows) {
    RowTiles = Y[2] / 16;
    XRow = Row - Y[2] * Pixel;
    Rows = Y[1];
    XImage = Image - Y[1] * Row;
  } else if (How == Reach::Columns) {
    // A tile is 16 rows of a column. Those of 16 rows come first.
    XPixel = Row;
    YPixel = Y[2] * Result;
    XTile = Pixel;
    YTile = Result;
    RowTiles = Y[2];
    XRow = 16 * Row - Y[2] * Pixel;
    YRow = 15 * Y[2] * Result;
    Rows = Y[1] / 16;
    XImage = Image - Y[1] * Row;
  } else if (How == Reach::Places) {
    RowTiles = Y[2];
    Rows = Y[1];
    YRow = (Y[2] - Places) * Result;
  }
  if (C.Result)
    YTile = YRow = YImage = 0;
  bool Own = C.Depthwise;
  Plan.Geometry = {Pieces, Run, Last, 0};
  Plan.Geometry.insert(Plan.Geometry.end(), Piece.begin(), Piece.end());
  Plan.Geometry.insert(
      Plan.Geometry.end(),
      {Own ? 64 : Run, Own ? 0 : Depth, Own ? C.X[0] * Image : 0,
       Own ? OwnPieces * 64 : 16 * Depth, C.Result ? C.Result->Block : 16,
       XPixel, YPixel, XTile, YTile, RowTiles, XRow, YRow, Rows, XImage, YImage,
       Places,
       How == Reach::Places ? (Y[1] - 1) * Places + Y[2] : C.X[0] * Pixels,
       Y[3]});
}

/// Counted through all images, the last row of X that a tile of a block of
/// channels reads.
int64_t Planner::lastRow(int64_t Tile) const {
  const Shape &X = C.X, &Y = C.Y;
  int64_t N = 0, H = 0;
  int64_t End = 16 * Tile + 15;
  if (How == Reach::Places) {
    H = std::min(End / Places, Y[1] - 1);
  } else if (How == Reach::Columns) {
    int64_t Band = Tile / Y[2];
    N = Band / (Y[1] / 16);
    H = Band % (Y[1] / 16) * 16 + 15;
  } else {
    End = std::min(End, X[0] * Pixels - 1);
    N = End / Pixels;
    H = End % Pixels / Y[2];
  }
  int64_t Reached = H * C.StrideH + (C.KernelH - 1) * C.DilationH - C.Top;
  return N * X[1] + std::clamp<int64_t>(Reached, 0, X[1] - 1);
}

/// Where a row of X begins in an image of the copy.
int64_t Planner::rowAt(int64_t H) const {
  int64_t Padded = C.Top + H;
  return C.Left * Channels + (SecondRow
                                  ? Padded % 2 * SecondRow + Padded / 2 * Pitch
                                  : Padded * Pitch);
}

/// Contiguous bytes of the padding.
void Planner::fillBytes(int64_t From, int64_t To) {
  while (To - From >= 64) {
    int64_t Rows = std::min<int64_t>((To - From) / 64, 16);
    addRectangle(Plan.Tables, From, 64, Rows, 64);
    From += 64 * Rows;
  }
  if (To > From)
    addRectangle(Plan.Tables, From, 64, 1, To - From);
}

/// The padding before the last row of an image of the copy, as rows at equal
/// distances. Returns where that row ends.
int64_t Planner::fillRows(int64_t N, int64_t From) {
  int64_t Inside = C.X[2] * Channels;
  int64_t Gap = Pitch - Inside;
  int64_t Step = SecondRow ? 2 : 1;
  for (int64_t Parity = 0; Parity < Step; ++Parity) {
    int64_t First = SecondRow ? (Parity + C.Top) % 2 : 0;
    int64_t Rows = divideCeilSigned(C.X[1] - First, Step);
    if (Rows <= 0)
      continue;
    int64_t Start = N * Image + rowAt(First);
    fillBytes(From, Start);
    for (int64_t R = 0; R < Rows - 1; R += 16)
      for (int64_t B = 0; B < Gap; B += 64)
        addRectangle(Plan.Tables, Start + R * Pitch + Inside + B, Pitch,
                     std::min<int64_t>(Rows - 1 - R, 16),
                     std::min<int64_t>(Gap - B, 64));
    From = Start + (Rows - 1) * Pitch + Inside;
  }
  return From;
}

/// The padding of an image of the copy, with the 64 bytes behind it, which are
/// padding of its last row.
void Planner::fillImage(int64_t N) {
  int64_t From = N * Image;
  fillBytes(Image < SmallImage ? From : fillRows(N, From), From + Image + 64);
}

/// How many groups of the copy come before the first tile and with each, so
/// that
/// \p Needed are done before each, where possible a tile earlier.
void Planner::schedule(const std::vector<int64_t> &Needed, int64_t Groups) {
  auto Before = [&](int64_t Each) {
    int64_t Most = Needed[0];
    auto Count = int64_t(Needed.size());
    for (int64_t I = 1; I < Count; ++I)
      Most = std::max(Most, Needed[size_t(std::min(I + 1, Count - 1))] -
                                Each * (I - 1));
    return std::min(Most, Groups);
  };
  constexpr int64_t MostEach = 12;
  int64_t Least = Before(MostEach);
  int64_t Each = 1;
  while (Before(Each) > Least)
    ++Each;
  Plan.Counts = {Before(Each), Each};
}

bool Planner::readsCopy() const {
  return C.Height > C.X[1] || C.Width > C.X[2] || SecondRow ||
         (C.Depthwise && (C.X[3] != 16 || C.KernelH < OwnPieces));
}

/// Behind the last image there is padding, and what rows of the window read
/// that it does not have.
int64_t Planner::copyBytes() const {
  int64_t Bytes = images() * Image + 64;
  if (C.Depthwise)
    Bytes += (OwnPieces - C.KernelH) * C.DilationH * Pitch;
  return divideCeilSigned(Bytes, 64) * 64;
}

void Planner::copy() {
  const Shape &X = C.X;
  if (!readsCopy() || C.Laid) {
    Plan.Copy.assign(4, 0);
    Plan.Counts.assign(4, 0);
    return;
  }
  int64_t Images = images();
  Plan.CopyBytes = copyBytes();
  int64_t From = X[2] * X[3];    // a row
  bool Whole = X[3] == Channels; // rows are contiguous
  // Rectangles of 16 rows, where a row is few loads, or all rows are needed.
  bool ByBands = How == Reach::Columns || (Whole && From < 256);
  // Of a block a rectangle is pixels of a row or of a column.
  bool ByColumns =
      !Whole && !SecondRow &&
      X[2] * divideCeilSigned(X[1], 16) < X[1] * divideCeilSigned(X[2], 16);
  // How many rectangles there are with those of each row of each image.
  std::vector<int64_t> Done;
  std::vector<int32_t> Copy;
  auto Count = [&] { return int64_t(Copy.size()) / 4; };
  for (int64_t I = 0; I < Images; ++I) {
    int64_t Block = I / X[0];
    int64_t Of = I % X[0] * X[1] * From + 16 * Block;
    int64_t To = I * Image;
    int64_t Bytes = std::min<int64_t>(X[3] - 16 * Block, 16);
    for (int64_t W = 0; ByColumns && W < X[2]; ++W)
      for (int64_t H = 0; H < X[1]; H += 16)
        addRectangle(Copy, Of + H * From + W * X[3], To + rowAt(H) + W * 16,
                     std::min<int64_t>(X[1] - H, 16), Bytes);
    for (int64_t H = 0; H < X[1]; ++H) {
      int64_t Start = Of + H * From;
      int64_t At = To + rowAt(H);
      if (ByBands) {
        for (int64_t B = 0; H % 16 == 0 && B < From; B += 64)
          addRectangle(Copy, Start + B, At + B, std::min<int64_t>(X[1] - H, 16),
                       std::min<int64_t>(From - B, 64));
      } else if (Whole) {
        for (int64_t B = 0; B < From;) {
          int64_t Rows = std::min<int64_t>((From - B) / 64, 16);
          int64_t Part = Rows ? 64 : From - B;
          Rows = std::max<int64_t>(Rows, 1);
          addRectangle(Copy, Start + B, At + B, Rows, Part);
          B += Rows * Part;
        }
      } else if (!ByColumns) {
        for (int64_t W = 0; W < X[2]; W += 16)
          addRectangle(Copy, Start + W * X[3], At + W * 16,
                       std::min<int64_t>(X[2] - W, 16), Bytes);
      }
      Done.push_back(Count());
    }
  }
  int64_t Groups = divideCeilSigned(Count(), Together);
  Copy.resize(size_t(Groups * Together * 4)); // the rest is empty
  std::vector<int64_t> Needed;
  for (int64_t Block = 0; Block < Blocks; ++Block)
    for (int64_t Tile = 0; Tile < tiles(); ++Tile)
      Needed.push_back(divideCeilSigned(
          Done[size_t((C.Depthwise ? Block * X[0] * X[1] : 0) + lastRow(Tile))],
          Together));
  schedule(Needed, Groups);
  // Images of which something is copied before the first tile.
  int64_t Early = 1;
  while (Early < Images &&
         Done[size_t(Early * X[1] - 1)] < Plan.Counts[0] * Together)
    ++Early;
  int64_t Filled = 0;
  for (int64_t I = 0; I < Images; ++I) {
    fillImage(I);
    if (I + 1 == Early)
      Filled = int64_t(Plan.Tables.size()) / 4;
  }
  int64_t Fills = int64_t(Plan.Tables.size()) / 4;
  Plan.Counts.insert(Plan.Counts.begin(), {Filled, Fills - Filled});
  Plan.Tables.insert(Plan.Tables.end(), Copy.begin(), Copy.end());
  bool ByRows = Whole && !ByBands;
  Plan.Copy = {Groups,
               ByRows                 ? 64
               : ByColumns || ByBands ? From
                                      : X[3],
               ByRows                 ? 64
               : ByColumns || ByBands ? Pitch
                                      : 16,
               ZeroPoint};
}

/// Where the pixels of each tile go, and when the padding is written.
void Planner::scatter() {
  const Shape &Y = C.Y;
  const std::vector<int32_t> &Offsets = C.Result->Offsets;
  if (How == Reach::Columns)
    for (int64_t Row = 0; Row < Y[0] * Y[1]; Row += 16)
      for (int64_t Column = 0; Column < Y[2]; ++Column)
        for (int64_t I = 0; I < 16; ++I)
          Plan.Scatter.push_back(Offsets[size_t((Row + I) * Y[2] + Column)]);
  else
    Plan.Scatter = Offsets;
  int64_t Fills = int64_t(C.Result->Padding.size()) / 4;
  // With each tile but the last one.
  int64_t Steps = Blocks * tiles() - 1;
  Plan.FillsEach = Steps ? divideCeilSigned(Fills, Steps) : 0;
  Plan.FillsBefore = Steps ? 0 : Fills;
}

std::optional<BlockLayout> Planner::layout() {
  reach();
  if (!window() || !readsCopy())
    return std::nullopt;
  const Shape &X = C.X;
  BlockLayout L;
  for (int64_t N = 0; N < X[0]; ++N)
    for (int64_t H = 0; H < X[1]; ++H)
      for (int64_t W = 0; W < X[2]; ++W)
        L.Offsets.push_back(int32_t(N * Image + rowAt(H) + W * Channels));
  L.Block = X[0] * Image;
  L.Bytes = copyBytes();
  // What is behind a row of an image is before the first one of the next.
  int64_t From = 0;
  for (int64_t N = 0; N < images(); ++N)
    From = fillRows(N, From);
  fillBytes(From, images() * Image + 64);
  L.Padding = std::move(Plan.Tables);
  L.ZeroPoint = ZeroPoint;
  return L;
}

std::optional<TilesPlan> Planner::run() {
  if (C.Rare && !C.Depthwise)
    return std::nullopt;
  reach();
  if (!window())
    return std::nullopt;
  Plan.Gathers = How == Reach::Gathers;
  Plan.Function = "sectile_tiles_";
  if (C.Result)
    Plan.Function += "scatter_";
  if (C.Depthwise)
    Plan.Function += How == Reach::Gathers  ? "own_gathers"
                     : How == Reach::Places ? "own_places"
                                            : "own";
  else
    Plan.Function += (Plan.Gathers ? "gathers_" : "") + std::to_string(Pieces);
  Plan.Function += C.Rare ? "_rare_i8" : "_i8";
  geometry();
  copy();
  if (Plan.CopyBytes && Pieces == MostPieces)
    return std::nullopt; // no registers are left for a copy
  if (C.Result)
    scatter();
  Plan.Geometry[3] = int64_t(Plan.Tables.size());
  Plan.Tables.insert(Plan.Tables.end(), Deep.begin(), Deep.end());
  return Plan;
}

} // namespace

std::optional<TilesPlan> planTiles(const Convolution &C, int64_t ZeroPoint) {
  return Planner(C, ZeroPoint).run();
}

std::optional<BlockLayout> blockLayout(const Convolution &C,
                                       int64_t ZeroPoint) {
  return Planner(C, ZeroPoint).layout();
}

} // namespace sectile::graph
