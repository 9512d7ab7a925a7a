// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileSelectionDAGInfo.h - the target's DAG nodes -------*- C++ -*-===//
#ifndef SECTILE_TARGET_SELECTIONDAGINFO_H
#define SECTILE_TARGET_SELECTIONDAGINFO_H

#include "llvm/CodeGen/SelectionDAGTargetInfo.h"

#define GET_SDNODE_ENUM
#include "SectileGenSDNodeInfo.inc"

namespace llvm {

class SectileSelectionDAGInfo : public SelectionDAGGenTargetInfo {
public:
  SectileSelectionDAGInfo();
  ~SectileSelectionDAGInfo() override;
};

} // namespace llvm

#endif
