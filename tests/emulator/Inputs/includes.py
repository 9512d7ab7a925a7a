# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks which folders of emulator/ include which, against the table in
docs/emulator.md: prints each include that the table does not allow."""
import glob
import os
import re
import sys

SOURCE = sys.argv[1]
# Public headers and isa/ are for everybody.
COMMON = ("sectile/", "semantics/", "host_device.h")

page = open(os.path.join(SOURCE, "docs", "emulator.md")).read()
allowed = {}
for row in re.findall(r"^\| `(\w+)/` \|.*\| (.*?) ?\|$", page, re.M):
    allowed[row[0]] = re.findall(r"`([\w/.]+)`", row[1])

folders = [os.path.basename(os.path.dirname(path)) for path in glob.glob(os.path.join(SOURCE, "emulator", "*", ""))]
for folder in sorted(set(folders) ^ set(allowed)):
    print(f"{folder}/ is not both in emulator/ and in the table")

files = 0
for path in sorted(glob.glob(os.path.join(SOURCE, "emulator", "*", "**", "*.*"), recursive=True)):
    name = os.path.relpath(path, os.path.join(SOURCE, "emulator"))
    folder = name.split("/")[0]
    if not path.endswith((".h", ".cpp")) or folder not in allowed:
        continue
    files += 1
    # LLVM's headers are for the library that tools/ loads.
    more = ("llvm/",) if folder == "tools" else ()
    for included in re.findall(r'^#include "(.*?)"', open(path).read(), re.M):
        if not included.startswith(COMMON + more + (folder + "/",) + tuple(allowed[folder])):
            print(f"{name} includes {included}")
print(f"checked {'many' if files > 30 else files} files")
