# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes a C++ program with random hierarchies of classes that compares the result
of every dynamic_cast from each subobject of each object to each class with what
the standard says of it, worked out here.

The seed is SECTILE_SEED in full checks, else fixed; there are more hierarchies
the more is checked. Subobjects are reached by C casts from one base to the next,
which access does not stop, so that casts start at protected bases too.
"""
import os
import random

effort = os.environ.get("SECTILE_CHECK", "default")
seed = int(os.environ.get("SECTILE_SEED", "1")) if effort == "full" else 1
rng = random.Random(seed)
count = {"quick": 3, "default": 5, "full": 25}[effort]


class Hierarchy:
    """bases[c] lists (base, virtual, public); bases come before what has them."""

    def __init__(self):
        self.bases = []
        for c in range(rng.randint(4, 7)):
            chosen = rng.sample(range(c), min(c, rng.choice([0, 1, 1, 2, 2, 3])))
            self.bases.append([(b, rng.random() < 0.4, rng.random() < 0.75)
                               for b in chosen])

    def within(self, c):
        return {c}.union(*(self.within(b) for b, _, _ in self.bases[c]))

    def ways(self, c, key=None):
        """Every way from an object of class c down to a subobject: a list of
        (subobject, public edge to it). A subobject is its classes from the last
        virtual base on, or from the whole object."""
        key = key or (("whole",), (c,))
        yield [(key, True)]
        for b, virtual, public in self.bases[c]:
            next_ = (("virtual",), (b,)) if virtual else (key[0], key[1] + (b,))
            for way in self.ways(b, next_):
                yield [(key, True), (next_, public)] + way[1:]

    def nameable(self, way):
        """Whether casts from base to base are unambiguous."""
        classes = [key[1][-1] for key, _ in way]
        return all(b not in self.within(x)
                   for c, b in zip(classes, classes[1:])
                   for x, _, _ in self.bases[c] if x != b)


print(f"""// seed {seed}
#include <cstdio>
static int all, none, wrong;
static void check(const char *cast, const void *found, const void *expected) {{
  ++all;
  none += !expected;
  if (found != expected && ++wrong)
    std::printf("wrong: %s\\n", cast);
}}""")
calls = []
for h in range(count):
    tree = Hierarchy()
    name = lambda c: f"H{h}C{c}"
    for c, bases in enumerate(tree.bases):
        text = ", ".join(("virtual " if v else "") + ("public " if p else "protected ")
                         + name(b) for b, v, p in bases)
        print(f"struct {name(c)}{' : ' + text if text else ''} "
              f"{{ virtual ~{name(c)}() {{}} long m{c}; }};")
    for c in range(len(tree.bases)):
        ways = list(tree.ways(c))
        isPublic, owners, expressions = {}, {}, {}
        for way in ways:
            last = way[-1][0]
            for i, (key, _) in enumerate(way[:-1]):
                found = owners.setdefault(last, {})
                found[key] = found.get(key, False) or all(p for _, p in way[i + 1:])
            isPublic[last] = isPublic.get(last, False) or all(p for _, p in way[1:])
            if tree.nameable(way) and last not in expressions:
                expressions[last] = "&whole"
                for key, _ in way[1:]:
                    expressions[last] = f"({name(key[1][-1])} *)({expressions[last]})"
        print(f"static void casts{h}_{c}() {{\n  {name(c)} whole{{}};")
        for n, (source, expression) in enumerate(expressions.items()):
            print(f"  {name(source[1][-1])} *s{n} = {expression};")
            for t in range(len(tree.bases)):
                if t in tree.within(source[1][-1]):
                    continue # upwards: the compiler's business
                down = {k: p for k, p in owners.get(source, {}).items() if k[1][-1] == t}
                targets = [k for k in isPublic if k[1][-1] == t]
                result = None
                if len(down) == 1 and all(down.values()):
                    result = next(iter(down))
                elif isPublic[source] and len(targets) == 1 and isPublic[targets[0]]:
                    result = targets[0]
                if result and result not in expressions:
                    continue
                print(f'  check("{name(c)}, {source} to {name(t)}", '
                      f"dynamic_cast<{name(t)} *>(s{n}), "
                      f"{expressions[result] if result else 'nullptr'});".replace("'", ""))
        print("}")
        calls.append(f"casts{h}_{c}();")
print("int main() {\n  " + "\n  ".join(calls))
print('  std::printf("%d casts, %d to nothing, %d wrong\\n", all, none, wrong);\n}')
