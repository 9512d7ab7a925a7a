// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "RtlCore.h"
#include "Vsectile_core.h"
#include "verilated.h"
#ifdef SECTILE_FST
#include "sectile/emulator/command_line.h"
#include "verilated_fst_c.h"
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sys/stat.h>
#include <unistd.h>
#endif
#include <cstring>

namespace sectile::cosim {

#ifdef SECTILE_FST
// Verilator's writer opens its file by name, seeks in it, and ignores write
// errors: it therefore gets a regular file, whose contents are checked.
struct RtlCore::Waves {
  VerilatedFstC writer;
  OutputFile output;
  std::string scratch; // what is copied to an output that is no regular file
  uint64_t from, to;

  ~Waves() {
    if (!scratch.empty())
      ::unlink(scratch.c_str());
  }
  void dump(uint64_t cycle, bool high) {
    if (cycle >= from && cycle <= to)
      writer.dump(cycle * 2 + high);
  }
  const std::string &path() const {
    return scratch.empty() ? output.temporaryPath() : scratch;
  }
};

// The writer maps parts of its files into memory: a full disk or a file-size
// limit then raises SIGBUS, from which the writer cannot recover.
static std::string fullMessage, partialFile;
static void onFull(int) {
  (void)!::write(2, fullMessage.data(), fullMessage.size());
  ::unlink(partialFile.c_str());
  removeTemporaryOutputs();
  ::_exit(statusWrongUse);
}

// An FST file is a sequence of blocks: a byte for the type, then the length of
// the rest as a big-endian number. In a truncated file the length of the last
// block exceeds what is there.
static bool isWholeFst(std::FILE *file, uint64_t size) {
  uint64_t at = 0;
  while (at < size) {
    uint8_t head[9];
    if (std::fseek(file, long(at), SEEK_SET) != 0 ||
        std::fread(head, 1, sizeof head, file) != sizeof head)
      return false;
    uint64_t length = 0;
    for (unsigned n = 1; n < 9; ++n)
      length = length << 8 | head[n];
    if (length < 8 || length > size - at - 1)
      return false;
    at += 1 + length;
  }
  return size != 0;
}

bool RtlCore::writeWaves(const char *tool, const std::string &path,
                         uint64_t from, uint64_t to, std::string &error) {
  waves = std::make_unique<Waves>();
  waves->from = from;
  waves->to = to;
  if (!waves->output.open(path)) {
    error = waves->output.error();
    return false;
  }
  struct stat status;
  if (::stat(waves->output.temporaryPath().c_str(), &status) != 0 ||
      !S_ISREG(status.st_mode)) {
    const char *folder = std::getenv("TMPDIR");
    std::string name = std::string(folder && *folder ? folder : "/tmp") +
                       "/sectile-fst-XXXXXX";
    int fd = ::mkstemp(name.data());
    if (fd < 0) {
      error = std::strerror(errno);
      return false;
    }
    ::close(fd);
    waves->scratch = name;
  }
  fullMessage = std::string(tool) + ": error: --fst: cannot write '" + path +
                "': not everything was written\n";
  partialFile = waves->path() + ".hier";
  std::signal(SIGBUS, onFull);
  context->traceEverOn(true);
  core->trace(&waves->writer, 99);
  waves->writer.open(waves->path().c_str());
  if (waves->writer.isOpen())
    return true;
  error = "the file could not be opened";
  return false;
}

bool RtlCore::finishWaves(std::string &error) {
  if (!waves)
    return true;
  std::unique_ptr<Waves> w = std::move(waves);
  w->writer.close();
  std::FILE *file = std::fopen(w->path().c_str(), "rb");
  struct stat status;
  bool whole = file && ::fstat(::fileno(file), &status) == 0 &&
               isWholeFst(file, uint64_t(status.st_size));
  if (!whole)
    error = "not everything was written";
  if (whole && !w->scratch.empty()) {
    std::rewind(file);
    std::vector<char> part(1 << 20);
    size_t n = 0;
    while (whole && (n = std::fread(part.data(), 1, part.size(), file)) > 0)
      whole = w->output.write(part.data(), n);
    whole = whole && !std::ferror(file);
    error = w->output.error();
  }
  if (file)
    std::fclose(file);
  if (whole && !w->output.commit()) {
    error = w->output.error();
    return false;
  }
  return whole;
}
bool RtlCore::hasWaves() { return true; }
#else
struct RtlCore::Waves {};
bool RtlCore::writeWaves(const char *, const std::string &, uint64_t, uint64_t,
                         std::string &) {
  return false;
}
bool RtlCore::finishWaves(std::string &) { return true; }
bool RtlCore::hasWaves() { return false; }
#endif

RtlCore::RtlCore(const BusOptions &bus, const HostDevice::Options &hostOptions)
    : memory(bus), host(hostOptions),
      context(std::make_unique<VerilatedContext>()),
      core(std::make_unique<Vsectile_core>(context.get())) {}
RtlCore::~RtlCore() = default;

bool RtlCore::load(const Program &program, std::string &error) {
  return program.load(memory, error);
}

#ifdef SECTILE_FAULTS
bool RtlCore::setFault(unsigned number) {
  core->fault_i = number;
  return true;
}
#else
bool RtlCore::setFault(unsigned) { return false; }
#endif

void RtlCore::reset(uint64_t pc) {
  core->rst_ni = 0;
  core->boot_pc_i = pc;
  core->ram_end_i = memory.end();
  core->host_done_i = 0;
  memory.reset();
  for (int n = 0; n < 4; ++n) {
    core->clk_i = 0;
    core->eval();
    core->clk_i = 1;
    core->eval();
  }
  core->rst_ni = 1;
  counters = {};
  --counters.cycle; // the first edge is still to come
}

uint64_t *Counters::find(isa::Csr number) {
  using isa::Csr;
  switch (number) {
  case Csr::CYCLE:
    return &cycle;
  case Csr::BUSY_TMEM:
    return &busy[busyTileMemory];
  case Csr::BUSY_TMAT:
    return &busy[busyMatrix];
  case Csr::BUSY_TELEM:
    return &busy[busyElementwise];
  case Csr::BUSY_FPU:
    return &busy[busyFloat];
  case Csr::BUSY_DIV:
    return &busy[busyDivide];
  case Csr::STALL_FETCH:
    return &stall[stallFetch];
  case Csr::STALL_DATA:
    return &stall[stallData];
  case Csr::STALL_UNIT:
    return &stall[stallUnit];
  case Csr::STALL_TILE:
    return &stall[stallTile];
  default:
    return nullptr;
  }
}

// What the load port sets: bits of load_i.
namespace {
enum Load : unsigned { loadRegister = 1, loadControl = 2, loadRow = 4 };
} // namespace

void RtlCore::set(unsigned kind, unsigned number, const void *data,
                  unsigned size) {
  core->load_i = uint8_t(kind);
  core->load_number_i = uint16_t(number);
  std::memcpy(&core->load_data_i, data, size);
  clock();
  core->load_i = 0;
  if (kind == loadControl) {
    loads[0] = {true, isa::Csr(number), 0};
    std::memcpy(&loads[0].value, data, size);
  }
}

bool RtlCore::load(const Machine &state, std::string &error) {
  if (!host.restore(state.files(), error))
    return false;
  // The fetch unit may already request its first line; no instruction advances.
  held = true;
  clock();
  for (unsigned n = 1; n < 32; ++n) {
    uint64_t value = state.reg(n);
    set(loadRegister, n, &value, sizeof value);
  }
  for (unsigned n = 0; n < 32; ++n)
    for (unsigned row = 0; row < 16; ++row)
      set(loadRow, n * 16 + row,
          reinterpret_cast<const uint8_t *>(&state.tile(n)) + row * 64, 64);
  for (unsigned n = 0; n < isa::csrCount; ++n) {
    const isa::CsrInfo &info = isa::csrs[n];
    isa::Csr number = isa::Csr(info.number);
    uint64_t value =
        number == isa::Csr::CYCLE ? state.retired() : state.csr(number);
    set(loadControl, info.number, &value, sizeof value);
  }
  retiredCount = state.retired();
  // The port is registered.
  clock();
  clock();
  held = false;
  cycle = 0;
  return true;
}

bool RtlCore::idle() const {
  // Read, execute and memory stage, then stores and tiles (describeState).
  constexpr unsigned occupied = 1 << 14 | 1 << 12 | 1 << 10;
  constexpr unsigned quiet = 1 << 8 | 1 << 7 | 1 << 6 | 1 << 5 | 1 << 4;
  return !(state & occupied) && (state & quiet) == quiet;
}

bool RtlCore::stopAt(uint64_t count) {
  // More than the number of stages: close to the limit, one instruction at a
  // time.
  constexpr uint64_t stages = 8;
  held = retiredCount + stages >= count;
  if (!held)
    return false;
  if (settling) {
    --settling;
    return false;
  }
  if (!idle())
    return false;
  if (retiredCount >= count)
    return true;
  held = false; // one cycle lets at most one in
  settling = 4;
  return false;
}

void RtlCore::clock() {
  const bool ended = outcome.exited;
  drive();
  settle(false);
  memory.take(*core);
  serveHost();
  // What a cycle requests arrives in the next cycle, control registers one
  // cycle later.
  const bool shown = asked >= 2;
  asked = watching || following ? std::min(asked + 1, 2u) : 0;
  takeRetired(ended);
  takeTileWrites();
  takeTileStore();
  if (shown)
    takeControl();
  count();
  left = core->order_o;
  trace.reset();
  if (following && shown)
    trace = rtl::Trace::unpack(core->trace_o.data());
  takeState();
  settle(true);
  ++cycle;
}

// The inputs of the cycle.
void RtlCore::drive() {
  memory.drive(*core);
  core->host_done_i = hostDone;
  // Nothing comes after an exit.
  core->hold_i = held || outcome.exited;
  core->trace_i = watching || following;
}

void RtlCore::settle(bool high) {
  core->clk_i = high;
  core->eval();
#ifdef SECTILE_FST
  if (waves)
    waves->dump(cycle, high);
#endif
}

void RtlCore::serveHost() {
  hostDone = false;
  if (core->host_valid_o && !core->host_done_i && !outcome.exited) {
    outcome = host.command(core->host_command_o, memory, retiredCount);
    hostDone = true;
  }
}

// `ended`: the exit came in an earlier cycle.
void RtlCore::takeRetired(bool ended) {
  retired.reset();
  const uint32_t *record = core->retire_o.data();
  if (!rtl::bits(record, rtl::Retire::At::valid, 1))
    return;
  retired = rtl::Retire::unpack(record);
  if (!retired->trap)
    ++retiredCount;
  exited = ended;
}

// A port of the tile file's two halves each.
void RtlCore::takeTileWrites() {
  unsigned count = 0;
  for (unsigned port = 0; port != writes.size(); ++port) {
    if (!(core->tw_valid_o >> port & 1))
      continue;
    TileWrite &w = writes[count++];
    uint32_t address = core->tw_addr_o >> 10 * port & 0x3ff;
    w.order = uint32_t(core->tw_order_o >> 32 * port);
    w.tile = address >> 4 & 31;
    w.index = address & 15;
    w.column = address >> 9 & 1;
    w.last = core->tw_last_o >> port & 1;
    w.mask = uint16_t(core->tw_mask_o >> 16 * port);
    std::memcpy(w.words, &core->tw_data_o[16 * port], 64);
  }
  tileWrites = std::span(writes).first(count);
}

void RtlCore::takeTileStore() {
  tileStore.reset();
  if (!core->ts_valid_o)
    return;
  TileStore &s = tileStore.emplace();
  s.order = core->ts_order_o;
  s.address = core->ts_addr_o;
  s.strobe = core->ts_strb_o;
  s.last = core->ts_last_o;
  std::memcpy(s.data, &core->ts_data_o, 64);
}

// They are those of the cycle before.
void RtlCore::takeControl() {
  control[left % controlHistory] = rtl::CsrState::unpack(core->csr_o.data());
}

void RtlCore::takeState() {
  busy = core->busy_o;
  state = core->state_o;
  stall.reset();
  if (core->stall_o & 4)
    stall = core->stall_o & 3;
  halted = core->halt_o;
  busError = core->error_o;
}

// Advances the counters over the clock edge before this cycle.
void RtlCore::count() {
  // An instruction that left execute at that edge read their old values.
  if (watching && left != core->order_o)
    countersLeft[left % controlHistory] = counters;
  ++counters.cycle;
  for (unsigned n = 0; n < busyUnits; ++n)
    counters.busy[n] += busy >> n & 1;
  if (core->stall_o & 4)
    ++counters.stall[core->stall_o & 3];
  // The port is registered.
  if (uint64_t *counter =
          loads[1].now ? counters.find(loads[1].number) : nullptr)
    *counter = loads[1].value;
  loads[1] = loads[0];
  loads[0].now = false;
}

bool RtlCore::drained() const {
  constexpr unsigned full = 0xe, idle = 0x1f0;
  return (state & (full | idle)) == idle;
}

std::string RtlCore::describeState() const {
  static const char *const names[] = {"scalar access waits for a tile access",
                                      "elementwise queue full",
                                      "matrix queue full",
                                      "tile memory queue full",
                                      "no tile instruction in flight",
                                      "elementwise unit idle",
                                      "matrix unit idle",
                                      "tile memory unit idle",
                                      "store buffer empty",
                                      "data cache busy",
                                      "memory stage occupied",
                                      "execute stage may go on",
                                      "execute stage occupied",
                                      "read stage waits for a result",
                                      "read stage occupied",
                                      "fetch has an instruction"};
  std::string text;
  for (int n = 15; n >= 0; --n)
    text += std::string("  ") + (state >> n & 1 ? "yes  " : "no   ") +
            names[n] + "\n";
  return text;
}

} // namespace sectile::cosim
