# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Graphs by name: operators in many forms, and the networks of models/common/networks.py
in small sizes."""
import itertools
import os
import sys
from random import Random

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../models/common"))
import further
import networks
from tflite import Graph

KINDS = ("INT8", "FLOAT32")


def kinds(name):
    """The types of activations that a family is of."""
    return further.KINDS.get(name) or KINDS + OTHER_KINDS.get(name, ())


def conv(kind, shape, channels, **options):
    g = Graph(kind, str((shape, channels, options)))
    g.outputs = [g.convolution(g.input(shape), channels, **options)]
    return g


def convolutions(kind):
    yield conv(kind, [1, 8, 8, 16], 32)
    yield conv(kind, [1, 9, 7, 3], 5, stride=(2, 2), activation="RELU6")
    yield conv(kind, [2, 6, 6, 4], 17, padding="VALID", activation="RELU")
    yield conv(kind, [1, 10, 9, 6], 8, dilation=(2, 2), bias=False)
    yield conv(kind, [1, 10, 9, 6], 8, dilation=(3, 1), kernel=(3, 2), per_channel=False, padding="VALID")
    yield conv(kind, [1, 5, 5, 64], 40, kernel=(1, 1), activation="RELU_N1_TO_1")
    yield conv(kind, [1, 11, 5, 1], 12, kernel=(10, 4), stride=(2, 2))
    yield conv(kind, [1, 7, 7, 8], 8, kernel=(1, 1), stride=(2, 2))
    yield conv(kind, [1, 4, 4, 8], 8, scale=1 / 4096)  # multipliers above 1
    yield conv(kind, [1, 8, 8, 16], 16, depthwise=True)
    yield conv(kind, [1, 9, 9, 24], 24, depthwise=True, stride=(2, 2), activation="RELU6")
    yield conv(kind, [1, 6, 7, 3], 12, depthwise=True, padding="VALID", kernel=(2, 3))
    yield conv(kind, [1, 9, 8, 5], 5, depthwise=True, dilation=(2, 3), bias=False, per_channel=False)
    yield conv(kind, [2, 7, 9, 40], 40, depthwise=True, stride=(2, 1), activation="RELU")
    # Depthwise by blocks of channels: without a copy, of many columns, of a window wider than a step.
    yield conv(kind, [1, 7, 9, 16], 16, depthwise=True, padding="VALID", kernel=(2, 2))
    yield conv(kind, [1, 25, 5, 72], 72, depthwise=True, activation="RELU6")
    yield conv(kind, [1, 9, 9, 32], 32, depthwise=True, kernel=(3, 5), dilation=(1, 1))
    yield conv(kind, [1, 8, 9, 17], 17, depthwise=True, dilation=(1, 2), scale=1 / 4096)
    # Results of few channels: those of several pixels together.
    yield conv(kind, [1, 12, 12, 3], 8, stride=(2, 2), activation="RELU6")
    yield conv(kind, [1, 8, 8, 8], 8, depthwise=True)
    yield conv(kind, [2, 5, 10, 2], 3, bias=False)
    yield conv(kind, [1, 6, 6, 4], 1, activation="RELU")
    # Short rows of the window: a copy of each window.
    yield conv(kind, [2, 30, 10, 1], 40, kernel=(10, 4), stride=(2, 2), activation="RELU")
    yield conv(kind, [1, 12, 70, 1], 33, kernel=(8, 3), padding="VALID", dilation=(1, 1))
    for shape, result, arguments in [
            ([1, 4, 5, 8], [1, 8, 10, 6], ((3, 3), (2, 2), "SAME", "RELU")),
            ([2, 5, 3, 5], [2, 12, 9, 17], ((4, 5), (2, 2), "VALID")),
            ([1, 6, 6, 16], [1, 6, 6, 4], ((2, 2), (1, 1), "SAME", "RELU6", False)),
            ([1, 3, 4, 20], [1, 7, 11, 3], ((2, 2), (3, 3), "SAME"))]:
        g = Graph(kind, str(shape))
        g.outputs = [g.transposed_convolution(g.input(shape), result, *arguments)]
        yield g


def chain(name, shape, layers):
    """Convolutions one after another."""
    g = Graph("INT8", name)
    x = g.input(shape)
    for channels, options in layers:
        x = g.convolution(x, channels or g.shape(x)[3], depthwise=not channels, **options)
    g.outputs = [x]
    return g


def zero_points(kind):
    """Weights of bytes without sign are those of tiles if their zero point is 128, and of no tiles if it is another:
    what a depthwise convolution reads is written by a convolution of either kind."""
    g = Graph(kind, "zero points")
    x = g.input([1, 9, 7, 8])
    for zero, depthwise_zero in itertools.product((128, 140), repeat=2):
        for of, options in ((zero, {"kernel": (1, 1)}), (depthwise_zero, {"depthwise": True})):
            x = g.convolution(x, 24, per_channel=False, **options)
            g.tensors[g.operators[-1]["inputs"][1]]["quantization"]["zero_point"] = [of]
    g.outputs = [x]
    return g


def tiles(kind):
    """Convolutions of bytes by tiles of 16 pixels: every way to reach the pixels, windows of
    one to five pieces, inputs with and without a copy, depthwise (0) and not."""
    if kind == "UINT8":
        yield zero_points(kind)
    if kind != "INT8":
        return
    ones = {"kernel": (1, 1)}
    yield chain("rows", [2, 6, 32, 3], [
        (16, {"activation": "RELU6"}), (20, {"dilation": (2, 1), "kernel": (2, 3)}), (0, {}), (70, ones),
        (40, {"kernel": (1, 1), "stride": (1, 2)})])
    yield chain("columns", [1, 32, 22, 3], [
        (8, {"activation": "RELU"}), (0, {}), (7, {"kernel": (3, 1)}), (5, {"stride": (2, 2)})])
    yield chain("wide rows", [1, 3, 80, 16], [(16, {}), (0, {}), (33, {"kernel": (2, 1)}), (0, {"kernel": (1, 3)})])
    yield chain("places", [1, 13, 11, 40], [
        (0, {"activation": "RELU"}), (0, {"stride": (2, 2)}), (64, ones), (0, {"padding": "VALID"}), (130, ones),
        (0, {"kernel": (2, 2)})])
    yield chain("places of large images", [1, 37, 29, 16], [
        (0, {"stride": (2, 2), "activation": "RELU6"}), (48, ones), (0, {}), (0, {"stride": (2, 2)})])
    yield chain("gathers", [3, 9, 7, 18], [
        (0, {}), (12, {}), (0, {"stride": (2, 1), "padding": "VALID"}), (21, {"kernel": (4, 1), "padding": "VALID"})])
    yield chain("pieces", [1, 5, 5, 12], [
        (200, ones), (256, ones), (33, ones), (300, ones), (18, ones), (0, {"scale": 1 / 4096}), (9, {})])
    yield chain("deep", [1, 16, 16, 33], [
        (40, {"activation": "RELU"}), (64, {"stride": (2, 2)}), (64, {"activation": "RELU6"}), (17, {"kernel": (1, 9)}),
        (80, {"kernel": (2, 2), "stride": (2, 2)}), (20, {"kernel": (4, 2), "padding": "VALID"})])
    yield chain("one channel", [2, 33, 19, 1], [
        (20, {"kernel": (9, 3), "stride": (2, 1)}), (1, {}), (18, {"kernel": (7, 5), "dilation": (2, 1)})])
    yield chain("one channel of many rows", [2, 141, 37, 1], [(20, {"kernel": (9, 3), "stride": (3, 2)})])
    yield chain("one channel, dilated", [1, 95, 21, 1], [
        (20, {"kernel": (9, 3), "stride": (2, 1), "dilation": (3, 1)})])
    yield chain("few pixels", [1, 3, 3, 70], [(0, {}), (80, ones), (0, {"stride": (2, 2)}), (40, ones), (0, {})])
    yield chain("one row", [1, 1, 45, 8], [(24, {"kernel": (1, 3)}), (0, {"kernel": (1, 4)}), (16, {"kernel": (1, 9)})])
    # What only a depthwise convolution reads is written by blocks of channels with padding: of every window, of one
    # piece to nine, of columns and of gathers.
    yield chain("blocks", [1, 13, 11, 18], [
        (40, {"kernel": (1, 1), "activation": "RELU6"}), (0, {}), (150, ones), (0, {"stride": (2, 2)}), (300, ones),
        (0, {"padding": "VALID", "kernel": (2, 4)}), (500, ones), (0, {"kernel": (1, 3)}), (19, ones),
        (0, {"kernel": (3, 1), "stride": (1, 2)})])
    yield chain("blocks of two images", [2, 19, 9, 30], [
        (33, {"stride": (2, 1)}), (0, {"dilation": (2, 1)}), (16, ones), (0, {"kernel": (2, 2), "stride": (2, 2)}),
        (100, {"kernel": (2, 2)}), (0, {"kernel": (3, 4)})])
    yield chain("blocks of columns", [1, 34, 13, 6], [
        (20, {"kernel": (3, 2), "stride": (2, 1), "padding": "VALID"}), (0, {"stride": (2, 2)})])
    yield chain("blocks of one channel", [1, 21, 9, 1], [
        (24, {"kernel": (10, 4), "stride": (2, 2)}), (0, {}), (9, ones)])
    yield chain("blocks of large images", [1, 40, 48, 16], [
        (24, ones), (0, {"stride": (2, 2)}), (32, {"activation": "RELU"}), (0, {"dilation": (3, 1)})])
    # Plain: what others read too, or the caller, or a depthwise convolution that reads it plain.
    g = Graph(kind, "readers")
    x = g.convolution(g.input([1, 9, 7, 8]), 24, kernel=(1, 1))
    y = g.convolution(g.elementwise("ADD", x, g.convolution(x, 24, depthwise=True)), 40, kernel=(1, 1))
    z = g.convolution(g.convolution(y, 40, depthwise=True), 16, kernel=(1, 1))
    g.outputs = [g.convolution(z, 16, depthwise=True, padding="VALID"), y]
    yield g
    random = Random(13)
    for _ in range(4):
        layers = []
        for _ in range(3):
            layers.append((random.randint(9, 90), {"kernel": random.choice(((1, 1), (2, 1), (3, 3))),
                                                   "stride": random.choice(((1, 1), (2, 1)))}))
            layers.append((0, {"kernel": (random.randint(1, 3), random.randint(1, 4)),
                               "stride": random.choice(((1, 1), (2, 2), (1, 2))),
                               "dilation": random.choice(((1, 1), (2, 1))) if random.random() < 0.3 else (1, 1),
                               "activation": random.choice(("NONE", "RELU6"))}))
        shape = [random.randint(1, 2), random.randint(9, 30), random.randint(9, 30), random.randint(1, 40)]
        yield chain(f"random blocks {shape} {layers}", shape, layers)
    for _ in range(6):
        layers = []
        for _ in range(5):
            kernel = random.randint(1, 4), random.randint(1, 4)
            options = {"kernel": kernel, "activation": random.choice(("NONE", "RELU", "RELU6")),
                       "stride": random.choice(((1, 1), (1, 1), (2, 2), (1, 2))),
                       "bias": random.random() < 0.8}
            layers.append((random.choice((0, 0, random.randint(1, 70))), options))
        shape = [random.randint(1, 2), random.randint(12, 50), random.randint(12, 50), random.randint(1, 70)]
        yield chain(f"random {shape} {layers}", shape, layers)


def fully_connected(kind):
    if kind == "INT16":  # sums of 32 bits
        g = Graph(kind, "short")
        g.bias_kind = "INT32"
        g.outputs = [g.fully_connected(g.convolution(g.input([1, 4, 4, 8]), 6), 7)]
        yield g
    for shape, outputs, options in [
            ([1, 40], 12, {}), ([3, 33], 17, {"activation": "RELU"}), ([1, 5, 8], 6, {"keep": True}),
            ([2, 128], 64, {"per_channel": True, "bias": False}), ([1, 70], 200, {"activation": "RELU6"}),
            ([1, 130], 65, {"per_channel": True, "scale": 1 / 4096})]:
        g = Graph(kind, str((shape, options)))
        g.outputs = [g.fully_connected(g.input(shape), outputs, **options)]
        yield g


def batch_matmul(kind):
    for a, b, result, options in [
            ([3, 20, 33], [3, 33, 17], [3, 20, 17], {}),
            ([2, 1, 5, 40], [4, 12, 40], [2, 4, 5, 12], {"adj_y": True}),
            ([9, 6], [9, 10], [6, 10], {"adj_x": True}),
            ([2, 9, 6], [7, 9], [2, 6, 7], {"adj_x": True, "adj_y": True})]:
        g = Graph(kind, str(a))
        y = g.activation(result, scale=1 / 4)
        g.outputs = [g.operator("BATCH_MATMUL", [g.input(a), g.input(b)], y, **options)]
        yield g


def pools(kind):
    for code in ("AVERAGE_POOL_2D", "MAX_POOL_2D"):
        for shape, arguments in [
                ([1, 8, 8, 20], ((2, 2), (2, 2))), ([1, 7, 5, 3], ((3, 3), (2, 1), "SAME", "RELU")),
                ([1, 5, 5, 33], ((5, 5), (1, 1), "VALID", "RELU6")), ([1, 4, 4, 2], ((6, 2), (3, 3), "SAME"))]:
            g = Graph(kind, code)
            g.outputs = [g.pool(code, g.input(shape), *arguments)]
            yield g
    # Of whole images: few and many channels, a number of rows that is odd, even or a power of 2.
    for shape in ([2, 3, 2, 300], [1, 1, 3, 17], [1, 2, 1, 9], [3, 1, 1, 20], [1, 10, 7, 250], [1, 12, 25, 40],
                  [2, 16, 16, 70], [1, 3, 3, 256]):
        g = Graph(kind, f"image {shape}")
        g.outputs = [g.pool("AVERAGE_POOL_2D", g.input(shape), tuple(shape[1:3]), (1, 1), "VALID")]
        yield g


def elementwise(kind):
    for code in ("ADD", "SUB", "MUL"):
        for a, b, activation in [([1, 4, 5, 8], [1, 4, 5, 8], "NONE"), ([2, 3, 5], [5], "RELU"),
                                 ([2, 1, 5], [3, 1], "RELU_N1_TO_1"), ([300], [1], "NONE")]:
            g = Graph(kind, code)
            g.outputs = [g.elementwise(code, g.input(a), g.input(b, scale=1 / 20), activation)]
            yield g
        g = Graph(kind, code)
        g.outputs = [g.elementwise(code, g.input([6, 7]), g.constant([7], kind=kind))]
        yield g
    for code in ("SQUARED_DIFFERENCE", "PRELU") + (("DIV",) if kind == "FLOAT32" else ()):
        for a, b in [([2, 5, 70], [2, 5, 70]), ([3, 4, 9], [9])]:
            g = Graph(kind, code)
            x = g.input(a)
            y = g.constant(b, kind=kind) if code == "PRELU" else g.input(b, scale=1 / 50)
            g.outputs = [g.elementwise(code, x, y, scale=1 / 24)]
            yield g
    for code in ("MAXIMUM", "MINIMUM"):
        for a, b in [([3, 100], [3, 100]), ([4, 1, 9], [5, 1])]:
            g = Graph(kind, code)
            x, y = g.input(a, scale=1 / 16, zero=5), g.input(b, scale=1 / 16, zero=5)
            g.outputs = [g.operator(code, [x, y], g.same(x, [4, 5, 9] if len(a) == 3 else a))]
            yield g


def unary(kind):
    floats = ("NEG", "SQRT", "RSQRT", "EXP", "SQUARE", "FLOOR", "CEIL", "ROUND") if kind == "FLOAT32" else ()
    bytes_alone = ("HARD_SWISH",) if kind != "INT16" else ()
    for code in ("RELU", "RELU6", "LOGISTIC", "TANH", "ABS", *bytes_alone, *floats):
        for scale in (1 / 12, 1 / 20):
            g = Graph(kind, code)
            x = g.input([2, 3, 150], scale=scale)
            if code in ("SQRT", "RSQRT"):
                x = g.unary("ABS", x)
            g.outputs = [g.unary(code, x)]
            yield g
    for alpha in (0.3, -0.25, 2.5):
        g = Graph(kind, alpha)
        g.outputs = [g.unary("LEAKY_RELU", g.input([2, 150]), alpha=alpha)]
        yield g
    for shape, beta, scale in [([1, 12], 1.0, 1 / 8), ([7, 32], 2.0, 1 / 3), ([4, 2], 1.0, 1 / 50), ([2, 33], 1.0, 1 / 99),
                               ([3, 2, 40], 0.5, 1 / 3), ([5, 300], 1.0, 1 / 200)]:
        g = Graph(kind, "softmax")
        g.outputs = [g.softmax(g.input(shape, scale=scale), beta)]
        yield g
    for axes, keep in [([1, 2], False), ([1, 2], True), ([-1], False), ([0, 1, 2, 3], False), ([2], True)]:
        g = Graph(kind, "mean")
        g.outputs = [g.mean(g.input([2, 7, 5, 9]), axes, keep)]
        yield g


def reductions(kind):
    for code in ("SUM", "REDUCE_MAX", "REDUCE_MIN"):
        for axes, keep in [([1, 2], False), ([-1], True), ([0], False), ([0, 1, 2, 3], False)]:
            g = Graph(kind, code)
            g.outputs = [g.mean(g.input([2, 7, 5, 9]), axes, keep, 1 / 4, code)]
            yield g
    for code in ("ARG_MAX", "ARG_MIN"):
        for axis in (0, 1, 2):
            g = Graph(kind, code)
            g.outputs = [g.arg(code, g.input([6, 9, 30]), axis)]
            yield g


def moves(kind):
    def one(code, shape, result, *operands, **options):
        g = Graph(kind, code)
        g.outputs = [g.move(code, g.input(shape), result, *operands, **options)]
        return g

    yield one("GATHER", [4, 9, 6], [4, 3, 6], [8, 0, 3], axis=1)
    yield one("GATHER", [4, 9, 6], [4, 9, 5], [5, 5, 0, 1, 2], axis=-1)
    yield one("TILE", [2, 3, 4], [4, 3, 12], [2, 1, 3])
    yield one("BROADCAST_TO", [3, 1, 5], [2, 3, 4, 5], [2, 3, 4, 5])
    yield one("REVERSE_V2", [4, 5, 6], [4, 5, 6], [2])
    yield one("REVERSE_V2", [4, 5, 6], [4, 5, 6], [0, 1])
    for options in ({}, {"align_corners": True}, {"half_pixel_centers": True}):
        for code in ("RESIZE_NEAREST_NEIGHBOR", "RESIZE_BILINEAR")[:1 if kind == "INT16" else 2]:
            yield one(code, [2, 4, 5, 3], [2, 7, 11, 3], [7, 11], **options)
            yield one(code, [1, 9, 8, 16], [1, 4, 3, 16], [4, 3], **options)
    for mode in ("REFLECT", "SYMMETRIC"):
        g = Graph(kind, mode)
        x = g.input([3, 4, 5])
        pads = g.tensor([3, 2], "INT32", data=[0, 0, 2, 3, 4, 1])
        g.outputs = [g.operator("MIRROR_PAD", [x, pads], g.same(x, [3, 9, 10]), mode=mode)]
        yield g
    yield one("SPACE_TO_DEPTH", [2, 4, 6, 3], [2, 2, 3, 12], block_size=2)
    yield one("DEPTH_TO_SPACE", [2, 2, 3, 18], [2, 6, 9, 2], block_size=3)
    for code, shape, result, amounts in [("SPACE_TO_BATCH_ND", [2, 5, 6, 3], [12, 3, 3, 3], [1, 0, 2, 1]),
                                         ("BATCH_TO_SPACE_ND", [12, 3, 4, 3], [2, 5, 9, 3], [1, 0, 2, 1])]:
        g = Graph(kind, code)
        x = g.input(shape)
        operands = [g.indices([2, 3]), g.tensor([2, 2], "INT32", data=amounts)]
        g.outputs = [g.operator(code, [x, *operands], g.same(x, result))]
        yield g
    g = Graph(kind, "PADV2")
    x = g.input([3, 4])
    pads = g.tensor([2, 2], "INT32", data=[1, 0, 2, 3])
    g.outputs = [g.operator("PADV2", [x, pads, x_value(g, x)], g.same(x, [4, 9]))]
    yield g
    g = Graph(kind, "PACK")
    parts = [g.input([3, 5], zero=2) for _ in range(3)]
    g.outputs = [g.operator("PACK", parts, g.same(parts[0], [3, 3, 5]), axis=1, values_count=3),
                 g.operator("PACK", parts, g.same(parts[0], [3, 5, 3]), axis=-1, values_count=3)]
    yield g
    for code, axis, shapes, options in [
            ("SPLIT", 1, [[4, 3, 5]] * 3, {"num_splits": 3}),
            ("SPLIT_V", 2, [[4, 9, 1], [4, 9, 4]], {"num_splits": 2}),
            ("UNPACK", 0, [[9, 5]] * 4, {"num": 4, "axis": 0})]:
        g = Graph(kind, code)
        parts = g.split(code, g.input([4, 9, 5]), axis, shapes, **options)
        # The last is an intermediate tensor.
        g.outputs = parts[:-1] + [g.unary("RELU6", parts[-1])]
        yield g


def x_value(g, x):
    """A constant with the quantisation of x."""
    y = g.same(x, [])
    g.tensors[y]["buffer"] = len(g.buffers)
    g.buffers.append({"data": {"INT8": [77], "UINT8": [77], "INT16": [7, 7]}.get(g.kind, [0, 0, 32, 65])})
    return y


def conversions(kind):
    other = "INT8" if kind == "FLOAT32" else "FLOAT32"
    g = Graph(kind)
    g.outputs = [g.convert(g.input([3, 100]), other)]
    yield g
    for to in ("INT8", "INT16", "UINT8"):
        g = Graph(kind, to)
        g.outputs = [g.convert(g.input([3, 100]), to, scale=1 / 9)]
        yield g
    if kind == "INT8":  # to i16 with a zero point, which other conversions take
        g = Graph(kind, "SOFTMAX")
        x = g.input([3, 40])
        y = g.operator("SOFTMAX", [x], g.tensor([3, 40], "INT16", 1 / 65536, -32768), beta=1.0)
        g.outputs = [y, g.operator("QUANTIZE", [y], g.tensor([3, 40], "INT32", 1 / 40000)), g.convert(y, "FLOAT32")]
        yield g
    if kind in ("INT8", "INT16"):
        g = Graph(kind, "INT32")
        x = g.input([3, 100])
        y = g.operator("QUANTIZE", [x], g.tensor([3, 100], "INT32", 1 / 5000))
        g.outputs = [y, g.operator("QUANTIZE", [y], g.activation([3, 100], scale=1 / 9))]
        yield g
    if kind == "FLOAT32":  # weights of 16 bits
        g = Graph(kind, 2)
        halves = g.tensor([7], "FLOAT16", data=[0.1, -2.5, 6e-8, 65504, -0.0, 1e-5, float("inf")])
        weights = g.operator("DEQUANTIZE", [halves], g.tensor([7], "FLOAT32"))
        g.outputs = [g.elementwise("ADD", g.input([5, 7]), weights)]
        yield g

def copies(kind):
    g = Graph(kind)
    g.outputs = [g.pad(g.input([1, 4, 5, 3]), [(0, 0), (1, 2), (0, 3), (0, 0)])]
    yield g
    for axis in (1, 3):
        g = Graph(kind)
        parts = [g.input([2, 3, 4, 5], zero=3), g.input([2, 3, 4, 5], zero=3)]
        g.outputs = [g.concatenation(parts, axis)]
        yield g
    for order in ([0, 2, 1], [2, 1, 0], [1, 2, 0]):
        g = Graph(kind)
        g.outputs = [g.transpose(g.input([4, 6, 20]), order)]
        yield g
    g = Graph(kind)
    g.outputs = [g.strided_slice(g.input([4, 9, 6]), [1, 0, -4], [3, 9, 6], [1, 3, 2], [2, 3, 2])]
    yield g
    g = Graph(kind)
    g.outputs = [g.strided_slice(g.input([4, 9, 6]), [2, 1, 0], [0, 5, 0], [1, 1, 1], [4, 6], end_mask=4,
                                 shrink_axis_mask=1)]
    yield g
    # x[2::-2, ..., None, :1:-1] and x[-2, None, 1]
    g = Graph(kind)
    g.outputs = [g.strided_slice(g.input([4, 3, 5, 6]), [2, 0, 0, 0], [0, 0, 0, 1], [-2, 1, 1, -1], [2, 3, 5, 1, 4],
                                 end_mask=1, begin_mask=8, ellipsis_mask=2, new_axis_mask=4)]
    yield g
    g = Graph(kind)
    g.outputs = [g.strided_slice(g.input([4, 3, 6]), [-2, 0, 1], [0, 0, 0], [1, 1, 1], [1, 6], shrink_axis_mask=5,
                                 new_axis_mask=2)]
    yield g
    g = Graph(kind)
    x = g.input([4, 9, 6])
    g.outputs = [g.operator("SLICE", [x, g.indices([1, 0, 2]), g.indices([2, -1, 3])], g.same(x, [2, 9, 3]))]
    yield g
    # An output that is an input too, and one that is the shape of another.
    g = Graph(kind)
    x = g.input([6, 4])
    y = g.unary("RELU", x)
    g.outputs = [y, g.reshape(x, [2, 12]), g.reshape(y, [24]), x]
    yield g


def small_person_detection(kind):
    """With floats at both ends of an integer network, and a mean."""
    return networks.person_detection(kind, 32, ((16, 1), (32, 2), (32, 1)), floats=True)


FAMILIES = {"convolutions": convolutions, "tiles": tiles, "fully-connected": fully_connected,
            "batch-matmul": batch_matmul, "pools": pools, "elementwise": elementwise, "unary": unary,
            "conversions": conversions,
            "reductions": reductions, "moves": moves, "copies": copies}
FAMILIES.update(further.FAMILIES)
OTHER_KINDS = {"convolutions": ("INT16", "UINT8"), "tiles": ("UINT8",), "fully-connected": ("INT16", "UINT8"), "batch-matmul": ("INT16",),
               "pools": ("INT16", "UINT8"), "elementwise": ("INT16", "UINT8"), "unary": ("INT16", "UINT8"),
               "reductions": ("INT16", "UINT8"), "moves": ("INT16", "UINT8"), "copies": ("INT16", "UINT8"),
               "conversions": ("INT16", "UINT8"), "keyword-spotting": ("INT16", "UINT8"),
               "image-classification": ("INT16", "UINT8"), "anomaly-detection": ("INT16", "UINT8")}
NETWORKS = {
    "keyword-spotting": lambda kind: networks.keyword_spotting(kind, 25, 5, 32, 2),
    "image-classification": lambda kind: networks.image_classification(kind, 16, ((16, 1), (32, 2))),
    "person-detection": small_person_detection,
    "anomaly-detection": lambda kind: networks.anomaly_detection(kind, 160, (32, 32, 8, 32)),
}
