// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Module.cpp - a module of MLIR as loops -----------------------------===//

#include "Module.h"
#include "Steps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace sectile::graph::ir {

graph::Type elementOf(mlir::Type T) {
  if (T.isF32())
    return graph::Type::F32;
  if (T.isF16())
    return graph::Type::F16;
  if (T.isBF16())
    return graph::Type::BF16;
  if (T.isF64())
    return graph::Type::F64;
  auto Integer = dyn_cast<IntegerType>(T);
  if (!Integer)
    return graph::Type::Other;
  bool Unsigned = Integer.isUnsigned();
  switch (Integer.getWidth()) {
  case 1:
    return graph::Type::Bool;
  case 8:
    return Unsigned ? graph::Type::U8 : graph::Type::I8;
  case 16:
    return Unsigned ? graph::Type::Other : graph::Type::I16;
  case 32:
    return Unsigned ? graph::Type::Other : graph::Type::I32;
  case 64:
    return Unsigned ? graph::Type::Other : graph::Type::I64;
  default:
    return graph::Type::Other;
  }
}

namespace {

constexpr int64_t MostElements = INT64_C(1) << 30;
constexpr size_t MostDimensions = 8;

bool isSmall(ArrayRef<int64_t> Shape) {
  int64_t Elements = 1;
  return llvm::all_of(Shape, [&](int64_t D) {
    return !llvm::MulOverflow(Elements, D, Elements) &&
           Elements <= MostElements;
  });
}

/// Whether files and the header have such tensors.
bool isSupported(ArrayRef<int64_t> Shape) {
  return Shape.size() <= MostDimensions && isSmall(Shape) &&
         llvm::all_of(Shape, [](int64_t D) { return D > 0; });
}

/// Whether an operation is of a dialect.
bool isOf(Operation *Op, StringRef Dialect) {
  return Op->getName().getDialectNamespace() == Dialect;
}

class Importer {
public:
  Importer(std::string_view Bytes, const std::string &File, const Options &O,
           std::vector<std::string> &Errors)
      : Bytes(Bytes), File(File), O(O), Errors(Errors),
        Ctx(dialects(), MLIRContext::Threading::DISABLED),
        Handler(&Ctx, [this](Diagnostic &D) {
          if (D.getSeverity() == DiagnosticSeverity::Error)
            report(D);
          return success();
        }) {
    // Passes make operations of dialects that the file does not use.
    Ctx.loadAllAvailableDialects();
  }

  std::optional<Program> run();

private:
  std::string_view Bytes;
  const std::string &File;
  const Options &O;
  std::vector<std::string> &Errors;
  MLIRContext Ctx;
  ScopedDiagnosticHandler Handler;
  OwningOpRef<ModuleOp> M;
  func::FuncOp F;
  Program P;
  std::vector<graph::Type> ResultTypes; ///< as the file has them

  void report(Diagnostic &D);
  bool parse();
  bool chooseFunction();
  bool checkInterface();
  void setInputShapes();
  bool makeResources();
  bool prepare();
  bool lowerTosa();
  bool checkOperations();
  bool fixResults();
  bool lowerTensors();

  std::string nameOf(bool Input, unsigned Index);
  Tensor tensorOf(bool Input, unsigned Index, RankedTensorType T);
  bool runPasses(llvm::function_ref<void(OpPassManager &)> Add);
};

//===----------------------------------------------------------------------===//
// Messages
//===----------------------------------------------------------------------===//

void Importer::report(Diagnostic &D) {
  std::string Where;
  if (auto Loc = D.getLocation()->findInstanceOf<FileLineColLoc>()) {
    bool Here = Loc.getFilename() == File;
    Where = (Here ? ":" : ": " + Loc.getFilename().str() + ":") +
            std::to_string(Loc.getLine()) + ":" +
            std::to_string(Loc.getColumn());
  }
  std::string Text = D.str();
  // MLIR's words for what no pass takes.
  StringRef Rest = Text;
  if (Rest.consume_front("failed to legalize operation '"))
    Text = "operation '" + Rest.split('\'').first.str() +
           "' is not supported with these types";
  if (Rest.starts_with("operation being parsed with an unregistered dialect"))
    Text = "operation of a dialect that is not supported";
  std::string Message = Where + ": " + Text;
  if (!llvm::is_contained(Errors, Message))
    Errors.push_back(Message);
}

bool Importer::runPasses(llvm::function_ref<void(OpPassManager &)> Add) {
  PassManager PM(&Ctx);
  Add(PM);
  if (succeeded(PM.run(*M)))
    return Errors.empty();
  if (Errors.empty())
    Errors.push_back(": is not supported, for a reason that MLIR does not say");
  return false;
}

//===----------------------------------------------------------------------===//
// The function and its interface
//===----------------------------------------------------------------------===//

bool Importer::parse() {
  M = parseSourceString<ModuleOp>(StringRef(Bytes), ParserConfig(&Ctx), File);
  if (!M && Errors.empty())
    Errors.push_back(": is no module of MLIR");
  return bool(M);
}

bool Importer::chooseFunction() {
  std::vector<func::FuncOp> Public;
  for (auto Func : M->getOps<func::FuncOp>()) {
    if (Func.isDeclaration())
      continue;
    if (Func.getName() == O.Function)
      F = Func;
    if (Func.isPublic())
      Public.push_back(Func);
  }
  if (O.Function.empty() && Public.size() == 1)
    F = Public.front();
  if (F) {
    for (auto Func : M->getOps<func::FuncOp>())
      Func.setPrivate();
    F.setPublic();
    return true;
  }
  if (!O.Function.empty()) {
    Errors.push_back(": has no function '" + O.Function + "' with a body");
    return false;
  }
  if (Public.empty()) {
    Errors.push_back(": has no public function");
    return false;
  }
  std::string Names;
  for (func::FuncOp Func : Public)
    Names += (Names.empty() ? "'" : ", '") + Func.getName().str() + "'";
  Errors.push_back(": has " + std::to_string(Public.size()) +
                   " public functions, " + Names + ", expected --function");
  return false;
}

/// The name that an exporter gave, or argN, or resultN.
std::string Importer::nameOf(bool Input, unsigned Index) {
  auto Attribute = [&](StringRef Name) {
    return Input ? F.getArgAttr(Index, Name) : F.getResultAttr(Index, Name);
  };
  if (auto Path =
          dyn_cast_or_null<ArrayAttr>(Attribute("tf_saved_model.index_path")))
    if (Path.size() == 1)
      if (auto Name = dyn_cast<StringAttr>(Path[0]))
        return Name.str();
  if (auto Name =
          dyn_cast_or_null<StringAttr>(Attribute("ml_program.identifier")))
    return Name.str();
  return (Input ? "arg" : "result") + std::to_string(Index);
}

bool Importer::checkInterface() {
  OpBuilder B(&Ctx);
  SmallVector<mlir::Type> Types(F.getArgumentTypes());
  std::map<std::string, Shape> Given = O.InputShapes;
  for (unsigned I = 0; I < F.getNumArguments(); ++I) {
    std::string Name = nameOf(true, I);
    Location Loc = F.getArgument(I).getLoc();
    auto T = dyn_cast<TensorType>(Types[I]);
    if (!T || elementOf(T.getElementType()) == graph::Type::Other) {
      emitError(Loc) << "argument '" << Name << "' has the type " << Types[I]
                     << ", expected a tensor of a type that files have";
      continue;
    }
    auto Shape = Given.find(Name);
    if (Shape != Given.end()) {
      auto Fixed = RankedTensorType::get(Shape->second, T.getElementType());
      if (failed(verifyCompatibleShape(T, Fixed))) {
        emitError(Loc) << "argument '" << Name << "' is given the shape "
                       << graph::toString(Shape->second)
                       << ", but has the type " << T;
        continue;
      }
      T = Fixed;
      Types[I] = T;
      Given.erase(Shape);
    }
    if (!T.hasStaticShape()) {
      emitError(Loc) << "argument '" << Name << "' has the type " << T
                     << ", expected --input " << Name << "=SHAPE";
      continue;
    }
    if (!isSupported(T.getShape())) {
      emitError(Loc) << "argument '" << Name << "' has the type " << T
                     << ", expected at most 8 dimensions of at least 1 and "
                        "2^30 elements";
      continue;
    }
    P.Inputs.push_back(tensorOf(true, I, cast<RankedTensorType>(T)));
  }
  for (const auto &[Name, Shape] : Given)
    Errors.push_back(": argument '" + Name +
                     "', of --input, is not in the "
                     "function");
  if (F.getNumResults() == 0)
    F.emitError("has no result");
  for (auto [I, T] : llvm::enumerate(F.getResultTypes())) {
    auto Result = dyn_cast<TensorType>(T);
    ResultTypes.push_back(Result ? elementOf(Result.getElementType())
                                 : graph::Type::Other);
    if (ResultTypes.back() == graph::Type::Other)
      F.emitError() << "result '" << nameOf(false, unsigned(I))
                    << "' has the type " << T
                    << ", expected a tensor of a type that files have";
  }
  if (!F.getBody().hasOneBlock())
    F.emitError("has branches between blocks, expected scf or TOSA operations "
                "for control flow");
  if (!Errors.empty())
    return false;
  // Operations of TOSA infer shapes from their operands', others from casts.
  B.setInsertionPointToStart(&F.getBody().front());
  for (unsigned I = 0; I < F.getNumArguments(); ++I) {
    BlockArgument Argument = F.getArgument(I);
    mlir::Type Old = Argument.getType();
    if (Old == Types[I])
      continue;
    Argument.setType(Types[I]);
    Value Cast = tensor::CastOp::create(B, Argument.getLoc(), Old, Argument);
    Argument.replaceUsesWithIf(Cast, [&](OpOperand &Use) {
      return Use.getOwner() != Cast.getDefiningOp() &&
             !isOf(Use.getOwner(), "tosa");
    });
  }
  F.setFunctionType(B.getFunctionType(Types, F.getResultTypes()));
  return true;
}

Tensor Importer::tensorOf(bool Input, unsigned Index, RankedTensorType T) {
  Tensor Result;
  Result.Name = nameOf(Input, Index);
  Result.ElementType = elementOf(T.getElementType());
  Result.Dims.assign(T.getShape().begin(), T.getShape().end());
  return Result;
}

//===----------------------------------------------------------------------===//
// Operations on tensors
//===----------------------------------------------------------------------===//

/// Constants that the file keeps at its end become those that passes fold.
bool Importer::makeResources() {
  AttrTypeReplacer Replacer;
  Replacer.addReplacement(
      [&](DenseResourceElementsAttr A) -> std::optional<Attribute> {
        AsmResourceBlob *Blob = A.getRawHandle().getBlob();
        ShapedType T = A.getType();
        bool IsSplat = false;
        if (!Blob || !T.hasStaticShape() ||
            !DenseElementsAttr::isValidRawBuffer(T, Blob->getData(), IsSplat)) {
          std::string Message = ": resource '" +
                                A.getRawHandle().getKey().str() +
                                "' has no data of its type";
          if (!llvm::is_contained(Errors, Message))
            Errors.push_back(Message);
          return std::nullopt;
        }
        return DenseElementsAttr::getFromRawBuffer(T, Blob->getData());
      });
  Replacer.recursivelyReplaceElementsIn(*M, /*replaceAttrs=*/true);
  return Errors.empty();
}

bool Importer::prepare() {
  if (!runPasses(addInlining))
    return false;
  // Layers are named after the operations that the file has.
  F.walk([&](Operation *Op) {
    if (auto Call = dyn_cast<func::CallOp>(Op))
      Call.emitError() << "calls the function '" << Call.getCallee()
                       << "', which cannot be a part of this one";
    Op->setLoc(NameLoc::get(StringAttr::get(&Ctx, Op->getName().stripDialect()),
                            Op->getLoc()));
  });
  for (Operation &Op : *M->getBody())
    if (!isa<func::FuncOp>(Op) &&
        Op.getName().getStringRef() != "memref.global")
      Op.emitError() << "operation '" << Op.getName() << "' is not supported";
  return Errors.empty();
}

bool Importer::lowerTosa() {
  bool HasTosa = false;
  F.walk([&](Operation *Op) { HasTosa |= isOf(Op, "tosa"); });
  // Functions are called before anything is folded: the host's have other
  // results.
  return (!HasTosa || runPasses(addTosaLowering)) &&
         runPasses(addTensorLowering) && succeeded(callMathFunctions(*M)) &&
         runPasses(addSimplification);
}

/// Results whose shapes became known.
bool Importer::fixResults() {
  Operation *Return = F.getBody().front().getTerminator();
  for (OpOperand &Operand : Return->getOpOperands())
    while (auto Cast = Operand.get().getDefiningOp<tensor::CastOp>()) {
      if (cast<TensorType>(Operand.get().getType()).hasStaticShape())
        break;
      Operand.set(Cast.getSource());
      if (Cast->use_empty())
        Cast.erase();
    }
  F.setFunctionType(
      FunctionType::get(&Ctx, F.getArgumentTypes(), Return->getOperandTypes()));
  for (unsigned I = 0; I < F.getNumResults(); ++I) {
    auto T = dyn_cast<RankedTensorType>(F.getResultTypes()[I]);
    if (T && T.hasStaticShape() && isSupported(T.getShape())) {
      P.Outputs.push_back(tensorOf(false, I, T));
      P.Outputs.back().ElementType = ResultTypes[I];
      continue;
    }
    Return->emitError() << "result '" << nameOf(false, I) << "' has the type "
                        << F.getResultTypes()[I]
                        << ", expected a shape that is known when the program "
                           "is compiled, of at most 8 dimensions of at least 1 "
                           "and 2^30 elements";
  }
  return Errors.empty();
}

bool Importer::checkOperations() {
  F.walk([&](Operation *Op) {
    if (!llvm::is_contained({"affine", "arith", "bufferization", "func",
                             "linalg", "math", "memref", "scf", "tensor"},
                            Op->getName().getDialectNamespace()) &&
        Op->getName().getStringRef() != "tosa.apply_scale") {
      Op->emitError() << "operation '" << Op->getName()
                      << "' is not supported with these types";
      return;
    }
    for (mlir::Type Type : Op->getResultTypes()) {
      auto T = dyn_cast<ShapedType>(Type);
      if (!T)
        continue;
      if (!T.hasStaticShape()) {
        Op->emitError() << "operation '" << Op->getName() << "' has the type "
                        << T << ", whose size is not known when the program is "
                        << "compiled";
        return;
      }
      if (!isSmall(T.getShape())) {
        Op->emitError() << "operation '" << Op->getName() << "' has the type "
                        << T << ", of more than 2^30 elements";
        return;
      }
    }
  });
  return Errors.empty();
}

//===----------------------------------------------------------------------===//
// Operations on buffers
//===----------------------------------------------------------------------===//

bool Importer::lowerTensors() {
  if (failed(simplifyArithmetic(F)) || !Errors.empty() ||
      !runPasses(addUnitDimensions) || failed(fuse(F)) ||
      !runPasses(addWideScales))
    return false;
  separateConstants(F);
  // The caller's inputs are read alone.
  for (unsigned I = 0; I < F.getNumArguments(); ++I)
    F.setArgAttr(I, "bufferization.writable", BoolAttr::get(&Ctx, false));
  return runPasses(addBufferization) && succeeded(separateBuffers(F)) &&
         Errors.empty() && runPasses(addSimplification) &&
         succeeded(placeBuffers(F, P)) && Errors.empty();
}

std::optional<Program> Importer::run() {
  if (!parse() || !chooseFunction() || !makeResources() || !prepare() ||
      !checkInterface() || !lowerTosa() || !fixResults() || !checkOperations())
    return std::nullopt;
  if (!lowerTensors() || failed(verify(*M))) {
    if (Errors.empty())
      Errors.push_back(": internal error: the module is wrong");
    return std::nullopt;
  }
  F.setName(Entry);
  llvm::raw_string_ostream Stream(P.Mlir);
  M->print(Stream);
  return std::move(P);
}

} // namespace

std::optional<Program> importModule(std::string_view Bytes,
                                    const std::string &File, const Options &O,
                                    std::vector<std::string> &Errors) {
  return Importer(Bytes, File, O, Errors).run();
}

} // namespace sectile::graph::ir
