// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Emit.cpp - from LLVM IR to an executable ---------------------------===//

#include "Lower.h"
#include "SectilePlugin.h"
#include "sectile/Linker.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Analysis/TargetTransformInfo.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Verifier.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Target/TargetMachine.h"

using namespace llvm;

namespace sectile::graph {

namespace {

Expected<std::unique_ptr<TargetMachine>> targetMachine() {
  LLVMInitializeSectile();
  Triple TT("sectile-unknown-elf");
  std::string Problem;
  const Target *T = TargetRegistry::lookupTarget(TT, Problem);
  if (!T)
    return createStringError(Problem);
  TargetOptions Options;
  Options.FunctionSections = true;
  return std::unique_ptr<TargetMachine>(
      T->createTargetMachine(TT, "sectile", "", Options, std::nullopt,
                             std::nullopt, CodeGenOptLevel::Default));
}

/// Zeros that are written when the program runs.
GlobalVariable *buffer(Module &M, int64_t Bytes, const char *Name) {
  llvm::Type *T =
      ArrayType::get(llvm::Type::getInt8Ty(M.getContext()), uint64_t(Bytes));
  auto *V = new GlobalVariable(M, T, false, GlobalValue::InternalLinkage,
                               ConstantAggregateZero::get(T), Name);
  V->setAlignment(Align(64));
  return V;
}

/// What graph/runtime/model.h calls a model_tensor.
Constant *describe(Module &M, IRBuilder<> &B, const Tensor &T, Constant *Data) {
  SmallVector<Constant *, 8> Dims;
  for (size_t D = 0; D < 8; ++D)
    Dims.push_back(B.getInt64(D < T.Dims.size() ? uint64_t(T.Dims[D]) : 0));
  return ConstantStruct::getAnon(
      {B.getInt32(uint32_t(T.ElementType)), B.getInt32(uint32_t(T.Dims.size())),
       ConstantArray::get(ArrayType::get(B.getInt64Ty(), 8), Dims),
       B.getInt64(uint64_t(T.bytes())), Data});
}

Constant *text(Module &M, const std::string &Of) {
  Constant *Characters = ConstantDataArray::getString(M.getContext(), Of);
  auto *V =
      new GlobalVariable(M, Characters->getType(), true,
                         GlobalValue::InternalLinkage, Characters, "text");
  V->setUnnamedAddr(GlobalValue::UnnamedAddr::Global);
  return V;
}

Constant *variable(Module &M, Constant *Value, const char *Name) {
  return new GlobalVariable(M, Value->getType(), true,
                            GlobalValue::InternalLinkage, Value, Name);
}

/// An array of constants of one type.
Constant *array(Module &M, ArrayRef<Constant *> Of, const char *Name) {
  return variable(
      M,
      ConstantArray::get(ArrayType::get(Of.front()->getType(), Of.size()), Of),
      Name);
}

/// Behind the call of each layer those of graph/runtime/observe.c. Returns the
/// layers as struct model_layer, for a profile.
SmallVector<Constant *, 32> observe(Module &M, IRBuilder<> &B, const Program &P,
                                    const Observation &Shown) {
  llvm::Type *Ptr = B.getPtrTy();
  FunctionCallee Done = M.getOrInsertFunction(
      "sectile_layer_done",
      FunctionType::get(B.getVoidTy(), {B.getInt64Ty()}, false));
  FunctionCallee Dump = M.getOrInsertFunction(
      "sectile_dump_tensor",
      FunctionType::get(B.getVoidTy(), {Ptr, Ptr}, false));
  StringMap<CallInst *> Calls;
  for (Instruction &I : instructions(*M.getFunction(Entry)))
    if (auto *Call = dyn_cast<CallInst>(&I))
      if (Function *Callee = Call->getCalledFunction())
        Calls[Callee->getName()] = Call;
  SmallVector<Constant *, 32> Layers;
  for (size_t Index = 0; Index < P.Layers.size(); ++Index) {
    const Layer &L = P.Layers[Index];
    Layers.push_back(ConstantStruct::getAnon(
        {text(M, L.Name), text(M, toString(L.Result)), text(M, L.Least.limit()),
         B.getInt64(uint64_t(L.MultiplyAccumulates)),
         B.getInt64(uint64_t(L.WeightBytes + L.DataBytes)),
         B.getInt64(uint64_t(L.Least.cycles()))}));
    CallInst *Call = Calls.lookup(L.Function);
    if (!Call)
      continue;
    B.SetInsertPoint(Call->getNextNode());
    if (Shown.Profile)
      B.CreateCall(Done, {B.getInt64(Index)});
    if (!Shown.DumpTensors)
      continue;
    for (size_t I = 0; I < L.Tensors.size(); ++I) {
      std::string File =
          L.Function + (I ? "." + std::to_string(I) : "") + ".npy";
      const Written &Of = L.Tensors[I];
      Constant *Null = ConstantPointerNull::get(B.getPtrTy());
      Constant *Offsets =
          Of.Offsets.empty()
              ? Null
              : variable(M, ConstantDataArray::get(M.getContext(), Of.Offsets),
                         "offsets");
      Constant *Description = ConstantStruct::getAnon(
          {text(M, File), describe(M, B, Of.Result, Null), Offsets,
           B.getInt64(uint64_t(Of.Block))});
      B.CreateCall(Dump, {variable(M, Description, "dump"),
                          Call->getArgOperand(L.Tensors[I].Argument)});
    }
  }
  return Layers;
}

const char *cType(graph::Type T) {
  switch (T) {
  case graph::Type::F32:
    return "float";
  case graph::Type::I8:
    return "int8_t";
  case graph::Type::U8:
  case graph::Type::Bool:
    return "uint8_t";
  case graph::Type::I64:
    return "int64_t";
  case graph::Type::F16:
    return "_Float16";
  case graph::Type::BF16:
    return "__bf16";
  case graph::Type::F64:
    return "double";
  case graph::Type::I16:
    return "int16_t";
  case graph::Type::U16:
    return "uint16_t";
  case graph::Type::U32:
    return "uint32_t";
  case graph::Type::U64:
    return "uint64_t";
  default:
    return "int32_t";
  }
}

std::string identifier(const std::string &Name, size_t Index) {
  std::string Result;
  for (char C : Name)
    Result += isAlnum(C) ? C : '_';
  // Names of tensors need not differ, or be there at all.
  return "t" + std::to_string(Index) + (Result.empty() ? "" : "_" + Result);
}

} // namespace

void addInterface(Module &M, const Program &P, const std::string &Name,
                  bool Executable, const Observation &Shown) {
  LLVMContext &C = M.getContext();
  IRBuilder<> B(C);
  for (Function &F : M)
    if (!F.isDeclaration())
      F.setLinkage(GlobalValue::InternalLinkage);
  llvm::Type *Ptr = B.getPtrTy();
  Function *Graph = M.getFunction(Entry);
  Function *Run = Function::Create(
      FunctionType::get(B.getInt32Ty(), {Ptr, Ptr, Ptr}, false),
      GlobalValue::ExternalLinkage, Name + "_run", M);
  B.SetInsertPoint(BasicBlock::Create(C, "entry", Run));
  SmallVector<Value *, 8> Arguments;
  auto Load = [&](Value *From, size_t Count) {
    for (size_t I = 0; I < Count; ++I)
      Arguments.push_back(
          B.CreateLoad(Ptr, B.CreateConstInBoundsGEP1_64(Ptr, From, I)));
  };
  Load(Run->getArg(0), P.Inputs.size());
  Load(Run->getArg(1), P.Outputs.size());
  Arguments.push_back(Run->getArg(2));
  B.CreateCall(Graph, Arguments);
  B.CreateRet(B.getInt32(0));
  if (!Executable)
    return;

  SmallVector<Constant *, 8> Tensors;
  for (const auto *List : {&P.Inputs, &P.Outputs})
    for (const Tensor &T : *List)
      Tensors.push_back(describe(M, B, T, buffer(M, T.bytes(), "tensor")));
  Constant *Layers = ConstantPointerNull::get(B.getPtrTy());
  Constant *Observed = Layers;
  if (Shown.Profile || Shown.DumpTensors) {
    SmallVector<Constant *, 32> All = observe(M, B, P, Shown);
    if (Shown.Profile)
      Layers = array(M, All, "layers");
    Observed = Function::Create(FunctionType::get(B.getVoidTy(), {Ptr}, false),
                                GlobalValue::ExternalLinkage,
                                "sectile_run_observed", M);
  }
  auto *Description = ConstantStruct::getAnon(
      {B.getInt64(P.Inputs.size()), B.getInt64(P.Outputs.size()),
       array(M, Tensors, "tensors"), Run, buffer(M, P.ArenaBytes, "arena"),
       B.getInt64(P.Layers.size()), Layers, Observed});
  M.insertGlobalVariable(new GlobalVariable(Description->getType(), true,
                                            GlobalValue::ExternalLinkage,
                                            Description, "sectile_model"));
}

std::string cHeader(const Program &P, const std::string &Name) {
  std::string Guard = StringRef(Name).upper() + "_MODEL_H";
  std::string Text =
      "// Written by sectile-model.\n#ifndef " + Guard + "\n#define " + Guard +
      "\n#include <stdint.h>\n#ifdef __cplusplus\nextern \"C\" {\n"
      "#endif\n\n";
  auto Struct = [&](const char *What, const std::vector<Tensor> &Tensors,
                    const char *Const) {
    Text += "struct " + Name + "_" + What + " {\n";
    for (size_t I = 0; I < Tensors.size(); ++I) {
      const Tensor &T = Tensors[I];
      Text += std::string("  ") + Const + cType(T.ElementType) + " *" +
              identifier(T.Name, I) + "; // " + toString(T.Dims) + ", " +
              std::to_string(T.bytes()) + " bytes\n";
    }
    Text += "};\n";
  };
  Struct("inputs", P.Inputs, "const ");
  Struct("outputs", P.Outputs, "");
  Text +=
      "\n// The arena is aligned to 64 bytes; its contents do not matter "
      "before "
      "or after\n// a call. Inputs, outputs and arena do not overlap.\nenum "
      "{ " +
      Name + "_arena_bytes = " + std::to_string(P.ArenaBytes) + " };\nint " +
      Name + "_run(const struct " + Name + "_inputs *inputs, struct " + Name +
      "_outputs *outputs, void *arena); // 0\n\n#ifdef __cplusplus\n}\n#endif\n"
      "#endif\n";
  return Text;
}

Error optimise(Module &M) {
  Expected<std::unique_ptr<TargetMachine>> TM = targetMachine();
  if (!TM)
    return TM.takeError();
  M.setTargetTriple((*TM)->getTargetTriple());
  M.setDataLayout((*TM)->createDataLayout());
  LoopAnalysisManager LAM;
  FunctionAnalysisManager FAM;
  CGSCCAnalysisManager CGAM;
  ModuleAnalysisManager MAM;
  PipelineTuningOptions Tuning;
  // A short loop of a product that is unrolled is no nest any more.
  Tuning.LoopUnrolling = false;
  PassBuilder Builder(TM->get(), Tuning);
  Builder.registerModuleAnalyses(MAM);
  Builder.registerCGSCCAnalyses(CGAM);
  Builder.registerFunctionAnalyses(FAM);
  Builder.registerLoopAnalyses(LAM);
  Builder.crossRegisterProxies(LAM, FAM, CGAM, MAM);
  Builder.buildPerModuleDefaultPipeline(OptimizationLevel::O2).run(M, MAM);
  std::string Problem;
  raw_string_ostream Stream(Problem);
  return verifyModule(M, &Stream) ? createStringError(Problem)
                                  : Error::success();
}

Error emitObject(Module &M, SmallVectorImpl<char> &Object) {
  Expected<std::unique_ptr<TargetMachine>> TM = targetMachine();
  if (!TM)
    return TM.takeError();
  legacy::PassManager Passes;
  Passes.add(
      createTargetTransformInfoWrapperPass((*TM)->getTargetIRAnalysis()));
  raw_svector_ostream Stream(Object);
  if ((*TM)->addPassesToEmitFile(Passes, Stream, nullptr,
                                 CodeGenFileType::ObjectFile))
    return createStringError("the target writes no objects");
  Passes.run(M);
  return Error::success();
}

Error linkExecutable(StringRef Object, StringRef Output, const char *Argv0) {
  static char Here; // by its address the program is found
  std::string Tool = sys::fs::getMainExecutable(Argv0, &Here);
  SmallString<128> Library(
      sys::path::parent_path(sys::path::parent_path(Tool)));
  sys::path::append(Library, "sectile", "lib");
  SmallString<128> Path;
  int Descriptor = -1;
  if (std::error_code EC =
          sys::fs::createTemporaryFile("sectile-model", "o", Descriptor, Path))
    return createStringError(EC, "cannot make a temporary file");
  FileRemover Remover(Path);
  {
    raw_fd_ostream Stream(Descriptor, /*shouldClose=*/true);
    Stream << Object;
    Stream.close();
    if (Stream.has_error()) {
      std::error_code EC = Stream.error();
      Stream.clear_error();
      return createStringError(EC, "cannot write '" + Path.str() + "'");
    }
  }
  std::string Start = (Library + "/crt0.o").str();
  std::string Search = ("-L" + Library).str();
  std::string To = Output.str();
  std::string From(Path);
  const char *Words[] = {
      "-o",           To.c_str(),      Start.c_str(),   From.c_str(),
      Search.c_str(), "--gc-sections", "--start-group", "-lsectile_model",
      "-lm",          "-lc",           "-lsectile_rt",  "--end-group"};
  if (!ld::link(Words, outs(), errs()))
    return createStringError("the linker failed");
  return Error::success();
}

} // namespace sectile::graph
