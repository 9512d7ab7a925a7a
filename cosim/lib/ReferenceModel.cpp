// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The emulator as the reference of a lockstep.
#include "ReferenceModel.h"

namespace sectile::cosim {
namespace {

class EmulatorModel final : public ReferenceModel {
public:
  explicit EmulatorModel(Machine &machine) : machine(machine) {}

  bool read(uint64_t address, void *data, uint64_t size) override {
    return machine.read(address, data, size);
  }
  bool write(uint64_t address, const void *data, uint64_t size) override {
    return machine.write(address, data, size);
  }
  uint64_t end() const override { return machine.end(); }
  uint64_t pc() const override { return machine.pc(); }
  uint64_t csr(isa::Csr number) const override { return machine.csr(number); }
  const Tile &tile(unsigned number) const override {
    return machine.tile(number);
  }
  uint64_t retired() const override { return machine.retired(); }
  std::optional<Stop> step(Retire &record) override {
    return machine.step(record);
  }
  std::optional<Stop> interrupt(uint64_t cause) override {
    return machine.interrupt(cause);
  }
  void setCounter(isa::Csr number, uint64_t value) override {
    machine.setCounter(number, value);
  }

private:
  Machine &machine;
};

} // namespace

std::unique_ptr<ReferenceModel> emulatorModel(Machine &machine) {
  return std::make_unique<EmulatorModel>(machine);
}

} // namespace sectile::cosim
