// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The verilated core with memory and host device around it, one clock at a
// time. What it reports of itself has the fields of isa/Records.td.
#ifndef SECTILE_COSIM_RTL_CORE_H
#define SECTILE_COSIM_RTL_CORE_H

#include "Bus.h"
#include "sectile/core_records.h"
#include "sectile/emulator/elf.h"
#include "sectile/emulator/host_device.h"
#include "sectile/emulator/machine.h"
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <span>

class VerilatedContext;

namespace sectile::cosim {

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

// Why nothing retired in a cycle, as the core numbers the causes.
enum Stall { stallFetch, stallData, stallUnit, stallTile, stallCauses };
// The performance counters, counted independently from what each cycle shows:
// the values that an instruction must read from the core's counters.
struct Counters {
  uint64_t cycle, busy[busyUnits], stall[stallCauses];
  // Null if this register counts no cycles.
  uint64_t *find(isa::Csr number);
};

class RtlCore {
public:
  RtlCore(const BusOptions &bus, const HostDevice::Options &host);
  ~RtlCore();

  bool load(const Program &program, std::string &error);
  void reset(uint64_t pc);
  // After reset: registers, tiles, control registers, counts and open files of
  // a machine. Memory is not touched.
  bool load(const Machine &state, std::string &error);
  // Activates a planted fault, before reset(); false in a model without
  // faults.
  bool setFault(unsigned number);
  // Runs one clock. The members below then say what happened in it.
  void clock();
  // To be called before each clock: limits how many instructions retire in all.
  // True once that many have retired and nothing is in flight; the core then
  // waits until the limit grows.
  bool stopAt(uint64_t count);
  // Whether no instruction is in flight.
  bool idle() const;

  Bus &bus() { return memory; }
  uint64_t cycles() const { return cycle; }

  std::optional<rtl::Retire> retired;
  // Up to two rows, or a column.
  std::span<const TileWrite> tileWrites;
  std::optional<TileStore> tileStore;
  // Set while control registers are wanted, or the trace.
  bool watching = false, following = false;
  std::optional<rtl::Trace> trace;
  // After so many instructions and traps have left execute.
  uint32_t order() const { return left; }
  const rtl::CsrState &controlAfter(uint32_t order) const {
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
  // Whether the core shows in it that its tile units and its store buffer are
  // idle and their queues have room.
  bool drained() const;
  // Whether this model can write waves, which makes it slower.
  static bool hasWaves();
  // Write waves of these cycles, in a model that can. Both return false, with
  // `error` set, if the file cannot be written.
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
  unsigned asked = 0; // cycles with trace_i, up to 2
  unsigned settling =
      0; // cycles until the pipeline shows the last one admitted
  uint32_t left = 0;
  // An instruction changes them as it leaves execute, some cycles before it
  // retires.
  static constexpr unsigned controlHistory = 16;
  rtl::CsrState control[controlHistory] = {};
  void set(unsigned kind, unsigned number, const void *data, unsigned size);
  // The steps of a clock.
  void drive();
  void settle(bool high);
  void serveHost();
  void takeRetired(bool ended);
  std::array<TileWrite, 2> writes;
  void takeTileWrites();
  void takeTileStore();
  void takeControl();
  void takeState();
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
