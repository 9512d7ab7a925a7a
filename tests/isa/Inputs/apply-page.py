# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Applies the diffs of a page to a copy of what they need.

    apply-page.py PAGE SOURCE COPY

COPY receives isa/ and the changed files. A hunk applies where its old lines are
found, exactly once, so that a page need not state line numbers.
"""
import os
import re
import shutil
import sys

page, source, copy = sys.argv[1:]
shutil.copytree(os.path.join(source, "isa"), os.path.join(copy, "isa"))
diffs = re.findall(r"^```diff\n(.*?)^```", open(page).read(), re.M | re.S)
if not diffs:
    sys.exit(f"{page}: no diff, expected at least one")
for diff in diffs:
    lines = diff.splitlines()
    if not lines[0].startswith("--- ") or not lines[1].startswith("+++ b/"):
        sys.exit(f"{page}: '{lines[0]}', expected the names of the files")
    name = lines[1].removeprefix("+++ b/")
    target = os.path.join(copy, name)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if lines[0] == "--- /dev/null":
        if os.path.exists(os.path.join(source, name)):
            sys.exit(f"{page}: {name} exists, expected a new file")
        text = ""
    elif os.path.exists(target):
        text = open(target).read()
    else:
        text = open(os.path.join(source, name)).read()
    for hunk in re.split(r"^@@.*\n", diff, flags=re.M)[1:]:
        old = new = ""
        for line in hunk.splitlines():
            if line[:1] in (" ", "-", ""):
                old += line[1:] + "\n"
            if line[:1] in (" ", "+", ""):
                new += line[1:] + "\n"
        if old == "":
            text += new
        elif text.count(old) != 1:
            sys.exit(f"{page}: {name} has {text.count(old)} times\n{old}expected once")
        else:
            text = text.replace(old, new)
    with open(target, "w") as file:
        file.write(text)
