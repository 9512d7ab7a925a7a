# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Networks as ONNX files, with random weights."""
import math
import sys

sys.dont_write_bytecode = True
import onnx_file


def finish(model, *results, kind="f32"):
    for result in results:
        model.output(result, kind)
    return model


def convolution(model, x, channels, depth, kernel=(3, 3), **attributes):
    groups = attributes.get("group", 1)
    weights = model.constant([channels, depth // groups, *kernel])
    return model.node("Conv", x, weights, model.constant([channels]), **attributes)


def batch_normalization(model, x, channels):
    return model.node("BatchNormalization", x, model.constant([channels]), model.constant([channels]),
                      model.constant([channels]),
                      model.constant([channels], [abs(model.random.gauss(1, 0.2)) + 0.1 for _ in range(channels)]))


def convolutions():
    """Windows, strides, dilations, groups, one to three dimensions."""
    for shape, channels, kernel, attributes in [
            ([1, 3, 12, 20], 8, (3, 3), {"pads": [1, 1, 1, 1]}),
            ([2, 16, 9, 17], 24, (3, 5), {"strides": [2, 1], "auto_pad": "SAME_LOWER"}),
            ([1, 8, 14, 18], 16, (3, 3), {"dilations": [2, 2]}),
            ([1, 24, 10, 40], 24, (3, 3), {"group": 24, "pads": [1, 1, 1, 1]}),
            ([2, 4, 12, 20], 8, (3, 3), {"group": 4, "dilations": [1, 2]}),
            ([1, 6, 11, 41], 6, (5, 3), {"group": 6, "pads": [2, 0, 2, 2], "strides": [1, 2]}),
            ([1, 2, 5, 150], 2, (3, 3), {"group": 2, "pads": [0, 1, 0, 1]}),
            ([1, 8, 8, 20], 32, (1, 1), {"group": 2}),
            ([1, 16, 6, 18], 20, (1, 1), {}),
            ([1, 16, 7, 20], 20, (1, 1), {"strides": [2, 2]}),
            ([1, 12, 50], 18, (5,), {"pads": [2, 2], "group": 3}),
            ([1, 4, 5, 6, 17], 6, (2, 3, 3), {"pads": [0, 1, 1, 1, 1, 1]})]:
        model = onnx_file.Model()
        yield finish(model, convolution(model, model.input(shape), channels, shape[1], kernel, **attributes))
    for attributes in ({"strides": [2, 2], "pads": [1, 1, 1, 1], "output_padding": [1, 1]}, {"dilations": [2, 1]}):
        model = onnx_file.Model()
        yield finish(model, model.node("ConvTranspose", model.input([1, 8, 6, 18]), model.constant([8, 5, 3, 3]),
                                       model.constant([5]), **attributes))


def quantized():
    """Products of bytes, with zero points that are constants and inputs."""
    def scale(model, value):
        return model.constant([], [value])

    for zero, kind in ((0, "i8"), (3, "i8"), (131, "u8")):
        model = onnx_file.Model()
        x = model.input([1, 8, 8, 20], "u8")
        y = model.node("QLinearConv", x, scale(model, 0.02), model.constant([], [7], "u8"),
                       model.constant([16, 8, 3, 3], kind=kind), scale(model, 0.01), model.constant([], [zero], kind),
                       scale(model, 0.5), model.constant([], [110], "u8"), model.constant([16], kind="i32"),
                       pads=[1, 1, 1, 1])
        yield finish(model, y, kind="u8")
    model = onnx_file.Model()
    x = model.input([20, 24])
    q, s, z = model.node("DynamicQuantizeLinear", x, outputs=3)
    product = model.node("MatMulInteger", q, model.constant([24, 18], kind="i8"), z)
    y = model.node("Mul", model.node("Cast", product, to=1), s)
    yield finish(model, y)
    model = onnx_file.Model()
    x = model.node("QuantizeLinear", model.input([4, 24]), scale(model, 0.05), model.constant([], [128], "u8"))
    y = model.node("QLinearMatMul", x, scale(model, 0.05), model.constant([], [128], "u8"),
                   model.constant([24, 18], kind="i8"), model.constant([18], [0.01 + i / 999 for i in range(18)]),
                   model.constant([], [0], "i8"), scale(model, 0.3), model.constant([], [-5], "i8"))
    yield finish(model, model.node("DequantizeLinear", y, scale(model, 0.3), model.constant([], [-5], "i8")))


def functions():
    """Functions of elements."""
    for names in (("Sin", "Cos", "Tan", "Asinh", "Sinh", "Cosh"), ("Exp", "Tanh", "Sigmoid", "Erf", "Softplus", "Gelu"),
                  ("Atan", "Elu", "Selu", "HardSwish", "Celu", "Softsign"), ("Log", "Sqrt", "Acosh", "Reciprocal")):
        model = onnx_file.Model()
        x = model.input([3, 100])
        if "Log" in names:
            x = model.node("Add", model.node("Abs", x), model.constant([1], [1.0]))
        results = []
        for name in names:
            if name == "Gelu":
                half = model.node("Mul", x, model.constant([], [0.5]))
                e = model.node("Erf", model.node("Mul", x, model.constant([], [math.sqrt(0.5)])))
                results.append(model.node("Mul", half, model.node("Add", e, model.constant([], [1.0]))))
            else:
                results.append(model.node(name, x))
        yield finish(model, *results)
    model = onnx_file.Model()
    x, e = model.input([3, 50]), model.input([50])
    yield finish(model, model.node("Pow", model.node("Abs", x), e), model.node("Pow", x, model.constant([], [3.0])))


def recurrent():
    for operator, gates, attributes in (("LSTM", 4, {}), ("GRU", 3, {"linear_before_reset": 1}), ("GRU", 3, {}),
                                        ("RNN", 1, {})):
        model = onnx_file.Model()
        x = model.input([6, 2, 10])
        y, h = model.node(operator, x, model.constant([2, gates * 12, 10]), model.constant([2, gates * 12, 12]),
                          model.constant([2, 2 * gates * 12]), outputs=2, hidden_size=12, direction="bidirectional",
                          **attributes)
        yield finish(model, y, h)


def narrow():
    """Sums, products, normalisation and interpolation of halves, and of f64 as far as it has them."""
    for kind in ("f16", "bf16", "f64"):
        model = onnx_file.Model()
        x = model.input([1, 6, 10, 18], kind)
        y = model.node("Conv", x, model.constant([8, 6, 3, 3], kind=kind), model.constant([8], kind=kind),
                       pads=[1, 1, 1, 1])
        results = [y, model.node("GlobalAveragePool", y), model.node("Softmax", x, axis=-1),
                   model.node("MaxPool", x, kernel_shape=[2, 2]), model.node("Transpose", x, perm=[0, 2, 3, 1]),
                   model.node("LayerNormalization", x, model.constant([18], kind=kind), axis=-1),
                   model.node("MatMul", x, model.constant([18, 20], kind=kind)),
                   model.node("Sigmoid", model.node("Add", x, model.constant([18], kind=kind)))]
        if kind != "f64":
            results += [model.node("Resize", x, "", model.constant([4], [1.0, 1.0, 1.5, 2.0]), mode="linear"),
                        model.node("Erf", x)]
        yield finish(model, *results, kind=kind)
    for kind in ("i16", "u16", "u32", "u64"):
        model = onnx_file.Model()
        x, y = model.input([4, 70], kind), model.input([4, 70], kind)
        results = [model.node("Mul", x, y), model.node("ReduceSum", x, keepdims=0), model.node("Max", x, y),
                   model.node("Concat", x, y, axis=0)]
        if kind[0] == "u":
            by = model.node("Mod", y, model.constant([1], [9], kind))
            results.append(model.node("BitShift", x, by, direction="RIGHT"))
        yield finish(model, *results, kind=kind)


def residual():
    """A small residual network for images."""
    model = onnx_file.Model()
    x = model.input([1, 3, 32, 32])
    x = model.node("Relu", convolution(model, x, 16, 3, pads=[1, 1, 1, 1], strides=[2, 2]))
    for _ in range(2):
        y = model.node("Relu", batch_normalization(model, convolution(model, x, 16, 16, pads=[1, 1, 1, 1]), 16))
        y = batch_normalization(model, convolution(model, y, 16, 16, pads=[1, 1, 1, 1]), 16)
        x = model.node("Relu", model.node("Add", x, y))
    x = model.node("MaxPool", x, kernel_shape=[2, 2], strides=[2, 2])
    x = model.node("Flatten", model.node("GlobalAveragePool", x))
    x = model.node("Gemm", x, model.constant([10, 16]), model.constant([10]), transB=1)
    return finish(model, model.node("Softmax", x))


def transformer():
    """A block of a transformer, as PyTorch writes it."""
    model, width, heads, length = onnx_file.Model(), 32, 4, 20
    x = model.input([1, length, width])

    def dense(value, inner, outer):
        return model.node("Add", model.node("MatMul", value, model.constant([inner, outer])), model.constant([outer]))

    def normalized(value):
        return model.node("LayerNormalization", value, model.constant([width]), model.constant([width]))

    def head(value, order):
        shape = model.constant([4], [0, 0, heads, width // heads], "i64")
        return model.node("Transpose", model.node("Reshape", value, shape), perm=order)

    n = normalized(x)
    q, k, v = (head(dense(n, width, width), order) for order in ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3]))
    scores = model.node("Mul", model.node("MatMul", q, k), model.constant([], [(width // heads) ** -0.5]))
    mixed = model.node("Transpose", model.node("MatMul", model.node("Softmax", scores, axis=-1), v), perm=[0, 2, 1, 3])
    mixed = model.node("Reshape", mixed, model.constant([3], [0, 0, width], "i64"))
    x = model.node("Add", x, dense(mixed, width, width))
    n = dense(normalized(x), width, 64)
    e = model.node("Erf", model.node("Div", n, model.constant([], [math.sqrt(2)])))
    n = model.node("Mul", model.node("Mul", n, model.node("Add", e, model.constant([], [1.0]))),
                   model.constant([], [0.5]))
    return finish(model, model.node("Add", x, dense(n, 64, width)))


FAMILIES = {"onnx-convolutions": convolutions, "onnx-quantized": quantized, "onnx-functions": functions,
            "onnx-recurrent": recurrent, "onnx-types": narrow,
            "onnx-networks": lambda: [residual(), transformer()]}
