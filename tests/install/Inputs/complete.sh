# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# complete.sh PREFIX TOOL LINE: what bash would offer at the end of LINE.
source "$1/share/bash-completion/completions/$2"
COMP_LINE=$3
COMP_POINT=${#3}
"_$(tr -c 'A-Za-z0-9_\n' _ <<<"$2")" "$2" 2>/dev/null
[ ${#COMPREPLY[@]} = 0 ] || printf '%s\n' "${COMPREPLY[@]}"
