// What sectile-rtl and sectile-cosim have in common on the command line.
#ifndef SECTILE_COSIM_OPTIONS_H
#define SECTILE_COSIM_OPTIONS_H

#include "Bus.h"
#include "sectile/emulator/host_device.h"
#include <functional>
#include <string>

namespace sectile::cosim {

struct Options {
  BusOptions bus;
  HostDevice::Options host;
  std::string program;
  uint64_t maxCycles = ~uint64_t(0);
  uint64_t hang = 100000; // cycles without a retirement
  bool stats = false, json = false, quiet = false;
  std::string betweenFirst, betweenSecond;
};

// Exits with a message on a wrong command line. `extra` sees an option first:
// it returns true if it knows it, and asks for its value if it needs one.
Options parseOptions(
    int argc, char **argv, const char *tool, const char *usage,
    const std::function<bool(const std::string &name,
                             const std::function<std::string()> &value)>
        &extra);
[[noreturn]] void fail(const char *tool, const std::string &message);
uint64_t parseNumber(const char *tool, const std::string &option,
                     const std::string &text);

extern const char *const commonUsage;

} // namespace sectile::cosim
#endif
