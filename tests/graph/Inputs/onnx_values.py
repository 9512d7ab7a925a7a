# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Models of a few nodes and what they have to give, computed in plain Python.

The interpreter's elements are near the expected ones, integers equal, and the program's are the interpreter's bit for
bit.
"""
import itertools
import math
import os
import random
import subprocess
import sys

sys.dont_write_bytecode = True
import onnx_file


class Array:
    """Elements in the order of their indices."""

    def __init__(self, shape, values=None, of=None):
        self.shape = list(shape)
        self.values = list(values) if of is None else [of(*i) for i in indices(shape)]

    def at(self, *index):
        place = 0
        for size, i in zip(self.shape, index, strict=True):
            assert 0 <= i < size
            place = place * size + i
        return self.values[place]


def indices(shape):
    return itertools.product(*map(range, shape))


def sample(shape, seed=1, kind="f32", low=-4, high=5):
    draw = random.Random(f"{shape}{seed}{kind}")
    if kind == "f32":
        return Array(shape, [draw.randrange(-64, 65) / 32 for _ in range(math.prod(shape))])
    return Array(shape, [draw.randrange(low, high) for _ in range(math.prod(shape))])


class Case:
    """A model, what it gets, and what it has to give."""

    def __init__(self, version):
        self.model, self.inputs, self.expected = onnx_file.Model(version), [], []

    def input(self, array, kind="f32"):
        self.inputs.append(array.values)
        return self.model.input(array.shape, kind)

    def constant(self, array, kind="f32"):
        return self.model.constant(array.shape, array.values, kind)

    def integers(self, *values):
        return self.model.constant([len(values)], list(values), "i64")

    def gives(self, expected, operator, *inputs, kind="f32", **attributes):
        """The first result of a node is the expected one; several are in a list."""
        several = isinstance(expected, list)
        names = self.model.node(operator, *inputs, outputs=len(expected) if several else 1, **attributes)
        for name, array in zip(names if several else [names], expected if several else [expected], strict=True):
            if array is not None:
                self.model.output(name, kind, array.shape)
                self.expected.append(array)


def elementwise(x, f):
    return Array(x.shape, map(f, x.values))


def near(a, b):
    return a == b or abs(a - b) <= 2e-5 * max(1, abs(b))


def run(stem, case):
    case.model.write(stem + ".onnx")
    given = [f"{stem}-in{i}.npy" for i in range(len(case.inputs))]
    for path, (kind, shape), values in zip(given, case.model.shapes, case.inputs, strict=True):
        onnx_file.write_npy(path, onnx_file.TYPES[onnx_file.NUMBERS[kind]][3], shape, onnx_file.pack(kind, values))
    wanted, found = ([f"{stem}-{kind}{i}.npy" for i in range(len(case.expected))] for kind in ("expected", "out"))
    subprocess.run(["sectile-interpret", stem + ".onnx", *given, *wanted], check=True)
    for i, (path, array) in enumerate(zip(wanted, case.expected)):
        computed = onnx_file.read_npy(path)[2]
        for at, (a, b) in enumerate(zip(computed, array.values, strict=True)):
            if not near(a, b):
                return f"output {i} has {a!r} at {at}, expected {b!r}"
    subprocess.run(["sectile-model", "-q", stem + ".onnx", "-o", stem + ".elf"], check=True)
    subprocess.run(["sectile-run", "--dir", os.path.dirname(stem), stem + ".elf",
                    *map(os.path.basename, given + found)], check=True)
    for a, b in zip(wanted, found):
        with open(a, "rb") as first, open(b, "rb") as second:
            if first.read() != second.read():
                return f"{b} is not {a}"
    return None


def main(folder, cases):
    """Runs each case, a function by name, and prints how many are as expected."""
    os.makedirs(folder, exist_ok=True)
    wrong = 0
    for name, build in cases.items():
        try:
            problem = run(os.path.join(folder, name), build())
        except subprocess.CalledProcessError as error:
            problem = str(error)
        wrong += problem is not None
        if problem:
            print(f"{name}: {problem}")
    print(f"{len(cases) - wrong} as expected, {wrong} not")
    return 1 if wrong else 0

