// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The host device by itself: commands, errors, and the boundary of its
// directory.
#include "sectile/emulator/host_device.h"
#include "host_device.h"

#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sectile::test {
namespace {

namespace fs = std::filesystem;

class Memory : public GuestMemory {
public:
  std::vector<uint8_t> bytes = std::vector<uint8_t>(1 << 20);
  bool read(uint64_t address, void *data, uint64_t size) override {
    if (!inside(address, size))
      return false;
    std::memcpy(data, &bytes[address - SECTILE_RAM_BASE], size);
    return true;
  }
  bool write(uint64_t address, const void *data, uint64_t size) override {
    if (!inside(address, size))
      return false;
    std::memcpy(&bytes[address - SECTILE_RAM_BASE], data, size);
    return true;
  }
  uint64_t end() const override { return SECTILE_RAM_BASE + bytes.size(); }

private:
  bool inside(uint64_t address, uint64_t size) const {
    return address >= SECTILE_RAM_BASE &&
           address - SECTILE_RAM_BASE < bytes.size() &&
           size <= bytes.size() - (address - SECTILE_RAM_BASE);
  }
};

constexpr uint64_t base = SECTILE_RAM_BASE, buffer = base + 0x1000;

class Host : public testing::Test {
protected:
  fs::path root;
  Memory memory;
  std::string console;
  std::unique_ptr<HostDevice> device;

  void SetUp() override {
    char name[] = "/tmp/sectile-host-XXXXXX";
    ASSERT_NE(::mkdtemp(name), nullptr);
    root = name;
    fs::create_directories(root / "in" / "sub");
    write(root / "secret", "secret");
    write(root / "in" / "file", "0123456789");
    fs::create_symlink("../secret", root / "in" / "escape");
    fs::create_symlink("..", root / "in" / "up");
    fs::create_symlink("/etc", root / "in" / "etc");
    fs::create_symlink("../up/secret", root / "in" / "sub" / "indirect");
    start((root / "in").string());
  }
  void TearDown() override {
    device.reset();
    fs::remove_all(root);
  }
  void start(const std::string &directory, int input = 0) {
    HostDevice::Options o;
    o.directory = directory;
    o.input = input;
    o.arguments = {"prog", "a b", ""};
    o.console = [this](int, const char *text, size_t n) {
      console.append(text, n);
    };
    device = std::make_unique<HostDevice>(o);
    ASSERT_EQ(device->error(), "");
  }
  static void write(const fs::path &path, const std::string &text) {
    std::ofstream(path) << text;
  }
  static std::string read(const fs::path &path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  int64_t command(uint64_t operation,
                  std::initializer_list<uint64_t> arguments = {}) {
    sectile_host_command c = {};
    c.operation = operation;
    c.result = 12345;
    std::copy(arguments.begin(), arguments.end(), c.argument);
    memory.write(base, &c, sizeof c);
    outcome = device->command(base, memory, 777);
    memory.read(base, &c, sizeof c);
    return c.result;
  }
  HostDevice::Outcome outcome;
  int64_t open(const std::string &path, uint64_t flags = SECTILE_HOST_O_READ) {
    memory.write(buffer, path.data(), path.size());
    return command(SECTILE_HOST_OPEN, {buffer, path.size(), flags});
  }
  std::string readFrom(int64_t fd, uint64_t n) {
    int64_t got = command(SECTILE_HOST_READ, {uint64_t(fd), buffer, n});
    if (got < 0)
      return "error " + std::to_string(got);
    return {reinterpret_cast<char *>(&memory.bytes[buffer - base]),
            size_t(got)};
  }
  int64_t onPath(uint64_t operation, const std::string &path) {
    memory.write(buffer, path.data(), path.size());
    return command(operation, {buffer, path.size()});
  }
  static constexpr uint64_t statusAddress = buffer + 0x8000;
  // Of the last STATUS or STATUS_AT.
  sectile_host_status lastStatus() {
    sectile_host_status s;
    memory.read(statusAddress, &s, sizeof s);
    return s;
  }
  int64_t status(const std::string &path, uint64_t flags = 0) {
    memory.write(buffer, path.data(), path.size());
    return command(SECTILE_HOST_STATUS_AT,
                   {buffer, path.size(), statusAddress, flags});
  }
  // The names that LIST gives within `length` bytes; "error" and its number.
  std::vector<std::string> list(int64_t fd, uint64_t length) {
    int64_t got = command(SECTILE_HOST_LIST, {uint64_t(fd), buffer, length});
    if (got < 0)
      return {"error", std::to_string(got)};
    std::vector<std::string> names;
    for (int64_t at = 0; at < got;) {
      const uint8_t *entry = &memory.bytes[buffer - base + uint64_t(at)];
      sectile_host_entry e;
      std::memcpy(&e, entry, offsetof(sectile_host_entry, name));
      EXPECT_EQ(e.size % 8, 0);
      names.emplace_back(reinterpret_cast<const char *>(
          entry + offsetof(sectile_host_entry, name)));
      if (e.type == DT_DIR)
        names.back() += "/";
      if (e.type == DT_LNK)
        names.back() += "@";
      at += e.size;
    }
    return names;
  }
  int64_t writeTo(int64_t fd, const std::string &text) {
    memory.write(buffer, text.data(), text.size());
    return command(SECTILE_HOST_WRITE, {uint64_t(fd), buffer, text.size()});
  }
};

TEST_F(Host, readsSeeksAndCloses) {
  int64_t fd = open("file");
  EXPECT_EQ(fd, 3);
  EXPECT_EQ(open("./sub/../file"), -13);
  EXPECT_EQ(open("sub//.././file"), -13);
  int64_t second = open("./file");
  EXPECT_EQ(second, 4);
  EXPECT_EQ(readFrom(fd, 4), "0123");
  EXPECT_EQ(readFrom(fd, 100), "456789");
  EXPECT_EQ(readFrom(fd, 100), "");
  EXPECT_EQ(command(SECTILE_HOST_SEEK, {3, uint64_t(-2), 2}), 8);
  EXPECT_EQ(readFrom(fd, 5), "89");
  EXPECT_EQ(command(SECTILE_HOST_SEEK, {3, uint64_t(-1), 0}), -22);
  EXPECT_EQ(command(SECTILE_HOST_SEEK, {3, 0, 3}), -22);
  EXPECT_EQ(command(SECTILE_HOST_SEEK, {1, 0, 0}), -29);
  EXPECT_EQ(command(SECTILE_HOST_SIZE, {3}), 10);
  EXPECT_EQ(command(SECTILE_HOST_SIZE, {0}), -29);
  EXPECT_EQ(command(SECTILE_HOST_CLOSE, {3}), 0);
  EXPECT_EQ(command(SECTILE_HOST_CLOSE, {3}), -9);
  EXPECT_EQ(readFrom(3, 1), "error -9");
  EXPECT_EQ(open("file"), 3); // the lowest free
}

TEST_F(Host, writesRenamesAndRemoves) {
  constexpr uint64_t create = SECTILE_HOST_O_WRITE | SECTILE_HOST_O_CREATE;
  int64_t fd = open("new", create | SECTILE_HOST_O_EXCLUSIVE);
  ASSERT_EQ(fd, 3);
  EXPECT_EQ(writeTo(fd, "hello"), 5);
  EXPECT_EQ(readFrom(fd, 1), "error -9");
  EXPECT_EQ(open("new", create | SECTILE_HOST_O_EXCLUSIVE), -17);
  int64_t more = open("new", SECTILE_HOST_O_WRITE | SECTILE_HOST_O_APPEND);
  EXPECT_EQ(writeTo(more, " world"), 6);
  EXPECT_EQ(read(root / "in" / "new"), "hello world");
  memory.write(buffer, "newsub/other", 12);
  EXPECT_EQ(command(SECTILE_HOST_RENAME, {buffer, 3, buffer + 3, 9}), 0);
  EXPECT_EQ(read(root / "in" / "sub" / "other"), "hello world");
  EXPECT_EQ(command(SECTILE_HOST_REMOVE, {buffer + 3, 9}), 0);
  EXPECT_EQ(command(SECTILE_HOST_REMOVE, {buffer + 3, 9}), -2);
  EXPECT_EQ(open("file", SECTILE_HOST_O_WRITE | SECTILE_HOST_O_TRUNCATE), 5);
  EXPECT_EQ(read(root / "in" / "file"), "");
}

TEST_F(Host, staysInItsDirectory) {
  constexpr uint64_t create = SECTILE_HOST_O_WRITE | SECTILE_HOST_O_CREATE;
  for (const char *path :
       {"../secret", "sub/../../secret", "/etc/passwd", "", "..", "escape",
        "up/secret", "etc/passwd", "sub/indirect", "up/in/file"}) {
    EXPECT_LT(open(path), 0) << path;
    EXPECT_LT(open(path, create), 0) << path;
  }
  EXPECT_LT(open(std::string("file\0x", 6)), 0);
  for (const char *path : {"../secret", "up/secret", "..", ".", "etc/passwd"}) {
    std::string text = path;
    memory.write(buffer, text.data(), text.size());
    EXPECT_LT(command(SECTILE_HOST_REMOVE, {buffer, text.size()}), 0) << path;
    memory.write(buffer + 100, "file", 4);
    EXPECT_LT(
        command(SECTILE_HOST_RENAME, {buffer + 100, 4, buffer, text.size()}), 0)
        << path;
    EXPECT_LT(
        command(SECTILE_HOST_RENAME, {buffer, text.size(), buffer + 100, 4}), 0)
        << path;
  }
  EXPECT_EQ(read(root / "secret"), "secret");
  EXPECT_EQ(read(root / "in" / "file"), "0123456789");
  // Removing a link removes the link.
  memory.write(buffer, "escape", 6);
  EXPECT_EQ(command(SECTILE_HOST_REMOVE, {buffer, 6}), 0);
  EXPECT_EQ(read(root / "secret"), "secret");
}

TEST_F(Host, opensRegularFilesOnly) {
  ASSERT_EQ(::mkfifo((root / "in" / "fifo").c_str(), 0600), 0);
  EXPECT_EQ(open("sub"), -21);
  EXPECT_EQ(open("fifo"), -13);
  EXPECT_EQ(open("missing"), -2);
  EXPECT_EQ(open("file", 0), -22);
  EXPECT_EQ(open("file", 128 | SECTILE_HOST_O_READ), -22);
}

TEST_F(Host, withoutDirectoryThereAreNoFiles) {
  start("");
  EXPECT_EQ(open("file"), -13);
  EXPECT_EQ(open("/etc/passwd"), -13);
}

TEST_F(Host, missingDirectoryIsAnError) {
  HostDevice::Options o;
  o.directory = (root / "nowhere").string();
  EXPECT_NE(HostDevice(o).error().find("cannot use directory"),
            std::string::npos);
}

TEST_F(Host, console) {
  EXPECT_EQ(writeTo(1, "out"), 3);
  EXPECT_EQ(writeTo(2, "err"), 3);
  EXPECT_EQ(console, "outerr");
  EXPECT_EQ(writeTo(0, "x"), -9);
  EXPECT_EQ(command(SECTILE_HOST_CLOSE, {1}), 0);
}

TEST_F(Host, argumentsClockMemoryExit) {
  EXPECT_EQ(command(SECTILE_HOST_ARGS, {buffer, 7}), 10);
  EXPECT_EQ(std::memcmp(&memory.bytes[buffer - base], "prog\0a \0", 8), 0);
  EXPECT_EQ(command(SECTILE_HOST_ARGS, {buffer, 100}), 10);
  EXPECT_EQ(std::memcmp(&memory.bytes[buffer - base], "prog\0a b\0\0", 10), 0);
  EXPECT_EQ(command(SECTILE_HOST_ARGS, {0, 0}), 10);
  EXPECT_EQ(command(SECTILE_HOST_CLOCK), 777);
  EXPECT_EQ(command(SECTILE_HOST_MEMORY), int64_t(base + memory.bytes.size()));
  EXPECT_FALSE(outcome.exited);
  command(SECTILE_HOST_EXIT, {42});
  EXPECT_TRUE(outcome.exited);
  EXPECT_EQ(outcome.status, 42);
}

TEST_F(Host, badRequestsFailQuietly) {
  for (uint64_t operation : {0, int(SECTILE_HOST_OPERATIONS), 99999})
    EXPECT_EQ(command(operation), -88);
  ASSERT_EQ(open("sub", SECTILE_HOST_O_READ | SECTILE_HOST_O_DIRECTORY), 3);
  for (uint64_t address : {uint64_t(0), base - 1, base + (1 << 20),
                           ~uint64_t(0), base + (1 << 20) - 3}) {
    EXPECT_EQ(command(SECTILE_HOST_OPEN, {address, 4, 1}), -14);
    EXPECT_EQ(command(SECTILE_HOST_WRITE, {1, address, 4}), -14);
    EXPECT_EQ(command(SECTILE_HOST_READ, {0, address, 4}), -14);
    EXPECT_EQ(command(SECTILE_HOST_ARGS, {address, 4}), -14);
    EXPECT_EQ(command(SECTILE_HOST_RENAME, {address, 4, address, 4}), -14);
    EXPECT_EQ(command(SECTILE_HOST_STATUS, {3, address}), -14);
    EXPECT_EQ(command(SECTILE_HOST_STATUS_AT, {address, 4, buffer, 0}), -14);
    memory.write(buffer, "file", 4);
    EXPECT_EQ(command(SECTILE_HOST_STATUS_AT, {buffer, 4, address, 0}), -14);
    EXPECT_EQ(command(SECTILE_HOST_MAKE_DIRECTORY, {address, 4}), -14);
    EXPECT_EQ(command(SECTILE_HOST_REMOVE_DIRECTORY, {address, 4}), -14);
    EXPECT_EQ(command(SECTILE_HOST_LIST, {3, address, 64}), -14);
  }
  EXPECT_EQ(command(SECTILE_HOST_WRITE, {1, buffer, ~uint64_t(0)}), -14);
  EXPECT_EQ(command(SECTILE_HOST_OPEN, {buffer, ~uint64_t(0), 1}), -91);
  EXPECT_EQ(console, "");
  // A block outside memory has nowhere to put a result.
  for (uint64_t block : {uint64_t(0), ~uint64_t(7), base + (1 << 20) - 8})
    device->command(block, memory, 0);
}

TEST_F(Host, tellsWhatAFileIs) {
  ASSERT_EQ(::chmod((root / "in" / "file").c_str(), 0640), 0);
  struct stat host;
  ASSERT_EQ(::stat((root / "in" / "file").c_str(), &host), 0);
  EXPECT_EQ(status("file"), 0);
  sectile_host_status s = lastStatus();
  EXPECT_EQ(s.mode, uint32_t(S_IFREG | 0640));
  EXPECT_EQ(s.size, 10);
  EXPECT_EQ(s.inode, host.st_ino);
  EXPECT_EQ(s.links, 1u);
  EXPECT_EQ(s.access & 6, 6u);
  EXPECT_EQ(s.modified[0], host.st_mtim.tv_sec);
  EXPECT_EQ(s.modified[1], host.st_mtim.tv_nsec);
  ASSERT_EQ(open("file"), 3);
  EXPECT_EQ(command(SECTILE_HOST_STATUS, {3, statusAddress}), 0);
  EXPECT_EQ(lastStatus().inode, host.st_ino);
  EXPECT_EQ(lastStatus().size, 10);
  EXPECT_EQ(command(SECTILE_HOST_STATUS, {4, statusAddress}), -9);
  EXPECT_EQ(status("sub"), 0);
  EXPECT_EQ(lastStatus().mode & S_IFMT, uint32_t(S_IFDIR));
  EXPECT_EQ(status("."), 0);
  EXPECT_EQ(lastStatus().mode & S_IFMT, uint32_t(S_IFDIR));
  EXPECT_EQ(status("missing"), -2);
  EXPECT_EQ(status("file/x"), -20);
  EXPECT_EQ(status("file", 2), -22);
  ASSERT_EQ(::mkfifo((root / "in" / "fifo").c_str(), 0600), 0);
  EXPECT_EQ(status("fifo"), 0);
  EXPECT_EQ(lastStatus().mode & S_IFMT, uint32_t(S_IFIFO));
  // A link itself can be looked at, what it points to only inside.
  EXPECT_EQ(status("escape", 1), 0);
  EXPECT_EQ(lastStatus().mode & S_IFMT, uint32_t(S_IFLNK));
  for (const char *path : {"escape", "up", "up/secret", "../secret", "etc",
                           "etc/passwd", "/etc/passwd", "sub/indirect"})
    EXPECT_EQ(status(path), -13) << path;
  for (const char *path : {"up/secret", "../secret", "etc/passwd"})
    EXPECT_EQ(status(path, 1), -13) << path;
}

TEST_F(Host, standardStreamsAreTerminalsOrPipes) {
  for (uint64_t stream : {1, 2}) {
    EXPECT_EQ(command(SECTILE_HOST_STATUS, {stream, statusAddress}), 0);
    EXPECT_EQ(lastStatus().mode & S_IFMT, uint32_t(S_IFIFO));
  }
  int file = ::open((root / "secret").c_str(), O_RDONLY);
  start((root / "in").string(), file);
  EXPECT_EQ(command(SECTILE_HOST_STATUS, {0, statusAddress}), 0);
  EXPECT_EQ(lastStatus().mode & S_IFMT, uint32_t(S_IFIFO));
  EXPECT_EQ(lastStatus().size, 0);
  ::close(file);
  int master = ::posix_openpt(O_RDWR | O_NOCTTY);
  ASSERT_GE(master, 0);
  ASSERT_EQ(::grantpt(master), 0);
  ASSERT_EQ(::unlockpt(master), 0);
  int terminal = ::open(::ptsname(master), O_RDWR | O_NOCTTY);
  ASSERT_GE(terminal, 0);
  start((root / "in").string(), terminal);
  EXPECT_EQ(command(SECTILE_HOST_STATUS, {0, statusAddress}), 0);
  EXPECT_EQ(lastStatus().mode & S_IFMT, uint32_t(S_IFCHR));
  ::close(terminal);
  ::close(master);
}

TEST_F(Host, makesAndRemovesDirectories) {
  EXPECT_EQ(onPath(SECTILE_HOST_MAKE_DIRECTORY, "new"), 0);
  EXPECT_EQ(onPath(SECTILE_HOST_MAKE_DIRECTORY, "new"), -17);
  EXPECT_EQ(onPath(SECTILE_HOST_MAKE_DIRECTORY, "new/inner/"), 0);
  EXPECT_TRUE(fs::is_directory(root / "in" / "new" / "inner"));
  EXPECT_EQ(onPath(SECTILE_HOST_MAKE_DIRECTORY, "none/inner"), -2);
  EXPECT_EQ(onPath(SECTILE_HOST_REMOVE_DIRECTORY, "new"), -90);
  EXPECT_EQ(onPath(SECTILE_HOST_REMOVE_DIRECTORY, "new/inner"), 0);
  EXPECT_EQ(onPath(SECTILE_HOST_REMOVE_DIRECTORY, "new"), 0);
  EXPECT_FALSE(fs::exists(root / "in" / "new"));
  EXPECT_EQ(onPath(SECTILE_HOST_REMOVE_DIRECTORY, "file"), -20);
  EXPECT_EQ(onPath(SECTILE_HOST_REMOVE, "sub"), -21);
  fs::create_directory(root / "empty");
  for (const char *path : {"up/made", "../made", "/tmp/sectile-made",
                           "up/empty", "../empty", "", ".", "..", "etc/made"}) {
    EXPECT_LT(onPath(SECTILE_HOST_MAKE_DIRECTORY, path), 0) << path;
    EXPECT_LT(onPath(SECTILE_HOST_REMOVE_DIRECTORY, path), 0) << path;
  }
  EXPECT_FALSE(fs::exists(root / "made"));
  EXPECT_TRUE(fs::exists(root / "empty"));
  start("");
  EXPECT_EQ(onPath(SECTILE_HOST_MAKE_DIRECTORY, "new"), -13);
}

TEST_F(Host, truncates) {
  ASSERT_EQ(open("file", SECTILE_HOST_O_READ | SECTILE_HOST_O_WRITE), 3);
  EXPECT_EQ(command(SECTILE_HOST_TRUNCATE, {3, 4}), 0);
  EXPECT_EQ(read(root / "in" / "file"), "0123");
  EXPECT_EQ(command(SECTILE_HOST_TRUNCATE, {3, 6}), 0);
  EXPECT_EQ(read(root / "in" / "file"), std::string("0123\0\0", 6));
  EXPECT_EQ(command(SECTILE_HOST_TRUNCATE, {3, ~uint64_t(0)}), -22);
  EXPECT_EQ(command(SECTILE_HOST_TRUNCATE, {4, 0}), -9);
  EXPECT_EQ(command(SECTILE_HOST_TRUNCATE, {1, 0}), -22);
  ASSERT_EQ(open("file"), 4); // for reading alone
  EXPECT_EQ(command(SECTILE_HOST_TRUNCATE, {4, 0}), -22);
  EXPECT_EQ(read(root / "in" / "file").size(), 6u);
}

TEST_F(Host, listsDirectoriesInOrder) {
  constexpr uint64_t flags = SECTILE_HOST_O_READ | SECTILE_HOST_O_DIRECTORY;
  using Names = std::vector<std::string>;
  const Names all = {"./",   "../",  "a",    "escape@",
                     "etc@", "file", "sub/", "up@"};
  write(root / "in" / "a", "");
  ASSERT_EQ(open(".", flags), 3);
  EXPECT_EQ(list(3, 4096), all);
  EXPECT_EQ(list(3, 4096), Names());
  EXPECT_EQ(command(SECTILE_HOST_SEEK, {3, 0, 1}), 8);
  // Room for two entries, then one; a file made meanwhile is not seen.
  EXPECT_EQ(command(SECTILE_HOST_SEEK, {3, 0, 0}), 0);
  EXPECT_EQ(list(3, 48), Names({"./", "../", "a"}));
  write(root / "in" / "b", "");
  EXPECT_EQ(list(3, 47), Names({"escape@", "etc@"}));
  EXPECT_EQ(list(3, 15), Names({"error", "-22"}));
  EXPECT_EQ(list(3, 4096), Names({"file", "sub/", "up@"}));
  EXPECT_EQ(command(SECTILE_HOST_SEEK, {3, 2, 0}), 2);
  EXPECT_EQ(list(3, 16), Names({"a"}));
  EXPECT_EQ(command(SECTILE_HOST_SEEK, {3, 0, 0}), 0);
  EXPECT_EQ(list(3, 4096).size(), 9u);
  EXPECT_EQ(command(SECTILE_HOST_SEEK, {3, uint64_t(-1), 0}), -22);
  EXPECT_EQ(command(SECTILE_HOST_SEEK, {3, uint64_t(-100), 1}), -22);
  EXPECT_EQ(command(SECTILE_HOST_SEEK, {3, 0, 2}), -22);
  EXPECT_EQ(command(SECTILE_HOST_SEEK, {3, 1000, 0}), 1000);
  EXPECT_EQ(list(3, 4096), Names());
  // A directory can be neither read nor written.
  EXPECT_EQ(readFrom(3, 1), "error -21");
  EXPECT_EQ(writeTo(3, "x"), -9);
  EXPECT_EQ(command(SECTILE_HOST_CLOSE, {3}), 0);
  EXPECT_EQ(list(3, 4096), Names({"error", "-9"}));
  EXPECT_EQ(list(0, 4096), Names({"error", "-20"}));
  ASSERT_EQ(open("file"), 3);
  EXPECT_EQ(list(3, 4096), Names({"error", "-20"}));
  EXPECT_EQ(open("file", flags), -20);
  EXPECT_EQ(open("sub", flags | SECTILE_HOST_O_WRITE), -22);
  EXPECT_EQ(open("sub", SECTILE_HOST_O_DIRECTORY), -22);
  for (const char *path : {"up", "..", "/", "etc", "up/in"})
    EXPECT_EQ(open(path, flags), -13) << path;
}

TEST_F(Host, openDirectoriesCanBeRestored) {
  constexpr uint64_t flags = SECTILE_HOST_O_READ | SECTILE_HOST_O_DIRECTORY;
  ASSERT_EQ(open(".", flags), 3);
  EXPECT_EQ(list(3, 32).size(), 2u);
  auto files = device->files();
  start((root / "in").string());
  std::string error;
  ASSERT_TRUE(device->restore(files, error)) << error;
  EXPECT_EQ(list(3, 4096), std::vector<std::string>(
                               {"escape@", "etc@", "file", "sub/", "up@"}));
}

TEST_F(Host, openFilesCanBeRestored) {
  EXPECT_EQ(open("file"), 3);
  EXPECT_EQ(open("file"), 4);
  EXPECT_EQ(readFrom(4, 3), "012");
  command(SECTILE_HOST_CLOSE, {3});
  auto files = device->files();
  ASSERT_EQ(files.size(), 1u);
  start((root / "in").string());
  std::string error;
  ASSERT_TRUE(device->restore(files, error)) << error;
  EXPECT_EQ(readFrom(4, 3), "345");
  EXPECT_EQ(readFrom(3, 3), "error -9");
  // What cannot be restored leaves everything as it is.
  const std::vector<HostDevice::File> good = device->files();
  auto refused = [&](const std::vector<HostDevice::File> &bad,
                     const char *expected) {
    EXPECT_FALSE(device->restore(bad, error));
    EXPECT_NE(error.find(expected), std::string::npos) << error;
    EXPECT_EQ(device->files().size(), 1u);
    EXPECT_EQ(readFrom(4, 1), "6");
    EXPECT_EQ(command(SECTILE_HOST_SEEK, {4, uint64_t(-1), 1}), 6);
  };
  for (uint64_t descriptor : {uint64_t(7), uint64_t(0), uint64_t(1003)}) {
    std::vector<HostDevice::File> bad = good;
    bad.push_back({descriptor, "missing", SECTILE_HOST_O_READ, 0});
    refused(bad, descriptor == 7 ? "cannot open file 'missing'" : "malformed");
  }
  refused({good[0], good[0]}, "one descriptor");
  refused({{5, "file", SECTILE_HOST_O_READ, uint64_t(-1)}}, "cannot seek");
  refused({{5, "file", 0, 0}}, "cannot open file 'file'");
}

// If the standard descriptors are closed, the first files must not get their
// numbers: console output would be written into them.
TEST_F(Host, filesGetNoStandardDescriptor) {
  ASSERT_EXIT(
      {
        for (int fd : {0, 1, 2})
          ::close(fd);
        HostDevice::Options o;
        o.directory = (root / "in").string();
        device = std::make_unique<HostDevice>(o);
        bool good =
            device->error().empty() &&
            open("new", SECTILE_HOST_O_WRITE | SECTILE_HOST_O_CREATE) == 3 &&
            writeTo(1, "console") == -9 && writeTo(2, "console") == -9 &&
            readFrom(0, 1) == "error -9" && writeTo(3, "file") == 4;
        std::string error;
        good = good && device->restore(device->files(), error) &&
               writeTo(3, "s") == 1 && writeTo(1, "console") == -9;
        ::_exit(good ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
  EXPECT_EQ(read(root / "in" / "new"), "files");
}

} // namespace
} // namespace sectile::test
