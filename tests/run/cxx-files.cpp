// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Streams in files: writing, reading, both, at the end, seeking, wide characters.
// RUN: rm -rf %t && mkdir -p %t/host %t/guest
// RUN: g++ -w -std=c++17 %s -o %t/host.exe
// RUN: cd %t/host && %t/host.exe > %t/expected
// RUN: sectile-clang++ -std=c++17 -w -O2 %s -o %t/1.elf
// RUN: sectile-run --dir %t/guest %t/1.elf > %t/1.out
// RUN: diff %t/expected %t/1.out
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
namespace fs = std::filesystem;
int main() {
  {
    std::ofstream f(fs::path("uni.txt"));
    f << "one " << 2 << "\nthree\n";
  }
  {
    std::ifstream f("uni.txt");
    std::string a;
    int b;
    f >> a >> b;
    std::string l;
    std::getline(f, l);
    std::getline(f, l);
    std::cout << a << b << l << f.eof() << f.tellg();
    f.seekg(-6, std::ios::end);
    f >> a;
    std::cout << a;
    f >> a;
    std::cout << f.eof() << f.fail() << '\n';
  }
  {
    std::fstream f("uni.txt", std::ios::in | std::ios::out);
    f.seekp(4);
    f << "9";
    f.seekg(0);
    std::string s;
    std::getline(f, s);
    std::cout << s << '\n';
  }
  {
    std::ofstream f("uni.txt", std::ios::app);
    f << "app";
  }
  {
    std::ifstream f("uni.txt");
    std::string s((std::istreambuf_iterator<char>(f)), {});
    std::cout << s << s.size() << '\n';
  }
  {
    std::ifstream f("absent");
    std::cout << f.is_open() << !f << '\n';
    f.open("uni.txt");
    std::cout << f.is_open() << f.good();
    f.close();
    std::cout << f.is_open() << '\n';
  }
  {
    std::wofstream f("uni.txt");
    f << L"wide " << 7 << L'x';
  }
  {
    std::wifstream f("uni.txt");
    std::wstring s;
    f >> s;
    int n;
    f >> n;
    std::cout << s.size() << int(s[3]) << n << "\n";
  }
  {
    std::ofstream big("uni.txt", std::ios::binary);
    for (int i = 0; i < 100000; ++i)
      big.put(char(i));
  }
  {
    std::ifstream f("uni.txt", std::ios::binary);
    unsigned long h = 0;
    char c;
    while (f.get(c))
      h = h * 31 + (unsigned char)c;
    std::cout << h;
    f.clear();
    f.seekg(50000);
    std::cout << ' ' << f.get() << ' ' << f.tellg() << '\n';
  }
}
