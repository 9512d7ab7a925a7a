// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Runs programs on a model with planted faults until the active fault causes a
// difference: the random programs of a campaign, then given executables.
// cosim/faults/run calls it once for each fault.
#include "Trial.h"
#include "sectile/emulator/command_line.h"

#include <cinttypes>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <optional>
#include <vector>

using namespace sectile;

static const char help[] =
    "usage: sectile-faults-hand|-UNIT [options] [program.elf...]\n"
    "\n"
    "Runs random programs, then the given executables, in lockstep on a core\n"
    "with a planted fault, until they differ. Prints one line: caught or\n"
    "survived, the program, instructions and cycles until then, and the\n"
    "difference, separated by tabs. The exit status is 0 if caught, 1 if not.\n"
    "\n"
    "  --fault N      which one (default 0: none, a control)\n"
    "  --seed N       first random program (default 1)\n"
    "  --programs N   random programs at most (default 100)\n"
    "  --minutes N    processor time for the random programs (default 1)\n"
    "  --items N      random items a program (default 2000)\n"
    "  --all          run the executables even if a random program caught it,\n"
    "                 and print a line for each\n"
    "  --report       the full report of the difference, on standard error\n"
    "  --help, --version\n";

static int fail(const std::string &message) {
  fprintf(stderr, "sectile-faults: error: %s\n", message.c_str());
  return 2;
}

static std::optional<uint64_t> number(const std::string &text) {
  char *end = nullptr;
  uint64_t value = strtoull(text.c_str(), &end, 0);
  if (text.empty() || *end || text[0] == '-')
    return std::nullopt;
  return value;
}

int main(int argc, char **argv) {
  uint64_t fault = 0, seed = 1, programs = 100, minutes = 1, items = 2000;
  bool all = false, report = false;
  std::vector<std::string> files;
  for (int i = 1; i < argc; i++) {
    std::string option = argv[i];
    if (option == "--help" || option == "-h") {
      fputs(help, stdout);
      return statusAfterOutput("sectile-faults", 0);
    }
    if (option == "--version") {
      puts(versionLine("sectile-faults").c_str());
      return statusAfterOutput("sectile-faults", 0);
    }
    if (option == "--all") {
      all = true;
      continue;
    }
    if (option == "--report") {
      report = true;
      continue;
    }
    if (option.rfind("--", 0) != 0) {
      files.push_back(option);
      continue;
    }
    uint64_t *target = option == "--fault"      ? &fault
                       : option == "--seed"     ? &seed
                       : option == "--programs" ? &programs
                       : option == "--minutes"  ? &minutes
                       : option == "--items"    ? &items
                                                : nullptr;
    if (!target)
      return fail("unknown option '" + option + "', see --help");
    if (i + 1 == argc)
      return fail("option '" + option + "' needs a value, see --help");
    auto n = number(argv[++i]);
    if (!n)
      return fail("option '" + option + "' expects a number, found '" +
                  argv[i] + "'");
    *target = *n;
  }
  if (items < 1 || items > random::maximumItems)
    return fail("expected 1 to 200000 items a program");

  random::TrialOptions trial;
  trial.fault = unsigned(fault);
  uint64_t instructions = 0, cycles = 0;
  bool caught = false;
  auto show = [&](const std::string &program, const random::TrialResult &r) {
    printf("%s\t%s\t%" PRIu64 "\t%" PRIu64 "\t%s\n",
           r.same ? "survived" : "caught", program.c_str(), instructions,
           cycles, r.same ? "" : r.what.c_str());
    fflush(stdout);
    if (report && !r.same)
      fputs(r.report.c_str(), stderr);
  };
  // Processor time, so that the result does not depend on the load of the
  // machine.
  const uint64_t limit = minutes * 60 * CLOCKS_PER_SEC;
  random::TrialResult result;
  result.same = true;
  for (uint64_t n = 0; n < programs && !caught; n++) {
    if (uint64_t(std::clock()) > limit)
      break;
    trial.seed = seed + n;
    result = random::runTrial(
        random::generate(random::trialProgram(trial.seed, unsigned(items))),
        trial);
    instructions += result.instructions;
    cycles += result.cycles;
    caught = !result.same;
    if (caught)
      show("random program " + std::to_string(trial.seed), result);
  }
  if (!caught && (programs || files.empty()))
    show("random programs", result);
  for (const std::string &file : files) {
    if (caught && !all)
      break;
    std::ifstream in(file, std::ios::binary);
    std::vector<uint8_t> elf{std::istreambuf_iterator<char>(in), {}};
    if (!in)
      return fail("cannot read '" + file + "'");
    trial.seed = 0;
    trial.memory = uint64_t(16) << 20;
    trial.limit = 100000000;
    random::TrialResult kernel = random::runTrial(elf, trial);
    instructions += kernel.instructions;
    cycles += kernel.cycles;
    show(file.substr(file.rfind('/') + 1), kernel);
    caught |= !kernel.same;
  }
  return caught ? 0 : 1;
}
