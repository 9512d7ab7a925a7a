// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- PackageEmitter.cpp - the SystemVerilog package ---------------------===//
//
// One function decodes: a case over the major opcode and the bits that
// distinguish its instructions selects the operation, a second one over the few
// layouts extracts the operands. Verilator 5.006 and yosys 0.23 both accept the
// output: flat functions, no return, no type parameters.
//
//===----------------------------------------------------------------------===//

#include "emitters/Emitters.h"
#include "emitters/Layouts.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <map>

using namespace llvm;
using namespace sectile::gen;

static std::string sized(unsigned Width, uint64_t Value) {
  return utostr(Width) + "'d" + utostr(Value);
}
static std::string sizedHex(unsigned Width, uint64_t Value) {
  return utostr(Width) + "'h" + hex(Value, (Width + 3) / 4).substr(2);
}

static std::string elementName(StringRef Element) {
  return Element.empty() ? "NONE" : Element.upper();
}

/// An enumeration with a value for each name.
static void enumeration(raw_ostream &OS, StringRef Type, StringRef Prefix,
                        ArrayRef<std::string> Names) {
  unsigned Width = Log2_32_Ceil(Names.size());
  OS << "  typedef enum logic [" << Width - 1 << ":0] {\n";
  for (unsigned N = 0; N != Names.size(); ++N)
    OS << "    " << Prefix << Names[N] << " = " << sized(Width, N)
       << (N + 1 == Names.size() ? "\n" : ",\n");
  OS << "  } " << Type << ";\n\n";
}

/// {w[..], w[..]}: the bits of Runs, most significant first.
static std::string slices(ArrayRef<Run> Runs) {
  std::string Text;
  for (const Run &R : reverse(Runs)) {
    if (!Text.empty())
      Text += ", ";
    Text += "w[" + utostr(R.Word + R.Width - 1) +
            (R.Width > 1 ? ":" + utostr(R.Word) : "") + "]";
  }
  return Runs.size() == 1 ? Text : "{" + Text + "}";
}

/// The value of an immediate, Width bits wide.
static std::string immediate(const Instruction &I, const Operand &O,
                             unsigned Width) {
  const Field &F = I.field(O);
  std::string Parts;
  unsigned Fill = Width - F.width() - O.Imm->Shift;
  if (O.Imm->Signed)
    Parts = "{" + utostr(Fill) + "{w[" + utostr(F.Bits.back()) + "]}}";
  else
    Parts = utostr(Fill) + "'d0";
  SmallVector<Run, 4> Runs = runsOf(F);
  for (const Run &R : reverse(Runs))
    Parts += ", w[" + utostr(R.Word + R.Width - 1) +
             (R.Width > 1 ? ":" + utostr(R.Word) : "") + "]";
  if (O.Imm->Shift)
    Parts += ", " + utostr(O.Imm->Shift) + "'d0";
  std::string Value = "{" + Parts + "}";
  if (O.Imm->Bias)
    Value += " + " + sized(Width, O.Imm->Bias);
  return Value;
}

namespace {
/// Of the decoded instruction, and a local variable of the function, because
/// yosys cannot assign to the members of one.
struct Member {
  std::string Type, Name, Initial, Comment;
};
} // namespace

static const std::vector<Member> &members() {
  static const std::vector<Member> Members = [] {
    std::vector<Member> M = {
        {"op_e", "op", "sectile_pkg::OP_ILLEGAL", ""},
        {"unit_e", "unit", "sectile_pkg::UNIT_" + unitNames()[0].upper(), ""},
        {"kind_e", "kind", "sectile_pkg::KIND_ILLEGAL", ""},
        {"elem_e", "elem", "sectile_pkg::ELEM_NONE",
         "tile accesses: how memory keeps the elements"},
        {"addr_e", "address", "sectile_pkg::ADDR_NONE",
         "accesses: how the address is formed"},
        {"logic [4:0]", "mem_bytes", "5'd0",
         "of a scalar access, or of a tile's element in memory"},
        {"logic", "mem_signed", "1'b0",
         "scalar accesses: what is read is sign-extended"},
    };
    for (const char *Slot : {"d", "a", "b", "c"})
      M.push_back({"logic [4:0]", Slot, "5'd0", ""});
    for (const char *Slot : {"d", "a", "b", "c"})
      for (const char *Mark :
           {"_reads_x", "_writes_x", "_reads_t", "_writes_t", "_is_shape"})
        M.push_back({"logic", std::string(Slot) + Mark, "1'b0", ""});
    M.push_back({"logic [63:0]", "imm", "64'd0",
                 "first and second immediate in the order of"});
    M.push_back({"logic [31:0]", "imm2", "32'd0",
                 "assembly: shifted, biased, distances in bytes"});
    M.push_back({"logic", "valid", "1'b0", ""});
    return M;
  }();
  return Members;
}

static std::string layout(const Instruction &I) {
  std::string Text;
  auto Set = [&](const Twine &Member, const Twine &Value) {
    Text += ("        " + Member + " = " + Value + ";\n").str();
  };
  for (const Operand &O : I.Operands) {
    if (O.isImm()) {
      Set(O.Slot, immediate(I, O, O.Slot == "imm" ? 64 : 32));
      continue;
    }
    Set(O.Slot, slices(runsOf(I.field(O))));
    StringRef File = O.Class == OperandClass::Tile ? "t" : "x";
    if (O.Use)
      Set(O.Slot + "_reads_" + File, "1'b1");
    if (O.Def)
      Set(O.Slot + "_writes_" + File, "1'b1");
    if (O.Class == OperandClass::Shape)
      Set(O.Slot + "_is_shape", "1'b1");
  }
  if (I.WritesLink) {
    Set("d", "5'd1");
    Set("d_writes_x", "1'b1");
  }
  if (I.Kind == "csr")
    Text +=
        "        valid = csr_legal(w[" +
        utostr(I.field(*I.slot("imm")).Bits.back()) + ":" +
        utostr(I.field(*I.slot("imm")).Bits.front()) + "], " +
        (I.AlwaysWrites ? "1'b1"
                        : slices(runsOf(I.field(*I.slot("a")))) + " != 5'd0") +
        ");\n";
  return Text;
}

static std::vector<std::string> upper(ArrayRef<StringRef> From) {
  std::vector<std::string> Names;
  Names.reserve(From.size());
  for (StringRef Name : From)
    Names.push_back(Name.upper());
  return Names;
}

/// How many bits hold the numbers from 0 to Greatest.
static unsigned widthOf(unsigned Greatest) { return Log2_32(Greatest) + 1; }

static std::vector<std::string> elementNames(const Description &D) {
  std::vector<std::string> Names;
  Names.reserve(D.Elements.size());
  for (const MemoryElement &E : D.Elements)
    Names.push_back(elementName(E.Name));
  return Names;
}

/// Macros, since yosys 0.23 finds neither constants nor types of one package in
/// another.
static void emitWidths(const Description &D, raw_ostream &OS) {
  OS << "// For the ports and structs of other packages.\n`define "
        "SECTILE_OP_BITS "
     << Log2_32_Ceil(D.Instructions.size() + 1)
     << "\n`define SECTILE_ELEM_BITS " << Log2_32_Ceil(D.Elements.size())
     << '\n';
  for (const CoreNumber &N : D.CoreNumbers) {
    std::string Name =
        "SECTILE_" + StringRef(convertToSnakeFromCamelCase(N.Name)).upper();
    OS << "// " << N.Text << "\n`ifndef " << Name << "\n`define " << Name << ' '
       << N.Value << "\n`endif\n";
  }
  OS << '\n';
}

static void emitEnumerations(const Description &D, raw_ostream &OS) {
  std::vector<std::string> Ops{"ILLEGAL"};
  for (const Instruction &I : D.Instructions)
    Ops.push_back(I.Name.str());
  OS << "  localparam int unsigned OpCount = " << Ops.size() << ";\n"
     << "  typedef logic [`SECTILE_OP_BITS-1:0] op_t;  // of ports and "
        "registers\n\n";
  enumeration(OS, "op_e", "OP_", Ops);

  enumeration(OS, "unit_e", "UNIT_", upper(unitNames()));

  std::vector<std::string> Kinds = upper(kindNames());
  Kinds.insert(Kinds.begin(), "ILLEGAL");
  enumeration(OS, "kind_e", "KIND_", Kinds);

  OS << "  typedef logic [`SECTILE_ELEM_BITS-1:0] elem_t;\n\n";
  enumeration(OS, "elem_e", "ELEM_", elementNames(D));

  std::vector<std::string> Addresses = upper(addressNames());
  Addresses.insert(Addresses.begin(), "NONE");
  enumeration(OS, "addr_e", "ADDR_", Addresses);

  std::vector<std::string> Types;
  Types.reserve(D.ElementTypes.size());
  for (const ElementType &T : D.ElementTypes)
    Types.push_back(T.Name.upper());
  enumeration(OS, "type_e", "TYPE_", Types);

  enumeration(OS, "combine_e", "COMBINE_", upper(combineNames()));
}

//===-- Elements and multiplies -------------------------------------------===//

/// A function from an element of memory to a number; 0 for none. The commonest
/// number is the default, so that no table of all elements is synthesized.
static void
elementFunction(const Description &D, raw_ostream &OS, StringRef Name,
                StringRef Text,
                function_ref<unsigned(const MemoryElement &)> Value) {
  unsigned Greatest = 1;
  std::map<unsigned, unsigned> Times;
  for (const MemoryElement &E : D.Elements) {
    Greatest = std::max(Greatest, Value(E));
    ++Times[Value(E)];
  }
  unsigned Common = llvm::max_element(Times, [](auto &A, auto &B) {
                      return A.second < B.second;
                    })->first;
  unsigned Width = widthOf(Greatest);
  OS << "  // " << Text << ".\n  function automatic logic [" << Width - 1
     << ":0] " << Name << "(input elem_t elem);\n    case (elem)\n";
  for (const MemoryElement &E : D.Elements)
    if (Value(E) != Common)
      OS << "      sectile_pkg::ELEM_" << elementName(E.Name) << ": " << Name
         << " = " << sized(Width, Value(E)) << ";\n";
  OS << "      default: " << Name << " = " << sized(Width, Common)
     << ";\n    endcase\n  endfunction\n\n";
}

static void emitElements(const Description &D, raw_ostream &OS) {
  elementFunction(D, OS, "elem_rows", "Rows of a full access, in memory",
                  [](const MemoryElement &E) { return E.Rows; });
  elementFunction(D, OS, "elem_columns", "Columns of a full access, in memory",
                  [](const MemoryElement &E) { return E.Columns; });
  elementFunction(D, OS, "elem_row_shift",
                  "log2 of the bytes of a full row, in memory",
                  [](const MemoryElement &E) {
                    return E.Columns ? Log2_32(E.Columns * E.Bits / 8) : 0;
                  });
  elementFunction(
      D, OS, "elem_half",
      "Whether two elements share a byte, the first in its low half",
      [](const MemoryElement &E) { return E.Bits == 4; });
}

static void emitMultiplies(const Description &D, raw_ostream &OS) {
  unsigned Deepest = 1;
  for (const ElementType &T : D.ElementTypes)
    Deepest = std::max(Deepest, T.Depth);
  unsigned Width = widthOf(Deepest);
  OS << R"(  // A matrix multiply: the types of its operands, whether they are signed integers,
  // what stands for a product, log2 of their bits, how many of them a row has, and
  // whether it starts from +0.
  typedef struct packed {
    type_e a;
    logic a_signed;
    type_e b;
    logic b_signed;
    combine_e combine;
    logic [2:0] log2_bits;
)" << "    logic ["
     << Width - 1 << R"(:0] depth;
    logic from_zero;
  } multiply_t;

  function automatic multiply_t multiply_of(input op_t op);
    case (op)
)";
  for (const Instruction &I : D.Instructions) {
    if (!I.Multiply)
      continue;
    const ElementType &A = D.ElementTypes[I.Multiply->first],
                      &B = D.ElementTypes[I.Multiply->second];
    OS << "      sectile_pkg::OP_" << I.Name
       << ": multiply_of = {sectile_pkg::TYPE_" << A.Name.upper() << ", "
       << (A.Kind == "signed" ? "1'b1" : "1'b0") << ", sectile_pkg::TYPE_"
       << B.Name.upper() << ", " << (B.Kind == "signed" ? "1'b1" : "1'b0")
       << ", sectile_pkg::COMBINE_" << I.Combine.upper() << ", "
       << sized(3, Log2_32(A.Bits)) << ", " << sized(Width, A.Depth) << ", "
       << (I.FromZero ? "1'b1" : "1'b0") << "};\n";
  }
  OS << R"(      default: multiply_of = '0;
    endcase
  endfunction

)";
}

static void emitInstructionType(raw_ostream &OS) {
  OS << R"(  // A decoded instruction. Register numbers are 0 where not named; `x` is the
  // scalar file, `t` the tile file. A register that is read and written has both
  // marks. A call has d = 1. A shape in register 0 means "full".
  typedef struct packed {
)";
  for (const Member &M : members())
    OS << "    " << M.Type << ' ' << M.Name << ';'
       << (M.Comment.empty() ? "" : "  // " + M.Comment) << '\n';
  OS << "  } instr_t;\n\n";
}

static void emitMachine(const Description &D, raw_ostream &OS) {
  OS << "  // The platform.\n";
  for (const PlatformNumber &N : D.PlatformNumbers)
    if (N.Bits == 64)
      OS << "  localparam logic [63:0] "
         << convertToCamelFromSnakeCase(N.Name.lower(), true) << " = "
         << sizedHex(64, N.Value) << ";  // " << N.Text << '\n';
  OS << "\n  // Control registers.\n";
  for (const ControlRegister &C : D.ControlRegisters)
    OS << "  localparam logic [11:0] CSR_" << C.Name.upper() << " = "
       << sizedHex(12, C.Number) << ";\n";
  OS << "\n  // Trap causes; bit 63 marks interrupts.\n";
  for (const TrapCause &T : D.TrapCauses)
    OS << "  localparam logic [63:0] CAUSE_" << T.Name << " = "
       << sizedHex(64, uint64_t(T.Interrupt) << 63 | T.Number) << ";  // "
       << T.Text << '\n';
}

//===-- What the core shows the simulation --------------------------------===//

static void emitRecordTypes(const Description &D, raw_ostream &OS) {
  for (const CoreRecord &R : D.CoreRecords) {
    OS << "\n  // " << R.Text << ".\n  typedef struct packed {\n";
    for (const RecordField &F : R.Fields) {
      OS << "    logic ";
      if (unsigned Bits = F.Width * F.Count; Bits > 1)
        OS << '[' << Bits - 1 << ":0] ";
      OS << F.Name << ';' << (F.Text.empty() ? "" : "  // ") << F.Text << '\n';
    }
    OS << "  } " << convertToSnakeFromCamelCase(R.Name) << "_t;\n";
  }
  OS << '\n';
}

static void emitControlRegisterCheck(const Description &D, raw_ostream &OS) {
  OS << R"(
  function automatic logic csr_legal(input logic [11:0] number, input logic write);
    case (number)
)";
  for (bool ReadOnly : {false, true}) {
    std::string Labels;
    for (const ControlRegister &C : D.ControlRegisters)
      if (C.ReadOnly == ReadOnly)
        Labels += (Labels.empty() ? "      sectile_pkg::CSR_"
                                  : ",\n      sectile_pkg::CSR_") +
                  C.Name.upper();
    if (!Labels.empty())
      OS << Labels << ": csr_legal = " << (ReadOnly ? "!write" : "1'b1")
         << ";\n";
  }
  OS << R"(      default: csr_legal = 1'b0;
    endcase
  endfunction

)";
}

//===-- The decoder -------------------------------------------------------===//

namespace {
class DecodeFunction {
public:
  DecodeFunction(const Description &D, raw_ostream &OS)
      : D(D), OS(OS), OperandLayouts(D, layout),
        LayoutWidth(
            Log2_32_Ceil(std::max<size_t>(OperandLayouts.First.size(), 2))) {}
  void emit();

private:
  const Description &D;
  raw_ostream &OS;
  Layouts OperandLayouts;
  unsigned LayoutWidth;

  void emitVariables();
  void emitMajor(const MajorTable &M);
  void emitArm(StringRef Indent, unsigned N, uint32_t Known);
  void emitLayouts();
};
} // namespace

/// The condition that the fixed bits of I match, except those of Known; empty
/// if there are no others.
static std::string fixedBits(const Instruction &I, uint32_t Known) {
  uint32_t Rest = I.Mask & ~Known & ~63u;
  std::string Condition;
  Field Ones, Zeros;
  for (int Bit = 0; Bit != 32; ++Bit)
    if (Rest >> Bit & 1)
      (I.Match >> Bit & 1 ? Ones : Zeros).Bits.push_back(Bit);
  if (Zeros.width())
    Condition = slices(runsOf(Zeros)) + " == " + sized(Zeros.width(), 0);
  if (Ones.width())
    Condition +=
        (Condition.empty() ? "" : " && ") + slices(runsOf(Ones)) +
        " == " + sizedHex(Ones.width(), (uint64_t(1) << Ones.width()) - 1);
  return Condition;
}

/// The assignments for a word that is instruction N; the enclosing labels have
/// compared the bits of Known.
void DecodeFunction::emitArm(StringRef Indent, unsigned N, uint32_t Known) {
  const Instruction &I = D.Instructions[N];
  std::string Condition = fixedBits(I, Known);
  if (!Condition.empty())
    OS << "if (" << Condition << ") ";
  OS << "begin\n"
     << Indent << "  op = sectile_pkg::OP_" << I.Name << ";\n"
     << Indent << "  unit = sectile_pkg::UNIT_" << I.Unit.upper() << ";\n"
     << Indent << "  kind = sectile_pkg::KIND_" << I.Kind.upper() << ";\n";
  if (!I.Element.empty())
    OS << Indent << "  elem = sectile_pkg::ELEM_" << elementName(I.Element)
       << ";\n";
  if (!I.Address.empty())
    OS << Indent << "  address = sectile_pkg::ADDR_" << I.Address.upper()
       << ";\n";
  if (I.AccessBytes)
    OS << Indent << "  mem_bytes = " << sized(5, I.AccessBytes) << ";\n";
  if (I.SignExtends)
    OS << Indent << "  mem_signed = 1'b1;\n";
  OS << Indent << "  layout = " << sized(LayoutWidth, OperandLayouts.Of[N])
     << ";\n"
     << Indent << "  valid = 1'b1;\n"
     << Indent << "end\n";
}

void DecodeFunction::emitMajor(const MajorTable &M) {
  if (M.Members.size() == 1) {
    OS << "        ";
    emitArm("        ", M.Members[0], 0);
    return;
  }
  // Instructions that share a label are compared in order; no word matches two.
  std::map<uint32_t, std::vector<unsigned>> Labels;
  for (unsigned N : M.Members)
    Labels[M.index(D.Instructions[N].Match)].push_back(N);
  OS << "        case (" << slices(M.runs()) << ")\n";
  for (const auto &[Label, Members] : Labels) {
    OS << "          " << sized(M.indexBits(), Label) << ":";
    if (Members.size() == 1) {
      OS << " ";
      emitArm("          ", Members[0], M.Selector);
      continue;
    }
    OS << " begin\n";
    for (unsigned N : Members) {
      OS << "            ";
      emitArm("            ", N, M.Selector);
    }
    OS << "          end\n";
  }
  OS << "          default: ;\n        endcase\n";
}

void DecodeFunction::emitVariables() {
  for (const Member &M : members())
    OS << "    " << M.Type << ' ' << M.Name << ";\n";
  OS << "    logic [" << LayoutWidth - 1 << ":0] layout;\n";
  for (const Member &M : members())
    OS << "    " << M.Name << " = " << M.Initial << ";\n";
  OS << "    layout = " << sized(LayoutWidth, 0) << ";\n";
}

void DecodeFunction::emitLayouts() {
  OS << "    case (layout)\n";
  for (unsigned N = 0; N != OperandLayouts.First.size(); ++N)
    OS << "      " << sized(LayoutWidth, N) << ": begin  // "
       << OperandLayouts.First[N]->Name << "\n"
       << layout(*OperandLayouts.First[N]) << "      end\n";
  OS << "      default: ;\n    endcase\n";
}

void DecodeFunction::emit() {
  OS << "  function automatic instr_t decode(input logic [31:0] w);\n";
  emitVariables();
  OS << "    case (w[5:0])\n";
  for (unsigned Major = 0; Major != 64; ++Major)
    if (const MajorTable &M = D.Majors[Major]; !M.Members.empty()) {
      OS << "      " << sized(6, Major) << ":\n";
      emitMajor(M);
    }
  OS << "      default: ;\n    endcase\n";
  emitLayouts();
  OS << "    decode = '0;\n    if (valid) decode = {";
  ListSeparator Comma(", ");
  for (const Member &M : members())
    OS << Comma << M.Name;
  OS << "};\n  endfunction\n\n";
}

void sectile::gen::emitPackage(const Description &D, raw_ostream &OS) {
  OS << R"(// Generated by isa-tblgen from isa/*.td; a change here is lost.
//
// The instruction set for the RTL: operations, elements, multiplies, control
// registers, trap causes, the decoder, and what the core shows the simulation.

)";
  emitWidths(D, OS);
  OS << R"(package sectile_pkg;

  // Not every user needs every number.
  // verilator lint_off UNUSEDPARAM

)";
  emitEnumerations(D, OS);
  emitInstructionType(OS);
  emitElements(D, OS);
  emitMultiplies(D, OS);
  emitEstimateFunctions(OS);
  emitMachine(D, OS);
  OS << '\n';
  emitRecordTypes(D, OS);
  emitControlRegisterCheck(D, OS);
  DecodeFunction(D, OS).emit();
  OS << "endpackage\n";
}
