// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileCallingConv.td - who saves what -------------------------------------===//
//
// Arguments are assigned in C++ (SectileISelCalls.cpp): an i128 is assigned with
// both halves in view.
//
//===----------------------------------------------------------------------===//

def CSR_LP64 : CalleeSavedRegs<(add R1, SavedRegisters)>;

// The memory functions (memcpy, ...) and the compiler's helpers preserve tiles.
def CSR_LP64_Tiles : CalleeSavedRegs<(add CSR_LP64, (sequence "T%u", 0, 31))>;

def CSR_None : CalleeSavedRegs<(add)>;
