// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileSelectionDAGInfo.cpp - the target's DAG nodes ---------------===//

#include "SectileSelectionDAGInfo.h"

#define GET_SDNODE_DESC
#include "SectileGenSDNodeInfo.inc"

using namespace llvm;

SectileSelectionDAGInfo::SectileSelectionDAGInfo()
    : SelectionDAGGenTargetInfo(SectileGenSDNodeInfo) {}
SectileSelectionDAGInfo::~SectileSelectionDAGInfo() = default;
