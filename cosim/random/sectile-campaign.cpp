// Random programs in lockstep, as long as the budget lasts: sectile-campaign.
//
// A campaign is a folder: the next seed, the coverage of all programs so far,
// and what failed. It can be stopped at any time and goes on where it was;
// folders of several campaigns are merged with --merge.
#include "Trial.h"
#include "sectile/emulator/command_line.h"

#include <algorithm>
#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <sstream>
#include <thread>

using namespace sectile;
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
    "  --programs N       stop after N programs\n"
    "  --seed N           first seed of a new campaign (default 1)\n"
    "  --items N          random items a program (default 2000; every 16th\n"
    "                     program has eight times as many)\n"
    "  --wanted N         hits a hazard bin should have (default 100)\n"
    "  --jobs N           programs at a time (default 1); the result does not\n"
    "                     depend on it\n"
    "  --strict           exit status 3 if a bin is missing at the end, or "
    "the\n"
    "                     mix is not 25 % tile instructions, 5 % multiplies "
    "and\n"
    "                     a trap per 1,000\n"
    "  --report           only print the coverage so far\n"
    "  --merge OTHER      add another campaign's coverage; may be repeated\n"
    "  --help, --version\n";

namespace {

// Whole or not at all: a campaign may be stopped while it writes.
std::string writeFile(const fs::path &path, std::string_view text) {
  OutputFile out;
  if (out.open(path) && out.write(text) && out.commit())
    return "";
  return "cannot write '" + path.string() + "': " + out.error();
}

std::optional<uint64_t> number(const std::string &text) {
  char *end = nullptr;
  uint64_t value = strtoull(text.c_str(), &end, 0);
  if (text.empty() || *end || text[0] == '-')
    return std::nullopt;
  return value;
}

std::string join(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (std::string_view part : parts)
    text += part;
  return text;
}

int fail(const std::string &message) {
  fprintf(stderr, "sectile-campaign: error: %s\n", message.c_str());
  return 2;
}

} // namespace

int main(int argc, char **argv) {
  openStandardDescriptors();
  uint64_t minutes = 1, wanted = 100, budget = ~uint64_t(0);
  uint64_t seed = 1, items = 2000, jobs = 1, limit = ~uint64_t(0);
  std::string folder;
  std::vector<std::string> others;
  bool onlyReport = false, strict = false;
  for (int i = 1; i < argc; i++) {
    std::string option = argv[i];
    if (option == "--help" || option == "-h") {
      fputs(help, stdout);
      return statusAfterOutput("sectile-campaign", 0);
    }
    if (option == "--version") {
      puts(versionLine("sectile-campaign").c_str());
      return statusAfterOutput("sectile-campaign", 0);
    }
    if (option == "--report") {
      onlyReport = true;
      continue;
    }
    if (option == "--strict") {
      strict = true;
      continue;
    }
    if (option.rfind("--", 0) != 0) {
      if (!folder.empty())
        return fail(join(
            {"expected one folder, found '", folder, "' and '", option, "'"}));
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
                       : option == "--jobs"         ? &jobs
                       : option == "--programs"     ? &limit
                                                    : nullptr;
    if (!target)
      return fail("unknown option '" + option + "', see --help");
    auto n = number(value);
    if (!n)
      return fail(join(
          {"option '", option, "' expects a number, found '", value, "'"}));
    *target = *n;
  }
  if (folder.empty())
    return fail("expected a folder for the campaign, see --help");
  constexpr uint64_t maximum = 200000;
  if (items < 1 || items > maximum)
    return fail("expected 1 to 200000 items a program");
  if (jobs < 1 || jobs > 256)
    return fail("expected 1 to 256 jobs");
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    return fail("cannot create '" + folder + "': " + error.message());

  random::Coverage coverage;
  fs::path coverageFile = fs::path(folder) / "coverage";
  fs::path seedFile = fs::path(folder) / "next-seed";
  if (std::ifstream in(coverageFile); in)
    if (std::string wrong = coverage.merge(in); !wrong.empty())
      return fail("'" + coverageFile.string() + "': " + wrong);
  if (std::ifstream in(seedFile); in) {
    std::string text;
    std::getline(in, text);
    auto n = number(text);
    if (!n || in.eof())
      return fail("'" + seedFile.string() +
                  "': expected a number and the end of its line");
    seed = *n;
  }
  for (const std::string &other : others) {
    fs::path path = fs::path(other) / "coverage";
    std::ifstream in(path);
    if (!in)
      return fail("'" + other + "' holds no coverage of a campaign");
    if (std::string wrong = coverage.merge(in); !wrong.empty())
      return fail("'" + path.string() + "': " + wrong);
  }
  auto save = [&] {
    std::ostringstream text;
    coverage.write(text);
    std::string wrong = writeFile(coverageFile, text.str());
    return wrong.empty() ? writeFile(seedFile, std::to_string(seed) + "\n")
                         : wrong;
  };
  auto verdict = [&] {
    bool all = coverage.report(std::cout, wanted);
    if (!std::cout.flush())
      return fail("cannot write to standard output");
    return strict && !(all && coverage.mix().holds()) ? 3 : 0;
  };
  if (onlyReport || !others.empty()) {
    if (!others.empty())
      if (std::string wrong = save(); !wrong.empty())
        return fail(wrong);
    return verdict();
  }

  auto start = std::chrono::steady_clock::now();
  auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() -
                                         start)
        .count();
  };
  // Programs are drawn and counted in the order of their seeds, whatever order
  // they end in: `next` is the next one to run, `seed` the first not counted.
  struct Done {
    random::TrialResult result;
    std::unique_ptr<random::Coverage> coverage;
  };
  std::map<uint64_t, Done> done;
  std::mutex lock;
  const uint64_t first = seed;
  uint64_t next = seed, programs = 0, instructions = 0, cycles = 0;
  double saved = 0;
  std::optional<random::TrialResult> failure;
  std::string trouble;
  auto finished = [&] {
    return failure || !trouble.empty() || interruption() ||
           instructions >= budget || next - first >= limit ||
           seconds() >= double(minutes) * 60;
  };
  auto programOptions = [&](uint64_t n) {
    // Now and then one that does not fit the instruction cache.
    return random::trialProgram(
        n, unsigned(n % 16 ? items : std::min(items * 8, maximum)));
  };
  auto count = [&] { // under the lock
    for (auto at = done.find(seed); at != done.end() && !failure;
         at = done.find(seed)) {
      const random::TrialResult &result = at->second.result;
      if (!result.same) {
        failure = result;
        return;
      }
      programs++;
      instructions += result.instructions;
      cycles += result.cycles;
      coverage.add(*at->second.coverage);
      done.erase(at);
      seed++;
    }
    if (seconds() - saved > 20) {
      saved = seconds();
      trouble = save();
      fprintf(stderr,
              "sectile-campaign: %.0f s, %" PRIu64 " programs, %" PRIu64
              " instructions agree\n",
              saved, programs, instructions);
    }
  };
  auto work = [&] {
    for (;;) {
      uint64_t mine;
      {
        std::lock_guard<std::mutex> hold(lock);
        if (finished())
          return;
        mine = next++;
      }
      Done d;
      d.coverage = std::make_unique<random::Coverage>();
      random::TrialOptions trial;
      trial.seed = mine;
      trial.coverage = d.coverage.get();
      d.result =
          random::runTrial(random::generate(programOptions(mine)), trial);
      std::lock_guard<std::mutex> hold(lock);
      done.emplace(mine, std::move(d));
      count();
    }
  };
  // What is under way is finished and counted.
  catchInterruptions();
  std::vector<std::thread> workers;
  for (uint64_t n = 1; n < jobs; n++)
    workers.emplace_back(work);
  work();
  for (std::thread &worker : workers)
    worker.join();
  count();
  if (!trouble.empty())
    return fail(trouble);
  if (failure) {
    fprintf(stderr, "sectile-campaign: seed %" PRIu64 ", shrinking:\n%s\n",
            seed, failure->report.c_str());
    random::TrialOptions trial;
    trial.seed = seed;
    random::Program small = random::shrink(programOptions(seed), trial);
    std::string base = "failure-" + std::to_string(seed);
    std::vector<uint8_t> elf = random::toElf(small);
    trial.name = (fs::path(folder) / base).string();
    random::TrialResult again = random::runTrial(small, trial);
    seed++;
    for (const std::string &wrong :
         {writeFile(fs::path(folder) / (base + ".elf"),
                    std::string(elf.begin(), elf.end())),
          writeFile(fs::path(folder) / (base + ".txt"),
                    again.report + "\n" + random::toText(small)),
          save()})
      if (!wrong.empty())
        return fail(wrong);
    fprintf(stderr, "sectile-campaign: shrunk to %s.elf and .txt in %s:\n%s",
            base.c_str(), folder.c_str(), again.report.c_str());
    return 1;
  }
  if (std::string wrong = save(); !wrong.empty())
    return fail(wrong);
  printf("%" PRIu64 " programs, %" PRIu64 " instructions, %" PRIu64
         " cycles in %.0f s, no difference; next seed %" PRIu64 "\n\n",
         programs, instructions, cycles, seconds(), seed);
  if (interruption())
    endByInterruption();
  return verdict();
}
