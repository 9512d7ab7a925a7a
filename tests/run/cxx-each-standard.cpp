// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the library has for programs is there under every standard.
// RUN: sectile-clang++ -std=c++98 -O1 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
// RUN: sectile-clang++ -std=c++11 -O1 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
// RUN: sectile-clang++ -std=c++14 -O0 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
// RUN: sectile-clang++ -std=c++17 -O0 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
// RUN: sectile-clang++ -std=c++26 -O0 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <list>
#include <locale>
#include <map>
#include <memory>
#include <new>
#include <numeric>
#include <queue>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <valarray>
#include <vector>
#if __cplusplus < 201703L
#include <random>
#endif

static int add(int a, int b) { return a + b; }

int main() {
  std::string text = std::string("standard ") + "text";
  text.insert(0, "a ").replace(0, 2, "b ").append(3, '.').resize(17);
  std::wstring wide = L"wide";
  // CHECK: b standard text.. 17 4 8.5
  std::cout << text << ' ' << text.size() << ' ' << wide.size() << ' ' << fabs(-8.5) << std::endl;
  // CHECK-NEXT: 00042|2a|1.50|1
  std::cout << std::setw(5) << std::setfill('0') << 42 << '|' << std::hex << 42 << std::dec << '|' << std::fixed
            << std::setprecision(2) << 1.5 << '|' << std::isdigit('7', std::locale()) << '\n';
  std::istringstream in("3 1 2 word");
  std::vector<int> v((std::istream_iterator<int>(in)), std::istream_iterator<int>());
  std::sort(v.begin(), v.end(), std::greater<int>());
  in.clear();
  std::string word;
  in >> word;
  // CHECK-NEXT: 3 2 1 word
  std::copy(v.begin(), v.end(), std::ostream_iterator<int>(std::cout, " "));
  std::cout << word << '\n';
  std::map<std::string, std::list<int> > lists;
  lists["x"].push_back(4);
  std::priority_queue<int> queue;
  queue.push(5);
  queue.push(9);
  // CHECK-NEXT: 4 9 6
  std::valarray<double> values(2.0, 3);
  std::cout << lists["x"].front() << ' ' << queue.top() << ' ' << int(values.sum()) << '\n';
  std::out_of_range error("what");
  std::logic_error copy = error;
  int *none = new (std::nothrow) int[3];
  // CHECK-NEXT: what 1 std::bad_alloc
  std::cout << copy.what() << ' ' << (none != 0) << ' ' << std::bad_alloc().what() << '\n';
  delete[] none;
#if __cplusplus >= 201103L
  auto bound = std::bind(add, std::placeholders::_1, 2);
  std::shared_ptr<int> shared = std::make_shared<int>(bound(3));
  std::cout << *shared << ' ' << std::to_string(7) << '\n';
#else
  std::cout << std::bind2nd(std::plus<int>(), 2)(3) << ' ' << add(3, 4) << '\n';
#endif
  // CHECK-NEXT: 5 7
#if __cplusplus < 201703L
  std::random_shuffle(v.begin(), v.end());
#endif
  std::cout << std::accumulate(v.begin(), v.end(), 0) << '\n'; // CHECK-NEXT: 6
  std::locale none_such("C");
  std::cout << none_such.name() << std::use_facet<std::numpunct<char> >(none_such).truename() << '\n';
  // CHECK-NEXT: Ctrue
}
