// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Functions that the tools share that run a program, on the emulator or on the
// core: options, places in the program, traces, statistics, the report of a
// trap.
#ifndef SECTILE_EMULATOR_COMMAND_LINE_H
#define SECTILE_EMULATOR_COMMAND_LINE_H

#include "sectile/emulator/machine.h"
#include "sectile/support/output_file.h"
#include "sectile/support/version.h"

namespace sectile {

// Exit status of a tool that could not start or could not write an output.
inline constexpr int statusWrongUse = 125;
// Exit status of a tool that --max-instructions or another limit stopped.
inline constexpr int statusLimit = 124;
// Exit status of a tool whose program had a stack overflow.
inline constexpr int statusStackOverflow = 122;

struct RunOptions {
  std::string program;
  uint64_t memory = uint64_t(256) << 20;
  HostDevice::Options host;
  std::optional<uint64_t> maximum, checkpointAt;
  std::string traceFile, checkpoint, restore, betweenFirst, betweenSecond;
  bool trace = false, stats = false, json = false, mnemonics = false;
};

// One option of the command line.
class Argument {
public:
  Argument(const char *tool, int argc, char **argv, int &position);

  const std::string &name() const { return optionName; }
  const std::string &text() const { return whole; } // with the value after '='
  // Whether there is a value after '='.
  bool attached() const { return hasValue; }
  // The text after '=', or the next argument.
  std::string value();
  uint64_t number(bool suffix = false);
  void noValue() const;
  // "first,second"
  void pair(std::string &first, std::string &second);
  // Ends the tool: "--option why".
  [[noreturn]] void fail(const std::string &why,
                         const char *separator = " ") const;

private:
  const char *tool;
  int argc;
  char **argv;
  int &position;
  std::string whole, optionName, attachedValue;
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

// Ends the tool; outputs that are not complete are removed.
[[noreturn]] void fail(const char *tool, const std::string &message);

// To be called first in main(): opens those standard descriptors that the
// process was started without, so that no file gets their numbers and with them
// the console's text. Using them fails as if they were closed.
void openStandardDescriptors();

// From now on SIGINT, SIGTERM and SIGHUP request the end of the tool; a second
// one ends it at once. The signal handler calls `also`.
void catchInterruptions(void (*also)() = nullptr);
// The signal that was received, or 0.
int interruption();
// Ends the process as the signal would have, once all outputs are complete.
[[noreturn]] void endByInterruption();

// An output file of a tool that runs a program. The tool ends if the file
// cannot be opened, and prints an error if it cannot be completed.
class ToolOutput {
public:
  ToolOutput(const char *tool, const std::string &option,
             const std::string &path);
  std::FILE *stream() { return file.stream(); }
  bool isOpen() const { return file.isOpen(); }
  // False, after an error message, if not everything was written.
  bool close();

private:
  const char *tool;
  std::string option, path;
  OutputFile file;
};
// The exit status of a tool that has written everything: not success if writing
// to standard output or standard error failed.
int statusAfterOutput(const char *tool, int status);
// "12", "0x80000000"; with a suffix also "16M".
uint64_t parseNumber(const char *tool, const std::string &option,
                     const std::string &text, bool suffix);
std::string hex(uint64_t value);

// "main+0x18", or nothing.
std::string place(const Program &program, uint64_t address);
// "file.c:3:1", or nothing. LLVM reads the line tables; it is loaded by this
// function.
std::string sourceLine(const std::string &path, uint64_t address);

// Writes each instruction and what it changed.
class TraceWriter {
public:
  // To standard error without a path.
  TraceWriter(const char *tool, const std::string &path,
              const Program &program);
  // `tile` is the new value of the tile register that was written, if one was.
  void write(const Retire &r, const Tile *tile);
  // False, after an error message, if not everything was written.
  bool close() { return !output || output->close(); }

private:
  const Program &program;
  std::optional<ToolOutput> output;
  std::FILE *file;
};

// --count-between: instructions between the first arrival at one place and the
// first at another after it.
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
// At which counts of retired instructions a run is interrupted: where
// --checkpoint-at saves the state, and where --max-instructions ends the run.
class RunLimits {
public:
  // `retired` instructions came before the run, as after --restore.
  RunLimits(const RunOptions &options, uint64_t retired);

  uint64_t end() const { return last; }
  // The next count at which the run must stop.
  uint64_t next() const { return saveAt < last ? saveAt : last; }
  // At next(): whether a checkpoint is due there; from then on it is not.
  bool takeCheckpoint();
  // Whether a checkpoint is saved where the limit ends the run.
  bool checkpointAtEnd() const { return savesAtEnd; }

private:
  uint64_t saveAt, last;
  bool savesAtEnd;
};

// The address of a symbol, or a number.
uint64_t parsePlace(const char *tool, const std::string &option,
                    const std::string &text, const RunOptions &options,
                    const Program &program);

// Names and values, as --stats prints them.
using StatisticLines = std::vector<std::pair<std::string, double>>;
// The statistics that follow from the counts of instructions by operation.
void addInstructionStatistics(StatisticLines &lines,
                              const std::vector<uint64_t> &counts);
void addMnemonics(StatisticLines &lines, const std::vector<uint64_t> &counts);
void printStatistics(const StatisticLines &lines, bool json);

// Prints why and where a run was stopped that could continue.
void reportStop(const char *tool, const std::string &path,
                const Program &program, const std::string &what, uint64_t pc);

// Prints which trap ended the program, where, and with which registers. Returns
// the exit status.
int reportFault(const char *tool, const std::string &path,
                const Program &program, const Fault &fault, uint64_t retired,
                const std::function<uint64_t(unsigned)> &reg);
// The same for a stack that has grown below `limit`.
int reportStackOverflow(const char *tool, const std::string &path,
                        const Program &program, const Fault &fault,
                        uint64_t limit, uint64_t retired,
                        const std::function<uint64_t(unsigned)> &reg);

} // namespace sectile
#endif
