#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""onnx_old.py FOLDER: what files of old versions and of simple tools have, against plain Python."""
import math
import sys

sys.dont_write_bytecode = True
import onnx_values
from onnx_values import Array, Case, elementwise, sample


def repeated():
    """Before version 7 the second operand is repeated where an attribute says so."""
    case = Case(6)
    a, b, c, d = sample([2, 3, 4, 5]), sample([3, 4], 2), sample([5], 3), sample([2, 3, 4, 5], 4)
    x = case.input(a)
    case.gives(Array(a.shape, of=lambda n, i, j, k: a.at(n, i, j, k) + b.at(i, j)), "Add", x, case.input(b),
               broadcast=1, axis=1)
    case.gives(Array(a.shape, of=lambda n, i, j, k: a.at(n, i, j, k) * c.at(k)), "Mul", x, case.input(c), broadcast=1)
    case.gives(Array(a.shape, of=lambda *i: a.at(*i) - d.at(*i)), "Sub", x, case.input(d))
    e, f, g = sample([3, 4], 5), sample([4, 6], 6), sample([6], 7)
    case.gives(Array([3, 6], of=lambda i, j: g.at(j) + sum(e.at(i, k) * f.at(k, j) for k in range(4))), "Gemm",
               case.input(e), case.constant(f), case.constant(g), broadcast=1)
    case.gives(Array(a.shape, of=lambda n, i, j, k: a.at(n, i, j, k) > b.at(i, j)), "Greater", x, case.constant(b),
               broadcast=1, axis=1, kind="bool")
    return case


def inference():
    """Operators of which an attribute says that nothing is trained."""
    case = Case(6)
    a = sample([2, 3, 4, 5])
    x = case.input(a)
    scale, bias, mean = (sample([3], seed) for seed in (2, 3, 4))
    variance = elementwise(sample([3], 5), lambda v: v * v + 0.5)
    case.gives(Array(a.shape, of=lambda n, i, j, k: (a.at(n, i, j, k) - mean.at(i)) /
                     math.sqrt(variance.at(i) + 1e-5) * scale.at(i) + bias.at(i)), "BatchNormalization", x,
               *map(case.constant, (scale, bias, mean, variance)), is_test=1)
    case.gives(a, "Dropout", x, is_test=1, ratio=0.5)
    case.gives(Array(a.shape, of=lambda n, i, j, k: a.at(n, i, j, k) * (scale.at(i) if a.at(n, i, j, k) < 0 else 1)),
               "PRelu", x, case.constant(scale))
    return case


def disordered():
    """Nodes before those whose results they use."""
    case = Case(13)
    a = sample([4, 5])
    x = case.input(a)
    case.gives(elementwise(a, lambda v: abs(v * v) - v), "Sub", "t1_0", x)
    case.model.node("Abs", "t2_0")
    case.model.node("Mul", x, x)
    return case


CASES = {"repeated": repeated, "inference": inference, "disordered": disordered}

if __name__ == "__main__":
    sys.exit(onnx_values.main(sys.argv[1], CASES))
