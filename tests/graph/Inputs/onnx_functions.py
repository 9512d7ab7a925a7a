# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Models with functions of the file, and with sequences.

  onnx_functions.py FILE NAME
"""
import sys

sys.dont_write_bytecode = True
import onnx_file

DOMAIN = "com.example"


class Model(onnx_file.Model):
    """A model with functions, which are lists of nodes of a model of their own."""

    def __init__(self):
        super().__init__()
        self.functions = []

    def function(self, name, inputs, outputs, body, attributes=(), defaults=()):
        self.functions.append([(1, name)] + [(4, i) for i in inputs] + [(5, o) for o in outputs] +
                              [(6, a) for a in attributes] + [(7, n) for n in body] +
                              [(9, [(1, ""), (2, 17)]), (9, [(1, DOMAIN), (2, 1)]), (10, DOMAIN)] +
                              [(11, d) for d in defaults])

    def call(self, name, *inputs, **attributes):
        result = self.node(name, *inputs, **attributes)
        self.nodes[-1].append((7, DOMAIN))
        return result

    def message(self):
        return super().message() + [(8, [(1, DOMAIN), (2, 1)])] + [(25, f) for f in self.functions]


def node(operator, inputs, outputs, attributes=(), domain=None):
    return ([(1, i) for i in inputs] + [(2, o) for o in outputs] + [(4, operator)] + [(5, a) for a in attributes] +
            ([(7, domain)] if domain else []))


def refers(name, to):
    return [(1, name), (20, 1), (21, to)]


def scaled():
    """x * 2 + 1, with the bias left out x * 2; the slope of what is below 0 has a default of 0.25."""
    model = Model()
    model.function("Scaled", ["x", "w", "b"], ["y"],
                   [node("Mul", ["x", "w"], ["p"]), node("LeakyRelu", ["p"], ["q"], [refers("alpha", "slope")]),
                    node("Inner", ["q", "b"], ["y"], domain=DOMAIN)],
                   defaults=[[(1, "slope"), (2, 0.25), (20, 1)]])
    # Names of the function are not those of the graph.
    model.function("Inner", ["x", "y"], ["z"], [node("Sum", ["x", "y"], ["z"])])
    x = model.input([4], name="y")
    two, one = model.constant([], [2.0]), model.constant([], [1.0])
    model.output(model.call("Scaled", x, two, one))
    model.output(model.call("Scaled", x, two, one, slope=0.5))
    return model


def missing():
    model = scaled()
    model.output(model.call("Scaled", "y", model.constant([], [2.0])))
    return model


def endless():
    model = Model()
    model.function("Again", ["x"], ["y"], [node("Again", ["x"], ["y"], domain=DOMAIN)])
    model.output(model.call("Again", model.input([4])))
    return model


def arguments():
    model = Model()
    model.function("One", ["x"], ["y"], [node("Relu", ["x"], ["y"])])
    x = model.input([4])
    model.output(model.call("One", x, x))
    return model


def sequences():
    """Parts of three elements and what is left, the last two joined in reverse order, and a sequence as output."""
    model = onnx_file.Model()
    x = model.input([8, 2])
    parts = model.node("SplitToSequence", x, model.constant([], [3], "i64"), axis=0)
    at = lambda i: model.node("SequenceAt", parts, model.constant([], [i], "i64"))
    pair = model.node("SequenceInsert", model.node("SequenceConstruct", at(-1)), at(1))
    model.output(model.node("ConcatFromSequence", pair, axis=0))
    model.output(model.node("SequenceErase", parts, model.constant([], [0], "i64")))
    return model


def while_below(limit):
    """Doubles x as long as a counter is below the limit, which is a constant."""
    model = onnx_file.Model()
    x = model.input([4])
    true, zero = model.constant([], [1], "bool"), model.constant([], [0], "i64")
    one, most = model.constant([], [1], "i64"), model.constant([], [limit], "i64")
    value = lambda name: [(1, name)]
    body = [(1, node("Add", ["i", one], ["next"])), (1, node("Less", ["next", most], ["goes"])),
            (1, node("Add", ["x", "x"], ["twice"])), (2, "body"), (11, value("n")), (11, value("c")), (11, value("i")),
            (11, value("x")), (12, value("goes")), (12, value("next")), (12, value("twice"))]
    results = model.node("Loop", "", true, zero, x, outputs=2)
    model.nodes[-1].append((5, [(1, "body"), (6, body), (20, 5)]))
    model.output(results[1])
    return model


def loop():
    return while_below(5)


def long_loop():
    return while_below(5000)


def beyond():
    model = onnx_file.Model()
    parts = model.node("SequenceConstruct", model.input([2]))
    model.output(model.node("SequenceAt", parts, model.constant([], [1], "i64")))
    model.output(model.node("Relu", parts))
    return model


globals()[sys.argv[2]]().write(sys.argv[1])
