# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Random functions that move the bits of vectors of odd integers, as LLVM IR.

Elements of any number of bits are packed in memory without padding: a load, a
store and a bitcast keep their order. Functions load vectors, insert, extract and
shuffle elements at constant and variable indices, insert and extract parts,
bitcast, store and load again as another type, select, extend, truncate, pass by
value and join at a phi. They are compiled, by llc alone and with the passes before
it, and run on the emulator; their results must be those that this generator computes. Ends with "N passed,
M failed", counting functions; modules that fail are kept in build/vectors.
"""
import argparse
import concurrent.futures
import os
import random
import shutil
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.dont_write_bytecode = True  # the module is in the source tree
sys.path.insert(0, os.path.join(ROOT, "tests"))
from process import refusal, run

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.join(ROOT, "build")
FUNCTIONS = 24  # of a module
SECONDS = 300   # of processor time, for each command
FILL = 0xAA     # what the output contains before a call
# With the passes on IR or without.
LEVELS = ["llc -O0", "llc -O2", "clang -O2", "llc -O1", "clang -O3"]

BITS = [1, 1, 2, 3, 4, 5, 6, 7, 7, 9, 11, 12, 13, 15, 17, 20, 24, 31, 33, 40, 48, 63, 63, 65, 96, 127, 129,
        8, 16, 32, 64, 128]
COUNTS = [1, 2, 2, 3, 3, 4, 4, 5, 6, 7, 8, 8, 9, 11, 12, 15, 16, 16, 17, 23, 24, 31, 32, 33, 48, 64, 65, 100,
          127, 128, 129, 255, 256, 257]
MOST = 2048  # bits of a vector


class Type:
    """An integer, or a vector of them if there is a count."""

    def __init__(self, bits, count=0):
        self.bits, self.count = bits, count

    def __str__(self):
        return f"<{self.count} x i{self.bits}>" if self.count else f"i{self.bits}"

    def __eq__(self, other):
        return (self.bits, self.count) == (other.bits, other.count)

    @property
    def lanes(self):
        return max(self.count, 1)

    @property
    def size(self):
        return self.bits * self.lanes

    @property
    def bytes(self):
        return (self.size + 7) // 8

    def with_bits(self, bits):
        return Type(bits, self.count)

    def with_count(self, count):
        return Type(self.bits, count)


class Value:
    """An SSA value: its name, and the elements, of which None is undefined."""

    def __init__(self, name, kind, elements):
        self.name, self.type, self.elements = name, kind, elements

    def __str__(self):
        return f"{self.type} {self.name}"

    def is_defined(self):
        return None not in self.elements

    def packed(self):
        return sum(e << i * self.type.bits for i, e in enumerate(self.elements))


def unpacked(bits, kind):
    return [bits >> i * kind.bits & (1 << kind.bits) - 1 for i in range(kind.lanes)]


class Function:
    def __init__(self, r, name):
        self.r, self.name = r, name
        self.memory = bytearray()   # that it reads
        self.indices = []           # variable ones
        self.lines, self.slots = [], []
        self.values = []
        self.called = set()         # types that go by value
        self.number = 0
        operations = [f for n, f in sorted(vars(Function).items()) if n.startswith("op_")]
        self.load(self.any_type())
        for _ in range(r.randrange(4, 14)):
            r.choice(operations)(self)
        # The results: the last values, with a byte between them that stays.
        self.size, self.expected = 0, []
        for v in self.values[-3:]:
            self.line(f"%o{self.size} = getelementptr i8, ptr %o, i64 {self.size}")
            self.line(f"store {v}, ptr %o{self.size}, align 1")
            self.expected.append((self.size, v))
            self.size += v.type.bytes + 1

    #-- Parts -----------------------------------------------------------------

    def line(self, text):
        self.lines.append("  " + text)

    def fresh(self):
        self.number += 1
        return f"%v{self.number}"

    def define(self, text, kind, elements):
        v = Value(self.fresh(), kind, elements)
        self.line(f"{v.name} = {text}")
        self.values.append(v)
        return v

    def any_type(self, most=MOST):
        while True:
            t = Type(self.r.choice(BITS), self.r.choice(COUNTS))
            if t.size <= most:
                return t

    def load(self, kind):
        place = len(self.memory) + self.r.choice([0, 0, 1, 3])
        self.memory += bytes(place - len(self.memory)) + self.r.randbytes(kind.bytes)
        address = self.fresh()
        self.line(f"{address} = getelementptr i8, ptr %p, i64 {place}")
        bits = int.from_bytes(self.memory[place:place + kind.bytes], "little")
        # The padding of the last byte is zero, as a store leaves it.
        self.memory[-1] &= 0xFF >> -kind.size % 8
        return self.define(f"load {kind}, ptr {address}, align 1", kind, unpacked(bits, kind))

    def vector(self, accept=lambda t: True):
        """A vector that there is, or a new one."""
        found = [v for v in self.values[-4:] if v.type.count and accept(v.type)]
        if found and self.r.random() < 0.85:
            return self.r.choice(found)
        while True:
            t = self.any_type()
            if accept(t):
                return self.load(t)

    def defined(self, accept=lambda t: True):
        v = self.vector(accept)
        return v if v.is_defined() else self.load(v.type)

    def same(self, v):
        """Another value of the type of v."""
        found = [w for w in self.values if w.type == v.type and w is not v]
        return self.r.choice(found) if found and self.r.random() < 0.7 else self.load(v.type)

    def index(self, count):
        """The text of an index, constant or not, and its value."""
        i = self.r.randrange(count)
        if self.r.random() < 0.5:
            return f"i64 {i}", i
        self.indices.append(i)
        address, name = self.fresh(), self.fresh()
        self.line(f"{address} = getelementptr i64, ptr %x, i64 {len(self.indices) - 1}")
        self.line(f"{name} = load i64, ptr {address}")
        return f"i64 {name}", i

    def shuffled(self, a, b, mask):
        both = a.elements + b.elements
        text = ", ".join("i32 poison" if m is None else f"i32 {m}" for m in mask)
        return self.define(f"shufflevector {a}, {b}, <{len(mask)} x i32> <{text}>",
                           a.type.with_count(len(mask)),
                           [None if m is None else both[m] for m in mask])

    def slot(self, kind):
        name = f"%s{len(self.slots)}"
        self.slots.append(f"  {name} = alloca {kind}")
        return name

    #-- Operations ------------------------------------------------------------

    def op_load(self):
        self.load(self.any_type())

    def op_insert(self):
        v = self.vector()
        scalars = [w for w in self.values if w.type == Type(v.type.bits)]
        e = self.r.choice(scalars) if scalars else self.load(Type(v.type.bits))
        text, i = self.index(v.type.count)
        self.define(f"insertelement {v}, {e}, {text}", v.type,
                    v.elements[:i] + e.elements + v.elements[i + 1:])

    def op_extract(self):
        v = self.vector()
        text, i = self.index(v.type.count)
        self.define(f"extractelement {v}, {text}", Type(v.type.bits), [v.elements[i]])

    def op_build(self):
        """Of scalars, one after the other."""
        source = self.vector(lambda t: t.count <= 33)
        count = self.r.randrange(1, min(source.type.count, 12) + 1)
        kind, name = source.type.with_count(count), "poison"
        elements = [None] * count
        for i in self.r.sample(range(count), self.r.randrange(1, count + 1)):
            k = self.r.randrange(source.type.count)
            e = self.define(f"extractelement {source}, i64 {k}", Type(kind.bits), [source.elements[k]])
            elements[i] = e.elements[0]
            name = self.define(f"insertelement {kind} {name}, {e}, i64 {i}", kind, list(elements)).name

    def op_shuffle(self):
        a = self.vector()
        b, n = self.same(a), a.type.count
        count = self.r.choice([n, n, 2 * n, max(n // 2, 1), self.r.randrange(1, 2 * n + 1)])
        if count * a.type.bits > MOST:
            count = n
        kind = self.r.randrange(7)
        start = self.r.randrange(2 * n)
        mask = [[(start + i) % (2 * n) for i in range(count)],
                [self.r.randrange(2 * n) for _ in range(count)],
                [self.r.choice([None, self.r.randrange(2 * n)]) for _ in range(count)],
                [(2 * n - 1 - i) % (2 * n) for i in range(count)],
                [start] * count,
                [i % n + n * self.r.randrange(2) for i in range(count)],
                [i if i < 2 * n and i != start else start for i in range(count)]][kind]
        mask = [m if m is None or m < 2 * n else m % (2 * n) for m in mask]
        self.shuffled(a, b, mask)

    def op_concat(self):
        a = self.vector(lambda t: 2 * t.size <= MOST)
        self.shuffled(a, self.same(a), range(2 * a.type.count))

    def op_part(self):
        """Extracted at a multiple of its length."""
        v = self.vector()
        count = self.r.randrange(1, v.type.count + 1)
        at = self.r.randrange(v.type.count // count) * count
        part = v.type.with_count(count)
        self.define(f"call {part} @llvm.vector.extract({v}, i64 {at})", part,
                    v.elements[at:at + count])

    def op_insert_part(self):
        v = self.vector()
        if self.r.random() < 0.5:
            part = self.load(v.type.with_count(self.r.randrange(1, v.type.count + 1)))
        else:
            shorter = [w for w in self.values if w.type.bits == v.type.bits
                       and 0 < w.type.count <= v.type.count]
            part = self.r.choice(shorter)
        n = part.type.count
        at = self.r.randrange(v.type.count // n) * n
        self.define(f"call {v.type} @llvm.vector.insert({v}, {part}, i64 {at})", v.type,
                    v.elements[:at] + part.elements + v.elements[at + n:])

    def other(self, kind):
        """Another type of the same size."""
        sizes = [b for b in range(1, kind.size + 1) if kind.size % b == 0 and kind.size // b <= 300]
        bits = self.r.choice(sizes)
        count = kind.size // bits
        return Type(bits, 0 if count == 1 and bits <= 512 and self.r.random() < 0.7 else count)

    def op_bitcast(self):
        v = self.defined(lambda t: t.size <= 1024)
        to = self.other(v.type)
        self.define(f"bitcast {v} to {to}", to, unpacked(v.packed(), to))

    def op_reload(self):
        # The bits above a value that is no whole number of bytes are undefined.
        v = self.defined(lambda t: t.size <= 1024 and t.size % 8 == 0)
        to = self.other(v.type)
        slot = self.slot(v.type)
        self.line(f"store {v}, ptr {slot}, align 1")
        self.define(f"load {to}, ptr {slot}, align 1", to, unpacked(v.packed(), to))

    def op_select(self):
        a = self.vector()
        b = self.same(a)
        condition = self.load(Type(1, a.type.count if self.r.random() < 0.7 else 0))
        bits = condition.elements if condition.type.count else condition.elements * a.type.lanes
        self.define(f"select {condition}, {a}, {b}", a.type,
                    [x if c else y for c, x, y in zip(bits, a.elements, b.elements)])

    def op_resize(self):
        v = self.vector()
        bits = self.r.choice([b for b in BITS if b * v.type.count <= MOST and b != v.type.bits] or [0])
        if not bits:
            return
        to = v.type.with_bits(bits)
        narrow, wide = v.type.bits, (1 << bits) - 1
        if bits < narrow:
            self.define(f"trunc {v} to {to}", to, [e if e is None else e & wide for e in v.elements])
        elif self.r.random() < 0.5:
            self.define(f"zext {v} to {to}", to, v.elements)
        else:
            self.define(f"sext {v} to {to}", to,
                        [e if e is None else (e - (e >> narrow - 1 << narrow)) & wide for e in v.elements])

    def op_logic(self):
        a = self.vector()
        b = self.same(a)
        name, f = self.r.choice([("and", lambda x, y: x & y), ("or", lambda x, y: x | y),
                                 ("xor", lambda x, y: x ^ y), ("add", lambda x, y: x + y)])
        mask = (1 << a.type.bits) - 1
        self.define(f"{name} {a}, {b.name}", a.type,
                    [None if None in (x, y) else f(x, y) & mask for x, y in zip(a.elements, b.elements)])

    def op_pass(self):
        v = self.vector(lambda t: t.size <= 1024)
        self.called.add(str(v.type))
        self.define(f"call {v.type} @same_{v.type.count}_{v.type.bits}({v})", v.type, v.elements)

    def op_join(self):
        a = self.vector()
        b = self.same(a)
        c = self.load(Type(1))
        n = self.number
        self.lines += [f"  br {c}, label %x{n}, label %y{n}", f"x{n}:", f"  br label %z{n}", f"y{n}:",
                       f"  br label %z{n}", f"z{n}:"]
        self.define(f"phi {a.type} [ {a.name}, %x{n} ], [ {b.name}, %y{n} ]", a.type,
                    a.elements if c.elements[0] else b.elements)

    def op_reverse(self):
        v = self.vector()
        self.define(f"call {v.type} @llvm.vector.reverse({v})", v.type, v.elements[::-1])

    def op_splice(self):
        a = self.vector(lambda t: t.count > 1)
        b, n = self.same(a), a.type.count
        k = self.r.randrange(n)
        if self.r.random() < 0.5:
            self.define(f"call {a.type} @llvm.vector.splice.left({a}, {b}, i32 {k})", a.type,
                        (a.elements + b.elements)[k:k + n])
        else:
            self.define(f"call {a.type} @llvm.vector.splice.right({a}, {b}, i32 {k})", a.type,
                        (a.elements + b.elements)[n - k:2 * n - k])

    def op_interleave(self):
        a = self.vector(lambda t: 2 * t.size <= MOST)
        b = self.same(a)
        wide = a.type.with_count(2 * a.type.count)
        self.define(f"call {wide} @llvm.vector.interleave2({a}, {b})", wide,
                    [e for pair in zip(a.elements, b.elements) for e in pair])

    def op_deinterleave(self):
        v = self.vector(lambda t: t.count % 2 == 0)
        half, part = v.type.with_count(v.type.count // 2), self.r.randrange(2)
        pair = self.fresh()
        self.line(f"{pair} = call {{ {half}, {half} }} @llvm.vector.deinterleave2({v})")
        self.define(f"extractvalue {{ {half}, {half} }} {pair}, {part}", half, v.elements[part::2])

    #-- The whole -------------------------------------------------------------

    def text(self):
        return "\n".join([f"define void @{self.name}(ptr %o, ptr %p, ptr %x) {{", *self.slots, *self.lines,
                          "  ret void", "}", ""])

    def complaint(self, found):
        """What is wrong with the bytes that it wrote, or None."""
        for at, v in self.expected:
            got = int.from_bytes(found[at:at + v.type.bytes], "little")
            for i, (want, have) in enumerate(zip(v.elements, unpacked(got, v.type))):
                if want is not None and want != have:
                    return f"{v} element {i}: expected {want:#x}, found {have:#x}"
            if found[at + v.type.bytes] != FILL:
                return f"{v}: wrote behind its {v.type.bytes} bytes"
        return None


def table(functions):
    lines = []
    for f in functions:
        lines += [f"void {f.name}(void *, const void *, const void *);",
                  f"static const unsigned char {f.name}_memory[] = {{{', '.join(map(str, f.memory))}}};",
                  f"static const long {f.name}_indices[] = {{{', '.join(map(str, f.indices or [0]))}}};"]
    lines += ["static const struct {\n  void (*function)(void *, const void *, const void *);\n"
              "  const void *memory, *indices;\n  unsigned size;\n} table[] = {"]
    lines += [f"  {{{f.name}, {f.name}_memory, {f.name}_indices, {f.size}}}," for f in functions]
    return "\n".join(lines) + "\n};\n"


def same_functions(functions):
    """Of the types that go by value."""
    text = ""
    for kind in sorted(set().union(*(f.called for f in functions))):
        count, bits = kind[1:-1].split(" x i")
        text += f"define {kind} @same_{count}_{bits}({kind} %v) noinline {{\n  ret {kind} %v\n}}\n"
    return text


def try_module(arguments):
    """Complaints of one module at one level, by function."""
    number, seed, on_host, folder = arguments
    r = random.Random(f"{seed} {number}")
    functions = [Function(r, f"f{i}") for i in range(FUNCTIONS)]
    level = LEVELS[number % len(LEVELS)]
    base = os.path.join(folder, str(number))
    os.makedirs(base)
    path = lambda name: os.path.join(base, name)
    with open(path("table.h"), "w") as file:
        file.write(table(functions))
    with open(path("functions.ll"), "w") as file:
        file.write("".join(f.text() for f in functions) + same_functions(functions))
    harness = os.path.join(HERE, "Inputs", "harness.c")
    if on_host:
        target, clang, emulator = ["-mtriple=x86_64-unknown-linux-gnu", "-relocation-model=pic"], "clang-22", []
    else:
        target = [f"-load={os.path.join(BUILD, 'lib', 'libLLVMSectile.so')}", "-mtriple=sectile"]
        clang = os.path.join(BUILD, "bin", "sectile-clang")
        emulator = [os.path.join(BUILD, "bin", "sectile-run")]
    tool, option = level.split()
    files = [path("functions.ll"), "-o", path("functions.o")]
    for command in (["llc-22", *target, option, "-verify-machineinstrs", "-disable-symbolication", "-filetype=obj",
                     *files] if tool == "llc" else [clang, "-w", "-c", option, *files],
                    [clang, "-w", "-O1", "-I", base, harness, path("functions.o"), "-o", path("program")]):
        if why := refusal(run(command, SECONDS)):
            return [f"module {number} {level}: {why}"], FUNCTIONS
    result = run([*emulator, path("program")], SECONDS)
    if result is None or result.returncode:
        return [f"module {number} {level}: " + (result.stderr.strip()[-400:] if result else "no end")], FUNCTIONS
    try:
        output = bytes.fromhex(result.stdout)
    except ValueError:
        return [f"module {number} {level}: unexpected output"], FUNCTIONS
    complaints, at = [], 0
    for f in functions:
        if complaint := f.complaint(output[at:at + f.size]):
            complaints.append(f"module {number} {f.name} {level}: {complaint}")
        at += f.size
    if not complaints:
        shutil.rmtree(base)
    return complaints, len(complaints)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--modules", type=int, default=16, help=f"of {FUNCTIONS} functions each")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first module")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--host", action="store_true",
                        help="compile for the host instead, whose code generator has known faults")
    arguments = parser.parse_args()
    folder = os.path.join(BUILD, "vectors")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    print(f"vectors: seed {arguments.seed}", flush=True)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        work = [(n, arguments.seed, arguments.host, folder)
                for n in range(arguments.first, arguments.first + arguments.modules)]
        for complaints, count in pool.map(try_module, work):
            failed += count
            if complaints:
                print("\n".join(complaints), flush=True)
    print(f"{arguments.modules * FUNCTIONS - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
