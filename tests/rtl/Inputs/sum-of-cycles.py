# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Are the cycles between two places instructions, traps and stalls, all of them?"""
import json
import sys

found = json.load(open(sys.argv[1]))
parts = {n: found["between_" + n] for n in ("instructions", "traps", "stall_fetch", "stall_data", "stall_unit", "stall_tile")}
if sum(parts.values()) != found["between_cycles"] or not all(parts.values()):
    sys.exit(f"{found['between_cycles']} cycles, but {parts}")
