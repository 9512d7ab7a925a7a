# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
.byte 10, 11, 12
