// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The generated decoder against the tables that are generated beside it. Words
// are drawn at random, or taken one and all with SECTILE_CHECK=full; the seed
// is printed, SECTILE_SEED repeats it.
#include "sectile/isa.h"
#include "sectile/relocations.h"

#include <cstdlib>
#include <future>
#include <gtest/gtest.h>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace sectile::isa;

namespace {

std::string setting(const char *name) {
  const char *value = std::getenv(name);
  return value ? value : "";
}

bool full() { return setting("SECTILE_CHECK") == "full"; }

std::mt19937_64 generator() {
  std::string text = setting("SECTILE_SEED");
  uint64_t seed = text.empty() ? std::random_device()() : std::stoull(text);
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  return std::mt19937_64(seed);
}

unsigned samples() {
  return setting("SECTILE_CHECK") == "quick" ? 1u << 18 : 1u << 22;
}

std::vector<Op> operations() {
  std::vector<Op> ops;
  for (unsigned n = 1; n != opCount; ++n)
    ops.push_back(Op(n));
  return ops;
}

bool accessesLegally(const Inst &inst) {
  const Info &in = info(inst.op);
  if (in.kind != Kind::csr)
    return true;
  const CsrInfo *csr = csrInfo(unsigned(inst.imm));
  bool writes = inst.op == Op::CSRRW || inst.a != 0;
  return csr && !(writes && csr->readOnly);
}

// By comparing with each instruction in turn.
Op search(uint32_t word) {
  Op found = Op::Illegal;
  for (Op op : operations())
    if ((word & info(op).mask) == info(op).match) {
      EXPECT_EQ(found, Op::Illegal) << std::hex << word;
      found = op;
    }
  return found;
}

void check(uint32_t word) {
  Inst inst = decode(word);
  if (inst.op == Op::Illegal) {
    ASSERT_EQ(inst, Inst()) << std::hex << word;
    return;
  }
  ASSERT_EQ(word & info(inst.op).mask, info(inst.op).match) << std::hex << word;
  ASSERT_EQ(encode(inst), word) << std::hex << word << ' ' << toString(inst);
}

TEST(Decoder, RejectsTheWordsOfEmptyMemory) {
  EXPECT_EQ(decode(0).op, Op::Illegal);
  EXPECT_EQ(decode(~0u).op, Op::Illegal);
}

TEST(Decoder, FindsWhatTheFixedBitsSay) {
  std::mt19937_64 random = generator();
  for (unsigned n = 0; n != samples() / 16; ++n) {
    uint32_t word = uint32_t(random());
    // Half of the words near an assigned one.
    if (n & 1) {
      const Info &in = info(Op(1 + random() % (opCount - 1)));
      word = (word & ~in.mask) | in.match;
      if (n & 2)
        word ^= 1u << random() % 32;
    }
    Op op = search(word);
    Inst inst = decode(word);
    if (op != Op::Illegal && info(op).kind == Kind::csr &&
        inst.op == Op::Illegal)
      continue; // by its register, tested below
    ASSERT_EQ(inst.op, op) << std::hex << word;
    check(word);
  }
}

TEST(Decoder, GivesTheWordBackWhenEncoded) {
  if (!full()) {
    std::mt19937_64 random = generator();
    for (unsigned n = 0; n != samples(); ++n)
      check(uint32_t(random()));
    return;
  }
  // No word is found twice, so the count tells whether one is missed.
  auto count = [](uint32_t first, uint32_t last) {
    uint64_t legal = 0;
    for (uint32_t word = first;; ++word) {
      Inst inst = decode(word);
      if (inst.op != Op::Illegal) {
        ++legal;
        if (encode(inst) != word ||
            (word & info(inst.op).mask) != info(inst.op).match)
          check(word);
      }
      if (word == last || testing::Test::HasFatalFailure())
        return legal;
    }
  };
  auto low = std::async(std::launch::async, count, 0, 0x7fffffff);
  uint64_t legal = count(0x80000000, 0xffffffff) + low.get(), expected = 0;
  for (Op op : operations()) {
    if (info(op).kind != Kind::csr) {
      expected += uint64_t(1) << (32 - __builtin_popcount(info(op).mask));
      continue;
    }
    for (unsigned n = 0; n != csrCount; ++n)
      expected += !csrs[n].readOnly ? 32 * 32 : op == Op::CSRRW ? 0 : 32;
  }
  EXPECT_EQ(legal, expected);
}

TEST(Encoder, CarriesEveryOperand) {
  std::mt19937_64 random = generator();
  for (Op op : operations())
    for (unsigned n = 0; n != 64; ++n) {
      Inst inst;
      inst.op = op;
      for (const Operand &o : info(op)) {
        int64_t step = int64_t(1) << o.shift;
        uint64_t steps =
            uint64_t(o.maximum() - o.minimum()) / uint64_t(step) + 1;
        int64_t value = n == 0 ? o.minimum()
                        : n == 1
                            ? o.maximum()
                            : o.minimum() + int64_t(random() % steps) * step;
        if (o.immKind == ImmKind::csr)
          value = csrs[random() % csrCount].number;
        inst.set(o.slot, value);
      }
      Inst back = decode(encode(inst));
      if (accessesLegally(inst))
        ASSERT_EQ(back, inst) << toString(inst);
      else
        ASSERT_EQ(back.op, Op::Illegal) << toString(inst);
    }
}

TEST(Encoder, ShowsWhatDoesNotFit) {
  Inst inst;
  inst.op = Op::ADDI;
  inst.imm = 4096;
  EXPECT_NE(decode(encode(inst)), inst);
  inst.imm = 4095;
  EXPECT_EQ(decode(encode(inst)), inst);
}

TEST(ControlRegisters, AreLegalAsTheirTableSays) {
  unsigned assigned = 0;
  for (unsigned number = 0; number != 4096; ++number) {
    const CsrInfo *csr = csrInfo(number);
    assigned += csr != nullptr;
    EXPECT_EQ(csrAccessLegal(number, false), csr != nullptr) << number;
    EXPECT_EQ(csrAccessLegal(number, true), csr && !csr->readOnly) << number;
    for (Op op : {Op::CSRRW, Op::CSRRS, Op::CSRRC})
      for (uint8_t a : {0, 1, 31}) {
        Inst inst;
        inst.op = op;
        inst.a = a;
        inst.imm = number;
        EXPECT_EQ(decode(encode(inst)).op,
                  accessesLegally(inst) ? op : Op::Illegal)
            << toString(inst);
      }
  }
  EXPECT_EQ(assigned, csrCount);
  EXPECT_STREQ(csrInfo(unsigned(Csr::STATUS))->name, "status");
}

TEST(Tables, NameEveryInstructionOnce) {
  std::set<std::string> names, mnemonics;
  for (Op op : operations()) {
    const Info &in = info(op);
    EXPECT_TRUE(names.insert(in.name).second) << in.name;
    EXPECT_TRUE(mnemonics.insert(in.mnemonic).second) << in.mnemonic;
    EXPECT_EQ(findMnemonic(in.mnemonic), op);
  }
  EXPECT_EQ(findMnemonic("add"), Op::ADD);
  EXPECT_EQ(findMnemonic("nonsense"), Op::Illegal);
}

TEST(Tables, AgreeWithThemselves) {
  for (Op op : operations()) {
    const Info &in = info(op);
    SCOPED_TRACE(in.name);
    EXPECT_EQ(in.match & ~in.mask, 0u);
    EXPECT_EQ(in.mask & 63, 63u);
    bool loads = in.flags & mayLoad, stores = in.flags & mayStore;
    EXPECT_EQ(loads || stores, in.accessBytes != 0);
    EXPECT_EQ(in.element != Element::none,
              in.kind == Kind::tload || in.kind == Kind::tstore);
    std::set<Slot> slots;
    unsigned bits = 0;
    for (const Operand &o : in) {
      EXPECT_TRUE(slots.insert(o.slot).second) << o.name;
      EXPECT_EQ(o.cls == OperandClass::imm, o.immKind != ImmKind::none);
      EXPECT_LE(o.minimum(), o.maximum());
      bits += o.width;
      if (o.isWritten() && o.slot != Slot::d) {
        EXPECT_EQ(in.kind, Kind::loadpair);
      }
    }
    EXPECT_EQ(bits, 32u - unsigned(__builtin_popcount(in.mask)));
  }
}

TEST(Tables, ListsFollowTheOrderOfOperations) {
  unsigned n = 1;
#define SECTILE_OP(Name, ...) EXPECT_EQ(Op::Name, Op(n++));
#include "sectile/operations.def"
  EXPECT_EQ(n, opCount);
}

// Of the first source.
FloatFormat floatsOf(Op op) { return info(op).operands[1].floats; }

TEST(Tables, SayWhichFormatOfFloatsASourceHas) {
  EXPECT_EQ(floatsOf(Op::FADD_F64), FloatFormat::f64);
  EXPECT_EQ(floatsOf(Op::FCVT_F32_F16), FloatFormat::f16);
  EXPECT_EQ(floatsOf(Op::FCVT_F32_I64), FloatFormat::none);
  EXPECT_EQ(floatsOf(Op::TPACK_BF16), FloatFormat::f32);
  EXPECT_EQ(floatsOf(Op::TUNPK_BF16), FloatFormat::bf16);
  EXPECT_EQ(floatsOf(Op::TCVT_F32_I32), FloatFormat::none);
  EXPECT_EQ(floatsOf(Op::ADD), FloatFormat::none);
}

TEST(Tables, SayWhichFormatOfFloatsADestinationTileHas) {
  auto floatsOf = [](Op op) { return info(op).operands[0].floats; };
  EXPECT_EQ(floatsOf(Op::TPACKZ_BF16), FloatFormat::bf16);
  EXPECT_EQ(floatsOf(Op::TUNPK_BF16), FloatFormat::f32);
  EXPECT_EQ(floatsOf(Op::TCVT_F32_I32), FloatFormat::f32);
  EXPECT_EQ(floatsOf(Op::TCEQ_F32), FloatFormat::none);
  EXPECT_EQ(floatsOf(Op::TGETW), FloatFormat::none);
}

TEST(Tables, SayWhichFloatResultsOverflowAndWhichSumsCancel) {
  EXPECT_TRUE(overflows(Op::FMSUB_F64) && cancels(Op::FMSUB_F64));
  EXPECT_TRUE(overflows(Op::TSADD_F32) && cancels(Op::TSADD_F32));
  EXPECT_TRUE(overflows(Op::TSSCALE_F32) && !cancels(Op::TSSCALE_F32));
  EXPECT_TRUE(overflows(Op::TRCPE_F32) && !cancels(Op::TRCPE_F32));
  EXPECT_FALSE(overflows(Op::FSQRT_F32) || cancels(Op::FSQRT_F32));
  EXPECT_FALSE(overflows(Op::TMADD_I32) || cancels(Op::TMADD_I32));
}

// What the linker puts into a word is what the decoder takes out of it.
TEST(Relocations, FillInTheFieldOfTheirInstruction) {
  for (int64_t distance : {-16384, -4, 0, 4, 2048, 16380})
    EXPECT_EQ(decode(relocation(R_SECTILE_BRANCH13)
                         ->insert(encode({Op::BNE, 0, 4, 5, 0, 0, 0}),
                                  uint64_t(distance))),
              (Inst{Op::BNE, 0, 4, 5, 0, distance, 0}));
  for (int64_t distance : {-32768, -4, 0, 4, 4096, 32764})
    EXPECT_EQ(decode(relocation(R_SECTILE_BRANCH14)
                         ->insert(encode({Op::BBS, 0, 4, 0, 0, 9, 0}),
                                  uint64_t(distance))),
              (Inst{Op::BBS, 0, 4, 0, 0, 9, int32_t(distance)}));
  EXPECT_EQ(decode(relocation(R_SECTILE_PAGE21)
                       ->insert(encode({Op::ADRP, 4, 0, 0, 0, 0, 0}),
                                uint64_t(-4096))),
            (Inst{Op::ADRP, 4, 0, 0, 0, -4096, 0}));
  // The field is filled anew, whatever it held.
  EXPECT_EQ(decode(relocation(R_SECTILE_LO12)
                       ->insert(encode({Op::LDD, 4, 5, 0, 0, -1, 0}), 0x12345)),
            (Inst{Op::LDD, 4, 5, 0, 0, 0x345, 0}));
  EXPECT_EQ(decode(relocation(R_SECTILE_G2)
                       ->insert(encode({Op::MOVK, 4, 0, 0, 0, 0, 32}),
                                0x1234567890abcdef)),
            (Inst{Op::MOVK, 4, 0, 0, 0, 0x5678, 32}));
  EXPECT_EQ(relocation(R_SECTILE_BRANCH13)->minimum(), -16384);
  EXPECT_EQ(relocation(R_SECTILE_BRANCH13)->maximum(), 16380);
  EXPECT_EQ(relocation(99), nullptr);
}

TEST(Tables, SayWhatATrapIs) {
  EXPECT_STREQ(trapText(uint64_t(Trap::ILLEGAL)), "illegal instruction");
  EXPECT_STREQ(trapText(uint64_t(Trap::TIMER)), "timer interrupt");
  EXPECT_EQ(trapText(99), nullptr);
}

TEST(Text, IsThatOfTheAssembler) {
  Inst inst{Op::LDD, 4, 2, 0, 0, 16, 0};
  EXPECT_EQ(toString(inst), "ldd\ta0, sp, 16");
  inst = {Op::TLDR_F16, 0, 4, 5, 0, 0, 0};
  EXPECT_EQ(toString(inst), "tldr.f16\tt0, a0, a1, zero");
  inst = {Op::CSRRS, 10, 0, 0, 0, int64_t(Csr::INSTRET), 0};
  EXPECT_EQ(toString(inst), "csrrs\ta6, instret, zero");
  inst = {Op::BEQI, 0, 20, 0, 0, -16, -8};
  EXPECT_EQ(toString(inst), "beqi\ts0, -16, -8");
  EXPECT_EQ(toString(inst, 0x80000008), "beqi\ts0, -16, 0x80000000");
  inst = {Op::ADRP, 4, 0, 0, 0, 4096, 0};
  EXPECT_EQ(toString(inst, 0x80000ffc), "adrp\ta0, 0x80001000");
  inst = {Op::ECALL, 0, 0, 0, 0, 0, 0};
  EXPECT_EQ(toString(inst), "ecall");
  EXPECT_EQ(toString(Inst()), "<illegal>");
}

} // namespace
