// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The verilated core with memory and host device around it, one clock at a
// time.
#ifndef SECTILE_COSIM_CORE_H
#define SECTILE_COSIM_CORE_H

#include "Bus.h"
#include "sectile/emulator/elf.h"
#include "sectile/emulator/host_device.h"
#include "sectile/emulator/machine.h"
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
// The control registers that instructions write.
struct ControlState {
  uint64_t status, ie, software, tvec, epc, cause, tval, scratch, timecmp;
};
// What moves in a cycle (trace_t of the core). Tile units: matrix, elementwise,
// tile memory.
struct Movement {
  uint64_t pc; // at fetch
  uint32_t word;
  bool fetched, redirect, read, executed, committed;
  uint8_t stall; // why nothing leaves the memory stage, if so
  bool push, empty;
  uint8_t slot;
  struct Event {
    bool happens;
    uint8_t slot;
  };
  Event start[3], copied[3], written[3];
};
enum Busy {
  busyTileMemory,
  busyMatrix,
  busyElementwise,
  busyFloat,
  busyDivide,
  busyUnits
};

// Why nothing retired in a cycle, as the core numbers the causes.
enum Stall { stallFetch, stallData, stallUnit, stallTile, stallCauses };
// The performance counters, counted from what each cycle shows: what an
// instruction must read from the core's own.
struct Counters {
  uint64_t cycle, busy[busyUnits], stall[stallCauses];
  // Null if this register counts no cycles.
  uint64_t *find(isa::Csr number);
};

class Core {
public:
  Core(const BusOptions &bus, const HostDevice::Options &host);
  ~Core();

  bool load(const Program &program, std::string &error);
  void reset(uint64_t pc);
  // After reset: registers, tiles, control registers, counts and open files of
  // a machine. Memory is not touched.
  bool load(const Machine &state, std::string &error);
  // Switches a planted fault on, before reset(); false in a model without
  // faults.
  bool setFault(unsigned number);
  // One clock. What happened in it is then to be read from the members below.
  void clock();
  // Before each clock: lets only so many instructions retire in all. True once
  // that many have and nothing is under way any more; the core then stands
  // until the number grows.
  bool stopAt(uint64_t count);
  // Whether nothing is under way.
  bool idle() const;

  Bus &bus() { return memory; }
  uint64_t cycles() const { return cycle; }

  std::optional<Retirement> retired;
  std::optional<TileWrite> tileWrite;
  std::optional<TileStore> tileStore;
  // Set while control registers are wanted, or what moves.
  bool watching = false, following = false;
  std::optional<Movement> movement;
  // After so many instructions and traps have left execute.
  uint32_t order() const { return left; }
  const ControlState &controlAfter(uint32_t order) const {
    return control[order % controlHistory];
  }
  // As the instruction of this order could read them when it left execute;
  // while control registers are wanted.
  Counters &countersAt(uint32_t order) {
    return countersLeft[order % controlHistory];
  }
  HostDevice::Outcome outcome; // of the last host command
  bool exited = false;         // by an instruction that has retired
  bool halted = false, busError = false;
  unsigned busy = 0, state = 0;
  std::optional<unsigned> stall; // set in a cycle without a retirement
  uint64_t retiredCount = 0;     // what the host's clock shows
  std::string hostError() const { return host.error(); }
  std::vector<HostDevice::File> files() const { return host.files(); }
  // The state of every unit, for the report of a hang.
  std::string describeState() const;
  // Whether this model can write waves; they cost speed.
  static bool hasWaves();
  // Waves of these cycles; only if it has them. Both are false, with `error`
  // set, if the file can't be written.
  bool writeWaves(const char *tool, const std::string &path, uint64_t from,
                  uint64_t to, std::string &error);
  bool finishWaves(std::string &error);

private:
  Bus memory;
  HostDevice host;
  std::unique_ptr<VerilatedContext> context;
  std::unique_ptr<Vsectile_core> core;
  uint64_t cycle = 0;
  bool hostDone = false;
  bool held = false;
  unsigned asked = 0;    // cycles with trace_i, up to 2
  unsigned settling = 0; // cycles until the pipeline shows what was let in
  uint32_t left = 0;
  // An instruction changes them as it leaves execute, some cycles before it
  // retires.
  static constexpr unsigned controlHistory = 16;
  ControlState control[controlHistory] = {};
  void set(unsigned kind, unsigned number, const void *data, unsigned size);
  Counters counters = {}, countersLeft[controlHistory] = {};
  struct {
    bool now = false;
    isa::Csr number = {};
    uint64_t value = 0;
  } loads[2]; // of counters, in the last cycle and the one before
  void count();
  struct Waves;
  std::unique_ptr<Waves> waves;
};

} // namespace sectile::cosim
#endif
