// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where a slot holds the operands of a semantic function: by the types of its
// parameters, in their order.
//
// Registers, scalar or tile, are in the fields a, b, c, after d if the record
// ties it to an operand. The first immediate is in imm, a second one in c.
#ifndef SECTILE_EMULATOR_ENGINE_OPERANDS_H
#define SECTILE_EMULATOR_ENGINE_OPERANDS_H

#include "engine/core.h"

#include <cstddef>
#include <type_traits>

namespace sectile {
namespace {

// How many of the first N parameters are immediates.
template <size_t N, class... P> constexpr unsigned immediatesBefore() {
  constexpr bool immediate[] = {std::is_same_v<P, int64_t>...};
  unsigned count = 0;
  for (size_t n = 0; n < N; ++n)
    count += immediate[n];
  return count;
}

// The field that holds register number K of an instruction.
template <unsigned K> uint8_t registerField(const Slot *s) {
  static_assert(K < 4);
  return K == 0 ? s->d : K == 1 ? s->a : K == 2 ? s->b : s->c;
}

template <unsigned K> int64_t immediateField(const Slot *s) {
  static_assert(K < 2);
  return K == 0 ? s->imm : s->c;
}

// Parameter N of a function of scalars.
template <isa::Op O, size_t N, class... P>
auto scalarOperand(const uint64_t *r, const Slot *s) {
  constexpr unsigned immediates = immediatesBefore<N, P...>();
  constexpr unsigned first = isa::readsDestination(O) ? 0 : 1;
  constexpr bool immediate[] = {std::is_same_v<P, int64_t>...};
  if constexpr (immediate[N])
    return immediateField<immediates>(s);
  else
    return r[registerField<first + N - immediates>(s)];
}

} // namespace
} // namespace sectile
#endif
