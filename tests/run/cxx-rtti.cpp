// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Type information: names and order of types, casts down, sideways and to the whole
// object through single, multiple, repeated and virtual bases, private and ambiguous
// ones, and in constructors.
// RUN: rm -rf %t && mkdir -p %t/host %t/guest
// RUN: g++ -w -std=c++20 %s -o %t/host.exe
// RUN: cd %t/host && %t/host.exe > %t/expected
// RUN: sectile-clang++ -std=c++20 -w -O0 %s -o %t/0.elf
// RUN: sectile-run --dir %t/guest %t/0.elf > %t/0.out
// RUN: diff %t/expected %t/0.out
// RUN: sectile-clang++ -std=c++20 -w -O2 %s -o %t/1.elf
// RUN: sectile-run --dir %t/guest %t/1.elf > %t/1.out
// RUN: diff %t/expected %t/1.out
// RUN: sectile-clang++ -std=c++20 -w -O2 -flto %s -o %t/2.elf
// RUN: sectile-run --dir %t/guest %t/2.elf > %t/2.out
// RUN: diff %t/expected %t/2.out
#include <any>
#include <cstdio>
#include <cstring>
#include <functional>
#include <memory>
#include <typeindex>
#include <typeinfo>
struct A {
  virtual ~A() {}
  int a;
};
struct B : A {
  int b;
};
struct C : A {
  int c;
};
struct D : B, C {
  int d;
}; // two A
struct V {
  virtual ~V() {}
  int v;
};
struct L : virtual V {
  int l;
};
struct R : virtual V {
  int r;
};
struct M : L, R {
  int m;
}; // diamond
struct X {
  virtual ~X() {}
};
struct Y {
  virtual ~Y() {}
};
struct Z : X, private Y {};
struct W : Z, M {};
struct P : private A {};
struct Q : L, R, X {};
struct E1 : virtual A {};
struct E2 : virtual A {};
struct E3 : A {};
struct E4 : E1, E2, E3 {};
enum En { e };
enum class Ec : char { x };
template <class T> void same(const char *n) {
  printf("%s %d\n", typeid(T).name(), !strcmp(typeid(T).name(), n));
}
struct Ctor : virtual V {
  Ctor() {
    printf("ctor %s\n", typeid(*this).name());
    V *v = this;
    printf("%d\n", dynamic_cast<Ctor *>(v) == this);
  }
};
struct Ctor2 : Ctor, L {};
int main() {
  D d;
  A *ab = static_cast<B *>(&d);
  A *ac = static_cast<C *>(&d);
  printf("%d %d %d\n", dynamic_cast<D *>(ab) == &d, dynamic_cast<D *>(ac) == &d,
         dynamic_cast<C *>(ab) == static_cast<C *>(&d));
  B *b = &d;
  printf("amb %d\n", dynamic_cast<A *>(b) != nullptr);
  X *nx = nullptr;
  printf("null %d\n", dynamic_cast<Z *>(nx) == nullptr);
  M m;
  V *v = &m;
  printf("%d %d %d\n", dynamic_cast<M *>(v) == &m,
         dynamic_cast<L *>(v) == static_cast<L *>(&m),
         dynamic_cast<R *>(static_cast<L *>(&m)) == static_cast<R *>(&m));
  Z z;
  X *x = &z;
  printf("priv %d\n", dynamic_cast<Y *>(x) == nullptr);
  Y *y = (Y *)&z;
  printf("frompriv %d %d\n", dynamic_cast<Z *>(y) == nullptr,
         dynamic_cast<X *>(y) == nullptr);
  W w;
  V *wv = &w;
  printf("cross %d %d\n", dynamic_cast<Z *>(wv) == static_cast<Z *>(&w),
         dynamic_cast<X *>(wv) == static_cast<X *>(&w));
  printf("void %d\n", dynamic_cast<void *>(wv) == &w);
  P p;
  A *pa = (A *)&p;
  printf("down from private %d\n", dynamic_cast<P *>(pa) == nullptr);
  E4 e4;
  A *ea = static_cast<E3 *>(&e4);
  printf("%d %d %d\n", dynamic_cast<E4 *>(ea) == &e4,
         dynamic_cast<E1 *>(ea) == static_cast<E1 *>(&e4),
         dynamic_cast<E3 *>((A *)static_cast<E1 *>(&e4)) ==
             static_cast<E3 *>(&e4));
  A &r = d.B::a ? *ab : *ab;
  printf("%s %s %s\n", typeid(r).name(), typeid(*v).name(), typeid(v).name());
  same<int>("i");
  same<const char *>("PKc");
  same<int D::*>("M1Di");
  same<int (*)(int)>("PFiiE");
  same<int[3]>("A3_i");
  same<En>("2En");
  same<Ec>("2Ec");
  same<void>("v");
  same<decltype(nullptr)>("Dn");
  same<__int128>("n");
  same<unsigned char>("h");
  same<char8_t>("Du");
  same<void(int)>("FviE");
  same<int **>("PPi");
  same<const volatile long *>("PVKl");
  same<bool *>("Pb");
  same<long double>("e");
  same<double>("d");
  same<wchar_t>("w");
  printf("%d %d %d\n", typeid(int) == typeid(const int),
         typeid(int).hash_code() == typeid(int).hash_code(),
         typeid(int).before(typeid(long)) != typeid(long).before(typeid(int)));
  Ctor2 c2;
  std::type_index ti(typeid(int));
  printf("%d\n", ti == std::type_index(typeid(int)));
  std::any a = 5;
  printf("%d %s\n", std::any_cast<int>(a), a.type().name());
  auto sp = std::shared_ptr<int>(new int(3), [](int *p) {
    printf("del\n");
    delete p;
  });
  auto sa =
      std::dynamic_pointer_cast<D>(std::shared_ptr<A>(static_cast<B *>(new D)));
  printf("%d\n", sa != nullptr);
  std::function<int(int)> f = [](int x) { return x + 1; };
  printf("%d %d\n", f(2), f.target_type() == typeid(void));
  printf("%s\n", typeid(std::bad_alloc).name());
try_:;
  std::exception *ex = new std::bad_alloc;
  printf("%s %s\n", typeid(*ex).name(), ex->what());
}
