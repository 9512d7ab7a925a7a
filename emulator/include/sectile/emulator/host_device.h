// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The host device (isa/host_device.h), by which a guest accesses console,
// files, clock and command line. The emulator and the simulated RTL share this
// implementation, which depends only on a GuestMemory.
//
// Files: paths are relative to one directory and cannot leave it, neither by
// `..` nor by a symbolic link; without a directory there are no files.
#ifndef SECTILE_EMULATOR_HOST_DEVICE_H
#define SECTILE_EMULATOR_HOST_DEVICE_H

#include "sectile/emulator/memory.h"
#include <functional>
#include <string>
#include <vector>

struct sectile_host_status;

namespace sectile {

class HostDevice {
public:
  struct Options {
    std::string directory; // empty: no files
    std::vector<std::string> arguments;
    int input = 0;
    // Console output; stream is 1 or 2. Default: the process's own.
    std::function<void(int stream, const char *text, size_t size)> console;
    // Called when a signal interrupts a blocking read or write: true to abandon
    // it.
    std::function<bool()> interrupted;
  };
  struct Outcome {
    bool exited = false;
    int status = 0;
  };

  explicit HostDevice(Options options);
  ~HostDevice();
  HostDevice(const HostDevice &) = delete;
  HostDevice &operator=(const HostDevice &) = delete;

  // Empty if the directory can be used.
  const std::string &error() const { return problem; }

  // Runs the command block at `block`; `nanoseconds` is what the clock says.
  Outcome command(uint64_t block, GuestMemory &memory, uint64_t nanoseconds);

  // Open files, for checkpoints.
  struct File {
    uint64_t descriptor;
    std::string path;
    uint64_t flags, position;
  };
  std::vector<File> files() const;
  // False, with `error` set and the files open as before, if one cannot be
  // opened again.
  bool restore(const std::vector<File> &files, std::string &error);

private:
  class Command;
  struct Entry {
    std::string name;
    uint64_t inode;
    uint8_t type;
  };
  struct Open {
    int fd = -1;
    std::string path;
    uint64_t flags = 0;
    // Of a directory: where the next LIST begins, and what it lists.
    uint64_t position = 0;
    std::vector<Entry> entries;
    bool isDirectory = false;
  };
  Options options;
  std::string problem;
  int directory = -1;
  std::vector<Open> open; // by descriptor - 3

  int openBelow(const std::string &path, int flags) const;
  int openParent(const std::string &path, std::string &last) const;
  int64_t openRegular(const std::string &path, uint64_t flags) const;
  int64_t openFile(const std::string &path, uint64_t flags);
  static void closeAll(std::vector<Open> &files);
  int descriptor(uint64_t guest) const;
  // Null unless it is an open directory.
  Open *openDirectory(uint64_t guest);
  bool isTerminal(uint64_t stream) const;
  int64_t status(uint64_t guest, sectile_host_status &result) const;
  int64_t statusAt(const std::string &path, bool ofLink,
                   sectile_host_status &result) const;
  static int64_t list(Open &directory, uint64_t length,
                      std::vector<char> &result);
};

} // namespace sectile
#endif
