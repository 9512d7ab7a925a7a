// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileSchedule.td - how long things take ------------------------------------===//
//
// One instruction issues in a cycle, in order, to decoupled units. A matrix
// multiply of full depth keeps its unit for 64 cycles, of 8-bit floats for 128, a
// tile access moves a row a cycle, loads beside stores, an elementwise operation 16
// lanes. isa/ says which unit an instruction goes to.
//
//===----------------------------------------------------------------------===//

def SectileModel : SchedMachineModel {
  let IssueWidth = 1;
  let MicroOpBufferSize = 0;
  let LoadLatency = 3;
  let MispredictPenalty = 3;
  let CompleteModel = false;
}

// A kind of instruction: its unit, its latency, and for how many cycles it takes
// the unit.
class Timing<string name, string unit, int latency, int cycles> {
  string Name = name;
  string Unit = unit;
  int Latency = latency;
  int Cycles = cycles;
}

// Multiplies of 8-bit floats take two elements of k where others take four.
class IsSlowMultiply<SectileInst i> {
  bit ret = !if(!eq(i.Unit, "tmat"),
                !and(!eq(i.Multiply.A.Bits, 8), !eq(i.Multiply.A.Kind, "float")), false);
}

// An access under a mask checks it first; a gather or scatter of lanes checks its index
// and mask, then takes a cycle a lane (docs/rtl/tmem.md; bench/tile-costs measures this). In the elementwise unit (docs/rtl/telem.md) rows that come from
// other rows are buffered first, reductions pass four times, a division keeps each row.
class TimingName<SectileInst i> {
  string ret = !cond(IsSlowMultiply<i>.ret: "tmat8",
                     !eq(i.Address, "laneGather"): "lanes",
                     !and(!eq(i.Address, "masked"), !eq(i.Kind, "tstore")): "maskstore",
                     !eq(i.Address, "masked"): "maskload",
                     !eq(i.Kind, "tstore"): "tstore",
                     !ne(i.Unit, "telem"): i.Unit,
                     !eq(i.Section, "Tile reductions"): "reduce",
                     !or(!eq(i, TTRANS), !eq(i, TROTROW), !eq(i, TPERMROW)): "buffer",
                     !or(!eq(i, TDIV_F32), !eq(i, TSDIV_F32), !eq(i, TSQRT_F32)): "divide",
                     true: "telem");
}

let SchedModel = SectileModel in {
foreach u = ["alu", "branch", "system", "mul", "div", "fpu", "lsu"] in
def Unit_#u : ProcResource<1> { let BufferSize = 0; }
foreach u = ["tmem", "tstore", "tmat", "telem"] in // these have queues
def Unit_#u : ProcResource<1> { let BufferSize = 8; }
foreach t = [Timing<"alu", "alu", 1, 1>, Timing<"branch", "branch", 1, 1>,
             Timing<"system", "system", 1, 1>, Timing<"mul", "mul", 3, 1>,
             Timing<"div", "div", 20, 20>, Timing<"fpu", "fpu", 4, 1>,
             Timing<"lsu", "lsu", 3, 1>, Timing<"tmem", "tmem", 24, 16>,
             Timing<"tstore", "tstore", 24, 16>,
             Timing<"maskload", "tmem", 45, 36>, Timing<"maskstore", "tstore", 45, 36>,
             Timing<"lanes", "tmem", 328, 294>,
             Timing<"tmat", "tmat", 64, 64>, Timing<"tmat8", "tmat", 128, 128>,
             Timing<"telem", "telem", 22, 16>,
             Timing<"buffer", "telem", 38, 33>, Timing<"reduce", "telem", 70, 64>,
             Timing<"divide", "telem", 485, 480>] in {
  def Write_#t.Name : SchedWriteRes<[!cast<ProcResource>("Unit_" # t.Unit)]> {
    let Latency = t.Latency;
    let ReleaseAtCycles = [t.Cycles];
  }
  def : InstRW<[!cast<SchedReadWrite>("Write_" # t.Name)],
               !foldl((instrs), !filter(i, !instances<SectileInst>(), !eq(TimingName<i>.ret, t.Name)),
                      all, i, !con(all, (instrs i)))>;
}
}
