//===- Sectile.td - the instruction set --------------------------------------===//
//
// The one description of the ISA. llvm-tblgen reads it for the back end (through
// llvm-target/Sectile.td), isa-tblgen for everything else.
//
//===----------------------------------------------------------------------===//

include "Registers.td"
include "Operands.td"
include "Elements.td"
include "Formats.td"
include "ScalarInstrs.td"
include "TileInstrs.td"
include "Machine.td"
