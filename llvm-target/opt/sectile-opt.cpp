// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- sectile-opt.cpp - IR passes with the target ------------------------===//
//
// LLVM's opt knows no target for an architecture that LLVM doesn't name, so it
// has no costs to ask for. This one has ours, and is otherwise small.
//
//===----------------------------------------------------------------------===//

#include "../SectilePlugin.h"
#include "Files.h"
#include "sectile/support/version.h"
#include "llvm/Bitcode/BitcodeWriter.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Verifier.h"
#include "llvm/IRReader/IRReader.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Passes/StandardInstrumentations.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/WithColor.h"
#include "llvm/Target/TargetMachine.h"

using namespace llvm;

static cl::OptionCategory Category("sectile-opt options");
static cl::opt<std::string> Input(cl::Positional,
                                  cl::desc("<input .ll or .bc>"), cl::init("-"),
                                  cl::cat(Category));
static cl::opt<std::string>
    Output("o", cl::desc("where the result goes (default: -)"),
           cl::value_desc("file"), cl::init("-"), cl::cat(Category));
static cl::opt<std::string>
    Passes("passes",
           cl::desc("a pipeline, as opt takes it: "
                    "'instcombine,loop-vectorize', 'default<O2>'"),
           cl::value_desc("pipeline"), cl::cat(Category));
static cl::alias PassesShort("p", cl::aliasopt(Passes),
                             cl::desc("alias for --passes"), cl::cat(Category));
static cl::opt<bool> Text("S", cl::desc("write text, not bitcode"),
                          cl::cat(Category));
static cl::opt<bool> NoOutput("disable-output", cl::desc("write nothing"),
                              cl::cat(Category));
static cl::opt<bool> VerifyEach("verify-each",
                                cl::desc("verify after each pass"),
                                cl::cat(Category));
static cl::opt<std::string> CPU("mcpu", cl::desc("the core (default: generic)"),
                                cl::value_desc("name"), cl::cat(Category));

int main(int argc, char **argv) {
  sectile::InitTool X(argc, argv);
  LLVMInitializeSectile();
  cl::HideUnrelatedOptions(Category);
  cl::SetVersionPrinter([](raw_ostream &OS) {
    OS << sectile::versionLine("sectile-opt") << '\n';
  });
  cl::ParseCommandLineOptions(argc, argv, "runs LLVM's IR passes for Sectile\n",
                              /*Errs=*/nullptr,
                              sectile::inputFileSystem().get());

  auto Fail = [](const Twine &Message) {
    WithColor::error(errs(), "sectile-opt") << Message << '\n';
    return 1;
  };

  LLVMContext Context;
  SMDiagnostic Diagnostic;
  auto Buffer = sectile::readInput(Input);
  if (!Buffer)
    return Fail("cannot read '" + Input + "': " + Buffer.getError().message());
  std::unique_ptr<Module> M = parseIR(**Buffer, Diagnostic, Context);
  if (!M) {
    Diagnostic.print("sectile-opt", errs());
    return 1;
  }
  Triple TT(M->getTargetTriple());
  if (TT.str().empty())
    TT = Triple("sectile-unknown-elf");
  if (TT.getArchName() != "sectile")
    return Fail("'" + Input + "' is for " + TT.str() +
                ", expected sectile-unknown-elf");
  M->setTargetTriple(TT);

  std::string Error;
  const Target *T = TargetRegistry::lookupTarget(TT, Error);
  if (!T)
    return Fail(Error);
  std::unique_ptr<TargetMachine> TM(
      T->createTargetMachine(TT, CPU, "", TargetOptions(), std::nullopt));
  if (M->getDataLayoutStr().empty())
    M->setDataLayout(TM->createDataLayout());

  LoopAnalysisManager LAM;
  FunctionAnalysisManager FAM;
  CGSCCAnalysisManager CGAM;
  ModuleAnalysisManager MAM;
  PassInstrumentationCallbacks Callbacks;
  StandardInstrumentations Instrumentations(Context, /*DebugLogging=*/false,
                                            VerifyEach);
  Instrumentations.registerCallbacks(Callbacks, &MAM);
  PassBuilder Builder(TM.get(), PipelineTuningOptions(), std::nullopt,
                      &Callbacks);
  Builder.registerModuleAnalyses(MAM);
  Builder.registerCGSCCAnalyses(CGAM);
  Builder.registerFunctionAnalyses(FAM);
  Builder.registerLoopAnalyses(LAM);
  Builder.crossRegisterProxies(LAM, FAM, CGAM, MAM);

  ModulePassManager Manager;
  if (!Passes.empty())
    if (llvm::Error E = Builder.parsePassPipeline(Manager, Passes))
      return Fail(toString(std::move(E)));
  Manager.run(*M, MAM);
  if (verifyModule(*M, &errs()))
    return Fail("the passes left a broken module");
  if (NoOutput)
    return sectile::finishStandardOutput("sectile-opt") ? 0 : 1;

  SmallString<0> Bytes;
  raw_svector_ostream Stream(Bytes);
  if (Text)
    M->print(Stream, nullptr);
  else
    WriteBitcodeToFile(*M, Stream);
  if (llvm::Error E = sectile::writeOutput(Output, Bytes))
    return Fail(toString(std::move(E)));
  return sectile::finishStandardOutput("sectile-opt") ? 0 : 1;
}
