// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Session.h"
#include "Lockstep.h"
#include "Pipeline.h"
#include "Report.h"
#include "Statistics.h"
#include "host_device.h"
#include <chrono>
#include <cinttypes>
#include <cstring>
#include <unistd.h>

namespace sectile::cosim {
namespace {

// Registers and tiles as the core alone shows them, by what it retires and
// writes.
struct Shadow {
  uint64_t registers[32] = {};
  Tile tiles[32] = {};

  void take(const RtlCore &core) {
    if (core.retired && !core.retired->trap) {
      const rtl::Retire &r = *core.retired;
      if (r.rdWrite && r.rd)
        registers[r.rd] = r.rdValue;
      if (r.rd2Write && r.rd2)
        registers[r.rd2] = r.rd2Value;
    }
    for (const TileWrite &w : core.tileWrites) {
      auto *bytes = reinterpret_cast<uint8_t *>(&tiles[w.tile]);
      for (unsigned n = 0; n < 16; ++n)
        if (w.mask >> n & 1)
          std::memcpy(
              bytes + (w.column ? n * 64 + w.index * 4 : w.index * 64 + n * 4),
              &w.words[n], 4);
    }
  }
};

// The trace of a core that runs alone. An instruction that writes a tile
// completes after it retires; the trace of the following ones waits for it.
class CoreTrace {
public:
  CoreTrace(TraceWriter &w, const Shadow &s) : writer(w), shadow(s) {}

  void clock(const RtlCore &core) {
    if (core.retired) {
      Entry &e = waiting.emplace_back();
      e.order = core.retired->order;
      e.record = record(*core.retired);
      e.complete = e.record.tile < 0;
    }
    for (const TileWrite &w : core.tileWrites)
      for (Entry &e : waiting)
        if (w.last && e.order == w.order && !e.complete) {
          e.complete = true;
          e.tile = shadow.tiles[w.tile];
        }
    write(false);
  }
  // Writes the instructions that are complete, or all.
  void write(bool all) {
    while (!waiting.empty() && (waiting.front().complete || all)) {
      const Entry &e = waiting.front();
      writer.write(e.record, e.complete ? &e.tile : nullptr);
      waiting.pop_front();
    }
  }

private:
  struct Entry {
    Retire record;
    uint32_t order = 0;
    bool complete = false;
    Tile tile;
  };
  TraceWriter &writer;
  const Shadow &shadow;
  std::deque<Entry> waiting;

  Retire record(const rtl::Retire &r) const {
    Retire e;
    e.pc = r.pc;
    e.trapped = r.trap;
    e.cause = r.cause;
    e.value = r.tval;
    e.word = r.intr || (r.trap && r.cause == uint64_t(isa::Trap::FETCH_FAULT))
                 ? 0
                 : r.word;
    e.inst = isa::decode(e.word);
    if (r.trap)
      return e;
    if (r.rdWrite && r.rd)
      e.registers[e.registerWrites++] = {r.rd, r.rdValue};
    if (r.rd2Write && r.rd2)
      e.registers[e.registerWrites++] = {r.rd2, r.rd2Value};
    const isa::Info &info = isa::info(e.inst.op);
    for (const isa::Operand &o : info)
      if (o.cls == isa::OperandClass::tile && o.isWritten())
        e.tile = int(e.inst.get(o.slot));
    // Of depth 0, unless it is that of register r0.
    if (isa::isMultiply(e.inst.op) && !isa::multiplyOf(e.inst.op).fromZero &&
        e.inst.c != 0 && int64_t(shadow.registers[e.inst.c]) <= 0)
      e.tile = -1;
    if (info.unit == isa::Unit::lsu && r.memWrite) {
      MemoryAccess &a = e.accesses.emplace_back();
      a.address = r.memAddr;
      a.size = uint32_t(__builtin_popcount(r.memMask));
      a.isStore = true;
      std::memcpy(a.data, r.memData, a.size);
    }
    return e;
  }
};

class Session {
public:
  Session(const char *tool, bool lockstep, const Options &options);
  int run();

private:
  Shadow shadow; // aligned: it would leave a gap behind the others
  const char *tool;
  const Options &o;
  Program program;
  RtlCore core;
  std::unique_ptr<Machine> machine; // in lockstep
  std::unique_ptr<Lockstep> lockstep;
  Statistics statistics;
  CountBetween between;
  std::optional<PipelineTracer> pipeline;
  std::optional<TraceWriter> trace;
  std::optional<CoreTrace> coreTrace;
  std::optional<rtl::Retire> trap;
  uint64_t start = 0; // instructions before the run
  uint64_t lastRetirement = 0, lastPc = 0;
  uint64_t traps = 0; // since an instruction retired last
  std::chrono::steady_clock::time_point began;
  double nextProgress = 10;
  bool interrupted = false;

  static Program load(const char *tool, const Options &o);
  std::unique_ptr<Machine> newMachine(bool inLockstep) const;
  void restore();
  void save();
  bool clock();
  int reportHang();
  int differs();
  int stopped(const std::string &what);
  std::optional<int> endOfRun(bool same);
  double seconds() const;
  void progress();
};

Program Session::load(const char *tool, const Options &o) {
  std::string error;
  std::optional<Program> program = Program::fromFile(o.program, error);
  if (!program)
    fail(tool, o.program + ": " + error);
  return *program;
}

std::unique_ptr<Machine> Session::newMachine(bool inLockstep) const {
  MachineOptions options;
  options.memory = o.memory;
  options.lockstep = inLockstep;
  options.host = o.host;
  auto m = std::make_unique<Machine>(options);
  if (!m->error().empty())
    fail(tool, m->error());
  return m;
}

Session::Session(const char *t, bool inLockstep, const Options &options)
    : tool(t), o(options), program(load(t, options)), core(o.bus, o.host),
      statistics(tool, o, program), between(tool, o, program) {
  std::string error;
  if (!core.hostError().empty())
    fail(tool, core.hostError());
  if (!core.load(program, error))
    fail(tool, o.program + ": " + error);
  if (inLockstep) {
    machine = newMachine(true);
    if (!machine->load(program, error))
      fail(tool, o.program + ": " + error);
  }
  if (!o.restore.empty())
    restore();
  else
    core.reset(program.entry());
  if (inLockstep)
    lockstep = std::make_unique<Lockstep>(core, *machine);

  if (!o.pipeline.empty() || !o.timeline.empty())
    pipeline.emplace(tool, o, program);
  if (o.trace) {
    trace.emplace(tool, o.traceFile, program);
    if (!lockstep)
      coreTrace.emplace(*trace, shadow);
    else
      lockstep->observe = [this](const Retire &r) {
        trace->write(r,
                     r.tile >= 0 ? &machine->tile(unsigned(r.tile)) : nullptr);
      };
  }
  // A checkpoint needs the pc.
  core.following = !o.checkpoint.empty();
  if (!o.waves.empty() &&
      !core.writeWaves(tool, o.waves, o.fromCycle, o.toCycle, error))
    fail(tool, "--fst: cannot write '" + o.waves + "': " + error);
}

void Session::restore() {
  std::string error;
  std::unique_ptr<Machine> saved;
  if (!machine)
    saved = newMachine(false);
  Machine &m = machine ? *machine : *saved;
  if (!m.restore(o.restore, error))
    fail(tool, error);
  std::vector<uint8_t> page(4096);
  for (uint64_t at = SECTILE_RAM_BASE; at < m.end(); at += page.size()) {
    m.read(at, page.data(), page.size());
    core.bus().write(at, page.data(), page.size());
  }
  core.reset(m.pc());
  if (!core.load(m, error))
    fail(tool, error);
  for (unsigned n = 0; n < 32; ++n) {
    shadow.registers[n] = m.reg(n);
    shadow.tiles[n] = m.tile(n);
  }
  start = m.retired();
}

// The core is idle: what it has shown is its state.
void Session::save() {
  std::string error;
  std::unique_ptr<Machine> m = newMachine(false);
  for (unsigned n = 0; n < 32; ++n) {
    m->setReg(n, shadow.registers[n]);
    m->setTile(n, shadow.tiles[n]);
  }
  const rtl::CsrState &c = core.controlAfter(core.order());
  using isa::Csr;
  m->setCsr(Csr::STATUS, c.status);
  m->setCsr(Csr::TVEC, c.tvec);
  m->setCsr(Csr::EPC, c.epc);
  m->setCsr(Csr::CAUSE, c.cause);
  m->setCsr(Csr::TVAL, c.tval);
  m->setCsr(Csr::SCRATCH, c.scratch);
  m->setCsr(Csr::IE, c.ie);
  m->setCsr(Csr::IP, c.software);
  m->setCsr(Csr::TIMECMP, c.timecmp);
  m->setPc(core.trace->pc);
  m->setRetired(core.retiredCount);
  std::vector<uint8_t> page(4096), zeros(4096);
  for (uint64_t at = SECTILE_RAM_BASE; at < m->end(); at += page.size()) {
    core.bus().read(at, page.data(), page.size());
    if (page != zeros)
      m->write(at, page.data(), page.size());
  }
  if (!m->setFiles(core.files(), error) || !m->save(o.checkpoint, error))
    fail(tool, error);
}

double Session::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began)
      .count();
}

void Session::progress() {
  if ((core.cycles() & 0xffff) || o.quiet || seconds() < nextProgress)
    return;
  std::fprintf(stderr,
               "%s: %" PRIu64 " cycles, %" PRIu64 " instructions%s, "
               "%.0f s\n",
               tool, core.cycles(), core.retiredCount - start,
               lockstep ? " agree" : "", seconds());
  nextProgress = seconds() + 10;
}

// Runs one clock and every observer of it. False if the two differ.
bool Session::clock() {
  if (pipeline && !core.following)
    core.following = core.cycles() >= o.fromCycle;
  bool same = true;
  if (lockstep)
    same = lockstep->clock();
  else
    core.clock();
  statistics.count(core);
  shadow.take(core);
  if (core.retired) {
    lastRetirement = core.cycles();
    lastPc = core.retired->pc;
    traps = core.retired->trap ? traps + 1 : 0;
    if (core.retired->trap)
      trap = core.retired;
    if (between.wanted())
      between.arrive(lastPc, core.retiredCount - (traps ? 0 : 1));
    if (lockstep && trace && core.retired->intr)
      trace->write(lockstep->history().back(), nullptr);
  }
  if (coreTrace)
    coreTrace->clock(core);
  if (pipeline)
    pipeline->clock(core);
  return same;
}

int Session::differs() {
  std::fflush(stdout);
  std::fputs(describe(lockstep->mismatch(), program, o.program, *machine,
                      lockstep->history(), o.again)
                 .c_str(),
             stderr);
  return 1;
}

int Session::reportHang() {
  uint64_t pc = lockstep ? machine->pc() : lastPc;
  std::fprintf(stderr,
               "%s: no instruction retired for %" PRIu64
               " cycles; %s pc %s %s\n%s",
               tool, o.hang, lockstep ? "next" : "last", hex(pc).c_str(),
               place(program, pc).c_str(), core.describeState().c_str());
  return statusHang;
}

int Session::stopped(const std::string &what) {
  reportStop(tool, o.program, program,
             (lockstep ? "no difference; " : "") + what,
             lockstep ? machine->pc() : lastPc);
  if (o.maximum && traps > *o.maximum)
    std::fprintf(stderr, "  the trap handler itself traps: %s\n",
                 isa::trapText(trap->cause));
  return statusLimit;
}

// Whether the run has ended, and how.
std::optional<int> Session::endOfRun(bool same) {
  if (lockstep) {
    if (same && lockstep->exited())
      same = lockstep->finish();
    if (!same)
      return differs();
    if (lockstep->exited()) {
      std::fflush(stdout);
      std::fprintf(
          stderr,
          "lockstep: no difference in %" PRIu64 " instructions, %" PRIu64
          " tiles, %" PRIu64 " cycles; %s %d\n",
          lockstep->compared(), lockstep->tilesCompared(), core.cycles(),
          lockstep->halted ? "both halted with trap" : "exit status",
          lockstep->halted ? int(machine->fault().cause & 31)
                           : lockstep->status());
      return 0;
    }
  } else if (core.exited) {
    return core.outcome.status & 255;
  } else if (core.busError) {
    std::fprintf(stderr,
                 "%s: the bus answered with an error response inside memory, "
                 "at cycle %" PRIu64 ", last pc %s %s\n",
                 tool, core.cycles(), hex(lastPc).c_str(),
                 place(program, lastPc).c_str());
    return statusHang;
  } else if (core.halted && trap && core.cycles() - lastRetirement > 4) {
    Fault f = {trap->cause, trap->tval, trap->pc,
               trap->intr || trap->cause == uint64_t(isa::Trap::FETCH_FAULT)
                   ? 0
                   : trap->word};
    return reportFault(tool, o.program, program, f, core.retiredCount,
                       [&](unsigned n) { return shadow.registers[n]; });
  }
  if (core.cycles() - lastRetirement > o.hang)
    return reportHang();
  if (core.cycles() >= o.maxCycles)
    return stopped("stopped after " + std::to_string(core.cycles()) +
                   " cycles");
  if (o.maximum && traps > *o.maximum)
    return stopped("stopped after " + std::to_string(core.retiredCount) +
                   " instructions");
  if (interruption()) {
    interrupted = true;
    return stopped("interrupted after " + std::to_string(core.retiredCount) +
                   " instructions and " + std::to_string(core.cycles()) +
                   " cycles");
  }
  return std::nullopt;
}

int Session::run() {
  catchInterruptions();
  began = std::chrono::steady_clock::now();
  RunLimits limits(o, start);
  std::optional<int> status;
  while (!status) {
    // A checkpoint needs the core's state.
    if (core.stopAt(limits.next()) && (core.trace || !core.following)) {
      if (limits.takeCheckpoint()) {
        save();
        continue;
      }
      if (limits.checkpointAtEnd())
        save();
      status =
          lockstep && !lockstep->finish()
              ? differs()
              : stopped("stopped after " + std::to_string(core.retiredCount) +
                        " instructions");
      break;
    }
    status = endOfRun(clock());
    progress();
  }
  std::fflush(stdout);
  if (coreTrace) {
    // Instructions in flight write their tiles.
    for (int n = 0; n < 20000 && !core.idle() && !core.busError; ++n) {
      core.clock();
      shadow.take(core);
      coreTrace->clock(core);
    }
    coreTrace->write(true);
  }
  between.print();
  statistics.print(core, seconds());
  // Each file is complete or removed; every failure is reported.
  bool written = !pipeline || pipeline->finish();
  written &= !trace || trace->close();
  if (std::string error; !core.finishWaves(error)) {
    std::fprintf(stderr, "%s: error: --fst: cannot write '%s': %s\n", tool,
                 o.waves.c_str(), error.c_str());
    written = false;
  }
  status = statusAfterOutput(tool, written ? *status : statusWrongUse);
  if (interrupted)
    endByInterruption();
  return *status;
}

} // namespace

int run(const char *tool, const char *usage, bool inLockstep, int argc,
        char **argv) {
  Options o = parseOptions(argc, argv, tool, usage);
  if (!o.waves.empty() && !RtlCore::hasWaves()) {
    // A model that can write waves is slower: it is another program, beside
    // this one.
    char self[4096];
    ssize_t n = ::readlink("/proc/self/exe", self, sizeof self - 8);
    std::string other = std::string(self, n > 0 ? size_t(n) : 0) + "-fst";
    ::execv(other.c_str(), argv);
    fail(tool, "--fst needs " + other + ": build the target " + tool + "-fst");
  }
  return Session(tool, inLockstep, o).run();
}

} // namespace sectile::cosim
