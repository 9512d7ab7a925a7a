// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The records of isa/ for templates: how each operation is executed, its memory
// accesses, and the function of isa/semantics/ that computes its result.
//
// Everything is in an unnamed namespace, because the semantic functions are
// static: files compiled for different hosts each have their own.
#ifndef SECTILE_EMULATOR_SYSTEM_OPERATION_H
#define SECTILE_EMULATOR_SYSTEM_OPERATION_H

#include "sectile/isa.h"
#include "semantics/scalar.h"
#include "semantics/shape.h"
#include "semantics/tile.h"

#include <cstddef>

namespace sectile {
namespace {

template <isa::Op O> struct Operation {
  static constexpr isa::Kind kind = isa::Kind::illegal;
};

// All but system instructions are functions of values.
#define SECTILE_FUNCTION_compute(NAME) sem::NAME
#define SECTILE_FUNCTION_branch(NAME) sem::NAME
#define SECTILE_FUNCTION_jump(NAME) sem::NAME
#define SECTILE_FUNCTION_pcpage(NAME) sem::NAME
#define SECTILE_FUNCTION_load(NAME) sem::NAME
#define SECTILE_FUNCTION_store(NAME) sem::NAME
#define SECTILE_FUNCTION_loadpair(NAME) sem::NAME
#define SECTILE_FUNCTION_storepair(NAME) sem::NAME
#define SECTILE_FUNCTION_amo(NAME) sem::NAME
#define SECTILE_FUNCTION_cas(NAME) sem::NAME
#define SECTILE_FUNCTION_csr(NAME) sem::NAME
#define SECTILE_FUNCTION_system(NAME) nullptr
#define SECTILE_FUNCTION_tile(NAME) sem::NAME
#define SECTILE_FUNCTION_tload(NAME) sem::NAME
#define SECTILE_FUNCTION_tstore(NAME) sem::NAME
#define SECTILE_OP(NAME, UNIT, KIND, BYTES, ELEMENT)                           \
  template <> struct Operation<isa::Op::NAME> {                                \
    static constexpr isa::Kind kind = isa::Kind::KIND;                         \
    static constexpr unsigned bytes = BYTES;                                   \
    static constexpr isa::Element element = isa::Element::ELEMENT;             \
    static constexpr auto function = SECTILE_FUNCTION_##KIND(NAME);            \
  };
#include "sectile/operations.def"
#undef SECTILE_OP

} // namespace
} // namespace sectile
#endif
