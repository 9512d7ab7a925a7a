#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the tests of single operators that ONNX publishes, Debian's libonnx-testdata.

  nodes.py FOLDER [--programs N] [NAME...]

Each has a model, inputs and the expected outputs. The interpreter's results are compared with these by the
tolerances of ONNX's own runner; what it refuses is listed in nodes-refused.txt. The programs of --programs tests,
chosen by SECTILE_SEED (-1 or SECTILE_CHECK=full: all), are compared with the interpreter bit for bit.
"""
import argparse
import glob
import os
import random
import shutil
import struct
import subprocess
import sys

sys.dont_write_bytecode = True
import onnx_file

DATA = "/usr/share/libonnx-testdata/data/node"
RELATIVE, ABSOLUTE = 1e-3, 1e-7
# Of what ONNX publishes: results of bf16 are cut, not rounded; a model lacks the epsilon of its results.
BF16_RELATIVE = 2**-7
CORRECTED = {"test_adam_multiple": [(1, "epsilon"), (2, 0.01), (20, 1)]}


def near(found, expected, relative=RELATIVE):
    if found != found or expected != expected:
        return found != found and expected != expected
    return found == expected or abs(found - expected) <= ABSOLUTE + relative * abs(expected)


def difference(path, expected):
    kind, shape, values = onnx_file.read_npy(path)
    if (kind, shape) != (expected.kind, expected.shape):
        return f"is {kind} {shape}, expected {expected.kind} {expected.shape}"
    for at, (a, b) in enumerate(zip(values, expected.values)):
        if not near(a, b, BF16_RELATIVE if kind == "bf16" else RELATIVE):
            return f"has {a} at {at}, expected {b}"
    return None


class Unsupported(Exception):
    pass


def form(value):
    """TypeProto's field: 1 is a tensor, 4 a sequence, 9 an optional value; and that of its elements."""
    number, data = onnx_file.decode(onnx_file.first(onnx_file.decode(value), 2))[0]
    return number, onnx_file.decode(onnx_file.first(onnx_file.decode(data), 1))[0][0] if number == 9 else None


def elements(data, number, inner):
    """The messages of a value's tensors; None of an optional value that is not there."""
    if number == 1:
        return [data]
    fields = onnx_file.decode(data)
    if number == 4:
        return onnx_file.every(fields, 3)
    there = onnx_file.every(fields, 5 if inner == 4 else 3)
    return elements(there[0], inner, None) if there else None


def typed(data, value):
    """A tensor. Those of bf16 are there as u16."""
    tensor = onnx_file.decode(onnx_file.first(onnx_file.decode(onnx_file.first(onnx_file.decode(value), 2)), 1))
    fields = onnx_file.decode(data)
    if onnx_file.first(tensor, 1, 0) == onnx_file.NUMBERS["bf16"] and onnx_file.first(fields, 2) == 4:
        data = onnx_file.encode([(k, onnx_file.NUMBERS["bf16"] if k == 2 else v) for k, v in fields])
    return onnx_file.Array(data)


def values(folder, what, list_of):
    """Of each of the graph's inputs or outputs its tensors."""
    found = []
    for number, value in enumerate(list_of):
        with open(os.path.join(folder, f"{what}_{number}.pb"), "rb") as file:
            data = file.read()
        try:
            parts = elements(data, *form(value))
            found.append(None if parts is None else [typed(part, value) for part in parts])
        except (ValueError, TypeError, AttributeError, IndexError, struct.error) as problem:
            raise Unsupported(f"{what} of a type that the tools do not have") from problem
    return found


def flattened(model, inputs):
    """The model with tensors as inputs, of which nodes make the sequences and optional values."""
    fields = onnx_file.decode(model)
    graph = onnx_file.decode(onnx_file.first(fields, 7))
    nodes, tensors, kept = [], [], []
    for value, parts in zip(onnx_file.every(graph, 11), inputs):
        name = onnx_file.first(onnx_file.decode(value), 1)
        # A tensor, or an optional one that is there.
        if form(value)[0] == 1 or (form(value) == (9, 1) and parts):
            kept.append((11, value))
            tensors.append((name.decode(), parts[0]))
            continue
        names = [name + b"_%d" % i for i in range(len(parts or []))]
        operator = "Optional" if parts is None else "SequenceConstruct" if parts else "SequenceEmpty"
        nodes.append((1, onnx_file.encode([(1, n) for n in names] + [(2, name), (4, operator)])))
        for n, part in zip(names, parts or []):
            dims = [(1, [(1, d)]) for d in part.shape]
            kept.append((11, onnx_file.encode([(1, n), (2, [(1, [(1, part.number), (2, dims)])])])))
            tensors.append((n.decode(), part))
    graph = onnx_file.encode(nodes + [f for f in graph if f[0] != 11] + kept)
    return onnx_file.encode([(k, graph if k == 7 else v) for k, v in fields]), tensors


def models(model, names, inputs):
    """The model, and one whose inputs but the first are constants: shapes and axes have to be."""
    fields = onnx_file.decode(model)
    graph = onnx_file.first(fields, 7)

    def fixed(chosen):
        added = b""
        for i in chosen:
            tensor = [(k, v) for k, v in onnx_file.decode(inputs[i].message) if k != 8] + [(8, names[i])]
            added += onnx_file.encode([(5, onnx_file.encode(tensor))])
        return onnx_file.encode([(k, graph + added if k == 7 else v) for k, v in fields]), \
            [i for i in range(len(names)) if i not in chosen]

    empty = [i for i in range(len(names)) if inputs[i].count == 0]
    yield fixed(empty)
    rest = [i for i in range(1, len(names))]
    if rest and rest != empty:
        yield fixed(rest)
    if len(names) > 2:
        yield fixed(rest[1:])
    yield fixed(range(len(names)))


def run(test, folder, programs):
    """None, or what is wrong."""
    with open(os.path.join(test, "model.onnx"), "rb") as file:
        model = file.read()
    graph = onnx_file.decode(onnx_file.first(onnx_file.decode(model), 7))
    if os.path.basename(test) in CORRECTED:
        node = onnx_file.first(graph, 1) + onnx_file.encode([(5, CORRECTED[os.path.basename(test)])])
        graph = [(k, node if k == 1 else v) for k, v in graph]
        model = onnx_file.encode([(k, onnx_file.encode(graph) if k == 7 else v)
                                  for k, v in onnx_file.decode(model)])
    data = os.path.join(test, "test_data_set_0")
    model, given = flattened(model, values(data, "input", onnx_file.every(graph, 11)))
    ins, inputs = [name for name, _ in given], [tensor for _, tensor in given]
    # A sequence is as many outputs as it has elements.
    expected = [tensor for parts in values(data, "output", onnx_file.every(graph, 12))
                for tensor in parts or []]
    outs = expected
    path = os.path.join(folder, "net.onnx")
    said = ""
    for changed, left in models(model, ins, inputs):
        with open(path, "wb") as file:
            file.write(changed)
        given = []
        for i in left:
            given.append(os.path.join(folder, f"in{i}.npy"))
            onnx_file.write_npy(given[-1], inputs[i].numpy, inputs[i].shape, inputs[i].raw)
        found = [os.path.join(folder, f"expected{i}.npy") for i in range(len(outs))]
        for old in found:
            if os.path.exists(old):
                os.remove(old)
        result = subprocess.run(["sectile-interpret", path, *given, *found], capture_output=True, text=True)
        if result.returncode == 0:
            break
        if result.returncode != 1 or any(map(os.path.exists, found)):
            return f"sectile-interpret ended with {result.returncode} or wrote a file: {result.stderr}"
        said = result.stderr.strip()
    else:
        raise Unsupported(said.split(path + ": ")[-1])
    for at, (a, b) in enumerate(zip(found, expected)):
        problem = difference(a, b)
        if problem:
            return f"output {at} {problem}"
    if not programs:
        return None
    result = subprocess.run(["sectile-model", "-q", path, "-o", os.path.join(folder, "net.elf")],
                            capture_output=True, text=True)
    if result.returncode:
        return f"sectile-model: {result.stderr}"
    made = [f"out{i}.npy" for i in range(len(outs))]
    result = subprocess.run(["sectile-run", "--dir", folder, os.path.join(folder, "net.elf"),
                             *map(os.path.basename, given), *made], capture_output=True, text=True)
    if result.returncode:
        return f"sectile-run: {result.stderr}"
    for a, b in zip(found, made):
        with open(a, "rb") as one, open(os.path.join(folder, b), "rb") as other:
            if one.read() != other.read():
                return f"{b}: the program's bits are not the interpreter's"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--programs", type=int, default=0)
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    tests = sorted(glob.glob(os.path.join(DATA, "*", "model.onnx")))
    tests = [os.path.dirname(t) for t in tests]
    if arguments.names:
        tests = [t for t in tests if os.path.basename(t) in arguments.names]
    if not tests:
        sys.exit(f"nodes.py: error: no test in {DATA}: install libonnx-testdata")
    chosen = set(tests)
    if arguments.programs >= 0 and os.environ.get("SECTILE_CHECK") != "full":
        seed = random.Random(os.environ.get("SECTILE_SEED", "1"))
        chosen = set(seed.sample(tests, min(arguments.programs, len(tests))))
    with open(os.path.join(os.path.dirname(__file__), "nodes-refused.txt")) as file:
        listed = {line.strip() for line in file if line.strip() and line[0] != "#"}
    passed = refused = failed = compared = 0
    for test in tests:
        folder = os.path.join(arguments.folder, os.path.basename(test))
        os.makedirs(folder, exist_ok=True)
        try:
            problem = run(test, folder, test in chosen)
        except Unsupported as why:
            refused += 1
            problem = None if os.path.basename(test) in listed else f"is refused: {why}"
        else:
            if os.path.basename(test) in listed:
                problem = problem or "is not refused"
            compared += test in chosen
            passed += problem is None
        failed += problem is not None
        if problem:
            print(f"{os.path.basename(test)}: {problem}")
        shutil.rmtree(folder)
    print(f"{passed} pass, {refused} refused, {failed} fail; {compared} programs compared")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
