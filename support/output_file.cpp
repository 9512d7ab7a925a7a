// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sectile/support/output_file.h"
#include "sectile/support/input_file.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <random>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace sectile {

//===-- Signals ---------------------------------------------------------===//

namespace {

/// A temporary file's name where a signal handler finds it. Entries are never
/// freed but used again, so that a handler can walk the list at any time.
struct Registration {
  std::atomic<char *> path = nullptr;
  Registration *next = nullptr;
};
std::atomic<Registration *> registrations = nullptr;

Registration *enter(const std::string &path) {
  char *copy = ::strdup(path.c_str());
  if (!copy)
    std::abort();
  for (Registration *r = registrations; r; r = r->next) {
    char *none = nullptr;
    if (r->path.compare_exchange_strong(none, copy))
      return r;
  }
  auto *r = new Registration;
  r->path = copy;
  r->next = registrations;
  while (!registrations.compare_exchange_weak(r->next, r))
    ;
  return r;
}

void leave(Registration *r) { std::free(r->path.exchange(nullptr)); }

void onSignal(int number) {
  removeTemporaryOutputs();
  // The default action was reset on entry and ends the process on return.
  ::raise(number);
}

} // namespace

void removeTemporaryOutputs() noexcept {
  int saved = errno;
  for (Registration *r = registrations; r; r = r->next)
    if (const char *path = r->path.exchange(nullptr))
      ::unlink(path);
  errno = saved;
}

void removeOutputsOnSignals() {
  for (int number : {SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS,
                     SIGFPE, SIGSEGV, SIGPIPE, SIGALRM, SIGTERM, SIGXCPU,
                     SIGSYS, SIGUSR1, SIGUSR2}) {
    struct sigaction now = {};
    if (::sigaction(number, nullptr, &now) != 0 ||
        (now.sa_flags & SA_SIGINFO) || now.sa_handler != SIG_DFL)
      continue;
    now.sa_handler = onSignal;
    now.sa_flags = int(SA_RESETHAND | SA_ONSTACK);
    ::sigaction(number, &now, nullptr);
  }
  ignoreFileSizeSignal();
}

void ignoreFileSizeSignal() { std::signal(SIGXFSZ, SIG_IGN); }

//===-- Opening ---------------------------------------------------------===//

namespace {

/// The end of a chain of symbolic links: a descriptor of this process, or a
/// path that is not a link, whether it exists or not.
struct Destination {
  std::string path;
  int descriptor = -1;
  int error = 0;
};

Destination destinationOf(const std::string &path) {
  Destination d{path};
  for (unsigned links = 0; links < mostLinks; ++links) {
    d.descriptor = openDescriptorOf(d.path);
    if (d.descriptor >= 0)
      return d;
    if (!followLink(d.path))
      return d;
  }
  d.error = ELOOP;
  return d;
}

} // namespace

bool OutputFile::fail(int number) {
  if (reason.empty())
    reason = std::strerror(number);
  discard();
  return false;
}

bool OutputFile::openTemporary(unsigned mode, bool exists, unsigned owner,
                               unsigned group) {
  std::random_device random;
  size_t name = target.rfind('/') + 1; // 0 without a slash
  for (unsigned attempt = 0; attempt < 100; ++attempt) {
    char suffix[24];
    std::snprintf(suffix, sizeof suffix, ".part-%08x", unsigned(random()));
    // A name of the maximum length has no room for a suffix.
    temporary = target.substr(0, name) +
                target.substr(name, NAME_MAX - std::strlen(suffix)) + suffix;
    descriptor = ::open(temporary.c_str(),
                        O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor < 0 && errno == EEXIST)
      continue;
    if (descriptor < 0)
      return false;
    registration = enter(temporary);
    if (exists) {
      // Only root can change the owner. If the group cannot be kept, the
      // permissions of the group are removed.
      if (::fchown(descriptor, owner, group) != 0 &&
          ::fchown(descriptor, uid_t(-1), group) != 0)
        mode &= 0707;
      (void)::fchmod(descriptor, mode);
    }
    return true;
  }
  errno = EEXIST;
  return false;
}

bool OutputFile::open(const std::string &path, bool executable) {
  discard();
  reason.clear();
  removeOutputsOnSignals();
  Destination to = destinationOf(path);
  target = temporary = to.path;
  if (to.error)
    return fail(to.error);
  if (to.descriptor >= 0) {
    descriptor = ::fcntl(to.descriptor, F_DUPFD_CLOEXEC, 3);
    return descriptor >= 0 || fail(errno);
  }
  if (target.empty() || target.ends_with('/'))
    return fail(target.empty() ? ENOENT : EISDIR);

  struct stat found;
  bool exists = ::stat(target.c_str(), &found) == 0;
  if (!exists && errno != ENOENT)
    return fail(errno);
  if (exists && S_ISDIR(found.st_mode))
    return fail(EISDIR);
  if (exists && S_ISBLK(found.st_mode)) {
    reason = "is a block device, expected a file";
    return fail(0);
  }
  if (exists && !S_ISREG(found.st_mode)) {
    descriptor = ::open(target.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
    return descriptor >= 0 || fail(errno);
  }

  unsigned mode = executable ? 0777 : 0666;
  if (exists) {
    if (::faccessat(AT_FDCWD, target.c_str(), W_OK, AT_EACCESS) != 0)
      return fail(errno);
    mode = found.st_mode & 0777;
    if (executable)
      mode |= (mode & 0444) >> 2;
  }
  if (openTemporary(mode, exists, found.st_uid, found.st_gid))
    return true;
  if (exists && (errno == EACCES || errno == EPERM || errno == EROFS)) {
    temporary = target;
    descriptor = ::open(target.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (descriptor >= 0)
      return true;
  }
  return fail(errno);
}

//===-- Writing ---------------------------------------------------------===//

namespace {
/// Returns 0 or an errno value.
int writeAll(int descriptor, const char *from, size_t size) {
  while (size) {
    ssize_t written =
        ::write(descriptor, from, std::min(size, size_t(1) << 30));
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0 && errno == EAGAIN) {
      // A descriptor of the caller may be non-blocking.
      pollfd one{descriptor, POLLOUT, 0};
      (void)::poll(&one, 1, -1);
      continue;
    }
    if (written <= 0)
      return written < 0 ? errno : EIO;
    from += written;
    size -= size_t(written);
  }
  return 0;
}
} // namespace

bool OutputFile::write(const void *data, size_t size) {
  if (descriptor < 0)
    return false;
  if (buffered)
    return std::fwrite(data, 1, size, buffered) == size;
  int number = writeAll(descriptor, static_cast<const char *>(data), size);
  return !number || fail(number);
}

std::FILE *OutputFile::stream() {
  if (buffered || descriptor < 0)
    return buffered;
  // A stream of our own keeps the reason of the first failure, which stdio's
  // error flag does not.
  cookie_io_functions_t functions = {};
  functions.write = [](void *cookie, const char *data, size_t size) -> ssize_t {
    auto *self = static_cast<OutputFile *>(cookie);
    int number =
        self->reason.empty() ? writeAll(self->descriptor, data, size) : EIO;
    if (!number)
      return ssize_t(size);
    if (self->reason.empty())
      self->reason = std::strerror(number);
    errno = number;
    return 0;
  };
  buffered = ::fopencookie(this, "w", functions);
  if (buffered)
    std::setvbuf(buffered, nullptr, _IOFBF, size_t(1) << 16);
  return buffered;
}

//===-- Committing ------------------------------------------------------===//

bool OutputFile::commit() {
  if (descriptor < 0)
    return false;
  if (buffered) {
    bool good = std::fclose(buffered) == 0;
    buffered = nullptr;
    if (!good || !reason.empty())
      return fail(EIO);
  }
  // Some file systems report only here that there is no space.
  if (::close(std::exchange(descriptor, -1)) != 0)
    return fail(errno);
  if (!registration)
    return true;
  if (::rename(temporary.c_str(), target.c_str()) != 0)
    return fail(errno);
  leave(static_cast<Registration *>(std::exchange(registration, nullptr)));
  return true;
}

void OutputFile::discard() {
  if (buffered) {
    // The rest of the buffer need not be written.
    std::string kept = std::exchange(reason, "discarded");
    std::fclose(std::exchange(buffered, nullptr));
    reason = kept;
  }
  if (descriptor >= 0)
    ::close(std::exchange(descriptor, -1));
  if (registration) {
    ::unlink(temporary.c_str());
    leave(static_cast<Registration *>(std::exchange(registration, nullptr)));
  }
}

OutputFile::~OutputFile() { discard(); }

} // namespace sectile
