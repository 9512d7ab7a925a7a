// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Directories of std::filesystem, and the operations that traverse them.
#include "filesystem.h"

#include <dirent.h>
#include <string_view>
#include <vector>

namespace std {
inline namespace __1 {
inline namespace __fs {
namespace filesystem {
using sectile::failed;

/// An open directory and its current entry.
class __dir_stream {
public:
  directory_entry entry;

  // Without an error in `code` but not open if it may be skipped.
  __dir_stream(const char *operation, const path &root,
               directory_options options, error_code *code)
      : root(root), stream(opendir(root.c_str())) {
    int error = stream ? 0 : errno;
    auto skip = directory_options::skip_permission_denied;
    if (error == EACCES && (options & skip) == skip)
      error = 0;
    failed(operation, code, error, root);
  }
  __dir_stream(const __dir_stream &) = delete;
  __dir_stream &operator=(const __dir_stream &) = delete;
  ~__dir_stream() {
    if (stream)
      closedir(stream);
  }

  // To the next entry, if there is one.
  bool advance(const char *operation, error_code *code) {
    if (code)
      code->clear();
    if (!stream)
      return false;
    for (;;) {
      errno = 0;
      dirent *next = readdir(stream);
      if (!next) {
        failed(operation, code, errno, root);
        return false;
      }
      string_view name = next->d_name;
      if (name == "." || name == "..")
        continue;
      error_code ignored;
      entry.assign(root / name, ignored);
      return true;
    }
  }

private:
  path root;
  DIR *stream;
};

directory_iterator::directory_iterator(const path &p, error_code *code,
                                       directory_options options) {
  const char *operation = "directory_iterator::directory_iterator";
  auto opened = make_shared<__dir_stream>(operation, p, options, code);
  if (code && *code)
    return;
  if (opened->advance(operation, code))
    __imp_ = opened;
}
directory_iterator &directory_iterator::__increment(error_code *code) {
  if (!__imp_->advance("directory_iterator::operator++", code))
    __imp_.reset();
  return *this;
}
const directory_entry &directory_iterator::__dereference() const {
  return __imp_->entry;
}

//===-- Recursive -------------------------------------------------------===//

struct recursive_directory_iterator::__shared_imp {
  vector<shared_ptr<__dir_stream>> levels;
  directory_options options;
};

recursive_directory_iterator::recursive_directory_iterator(
    const path &p, directory_options options, error_code *code)
    : __rec_(true) {
  const char *operation =
      "recursive_directory_iterator::recursive_directory_iterator";
  auto opened = make_shared<__dir_stream>(operation, p, options, code);
  if ((code && *code) || !opened->advance(operation, code))
    return;
  __imp_ = make_shared<__shared_imp>();
  __imp_->options = options;
  __imp_->levels.push_back(opened);
}
const directory_entry &recursive_directory_iterator::__dereference() const {
  return __imp_->levels.back()->entry;
}
directory_options recursive_directory_iterator::options() const {
  return __imp_->options;
}
int recursive_directory_iterator::depth() const {
  return int(__imp_->levels.size()) - 1;
}
recursive_directory_iterator &
recursive_directory_iterator::__increment(error_code *code) {
  if (code)
    code->clear();
  bool into = __rec_;
  __rec_ = true;
  if (!into || !__try_recursion(code))
    __advance(code);
  return *this;
}
// Into the directory that is the current entry.
bool recursive_directory_iterator::__try_recursion(error_code *code) {
  const char *operation = "recursive_directory_iterator::operator++";
  error_code ignored;
  const directory_entry &entry = __imp_->levels.back()->entry;
  if (!entry.is_directory(ignored))
    return false;
  auto opened =
      make_shared<__dir_stream>(operation, entry.path(), __imp_->options, code);
  if (code && *code) {
    __imp_.reset();
    return true;
  }
  if (!opened->advance(operation, code))
    return false;
  __imp_->levels.push_back(opened);
  return true;
}
void recursive_directory_iterator::__advance(error_code *code) {
  if (!__imp_)
    return;
  auto &levels = __imp_->levels;
  while (!levels.empty()) {
    if (levels.back()->advance("recursive_directory_iterator::operator++",
                               code))
      return;
    if (code && *code)
      break;
    levels.pop_back();
  }
  __imp_.reset();
}
void recursive_directory_iterator::__pop(error_code *code) {
  if (code)
    code->clear();
  __imp_->levels.pop_back();
  if (__imp_->levels.empty())
    __imp_.reset();
  else
    __advance(code);
}

//===-- Operations ------------------------------------------------------===//

bool __fs_is_empty(const path &p, error_code *code) {
  file_status now = __status(p, code);
  if (code && *code)
    return false;
  if (!is_directory(now))
    return __file_size(p, code) == 0;
  error_code error;
  bool empty = directory_iterator(p, error) == directory_iterator();
  failed("is_empty", code, error.value(), p);
  return empty && !error;
}

uintmax_t __remove_all(const path &p, error_code *code) {
  error_code error;
  uintmax_t count = 0;
  if (is_directory(__status(p, &error))) {
    vector<path> entries;
    for (directory_iterator i(p, error), end; i != end && !error;
         i.increment(error))
      entries.push_back(i->path());
    for (const path &entry : entries) {
      if (error)
        break;
      count += __remove_all(entry, &error);
    }
  } else {
    error.clear();
  }
  if (!error)
    count += __remove(p, &error);
  failed("remove_all", code, error.value(), p);
  return error ? uintmax_t(-1) : count;
}

void __copy(const path &from, const path &to, copy_options options,
            error_code *code) {
  auto has = [options](copy_options option) {
    return (options & option) != copy_options::none;
  };
  error_code ignored;
  file_status source = __status(from, &ignored);
  file_status target = __status(to, &ignored);
  if (!exists(source))
    return failed("copy", code, ENOENT, from, &to);
  if (is_regular_file(source)) {
    if (has(copy_options::directories_only))
      return failed("copy", code, 0, from, &to);
    if (has(copy_options::create_symlinks) ||
        has(copy_options::create_hard_links))
      return failed("copy", code, ENOSYS, from, &to);
    __copy_file(from, is_directory(target) ? to / from.filename() : to, options,
                code);
    return;
  }
  if (!is_directory(source) || is_regular_file(target))
    return failed("copy", code, is_directory(source) ? EISDIR : ENOTSUP, from,
                  &to);
  if (!has(copy_options::recursive) && options != copy_options::none)
    return failed("copy", code, 0, from, &to);
  if (!exists(target)) {
    __create_directory(to, from, code);
    if (code && *code)
      return;
  }
  // None of the options: the files of a directory, but no directories.
  copy_options inner = has(copy_options::recursive)
                           ? options
                           : options | copy_options::skip_symlinks |
                                 copy_options::__in_recursive_copy;
  for (const directory_entry &entry : directory_iterator(from)) {
    __copy(entry.path(), to / entry.path().filename(), inner, code);
    if (code && *code)
      return;
  }
  if (code)
    code->clear();
}
} // namespace filesystem
} // namespace __fs
} // namespace __1
} // namespace std
