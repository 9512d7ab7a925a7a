// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileInstrInfo.td - nodes and pseudo instructions ------------------------===//
//
// What the selection DAG needs beyond LLVM's own nodes, and the instructions
// that exist only until the code is emitted.
//
//===----------------------------------------------------------------------===//

// Targets of a tail call: nothing that the epilogue restores.
def GPRTail : RegisterClass<"Sectile", [i64], 64, (add (sequence "R%u", 4, 18))>;

//===-- Nodes ---------------------------------------------------------------------===//

def SDT_CallSeqStart : SDCallSeqStart<[SDTCisVT<0, i64>, SDTCisVT<1, i64>]>;
def SDT_CallSeqEnd : SDCallSeqEnd<[SDTCisVT<0, i64>, SDTCisVT<1, i64>]>;
def callseq_start : SDNode<"ISD::CALLSEQ_START", SDT_CallSeqStart,
                           [SDNPHasChain, SDNPOutGlue]>;
def callseq_end : SDNode<"ISD::CALLSEQ_END", SDT_CallSeqEnd,
                         [SDNPHasChain, SDNPOptInGlue, SDNPOutGlue]>;

def SDT_Call : SDTypeProfile<0, -1, [SDTCisVT<0, i64>]>;
def sectile_call : SDNode<"SectileISD::CALL", SDT_Call,
                          [SDNPHasChain, SDNPOptInGlue, SDNPOutGlue, SDNPVariadic]>;
def sectile_tail : SDNode<"SectileISD::TAIL", SDT_Call,
                          [SDNPHasChain, SDNPOptInGlue, SDNPVariadic]>;
def sectile_ret : SDNode<"SectileISD::RET", SDTNone,
                         [SDNPHasChain, SDNPOptInGlue, SDNPVariadic]>;
def sectile_ehret : SDNode<"SectileISD::EHRET", SDTNone,
                           [SDNPHasChain, SDNPOptInGlue]>;
def sectile_tret : SDNode<"SectileISD::TRET", SDTNone, [SDNPHasChain]>;

// The page of a symbol, and its low 12 bits added to that page.
def sectile_page : SDNode<"SectileISD::PAGE", SDTIntUnaryOp>;
def sectile_addlo : SDNode<"SectileISD::ADDLO", SDTIntBinOp>;
// A thread-local symbol's distance from tp.
def sectile_tprel : SDNode<"SectileISD::TPREL", SDTypeProfile<1, 2, [SDTCisVT<0, i64>]>>;
def sectile_tpadd : SDNode<"SectileISD::READ_TP", SDTypeProfile<1, 0, [SDTCisVT<0, i64>]>>;

def SDT_BrCC : SDTypeProfile<0, 4, [SDTCisVT<0, i64>, SDTCisVT<1, i64>,
                                    SDTCisVT<2, OtherVT>, SDTCisVT<3, OtherVT>]>;
def sectile_brcc : SDNode<"SectileISD::BRCC", SDT_BrCC, [SDNPHasChain]>;
// Branch on one bit: value, bit, target.
def SDT_BrBit : SDTypeProfile<0, 3, [SDTCisVT<0, i64>, SDTCisVT<1, i64>,
                                     SDTCisVT<2, OtherVT>]>;
def sectile_bbc : SDNode<"SectileISD::BBC", SDT_BrBit, [SDNPHasChain]>;
def sectile_bbs : SDNode<"SectileISD::BBS", SDT_BrBit, [SDNPHasChain]>;

// Operations on words whose result is sign-extended.
def SDT_BinW : SDTypeProfile<1, 2, [SDTCisVT<0, i64>, SDTCisVT<1, i64>, SDTCisVT<2, i64>]>;
def SDT_UnW : SDTypeProfile<1, 1, [SDTCisVT<0, i64>, SDTCisVT<1, i64>]>;
foreach op = ["SLLW", "SRLW", "SRAW", "ROLW", "RORW", "DIVW", "DIVUW", "REMW",
              "REMUW"] in
def sectile_#!tolower(op) : SDNode<"SectileISD::" # op, SDT_BinW>;
foreach op = ["CLZW", "CTZW", "POPCW", "REV8W"] in
def sectile_#!tolower(op) : SDNode<"SectileISD::" # op, SDT_UnW>;

// Scalars of floating type as bits; a narrow float has any bits above.
def sectile_f2x : SDNode<"SectileISD::FP_TO_BITS",
                         SDTypeProfile<1, 1, [SDTCisVT<0, i64>, SDTCisFP<1>]>>;
def sectile_x2f : SDNode<"SectileISD::BITS_TO_FP",
                         SDTypeProfile<1, 1, [SDTCisFP<0>, SDTCisVT<1, i64>]>>;
def SDT_FtoW : SDTypeProfile<1, 1, [SDTCisVT<0, i64>, SDTCisFP<1>]>;
def SDT_WtoF : SDTypeProfile<1, 1, [SDTCisFP<0>, SDTCisVT<1, i64>]>;
def sectile_f2w : SDNode<"SectileISD::FP_TO_W", SDT_FtoW>;
def sectile_f2wu : SDNode<"SectileISD::FP_TO_WU", SDT_FtoW>;
def sectile_w2f : SDNode<"SectileISD::W_TO_FP", SDT_WtoF>;
def sectile_wu2f : SDNode<"SectileISD::WU_TO_FP", SDT_WtoF>;
// Tiles.
def sectile_splat : SDNode<"SectileISD::SPLAT", SDTypeProfile<1, 1, [SDTCisVec<0>]>>;
def sectile_tzero : SDNode<"SectileISD::TZERO", SDTypeProfile<1, 0, [SDTCisVec<0>]>>;
def sectile_tidxlin : SDNode<"SectileISD::TIDXLIN", SDTypeProfile<1, 0, [SDTCisVT<0, v256i32>]>>;
def sectile_tgetw : SDNode<"SectileISD::TGETW", SDTypeProfile<1, 2, [SDTCisVT<2, i64>]>>;
def sectile_tputw : SDNode<"SectileISD::TPUTW",
                           SDTypeProfile<1, 3, [SDTCisSameAs<0, 1>, SDTCisVT<3, i64>]>>;

//===-- Pseudo instructions --------------------------------------------------------===//

class Pseudo<dag outs, dag ins, list<dag> pattern, string asm = "">
    : Instruction {
  let Namespace = "Sectile";
  let OutOperandList = outs;
  let InOperandList = ins;
  let AsmString = asm;
  let Pattern = pattern;
  let isPseudo = true;
  let isCodeGenOnly = true;
  let Size = 4;
  let hasSideEffects = false;
  let mayLoad = false;
  let mayStore = false;
}

let Defs = [R2], Uses = [R2], hasSideEffects = true in {
def ADJCALLSTACKDOWN : Pseudo<(outs), (ins i64imm:$a, i64imm:$b),
                              [(callseq_start timm:$a, timm:$b)]>;
def ADJCALLSTACKUP : Pseudo<(outs), (ins i64imm:$a, i64imm:$b),
                            [(callseq_end timm:$a, timm:$b)]>;
}

let isCall = true, Defs = [R1] in {
def PseudoCALL : Pseudo<(outs), (ins i64imm:$target), []>,
                 PseudoInstExpansion<(CALL Call26:$target)>;
def PseudoCALLR : Pseudo<(outs), (ins GPR:$a), [(sectile_call GPR:$a)]>,
                  PseudoInstExpansion<(JALR R1, GPR:$a, 0)>;
}
let isTerminator = true, isBarrier = true in {
let isReturn = true in {
def PseudoRET : Pseudo<(outs), (ins), [(sectile_ret)]>,
                PseudoInstExpansion<(JALR R0, R1, 0)>;
// The epilogue adds r12 to the stack pointer.
let Uses = [R12, R13] in
def PseudoEHRET : Pseudo<(outs), (ins), [(sectile_ehret)]>,
                  PseudoInstExpansion<(JALR R0, R13, 0)>;
def PseudoTRET : Pseudo<(outs), (ins), [(sectile_tret)]>,
                 PseudoInstExpansion<(TRET)>;
}
let isCall = true, isReturn = true, Uses = [R2] in {
def PseudoTAIL : Pseudo<(outs), (ins i64imm:$target), []>,
                 PseudoInstExpansion<(J Jump26:$target)>;
def PseudoTAILR : Pseudo<(outs), (ins GPRTail:$a), [(sectile_tail GPRTail:$a)]>,
                  PseudoInstExpansion<(JALR R0, GPR:$a, 0)>;
}
let isBranch = true, isIndirectBranch = true in
def PseudoBRIND : Pseudo<(outs), (ins GPR:$a, SImm13:$imm), []>,
                  PseudoInstExpansion<(JALR R0, GPR:$a, SImm13:$imm)>;
}

// Any constant; becomes up to four instructions once scheduling is done, so
// that it can be rematerialised as one.
let isReMaterializable = true, isAsCheapAsAMove = true, isMoveImm = true, Size = 16 in
def PseudoLI : Pseudo<(outs GPR:$d), (ins i64imm:$imm), []>;

// A symbol's address, for the same reason: adrp and addi.
let isReMaterializable = true, Size = 8 in
def PseudoLA : Pseudo<(outs GPR:$d), (ins i64imm:$target), []>;

// A copy that keeps a computed shape or depth out of r0.
let Constraints = "$d = $a" in
def PseudoSHAPE : Pseudo<(outs GPRNoZero:$d), (ins GPRNoZero:$a), []>;
