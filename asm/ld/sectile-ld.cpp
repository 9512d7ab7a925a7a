// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- sectile-ld.cpp - the static linker's command line ------------------===//

#include "Files.h"
#include "sectile/Linker.h"
#include "llvm/Support/raw_ostream.h"

int main(int argc, char **argv) {
  sectile::InitTool X(argc, argv);
  bool Ok = sectile::ld::link(llvm::ArrayRef(argv + 1, argv + argc),
                              llvm::outs(), llvm::errs());
  return sectile::finishStandardOutput("sectile-ld") && Ok ? 0 : 1;
}
