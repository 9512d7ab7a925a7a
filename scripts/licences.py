#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Check that every file names its licence.

A file that can hold a comment has a line "SPDX-License-Identifier: ..." near its start, or
as its last line where a test counts lines. For the others REUSE.toml has a pattern. Prints
the files that have neither, or name another licence, and ends with 1.
"""
import argparse
import fnmatch
import os
import re
import sys
import tomllib

sys.dont_write_bytecode = True  # the module is in the source tree
import tree

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LICENCE = "Apache-2.0 WITH LLVM-exception"
# The text of the licence itself.
EXCEPT = {"LICENSE"}
LINES = 5


def identifier(path):
    """What the file says of itself, or None."""
    with open(path, "rb") as file:
        lines = file.read().decode(errors="replace").splitlines()
    for line in lines[:LINES] + lines[-1:]:
        found = re.match(r"\W{0,4}SPDX-License-Identifier: (.*?)(?: -->|\*/)?\s*$", line)
        if found:
            return found[1]
    return None


def annotations(root):
    """Patterns of REUSE.toml and the licence that each names."""
    try:
        with open(os.path.join(root, "REUSE.toml"), "rb") as file:
            text = tomllib.load(file)
    except OSError:
        return []
    pairs = []
    for entry in text.get("annotations", []):
        paths = entry["path"] if isinstance(entry["path"], list) else [entry["path"]]
        pairs += [(path, entry.get("SPDX-License-Identifier")) for path in paths]
    return pairs


def matches(name, pattern):
    if pattern.startswith("**/"):
        return fnmatch.fnmatchcase(os.path.basename(name), pattern[3:])
    return name == pattern


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", default=ROOT, help="check the files in this folder")
    root = os.path.abspath(parser.parse_args().root)
    patterns = annotations(root)
    used, bad, count = set(), 0, 0
    for name in tree.files(root):
        if name in EXCEPT:
            continue
        count += 1
        licence = identifier(os.path.join(root, name))
        for pattern, named in patterns:
            if licence is None and matches(name, pattern):
                licence = named
                used.add(pattern)
        if licence != LICENCE:
            print(f"{name}: {'no licence' if licence is None else 'licence ' + licence}, expected {LICENCE}")
            bad += 1
    for pattern, _ in patterns:
        if pattern not in used:
            print(f"REUSE.toml: no file needs the pattern {pattern}")
            bad += 1
    print(f"{bad} errors" if bad else f"{count} files name their licence")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
