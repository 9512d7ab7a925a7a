// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileTargetInfo.cpp - Sectile as clang sees it -------------------===//

#include "SectileTargetInfo.h"
#include "clang/Basic/Builtins.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/DiagnosticFrontend.h"
#include "clang/Basic/MacroBuilder.h"
#include "clang/Basic/TargetBuiltins.h"
#include "clang/Basic/TargetOptions.h"
#include "llvm/IR/DerivedTypes.h"

using namespace clang;

//===-- Builtins ----------------------------------------------------------===//

// One for each tile instruction, generated from isa/ (isa-tblgen
// -gen-builtins).
namespace {
enum BuiltinIndex {
#define BUILTIN(ID, TYPE, ATTRS) Index##ID,
#include "SectileBuiltins.def"
  NumBuiltins
};
} // namespace

#define BUILTIN CLANG_BUILTIN_STR_TABLE
static constexpr llvm::StringTable BuiltinStrings =
    CLANG_BUILTIN_STR_TABLE_START
#include "SectileBuiltins.def"
    ;

static constexpr auto BuiltinInfos = Builtin::MakeInfos<NumBuiltins>({{
#define BUILTIN CLANG_BUILTIN_ENTRY
#include "SectileBuiltins.def"
}});

static const sectile::BuiltinImmediate Immediates[] = {
#define BUILTIN(ID, TYPE, ATTRS)
#define IMMEDIATE(ID, ARGUMENT, MINIMUM, MAXIMUM)                              \
  {Index##ID, ARGUMENT, MINIMUM, MAXIMUM},
#include "SectileBuiltins.def"
};

unsigned sectile::builtinCount() { return NumBuiltins; }
ArrayRef<sectile::BuiltinImmediate> sectile::builtinImmediates() {
  return Immediates;
}

//===-- The target --------------------------------------------------------===//

namespace {

const char *const RegisterNames[] = {
    "r0",  "r1",  "r2",  "r3",  "r4",  "r5",  "r6",  "r7",  "r8",  "r9",  "r10",
    "r11", "r12", "r13", "r14", "r15", "r16", "r17", "r18", "r19", "r20", "r21",
    "r22", "r23", "r24", "r25", "r26", "r27", "r28", "r29", "r30", "r31", "t0",
    "t1",  "t2",  "t3",  "t4",  "t5",  "t6",  "t7",  "t8",  "t9",  "t10", "t11",
    "t12", "t13", "t14", "t15", "t16", "t17", "t18", "t19", "t20", "t21", "t22",
    "t23", "t24", "t25", "t26", "t27", "t28", "t29", "t30", "t31"};

// The names of the ABI.
const TargetInfo::GCCRegAlias RegisterAliases[] = {
#define SECTILE_GPR_NAME(Number, Name) {{Name}, "r" #Number},
#include "sectile/registers.def"
};

class SectileTargetInfo : public TargetInfo {
public:
  explicit SectileTargetInfo(const llvm::Triple &Triple) : TargetInfo(Triple) {
    resetDataLayout("e-m:e-p:64:64-i64:64-i128:128-n32:64-S128");
    BigEndian = false;
    LongWidth = LongAlign = PointerWidth = PointerAlign = 64;
    SizeType = UnsignedLong;
    PtrDiffType = IntPtrType = IntMaxType = Int64Type = SignedLong;
    WCharType = SignedInt;
    WIntType = UnsignedInt;
    LongDoubleWidth = LongDoubleAlign = 64;
    LongDoubleFormat = &llvm::APFloat::IEEEdouble();
    SuitableAlign = 128; // max_align_t, malloc and the stack
    NewAlign = 128;
    MaxVectorAlign = 512; // a tile: one row
    MaxAtomicPromoteWidth = MaxAtomicInlineWidth = 64;
    // Each operation is rounded to its type, also within an expression,
    // although the back end computes in f32.
    HasFloat16 = HasFastHalfType = true;
    HasBFloat16 = HasFullBFloat16 = true;
    BFloat16Width = BFloat16Align = 16;
    BFloat16Format = &llvm::APFloat::BFloat();
    HasUnalignedAccess = true;
  }

  void getTargetDefines(const LangOptions &Opts,
                        MacroBuilder &Builder) const override {
    Builder.defineMacro("__sectile__");
    Builder.defineMacro("__SECTILE__");
    // Sizes for use in programs.
    Builder.defineMacro("__sectile_tile_bytes__", "1024");
    Builder.defineMacro("__sectile_tile_rows__", "16");
    for (const char *Width : {"1", "2", "4", "8"})
      Builder.defineMacro("__GCC_HAVE_SYNC_COMPARE_AND_SWAP_" +
                          llvm::Twine(Width));
    // clang emits this builtin by the name of the architecture, which Sectile
    // does not have in clang.
    Builder.defineMacro("__builtin_debugtrap()",
                        "__extension__({ __asm__ volatile(\"ebreak\"); })");
    // newlib declares the functions that libc++ needs only with _GNU_SOURCE.
    if (Opts.CPlusPlus)
      Builder.defineMacro("_GNU_SOURCE");
  }

  llvm::SmallVector<Builtin::InfosShard> getTargetBuiltins() const override {
    return {{&BuiltinStrings, BuiltinInfos}};
  }

  bool hasBitIntType() const override { return true; }
  size_t getMaxBitIntWidth() const override {
    return llvm::IntegerType::MAX_INT_BITS;
  }
  // half is a type of its own in IR, not bits between conversions.
  bool useFP16ConversionIntrinsics() const override { return false; }

  BuiltinVaListKind getBuiltinVaListKind() const override {
    return TargetInfo::VoidPtrBuiltinVaList;
  }

  ArrayRef<const char *> getGCCRegNames() const override {
    return RegisterNames;
  }
  ArrayRef<GCCRegAlias> getGCCRegAliases() const override {
    return RegisterAliases;
  }
  bool isSPRegName(StringRef Name) const override {
    return Name == "sp" || Name == "r2";
  }

  // Beyond the general ones (r, m, i, n, ...):
  //   t  a tile register
  //   I  an immediate of the arithmetic forms, -4096..4095
  //   K  an immediate of the logical forms, 0..8191
  //   J  zero
  bool validateAsmConstraint(const char *&Name,
                             ConstraintInfo &Info) const override {
    switch (*Name) {
    case 't':
      Info.setAllowsRegister();
      return true;
    case 'I':
      Info.setRequiresImmediate(-4096, 4095);
      return true;
    case 'K':
      Info.setRequiresImmediate(0, 8191);
      return true;
    case 'J':
      Info.setRequiresImmediate(0);
      return true;
    default:
      return false;
    }
  }
  std::string_view getClobbers() const override { return ""; }

  bool isValidCPUName(StringRef Name) const override {
    return Name == "sectile";
  }
  void fillValidCPUList(SmallVectorImpl<StringRef> &Values) const override {
    Values.push_back("sectile");
  }
  bool setCPU(const std::string &Name) override { return isValidCPUName(Name); }
  bool hasFeature(StringRef Feature) const override {
    return Feature == "sectile";
  }
  std::pair<unsigned, unsigned> hardwareInterferenceSizes() const override {
    return {64, 64};
  }
};

// TargetInfo keeps its options in a private member that only clang's own
// factory sets, and code generation reads it. An explicit instantiation may
// name private members, so it is the only way to set the member here.
template <TargetOptions *TargetInfo::*Member> struct OptionsAccess {
  friend void setOptions(TargetInfo &Target, TargetOptions &Opts) {
    Target.*Member = &Opts;
  }
};
void setOptions(TargetInfo &Target, TargetOptions &Opts);
template struct OptionsAccess<&TargetInfo::TargetOpts>;

} // namespace

TargetInfo *sectile::createTargetInfo(DiagnosticsEngine &Diags,
                                      TargetOptions &Opts) {
  llvm::Triple Triple(Opts.Triple);
  if (Triple.getArchName() != "sectile") {
    Diags.Report(diag::err_target_unknown_triple) << Triple.str();
    return nullptr;
  }
  auto Target = std::make_unique<SectileTargetInfo>(Triple);
  setOptions(*Target, Opts);
  if (!Opts.CPU.empty() && !Target->setCPU(Opts.CPU)) {
    Diags.Report(diag::err_target_unknown_cpu) << Opts.CPU;
    Diags.Report(diag::note_valid_options) << "sectile";
    return nullptr;
  }
  Opts.Features = Opts.FeaturesAsWritten;
  if (!Target->handleTargetFeatures(Opts.Features, Diags))
    return nullptr;
  Target->setSupportedOpenCLOpts();
  Target->setMaxAtomicWidth();
  if (!Target->validateTarget(Diags))
    return nullptr;
  return Target.release();
}
