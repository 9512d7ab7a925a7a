#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""onnx_fused.py FOLDER: operators that ONNX Runtime's optimiser fuses, against their definitions in plain Python."""
import math
import sys

sys.dont_write_bytecode = True
import onnx_values
from onnx_microsoft import microsoft
from onnx_values import Array, Case, elementwise, indices, sample

INFINITY = math.inf


def dot(a, b):
    return sum(x * y for x, y in zip(a, b, strict=True))


def softmax(row):
    powers = [math.exp(v - max(row)) for v in row]
    return [p / sum(powers) for p in powers]


def attention(batch, heads, queries, keys, q, k, v, size, added, scale=None):
    """q(b, h, i), k(b, h, j) and v(b, h, j) are rows; added(b, h, i, j) is added to the scores."""
    result = {}
    for b, h, i in indices([batch, heads, queries]):
        weights = softmax([dot(q(b, h, i), k(b, h, j)) * (scale or 1 / math.sqrt(len(q(b, h, i)))) + added(b, h, i, j)
                           for j in range(keys)])
        result[b, h, i] = [sum(w * v(b, h, j)[e] for j, w in enumerate(weights)) for e in range(size)]
    return Array([batch, queries, heads * size], of=lambda b, i, e: result[b, e // size, i][e % size])


def heads_of(x, size, offset=0):
    """Rows of the heads of [batch][place][head * size]."""
    return lambda b, h, i: [x.at(b, i, offset + h * size + e) for e in range(size)]


def product(x, w, bias=None):
    depth, width = w.shape
    return Array(x.shape[:2] + [width], of=lambda b, i, c: (bias.at(c) if bias else 0) + sum(
        x.at(b, i, d) * w.at(d, c) for d in range(depth)))


def whole(x):
    """Rows of [batch][head][place][element]."""
    return lambda b, h, i: [x.at(b, h, i, e) for e in range(x.shape[3])]


def joined(past, new, size):
    """Rows of [batch][head][place][element], then those of new."""
    length = past.shape[2]
    return lambda b, h, j: whole(past)(b, h, j) if j < length else new(b, h, j - length)


def self_attention():
    case = Case(17)
    x, w, bias = sample([2, 3, 5]), sample([5, 24], 2), sample([24], 3)
    p = product(x, w, bias)
    mask = Array([2, 5], [1, 1, 1, 1, 0, 0, 1, 1, 1, 1])
    past = sample([2, 2, 2, 2, 4], 4)
    part = lambda n: Array([2, 2, 2, 4], of=lambda *i: past.at(n, *i))
    k, v = (joined(part(n), heads_of(p, 4, 8 * (n + 1)), 4) for n in range(2))
    added = lambda b, h, i, j: (-INFINITY if j > i + 2 else 0) - (0 if mask.at(b, j) else 10000)
    y = attention(2, 2, 3, 5, heads_of(p, 4), k, v, 4, added)
    present = Array([2, 2, 2, 5, 4], of=lambda n, b, h, j, e: (v if n else k)(b, h, j)[e])
    names = [case.input(x), case.constant(w), case.constant(bias), case.input(mask, "i32"), case.input(past)]
    microsoft(case, [y, present], "Attention", *names, num_heads=2, unidirectional=1)
    # Lengths, and where sequences begin; values of another size.
    lengths = Array([4], [3, 2, 1, 0])
    added = lambda b, h, i, j: 0 if lengths.at(b + 2) <= j < lengths.at(b) else -5.0
    y = attention(2, 2, 3, 3, heads_of(p, 3), heads_of(p, 3, 6), heads_of(p, 6, 12), 6, added, 0.25)
    microsoft(case, y, "Attention", *names[:3], case.input(lengths, "i32"), num_heads=2, qkv_hidden_sizes=[6, 6, 12],
              mask_filter_value=-5.0, scale=0.25)
    return case


def multi_head_attention():
    case = Case(17)
    q, k, v, bias = sample([2, 3, 8]), sample([2, 4, 8], 2), sample([2, 4, 6], 3), sample([22], 4)
    more = lambda x, offset: Array(x.shape, of=lambda b, i, e: x.at(b, i, e) + bias.at(offset + e))
    names = [case.input(a) for a in (q, k, v, bias)]
    mask = Array([2], [3, 1])
    scores = sample([1, 2, 3, 4], 5)
    padded = lambda b, j: 0 if j < mask.at(b) else -10000
    y = attention(2, 2, 3, 4, heads_of(more(q, 0), 4), heads_of(more(k, 8), 4), heads_of(more(v, 16), 3), 3,
                  lambda b, h, i, j: padded(b, j) + scores.at(0, h, i, j))
    microsoft(case, y, "MultiHeadAttention", *names, case.input(mask, "i32"), case.input(scores), num_heads=2)
    # Keys of an encoder, whose heads are apart.
    keys, values = sample([2, 2, 5, 4], 6), sample([2, 2, 5, 3], 7)
    none = lambda *_: 0
    microsoft(case, attention(2, 2, 3, 5, heads_of(q, 4), whole(keys), whole(values), 3, none), "MultiHeadAttention",
              names[0], case.input(keys), case.input(values), num_heads=2)
    # All in one tensor.
    packed = sample([2, 3, 2, 3, 4], 8)
    part = lambda n: lambda b, h, i: [packed.at(b, i, h, n, e) for e in range(4)]
    y = attention(2, 2, 3, 3, part(0), part(1), part(2), 4, lambda b, h, i, j: -INFINITY if j > i else 0)
    microsoft(case, y, "MultiHeadAttention", case.input(packed), num_heads=2, unidirectional=1)
    # Keys of earlier calls.
    old = [sample([2, 2, 2, 4], 9), sample([2, 2, 2, 3], 10)]
    rows = [joined(old[0], heads_of(k, 4), 4), joined(old[1], heads_of(v, 3), 3)]
    y = attention(2, 2, 3, 6, heads_of(q, 4), *rows, 3, none)
    present = [Array([2, 2, 6, size], of=lambda b, h, j, e: row(b, h, j)[e]) for size, row in zip((4, 3), rows)]
    microsoft(case, [y, *present], "MultiHeadAttention", *names[:3], "", "", "", *map(case.input, old), num_heads=2)
    return case


def rotated(row, place, cosines, sines):
    half = cosines.shape[1]
    pair = lambda e: (row[e], row[e + half])
    first = [pair(e)[0] * cosines.at(place, e) - pair(e)[1] * sines.at(place, e) for e in range(half)]
    second = [pair(e)[1] * cosines.at(place, e) + pair(e)[0] * sines.at(place, e) for e in range(half)]
    return first + second + row[2 * half:]


def group_query_attention():
    case = Case(17)
    q, k, v = sample([2, 2, 16]), sample([2, 2, 8], 2), sample([2, 2, 8], 3)
    old = [sample([2, 2, 5, 4], n) for n in (4, 5)]
    cosines, sines = sample([9, 2], 6), sample([9, 2], 7)
    lengths = Array([2], [6, 3])  # less one: of the caches 5 and 2 places are used
    start = lambda b: lengths.at(b) + 1 - 2
    turned = lambda x: lambda b, h, i: rotated(heads_of(x, 4)(b, h, i), start(b) + i, cosines, sines)

    def cache(past, new):
        def row(b, h, j):
            i = j - start(b)
            return new(b, h, i) if 0 <= i < 2 else whole(past)(b, h, j) if j < 5 else [0.0] * 4
        return row

    rows = [cache(old[0], turned(k)), cache(old[1], heads_of(v, 4))]
    of_group = lambda row: lambda b, h, j: row(b, h // 2, j)
    added = lambda b, h, i, j: 0 if start(b) + i - 3 < j <= start(b) + i else -INFINITY
    y = attention(2, 4, 2, 7, turned(q), *map(of_group, rows), 4, added)
    present = [Array([2, 2, 7, 4], of=lambda b, h, j, e: row(b, h, j)[e]) for row in rows]
    names = [case.input(a) for a in (q, k, v, *old)]
    microsoft(case, [y, *present], "GroupQueryAttention", *names, case.input(lengths, "i32"),
              case.constant(Array([1], [7]), "i32"), case.constant(cosines), case.constant(sines), num_heads=4,
              kv_num_heads=2, do_rotary=1, local_window_size=3)
    # All in one tensor, without earlier calls.
    packed = sample([2, 2, 32], 8)
    first = Array([2], [1, 1])
    y = attention(2, 4, 2, 2, heads_of(packed, 4), of_group(heads_of(packed, 4, 16)), of_group(heads_of(packed, 4, 24)),
                  4, lambda b, h, i, j: 0 if j <= i else -INFINITY)
    present = [Array([2, 2, 2, 4], of=lambda b, h, j, e: heads_of(packed, 4, n)(b, h, j)[e]) for n in (16, 24)]
    microsoft(case, [y, *present], "GroupQueryAttention", case.input(packed), "", "", "", "", case.input(first, "i32"),
              case.constant(Array([1], [2]), "i32"), num_heads=4, kv_num_heads=2)
    # Places of a rotation from one number on.
    y = Array([2, 2, 16], of=lambda b, i, e: rotated(heads_of(q, 4)(b, e // 4, i), 3 + i, cosines, sines)[e % 4])
    microsoft(case, y, "RotaryEmbedding", names[0], case.input(Array([1], [3]), "i64"), case.constant(cosines),
              case.constant(sines))
    return case


def normal(row, gamma, beta, epsilon):
    mean = sum(row) / len(row)
    inverse = 1 / math.sqrt(sum((v - mean)**2 for v in row) / len(row) + epsilon)
    return [(v - mean) * inverse * gamma.at(e) + (beta.at(e) if beta else 0) for e, v in enumerate(row)]


def by_rows(x, f):
    return Array(x.shape, [v for i in indices(x.shape[:-1]) for v in f([x.at(*i, e) for e in range(x.shape[-1])])])


def normalisation():
    case = Case(17)
    x, skip, gamma, beta, bias = sample([2, 3, 6]), sample([3, 6], 2), sample([6], 3), sample([6], 4), sample([6], 5)
    total = Array([2, 3, 6], of=lambda b, i, e: x.at(b, i, e) + skip.at(i, e) + bias.at(e))
    names = [case.input(a) for a in (x, skip, gamma, beta, bias)]
    microsoft(case, [by_rows(total, lambda r: normal(r, gamma, beta, 1e-3)), None, None, total],
              "SkipLayerNormalization", *names, epsilon=1e-3)
    case.model.nodes[-1] = [(2, "") if f in ((2, "t0_1"), (2, "t0_2")) else f for f in case.model.nodes[-1]]
    root = lambda r: [v / math.sqrt(dot(r, r) / len(r) + 1e-12) * gamma.at(e) for e, v in enumerate(r)]
    plain = Array([2, 3, 6], of=lambda b, i, e: x.at(b, i, e) + skip.at(i, e))
    microsoft(case, by_rows(plain, root), "SkipSimplifiedLayerNormalization", *names[:3])
    case.gives(by_rows(x, root), "SimplifiedLayerNormalization", names[0], names[2], epsilon=1e-12)
    # Words, places and segments.
    words, places, segments = sample([7, 6], 6), sample([4, 6], 7), sample([2, 6], 8)
    ids, parts = sample([2, 3], 9, "i32", 0, 7), sample([2, 3], 10, "i32", 0, 2)
    mask = Array([2, 3], [1, 1, 0, 1, 0, 0])
    total = Array([2, 3, 6], of=lambda b, i, e: words.at(ids.at(b, i), e) + places.at(i, e) +
                  segments.at(parts.at(b, i), e))
    tables = [case.constant(a) for a in (words, places, segments)]
    inputs = [case.input(a, "i32") for a in (ids, parts)]
    microsoft(case, [by_rows(total, lambda r: normal(r, gamma, beta, 1e-12)), None], "EmbedLayerNormalization", *inputs,
              *tables, *names[2:4], case.input(mask, "i32"))
    lengths = case.model.nodes[-1]
    case.model.output([value for field, value in lengths if field == 2][1], "i32", [2])
    case.expected.append(Array([2], [2, 1]))
    return case


def groups():
    case = Case(17)
    x, gamma, beta = sample([2, 3, 2, 4]), sample([4], 2), sample([4], 3)

    def at(n, i, j, c):
        values = [x.at(n, *p, d) for p in indices([3, 2]) for d in range(4) if d // 2 == c // 2]
        mean = sum(values) / len(values)
        variance = sum((v - mean)**2 for v in values) / len(values)
        y = (x.at(n, i, j, c) - mean) / math.sqrt(variance + 1e-5) * gamma.at(c) + beta.at(c)
        return y / (1 + math.exp(-y))

    microsoft(case, Array(x.shape, of=at), "GroupNorm", case.input(x), case.input(gamma), case.input(beta), groups=2,
              activation=1)
    a, bias, skip = sample([2, 3, 8]), sample([8], 4), sample([2, 3, 8], 5)
    names = [case.input(v) for v in (a, bias, skip)]
    microsoft(case, Array(a.shape, of=lambda *i: a.at(*i) + bias.at(i[2]) + skip.at(*i)), "BiasAdd", *names)
    gelu = lambda v: v * (1 + math.erf(v / math.sqrt(2))) / 2
    more = lambda b, i, e: a.at(b, i, e) + bias.at(e)
    microsoft(case, Array([2, 3, 4], of=lambda b, i, e: more(b, i, e) * gelu(more(b, i, e + 4))), "BiasSplitGelu",
              *names[:2])
    return case


def products():
    case = Case(17)
    x, w, bias, z = sample([1, 2, 5, 4]), sample([3, 2, 2, 2], 2), sample([3], 3), sample([1, 3, 4, 3], 4)

    def convolved(n, m, i, j):
        return bias.at(m) + sum(x.at(n, c, i + k, j + l) * w.at(m, c, k, l) for c, k, l in indices([2, 2, 2]))

    leaky = lambda v: v if v >= 0 else 0.125 * v
    names = [case.input(x), case.constant(w), case.constant(bias)]
    microsoft(case, Array([1, 3, 4, 3], of=lambda *i: leaky(convolved(*i) + z.at(*i))), "FusedConv", *names,
              case.input(z), activation="LeakyRelu", activation_params=[0.125])
    last = Array([1, 5, 4, 2], of=lambda n, i, j, c: x.at(n, c, i, j))
    clipped = lambda v: min(max(v, -1), 2)
    microsoft(case, Array([1, 4, 3, 3], of=lambda n, i, j, m: clipped(convolved(n, m, i, j))), "NhwcFusedConv",
              case.input(last), *names[1:], activation="Clip", activation_params=[-1.0, 2.0])
    a, b, c = sample([3, 4]), sample([5, 3], 2), sample([5], 3)
    gemm = lambda i, j: max(2 * sum(a.at(k, i) * b.at(j, k) for k in range(3)) + c.at(j) / 2, 0)
    microsoft(case, Array([4, 5], of=gemm), "FusedGemm", *map(case.input, (a, b, c)), transA=1, transB=1, alpha=2.0,
              beta=0.5, activation="Relu")
    d, e = sample([3, 2, 4], 6), sample([2, 5, 3], 7)
    # The first dimension of d goes behind the second, then the last two change places.
    batched = lambda n, i, j: sum(d.at(k, n, i) * e.at(n, j, k) for k in range(3)) * 0.25
    names = [case.input(d), case.input(e)]
    options = {"transA": 1, "transBatchA": 1, "transB": 1, "alpha": 0.25}
    microsoft(case, Array([2, 4, 5], of=batched), "FusedMatMul", *names, **options)
    microsoft(case, Array([2, 4, 5], of=lambda *i: math.tanh(batched(*i))), "FusedMatMulActivation", *names,
              activation="Tanh", **options)
    return case


def pools():
    case = Case(17)
    x = sample([1, 5, 4, 3], 1, "u8", 0, 256)
    most = lambda n, i, j, c: max(x.at(n, 2 * i + k, j + l, c) for k, l in indices([2, 2]))
    microsoft(case, Array([1, 2, 3, 3], of=most), "NhwcMaxPool", case.input(x, "u8"), kernel_shape=[2, 2],
              strides=[2, 1], kind="u8")
    return case


def packed(values, shape, bits):
    """Rows of numbers, several of which are in a byte."""
    each = 8 // bits
    rows = [values[i:i + shape[-1]] for i in range(0, len(values), shape[-1])]
    data = []
    for row in rows:
        row = row + [0] * (-len(row) % each)
        data += [sum(v << bits * n for n, v in enumerate(row[i:i + each])) for i in range(0, len(row), each)]
    return Array([len(rows), len(data) // len(rows)], data)


def blocks(bits, width, has_zeros=True):
    """K x N weights in blocks of 16, of which the last is not full."""
    def build():
        case = Case(17)
        depth, count = 40, 3
        x = sample([2, depth])
        q = sample([width, count * 16], 2, "u8", 0, 1 << bits)
        scales, zeros = sample([width, count], 3), sample([width, count], 4, "u8", 0, 1 << bits)
        middle = lambda n, block: zeros.at(n, block) if has_zeros else 1 << bits - 1
        weight = lambda k, n: (q.at(n, k) - middle(n, k // 16)) * scales.at(n, k // 16)
        names = [case.input(x), case.constant(packed(q.values, q.shape, bits), "u8"), case.constant(scales)]
        bias = sample([width], 5)
        names.append(case.constant(packed(zeros.values, zeros.shape, bits), "u8") if has_zeros else "")
        y = Array([2, width], of=lambda i, n: sum(x.at(i, k) * weight(k, n) for k in range(depth)) + bias.at(n))
        microsoft(case, y, "MatMulNBits", *names, "", case.constant(bias), K=depth, N=width, bits=bits, block_size=16)
        if bits != 2:
            ids = sample([2, 2], 6, "i64", 0, width)
            y = Array([2, 2, 48], of=lambda i, j, k: weight(k, ids.at(i, j)))
            names = [names[1], case.input(ids, "i64"), names[2]] + names[3:] * has_zeros
            microsoft(case, y, "GatherBlockQuantized", *names, bits=bits, block_size=16, quantize_axis=1, gather_axis=0)
        return case
    return build


def integers():
    case = Case(17)
    a, b = sample([3, 6], 1, "u8", 0, 256), sample([6, 4], 2, "i8", -128, 128)
    bias, scales, zeros = sample([4], 3), Array([4], [0.5, 0.25, 0.125, 1]), sample([4], 4, "i8", -9, 10)
    names = [case.constant(b, "i8"), case.constant(scales), case.constant(zeros, "i8"), case.constant(bias)]
    weight = lambda k, j: (b.at(k, j) - zeros.at(j)) * scales.at(j)
    one = lambda value, kind="f32": case.constant(Array([], [value]), kind)
    y = Array([3, 4], of=lambda i, j: sum((a.at(i, k) - 120) * 0.25 * weight(k, j) for k in range(6)) + bias.at(j))
    microsoft(case, y, "MatMulIntegerToFloat", case.input(a, "u8"), names[0], one(0.25), names[1], one(120, "u8"),
              *names[2:])
    # Elements that their scale, 1 / 64, divides.
    x = Array([2, 6], [v / 64 for v in (-100, 0, 155, 3, -7, 20, 60, 61, -62, 63, 99, 1)])
    y = Array([2, 4], of=lambda i, j: sum(x.at(i, k) * weight(k, j) for k in range(6)) + bias.at(j))
    microsoft(case, y, "DynamicQuantizeMatMul", case.input(x), *names)
    # An attention whose product is one of integers.
    q, w, of_heads = sample([1, 3, 5], 5, "u8", 90, 160), sample([5, 12], 6, "i8", -20, 20), sample([12], 7)
    p = Array([1, 3, 12], of=lambda n, i, c: of_heads.at(c) + sum(
        (q.at(n, i, k) - 120) * w.at(k, c) for k in range(5)) * 0.125 * 0.0625)
    y = attention(1, 2, 3, 3, heads_of(p, 2), heads_of(p, 2, 4), heads_of(p, 2, 8), 2, lambda *_: 0)
    microsoft(case, y, "QAttention", case.input(q, "u8"), case.constant(w, "i8"), case.constant(of_heads), one(0.125),
              one(0.0625), "", one(120, "u8"), one(0, "i8"), num_heads=2)
    return case


def choices():
    case = Case(17)
    rounded = lambda v, scale, zero: min(max(round(v / scale) + zero, 0), 255)
    a, b, c = sample([2, 3], 1, "u8", 0, 256), sample([2, 3], 2, "u8", 0, 256), sample([3], 3, "bool", 0, 2)
    one = lambda scale, zero: (case.constant(Array([], [scale])), case.constant(Array([], [zero]), "u8"))
    chosen = lambda i, j: (a.at(i, j) - 100) * 0.25 if c.at(j) else (b.at(i, j) - 7) * 0.5
    names = [case.input(a, "u8"), *one(0.25, 100)]
    microsoft(case, Array([2, 3], of=lambda i, j: rounded(chosen(i, j), 0.6875, 50)), "QLinearWhere",
              case.input(c, "bool"), *names, case.input(b, "u8"), *one(0.5, 7), *one(0.6875, 50), kind="u8")
    mean = lambda i: sum((a.at(i, j) - 100) * 0.25 for j in range(3)) / 3
    microsoft(case, Array([2], of=lambda i: rounded(mean(i), 0.6875, 50)), "QLinearReduceMean", *names,
              *one(0.6875, 50), axes=[1], keepdims=0, kind="u8")
    return case


def recurrent():
    """An LSTM of two directions, one scale for each gate; gates are input, output, forget, cell."""
    case = Case(17)
    x, bias = sample([3, 2, 4]), sample([2, 24], 2)
    w, r = sample([2, 4, 12], 3, "i8", -30, 31), sample([2, 3, 12], 4, "i8", -30, 31)
    ws, rs = [Array([2, 12], [0.015625 * (1 + n % 3) for n in range(24)]) for _ in range(2)]
    wz, rz = sample([2, 12], 5, "i8", -4, 5), sample([2, 12], 6, "i8", -4, 5)
    weight = lambda q, s, z, n, i, g: (q.at(n, i, g) - z.at(n, g)) * s.at(n, g)
    sigmoid = lambda v: 1 / (1 + math.exp(-v))
    results, last = {}, {}
    for n, b in indices([2, 2]):
        hidden, cell = [0.0] * 3, [0.0] * 3
        for t in (range(3), range(2, -1, -1))[n]:
            gates = [bias.at(n, g) + bias.at(n, 12 + g) + sum(x.at(t, b, i) * weight(w, ws, wz, n, i, g)
                                                             for i in range(4)) +
                     sum(hidden[i] * weight(r, rs, rz, n, i, g) for i in range(3)) for g in range(12)]
            of = lambda k: gates[3 * k:3 * k + 3]
            cell = [sigmoid(f) * c + sigmoid(i) * math.tanh(g) for f, c, i, g in zip(of(2), cell, of(0), of(3))]
            hidden = [sigmoid(o) * math.tanh(c) for o, c in zip(of(1), cell)]
            for e in range(3):
                results[t, n, b, e] = hidden[e]
        last[n, b] = hidden
    names = [case.input(x), case.constant(w, "i8"), case.constant(r, "i8"), case.constant(bias), "", "", "", "",
             case.constant(ws), case.constant(wz, "i8"), case.constant(rs), case.constant(rz, "i8")]
    microsoft(case, [Array([3, 2, 2, 3], of=lambda *i: results[i]),
                     Array([2, 2, 3], of=lambda n, b, e: last[n, b][e])], "DynamicQuantizeLSTM", *names, hidden_size=3,
              direction="bidirectional")
    return case


def plain():
    """Operators of a few of ONNX's, or of both domains."""
    case = Case(17)
    x, w, bias = sample([2, 3]), sample([3, 4], 2), sample([4], 3)
    names = [case.input(a) for a in (x, w, bias)]
    product = lambda i, j: sum(x.at(i, k) * w.at(k, j) for k in range(3))
    gelu = lambda v: v / 2 * (1 + math.tanh(math.sqrt(2 / math.pi) * (v + 0.044715 * v**3)))
    microsoft(case, Array([2, 4], of=lambda i, j: gelu(product(i, j) + bias.at(j))), "GemmFastGelu", *names)
    microsoft(case, Array([2, 4], of=lambda i, j: gelu(product(i, j))), "GemmFastGelu", *names[:2])
    number = lambda value, kind: case.constant(Array([], [value]), kind)
    microsoft(case, Array([2, 1, 3], x.values), "ExpandDims", names[0], number(-2, "i32"))
    microsoft(case, Array([2, 3], of=lambda i, j: x.at(i, j) if j >= i else 0.0), "Trilu", names[0], upper=1)
    microsoft(case, Array([2, 5], of=lambda i, j: x.at(i, j - 1) if 1 <= j <= 3 else 0.5), "Pad", names[0],
              case.integers(0, 1, 0, 1), number(0.5, "f32"))
    microsoft(case, Array([2], [x.at(1, 2), x.at(0, 1)]), "GatherND", names[0],
              case.constant(Array([2, 2], [1, 2, 0, 1]), "i64"))
    a, b = sample([2, 3], 4, "u8", 0, 256), sample([3], 5, "u8", 0, 256)
    microsoft(case, Array([2, 3], of=lambda i, j: (a.at(i, j) - 100) * (b.at(j) - 7)), "MulInteger",
              case.input(a, "u8"), number(100, "u8"), case.input(b, "u8"), number(7, "u8"), kind="i32")
    microsoft(case, Array([2], of=lambda i: sum(a.at(i, j) for j in range(3))), "ReduceSumInteger",
              case.input(a, "u8"), axes=[1], keepdims=0, kind="i32")
    c, d = sample([2, 3], 6, "i16", -30000, 30000), sample([3, 2], 7, "i16", -20000, 20000)
    microsoft(case, Array([2, 2], of=lambda i, j: sum(c.at(i, k) * d.at(k, j) for k in range(3))), "MatMulInteger16",
              case.input(c, "i16"), case.input(d, "i16"), kind="i32")
    return case


CASES = {"self_attention": self_attention, "multi_head_attention": multi_head_attention,
         "group_query_attention": group_query_attention, "normalisation": normalisation, "groups": groups,
         "products": products, "pools": pools, "blocks4": blocks(4, 5), "blocks2": blocks(2, 3),
         "blocks8": blocks(8, 3), "blocks_middle": blocks(4, 3, False), "integers": integers, "choices": choices,
         "recurrent": recurrent, "plain": plain}

if __name__ == "__main__":
    sys.exit(onnx_values.main(sys.argv[1], CASES))
