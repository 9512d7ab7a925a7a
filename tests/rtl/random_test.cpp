// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The random programs and their coverage, on the emulator alone: what the
// generator promises to draw is really executed, and counted as it should be.
#include "Cover.h"
#include "Generator.h"
#include <gtest/gtest.h>
#include <map>
#include <sstream>

namespace sectile::random {
namespace {

std::map<std::string, uint64_t> binsOf(const Coverage &coverage) {
  std::stringstream text;
  coverage.write(text);
  std::string line;
  std::getline(text, line); // the heading
  std::map<std::string, uint64_t> bins;
  while (std::getline(text, line) && !line.starts_with("lines "))
    bins[line.substr(line.find(' ') + 1)] = std::stoull(line);
  return bins;
}

// Runs a program to its exit and counts what retires.
void run(const Program &source, Coverage &coverage) {
  std::string error;
  auto program = sectile::Program::fromBytes(toElf(source), error);
  ASSERT_TRUE(program) << error;
  MachineOptions options;
  options.memory = memoryEnd - codeBase;
  Machine machine(options);
  ASSERT_TRUE(machine.load(*program, error)) << error;
  coverage.begin(source.code, codeBase);
  for (unsigned n = 0; n < 1000000; n++) {
    sectile::Retire r;
    auto stop = machine.step(r);
    cover(coverage, r, machine);
    if (stop) {
      ASSERT_EQ(*stop, Stop::exited);
      ASSERT_EQ(machine.exitStatus(), 0);
      return;
    }
  }
  FAIL() << "the program does not end";
}

Options withSeed(uint64_t seed, unsigned items = 2000) {
  Options options;
  options.seed = seed;
  options.items = items;
  options.hash = false;
  return options;
}

TEST(Random, SameSeedSameProgram) {
  EXPECT_EQ(generate(withSeed(7)).code, generate(withSeed(7)).code);
  EXPECT_EQ(generate(withSeed(7)).data, generate(withSeed(7)).data);
  EXPECT_NE(generate(withSeed(7)).code, generate(withSeed(8)).code);
}

TEST(Random, LeavingItemsOutLeavesAProgramThatEnds) {
  for (uint64_t seed = 1; seed < 8; seed++) {
    Options options = withSeed(seed, 400);
    options.keep.resize(400);
    for (unsigned n = 0; n < 400; n++)
      options.keep[n] = (n * 2654435761u >> 16) % 3 == 0;
    Program fewer = generate(options);
    EXPECT_LT(fewer.code.size(), generate(withSeed(seed, 400)).code.size());
    Coverage coverage;
    run(fewer, coverage);
  }
}

// Drawn with the page of an indirect jump's base 4096 bytes behind its target,
// one more than the offset reaches.
TEST(Random, AnIndirectJumpReachesBeyondThePageOfItsBase) {
  Coverage coverage;
  run(generate(withSeed(777619, 2000)), coverage);
}

// What the issue of a campaign is: in a small one every bin that takes no luck
// is hit, every hazard many times, and the mix is as promised.
TEST(Random, FewProgramsReachEveryHazardShapeAndCause) {
  Coverage coverage;
  for (uint64_t seed = 1; seed <= 150; seed++)
    run(generate(withSeed(seed)), coverage);
  uint64_t rare = ~uint64_t(0);
  for (const auto &[bin, hits] : binsOf(coverage)) {
    std::string group = bin.substr(0, bin.find(' '));
    if (group == "hazard")
      rare = std::min(rare, hits);
    if (group != "float" && group != "alias" && group != "operand") {
      EXPECT_GT(hits, 0u) << bin;
    }
  }
  EXPECT_GE(rare, 10u);
  MixReport mix = coverage.mix();
  EXPECT_GE(mix.tile, 0.25);
  EXPECT_GE(mix.multiply, 0.05);
  EXPECT_GE(mix.perTrap, 800);
  EXPECT_LE(mix.perTrap, 1250);
  EXPECT_TRUE(mix.holds());
}

// Executes words by hand: all that is counted is the order of the words.
class Counting : public testing::Test {
protected:
  Coverage coverage;
  uint64_t pc = codeBase;
  void SetUp() override {
    coverage.begin(std::vector<uint32_t>(16, 0x12345678), pc);
  }
  uint32_t word(isa::Op op, unsigned d, unsigned a, unsigned b) {
    isa::Inst inst;
    inst.op = op;
    inst.d = uint8_t(d);
    inst.a = uint8_t(a);
    inst.b = uint8_t(b);
    return isa::encode(inst);
  }
  void retire(uint32_t w, uint64_t value = 0) {
    Retire r;
    r.pc = pc;
    r.word = w;
    r.next = pc += 4;
    r.writes = 1;
    r.registers[0] = {isa::decode(w).d, value};
    coverage.retired(r);
  }
};

TEST_F(Counting, HazardsByUnitAndDistance) {
  retire(word(isa::Op::MUL, 5, 6, 7));
  retire(word(isa::Op::ADD, 8, 9, 10));
  retire(word(isa::Op::ADD, 11, 5, 8));
  auto bins = binsOf(coverage);
  EXPECT_EQ(bins.at("hazard scalar read after write mul -> alu, distance 2"),
            1u);
  EXPECT_EQ(bins.at("hazard scalar read after write alu -> alu, distance 1"),
            1u);
  EXPECT_EQ(bins.at("hazard scalar read after write mul -> alu, distance 1"),
            0u);
  EXPECT_EQ(bins.at("instruction add"), 2u);
}

TEST_F(Counting, RegisterZeroIsNoHazard) {
  retire(word(isa::Op::ADD, 0, 1, 2));
  retire(word(isa::Op::ADD, 3, 0, 0));
  for (const auto &[bin, hits] : binsOf(coverage))
    if (bin.rfind("hazard ", 0) == 0) {
      EXPECT_EQ(hits, 0u) << bin;
    }
}

TEST_F(Counting, ATrapEndsAHazard) {
  retire(word(isa::Op::ADD, 5, 6, 7));
  coverage.trapped(uint64_t(isa::Trap::ILLEGAL), 0);
  retire(word(isa::Op::ADD, 8, 5, 5));
  auto bins = binsOf(coverage);
  EXPECT_EQ(bins.at("hazard scalar read after write alu -> alu, distance 1"),
            0u);
  EXPECT_EQ(bins.at("trap illegal instruction"), 1u);
}

TEST_F(Counting, FloatClassesOfOperandsAndResults) {
  retire(word(isa::Op::ADD, 5, 0, 0), 0x7f7fffff);
  retire(word(isa::Op::ADD, 6, 0, 0), 0x00000001);
  retire(word(isa::Op::FADD_F32, 7, 5, 5), 0x7f800000);
  retire(word(isa::Op::FSUB_F32, 8, 6, 6), 0);
  auto bins = binsOf(coverage);
  EXPECT_EQ(bins.at("float fadd.f32 overflow"), 1u);
  EXPECT_EQ(bins.at("float fsub.f32 cancellation"), 1u);
  EXPECT_EQ(bins.at("float fsub.f32 operand subnormal"), 1u);
  EXPECT_EQ(bins.at("float fadd.f32 operand NaN"), 0u);
}

TEST_F(Counting, RewrittenCodeIsSeen) {
  uint64_t top = pc;
  retire(word(isa::Op::ADD, 5, 6, 7)); // not what was loaded there
  pc = top;
  retire(word(isa::Op::SUB, 5, 6, 7)); // nor what ran there
  auto bins = binsOf(coverage);
  EXPECT_EQ(bins.at("code rewritten ahead"), 1u);
  EXPECT_EQ(bins.at("code rewritten after it ran"), 1u);
}

TEST_F(Counting, FilesAddUp) {
  retire(word(isa::Op::ADD, 5, 6, 7));
  std::stringstream file;
  coverage.write(file);
  Coverage sum;
  ASSERT_EQ(sum.merge(file), "");
  sum.add(coverage);
  EXPECT_EQ(binsOf(sum).at("instruction add"), 2u);
  EXPECT_EQ(sum.instructions(), 2u);
  std::stringstream other("something else\n");
  EXPECT_EQ(sum.merge(other), "not a coverage file");
}

TEST_F(Counting, PartsOfAFileAreRefused) {
  retire(word(isa::Op::ADD, 5, 6, 7));
  std::stringstream file;
  coverage.write(file);
  const std::string text = file.str();
  Coverage sum;
  // Every cut in the first and last lines, and some in between.
  for (size_t n = 0; n < text.size();
       n += n < 200 || n + 200 > text.size() ? 1 : 97) {
    std::stringstream part(text.substr(0, n));
    EXPECT_NE(sum.merge(part), "") << n;
  }
  size_t line = text.find('\n', text.size() / 2);
  for (const std::string &bad :
       {text + "1 more\n", text + text,
        text.substr(0, line) + text.substr(line + 1),
        text.substr(0, line + 1) + text.substr(text.find('\n', line + 1) + 1),
        "sectile coverage 1x" + text.substr(18),
        text.substr(0, line + 1) + "-" + text.substr(line + 1)}) {
    std::stringstream damaged(bad);
    EXPECT_NE(sum.merge(damaged), "") << bad.substr(0, 40);
  }
  EXPECT_EQ(sum.instructions(), 0u);
  EXPECT_EQ(binsOf(sum).at("instruction add"), 0u);
}

TEST_F(Counting, ReportNamesWhatIsMissing) {
  retire(word(isa::Op::ADD, 5, 6, 7));
  std::stringstream report;
  EXPECT_FALSE(coverage.report(report, 100));
  EXPECT_NE(report.str().find("  0 instruction sub\n"), std::string::npos);
  EXPECT_EQ(report.str().find("  0 instruction add\n"), std::string::npos);
  EXPECT_NE(report.str().find(
                "no instruction writes a scalar register in tmem, tmat"),
            std::string::npos);
}

} // namespace
} // namespace sectile::random
