//===- BuiltinsEmitter.cpp - clang's builtins for tile instructions -------===//
//
// One __builtin_sectile_<mnemonic> for each record with a Signature, as clang's
// tables of builtins want it:
//
//   BUILTIN(name, "types", "attributes")
//   IMMEDIATE(name, argument, minimum, maximum)
//
//===----------------------------------------------------------------------===//

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/Format.h"
#include "llvm/TableGen/Error.h"
#include "llvm/TableGen/Record.h"
#include "llvm/TableGen/TableGenBackend.h"

using namespace llvm;

namespace {

/// clang's letters for a C type of a signature; empty if there is none.
StringRef builtinType(StringRef Type) {
  return StringSwitch<StringRef>(Type)
      .Case("void", "v")
      .Case("int", "i")
      .Case("float", "f")
      .Case("int64_t", "Wi")
      .Case("const void *", "vC*")
      .Case("void *", "v*")
      .Case("tile_f32_t", "V256f")
      .Case("tile_i32_t", "V256i")
      .Case("tile_f16_t", "V512x")
      .Case("tile_bf16_t", "V512Us")
      .Case("tile_i8_t", "V1024Sc")
      .Case("tile_u8_t", "V1024Uc")
      .Default("");
}

/// "result(a, b)" into {result, a, b}; empty if it is malformed.
SmallVector<StringRef, 8> splitSignature(StringRef Signature) {
  auto [Result, Rest] = Signature.split('(');
  if (!Rest.consume_back(")"))
    return {};
  SmallVector<StringRef, 8> Types{Result.trim()};
  while (!Rest.empty()) {
    auto [Type, Tail] = Rest.split(',');
    Types.push_back(Type.trim());
    Rest = Tail;
  }
  return Types;
}

struct Immediate {
  unsigned Argument;
  int64_t Minimum, Maximum;
};

void emitOne(const Record &R, raw_ostream &OS) {
  SmallVector<StringRef, 8> Types =
      splitSignature(R.getValueAsString("Signature"));
  const DagInit *Inputs = R.getValueAsDag("InOperandList");
  if (Types.size() != Inputs->getNumArgs() + 1) {
    PrintError(&R, "Signature has " +
                       Twine(Types.empty() ? 0 : Types.size() - 1) +
                       " parameters, the instruction " +
                       Twine(Inputs->getNumArgs()) + " inputs");
    return;
  }
  std::string Name = "__builtin_sectile_" + R.getName().lower();
  std::string Letters;
  SmallVector<Immediate, 2> Immediates;
  for (auto [Index, Type] : enumerate(Types)) {
    StringRef Code = builtinType(Type);
    if (Code.empty()) {
      PrintError(&R, "unknown type '" + Type + "' in Signature");
      return;
    }
    if (Index > 0) {
      const Record *Operand =
          cast<DefInit>(Inputs->getArg(Index - 1))->getDef();
      if (Operand->isSubClassOf("SectileImm")) {
        Letters += 'I'; // a constant expression
        unsigned Width = Operand->getValueAsInt("Width");
        unsigned Shift = Operand->getValueAsInt("Shift");
        int64_t Bias = Operand->getValueAsInt("Bias");
        bool Signed = Operand->getValueAsBit("Signed");
        int64_t Low = Signed ? -(int64_t(1) << (Width - 1)) : 0;
        int64_t High = (int64_t(1) << (Signed ? Width - 1 : Width)) - 1;
        Immediates.push_back({unsigned(Index - 1),
                              Low * (int64_t(1) << Shift) + Bias,
                              (High << Shift) + Bias});
      }
    }
    Letters += Code;
  }
  // n: no exceptions; c: depends on its arguments alone; U: reads memory; F: a
  // library call under this name.
  StringRef Attributes = R.getValueAsBit("mayStore")  ? "nF"
                         : R.getValueAsBit("mayLoad") ? "nUF"
                                                      : "ncF";
  OS << "BUILTIN(" << Name << ", \"" << Letters << "\", \"" << Attributes
     << "\")\n";
  for (const Immediate &I : Immediates)
    OS << "IMMEDIATE(" << Name << ", " << I.Argument << ", " << I.Minimum
       << ", " << I.Maximum << ")\n";
}

void emitBuiltins(const RecordKeeper &Records, raw_ostream &OS) {
  emitSourceFileHeader("clang builtins of the Sectile target", OS, Records);
  OS << "#ifndef IMMEDIATE\n"
        "#define IMMEDIATE(NAME, ARGUMENT, MINIMUM, MAXIMUM)\n"
        "#endif\n";
  for (const Record *R : Records.getAllDerivedDefinitions("SectileInst"))
    if (!R->getValueAsString("Signature").empty())
      emitOne(*R, OS);
  OS << "#undef BUILTIN\n#undef IMMEDIATE\n";
}

/// The same as C declarations, for tools that have to do with another compiler.
void emitPrototypes(const RecordKeeper &Records, raw_ostream &OS) {
  emitSourceFileHeader("the builtins as functions", OS, Records);
  for (const Record *R : Records.getAllDerivedDefinitions("SectileInst")) {
    SmallVector<StringRef, 8> Types =
        splitSignature(R->getValueAsString("Signature"));
    if (Types.empty())
      continue;
    for (StringRef &Type : Types)
      if (Type == "int64_t")
        Type = "__INT64_TYPE__"; // no header is needed
    OS << Types.front() << " __builtin_sectile_" << R->getName().lower() << '('
       << join(drop_begin(Types), ", ") << ");\n";
  }
}

TableGen::Emitter::Opt Builtins("gen-builtins", emitBuiltins,
                                "clang builtins, one a tile instruction");
TableGen::Emitter::Opt Prototypes("gen-builtin-prototypes", emitPrototypes,
                                  "the builtins as C functions");

} // namespace
