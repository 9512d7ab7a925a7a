// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- TileChecks.cpp - checks of tile types ------------------------------===//
//
// A packed tile (16 x 32 halfwords, 16 x 64 bytes) is a vector to clang, but no
// instruction adds or compares two of them: an operator on one would be
// expanded element by element. Therefore operators on packed tiles are errors,
// and so are immediates of builtins out of range and vectors of more elements
// than the code generator supports. All are checked on the complete translation
// unit.
//
// The builtins are given their full names as symbols here too: clang would
// otherwise call them without "__builtin_", in the user's name space.
//
//===----------------------------------------------------------------------===//

#include "SectileLimits.h"
#include "SectileTargetInfo.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/Basic/Stack.h"
#include "clang/Basic/TargetBuiltins.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"
#include "clang/Sema/Sema.h"
#include "clang/Sema/SemaConsumer.h"

using namespace clang;

namespace {

/// A vector as large as a tile whose elements are not words.
bool isPackedTile(const ASTContext &Context, QualType Type) {
  const auto *Vector = Type->getAs<VectorType>();
  if (!Vector)
    return false;
  // The type's own size may be rounded up.
  uint64_t Bits = Context.getTypeSize(Vector->getElementType());
  return Bits < 32 && Bits * Vector->getNumElements() == 8192;
}

class Checker : public ConstDynamicRecursiveASTVisitor {
public:
  explicit Checker(Sema &S) : S(S), Context(S.Context) {
    ShouldVisitTemplateInstantiations = true;
    ShouldVisitImplicitCode = true;
    DiagnosticsEngine &Diags = S.getDiagnostics();
    OperatorError = Diags.getCustomDiagID(
        DiagnosticsEngine::Error,
        "operator '%0' on packed tile type %1; unpack it to an array tile");
    SubscriptError = Diags.getCustomDiagID(
        DiagnosticsEngine::Error,
        "element access to packed tile type %0; unpack it to an array tile");
    ConversionError = Diags.getCustomDiagID(
        DiagnosticsEngine::Error,
        "conversion %select{from a scalar to|between elements of}0 packed "
        "tile type %1; use the pack intrinsics");
    RangeError = Diags.getCustomDiagID(
        DiagnosticsEngine::Error,
        "argument value %0 is outside the valid range [%1, %2]");
    VectorError = Diags.getCustomDiagID(
        DiagnosticsEngine::Error, "vector of %0 elements, expected at most %1");
    MatrixError = Diags.getCustomDiagID(
        DiagnosticsEngine::Error,
        "matrix of %0 rows and %1 columns, expected at most %2 of each");
    ByValueError = Diags.getCustomDiagID(
        DiagnosticsEngine::Error,
        "matrix of %0 elements %select{passed|returned}1 by value, expected at "
        "most %2; use a pointer");
  }

  // 100,000 case labels of one statement are nested 100,000 deep.
  bool TraverseStmt(const Stmt *Node) override {
    bool Result = false;
    runWithSufficientStackSpace(
        [] {},
        [&] { Result = ConstDynamicRecursiveASTVisitor::TraverseStmt(Node); });
    return Result;
  }

  // Both forms of each list would be 2^n visits of lists that are nested n
  // deep.
  bool TraverseInitListExpr(const InitListExpr *List) override {
    const InitListExpr *Semantic = List->getSemanticForm();
    for (const Stmt *Element : (Semantic ? Semantic : List)->children())
      if (!TraverseStmt(Element))
        return false;
    return true;
  }

  bool VisitVectorTypeLoc(VectorTypeLoc Written) override {
    if (unsigned N = Written.getTypePtr()->getNumElements();
        N > llvm::Sectile::MaxVectorElements)
      report(Written.getNameLoc(), VectorError)
          << N << llvm::Sectile::MaxVectorElements;
    return true;
  }

  bool VisitConstantMatrixTypeLoc(ConstantMatrixTypeLoc Written) override {
    const ConstantMatrixType *Type = Written.getTypePtr();
    constexpr unsigned Most = llvm::Sectile::MaxMatrixExtent;
    if (Type->getNumRows() > Most || Type->getNumColumns() > Most)
      report(Written.getAttrNameLoc(), MatrixError)
          << Type->getNumRows() << Type->getNumColumns() << Most;
    return true;
  }

  bool VisitFunctionDecl(const FunctionDecl *F) override {
    checkByValue(F->getReturnType(), F->getLocation(), /*Returned=*/true);
    for (const ParmVarDecl *P : F->parameters())
      checkByValue(P->getType(), P->getLocation(), /*Returned=*/false);
    return true;
  }

  bool VisitBinaryOperator(const BinaryOperator *E) override {
    if (E->getOpcode() == BO_Assign || E->getOpcode() == BO_Comma)
      return true;
    if (const Expr *Operand = packedOperand({E->getLHS(), E->getRHS()}))
      reportOperator(E->getOperatorLoc(), E->getOpcodeStr(), Operand);
    return true;
  }

  bool VisitUnaryOperator(const UnaryOperator *E) override {
    switch (E->getOpcode()) {
    case UO_AddrOf:
    case UO_Deref:
    case UO_Extension:
      return true;
    default:
      if (const Expr *Operand = packedOperand({E->getSubExpr()}))
        reportOperator(E->getOperatorLoc(),
                       UnaryOperator::getOpcodeStr(E->getOpcode()), Operand);
      return true;
    }
  }

  bool VisitConditionalOperator(const ConditionalOperator *E) override {
    if (const Expr *Operand = packedOperand({E->getCond()}))
      reportOperator(E->getQuestionLoc(), "?:", Operand);
    return true;
  }

  bool VisitArraySubscriptExpr(const ArraySubscriptExpr *E) override {
    if (const Expr *Operand = packedOperand({E->getBase()}))
      report(E->getRBracketLoc(), SubscriptError)
          << Operand->getType() << Operand->getSourceRange();
    return true;
  }

  bool VisitCastExpr(const CastExpr *E) override {
    // Where it is an operator's operand the operator is reported.
    if (E->getCastKind() == CK_VectorSplat && !isa<ImplicitCastExpr>(E) &&
        isPackedTile(Context, E->getType()))
      report(E->getBeginLoc(), ConversionError) << 0 << E->getType();
    return true;
  }

  bool VisitConvertVectorExpr(const ConvertVectorExpr *E) override {
    for (QualType Type : {E->getType(), E->getSrcExpr()->getType()})
      if (isPackedTile(Context, Type)) {
        report(E->getBeginLoc(), ConversionError) << 1 << Type;
        break;
      }
    return true;
  }

  bool VisitCallExpr(const CallExpr *E) override {
    unsigned ID = E->getBuiltinCallee();
    if (ID < Builtin::FirstTSBuiltin ||
        ID >= Builtin::FirstTSBuiltin + sectile::builtinCount())
      return true;
    for (const sectile::BuiltinImmediate &I : sectile::builtinImmediates()) {
      if (I.Builtin != ID - Builtin::FirstTSBuiltin ||
          I.Argument >= E->getNumArgs())
        continue;
      const Expr *Argument = E->getArg(I.Argument);
      if (Argument->isValueDependent())
        continue;
      // clang itself checks that it is a constant.
      std::optional<llvm::APSInt> Value =
          Argument->getIntegerConstantExpr(Context);
      if (Value && (*Value < I.Minimum || *Value > I.Maximum))
        report(Argument->getExprLoc(), RangeError)
            << llvm::toString(*Value, 10) << std::to_string(I.Minimum)
            << std::to_string(I.Maximum) << Argument->getSourceRange();
    }
    return true;
  }

private:
  void checkByValue(QualType Type, SourceLocation Loc, bool Returned) {
    const auto *M = Type->getAs<ConstantMatrixType>();
    if (M && M->getNumElementsFlattened() > llvm::Sectile::MaxVectorElements)
      report(Loc, ByValueError) << M->getNumElementsFlattened() << Returned
                                << llvm::Sectile::MaxVectorElements;
  }
  const Expr *packedOperand(std::initializer_list<const Expr *> Operands) {
    for (const Expr *Operand : Operands)
      if (!Operand->isTypeDependent()) {
        const Expr *Plain = Operand->IgnoreImpCasts();
        for (const Expr *E : {Plain, Operand})
          if (isPackedTile(Context, E->getType()))
            return E;
      }
    return nullptr;
  }
  void reportOperator(SourceLocation Loc, StringRef Operator,
                      const Expr *Operand) {
    report(Loc, OperatorError)
        << Operator << Operand->getType() << Operand->getSourceRange();
  }
  DiagnosticBuilder report(SourceLocation Loc, unsigned ID) {
    return S.getDiagnostics().Report(Loc, ID);
  }

  Sema &S;
  ASTContext &Context;
  unsigned OperatorError, SubscriptError, ConversionError, RangeError,
      VectorError, MatrixError, ByValueError;
};

class TileConsumer : public SemaConsumer {
public:
  void InitializeSema(Sema &S) override {
    this->S = &S;
    if (S.Context.getTargetInfo().getTriple().getArchName() != "sectile")
      return;
    // Declared before any use, so that every use sees the symbol's name.
    for (unsigned I = 0, E = sectile::builtinCount(); I != E; ++I) {
      unsigned ID = Builtin::FirstTSBuiltin + I;
      std::string Name = S.Context.BuiltinInfo.getName(ID);
      NamedDecl *Declaration =
          S.LazilyCreateBuiltin(&S.Context.Idents.get(Name), ID, S.TUScope,
                                /*ForRedeclaration=*/true, SourceLocation());
      if (Declaration && !Declaration->hasAttr<AsmLabelAttr>())
        Declaration->addAttr(AsmLabelAttr::CreateImplicit(S.Context, Name));
    }
  }
  void ForgetSema() override { S = nullptr; }

  void HandleTranslationUnit(ASTContext &Context) override {
    if (!S)
      return;
    const SourceManager &Sources = Context.getSourceManager();
    Checker Check(*S);
    for (const Decl *D : Context.getTranslationUnitDecl()->decls())
      if (!Sources.isInSystemHeader(D->getLocation()))
        Check.TraverseDecl(D);
  }

private:
  Sema *S = nullptr;
};

/// clang runs it before code generation, and no code is generated after errors.
class TileAction : public PluginASTAction {
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &,
                                                 StringRef) override {
    return std::make_unique<TileConsumer>();
  }
  bool ParseArgs(const CompilerInstance &,
                 const std::vector<std::string> &) override {
    return true;
  }
  ActionType getActionType() override { return AddBeforeMainAction; }
};

FrontendPluginRegistry::Add<TileAction> Registration("sectile-tiles",
                                                     "check uses of tiles");

} // namespace
