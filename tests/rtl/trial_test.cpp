// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A random program in lockstep: what it starts from, how it ends, and what a
// failure says.
#include "Trial.h"
#include <filesystem>
#include <gtest/gtest.h>

namespace sectile::random {
namespace {

// A hang, made by impatience.
TrialResult failure(uint64_t seed, const std::string &name) {
  TrialOptions options;
  options.seed = seed;
  options.hang = 5;
  options.name = name;
  return runTrial(generate(trialProgram(seed, 50)), options);
}

TEST(Trial, AgreesFromAStateAndWithoutOne) {
  for (uint64_t seed : {3, 4, 5}) {
    TrialOptions options;
    options.seed = seed;
    Program program = generate(trialProgram(seed, 200));
    EXPECT_EQ(program.fromState, seed == 3);
    TrialResult result = runTrial(program, options);
    EXPECT_TRUE(result.same) << result.report;
    EXPECT_GT(result.instructions, 200u);
  }
}

TEST(Trial, EveryFifthProgramEndsWithAHalt) {
  for (uint64_t seed : {2, 3, 7, 12}) {
    TrialOptions options;
    options.seed = seed;
    Program program = generate(trialProgram(seed, 50));
    EXPECT_EQ(program.halts, seed != 3);
    TrialResult result = runTrial(program, options);
    EXPECT_TRUE(result.same) << result.report;
  }
}

TEST(Trial, AnExitInPlaceOfAHaltIsAFailure) {
  TrialOptions options;
  Program program = generate(trialProgram(1, 50));
  EXPECT_TRUE(runTrial(program, options).same);
  program.halts = true;
  EXPECT_FALSE(runTrial(program, options).same);
}

TEST(Trial, AFailureSaysHowToRunItAgain) {
  TrialResult result = failure(5, "folder/failure-5");
  EXPECT_EQ(result.what, "hang");
  EXPECT_NE(result.report.find(
                "again: sectile-cosim --memory 7700K --memory-latency 7 "
                "--bandwidth 16 --random-stall 5 folder/failure-5.elf\n"),
            std::string::npos)
      << result.report;
}

TEST(Trial, AFailureSavesTheStateItStartedFrom) {
  std::string name = testing::TempDir() + "sectile-failure-3";
  std::filesystem::remove(name + ".checkpoint");
  TrialResult result = failure(3, name);
  EXPECT_NE(result.report.find(" --restore " + name + ".checkpoint " + name +
                               ".elf\n"),
            std::string::npos)
      << result.report;
  EXPECT_TRUE(std::filesystem::remove(name + ".checkpoint"));
}

} // namespace
} // namespace sectile::random
