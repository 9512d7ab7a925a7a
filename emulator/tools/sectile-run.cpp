// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// sectile-run: runs a Sectile executable and returns its exit status.
#include "sectile/emulator/command_line.h"

#include <atomic>
#include <chrono>
#include <cinttypes>
#include <cstdio>

using namespace sectile;

namespace {

constexpr const char *tool = "sectile-run";

// The machine that a signal stops.
std::atomic<Machine *> running = nullptr;

constexpr const char *usage =
    R"(usage: sectile-run [options] program.elf [arguments]

Runs a Sectile executable. Its exit status is the program's own; or
  122      the program's stack grew into its heap or its own data
  124      stopped by --max-instructions
  125      the program could not be started, an option is wrong, or an output
           could not be written
  128 + n  the program trapped with cause n and has no handler
  192 + n  as above, interrupt n

Options:
)";
constexpr const char *more =
    R"(  --no-stack-watch       let a stack grow into the program's heap and data
  --real-time            clock and timer follow the host's clock, not the count of
                         retired instructions: runs then differ
  --tile-path PATH       portable, avx2 or avx512 (default: the best there is);
                         --tiles for short
)";

// Sets the options that only this tool has.
bool parseOwnOption(Argument &a, MachineOptions &options) {
  if (a.name() == "--real-time") {
    a.noValue();
    options.realTime = true;
  } else if (a.name() == "--no-stack-watch") {
    a.noValue();
    options.watchStack = false;
  } else if (a.name() == "--tile-path" || a.name() == "--tiles") {
    std::string path = a.value();
    auto known = parseTilePath(path);
    if (!known)
      a.fail("unknown path '" + path + "', expected portable, avx2 or avx512",
             ": ");
    options.tiles = *known;
  } else {
    return false;
  }
  return true;
}

std::string tilePaths() {
  return std::string(", tile paths: portable") +
         (hostHas(TilePath::avx2) ? " avx2" : "") +
         (hostHas(TilePath::avx512) ? " avx512" : "") +
         ", best: " + toString(bestTilePath());
}

// One run of the program.
class Run {
public:
  Run(RunOptions runOptions, MachineOptions machineOptions)
      : o(std::move(runOptions)), program(readProgram()),
        machine(adapted(std::move(machineOptions), o)),
        between(tool, o, program) {
    prepare();
  }
  // The exit status of the tool.
  int run();

private:
  RunOptions o;
  Program program;
  Machine machine;
  CountBetween between;
  std::optional<TraceWriter> trace;
  double seconds = 0;

  Program readProgram() const {
    std::string error;
    std::optional<Program> read = Program::fromFile(o.program, error);
    if (!read)
      fail(tool, o.program + ": " + error);
    return *read;
  }
  static MachineOptions adapted(MachineOptions options, const RunOptions &o) {
    options.memory = o.memory;
    options.host = o.host;
    options.host.interrupted = [] { return interruption() != 0; };
    options.countInstructions = o.stats;
    return options;
  }
  uint64_t reg(unsigned n) const { return machine.reg(n); }
  void prepare();
  void save();
  Stop execute(RunLimits &limits);
  int statusOf(Stop stop, const RunLimits &limits);
  void reportLimit(Stop stop, const RunLimits &limits) const;
  void printRunStatistics() const;
};

void Run::prepare() {
  std::string error;
  if (!machine.error().empty())
    fail(tool, machine.error());
  if (!machine.load(program, error))
    fail(tool, o.program + ": " + error);
  if (!o.restore.empty() && !machine.restore(o.restore, error))
    fail(tool, error);
  if (between.wanted())
    for (unsigned n = 0; n < 2; ++n)
      machine.addBreakpoint(between.address(n));
  if (!o.trace)
    return;
  trace.emplace(tool, o.traceFile, program);
  Hooks hooks;
  hooks.retire = [this](const Retire &r) {
    trace->write(r, r.tile >= 0 ? &machine.tile(unsigned(r.tile)) : nullptr);
  };
  machine.setHooks(std::move(hooks));
}

void Run::save() {
  std::string error;
  if (!machine.save(o.checkpoint, error))
    fail(tool, error);
}

// Continues after the breakpoints of --count-between and after the checkpoint.
Stop Run::execute(RunLimits &limits) {
  Stop stop;
  do {
    if (between.wanted())
      between.arrive(machine.pc(), machine.retired());
    stop = machine.run(limits.next() - machine.retired());
    if (stop == Stop::limit && machine.retired() == limits.next() &&
        limits.takeCheckpoint()) {
      save();
      if (machine.retired() < limits.end())
        stop = Stop::breakpoint;
    }
    // A loop of traps ends only where --max-instructions says.
    if (stop == Stop::limit && !o.maximum)
      stop = Stop::breakpoint;
  } while (stop == Stop::breakpoint);
  return stop;
}

void Run::reportLimit(Stop stop, const RunLimits &limits) const {
  reportStop(
      tool, o.program, program,
      (stop == Stop::requested ? "interrupted after " : "stopped after ") +
          std::to_string(machine.retired()) + " instructions",
      machine.pc());
  if (stop == Stop::limit && machine.retired() < limits.end())
    std::fprintf(stderr, "  the trap handler itself traps: %s\n",
                 isa::trapText(machine.csr(isa::Csr::CAUSE)));
}

int Run::statusOf(Stop stop, const RunLimits &limits) {
  auto registers = [this](unsigned n) { return reg(n); };
  switch (stop) {
  case Stop::exited:
    return machine.exitStatus() & 255;
  case Stop::fault:
    return reportFault(tool, o.program, program, machine.fault(),
                       machine.retired(), registers);
  case Stop::stackOverflow:
    return reportStackOverflow(tool, o.program, program, machine.fault(),
                               machine.stackLimit(), machine.retired(),
                               registers);
  default:
    reportLimit(stop, limits);
    if (stop == Stop::limit && limits.checkpointAtEnd())
      save();
    return statusLimit;
  }
}

void Run::printRunStatistics() const {
  StatisticLines lines;
  std::vector<uint64_t> counts = machine.counts();
  addInstructionStatistics(lines, counts);
  double total = lines.front().second;
  lines.emplace_back("seconds", seconds);
  lines.emplace_back("mips", seconds > 0 ? total / seconds / 1e6 : 0);
  if (o.mnemonics)
    addMnemonics(lines, counts);
  printStatistics(lines, o.json);
}

int Run::run() {
  running = &machine;
  catchInterruptions([] { running.load()->requestStop(); });
  RunLimits limits(o, machine.retired());
  auto start = std::chrono::steady_clock::now();
  Stop stop = execute(limits);
  seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
          .count();

  int status = statusOf(stop, limits);
  between.print();
  if (o.stats)
    printRunStatistics();
  if (trace && !trace->close())
    status = statusWrongUse;
  status = statusAfterOutput(tool, status);
  if (stop == Stop::requested)
    endByInterruption();
  return status;
}

} // namespace

int main(int argc, char **argv) {
  MachineOptions options;
  auto own = [&](Argument &a) { return parseOwnOption(a, options); };
  RunOptions o =
      parseRunOptions(argc, argv, {tool, usage, more, tilePaths(), own});
  return Run(std::move(o), std::move(options)).run();
}
