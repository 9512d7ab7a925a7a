//===- sectile-ld.cpp - the static linker's command line
//---------------------===//

#include "sectile/Linker.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/raw_ostream.h"

int main(int argc, char **argv) {
  llvm::InitLLVM X(argc, argv);
  return sectile::ld::link(llvm::ArrayRef(argv + 1, argv + argc), llvm::outs(),
                           llvm::errs())
             ? 0
             : 1;
}
