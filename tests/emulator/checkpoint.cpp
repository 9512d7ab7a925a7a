// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Saving and loading the whole state.
#include "guest.h"
#include "machine/implementation.h"

#include <cstdio>
#include <fstream>
#include <random>
#include <unistd.h>

namespace sectile::test {
namespace {

class Checkpoint : public testing::Test {
protected:
  std::string path = "/tmp/sectile-checkpoint-" + std::to_string(::getpid());
  void TearDown() override { std::remove(path.c_str()); }

  // Counts, stores what it counted, and multiplies tiles.
  static Code program() {
    Code c;
    c.li(8, 500).li(9, base + 0x40000);
    uint64_t top = c.here();
    c(Op::ADD, {10, 10, 8})(Op::STXD, {10, 9, 8, 3})(Op::TSPLAT, {1, 8})(
        Op::TCVT_F32_I32, {1, 1})(Op::TMMA_F32, {2, 1, 1, 0});
    c(Op::TLDR_T32, {1, 9, 8, 0});
    c(Op::ADDI, {8, 8, -1})(Op::BNEI, {8, 0, int64_t(top - c.here() - 4)});
    return c.exit(5);
  }
  std::vector<uint8_t> file() {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void rewrite(const std::vector<uint8_t> &bytes) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char *>(bytes.data()),
               std::streamsize(bytes.size()));
  }
};

TEST_F(Checkpoint, continuesWhereItWasSaved) {
  Code c = program();
  Guest whole(c), first(c);
  EXPECT_EQ(whole.run(), Stop::exited);
  first.setCsr(Csr::SCRATCH, 77);
  EXPECT_EQ(first.run(1234), Stop::limit);
  std::string error;
  ASSERT_TRUE(first.save(path, error)) << error;

  Machine second(options(bestTilePath()));
  uint64_t dirt = ~uint64_t(0);
  second.write(base + 0x80000, &dirt, 8);
  second.setReg(31, 1);
  ASSERT_TRUE(second.restore(path, error)) << error;
  EXPECT_EQ(second.csr(Csr::SCRATCH), 77u);
  EXPECT_EQ(second.retired(), 1234u);
  for (Machine *m : {static_cast<Machine *>(&first), &second}) {
    EXPECT_EQ(m->run(), Stop::exited);
    EXPECT_EQ(m->exitStatus(), 5);
    EXPECT_EQ(m->retired(), whole.retired());
    for (unsigned n = 0; n < 32; ++n)
      EXPECT_EQ(m->reg(n), whole.reg(n));
    for (unsigned n = 0; n < 32; ++n)
      EXPECT_EQ(std::memcmp(&m->tile(n), &whole.tile(n), 1024), 0);
    std::vector<uint8_t> x(1 << 20), y(1 << 20);
    m->read(base, x.data(), x.size());
    whole.read(base, y.data(), y.size());
    EXPECT_EQ(x, y);
  }
}

TEST_F(Checkpoint, damageIsNoticedAndChangesNothing) {
  Code c = program();
  Guest m(c);
  m.run(1000);
  std::string error;
  ASSERT_TRUE(m.save(path, error));
  std::vector<uint8_t> good = file();
  Guest other(c);
  other.setReg(9, 99);
  auto refused = [&](const char *expected) {
    EXPECT_FALSE(other.restore(path, error));
    EXPECT_NE(error.find(expected), std::string::npos) << error;
    EXPECT_EQ(other.reg(9), 99u);
    EXPECT_EQ(other.retired(), 0u);
  };
  for (size_t at : {size_t(40), good.size() / 2, good.size() - 1}) {
    std::vector<uint8_t> bad = good;
    bad[at] ^= 1;
    rewrite(bad);
    refused("checksum");
  }
  for (size_t n : {size_t(0), size_t(7), size_t(20), good.size() - 9}) {
    rewrite({good.begin(), good.begin() + ptrdiff_t(n)});
    refused(n < 8 ? "not a checkpoint" : n < 32 ? "truncated" : "checksum");
  }
  std::vector<uint8_t> future = good;
  future[8] = 9;
  rewrite(future);
  refused("version 9, expected 1");
  rewrite(good);
  MachineOptions larger = options();
  larger.memory *= 2;
  Machine wrong(larger);
  EXPECT_FALSE(wrong.restore(path, error));
  EXPECT_NE(error.find("bytes of memory"), std::string::npos);
  EXPECT_TRUE(other.restore(path, error)) << error;
}

TEST_F(Checkpoint, cannotBeWritten) {
  Guest m(Code{});
  std::string error;
  EXPECT_FALSE(m.save("/nonexistent/checkpoint", error));
  EXPECT_NE(error.find("cannot write"), std::string::npos);
}

// A checkpoint with a correct checksum and arbitrary contents is refused with a
// reason, or restored, and the machine continues without harm to its host.
TEST_F(Checkpoint, isRefusedOrRestoredWhateverItsContents) {
  Guest first(program());
  first.run(1500);
  std::string error;
  ASSERT_TRUE(first.save(path, error)) << error;
  const std::vector<uint8_t> good = file();
  std::mt19937 random(1);
  unsigned restored = 0, refused = 0;
  for (unsigned n = 0; n < 400; ++n) {
    std::vector<uint8_t> bad = good;
    // Anywhere, or in what precedes the pages.
    size_t most = n % 2 ? bad.size() - 8 : std::min<size_t>(bad.size(), 40000);
    for (unsigned k = 0; k <= n % 3; ++k) {
      size_t at = 16 + 8 * (random() % ((most - 16) / 8));
      uint64_t v[] = {0, ~uint64_t(0), random(), uint64_t(1) << random() % 64};
      std::memcpy(&bad[at], &v[random() % 4], 8);
    }
    if (n % 5 == 0)
      bad.resize(24 + 8 * (random() % (bad.size() / 8 - 4)));
    uint64_t sum = checkpointChecksum(bad.data(), bad.size() - 8);
    std::memcpy(&bad[bad.size() - 8], &sum, 8);
    rewrite(bad);
    Guest second(program());
    error.clear();
    if (second.restore(path, error)) {
      ++restored;
      second.run(3000);
    } else {
      ++refused;
      EXPECT_NE(error, "");
      EXPECT_EQ(second.retired(), 0u);
    }
  }
  EXPECT_GT(restored, 50u);
  EXPECT_GT(refused, 50u);
}

TEST_F(Checkpoint, isAFile) {
  Guest m(program());
  std::string error;
  EXPECT_FALSE(m.restore("/tmp", error));
  EXPECT_EQ(error, "checkpoint '/tmp': cannot read: Is a directory");
  EXPECT_FALSE(m.restore("/dev/zero", error));
  EXPECT_EQ(
      error,
      "checkpoint '/dev/zero': cannot read: is a device, expected a file");
}

} // namespace
} // namespace sectile::test
