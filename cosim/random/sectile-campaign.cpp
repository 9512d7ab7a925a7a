// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random programs in lockstep, until a limit is reached: sectile-campaign.
//
// A campaign is a folder that holds the next seed, the coverage of all programs
// so far and the failures. It can be stopped at any time and continues where it
// was; --merge adds the coverage of other folders.
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
    "in which they differ is reduced, written to FOLDER and ends the campaign "
    "with\n"
    "exit status 1. A campaign that was stopped continues where it was.\n"
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

// The file is written completely or not at all: a campaign may be stopped at
// any time.
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

struct CampaignOptions {
  uint64_t minutes = 1, wanted = 100, instructions = ~uint64_t(0);
  uint64_t seed = 1, items = 2000, jobs = 1, programs = ~uint64_t(0);
  std::string folder;
  std::vector<std::string> others; // folders to merge
  bool onlyReport = false, strict = false;

  // The option of this name that takes a number, or null.
  uint64_t *number(std::string_view option) {
    return option == "--minutes"        ? &minutes
           : option == "--instructions" ? &instructions
           : option == "--seed"         ? &seed
           : option == "--items"        ? &items
           : option == "--wanted"       ? &wanted
           : option == "--jobs"         ? &jobs
           : option == "--programs"     ? &programs
                                        : nullptr;
  }
};

// Options that take no value: the exit status if the program ends here.
std::optional<int> parseFlag(const std::string &option, CampaignOptions &o,
                             bool &known) {
  known = true;
  if (option == "--help" || option == "-h") {
    fputs(help, stdout);
    return statusAfterOutput("sectile-campaign", 0);
  }
  if (option == "--version") {
    puts(versionLine("sectile-campaign").c_str());
    return statusAfterOutput("sectile-campaign", 0);
  }
  if (option == "--report")
    o.onlyReport = true;
  else if (option == "--strict")
    o.strict = true;
  else
    known = false;
  return std::nullopt;
}

std::optional<int> parseValue(const std::string &option,
                              const std::string &value, CampaignOptions &o) {
  if (option == "--merge") {
    o.others.push_back(value);
    return std::nullopt;
  }
  uint64_t *target = o.number(option);
  if (!target)
    return fail("unknown option '" + option + "', see --help");
  auto n = number(value);
  if (!n)
    return fail(
        join({"option '", option, "' expects a number, found '", value, "'"}));
  *target = *n;
  return std::nullopt;
}

// The exit status if there is nothing to run.
std::optional<int> parse(int argc, char **argv, CampaignOptions &o) {
  for (int i = 1; i < argc; i++) {
    std::string option = argv[i];
    bool known = false;
    if (auto status = parseFlag(option, o, known))
      return status;
    if (known)
      continue;
    if (option.rfind("--", 0) != 0) {
      if (!o.folder.empty())
        return fail(join({"expected one folder, found '", o.folder, "' and '",
                          option, "'"}));
      o.folder = option;
      continue;
    }
    if (i + 1 == argc)
      return fail("option '" + option + "' needs a value, see --help");
    if (auto status = parseValue(option, argv[++i], o))
      return status;
  }
  if (o.folder.empty())
    return fail("expected a folder for the campaign, see --help");
  if (o.items < 1 || o.items > random::maximumItems)
    return fail("expected 1 to 200000 items a program");
  if (o.jobs < 1 || o.jobs > 256)
    return fail("expected 1 to 256 jobs");
  return std::nullopt;
}

// The persistent state of a campaign: the next seed and the coverage. Functions
// return an error message, or nothing.
class Records {
public:
  Records(const std::string &folder, uint64_t firstSeed)
      : seed(firstSeed), coverageFile(fs::path(folder) / "coverage"),
        seedFile(fs::path(folder) / "next-seed") {}

  uint64_t seed;
  random::Coverage coverage;

  std::string load() {
    if (std::ifstream in(coverageFile); in)
      if (std::string wrong = coverage.merge(in); !wrong.empty())
        return "'" + coverageFile.string() + "': " + wrong;
    if (std::ifstream in(seedFile); in) {
      std::string text;
      std::getline(in, text);
      auto n = number(text);
      if (!n || in.eof())
        return "'" + seedFile.string() +
               "': expected a number and the end of its line";
      seed = *n;
    }
    return "";
  }
  std::string merge(const std::string &other) {
    fs::path path = fs::path(other) / "coverage";
    std::ifstream in(path);
    if (!in)
      return "'" + other + "' holds no coverage of a campaign";
    if (std::string wrong = coverage.merge(in); !wrong.empty())
      return "'" + path.string() + "': " + wrong;
    return "";
  }
  std::string save() const {
    std::ostringstream text;
    coverage.write(text);
    std::string wrong = writeFile(coverageFile, text.str());
    return wrong.empty() ? writeFile(seedFile, std::to_string(seed) + "\n")
                         : wrong;
  }

private:
  fs::path coverageFile, seedFile;
};

// Runs programs in several threads. They are drawn and counted in the order of
// their seeds, whatever order they end in.
class Campaign {
public:
  Campaign(const CampaignOptions &options, Records &records)
      : o(options), records(records), first(records.seed), next(records.seed) {}

  // Runs until a limit, an interruption or a failure; programs that are running
  // then are finished and counted. Returns the exit status, if it is decided.
  std::optional<int> run() {
    catchInterruptions();
    std::vector<std::thread> workers;
    for (uint64_t n = 1; n < o.jobs; n++)
      workers.emplace_back([this] { work(); });
    work();
    for (std::thread &worker : workers)
      worker.join();
    count();
    if (!error.empty())
      return fail(error);
    if (failure)
      return reduceFailure();
    if (std::string wrong = records.save(); !wrong.empty())
      return fail(wrong);
    printf("%" PRIu64 " programs, %" PRIu64 " instructions, %" PRIu64
           " cycles in %.0f s, no difference; next seed %" PRIu64 "\n\n",
           programs, instructions, cycles, seconds(), records.seed);
    if (interruption())
      endByInterruption();
    return std::nullopt;
  }

private:
  struct Done {
    random::TrialResult result;
    std::unique_ptr<random::Coverage> coverage;
  };
  using Clock = std::chrono::steady_clock;

  const CampaignOptions &o;
  Records &records; // its seed is the first program that is not counted
  const uint64_t first;
  uint64_t next; // the next program to run
  std::map<uint64_t, Done> done;
  std::mutex lock;
  const Clock::time_point start = Clock::now();
  uint64_t programs = 0, instructions = 0, cycles = 0;
  double saved = 0;
  std::optional<random::TrialResult> failure;
  std::string error;

  double seconds() const {
    return std::chrono::duration<double>(Clock::now() - start).count();
  }
  bool finished() const {
    return failure || !error.empty() || interruption() ||
           instructions >= o.instructions || next - first >= o.programs ||
           seconds() >= double(o.minutes) * 60;
  }
  random::Options programOptions(uint64_t seed) const {
    return random::trialProgram(seed, unsigned(o.items));
  }

  void work() {
    for (;;) {
      uint64_t seed;
      {
        std::lock_guard<std::mutex> hold(lock);
        if (finished())
          return;
        seed = next++;
      }
      Done d;
      d.coverage = std::make_unique<random::Coverage>();
      random::TrialOptions trial;
      trial.seed = seed;
      trial.coverage = d.coverage.get();
      d.result =
          random::runTrial(random::generate(programOptions(seed)), trial);
      std::lock_guard<std::mutex> hold(lock);
      done.emplace(seed, std::move(d));
      count();
    }
  }

  // Counts the programs that are next in the order of seeds. The caller holds
  // the lock.
  void count() {
    for (auto at = done.find(records.seed); at != done.end() && !failure;
         at = done.find(records.seed)) {
      const random::TrialResult &result = at->second.result;
      if (!result.same) {
        failure = result;
        return;
      }
      programs++;
      instructions += result.instructions;
      cycles += result.cycles;
      records.coverage.add(*at->second.coverage);
      done.erase(at);
      records.seed++;
    }
    if (seconds() - saved > 20)
      saveProgress();
  }

  void saveProgress() {
    saved = seconds();
    error = records.save();
    fprintf(stderr,
            "sectile-campaign: %.0f s, %" PRIu64 " programs, %" PRIu64
            " instructions agree\n",
            saved, programs, instructions);
  }

  // Removes items as long as the models differ, and writes the reduced program.
  int reduceFailure() {
    const uint64_t seed = records.seed++;
    fprintf(stderr, "sectile-campaign: seed %" PRIu64 ", reducing:\n%s\n", seed,
            failure->report.c_str());
    random::TrialOptions trial;
    trial.seed = seed;
    random::Program small = random::shrink(programOptions(seed), trial);
    std::string base = "failure-" + std::to_string(seed);
    fs::path folder = o.folder;
    std::vector<uint8_t> elf = random::toElf(small);
    trial.name = (folder / base).string();
    random::TrialResult again = random::runTrial(small, trial);
    for (const std::string &wrong :
         {writeFile(folder / (base + ".elf"),
                    std::string(elf.begin(), elf.end())),
          writeFile(folder / (base + ".txt"),
                    again.report + "\n" + random::toText(small)),
          records.save()})
      if (!wrong.empty())
        return fail(wrong);
    fprintf(stderr, "sectile-campaign: reduced to %s.elf and .txt in %s:\n%s",
            base.c_str(), o.folder.c_str(), again.report.c_str());
    return 1;
  }
};

// Prints the coverage and returns the exit status of a campaign without a
// failure.
int report(const random::Coverage &coverage, const CampaignOptions &o) {
  bool all = coverage.report(std::cout, o.wanted);
  if (!std::cout.flush())
    return fail("cannot write to standard output");
  return o.strict && !(all && coverage.mix().holds()) ? 3 : 0;
}

// Creates the folder, and loads and merges the recorded coverage.
std::string open(Records &records, const CampaignOptions &o) {
  std::error_code error;
  fs::create_directories(o.folder, error);
  if (error)
    return "cannot create '" + o.folder + "': " + error.message();
  std::string wrong = records.load();
  for (const std::string &other : o.others)
    if (wrong.empty())
      wrong = records.merge(other);
  if (wrong.empty() && !o.others.empty())
    wrong = records.save();
  return wrong;
}

} // namespace

int main(int argc, char **argv) {
  openStandardDescriptors();
  CampaignOptions options;
  if (auto status = parse(argc, argv, options))
    return *status;
  Records records(options.folder, options.seed);
  if (std::string wrong = open(records, options); !wrong.empty())
    return fail(wrong);
  if (!options.onlyReport && options.others.empty())
    if (auto status = Campaign(options, records).run())
      return *status;
  return report(records.coverage, options);
}
