// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Writes a random program: sectile-random --seed N --items N -o prog.elf
#include "Generator.h"
#include "sectile/emulator/command_line.h"

#include <cstdio>
#include <optional>
#include <string>

using namespace sectile;

static const char help[] =
    "usage: sectile-random [options] -o prog.elf\n"
    "\n"
    "Writes a self-contained random program. The same options give the same\n"
    "program; its output is a hash of all registers, so two implementations "
    "agree\n"
    "if they print the same.\n"
    "\n"
    "  --seed N       draw another program (default 1)\n"
    "  --items N      number of random instructions and templates, 1 to "
    "200000\n"
    "                 (default 1000)\n"
    "  --keep A-B,C   leave out all other items: reduces a failure\n"
    "  --trap-every N one item in N traps on purpose, 0 for none (default "
    "320)\n"
    "  --text         write the program as text to standard output\n"
    "  -o FILE        where to write the ELF executable\n"
    "  --help, --version\n";

// The whole string as a number, or nothing.
static std::optional<uint64_t> number(const char *text) {
  char *end = nullptr;
  uint64_t value = strtoull(text, &end, 0);
  if (end == text || *end || *text == '-')
    return std::nullopt;
  return value;
}

static bool parseKeep(const char *text, std::vector<bool> &keep) {
  keep.assign(200000, false);
  while (*text) {
    char *end = nullptr;
    uint64_t low = strtoull(text, &end, 10), high = low;
    if (end == text)
      return false;
    if (*end == '-') {
      text = end + 1;
      high = strtoull(text, &end, 10);
      if (end == text)
        return false;
    }
    if (low > high || high >= keep.size() || (*end && *end != ','))
      return false;
    for (uint64_t i = low; i <= high; i++)
      keep[i] = true;
    text = *end ? end + 1 : end;
  }
  return true;
}

int main(int argc, char **argv) {
  openStandardDescriptors();
  random::Options options;
  std::string output;
  bool text = false;
  auto fail = [](const std::string &message) {
    fprintf(stderr, "sectile-random: error: %s\n", message.c_str());
    return 2;
  };
  for (int i = 1; i < argc; i++) {
    std::string option = argv[i];
    if (option == "--help" || option == "-h") {
      fputs(help, stdout);
      return statusAfterOutput("sectile-random", 0);
    }
    if (option == "--version") {
      puts(versionLine("sectile-random").c_str());
      return statusAfterOutput("sectile-random", 0);
    }
    if (option == "--text") {
      text = true;
      continue;
    }
    if (option != "--seed" && option != "--items" && option != "--keep" &&
        option != "--trap-every" && option != "-o")
      return fail("unknown option '" + option + "', see --help");
    if (++i == argc)
      return fail("option '" + option + "' needs a value");
    const char *value = argv[i];
    if (option == "-o") {
      output = value;
      continue;
    }
    if (option == "--keep") {
      if (!parseKeep(value, options.keep))
        return fail(
            std::string("expected ranges like 3-7,12 below 200000, found '") +
            value + "'");
      continue;
    }
    auto n = number(value);
    if (!n)
      return fail("option '" + option + "' expects a number, found '" + value +
                  "'");
    if (option == "--seed")
      options.seed = *n;
    else if (option == "--items" && *n >= 1 && *n <= 200000)
      options.items = unsigned(*n);
    else if (option == "--items")
      return fail(std::string("expected 1 to 200000 items, found ") + value);
    else
      options.mix.trapEvery = unsigned(*n);
  }
  if (output.empty() && !text)
    return fail("expected -o FILE or --text, see --help");
  random::Program program = random::generate(options);
  if (text)
    fputs(random::toText(program).c_str(), stdout);
  if (output.empty())
    return statusAfterOutput("sectile-random", 0);
  std::vector<uint8_t> elf = random::toElf(program);
  OutputFile file;
  if (!file.open(output, true) || !file.write(elf.data(), elf.size()) ||
      !file.commit())
    return fail("cannot write '" + output + "': " + file.error());
  return statusAfterOutput("sectile-random", 0);
}
