#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Check that what the documents point to exists.

In every Markdown file that git tracks: the targets of relative links, their headings,
and paths in backquotes that start with a folder of this repository (`isa/Formats.td`,
`tests/rtl/*.s`; `build/` is the build's and is left out). In comments of sources: pages
of docs/ that they name. Prints file, line and what is missing, and ends with 1.
"""
import argparse
import glob
import os
import re
import sys

sys.dont_write_bytecode = True  # the module is in the source tree
import tree

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def anchors(path):
    """The names that the headings of a page get."""
    found, seen = set(), {}
    with open(path) as file:
        for heading in re.findall(r"^#+ +(.*)", file.read(), re.M):
            name = re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
            count = seen[name] = seen.get(name, -1) + 1
            found.add(f"{name}-{count}" if count else name)
    return found


def without_code(text):
    """The text with the lines of code blocks made empty, so that numbers of lines stay."""
    return re.sub(r"^```.*?^```", lambda block: "\n" * block[0].count("\n"), text,
                  flags=re.M | re.S)


def check_page(name, folders):
    path = os.path.join(ROOT, name)
    with open(path) as file:
        text = without_code(file.read())
    for number, line in enumerate(text.splitlines(), 1):
        for target in re.findall(r"\]\(([^)\s]+)\)", line):
            if re.match(r"[a-z]+:", target):
                continue
            page, _, heading = target.partition("#")
            to = os.path.join(os.path.dirname(path), page) if page else path
            if not os.path.exists(to):
                yield number, f"link to {target}, which does not exist"
            elif heading and to.endswith(".md") and heading not in anchors(to):
                yield number, f"link to {target}, but {page or name} has no such heading"
        for quoted in re.findall(r"`([^`\s]+)`", line):
            first = quoted.split("/")[0]
            if "/" in quoted and first in folders and not re.search(r"[<>{}$]|[A-Z]{3,}$", quoted):
                if not glob.glob(os.path.join(ROOT, quoted.split(":")[0])):
                    yield number, f"{quoted} does not exist"


def check_source(name):
    with open(os.path.join(ROOT, name), errors="replace") as file:
        for number, line in enumerate(file, 1):
            for page in re.findall(r"\bdocs/[\w/-]+\.md\b", line):
                if not os.path.exists(os.path.join(ROOT, page)):
                    yield number, f"{page} does not exist"


def main():
    argparse.ArgumentParser(description=__doc__.split("\n\n")[0]).parse_args()
    names = tree.files(ROOT)
    folders = {name.split("/")[0] for name in names if "/" in name}
    problems = 0
    for name in names:
        if name.endswith(".md"):
            found = check_page(name, folders)
        elif re.search(r"\.(h|hpp|c|cpp|td|sv|svh|py|s|S|txt|test|ll)$", name) or "." not in name:
            found = check_source(name)
        else:
            continue
        for number, problem in found:
            print(f"{name}:{number}: {problem}")
            problems += 1
    print(f"{problems} dead links" if problems else "every link leads somewhere")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
