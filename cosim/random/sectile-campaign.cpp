// Random programs in lockstep, as long as the budget lasts: sectile-campaign.
//
// A campaign is a folder: the next seed, the coverage of all programs so far,
// and what failed. It can be stopped at any time and goes on where it was;
// folders of several campaigns are merged with --merge.
#include "Coverage.h"
#include "Generator.h"
#include "Lockstep.h"

#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <numeric>
#include <optional>

using namespace sectile;
using namespace sectile::cosim;
namespace fs = std::filesystem;

static const char help[] =
    "usage: sectile-campaign [options] FOLDER\n"
    "\n"
    "Runs random programs on the core and the emulator in lockstep. A program\n"
    "in which they differ is shrunk, written to FOLDER and ends the campaign "
    "with\n"
    "exit status 1. Stopped, it goes on where it was.\n"
    "\n"
    "  --minutes N        stop after N minutes (default 1)\n"
    "  --instructions N   stop after N retired instructions\n"
    "  --seed N           first seed of a new campaign (default 1)\n"
    "  --items N          random items a program (default 2000)\n"
    "  --wanted N         hits a hazard bin should have (default 100)\n"
    "  --report           only print the coverage so far\n"
    "  --merge OTHER      add another campaign's coverage; may be repeated\n"
    "  --help             show this\n";

namespace {

struct Result {
  bool same = false;
  uint64_t cycles = 0, instructions = 0;
  std::string report;
};

// The bus of a program: every other one with random back-pressure.
BusOptions busFor(uint64_t seed) {
  BusOptions bus;
  bus.memory = uint64_t(16) << 20;
  static const unsigned latencies[] = {40, 1, 7, 100};
  bus.latency = latencies[seed / 2 % 4];
  bus.bandwidth = seed / 8 % 2 ? 64 : 16;
  bus.randomSeed = seed % 2 ? seed : 0;
  return bus;
}

Result run(const random::Program &source, uint64_t seed,
           random::Coverage *coverage) {
  Result result;
  std::string error;
  std::optional<Program> program =
      Program::fromBytes(random::toElf(source), error);
  if (!program) {
    result.report = error;
    return result;
  }
  BusOptions bus = busFor(seed);
  HostDevice::Options host;
  host.arguments = {"random"};
  MachineOptions options;
  options.memory = bus.memory;
  options.lockstep = true;
  options.host.arguments = host.arguments;
  Machine machine(options);
  Core core(bus, host);
  if (!machine.load(*program, error) || !core.load(*program, error)) {
    result.report = error;
    return result;
  }
  Lockstep lockstep(core, machine);
  if (coverage)
    lockstep.observe = [&](const Retire &r) {
      if (r.trapped)
        coverage->trapped(r.cause, r.word);
      else
        coverage->retired(r.pc, r.word, r.nextPc);
    };
  core.reset(program->entry());
  uint64_t last = 0;
  bool same = true;
  while (same && !lockstep.exited()) {
    same = lockstep.clock();
    if (core.retired) {
      last = core.cycles();
      if (coverage && core.retired->interrupt)
        coverage->trapped(core.retired->cause, 0);
    }
    if (same && core.cycles() - last > 100000) {
      result.report =
          "no instruction retired for 100000 cycles\n" + core.describeState();
      result.cycles = core.cycles();
      return result;
    }
  }
  same = same && lockstep.finish();
  result.same = same && !lockstep.halted && lockstep.status() == 0;
  result.cycles = core.cycles();
  result.instructions = lockstep.compared();
  if (!same)
    result.report = describe(lockstep.mismatch(), *program, "", machine,
                             lockstep.history());
  else if (!result.same)
    result.report = "both agree, but the program did not end as it should";
  return result;
}

// Leaves out ever smaller groups of items as long as the two still differ.
random::Program shrink(random::Options options, uint64_t seed) {
  std::vector<bool> keep(options.items, true);
  for (size_t size = options.items / 2; size; size /= 2)
    for (size_t at = 0; at < keep.size(); at += size) {
      std::vector<bool> fewer = keep;
      bool any = false;
      for (size_t i = at; i < std::min(at + size, keep.size()); i++) {
        any |= fewer[i];
        fewer[i] = false;
      }
      if (!any)
        continue;
      options.keep = fewer;
      if (!run(random::generate(options), seed, nullptr).same)
        keep = fewer;
    }
  options.keep = keep;
  return random::generate(options);
}

// Whole or not at all: a campaign may be stopped while it writes.
bool writeFile(const fs::path &path, const std::string &text) {
  fs::path temporary = path;
  temporary += ".new";
  {
    std::ofstream out(temporary, std::ios::binary);
    out << text;
    if (!out.flush())
      return false;
  }
  std::error_code error;
  fs::rename(temporary, path, error);
  return !error;
}

std::optional<uint64_t> number(const std::string &text) {
  char *end = nullptr;
  uint64_t value = strtoull(text.c_str(), &end, 0);
  if (text.empty() || *end || text[0] == '-')
    return std::nullopt;
  return value;
}

int fail(const std::string &message) {
  fprintf(stderr, "sectile-campaign: error: %s\n", message.c_str());
  return 2;
}

} // namespace

int main(int argc, char **argv) {
  uint64_t minutes = 1, wanted = 100, budget = ~uint64_t(0);
  uint64_t seed = 1, items = 2000;
  std::string folder;
  std::vector<std::string> others;
  bool onlyReport = false;
  for (int i = 1; i < argc; i++) {
    std::string option = argv[i];
    if (option == "--help" || option == "-h") {
      fputs(help, stdout);
      return 0;
    }
    if (option == "--report") {
      onlyReport = true;
      continue;
    }
    if (option.rfind("--", 0) != 0) {
      if (!folder.empty())
        return fail("expected one folder, found '" + folder + "' and '" +
                    option + "'");
      folder = option;
      continue;
    }
    if (i + 1 == argc)
      return fail("option '" + option + "' needs a value, see --help");
    std::string value = argv[++i];
    if (option == "--merge") {
      others.push_back(value);
      continue;
    }
    uint64_t *target = option == "--minutes"        ? &minutes
                       : option == "--instructions" ? &budget
                       : option == "--seed"         ? &seed
                       : option == "--items"        ? &items
                       : option == "--wanted"       ? &wanted
                                                    : nullptr;
    if (!target)
      return fail("unknown option '" + option + "', see --help");
    auto n = number(value);
    if (!n)
      return fail("option '" + option + "' expects a number, found '" + value +
                  "'");
    *target = *n;
  }
  if (folder.empty())
    return fail("expected a folder for the campaign, see --help");
  if (items < 1 || items > 200000)
    return fail("expected 1 to 200000 items a program");
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    return fail("cannot create '" + folder + "': " + error.message());

  random::Coverage coverage;
  fs::path coverageFile = fs::path(folder) / "coverage";
  fs::path seedFile = fs::path(folder) / "next-seed";
  if (std::ifstream in(coverageFile); in && !coverage.merge(in))
    return fail("'" + coverageFile.string() + "' is not a coverage file");
  if (std::ifstream in(seedFile); in)
    in >> seed;
  for (const std::string &other : others) {
    std::ifstream in(fs::path(other) / "coverage");
    if (!in || !coverage.merge(in))
      return fail("'" + other + "' holds no coverage of a campaign");
  }
  auto save = [&] {
    std::ostringstream text;
    coverage.write(text);
    return writeFile(coverageFile, text.str()) &&
           writeFile(seedFile, std::to_string(seed) + "\n");
  };
  if (onlyReport || !others.empty()) {
    if (!others.empty() && !save())
      return fail("cannot write to '" + folder + "'");
    coverage.report(std::cout, wanted);
    return 0;
  }

  auto start = std::chrono::steady_clock::now();
  auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() -
                                         start)
        .count();
  };
  uint64_t programs = 0, instructions = 0, cycles = 0;
  double saved = 0;
  for (; seconds() < double(minutes) * 60 && instructions < budget; seed++) {
    random::Options options;
    options.seed = seed;
    options.items = unsigned(items);
    options.hash = false;
    Result result = run(random::generate(options), seed, &coverage);
    programs++;
    instructions += result.instructions;
    cycles += result.cycles;
    if (!result.same) {
      fprintf(stderr, "sectile-campaign: seed %" PRIu64 ", shrinking:\n%s\n",
              seed, result.report.c_str());
      random::Program small = shrink(options, seed);
      std::string base = "failure-" + std::to_string(seed);
      std::vector<uint8_t> elf = random::toElf(small);
      Result again = run(small, seed, nullptr);
      if (!writeFile(fs::path(folder) / (base + ".elf"),
                     std::string(elf.begin(), elf.end())) ||
          !writeFile(fs::path(folder) / (base + ".txt"),
                     again.report + "\n" + random::toText(small)) ||
          (seed++, !save()))
        return fail("cannot write to '" + folder + "'");
      fprintf(stderr, "sectile-campaign: shrunk to %s.elf and .txt in %s:\n%s",
              base.c_str(), folder.c_str(), again.report.c_str());
      return 1;
    }
    if (seconds() - saved > 20) {
      saved = seconds();
      uint64_t next = seed;
      seed++; // this one is done
      bool written = save();
      seed = next;
      if (!written)
        return fail("cannot write to '" + folder + "'");
      fprintf(stderr,
              "sectile-campaign: %.0f s, %" PRIu64 " programs, %" PRIu64
              " instructions agree\n",
              saved, programs, instructions);
    }
  }
  if (!save())
    return fail("cannot write to '" + folder + "'");
  printf("%" PRIu64 " programs, %" PRIu64 " instructions, %" PRIu64
         " cycles in %.0f s, no difference; next seed %" PRIu64 "\n\n",
         programs, instructions, cycles, seconds(), seed);
  coverage.report(std::cout, wanted);
  return 0;
}
