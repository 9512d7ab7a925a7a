// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileAsmParser.cpp - text to instructions ------------------------===//
//
// Every diagnostic names the operand by its column and says what would have
// been accepted; ranges come from isa/Operands.td.
//
//===----------------------------------------------------------------------===//

#include "MCTargetDesc/SectileMCAsmInfo.h"
#include "MCTargetDesc/SectileMCTargetDesc.h"
#include "TargetInfo/SectileTargetInfo.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCExpr.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstBuilder.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCParser/AsmLexer.h"
#include "llvm/MC/MCParser/MCAsmParser.h"
#include "llvm/MC/MCParser/MCParsedAsmOperand.h"
#include "llvm/MC/MCParser/MCTargetAsmParser.h"
#include "llvm/MC/MCRegisterInfo.h"
#include "llvm/MC/MCStreamer.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/MCSymbol.h"
#include "llvm/MC/MCValue.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/Casting.h"
#include "llvm/Support/Compiler.h"
#include "llvm/Support/SourceMgr.h"

using namespace llvm;

namespace {

class SectileOperand;

class SectileAsmParser : public MCTargetAsmParser {
public:
  enum MatchResult {
    Match_Dummy = FIRST_TARGET_MATCH_RESULT_TY,
#define GET_OPERAND_DIAGNOSTIC_TYPES
#include "SectileGenAsmMatcher.inc"
  };

  SectileAsmParser(const MCSubtargetInfo &STI, MCAsmParser &Parser,
                   const MCInstrInfo &MII, const MCTargetOptions &Options)
      : MCTargetAsmParser(Options, STI, MII) {
    MCAsmParserExtension::Initialize(Parser);
    Parser.addAliasForDirective(".half", ".2byte");
    Parser.addAliasForDirective(".hword", ".2byte");
    Parser.addAliasForDirective(".word", ".4byte");
    Parser.addAliasForDirective(".dword", ".8byte");
    setAvailableFeatures(ComputeAvailableFeatures(STI.getFeatureBits()));
  }

private:
#define GET_ASSEMBLER_HEADER
#include "SectileGenAsmMatcher.inc"

  bool parseRegister(MCRegister &Reg, SMLoc &StartLoc, SMLoc &EndLoc) override;
  ParseStatus tryParseRegister(MCRegister &Reg, SMLoc &StartLoc,
                               SMLoc &EndLoc) override;
  bool parseInstruction(ParseInstructionInfo &Info, StringRef Name,
                        SMLoc NameLoc, OperandVector &Operands) override;
  bool matchAndEmitInstruction(SMLoc IDLoc, unsigned &Opcode,
                               OperandVector &Operands, MCStreamer &Out,
                               uint64_t &ErrorInfo,
                               bool MatchingInlineAsm) override;
  bool parseDataExpr(const MCExpr *&Res) override;
  ParseStatus parseDirective(AsmToken Name) override;
  void onEndOfFile() override;

  bool parseOperand(StringRef Mnemonic, OperandVector &Operands);
  bool parseSpecifier(const MCExpr *&Res, SMLoc &EndLoc);
  bool emit(MCInst &Inst, OperandVector &Operands, MCStreamer &Out);
  bool check(const MCInst &Inst, const OperandVector &Operands);
  void rememberLate(const MCInst &Inst, OperandVector &Operands);
  std::string expectedOf(OperandVector &Operands, unsigned I);
  void emitShift(const MCInst &Inst, MCStreamer &Out);
  void emitConstant(MCRegister Reg, int64_t Value, SMLoc Loc, MCStreamer &Out);

  // Operands whose values the end of the file tells, and what they must be.
  struct LateOperand {
    const MCExpr *Expr;
    SMRange Range;
    std::string Expected;
  };
  std::vector<LateOperand> LateOperands;
};

// LLVM's parser follows a file that includes itself until memory is full.
ParseStatus SectileAsmParser::parseDirective(AsmToken Name) {
  constexpr unsigned DeepestInclude = 200; // as GNU as has it
  if (!Name.getIdentifier().equals_insensitive(".include"))
    return ParseStatus::NoMatch;
  const SourceMgr &Sources = getParser().getSourceManager();
  unsigned Depth = 0;
  for (SMLoc At = Name.getLoc(); At.isValid(); ++Depth) {
    unsigned File = Sources.FindBufferContainingLoc(At);
    if (!File)
      break;
    At = Sources.getParentIncludeLoc(File);
  }
  if (Depth < DeepestInclude)
    return ParseStatus::NoMatch;
  return Error(Name.getLoc(), "files include each other more than " +
                                  Twine(DeepestInclude) + " deep");
}

class SectileOperand : public MCParsedAsmOperand {
  enum { Token, Reg, Imm } Kind;
  SMLoc Start, End;
  StringRef Text;
  MCRegister Register;
  const MCExpr *Expr = nullptr;

public:
  bool Refused = false; // selects the message if the matcher rejects it

  SectileOperand(StringRef Text, SMLoc Loc)
      : Kind(Token), Start(Loc),
        End(SMLoc::getFromPointer(Loc.getPointer() + Text.size())), Text(Text) {
  }
  SectileOperand(MCRegister R, SMLoc Start, SMLoc End)
      : Kind(Reg), Start(Start), End(End), Register(R) {}
  SectileOperand(const MCExpr *E, SMLoc Start, SMLoc End)
      : Kind(Imm), Start(Start), End(End), Expr(E) {}

  bool isToken() const override { return Kind == Token; }
  bool isReg() const override { return Kind == Reg; }
  bool isImm() const override { return Kind == Imm; }
  bool isMem() const override { return false; }
  SMLoc getStartLoc() const override { return Start; }
  SMLoc getEndLoc() const override { return End; }
  StringRef getToken() const { return Text; }
  MCRegister getReg() const override { return Register; }
  const MCExpr *getImm() const { return Expr; }

  void print(raw_ostream &OS, const MCAsmInfo &MAI) const override {
    if (Kind == Token)
      OS << Text;
    else if (Kind == Reg)
      OS << "register " << Register.id();
    else
      MAI.printExpr(OS, *Expr);
  }

  unsigned specifier() const {
    const auto *E = dyn_cast_or_null<MCSpecifierExpr>(Expr);
    return E ? E->getSpecifier() : unsigned(Sectile::S_None);
  }

  std::optional<int64_t> constant() const {
    int64_t Value;
    if (Kind != Imm || specifier() || !Expr->evaluateAsAbsolute(Value))
      return std::nullopt;
    return Value;
  }

  // A symbol, perhaps with a distance, whose value the linker knows.
  bool isSymbolic() const {
    if (Kind != Imm || constant() || specifier())
      return false;
    // What only marks the place has to be looked through.
    const auto *Mark = dyn_cast<MCSpecifierExpr>(Expr);
    MCValue Value;
    return (Mark ? Mark->getSubExpr() : Expr)
        ->evaluateAsRelocatable(Value, nullptr);
  }

  // An expression that may be a constant once everything is laid out.
  bool isLate() const {
    return Kind == Imm && !Refused && !constant() && !specifier();
  }

  bool is(SectileImm::OperandKind K) const {
    if (Kind != Imm)
      return false;
    if (std::optional<int64_t> Value = constant())
      return SectileImm::info(K).contains(*Value);
    if (SectileImm::info(K).Kind == StringRef("value") && isLate())
      return true;
    switch (K) {
    case SectileImm::SImm13:
      return specifier() == Sectile::S_LO;
    case SectileImm::UImm16:
      return specifier() >= Sectile::S_G0;
    case SectileImm::Page21:
      return specifier() == Sectile::S_PAGE;
    default:
      return SectileImm::info(K).Kind == StringRef("pcrel") && isSymbolic();
    }
  }
#define SECTILE_IMMEDIATE(Name, kind, width, isSigned, shift, bias)            \
  bool is##Name() const { return is(SectileImm::Name); }
#include "sectile/immediates.def"
  bool isImm64() const { return constant() || isLate(); }
  bool isAddress() const { return isSymbolic(); }

  void addRegOperands(MCInst &Inst, unsigned N) const {
    Inst.addOperand(MCOperand::createReg(Register));
  }
  void addImmOperands(MCInst &Inst, unsigned N) const {
    if (std::optional<int64_t> Value = constant())
      Inst.addOperand(MCOperand::createImm(*Value));
    else
      Inst.addOperand(MCOperand::createExpr(Expr));
  }
};

} // namespace

#define GET_REGISTER_MATCHER
#define GET_MATCHER_IMPLEMENTATION
#include "SectileGenAsmMatcher.inc"

static SectileOperand &operand(const OperandVector &Operands, unsigned I) {
  return static_cast<SectileOperand &>(*Operands[I]);
}

//===-- Operands ----------------------------------------------------------===//

static MCRegister matchRegister(StringRef Name) {
  if (Name == "fp")
    return Sectile::R20;
  if (MCRegister Reg = MatchRegisterName(Name))
    return Reg;
  return MatchRegisterAltName(Name);
}

ParseStatus SectileAsmParser::tryParseRegister(MCRegister &Reg, SMLoc &StartLoc,
                                               SMLoc &EndLoc) {
  const AsmToken &Tok = getTok();
  StartLoc = Tok.getLoc();
  EndLoc = Tok.getEndLoc();
  if (Tok.isNot(AsmToken::Identifier))
    return ParseStatus::NoMatch;
  Reg = matchRegister(Tok.getIdentifier());
  if (!Reg)
    return ParseStatus::NoMatch;
  Lex();
  return ParseStatus::Success;
}

bool SectileAsmParser::parseRegister(MCRegister &Reg, SMLoc &StartLoc,
                                     SMLoc &EndLoc) {
  if (!tryParseRegister(Reg, StartLoc, EndLoc).isSuccess())
    return Error(StartLoc, "expected register name");
  return false;
}

// %name(expression)
bool SectileAsmParser::parseSpecifier(const MCExpr *&Res, SMLoc &EndLoc) {
  SMLoc Loc = getTok().getLoc();
  Lex(); // %
  StringRef Name = getTok().getString();
  Sectile::Specifier S = Sectile::S_None;
  if (getTok().is(AsmToken::Identifier))
    S = Sectile::specifierByName(Name);
  if (S == Sectile::S_None)
    return Error(Loc, "unknown specifier, expected %page, %lo, %g0 to %g3, "
                      "%tprel_g0 or %tprel_g1");
  Lex();
  if (parseToken(AsmToken::LParen, "expected '(' after specifier") ||
      getParser().parseParenExpression(Res, EndLoc))
    return true;
  Res = MCSpecifierExpr::create(Res, S, getContext(), Loc);
  return false;
}

// Data may hold no specifier: it has relocations for whole values only.
bool SectileAsmParser::parseDataExpr(const MCExpr *&Res) {
  if (getTok().is(AsmToken::Percent))
    return Error(getTok().getLoc(), "specifier is not allowed in data");
  SMLoc EndLoc;
  return getParser().parseExpression(Res, EndLoc);
}

// Whether an operand of the instruction is a control register.
static bool hasControlRegister(StringRef Mnemonic) {
  auto Entries = std::equal_range(
      std::begin(MatchTable0), std::end(MatchTable0), Mnemonic, LessOpcode());
  return any_of(make_range(Entries.first, Entries.second),
                [](const MatchEntry &Entry) {
                  return is_contained(Entry.Classes, MCK_CSR12);
                });
}

bool SectileAsmParser::parseOperand(StringRef Mnemonic,
                                    OperandVector &Operands) {
  SMLoc Start = getTok().getLoc(), End;
  const MCExpr *Expr;
  if (getTok().is(AsmToken::Percent)) {
    if (parseSpecifier(Expr, End))
      return true;
  } else {
    // A symbol may have the name of a register; these take no register.
    bool NoRegister = Mnemonic == "j" || Mnemonic == "call" ||
                      (Mnemonic == "la" && Operands.size() == 2);
    MCRegister Reg;
    if (!NoRegister && tryParseRegister(Reg, Start, End).isSuccess()) {
      Operands.push_back(std::make_unique<SectileOperand>(Reg, Start, End));
      return false;
    }
    if (getTok().is(AsmToken::Identifier) && hasControlRegister(Mnemonic))
      if (const SectileCSR::Register *R =
              SectileCSR::byName(getTok().getIdentifier())) {
        End = getTok().getEndLoc();
        Lex();
        Expr = MCConstantExpr::create(R->Number, getContext());
        Operands.push_back(std::make_unique<SectileOperand>(Expr, Start, End));
        return false;
      }
    if (getParser().parseExpression(Expr, End))
      return true;
    // The distance of two labels is often known already.
    int64_t Value;
    if (Expr->evaluateAsAbsolute(Value, getStreamer().getAssemblerPtr()))
      Expr = MCConstantExpr::create(Value, getContext());
    // LLVM places a sum at its operator; an error names the operand.
    if (isa<MCBinaryExpr>(Expr))
      Expr =
          MCSpecifierExpr::create(Expr, Sectile::S_None, getContext(), Start);
  }
  Operands.push_back(std::make_unique<SectileOperand>(Expr, Start, End));
  return false;
}

bool SectileAsmParser::parseInstruction(ParseInstructionInfo &Info,
                                        StringRef Name, SMLoc NameLoc,
                                        OperandVector &Operands) {
  Operands.push_back(std::make_unique<SectileOperand>(Name, NameLoc));
  if (getTok().isNot(AsmToken::EndOfStatement)) {
    do
      if (parseOperand(Name, Operands))
        return true;
    while (parseOptionalToken(AsmToken::Comma));
  }
  if (parseOptionalToken(AsmToken::EndOfStatement))
    return false;
  return Error(getTok().getLoc(),
               "unexpected token, expected comma or end of line");
}

//===-- Matching ----------------------------------------------------------===//

// The nearest instruction names within a small edit distance.
static std::string suggestion(StringRef Name) {
  unsigned Nearest = std::min<size_t>(2, Name.size() / 2);
  SmallVector<StringRef, 4> Names;
  for (const MatchEntry &Entry : MatchTable0) {
    StringRef Candidate = Entry.getMnemonic();
    // A missing type suffix counts as one edit.
    unsigned Distance = Candidate.starts_with((Name + ".").str())
                            ? 1
                            : Name.edit_distance(Candidate, true, Nearest);
    if (Distance > Nearest || is_contained(Names, Candidate))
      continue;
    if (Distance < Nearest)
      Names.clear();
    Nearest = Distance;
    if (Names.size() < 4)
      Names.push_back(Candidate);
  }
  return Names.empty() ? "" : "; did you mean " + join(Names, ", ") + "?";
}

static std::string describe(unsigned Result) {
  switch (Result) {
#define SECTILE_IMMEDIATE(Name, kind, width, isSigned, shift, bias)            \
  case SectileAsmParser::Match_Invalid##Name:                                  \
    return SectileImm::expected(SectileImm::Name);
#include "sectile/immediates.def"
  case SectileAsmParser::Match_InvalidImm64:
    return "immediate must be a 64-bit constant";
  case SectileAsmParser::Match_InvalidAddress:
    return "operand must be a symbol";
  case SectileAsmParser::Match_InvalidGPR:
    return "expected scalar register";
  case SectileAsmParser::Match_InvalidTR:
    return "expected tile register";
  default:
    return "invalid operand for instruction";
  }
}

bool SectileAsmParser::matchAndEmitInstruction(SMLoc IDLoc, unsigned &Opcode,
                                               OperandVector &Operands,
                                               MCStreamer &Out,
                                               uint64_t &ErrorInfo,
                                               bool MatchingInlineAsm) {
  MCInst Inst;
  unsigned Result =
      MatchInstructionImpl(Operands, Inst, ErrorInfo, MatchingInlineAsm);
  switch (Result) {
  case Match_Success:
    Inst.setLoc(IDLoc);
    Opcode = Inst.getOpcode();
    rememberLate(Inst, Operands);
    return check(Inst, Operands) || emit(Inst, Operands, Out);
  case Match_MnemonicFail: {
    StringRef Mnemonic = operand(Operands, 0).getToken();
    return Error(
        IDLoc, "unknown instruction '" + Mnemonic + "'" + suggestion(Mnemonic),
        SMRange(IDLoc, operand(Operands, 0).getEndLoc()));
  }
  case Match_InvalidTiedOperand:
    return Error(IDLoc, "operands must be the same register");
  default:
    break;
  }
  if (ErrorInfo == ~uint64_t(0))
    return Error(IDLoc, "invalid operands for instruction");
  if (ErrorInfo >= Operands.size())
    return Error(operand(Operands, Operands.size() - 1).getEndLoc(),
                 "too few operands for instruction");
  const SectileOperand &Op = operand(Operands, ErrorInfo);
  SMRange Range(Op.getStartLoc(), Op.getEndLoc());
  if (Result == Match_InvalidOperand)
    return Error(Op.getStartLoc(), "too many operands for instruction", Range);
  std::string Message = describe(Result);
  if (Op.specifier())
    Message = ("%" + Sectile::specifierName(Op.specifier()) +
               " is not allowed here: " + Message)
                  .str();
  return Error(Op.getStartLoc(), Message, Range);
}

// Checks that concern more than one operand.
bool SectileAsmParser::check(const MCInst &Inst,
                             const OperandVector &Operands) {
  if (Sectile::isIllegalControl(Inst)) {
    // The control register is the first number of the line.
    SMLoc Loc;
    for (unsigned I = 1; I != Operands.size() && !Loc.isValid(); ++I)
      if (Operands[I]->isImm())
        Loc = Operands[I]->getStartLoc();
    int64_t Number = Inst.getOperand(1).getImm();
    if (const SectileCSR::Register *R = SectileCSR::byNumber(Number))
      return Error(Loc, "control register " + Twine(R->Name) + " is read-only");
    return Error(Loc, "there is no control register " + Twine(Number));
  }
  if (Inst.getOpcode() == Sectile::MOVZ || Inst.getOpcode() == Sectile::MOVK ||
      Inst.getOpcode() == Sectile::MOVN) {
    const SectileOperand &Piece = operand(Operands, 2);
    int64_t Position = operand(Operands, 3).constant().value_or(0);
    unsigned S = Piece.specifier();
    if (S) {
      unsigned Wanted = 16 * (S >= Sectile::S_TPREL_G0 ? S - Sectile::S_TPREL_G0
                                                       : S - Sectile::S_G0);
      if (Position != Wanted)
        return Error(operand(Operands, 3).getStartLoc(),
                     "%" + Sectile::specifierName(S) + " belongs at position " +
                         Twine(Wanted));
    }
  }
  return false;
}

//===-- Emission ----------------------------------------------------------===//

// What the matcher says of the operand if it is refused.
std::string SectileAsmParser::expectedOf(OperandVector &Operands, unsigned I) {
  MCInst Inst;
  uint64_t ErrorInfo;
  operand(Operands, I).Refused = true;
  unsigned Result = MatchInstructionImpl(Operands, Inst, ErrorInfo, false);
  operand(Operands, I).Refused = false;
  return describe(Result);
}

void SectileAsmParser::rememberLate(const MCInst &Inst,
                                    OperandVector &Operands) {
  const MCInstrDesc &Desc = MII.get(Inst.getOpcode());
  if (Inst.getOpcode() == Sectile::AsmLA)
    return;
  for (unsigned I = 0; I != Desc.getNumOperands(); ++I) {
    const MCOperand &MO = Inst.getOperand(I);
    if (!MO.isExpr() ||
        Desc.operands()[I].OperandType == SectileOp::OPERAND_PCREL)
      continue;
    for (unsigned K = 1; K != Operands.size(); ++K)
      if (const SectileOperand &Op = operand(Operands, K);
          Op.isLate() && Op.getImm() == MO.getExpr())
        LateOperands.push_back({Op.getImm(),
                                SMRange(Op.getStartLoc(), Op.getEndLoc()),
                                expectedOf(Operands, K)});
  }
}

// Symbols that have no distance can be told now, along with the file's other
// errors; ranges only when all is laid out.
void SectileAsmParser::onEndOfFile() {
  // What inline assembly names may be defined by the code around it.
  if (getContext().getInlineSourceManager())
    return;
  for (const LateOperand &Op : LateOperands) {
    const auto *Mark = dyn_cast<MCSpecifierExpr>(Op.Expr);
    MCValue Value;
    if (!(Mark ? Mark->getSubExpr() : Op.Expr)
             ->evaluateAsRelocatable(Value, nullptr))
      continue;
    const MCSymbol *A = Value.getAddSym(), *B = Value.getSubSym();
    if (A && B && A->isInSection() && B->isInSection() &&
        &A->getSection() == &B->getSection())
      continue;
    if (A || B)
      Error(Op.Range.Start, Op.Expected, Op.Range);
  }
}

bool SectileAsmParser::emit(MCInst &Inst, OperandVector &Operands,
                            MCStreamer &Out) {
  SMLoc Loc = Inst.getLoc();
  // The short form of "li" matches what may turn out to need the long one.
  if (Inst.getOpcode() == Sectile::ADDI &&
      operand(Operands, 0).getToken() == "li" && Inst.getOperand(2).isExpr()) {
    MCOperand Reg = Inst.getOperand(0), Value = Inst.getOperand(2);
    Inst.clear();
    Inst.setOpcode(Sectile::AsmLI);
    Inst.setLoc(Loc);
    Inst.addOperand(Reg);
    Inst.addOperand(Value);
  }
  switch (Inst.getOpcode()) {
  case Sectile::AsmSLLI:
  case Sectile::AsmSRLI:
  case Sectile::AsmSRAI:
  case Sectile::AsmSLLIW:
  case Sectile::AsmSRLIW:
  case Sectile::AsmSRAIW:
    // Which instruction it is depends on the count.
    if (Inst.getOperand(2).isExpr())
      return Error(operand(Operands, 3).getStartLoc(),
                   "the count of a shift must be known here: " +
                       expectedOf(Operands, 3));
    emitShift(Inst, Out);
    return false;
  case Sectile::AsmLI:
    if (Inst.getOperand(1).isExpr()) {
      // As many instructions as it takes: one to begin with.
      Inst.addOperand(MCOperand::createImm(1));
      Out.emitInstruction(Inst, getSTI());
      return false;
    }
    emitConstant(Inst.getOperand(0).getReg(), Inst.getOperand(1).getImm(), Loc,
                 Out);
    return false;
  case Sectile::AsmLA: {
    MCRegister Reg = Inst.getOperand(0).getReg();
    const MCExpr *Symbol = Inst.getOperand(1).getExpr();
    auto piece = [&](Sectile::Specifier S) {
      return MCSpecifierExpr::create(Symbol, S, getContext(), Symbol->getLoc());
    };
    MCInst Page = MCInstBuilder(Sectile::ADRP)
                      .addReg(Reg)
                      .addExpr(piece(Sectile::S_PAGE));
    MCInst Low = MCInstBuilder(Sectile::ADDI)
                     .addReg(Reg)
                     .addReg(Reg)
                     .addExpr(piece(Sectile::S_LO));
    for (MCInst *I : {&Page, &Low}) {
      I->setLoc(Loc);
      Out.emitInstruction(*I, getSTI());
    }
    return false;
  }
  default:
    Out.emitInstruction(Inst, getSTI());
    return false;
  }
}

void SectileAsmParser::emitShift(const MCInst &Inst, MCStreamer &Out) {
  int64_t Count = Inst.getOperand(2).getImm();
  unsigned Opcode;
  int64_t Width = 64;
  switch (Inst.getOpcode()) {
  case Sectile::AsmSLLI:
    Opcode = Sectile::INSU;
    break;
  case Sectile::AsmSRLI:
    Opcode = Sectile::EXTU;
    break;
  case Sectile::AsmSRAI:
    Opcode = Sectile::EXTS;
    break;
  case Sectile::AsmSLLIW:
    Opcode = Sectile::INSS;
    Width = 32;
    break;
  case Sectile::AsmSRLIW:
    // By zero it only extends the sign.
    Opcode = Count ? Sectile::EXTU : Sectile::EXTS;
    Width = 32;
    break;
  default:
    Opcode = Sectile::EXTS;
    Width = 32;
    break;
  }
  MCInst Field;
  Field.setOpcode(Opcode);
  Field.setLoc(Inst.getLoc());
  Field.addOperand(Inst.getOperand(0));
  Field.addOperand(Inst.getOperand(1));
  Field.addOperand(MCOperand::createImm(Count));
  Field.addOperand(MCOperand::createImm(Width - Count));
  Out.emitInstruction(Field, getSTI());
}

void SectileAsmParser::emitConstant(MCRegister Reg, int64_t Value, SMLoc Loc,
                                    MCStreamer &Out) {
  Sectile::loadConstant(Reg, Value, MII, [&](MCInst &I) {
    I.setLoc(Loc);
    Out.emitInstruction(I, getSTI());
  });
}

extern "C" LLVM_EXTERNAL_VISIBILITY void LLVMInitializeSectileAsmParser() {
  RegisterMCAsmParser<SectileAsmParser> X(getTheSectileTarget());
}
