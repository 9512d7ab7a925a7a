# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Random tile code on few registers and a small piece of memory, as assembly.

    tile-hazards.py SEED COUNT

Nearly every instruction depends on one in flight: as reader, as second writer, as
writer of what is still read, or in memory. Loops around it keep the queues full.
"""
import random
import sys

draw = random.Random(int(sys.argv[1]))
tiles = draw.choice([3, 5, 8])
multiplies = ["f32", "f16", "bf16", "i8", "u8", "i8u8", "u8i8"]
favourite = draw.choice(multiplies)
lines = []


def tile():
    return f"t{draw.randrange(tiles)}"


def multiply():
    kind = favourite if draw.random() < 0.6 else draw.choice(multiplies)
    first = "z" if draw.random() < 0.2 else ""
    target = tile()
    for _ in range(draw.choice([1, 1, 2, 4, 9])):
        lines.append(f"tmma{first}.{kind} {target}, {tile()}, {tile()}")


def memory(store):
    lines.append(f"addi a1, s0, {draw.randrange(0, 3000)}")
    kinds = ["raw", "raw", "raw", "i8", "u8", "f16", "bf16"] + ([] if store else ["t32", "t16", "t8"])
    name, form = "tst" if store else "tld", draw.randrange(3)
    if form == 0:
        lines.append(f"{name} {tile()}, a1, {64 * draw.randrange(-2, 3)}")
    elif form == 1:
        lines.append(f"li a2, {draw.choice([0, 16, 48, 64, 65, 128, -64])}")
        lines.append(f"li a3, {draw.randrange(0, 70) << 8 | draw.randrange(0, 70)}")
        lines.append(f"{name}r.{draw.choice(kinds)} {tile()}, a1, a2, {draw.choice(['zero', 'a3'])}")
    else:
        kinds = [k for k in kinds if not k.startswith("t")]
        lines.append(f"li a2, {draw.randrange(-5, 1100)}")
        lines.append(f"{name}l.{draw.choice(kinds)} {tile()}, a1, a2")


def element():
    two = ["tadd.f32", "tmul.f32", "tdiv.f32", "tadd.i32", "txor.i32", "tmax.f32", "tcltu.i32"]
    form = draw.randrange(8)
    if form < 4:
        lines.append(f"{draw.choice(two)} {tile()}, {tile()}, {tile()}")
    elif form == 4:
        lines.append(f"{draw.choice(['tmov', 'ttrans', 'tredrow.add.f32', 'tredcol.max.i32'])} {tile()}, {tile()}")
    elif form == 5:
        lines.append(f"{draw.choice(['tidxlin', 'tidxrow', 'tzero'])} {tile()}")
    elif form == 6:
        lines.append(f"tputw {tile()}, s1, a1")
    else:
        lines.append(f"tgetw s1, {tile()}, a1")


def scalar():
    lines.append(f"{draw.choice(['ldd', 'std', 'std', 'ldw', 'stb'])} s1, s0, {8 * draw.randrange(0, 400)}")


for _ in range(int(sys.argv[2])):
    draw.choices([multiply, lambda: memory(False), lambda: memory(True), element, scalar], [40, 25, 12, 18, 5])[0]()

print("        .globl  _start\n_start: la      s0, area\n        addi    s0, s0, 2040\n        addi    s0, s0, 2040")
print("        li      s1, 0x3f9d8b2c41c6a5e7\n        li      s2, 3\n        li      a1, 0")
for t in range(tiles):
    print(f"        tidxlin t{t}")
print("again:")
print("\n".join("        " + line for line in lines))
print("""        addi    s2, s2, -1
        beqi    s2, 0, done
        j       again
done:   la      a1, block
        li      a0, 1
        std     a0, a1, 0
        li      a0, 0x10000000
        std     a1, a0, 0
        .bss
        .p2align 3
block:  .zero   64
        .p2align 6
area:   .zero   16384""")
