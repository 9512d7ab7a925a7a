// sectile-rtl: runs a Sectile executable on the verilated core.
#include "Lockstep.h"
#include "Options.h"
#include "Statistics.h"
#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <unistd.h>

using namespace sectile;
using namespace sectile::cosim;

static const char usage[] =
    R"(usage: sectile-rtl [options] program.elf [arguments]

Runs a Sectile executable on the core, cycle by cycle. Its exit status is the
program's own; 128 + n if it trapped with cause n and has no handler.

Options:
  --fst FILE             write waves, by sectile-rtl-fst (a target of its own)
  --fst-from N           from cycle N on
)";

int main(int argc, char **argv) {
  const char *tool = "sectile-rtl";
  std::string waves;
  uint64_t wavesFrom = 0;
  Options o = parseOptions(
      argc, argv, tool, usage,
      [&](const std::string &name, const std::function<std::string()> &value) {
        if (name == "--fst")
          waves = value();
        else if (name == "--fst-from")
          wavesFrom = parseNumber(tool, name, value());
        else
          return false;
        return true;
      });
#ifndef SECTILE_FST
  if (!waves.empty()) {
    // A model that can write waves is slower: it is another program, beside
    // this one.
    char self[4096];
    ssize_t n = ::readlink("/proc/self/exe", self, sizeof self - 8);
    std::string other = std::string(self, n > 0 ? size_t(n) : 0) + "-fst";
    ::execv(other.c_str(), argv);
    fail(tool, "--fst needs " + other + ": build the target sectile-rtl-fst");
  }
#endif
  std::string error;
  std::optional<Program> program = Program::fromFile(o.program, error);
  if (!program)
    fail(tool, o.program + ": " + error);
  Core core(o.bus, o.host);
  if (!core.hostError().empty())
    fail(tool, core.hostError());
  if (!core.load(*program, error))
    fail(tool, o.program + ": " + error);
  Statistics statistics(tool, o, *program);
  if (!waves.empty())
    core.trace(waves, wavesFrom);
  core.reset(program->entry());

  auto start = std::chrono::steady_clock::now();
  auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() -
                                         start)
        .count();
  };
  double progress = 10;
  uint64_t last = 0, lastPc = 0;
  std::optional<Retirement> trap;
  int status = -1;
  while (status < 0) {
    core.clock();
    statistics.count(core);
    if (core.retired) {
      last = core.cycles();
      lastPc = core.retired->pc;
      if (core.retired->trap)
        trap = core.retired;
    }
    if (core.outcome.exited) {
      status = core.outcome.status & 255;
    } else if (core.busError) {
      std::fprintf(stderr,
                   "sectile-rtl: the bus answered with an error response "
                   "inside memory, at cycle %" PRIu64 ", last pc 0x%" PRIx64
                   " %s\n",
                   core.cycles(), lastPc, place(*program, lastPc).c_str());
      status = 123;
    } else if (core.halted && trap && core.cycles() - last > 4) {
      const char *cause = isa::trapText(trap->cause);
      std::fprintf(stderr,
                   "sectile-rtl: %s at pc 0x%" PRIx64 " %s, value 0x%" PRIx64
                   ", after %" PRIu64 " instructions\n",
                   cause ? cause : "trap", trap->pc,
                   place(*program, trap->pc).c_str(), trap->value,
                   core.retiredCount);
      std::string line = sourceLine(o.program, trap->pc);
      if (!line.empty())
        std::fprintf(stderr, "  at: %s\n", line.c_str());
      status = int((trap->cause >> 63 ? 192 : 128) + (trap->cause & 31));
    } else if (core.cycles() - last > o.hang) {
      std::fprintf(stderr,
                   "sectile-rtl: no instruction retired for %" PRIu64
                   " cycles; last pc 0x%" PRIx64 " %s\n%s",
                   o.hang, lastPc, place(*program, lastPc).c_str(),
                   core.describeState().c_str());
      status = 123;
    } else if (core.cycles() >= o.maxCycles) {
      std::fprintf(stderr,
                   "sectile-rtl: stopped after %" PRIu64
                   " cycles at pc 0x%" PRIx64 " %s\n",
                   core.cycles(), lastPc, place(*program, lastPc).c_str());
      status = 124;
    }
    if (!(core.cycles() & 0xffff) && !o.quiet && seconds() > progress) {
      std::fprintf(stderr,
                   "sectile-rtl: %" PRIu64 " cycles, %" PRIu64
                   " instructions, %.0f s\n",
                   core.cycles(), core.retiredCount, seconds());
      progress = seconds() + 10;
    }
  }
  std::fflush(stdout);
  statistics.print(core, seconds());
  return status;
}
