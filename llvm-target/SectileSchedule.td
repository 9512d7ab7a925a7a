// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileSchedule.td - how long things take ------------------------------------===//
//
// One instruction issues in a cycle, in order, to decoupled units. isa/Rates.td says for
// how many cycles an instruction keeps its unit, and when its result is there.
//
//===----------------------------------------------------------------------===//

def SectileModel : SchedMachineModel {
  let IssueWidth = 1;
  let MicroOpBufferSize = 0;
  let LoadLatency = Rate_lsu.Latency;
  let MispredictPenalty = 2;
  let CompleteModel = false;
}

let SchedModel = SectileModel in {
foreach u = ["alu", "branch", "system", "mul", "div", "fpu", "lsu"] in
def Unit_#u : ProcResource<1> { let BufferSize = 0; }
foreach u = ["tmem", "tstore", "tmat", "telem"] in // these have queues
def Unit_#u : ProcResource<1> { let BufferSize = 8; }
foreach r = !instances<RatedInstructions>() in {
  // A transposing load counts as any other: with its cycles the loads of a block are moved
  // apart, and multiplies wait for those that they need first.
  defvar rate = !if(!or(!eq(r.Rate, Rate_tmem16), !eq(r.Rate, Rate_tmem8)), Rate_tmem, r.Rate);
  def Write_#r.Rate.Name : SchedWriteRes<[!cast<ProcResource>("Unit_" # r.Rate.Unit)]> {
    let Latency = rate.Latency;
    let ReleaseAtCycles = [rate.Cycles];
  }
  def : InstRW<[!cast<SchedReadWrite>("Write_" # r.Rate.Name)],
               !foldl((instrs), r.Instructions, all, i, !con(all, (instrs i)))>;
}
}
