// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- machine_code.cpp - text, words and constants -----------------------===//
//
// What the disassembler prints assembles to the same word, whatever the
// operands; no input makes parser or disassembler stop; the sequences of `li`
// load what they should.
//
//===----------------------------------------------------------------------===//

#include "machine.h"
#include "sectile/isa.h"

#include <algorithm>
#include <cstring>
#include <gtest/gtest.h>
#include <random>

namespace isa = sectile::isa;

namespace {

constexpr uint64_t Seed = 20260731;

// Every instruction with the ends of every operand's range, and at random.
std::vector<uint32_t> sampleWords() {
  std::vector<uint32_t> Words;
  std::mt19937_64 Random(Seed);
  for (unsigned N = 1; N != isa::opCount; ++N) {
    const isa::Info &Info = isa::info(isa::Op(N));
    for (uint32_t Variable : {0u, ~0u})
      Words.push_back(Info.match | (Variable & ~Info.mask));
    // One field at an end, the others at random.
    for (const isa::Operand &O : Info)
      for (bool High : {false, true}) {
        isa::Inst I =
            isa::decode(Info.match | (uint32_t(Random()) & ~Info.mask));
        if (I.op == isa::Op::Illegal)
          continue;
        if (O.cls == isa::OperandClass::imm)
          I.set(O.slot, High ? O.maximum() : O.minimum());
        else
          I.set(O.slot, High ? 31 : 0);
        Words.push_back(isa::encode(I));
      }
    for (unsigned K = 0; K != 64; ++K)
      Words.push_back(Info.match | (uint32_t(Random()) & ~Info.mask));
  }
  return Words;
}

uint32_t wordAt(const std::string &Bytes, size_t N) {
  uint32_t Word = 0;
  for (unsigned I = 4; I--;)
    Word = Word << 8 | uint8_t(Bytes[4 * N + I]);
  return Word;
}

void expectRoundTrip(Machine &M) {
  std::vector<uint32_t> Words;
  std::vector<std::string> Texts;
  std::string Source;
  for (uint32_t Word : sampleWords()) {
    std::string Text = M.text(Word);
    ASSERT_EQ(Text.empty(), isa::decode(Word).op == isa::Op::Illegal) << Word;
    if (Text.empty())
      continue;
    Words.push_back(Word);
    Source += Text + '\n';
    Texts.push_back(std::move(Text));
  }
  ASSERT_GT(Words.size(), 60 * isa::opCount);
  std::optional<std::string> Bytes = M.assemble(Source);
  ASSERT_TRUE(Bytes) << M.Errors.substr(0, 1000);
  ASSERT_EQ(Bytes->size(), 4 * Words.size());
  for (size_t N = 0; N != Words.size(); ++N)
    EXPECT_EQ(wordAt(*Bytes, N), Words[N]) << Texts[N];
}

TEST(RoundTrip, TextWithAliases) {
  Machine M;
  expectRoundTrip(M);
}

TEST(RoundTrip, TextWithoutAliases) {
  Machine M;
  ASSERT_TRUE(M.printerOption("no-aliases"));
  expectRoundTrip(M);
}

TEST(RoundTrip, RegisterNumbers) {
  Machine M;
  ASSERT_TRUE(M.printerOption("numeric"));
  ASSERT_FALSE(M.printerOption("unheard-of"));
  expectRoundTrip(M);
}

TEST(Disassembler, NeedsAWholeWord) {
  Machine M;
  EXPECT_EQ(M.text(0), "");
  EXPECT_EQ(M.text(~0u), "");
}

// Garbage, and near misses: lines of good text with some characters changed.
TEST(Parser, SurvivesAnyInput) {
  Machine M;
  std::mt19937_64 Random(Seed);
  std::vector<uint32_t> Words = sampleWords();
  static const char Extra[] = "aeirtsx0129%()[]{},.:;#\"'\\+-*/<>=~!@$^&|_ \t";
  unsigned Refused = 0;
  for (unsigned N = 0; N != 1500; ++N) {
    std::string Source;
    for (unsigned Line = 0; Line != 20; ++Line) {
      std::string Text = M.text(Words[Random() % Words.size()]);
      for (unsigned K = Random() % 4; K && !Text.empty(); --K) {
        size_t At = Random() % Text.size();
        char C = Random() % 8 ? Extra[Random() % (sizeof(Extra) - 1)]
                              : char(Random());
        switch (Random() % 3) {
        case 0:
          Text[At] = C;
          break;
        case 1:
          Text.insert(At, 1, C);
          break;
        default:
          Text.erase(At, 1 + Random() % 3);
        }
      }
      Source += Text + '\n';
    }
    // Directives are LLVM's business, and some read files.
    std::replace(Source.begin(), Source.end(), '\0', ' ');
    if (Source.find(".inc") != std::string::npos)
      continue;
    if (!M.assemble(Source)) {
      ++Refused;
      EXPECT_NE(M.Errors, "") << Source;
    }
  }
  EXPECT_GT(Refused, 1000u);
}

void expectConstant(uint64_t V) {
  Constant C = loadConstant(V);
  EXPECT_TRUE(C.Known) << V;
  EXPECT_LE(C.Length, std::min(4u, lengthOfPieces(V))) << V;
  EXPECT_EQ(C.Value, V);
}

TEST(Constants, LoadTheirValue) {
  std::mt19937_64 Random(Seed);
  for (unsigned A = 0; A != 64; ++A)
    for (unsigned B = 0; B != 64; ++B) {
      uint64_t X = uint64_t(1) << A, Y = uint64_t(1) << B;
      for (uint64_t V : {X + Y, X - Y, X | (Y - 1), X ^ Y, ~(X + Y), X * 0xabc})
        expectConstant(V);
    }
  for (unsigned N = 0; N != 20000; ++N) {
    uint64_t V = Random();
    expectConstant(V);
    expectConstant(V >> Random() % 64);
    expectConstant(V << Random() % 64);
    expectConstant(int64_t(V) >> Random() % 64);
    expectConstant(uint32_t(V) * 0x100000001u);
  }
}

TEST(Constants, UseTwoInstructionsForMasks) {
  for (unsigned Length = 1; Length != 64; ++Length)
    for (unsigned At = 0; At != 64; ++At) {
      uint64_t Mask = (uint64_t(1) << Length) - 1;
      EXPECT_LE(loadConstant(Mask << At).Length, 2u) << Length << ' ' << At;
    }
}

} // namespace
