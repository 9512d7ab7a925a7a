# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Derives the tables of the estimates in exact arithmetic.

estimates.py HEADER PACKAGE   compares sectile/estimates.h and sectile_pkg.sv with it
"""
import re
import sys
from fractions import Fraction
from math import isqrt


def middle(i):
    """Of interval i of the 128 of [1, 2)."""
    return 1 + Fraction(2 * i + 1, 256)


def rounded(x):
    """In units of 2^-16; no entry is a tie."""
    assert (2 ** 17 * x).denominator != 1
    return round(2 ** 16 * x)


def rounded_root(x):
    """Of the root of x, the same."""
    square = 2 ** 34 * x  # of twice the result
    below = isqrt(square.numerator // square.denominator)
    assert below * below != square
    return (below + 1) // 2


reciprocal = [rounded(2 / middle(i)) for i in range(128)]
root = [rounded_root(4 / (binade * middle(i))) for binade in (1, 2) for i in range(128)]

header, package = (open(path).read() for path in sys.argv[1:3])
for cxx, function, table in (("reciprocalEstimates", "reciprocal_estimate", reciprocal),
                             ("reciprocalRootEstimates", "reciprocal_root_estimate", root)):
    expected = [entry - 2 ** 16 for entry in table]
    assert all(0 <= entry < 2 ** 16 for entry in expected)
    in_cxx = re.search(cxx + r"\[\] = \{([^}]*)\}", header)[1].replace("\n", "").split(",")
    in_package = re.findall(r"\d'd\d+: " + function + r" = 16'h(\w+);", package)
    for name, found in ((cxx, in_cxx), (function, in_package)):
        if [int(word, 16) for word in found if word.strip()] != expected:
            sys.exit(f"{name}: differs from the derived table of {len(expected)} entries")
    print(f"{function}: {len(expected)} entries")
