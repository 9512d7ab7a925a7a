# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Differential test: random loops, as the vectoriser compiles them and plain.

Each program holds some loops over arrays of words and narrower integers: elements
next to each other, with offsets, apart, backwards; conditions, several statements,
sums, minima and maxima, values of the counter and of the iteration before, divisions,
loops inside loops. Half of them are of kinds that the vectoriser has to refuse, or
takes in pieces: conditions in conditions, stores to equal places, counters of all
widths that wrap, the place of a minimum, early exits, distances that are known only at
run time, volatile and atomic accesses, records, bases that are loaded again. The same
source is compiled for Sectile, where the loop vectoriser makes tile code of most of
them, and for the host without vectorising; every third program, which has
half-precision floats as well, for Sectile without vectorising. Both run on the same
random memory, with operands that lie apart, touch or overlap and 0 to 1100 iterations,
and print a number that depends on all of memory. Ends with "N passed, M failed",
counting loops; programs that fail are kept in build/loops.
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
LEVELS = [["-O2"], ["-O3"], ["-O2", "-flto"], ["-O2", "-g"], ["-O3", "-fno-unroll-loops"],
          ["-O3", "-flto"], ["-Os"]]


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
        if number >= LOOPS // 2:
            kind = r.choice(["nested", "nested", "scatter", "widths", "widths", "several", "several", "place", "exits",
                             "steps", "steps", "ordered", "records", "records", "reloaded", "bits", "bits", "idioms",
                             "inner", "inner", "earlier"])
        self.before = ""
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
        if r.random() < 0.08:
            # Rounded to 64 bits, of which 32 are used.
            self.plain = False
            form = r.choice(["(int)lrintf(within({}))", "(int)llroundf(within({}))",
                             "({{ long r = lroundf(within({})); (int)(r < -1000 ? -1000 : r > 1000 ? 1000 : r); }})"])
            return form.format(self.value(True, depth - 1))
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
            # A comparison decides between zeros, and what is no number.
            step = self.r.choice(["s = greatest(s, {})", "s = least(s, {})", "s = {0} > s ? {0} : s",
                                  "s = s > {0} ? s : {0}", "s = {0} <= s ? {0} : s", "s = s < {0} ? s : {0}",
                                  "if ({0} < s) s = {0}", "if (s <= {0}) s = {0}"])
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
        if not is_float and self.r.random() < 0.2:
            # 64 bits, of small elements: words are enough.
            kind, start = "uint64_t", "(uint64_t)v << 20"
            step = self.r.choice(["s += (unsigned char){}", "s -= (signed char){}", "s += {} > 7",
                                  "s += ({} & 1023) - 512"])
            self.plain = False
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

    # -- kinds that the vectoriser often has to refuse, or takes in several pieces -----------------
    def simple(self, is_float, depth=1):
        """A value that reads elements of the iteration alone."""
        keep, self.offset = self.offset, lambda: ""
        value = self.value(is_float, depth)
        self.offset = keep
        return value

    def assign(self, depth=1):
        to = self.r.choice("cd")
        return f"{to}[i] = {self.simple(self.floats[to], depth)};"

    def wild(self, text):
        self.text = text
        self.plain = False

    def nested(self):
        """Conditions in conditions, a switch, continue."""
        def statement(depth):
            form = self.r.choice(["=", "=", "if", "else", "else if", "continue", "switch", "two"]) if depth else "="
            if form == "=":
                return self.assign() + "\n"
            if form == "two":
                return "{\n" + statement(depth - 1) + statement(depth - 1) + "}\n"
            if form == "switch":
                m = self.r.choice("ab")
                value = f"(int){m}[i] & 3" if not self.floats[m] else "(int)i & 3"
                return (f"switch ({value}) {{\ncase 0: {self.assign()} break;\ncase 1:\n{{ {statement(depth - 1)} }}\n"
                        f"case 3: {self.assign()}\ndefault: break;\n}}\n")
            condition = self.condition_text()
            if self.r.random() < 0.3:
                condition += self.r.choice([" && ", " || "]) + self.condition_text()
            if form == "continue":
                return f"{{\nif ({condition}) continue;\n{statement(depth - 1)}}}\n"
            text = f"if ({condition}) {{\n{statement(depth - 1)}}}\n"
            if form == "else":
                text += f"else {{\n{statement(depth - 1)}}}\n"
            if form == "else if":
                text += f"else if ({self.condition_text()}) {{\n{statement(depth - 1)}}}\n"
            return text
        self.wild(f"  {self.header()} {{\n{statement(3)}{self.assign()}\n{statement(2)}  }}\n")

    def scatter(self):
        """To places of which some are equal: the last one of them counts."""
        self.floats["b"] = False
        self.integer["b"] = self.r.choice(["int", "short", "unsigned char"])
        to = self.r.choice("cd")
        mask = self.r.choice([3, 63, 255, 1023])
        place = self.r.choice([f"b[i] & {mask}", f"(unsigned)b[i] % {mask + 1}u", f"((int)i * 7) & {mask}", f"i & {mask}"])
        line = self.r.choice([f"{to}[{place}] = {self.simple(self.floats[to])};",
                              f"{to}[{place}] = {to}[(b[i] >> 2) & {mask}];",
                              f"{to}[{place}] {'+=' if self.floats[to] else '^='} {self.simple(self.floats[to], 0)};"])
        if self.r.random() < 0.3:
            line = f"if ({self.condition_text()}) {line}"
        if self.r.random() < 0.3:
            line += " " + self.assign()
        self.wild(f"  {self.header()} {{\n    {line}\n  }}\n")

    def widths(self):
        """Counters and values of the counter of all widths, which may wrap."""
        T = self.r.choice(["unsigned char", "signed char", "short", "unsigned short", "unsigned", "int", "long"])
        U = self.r.choice(["unsigned char", "signed char", "short", "unsigned short", "unsigned", "int", "unsigned long"])
        to = self.r.choice("cd")
        bits = {"unsigned char": 255, "signed char": 127}.get(T, 1100)
        start, step = self.r.choice(["(int)v", "0", "250", "-3"]), self.r.choice([1, 1, 3, -1, 100, 65521])
        used = self.r.choice(["(int)t", "(int)(t >> 1)", "(int)(t * 3)", "(int)(t * 5 / 3)", "(int)(t < 100)", "a[t & 511]"])
        if self.floats["a"] and "a[" in used:
            used = "(int)t"
        value = f"(float)({used})" if self.floats[to] else used
        update = f"t += ({U}){step};" if self.r.random() < 0.8 else f"if ({self.condition_text()}) t += ({U}){step};"
        loop = self.r.choice([f"for ({T} i = 0; i < ({T})(n % {bits + 1}); i++)",
                              f"for ({T} i = ({T})(n % {bits + 1}); i-- > 0;)",
                              f"for ({T} i = 0; i != ({T})(n % {bits + 1}); i++)",
                              f"for ({T} i = ({T})(n % {bits + 1} / 2); i < ({T})(n % {bits + 1}); i++)"])
        place = self.r.choice(["i", "i", "(unsigned char)(i + 200)", "(unsigned char)(i * 3)", "(i ^ 1) & 1023",
                               "(unsigned short)(i + 3) & 1023"])
        tail = self.r.choice(["", f"{'d' if to == 'c' else 'c'}[i] = {self.simple(self.floats['d' if to == 'c' else 'c'])};"])
        first = self.r.random() < 0.5
        self.wild(f"  {U} t = ({U}){start};\n  {loop} {{\n    {update if first else ''}\n    {to}[{place}] = {value};\n"
                  f"    {tail}\n    {'' if first else update}\n  }}\n  result = (uint64_t)t;\n")

    def several(self):
        """Several reductions, of all operations and widths, one or none of which is stored."""
        lines, names, before = [], [], []
        for n in range(self.r.choice([1, 1, 2, 3])):
            T = self.r.choice(["unsigned", "unsigned", "int", "unsigned char", "short", "unsigned short", "uint64_t", "long"])
            x = self.simple(False, self.r.choice([0, 1]))
            form = self.r.choice(["s += ({T}){x}", "s ^= ({T}){x}", "s |= ({T}){x}", "s &= ({T}){x}", "s *= ({T})({x} | 1)",
                                  "s -= ({T}){x}", "s = ({T}){x} > s ? ({T}){x} : s", "s = ({T}){x} < s ? ({T}){x} : s",
                                  "s += ({T})({x} > v)", "s = s < ({T}){x} ? ({T}){x} : s", "s = ({T})(s + ({T}){x} * ({T}){x})",
                                  "s = s * 3 + ({T}){x}"])
            line = form.format(T=T, x=x).replace("s ", f"s{n} ").replace(" s;", f" s{n};").replace(": s", f": s{n}")
            line = line.replace("> s ", f"> s{n} ").replace("< s ", f"< s{n} ").replace("(s ", f"(s{n} ")
            line = line.replace(f"s{n}{n}", f"s{n}")
            if self.r.random() < 0.3:
                line = f"if ({self.condition_text()}) {line}"
            lines.append(line + ";")
            before.append(f"{T} s{n} = ({T})v;")
            names.append(f"(uint64_t)s{n}")
        if self.r.random() < 0.4:
            lines.append(self.assign())
        if self.r.random() < 0.2:
            lines.append("d[0] = d[0] + 1;" if not self.floats["d"] else f"d[3] = ({self.half or 'float'})(d[3] + 1);")
        self.r.shuffle(lines)
        self.wild("  " + " ".join(before) + f"\n  {self.header()} {{\n    " + "\n    ".join(lines) + "\n  }\n  result = "
                  + " * 31 + ".join(names) + ";\n")

    def place(self):
        """The place of the least or greatest element, of the first or last one that meets a condition."""
        m = self.r.choice("ab")
        is_float = self.floats[m]
        T = self.half or "float" if is_float else self.integer[m]
        I = self.r.choice(["int", "long", "unsigned", "unsigned char", "short"])
        element = self.r.choice([f"{m}[i]", f"{m}[i]", f"{m}[i + 1]", f"{m}[2 * i]"])
        if element.endswith("2 * i]"):
            loop = self.header().replace("n;", "n / 2;")
        else:
            loop = self.header()
        test = self.r.choice(["<", ">", "<=", ">="])
        form = self.r.choice(["least", "least", "last", "flag", "both", "count"])
        bits = "float_bits((float)best)" if is_float else "(uint64_t)best"
        if form in ("least", "both"):
            extra = " else if (e == best) ties++;" if form == "both" else ""
            self.wild(f"  {T} best = {m}[0];\n  {I} at = -1;\n  unsigned ties = 0;\n  {loop} {{\n    {T} e = {element};\n"
                      f"    if (e {test} best) {{ best = e; at = ({I})i; }}{extra}\n  }}\n"
                      f"  result = {bits} * 1000003 + (uint64_t)at * 7 + ties;\n")
        elif form == "last":
            self.wild(f"  {I} at = ({I})v;\n  {loop}\n    if ({element} {test} {'f' if is_float else 'v'}) at = ({I})i;\n"
                      f"  result = (uint64_t)at;\n")
        elif form == "flag":
            self.wild(f"  unsigned char found = 0;\n  {loop}\n    found |= {element} == {m}[i + 7];\n  result = found;\n")
        else:
            self.wild(f"  {I} at = 0;\n  {loop}\n    at += {element} {test} {'f' if is_float else 'v'};\n"
                      f"  result = (uint64_t)at;\n")

    def exits(self):
        """Out of the loop early: nothing beyond is stored."""
        condition = self.condition_text()
        out = self.r.choice(["break", "return 77 + (uint64_t)i", "goto out"])
        before, after = self.r.choice([("", self.assign()), (self.assign(), ""), (self.assign(), self.assign()), ("", "")])
        loop = self.r.choice(["for (; i < n; i++)", "while (i++ < n)", "do"])
        ends = " while (++i < n);" if loop == "do" else ""
        self.wild(f"  int i = 0;\n  {loop} {{\n    {before}\n    if ({condition}) {out};\n    {after}\n  }}{ends}\n"
                  f"  {'out:' if 'goto' in out else ''} result = (uint64_t)i;\n")

    def steps(self):
        """Distances that are known only at run time, or negative."""
        to = self.r.choice("cd")
        m = self.r.choice([x for x in "ab" if self.floats[x] == self.floats[to]] or [to])
        first = self.r.choice(["i * s + (s < 0 ? -s * n : 0)", "i", "n - i", "3 * n - 3 * i", "(n - i) * 2 + 1"])
        second = self.r.choice(["i * s + (s < 0 ? -s * n : 0)", "i * k + (k < 0 ? -k * n : 0)", "n - i", "i", "2 * (n - i)"])
        op = "+" if self.floats[to] else "^"
        value = f"{m}[{second}] {op} {to}[{self.r.choice([first, 'i', second])}]"
        if self.r.random() < 0.3:
            value = f"{m}[{second}]"
        cast = f"({self.half})" if self.half and self.floats[to] else ""
        loop = self.r.choice(["for (int i = 0; i < n; i++)", "for (long i = 0; i < n; i++)", "for (int i = n; i > 0; i--)",
                              "for (int i = 0; i < n; i += s > 0 ? s : 1)", "for (int i = n - 1; i >= 0; i -= 2)"])
        self.wild(f"  const int s = k;\n  {loop}\n    {to}[{first}] = {cast}({value});\n")

    def ordered(self):
        """Volatile and atomic accesses among others."""
        to = self.r.choice("cd")
        other = "d" if to == "c" else "c"
        T = (self.half or "float") if self.floats[to] else self.integer[to]
        x = f"({T})({self.simple(self.floats[to])})"
        forms = [f"*(volatile {T} *)&{to}[i] = {x};", f"*(volatile {T} *)&{to}[i & 7] = {x};",
                 f"if (*(volatile {T} *)&{to}[i] != 0) {to}[i] = {x};"]
        if not self.floats[to]:
            forms += [f"__atomic_fetch_add(&{to}[i & 3], {x}, __ATOMIC_RELAXED);",
                      f"__atomic_store_n(&{to}[i], {x}, __ATOMIC_RELAXED);",
                      f"{to}[i] = ({T})(__atomic_load_n(&{to}[i + 1], __ATOMIC_ACQUIRE) + 1);",
                      f"__atomic_fetch_xor(&{to}[i], {x}, __ATOMIC_SEQ_CST);"]
        line = self.r.choice(forms)
        self.wild(f"  {self.header()} {{\n    {line}\n    {other}[i] = {self.simple(self.floats[other])};\n  }}\n")

    def records(self):
        """Arrays of structures, also without alignment, and structures of pointers."""
        r = self.r
        kinds = ["int", "float", "short", "unsigned char", "signed char", "unsigned short", "long", "unsigned"]
        fields = [(r.choice(kinds), f"f{n}") for n in range(r.choice([2, 3, 4, 4, 5]))]
        packed = " __attribute__((packed))" if r.random() < 0.25 else ""
        def value(name):
            T, n = r.choice(fields)
            if T == "float":
                return f"(int)((bits_of({name}[i].{n}) >> 16) & 1023)"
            return f"(int){name}[i].{n}"
        lines = []
        for _ in range(r.choice([1, 2, len(fields)])):
            T, n = r.choice(fields)
            x = f"(int)((unsigned){value('p')} {r.choice('+-*^')} (unsigned){value(r.choice('pq'))})"
            line = f"q[i].{n} = ({T})({x});" if T != "float" else f"q[i].{n} = (float)({x} & 65535);"
            if r.random() < 0.2:
                line = f"if ({value('p')} > v) {line}"
            lines.append(line)
        count = "n / 6"
        if r.random() < 0.3:  # without padding, which need not be copied; C forbids a part of itself
            packed = " __attribute__((packed))"
            self.restrict = True
            lines = [f"q[i] = {r.choice(['p[i]', 'p[n / 6 - i]'])};"]
        name = "record" + str(self.number)
        self.before = f"struct{packed} {name} {{ {' '.join(f'{t} {n};' for t, n in fields)} }};\n"
        restrict = "restrict " if self.restrict else ""
        self.wild(f"  const struct {name} *{restrict}p = (const void *)x->a;\n  struct {name} *{restrict}q = (void *)x->c;\n"
                  f"  for ({self.index} i = 0; i < ({self.index})({count}); i++) {{\n    " + "\n    ".join(lines) + "\n  }\n")

    def reloaded(self):
        """Bases, bounds and scalars that are loaded again in each iteration."""
        to = self.r.choice("cd")
        T = (self.half or "float") if self.floats[to] else self.integer[to]
        bound = self.r.choice(["x->n", "n", "*(const int *)&x->n"])
        scalar = self.r.choice(["x->f", "((const float *)x->d)[5]"]) if self.floats[to] else self.r.choice(["x->i", "x->k", "((const int *)x->d)[9]"])
        if "x->d" in scalar and self.floats[to] != self.floats["d"]:
            scalar = "x->f" if self.floats[to] else "x->i"
        if self.half and self.floats[to]:
            scalar = "x->f"
        self.restrict = False
        self.wild(f"  for (int i = 0; i < {bound}; i++)\n    (({T} *)x->{to})[i] = ({T})({self.simple(self.floats[to])} "
                  f"{'*' if self.floats[to] else '^'} {scalar});\n")

    def bits(self):
        """Idioms of integers: saturation, averages, differences, wide products, bits."""
        to = self.r.choice("cd")
        self.floats = dict.fromkeys("abcd", False)
        A, C = self.integer["a"], self.integer[to]
        a, b = "a[i]", "b[i]"
        form = self.r.choice([
            "({a} + {b} + 1) >> 1", "abs({a} - {b})", "({a} > {b} ? {a} - {b} : {b} - {a})", "(int)(((long){a} * {b}) >> 32)",
            "(int)(((long){a} * {b} + (1L << 30)) >> 31)", "__builtin_popcount((unsigned){a})", "__builtin_clz((unsigned){a} | 1u)",
            "__builtin_ctz((unsigned){a} | 256u)", "(int)__builtin_bswap32((unsigned){a})", "__builtin_bswap16((unsigned short){a})",
            "(int)((unsigned){a} / 10u)", "{a} / 8", "{a} % 16", "(int)((unsigned){a} << ({b} & 31))", "{a} >> ({b} & 31)",
            "(int)((unsigned){a} >> ({b} & 31))", "(signed char){a} * (signed char){b}", "(unsigned char){a} * (short){b}",
            "(int)((unsigned short){a} * (unsigned)(unsigned short){b})", "({a} < 0 ? -1 : {a} > 0)", "!{a}", "{a} && {b}",
            "(int)((unsigned){a} > (unsigned){b})", "(int)((unsigned long)(unsigned){a} * 0xcccccccdu >> 35)",
            "({a} >= v) == ({b} >= v)", "((int)((unsigned){a} << 20)) >> 20", "(int)((unsigned){a} << 9 | (unsigned){a} >> 23)",
            "__builtin_add_overflow({a}, {b}, &t) ? 9 : t", "__builtin_mul_overflow({a}, {b}, &t) ? -9 : t",
            "__builtin_elementwise_add_sat({a}, {b})", "__builtin_elementwise_sub_sat((unsigned char){a}, (unsigned char){b})",
            "__builtin_elementwise_add_sat((unsigned short){a}, (unsigned short){b})",
            "(int)__builtin_elementwise_max((unsigned){a}, (unsigned){b})", "(int)__builtin_bitreverse32((unsigned){a})",
            "(_Bool){a} ^ (_Bool){b}", "(int)(long){a} - (int)((unsigned long)(long){b} >> 33)",
            "__builtin_parity((unsigned){a})", "(short){a} / ((short){b} | 1)", "(unsigned char){a} % ((unsigned char){b} | 1)",
            "(int)((float)(short){a} * 0.5f)", "(int)(unsigned char)((unsigned char){a} + (unsigned char){b})",
            "(int)((unsigned char){a} + (unsigned char){b} > 255 ? 255 : (unsigned char){a} + (unsigned char){b})"])
        if "elementwise_add_sat({a}" in form:
            self.integer["a"] = self.integer["b"] = "int"
        self.wild(f"  {self.header()} {{\n    int t = 0; (void)t;\n    {to}[i] = ({self.integer[to]})({form.format(a=a, b=b)});\n  }}\n")

    def idioms(self):
        """Loops that are calls of memset, memcpy or memmove, or nearly."""
        to = self.r.choice("cd")
        m = self.r.choice("abcd")
        T = self.integer[to] = self.integer[m] = self.r.choice(["int", "signed char", "short", "unsigned char"])
        self.floats[to] = self.floats[m] = False
        shift = self.r.choice(["", " + 1", " + 5", " + k + 2", " + 64"])
        line = self.r.choice([f"{to}[i] = 0;", f"{to}[i] = 0x5a;", f"{to}[i] = ({T})v;", f"{to}[i] = {m}[i{shift}];",
                              f"{to}[i{shift}] = {m}[i];", f"{to}[i] = {m}[n - i];", f"{to}[i] = {m}[i]; {m}[i] = {to}[i{shift}];",
                              f"{T} t = c[i]; c[i] = c[n - 1 - i]; c[n - 1 - i] = t;", f"{to}[2 * i] = {m}[i]; {to}[2 * i + 1] = {m}[i];",
                              f"{to}[i] = {m}[i & 15];", f"{to}[i] = {m}[i / 2];", f"{to}[i] = {m}[i >> 4];"])
        if "c[n - 1" in line:
            self.floats["c"], self.integer["c"] = False, T
        if m in "ab":  # which are const
            line = line.replace(f" {m}[i] = {to}[i{shift}];", "")
        self.restrict = self.restrict and m in "ab"
        self.wild(f"  {self.header()} {{\n    {line}\n  }}\n")

    def inner(self):
        """Loops in loops, with bounds that change, sums over rows, a row that depends on the row before."""
        to = self.r.choice("cd")
        is_float = self.floats[to]
        T = self.half or "float" if is_float else self.integer[to]
        m = self.r.choice([x for x in "ab" if self.floats[x] == is_float] or [to])
        op = "+" if is_float else "^"
        cast = f"({T})"
        form = self.r.choice(["triangle", "rows", "above", "sums", "columns", "shrinks", "greatest",
                              "pools", "pools"])
        header = f"  for ({self.index} j = 0; j < ({self.index})(n / 33); j++)\n"
        if form == "triangle":
            text = f"    for ({self.index} i = 0; i <= j; i++)\n      {to}[j * 33 + i] = {cast}({m}[i * 33 + j] {op} {m}[i]);\n"
        elif form == "rows":
            text = f"    for ({self.index} i = 0; i < 33; i++)\n      {to}[j * 33 + i] = {cast}({m}[j * 33 + i] {op} {m}[j]);\n"
        elif form == "above":
            text = f"    for ({self.index} i = 0; i < 33; i++)\n      {to}[(j + 1) * 33 + i] = {cast}({to}[j * 33 + i] {op} {m}[i]);\n"
        elif form == "sums":
            text = f"    for ({self.index} i = 0; i < 33; i++)\n      {to}[j] = {cast}({to}[j] {op} {m}[j * 33 + i]);\n"
        elif form == "columns":
            text = f"    for ({self.index} i = 0; i < 33; i++)\n      {to}[i] = {cast}({to}[i] {op} {m}[j * 33 + i]);\n"
        elif form == "shrinks":
            text = (f"    for ({self.index} i = j; i < ({self.index})n; i += 33)\n      {to}[i] = {cast}({m}[i] {op} {to}[j]);\n")
        elif form == "pools":
            header = f"  for ({self.index} j = 0; j < 3; j++)\n"
            places = ["j * 300 + 2 * i", "(j + 1) * 300 + 2 * i + 1", "2 * k + 2 * i + 4", "2 * j * s + 2 * i",
                      "j * 300 + i * 3", "i * s + j", "(2 * j + 1) * s + 2 * i + 1"]
            text = (f"    for ({self.index} i = 0; i < ({self.index})n; i++)\n      {to}[j * 1100 + i] = "
                    f"{cast}({m}[{self.r.choice(places)}] {op} {m}[{self.r.choice(places)}]);\n")
            header = "  const int s = k + 2;\n" + header
        else:
            text = (f"    {{\n      {T} most = {m}[j];\n      for ({self.index} i = 0; i < 33; i++)\n"
                    f"        most = {m}[j * 33 + i] > most ? {m}[j * 33 + i] : most;\n      {to}[j] = most;\n    }}\n")
        self.wild(header + text)

    def earlier(self):
        """Values of the two iterations before, and of the one after."""
        to = self.r.choice("cd")
        is_float = self.floats[to]
        T = "float" if is_float else "int"
        value = self.simple(is_float)
        op = "+" if is_float else "^"
        cast = f"({self.half})" if self.half and is_float else ""
        self.wild(f"  {T} one = {'f' if is_float else 'v'}, two = {'1.5f' if is_float else '3'};\n  {self.header()} {{\n"
                  f"    {T} now = {value};\n    {to}[i] = {cast}(now {op} {self.r.choice(['one', 'two', f'one {op} two'])});\n"
                  f"    two = one;\n    one = now;\n  }}\n  result = {'float_bits(two)' if is_float else '(uint64_t)(unsigned)two'};\n")

    # -- the text ----------------------------------------------------------------------
    def function(self):
        qualifier = "restrict " if self.restrict else ""
        arrays = "".join(
            f"  {'const ' if m in 'ab' else ''}{self.half or 'float' if self.floats[m] else self.integer[m]} "
            f"*{qualifier}{m} = x->{m};\n  (void){m};\n" for m in "abcd")
        return (f"{self.before}static __attribute__((noinline)) uint64_t loop{self.number}"
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
