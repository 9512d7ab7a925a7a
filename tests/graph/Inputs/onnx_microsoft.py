#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""onnx_microsoft.py FOLDER: operators of com.microsoft, against what dequantised elements give in plain Python."""
import math
import sys

sys.dont_write_bytecode = True
import onnx_values
from onnx_values import Array, Case, elementwise, indices, sample


def rounded(value, scale, zero, low=0, high=255):
    return min(max(round(value / scale) + zero, low), high)


class Bytes:
    """A tensor of u8 with a scale and a zero point."""

    def __init__(self, case, shape, scale, zero, seed=1, constant=False, kind="u8"):
        low, high = (0, 256) if kind == "u8" else (-128, 128)
        self.array = sample(shape, seed, kind, low, high)
        self.scale, self.zero = scale, zero
        name = case.constant(self.array, kind) if constant else case.input(self.array, kind)
        self.names = [name, *parameters(case, scale, zero, kind)]

    def at(self, *index):
        return (self.array.at(*index) - self.zero) * self.scale


def parameters(case, scale, zero, kind="u8"):
    return [case.constant(Array([], [scale])), case.constant(Array([], [zero]), kind)]


def microsoft(case, expected, operator, *inputs, **attributes):
    case.gives(expected, operator, *inputs, **attributes)
    case.model.nodes[-1].append((7, "com.microsoft"))


def elements():
    case = Case(13)
    # Sums and products that are no halves of a step.
    a, b = Bytes(case, [2, 3, 20], 0.25, 120), Bytes(case, [3, 20], 0.125, 7, 2)
    to = parameters(case, 0.4375, 100)
    for name, f in (("QLinearAdd", lambda x, y: x + y), ("QLinearMul", lambda x, y: x * y)):
        y = Array([2, 3, 20], of=lambda n, i, j: rounded(f(a.at(n, i, j), b.at(i, j)), 0.4375, 100))
        microsoft(case, y, name, *a.names, *b.names, *to, kind="u8")
    microsoft(case, Array([2, 3, 20], of=lambda *i: rounded(1 / (1 + math.exp(-a.at(*i))), 1 / 256, 0)),
              "QLinearSigmoid", *a.names, *parameters(case, 1 / 256, 0), kind="u8")
    leaky = lambda v: v if v >= 0 else 0.3 * v
    microsoft(case, Array([2, 3, 20], of=lambda *i: rounded(leaky(a.at(*i)), 0.1875, 90)), "QLinearLeakyRelu",
              *a.names, *parameters(case, 0.1875, 90), alpha=0.3, kind="u8")
    c = Bytes(case, [2, 3, 7], 0.25, 120, 3)
    microsoft(case, Array([2, 3, 27], of=lambda n, i, j: rounded(a.at(n, i, j) if j < 20 else c.at(n, i, j - 20),
                                                                  0.3125, 80)), "QLinearConcat",
              *parameters(case, 0.3125, 80), *a.names, *c.names, axis=2, kind="u8")
    return case


def sums():
    case = Case(13)
    a = Bytes(case, [1, 4, 7, 9], 0.0625, 110)
    mean = lambda values: sum(values) / len(values)
    microsoft(case, Array([1, 4, 1, 1], of=lambda n, c, i, j: rounded(
        mean([a.at(n, c, *p) for p in indices([7, 9])]), 0.015625, 60)), "QLinearGlobalAveragePool", *a.names,
        *parameters(case, 0.015625, 60), channels_last=0, kind="u8")
    microsoft(case, Array([1, 4, 3, 4], of=lambda n, c, i, j: rounded(
        mean([a.at(n, c, 2 * i + k, 2 * j + m) for k, m in indices([2, 2])]), 0.0546875, 60)), "QLinearAveragePool",
        *a.names, *parameters(case, 0.0546875, 60), kernel_shape=[2, 2], strides=[2, 2], kind="u8")
    x, w = Bytes(case, [3, 17], 0.0625, 110, 4), Bytes(case, [17, 10], 0.03125, 3, 5, True, "i8")
    bias = sample([10], 6, "i32", -900, 900)
    product = lambda i, j: sum(x.at(i, k) * w.at(k, j) for k in range(17)) + bias.values[j] * 0.0625 * 0.03125
    microsoft(case, Array([3, 10], of=lambda i, j: rounded(product(i, j), 0.40625, 127)), "QGemm", *x.names, *w.names,
              case.constant(bias, "i32"), *parameters(case, 0.40625, 127), kind="u8")
    y = Bytes(case, [3, 8], 0.125, 110, 7)
    power = lambda i, j: math.exp(y.at(i, j))
    microsoft(case, Array([3, 8], of=lambda i, j: rounded(power(i, j) / sum(power(i, k) for k in range(8)), 1 / 256, 0)),
              "QLinearSoftmax", *y.names, *parameters(case, 1 / 256, 0), axis=-1, opset=13, kind="u8")
    return case


def floats():
    case = Case(13)
    a, b = sample([3, 8]), sample([8], 2)
    x, z = case.input(a), case.input(b)
    exact = lambda v: v * (1 + math.erf(v / math.sqrt(2))) / 2
    near = lambda v: v / 2 * (1 + math.tanh(math.sqrt(2 / math.pi) * (v + 0.044715 * v**3)))
    microsoft(case, elementwise(a, exact), "Gelu", x)
    microsoft(case, Array([3, 8], of=lambda i, j: exact(a.at(i, j) + b.at(j))), "BiasGelu", x, z)
    microsoft(case, elementwise(a, near), "FastGelu", x)
    microsoft(case, Array([3, 8], of=lambda i, j: near(a.at(i, j) + b.at(j))), "FastGelu", x, z)
    microsoft(case, elementwise(a, lambda v: v / (1 + math.exp(-1.702 * v))), "QuickGelu", x, alpha=1.702)
    return case


CASES = {"elements": elements, "sums": sums, "floats": floats}

if __name__ == "__main__":
    sys.exit(onnx_values.main(sys.argv[1], CASES))
