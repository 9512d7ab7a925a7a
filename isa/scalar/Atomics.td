// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Atomics.td - atomic memory operations -----------------------------===//
//
// Read-modify-write and compare-and-swap on words and doublewords.
//
//===----------------------------------------------------------------------===//

let Section = "Atomics", Unit = "lsu", mayLoad = true, mayStore = true, Address = "base", SignExtends = true,
    Traps = "misaligned atomic if the address is not a multiple of the size, load fault outside RAM (device space included)" in {
let Kind = "amo" in
foreach w = [4, 8] in {
  defvar t = !if(!eq(w, 4), "W", "D");
  defvar hi = !eq(w, 8);
  let AccessBytes = w in {
  def AMOADD_#t  : RRR<22, {hi, 0,0,0,0,0,0,0,0,0,0}>, Desc<"atomic add", "d = mem[a]; mem[a] = d + b">;
  def AMOSWAP_#t : RRR<22, {hi, 0,0,0,0,0,0,0,0,0,1}>, Desc<"atomic swap", "d = mem[a]; mem[a] = b">;
  def AMOAND_#t  : RRR<22, {hi, 0,0,0,0,0,0,0,0,1,0}>, Desc<"atomic and", "d = mem[a]; mem[a] = d & b">;
  def AMOOR_#t   : RRR<22, {hi, 0,0,0,0,0,0,0,0,1,1}>, Desc<"atomic or", "d = mem[a]; mem[a] = d | b">;
  def AMOXOR_#t  : RRR<22, {hi, 0,0,0,0,0,0,0,1,0,0}>, Desc<"atomic exclusive or", "d = mem[a]; mem[a] = d ^ b">;
  def AMOMIN_#t  : RRR<22, {hi, 0,0,0,0,0,0,0,1,0,1}>, Desc<"atomic signed minimum", "d = mem[a]; mem[a] = min(d, b), signed">;
  def AMOMAX_#t  : RRR<22, {hi, 0,0,0,0,0,0,0,1,1,0}>, Desc<"atomic signed maximum", "d = mem[a]; mem[a] = max(d, b), signed">;
  def AMOMINU_#t : RRR<22, {hi, 0,0,0,0,0,0,0,1,1,1}>, Desc<"atomic unsigned minimum", "d = mem[a]; mem[a] = min(d, b), unsigned">;
  def AMOMAXU_#t : RRR<22, {hi, 0,0,0,0,0,0,1,0,0,0}>, Desc<"atomic unsigned maximum", "d = mem[a]; mem[a] = max(d, b), unsigned">;
  }
}
let Kind = "cas" in {
def CAS_W : RRRR<23, 0>, Desc<"compare and swap word", "d = sx(mem32[a]); if d.w == b.w: mem32[a] = c"> { let AccessBytes = 4; }
def CAS_D : RRRR<23, 1>, Desc<"compare and swap doubleword", "d = mem64[a]; if d == b: mem64[a] = c"> { let AccessBytes = 8; }
}
}
