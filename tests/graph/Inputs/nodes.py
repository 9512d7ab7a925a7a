#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the tests of single operators that ONNX publishes, Debian's libonnx-testdata.

  nodes.py FOLDER [--programs N] [NAME...]

Each has a model, inputs and the expected outputs. The interpreter's results are compared with these by the
tolerances of ONNX's own runner; what it refuses is counted by operator. The programs of --programs tests,
chosen by SECTILE_SEED (-1 or SECTILE_CHECK=full: all), are compared with the interpreter bit for bit.
"""
import argparse
import collections
import glob
import os
import random
import re
import shutil
import struct
import subprocess
import sys

sys.dont_write_bytecode = True
import onnx_file

DATA = "/usr/share/libonnx-testdata/data/node"
RELATIVE, ABSOLUTE = 1e-3, 1e-7


def near(found, expected):
    if found != found or expected != expected:
        return found != found and expected != expected
    return found == expected or abs(found - expected) <= ABSOLUTE + RELATIVE * abs(expected)


def difference(path, expected):
    kind, shape, values = onnx_file.read_npy(path)
    if (kind, shape) != (expected.kind, expected.shape):
        return f"is {kind} {shape}, expected {expected.kind} {expected.shape}"
    for at, (a, b) in enumerate(zip(values, expected.values)):
        if not near(a, b):
            return f"has {a} at {at}, expected {b}"
    return None


class Unsupported(Exception):
    pass


def arrays(folder, what, names):
    """The tensors of a test's input or output, by the names of the graph."""
    found = []
    for number in range(len(names)):
        path = os.path.join(folder, f"{what}_{number}.pb")
        with open(path, "rb") as file:
            data = file.read()
        try:
            found.append(onnx_file.Array(data))
        except (ValueError, TypeError, AttributeError, IndexError, struct.error) as problem:
            raise Unsupported(f"{what} of a type that the tools do not have") from problem
    return found


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
    name = lambda value: onnx_file.first(onnx_file.decode(value), 1).decode()
    ins, outs = [name(v) for v in onnx_file.every(graph, 11)], [name(v) for v in onnx_file.every(graph, 12)]
    data = os.path.join(test, "test_data_set_0")
    inputs, expected = arrays(data, "input", ins), arrays(data, "output", outs)
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
        said = said or result.stderr.strip()
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
    parser.add_argument("--list", action="store_true", help="name what is unsupported")
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
    passed = failed = compared = 0
    unsupported = collections.Counter()
    for test in tests:
        folder = os.path.join(arguments.folder, os.path.basename(test))
        os.makedirs(folder, exist_ok=True)
        try:
            problem = run(test, folder, test in chosen)
        except Unsupported as why:
            operator = re.search(r"node \d+, (\w+) ", str(why))
            unsupported[operator.group(1) if operator else str(why)] += 1
            if arguments.list:
                print(f"{os.path.basename(test)}: unsupported: {str(why).splitlines()[0]}")
        else:
            compared += test in chosen
            passed += problem is None
            failed += problem is not None
            if problem:
                print(f"{os.path.basename(test)}: {problem}")
        shutil.rmtree(folder)
    print(f"{passed} pass, {sum(unsupported.values())} unsupported, {failed} fail; {compared} programs compared")
    print("unsupported: " + ", ".join(f"{name} {n}" for name, n in sorted(unsupported.items())))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
