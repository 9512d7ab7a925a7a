// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Classes.td - operand lists of the tile instructions ---------------===//
//
// A tile is 16 rows of 64 bytes. Array views are 16 x 16 words; packed views hold
// narrower elements, more of them a row (Elements.td). Every instruction reads all
// sources before it writes its destination.
//
//===----------------------------------------------------------------------===//

class TTT<bits<6> op, bits<11> f>
    : R3<op, f, (outs TR:$d), (ins TR:$a, TR:$b), "$d, $a, $b">;
class TTS<bits<6> op, bits<11> f>
    : R3<op, f, (outs TR:$d), (ins TR:$a, GPR:$b), "$d, $a, $b">;
class TT<bits<6> op, bits<11> f>
    : R3<op, f, (outs TR:$d), (ins TR:$a), "$d, $a"> {
  let b = 0;
}
