# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Runs the command that a report names.
eval "$(sed -n 's/^  waves: //p' "$1")"
