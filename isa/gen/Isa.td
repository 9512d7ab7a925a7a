// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Isa.td - what isa-tblgen reads ----------------------------------------===//
//
// The instruction set beside LLVM's classes, without the back end.
//
//===----------------------------------------------------------------------===//

include "llvm/Target/Target.td"
include "Sectile.td"
