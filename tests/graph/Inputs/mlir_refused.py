#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Prints what sectile-model says of each module in a folder, all of which it has to refuse without writing anything."""
import glob
import os
import subprocess
import sys

for path in sorted(glob.glob(os.path.join(sys.argv[1], "*.mlir"))):
    result = subprocess.run(["sectile-model", "-q", path], capture_output=True, text=True)
    name = os.path.basename(path)
    for line in result.stderr.splitlines():
        print(line.replace("sectile-model: error: ", "").replace(path, name))
    if result.returncode != 1 or result.stdout or os.path.exists(path.replace(".mlir", ".elf")):
        print(f"{name}: status {result.returncode}")
