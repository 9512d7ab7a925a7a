// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- FrontEnd.cpp - one compilation, in process -------------------------===//
//
// clang's ExecuteCompilerInvocation with one difference: the target comes from
// here, because clang's factory knows no private architecture.
//
//===----------------------------------------------------------------------===//

#include "FrontEnd.h"
#include "Assembler.h"
#include "Files.h"
#include "SectileTargetInfo.h"
#include "loops/TileBuilder.h"
#include "sectile/support/output_file.h"
#include "clang/Basic/DiagnosticFrontend.h"
#include "clang/CodeGen/ObjectFilePCHContainerWriter.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Frontend/FrontendDiagnostic.h"
#include "clang/Frontend/TextDiagnosticBuffer.h"
#include "clang/Frontend/TextDiagnosticPrinter.h"
#include "clang/FrontendTool/Utils.h"
#include "clang/Options/Options.h"
#include "clang/Serialization/ObjectFilePCHContainerReader.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/PassManager.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Signals.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/Timer.h"

using namespace clang;

extern "C" {
void LLVMInitializeSectileTarget();
void LLVMInitializeSectileAsmPrinter();
}

void sectile::initializeBackEnd() {
  [[maybe_unused]] static bool Once = [] {
    initializeAssembler();
    LLVMInitializeSectileTarget();
    LLVMInitializeSectileAsmPrinter();
    return true;
  }();
}

namespace {
/// Adds an attribute that clang's builtins cannot have: tile loads and stores
/// access only memory that their pointer argument is based on.
struct DescribeBuiltins : llvm::PassInfoMixin<DescribeBuiltins> {
  llvm::PreservedAnalyses run(llvm::Module &M, llvm::ModuleAnalysisManager &) {
    for (llvm::Function &F : M) {
      if (!F.isDeclaration() || !llvm::isReserved(F))
        continue;
      llvm::describeReserved(F);
    }
    return llvm::PreservedAnalyses::all();
  }
  static bool isRequired() { return true; }
};

/// -fno-vectorize, for the passes that make tile code of loops: an attribute
/// of each function, so that it holds when linking as well.
struct ForbidVectorizing : llvm::PassInfoMixin<ForbidVectorizing> {
  llvm::PreservedAnalyses run(llvm::Module &M, llvm::ModuleAnalysisManager &) {
    for (llvm::Function &F : M)
      if (!F.isDeclaration())
        F.addFnAttr("sectile-no-vectorize");
    return llvm::PreservedAnalyses::all();
  }
  static bool isRequired() { return true; }
};
} // namespace

/// A fatal error of the back end: files written so far are removed.
static void reportFatalError(void *, const char *Reason, bool) {
  // A stream reports a full disk only when it is closed.
  StringRef Why = Reason;
  if (Why.consume_front("IO failure on output stream: "))
    llvm::errs() << "sectile-clang: error: cannot write the output: ";
  else
    llvm::errs() << "sectile-clang: error: in the back end: ";
  llvm::errs() << Why << '\n';
  llvm::sys::RunInterruptHandlers();
  sectile::removeTemporaryOutputs();
  llvm::sys::Process::Exit(1, /*NoCleanup=*/true);
}

/// CompilerInstance::ExecuteAction with Sectile's target.
static bool execute(CompilerInstance &Clang, FrontendAction &Action) {
  if (!Action.PrepareToExecute(Clang))
    return false;
  TargetInfo *Target = sectile::createTargetInfo(
      Clang.getDiagnostics(), Clang.getInvocation().getTargetOpts());
  if (!Target)
    return false;
  Clang.setTarget(Target);
  Target->adjust(Clang.getDiagnostics(), Clang.getLangOpts(), nullptr);
  if (Clang.getLangOpts().getDefaultMatrixMemoryLayout() ==
      LangOptions::MatrixMemoryLayout::MatrixRowMajor) {
    Clang.getDiagnostics().Report(Clang.getDiagnostics().getCustomDiagID(
        DiagnosticsEngine::Error,
        "unsupported option '-fmatrix-memory-layout=row-major': matrices are "
        "stored by columns"));
    return false;
  }
  if (Clang.getCodeGenOpts().TimePasses) {
    Clang.createFrontendTimer();
    Clang.getFrontendTimer().startTimer();
  }

  for (const FrontendInputFile &Input : Clang.getFrontendOpts().Inputs) {
    if (Clang.hasSourceManager() && !Action.isModelParsingAction())
      Clang.getSourceManager().clearIDTables();
    if (!Action.BeginSourceFile(Clang, Input))
      continue;
    if (llvm::Error Err = Action.Execute())
      llvm::consumeError(std::move(Err));
    Action.EndSourceFile();
  }
  if (Clang.getCodeGenOpts().TimePasses)
    Clang.getFrontendTimer().stopTimer();
  Clang.printDiagnosticStats();
  Clang.getDiagnostics().getClient()->finish();
  return !Clang.getDiagnostics().getClient()->getNumErrors();
}

int sectile::runCompiler(ArrayRef<const char *> Arguments, const char *Argv0) {
  initializeBackEnd();

  // Errors about the arguments are buffered until the options for printing are
  // known.
  DiagnosticOptions BufferOptions;
  auto *Buffer = new TextDiagnosticBuffer;
  DiagnosticsEngine BufferDiags(DiagnosticIDs::create(), BufferOptions, Buffer);
  auto Invocation = std::make_shared<CompilerInvocation>();
  bool Valid = CompilerInvocation::CreateFromArgs(*Invocation, Arguments,
                                                  BufferDiags, Argv0);

  auto PCH = std::make_shared<PCHContainerOperations>();
  PCH->registerWriter(std::make_unique<ObjectFilePCHContainerWriter>());
  PCH->registerReader(std::make_unique<ObjectFilePCHContainerReader>());
  auto Clang =
      std::make_unique<CompilerInstance>(std::move(Invocation), std::move(PCH));
  Clang->createVirtualFileSystem(inputFileSystem(), Buffer);
  Clang->setOutputManager(outputBackend());
  Clang->createDiagnostics();
  if (!Clang->hasDiagnostics())
    return 1;
  Buffer->FlushDiagnostics(Clang->getDiagnostics());
  if (!Valid) {
    Clang->getDiagnosticClient().finish();
    return 1;
  }

  FrontendOptions &Options = Clang->getFrontendOpts();
  if (Options.ShowHelp) {
    getDriverOptTable().printHelp(
        llvm::outs(), "sectile-clang -cc1 [options] file...",
        "Compiler for Sectile", /*ShowHidden=*/false,
        /*ShowAllAliases=*/false, llvm::opt::Visibility(options::CC1Option));
    return 0;
  }
  Clang->LoadRequestedPlugins();
  if (!Options.LLVMArgs.empty()) {
    std::vector<const char *> Args{"sectile-clang (LLVM option parsing)"};
    for (const std::string &Arg : Options.LLVMArgs)
      Args.push_back(Arg.c_str());
    Args.push_back(nullptr);
    // LLVM's options are parsed anew for each input: reset their counts.
    llvm::cl::ResetAllOptionOccurrences();
    llvm::cl::ParseCommandLineOptions(Args.size() - 1, Args.data());
  }
  if (Clang->getDiagnostics().hasErrorOccurred())
    return 1;
  bool Vectorize = Clang->getCodeGenOpts().VectorizeLoop;
  Clang->getCodeGenOpts().PassBuilderCallbacks.push_back(
      [Vectorize](llvm::PassBuilder &Passes) {
        Passes.registerPipelineStartEPCallback(
            [Vectorize](llvm::ModulePassManager &Manager,
                        llvm::OptimizationLevel Level) {
              Manager.addPass(DescribeBuiltins());
              // Below -O2 it is disabled by default; the link decides
              // independently.
              if (!Vectorize && Level.getSpeedupLevel() >= 2)
                Manager.addPass(ForbidVectorizing());
            });
      });
  std::unique_ptr<FrontendAction> Action = CreateFrontendAction(*Clang);
  if (!Action)
    return 1;
  for (const FrontendInputFile &Input : Options.Inputs)
    if (Input.isFile() && Input.getFile() == "-")
      if (std::error_code EC = checkReadable("/dev/stdin")) {
        Clang->getDiagnostics().Report(diag::err_fe_error_reading_stdin)
            << EC.message();
        Clang->getDiagnosticClient().finish();
        return 1;
      }
  llvm::ScopedFatalErrorHandler Handler(reportFatalError);
  return execute(*Clang, *Action) ? 0 : 1;
}
