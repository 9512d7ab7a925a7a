#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""onnx_recent.py FOLDER: operators of ONNX's versions 18 to 28, against their definitions in plain Python."""
import cmath
import itertools
import math
import struct
import sys

sys.dont_write_bytecode = True
import onnx_file
import onnx_values
from onnx_values import Array, Case, elementwise, indices, sample


def sigmoid(v):
    return 1 / (1 + math.exp(-v))


def bits():
    case = Case(18)
    for kind, low, high in (("i16", -300, 300), ("u8", 0, 256), ("u32", 0, 1 << 32), ("i64", -1 << 40, 1 << 40)):
        a, b = sample([3, 5], 1, kind, low, high), sample([5], 2, kind, low, high)
        mask = (1 << 8 * onnx_file.TYPES[onnx_file.NUMBERS[kind]][1]) - 1
        x, y = case.input(a, kind), case.input(b, kind)
        for name, f in (("BitwiseAnd", lambda v, w: v & w), ("BitwiseOr", lambda v, w: v | w),
                        ("BitwiseXor", lambda v, w: v ^ w)):
            case.gives(Array([3, 5], of=lambda i, j: f(a.at(i, j), b.at(j))), name, x, y, kind=kind)
        case.gives(elementwise(a, lambda v: ~v & mask if kind[0] == "u" else ~v), "BitwiseNot", x, kind=kind)
    return case


def activations():
    case = Case(24)
    a = sample([4, 9])
    x = case.input(a)
    case.gives(elementwise(a, lambda v: v * math.tanh(math.log1p(math.exp(v)))), "Mish", x)
    case.gives(elementwise(a, lambda v: v * (1 + math.erf(v / math.sqrt(2))) / 2), "Gelu", x)
    case.gives(elementwise(a, lambda v: v / 2 * (1 + math.tanh(math.sqrt(2 / math.pi) * (v + 0.044715 * v**3)))),
               "Gelu", x, approximate="tanh")
    case.gives(elementwise(a, lambda v: v * sigmoid(v)), "Swish", x)
    case.gives(elementwise(a, lambda v: v * sigmoid(1.5 * v)), "Swish", x, alpha=1.5)
    return case


def copies():
    """What moves elements."""
    case = Case(19)
    a = sample([2, 7])
    x = case.input(a)
    case.gives([Array([2, n], of=lambda i, j: a.at(i, j + first)) for first, n in ((0, 3), (3, 3), (6, 1))], "Split", x,
               axis=1, num_outputs=3)
    case.gives(Array([2, 10], of=lambda i, j: a.at(i, j - 1) if 1 <= j < 8 else 9.0), "Pad", x, case.integers(1, 2),
               case.constant(Array([], [9.0])), case.integers(-1))
    case.gives(Array([2, 18], of=lambda i, j: a.at(i, (j - 9) % 7)), "Pad", x, case.integers(9, 2), "",
               case.integers(1), mode="wrap")
    case.gives(Array([3, 4], of=lambda i, j: a.at(i, j + 1) if i < 2 else 0.0), "CenterCropPad", x, case.integers(3, 4))
    case.gives(Array([2, 4], of=lambda i, j: a.at(i, j + 1)), "CenterCropPad", x, case.integers(4), axes=[1])
    return case


def columns():
    """Col2Im: what a convolution's windows see, added where it was."""
    case = Case(18)
    block, image, stride, dilation, pads = (2, 3), (5, 6), (2, 1), (1, 2), (1, 0, 0, 1)
    count = [(image[d] + pads[d] + pads[d + 2] - dilation[d] * (block[d] - 1) - 1) // stride[d] + 1 for d in range(2)]
    a = sample([2, 3 * math.prod(block), math.prod(count)])
    y = Array([2, 3, *image], [0.0] * (6 * math.prod(image)))
    for n, c, i, j, p, q in indices([2, 3, *block, *count]):
        row, column = p * stride[0] + i * dilation[0] - pads[0], q * stride[1] + j * dilation[1] - pads[1]
        if 0 <= row < image[0] and 0 <= column < image[1]:
            y.values[((n * 3 + c) * image[0] + row) * image[1] + column] += a.at(
                n, (c * block[0] + i) * block[1] + j, p * count[1] + q)
    case.gives(y, "Col2Im", case.input(a), case.integers(*image), case.integers(*block), strides=stride,
               dilations=dilation, pads=pads)
    return case


def extremes():
    """Scattered and reduced ones, those of bools too."""
    case = Case(20)
    a, index, update = sample([3, 4]), Array([2, 4], [0, 1, 2, 0, 0, 1, 0, 2]), sample([2, 4], 2)
    x, i, u = case.input(a), case.input(index, "i64"), case.input(update)
    for name, f in (("max", max), ("min", min)):
        y = Array(a.shape, a.values)
        for r, c in indices([2, 4]):
            at = index.at(r, c) * 4 + c
            y.values[at] = f(y.values[at], update.at(r, c))
        case.gives(y, "ScatterElements", x, i, u, reduction=name)
        y = Array(a.shape, a.values)
        for r, c in indices([2, 4]):
            y.values[4 + c] = f(y.values[4 + c], update.at(r, c))
        case.gives(y, "ScatterND", x, case.constant(Array([2, 1], [1, -2]), "i64"), u, reduction=name)
    b = Array([3, 2, 2], [bool(v & 1) for v in (1, 0, 0, 0, 1, 1, 1, 0, 1, 0, 1, 0)])
    z = case.input(b, "bool")
    case.gives(Array([3, 2], of=lambda i, j: b.at(i, 0, j) or b.at(i, 1, j)), "ReduceMax", z, case.integers(1),
               keepdims=0, kind="bool")
    case.gives(Array([3, 2], of=lambda i, j: b.at(i, 0, j) and b.at(i, 1, j)), "ReduceMin", z, case.integers(1),
               keepdims=0, kind="bool")
    case.gives(Array([3, 1], of=lambda i, j: sum(a.at(i, k)**2 for k in range(4))), "ReduceSumSquare", x,
               case.integers(-1))
    return case


def interpolated(a, size, scale, place, weight, reach, outside=True):
    """Along the last dimension: a sum of the elements near each place, by a function of the distance."""
    def result(*index):
        at = place(index[-1])
        near = range(math.floor(at - reach), math.ceil(at + reach) + 1)
        pairs = [(k, weight((k - at) * min(scale, 1.0))) for k in near]
        pairs = [(k, w) for k, w in pairs if outside or 0 <= k < a.shape[-1]]
        return sum(w * a.at(*index[:-1], min(max(k, 0), a.shape[-1] - 1)) for k, w in pairs) / sum(w for _, w in pairs)
    return Array(a.shape[:-1] + [size], of=result)


def triangle(d):
    return max(1 - abs(d), 0)


def cubic(d, a=-0.75):
    d = abs(d)
    if d <= 1:
        return (a + 2) * d**3 - (a + 3) * d**2 + 1
    return a * d**3 - 5 * a * d**2 + 8 * a * d - 4 * a if d < 2 else 0


def sizes():
    """Resize."""
    case = Case(19)
    a = sample([1, 2, 3, 12])
    x = case.input(a)
    scale = case.constant(Array([1], [0.3125]))  # 3.75, so 3 elements
    half_pixel = lambda i: (i + 0.5) / 0.3125 - 0.5
    case.gives(interpolated(a, 3, 0.3125, half_pixel, triangle, 1 / 0.3125), "Resize", x, "", scale, axes=[3],
               mode="linear", antialias=1)
    for exclude in (0, 1):
        case.gives(interpolated(a, 3, 0.3125, half_pixel, cubic, 2 / 0.3125, not exclude), "Resize", x, "", scale,
                   axes=[3], mode="cubic", antialias=1, exclude_outside=exclude)
    case.gives(interpolated(a, 3, 1.0, lambda i: half_pixel(i) + 6 * (1 - 3 / 3.75), triangle, 1), "Resize", x, "",
               scale, axes=[3], mode="linear", coordinate_transformation_mode="half_pixel_symmetric")
    # A scale of 2 / 3 is not exact.
    thirds = Array([1, 2, 3, 8], of=lambda n, c, i, j: a.at(n, c, i, j * 3 // 2))
    floored = {"axes": [3], "nearest_mode": "floor", "coordinate_transformation_mode": "asymmetric"}
    case.gives(thirds, "Resize", x, "", "", case.integers(8), **floored)
    case.gives(thirds, "Resize", x, "", case.constant(Array([1], [2 / 3])), **floored)
    # 10 * 0.7 as f32 is 7.
    c = sample([1, 1, 1, 10])
    case.gives(Array([1, 1, 1, 7], of=lambda n, d, i, j: c.at(n, d, i, j * 10 // 7)), "Resize", case.input(c), "",
               case.constant(Array([1], [0.7])), **floored)
    # 4 x 12 becomes 2 x 6 within 8 x 6, and 8 x 24 around it.
    b = sample([1, 2, 4, 12])
    y = case.input(b)
    for policy, rows, columns in (("not_larger", 2, 6), ("not_smaller", 8, 24)):
        z = Array([1, 2, rows, columns], of=lambda n, c, i, j: b.at(n, c, i * 4 // rows, j * 12 // columns))
        case.gives(z, "Resize", y, "", "", case.integers(6, 8), axes=[3, 2], keep_aspect_ratio_policy=policy,
                   nearest_mode="floor", coordinate_transformation_mode="asymmetric")
    return case


def pools():
    """With ceil_mode no window begins behind the input."""
    case = Case(22)
    a = sample([1, 2, 9, 11])
    x = case.input(a)

    def window(row, column, size):
        inside = [(i, j) for i in range(2 * row - 1, 2 * row - 1 + size) for j in range(2 * column - 1,
                                                                                     2 * column - 1 + size)]
        return [p for p in inside if 0 <= p[0] < 9 and 0 <= p[1] < 11]

    for size, rows, columns in ((2, 5, 6), (3, 5, 6), (4, 5, 6)):
        most = Array([1, 2, rows, columns], of=lambda n, c, i, j: max(a.at(n, c, *p) for p in window(i, j, size)))
        mean = Array([1, 2, rows, columns], of=lambda n, c, i, j: sum(
            a.at(n, c, *p) for p in window(i, j, size)) / len(window(i, j, size)))
        shape = {"kernel_shape": [size] * 2, "strides": [2, 2], "pads": [1] * 4, "ceil_mode": 1}
        case.gives(most, "MaxPool", x, **shape)
        case.gives(mean, "AveragePool", x, **shape)
    return case


def normalized(values, epsilon=1e-5):
    mean = sum(values) / len(values)
    variance = sum((v - mean)**2 for v in values) / len(values)
    return [(v - mean) / math.sqrt(variance + epsilon) for v in values]


def groups(version):
    """GroupNormalization, with a scale for each group before version 21, and then for each channel."""
    case = Case(version)
    a = sample([2, 6, 3, 4])
    count = 3 if version < 21 else 6
    scale, bias = sample([count], 2), sample([count], 3)
    flat = [v for n in range(2) for g in range(3)
            for v in normalized([a.at(n, 2 * g + c, i, j) for c, i, j in indices([2, 3, 4])], 1e-3)]
    of = lambda v, c: v.at(c * count // 6)
    y = Array(a.shape, of=lambda n, c, i, j: Array(a.shape, flat).at(n, c, i, j) * of(scale, c) + of(bias, c))
    case.gives(y, "GroupNormalization", case.input(a), case.constant(scale), case.constant(bias), num_groups=3,
               epsilon=1e-3)
    return case


def root_mean_square():
    case = Case(23)
    a, s = sample([2, 3, 8]), sample([8], 2)
    t = sample([3, 8], 3)
    x = case.input(a)
    square = lambda values: math.sqrt(sum(v * v for v in values) / len(values) + 1e-5)
    case.gives(Array(a.shape, of=lambda n, i, j: a.at(n, i, j) / square([a.at(n, i, k) for k in range(8)]) * s.at(j)),
               "RMSNormalization", x, case.constant(s))
    case.gives(Array(a.shape, of=lambda n, i, j: a.at(n, i, j) * t.at(i, j) /
                     square([a.at(n, k, m) for k, m in indices([3, 8])])), "RMSNormalization", x, case.constant(t),
               axis=1)
    return case


def grid(corners, size):
    return [2 * i / (size - 1) - 1 if corners else (2 * i + 1) / size - 1 for i in range(size)]


def affine():
    case = Case(20)
    for sizes in ((3, 4), (2, 3, 4)):
        rank = len(sizes)
        t = sample([2, rank, rank + 1])
        theta = case.input(t)
        for corners in (0, 1):
            places = [grid(corners, s) for s in reversed(sizes)]
            y = Array([2, *sizes, rank], of=lambda n, *i: t.at(n, i[-1], rank) + sum(
                t.at(n, i[-1], d) * places[d][i[rank - 1 - d]] for d in range(rank)))
            case.gives(y, "AffineGrid", theta, case.integers(2, 5, *sizes), align_corners=corners)
    return case


def sampled():
    """GridSample of three dimensions."""
    case = Case(20)
    a = sample([1, 2, 3, 4, 5])
    g = Array([1, 2, 3, 2, 3], [v * 0.7 for v in sample([1, 2, 3, 2, 3]).values])
    x, y = case.input(a), case.input(g)

    def element(c, i, j, k):
        inside = 0 <= i < 3 and 0 <= j < 4 and 0 <= k < 5
        return a.at(0, c, i, j, k) if inside else 0.0

    def place(index):
        v = [g.at(0, *index, 2 - d) for d in range(3)]
        return [((p + 1) * s - 1) / 2 for p, s in zip(v, (3, 4, 5))]

    def linear(n, c, *index):
        total = 0.0
        at = place(index)
        for corner in itertools.product((0, 1), repeat=3):
            low = [math.floor(p) for p in at]
            weight = math.prod(p - l if b else 1 - p + l for p, l, b in zip(at, low, corner))
            total += weight * element(c, *(l + b for l, b in zip(low, corner)))
        return total

    case.gives(Array([1, 2, 2, 3, 2], of=linear), "GridSample", x, y)
    case.gives(Array([1, 2, 2, 3, 2], of=lambda n, c, *i: element(c, *(round(p) for p in place(i)))), "GridSample", x, y,
               mode="nearest")
    return case


def transforms():
    """DFT, whose axis is an input."""
    case = Case(20)
    a = sample([2, 5, 3, 2])
    x = case.input(a)

    def transform(axis):
        def result(*index):
            size, total = a.shape[axis], 0j
            for k in range(size):
                at = [*index[:-1]]
                at[axis] = k
                angle = -2j * math.pi * k * index[axis] / size
                total += complex(a.at(*at, 0), a.at(*at, 1)) * complex(math.cos(angle.imag), math.sin(angle.imag))
            return total.imag if index[-1] else total.real
        return Array(a.shape, of=result)

    case.gives(transform(2), "DFT", x)
    case.gives(transform(1), "DFT", x, "", case.model.constant([], [1], "i64"))
    case.gives(transform(0), "DFT", x, "", case.model.constant([], [-4], "i64"))
    return case


def real_transforms():
    """The inverse of a transform whose result is real: the first half of what it comes from."""
    case = Case(20)
    a = sample([2, 4, 3, 2])
    x = case.input(a)

    def transform(size):
        half = lambda n, k, m: complex(a.at(n, k, m, 0), a.at(n, k, m, 1)) if k < 4 else 0
        # What is its own counterpart is real, others are conjugate.
        whole = lambda n, k, m: (half(n, k, m).real if k in (0, size / 2) else
                                 half(n, k, m) if 2 * k < size else half(n, size - k, m).conjugate())
        at = lambda n, i, m, part: sum(whole(n, k, m) * cmath.exp(2j * math.pi * k * i / size)
                                       for k in range(size)).real / size
        return Array([2, size, 3, 1], of=at)

    axis = case.model.constant([], [1], "i64")
    case.gives(transform(6), "DFT", x, "", axis, inverse=1, onesided=1)
    for size in (5, 4, 9):
        case.gives(transform(size), "DFT", x, case.model.constant([], [size], "i64"), axis, inverse=1, onesided=1)
    return case


def cast_bits():
    case = Case(26)
    reals = Array([5], [0.0, 1.5, -2.25, 3e38, -1e-40])
    bits = lambda form, to: [struct.unpack(to, struct.pack(form, v))[0] for v in reals.values]
    number = lambda kind: onnx_file.NUMBERS[kind]
    x = case.input(reals)
    for kind, form in (("i32", "<i"), ("u32", "<I")):
        case.gives(Array([5], bits("<f", form)), "BitCast", x, kind=kind, to=number(kind))
        y = case.input(Array([5], bits("<f", form)), kind)
        case.gives(Array([5], [struct.unpack("<f", struct.pack("<f", v))[0] for v in reals.values]), "BitCast", y,
                   to=number("f32"))
    z = case.input(Array([5], bits("<d", "<q")), "i64")
    case.gives(reals, "BitCast", z, kind="f64", to=number("f64"))
    case.gives(Array([3], [255, 128, 7]), "BitCast", case.input(Array([3], [-1, -128, 7]), "i8"), kind="u8",
               to=number("u8"))
    return case


def running():
    """Products of the elements up to each."""
    case = Case(26)
    a = sample([3, 4])
    x = case.input(a)
    axis = case.model.constant([], [-1], "i64")
    product = lambda of: math.prod(of)
    case.gives(Array([3, 4], of=lambda i, j: product(a.at(i, k) for k in range(j + 1))), "CumProd", x, axis)
    case.gives(Array([3, 4], of=lambda i, j: product(a.at(i, k) for k in range(j + 1, 4))), "CumProd", x, axis,
               exclusive=1, reverse=1)
    gate = sample([3, 4], 2)
    swish = lambda v: v * sigmoid(1.5 * v)
    case.gives(Array([3, 4], of=lambda i, j: swish(a.at(i, j)) * gate.at(i, j)), "SwiGLU", x, case.input(gate),
               alpha=1.5)
    # A norm of 0.
    rows = Array([2, 3], [3.0, 0.0, 4.0, 0.0, 0.0, 0.0])
    case.gives(Array([2, 3], [0.6, 0.0, 0.8, 0.0, 0.0, 0.0]), "LpNormalization", case.input(rows))
    return case


def causal():
    """Convolutions with what was before."""
    case = Case(27)
    a, w, b, old = sample([2, 3, 5]), sample([3, 1, 4], 2), sample([3], 3), sample([2, 3, 3], 4)
    x, y, z = case.input(a), case.constant(w), case.constant(b)
    before = lambda state, n, c, i: a.at(n, c, i) if i >= 0 else state.at(n, c, i + 3) if state else 0.0
    total = lambda state, n, c, i: b.at(c) + sum(w.at(c, 0, k) * before(state, n, c, i + k - 3) for k in range(4))
    silu = lambda v: v * sigmoid(v)
    kept = lambda state: Array([2, 3, 3], of=lambda n, c, i: before(state, n, c, i + 2))
    case.gives([Array([2, 3, 5], of=lambda *i: silu(total(old, *i))), kept(old)], "CausalConvWithState", x, y, z,
               case.input(old), activation="silu")
    case.gives([Array([2, 3, 5], of=lambda *i: total(None, *i)), kept(None)], "CausalConvWithState", x, y, z)
    return case


def linear(rule, decays, corrects):
    """Attention whose state is a matrix for each head of keys: 2, of which each has 2 heads of queries."""
    def build():
        case = Case(27)
        q, k, v, old = sample([2, 3, 16]), sample([2, 3, 8], 2), sample([2, 3, 6], 3), sample([2, 2, 4, 3], 4)
        decay = sample([2, 3, 2 if corrects else 8], 5)
        rate = sample([2, 3, 2 if decays else 1], 6)
        names = [case.input(t) for t in (q, k, v, old)]
        names.append(case.input(decay) if decays else "")
        names += [case.input(rate)] if corrects else []
        results, states = {}, {}
        for n, h in indices([2, 2]):
            state = [[old.at(n, h, e, f) for f in range(3)] for e in range(4)]
            for t in range(3):
                key = [k.at(n, t, 4 * h + e) for e in range(4)]
                value = [v.at(n, t, 3 * h + f) for f in range(3)]
                if decays:
                    by = [math.exp(decay.at(n, t, h if corrects else 4 * h + e)) for e in range(4)]
                    state = [[by[e] * s for s in row] for e, row in enumerate(state)]
                if corrects:
                    there = [sum(state[e][f] * key[e] for e in range(4)) for f in range(3)]
                    value = [rate.at(n, t, h if decays else 0) * (value[f] - there[f]) for f in range(3)]
                state = [[state[e][f] + key[e] * value[f] for f in range(3)] for e in range(4)]
                for g, f in indices([2, 3]):
                    head = 2 * h + g
                    results[n, t, 3 * head + f] = sum(q.at(n, t, 4 * head + e) * state[e][f] for e in range(4)) / 2
            for e, f in indices([4, 3]):
                states[n, h, e, f] = state[e][f]
        case.gives([Array([2, 3, 12], of=lambda *i: results[i]), Array([2, 2, 4, 3], of=lambda *i: states[i])],
                   "LinearAttention", *names, q_num_heads=4, kv_num_heads=2, update_rule=rule)
        return case
    return build


def windows():
    """Keys that are not too far from a query."""
    case = Case(28)
    q, k, v = sample([2, 4, 3, 8]), sample([2, 2, 5, 8], 2), sample([2, 2, 5, 6], 3)
    x, y, z = case.input(q), case.input(k), case.input(v)
    hidden = lambda seen: 0.0 if seen else -math.inf
    case.gives(attended(q, k, v, lambda n, h, i, j: hidden(i - 1 <= j <= i + 2))[0], "Attention", x, y, z,
               left_window_size=1, right_window_size=2)
    case.gives(attended(q, k, v, lambda n, h, i, j: hidden(i - 1 <= j <= i))[0], "Attention", x, y, z,
               left_window_size=1, right_window_size=2, is_causal=1)
    return case


def blocks():
    """Scales of blocks, and elements of 4 and 16 bits."""
    case = Case(21)
    a = sample([2, 7])
    s = Array([2, 3], [0.25, 0.5, 0.125, 0.0625, 1.0, 2.0])
    z = Array([2, 3], [3, -4, 0, 7, 1, -1])
    quotient = lambda i, j: round(a.at(i, j) / s.at(i, j // 3)) + z.at(i, j // 3)
    q = Array([2, 7], of=lambda i, j: min(max(quotient(i, j), -128), 127))
    x = case.input(a)
    case.gives(q, "QuantizeLinear", x, case.constant(s), case.constant(z, "i8"), axis=1, block_size=3, kind="i8")
    case.gives(Array([2, 7], of=lambda i, j: max(round(a.at(i, j) / 0.00005), -32768)
                     if a.at(i, j) < 0 else min(round(a.at(i, j) / 0.00005), 32767)), "QuantizeLinear", x,
               case.constant(Array([], [0.00005])), output_dtype=5, kind="i16")
    # Two in a byte, of which the first has the lower bits; the last byte has one.
    values = [i - 8 for i in range(14)] + [7]
    raw = bytes((a & 15) | (b & 15) << 4 for a, b in zip(values[::2], values[1::2] + [0]))
    scale = case.constant(Array([3], [0.5, 0.25, 2.0]))
    for number, sign, zero in ((22, 0, 0x0E5), (21, 8, 0x86D)):
        for name, shape, data in ((f"nibbles{number}", (3, 5), bytes(b ^ 17 * sign for b in raw)),
                                  (f"zeros{number}", (3,), zero.to_bytes(2, "little"))):
            case.model.initializers.append([(1, d) for d in shape] + [(2, number), (8, name), (9, data)])
        zeros = [5, -2, 0] if number == 22 else [13, 6, 8]
        w = Array([3, 5], of=lambda i, j: (values[i * 5 + j] + sign - zeros[i]) * [0.5, 0.25, 2.0][i])
        case.gives(w, "DequantizeLinear", f"nibbles{number}", scale, f"zeros{number}", axis=0)
    # Activations of 4 bits have their limits.
    step = case.constant(Array([], [0.1875]))
    limited = lambda v, low: (min(max(round(v / 0.1875), low), low + 15)) * 0.1875
    for number, low in ((22, -8), (21, 0)):
        q = case.model.node("QuantizeLinear", x, step, output_dtype=number)
        case.gives(elementwise(a, lambda v: limited(v, low)), "DequantizeLinear", q, step)
    return case


def rotated(a, cosine, sine, interleaved, size):
    """[batch][head][place][element], of which the first are in pairs."""
    def result(n, h, i, j):
        if j >= size:
            return a.at(n, h, i, j)
        second = j % 2 if interleaved else j * 2 // size
        pair = j // 2 if interleaved else j % (size // 2)
        x, y = [a.at(n, h, i, 2 * pair + k if interleaved else pair + k * size // 2) for k in (0, 1)]
        c, s = cosine(n, i, pair), sine(n, i, pair)
        return c * y + s * x if second else c * x - s * y
    return Array(a.shape, of=result)


def rotations():
    case = Case(23)
    a = sample([2, 3, 4, 8])
    flat = Array([2, 4, 24], of=lambda n, i, j: a.at(n, j // 8, i, j % 8))
    x, y = case.input(a), case.input(flat)
    c, s = sample([2, 4, 4], 2), sample([2, 4, 4], 3)
    for interleaved in (0, 1):
        r = rotated(a, c.at, s.at, interleaved, 8)
        case.gives(r, "RotaryEmbedding", x, case.constant(c), case.constant(s), interleaved=interleaved)
        case.gives(Array([2, 4, 24], of=lambda n, i, j: r.at(n, j // 8, i, j % 8)), "RotaryEmbedding", y,
                   case.constant(c), case.constant(s), interleaved=interleaved, num_heads=3)
    c, s, places = sample([6, 2], 4), sample([6, 2], 5), Array([2, 4], [0, 5, 1, 2, 3, 3, 4, 0])
    r = rotated(a, lambda n, i, k: c.at(places.at(n, i), k), lambda n, i, k: s.at(places.at(n, i), k), 0, 4)
    case.gives(r, "RotaryEmbedding", x, case.constant(c), case.constant(s), case.input(places, "i64"),
               rotary_embedding_dim=4)
    return case


def attended(q, k, v, bias=lambda n, h, i, j: 0.0, scale=None, cap=0.0):
    """The results, and the scores after each step."""
    batch, heads, length, size = q.shape
    keys, group = k.shape[2], q.shape[1] // k.shape[1]
    scale = scale or 1 / math.sqrt(size)
    shape = [batch, heads, length, keys]
    scores = Array(shape, of=lambda n, h, i, j: scale * sum(
        q.at(n, h, i, e) * k.at(n, h // group, j, e) for e in range(size)))
    capped = elementwise(scores, lambda s: cap * math.tanh(s / cap) if cap else s)
    masked = Array(shape, of=lambda n, h, i, j: capped.at(n, h, i, j) + bias(n, h, i, j))

    def weight(n, h, i, j):
        row = [masked.at(n, h, i, m) for m in range(keys)]
        most = max(row)
        if most == -math.inf:
            return 0.0
        return math.exp(masked.at(n, h, i, j) - most) / sum(math.exp(r - most) for r in row)

    weights = Array(shape, of=weight)
    y = Array([batch, heads, length, v.shape[3]], of=lambda n, h, i, e: sum(
        weights.at(n, h, i, j) * v.at(n, h // group, j, e) for j in range(keys)))
    return y, [scores, capped, masked, weights]


def attention():
    case = Case(24)
    q, k, v = sample([2, 4, 3, 8]), sample([2, 2, 5, 8], 2), sample([2, 2, 5, 6], 3)
    x, y, z = case.input(q), case.input(k), case.input(v)
    case.gives(attended(q, k, v)[0], "Attention", x, y, z)
    mask = sample([3, 5], 4)
    full, steps = attended(q, k, v, lambda n, h, i, j: mask.at(i, j), 0.25, 2.0)
    for mode in range(4):
        case.gives([full, None, None, steps[mode]], "Attention", x, y, z, case.constant(mask), scale=0.25, softcap=2.0,
                   qk_matmul_output_mode=mode)
    allowed = Array([2, 1, 3, 4], [v % 3 != 0 for v in range(24)])
    hidden = lambda seen: 0.0 if seen else -math.inf
    masked = attended(q, k, v, lambda n, h, i, j: hidden(j < 4 and allowed.at(n, 0, i, j) and j <= i))[0]
    case.gives(masked, "Attention", x, y, z, case.constant(allowed, "bool"), is_causal=1)
    # Keys and values of earlier calls; heads that are parts of the last dimension.
    pk, pv = sample([2, 2, 2, 8], 5), sample([2, 2, 2, 6], 6)
    joined = [Array([2, 2, 7, a.shape[3]], of=lambda n, h, i, e: p.at(n, h, i, e) if i < 2 else a.at(n, h, i - 2, e))
              for p, a in ((pk, k), (pv, v))]
    later = attended(q, *joined, lambda n, h, i, j: hidden(j <= i + 2))[0]
    flat = lambda a: Array([2, a.shape[2], a.shape[1] * a.shape[3]],
                           of=lambda n, i, j: a.at(n, j // a.shape[3], i, j % a.shape[3]))
    case.gives([flat(later), *joined], "Attention", case.input(flat(q)), case.input(flat(k)), case.input(flat(v)), "",
               case.input(pk), case.input(pv), is_causal=1, q_num_heads=4, kv_num_heads=2)
    # A cache of which each batch has another part; the first query of the second sees no key.
    lengths = [4, 2]
    padded = attended(q, k, v, lambda n, h, i, j: hidden(j < lengths[n] and j <= i + lengths[n] - 3))[0]
    case.gives(padded, "Attention", x, y, z, "", "", "", case.input(Array([2], lengths), "i64"), is_causal=1)
    return case


def caches():
    case = Case(24)
    a, u, places = sample([2, 2, 5, 3]), sample([2, 2, 2, 3], 2), Array([2], [1, 4])
    x, y = case.input(a), case.input(u)
    case.gives(Array(a.shape, of=lambda n, h, i, e: u.at(n, h, i, e) if i < 2 else a.at(n, h, i, e)), "TensorScatter",
               x, y)
    shifted = lambda n, i: (i - places.at(n)) % 5
    case.gives(Array(a.shape, of=lambda n, h, i, e: u.at(n, h, shifted(n, i), e) if shifted(n, i) < 2 else
                     a.at(n, h, i, e)), "TensorScatter", x, y, case.input(places, "i64"), mode="circular")
    return case


def deformed():
    case = Case(22)
    a, w, b = sample([2, 4, 5, 6]), sample([6, 2, 2, 3], 2), sample([6], 3)
    strides, dilations, pads, fields = (1, 2), (2, 1), (1, 0, 1, 1), 2
    size = [(a.shape[2 + d] + pads[d] + pads[d + 2] - dilations[d] * (w.shape[2 + d] - 1) - 1) // strides[d] + 1
            for d in range(2)]
    offsets, mask = sample([2, fields * 12, *size], 4), sample([2, fields * 6, *size], 5)

    def element(n, c, row, column):
        total = 0.0
        for i, j in indices([2, 2]):
            r, q = math.floor(row) + i, math.floor(column) + j
            if 0 <= r < 5 and 0 <= q < 6:
                total += a.at(n, c, r, q) * (1 - abs(row - r)) * (1 - abs(column - q))
        return total

    def result(use_mask):
        def at(n, m, p, q):
            total = b.at(m)
            for c, i, j in indices([2, 2, 3]):
                channel = m // 3 * 2 + c
                tap = channel // 2 * 6 + i * 3 + j
                row = p * strides[0] + i * dilations[0] - pads[0] + offsets.at(n, 2 * tap, p, q)
                column = q * strides[1] + j * dilations[1] - pads[1] + offsets.at(n, 2 * tap + 1, p, q)
                by = mask.at(n, tap, p, q) if use_mask else 1
                total += w.at(m, c, i, j) * element(n, channel, row, column) * by
            return total
        return Array([2, 6, *size], of=at)

    inputs = [case.input(a), case.constant(w), case.input(offsets), case.constant(b)]
    attributes = {"group": 2, "offset_group": fields, "strides": strides, "dilations": dilations, "pads": pads}
    case.gives(result(False), "DeformConv", *inputs, **attributes)
    case.gives(result(True), "DeformConv", *inputs, case.input(mask), **attributes)
    return case


CASES = {"activations": activations, "affine": affine, "attention": attention, "bits": bits, "blocks": blocks,
         "caches": caches, "cast-bits": cast_bits, "causal": causal, "columns": columns, "copies": copies, "deformed": deformed, "extremes": extremes,
         "groups-18": lambda: groups(18), "groups-21": lambda: groups(21),
         "linear": linear("linear", False, False), "linear-delta": linear("delta", False, True),
         "linear-gated": linear("gated", True, False), "linear-gated-delta": linear("gated_delta", True, True),
         "pools": pools,
         "real-transforms": real_transforms, "root-mean-square": root_mean_square,
         "rotations": rotations, "sampled": sampled, "running": running, "sizes": sizes,
         "transforms": transforms, "windows": windows}


if __name__ == "__main__":
    sys.exit(onnx_values.main(sys.argv[1], CASES))
