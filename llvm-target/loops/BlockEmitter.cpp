// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- BlockEmitter.cpp - contractions as tile code -----------------------===//
//
// C is computed in blocks of up to 4 x 4 tiles: 8 loads for 16 multiplies, the
// ratio at which the matrix unit never waits, and 24 of the 32 registers. If at
// most two rows or columns of tiles are left, blocks are one tile wide. If the
// rows of a convolution's output have at most two tiles, a block has several
// such rows. Operands are not packed: tile accesses bypass the caches, and on
// the core a copy costs more than it saves.
//
// An operand that is contiguous in k is loaded by plain loads, one that is
// contiguous in its other index by transposing loads. Shapes limit each access
// to existing elements, so edges of m and n need no separate code. For the edge
// of k the last multiply has a depth operand, so that it adds the same products
// as the loops. Products of zeros would change a sum of -0 to +0.
//
// Integers for which there is no matrix multiply are widened to words. For each
// k, a tile that repeats a column of A is multiplied by one that repeats a row
// of B, word by word.
//
// Where A is a triangle, the rows of a tile have most k in common. The others
// are added one by one, to those rows that have them.
//
// Where C is a triangle, tiles on its border are computed in full. Their
// elements are loaded and stored row by row, so that no other one is accessed.
//
//===----------------------------------------------------------------------===//

#include "loops/BlockEmitter.h"
#include "loops/TileBuilder.h"
#include "llvm/IR/Constants.h"

using namespace llvm;
using sectile::isa::ElementKind;
using sectile::isa::ElementType;
using sectile::isa::typeInfo;

namespace {

constexpr sectile::isa::ElementShape WordTile =
    shapeOf(sectile::isa::Element::t32);
constexpr unsigned TileRows = WordTile.rows;

unsigned bytesOf(ElementType E) { return typeInfo(E).bits / 8; }

/// The suffix of the converting accesses of a narrow type.
const char *nameOf(ElementType E) {
  switch (E) {
  case ElementType::i8:
    return "i8";
  case ElementType::u8:
    return "u8";
  case ElementType::i16:
    return "i16";
  case ElementType::u16:
    return "u16";
  case ElementType::f16:
    return "f16";
  case ElementType::bf16:
    return "bf16";
  default:
    llvm_unreachable("no narrow type of a result or a term");
  }
}

/// The reserved function that multiplies tiles of these types, or null.
const char *multiplyName(ElementType A, ElementType B, bool FromZero) {
  using namespace sectile::isa;
#define SECTILE_INTRINSIC(OP, NAME, ...)                                       \
  if (isMultiply(Op::OP)) {                                                    \
    Multiply M = multiplyOf(Op::OP);                                           \
    if (M.a == A && M.b == B && M.fromZero == FromZero)                        \
      return NAME;                                                             \
  }
#include "sectile/intrinsics.def"
  return nullptr;
}

/// One operand of the multiply: the loop over its rows in the tile, and k.
struct Operand {
  Value *Base;
  Value *RowStride;   ///< in m or n
  Value *DepthStride; ///< in k
  ElementType Element;
  Value *Rows; ///< extent of m or n
  bool IsA;

  /// Must a load transpose, because the operand is contiguous in the row index
  /// and not in k?
  bool transposes() const { return !isConstant(DepthStride, bytesOf(Element)); }
};

bool isLoadable(const Operand &O) {
  int64_t Bytes = bytesOf(O.Element);
  return isConstant(O.DepthStride, Bytes) || isConstant(O.RowStride, Bytes);
}

Operand operandA(const Contraction &C) {
  return {C.A, C.M.StrideA, C.K.back().StrideA, C.ElementA, C.M.Extent, true};
}
Operand operandB(const Contraction &C) {
  return {C.B, C.N.StrideB, C.K.back().StrideB, C.ElementB, C.N.Extent, false};
}

class Emitter {
public:
  Emitter(const Contraction &C, BasicBlock *Entry, BasicBlock *Exit,
          const DebugLoc &Loc)
      : C(C), B(Entry, Exit, Loc), Exit(Exit), I64(B.getInt64Ty()),
        Words(B.words()), Bytes(B.bytes()),
        SumType(
            B.packedType(C.isFloat() ? ElementType::f32 : ElementType::i32)),
        HasSums(!C.K.empty()) {
    ByWords = HasSums && !hasMultiply(C.ElementA, C.ElementB);
    Depth = ByWords ? TileRows : typeInfo(C.ElementA).depth;
  }

  void run() {
    Here.A = C.A;
    Here.B = C.B;
    Here.C = C.C;
    for (const ContractionTerm &T : C.Terms)
      Here.Terms.push_back(T.Base);
    unsigned Sharing = None;
    for (unsigned L = 0; L < C.Outer.size(); ++L)
      if (mayShareBlock(C.Outer[L]) && !isLimiting(L))
        Sharing = L;
    constexpr unsigned FewRows = 2 * TileRows;
    auto *Rows = dyn_cast<ConstantInt>(C.M.Extent);
    if (Sharing != None && !Rows) {
      BasicBlock *Few = B.block("few"), *Many = B.block("many");
      B.CreateCondBr(B.CreateICmpSLE(C.M.Extent, B.number(FewRows)), Few, Many);
      B.SetInsertPoint(Few);
      emitAll(Sharing);
      B.SetInsertPoint(Many);
    }
    emitAll(Rows && Rows->getZExtValue() <= FewRows ? Sharing : None);
  }

private:
  /// The contraction, where blocks share the iterations of an outer loop.
  void emitAll(unsigned Sharing) {
    Shared = Sharing;
    emitSegments(ContractionWindow::OverM, C.M);
    B.CreateBr(Exit);
  }

  //===-- Windows ---------------------------------------------------------===//

  /// The iterations of a K loop that take part.
  struct Part {
    Value *First, *Count;
  };

  Part partOf(const ContractionWindow &W, Value *Index) {
    auto Binary = [&](Intrinsic::ID ID, Value *X, Value *Y) {
      return B.CreateBinaryIntrinsic(ID, X, Y);
    };
    Value *Zero = B.number(0), *First = Zero, *End = W.Extent;
    for (const ContractionWindow::Bound &Of : W.Bounds) {
      Value *At = B.CreateAdd(Of.Start, B.CreateMul(Index, Of.Stride));
      Value *Steps = Of.IsUpper
                         ? B.CreateAdd(At, Of.Step)
                         : B.CreateSub(B.CreateSub(Of.Step, B.number(1)), At);
      Steps = B.CreateUDiv(Binary(Intrinsic::smax, Steps, Zero), Of.Step);
      if (Of.IsUpper)
        End = Binary(Intrinsic::smin, End, Steps);
      else
        First = Binary(Intrinsic::smax, First, Steps);
    }
    return {First, Binary(Intrinsic::smax, B.CreateSub(End, First), Zero)};
  }

  /// Limits the K loop of a window in the iteration of the loop that it depends
  /// on.
  void limit(const ContractionWindow &W, Value *Index) {
    auto [First, Count] = partOf(W, Index);
    C.K[W.K].Extent = B.CreateMul(Count, W.Each);
    if (W.StrideA)
      Here.A = B.address(Here.A, First, W.StrideA);
    if (W.StrideB)
      Here.B = B.address(Here.B, First, W.StrideB);
  }

  /// Do windows depend on that outer loop, or on M?
  bool isLimiting(unsigned Outer) const {
    return any_of(C.Windows, [&](const ContractionWindow &W) {
      return W.Over == ContractionWindow::OverM ||
             (W.Over == ContractionWindow::OverOuter && W.Outer == Outer);
    });
  }

  bool isLimited(unsigned K) const {
    return any_of(C.Windows,
                  [&](const ContractionWindow &W) { return W.K == K; });
  }

  /// If windows depend on M or N, a tile cannot have rows of which other K take
  /// part: those of which the same do are a matrix of their own. First of M,
  /// then of N.
  void emitSegments(decltype(ContractionWindow::Over) Over,
                    ContractionLoop &L) {
    auto Continue = [&] {
      if (Over == ContractionWindow::OverM)
        emitSegments(ContractionWindow::OverN, C.N);
      else
        emitOuter(0);
    };
    SmallVector<const ContractionWindow *, 2> Windows;
    for (const ContractionWindow &W : C.Windows)
      if (W.Over == Over)
        Windows.push_back(&W);
    if (Windows.empty())
      return Continue();
    if (Over == ContractionWindow::OverM && areSteps(Windows)) {
      emitSteps(*Windows.front(), Continue);
      return;
    }
    const ContractionLoop Whole = L;
    const Position Around = Here;
    const auto AllK = C.K;
    B.loop("segment", Whole.Extent, [&](Value *First) {
      Value *End = endOfSegment(Windows, First, Whole.Extent);
      L.Extent = B.CreateNSWSub(End, First);
      advance(L, First, Over == ContractionWindow::OverM);
      for (const ContractionWindow *W : Windows)
        limit(*W, First);
      unsigned Other =
          Over == ContractionWindow::OverM && !IsExchanged ? otherM() : None;
      if (Other == None)
        Continue();
      else
        emitBorder(Other, Continue);
      L = Whole;
      Here = Around;
      C.K = AllK;
      return End;
    });
  }

  /// Moves to an iteration of M or N.
  void advance(const ContractionLoop &L, Value *Index, bool IsM) {
    auto Move = [&](Value *&Base, Value *Stride) {
      if (Stride)
        Base = B.address(Base, Index, Stride);
    };
    Move(Here.A, L.StrideA);
    Move(Here.B, L.StrideB);
    Move(Here.C, L.StrideC);
    for (auto [Base, Term] : zip(Here.Terms, C.Terms))
      Move(Base, IsM ? Term.StrideM : Term.StrideN);
  }

  //===-- Steps -----------------------------------------------------------===//

  /// Does the innermost loop over K have one iteration more or less in each
  /// iteration of M?
  bool areSteps(ArrayRef<const ContractionWindow *> Windows) const {
    const ContractionWindow &W = *Windows.front();
    return Windows.size() == 1 && C.Windows.size() == 1 && !IsExchanged &&
           !ByWords && W.K + 1 == C.K.size() && C.Parts.empty() &&
           isConstant(W.Each, 1) && W.Bounds.size() == 1 &&
           isConstant(W.Bounds.front().Step, 1) &&
           (isConstant(W.Bounds.front().Stride, 1) ||
            isConstant(W.Bounds.front().Stride, -1));
  }

  /// Tiles of 16 rows. From First to End, some of them have k.
  void emitSteps(const ContractionWindow &W, function_ref<void()> Continue) {
    const ContractionLoop Whole = C.M, WholeK = C.K.back();
    const Position Around = Here;
    const ContractionWindow::Bound Bound = W.Bounds.front();
    B.loop("steps", Whole.Extent, [&](Value *I) {
      C.M.Extent = B.CreateBinaryIntrinsic(
          Intrinsic::smin, B.CreateNSWSub(Whole.Extent, I), B.number(TileRows));
      advance(Whole, I, /*IsM=*/true);
      Value *Last = B.CreateNSWSub(B.CreateNSWAdd(I, C.M.Extent), B.number(1));
      Part X = partOf(W, I), Y = partOf(W, Last);
      auto Limit = [&](Intrinsic::ID ID, Value *V, Value *U) {
        return B.CreateBinaryIntrinsic(ID, V, U);
      };
      Steps = StepsOfRows{};
      Steps->IsUpper = Bound.IsUpper;
      Steps->Grows = isConstant(Bound.Stride, 1);
      Steps->Start =
          B.CreateNSWAdd(Bound.Start, B.CreateNSWMul(I, Bound.Stride));
      if (Bound.IsUpper) {
        Steps->First = Limit(Intrinsic::smin, X.Count, Y.Count);
        Steps->End = Limit(Intrinsic::smax, X.Count, Y.Count);
        C.K.back().Extent = Steps->First;
      } else {
        Steps->First = Limit(Intrinsic::smin, X.First, Y.First);
        Steps->End = Limit(Intrinsic::smin,
                           Limit(Intrinsic::smax, X.First, Y.First), W.Extent);
        C.K.back().Extent = B.CreateNSWSub(W.Extent, Steps->End);
      }
      Continue();
      Steps.reset();
      Here = Around;
      C.M = Whole;
      C.K.back() = WholeK;
      return B.CreateNSWAdd(I, B.number(TileRows));
    });
  }

  /// The outer loop that may be M, as its rows of A are loaded likewise.
  unsigned otherM() const {
    if (!isConstant(C.K.back().StrideA, bytesOf(C.ElementA)))
      return None;
    for (unsigned L = 0; L < C.Outer.size(); ++L)
      if (C.Outer[L].StrideA && !C.Outer[L].StrideB &&
          all_of(C.Terms, [&](const ContractionTerm &T) {
            return !T.StrideN || isConstant(T.StrideN, bytesOf(T.Element));
          }))
        return L;
    return None;
  }

  /// A segment of few rows, as that of a border is, fills tiles better if
  /// another loop is M, and M an outer loop.
  void emitBorder(unsigned Other, function_ref<void()> EmitRows) {
    constexpr int64_t Few = TileRows / 2;
    BasicBlock *Border = B.block("border"), *Rows = B.block("rows"),
               *Join = B.block("segment.next");
    B.CreateCondBr(
        B.CreateAnd(B.CreateICmpSLT(C.M.Extent, B.number(Few)),
                    B.CreateICmpSLT(C.M.Extent, C.Outer[Other].Extent)),
        Border, Rows);
    B.SetInsertPoint(Rows);
    EmitRows();
    B.CreateBr(Join);
    B.SetInsertPoint(Border);
    const Contraction Before = C;
    std::swap(C.M, C.Outer[Other]);
    for (ContractionTerm &T : C.Terms)
      std::swap(T.StrideM, T.StrideOuter[Other]);
    for (ContractionWindow &W : C.Windows)
      if (W.Over == ContractionWindow::OverM)
        W.Over = ContractionWindow::Limited;
      else if (W.Over == ContractionWindow::OverOuter && W.Outer == Other)
        W.Over = ContractionWindow::OverM;
    IsExchanged = true;
    emitSegments(ContractionWindow::OverM, C.M);
    IsExchanged = false;
    C = Before;
    B.CreateBr(Join);
    B.SetInsertPoint(Join);
  }

  /// The next index for which other iterations take part.
  Value *endOfSegment(ArrayRef<const ContractionWindow *> Windows, Value *First,
                      Value *Extent) {
    SmallVector<Part, 2> Parts;
    for (const ContractionWindow *W : Windows)
      Parts.push_back(partOf(*W, First));
    BasicBlock *Before = B.GetInsertBlock(), *Header = B.block("same"),
               *Body = B.block("next"), *After = B.block("other");
    B.CreateBr(Header);
    B.SetInsertPoint(Header);
    PHINode *Last = B.CreatePHI(I64, 2);
    Last->addIncoming(First, Before);
    Value *Next = B.CreateNSWAdd(Last, B.number(1));
    B.CreateCondBr(B.CreateICmpSLT(Next, Extent), Body, After);
    B.SetInsertPoint(Body);
    Value *Same = B.getTrue();
    for (auto [W, P] : zip(Windows, Parts)) {
      auto [Begin, Count] = partOf(*W, Next);
      Same = B.CreateAnd(Same, B.CreateICmpEQ(Begin, P.First));
      Same = B.CreateAnd(Same, B.CreateICmpEQ(Count, P.Count));
    }
    Last->addIncoming(Next, B.GetInsertBlock());
    B.CreateCondBr(Same, Header, After);
    B.SetInsertPoint(After);
    return Next;
  }

  //===-- Loops over blocks -----------------------------------------------===//

  /// The addresses in one iteration of the outer loops.
  struct Position {
    Value *A, *B, *C;
    SmallVector<Value *, 2> Terms;
  };

  Position moved(const Position &From, unsigned L, Value *Index) {
    const ContractionLoop &Loop = C.Outer[L];
    auto Move = [&](Value *Base, Value *Stride) {
      return Stride ? B.address(Base, Index, Stride) : Base;
    };
    Position To{Move(From.A, Loop.StrideA),
                Move(From.B, Loop.StrideB),
                Move(From.C, Loop.StrideC),
                {}};
    for (auto [Base, Term] : zip(From.Terms, C.Terms))
      To.Terms.push_back(Move(Base, Term.StrideOuter[L]));
    return To;
  }

  /// May a block have tiles of several iterations of that loop, if M is too
  /// short to fill a block? They use the same tiles of B.
  bool mayShareBlock(const ContractionLoop &L) const {
    return !L.StrideB && L.StrideA && !isConstant(L.Extent, 1) && !C.Region;
  }

  /// The outer loops from L on. The shared one is the innermost.
  void emitOuter(unsigned L) {
    if (L == Shared)
      return emitOuter(L + 1);
    Position Around = Here;
    if (L < C.Outer.size()) {
      B.loop("outer", C.Outer[L].Extent, [&](Value *Index) {
        Here = moved(Around, L, Index);
        const auto AllK = C.K;
        for (const ContractionWindow &W : C.Windows)
          if (W.Over == ContractionWindow::OverOuter && W.Outer == L)
            limit(W, Index);
        emitOuter(L + 1);
        C.K = AllK;
        return B.CreateNSWAdd(Index, B.number(1));
      });
    } else if (Shared != None) {
      // Of an extent that is not known, a block has one tile an iteration.
      auto *Rows = dyn_cast<ConstantInt>(C.M.Extent);
      unsigned Most = !Rows || Rows->getZExtValue() <= TileRows ? 4 : 2;
      Value *Extent = C.Outer[Shared].Extent;
      B.loop("shared", Extent, [&](Value *Index) {
        auto Take = [&](unsigned Count) {
          Together.clear();
          for (unsigned T = 0; T < Count; ++T)
            Together.push_back(
                moved(Around, Shared, B.CreateNSWAdd(Index, B.number(T))));
          emitMatrix();
        };
        return choose(Extent, B.CreateNSWSub(Extent, Index), Index, 1, Most,
                      Take);
      });
    } else {
      Together = {Here};
      emitMatrix();
    }
    Here = Around;
  }

  /// Blocks in column order, so that B's tiles are reused soonest. Without sums
  /// tiles share nothing, and a block is one tile.
  void emitMatrix() {
    if (C.Region)
      return emitRegion();
    Value *M = C.M.Extent, *N = C.N.Extent;
    const unsigned Most = HasSums ? 4 : 1;
    B.loop("n", N, [&](Value *J) {
      Value *Left = B.CreateNSWSub(N, J);
      return choose(N, Left, J, TileRows, Most, [&](unsigned Columns) {
        B.loop("m", M, [&](Value *I) {
          Value *Below = B.CreateNSWSub(M, I);
          auto Take = [&](unsigned Rows) {
            emitBlock(Rows, Columns, I, J, Below, Left);
          };
          if ((Shared != None && !isa<ConstantInt>(M)) || Steps) {
            Take(1);
            return B.CreateNSWAdd(I, B.number(TileRows));
          }
          return choose(M, Below, I, TileRows, Most, Take);
        });
      });
    });
  }

  //===-- Regions ---------------------------------------------------------===//

  void emitRegion() {
    constexpr unsigned Tiles = 4;
    B.loop("n", C.N.Extent, [&](Value *J) {
      B.loop("m", C.M.Extent, [&](Value *I) {
        emitPart(Tiles, I, J);
        return B.CreateNSWAdd(I, B.number(Tiles * TileRows));
      });
      return B.CreateNSWAdd(J, B.number(Tiles * TileRows));
    });
  }

  /// A block of so many tiles in both directions, if all of its elements belong
  /// to the region, or else those of its tiles that have elements of it.
  void emitPart(unsigned Tiles, Value *I, Value *J) {
    Value *Size = B.number(Tiles * TileRows), *One = B.number(1);
    Value *Below = B.CreateNSWSub(C.M.Extent, I),
          *Left = B.CreateNSWSub(C.N.Extent, J);
    Value *Rows = B.CreateBinaryIntrinsic(Intrinsic::smin, Below, Size),
          *Columns = B.CreateBinaryIntrinsic(Intrinsic::smin, Left, Size);
    auto Last = [&](Value *First, Value *Count) {
      return B.CreateNSWSub(B.CreateNSWAdd(First, Count), One);
    };
    Value *LastI = Last(I, Rows), *LastJ = Last(J, Columns);
    const bool GrowsI = C.Region->GrowsWithM, GrowsJ = C.Region->GrowsWithN;
    Value *Least = ofRegion(GrowsI ? I : LastI, GrowsJ ? J : LastJ),
          *Most = ofRegion(GrowsI ? LastI : I, GrowsJ ? LastJ : J);
    BasicBlock *Some = B.block("some"), *Whole = B.block("whole"),
               *Border = B.block("border"), *Next = B.block("next");
    B.CreateCondBr(B.CreateICmpSGE(Most, B.number(0)), Some, Next);
    B.SetInsertPoint(Some);
    Value *IsWhole = B.CreateICmpSGE(Least, B.number(0));
    if (Tiles > 1)
      for (Value *Count : {Below, Left})
        IsWhole = B.CreateAnd(
            IsWhole, B.CreateICmpSGT(Count, B.number(Tiles * TileRows / 2)));
    B.CreateCondBr(IsWhole, Whole, Border);
    B.SetInsertPoint(Whole);
    emitBlock(Tiles, Tiles, I, J, Below, Left);
    B.CreateBr(Next);
    B.SetInsertPoint(Border);
    if (Tiles > 1) {
      B.loop("n.tile", Columns, [&](Value *Across) {
        B.loop("m.tile", Rows, [&](Value *Down) {
          emitPart(1, B.CreateNSWAdd(I, Down), B.CreateNSWAdd(J, Across));
          return B.CreateNSWAdd(Down, B.number(TileRows));
        });
        return B.CreateNSWAdd(Across, B.number(TileRows));
      });
    } else {
      IsBorder = true;
      emitBlock(1, 1, I, J, Below, Left);
      IsBorder = false;
    }
    B.CreateBr(Next);
    B.SetInsertPoint(Next);
  }

  /// First +- StepM * I +- J.
  Value *ofRegion(Value *I, Value *J) {
    auto Add = [&](Value *V, Value *W, bool Grows) {
      return Grows ? B.CreateNSWAdd(V, W) : B.CreateNSWSub(V, W);
    };
    Value *Steps = B.CreateNSWMul(I, B.number(C.Region->StepM));
    return Add(Add(C.Region->First, Steps, C.Region->GrowsWithM), J,
               C.Region->GrowsWithN);
  }

  /// For the tile at I and J, with so many rows and columns left: calls Do with
  /// the shape of each of its rows, of those elements that belong to the
  /// region. A value is carried from row to row.
  Value *eachRow(Value *I, Value *J, Value *Below, Value *Left,
                 unsigned LogBytes, Value *Carried,
                 function_ref<Value *(Value *Shape, Value *Carried)> Do) {
    Value *Rows =
        B.CreateBinaryIntrinsic(Intrinsic::smin, Below, B.number(TileRows));
    Sums S;
    if (Carried)
      S.push_back(Carried);
    S = sumInLoop(
        "row", Rows, /*IsLimited=*/false, S, [&](Value *Row, Sums &Inner) {
          Value *At = ofRegion(B.CreateNSWAdd(I, Row), J), *First = B.number(0),
                *End = Left, *Next = B.CreateNSWAdd(Row, B.number(1));
          // A shape limits negative numbers to zero.
          if (C.Region->GrowsWithN)
            First = B.CreateNSWNeg(At);
          else
            End = B.CreateBinaryIntrinsic(Intrinsic::smin, Left,
                                          B.CreateNSWAdd(At, B.number(1)));
          Value *V =
              Do(B.window(B.shape(Next, End, LogBytes), Row, First, LogBytes),
                 Carried ? Inner.front() : nullptr);
          if (Carried)
            Inner.front() = V;
          return Next;
        });
    return Carried ? S.front() : nullptr;
  }

  /// The elements of a tile that belong to the region, as words.
  Value *loadRows(Value *I, Value *J, Value *Below, Value *Left,
                  unsigned LogBytes, function_ref<Value *(Value *)> Load) {
    return eachRow(I, J, Below, Left, LogBytes, Constant::getNullValue(Words),
                   [&](Value *Shape, Value *Tile) {
                     return B.CreateOr(Tile,
                                       B.CreateBitCast(Load(Shape), Words));
                   });
  }

  //===-- Widths of blocks ------------------------------------------------===//

  /// Chooses the tiles, of `Unit` indices each, in one direction of a block:
  /// `Most` (four, two or one) while more than half of them are left, otherwise
  /// one.
  /// A constant extent needs only one width if it fits in a block, or if the
  /// last block is more than half full. Returns the next index.
  Value *choose(Value *Extent, Value *Left, Value *Index, unsigned Unit,
                unsigned Most, function_ref<void(unsigned)> Do) {
    auto Advance = [&](unsigned Width) {
      return B.CreateNSWAdd(Index, B.number(Unit * Width));
    };
    unsigned Half = Unit * Most / 2;
    if (Most == 1) {
      Do(1);
      return Advance(1);
    }
    if (auto *Known = dyn_cast<ConstantInt>(Extent)) {
      uint64_t E = Known->getZExtValue(), Rest = E % (Most * Unit);
      unsigned Only = E <= Unit                    ? 1
                      : E <= 2 * Unit              ? 2
                      : (Rest == 0 || Rest > Half) ? Most
                                                   : 0;
      if (Only && (Unit > 1 || E % Only == 0)) {
        Do(Only);
        return Advance(Only);
      }
    }
    BasicBlock *Full = B.block("wide"), *One = B.block("one"),
               *Join = B.block("next");
    // Tiles may be filled in part, iterations may not.
    Value *Wide = Unit > 1 ? B.CreateICmpSGT(Left, B.number(Half))
                           : B.CreateICmpSGE(Left, B.number(Most));
    B.CreateCondBr(Wide, Full, One);
    B.SetInsertPoint(Join);
    PHINode *Next = B.CreatePHI(I64, 2);
    for (unsigned Width : {Most, 1u}) {
      B.SetInsertPoint(Width == Most ? Full : One);
      Do(Width);
      Value *V = Advance(Width);
      Next->addIncoming(V, B.GetInsertBlock());
      B.CreateBr(Join);
    }
    B.SetInsertPoint(Join);
    return Next;
  }

  //===-- One block -------------------------------------------------------===//

  /// An operand of a block: the address of each tile, the rows that are left
  /// from there, and the offset in the K loops, which is common to all tiles.
  struct Panel {
    const Operand *Op;
    SmallVector<Value *, 4> Tiles{}, Left{};
    Value *Offset = nullptr;
  };

  void addTiles(Panel &P, Value *Base, unsigned Count, Value *First,
                Value *Left) {
    const Operand &Op = *P.Op;
    for (unsigned T = 0; T < Count; ++T) {
      P.Tiles.push_back(B.address(
          Base, B.CreateNSWAdd(First, B.number(TileRows * T)), Op.RowStride));
      P.Left.push_back(clampedLeft(Op.Rows, Left, T, Count));
    }
  }

  Panel movedPanel(const Panel &P, Value *Index, Value *Stride) {
    Panel To = P;
    if (Stride) {
      Value *By = B.CreateMul(Index, Stride);
      To.Offset = P.Offset ? B.CreateAdd(P.Offset, By) : By;
    }
    return To;
  }

  /// The rows of tile T in a block with `Left` rows; a constant if all blocks
  /// of this width are full.
  Value *clampedLeft(Value *Extent, Value *Left, unsigned T, unsigned Count) {
    if (auto *Known = dyn_cast<ConstantInt>(Extent)) {
      uint64_t E = Known->getZExtValue();
      if (E % (TileRows * Count) == 0)
        return B.number(TileRows);
      if (E < TileRows * Count) // a single block
        return B.number(int64_t(E) - int64_t(TileRows) * T);
    }
    return B.CreateNSWSub(Left, B.number(TileRows * T));
  }

  using Sums = SmallVector<Value *, 16>;

  /// Rows times Columns tiles for each iteration of the shared loop.
  void emitBlock(unsigned Rows, unsigned Columns, Value *I, Value *J,
                 Value *LeftM, Value *LeftN) {
    // A tile of C in memory. Its address is computed where it is used, so that
    // it occupies no registers during the loops over k.
    struct Place {
      Value *At, *Shape;
    };
    const unsigned LogBytes = C.NarrowC ? 0 : 2;
    auto PlaceOf = [&](unsigned T) {
      unsigned R = T / Columns % Rows, S = T % Columns;
      Value *Base = Together[T / Columns / Rows].C;
      Value *Row = B.CreateNSWAdd(I, B.number(TileRows * R));
      Value *Column = B.CreateNSWAdd(J, B.number(TileRows * S));
      return Place{
          B.address(B.address(Base, Row, C.M.StrideC), Column, C.N.StrideC),
          B.shape(clampedLeft(C.M.Extent, LeftM, R, Rows),
                  clampedLeft(C.N.Extent, LeftN, S, Columns), LogBytes)};
    };
    auto Load = [&](const Place &P) {
      auto LoadShape = [&](Value *Shape) {
        return B.call("tldr_raw", Bytes, {P.At, C.M.StrideC, Shape});
      };
      return B.CreateBitCast(
          IsBorder ? loadRows(I, J, LeftM, LeftN, LogBytes, LoadShape)
                   : LoadShape(P.Shape),
          SumType);
    };

    auto LoadTerm = [&](unsigned T, int Term) -> Value * {
      if (Term == OldC)
        return Load(PlaceOf(T));
      unsigned R = T / Columns % Rows, S = T % Columns;
      Value *Base = Together[T / Columns / Rows].Terms[Term];
      return term(C.Terms[Term], Base,
                  B.CreateNSWAdd(I, B.number(TileRows * R)),
                  B.CreateNSWAdd(J, B.number(TileRows * S)),
                  clampedLeft(C.M.Extent, LeftM, R, Rows),
                  clampedLeft(C.N.Extent, LeftN, S, Columns));
    };

    auto Start = [&](unsigned T) -> Value * {
      switch (C.Start) {
      case Contraction::Zero:
        return Constant::getNullValue(SumType);
      case Contraction::FromC:
        return Load(PlaceOf(T));
      case Contraction::FromScalar:
        return B.CreateVectorSplat(TileWords, C.Scalar);
      case Contraction::FromValue:
        return C.StartValue(B, [&](int Term) { return LoadTerm(T, Term); });
      }
      llvm_unreachable("not a start");
    };

    // Integers wrap, so the products are summed first and the sum subtracted.
    // Floats must keep their order of additions, so the products are negated.
    bool Subtracts = C.Negated && !C.isFloat();
    bool Zero = Subtracts || C.Start == Contraction::Zero;
    Sums S;
    for (unsigned T = 0; T < Together.size() * Rows * Columns; ++T)
      S.push_back(Zero ? Constant::getNullValue(SumType) : Start(T));
    if (HasSums) {
      Operand A = operandA(C), Bt = operandB(C);
      Panel OfA{&A}, OfB{&Bt};
      for (const Position &P : Together)
        addTiles(OfA, P.A, Rows, I, LeftM);
      addTiles(OfB, Together.front().B, Columns, J, LeftN);
      S = sumOver(0, OfA, OfB, std::move(S), Zero);
    }

    for (unsigned T = 0; T < S.size(); ++T) {
      Value *V = S[T];
      Place P = PlaceOf(T);
      if (Subtracts)
        V = B.CreateSub(Start(T), V);
      if (C.End)
        V = C.End(B, V, [&](int Term) { return LoadTerm(T, Term); });
      V = B.CreateBitCast(V, C.NarrowC ? wordsOf(*C.NarrowC) : Bytes);
      auto Store = [&](Value *Shape, Value *) {
        return B.call(Twine("tstr_") + (C.NarrowC ? nameOf(*C.NarrowC) : "raw"),
                      B.getVoidTy(), {V, P.At, C.M.StrideC, Shape});
      };
      if (IsBorder)
        eachRow(I, J, LeftM, LeftN, LogBytes, /*Carried=*/nullptr, Store);
      else
        Store(P.Shape, nullptr);
    }
  }

  /// The tile of a term at Row and Column, with the numbers of rows and columns
  /// that are left from there.
  Value *term(const ContractionTerm &T, Value *Base, Value *Row, Value *Column,
              Value *RowsLeft, Value *ColumnsLeft) {
    Value *Zero = B.number(0), *One = B.number(1);
    Value *At = T.StrideM ? B.address(Base, Row, T.StrideM) : Base;
    Type *Result = wordsOf(T.Element);
    if (T.StrideN)
      At = B.address(At, Column, T.StrideN);
    const unsigned LogBytes = isWord(T.Element) ? 2 : 0;
    auto Load = [&](Value *Stride, Value *Shape) -> Value * {
      if (!isWord(T.Element))
        return B.call(Twine("tldr_") + nameOf(T.Element), Result,
                      {At, Stride, Shape});
      return B.call("tldr_raw", Bytes, {At, Stride, Shape});
    };
    auto LoadColumns = [&](Value *Stride) {
      return B.CreateBitCast(
          B.call("tldr_t32", Words,
                 {At, Stride, B.shape(ColumnsLeft, RowsLeft, 0)}),
          Result);
    };
    if (T.StrideN && isConstant(T.StrideN, bytesOf(T.Element))) {
      // Without a stride along m, all rows of the tile are the same row.
      Value *RowStride = T.StrideM ? T.StrideM : Zero;
      auto LoadShape = [&](Value *Shape) { return Load(RowStride, Shape); };
      return B.CreateBitCast(
          IsBorder && T.StrideM
              ? loadRows(Row, Column, RowsLeft, ColumnsLeft, LogBytes,
                         LoadShape)
              : LoadShape(B.shape(RowsLeft, ColumnsLeft, LogBytes)),
          Result);
    }
    auto Repeated = [&](Value *Stride, Value *Count) {
      Value *First = Load(Stride, B.shape(Count, One, LogBytes));
      return B.call("tbcol", Words, {B.CreateBitCast(First, Words), Zero});
    };
    if (T.StrideN && !T.StrideM)
      return B.CreateBitCast(transposed(Repeated(T.StrideN, ColumnsLeft)),
                             Result);
    if (T.StrideN) {
      if (isWord(T.Element))
        return LoadColumns(T.StrideN);
      return B.CreateBitCast(
          transposed(B.CreateBitCast(
              Load(T.StrideN, B.shape(ColumnsLeft, RowsLeft, LogBytes)),
              Words)),
          Result);
    }
    if (!T.StrideM)
      return B.CreateVectorSplat(TileWords, widened(T.Element, At));
    // A column of contiguous words is loaded as a repeated row and transposed.
    if (isWord(T.Element) && isConstant(T.StrideM, bytesOf(T.Element)))
      return LoadColumns(Zero);
    return B.CreateBitCast(Repeated(T.StrideM, RowsLeft), Result);
  }

  /// The type of a tile of words to which elements of the type are widened.
  FixedVectorType *wordsOf(ElementType E) {
    return B.packedType(typeInfo(E).wide);
  }

  /// Loads and widens a single element.
  Value *widened(ElementType E, Value *At) {
    Type *Word = wordsOf(E)->getElementType(), *Ty = Word;
    if (!isWord(E))
      Ty = E == ElementType::f16    ? B.getHalfTy()
           : E == ElementType::bf16 ? B.getBFloatTy()
                                    : B.getIntNTy(typeInfo(E).bits);
    Value *V = B.CreateAlignedLoad(Ty, At, Align(1));
    if (Ty == Word)
      return V;
    if (Word->isFloatTy())
      return B.CreateFPExt(V, Word);
    return typeInfo(E).kind == ElementKind::signedInteger
               ? B.CreateSExt(V, Word)
               : B.CreateZExt(V, Word);
  }

  /// The sums of a block over the K loops from L on, in their order.
  Sums sumOver(unsigned L, const Panel &A, const Panel &Bt, Sums S, bool Zero) {
    const ContractionLoop &K = C.K[L];
    if (L + 1 == C.K.size())
      return ByWords ? sumByWords(A, Bt, std::move(S))
             : Steps
                 ? sumOverSteps(A, Bt, std::move(S), Zero && C.K.size() == 1)
                 : sumOverDepth(A, Bt, std::move(S), Zero && C.K.size() == 1);
    if (isConstant(K.Extent, 1))
      return sumOver(L + 1, A, Bt, std::move(S), Zero);
    return sumInLoop("k.outer", K.Extent, isLimited(L), std::move(S),
                     [&](Value *Index, Sums &Inner) {
                       Inner = sumOver(L + 1, movedPanel(A, Index, K.StrideA),
                                       movedPanel(Bt, Index, K.StrideB),
                                       std::move(Inner), Zero);
                       return B.CreateNSWAdd(Index, B.number(1));
                     });
  }

  /// A loop that carries the sums: `Do` adds to them and returns the next
  /// index. If the loop is limited, there may be no iteration.
  Sums sumInLoop(const Twine &Name, Value *Extent, bool IsLimited, Sums S,
                 function_ref<Value *(Value *, Sums &)> Do) {
    BasicBlock *Around = nullptr, *Join = nullptr;
    Sums Unchanged = S;
    if (IsLimited) {
      BasicBlock *Some = B.block("k.some");
      Around = B.GetInsertBlock();
      Join = B.block("k.none");
      B.CreateCondBr(B.CreateICmpSGT(Extent, B.number(0)), Some, Join);
      B.SetInsertPoint(Some);
    }
    BasicBlock *Before = B.GetInsertBlock();
    SmallVector<PHINode *, 16> Phis;
    B.loop(Name, Extent, [&](Value *Index) {
      for (Value *&V : S) {
        PHINode *P = B.CreatePHI(V->getType(), 2);
        P->addIncoming(V, Before);
        Phis.push_back(P);
        V = P;
      }
      Value *Next = Do(Index, S);
      for (auto [P, V] : zip(Phis, S))
        P->addIncoming(V, B.GetInsertBlock());
      return Next;
    });
    if (Join) {
      BasicBlock *From = B.GetInsertBlock();
      B.CreateBr(Join);
      B.SetInsertPoint(Join);
      for (unsigned T = 0; T < S.size(); ++T)
        S[T] = merge(Unchanged[T], Around, S[T], From);
    }
    return S;
  }

  /// The innermost K loop, if it has steps: those k that all rows have, and
  /// before or after them the others.
  Sums sumOverSteps(const Panel &A, const Panel &Bt, Sums S, bool Zero) {
    if (Steps->IsUpper)
      S = sumOverDepth(A, Bt, std::move(S), Zero);
    S = C.isFloat() ? addSteps(A, Bt, std::move(S))
                    : addTriangle(A, Bt, std::move(S));
    if (!Steps->IsUpper)
      S = sumOverDepth(movedPanel(A, Steps->End, A.Op->DepthStride),
                       movedPanel(Bt, Steps->End, Bt.Op->DepthStride),
                       std::move(S), /*Zero=*/false);
    return S;
  }

  /// The rows that have a k: row i where Start +- i +- k >= 0.
  struct RowsOfStep {
    Value *First, *End; ///< a shape limits negative numbers to zero
  };
  RowsOfStep rowsOf(const Panel &A, Value *K) {
    Value *At = Steps->IsUpper ? B.CreateNSWSub(Steps->Start, K)
                               : B.CreateNSWAdd(Steps->Start, K);
    Value *Left = A.Left.front();
    if (Steps->Grows)
      return {B.CreateNSWNeg(At), Left};
    return {B.number(0),
            B.CreateBinaryIntrinsic(Intrinsic::smin, Left,
                                    B.CreateNSWAdd(At, B.number(1)))};
  }

  /// Loads A's elements of a k, of those rows that have it, at `Offset` in the
  /// depth of a tile.
  Value *loadStep(const Panel &A, Value *K, Value *Offset, RowsOfStep Rows) {
    const Operand &Op = *A.Op;
    Value *Place = placeOf(A, 0, B.CreateNSWSub(K, Offset)),
          *End = B.CreateNSWAdd(Offset, B.number(1));
    unsigned Bits = typeInfo(Op.Element).bits, Log = Log2_32(Bits / 8);
    if (!Op.transposes())
      return B.call(
          "tldr_raw", Bytes,
          {Place, Op.RowStride,
           B.window(B.shape(Rows.End, End, Log), Rows.First, Offset, Log)});
    return B.call("tldr_t" + Twine(Bits),
                  FixedVectorType::get(B.getIntNTy(Bits), 8192 / Bits),
                  {Place, Op.DepthStride,
                   B.window(B.shape(End, Rows.End, 0), Offset, Rows.First, 0)});
  }

  /// The other products of floats, one k after the other: a row that has no
  /// product keeps its sum.
  Sums addSteps(const Panel &A, const Panel &Bt, Sums S) {
    Value *Count = B.CreateNSWSub(Steps->End, Steps->First), *One = B.number(1);
    return sumInLoop("step", Count, /*IsLimited=*/true, std::move(S),
                     [&](Value *Index, Sums &Inner) {
                       Value *K = B.CreateNSWAdd(Steps->First, Index);
                       RowsOfStep Rows = rowsOf(A, K);
                       Value *X = signedTile(
                           scaled(loadStep(A, K, B.number(0), Rows), C.ScaleA));
                       Value *Mask = B.call(
                           "tmask_rect", Words,
                           {B.window(B.shape(Rows.End, B.number(TileRows), 0),
                                     Rows.First, B.number(0), 0)});
                       for (unsigned T = 0; T < Bt.Tiles.size(); ++T) {
                         Value *Y = scaled(load(Bt, T, K, One), C.ScaleB);
                         Value *Added = multiply(Inner[T], X, Y, One);
                         Inner[T] = B.CreateBitCast(
                             B.call("tsel", Words,
                                    {B.CreateBitCast(Added, Words),
                                     B.CreateBitCast(Inner[T], Words), Mask}),
                             SumType);
                       }
                       return B.CreateNSWAdd(Index, One);
                     });
  }

  /// The other products of integers: zeros in A's tile change no sum.
  Sums addTriangle(const Panel &A, const Panel &Bt, Sums S) {
    Value *Count = B.CreateNSWSub(Steps->End, Steps->First);
    Sums Triangle{Constant::getNullValue(Words)};
    Triangle = sumInLoop("step", Count, /*IsLimited=*/true, std::move(Triangle),
                         [&](Value *Index, Sums &Inner) {
                           Value *K = B.CreateNSWAdd(Steps->First, Index);
                           Value *Step = loadStep(A, K, Index, rowsOf(A, K));
                           Inner.front() = B.CreateOr(
                               Inner.front(), B.CreateBitCast(Step, Words));
                           return B.CreateNSWAdd(Index, B.number(1));
                         });
    for (unsigned T = 0; T < Bt.Tiles.size(); ++T)
      S[T] = multiply(S[T], Triangle.front(), load(Bt, T, Steps->First, Count),
                      Count);
    return S;
  }

  /// The innermost K loop: a loop over full depths, then the remainder. If the
  /// sums start from zero, the first step uses multiplies without accumulator.
  Sums sumOverDepth(const Panel &A, const Panel &Bt, Sums S, bool Zero) {
    unsigned Count = S.size();
    Value *K = C.K.back().Extent;
    auto *KnownK = dyn_cast<ConstantInt>(K);
    Value *Whole = B.CreateAnd(K, B.number(-int64_t(Depth)));
    Value *Rest = B.CreateAnd(K, B.number(Depth - 1));
    bool MayBeShort = !KnownK || KnownK->getZExtValue() < Depth;
    bool MayBeWhole = !KnownK || KnownK->getZExtValue() >= Depth;
    bool MayLoop = !KnownK || KnownK->getZExtValue() >= (Zero ? 2 : 1) * Depth;
    bool MayHaveRemainder = !KnownK || KnownK->getZExtValue() % Depth;
    Value *Done = B.number(0);

    if (Zero && MayBeWhole) {
      Sums Short = S;
      BasicBlock *Before = B.GetInsertBlock(), *Join = nullptr;
      if (MayBeShort) {
        BasicBlock *First = B.block("k.first");
        Join = B.block("k.started");
        B.CreateCondBr(B.CreateICmpSGE(K, B.number(Depth)), First, Join);
        B.SetInsertPoint(First);
      }
      S = step(A, Bt, B.number(0), B.number(Depth), nullptr);
      Done = B.number(Depth);
      if (MayBeShort) {
        BasicBlock *From = B.GetInsertBlock();
        B.CreateBr(Join);
        B.SetInsertPoint(Join);
        for (unsigned T = 0; T < Count; ++T)
          S[T] = merge(Short[T], Before, S[T], From);
        Done = merge(B.number(0), Before, Done, From);
      }
    }

    if (MayLoop) {
      BasicBlock *Before = B.GetInsertBlock(), *Header = B.block("k"),
                 *After = B.block("k.end");
      B.CreateCondBr(B.CreateICmpSLT(Done, Whole), Header, After);
      B.SetInsertPoint(Header);
      PHINode *At = B.CreatePHI(I64, 2);
      At->addIncoming(Done, Before);
      Sums Phis;
      for (unsigned T = 0; T < Count; ++T) {
        PHINode *P = B.CreatePHI(SumType, 2);
        P->addIncoming(S[T], Before);
        Phis.push_back(P);
      }
      Sums Stepped = step(A, Bt, At, B.number(Depth), &Phis);
      Value *Next = B.CreateNSWAdd(At, B.number(Depth));
      BasicBlock *From = B.GetInsertBlock();
      At->addIncoming(Next, From);
      for (unsigned T = 0; T < Count; ++T)
        cast<PHINode>(Phis[T])->addIncoming(Stepped[T], From);
      B.CreateCondBr(B.CreateICmpSLT(Next, Whole), Header, After);
      B.SetInsertPoint(After);
      for (unsigned T = 0; T < Count; ++T)
        S[T] = merge(S[T], Before, Stepped[T], From);
    }

    if (MayHaveRemainder) {
      BasicBlock *Before = B.GetInsertBlock(), *Last = nullptr, *Join = nullptr;
      if (!KnownK) {
        Last = B.block("k.rest");
        Join = B.block("k.all");
        B.CreateCondBr(B.CreateICmpNE(Rest, B.number(0)), Last, Join);
        B.SetInsertPoint(Last);
      }
      Sums Rested = step(A, Bt, Whole, Rest, &S);
      if (Join) {
        BasicBlock *From = B.GetInsertBlock();
        B.CreateBr(Join);
        B.SetInsertPoint(Join);
        for (unsigned T = 0; T < Count; ++T)
          Rested[T] = merge(S[T], Before, Rested[T], From);
      }
      S = Rested;
    }
    return S;
  }

  //===-- Products of words -----------------------------------------------===//

  /// Can a load repeat the elements of one k, which are next to each other in
  /// memory, along the other index of the tile? A converting load does not
  /// transpose.
  bool repeatsInMemory(const Operand &Op) const {
    return Op.transposes() && (!Op.IsA || isWord(Op.Element));
  }

  /// The innermost K loop, of integers for which there is no multiply of tiles:
  /// the products of one k after the other are added.
  Sums sumByWords(const Panel &A, const Panel &Bt, Sums S) {
    Value *K = C.K.back().Extent;
    bool IsLimited = isLimited(C.K.size() - 1);
    if (repeatsInMemory(*A.Op) && repeatsInMemory(*Bt.Op))
      return sumInLoop("k", K, IsLimited, std::move(S),
                       [&](Value *At, Sums &Inner) {
                         addProducts(A, {}, Bt, {}, At, B.number(0), Inner);
                         return B.CreateNSWAdd(At, B.number(1));
                       });
    return sumInLoop(
        "k", K, IsLimited, std::move(S), [&](Value *At, Sums &Inner) {
          Value *Deep = B.CreateBinaryIntrinsic(
              Intrinsic::smin, B.CreateNSWSub(K, At), B.number(Depth));
          auto TilesA = tilesOfWords(A, At, Deep),
               TilesB = tilesOfWords(Bt, At, Deep);
          Inner = sumInLoop("k.each", Deep, /*IsLimited=*/false,
                            std::move(Inner), [&](Value *Each, Sums &Sum) {
                              addProducts(A, TilesA, Bt, TilesB, At, Each, Sum);
                              return B.CreateNSWAdd(Each, B.number(1));
                            });
          return B.CreateNSWAdd(At, B.number(Depth));
        });
  }

  /// Tiles of an operand with `Deep` k from `At` on: columns of A's, rows of
  /// B's. None if loads repeat its elements.
  SmallVector<Value *, 4> tilesOfWords(const Panel &P, Value *At, Value *Deep) {
    const Operand &Op = *P.Op;
    SmallVector<Value *, 4> Tiles;
    if (repeatsInMemory(Op))
      return Tiles;
    for (unsigned T = 0; T < P.Tiles.size(); ++T) {
      Value *Place = placeOf(P, T, At);
      if (Op.transposes()) { // A's narrow elements, next to each other in m
        Tiles.push_back(
            transposed(words(Op, Place, Op.DepthStride, Deep, P.Left[T])));
      } else if (Op.IsA) {
        Tiles.push_back(words(Op, Place, Op.RowStride, P.Left[T], Deep));
      } else if (isWord(Op.Element)) {
        Tiles.push_back(
            B.call("tldr_t32", Words,
                   {Place, Op.RowStride, B.shape(P.Left[T], Deep, 0)}));
      } else {
        Tiles.push_back(
            transposed(words(Op, Place, Op.RowStride, P.Left[T], Deep)));
      }
    }
    return Tiles;
  }

  /// The elements of the k at `At` + `Each`, repeated along the other index.
  Value *repeated(const Panel &P, ArrayRef<Value *> Tiles, unsigned T,
                  Value *At, Value *Each) {
    const Operand &Op = *P.Op;
    if (!repeatsInMemory(Op))
      return B.call(Op.IsA ? "tbcol" : "tbrow", Words, {Tiles[T], Each});
    Value *Place = placeOf(P, T, B.CreateNSWAdd(At, Each)), *Same = B.number(0);
    if (!Op.IsA)
      return words(Op, Place, Same, B.number(TileRows), P.Left[T]);
    return B.call("tldr_t32", Words,
                  {Place, Same, B.shape(B.number(TileRows), P.Left[T], 0)});
  }

  void addProducts(const Panel &A, ArrayRef<Value *> TilesA, const Panel &Bt,
                   ArrayRef<Value *> TilesB, Value *At, Value *Each, Sums &S) {
    SmallVector<Value *, 4> Columns;
    for (unsigned T = 0; T < Bt.Tiles.size(); ++T)
      Columns.push_back(repeated(Bt, TilesB, T, At, Each));
    unsigned Index = 0;
    for (unsigned T = 0; T < A.Tiles.size(); ++T) {
      Value *X = repeated(A, TilesA, T, At, Each);
      for (Value *Y : Columns) {
        S[Index] = B.CreateAdd(S[Index], B.CreateMul(X, Y));
        ++Index;
      }
    }
  }

  /// Loads rows and columns of elements, widened to words.
  Value *words(const Operand &Op, Value *Place, Value *Stride, Value *Rows,
               Value *Columns) {
    if (!isWord(Op.Element))
      return B.call(Twine("tldr_") + nameOf(Op.Element), Words,
                    {Place, Stride, B.shape(Rows, Columns, 0)});
    return B.CreateBitCast(
        B.call("tldr_raw", Bytes, {Place, Stride, B.shape(Rows, Columns, 2)}),
        Words);
  }

  Value *transposed(Value *Tile) {
    SmallVector<int, TileWords> Places;
    for (unsigned I = 0; I < TileWords; ++I)
      Places.push_back(I % TileRows * TileRows + I / TileRows);
    return B.CreateShuffleVector(Tile, Places);
  }

  Value *merge(Value *V, BasicBlock *From, Value *W, BasicBlock *Other) {
    PHINode *P = B.CreatePHI(V->getType(), 2);
    P->addIncoming(V, From);
    P->addIncoming(W, Other);
    return P;
  }

  /// One step of k at `At`, `Deep` elements: all products, added to the sums,
  /// or to zero if there are none.
  Sums step(const Panel &A, const Panel &Bt, Value *At, Value *Deep,
            const Sums *From) {
    SmallVector<Value *, 4> TA, TB;
    for (unsigned T = 0; T < A.Tiles.size(); ++T)
      TA.push_back(signedTile(scaled(load(A, T, At, Deep), C.ScaleA)));
    for (unsigned T = 0; T < Bt.Tiles.size(); ++T)
      TB.push_back(scaled(load(Bt, T, At, Deep), C.ScaleB));
    Sums Result;
    for (Value *X : TA)
      for (Value *Y : TB)
        Result.push_back(
            multiply(From ? (*From)[Result.size()] : nullptr, X, Y, Deep));
    return Result;
  }

  /// The address of a tile at `At` in the innermost K loop.
  Value *placeOf(const Panel &P, unsigned T, Value *At) {
    Value *Place = P.Tiles[T];
    if (P.Offset)
      Place = B.CreatePtrAdd(Place, P.Offset);
    return B.address(Place, At, P.Op->DepthStride);
  }

  Value *load(const Panel &P, unsigned T, Value *At, Value *Deep) {
    const Operand &Op = *P.Op;
    Value *Place = placeOf(P, T, At);
    if (isContiguousInParts(Op))
      return loadFrom(Op, Place, P.Left[T], Deep, 0);
    // Each part is loaded to its place, with zeros in the others.
    Value *Tile = nullptr;
    unsigned Parts = 1;
    for (const ContractionPart &Part : C.Parts)
      Parts *= Part.Count;
    for (unsigned Index = 0; Index < Parts; ++Index) {
      Value *From = Place;
      unsigned Rest = Index;
      for (const ContractionPart &Part : reverse(C.Parts)) {
        Value *Stride = strideOf(Op, Part);
        if (Stride)
          From = B.address(From, B.number(Rest % Part.Count), Stride);
        Rest /= Part.Count;
      }
      unsigned First = Index * C.PartLength;
      From = B.address(From, B.number(-int64_t(First)), Op.DepthStride);
      Value *Loaded = B.CreateBitCast(
          loadFrom(Op, From, P.Left[T], B.number(First + C.PartLength), First),
          Words);
      Tile = Tile ? B.CreateOr(Tile, Loaded) : Loaded;
    }
    return Tile;
  }

  /// The elements from First to End in the depth of a tile.
  Value *loadFrom(const Operand &Op, Value *Place, Value *Rows, Value *End,
                  unsigned First) {
    unsigned Bits = typeInfo(Op.Element).bits, Log = Log2_32(Bits / 8);
    if (!Op.transposes()) {
      Value *Shape = B.shape(Rows, End, Log);
      if (First)
        Shape = B.window(Shape, B.number(0), B.number(First), Log);
      return B.call("tldr_raw", Bytes, {Place, Op.RowStride, Shape});
    }
    Value *Shape = B.shape(End, Rows, 0);
    if (First)
      Shape = B.window(Shape, B.number(First), B.number(0), 0);
    Type *Ty = FixedVectorType::get(B.getIntNTy(Bits), 8192 / Bits);
    return B.call("tldr_t" + Twine(Bits), Ty, {Place, Op.DepthStride, Shape});
  }

  Value *strideOf(const Operand &Op, const ContractionPart &Part) const {
    return Op.IsA ? Part.StrideA : Part.StrideB;
  }

  /// Do the parts follow one another at the distance of their elements?
  bool isContiguousInParts(const Operand &Op) const {
    unsigned Inner = C.PartLength;
    auto *Step = dyn_cast<ConstantInt>(Op.DepthStride);
    for (const ContractionPart &Part : reverse(C.Parts)) {
      Value *Stride = strideOf(Op, Part);
      if (!Step || !Stride || !isConstant(Stride, Step->getSExtValue() * Inner))
        return false;
      Inner *= Part.Count;
    }
    return true;
  }

  /// A tile of f32 times the factor of its elements, if there is one.
  Value *scaled(Value *Tile, Value *Scale) {
    if (!Scale)
      return Tile;
    return B.CreateFMul(B.CreateVectorSplat(TileWords, Scale),
                        B.CreateBitCast(Tile, SumType));
  }

  /// A's tile, negated if the products are subtracted.
  Value *signedTile(Value *Tile) {
    if (!C.isFloat() || !C.Negated)
      return Tile;
    return B.CreateXor(B.CreateBitCast(Tile, Words), signBits());
  }

  bool isWord(ElementType E) const { return typeInfo(E).bits == 32; }

  Value *splat(uint32_t V) {
    return B.CreateVectorSplat(TileWords, B.getInt32(V));
  }
  Value *signBits() {
    return splat(isWord(C.ElementA) ? 0x80000000 : 0x80008000);
  }

  Value *multiply(Value *Sum, Value *X, Value *Y, Value *Deep) {
    SmallVector<Value *, 4> Args;
    if (Sum)
      Args.push_back(Sum);
    Args.push_back(B.CreateBitCast(X, B.packedType(C.ElementA)));
    Args.push_back(B.CreateBitCast(Y, B.packedType(C.ElementB)));
    Args.push_back(Deep);
    return B.callReserved(multiplyName(C.ElementA, C.ElementB, !Sum), SumType,
                          Args);
  }

  static constexpr unsigned None = ~0u;

  /// Of a tile of 16 rows: k before First, or from End on, is common to all
  /// rows, and row i has the k between them where Start +- i +- k >= 0.
  struct StepsOfRows {
    bool IsUpper, Grows; ///< is k subtracted, and i added?
    Value *Start, *First, *End;
  };
  std::optional<StepsOfRows> Steps;

  Contraction C; ///< its loops as they are limited in the current place
  TileBuilder B;
  BasicBlock *Exit;
  Position Here;
  bool IsBorder = false;    ///< has the tile elements outside of the region?
  bool IsExchanged = false; ///< is an outer loop M, and M an outer loop?
  unsigned Shared = None;   ///< the outer loop whose iterations share blocks
  SmallVector<Position, 4> Together; ///< the iterations in a block
  Type *I64, *Words, *Bytes, *SumType;
  const bool HasSums; ///< is there a k?
  bool ByWords;       ///< is there no multiply of such tiles?
  unsigned Depth;     ///< elements of k in a tile
};

} // namespace

bool llvm::hasMultiply(ElementType A, ElementType B) {
  return multiplyName(A, B, /*FromZero=*/false);
}

unsigned llvm::bytesOfResult(const Contraction &C) {
  return C.NarrowC ? bytesOf(*C.NarrowC) : 4;
}

const char *llvm::whyNotTiles(const Contraction &C) {
  auto IsInteger = [](ElementType E) {
    return typeInfo(E).kind != ElementKind::floating && typeInfo(E).bits >= 8;
  };
  if (!C.K.empty() && !hasMultiply(C.ElementA, C.ElementB) &&
      !(IsInteger(C.ElementA) && IsInteger(C.ElementB)))
    return "the operands' types have no common multiply";
  if (!isConstant(C.N.StrideC, bytesOfResult(C)))
    return "no loop runs along contiguous elements of the result";
  if (!C.K.empty() && (!isLoadable(operandA(C)) || !isLoadable(operandB(C))))
    return "no loop runs along contiguous elements of an operand";
  return nullptr;
}

void llvm::emitContraction(const Contraction &C, BasicBlock *Entry,
                           BasicBlock *Exit, const DebugLoc &Loc) {
  Emitter(C, Entry, Exit, Loc).run();
}
