#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compiles models and compares what they compute with the interpreter, bit for bit.

  run.py FOLDER NAME...

A name is a family of operators or a network of families.py, or a family of onnx_networks.py. Prints how many models
agree.
"""
import argparse
import os
import subprocess
import sys

sys.dont_write_bytecode = True
import families
import onnx_file
import onnx_networks


def distinct(path):
    """How many different elements a result has: one that is all the same tests nothing."""
    with open(path, "rb") as file:
        data = file.read()
    start = 10 + int.from_bytes(data[8:10], "little")
    kind = data[10:start].split(b"'descr': '")[1][:3]
    size = int(kind[2:])
    return len({data[i:i + size] for i in range(start, len(data), size)}), (len(data) - start) // size


def run(graph, stem, options):
    path = stem + (".onnx" if isinstance(graph, onnx_file.Model) else ".tflite")
    graph.write(path)
    inputs = graph.write_inputs(stem + "-in")
    expected = [f"{stem}-expected{i}.npy" for i in range(len(graph.outputs))]
    found = [f"{stem}-out{i}.npy" for i in range(len(graph.outputs))]
    subprocess.run(["sectile-interpret", *options, path, *inputs, *expected], check=True)
    subprocess.run(["sectile-model", "-q", *options, path, "-o", stem + ".elf"], check=True)
    subprocess.run(["sectile-run", "--dir", os.path.dirname(stem), stem + ".elf",
                    *map(os.path.basename, inputs + found)], check=True)
    for a, b in zip(expected, found):
        with open(a, "rb") as first, open(b, "rb") as second:
            if first.read() != second.read():
                return f"{b} is not {a}"
        different, elements = distinct(a)
        if elements > 1 and different < 2:
            return f"all elements of {a} are the same"
    return None


def kinds(name, single_round):
    if name in onnx_networks.FAMILIES:
        return [""]
    return ["INT8"] if single_round else families.kinds(name)


def graphs(name, kind):
    if name in onnx_networks.FAMILIES:
        return onnx_networks.FAMILIES[name]()
    if name in families.FAMILIES:
        return families.FAMILIES[name](kind)
    return [families.NETWORKS[name](kind)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("names", nargs="+")
    parser.add_argument("--single-round", action="store_true", help="with the other rounding, i8 alone")
    arguments = parser.parse_args()
    os.makedirs(arguments.folder, exist_ok=True)
    agree = wrong = 0
    for name in arguments.names:
        for kind in kinds(name, arguments.single_round):
            for number, graph in enumerate(graphs(name, kind)):
                stem = os.path.join(arguments.folder, "-".join(filter(None, (name, kind.lower(), str(number)))))
                try:
                    problem = run(graph, stem, ["--single-round"] if arguments.single_round else [])
                except subprocess.CalledProcessError as error:
                    problem = f"{stem}: {error}"
                if problem:
                    print(problem)
                    wrong += 1
                else:
                    agree += 1
    print(f"{agree} agree, {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
