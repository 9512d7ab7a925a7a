# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes a file of digits as models/digits/fetch does, with pixels at random."""
import random
import struct
import sys

PIXELS, COUNT = 784, 1000 + 64
numbers = random.Random(1)
with open(sys.argv[1], "wb") as file:
    file.write(b"DIGITS1\0" + struct.pack("<II", COUNT, PIXELS))
    file.write(bytes(numbers.choices((0, 0, 0, 64, 255), k=COUNT * PIXELS)))
    file.write(bytes(numbers.choices(range(10), k=COUNT)))
