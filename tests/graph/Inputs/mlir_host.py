#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compiles modules of MLIR with sectile-model and, by MLIR's own tools, for the host, and compares what they compute.

  mlir_host.py FOLDER FILE.mlir...

The host's way has none of the compiler's own steps: operations become loops one by one, scales are products of 64
bits, and sums of products have two roundings. Floats are therefore multiples of 1/4 so small that every result is
exact. A line '// RANGE NAME LOW HIGH' of a file bounds an argument's integers. '// CLOSE NAME': a result that functions
of the host's library have a part in; it may differ in the last bits. Prints how many results agree.
"""
import ctypes
import os
import random
import re
import struct
import subprocess
import sys

LLVM = "/usr/lib/llvm-22"
PIPELINE = ("builtin.module(inline,func.func(tosa-convert-integer-type-to-signless,tosa-infer-shapes,tosa-optional-decompositions,canonicalize,"
            "tosa-make-broadcastable,tosa-to-scf,tosa-to-linalg-named,canonicalize,tosa-layerwise-constant-fold,tosa-make-broadcastable,"
            "tosa-to-linalg,tosa-to-arith{include-apply-rescale},tosa-to-tensor,convert-elementwise-to-linalg,linalg-generalize-named-ops),"
            "canonicalize,one-shot-bufferize{bufferize-function-boundaries allow-return-allocs-from-loops "
            "function-boundary-type-conversion=identity-layout-map},"
            "buffer-results-to-out-params{modify-public-functions},func.func(convert-linalg-to-loops),"
            "expand-strided-metadata,lower-affine,convert-scf-to-cf,convert-math-to-llvm,convert-math-to-libm,arith-expand,"
            "convert-arith-to-llvm,finalize-memref-to-llvm,convert-func-to-llvm{use-bare-ptr-memref-call-conv},"
            "convert-cf-to-llvm,convert-index-to-llvm,convert-ub-to-llvm,reconcile-unrealized-casts)")
# MLIR's type: NumPy's name, and struct's letter.
TYPES = {"f32": ("<f4", "f"), "f64": ("<f8", "d"), "f16": ("<f2", "e"), "i8": ("|i1", "b"), "ui8": ("|u1", "B"),
         "i16": ("<i2", "h"), "i32": ("<i4", "i"), "i64": ("<i8", "q"), "i1": ("|b1", "?")}


class Tensor:
    def __init__(self, text):
        *dims, self.type = re.fullmatch(r"tensor<(.*)>", text).group(1).split("x")
        self.dims = [int(d) for d in dims]
        self.count = 1
        for d in self.dims:
            self.count *= d

    def pack(self, values):
        return struct.pack(f"<{self.count}{TYPES[self.type][1]}", *values)

    def unpack(self, data):
        return struct.unpack(f"<{self.count}{TYPES[self.type][1]}", data)

    def size(self):
        return struct.calcsize(f"<{self.count}{TYPES[self.type][1]}")

    def write(self, path, data):
        shape = "(" + ", ".join(map(str, self.dims)) + ("," if len(self.dims) == 1 else "") + ")"
        header = f"{{'descr': '{TYPES[self.type][0]}', 'fortran_order': False, 'shape': {shape}, }}".encode()
        header += b" " * (-(len(header) + 11) % 64) + b"\n"
        with open(path, "wb") as file:
            file.write(b"\x93NUMPY\1\0" + struct.pack("<H", len(header)) + header + data)


def read_elements(path):
    with open(path, "rb") as file:
        data = file.read()
    return data[10 + int.from_bytes(data[8:10], "little"):]


def signature(text):
    """Names and types of the arguments, and of the results, of the public function."""
    found = re.search(r"func\.func @\w+\((.*?)\)\s*->\s*(?:\((.*?)\)|(tensor<[^>]*>))", text, re.S)
    inputs = [(name, Tensor(kind)) for name, kind in re.findall(r"%(\w+)\s*:\s*(tensor<[^>]*>)", found.group(1))]
    outputs = [Tensor(kind) for kind in re.findall(r"tensor<[^>]*>", found.group(2) or found.group(3))]
    return inputs, outputs


def random_elements(tensor, bounds, source):
    if tensor.type == "i1":
        return [source.random() < 0.5 for _ in range(tensor.count)]
    if tensor.type in ("f16", "f32", "f64"):
        low, high = bounds or (-4, 4)
        return [source.randrange(4 * low, 4 * high) / 4 for _ in range(tensor.count)]
    bits = 8 * struct.calcsize(TYPES[tensor.type][1])
    low, high = bounds or ((0, 255) if tensor.type == "ui8" else (-2**(bits - 1), 2**(bits - 1) - 1))
    return [source.randint(low, high) for _ in range(tensor.count)]


def fill(text, source):
    """Random elements for constants, as MLIR writes them by their bytes."""
    def elements(found):
        tensor = Tensor(found.group(2))
        bounds = tuple(map(int, found.group(1).split())) or None
        return f'dense<"0x{tensor.pack(random_elements(tensor, bounds, source)).hex()}"> : {found.group(2)}'
    return re.sub(r"dense<RANDOM([ \d-]*)> : (tensor<[^>]*>)", elements, text)


def host(path, text, inputs, outputs):
    """What the function computes on this machine."""
    name = re.search(r"func\.func @(\w+)", text).group(1)
    # The interface of a C function for it would have MLIR's descriptors.
    lowered = subprocess.run([f"{LLVM}/bin/mlir-opt", f"--pass-pipeline={PIPELINE}", path], check=True,
                             stdout=subprocess.PIPE).stdout
    ir = subprocess.run([f"{LLVM}/bin/mlir-translate", "--mlir-to-llvmir"], input=lowered, check=True,
                        stdout=subprocess.PIPE).stdout
    library = path + ".so"
    subprocess.run([f"{LLVM}/bin/clang", "-x", "ir", "-", "-O1", "-w", "-fPIC", "-shared", "-o", library,
                    f"-L{LLVM}/lib", "-lmlir_c_runner_utils", f"-Wl,-rpath,{LLVM}/lib", "-lm"], input=ir, check=True)
    buffers = [ctypes.create_string_buffer(data, max(1, len(data))) for data in inputs]
    buffers += [ctypes.create_string_buffer(max(1, tensor.size())) for tensor in outputs]
    getattr(ctypes.CDLL(library), name)(*[ctypes.byref(buffer) for buffer in buffers])
    return [buffer.raw[:tensor.size()] for buffer, tensor in zip(buffers[len(inputs):], outputs)]


def close(tensor, a, b):
    return all(x == y or x != x and y != y or abs(x - y) <= 2e-6 * max(1, abs(x), abs(y))
               for x, y in zip(tensor.unpack(a), tensor.unpack(b)))


def compare(folder, path):
    with open(path) as file:
        text = file.read()
    inputs, outputs = signature(text)
    bounds = {name: (int(low), int(high)) for name, low, high in re.findall(r"// RANGE (\w+) (\S+) (\S+)", text)}
    near = set(map(int, re.findall(r"// CLOSE (\d+)", text)))
    stem = os.path.join(folder, os.path.splitext(os.path.basename(path))[0])
    copy = stem + ".mlir"
    source = random.Random(os.path.basename(path))
    text = fill(text, source)
    with open(copy, "w") as file:
        file.write(text)
    data = []
    files = []
    for name, tensor in inputs:
        data.append(tensor.pack(random_elements(tensor, bounds.get(name), source)))
        files.append(f"{stem}-{name}.npy")
        tensor.write(files[-1], data[-1])
    expected = host(copy, text, data, outputs)
    subprocess.run(["sectile-model", "-q", copy, "-o", stem + ".elf"], check=True)
    found = [f"{stem}-result{i}.npy" for i in range(len(outputs))]
    subprocess.run(["sectile-run", "--dir", folder, stem + ".elf", *map(os.path.basename, files + found)], check=True)
    agree = differ = 0
    for i, (tensor, wanted) in enumerate(zip(outputs, expected)):
        got = read_elements(found[i])
        wrong = got != wanted and not (i in near and close(tensor, got, wanted))
        if not wrong and tensor.count > 1 and len(set(tensor.unpack(wanted))) < 2:
            print(f"{path}: all elements of result {i} are the same")
            wrong = True
        elif wrong:
            pairs = [(j, a, b) for j, (a, b) in enumerate(zip(tensor.unpack(got), tensor.unpack(wanted))) if a != b]
            print(f"{path}: result {i} differs in {len(pairs)} of {tensor.count} elements, the first: {pairs[:3]}")
        differ += wrong
        agree += not wrong
    return agree, differ


def main():
    folder, *paths = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    agree = differ = 0
    for path in paths:
        try:
            some, others = compare(folder, path)
        except subprocess.CalledProcessError as error:
            print(f"{path}: {error.cmd[0]} failed")
            some, others = 0, 1
        agree += some
        differ += others
    print(f"{agree} agree, {differ} differ")
    return differ != 0


if __name__ == "__main__":
    sys.exit(main())
