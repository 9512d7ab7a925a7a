// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileTargetInfo.h - the registered target --------------*- C++ -*-===//
#ifndef SECTILE_TARGETINFO_SECTILETARGETINFO_H
#define SECTILE_TARGETINFO_SECTILETARGETINFO_H

namespace llvm {

class Target;

Target &getTheSectileTarget();

} // namespace llvm

#endif
