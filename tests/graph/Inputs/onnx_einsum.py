#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""onnx_einsum.py FOLDER: sums of products of several tensors, against plain Python."""
import sys

sys.dont_write_bytecode = True
import onnx_values
from onnx_values import Array, Case, indices, sample


def contracted(equation, *arrays):
    """By all values of all letters."""
    terms, out = equation.split("->")
    terms = terms.split(",")
    sizes = {c: n for term, a in zip(terms, arrays) for c, n in zip(term, a.shape, strict=True)}
    letters = list(sizes)
    result = dict.fromkeys(indices([sizes[c] for c in out]), 0.0)
    for index in indices(sizes.values()):
        value = dict(zip(letters, index))
        product = 1.0
        for term, a in zip(terms, arrays):
            product *= a.at(*(value[c] for c in term))
        result[tuple(value[c] for c in out)] += product
    return Array([sizes[c] for c in out], result.values())


def case(equation, *shapes):
    made = Case(12)
    arrays = [sample(shape, i) for i, shape in enumerate(shapes)]
    made.gives(contracted(equation, *arrays), "Einsum", *map(made.input, arrays), equation=equation)
    return made


CASES = {
    "chain": lambda: case("ij,jk,kl->il", [3, 4], [4, 5], [5, 6]),
    "shared": lambda: case("bi,bj,bk->bijk", [2, 3], [2, 4], [2, 5]),
    "diagonal": lambda: case("ii,ij,j,k->kj", [3, 3], [3, 4], [4], [2]),
    "scalar": lambda: case("i,ij,j->", [3], [3, 4], [4]),
}

if __name__ == "__main__":
    sys.exit(onnx_values.main(sys.argv[1], CASES))
