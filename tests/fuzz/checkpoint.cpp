// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Checkpoints: a damaged one is refused with a reason and nothing is changed,
// or it is restored, runs on, and comes out again as it went in.
//
// The checksum, which any damage would break, is put right first.
#include "machine/implementation.h"
#include "sectile/emulator/machine.h"

#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

using namespace sectile;

namespace {

void expect(bool condition) {
  if (!condition)
    std::abort();
}

// Folders and files of this process, gone with it.
struct Place {
  std::string root, guest, file;
  Place() {
    char name[] = "/tmp/sectile-fuzz-XXXXXX";
    expect(::mkdtemp(name));
    root = name;
    guest = root + "/guest";
    file = root + "/checkpoint";
    expect(::mkdir(guest.c_str(), 0777) == 0);
    for (const char *inside : {"/a", "/b"})
      ::close(::open((guest + inside).c_str(), O_CREAT | O_RDWR, 0666));
  }
  ~Place() {
    ::unlink(file.c_str());
    for (const char *inside : {"/a", "/b"})
      ::unlink((guest + inside).c_str());
    ::rmdir(guest.c_str());
    ::rmdir(root.c_str());
  }
};
Place &place() {
  static Place p;
  return p;
}

MachineOptions machineOptions() {
  MachineOptions options;
  options.memory = 64 << 10;
  options.tiles = TilePath::portable;
  options.host.directory = place().guest;
  options.host.console = [](int, const char *, size_t) {};
  options.host.input = -1;
  return options;
}

void write(const std::vector<uint8_t> &bytes) {
  int fd = ::open(place().file.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0666);
  expect(fd >= 0 &&
         ::write(fd, bytes.data(), bytes.size()) == ssize_t(bytes.size()));
  ::close(fd);
}

// What a guest with two open files and some state of every kind saves.
std::vector<uint8_t> goodCheckpoint() {
  Machine machine(machineOptions());
  for (unsigned n = 1; n < 32; ++n) {
    machine.setReg(n, 0x80000000 + 0x123456789 * n);
    Tile tile = {};
    tile.word(n % 16, n % 5, n);
    machine.setTile(n, tile);
  }
  isa::Inst add;
  add.op = isa::Op::ADD;
  add.d = 4, add.a = 5, add.b = 6;
  std::vector<uint32_t> code(64, isa::encode(add));
  machine.write(SECTILE_RAM_BASE + 0x4000, code.data(), 4 * code.size());
  machine.setPc(SECTILE_RAM_BASE + 0x4000);
  std::string error;
  expect(machine.setFiles(
      {{3, "a", SECTILE_HOST_O_READ, 0}, {5, "b", SECTILE_HOST_O_WRITE, 7}},
      error));
  expect(machine.save(place().file, error));
  std::vector<uint8_t> bytes;
  expect(readFile(place().file, bytes).empty());
  return bytes;
}

} // namespace

extern "C" size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
// Whoever has no checkpoint yet gets one: none is made by chance.
extern "C" size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size,
                                          size_t most, unsigned) {
  static const std::vector<uint8_t> good = goodCheckpoint();
  if (size < good.size() / 2 && good.size() <= most) {
    std::memcpy(data, good.data(), good.size());
    size = good.size();
  }
  return LLVMFuzzerMutate(data, size, most);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  std::vector<uint8_t> bytes(data, data + size);
  if (size >= 8) {
    uint64_t sum = checkpointChecksum(bytes.data(), size - 8);
    std::memcpy(&bytes[size - 8], &sum, 8);
  }
  write(bytes);
  Machine machine(machineOptions());
  expect(machine.error().empty());
  machine.setReg(5, 0x1234);
  std::string error;
  if (!machine.restore(place().file, error)) {
    expect(!error.empty() && machine.reg(5) == 0x1234 && machine.pc() == 0 &&
           machine.retired() == 0 && machine.files().empty());
    return 0;
  }
  // What was restored is what is saved.
  expect(machine.save(place().file, error));
  Machine again(machineOptions());
  expect(again.restore(place().file, error));
  expect(again.pc() == machine.pc() && again.retired() == machine.retired() &&
         again.files().size() == machine.files().size());
  for (unsigned n = 0; n < 32; ++n)
    expect(again.reg(n) == machine.reg(n) &&
           std::memcmp(&again.tile(n), &machine.tile(n), sizeof(Tile)) == 0);
  machine.run(500);
  return 0;
}
