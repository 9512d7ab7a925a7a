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
  SDLoc DL(N);
  MVT VT = N->getNumValues() ? N->getSimpleValueType(0) : MVT::Other;
  switch (N->getOpcode()) {
  case ISD::Constant: {
    int64_t V = cast<ConstantSDNode>(N)->getSExtValue();
    // Above a word the bits may not matter.
    if (!isInt<32>(V) && isUInt<32>(V) &&
        SectileMatInt::cost(int32_t(V)) < SectileMatInt::cost(V) &&
        onlyLowWordUsed(N))
      V = int32_t(V);
    ReplaceNode(N, materialize(V, DL, VT).getNode());
    return;
  }
  case ISD::ConstantFP: {
    APInt Bits = cast<ConstantFPSDNode>(N)->getValueAPF().bitcastToAPInt();
    int64_t V = Bits.getSExtValue();
    if (VT == MVT::f32 &&
        SectileMatInt::cost(Bits.getZExtValue()) < SectileMatInt::cost(V))
      V = Bits.getZExtValue();
    ReplaceNode(N, materialize(V, DL, VT).getNode());
    return;
  }
  case ISD::FrameIndex: {
    SDValue TFI = CurDAG->getTargetFrameIndex(
        cast<FrameIndexSDNode>(N)->getIndex(), MVT::i64);
    ReplaceNode(N,
                CurDAG->getMachineNode(Sectile::ADDI, DL, VT, TFI, imm(0, DL)));
    return;
  }
  case ISD::SRL:
  case ISD::SRA: {
    // ((x << a) >> b) takes a field.
    auto *C = dyn_cast<ConstantSDNode>(N->getOperand(1));
    if (VT != MVT::i64 || !C)
      break;
    uint64_t B = C->getZExtValue();
    SDValue X = N->getOperand(0);
    unsigned Opcode =
        N->getOpcode() == ISD::SRL ? Sectile::EXTU : Sectile::EXTS;
    if (X.getOpcode() == ISD::SHL && isa<ConstantSDNode>(X.getOperand(1))) {
      uint64_t A = X.getConstantOperandVal(1);
      if (A <= B && B < 64) {
        ReplaceNode(N, CurDAG->getMachineNode(Opcode, DL, VT, X.getOperand(0),
                                              imm(B - A, DL), imm(64 - B, DL)));
        return;
      }
      if (A < 64) {
        unsigned Place =
            Opcode == Sectile::EXTU ? Sectile::INSU : Sectile::INSS;
        ReplaceNode(N, CurDAG->getMachineNode(Place, DL, VT, X.getOperand(0),
                                              imm(A - B, DL), imm(64 - A, DL)));
        return;
      }
    }
    if (X.getOpcode() == ISD::AND && isa<ConstantSDNode>(X.getOperand(1)) &&
        N->getOpcode() == ISD::SRL) {
      uint64_t M = X.getConstantOperandVal(1) >> B;
      if (isMask_64(M)) {
        ReplaceNode(N, CurDAG->getMachineNode(Sectile::EXTU, DL, VT,
                                              X.getOperand(0), imm(B, DL),
                                              imm(llvm::countr_one(M), DL)));
        return;
      }
    }
    if (X.getOpcode() == ISD::SIGN_EXTEND_INREG && N->getOpcode() == ISD::SRA) {
      uint64_t W = cast<VTSDNode>(X.getOperand(1))->getVT().getSizeInBits();
      B = std::min(B, W - 1);
      ReplaceNode(N,
                  CurDAG->getMachineNode(Sectile::EXTS, DL, VT, X.getOperand(0),
                                         imm(B, DL), imm(W - B, DL)));
      return;
    }
    break;
  }
  case ISD::SIGN_EXTEND_INREG: {
    SDValue X = N->getOperand(0);
    uint64_t W = cast<VTSDNode>(N->getOperand(1))->getVT().getSizeInBits();
    if (VT != MVT::i64 ||
        (X.getOpcode() != ISD::SRL && X.getOpcode() != ISD::SRA) ||
        !isa<ConstantSDNode>(X.getOperand(1)))
      break;
    uint64_t B = X.getConstantOperandVal(1);
    if (B + W > 64)
      break;
    ReplaceNode(N,
                CurDAG->getMachineNode(Sectile::EXTS, DL, VT, X.getOperand(0),
                                       imm(B, DL), imm(W, DL)));
    return;
  }
  case ISD::AND: {
    auto *C = dyn_cast<ConstantSDNode>(N->getOperand(1));
    if (VT != MVT::i64 || !C)
      break;
    uint64_t M = C->getZExtValue();
    SDValue X = N->getOperand(0);
    if (isMask_64(M)) {
      unsigned Len = llvm::countr_one(M);
      uint64_t Pos = 0;
      if ((X.getOpcode() == ISD::SRL || X.getOpcode() == ISD::SRA) &&
          isa<ConstantSDNode>(X.getOperand(1))) {
        uint64_t B = X.getConstantOperandVal(1);
        if (B + Len <= 64 || (X.getOpcode() == ISD::SRL && B < 64)) {
          X = X.getOperand(0);
          Pos = B;
          Len = std::min<unsigned>(Len, 64 - B);
        }
      }
      if (Pos || !isInt<13>(int64_t(M))) {
        ReplaceNode(N, CurDAG->getMachineNode(Sectile::EXTU, DL, VT, X,
                                              imm(Pos, DL), imm(Len, DL)));
        return;
      }
    }
    // A field moved to where the mask begins.
    if (isShiftedMask_64(M) && X.getOpcode() == ISD::SHL &&
        isa<ConstantSDNode>(X.getOperand(1))) {
      uint64_t B = X.getConstantOperandVal(1);
      if (B == uint64_t(llvm::countr_zero(M))) {
        ReplaceNode(N, CurDAG->getMachineNode(Sectile::INSU, DL, VT,
                                              X.getOperand(0), imm(B, DL),
                                              imm(llvm::popcount(M), DL)));
        return;
      }
    }
    // A mask within a register: two moves, if it would cost more to build.
    if (isShiftedMask_64(M) && !isInt<13>(int64_t(M)) &&
        SectileMatInt::cost(M) > 1) {
      unsigned Pos = llvm::countr_zero(M), Len = llvm::popcount(M);
      SDValue F(CurDAG->getMachineNode(Sectile::EXTU, DL, VT, X, imm(Pos, DL),
                                       imm(Len, DL)),
                0);
      ReplaceNode(N, CurDAG->getMachineNode(Sectile::INSU, DL, VT, F,
                                            imm(Pos, DL), imm(Len, DL)));
      return;
    }
    break;
  }
  case ISD::SHL: {
    // A field moved up: (x & mask) << k.
    auto *C = dyn_cast<ConstantSDNode>(N->getOperand(1));
    SDValue X = N->getOperand(0);
    if (VT != MVT::i64 || !C || C->getZExtValue() >= 64)
      break;
    uint64_t K = C->getZExtValue();
    if (X.getOpcode() == ISD::AND && isa<ConstantSDNode>(X.getOperand(1)) &&
        isMask_64(X.getConstantOperandVal(1)) && X.hasOneUse()) {
      unsigned Len = std::min<unsigned>(
          llvm::countr_one(X.getConstantOperandVal(1)), 64 - K);
      ReplaceNode(N,
                  CurDAG->getMachineNode(Sectile::INSU, DL, VT, X.getOperand(0),
                                         imm(K, DL), imm(Len, DL)));
      return;
    }
    if (X.getOpcode() == ISD::SIGN_EXTEND_INREG) {
      unsigned Len = std::min<unsigned>(
          cast<VTSDNode>(X.getOperand(1))->getVT().getSizeInBits(), 64 - K);
      ReplaceNode(N,
                  CurDAG->getMachineNode(Sectile::INSS, DL, VT, X.getOperand(0),
                                         imm(K, DL), imm(Len, DL)));
      return;
    }
    break;
  }
  case ISD::OR: {
    // Insertion: (a & ~field) | (b & field), b shifted into place.
    if (VT != MVT::i64)
      break;
    for (unsigned I = 0; I < 2; ++I) {
      SDValue A = N->getOperand(I), B = N->getOperand(1 - I);
      if (A.getOpcode() != ISD::AND || !isa<ConstantSDNode>(A.getOperand(1)))
        continue;
      uint64_t Hole = ~A.getConstantOperandVal(1);
      uint64_t Above = ~uint64_t(0);
      // In a word that is all that counts.
      if (!isShiftedMask_64(Hole)) {
        Hole = uint32_t(Hole);
        Above = 0xffffffff;
        if (!isShiftedMask_64(Hole) || !onlyLowWordUsed(N))
          continue;
      }
      unsigned Pos = llvm::countr_zero(Hole), Len = llvm::popcount(Hole);
      SDValue Field;
      KnownBits Known = CurDAG->computeKnownBits(B);
      // b has bits inside the field only.
      if ((~Known.Zero.getZExtValue() & Above & ~Hole) != 0)
        continue;
      if (Pos == 0)
        Field = B;
      else if (B.getOpcode() == ISD::SHL &&
               isa<ConstantSDNode>(B.getOperand(1)) &&
               B.getConstantOperandVal(1) == Pos && B.hasOneUse())
        Field = B.getOperand(0);
      else if (B.getOpcode() == ISD::AND &&
               B.getOperand(0).getOpcode() == ISD::SHL &&
               isa<ConstantSDNode>(B.getOperand(1)) && B.hasOneUse() &&
               (B.getConstantOperandVal(1) & Hole) == Hole &&
               isa<ConstantSDNode>(B.getOperand(0).getOperand(1)) &&
               B.getOperand(0).getConstantOperandVal(1) == Pos)
        Field = B.getOperand(0).getOperand(0);
      else
        continue;
      if (Pos == 0 && Field.getOpcode() == ISD::AND &&
          isa<ConstantSDNode>(Field.getOperand(1)) &&
          (Field.getConstantOperandVal(1) & Hole) == Hole)
        Field = Field.getOperand(0);
      ReplaceNode(N, CurDAG->getMachineNode(
                         Sectile::INS, DL, VT,
                         {A.getOperand(0), Field, imm(Pos, DL), imm(Len, DL)}));
      return;
    }
    break;
  }
  case ISD::BITCAST:
    // Tiles are tiles.
    if (VT.isVector() && N->getOperand(0).getSimpleValueType().isVector()) {
      ReplaceUses(
          SDValue(N, 0),
          SDValue(CurDAG->getMachineNode(
                      TargetOpcode::COPY_TO_REGCLASS, DL, VT, N->getOperand(0),
                      CurDAG->getTargetConstant(Sectile::TRRegClassID, DL,
                                                MVT::i32)),
                  0));
      CurDAG->RemoveDeadNode(N);
      return;
    }
    break;
  default:
    break;
  }
  SelectCode(N);
}

//===-- Unneeded sign extension -------------------------------------------===//

// Do all users of N look at bits 31..0 only?
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
    // The words' own instructions extend for nothing; what can be fused into
    // something wider gains by not being extended.
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
        if (auto *G = dyn_cast<GlobalAddressSDNode>(B.getOperand(1))) {
          Align A =
              G->getGlobal()->getPointerAlignment(CurDAG->getDataLayout());
          int64_t Off = G->getOffset() + C;
          if (G->getOffset() == 0 && C >= 0 &&
              uint64_t(Off) < std::min<uint64_t>(A.value(), 4096)) {
            Base = B.getOperand(0);
            Imm = CurDAG->getTargetGlobalAddress(G->getGlobal(), DL, MVT::i64,
                                                 Off, G->getTargetFlags());
            return true;
          }
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

// Is everything that Addr serves a memory access?
bool SectileDAGToDAGISel::foldAddress(SDValue Addr) {
  if (Addr.hasOneUse())
    return true;
  unsigned Count = 0;
  for (SDUse &U : Addr->uses()) {
    auto *M = dyn_cast<MemSDNode>(U.getUser());
    if (!M || (M->getOpcode() != ISD::LOAD && M->getOpcode() != ISD::STORE) ||
        M->getMemoryVT().isVector() ||
        (M->getOpcode() == ISD::STORE && U.getOperandNo() == 1))
      return false;
    ++Count;
  }
  return Count <= 4;
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
