//===- SectileCallingConv.td - who saves what -------------------------------------===//
//
// The assignment of arguments is in C++ (SectileISelLowering.cpp): i128 needs
// to see both halves.
//
//===----------------------------------------------------------------------===//

def CSR_LP64 : CalleeSavedRegs<(add R1, (sequence "R%u", 20, 31))>;

// memcpy and its kin, and the compiler's own helpers, never touch a tile.
def CSR_LP64_Tiles : CalleeSavedRegs<(add CSR_LP64, (sequence "T%u", 0, 31))>;

def CSR_None : CalleeSavedRegs<(add)>;
