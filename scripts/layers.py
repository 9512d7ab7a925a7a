#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Check that each part of the project uses only the parts below it.

The order is the table under "Who uses whom" in docs/architecture.md: a row names a part
and the parts that it may use. What counts as use: an #include (or include of TableGen and
SystemVerilog) of another part's file, generated ones too; a target of another part in
target_link_libraries and add_dependencies; a path into another part in a CMake or file
list. Prints file, line and what is not allowed, and ends with 1.

A name in angle brackets counts if it begins with "sectile". A name that several parts
have (Options.h) counts as allowed if one of them is.
"""
import argparse
import os
import re
import sys

sys.dont_write_bytecode = True  # the module is in the source tree
import tree

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TABLE = "docs/architecture.md"
SOURCES = re.compile(r"\.(c|cpp|h|hpp|inc|def|S|s|td|sv|svh)$|(^|/)[a-z_]+$")
CMAKE = re.compile(r"(^|/)CMakeLists\.txt$|\.cmake$|\.f$")
# Headers and targets that no file of the tree has the name of, and who makes them.
GENERATED = [
    (r"sectile/[a-z_]+\.(h|def)", "isa"),
    (r"SectileGen\w+\.inc", "llvm-target"),
    (r"Vsectile_\w+\.h|V\w+\.h|verilated\w*\.h", "rtl"),
]
TARGETS = [(r"sectile_(rtl|fp)\w*", "rtl"), (r"sectile_cosim\w*", "cosim"), (r"sectile_runtime", "runtime")]


def read(root, name):
    with open(os.path.join(root, name), errors="replace") as file:
        return file.read()


def order(root):
    """The rows of the table: the part and what it may use, None for everything."""
    section = read(root, TABLE).split("## Who uses whom", 1)
    rows = re.findall(r"^\| `([\w-]+)/?` \| (.*?) \|", section[1], re.M) if len(section) == 2 else []
    if not rows:
        sys.exit(f"error: {TABLE} has no table under 'Who uses whom'")
    return {part: None if "everything" in uses else set(re.findall(r"`([\w-]+)/?`", uses)) for part, uses in rows}


def cycles(allowed):
    """Parts that may use themselves through others."""
    for part in allowed:
        seen, todo = set(), list(allowed[part] or ())
        while todo:
            other = todo.pop()
            if other == part:
                yield part
                break
            if other not in seen:
                seen.add(other)
                todo += allowed.get(other) or ()


class Tree:
    def __init__(self, root):
        self.root = root
        self.files = tree.files(root)
        self.allowed = order(root)
        self.by_name = {}
        for name in self.files:
            self.by_name.setdefault(os.path.basename(name), []).append(name)
        self.targets = {}
        for name in self.files:
            if CMAKE.search(name) and self.part(name) in self.allowed:
                for target in re.findall(r"\badd_(?:library|executable|custom_target)\(\s*([\w-]+)", read(root, name)):
                    self.targets.setdefault(target, self.part(name))

    def part(self, name):
        return name.split("/")[0] if "/" in name else ""

    def owners(self, name, included):
        """The parts that an included name may belong to."""
        beside = os.path.normpath(os.path.join(os.path.dirname(name), included))
        if os.path.isfile(os.path.join(self.root, beside)):
            return {self.part(beside)}
        for pattern, part in GENERATED:
            if re.fullmatch(pattern, included):
                return {part}
        tail = "/" + os.path.normpath(included).lstrip("./")
        return {self.part(other) for other in self.by_name.get(os.path.basename(included), [])
                if ("/" + other).endswith(tail) and self.part(other) in self.allowed}

    def uses(self, name):
        """Line, what is used and the parts that it may belong to."""
        text = read(self.root, name)
        if CMAKE.search(name):
            text = re.sub(r"#.*", "", text)
            for call in re.finditer(r"\b(?:target_link_libraries|add_dependencies)\(([^)]*)\)", text):
                for word in re.finditer(r"[\w-]+", call[1]):
                    owner = self.targets.get(word[0]) or next(
                        (part for pattern, part in TARGETS if re.fullmatch(pattern, word[0])), None)
                    if owner:
                        yield text.count("\n", 0, call.start(1) + word.start()) + 1, f"target {word[0]}", {owner}
            # The folders of unit tests are added where their targets are defined.
            text = re.sub(r"add_subdirectory\([^)]*\)", "", text)
            for path in re.finditer(r"\$\{(?:CMAKE|PROJECT)_(?:SOURCE|BINARY)_DIR\}/([\w-]+)|\.\./([\w-]+)/", text):
                used = path[1] or path[2]
                if used in self.allowed:
                    yield text.count("\n", 0, path.start()) + 1, f"path {used}/", {used}
        elif SOURCES.search(name):
            for number, line in enumerate(text.splitlines(), 1):
                found = re.match(r'\s*(?:#\s*include|`include|include)\s*(?:"([^"]+)"|<(sectile[^>]*)>)', line)
                if found:
                    included = found[1] or found[2]
                    yield number, f'"{included}"', self.owners(name, included)

    def violations(self):
        for part in cycles(self.allowed):
            yield TABLE, 1, f"{part} may use itself through other parts"
        for name in sorted(self.files):
            part = self.part(name)
            if name == f"{part}/CMakeLists.txt" and part not in self.allowed:
                yield name, 1, f"a part that is not in the table: {part}"
            if self.allowed.get(part) is None:
                continue
            below = self.allowed[part] | {part}
            for number, what, owners in self.uses(name):
                if owners and not owners & below:
                    yield name, number, f"{part} uses {what} of {' or '.join(sorted(owners))}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", default=ROOT, help="check the tree in this folder")
    options = parser.parse_args()
    parts = Tree(os.path.abspath(options.root))
    bad = list(parts.violations())
    for name, number, what in bad:
        print(f"{name}:{number}: {what}, which {TABLE} does not allow")
    print(f"{len(bad)} violations" if bad else f"{len(parts.allowed)} parts use only what is below them")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
