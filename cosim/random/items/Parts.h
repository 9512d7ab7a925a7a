// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Instructions and operands that several kinds of item draw.
#ifndef SECTILE_COSIM_RANDOM_ITEMS_PARTS_H
#define SECTILE_COSIM_RANDOM_ITEMS_PARTS_H

#include "Writer.h"

#include <initializer_list>

namespace sectile::random {

// The control registers that an item may write without changing the control
// flow.
inline constexpr std::array<isa::Csr, 9> writableCsrs = {
    isa::Csr::SCRATCH, isa::Csr::EPC,     isa::Csr::CAUSE,
    isa::Csr::TVAL,    isa::Csr::SCRATCH, isa::Csr::EPC,
    isa::Csr::CAUSE,   isa::Csr::TVAL,    isa::Csr::TIMECMP};

// One drawn instruction of these, or nothing if there are none.
void oneOf(Writer &w, Stream &s, const std::vector<isa::Op> &ops);
// One of these that is not slow.
isa::Op pickFast(Stream &s, const std::vector<isa::Op> &ops);
// Gives scalar operands values that depend on each other, which independently
// drawn ones hardly ever have: equal, or equal but for one bit, or equal to the
// immediate or its neighbour.
void relateOperands(Writer &w, Stream &s, isa::Inst &inst);
// Draws new targets in place of these registers.
void keepRegisters(Writer &w, Stream &s, isa::Inst &inst,
                   std::initializer_list<unsigned> registers);

// Gives every second multiply a depth around its range: 0, a part of a row, all
// of it, more.
void setDepth(Writer &w, Stream &s, isa::Inst &inst);
// A register that holds the shape of a tile access, or a number of elements.
uint8_t makeShape(Writer &w, Stream &s);
// A tile of offsets from a pointer into the data, and a mask of the words that
// are accessed.
uint8_t makeIndex(Writer &w, Stream &s);
uint8_t makeMask(Writer &w, Stream &s);
// Gives an access its index and mask, if it has them; they may be its tile.
void drawIndex(Writer &w, Stream &s, isa::Inst &inst);
uint8_t makeCount(Writer &w, Stream &s);
// A register with a corner value, from the first page of the data.
uint8_t cornerValue(Writer &w, Stream &s);
// Sets one of the reserved pointers.
void setPointer(Writer &w, Stream &s, unsigned r);

// An access of any kind whose address operands are reserved registers;
// `scratch` holds an aligned address or a far base where one is needed.
isa::Inst drawAccess(Writer &w, Stream &s, isa::Op op, uint8_t scratch);

} // namespace sectile::random

#endif
