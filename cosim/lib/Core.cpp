#include "Core.h"
#include "Vsectile_core.h"
#include "verilated.h"
#ifdef SECTILE_FST
#include "verilated_fst_c.h"
#endif
#include <cstring>

namespace sectile::cosim {

#ifdef SECTILE_FST
struct Core::Waves {
  VerilatedFstC file;
  uint64_t from;
  void dump(uint64_t cycle, bool high) {
    if (cycle >= from)
      file.dump(cycle * 2 + high);
  }
};
void Core::trace(const std::string &path, uint64_t from) {
  context->traceEverOn(true);
  waves = std::make_unique<Waves>();
  waves->from = from;
  core->trace(&waves->file, 99);
  waves->file.open(path.c_str());
}
#else
void Core::trace(const std::string &, uint64_t) {}
#endif

Core::Core(const BusOptions &bus, const HostDevice::Options &hostOptions)
    : memory(bus), host(hostOptions),
      context(std::make_unique<VerilatedContext>()),
      core(std::make_unique<Vsectile_core>(context.get())) {}
Core::~Core() {
#ifdef SECTILE_FST
  if (waves)
    waves->file.close();
#endif
}

bool Core::load(const Program &program, std::string &error) {
  return program.load(memory, error);
}

void Core::reset(uint64_t pc) {
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
}

// The bits of the packed retire_t, last member first.
namespace {
class Reader {
public:
  explicit Reader(const uint32_t *words) : words(words) {}
  uint64_t take(unsigned width) {
    uint64_t value = 0;
    for (unsigned n = 0; n < width;) {
      unsigned bit = position & 31, count = std::min(32 - bit, width - n);
      uint64_t part = words[position >> 5] >> bit;
      if (count < 32)
        part &= (uint64_t(1) << count) - 1;
      value |= part << n;
      n += count;
      position += count;
    }
    return value;
  }

private:
  const uint32_t *words;
  unsigned position = 0;
};
} // namespace

void Core::clock() {
  retired.reset();
  tileWrite.reset();
  tileStore.reset();
  hostCommand.reset();

  memory.drive(*core);
  core->host_done_i = hostDone;
  core->clk_i = 0;
  core->eval();
  memory.take(*core);
#ifdef SECTILE_FST
  if (waves)
    waves->dump(cycle, false);
#endif

  hostDone = false;
  // An exit is never answered: the core goes no further.
  if (core->host_valid_o && !core->host_done_i && !outcome.exited) {
    hostCommand = core->host_command_o;
    outcome = host.command(*hostCommand, memory, retiredCount);
    hostDone = !outcome.exited;
  }
  // The last member of the record is in the lowest bits.
  const uint32_t *record = core->retire_o.data();
  constexpr unsigned top =
      128 + 16 + 64 + 2 + 70 + 70 + 64 + 64 + 32 + 64 + 32 + 2;
  if (record[top / 32] >> (top % 32) & 1) {
    Reader r(record);
    Retirement &t = retired.emplace();
    uint64_t data[2] = {r.take(64), 0};
    data[1] = r.take(64);
    std::memcpy(t.data, data, 16);
    t.mask = uint16_t(r.take(16));
    t.address = r.take(64);
    t.store = r.take(1);
    t.load = r.take(1);
    for (int n = 1; n >= 0; --n) {
      t.registers[n].value = r.take(64);
      t.registers[n].number = uint8_t(r.take(5));
      t.registers[n].written = r.take(1);
    }
    t.value = r.take(64);
    t.cause = r.take(64);
    t.word = uint32_t(r.take(32));
    t.pc = r.take(64);
    t.order = uint32_t(r.take(32));
    t.interrupt = r.take(1);
    t.trap = r.take(1);
    if (!t.trap)
      ++retiredCount;
  }
  if (core->tw_valid_o) {
    TileWrite &w = tileWrite.emplace();
    w.order = core->tw_order_o;
    w.tile = core->tw_tile_o;
    w.index = core->tw_index_o;
    w.column = core->tw_column_o;
    w.last = core->tw_last_o;
    w.mask = core->tw_mask_o;
    std::memcpy(w.words, &core->tw_data_o, 64);
  }
  if (core->ts_valid_o) {
    TileStore &s = tileStore.emplace();
    s.order = core->ts_order_o;
    s.address = core->ts_addr_o;
    s.strobe = core->ts_strb_o;
    s.last = core->ts_last_o;
    std::memcpy(s.data, &core->ts_data_o, 64);
  }
  busy = core->busy_o;
  state = core->state_o;
  halted = core->halt_o;
  busError = core->error_o;

  core->clk_i = 1;
  core->eval();
#ifdef SECTILE_FST
  if (waves)
    waves->dump(cycle, true);
#endif
  ++cycle;
}

std::string Core::describeState() const {
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
