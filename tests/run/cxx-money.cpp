// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Amounts of money are written and read as on the host, short ones and ones that
// need a buffer from the heap.
// RUN: g++ -w -std=c++20 %s -o %t.host && %t.host > %t.expected
// RUN: sectile-clang++ -std=c++20 -w -O2 %s -o %t.elf && sectile-run %t.elf > %t.out
// RUN: diff %t.expected %t.out
#include <iomanip>
#include <iostream>
#include <sstream>
#include <string>

template <class Char> void each(const std::basic_string<Char> &digits) {
  std::basic_istringstream<Char> in(digits);
  std::basic_string<Char> text;
  in >> std::get_money(text);
  std::cout << text.size() << ' ' << (text == digits) << in.fail() << '\n';
  in.clear();
  in.str(digits);
  long double value = -1;
  in >> std::get_money(value);
  std::basic_ostringstream<Char> out;
  out << std::put_money(value);
  std::cout << out.str().size() << in.fail() << '\n';
}

int main() {
  for (unsigned n : {1, 5, 15, 99, 150, 300}) {
    each(std::string(n, '7'));
    each(std::wstring(n, L'7'));
  }
  std::cout << std::put_money(12345) << "\n";
}
