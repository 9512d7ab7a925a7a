// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Memory.td - scalar loads and stores -------------------------------===//
//
// Displacement, indexed and pair forms. Atomics are in Atomics.td.
//
//===----------------------------------------------------------------------===//

let Section = "Loads and stores", Unit = "lsu",
    Traps = "load fault or store fault outside memory; any alignment is legal" in {
let mayLoad = true, Kind = "load" in {
class Load<bits<3> f, int bytes>
    : I13<6, f, (outs GPR:$d), (ins GPR:$a, SImm13:$imm), "$d, $a, $imm"> {
  let Address = "displacement";
  let AccessBytes = bytes;
  let SignExtends = !eq(f{2}, 0);
}
def LDB  : Load<0, 1>, Desc<"load signed byte", "d = sx(mem8[a + imm])">;
def LDH  : Load<1, 2>, Desc<"load signed halfword", "d = sx(mem16[a + imm])">;
def LDW  : Load<2, 4>, Desc<"load signed word", "d = sx(mem32[a + imm])">;
def LDD  : Load<3, 8>, Desc<"load doubleword", "d = mem64[a + imm]">;
def LDBU : Load<4, 1>, Desc<"load unsigned byte", "d = zx(mem8[a + imm])">;
def LDHU : Load<5, 2>, Desc<"load unsigned halfword", "d = zx(mem16[a + imm])">;
def LDWU : Load<6, 4>, Desc<"load unsigned word", "d = zx(mem32[a + imm])">;

class LoadX<bits<8> f, int bytes>
    : R3K<8, f, (outs GPR:$d), (ins GPR:$a, GPR:$b, UImm3:$k), "$d, $a, $b, $k"> {
  let Address = !if(f{3}, "wordIndex", "index");
  let AccessBytes = bytes;
  let SignExtends = !eq(f{2}, 0);
}
}
let mayStore = true, Kind = "store" in {
class Store<bits<3> f, int bytes>
    : I13<7, f, (outs), (ins GPR:$d, GPR:$a, SImm13:$imm), "$d, $a, $imm"> {
  let Address = "displacement";
  let AccessBytes = bytes;
}
def STB : Store<0, 1>, Desc<"store byte", "mem8[a + imm] = d">;
def STH : Store<1, 2>, Desc<"store halfword", "mem16[a + imm] = d">;
def STW : Store<2, 4>, Desc<"store word", "mem32[a + imm] = d">;
def STD : Store<3, 8>, Desc<"store doubleword", "mem64[a + imm] = d">;

class StoreX<bits<8> f, int bytes>
    : R3K<9, f, (outs), (ins GPR:$d, GPR:$a, GPR:$b, UImm3:$k), "$d, $a, $b, $k"> {
  let Address = !if(f{3}, "wordIndex", "index");
  let AccessBytes = bytes;
}
}
// f bit 3: the index is an unsigned word; bits 2:0 as in Load and Store.
let mayLoad = true, Kind = "load" in {
def LDXB  : LoadX<0, 1>, Desc<"load signed byte, indexed", "d = sx(mem8[a + (b << k)])">;
def LDXH  : LoadX<1, 2>, Desc<"load signed halfword, indexed", "d = sx(mem16[a + (b << k)])">;
def LDXW  : LoadX<2, 4>, Desc<"load signed word, indexed", "d = sx(mem32[a + (b << k)])">;
def LDXD  : LoadX<3, 8>, Desc<"load doubleword, indexed", "d = mem64[a + (b << k)]">;
def LDXBU : LoadX<4, 1>, Desc<"load unsigned byte, indexed", "d = zx(mem8[a + (b << k)])">;
def LDXHU : LoadX<5, 2>, Desc<"load unsigned halfword, indexed", "d = zx(mem16[a + (b << k)])">;
def LDXWU : LoadX<6, 4>, Desc<"load unsigned word, indexed", "d = zx(mem32[a + (b << k)])">;
def LDZB  : LoadX<8, 1>, Desc<"load signed byte, word index", "d = sx(mem8[a + (zx(b.w) << k)])">;
def LDZH  : LoadX<9, 2>, Desc<"load signed halfword, word index", "d = sx(mem16[a + (zx(b.w) << k)])">;
def LDZW  : LoadX<10, 4>, Desc<"load signed word, word index", "d = sx(mem32[a + (zx(b.w) << k)])">;
def LDZD  : LoadX<11, 8>, Desc<"load doubleword, word index", "d = mem64[a + (zx(b.w) << k)]">;
def LDZBU : LoadX<12, 1>, Desc<"load unsigned byte, word index", "d = zx(mem8[a + (zx(b.w) << k)])">;
def LDZHU : LoadX<13, 2>, Desc<"load unsigned halfword, word index", "d = zx(mem16[a + (zx(b.w) << k)])">;
def LDZWU : LoadX<14, 4>, Desc<"load unsigned word, word index", "d = zx(mem32[a + (zx(b.w) << k)])">;
}
let mayStore = true, Kind = "store" in {
def STXB : StoreX<0, 1>, Desc<"store byte, indexed", "mem8[a + (b << k)] = d">;
def STXH : StoreX<1, 2>, Desc<"store halfword, indexed", "mem16[a + (b << k)] = d">;
def STXW : StoreX<2, 4>, Desc<"store word, indexed", "mem32[a + (b << k)] = d">;
def STXD : StoreX<3, 8>, Desc<"store doubleword, indexed", "mem64[a + (b << k)] = d">;
def STZB : StoreX<8, 1>, Desc<"store byte, word index", "mem8[a + (zx(b.w) << k)] = d">;
def STZH : StoreX<9, 2>, Desc<"store halfword, word index", "mem16[a + (zx(b.w) << k)] = d">;
def STZW : StoreX<10, 4>, Desc<"store word, word index", "mem32[a + (zx(b.w) << k)] = d">;
def STZD : StoreX<11, 8>, Desc<"store doubleword, word index", "mem64[a + (zx(b.w) << k)] = d">;
}
// Pairs shorten prologues, epilogues and copies of structures. Both addresses are checked
// before any register or memory is written; if d and c of a load are the same register,
// it receives the second value.
let mayLoad = true, Kind = "loadpair", Address = "displacement", SignExtends = true in {
def LDPD : Pair<10, 0, (outs GPR:$d, GPR:$c), (ins GPR:$a, SImm7D:$imm), "$d, $c, $a, $imm">,
           Desc<"load pair of doublewords", "d = mem64[a + imm]; c = mem64[a + imm + 8]"> { let AccessBytes = 16; }
def LDPW : Pair<10, 1, (outs GPR:$d, GPR:$c), (ins GPR:$a, SImm7W:$imm), "$d, $c, $a, $imm">,
           Desc<"load pair of signed words", "d = sx(mem32[a + imm]); c = sx(mem32[a + imm + 4])"> { let AccessBytes = 8; }
}
let mayStore = true, Kind = "storepair", Address = "displacement" in {
def STPD : Pair<10, 8, (outs), (ins GPR:$d, GPR:$c, GPR:$a, SImm7D:$imm), "$d, $c, $a, $imm">,
           Desc<"store pair of doublewords", "mem64[a + imm] = d; mem64[a + imm + 8] = c"> { let AccessBytes = 16; }
def STPW : Pair<10, 9, (outs), (ins GPR:$d, GPR:$c, GPR:$a, SImm7W:$imm), "$d, $c, $a, $imm">,
           Desc<"store pair of words", "mem32[a + imm] = d; mem32[a + imm + 4] = c"> { let AccessBytes = 8; }
}
}
