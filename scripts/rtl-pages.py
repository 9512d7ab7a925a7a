#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Check that the pages of docs/rtl name the parameters that the modules of rtl have.

Each module has a page that names it in its title, and each page's table of parameters
has exactly those of its modules, with their values. Prints what is wrong and ends
with 1; --rtl and --docs take other folders.
"""
import argparse
import glob
import os
import re
import sys

SOURCE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def number(text):
    text = text.replace("_", "")
    match = re.fullmatch(r"(?:\d+'([hd]))?(0x)?([0-9a-fA-F]+)", text)
    return int(match[3], 16 if match[1] == "h" or match[2] else 10) if match else text


def shared_numbers():
    """{name: value} of the numbers of isa/ as SystemVerilog has them: those of the platform
    are constants of sectile_pkg, those of the core macros."""
    numbers = {}
    with open(os.path.join(SOURCE, "isa/Machine.td")) as file:
        for name, value in re.findall(r"^def (\w+) *: PlatformNumber<\d+, (\w+),", file.read(), re.M):
            numbers["".join(map(str.capitalize, name.split("_")))] = int(value, 0)
    with open(os.path.join(SOURCE, "isa/Rates.td")) as file:
        for name, value in re.findall(r"^def (\w+) *: CoreNumber<(\d+),", file.read(), re.M):
            numbers["`SECTILE_" + re.sub(r"(?<!^)(?=[A-Z])", "_", name).upper()] = int(value)
    return numbers


def parameters(path):
    """{name: value} of the module in a source file, None if it has no module."""
    with open(path) as file:
        text = file.read()
    if not re.search(r"^module ", text, re.M):
        return None
    shared = shared_numbers()
    return {name: shared[value] if value in shared else number(value) for name, value in
            re.findall(r"^    parameter .*?(\w+) = (?:sectile_pkg::)?([\w'`]+)", text, re.M)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--rtl", default=os.path.join(SOURCE, "rtl"))
    parser.add_argument("--docs", default=os.path.join(SOURCE, "docs/rtl"))
    arguments = parser.parse_args()
    modules = {}
    for path in sorted(glob.glob(os.path.join(arguments.rtl, "*", "*.sv"))):
        found = parameters(path)
        if found is not None and not path.endswith("_formal.sv"):
            modules[os.path.basename(path)[:-len(".sv")]] = found
    problems = []
    described = set()
    for path in sorted(glob.glob(os.path.join(arguments.docs, "*.md"))):
        page = os.path.basename(path)
        with open(path) as file:
            text = file.read()
        names = re.findall(r"`(sectile_\w+)`", text.splitlines()[0])
        if not names:
            problems.append(f"{page}: the title names no module")
        section = re.search(r"^## Parameters\n(.*?)(?=^## |\Z)", text, re.M | re.S)
        table = {name: number(value) for name, value in
                 re.findall(r"^\| `(\w+)` \| ([\w']+) \|", section[1] if section else "", re.M)}
        expected = {}
        for name in names:
            described.add(name)
            if name not in modules:
                problems.append(f"{page}: there is no module {name}")
            expected.update(modules.get(name, {}))
        for name in sorted(expected.keys() | table.keys()):
            if name not in table:
                problems.append(f"{page}: the parameter {name} is not described")
            elif name not in expected:
                problems.append(f"{page}: there is no parameter {name}")
            elif table[name] != expected[name]:
                problems.append(f"{page}: {name} is {expected[name]}, not {table[name]}")
    for name in sorted(modules.keys() - described):
        problems.append(f"{name}: no page describes it")
    print("\n".join(problems) if problems else f"{len(described)} modules are described")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
