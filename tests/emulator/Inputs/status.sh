# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# status.sh N command...: succeeds if the command ends with status N.
expected=$1
shift
"$@"
status=$?
[ $status = "$expected" ] || { echo "exit status $status, expected $expected" >&2; exit 1; }
