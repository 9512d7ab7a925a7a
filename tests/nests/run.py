# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Differential test: random loop nests, as tile code and as plain loops.

Each program holds some nests that multiply matrices, in any order of loops,
layout, type and way to start and to end a sum, vectors and matrices among them, with
conditions that do not change in the nest, triangular ones, with factors and with loops of their own that start and end sums, of
matrices that are members of a structure or through which pointers walk, some that are a little more
than that, convolutions of four to eight loops, and nests that compute each element of
a matrix from elements of others, with rows that may be short. The same source is compiled
with tile code for loop nests, and at -O1 without. A main program runs both on
the same random bytes, with extents from 0 to 70 and operands that lie apart,
touch or overlap, and compares all of memory bit for bit. A nest that is a plain
matrix product, a convolution or elements has to have become tile code, which shows in the
compiler's remarks, and has to be run as such where its operands lie apart, which
shows in the instructions executed. Ends with
"N passed, N failed", counting nests; programs that fail are kept in
build/nests.
"""
import argparse
import os
import random
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.dont_write_bytecode = True  # the module is in the source tree
sys.path.insert(0, os.path.join(ROOT, "tests"))
from process import complaints_of, refusal, run

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.join(ROOT, "build")
NESTS = 20  # of a program
CONVOLUTIONS, ELEMENTS = 7, 5  # among them
INSTRUCTIONS = 4_000_000_000

# Types of A, B and C, and the number of the bytes that fill A and B.
TYPES = [("float", "float", "float"), ("_Float16", "_Float16", "float"),
         ("__bf16", "__bf16", "float"), ("signed char", "signed char", "int"),
         ("unsigned char", "unsigned char", "int"), ("signed char", "unsigned char", "int"),
         ("unsigned char", "signed char", "int")]
# Types for which there is no matrix multiply: words are multiplied one by one.
WORDS = [("short", "short", "int"), ("unsigned short", "unsigned short", "int"), ("int", "int", "int"),
         ("short", "unsigned short", "int"), ("signed char", "short", "int"), ("int", "unsigned char", "int")]
SIZE = {"float": 4, "int": 4, "short": 2, "unsigned short": 2, "_Float16": 2, "__bf16": 2, "signed char": 1, "unsigned char": 1}
KIND = {"float": 0, "_Float16": 1, "__bf16": 2, "int": 3, "short": 3, "unsigned short": 3, "signed char": 3,
        "unsigned char": 3}
MOST = 70  # extent
ROW = 80   # elements, at most


class Nest:
    """One random nest: its text, and what is known about it."""

    # The loops over the rows and the columns of each matrix, unless it lies across.
    INDICES = {"a": "ip", "b": "pj", "c": "ij"}

    def __init__(self, random, number):
        self.number = number
        self.name = f"nest{number}"
        self.random = random
        r = random.random
        pick = random.choice
        self.a, self.b, self.c = pick(TYPES[:3] * 2 + TYPES[3:] + WORDS)
        self.word = self.c
        self.index = pick(["int", "int", "long", "unsigned", "unsigned long"])
        self.order = random.sample("ijp", 3) if r() < 0.85 else list("ijp")
        self.across = {"a": r() < 0.35, "b": r() < 0.35, "c": r() < 0.15}
        self.fixed = r() < 0.25     # extents and rows are constants
        self.vla = not self.fixed and r() < 0.25
        self.packed = not self.vla and not self.fixed and r() < 0.3  # rows as long as extents
        self.extent = {v: random.choice([random.randint(1, 20), random.randint(1, MOST),
                                         16, 32, 48, 64]) for v in "ijp"}
        self.row = {m: self.length(m) + random.choice([0, 0, 1, 5, 7]) for m in "abc"}
        self.restrict = r() < 0.3
        self.seldom = pick(["", "", "", "", "uneven", "uneven", "triangle", "step", "down", "condition", "second",
                            "break", "other", "minus", "minus", "minus", "volatile",
                            "separate"])
        self.inner = self.order[2] == "p"
        # A vector: the loop over its only row or column is missing.
        self.missing = pick("ij") if r() < 0.15 else None
        self.start = pick(["memory", "memory", "zero", "clear"])
        # A loop of its own starts the sums of an iteration of the outermost loop, or ends them.
        self.beside = [pick(["", "*= given", "= bias", "+= bias", "if given"]), pick(["", "", "relu", "bias"])]
        if (self.order[0] == "p" or self.start not in ("memory", "" if self.inner else "zero") or self.missing
                or self.seldom not in ("", "minus") or r() < 0.5):
            self.beside = ["", ""]
        if self.inner and self.beside == ["", ""]:
            self.start = pick(["memory", "zero", "clear", "scalar", "scalar", "load", "given",
                               "bias", "bias", "scaled", "if given", "if way"])
        self.scaled = pick(["a", "b"]) if self.a == "float" and r() < 0.25 else ""
        self.add = self.inner and self.start in ("scalar", "given") and r() < 0.3
        self.running = self.inner and self.start in ("scalar", "load", "given", "bias", "scaled", "if way")
        # What is done with a sum before it is stored, and the row or column of words that
        # takes part in it.
        self.end = pick(["", "", "relu", "clamp", "bias", "scale", "residual", "choice", "if given", "switch"])
        self.along = pick("ij")
        if not self.running or self.add or self.seldom not in ("", "minus"):
            self.end = ""
        # An argument says whether A is stored by rows or by columns.
        self.either = (self.index.startswith("unsigned") and not self.fixed and not self.vla and not self.missing
                       and r() < 0.2)
        # The bounds of a loop depend on a loop around it, which runs as often.
        outer, inner = sorted(random.sample(range(3), 2))
        self.uneven = (self.order[outer], self.order[inner],
                       pick(["<=", "<", "from", "behind", "falls"])) if self.seldom == "uneven" else None
        if self.uneven and self.missing in self.uneven:
            self.seldom, self.uneven = "", None
        if self.uneven:
            self.extent[self.uneven[1]] = self.extent[self.uneven[0]]
            self.row = {m: self.length(m) + random.choice([0, 0, 1, 5, 7]) for m in "abc"}
        # The loop around the uneven one may have other steps.
        self.steps = pick([2, 3, 5]) if self.uneven and r() < 0.3 else 1
        self.level = pick(["-O2", "-O2", "-O3"])
        # The matrices are members of a structure, or pointers walk through them.
        self.members = pick(["plain", "restrict", "restrict"]) if not self.fixed and not self.vla and r() < 0.2 else ""
        self.walks = (self.order == ["i", "j", "p"] and self.running and not self.add
                      and self.seldom in ("", "minus") and not self.fixed and not self.vla
                      and not self.missing and not self.either and r() < 0.6)
        self.must = self.has_to_be_taken()

    def length(self, matrix):
        """The extent along a row."""
        row = self.INDICES[matrix]
        return self.extent[row[0] if self.across[matrix] else row[1]]

    def size(self, v):
        """Iterations, if they are constant."""
        return 1 if v == self.missing else self.extent[v]

    def has_to_be_taken(self):
        if self.seldom not in ("", "separate", "minus", "uneven"):
            return False
        if self.members == "plain" or (self.members and self.walks):
            return False  # an element of C may be the length of a row, or is loaded where rows end
        if self.walks and self.across["c"]:
            return False  # a column's length is subtracted from what loops add up
        if self.uneven and (self.fixed or self.uneven[0] == "p" or self.start == "clear" or self.index == "unsigned"
                            or self.index.startswith("unsigned") and self.uneven[2] == "falls"):
            return False
        # By steps, rows of the result may be shorter or longer, but not columns or sums.
        if self.steps > 1 and self.uneven[:2] != (("j", "i") if self.across["c"] else ("i", "j")):
            return False
        if self.steps > 1 and self.index.startswith("unsigned"):
            return False  # it may wrap and never end
        if self.steps > 1 and self.index == "int" and self.uneven[2] in ("from", "behind"):
            return False  # the product of a step and a row's length may wrap
        if self.uneven and self.level == "-O3" and self.uneven[0] == self.order[0] and self.uneven[1] == "p":
            return False  # the rows without products became a loop of their own
        if self.seldom == "separate" and self.a != "_Float16" and self.c == "float":
            return False
        if self.end == "choice":
            return False  # an element of C is read only where it is chosen
        if self.missing and (self.a, self.b, self.c) in WORDS:
            return False  # the vectoriser's
        if self.missing and self.start == "clear" and not self.inner:
            return False
        if self.start == "clear" and not self.inner:
            # The row of C that is cleared is the one that is computed next; an
            # index that may wrap keeps it from being one call of memset.
            return (self.order == ["i", "p", "j"] and not self.across["c"] and not self.fixed
                    and self.index != "unsigned")
        # A loop that runs once is none, and little work is no work for tiles.
        e = [self.size(v) for v in "ijp"]
        ran = [self.size(v) for v in "ijp" if v != self.missing]
        # A loop beside the sums is unrolled.
        return not self.fixed or (min(ran) > (3 if any(self.beside) else 1) and e[0] * e[1] * e[2] >= 256)

    def element(self, matrix, other=False):
        x, y = self.INDICES[matrix]
        if self.across[matrix] != other:
            x, y = y, x
        if matrix == "a" and self.either and not other:
            row = self.row_text(matrix)
            return f"(way & 1 ? {matrix}[{x} * {row} + {y}] : {self.element(matrix, True)})"
        if self.vla or self.fixed:
            return f"{matrix}[{x}][{y}]"
        if self.walks:
            return {"a": "*x", "b": "*y", "c": "*z"}[matrix]
        return f"{matrix}[{x} * {self.row_text(matrix)} + {y}]"

    def row_text(self, matrix):
        if self.fixed:
            return str(self.row[matrix])
        if self.packed:
            row = self.INDICES[matrix]
            return {"i": "m", "j": "n", "p": "k"}[row[0] if self.across[matrix] else row[1]]
        return f"ld{matrix}"

    def parameter(self, matrix, kind):
        constant = "" if matrix == "c" else "const "
        volatile = "volatile " if matrix == "a" and self.seldom == "volatile" else ""
        restrict = "restrict " if matrix == "c" and self.restrict else ""
        if self.vla or self.fixed:
            return f"{constant}{volatile}{kind} (*{restrict}{matrix})[{self.row_text(matrix)}]"
        return f"{constant}{volatile}{kind} *{restrict}{matrix}"

    def parameters(self):
        T = self.index
        return (f"{T} m, {T} n, {T} k, {T} lda, {T} ldb, {T} ldc, {self.word} given, int way, int *other, "
                f"const {self.word} *bias, "
                f"{self.parameter('a', self.a)}, {self.parameter('b', self.b)}, "
                f"{self.parameter('c', self.c)}")

    def loop(self, v, inside, plain=False, beside=False):
        """A plain one does no more than to start or to end the sums: beside them, or before all."""
        if v == self.missing:
            return f"{{ const {self.index} {v} = 0;\n{inside}}}\n"
        bound = str(self.extent[v]) if self.fixed else {"i": "m", "j": "n", "p": "k"}[v]
        first, advance = "0", f"{v}++"
        if self.uneven and v == self.uneven[0] and not plain and self.steps > 1:
            advance = f"{v} += {self.steps}"
        if self.uneven and v == self.uneven[1] and (not plain or beside and self.uneven[0] == self.order[0]):
            around, form = self.uneven[0], self.uneven[2]
            if form in ("<=", "<"):
                return f"for ({self.index} {v} = 0; {v} {form} {around}; {v}++) {{\n{inside}}}\n"
            first = {"from": around, "behind": f"{around} + 1", "falls": "0"}[form]
            if form == "falls":
                bound = f"{bound} - {around}"
        if self.seldom == "triangle" and not plain and v == self.order[2]:
            first = f"{self.order[0]} < {bound} ? {self.order[0]} : 0"
        if self.seldom == "step" and v == self.order[1]:
            advance = f"{v} += 2"
        if self.seldom == "down" and v == self.order[1]:
            return (f"for ({self.index} {v} = {bound}; {v}-- > 0;) {{\n{inside}}}\n")
        return f"for ({self.index} {v} = {first}; {v} < {bound}; {advance}) {{\n{inside}}}\n"

    def product(self):
        x, y = self.element("a"), self.element("b")
        if self.c == "float" and self.a != "float":
            x, y = f"(float){x}", f"(float){y}"
        if self.scaled == "a":
            return f"given * {x} * {y}"
        return f"{x} * (given * {y})" if self.scaled else f"{x} * {y}"

    def body(self):
        """The innermost loop's body, and what stands around it."""
        c = self.element("c")
        running = self.running
        target = "s" if running else c
        operator = "-=" if self.seldom == "minus" else "+="
        text = f"{target} {operator} {self.product()};\n"
        if self.seldom == "separate":
            text = f"{self.c} product = {self.product()};\n{target} += product;\n"
        if self.seldom == "condition":
            text = f"if (({self.order[0]} ^ {self.order[2]}) & 1) {{\n{text}}}\n"
        if self.seldom == "second":
            text += f"{target} += {self.product()};\n"
        if self.seldom == "break":
            text += f"if ({c} == 77) break;\n"
        if self.seldom == "other":
            text += f"other[{self.order[1]} & 3] += 1;\n"
        if self.walks:
            text += f"x += {self.step('a', 'p')};\ny += {self.step('b', 'p')};\n"
        text = self.loop(self.order[2], text)
        if self.inner:
            before = {"memory": "", "zero": f"{c} = 0;\n", "clear": f"{c} = 0;\n",
                      "scalar": f"{self.c} s = 0;\n", "load": f"{self.c} s = {c};\n",
                      "given": f"{self.c} s = given;\n",
                      "bias": f"{self.c} s = {self.bias()};\n",
                      "scaled": f"{self.c} s = given * {c};\n",
                      "if given": f"if (given == 0) {c} = 0; else {c} *= given;\n",
                      "if way": f"{self.c} s = 0;\nif (way & 2) s = {self.bias()};\n"}[self.start]
            after = f"{c} {'+=' if self.add else '='} {self.result('s')};\n" if running else ""
            if self.end == "if given":
                after = f"if (given == 0) {c} = s; else {c} = given * {c} + s;\n"
            if self.end == "switch":
                zero = "0.0f" if self.c == "float" else "0"
                after = (f"switch (way) {{\ncase 0: break;\ncase 1: s = s > {zero} ? s : {zero}; break;\n"
                         f"case 2: s = s + {self.bias()}; break;\ndefault: s = s < given ? given : s; break;\n}}\n"
                         f"{c} = s;\n")
            text = before + text + after
        if self.walks:
            text = (f"const {self.a} *x = row;\nconst {self.b} *y = column;\n{text}"
                    f"column += {self.step('b', 'j')};\nz += {self.step('c', 'j')};\n")
        text = self.loop(self.order[1], text)
        if self.walks:
            text = (f"const {self.b} *column = b;\n{text}row += {self.step('a', 'i')};\n"
                    f"z += (long){self.step('c', 'i')} - (long)n * (long){self.step('c', 'j')};\n")
        clear = f"{c} = 0;\n"
        if any(self.beside):
            zero = "0.0f" if self.c == "float" else "0"
            before = {"": "", "if given": "", "*= given": f"{c} *= given;\n", "= bias": f"{c} = {self.bias()};\n",
                      "+= bias": f"{c} = given * {c} + {self.bias()};\n"}[self.beside[0]]
            after = {"": "", "relu": f"{c} = {c} > {zero} ? {c} : {zero};\n",
                     "bias": f"{c} = {c} + {self.bias()};\n"}[self.beside[1]]
            v = "j" if self.order[0] == "i" else "i"
            start = self.loop(v, before, True, True) if before else ""
            if self.beside[0] == "if given":
                start = (f"if (given == 0) {self.loop(v, clear, True, True)}else if (given != 1) "
                         f"{self.loop(v, f'{c} *= given;' + chr(10), True, True)}")
            text = (start + text
                    + (self.loop(v, after, True, True) if after else ""))
        if self.start == "clear" and not self.inner:
            v = "j" if self.order[0] != "j" else "i"
            if self.order[0] == "p":
                text = f"if (p == 0) {self.loop('i', self.loop('j', clear, True), True)}" + text
            else:
                text = self.loop(v, clear, True) + text
        text = self.loop(self.order[0], text)
        if self.walks:
            text = f"const {self.a} *row = a;\n{self.c} *z = c;\n{text}"
        if self.start == "zero" and not self.inner:
            text = self.loop("i", self.loop("j", clear, True), True) + text
        return text

    def step(self, matrix, v):
        """From an element to that of the next iteration."""
        along = self.INDICES[matrix][0 if self.across[matrix] else 1]
        return "1" if v == along else self.row_text(matrix)

    def bias(self):
        return f"bias[{self.along}]"

    def result(self, s):
        c, zero = self.element("c"), "0.0f" if self.c == "float" else "0"
        return {"": s,
                "relu": f"{s} > {zero} ? {s} : {zero}",
                "clamp": f"{s} < given ? given : {s} > 100 ? 100 : {s}",
                "bias": f"{s} + {self.bias()}",
                "scale": f"{s} * given + {self.bias()}",
                "residual": f"{c} - {s} * 3", "if given": s, "switch": s,
                "choice": f"{self.bias()} > {s} ? {c} : {s}"}[self.end]

    def text(self):
        """On lines of its own, for the remarks."""
        body = self.body()
        if not self.members:
            return f"void NAME({self.name})({self.parameters()}) {{\n{body}}}\n"
        # What the function gets in a structure, and what it gets beside it.
        names = "m, n, k, lda, ldb, ldc, a, b, c"
        kind, rest = f"struct NAME({self.name}_of)", "given, way, other, bias"
        body = re.sub(rf"\b({names.replace(', ', '|')})\b", r"of->\1", body)
        return (f"{kind} {{ {self.index} m, n, k, lda, ldb, ldc; {self.parameter('a', self.a)}; "
                f"{self.parameter('b', self.b)}; {self.parameter('c', self.c)}; }};\n"
                f"void NAME({self.name}_inner)(const {kind} *{self.members.replace('plain', '')} of, {self.word} given, int way, int *other, "
                f"const {self.word} *bias) {{\n{body}}}\n"
                f"void NAME({self.name})({self.parameters()}) {{\n"
                f"const {kind} of = {{{names}}};\nNAME({self.name}_inner)(&of, {rest});\n}}\n")

    def arguments(self):
        """How the harness calls it."""
        kinds = {"a": self.a, "b": self.b, "c": self.c}
        # Elements that a matrix may span, and rows that are long enough.
        extents = ", ".join(str(self.extent[v]) for v in "ijp")
        rows = ", ".join(str(self.row[m]) for m in "abc")
        lengths = ", ".join("1" if self.across[m] else "0" for m in "abc")
        sizes = ", ".join(str(SIZE[kinds[m]]) for m in "abc")
        mode = 2 if self.fixed else 1 if self.packed else 0
        return (f"{{call_{self.name}_tiles, call_{self.name}_plain, {mode}, "
                f"{int(self.must and not self.missing) * (1 if self.either else 2)}, "
                f"{int(self.index.startswith('unsigned'))}, {int(self.vla)}, "
                f"{int(self.restrict)}, "
                f"{{{extents}}}, {{{rows}}}, {{{lengths}}}, {{{sizes}}}, "
                f"{KIND[self.a]}, {KIND[self.b]}, {KIND[self.c]}, {KIND[self.word]}, "
                f"{int(isinstance(self, Elements))}, "
                + (", ".join(str("ijp".index(v)) for v in self.uneven[:2]) if self.uneven else "0, 0")
                + "},\n")

    def wrapper(self, variant):
        """With pointers and longs, as the harness has them."""
        return (f"void {self.name}_{variant}();\n"
                f"static void call_{self.name}_{variant}(const struct call *c) {{\n"
                f"  typedef void function({self.index}, {self.index}, {self.index}, "
                f"{self.index}, {self.index}, {self.index}, {self.word}, int, int *, const void *, "
                f"const void *, const void *, void *);\n"
                f"  ((function *){self.name}_{variant})(c->m, c->n, c->k, c->lda, c->ldb, c->ldc, "
                f"{'c->f' if self.word == 'float' else 'c->i'}, c->way, c->other, c->bias, c->a, c->b, c->c);\n}}\n")


class Elements(Nest):
    """A random nest that computes each element of C in one iteration, of elements of A, B,
    C, a row or a column."""

    INDICES = dict.fromkeys("abc", "ij")
    sources = ()  # the operands

    def __init__(self, random, number):
        super().__init__(random, number)
        r, pick = random.random, random.choice
        self.missing = self.uneven = None
        self.either = self.running = self.walks = False
        narrow = ["signed char", "unsigned char", "short", "unsigned short"]
        self.word = pick(["float", "float", "int"])
        if self.word == "float":
            types = ["float"] * 4 + ["_Float16", "__bf16"] + narrow
            self.c = pick(["float"] * 4 + ["_Float16", "__bf16", "signed char"])
        else:
            types = ["int"] * 3 + narrow
            self.c = pick(["int"] * 2 + narrow)
        self.a, self.b = pick(types), pick(types)
        self.order = random.sample("ij", 2)
        self.across = {"a": r() < 0.2, "b": r() < 0.2, "c": r() < 0.15}
        self.row = {m: self.length(m) + pick([0, 0, 1, 5, 7]) for m in "abc"}
        # Loops around the nest store the same elements again.
        self.seldom = pick(["", "", "", "", "", "again", "condition", "two", "step"])
        self.form = pick(["{0} + {1}", "{0} - {1}", "{0} * {1}", "{0} * given + {1}", "{0} > {1} ? {0} : {1}",
                          "{0} * {1} + {2}", "{0} - {1} * {2}", "{0} > 0 ? {0} : {2}", "{0}",
                          "way & 1 ? {0} : {1}", "way == 2 ? {0} : {0} * {1}"])
        self.sources = [self.source() for _ in range(3)]
        self.narrows = pick(["clamp", "wrap"])
        self.must = self.has_to_be_taken()

    def source(self):
        """An operand: a word, or a narrower element as one."""
        kind = self.random.choice(["a", "a", "b", "b", "c", "bias", "bias", "column", "row", "given"])
        matrix = {"column": "a", "row": "b"}.get(kind, kind)
        cast = f"({self.word})" if matrix in "abc" and getattr(self, matrix) != self.word else ""
        if kind == "bias":
            return self.bias()
        if kind == "given":
            return kind
        if kind in ("column", "row"):
            if self.vla or self.fixed:
                text = "a[i][0]" if kind == "column" else "b[0][j]"
            else:
                text = f"a[i * {self.row_text('a')}]" if kind == "column" else "b[j]"
            # What the harness fills has as many rows, or columns, if it lies as C does.
            return f"{cast}{text}" if not self.across[matrix] else self.bias()
        return cast + self.element(matrix)

    def has_to_be_taken(self):
        # What becomes a call, or reads nothing that differs, is not looked at here.
        used = {self.sources[int(n)] for n in re.findall(r"{(\d)}", self.form)} if self.sources else set()
        if self.seldom not in ("", "again") or not any("a[" in text for text in used) or len(used) < 2:
            return False
        if self.members == "plain" or (self.form.startswith("way & 1") and self.c == self.word):
            return False
        if self.form == "{0} > 0 ? {0} : {2}" and "[" in self.sources[2]:
            return False  # an element is read only where it is chosen
        if self.c in ("_Float16", "__bf16") and ">" in self.form:
            return False  # the narrow values are selected
        if self.index == "unsigned" or self.word == "float" and self.c == "signed char":
            return False
        return not self.fixed or (min(self.extent[v] for v in "ij") >= 16)

    def body(self):
        zero = "0.0f" if self.word == "float" else "0"
        value, sources = self.form.replace("> 0", f"> {zero}"), self.sources
        if self.word == "int" and re.search(r"[-+*]", value):  # wraps
            test, _, value = value.rpartition(" ? ")
            sources = [f"(unsigned){text}" for text in sources]
            value = f"{test} ? (unsigned){value}" if test else value
            value = f"(int)({value})"
        value = value.format(*sources)
        c = self.element("c")
        if self.word == "int" and self.c != "int":
            bits = 8 * SIZE[self.c]
            low, high = ((0, 2 ** bits - 1) if "unsigned" in self.c else (-2 ** (bits - 1), 2 ** (bits - 1) - 1))
            clamped = f"v > {high} ? {high} : v < {low} ? {low} : v" if self.narrows == "clamp" else "v"
            text = f"int v = {value};\n{c} = ({self.c})({clamped});\n"
        elif self.word == "float" and self.c == "signed char":
            text = (f"float v = __builtin_rintf({value});\n"
                    f"{c} = (signed char)(v > 127 ? 127 : v > -128 ? v : -128);\n")
        else:
            text = f"{c} = ({self.c})({value});\n"
        if self.seldom == "condition":
            text = f"if ({self.sources[0]} > {zero}) {{\n{text}}}\n"
        if self.seldom == "two":
            text += f"other[{self.order[1]} & 3] += 1;\n"
        text = self.loop(self.order[0], self.loop(self.order[1], text))
        if self.seldom == "again":
            text = f"for ({self.index} p = 0; p < (k & 3); p++) {{\n{text}}}\n"
        return text


# The loops of a convolution, by letter, and the dimensions of its arrays: h and w of the
# input are those of the output and of the taps.
LOOPS = "ngyxotuc"
SIZES = [3, 3, 7, 40, 40, 4, 4, 40]


class Convolution:
    """A random convolution: images n, groups g, pixels y and x, filters o, taps t and u,
    channels c, in part with padding. Loops that are not there run once."""

    def __init__(self, random, number):
        self.number = number
        self.name = f"convolution{number}"
        self.random = random
        r = random.random
        pick = random.choice
        self.a, self.b, self.c = pick(TYPES[:3] * 2 + TYPES[3:] + WORDS)
        self.index = pick(["int", "int", "long", "unsigned", "unsigned long"])
        self.loops = [v for v in LOOPS if v in "xoc" or r() < (0.25 if v in "ng" else 0.7)]
        if len(self.loops) == 3:
            self.loops.append("u")
        self.fixed = r() < 0.3
        # The one along which the output is contiguous, and the order in which arrays are stored.
        self.along = pick("xoo")
        self.order = {"a": random.sample("ngcYX", 5), "b": random.sample("gotuc", 5),
                      "c": random.sample([v for v in "ngyxo" if v != self.along], 4) + [self.along]}
        self.usual = r() < 0.6
        if self.usual:
            self.order["a"] = list(pick(["nYXgc", "ngcYX"]))
            self.order["b"] = list(pick(["gtuco", "gotuc", "gotuc", "goctu"]))
            self.order["c"] = list("nyxgo" if self.along == "o" else "ngoyx")
        outer = [v for v in self.loops if v in "ngyxo"]
        inner = [v for v in self.loops if v in "tuc"]
        random.shuffle(outer)
        random.shuffle(inner)
        self.nest = outer + inner
        self.inside = r() < 0.7  # channels and taps are innermost
        if not self.inside:
            random.shuffle(self.nest)
            self.inside = all(v in "tuc" for v in self.nest[-len(inner):])
        self.deepest = len(outer)
        # Directions in which the input is padded: what lies beyond it is left out.
        self.padded = [d for d, (out, tap) in {"Y": "yt", "X": "xu"}.items()
                       if out in self.loops and tap in self.loops and r() < 0.5]
        self.early = r() < 0.5  # the condition stands as far outside as it can
        self.way = pick(["both", "both", "continue", "unsigned"])
        self.running = self.inside and r() < 0.7
        self.start = pick(["zero", "given", "bias", "load"]) if self.running else pick(["memory", "memory", "clear"])
        self.end = pick(["", "", "relu", "scale", "residual"]) if self.running else ""
        self.restrict = r() < 0.3
        self.minus = r() < 0.15
        # Outputs, and what is combined with the sum, of narrow types.
        self.out, self.term = self.c, self.c
        floats, integers = ["_Float16", "__bf16"], ["signed char", "unsigned char", "short", "unsigned short"]
        if self.running and self.start != "load" and r() < 0.4:
            self.out = pick(floats + ["signed char"] if self.c == "float" else integers)
            self.end = pick(["relu", "scale", "residual", "clamp", "shift"])
        if r() < 0.25:
            self.term = pick(floats if self.c == "float" else integers)
        # A scalar that is loaded in each iteration: it may lie in the output.
        self.given = pick(["given", "(*given)"])
        self.biased = pick([self.along] * 3 + outer)
        self.size = {v: 1 for v in LOOPS}
        while True:
            for v, most in zip(LOOPS, SIZES):
                if v in self.loops:
                    self.size[v] = random.randint(3 if v in "yxoc" else 1, most)
            self.stride, self.dilation = random.randint(1, 3), random.randint(1, 2)
            self.stored = {v: self.size[v] + pick([0, 0, 1]) for v in LOOPS}
            self.pad = random.randint(0, 2)
            for d, (out, tap) in {"Y": "yt", "X": "xu"}.items():
                self.stored[d] = max(1, (self.size[out] - 1) * self.stride + (self.size[tap] - 1) * self.dilation + 1
                                     - 2 * self.pad * (d in self.padded))
            counts = []
            for m in "abc":
                count = 1
                for v in self.order[m]:
                    count *= self.stored[v]
                counts.append(count)
            work = 1
            for v in LOOPS:
                work *= self.size[v]
            if max(counts) <= 6000 and work <= 100000:
                break
        self.level = pick(["-O2", "-O2", "-O3"])
        # An output that is cleared in advance need not be recognised, and small tiles may not
        # pay.
        self.must = self.start != "clear" and (self.term == self.c or self.biased == self.along) and (
            not self.fixed or (work >= 256 and self.size["o"] >= 8 and 8 <= self.size["x"] <= 16))
        # Conditions on small constants fold, or leave few products; unsigned indices of what is
        # beyond the input wrap.
        self.must = self.must and not (self.padded and (self.fixed or self.index.startswith("unsigned")))

    def number_of(self, v):
        return str(self.size[v]) if self.fixed else f"size_{v}"

    def element(self, matrix):
        text = ""
        for v in self.order[matrix]:
            if v in "YX":
                out, tap = ("y", "t") if v == "Y" else ("x", "u")
                if v in self.padded:
                    text = f"({text}) * {self.stored_text(v)} + i{v.lower()}" if text else f"i{v.lower()}"
                    continue
                stride = str(self.stride) if self.fixed else "stride"
                dilation = str(self.dilation) if self.fixed else "dilation"
                terms = ([f"{out} * {stride}"] if out in self.loops else []) + (
                    [f"{tap} * {dilation}"] if tap in self.loops else [])
            else:
                terms = [v] if v in self.loops else []
            if text:
                text = f"({text}) * {self.stored_text(v)}"
            text = " + ".join(([text] if text else []) + terms)
        return f"{'in' if matrix == 'a' else 'weights' if matrix == 'b' else 'out'}[{text or '0'}]"

    def stored_text(self, v):
        return str(self.stored[v]) if self.fixed else f"stored_{v}"

    def conditions(self, depth, text):
        """The conditions of the padding that stand in that loop, around the text."""
        for d in self.padded:
            out, tap = {"Y": "yt", "X": "xu"}[d]
            level = max(self.nest.index(out), self.nest.index(tap)) if self.early else len(self.nest) - 1
            if level != depth:
                continue
            stride, dilation, pad = (str(v) if self.fixed else name for v, name in (
                (self.stride, "stride"), (self.dilation, "dilation"), (self.pad, "pad")))
            i, limit = f"i{d.lower()}", self.stored_text(d)
            inside = f"{i} >= 0 && {i} < {limit}"
            if self.way == "unsigned" or self.index.startswith("unsigned"):
                T = self.index if self.index.startswith("unsigned") else f"unsigned {self.index}"
                inside = f"({T}){i} < ({T}){limit}"
            text = (f"const {self.index} {i} = {out} * {stride} + {tap} * {dilation} - {pad};\n"
                    + (f"if (!({inside})) continue;\n{text}" if self.way == "continue" else
                       f"if ({inside}) {{\n{text}}}\n"))
        return text

    def loop(self, v, inside):
        return f"for ({self.index} {v} = 0; {v} < {self.number_of(v)}; {v}++) {{\n{inside}}}\n"

    def body(self):
        x, y, out = self.element("a"), self.element("b"), self.element("c")
        if self.c == "float" and self.a != "float":
            x, y = f"(float){x}", f"(float){y}"
        text = f"{'s' if self.running else out} {'-=' if self.minus else '+='} {x} * {y};\n"
        cleared = False
        for depth in reversed(range(len(self.nest))):
            text = self.loop(self.nest[depth], self.conditions(depth, text))
            if depth != self.deepest or not self.inside:
                continue
            if self.running:
                cast = f"({self.c})" if self.c != self.term else ""
                bias = f"{cast}bias[{self.biased}]"
                start = {"zero": "0", "given": self.given, "bias": bias, "load": out}[self.start]
                zero = "0.0f" if self.c == "float" else "0"
                old = f"({self.c}){out}" if self.out != self.c else out
                end = {"": "s", "relu": f"s > {zero} ? s : {zero}", "scale": f"s * {self.given} + {bias}",
                       "residual": f"{old} - s * 3", "clamp": "s > 127 ? 127 : s < -128 ? -128 : s",
                       "shift": "s * 0.125f" if self.c == "float" else "(s + 64) >> 7"}[self.end]
                last = f"{out} = ({self.out})({end});\n"
                if self.c == "float" and self.out == "signed char":
                    # Other values have no conversion that is defined.
                    last = (f"float v = __builtin_rintf({end});\n"
                            f"{out} = (signed char)(v > 127 ? 127 : v > -128 ? v : -128);\n")
                text = f"{self.c} s = {start};\n{text}{last}"
            elif self.start == "clear":
                text = f"{out} = 0;\n{text}"
                cleared = True
        if self.start == "clear" and not cleared:
            clear = f"{out} = 0;\n"
            for v in self.order["c"][::-1]:
                if v in self.loops:
                    clear = self.loop(v, clear)
            text = clear + text
        return text

    def variables(self):
        return ([f"size_{v}" for v in LOOPS] + [f"stored_{v}" for v in LOOPS + "YX"] + ["stride", "dilation", "pad"])

    def text(self):
        restrict = "restrict " if self.restrict else ""
        given = f"{self.c} given" if self.given == "given" else f"const {self.c} given[static 1]"
        return (f"void NAME({self.name})({', '.join(f'{self.index} {v}' for v in self.variables())}, "
                f"{given}, const {self.term} *bias, const {self.a} *in, const {self.b} *weights, "
                f"{self.out} *{restrict}out) {{\n{self.body()}}}\n")

    def arguments(self):
        used = sum(1 << i for i, v in enumerate(LOOPS) if v in self.loops)
        sizes = ", ".join(str(self.size[v]) for v in LOOPS)
        stored = ", ".join(str(self.stored[v]) for v in LOOPS + "YX")
        padded = sum(1 << i for i, d in enumerate("YX") if d in self.padded)
        return (f"{{call_{self.name}_tiles, call_{self.name}_plain, {int(self.must) + int(self.must and self.usual)}, {int(self.restrict)}, "
                f"{used}, {int(self.fixed)}, {padded}, "
                f"{{{sizes}}}, {{{stored}}}, {self.stride}, {self.dilation}, {self.pad}, "
                f"{{{SIZE[self.a]}, {SIZE[self.b]}, {SIZE[self.out]}}}, "
                f"{KIND[self.a]}, {KIND[self.b]}, {KIND[self.c]}}},\n")

    def wrapper(self, variant):
        types = ", ".join([self.index] * len(self.variables()))
        sizes = ", ".join([f"c->size[{i}]" for i in range(len(LOOPS))]
                          + [f"c->stored[{i}]" for i in range(len(LOOPS) + 2)] + ["c->stride", "c->dilation", "c->pad"])
        return (f"void {self.name}_{variant}();\n"
                f"static void call_{self.name}_{variant}(const struct convolution_call *c) {{\n"
                f"  typedef void function({types}, {self.c if self.given == 'given' else 'const void *'}, "
                f"const void *, const void *, const void *, void *);\n"
                f"  ((function *){self.name}_{variant})({sizes}, "
                f"{'c->given' if self.given != 'given' else 'c->f' if self.c == 'float' else 'c->i'}, "
                f"c->bias, c->a, c->b, c->c);\n}}\n")


def compile_program(nests, base):
    """Complaints; the program is base.elf."""
    complaints = []
    objects = []
    clang = os.path.join(BUILD, "bin", "sectile-clang")
    lines = {}
    for level in "-O2", "-O3":
        text = "#define NAME(x) NAME_(x)\n"
        for nest in nests:
            if nest.level == level:
                first = text.count("\n") + 1
                text += nest.text()
                lines[nest] = range(first, text.count("\n") + 1)
        source = f"{base}{level}.c"
        with open(source, "w") as file:
            file.write(text)
        for variant, flags in ("tiles", [level]), ("plain", ["-O1"]):
            target = f"{base}{level}.{variant}.o"
            # Operands overlap that have different types.
            built = run([clang, *flags, "-w", "-fno-strict-aliasing", f"-DNAME_(x)=x##_{variant}", "-mllvm",
                         "-verify-machineinstrs", "-Xclang", "-llvm-verify-each", "-Rpass=sectile-nests",
                         "-Rpass-missed=sectile-nests", "-c", source, "-o", target], 600)
            if why := refusal(built):
                return [f"{source} {variant}: {why}"]
            objects.append(target)
            if variant != "tiles":
                continue
            taken = {int(line) for line in
                     re.findall(r":(\d+):\d+: remark: loop nest becomes", built.stderr)}
            for nest in nests:
                if nest.level == level and nest.must and not taken & set(lines[nest]):
                    why = [m.group(2) for m in re.finditer(
                        r":(\d+):\d+: remark: loop nest stays scalar: (.*)", built.stderr)
                        if int(m.group(1)) in lines[nest]]
                    complaints.append(f"{source}: {nest.name} is no tile code: {why}")
    harness = base + ".main.c"
    with open(harness, "w") as file:
        file.write('#include "harness.h"\n')
        for nest in nests:
            file.write(nest.wrapper("tiles") + nest.wrapper("plain"))
        for kind in Nest, Convolution:
            name = kind.__name__.lower()
            file.write(f"static const struct {name} {name}s[] = {{\n")
            file.writelines(nest.arguments() for nest in nests if isinstance(nest, kind))
            file.write("};\n")
        file.write("int main(void) { return run(nests, sizeof nests / sizeof *nests, convolutions, "
                   "sizeof convolutions / sizeof *convolutions); }\n")
    built = run([clang, "-O2", "-w", "-std=gnu17", "-I", HERE, harness, *objects, "-o",
                 base + ".elf"], 600)
    if why := refusal(built):
        return [f"{harness}: {why}"]
    return complaints


def try_seed(seed, folder):
    """Complaints about a program of NESTS nests."""
    base = os.path.join(folder, str(seed))
    drawn = random.Random(seed)
    kinds = [Elements] * ELEMENTS + [Nest] * (NESTS - ELEMENTS - CONVOLUTIONS) + [Convolution] * CONVOLUTIONS
    nests = [kind(drawn, number) for number, kind in enumerate(kinds)]
    complaints = compile_program(nests, base)
    if os.path.exists(base + ".elf"):
        got = run([os.path.join(BUILD, "bin", "sectile-run"), "--max-instructions", str(INSTRUCTIONS),
                   base + ".elf", str(seed)], 600)
        if got is None or got.returncode:
            complaints.append(f"program {seed}: " + (f"{got.stdout.strip()[-1500:]} status {got.returncode} "
                                                     f"{got.stderr.strip()[-300:]}" if got else "no end"))
    if not complaints:
        for name in os.listdir(folder):
            if re.match(rf"{seed}[-.]", name):
                os.remove(os.path.join(folder, name))
    return complaints


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nests", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1, help="of the first program")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--build", default=BUILD, help="build folder (default: build)")
    arguments = parser.parse_args()
    globals()["BUILD"] = os.path.abspath(arguments.build)
    folder = os.path.join(BUILD, "nests")
    os.makedirs(folder, exist_ok=True)
    passed = failed = 0
    print(f"nests: seed {arguments.seed}", flush=True)
    programs = range(arguments.seed, arguments.seed + (arguments.nests + NESTS - 1) // NESTS)
    for complaints in complaints_of(lambda seed: try_seed(seed, folder), programs, arguments.jobs):
        failed += len(complaints)
        passed += NESTS - min(NESTS, len(complaints))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
