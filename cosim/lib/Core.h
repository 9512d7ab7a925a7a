// The verilated core with memory and host device around it, one clock at a
// time.
#ifndef SECTILE_COSIM_CORE_H
#define SECTILE_COSIM_CORE_H

#include "Bus.h"
#include "sectile/emulator/elf.h"
#include "sectile/emulator/host_device.h"
#include <functional>
#include <memory>
#include <optional>

class VerilatedContext;

namespace sectile::cosim {

// A retired instruction or a trap, as the core reports it.
struct Retirement {
  bool trap, interrupt;
  uint32_t order;
  uint64_t pc;
  uint32_t word;
  uint64_t cause, value;
  struct {
    bool written;
    uint8_t number;
    uint64_t value;
  } registers[2];
  bool load, store;
  uint64_t address;
  uint16_t mask;
  uint8_t data[16];
};
// A row or column of a tile, words under a mask.
struct TileWrite {
  uint32_t order;
  uint8_t tile, index;
  bool column, last;
  uint16_t mask;
  uint32_t words[16];
};
// A line of a tile store.
struct TileStore {
  uint32_t order;
  uint64_t address, strobe;
  bool last;
  uint8_t data[64];
};
enum Busy {
  busyTileMemory,
  busyMatrix,
  busyElementwise,
  busyFloat,
  busyDivide,
  busyUnits
};

class Core {
public:
  Core(const BusOptions &bus, const HostDevice::Options &host);
  ~Core();

  bool load(const Program &program, std::string &error);
  void reset(uint64_t pc);
  // One clock. What happened in it is then to be read from the members below.
  void clock();

  Bus &bus() { return memory; }
  uint64_t cycles() const { return cycle; }

  std::optional<Retirement> retired;
  std::optional<TileWrite> tileWrite;
  std::optional<TileStore> tileStore;
  // Set in the cycle in which the host ran a command.
  std::optional<uint64_t> hostCommand;
  HostDevice::Outcome outcome;
  bool halted = false, busError = false;
  unsigned busy = 0, state = 0;
  uint64_t retiredCount = 0; // what the host's clock shows
  std::string hostError() const { return host.error(); }
  // The state of every unit, for the report of a hang.
  std::string describeState() const;
  // Waves from this cycle on; only with SECTILE_FST.
  void trace(const std::string &path, uint64_t from);

private:
  Bus memory;
  HostDevice host;
  std::unique_ptr<VerilatedContext> context;
  std::unique_ptr<Vsectile_core> core;
  uint64_t cycle = 0;
  bool hostDone = false;
#ifdef SECTILE_FST
  struct Waves;
  std::unique_ptr<Waves> waves;
#endif
};

} // namespace sectile::cosim
#endif
