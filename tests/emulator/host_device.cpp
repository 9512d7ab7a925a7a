// The host device by itself: commands, errors, and the boundary of its
// directory.
#include "sectile/emulator/host_device.h"
#include "host_device.h"

#include <cstring>
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
  void start(const std::string &directory) {
    HostDevice::Options o;
    o.directory = directory;
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
  EXPECT_EQ(open("file", 64 | SECTILE_HOST_O_READ), -22);
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
  for (uint64_t operation : {0, 13, 99999})
    EXPECT_EQ(command(operation), -88);
  for (uint64_t address : {uint64_t(0), base - 1, base + (1 << 20),
                           ~uint64_t(0), base + (1 << 20) - 3}) {
    EXPECT_EQ(command(SECTILE_HOST_OPEN, {address, 4, 1}), -14);
    EXPECT_EQ(command(SECTILE_HOST_WRITE, {1, address, 4}), -14);
    EXPECT_EQ(command(SECTILE_HOST_READ, {0, address, 4}), -14);
    EXPECT_EQ(command(SECTILE_HOST_ARGS, {address, 4}), -14);
    EXPECT_EQ(command(SECTILE_HOST_RENAME, {address, 4, address, 4}), -14);
  }
  EXPECT_EQ(command(SECTILE_HOST_WRITE, {1, buffer, ~uint64_t(0)}), -14);
  EXPECT_EQ(command(SECTILE_HOST_OPEN, {buffer, ~uint64_t(0), 1}), -91);
  EXPECT_EQ(console, "");
  // A block outside memory has nowhere to put a result.
  for (uint64_t block : {uint64_t(0), ~uint64_t(7), base + (1 << 20) - 8})
    device->command(block, memory, 0);
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
  auto refused = [&](std::vector<HostDevice::File> bad, const char *expected) {
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

// Without standard descriptors the first files would get their numbers, and
// what the guest says on its console would land in them.
TEST_F(Host, filesGetNoStandardDescriptor) {
  ASSERT_EXIT(
      {
        for (int fd : {0, 1, 2})
          ::close(fd);
        HostDevice::Options o;
        o.directory = (root / "in").string();
        device = std::make_unique<HostDevice>(o);
        bool good = device->error().empty() &&
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
