// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The model that a core is compared with: it executes one hart, an instruction
// at a time.
//
// Neither the core nor its reference model has global state, so that a system
// of several harts can run a lockstep for each hart.
#ifndef SECTILE_COSIM_REFERENCE_MODEL_H
#define SECTILE_COSIM_REFERENCE_MODEL_H

#include "sectile/emulator/machine.h"
#include <memory>
#include <optional>

namespace sectile::cosim {

// Memory is the hart's view of it.
class ReferenceModel : public GuestMemory {
public:
  virtual uint64_t pc() const = 0;
  virtual uint64_t csr(isa::Csr number) const = 0;
  virtual const Tile &tile(unsigned number) const = 0;
  virtual uint64_t retired() const = 0;

  // Executes one instruction, or takes its trap. What the core decides is given
  // before: interrupt() takes one, setCounter() is what an instruction reads
  // from a counter of cycles. Host commands are reported, but not run.
  virtual std::optional<Stop> step(Retire &record) = 0;
  virtual std::optional<Stop> interrupt(uint64_t cause) = 0;
  virtual void setCounter(isa::Csr number, uint64_t value) = 0;
};

// The emulator, which must be in lockstep mode and outlive the model.
std::unique_ptr<ReferenceModel> emulatorModel(Machine &machine);

} // namespace sectile::cosim
#endif
