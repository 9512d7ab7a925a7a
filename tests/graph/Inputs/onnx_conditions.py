#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""onnx_conditions.py FOLDER [NAME]: If and Loop whose conditions depend on data; with a name only that file."""
import os
import sys

sys.dont_write_bytecode = True
import onnx_file
import onnx_values
from onnx_values import Array, Case

FLOAT, INTEGER, BOOL = (onnx_file.NUMBERS[k] for k in ("f32", "i64", "bool"))


def value(name, kind=FLOAT):
    return [(1, name), (2, [(1, [(1, kind)])])]


def node(operator, inputs, output, **attributes):
    return [(1, i) for i in inputs] + [(2, output), (3, output), (4, operator)] + [
        (5, [(1, name), (3, v), (20, 2)]) for name, v in attributes.items()]


def graph(nodes, outputs, inputs=()):
    return [(1, n) for n in nodes] + [(2, "inner")] + [(11, i) for i in inputs] + [(12, o) for o in outputs]


def holding(case, operator, inputs, outputs, **graphs):
    """A node with graphs."""
    names = case.model.node(operator, *inputs, outputs=outputs)
    for name, body in graphs.items():
        case.model.nodes[-1].append((5, [(1, name), (6, body), (20, 5)]))
    return [names] if outputs == 1 else names


def positive(case, x):
    """Whether the first element is."""
    first = case.model.node("Gather", x, case.model.constant([], [0], "i64"))
    return case.model.node("Greater", first, case.model.constant([], [0.0]))


def choice(sign):
    """One of two graphs, which use values around them; a result that both have in common."""
    case = Case(16)
    x = case.input(Array([3], [sign * 1.5, 2.0, -3.0]))
    y = case.input(Array([3], [4.0, 5.0, 6.0]))
    names = holding(case, "If", [positive(case, x)], 2,
                    then_branch=graph([node("Add", [x, y], "a"), node("Identity", [y], "b")],
                                      [value("a"), value("b")]),
                    else_branch=graph([node("Mul", [x, y], "c"), node("Identity", [y], "d")],
                                      [value("c"), value("d")]))
    expected = [5.5, 7.0, 3.0] if sign > 0 else [-6.0, 10.0, -18.0]
    for name, values in zip(names, (expected, [4.0, 5.0, 6.0])):
        case.model.output(name, "f32", [3])
        case.expected.append(Array([3], values))
    return case


def different():
    """Results of different shapes."""
    case = Case(16)
    x = case.input(Array([3], [1.0, 2.0, 3.0]))
    name, = holding(case, "If", [positive(case, x)], 1,
                    then_branch=graph([node("Identity", [x], "a")], [value("a")]),
                    else_branch=graph([node("Concat", [x, x], "c", axis=0)], [value("c")]))
    case.model.output(name)
    return case


def unfit():
    """Neither of the graphs fits the input."""
    case = Case(16)
    x = case.input(Array([3], [1.0, 2.0, 3.0]))
    name, = holding(case, "If", [positive(case, x)], 1,
                    then_branch=graph([node("Det", [x], "a")], [value("a")]),
                    else_branch=graph([node("Hardmax", [x, x], "c")], [value("c")]))
    case.model.output(name)
    return case


def doubled(limit, trips, start=True, scanned=False):
    """x is doubled while its first element is below a limit."""
    case = Case(16)
    x = case.input(Array([2], [0.75, 1.0]))
    case.model.constant([], [0], "i64", "zero")
    case.model.constant([], [limit], name="limit")
    condition = positive(case, x) if start else case.model.node("Not", positive(case, x))
    count = case.model.constant([], [trips], "i64") if trips else ""
    body = graph([node("Add", ["v", "v"], "w"), node("Gather", ["w", "zero"], "f"),
                  node("Less", ["f", "limit"], "goes")],
                 [value("goes", BOOL), value("w")] + ([value("w")] if scanned else []),
                 [value("i", INTEGER), value("before", BOOL), value("v")])
    names = holding(case, "Loop", [count, condition, x], 2 if scanned else 1, body=body)
    times, first = 0, 0.75
    while times < (trips or 0) and start and (times == 0 or first < limit):
        times, first = times + 1, 2 * first
    for name in names:
        case.model.output(name)
    case.expected.append(Array([2], [0.75 * 2**times, 2.0**times]))
    return case


CASES = {"then": lambda: choice(1), "else": lambda: choice(-1), "ends": lambda: doubled(5.0, 6),
         "runs-out": lambda: doubled(100.0, 4), "never": lambda: doubled(5.0, 4, False)}
WRONG = {"different": different, "unfit": unfit, "endless": lambda: doubled(5.0, None), "scanned": lambda: doubled(5.0, 4, scanned=True)}

if __name__ == "__main__":
    if len(sys.argv) > 2:
        os.makedirs(sys.argv[1], exist_ok=True)
        WRONG[sys.argv[2]]().model.write(os.path.join(sys.argv[1], "net.onnx"))
    else:
        sys.exit(onnx_values.main(sys.argv[1], CASES))
