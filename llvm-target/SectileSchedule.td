// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileSchedule.td - how long things take ------------------------------------===//
//
// One instruction issues in a cycle, in order, to decoupled units. A matrix
// multiply keeps its unit for 64 cycles whatever the type, a tile access moves
// a row a cycle, an elementwise operation 16 lanes. Which unit an instruction
// goes to is said in isa/.
//
//===----------------------------------------------------------------------===//

def SectileModel : SchedMachineModel {
  let IssueWidth = 1;
  let MicroOpBufferSize = 0;
  let LoadLatency = 3;
  let MispredictPenalty = 3;
  let CompleteModel = false;
}

let SchedModel = SectileModel in {
// unit, latency, cycles that the unit is taken
foreach u = [["alu", "1", "1"], ["branch", "1", "1"], ["system", "1", "1"],
             ["mul", "3", "1"], ["div", "20", "20"], ["fpu", "4", "1"],
             ["lsu", "3", "1"], ["tmem", "24", "16"], ["tmat", "64", "64"],
             ["telem", "18", "16"]] in {
  def Unit_#u[0] : ProcResource<1> { let BufferSize = !if(!eq(!substr(u[0], 0, 1), "t"), 8, 0); }
  def Write_#u[0] : SchedWriteRes<[!cast<ProcResource>("Unit_" # u[0])]> {
    let Latency = !cond(!eq(u[1], "1"): 1, !eq(u[1], "3"): 3, !eq(u[1], "4"): 4,
                        !eq(u[1], "18"): 18, !eq(u[1], "20"): 20, !eq(u[1], "24"): 24,
                        true: 64);
    let ReleaseAtCycles = [!cond(!eq(u[2], "1"): 1, !eq(u[2], "16"): 16,
                                 !eq(u[2], "20"): 20, true: 64)];
  }
  def : InstRW<[!cast<SchedReadWrite>("Write_" # u[0])],
               !foldl((instrs), !filter(i, !instances<SectileInst>(), !eq(i.Unit, u[0])),
                      all, i, !con(all, (instrs i)))>;
}
}
