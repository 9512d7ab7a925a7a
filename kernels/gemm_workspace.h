// Where large matrices are packed: one panel of A and a block of panels of B,
// each 4 tiles wide and up to 64 deep. Shared by all kernels; there is one
// thread.
#ifndef GEMM_WORKSPACE_H
#define GEMM_WORKSPACE_H

enum {
  GEMM_PANEL_TILES = 64,
  GEMM_PANELS_OF_B = 8,
  GEMM_PANEL_BYTES = GEMM_PANEL_TILES * 4 * 1024,
  GEMM_IS_LARGE = 200 // m, n and k from which packing pays
};

// In every kernel's file; the linker keeps one.
__attribute__((weak, aligned(64))) char
    gemm_workspace[(1 + GEMM_PANELS_OF_B) * GEMM_PANEL_BYTES];

#endif
