// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileTargetMachine.cpp - the target machine ----------------------===//

#include "SectileTargetMachine.h"
#include "Sectile.h"
#include "SectileBoolElements.h"
#include "SectileFoldShapes.h"
#include "SectileMachineFunctionInfo.h"
#include "SectileTargetTransformInfo.h"
#include "TargetInfo/SectileTargetInfo.h"
#include "loops/FuseMultiplyAdd.h"
#include "loops/LoopNests.h"
#include "loops/MatrixTypes.h"
#include "loops/ShortLoops.h"
#include "loops/WholeNests.h"
#include "llvm/Analysis/LoopAccessAnalysis.h"
#include "llvm/CodeGen/Passes.h"
#include "llvm/CodeGen/TargetLoweringObjectFileImpl.h"
#include "llvm/CodeGen/TargetPassConfig.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Transforms/Scalar.h"

using namespace llvm;

extern "C" LLVM_ABI void LLVMInitializeSectileTarget() {
  RegisterTargetMachine<SectileTargetMachine> X(getTheSectileTarget());
  PassRegistry &PR = *PassRegistry::getPassRegistry();
  initializeSectileDAGToDAGISelLegacyPass(PR);
  initializeSectileAsmPrinterPass(PR);
  initializeSectileAlignGlobalsPass(PR);
  initializeSectileOptWInstrsPass(PR);
  initializeSectileLoadStoreOptimizerPass(PR);
  initializeSectilePrepareIRPass(PR);
  initializeSectileRenameTilesPass(PR);
  initializeSectileVectorsPass(PR);
}

// Little-endian, 64-bit pointers, 64-bit integers in registers.
static const char DataLayoutString[] =
    "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128";

SectileTargetMachine::SectileTargetMachine(const Target &T, const Triple &TT,
                                           StringRef CPU, StringRef FS,
                                           const TargetOptions &Options,
                                           std::optional<Reloc::Model> RM,
                                           std::optional<CodeModel::Model> CM,
                                           CodeGenOptLevel OL, bool JIT)
    : CodeGenTargetMachineImpl(T, DataLayoutString, TT, CPU, FS, Options,
                               Reloc::Static,
                               getEffectiveCodeModel(CM, CodeModel::Small), OL),
      TLOF(std::make_unique<TargetLoweringObjectFileELF>()),
      Subtarget(TT, CPU, CPU, FS, *this) {
  initAsmInfo();
}

SectileTargetMachine::~SectileTargetMachine() = default;

TargetTransformInfo
SectileTargetMachine::getTargetTransformInfo(const Function &F) const {
  return TargetTransformInfo(std::make_unique<SectileTTIImpl>(this, F));
}

MachineFunctionInfo *SectileTargetMachine::createMachineFunctionInfo(
    BumpPtrAllocator &Allocator, const Function &F,
    const TargetSubtargetInfo *STI) const {
  return SectileMachineFunctionInfo::create<SectileMachineFunctionInfo>(
      Allocator, F, STI);
}

namespace {

class SectilePassConfig : public TargetPassConfig {
public:
  SectilePassConfig(SectileTargetMachine &TM, PassManagerBase &PM)
      : TargetPassConfig(TM, PM) {
    EnableLoopTermFold = true; // see canMacroFuseCmp() of the costs
  }

  SectileTargetMachine &getSectileTargetMachine() const {
    return getTM<SectileTargetMachine>();
  }

  void addIRPasses() override {
    addPass(createSectilePrepareIRPass());
    addPass(createSectileVectorsPass());
    addPass(createAtomicExpandLegacyPass());
    TargetPassConfig::addIRPasses();
  }
  void addCodeGenPrepare() override {
    // Comparisons of bytes and halves become those of registers: a loop that
    // carries a byte then extends it where it is loaded, at no cost.
    if (getOptLevel() != CodeGenOptLevel::None)
      addPass(createTypePromotionLegacyPass());
    TargetPassConfig::addCodeGenPrepare();
  }
  bool addPreISel() override {
    // Small variables that functions use together become one object. An array
    // is better an object of its own: an index is added to its address, which
    // then has no offset.
    if (getOptLevel() != CodeGenOptLevel::None) {
      addPass(createGlobalMergePass(TM, 128, /*OnlyOptimizeForSize=*/false,
                                    /*MergeExternalByDefault=*/true));
      addPass(createSectileAlignGlobalsPass());
    }
    return false;
  }
  bool addInstSelector() override {
    addPass(createSectileISelDag(getSectileTargetMachine(), getOptLevel()));
    return false;
  }
  void addMachineSSAOptimization() override {
    TargetPassConfig::addMachineSSAOptimization();
    addPass(createSectileOptWInstrsPass());
  }
  void addPreSched2() override {
    if (getOptLevel() != CodeGenOptLevel::None) {
      addPass(createSectileRenameTilesPass());
      addPass(createSectileLoadStoreOptimizerPass());
    }
  }
  void addPreEmitPass() override {
    // Copies are additions of zero by now.
    if (getOptLevel() >= CodeGenOptLevel::Default)
      addPass(createMachineCopyPropagationPass(/*UseCopyInstr=*/true));
    addPass(&BranchRelaxationPassID);
  }
  void addPreEmitPass2() override {
    // An epilogue in the middle changes the unwind state for what follows.
    addPass(createCFIInstrInserter());
  }
};

} // namespace

void SectileTargetMachine::registerPassBuilderCallbacks(PassBuilder &PB) {
  // A test of all rows together fails where a row of the result lies between
  // rows of the operands, as in a factorisation, and the loop stays scalar.
  VectorizerParams::HoistRuntimeChecks = false;
  PB.registerPeepholeEPCallback(
      [](FunctionPassManager &FPM, OptimizationLevel Level) {
        FPM.addPass(SectileFoldShapesPass());
        if (Level == OptimizationLevel::O3)
          FPM.addPass(SectileWholeNestsPass());
      });
  // -O0 has a start as well; bitcode may come from elsewhere.
  PB.registerPipelineStartEPCallback([](ModulePassManager &MPM,
                                        OptimizationLevel Level) {
    MPM.addPass(createModuleToFunctionPassAdaptor(SectileBoolElementsPass()));
    MPM.addPass(
        createModuleToFunctionPassAdaptor(SectileFuseMultiplyAddPass()));
    // LLVM's own lowering comes next; with optimisation, much later.
    if (Level == OptimizationLevel::O0)
      MPM.addPass(createModuleToFunctionPassAdaptor(SectileMatrixTypesPass()));
  });
  PB.registerOptimizerEarlyEPCallback([](ModulePassManager &MPM,
                                         OptimizationLevel,
                                         ThinOrFullLTOPhase) {
    MPM.addPass(createModuleToFunctionPassAdaptor(SectileMatrixTypesPass()));
  });
  PB.registerFullLinkTimeOptimizationEarlyEPCallback(
      [](ModulePassManager &MPM, OptimizationLevel) {
        MPM.addPass(
            createModuleToFunctionPassAdaptor(SectileFuseMultiplyAddPass()));
      });
  PB.registerVectorizerStartEPCallback(
      [this](FunctionPassManager &FPM, OptimizationLevel Level) {
        FPM.addPass(SectileLoopNestsPass(Level.getSpeedupLevel() >= 2));
        FPM.addPass(SectileGuardLoopsPass(*this));
      });
  PB.registerVectorizerEndEPCallback(
      [](FunctionPassManager &FPM, OptimizationLevel) {
        FPM.addPass(SectileUnguardLoopsPass());
      });
}

TargetPassConfig *SectileTargetMachine::createPassConfig(PassManagerBase &PM) {
  return new SectilePassConfig(*this, PM);
}
