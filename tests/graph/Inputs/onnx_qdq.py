#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""onnx_qdq.py [--reference FOLDER] FOLDER [NAME...]: operators between DequantizeLinear and QuantizeLinear, as
quantisers write them.

Each graph is written twice, with integers and with the floats that these stand for. The integers that the former gives
are at most one step away from the latter's, the program's bits are the interpreter's, and what is computed with
integers leaves no conversion to floats in the program.

--reference also counts the elements that differ from ONNX Runtime's; FOLDER is where npm has installed
onnxruntime-web.
"""
import argparse
import json
import os
import random
import struct
import subprocess
import sys

sys.dont_write_bytecode = True
import onnx_file

LIMITS = {"u8": (0, 255), "i8": (-128, 127)}


def single(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]


def quantized(value, scale, zero, kind):
    low, high = LIMITS[kind]
    return min(max(round(value / scale) + zero, low), high)


class Graph:
    """One of the two forms; both draw the same numbers."""

    def __init__(self, integers, seed=1):
        self.integers, self.model, self.draw = integers, onnx_file.Model(), random.Random(seed)
        self.inputs, self.scales = [], {}

    def constant(self, kind, shape, values):
        return self.model.constant(shape, values, kind)

    def dequantized(self, values, kind, shape, scales, zeros, axis=0):
        """A constant; the scales are one, or one for each of the axis."""
        names_zero = self.draw.random() < 0.5 or any(zeros)
        if self.integers:
            many = len(scales) > 1
            of = [len(scales)] if many else []
            arguments = [self.constant(kind, shape, values), self.constant("f32", of, scales)]
            if names_zero:
                arguments.append(self.constant(kind, of, zeros))
            return self.model.node("DequantizeLinear", *arguments, **({"axis": axis} if many else {}))
        inner = 1
        for d in shape[axis + 1:]:
            inner *= d
        pick = lambda of, i: of[i // inner % len(of)]
        return self.constant("f32", shape, [single((v - pick(zeros, i)) * pick(scales, i))
                                            for i, v in enumerate(values)])

    def input(self, shape, kind="u8", scale=0.05, zero=None):
        low, high = LIMITS[kind]
        zero = self.draw.randrange(low, high) if zero is None else zero
        scale = single(scale)
        count = 1
        for d in shape:
            count *= d
        values = [self.draw.randint(low, high) for _ in range(count)]
        if not self.integers:
            x = self.model.input(shape)
            self.inputs.append(("<f4", shape, struct.pack(f"<{count}f", *((v - zero) * scale for v in values))))
        else:
            q = self.model.input(shape, kind)
            self.inputs.append((onnx_file.TYPES[onnx_file.NUMBERS[kind]][3], shape, onnx_file.pack(kind, values)))
            x = self.model.node("DequantizeLinear", q, self.constant("f32", [], [scale]),
                                self.constant(kind, [], [zero]))
        self.scales[x] = [scale]
        return x

    def weights(self, shape, axis=None, kind="i8", zero=0):
        count = 1
        for d in shape:
            count *= d
        values = [self.draw.randint(*LIMITS[kind]) for _ in range(count)]
        scales = [single(self.draw.uniform(0.005, 0.02)) for _ in range(1 if axis is None else shape[axis])]
        w = self.dequantized(values, kind, shape, scales, [zero] * len(scales), axis or 0)
        self.scales[w] = scales
        return w

    def bias(self, count, x, w):
        scales = [single(self.scales[x][0] * s) for s in self.scales[w]]
        values = [self.draw.randint(-3000, 3000) for _ in range(count)]
        return self.dequantized(values, "i32", [count], scales, [0] * len(scales))

    def node(self, *arguments, **attributes):
        return self.model.node(*arguments, **attributes)

    def step(self, y, scale, zero, kind="u8"):
        """Between two operators, in both forms."""
        arguments = [self.constant("f32", [], [scale]), self.constant(kind, [], [zero])]
        y = self.node("DequantizeLinear", self.node("QuantizeLinear", y, *arguments), *arguments)
        self.scales[y] = [single(scale)]
        return y

    def output(self, y, scale, zero, kind):
        if self.integers:
            self.model.output(self.node("QuantizeLinear", y, self.constant("f32", [], [scale]),
                                        self.constant(kind, [], [zero])), kind)
        else:
            self.model.output(y)

    def write(self, stem):
        self.model.write(stem + ".onnx")
        paths = []
        for number, array in enumerate(self.inputs):
            paths.append(f"{stem}-in{number}.npy")
            onnx_file.write_npy(paths[-1], *array)
        return paths


def convolution(shape, channels, kernel=(3, 3), kind="u8", axis=0, after=None, zero=0, **attributes):
    def build(g):
        x = g.input(shape, kind)
        w = g.weights([channels, shape[1] // attributes.get("group", 1), *kernel], axis, zero=zero)
        y = g.node("Conv", x, w, g.bias(channels, x, w), **attributes)
        return after(g, y) if after else y
    return build


def clipped(g, y):
    return g.node("Clip", y, g.constant("f32", [], [0.0]), g.constant("f32", [], [6.0]))


def gemm(g):
    x = g.input([9, 40], "i8")
    return g.node("Gemm", x, g.weights([20, 40], 0), g.constant("f32", [20], [single(g.draw.gauss(0, 3))
                                                                              for _ in range(20)]), transB=1)


def binary(operator, first=(2, 8, 30), second=(2, 8, 30)):
    return lambda g: g.node(operator, g.input(list(first)), g.input(list(second), "i8", 0.03))


def unary(operator, shape=(3, 90), **attributes):
    return lambda g: g.node(operator, g.input(list(shape), "i8", 0.06, 3), **attributes)


def concat(g):
    return g.node("Concat", g.input([2, 5, 20]), g.input([2, 7, 20], "u8", 0.02), axis=1)


def resize(g, mode):
    return g.node("Resize", g.input([1, 3, 6, 10]), "", g.constant("f32", [4], [1.0, 1.0, 2.0, 2.0]), mode=mode)


def attention(g):
    """Scores of two activations, and what follows."""
    q, k = g.input([2, 12, 16]), g.input([2, 16, 12], "u8", 0.04)
    return g.node("Softmax", g.node("Mul", g.node("MatMul", q, k), g.constant("f32", [], [0.05])), axis=-1)


def moved(g):
    y = g.node("Transpose", g.input([2, 8, 6, 5]), perm=[0, 2, 3, 1])
    return g.node("Reshape", y, g.constant("i64", [2], [2, 240]))


def network(g):
    """A small network for images, with what is added to a later layer."""
    def layer(x, channels, depth, kernel, relu, scale, **attributes):
        w = g.weights([channels, depth // attributes.get("group", 1), *kernel], 0)
        y = g.node("Conv", x, w, g.bias(channels, x, w), **attributes)
        return g.step(g.node("Relu", y), scale, 0) if relu else g.step(y, scale, 128)

    x = layer(g.input([1, 3, 16, 20], zero=128), 8, 3, (3, 3), True, 0.3, pads=[1, 1, 1, 1])
    y = layer(x, 8, 8, (3, 3), True, 0.7, group=8, pads=[1, 1, 1, 1])
    y = layer(y, 8, 8, (1, 1), False, 2.0)
    y = g.step(g.node("Add", x, y), 2.0, 120)
    y = g.node("MaxPool", y, kernel_shape=[2, 2], strides=[2, 2])
    y = g.step(g.node("GlobalAveragePool", y), 0.5, 100)
    y = g.node("Flatten", y)
    g.scales[y] = [0.5]
    w = g.weights([10, 8], 0)
    return g.node("Gemm", y, w, g.bias(10, y, w), transB=1)


def padded(g, mode="constant"):
    return g.node("Pad", g.input([1, 3, 6, 10]), g.constant("i64", [8], [0, 0, 1, 1, 0, 0, 2, 1]), mode=mode)


# Whether all is computed with integers, and the graph.
CASES = {
    "conv": (True, convolution([2, 8, 9, 20], 16, pads=[1, 1, 1, 1])),
    "conv-i8": (True, convolution([1, 8, 9, 20], 16, kind="i8", strides=[2, 2])),
    "conv-one-scale": (True, convolution([1, 4, 6, 20], 5, axis=None)),
    "conv-weights-zero": (True, convolution([1, 4, 6, 20], 5, zero=3)),
    "conv-relu": (True, convolution([1, 8, 6, 20], 16, after=lambda g, y: g.node("Relu", y))),
    "conv-clip": (True, convolution([1, 8, 6, 20], 16, after=clipped)),
    "depthwise": (True, convolution([1, 16, 9, 20], 16, group=16, pads=[1, 1, 1, 1])),
    "pointwise": (True, convolution([1, 16, 5, 20], 20, (1, 1))),
    "gemm": (True, gemm),
    "matmul": (True, lambda g: g.node("MatMul", g.input([2, 9, 40]), g.weights([40, 18], 1))),
    "matmul-inputs": (True, lambda g: g.node("MatMul", g.input([2, 9, 24]), g.input([2, 24, 10], "i8"))),
    "average-pool": (True, lambda g: g.node("AveragePool", g.input([1, 6, 11, 14]), kernel_shape=[3, 3],
                                            strides=[2, 1], pads=[1, 1, 1, 1])),
    "global-average-pool": (True, lambda g: g.node("GlobalAveragePool", g.input([2, 10, 7, 9]))),
    "reduce-mean": (True, lambda g: g.node("ReduceMean", g.input([2, 10, 7, 9]), axes=[2, 3], keepdims=0)),
    "max-pool": (True, lambda g: g.node("MaxPool", g.input([1, 6, 12, 14]), kernel_shape=[2, 2], strides=[2, 2])),
    "add": (True, binary("Add")), "sub": (True, binary("Sub", (2, 8, 30), (8, 1))), "mul": (True, binary("Mul")),
    "add-relu": (True, lambda g: g.node("Relu", binary("Add")(g))), "concat": (True, concat),
    "sigmoid": (True, unary("Sigmoid")), "tanh": (True, unary("Tanh")), "hard-swish": (True, unary("HardSwish")),
    "leaky-relu": (True, unary("LeakyRelu", alpha=0.1)), "relu": (True, unary("Relu")),
    "softmax": (False, unary("Softmax", axis=-1)), "attention": (True, attention),
    "resize": (True, lambda g: resize(g, "nearest")), "resize-linear": (False, lambda g: resize(g, "linear")),
    "transpose-reshape": (True, moved), "network": (True, network),
    "pad": (True, padded), "pad-reflect": (True, lambda g: padded(g, "reflect")),
    "split": (True, lambda g: g.node("Split", g.input([4, 30]), axis=0, outputs=2)[1])}


def interpret(graph, stem):
    graph_inputs = graph.write(stem)
    subprocess.run(["sectile-interpret", stem + ".onnx", *graph_inputs, stem + "-y.npy"], check=True)
    return onnx_file.read_npy(stem + "-y.npy"), graph_inputs


def run(folder, name, kind="u8"):
    integral, build = CASES[name]
    stem = os.path.join(folder, name)
    floats = Graph(False)
    floats.output(build(floats), 0, 0, kind)
    (_, shape, expected), _ = interpret(floats, stem + "-float")
    low, high = min(0, *expected), max(0, *expected)
    scale = single((high - low) / 255)
    zero = min(max(round(LIMITS[kind][0] - low / scale), LIMITS[kind][0]), LIMITS[kind][1])
    integers = Graph(True)
    integers.output(build(integers), scale, zero, kind)
    (found_kind, found_shape, found), inputs = interpret(integers, stem)
    if (found_kind, found_shape) != (kind, shape):
        return f"is {found_kind} {found_shape}, expected {kind} {shape}"
    steps = [abs(a - quantized(b, scale, zero, kind)) for a, b in zip(found, expected, strict=True)]
    if max(steps) > 1:
        return f"has an element that is {max(steps)} steps away"
    if sum(steps) > max(1, len(steps) // 50):
        return f"has {sum(steps)} of {len(steps)} elements that are a step away"
    report = subprocess.run(["sectile-model", "--report", stem + ".onnx", "-o", stem + ".elf"], check=True,
                            capture_output=True, text=True).stdout
    if ("DequantizeLinear" in report) == integral:
        return f"is not computed as expected:\n{report}"
    subprocess.run(["sectile-run", "--dir", folder, stem + ".elf", *map(os.path.basename, inputs), name + "-z.npy"],
                   check=True)
    with open(stem + "-y.npy", "rb") as a, open(stem + "-z.npy", "rb") as b:
        return None if a.read() == b.read() else "the program's bits are not the interpreter's"


def reference(folder, name, where):
    """How many elements of ONNX Runtime's result differ, and how many there are."""
    stem = os.path.join(folder, name)
    graph = Graph(True)
    CASES[name][1](graph)
    spec = {"model": stem + ".onnx", "constants": {}, "outputs": [stem + "-reference.raw"],
            "inputs": {f"x{i}": {"file": f"{stem}-in{i}.npy", "dims": shape}
                       for i, (_, shape, _) in enumerate(graph.inputs)}}
    with open(stem + ".json", "w") as file:
        json.dump(spec, file)
    script = os.path.join(os.path.dirname(__file__), *[".."] * 3, "models", "public", "runtime.mjs")
    subprocess.run(["node", os.path.realpath(script), stem + ".json"], cwd=where, check=True)
    kind, _, found = onnx_file.read_npy(stem + "-y.npy")
    with open(stem + "-reference.raw", "rb") as file:
        expected = onnx_file.unpack(kind, file.read())
    return sum(a != b for a, b in zip(found, expected, strict=True)), len(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--reference", metavar="FOLDER")
    arguments = parser.parse_args()
    folder, names = os.path.abspath(arguments.folder), arguments.names or CASES
    os.makedirs(folder, exist_ok=True)
    wrong = 0
    for number, name in enumerate(names):
        problem = run(folder, name, "i8" if number % 2 else "u8")
        wrong += problem is not None
        if problem:
            print(f"{name}: {problem}")
        if arguments.reference:
            different, count = reference(folder, name, arguments.reference)
            print(f"{name}: {different} of {count} elements are not ONNX Runtime's")
    print(f"{len(names) - wrong} within a step, {wrong} not")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
