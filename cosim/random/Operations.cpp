// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Sorts the instructions by kind, unit and register operands.
#include "Operations.h"

namespace sectile::random {

using isa::FloatFormat;
using isa::Kind;
using isa::Op;
using isa::Unit;

Operations::Operations(const std::function<bool(Op)> &implemented) {
  for (unsigned n = 1; n < isa::opCount; n++) {
    Op op = Op(n);
    if (implemented && !implemented(op))
      continue;
    addPorts(op);
    addToKind(op);
  }
}

void Operations::addPorts(Op op) {
  const isa::Info &info = isa::info(op);
  if (info.kind == Kind::system)
    return;
  for (const isa::Operand &o : info) {
    if (!isRegister(o))
      continue;
    // The target of a jump is an address in the code, which is not drawn.
    if (o.isRead() && info.kind != Kind::jump)
      ports[fileOf(o)][0][unsigned(info.unit)].push_back(
          {op, o.slot, isAddress(info, o)});
    if (o.isWritten())
      ports[fileOf(o)][1][unsigned(info.unit)].push_back({op, o.slot, false});
  }
}

void Operations::addToKind(Op op) {
  const isa::Info &info = isa::info(op);
  switch (info.kind) {
  case Kind::compute:
    // The divider computes floats as well.
    (info.unit == Unit::fpu || sourceFormat(info) != FloatFormat::none ? fpu
                                                                       : alu)
        .push_back(op);
    break;
  case Kind::pcpage:
    alu.push_back(op);
    break;
  case Kind::branch:
    branches.push_back(op);
    break;
  case Kind::load:
  case Kind::loadpair:
    loads.push_back(op);
    break;
  case Kind::store:
  case Kind::storepair:
    stores.push_back(op);
    break;
  case Kind::amo:
  case Kind::cas:
    atomics.push_back(op);
    break;
  case Kind::csr:
    csrs.push_back(op);
    break;
  case Kind::tile:
    (info.unit == Unit::tmat ? matrix : elementwise).push_back(op);
    break;
  case Kind::tload:
    tileLoads.push_back(op);
    break;
  case Kind::tstore:
    tileStores.push_back(op);
    break;
  case Kind::jump:
  case Kind::system:
  case Kind::illegal:
    break;
  }
}

FloatFormat sourceFormat(const isa::Info &info) {
  for (const isa::Operand &o : info)
    if (o.role == isa::Role::use && o.floats != FloatFormat::none)
      return o.floats;
  return FloatFormat::none;
}

bool isSlow(Op op) {
  return isa::info(op).unit == Unit::div || op == Op::TDIV_F32 ||
         op == Op::TSDIV_F32 || op == Op::TSQRT_F32;
}

} // namespace sectile::random
