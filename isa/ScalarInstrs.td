//===- ScalarInstrs.td - the scalar instructions -------------------------------===//
//
// One record an instruction; the mnemonic is the record's name in lower case,
// `_` becoming `.`. Numbers inside a major opcode are assigned so that the low
// bits of f name the operation and the high bit its width.
//
//===----------------------------------------------------------------------===//

//===-- Operand shapes ------------------------------------------------------===//

class RRR<bits<6> op, bits<11> f>
    : R3<op, f, (outs GPR:$d), (ins GPR:$a, GPR:$b), "$d, $a, $b">;
class RR<bits<6> op, bits<11> f>
    : R3<op, f, (outs GPR:$d), (ins GPR:$a), "$d, $a"> {
  let b = 0;
}
class RRRR<bits<6> op, bits<6> f>
    : R4<op, f, (outs GPR:$d), (ins GPR:$a, GPR:$b, GPR:$c), "$d, $a, $b, $c">;
class RRI<bits<6> op, bits<3> f, Operand type = SImm13>
    : I13<op, f, (outs GPR:$d), (ins GPR:$a, type:$imm), "$d, $a, $imm">;

//===-- Integer arithmetic and logic ------------------------------------------===//

let Section = "Integer arithmetic and logic", Unit = "alu" in {
let isCommutable = true in {
def ADD  : RRR<1, 0>, Desc<"add", "d = a + b">;
def AND  : RRR<1, 2>, Desc<"and", "d = a & b">;
def OR   : RRR<1, 3>, Desc<"or", "d = a | b">;
def XOR  : RRR<1, 4>, Desc<"exclusive or", "d = a ^ b">;
def XNOR : RRR<1, 7>, Desc<"exclusive nor", "d = ~(a ^ b)">;
def SEQ  : RRR<1, 16>, Desc<"set if equal", "d = a == b ? 1 : 0">;
def SNE  : RRR<1, 17>, Desc<"set if not equal", "d = a != b ? 1 : 0">;
def MIN  : RRR<1, 20>, Desc<"signed minimum", "d = a <s b ? a : b">;
def MAX  : RRR<1, 21>, Desc<"signed maximum", "d = a <s b ? b : a">;
def MINU : RRR<1, 22>, Desc<"unsigned minimum", "d = a <u b ? a : b">;
def MAXU : RRR<1, 23>, Desc<"unsigned maximum", "d = a <u b ? b : a">;
def ADDW : RRR<1, 0x400>, Desc<"add words", "d = sx((a + b).w)">;
}
def SUB  : RRR<1, 1>, Desc<"subtract", "d = a - b">;
def ANDN : RRR<1, 5>, Desc<"and with complement", "d = a & ~b">;
def ORN  : RRR<1, 6>, Desc<"or with complement", "d = a | ~b">;
def SLL  : RRR<1, 8>, Desc<"shift left", "d = a << (b & 63)">;
def SRL  : RRR<1, 9>, Desc<"logical shift right", "d = a >>u (b & 63)">;
def SRA  : RRR<1, 10>, Desc<"arithmetic shift right", "d = a >>s (b & 63)">;
def ROR  : RRR<1, 11>, Desc<"rotate right", "d = a rotated right by (b & 63)">;
def ROL  : RRR<1, 12>, Desc<"rotate left", "d = a rotated left by (b & 63)">;
def SLT  : RRR<1, 18>, Desc<"set if less", "d = a <s b ? 1 : 0">;
def SLTU : RRR<1, 19>, Desc<"set if below", "d = a <u b ? 1 : 0">;
def SUBW : RRR<1, 0x401>, Desc<"subtract words", "d = sx((a - b).w)">;
def SLLW : RRR<1, 0x408>, Desc<"shift word left", "d = sx((a << (b & 31)).w)">;
def SRLW : RRR<1, 0x409>, Desc<"logical shift word right", "d = sx(a.w >>u (b & 31))">;
def SRAW : RRR<1, 0x40a>, Desc<"arithmetic shift word right", "d = sx(a.w >>s (b & 31))">;
def RORW : RRR<1, 0x40b>, Desc<"rotate word right", "d = sx(a.w rotated right by (b & 31))">;
def ROLW : RRR<1, 0x40c>, Desc<"rotate word left", "d = sx(a.w rotated left by (b & 31))">;

def CLZ  : RR<1, 32>, Desc<"count leading zeros", "d = number of leading zero bits of a; 64 if a is 0">;
def CTZ  : RR<1, 33>, Desc<"count trailing zeros", "d = number of trailing zero bits of a; 64 if a is 0">;
def POPC : RR<1, 34>, Desc<"population count", "d = number of one bits of a">;
def REV8 : RR<1, 35>, Desc<"reverse bytes", "d = the eight bytes of a, reversed">;
def CLZW : RR<1, 0x420>, Desc<"count leading zeros of a word", "d = number of leading zero bits of a.w; 32 if it is 0">;
def CTZW : RR<1, 0x421>, Desc<"count trailing zeros of a word", "d = number of trailing zero bits of a.w; 32 if it is 0">;
def POPCW : RR<1, 0x422>, Desc<"population count of a word", "d = number of one bits of a.w">;
def REV8W : RR<1, 0x423>, Desc<"reverse the bytes of a word", "d = sx(the four bytes of a.w, reversed)">;

class ShiftedAdd<bits<8> f>
    : R3K<2, f, (outs GPR:$d), (ins GPR:$a, GPR:$b, UImm3:$k), "$d, $a, $b, $k">;
def SHADD  : ShiftedAdd<0>, Desc<"shifted add", "d = a + (b << k)">;
def SHADDU : ShiftedAdd<1>, Desc<"shifted add of an unsigned word", "d = a + (zx(b.w) << k)">;

let isAsCheapAsAMove = true in {
let isReMaterializable = true in
def ADDI  : RRI<4, 0>, Desc<"add immediate", "d = a + imm">;
def ADDIW : RRI<4, 1>, Desc<"add immediate to word", "d = sx((a + imm).w)">;
def ANDI  : RRI<4, 2>, Desc<"and immediate", "d = a & imm">;
def ORI   : RRI<4, 3>, Desc<"or immediate", "d = a | imm">;
def XORI  : RRI<4, 4>, Desc<"exclusive or immediate", "d = a ^ imm">;
}
def SLTI  : RRI<4, 5>, Desc<"set if less than immediate", "d = a <s imm ? 1 : 0">;
def SLTIU : RRI<4, 6>, Desc<"set if below immediate", "d = a <u imm ? 1 : 0, imm sign-extended">;
def SEQI  : RRI<4, 7>, Desc<"set if equal to immediate", "d = a == imm ? 1 : 0">;
def SNEI  : RRI<5, 0>, Desc<"set if not equal to immediate", "d = a != imm ? 1 : 0">;

def SEL : RRRR<3, 8>, Desc<"select", "d = c != 0 ? a : b">;
}

let Section = "Multiply and divide", Unit = "mul" in {
let isCommutable = true in {
def MUL    : RRR<1, 48>, Desc<"multiply", "d = a * b">;
def MULH   : RRR<1, 49>, Desc<"high part of signed product", "d = (sx(a) * sx(b)) >> 64">;
def MULHU  : RRR<1, 50>, Desc<"high part of unsigned product", "d = (zx(a) * zx(b)) >> 64">;
def MULW   : RRR<1, 0x430>, Desc<"multiply words", "d = sx((a * b).w)">;
}
def MULHSU : RRR<1, 51>, Desc<"high part of signed by unsigned product", "d = (sx(a) * zx(b)) >> 64">;
def MADD   : RRRR<3, 0>, Desc<"multiply-add", "d = c + a * b">;
def MSUB   : RRRR<3, 1>, Desc<"multiply-subtract", "d = c - a * b">;
def MADDW  : RRRR<3, 4>, Desc<"multiply-add words", "d = sx((c + a * b).w)">;
def MSUBW  : RRRR<3, 5>, Desc<"multiply-subtract words", "d = sx((c - a * b).w)">;
}
let Section = "Multiply and divide", Unit = "div",
    Numerics = "A divisor of 0 gives a quotient of all ones and the dividend as remainder; the most negative number by -1 gives itself and remainder 0." in {
def DIV   : RRR<1, 56>, Desc<"signed divide", "d = a /s b, towards zero">;
def DIVU  : RRR<1, 57>, Desc<"unsigned divide", "d = a /u b">;
def REM   : RRR<1, 58>, Desc<"signed remainder", "d = a - b * (a /s b)">;
def REMU  : RRR<1, 59>, Desc<"unsigned remainder", "d = a - b * (a /u b)">;
def DIVW  : RRR<1, 0x438>, Desc<"signed divide of words", "d = sx(a.w /s b.w)">;
def DIVUW : RRR<1, 0x439>, Desc<"unsigned divide of words", "d = sx(a.w /u b.w)">;
def REMW  : RRR<1, 0x43a>, Desc<"signed remainder of words", "d = sx(a.w - b.w * (a.w /s b.w))">;
def REMUW : RRR<1, 0x43b>, Desc<"unsigned remainder of words", "d = sx(a.w - b.w * (a.w /u b.w))">;
}

//===-- Constants, addresses and bit fields -------------------------------------===//

let Section = "Constants and bit fields", Unit = "alu" in {
let isReMaterializable = true, isAsCheapAsAMove = true, isMoveImm = true in {
def MOVZ : MovePiece<18, 0, (outs GPR:$d), (ins UImm16:$imm, Hw2:$hw), "$d, $imm, $hw">,
           Desc<"move piece, others zero", "d = imm << hw">;
def MOVN : MovePiece<18, 1, (outs GPR:$d), (ins UImm16:$imm, Hw2:$hw), "$d, $imm, $hw">,
           Desc<"move complemented piece, others one", "d = ~(imm << hw)">;
}
let Constraints = "$d = $dst" in
def MOVK : MovePiece<18, 2, (outs GPR:$dst), (ins GPR:$d, UImm16:$imm, Hw2:$hw), "$d, $imm, $hw">,
           Desc<"move piece, keep others", "bits hw+15..hw of d = imm">;
let isReMaterializable = true, Kind = "pcpage" in
def ADRP : Page<17, (outs GPR:$d), (ins Page21:$target), "$d, $target">,
           Desc<"page of an address", "d = (pc & ~4095) + (target << 12)">;

class BF<bits<4> f>
    : BitField<19, f, (outs GPR:$d), (ins GPR:$a, UImm6:$pos, Len6:$len),
               "$d, $a, $pos, $len">;
def EXTU : BF<0>, Desc<"extract unsigned bit field", "d = zx((a >>u pos) bits len-1..0)">;
def EXTS : BF<1>, Desc<"extract signed bit field", "d = sx((a >>s pos) bits len-1..0)">;
def INSU : BF<2>, Desc<"place unsigned bit field", "d = zx(a bits len-1..0) << pos">;
def INSS : BF<3>, Desc<"place signed bit field", "d = sx(a bits len-1..0) << pos">;
let Constraints = "$d = $dst" in
def INS : BitField<19, 4, (outs GPR:$dst), (ins GPR:$d, GPR:$a, UImm6:$pos, Len6:$len),
                   "$d, $a, $pos, $len">,
          Desc<"insert bit field", "bits pos+len-1..pos of d = a bits len-1..0; bits beyond 63 are dropped">;
class Rot<bits<4> f>
    : BitField<19, f, (outs GPR:$d), (ins GPR:$a, UImm6:$pos), "$d, $a, $pos"> {
  let len = 0;
}
def RORI : Rot<5>, Desc<"rotate right by immediate", "d = a rotated right by pos">;
def RORIW : Rot<6>, Desc<"rotate word right by immediate", "d = sx(a.w rotated right by (pos & 31))">;
}

//===-- Memory --------------------------------------------------------------------===//

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
// The pairs pay in prologues and epilogues, and where C copies structures. Both
// addresses are checked before anything happens; if d and c of a load are the
// same register, it receives the second value.
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

//===-- Control ---------------------------------------------------------------------===//

let Section = "Branches and jumps", Unit = "branch" in {
let isBranch = true, isTerminator = true, Kind = "branch" in {
class CmpBranch<bits<3> cond>
    : Cmp<11, cond, (ins GPR:$a, GPR:$b, Branch13:$target), "$a, $b, $target"> {
  bits<5> b;
  let Inst{20-16} = b;
}
class CmpImmBranch<bits<3> cond, Operand type>
    : Cmp<12, cond, (ins GPR:$a, type:$imm, Branch13:$target), "$a, $imm, $target"> {
  bits<5> imm;
  let Inst{20-16} = imm;
}
def BEQ   : CmpBranch<0>, Desc<"branch if equal", "if a == b: pc += target">;
def BNE   : CmpBranch<1>, Desc<"branch if not equal", "if a != b: pc += target">;
def BLT   : CmpBranch<2>, Desc<"branch if less", "if a <s b: pc += target">;
def BGE   : CmpBranch<3>, Desc<"branch if greater or equal", "if a >=s b: pc += target">;
def BLTU  : CmpBranch<4>, Desc<"branch if below", "if a <u b: pc += target">;
def BGEU  : CmpBranch<5>, Desc<"branch if above or equal", "if a >=u b: pc += target">;
def BEQI  : CmpImmBranch<0, SImm5>, Desc<"branch if equal to immediate", "if a == imm: pc += target">;
def BNEI  : CmpImmBranch<1, SImm5>, Desc<"branch if not equal to immediate", "if a != imm: pc += target">;
def BLTI  : CmpImmBranch<2, SImm5>, Desc<"branch if less than immediate", "if a <s imm: pc += target">;
def BGEI  : CmpImmBranch<3, SImm5>, Desc<"branch if not less than immediate", "if a >=s imm: pc += target">;
def BLTUI : CmpImmBranch<4, UImm5>, Desc<"branch if below immediate", "if a <u imm: pc += target">;
def BGEUI : CmpImmBranch<5, UImm5>, Desc<"branch if not below immediate", "if a >=u imm: pc += target">;
def BBC : BitBranch<13, 0, (ins GPR:$a, UImm6:$pos, Branch14:$target), "$a, $pos, $target">,
          Desc<"branch if bit clear", "if bit pos of a is 0: pc += target">;
def BBS : BitBranch<13, 1, (ins GPR:$a, UImm6:$pos, Branch14:$target), "$a, $pos, $target">,
          Desc<"branch if bit set", "if bit pos of a is 1: pc += target">;
}
let Kind = "jump" in {
let isBranch = true, isTerminator = true, isBarrier = true in
def J : J26<14, (ins Jump26:$target), "$target">, Desc<"jump", "pc += target">;
let isCall = true, Defs = [R1] in
def CALL : J26<15, (ins Call26:$target), "$target">, Desc<"call", "ra = pc + 4; pc += target">;
let Traps = "misaligned jump if the target is not a multiple of 4; d is then not written" in
def JALR : I13<16, 0, (outs GPR:$d), (ins GPR:$a, SImm13:$imm), "$d, $a, $imm">,
           Desc<"jump and link register", "target = a + imm; d = pc + 4; pc = target">;
}
}

//===-- Floating point ----------------------------------------------------------------===//

// Operation text is shared by both widths; `op` is the IEEE operation.
class FRRR<bits<10> f, bit wide> : RRR<20, {wide, f{9-0}}>;
class FRR<bits<10> f, bit wide> : RR<20, {wide, f{9-0}}>;
class FRRRR<bits<5> f, bit wide> : RRRR<21, {wide, f{4-0}}>;

let Section = "Floating point", Unit = "fpu" in {
let Numerics = "IEEE 754, nearest even, subnormals kept, no flags; a NaN result is the canonical NaN" in {
foreach t = ["F32", "F64"] in {
  defvar w = !eq(t, "F64");
  let isCommutable = true in {
  def FADD_#t : FRRR<0, w>, Desc<"add", "d = a + b">;
  def FMUL_#t : FRRR<2, w>, Desc<"multiply", "d = a * b">;
  }
  def FSUB_#t : FRRR<1, w>, Desc<"subtract", "d = a - b">;
  let Unit = "div" in {
  def FDIV_#t : FRRR<3, w>, Desc<"divide", "d = a / b">;
  def FSQRT_#t : FRR<4, w>, Desc<"square root", "d = sqrt(a)">;
  }
  let Numerics = "minimumNumber/maximumNumber of IEEE 754-2019: a NaN operand loses against a number, -0 < +0; two NaNs give the canonical NaN" in {
  def FMIN_#t : FRRR<5, w>, Desc<"minimum", "d = minimumNumber(a, b)">;
  def FMAX_#t : FRRR<6, w>, Desc<"maximum", "d = maximumNumber(a, b)">;
  }
  def FNEAR_#t : FRR<8, w>, Desc<"round to integral, nearest even", "d = roundToIntegralTiesToEven(a)">;
  def FFLOOR_#t : FRR<9, w>, Desc<"round to integral, down", "d = floor(a)">;
  def FCEIL_#t : FRR<10, w>, Desc<"round to integral, up", "d = ceil(a)">;
  def FTRUNC_#t : FRR<11, w>, Desc<"round to integral, towards zero", "d = trunc(a)">;
  def FMADD_#t : FRRRR<0, w>, Desc<"fused multiply-add", "d = fma(a, b, c)">;
  def FMSUB_#t : FRRRR<1, w>, Desc<"fused multiply-subtract", "d = fma(a, b, -c)">;
  def FNMADD_#t : FRRRR<2, w>, Desc<"fused negative multiply-add", "d = fma(-a, b, c)">;
  def FNMSUB_#t : FRRRR<3, w>, Desc<"fused negative multiply-subtract", "d = fma(-a, b, -c)">;
}
}
foreach t = ["F32", "F64"] in {
  defvar w = !eq(t, "F64");
  let Numerics = "bits are moved, not computed: NaNs keep their payload" in {
  def FSGNJ_#t : FRRR<16, w>, Desc<"copy sign", "d = a with the sign of b">;
  def FSGNJN_#t : FRRR<17, w>, Desc<"copy inverted sign", "d = a with the inverted sign of b">;
  def FSGNJX_#t : FRRR<18, w>, Desc<"exclusive or of signs", "d = a with its sign xor the sign of b">;
  }
  let Numerics = "a NaN operand gives 0; no flags" in {
  let isCommutable = true in
  def FEQ_#t : FRRR<20, w>, Desc<"set if equal", "d = a == b ? 1 : 0">;
  def FLT_#t : FRRR<21, w>, Desc<"set if less", "d = a < b ? 1 : 0">;
  def FLE_#t : FRRR<22, w>, Desc<"set if less or equal", "d = a <= b ? 1 : 0">;
  }
}
// Conversions: the name is FCVT_<result>_<source>. The wide bit goes with the
// floating side that is not an integer.
foreach t = ["F32", "F64"] in {
  defvar w = !eq(t, "F64");
  let Numerics = "rounded to nearest even" in {
  def FCVT_#t#_I32 : FRR<32, w>, Desc<"convert from signed word", "d = sx(a.w) as " # !tolower(t)>;
  def FCVT_#t#_U32 : FRR<33, w>, Desc<"convert from unsigned word", "d = zx(a.w) as " # !tolower(t)>;
  def FCVT_#t#_I64 : FRR<34, w>, Desc<"convert from signed doubleword", "d = a as " # !tolower(t)>;
  def FCVT_#t#_U64 : FRR<35, w>, Desc<"convert from unsigned doubleword", "d = zx(a) as " # !tolower(t)>;
  }
  let Numerics = "truncates, saturates at the ends of the range; NaN gives 0" in {
  def FCVT_I32_#t : FRR<40, w>, Desc<"convert to signed word", "d = sx(i32(a))">;
  def FCVT_U32_#t : FRR<41, w>, Desc<"convert to unsigned word", "d = sx(u32(a))">;
  def FCVT_I64_#t : FRR<42, w>, Desc<"convert to signed doubleword", "d = i64(a)">;
  def FCVT_U64_#t : FRR<43, w>, Desc<"convert to unsigned doubleword", "d = u64(a)">;
  }
}
let Numerics = "exact, a NaN becomes the canonical NaN" in {
def FCVT_F64_F32  : FRR<48, 1>, Desc<"widen f32 to f64", "d = f64(a)">;
def FCVT_F32_F16  : FRR<49, 0>, Desc<"widen f16 to f32", "d = f32(a)">;
def FCVT_F32_BF16 : FRR<50, 0>, Desc<"widen bf16 to f32", "d = f32(a)">;
}
let Numerics = "nearest even, overflow to infinity, a NaN becomes the canonical NaN; a 16-bit result is sign-extended from bit 15" in {
def FCVT_F32_F64  : FRR<48, 0>, Desc<"narrow f64 to f32", "d = f32(a)">;
def FCVT_F16_F32  : FRR<51, 0>, Desc<"narrow f32 to f16", "d = f16(a)">;
def FCVT_BF16_F32 : FRR<52, 0>, Desc<"narrow f32 to bf16", "d = bf16(a)">;
}
}

//===-- Atomics -----------------------------------------------------------------------===//

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

//===-- System -------------------------------------------------------------------------===//

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
