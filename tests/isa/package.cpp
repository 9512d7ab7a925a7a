// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The SystemVerilog package's decoder against the C++ one: the same verdict and
// the same fields. Words are drawn at random, half of them near an assigned
// one, or taken one and all with SECTILE_CHECK=full.
#include "Vpackage_top.h"
#include "sectile/isa.h"

#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>

using namespace sectile::isa;

namespace {

struct Expected {
  uint32_t registers = 0, marks = 0;
};

// Marks in the order of package_top: five for each of d, a, b, c.
void mark(Expected &e, Slot slot, bool reads, bool writes, OperandClass cls,
          unsigned number) {
  unsigned place = 3 - unsigned(slot);
  bool tile = cls == OperandClass::tile;
  uint32_t bits = (tile ? 0 : reads << 4 | writes << 3) |
                  (tile ? reads << 2 | writes << 1 : 0) |
                  (cls == OperandClass::shape);
  e.marks |= bits << (5 * place);
  e.registers |= number << (5 * place);
}

// What the package says of an operation besides the word: its elements in
// memory, its address, its types if it multiplies.
bool agreeOnFacts(const Vpackage_top &top, Op op) {
  ElementShape shape = shapeOf(info(op).element);
  if (top.address_o != unsigned(addressOf(op)) || top.rows_o != shape.rows ||
      top.columns_o != shape.columns || bool(top.half_o) != (shape.bits == 4) ||
      (shape.rows && 1u << top.row_shift_o != shape.bytes(shape.columns)))
    return false;
  if (!isMultiply(op))
    return top.depth_o == 0;
  Multiply m = multiplyOf(op);
  auto isSigned = [](ElementType t) {
    return typeInfo(t).kind == ElementKind::signedInteger;
  };
  return top.multiply_a_o == unsigned(m.a) &&
         top.combine_o == unsigned(m.combine) &&
         1u << top.log2_bits_o == typeInfo(m.a).bits &&
         top.multiply_b_o == unsigned(m.b) && top.depth_o == m.depth() &&
         top.multiply_marks_o ==
             (isSigned(m.a) << 2 | isSigned(m.b) << 1 | int(m.fromZero));
}

bool agree(Vpackage_top &top, uint32_t word) {
  Inst inst = decode(word);
  top.w_i = word;
  top.eval();
  const Info &in = info(inst.op);
  bool valid = inst.op != Op::Illegal;
  Expected e;
  for (const Operand &o : in)
    if (o.cls != OperandClass::imm)
      mark(e, o.slot, o.isRead(), o.isWritten(), o.cls,
           unsigned(inst.get(o.slot)));
  if (in.flags & isCall)
    mark(e, Slot::d, false, true, OperandClass::gpr, 1);
  return top.valid_o == valid && top.op_o == unsigned(inst.op) &&
         top.unit_o == unsigned(in.unit) && top.kind_o == unsigned(in.kind) &&
         top.elem_o == unsigned(in.element) &&
         top.mem_bytes_o == in.accessBytes &&
         top.mem_signed_o == ((in.flags & signExtends) != 0) &&
         top.registers_o == e.registers && top.marks_o == e.marks &&
         top.imm_o == uint64_t(inst.imm) && top.imm2_o == uint32_t(inst.imm2) &&
         agreeOnFacts(top, inst.op);
}

} // namespace

int main() {
  auto setting = [](const char *name) {
    const char *value = std::getenv(name);
    return std::string(value ? value : "");
  };
  auto top = std::make_unique<Vpackage_top>();
  unsigned different = 0;
  auto check = [&](uint32_t word) {
    if (agree(*top, word) || ++different > 10)
      return;
    std::printf(
        "0x%08x: %s, but the package has op %u, registers 0x%05x, marks "
        "0x%05x, imm 0x%" PRIx64 ", imm2 0x%x\n",
        word, toString(decode(word)).c_str(), unsigned(top->op_o),
        unsigned(top->registers_o), unsigned(top->marks_o),
        uint64_t(top->imm_o), unsigned(top->imm2_o));
  };
  if (setting("SECTILE_CHECK") == "full") {
    uint32_t word = 0;
    do
      check(word);
    while (++word);
  } else {
    std::string text = setting("SECTILE_SEED");
    uint64_t seed = text.empty() ? std::random_device()() : std::stoull(text);
    std::printf("seed %" PRIu64 "\n", seed);
    std::mt19937_64 random(seed);
    unsigned samples =
        setting("SECTILE_CHECK") == "quick" ? 1u << 18 : 1u << 22;
    for (unsigned n = 0; n != samples; ++n) {
      uint32_t word = uint32_t(random());
      if (n & 1) {
        const Info &in = info(Op(1 + random() % (opCount - 1)));
        word = (word & ~in.mask) | in.match;
        if (n & 2)
          word ^= 1u << random() % 32;
      }
      check(word);
    }
  }
  std::printf("%u words differ\n", different);
  return different != 0;
}
