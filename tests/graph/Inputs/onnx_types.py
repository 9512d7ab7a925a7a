#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""onnx_types.py FOLDER: results of types other than f32, against what Python computes with its own numbers.

The interpreter's elements are the expected ones bit for bit (any NaN is a NaN), and the program's the interpreter's.
"""
import math
import os
import random
import struct
import subprocess
import sys

sys.dont_write_bytecode = True
import onnx_file

INTEGERS = {"i8": (8, True), "i16": (16, True), "u16": (16, False), "i32": (32, True), "u32": (32, False),
            "i64": (64, True), "u64": (64, False), "u8": (8, False)}


def rounded(kind, value):
    """A double as the type has it: rounded once, to nearest even."""
    if kind == "f64" or math.isinf(value) or math.isnan(value) or value == 0:
        return value
    bits, least, most = {"f16": (11, -14, 15), "bf16": (8, -126, 127), "f32": (24, -126, 127)}[kind]
    _, exponent = math.frexp(value)
    unit = max(exponent - 1, least) - bits + 1
    result = math.ldexp(round(math.ldexp(value, -unit)), unit)  # Python rounds halves to even
    return math.copysign(math.inf, value) if abs(result) >= 2.0 ** (most + 1) else result


def wrapped(kind, value):
    bits, signed = INTEGERS[kind]
    value &= (1 << bits) - 1
    return value - (1 << bits) if signed and value >> (bits - 1) else value


def converted(source, target, value):
    """Cast: reals are rounded once, integers wrap, a real beyond an integer type is its limit, a NaN is 0."""
    if target in INTEGERS:
        if source in INTEGERS:
            return wrapped(target, value)
        bits, signed = INTEGERS[target]
        low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
        if math.isnan(value):
            return 0
        if bits >= 32:
            # The nearest number of the source's that the type has.
            high = min(high, int(math.nextafter(2.0**bits / (2 if signed else 1), 0)) if source == "f64" else
                       int(2.0**bits / (2 if signed else 1)) - (1 << bits - (25 if signed else 24)))
        return low if value <= low else high if value >= high else math.trunc(value)
    return exactly(target, value) if source in INTEGERS else rounded(target, value)


def exactly(kind, value):
    """An integer as a real, from all its bits."""
    bits = {"f16": 11, "bf16": 8, "f32": 24, "f64": 53}[kind]
    sign, value = (-1 if value < 0 else 1), abs(value)
    cut = max(value.bit_length() - bits, 0)
    kept, rest = value >> cut, value & ((1 << cut) - 1)
    half = 1 << cut >> 1
    kept += cut > 0 and (rest > half or (rest == half and kept & 1))
    return rounded(kind, float(sign * (kept << cut)))


def quotient(a, b):
    return 0 if b == 0 else abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)


def sample(kind, count, seed):
    draw = random.Random(f"{kind}{seed}")
    if kind in INTEGERS:
        return [wrapped(kind, draw.choice((draw.getrandbits(64), draw.randrange(-9, 9)))) for _ in range(count)]
    return [rounded(kind, draw.gauss(0, 1) * 2.0 ** draw.randrange(-20, 15)) for _ in range(count)]


def arithmetic(kind):
    """Each operation is rounded once, or wraps."""
    a, b = sample(kind, 120, 1), sample(kind, 120, 2)
    pairs = list(zip(a, b))
    if kind in INTEGERS:
        whole = lambda f: [wrapped(kind, f(x, y)) for x, y in pairs]
        expected = [whole(lambda x, y: x + y), whole(lambda x, y: x - y), whole(lambda x, y: x * y), whole(quotient),
                    [max(p) for p in pairs], [x < y for x, y in pairs]]
    else:
        real = lambda f: [rounded(kind, f(x, y)) for x, y in pairs]
        expected = [real(lambda x, y: x + y), real(lambda x, y: x - y), real(lambda x, y: x * y),
                    real(lambda x, y: x / y), [max(p) for p in pairs], [x < y for x, y in pairs]]
    model = onnx_file.Model()
    x, y = model.input([3, 40], kind), model.input([3, 40], kind)
    for operator in ("Add", "Sub", "Mul", "Div", "Max", "Less"):
        model.output(model.node(operator, x, y), "bool" if operator == "Less" else kind)
    return model, [a, b], expected


CHOSEN = {"f64": [1 + 2.0**-11 + 2.0**-30, 65519.9, 65520.0, 1e300, -1e-30, math.inf, math.nan, 2.0**31, -2.0**63, 3e9,
                  2.0**64, 2.0**-25, 2.0**-24 * 1.5, -3.99, 0.0],
          "f32": [1.5e19, -1.0, math.nan, 2.0**31, -2.0**31, 3.9, -3.9, 2.0**63, 1e-40, 65504.0, math.inf, 300.0],
          "f16": [65504.0, -1.5, math.inf, 2.0**-24, math.nan, 0.25, -300.0], "bf16": [3e38, -2.5, 2.0**-133, 200.5],
          "i64": [(1 << 60) + (1 << 52) + 1, -(1 << 63), (1 << 63) - 1, -1, 65520, 2049, 16777217, (1 << 53) + 1, 257],
          "u64": [(1 << 64) - 1, 1 << 63, (1 << 60) + (1 << 52) + 1, 3, (1 << 63) + (1 << 39)],
          "i16": [-32768, 32767, -1, 200], "u16": [65535, 40000, 1], "u32": [(1 << 32) - 1, 1 << 31, 7, 16777217],
          "i32": [-(1 << 31), 2147483647, 2049, -65520, 16777217]}


def casts(source):
    model, expected = onnx_file.Model(), []
    values = CHOSEN[source] if source in INTEGERS else [rounded(source, v) for v in CHOSEN[source]]
    x = model.input([len(values)], source)
    for target in list(CHOSEN) + ["i8", "u8"]:
        if target == source:
            continue
        model.output(model.node("Cast", x, to=onnx_file.NUMBERS[target]), target)
        expected.append([converted(source, target, v) for v in values])
    return model, [values], expected


def sums(kind):
    """Of many small numbers, which are added in f32 and rounded once: in the type itself they would stop to count."""
    value, count = rounded(kind, 0.1), 5000
    total = 0.0
    for _ in range(count):
        total = rounded("f32", total + value)
    model = onnx_file.Model()
    x = model.input([count], kind)
    model.output(model.node("ReduceSum", x, keepdims=1), kind)
    model.output(model.node("MatMul", x, model.constant([count, 1], [1.0] * count, kind)), kind)
    return model, [[value] * count], [[rounded(kind, total)]] * 2


def reductions(kind):
    """Of integers: sums wrap, means and roots lose what is behind the point."""
    rows = [sample(kind, 6, 3), [wrapped(kind, v) for v in (-7, 3, 2, -9, 1, 4)], [1, 2, 3, 4, 5, 7]]
    model = onnx_file.Model(18)
    x = model.input([3, 6], kind)
    axis = model.constant([1], [-1], "i64")
    for operator in ("ReduceSum", "ReduceSumSquare", "ReduceMean", "ReduceL2"):
        model.output(model.node(operator, x, axis, keepdims=0), kind)
    whole = [wrapped(kind, sum(row)) for row in rows]
    squares = [wrapped(kind, sum(v * v for v in row)) for row in rows]
    roots = [converted("f64", kind, math.sqrt(float(v)) if v >= 0 else math.nan) for v in squares]
    return model, [[v for row in rows for v in row]], [whole, squares, [quotient(v, 6) for v in whole], roots]


def functions(kind):
    """In f32, rounded once; in f64, within a few units of the last place."""
    values = [rounded(kind, v / 8) for v in range(1, 160)]
    model = onnx_file.Model()
    x = model.input([len(values)], kind)
    sigmoid = lambda v: 1 / (1 + math.exp(-v))
    expected = []
    for name, function in (("Exp", math.exp), ("Log", math.log), ("Sqrt", math.sqrt), ("Tanh", math.tanh),
                           ("Sigmoid", sigmoid)):
        model.output(model.node(name, x), kind)
        expected.append([rounded(kind, function(v)) for v in values])
    return model, [values], expected


def same(a, b, units, kind):
    if a != a or b != b:
        return a != a and b != b
    unit = {"f64": 2.0**-52, "f16": 2.0**-10, "bf16": 2.0**-7}.get(kind, 0)
    return a == b or abs(a - b) <= units * abs(b) * unit


def run(stem, made, units=0):
    model, inputs, expected = made
    model.write(stem + ".onnx")
    given, wanted, found = [], [], []
    for i, ((kind, shape), values) in enumerate(zip(model.shapes, inputs)):
        given.append(f"{stem}-in{i}.npy")
        onnx_file.write_npy(given[-1], onnx_file.TYPES[onnx_file.NUMBERS[kind]][3], shape, onnx_file.pack(kind, values))
    for i in range(len(expected)):
        wanted.append(f"{stem}-expected{i}.npy")
        found.append(f"{stem}-out{i}.npy")
    subprocess.run(["sectile-interpret", stem + ".onnx", *given, *wanted], check=True)
    subprocess.run(["sectile-model", "-q", stem + ".onnx", "-o", stem + ".elf"], check=True)
    subprocess.run(["sectile-run", "--dir", os.path.dirname(stem), stem + ".elf",
                    *map(os.path.basename, given + found)], check=True)
    for i, values in enumerate(expected):
        kind, _, computed = onnx_file.read_npy(wanted[i])
        for at, (a, b) in enumerate(zip(computed, values, strict=True)):
            if not same(a, b, units, kind):
                return f"output {i} of {kind} has {a!r} at {at}, expected {b!r}"
        programs = onnx_file.read_npy(found[i])[2]
        if not all(map(lambda a, b: same(a, b, 0, kind), computed, programs)):
            return f"output {i} of the program differs"
    return None


def main(folder):
    os.makedirs(folder, exist_ok=True)
    cases = {f"arithmetic-{kind}": (arithmetic(kind), 0)
             for kind in ("f16", "bf16", "f64", "i16", "u16", "u32", "u64", "u8")}
    cases |= {f"cast-{kind}": (casts(kind), 0) for kind in CHOSEN}
    cases |= {f"sums-{kind}": (sums(kind), 0) for kind in ("f16", "bf16")}
    cases |= {f"reductions-{kind}": (reductions(kind), 0) for kind in ("i32", "u32", "i64", "u64")}
    cases |= {f"functions-{kind}": (functions(kind), 4 if kind == "f64" else 1) for kind in ("f16", "bf16", "f64")}
    wrong = 0
    for name, (made, units) in cases.items():
        problem = run(os.path.join(folder, name), made, units)
        wrong += problem is not None
        if problem:
            print(f"{name}: {problem}")
    print(f"{len(cases) - wrong} as expected, {wrong} not")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
