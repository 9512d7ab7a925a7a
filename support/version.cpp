// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sectile/support/version.h"

#include <climits>
#include <cstdio>
#include <unistd.h>

namespace sectile {

// The first word of the file that says which commit was built.
static std::string commit() {
  char self[PATH_MAX];
  ssize_t length = ::readlink("/proc/self/exe", self, sizeof self);
  if (length <= 0 || size_t(length) == sizeof self)
    return "unknown";
  std::string path(self, size_t(length));
  path = path.substr(0, path.rfind('/')) + "/../lib/sectile-commit";
  std::FILE *file = std::fopen(path.c_str(), "re");
  if (!file)
    return "unknown";
  char word[64];
  bool read = std::fscanf(file, "%63s", word) == 1;
  std::fclose(file);
  return read ? word : "unknown";
}

std::string versionLine(const std::string &tool) {
  return tool + " " SECTILE_VERSION " (commit " + commit() +
         ", LLVM " SECTILE_LLVM_VERSION ")";
}

} // namespace sectile
