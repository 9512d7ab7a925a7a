// sectile-cosim: runs a Sectile executable on the core and on the emulator in
// lockstep.
#include "Lockstep.h"
#include "Options.h"
#include "Statistics.h"
#include <chrono>
#include <cinttypes>
#include <cstdio>

using namespace sectile;
using namespace sectile::cosim;

static const char usage[] =
    R"(usage: sectile-cosim [options] program.elf [arguments]

Runs a Sectile executable on the core and the emulator in lockstep and compares
every retired instruction: pc, word, registers, memory accesses, traps, and every
byte of every tile written or stored; after the run, all of memory. The first
difference ends the run with a report and exit status 1; else the exit status is 0.

Options:
)";

int main(int argc, char **argv) {
  const char *tool = "sectile-cosim";
  Options o = parseOptions(argc, argv, tool, usage, nullptr);
  std::string error;
  std::optional<Program> program = Program::fromFile(o.program, error);
  if (!program)
    fail(tool, o.program + ": " + error);
  MachineOptions mo;
  mo.memory = o.bus.memory;
  mo.lockstep = true;
  mo.host.arguments = o.host.arguments;
  Machine machine(mo);
  if (!machine.error().empty())
    fail(tool, machine.error());
  if (!machine.load(*program, error))
    fail(tool, o.program + ": " + error);
  Core core(o.bus, o.host);
  if (!core.hostError().empty())
    fail(tool, core.hostError());
  if (!core.load(*program, error))
    fail(tool, o.program + ": " + error);
  Statistics statistics(tool, o, *program);
  Lockstep lockstep(core, machine);
  core.reset(program->entry());

  auto start = std::chrono::steady_clock::now();
  auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() -
                                         start)
        .count();
  };
  double progress = 10;
  uint64_t last = 0;
  int status = -1;
  while (status < 0) {
    bool same = lockstep.clock();
    statistics.count(core);
    if (core.retired)
      last = core.cycles();
    if (same && lockstep.exited())
      same = lockstep.finish(), status = 0;
    if (!same) {
      std::fflush(stdout);
      std::fputs(describe(lockstep.mismatch(), *program, o.program, machine,
                          lockstep.history())
                     .c_str(),
                 stderr);
      status = 1;
    } else if (status < 0 && core.cycles() - last > o.hang) {
      std::fprintf(stderr,
                   "sectile-cosim: no instruction retired for %" PRIu64
                   " cycles; next pc 0x%" PRIx64 " %s\n%s",
                   o.hang, machine.pc(), place(*program, machine.pc()).c_str(),
                   core.describeState().c_str());
      status = 123;
    } else if (status < 0 && core.cycles() >= o.maxCycles) {
      std::fprintf(stderr,
                   "sectile-cosim: no difference in %" PRIu64
                   " cycles, %" PRIu64 " instructions, then stopped\n",
                   core.cycles(), lockstep.compared());
      status = 124;
    }
    if (!(core.cycles() & 0xffff) && !o.quiet && seconds() > progress) {
      std::fprintf(stderr,
                   "sectile-cosim: %" PRIu64 " cycles, %" PRIu64
                   " instructions agree, %.0f s\n",
                   core.cycles(), lockstep.compared(), seconds());
      progress = seconds() + 10;
    }
  }
  std::fflush(stdout);
  if (status == 0)
    std::fprintf(stderr,
                 "lockstep: no difference in %" PRIu64 " instructions, %" PRIu64
                 " tiles, %" PRIu64 " cycles; %s %d\n",
                 lockstep.compared(), lockstep.tilesCompared(), core.cycles(),
                 lockstep.halted ? "both halted with trap" : "exit status",
                 lockstep.halted ? int(machine.fault().cause & 31)
                                 : lockstep.status());
  statistics.print(core, seconds());
  return status;
}
