// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where large matrices are packed: one panel of A and a block of panels of B,
// each 4 tiles wide. Shared by all kernels; there is one
// thread.
#ifndef GEMM_WORKSPACE_H
#define GEMM_WORKSPACE_H

// m, n and k from which packing pays: the rows of a large matrix share few sets
// of a cache. Below, the copies cost the core more than they save: the matrix
// unit is busy 99 % of a 256 cubed f32 product without, 87 % with them.
#ifndef GEMM_IS_LARGE // lower in tests
#define GEMM_IS_LARGE 768
#endif

// Tiles that a panel is deep.
#ifndef GEMM_PANEL_TILES // fewer in tests
#define GEMM_PANEL_TILES 64
#endif

enum { GEMM_PANELS_OF_B = 8, GEMM_PANEL_BYTES = GEMM_PANEL_TILES * 4 * 1024 };

// In every kernel's file; the linker keeps one.
__attribute__((weak, aligned(64))) char
    gemm_workspace[(1 + GEMM_PANELS_OF_B) * GEMM_PANEL_BYTES];

#endif
