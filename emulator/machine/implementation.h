// The inside of a Machine.
#ifndef SECTILE_EMULATOR_MACHINE_STATE_H
#define SECTILE_EMULATOR_MACHINE_STATE_H

#include "engine/core.h"
#include "sectile/emulator/machine.h"
#include "system/read_file.h"

#include <array>
#include <atomic>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace sectile {

struct Machine::Implementation {
  Implementation(MachineOptions options, GuestMemory &memory);
  ~Implementation();

  MachineOptions options;
  GuestMemory &memory;
  std::string problem;
  std::unique_ptr<HostDevice> host;
  std::function<HostDevice::Outcome(uint64_t, GuestMemory &)> customHost;
  Hooks hooks;
  Retire record;

  //===-- Architectural state besides that in the core ------------------===//
  std::unique_ptr<Core> core;
  uint64_t pc = 0, retired = 0;
  uint64_t status = 0, tvec = 0, epc = 0, cause = 0, tval = 0, scratch = 0,
           ie = 0;
  uint64_t timecmp = ~uint64_t(0);
  bool softwarePending = false;
  std::array<uint64_t, 256> counters = {}; // 0x800 and up: what lockstep gave
  Fault lastFault;
  int exitStatus = 0;
  std::atomic<bool> stopRequested = false;
  uint64_t startTime = 0;

  //===-- Memory --------------------------------------------------------===//
  // The flags of core.h, downwards from the RAM that follows.
  uint8_t *mapping = nullptr;
  uint64_t mappedBytes = 0, flagBytes = 0;

  //===-- The stack -----------------------------------------------------===//
  // Off: the program is not known to keep one, or has several. Waiting: its
  // stack pointer is not set yet.
  enum class Stack { off, waiting, watched };
  Stack stack = Stack::off;
  uint64_t programEnd = 0;
  std::optional<uint64_t> heapEndAt; // where the C library keeps that address
  uint64_t stackLimit = 0;           // what was overrun

  //===-- Translated blocks ---------------------------------------------===//
  const Handlers *handlers = nullptr;
  const TileHandlers *tiles = nullptr;
  uint8_t *arena = nullptr;
  uint64_t arenaUsed = 0, flushes = 0;
  std::vector<Block *> blocks;
  std::unordered_map<uint64_t, Block *> blockAt;
  std::unordered_set<uint64_t> codeWords; // offset / 4
  std::vector<uint64_t> codeGranules;
  std::set<uint64_t> breakpoints;

  //===-- Statistics ----------------------------------------------------===//
  std::array<uint64_t, isa::opCount> stepCounts = {};
  std::vector<std::vector<isa::Op>>
      blockCounts; // the operations of each counted block
  std::vector<uint64_t> executions;

  struct Executor;

  bool inRam(uint64_t address, uint64_t size) const;
  void storeBytes(uint64_t address, const void *data, uint64_t size);
  uint64_t time() const;
  uint64_t pending() const;
  uint64_t readCsr(isa::Csr number) const;
  void writeCsr(isa::Csr number, uint64_t value);
  std::optional<Stop> trap(uint64_t cause, uint64_t value, Retire &r);
  std::optional<uint64_t> interruptDue() const;
  std::optional<Stop> step(Retire &r);
  std::optional<Stop> hostCommand(uint64_t block);
  void runHandler(const isa::Inst &inst);
  void watchStack(const Program &program);
  uint64_t lowestStack() const;
  bool inStack(uint64_t address) const;
  void findStack();
  void setStack(Stack state, uint64_t low = 0);
  bool stackOverflow(uint64_t before, const isa::Inst &inst, uint64_t at);
  bool fromStackPointer(const isa::Inst &inst, uint64_t at) const;
  void flush();
  void fillSlot(Slot &slot, const isa::Inst &inst, uint64_t pc) const;
  bool fuse(Slot *slots, const isa::Inst &one, const isa::Inst &two) const;
  Block *blockFor(uint64_t pc);
  Block *blockOf(const Slot *slot) const;
  void countersChanged();
  void collectCounts();
  uint64_t untilEvent() const;
  Stop run(uint64_t count);
  void uncount(const Block &block, uint64_t index);
};

// What a checkpoint ends with, over all before it.
uint64_t checkpointChecksum(const uint8_t *p, size_t n);

} // namespace sectile
#endif
