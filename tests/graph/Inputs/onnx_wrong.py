# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""ONNX files that are wrong.

  onnx_wrong.py FILE NAME      writes the model of that name
  onnx_wrong.py FILE --each    writes each, runs both tools and prints what they say
  onnx_wrong.py FILE --damage  truncates and changes a model and gives it to both tools
"""
import os
import random
import subprocess
import sys

sys.dont_write_bytecode = True
import onnx_file
import onnx_networks


def small(version=17, shape=(1, 4, 6, 6)):
    model = onnx_file.Model(version)
    y = onnx_networks.convolution(model, model.input(list(shape)), 4, 4)
    model.output(y)
    return model


def changed(change):
    model = small()
    change(model)
    return model


def unsupported():
    model = onnx_file.Model()
    x = model.input([1, 4, 6, 6])
    y = model.node("Conv", model.node("Unique", x), model.constant([4, 4, 3, 3]))
    z = model.node("Conv", x, model.constant([4, 3, 3, 3]))
    w = model.node("Secret\x07", model.node("Relu", x, power=2))
    for name in (y, z, w):
        model.output(name)
    return model


def cycle(model):
    model.nodes[0][0] = (1, "t0_0")


def external(model, location):
    weights = model.initializers[0]
    weights[:] = [f for f in weights if f[0] != 9] + [(13, [(1, "location"), (2, location)]), (14, 1)]


def reshape(values):
    model = onnx_file.Model()
    shape = model.constant([len(values)], values, "i64") if values else model.input([2], "i64")
    model.output(model.node("Reshape", model.input([2, 6]), shape))
    return model


CASES = {
    "absolute-data": lambda: changed(lambda m: external(m, "/etc/passwd")),
    "attribute-type": lambda: changed(lambda m: m.nodes[0].append((5, [(1, "group"), (2, 1.0), (20, 1)]))),
    "axis": lambda: finish1(lambda m, x: m.node("Concat", x, axis=7)),
    "bias": lambda: changed(lambda m: m.initializers.__setitem__(1, [(1, 3), (2, 1), (8, "c1"), (9, bytes(12))])),
    "broadcast": lambda: finish1(lambda m, x: m.node("Add", x, m.constant([5]))),
    "computed-shape": lambda: reshape(None),
    "cycle": lambda: changed(cycle),
    "data-size": lambda: changed(lambda m: m.initializers[0].__setitem__(-1, (9, bytes(12)))),
    "dimension": lambda: small(shape=(1, 4, 0, 6)),
    "domain": lambda: changed(lambda m: m.nodes[0].append((7, "com.example"))),
    "double": lambda: finish1(lambda m, x: m.node("Cast", x, to=11)),
    "dynamic": lambda: small(shape=("batch", 4, 6, 6)),
    "huge": lambda: small(shape=(1 << 20, 4, 1 << 20, 1 << 20)),
    "inputs": lambda: finish1(lambda m, x: m.node("Relu", x, x)),
    "missing-output": lambda: changed(lambda m: m.output("nowhere")),
    "no-output": lambda: changed(lambda m: m.outputs.clear()),
    "outside-data": lambda: changed(lambda m: external(m, "../secret")),
    "rank": lambda: finish1(lambda m, x: m.node("Concat", m.constant([6]), m.constant([]), axis=0)),
    "reshape": lambda: reshape([5, 5]),
    "stride": lambda: changed(lambda m: m.nodes[0].append((5, [(1, "strides"), (8, 0), (8, 1), (20, 7)]))),
    "twice": lambda: changed(lambda m: m.nodes.append(m.nodes[0])),
    "version": lambda: small(version=99),
    "weights": lambda: changed(lambda m: m.nodes[0].append((5, [(1, "group"), (3, 3), (20, 2)]))),
    "window": lambda: small(shape=(1, 4, 2, 2)),
}


def finish1(build):
    model = onnx_file.Model()
    model.output(build(model, model.input([2, 6])))
    return model


def each(path):
    output = os.path.splitext(path)[0] + ".elf"
    for name in sorted(CASES):
        CASES[name]().write(path)
        said = []
        for command in (["sectile-model", "-q", path, "-o", output], ["sectile-interpret", path]):
            run = subprocess.run(command, capture_output=True, text=True)
            if run.returncode != 1 or os.path.exists(output):
                print(f"{name}: {command[0]} ended with {run.returncode} or wrote a file")
            said.append([line.split(path + ": ")[1] for line in run.stderr.splitlines()])
        if said[0] != said[1]:
            print(f"{name}: the tools disagree: {said}")
        for line in said[0]:
            print(f"{name}: {line}")


def damage(path):
    chance = random.Random(os.environ.get("SECTILE_SEED", "77"))
    result = os.path.splitext(path)[0] + ".out"
    model = onnx_networks.residual()
    model.write(path)
    inputs = model.write_inputs(os.path.splitext(path)[0])
    with open(path, "rb") as file:
        whole = file.read()

    def refused(data):
        with open(path, "wb") as file:
            file.write(data)
        verdicts = []
        for command in (["sectile-model", "-q", "--emit=mlir", path, "-o", result],
                        ["sectile-interpret", path, *inputs, result]):
            if os.path.exists(result):
                os.remove(result)
            status = subprocess.run(command, capture_output=True).returncode
            if status not in (0, 1) or (status == 0) != os.path.exists(result):
                sys.exit(f"{command[0]} ended with {status}")
            verdicts.append(status)
        return verdicts == [1, 1]

    truncated = sum(refused(whole[:chance.randrange(len(whole))]) for _ in range(20))
    # Nodes are at the beginning, inputs and outputs at the end, weights between them.
    for _ in range(40):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(3000) * chance.choice((1, -1))
            data[at] = chance.choice((0, 1, 127, 128, 255, data[at] ^ 1 << chance.randrange(8)))
        refused(bytes(data))
    print(f"20 truncated, {truncated} refused; 40 changed, none crashed")


if sys.argv[2] == "--each":
    each(sys.argv[1])
elif sys.argv[2] == "--damage":
    damage(sys.argv[1])
else:
    (unsupported() if sys.argv[2] == "unsupported" else CASES[sys.argv[2]]()).write(sys.argv[1])
