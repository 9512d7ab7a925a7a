# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Differential test: random loops, as the vectoriser compiles them and plain.

Each program holds some loops over arrays of words and narrower integers: elements next to each other,
with offsets, apart, backwards; conditions, several statements, sums, minima and
maxima, values of the counter and of the iteration before, divisions, loops inside
loops. The same source is compiled for Sectile, where the loop vectoriser makes tile
code of most of them, and for the host without vectorising; every third program, which
has half-precision floats as well, for Sectile without vectorising. Both run on the same random memory, with operands that
lie apart, touch or overlap and 0 to 700 iterations, and print a number that
depends on all of memory. What has to become tile code is looked up in the
compiler's remarks. Ends with "N passed, M failed", counting loops; programs that
fail are kept in build/loops.
"""
import argparse
import bisect
import concurrent.futures
import os
import random
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.dont_write_bytecode = True  # the module is in the source tree
sys.path.insert(0, os.path.join(ROOT, "tests"))
from process import refusal, run

HERE = os.path.dirname(os.path.abspath(__file__))
LOOPS = 16  # of a program
LEVELS = [["-O2"], ["-O3"], ["-O2", "-flto"], ["-O2", "-g"], ["-O3", "-fno-unroll-loops"]]


class LoopText:
    """One random loop: its text, and what is known about it."""

    def __init__(self, r, number, halves):
        self.r, self.number = r, number
        self.floats = {m: r.random() < 0.5 for m in "abcd"}
        narrow = ["signed char", "unsigned char", "short", "unsigned short"]
        self.integer = {m: r.choice(["int"] * 4 + narrow) for m in "abcd"}
        # All floats of a loop have one type.
        self.half = r.choice(["_Float16", "__bf16"]) if halves and r.random() < 0.7 else ""
        self.restrict = r.random() < 0.4
        self.plain = True  # has to become tile code
        self.index = r.choice(["int", "long", "unsigned", "unsigned long"])
        self.index_text = "i"
        kind = r.choice(["map", "map", "map", "condition", "condition", "reduction", "reduction",
                         "two", "step", "backwards", "rows", "carried", "gather", "after", "clamp",
                         "strided", "strided", "mirror", "previous", "fixed", "counter", "halves",
                         "exact_sum", "flag"])
        getattr(self, kind)()

    # -- pieces ------------------------------------------------------------------
    def offset(self):
        return self.r.choice(["", "", "", " + 1", " + 3", " + k + 2"])

    def access(self, array, index="i"):
        return f"{array}[{index}{self.offset()}]"

    def value(self, is_float, depth=2):
        """An expression of one kind; integers wrap."""
        r = self.r
        if depth == 0 or r.random() < 0.2:
            arrays = [m for m in "ab" if self.floats[m] == is_float]
            leaves = [self.access(m, self.index_text) for m in arrays] * 3
            if is_float and self.half:
                leaves = [f"(float){leaf}" for leaf in leaves]
            leaves += ["f", "1.5f", "(-0.25f)"] if is_float else ["v", "7", "(-3)"]
            if r.random() < 0.15:
                leaves = ["(float)(int)i"] if is_float else ["(int)i"]
            return r.choice(leaves)
        a, b = self.value(is_float, depth - 1), self.value(is_float, depth - 1)
        if is_float:
            form = r.choice(["({} + {})", "({} - {})", "({} * {})", "({} * {})", "({} / {})",
                             "greatest({}, {})", "least({}, {})", "(-{})", "fabsf({})",
                             "__builtin_fmaf({}, {}, f)", "floorf({})", "({0} > {1} ? {0} : {1})"])
            if "/" in form and depth > 1:
                self.plain = False
            if "(int)i" in a + b:
                self.plain = False
            return form.format(a, b)
        if r.random() < 0.1:
            self.plain = False
            form = r.choice(["({} / 10)", "({} % 7)", "({} / (({} & 1023) | 1))", "__builtin_popcount((unsigned){})",
                             "(int)((unsigned){} / ((unsigned){} | 1u))",
                             "(int)((unsigned){} % ((unsigned)v | 1u))",
                             "(int)((unsigned){0} << 7 | (unsigned){0} >> 25)"])
            return form.format(a, b)
        form = r.choice(["(int)((unsigned){} + {})", "(int)((unsigned){} - {})",
                         "(int)((unsigned){} * {})", "({} & {})", "({} | {})", "({} ^ {})",
                         "({} >> 3)", "(int)((unsigned){} >> 5)", "(int)((unsigned){} << 2)",
                         "({0} < {1} ? {0} : {1})", "({0} > {1} ? {0} : {1})", "-(~{})",
                         "({} == {} ? 5 : v)", "(int)((unsigned){} < (unsigned){})"])
        if "(int)i" in a + b:
            self.plain = False
        return form.format(a, b)

    def condition_text(self):
        arrays = self.r.choice("ab")
        limit = "f" if self.floats[arrays] else "v"
        return f"{arrays}[i] {self.r.choice(['<', '>', '<=', '!=', '=='])} {limit}"

    def header(self, start="0", step="i++"):
        return f"for ({self.index} i = {start}; i < ({self.index})n; {step})"

    # -- kinds ---------------------------------------------------------------------
    def map(self):
        to = self.r.choice("cd")
        self.text = f"  {self.header()}\n    {self.access(to)} = {self.value(self.floats[to])};\n"

    def two(self):
        self.text = (f"  {self.header()} {{\n    c[i] = {self.value(self.floats['c'])};\n"
                     f"    {self.access('d')} = {self.value(self.floats['d'])};\n  }}\n")
        self.plain = self.restrict and self.plain

    def condition(self):
        form = self.r.choice(["if", "else", "both"])
        to = self.r.choice("cd")
        self.text = f"  {self.header()}\n    if ({self.condition_text()})\n"
        self.text += f"      {to}[i] = {self.value(self.floats[to])};\n"
        if form == "else":
            self.text += f"    else\n      {to}[i] = {self.value(self.floats[to], 1)};\n"
        elif form == "both":
            other = "d" if to == "c" else "c"
            self.text += f"    else\n      {other}[i] = {self.value(self.floats[other], 1)};\n"
        self.plain = False

    def reduction(self):
        is_float = self.r.random() < 0.3
        value = self.value(is_float, 1)
        if is_float:
            step = self.r.choice(["s = greatest(s, {})", "s = least(s, {})"])
            self.plain = False
        else:
            step = self.r.choice(["s += (unsigned){}", "s ^= {}", "s |= {}", "s &= {}",
                                  "s = {0} > (int)s ? {0} : (int)s", "s = {0} < (int)s ? {0} : (int)s",
                                  "s += (unsigned){} * 3u", "s -= (unsigned){}"])
        guard = ""
        if self.r.random() < 0.3:
            guard = f"if ({self.condition_text()})\n      "
            self.plain = False
        kind = "float" if is_float else "unsigned"
        start = "f" if is_float else "(unsigned)v"
        self.text = (f"  {kind} s = {start};\n  {self.header()}\n"
                     f"    {guard}{step.format(value)};\n"
                     f"  result = {'float_bits(s)' if is_float else 's'};\n")

    def step(self):
        step = self.r.choice([2, 3, 5])
        to = self.r.choice("cd")
        self.text = (f"  {self.header(step=f'i += {step}')}\n"
                     f"    {to}[i] = {self.value(self.floats[to])};\n")
        self.plain = False

    def backwards(self):
        to = self.r.choice("cd")
        self.text = (f"  for (int i = n - 1; i >= 0; i--)\n"
                     f"    {to}[i] = {self.value(self.floats[to])};\n")
        self.plain = False

    def gather(self):
        self.floats["b"] = False
        self.integer["b"] = "int"
        to = self.r.choice("cd")
        index = self.r.choice(["b[i] & 511", "(b[i] & 255) + 3", "b[i + 1] & 1023"])
        value = f"a[{index}]"
        if self.floats["a"] != self.floats[to]:
            self.floats["a"] = self.floats[to]
        self.text = (f"  {self.header()}\n    {to}[i] = {value} "
                     f"{'+' if self.floats[to] else '^'} {self.value(self.floats[to], 1)};\n")
        self.plain = False

    def after(self):
        """Counter and pointers are used after the loop."""
        to = self.r.choice("cd")
        kind = self.half or "float" if self.floats[to] else self.integer[to]
        way = self.r.choice(["while (left-- > 0)", "for (; left > 0; left--)"])
        self.text = (f"  int left = n;\n  {kind} *p = {to};\n  long i = 0;\n  {way} {{\n"
                     f"    *p++ = {self.value(self.floats[to], 1)};\n    i += 1;\n  }}\n"
                     f"  result = (uint64_t)(p - {to}) * 1000 + (uint64_t)i + (uint64_t)(unsigned)left;\n")
        self.plain = False

    def clamp(self):
        """To the range of what is stored, or nearly."""
        self.floats["c"] = False
        self.integer["c"] = self.r.choice(["signed char", "unsigned char", "short", "unsigned short"])
        bits = 8 if "char" in self.integer["c"] else 16
        low, high = ((0, 2 ** bits - 1) if "unsigned" in self.integer["c"]
                     else (-2 ** (bits - 1), 2 ** (bits - 1) - 1))
        low, high = low + self.r.choice([0, 0, 0, 1]), high - self.r.choice([0, 0, 0, 1])
        order = self.r.choice([f"w > {high} ? {high} : w < {low} ? {low} : w",
                               f"w < {low} ? {low} : w > {high} ? {high} : w"])
        self.text = (f"  {self.header()} {{\n    int w = {self.value(False)};\n"
                     f"    c[i] = ({self.integer['c']})({order});\n  }}\n")
        self.plain = False

    def rows(self):
        to = self.r.choice("cd")
        self.text = (f"  for (int j = 0; j < 4; j++)\n    for ({self.index} i = 0; i < "
                     f"({self.index})(n / 4); i++)\n"
                     f"      {to}[j * 170 + i] = {self.value(self.floats[to])};\n")
        self.plain = False

    def carried(self):
        to = self.r.choice("cd")
        value = self.value(self.floats[to], 1)
        distance = self.r.choice([1, 2, 255, 256, 300])
        self.text = (f"  {self.header()}\n    {to}[i + {distance}] = "
                     f"{to}[i] {'+' if self.floats[to] else '^'} {value};\n")
        self.plain = False

    def store(self, to, index, depth=2):
        """An assignment of a random value; narrow floats are rounded once."""
        value = self.value(self.floats[to], depth)
        cast = f"({self.half})" if self.half and self.floats[to] else ""
        return f"{to}[{index}] = {cast}({value});"

    def strided(self):
        step = self.r.choice([2, 2, 3, 4, 5])
        self.index_text = f"{step} * i"
        to = self.r.choice("cd")
        lines = [self.store(to, f"{step} * i + {at}", 1) for at in range(self.r.choice([1, step]))]
        if self.r.random() < 0.3:
            lines = [self.store(to, "i")]
        guard = f"if ({self.condition_text()})\n      " if self.r.random() < 0.2 else ""
        header = self.header().replace("n;", f"n / {max(2, step - 2)};")
        self.text = f"  {header} {{\n    {guard}" + "\n    ".join(lines) + "\n  }\n"
        self.plain = False

    def mirror(self):
        self.index_text = "(n - 1 - (int)i)" if self.index == "int" else "n - 1 - i"
        to = self.r.choice("cd")
        self.text = f"  {self.header()}\n    {self.store(to, self.r.choice(['i', self.index_text]))}\n"
        self.plain = False

    def previous(self):
        to = self.r.choice("cd")
        kind = "float" if self.floats[to] else "int"
        value = self.value(self.floats[to], 1)
        self.text = (f"  {kind} last = {'f' if kind == 'float' else 'v'};\n  {self.header()} {{\n"
                     f"    {kind} now = {value};\n    {to}[i] = now {'+' if kind == 'float' else '^'} last;\n"
                     f"    last = now;\n  }}\n")
        self.plain = False

    def fixed(self):
        count = self.r.choice([17, 20, 64, 100, 128, 255, 256, 257])
        to = self.r.choice("cd")
        self.text = f"  for (int i = 0; i < {count}; i++)\n    {self.store(to, 'i')}\n"
        self.plain = False

    def counter(self):
        to = self.r.choice("cd")
        test = self.r.choice(["(int)i < n / 2", "i & 1", "(int)i >= v", "i % 3 == 0", "(int)i == n / 3"])
        other = self.r.choice(["", f"\n    else\n      {self.store(self.r.choice('cd'), 'i', 1)}"])
        self.text = f"  {self.header()}\n    if ({test})\n      {self.store(to, 'i', 1)}{other}\n"
        self.plain = False

    def halves(self):
        """Operations of the narrow type, each rounded, and copies, which keep all bits."""
        if not self.half:
            self.map()
            return
        self.floats = dict.fromkeys("abcd", True)
        if self.r.random() < 0.2:
            self.text = (f"  {self.half} s = ({self.half})f;\n  {self.header()}\n"
                         f"    s = a[i] > s ? a[i] : s;\n  result = float_bits((float)s);\n")
            self.plain = False
            return
        text = self.r.choice(["a[i]", "a[i] + b[i]", "a[i] * b[i]", "a[i] - c[i]", "-a[i]", "a[i] / b[i]",
                              "a[i] > b[i] ? a[i] : c[i]", "a[i] > 0 ? a[i] : 0", "a[i + 1] + b[i] * a[i]"])
        self.text = f"  {self.header()}\n    d[i] = {text};\n"
        self.plain = False

    def exact_sum(self):
        """A sum of floats in any order; small integers, so that each is exact."""
        self.floats["b"] = False
        guard = f"if ({self.condition_text()})\n      " if self.r.random() < 0.5 else ""
        self.text = ("  {\n#pragma clang fp reassociate(on)\n  float s = 3;\n"
                     f"  {self.header()}\n    {guard}s += (float)(b[i] & 63);\n  result = float_bits(s);\n  }}\n")
        self.plain = False

    def flag(self):
        self.text = (f"  unsigned s = 3;\n  {self.header()}\n    if ({self.condition_text()})\n"
                     f"      s = (unsigned)v;\n  result = s;\n")
        self.plain = False

    # -- the text ----------------------------------------------------------------------
    def function(self):
        qualifier = "restrict " if self.restrict else ""
        arrays = "".join(
            f"  {'const ' if m in 'ab' else ''}{self.half or 'float' if self.floats[m] else self.integer[m]} "
            f"*{qualifier}{m} = x->{m};\n  (void){m};\n" for m in "abcd")
        return (f"static __attribute__((noinline)) uint64_t loop{self.number}"
                f"(const struct arguments *x) {{\n  uint64_t result = 0;\n{arrays}"
                f"  int n = x->n, k = x->k, v = x->i;\n  float f = x->f;\n"
                f"  (void)n, (void)k, (void)v, (void)f;\n"
                f"{self.text}  return result;\n}}\n")

    def entry(self):
        kinds = sum(self.floats[m] << n for n, m in enumerate("abcd"))
        mixed = len(set(self.floats.values())) > 1
        return f"  {{loop{self.number}, {kinds}, {int(bool(self.half))}, {int(self.restrict or mixed)}}},\n"


def program(loops, seed):
    text = '#include "harness.h"\n' + "".join(l.function() for l in loops)
    entries = "".join(l.entry() for l in loops)
    return (f"{text}static const struct loop loops[] = {{\n{entries}}};\n"
            f"int main(void) {{ run_all(loops, {len(loops)}, {seed}); return 0; }}\n")


def try_seed(seed, folder):
    """The complaints about one program, at most one a loop."""
    r = random.Random(seed)
    halves = seed % 3 == 0
    loops = [LoopText(r, n, halves) for n in range(LOOPS)]
    level = LEVELS[seed % len(LEVELS)]
    base = os.path.join(folder, f"program{seed}")
    with open(f"{base}.c", "w") as f:
        f.write(program(loops, seed))
    common = ["-I", HERE, f"{base}.c", "-lm", "-fwrapv", "-fno-strict-aliasing", "-fno-math-errno"]
    clang = os.path.join(BUILD, "bin", "sectile-clang")
    sectile = [clang, *level, *common, "-Rpass=loop-vectorize", "-o", f"{base}.elf"]
    if halves:
        host = [clang, "-O1", "-w", "-fno-vectorize", *common, "-o", f"{base}.host"]
    else:
        host = ["clang-22", "-O1", "-w", "-fno-vectorize", "-fno-slp-vectorize", "-ffp-contract=on",
                "-mfma", *common, "-o", f"{base}.host"]
    where = f"program {seed}, {' '.join(level)}"
    remarks = ""
    ends = [0]  # the line in which each loop's function ends
    text = '#include "harness.h"\n'
    for l in loops:
        text += l.function()
        ends.append(text.count("\n"))
    for command in (sectile, host):
        process = run(command, 180)
        if process is None or process.returncode:
            return [f"{where}: {refusal(process)}"] * LOOPS, 0
        remarks += process.stderr
    outputs = []
    runner = os.path.join(BUILD, "bin", "sectile-run")
    for command in ([runner, f"{base}.elf"], [runner, f"{base}.host"] if halves else [f"{base}.host"]):
        process = run(command, 180)
        if process is None or process.returncode:
            return [f"{where}: {process.stderr.strip()[-300:] if process else 'does not end'}"] * LOOPS, 0
        outputs.append(process.stdout.split("\n"))
    wrong = {int(a.split(".")[0]) for a, b in zip(*outputs) if a != b}
    complaints = [f"{where}, loop {n}: another result than {'scalar' if halves else 'on the host'}" for n in sorted(wrong)]
    taken = {bisect.bisect_left(ends, int(line)) - 1 for line in
             re.findall(r"program\d+\.c:(\d+):\d+: remark: vectorized loop", remarks)}
    if len(outputs[0]) != len(outputs[1]):
        complaints = [f"{where}: {len(outputs[0])} lines, expected {len(outputs[1])}"]
    if not complaints:
        for end in (".c", ".elf", ".host"):
            os.remove(base + end)
    return complaints, len(taken)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--loops", type=int, default=160)
    parser.add_argument("--seed", type=int, default=1, help="of the first program")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--build", default=os.path.join(ROOT, "build"),
                        help="build folder (default: build)")
    arguments = parser.parse_args()
    global BUILD
    BUILD = os.path.abspath(arguments.build)
    folder = os.path.join(BUILD, "loops")
    os.makedirs(folder, exist_ok=True)
    passed = failed = vectorized = 0
    print(f"loops: seed {arguments.seed}", flush=True)
    programs = range(arguments.seed, arguments.seed + (arguments.loops + LOOPS - 1) // LOOPS)
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for complaints, taken in pool.map(lambda seed: try_seed(seed, folder), programs):
            failed += len(complaints)
            passed += LOOPS - len(complaints)
            vectorized += taken
            if complaints:
                print("\n".join(dict.fromkeys(complaints)), flush=True)
    print(f"vectorized {vectorized} of {passed + failed}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
