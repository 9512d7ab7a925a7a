// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the library keeps behind memory: smart pointers, polymorphic resources,
// hashed containers, operators new and delete of all forms with a new-handler, and
// the order in which objects of all storage durations end.
// RUN: rm -rf %t && mkdir -p %t/host %t/guest
// RUN: g++ -w -std=c++20 %s -o %t/host.exe
// RUN: cd %t/host && %t/host.exe > %t/expected
// RUN: sectile-clang++ -std=c++20 -w -O0 %s -o %t/0.elf
// RUN: sectile-run --dir %t/guest %t/0.elf > %t/0.out
// RUN: diff %t/expected %t/0.out
// RUN: sectile-clang++ -std=c++20 -w -O2 -flto %s -o %t/2.elf
// RUN: sectile-run --dir %t/guest %t/2.elf > %t/2.out
// RUN: diff %t/expected %t/2.out
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <memory_resource>
#include <new>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

// libstdc++ 12 misaligns in its pools.
#ifdef __x86_64__
#define HOST 1
#else
#define HOST 0
#endif

struct Counting : std::pmr::memory_resource {
  long live = 0, calls = 0;
  void *do_allocate(size_t size, size_t alignment) override {
    live += long(size);
    ++calls;
    return ::operator new(size, std::align_val_t(alignment));
  }
  void do_deallocate(void *p, size_t size, size_t alignment) override {
    live -= long(size);
    ::operator delete(p, std::align_val_t(alignment));
  }
  bool do_is_equal(const memory_resource &other) const noexcept override {
    return this == &other;
  }
};

template <class Resource> static void fill(Resource &resource) {
  std::pmr::vector<std::pmr::string> v(&resource);
  std::pmr::map<int, std::pmr::string> m(&resource);
  std::pmr::list<long> l(&resource);
  bool aligned = true;
  for (int i = 0; i < 500; ++i) {
    v.emplace_back(std::string(size_t(i % 90), char('a' + i % 26)));
    m[i * 7 % 101] = v.back();
    l.push_back(i);
    void *p = resource.allocate(size_t(i) + 1, size_t(1) << (i % 9));
    aligned &=
        (reinterpret_cast<uintptr_t>(p) & ((size_t(1) << (i % 9)) - 1)) == 0;
    std::memset(p, 0xff, size_t(i) + 1);
    resource.deallocate(p, size_t(i) + 1, size_t(1) << (i % 9));
  }
  void *large = resource.allocate(3 << 20, 64);
  std::memset(large, 1, 3 << 20);
  resource.deallocate(large, 3 << 20, 64);
  long sum = 0;
  for (const auto &s : v)
    for (char c : s)
      sum = sum * 31 + c;
  for (auto &[k, s] : m)
    sum = sum * 31 + k + long(s.size());
  for (long x : l)
    sum += x;
  std::printf("%s%ld\n", aligned || HOST ? "" : "misaligned ", sum);
}

static int handled;
static void handler() {
  std::printf("handler\n");
  if (++handled == 3)
    std::set_new_handler(nullptr);
}
struct Static {
  const char *name;
  ~Static() { std::printf("static end %s\n", name); }
};
struct Local {
  const char *name;
  explicit Local(const char *name) : name(name) {
    std::printf("thread make %s\n", name);
  }
  ~Local() { std::printf("thread end %s\n", name); }
};
static Static before{"before"};
static thread_local Local one("one"), two("two");
static int once(int x) {
  static Static object{"inner"};
  static int count = (std::printf("once\n"), x);
  return ++count;
}

int main() {
  {
    Counting upstream;
    {
      std::pmr::monotonic_buffer_resource arena(100, &upstream);
      fill(arena);
    }
    std::printf("arena %ld\n", upstream.live);
    {
      char buffer[4096];
      std::pmr::monotonic_buffer_resource arena(
          buffer, sizeof buffer, std::pmr::null_memory_resource());
      std::pmr::vector<int> v({1, 2, 3}, &arena);
      std::printf("%d %d\n", v[2],
                  (char *)v.data() >= buffer &&
                      (char *)v.data() < buffer + sizeof buffer);
    }
    {
      std::pmr::unsynchronized_pool_resource pool({100, 4096}, &upstream);
      fill(pool);
      std::printf("%d\n", pool.options().largest_required_pool_block >= 4096);
      std::pmr::synchronized_pool_resource other(&upstream);
      fill(other);
    }
    std::printf("pool %ld\n", upstream.live);
    std::printf(
        "%d %d\n",
        *std::pmr::new_delete_resource() == *std::pmr::get_default_resource(),
        *std::pmr::null_memory_resource() == *std::pmr::get_default_resource());
  }
  {
    struct Node : std::enable_shared_from_this<Node> {
      std::string name;
      std::weak_ptr<Node> up;
      std::vector<std::shared_ptr<Node>> down;
      explicit Node(std::string name) : name(std::move(name)) {}
      ~Node() { std::printf("~%c ", down.empty() ? 'x' : 'r'); }
    };
    auto root = std::make_shared<Node>("root");
    for (const char *n : {"a", "b"}) {
      root->down.push_back(std::make_shared<Node>(n));
      root->down.back()->up = root;
    }
    std::weak_ptr<Node> a = root->down[0];
    std::shared_ptr<std::string> alias(root, &root->name);
    std::printf("%ld %ld %s %s\n", root.use_count(), a.use_count(),
                alias->c_str(), root->down[1]->up.expired() ? "gone" : "there");
    auto self = root->shared_from_this();
    root.reset();
    self.reset();
    std::printf("%d\n", a.expired());
    alias.reset();
    std::printf("%d\n", a.expired());
    auto array = std::make_shared<int[]>(5, 7);
    std::unique_ptr<FILE, int (*)(FILE *)> file(nullptr, std::fclose);
    std::shared_ptr<int> deleted(new int(3), [](int *p) {
      std::printf("deleter %d\n", *p);
      delete p;
    });
    std::printf("%d\n", array[4]);
    char room[64];
    void *p = room + 1;
    size_t space = 63;
    void *q = std::align(16, 8, p, space);
    std::printf("%d %d\n", q && reinterpret_cast<uintptr_t>(q) % 16 == 0,
                std::align(64, 64, p, space) == nullptr);
  }
  {
    std::unordered_map<std::string, int> m;
    for (int i = 0; i < 1000; ++i)
      m["key" + std::to_string(i % 317)] += i;
    long sum = 0;
    for (auto &[k, n] : m)
      sum += n * long(k.size());
    std::unordered_set<double> d{1.5, -0.0, 0.0, 2.5};
    std::unordered_multimap<long, int> mm{{1, 2}, {1, 3}};
    std::printf("%zu %ld %d %zu %zu\n", m.size(), sum,
                m.find("key400") == m.end(), d.size(), mm.count(1));
  }
  {
    using namespace std::placeholders;
    auto f = std::bind([](int a, int b, int c) { return a * 100 + b * 10 + c; },
                       _2, 5, _1);
    std::function<int(int, int)> g = f, h;
    std::printf("%d %d %d\n", g(1, 2), bool(h),
                std::mem_fn(&std::string::size)(std::string("four")) == 4);
  }
  {
    struct alignas(128) Wide {
      char c[128];
    };
    bool good = true;
    for (int i = 0; i < 10; ++i) {
      auto *w = new Wide;
      auto *v = new Wide[3];
      auto *n = new (std::nothrow) Wide;
      good &= reinterpret_cast<uintptr_t>(w) % 128 == 0 &&
              reinterpret_cast<uintptr_t>(v) % 128 == 0 &&
              reinterpret_cast<uintptr_t>(n) % 128 == 0;
      delete w;
      delete[] v;
      delete n;
    }
    std::set_new_handler(handler);
    void *none = operator new(size_t(1) << 60, std::nothrow);
    std::printf("%d %d %d\n", good,
                none == nullptr,
                operator new[](size_t(1) << 60, std::align_val_t(64),
                               std::nothrow) == nullptr);
  }
  int first = once(5);
  std::printf("%d %d\n", first, once(9));
  std::printf("%s\n", one.name);
  static Static after{"after"};
  std::atexit([] { std::printf("atexit\n"); });
  std::exit(0);
}
