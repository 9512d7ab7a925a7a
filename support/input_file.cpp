// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sectile/support/input_file.h"

#include <charconv>
#include <climits>
#include <string_view>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace sectile {

int openDescriptorOf(const std::string &path) {
  static constexpr std::string_view streams[] = {"/dev/stdin", "/dev/stdout",
                                                 "/dev/stderr"};
  for (int n = 0; n < 3; ++n)
    if (path == streams[n])
      return n;
  std::string self = "/proc/" + std::to_string(::getpid()) + "/fd/";
  for (std::string_view folder :
       {std::string_view("/dev/fd/"), std::string_view("/proc/self/fd/"),
        std::string_view("/proc/thread-self/fd/"), std::string_view(self)}) {
    if (!path.starts_with(folder))
      continue;
    int number = -1;
    const char *end = path.data() + path.size();
    auto [stop, error] =
        std::from_chars(path.data() + folder.size(), end, number);
    return error == std::errc() && stop == end ? number : -1;
  }
  return -1;
}

bool followLink(std::string &path) {
  char text[PATH_MAX];
  ssize_t size = ::readlink(path.c_str(), text, sizeof text);
  if (size < 0)
    return false;
  std::string to(text, size_t(size));
  size_t slash = path.rfind('/');
  if (to.starts_with('/') || slash == std::string::npos)
    path = to;
  else
    path.replace(slash + 1, std::string::npos, to);
  return true;
}

static bool isNull(const struct stat &s) {
  return S_ISCHR(s.st_mode) && s.st_rdev == makedev(1, 3);
}

std::string whyNotReadable(int descriptor) {
  struct stat found;
  if (::fstat(descriptor, &found) != 0)
    return "";
  if (S_ISBLK(found.st_mode) ||
      (S_ISCHR(found.st_mode) && !isNull(found) && !::isatty(descriptor)))
    return "is a device, expected a file";
  return "";
}

std::string whyNotReadable(const std::string &path) {
  std::string at = path;
  for (unsigned links = 0; links < mostLinks; ++links) {
    if (int descriptor = openDescriptorOf(at); descriptor >= 0)
      return whyNotReadable(descriptor);
    if (!followLink(at))
      break;
  }
  struct stat found;
  if (::stat(path.c_str(), &found) != 0 || isNull(found))
    return "";
  if (S_ISFIFO(found.st_mode))
    return "is a FIFO, expected a file";
  if (S_ISSOCK(found.st_mode))
    return "is a socket, expected a file";
  if (S_ISCHR(found.st_mode) || S_ISBLK(found.st_mode))
    return "is a device, expected a file";
  return "";
}

} // namespace sectile
