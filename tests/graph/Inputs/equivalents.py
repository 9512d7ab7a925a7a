#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""equivalents.py FOLDER: pairs of TensorFlow Lite models that state the same in two ways.

Sparse and dense weights, weights of 4 and 8 bits, conditions that are constants and inputs, slices backwards and
reversed dimensions, MediaPipe's operator and TensorFlow Lite's. The interpreter gives the same results for both, and the program of the second what it gives.
"""
import copy
import math
import os
import struct
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../models/common"))
import further
from tflite import CODES, Graph, write_model, write_npy


def elements(model, tensor):
    data = bytes(model["buffers"][tensor["buffer"]]["data"])
    code = CODES[tensor["type"]]
    return list(struct.unpack(f"<{len(data) // struct.calcsize(code)}{code}", data))



def sparse(model, number, dense, block=None, kind="Int32Vector", order=None):
    """A tensor of two dimensions as a sparse one, of which `dense` says for each whether its level is; with blocks."""
    tensor = model["subgraphs"][0]["tensors"][number]
    values, shape = elements(model, tensor), tensor["shape"]
    rank = len(shape)
    order = order or list(range(rank))
    block = block or [1] * rank
    outer = [shape[d] // block[d] for d in range(rank)]
    inner = [d for d in range(rank) if block[d] > 1]
    levels = [outer[d] for d in order] + [block[d] for d in inner]

    def at(path):
        place = [0] * rank
        for d, i in zip(order, path):
            place[d] = i * block[d]
        for d, i in zip(inner, path[rank:]):
            place[d] += i
        flat = 0
        for d in range(rank):
            flat = flat * shape[d] + place[d]
        return values[flat]

    def paths(prefix, level):
        if level == len(levels):
            yield prefix
        else:
            for i in range(levels[level]):
                yield from paths(prefix + [i], level + 1)

    nodes, metadata = [[]], []
    for level, size in enumerate(levels):
        if level >= rank or dense[level]:
            metadata.append({"format": "DENSE", "dense_size": size})
            nodes = [n + [i] for n in nodes for i in range(size)]
            continue
        segments, places, below = [0], [], []
        for node in nodes:
            used = [i for i in range(size) if any(map(at, paths(node + [i], level + 1)))]
            places += used
            segments.append(len(places))
            below += [node + [i] for i in used]
        metadata.append({"format": "SPARSE_CSR", "dense_size": size,
                         "array_segments_type": kind, "array_segments": {"values": segments},
                         "array_indices_type": kind, "array_indices": {"values": places}})
        nodes = below
    kept = [at(n) for n in nodes]
    assert len(kept) < len(values)
    tensor["sparsity"] = {"traversal_order": order + [rank + i for i in range(len(inner))], "block_map": inner,
                          "dim_metadata": metadata}
    tensor["buffer"] = len(model["buffers"])
    model["buffers"].append({"data": list(struct.pack(f"<{len(kept)}{CODES[tensor['type']]}", *kept))})


def thinned(g, weights, keep):
    """Weights of which only some rows and columns are not 0."""
    tensor = g.tensors[weights]
    model = {"buffers": g.buffers}
    values = elements(model, tensor)
    columns = tensor["shape"][-1]
    values = [v if keep(i // columns, i % columns) else 0 for i, v in enumerate(values)]
    g.buffers[tensor["buffer"]] = {"data": list(struct.pack(f"<{len(values)}{CODES[tensor['type']]}", *values))}


def product(of, keep, *arguments, **options):
    g = Graph(of)
    g.outputs = [g.fully_connected(g.input([3, 24]), 16)]
    weights = g.operators[0]["inputs"][1]
    thinned(g, weights, keep)
    plain = g.model()
    other = copy.deepcopy(plain)
    sparse(other, weights, *arguments, **options)
    return g, plain, other


def halves():
    """A convolution whose weights are sparse f16: DENSIFY, then DEQUANTIZE."""
    g = Graph("FLOAT32")
    values = [v / 8 if i % 6 < 2 else 0.0 for i, v in enumerate(g.random.randrange(-16, 17) for _ in range(6 * 9 * 4))]

    def network(is_sparse):
        h = Graph("FLOAT32")
        x = h.input([1, 7, 8, 4])
        half = h.tensor([6, 3, 3, 4], "FLOAT16", data=values)
        if is_sparse:
            half = h.operator("DENSIFY", [half], h.tensor([6, 3, 3, 4], "FLOAT16"))
        weights = h.operator("DEQUANTIZE", [half], h.tensor([6, 3, 3, 4]))
        h.outputs = [h.operator("CONV_2D", [x, weights, h.tensor([6], data=[0.5] * 6)], h.tensor([1, 7, 8, 6]),
                                padding="SAME", stride_h=1, stride_w=1, fused_activation_function="RELU")]
        return h

    plain, other = network(False), network(True).model()
    sparse(other, 1, [True, True, True, False])
    return plain, plain.model(), other


def nibbles(operator):
    """Weights from -8 to 7 as two in a byte."""
    g = Graph("INT8")
    x = g.input([1, 6, 7, 5])
    if operator == "FULLY_CONNECTED":
        y = g.fully_connected(x, 9, per_channel=True)
    else:
        depthwise = operator == "DEPTHWISE_CONV_2D"
        y = g.convolution(x, 5 if depthwise else 7, depthwise=depthwise)
    g.outputs = [y]
    tensor = g.tensors[g.operators[0]["inputs"][1]]
    values = [g.random.randint(-8, 7) for _ in elements({"buffers": g.buffers}, tensor)]
    g.buffers[tensor["buffer"]] = {"data": [v & 255 for v in values]}
    plain = g.model()
    other = copy.deepcopy(plain)
    packed = [a & 15 | (b & 15) << 4 for a, b in zip(values[::2], values[1::2] + [0])]
    other["subgraphs"][0]["tensors"][g.operators[0]["inputs"][1]].update(type="INT4", buffer=len(other["buffers"]))
    other["buffers"].append({"data": packed})
    return g, plain, other


def dynamic(operator):
    """Weights of 8 bits for activations of f32, as converters write them if they are given no data."""
    g = Graph("FLOAT32")
    x = g.input([1, 6, 7, 5])
    if operator == "FULLY_CONNECTED":
        y = g.fully_connected(x, 9)
    elif operator == "TRANSPOSE_CONV":
        y = g.transposed_convolution(x, [1, 12, 14, 4], (3, 3), (2, 2), "SAME")
    else:
        depthwise = operator == "DEPTHWISE_CONV_2D"
        y = g.convolution(x, 5 if depthwise else 7, depthwise=depthwise)
    g.outputs = [y]
    number = g.operators[0]["inputs"][1]
    tensor = g.tensors[number]
    axis = 3 if operator == "DEPTHWISE_CONV_2D" else 0
    count, step = tensor["shape"][axis], 1
    for d in tensor["shape"][axis + 1:]:
        step *= d
    scales = [2.0**-(3 + i % 4) for i in range(count)] if operator != "FULLY_CONNECTED" else [0.0625]
    weights = [g.random.randint(-127, 127) for _ in elements({"buffers": g.buffers}, tensor)]
    reals = [w * scales[i // step % len(scales)] for i, w in enumerate(weights)]
    g.buffers[tensor["buffer"]] = {"data": list(struct.pack(f"<{len(reals)}f", *reals))}
    plain = g.model()
    other = copy.deepcopy(plain)
    other["subgraphs"][0]["tensors"][number].update(
        type="INT8", buffer=len(other["buffers"]),
        quantization={"scale": scales, "zero_point": [0] * len(scales), "quantized_dimension": axis})
    other["buffers"].append({"data": [w & 255 for w in weights]})
    return g, plain, other


def condition(kind, holds):
    """A condition that is a constant, and one that is an input."""
    graphs = []
    for known in (True, False):
        g = Graph(kind, 3)
        x = g.input([3, 40])
        y, z = g.same(x, [3, 40]), g.same(x, [3, 40])
        c = g.tensor([], "BOOL", data=[holds]) if known else g.input([], "BOOL")
        yes = further.subgraph(g, [x], lambda a: [g.operator("RELU6", [a], g.same(a, [3, 40])), a])
        no = further.subgraph(g, [x], lambda a: [a, g.operator("RELU6", [a], g.same(a, [3, 40]))])
        g.operator("IF", [c, x], y, then_subgraph_index=yes, else_subgraph_index=no)
        g.operators[-1]["outputs"] = [y, z]
        g.outputs = [y, z]
        graphs.append(g)
    return graphs[0], graphs[0].model(), graphs[1].model()


def transposed(padding, kernel, stride, size):
    """A transposed convolution, and what MediaPipe calls it."""
    g = Graph("FLOAT32")
    x = g.input([1, 5, 6, 4])
    g.outputs = [g.transposed_convolution(x, [1, *size, 7], kernel, stride, padding)]
    plain = g.model()
    other = copy.deepcopy(plain)
    other["operator_codes"] = [{"deprecated_builtin_code": 32, "builtin_code": "CUSTOM",
                                "custom_code": "Convolution2DTransposeBias"}]
    operator = other["subgraphs"][0]["operators"][0]
    _, weights, data, bias = operator["inputs"]
    operator["inputs"] = [data, weights, bias]
    del operator["builtin_options"], operator["builtin_options_type"]
    operator["custom_options"] = list(struct.pack("<3i", 1 if padding == "SAME" else 2, stride[1], stride[0]))
    return g, plain, other


def sliced(kind):
    """x[2::-2, ..., None, :1:-1][-1, 1:3] of steps back and a new dimension, and of reversed dimensions."""
    graphs = []
    for plain in (True, False):
        g = Graph(kind, 5)
        x = g.input([4, 3, 5, 6])
        if plain:
            y = g.operator("REVERSE_V2", [x, g.indices([0, 3])], g.same(x, [4, 3, 5, 6]))
            y = g.strided_slice(y, [1, 0, 0, 0], [4, 3, 5, 4], [2, 1, 1, 1], [2, 3, 5, 4])
            y = g.operator("RESHAPE", [y, g.indices([2, 3, 5, 1, 4])], g.same(x, [2, 3, 5, 1, 4]))
            y = g.strided_slice(y, [1, 1, 0, 0, 0], [2, 3, 5, 1, 4], [1] * 5, [1, 2, 5, 1, 4])
            y = g.operator("RESHAPE", [y, g.indices([2, 5, 1, 4])], g.same(x, [2, 5, 1, 4]))
        else:
            y = g.strided_slice(x, [2, 0, 0, 0], [0, 0, 0, 1], [-2, 1, 1, -1], [2, 3, 5, 1, 4], end_mask=1,
                                begin_mask=8, ellipsis_mask=2, new_axis_mask=4)
            y = g.strided_slice(y, [-1, 1], [0, 2], [1, 1], [2, 5, 1, 4], shrink_axis_mask=1, offset=True)
        g.outputs = [y]
        graphs.append(g)
    return graphs[0], graphs[0].model(), graphs[1].model()


def gelu():
    """GELU by a hyperbolic tangent, and the operations that it is."""
    graphs = []
    for plain in (True, False):
        g = Graph("FLOAT32", 6)
        x = g.input([3, 50])
        if plain:
            number = lambda v: g.tensor([1], data=[v])
            cube = x
            for by in (number(0.044715), x, x):
                cube = g.elementwise("MUL", cube, by)
            inner = g.elementwise("MUL", g.elementwise("ADD", x, cube), number((2 / math.pi)**0.5))
            factor = g.elementwise("ADD", g.unary("TANH", inner), number(1))
            y = g.elementwise("MUL", g.elementwise("MUL", x, number(0.5)), factor)
        else:
            y = g.operator("GELU", [x], g.same(x, [3, 50]), approximate=True)
        g.outputs = [y]
        graphs.append(g)
    return graphs[0], graphs[0].model(), graphs[1].model()


def cases():
    rows = lambda r, c: r % 3 == 0 and c % 5 != 1
    blocks = lambda r, c: (r // 4 + c // 2) % 3 == 0
    yield "sparse-columns", product("FLOAT32", rows, [True, False])
    yield "sparse-rows", product("INT8", rows, [False, True], kind="Uint8Vector")
    yield "sparse-both", product("INT8", rows, [False, False], kind="Uint16Vector")
    yield "sparse-order", product("FLOAT32", rows, [True, False], order=[1, 0])
    yield "sparse-blocks", product("INT8", blocks, [True, False], block=[4, 2])
    yield "sparse-block-rows", product("FLOAT32", blocks, [True, False], block=[4, 1])
    yield "sparse-halves", halves()
    for operator in ("FULLY_CONNECTED", "CONV_2D", "DEPTHWISE_CONV_2D"):
        yield f"nibbles-{operator.lower()}", nibbles(operator)
        yield f"dynamic-{operator.lower()}", dynamic(operator)
    yield "dynamic-transpose-conv", dynamic("TRANSPOSE_CONV")
    for kind in ("FLOAT32", "INT8"):
        for holds in (0, 1):
            yield f"condition-{kind.lower()}-{holds}", condition(kind, holds)
    for kind in ("FLOAT32", "INT8"):
        yield f"sliced-{kind.lower()}", sliced(kind)
    yield "gelu", gelu()
    yield "transposed-same", transposed("SAME", (2, 2), (2, 2), (9, 12))
    yield "transposed-odd", transposed("SAME", (3, 4), (2, 3), (9, 18))
    yield "transposed-valid", transposed("VALID", (3, 2), (2, 1), (11, 7))


def run(stem, g, plain, other, holds):
    write_model(plain, stem + "-plain.tflite")
    write_model(other, stem + ".tflite")
    inputs = g.write_inputs(stem + "-in")
    results = {kind: [f"{stem}-{kind}{i}.npy" for i in range(len(g.outputs))] for kind in ("plain", "other", "out")}
    subprocess.run(["sectile-interpret", stem + "-plain.tflite", *inputs, *results["plain"]], check=True)
    if holds is not None:
        inputs.append(stem + "-holds.npy")
        write_npy(inputs[-1], "BOOL", [], [holds])
    subprocess.run(["sectile-interpret", stem + ".tflite", *inputs, *results["other"]], check=True)
    subprocess.run(["sectile-model", "-q", stem + ".tflite", "-o", stem + ".elf"], check=True)
    subprocess.run(["sectile-run", "--dir", os.path.dirname(stem), stem + ".elf",
                    *map(os.path.basename, inputs + results["out"])], check=True)
    for names in zip(*results.values()):
        data = []
        for name in names:
            with open(name, "rb") as file:
                data.append(file.read())
        if len(set(data)) != 1 or len(set(data[0][128:])) < 8:
            return f"{', '.join(names)} differ, or have few different bytes"
    return None


def main(folder):
    os.makedirs(folder, exist_ok=True)
    good = wrong = 0
    for name, (g, plain, other) in cases():
        holds = int(name[-1]) if name.startswith("condition") else None
        try:
            problem = run(os.path.join(folder, name), g, plain, other, holds)
        except subprocess.CalledProcessError as error:
            problem = str(error)
        if problem:
            print(f"{name}: {problem}")
        good, wrong = good + (not problem), wrong + bool(problem)
    print(f"{good} equal, {wrong} not")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
