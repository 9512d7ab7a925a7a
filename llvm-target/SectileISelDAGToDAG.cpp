// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileISelDAGToDAG.cpp - instruction selection --------------------===//

#include "Sectile.h"
#include "SectileMatInt.h"
#include "SectileSubtarget.h"
#include "SectileTargetMachine.h"
#include "llvm/CodeGen/MachineFunction.h"
#include "llvm/CodeGen/SelectionDAGISel.h"
#include "llvm/IR/GlobalVariable.h"
#include "llvm/Support/KnownBits.h"

using namespace llvm;

#define DEBUG_TYPE "sectile-isel"
#define PASS_NAME "Sectile DAG->DAG Pattern Instruction Selection"

namespace {

class SectileDAGToDAGISel : public SelectionDAGISel {
public:
  SectileDAGToDAGISel(SectileTargetMachine &TM, CodeGenOptLevel OL)
      : SelectionDAGISel(TM, OL) {}

  void Select(SDNode *N) override;
  void PreprocessISelDAG() override;
  bool SelectInlineAsmMemoryOperand(const SDValue &Op,
                                    InlineAsm::ConstraintCode Constraint,
                                    std::vector<SDValue> &Ops) override;

  bool selectAddrRI(SDValue Addr, SDValue &Base, SDValue &Imm);
  bool selectAddrTile(SDValue Addr, SDValue &Base, SDValue &Imm);
  bool selectAddrRX(SDValue Addr, SDValue &Base, SDValue &Index,
                    SDValue &Shift);
  bool selectAddrRZ(SDValue Addr, SDValue &Base, SDValue &Index,
                    SDValue &Shift);
  template <unsigned Bits> bool selectShiftMask(SDValue N, SDValue &Amount);
  bool selectShiftedWord(SDValue N, SDValue &Word, SDValue &Shift);
  bool selectSExti32(SDValue N, SDValue &V);
  bool selectZExti32(SDValue N, SDValue &V);

#include "SectileGenDAGISel.inc"

private:
  SDValue imm(int64_t V, const SDLoc &DL) {
    return CurDAG->getSignedTargetConstant(V, DL, MVT::i64);
  }
  SDValue materialize(int64_t V, const SDLoc &DL, MVT VT);

  static bool isConstant(SDValue V, uint64_t &Value) {
    auto *C = dyn_cast<ConstantSDNode>(V);
    if (C)
      Value = C->getZExtValue();
    return C;
  }
  void replace(SDNode *N, unsigned Opcode, ArrayRef<SDValue> Operands) {
    ReplaceNode(N, CurDAG->getMachineNode(Opcode, SDLoc(N),
                                          N->getSimpleValueType(0), Operands));
  }
  void replaceByField(SDNode *N, unsigned Opcode, SDValue X, uint64_t Position,
                      uint64_t Length);

  bool selectByHand(SDNode *N);
  bool selectConstant(SDNode *N);
  bool selectConstantFP(SDNode *N);
  bool selectFrameIndex(SDNode *N);
  bool selectFieldOfShift(SDNode *N);
  bool selectFieldOfExtension(SDNode *N);
  bool selectFieldOfMask(SDNode *N);
  bool selectMovedField(SDNode *N);
  bool selectInsertion(SDNode *N);
  bool selectTileBitcast(SDNode *N);
  SDValue insertedValue(SDValue B, uint64_t Hole, unsigned Position);

  bool onlyLowWordUsed(SDNode *N, unsigned Depth = 0);
  bool foldAddress(SDValue Addr);
  bool isSum(SDValue V) const {
    return V.getOpcode() == ISD::ADD || CurDAG->isADDLike(V);
  }
};

class SectileDAGToDAGISelLegacy : public SelectionDAGISelLegacy {
public:
  static char ID;
  SectileDAGToDAGISelLegacy(SectileTargetMachine &TM, CodeGenOptLevel OL)
      : SelectionDAGISelLegacy(ID,
                               std::make_unique<SectileDAGToDAGISel>(TM, OL)) {}
};

} // namespace

char SectileDAGToDAGISelLegacy::ID = 0;
INITIALIZE_PASS(SectileDAGToDAGISelLegacy, DEBUG_TYPE, PASS_NAME, false, false)

FunctionPass *llvm::createSectileISelDag(SectileTargetMachine &TM,
                                         CodeGenOptLevel OL) {
  return new SectileDAGToDAGISelLegacy(TM, OL);
}

//===-- Constants ---------------------------------------------------------===//

SDValue SectileDAGToDAGISel::materialize(int64_t V, const SDLoc &DL, MVT VT) {
  if (V == 0)
    return CurDAG->getCopyFromReg(CurDAG->getEntryNode(), DL, Sectile::R0, VT);
  SectileMatInt::Sequence S = SectileMatInt::generate(V);
  if (S.size() > 1)
    return SDValue(
        CurDAG->getMachineNode(Sectile::PseudoLI, DL, VT, imm(V, DL)), 0);
  if (S[0].Opcode == Sectile::ADDI)
    return SDValue(CurDAG->getMachineNode(
                       Sectile::ADDI, DL, VT,
                       CurDAG->getRegister(Sectile::R0, MVT::i64), imm(V, DL)),
                   0);
  return SDValue(CurDAG->getMachineNode(S[0].Opcode, DL, VT, imm(S[0].Imm, DL),
                                        imm(S[0].Imm2, DL)),
                 0);
}

void SectileDAGToDAGISel::Select(SDNode *N) {
  if (N->isMachineOpcode()) {
    N->setNodeId(-1);
    return;
  }
  if (!selectByHand(N))
    SelectCode(N);
}

// Selects N where no pattern can express it; returns false if the patterns
// should select it.
bool SectileDAGToDAGISel::selectByHand(SDNode *N) {
  switch (N->getOpcode()) {
  case ISD::Constant:
    return selectConstant(N);
  case ISD::ConstantFP:
    return selectConstantFP(N);
  case ISD::FrameIndex:
    return selectFrameIndex(N);
  case ISD::SRL:
  case ISD::SRA:
    return selectFieldOfShift(N);
  case ISD::SIGN_EXTEND_INREG:
    return selectFieldOfExtension(N);
  case ISD::AND:
    return selectFieldOfMask(N);
  case ISD::SHL:
    return selectMovedField(N);
  case ISD::OR:
    return selectInsertion(N);
  case ISD::BITCAST:
    return selectTileBitcast(N);
  default:
    return false;
  }
}

bool SectileDAGToDAGISel::selectConstant(SDNode *N) {
  int64_t V = cast<ConstantSDNode>(N)->getSExtValue();
  // If only the low word is read, the cheaper of its two extensions will do.
  if (!isInt<32>(V) && isUInt<32>(V) &&
      SectileMatInt::cost(int32_t(V)) < SectileMatInt::cost(V) &&
      onlyLowWordUsed(N))
    V = int32_t(V);
  ReplaceNode(N, materialize(V, SDLoc(N), N->getSimpleValueType(0)).getNode());
  return true;
}

bool SectileDAGToDAGISel::selectConstantFP(SDNode *N) {
  MVT VT = N->getSimpleValueType(0);
  APInt Bits = cast<ConstantFPSDNode>(N)->getValueAPF().bitcastToAPInt();
  int64_t V = Bits.getSExtValue();
  if (VT == MVT::f32 &&
      SectileMatInt::cost(Bits.getZExtValue()) < SectileMatInt::cost(V))
    V = Bits.getZExtValue();
  ReplaceNode(N, materialize(V, SDLoc(N), VT).getNode());
  return true;
}

bool SectileDAGToDAGISel::selectFrameIndex(SDNode *N) {
  SDLoc DL(N);
  SDValue TFI = CurDAG->getTargetFrameIndex(
      cast<FrameIndexSDNode>(N)->getIndex(), MVT::i64);
  replace(N, Sectile::ADDI, {TFI, imm(0, DL)});
  return true;
}

//===-- Bit fields --------------------------------------------------------===//

// EXTU, EXTS take a field down to bit 0; INSU, INSS move the low bits up.
void SectileDAGToDAGISel::replaceByField(SDNode *N, unsigned Opcode, SDValue X,
                                         uint64_t Position, uint64_t Length) {
  SDLoc DL(N);
  replace(N, Opcode, {X, imm(Position, DL), imm(Length, DL)});
}

// ((x << a) >> b), ((x & mask) >> b) and sext(x) >> b.
bool SectileDAGToDAGISel::selectFieldOfShift(SDNode *N) {
  uint64_t B;
  if (N->getSimpleValueType(0) != MVT::i64 || !isConstant(N->getOperand(1), B))
    return false;
  bool Unsigned = N->getOpcode() == ISD::SRL;
  unsigned Opcode = Unsigned ? Sectile::EXTU : Sectile::EXTS;
  SDValue X = N->getOperand(0);
  uint64_t A, M;
  if (X.getOpcode() == ISD::SHL && isConstant(X.getOperand(1), A)) {
    if (A <= B && B < 64) {
      replaceByField(N, Opcode, X.getOperand(0), B - A, 64 - B);
      return true;
    }
    if (A < 64) {
      replaceByField(N, Unsigned ? Sectile::INSU : Sectile::INSS,
                     X.getOperand(0), A - B, 64 - A);
      return true;
    }
  }
  if (Unsigned && X.getOpcode() == ISD::AND && isConstant(X.getOperand(1), M) &&
      isMask_64(M >> B)) {
    replaceByField(N, Opcode, X.getOperand(0), B, llvm::countr_one(M >> B));
    return true;
  }
  if (!Unsigned && X.getOpcode() == ISD::SIGN_EXTEND_INREG) {
    uint64_t W = cast<VTSDNode>(X.getOperand(1))->getVT().getSizeInBits();
    B = std::min(B, W - 1);
    replaceByField(N, Opcode, X.getOperand(0), B, W - B);
    return true;
  }
  return false;
}

// sext((x >> b), a width that fits into what is left).
bool SectileDAGToDAGISel::selectFieldOfExtension(SDNode *N) {
  SDValue X = N->getOperand(0);
  uint64_t W = cast<VTSDNode>(N->getOperand(1))->getVT().getSizeInBits();
  uint64_t B;
  if (N->getSimpleValueType(0) != MVT::i64 ||
      (X.getOpcode() != ISD::SRL && X.getOpcode() != ISD::SRA) ||
      !isConstant(X.getOperand(1), B) || B + W > 64)
    return false;
  replaceByField(N, Sectile::EXTS, X.getOperand(0), B, W);
  return true;
}

bool SectileDAGToDAGISel::selectFieldOfMask(SDNode *N) {
  uint64_t M, B;
  if (N->getSimpleValueType(0) != MVT::i64 || !isConstant(N->getOperand(1), M))
    return false;
  SDValue X = N->getOperand(0);
  if (isMask_64(M)) {
    unsigned Length = llvm::countr_one(M);
    uint64_t Position = 0;
    if ((X.getOpcode() == ISD::SRL || X.getOpcode() == ISD::SRA) &&
        isConstant(X.getOperand(1), B) &&
        (B + Length <= 64 || (X.getOpcode() == ISD::SRL && B < 64))) {
      X = X.getOperand(0);
      Position = B;
      Length = std::min<unsigned>(Length, 64 - B);
    }
    if (Position || !isInt<13>(int64_t(M))) {
      replaceByField(N, Sectile::EXTU, X, Position, Length);
      return true;
    }
  }
  if (!isShiftedMask_64(M))
    return false;
  unsigned Position = llvm::countr_zero(M), Length = llvm::popcount(M);
  // A field that is moved to where the mask begins.
  if (X.getOpcode() == ISD::SHL && isConstant(X.getOperand(1), B) &&
      B == Position) {
    replaceByField(N, Sectile::INSU, X.getOperand(0), Position, Length);
    return true;
  }
  // A mask inside the register: two moves, if building the mask costs more.
  if (!isInt<13>(int64_t(M)) && SectileMatInt::cost(M) > 1) {
    SDLoc DL(N);
    SDValue Field(CurDAG->getMachineNode(Sectile::EXTU, DL, MVT::i64, X,
                                         imm(Position, DL), imm(Length, DL)),
                  0);
    replaceByField(N, Sectile::INSU, Field, Position, Length);
    return true;
  }
  return false;
}

// (x & mask) << k, and sext(x) << k.
bool SectileDAGToDAGISel::selectMovedField(SDNode *N) {
  uint64_t K, M;
  SDValue X = N->getOperand(0);
  if (N->getSimpleValueType(0) != MVT::i64 ||
      !isConstant(N->getOperand(1), K) || K >= 64)
    return false;
  if (X.getOpcode() == ISD::AND && isConstant(X.getOperand(1), M) &&
      isMask_64(M) && X.hasOneUse()) {
    replaceByField(N, Sectile::INSU, X.getOperand(0), K,
                   std::min<uint64_t>(llvm::countr_one(M), 64 - K));
    return true;
  }
  if (X.getOpcode() == ISD::SIGN_EXTEND_INREG) {
    uint64_t W = cast<VTSDNode>(X.getOperand(1))->getVT().getSizeInBits();
    replaceByField(N, Sectile::INSS, X.getOperand(0), K,
                   std::min<uint64_t>(W, 64 - K));
    return true;
  }
  return false;
}

// B is what an insertion puts into the bits of Hole, which begin at Position,
// and has no other bits: the value before it was moved and masked, or none.
SDValue SectileDAGToDAGISel::insertedValue(SDValue B, uint64_t Hole,
                                           unsigned Position) {
  uint64_t M, K;
  auto IsMaskOfHole = [&](SDValue V) {
    return V.getOpcode() == ISD::AND && isConstant(V.getOperand(1), M) &&
           (M & Hole) == Hole;
  };
  if (Position == 0)
    return IsMaskOfHole(B) ? B.getOperand(0) : B;
  if (!B.hasOneUse())
    return {};
  SDValue Moved = IsMaskOfHole(B) ? B.getOperand(0) : B;
  if (Moved.getOpcode() == ISD::SHL && isConstant(Moved.getOperand(1), K) &&
      K == Position)
    return Moved.getOperand(0);
  return {};
}

// (a & ~field) | b, where b has bits inside the field only.
bool SectileDAGToDAGISel::selectInsertion(SDNode *N) {
  if (N->getSimpleValueType(0) != MVT::i64)
    return false;
  for (unsigned I = 0; I < 2; ++I) {
    SDValue A = N->getOperand(I), B = N->getOperand(1 - I);
    uint64_t M;
    if (A.getOpcode() != ISD::AND || !isConstant(A.getOperand(1), M))
      continue;
    uint64_t Hole = ~M, Read = ~uint64_t(0);
    // If only the low word is read, only its part of the mask counts.
    if (!isShiftedMask_64(Hole)) {
      Hole = uint32_t(Hole);
      Read = 0xffffffff;
      if (!isShiftedMask_64(Hole) || !onlyLowWordUsed(N))
        continue;
    }
    KnownBits Known = CurDAG->computeKnownBits(B);
    if ((~Known.Zero.getZExtValue() & Read & ~Hole) != 0)
      continue;
    unsigned Position = llvm::countr_zero(Hole);
    SDValue Field = insertedValue(B, Hole, Position);
    if (!Field)
      continue;
    SDLoc DL(N);
    replace(N, Sectile::INS,
            {A.getOperand(0), Field, imm(Position, DL),
             imm(llvm::popcount(Hole), DL)});
    return true;
  }
  return false;
}

// All tile types share the registers.
bool SectileDAGToDAGISel::selectTileBitcast(SDNode *N) {
  SDLoc DL(N);
  MVT VT = N->getSimpleValueType(0);
  if (!VT.isVector() || !N->getOperand(0).getSimpleValueType().isVector())
    return false;
  SDValue Class =
      CurDAG->getTargetConstant(Sectile::TRRegClassID, DL, MVT::i32);
  ReplaceUses(SDValue(N, 0),
              SDValue(CurDAG->getMachineNode(TargetOpcode::COPY_TO_REGCLASS, DL,
                                             VT, N->getOperand(0), Class),
                      0));
  CurDAG->RemoveDeadNode(N);
  return true;
}

//===-- Unneeded sign extension -------------------------------------------===//

// Do all users of N read bits 31..0 only?
bool SectileDAGToDAGISel::onlyLowWordUsed(SDNode *N, unsigned Depth) {
  if (Depth > 6 || N->use_empty())
    return false;
  for (SDUse &U : N->uses()) {
    SDNode *User = U.getUser();
    if (U.getResNo() != 0)
      continue;
    unsigned I = U.getOperandNo();
    switch (User->getOpcode()) {
    case SectileISD::SLLW:
    case SectileISD::SRLW:
    case SectileISD::SRAW:
    case SectileISD::ROLW:
    case SectileISD::RORW:
    case SectileISD::DIVW:
    case SectileISD::DIVUW:
    case SectileISD::REMW:
    case SectileISD::REMUW:
    case SectileISD::CLZW:
    case SectileISD::CTZW:
    case SectileISD::POPCW:
    case SectileISD::REV8W:
    case SectileISD::SPLAT:
      break;
    case SectileISD::TPUTW:
      break;
    case SectileISD::BITS_TO_FP:
      if (User->getValueType(0) == MVT::f64)
        return false;
      break;
    case ISD::SIGN_EXTEND_INREG:
      if (cast<VTSDNode>(User->getOperand(1))->getVT().getSizeInBits() > 32)
        return false;
      break;
    case ISD::AND:
      if (isa<ConstantSDNode>(User->getOperand(1)) &&
          isUInt<32>(User->getConstantOperandVal(1)))
        break;
      [[fallthrough]];
    case ISD::OR:
    case ISD::XOR:
    case ISD::ADD:
    case ISD::SUB:
    case ISD::MUL:
      if (User->getValueType(0) != MVT::i64 ||
          !onlyLowWordUsed(User, Depth + 1))
        return false;
      break;
    case ISD::SHL:
      if (I == 1) // the amount
        break;
      if (!onlyLowWordUsed(User, Depth + 1))
        return false;
      break;
    case ISD::SRL:
    case ISD::SRA:
    case ISD::ROTL:
    case ISD::ROTR:
      if (I != 1)
        return false;
      break;
    case ISD::SELECT:
      if (I == 0 || !onlyLowWordUsed(User, Depth + 1))
        return false;
      break;
    case ISD::STORE: {
      auto *ST = cast<StoreSDNode>(User);
      if (I != 1 || ST->getMemoryVT().getSizeInBits() > 32 ||
          ST->getMemoryVT().isVector())
        return false;
      break;
    }
    default:
      return false;
    }
  }
  return true;
}

void SectileDAGToDAGISel::PreprocessISelDAG() {
  bool Changed = false;
  for (SDNode &Node : make_early_inc_range(CurDAG->allnodes())) {
    SDNode *N = &Node;
    if (N->use_empty() || N->getOpcode() != ISD::SIGN_EXTEND_INREG ||
        N->getValueType(0) != MVT::i64 ||
        cast<VTSDNode>(N->getOperand(1))->getVT() != MVT::i32)
      continue;
    // Word instructions extend their result at no cost. An operation that can
    // become part of a wider instruction is better not extended.
    if (!onlyLowWordUsed(N))
      continue;
    CurDAG->ReplaceAllUsesOfValueWith(SDValue(N, 0), N->getOperand(0));
    Changed = true;
  }
  if (Changed)
    CurDAG->RemoveDeadNodes();
}

//===-- Addresses ---------------------------------------------------------===//

bool SectileDAGToDAGISel::selectAddrRI(SDValue Addr, SDValue &Base,
                                       SDValue &Imm) {
  SDLoc DL(Addr);
  auto SetBase = [&](SDValue B) {
    if (auto *FI = dyn_cast<FrameIndexSDNode>(B))
      Base = CurDAG->getTargetFrameIndex(FI->getIndex(), MVT::i64);
    else
      Base = B;
  };
  if (CurDAG->isBaseWithConstantOffset(Addr)) {
    int64_t C = cast<ConstantSDNode>(Addr.getOperand(1))->getSExtValue();
    SDValue B = Addr.getOperand(0);
    if (isInt<13>(C)) {
      // The low part of a symbol takes an offset that stays within the
      // symbol's alignment: no carry into the page.
      if (B.getOpcode() == SectileISD::ADDLO)
        if (auto *G = dyn_cast<GlobalAddressSDNode>(B.getOperand(1));
            G && Sectile::sharesPage(*G, C, *CurDAG)) {
          Base = B.getOperand(0);
          Imm = CurDAG->getTargetGlobalAddress(G->getGlobal(), DL, MVT::i64, C,
                                               G->getTargetFlags());
          return true;
        }
      SetBase(B);
      Imm = imm(C, DL);
      return true;
    }
  }
  if (Addr.getOpcode() == SectileISD::ADDLO) {
    Base = Addr.getOperand(0);
    Imm = Addr.getOperand(1);
    return true;
  }
  // An absolute address.
  if (auto *C = dyn_cast<ConstantSDNode>(Addr)) {
    int64_t V = C->getSExtValue(), Low = SignExtend64<13>(V);
    if (isInt<13>(V)) {
      Base = CurDAG->getRegister(Sectile::R0, MVT::i64);
      Imm = imm(V, DL);
      return true;
    }
    if (SectileMatInt::cost(V - Low) < SectileMatInt::cost(V)) {
      Base = materialize(V - Low, DL, MVT::i64);
      Imm = imm(Low, DL);
      return true;
    }
  }
  SetBase(Addr);
  Imm = imm(0, DL);
  return true;
}

bool SectileDAGToDAGISel::selectAddrTile(SDValue Addr, SDValue &Base,
                                         SDValue &Imm) {
  SDLoc DL(Addr);
  auto SetBase = [&](SDValue B) {
    if (auto *FI = dyn_cast<FrameIndexSDNode>(B))
      Base = CurDAG->getTargetFrameIndex(FI->getIndex(), MVT::i64);
    else
      Base = B;
  };
  if (CurDAG->isBaseWithConstantOffset(Addr)) {
    int64_t C = cast<ConstantSDNode>(Addr.getOperand(1))->getSExtValue();
    if (isShiftedInt<15, 6>(C)) {
      SetBase(Addr.getOperand(0));
      Imm = imm(C, DL);
      return true;
    }
  }
  SetBase(Addr);
  Imm = imm(0, DL);
  return true;
}

// Are all users of Addr memory accesses?
bool SectileDAGToDAGISel::foldAddress(SDValue Addr) {
  return Addr.hasOneUse() ||
         (Addr->use_size() <= 4 && Sectile::isAccessed(Addr.getNode()));
}

bool SectileDAGToDAGISel::selectAddrRX(SDValue Addr, SDValue &Base,
                                       SDValue &Index, SDValue &Shift) {
  if (!isSum(Addr) || !foldAddress(Addr))
    return false;
  SDLoc DL(Addr);
  SDValue L = Addr.getOperand(0), R = Addr.getOperand(1);
  if (auto *C = dyn_cast<ConstantSDNode>(R))
    if (isInt<13>(C->getSExtValue()))
      return false;
  auto Shifted = [&](SDValue V) {
    return V.getOpcode() == ISD::SHL && isa<ConstantSDNode>(V.getOperand(1)) &&
           V.getConstantOperandVal(1) <= 7;
  };
  if (!Shifted(R) && Shifted(L))
    std::swap(L, R);
  Base = L;
  if (Shifted(R)) {
    Index = R.getOperand(0);
    Shift = imm(R.getConstantOperandVal(1), DL);
  } else {
    Index = R;
    Shift = imm(0, DL);
  }
  return true;
}

bool SectileDAGToDAGISel::selectAddrRZ(SDValue Addr, SDValue &Base,
                                       SDValue &Index, SDValue &Shift) {
  if (!isSum(Addr) || !foldAddress(Addr))
    return false;
  SDLoc DL(Addr);
  auto IsWord = [&](SDValue V) {
    return V.getOpcode() == ISD::AND && isa<ConstantSDNode>(V.getOperand(1)) &&
           V.getConstantOperandVal(1) == 0xffffffff;
  };
  for (unsigned I = 0; I < 2; ++I) {
    SDValue B = Addr.getOperand(I), X = Addr.getOperand(1 - I);
    if (IsWord(X)) {
      Base = B;
      Index = X.getOperand(0);
      Shift = imm(0, DL);
      return true;
    }
    if (X.getOpcode() == ISD::SHL && isa<ConstantSDNode>(X.getOperand(1)) &&
        X.getConstantOperandVal(1) <= 7 && IsWord(X.getOperand(0))) {
      Base = B;
      Index = X.getOperand(0).getOperand(0);
      Shift = imm(X.getConstantOperandVal(1), DL);
      return true;
    }
    if (selectShiftedWord(X, Index, Shift)) {
      Base = B;
      return true;
    }
  }
  return false;
}

// zext(word) << k, however it is written.
bool SectileDAGToDAGISel::selectShiftedWord(SDValue N, SDValue &Word,
                                            SDValue &Shift) {
  SDLoc DL(N);
  if (N.getOpcode() == ISD::AND && isa<ConstantSDNode>(N.getOperand(1)) &&
      N.getOperand(0).getOpcode() == ISD::SHL &&
      isa<ConstantSDNode>(N.getOperand(0).getOperand(1))) {
    uint64_t K = N.getOperand(0).getConstantOperandVal(1);
    uint64_t M = N.getConstantOperandVal(1) | maskTrailingOnes<uint64_t>(K);
    if (K >= 1 && K <= 7 && M == maskTrailingOnes<uint64_t>(32 + K)) {
      Word = N.getOperand(0).getOperand(0);
      Shift = imm(K, DL);
      return true;
    }
  }
  if (N.getOpcode() == ISD::SRL && isa<ConstantSDNode>(N.getOperand(1)) &&
      N.getOperand(0).getOpcode() == ISD::SHL &&
      isa<ConstantSDNode>(N.getOperand(0).getOperand(1)) &&
      N.getOperand(0).getConstantOperandVal(1) == 32) {
    uint64_t B = N.getConstantOperandVal(1);
    if (B >= 25 && B <= 31) {
      Word = N.getOperand(0).getOperand(0);
      Shift = imm(32 - B, DL);
      return true;
    }
  }
  return false;
}

template <unsigned Bits>
bool SectileDAGToDAGISel::selectShiftMask(SDValue N, SDValue &Amount) {
  constexpr uint64_t Mask = Bits - 1;
  SDValue V = N;
  while (true) {
    if (V.getOpcode() == ISD::AND && isa<ConstantSDNode>(V.getOperand(1)) &&
        (V.getConstantOperandVal(1) & Mask) == Mask)
      V = V.getOperand(0);
    else if (V.getOpcode() == ISD::SIGN_EXTEND_INREG)
      V = V.getOperand(0);
    else if (V.getOpcode() == ISD::ADD &&
             isa<ConstantSDNode>(V.getOperand(1)) &&
             (V.getConstantOperandVal(1) & Mask) == 0)
      V = V.getOperand(0);
    else
      break;
  }
  SDLoc DL(N);
  // width - n is -n.
  if (V.getOpcode() == ISD::SUB && isa<ConstantSDNode>(V.getOperand(0)) &&
      (V.getConstantOperandVal(0) & Mask) == 0 &&
      !isNullConstant(V.getOperand(0))) {
    SDValue Zero = CurDAG->getRegister(Sectile::R0, MVT::i64);
    Amount = SDValue(CurDAG->getMachineNode(Sectile::SUB, DL, MVT::i64, Zero,
                                            V.getOperand(1)),
                     0);
    return true;
  }
  if (V == N)
    return false;
  Amount = V;
  return true;
}

bool SectileDAGToDAGISel::selectSExti32(SDValue N, SDValue &V) {
  if (N.getOpcode() == ISD::SIGN_EXTEND_INREG &&
      cast<VTSDNode>(N.getOperand(1))->getVT() == MVT::i32) {
    V = N.getOperand(0);
    return true;
  }
  if (CurDAG->ComputeNumSignBits(N) > 32) {
    V = N;
    return true;
  }
  return false;
}

bool SectileDAGToDAGISel::selectZExti32(SDValue N, SDValue &V) {
  if (N.getOpcode() == ISD::AND && isa<ConstantSDNode>(N.getOperand(1)) &&
      N.getConstantOperandVal(1) == 0xffffffff) {
    V = N.getOperand(0);
    return true;
  }
  if (CurDAG->MaskedValueIsZero(N, APInt::getHighBitsSet(64, 32))) {
    V = N;
    return true;
  }
  return false;
}

bool SectileDAGToDAGISel::SelectInlineAsmMemoryOperand(
    const SDValue &Op, InlineAsm::ConstraintCode Constraint,
    std::vector<SDValue> &Ops) {
  switch (Constraint) {
  case InlineAsm::ConstraintCode::m:
  case InlineAsm::ConstraintCode::o: {
    SDValue Base, Imm;
    selectAddrRI(Op, Base, Imm);
    Ops.push_back(Base);
    Ops.push_back(Imm);
    return false;
  }
  default:
    return true;
  }
}
