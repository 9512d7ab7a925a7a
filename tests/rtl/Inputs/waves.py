# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks files of waves: the whole run, a part of its cycles, the whole in lockstep; or
only that there is one."""
import struct
import sys


def times(name):
    """First and last time of an FST file, from its header; a cycle is two units."""
    with open(name, "rb") as file:
        header = file.read(25)
    kind, length, start, end = struct.unpack(">BQQQ", header)
    assert kind == 0 and length == 329, f"{name} is no FST file"
    assert end > start, f"{name} is empty"
    return start, end


found = [times(name) for name in sys.argv[1:]]
if len(found) == 3:
    whole, part, lockstep = found
    assert part == (2 * 300, 2 * 400 + 1), part
    assert whole[0] == 0 and whole[1] > 2 * 400, whole
    # Lockstep lets what is under way end.
    assert lockstep[1] >= whole[1], (lockstep, whole)
