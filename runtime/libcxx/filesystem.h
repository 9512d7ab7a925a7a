// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Functions that the files of std::filesystem share: error reports, and file
// status.
#ifndef SECTILE_LIBCXX_FILESYSTEM_H
#define SECTILE_LIBCXX_FILESYSTEM_H

#include <cerrno>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>

namespace sectile {
namespace fs = std::filesystem;

// An error number into the given code or, without one, into the end of the
// program; 0 is none.
inline void failed(const char *operation, std::error_code *code, int error,
                   const fs::path &a, const fs::path *b = nullptr) {
  std::error_code result(error, std::generic_category());
  if (code) {
    *code = result;
    return;
  }
  if (!error)
    return;
  std::__libcpp_verbose_abort("filesystem error: in %s: %s [%s]%s%s%s\n",
                              operation, result.message().c_str(), a.c_str(),
                              b ? " [" : "", b ? b->c_str() : "", b ? "]" : "");
}

inline fs::file_time_type timeOf(const struct stat &info) {
  using Duration = fs::file_time_type::duration;
  auto seconds = static_cast<Duration::rep>(info.st_mtim.tv_sec);
  return fs::file_time_type(
      Duration(seconds * 1000000000 + info.st_mtim.tv_nsec));
}

// The status; a missing file is not an error.
inline fs::file_status statusOf(const char *operation, const fs::path &p,
                                std::error_code *code, struct stat &info) {
  if (stat(p.c_str(), &info) != 0) {
    int error = errno;
    if (error == ENOENT || error == ENOTDIR) {
      if (code)
        *code = std::error_code(error, std::generic_category());
      return fs::file_status(fs::file_type::not_found);
    }
    failed(operation, code, error, p);
    return fs::file_status(fs::file_type::none);
  }
  if (code)
    code->clear();
  auto type = S_ISREG(info.st_mode)   ? fs::file_type::regular
              : S_ISDIR(info.st_mode) ? fs::file_type::directory
              : S_ISCHR(info.st_mode) ? fs::file_type::character
                                      : fs::file_type::unknown;
  return fs::file_status(type, fs::perms(info.st_mode & 07777));
}
} // namespace sectile

#endif
