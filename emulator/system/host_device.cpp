// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Files are opened relative to a descriptor of the directory only. openat2 with
// RESOLVE_BENEATH lets the kernel enforce the boundary; where it does not exist
// (old kernels, some sandboxes) the path is walked one component at a time and
// any symbolic link is refused.
#include "sectile/emulator/host_device.h"
#include "host_device.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

namespace sectile {
namespace {

// newlib's numbers, where they differ from Linux's.
int64_t guestError(int error) {
  switch (error) {
  case ELOOP:
  case EXDEV: // what RESOLVE_BENEATH says of an escape
    return -13;
  case ENOSYS:
    return -88;
  case ENOTEMPTY:
    return -90;
  case ENAMETOOLONG:
    return -91;
  case EOVERFLOW:
    return -139;
  default:
    return error > 0 && error <= 34 ? -error : -5;
  }
}
constexpr int64_t badMemory = -14; // EFAULT
constexpr int64_t invalid = -22;   // EINVAL
constexpr size_t mostFiles = 1000;

// The components of a relative path; false if it is absolute, empty or has
// `..`.
bool split(const std::string &path, std::vector<std::string> &parts) {
  if (path.empty() || path[0] == '/' || path.find('\0') != std::string::npos)
    return false;
  for (size_t start = 0; start <= path.size();) {
    size_t slash = std::min(path.find('/', start), path.size());
    std::string part = path.substr(start, slash - start);
    if (part == "..")
      return false;
    if (!part.empty() && part != ".")
      parts.push_back(part);
    start = slash + 1;
  }
  return true;
}

// Descriptors 0 to 2 are the console's, even if the process was started without
// them: a file of the guest with such a number would receive the tool's
// messages.
int notStandard(int fd) {
  if (fd < 0 || fd > 2)
    return fd;
  int other = ::fcntl(fd, F_DUPFD_CLOEXEC, 3);
  int error = errno;
  ::close(fd);
  errno = error;
  return other;
}

sectile_host_status statusOf(const struct stat &host, uint32_t access) {
  auto time = [](int64_t (&result)[2], const timespec &t) {
    result[0] = t.tv_sec;
    result[1] = t.tv_nsec;
  };
  sectile_host_status result = {};
  result.inode = host.st_ino;
  result.mode = host.st_mode & (S_IFMT | 07777);
  result.access = access;
  result.links = host.st_nlink;
  result.size = host.st_size;
  time(result.accessed, host.st_atim);
  time(result.modified, host.st_mtim);
  time(result.changed, host.st_ctim);
  return result;
}

// The permissions of the host's user for the file. They are read by the
// descriptor, because a check by name would follow links.
uint32_t accessOf(int fd, mode_t mode) {
  uint32_t result = 0;
  for (int right : {R_OK, W_OK, X_OK})
    if (::syscall(SYS_faccessat2, fd, "", right, AT_EMPTY_PATH | AT_EACCESS) ==
        0)
      result |= uint32_t(right);
    else if (errno == ENOSYS || errno == EPERM) // an old kernel
      return (mode | mode >> 3 | mode >> 6) & 7;
  return result;
}

} // namespace

HostDevice::HostDevice(Options o) : options(std::move(o)) {
  if (options.directory.empty())
    return;
  directory = notStandard(
      ::open(options.directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory < 0)
    problem = "cannot use directory '" + options.directory +
              "': " + std::strerror(errno);
}

void HostDevice::closeAll(std::vector<Open> &files) {
  for (Open &file : files)
    if (file.fd >= 0)
      ::close(file.fd);
  files.clear();
}

HostDevice::~HostDevice() {
  closeAll(open);
  if (directory >= 0)
    ::close(directory);
}

// A descriptor, or -1 with errno.
int HostDevice::openBelow(const std::string &path, int flags) const {
  std::vector<std::string> parts;
  if (directory < 0 || !split(path, parts)) {
    errno = EACCES;
    return -1;
  }
  flags |= O_CLOEXEC;
  if (!(flags & O_PATH)) // openat2 refuses what O_PATH would ignore
    flags |= O_NOCTTY;
  open_how how = {};
  how.flags = uint64_t(flags);
  how.mode = flags & O_CREAT ? 0666 : 0;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  long fd = ::syscall(SYS_openat2, directory, path.c_str(), &how, sizeof how);
  if (fd >= 0 || (errno != ENOSYS && errno != EPERM))
    return notStandard(int(fd));

  int at = ::dup(directory);
  for (size_t n = 0; n + 1 < parts.size() && at >= 0; ++n) {
    int next = ::openat(at, parts[n].c_str(),
                        O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    int error = errno;
    ::close(at);
    errno = error;
    at = next;
  }
  if (at < 0)
    return -1;
  int result = ::openat(at, parts.empty() ? "." : parts.back().c_str(),
                        flags | O_NOFOLLOW, 0666);
  int error = errno;
  ::close(at);
  errno = error;
  return notStandard(result);
}

int HostDevice::openParent(const std::string &path, std::string &last) const {
  std::vector<std::string> parts;
  if (!split(path, parts) || parts.empty()) {
    errno = EACCES;
    return -1;
  }
  last = parts.back();
  std::string parent = ".";
  for (size_t n = 0; n + 1 < parts.size(); ++n)
    parent += "/" + parts[n];
  return openBelow(parent, O_RDONLY | O_DIRECTORY);
}

// A descriptor of the host, or a negative error of the guest.
int64_t HostDevice::openRegular(const std::string &path, uint64_t flags) const {
  constexpr uint64_t known = SECTILE_HOST_O_READ | SECTILE_HOST_O_WRITE |
                             SECTILE_HOST_O_CREATE | SECTILE_HOST_O_TRUNCATE |
                             SECTILE_HOST_O_APPEND | SECTILE_HOST_O_EXCLUSIVE |
                             SECTILE_HOST_O_DIRECTORY;
  bool reads = flags & SECTILE_HOST_O_READ,
       writes = flags & SECTILE_HOST_O_WRITE;
  bool wantsDirectory = flags & SECTILE_HOST_O_DIRECTORY;
  if ((flags & ~known) || (!reads && !writes) ||
      (wantsDirectory &&
       flags != (SECTILE_HOST_O_READ | SECTILE_HOST_O_DIRECTORY)))
    return invalid;
  int host = reads && writes ? O_RDWR : writes ? O_WRONLY : O_RDONLY;
  if (flags & SECTILE_HOST_O_CREATE)
    host |= O_CREAT;
  if (flags & SECTILE_HOST_O_TRUNCATE)
    host |= O_TRUNC;
  if (flags & SECTILE_HOST_O_APPEND)
    host |= O_APPEND;
  if (flags & SECTILE_HOST_O_EXCLUSIVE)
    host |= O_EXCL;
  if (wantsDirectory)
    host |= O_DIRECTORY;
  int fd = openBelow(path, host | O_NONBLOCK);
  if (fd < 0)
    return guestError(errno);
  struct stat status;
  if (::fstat(fd, &status) != 0 ||
      !(wantsDirectory ? S_ISDIR(status.st_mode) : S_ISREG(status.st_mode))) {
    bool found = S_ISDIR(status.st_mode);
    ::close(fd);
    return found ? -21 : -13;
  }
  return fd;
}

int64_t HostDevice::openFile(const std::string &path, uint64_t flags) {
  size_t n = 0;
  while (n < open.size() && open[n].fd >= 0)
    ++n;
  if (n == mostFiles)
    return -24; // EMFILE
  int64_t fd = openRegular(path, flags);
  if (fd < 0)
    return fd;
  if (n == open.size())
    open.emplace_back();
  open[n] = {};
  open[n].fd = int(fd);
  open[n].path = path;
  open[n].flags = flags;
  open[n].isDirectory = (flags & SECTILE_HOST_O_DIRECTORY) != 0;
  return int64_t(n) + 3;
}

int HostDevice::descriptor(uint64_t guest) const {
  return guest >= 3 && guest - 3 < open.size() ? open[guest - 3].fd : -1;
}

HostDevice::Open *HostDevice::openDirectory(uint64_t guest) {
  return descriptor(guest) >= 0 && open[guest - 3].isDirectory
             ? &open[guest - 3]
             : nullptr;
}

bool HostDevice::isTerminal(uint64_t stream) const {
  if (stream != 0 && options.console)
    return false;
  return ::isatty(stream == 0 ? options.input : int(stream)) == 1;
}

int64_t HostDevice::status(uint64_t guest, sectile_host_status &result) const {
  if (guest < 3) {
    // A redirected stream has no position and no size of the guest's: a pipe.
    result = {};
    result.mode = isTerminal(guest) ? S_IFCHR | 0600 : S_IFIFO | 0600;
    result.access = guest == 0 ? R_OK : W_OK;
    result.links = 1;
    return 0;
  }
  int fd = descriptor(guest);
  struct stat host;
  if (fd < 0)
    return -9;
  if (::fstat(fd, &host) != 0)
    return guestError(errno);
  result = statusOf(host, accessOf(fd, host.st_mode));
  return 0;
}

int64_t HostDevice::statusAt(const std::string &path, bool ofLink,
                             sectile_host_status &result) const {
  int fd = openBelow(path, O_PATH | (ofLink ? O_NOFOLLOW : 0));
  if (fd < 0)
    return guestError(errno);
  struct stat host;
  int64_t error = ::fstat(fd, &host) == 0 ? 0 : guestError(errno);
  // openBelow does not follow a last link where openat2 is missing.
  if (error == 0 && !ofLink && S_ISLNK(host.st_mode))
    error = -13;
  if (error == 0)
    result = statusOf(host, accessOf(fd, host.st_mode));
  ::close(fd);
  return error;
}

// Sorted, so that a program sees the same order on every host.
int64_t HostDevice::list(Open &directory, uint64_t length,
                         std::vector<char> &result) {
  if (directory.position == 0 || directory.entries.empty()) {
    directory.entries.clear();
    int copy = ::openat(directory.fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = copy < 0 ? nullptr : ::fdopendir(copy);
    if (!stream) {
      int64_t error = guestError(errno);
      if (copy >= 0)
        ::close(copy);
      return error;
    }
    for (;;) {
      errno = 0;
      const dirent *e = ::readdir(stream);
      if (!e)
        break;
      directory.entries.push_back({e->d_name, e->d_ino, e->d_type});
    }
    int error = errno;
    ::closedir(stream);
    if (error) {
      directory.entries.clear();
      return guestError(error);
    }
    std::sort(directory.entries.begin(), directory.entries.end(),
              [](const Entry &a, const Entry &b) { return a.name < b.name; });
  }
  for (; directory.position < directory.entries.size(); ++directory.position) {
    const Entry &e = directory.entries[directory.position];
    size_t size = offsetof(sectile_host_entry, name) + e.name.size() + 1;
    size = (size + 7) & ~size_t(7);
    if (result.size() + size > length)
      return result.empty() ? invalid : int64_t(result.size());
    sectile_host_entry header = {};
    header.inode = e.inode;
    header.size = uint16_t(size);
    header.type = e.type;
    size_t at = result.size();
    result.resize(at + size);
    std::memcpy(&result[at], &header, offsetof(sectile_host_entry, name));
    std::memcpy(&result[at + offsetof(sectile_host_entry, name)],
                e.name.c_str(), e.name.size());
  }
  return int64_t(result.size());
}

// One command: its arguments, and the memory that it reads and writes. An
// operation returns a result, or a negative error of the guest.
class HostDevice::Command {
public:
  Command(HostDevice &device, GuestMemory &guestMemory,
          const sectile_host_command &c, uint64_t time)
      : host(device), memory(guestMemory), a(c.argument),
        operation(c.operation), nanoseconds(time) {}

  int64_t run(Outcome &outcome);

private:
  HostDevice &host;
  GuestMemory &memory;
  const uint64_t *a;
  uint64_t operation, nanoseconds;

  int64_t readPath(uint64_t address, uint64_t length, std::string &path);
  bool accessible(uint64_t address, uint64_t length);
  bool canContinue() const;
  int64_t open();
  int64_t close();
  int64_t read();
  int64_t write();
  ssize_t writePart(int fd, bool isConsole, const std::vector<char> &buffer);
  int64_t seek();
  int64_t size();
  int64_t changeName();
  int64_t rename();
  int64_t status();
  int64_t truncate();
  int64_t list();
  int64_t arguments();
};

namespace {
constexpr uint64_t chunk = 1 << 16; // of a read or write
} // namespace

int64_t HostDevice::Command::readPath(uint64_t address, uint64_t length,
                                      std::string &path) {
  if (length > 4096)
    return -91;
  path.resize(length);
  return memory.read(address, path.data(), length) ? 0 : badMemory;
}

// There is no effect if any byte of the buffer lies outside RAM.
bool HostDevice::Command::accessible(uint64_t address, uint64_t length) {
  char c;
  return length == 0 ||
         (address + length > address && address + length <= memory.end() &&
          memory.read(address, &c, 1));
}

// After an interrupted read or write.
bool HostDevice::Command::canContinue() const {
  return errno == EINTR &&
         !(host.options.interrupted && host.options.interrupted());
}

int64_t HostDevice::Command::open() {
  std::string path;
  if (int64_t e = readPath(a[0], a[1], path))
    return e;
  return host.openFile(path, a[2]);
}

int64_t HostDevice::Command::close() {
  int fd = host.descriptor(a[0]);
  if (fd < 0)
    return a[0] < 3 ? 0 : -9;
  host.open[a[0] - 3].fd = -1;
  return ::close(fd) == 0 ? 0 : guestError(errno);
}

int64_t HostDevice::Command::read() {
  int fd = a[0] == 0 ? host.options.input : host.descriptor(a[0]);
  if (fd < 0)
    return -9;
  if (!accessible(a[1], a[2]))
    return badMemory;
  std::vector<char> buffer;
  uint64_t done = 0;
  while (done < a[2]) {
    buffer.resize(std::min(chunk, a[2] - done));
    ssize_t n = ::read(fd, buffer.data(), buffer.size());
    if (n < 0 && canContinue())
      continue;
    if (n < 0)
      return done ? int64_t(done) : guestError(errno);
    memory.write(a[1] + done, buffer.data(), uint64_t(n));
    done += uint64_t(n);
    // A console or pipe returns what is available.
    if (n == 0 || a[0] == 0)
      break;
  }
  return int64_t(done);
}

ssize_t HostDevice::Command::writePart(int fd, bool isConsole,
                                       const std::vector<char> &buffer) {
  if (!isConsole || !host.options.console)
    return ::write(fd, buffer.data(), buffer.size());
  host.options.console(fd, buffer.data(), buffer.size());
  return ssize_t(buffer.size());
}

int64_t HostDevice::Command::write() {
  bool isConsole = a[0] == 1 || a[0] == 2;
  int fd = isConsole ? int(a[0]) : host.descriptor(a[0]);
  if (fd < 0 || a[0] == 0)
    return -9;
  if (!accessible(a[1], a[2]))
    return badMemory;
  std::vector<char> buffer;
  uint64_t done = 0;
  while (done < a[2]) {
    buffer.resize(std::min(chunk, a[2] - done));
    memory.read(a[1] + done, buffer.data(), buffer.size());
    ssize_t n = writePart(fd, isConsole, buffer);
    if (n < 0 && canContinue())
      continue;
    if (n < 0)
      return done ? int64_t(done) : guestError(errno);
    done += uint64_t(n);
  }
  return int64_t(done);
}

int64_t HostDevice::Command::seek() {
  if (a[0] < 3)
    return -29; // ESPIPE
  int fd = host.descriptor(a[0]);
  if (fd < 0)
    return -9;
  if (a[2] > 2)
    return invalid;
  if (Open *list = host.openDirectory(a[0])) {
    uint64_t base = a[2] == 0 ? 0 : list->position;
    if (a[2] == 2 || base + a[1] > uint64_t(INT64_MAX))
      return invalid;
    list->position = base + a[1];
    return int64_t(list->position);
  }
  constexpr int whence[] = {SEEK_SET, SEEK_CUR, SEEK_END};
  off_t position = ::lseek(fd, off_t(a[1]), whence[a[2]]);
  return position < 0 ? guestError(errno) : int64_t(position);
}

int64_t HostDevice::Command::size() {
  if (a[0] < 3)
    return -29;
  int fd = host.descriptor(a[0]);
  struct stat status;
  if (fd < 0)
    return -9;
  return ::fstat(fd, &status) == 0 ? int64_t(status.st_size)
                                   : guestError(errno);
}

// Removes a file or directory, or makes a directory.
int64_t HostDevice::Command::changeName() {
  std::string path, last;
  if (int64_t e = readPath(a[0], a[1], path))
    return e;
  int parent = host.openParent(path, last);
  if (parent < 0)
    return guestError(errno);
  int failed =
      operation == SECTILE_HOST_MAKE_DIRECTORY
          ? ::mkdirat(parent, last.c_str(), 0777)
          : ::unlinkat(parent, last.c_str(),
                       operation == SECTILE_HOST_REMOVE ? 0 : AT_REMOVEDIR);
  int64_t result = failed ? guestError(errno) : 0;
  ::close(parent);
  return result;
}

int64_t HostDevice::Command::rename() {
  std::string path, other, from, to;
  if (int64_t e = readPath(a[0], a[1], path))
    return e;
  if (int64_t e = readPath(a[2], a[3], other))
    return e;
  int fromParent = host.openParent(path, from);
  if (fromParent < 0)
    return guestError(errno);
  int toParent = host.openParent(other, to);
  if (toParent < 0) {
    int64_t result = guestError(errno);
    ::close(fromParent);
    return result;
  }
  int64_t result =
      ::renameat(fromParent, from.c_str(), toParent, to.c_str()) == 0
          ? 0
          : guestError(errno);
  ::close(fromParent);
  ::close(toParent);
  return result;
}

int64_t HostDevice::Command::status() {
  sectile_host_status s;
  bool byPath = operation == SECTILE_HOST_STATUS_AT;
  std::string path;
  if (byPath) {
    if (int64_t e = readPath(a[0], a[1], path))
      return e;
    if (a[3] > 1)
      return invalid;
  }
  if (int64_t e = byPath ? host.statusAt(path, a[3], s) : host.status(a[0], s))
    return e;
  return memory.write(a[byPath ? 2 : 1], &s, sizeof s) ? 0 : badMemory;
}

int64_t HostDevice::Command::truncate() {
  int fd = host.descriptor(a[0]);
  if (fd < 0)
    return a[0] < 3 ? invalid : -9;
  return ::ftruncate(fd, off_t(a[1])) == 0 ? 0 : guestError(errno);
}

int64_t HostDevice::Command::list() {
  Open *directory = host.openDirectory(a[0]);
  if (!directory)
    return host.descriptor(a[0]) < 0 && a[0] >= 3 ? -9 : -20; // ENOTDIR
  if (!accessible(a[1], a[2]))
    return badMemory;
  std::vector<char> buffer;
  int64_t result = HostDevice::list(*directory, a[2], buffer);
  if (result > 0)
    memory.write(a[1], buffer.data(), uint64_t(result));
  return result;
}

int64_t HostDevice::Command::arguments() {
  std::string all;
  for (const std::string &argument : host.options.arguments)
    all.append(argument).push_back('\0');
  uint64_t n = std::min<uint64_t>(all.size(), a[1]);
  if (!memory.write(a[0], all.data(), n) && n)
    return badMemory;
  return int64_t(all.size());
}

int64_t HostDevice::Command::run(Outcome &outcome) {
  switch (operation) {
  case SECTILE_HOST_EXIT:
    outcome.exited = true;
    outcome.status = int(a[0]);
    return 0;
  case SECTILE_HOST_OPEN:
    return open();
  case SECTILE_HOST_CLOSE:
    return close();
  case SECTILE_HOST_READ:
    return read();
  case SECTILE_HOST_WRITE:
    return write();
  case SECTILE_HOST_SEEK:
    return seek();
  case SECTILE_HOST_SIZE:
    return size();
  case SECTILE_HOST_REMOVE:
  case SECTILE_HOST_MAKE_DIRECTORY:
  case SECTILE_HOST_REMOVE_DIRECTORY:
    return changeName();
  case SECTILE_HOST_RENAME:
    return rename();
  case SECTILE_HOST_STATUS:
  case SECTILE_HOST_STATUS_AT:
    return status();
  case SECTILE_HOST_TRUNCATE:
    return truncate();
  case SECTILE_HOST_LIST:
    return list();
  case SECTILE_HOST_CLOCK:
    return int64_t(nanoseconds);
  case SECTILE_HOST_ARGS:
    return arguments();
  case SECTILE_HOST_MEMORY:
    return int64_t(memory.end());
  default:
    return -88; // ENOSYS
  }
}

HostDevice::Outcome HostDevice::command(uint64_t block, GuestMemory &memory,
                                        uint64_t nanoseconds) {
  Outcome outcome;
  sectile_host_command c;
  if (!memory.read(block, &c, sizeof c))
    return outcome;
  int64_t result = Command(*this, memory, c, nanoseconds).run(outcome);
  memory.write(block + offsetof(sectile_host_command, result), &result,
               sizeof result);
  return outcome;
}

std::vector<HostDevice::File> HostDevice::files() const {
  std::vector<File> result;
  for (size_t n = 0; n < open.size(); ++n)
    if (open[n].fd >= 0) {
      off_t position = open[n].isDirectory ? off_t(open[n].position)
                                           : ::lseek(open[n].fd, 0, SEEK_CUR);
      result.push_back({n + 3, open[n].path, open[n].flags,
                        position < 0 ? 0 : uint64_t(position)});
    }
  return result;
}

bool HostDevice::restore(const std::vector<File> &files, std::string &error) {
  std::vector<Open> opened;
  auto fail = [&](std::string text) {
    closeAll(opened);
    error = std::move(text);
    return false;
  };
  for (const File &f : files) {
    uint64_t flags =
        f.flags & ~uint64_t(SECTILE_HOST_O_CREATE | SECTILE_HOST_O_TRUNCATE |
                            SECTILE_HOST_O_EXCLUSIVE);
    if (f.descriptor < 3 || f.descriptor >= 3 + mostFiles)
      return fail("malformed open file in the checkpoint");
    size_t n = f.descriptor - 3;
    if (opened.size() <= n)
      opened.resize(n + 1);
    Open &file = opened[n];
    if (file.fd >= 0)
      return fail("two open files with one descriptor in the checkpoint");
    int64_t fd = openRegular(f.path, flags);
    if (fd < 0)
      return fail("cannot open file '" + f.path + "' of the checkpoint again");
    file.fd = int(fd);
    file.path = f.path;
    file.flags = f.flags;
    file.isDirectory = (flags & SECTILE_HOST_O_DIRECTORY) != 0;
    file.position = f.position;
    if (!file.isDirectory && ::lseek(file.fd, off_t(f.position), SEEK_SET) < 0)
      return fail("cannot seek in file '" + f.path + "'");
  }
  std::swap(open, opened);
  closeAll(opened);
  return true;
}

} // namespace sectile
