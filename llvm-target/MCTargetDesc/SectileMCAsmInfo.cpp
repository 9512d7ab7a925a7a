// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileMCAsmInfo.cpp - the assembly language -----------------------===//

#include "SectileMCAsmInfo.h"
#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/MC/MCExpr.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/TargetParser/Triple.h"

using namespace llvm;

static constexpr StringLiteral SpecifierNames[] = {
    "", "page", "lo", "g0", "g1", "g2", "g3", "tprel_g0", "tprel_g1"};

StringRef Sectile::specifierName(unsigned S) {
  return S < std::size(SpecifierNames) ? StringRef(SpecifierNames[S]) : "";
}

Sectile::Specifier Sectile::specifierByName(StringRef Name) {
  for (unsigned S = 0; S != std::size(SpecifierNames); ++S)
    if (SpecifierNames[S] == Name)
      return Specifier(S);
  return S_None;
}

SectileMCAsmInfo::SectileMCAsmInfo(const Triple &TT) {
  IsLittleEndian = true;
  CodePointerSize = CalleeSaveStackSlotSize = 8;
  MinInstAlignment = 4;
  CommentString = "#";
  AlignmentIsInBytes = false;
  SupportsDebugInformation = true;
  ExceptionsType = ExceptionHandling::DwarfCFI;
  Data16bitsDirective = "\t.half\t";
  Data32bitsDirective = "\t.word\t";
  Data64bitsDirective = "\t.dword\t";
  UsesELFSectionDirectiveForBSS = true;
  UseAtForSpecifier = false;
}

void SectileMCAsmInfo::printSpecifierExpr(raw_ostream &OS,
                                          const MCSpecifierExpr &E) const {
  StringRef Name = Sectile::specifierName(E.getSpecifier());
  if (!Name.empty())
    OS << '%' << Name << '(';
  printExpr(OS, *E.getSubExpr());
  if (!Name.empty())
    OS << ')';
}
