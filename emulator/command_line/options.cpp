// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Options that every tool that runs a program takes.
#include "sectile/emulator/command_line.h"

#include <cctype>
#include <cerrno>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace sectile {

static const char *const commonOptions =
    R"(  --memory SIZE          RAM from 0x80000000 on; suffix K, M or G (default 256M)
  --dir DIRECTORY        let the program use the files below this directory
  --max-instructions N   stop after N instructions, or more than N traps in a row
  --trace[=FILE]         write each instruction and what it changed
  --stats[=json]         after the run: instructions by unit, tile operations,
                         multiply-accumulates, time
  --stats-mnemonics      with the statistics: how often each mnemonic ran
  --count-between A,B    after the run: instructions between the first arrival at a
                         symbol or address and the first at another after it
  --checkpoint FILE      save the whole state when --max-instructions stops the
                         program, or where --checkpoint-at says
  --checkpoint-at N      save after N instructions and go on
  --restore FILE         continue from a checkpoint of the same program
)";

std::string hex(uint64_t value) {
  char text[32];
  std::snprintf(text, sizeof text, "0x%" PRIx64, value);
  return text;
}

uint64_t parseNumber(const char *tool, const std::string &option,
                     const std::string &text, bool suffix) {
  char *end = nullptr;
  errno = 0;
  uint64_t value = std::strtoull(text.c_str(), &end, 0);
  unsigned shift = 0;
  if (suffix && *end) {
    shift = *end == 'K' || *end == 'k'   ? 10
            : *end == 'M' || *end == 'm' ? 20
            : *end == 'G' || *end == 'g' ? 30
                                         : 0;
    if (shift)
      ++end;
  }
  if (text.empty() || !std::isdigit(static_cast<unsigned char>(text[0])) ||
      *end || errno || value << shift >> shift != value)
    fail(tool, option + ": '" + text + "' is not a number" +
                   (suffix ? " with suffix K, M or G" : ""));
  return value << shift;
}

Argument::Argument(const char *toolName, int count, char **arguments, int &at)
    : tool(toolName), argc(count), argv(arguments), position(at),
      whole(arguments[at]) {
  std::string_view all = whole;
  size_t equals = all.find('=');
  optionName = all.substr(0, equals);
  hasValue = equals != std::string_view::npos;
  if (hasValue)
    attachedValue = all.substr(equals + 1);
}

std::string Argument::value() {
  if (hasValue)
    return attachedValue;
  if (position + 1 >= argc)
    fail("expects a value");
  return argv[++position];
}

uint64_t Argument::number(bool suffix) {
  return parseNumber(tool, optionName, value(), suffix);
}

void Argument::noValue() const {
  if (hasValue)
    fail("takes no value");
}

void Argument::fail(const std::string &why, const char *separator) const {
  sectile::fail(tool, optionName + separator + why);
}

void Argument::pair(std::string &first, std::string &second) {
  std::string both = value();
  size_t comma = both.find(',');
  if (comma == std::string::npos)
    fail("expects two symbols or addresses, as in main,exit");
  first = both.substr(0, comma);
  second = both.substr(comma + 1);
}

namespace {

// An option and what it sets.
struct CommonOption {
  const char *name;
  void (*apply)(Argument &a, RunOptions &o);
};
constexpr CommonOption options[] = {
    {"--memory", [](Argument &a, RunOptions &o) { o.memory = a.number(true); }},
    {"--dir",
     [](Argument &a, RunOptions &o) {
       o.host.directory = a.value();
       if (o.host.directory.empty())
         a.fail("expects a directory");
     }},
    {"--max-instructions",
     [](Argument &a, RunOptions &o) { o.maximum = a.number(); }},
    {"--trace",
     [](Argument &a, RunOptions &o) {
       o.trace = true;
       if (a.attached())
         o.traceFile = a.value();
     }},
    {"--stats",
     [](Argument &a, RunOptions &o) {
       o.stats = true;
       o.json = a.attached();
       if (o.json && a.value() != "json")
         a.fail("unknown format '" + a.value() + "', expected json", ": ");
     }},
    {"--stats-mnemonics",
     [](Argument &a, RunOptions &o) {
       a.noValue();
       o.stats = o.mnemonics = true;
     }},
    {"--count-between",
     [](Argument &a, RunOptions &o) {
       a.pair(o.betweenFirst, o.betweenSecond);
     }},
    {"--checkpoint",
     [](Argument &a, RunOptions &o) { o.checkpoint = a.value(); }},
    {"--checkpoint-at",
     [](Argument &a, RunOptions &o) { o.checkpointAt = a.number(); }},
    {"--restore", [](Argument &a, RunOptions &o) { o.restore = a.value(); }},
};

// --help and --version end the tool.
void answer(const std::string &option, const Tool &tool) {
  if (option == "--help")
    std::printf("%s%s%s  --help, --version\n", tool.usage, commonOptions,
                tool.more);
  else if (option == "--version")
    std::printf("%s%s\n", versionLine(tool.name).c_str(), tool.version.c_str());
  else
    return;
  std::exit(statusAfterOutput(tool.name, 0));
}

void parseOption(Argument &a, const Tool &tool, RunOptions &o) {
  if (tool.extra(a))
    return;
  answer(a.name(), tool);
  for (const CommonOption &option : options)
    if (a.name() == option.name) {
      option.apply(a, o);
      return;
    }
  fail(tool.name, "unknown option '" + a.text() + "'; --help lists them");
}

} // namespace

RunOptions parseRunOptions(int argc, char **argv, const Tool &tool) {
  openStandardDescriptors();
  RunOptions o;
  int n = 1;
  for (; n < argc && argv[n][0] == '-' && argv[n][1]; ++n) {
    if (std::string_view(argv[n]) == "--") {
      ++n;
      break;
    }
    Argument a(tool.name, argc, argv, n);
    parseOption(a, tool, o);
  }
  if (n >= argc)
    fail(tool.name, "no program given; --help shows how");
  if (o.checkpointAt && o.checkpoint.empty())
    fail(tool.name, "--checkpoint-at needs --checkpoint FILE");
  o.program = argv[n];
  o.host.arguments.assign(argv + n, argv + argc);
  return o;
}

} // namespace sectile
