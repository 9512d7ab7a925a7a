// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Streams, formatting and the "C" locale print what they do on the host: numbers
// in all bases and forms, padding, parsing of good and bad numbers, string streams,
// dates, facets of the program's own, cin after cout and stdio between them.
// RUN: rm -rf %t && mkdir -p %t/host %t/guest
// RUN: g++ -w -std=c++20 %s -o %t/host.exe
// RUN: cd %t/host && %t/host.exe < %S/Inputs/numbers.txt > %t/expected
// RUN: sectile-clang++ -std=c++20 -w -O0 %s -o %t/0.elf
// RUN: sectile-run --dir %t/guest %t/0.elf < %S/Inputs/numbers.txt > %t/0.out
// RUN: diff %t/expected %t/0.out
// RUN: sectile-clang++ -std=c++20 -w -O2 -flto %s -o %t/2.elf
// RUN: sectile-run --dir %t/guest %t/2.elf < %S/Inputs/numbers.txt > %t/2.out
// RUN: diff %t/expected %t/2.out
#include <algorithm>
#include <bitset>
#include <complex>
#include <cstdio>
#include <cstring>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <limits>
#include <locale>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>
struct S {
  int x;
};
std::ostream &operator<<(std::ostream &o, const S &s) {
  return o << "S(" << s.x << ")";
}
std::istream &operator>>(std::istream &i, S &s) { return i >> s.x; }
struct Punct : std::numpunct<char> {
  char do_thousands_sep() const override { return '\''; }
  std::string do_grouping() const override { return "\3"; }
  char do_decimal_point() const override { return ','; }
  std::string do_truename() const override { return "ja"; }
};
int main() {
  using namespace std;
  cout << "a" << 'b' << 1 << -2L << 3u << 4ull << true << boolalpha << true
       << false << noboolalpha << '\n';
  cout << hex << 255 << ' ' << showbase << 255 << ' ' << uppercase << 255
       << nouppercase << ' ' << oct << 8 << dec << noshowbase << '\n';
  cout << hex << -1 << ' ' << (short)-1 << ' ' << (long long)-1 << oct << ' '
       << -1 << dec << '\n';
  cout << setw(8) << 42 << '|' << left << setw(8) << 42 << '|' << internal
       << setw(8) << -42 << '|' << right << setfill('*') << setw(8) << "abc"
       << setfill(' ') << '\n';
  cout << internal << showbase << hex << setw(10) << setfill('0') << 0xabc
       << dec << setfill(' ') << noshowbase << right << '\n';
  double vs[] = {0,
                 -0.0,
                 1,
                 0.1,
                 1e10,
                 1e-10,
                 123456789,
                 1.0 / 3,
                 1e300,
                 numeric_limits<double>::infinity(),
                 -numeric_limits<double>::infinity()};
  for (double v : vs) {
    cout << v << ' ' << fixed << v << ' ' << scientific << v << ' ' << hexfloat
         << v << defaultfloat << ' ' << setprecision(17) << v << ' '
         << setprecision(0) << fixed << v << defaultfloat << ' '
         << setprecision(6) << showpoint << v << noshowpoint << ' ' << showpos
         << v << noshowpos << '\n';
  }
  cout << fixed << setprecision(40) << 1e22 << ' ' << 0.1 << defaultfloat
       << setprecision(6) << '\n';
  cout << 1.5f << ' ' << (long double)2.25 << '\n';
  cout << complex<double>(1, -2) << ' ' << bitset<10>(37) << ' ' << S{7}
       << '\n';
  cout << (void *)0x1234 << ' ' << (const void *)0 << '\n';
  {
    istringstream is("12 abc 3.5e2 0x1f true 7 x");
    int i;
    string s;
    double d;
    is >> i >> s >> d;
    cout << i << s << d;
    is >> hex >> i >> dec;
    cout << ' ' << i;
    bool b;
    is >> boolalpha >> b;
    cout << b;
    S q{0};
    is >> q;
    cout << q << is.good();
    is >> i;
    cout << i << is.fail() << is.eof();
    is.clear();
    char c;
    is >> c;
    cout << c;
    is >> c;
    cout << is.eof() << '\n';
  }
  for (const char *t :
       {"99999999999", "-99999999999", "12abc", "+5", "-", "0x", "0x10", "010",
        "", "  8", "1.5.5", "nan", "inf", ".5", "5.", "--1"}) {
    {
      istringstream is(t);
      int i = 77;
      is >> i;
      cout << i << is.fail() << is.eof() << ' ';
    }
    {
      istringstream is(t);
      unsigned i = 77;
      is >> i;
      cout << i << is.fail() << is.eof() << ' ';
    }
    {
      istringstream is(t);
      short i = 77;
      is >> i;
      cout << i << is.fail() << is.eof() << ' ';
    }
    {
      istringstream is(t);
      is.unsetf(ios::basefield);
      long i = 77;
      is >> i;
      cout << i << is.fail() << is.eof() << ' ';
    }
    {
      // libc++ reads hexadecimal digits as part of any number.
      string text = string(t).substr(0, strcspn(t, "abcx"));
      istringstream is(text);
      double i = 77;
      is >> i;
      cout << i << is.fail() << is.eof() << '\n';
    }
  }
  {
    stringstream ss;
    ss << "line one\nline two\n\nlast";
    string l;
    while (getline(ss, l))
      cout << '[' << l << ']';
    cout << ss.eof() << ss.fail() << '\n';
  }
  {
    stringstream ss("a,b,,c");
    string f;
    while (getline(ss, f, ','))
      cout << '<' << f << '>';
    cout << '\n';
  }
  {
    istringstream is("hello world");
    char buf[6];
    is.get(buf, 6);
    cout << buf << is.gcount() << (char)is.peek();
    is.ignore(3);
    is.read(buf, 3);
    cout << string(buf, 3) << is.gcount();
    is.unget();
    cout << (char)is.get();
    is.putback('r');
    cout << (char)is.get() << is.tellg();
    is.seekg(0);
    cout << (char)is.get() << is.tellg() << '\n';
  }
  {
    ostringstream os;
    os << "abcdef";
    os.seekp(2);
    os << "XY";
    cout << os.str() << os.tellp() << os.str().size();
    os.str("new");
    os << 1;
    cout << os.str() << '\n';
  }
  {
    ostringstream os;
    os.imbue(locale(locale::classic(), new Punct));
    os << 1234567 << ' ' << 1234.5 << ' ' << 12 << ' ' << boolalpha << true
       << ' ' << fixed << setprecision(2) << -9876543.21;
    cout << os.str() << '\n';
    istringstream is("1'234'567 12'34 9,5");
    is.imbue(os.getloc());
    long a = 0;
    is >> a;
    cout << a << is.fail();
    is >> a;
    cout << ' ' << a << is.fail();
    is.clear();
    double d = 0;
    is >> d;
    cout << ' ' << d << is.fail() << '\n';
  }
  {
    vector<int> v;
    istringstream is("5 3 9 1");
    copy(istream_iterator<int>(is), istream_iterator<int>(), back_inserter(v));
    sort(v.begin(), v.end());
    copy(v.begin(), v.end(), ostream_iterator<int>(cout, ","));
    cout << '\n';
  }
  {
    istringstream is("quoted \"a b \\\" c\" end");
    string a, b, c;
    is >> a >> quoted(b) >> c;
    cout << a << '|' << b << '|' << c << '|' << quoted(b) << '\n';
  }
  {
    cout << put_time(
                [] {
                  static tm t{};
                  t.tm_year = 124;
                  t.tm_mon = 1;
                  t.tm_mday = 29;
                  t.tm_hour = 13;
                  t.tm_min = 5;
                  t.tm_sec = 9;
                  t.tm_wday = 4;
                  t.tm_yday = 59;
                  return &t;
                }(),
                "%Y-%m-%d %H:%M:%S %a %A %b %B %j %p %I %y %e|%%|%x|%X")
         << '\n';
  }
  {
    tm t{};
    istringstream is("2024-02-29 13:05:09");
    is >> get_time(&t, "%Y-%m-%d %H:%M:%S");
    cout << t.tm_year << ' ' << t.tm_mon << ' ' << t.tm_mday << ' ' << t.tm_hour
         << t.tm_min << t.tm_sec << is.fail() << '\n';
  }
  {
    tm t{};
    istringstream is("Mar 5 Tuesday");
    is >> get_time(&t, "%b %d %A");
    cout << t.tm_mon << t.tm_mday << t.tm_wday << is.fail() << '\n';
  }
  {
    string n = locale().name();
    cout << n << ' ' << locale("C").name() << ' '
         << (locale::classic() == locale()) << isalpha('x', locale())
         << toupper('q', locale()) << has_facet<numpunct<char>>(locale())
         << use_facet<collate<char>>(locale()).compare("a", "a" + 1, "b",
                                                       "b" + 1)
         << '\n';
  }
  {
    unordered_map<string, int> m;
    for (string s : {"one", "two", "three", "two"})
      m[s]++;
    vector<pair<string, int>> v(m.begin(), m.end());
    sort(v.begin(), v.end());
    for (auto &[k, n] : v)
      cout << k << n << ' ';
    cout << m.count("four") << '\n';
  }
  {
    auto p = make_shared<string>("shared");
    weak_ptr<string> w = p;
    cout << p.use_count() << w.expired() << *w.lock();
    p.reset();
    cout << w.expired() << (w.lock() == nullptr) << '\n';
  }
  cout << setw(5) << 'x' << setw(3) << "long" << endl << ends;
  cout.put('\n').write("raw", 3).flush();
  printf(" printf\n");
  cout << "cout\n";
  fputs("puts\n", stdout);
  clog << "";
  ios_base::sync_with_stdio(false);
  cout << cout.width() << cout.precision() << cout.fill() << cout.flags()
       << (cout.tie() == nullptr) << (cin.tie() == &cout) << '\n';
  int idx = ios_base::xalloc();
  cout.iword(idx) = 5;
  ostringstream o2;
  o2.copyfmt(cout);
  cout << o2.iword(idx) << o2.pword(idx) << '\n';
  string line;
  int sum = 0, n;
  while (cin >> n)
    sum += n;
  cout << sum << cin.eof() << '\n';
  cin.clear();
}
