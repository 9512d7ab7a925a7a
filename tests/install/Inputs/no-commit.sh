# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# no-commit.sh BUILD: the commit is in none of its programs.
commit=$(cut -c1-7 "$1/lib/sectile-commit")
[ ${#commit} = 7 ] || { echo "wrong: '$commit' is no commit"; exit 1; }
! grep -l -a "$commit" "$1"/bin/sectile-{clang,as,ld,run} "$1/lib/libLLVMSectile.so"
