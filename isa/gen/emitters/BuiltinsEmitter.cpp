// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- BuiltinsEmitter.cpp - clang's builtins for tile instructions -------===//
//
// One __builtin_sectile_<mnemonic> for each record with a Signature, in the
// format of clang's tables of builtins:
//
//   BUILTIN(name, "types", "attributes")
//   IMMEDIATE(name, argument, minimum, maximum)
//
//===----------------------------------------------------------------------===//

#include "emitters/Emitters.h"
#include "emitters/Names.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace sectile::gen;

/// clang's letters for a C type of a signature.
static std::string builtinType(const Description &D, StringRef Type) {
  for (const ElementType &T : D.ElementTypes)
    if (T.Tile == Type)
      return "V" + utostr(8192 / std::max(T.Bits, 8u)) + T.Letters.str();
  return StringSwitch<StringRef>(Type)
      .Case("void", "v")
      .Case("int", "i")
      .Case("float", "f")
      .Case("int64_t", "Wi")
      .Case("const void *", "vC*")
      .Case("void *", "v*")
      .Default("")
      .str();
}

static std::string builtinName(const Instruction &I) {
  return "__builtin_sectile_" + I.Name.lower();
}

/// The result, then the parameters; immediates are constant expressions.
static std::string letters(const Description &D, const Instruction &I) {
  std::string Letters = builtinType(D, I.Signature->Result);
  for (auto [N, Type] : enumerate(I.Signature->Parameters)) {
    if (I.Operands[I.Inputs[N]].isImm())
      Letters += 'I';
    Letters += builtinType(D, Type);
  }
  return Letters;
}

static void emitBuiltin(const Description &D, const Instruction &I,
                        raw_ostream &OS) {
  // n: no exceptions; c: depends only on its arguments; U: reads memory; F: a
  // library call under this name.
  StringRef Attributes = I.MayStore ? "nF" : I.MayLoad ? "nUF" : "ncF";
  OS << "BUILTIN(" << builtinName(I) << ", \"" << letters(D, I) << "\", \""
     << Attributes << "\")\n";
  for (auto [Argument, N] : enumerate(I.Inputs))
    if (const Operand &O = I.Operands[N]; O.isImm())
      OS << "IMMEDIATE(" << builtinName(I) << ", " << Argument << ", "
         << O.Imm->minimum() << ", " << O.Imm->maximum() << ")\n";
}

void sectile::gen::emitBuiltins(const Description &D, raw_ostream &OS) {
  OS << Notice
     << "#ifndef IMMEDIATE\n"
        "#define IMMEDIATE(NAME, ARGUMENT, MINIMUM, MAXIMUM)\n"
        "#endif\n";
  for (const Instruction &I : D.Instructions)
    if (I.Signature)
      emitBuiltin(D, I, OS);
  OS << "#undef BUILTIN\n#undef IMMEDIATE\n";
}

/// A type that needs no header.
static StringRef selfContained(StringRef Type) {
  return Type == "int64_t" ? "__INT64_TYPE__" : Type;
}

/// An element of a tile in C, from clang's letters for it; a byte at least.
static std::string elementType(const ElementType &T) {
  if (T.Letters == "f")
    return "float";
  if (T.Letters == "x")
    return "_Float16";
  return (T.Letters.starts_with("U") ? "__UINT" : "__INT") +
         utostr(std::max(T.Bits, 8u)) + "_TYPE__";
}

/// For tools that use another compiler: the types, then the functions.
void sectile::gen::emitPrototypes(const Description &D, raw_ostream &OS) {
  OS << Notice;
  for (const ElementType &T : D.ElementTypes)
    OS << "typedef " << elementType(T) << ' ' << T.Tile
       << " __attribute__((__vector_size__(" << 2 * T.Depth * T.Bits
       << ")));\n";
  for (const Instruction &I : D.Instructions) {
    if (!I.Signature)
      continue;
    OS << selfContained(I.Signature->Result) << ' ' << builtinName(I) << '(';
    ListSeparator Comma;
    for (StringRef Type : I.Signature->Parameters)
      OS << Comma << selfContained(Type);
    OS << ");\n";
  }
}
