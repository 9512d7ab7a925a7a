// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- MatrixTypes.cpp - matrix types as tile code ------------------------===//
//
// A matrix is a vector of its columns, one after the other. Read as a row-major
// array this is its transpose, so the product C = A * B is the contraction
// C'[n][m] = sum over k of B'[n][k] * A'[k][m], which the block emitter emits
// for any shape. The emitter works on memory: an operand that was loaded from
// memory that has not changed since is read from there, others are stored to
// the stack; a result that is stored immediately is written to its destination.
//
// An element is the chain of fused multiply-adds in ascending k from +0, at
// every optimisation level. Products of f16 and bf16 are summed in f32 and
// rounded once at the end; integers wrap, so bytes may be summed in words.
//
// 16 x 16 matrices of f32 are tiles and are multiplied in registers. Matrices
// of few elements are computed by scalar code without memory, and types that
// have no multiply by scalar loops.
//
//===----------------------------------------------------------------------===//

#include "loops/MatrixTypes.h"
#include "loops/BlockEmitter.h"
#include "loops/TileBuilder.h"
#include "llvm/Analysis/AliasAnalysis.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/ValueMap.h"
#include "llvm/Transforms/Utils/Local.h"

using namespace llvm;
using sectile::isa::ElementType;

namespace {

/// Element (r, c) is at Base + r * Row + c * Column, in bytes.
struct Place {
  Value *Base = nullptr, *Row = nullptr, *Column = nullptr;

  Place transposed() const { return {Base, Column, Row}; }
};

/// Rows, columns and the element type.
struct Matrix {
  unsigned Rows, Columns;
  Type *Element;

  unsigned size() const { return Rows * Columns; }
  unsigned bytes() const { return Element->getScalarSizeInBits() / 8; }
  FixedVectorType *type() const {
    return FixedVectorType::get(Element, size());
  }
  bool isTile() const {
    return Rows == 16 && Columns == 16 && (Element->isFloatTy() || isWord());
  }
  bool isWord() const { return Element->isIntegerTy(32); }
};

unsigned dimension(const IntrinsicInst &I, unsigned Operand) {
  return cast<ConstantInt>(I.getArgOperand(Operand))->getZExtValue();
}

/// An operand of a multiply before transposition and widening: V, or V
/// transposed, with elements that may be narrower than the multiply's type.
struct Operand {
  WeakTrackingVH V;
  bool Transposed = false;
  ElementType Element = ElementType::f32;
  /// The load of it from memory that has not changed since, or null.
  Instruction *Load = nullptr;
};

struct Product {
  IntrinsicInst *Call;
  Operand A, B;
  bool HasMultiply = false; ///< is there an instruction for these types?
  /// The store that follows the multiply immediately, and whether its memory
  /// may overlap an operand.
  Instruction *Store = nullptr;
  bool MayOverlapA = true, MayOverlapB = true;
};

class Lowering {
public:
  Lowering(Function &F, AAResults *AA)
      : F(F), AA(AA), DL(F.getDataLayout()),
        I64(Type::getInt64Ty(F.getContext())) {}

  bool run();

private:
  //===-- Analysis --------------------------------------------------------===//

  Operand planOperand(Value *V, IntrinsicInst *User);
  void planProduct(IntrinsicInst *Call);
  bool isUnchanged(Instruction *Load, Instruction *User);
  bool mayOverlap(Instruction *Store, const Operand &O);

  //===-- Places ----------------------------------------------------------===//

  Constant *number(int64_t V) { return ConstantInt::getSigned(I64, V); }
  Place packed(Value *Base, const Matrix &M) {
    return {Base, number(M.bytes()), number(int64_t(M.bytes()) * M.Rows)};
  }
  Place newPlace(const Matrix &M);
  Place placeOf(Value *V, const Matrix &M, Instruction *Before);
  Place placeOfAccess(Instruction *Access, const Matrix &M, IRBuilderBase &B);
  void replaceByLoad(Instruction *I, const Place &From, const Matrix &M);
  void copy(const Place &To, const Place &From, const Matrix &M,
            Instruction *Before, bool Volatile);

  //===-- The intrinsics --------------------------------------------------===//

  void multiply(Product &P);
  void multiplyTiles(Product &P, const Matrix &A, const Matrix &B);
  void multiplyInMemory(Product &P, const Matrix &A, const Matrix &B);
  void multiplyScalars(Product &P, const Matrix &A, const Matrix &B);
  void multiplyByLoops(Product &P, const Matrix &A, const Matrix &B);
  bool isForScalars(const Product &P, const Matrix &A, const Matrix &B);
  Value *addProduct(IRBuilderBase &B, Value *X, Value *Y, Value *Sum);
  void transpose(IntrinsicInst *I);
  void load(IntrinsicInst *I);
  void store(IntrinsicInst *I);

  Function &F;
  AAResults *AA;
  const DataLayout &DL;
  Type *I64;
  SmallVector<Product, 4> Products;
  /// Results that are loaded from a stack slot of their own, which nothing else
  /// writes before the load is executed again.
  ValueMap<Value *, Place> Placed;
};

std::optional<ElementType> elementOf(const Type *Ty, bool Signed = true) {
  if (Ty->isFloatTy())
    return ElementType::f32;
  if (Ty->isHalfTy())
    return ElementType::f16;
  if (Ty->isBFloatTy())
    return ElementType::bf16;
  if (Ty->isIntegerTy(8))
    return Signed ? ElementType::i8 : ElementType::u8;
  return std::nullopt;
}

bool isMatrix(const Instruction &I, Intrinsic::ID ID) {
  auto *II = dyn_cast<IntrinsicInst>(&I);
  return II && II->getIntrinsicID() == ID;
}
bool isTranspose(const Value *V) {
  auto *I = dyn_cast<Instruction>(V);
  return I && isMatrix(*I, Intrinsic::matrix_transpose);
}
bool isColumnLoad(const Instruction &I) {
  return isMatrix(I, Intrinsic::matrix_column_major_load);
}
bool isColumnStore(const Instruction &I) {
  return isMatrix(I, Intrinsic::matrix_column_major_store);
}
bool isMatrixCall(const Instruction &I) {
  return isMatrix(I, Intrinsic::matrix_multiply) || isTranspose(&I) ||
         isColumnLoad(I) || isColumnStore(I);
}

bool isVolatileAccess(const Instruction &I) {
  if (isColumnLoad(I))
    return dimension(cast<IntrinsicInst>(I), 2);
  if (isColumnStore(I))
    return dimension(cast<IntrinsicInst>(I), 3);
  return I.isVolatile() || I.isAtomic();
}

Value *pointerOf(const Instruction *Access) {
  if (auto *II = dyn_cast<IntrinsicInst>(Access))
    return II->getArgOperand(isColumnLoad(*II) ? 0 : 1);
  return const_cast<Value *>(getLoadStorePointerOperand(Access));
}

//===-- Analysis ----------------------------------------------------------===//

/// Is the memory that Load reads unchanged when User is executed?
bool Lowering::isUnchanged(Instruction *Load, Instruction *User) {
  if (Load->getParent() != User->getParent() || isVolatileAccess(*Load))
    return false;
  auto Where = MemoryLocation::getBeforeOrAfter(pointerOf(Load));
  unsigned Steps = 0;
  for (auto I = std::next(Load->getIterator()); &*I != User; ++I) {
    if (++Steps > 1000)
      return false;
    if (I->mayWriteToMemory() && !I->isLifetimeStartOrEnd() &&
        (!AA || isModSet(AA->getModRefInfo(&*I, Where))))
      return false;
  }
  return true;
}

Operand Lowering::planOperand(Value *V, IntrinsicInst *User) {
  Operand O;
  if (isTranspose(V)) {
    V = cast<IntrinsicInst>(V)->getArgOperand(0);
    O.Transposed = true;
  }
  O.V = V;
  auto *I = dyn_cast<Instruction>(V);
  if (I && (isa<LoadInst>(I) || isColumnLoad(*I)) && isUnchanged(I, User))
    O.Load = I;
  return O;
}

bool Lowering::mayOverlap(Instruction *Store, const Operand &O) {
  if (!O.Load)
    return false; // it will get a stack slot
  return !AA ||
         !AA->isNoAlias(MemoryLocation::getBeforeOrAfter(pointerOf(Store)),
                        MemoryLocation::getBeforeOrAfter(pointerOf(O.Load)));
}

/// Are pointer and stride of a store in the same block known at `Call`?
static bool isKnownBefore(const Instruction *Store, const Instruction *Call) {
  return all_of(Store->operand_values(), [&](const Value *V) {
    auto *I = dyn_cast<Instruction>(V);
    return !I || I == Call || I->getParent() != Call->getParent() ||
           I->comesBefore(Call);
  });
}

void Lowering::planProduct(IntrinsicInst *Call) {
  Product P{Call, {}, {}};
  Value *X = Call->getArgOperand(0), *Y = Call->getArgOperand(1);
  Type *Result = Call->getType()->getScalarType();

  // f32 of narrower floats, words of bytes.
  auto Narrow =
      [&](Value *V) -> std::optional<std::pair<Value *, ElementType>> {
    auto *Cast = dyn_cast<CastInst>(V);
    if (!Cast || !(isa<FPExtInst>(Cast) ? Result->isFloatTy()
                                        : Result->isIntegerTy(32) &&
                                              isa<SExtInst, ZExtInst>(Cast)))
      return std::nullopt;
    auto E = elementOf(Cast->getSrcTy()->getScalarType(), isa<SExtInst>(Cast));
    if (!E)
      return std::nullopt;
    return std::pair(Cast->getOperand(0), *E);
  };
  auto NX = Narrow(X), NY = Narrow(Y);
  if (NX && NY && hasMultiply(NX->second, NY->second)) {
    P.A = planOperand(NX->first, Call);
    P.B = planOperand(NY->first, Call);
    P.A.Element = NX->second;
    P.B.Element = NY->second;
    P.HasMultiply = true;
  } else {
    P.A = planOperand(X, Call);
    P.B = planOperand(Y, Call);
    if (auto E = elementOf(Result)) {
      P.A.Element = P.B.Element = *E;
      P.HasMultiply = true;
    }
  }

  // No instruction in between may observe that the store is earlier.
  if (Call->hasOneUse() && (Result->isFloatTy() || Result->isIntegerTy(32))) {
    auto *User = cast<Instruction>(Call->user_back());
    bool Takes = isa<StoreInst>(User) || isColumnStore(*User);
    if (Takes && User->getParent() == Call->getParent() &&
        !isVolatileAccess(*User)) {
      Instruction *Next = Call->getNextNode();
      while (Next != User && !Next->mayReadOrWriteMemory() &&
             !isMatrixCall(*Next) && !isa<PHINode>(Next))
        Next = Next->getNextNode();
      if (Next == User && isKnownBefore(User, Call)) {
        P.Store = User;
        P.MayOverlapA = mayOverlap(User, P.A);
        P.MayOverlapB = mayOverlap(User, P.B);
      }
    }
  }
  Products.push_back(std::move(P));
}

//===-- Places ------------------------------------------------------------===//

Place Lowering::newPlace(const Matrix &M) {
  BasicBlock &Entry = F.getEntryBlock();
  IRBuilder<> B(&Entry, Entry.getFirstInsertionPt());
  AllocaInst *A = B.CreateAlloca(M.type());
  A->setAlignment(Align(64));
  return packed(A, M);
}

/// Of a load or store, of a whole matrix or by columns.
Place Lowering::placeOfAccess(Instruction *Access, const Matrix &M,
                              IRBuilderBase &B) {
  Place P = packed(pointerOf(Access), M);
  if (auto *II = dyn_cast<IntrinsicInst>(Access)) {
    Value *Stride = II->getArgOperand(isColumnLoad(*II) ? 1 : 2);
    P.Column = B.CreateMul(B.CreateZExtOrTrunc(Stride, I64), number(M.bytes()));
  }
  return P;
}

/// Memory that holds V when `Before` is executed.
Place Lowering::placeOf(Value *V, const Matrix &M, Instruction *Before) {
  auto Found = Placed.find(V);
  if (Found != Placed.end())
    return Found->second;
  Place P = newPlace(M);
  IRBuilder<> B(Before);
  B.CreateAlignedStore(V, P.Base, Align(64));
  return P;
}

void Lowering::replaceByLoad(Instruction *I, const Place &From,
                             const Matrix &M) {
  IRBuilder<> B(I);
  LoadInst *V = B.CreateAlignedLoad(M.type(), From.Base, Align(64));
  V->takeName(I);
  Placed[V] = From;
  I->replaceAllUsesWith(V);
  I->eraseFromParent();
}

static Value *elementAt(TileBuilder &B, const Place &P, Value *R, Value *C) {
  return B.address(B.address(P.Base, R, P.Row), C, P.Column);
}

/// Copies a matrix; source and destination have contiguous columns. 64 bytes of
/// 16 columns are a tile.
void Lowering::copy(const Place &To, const Place &From, const Matrix &M,
                    Instruction *Before, bool Volatile) {
  emitBefore(Before, [&](TileBuilder &B) {
    if (Volatile) {
      B.count("columns", M.Columns, 1, [&](Value *C) {
        B.count("rows", M.Rows, 1, [&](Value *R) {
          Align A(M.bytes());
          B.CreateAlignedStore(
              B.CreateAlignedLoad(M.Element, elementAt(B, From, R, C), A, true),
              elementAt(B, To, R, C), A, true);
        });
      });
      return;
    }
    unsigned Column = M.Rows * M.bytes();
    B.count("columns", M.Columns, 16, [&](Value *C) {
      B.count("rows", Column, 64, [&](Value *R) {
        Value *Shape = B.shape(B.CreateNSWSub(B.number(M.Columns), C),
                               B.CreateNSWSub(B.number(Column), R), 0);
        Value *Tile =
            B.call("tldr_raw", B.bytes(),
                   {B.CreatePtrAdd(B.address(From.Base, C, From.Column), R),
                    From.Column, Shape});
        B.call("tstr_raw", B.getVoidTy(),
               {Tile, B.CreatePtrAdd(B.address(To.Base, C, To.Column), R),
                To.Column, Shape});
      });
    });
  });
}

//===-- Products ----------------------------------------------------------===//

Value *Lowering::addProduct(IRBuilderBase &B, Value *X, Value *Y, Value *Sum) {
  if (Sum->getType()->isIntegerTy())
    return B.CreateAdd(Sum, B.CreateMul(X, Y));
  return B.CreateIntrinsic(Sum->getType(), Intrinsic::fma, {X, Y, Sum});
}

/// The type of the sums.
static Type *sumOf(Type *Element) {
  bool Narrow = Element->isHalfTy() || Element->isBFloatTy();
  return Narrow ? Type::getFloatTy(Element->getContext()) : Element;
}

static Value *asSum(IRBuilderBase &B, Value *V) {
  Type *Sum = sumOf(V->getType());
  return Sum == V->getType() ? V : B.CreateFPExt(V, Sum);
}

static Value *asElement(IRBuilderBase &B, Value *V, Type *Element) {
  return Element == V->getType() ? V : B.CreateFPTrunc(V, Element);
}

/// Does it cost more to store the operands than to multiply by scalar code?
bool Lowering::isForScalars(const Product &P, const Matrix &A,
                            const Matrix &B) {
  unsigned Work = A.size() * B.Columns;
  if (!P.HasMultiply || Work <= 8)
    return Work <= 64;
  unsigned Copied = (P.A.Load ? 0 : A.size()) + (P.B.Load ? 0 : B.size()) +
                    (P.Store ? 0 : A.Rows * B.Columns);
  return Work <= std::min(2 * Copied, 128U);
}

void Lowering::multiplyScalars(Product &P, const Matrix &A, const Matrix &B) {
  IRBuilder<> At(P.Call);
  Value *X = P.Call->getArgOperand(0), *Y = P.Call->getArgOperand(1);
  Value *Result = PoisonValue::get(P.Call->getType());
  for (unsigned C = 0; C < B.Columns; ++C)
    for (unsigned R = 0; R < A.Rows; ++R) {
      Value *Sum = Constant::getNullValue(sumOf(A.Element));
      for (unsigned K = 0; K < A.Columns; ++K)
        Sum = addProduct(
            At, asSum(At, At.CreateExtractElement(X, K * A.Rows + R)),
            asSum(At, At.CreateExtractElement(Y, C * B.Rows + K)), Sum);
      Result = At.CreateInsertElement(Result, asElement(At, Sum, A.Element),
                                      C * A.Rows + R);
    }
  P.Call->replaceAllUsesWith(Result);
  P.Call->eraseFromParent();
}

/// For types that have no multiply.
void Lowering::multiplyByLoops(Product &P, const Matrix &A, const Matrix &B) {
  Matrix Result{A.Rows, B.Columns, A.Element};
  Place OfA = placeOf(P.Call->getArgOperand(0), A, P.Call),
        OfB = placeOf(P.Call->getArgOperand(1), B, P.Call),
        To = newPlace(Result);
  Align Natural(DL.getABITypeAlign(A.Element));
  emitBefore(P.Call, [&](TileBuilder &At) {
    At.count("columns", B.Columns, 1, [&](Value *C) {
      At.count("rows", A.Rows, 1, [&](Value *R) {
        BasicBlock *Entry = At.GetInsertBlock(), *Header = At.block("depth"),
                   *After = At.block("depth.end");
        At.CreateBr(Header);
        At.SetInsertPoint(Header);
        PHINode *K = At.CreatePHI(I64, 2);
        PHINode *Sum = At.CreatePHI(A.Element, 2);
        K->addIncoming(number(0), Entry);
        Sum->addIncoming(Constant::getNullValue(A.Element), Entry);
        Value *New = addProduct(
            At,
            At.CreateAlignedLoad(A.Element, elementAt(At, OfA, R, K), Natural),
            At.CreateAlignedLoad(A.Element, elementAt(At, OfB, K, C), Natural),
            Sum);
        Value *Next = At.CreateNSWAdd(K, number(1));
        K->addIncoming(Next, Header);
        Sum->addIncoming(New, Header);
        At.CreateCondBr(At.CreateICmpSLT(Next, number(A.Columns)), Header,
                        After);
        At.SetInsertPoint(After);
        At.CreateAlignedStore(New, elementAt(At, To, R, C), Natural);
      });
    });
  });
  replaceByLoad(P.Call, To, Result);
}

/// The rows of the registers are the columns of the matrices: C' = B' * A', and
/// a multiply transposes its second operand.
void Lowering::multiplyTiles(Product &P, const Matrix &A, const Matrix &B) {
  TileBuilder At(P.Call);
  Type *Tile = A.type();
  Value *X;
  if (P.A.Transposed) {
    X = P.A.V;
  } else if (P.A.Load) {
    Place From = placeOfAccess(P.A.Load, A, At);
    X = At.call(
        "tldr_t32", At.words(),
        {From.Base, From.Column, At.shape(At.number(16), At.number(16), 0)});
  } else {
    X = At.call("ttrans", At.words(), {At.CreateBitCast(P.A.V, At.words())});
  }
  Value *Result = At.call(
      "tmmaz_f32", Tile,
      {P.Call->getArgOperand(1), At.CreateBitCast(X, Tile), At.number(16)});
  P.Call->replaceAllUsesWith(Result);
  P.Call->eraseFromParent();
}

/// The bytes from the first to the last element of a matrix.
static Value *endOf(IRBuilderBase &B, const Place &P, const Matrix &M) {
  auto Far = [&](Value *Stride, unsigned Count) {
    return B.CreateMul(Stride, B.getInt64(Count - 1));
  };
  Value *Last = B.CreateAdd(Far(P.Row, M.Rows), Far(P.Column, M.Columns));
  return B.CreatePtrAdd(P.Base, B.CreateAdd(Last, B.getInt64(M.bytes())));
}

static Value *overlap(IRBuilderBase &B, const Place &P, const Matrix &M,
                      const Place &Q, const Matrix &N) {
  return B.CreateAnd(B.CreateICmpULT(P.Base, endOf(B, Q, N)),
                     B.CreateICmpULT(Q.Base, endOf(B, P, M)));
}

void Lowering::multiplyInMemory(Product &P, const Matrix &A, const Matrix &B) {
  auto Narrowed = [&](const Operand &O, Matrix M) {
    M.Element = O.V->getType()->getScalarType();
    return M;
  };
  IRBuilder<> At(P.Call);
  auto Find = [&](const Operand &O, const Matrix &M) {
    Matrix Stored = M;
    if (O.Transposed)
      std::swap(Stored.Rows, Stored.Columns);
    Place From = O.Load ? placeOfAccess(O.Load, Stored, At)
                        : placeOf(O.V, Stored, P.Call);
    return O.Transposed ? From.transposed() : From;
  };
  Matrix NA = Narrowed(P.A, A), NB = Narrowed(P.B, B);
  Place OfA = Find(P.A, NA), OfB = Find(P.B, NB);

  // Sums have 32 bits.
  Type *Sum = A.Element->isFloatingPointTy() ? At.getFloatTy()
                                             : cast<Type>(At.getInt32Ty());
  Matrix Result{A.Rows, B.Columns, Sum};
  Place To;
  Value *Overlaps = nullptr;
  Place Final;
  if (P.Store) {
    To = Final = placeOfAccess(P.Store, Result, At);
    if (P.MayOverlapA)
      Overlaps = overlap(At, Final, Result, OfA, NA);
    if (P.MayOverlapB) {
      Value *O = overlap(At, Final, Result, OfB, NB);
      Overlaps = Overlaps ? At.CreateOr(Overlaps, O) : O;
    }
    if (Overlaps) {
      Place Own = newPlace(Result);
      To.Base = At.CreateSelect(Overlaps, Own.Base, Final.Base);
      To.Column = At.CreateSelect(Overlaps, Own.Column, Final.Column);
    }
  } else {
    To = newPlace(Result);
  }

  Contraction C;
  C.A = OfB.Base;
  C.B = OfA.Base;
  C.C = To.Base;
  C.ElementA = P.B.Element;
  C.ElementB = P.A.Element;
  C.M = {number(B.Columns), OfB.Column, nullptr, To.Column};
  C.N = {number(A.Rows), nullptr, OfA.Row, To.Row};
  C.K = {{number(A.Columns), OfB.Row, OfA.Column, nullptr}};
  assert(!whyNotTiles(C) && "columns are contiguous");
  auto [Entry, Exit] = splitBefore(P.Call);
  emitContraction(C, Entry, Exit, P.Call->getDebugLoc());

  if (!P.Store) {
    if (Sum == A.Element)
      return replaceByLoad(P.Call, To, Result);
    IRBuilder<> Here(P.Call);
    Value *V = Here.CreateAlignedLoad(Result.type(), To.Base, Align(64));
    V = Sum->isFloatTy() ? Here.CreateFPTrunc(V, P.Call->getType())
                         : Here.CreateTrunc(V, P.Call->getType());
    P.Call->replaceAllUsesWith(V);
    P.Call->eraseFromParent();
    return;
  }
  if (Overlaps) {
    // The copy is a separate loop; the original instructions are dead.
    BasicBlock *Entry = P.Call->getParent();
    BasicBlock *Done = Entry->splitBasicBlock(P.Call, "matrix.apart");
    BasicBlock *Move =
        BasicBlock::Create(F.getContext(), "matrix.copy", &F, Done);
    Entry->getTerminator()->eraseFromParent();
    IRBuilder<>(Entry).CreateCondBr(Overlaps, Move, Done);
    IRBuilder<> Inside(Move);
    Instruction *End = Inside.CreateBr(Done);
    copy(Final, To, Result, End, /*Volatile=*/false);
  }
  P.Store->eraseFromParent();
  P.Call->eraseFromParent();
}

void Lowering::multiply(Product &P) {
  Type *Element = P.Call->getType()->getScalarType();
  unsigned Depth = dimension(*P.Call, 3);
  Matrix A{dimension(*P.Call, 2), Depth, Element},
      B{Depth, dimension(*P.Call, 4), Element};
  if (P.A.Element == ElementType::f32 && A.isTile() && B.isTile() &&
      Element->isFloatTy())
    multiplyTiles(P, A, B);
  else if (isForScalars(P, A, B))
    multiplyScalars(P, A, B);
  else if (P.HasMultiply)
    multiplyInMemory(P, A, B);
  else
    multiplyByLoops(P, A, B);
}

//===-- Accesses and transposes -------------------------------------------===//

void Lowering::transpose(IntrinsicInst *I) {
  Matrix M{dimension(*I, 1), dimension(*I, 2), I->getType()->getScalarType()};
  Matrix Result{M.Columns, M.Rows, M.Element};
  Value *V = I->getArgOperand(0);
  if (M.isTile()) {
    TileBuilder B(I);
    Value *T = B.call("ttrans", B.words(), {B.CreateBitCast(V, B.words())});
    I->replaceAllUsesWith(B.CreateBitCast(T, I->getType()));
    I->eraseFromParent();
    return;
  }
  if (M.size() <= 64 || M.Rows == 1 || M.Columns == 1) {
    SmallVector<int, 64> Mask;
    for (unsigned R = 0; R < M.Rows; ++R)
      for (unsigned C = 0; C < M.Columns; ++C)
        Mask.push_back(C * M.Rows + R);
    IRBuilder<> B(I);
    I->replaceAllUsesWith(B.CreateShuffleVector(V, Mask));
    I->eraseFromParent();
    return;
  }
  Place From = placeOf(V, M, I), To = newPlace(Result);
  unsigned Bytes = M.bytes();
  emitBefore(I, [&](TileBuilder &B) {
    if (Bytes > 4) {
      B.count("columns", M.Columns, 1, [&](Value *C) {
        B.count("rows", M.Rows, 1, [&](Value *R) {
          Align A(DL.getABITypeAlign(M.Element));
          B.CreateAlignedStore(
              B.CreateAlignedLoad(M.Element, elementAt(B, From, R, C), A),
              elementAt(B, To, C, R), A);
        });
      });
      return;
    }
    // 16 elements of 64 bytes of columns become columns of a tile.
    unsigned Step = 64 / Bytes;
    B.count("columns", M.Columns, Step, [&](Value *C) {
      B.count("rows", M.Rows, 16, [&](Value *R) {
        Value *Rows = B.CreateNSWSub(B.number(M.Rows), R),
              *Columns = B.CreateNSWSub(B.number(M.Columns), C);
        Type *Tile = FixedVectorType::get(B.getIntNTy(8 * Bytes), 1024 / Bytes);
        Value *T = B.call(
            "tldr_t" + Twine(8 * Bytes), Tile,
            {elementAt(B, From, R, C), From.Column, B.shape(Columns, Rows, 0)});
        B.call("tstr_raw", B.getVoidTy(),
               {B.CreateBitCast(T, B.bytes()), elementAt(B, To, C, R),
                To.Column, B.shape(Rows, Columns, Log2_32(Bytes))});
      });
    });
  });
  replaceByLoad(I, To, Result);
}

void Lowering::load(IntrinsicInst *I) {
  Matrix M{dimension(*I, 3), dimension(*I, 4), I->getType()->getScalarType()};
  bool Volatile = isVolatileAccess(*I);
  IRBuilder<> B(I);
  Align A = I->getParamAlign(0).value_or(DL.getABITypeAlign(M.Element));
  if (M.Columns == 1 || isConstant(I->getArgOperand(1), M.Rows)) {
    LoadInst *V =
        B.CreateAlignedLoad(M.type(), I->getArgOperand(0), A, Volatile);
    I->replaceAllUsesWith(V);
    I->eraseFromParent();
    return;
  }
  Place From = placeOfAccess(I, M, B), To = newPlace(M);
  copy(To, From, M, I, Volatile);
  replaceByLoad(I, To, M);
}

void Lowering::store(IntrinsicInst *I) {
  Value *V = I->getArgOperand(0);
  Matrix M{dimension(*I, 4), dimension(*I, 5), V->getType()->getScalarType()};
  bool Volatile = isVolatileAccess(*I);
  IRBuilder<> B(I);
  Align A = I->getParamAlign(1).value_or(DL.getABITypeAlign(M.Element));
  if (M.Columns == 1 || isConstant(I->getArgOperand(2), M.Rows))
    B.CreateAlignedStore(V, I->getArgOperand(1), A, Volatile);
  else
    copy(placeOfAccess(I, M, B), placeOf(V, M, I), M, I, Volatile);
  I->eraseFromParent();
}

bool Lowering::run() {
  SmallVector<WeakTrackingVH, 8> Loads, Stores, Transposes;
  for (Instruction &I : instructions(F)) {
    if (isMatrix(I, Intrinsic::matrix_multiply))
      planProduct(cast<IntrinsicInst>(&I));
    else if (isTranspose(&I))
      Transposes.push_back(&I);
    else if (isColumnLoad(I))
      Loads.push_back(&I);
    else if (isColumnStore(I))
      Stores.push_back(&I);
  }
  if (Products.empty() && Transposes.empty() && Loads.empty() && Stores.empty())
    return false;

  // Loads and stores that products do in place need no code.
  SmallVector<WeakTrackingVH, 8> Read;
  for (Product &P : Products) {
    for (Value *V : P.Call->args())
      Read.push_back(V);
    multiply(P);
  }
  auto DropUnused = [](MutableArrayRef<WeakTrackingVH> Values) {
    for (WeakTrackingVH &V : Values)
      if (auto *I = dyn_cast_or_null<Instruction>(V))
        RecursivelyDeleteTriviallyDeadInstructions(I);
  };
  auto Each = [](ArrayRef<WeakTrackingVH> Values,
                 function_ref<void(IntrinsicInst *)> Do) {
    for (const WeakTrackingVH &V : Values)
      if (auto *I = dyn_cast_or_null<IntrinsicInst>(V))
        Do(I);
  };
  DropUnused(Read);
  Each(Transposes, [&](IntrinsicInst *I) { transpose(I); });
  Each(Stores, [&](IntrinsicInst *I) { store(I); });
  Each(Loads, [&](IntrinsicInst *I) { load(I); });
  SmallVector<WeakTrackingVH, 8> Results;
  for (const auto &Result : Placed)
    Results.push_back(Result.first);
  DropUnused(Results);
  return true;
}

} // namespace

bool llvm::lowerMatrixTypes(Function &F, AAResults *AA) {
  return Lowering(F, AA).run();
}

PreservedAnalyses SectileMatrixTypesPass::run(Function &F,
                                              FunctionAnalysisManager &AM) {
  return lowerMatrixTypes(F, &AM.getResult<AAManager>(F))
             ? PreservedAnalyses::none()
             : PreservedAnalyses::all();
}
