# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Differential test: random programs of C extensions against the host.

What csmith does not write: _BitInt of up to 256 bits, __int128, vectors of any
number of elements, complex integers, arithmetic that reports overflow, counts of
bits, rotations and saturation, bit-fields of these types in packed, volatile and
nested structures, _Atomic objects of every size, conversions between integers
and floats of every size, computed goto, ranges of cases, variable-length arrays,
alloca, statement expressions, operands of inline assembly. Nothing in them is
undefined: integers wrap (-fwrapv), divisors are not zero, amounts of shifts are
in range, and a float is converted to an integer by saturation. The host's clang
gives the expected output. Ends with "N passed, M failed", counting programs;
those that fail are kept in build/extensions.
"""
import argparse
import os
import random
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.dont_write_bytecode = True  # the module is in the source tree
sys.path.insert(0, os.path.join(ROOT, "tests"))
from process import complaints_of, refusal, run

INPUTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs")
BIN = os.path.join(ROOT, "build", "bin")
FUNCTIONS = 8  # of a program
STATEMENTS = 14
SECONDS = 120   # of processor time, for each command
LEVELS = [["-O0"], ["-O2"], ["-O3"], ["-Os"], ["-O1"], ["-O2", "-flto"]]
FLAGS = ["-std=gnu23", "-w", "-fwrapv", "-ffp-contract=off", "-I", INPUTS]

WIDTHS = [2, 3, 5, 7, 8, 9, 13, 16, 17, 24, 31, 32, 33, 37, 48, 63, 64, 65, 72, 95, 96, 100, 127, 128, 129,
          160, 191, 192, 200, 255, 256]


class Integer:
    def __init__(self, name, bits, signed, exact=False):
        self.name, self.bits, self.signed = name, bits, signed
        self.exact = exact  # a _BitInt, which is not promoted

    def unsigned(self):
        return next(t for t in INTEGERS if t.bits == self.bits and not t.signed and t.exact == self.exact)


INTEGERS = [Integer(n, b, n[0] not in "ub") for n, b in
            (("i8", 8), ("u8", 8), ("i16", 16), ("u16", 16), ("i32", 32), ("u32", 32), ("i64", 64),
             ("u64", 64), ("i128", 128), ("u128", 128))]
INTEGERS += [Integer(f"{'unsigned ' if u else ''}_BitInt({n})", n, not u, True)
             for n in WIDTHS for u in (0, 1)]
STANDARD = INTEGERS[:10]
FLOATS = {"float": 32, "double": 64, "_Float16": 16, "__bf16": 16}
LANES = [t for t in INTEGERS[:8]]


class Program:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.globals, self.functions = [], []
        for n in range(FUNCTIONS):
            self.function(n)
        calls = "".join(f"  f{n}();\n" for n in range(FUNCTIONS))
        self.text = ('#include "prelude.h"\n' + "".join(self.globals) + "".join(self.functions)
                     + f"int main(void) {{\n{calls}  return 0;\n}}\n")

    #-- Expressions -----------------------------------------------------------

    def integer(self, most=256):
        if self.r.random() < 0.35:
            return self.r.choice(STANDARD)
        return self.r.choice([t for t in INTEGERS if t.bits <= most])

    def literal(self, t):
        """A constant of any type, from pieces of 64 bits."""
        r = self.r
        bits = r.choice([r.randrange(t.bits) + 1, t.bits])
        value = r.choice([r.getrandbits(bits), r.getrandbits(bits), (1 << bits) - 1, 1 << bits - 1, r.randrange(8)])
        text = f"({t.name}){value & (1 << 64) - 1:#x}ull"
        for shift in range(64, t.bits, 64):
            if piece := value >> shift & (1 << 64) - 1:
                text = f"({t.name})({text} | (({t.name}){piece:#x}ull << {shift}))"
        return f"({text})"

    def expression(self, depth=0):
        """Text and type, of an integer."""
        r = self.r
        if depth > 3 or r.random() < 0.2:
            if self.locals and r.random() < 0.85:
                return r.choice(self.locals)
            t = self.integer()
            return self.literal(t), t
        a, ta = self.expression(depth + 1)
        form = r.choice(["binary"] * 5 + ["divide", "shift", "shift", "convert", "unary", "compare", "choose",
                                          "count", "rotate", "saturate", "overflow", "float"])
        if form == "unary":
            return f"(({ta.name})({r.choice('-~+')}{a}))", ta
        if form == "convert":
            t = self.integer()
            return f"(({t.name}){a})", t
        if form == "compare":
            b, tb = self.expression(depth + 1)
            return f"((i32)({a} {r.choice(['<', '<=', '>', '>=', '==', '!='])} ({ta.name}){b}))", STANDARD[4]
        if form == "choose":
            b, tb = self.expression(depth + 1)
            return f"(({ta.name})({b} ? {a} : ({ta.name}){self.expression(depth + 1)[0]}))", ta
        if form == "shift":
            b, tb = self.expression(depth + 1)
            amount = f"(u32)((u64){b} % {ta.bits})"
            return f"(({ta.name})({a} {r.choice(['<<', '>>'])} {amount}))", ta
        if form == "divide":
            b, tb = self.expression(depth + 1)
            if ta.bits > 128 and r.random() < 0.8:  # long loops
                ta = r.choice(STANDARD)
            # The smallest number is not divided by -1.
            u = ta.unsigned()
            divisor = f"({ta.name})(({u.name})((({u.name}){b} >> 1) | 1))"
            return f"(({ta.name})(({ta.name}){a} {r.choice('/%')} {divisor}))", ta
        if form == "count":
            u = ta.unsigned()
            what = r.choice(["clzg", "ctzg", "popcountg"])
            extra = "" if what == "popcountg" else f", {ta.bits}"
            return f"((i32)__builtin_{what}(({u.name}){a}{extra}))", STANDARD[4]
        if form == "rotate":
            name, t = r.choice([("rotateleft8", "u8"), ("rotateleft16", "u16"), ("rotateleft32", "u32"),
                                ("rotateleft64", "u64"), ("rotateright8", "u8"), ("rotateright16", "u16"),
                                ("rotateright32", "u32"), ("rotateright64", "u64"), ("bswap16", "u16"),
                                ("bswap32", "u32"), ("bswap64", "u64"), 
                                ("bitreverse8", "u8"), ("bitreverse16", "u16"), ("bitreverse32", "u32"),
                                ("bitreverse64", "u64"), ("parityll", "u64"), ("ffsll", "i64"),
                                ("clrsbll", "i64"), ("popcountll", "u64"), ("parity", "u32"), ("ffs", "i32"),
                                ("clrsb", "i32")])
            kind = next(k for k in STANDARD if k.name == t)
            second = f", ({t}){self.expression(depth + 1)[0]}" if "rotate" in name else ""
            return f"(({t})__builtin_{name}(({t}){a}{second}))", kind
        if form == "saturate":
            t = r.choice([k for k in STANDARD[:8] if k.bits >= 8] + [k for k in INTEGERS[10:] if k.bits <= 128])
            b, _ = self.expression(depth + 1)
            op = r.choice(["add_sat", "sub_sat", "max", "min"])
            return f"__builtin_elementwise_{op}(({t.name}){a}, ({t.name}){b})", t
        if form == "overflow":
            b, tb = self.expression(depth + 1)
            t = self.integer(128)
            # The host has no product of signed numbers above 128 bits.
            a, b = [f"({r.choice(STANDARD[:8]).name}){x}" for x in (a, b)]
            op = r.choice(["add", "sub", "mul"])
            return f"({{ {t.name} o; i32 c = __builtin_{op}_overflow({a}, {b}, &o); ({t.name})(o ^ ({t.name})c); }})", t
        if form == "float":
            f = r.choice(["float", "double"])
            t = self.integer(128)
            if not t.exact and t.bits == 128:
                t = STANDARD[r.randrange(8)]
            # In range, so that the conversion back is defined.
            return f"(({t.name})(i32)(({f})(i64){a} * ({f})0x1p-40))", t
        b, tb = self.expression(depth + 1)
        op = r.choice("+-*&|^")
        if op == "*" and ta.bits > 128 and r.random() < 0.5:
            op = "+"
        return f"(({ta.name})({a} {op} ({ta.name}){b}))", ta

    def assign(self, place, t):
        text, _ = self.expression(1)
        op = self.r.choice(["=", "=", "+=", "-=", "*=", "&=", "|=", "^="])
        return f"{place} {op} ({t.name}){text};"

    #-- Statements ------------------------------------------------------------

    def function(self, n):
        r = self.r
        self.locals, self.lines, self.number = [], [], 0
        for i in range(4):
            t = self.integer()
            self.lines.append(f"{t.name} x{i} = seed({t.name}, {r.getrandbits(63)}ull);")
            self.locals.append((f"x{i}", t))
        statements = [m for k, m in sorted(vars(Program).items()) if k.startswith("st_")]
        for _ in range(STATEMENTS):
            self.number += 1
            r.choice(statements)(self, f"{n}_{self.number}")
            if r.random() < 0.6:
                place, t = r.choice(self.locals[:4])
                self.lines.append(self.assign(place, t))
        self.lines += [f"mix(h, {place});" for place, _ in self.locals[:4]]
        body = "".join(f"  {line}\n" for line in self.lines)
        self.functions.append(f"static NOINLINE void f{n}(void) {{\n  u64 h = {n};\n{body}"
                              f'  printf("f{n} %llx\\n", h);\n}}\n')

    def st_scalar(self, n):
        text, t = self.expression()
        self.lines.append(f"{t.name} a{n} = {text}; mix(h, a{n});")
        self.locals.append((f"a{n}", t))

    def st_bitfields(self, n):
        """A structure of bit-fields: in every position, packed, volatile, with gaps."""
        r = self.r
        members, fields = [], []
        for i in range(r.randrange(1, 9)):
            t = r.choice(INTEGERS[:8] + [k for k in INTEGERS[10:] if k.bits <= 128])
            # A field of a _BitInt has at most its width, one of char at most 8.
            width = r.randrange(1, t.bits + 1)
            volatile = "volatile " if r.random() < 0.15 else ""
            x = r.random()
            if x < 0.75:
                members.append(f"{volatile}{t.name} m{i} : {width};")
                fields.append((f"m{i}", t))
            elif x < 0.9:
                members.append(f"{volatile}{t.name} m{i};")
                fields.append((f"m{i}", t))
            elif x < 0.95:
                members.append(f"{t.name} : {width};")
            else:
                members.append(f"{t.name} : 0;")
        if not fields:
            return
        attribute = r.choice(["", "__attribute__((packed))", "__attribute__((packed, aligned(2)))",
                              "__attribute__((aligned(16)))"])
        nested = r.random() < 0.3
        inner = " ".join(members)
        if nested:
            inner = f"u8 before; struct {{ {inner} }} {attribute} in; u8 behind;"
        keyword = "union" if r.random() < 0.1 and not nested else "struct"
        self.globals.append(f"{keyword} s{n} {{ {inner} }} {attribute};\n")
        where = r.choice(["local", "global", "array", "pointer"])
        path = ".in" if nested else ""
        if where == "global":
            self.globals.append(f"static {keyword} s{n} g{n};\n")
            base = f"g{n}"
        elif where == "array":
            self.lines.append(f"{keyword} s{n} v{n}[5]; memset(v{n}, 0x5a, sizeof v{n});")
            base = f"v{n}[(u64){r.choice(self.locals)[0]} % 5]"
        else:
            self.lines.append(f"{keyword} s{n} v{n}; memset(&v{n}, 0xa5, sizeof v{n});")
            base = f"v{n}"
            if where == "pointer":
                self.lines.append(f"{keyword} s{n} *p{n} = &v{n}; escape(&p{n});")
                base = f"(*p{n})"
        for _ in range(r.randrange(2, 7)):
            m, t = r.choice(fields)
            place = f"{base}{path}.{m}"
            x = r.random()
            if x < 0.7:
                self.lines.append(self.assign(place, t))
            elif x < 0.85:
                self.lines.append(r.choice([f"{place}++;", f"--{place};"]))
            else:
                self.lines.append(f"mix(h, {place});")
        if r.random() < 0.4 and where != "array":
            self.lines.append(f"{keyword} s{n} c{n} = {base}; " + " ".join(f"mix(h, c{n}{path}.{m});" for m, _ in fields))
        self.lines += [f"mix(h, {base}{path}.{m});" for m, _ in fields]

    def vector_type(self, n, count=None, lane=None):
        r = self.r
        lane = lane or r.choice(LANES)
        count = count or r.choice([1, 2, 3, 3, 4, 5, 6, 7, 8, 9, 11, 13, 15, 16, 17, 24, 31, 32, 33, 64, 65, 100, 127])
        self.globals.append(f"typedef {lane.name} w{n} __attribute__((ext_vector_type({count})));\n")
        return lane, count

    def st_vector(self, n):
        r = self.r
        lane, count = self.vector_type(n)
        u = lane.unsigned()
        k = r.getrandbits(60)
        self.lines.append(f"w{n} a{n}, b{n}; for (int i = 0; i < {count}; ++i) {{ a{n}[i] = ({lane.name})next({k}ull + i); "
                          f"b{n}[i] = ({lane.name})next({k}ull * 3 + i); }}")
        if r.random() < 0.5:
            self.lines.append(f"a{n}[(u64){r.choice(self.locals)[0]} % {count}] = ({lane.name}){self.expression(2)[0]};")
        for _ in range(r.randrange(1, 5)):
            x = f"a{n}", f"b{n}"
            form = r.choice(["binary", "binary", "shift", "divide", "compare", "choose", "elementwise", "shuffle",
                             "scalar", "convert", "reduce", "pass", "count", "funnel"])
            if form == "binary":
                text = f"a{n} {r.choice('+-*&|^')} b{n}"
            elif form == "shift":
                text = f"(a{n} {r.choice(['<<', '>>'])} (b{n} & ({lane.name}){lane.bits - 1}))"
            elif form == "divide":
                text = f"a{n} {r.choice('/%')} ((b{n} & ({lane.name}){(1 << lane.bits - 1) - 1}) | ({lane.name})1)"
            elif form == "compare":
                text = f"__builtin_convertvector(a{n} {r.choice(['<', '>=', '==', '!='])} b{n}, w{n})"
            elif form == "choose":
                text = f"((a{n} {r.choice(['<', '>', '!='])} b{n}) ? a{n} : b{n} + a{n})"
            elif form == "elementwise":
                text = f"__builtin_elementwise_{r.choice(['max', 'min', 'add_sat', 'sub_sat'])}(a{n}, b{n})"
            elif form == "shuffle":
                mask = ", ".join(str(r.randrange(2 * count)) for _ in range(count))
                text = f"__builtin_shufflevector(a{n}, b{n}, {mask})" if count > 1 else f"a{n} ^ b{n}"
            elif form == "scalar":
                text = f"a{n} {r.choice('+-*^')} (w{n})({lane.name}){r.choice(self.locals)[0]}"
            elif form == "convert":
                other = r.choice(LANES)
                self.globals.append(f"typedef {other.name} w{n}c{len(self.lines)} __attribute__((ext_vector_type({count})));\n")
                text = f"__builtin_convertvector(__builtin_convertvector(a{n}, w{n}c{len(self.lines)}), w{n})"
            elif form == "reduce":
                op = r.choice(["add", "mul", "and", "or", "xor", "max", "min"])
                self.lines.append(f"mix(h, ({lane.name})__builtin_reduce_{op}(a{n}));")
                continue
            elif form == "pass":
                self.globals.append(f"NOINLINE w{n} p{n}_{len(self.lines)}(w{n} a, int i, w{n} b) {{ return i & 1 ? a - b : b; }}\n")
                text = f"p{n}_{len(self.lines)}(a{n}, (int){r.choice(self.locals)[0]}, b{n})"
            elif form == "count":
                text = f"__builtin_elementwise_{r.choice(['popcount', 'bitreverse', 'abs'])}(a{n})" if lane.signed \
                    else f"__builtin_elementwise_{r.choice(['popcount', 'bitreverse'])}(a{n})"
            else:
                text = f"(a{n} << 1) | ((a{n} >> {lane.bits - 1}) & ({lane.name})1)"
            self.lines.append(f"{x[r.randrange(2)]} = {text};")
        self.lines.append(f"for (int i = 0; i < {count}; ++i) mix(h, a{n}[i]), mix(h, b{n}[i]);")

    def st_booleans(self, n):
        """Vectors of bits, a bit each in memory; not without a value, of which clang makes poison."""
        r = self.r
        count = r.choice([1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 65])
        self.globals.append(f"typedef bool w{n} __attribute__((ext_vector_type({count})));\n"
                            f"static w{n} g{n}[3];\n")
        k = r.getrandbits(60)
        self.lines.append(f"w{n} a{n} = 0, b{n} = 0; for (int i = 0; i < {count}; ++i) {{ a{n}[i] = next({k}ull + i) & 1; "
                          f"b{n}[i] = next({k}ull * 5 + i) >> 3 & 1; }}")
        self.lines.append(f"g{n}[1] = {r.choice([f'a{n} & b{n}', f'a{n} | b{n}', f'a{n} ^ b{n}', f'~a{n}'])}; "
                          f"escape(g{n}); g{n}[2][(u64){r.choice(self.locals)[0]} % {count}] = {r.choice(self.locals)[0]} & 1;")
        self.lines.append(f"for (int i = 0; i < {count}; ++i) mix(h, (u8)g{n}[1][i]), mix(h, (u8)g{n}[2][i]);")

    def st_complex(self, n):
        r = self.r
        t = r.choice(["int", "unsigned", "long long", "unsigned long long"])
        parts = [f"({t}){self.expression(2)[0]}" for _ in range(4)]
        self.lines.append(f"_Complex {t} a{n}, b{n}; __real__ a{n} = {parts[0]}; __imag__ a{n} = {parts[1]}; "
                          f"__real__ b{n} = {parts[2]}; __imag__ b{n} = {parts[3]};")
        for _ in range(r.randrange(1, 4)):
            self.lines.append(f"{r.choice('ab')}{n} = " + r.choice(
                [f"a{n} + b{n}", f"a{n} - b{n}", f"a{n} * b{n}", f"~a{n}", f"-b{n}", f"a{n} * ({t})3", f"b{n} + ({t})x0"]) + ";")
        self.lines.append(f"mix(h, a{n} == b{n}); mix(h, __real__ a{n}); mix(h, __imag__ a{n}); "
                          f"mix(h, __real__ b{n}); mix(h, __imag__ b{n});")

    def st_floats(self, n):
        """Between integers and floats of every size."""
        r = self.r
        f = r.choice(sorted(FLOATS))
        text, t = self.expression(1)
        if f == "__bf16" and t.bits > 16:  # the host rounds twice
            t = STANDARD[2]
        if t.bits > 128:
            t = STANDARD[8]
        if f == "_Float16" and t.bits > 32:
            t = STANDARD[4]
        self.lines.append(f"{f} a{n} = ({f})({t.name}){text}; mixf(h, a{n});")
        g = r.choice(["float", "double"])
        self.lines.append(f"{g} b{n} = ({g})a{n} {r.choice('+-*/')} ({g}){r.choice(['3', '0.1', '-7', '1e10'])}; mixf(h, b{n}); "
                          f"mixf(h, (float)b{n}); mixf(h, (double)(_Float16)(float)b{n});")
        u = r.choice(STANDARD[:8])
        self.lines.append(f"mix(h, saturated({u.name}, b{n}));")
        self.lines.append(f"mix(h, b{n} < a{n}); mix(h, !(a{n} >= b{n})); mix(h, __builtin_isunordered(a{n}, b{n}));")

    def st_atomic(self, n):
        r = self.r
        if r.random() < 0.5:
            t = r.choice(STANDARD)
            self.globals.append(f"static _Atomic({t.name}) g{n};\n")
            value = lambda: f"({t.name}){self.expression(2)[0]}"
            self.lines.append(f"g{n} = {value()}; g{n} {r.choice(['+=', '-=', '|=', '&=', '^=', '*='])} {value()}; "
                              f"{r.choice([f'g{n}++', f'--g{n}'])}; mix(h, ({t.name})g{n});")
            op = r.choice(["add", "sub", "or", "and", "xor"])
            self.lines.append(f"mix(h, ({t.name})__c11_atomic_fetch_{op}(&g{n}, {value()}, 5)); "
                              f"mix(h, ({t.name})__c11_atomic_exchange(&g{n}, {value()}, 5));")
            self.lines.append(f"{{ {t.name} e = {value()}; i32 ok = __c11_atomic_compare_exchange_strong(&g{n}, &e, {value()}, 5, 5); "
                              f"mix(h, ok); mix(h, e); mix(h, ({t.name})g{n}); }}")
            return
        # Without padding, which would take part in a comparison.
        size = r.choice([1, 2, 4, 8, 16, 17, 24, 31, 32, 33])
        self.globals.append(f"struct s{n} {{ u8 b[{size}]; }};\nstatic _Atomic(struct s{n}) g{n};\n")
        self.lines.append(f"struct s{n} a{n}, b{n}; for (int i = 0; i < {size}; ++i) a{n}.b[i] = next(i + {n.split('_')[1]}), b{n}.b[i] = i; "
                          f"__c11_atomic_store(&g{n}, a{n}, 5); struct s{n} c{n} = __c11_atomic_exchange(&g{n}, b{n}, 5); "
                          f"mix(h, (i32)__c11_atomic_compare_exchange_strong(&g{n}, &{r.choice('ab')}{n}, c{n}, 5, 5)); "
                          f"struct s{n} d{n} = g{n}; for (int i = 0; i < {size}; ++i) mix(h, c{n}.b[i]), mix(h, d{n}.b[i]), mix(h, b{n}.b[i]);")

    def st_goto(self, n):
        r = self.r
        count = r.randrange(2, 7)
        labels = [f"l{n}_{i}" for i in range(count)]
        self.lines.append(f"{{ static const void *const t[] = {{{', '.join('&&' + x for x in labels)}}}; u32 k = 0, i = (u32){r.choice(self.locals)[0]}; "
                          f"goto *t[i % {count}];")
        for x in labels:
            self.lines.append(f"{x}: h = h * 31 + {r.randrange(1000)}; if (++k < 9) {{ i = i * 5 + {r.randrange(9)}; goto *t[i % {count}]; }}"
                              f" goto e{n};")
        self.lines.append(f"e{n}:; }}")

    def st_switch(self, n):
        r = self.r
        t = r.choice(STANDARD[:8] + [k for k in INTEGERS[10:] if 8 <= k.bits <= 128])
        top = (1 << min(t.bits - 1, 31)) - 1
        edges = sorted(r.sample(range(top), min(8, top // 2)))
        cases = ""
        for lo, hi in zip(edges[::2], edges[1::2]):
            cases += f" case {lo} ... {hi}: h = h * 7 + {r.randrange(1000)};{' break;' if r.random() < 0.7 else ''}"
        self.lines.append(f"switch (({t.name}){self.expression(2)[0]}) {{{cases} default: h ^= {r.randrange(1000)}; }}")

    def st_array(self, n):
        """An array whose length is computed, of one or two dimensions, or alloca."""
        r = self.r
        t = self.integer()
        text = f"(u32)((u64){r.choice(self.locals)[0]} % 13 + 1)"
        index = f"(u64){r.choice(self.locals)[0]}"
        kind = r.randrange(3)
        if kind == 0:
            self.lines.append(f"u32 n{n} = {text}; {{ {t.name} a[n{n}]; for (u32 i = 0; i < n{n}; ++i) a[i] = ({t.name})next(i); "
                              f"escape(a); mix(h, a[{index} % n{n}]); mix(h, sizeof a / sizeof *a); }}")
        elif kind == 1:
            self.lines.append(f"u32 n{n} = {text}; {{ {t.name} a[n{n}][n{n} + 2]; for (u32 i = 0; i < n{n} * (n{n} + 2); ++i) (({t.name} *)a)[i] = ({t.name})next(i); "
                              f"{t.name} (*p)[n{n} + 2] = a + n{n} - 1; escape(&p); mix(h, (*p)[{index} % (n{n} + 2)]); }}")
        else:
            self.lines.append(f"u32 n{n} = {text}; {{ {t.name} *a = __builtin_alloca(n{n} * sizeof *a); for (u32 i = 0; i < n{n}; ++i) a[i] = ({t.name})next(i); "
                              f"escape(a); mix(h, a[{index} % n{n}]); }}")

    def st_assembly(self, n):
        """Operands only: the text is empty, or a comment of both assemblers."""
        r = self.r
        t = r.choice(STANDARD[:8])
        text = self.expression(2)[0]
        form = r.choice(['asm volatile("" : "+r"(a))', 'asm volatile("" : "+m"(a))', 'asm volatile("" : "=r"(a) : "0"(b))',
                         'asm volatile("" : "+r"(a), "+r"(b))', 'asm volatile("" : "=&r"(a) : "0"(a), "r"(b), "i"(7), "n"(9))',
                         'asm volatile("" : "+g"(a) : "g"(b) : "memory")', 'asm volatile("" : "+rm"(a) : "X"(b))',
                         'asm volatile("" : [o] "=r"(a) : "[o]"(b))', 'asm volatile("" : : "m"(a), "r"(&a) : "memory")'])
        self.lines.append(f"{{ {t.name} a = ({t.name}){text}, b = ({t.name})x1; {form}; mix(h, a); mix(h, b); }}")

    def st_recursion(self, n):
        """Arguments of every size by value, on the stack and in structures."""
        r = self.r
        types = [self.integer() for _ in range(r.randrange(1, 12))]
        parameters = ", ".join(f"{t.name} a{i}" for i, t in enumerate(types))
        swap = ", ".join(f"({t.name})(a{(i + 1) % len(types)} + a{i})" for i, t in enumerate(types))
        result = types[0]
        self.globals.append(f"NOINLINE {result.name} r{n}(int n, {parameters}) {{ return n ? r{n}(n - 1, {swap}) : "
                            f"({result.name})(a{len(types) - 1} - a0); }}\n")
        arguments = ", ".join(f"({t.name}){r.choice(self.locals)[0]}" for t in types)
        self.lines.append(f"mix(h, r{n}({r.randrange(6)}, {arguments}));")

    def st_loop(self, n):
        text, t = self.expression(2)
        self.lines.append(f"for (int i = 0; i < {self.r.randrange(1, 20)}; ++i) {{ x0 ^= ({self.locals[0][1].name})({text}); "
                          f"x1 += ({self.locals[1][1].name})(x0 >> (i % {self.locals[0][1].bits})); }}")


def try_seed(seed, folder):
    """A list of complaints."""
    base = os.path.join(folder, str(seed))
    source = base + ".c"
    with open(source, "w") as file:
        file.write(Program(seed).text)
    host = run(["clang-22", "-O0", *FLAGS, source, os.path.join(INPUTS, "host.c"), "-lm", "-latomic", "-o", base + ".host"], SECONDS)
    if why := refusal(host):
        return [f"seed {seed}: host: {why}"]
    expected = run([base + ".host"], SECONDS)
    os.remove(base + ".host")
    if expected is None or expected.returncode:
        return [f"seed {seed}: host: " + (f"status {expected.returncode}" if expected else "no end")]
    complaints = []
    for k in range(2):
        level = LEVELS[(2 * seed + k) % len(LEVELS)]
        name = " ".join(level)
        built = run([os.path.join(BIN, "sectile-clang"), *level, *FLAGS, source, "-o", base + ".elf"], SECONDS)
        if why := refusal(built):
            complaints.append(f"seed {seed} {name}: {why}")
            continue
        got = run([os.path.join(BIN, "sectile-run"), "--max-instructions", "2000000000", base + ".elf"], SECONDS)
        if got is None or got.returncode:
            complaints.append(f"seed {seed} {name}: " + (f"status {got.returncode} {got.stderr.strip()[-300:]}"
                                                       if got else "no end"))
        elif got.stdout != expected.stdout:
            wrong = [f"expected '{e}', found '{g}'" for e, g in
                     zip(expected.stdout.splitlines(), got.stdout.splitlines()) if e != g]
            complaints.append(f"seed {seed} {name}: {wrong[0] if wrong else 'fewer lines'}")
        os.remove(base + ".elf")
    if not complaints:
        os.remove(source)
    return complaints


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--programs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    folder = os.path.join(ROOT, "build", "extensions")
    os.makedirs(folder, exist_ok=True)
    print(f"extensions: seed {arguments.seed}", flush=True)
    seeds = range(arguments.seed, arguments.seed + arguments.programs)
    failed = sum(map(bool, complaints_of(lambda s: try_seed(s, folder), seeds, arguments.jobs)))
    print(f"{arguments.programs - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
