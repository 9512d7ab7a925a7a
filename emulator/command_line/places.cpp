// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Places in a program: symbols, source lines, addresses on the command line.
#include "sectile/emulator/command_line.h"

#include <cctype>
#include <climits>
#include <dlfcn.h>
#include <unistd.h>

namespace sectile {

std::string place(const Program &program, uint64_t address) {
  const Program::Symbol *s = program.symbolAt(address);
  if (!s)
    return "";
  std::string name(s->name());
  return address == s->address ? name : name + "+" + hex(address - s->address);
}

std::string sourceLine(const std::string &path, uint64_t address) {
  char self[PATH_MAX];
  ssize_t n = ::readlink("/proc/self/exe", self, sizeof self - 1);
  if (n <= 0)
    return "";
  std::string library(self, size_t(n));
  library = library.substr(0, library.rfind('/')) +
            "/../lib/libsectile_source_line.so";
  void *handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!handle)
    return "";
  using Function = int (*)(const char *, uint64_t, char *, size_t);
  auto function =
      reinterpret_cast<Function>(::dlsym(handle, "sectileSourceLine"));
  char text[PATH_MAX + 32];
  return function && function(path.c_str(), address, text, sizeof text) ? text
                                                                        : "";
}

uint64_t parsePlace(const char *tool, const std::string &option,
                    const std::string &text, const RunOptions &options,
                    const Program &program) {
  if (!text.empty() && std::isdigit(static_cast<unsigned char>(text[0])))
    return parseNumber(tool, option, text, false);
  if (auto address = program.addressOf(text))
    return *address;
  fail(tool, option + ": no symbol '" + text + "' in " + options.program);
}

} // namespace sectile
