// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "system/read_file.h"
#include "sectile/support/input_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace sectile {

// A limit, because a pipe may never end.
static constexpr uint64_t mostBytes = uint64_t(64) << 30;

std::string readFile(const std::string &path, std::vector<uint8_t> &bytes) {
  bytes.clear();
  if (std::string why = whyNotReadable(path); !why.empty())
    return why;
  std::FILE *in = std::fopen(path.c_str(), "rbe");
  if (!in)
    return std::strerror(errno);
  std::string problem;
  constexpr size_t part = 1 << 20;
  for (size_t n = part; n == part && problem.empty();) {
    size_t size = bytes.size();
    bytes.resize(size + part);
    n = std::fread(bytes.data() + size, 1, part, in);
    bytes.resize(size + n);
    if (n < part && std::ferror(in))
      problem = std::strerror(errno);
    else if (bytes.size() > mostBytes)
      problem = "more than 64 GiB";
  }
  std::fclose(in);
  return problem;
}

} // namespace sectile
