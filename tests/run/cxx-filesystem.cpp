// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Files and directories by std::filesystem are as on the host: making, listing,
// copying, renaming, removing, and what is wrong with each.
// RUN: rm -rf %t && mkdir -p %t/host %t/guest
// RUN: g++ -w -std=c++17 %s -o %t/host.exe
// RUN: cd %t/host && %t/host.exe > %t/expected
// RUN: sectile-clang++ -w -std=c++17 -O2 %s -o %t/guest.elf
// RUN: sectile-run --dir %t/guest %t/guest.elf > %t/found
// RUN: diff %t/expected %t/found
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>
namespace fs = std::filesystem;
static void write(const fs::path &p, const std::string &text) {
  std::ofstream(p) << text;
}
static void list(const fs::path &p) {
  std::vector<std::string> names;
  for (const auto &e : fs::recursive_directory_iterator(p))
    names.push_back(
        e.path().generic_string() +
        (e.is_directory() ? "/" : " " + std::to_string(e.file_size())));
  std::sort(names.begin(), names.end());
  for (auto &n : names)
    std::cout << n << ' ';
  std::cout << '\n';
}
int main() {
  std::error_code ec;
  std::cout << fs::create_directory("d") << fs::create_directory("d")
            << fs::create_directories("d/a/b/c")
            << fs::create_directories("d/a/b/c") << fs::is_directory("d/a/b")
            << '\n';
  write("d/one", "1");
  write("d/a/two", "22");
  write("d/a/b/three", "333");
  list("d");
  std::cout << fs::exists("d/one") << fs::exists("d/none")
            << fs::is_regular_file("d/one") << fs::file_size("d/a/b/three")
            << fs::is_empty("d/a/b/c") << fs::is_empty("d/a")
            << fs::is_empty("d/one") << '\n';
  fs::file_size("d/none", ec);
  std::cout << (ec == std::errc::no_such_file_or_directory);
  fs::file_size("d", ec);
  std::cout << bool(ec);
  std::cout << fs::remove("d/none", ec) << bool(ec) << fs::remove("d/a", ec)
            << (ec == std::errc::directory_not_empty) << '\n';
  fs::rename("d/one", "d/uno");
  fs::resize_file("d/uno", 5);
  std::cout << fs::copy_file("d/uno", "d/a/uno")
            << fs::copy_file("d/uno", "d/a/uno",
                             fs::copy_options::skip_existing)
            << fs::copy_file("d/a/two", "d/a/uno",
                             fs::copy_options::overwrite_existing)
            << fs::file_size("d/a/uno") << fs::copy_file("d/uno", "d/a/uno", ec)
            << (ec == std::errc::file_exists) << '\n';
  fs::copy("d", "e", fs::copy_options::recursive);
  list("e");
  fs::copy("d/a", "f");
  list("f");
  std::cout << fs::equivalent("d/uno", "d/a/../uno")
            << fs::equivalent("d/uno", "e/uno")
            << (fs::last_write_time("d/a/two") <=
                fs::last_write_time("e/a/two"))
            << '\n';
  std::cout << (fs::canonical("d/a/../uno") == fs::current_path() / "d/uno")
            << (fs::weakly_canonical("d/x/../y") == fs::current_path() / "d/y")
            << (fs::absolute("q") == fs::current_path() / "q") << '\n';
  fs::current_path("d/a");
  std::cout << fs::exists("two") << fs::exists("../uno")
            << fs::current_path().filename() << '\n';
  fs::current_path("../..");
  int files = 0;
  for (fs::recursive_directory_iterator i("e"), end; i != end; ++i) {
    if (i->path().filename() == "a")
      i.disable_recursion_pending();
    files += i.depth() == 0;
  }
  std::cout << files << fs::directory_entry("d/uno").file_size()
            << fs::directory_entry("d").is_directory() << '\n';
  for (auto &e : fs::directory_iterator("nowhere", ec))
    (void)e;
  std::cout << (ec == std::errc::no_such_file_or_directory) << '\n';
  std::cout << fs::remove_all("e") << fs::remove_all("d") << fs::remove_all("f")
            << fs::remove_all("g") << fs::exists("d") << '\n';
}
