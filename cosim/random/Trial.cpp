// Runs a random program in lockstep, and shrinks one that fails.
#include "Trial.h"
#include "Cover.h"
#include "Lockstep.h"

#include <algorithm>
#include <optional>

namespace sectile::random {
namespace {

using cosim::BusOptions;

// The bus of a program: every other one with random back-pressure.
BusOptions busFor(uint64_t seed, uint64_t memory) {
  BusOptions bus;
  bus.memory = memory;
  static const unsigned latencies[] = {40, 1, 7, 100};
  bus.latency = latencies[seed / 2 % 4];
  bus.bandwidth = seed / 8 % 2 ? 64 : 16;
  bus.randomSeed = seed % 2 ? seed : 0;
  return bus;
}

} // namespace

TrialResult runTrial(const Program &source, const TrialOptions &options) {
  if (options.coverage)
    options.coverage->begin(source.code, codeBase);
  TrialOptions whole = options;
  whole.limit = options.limit * source.code.size();
  return runTrial(toElf(source), whole);
}

TrialResult runTrial(const std::vector<uint8_t> &elf,
                     const TrialOptions &options) {
  TrialResult result;
  std::string error;
  std::optional<sectile::Program> program =
      sectile::Program::fromBytes(elf, error);
  if (!program) {
    result.what = result.report = error;
    return result;
  }
  BusOptions bus = busFor(options.seed, options.memory);
  HostDevice::Options host;
  host.arguments = {"random"};
  MachineOptions machineOptions;
  machineOptions.memory = bus.memory;
  machineOptions.lockstep = true;
  machineOptions.host.arguments = host.arguments;
  Machine machine(machineOptions);
  cosim::Core core(bus, host);
  if (!machine.load(*program, error) || !core.load(*program, error)) {
    result.what = result.report = error;
    return result;
  }
  if (options.fault && !core.setFault(options.fault)) {
    result.what = result.report = "this model has no faults";
    return result;
  }
  cosim::Lockstep lockstep(core, machine);
  if (options.coverage)
    lockstep.observe = [&](const Retire &r) {
      cover(*options.coverage, r, machine);
    };
  core.reset(program->entry());
  uint64_t last = 0;
  bool same = true;
  while (same && !lockstep.exited()) {
    same = lockstep.clock();
    if (core.retired) {
      last = core.cycles();
      if (options.coverage && core.retired->interrupt)
        options.coverage->trapped(core.retired->cause, 0);
    }
    bool hangs = core.cycles() - last > options.hang;
    if (same && (hangs || lockstep.compared() > options.limit)) {
      result.what = hangs ? "hang" : "no end";
      result.report = hangs ? "no instruction retired for " +
                                  std::to_string(options.hang) + " cycles\n" +
                                  core.describeState()
                            : "both agree, but the program does not end\n";
      result.cycles = core.cycles();
      result.instructions = lockstep.compared();
      return result;
    }
  }
  same = same && lockstep.finish();
  result.same = same && !lockstep.halted && lockstep.status() == 0;
  result.cycles = core.cycles();
  result.instructions = lockstep.compared();
  if (!same) {
    result.what = lockstep.mismatch().what;
    result.report = describe(lockstep.mismatch(), *program, "", machine,
                             lockstep.history());
  } else if (!result.same) {
    result.what = result.report =
        "both agree, but the program did not end as it should";
  }
  return result;
}

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
