// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- System.td - system instructions -----------------------------------===//
//
// Traps, fences, waiting, and access to control registers (Machine.td).
//
//===----------------------------------------------------------------------===//

let Section = "System", Unit = "system", hasSideEffects = true in {
class Sys<bits<11> f> : R3<24, f, (outs), (ins), ""> {
  let d = 0;
  let a = 0;
  let b = 0;
}
let Kind = "system" in {
let Traps = "environment call, always" in
def ECALL  : Sys<0>, Desc<"environment call", "trap">;
let Traps = "breakpoint, always" in
def EBREAK : Sys<1>, Desc<"breakpoint", "trap">;
let isTerminator = true, isBarrier = true in
def TRET   : Sys<2>, Desc<"return from trap", "pc = epc; status.ie = status.pie; status.pie = 1">;
def WFI    : Sys<3>, Desc<"wait for interrupt", "wait until an enabled interrupt is pending; may return early">;
def FENCE  : Sys<4>, Desc<"memory fence", "order earlier accesses before later ones">;
def FENCE_I : Sys<5>, Desc<"instruction-fetch fence", "later fetches see earlier stores">;
}
let Kind = "csr", Traps = "illegal instruction for an unassigned number, or a write to a read-only register" in {
class CSR<bits<4> f>
    : Control<25, f, (outs GPR:$d), (ins CSR12:$csr, GPR:$a), "$d, $csr, $a">;
let AlwaysWrites = true in
def CSRRW : CSR<0>, Desc<"swap control register", "d = csr; csr = a">;
def CSRRS : CSR<1>, Desc<"set bits of control register", "d = csr; csr = csr | a; no write if a is r0">;
def CSRRC : CSR<2>, Desc<"clear bits of control register", "d = csr; csr = csr & ~a; no write if a is r0">;
}
}
