# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Differential test: random expressions of matrix types against loops.

Each program holds some functions that multiply, transpose, add, scale, convert,
load and store matrices of any shape and element type. For Sectile they are
written with matrix types and compiled at a level of optimisation; for the host
they are loops over elements that say what the result is: sums of fused
multiply-adds in ascending order from +0. Both run on the same random memory and
print a number that depends on all of it. Ends with "N passed, M failed",
counting functions; programs that fail are kept in build/matrix.
"""
import argparse
import os
import random
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.dont_write_bytecode = True  # the module is in the source tree
sys.path.insert(0, os.path.join(ROOT, "tests"))
from process import complaints_of, refusal, run

HERE = os.path.dirname(os.path.abspath(__file__))
FUNCTIONS = 12  # of a program
RUNS = 3        # of a function, as in harness.h
MOST = 9000     # elements of a matrix, so that it fits into its memory
LEVELS = [["-O0"], ["-O1"], ["-O2"], ["-O3"], ["-O2", "-flto"], ["-Os"], ["-O2", "-g"]]

# C's name of the element: bytes, bits of the exponent.
KIND = {"float": (4, 8), "_Float16": (2, 5), "__bf16": (2, 8), "double": (8, 11),
        "signed char": (1, 0), "unsigned char": (1, 0), "short": (2, 0), "int": (4, 0),
        "long": (8, 0), "unsigned short": (2, 0), "unsigned": (4, 0), "unsigned long": (8, 0)}
EXTENTS = [1, 1, 2, 3, 4, 4, 5, 7, 8, 12, 15, 16, 16, 16, 17, 20, 31, 32, 33, 48, 64, 65, 70,
           6, 9, 11, 13, 23, 47, 63, 81, 95, 127, 129]
# Of a product of narrower elements: the element, and what it is converted to.
MIXED = [("_Float16", "_Float16", "float"), ("__bf16", "__bf16", "float"),
         ("signed char", "signed char", "int"), ("unsigned char", "unsigned char", "int"),
         ("signed char", "unsigned char", "int"), ("unsigned char", "signed char", "int"),
         ("_Float16", "__bf16", "float"), ("short", "signed char", "int")]


class Matrix:
    """An operand or a value: its name in the text, shape and element."""

    def __init__(self, index, rows, columns, element):
        self.index, self.rows, self.columns, self.element = index, rows, columns, element

    def type(self):
        return f"{self.element.replace(' ', '_').strip('_')}_{self.rows}x{self.columns}"

    def typedef(self):
        return (f"typedef {self.element} {self.type()} "
                f"__attribute__((matrix_type({self.rows}, {self.columns})));\n")


def wrapped(element, text):
    """Integers wrap in their own width."""
    return f"({element})({text})"


class Function:
    """One function, as text for both sides."""

    def __init__(self, r, number):
        self.r, self.number = r, number
        self.is_strided = self.is_in_place = self.is_overlapping = False
        self.types = []    # of matrices that are no operands
        self.vectors = []
        self.loops = []
        self.operands = [None] * 5
        element = r.choice(["float"] * 6 + ["_Float16", "__bf16", "double", "signed char",
                                            "unsigned char", "short", "int", "long",
                                            "unsigned short", "unsigned", "unsigned long"])
        m, k, n, p = (r.choice(EXTENTS) for _ in range(4))
        most = min(MOST, 40 * 1024 // KIND[element][0] - 1024)
        while max(m, k, p) * max(n, k, p) > most:
            m, k, n, p = m // 2 + 1, k // 2 + 1, n // 2 + 1, p // 2 + 1
        form = r.choice(["product", "product", "sum", "difference", "left", "right", "both",
                         "turned", "twice", "in place", "strided", "strided", "volatile",
                         "scaled", "transpose", "repeated", "mixed", "mixed", "element",
                         "overlap", "branch", "quotient", "vector", "vector"])
        getattr(self, form.replace(" ", "_"))(element, m, k, n, p)
        for i in range(5):
            if self.operands[i] is None:
                self.operands[i] = Matrix(i, 1, 1, element)

    # -- operands ---------------------------------------------------------------
    def operand(self, index, rows, columns, element):
        self.operands[index] = Matrix(index, rows, columns, element)
        return self.operands[index]

    def at(self, matrix):
        """The matrix in memory, in C with matrix types."""
        return f"(*({matrix.type()} *)x->of[{matrix.index}])"

    # -- the host's side: arrays of a column after the other ----------------------
    def load(self, name, matrix, stride=None):
        e, rows = matrix.element, matrix.rows
        self.loops.append(
            f"  static {e} {name}[{rows * matrix.columns}];\n"
            f"  for (int j = 0; j < {matrix.columns}; j++)\n"
            f"    for (int i = 0; i < {rows}; i++)\n"
            f"      memcpy(&{name}[i + j * {rows}], x->of[{matrix.index}] + "
            f"sizeof({e}) * (i + j * (long){stride or rows}), sizeof({e}));\n")

    def store(self, name, matrix, stride=None):
        e, rows = matrix.element, matrix.rows
        self.loops.append(
            f"  for (int j = 0; j < {matrix.columns}; j++)\n"
            f"    for (int i = 0; i < {rows}; i++)\n"
            f"      memcpy(x->of[{matrix.index}] + sizeof({e}) * (i + j * (long){stride or rows}), "
            f"&{name}[i + j * {rows}], sizeof({e}));\n")

    def multiply(self, to, a, b, m, k, n, element, left=None, right=None):
        """to = a * b; an operand that is transposed has its own rows given."""
        x = f"{a}[i + p * {m}]" if left is None else f"{a}[p + i * {left}]"
        y = f"{b}[p + j * {k}]" if right is None else f"{b}[j + p * {right}]"
        if element in ("float", "_Float16", "__bf16"):
            start, step = "float sum = 0", f"sum = fmaf((float){x}, (float){y}, sum)"
        elif element == "double":
            start, step = "double sum = 0", f"sum = fma({x}, {y}, sum)"
        else:
            start = "unsigned long sum = 0"
            step = f"sum += (unsigned long){x} * (unsigned long){y}"
        self.loops.append(
            f"  static {element} {to}[{m * n}];\n"
            f"  for (int j = 0; j < {n}; j++)\n"
            f"    for (int i = 0; i < {m}; i++) {{\n"
            f"      {start};\n"
            f"      for (int p = 0; p < {k}; p++)\n"
            f"        {step};\n"
            f"      {to}[i + j * {m}] = ({element})sum;\n"
            f"    }}\n")

    def each(self, to, count, element, text):
        self.loops.append(f"  static {element} {to}[{count}];\n"
                          f"  for (int i = 0; i < {count}; i++)\n"
                          f"    {to}[i] = {wrapped(element, text)};\n")

    def plain(self, e, m, k, n, a_shape=None, b_shape=None):
        a = self.operand(0, *(a_shape or (m, k)), e)
        b = self.operand(1, *(b_shape or (k, n)), e)
        return a, b

    # -- the forms ----------------------------------------------------------------
    def product(self, e, m, k, n, _):
        a, b = self.plain(e, m, k, n)
        c = self.operand(4, m, n, e)
        self.text = f"  {self.at(c)} = {self.at(a)} * {self.at(b)};\n"
        self.load("a", a)
        self.load("b", b)
        self.multiply("c", "a", "b", m, k, n, e)
        self.store("c", c)

    def sum(self, e, m, k, n, _, sign="+"):
        a, b = self.plain(e, m, k, n)
        d, c = self.operand(2, m, n, e), self.operand(4, m, n, e)
        if sign == "+":
            self.text = f"  {self.at(c)} = {self.at(a)} * {self.at(b)} + {self.at(d)};\n"
        else:
            self.text = f"  {self.at(c)} = {self.at(d)} - {self.at(a)} * {self.at(b)};\n"
        self.load("a", a)
        self.load("b", b)
        self.load("d", d)
        self.multiply("s", "a", "b", m, k, n, e)
        self.each("c", m * n, e, "s[i] + d[i]" if sign == "+" else "d[i] - s[i]")
        self.store("c", c)

    def difference(self, *arguments):
        self.sum(*arguments, sign="-")

    def left(self, e, m, k, n, _):
        a, b = self.plain(e, m, k, n, a_shape=(k, m))
        c = self.operand(4, m, n, e)
        self.text = (f"  {self.at(c)} = __builtin_matrix_transpose({self.at(a)}) * "
                     f"{self.at(b)};\n")
        self.load("a", a)
        self.load("b", b)
        self.multiply("c", "a", "b", m, k, n, e, left=k)
        self.store("c", c)

    def right(self, e, m, k, n, _):
        a, b = self.plain(e, m, k, n, b_shape=(n, k))
        c = self.operand(4, m, n, e)
        self.text = (f"  {self.at(c)} = {self.at(a)} * "
                     f"__builtin_matrix_transpose({self.at(b)});\n")
        self.load("a", a)
        self.load("b", b)
        self.multiply("c", "a", "b", m, k, n, e, right=n)
        self.store("c", c)

    def both(self, e, m, k, n, _):
        a, b = self.plain(e, m, k, n, a_shape=(k, m), b_shape=(n, k))
        c = self.operand(4, m, n, e)
        self.text = (f"  {self.at(c)} = __builtin_matrix_transpose({self.at(a)}) * "
                     f"__builtin_matrix_transpose({self.at(b)});\n")
        self.load("a", a)
        self.load("b", b)
        self.multiply("c", "a", "b", m, k, n, e, left=k, right=n)
        self.store("c", c)

    def turn(self, to, name, rows, columns, element):
        self.loops.append(f"  static {element} {to}[{rows * columns}];\n"
                          f"  for (int i = 0; i < {rows}; i++)\n"
                          f"    for (int j = 0; j < {columns}; j++)\n"
                          f"      {to}[j + i * {columns}] = {name}[i + j * {rows}];\n")

    def turned(self, e, m, k, n, _):
        a, b = self.plain(e, m, k, n)
        c = self.operand(4, n, m, e)
        self.text = (f"  {self.at(c)} = __builtin_matrix_transpose({self.at(a)} * "
                     f"{self.at(b)});\n")
        self.load("a", a)
        self.load("b", b)
        self.multiply("s", "a", "b", m, k, n, e)
        self.turn("c", "s", m, n, e)
        self.store("c", c)

    def twice(self, e, m, k, n, p):
        a, b = self.plain(e, m, k, n)
        d, c = self.operand(2, n, p, e), self.operand(4, m, p, e)
        self.text = f"  {self.at(c)} = {self.at(a)} * {self.at(b)} * {self.at(d)};\n"
        self.load("a", a)
        self.load("b", b)
        self.load("d", d)
        self.multiply("s", "a", "b", m, k, n, e)
        self.multiply("c", "s", "d", m, n, p, e)
        self.store("c", c)

    def in_place(self, e, m, *_):
        self.is_in_place = True
        self.product(e, m, m, m, m)

    def overlap(self, e, m, k, n, _):
        self.is_overlapping = True
        self.strided_product(e, m, k, n, "")

    def strided_product(self, e, m, k, n, qualifier):
        a, b = self.plain(e, m, k, n)
        c = self.operand(4, m, n, e)
        self.is_strided = True

        def loaded(matrix, index):
            return (f"__builtin_matrix_column_major_load(({qualifier}{e} *)x->of[{matrix.index}], "
                    f"{matrix.rows}, {matrix.columns}, x->stride[{index}])")
        self.text = (f"  __builtin_matrix_column_major_store({loaded(a, 0)} * {loaded(b, 1)}, "
                     f"({qualifier}{e} *)x->of[4], x->stride[2]);\n")
        self.load("a", a, "x->stride[0]")
        self.load("b", b, "x->stride[1]")
        self.multiply("c", "a", "b", m, k, n, e)
        self.store("c", c, "x->stride[2]")

    def strided(self, e, m, k, n, _):
        self.strided_product(e, m, k, n, "")

    def volatile(self, e, m, k, n, _):
        self.strided_product(e, m, k, n, "volatile ")

    def scaled(self, e, m, k, n, _):
        a, c = self.operand(0, m, k, e), self.operand(4, m, k, e)
        self.text = (f"  {e} s = *({e} *)x->of[1];\n"
                     f"  {self.at(c)} = {self.at(a)} * s - {self.at(a)};\n")
        self.load("a", a)
        if e in ("float", "double"):  # one expression: it is fused
            fused = "fma" if e == "double" else "fmaf"
            self.each("c", m * k, e, f"{fused}(a[i], *({e} *)x->of[1], -a[i])")
        elif KIND[e][1]:
            self.each("t", m * k, e, f"a[i] * *({e} *)x->of[1]")
            self.each("c", m * k, e, "t[i] - a[i]")
        else:
            self.each("c", m * k, e,
                      f"(unsigned long)a[i] * (unsigned long)*({e} *)x->of[1] - (unsigned long)a[i]")
        self.store("c", c)

    def quotient(self, e, m, k, n, _):
        if not KIND[e][1]:
            e = "float"
        m, k = min(m, 20), min(k, 20)
        a, c = self.operand(0, m, k, e), self.operand(4, m, k, e)
        self.text = f"  {self.at(c)} = {self.at(a)} / *({e} *)x->of[1];\n"
        self.load("a", a)
        self.each("c", m * k, e, f"a[i] / *({e} *)x->of[1]")
        self.store("c", c)

    def transpose(self, e, m, k, n, _):
        a, c = self.operand(0, m, k, e), self.operand(4, k, m, e)
        self.text = f"  {self.at(c)} = __builtin_matrix_transpose({self.at(a)});\n"
        self.load("a", a)
        self.turn("c", "a", m, k, e)
        self.store("c", c)

    def repeated(self, e, m, k, n, _):
        a, b = self.plain(e, m, k, n)
        c = self.operand(4, m, n, e)
        self.text = (f"  {c.type()} s = {self.at(c)};\n"
                     f"  for (int i = 0; i < 3; i++)\n"
                     f"    s = s + {self.at(a)} * {self.at(b)};\n"
                     f"  {self.at(c)} = s;\n")
        self.load("a", a)
        self.load("b", b)
        self.load("c", c)
        self.multiply("s", "a", "b", m, k, n, e)
        self.loops.append(f"  for (int t = 0; t < 3; t++)\n"
                          f"    for (int i = 0; i < {m * n}; i++)\n"
                          f"      c[i] = {wrapped(e, 'c[i] + s[i]')};\n")
        self.store("c", c)

    def mixed(self, _, m, k, n, __):
        x, y, e = self.r.choice(MIXED)
        while max(m * k, k * n, m * n) > MOST:
            m, k, n = m // 2 + 1, k // 2 + 1, n // 2 + 1
        a, b = self.operand(0, m, k, x), self.operand(1, k, n, y)
        c = self.operand(4, m, n, e)
        wide_a, wide_b = Matrix(0, m, k, e), Matrix(1, k, n, e)
        self.types = [wide_a, wide_b]
        self.text = (f"  {self.at(c)} = ({wide_a.type()}){self.at(a)} * "
                     f"({wide_b.type()}){self.at(b)};\n")
        self.load("a", a)
        self.load("b", b)
        self.multiply("c", "a", "b", m, k, n, e)
        self.store("c", c)

    def element(self, e, m, k, n, _):
        a, b = self.plain(e, m, k, n)
        c = self.operand(4, m, n, e)
        self.text = (f"  {c.type()} s = {self.at(a)} * {self.at(b)};\n"
                     f"  {e} v = s[x->row][x->column];\n"
                     f"  s[0][0] = v;\n"
                     f"  {self.at(c)} = s;\n")
        self.load("a", a)
        self.load("b", b)
        self.multiply("c", "a", "b", m, k, n, e)
        self.loops.append(f"  c[0] = c[x->row + x->column * {m}];\n")
        self.store("c", c)

    def branch(self, e, m, k, n, _):
        a, b = self.plain(e, m, k, n)
        d, c = self.operand(2, m, n, e), self.operand(4, m, n, e)
        self.text = (f"  {c.type()} s = {self.at(d)};\n"
                     f"  if (x->row & 1)\n"
                     f"    s = {self.at(a)} * {self.at(b)};\n"
                     f"  {self.at(c)} = s;\n")
        self.load("a", a)
        self.load("b", b)
        self.load("d", d)
        self.multiply("s", "a", "b", m, k, n, e)
        self.each("c", m * n, e, "x->row & 1 ? s[i] : d[i]")
        self.store("c", c)

    def vector(self, e, *_):
        """Not a matrix, but as large: a vector of any number of elements."""
        r = self.r
        n = r.choice([r.randint(257, 700), r.randint(700, 4096), 512, 1000, 1024, 4096])
        n = min(n, (40 * 1024) // KIND[e][0])
        if n * KIND[e][0] == 1024:  # a packed tile has no operators
            n += 1
        is_float = KIND[e][1] > 0
        a, b = self.operand(0, n, 1, e), self.operand(1, n, 1, e)
        d, c = self.operand(2, n, 1, e), self.operand(4, n, 1, e)
        self.vectors = [(e, n)]
        name = self.vector_type(e, n)

        def at(matrix):
            return f"(*({name} *)x->of[{matrix.index}])"
        first = r.choice("+-*") if is_float else r.choice("+-*&|^")
        second = r.choice("+-*/" if is_float else "+-*&|^")
        lines = [f"{name} t = {at(a)} {first} {at(b)};", f"{name} u = t {second} {at(d)};"]
        wide = "long" if not is_float else e
        unsigned = f"(unsigned {wide})" if not is_float else ""
        self.load("a", a)
        self.load("b", b)
        self.load("d", d)
        self.each("t", n, e, f"{unsigned}a[i] {first} {unsigned}b[i]")
        self.each("u", n, e, f"{unsigned}t[i] {second} {unsigned}d[i]")
        last = r.choice(["plain", "select", "insert", "shuffle", "loop", "convert", "again"])
        if last == "select":
            lines.append("u = t < u ? t : u;")
            self.loops.append(f"  for (int i = 0; i < {n}; i++)\n    u[i] = t[i] < u[i] ? t[i] : u[i];\n")
        elif last == "insert":
            lines += ["u[x->row] = t[x->row / 2];", "u[3] = t[1];"]
            self.loops.append("  u[x->row] = t[x->row / 2];\n  u[3] = t[1];\n")
        elif last == "again":  # from the same vector each time
            lines += ["t[1] = u[2];", f"{name} sum = u;", "for (int i = 0; i < 2 + x->row % 3; i++) {",
                      f"  {name} v = t;", "  v[x->row / (i + 1)] = u[i];",
                      "  sum = sum ^ v;" if not is_float else "  sum = sum + v;", "}", "u = sum;"]
            step = "s[i] + v[i]" if is_float else "s[i] ^ v[i]"
            self.loops.append(f"  t[1] = u[2];\n  static {e} s[{n}], v[{n}];\n"
                              f"  memcpy(s, u, sizeof s);\n"
                              f"  for (int k = 0; k < 2 + x->row % 3; k++) {{\n"
                              f"    memcpy(v, t, sizeof v);\n    v[x->row / (k + 1)] = u[k];\n"
                              f"    for (int i = 0; i < {n}; i++)\n"
                              f"      s[i] = {wrapped(e, step)};\n  }}\n"
                              f"  memcpy(u, s, sizeof u);\n")
        elif last == "shuffle":
            places = [r.randrange(2 * n) for _ in range(n)]
            lines.append(f"u = __builtin_shufflevector(u, t, {', '.join(map(str, places))});")
            self.loops.append(f"  static const int places[] = {{{', '.join(map(str, places))}}};\n"
                              f"  static {e} v[{n}];\n"
                              f"  for (int i = 0; i < {n}; i++)\n"
                              f"    v[i] = places[i] < {n} ? u[places[i]] : t[places[i] - {n}];\n"
                              f"  memcpy(u, v, sizeof u);\n")
        elif last == "loop":
            lines += ["for (int i = 0; i <= x->row % 3; i++) {", f"  {name} v = u;",
                      f"  u = t {first} u;", "  t = v;", "}"]
            self.loops.append(f"  for (int k = 0; k <= x->row % 3; k++)\n"
                              f"    for (int i = 0; i < {n}; i++) {{\n"
                              f"      {e} v = u[i];\n"
                              f"      u[i] = {wrapped(e, f'{unsigned}t[i] {first} {unsigned}u[i]')};\n"
                              f"      t[i] = v;\n    }}\n")
        elif last == "convert" and e != "double":
            wider = [t for t in ("short", "long", "float", "double") if n * KIND[t][0] != 1024]
            to = "double" if is_float else r.choice(wider)
            self.vectors.append((to, n))
            lines.append(f"u = __builtin_convertvector(__builtin_convertvector(u, "
                         f"{self.vector_type(to, n)}), {name}) {first} t;")
            if to == "float" or to == "double":  # the way back has to stay in range
                lines[-1] = f"u = u {first} t;"
                text = f"{unsigned}u[i] {first} {unsigned}t[i]"
            else:
                text = f"{unsigned}({e})({to})u[i] {first} {unsigned}t[i]"
            self.loops.append(f"  for (int i = 0; i < {n}; i++)\n"
                              f"    u[i] = {wrapped(e, text)};\n")
        lines.append(f"{at(c)} = u;")
        self.text = "".join(f"  {line}\n" for line in lines)
        self.store("u", c)

    @staticmethod
    def vector_type(element, count):
        return f"{element.replace(' ', '_').strip('_')}_{count}"

    # -- the text -------------------------------------------------------------------
    def sectile(self):
        typedefs = {m.typedef() for m in self.operands + self.types}
        if self.vectors:
            typedefs = {f"typedef {e} {self.vector_type(e, n)} "
                        f"__attribute__((ext_vector_type({n}), aligned({KIND[e][0]})));\n"
                        for e, n in self.vectors}
        return (f"{''.join(sorted(typedefs))}"
                f"static void function{self.number}(const struct arguments *x) {{\n"
                f"{self.text}}}\n")

    def host(self):
        return (f"static void function{self.number}(const struct arguments *x) {{\n"
                f"{''.join(self.loops)}}}\n")

    def entry(self):
        o = self.operands
        kinds = ", ".join("{%d, %d}" % KIND[m.element] for m in o)
        return (f"  {{function{self.number}, {{{kinds}}}, {int(self.is_in_place)}, "
                f"{int(self.is_overlapping)}, {{{', '.join(str(m.rows) for m in o)}}}, "
                f"{{{', '.join(str(m.columns) for m in o)}}}, {int(self.is_strided)}}},\n")


def program(functions, seed, side):
    text = '#include "harness.h"\n#include <math.h>\n'
    for f in functions:
        text += getattr(f, side)()
    entries = "".join(f.entry() for f in functions)
    return (f"{text}static const struct function functions[] = {{\n{entries}}};\n"
            f"int main(void) {{ run_all(functions, {len(functions)}, {seed}); return 0; }}\n")


def try_seed(seed, folder):
    """The complaints about one program, at most one a function."""
    r = random.Random(seed)
    functions = [Function(r, n) for n in range(FUNCTIONS)]
    level = LEVELS[seed % len(LEVELS)]
    base = os.path.join(folder, f"program{seed}")
    paths = {}
    for side in ("sectile", "host"):
        paths[side] = f"{base}.{side}.c"
        with open(paths[side], "w") as f:
            f.write(program(functions, seed, side))
    sectile = [os.path.join(BUILD, "bin", "sectile-clang"), *level, "-fenable-matrix",
               "-I", HERE, paths["sectile"], "-lm", "-o", f"{base}.elf"]
    host = ["clang-22", "-O1", "-w", "-ffp-contract=off", "-mfma", "-mf16c",
            "-Xclang", "-ffloat16-excess-precision=none", "-fwrapv", "-fno-strict-aliasing",
            "-I", HERE, paths["host"], "-lm", "-o", f"{base}.host"]
    where = f"program {seed}, {' '.join(level)}"
    for command in (sectile, host):
        process = run(command, 120)
        if process is None or process.returncode:
            return [f"{where}: {refusal(process)}"] * FUNCTIONS
    outputs = []
    for command in ([os.path.join(BUILD, "bin", "sectile-run"), f"{base}.elf"], [f"{base}.host"]):
        process = run(command, 120)
        if process is None or process.returncode:
            return [f"{where}: {refusal(process)}"] * FUNCTIONS
        outputs.append(process.stdout.split("\n"))
    wrong = {a.split(".")[0] for a, b in zip(*outputs) if a != b}
    complaints = [f"{where}, function {n}: another result than loops" for n in sorted(wrong)]
    if len(outputs[0]) != len(outputs[1]):
        complaints = [f"{where}: {len(outputs[0])} lines, expected {len(outputs[1])}"]
    if not complaints:
        for end in (".sectile.c", ".host.c", ".elf", ".host"):
            os.remove(base + end)
    return complaints


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--functions", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1, help="of the first program")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--build", default=os.path.join(ROOT, "build"),
                        help="build folder (default: build)")
    arguments = parser.parse_args()
    global BUILD
    BUILD = os.path.abspath(arguments.build)
    folder = os.path.join(BUILD, "matrix")
    os.makedirs(folder, exist_ok=True)
    passed = failed = 0
    print(f"matrix: seed {arguments.seed}", flush=True)
    programs = range(arguments.seed,
                     arguments.seed + (arguments.functions + FUNCTIONS - 1) // FUNCTIONS)
    for complaints in complaints_of(lambda seed: try_seed(seed, folder), programs, arguments.jobs):
        failed += len(complaints)
        passed += FUNCTIONS - len(complaints)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
