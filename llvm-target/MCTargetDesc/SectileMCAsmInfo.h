// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileMCAsmInfo.h - the assembly language ---------------*- C++ -*-===//
#ifndef SECTILE_MCTARGETDESC_SECTILEMCASMINFO_H
#define SECTILE_MCTARGETDESC_SECTILEMCASMINFO_H

#include "llvm/ADT/StringRef.h"
#include "llvm/MC/MCAsmInfoELF.h"

namespace llvm {

class Triple;

namespace Sectile {
// Which piece of an address an operand wants: %page(sym), %lo(sym), ...
// carried by MCSpecifierExpr.
enum Specifier : uint16_t {
  S_None,
  S_PAGE,
  S_LO,
  S_G0,
  S_G1,
  S_G2,
  S_G3,
  S_TPREL_G0,
  S_TPREL_G1,
};

// "page" for S_PAGE; the empty name and S_None stand for each other.
StringRef specifierName(unsigned S);
Specifier specifierByName(StringRef Name);
} // namespace Sectile

class SectileMCAsmInfo : public MCAsmInfoELF {
public:
  explicit SectileMCAsmInfo(const Triple &TT);

  void printSpecifierExpr(raw_ostream &OS,
                          const MCSpecifierExpr &E) const override;
};

} // namespace llvm

#endif
