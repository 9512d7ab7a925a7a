// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The emulator's ELF loader: whatever a file says, it is refused with a reason
// or loaded, and its symbols can be asked for.
#include "sectile/emulator/machine.h"

#include <cstdlib>

using namespace sectile;

namespace {
void expect(bool condition) {
  if (!condition)
    std::abort();
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  MachineOptions options;
  options.memory = 1 << 20;
  static Machine machine(options);
  std::string error;
  std::optional<Program> program =
      Program::fromBytes({data, data + size}, error);
  expect(program || !error.empty());
  if (!program)
    return 0;
  error.clear();
  expect(machine.load(*program, error) == error.empty());
  // More symbols than the file has room for would be from elsewhere.
  expect(program->symbols().size() * 24 <= size);
  uint64_t before = 0;
  for (const Program::Symbol &s : program->symbols()) {
    expect(s.address >= before && s.name().size() < size);
    before = s.address;
    if (const Program::Symbol *at = program->symbolAt(s.address))
      expect(at->address <= s.address);
  }
  if (!program->symbols().empty()) {
    const Program::Symbol &s =
        program->symbols()[size % program->symbols().size()];
    expect(program->addressOf(s.name()).has_value());
  }
  return 0;
}
