// Other parts of the library that need more than headers.
// REQUIRES: default-check
// RUN: sectile-clang++ -O2 -std=c++23 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
// RUN: sectile-clang++ -O0 -std=c++26 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
// RUN: sectile-clang++ -O2 -flto -std=c++23 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
#include <algorithm>
#include <any>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <complex>
#include <cstdlib>
#include <cxxabi.h>
#include <exception>
#include <expected>
#include <flat_map>
#include <iostream>
#include <map>
#include <mutex>
#include <print>
#include <random>
#include <ranges>
#include <regex>
#include <stdexcept>
#include <string>
#include <system_error>
#include <valarray>
#include <vector>

int main() {
  // CHECK: print 1 0x2a abc
  std::print("print {} {:#x} {}\n", 1, 42, "abc");
  // CHECK-NEXT: [1, 2, 3] ("a", 7) {1: 2.5}
  std::println("{} {} {}", std::vector{1, 2, 3}, std::pair("a", 7), std::map<int, double>{{1, 2.5}});
  // CHECK-NEXT: stream é
  std::println(std::cout, "stream {}", "\u00e9");
  // CHECK-NEXT: 2024-02-29 1441min 01:02:03.500 Thursday
  using namespace std::chrono;
  auto day = 2024y / February / 29;
  std::println("{} {} {} {:%A}", day, 1441min, hh_mm_ss(3723500ms), sys_days(day));
  // CHECK-NEXT: 2024-02-29 03:00 3d
  std::cout << day << ' ' << std::format("{:%H:%M}", sys_days(day) + 3h) << ' ' << days(3) << '\n';
  // CHECK-NEXT: 1 1 1
  auto start = steady_clock::now();
  auto wall = system_clock::now();
  volatile int sink = 0;
  for (int i = 0; i < 100000; ++i)
    sink = sink + i;
  auto time = system_clock::to_time_t(wall);
  std::println("{:d} {:d} {:d}", steady_clock::now() > start, system_clock::now() >= wall,
               system_clock::from_time_t(time) <= wall);
  // CHECK-NEXT: 3499211612 13 5 0
  std::mt19937 random;
  std::uniform_int_distribution<int> dice(13, 13);
  std::binomial_distribution<int> none(5, 1);
  std::print("{} {} {} ", random(), dice(random), none(random));
  std::random_device device;
  std::println("{:d}", device() == device() && device() == device());
  // CHECK-NEXT: 2 k=v [12] 1
  std::smatch match;
  std::string text = "x k=v [12]";
  std::regex_search(text, match, std::regex(R"((\w)=(\w) \[(\d+)\])"));
  std::println("{} {} {}", match.position(), match.str(),
               std::regex_match("a-b", std::regex("[[:alpha:]][[.hyphen.]-z]b")) ? 1 : 0);
  // CHECK-NEXT: a_b_c 3
  std::print("{} ", std::regex_replace(std::string("a, b;c"), std::regex("[,; ]+"), "_"));
  std::string words = "one two three";
  std::regex word("\\w+");
  std::println("{}", std::distance(std::sregex_iterator(words.begin(), words.end(), word), {}));
  // CHECK-NEXT: No such file or directory generic 1
  std::error_code code(ENOENT, std::system_category());
  std::println("{} {} {:d}", code.message(), code.default_error_condition().category().name(),
               code == std::errc::no_such_file_or_directory);
  // CHECK-NEXT: opening: No such file or directory|text|bad any cast
  std::system_error error(code, "opening");
  std::runtime_error first("text"), second("other");
  second = first;
  std::exception &base = second;
  std::println("{}|{}|{}", error.what(), base.what(), std::bad_any_cast().what());
  // CHECK-NEXT: 7 -1
  std::expected<int, int> good = 7, bad = std::unexpected(-1);
  std::println("{} {}", *good, bad.error());
  // CHECK-NEXT: 10 14 22 26
  std::valarray<int> v(20);
  for (int i = 0; i < 20; ++i)
    v[std::size_t(i)] = 2 * i;
  std::valarray<int> part = v[std::gslice(5, {2, 2}, {6, 2})];
  std::println("{} {} {} {}", part[0], part[1], part[2], part[3]);
  // CHECK-NEXT: 1 5 1
  std::once_flag flag;
  int calls = 0;
  for (int i = 0; i < 3; ++i)
    std::call_once(flag, [&] { ++calls; });
  std::atomic<int> number = 5;
  number.notify_all();
  number.wait(4);
  std::println("{} {} {:d}", calls, number.load(), number.is_lock_free());
  // CHECK-NEXT: (1,2)
  std::cout << std::complex(1, 2) << '\n';
  // CHECK-NEXT: 0 none 1
  std::println("{} {} {:d}", std::uncaught_exceptions(), std::current_exception() ? "some" : "none",
               std::get_terminate() != nullptr);
  // CHECK-NEXT: 0 ns::f(std::vector<int*>&, long) const
  // CHECK-NEXT: -2 none
  for (const char *name : {"_ZNK2ns1fERSt6vectorIPiEl", "_Zqx"}) {
    int status;
    char *demangled = abi::__cxa_demangle(name, nullptr, nullptr, &status);
    std::println("{} {}", status, demangled ? demangled : "none");
    std::free(demangled);
  }
  // CHECK-NEXT: 2 1
  std::flat_map<int, char> flat{{2, 'b'}, {1, 'a'}};
  std::println("{} {}", flat.size(), flat.begin()->first);
  // Constants of classes have addresses.
  // CHECK-NEXT: 64 256
  const auto &mode = std::ios_base::noreplace;
  std::println("{} {}", static_cast<unsigned>(mode), std::min<std::size_t>(1000, std::ctype<char>::table_size));
}
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
