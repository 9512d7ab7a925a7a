// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Records.td - records that the core reports ------------------------------===//
//
// A record is a packed struct in the SystemVerilog package and a struct in C++ with the
// same fields. The core assigns the fields by name; the simulation unpacks them by
// generated bit positions.
//
//===----------------------------------------------------------------------===//

// A field of `count` numbers of `width` bits, the first in the lowest bits; 128
// bits are bytes.
class RecordField<string name, int width, string text = "", int count = 1> {
  string Name = name;
  int Width = width;
  int Count = count;
  string Text = text;
}
class CoreRecord<string text, list<RecordField> fields> {
  string Text = text;
  list<RecordField> Fields = fields;
}

// A tile instruction holds a slot until it has written its tile.
class CoreNumber<int value, string text> {
  int Value = value;
  string Text = text;
}
def SlotBits : CoreNumber<5, "bits of the number of a slot">;
def TileUnits : CoreNumber<3, "matrix, elementwise, tile memory unit, in this order">;

def Retire : CoreRecord<"A retired instruction or a trap, in order", [
  RecordField<"valid", 1>,
  RecordField<"trap", 1>,
  RecordField<"intr", 1, "the trap is an interrupt">,
  RecordField<"order", 32, "how many came before it">,
  RecordField<"pc", 64>,
  RecordField<"word", 32>,
  RecordField<"cause", 64, "of the trap">,
  RecordField<"tval", 64>,
  RecordField<"rd_write", 1>,
  RecordField<"rd", 5>,
  RecordField<"rd_value", 64>,
  RecordField<"rd2_write", 1, "loads of pairs write two registers">,
  RecordField<"rd2", 5>,
  RecordField<"rd2_value", 64>,
  RecordField<"mem_read", 1, "scalar accesses and host commands">,
  RecordField<"mem_write", 1>,
  RecordField<"mem_addr", 64>,
  RecordField<"mem_mask", 16>,
  RecordField<"mem_data", 128>]>;

def CsrState : CoreRecord<"The control registers that instructions, traps and interrupts write", [
  RecordField<"status", 2, "pie, ie">,
  RecordField<"ie", 2>,
  RecordField<"software", 1, "bit 0 of ip">,
  RecordField<"tvec", 64>,
  RecordField<"epc", 64>,
  RecordField<"cause", 64>,
  RecordField<"tval", 64>,
  RecordField<"scratch", 64>,
  RecordField<"timecmp", 64>]>;

def Trace : CoreRecord<"Instructions that move through the pipeline in a cycle", [
  RecordField<"pc", 64, "of the instruction in fetch">,
  RecordField<"word", 32>,
  RecordField<"fetched", 1, "it goes to the read stage">,
  RecordField<"redirect", 1, "the instructions in fetch and read are flushed">,
  RecordField<"read", 1, "an instruction goes to execute">,
  RecordField<"executed", 1, "to the memory stage">,
  RecordField<"committed", 1, "leaves the memory stage">,
  RecordField<"stall", 2, "stall_e: why no instruction leaves, if none does">,
  RecordField<"push", 1, "the instruction in execute goes to a tile unit as well">,
  RecordField<"empty", 1, "it stores nothing">,
  RecordField<"slot", SlotBits.Value, "its slot">,
  RecordField<"start", 1, "a tile unit starts the instruction of a slot", TileUnits.Value>,
  RecordField<"start_slot", SlotBits.Value, "", TileUnits.Value>,
  RecordField<"copied", 1, "has read its source tiles", TileUnits.Value>,
  RecordField<"copied_slot", SlotBits.Value, "", TileUnits.Value>,
  RecordField<"written", 1, "has written its last row", TileUnits.Value>,
  RecordField<"written_slot", SlotBits.Value, "", TileUnits.Value>]>;
