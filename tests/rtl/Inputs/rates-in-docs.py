# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compare the cycles in docs/performance.md with the rates of isa/Rates.td.

Takes the page and the generated sectile/rates.h. Prints rows of the table "What
instructions cost" that state something else, and rates without a row.
"""
import re
import sys

# The rates that the rows state, by their first word.
ROWS = {"add": ["telem"], "permute": ["buffer"], "reduce": ["reduce"], "divide": ["divide"], "multiply": ["tmat"],
        "8-bit": ["tmat8"], "load": ["tmem", "tstore"], "transposing": ["tmem16", "tmem8"],
        "under": ["maskload", "maskstore"], "rows": ["rowload", "rowstore"], "gather": ["lanes"],
        "word": ["word", "getw"]}

with open(sys.argv[2]) as file:
    rates = {name.lower(): int(cycles)
             for name, cycles in re.findall(r"#define SECTILE_CYCLES_(\w+) (\d+)", file.read())}
with open(sys.argv[1]) as file:
    table = re.search(r"^## What instructions cost\n.*?^\| kind .*?\n\n", file.read(), re.M | re.S)[0]
seen = set()
for kind, cycles in re.findall(r"^\| ([^|]*[^|\s]) \| [^|-]+ \| ([\d, ]+) \|", table, re.M):
    names = ROWS[re.split(r"[ ,:]", kind)[0]]
    expected = sorted({rates[name] for name in names})
    seen.update(names)
    if sorted(map(int, cycles.split(","))) != expected:
        print(f"{kind}: {cycles} cycles, expected {', '.join(map(str, expected))}")
for name in sorted(name for names in ROWS.values() for name in names if name not in seen):
    print(f"{name}: no row")
