#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares floats of a module of MLIR, to the bit, with those that ONNX's operators have by definition.

  mlir_onnx.py FOLDER

Both are sums of fused multiply-adds in ascending order, and the functions of <sectile_math.h>. Prints how many results
agree.
"""
import os
import subprocess
import sys

sys.dont_write_bytecode = True
import onnx_file

UNARY = {"exp": "Exp", "tanh": "Tanh", "erf": "Erf", "sin": "Sin", "cos": "Cos", "atan": "Atan"}


def model():
    m = onnx_file.Model(seed=7)
    a, b, x = m.input([6, 40]), m.input([40, 18]), m.input([1, 8, 9, 5])
    w, bias = m.input([3, 3, 5, 20]), m.input([20])
    for operator in UNARY.values():
        m.output(m.node(operator, a))
    m.output(m.node("Log", m.node("Abs", a)))
    m.output(m.node("Pow", m.node("Abs", b), b))
    m.output(m.node("MatMul", a, b))
    m.output(m.node("Softmax", a, axis=1))
    channels_first = m.node("Conv", m.node("Transpose", x, perm=[0, 3, 1, 2]), m.node("Transpose", w, perm=[3, 2, 0, 1]),
                            bias)
    m.output(m.node("Relu", m.node("Transpose", channels_first, perm=[0, 2, 3, 1])))
    return m


def module():
    lines = [f"  %{name} = math.{name} %a : tensor<6x40xf32>" for name in UNARY]
    results = [f"%{name}" for name in UNARY] + ["%log", "%pow", "%product", "%soft", "%relu"]
    types = ["tensor<6x40xf32>"] * 7 + ["tensor<40x18xf32>", "tensor<6x18xf32>", "tensor<6x40xf32>",
                                        "tensor<1x6x7x20xf32>"]
    return f"""
func.func @f(%a: tensor<6x40xf32>, %b: tensor<40x18xf32>, %x: tensor<1x8x9x5xf32>, %w: tensor<3x3x5x20xf32>,
             %bias: tensor<20xf32>) -> ({", ".join(types)}) {{
{chr(10).join(lines)}
  %a1 = math.absf %a : tensor<6x40xf32>
  %log = math.log %a1 : tensor<6x40xf32>
  %b1 = math.absf %b : tensor<40x18xf32>
  %pow = math.powf %b1, %b : tensor<40x18xf32>
  %zero = arith.constant 0.0 : f32
  %e0 = tensor.empty() : tensor<6x18xf32>
  %f0 = linalg.fill ins(%zero : f32) outs(%e0 : tensor<6x18xf32>) -> tensor<6x18xf32>
  %product = linalg.matmul ins(%a, %b : tensor<6x40xf32>, tensor<40x18xf32>) outs(%f0 : tensor<6x18xf32>)
    -> tensor<6x18xf32>
  %e1 = tensor.empty() : tensor<6x40xf32>
  %soft = linalg.softmax dimension(1) ins(%a : tensor<6x40xf32>) outs(%e1 : tensor<6x40xf32>) -> tensor<6x40xf32>
  %e2 = tensor.empty() : tensor<1x6x7x20xf32>
  %f2 = linalg.broadcast ins(%bias : tensor<20xf32>) outs(%e2 : tensor<1x6x7x20xf32>) dimensions = [0, 1, 2]
  %conv = linalg.conv_2d_nhwc_hwcf ins(%x, %w : tensor<1x8x9x5xf32>, tensor<3x3x5x20xf32>)
    outs(%f2 : tensor<1x6x7x20xf32>) -> tensor<1x6x7x20xf32>
  %z = arith.constant dense<0.0> : tensor<1x6x7x20xf32>
  %above = arith.cmpf ogt, %conv, %z : tensor<1x6x7x20xf32>
  %relu = arith.select %above, %conv, %z : tensor<1x6x7x20xi1>, tensor<1x6x7x20xf32>
  return {", ".join(results)} : {", ".join(types)}
}}
"""


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    m = model()
    m.write(f"{folder}/f.onnx")
    with open(f"{folder}/f.mlir", "w") as file:
        file.write(module())
    inputs = m.write_inputs(f"{folder}/in")
    expected = [f"{folder}/expected{i}.npy" for i in range(len(m.outputs))]
    found = [f"{folder}/found{i}.npy" for i in range(len(m.outputs))]
    subprocess.run(["sectile-interpret", f"{folder}/f.onnx", *inputs, *expected], check=True)
    subprocess.run(["sectile-model", "-q", f"{folder}/f.mlir", "-o", f"{folder}/f.elf"], check=True)
    subprocess.run(["sectile-run", "--dir", folder, f"{folder}/f.elf", *map(os.path.basename, inputs + found)], check=True)
    agree = 0
    for a, b in zip(expected, found):
        _, _, wanted = onnx_file.read_npy(a)
        _, _, got = onnx_file.read_npy(b)
        if wanted == got and len(set(wanted)) > 1:
            agree += 1
        else:
            print(f"{b} is not {a}")
    print(f"{agree} agree, {len(expected) - agree} differ")
    return agree != len(expected)


if __name__ == "__main__":
    sys.exit(main())
