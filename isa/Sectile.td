// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
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
include "Machine.td"
include "Records.td"

// The order of the families is the order of the instructions in every generated table; a
// family inserted in the middle renumbers the following ones.
include "scalar/Classes.td"
include "scalar/Arithmetic.td"
include "scalar/MultiplyDivide.td"
include "scalar/Constants.td"
include "scalar/Memory.td"
include "scalar/Control.td"
include "scalar/Float.td"
include "scalar/Atomics.td"
include "scalar/System.td"

include "tile/Classes.td"
include "tile/Memory.td"
include "tile/Shape.td"
include "tile/Multiply.td"
include "tile/Elementwise.td"
include "tile/Pack.td"
include "tile/Move.td"
include "tile/Reduce.td"

include "Relocations.td"
include "Rates.td"
