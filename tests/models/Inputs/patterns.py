# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes a file of digits as models/digits/fetch does: a pattern for each class, and noise, so
that a network can learn them, and rotated ones look different."""
import random
import struct
import sys

PIXELS, COUNT = 784, 1000 + 5 * 64
numbers = random.Random(1)
patterns = [[numbers.choice((0, 0, 255)) for _ in range(PIXELS)] for _ in range(10)]
labels = [numbers.randrange(10) for _ in range(COUNT)]
with open(sys.argv[1], "wb") as file:
    file.write(b"DIGITS1\0" + struct.pack("<II", COUNT, PIXELS))
    for label in labels:
        file.write(bytes(p if numbers.random() < 0.7 else 255 - p for p in patterns[label]))
    file.write(bytes(labels))
