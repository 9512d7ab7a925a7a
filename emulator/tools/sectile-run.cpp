// sectile-run: runs a Sectile executable.
#include "sectile/emulator/machine.h"

#include <cstdio>

using namespace sectile;

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  std::string error;
  auto program = Program::fromFile(argv[1], error);
  MachineOptions options;
  options.host.arguments.assign(argv + 1, argv + argc);
  Machine machine(options);
  if (!program || !machine.error().empty() || !machine.load(*program, error)) {
    std::fprintf(stderr, "sectile-run: %s: %s\n", argv[1], (error + machine.error()).c_str());
    return 2;
  }
  switch (machine.run()) {
  case Stop::exited: return machine.exitStatus();
  default: {
    const Fault &f = machine.fault();
    const char *text = isa::trapText(f.cause);
    std::fprintf(stderr, "sectile-run: %s at pc 0x%llx, value 0x%llx\n", text ? text : "trap", (unsigned long long)f.pc,
                 (unsigned long long)f.value);
    return 125;
  }
  }
}
