# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Assembly that defines every function of some archives, for a program that
# replaces them all. Names of the linker's and the start-up code's stay.
#
#   define-all.py NM ARCHIVE... > OUT.s
import subprocess
import sys

names = set()
for archive in sys.argv[2:]:
    listing = subprocess.run([sys.argv[1], "-g", "--defined-only", "-f", "posix", archive],
                             capture_output=True, text=True, check=True).stdout
    for line in listing.splitlines():
        fields = line.split()
        if len(fields) >= 2 and fields[1] in "TWV":
            names.add(fields[0])
if len(names) < 1000:
    sys.exit(f"only {len(names)} functions in {sys.argv[2:]}, expected over a thousand")
for name in sorted(names):
    print(f'  .globl "{name}"\n"{name}":')
print("  ret")
