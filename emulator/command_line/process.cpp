// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How a tool ends: errors, signals, standard streams and output files.
#include "sectile/emulator/command_line.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace sectile {

void fail(const char *tool, const std::string &message) {
  std::fprintf(stderr, "%s: error: %s\n", tool, message.c_str());
  removeTemporaryOutputs();
  std::exit(statusWrongUse);
}

void openStandardDescriptors() {
  for (int fd = 0; fd < 3; ++fd)
    if (::fcntl(fd, F_GETFD) < 0 && errno == EBADF)
      // open() gives the lowest free number, which is this one.
      (void)::open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

namespace {
volatile std::sig_atomic_t signalCaught = 0;
void (*whenCaught)() = nullptr;

void endBy(int number) {
  std::signal(number, SIG_DFL);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, number);
  ::sigprocmask(SIG_UNBLOCK, &only, nullptr);
  ::raise(number);
}

void onInterruption(int number) {
  if (signalCaught) {
    removeTemporaryOutputs();
    endBy(number);
  }
  signalCaught = number;
  if (whenCaught)
    whenCaught();
}
} // namespace

void catchInterruptions(void (*also)()) {
  whenCaught = also;
  for (int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction action = {};
    // A signal that is ignored, as in the background of a shell, stays ignored.
    if (::sigaction(number, nullptr, &action) != 0 ||
        action.sa_handler == SIG_IGN)
      continue;
    action = {};
    // No SA_RESTART: a program that waits for input has to stop too.
    action.sa_handler = onInterruption;
    ::sigaction(number, &action, nullptr);
  }
}

int interruption() { return signalCaught; }

void endByInterruption() {
  std::fflush(stdout);
  endBy(signalCaught);
  std::abort(); // not reached
}

ToolOutput::ToolOutput(const char *toolName, const std::string &optionName,
                       const std::string &name)
    : tool(toolName), option(optionName), path(name) {
  if (!file.open(path) || !file.stream())
    fail(tool, option + ": cannot write '" + path + "': " + file.error());
}

bool ToolOutput::close() {
  if (file.commit())
    return true;
  std::fprintf(stderr, "%s: error: %s: cannot write '%s': %s\n", tool,
               option.c_str(), path.c_str(), file.error().c_str());
  return false;
}

int statusAfterOutput(const char *tool, int status) {
  errno = 0;
  if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
    std::fprintf(stderr, "%s: error: cannot write to standard output%s%s\n",
                 tool, errno ? ": " : "", errno ? std::strerror(errno) : "");
    return statusWrongUse;
  }
  return status == 0 && std::ferror(stderr) ? statusWrongUse : status;
}

} // namespace sectile
