#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""onnx_recurrent.py FOLDER: LSTM, GRU and RNN with all of their attributes, against their equations in plain Python."""
import math
import sys

sys.dont_write_bytecode = True
import onnx_values
from onnx_values import Array, Case, sample

STEPS, BATCH, INPUT, HIDDEN = 5, 3, 4, 6
FUNCTIONS = {
    "Sigmoid": lambda x, a, b: 1 / (1 + math.exp(-x)), "Tanh": lambda x, a, b: math.tanh(x),
    "Relu": lambda x, a, b: max(x, 0.0), "Affine": lambda x, a, b: a * x + b,
    "LeakyRelu": lambda x, a, b: x if x >= 0 else a * x, "ThresholdedRelu": lambda x, a, b: x if x > a else 0.0,
    "ScaledTanh": lambda x, a, b: a * math.tanh(b * x), "HardSigmoid": lambda x, a, b: min(max(a * x + b, 0.0), 1.0),
    "Elu": lambda x, a, b: x if x >= 0 else a * (math.exp(x) - 1), "Softsign": lambda x, a, b: x / (1 + abs(x)),
    "Softplus": lambda x, a, b: math.log1p(math.exp(x)),
}


class Network:
    """Gates in ONNX's order: of an LSTM input, output, forget, cell; of a GRU update, reset, hidden."""

    def __init__(self, operator, functions, direction="forward", lengths=None, peepholes=False, initial=True,
                 batch_first=False, computed=True, **attributes):
        self.operator, self.attributes, self.functions = operator, attributes, functions
        self.direction, self.lengths, self.batch_first, self.computed = direction, lengths, batch_first, computed
        self.gates = {"LSTM": 4, "GRU": 3, "RNN": 1}[operator]
        self.count = 2 if direction == "bidirectional" else 1
        size = self.gates * HIDDEN
        self.x = sample([STEPS, BATCH, INPUT])
        self.w, self.r = sample([self.count, size, INPUT], 2), sample([self.count, size, HIDDEN], 3)
        self.b = sample([self.count, 2 * size], 4)
        self.h = sample([self.count, BATCH, HIDDEN], 5) if initial else None
        self.c = sample([self.count, BATCH, HIDDEN], 6) if initial and operator == "LSTM" else None
        self.p = sample([self.count, 3 * HIDDEN], 7) if peepholes else None

    def gate(self, d, number, n, x, h, both=True):
        """The sums of a gate: with the input, and with the state or, if not `both`, apart."""
        result = []
        for j in range(HIDDEN):
            row, size = number * HIDDEN + j, self.gates * HIDDEN
            first = self.b.at(d, row) + sum(self.w.at(d, row, i) * x[i] for i in range(INPUT))
            second = self.b.at(d, size + row) + sum(self.r.at(d, row, i) * h[i] for i in range(HIDDEN))
            result.append(first + second if both else (first, second))
        return result

    def step(self, d, n, x, h, c):
        clip = self.attributes.get("clip", math.inf)
        functions = [lambda v, f=f: FUNCTIONS[f[0]](min(max(v, -clip), clip), *(list(f[1:]) + [0, 0])[:2])
                     for f in self.functions[d * len(self.functions) // self.count:]]
        peep = lambda k, j: self.p.at(d, k * HIDDEN + j) if self.p else 0.0
        if self.operator == "RNN":
            return [functions[0](v) for v in self.gate(d, 0, n, x, h)], c
        if self.operator == "LSTM":
            f, g, o = functions[:3]
            i, out, forget, cell = [self.gate(d, k, n, x, h) for k in range(4)]
            takes = [f(v + peep(0, j) * c[j]) for j, v in enumerate(i)]
            keeps = ([1 - v for v in takes] if self.attributes.get("input_forget") else
                     [f(v + peep(2, j) * c[j]) for j, v in enumerate(forget)])
            c = [k * old + t * g(v) for k, old, t, v in zip(keeps, c, takes, cell)]
            return [f(v + peep(1, j) * c[j]) * o(c[j]) for j, v in enumerate(out)], c
        f, g = functions[:2]
        z = [f(v) for v in self.gate(d, 0, n, x, h)]
        r = [f(v) for v in self.gate(d, 1, n, x, h)]
        if self.attributes.get("linear_before_reset"):
            hidden = [g(a + s * b) for (a, b), s in zip(self.gate(d, 2, n, x, h, False), r)]
        else:
            hidden = [g(v) for v in self.gate(d, 2, n, x, [s * v for s, v in zip(r, h)])]
        return [(1 - u) * v + u * old for u, v, old in zip(z, hidden, h)], c

    def results(self):
        y = Array([STEPS, self.count, BATCH, HIDDEN], [0.0] * (STEPS * self.count * BATCH * HIDDEN))
        last_h, last_c = [], []
        for d in range(self.count):
            for n in range(BATCH):
                h, c = ([s.at(d, n, j) if s else 0.0 for j in range(HIDDEN)] for s in (self.h, self.c))
                steps = range(self.lengths[n] if self.lengths else STEPS)
                for t in reversed(steps) if d or self.direction == "reverse" else steps:
                    h, c = self.step(d, n, [self.x.at(t, n, i) for i in range(INPUT)], h, c)
                    for j, v in enumerate(h):
                        y.values[((t * self.count + d) * BATCH + n) * HIDDEN + j] = v
                last_h += h
                last_c += c
        shape = [self.count, BATCH, HIDDEN]
        return [y, Array(shape, last_h)] + ([Array(shape, last_c)] if self.operator == "LSTM" else [])

    def case(self):
        case = Case(14)
        first = lambda a, *order: (Array([a.shape[k] for k in order], of=lambda *i: a.at(
            *(i[order.index(k)] for k in range(len(order))))) if self.batch_first else a)
        state = lambda s: case.input(first(s, 1, 0, 2)) if s else ""
        lengths = ""
        if self.lengths:
            array = Array([BATCH], self.lengths)
            lengths = case.input(array, "i32") if self.computed else case.constant(array, "i32")
        inputs = [case.input(first(self.x, 1, 0, 2)), case.constant(self.w), case.constant(self.r),
                  case.constant(self.b), lengths, state(self.h)]
        if self.operator == "LSTM":
            inputs += [state(self.c), case.constant(self.p) if self.p else ""]
        results = self.results()
        results = [first(results[0], 2, 0, 1, 3)] + [first(r, 1, 0, 2) for r in results[1:]]
        attributes = {"hidden_size": HIDDEN, "direction": self.direction, "layout": int(self.batch_first),
                      "activations": [f[0] for f in self.functions]} | self.attributes
        for name, place in (("activation_alpha", 1), ("activation_beta", 2)):
            given = [float(f[place]) for f in self.functions if len(f) > place]
            if given:
                attributes[name] = given
        case.gives(results, self.operator, *inputs, **attributes)
        return case


USUAL = [("Sigmoid",), ("Tanh",), ("Tanh",)]
CASES = {
    "lstm-clip": lambda: Network("LSTM", USUAL, clip=0.75, peepholes=True).case(),
    "lstm-coupled": lambda: Network("LSTM", USUAL, input_forget=1, initial=False).case(),
    "lstm-lengths": lambda: Network("LSTM", USUAL * 2, "bidirectional", lengths=[3, 5, 1]).case(),
    "lstm-batch-first": lambda: Network("LSTM", USUAL * 2, "bidirectional", lengths=[2, 4, 5], batch_first=True,
                                        computed=False).case(),
    "lstm-functions": lambda: Network("LSTM", [("HardSigmoid", 0.25, 0.4), ("ScaledTanh", 1.5, 0.5), ("Softsign",),
                                               ("Sigmoid",), ("Affine", 0.5, 0.1), ("Elu", 0.75)],
                                      "bidirectional").case(),
    "gru-lengths": lambda: Network("GRU", USUAL[:2], "reverse", lengths=[5, 2, 4], linear_before_reset=1).case(),
    "gru-clip": lambda: Network("GRU", [("Sigmoid",), ("LeakyRelu", 0.125)], clip=0.5, batch_first=True).case(),
    "rnn-lengths": lambda: Network("RNN", [("Relu",), ("ThresholdedRelu", 0.25)], "bidirectional",
                                   lengths=[1, 5, 3]).case(),
    "rnn-clip": lambda: Network("RNN", [("Softplus",)], clip=2.0).case(),
}

if __name__ == "__main__":
    sys.exit(onnx_values.main(sys.argv[1], CASES))
