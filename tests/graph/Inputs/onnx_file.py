# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Reads and writes ONNX files, of which a protobuf message is a list of numbered fields, and makes models.

A message is a list of (number, value): an int is a number, bytes or str is text, a list is a message.
"""
import math
import random
import struct

# TensorProto.DataType: name, bytes, code of struct, type of NumPy. A bf16 is the upper half of an f32.
TYPES = {1: ("f32", 4, "f", "<f4"), 2: ("u8", 1, "B", "|u1"), 3: ("i8", 1, "b", "|i1"), 4: ("u16", 2, "H", "<u2"),
         5: ("i16", 2, "h", "<i2"), 6: ("i32", 4, "i", "<i4"), 7: ("i64", 8, "q", "<i8"), 9: ("bool", 1, "?", "|b1"),
         10: ("f16", 2, "e", "<f2"), 11: ("f64", 8, "d", "<f8"), 12: ("u32", 4, "I", "<u4"),
         13: ("u64", 8, "Q", "<u8"), 16: ("bf16", 2, None, "|V2")}
NUMBERS = {t[0]: number for number, t in TYPES.items()}
REALS = ("f32", "f16", "bf16", "f64")
RANGES = {"i8": (-128, 127), "u8": (0, 127), "i16": (-300, 300), "u16": (0, 400), "u32": (0, 1 << 20),
          "u64": (0, 1 << 40), "bool": (0, 1)}


def pack(kind, values):
    if kind == "bf16":
        return b"".join(struct.pack("<I", struct.unpack("<I", struct.pack("<f", v))[0] + 0x8000)[2:] for v in values)
    return struct.pack(f"<{len(values)}{TYPES[NUMBERS[kind]][2]}", *values)


def unpack(kind, raw):
    _, size, code, _ = TYPES[NUMBERS[kind]]
    if kind == "bf16":
        raw, size, code = b"".join(b"\0\0" + raw[i:i + 2] for i in range(0, len(raw), 2)), 4, "f"
    return struct.unpack(f"<{len(raw) // size}{code}", raw)


def varint(value):
    value &= (1 << 64) - 1
    data = bytearray()
    while value > 127:
        data.append(value & 127 | 128)
        value >>= 7
    return bytes(data + bytes([value]))


def encode(fields):
    data = b""
    for number, value in fields:
        if isinstance(value, int):
            data += varint(number << 3) + varint(value)
        elif isinstance(value, float):
            data += varint(number << 3 | 5) + struct.pack("<f", value)
        else:
            text = encode(value) if isinstance(value, list) else value.encode() if isinstance(value, str) else value
            data += varint(number << 3 | 2) + varint(len(text)) + text
    return data


def decode(data):
    fields, at = [], 0

    def number():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        key = number()
        if key & 7 == 0:
            fields.append((key >> 3, number()))
        elif key & 7 == 2:
            size = number()
            fields.append((key >> 3, bytes(data[at:at + size])))
            at += size
        else:
            size = 4 if key & 7 == 5 else 8
            fields.append((key >> 3, bytes(data[at:at + size])))
            at += size
    return fields


def every(fields, number):
    return [value for key, value in fields if key == number]


def first(fields, number, default=b""):
    return next(iter(every(fields, number)), default)


def packed(fields, number):
    """Integers, one by one or packed."""
    values = []
    for value in every(fields, number):
        if isinstance(value, int):
            values.append(value)
        else:
            values += [v for _, v in decode(b"".join(b"\x00" + p for p in pieces(value)))]
    return [v - (1 << 64) if v >> 63 else v for v in values]


def pieces(data):
    start = 0
    for at, byte in enumerate(data):
        if byte < 128:
            yield data[start:at + 1]
            start = at + 1


class Array:
    """A TensorProto."""

    def __init__(self, data):
        fields = decode(data)
        self.message, self.name = data, first(fields, 8).decode()
        self.number, self.shape = first(fields, 2, 0), packed(fields, 1)
        self.count = math.prod(self.shape)
        if self.number not in TYPES:
            raise ValueError(f"type {self.number}")
        self.kind, size, _, self.numpy = TYPES[self.number]
        raw = first(fields, 9, None)
        if raw is None and self.kind in ("f32", "f64"):
            raw = b"".join(every(fields, 4 if self.kind == "f32" else 10))
        if raw is None:
            # f16 and bf16 are there as their bits.
            values = packed(fields, {"i64": 7, "u32": 11, "u64": 11}.get(self.kind, 5))
            raw = b"".join((v & (1 << 8 * size) - 1).to_bytes(size, "little") for v in values)
        self.raw = raw
        self.values = unpack(self.kind, raw)


def write_npy(path, numpy, shape, raw):
    text = f"{{'descr': '{numpy}', 'fortran_order': False, 'shape': {tuple(shape)}, }}"
    text += " " * (-(11 + len(text)) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\1\0" + struct.pack("<H", len(text)) + text.encode() + raw)


def read_npy(path):
    """The type, the shape and the elements."""
    with open(path, "rb") as file:
        data = file.read()
    start = 10 + int.from_bytes(data[8:10], "little")
    header = eval(data[10:start])  # a dictionary of literals that our tools wrote
    code = next(t for t in TYPES.values() if t[3] == header["descr"])
    raw = data[start:]
    return code[0], list(header["shape"]), unpack(code[0], raw)


class Model:
    """Builds a model, whose operators return the names of their results."""

    def __init__(self, version=17, seed=1):
        self.version, self.random = version, random.Random(seed)
        self.nodes, self.inputs, self.outputs, self.initializers, self.shapes = [], [], [], [], []

    def value(self, name, kind, shape):
        dims = [(1, [(1, d)] if isinstance(d, int) else [(2, d)]) for d in shape]
        return [(1, name), (2, [(1, [(1, NUMBERS[kind]), (2, dims)])])]

    def input(self, shape, kind="f32", name=None):
        name = name or f"x{len(self.inputs)}"
        self.inputs.append(self.value(name, kind, shape))
        self.shapes.append((kind, shape))
        return name

    def constant(self, shape, values=None, kind="f32", name=None):
        name = name or f"c{len(self.initializers)}"
        count = math.prod(shape)
        if values is None:
            values = ([self.random.gauss(0, 0.5) for _ in range(count)] if kind in REALS else
                      [self.random.randint(0 if kind[0] == "u" else -128, 127) for _ in range(count)])
        raw = pack(kind, values)
        self.initializers.append([(1, d) for d in shape] + [(2, NUMBERS[kind]), (8, name), (9, raw)])
        return name

    def node(self, operator, *inputs, outputs=1, **attributes):
        names = [f"t{len(self.nodes)}_{i}" for i in range(outputs)]
        fields = [(1, i) for i in inputs] + [(2, o) for o in names] + [(3, f"n{len(self.nodes)}"), (4, operator)]
        for name, value in attributes.items():
            if isinstance(value, (list, tuple)):
                real = any(isinstance(v, float) for v in value)
                text = any(isinstance(v, str) for v in value)
                fields.append((5, [(1, name)] + [(9 if text else 7 if real else 8, v) for v in value] +
                               [(20, 8 if text else 6 if real else 7)]))
            elif isinstance(value, str):
                fields.append((5, [(1, name), (4, value), (20, 3)]))
            else:
                real = isinstance(value, float)
                fields.append((5, [(1, name), (2 if real else 3, value), (20, 1 if real else 2)]))
        self.nodes.append(fields)
        return names[0] if outputs == 1 else names

    def output(self, name, kind="f32", shape=None):
        self.outputs.append([(1, name), (2, [(1, [(1, NUMBERS[kind])] + (
            [(2, [(1, [(1, d)]) for d in shape])] if shape is not None else []))])])

    def message(self):
        graph = ([(1, n) for n in self.nodes] + [(2, "graph")] + [(5, i) for i in self.initializers] +
                 [(11, i) for i in self.inputs] + [(12, o) for o in self.outputs])
        return [(1, 8), (7, graph), (8, [(1, ""), (2, self.version)])]

    def write(self, path):
        with open(path, "wb") as file:
            file.write(encode(self.message()))

    def write_inputs(self, prefix):
        """Random inputs as .npy files, whose paths are returned."""
        paths = []
        for number, (kind, shape) in enumerate(self.shapes):
            count = math.prod(shape)
            if kind in REALS:
                values = [self.random.gauss(0, 1.5) for _ in range(count)]
            else:
                values = [self.random.randint(*RANGES.get(kind, (0, 100))) for _ in range(count)]
            paths.append(f"{prefix}{number}.npy")
            write_npy(paths[-1], TYPES[NUMBERS[kind]][3], shape, pack(kind, values))
        return paths
