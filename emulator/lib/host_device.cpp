// Files are reached from a descriptor of the directory only. openat2 with
// RESOLVE_BENEATH lets the kernel enforce the boundary; where it does not exist
// (old kernels, some sandboxes) the path is walked one component at a time and
// any symbolic link is refused.
#include "sectile/emulator/host_device.h"
#include "host_device.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
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
// them: a file of the guest there would get what the tool says to its user.
int notStandard(int fd) {
  if (fd < 0 || fd > 2)
    return fd;
  int other = ::fcntl(fd, F_DUPFD_CLOEXEC, 3);
  int error = errno;
  ::close(fd);
  errno = error;
  return other;
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
  flags |= O_CLOEXEC | O_NOCTTY;
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
                             SECTILE_HOST_O_APPEND | SECTILE_HOST_O_EXCLUSIVE;
  bool reads = flags & SECTILE_HOST_O_READ,
       writes = flags & SECTILE_HOST_O_WRITE;
  if ((flags & ~known) || (!reads && !writes))
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
  int fd = openBelow(path, host | O_NONBLOCK);
  if (fd < 0)
    return guestError(errno);
  struct stat status;
  if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
    bool isDirectory = S_ISDIR(status.st_mode);
    ::close(fd);
    return isDirectory ? -21 : -13;
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
  open[n] = {int(fd), path, flags};
  return int64_t(n) + 3;
}

int HostDevice::descriptor(uint64_t guest) const {
  return guest >= 3 && guest - 3 < open.size() ? open[guest - 3].fd : -1;
}

HostDevice::Outcome HostDevice::command(uint64_t block, GuestMemory &memory,
                                        uint64_t nanoseconds) {
  Outcome outcome;
  sectile_host_command c;
  if (!memory.read(block, &c, sizeof c))
    return outcome;
  int64_t result = run(c.argument, c.operation, memory, nanoseconds, outcome);
  memory.write(block + offsetof(sectile_host_command, result), &result,
               sizeof result);
  return outcome;
}

int64_t HostDevice::run(const uint64_t *a, uint64_t operation,
                        GuestMemory &memory, uint64_t nanoseconds,
                        Outcome &outcome) {
  auto readPath = [&](uint64_t address, uint64_t length,
                      std::string &path) -> int64_t {
    if (length > 4096)
      return -91;
    path.resize(length);
    return memory.read(address, path.data(), length) ? 0 : badMemory;
  };
  constexpr uint64_t chunk = 1 << 16;
  std::vector<char> buffer;
  auto interrupted = [&] {
    return options.interrupted && options.interrupted();
  };
  // Nothing happens if any byte of the buffer lies outside RAM.
  auto accessible = [&](uint64_t address, uint64_t length) {
    char c;
    return length == 0 ||
           (address + length > address && address + length <= memory.end() &&
            memory.read(address, &c, 1));
  };
  std::string path, other;

  switch (operation) {
  case SECTILE_HOST_EXIT:
    outcome.exited = true;
    outcome.status = int(a[0]);
    return 0;

  case SECTILE_HOST_OPEN:
    if (int64_t e = readPath(a[0], a[1], path))
      return e;
    return openFile(path, a[2]);

  case SECTILE_HOST_CLOSE: {
    int fd = descriptor(a[0]);
    if (fd < 0)
      return a[0] < 3 ? 0 : -9;
    open[a[0] - 3].fd = -1;
    return ::close(fd) == 0 ? 0 : guestError(errno);
  }

  case SECTILE_HOST_READ: {
    int fd = a[0] == 0 ? options.input : descriptor(a[0]);
    if (fd < 0)
      return -9;
    if (!accessible(a[1], a[2]))
      return badMemory;
    uint64_t done = 0;
    while (done < a[2]) {
      buffer.resize(std::min(chunk, a[2] - done));
      ssize_t n = ::read(fd, buffer.data(), buffer.size());
      if (n < 0 && errno == EINTR && !interrupted())
        continue;
      if (n < 0)
        return done ? int64_t(done) : guestError(errno);
      memory.write(a[1] + done, buffer.data(), uint64_t(n));
      done += uint64_t(n);
      // A console or pipe gives what it has.
      if (n == 0 || a[0] == 0)
        break;
    }
    return int64_t(done);
  }

  case SECTILE_HOST_WRITE: {
    bool isConsole = a[0] == 1 || a[0] == 2;
    int fd = isConsole ? int(a[0]) : descriptor(a[0]);
    if (fd < 0 || a[0] == 0)
      return -9;
    if (!accessible(a[1], a[2]))
      return badMemory;
    uint64_t done = 0;
    while (done < a[2]) {
      buffer.resize(std::min(chunk, a[2] - done));
      memory.read(a[1] + done, buffer.data(), buffer.size());
      if (isConsole && options.console) {
        options.console(fd, buffer.data(), buffer.size());
        done += buffer.size();
        continue;
      }
      ssize_t n = ::write(fd, buffer.data(), buffer.size());
      if (n < 0 && errno == EINTR && !interrupted())
        continue;
      if (n < 0)
        return done ? int64_t(done) : guestError(errno);
      done += uint64_t(n);
    }
    return int64_t(done);
  }

  case SECTILE_HOST_SEEK: {
    if (a[0] < 3)
      return -29; // ESPIPE
    int fd = descriptor(a[0]);
    if (fd < 0)
      return -9;
    if (a[2] > 2)
      return invalid;
    constexpr int whence[] = {SEEK_SET, SEEK_CUR, SEEK_END};
    off_t position = ::lseek(fd, off_t(a[1]), whence[a[2]]);
    return position < 0 ? guestError(errno) : int64_t(position);
  }

  case SECTILE_HOST_SIZE: {
    if (a[0] < 3)
      return -29;
    int fd = descriptor(a[0]);
    struct stat status;
    if (fd < 0)
      return -9;
    return ::fstat(fd, &status) == 0 ? int64_t(status.st_size)
                                     : guestError(errno);
  }

  case SECTILE_HOST_REMOVE: {
    if (int64_t e = readPath(a[0], a[1], path))
      return e;
    std::string last;
    int parent = openParent(path, last);
    if (parent < 0)
      return guestError(errno);
    int64_t result =
        ::unlinkat(parent, last.c_str(), 0) == 0 ? 0 : guestError(errno);
    ::close(parent);
    return result;
  }

  case SECTILE_HOST_RENAME: {
    if (int64_t e = readPath(a[0], a[1], path))
      return e;
    if (int64_t e = readPath(a[2], a[3], other))
      return e;
    std::string from, to;
    int fromParent = openParent(path, from);
    if (fromParent < 0)
      return guestError(errno);
    int toParent = openParent(other, to);
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

  case SECTILE_HOST_CLOCK:
    return int64_t(nanoseconds);

  case SECTILE_HOST_ARGS: {
    std::string all;
    for (const std::string &argument : options.arguments)
      all.append(argument).push_back('\0');
    uint64_t n = std::min<uint64_t>(all.size(), a[1]);
    if (!memory.write(a[0], all.data(), n) && n)
      return badMemory;
    return int64_t(all.size());
  }

  case SECTILE_HOST_MEMORY:
    return int64_t(memory.end());

  default:
    return -88; // ENOSYS
  }
}

std::vector<HostDevice::File> HostDevice::files() const {
  std::vector<File> result;
  for (size_t n = 0; n < open.size(); ++n)
    if (open[n].fd >= 0) {
      off_t position = ::lseek(open[n].fd, 0, SEEK_CUR);
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
    if (opened[n].fd >= 0)
      return fail("two open files with one descriptor in the checkpoint");
    int64_t fd = openRegular(f.path, flags);
    if (fd < 0)
      return fail("cannot open file '" + f.path + "' of the checkpoint again");
    opened[n] = {int(fd), f.path, f.flags};
    if (::lseek(int(fd), off_t(f.position), SEEK_SET) < 0)
      return fail("cannot seek in file '" + f.path + "'");
  }
  std::swap(open, opened);
  closeAll(opened);
  return true;
}

} // namespace sectile
