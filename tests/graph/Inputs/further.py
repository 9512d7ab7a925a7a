# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Graphs by name, as in families.py: comparisons and choices, integers, recurrent operators, and control flow."""
from tflite import Graph


def one(kind, code, inputs, shape, result=None, **options):
    """An operator of inputs, each a shape and a type."""
    g = Graph(kind, str((code, inputs)))
    operands = [g.input(s, k) for s, k in inputs]
    y = g.tensor(shape, result) if result in ("BOOL", "INT32", "INT64", "FLOAT32") else g.activation(shape, result)
    g.outputs = [g.operator(code, operands, y, **options)]
    return g


def comparisons(kind):
    kinds = {"FLOAT32": ("FLOAT32", "INT32", "INT64", "BOOL"), "INT8": ("INT8",), "UINT8": ("UINT8",)}[kind]
    for code in ("EQUAL", "NOT_EQUAL", "LESS", "LESS_EQUAL", "GREATER", "GREATER_EQUAL"):
        for of in kinds:
            if of == "BOOL" and code not in ("EQUAL", "NOT_EQUAL"):
                continue
            g = Graph(kind, code + of)
            x = g.input([4, 5, 30], of, zero=3)
            # Of bytes with another scale, if that leaves some that are equal.
            y = g.input([5, 1], of, zero=3, scale=1 / 32 if "EQUAL" in code else 0.04)
            g.limits = {x: (-2, 2), y: (-2, 2)}
            if of == "FLOAT32":
                x, y = g.unary("FLOOR", x), g.unary("FLOOR", y)
            g.outputs = [g.operator(code, [x, y], g.tensor([4, 5, 30], "BOOL"))]
            yield g
    if kind == "FLOAT32":
        for code in ("LOGICAL_AND", "LOGICAL_OR"):
            yield one(kind, code, [([3, 70], "BOOL"), ([70], "BOOL")], [3, 70], "BOOL")
        yield one(kind, "LOGICAL_NOT", [([3, 70], "BOOL")], [3, 70], "BOOL")
        for code in ("REDUCE_ALL", "REDUCE_ANY"):
            for axes, keep in (([1], False), ([-2], True)):
                g = Graph(kind, code)
                g.outputs = [g.mean(g.input([3, 2, 5], "BOOL"), axes, keep, code=code)]
                yield g


def choices(kind):
    for code, condition, a, b, shape in [
            ("SELECT", [3, 4, 5], [3, 4, 5], [3, 4, 5], [3, 4, 5]), ("SELECT", [6], [6, 40], [6, 40], [6, 40]),
            ("SELECT_V2", [5, 1], [4, 1, 30], [30], [4, 5, 30])]:
        for of in ([kind, "INT32", "INT64", "BOOL"] if kind == "FLOAT32" else [kind]):
            g = Graph(kind, str((code, of)))
            c = g.input(condition, "BOOL")
            x = g.input(a, of, zero=3)
            y = g.same(x, b)
            g.inputs.append(y)
            g.outputs = [g.operator(code, [c, x, y], g.same(x, shape))]
            yield g
    for shape in ([3, 50], [2, 2, 3, 4]):
        g = Graph(kind, "FILL")
        value = g.input([], zero=3)
        y = g.operator("FILL", [g.indices(shape), value], g.same(value, shape))
        other = g.same(value, shape)
        g.inputs.append(other)
        g.outputs = [g.concatenation([y, other], 0)]
        yield g
    g = Graph(kind, "ZEROS_LIKE")
    x = g.input([2, 30], zero=3)
    y = g.operator("ZEROS_LIKE", [x], g.same(x, [2, 30]))
    g.outputs = [g.concatenation([x, y], 0)]
    yield g


def integers(kind):
    """Operands of i32 and i64, with limits."""
    for of in ("INT32", "INT64"):
        most = 1 << (31 if of == "INT32" else 63)
        for code in ("ADD", "SUB", "MUL", "MAXIMUM", "MINIMUM", "SQUARED_DIFFERENCE", "FLOOR_DIV", "FLOOR_MOD",
                     *(("DIV",) if of == "INT32" else ())):
            for limits in ((-9, 9), (-most, most - 1)):
                g = one(kind, code, [([4, 5, 30], of), ([5, 1], of)], [4, 5, 30], of)
                g.limits = {t: limits for t in g.inputs}
                yield g
        for code in ("ABS", "NEG"):
            g = one(kind, code, [([3, 100], of)], [3, 100], of)
            g.limits = {g.inputs[0]: (-most, most - 1)}
            yield g
        for options in ({}, {"exclusive": True}, {"reverse": True}):
            g = Graph(kind, str(options))
            x = g.input([4, 9, 6], of)
            g.outputs = [g.operator("CUMSUM", [x, g.tensor([], "INT32", data=[1])], g.tensor([4, 9, 6], of), **options)]
            yield g
    for code in ("FLOOR_DIV", "FLOOR_MOD"):
        yield one(kind, code, [([4, 90], "FLOAT32"), ([90], "FLOAT32")], [4, 90], "FLOAT32")


def casts(kind):
    kinds = ("FLOAT32", "INT8", "INT16", "INT32", "INT64", "BOOL", "UINT8")
    for a in kinds:
        for b in kinds:
            g = Graph("FLOAT32", str((a, b)))
            x = g.input([3, 70], a)
            g.limits = {x: (-1, 1) if b == "BOOL" else (-1 << 31, (1 << 31) - 1) if a == "INT32" else
                        (-1 << 63, (1 << 63) - 1)}
            if a == "FLOAT32" and b == "BOOL":
                x = g.unary("FLOOR", x)
            elif a == "FLOAT32":  # beyond most types
                x = g.operator("MUL", [x, g.tensor([1], data=[{"INT64": 2.0**63, "INT32": 2.0**31}.get(b, 200)])],
                               g.tensor([3, 70]), fused_activation_function="NONE")
            y = g.tensor([3, 70], b)
            if b == "UINT8":
                del g.tensors[y]["quantization"]
            g.outputs = [g.operator("CAST", [x], y)]
            yield g


def functions(kind):
    """Of one operand."""
    if kind == "FLOAT32":
        for code in ("SIN", "COS", "LOG"):
            g = Graph(kind, code)
            x = g.input([2, 3, 150])
            g.outputs = [g.unary(code, g.unary("ABS", x) if code == "LOG" else x)]
            yield g
        for arguments in (((2, 2), (2, 2)), ((3, 3), (2, 1), "SAME", "RELU6")):
            g = Graph(kind, "L2_POOL_2D")
            g.outputs = [g.pool("L2_POOL_2D", g.input([1, 8, 8, 20]), *arguments)]
            yield g
    for scale in (1 / 12, 1 / 40):
        g = Graph(kind, scale)
        g.outputs = [g.unary("ELU", g.input([2, 3, 150], scale=scale))]
        yield g
        for approximate in (False, True):
            g = Graph(kind, scale)
            x = g.input([2, 3, 150], scale=scale)
            g.outputs = [g.operator("GELU", [x], g.activation([2, 3, 150], scale=scale), approximate=approximate)]
            yield g
    for shape, scale in ([3, 2, 40], 1 / 8), ([5, 300], 1 / 300), ([1, 7], 1):
        g = Graph(kind, "LOG_SOFTMAX")
        x = g.input(shape, scale=scale)
        g.outputs = [g.operator("LOG_SOFTMAX", [x], g.activation(shape, scale=1 / 16, zero=127))]
        yield g
        g = Graph(kind, "L2_NORMALIZATION")
        x = g.input(shape, scale=scale)
        g.outputs = [g.operator("L2_NORMALIZATION", [x], g.activation(shape, scale=1 / 128, zero=0),
                                fused_activation_function="NONE")]
        yield g
    for options in ({}, {"exclusive": True}, {"reverse": True, "exclusive": True}):
        g = Graph(kind, str(options))
        x = g.input([3, 9, 40], scale=1 / 60)
        g.outputs = [g.operator("CUMSUM", [x, g.tensor([], "INT32", data=[-1])], g.activation([3, 9, 40], scale=1 / 10),
                                **options)]
        yield g
    g = Graph(kind, "ADD_N")
    parts = [g.input([3, 60], zero=5) for _ in range(3)]
    g.outputs = [g.operator("ADD_N", parts, g.activation([3, 60], scale=1 / 10))]
    yield g
    for scale in (1 / 10, 1 / 2):
        g = Graph(kind, "DIV")
        g.outputs = [g.elementwise("DIV", g.input([16, 16, 16]), g.input([16, 1, 16], scale=scale), "RELU6", 1 / 24)]
        yield g


def places(kind):
    """Operators whose indices are data."""
    for of in ("INT32", "INT64"):
        g = Graph(kind, of)
        x, at = g.input([4, 9, 6]), g.input([2, 3], of)
        g.limits = {at: (-2, 10)}  # also beyond the dimension
        g.outputs = [g.operator("GATHER", [x, at], g.same(x, [4, 2, 3, 6]), axis=1)]
        yield g
        for depth, shape in (2, [5, 6]), (3, [5]):
            g = Graph(kind, depth)
            x, at = g.input([4, 9, 6]), g.input([5, depth], of)
            g.limits = {at: (0, 3)}
            g.outputs = [g.operator("GATHER_ND", [x, at], g.same(x, shape))]
            yield g
        g = Graph(kind, "update")
        x = g.input([4, 9, 6])
        part, at = g.same(x, [2, 3, 5]), g.input([3], of)
        g.inputs.append(part)
        g.limits = {at: (-1, 9)}
        g.outputs = [g.operator("DYNAMIC_UPDATE_SLICE", [x, part, at], g.same(x, [4, 9, 6]))]
        yield g
    g = Graph(kind, "lookup")
    rows, of = g.input([7], "INT32"), g.constant([10, 3, 5])
    g.limits = {rows: (0, 9)}
    g.outputs = [g.operator("EMBEDDING_LOOKUP", [rows, of], g.same(of, [7, 3, 5]))]
    if kind == "INT8":
        g.outputs.append(g.operator("EMBEDDING_LOOKUP", [rows, of], g.tensor([7, 3, 5], "FLOAT32")))
    yield g


def variable(g, shape, kind, scale, zero=0):
    t = g.tensor(shape, kind, scale if kind != "FLOAT32" else None, zero)
    g.tensors[t]["is_variable"] = True
    return t


def svdf(g, x, units, rank, memory, time="INT8"):
    batch, inputs = g.shape(x)
    filters = units * rank
    time = "FLOAT32" if g.kind == "FLOAT32" else time
    feature = g.constant([filters, inputs])
    weights = g.tensor([filters, memory], time, None if g.kind == "FLOAT32" else 1 / 128,
                       data=g.numbers(filters * memory, "INT8" if g.kind == "INT8" else None))
    state = variable(g, [batch, memory * filters], time, 1 / 16 if time == "INT8" else 1 / 4096,
                     -3 if time == "INT8" else 0)
    return g.operator("SVDF", [x, feature, weights, g.bias(units), state], g.activation([batch, units]), rank=rank,
                      fused_activation_function="RELU")


def lstm(g, x, units, time_major=False, clip=0.0):
    a, b, inputs = g.shape(x)
    real = g.kind == "FLOAT32"
    def weights(depth):
        return g.tensor([units, depth], None if real else "INT8", None if real else 1 / 100,
                        data=g.numbers(units * depth, None if real else "INT8"))
    operands = [x] + [weights(inputs) for _ in range(4)] + [weights(units) for _ in range(4)] + [-1] * 3
    operands += [g.bias(units) for _ in range(4)] + [-1] * 2
    y = g.activation([a, b, units], scale=1 / 128)
    batch = b if time_major else a
    output = g.same(y, [batch, units])
    g.tensors[output]["is_variable"] = True
    operands += [output, variable(g, [batch, units], "FLOAT32" if real else "INT16", 2.0**-11)] + [-1] * 4
    return g.operator("UNIDIRECTIONAL_SEQUENCE_LSTM", operands, y, fused_activation_function="TANH",
                      time_major=time_major, cell_clip=clip)


def recurrent(kind):
    if kind != "INT16":
        for time in ("INT8", "INT16") if kind == "INT8" else ("INT8",):
            g = Graph(kind, time)
            x = g.input([2, 12])
            for _ in range(2):
                x = svdf(g, x, 12, 2, 5, time)
            g.outputs = [x]
            yield g
    for options in ({}, {"time_major": True}, {"clip": 0.5}):
        g = Graph(kind, str(options))
        g.outputs = [lstm(g, lstm(g, g.input([2, 6, 7], scale=1 / 64), 9, **options), 5, **options)]
        yield g


def subgraph(g, inputs, build):
    """Another subgraph with inputs like tensors of the first; returns its number."""
    tensors, operators = g.tensors, g.operators
    g.tensors, g.operators = [dict(tensors[t], name=f"s{i}", buffer=0) for i, t in enumerate(inputs)], []
    outputs = build(*range(len(inputs)))
    g.subgraphs.append({"tensors": g.tensors, "inputs": list(range(len(inputs))), "outputs": outputs,
                        "operators": g.operators})
    g.tensors, g.operators = tensors, operators
    return len(g.subgraphs)


def control(kind):
    for holds in (0, 1):
        g = Graph(kind, holds)
        x = g.input([3, 40])
        y = g.same(x, [3, 40])
        yes = subgraph(g, [x], lambda a: [g.operator("RELU6", [a], g.same(a, [3, 40]))])
        no = subgraph(g, [x], lambda a: [a])
        g.operator("IF", [g.tensor([], "BOOL", data=[holds]), x], y, then_subgraph_index=yes, else_subgraph_index=no)
        g.outputs = [y, x]
        yield g
    # while i < 3: x = max(x, the row i of a constant); i = i + 1
    g = Graph(kind, "while")
    x, first = g.input([5, 6], zero=3), g.tensor([], "INT32", data=[0])
    table = dict(g.tensors[x], shape=[3, 6], name="table", buffer=len(g.buffers))
    g.buffers.append({"data": g.buffers[g.tensors[g.tensor([3, 6], data=g.numbers(18))]["buffer"]]["data"]})

    def body(i, a):
        g.tensors.append(table)
        rows = len(g.tensors) - 1
        row = g.operator("GATHER", [rows, i], g.same(a, [6]), axis=0)
        y = g.operator("MAXIMUM", [a, row], g.same(a, [5, 6]))
        i = g.operator("ADD", [i, g.tensor([], "INT32", data=[1])], g.tensor([], "INT32"), fused_activation_function="NONE")
        return [i, y]

    goes = subgraph(g, [first, x], lambda i, a: [g.operator("LESS", [i, g.tensor([], "INT32", data=[3])],
                                                            g.tensor([], "BOOL"))])
    does = subgraph(g, [first, x], body)
    last, y = g.tensor([], "INT32"), g.same(x, [5, 6])
    g.operator("WHILE", [first, x], last, cond_subgraph_index=goes, body_subgraph_index=does)
    g.operators[-1]["outputs"] = [last, y]
    g.outputs = [y, last]
    yield g
    # A variable: what is read, what is assigned, and what is read then.
    g = Graph(kind, "variables")
    x = g.input([2, 30], zero=3)
    once = subgraph(g, [], lambda: [])
    g.operators.append({"opcode_index": 0, "inputs": [], "outputs": []})
    g.codes.append("CALL_ONCE")
    g.operators[-1].update(opcode_index=g.codes.index("CALL_ONCE"), builtin_options_type="CallOnceOptions",
                           builtin_options={"init_subgraph_index": once})
    handle = g.operator("VAR_HANDLE", [], g.tensor([], "RESOURCE"), shared_name="v")
    old = g.operator("READ_VARIABLE", [handle], g.same(x, [2, 30]))
    new = g.operator("MAXIMUM", [old, x], g.same(x, [2, 30]))
    g.operator("ASSIGN_VARIABLE", [handle, new], new)
    g.operators[-1]["outputs"] = []
    g.outputs = [g.operator("READ_VARIABLE", [handle], g.same(x, [2, 30]))]
    yield g
    # A shape that is computed from another.
    g = Graph(kind, "shapes")
    x = g.input([2, 3, 4])
    shape = g.operator("SHAPE", [x], g.tensor([3], "INT32"), out_type="INT32")
    batch = g.operator("STRIDED_SLICE", [shape, *map(g.indices, ([0], [1], [1]))], g.tensor([], "INT32"),
                       shrink_axis_mask=1)
    rest = g.operator("MUL", [g.tensor([], "INT32", data=[3]), g.tensor([], "INT32", data=[4])], g.tensor([], "INT32"),
                      fused_activation_function="NONE")
    to = g.operator("PACK", [batch, rest], g.tensor([2], "INT32"), axis=0, values_count=2)
    y = g.operator("RESHAPE", [x, to], g.same(x, [2, 12]))
    g.outputs = [g.operator("RELU6", [y], g.same(y, [2, 12])), to]
    yield g


FAMILIES = {"comparisons": comparisons, "choices": choices, "integers": integers, "casts": casts,
            "functions": functions, "places": places, "recurrent": recurrent, "control": control}
KINDS = {"comparisons": ("FLOAT32", "INT8", "UINT8"), "choices": ("FLOAT32", "INT8", "UINT8", "INT16"),
         "integers": ("FLOAT32",), "casts": ("FLOAT32",), "functions": ("FLOAT32", "INT8"),
         "places": ("FLOAT32", "INT8", "INT16"), "recurrent": ("FLOAT32", "INT8", "INT16"),
         "control": ("FLOAT32", "INT8", "INT16", "UINT8")}
