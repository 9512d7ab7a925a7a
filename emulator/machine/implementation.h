// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The parts of a Machine.
#ifndef SECTILE_EMULATOR_MACHINE_IMPLEMENTATION_H
#define SECTILE_EMULATOR_MACHINE_IMPLEMENTATION_H

#include "engine/back_end.h"
#include "interpreter/interpreter.h"
#include "system/read_file.h"

#include <atomic>

namespace sectile {

struct Machine::Implementation {
  Implementation(MachineOptions options, GuestMemory &memory);

  const MachineOptions options;
  GuestMemory &memory; // the machine, for host commands
  std::string problem;

  // Null, all of them, if there is a problem.
  std::unique_ptr<HostDevice> host;
  std::unique_ptr<Ram> ram;
  OwnedCore core;
  std::unique_ptr<Hart> hart;
  std::unique_ptr<StackWatch> stack;
  std::unique_ptr<BackEnd> backEnd;
  std::unique_ptr<Interpreter> interpreter;

  std::function<HostDevice::Outcome(uint64_t, GuestMemory &)> customHost;
  Retire record;
  std::set<uint64_t> breakpoints;
  std::atomic<bool> stopRequested = false;

  HostDevice::Outcome hostCommand(uint64_t block);
  Stop run(uint64_t count);

private:
  void build();
};

// What a checkpoint ends with, over all before it.
uint64_t checkpointChecksum(const uint8_t *p, size_t n);

} // namespace sectile
#endif
