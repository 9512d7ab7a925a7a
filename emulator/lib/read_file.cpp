#include "read_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <sys/stat.h>

namespace sectile {

std::string readFile(const std::string &path, std::vector<uint8_t> &bytes) {
  bytes.clear();
  std::FILE *in = std::fopen(path.c_str(), "rb");
  if (!in)
    return std::strerror(errno);
  std::string problem;
  struct stat status;
  if (::fstat(::fileno(in), &status) != 0)
    problem = std::strerror(errno);
  else if (S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode))
    problem = "a device, expected a file";
  while (problem.empty() && !std::feof(in)) {
    size_t size = bytes.size();
    bytes.resize(size + (1 << 20));
    size_t n = std::fread(bytes.data() + size, 1, 1 << 20, in);
    bytes.resize(size + n);
    if (std::ferror(in))
      problem = std::strerror(errno);
  }
  std::fclose(in);
  return problem;
}

} // namespace sectile
