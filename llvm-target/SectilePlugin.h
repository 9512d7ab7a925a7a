// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectilePlugin.h - registration of the target -------------*- C++ -*-===//
#ifndef SECTILE_TARGET_SECTILEPLUGIN_H
#define SECTILE_TARGET_SECTILEPLUGIN_H

// Registers every part of the target; may be called more than once.
extern "C" void LLVMInitializeSectile();

#endif
