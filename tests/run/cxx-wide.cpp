// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Wide strings and streams.
// RUN: sectile-clang++ -O2 -std=c++20 %s -o %t.elf && echo "12 wide" | sectile-run %t.elf | FileCheck %s
#include <format>
#include <iomanip>
#include <iostream>
#include <locale>
#include <regex>
#include <sstream>
#include <string>

int main() {
  // CHECK: wide text 42 2.5 true
  std::wcout << L"wide " << "text " << 42 << L' ' << 2.5 << ' ' << std::boolalpha << true << std::endl;
  std::wstring w = std::to_wstring(-17) + L"/" + std::to_wstring(2.5);
  // CHECK-NEXT: -17/2.500000 -17 2.5 9
  std::wcout << w << L' ' << std::stoi(w) << L' ' << std::stod(w.substr(4)) << L' ' << std::stoull(L"9") << L'\n';
  std::wstringstream s;
  s << std::setw(6) << std::setfill(L'.') << 5 << std::hex << std::showbase << 255;
  // CHECK-NEXT: .....50xff
  std::wcout << s.str() << L'\n';
  int n;
  std::wstring word;
  std::wcin >> n >> word;
  // CHECK-NEXT: 12 wide 4
  std::wcout << n << L' ' << word << L' ' << word.size() << L'\n';
  // CHECK-NEXT: 007 x
  std::wcout << std::format(L"{:03} {}", 7, L'x') << L'\n';
  // CHECK-NEXT: 1 1 A
  std::wcout << std::noboolalpha << std::regex_match(L"ab12", std::wregex(L"[[:alpha:]]+\\d*")) << L' '
             << std::isalpha(L'x', std::locale()) << L' ' << std::toupper(L'a', std::locale()) << L'\n';
  // Only bytes can be written; what is none stops the stream.
  // CHECK-NEXT: 0 1
  std::wcout << L'\x20ac';
  bool bad = std::wcout.fail();
  std::wcout.clear();
  std::wcout << std::wcout.fail() << L' ' << bad << std::endl;
}
