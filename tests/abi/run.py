# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Differential test of calls: random prototypes, over two translation units.

Each program has functions whose parameters are of every kind and size in every
position, in registers and on the stack: scalars, __int128, _BitInt, _Complex,
vectors of 1 to 1024 bytes, structures and unions; also as variable arguments
(va_arg, va_copy, a va_list handed on), as results, through function pointers
and handed on to another function. Callee and caller are compiled at -O0, -O1,
-O2 and -O3, linked at equal and at mixed levels and once with -flto, and run
on the emulator. What each side sees is hashed; the hashes must be those that
this generator computes, and those of the same program on the host but for
functions that the host's clang gets wrong.

Ends with "N passed, M failed"; programs that fail are kept in build/abi.
"""
import argparse
import os
import random
import shutil
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.dont_write_bytecode = True  # the module is in the source tree
sys.path.insert(0, os.path.join(ROOT, "tests"))
from process import complaints_of, refusal, run

BIN = os.path.join(ROOT, "build", "bin")
MASK = (1 << 64) - 1
SECONDS = 300  # of processor time, for each command
LEVELS = ["-O0", "-O1", "-O2", "-O3"]
# Pairs of levels, of callee and caller: equal ones and some mixed.
LINKS = [(a, a) for a in LEVELS] + [("-O0", "-O2"), ("-O3", "-O0"), ("-O1", "-O3"), ("-O2", "-O1")]
MULTIPLIER, HIGH_MULTIPLIER = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F

PRELUDE = """\
#include <stdarg.h>
typedef unsigned long U;
extern char pool[];
extern volatile long zero;
static inline U mix(U h, U x) { return (h ^ x) * 0x100000001b3ul; }
static inline long raw(long s, long i) { return (s * 17 + i * 29) % 199 - 99; }
void out(int id, U h);
"""


def raw(seed, index):
    value = seed * 17 + index * 29
    return value % 199 - 99


def mix(h, x):
    return ((h ^ (x & MASK)) * 0x100000001B3) & MASK


# What the host's library lacks; the values are exact.
HOST = """\
#include <string.h>
__bf16 __truncsfbf2(float x) {
  __bf16 r;
  memcpy(&r, (char *)&x + 2, 2);
  return r;
}
"""


class Leaf:
    """A scalar type; its values are integers that the type holds exactly."""
    fields = None

    def __init__(self, name, spelling, size, kind, bits=0):
        self.name, self.spelling, self.size, self.kind, self.bits = name, spelling, size, kind, bits

    def words(self, seed, index=0):
        r = raw(seed, index)
        if self.kind == "bool":
            return [r & 1]
        if self.kind == "float":
            return [r * self.bits]
        if self.kind == "pointer":
            return [r + 100]
        low = (r * MULTIPLIER) & MASK
        value = low
        if self.bits > 64:
            value |= ((r * HIGH_MULTIPLIER) & MASK) << 64
        value &= (1 << self.bits) - 1
        if self.kind == "signed" and value >> (self.bits - 1):
            value -= 1 << self.bits
        return [value & MASK, (value >> 64) & MASK] if self.bits > 64 else [value & MASK]

    def value(self, seed, index):
        """The C expression of a value."""
        r = f"raw({seed}, {index})"
        if self.kind == "bool":
            return f"({r} & 1)"
        if self.kind == "float":
            return f"({self.spelling})({r} * {self.bits})"
        if self.kind == "pointer":
            return f"(pool + 100 + {r})"
        if self.bits > 64:
            return (f"({self.spelling})((unsigned __int128)((U){r} * {HIGH_MULTIPLIER}ul) << 64 | "
                    f"(U){r} * {MULTIPLIER}ul)")
        return f"({self.spelling})((U){r} * {MULTIPLIER}ul)"

    def mixed(self, value):
        """The C statement that mixes a value into h."""
        if self.kind == "pointer":
            return f"h = mix(h, (U)({value} - pool));"
        if self.bits > 64 and self.kind != "float":
            return f"h = mix(mix(h, (U){value}), (U)({value} >> 64));"
        return f"h = mix(h, (U)(long){value});"

    def definition(self):
        return f"typedef {self.spelling} {self.name};\n"

    def make(self):
        return f"*p = {self.value('s', 0)};"

    def hash(self):
        return self.mixed("(*p)")


class Vector:
    def __init__(self, name, element, count, spelling):
        self.name, self.element, self.count, self.spelling = name, element, count, spelling

    def words(self, seed):
        return [w for i in range(self.count) for w in self.element.words(seed, i)]

    def definition(self):
        return f"typedef {self.element.spelling} {self.name} {self.spelling};\n"

    def place(self, constant):
        # The elements of a packed tile have no names.
        if self.count * self.element.size == 1024 and self.element.size < 4:
            return f"(({constant} {self.element.spelling} __attribute__((may_alias)) *)p)[i]"
        return "(*p)[i]"

    def make(self):
        return f"for (int i = 0; i < {self.count}; ++i) {self.place('')} = {self.element.value('s', 'i')};"

    def hash(self):
        return (f"for (int i = 0; i < {self.count}; ++i) {{ {self.element.spelling} e = {self.place('const')}; "
                f"{self.element.mixed('e')} }}")


class Complex:
    def __init__(self, name, element):
        self.name, self.element = name, element

    def words(self, seed):
        return self.element.words(seed, 0) + self.element.words(seed, 1)

    def definition(self):
        return f"typedef _Complex {self.element.spelling} {self.name};\n"

    def make(self):
        return (f"__real__ *p = {self.element.value('s', 0)}; "
                f"__imag__ *p = {self.element.value('s', 1)};")

    def hash(self):
        return f"{self.element.mixed('(__real__ *p)')} {self.element.mixed('(__imag__ *p)')}"


class Record:
    """A structure, or a union of which the first member is used."""
    def __init__(self, name, keyword, fields, attributes):
        # A field: its type, and the number of elements if it is an array.
        self.name, self.keyword, self.fields, self.attributes = name, keyword, fields, attributes

    def used(self):
        return self.fields[:1] if self.keyword == "union" else self.fields

    def words(self, seed):
        return [w for k, (t, n) in enumerate(self.used()) for i in range(n or 1)
                for w in t.words(seed + 7 * k + i)]

    def definition(self):
        members = "".join(f" {t.name} m{k}{f'[{n}]' if n else ''};" for k, (t, n) in enumerate(self.fields))
        return f"typedef {self.keyword} {{{members} }} {self.attributes} {self.name};\n"

    def each(self, before, after):
        text = ""
        for k, (t, n) in enumerate(self.used()):
            for i in range(n or 1):
                place = f"p->m{k}{f'[{i}]' if n else ''}"
                # A packed member has no alignment of its own.
                text += f"{{ {t.name} e; {before(t, place, 7 * k + i)} {after(t, place)} }} "
        return text

    def make(self):
        return self.each(lambda t, place, s: f"make_{t.name}(&e, s + {s});",
                         lambda t, place: f"{place} = e;")

    def hash(self):
        return self.each(lambda t, place, s: f"e = {place};",
                         lambda t, place: f"h = hash_{t.name}(h, &e);")


SCALARS = [Leaf("I8", "signed char", 1, "signed", 8), Leaf("U8", "unsigned char", 1, "unsigned", 8),
           Leaf("I16", "short", 2, "signed", 16), Leaf("U16", "unsigned short", 2, "unsigned", 16),
           Leaf("I32", "int", 4, "signed", 32), Leaf("U32", "unsigned", 4, "unsigned", 32),
           Leaf("I64", "long", 8, "signed", 64), Leaf("U64", "unsigned long", 8, "unsigned", 64),
           Leaf("F32", "float", 4, "float", 4099), Leaf("F64", "double", 8, "float", 1000003),
           Leaf("F16", "_Float16", 2, "float", 1), Leaf("BF16", "__bf16", 2, "float", 1),
           Leaf("LD", "long double", 16, "float", 1000003), Leaf("B", "_Bool", 1, "bool"),
           Leaf("P", "char *", 8, "pointer"),
           Leaf("I128", "__int128", 16, "signed", 128),
           Leaf("U128", "unsigned __int128", 16, "unsigned", 128),
           Leaf("BI7", "_BitInt(7)", 1, "signed", 7), Leaf("BI33", "_BitInt(33)", 8, "signed", 33),
           Leaf("BU65", "unsigned _BitInt(65)", 16, "unsigned", 65),
           Leaf("BI100", "_BitInt(100)", 16, "signed", 100)]
BY_NAME = {t.name: t for t in SCALARS}
# Those that the default argument promotions change are not read by va_arg.
PROMOTED = {"I8", "U8", "I16", "U16", "F32", "B"}
ELEMENTS = ["I8", "U8", "I16", "I32", "U32", "I64", "U64", "F32", "F64", "F16", "BF16"]


class Program:
    def __init__(self, seed, functions):
        self.random = random.Random(seed)
        self.types = dict(BY_NAME)
        self.header, self.callee, self.caller = "", "", ""
        self.expected = []
        self.calls = []
        self.not_on_host = set()
        for f in range(functions):
            self.function(f)
        self.finish()

    #-- Types

    def add(self, t):
        return self.types.setdefault(t.name, t)

    def vector(self):
        r = self.random
        element = BY_NAME[r.choice(ELEMENTS)]
        if r.random() < 0.2:
            count = r.choice([1, 2, 3, 5, 6, 7, 9, 12, 17, 31, 48, 100, 127, 129, 200])
            if count * element.size <= 1024:
                return self.add(Vector(f"X{count}{element.name}", element, count,
                                       f"__attribute__((ext_vector_type({count})))"))
        size = 1 << r.choice([0, 1, 2, 3, 3, 4, 4, 5, 6, 7, 8, 9, 10])
        size = max(size, element.size)
        return self.add(Vector(f"V{size}{element.name}", element, size // element.size,
                               f"__attribute__((vector_size({size})))"))

    def record(self, depth):
        r = self.random
        fields = []
        attributes = r.choice(["", "", "", "__attribute__((packed))", "__attribute__((aligned(32)))",
                               "__attribute__((aligned(128)))"])
        for _ in range(r.choice([0, 1, 1, 2, 2, 3, 4, 7])):
            count = r.choice([0, 0, 0, 0, 2, 3, 9])
            fields.append((self.type(depth + 1), count))
        keyword = "union" if fields and r.random() < 0.2 else "struct"
        return self.add(Record(f"R{len(self.types)}", keyword, fields, attributes))

    def type(self, depth=0):
        x = self.random.random()
        if x < 0.35 or depth > 2:
            return self.random.choice(SCALARS)
        if x < 0.7:
            return self.vector()
        if x < 0.78:
            element = BY_NAME[self.random.choice(["F32", "F64", "F16", "I32", "I64"])]
            return self.add(Complex("C" + element.name, element))
        return self.record(depth)

    #-- Functions

    def literal(self, seed):
        return str(seed) if self.random.random() < 0.7 else f"zero + {seed}"

    def function(self, f):
        r = self.random
        # What is ahead moves the rest through the registers onto the stack.
        ahead = [BY_NAME[r.choice(["I32", "F64", "I64"])] for _ in range(r.choice([0, 0, 1, 2, 3, 5, 7, 8, 11]))]
        named = ahead + [self.type() for _ in range(r.randrange(0, 5))]
        variadic = []
        if r.random() < 0.5:
            if not named:
                named = [BY_NAME["I32"]]
            while not variadic:
                variadic = [t for t in (self.type() for _ in range(r.randrange(1, 8)))
                            if t.name not in PROMOTED]
        # Without AVX, clang for x86-64 aligns large vectors in va_arg but not in the
        # call, and it reads a _BitInt of two registers from one and the stack.
        if any(isinstance(t, Vector) and t.count * t.element.size > 16
               or t.name in ("BU65", "BI100") for t in variadic):
            self.not_on_host.add(f)
        result = self.type() if r.random() < 0.6 else None
        seeds = [r.randrange(1, 10000) for _ in named + variadic]
        result_seed = r.randrange(1, 10000)
        result_name = result.name if result else "void"
        parameters = ", ".join(f"{t.name} a{i}" for i, t in enumerate(named)) or "void"
        prototype = f"{result_name} f{f}({parameters}{', ...' if variadic else ''})"
        forwards = not variadic and named and r.random() < 0.35
        lists = bool(variadic) and r.random() < 0.4

        self.header += prototype + ";\n"
        body = f"  U h = {f};\n"
        h = f
        for i, t in enumerate(named):
            body += f"  h = hash_{t.name}(h, &a{i});\n"
            if isinstance(t, Record):
                body += f"  h = mix(h, (U)&a{i} % _Alignof({t.name}));\n"
            for w in t.words(seeds[i]):
                h = mix(h, w)
            if isinstance(t, Record):
                h = mix(h, 0)
        if variadic:
            body += f"  va_list l, m;\n  va_start(l, a{len(named) - 1});\n"
            split = r.randrange(len(variadic)) if lists else len(variadic)
            copied = r.random() < 0.4
            read = list(range(split))
            for j in read:
                t = variadic[j]
                if copied and j == split // 2:
                    body += "  va_copy(m, l);\n"
                body += f"  {{ {t.name} v = va_arg(l, {t.name}); h = hash_{t.name}(h, &v); }}\n"
                for w in t.words(seeds[len(named) + j]):
                    h = mix(h, w)
            if lists:
                self.header += f"U list{f}(U h, va_list l);\n"
                body += f"  h = list{f}(h, l);\n"
                other = ""
                for j in range(split, len(variadic)):
                    t = variadic[j]
                    other += f"  {{ {t.name} v = va_arg(l, {t.name}); h = hash_{t.name}(h, &v); }}\n"
                    for w in t.words(seeds[len(named) + j]):
                        h = mix(h, w)
                self.caller += f"U list{f}(U h, va_list l) {{\n{other}  return h;\n}}\n"
            if copied and split:
                t = variadic[split // 2]
                body += f"  {{ {t.name} v = va_arg(m, {t.name}); h = hash_{t.name}(h, &v); }}\n  va_end(m);\n"
                for w in t.words(seeds[len(named) + split // 2]):
                    h = mix(h, w)
            body += "  va_end(l);\n"
        body += f"  out({f}, h);\n"
        self.expected.append((f, h))
        if forwards:
            order = list(range(len(named)))
            r.shuffle(order)
            other = ", ".join(f"{named[i].name} b{i}" for i in order)
            self.header += f"{result_name} g{f}({other});\n"
            body += f"  {'return ' if result else ''}g{f}({', '.join(f'a{i}' for i in order)});\n"
            inner, h = f"  U h = {f};\n", f
            for i in order:
                inner += f"  h = hash_{named[i].name}(h, &b{i});\n"
                for w in named[i].words(seeds[i]):
                    h = mix(h, w)
            inner += f"  out({f}, h);\n"
            self.expected.append((f, h))
            if result:
                inner += f"  {result_name} result;\n  make_{result_name}(&result, {result_seed} + (h & 7));\n  return result;\n"
                result_seed += h & 7
            self.caller += f"{result_name} g{f}({other}) {{\n{inner}}}\n"
        else:
            # The caller's arguments are its own.
            for i, t in enumerate(named):
                if r.random() < 0.5:
                    body += f"  make_{t.name}(&a{i}, {self.literal(r.randrange(1, 10000))});\n"
            if result:
                body += f"  {result_name} result;\n  make_{result_name}(&result, {result_seed} + (h & 7));\n  return result;\n"
                result_seed += h & 7
        self.callee += f"{prototype} {{\n{body}}}\n"

        call = f"static void call{f}(void) {{\n  U h = {f};\n"
        for i, t in enumerate(named + variadic):
            call += f"  {t.name} x{i};\n  make_{t.name}(&x{i}, {self.literal(seeds[i])});\n"
        arguments = ", ".join(f"x{i}" for i in range(len(named + variadic)))
        callee = f"f{f}"
        if r.random() < 0.4:
            callee = "p"
            call += f"  {result_name} (*volatile p)({parameters}{', ...' if variadic else ''}) = f{f};\n"
        h = f
        if result:
            call += f"  {result_name} result = {callee}({arguments});\n  h = hash_{result_name}(h, &result);\n"
            for w in result.words(result_seed):
                h = mix(h, w)
        else:
            call += f"  {callee}({arguments});\n"
        for i, t in enumerate(named + variadic):
            if r.random() < 0.5:
                call += f"  h = hash_{t.name}(h, &x{i});\n"
                for w in t.words(seeds[i]):
                    h = mix(h, w)
        call += f"  out({f}, h);\n}}\n"
        self.expected.append((f, h))
        self.caller += call
        call = f"  call{f}();\n"
        self.calls.append(f"#ifndef HOST\n{call}#endif\n" if f in self.not_on_host else call)

    def finish(self):
        definitions = PRELUDE
        for t in self.types.values():
            definitions += t.definition()
            definitions += (f"static inline void make_{t.name}({t.name} *p, long s) {{ {t.make()} }}\n"
                            f"static inline U hash_{t.name}(U h, const {t.name} *p) {{ {t.hash()} return h; }}\n")
        self.files = {
            "host.c": HOST,
            "abi.h": "#pragma once\n" + definitions + self.header,
            "callee.c": '#include "abi.h"\n' + self.callee,
            "caller.c": '#include "abi.h"\n#include <stdio.h>\nchar pool[4096];\nvolatile long zero;\n'
                        'void out(int id, U h) { printf("%d %lx\\n", id, h); }\n' + self.caller
                        + "int main(void) {\n" + "".join(self.calls) + "  return 0;\n}\n"}

    def output(self, host=False):
        return "".join(f"{f} {h:x}\n" for f, h in self.expected
                       if not (host and f in self.not_on_host))


def difference(expected, found):
    for e, g in zip(expected.splitlines(), found.splitlines()):
        if e != g:
            return f"expected '{e}', found '{g}'"
    return f"expected {len(expected.splitlines())} lines, found {len(found.splitlines())}"


def try_seed(seed, functions, folder):
    """A list of complaints."""
    program = Program(seed, functions)
    folder = os.path.join(folder, str(seed))
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for name, text in program.files.items():
        with open(os.path.join(folder, name), "w") as file:
            file.write(text)
    complaints = []

    def attempt(what, expected, *commands):
        for command in commands[:-1]:
            if why := refusal(run(command, SECONDS, folder)):
                complaints.append(f"seed {seed} {what}: {why}")
                return
        done = run(commands[-1], SECONDS, folder)
        if done is None:
            complaints.append(f"seed {seed} {what}: does not end")
        elif done.returncode or done.stdout != expected:
            complaints.append(f"seed {seed} {what}: status {done.returncode}, "
                              f"{difference(expected, done.stdout)} {done.stderr.strip()[-300:]}")

    attempt("on the host", program.output(host=True),
            ["clang-22", "-O1", "-w", "-DHOST", "callee.c", "caller.c", "host.c", "-o", "host"], ["./host"])
    compiler = os.path.join(BIN, "sectile-clang")
    emulator = [os.path.join(BIN, "sectile-run"), "--max-instructions", "1000000000"]
    for level in LEVELS:
        for unit in "callee", "caller":
            if why := refusal(run([compiler, level, "-w", "-c", unit + ".c", "-o", unit + level + ".o"],
                                  SECONDS, folder)):
                complaints.append(f"seed {seed} {unit} {level}: {why}")
    if not complaints:
        for callee, caller in LINKS:
            attempt(f"callee {callee} caller {caller}", program.output(),
                    [compiler, f"callee{callee}.o", f"caller{caller}.o", "-o", "a.elf"], [*emulator, "a.elf"])
        attempt("-flto", program.output(), [compiler, "-O2", "-w", "-flto", "callee.c", "caller.c", "-o", "a.elf"],
                [*emulator, "a.elf"])
    if not complaints:
        shutil.rmtree(folder)
    return complaints


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--programs", type=int, default=20)
    parser.add_argument("--functions", type=int, default=12, help="in each program")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    folder = os.path.join(ROOT, "build", "abi")
    os.makedirs(folder, exist_ok=True)
    print(f"abi: seed {arguments.seed}", flush=True)
    seeds = range(arguments.seed, arguments.seed + arguments.programs)
    failed = sum(map(bool, complaints_of(lambda s: try_seed(s, arguments.functions, folder), seeds, arguments.jobs)))
    print(f"{arguments.programs - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
