// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Rates.td - how fast the core is -----------------------------------------===//
//
// The lanes of the core's units, and for how many cycles an instruction keeps its unit.
// The core takes its lanes from here. The compiler's scheduler and cost model, the bounds
// of sectile-model and the scripts of bench/ take the cycles. tests/rtl/rates_test.cpp
// measures the cycles of every instruction on the core.
//
//===----------------------------------------------------------------------===//

def MatrixLanes  : CoreNumber<64, "products of words that the matrix unit computes a cycle">;
def ElementLanes : CoreNumber<16, "words that the elementwise unit computes a cycle">;

// Instructions of the same timing. Unit is what they keep: loads and stores of tiles are
// walked side by side, so that each have a unit of their own here. Cycles: as many pass
// from one instruction to the next if they are independent. Latency: as many pass from the
// start until a scalar instruction can use the result, or another unit the tile; of a
// multiply, until the next one can add to it. The latency of memory is not counted.
class CoreRate<string unit, int cycles, int latency, string text> {
  string Name = !subst("Rate_", "", NAME);
  string Unit = unit;
  int Cycles = cycles;
  int Latency = latency;
  string Text = text;
}

// Cycles of an operation on all words of a tile, and of a row of them.
defvar ElementCycles = !div(256, ElementLanes.Value);
defvar ElementRow = !div(ElementCycles, 16);
defvar MatrixCycles = !div(!mul(256, 16), MatrixLanes.Value);

def Rate_alu    : CoreRate<"alu", 1, 1, "integer arithmetic">;
def Rate_branch : CoreRate<"branch", 1, 1, "branches and jumps, predicted">;
def Rate_system : CoreRate<"system", 1, 1, "control registers, fences">;
def Rate_mul    : CoreRate<"mul", 1, 2, "products of integers">;
def Rate_div    : CoreRate<"div", 66, 66, "quotients and remainders of integers">;
def Rate_fpu    : CoreRate<"fpu", 4, 4, "scalar floating point">;
def Rate_fdiv   : CoreRate<"fpu", 61, 61, "scalar floating-point quotients and square roots">;
def Rate_lsu    : CoreRate<"lsu", 1, 2, "scalar accesses that hit">;
def Rate_atomic : CoreRate<"lsu", 2, 3, "atomic accesses that hit">;

// A row of memory a cycle.
def Rate_tmem   : CoreRate<"tmem", 16, 18, "loads of a tile">;
def Rate_tmem16 : CoreRate<"tmem", 32, 34, "transposing loads of 16-bit elements">;
def Rate_tmem8  : CoreRate<"tmem", 64, 66, "transposing loads of 8-bit elements">;
def Rate_tstore : CoreRate<"tstore", 16, 16, "stores of a tile">;
// An index or a mask is checked before the access is walked, and kept until it has been.
def Rate_maskload  : CoreRate<"tmem", 37, 18, "loads under a mask">;
def Rate_maskstore : CoreRate<"tstore", 37, 37, "stores under a mask">;
def Rate_rowload   : CoreRate<"tmem", 22, 18, "gathers of rows">;
def Rate_rowstore  : CoreRate<"tstore", 22, 22, "scatters of rows">;
def Rate_lanes  : CoreRate<"tmem", 293, 258, "gathers and scatters of lanes">;

// Multiplies of 8-bit floats take two elements of k where others take four.
def Rate_tmat   : CoreRate<"tmat", MatrixCycles, MatrixCycles, "multiplies of full depth">;
def Rate_tmat8  : CoreRate<"tmat", !mul(2, MatrixCycles), !mul(2, MatrixCycles), "multiplies of 8-bit floats of full depth">;

// A row is written five rows after it is read. Rows that come from other rows are all
// read first, and a reduction passes four times.
def Rate_telem  : CoreRate<"telem", ElementCycles, !add(ElementCycles, !mul(6, ElementRow)), "elementwise operations, moves, packing">;
def Rate_buffer : CoreRate<"telem", !add(!mul(2, ElementCycles), ElementRow), !mul(38, ElementRow), "transpositions, rotations and permutations of rows">;
def Rate_reduce : CoreRate<"telem", !mul(4, ElementCycles), !mul(70, ElementRow), "reductions">;
def Rate_divide : CoreRate<"telem", !mul(29, ElementCycles), !add(!mul(29, ElementCycles), !mul(5, ElementRow)), "quotients and square roots of f32">;
def Rate_word   : CoreRate<"telem", ElementRow, !mul(7, ElementRow), "one word written">;
def Rate_getw   : CoreRate<"telem", 4, 4, "one word read, for which the pipeline waits">;

class IsSlowMultiply<SectileInst i> {
  bit ret = !if(!eq(i.Unit, "tmat"),
                !and(!eq(i.Multiply.A.Bits, 8), !eq(i.Multiply.A.Kind, "float")), false);
}
// The name of an instruction's rate.
class RateOf<SectileInst i> {
  string ret = !cond(IsSlowMultiply<i>.ret: "tmat8",
                     !eq(i.Section, "Atomics"): "atomic",
                     !and(!eq(i.Section, "Floating point"), !eq(i.Unit, "div")): "fdiv",
                     !eq(i.Address, "laneGather"): "lanes",
                     !and(!eq(i.Address, "masked"), !eq(i.Kind, "tstore")): "maskstore",
                     !eq(i.Address, "masked"): "maskload",
                     !and(!eq(i.Address, "rowGather"), !eq(i.Kind, "tstore")): "rowstore",
                     !eq(i.Address, "rowGather"): "rowload",
                     !eq(i.Element, ElemT16.Name): "tmem16",
                     !eq(i.Element, ElemT8.Name): "tmem8",
                     !eq(i.Kind, "tstore"): "tstore",
                     !ne(i.Unit, "telem"): i.Unit,
                     !eq(i.Section, "Tile reductions"): "reduce",
                     !or(!eq(i, TTRANS), !eq(i, TROTROW), !eq(i, TPERMROW)): "buffer",
                     !or(!eq(i, TDIV_F32), !eq(i, TSDIV_F32), !eq(i, TSQRT_F32)): "divide",
                     !eq(i, TPUTW): "word",
                     !eq(i, TGETW): "getw",
                     true: "telem");
}

// The instructions of each rate.
class RatedInstructions<CoreRate rate> {
  CoreRate Rate = rate;
  list<SectileInst> Instructions =
      !filter(i, !instances<SectileInst>(), !eq(RateOf<i>.ret, rate.Name));
}
foreach r = !instances<CoreRate>() in
def Rated_#r.Name : RatedInstructions<r>;
