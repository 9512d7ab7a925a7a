# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes TensorFlow Lite models: a graph as JSON, which flatc makes a file of.

Weights that are not given are random, and quantisations those of values of about
one, so that results spread over their range.
"""
import json
import math
import os
import random
import struct
import subprocess

SCHEMA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../graph/tflite/schema.fbs")
OPTIONS = {
    "CONV_2D": "Conv2DOptions", "DEPTHWISE_CONV_2D": "DepthwiseConv2DOptions",
    "AVERAGE_POOL_2D": "Pool2DOptions", "MAX_POOL_2D": "Pool2DOptions",
    "FULLY_CONNECTED": "FullyConnectedOptions", "SOFTMAX": "SoftmaxOptions",
    "CONCATENATION": "ConcatenationOptions", "ADD": "AddOptions", "MUL": "MulOptions",
    "SUB": "SubOptions", "MEAN": "ReducerOptions", "STRIDED_SLICE": "StridedSliceOptions",
    "SUM": "ReducerOptions", "REDUCE_MAX": "ReducerOptions", "REDUCE_MIN": "ReducerOptions", "DIV": "DivOptions",
    "GATHER": "GatherOptions", "SPLIT": "SplitOptions", "SPLIT_V": "SplitVOptions", "PACK": "PackOptions",
    "UNPACK": "UnpackOptions", "SPACE_TO_DEPTH": "SpaceToDepthOptions", "DEPTH_TO_SPACE": "DepthToSpaceOptions",
    "RESIZE_NEAREST_NEIGHBOR": "ResizeNearestNeighborOptions", "LEAKY_RELU": "LeakyReluOptions", "GELU": "GeluOptions",
    "MIRROR_PAD": "MirrorPadOptions", "TRANSPOSE_CONV": "TransposeConvOptions",
    "RESIZE_BILINEAR": "ResizeBilinearOptions", "BATCH_MATMUL": "BatchMatMulOptions", "ARG_MAX": "ArgMaxOptions", "ARG_MIN": "ArgMinOptions",
    "CAST": "CastOptions", "SHAPE": "ShapeOptions", "CUMSUM": "CumsumOptions", "L2_NORMALIZATION": "L2NormOptions",
    "L2_POOL_2D": "Pool2DOptions", "SVDF": "SVDFOptions", "IF": "IfOptions", "WHILE": "WhileOptions",
    "UNIDIRECTIONAL_SEQUENCE_LSTM": "UnidirectionalSequenceLSTMOptions", "CALL_ONCE": "CallOnceOptions",
    "VAR_HANDLE": "VarHandleOptions", "REDUCE_PROD": "ReducerOptions",
    "REDUCE_ALL": "ReducerOptions", "REDUCE_ANY": "ReducerOptions",
}
CODES = {"INT8": "b", "FLOAT32": "f", "INT32": "i", "FLOAT16": "e", "INT16": "h", "UINT8": "B", "INT64": "q", "BOOL": "B"}
NUMPY = {"INT8": "|i1", "FLOAT32": "<f4", "INT32": "<i4", "INT16": "<i2", "UINT8": "|u1", "INT64": "<i8", "BOOL": "|b1"}
# The elements of quantised types; those of i16 have no zero point.
RANGES = {"INT8": (-128, 127), "UINT8": (0, 255), "INT16": (-32768, 32767)}


def count(shape):
    return math.prod(shape)


class Graph:
    def __init__(self, kind, seed=0):
        self.kind = kind  # of activations and weights: INT8, FLOAT32, UINT8; INT16 has weights of INT8
        self.bias_kind = "INT64" if kind == "INT16" else "INT32"
        self.random = random.Random(f"{kind}{seed}")
        self.tensors, self.operators, self.codes = [], [], []
        self.buffers = [{}]
        self.inputs, self.outputs = [], []
        self.limits = {}  # of inputs that are integers
        self.subgraphs = []  # after the first

    # Tensors are numbers.

    def tensor(self, shape, kind=None, scale=None, zero=0, data=None, dimension=0):
        kind = kind or self.kind
        made = {"name": f"t{len(self.tensors)}", "shape": list(shape), "type": kind, "buffer": 0}
        if kind in RANGES or scale is not None:
            scales = scale if isinstance(scale, list) else [scale or 1 / 16]
            made["quantization"] = {"scale": [struct.unpack("f", struct.pack("f", s))[0] for s in scales],
                                    "zero_point": [zero] * len(scales), "quantized_dimension": dimension}
        if data is not None:
            made["buffer"] = len(self.buffers)
            self.buffers.append({"data": list(struct.pack(f"<{len(data)}{CODES[kind]}", *data))})
        self.tensors.append(made)
        return len(self.tensors) - 1

    def input(self, shape, kind=None, scale=1 / 32, zero=None):
        self.inputs.append(self.activation(shape, kind, scale, zero))
        return self.inputs[-1]

    def activation(self, shape, kind=None, scale=1 / 16, zero=None):
        kind = kind or self.kind
        if kind not in RANGES:
            return self.tensor(shape, kind)
        zero = self.random.randint(-20, 20) if zero is None else zero
        if kind == "INT16":  # as many steps of a finer scale
            return self.tensor(shape, kind, scale / 256, 0)
        return self.tensor(shape, kind, scale, zero + (128 if kind == "UINT8" else 0))

    def numbers(self, amount, kind=None):
        low, high = RANGES.get(kind or self.kind, (0, 0))
        if high:
            return [self.random.randint(low + (low < 0), high) for _ in range(amount)]
        return [self.random.gauss(0, 0.5) for _ in range(amount)]

    def constant(self, shape, channels=None, dimension=0, scale=1 / 128, kind="INT8"):
        """Weights, with a scale for each channel or one for all. Those of activations of 16 bits are of `kind`."""
        if self.kind == "FLOAT32":
            return self.tensor(shape, data=self.numbers(count(shape)))
        if self.kind == "UINT8":  # with one scale, and a zero point
            return self.tensor(shape, scale=scale, zero=self.random.randint(100, 156), data=self.numbers(count(shape)))
        kind = kind if self.kind == "INT16" else "INT8"
        scales = [scale * self.random.uniform(0.3, 1) for _ in range(channels)] if channels else scale
        return self.tensor(shape, kind, scale=scales, data=self.numbers(count(shape), kind), dimension=dimension)

    def indices(self, values):
        return self.tensor([len(values)], "INT32", data=values)

    def bias(self, channels):
        if self.kind in RANGES:
            most = 700000 if self.kind == "INT16" else 3000
            return self.tensor([channels], self.bias_kind, scale=1 / 4096,
                               data=[self.random.randint(-most, most) for _ in range(channels)])
        return self.tensor([channels], data=self.numbers(channels))

    def shape(self, tensor):
        return self.tensors[tensor]["shape"]

    # Operators return their result.

    def operator(self, code, inputs, output, **options):
        if code not in self.codes:
            self.codes.append(code)
        made = {"opcode_index": self.codes.index(code), "inputs": list(inputs), "outputs": [output]}
        if code in OPTIONS:
            made["builtin_options_type"] = OPTIONS[code]
            made["builtin_options"] = options
        self.operators.append(made)
        return output

    def window(self, x, kernel, stride, padding, dilation=(1, 1)):
        def size(n, k, s, d):
            return -(-n // s) if padding == "SAME" else (n - (k - 1) * d - 1) // s + 1
        return [size(*a) for a in zip(self.shape(x)[1:3], kernel, stride, dilation)]

    def convolution(self, x, channels, kernel=(3, 3), stride=(1, 1), padding="SAME", activation="NONE",
                    dilation=(1, 1), bias=True, per_channel=True, scale=1 / 16, depthwise=False):
        inner = self.shape(x)[3]
        shape = [1, *kernel, channels] if depthwise else [channels, *kernel, inner]
        weights = self.constant(shape, channels if per_channel else None, 3 if depthwise else 0)
        inputs = [x, weights] + ([self.bias(channels)] if bias else [])
        y = self.activation([self.shape(x)[0], *self.window(x, kernel, stride, padding, dilation), channels],
                            scale=scale)
        options = {"depth_multiplier": channels // inner} if depthwise else {}
        return self.operator("DEPTHWISE_CONV_2D" if depthwise else "CONV_2D", inputs, y, padding=padding,
                             stride_h=stride[0], stride_w=stride[1], dilation_h_factor=dilation[0],
                             dilation_w_factor=dilation[1], fused_activation_function=activation, **options)

    def transposed_convolution(self, x, shape, kernel, stride, padding, activation="NONE", bias=True):
        weights = self.constant([shape[3], *kernel, self.shape(x)[3]], shape[3])
        inputs = [self.indices(shape), weights, x] + ([self.bias(shape[3])] if bias else [])
        return self.operator("TRANSPOSE_CONV", inputs, self.activation(shape), padding=padding, stride_h=stride[0],
                             stride_w=stride[1], fused_activation_function=activation)

    def fully_connected(self, x, outputs, activation="NONE", bias=True, per_channel=False, scale=1 / 8,
                        keep=False):
        depth = self.shape(x)[-1]
        weights = self.constant([outputs, depth], outputs if per_channel else None)
        inputs = [x, weights] + ([self.bias(outputs)] if bias else [])
        shape = [*self.shape(x)[:-1], outputs] if keep else [count(self.shape(x)) // depth, outputs]
        return self.operator("FULLY_CONNECTED", inputs, self.activation(shape, scale=scale),
                             fused_activation_function=activation, keep_num_dims=keep)

    def same(self, x, shape):
        """A tensor with another shape and the same quantisation."""
        self.tensors.append({**self.tensors[x], "name": f"t{len(self.tensors)}", "shape": list(shape),
                             "buffer": 0})
        return len(self.tensors) - 1

    def pool(self, code, x, kernel, stride, padding="VALID", activation="NONE"):
        s = self.shape(x)
        y = self.same(x, [s[0], *self.window(x, kernel, stride, padding), s[3]])
        return self.operator(code, [x], y, padding=padding, stride_h=stride[0], stride_w=stride[1],
                             filter_height=kernel[0], filter_width=kernel[1],
                             fused_activation_function=activation)

    def reshape(self, x, shape):
        return self.operator("RESHAPE", [x, self.indices(shape)], self.same(x, shape))

    def softmax(self, x, beta=1.0):
        y = self.activation(self.shape(x), scale=1 / (128 if self.kind == "INT16" else 256), zero=-128)
        return self.operator("SOFTMAX", [x], y, beta=beta)

    def elementwise(self, code, a, b, activation="NONE", scale=1 / 16):
        shapes = [self.shape(a), self.shape(b)]
        rank = max(map(len, shapes))
        shapes = [[1] * (rank - len(s)) + s for s in shapes]
        y = self.activation([max(p) for p in zip(*shapes)], scale=scale)
        if code in ("SQUARED_DIFFERENCE", "PRELU"):
            return self.operator(code, [a, b], y)
        return self.operator(code, [a, b], y, fused_activation_function=activation)

    def unary(self, code, x, **options):
        scale, zero = {"LOGISTIC": (1 / 256, -128), "TANH": (1 / 128, 0)}.get(code, (1 / 20, None))
        if code == "LOGISTIC" and self.kind == "INT16":
            scale = 1 / 128
        y = self.same(x, self.shape(x)) if code == "RELU6" else self.activation(self.shape(x), scale=scale,
                                                                               zero=zero)
        return self.operator(code, [x], y, **options)

    def convert(self, x, kind, **quantization):
        code = "DEQUANTIZE" if kind == "FLOAT32" else "QUANTIZE"
        return self.operator(code, [x], self.activation(self.shape(x), kind, **quantization))

    def pad(self, x, pads):
        y = self.same(x, [n + a + b for n, (a, b) in zip(self.shape(x), pads)])
        flat = [n for pair in pads for n in pair]
        return self.operator("PAD", [x, self.tensor([len(pads), 2], "INT32", data=flat)], y)

    def mean(self, x, axes, keep=False, scale=1 / 32, code="MEAN"):
        s = self.shape(x)
        reduced = [a % len(s) for a in axes]
        shape = [1 if i in reduced else n for i, n in enumerate(s) if keep or i not in reduced]
        y = self.same(x, shape) if code.startswith("REDUCE") else self.activation(shape, scale=scale)
        return self.operator(code, [x, self.indices(axes)], y, keep_dims=keep)

    def arg(self, code, x, axis):
        shape = list(self.shape(x))
        del shape[axis]
        return self.operator(code, [x, self.tensor([], "INT32", data=[axis])], self.tensor(shape, "INT32"),
                             output_type="INT32")

    def move(self, code, x, shape, *operands, **options):
        """An operator that moves elements; operands are lists of numbers."""
        return self.operator(code, [x, *map(self.indices, operands)], self.same(x, shape), **options)

    def split(self, code, x, along, shapes, **options):
        """The results of SPLIT, SPLIT_V or UNPACK."""
        outputs = [self.same(x, shape) for shape in shapes]
        where = self.tensor([], "INT32", data=[along])
        inputs = {"SPLIT": [where, x], "UNPACK": [x]}.get(code)
        self.operator(code, inputs or [x, self.indices([s[along] for s in shapes]), where], outputs[0], **options)
        self.operators[-1]["outputs"] = outputs
        return outputs

    def concatenation(self, parts, axis):
        shape = list(self.shape(parts[0]))
        shape[axis] = sum(self.shape(p)[axis] for p in parts)
        return self.operator("CONCATENATION", parts, self.same(parts[0], shape), axis=axis)

    def transpose(self, x, order):
        y = self.same(x, [self.shape(x)[i] for i in order])
        return self.operator("TRANSPOSE", [x, self.indices(order)], y)

    def strided_slice(self, x, begin, end, step, shape, **masks):
        y = self.same(x, shape)
        return self.operator("STRIDED_SLICE", [x, *map(self.indices, (begin, end, step))], y, **masks)

    # Files.

    def model(self):
        return {"version": 3, "operator_codes": [
                    {"deprecated_builtin_code": min(CODE[c], 127), "builtin_code": c} for c in self.codes],
                "subgraphs": [{"tensors": self.tensors, "inputs": self.inputs, "outputs": self.outputs,
                               "operators": self.operators}] + self.subgraphs,
                "buffers": self.buffers}

    def write(self, path):
        write_model(self.model(), path)

    def write_inputs(self, prefix):
        """Random inputs as .npy files, whose paths are returned."""
        paths = []
        for number, tensor in enumerate(self.inputs):
            kind, shape = self.tensors[tensor]["type"], self.shape(tensor)
            if kind in RANGES:
                values = [self.random.randint(*RANGES[kind]) for _ in range(count(shape))]
                values[:3] = (*RANGES[kind], 0)[:len(values)]
            elif kind == "BOOL":
                values = [self.random.randint(0, 1) for _ in range(count(shape))]
            elif kind in ("INT32", "INT64"):
                values = [self.random.randint(*self.limits.get(tensor, (-100, 100))) for _ in range(count(shape))]
            else:
                values = [self.random.gauss(0, 1.5) for _ in range(count(shape))]
            paths.append(f"{prefix}{number}.npy")
            write_npy(paths[-1], kind, shape, values)
        return paths


def codes():
    """The numbers of the operators, from the schema."""
    with open(SCHEMA) as file:
        body = file.read().split("enum BuiltinOperator : int {")[1].split("}")[0]
    return {name.split("=")[0].strip(): i for i, name in enumerate(body.split(","))}


CODE = codes()


def write_model(model, path):
    stem = os.path.splitext(path)[0]
    with open(stem + ".json", "w") as file:
        json.dump(model, file)
    subprocess.run(["flatc", "--binary", "-o", os.path.dirname(path) or ".", SCHEMA, stem + ".json"], check=True)
    if stem + ".bin" != path:
        os.replace(stem + ".bin" if os.path.exists(stem + ".bin") else stem + ".tflite", path)
    os.remove(stem + ".json")


def write_npy(path, kind, shape, values):
    text = f"{{'descr': '{NUMPY[kind]}', 'fortran_order': False, 'shape': {tuple(shape)}, }}"
    text += " " * (-(11 + len(text)) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\1\0" + struct.pack("<H", len(text)) + text.encode())
        file.write(struct.pack(f"<{len(values)}{CODES[kind]}", *values))
