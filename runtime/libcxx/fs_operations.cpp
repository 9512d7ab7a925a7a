// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Operations on files, over the C library. There are no links and no owners.
#include "filesystem.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <unistd.h>

namespace std {
inline namespace __1 {
inline namespace __fs {
namespace filesystem {
using sectile::failed;
using sectile::statusOf;

file_status __status(const path &p, error_code *code) {
  struct stat info;
  return statusOf("status", p, code, info);
}
file_status __symlink_status(const path &p, error_code *code) {
  struct stat info;
  return statusOf("symlink_status", p, code, info);
}

// For what is asked of an existing file.
template <class T, class Ask>
static T asked(const char *operation, const path &p, error_code *code,
               T otherwise, Ask ask) {
  struct stat info;
  if (stat(p.c_str(), &info) != 0) {
    failed(operation, code, errno, p);
    return otherwise;
  }
  if (code)
    code->clear();
  return ask(info);
}
uintmax_t __file_size(const path &p, error_code *code) {
  auto none = uintmax_t(-1);
  return asked("file_size", p, code, none, [&](const struct stat &info) {
    if (S_ISREG(info.st_mode))
      return uintmax_t(info.st_size);
    failed("file_size", code, S_ISDIR(info.st_mode) ? EISDIR : ENOTSUP, p);
    return none;
  });
}
uintmax_t __hard_link_count(const path &p, error_code *code) {
  return asked(
      "hard_link_count", p, code, uintmax_t(-1),
      [](const struct stat &info) { return uintmax_t(info.st_nlink); });
}
file_time_type __last_write_time(const path &p, error_code *code) {
  return asked("last_write_time", p, code, file_time_type::min(),
               [](const struct stat &info) { return sectile::timeOf(info); });
}
void __last_write_time(const path &p, file_time_type, error_code *code) {
  failed("last_write_time", code, ENOSYS, p);
}
bool __equivalent(const path &a, const path &b, error_code *code) {
  struct stat first, second;
  bool isFirst = stat(a.c_str(), &first) == 0;
  bool isSecond = stat(b.c_str(), &second) == 0;
  if (!isFirst || !isSecond) {
    failed("equivalent", code, ENOENT, isFirst ? b : a);
    return false;
  }
  if (code)
    code->clear();
  if (first.st_ino || second.st_ino)
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino;
  return __canonical(a, code) == __canonical(b, code);
}

//===-- Names -----------------------------------------------------------===//

path __current_path(error_code *code) {
  for (size_t size = 256;; size *= 2) {
    string text(size, 0);
    if (getcwd(text.data(), size)) {
      if (code)
        code->clear();
      text.resize(text.find('\0'));
      return text;
    }
    if (errno != ERANGE) {
      failed("current_path", code, errno, {});
      return {};
    }
  }
}
void __current_path(const path &p, error_code *code) {
  failed("current_path", code, chdir(p.c_str()) == 0 ? 0 : errno, p);
}
path __absolute(const path &p, error_code *code) {
  if (code)
    code->clear();
  if (p.is_absolute())
    return p;
  path current = __current_path(code);
  return code && *code ? path() : current / p;
}
path __canonical(const path &p, error_code *code) {
  struct stat info;
  if (stat(p.c_str(), &info) != 0) {
    failed("canonical", code, errno, p);
    return {};
  }
  path result = __absolute(p, code).lexically_normal();
  if (result.has_relative_path() && result.filename().empty())
    result = result.parent_path();
  return result;
}
path __weakly_canonical(const path &p, error_code *code) {
  path existing = p, rest;
  struct stat info;
  while (!existing.empty() && stat(existing.c_str(), &info) != 0) {
    rest = rest.empty() ? existing.filename() : existing.filename() / rest;
    existing = existing.has_relative_path() ? existing.parent_path() : path();
  }
  if (existing.empty()) {
    if (code)
      code->clear();
    return p.lexically_normal();
  }
  path result = __canonical(existing, code);
  return (rest.empty() ? result : result / rest).lexically_normal();
}
path __temp_directory_path(error_code *code) {
  const char *given = getenv("TMPDIR");
  path p = given ? given : "/tmp";
  error_code ignored;
  if (!is_directory(__status(p, &ignored))) {
    failed("temp_directory_path", code, ENOTDIR, p);
    return {};
  }
  if (code)
    code->clear();
  return p;
}

//===-- Changes ---------------------------------------------------------===//

bool __remove(const path &p, error_code *code) {
  struct stat info;
  int error = 0;
  if (stat(p.c_str(), &info) != 0)
    error = errno;
  else if ((S_ISDIR(info.st_mode) ? rmdir(p.c_str()) : unlink(p.c_str())) != 0)
    error = errno;
  failed("remove", code, error == ENOENT ? 0 : error, p);
  return error == 0;
}
void __rename(const path &from, const path &to, error_code *code) {
  failed("rename", code, std::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno,
         from, &to);
}
void __resize_file(const path &p, uintmax_t size, error_code *code) {
  failed("resize_file", code, truncate(p.c_str(), off_t(size)) == 0 ? 0 : errno,
         p);
}
bool __create_directory(const path &p, error_code *code) {
  int error = mkdir(p.c_str(), 0777) == 0 ? 0 : errno;
  bool made = error == 0;
  error_code ignored;
  if (error == EEXIST && is_directory(__status(p, &ignored)))
    error = 0;
  failed("create_directory", code, error, p);
  return made;
}
bool __create_directory(const path &p, const path &attributes,
                        error_code *code) {
  error_code ignored;
  if (!is_directory(__status(attributes, &ignored))) {
    failed("create_directory", code, ENOTDIR, attributes);
    return false;
  }
  return __create_directory(p, code);
}
bool __create_directories(const path &p, error_code *code) {
  error_code ignored;
  file_status now = __status(p, &ignored);
  if (is_directory(now)) {
    if (code)
      code->clear();
    return false;
  }
  if (exists(now)) {
    failed("create_directories", code, ENOTDIR, p);
    return false;
  }
  path parent = p.parent_path();
  if (!parent.empty() && parent != p) {
    bool made = __create_directories(parent, code);
    if (code && *code)
      return false;
    if (p.filename().empty()) // "a/" after "a"
      return made;
  }
  return __create_directory(p, code);
}
void __permissions(const path &p, perms, perm_options, error_code *code) {
  failed("permissions", code, ENOSYS, p);
}
space_info __space(const path &p, error_code *code) {
  failed("space", code, ENOSYS, p);
  auto unknown = uintmax_t(-1);
  return {unknown, unknown, unknown};
}

bool __copy_file(const path &from, const path &to, copy_options options,
                 error_code *code) {
  auto has = [options](copy_options option) {
    return (options & option) != copy_options::none;
  };
  auto stop = [&](int error) {
    failed("copy_file", code, error, from, &to);
    return false;
  };
  struct stat source, target;
  if (stat(from.c_str(), &source) != 0)
    return stop(errno);
  if (!S_ISREG(source.st_mode))
    return stop(S_ISDIR(source.st_mode) ? EISDIR : ENOTSUP);
  if (stat(to.c_str(), &target) == 0) {
    error_code ignored;
    if (!S_ISREG(target.st_mode) || __equivalent(from, to, &ignored))
      return stop(EEXIST);
    if (has(copy_options::skip_existing))
      return stop(0);
    if (has(copy_options::update_existing)) {
      if (sectile::timeOf(source) <= sectile::timeOf(target))
        return stop(0);
    } else if (!has(copy_options::overwrite_existing)) {
      return stop(EEXIST);
    }
  }
  FILE *in = fopen(from.c_str(), "rb");
  if (!in)
    return stop(errno);
  FILE *out = fopen(to.c_str(), "wb");
  if (!out) {
    int error = errno;
    fclose(in);
    return stop(error);
  }
  char buffer[4096];
  bool good = true;
  while (size_t size = fread(buffer, 1, sizeof buffer, in))
    good &= fwrite(buffer, 1, size, out) == size;
  good &= !ferror(in);
  fclose(in);
  good &= fclose(out) == 0;
  if (!good)
    return stop(EIO);
  stop(0);
  return true;
}

// There are no links.
void __create_symlink(const path &to, const path &link, error_code *code) {
  failed("create_symlink", code, ENOSYS, to, &link);
}
void __create_directory_symlink(const path &to, const path &link,
                                error_code *code) {
  failed("create_directory_symlink", code, ENOSYS, to, &link);
}
void __create_hard_link(const path &to, const path &link, error_code *code) {
  failed("create_hard_link", code, ENOSYS, to, &link);
}
path __read_symlink(const path &p, error_code *code) {
  failed("read_symlink", code, ENOSYS, p);
  return {};
}
void __copy_symlink(const path &from, const path &to, error_code *code) {
  failed("copy_symlink", code, ENOSYS, from, &to);
}

file_time_type _FilesystemClock::now() noexcept {
  auto now = chrono::system_clock::now().time_since_epoch();
  return file_time_type(chrono::duration_cast<duration>(now));
}
const bool _FilesystemClock::is_steady;

error_code directory_entry::__do_refresh() noexcept {
  __data_.__reset();
  error_code code;
  struct stat info;
  file_status now = statusOf("directory_entry::refresh", __p_, &code, info);
  if (!filesystem::exists(now))
    return code;
  __data_.__cache_type_ = _RefreshNonSymlink;
  __data_.__type_ = now.type();
  __data_.__non_sym_perms_ = now.permissions();
  __data_.__size_ = filesystem::is_regular_file(now) ? uintmax_t(info.st_size)
                                                     : uintmax_t(-1);
  __data_.__nlink_ = uintmax_t(info.st_nlink);
  __data_.__write_time_ = sectile::timeOf(info);
  return code;
}
} // namespace filesystem
} // namespace __fs
} // namespace __1
} // namespace std
