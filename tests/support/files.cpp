// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Output files are complete or keep what was there before; what is not a file
// is written to or refused, never replaced; inputs that never end are refused.

#include "sectile/support/input_file.h"
#include "sectile/support/output_file.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace fs = std::filesystem;
using sectile::OutputFile;

namespace {

class Files : public testing::Test {
protected:
  std::string folder;
  void SetUp() override {
    char text[] = "/tmp/sectile-files-XXXXXX";
    ASSERT_TRUE(mkdtemp(text));
    folder = text;
  }
  void TearDown() override { fs::remove_all(folder); }
  std::string at(const std::string &name) const { return folder + "/" + name; }
  static void put(const std::string &path, const std::string &text) {
    std::ofstream(path) << text;
  }
  static std::string get(const std::string &path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }
  static unsigned mode(const std::string &path) {
    struct stat s = {};
    EXPECT_EQ(stat(path.c_str(), &s), 0);
    return s.st_mode & 07777;
  }
  size_t count() const {
    return size_t(std::distance(fs::directory_iterator(folder),
                                fs::directory_iterator()));
  }
  // In a process of its own; its status as wait() gives it.
  template <typename F> static int inChild(F run) {
    pid_t child = fork();
    if (child == 0)
      _exit(run());
    int status = -1;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    return status;
  }
};

TEST_F(Files, OutputHasItsNameOnlyWhenItIsComplete) {
  put(at("a"), "before");
  OutputFile out;
  ASSERT_TRUE(out.open(at("a")));
  ASSERT_TRUE(out.write("after"));
  EXPECT_EQ(get(at("a")), "before");
  ASSERT_TRUE(out.commit());
  EXPECT_EQ(get(at("a")), "after");
  EXPECT_EQ(count(), 1u);
  EXPECT_FALSE(out.commit());
}

TEST_F(Files, DiscardedOutputKeepsThePreviousOne) {
  put(at("a"), "before");
  {
    OutputFile out;
    ASSERT_TRUE(out.open(at("a")));
    std::fprintf(out.stream(), "%d", 5);
  }
  EXPECT_EQ(get(at("a")), "before");
  EXPECT_EQ(count(), 1u);
}

TEST_F(Files, StreamAndWriteKeepTheirOrder) {
  OutputFile out;
  ASSERT_TRUE(out.open(at("a")));
  ASSERT_TRUE(out.write("1"));
  std::fprintf(out.stream(), "%d", 2);
  ASSERT_TRUE(out.write("3"));
  ASSERT_TRUE(out.commit());
  EXPECT_EQ(get(at("a")), "123");
}

TEST_F(Files, FullDeviceIsAnErrorAndStaysADevice) {
  for (bool stream : {false, true}) {
    OutputFile out;
    ASSERT_TRUE(out.open("/dev/full"));
    if (stream) {
      std::fprintf(out.stream(), "%d", 2);
      EXPECT_FALSE(out.commit());
    } else {
      EXPECT_FALSE(out.write("2"));
    }
    EXPECT_EQ(out.error(), std::strerror(ENOSPC));
  }
  EXPECT_TRUE(fs::is_character_file("/dev/full"));
}

TEST_F(Files, FileSizeLimitIsAnErrorThatLeavesNoPart) {
  put(at("a"), "before");
  for (bool stream : {false, true}) {
    int status = inChild([&] {
      rlimit limit{4096, 4096};
      setrlimit(RLIMIT_FSIZE, &limit);
      OutputFile out;
      std::string big(100000, 'x');
      if (!out.open(at("a")))
        return 2;
      bool good = stream ? fputs(big.c_str(), out.stream()) >= 0 && out.commit()
                         : out.write(big) && out.commit();
      return good ? 3 : out.error() == std::strerror(EFBIG) ? 0 : 4;
    });
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(get(at("a")), "before");
  EXPECT_EQ(count(), 1u);
}

TEST_F(Files, SignalsRemoveThePart) {
  put(at("a"), "before");
  for (int number : {SIGHUP, SIGINT, SIGTERM, SIGSEGV, SIGABRT}) {
    int status = inChild([&] {
      rlimit none{0, 0};
      setrlimit(RLIMIT_CORE, &none);
      signal(number, SIG_DFL);
      OutputFile out, second;
      if (!out.open(at("a")) || !second.open(at("b")) || !out.write("after"))
        return 2;
      raise(number);
      return 3;
    });
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == number) << number;
    EXPECT_EQ(get(at("a")), "before");
    EXPECT_EQ(count(), 1u) << number;
  }
}

TEST_F(Files, SignalThatTheProgramHandlesIsLeftToIt) {
  int status = inChild([&] {
    signal(SIGINT, [](int) {});
    signal(SIGHUP, SIG_IGN);
    OutputFile out;
    if (!out.open(at("a")) || !out.write("after"))
      return 2;
    raise(SIGINT);
    raise(SIGHUP);
    return out.commit() ? 0 : 3;
  });
  EXPECT_EQ(status, 0);
  EXPECT_EQ(get(at("a")), "after");
}

TEST_F(Files, LinkStaysAndItsTargetIsWritten) {
  fs::create_directory(at("other"));
  put(at("other/a"), "before");
  fs::create_symlink("other/a", at("link"));
  fs::create_symlink("link", at("second"));
  fs::create_symlink("other/new", at("dangling"));
  for (const char *name : {"second", "dangling"}) {
    OutputFile out;
    ASSERT_TRUE(out.open(at(name)));
    ASSERT_TRUE(out.write("after"));
    ASSERT_TRUE(out.commit());
  }
  EXPECT_TRUE(fs::is_symlink(at("second")) && fs::is_symlink(at("link")) &&
              fs::is_symlink(at("dangling")));
  EXPECT_EQ(get(at("other/a")), "after");
  EXPECT_EQ(get(at("other/new")), "after");
  fs::create_symlink("loop", at("loop"));
  OutputFile out;
  EXPECT_FALSE(out.open(at("loop")));
  EXPECT_EQ(out.error(), std::strerror(ELOOP));
}

TEST_F(Files, PermissionsAreKeptAndNewOnesFollowTheUmask) {
  put(at("kept"), "");
  chmod(at("kept").c_str(), 0640);
  put(at("run"), "");
  chmod(at("run").c_str(), 0600);
  mode_t before = umask(027);
  for (auto [name, executable] : {std::pair("kept", false), {"run", true},
                                  {"new", false}, {"new-run", true}}) {
    OutputFile out;
    ASSERT_TRUE(out.open(at(name), executable));
    ASSERT_TRUE(out.commit());
  }
  umask(before);
  EXPECT_EQ(mode(at("kept")), 0640u);
  EXPECT_EQ(mode(at("run")), 0700u);
  EXPECT_EQ(mode(at("new")), 0640u);
  EXPECT_EQ(mode(at("new-run")), 0750u);
}

TEST_F(Files, OpenDescriptorIsWrittenToWhereItStands) {
  put(at("a"), "1");
  int file = open(at("a").c_str(), O_WRONLY | O_APPEND);
  OutputFile out;
  ASSERT_TRUE(out.open("/dev/fd/" + std::to_string(file)));
  ASSERT_TRUE(out.write("2"));
  ASSERT_TRUE(out.commit());
  ASSERT_EQ(write(file, "3", 1), 1);
  close(file);
  EXPECT_EQ(get(at("a")), "123");
  EXPECT_EQ(count(), 1u);
}

TEST_F(Files, FifoIsWrittenToAndStays) {
  ASSERT_EQ(mkfifo(at("fifo").c_str(), 0600), 0);
  int reader = open(at("fifo").c_str(), O_RDONLY | O_NONBLOCK);
  OutputFile out;
  ASSERT_TRUE(out.open(at("fifo")));
  ASSERT_TRUE(out.write("text"));
  ASSERT_TRUE(out.commit());
  char text[8];
  EXPECT_EQ(read(reader, text, sizeof text), 4);
  close(reader);
  EXPECT_TRUE(fs::is_fifo(at("fifo")));
}

TEST_F(Files, DirectoriesAndMissingFoldersAreErrors) {
  OutputFile out;
  EXPECT_FALSE(out.open(folder));
  EXPECT_EQ(out.error(), std::strerror(EISDIR));
  EXPECT_FALSE(out.open(at("none/a")));
  EXPECT_EQ(out.error(), std::strerror(ENOENT));
  EXPECT_FALSE(out.open(""));
  EXPECT_FALSE(out.open("/dev/fd/9999"));
  EXPECT_EQ(out.error(), std::strerror(EBADF));
}

TEST_F(Files, LongestNameIsWritten) {
  std::string name(NAME_MAX, 'n');
  OutputFile out;
  ASSERT_TRUE(out.open(at(name))) << out.error();
  ASSERT_TRUE(out.write("text"));
  ASSERT_TRUE(out.commit());
  EXPECT_EQ(get(at(name)), "text");
  EXPECT_FALSE(out.open(at(name + "n")));
}

// Root may do everything.
TEST_F(Files, FileThatMayNotBeWrittenIsNotReplaced) {
  put(at("a"), "before");
  put(at("b"), "before");
  chmod(at("a").c_str(), 0444);
  chmod(at("b").c_str(), 0666);
  chmod(folder.c_str(), 0777);
  int status = inChild([&] {
    if (getuid() == 0 && setuid(65534) != 0)
      return 2;
    OutputFile out;
    return !out.open(at("a")) && out.error() == std::strerror(EACCES) ? 0 : 3;
  });
  EXPECT_EQ(status, 0);
  // The folder takes no new file, but the output may be written.
  chmod(folder.c_str(), 0555);
  status = inChild([&] {
    if (getuid() == 0 && setuid(65534) != 0)
      return 2;
    OutputFile out;
    return out.open(at("b")) && out.write("after") && out.commit() ? 0 : 3;
  });
  chmod(folder.c_str(), 0755);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(get(at("a")), "before");
  EXPECT_EQ(get(at("b")), "after");
}

TEST_F(Files, InputsThatNeverEndAreRefused) {
  ASSERT_EQ(mkfifo(at("fifo").c_str(), 0600), 0);
  put(at("a"), "");
  fs::create_symlink("fifo", at("link"));
  EXPECT_EQ(sectile::whyNotReadable(at("fifo")), "is a FIFO, expected a file");
  EXPECT_EQ(sectile::whyNotReadable(at("link")), "is a FIFO, expected a file");
  EXPECT_EQ(sectile::whyNotReadable("/dev/zero"),
            "is a device, expected a file");
  for (const std::string &path : {at("a"), at("none"), std::string("/dev/null")})
    EXPECT_EQ(sectile::whyNotReadable(path), "") << path;
  int pipes[2];
  ASSERT_EQ(pipe(pipes), 0);
  int zero = open("/dev/zero", O_RDONLY);
  auto named = [](int n) { return "/dev/fd/" + std::to_string(n); };
  EXPECT_EQ(sectile::whyNotReadable(named(pipes[0])), "");
  EXPECT_EQ(sectile::whyNotReadable(named(zero)),
            "is a device, expected a file");
  for (int n : {pipes[0], pipes[1], zero})
    close(n);
}

} // namespace
