// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- HeaderEmitter.cpp - the C++ interface, sectile/isa.h ---------------===//
//
// Enumerations and structures, and tables that constant expressions use. It
// depends only on the C++ library, because the emulator and the harness of the
// RTL must not depend on LLVM.
//
//===----------------------------------------------------------------------===//

#include "emitters/Emitters.h"
#include "emitters/Names.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace sectile::gen;

static void emitEnumerations(const Description &D, raw_ostream &OS) {
  OS << "// Illegal is any unassigned word.\n"
        "enum class Op : uint16_t {\n  Illegal,\n";
  for (const Instruction &I : D.Instructions)
    OS << "  " << I.Name << ",\n";
  OS << "};\n// Illegal included: the size of a table indexed by Op.\n"
        "inline constexpr unsigned opCount = "
     << D.Instructions.size() + 1 << ";\n\n"
     << "enum class Unit : uint8_t { " << join(unitNames(), ", ") << " };\n"
     << "inline constexpr unsigned unitCount = " << unitNames().size()
     << ";\n\n"
     << "// How operands reach the semantic function and what happens to its\n"
        "// result.\n"
     << "enum class Kind : uint8_t {\n  illegal,\n";
  for (StringRef Kind : kindNames())
    OS << "  " << Kind << ",\n";
  OS << "};\n\n";
}

/// The elements that an access moves, by their representation in memory.
static void emitMemoryElements(const Description &D, raw_ostream &OS) {
  OS << "// How a tile access keeps its elements in memory.\n"
        "enum class Element : uint8_t {";
  ListSeparator Comma;
  for (const MemoryElement &E : D.Elements)
    OS << Comma << ' ' << elementName(E.Name);
  OS << R"( };
// What a full access of an element moves: rows in memory, elements of
// a row and their bits; all 0 for none. Two elements of 4 bits share a byte,
// the first in its low half.
struct ElementShape {
  unsigned rows, columns, bits;
  // Bytes that n elements take; the one that element n is in, and how many
  // elements are in it before that.
  constexpr unsigned bytes(unsigned n = 1) const { return (n * bits + 7) / 8; }
  constexpr unsigned byteOf(unsigned n) const { return n * bits / 8; }
  constexpr unsigned before(unsigned n) const { return n * bits % 8 / bits; }
};
constexpr ElementShape shapeOf(Element e) {
  constexpr ElementShape shapes[] = {)";
  ListSeparator ShapeComma;
  for (const MemoryElement &E : D.Elements)
    OS << ShapeComma << '{' << E.Rows << ", " << E.Columns << ", " << E.Bits
       << '}';
  OS << "};\n  return shapes[unsigned(e)];\n}\n\n";
}

static void emitElementTypes(const Description &D, raw_ostream &OS) {
  OS << "// Types of elements, in tiles and memory.\nenum class ElementType : "
        "uint8_t "
        "{";
  ListSeparator TypeComma;
  for (const ElementType &T : D.ElementTypes)
    OS << TypeComma << ' ' << T.Name.lower();
  OS << R"( };
enum class ElementKind : uint8_t { floating, signedInteger, unsignedInteger };
struct ElementTypeInfo {
  unsigned bits;
  ElementKind kind;
  ElementType wide;      // of the 16 x 16 array that it widens to
  unsigned depth; // elements of a packed row
};
constexpr ElementTypeInfo typeInfo(ElementType t) {
  constexpr ElementTypeInfo types[] = {
)";
  for (const ElementType &T : D.ElementTypes)
    OS << "      {" << T.Bits << ", ElementKind::"
       << (T.Kind == "float"    ? "floating"
           : T.Kind == "signed" ? "signedInteger"
                                : "unsignedInteger")
       << ", ElementType::" << D.ElementTypes[T.Wide].Name.lower() << ", "
       << T.Depth << "},\n";
  OS << R"(  };
  return types[unsigned(t)];
}
)";
}

/// The types of memory's elements, and how an access moves them.
static void emitTransfers(const Description &D, raw_ostream &OS) {
  OS << R"(
// How a tile access moves the elements of memory: as those of the packed view;
// converted to and from words; or with rows and columns of the packed view
// exchanged.
enum class Transfer : uint8_t { none)";
  for (StringRef Name : transferNames())
    OS << ", " << Name;
  OS << R"( };
struct MemoryElement {
  ElementType type;
  Transfer transfer;
};
constexpr MemoryElement elementOf(Element e) {
  constexpr MemoryElement elements[] = {
)";
  for (const MemoryElement &E : D.Elements)
    OS << "      {ElementType::" << D.ElementTypes[E.Type].Name.lower()
       << ", Transfer::" << (E.Transfer.empty() ? "none" : E.Transfer)
       << "},\n";
  OS << R"(  };
  return elements[unsigned(e)];
}
)";
}

/// The body of a function that says whether an operation is in a set.
static void emitPredicate(const Description &D, raw_ostream &OS, StringRef Name,
                          function_ref<bool(const Instruction &)> Contains) {
  OS << "constexpr bool " << Name << "(Op op) {\n  switch (op) {\n";
  for (const Instruction &I : D.Instructions)
    if (Contains(I))
      OS << "  case Op::" << I.Name << ":\n";
  OS << "    return true;\n  default:\n    return false;\n  }\n}\n";
}

static void emitMultiplies(const Description &D, raw_ostream &OS) {
  OS << "\n// What stands for a product: of bits, whether they differ, whether "
        "both are set.\nenum class Combine : uint8_t {";
  ListSeparator Comma;
  for (StringRef Name : combineNames())
    OS << Comma << ' ' << Name;
  OS << R"( };
// A matrix multiply: the types of its operands, what it sums, and whether it starts
// from +0.
struct Multiply {
  ElementType a, b;
  Combine combine;
  bool fromZero;

  constexpr ElementType sum() const { return typeInfo(a).wide; }
  constexpr unsigned depth() const { return typeInfo(a).depth; }
};
)";
  emitPredicate(D, OS, "isMultiply",
                [](const Instruction &I) { return I.Multiply.has_value(); });
  OS << "// Of a multiply.\n"
        "constexpr Multiply multiplyOf(Op op) {\n  switch (op) {\n";
  for (const Instruction &I : D.Instructions)
    if (I.Multiply)
      OS << "  case Op::" << I.Name << ":\n    return {ElementType::"
         << D.ElementTypes[I.Multiply->first].Name.lower()
         << ", ElementType::" << D.ElementTypes[I.Multiply->second].Name.lower()
         << ", Combine::" << I.Combine << ", "
         << (I.FromZero ? "true" : "false") << "};\n";
  OS << "  default:\n    return {};\n  }\n}\n\n";
}

static void emitTies(const Description &D, raw_ostream &OS) {
  OS << "// Does the instruction read a register, scalar or tile, that it "
        "writes?\n";
  emitPredicate(D, OS, "readsDestination", [](const Instruction &I) {
    return any_of(I.Operands, [](const Operand &O) { return O.isTied(); });
  });
}

static void emitAddressForms(const Description &D, raw_ostream &OS) {
  OS << R"(
// How a tile access addresses memory.
enum class AddressForm : uint8_t { none)";
  for (StringRef Name : addressNames())
    OS << ", " << Name;
  OS << " };\nconstexpr AddressForm addressOf(Op op) {\n  switch (op) {\n";
  for (StringRef Name : addressNames()) {
    bool Any = false;
    for (const Instruction &I : D.Instructions)
      if (I.Address == Name) {
        OS << "  case Op::" << I.Name << ":\n";
        Any = true;
      }
    if (Any)
      OS << "    return AddressForm::" << Name << ";\n";
  }
  OS << "  default:\n    return AddressForm::none;\n  }\n}\n\n";
}

static unsigned maxOperands(const Description &D) {
  size_t Most = 1;
  for (const Instruction &I : D.Instructions)
    Most = std::max(Most, I.Operands.size());
  return Most;
}

static void emitFloatResults(const Description &D, raw_ostream &OS) {
  OS << "// Where no source is so: can the float result be infinite or "
        "subnormal; can\n// a sum of numbers that are not 0 be 0?\n";
  emitPredicate(D, OS, "overflows",
                [](const Instruction &I) { return I.Overflows; });
  emitPredicate(D, OS, "cancels",
                [](const Instruction &I) { return I.Cancels; });
  OS << '\n';
}

/// The description of each instruction and its operands.
static void emitInfo(const Description &D, raw_ostream &OS) {
  OS << "enum class ImmKind : uint8_t { none";
  for (StringRef Kind : immKindNames())
    OS << ", " << Kind;
  OS << R"( };

// A shape or a depth is a scalar register whose number 0 means "full"; assembly
// omits a depth, the last operand, that is full.
enum class OperandClass : uint8_t { gpr, tile, shape, depth, imm };
// A tied operand is read and then written.
enum class Role : uint8_t { def, use, tied };
// The format of the floats that a scalar source holds in its low bits, or each
// element of a source or destination tile.
enum class FloatFormat : uint8_t { none)";
  for (StringRef Name : floatNames())
    OS << ", " << Name.lower();
  OS << R"( };
// The member of Inst that holds it.
enum class Slot : uint8_t { d, a, b, c, imm, imm2 };

struct Operand {
  const char *name; // in the description and the assembly manual
  OperandClass cls;
  Role role;
  Slot slot;
  // Immediates: value = (field << shift) + bias.
  ImmKind immKind;
  uint8_t width, shift;
  int8_t bias;
  bool isSigned;
  FloatFormat floats;

  bool isScalar() const {
    return cls != OperandClass::tile && cls != OperandClass::imm;
  }
  bool isRead() const { return role != Role::def; }
  bool isWritten() const { return role != Role::use; }
  int64_t minimum() const {
    return ((isSigned ? -(int64_t(1) << (width - 1)) : 0) * (int64_t(1) << shift)) + bias;
  }
  int64_t maximum() const {
    return ((((int64_t(1) << (isSigned ? width - 1 : width)) - 1)) << shift) + bias;
  }
};

enum Flag : uint16_t {
  isBranch = 1,
  isCall = 2,
  isTerminator = 4,
  mayLoad = 8,
  mayStore = 16,
  isCommutable = 32,
  hasSideEffects = 64,
  signExtends = 128, // what a scalar access reads
};

struct Info {
  const char *name;     // of the record, as in Op
  const char *mnemonic; // as in assembly
  Unit unit;
  Kind kind;
  Element element;
  uint8_t accessBytes; // of a scalar access, or of a tile's element in memory
  uint16_t flags;
  uint8_t operandCount;
  Operand operands[)"
     << maxOperands(D) << R"(]; // in the order of assembly
  uint32_t mask, match;  // fixed bits of the word

  const Operand *begin() const { return operands; }
  const Operand *end() const { return operands + operandCount; }
};

)";
}

static void emitInst(raw_ostream &OS) {
  OS << R"(// A decoded instruction. Registers that the instruction does not name are 0.
// imm and imm2 are the values of the first and second immediate in the order of
// assembly, ready to use: shifted, biased, distances in bytes.
struct Inst {
  Op op = Op::Illegal;
  uint8_t d = 0, a = 0, b = 0, c = 0;
  int64_t imm = 0;
  int32_t imm2 = 0;

  bool operator==(const Inst &) const = default;
  int64_t get(Slot s) const {
    switch (s) {
    case Slot::d: return d;
    case Slot::a: return a;
    case Slot::b: return b;
    case Slot::c: return c;
    case Slot::imm: return imm;
    case Slot::imm2: return imm2;
    }
    return 0;
  }
  void set(Slot s, int64_t v) {
    switch (s) {
    case Slot::d: d = uint8_t(v); break;
    case Slot::a: a = uint8_t(v); break;
    case Slot::b: b = uint8_t(v); break;
    case Slot::c: c = uint8_t(v); break;
    case Slot::imm: imm = v; break;
    case Slot::imm2: imm2 = int32_t(v); break;
    }
  }
};

// Op::Illegal for every word that is not assigned, accesses to unassigned
// control registers and writes to read-only ones included.
Inst decode(uint32_t word);
// The word of a legal instruction. Values are truncated to their fields, so
// decode(encode(i)) == i says whether i can be encoded. 0 for Op::Illegal.
uint32_t encode(const Inst &inst);
// Compilers differ in who extends an argument of 16 bits, so the function between
// this header and the library has none.
const Info &infoAt(unsigned op);
inline const Info &info(Op op) { return infoAt(unsigned(op)); }
// Op::Illegal if there is none.
Op findMnemonic(const char *mnemonic);
// As the assembler reads it; distances are printed as targets if pc is known.
std::string toString(const Inst &inst);
std::string toString(const Inst &inst, uint64_t pc);

// Names by role: zero, ra, sp, ...; t0 ... t31.
extern const char *const gprNames[32];
extern const char *const tileNames[32];
extern const char *const unitNames[unitCount];

)";
}

static void emitControlRegisterNumbers(const Description &D, raw_ostream &OS) {
  OS << R"(enum class Csr : uint16_t {
)";
  for (const ControlRegister &C : D.ControlRegisters)
    OS << "  " << C.Name.upper() << " = " << hex(C.Number, 3) << ",\n";
  OS << R"(};
struct CsrInfo {
  const char *name;
  uint16_t number;
  bool readOnly;
  const char *description;
};
extern const CsrInfo csrs[];
inline constexpr unsigned csrCount = )"
     << D.ControlRegisters.size() << R"(;
// Null for a number that is not assigned.
const CsrInfo *csrInfo(unsigned number);
// What decode() checks for the control-register instructions.
bool csrAccessLegal(unsigned number, bool write);

)";
}

static void emitTrapCauses(const Description &D, raw_ostream &OS) {
  OS << R"(// Trap causes; bit 63 is set in those of interrupts.
enum class Trap : uint64_t {
)";
  for (const TrapCause &T : D.TrapCauses)
    OS << "  " << T.Name << " = "
       << hex(uint64_t(T.Interrupt) << 63 | T.Number, 1) << ", // " << T.Text
       << "; value: " << T.Value << '\n';
  OS << R"(};
// Null for a number that is not assigned.
const char *trapText(uint64_t cause);

)";
}

static void emitRelocationNumbers(const Description &D, raw_ostream &OS) {
  OS << R"(enum Reloc : uint32_t {
)";
  for (const Relocation &R : D.Relocations)
    OS << "  " << R.Name << " = " << R.Number << ", // " << R.Text << '\n';
  OS << R"(};

)";
}

void sectile::gen::emitDecoderHeader(const Description &D, raw_ostream &OS) {
  OS << Notice << R"(//
// The instruction set for C++: operations, decoder, encoder, and tables that
// say what each operand is. No state, no dependencies.
#ifndef SECTILE_ISA_H
#define SECTILE_ISA_H

#include <cstdint>
#include <string>

namespace sectile::isa {

)";
  emitEnumerations(D, OS);
  emitMemoryElements(D, OS);
  emitElementTypes(D, OS);
  emitTransfers(D, OS);
  emitMultiplies(D, OS);
  emitTies(D, OS);
  emitFloatResults(D, OS);
  emitAddressForms(D, OS);
  emitInfo(D, OS);
  emitInst(OS);
  emitControlRegisterNumbers(D, OS);
  emitTrapCauses(D, OS);
  emitRelocationNumbers(D, OS);
  OS << "} // namespace sectile::isa\n\n#endif\n";
}
