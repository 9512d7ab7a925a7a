// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a freestanding C++ program wants of libc++ besides containers: text from
// numbers and back, formatting, views, and the small vocabulary types.
// RUN: sectile-clang++ -O1 -std=c++23 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
#include <bit>
#include <charconv>
#include <cstdio>
#include <format>
#include <limits>
#include <numeric>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

static void show(std::string_view text) {
  std::printf("%.*s\n", int(text.size()), text.data());
}
template <class T> static void chars(T value) {
  char text[400];
  auto [end, error] = std::to_chars(text, text + sizeof text, value);
  T back{};
  auto [from, again] = std::from_chars(text, end, back);
  bool same = back == value || (back != back && value != value);
  show(std::string(text, end) +
       (error == std::errc() && again == std::errc() && from == end && same
            ? ""
            : ": wrong"));
}

int main() {
  // CHECK: -42 18446744073709551615 2.500000
  show(std::to_string(-42) + " " + std::to_string(~0ull) + " " +
       std::to_string(2.5));
  // CHECK-NEXT: 17 -9 255 0.125 1e+300
  show(std::format("{} {} {} {} {}", std::stoi("17x"), std::stoll(" -9"),
                   std::stoul("ff", nullptr, 16), std::stof("0.125"),
                   std::stod("1e300")));
  // CHECK-NEXT: |   42|0x2a|-7   |+1.50|abc..|true|c|
  show(std::format("|{:5}|{:#x}|{:<5}|{:+.2f}|{:.<5}|{}|{}|", 42, 42, -7, 1.5,
                   "abc", true, 'c'));
  // CHECK-NEXT: 1.000000e+10 1.8p+1 3.14159 {} 00101
  show(std::format("{:e} {:a} {:g} {{}} {:05b}", 1e10, 3.0, 3.14159265, 5));
  // The shortest text that reads back as the same number.
  // CHECK-NEXT: 0.1
  // CHECK-NEXT: 1e+23
  // CHECK-NEXT: 9007199254740993
  // CHECK-NEXT: 5e-324
  // CHECK-NEXT: 9.5367431640625e-07
  // CHECK-NEXT: 1.7976931348623157e+308
  // CHECK-NEXT: 3.4028235e+38
  // CHECK-NEXT: 16777216
  // CHECK-NEXT: -0
  // CHECK-NEXT: inf
  // CHECK-NEXT: 123456
  chars(0.1);
  chars(1e23);
  chars(9007199254740993LL);
  chars(5e-324);
  chars(0x1p-20);
  chars(std::numeric_limits<double>::max());
  chars(std::numeric_limits<float>::max());
  chars(16777216.0f);
  chars(-0.0);
  chars(std::numeric_limits<float>::infinity());
  chars(123456.0f);
  // Powers of two, whose neighbours are not equally far.
  for (int e = -1074; e < 1024; e++) {
    char text[400];
    double value = __builtin_ldexp(1.0, e), back = 0;
    auto r = std::to_chars(text, text + sizeof text, value);
    std::from_chars(text, r.ptr, back);
    if (back != value)
      std::printf("2^%d: wrong\n", e);
  }
  // CHECK-NEXT: 9.972759e-316 1.234e+05 3.0000 0.0001
  char text[100], *p = text;
  for (auto [value, format, precision] :
       {std::tuple(0x1.81p-1047, std::chars_format::scientific, 6),
        std::tuple(123400., std::chars_format::scientific, 3),
        std::tuple(3., std::chars_format::fixed, 4),
        std::tuple(0.0001, std::chars_format::general, 6)}) {
    p = std::to_chars(p, text + 100, value, format, precision).ptr;
    *p++ = ' ';
  }
  show({text, p});
  // Too small a buffer, and what is no number or too large a one.
  // CHECK-NEXT: 1 1 1 1
  double d = 7;
  int n = 7;
  std::string_view word = "word", large = "1e999", huge = "99999999999";
  std::printf(
      "%d %d %d %d\n",
      std::to_chars(text, text + 3, 1234.5).ec == std::errc::value_too_large,
      std::from_chars(word.data(), word.data() + 4, d).ec ==
              std::errc::invalid_argument &&
          d == 7,
      std::from_chars(large.data(), large.data() + 5, d).ec ==
          std::errc::result_out_of_range,
      std::from_chars(huge.data(), huge.data() + 11, n).ec ==
              std::errc::result_out_of_range &&
          n == 7);
  // CHECK-NEXT: 7 none text 3
  std::optional<int> some = 7, none;
  std::variant<int, std::string_view> either = std::string_view("text");
  show(std::format("{} {} {} {}", some.value(), none ? "some" : "none",
                   std::get<std::string_view>(either),
                   std::visit([](auto v) { return sizeof v > 4 ? 3 : 4; }, either)));
  // CHECK-NEXT: 4 9 56 3 12
  std::vector<int> numbers(10);
  std::iota(numbers.begin(), numbers.end(), 0);
  int even = 0;
  for (int x : numbers | std::views::filter([](int v) { return v % 2 == 0; }) |
                   std::views::transform([](int v) { return v * v; }) |
                   std::views::take(4))
    even += x;
  show(std::format("{} {} {} {} {}", std::popcount(15u), std::bit_width(256u),
                   even, std::countr_zero(8u), std::lcm(4, 6)));
}
