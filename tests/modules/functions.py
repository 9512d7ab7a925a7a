# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Functions of one operation each, as LLVM IR: every generic operation and
intrinsic times types that are legal on Sectile and types that are not.

A function reads its operands from memory and writes its result there:

    define void @f(ptr %o, ptr %p0, ptr %p1, ptr %p2)

so that one harness calls them all; the same operation with operands and result
by value is a second function, which is only compiled. What has no operands of
a type (calls, frames, varargs) stands in specials.py.
"""
import re

INTEGERS = [1, 3, 7, 8, 13, 16, 17, 24, 31, 32, 33, 48, 63, 64, 65, 96, 127, 128, 129, 256]
FLOATS = {"half": 16, "bfloat": 16, "float": 32, "double": 64, "fp128": 128}
COUNTS = [1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 32, 33, 64, 100, 128]
# Longer vectors of these sizes only, around a tile and its half: where they are
# taken apart they take long.
SMALL = 1024  # bits
LONG = [(n, element) for n in (255, 256, 257) for element in ("i8", "i16", "i32", "half", "bfloat", "float")]
LONG += [(n, element) for n in (128, 512) for element in ("i1", "i8", "i16", "half", "i32", "float")]
LONG += [(n, element) for n in (65, 127, 129, 200) for element in ("i1", "i7", "i8", "i16", "half", "bfloat")]
LONG += [(256, "i1"), (1024, "i8"), (1024, "i1"), (64, "i64"), (64, "double"), (128, "ptr")]


class Type:
    """A scalar or vector type: element name, number of elements (0: scalar)."""

    def __init__(self, element, count=0):
        self.element, self.count = element, count
        self.float = element in FLOATS
        self.pointer = element == "ptr"
        self.bits = FLOATS.get(element) or (64 if self.pointer else int(element[1:]))

    def __str__(self):
        return f"<{self.count} x {self.element}>" if self.count else self.element

    @property
    def name(self):
        return f"v{self.count}{self.element}" if self.count else self.element

    @property
    def size(self):
        return self.bits * max(self.count, 1)

    @property
    def narrow(self):
        return self.element in ("half", "bfloat")

    def of(self, element, factor=1):
        """As many (or factor times as many) elements of another type."""
        return Type(element, int(self.count * factor))

    def splat(self, value):
        return f"splat ({self.element} {value})" if self.count else str(value)


def scalars(kind):
    if kind == "int":
        return [Type(f"i{n}") for n in INTEGERS]
    if kind == "float":
        return [Type(n) for n in FLOATS]
    return [Type("ptr")]


def vectors(kind):
    return [Type(e.element, n) for e in scalars(kind) for n in sorted({*COUNTS, *(n for n, _ in LONG)})
            if n in COUNTS and n * e.bits <= SMALL or (n, e.element) in LONG]


class Function:
    """One function; `operands` and `result` are types, `body` computes %r."""

    def __init__(self, operation, types, body, operands, result, runs, exact):
        self.operation = operation
        self.name = "_".join([operation] + types).replace(".", "_")
        self.body, self.operands, self.result = body, operands, result
        # Whether the result is defined for all operands; if exact is a number,
        # how many units in the last place it may differ from another library's.
        self.runs, self.exact = runs, exact
        self.size = max((t.size for t in [*operands, result] if t != "void"), default=0)

    def memory(self):
        loads = [f"  %{'abcd'[i]} = load {t}, ptr %p{i}" for i, t in enumerate(self.operands)]
        store = [f"  store {self.result} %r, ptr %o"] if self.result != "void" else []
        return self._text(f"void @{self.name}(ptr %o, ptr %p0, ptr %p1, ptr %p2, ptr %p3)",
                          loads + self.body + store + ["  ret void"])

    def value(self):
        operands = ", ".join(f"{t} %{'abcd'[i]}" for i, t in enumerate(self.operands))
        end = "  ret void" if self.result == "void" else f"  ret {self.result} %r"
        return self._text(f"{self.result} @{self.name}_v({operands})", self.body + [end])

    def _text(self, head, lines):
        strict = " strictfp" if "constrained" in "".join(lines) else ""
        return f"define {head}{strict} {{\n" + "\n".join(lines) + "\n}\n"


class Table:
    def __init__(self):
        self.functions = []
        self.covered = set()  # intrinsics

    def add(self, operation, types, body, operands, result, runs=True, exact=0):
        body = body if isinstance(body, list) else [body]
        self.covered |= set(re.findall(r"@(llvm\.[a-z0-9_.]+)\(", " ".join(body)))
        self.functions.append(Function(operation, [t.name for t in types],
                                       ["  " + line for line in body], operands, result,
                                       runs, exact))

    def call(self, intrinsic, types, operands, result, extra="", runs=True, exact=0, name=None):
        """A call of an intrinsic whose suffix the parser finds by itself."""
        arguments = ", ".join(f"{t} %{'abcd'[i]}" for i, t in enumerate(operands))
        head = "call void" if result == "void" else f"%r = call {result}"
        self.add(name or intrinsic, types, f"{head} @llvm.{intrinsic}({arguments}{extra})",
                 operands, result, runs, exact)


def table():
    t = Table()
    integers = scalars("int") + vectors("int")
    floats = scalars("float") + vectors("float")
    pointers = scalars("ptr") + vectors("ptr")
    integer_operations(t, integers)
    float_operations(t, floats)
    conversions(t, integers, floats, pointers)
    for T in integers + floats + pointers:
        data_movement(t, T)
        memory(t, T)
    vector_operations(t, vectors("int"), vectors("float"), vectors("ptr"))
    predicated(t, vectors("int"), vectors("float"))
    constrained(t, floats)
    atomics(t)
    return t


def integer_operations(t, integers):
    for T in integers:
        for op in "add", "sub", "mul", "and", "or", "xor":
            t.add(op, [T], f"%r = {op} {T} %a, %b", [T, T], T)
        # Defined operands: a divisor that is positive, an amount below the width.
        if T.bits > 1:
            positive = [f"%n = lshr {T} %b, {T.splat(1)}", f"%d = or {T} %n, {T.splat(1)}"]
        else:
            positive = [f"%d = or {T} %b, {T.splat(1)}"]
        for op in "udiv", "urem", "sdiv", "srem":
            t.add(op, [T], positive + [f"%r = {op} {T} %a, %d"], [T, T], T,
                  runs=T.bits > 1)
            for value in 3, 7, 10, 64:
                if value < 1 << (T.bits - 1):
                    t.add(f"{op}.by{value}", [T], f"%r = {op} {T} %a, {T.splat(value)}", [T], T)
        amount = f"urem {T} %b, {T.splat(T.bits)}" if T.bits > 2 else f"and {T} %b, {T.splat(0)}"
        amount = ["%n = " + amount]
        for op in "shl", "lshr", "ashr":
            t.add(op, [T], amount + [f"%r = {op} {T} %a, %n"], [T, T], T)
            t.add(op + ".half", [T], f"%r = {op} {T} %a, {T.splat(T.bits // 2)}", [T], T)
        for predicate in "eq", "ne", "ugt", "uge", "ult", "ule", "sgt", "sge", "slt", "sle":
            t.add("icmp." + predicate, [T], f"%r = icmp {predicate} {T} %a, %b", [T, T], T.of("i1"))
        for op in "smax", "smin", "umax", "umin", "sadd.sat", "uadd.sat", "ssub.sat", "usub.sat":
            t.call(op, [T], [T, T], T)
        for op in "sshl.sat", "ushl.sat":
            t.add(op, [T], amount + [f"%r = call {T} @llvm.{op}({T} %a, {T} %n)"], [T, T], T)
        for op in "sadd", "uadd", "ssub", "usub", "smul", "umul":
            pair = f"{{ {T}, {T.of('i1')} }}"
            t.add(op + ".with.overflow", [T],
                  [f"%s = call {pair} @llvm.{op}.with.overflow({T} %a, {T} %b)",
                   f"%v = extractvalue {pair} %s, 0", f"%w = extractvalue {pair} %s, 1",
                   f"%x = sext {T.of('i1')} %w to {T}" if T.bits > 1
                   else f"%x = freeze {T} %w", f"%r = xor {T} %v, %x"], [T, T], T)
            t.add(op + ".with.overflow.bit", [T],
                  [f"%s = call {pair} @llvm.{op}.with.overflow({T} %a, {T} %b)",
                   f"%r = extractvalue {pair} %s, 1"], [T, T], T.of("i1"))
        for op in "smul.fix", "umul.fix", "smul.fix.sat", "umul.fix.sat":
            for scale in sorted({0, T.bits // 2, T.bits - 1}):
                t.call(op, [T], [T, T], T, f", i32 {scale}", name=f"{op}.{scale}", runs="sat" in op)
        for op in "sdiv.fix", "udiv.fix", "sdiv.fix.sat", "udiv.fix.sat":
            for scale in sorted({1, T.bits // 2}):
                if scale < T.bits - 1 and T.bits <= 32 and T.count in (0, 2, 4, 16):
                    t.add(f"{op}.{scale}", [T], positive
                          + [f"%r = call {T} @llvm.{op}({T} %a, {T} %d, i32 {scale})"],
                          [T, T], T, runs="sat" in op)
        for op in "ctlz", "cttz":
            t.call(op, [T], [T], T, ", i1 false")
            t.call(op, [T], [T], T, ", i1 true", runs=False, name=op + ".nonzero")
        t.call("abs", [T], [T], T, ", i1 false")
        t.call("abs", [T], [T], T, ", i1 true", runs=False, name="abs.nowrap")
        for op in "ctpop", "bitreverse":
            t.call(op, [T], [T], T)
        if T.bits % 16 == 0:
            t.call("bswap", [T], [T], T)
        t.call("clmul", [T], [T, T], T)
        for op in "fshl", "fshr":
            t.call(op, [T], [T, T, T], T)
            t.add(op + ".by3", [T], f"%r = call {T} @llvm.{op}({T} %a, {T} %b, {T} {T.splat(min(3, T.bits - 1) if T.bits > 2 else 0)})", [T, T], T)
            t.add(op + ".rotate", [T], f"%r = call {T} @llvm.{op}({T} %a, {T} %a, {T} %b)", [T, T], T)
        for op in "scmp", "ucmp":
            for R in "i8", "i32", "i64":
                t.call(op, [T, Type(R)], [T, T], T.of(R))
        for arithmetic in ("nsw", "sadd"), ("nuw", "uadd"):
            t.add("average." + arithmetic[1], [T],
                  [f"%s = xor {T} %a, %b", f"%h = {'ashr' if arithmetic[0] == 'nsw' else 'lshr'} {T} %s, {T.splat(min(1, T.bits - 1))}",
                   f"%n = and {T} %a, %b", f"%r = add {T} %n, %h"], [T, T], T)
        t.add("absdiff", [T], [f"%c = icmp ugt {T} %a, %b", f"%x = sub {T} %a, %b",
                               f"%y = sub {T} %b, %a", f"%r = select {T.of('i1')} %c, {T} %x, {T} %y"],
              [T, T], T)
        if T.bits > 1:
            t.add("select.min", [T], [f"%c = icmp slt {T} %a, {T.splat(0)}",
                                      f"%r = select {T.of('i1')} %c, {T} %b, {T} %a"], [T, T], T)
        if not T.count:
            t.add("switch", [T],
                  [f"switch {T} %a, label %x [ {T} 0, label %y {T} {1 if T.bits > 1 else 'true'}, label %z ]",
                   "x:", "br label %e", "y:", "br label %e", "z:", "br label %e", "e:",
                   f"%r = phi {T} [ %a, %x ], [ %b, %y ], [ {T.splat(0)}, %z ]"], [T, T], T)


ONE = {"half": "0xH3C00", "bfloat": "0xR3F80", "float": "1.0", "double": "1.0",
       "fp128": "0xL00000000000000003FFF000000000000"}
FLOAT_UNARY = "fabs floor ceil trunc rint nearbyint round roundeven canonicalize sqrt".split()
FLOAT_LIBRARY = "sin cos tan asin acos atan sinh cosh tanh exp exp2 exp10 log log2 log10".split()


def float_operations(t, floats):
    for T in floats:
        B = T.of("i1")
        for op in "fadd", "fsub", "fmul", "fdiv", "frem":
            t.add(op, [T], f"%r = {op} {T} %a, %b", [T, T], T)
        t.add("fneg", [T], f"%r = fneg {T} %a", [T], T)
        t.add("fast", [T], [f"%x = fmul fast {T} %a, %b", f"%r = fadd fast {T} %x, %c"],
              [T, T, T], T, runs=False)
        for op in FLOAT_UNARY:
            t.call(op, [T], [T], T)
        for op in FLOAT_LIBRARY:
            t.call(op, [T], [T], T, exact=4)
        t.call("pow", [T], [T, T], T, exact=4)
        t.call("atan2", [T], [T, T], T, exact=4)
        t.call("powi", [T], [T, Type("i32")], T, runs=False)
        t.call("ldexp", [T], [T, T.of("i32")], T)
        for op in "minnum", "maxnum", "minimum", "maximum", "minimumnum", "maximumnum", "copysign":
            t.call(op, [T], [T, T], T, exact="zeros" if op.endswith("num") else 0)
        # On the host through f32, with two roundings.
        rounded = 1 if T.narrow else 0
        t.call("fma", [T], [T, T, T], T, exact=rounded)
        t.call("fmuladd", [T], [T, T, T], T, runs=False)
        t.add("fnma", [T], [f"%n = fneg {T} %a", f"%m = fneg {T} %c",
                            f"%r = call {T} @llvm.fma({T} %n, {T} %b, {T} %m)"], [T, T, T], T,
              exact=rounded)
        for op in "modf", "sincos":
            pair = f"{{ {T}, {T} }}"
            for part in 0, 1:
                t.add(f"{op}.{part}", [T], [f"%s = call {pair} @llvm.{op}({T} %a)",
                                            f"%r = extractvalue {pair} %s, {part}"], [T], T,
                      exact=0 if op == "modf" else 4)
        pair = f"{{ {T}, {T.of('i32')} }}"
        t.add("frexp.0", [T], [f"%s = call {pair} @llvm.frexp({T} %a)",
                               f"%r = extractvalue {pair} %s, 0"], [T], T)
        t.add("frexp.1", [T], [f"%s = call {pair} @llvm.frexp({T} %a)",
                               f"%r = extractvalue {pair} %s, 1"], [T], T.of("i32"), runs=False)
        for R in "i32", "i64":
            for op in "lrint", "lround", "llrint", "llround":
                if R == "i64" or not op.startswith("ll"):
                    t.call(op, [T, Type(R)], [T], T.of(R), runs=False)
        for test in 0, 1, 2, 3, 4, 8, 16, 60, 96, 144, 264, 504, 516, 519, 783, 900, 1023:
            t.call("is.fpclass", [T], [T], B, f", i32 {test}", name=f"is.fpclass.{test}")
        for predicate in ("false oeq ogt oge olt ole one ord ueq ugt uge ult ule une uno true").split():
            t.add("fcmp." + predicate, [T], f"%r = fcmp {predicate} {T} %a, %b", [T, T], B)
        t.add("fselect", [T], [f"%c = fcmp olt {T} %a, %b", f"%r = select {B} %c, {T} %a, {T} %b"],
              [T, T], T)
        t.add("fconstant", [T], f"%r = fadd {T} %a, {T.splat(ONE[T.element])}", [T], T)
        t.call("arithmetic.fence", [T], [T], T)
        if not T.count:
            t.add("fbranch", [T], [f"%c = fcmp ult {T} %a, %b", "br i1 %c, label %x, label %y", "x:",
                                   f"%s = fsub {T} %a, %b", "br label %z", "y:", f"%u = fadd {T} %a, %b",
                                   "br label %z", "z:", f"%r = phi {T} [ %s, %x ], [ %u, %y ]"], [T, T], T)


def conversions(t, integers, floats, pointers):
    by_count = {}
    for T in integers + floats + pointers:
        by_count.setdefault(T.count, []).append(T)
    for types in by_count.values():
        ints = [T for T in types if not T.float and not T.pointer]
        fps = [T for T in types if T.float]
        for A in ints:
            for R in ints:
                if R.bits < A.bits:
                    t.add("trunc", [A, R], f"%r = trunc {A} %a to {R}", [A], R)
                elif R.bits > A.bits:
                    for op in "sext", "zext":
                        t.add(op, [A, R], f"%r = {op} {A} %a to {R}", [A], R)
            for R in fps:
                for op in "sitofp", "uitofp":
                    t.add(op, [A, R], f"%r = {op} {A} %a to {R}", [A], R, exact=1 if R.narrow else 0)
                for op in "fptosi", "fptoui":
                    t.add(op, [R, A], f"%r = {op} {R} %a to {A}", [R], A, runs=False)
                    t.call(op + ".sat", [R, A], [R], A)
        for A in fps:
            for R in fps:
                if A.bits < R.bits:
                    t.add("fpext", [A, R], f"%r = fpext {A} %a to {R}", [A], R)
                elif A.bits > R.bits:
                    t.add("fptrunc", [A, R], f"%r = fptrunc {A} %a to {R}", [A], R)
        for P in [T for T in types if T.pointer]:
            for A in ints:
                t.add("ptrtoint", [A], f"%r = ptrtoint {P} %a to {A}", [P], A)
                t.add("inttoptr", [A], f"%r = inttoptr {A} %a to {P}", [A], P)
    for size in sorted({T.size for T in integers + floats}):
        same = [T for T in integers + floats if T.size == size]
        for A in same:
            for R in same:
                if str(A) != str(R) and (size % 8 == 0):
                    t.add("bitcast", [A, R], f"%r = bitcast {A} %a to {R}", [A], R,
                          runs=A.bits % 8 == 0 and R.bits % 8 == 0)


def data_movement(t, T):
    B = T.of("i1")
    t.add("copy", [T], f"%r = freeze {T} %a", [T], T)
    t.add("select", [T], f"%r = select i1 %c, {T} %a, {T} %b", [T, T, Type("i1")], T)
    if T.count:
        t.add("vselect", [T], f"%r = select {B} %c, {T} %a, {T} %b", [T, T, B], T)
    t.add("undef", [T], f"%r = select i1 %b, {T} %a, {T} undef", [T, Type("i1")], T, runs=False)
    t.add("zero", [T], f"%r = select i1 %b, {T} %a, {T} zeroinitializer", [T, Type("i1")], T)
    t.add("phi", [T], ["br i1 %c, label %x, label %y", "x:", "br label %z", "y:", "br label %z", "z:",
                       f"%r = phi {T} [ %a, %x ], [ %b, %y ]"], [T, T, Type("i1")], T)
    t.add("call", [T], f"%r = call {T} @callee_{T.name}({T} %b, {T} %a)", [T, T], T, runs=False)
    t.add("tail", [T], f"%r = tail call {T} @callee_{T.name}({T} %b, {T} %a)", [T, T], T, runs=False)
    t.add("call.variadic", [T], f"%r = call {T} (ptr, ...) @variadic_{T.name}(ptr null, {T} %a, {T} %b)",
          [T, T], T, runs=False)
    t.add("vaarg", [T], ["%l = alloca ptr", "store ptr %a, ptr %l", f"%r = va_arg ptr %l, {T}"],
          [Type("ptr")], T, runs=False)
    t.add("asm.memory", [T], [f"%s = alloca {T}", f"store {T} %a, ptr %s",
                              f'call void asm sideeffect "", "*m,~{{memory}}"(ptr elementtype({T}) %s)',
                              f"%r = load {T}, ptr %s"], [T], T)
    if not T.count and T.bits <= 64:
        t.add("asm.register", [T], f'%r = call {T} asm "", "=r,0"({T} %a)', [T], T)
    t.add("is.constant", [T], f"%r = call i1 @llvm.is.constant({T} %a)", [T], Type("i1"))
    t.add("fake.use", [T], [f"call void (...) @llvm.fake.use({T} %a)", f"%r = freeze {T} %a"], [T], T)
    if not T.count and not T.float and not T.pointer:
        t.call("expect", [T], [T, T], T)
        t.call("expect.with.probability", [T], [T, T], T, ", double 0.75")


def memory(t, T):
    for alignment in 1, 4:
        t.add(f"load.align{alignment}", [T], f"%r = load {T}, ptr %a, align {alignment}",
              [Type("ptr")], T, runs=False)
        t.add(f"store.align{alignment}", [T], f"store volatile {T} %b, ptr %a, align {alignment}",
              [Type("ptr"), T], "void", runs=False)
    t.add("gep", [T], f"%r = getelementptr {T}, ptr %a, i64 %b", [Type("ptr"), Type("i64")], Type("ptr"))
    if not T.count:
        t.add("gep.index", [T], [f"%g = getelementptr [16 x {T}], ptr %a, i64 0, i32 %b",
                                 f"%r = load {T}, ptr %g"], [Type("ptr"), Type("i32")], T, runs=False)


def vector_operations(t, ints, fps, ptrs):
    for V in ints + fps + ptrs:
        n, E, B = V.count, Type(V.element), V.of("i1")
        t.add("extractelement", [V], [f"%r = extractelement {V} %a, i32 {n - 1}"], [V], E)
        t.add("extractelement.at", [V], [f"%i = urem i32 %b, {n}", f"%r = extractelement {V} %a, i32 %i"],
              [V, Type("i32")], E)
        t.add("insertelement", [V], f"%r = insertelement {V} %a, {E} %b, i32 {n // 2}", [V, E], V)
        t.add("insertelement.at", [V], [f"%i = urem i32 %c, {n}", f"%r = insertelement {V} %a, {E} %b, i32 %i"],
              [V, E, Type("i32")], V)
        t.add("splat", [V], [f"%i = insertelement {V} poison, {E} %a, i32 0",
                             f"%r = shufflevector {V} %i, {V} poison, <{n} x i32> zeroinitializer"], [E], V)
        masks = {"reverse": [n - 1 - i for i in range(n)],
                 "rotate": [(i + 1) % n for i in range(n)],
                 "zip": [i // 2 + n * (i % 2) for i in range(n)],
                 "mix": [(i * 7 + 3) % (2 * n) for i in range(n)]}
        for name, mask in masks.items():
            text = ", ".join(f"i32 {m}" for m in mask)
            t.add("shufflevector." + name, [V], f"%r = shufflevector {V} %a, {V} %b, <{n} x i32> <{text}>", [V, V], V)
        if 2 * n * E.bits <= 8192:
            text = ", ".join(f"i32 {m}" for m in range(2 * n))
            W = V.of(V.element, 2)
            t.add("concat", [V], f"%r = shufflevector {V} %a, {V} %b, <{2 * n} x i32> <{text}>", [V, V], W)
            t.call("vector.interleave2", [V], [V, V], W)
            t.add("vector.deinterleave2", [V], [f"%s = call {{ {V}, {V} }} @llvm.vector.deinterleave2({W} %a)",
                                                f"%r = extractvalue {{ {V}, {V} }} %s, 1"], [W], V)
            t.call("vector.extract", [V], [W], V, f", i64 {n}")
            t.call("vector.insert", [V], [W, V], W, f", i64 {n}")
        for k in 3, 4, 5, 6, 7, 8:
            if k * n * E.bits <= 2048:
                W = V.of(V.element, k)
                parts = "{ " + ", ".join([str(V)] * k) + " }"
                t.add(f"vector.deinterleave{k}", [V], [f"%s = call {parts} @llvm.vector.deinterleave{k}({W} %a)",
                                                       f"%r = extractvalue {parts} %s, {k - 1}"], [W], V)
                values = ", ".join([f"{V} %a", f"{V} %b"][i % 2] for i in range(k))
                t.add(f"vector.interleave{k}", [V], f"%r = call {W} @llvm.vector.interleave{k}({values})", [V, V], W)
        t.call("vector.reverse", [V], [V], V)
        for side in "left", "right":
            t.call("vector.splice." + side, [V], [V, V], V, f", i32 {n // 2}")
        # Of elements of other sizes the host's result is wrong; of bfloat the host's code
        # ends with a fault, a store to an address that is not aligned.
        t.call("experimental.vector.compress", [V], [V, B, V], V,
               runs=V.bits in (8, 16, 32, 64) and V.count < 256 and V.element != "bfloat")
        t.call("experimental.vector.extract.last.active", [V], [V, B, E], E)
        # Memory under a mask.
        P = Type("ptr")
        t.call("masked.load", [V], [P, B, V], V, runs=False)
        t.call("masked.store", [V], [V, P, B], "void", runs=False)
        t.call("masked.expandload", [V], [P, B, V], V, runs=False)
        t.call("masked.compressstore", [V], [V, P, B], "void", runs=False)
        if n <= 257:
            t.call("masked.gather", [V], [V.of("ptr"), B, V], V, runs=False)
            t.call("masked.scatter", [V], [V, V.of("ptr"), B], "void", runs=False)
        if not V.pointer and not (V.bits % 8):
            t.add("masked.load.constant", [V], f"%r = call {V} @llvm.masked.load(ptr %a, {B} <{', '.join('i1 ' + ('true' if i % 3 else 'false') for i in range(n))}>, {V} %b)",
                  [P, V], V, runs=False)
    for V in ints:
        n, E, B = V.count, Type(V.element), V.of("i1")
        for op in "add", "mul", "and", "or", "xor", "smax", "smin", "umax", "umin":
            t.call("vector.reduce." + op, [V], [V], E)
        for R in "i32", "i64":
            t.call("experimental.cttz.elts", [V, Type(R)], [V], Type(R), ", i1 false")
        if V.bits >= 8:
            t.add("stepvector", [V], [f"%s = call {V} @llvm.stepvector()", f"%r = add {V} %s, %a"], [V], V, runs=n < 256 or V.bits > 8)
        if n % 4 == 0:
            t.call("vector.partial.reduce.add", [V], [V.of(V.element, 0.25), V], V.of(V.element, 0.25))
        if n <= 64:
            t.call("experimental.vector.match", [V], [V, Type(V.element, 4), B], B)
        t.add("ptr.gep.vector", [V], f"%r = getelementptr i32, ptr %b, {V} %a", [V, Type("ptr")], V.of("ptr"))
        t.add("mulhigh", [V], mulhigh(V), [V, V], V) if V.bits <= 64 and n <= 64 else None
        if V.bits == 1:
            for R in "i32", "i64":
                t.call("get.active.lane.mask", [V, Type(R)], [Type(R), Type(R)], V)
        if V.bits in (8, 16, 32, 64) and n <= 64:
            for op in "add", "uadd.sat", "umax", "umin":
                t.call("experimental.vector.histogram." + op, [V], [V.of("ptr"), E, B], "void", runs=False)
    for V in fps:
        E = Type(V.element)
        for op in "fadd", "fmul":
            t.add("vector.reduce." + op, [V], f"%r = call {E} @llvm.vector.reduce.{op}({E} %b, {V} %a)", [V, E], E)
            t.add(f"vector.reduce.{op}.any", [V], f"%r = call reassoc {E} @llvm.vector.reduce.{op}({E} %b, {V} %a)", [V, E], E, runs=False)
        for op in "fmax", "fmin", "fmaximum", "fminimum":
            t.call("vector.reduce." + op, [V], [V], E, exact="zeros" if op[-2:] != "um" else 0)
        if V.count % 4 == 0:
            t.call("vector.partial.reduce.fadd", [V], [V.of(V.element, 0.25), V], V.of(V.element, 0.25), runs=False)
    for V in ints + fps:
        # A four by n/4 matrix.
        if V.count % 4 == 0 and V.count <= 64 and V.element not in ("i1",):
            k = V.count // 4
            t.call("matrix.transpose", [V], [V], V, f", i32 4, i32 {k}")
            t.add("matrix.multiply", [V], f"%r = call <16 x {V.element}> @llvm.matrix.multiply({V} %a, {V} %b, i32 4, i32 {k}, i32 4)",
                  [V, V], Type(V.element, 16), runs=not V.float)
            t.call("matrix.column.major.load", [V], [Type("ptr"), Type("i64")], V, f", i1 false, i32 4, i32 {k}", runs=False)
            t.call("matrix.column.major.store", [V], [V, Type("ptr"), Type("i64")], "void", f", i1 false, i32 4, i32 {k}", runs=False)


def mulhigh(V):
    W = V.of(f"i{2 * V.bits}")
    return [f"%x = zext {V} %a to {W}", f"%y = zext {V} %b to {W}", f"%m = mul {W} %x, %y",
            f"%h = lshr {W} %m, {W.splat(V.bits)}", f"%r = trunc {W} %h to {V}"]


def predicated(t, ints, fps):
    def vp(op, V, operands, result, extra="", name=None):
        B = V.of("i1")
        arguments = ", ".join(f"{T} %{'abcd'[i]}" for i, T in enumerate(operands))
        arguments += (", " if arguments else "") + extra
        mask, length = "abcd"[len(operands)], V.count
        # The length is a constant: there is no room for a fifth operand.
        body = f"@llvm.vp.{op}({arguments}{B} %{mask}, i32 {length - length // 3})"
        if result == "void":
            t.add("vp." + (name or op), [V], "call void " + body, operands + [B], "void", runs=False)
        else:
            t.add("vp." + (name or op), [V], f"%r = call {result} {body}", operands + [B], result, runs=False)

    for V in ints:
        if V.count > 257:
            continue
        for op in ("add sub mul and or xor shl lshr ashr udiv sdiv urem srem smax smin umax umin "
                   "sadd.sat uadd.sat ssub.sat usub.sat").split():
            vp(op, V, [V, V], V)
        for op in "ctpop", "bitreverse":
            vp(op, V, [V], V)
        if V.bits % 16 == 0:
            vp("bswap", V, [V], V)
        for op in "ctlz", "cttz", "abs":
            vp(op, V, [V], V, "i1 false, ")
        vp("cttz.elts", V, [V], Type("i32"), "i1 false, ")
        for op in "fshl", "fshr":
            vp(op, V, [V, V, V], V)
        vp("icmp", V, [V, V], V.of("i1"), 'metadata !"slt", ')
        for op in "add mul and or xor smax smin umax umin".split():
            E = Type(V.element)
            t.add("vp.reduce." + op, [V], f"%r = call {E} @llvm.vp.reduce.{op}({E} %b, {V} %a, {V.of('i1')} %c, i32 {V.count})",
                  [V, E, V.of("i1")], E, runs=False)
        if V.bits < 64:
            for op in "sext", "zext":
                vp(op, V, [V], V.of(f"i{2 * V.bits}"))
            vp("trunc", V, [V.of(f"i{2 * V.bits}")], V)
        vp("inttoptr", V, [V], V.of("ptr"))
        vp("ptrtoint", V, [V.of("ptr")], V)
        for F in "half", "float", "double":
            for op in "sitofp", "uitofp":
                vp(op, V, [V], V.of(F), name=f"{op}.{F}")
            for op in "fptosi", "fptoui":
                vp(op, V, [V.of(F)], V, name=f"{op}.{F}")
    for V in fps:
        if V.count > 257:
            continue
        for op in "fadd fsub fmul fdiv frem copysign minnum maxnum minimum maximum".split():
            vp(op, V, [V, V], V)
        for op in "fneg fabs sqrt ceil floor round roundeven roundtozero rint nearbyint".split():
            vp(op, V, [V], V)
        for op in "fma", "fmuladd":
            vp(op, V, [V, V, V], V)
        for op in "lrint", "llrint":
            vp(op, V, [V], V.of("i64"))
        vp("fcmp", V, [V, V], V.of("i1"), 'metadata !"ult", ')
        vp("is.fpclass", V, [V], V.of("i1"), "i32 3, ")
        if V.element == "float":
            vp("fpext", V, [V], V.of("double"))
            vp("fptrunc", V, [V.of("double")], V)
        for op in "fadd fmul fmax fmin fmaximum fminimum".split():
            E = Type(V.element)
            t.add("vp.reduce." + op, [V], f"%r = call {E} @llvm.vp.reduce.{op}({E} %b, {V} %a, {V.of('i1')} %c, i32 {V.count})",
                  [V, E, V.of("i1")], E, runs=False)
    for V in ints + fps:
        if V.count > 257:
            continue
        B, P = V.of("i1"), Type("ptr")
        vp("load", V, [P], V)
        vp("store", V, [V, P], "void")
        vp("gather", V, [V.of("ptr")], V)
        vp("scatter", V, [V, V.of("ptr")], "void")
        t.add("vp.strided.load", [V], f"%r = call {V} @llvm.experimental.vp.strided.load(ptr %a, i64 %b, {B} %c, i32 {V.count})",
              [P, Type("i64"), B], V, runs=False)
        t.add("vp.strided.store", [V], f"call void @llvm.experimental.vp.strided.store({V} %a, ptr %b, i64 %c, {B} %d, i32 {V.count})",
              [V, P, Type("i64"), B], "void", runs=False)
        t.add("vp.select", [V], f"%r = call {V} @llvm.vp.select({B} %c, {V} %a, {V} %b, i32 {V.count})", [V, V, B], V, runs=False)
        t.add("vp.merge", [V], f"%r = call {V} @llvm.vp.merge({B} %c, {V} %a, {V} %b, i32 {V.count // 2})", [V, V, B], V, runs=False)
        t.add("vp.reverse", [V], f"%r = call {V} @llvm.experimental.vp.reverse({V} %a, {B} %b, i32 {V.count})", [V, B], V, runs=False)
        t.add("vp.splice", [V], f"%r = call {V} @llvm.experimental.vp.splice({V} %a, {V} %b, i32 {V.count // 2}, {B} %c, i32 {V.count}, i32 {V.count})",
              [V, V, B], V, runs=False)


CONSTRAINED_UNARY = ("acos asin atan ceil cos cosh exp exp2 floor log log10 log2 nearbyint rint "
                     "round roundeven sin sinh sqrt tan tanh trunc").split()
NO_ROUNDING = "ceil floor round roundeven trunc maxnum minnum maximum minimum lround llround".split()


def constrained(t, floats):
    exception = ', metadata !"fpexcept.strict"'
    rounding = ', metadata !"round.dynamic"'

    def add(op, types, operands, result, modes=True, exact=0, runs=True, predicate="", name=None):
        arguments = ", ".join(f"{T} %{'abcd'[i]}" for i, T in enumerate(operands))
        mode = rounding if modes else ""
        t.add(f"constrained.{name or op}", types, f"%r = call {result} @llvm.experimental.constrained.{op}({arguments}{predicate}{mode}{exception}) strictfp",
              operands, result, runs, exact)

    for T in floats:
        for op in "fadd", "fsub", "fmul", "fdiv", "frem":
            add(op, [T], [T, T], T)
        for op in CONSTRAINED_UNARY:
            add(op, [T], [T], T, op not in NO_ROUNDING, exact=4 if op in FLOAT_LIBRARY else 0)
        for op in "pow", "atan2":
            add(op, [T], [T, T], T, exact=4)
        for op in "maxnum", "minnum", "maximum", "minimum":
            add(op, [T], [T, T], T, False, exact="zeros")
        for op in "fma", "fmuladd":
            add(op, [T], [T, T, T], T, runs=op == "fma", exact=1 if T.narrow else 0)
        add("powi", [T], [T, Type("i32")], T, runs=False)
        add("ldexp", [T], [T, T.of("i32")], T)
        for op in ("lrint", "llrint", "lround", "llround") if not T.count else ():
            add(op, [T], [T], T.of("i64"), op not in NO_ROUNDING, runs=False)
        for op in "fcmp", "fcmps":
            for predicate in "oeq ogt oge olt ole one ord ueq ugt uge ult ule une uno".split():
                add(op, [T], [T, T], T.of("i1"), False, predicate=f', metadata !"{predicate}"', name=f"{op}.{predicate}")
        for bits in 1, 7, 8, 16, 32, 33, 64, 128:
            if T.count * bits > 8192:
                continue
            N = T.of(f"i{bits}")
            for op in "sitofp", "uitofp":
                add(op, [N, T], [N], T, exact=1 if T.narrow else 0)
            for op in "fptosi", "fptoui":
                add(op, [T, N], [T], N, False, runs=False)
        for other, bits in FLOATS.items():
            if bits > T.bits:
                add("fpext", [T, T.of(other)], [T], T.of(other), False)
            elif bits < T.bits:
                add("fptrunc", [T, T.of(other)], [T], T.of(other))


def atomics(t):
    P = Type("ptr")
    orderings = "monotonic", "acquire", "release", "acq_rel", "seq_cst"
    for T in [Type(f"i{n}") for n in (8, 16, 32, 64, 128)] + scalars("float") + [P]:
        if T.element == "fp128":
            continue
        for order in "unordered", "monotonic", "acquire", "seq_cst":
            t.add("load.atomic." + order, [T], f"%r = load atomic {T}, ptr %a {order}, align {T.bits // 8}", [P], T, runs=False)
        for order in "unordered", "monotonic", "release", "seq_cst":
            t.add("store.atomic." + order, [T], f"store atomic {T} %b, ptr %a {order}, align {T.bits // 8}", [P, T], "void", runs=False)
        operations = ("xchg fadd fsub fmax fmin fmaximum fminimum" if T.float else "xchg" if T.pointer else
                      "xchg add sub and nand or xor max min umax umin uinc_wrap udec_wrap usub_cond usub_sat").split()
        for op in operations:
            for order in orderings:
                t.add(f"atomicrmw.{op}.{order}", [T], f"%r = atomicrmw {op} ptr %a, {T} %b {order}", [P, T], T, runs=False)
        if not T.float:
            for order in orderings:
                failure = {"release": "monotonic", "acq_rel": "acquire"}.get(order, order)
                t.add("cmpxchg." + order, [T], [f"%s = cmpxchg weak ptr %a, {T} %b, {T} %c {order} {failure}",
                                                f"%r = extractvalue {{ {T}, i1 }} %s, 0"], [P, T, T], T, runs=False)
    for order in "acquire", "release", "acq_rel", "seq_cst":
        for scope in "", 'syncscope("singlethread") ':
            t.add("fence." + order + (".thread" if scope else ""), [], f"fence {scope}{order}", [], "void", runs=False)
    V = Type("half", 2)
    t.add("atomicrmw.vector", [V], f"%r = atomicrmw fadd ptr %a, {V} %b seq_cst", [P, V], V, runs=False)
