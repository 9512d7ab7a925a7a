// What the tools that run a program have in common, whatever runs it: options,
// places in the program, traces, statistics, the report of a trap.
#ifndef SECTILE_EMULATOR_COMMAND_LINE_H
#define SECTILE_EMULATOR_COMMAND_LINE_H

#include "sectile/emulator/machine.h"

namespace sectile {

// Exit status of a tool that could not start.
inline constexpr int statusWrongUse = 125;
// ... that --max-instructions or another limit stopped.
inline constexpr int statusLimit = 124;

struct RunOptions {
  std::string program;
  uint64_t memory = uint64_t(256) << 20;
  HostDevice::Options host;
  std::optional<uint64_t> maximum, checkpointAt;
  std::string traceFile, checkpoint, restore, betweenFirst, betweenSecond;
  bool trace = false, stats = false, json = false, mnemonics = false;
};

// One option as it stands on the command line.
class Argument {
public:
  Argument(const char *tool, int argc, char **argv, int &position);

  const std::string &name() const { return optionName; }
  // Whether there is a value after '='.
  bool attached() const { return hasValue; }
  // What stands after '=', or the next argument.
  std::string value();
  uint64_t number(bool suffix = false);
  void noValue() const;
  // "first,second"
  void pair(std::string &first, std::string &second);

private:
  const char *tool;
  int argc;
  char **argv;
  int &position;
  std::string optionName, attachedValue;
  bool hasValue;
};

// Reads the command line and ends the tool if it is wrong; --help prints
// `usage`, the common options, and `more`; --version prints `version`. `extra`
// is true if it knows the option.
struct Tool {
  const char *name, *usage, *more;
  std::string version;
  std::function<bool(Argument &)> extra;
};
RunOptions parseRunOptions(int argc, char **argv, const Tool &tool);

[[noreturn]] void fail(const char *tool, const std::string &message);
// "12", "0x80000000"; with a suffix also "16M".
uint64_t parseNumber(const char *tool, const std::string &option,
                     const std::string &text, bool suffix);
std::string hex(uint64_t value);

// "main+0x18", or nothing.
std::string place(const Program &program, uint64_t address);
// "file.c:3:1", or nothing. LLVM reads the line tables; it is loaded only when
// there is something to say.
std::string sourceLine(const std::string &path, uint64_t address);

// Writes each instruction and what it changed.
class TraceWriter {
public:
  // To standard error without a path.
  TraceWriter(const char *tool, const std::string &path,
              const Program &program);
  ~TraceWriter();
  TraceWriter(const TraceWriter &) = delete;
  TraceWriter &operator=(const TraceWriter &) = delete;
  // `tile` is what the tile register has been set to, if one has.
  void write(const Retire &r, const Tile *tile);

private:
  const Program &program;
  std::FILE *file;
};

// --count-between: instructions between the first arrivals at two places.
class CountBetween {
public:
  CountBetween(const char *tool, const RunOptions &options,
               const Program &program);
  bool wanted() const { return !options.betweenFirst.empty(); }
  uint64_t address(unsigned n) const { return addresses[n]; }
  // The next instruction is at pc, `retired` came before it.
  void arrive(uint64_t pc, uint64_t retired);
  void print() const;

private:
  const char *tool;
  const RunOptions &options;
  uint64_t addresses[2] = {}, arrived[2] = {};
  bool seen[2] = {};
};
// The address of a symbol, or a number.
uint64_t parsePlace(const char *tool, const std::string &option,
                    const std::string &text, const RunOptions &options,
                    const Program &program);

// Names and values, as --stats prints them.
using StatisticLines = std::vector<std::pair<std::string, double>>;
// What instructions by operation say.
void addInstructionStatistics(StatisticLines &lines,
                              const std::vector<uint64_t> &counts);
void addMnemonics(StatisticLines &lines, const std::vector<uint64_t> &counts);
void printStatistics(const StatisticLines &lines, bool json);

// Says which trap ended the program, where, and with which registers. The exit
// status.
int reportFault(const char *tool, const std::string &path,
                const Program &program, const Fault &fault, uint64_t retired,
                const std::function<uint64_t(unsigned)> &reg);

} // namespace sectile
#endif
