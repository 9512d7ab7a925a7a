// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The public interface of a machine, and how it is built from its parts.
#include "machine/implementation.h"

#include <cstring>

namespace sectile {

using isa::Csr;

//===-- Parts -----------------------------------------------------------===//

Machine::Implementation::Implementation(MachineOptions o, GuestMemory &m)
    : options(std::move(o)), memory(m) {
  if (options.memory < 8192 || options.memory % 4096 != 0 ||
      options.memory > uint64_t(1) << 40)
    problem = "memory of " + std::to_string(options.memory) +
              " bytes: expected a multiple of 4096 from 8192 to 2^40";
  else if (!hostHas(options.tiles))
    problem =
        std::string("this host lacks the instructions of the tile path '") +
        toString(options.tiles) + "'";
  else
    build();
}

void Machine::Implementation::build() {
  host = std::make_unique<HostDevice>(options.host);
  if (!host->error().empty()) {
    problem = host->error();
    return;
  }
  ram = std::make_unique<Ram>(options.memory);
  core = makeCore();
  if (ram->mapped()) {
    hart = std::make_unique<Hart>(options, registersOf(*core), *ram);
    stack = std::make_unique<StackWatch>(hart->registers, *ram);
    backEnd = makeEngine(*hart, *stack, *core);
  }
  if (!backEnd) {
    problem =
        "cannot reserve " + std::to_string(options.memory) + " bytes of memory";
    return;
  }
  ram->setCodeCache(*backEnd);
  stack->setCodeCache(*backEnd);
  interpreter = std::make_unique<Interpreter>(
      *hart, *stack, [this](uint64_t block) { return hostCommand(block); });
}

HostDevice::Outcome Machine::Implementation::hostCommand(uint64_t block) {
  return customHost ? customHost(block, memory)
                    : host->command(block, memory, hart->clock());
}

Machine::Machine(MachineOptions options)
    : self(std::make_unique<Implementation>(std::move(options), *this)) {}
Machine::~Machine() = default;

const std::string &Machine::error() const { return self->problem; }
const MachineOptions &Machine::options() const { return self->options; }

bool Machine::load(const Program &program, std::string &error) {
  if (!program.load(*this, error))
    return false;
  self->hart->pc = program.entry();
  self->stack->begin(program,
                     self->options.watchStack && !self->options.lockstep);
  self->stack->find();
  return true;
}

//===-- State -----------------------------------------------------------===//

uint64_t Machine::reg(unsigned number) const {
  return number < 32 ? self->hart->registers.r[number] : 0;
}
void Machine::setReg(unsigned number, uint64_t value) {
  if (number > 0 && number < 32)
    self->hart->registers.r[number] = value;
  if (number == stackPointer)
    self->stack->find();
}
const Tile &Machine::tile(unsigned number) const {
  return self->hart->tile(number % 32);
}
void Machine::setTile(unsigned number, const Tile &value) {
  self->hart->setTile(number % 32, value);
}
uint64_t Machine::pc() const { return self->hart->pc; }
void Machine::setPc(uint64_t value) { self->hart->pc = value & ~uint64_t(3); }
uint64_t Machine::csr(Csr number) const { return self->hart->readCsr(number); }
void Machine::setCsr(Csr number, uint64_t value) {
  self->hart->writeCsr(number, value);
}
bool Machine::read(uint64_t address, void *data, uint64_t size) {
  if (!self->ram->contains(address, size))
    return false;
  if (size)
    std::memcpy(data, self->ram->at(address), size);
  return true;
}
bool Machine::write(uint64_t address, const void *data, uint64_t size) {
  if (!self->ram->contains(address, size))
    return false;
  self->ram->store(address, data, size);
  return true;
}
uint64_t Machine::end() const { return ramBase + self->options.memory; }
uint64_t Machine::retired() const { return self->hart->retired; }
void Machine::setRetired(uint64_t count) { self->hart->retired = count; }

//===-- Running ---------------------------------------------------------===//

Stop Machine::run(uint64_t count) { return self->run(count); }
std::optional<Stop> Machine::step(Retire &record) {
  return self->interpreter->step(record);
}
std::optional<Stop> Machine::step() {
  return self->interpreter->step(self->record);
}
void Machine::requestStop() { self->stopRequested = true; }
int Machine::exitStatus() const { return self->interpreter->exitStatus; }
const Fault &Machine::fault() const { return self->interpreter->fault; }
uint64_t Machine::stackLimit() const { return self->stack->limit(); }

void Machine::addBreakpoint(uint64_t address) {
  self->breakpoints.insert(address);
  self->backEnd->flush();
}
void Machine::clearBreakpoints() {
  self->breakpoints.clear();
  self->backEnd->flush();
}
void Machine::setHooks(Hooks hooks) {
  self->interpreter->hooks = std::move(hooks);
}

//===-- Lockstep --------------------------------------------------------===//

std::optional<Stop> Machine::interrupt(uint64_t cause) {
  return self->interpreter->interrupt(cause, self->record);
}
void Machine::setCounter(Csr number, uint64_t value) {
  self->hart->counters[unsigned(number) & 0xff] = value;
}
void Machine::setHost(
    std::function<HostDevice::Outcome(uint64_t, GuestMemory &)> host) {
  self->customHost = std::move(host);
}

std::vector<HostDevice::File> Machine::files() const {
  return self->host->files();
}
bool Machine::setFiles(const std::vector<HostDevice::File> &files,
                       std::string &error) {
  return self->host->restore(files, error);
}

//===-- Statistics ------------------------------------------------------===//

std::vector<uint64_t> Machine::counts() const {
  const auto &stepped = self->interpreter->counts;
  std::vector<uint64_t> counts(stepped.begin(), stepped.end());
  self->backEnd->addCounts(counts);
  return counts;
}

} // namespace sectile
