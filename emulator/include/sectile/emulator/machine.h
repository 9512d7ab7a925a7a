// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A Sectile machine: all its state, and two ways to run it.
//
//   run()   as fast as possible: blocks of predecoded instructions
//   step()  one instruction, with a record of all it did
//
// Both give the same results to the bit, and can be mixed in any way. Machines
// share nothing: a process may have any number of them, each used by one thread
// at a time.
#ifndef SECTILE_EMULATOR_MACHINE_H
#define SECTILE_EMULATOR_MACHINE_H

#include "sectile/emulator/elf.h"
#include "sectile/emulator/host_device.h"
#include "sectile/emulator/memory.h"
#include "sectile/emulator/tile_path.h"
#include "sectile/isa.h"
#include "semantics/value.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sectile {

// One access of an instruction: a scalar one, or a row of a tile access (a
// linear one is split after each row of the tile).
struct MemoryAccess {
  uint64_t address = 0;
  uint32_t size = 0; // up to 64
  bool isStore = false;
  uint8_t data[64] = {};

  uint64_t value() const { // of a scalar access
    uint64_t v = 0;
    for (unsigned n = 0; n < size && n < 8; ++n)
      v |= uint64_t(data[n]) << 8 * n;
    return v;
  }
};

// What one step did.
struct Retire {
  uint64_t order = 0; // instructions retired before it
  uint64_t pc = 0, nextPc = 0;
  uint32_t word = 0;
  isa::Inst inst;
  // A trap or interrupt was taken instead; nothing else is then set.
  bool trapped = false;
  uint64_t cause = 0, value = 0;
  // Register writes, r0 excluded; a pair of loads has two, in this order.
  unsigned registerWrites = 0;
  struct {
    uint8_t number;
    uint64_t value;
  } registers[2] = {};
  int tile = -1; // number of the tile register written
  std::vector<MemoryAccess> accesses;
  // A host command started: the address of its block.
  std::optional<uint64_t> hostCommand;
};

enum class Stop {
  limit,         // as many instructions as requested have retired, or more
                 // traps than that were taken in a row
  exited,        // the guest called exit
  fault,         // a trap with no handler: see Machine::fault()
  breakpoint,    // pc is at an address given to addBreakpoint
  requested,     // requestStop() was called
  stackOverflow, // the stack pointer has left the stack: see Machine::fault();
                 // the run can continue, without a watch over the stack
};

// Of a stack overflow, the value is where the stack pointer is.
struct Fault {
  uint64_t cause = 0, value = 0, pc = 0;
  uint32_t word = 0; // of the instruction; 0 if it could not be fetched
};

struct Hooks {
  std::function<void(const Retire &)> retire; // after each instruction or trap
  std::function<void(const MemoryAccess &, uint64_t pc)> memory;
  std::function<void(uint64_t cause, uint64_t value, uint64_t pc)> trap;
};

struct MachineOptions {
  uint64_t memory = uint64_t(256) << 20; // bytes, a multiple of 4096
  TilePath tiles = bestTilePath();
  // Time and clock follow the host's clock, not the count of instructions.
  bool realTime = false;
  // Count how often each instruction is executed, at a small cost.
  bool countInstructions = false;
  // Lockstep with another model: interrupts are taken only by interrupt(),
  // cycle, time and the performance counters read what setCounter() gave, and
  // a host command is reported in Retire but not run.
  bool lockstep = false;
  // Stop a program whose stack grows into its heap or its own data. Only
  // programs that begin in the C library's start-up code are watched, as long
  // as they use the stack that it sets up, and none in lockstep.
  bool watchStack = true;
  HostDevice::Options host;
};

class Machine : public GuestMemory {
public:
  explicit Machine(MachineOptions options);
  ~Machine() override;
  Machine(const Machine &) = delete;
  Machine &operator=(const Machine &) = delete;

  // Empty if the machine could be built with these options.
  const std::string &error() const;
  const MachineOptions &options() const;

  // Loads the segments and sets pc to the entry.
  bool load(const Program &program, std::string &error);

  //===-- State ---------------------------------------------------------===//
  uint64_t reg(unsigned number) const;
  void setReg(unsigned number, uint64_t value); // r0 stays 0
  const Tile &tile(unsigned number) const;
  void setTile(unsigned number, const Tile &value);
  uint64_t pc() const;
  void setPc(uint64_t value); // bits 1:0 are cleared
  // As an instruction reads or writes it; read-only ones are not changed.
  uint64_t csr(isa::Csr number) const;
  void setCsr(isa::Csr number, uint64_t value);
  bool read(uint64_t address, void *data, uint64_t size) override;
  bool write(uint64_t address, const void *data, uint64_t size) override;
  uint64_t end() const override;
  uint64_t retired() const;
  void setRetired(uint64_t count);

  //===-- Running -------------------------------------------------------===//
  // Until `count` more instructions have retired or something else stops it. A
  // trap is no instruction, but more than `count` traps in a row end it too.
  Stop run(uint64_t count = ~uint64_t(0));
  // Nothing if the program can continue after the instruction or its trap.
  std::optional<Stop> step(Retire &record);
  std::optional<Stop> step();
  // Ends the current run() soon, or else the next one at once. May be called by
  // a hook, another thread or a signal handler.
  void requestStop();

  int exitStatus() const;
  const Fault &fault() const;
  // The lowest address that the overrun stack could have had.
  uint64_t stackLimit() const;

  // run() stops before the instruction at this address executes, unless it is
  // where run() starts.
  void addBreakpoint(uint64_t address);
  void clearBreakpoints();

  // Hooks make run() as slow as step().
  void setHooks(Hooks hooks);

  //===-- Lockstep ------------------------------------------------------===//
  // Takes a trap or interrupt before the next instruction.
  std::optional<Stop> interrupt(uint64_t cause);
  // What cycle, time or a performance counter reads from now on.
  void setCounter(isa::Csr number, uint64_t value);
  // Replaces the host device.
  void setHost(
      std::function<HostDevice::Outcome(uint64_t block, GuestMemory &)> host);

  //===-- Statistics ----------------------------------------------------===//
  // Retired instructions by operation (with countInstructions).
  std::vector<uint64_t> counts() const;

  //===-- Checkpoints ---------------------------------------------------===//
  // The whole state: registers, tiles, control registers, memory, open files.
  bool save(const std::string &path, std::string &error) const;
  // The machine must have as much memory. On error the machine is unchanged.
  bool restore(const std::string &path, std::string &error);
  // Files that the guest has open, which a checkpoint contains. In lockstep
  // they are set from the other model's.
  std::vector<HostDevice::File> files() const;
  bool setFiles(const std::vector<HostDevice::File> &files, std::string &error);

private:
  struct Implementation;
  std::unique_ptr<Implementation> self;
};

} // namespace sectile
#endif
