// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Runs a random program in lockstep, and reduces one that fails.
#include "Trial.h"
#include "Cover.h"
#include "Lockstep.h"
#include "Report.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <random>

namespace sectile::random {
namespace {

using cosim::BusOptions;

// The bus parameters of a program: every second one has random back-pressure.
BusOptions busFor(uint64_t seed, uint64_t memory) {
  BusOptions bus;
  bus.memory = memory;
  static const unsigned latencies[] = {40, 1, 7, 100};
  bus.latency = latencies[seed / 2 % 4];
  bus.bandwidth = seed / 8 % 2 ? 64 : 16;
  bus.randomSeed = seed % 2 ? seed : 0;
  return bus;
}

// A state that a program can start from: interrupts are disabled, the rest is
// drawn. Counters are sometimes near a power of two, so that carries reach
// every bit.
void drawState(Machine &machine, uint64_t seed) {
  std::mt19937_64 bits(seed);
  auto count = [&] {
    return (uint64_t(1) << bits() % 63) - (bits() % 4 ? bits() % 4096 : 0);
  };
  for (unsigned n = 1; n < 32; ++n)
    machine.setReg(n, bits());
  for (unsigned n = 0; n < 32; ++n) {
    Tile t;
    uint64_t words[sizeof t / 8];
    for (uint64_t &w : words)
      w = bits();
    std::memcpy(&t, words, sizeof t);
    machine.setTile(n, t);
  }
  for (unsigned n = 0; n < isa::csrCount; ++n) {
    auto number = isa::Csr(isa::csrs[n].number);
    machine.setCsr(number, number == isa::Csr::STATUS ? bits() & 2 : bits());
    if (cosim::Counters().find(number))
      machine.setCounter(number, count());
  }
  machine.setRetired(count());
}

TrialResult run(const std::vector<uint8_t> &elf, const TrialOptions &options,
                bool fromState, bool halts);

} // namespace

Options trialProgram(uint64_t seed, unsigned items) {
  Options options;
  options.seed = seed;
  options.items = seed % 16 ? items : std::min(items * 8, maximumItems);
  options.hash = false;
  options.fromState = seed % 3 == 0;
  options.halts = seed % 5 == 2;
  return options;
}

TrialResult runTrial(const Program &source, const TrialOptions &options) {
  if (options.coverage)
    options.coverage->begin(source.code, codeBase);
  TrialOptions whole = options;
  whole.limit = options.limit * source.code.size();
  return run(toElf(source), whole, source.fromState, source.halts);
}

TrialResult runTrial(const std::vector<uint8_t> &elf,
                     const TrialOptions &options) {
  return run(elf, options, false, false);
}

namespace {
TrialResult run(const std::vector<uint8_t> &elf, const TrialOptions &options,
                bool fromState, bool halts) {
  TrialResult result;
  std::string error;
  std::optional<sectile::Program> program =
      sectile::Program::fromBytes(elf, error);
  if (!program) {
    result.what = result.report = error;
    return result;
  }
  BusOptions bus = busFor(options.seed, options.memory);
  // The command that reproduces the run.
  std::string again;
  if (!options.name.empty()) {
    again = "--memory " + std::to_string(bus.memory >> 10) +
            "K --memory-latency " + std::to_string(bus.latency) +
            " --bandwidth " + std::to_string(bus.bandwidth);
    if (bus.randomSeed)
      again += " --random-stall " + std::to_string(bus.randomSeed);
    if (fromState)
      again += " --restore " + options.name + ".checkpoint";
    again += " " + options.name + ".elf";
  }
  HostDevice::Options host;
  host.arguments = {"random"};
  MachineOptions machineOptions;
  machineOptions.memory = bus.memory;
  machineOptions.lockstep = true;
  machineOptions.host.arguments = host.arguments;
  Machine machine(machineOptions);
  cosim::RtlCore core(bus, host);
  if (!machine.load(*program, error) || !core.load(*program, error)) {
    result.what = result.report = error;
    return result;
  }
  if (options.fault && !core.setFault(options.fault)) {
    result.what = result.report = "this model has no faults";
    return result;
  }
  // Some trace the pipeline.
  core.following = options.seed % 4 == 1;
  core.reset(program->entry());
  if (fromState) {
    drawState(machine, options.seed);
    if (!core.load(machine, error) ||
        (!options.name.empty() &&
         !machine.save(options.name + ".checkpoint", error))) {
      result.what = result.report = error;
      return result;
    }
  }
  cosim::Lockstep lockstep(core, machine);
  if (options.coverage)
    lockstep.observe = [&](const sectile::Retire &r) {
      cover(*options.coverage, r, machine);
    };
  uint64_t last = core.cycles();
  bool same = true;
  while (same && !lockstep.exited()) {
    same = lockstep.clock();
    if (core.retired) {
      last = core.cycles();
      if (options.coverage && core.retired->intr)
        options.coverage->trapped(core.retired->cause, 0);
    }
    bool hangs = core.cycles() - last > options.hang;
    if (same && (hangs || lockstep.compared() > options.limit)) {
      result.what = hangs ? "hang" : "no end";
      result.report = hangs ? "no instruction retired for " +
                                  std::to_string(options.hang) + " cycles\n" +
                                  core.describeState()
                            : "both agree, but the program does not end\n";
      if (!again.empty())
        result.report += "again: sectile-cosim " + again + "\n";
      result.cycles = core.cycles();
      result.instructions = lockstep.compared();
      return result;
    }
  }
  same = same && lockstep.finish();
  result.same =
      same && lockstep.halted == halts && (halts || lockstep.status() == 0);
  result.cycles = core.cycles();
  result.instructions = lockstep.compared();
  if (!same) {
    result.what = lockstep.mismatch().what;
    result.report = describe(lockstep.mismatch(), *program, "", machine,
                             lockstep.history(), again);
  } else if (!result.same) {
    result.what = result.report =
        "both agree, but the program did not end as it should";
  }
  return result;
}
} // namespace

Program shrink(Options options, const TrialOptions &trial) {
  TrialOptions quiet = trial;
  quiet.coverage = nullptr;
  std::vector<bool> keep(options.items, true);
  for (size_t size = std::max<size_t>(options.items / 2, 1); size; size /= 2)
    for (size_t at = 0; at < keep.size(); at += size) {
      std::vector<bool> fewer = keep;
      bool any = false;
      for (size_t i = at; i < std::min(at + size, keep.size()); i++) {
        any |= fewer[i];
        fewer[i] = false;
      }
      if (!any)
        continue;
      options.keep = fewer;
      if (!runTrial(generate(options), quiet).same)
        keep = fewer;
    }
  options.keep = keep;
  return generate(options);
}

} // namespace sectile::random
