// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An element of each type: its position in a tile, and its conversion to and
// from a word. Everything that depends on a type is here; loads, multiplies and
// packing take the type as a parameter.
#ifndef SECTILE_SEMANTICS_ELEMENT_H
#define SECTILE_SEMANTICS_ELEMENT_H

#include "sectile/isa.h"
#include "semantics/value.h"

namespace sectile::sem {

using isa::ElementKind;
using isa::ElementType;

// The bits of element k of row i of the packed view.
template <ElementType T>
static inline W element(const Tile &t, unsigned i, unsigned k) {
  constexpr unsigned bits = typeInfo(T).bits;
  if constexpr (bits == 32)
    return t.word(i, k);
  else if constexpr (bits == 16)
    return t.half(i, k);
  else {
    constexpr unsigned each = 8 / bits; // of a byte, the lowest bits first
    return t.byte(i, k / each) >> k % each * bits & W(ones(bits));
  }
}
template <ElementType T>
static inline void element(Tile &t, unsigned i, unsigned k, W v) {
  constexpr unsigned bits = typeInfo(T).bits;
  if constexpr (bits == 32)
    t.word(i, k, v);
  else if constexpr (bits == 16)
    t.half(i, k, uint16_t(v));
  else {
    constexpr unsigned each = 8 / bits;
    unsigned place = k % each * bits;
    W others = t.byte(i, k / each) & ~(W(ones(bits)) << place);
    t.byte(i, k / each, uint8_t(others | (v & W(ones(bits))) << place));
  }
}

// An element's bits as a word of the array that its type widens to: exact.
template <ElementType T> static inline W widen(W raw) {
  constexpr isa::ElementTypeInfo type = typeInfo(T);
  if constexpr (T == ElementType::f16)
    return widenF16(uint16_t(raw));
  else if constexpr (T == ElementType::bf16)
    return widenBF16(uint16_t(raw));
  else if constexpr (T == ElementType::e4m3)
    return widenE4M3(uint8_t(raw));
  else if constexpr (T == ElementType::e5m2)
    return widenE5M2(uint8_t(raw));
  else if constexpr (type.bits == 32)
    return raw;
  else if constexpr (type.kind == ElementKind::signedInteger)
    return W(SW(raw << (32 - type.bits)) >> (32 - type.bits));
  else {
    static_assert(type.kind == ElementKind::unsignedInteger);
    return raw & W(ones(type.bits));
  }
}

// A word as an element's bits: floats are rounded, integers saturate from
// signed words, a bit is 1 if the word is not 0.
template <ElementType T> static inline W narrow(W word) {
  constexpr isa::ElementTypeInfo type = typeInfo(T);
  if constexpr (T == ElementType::f16)
    return narrowF16(word);
  else if constexpr (T == ElementType::bf16)
    return narrowBF16(word);
  else if constexpr (T == ElementType::e4m3)
    return narrowE4M3(word);
  else if constexpr (T == ElementType::e5m2)
    return narrowE5M2(word);
  else if constexpr (type.bits == 32)
    return word;
  else if constexpr (type.bits == 1)
    return word != 0;
  else {
    static_assert(type.kind != ElementKind::floating);
    return saturate<type.bits, type.kind == ElementKind::signedInteger>(
        SW(word));
  }
}

} // namespace sectile::sem
#endif
