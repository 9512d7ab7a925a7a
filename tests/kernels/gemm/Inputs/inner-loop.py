# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks the inner loops of compiled GEMM kernels, given as assembly.

A block of 4 x 4 accumulators is a loop with 16 multiplies. It must have exactly
8 tile loads and no other tile instruction: no spill, no reload, no copy.
"""
import re
import sys

loops = 0
for name in sys.argv[1:]:
    with open(name) as file:
        text = re.sub(r"#.*", "", file.read())
    label, body = None, []
    for line in text.splitlines() + ["end:"]:
        line = line.strip()
        if re.match(r"[\w.$]+:", line):
            label, body = line.split(":")[0], []
        elif line and not line.startswith("."):
            body.append(line)
            if not label or not re.search(re.escape(label) + r"\b", line) or not line.startswith(("b", "j")):
                continue
            # a backward branch to the label: a loop of one block
            tiles = [i.split()[0] for i in body if re.search(r"\bt\d+\b", i)]
            multiplies = [i for i in tiles if i.startswith("tmma")]
            if len(multiplies) != 16:
                continue
            loops += 1
            loads = [i.split()[0] for i in body if i.startswith("tld") and not re.search(r"\bsp\b", i)]
            others = [i.split()[0] for i in body if re.search(r"\bt\d+\b", i) and not i.startswith("tmma")
                      and (not i.startswith("tld") or re.search(r"\bsp\b", i))]
            if len(loads) != 8 or others:
                sys.exit(f"{name}: {label}: {len(loads)} tile loads, expected 8; beside loads and multiplies: "
                         f"{' '.join(others) or 'nothing'}\n" + "\n".join(body))
            print(f"{name}: {label}: 16 multiplies, 8 tile loads, {len(body)} instructions")
if not loops:
    sys.exit("no loop with 16 multiplies found")
print(f"{loops} loops")
