// sectile-run: runs a Sectile executable and hands on its exit status.
#include "sectile/emulator/command_line.h"

#include <atomic>
#include <chrono>
#include <cinttypes>
#include <cstdio>

using namespace sectile;

namespace {

constexpr const char *tool = "sectile-run";

// What a signal asks to stop.
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

void addStatistics(StatisticLines &lines, const RunOptions &o, const Machine &m,
                   double seconds) {
  std::vector<uint64_t> counts = m.counts();
  addInstructionStatistics(lines, counts);
  double total = lines.front().second;
  lines.emplace_back("seconds", seconds);
  lines.emplace_back("mips", seconds > 0 ? total / seconds / 1e6 : 0);
  if (o.mnemonics)
    addMnemonics(lines, counts);
}

} // namespace

int main(int argc, char **argv) {
  MachineOptions options;
  auto extra = [&](Argument &a) {
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
        fail(tool, a.name() + ": unknown path '" + path +
                       "', expected portable, avx2 or avx512");
      options.tiles = *known;
    } else {
      return false;
    }
    return true;
  };
  std::string paths = std::string(", tile paths: portable") +
                      (hostHas(TilePath::avx2) ? " avx2" : "") +
                      (hostHas(TilePath::avx512) ? " avx512" : "") +
                      ", best: " + toString(bestTilePath());
  RunOptions o = parseRunOptions(argc, argv, {tool, usage, more, paths, extra});
  options.memory = o.memory;
  options.host = o.host;
  options.host.interrupted = [] { return interruption() != 0; };
  options.countInstructions = o.stats;

  std::string error;
  std::optional<Program> program = Program::fromFile(o.program, error);
  if (!program)
    fail(tool, o.program + ": " + error);
  Machine machine(options);
  if (!machine.error().empty())
    fail(tool, machine.error());
  if (!machine.load(*program, error))
    fail(tool, o.program + ": " + error);
  if (!o.restore.empty() && !machine.restore(o.restore, error))
    fail(tool, error);

  CountBetween between(tool, o, *program);
  if (between.wanted())
    for (unsigned n = 0; n < 2; ++n)
      machine.addBreakpoint(between.address(n));
  std::optional<TraceWriter> trace;
  if (o.trace) {
    trace.emplace(tool, o.traceFile, *program);
    Hooks hooks;
    hooks.retire = [&](const Retire &r) {
      trace->write(r, r.tile >= 0 ? &machine.tile(unsigned(r.tile)) : nullptr);
    };
    machine.setHooks(std::move(hooks));
  }

  running = &machine;
  catchInterruptions([] { running.load()->requestStop(); });
  uint64_t first = machine.retired();
  auto start = std::chrono::steady_clock::now();
  uint64_t until = o.maximum ? first + *o.maximum : ~uint64_t(0);
  if (until < first)
    until = ~uint64_t(0);
  uint64_t saveAt = o.checkpointAt.value_or(~uint64_t(0));
  if (saveAt < first)
    saveAt = ~uint64_t(0);
  Stop stop;
  do {
    if (between.wanted())
      between.arrive(machine.pc(), machine.retired());
    uint64_t next = std::min(until, saveAt);
    stop = machine.run(next - machine.retired());
    if (stop == Stop::limit && machine.retired() == saveAt) {
      if (!machine.save(o.checkpoint, error))
        fail(tool, error);
      saveAt = ~uint64_t(0);
      if (machine.retired() < until)
        stop = Stop::breakpoint; // go on
    }
    // A loop of traps has no end but the one that was asked for.
    if (stop == Stop::limit && !o.maximum)
      stop = Stop::breakpoint;
  } while (stop == Stop::breakpoint);
  std::chrono::duration<double> seconds =
      std::chrono::steady_clock::now() - start;

  int status = 0;
  switch (stop) {
  case Stop::exited:
    status = machine.exitStatus() & 255;
    break;
  case Stop::fault:
    status = reportFault(tool, o.program, *program, machine.fault(),
                         machine.retired(),
                         [&](unsigned n) { return machine.reg(n); });
    break;
  case Stop::stackOverflow:
    status = reportStackOverflow(tool, o.program, *program, machine.fault(),
                                 machine.stackLimit(), machine.retired(),
                                 [&](unsigned n) { return machine.reg(n); });
    break;
  default:
    reportStop(
        tool, o.program, *program,
        (stop == Stop::requested ? "interrupted after " : "stopped after ") +
            std::to_string(machine.retired()) + " instructions",
        machine.pc());
    if (stop == Stop::limit && machine.retired() < until)
      std::fprintf(stderr, "  the handler of traps traps itself: %s\n",
                   isa::trapText(machine.csr(isa::Csr::CAUSE)));
    if (stop == Stop::limit && !o.checkpoint.empty() && !o.checkpointAt &&
        !machine.save(o.checkpoint, error))
      fail(tool, error);
    status = statusLimit;
  }
  between.print();
  if (o.stats) {
    StatisticLines lines;
    addStatistics(lines, o, machine, seconds.count());
    printStatistics(lines, o.json);
  }
  if (trace && !trace->close())
    status = statusWrongUse;
  status = statusAfterOutput(tool, status);
  if (stop == Stop::requested)
    endByInterruption();
  return status;
}
